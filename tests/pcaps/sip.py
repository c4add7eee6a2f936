# SPDX-License-Identifier: GPL-2.0-or-later
"""SIP messages as rows of headers: built right first, then bent where a situation wants them bent."""
import re
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Host:
    ip: str
    port: int = 5060

    def at(self, port):
        return Host(self.ip, port)

    @property
    def bare(self):
        """The host part of a URI: IPv6 in brackets (RFC 3261 25.1 IPv6reference)."""
        return f"[{self.ip}]" if ":" in self.ip else self.ip

    def __str__(self):
        return f"{self.bare}:{self.port}"


ALICE, PROXY, BOB, CAROL = (Host(ip) for ip in
                            ("192.0.2.10", "198.51.100.5", "203.0.113.20", "203.0.113.30"))
ALICE6, BOB6 = Host("2001:db8:1::10"), Host("2001:db8:2::20")

PHRASES = {100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 302: "Moved Temporarily",
           400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 405: "Method Not Allowed",
           407: "Proxy Authentication Required", 408: "Request Timeout",
           416: "Unsupported URI Scheme", 423: "Interval Too Brief",
           481: "Call/Transaction Does Not Exist", 483: "Too Many Hops", 486: "Busy Here",
           487: "Request Terminated", 491: "Request Pending", 501: "Not Implemented",
           503: "Service Unavailable", 504: "Server Time-out", 505: "Version Not Supported", 603: "Decline"}

# What methods of extensions must carry (RFC 6665 8.2, RFC 3515 2.4.2).
DUE = {"SUBSCRIBE": [("Event", "presence")], "PUBLISH": [("Event", "presence")],
       "NOTIFY": [("Event", "presence"), ("Subscription-State", "active")],
       "REFER": [("Refer-To", "<sip:carol@example.com>")]}

SDP = ("v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\n"
       "m=audio 40000 RTP/AVP 0\r\n")


@dataclass(frozen=True)
class Message:
    start: str
    rows: tuple  # (name, value); the value is written as it is, whatever it holds
    body: str
    src: Host
    dst: Host
    transport: str = "UDP"

    @property
    def method(self):
        return self.start.split()[0]

    def value(self, name):
        return next((v for n, v in self.rows if n == name), None)

    def with_(self, name, value):
        """The first row of that name takes the value; a new row goes in front of Content-Length."""
        if self.value(name) is None:
            return replace(self, rows=self.rows[:-1] + ((name, value),) + self.rows[-1:])
        i = [n for n, _ in self.rows].index(name)
        return replace(self, rows=self.rows[:i] + ((name, value),) + self.rows[i + 1:])

    def without(self, *names):
        return replace(self, rows=tuple(r for r in self.rows if r[0] not in names))

    def renamed(self, old, new):
        return replace(self, rows=tuple((new if n == old else n, v) for n, v in self.rows))

    def again(self, name, value=None):
        """A second row of that name behind the first: the same value unless told."""
        i = [n for n, _ in self.rows].index(name)
        row = (name, self.value(name) if value is None else value)
        return replace(self, rows=self.rows[:i + 1] + (row,) + self.rows[i + 1:])

    def started(self, start):
        return replace(self, start=start)

    def to_uri(self, uri):
        method, _, version = self.start.split()
        return self.started(f"{method} {uri} {version}")

    def from_(self, src):
        return replace(self, src=src)

    def to(self, dst):
        return replace(self, dst=dst)

    def __bytes__(self):
        head = [self.start] + [f"{n}:{'' if v.startswith(chr(13)) else ' '}{v}" for n, v in self.rows]
        return ("\r\n".join(head) + "\r\n\r\n" + self.body).encode()


def message(start, rows, body, src, dst, transport):
    if body:
        rows = (*rows, ("Content-Type", "application/sdp" if body.startswith("v=") else "text/plain"))
    rows = (*rows, ("Content-Length", str(len(body.encode()))))
    return Message(start, tuple(rows), body, src, dst, transport)


COPIED = {"via": "via", "v": "via", "from": "from", "f": "from", "to": "to", "t": "to", "call-id": "call-id",
          "i": "call-id", "cseq": "cseq"}


def respond(request, status, phrase=None, tag=None, body="", extra=()):
    """What RFC 3261 8.2.6.2 has copied into a response, from whatever rows the request has."""
    rows, seen = [], set()
    for name, value in request.rows:
        which = COPIED.get(name.strip().lower())
        if which == "via" or which and which not in seen:
            seen.add(which)
            if which == "to" and tag and "tag=" not in value:
                value += f";tag={tag}"
            rows.append((name, value))
    phrase = PHRASES[status] if phrase is None else phrase
    return message(f"SIP/2.0 {status} {phrase}", (*rows, *extra), body, request.dst, request.src,
                   request.transport)


def forwarded(request, src, dst, branch):
    """The next hop of a request: a Via on top, one Max-Forwards less (RFC 3261 16.6)."""
    hops = int(request.value("Max-Forwards"))
    request = request.with_("Max-Forwards", str(hops - 1)).from_(src).to(dst)
    via = ("Via", f"SIP/2.0/{request.transport} {src};branch={branch}")
    return replace(request, rows=(via, *request.rows))


def returned(response, src, dst):
    """The previous hop of a response: the top Via is gone (RFC 3261 16.7)."""
    return replace(response, rows=response.rows[1:], src=src, dst=dst)


def record_routed(request, *uris):
    """The request as a proxy leaves it that wants to see the rest of the call: a Record-Route on top of those that are
    there (RFC 3261 16.6, 4), or several."""
    rows = request.rows
    at = next((i for i, (name, _) in enumerate(rows) if name == "Record-Route"), len(rows) - 1)
    return replace(request, rows=rows[:at] + tuple(("Record-Route", f"<{u}>") for u in uris) + rows[at:])


