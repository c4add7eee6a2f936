# SPDX-License-Identifier: GPL-2.0-or-later
"""Reliable provisional responses and their PRACK (RFC 3262): a 1xx with Require: 100rel and an RSeq is repeated from T1
on, doubling without a cap, until a PRACK names its RSeq and the INVITE's CSeq, or for 64*T1."""
from dataclasses import replace

from scene import INVITE_LADDER, LADDER as TIMER_E, add, exchange, hang_up, situation
from sip import ALICE, BOB, PROXY, SDP, Dialog, forwarded, returned
from transports import on_tcp

LADDER = INVITE_LADDER  # 3: T1, doubling, for 64*T1


def invite_100rel(c, d, **more):
    invite = d.invite(extra=(("Supported", "100rel"),), **more)
    c.send(0, invite)
    c.send(0.01, d.answer(invite, 100))
    return invite


def reliable(d, invite, rseq=1, status=183):
    body = SDP if status == 183 else ""
    return d.answer(invite, status, extra=(("Require", "100rel"), ("RSeq", str(rseq))), body=body)


def prack(d, rack="1 1 INVITE"):
    return d.request("PRACK", extra=(("RAck", rack),))


def progress(c, d, offsets=(), **invite):
    """INVITE, 100, and the reliable 183 at 1 s with its copies; 3 and on are the 183."""
    asked = invite_100rel(c, d, **invite)
    said = reliable(d, asked)
    return asked, said, c.again([c.send(1 + o, said) for o in (0, *offsets)])


def finish(c, d, invite, t, status=200):
    """The final response and its ACK."""
    final = d.answer(invite, status)
    return c.send(t, final), c.send(t + 0.02, d.ack(invite, final))


@situation
def prack_each(c):
    """Two reliable responses one after the other, a PRACK for each, and the call stands."""
    d = Dialog()
    invite, _, sent = progress(c, d)
    first = exchange(c, d, 1.1, prack(d))
    sent.append(c.send(2, reliable(d, invite, 2, 180)))
    second = exchange(c, d, 2.1, prack(d, "2 1 INVITE"))
    final, ack = finish(c, d, invite, 3)
    c.noise(4, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], provisional=[2, *sent], final=[final], acks=[ack],
             prack="acked", notes=[])
    for request, response in (first, second):
        c.expect("PRACK", 200, "ok", request=[request], final=[response], acks=[])


@situation
def prack_after_two_copies(c):
    """The PRACK comes after the third 183, and the copies stop."""
    d = Dialog()
    invite, _, sent = progress(c, d, LADDER[:2])
    request, response = exchange(c, d, 2.7, prack(d))
    final, ack = finish(c, d, invite, 5)
    c.noise(6, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], provisional=[2, *sent], final=[final], acks=[ack],
             prack="acked")
    c.expect("PRACK", 200, "ok", request=[request], final=[response])


@situation
def prack_over_tcp(c):
    """The same over TCP, where a reliable response is repeated too."""
    d = on_tcp(c)
    invite, _, sent = progress(c, d, LADDER[:1])
    request, response = exchange(c, d, 1.7, prack(d))
    final, ack = finish(c, d, invite, 5)
    c.noise(6, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[4], provisional=[5, *sent], final=[final], acks=[ack],
             prack="acked")
    c.expect("PRACK", 200, "ok", request=[request], final=[response])


TIMED_OUT = (("Reason", 'SIP;cause=504;text="PRACK Timeout"'),)


@situation
def prack_missing_504(c):
    """No PRACK, the whole ladder of 183s, and the callee gives up with 504 (RFC 3262 3: a 5xx)."""
    d = Dialog()
    invite, _, sent = progress(c, d, LADDER)
    refused = d.answer(invite, 504, extra=TIMED_OUT)
    final, ack = c.send(33, refused), c.send(33.02, d.ack(invite, refused))
    c.expect("INVITE", 504, "failed", "acked", request=[1], provisional=[2, *sent], final=[final], acks=[ack],
             prack="missing")


@situation
def prack_missing_silence(c):
    """No PRACK, the whole ladder, and then nothing."""
    _, _, sent = progress(c, Dialog(), LADDER)
    c.noise(34, 60)
    c.expect("INVITE", None, "missing_ack", "not_due", "prack_not_seen", request=[1], provisional=[2, *sent], final=[],
             prack="missing")


@situation
def prack_missing_answered(c):
    """No PRACK and four 183s, and the user picks up before their time is over. The call stands, the PRACK was due."""
    d = Dialog()
    invite, _, sent = progress(c, d, LADDER[:4])
    final, ack = finish(c, d, invite, 10)
    hang_up(c, d, 30)
    c.expect("INVITE", 200, "missing_ack", "acked", "prack_not_seen", request=[1], provisional=[2, *sent],
             final=[final], acks=[ack], prack="missing")
    c.expect("BYE", 200, "ok")


