# SPDX-License-Identifier: GPL-2.0-or-later
"""sipdiag doctor: what stands between a person and the plugin. It looks, and changes nothing.

Each check yields findings: a state (ok; note: good to know; warn: may surprise; fail: the plugin does not show up),
what there is, and where something can be done about it, what.
"""

import os
import re
import signal
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Optional

import elf
import folders
import profiles
from project import (CLEAN, COMMAND, INSTALLED, NO_SETUP, PLUGIN_NAME, PROFILE_NAME, ROOT, Failure, build_info, part,
                     version)
from shark import Sandbox, find_program, is_root

PATIENCE = 60  # seconds

# Environment -> what it does.
VARIABLES = {
    "WIRESHARK_PLUGIN_DIR": "stands in for Wireshark's own plugin folder; it has to name the folder above X.Y/epan",
    "WIRESHARK_CONFIG_DIR": "stands in for the personal folder of settings",
    "WIRESHARK_DATA_DIR": "stands in for Wireshark's own files, and global profiles among them",
    "WIRESHARK_RUN_FROM_BUILD_DIRECTORY": "makes Wireshark look for plugins beside the program",
}

# A Wireshark in a box of its own: how its path looks, what it is, and whose plugins it loads.
BOXES = [
    (r"/flatpak/|/org\.wireshark\.Wireshark$", "Flatpak",
     "it sees no plugin outside its box, and its version is its own: use the distribution's Wireshark"),
    (r"(^|/)snap/", "Snap",
     "it has a home and a version of its own: use the distribution's Wireshark"),
    (r"(?i)/wireshark[^/]*\.appimage$", "AppImage",
     "it loads personal plugins of its own version only: build for that one, or use the distribution's Wireshark"),
]
BOXED = ["/var/lib/flatpak/app/org.wireshark.Wireshark", "~/.local/share/flatpak/app/org.wireshark.Wireshark",
         "/snap/bin/wireshark", "/snap/wireshark"]
APPIMAGES = ["~", "~/Applications", "~/Downloads", "~/bin", "~/.local/bin", "~/Desktop", "/opt"]

INSTALL = f"{COMMAND} install builds it for this Wireshark and puts it there"


@dataclass
class Finding:
    state: str
    text: str
    todo: Optional[str] = None


def run(_arguments):
    healthy = True
    for check in CHECKS:
        for finding in _findings(check):
            healthy = healthy and finding.state != "fail"
            print(f"{finding.state:5} {check.__name__[1:]:11} {finding.text}")
            if finding.todo:
                print(f"{'':5} {'':11} -> {finding.todo}")
    return CLEAN if healthy else NO_SETUP


def _findings(check):
    try:
        yield from check()
    except (Failure, OSError, subprocess.SubprocessError) as error:
        yield Finding("fail", str(error))


# The programs.


def _version(program):
    """(4.0.17, 4.0) of a program, or None. A damaged plugin would end it before it says so: it finds none."""
    nowhere = {"HOME": "/nonexistent", "WIRESHARK_PLUGIN_DIR": "/nonexistent", "QT_QPA_PLATFORM": "offscreen"}
    said = subprocess.run([program, "--version"], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=PATIENCE, check=False, env={**os.environ, **nowhere})
    found = re.search(r"\b(\d+\.\d+)\.\d+", said.stdout)
    return (found[0], found[1]) if found else None


def _minor():
    """Version of the tshark in use, 4.0; its plugins are in the folder of this name, or 4-0 on macOS."""
    found = _version(find_program("tshark"))
    if not found:
        raise Failure(NO_SETUP, "tshark does not say its version")
    return found[1]


def _folder():
    return _minor().replace(".", "-") if sys.platform == "darwin" else _minor()


def _in_path(name):
    """Every program of this name in PATH, the first one being that which is run."""
    places = [Path(place) / name for place in os.environ.get("PATH", os.defpath).split(os.pathsep) if place]
    found = {}
    for path in places:
        if os.path.isfile(path) and os.access(path, os.X_OK):
            found.setdefault(path.resolve(), path)
    return list(found.values())


def _boxed(path):
    return any(re.search(pattern, name) for pattern, _, _ in BOXES for name in (str(path), str(path.resolve())))


def _tshark():
    program = find_program("tshark")
    found = _version(program)
    if not found:
        raise Failure(NO_SETUP, f"{program} does not say its version")
    yield Finding("ok", f"{found[0]}, {program}")
    yield from _others("tshark", found[1])


def _wireshark():
    programs = [path for path in _in_path("wireshark") if not _boxed(path)]
    if not programs:
        yield Finding("note", "no Wireshark in PATH; tshark and triage do without")
        return
    found = _version(programs[0])
    if not found:
        yield Finding("warn", f"{programs[0]} does not say its version")
    elif found[1] != _minor():
        yield Finding("fail", f"{found[0]}, {programs[0]}; tshark is {_minor()}, and a plugin fits one of them",
                      "install Wireshark and tshark from one source, or put the one that you use first in PATH")
    else:
        yield Finding("ok", f"{found[0]}, {programs[0]}")
        yield from _others("wireshark", found[1])


