#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes what libFuzzer begins with, into FOLDER: a corpus for each target, made of the captures of tests/ (and the
messages of RFC 4475, where they are at hand), and a dictionary."""
import hashlib
import ipaddress
import math
import re
import sys
from pathlib import Path

import frames

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
MARK = b"\n%%\n"
LIMITS = (1, 0), (4, 4)  # transactions and, in fours, messages that are kept
LARGEST = 12288  # octets an input
# As fuzz_transactions.c has them: transports, kinds of event, hosts.
TRANSPORT = {frames.UDP: 1, frames.TCP: 2}
LEARN, QUOTED, SYN, SYN_ACK, RESET, ASK, ANSWER = 0, 1, 5, 6, 7, 8, 9
FLAGS = {0x02: SYN, 0x12: SYN_ACK, 0x04: RESET, 0x14: RESET}
HOSTS = [b"192.0.2.97", b"192.0.2.98", b"192.0.2.99", b"10.0.0.65"] * 2
NUMBERS = re.compile(rb"[0-9a-f]+|(?<=branch=)[^;\r]*|(?<=tag=)[^;\r]*|(?<=Call-ID: )[^\r]*")


def captures():
    return sorted(p for folder in ("pcaps", "stacks/captures", "calls/captures")
                  for p in (ROOT / "tests" / folder).glob("*.pcap*"))


def torture():
    return sorted((ROOT.parent / "shared" / "corpus" / "rfc4475").glob("*.dat"))


def is_sip(payload):
    return b"SIP/2.0" in payload[:4096]


def quoted(frame):
    """The packet inside an ICMP error."""
    start = frame.bytes[12:14] == b"\x08\0" and frame.bytes[23] == 1 and 14 + (frame.bytes[14] & 15) * 4 + 8
    inner = frame.bytes[start:] if start else b""
    return frames.frame(frame.time, bytes(12) + b"\x08\0" + inner, frames.ETHERNET) if inner[:1] == b"E" else None


def name_asked(payload):
    labels, at = [], 12
    while at < len(payload) and 0 < payload[at] < 64:
        labels.append(payload[at + 1:at + 1 + payload[at]])
        at += 1 + payload[at]
    return b".".join(labels)


def gap(microseconds):
    steps = round(3 * math.log2(abs(microseconds) / 1000)) if abs(microseconds) >= 1000 else 0
    return max(0, min(127, steps)) + (128 if microseconds < 0 else 0)


def event(frame):
    """Kind, frame with the addresses, message; None where there is nothing to learn."""
    inner = quoted(frame)
    if inner and inner.payload:
        return QUOTED, inner, inner.carried
    if not frame.transport:
        return None
    if frame.protocol == frames.TCP and frame.bytes[frame.transport + 13] in FLAGS:
        return FLAGS[frame.bytes[frame.transport + 13]], frame, b""
    ports = [port for _, port in frame.hosts]
    if 53 in ports and frame.protocol == frames.UDP:
        return (ASK if ports[1] == 53 else ANSWER), frame, name_asked(frame.carried)
    return (LEARN, frame, frame.carried) if is_sip(frame.carried) else None


def records(some):
    """The frames in the form of fuzz_transactions.c, with its hosts in the places of theirs."""
    known, last = [], None
    for frame in some:
        found = event(frame)
        if not found:
            continue
        kind, frame, message = found
        hosts = [address for address, _ in frame.hosts]
        known += [h for h in dict.fromkeys(hosts) if h not in known]
        src, dst = (known.index(h) % len(HOSTS) for h in hosts)
        head, end, body = message.partition(b"\r\n\r\n")
        for i, address in enumerate(known):
            head = re.sub(rb"\b%s\b" % re.escape(str(ipaddress.ip_address(address)).encode()),
                          HOSTS[i % len(HOSTS)], head)
        how = kind << 4 | TRANSPORT[frame.protocol]
        yield MARK + bytes([src | dst << 4, how, gap(frame.time - (last or frame.time)), min(frame.missing, 254)]) + \
            head + end + body
        last = frame.time


def inputs(some):
    """Rows of records, none too long for libFuzzer."""
    row = b""
    for record in records(some):
        if len(row) + len(record) > LARGEST and row:
            yield row
            row = b""
        row += record
    yield row


def save(folder, data):
    if data:
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def dictionary():
    names = re.findall(r'X\(\w+, "([^"]+)", (?:\'(\w)\'|0)', (ROOT / "plugin/engine/headers.h").read_text())
    methods = re.findall(r"X\(([A-Z]+)\)", (ROOT / "plugin/engine/methods.h").read_text())
    return [f'"{name}: "' for pair in names for name in pair if name] + \
        [f'"{method}{end}"' for method in methods for end in ("", " sip:b@c SIP/2.0\\x0D\\x0A")]


def main(folder):
    corpora = {name: folder / "seeds" / name for name in ("fuzz_message", "fuzz_faults", "fuzz_transactions")}
    for corpus in corpora.values():
        corpus.mkdir(parents=True, exist_ok=True)
    shapes = set()  # of messages: what differs in numbers only adds nothing
    for path in captures():
        _, some = frames.read(path)
        for data in inputs(some):
            for settings in (b"", *(b"2%d%d" % kept for kept in LIMITS)):
                save(corpora["fuzz_transactions"], settings + data)
        for frame in some:
            shape = NUMBERS.sub(b"", frame.carried)
            if is_sip(frame.carried) and shape not in shapes:
                shapes.add(shape)
                save(corpora["fuzz_message"], frame.carried)
                save(corpora["fuzz_faults"], frame.carried)
    for path in torture():
        for corpus in corpora.values():
            data = path.read_bytes()
            save(corpus, MARK + bytes([16, 1, 0, 0]) + data if corpus.name == "fuzz_transactions" else data)
    words = (HERE / "sip.dict").read_text() + "\n".join(dictionary()) + "\n"
    (folder / "sip.dict").write_text(words)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
