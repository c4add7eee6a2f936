# SPDX-License-Identifier: GPL-2.0-or-later
"""Bends captures as SIP would be bent: rows, numbers, names, tags and branches of a message; order, number and time of
frames. The same seed bends the same way."""
import re
from dataclasses import replace

import frames

NUMBERS = (b"0", b"-1", b"1", b"70", b"255", b"256", b"65535", b"65536", b"2147483648", b"4294967295", b"4294967296",
           b"18446744073709551616", b"9" * 40, b"00000000000000000000001", b"0x10", b"1.5", b"")
ODD = (b"\0", b"\r", b"\n", b"\r\n", b"\r\n\r\n", b"\r\n ", b"\t", b" ", b'"', b"\\", b"<", b">", b";", b",", b":", b"(", b")",
       b"[", b"]", b"%", b"@", b"?", b"=", b"%00", "é".encode(), "\u202e".encode(), "\U0001F4DE".encode(), b"\xff",
       b"\xc3", b"\xed\xa0\x80", b"SIP/2.0")
ROWS = (b"Content-Length: 99999", b"l: -1", b"Via: ", b"v: SIP/2.0/UDP a", b"CSeq: 1 INVITE", b"To: ", b"f: <sip:a@b>;tag=",
        b"Require: foo", b"Contact: *", b"Expires: 99999999999", b"Record-Route: <sip:p;lr>", b"Route: <sip:p>",
        b"Content-Type: multipart/mixed;boundary=b", b"Content-Encoding: gzip", b"Authorization: Digest ", b"RAck: 1 1 INVITE",
        b"RSeq: 1", b"Session-Expires: 1", b"Reason: SIP;cause=408", b"no colon", b": no name", b" folded", b"x" * 300 + b": y")
STATUSES = (b"100", b"183", b"200", b"302", b"400", b"401", b"404", b"420", b"481", b"486", b"487", b"500", b"503", b"600",
            b"699", b"700", b"000", b"99", b"2000")
METHODS = (b"INVITE", b"ACK", b"BYE", b"CANCEL", b"OPTIONS", b"REGISTER", b"PRACK", b"UPDATE", b"SUBSCRIBE", b"NOTIFY",
           b"REFER", b"MESSAGE", b"PUBLISH", b"INFO", b"invite", b"FOO")
NUMBER, METHOD = re.compile(rb"\d+"), re.compile(rb"\b[A-Z]{3,9}\b(?!/)")
NAMES = re.compile(rb"(?:branch|tag|Call-ID:|i:)[= ]*([^;\r\n]+)", re.I)


def places(pattern, text):
    return [m.span(m.re.groups) for m in pattern.finditer(text)]


