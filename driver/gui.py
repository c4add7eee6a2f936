# SPDX-License-Identifier: GPL-2.0-or-later
"""sipdiag gui: Wireshark on a capture, with the plugin, installed or not."""

import os
import subprocess
import sys
from pathlib import Path

import folders
from project import PROFILE_NAME, USAGE, Failure, build_info, part
from shark import Sandbox, is_root, unprivileged


def run(arguments):
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or sys.platform == "darwin"):
        raise Failure(USAGE, "no display: neither DISPLAY nor WAYLAND_DISPLAY is set")
    if not os.path.isfile(arguments.capture):
        raise Failure(USAGE, f"{arguments.capture}: no such file")
    # Wireshark's own plugins too: a person looks at more than SIP, and may play a call.
    with Sandbox(with_global_plugins=True) as sandbox:
        capture = os.path.abspath(arguments.capture)
        # The person's own settings stay in force, unless the person is root.
        environment = {**os.environ, "WIRESHARK_PLUGIN_DIR": str(sandbox.plugins)}
        if is_root():
            print("sipdiag: run as root, Wireshark would ignore the plugin; starting it as nobody", file=sys.stderr)
            environment.update(sandbox.environment(), XDG_RUNTIME_DIR=str(sandbox.home))
            for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "WIRESHARK_CONFIG_DIR"):
                environment.pop(name, None)
            sandbox.add_profile(part("profile"))
            authority = os.environ.get("XAUTHORITY") or os.path.expanduser("~/.Xauthority")
            if os.path.isfile(authority):
                environment["XAUTHORITY"] = str(sandbox.lend(authority, "xauthority"))
            if subprocess.run(["test", "-r", capture], check=False, **unprivileged()).returncode:
                capture = str(sandbox.lend(capture, os.path.basename(capture)))
        chosen = arguments.profile or (PROFILE_NAME if is_root() or _has_profile() else None)
        options = ["-C", chosen] if chosen else []
        status = sandbox.start("wireshark", [*options, "-r", capture], environment=environment).wait()
        return status if status >= 0 else 128 - status


def _has_profile():
    """Is ours installed? Where it is not, nothing is put among a person's settings just to look at a capture."""
    places = [folders.personal_configuration(), Path(build_info()["data_dir"])]
    return any((place / "profiles" / PROFILE_NAME).is_dir() for place in places)
