# SPDX-License-Identifier: GPL-2.0-or-later
"""The ACK: there, late, wrong, lost, missing, or not to be known. The times are those of RFC 3261 13.3.1.4 (a 2xx is
repeated at T1, doubling to T2, for 64*T1) and 17.2.1 (Timers G and H of the other final responses)."""
from scapy.layers.inet import IP

from scene import LADDER, call, exchange, hang_up, pick_up, ring, situation
from sip import ALICE, BOB, Dialog
from wire import link

ACK_TIMEOUT = ("Reason", 'SIP;cause=408;text="ACK Timeout"')


def answered(c, d, offsets=()):
    """A call answered at 2 s whose 200 is sent again at these offsets; frames 4 and on are the 200."""
    invite, ok = pick_up(c, d)
    rest = [c.send(2 + o, ok) for o in offsets]
    return invite, ok, c.again([4, *rest])


@situation
def ack_for_each_copy(c):
    """A slow network: the 200 is repeated once before the ACK arrives, and each copy is acknowledged."""
    d = Dialog()
    invite, ok, _ = answered(c, d, (0.5,))
    ack = d.ack(invite, ok)
    acks = c.again([c.send(2.6, ack), c.send(3.1, ack)])
    c.noise(4, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[4, 5], acks=acks, ms=2000.0)


@situation
def ack_missing_bye(c):
    """No ACK, the whole ladder of 200s, and the callee gives up with a reason (RFC 3326)."""
    d = Dialog()
    _, _, final = answered(c, d, LADDER)
    exchange(c, d, 34, d.request("BYE", by=BOB, extra=(ACK_TIMEOUT,)))
    c.expect("INVITE", 200, "missing_ack", "missing", confidence="certain", request=[1], final=final, acks=[])
    c.expect("BYE", 200, "ok", request=[15], final=[16])


@situation
def ack_missing_ladder(c):
    """No ACK and the whole ladder, the callee just stops."""
    _, _, final = answered(c, Dialog(), LADDER)
    c.noise(35, 30)
    c.expect("INVITE", 200, "missing_ack", "missing", confidence="certain", request=[1], final=final, acks=[])


@situation
def ack_missing_three_copies(c):
    """Three copies of the 200 and then the end of the capture: enough to say so, not to be certain."""
    _, _, final = answered(c, Dialog(), LADDER[:2])
    c.expect("INVITE", 200, "missing_ack", "missing", confidence="likely", request=[1], final=final, acks=[])


def refused(c, d, offsets=()):
    """A call refused with 486 at 2 s; frames 4 and on are the 486."""
    invite = ring(c, d)
    final = d.answer(invite, 486)
    return invite, final, c.again(c.copies(final, 2, offsets))


@situation
def ack_missing_486(c):
    """486 on UDP, repeated by Timer G until Timer H ends it."""
    _, _, final = refused(c, Dialog(), LADDER)
    c.expect("INVITE", 486, "missing_ack", "missing", confidence="certain", request=[1], final=final, acks=[])


def refused_on_tcp(c, then):
    d = Dialog(caller=ALICE.at(49152), transport="TCP")
    c.connect(-0.01, d.caller, d.callee)
    refused(c, d)
    d.established = False
    other = Dialog("b", d.caller, d.callee, "TCP")
    if then:
        exchange(c, other, then, other.request("OPTIONS"))


@situation
def ack_missing_tcp_486(c):
    """486 on TCP is not repeated (no Timer G); 40 s later the requester is alive on the connection, and has not
    acknowledged."""
    refused_on_tcp(c, then=42)
    c.expect("INVITE", 486, "missing_ack", "missing", confidence="likely", request=[4], final=[7], acks=[])
    c.expect("OPTIONS", 200, "ok")


@situation
def ack_tcp_486_early(c):
    """The same, but the requester's next request comes after 10 s, and the capture ends."""
    refused_on_tcp(c, then=12)
    c.expect("INVITE", 486, "outcome", "pending")
    c.expect("OPTIONS", 200, "ok")


