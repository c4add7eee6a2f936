# SPDX-License-Identifier: GPL-2.0-or-later
"""Where things are: the checkout, the build and what the build is for; and how a command gives up."""

import json
import os
import re
from pathlib import Path

ROOT = Path(os.environ.get("SIPDIAG_ROOT") or Path(__file__).resolve().parent.parent)
BUILD = Path(os.environ.get("SIPDIAG_BUILD") or ROOT / "build")
PLUGIN = BUILD / "release" / "sipdiag.so"

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
    text = (ROOT / "CMakeLists.txt").read_text(encoding="utf-8")
    return re.search(r"^project\(sipdiag VERSION ([0-9.]+)", text, re.MULTILINE)[1]


def build_info():
    """What CMake wrote about the release build: version, wireshark, folder (4.0), plugin_dir."""
    try:
        return json.loads((BUILD / "release" / "build.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise Failure(NO_SETUP, "the plugin is not built; ./sipdiag triage or ./sipdiag install builds it") from None
