# SPDX-License-Identifier: GPL-2.0-or-later
"""sipdiag install and uninstall: the plugin in the folders where Wireshark looks by itself."""

import glob
import os
import shutil
import sys
from pathlib import Path

from project import CLEAN, NO_SETUP, PLUGIN, Failure, build_info
from shark import is_root

PERSONAL = Path("~/.local/lib/wireshark/plugins").expanduser()
# Uninstalling needs no build, hence no knowledge of this Wireshark: it looks wherever one may keep plugins.
SYSTEM = ["/usr/lib*/wireshark/plugins", "/usr/lib/*/wireshark/plugins", "/usr/local/lib*/wireshark/plugins",
          "/usr/local/lib/*/wireshark/plugins", "/opt/homebrew/lib/wireshark/plugins"]


def for_system(arguments):
    return is_root() if arguments.system is None else arguments.system


def installed(system):
    """Our plugins in the user's folder, or in the system's, for any version of Wireshark."""
    folders = SYSTEM if system else [glob.escape(str(PERSONAL))]
    return sorted(Path(path) for folder in folders for path in glob.glob(f"{folder}/*/epan/{PLUGIN.name}"))


def install(arguments):
    info = build_info()
    system = for_system(arguments)
    parent = Path(info["plugin_dir"]) if system else PERSONAL / info["folder"]
    target = parent / "epan" / PLUGIN.name
    if is_root() and not system:
        print("sipdiag: run as root, Wireshark ignores personal plugins; --system serves everybody", file=sys.stderr)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # A running Wireshark has the old file mapped: put a new one in its place, never write into it.
        temporary = target.with_name(f".{PLUGIN.name}.new")
        shutil.copyfile(PLUGIN, temporary)
        temporary.chmod(0o644)
        temporary.replace(target)
    except PermissionError:
        advice = "that takes root: sudo ./sipdiag install --system" if system else "--system serves everybody"
        raise Failure(NO_SETUP, f"{target.parent}: no permission; {advice}") from None
    print(f"installed for Wireshark {info['folder'].replace('-', '.')}: {target}")
    return CLEAN


def uninstall(arguments):
    system = for_system(arguments)
    plugins = installed(system)
    for plugin in plugins:
        try:
            os.unlink(plugin)
        except PermissionError:
            raise Failure(NO_SETUP, f"{plugin}: no permission to remove it; that takes root") from None
        print(f"removed {plugin}")
    if not plugins:
        print(f"not installed for {'the system' if system else 'this user'}")
    return CLEAN
