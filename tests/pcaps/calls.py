# SPDX-License-Identifier: GPL-2.0-or-later
"""Ordinary traffic, nothing of it bad but what says so: calls, challenges, refusals, forks, proxies."""
from scene import LADDER, call, exchange, hang_up, ring, situation
from sip import (ALICE, ALICE6, BOB, BOB6, CAROL, PROXY, SDP, Dialog, forwarded, returned)


def plain_call(c, d, first=1):
    """The call of five frames and its BYE of two, in whatever transport the dialog has."""
    call(c, d)
    hang_up(c, d, 10)
    f = first
    c.expect("INVITE", 200, "ok", "acked", request=[f], provisional=[f + 1, f + 2], final=[f + 3], acks=[f + 4],
             cancel=[], ms=2000.0, faults=[], repeated=False)
    c.expect("BYE", 200, "ok", request=[f + 5], provisional=[], final=[f + 6], acks=[], ms=20.0, faults=[])


@situation
def call_udp(c):
    """A call over UDP: INVITE, 100, 180, 200, ACK, BYE, 200."""
    plain_call(c, Dialog())
    c.frame(1, transaction="1", verdict="ok", response_in="4", ack_in="5")
    c.frame(4, transaction="1", request_in="1", response_time="2.000000000")
    c.frame(5, transaction="1")
    c.frame(6, transaction="2", response_in="7")


@situation
def call_tcp(c):
    """The same call over TCP, which Wireshark itself does not track."""
    d = Dialog(caller=ALICE.at(49152), transport="TCP")
    c.connect(-0.01, d.caller, d.callee)
    plain_call(c, d, first=4)


@situation
def call_ipv6(c):
    """The same call over IPv6."""
    plain_call(c, Dialog(caller=ALICE6, callee=BOB6))


@situation
def call_sctp(c):
    """The same call over SCTP."""
    plain_call(c, Dialog(transport="SCTP"))


@situation
def options_ok(c):
    """OPTIONS answered 200."""
    d = Dialog()
    exchange(c, d, 0, d.request("OPTIONS"))
    c.expect("OPTIONS", 200, "ok", request=[1], final=[2], ms=20.0, faults=[])


CHALLENGE = ("WWW-Authenticate", 'Digest realm="example.com", nonce="84f1c1ae", algorithm=MD5, qop="auth"')
CREDENTIALS = ("Authorization", 'Digest username="alice", realm="example.com", nonce="84f1c1ae", uri="sip:example.com",'
               ' response="6629fae49393a05397450978507c4ef1", algorithm=MD5, qop=auth, nc=00000001, cnonce="0a4f113b"')


@situation
def register_challenged(c):
    """REGISTER, 401, REGISTER with credentials, 200: a challenge is no failure."""
    d = Dialog()
    exchange(c, d, 0, d.request("REGISTER"), 401, extra=(CHALLENGE,))
    exchange(c, d, 0.1, d.request("REGISTER", extra=(CREDENTIALS,)))
    c.expect("REGISTER", 401, "challenged", request=[1], final=[2])
    c.expect("REGISTER", 200, "ok", request=[3], final=[4])


@situation
def invite_challenged(c):
    """INVITE, 407, ACK, INVITE with credentials, 200, ACK: each ACK goes with its own CSeq number."""
    d = Dialog()
    first = d.invite()
    refused = d.answer(first, 407, extra=(("Proxy-Authenticate", CHALLENGE[1]),))
    for t, msg in enumerate((first, refused, d.ack(first, refused))):
        c.send(t / 100, msg)
    call(c, d, 0.1, extra=(("Proxy-Authorization", CREDENTIALS[1]),))
    c.expect("INVITE", 407, "challenged", "acked", request=[1], final=[2], acks=[3])
    c.expect("INVITE", 200, "ok", "acked", request=[4], final=[7], acks=[8])


@situation
def challenge_at_end(c):
    """The capture ends with a 401: the answer may come yet."""
    d = Dialog()
    exchange(c, d, 0, d.request("REGISTER"), 401, extra=(CHALLENGE,))
    c.expect("REGISTER", 401, "challenged")


@situation
def challenge_unanswered(c):
    """A 401 that nobody answers while the capture goes on for a minute."""
    d = Dialog()
    exchange(c, d, 0, d.request("REGISTER"), 401, extra=(CHALLENGE,))
    c.noise(1, 60)
    c.expect("REGISTER", 401, "failed", cause="challenge_unanswered", confidence="likely")


def refusal(c, status, verdict, extra=(), **more):
    d = Dialog()
    invite = ring(c, d)
    final = d.answer(invite, status, extra=extra)
    c.send(3, final)
    c.send(3.02, d.ack(invite, final))
    c.expect("INVITE", status, verdict, "acked", request=[1], final=[4], acks=[5], ms=3000.0, **more)


