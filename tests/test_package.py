# SPDX-License-Identifier: GPL-2.0-or-later
"""The packages: what is in them, whether Debian's own checker likes them, and a machine that has nothing but the base
system, on which the .deb is installed by apt, used and removed."""
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
import warnings
from pathlib import Path

import pytest

from roots import Impossible, Root, codename, hindrance, kept, say
from support import DROPPED, PLUGIN, ROOT, capture, version

BUILD = PLUGIN.parent
PROFILE = "usr/share/wireshark/profiles/SIP Diagnosis"
MAINTAINER = {"DEBFULLNAME": "Test Builder", "DEBEMAIL": "builder@sipdiag.org"}
needs = pytest.mark.skipif(not shutil.which("cpack") or not (BUILD / "CPackConfig.cmake").is_file(),
                           reason=f"cpack or its configuration in {BUILD} is not there")
pytestmark = [needs, pytest.mark.xdist_group("package")]


def pack(generator, folder):
    """Makes a package as a person does. With the umask of a careless one."""
    before = os.umask(0o027)
    try:
        say("cpack", "-G", generator, "--config", BUILD / "CPackConfig.cmake", "-B", folder, **MAINTAINER)
    finally:
        os.umask(before)
    package, = (path for path in folder.iterdir() if path.is_file())
    return package


@pytest.fixture(scope="module")
def deb(tmp_path_factory):
    if not shutil.which("dpkg-shlibdeps"):
        pytest.skip("no dpkg-shlibdeps (dpkg-dev)")
    return pack("DEB", tmp_path_factory.mktemp("deb"))


@pytest.fixture(scope="module")
def archive(tmp_path_factory):
    return pack("TGZ", tmp_path_factory.mktemp("tgz"))


def control(deb):
    lines = say("dpkg-deb", "-f", deb).splitlines()
    return dict(line.split(": ", 1) for line in lines if re.match(r"[A-Z][\w-]+: ", line))


def soname():
    """The libwireshark that tshark uses, as Debian names its package: libwireshark.so.16 is in libwireshark16."""
    return "libwireshark" + re.search(r"libwireshark\.so\.(\d+)", say("ldd", shutil.which("tshark")))[1]


# What is in them.


def test_deb_depends_on_this_wireshark(deb):
    told = control(deb)
    depends = [part.split()[0] for part in told["Depends"].split(", ")]
    assert soname() in depends and "tshark" in depends and "python3:any" in depends and "libc6" in depends
    assert not [name for name in depends if name.startswith("libwireshark") and name != soname()]
    assert told["Version"].endswith(f"+ws{version()}") and told["Maintainer"] == "Test Builder <builder@sipdiag.org>"


def test_deb_holds_each_thing_in_its_place(deb, tmp_path):
    say("dpkg-deb", "-x", deb, tmp_path)
    held = {str(path.relative_to(tmp_path)): path for path in tmp_path.rglob("*") if not path.is_dir()}
    plugin, = (path for name, path in held.items()
               if re.fullmatch(rf"usr/lib/[^/]+/wireshark/plugins/{version()}/epan/sipdiag\.so", name))
    assert b".debug_info" not in plugin.read_bytes()
    for source in (ROOT / "profiles" / "SIP Diagnosis").iterdir():
        assert held.pop(f"{PROFILE}/{source.name}").read_bytes() == source.read_bytes()
    driver = {f"usr/share/sipdiag/driver/{path.name}" for path in (ROOT / "driver").iterdir() if path.is_file()}
    assert {name for name in held if name.startswith("usr/share/sipdiag/driver/")} == driver - {
        "usr/share/sipdiag/driver/testing.py", "usr/share/sipdiag/driver/setup.sh"}
    doc = "usr/share/doc/wireshark-sipdiag/"
    for name in (doc + "copyright", doc + "changelog.gz", doc + "changelog.Debian.gz", doc + "README.md",
                 doc + "docs/causes.md", "usr/share/man/man1/sipdiag.1.gz", "usr/bin/sipdiag"):
        assert name in held
    assert not [name for name in held if not name.startswith(("usr/lib/", "usr/share/", "usr/bin/"))]
    changelog = say("gzip", "-dc", held[doc + "changelog.Debian.gz"])
    number = re.escape(control(deb)["Version"])
    assert re.match(rf"wireshark-sipdiag \({number}\) unstable; urgency=medium\n", changelog)
    date = r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d \+0000"
    assert re.search(rf"\n -- Test Builder <builder@sipdiag.org>  {date}\n", changelog)


def test_deb_is_what_debian_expects(deb):
    if not shutil.which("lintian"):
        pytest.skip("no lintian")
    with tempfile.TemporaryDirectory() as folder:  # lintian does not like root, and nobody has to read it
        copy = shutil.copy(deb, folder)
        os.chmod(folder, 0o755)
        os.chmod(copy, 0o644)
        done = subprocess.run(["lintian", "--pedantic", "--fail-on", "error,warning,info,pedantic", copy],
                              capture_output=True, text=True, stdin=subprocess.DEVNULL, check=False,
                              env={**os.environ, "HOME": folder}, **DROPPED)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_cmake_installs_by_component_and_below_destdir(tmp_path):
    say("cmake", "--install", BUILD, "--component", "profile", DESTDIR=str(tmp_path))
    files = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {f"{PROFILE}/{source.name}" for source in (ROOT / "profiles" / "SIP Diagnosis").iterdir()}
    say("cmake", "--install", BUILD, DESTDIR=str(tmp_path))
    assert list(tmp_path.glob(f"usr/lib/*/wireshark/plugins/{version()}/epan/sipdiag.so"))
    assert os.readlink(tmp_path / "usr/bin/sipdiag") == "../share/sipdiag/sipdiag"
    assert not list(tmp_path.rglob("changelog.Debian*"))
    say("cmake", "--install", BUILD, "--prefix", tmp_path / "opt" / "ws")
    assert (tmp_path / "opt/ws/bin/sipdiag").is_file()