@situation
def ack_tcp_486_quiet(c):
    """The same, but the requester is never seen again: the connection may have been lost with the ACK."""
    refused_on_tcp(c, then=None)
    c.noise(10, 60)
    c.expect("INVITE", 486, "outcome", "unknown")


@situation
def ack_unseen_2xx_not_repeated(c):
    """A 200 that is never repeated had its ACK, on another way than this."""
    answered(c, Dialog())
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "unknown", request=[1], final=[4], acks=[])


@situation
def ack_pending(c):
    """The capture ends 0.7 s after the 200, which was repeated once."""
    answered(c, Dialog(), (0.5,))
    c.noise(2.7, 0)
    c.expect("INVITE", 200, "ok", "pending", final=[4, 5], acks=[])


@situation
def ack_pending_two_seconds(c):
    """The capture ends two seconds after the 200. One repeat was seen, the next may have been lost."""
    answered(c, Dialog(), (0.5,))
    c.noise(4, 0)
    c.expect("INVITE", 200, "ok", "pending", final=[4, 5], acks=[])


@situation
def late_start(c):
    """The capture begins with a 200 that is being repeated: whether an ACK was due to it nobody here can say."""
    d = Dialog()
    c.again(c.copies(d.answer(d.invite(), 200), 0, LADDER))
    c.expect("INVITE", 200, "incomplete", "unknown", request=[], final=list(range(1, 12)), acks=[])


@situation
def late_start_acked(c):
    """The capture begins with the 200 and its ACK."""
    d = Dialog()
    invite = d.invite()
    ok = d.answer(invite, 200)
    c.send(0, ok)
    c.send(0.02, d.ack(invite, ok))
    hang_up(c, d, 10)
    c.expect("INVITE", 200, "incomplete", "acked", request=[], final=[1], acks=[2])
    c.expect("BYE", 200, "ok")


def one_direction(c, requests):
    d = Dialog()
    invite = d.invite()
    ok = d.answer(invite, 200)
    bye = d.request("BYE")
    for t, msg in (((0, invite), (2.02, d.ack(invite, ok)), (10, bye)) if requests else
                   ((0.01, d.answer(invite, 100)), (0.1, d.answer(invite, 180)), (2, ok), (10.02, d.answer(bye, 200)))):
        c.send(t, msg)
    c.noise(11, 60)


@situation
def requests_only(c):
    """Only one direction was captured. Nothing was left unanswered for all that is known."""
    one_direction(c, requests=True)
    c.expect("INVITE", None, "incomplete", request=[1], final=[])
    c.expect("BYE", None, "incomplete", request=[3], final=[])


@situation
def responses_only(c):
    """The other direction alone."""
    one_direction(c, requests=False)
    c.expect("INVITE", 200, "incomplete", "unknown", request=[], provisional=[1, 2], final=[3], acks=[])
    c.expect("BYE", 200, "incomplete", request=[], final=[4])


def mirrored(c, second_sight):
    """Every packet of a call twice, 0.1 ms apart, as from a mirror port: nothing is retransmitted."""
    d, whole = Dialog(), type(c)()
    call(whole, d)
    hang_up(whole, d, 10)
    for t, frame in whole.frames:
        first = c.put(t / 1e6, frame)
        second = c.put(t / 1e6 + 0.0001, second_sight(frame))
        c.duplicates[second] = first
        c.frame(second, retransmissions="")
    c.expect("INVITE", 200, "ok", "acked", request=[1, 2], provisional=[3, 4, 5, 6], final=[7, 8], acks=[9, 10],
             ms=2000.0)
    c.expect("BYE", 200, "ok", request=[11, 12], final=[13, 14], ms=20.0)


@situation
def mirror(c):
    """The same bytes twice."""
    mirrored(c, lambda frame: frame)


@situation
def mirror_vlan(c):
    """The second sight is behind a router: a VLAN tag more, a TTL less."""
    def routed(frame):
        packet = IP(frame[14:])
        packet.ttl -= 1
        del packet.chksum
        return link(packet, vlan=100)
    mirrored(c, routed)