@situation
def redirected(c):
    """302, acknowledged."""
    refusal(c, 302, "redirected", extra=(("Contact", "<sip:bob@example.org>"),))


@situation
def busy(c):
    """486, acknowledged: an outcome, no failure."""
    refusal(c, 486, "outcome")


@situation
def declined(c):
    """603, acknowledged."""
    refusal(c, 603, "outcome")


@situation
def unavailable(c):
    """503, acknowledged: failed, though the ACK is right."""
    refusal(c, 503, "failed")


@situation
def timeout_408(c):
    """A real 408 from the other side: a response, not the lack of one."""
    refusal(c, 408, "failed")


@situation
def terminated_unasked(c):
    """487, and no CANCEL in the capture: it may have gone another way."""
    refusal(c, 487, "failed", confidence="possible")


@situation
def cancelled(c):
    """INVITE, CANCEL, 200 to the CANCEL, 487 to the INVITE, ACK (RFC 3261 9.2). The 200 is no answer to the call."""
    d = Dialog()
    invite = ring(c, d)
    cancel = d.cancel(invite)
    c.send(5, cancel)
    c.send(5.01, d.answer(cancel, 200))
    gone = d.answer(invite, 487)
    c.send(5.02, gone)
    c.send(5.03, d.ack(invite, gone))
    c.expect("INVITE", 487, "outcome", "acked", request=[1], final=[6], acks=[7], cancel=[4], ms=5020.0)
    c.expect("CANCEL", 200, "ok", request=[4], final=[5], acks=[], ms=10.0)
    c.frame(1, cancel_in="4", response_in="6", ack_in="7")
    c.frame(5, request_in="4")
    c.frame(6, request_in="1")


@situation
def reinvite(c):
    """A second INVITE in the dialog (hold), with its own ACK."""
    d = Dialog()
    call(c, d)
    call(c, d, 10)
    hang_up(c, d, 20)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[4], acks=[5])
    c.expect("INVITE", 200, "ok", "acked", request=[6], final=[9], acks=[10])
    c.expect("BYE", 200, "ok", request=[11], final=[12])


@situation
def prack_early_dialog(c):
    """Reliable 183, PRACK, UPDATE while the INVITE is open (RFC 3262, RFC 3311): three transactions at once."""
    d = Dialog()
    invite = d.invite(extra=(("Supported", "100rel"),))
    c.send(0, invite)
    c.send(0.01, d.answer(invite, 100))
    c.send(0.2, d.answer(invite, 183, extra=(("Require", "100rel"), ("RSeq", "1")), body=SDP))
    exchange(c, d, 0.3, d.request("PRACK", extra=(("RAck", "1 1 INVITE"),)))
    exchange(c, d, 0.5, d.request("UPDATE", body=SDP), body=SDP)
    ok = d.answer(invite, 200, body="")
    c.send(2, ok)
    c.send(2.02, d.ack(invite, ok))
    c.expect("INVITE", 200, "ok", "acked", request=[1], provisional=[2, 3], final=[8], acks=[9], ms=2000.0)
    c.expect("PRACK", 200, "ok", request=[4], final=[5], acks=[])
    c.expect("UPDATE", 200, "ok", request=[6], final=[7], acks=[])


@situation
def fork_on_one_hop(c):
    """A proxy forks to one host: two branches, same CSeq. One is answered, the other cancelled (RFC 3261 16.7)."""
    d = Dialog(caller=PROXY)
    desk = d.invite()
    d.cseq[PROXY] = 0
    mobile = d.invite()
    for t, msg in ((0, desk), (0.001, mobile), (0.1, d.answer(desk, 180, tag="desk")),
                   (0.12, d.answer(mobile, 180, tag="mobile"))):
        c.send(t, msg)
    ok = d.answer(desk, 200, tag="desk")
    c.send(2, ok)
    cancel = d.cancel(mobile)
    c.send(2.01, cancel)
    c.send(2.02, d.answer(cancel, 200, tag="mobile"))
    gone = d.answer(mobile, 487, tag="mobile")
    c.send(2.03, gone)
    c.send(2.04, d.ack(mobile, gone))
    c.send(2.06, d.ack(desk, ok))
    c.expect("INVITE", 200, "ok", "acked", request=[1], provisional=[3], final=[5], acks=[10], cancel=[])
    c.expect("INVITE", 487, "outcome", "acked", request=[2], provisional=[4], final=[8], acks=[9], cancel=[6])
    c.expect("CANCEL", 200, "ok", request=[6], final=[7])


