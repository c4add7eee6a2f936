# SPDX-License-Identifier: GPL-2.0-or-later
"""One call on several hops, all of them captured: which ACK belongs to which hop, and where one does not go on."""
from scene import LADDER, NOT_SAID, add, situation
from sip import (ALICE, BOB, CAROL, PROXY, Dialog, Host, copied_routes, follow, forwarded, record_routed, respond,
                 returned, routed, uri_in)

FRONT, BACK = PROXY, Host("198.51.100.6")  # two proxies on the way
TWO, THREE = (ALICE, FRONT, BOB), (ALICE, FRONT, BACK, BOB)
BRANCH = "z9hG4bK-{}-{}"
# One test machine: everything has one address, and the port says who it is.
LOCAL = tuple(Host("127.0.0.1", port) for port in (5070, 5060, 5080))


def proxy_uri(host):
    return f"sip:{host.ip};lr" if host.port == 5060 else f"sip:{host};lr"


def two_addresses(host):
    """What a proxy puts that listens on another port on its inner side."""
    return f"sip:{host.ip}:5062;r2=on;lr", f"sip:{host.ip};r2=on;lr"


class Chain:
    """A call along a path: `path[0]` calls `path[-1]`, the hosts between are proxies."""

    def __init__(self, c, path=TWO, routes=proxy_uri, name="a", dialog=None):
        self.c, self.path, self.name = c, path, name
        self.d = dialog or Dialog(name, path[0], path[-1])
        self.hops = len(path) - 1
        msg = self.d.invite().to(path[1])
        self.invites = [msg]
        for hop in range(1, self.hops):
            msg = forwarded(msg, path[hop], path[hop + 1], BRANCH.format(f"{name}p", hop))
            uris = routes(path[hop]) if routes else ()
            msg = record_routed(msg, *((uris,) if isinstance(uris, str) else uris))
            self.invites.append(msg)
        self.requests, self.finals, self.acks = [], [[] for _ in self.invites], [[] for _ in self.invites]

    def call(self, t=0.0):
        """The INVITE on each hop, 1 ms apart."""
        self.requests = [self.c.send(t + i / 1000, m) for i, m in enumerate(self.invites)]
        return self

    def backwards(self, response):
        """The response on each hop, the first one first."""
        seen = [response]
        for hop in range(self.hops - 1, 0, -1):
            seen.append(returned(seen[-1], self.path[hop], self.path[hop - 1]))
        return seen[::-1]

    def pick_up(self):
        """What the 200 will be on each hop, and its ACK."""
        last = self.invites[-1]
        self.oks = self.backwards(self.d.answer(last, 200, extra=copied_routes(last)))
        self.ack = self.ack_on_hops()

    def respond(self, t, until=0):
        """The 200 from the callee to the caller, from the last hop to hop `until`."""
        for i, hop in enumerate(range(self.hops - 1, until - 1, -1)):
            self.finals[hop].append(self.c.send(t + i / 1000, self.oks[hop]))

    def ack_on_hops(self):
        """The ACK on each hop that it takes: each proxy takes its own routes out and puts a Via on top."""
        msg = follow(self.d.ack(self.invites[0], self.oks[0]), self.oks[0])
        seen = [msg]
        own = [uri_in(v) for n, v in msg.rows if n == "Route"]
        hop = 1
        while own:
            here = self.path[hop]
            while own and here.ip in own[0] and (here.port == 5060 or str(here) in own[0]):
                own.pop(0)
            there = self.path[hop + 1]
            msg = forwarded(msg.without("Route"), here, there, BRANCH.format(f"{self.name}k", hop))
            msg = routed(msg, uri_in(self.oks[0].value("Contact")), own, there)
            seen.append(msg)
            hop += 1
        return seen

    def acknowledge(self, t, hops=None):
        """The ACK on the first `hops` hops."""
        for i, msg in enumerate(self.ack[:hops]):
            self.acks[i].append(self.c.send(t + i / 1000, msg))

    def goes_on(self, hops=None, offsets=LADDER):
        """The whole ladder, and each copy's ACK on the first `hops` hops."""
        for offset in (0, *offsets):
            self.respond(2 + offset)
            if hops != 0:
                self.acknowledge(2.02 + offset, hops)
        for frames in self.finals + self.acks:
            if frames:
                self.c.again(frames)

    def expect(self, hop, verdict="ok", ack="acked", cause=NOT_SAID, **more):
        self.c.expect("INVITE", 200, verdict, ack, cause, request=self.requests[hop:hop + 1], final=self.finals[hop],
                      **more)


def fine(c, chain):
    """Each message once on each hop, and the ACK all the way."""
    chain.call()
    chain.pick_up()
    chain.respond(2)
    chain.acknowledge(2.02)
    c.noise(3, 60)
    for hop in range(chain.hops):
        chain.expect(hop)
    return chain


@situation
def hops_two(c):
    """Caller, proxy, callee; the proxy record-routes, and sends the ACK on."""
    fine(c, Chain(c))


