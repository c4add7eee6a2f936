# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs Wireshark's programs with the plugin, and with nothing that the user has set for himself.

Run as root, Wireshark ignores WIRESHARK_PLUGIN_DIR and personal plugins, so root hands over to an unprivileged
user, who may not be allowed to open the capture: it goes in on standard input, opened by us.
"""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path

from project import NO_SETUP, PLUGIN_NAME, Failure, build_info, part


def is_root():
    return hasattr(os, "geteuid") and os.geteuid() == 0


def unprivileged():
    """Arguments of subprocess that turn root into nobody; none for an ordinary user."""
    if not is_root():
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def find_program(name):
    program = shutil.which(name)
    if not program:
        raise Failure(NO_SETUP, f"{name} is not installed")
    return program


def _temporary_parent():
    """A folder for temporary files from which a plugin may be loaded, by others too where that is needed."""
    for folder in (tempfile.gettempdir(), "/tmp", "/var/tmp", "/dev/shm"):
        try:
            usable = os.access(folder, os.W_OK) and not os.statvfs(folder).f_flag & getattr(os, "ST_NOEXEC", 0)
            if usable and (not is_root() or all(p.stat().st_mode & 0o001 for p in _with_parents(folder))):
                return folder
        except OSError:
            continue
    raise Failure(NO_SETUP, "no temporary folder from which programs may be run")


def _with_parents(folder):
    path = Path(folder).resolve()
    return [path, *path.parents]


class Sandbox:
    """A folder, removed at the end, with the plugin and an empty home.

    plugins  what WIRESHARK_PLUGIN_DIR names: the folder above the version folder; it stands in for the
             global one
    home     HOME, so that nobody's profile changes a result
    """

    def __init__(self, with_global_plugins=False):
        info = build_info()
        self._who = unprivileged()
        self.folder = Path(tempfile.mkdtemp(prefix="sipdiag-", dir=_temporary_parent()))
        try:
            self.plugins = self._make("plugins")
            self._make("plugins", info["folder"])
            epan = self._make("plugins", info["folder"], "epan")
            if with_global_plugins:
                self._link_plugins(Path(info["plugin_dir"]), self.plugins / info["folder"])
            shutil.copyfile(part("plugin"), epan / PLUGIN_NAME)
            (epan / PLUGIN_NAME).chmod(0o644)
            self.folder.chmod(0o755)
            self.home = self._make("home")
            self._give(self.home, 0o700)
        except OSError as error:
            self.close()
            raise Failure(NO_SETUP, f"the temporary folder {self.folder.parent}: {error.strerror.lower()}") from None
        except BaseException:
            self.close()
            raise

    def _make(self, *parts):
        path = self.folder.joinpath(*parts)
        path.mkdir()
        path.chmod(0o755)
        return path

    def _link_plugins(self, installed, folder):
        for plugin in installed.glob("*/*"):
            if plugin.name != PLUGIN_NAME:
                (folder / plugin.parent.name).mkdir(exist_ok=True)
                (folder / plugin.parent.name / plugin.name).symlink_to(plugin)

    def _give(self, path, mode):
        path.chmod(mode)
        if self._who:
            os.chown(path, self._who["user"], self._who["group"])

    def lend(self, path, name):
        """A copy of a file that only the unprivileged user can read: a key log holds secrets."""
        copy = self.folder / name
        with open(path, "rb") as source, open(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as out:
            shutil.copyfileobj(source, out)
        self._give(copy, 0o400)
        return copy

    def add_profile(self, profile):
        """Puts a profile of Wireshark's into the empty home."""
        settings = self.home / ".config"
        shutil.copytree(profile, settings / "wireshark" / "profiles" / profile.name)
        for path in (settings, *settings.rglob("*")):
            self._give(path, 0o700 if path.is_dir() else 0o600)

    def share(self, number):
        """Lets the unprivileged user open a descriptor of ours anew, as /dev/fd/N."""
        if self._who:
            os.chown(number, self._who["user"], self._who["group"])

    def environment(self):
        """Little more than a home and the plugin: no XDG_CONFIG_HOME, no locale, no time zone of the user's."""
        kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
        return {
            **kept,
            "HOME": str(self.home),
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "WIRESHARK_PLUGIN_DIR": str(self.plugins),
        }

    def start(self, program, arguments, *, environment=None, **options):
        """subprocess.Popen as the unprivileged user."""
        try:
            return subprocess.Popen(
                [find_program(program), *arguments],
                env=environment or self.environment(),
                cwd=self.home,
                **self._who,
                **options,
            )
        except PermissionError as error:
            raise Failure(NO_SETUP, f"cannot run {program} as an unprivileged user: {error.strerror}") from None

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