# The archive: unpacked anywhere, its command works, and puts the plugin where one person's Wireshark looks.


@pytest.fixture
def unpacked(archive, tmp_path):
    folder = tmp_path / "un packed"
    with tarfile.open(archive) as tar:
        members = tar.getmembers()
        tar.extractall(folder)
    assert {member.name.split("/")[0] for member in members} == {"usr"}
    assert not [member.name for member in members if member.mode & 0o044 != 0o044 and not member.issym()]
    return folder / "usr" / "bin" / "sipdiag"


def run(command, *args, **env):
    return subprocess.run([str(command), *map(str, args)], env={**os.environ, **env}, cwd="/", capture_output=True,
                          stdin=subprocess.DEVNULL, text=True, timeout=120, check=False)


def test_archive_has_licence_and_no_debian_files(unpacked):
    doc = unpacked.parent.parent / "share" / "doc" / "wireshark-sipdiag"
    assert {"LICENSE", "CHANGELOG.md", "README.md", "docs"} == {path.name for path in doc.iterdir()}


def test_command_works_where_it_was_unpacked(unpacked):
    done = run(unpacked, "triage", capture("400_cseq_method_mismatch"))
    assert (done.returncode, done.stderr) == (1, "") and "CSeq method mismatch" in done.stdout
    assert run(unpacked, "--version").stdout.startswith("sipdiag ")
    done = run(unpacked, "test")
    assert done.returncode == 3 and "come with the sources" in done.stderr


def test_installs_from_where_it_was_unpacked(unpacked, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    env = {"HOME": str(home), "XDG_CONFIG_HOME": "", "XDG_DATA_HOME": ""}
    assert run(unpacked, "install", "--user", **env).returncode == 0
    files = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    assert f".local/lib/wireshark/plugins/{version()}/epan/sipdiag.so" in files
    assert ".config/wireshark/profiles/SIP Diagnosis/colorfilters" in files
    assert ".local/share/man/man1/sipdiag.1.gz" in files
    assert run(unpacked, "uninstall", "--user", **env).returncode == 0
    assert not [path for path in home.rglob("*") if path.is_file()]


# A machine with nothing but the base system.


def base_system():
    """In apt's store is what the package will ask for."""
    return kept(codename(), ["apt-get", "install", "-y", "--download-only", "--no-install-recommends", "tshark",
                             "python3"])


@pytest.fixture(scope="module")
def machine():
    """The base system, as fresh as ever."""
    why = hindrance()
    try:
        if not why:
            below = base_system()
            with tempfile.TemporaryDirectory(prefix="machine-", dir=below.parent) as changes:
                root = Root(below, Path(changes))
                root.check()
                yield root
                return
    except Impossible as error:
        why = f"no base system could be made here: {error}"
    warnings.warn(f"the package was NOT installed on a fresh machine: {why}")
    pytest.skip(why)


def test_fresh_machine(deb, machine):
    """apt installs it with all that it depends on; root and an ordinary user have the plugin, the command and the
    profile; purging it leaves nothing behind."""
    machine.give(deb, f"root/{deb.name}")
    machine.give(capture("400_cseq_method_mismatch"), "srv/x.pcap")
    machine.run("apt-get", "install", "-y", "--no-install-recommends", f"/root/{deb.name}")

    nobody = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "env", "HOME=/tmp")
    for who in ((), nobody):
        assert "sipdiag.so" in machine.run(*who, "tshark", "-G", "plugins")
        shown = machine.run(*who, "tshark", "-2", "-r", "/srv/x.pcap", "-Y", "sipdiag.bad", "-T", "fields", "-e",
                            "sipdiag.cause")
        assert shown == "cseq_method_mismatch\n" * 2
        assert machine.run(*who, "sh", "-c", "sipdiag triage /srv/x.pcap; echo $?").endswith("1 bad\n1\n")
        said = machine.run(*who, "sipdiag", "doctor")
        assert "fail" not in said and "warn" not in said and "your tshark lists it" in said
        said = machine.run(*who, "tshark", "-C", "SIP Diagnosis", "-2", "-r", "/srv/x.pcap")
        assert "failed cseq_method_mismatch" in said
    assert "already" in machine.run("sipdiag", "install")
    said = machine.run("sh", "-c", "sipdiag uninstall 2>&1; echo $?")
    assert "wireshark-sipdiag" in said and said.endswith("\n3\n")

    ours = ["find", "/", "-xdev", "(", "-path", "/root", "-o", "-path", "/tmp", ")", "-prune", "-o",
            "(", "-ipath", "*sipdiag*", "-o", "-path", "*SIP Diagnosis*", ")", "-print"]
    assert "/usr/bin/sipdiag" in machine.run(*ours)
    machine.run("apt-get", "purge", "-y", "wireshark-sipdiag")
    assert machine.run(*ours) == ""
    assert "sipdiag" not in machine.run("tshark", "-G", "plugins")
