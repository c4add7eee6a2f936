#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The captures of the benchmarks, made in a folder: `captures.py FOLDER [NAME=SIZE ...]`. The same bytes each time.

No two calls share a media port: Wireshark looks through all earlier users of one, which would drown what is
measured."""
import struct
import sys
from pathlib import Path

START = 1769853600  # 2026-01-31 10:00 UTC
ETHERNET = b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0"
ALICE, BOB, PROXY = (bytes(map(int, ip.split("."))) for ip in ("192.0.2.10", "203.0.113.20", "198.51.100.5"))


class Capture:
    """A pcap file of Ethernet frames, one every `step` microseconds. Checksums are left to the network card."""

    def __init__(self, path, step=500):
        self.file, self.now, self.step, self.ident, self.frames = open(path, "wb"), 0, step, 0, 0
        self.file.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
        self.sequence = {}

    def packet(self, protocol, src, dst, payload):
        self.now += self.step
        self.ident = self.ident % 65535 + 1
        size = 34 + len(payload)
        self.file.write(struct.pack("<IIII", START + self.now // 1000000, self.now % 1000000, size, size) + ETHERNET +
                        struct.pack("!BBHHHBBH4s4s", 0x45, 0, size - 14, self.ident, 0, 64, protocol, 0, src, dst) +
                        payload)
        self.frames += 1

    def udp(self, src, dst, payload, ports=(5060, 5060)):
        self.packet(17, src, dst, struct.pack("!HHHH", *ports, 8 + len(payload), 0) + payload)

    def tcp(self, src, dst, payload, ports=(5060, 5060), flags=0x18):
        key, back = (src, dst, ports), (dst, src, ports[::-1])
        sent = self.sequence.setdefault(key, 1)
        self.sequence[key] = sent + len(payload) + (flags & 2) // 2
        got = self.sequence.get(back, 1)
        self.packet(6, src, dst, struct.pack("!HHIIBBHHH", *ports, sent, got, 0x50, flags, 65535, 0, 0) + payload)

    def close(self):
        self.file.close()


def media_at(n):
    """An address and a port that no other call has."""
    return bytes((10, n >> 22 & 255, n >> 14 & 255, n >> 6 & 255)), 20000 + 2 * (n & 63)


def sdp(n):
    ip, port = media_at(n)
    return (f"v=0\r\no=- {n} 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 {'.'.join(map(str, ip))}\r\n"
            f"t=0 0\r\nm=audio {port} RTP/AVP 0 8 101\r\na=rtpmap:101 telephone-event/8000\r\n")


def message(start, branch, call, cseq, tag="", rows="", body=""):
    kind = "Content-Type: application/sdp\r\n" if body else ""
    return (f"{start}\r\nVia: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-{branch};rport\r\n"
            f"{'' if start.startswith('SIP') else 'Max-Forwards: 70' + chr(13) + chr(10)}"
            f"From: \"Alice\" <sip:alice@example.com>;tag=a{call}\r\nTo: <sip:bob@example.net>{tag}\r\n"
            f"Call-ID: {call}-7f3a9c@192.0.2.10\r\nCSeq: {cseq}\r\nUser-Agent: Bench 1.0\r\n{rows}{kind}"
            f"Content-Length: {len(body)}\r\n\r\n{body}").encode()


ROUTED = "Record-Route: <sip:198.51.100.5;lr>\r\n"
CALLER, CALLEE = "Contact: <sip:alice@192.0.2.10:5060>\r\n", "Contact: <sip:bob@203.0.113.20:5060>\r\n"
CHALLENGE = 'WWW-Authenticate: Digest realm="example.com", nonce="8f1c"\r\n'
CREDENTIALS = ('Authorization: Digest username="alice", realm="example.com", nonce="8f1c", uri="sip:example.com", '
               'response="6629fae49393a05397450978507c4ef1"\r\n')
ROUTE = "Route: <sip:198.51.100.5;lr>\r\n"


def call(n):
    """(is a response, message): a call of seven messages, two transactions."""
    tag = f";tag=b{n}"
    yield False, message("INVITE sip:bob@example.net SIP/2.0", f"{n}i", n, "1 INVITE", "", CALLER, sdp(2 * n))
    yield True, message("SIP/2.0 100 Trying", f"{n}i", n, "1 INVITE")
    yield True, message("SIP/2.0 180 Ringing", f"{n}i", n, "1 INVITE", tag, ROUTED + CALLEE)
    yield True, message("SIP/2.0 200 OK", f"{n}i", n, "1 INVITE", tag, ROUTED + CALLEE, sdp(2 * n + 1))
    yield False, message("ACK sip:bob@203.0.113.20:5060 SIP/2.0", f"{n}a", n, "1 ACK", tag, ROUTE)
    yield False, message("BYE sip:bob@203.0.113.20:5060 SIP/2.0", f"{n}b", n, "2 BYE", tag, ROUTE)
    yield True, message("SIP/2.0 200 OK", f"{n}b", n, "2 BYE", tag)


def send(c, back, payload):
    c.udp(*((PROXY, ALICE) if back else (ALICE, PROXY)), payload)


def calls(c, messages):
    """Nothing but SIP: calls of seven messages."""
    for n in range(messages // 7):
        for back, payload in call(n):
            send(c, back, payload)


def media(c, frames):
    """One frame in twenty is SIP, the others are the RTP of the calls."""
    n = 0
    while c.frames < frames:
        there, port = media_at(2 * n + 1)
        for k, (back, payload) in enumerate(call(n)):
            if k == 5:  # acknowledged: they talk
                for i in range(7 * 19):
                    c.udp(ALICE, there, struct.pack("!BBHII", 0x80, 0, i, 160 * i, n) + b"\xd5" * 160, (40000, port))
            send(c, back, payload)
        n += 1


def registers(c, messages):
    """A storm of registrations: challenged, then accepted."""
    for n in range(messages // 4):
        tries = ("", "401 Unauthorized", CHALLENGE), (CREDENTIALS, "200 OK", CALLER)
        for k, (asked, status, told) in enumerate(tries):
            cseq = f"{k + 1} REGISTER"
            send(c, False, message("REGISTER sip:example.com SIP/2.0", f"{n}r{k}", n, cseq, "", CALLER + asked))
            send(c, True, message(f"SIP/2.0 {status}", f"{n}r{k}", n, cseq, ";tag=r", told))


def dialogs(c, messages):
    """Long dialogs: a call, then a thousand re-INVITEs in each."""
    for n in range(max(1, messages // 4000)):
        for k in range(1, 1001):
            tag = f";tag=b{n}"
            cseq, to, body = f"{k} INVITE", tag if k > 1 else "", sdp(n)
            send(c, False, message("INVITE sip:bob@203.0.113.20 SIP/2.0", f"{n}i{k}", n, cseq, to, CALLER, body))
            send(c, True, message("SIP/2.0 100 Trying", f"{n}i{k}", n, cseq))
            send(c, True, message("SIP/2.0 200 OK", f"{n}i{k}", n, cseq, tag, CALLEE, body))
            send(c, False, message("ACK sip:bob@203.0.113.20 SIP/2.0", f"{n}a{k}", n, f"{k} ACK", tag))


def segments(c, messages):
    """TCP: the seven messages of a call in four segments, one of which cuts a message in two."""
    ports = (5060, 5060)
    c.tcp(ALICE, PROXY, b"", ports, 0x02)
    c.tcp(PROXY, ALICE, b"", ports, 0x12)
    for n in range(messages // 7):
        invite, trying, ringing, ok, ack, bye, done = (m.replace(b"SIP/2.0/UDP", b"SIP/2.0/TCP") for _, m in call(n))
        c.tcp(ALICE, PROXY, invite[:200], ports)
        c.tcp(ALICE, PROXY, invite[200:], ports)
        c.tcp(PROXY, ALICE, trying + ringing + ok, ports)
        c.tcp(ALICE, PROXY, ack + bye, ports)
        c.tcp(PROXY, ALICE, done, ports)


def transactions(c, count):
    """OPTIONS, answered: a Call-ID each."""
    for n in range(count):
        send(c, False, message("OPTIONS sip:bob@example.net SIP/2.0", f"{n}o", n, "1 OPTIONS"))
        send(c, True, message("SIP/2.0 200 OK", f"{n}o", n, "1 OPTIONS", ";tag=o"))


def scan(c, count):
    """INVITEs with a Call-ID each, to one host after the other; every fourth answers 404, and no ACK comes."""
    for n in range(count):
        host = bytes((203, 0, n >> 8 & 255, n & 255))
        c.udp(ALICE, host, message("INVITE sip:100@example.net SIP/2.0", f"{n}s", n, "1 INVITE", "", CALLER, sdp(n)))
        if n % 4 == 0:
            c.udp(host, ALICE, message("SIP/2.0 404 Not Found", f"{n}s", n, "1 INVITE", ";tag=s"))


# Name -> what plays it, its size.
CAPTURES = {"calls": (calls, 200000), "media": (media, 500000), "registers": (registers, 200000),
            "dialogs": (dialogs, 100000), "segments": (segments, 200000), "transactions": (transactions, 1000000),
            "scan": (scan, 200000)}


def make(folder, name, size=None):
    """The capture's path; made only where it is not there yet."""
    play, usual = CAPTURES[name]
    path = Path(folder) / f"{name}-{size or usual}.pcap"
    if not path.exists():
        capture = Capture(path.with_suffix(".part"))
        play(capture, size or usual)
        capture.close()
        path.with_suffix(".part").rename(path)
    return path


if __name__ == "__main__":
    Path(sys.argv[1]).mkdir(parents=True, exist_ok=True)
    for word in sys.argv[2:] or CAPTURES:
        name, _, size = word.partition("=")
        print(make(sys.argv[1], name, int(size) if size else None))