@situation
def fork_two_answers(c):
    """One INVITE, two phones pick up: two To tags, an ACK for each (RFC 3261 13.2.2.4); the second is hung up."""
    d = Dialog()
    invite = d.invite()
    desk, mobile = (d.answer(invite, 200, tag=tag) for tag in ("desk", "mobile"))
    c.send(0, invite)
    c.send(2, desk)
    c.send(2.01, d.ack(invite, desk))
    c.send(2.1, mobile)
    c.send(2.11, d.ack(invite, mobile))
    d.tags[BOB] = "mobile"
    hang_up(c, d, 2.2)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[2, 4], acks=[3, 5], ms=2000.0)
    c.expect("BYE", 200, "ok")


@situation
def info_during_reinvite(c):
    """INFO and its 200 while a re-INVITE is open."""
    d = Dialog()
    call(c, d)
    invite = ring(c, d, 10)
    exchange(c, d, 10.5, d.request("INFO"))
    ok = d.answer(invite, 200)
    c.send(12, ok)
    c.send(12.01, d.ack(invite, ok))
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[4], acks=[5])
    c.expect("INVITE", 200, "ok", "acked", request=[6], final=[11], acks=[12])
    c.expect("INFO", 200, "ok", request=[9], final=[10])


@situation
def glare_retried(c):
    """Both sides re-INVITE at once, both get 491 (RFC 3261 14.1), the owner of the Call-ID tries again."""
    d = Dialog()
    call(c, d)
    hers, his = d.invite(), d.invite(by=BOB)
    c.send(10, hers)
    c.send(10.001, his)
    no_hers, no_his = d.answer(hers, 491), d.answer(his, 491)
    for t, msg in ((10.02, no_hers), (10.021, no_his), (10.04, d.ack(hers, no_hers)), (10.041, d.ack(his, no_his))):
        c.send(t, msg)
    call(c, d, 12.5)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("INVITE", 491, "outcome", "acked", request=[6], final=[8], acks=[10])
    c.expect("INVITE", 491, "outcome", "acked", request=[7], final=[9], acks=[11])
    c.expect("INVITE", 200, "ok", "acked", request=[12], final=[15], acks=[16])


@situation
def interval_retried(c):
    """423, and the REGISTER again with a longer interval (RFC 3261 10.2.8)."""
    d = Dialog()
    exchange(c, d, 0, d.request("REGISTER", extra=(("Expires", "30"),)), 423, extra=(("Min-Expires", "600"),))
    exchange(c, d, 0.1, d.request("REGISTER", extra=(("Expires", "600"),)))
    c.expect("REGISTER", 423, "outcome")
    c.expect("REGISTER", 200, "ok")


@situation
def byes_cross(c):
    """Both hang up at once: one BYE is answered 481, which is nobody's fault."""
    d = Dialog()
    call(c, d)
    hers, his = d.request("BYE"), d.request("BYE", by=BOB)
    for t, msg in ((10, hers), (10.001, his), (10.02, d.answer(hers, 481)), (10.021, d.answer(his, 200))):
        c.send(t, msg)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("BYE", 481, "outcome", request=[6], final=[8])
    c.expect("BYE", 200, "ok", request=[7], final=[9])


@situation
def late_offer(c):
    """An INVITE without a body: the offer comes in the 200, the answer in the ACK (RFC 3261 13.2.2.4)."""
    d = Dialog()
    invite = ring(c, d, body="")
    ok = d.answer(invite, 200)
    c.send(2, ok)
    c.send(2.02, d.ack(invite, ok, body=SDP))
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[4], acks=[5])


@situation
def response_from_other_port(c):
    """The responder answers from an ephemeral port: the branch pairs, not the port (RFC 3261 18.2.2)."""
    d = Dialog()
    request = d.request("OPTIONS")
    c.send(0, request)
    c.send(0.03, d.answer(request, 200).from_(BOB.at(32000)))
    c.expect("OPTIONS", 200, "ok", request=[1], final=[2], ms=30.0)


@situation
def ephemeral_request_port(c):
    """The request comes from an ephemeral port, the response goes to 5060 of the Via (no rport, RFC 3581)."""
    d = Dialog()
    request = d.request("OPTIONS")
    c.send(0, request.from_(ALICE.at(40404)))
    c.send(0.03, d.answer(request, 200))
    c.expect("OPTIONS", 200, "ok", request=[1], final=[2], ms=30.0)


