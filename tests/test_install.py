# SPDX-License-Identifier: GPL-2.0-or-later
"""sipdiag install and uninstall: everything where Wireshark looks, nothing of the user's lost. And the man page."""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from support import DRIVER, DROPPED, NOBODY, PLUGIN, ROOT, capture, readable, version

sys.path.insert(0, str(ROOT / "driver"))
import folders  # noqa: E402
import sipdiag  # noqa: E402

SOURCE = ROOT / "profiles" / "SIP Diagnosis"
PROFILE = Path(".config/wireshark/profiles/SIP Diagnosis")
TARGET = Path(".local/lib/wireshark/plugins") / version() / "epan" / "sipdiag.so"
MANUAL = Path(".local/share/man/man1/sipdiag.1")
pytestmark = pytest.mark.skipif(PLUGIN != ROOT / "build" / "release" / "sipdiag.so",
                                reason="the driver installs the checkout's own build")


@pytest.fixture
def home():
    """A home that is nobody's, where root runs the tests, with a space in its name."""
    with tempfile.TemporaryDirectory(prefix="sipdiag-test-") as folder:
        os.chmod(folder, 0o755)
        place = Path(folder) / "a home"
        place.mkdir()
        if NOBODY:
            os.chown(place, NOBODY.pw_uid, NOBODY.pw_gid)
        yield place


def environment(home, **more):
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", **more}


def user(command, home, **more):
    """Runs a command as an ordinary user; root's tests hand over to nobody."""
    return subprocess.run([str(part) for part in command], env=environment(home, **more), cwd=home, capture_output=True,
                          stdin=subprocess.DEVNULL, text=True, timeout=120, check=False, **DROPPED)


def driver(home, *words, **more):
    """What has to be built is built: the driver itself runs as the user."""
    return user([sys.executable, "-B", ROOT / "driver" / "sipdiag.py", *words], home, **more)


def files(folder):
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()}


def installed(home, **more):
    done = driver(home, "install", "--user", **more)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


# Where things go.


def test_ordinary_user(home):
    """By default for this user alone; Wireshark lists the plugin and knows the profile."""
    done = driver(home, "install")
    assert (done.returncode, done.stderr) == (0, "")
    assert (home / TARGET).read_bytes() == PLUGIN.read_bytes()
    for file in SOURCE.iterdir():
        assert (home / PROFILE / file.name).read_bytes() == file.read_bytes()
    assert (home / MANUAL).read_bytes() == (ROOT / "man" / "sipdiag.1").read_bytes()
    for path in (TARGET, PROFILE, MANUAL):
        assert str(home / path) in done.stdout
    assert str(home / TARGET) in user(["tshark", "-G", "plugins"], home).stdout
    done = user(["tshark", "-C", "SIP Diagnosis", "-r", readable(capture("400_cseq_method_mismatch"))], home)
    assert (done.returncode, done.stderr) == (0, "") and "failed cseq_method_mismatch" in done.stdout

    done = driver(home, "uninstall")
    assert (done.returncode, done.stderr) == (0, "") and done.stdout.count("removed ") == 3
    assert files(home) == set()
    done = driver(home, "uninstall")
    assert (done.returncode, done.stdout) == (0, "not installed for this user\n")


PLACES = {
    "today": ({}, []),
    "xdg": ({"XDG_CONFIG_HOME": "{home}/my settings"}, []),
    "xdg_without_folder": ({"XDG_CONFIG_HOME": "{home}/none"}, [".wireshark"]),
    "old": ({}, [".wireshark"]),
    "both": ({}, [".wireshark", ".config/wireshark"]),
    "own": ({"WIRESHARK_CONFIG_DIR": "{home}/ws"}, [".config/wireshark"]),
}


@pytest.mark.parametrize("name", PLACES)
def test_profile_goes_where_tshark_says(name, home):
    """tshark itself tells where it keeps settings; we have to find the same place without it."""
    variables, there = PLACES[name]
    variables = {key: value.format(home=home) for key, value in variables.items()}
    for folder in there:
        user(["mkdir", "-p", home / folder], home)
    told = user(["tshark", "-G", "folders"], home, **variables).stdout
    folder = Path(re.search(r"^Personal configuration:\s+(.*)$", told, re.MULTILINE)[1])
    plugins = Path(re.search(r"^Personal Plugins:\s+(.*)$", told, re.MULTILINE)[1])
    installed(home, **variables)
    assert (folder / "profiles" / "SIP Diagnosis" / "colorfilters").is_file()
    assert (plugins / "epan" / "sipdiag.so").is_file()
    assert driver(home, "uninstall", **variables).returncode == 0
    assert files(home) == set()


