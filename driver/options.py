# SPDX-License-Identifier: GPL-2.0-or-later
"""What triage hands on to tshark: preferences, decoding rules, keys and the display filter.

Each is tried on a capture without packets first, so that a wrong one is a message about an option, not one about each
capture.
"""

import re
import subprocess
from concurrent.futures import ThreadPoolExecutor

from capture import NO_PACKETS
from output import printable
from project import USAGE, Failure

# The option, tshark's name for it, and what it takes.
HANDED_ON = [
    ("filter", "-Y", 'a display filter, such as: sip.Method == "INVITE"'),
    ("decode-as", "-d", "LAYER==SELECTOR,PROTOCOL, such as udp.port==5070,sip"),
    ("pref", "-o", "NAME:VALUE, such as sip.tls.port:5062"),
]

# A line of a key log (NSS key log format): a label, and two or more hexadecimal words.
KEY = re.compile(rb"^[A-Z][A-Z0-9_]+ [0-9A-Fa-f]+ [0-9A-Fa-f]+|^RSA Session-ID:", re.MULTILINE)

# How tshark -G currentprefs explains a preference for whose value anything but these two is no value, and no error.
SWITCH = re.compile(r"^# TRUE or FALSE", re.IGNORECASE | re.MULTILINE)


def tshark_options(arguments, sandbox):
    """The words for tshark that hold for every capture. Raises Failure."""
    given = {"filter": [arguments.filter] if arguments.filter else [], "decode-as": arguments.decode_as,
             "pref": arguments.pref}
    probes = [(option, letter, takes, value) for option, letter, takes in HANDED_ON for value in given[option]]
    with ThreadPoolExecutor() as pool:
        for probe, complaint in zip(probes, pool.map(lambda probe: _try(sandbox, *probe[1::2]), probes)):
            if complaint:
                option, _, takes, value = probe
                raise Failure(USAGE, f"--{option} {printable(value)}: {complaint}; it takes {takes}")
    _check_switches(arguments.pref, sandbox)
    words = [word for _, letter, _, value in probes if letter != "-Y" for word in (letter, value)]
    if arguments.keylog:
        words += ["-o", f"tls.keylog_file:{_lend_keys(arguments.keylog, sandbox)}"]
    return words


def report_option(form, arguments):
    """tshark's -z: the form of the report, and which transactions are in it."""
    conditions = [f"frame.time_epoch >= {arguments.since}"] if arguments.since else []
    if arguments.filter:
        conditions.append(f"({arguments.filter})")
    return ",".join(["sipdiag", form, *([" && ".join(conditions)] if conditions else [])])


def _try(sandbox, letter, value):
    """What tshark has against it; None if nothing."""
    process = sandbox.start("tshark", ["-n", "-r", "-", letter, value], stdin=subprocess.PIPE,
                            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    _, said = process.communicate(NO_PACKETS)
    if process.returncode == 0:
        return None
    found = re.search(r"^tshark: (.*)$", said.decode("utf-8", "replace"), re.MULTILINE)
    return found[1].rstrip(".") if found else f"tshark ended with status {process.returncode}"


def _check_switches(preferences, sandbox):
    if not preferences:
        return
    process = sandbox.start("tshark", ["-G", "currentprefs"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.DEVNULL)
    explained = process.communicate()[0].decode("utf-8", "replace").split("\n\n")
    for preference in preferences:
        name, _, value = map(str.strip, preference.partition(":"))
        line = re.compile(rf"^#?{re.escape(name)}:", re.MULTILINE)
        is_switch = any(SWITCH.search(text) for text in explained if line.search(text))
        if is_switch and value.upper() not in ("TRUE", "FALSE"):
            raise Failure(USAGE, f"--pref {printable(preference)}: {printable(name)} takes TRUE or FALSE")


def _lend_keys(path, sandbox):
    try:
        with open(path, "rb") as file:
            if not any(KEY.search(line) for line in file):
                raise Failure(USAGE, f"--keylog {printable(path)}: no keys in it; it takes a TLS key log "
                                     "(SSLKEYLOGFILE), with lines such as CLIENT_RANDOM 5e2a… 0c71…")
        return sandbox.lend(path, "keylog")
    except OSError as error:
        raise Failure(USAGE, f"--keylog {printable(path)}: {error.strerror.lower()}; it takes a TLS key log") from None
