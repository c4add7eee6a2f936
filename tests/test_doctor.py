# SPDX-License-Identifier: GPL-2.0-or-later
"""sipdiag doctor: each thing that can stand between a person and the plugin is staged, found, and comes with advice."""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from support import DROPPED, NOBODY, PLUGIN, ROOT, version

sys.path.insert(0, str(ROOT / "driver"))
import doctor  # noqa: E402
import elf  # noqa: E402

PLUGINS = Path(".local/lib/wireshark/plugins")
EPAN = PLUGINS / version() / "epan"
SETTINGS = Path(".config/wireshark")


def test_every_check_is_explained():
    page = (ROOT / "docs" / "install.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \|", page[page.index("## The plugin is not loaded"):], re.MULTILINE)
    assert told == [check.__name__[1:] for check in doctor.CHECKS]


class Home:
    """What a person has, and what the doctor says of it. Without privileges, where root runs the tests."""

    def __init__(self, folder):
        self.folder = folder
        self.env = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8"}
        self.who = DROPPED

    def put(self, path, data=b"", mode=0o644):
        place = self.folder / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data if isinstance(data, bytes) else data.encode())
        place.chmod(mode)
        return place

    def program(self, path, says):
        """A program that says its version, in front of the real ones."""
        place = self.put(path, f"#!/bin/sh\necho '{says}'\n", 0o755)
        return place

    def doctor(self, **env):
        for path in (self.folder, *self.folder.rglob("*")) if NOBODY else ():
            os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid, follow_symlinks=False)
        done = subprocess.run([sys.executable, "-B", str(ROOT / "driver" / "sipdiag.py"), "doctor"], cwd=self.folder,
                              env={**self.env, **env}, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=120, check=False, **self.who)
        assert done.stderr == ""
        return Said(done.returncode, done.stdout)


class Said:
    def __init__(self, status, text):
        self.status, self.text = status, text
        self.findings, state = [], None
        for line in text.splitlines():
            found = re.fullmatch(r"(ok|note|warn|fail|) {1,5} ?(\w*) +(.*)", line)
            assert found and (found[1] or found[3].startswith("-> ")), line
            if found[1]:
                state = found
                self.findings.append([found[1], found[2], found[3], None])
            else:
                self.findings[-1][3] = found[3][3:]
        assert status == (3 if any(finding[0] == "fail" for finding in self.findings) else 0), text

    def of(self, state, check, *words):
        """The one finding of this state and check that has these words: its advice."""
        found = [finding for finding in self.findings
                 if finding[:2] == [state, check] and all(word in finding[2] for word in words)]
        assert len(found) == 1, self.text
        return found[0][3]

    def none(self, check, *states):
        assert not [finding for finding in self.findings if finding[1] == check and finding[0] in states], self.text


@pytest.fixture
def home():
    with tempfile.TemporaryDirectory(prefix="sipdiag-test-") as folder:
        os.chmod(folder, 0o755)
        place = Path(folder) / "a home"
        place.mkdir()
        yield Home(place)


def with_plugin(home, folder=EPAN, **patched):
    return home.put(folder / "sipdiag.so", PLUGIN.read_bytes(), **patched)


def test_nothing_installed_is_healthy(home):
    said = home.doctor()
    assert said.status == 0
    said.of("ok", "tshark", version())
    said.of("ok", "loads", "sipdiag.so")
    said.of("note", "installed", "nowhere", "install")
    said.none("yours", "ok", "fail")
    columns = {line.index(line.split(None, 2)[2]) for line in said.text.splitlines() if line[0] != " "}
    assert len(columns) == 1  # aligned


def test_installed_is_healthy(home):
    with_plugin(home)
    said = home.doctor()
    said.of("ok", "installed", str(EPAN))
    said.of("ok", "yours", "your tshark lists it", str(EPAN))
    assert said.status == 0


def test_plugin_for_another_version(home):
    with_plugin(home, PLUGINS / "3.6" / "epan")
    advice = home.doctor().of("fail", "installed", "3.6", f"none for Wireshark {version()}")
    assert "install" in advice


def test_another_version_beside_the_right_one(home):
    with_plugin(home, PLUGINS / "3.6" / "epan")
    with_plugin(home)
    assert home.doctor().status == 0


@pytest.mark.parametrize("wrong", [PLUGINS, PLUGINS / version(), PLUGINS / "epan", SETTINGS / "plugins", ".wireshark/plugins"],
                         ids=str)
