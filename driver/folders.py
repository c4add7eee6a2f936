# SPDX-License-Identifier: GPL-2.0-or-later
"""Where Wireshark and man look by themselves, for one user and for everybody. `tshark -G folders` says the same."""

import glob
import os
from pathlib import Path

from project import PLUGIN_NAME

# Uninstalling needs no build, hence no knowledge of this Wireshark: it looks wherever one may keep such things.
SYSTEM_PLUGINS = ["/usr/lib*/wireshark/plugins", "/usr/lib/*/wireshark/plugins", "/usr/local/lib*/wireshark/plugins",
                  "/usr/local/lib/*/wireshark/plugins", "/opt/homebrew/lib/wireshark/plugins"]
SYSTEM_DATA = ["/usr/share/wireshark", "/usr/local/share/wireshark", "/opt/homebrew/share/wireshark"]
SYSTEM_MANUALS = Path("/usr/local/share/man/man1")


def home(*parts):
    return Path.home().joinpath(*parts)


def personal_plugins():
    return home(".local/lib/wireshark/plugins")


def personal_configuration():
    """The first that is there: WIRESHARK_CONFIG_DIR, the folder of today, the one of old; else the one of today."""
    if os.environ.get("WIRESHARK_CONFIG_DIR"):
        return Path(os.environ["WIRESHARK_CONFIG_DIR"])
    today = Path(os.environ.get("XDG_CONFIG_HOME") or home(".config")) / "wireshark"
    old = home(".wireshark")
    return old if old.is_dir() and not today.is_dir() else today


def personal_manuals():
    return Path(os.environ.get("XDG_DATA_HOME") or home(".local/share")) / "man/man1"


def plugin_folders(system):
    """The folders above the version folders."""
    patterns = SYSTEM_PLUGINS if system else [glob.escape(str(personal_plugins()))]
    return sorted(Path(path) for pattern in patterns for path in glob.glob(pattern))


def installed_plugins(system):
    """Our plugins where Wireshark looks, for any version of it."""
    return sorted(path for folder in plugin_folders(system) for path in folder.glob(f"*/epan/{PLUGIN_NAME}"))


def data_folders():
    """Wireshark's own files: global profiles are below."""
    return [Path(path) for path in SYSTEM_DATA if os.path.isdir(path)]