def acked_wrongly(c, d, bend, status=200, then=LADDER[1:]):
    """The final response at 2 s and 2.5 s, an ACK with something wrong after each, and the ladder goes on."""
    invite = ring(c, d)
    final = d.answer(invite, status)
    ack = bend(d.ack(invite, final))
    frames, acks = [], []
    for offset in (0, 0.5):
        frames.append(c.send(2 + offset, final))
        acks.append(c.send(2.02 + offset, ack))
    c.again(acks)
    return c.again(frames + [c.send(2 + o, final) for o in then])


@situation
def ack_wrong_cseq(c):
    """The ACK counts CSeq up, as if it were a request of its own (RFC 3261 13.2.2.4: the INVITE's number)."""
    final = acked_wrongly(c, Dialog(), lambda a: a.with_("CSeq", "2 ACK"))
    c.expect("INVITE", 200, "bad_ack", "wrong", "ack_cseq", confidence="certain", request=[1], final=final)


@situation
def ack_wrong_to_tag(c):
    """The ACK names a To tag that nobody gave."""
    final = acked_wrongly(c, Dialog(), lambda a: a.with_("To", "<sip:bob@example.net>;tag=somebody-else"))
    c.expect("INVITE", 200, "bad_ack", "wrong", "ack_totag", confidence="certain", request=[1], final=final)


@situation
def ack_without_to_tag(c):
    """The ACK has the To of the INVITE, without the tag of the response."""
    final = acked_wrongly(c, Dialog(), lambda a: a.with_("To", "<sip:bob@example.net>"))
    c.expect("INVITE", 200, "bad_ack", "wrong", "ack_totag", confidence="certain", request=[1], final=final)


@situation
def ack_new_branch_486(c):
    """The ACK to a 486 has a branch of its own and matches no transaction (RFC 3261 17.1.1.3, 17.2.3)."""
    d = Dialog()
    final = acked_wrongly(c, d, lambda a: a.with_("Via", d.via(ALICE, d.branch())), status=486)
    c.expect("INVITE", 486, "bad_ack", "wrong", "ack_branch", confidence="certain", request=[1], final=final)


@situation
def ack_lost(c):
    """Each copy of the 200 is acknowledged as it should be, yet the callee repeats it to the end."""
    d = Dialog()
    invite, ok = pick_up(c, d)
    ack = d.ack(invite, ok)
    finals, acks = [4], [c.send(2.02, ack)]
    for offset in LADDER:
        finals.append(c.send(2 + offset, ok))
        acks.append(c.send(2.02 + offset, ack))
    c.again(finals)
    c.again(acks)
    c.expect("INVITE", 200, "bad_ack", "lost", "ack_lost_path", request=[1], final=finals, acks=acks)


@situation
def ack_not_repeated(c):
    """The first 200 is acknowledged, the ACK is lost, and the caller does not acknowledge the repeats."""
    d = Dialog()
    invite, ok = pick_up(c, d)
    acks = [c.send(2.02, d.ack(invite, ok))]
    finals = c.again([4] + [c.send(2 + o, ok) for o in LADDER])
    c.expect("INVITE", 200, "bad_ack", "lost", request=[1], final=finals, acks=acks)


@situation
def ack_late(c):
    """The ACK comes 40 s after the 200, when the callee has given up (64*T1)."""
    d = Dialog()
    invite, ok, final = answered(c, d, LADDER)
    ack = c.send(42, d.ack(invite, ok))
    c.expect("INVITE", 200, "bad_ack", "late", request=[1], final=final, acks=[ack])


@situation
def ack_at_30_seconds(c):
    """The ACK comes 30 s after the 200: slow, but in time, and the callee stops."""
    d = Dialog()
    invite, ok, final = answered(c, d, LADDER[:-1])
    ack = c.send(32, d.ack(invite, ok))
    c.noise(33, 20)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=final, acks=[ack])