def test_plugin_where_wireshark_does_not_look(wrong, home):
    with_plugin(home, Path(wrong))
    advice = home.doctor().of("fail", "installed", "Wireshark does not look there", str(home.folder / wrong))
    assert str(home.folder / EPAN) in advice


def test_plugin_linked_to_another_wireshark(home):
    """In the right folder, but of another Wireshark: the loader looks for a library that is not there."""
    ours = elf.read(PLUGIN).wireshark()
    data = PLUGIN.read_bytes().replace(ours.encode(), b"libwireshark.so.99"[:len(ours)])
    home.put(EPAN / "sipdiag.so", data)
    said = home.doctor()
    said.of("fail", "installed", "linked to libwireshark.so.99", f"tshark to {ours}")
    said.of("fail", "yours", "does not list it", "libwireshark.so.99")


def test_plugin_for_another_machine(home):
    data = bytearray(PLUGIN.read_bytes())
    other = b"\xb7\x00" if data[18:20] != b"\xb7\x00" else b"\x3e\x00"
    data[18:20] = other
    home.put(EPAN / "sipdiag.so", bytes(data))
    said = home.doctor()
    said.of("fail", "installed", "it is for " + ("aarch64" if other == b"\xb7\x00" else "x86_64"))
    said.of("fail", "yours", "does not list it")


@pytest.mark.parametrize("data", [b"", b"\x7fELF", b"MZ not for this system", PLUGIN.read_bytes()[:5000]],
                         ids=["empty", "magic", "dll", "cut"])
def test_damaged_plugin(data, home):
    home.put(EPAN / "sipdiag.so", data)
    said = home.doctor()
    said.of("fail", "installed", "damaged, or no plugin")
    said.of("fail", "yours", "does not list it")


def test_plugin_that_may_not_be_read(home):
    with_plugin(home, mode=0o000)
    if not NOBODY and os.geteuid() == 0:
        pytest.skip("root may read anything")
    advice = home.doctor().of("fail", "installed", "you may not read it")
    assert advice.startswith("chmod a+r ")


def test_another_build(home):
    data = PLUGIN.read_bytes()
    home.put(EPAN / "sipdiag.so", data + b"\0")
    said = home.doctor()
    said.of("note", "installed", "another build")
    assert said.status == 0


@pytest.mark.skipif(not NOBODY, reason="it takes root")
def test_root_with_a_personal_plugin(home):
    with_plugin(home)
    home.who = {}
    said = home.doctor()
    assert "ordinary user" in said.of("fail", "yours", "root", "ignores personal plugins")
    said.of("note", "root", "root")