class Mutator:
    def __init__(self, random):
        self.random = random
        self.texts = [self.row_moved, self.row_doubled, self.row_dropped, self.row_added, self.rows_swapped,
                      self.number_changed, self.number_changed, self.method_changed, self.status_changed, self.name_changed,
                      self.name_changed, self.odd_inserted, self.odd_inserted, self.octets_changed, self.cut, self.cut_out,
                      self.doubled, self.oversized, self.folded, self.body_changed]
        self.orders = [self.frame_dropped, self.frame_doubled, self.frames_swapped, self.time_changed, self.times_reversed,
                       self.direction_changed, self.frame_cut]

    def capture(self, some, others):
        """Some frames, mutated; messages may be spliced with those of `others`, a list of bytes."""
        some = list(some)
        carriers = [i for i, f in enumerate(some) if f.payload]
        for _ in range(self.random.choice((1, 1, 1, 2, 2, 3, 5, 8))):
            if carriers and self.random.random() < 0.75:
                i = self.random.choice(carriers)
                some[i] = some[i].carrying(self.text(some[i].carried, others))
            else:
                some = self.random.choice(self.orders)(some) or some
                carriers = [i for i, f in enumerate(some) if f.payload]
        return some

    def text(self, text, others):
        if self.random.random() < 0.07:
            other = self.random.choice(others)
            return text[:self.random.randrange(len(text) + 1)] + other[self.random.randrange(len(other)):]
        return self.random.choice(self.texts)(text)

    # One message.

    def rows(self, text, change):
        head, end, body = text.partition(b"\r\n\r\n")
        start, *rows = head.split(b"\r\n")
        if rows:
            change(rows, self.random.randrange(len(rows)))
        return b"\r\n".join([start, *rows]) + end + body

    def row_moved(self, text):
        return self.rows(text, lambda rows, i: rows.insert(self.random.randrange(len(rows)), rows.pop(i)))

    def row_doubled(self, text):
        times = self.random.choice((1, 1, 2, 50, 300))
        return self.rows(text, lambda rows, i: rows.__setitem__(slice(i, i), [rows[i]] * times))

    def row_dropped(self, text):
        return self.rows(text, lambda rows, i: rows.pop(i))

    def row_added(self, text):
        return self.rows(text, lambda rows, i: rows.insert(i, self.random.choice(ROWS)))

    def rows_swapped(self, text):
        """The values of two headers, each under the other's name."""
        def swap(rows, i):
            j = self.random.randrange(len(rows))
            (a, _, x), (b, _, y) = rows[i].partition(b":"), rows[j].partition(b":")
            rows[i], rows[j] = a + b":" + y, b + b":" + x
        return self.rows(text, swap)

    def put(self, text, spans, choices):
        if not spans:
            return text
        start, end = self.random.choice(spans)
        return text[:start] + self.random.choice(choices) + text[end:]

    def number_changed(self, text):
        return self.put(text, places(NUMBER, text), NUMBERS)

    def method_changed(self, text):
        return self.put(text, places(METHOD, text), METHODS)

    def status_changed(self, text):
        return self.put(text, [(8, 11)] if text.startswith(b"SIP/2.0 ") else [], STATUSES)

    def name_changed(self, text):
        """Branch, tag or Call-ID: another of the same message, or none."""
        spans = places(NAMES, text)
        return self.put(text, spans, [text[a:b] for a, b in spans] + [b"", b"z9hG4bK", b"Z9HG4BKx", b"a" * 500])

    def span(self, text, longest=24):
        start = self.random.randrange(len(text) + 1)
        return start, min(len(text), start + self.random.randrange(1, longest))

    def odd_inserted(self, text):
        at, _ = self.span(text)
        return text[:at] + self.random.choice(ODD) * self.random.choice((1, 1, 1, 2, 40)) + text[at:]

    def octets_changed(self, text):
        start, end = self.span(text, 4)
        return text[:start] + self.random.randbytes(end - start) + text[end:]

    def cut(self, text):
        return text[:self.random.randrange(len(text) + 1)]

    def cut_out(self, text):
        start, end = self.span(text, 80)
        return text[:start] + text[end:]

    def doubled(self, text):
        start, end = self.span(text, 200)
        return text[:end] + text[start:end] * self.random.choice((1, 2, 20)) + text[end:]

    def oversized(self, text):
        start, end = self.span(text, 12)
        return text[:start] + (text[start:end] or b"x") * self.random.choice((100, 1000)) + text[end:]

    def folded(self, text):
        return self.put(text, [(i, i + 1) for i, c in enumerate(text) if c == 32], [b"\r\n ", b"\n\t", b"\r\n\r\n"])

    def body_changed(self, text):
        head, end, body = text.partition(b"\r\n\r\n")
        return head + end + (self.cut_out(body) if body else self.random.choice((b"v=0\r\n", b"\0", b"--b\r\n\r\n--b--", text)))

    # The order, number and time of frames.

    def frame_dropped(self, some):
        return some[:(i := self.random.randrange(len(some)))] + some[i + 1:]

    def frame_doubled(self, some):
        i, times = self.random.randrange(len(some)), self.random.choice((1, 1, 3, 30))
        step = self.random.choice((0, 50, 90_000, 500_000, 4_000_000))
        return some[:i] + [replace(some[i], time=some[i].time + n * step) for n in range(times + 1)] + some[i + 1:]

    def frames_swapped(self, some):
        i, j = (self.random.randrange(len(some)) for _ in "ab")
        some[i], some[j] = some[j], some[i]
        return some

    def time_changed(self, some):
        i = self.random.randrange(len(some))
        shift = self.random.choice((-1, 1)) * self.random.choice((1, 50_000, 500_000, 33_000_000, 400_000_000, 10 ** 15))
        return some[:i] + [replace(f, time=max(0, f.time + shift)) for f in some[i:]]

    def times_reversed(self, some):
        return [replace(f, time=g.time) for f, g in zip(some, reversed(some))]

    def direction_changed(self, some):
        """A message comes from its receiver."""
        i = self.random.randrange(len(some))
        f = some[i]
        if f.transport and f.bytes[f.ip] >> 4 == 4:
            data = bytearray(f.bytes)
            ip, ports = f.ip + 12, f.transport
            data[ip:ip + 8] = data[ip + 4:ip + 8] + data[ip:ip + 4]
            data[ports:ports + 4] = data[ports + 2:ports + 4] + data[ports:ports + 2]
            some[i] = replace(f, bytes=bytes(data))
        return some

    def frame_cut(self, some):
        """As a snap length would have it."""
        i = self.random.randrange(len(some))
        f = some[i]
        kept = self.random.randrange(f.payload or 14, len(f.bytes) + 1)
        f = f if f.payload else replace(f, transport=0, protocol=0)
        some[i] = replace(f, bytes=f.bytes[:kept], missing=f.missing + len(some[i].bytes) - kept)
        return some


def in_stream(some, shift):
    """TCP's numbers moved by `shift`, and by what earlier segments have grown, so that the stream holds together."""
    grown, out = {}, []
    for f in some:
        if f.protocol == frames.TCP:
            src, dst = f.hosts
            data = bytearray(f.bytes)
            for at, way in ((f.transport + 4, (src, dst)), (f.transport + 8, (dst, src))):
                number = int.from_bytes(data[at:at + 4], "big") + shift + grown.get(way, 0)
                data[at:at + 4] = (number % 2 ** 32).to_bytes(4, "big")
            grown[src, dst] = grown.get((src, dst), 0) + len(f.carried) - f.carried_first
            f = replace(f, bytes=bytes(data))
        out.append(f)
    return out
