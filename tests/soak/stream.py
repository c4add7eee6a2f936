# SPDX-License-Identifier: GPL-2.0-or-later
"""A pcap file without end, in pieces: SIP messages a millisecond apart, and a few calls among them that go wrong.

Each exchange is a request and its 200. OPTIONS have a Call-ID each, REGISTERs that of one of 1,000 phones. In an
exchange that is planted as refused, CSeq names another method than the request, and 400 is the answer. An INVITE that
is planted is answered 200 and never acknowledged: the 200 comes again and again (RFC 3261 13.3.1.4), then a BYE. Nobody
offers media: what Wireshark itself keeps of it would drown what is measured."""
import heapq
import struct
from itertools import count

START = 1769853600  # 2026-01-31 10:00 UTC
HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)
ETHERNET = b"\2\0\0\0\0\1\2\0\0\0\0\2\x08\0"
CALLER, CALLEE = bytes((192, 0, 2, 10)), bytes((203, 0, 113, 20))
AGAIN = [int(1000 * s) for s in (0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5)]  # ms after the first 200
HANGS_UP = 32000
LASTS = HANGS_UP + 2  # ms that a planted INVITE takes
PHONES = 1000

TAIL = (b"Call-ID: %s@192.0.2.10\r\nCSeq: %s\r\nUser-Agent: Soak 1.0\r\n%sContent-Length: 0\r\n\r\n")
REQUEST = (b"%s SIP/2.0\r\nVia: SIP/2.0/UDP %s:5060;branch=z9hG4bK-%s\r\nMax-Forwards: 70\r\n"
           b"From: <sip:alice@example.com>;tag=a%s\r\nTo: <sip:bob@example.net>%s\r\n" + TAIL)
RESPONSE = (b"SIP/2.0 %s\r\nVia: SIP/2.0/UDP %s:5060;branch=z9hG4bK-%s\r\n"
            b"From: <sip:alice@example.com>;tag=a%s\r\nTo: <sip:bob@example.net>;tag=b%s\r\n" + TAIL)
ALICE, BOB = b"Contact: <sip:alice@192.0.2.10>\r\n", b"Contact: <sip:bob@203.0.113.20>\r\n"
PACKET = struct.Struct("<IIII14sBBHHHBBH4s4sHHHH")
HERE = b"192.0.2.10"


def swapped(n):
    return (n & 255) << 8 | n >> 8


PORT, UDP = swapped(5060), 17


def packet(now, back, text):
    """Of millisecond `now`. pcap is little-endian here and IP is not: its 16-bit fields are turned round."""
    src, dst = (CALLEE, CALLER) if back else (CALLER, CALLEE)
    size = 42 + len(text)
    return PACKET.pack(START + now // 1000, now % 1000 * 1000, size, size, ETHERNET, 0x45, 0, swapped(size - 14), 0, 0,
                       64, UDP, 0, src, dst, PORT, PORT, swapped(size - 34), 0) + text


def options(n):
    ident = b"%d" % n
    return (REQUEST % (b"OPTIONS sip:bob@example.net", HERE, b"o" + ident, ident, b"", ident, b"1 OPTIONS", ALICE),
            RESPONSE % (b"200 OK", HERE, b"o" + ident, ident, ident, ident, b"1 OPTIONS", BOB))


def registers(n):
    phone, cseq = b"r%d" % (n % PHONES), b"%d REGISTER" % (n // PHONES + 1)
    branch = b"%d" % n
    return (REQUEST % (b"REGISTER sip:example.net", HERE, branch, phone, b"", phone, cseq, ALICE),
            RESPONSE % (b"200 OK", HERE, branch, phone, phone, phone, cseq, ALICE))


def refused(n):
    ident = b"x%d" % n
    return (REQUEST % (b"OPTIONS sip:bob@example.net", HERE, ident, ident, b"", ident, b"1 INVITE", ALICE),
            RESPONSE % (b"400 CSeq method does not match request method", HERE, ident, ident, ident, ident,
                        b"1 INVITE", b""))


def unacknowledged(n):
    """(milliseconds from now, is it from the callee, text)."""
    ident = b"m%d" % n
    answer = RESPONSE % (b"200 OK", HERE, ident, ident, ident, ident, b"1 INVITE", BOB)
    yield 0, False, REQUEST % (b"INVITE sip:bob@example.net", HERE, ident, ident, b"", ident, b"1 INVITE", ALICE)
    for later in (0, *AGAIN):
        yield later + 1, True, answer
    bye = (b"BYE sip:alice@192.0.2.10 SIP/2.0\r\nVia: SIP/2.0/UDP 203.0.113.20:5060;branch=z9hG4bK-%sb\r\n"
           b"Max-Forwards: 70\r\nFrom: <sip:bob@example.net>;tag=b%s\r\nTo: <sip:alice@example.com>;tag=a%s\r\n" + TAIL)
    over = (b"SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP 203.0.113.20:5060;branch=z9hG4bK-%sb\r\n"
            b"From: <sip:bob@example.net>;tag=b%s\r\nTo: <sip:alice@example.com>;tag=a%s\r\n" + TAIL)
    yield HANGS_UP + 1, True, bye % (ident, ident, ident, ident, b"1 BYE", b"")
    yield HANGS_UP + 2, False, over % (ident, ident, ident, ident, b"1 BYE", b"")


MIXES = {"options": options, "registers": registers}


class Stream:
    """Iterates over pieces of the file until `messages` are out. Afterwards, and along the way: what was planted."""

    def __init__(self, messages, mix="options", planted_every=100000):
        self.messages, self.play, self.every = messages, MIXES[mix], planted_every
        self.out = 0           # messages so far
        self.transactions = 0  # INVITE, BYE, OPTIONS, REGISTER
        self.refused, self.unacknowledged = [], []  # Call-IDs

    def __iter__(self):
        yield HEADER
        later, now = [], 0  # what is still to come: (millisecond, order, back, text)
        order = count()
        for n in count():
            if self.out + len(later) >= self.messages:
                break
            pieces = []
            if n % self.every == self.every // 2:
                self.refused.append(f"x{n}@192.0.2.10")
                exchange = refused(n)
            else:
                exchange = self.play(n)
            # One that would not be over by the end is not begun.
            if n % self.every == 0 and self.messages - self.out > 2 * LASTS:
                self.unacknowledged.append(f"m{n}@192.0.2.10")
                self.transactions += 2
                for wait, back, text in unacknowledged(n):
                    heapq.heappush(later, (now + wait, next(order), back, text))
            self.transactions += 1
            for back, text in zip((False, True), exchange):
                while later and later[0][0] <= now:
                    _, _, late_back, late_text = heapq.heappop(later)
                    pieces.append(packet(now, late_back, late_text))
                    self.out += 1
                    now += 1
                pieces.append(packet(now, back, text))
                now += 1
            self.out += 2
            yield b"".join(pieces)
        while later:
            when, _, back, text = heapq.heappop(later)
            now = max(now, when)
            yield packet(now, back, text)
            self.out += 1