@situation
def hops_three(c):
    """Two proxies, both record-route."""
    fine(c, Chain(c, THREE))


@situation
def hops_three_one_routes(c):
    """Two proxies, of which the first record-routes: it sends the ACK to the callee, past the second."""
    chain = Chain(c, THREE, lambda host: proxy_uri(host) if host == FRONT else ())
    chain.call()
    chain.pick_up()
    chain.respond(2)
    first = follow(chain.d.ack(chain.invites[0], chain.oks[0]), chain.oks[0])
    c.send(2.02, first)
    c.send(2.021, forwarded(first.without("Route"), FRONT, BOB, "z9hG4bK-k-1"))
    c.noise(3, 60)
    for hop in range(3):
        chain.expect(hop)


@situation
def hops_no_record_route(c):
    """The proxy does not record-route: the ACK goes from end to end and is the ACK of both hops."""
    fine(c, Chain(c, routes=None))


@situation
def hops_double_record_route(c):
    """A proxy with two addresses puts two Record-Routes, and takes both out of the ACK."""
    fine(c, Chain(c, routes=two_addresses))


@situation
def hops_on_one_machine(c):
    """Caller, proxy and callee on 127.0.0.1, with ports of their own."""
    fine(c, Chain(c, LOCAL))


@situation
def hops_retransmitted(c):
    """A slow caller: one copy of the 200 runs over both hops before the ACK comes, and each copy has its ACK."""
    chain = Chain(c).call()
    chain.pick_up()
    chain.respond(2)
    chain.respond(2.5)
    chain.acknowledge(2.6)
    chain.acknowledge(3.1)
    for frames in chain.finals + chain.acks:
        c.again(frames)
    c.noise(4, 60)
    for hop in range(2):
        chain.expect(hop)


def stuck(name, doc, path, hops, *wanted, **more):
    """The ACK goes over so many hops and no further. The copies of the 200 run over all of them."""
    def play(c):
        chain = Chain(c, path, **more).call()
        chain.pick_up()
        chain.goes_on(hops)
        for hop, said in enumerate(wanted):
            chain.expect(hop, *said)
    play.__doc__ = doc
    add(name, play)


LOST = ("bad_ack", "lost", "ack_not_forwarded")
MISSING = ("missing_ack", "missing", "ack_not_forwarded")
NOT_SEEN = ("missing_ack", "missing", "ack_not_seen")
LOST_BEHIND = ("bad_ack", "lost", "ack_lost_path")

stuck("hops_ack_not_forwarded", "The proxy gets each ACK and sends none on.", TWO, 1, LOST, MISSING)
stuck("hops_ack_not_forwarded_locally", "The same on one machine.", LOCAL, 1, LOST, MISSING)
stuck("hops_ack_stops_at_second", "Two proxies: the first sends the ACK on, the second does not.", THREE, 2,
      ("bad_ack", "lost"), LOST, MISSING)
stuck("hops_ack_on_none", "Nobody sends an ACK on either hop.", TWO, 0, NOT_SEEN, NOT_SEEN)
stuck("hops_ack_lost_behind", "Its look-alike: the ACKs go over both hops, and get lost behind the last.", TWO, 2,
      LOST_BEHIND, LOST_BEHIND)


@situation
def hops_double_rr_eaten(c):
    """A proxy with two addresses takes one of its two routes out of the ACK, and never sends it to itself."""
    chain = Chain(c, routes=two_addresses).call()
    chain.pick_up()
    chain.goes_on(hops=1)
    chain.expect(0, "bad_ack", "lost", "ack_double_rr")
    chain.expect(1, "missing_ack", "missing")


@situation
def hops_ack_direct_and_lost(c):
    """Without Record-Route the ACK passes the proxy by, and it does not arrive: nobody here could have sent it on."""
    chain = Chain(c, routes=None).call()
    chain.pick_up()
    chain.goes_on()
    for hop in range(2):
        chain.expect(hop, *LOST_BEHIND)


@situation
def hops_486(c):
    """The callee is busy: the proxy acknowledges for itself on its hop, the caller on hers (RFC 3261 17.1.1.3)."""
    chain = Chain(c).call()
    d, (first, second) = chain.d, chain.invites
    busy = d.answer(second, 486)
    back = returned(busy, PROXY, ALICE)
    inner = d.ack(second, busy)
    finals = [c.send(t, m) for t, m in ((2, busy), (2.001, inner), (2.002, back), (2.02, d.ack(first, back)))]
    c.noise(3, 60)
    c.expect("INVITE", 486, "outcome", "acked", request=chain.requests[:1], final=finals[2:3], acks=finals[3:])
    c.expect("INVITE", 486, "outcome", "acked", request=chain.requests[1:], final=finals[:1], acks=finals[1:2])