@situation
def prack_missing_tcp(c):
    """The ladder over TCP, and no PRACK."""
    d = on_tcp(c)
    _, _, sent = progress(c, d, LADDER)
    c.noise(34, 60)
    c.expect("INVITE", None, "missing_ack", "not_due", "prack_not_seen", request=[4], provisional=[5, *sent], final=[],
             prack="missing")


@situation
def prack_of_first_only(c):
    """The first of two reliable responses has its PRACK, the second is repeated to the end of its time."""
    d = Dialog()
    invite, _, sent = progress(c, d)
    request, response = exchange(c, d, 1.1, prack(d))
    ringing = reliable(d, invite, 2, 180)
    second = c.again([c.send(2 + o, ringing) for o in (0, *LADDER)])
    c.noise(35, 60)
    c.expect("INVITE", None, "missing_ack", "not_due", "prack_not_seen", request=[1], provisional=[2, *sent, *second],
             final=[], prack="missing")
    c.expect("PRACK", 200, "ok", request=[request], final=[response])


def mismatched(name, doc, rack, status=481):
    """A PRACK that is refused, and 183s that go on."""
    def play(c):
        d = Dialog()
        asked = invite_100rel(c, d)
        said = reliable(d, asked)
        sent = [c.send(1, said)]
        request, response = exchange(c, d, 1.1, prack(d, rack), status)
        sent = c.again(sent + [c.send(1 + o, said) for o in LADDER])
        c.noise(34, 60)
        c.expect("INVITE", None, "bad_ack", "not_due", "prack_wrong", request=[1], provisional=[2, *sent], final=[],
                 prack="wrong")
        c.expect("PRACK", status, "failed" if status == 481 else "ok", request=[request], final=[response])
    play.__doc__ = doc
    add(name, play)


mismatched("prack_wrong_rseq", "The PRACK names another RSeq, is refused with 481, and the 183 is repeated.",
           "2 1 INVITE")
mismatched("prack_wrong_cseq", "The PRACK names its own CSeq number instead of the INVITE's.", "1 2 INVITE")
mismatched("prack_wrong_method", "The PRACK names itself as the method.", "1 1 PRACK")
mismatched("prack_wrong_but_200", "The PRACK names another RSeq, is answered with 200, and the 183 is repeated.",
           "7 1 INVITE", 200)


@situation
def prack_lost(c):
    """The right PRACK, sent again and again, has no answer, and the 183 is repeated too: the PRACK does not arrive."""
    d = Dialog()
    asked = invite_100rel(c, d)
    said, ours = reliable(d, asked), prack(d)
    events = sorted([(1 + o, said) for o in (0, *LADDER)] + [(1.1 + o, ours) for o in (0, *TIMER_E)],
                    key=lambda e: e[0])
    frames = [(c.send(t, m), m) for t, m in events]
    sent, pracks = ([f for f, m in frames if m is which] for which in (said, ours))
    c.again(sent), c.again(pracks)
    c.noise(34, 60)
    c.expect("INVITE", None, "bad_ack", "not_due", "prack_lost_path", request=[1], provisional=[2, *sent], final=[],
             prack="lost")
    c.expect("PRACK", None, "no_response", request=pracks, final=[])


@situation
def prack_answered_but_183_goes_on(c):
    """The PRACK is right and has its 200, yet the 183 is repeated to its end."""
    d = Dialog()
    asked = invite_100rel(c, d)
    said = reliable(d, asked)
    sent = [c.send(1, said)]
    request, response = exchange(c, d, 1.1, prack(d))
    sent += [c.send(1 + o, said) for o in LADDER]
    c.again(sent)
    c.noise(34, 60)
    c.expect("INVITE", None, "bad_ack", "not_due", "prack_lost_path", request=[1], provisional=[2, *sent], final=[],
             prack="lost")
    c.expect("PRACK", 200, "ok", request=[request], final=[response])


# --- look-alikes ------------------------------------------------------------------------------------------------------

def unreliable(name, doc, extra, status=180):
    """A provisional response that needs no PRACK, repeated at the spacing of one that does."""
    def play(c):
        d = Dialog()
        invite = invite_100rel(c, d)
        said = d.answer(invite, status, extra=extra)
        sent = c.again([c.send(1 + o, said) for o in (0, *LADDER[:5])])
        final, ack = finish(c, d, invite, 20)
        c.noise(21, 60)
        c.expect("INVITE", 200, "ok", "acked", request=[1], provisional=[2, *sent], final=[final], acks=[ack],
                 prack="not_due")
    play.__doc__ = doc
    add(name, play)


