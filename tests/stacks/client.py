# SPDX-License-Identifier: GPL-2.0-or-later
"""A client that sends what it is given, byte by byte, and is polite about the rest: it acknowledges, hangs up, cancels
and answers, so that only the case itself stands out in the capture."""
import re
import socket
import time

from sip import Message, message, respond

ANSWER, RING = 1.0, 4.0  # seconds to wait: for anything at all, and for a final response after a provisional one


class Line:
    """One local port, UDP or TCP, from which one case is played."""

    def __init__(self, transport, src, dst):
        self.transport, self.src, self.dst = transport, src, dst
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM if transport == "TCP" else socket.SOCK_DGRAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind((src.ip, src.port))
        if transport == "TCP":
            self.socket.settimeout(ANSWER)
            try:
                self.socket.connect((dst.ip, dst.port))
            except OSError:
                pass  # not listening: nothing will be answered
        self.received = b""

    def send(self, octets):
        try:
            if self.transport == "TCP":
                self.socket.sendall(octets)
            else:
                self.socket.sendto(octets, (self.dst.ip, self.dst.port))
        except OSError:
            pass  # closed by the stack: that is its answer

    def receive(self, seconds):
        """The next message, or None when there is none in that time."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            if self.transport == "TCP" and (whole := self.framed()):
                return whole
            self.socket.settimeout(left)
            try:
                octets = self.socket.recv(65535)
            except OSError:  # a timeout, or a reset
                return None
            if self.transport == "UDP":
                return octets
            if not octets:
                return None
            self.received += octets
        return None

    def framed(self):
        self.received = self.received.lstrip(b"\r\n")
        head, end, rest = self.received.partition(b"\r\n\r\n")
        if not end:
            return None
        length = re.search(rb"\r\n(?:content-length|l)\s*:\s*(\d+)", head, re.IGNORECASE)
        length = int(length[1]) if length else 0
        if len(rest) < length:
            return None
        self.received = rest[length:]
        return head + end + rest[:length]

    def close(self):
        self.socket.close()


def rows_of(octets):
    """(start line, rows) of what a stack sent."""
    lines = re.sub(r"\r?\n[ \t]+", " ", octets.decode(errors="replace").partition("\r\n\r\n")[0]).split("\r\n")
    return lines[0], tuple((n.strip(), v.strip()) for n, _, v in (line.partition(":") for line in lines[1:]))


SHORT = {"via": "v", "from": "f", "to": "t", "call-id": "i", "contact": "m"}


def values(rows, name):
    return [v for n, v in rows if n.strip().lower() in (name.lower(), SHORT.get(name.lower()))]


def first(rows, name, otherwise=""):
    return next(iter(values(rows, name)), otherwise)


class Play:
    """One case on one line."""

    def __init__(self, case, line):
        self.case, self.line = case, line
        self.good = case.good(line.src, line.dst)

    def __call__(self):
        if self.case.before:
            self.line.send(bytes(self.case.before(self.good)))
            self.final(ANSWER)
        bent = self.case.bend(self.good)
        self.shape = bent if isinstance(bent, Message) else self.good
        self.line.send(bytes(bent))
        final, ringing = self.final(ANSWER)
        if self.case.method == "INVITE":
            self.finish(final, ringing)
        return rows_of(final)[0] if final else None

    def final(self, seconds):
        """The next final response, and whether a provisional one came before it."""
        until, ringing = time.monotonic() + seconds, False
        while octets := self.line.receive(max(until - time.monotonic(), 0)):
            status = re.match(rb"SIP/2\.0 (\d)", octets, re.IGNORECASE)
            if not status:
                answer(self.line, octets)
            elif status[1] != b"1":
                return octets, ringing
            elif not ringing:
                until, ringing = time.monotonic() + RING, True
        return None, ringing

    def finish(self, final, ringing):
        """An INVITE is acknowledged, and its call is over at once."""
        if not final and ringing:
            self.line.send(bytes(self.request("CANCEL", self.via())))
            final, _ = self.final(ANSWER)
            if final and re.match(rb"SIP/2\.0 200", final) and b"CANCEL" in final:
                final, _ = self.final(ANSWER)
        if not final:
            return
        start, rows = rows_of(final)
        if not start.startswith("SIP/2.0 2"):
            self.line.send(bytes(self.request("ACK", self.via(), rows)))
            return
        self.line.send(bytes(self.request("ACK", self.via("-ack"), rows, target=True)))
        time.sleep(0.1)
        self.line.send(bytes(self.request("BYE", self.via("-bye"), rows, target=True, number=2)))
        self.final(ANSWER)

    def via(self, more=""):
        """The request's own top Via, or that with a branch of its own."""
        own = first(self.shape.rows, "Via")
        return re.sub(r"(branch=[^;]*)", r"\1" + more, own)

    def request(self, method, via, response=(), target=False, number=1):
        """ACK, BYE and CANCEL: what RFC 3261 9.1, 12.2.1.1, 13.2.2.4 and 17.1.1.3 have in them."""
        rows = self.shape.rows
        uri = self.good.start.split()[1]
        routes = []
        if target:
            uri = re.search(r"<([^>]*)>|(\S+)", first(response, "Contact", uri)).group(1, 2)
            uri = uri[0] or uri[1]
            routes = [("Route", r) for v in values(response, "Record-Route") for r in v.split(",")][::-1]
        return message(f"{method} {uri} SIP/2.0", (
            ("Via", via), ("Max-Forwards", "70"), ("From", first(rows, "From")),
            ("To", first(response, "To", first(rows, "To"))), ("Call-ID", first(rows, "Call-ID")),
            ("CSeq", f"{number} {method}"), *routes), "", self.line.src, self.line.dst, self.line.transport)


def answer(line, octets):
    """200 to whatever a stack asks, so that it is content."""
    start, rows = rows_of(octets)
    if not start.endswith("SIP/2.0") or start.startswith("ACK "):
        return
    request = Message(start, rows, "", line.dst, line.src, line.transport)
    line.send(bytes(respond(request, 200, tag="client")))


def linger(lines, seconds):
    """What stacks say afterwards is answered, until they have been quiet for a while."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for line in lines:
            if octets := line.receive(0.001):
                answer(line, octets)
