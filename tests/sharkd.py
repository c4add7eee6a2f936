# SPDX-License-Identifier: GPL-2.0-or-later
"""sharkd: the GUI's way through a capture, without the GUI. It reads file after file in one process, and dissects a frame
anew each time it is asked for."""
import contextlib
import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from support import DROPPED, NOBODY, PLUGIN, environment, lent, readable, sandbox, version

OWN = "sipdiag"
FILES = 32  # that one process reads: Wireshark 4.0 gives some ten megabytes a file back at its end only


class Sharkd:
    def __init__(self, plugin=True, home=None, plugins=None):
        env = environment(plugins) if plugin else environment(sandbox() / "home")
        self.env = {**env, "HOME": str(home or env["HOME"])}
        self.asked, self.loads = 0, 0
        self.start()

    def start(self):
        self.process = subprocess.Popen(["sharkd", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, env=self.env, text=True, **DROPPED)
        self.lent = {}

    def close(self):
        self.process.stdin.close()
        self.process.stdout.close()
        code = self.process.wait(60)
        assert code == 0, f"sharkd ended with {code}"

    def ask(self, method, **params):
        self.asked += 1
        request = {"jsonrpc": "2.0", "id": self.asked, "method": method, "params": params}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith("{"):
                answer = json.loads(line)
                assert answer["id"] == self.asked and "result" in answer, (request, answer)
                return answer["result"]
        raise AssertionError(f"sharkd ended with {self.process.wait(60)}: {request}")

    def load(self, path, args=()):
        """Returns how many frames there are. `args` are what tshark would be given: -o name:value."""
        if self.loads and self.loads % FILES == 0:
            self.close()
            self.start()
        wanted = dict(value.split(":", 1) for value in lent(args)[1::2])
        for name in {**self.lent, **wanted}:
            self.ask("setconf", name=name, value=wanted.get(name, ""))
        self.lent = wanted
        self.loads += 1
        self.ask("load", file=str(readable(path)))
        return self.ask("status")["frames"]

    def tree(self, number):
        return self.ask("frame", frame=number, proto=True)["tree"]

    def frames(self, filter=None, **more):
        """Wireshark 4.0 keeps what a filter has found, by its text, for the next file, too."""
        chosen = {"filter": filter + " " * self.loads} if filter else {}
        return self.ask("frames", **chosen, **more)

    def tap(self, name):
        return self.ask("tap", tap0=name)["taps"]


@contextlib.contextmanager
def sharkd(plugin=True, home=None, plugins=None):
    process = Sharkd(plugin, home, plugins)
    try:
        yield process
    finally:
        process.close()


def own(tree):
    """What the plugin shows, as far as anybody sees it."""
    return [plain(node) for node in tree if node.get("f") == OWN]


def others(tree):
    return [plain(node) for node in tree if node.get("f") != OWN]


def plain(node):
    """Without the number by which a tree remembers whether it is open: it differs with what else is there."""
    out = {key: value for key, value in node.items() if key not in ("e", "n")}
    if "n" in node:
        out["n"] = [plain(child) for child in node["n"]]
    return out


def with_built_in():
    """A folder of plugins with those that come with Wireshark, beside ours."""
    said = subprocess.run(["tshark", "-G", "folders"], capture_output=True, text=True, check=True).stdout
    place = Path(re.search(r"^Global Plugins:\s*(.*)$", said, re.M)[1])
    folder = sandbox() / "more-plugins"
    shutil.copytree(place, folder / version(), symlinks=False)
    shutil.copy(PLUGIN, folder / version() / "epan" / "sipdiag.so")
    return folder


def home(name, **files):
    """A HOME with these files of Wireshark's in it."""
    folder = sandbox() / name
    config = folder / ".config" / "wireshark"
    config.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (config / file).write_text(text)
    for place in (folder, folder / ".config", config):
        place.chmod(0o755)
        if NOBODY:
            os.chown(place, NOBODY.pw_uid, NOBODY.pw_gid)
    return folder
