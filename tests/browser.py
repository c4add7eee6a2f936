# SPDX-License-Identifier: GPL-2.0-or-later
"""Chromium without a window, used as a person uses it: pages of ours, mouse, keyboard, light and dark, paper."""
import base64
import json
import os
import shutil

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.action_chains import ActionChains

PROGRAMS = ("chromium", "chromedriver")
ARGUMENTS = ("--headless=new", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")
A4 = {"paperWidth": 8.27, "paperHeight": 11.69, "preferCSSPageSize": True}


class Chromium:
    """Use as a context manager. Every page is one of ours, so that root may do without the sandbox."""

    def __init__(self, size=(1400, 1000)):
        options = webdriver.ChromeOptions()
        options.binary_location = shutil.which("chromium")
        for argument in (*ARGUMENTS, *(["--no-sandbox"] if os.geteuid() == 0 else [])):
            options.add_argument(argument)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(shutil.which("chromedriver")), options=options)
        self.driver.set_script_timeout(60)
        self.resize(*size)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.driver.quit()

    def command(self, name, **arguments):
        """One of the DevTools protocol."""
        return self.driver.execute_cdp_cmd(name, arguments)

    def resize(self, width, height):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1,
                     mobile=False)

    def show(self, media="", scheme="light"):
        self.command("Emulation.setEmulatedMedia", media=media,
                     features=[{"name": "prefers-color-scheme", "value": scheme}])

    def open(self, path, place=""):
        """Loads it anew, also where only the place on the page is another."""
        self.driver.get("about:blank")
        self.requests(), self.complaints()
        self.driver.get(f"{path.as_uri()}{place}")

    def requests(self):
        """What has been asked for since the last call: addresses."""
        events = (json.loads(entry["message"])["message"] for entry in self.driver.get_log("performance"))
        return [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]

    def complaints(self):
        """Lines of the console since the last call: errors, and what the policy of the page forbids."""
        return [entry["message"] for entry in self.driver.get_log("browser")]

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def wait_for(self, script, *arguments):
        """The value of the script once it is true."""
        return self.driver.execute_async_script(
            "const done = arguments[arguments.length - 1];"
            f"const ask = (...arguments) => {{ {script} }};"
            "const again = async () => {"
            "    const said = await ask(...arguments); said ? done(said) : setTimeout(again, 20); };"
            "again();",
            *arguments)

    def press(self, *keys):
        ActionChains(self.driver).send_keys(*keys).perform()

    def picture(self):
        return base64.b64decode(self.command("Page.captureScreenshot", format="png")["data"])

    def print(self):
        """As a PDF."""
        return base64.b64decode(self.command("Page.printToPDF", **A4)["data"])
