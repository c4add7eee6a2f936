# SPDX-License-Identifier: GPL-2.0-or-later
"""What reads the captures, and how it is run: without privileges, without anybody's settings."""
import shlex
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))
import support  # noqa: E402

NEEDED = {"tshark": "tshark", "hyperfine": "hyperfine", "valgrind": "valgrind", "sngrep": "sngrep",
          "/usr/bin/time": "time", "timeout": "coreutils"}
LONGEST = 900  # seconds that one run may take
STOCK, BAD, PAIRED = "sip.Status-Code==400", "sipdiag.bad", "sippair.bad"
SCRIPT = HERE / "pair.lua"


@dataclass(frozen=True)
class Program:
    """What is measured, and against which other one."""
    name: str
    title: str
    against: str  # the name of another program; "": this one is what others are held against
    words: tuple  # CAPTURE and SCRIPT stand for files
    plugin: bool = False
    repeated: bool = True  # in every round; else in the first

    def command(self, capture, *front):
        """`front` is a program that runs it."""
        files = {"CAPTURE": str(capture), "SCRIPT": str(support.readable(SCRIPT))}
        words = [word.format_map(files) for word in self.words]
        env = support.environment(None if self.plugin else empty_folder()) | {"TERM": "xterm"}
        return ["env", "-i", *(f"{k}={v}" for k, v in env.items()), *front, *words]


def empty_folder():
    """Of plugins: a stock tshark has none of its own there either, so that both start alike."""
    folder = support.sandbox() / "none"
    folder.mkdir(exist_ok=True)  # several ask at the same time
    return folder


def tshark(*words):
    return ("tshark", "-n", "-r", "{CAPTURE}", *words)


PROGRAMS = {p.name: p for p in (
    Program("stock", "tshark", "", tshark("-Y", STOCK)),
    Program("disabled", "disabled", "stock", tshark("--disable-protocol", "sipdiag", "-Y", STOCK), True,
            repeated=False),
    Program("plugin", "plugin", "stock", tshark("-Y", BAD), True),
    Program("stock2", "tshark -2", "", tshark("-2", "-Y", STOCK)),
    Program("plugin2", "plugin, -2", "stock2", tshark("-2", "-Y", BAD), True),
    Program("report", "report", "stock", tshark("-q", "-z", "sipdiag,json"), True, repeated=False),
    Program("lua", "Lua", "stock", tshark("-X", "lua_script:{SCRIPT}", "-Y", PAIRED), repeated=False),
    # It stops at 20,000 dialogs unless told otherwise. Without its screen it ends with the file.
    Program("sngrep", "sngrep", "stock", ("sngrep", "-F", "-N", "-q", "-l", "100000000", "-I", "{CAPTURE}"),
            repeated=False),
)}


def missing(names=tuple(NEEDED)):
    """How to install what is not there; "" when nothing is missing."""
    packages = sorted({NEEDED[name] for name in names if not shutil.which(name)})
    return f"apt-get install --no-install-recommends {shlex.join(packages)}" if packages else ""
