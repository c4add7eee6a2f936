# SPDX-License-Identifier: GPL-2.0-or-later
"""A phone of ours that does what the user part of the URI says, and minds every fault of an ACK: it repeats its final
response by RFC 3261 13.3.1.4 and 17.2.1 until the right one comes, and hangs up when none does."""
import re
import time
from dataclasses import dataclass, field

from client import first, rows_of, values
from phone import Phone, cseq_of, next_hop, routes_of, tag_of, uri_of
from sip import SDP, Message, message, respond

T1, T2 = 0.5, 4.0
PHRASES = {404: "Not Found", 504: "Server Time-out"}
TIMEOUT = (("Reason", 'SIP;cause=408;text="ACK Timeout"'),)
# What differs from a call that is answered, by user; {here} is the phone's address, {ip} its host.
HABITS = {
    "bob": {},
    "deaf": {"deaf": True},                                    # no ACK is good enough
    "mute": {"deaf": True, "farewell": ()},                    # the same, and hangs up without a reason
    "private": {"contact": "<sip:bob@10.11.12.13:5060>"},      # where no way leads
    "behind": {"contact": "<sip:bob@192.168.7.7:5060>"},       # where nobody is
    "closed": {"contact": "<sip:bob@{ip}:5999>"},
    "closedtcp": {"contact": "<sip:bob@{ip}:5999;transport=tcp>"},
    "named": {"contact": "<sip:bob@phone.example.net:{port}>"},
    "unnamed": {"contact": "<sip:bob@gone.example.net:{port}>"},
    "contactless": {"contact": None},
    "slow": {"deaf_copies": 2},                                # the first two ACKs get lost
    "486": {"status": 486}, "404": {"status": 404}, "603": {"status": 603}, "302": {"status": 302},
    "late": {"rings": True, "cancelled": 200},
    "rings": {"rings": True, "cancelled": 487},
    "silent": {"rings": True, "cancelled": None},              # accepts the CANCEL, and that is all
    "early": {"reliable": True},                               # answers in the end, PRACK or not
    "strictly": {"reliable": True, "at_last": 504},            # what RFC 3262 3 has it do without a PRACK
    "leaver": {"leaves": 1.0},
    "expired": {"leaves": 1.0, "farewell": (("Reason", 'SIP;cause=408;text="Session Timer Expired"'),)},
    "noisy": {"leaves": 1.0, "farewell": (("Reason", 'Q.850;cause=102;text="RTP Timeout"'),)},
}


@dataclass
class Ladder:
    """A response that is repeated until it is confirmed."""
    response: Message
    due: float
    gap: float
    until: float
    cap: float
    copies: int = 1


@dataclass
class Talk:
    """One dialog, or what would have been one."""
    invite: Message
    habits: dict
    tag: str
    ladder: Ladder = None
    over: bool = False
    leaves: float = 0.0
    heard: int = 0
    seen: set = field(default_factory=set)


