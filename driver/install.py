# SPDX-License-Identifier: GPL-2.0-or-later
"""sipdiag install and uninstall: plugin, profile and man page where Wireshark and man look by themselves."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import folders
import profiles
from project import (CLEAN, COMMAND, INSTALLED, NO_SETUP, PLUGIN_NAME, PROFILE_NAME, ROOT, Failure, build_info,
                     is_in_place, part)
from shark import is_root

# How the package managers say whose file it is.
OWNERS = (["dpkg-query", "-S"], ["rpm", "-qf", "--qf", "%{NAME}"], ["pacman", "-Qqo"])


def for_system(arguments):
    return is_root() if arguments.system is None else arguments.system


def owner(path):
    """The package that a file belongs to, or None."""
    for command in OWNERS:
        if os.path.exists(path) and shutil.which(command[0]):
            said = subprocess.run([*command, str(path)], capture_output=True, text=True, check=False)
            if said.returncode == 0:
                return said.stdout.split(":")[0].strip()
    return None


def _profiles(system):
    if system:
        return [folder / "profiles" / PROFILE_NAME for folder in folders.data_folders()]
    return [folders.personal_configuration() / "profiles" / PROFILE_NAME]


def _manuals(system):
    return folders.SYSTEM_MANUALS if system else folders.personal_manuals()


# Install.


def install(arguments):
    if is_in_place():
        print(f"sipdiag is installed for everybody already, in {part('plugin').parent}")
        return CLEAN
    info = build_info()
    system = for_system(arguments)
    parent = Path(info["plugin_dir"]) if system else folders.personal_plugins() / info["folder"]
    target = parent / "epan" / PLUGIN_NAME
    if is_root() and not system:
        _warn("run as root, Wireshark ignores personal plugins; --system serves everybody")
    package = owner(target) if system else None
    if package:
        raise Failure(NO_SETUP, f"{target} belongs to the package {package}: remove that first")
    try:
        _put(part("plugin"), target)
        print(f"installed for Wireshark {info['folder'].replace('-', '.')}: {target}")
        _put_profile(Path(info["data_dir"]) / "profiles" / PROFILE_NAME if system else _profiles(system)[0],
                     arguments.force)
        manual = _manuals(system) / part("man").name
        _put(part("man"), manual)
        print(f"man page: {manual}")
    except PermissionError as error:
        advice = f"that takes root: sudo {COMMAND} install --system" if system else "--system serves everybody"
        raise Failure(NO_SETUP, f"{error.filename}: no permission; {advice}") from None
    except OSError as error:
        raise Failure(NO_SETUP, f"{error.filename}: {error.strerror.lower()}") from None
    _warn_of_twins(target, system)
    return CLEAN


def _put(source, target):
    """A running Wireshark has the old plugin mapped: put a new one in its place, never write into it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.new")
    try:
        shutil.copyfile(source, temporary)
        temporary.chmod(0o644)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _put_profile(folder, force):
    source = part("profile")
    changed = profiles.changes(folder, source)
    if changed and not force:
        print(f"profile: left as it is, you have changed {', '.join(changed)} in {folder}; "
              "--force puts ours there and keeps yours under another name")
        return
    if changed:
        print(f"profile: yours is now {profiles.set_aside(folder)}")
    profiles.put(folder, source)
    print(f"profile: {folder}; in Wireshark: Edit, Configuration Profiles, or wireshark -C '{PROFILE_NAME}'")


def _warn_of_twins(target, system):
    """The same plugin for everybody and for this user: Wireshark takes the first and complains at each start."""
    twins = [twin for twin in folders.installed_plugins(not system) if twin.parts[-3] == target.parts[-3]]
    if twins and not is_root():
        _warn(f"there is {twins[0]}, too: Wireshark takes the one that is for everybody, and complains at each start; "
              f"{COMMAND} uninstall --user removes the personal one")


def _warn(text):
    print(f"sipdiag: {text}", file=sys.stderr)


# Uninstall.


def uninstall(arguments):
    if is_in_place():
        package = owner(part("plugin"))
        raise Failure(NO_SETUP, f"the package {package} brought sipdiag: remove it with the package manager" if package
                      else f"an archive brought sipdiag: remove what it unpacked, {part('plugin')} and the rest")
    system = for_system(arguments)
    found = False
    for remove in (_remove_plugins, _remove_profile, _remove_manual):
        try:
            found = remove(system, arguments.force) or found
        except PermissionError as error:
            raise Failure(NO_SETUP, f"{error.filename}: no permission to remove it; that takes root") from None
        except OSError as error:
            raise Failure(NO_SETUP, f"{error.filename}: {error.strerror.lower()}") from None
    if not found:
        print(f"not installed for {'the system' if system else 'this user'}")
    return CLEAN


def _remove_plugins(system, _force):
    return any([_remove_file(plugin, system) for plugin in folders.installed_plugins(system)])


def _remove_manual(system, _force):
    return any([_remove_file(manual, system) for manual in sorted(_manuals(system).glob("sipdiag.1*"))])


def _remove_file(path, system):
    package = owner(path) if system else None
    if package:
        print(f"left {path}: it belongs to the package {package}")
    else:
        path.unlink()
        print(f"removed {path}")
    return True


def _remove_profile(system, force):
    found = False
    for folder in _profiles(system):
        if not folder.is_dir():
            continue
        found = True
        package = owner(folder / "colorfilters") if system else None
        changed = profiles.changes(folder, _source())
        if package:
            print(f"left {folder}: it belongs to the package {package}")
        elif changed and not force:
            print(f"left {folder}: you have changed {', '.join(changed)}; --force removes it all the same")
        else:
            profiles.remove(folder)
            print(f"removed {folder}")
    return found


def _source():
    """The profile as it comes with this version; it can be had without a build."""
    return part("profile") if INSTALLED else ROOT / "profiles" / PROFILE_NAME
