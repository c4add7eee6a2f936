# SPDX-License-Identifier: GPL-2.0-or-later
"""Frames and capture files: link layers, TCP streams, tunnels, fragments. The same input gives the same bytes."""
import base64
import hashlib
import socket
import struct
from datetime import datetime, timezone

from scapy.layers.inet import ICMP, IP, TCP, UDP, fragment
from scapy.layers.inet6 import ICMPv6DestUnreach, IPv6, IPv6ExtHdrFragment, fragment6
from scapy.layers.l2 import GRE, CookedLinux, Dot1Q, Ether
from scapy.layers.sctp import SCTP, SCTPChunkData
from scapy.packet import Raw

from sip import Host

BASE = int(datetime(2026, 1, 31, 10, tzinfo=timezone.utc).timestamp()) * 1_000_000  # microseconds
ETHERNET, COOKED = 1, 113  # link types of the pcap format
RESOLVER = Host("192.0.2.53", 53)
NOISE = Host("198.51.100.70", 41000), Host("198.51.100.71", 42000)


def mac(ip):
    return "02:00:00:" + ":".join(f"{b:02x}" for b in hashlib.sha256(ip.encode()).digest()[:3])


def network(src, dst, ident, ttl=64):
    """`ident` tells one packet from the next, as a sender's IP identification does."""
    if ":" in src.ip:
        return IPv6(src=src.ip, dst=dst.ip, fl=ident, hlim=ttl)
    return IP(src=src.ip, dst=dst.ip, id=ident, ttl=ttl)


def udp(src, dst, payload, ident=1, ttl=64):
    return network(src, dst, ident, ttl) / UDP(sport=src.port, dport=dst.port) / Raw(bytes(payload))


def link(packet, vlan=None):
    """Ethernet around an IP packet; for a tunnel the outermost addresses count."""
    kind = 0x86DD if packet.version == 6 else 0x0800
    ether = Ether(src=mac(packet.src), dst=mac(packet.dst), type=kind if vlan is None else 0x8100)
    return ether / packet if vlan is None else ether / Dot1Q(vlan=vlan, type=kind) / packet


def cooked(packet):
    """The link layer of a capture on every interface."""
    return CookedLinux(pkttype=0, lladdrtype=1, lladdrlen=6, src=b"\x02\0\0\0\0\1", proto=0x0800) / packet


DNS_TYPES = {"A": 1, "AAAA": 28, "SRV": 33}


def dns(ident, flags, name, kind, addresses=()):
    """A question, and with it the A records that answer it (RFC 1035 4.1). By hand, as scapy's releases differ in how
    they write several of them."""
    owner = b"".join(bytes([len(label)]) + label.encode() for label in f"{name}.".split("."))
    records = (owner + struct.pack(">HHIH", 1, 1, 60, 4) + socket.inet_aton(address) for address in addresses)
    header = struct.pack(">HHHHHH", ident, flags, 1, len(addresses), 0, 0)
    return header + owner + struct.pack(">HH", DNS_TYPES[kind], 1) + b"".join(records)


# Tunnels: an IP packet goes in, an IP packet comes out. GTP-U: TS 29.281 5.1, message 255 = G-PDU.
def gre(outer_src, outer_dst, inner, ident=1):
    return network(outer_src, outer_dst, ident) / GRE(proto=0x0800) / inner


def ipip(outer_src, outer_dst, inner, ident=1):
    return IP(src=outer_src.ip, dst=outer_dst.ip, id=ident, proto=4) / inner


def gtp_u(outer_src, outer_dst, inner, ident=1, teid=0x1001):
    inner = bytes(inner)
    header = struct.pack("!BBHI", 0x30, 0xFF, len(inner), teid)
    return udp(outer_src.at(2152), outer_dst.at(2152), header + inner, ident)


def websocket(payload, mask=None):
    """A text frame (RFC 6455 5.2); a client's is masked."""
    payload, size = bytes(payload), len(bytes(payload))
    head = bytes([0x81]) + (bytes([size | (0x80 if mask else 0)]) if size < 126 else
                            struct.pack("!BH", 126 | (0x80 if mask else 0), size))
    if mask:
        payload = mask + bytes(b ^ mask[i % 4] for i, b in enumerate(payload))
    return head + payload