class Uas:
    def __init__(self, here):
        self.phone, self.here, self.talks, self.running = Phone(here), here, {}, True

    def run(self):
        while self.running:
            if got := self.phone.receive(0.02):
                self.hear(*got)
            for talk in list(self.talks.values()):
                self.tick(talk, time.monotonic())
        self.phone.close()

    def hear(self, octets, transport, there):
        start, rows = rows_of(octets)
        if start.startswith("SIP/2.0"):
            return
        request = Message(start, rows, octets.decode(errors="replace").partition("\r\n\r\n")[2], there, self.here,
                          transport)
        talk = self.talks.get(first(rows, "Call-ID"))
        if request.method == "INVITE":
            self.invited(request, talk)
        elif talk:
            {"ACK": self.acknowledged, "CANCEL": self.cancelled, "PRACK": self.pracked}.get(
                request.method, self.asked)(request, talk)
        elif request.method == "OPTIONS":
            self.send(respond(request, 200, tag="callee"))

    def send(self, m):
        self.phone.send(bytes(m), m.transport, m.dst)

    def say(self, talk, request, status, body="", extra=()):
        response = respond(request, status, PHRASES.get(status), talk.tag, body, extra)
        self.send(response)
        return response

    def contact(self, talk):
        habit = talk.habits.get("contact", "<sip:bob@{ip}:{port}{over}>")
        over = ";transport=tcp" if talk.invite.transport == "TCP" else ""
        return habit and (("Contact", habit.format(ip=self.here.ip, port=self.here.port, over=over)),) or ()

    def invited(self, invite, talk):
        """The first INVITE of a call, or a later one."""
        user = uri_of(invite.start.split()[1]).removeprefix("sip:").partition("@")[0]
        if not talk:
            talk = self.talks[first(invite.rows, "Call-ID")] = Talk(invite, HABITS.get(user, {}), f"callee-{user}")
        talk.invite = invite
        if talk.habits.get("status"):
            self.finish(talk, talk.habits["status"])
        elif talk.habits.get("reliable") and "early" not in talk.seen:
            talk.seen.add("early")
            extra = (("Require", "100rel"), ("RSeq", "7"), *self.recorded(invite), *self.contact(talk))
            self.repeat(talk, self.say(talk, invite, 183, extra=extra), cap=64 * T1)
        else:
            self.say(talk, invite, 180, extra=(*self.recorded(invite), *self.contact(talk)))
            if not talk.habits.get("rings"):
                self.finish(talk, 200)

    @staticmethod
    def recorded(invite):
        return [("Record-Route", v) for v in values(invite.rows, "Record-Route")]

    def finish(self, talk, status):
        sdp = SDP.replace("192.0.2.10", self.here.ip).replace("40000", "10000") if status == 200 else ""
        extra = (*self.recorded(talk.invite), *self.contact(talk)) if status == 200 else ()
        self.repeat(talk, self.say(talk, talk.invite, status, body=sdp, extra=extra))

    def repeat(self, talk, response, cap=T2):
        now = time.monotonic()
        talk.ladder, talk.heard = Ladder(response, now + T1, T1, now + 64 * T1, cap), 0

    def tick(self, talk, now):
        ladder = talk.ladder
        if ladder and now >= ladder.until:
            self.give_up(talk)
        elif ladder and now >= ladder.due:
            if self.repeats(ladder):
                self.send(ladder.response)
                ladder.copies += 1
            ladder.gap = min(2 * ladder.gap, ladder.cap)
            ladder.due += ladder.gap
        elif talk.leaves and now >= talk.leaves:
            talk.leaves = 0.0
            self.hang_up(talk, talk.habits.get("farewell", ()))

    @staticmethod
    def repeats(ladder):
        """3xx to 6xx are left to TCP (RFC 3261 17.2.1 Timer G), 2xx are not."""
        return ladder.response.transport == "UDP" or ladder.response.start.split()[1] < "300"

    def give_up(self, talk):
        status, talk.ladder = talk.ladder.response.start.split()[1], None
        if status == "183":
            self.finish(talk, talk.habits.get("at_last", 200))
        elif status == "200":
            self.hang_up(talk, talk.habits.get("farewell", TIMEOUT))

    def hang_up(self, talk, reason):
        invite, talk.over = talk.invite, True
        routes = routes_of(invite.rows)
        target = uri_of(first(invite.rows, "Contact"))
        transport, there = next_hop(uri_of(routes[0]) if routes else target)
        branch = f"z9hG4bK-bye-{first(invite.rows, 'Call-ID').partition('@')[0]}"
        rows = (("Via", f"SIP/2.0/{transport} {self.here};branch={branch}"), ("Max-Forwards", "70"),
                ("From", f"{first(invite.rows, 'To').partition(';tag')[0]};tag={talk.tag}"),
                ("To", first(invite.rows, "From")), ("Call-ID", first(invite.rows, "Call-ID")), ("CSeq", "101 BYE"),
                *[("Route", route) for route in routes], *reason)
        self.send(message(f"BYE {target} SIP/2.0", rows, "", self.here, there, transport))

    def acknowledged(self, ack, talk):
        talk.heard += 1
        if talk.ladder and self.fits(ack, talk):
            talk.ladder = None
            if leaves := talk.habits.get("leaves"):
                talk.leaves = time.monotonic() + leaves

    def fits(self, ack, talk):
        invite, response, habits = talk.invite, talk.ladder.response, talk.habits
        ok = response.start.split()[1] == "200"
        branch = first(ack.rows, "Via") == first(invite.rows, "Via")
        contact = first(response.rows, "Contact", f"<{invite.start.split()[1]}>")
        return (not habits.get("deaf") and talk.heard > habits.get("deaf_copies", 0)
                and cseq_of(ack.rows) == (cseq_of(invite.rows)[0], "ACK")
                and tag_of(first(ack.rows, "To")) == talk.tag
                and tag_of(first(ack.rows, "From")) == tag_of(first(invite.rows, "From"))
                and branch != ok
                and (not ok or ack.start.split()[1] == uri_of(contact))
                and re.match(r"SIP/2\.0/(UDP|TCP) [\w.]+(:\d+)?;", first(ack.rows, "Via"))
                and (ack.transport == "TCP" or ";transport=tcp" not in contact))

    def cancelled(self, request, talk):
        self.say(talk, request, 200)
        if (status := talk.habits.get("cancelled")) and not talk.ladder:
            self.finish(talk, status)

    def pracked(self, request, talk):
        number = cseq_of(talk.invite.rows)[0]
        if first(request.rows, "RAck").split() != ["7", str(number), "INVITE"]:
            self.say(talk, request, 481)
            return
        self.say(talk, request, 200)
        if talk.ladder and talk.ladder.response.start.split()[1] == "183":
            self.finish(talk, 200)

    def asked(self, request, talk):
        if request.method == "BYE":
            talk.ladder, talk.over, talk.leaves = None, True, 0.0
        self.say(talk, request, 200)
