# SPDX-License-Identifier: GPL-2.0-or-later
"""How each stack is started on a port of 127.0.0.1, and what it calls its version. Whatever it writes goes to a folder
of its own."""
import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

import sipp_client

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Stack:
    name: str
    port: int
    install: str        # the command that brings what is missing
    needed: Callable    # () -> whether it is there
    start: Callable     # (folder, port) -> process
    version: Callable   # () -> text
    transports: tuple = ("UDP", "TCP")
    settle: float = 2.0  # seconds until it listens
    cases: tuple = ()    # those that SIPp plays in our place


STACKS = {}


def stack(**more):
    """The function below starts it; its name and docstring are the stack's."""
    def add(start):
        name = start.__name__
        STACKS[name] = Stack(name=name, port=25060 + len(STACKS), start=start, **more)
        return start
    return add


def has(*programs):
    return lambda: all(shutil.which(p, path=os.environ["PATH"] + ":/usr/sbin:/usr/libexec") for p in programs)


def said(*command):
    """What a command prints, wherever."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    return done.stdout + done.stderr


def package(name):
    """The upstream version of a Debian package."""
    return lambda: re.sub(r"^\d+:|-[^-]*$", "", said("dpkg-query", "-W", "-f", "${Version}", name))


def filled(template, folder, port):
    """A configuration file with its place and port put in."""
    text = (HERE / template).read_text().replace("FOLDER", str(folder)).replace("PORT", str(port))
    target = folder / template
    target.write_text(text)
    return target


def launched(folder, *command, **more):
    return subprocess.Popen(command, cwd=folder, stdout=(folder / "log").open("w"), stderr=subprocess.STDOUT,
                            start_new_session=True, env=os.environ | {"HOME": str(folder)},
                            **{"stdin": subprocess.DEVNULL, **more})


@stack(install="apt-get install kamailio kamailio-presence-modules", needed=has("kamailio"),
       version=package("kamailio"))
def kamailio(folder, port):
    """Sanity checks, registrar, presence."""
    return kamailio_with(folder, port)


def kamailio_with(folder, port, *more):
    shutil.copytree("/usr/share/kamailio/dbtext/kamailio", folder / "dbtext")
    return launched(folder, "/usr/sbin/kamailio", "-DD", "-E", "-m", "64", "-M", "8", "-w", str(folder), "-Y",
                    str(folder), *more, "-f", str(filled("kamailio.cfg", folder, port)))


def pkg_config(name):
    return said("pkg-config", "--cflags", "--libs", name).split()


@stack(install="apt-get install gcc pkg-config libsofia-sip-ua-dev", version=package("libsofia-sip-ua0"),
       needed=lambda: has("gcc", "pkg-config")() and bool(pkg_config("sofia-sip-ua")))
def sofia(folder, port):
    """A server on Sofia's nua with its credentials module."""
    program = folder / "sofia_uas"
    subprocess.run(["gcc", "-o", program, HERE / "sofia_uas.c", *pkg_config("sofia-sip-ua")], check=True)
    return launched(folder, program, f"sip:bob@127.0.0.1:{port}")


@stack(install="apt-get install baresip-core", needed=has("baresip"), version=package("baresip-core"))
def baresip(folder, port):
    """A phone that answers by itself."""
    modules = next(Path("/usr/lib").glob("**/baresip/modules"))
    filled("baresip.conf", folder, port)
    text = (folder / "baresip.conf").read_text().replace("MODULES", str(modules))
    (folder / "config").write_text(text)
    (folder / "accounts").write_text(f"<sip:bob@127.0.0.1:{port}>;regint=0;answermode=auto;audio_codecs=pcmu\n")
    return launched(folder, "baresip", "-4", "-f", str(folder))


@stack(install="apt-get install linphone-cli", needed=has("linphone-daemon"), version=package("linphone-cli"))
def linphone(folder, port):
    """A phone on belle-sip that answers by itself."""
    for place in (".local/share/linphone", ".config/linphone"):
        (folder / place).mkdir(parents=True)
    (folder / "linphonerc").write_text(f"[sip]\nsip_port={port}\nsip_tcp_port={port}\nsip_tls_port=0\nuse_ipv6=0\n"
                                       "guess_hostname=0\ncontact=sip:bob@127.0.0.1\ndefault_proxy=-1\n"
                                       "[net]\nbind_address=127.0.0.1\n")
    return launched(folder, "linphone-daemon", "--config", str(folder / "linphonerc"), "--auto-answer",
                    stdin=subprocess.PIPE)


JAIN_JAR = Path("/usr/share/java/nist-sip-aosp.jar")


@stack(install="apt-get install libnist-sip-aosp-java default-jdk-headless", version=package("libnist-sip-aosp-java"),
       needed=lambda: has("java", "javac")() and JAIN_JAR.exists())
def jain(folder, port):
    """A server on JAIN-SIP as Android has it."""
    subprocess.run(["javac", "-nowarn", "-cp", JAIN_JAR, "-d", folder, HERE / "JainUas.java"], check=True)
    return launched(folder, "java", "-cp", f"{JAIN_JAR}:{folder}", "JainUas", str(port))


@stack(install="apt-get install libnet-sip-perl", version=package("libnet-sip-perl"),
       needed=lambda: said("perl", "-MNet::SIP", "-e", "print 1") == "1")
def net_sip(folder, port):
    """A server and registrar on Perl's Net::SIP."""
    return launched(folder, "perl", str(HERE / "net_sip_uas.pl"), str(port))


def npm_root():
    """Where npm puts what is installed globally."""
    return next(line for line in said("npm", "root", "-g").splitlines() if line.startswith("/"))


def npm_package(name, field):
    description = Path(npm_root()) / name / "package.json"
    return json.loads(description.read_text())[field] if description.exists() else ""


@stack(install="apt-get install npm && npm install -g sip@0.0.6", version=lambda: npm_package("sip", "version"),
       needed=lambda: has("node", "npm")() and bool(npm_package("sip", "name")))
def kirm(folder, port):
    """A server on the npm package sip."""
    os.environ["NODE_PATH"] = npm_root()
    return launched(folder, "node", str(HERE / "kirm_uas.js"), str(port))


@stack(install="apt-get install kamailio kamailio-presence-modules", needed=has("kamailio"),
       version=package("kamailio"))
def kamailio_bare(folder, port):
    """Without the sanity module: core, tm, registrar and presence."""
    return kamailio_with(folder, port, "-A", "BARE")


@stack(install="apt-get install sip-tester", needed=has("sipp"), version=package("sip-tester"), transports=("UDP",))
def sipp(folder, port):
    """A SIPp scenario that looks at the headers by regular expressions."""
    return launched(folder, "sipp", "-sf", str(HERE / "sipp" / "strict_uas.xml"), "-i", "127.0.0.1", "-p", str(port),
                    "-nostdin", "-skip_rlimit")


@stack(install="apt-get install jami-daemon dbus libglib2.0-bin", version=package("jami-daemon"), transports=("UDP",),
       needed=has("jamid", "dbus-run-session", "gdbus"), settle=6)
def jami(folder, port):
    """A phone on PJSIP that answers by itself."""
    return launched(folder, "dbus-run-session", "sh", str(HERE / "jami.sh"), str(port))


@stack(install="apt-get install sip-tester kamailio kamailio-presence-modules", needed=has("sipp", "kamailio"),
       version=package("kamailio"), transports=("UDP",), cases=sipp_client.CASES)
def sipp_to_kamailio(folder, port):
    """SIPp sends, Kamailio answers."""
    return kamailio_with(folder, port)