def test_global_folders_are_those_of_tshark():
    done = subprocess.run(["tshark", "-G", "folders"], capture_output=True, text=True, check=True)
    told = dict(re.findall(r"^(.*?):\s+(.*)$", done.stdout, re.MULTILINE))
    info = json.loads((PLUGIN.parent / "build.json").read_text(encoding="utf-8"))
    assert told["Global configuration"] == info["data_dir"] and told["Global Plugins"] == info["plugin_dir"]
    assert Path(info["data_dir"]) in folders.data_folders()
    assert Path(info["plugin_dir"]).parent in folders.plugin_folders(system=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="it takes root")
def test_for_everybody(home):
    """Root installs for everybody, in a copy of the folders that lies over them for this test alone."""
    data = Path("/usr/share/wireshark/profiles")
    plugins = next(Path("/usr/lib").glob(f"*/wireshark/plugins/{version()}"))
    script = f"""
        set -e
        mount -t tmpfs none '{home}' && cd '{home}'
        for place in {data} {plugins} /usr/local/share; do
            mkdir -p "upper$place" "work$place"
            mount -t overlay overlay -o lowerdir=$place,upperdir="$PWD/upper$place",workdir="$PWD/work$place" $place
        done
        {sys.executable} -B '{ROOT}/driver/sipdiag.py' install
        tshark -G plugins 2>/dev/null | grep sipdiag.so
        find upper -type f
        {sys.executable} -B '{ROOT}/driver/sipdiag.py' uninstall
        echo left: $(find upper -type f)
        {sys.executable} -B '{ROOT}/driver/sipdiag.py' uninstall
    """
    done = subprocess.run(["unshare", "--mount", "sh", "-c", script], capture_output=True, text=True, check=False,
                          env=environment(home), stdin=subprocess.DEVNULL, timeout=120)
    if "mount" in done.stderr and done.returncode:
        pytest.skip(f"no overlay here: {done.stderr}")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert [line for line in lines if line.startswith("sipdiag.so") and str(plugins) in line]
    assert f"upper{data}/SIP Diagnosis/colorfilters" in lines and f"upper{plugins}/epan/sipdiag.so" in lines
    assert "upper/usr/local/share/man/man1/sipdiag.1" in lines
    assert "left:" in lines and lines[-1] == "not installed for the system"


def test_system_takes_root(home):
    if os.access("/usr/share/wireshark", os.W_OK) and not NOBODY:
        pytest.skip("this user may write there")
    done = driver(home, "install", "--system")
    assert done.returncode == 3 and "takes root" in done.stderr and "Traceback" not in done.stderr


def test_root_is_told_that_personal_plugins_do_nothing_for_it(home):
    if not NOBODY:
        pytest.skip("it takes root")
    done = subprocess.run([DRIVER, "install", "--user"], env=environment(home), capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, check=False)
    assert done.returncode == 0 and "Wireshark ignores personal plugins" in done.stderr


@pytest.mark.parametrize("blocked", [TARGET.parent, PROFILE.parent, MANUAL.parent])
def test_folder_that_may_not_be_written(blocked, home):
    """A clear word that names the folder; no half-written file."""
    user(["mkdir", "-p", home / blocked], home)
    (home / blocked).chmod(0o555)
    if not NOBODY and os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    done = driver(home, "install", "--user")
    (home / blocked).chmod(0o755)
    assert done.returncode == 3 and str(home / blocked) in done.stderr and "no permission" in done.stderr
    assert not [name for name in files(home) if name.endswith(".new")]


def test_file_where_a_folder_should_be(home):
    user(["touch", home / ".local"], home)
    done = driver(home, "install", "--user")
    assert done.returncode == 3 and ".local" in done.stderr and "Traceback" not in done.stderr


# The plugin.


def test_plugin_in_use_is_replaced_not_written_into(home):
    """A Wireshark that runs has the old file mapped: it must stay as it is until it ends."""
    installed(home)
    with open(home / TARGET, "rb") as running:
        before = os.fstat(running.fileno())
        installed(home)
        assert os.stat(home / TARGET).st_ino != before.st_ino
        assert running.read() == PLUGIN.read_bytes()


def test_two_versions_side_by_side(home):
    """The plugin of another Wireshark stays when this one's is installed; uninstalling removes both."""
    other = home / ".local/lib/wireshark/plugins/3.6/epan/sipdiag.so"
    user(["mkdir", "-p", other.parent], home)
    shutil.copy(PLUGIN, other)
    installed(home)
    assert other.is_file() and (home / TARGET).is_file()
    assert driver(home, "uninstall").returncode == 0
    assert files(home) == set()


