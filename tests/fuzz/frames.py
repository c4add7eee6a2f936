# SPDX-License-Identifier: GPL-2.0-or-later
"""Capture files apart and together again: a frame's headers, and the bytes that UDP or TCP carries in it."""
import gzip
import struct
from dataclasses import dataclass, replace

ETHERNET, COOKED = 1, 113  # link types of the pcap format
LINK_HEADER = {ETHERNET: 14, COOKED: 16}
UDP, TCP = 17, 6
SNAPLEN = 262144


@dataclass(frozen=True)
class Frame:
    time: int  # microseconds
    bytes: bytes
    ip: int = 0  # offset of the IP header
    transport: int = 0  # offset of UDP's or TCP's header; 0: it has neither
    protocol: int = 0
    payload: int = 0  # offset of what it carries; 0: nothing to speak of
    missing: int = 0  # octets that a snap length cut off
    carried_first: int = 0  # octets that it carried when it was read

    @property
    def carried(self):
        return self.bytes[self.payload:] if self.payload else b""

    @property
    def hosts(self):
        """Sender and receiver: address and port of each."""
        size = 4 if self.bytes[self.ip] >> 4 == 4 else 16
        start = self.ip + (12 if size == 4 else 8)
        ports = struct.unpack_from("!HH", self.bytes, self.transport)
        return tuple((self.bytes[start + i * size:start + (i + 1) * size], ports[i]) for i in (0, 1))

    def carrying(self, payload):
        """The same headers around other bytes; checksums are left as they are, nobody looks at them."""
        head = bytearray(self.bytes[:self.payload])
        payload = payload[:65535 - (self.payload - self.ip)]
        size = self.payload - self.ip + len(payload) + self.missing
        if head[self.ip] >> 4 == 4:
            struct.pack_into("!H", head, self.ip + 2, size)
        else:
            struct.pack_into("!H", head, self.ip + 4, size - 40)
        if self.protocol == UDP:
            struct.pack_into("!H", head, self.transport + 4, size - (self.transport - self.ip))
        return replace(self, bytes=bytes(head) + payload)


def frame(time, data, linktype, missing=0):
    ip = LINK_HEADER[linktype]
    kind = data[ip - 2:ip]
    if kind == b"\x08\0" and len(data) > ip + 28 and data[ip + 6] & 0x3f == 0 == data[ip + 7]:  # no fragment
        transport, protocol = ip + (data[ip] & 15) * 4, data[ip + 9]
    elif kind == b"\x86\xdd" and len(data) > ip + 48:
        transport, protocol = ip + 40, data[ip + 6]
    else:
        return Frame(time, data, missing=missing)
    if protocol == UDP:
        payload = transport + 8
    elif protocol == TCP and len(data) > transport + 12:
        payload = transport + (data[transport + 12] >> 4) * 4
    else:
        return Frame(time, data, missing=missing)
    return Frame(time, data, ip, transport, protocol, payload if payload < len(data) else 0, missing,
                 max(0, len(data) - payload))


def read(path):
    """Link type and frames of a pcap file, gzipped or not; no frames where the link type is another than these."""
    data = (gzip.open if path.suffix == ".gz" else open)(path, "rb").read()
    order = "<" if data[:4] in (b"\xd4\xc3\xb2\xa1", b"\x4d\x3c\xb2\xa1") else ">"
    unit = 1000 if data[:4] in (b"\x4d\x3c\xb2\xa1", b"\xa1\xb2\x3c\x4d") else 1
    linktype, = struct.unpack_from(order + "I", data, 20)
    frames, at = [], 24
    while linktype in LINK_HEADER and at + 16 <= len(data):
        seconds, fraction, size, whole = struct.unpack_from(order + "IIII", data, at)
        frames.append(frame(seconds * 1_000_000 + fraction // unit, data[at + 16:at + 16 + size], linktype,
                            whole - size))
        at += 16 + size
    return linktype, frames


def write(path, linktype, frames):
    with open(path, "wb") as out:
        out.write(struct.pack("<IHHiIII", 0xa1b2c3d4, 2, 4, 0, 0, SNAPLEN, linktype))
        for f in frames:
            seconds, fraction = divmod(f.time, 1_000_000)
            out.write(struct.pack("<IIII", seconds & 0xffffffff, fraction, len(f.bytes), len(f.bytes) + f.missing) + f.bytes)
