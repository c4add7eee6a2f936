#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes docs/pictures/report.png: the HTML report on an office's half an hour, in Chromium, the bad calls alone."""
import subprocess
import sys
import tempfile
from pathlib import Path

import support
from browser import Chromium

sys.path.insert(0, str(support.ROOT / "driver"))
from report_html import Html  # noqa: E402

TARGET = support.ROOT / "docs" / "pictures" / "report.png"
SIZE = (1360, 2000)  # cut below the second section


def main():
    with tempfile.TemporaryDirectory() as folder, Chromium(SIZE) as browser:
        page = Path(folder) / "report.html"
        with page.open("wb") as stream:
            html = Html(stream)
            html.add("office.pcap", iter(support.records(support.capture("office"))), None)
            html.finish()
        browser.open(page)
        browser.run("document.querySelector('[name=bad]').click()")
        browser.wait_for("return document.querySelector('output').value")
        height = browser.run("return Math.round(document.getElementById('s2').getBoundingClientRect().bottom) + 20")
        TARGET.write_bytes(browser.picture())
    subprocess.run(["convert", TARGET, "-crop", f"x{height}+0+0", "+repage", "-strip", "+dither",
                    "-colors", "256", f"png8:{TARGET}"], check=True)
    print(f"{TARGET}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