def test_other_plugins_stay(home):
    other = home / TARGET.parent / "other.so"
    user(["mkdir", "-p", other.parent], home)
    user(["touch", other], home)
    installed(home)
    driver(home, "uninstall")
    assert files(home) == {str(other.relative_to(home))}


# The profile.


def change(home, name="colorfilters"):
    with open(home / PROFILE / name, "a", encoding="utf-8") as file:
        file.write("# mine\n")


def test_changed_profile_is_left_as_it_is(home):
    installed(home)
    change(home)
    said = installed(home)
    assert "left as it is, you have changed colorfilters" in said and "--force" in said
    assert (home / PROFILE / "colorfilters").read_text().endswith("# mine\n")
    done = driver(home, "uninstall")
    assert done.returncode == 0 and "you have changed colorfilters" in done.stdout
    assert (home / PROFILE / "colorfilters").read_text().endswith("# mine\n") and not (home / TARGET).exists()


def test_force_keeps_the_changed_one_under_another_name(home):
    installed(home)
    for kept in ("SIP Diagnosis (yours)", "SIP Diagnosis (yours 2)"):
        change(home)
        assert driver(home, "install", "--user", "--force").returncode == 0
        assert (home / PROFILE.with_name(kept) / "colorfilters").read_text().endswith("# mine\n")
        assert (home / PROFILE / "colorfilters").read_bytes() == (SOURCE / "colorfilters").read_bytes()
    change(home)
    assert driver(home, "uninstall", "--force").returncode == 0
    assert sorted(path.name for path in (home / PROFILE.parent).iterdir()) == [
        "SIP Diagnosis (yours 2)", "SIP Diagnosis (yours)"]


@pytest.mark.parametrize("how", ["added", "removed"])
def test_added_and_removed_files_are_changes(how, home):
    installed(home)
    if how == "added":
        (home / PROFILE / "decode_as_entries").write_text("decode_as_entry: udp.port,5070,(none),SIP\n")
    else:
        (home / PROFILE / "dfilters").unlink()
    assert "you have changed " + ("decode_as_entries" if how == "added" else "dfilters") in installed(home)


def test_what_wireshark_writes_by_itself_is_no_change(home):
    installed(home)
    (home / PROFILE / "recent").write_text("# column widths\n")
    assert "left as it is" not in installed(home)
    assert (home / PROFILE / "recent").read_text() == "# column widths\n"
    driver(home, "uninstall")
    assert not (home / PROFILE).exists()


def test_profile_of_an_older_version_is_brought_up_to_date(home):
    """As the older version had put it there: its list of checksums says that nobody changed it."""
    installed(home)
    (home / PROFILE / "dfilters").write_text("old\n")
    (home / PROFILE / "gone").write_text("old\n")
    listed = (home / PROFILE / ".sipdiag").read_text().splitlines()
    listed = [line for line in listed if not line.endswith("  dfilters")]
    old = hashlib.sha256(b"old\n").hexdigest()
    listed += [f"{old}  dfilters", f"{old}  gone"]
    (home / PROFILE / ".sipdiag").write_text("".join(f"{line}\n" for line in listed))
    installed(home)
    assert (home / PROFILE / "dfilters").read_bytes() == (SOURCE / "dfilters").read_bytes()
    assert not (home / PROFILE / "gone").exists()


def test_profile_that_was_copied_by_hand(home):
    """Without our list of checksums: the same as ours is ours, else it is the user's."""
    user(["cp", "-r", SOURCE, home / "copy"], home)
    user(["mkdir", "-p", home / PROFILE.parent], home)
    user(["mv", home / "copy", home / PROFILE], home)
    change(home, "preferences")
    assert "you have changed preferences" in installed(home)
    shutil.copy(SOURCE / "preferences", home / PROFILE / "preferences")
    assert "left as it is" not in installed(home)


def test_profile_that_is_a_link(home):
    """Settings that somebody keeps elsewhere: the link goes, what it points to stays."""
    installed(home)
    (home / PROFILE).rename(home / "kept")
    (home / PROFILE).symlink_to(home / "kept")
    assert "left as it is" not in installed(home)
    done = driver(home, "uninstall")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (home / PROFILE).is_symlink() and (home / "kept" / "colorfilters").is_file()