def copied_routes(request):
    """The Record-Route rows that a response copies (RFC 3261 12.1.1)."""
    return tuple(row for row in request.rows if row[0] == "Record-Route")


def uri_in(value):
    """The URI between angle brackets."""
    return value[value.index("<") + 1:value.index(">")]


def host_of(uri):
    """Where a URI with a literal address leads."""
    v6, v4, port = re.match(r"sips?:(?:[^@;]*@)?(?:\[([^]]+)\]|([^;:?]+))(?::(\d+))?", uri).groups()
    return Host(v6 or v4, int(port or 5060))


def routed(request, uri, route=(), dst=None):
    """The request with that Request-URI and Route, sent to the first of them unless told."""
    rows = tuple(("Route", f"<{r}>") for r in route)
    request = replace(request.to_uri(uri), rows=request.rows[:-1] + rows + request.rows[-1:])
    return request.to(dst or host_of(route[0] if route else uri))


def follow(request, final, dst=None):
    """A request of the caller in the dialog of this 2xx: to its Contact along its Record-Route reversed; a strict
    router that is first takes the Request-URI (RFC 3261 12.1.2, 12.2.1.1)."""
    route = [uri_in(v) for _, v in copied_routes(final)][::-1]
    target = uri_in(final.value("Contact"))
    if route and ";lr" not in route[0]:
        return routed(request, route[0], [*route[1:], target], dst or host_of(route[0]))
    return routed(request, target, route, dst)


def over(request, transport, src=None):
    """The request on another transport, or from another address: its top Via says so (RFC 3261 18.1.1)."""
    src = src or request.src
    via = re.sub(r"SIP/2.0/\w+ [^;]+", f"SIP/2.0/{transport} {src}", request.value("Via"), count=1)
    return replace(request.with_("Via", via), src=src, transport=transport)


class Dialog:
    """Two parties and one Call-ID. Mints branches, counts CSeq, knows the tags."""

    def __init__(self, name="a", caller=ALICE, callee=BOB, transport="UDP", cookie="z9hG4bK"):
        self.name, self.caller, self.callee = name, caller, callee
        self.transport, self.cookie = transport, cookie
        self.call_id = f"{name}@example.com"
        self.tags = {caller: f"{name}-caller", callee: f"{name}-callee"}
        self.address = {caller: "sip:alice@example.com", callee: "sip:bob@example.net"}
        self.contact = {caller: f"sip:alice@{caller}", callee: f"sip:bob@{callee}"}
        self.cseq = {caller: 0, callee: 100}
        self.branches = 0
        self.established = False

    def branch(self):
        self.branches += 1
        return f"{self.cookie}-{self.name}-{self.branches}"

    def via(self, host, branch):
        return f"SIP/2.0/{self.transport} {host};branch={branch}"

    def request(self, method, by=None, body="", extra=()):
        me = by or self.caller
        peer = self.callee if me == self.caller else self.caller
        self.cseq[me] += 1
        there = f"<{self.address[peer]}>" + (f";tag={self.tags[peer]}" if self.established else "")
        uri = self.contact[peer] if self.established else self.address[peer]
        if method == "REGISTER":
            uri, there = "sip:example.com", f"<{self.address[me]}>"
        rows = [("Via", self.via(me, self.branch())), ("Max-Forwards", "70"),
                ("From", f"<{self.address[me]}>;tag={self.tags[me]}"), ("To", there),
                ("Call-ID", self.call_id), ("CSeq", f"{self.cseq[me]} {method}")]
        if method in ("INVITE", "REGISTER", "UPDATE", "SUBSCRIBE", "NOTIFY", "REFER"):
            rows.append(("Contact", f"<{self.contact[me]}>"))
        rows.extend(DUE.get(method, ()))
        return message(f"{method} {uri} SIP/2.0", (*rows, *extra), body, me, peer, self.transport)

    def invite(self, **more):
        return self.request("INVITE", **{"body": SDP, **more})

    def answer(self, request, status, phrase=None, tag=None, body=None, extra=()):
        invite = request.method == "INVITE"
        tag = tag or self.tags[request.dst if request.dst in self.tags else self.callee]
        if invite and 101 <= status <= 299:
            self.established = True
            extra = (*extra, ("Contact", f"<sip:bob@{request.dst}>"))
        if body is None:
            body = SDP if invite and 200 <= status <= 299 else ""
        return respond(request, status, phrase, None if status == 100 else tag, body, extra)

    def ack(self, invite, final, body=""):
        """To a 2xx with a branch of its own (RFC 3261 13.2.2.4), to the rest with the INVITE's (17.1.1.3)."""
        ok = final.start.startswith("SIP/2.0 2")
        via = self.via(invite.src, self.branch()) if ok else invite.value("Via")
        uri = f"sip:bob@{invite.dst}" if ok else invite.start.split()[1]
        rows = (("Via", via), ("Max-Forwards", "70"), ("From", invite.value("From")), ("To", final.value("To")),
                ("Call-ID", invite.value("Call-ID")), ("CSeq", invite.value("CSeq").split()[0] + " ACK"))
        return message(f"ACK {uri} SIP/2.0", rows, body, invite.src, invite.dst, self.transport)

    def cancel(self, invite):
        """Everything of the INVITE but the method (RFC 3261 9.1)."""
        rows = tuple((n, invite.value(n)) for n in ("Via", "Max-Forwards", "From", "To", "Call-ID"))
        number = invite.value("CSeq").split()[0]
        return message(f"CANCEL {invite.start.split()[1]} SIP/2.0", (*rows, ("CSeq", f"{number} CANCEL")), "",
                       invite.src, invite.dst, self.transport)
