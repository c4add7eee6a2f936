# SPDX-License-Identifier: GPL-2.0-or-later
"""Whole systems in folders: made by debootstrap from the mirror that this machine installs from, kept between runs
outside the checkout, and never written to while they are used."""
import os
import re
import shutil
import subprocess
from pathlib import Path

CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sipdiag-tests"
# How long any command in such a system may take.
PATIENCE = 3600


class Impossible(OSError):
    """No such system can be made here."""


def say(*command, cwd="/", **env):
    """What a command prints; a failure shows all that it said."""
    done = subprocess.run([str(c) for c in command], cwd=cwd, env={**os.environ, "LC_ALL": "C.UTF-8", **env},
                          stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.returncode == 0, f"{command}: {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
    return done.stdout


def codename():
    """Of the Debian that runs here, else None."""
    release = Path("/etc/os-release").read_text(encoding="utf-8") if os.path.exists("/etc/os-release") else ""
    found = re.search(r"^VERSION_CODENAME=(\w+)", release, re.MULTILINE)
    return found[1] if found and re.search(r"^ID=debian$", release, re.MULTILINE) else None


def archives():
    """(site, release) of what the machine itself installs from."""
    rows = say("apt-get", "indextargets", "--format", "$(ORIGIN) $(SITE) $(RELEASE) $(COMPONENT)",
               "Created-By: Packages")
    rows = sorted({tuple(row.split()) for row in rows.splitlines()})
    return [(site, release) for origin, site, release, component in rows if origin == "Debian" and component == "main"]


def mirror():
    return next((site for site, release in archives() if release == codename()), None)


def sources(name):
    """Lines for sources.list: of the machine's own release all archives, of another the main one."""
    if name == codename():
        wanted = (name, f"{name}-updates", f"{name}-security")
        return [f"deb {site} {release} main" for site, release in archives() if release in wanted]
    # A mirror that has stood still for some weeks will do: what counts is that all of it fits together.
    return [f"deb [check-valid-until=no] {mirror()} {name} main"]


def hindrance():
    """Why no such system can be made here, else None."""
    return ("it takes root" if os.geteuid() else "debootstrap is not installed" if not shutil.which("debootstrap")
            else "this is no release of Debian" if not codename() else None if mirror() else "apt knows no mirror")


class Root:
    """A folder with a system, and above it what becomes of it: the folder itself is never written to."""

    def __init__(self, below, changes):
        self.below, self.changes = below, changes
        for name in ("upper", "work", "root"):
            (changes / name).mkdir(parents=True)
        self.mount = "mount -t overlay overlay -o lowerdir={},upperdir={},workdir={} $0".format(
            below, changes / "upper", changes / "work")

    def command(self, *command):
        """The same as it has to be called to run in this system: it sees nothing else and leaves no mount behind.
        When this process ends, so does the shell, and with it all that was started, whoever that runs as."""
        enter = (f'{self.mount} && mount -t proc proc "$0/proc" && mount -t tmpfs -o mode=1777 shm "$0/dev/shm" && '
                 'mount -t devpts -o newinstance,ptmxmode=0666 pts "$0/dev/pts" && chroot "$0" "$@"; exit $?')
        proxies = [f"{name}={value}" for name, value in os.environ.items() if name.lower().endswith("_proxy")]
        apart = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--fork", "--kill-child"]
        return [*apart, "sh", "-c", enter, str(self.changes / "root"), "env", "-i",
                "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "LC_ALL=C.UTF-8", "DEBIAN_FRONTEND=noninteractive",
                *proxies, *map(str, command)]

    def run(self, *command):
        """What the command prints."""
        return say(*self.command(*command))

    def check(self):
        try:
            self.run("true")
        except AssertionError as error:
            raise Impossible(error) from error

    def give(self, file, path):
        place = self.changes / "upper" / path
        if not place.parent.is_dir():
            place.parent.mkdir(parents=True)
            place.parent.chmod((self.below / path).parent.stat().st_mode)
        shutil.copy(file, place)
        place.chmod(0o644)


def kept(name, *commands, variant=""):
    """The folder of a system of that release in which the commands have been run: made once."""
    root = CACHE / f"{name}-{say('dpkg', '--print-architecture').strip()}{variant}"
    if root.is_dir():
        return root
    new = CACHE / f".{root.name}.{os.getpid()}"
    try:
        new.mkdir(parents=True)
        # The recipe of unstable serves all releases from now on, those that this debootstrap has not heard of, too.
        recipe = [] if name == codename() else ["/usr/share/debootstrap/scripts/sid"]
        try:
            say("debootstrap", "--variant=minbase", name, new / "below", mirror(), *recipe)
        except AssertionError as error:
            raise Impossible(error) from error
        (new / "below/etc/apt/sources.list").write_text("\n".join(sources(name)) + "\n", encoding="utf-8")
        (new / "below/etc/dpkg/dpkg.cfg.d/speed").write_text("force-unsafe-io\n", encoding="utf-8")
        fresh = Root(new / "below", new / "changes")
        fresh.mount = f"mount --bind {new / 'below'} $0"  # here it is the folder itself that changes
        fresh.check()
        for command in (["apt-get", "update"], *commands):
            fresh.run(*command)
        if not root.is_dir():  # else another run was faster
            (new / "below").rename(root)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return root
