# SPDX-License-Identifier: GPL-2.0-or-later
"""What both ends of a call are made from: one port, UDP and TCP, and the connections that begin or end there."""
import re
import select
import socket
import time

from client import Line, first, values
from sip import Host


class Accepted(Line):
    """A connection that somebody else has opened."""

    def __init__(self, connection, there):
        self.transport, self.dst, self.socket, self.received = "TCP", there, connection, b""


class Phone:
    def __init__(self, here):
        self.here, self.lines = here, {}
        self.udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.udp.bind((here.ip, here.port))
        self.listener = socket.create_server((here.ip, here.port))

    def send(self, octets, transport, there):
        """Over the connection that there is, or a new one. What cannot be sent is in the capture, or is not."""
        if transport == "TCP":
            self.line(there).send(octets)
            return
        try:
            self.udp.sendto(octets, (there.ip, there.port))
        except OSError:
            pass  # no route to there

    def line(self, there):
        line = self.lines.get(there)
        if not line or not connected(line):
            line = self.lines[there] = Line("TCP", Host(self.here.ip, 0), there)
        return line

    def receive(self, seconds):
        """(message, transport, from where), or None when there is none in that time."""
        until = time.monotonic() + seconds
        while True:
            for there, line in self.lines.items():
                if octets := line.framed():
                    return octets, "TCP", there
            sources = {self.udp: None, self.listener: None}
            sources.update({line.socket: line for line in self.lines.values() if connected(line)})
            ready, _, _ = select.select(list(sources), (), (), max(until - time.monotonic(), 0))
            if not ready:
                return None
            if ready[0] is self.udp:
                octets, there = self.udp.recvfrom(65535)
                return octets, "UDP", Host(*there)
            if ready[0] is self.listener:
                connection, there = self.listener.accept()
                self.lines[Host(*there)] = Accepted(connection, Host(*there))
                continue
            self.read(sources[ready[0]])

    def read(self, line):
        try:
            octets = line.socket.recv(65535)
        except OSError:
            octets = b""
        if octets:
            line.received += octets
        else:
            line.close()

    def close(self):
        for line in self.lines.values():
            line.close()
        self.listener.close()
        self.udp.close()


def connected(line):
    try:
        return line.socket.fileno() >= 0 and bool(line.socket.getpeername())
    except OSError:
        return False


def uri_of(value):
    """The URI of a Contact, Route or Record-Route."""
    return re.search(r"<([^>]*)>|(\S+)", value).group(0).strip("<>")


def next_hop(uri, resolve=lambda name: name):
    """(transport, Host) of a URI (RFC 3263, without its NAPTR)."""
    host, port = re.fullmatch(r"sips?:(?:[^@]*@)?([^:;>]+)(?::(\d+))?.*", uri).groups()
    return "TCP" if ";transport=tcp" in uri.lower() else "UDP", Host(resolve(host), int(port or 5060))


def routes_of(rows):
    return [route.strip() for value in values(rows, "Record-Route") for route in value.split(",")]


def tag_of(value):
    found = re.search(r";\s*tag=([^;\s]+)", value)
    return found[1] if found else ""


def cseq_of(rows):
    number, _, method = first(rows, "CSeq", "0 -").partition(" ")
    return int(number) if number.isdigit() else 0, method.strip()