@situation
def proxy_two_hops(c):
    """A proxy that does not record-route: INVITE on two hops, the ACK and the BYE from end to end on neither."""
    d = Dialog()
    first = d.invite().to(PROXY)
    second = forwarded(first, PROXY, BOB, "z9hG4bK-p-1")
    ringing, ok = d.answer(second, 180), d.answer(second, 200)
    for t, msg in ((0, first), (0.001, d.answer(first, 100)), (0.002, second), (0.1, ringing),
                   (0.101, returned(ringing, PROXY, ALICE)), (2, ok), (2.001, returned(ok, PROXY, ALICE)),
                   (2.02, d.ack(first.to(BOB), ok))):
        c.send(t, msg)
    hang_up(c, d, 10)
    c.expect("INVITE", 200, "ok", "acked", request=[1], provisional=[2, 5], final=[7], acks=[8], ms=2001.0)
    c.expect("INVITE", 200, "ok", "acked", request=[3], provisional=[4], final=[6], acks=[8], ms=1998.0)
    c.expect("BYE", 200, "ok", request=[9], final=[10])


def two_legs(c, ack_first_leg=True):
    """A back-to-back user agent that keeps the Call-ID: other tags, other branches, other CSeq on its second leg."""
    a, b = Dialog("a", callee=PROXY), Dialog("b", caller=PROXY)
    b.call_id, b.cseq[PROXY] = a.call_id, 7000
    first, second = a.invite(), b.invite()
    ok_first, ok_second = a.answer(first, 200), b.answer(second, 200)
    for t, msg in ((0, first), (0.001, a.answer(first, 100)), (0.002, second), (0.003, b.answer(second, 100)),
                   (2, ok_second), (2.001, b.ack(second, ok_second))):
        c.send(t, msg)
    return a, first, ok_first


@situation
def b2bua_same_call_id(c):
    """Two legs with one Call-ID, each acknowledged."""
    a, first, ok = two_legs(c)
    c.send(2.002, ok)
    c.send(2.02, a.ack(first, ok))
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[7], acks=[8])
    c.expect("INVITE", 200, "ok", "acked", request=[3], final=[5], acks=[6])


@situation
def b2bua_one_leg_unacked(c):
    """The second leg's ACK is not the first leg's: the tags say so."""
    _, _, ok = two_legs(c)
    frames = c.again(c.copies(ok, 2.002, LADDER))
    c.expect("INVITE", 200, "missing_ack", "missing", confidence="certain", request=[1], final=frames, acks=[])
    c.expect("INVITE", 200, "ok", "acked", request=[3], final=[5], acks=[6])


@situation
def spiral(c):
    """Alice, proxy, service, the same proxy again, Bob: one call, four transactions (RFC 3261 16.3: no loop)."""
    d = Dialog()
    path = [ALICE, PROXY, CAROL, PROXY, BOB]

    def forth(t, msg, name):
        sent = [msg.to(PROXY)]
        for hop in range(1, 4):
            sent.append(forwarded(sent[-1], path[hop], path[hop + 1], f"z9hG4bK-{name}-{hop}"))
        for i, m in enumerate(sent):
            c.send(t + i / 1000, m)
        return sent

    def back(t, response):
        c.send(t, response)
        for hop in range(3, 0, -1):
            response = returned(response, path[hop], path[hop - 1])
            c.send(t + (4 - hop) / 1000, response)
        return response

    sent = forth(0, d.invite(), "s")
    ok = back(2, d.answer(sent[-1], 200))
    forth(2.1, d.ack(sent[0], ok), "k")
    for hop in range(4):
        c.expect("INVITE", 200, "ok", "acked", request=[1 + hop], final=[8 - hop])


def refused_bye(c, tag, cause):
    """An accepted call, and a BYE with this To tag that the other side does not know."""
    d = Dialog()
    call(c, d)
    bye = d.request("BYE")
    bye = bye.with_("To", bye.value("To").replace("a-callee", tag))
    exchange(c, d, 10, bye, 481)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("BYE", 481, "failed", cause=cause, request=[6], final=[7], faults=[])


@situation
def bye_with_foreign_tag_481(c):
    """481 to a BYE whose To tag nobody in the call has used (RFC 3261 12.2.2)."""
    refused_bye(c, "somebody-else", "to_tag_outside_dialog")


@situation
def bye_with_right_tag_481(c):
    """Its look-alike: the tag is right, the other side has forgotten the call."""
    refused_bye(c, "a-callee", None)


@situation
def notify_with_mangled_tag_481(c):
    """The notifier cuts the subscriber's tag: the same from the called side, where it can be no fork's."""
    d = Dialog()
    exchange(c, d, 0, d.request("SUBSCRIBE"), 200)
    for t, tag, status in ((1, "a-caller", 200), (2, "a-cal", 481)):
        notify = d.request("NOTIFY", by=BOB).with_("To", f"<sip:alice@example.com>;tag={tag}")
        exchange(c, d, t, notify, status)
    c.expect("SUBSCRIBE", 200, "ok")
    c.expect("NOTIFY", 200, "ok")
    c.expect("NOTIFY", 481, "failed", cause="to_tag_outside_dialog", confidence="likely", request=[5], final=[6])
