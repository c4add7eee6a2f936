# SPDX-License-Identifier: GPL-2.0-or-later
"""The calling side of one call: right by RFC 3261 13.2.2.4 and 17.1.1.3, but for what its case has bent."""
import hashlib
import re
import time

from client import first, rows_of
from names import lookup
from phone import Phone, cseq_of, next_hop, routes_of, uri_of
from sip import SDP, Message, message, respond

PATIENCE = 38.0  # seconds: 64*T1, and what SIPp takes until it hangs up


class Call:
    def __init__(self, case, ident, here, to, transport, resolver):
        """`to` is the URI that is called, which is where the INVITE goes, too."""
        self.case, self.ident, self.here, self.transport, self.resolver = case, ident, here, transport, resolver
        self.phone, self.over, self.cseq, self.branches = Phone(here), False, 0, 0
        self.call_id, self.tag = f"{ident}@{here.ip}", f"caller-{case.name}"
        self.to_uri, (_, self.there) = to, next_hop(to)
        self.finals, self.answers, self.provisionals, self.due = {}, {}, [], []
        self.invites, self.prack, self.routes = {}, None, None
        self.heard_bye = self.heard_prack = False

    def __call__(self):
        try:
            self.invite()
            self.listen(3, lambda: self.final or self.provisionals)
            self.case.act(self)
            self.listen(0.3)
        finally:
            self.phone.close()

    @property
    def final(self):
        """The final response to the last INVITE."""
        return self.answers.get(self.cseq)

    # What is said.
    def branch(self):
        self.branches += 1
        return f"z9hG4bK-{self.ident}-{self.branches}"

    def request(self, method, uri, number, to, via=None, routes=(), extra=(), body="", over=None, there=None):
        transport = over or self.transport
        via = via or f"SIP/2.0/{transport} {self.here};branch={self.branch()}"
        rows = (("Via", via), ("Max-Forwards", "70"), ("From", f"<sip:{self.case.user}@example.com>;tag={self.tag}"),
                ("To", to), ("Call-ID", self.call_id), ("CSeq", f"{number} {method}"),
                *[("Route", route) for route in routes], *extra)
        return message(f"{method} {uri} SIP/2.0", rows, body, self.here, there or self.there, transport)

    def send(self, m):
        self.phone.send(bytes(m), m.transport, m.dst)

    @property
    def contact(self):
        over = ";transport=tcp" if self.transport == "TCP" else ""
        return "Contact", f"<sip:{self.case.user}@{self.here}{over}>"

    def offer(self, direction=None):
        text = SDP.replace("192.0.2.10", self.here.ip).replace("40000", "10000")
        return text + (f"a={direction}\r\n" if direction else "")

    def invite(self, body=None, extra=(), ahead=True):
        """The first INVITE of the call, or another in its dialog."""
        body = (self.offer() if self.case.offers else "") if body is None else body
        self.cseq = number = self.cseq + 1
        extra = (self.contact, ("Allow", "INVITE, ACK, BYE, CANCEL, OPTIONS, PRACK"), *extra)
        last = self.answers.get(number - 1)
        if last and last[0].split()[1] == "200":
            m = self.within("INVITE", last[1], number, extra=extra, body=body)
        else:
            m = self.request("INVITE", self.to_uri, number, f"<{self.to_uri}>", extra=extra, body=body)
        m = self.case.bend_invite(m) if number == 1 else m
        self.invites[number] = m
        self.send(m)

    def resolve(self, name):
        return lookup(name, self.here.ip, self.resolver)

    def within(self, method, rows, number, **more):
        """A request in the dialog of a response (RFC 3261 12.2.1.1): loose and strict routes. The first 2xx has set
        them for good (12.1.2)."""
        routes, uri = self.routes, uri_of(first(rows, "Contact", f"<{self.to_uri}>"))
        if routes is None:
            routes = routes_of(rows)[::-1]
        hop = uri_of(routes[0]) if routes else uri
        if routes and ";lr" not in routes[0]:
            uri, routes = hop, [*routes[1:], f"<{uri}>"]
        over, there = next_hop(hop, self.resolve)
        return self.request(method, uri, number, first(rows, "To"), routes=routes, over=over, there=there, **more)

    def ack(self, number):
        """The one that is right, to the final response of an INVITE."""
        invite, (start, rows) = self.invites[number], self.answers[number]
        if start.split()[1] >= "300":
            return self.request("ACK", invite.start.split()[1], number, first(rows, "To"), first(invite.rows, "Via"),
                                there=invite.dst)
        body = "" if self.case.offers or self.case.silent else self.offer()
        return self.within("ACK", rows, number, body=body)

    def bye(self):
        if not self.over and self.final:
            self.cseq += 1
            self.answers[self.cseq] = self.answers[self.cseq - 1]
            self.send(self.within("BYE", self.answers[self.cseq][1], self.cseq))
            self.listen(2, lambda: self.heard_bye)

    def cancel(self):
        invite = self.invites[self.cseq]
        self.send(self.request("CANCEL", invite.start.split()[1], self.cseq, first(invite.rows, "To"),
                               first(invite.rows, "Via")))

    # What is heard.
    def listen(self, seconds, until=lambda: False):
        end = time.monotonic() + seconds
        while (now := time.monotonic()) < end and not until():
            for due in [d for d in self.due if d[0] <= now]:
                self.due.remove(due)
                self.acknowledge(due[1])
            if got := self.phone.receive(0.05):
                self.hear(*got)

    def hear(self, octets, transport, there):
        start, rows = rows_of(octets)
        if not start.startswith("SIP/2.0"):
            self.asked(Message(start, rows, "", there, self.here, transport))
            return
        number, method = cseq_of(rows)
        status = start.split()[1]
        if method in ("BYE", "PRACK"):
            self.heard_bye, self.heard_prack = self.heard_bye or method == "BYE", self.heard_prack or method == "PRACK"
        elif method == "INVITE" and status >= "200":
            self.answers[number] = start, rows
            if status < "300" and self.routes is None:
                self.routes = routes_of(rows)[::-1]
            self.finals[number] = n = self.finals.get(number, 0) + 1
            self.finally_heard(number, n)
        elif method == "INVITE" and status > "100":
            self.provisionals.append((start, rows))
            if first(rows, "RSeq"):
                self.case.confirm(self, rows)

    def finally_heard(self, number, n):
        if not self.case.acknowledges(number, n):
            return
        if delay := self.case.delay:
            if n == 1:
                self.due.append((time.monotonic() + delay, number))
        else:
            self.acknowledge(number)

    def acknowledge(self, number):
        m = self.ack(number)
        if not m.dst.ip:
            return  # a name without an address
        if number == self.case.cseq:
            m = self.case.where(self, self.case.bend(m))
            m = self.case.where(self, m)
        self.send(m)

    def asked(self, request):
        if request.method == "ACK":
            return
        body = self.offer() if request.method == "INVITE" else ""
        self.phone.send(bytes(respond(request, 200, body=body, extra=(self.contact,) if body else ())),
                        request.transport, request.src)
        self.over = self.over or request.method == "BYE"

    def send_prack(self, rows, rack):
        """A request of its own in the early dialog, repeated until it is answered (RFC 3262 4)."""
        if not self.prack:
            rack = f"{first(rows, 'RSeq')} {cseq_of(rows)[0]} INVITE" if rack is None else rack
            self.prack = self.within("PRACK", rows, 101, extra=(("RAck", rack),))
            self.send(self.prack)
        elif self.transport == "UDP" and not self.heard_prack:
            self.send(self.prack)


