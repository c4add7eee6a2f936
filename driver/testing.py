# SPDX-License-Identifier: GPL-2.0-or-later
"""sipdiag test: the unit tests, as they are and with sanitizers, then pytest over tshark and Wireshark. Where the
arguments choose among the tests, only those of pytest."""

import importlib.util
import os
import subprocess
import sys

from project import BUILD, PLUGIN_NAME, RELEASE, ROOT

CORES = os.cpu_count() or 1


def run(arguments):
    paths = [_path(argument) for argument in arguments]
    chosen = any(paths) or any(argument.startswith(("-k", "-m")) for argument in arguments)
    failed = [preset for preset in ("release", "sanitizers") if not chosen and _ctest(BUILD / preset)]
    for preset in failed:
        print(f"sipdiag: unit tests failed ({preset})", file=sys.stderr, flush=True)
    words = [path or argument for path, argument in zip(paths, arguments)]
    return _pytest(words if any(paths) else [*words, "tests"]) or (1 if failed else 0)


def _ctest(folder):
    print(f"unit tests, {folder.name}", flush=True)
    command = ["ctest", "--test-dir", str(folder), "--output-on-failure", "--no-tests=error"]
    return subprocess.call([*command, "--parallel", str(CORES)], stdin=subprocess.DEVNULL)


def _path(argument):
    """Of a test that it names: as the caller sees it, or as the checkout does; else None."""
    path, colons, test = argument.partition("::")
    for seen in (os.path.abspath(path), os.path.join(ROOT, path)):
        if not argument.startswith("-") and os.path.exists(seen):
            return seen + colons + test
    return None


def _pytest(arguments):
    # Most of the time is tshark's start: as many at a time as there are cores. The caller's own -n comes after it.
    several = ["-n", str(CORES), "--dist", "loadgroup"] if importlib.util.find_spec("xdist") else []
    command = [sys.executable, "-B", "-m", "pytest", "-q", "-p", "no:cacheprovider", *several, *arguments]
    environment = {
        **os.environ,
        "SIPDIAG_PLUGIN": str(RELEASE / PLUGIN_NAME),
        "SIPDIAG_ROOT": str(ROOT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    return subprocess.call(command, cwd=ROOT, env=environment)