def _others(name, minor):
    """Programs of this name further on in PATH that are of another version."""
    for path in _in_path(name)[1:]:
        found = None if _boxed(path) else _version(path)
        if found and found[1] != minor:
            yield Finding("warn", f"{path} is {found[0]}, another version: it needs a plugin of its own",
                          f"PATH={path.parent}:$PATH {COMMAND} install, if that is the one you use")


def _boxes():
    """Flatpak, Snap, AppImage."""
    candidates = [*map(Path, map(os.path.expanduser, BOXED)), *_in_path("wireshark"),
                  *_in_path("org.wireshark.Wireshark")]
    for place in map(Path, map(os.path.expanduser, APPIMAGES)):
        if place.is_dir() and os.access(place, os.R_OK):
            candidates += sorted(place.glob("[Ww]ireshark*.[Aa]pp[Ii]mage"))
    kinds = {}
    for path in candidates:
        for pattern, kind, advice in BOXES:
            if os.path.exists(path) and any(re.search(pattern, name) for name in (str(path), str(path.resolve()))):
                kinds.setdefault(kind, (path, advice))
    for kind, (path, advice) in kinds.items():
        yield Finding("warn", f"there is a Wireshark as {kind}, too: {path}", advice)


# The plugin that was built, or came with the package.


def _plugin():
    info = build_info()
    path = part("plugin")
    text = f"{info['version']}, built for Wireshark {info['wireshark']}: {path}"
    if info["folder"].replace("-", ".") != _minor():
        yield Finding("fail", f"{text}; tshark is {_minor()}", _for_this_wireshark())
    elif flaw := _flaw(path):
        yield Finding("fail", f"{text}: {flaw}", _for_this_wireshark())
    elif info["version"] != version():
        yield Finding("note", f"{text}; the sources are {version()}, the next call builds them")
    else:
        yield Finding("ok", text)


def _for_this_wireshark():
    if INSTALLED:
        return "install the package that was made for this Wireshark"
    return f"install the headers that belong to it (libwireshark-dev, wireshark-devel), then {COMMAND} install"


def _flaw(path):
    """What keeps tshark from loading this file, or None."""
    if not os.access(path, os.R_OK):
        return "you may not read it"
    found, tshark = elf.read(path), elf.read(Path(find_program("tshark")))
    if not tshark:  # a script that starts it, or a system without ELF: its own word has to do
        return None
    if not found:
        return "it is damaged, or no plugin"
    if found.machine != tshark.machine:
        return f"it is for {found.machine}, tshark for {tshark.machine}"
    if tshark.wireshark() and found.wireshark() != tshark.wireshark():
        return f"it is linked to {found.wireshark()}, tshark to {tshark.wireshark()}"
    return None


def _listing(process):
    """tshark's line on our plugin, and what it says of it on standard error."""
    try:
        listed, said = (text.decode("utf-8", "replace") for text in process.communicate(timeout=PATIENCE))
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        raise Failure(NO_SETUP, f"tshark -G plugins did not end in {PATIENCE} s") from None
    if process.returncode < 0:
        return None, [f"ended by {signal.Signals(-process.returncode).name}"]
    lines = [line for line in listed.splitlines() if line.startswith(PLUGIN_NAME)]
    reasons = [line.strip() for line in said.splitlines() if PLUGIN_NAME.partition(".")[0] in line]
    return [word.strip() for word in lines[0].split("\t")] if lines else None, reasons


def _quoted(reasons):
    return f": {reasons[0]}" if reasons else ""


ASK = ["-G", "plugins"]
PIPES = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


def _loads():
    """Does it load at all, with nothing that the user has set?"""
    with Sandbox() as sandbox:
        row, reasons = _listing(sandbox.start("tshark", ASK, **PIPES))
    if row:
        yield Finding("ok", f"by itself: tshark lists it as {', '.join(row[:3])}")
    else:
        yield Finding("fail", "by itself: tshark does not list it" + _quoted(reasons))


# The plugin that is installed.


def _installed():
    personal, system = (folders.installed_plugins(everybody) for everybody in (False, True))
    plugins = [*personal, *system]
    if not plugins:
        yield Finding("note", f"nowhere; {COMMAND} install puts it where Wireshark looks by itself")
    fitting = [path for path in plugins if path.parent.parent.name == _folder()]
    if plugins and not fitting:
        yield Finding("fail", f"{', '.join(map(str, plugins))}: none for Wireshark {_minor()}, which looks in "
                      f"{_folder()}/epan", INSTALL)
    for path in fitting:
        yield from _about_installed(path, system=path in system)
    if set(fitting) & set(personal) and set(fitting) & set(system):
        yield Finding("warn", "it is there twice: Wireshark takes the one for everybody, and complains at each start",
                      f"{COMMAND} uninstall --user removes the personal one")
    for path in _misplaced():
        yield Finding("fail" if not fitting else "warn", f"{path}: Wireshark does not look there",
                      f"move it to {folders.personal_plugins() / _folder() / 'epan'}")