# What a call does once it is answered, refused or ringing.
def talk(seconds=1.2):
    def act(call):
        call.listen(3, lambda: call.final)
        call.listen(seconds, lambda: call.over)
        if call.final and call.final[0].split()[1] == "200":
            call.bye()
    return act


def wait(seconds=PATIENCE):
    """Until the phone at the other end gives up."""
    def act(call):
        call.listen(seconds, lambda: call.over)
        call.listen(1.0)
    return act


def stay(seconds):
    """Whatever happens."""
    return lambda call: call.listen(seconds)


def again(direction=None, seconds=0.8):
    """Another INVITE in the dialog, with the media held or not."""
    def act(call):
        call.listen(0.5)
        call.invite(call.offer(direction))
        call.listen(3, lambda: call.final)
        call.listen(seconds)
    return act


def ask(call):
    """Something else, over the same connection: the caller is still there."""
    m = call.request("OPTIONS", call.to_uri, 1, f"<{call.to_uri}>")
    call.send(m.with_("Call-ID", f"ask-{call.call_id}"))
    call.listen(1)


def authorized(call):
    """A Digest answer (RFC 2617 without qop) to the challenge."""
    realm, nonce = (re.search(rf'{name}="([^"]*)"', first(call.final[1], "WWW-Authenticate"))[1]
                    for name in ("realm", "nonce"))
    a1, a2 = (hashlib.md5(part.encode()).hexdigest() for part in
              (f"{call.case.user}:{realm}:secret", f"INVITE:{call.to_uri}"))
    response = hashlib.md5(f"{a1}:{nonce}:{a2}".encode()).hexdigest()
    call.invite(extra=(("Authorization", f'Digest username="{call.case.user}", realm="{realm}", nonce="{nonce}", '
                                         f'uri="{call.to_uri}", response="{response}"'),))
    talk()(call)


def cancelling(then=stay(1.0), after=0.6):
    def act(call):
        call.listen(after)
        call.cancel()
        then(call)
    return act


def one_after_another(*acts):
    def act(call):
        for one in acts:
            one(call)
    return act