unreliable("no_prack_due_to_180", "A 180 without 100rel needs no PRACK, however often it is said.", ())
unreliable("no_prack_due_supported_only", "A 183 that supports 100rel and does not require it.",
           (("Supported", "100rel"),), 183)
unreliable("no_prack_due_other_require", "A 183 that requires something else.", (("Require", "precondition"),), 183)


@situation
def prack_elsewhere(c):
    """A 183 that is not repeated, and no PRACK: it went another way, and the 200 has its ACK here."""
    d = Dialog()
    invite, _, sent = progress(c, d)
    final, ack = finish(c, d, invite, 10)
    hang_up(c, d, 30)
    c.expect("INVITE", 200, "ok", "acked", request=[1], provisional=[2, *sent], final=[final], acks=[ack],
             prack="elsewhere")
    c.expect("BYE", 200, "ok")


@situation
def prack_elsewhere_after_copies(c):
    """Three 183s in 1.5 s, then none: the PRACK got through, on another way."""
    d = Dialog()
    invite, _, sent = progress(c, d, LADDER[:2])
    c.noise(4, 30)
    final, ack = finish(c, d, invite, 40)
    hang_up(c, d, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], provisional=[2, *sent], final=[final], acks=[ack],
             prack="elsewhere")
    c.expect("BYE", 200, "ok")


@situation
def prack_pending(c):
    """The capture ends 0.7 s after the 183 and its one copy."""
    _, _, sent = progress(c, Dialog(), LADDER[:1])
    c.noise(1.7, 0)
    c.expect("INVITE", None, "pending", request=[1], provisional=[2, *sent], final=[], prack="pending")


@situation
def prack_overtaken_by_200(c):
    """The user picks up 0.3 s after the 183, before its PRACK can be there; the 183 is not repeated any more."""
    d = Dialog()
    invite, _, sent = progress(c, d)
    final = d.answer(invite, 200)
    ours = prack(d)
    f = [c.send(t, m) for t, m in ((1.3, final), (1.32, d.ack(invite, final)), (1.35, ours),
                                   (1.37, d.answer(ours, 200)))]
    c.noise(2, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], provisional=[2, *sent], final=f[:1], acks=f[1:2],
             prack="acked")
    c.expect("PRACK", 200, "ok", request=f[2:3], final=f[3:])


@situation
def prack_overtaken_by_486(c):
    """The user declines 0.3 s after the 183: the final response ends the matter, and no PRACK is sent."""
    d = Dialog()
    invite, _, sent = progress(c, d)
    final, ack = finish(c, d, invite, 1.3, 486)
    c.noise(2, 60)
    c.expect("INVITE", 486, "outcome", "acked", request=[1], provisional=[2, *sent], final=[final], acks=[ack])


@situation
def prack_of_other_fork(c):
    """Two phones send a reliable 180 with the same RSeq: each To tag has a PRACK of its own."""
    d = Dialog()
    invite = invite_100rel(c, d)
    sent, pairs = [], []
    for t, tag in ((1, "desk"), (1.05, "mobile")):
        said = d.answer(invite, 180, tag=tag, extra=(("Require", "100rel"), ("RSeq", "1")))
        sent.append(c.send(t, said))
        d.tags[BOB] = tag
        pairs.append(prack(d))
    frames = [exchange(c, d, 1.1 + i / 10, request) for i, request in enumerate(pairs)]
    d.tags[BOB] = "desk"
    final, ack = finish(c, d, invite, 3)
    c.noise(4, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], provisional=[2, *sent], final=[final], acks=[ack],
             prack="acked")
    for request, response in frames:
        c.expect("PRACK", 200, "ok", request=[request], final=[response])


@situation
def prack_on_other_hop(c):
    """A proxy that does not record-route: the 183 runs over two hops, the PRACK from end to end."""
    d = Dialog()
    first = d.invite(extra=(("Supported", "100rel"),)).to(PROXY)
    second = forwarded(first, PROXY, BOB, "z9hG4bK-p-1")
    said = reliable(d, second)
    c.send(0, first)
    c.send(0.001, second)
    inner, outer = c.send(1, said), c.send(1.001, returned(said, PROXY, ALICE))
    request, response = exchange(c, d, 1.1, prack(d))
    ok = d.answer(second, 200)
    finals = c.send(3, ok), c.send(3.001, returned(ok, PROXY, ALICE))
    ack = c.send(3.02, d.ack(replace(first, dst=BOB), ok))
    c.noise(4, 60)
    for sent, said, final in ((1, outer, finals[1]), (2, inner, finals[0])):
        c.expect("INVITE", 200, "ok", "acked", request=[sent], provisional=[said], final=[final], acks=[ack],
                 prack="acked")
    c.expect("PRACK", 200, "ok", request=[request], final=[response])
