# SPDX-License-Identifier: GPL-2.0-or-later
"""Where things are: the checkout and its build, or the installation; what the build is for; how a command gives up.

CMake describes a build in a file, build.json, and names in it the parts that go to the user: the plugin, the
Wireshark profile and the man page, by paths that count from the file's folder. A checkout has that file in its build;
a package or an unpacked archive has it beside the driver, and nothing to be set up.
"""

import json
import os
import re
from pathlib import Path

ROOT = Path(os.environ.get("SIPDIAG_ROOT") or Path(__file__).resolve().parent.parent)
INSTALLED = (ROOT / "build.json").is_file()
BUILD = Path(os.environ.get("SIPDIAG_BUILD") or ROOT / "build")
RELEASE = ROOT if INSTALLED else BUILD / "release"
COMMAND = "sipdiag" if INSTALLED else "./sipdiag"  # for messages
PLUGIN_NAME = "sipdiag.so"
PROFILE_NAME = "SIP Diagnosis"

# Exit statuses of every command.
CLEAN, BAD, UNREADABLE, NO_SETUP = 0, 1, 2, 3
USAGE = UNREADABLE


class Failure(Exception):
    """Ends the program with a message for the person at the terminal."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


def version():
    """The version as CMakeLists.txt defines it, for the one place where it is defined."""
    if INSTALLED:
        return build_info()["version"]
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"^project\(sipdiag VERSION ([0-9.]+)", text, re.MULTILINE)[1]


def build_info():
    """What CMake wrote about the release build: version, wireshark (4.0.17), folder (4.0), where Wireshark looks, parts."""
    try:
        return json.loads((RELEASE / "build.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Failure(NO_SETUP, f"the plugin is not built; {COMMAND} triage or {COMMAND} install builds it") from None


def part(name):
    """Where a part of this build is: plugin, profile (a folder) or man."""
    info = build_info()
    if name not in info:
        raise Failure(NO_SETUP, f"the build is that of older sources; {COMMAND} install builds it anew")
    return Path(os.path.normpath(RELEASE / info[name]))


def is_in_place():
    """Is this an installation whose plugin lies where Wireshark looks? Then somebody else put it there."""
    return INSTALLED and part("plugin").parent.parent == Path(build_info()["plugin_dir"])