def websocket_handshake(host, key="c2lwZGlhZyBrZXkgb2YgMTY="):
    """Request and answer of RFC 7118 4.2."""
    accept = base64.b64encode(hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()).decode()
    return (f"GET / HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Protocol: sip\r\nSec-WebSocket-Version: 13\r\n\r\n".encode(),
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Accept: {accept}\r\nSec-WebSocket-Protocol: sip\r\n\r\n".encode())


class Capture:
    """Frames in file order. Times are seconds after the base; every sender returns the frame number."""

    def __init__(self, linktype=ETHERNET, snaplen=262144):
        self.linktype, self.snaplen = linktype, snaplen
        self.frames = []
        self.streams = {}
        self.style = lambda msg: msg  # what every message goes through

    def put(self, t, frame):
        self.frames.append((round(t * 1_000_000), bytes(frame)))
        return len(self.frames)

    @property
    def ident(self):
        return len(self.frames) + 1

    def packet(self, t, packet, vlan=None):
        return self.put(t, cooked(packet) if self.linktype == COOKED else link(packet, vlan))

    def send(self, t, msg):
        """One SIP message in one packet of its transport."""
        msg = self.style(msg)
        if msg.transport in ("TCP", "TLS", "WS"):
            return self.segment(t, msg.src, msg.dst, bytes(msg))
        if msg.transport == "SCTP":
            chunk = SCTPChunkData(beginning=1, ending=1, tsn=self.ident, stream_id=0, stream_seq=self.ident,
                                  proto_id=0, data=bytes(msg))
            return self.packet(t, network(msg.src, msg.dst, self.ident) /
                               SCTP(sport=msg.src.port, dport=msg.dst.port, tag=0x51D) / chunk)
        return self.packet(t, udp(msg.src, msg.dst, bytes(msg), self.ident))

    def datagram(self, t, src, dst, payload):
        return self.packet(t, udp(src, dst, payload, self.ident))

    def copies(self, msg, start, offsets):
        """The first sending and its retransmissions: the frame numbers of all."""
        return [self.send(start + o, msg) for o in (0, *offsets)]

    def noise(self, start, seconds, step=10):
        """Other people's media, so that the capture is seen to go on."""
        for t in range(0, seconds + 1, step):
            self.datagram(start + t, *NOISE, b"\x80\0\0\1" + bytes(16))

    def connect(self, t, client, server):
        """The three frames of a TCP handshake."""
        self.streams[client, server] = [1000, 5000]
        self.tcp(t, client, server, "S", b"", 1000, 0)
        self.tcp(t + 0.001, server, client, "SA", b"", 5000, 1001)
        self.streams[client, server] = [1001, 5001]
        return self.tcp(t + 0.002, client, server, "A", b"", 1001, 5001)

    def tcp(self, t, src, dst, flags, payload, seq, ack):
        packet = network(src, dst, self.ident) / TCP(sport=src.port, dport=dst.port, flags=flags, seq=seq,
                                                     ack=ack, window=65000)
        return self.packet(t, packet / Raw(payload) if payload else packet)

    def segment(self, t, src, dst, payload):
        """Bytes in one segment, acknowledged by the next segment the other way."""
        forth = (src, dst) in self.streams
        seqs = self.streams[(src, dst) if forth else (dst, src)]
        seq, ack = seqs if forth else seqs[::-1]
        seqs[0 if forth else 1] += len(payload)
        return self.tcp(t, src, dst, "PA", payload, seq, ack)

    def fragments(self, t, packet, size=600):
        """An IP packet in fragments, 0.1 ms apart; the number of the last frame, where it is whole again."""
        if packet.version == 6:
            whole = IPv6(bytes(packet))
            header = IPv6(src=whole.src, dst=whole.dst, fl=whole.fl, hlim=whole.hlim)
            parts = fragment6(header / IPv6ExtHdrFragment(id=self.ident, nh=whole.nh) / whole.payload, size)
        else:
            parts = fragment(IP(bytes(packet)), size)
        return [self.packet(t + i / 10_000, p) for i, p in enumerate(parts)][-1]

    def icmp_unreachable(self, t, reporter, sender, quoted):
        """Port unreachable (RFC 792, RFC 4443 3.1)."""
        error = ICMPv6DestUnreach(code=4) if quoted.version == 6 else ICMP(type=3, code=3)
        return self.icmp(t, reporter, sender, error, quoted)

    def icmp(self, t, reporter, sender, error, quoted):
        """An error with the packet it is about inside."""
        return self.packet(t, network(reporter, sender, self.ident) / error / Raw(bytes(quoted)))

    def icmp_brief(self, t, reporter, sender, quoted):
        """Port unreachable with no more inside than RFC 792 asks for: the IP header and 8 bytes."""
        return self.icmp(t, reporter, sender, ICMP(type=3, code=3), bytes(quoted)[:28])

    def syn(self, t, client, server):
        return self.tcp(t, client, server, "S", b"", 1000, 0)

    def refused_connection(self, t, client, server):
        """A SYN, and the RST that answers it 10 ms later."""
        return [self.syn(t, client, server), self.tcp(t + 0.01, server, client, "RA", b"", 0, 1001)]

    def reset(self, t, src, dst):
        """An RST on an open connection."""
        forth = (src, dst) in self.streams
        seqs = self.streams[(src, dst) if forth else (dst, src)]
        return self.tcp(t, src, dst, "RA", b"", *(seqs if forth else seqs[::-1]))

    def asks_dns(self, t, client, name, kind="A"):
        """A query to RESOLVER from a port of its own; hand the result to answers_dns()."""
        query = client.at(40000 + self.ident), self.ident, name, kind
        self.datagram(t, query[0], RESOLVER, dns(self.ident, 0x0100, name, kind))
        return query

    def answers_dns(self, t, query, *addresses, rcode=0):
        """These addresses, or none; rcode 2 = SERVFAIL, 3 = NXDOMAIN (RFC 1035 4.1.1)."""
        client, ident, name, kind = query
        return self.datagram(t, RESOLVER, client, dns(ident, 0x8180 | rcode, name, kind, addresses))

    def dns(self, t, client, name, *addresses, kind="A", rcode=0):
        """Query, and answer 5 ms later."""
        query = self.asks_dns(t, client, name, kind)
        return self.answers_dns(t + 0.005, query, *addresses, rcode=rcode)

    def __bytes__(self):
        out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, self.snaplen, self.linktype)
        for t, frame in self.frames:
            kept = frame[:self.snaplen]
            out += struct.pack("<IIII", *divmod(BASE + t, 1_000_000), len(kept), len(frame)) + kept
        return out

