# SPDX-License-Identifier: GPL-2.0-or-later
"""sipdiag doctor: what stands between a person and the plugin. It looks, and changes nothing."""

import os
import re
import subprocess
from pathlib import Path

from install import installed
from project import CLEAN, NO_SETUP, PLUGIN, Failure, build_info, version
from shark import Sandbox, find_program, is_root

CONFIGURATION = Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "wireshark"


def run(_arguments):
    healthy = True
    for check in (_tshark, _plugin, _loads, _installed, _root, _protocols):
        try:
            state, text = check()
        except Failure as failure:
            state, text = "fail", str(failure)
        healthy = healthy and state != "fail"
        print(f"{state:5} {check.__name__[1:]:10} {text}")
    return CLEAN if healthy else NO_SETUP


def _tshark_version():
    said = subprocess.run([find_program("tshark"), "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\b(\d+\.\d+)\.\d+", said.stdout)
    if not found:
        raise Failure(NO_SETUP, "tshark does not say its version")
    return found[0], found[1]


def _tshark():
    return "ok", f"{_tshark_version()[0]}, {find_program('tshark')}"


def _plugin():
    info = build_info()
    text = f"{info['version']}, built for Wireshark {info['wireshark']}: {PLUGIN}"
    if info["folder"].replace("-", ".") != _tshark_version()[1]:
        return "fail", f"{text}; tshark is another version: install the headers that belong to it"
    if info["version"] != version():
        return "note", f"{text}; the sources are {version()}, the next call builds them"
    return "ok", text


def _loads():
    with Sandbox() as sandbox:
        process = sandbox.start(
            "tshark", ["-G", "plugins"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        listed, said = (text.decode("utf-8", "replace") for text in process.communicate())
    for line in listed.splitlines():
        if line.startswith(PLUGIN.name):
            return "ok", "tshark lists it: " + ", ".join(word.strip() for word in line.split("\t")[:3])
    reason = [line for line in said.splitlines() if PLUGIN.stem in line]
    return "fail", "tshark does not list the plugin" + (f": {reason[0].strip()}" if reason else "")


def _installed():
    plugins = installed(system=False) + installed(system=True)
    if not plugins:
        return "note", "nowhere; ./sipdiag install puts it where Wireshark looks by itself"
    _, minor = _tshark_version()
    fits = [plugin for plugin in plugins if plugin.parent.parent.name.replace("-", ".") == minor]
    return ("ok" if fits else "warn"), ", ".join(map(str, plugins)) + ("" if fits else f"; none for Wireshark {minor}")


def _root():
    if is_root():
        return "note", "run as root, Wireshark ignores personal plugins: triage runs tshark as nobody"
    return "ok", "an ordinary user: personal plugins are loaded"


def _protocols():
    """Wireshark's list of disabled protocols; triage does not read it, a person's Wireshark does."""
    lists = [CONFIGURATION / "disabled_protos", *CONFIGURATION.glob("profiles/*/disabled_protos")]
    found = [f"{path}: {name}" for path in lists if path.is_file()
             for name in path.read_text(encoding="utf-8", errors="replace").split() if name in ("sip", "sipdiag")]
    return ("warn", "disabled in " + ", ".join(found)) if found else ("ok", "sip and sipdiag are not disabled")