@situation
def ack_before_200(c):
    """Two captures merged, one clock 2 ms ahead: the ACK stands in front of its 200."""
    d = Dialog()
    invite = ring(c, d)
    ok = d.answer(invite, 200)
    ack = d.ack(invite, ok)
    c.send(2.000, ack)
    c.send(2.002, ok)
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[5], acks=[4])


@situation
def ack_reuses_branch(c):
    """An ACK to a 2xx with the INVITE's branch: not as RFC 3261 17.1.1.3 has it, but an ACK."""
    d = Dialog()
    invite, ok = pick_up(c, d)
    c.send(2.02, d.ack(invite, ok).with_("Via", invite.value("Via")))
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[4], acks=[5])


@situation
def ack_elsewhere(c):
    """The ACK bypasses this point; the caller hangs up a minute later, so the call stood."""
    d = Dialog()
    answered(c, d)
    hang_up(c, d, 62)
    c.expect("INVITE", 200, "ok", "elsewhere", request=[1], final=[4], acks=[])
    c.expect("BYE", 200, "ok")


@situation(snaplen=200)
def cut_by_snap_length(c):
    """200 bytes of each frame: the ladder of 200s is there and no ACK, but the frames do not say enough."""
    answered(c, Dialog(), LADDER)
    c.retransmitted.clear()
    c.open_ended = True


@situation
def bye_by_callee(c):
    """A callee that does not repeat its 200 hangs up after 32 s: a short call, whose ACK went another way."""
    d = Dialog()
    answered(c, d)
    exchange(c, d, 34, d.request("BYE", by=BOB))
    c.noise(35, 30)
    c.expect("INVITE", 200, "ok", "unknown", request=[1], final=[4], acks=[])
    c.expect("BYE", 200, "ok")


@situation
def bye_by_callee_early(c):
    """The callee hangs up after 12 s: no ACK timeout, and the ACK went another way."""
    d = Dialog()
    answered(c, d)
    exchange(c, d, 14, d.request("BYE", by=BOB))
    c.noise(20, 60)
    c.expect("INVITE", 200, "ok", "elsewhere", request=[1], final=[4], acks=[])
    c.expect("BYE", 200, "ok")


@situation
def fork_one_unacked(c):
    """Two phones pick up; the second one's 200 is never acknowledged. The worse leg counts."""
    d = Dialog()
    invite = d.invite()
    desk, mobile = (d.answer(invite, 200, tag=tag) for tag in ("desk", "mobile"))
    c.send(0, invite)
    c.send(2, desk)
    c.send(2.01, d.ack(invite, desk))
    rest = c.again(c.copies(mobile, 2.1, LADDER))
    c.expect("INVITE", 200, "missing_ack", "missing", confidence="certain", request=[1], final=[2, *rest])


@situation
def orphan_ack(c):
    """An ACK whose INVITE was before the capture."""
    d = Dialog()
    invite = d.invite()
    c.send(0, d.ack(invite, d.answer(invite, 200)))
    c.noise(1, 60)
    c.expect("ACK", None, "incomplete")


@situation
def rfc2543_call(c):
    """A peer of RFC 2543: a branch without the cookie, which is no transaction id (RFC 3261 17.2.3)."""
    d = Dialog(cookie="1")
    call(c, d)
    hang_up(c, d, 10)
    c.expect("INVITE", 200, "ok", "acked", request=[1], provisional=[2, 3], final=[4], acks=[5])
    c.expect("BYE", 200, "ok", request=[6], final=[7])


@situation
def rfc2543_same_branch(c):
    """An old stack with one branch for all it sends: CSeq and tags tell the transactions apart."""
    d = Dialog(cookie="1")
    d.branch = lambda: "1"
    call(c, d)
    hang_up(c, d, 10)
    exchange(c, d, 11, d.request("OPTIONS"))
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[4], acks=[5])
    c.expect("BYE", 200, "ok", request=[6], final=[7])
    c.expect("OPTIONS", 200, "ok", request=[8], final=[9])
