# SPDX-License-Identifier: GPL-2.0-or-later
"""Half an hour of an office: a hundred calls, two of them bad. What the guides are shown on."""
from scene import LADDER, call, exchange, hang_up, ring, situation
from sip import BOB, Dialog, Host

PHONES = ("Yealink SIP-T46S", "Polycom VVX 411", "Linphone/5.1", "Old Phone 1.0")
SLOT = 16  # seconds from call to call; one call at a time
QUOTED, UNACKNOWLEDGED = 37, 71  # the bad ones
EXCHANGE = ("Server", "Office PBX 4")


class Desk(Dialog):
    """A phone of the office and one call of it."""

    def __init__(self, number):
        super().__init__(f"call{number}", caller=Host(f"192.0.2.{10 + number % 40}"), callee=BOB)
        agent = PHONES[-1] if number in (QUOTED, UNACKNOWLEDGED) else PHONES[number % 3]
        self.agent = (("User-Agent", agent),)
        user = f"desk{10 + number % 40}"
        self.address[self.caller] = f"sip:{user}@example.com"
        self.contact[self.caller] = f"sip:{user}@{self.caller}"

    def request(self, method, by=None, extra=(), **more):
        return super().request(method, by, extra=(*extra, *(self.agent if by in (None, self.caller) else ())), **more)


def answered(c, d, t):
    call(c, d, t)
    hang_up(c, d, t + 8, by=d.callee if len(d.name) % 2 else d.caller)
    c.expect("INVITE", 200, "ok", "acked", faults=[])
    c.expect("BYE", 200, "ok", faults=[])


def refused(c, d, t, status, verdict, bend=None, **more):
    invite = d.invite()
    invite = bend(invite) if bend else invite
    answer = d.answer(invite, status, extra=(EXCHANGE,))
    c.send(t, invite)
    c.send(t + 0.03, answer)
    c.send(t + 0.05, d.ack(invite, answer))
    c.expect("INVITE", status, verdict, "acked", **more)


def busy(c, d, t):
    refused(c, d, t, 486, "outcome", faults=[])


def abandoned(c, d, t):
    invite = d.invite()
    c.send(t, invite)
    c.send(t + 0.1, d.answer(invite, 180))
    cancel = d.cancel(invite)
    c.send(t + 5, cancel)
    c.send(t + 5.01, d.answer(cancel, 200))
    answer = d.answer(invite, 487)
    c.send(t + 5.02, answer)
    c.send(t + 5.04, d.ack(invite, answer))
    c.expect("INVITE", 487, "outcome", "acked", faults=[])
    c.expect("CANCEL", 200, "ok")


def quoted(c, d, t):
    """The phone forgets to close the quotation marks around a name."""
    refused(c, d, t, 400, "failed", cause="from_malformed", header="From", confidence="certain",
            bend=lambda m: m.with_("From", m.value("From").replace("<", '"Reception <', 1)))


def unacknowledged(c, d, t):
    """The answer names an address that only the callee's own network knows."""
    answer = d.answer
    d.answer = lambda *a, **k: answer(*a, **k).with_("Contact", "<sip:bob@192.168.1.20>")
    invite = ring(c, d, t)
    ok = d.answer(invite, 200)
    c.again([c.send(t + 2 + offset, ok) for offset in (0, *LADDER)])
    exchange(c, d, t + 34, d.request("BYE", by=d.callee))
    c.expect("INVITE", 200, "missing_ack", "missing", cause="ack_contact_private", confidence="likely")
    c.expect("BYE", 200, "ok")


@situation
def office(c):
    """A hundred calls: answered, busy, abandoned; one refused for its From, one answered and never acknowledged."""
    t = 0
    for number in range(100):
        d = Desk(number)
        if number == QUOTED:
            quoted(c, d, t)
        elif number == UNACKNOWLEDGED:
            unacknowledged(c, d, t)
        else:
            play = busy if number % 9 == 4 else abandoned if number % 14 == 11 else answered
            play(c, d, t)
        t += 3 * SLOT if number == UNACKNOWLEDGED else SLOT
