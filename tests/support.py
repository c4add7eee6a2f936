# SPDX-License-Identifier: GPL-2.0-or-later
"""tshark as its users run it: without privileges, without anybody's settings, with the plugin that was just built."""
import atexit
import functools
import json
import os
import pwd
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
PCAPS, EXPECTED, CORPUS = TESTS / "pcaps", TESTS / "expected", ROOT.parent / "shared" / "corpus"
PLUGIN = Path(os.environ.get("SIPDIAG_PLUGIN") or ROOT / "build" / "release" / "sipdiag.so")
DRIVER = ROOT / "sipdiag"

sys.path.insert(0, str(PCAPS))
import make  # noqa: E402,F401: has all situations added
from scene import BAD, SITUATIONS  # noqa: E402,F401

# Root cannot have personal plugins, nor WIRESHARK_PLUGIN_DIR: it hands over to nobody.
NOBODY = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
DROPPED = {"user": NOBODY.pw_uid, "group": NOBODY.pw_gid, "extra_groups": []} if NOBODY else {}


@functools.cache
def scene(name):
    return SITUATIONS[name]()


def capture(name):
    return PCAPS / f"{name}.pcap"


@functools.cache
def version():
    said = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=True).stdout
    return re.search(r"\d+\.\d+", said)[0]


@functools.cache
def sandbox():
    """A folder that anybody may read: home/, captures/, plugins/X.Y/epan/sipdiag.so."""
    folder = Path(tempfile.mkdtemp(prefix="sipdiag-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    folder.chmod(0o755)
    epan = folder / "plugins" / version() / "epan"
    for place in (folder / "home", folder / "captures", epan):
        place.mkdir(parents=True)
    shutil.copy(PLUGIN, epan / "sipdiag.so")
    if NOBODY:
        os.chown(folder / "home", NOBODY.pw_uid, NOBODY.pw_gid)
    return folder


def environment(plugins=None):
    return {"PATH": os.environ["PATH"], "HOME": str(sandbox() / "home"), "TZ": "UTC", "LC_ALL": "C.UTF-8",
            "WIRESHARK_PLUGIN_DIR": str(plugins or sandbox() / "plugins")}


@functools.cache
def readable(path):
    """The file where nobody can read it; `path` is what the test names."""
    if not NOBODY:
        return path
    copy = sandbox() / "captures" / f"{abs(hash(path)):x}-{path.name}"
    shutil.copy(path, copy)
    copy.chmod(0o644)
    return copy


def tshark(*args, plugin=True, quiet=True, timeout=120):
    """Paths among the arguments are lent to nobody. Nothing may stand on standard error unless `quiet` is False."""
    args = [str(readable(a)) if isinstance(a, Path) else a for a in args]
    env = environment() if plugin else environment(sandbox() / "home")
    done = subprocess.run(["tshark", *args], env=env, cwd=sandbox() / "home", stdin=subprocess.DEVNULL,
                          capture_output=True, timeout=timeout, **DROPPED)
    done.stdout, done.stderr = done.stdout.decode(), done.stderr.decode(errors="replace")
    if quiet:
        assert done.stderr == "" and done.returncode == 0, done
    return done


def lent(args):
    """A situation's own arguments: the key log is a file that nobody must be able to read."""
    out = []
    for arg in args:
        name, colon, value = arg.partition(":")
        out.append(f"{name}:{readable(Path(value))}" if colon and Path(value).is_file() else arg)
    return out


def passes(two_pass):
    return ["-2"] if two_pass else []


@functools.cache
def report(path, two_pass=False, args=()):
    """What `-z sipdiag,json` prints."""
    return tshark(*passes(two_pass), "-n", "-q", "-r", path, *lent(args), "-z", "sipdiag,json").stdout


def records(path, two_pass=False, args=()):
    return [json.loads(line) for line in report(path, two_pass, args).splitlines()]


def fields(path, names, two_pass=True, dfilter=None, args=()):
    """One dict a frame. Several values of a field in one frame are joined with a comma."""
    asked = [part for name in names for part in ("-e", name)]
    chosen = ["-Y", dfilter] if dfilter else []
    out = tshark(*passes(two_pass), "-n", "-r", path, *lent(args), *chosen, "-T", "fields", "-E", "occurrence=a",
                 "-E", "separator=/t", *asked).stdout
    return [dict(zip(names, line.split("\t"))) for line in out.splitlines()]


def info(path, *args):
    """The packet list's column. As a field, Wireshark 4.4 takes it down before any post-dissector runs."""
    return tshark(*args, "-n", "-r", path, "-o", 'gui.column.format:"Info","%i"').stdout.splitlines()


def triage(*args, timeout=300):
    return subprocess.run([str(DRIVER), "triage", *map(str, args)], stdin=subprocess.DEVNULL, capture_output=True,
                          text=True, timeout=timeout, check=False)