def _about_installed(path, system):
    flaw = _flaw(path)
    if not flaw and system and not path.stat().st_mode & stat.S_IROTH:
        flaw = "ordinary users may not read it"
    if flaw and "read it" in flaw:
        yield Finding("fail", f"{path}: {flaw}", f"{'sudo ' if system else ''}chmod a+r {path}")
    elif flaw:
        yield Finding("fail", f"{path}: {flaw}", INSTALL)
    elif _is_old(path):
        yield Finding("note", f"{path}, another build than the one here; {COMMAND} install brings it up to date")
    else:
        yield Finding("ok", str(path))


def _is_old(path):
    try:
        return path.read_bytes() != part("plugin").read_bytes()
    except (Failure, OSError):
        return False


def _misplaced():
    """Our plugin in places where people put it, and where Wireshark does not look."""
    above = [folder for system in (False, True) for folder in folders.plugin_folders(system)]
    found = [path for folder in above for pattern in ("", "*/", "*/*/") for path in folder.glob(pattern + PLUGIN_NAME)]
    found += [path for place in (folders.personal_configuration(), folders.home(".wireshark"))
              for path in place.glob(f"plugins/**/{PLUGIN_NAME}")]
    return [path for path in sorted(set(found)) if not (path.parent.name == "epan" and path.parent.parent.parent in above)]


def _yours():
    """tshark as the person starts it: the installed plugin, personal settings and all."""
    fitting = [path for everybody in (False, True) for path in folders.installed_plugins(everybody)
               if path.parent.parent.name == _folder()]
    if not fitting and "WIRESHARK_PLUGIN_DIR" not in os.environ:
        return
    row, reasons = _listing(subprocess.Popen([find_program("tshark"), *ASK], **PIPES))
    if row:
        yield Finding("ok", f"your tshark lists it: {', '.join(row[:2])}, {row[-1]}")
        return
    text = "your tshark does not list it" + _quoted(reasons)
    personal = folders.personal_plugins()
    if is_root() and all(personal in path.parents for path in fitting):
        yield Finding("fail", f"{text}: run as root, it ignores personal plugins",
                      f"run it as an ordinary user, or {COMMAND} install --system")
    elif "WIRESHARK_PLUGIN_DIR" in os.environ and not any(personal in path.parents for path in fitting):
        yield Finding("fail", f"{text}: WIRESHARK_PLUGIN_DIR makes it look elsewhere", "unset WIRESHARK_PLUGIN_DIR")
    else:
        yield Finding("fail", text)


# The person's settings.


def _root():
    if is_root():
        yield Finding("note", "run as root, Wireshark ignores personal plugins: triage runs tshark as nobody")
    else:
        yield Finding("ok", "an ordinary user: personal plugins are loaded")


def _environment():
    for name, does in VARIABLES.items():
        if name in os.environ:
            yield Finding("warn", f"{name}={os.environ[name]} {does}", f"unset {name}, unless you mean it")


def _protocols():
    """Wireshark's lists of disabled protocols; triage does not read them, a person's Wireshark does."""
    personal = folders.personal_configuration()
    everywhere = [personal, *folders.data_folders()]
    found = False
    for place in [*everywhere, *sorted(personal.glob("profiles/*"))]:
        for name in _disabled(place / "disabled_protos"):
            found = True
            yield Finding("fail" if place in everywhere else "warn",
                          f"{name} is disabled in {place / 'disabled_protos'}",
                          f"Analyze, Enabled Protocols: tick {name}"
                          + ("" if place in everywhere else f", in the profile {place.name}"))
    if not found:
        yield Finding("ok", "sip and sipdiag are not disabled")


def _disabled(path):
    if not path.is_file() or not os.access(path, os.R_OK):
        return []
    return [name for name in path.read_text(encoding="utf-8", errors="replace").split() if name in ("sip", "sipdiag")]


def _profile():
    """A profile without the plugin makes Wireshark complain of fields that it does not know."""
    source = part("profile") if INSTALLED else ROOT / "profiles" / PROFILE_NAME
    places = [folders.personal_configuration(), *folders.data_folders()]
    there = [place / "profiles" / PROFILE_NAME for place in places if (place / "profiles" / PROFILE_NAME).is_dir()]
    if not there:
        yield Finding("note", f"{PROFILE_NAME} is not installed; {COMMAND} install brings it")
    for place in there:
        changed = profiles.changes(place, source)
        if profiles.is_current(place, source):
            yield Finding("ok", str(place))
        elif changed:
            yield Finding("note", f"{place}, with changes of yours in {', '.join(changed)}")
        else:
            yield Finding("note", f"{place}, of another version; {COMMAND} install brings it up to date")


CHECKS = (_tshark, _wireshark, _boxes, _plugin, _loads, _installed, _yours, _root, _environment, _protocols, _profile)