@pytest.mark.parametrize("text", [b"", b"\xff\xfe\n", b"nonsense\n"])
def test_damaged_list_of_checksums(text, home):
    """Then all is taken for changed: better kept for nothing than lost."""
    installed(home)
    (home / PROFILE / ".sipdiag").write_bytes(text)
    assert "left as it is" in installed(home)


def test_renamed_profile_is_the_users(home):
    """Renamed in Wireshark: it stays, and ours comes anew."""
    installed(home)
    (home / PROFILE).rename(home / PROFILE.with_name("My SIP"))
    installed(home)
    driver(home, "uninstall")
    assert [path.name for path in (home / PROFILE.parent).iterdir()] == ["My SIP"]


# sipdiag gui: with which profile.


@pytest.fixture
def wireshark(home):
    """A program in Wireshark's place that tells how it was called, and whether it finds the profile."""
    program = home / "bin" / "wireshark"
    program.parent.mkdir()
    program.write_text('#!/bin/sh\necho "$@"; [ -f "$HOME/.config/wireshark/profiles/SIP Diagnosis/colorfilters" ] && '
                       'echo profile\nls "$WIRESHARK_PLUGIN_DIR"/*/epan/sipdiag.so >/dev/null && echo plugin\n')
    program.chmod(0o755)
    file = str(readable(capture("call_udp")))
    variables = {"DISPLAY": ":0", "PATH": f"{program.parent}:{os.environ['PATH']}"}
    return lambda *args, root=False: (
        subprocess.run([sys.executable, "-B", ROOT / "driver" / "sipdiag.py", "gui", *args, file], text=True, check=False,
                       env={**environment(home), **variables}, stdin=subprocess.DEVNULL, capture_output=True)
        if root else driver(home, "gui", *args, file, **variables)).stdout.replace(file, "FILE").splitlines()


def test_gui_puts_nothing_among_the_settings(wireshark):
    assert wireshark() == ["-r FILE", "plugin"]


def test_gui_uses_the_profile_that_is_installed(home, wireshark):
    installed(home)
    assert wireshark() == ["-C SIP Diagnosis -r FILE", "profile", "plugin"]
    assert wireshark("--profile", "Default") == ["-C Default -r FILE", "profile", "plugin"]


@pytest.mark.skipif(os.geteuid() != 0, reason="it takes root")
def test_gui_lends_root_the_profile(wireshark):
    assert wireshark(root=True) == ["-C SIP Diagnosis -r FILE", "profile", "plugin"]


# The man page.


def test_man_page_is_what_the_parser_says():
    written = (ROOT / "man" / "sipdiag.1").read_text(encoding="utf-8")
    said = subprocess.run([sys.executable, "-B", ROOT / "tools" / "write_man.py"], capture_output=True, text=True,
                          check=True, env={**os.environ, "COLUMNS": "60"}).stdout
    assert written == said, "write it anew: cmake --build build/release --target docs"


def test_man_page_tells_of_every_command_option_and_status():
    page = (ROOT / "man" / "sipdiag.1").read_text(encoding="utf-8").replace("\\-", "-")
    parser, commands = sipdiag._parser()
    assert len(commands) > 5
    for name, command in {"": parser, **commands}.items():
        start = page.index(f".SS sipdiag {name}\n") if name else page.index(".SH OPTIONS")
        section = page[start:re.compile(r"^\.S[SH]", re.MULTILINE).search(page, start + 1).start()]
        for action in command._actions:
            for option in action.option_strings:
                assert option in ("-h", "--help") or option in section, (name, option)
        if command.epilog:
            paragraph = " ".join(command.epilog.partition("\n\n")[0].split())
            status = paragraph.partition(": ")[2]
            assert status[1:] in page[page.index(".SH EXIT STATUS"):], name


@pytest.mark.parametrize("checker", [["man", "--warnings", "-l"], ["mandoc", "-T", "lint", "-W", "warning"]],
                         ids=lambda command: command[0])
def test_man_page_renders_without_a_word(checker):
    if not shutil.which(checker[0]):
        pytest.skip(f"no {checker[0]}")
    done = subprocess.run([*checker, ROOT / "man" / "sipdiag.1"], capture_output=True, text=True, check=False,
                          env={**os.environ, "MANROFFSEQ": "", "LC_ALL": "C.UTF-8", "MANPAGER": "cat"})
    said = [line for line in done.stdout.splitlines() if "missing date" not in line]  # none: it would be a lie soon
    assert done.stderr == ""
    assert said == [] if checker[0] == "mandoc" else "EXIT STATUS" in done.stdout