@pytest.mark.skipif(not NOBODY, reason="it takes root")
def test_personal_plugin_beside_the_one_for_everybody(home):
    """The system's folder lies below an overlay in which the same plugin is, for this test alone."""
    with_plugin(home)
    system = next(Path("/usr/lib").glob(f"*/wireshark/plugins/{version()}"))
    home.put("upper/epan/sipdiag.so", PLUGIN.read_bytes(), 0o600)
    os.chmod(home.folder / "upper", 0o755)
    for folder in ("work", "disk"):
        (home.folder / folder).mkdir()
    os.chown(home.folder, NOBODY.pw_uid, NOBODY.pw_gid)
    who = f"setpriv --reuid={NOBODY.pw_uid} --regid={NOBODY.pw_gid} --clear-groups"
    script = f"""
        mount -t tmpfs none disk && mkdir disk/upper disk/work && cp -r upper/epan disk/upper && chmod 755 disk/upper/epan &&
        mount -t overlay overlay -o "lowerdir={system},upperdir=$PWD/disk/upper,workdir=$PWD/disk/work" {system} || exit 77
        {who} '{sys.executable}' -B '{ROOT}/driver/sipdiag.py' doctor; echo "status $?"
        chmod 644 {system}/epan/sipdiag.so
        {who} '{sys.executable}' -B '{ROOT}/driver/sipdiag.py' doctor; echo "status $?"
    """
    done = subprocess.run(["unshare", "--mount", "sh", "-c", script], cwd=home.folder, env=home.env, timeout=120,
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode == 77:
        pytest.skip(f"no overlay here: {done.stderr}")
    unreadable, twice, _ = re.split(r"status (?:\d+)\n", done.stdout)
    assert "may not read it" in unreadable and "-> sudo chmod a+r " in unreadable
    assert "it is there twice" in twice and "uninstall --user" in twice and "\nfail" not in twice


# Programs.


def test_wireshark_of_another_version(home):
    other = home.program("bin/wireshark", "Wireshark 3.6.2 (Git)")
    said = home.doctor(PATH=f"{home.folder / 'bin'}:{os.environ['PATH']}")
    assert said.of("fail", "wireshark", "3.6.2", str(other), f"tshark is {version()}")


def test_second_tshark_in_path(home):
    home.program("other/tshark", "TShark (Wireshark) 4.99.1 (Git)")
    said = home.doctor(PATH=f"{os.environ['PATH']}:{home.folder / 'other'}")
    assert "install" in said.of("warn", "tshark", "4.99.1", "another version")
    assert said.status == 0


def test_tshark_of_another_version_than_the_build(home):
    home.program("bin/tshark", "TShark (Wireshark) 4.99.1 (Git)")
    said = home.doctor(PATH=f"{home.folder / 'bin'}:{os.environ['PATH']}")
    assert "headers" in said.of("fail", "plugin", "tshark is 4.99")
    said.of("fail", "loads", "does not list it")


def test_no_tshark(home):
    said = home.doctor(PATH=str(home.folder))
    said.of("fail", "tshark", "not installed")


BOXES = {
    "Flatpak": ".local/share/flatpak/app/org.wireshark.Wireshark/current",
    "AppImage": "Downloads/Wireshark-4.4.0-x86_64.AppImage",
}


@pytest.mark.parametrize("kind", BOXES)
def test_wireshark_in_a_box(kind, home):
    home.put(BOXES[kind])
    said = home.doctor()
    assert said.of("warn", "boxes", kind, str(home.folder)) and said.status == 0


def test_wireshark_as_snap_in_path(home):
    home.program("snap/bin/wireshark", "Wireshark 4.99.0")
    said = home.doctor(PATH=f"{home.folder / 'snap/bin'}:{os.environ['PATH']}")
    assert "distribution" in said.of("warn", "boxes", "Snap")
    said.none("wireshark", "fail")


# Settings.


def test_plugin_dir_is_set(home):
    with_plugin(home)
    home.put("empty/.keep")
    said = home.doctor(WIRESHARK_PLUGIN_DIR=str(home.folder / "empty"))
    assert said.of("warn", "environment", "WIRESHARK_PLUGIN_DIR=").startswith("unset ")
    said.of("ok", "yours")  # a personal plugin is loaded all the same


def test_plugin_dir_that_names_the_wrong_level(home):
    home.put(f"plugins/{version()}/epan/sipdiag.so", PLUGIN.read_bytes())
    said = home.doctor(WIRESHARK_PLUGIN_DIR=str(home.folder / "plugins" / version()))
    assert said.of("fail", "yours", "WIRESHARK_PLUGIN_DIR").startswith("unset ")
    said = home.doctor(WIRESHARK_PLUGIN_DIR=str(home.folder / "plugins"))
    said.of("ok", "yours")


@pytest.mark.parametrize("name", ["sip", "sipdiag"])
def test_disabled_protocol(name, home):
    with_plugin(home)
    home.put(SETTINGS / "disabled_protos", f"tcpencap\n{name}\n")
    assert f"tick {name}" in home.doctor().of("fail", "protocols", f"{name} is disabled")


def test_disabled_in_a_profile(home):
    home.put(SETTINGS / "profiles" / "Quiet" / "disabled_protos", "sipdiag\n")
    said = home.doctor()
    assert "profile Quiet" in said.of("warn", "protocols", "sipdiag is disabled") and said.status == 0


def test_disabled_where_xdg_says(home):
    home.put("settings/wireshark/disabled_protos", "sipdiag\n")
    home.doctor(XDG_CONFIG_HOME=str(home.folder / "settings")).of("fail", "protocols", "sipdiag is disabled")


def test_other_disabled_protocols_are_no_finding(home):
    home.put(SETTINGS / "disabled_protos", "sipfrag\nmsip\n")
    home.doctor().of("ok", "protocols")


def test_profile(home):
    home.doctor().of("note", "profile", "is not installed")
    shutil.copytree(ROOT / "profiles" / "SIP Diagnosis", home.folder / SETTINGS / "profiles" / "SIP Diagnosis")
    home.doctor().of("ok", "profile", str(SETTINGS))
    (home.folder / SETTINGS / "profiles" / "SIP Diagnosis" / "dfilters").write_text("mine\n")
    home.doctor().of("note", "profile", "changes of yours in dfilters")