@situation
def hops_486_not_acknowledged_inside(c):
    """The proxy does not acknowledge the callee's 486, while the caller acknowledges hers: each hop has an ACK of its
    own, and the one is not the other's."""
    chain = Chain(c).call()
    d, (first, second) = chain.d, chain.invites
    busy = d.answer(second, 486)
    back = returned(busy, PROXY, ALICE)
    inner, outer, ack = c.send(2, busy), c.send(2.002, back), c.send(2.02, d.ack(first, back))
    finals = c.again([inner, *(c.send(2 + o, busy) for o in LADDER)])
    c.expect("INVITE", 486, "outcome", "acked", request=chain.requests[:1], final=[outer], acks=[ack])
    c.expect("INVITE", 486, "missing_ack", "missing", request=chain.requests[1:], final=finals, acks=[])


def b2bua(c, ack_on_second):
    """Two legs with nothing in common but the two hosts in the middle and the time."""
    a, b = Dialog("a", callee=PROXY), Dialog("b", caller=PROXY)
    first, second = a.invite(), b.invite()
    requests = [c.send(0, first), c.send(0.001, second)]
    ok_b, ok_a = b.answer(second, 200), a.answer(first, 200)
    finals, acks = ([], []), ([], [])
    for offset in (0, *LADDER) if not ack_on_second else (0,):
        finals[1].append(c.send(2 + offset, ok_b))
        if offset == 0:
            finals[0].append(c.send(2.001, ok_a))
            acks[0].append(c.send(2.02, a.ack(first, ok_a)))
        if ack_on_second:
            acks[1].append(c.send(2.021 + offset, b.ack(second, ok_b)))
    c.again(finals[1])
    if ack_on_second:
        c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "acked", request=requests[:1], final=finals[0], acks=acks[0])
    if ack_on_second:
        c.expect("INVITE", 200, "ok", "acked", request=requests[1:], final=finals[1], acks=acks[1])
    else:
        c.expect("INVITE", 200, "missing_ack", "missing", "ack_not_seen", request=requests[1:], final=finals[1],
                 acks=[])


@situation
def hops_b2bua(c):
    """A back-to-back user agent, another Call-ID on each leg, both acknowledged."""
    b2bua(c, ack_on_second=True)


@situation
def hops_b2bua_one_unacked(c):
    """It does not acknowledge its second leg: no ACK of the first leg was due there, so it was not for sending on."""
    b2bua(c, ack_on_second=False)


def forked(c, lose_ack):
    """The proxy rings two phones, Bob answers, Carol's branch is cancelled."""
    chain = Chain(c).call()
    d = chain.d
    carols = record_routed(forwarded(chain.invites[0], PROXY, CAROL, "z9hG4bK-fork-2"), proxy_uri(PROXY))
    other = c.send(0.002, carols)
    ringing = respond(carols, 180, tag="carol", extra=(("Contact", "<sip:bob@203.0.113.30>"),))
    c.send(0.1, ringing)
    chain.pick_up()
    chain.respond(2)
    cancel = d.cancel(carols)
    gone = respond(carols, 487, tag="carol")
    frames = [c.send(2.002 + i / 1000, m) for i, m in enumerate((cancel, respond(cancel, 200, tag="carol"), gone,
                                                                 d.ack(carols, gone)))]
    chain.acknowledge(2.02, 1 if lose_ack else None)
    if lose_ack:
        for offset in LADDER:
            chain.respond(2 + offset)
            chain.acknowledge(2.02 + offset, hops=1)
        for seen in chain.finals + chain.acks[:1]:
            c.again(seen)
        chain.expect(0, *LOST)
        chain.expect(1, *MISSING)
    else:
        c.noise(3, 60)
        chain.expect(0)
        chain.expect(1)
    c.expect("INVITE", 487, "outcome", "acked", request=[other], final=frames[2:3], acks=frames[3:], cancel=frames[:1])
    c.expect("CANCEL", 200, "ok", request=frames[:1], final=frames[1:2])


@situation
def hops_fork(c):
    """A fork behind a proxy: the ACK goes on to the branch that was answered."""
    forked(c, lose_ack=False)


@situation
def hops_fork_ack_not_forwarded(c):
    """The same, but the proxy keeps the ACK to itself; the ACK of the 487 on the other branch is no help."""
    forked(c, lose_ack=True)


SPIRAL = (ALICE, PROXY, CAROL, PROXY, BOB)


@situation
def hops_spiral(c):
    """Alice, proxy, service, the same proxy again, Bob; proxy and service record-route (RFC 3261 16.3: no loop)."""
    fine(c, Chain(c, SPIRAL))


@situation
def hops_spiral_not_forwarded(c):
    """The proxy sends the ACK on at its first visit, and keeps it at the second."""
    chain = Chain(c, SPIRAL).call()
    chain.pick_up()
    chain.goes_on(3, LADDER[:7])
    chain.expect(0, "bad_ack", "lost")
    chain.expect(1, "bad_ack", "lost")
    chain.expect(2, *LOST)
    chain.expect(3, *MISSING)
