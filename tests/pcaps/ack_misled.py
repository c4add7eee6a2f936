# SPDX-License-Identifier: GPL-2.0-or-later
"""What misleads one who asks where the ACK is: it took another way, another transport or another clock, the timers are
not those of the book, the capture begins or ends in the middle. And calls that end as if for want of an ACK, for
another reason that is worth a note."""
from acks import ACK_TIMEOUT, answered
from scene import LADDER, add, call, exchange, hang_up, pick_up, ring, situation
from sip import (ALICE, ALICE6, BOB, BOB6, PROXY, SDP, Dialog, copied_routes, follow, forwarded, over, record_routed,
                 returned)
from transports import on_tcp, pieces
from wire import udp

# --- the ACK is elsewhere, and the dialog lives on --------------------------------------------------------------------

ELSEWHERE = {"ack": "elsewhere", "acks": [], "notes": ["ack_elsewhere"]}


def lives_on(name, doc, offsets, later):
    """An answer with so many copies, no ACK, and a request at 40 s that only a call in order brings."""
    def play(c):
        d = Dialog()
        _, _, final = answered(c, d, offsets)
        c.noise(5, 30)
        later(c, d)
        c.noise(45, 40)
        c.truth.insert(0, {})
        c.expect("INVITE", 200, "ok", request=[1], final=final, **ELSEWHERE)
        c.truth[0] = c.truth.pop()
    play.__doc__ = doc
    add(name, play)


def then(method, by=None, **more):
    def later(c, d):
        exchange(c, d, 40, d.request(method, by=by, **more))
        c.expect(method, 200, "ok")
    return later


def then_reinvite(c, d):
    call(c, d, 40)
    c.expect("INVITE", 200, "ok", "acked")


lives_on("elsewhere_info", "No copy, no ACK, and an INFO of the caller.", (), then("INFO"))
lives_on("elsewhere_update", "The same with an UPDATE that refreshes the session.", (), then("UPDATE"))
lives_on("elsewhere_reinvite", "The same with a re-INVITE, whose ACK comes this way.", (), then_reinvite)
lives_on("elsewhere_two_copies", "Two copies, of which the second brought the ACK; the caller hangs up.", LADDER[:2],
         then("BYE"))
lives_on("elsewhere_callee_info", "No copy, no ACK, and an INFO of the callee.", (), then("INFO", by=BOB))


@situation
def elsewhere_not_to_the_end(c):
    """Not its look-alike: the 200 is repeated to the end of its time, and only then does the caller hang up."""
    d = Dialog()
    _, _, final = answered(c, d, LADDER)
    exchange(c, d, 50, d.request("BYE"))
    c.expect("INVITE", 200, "missing_ack", "missing", request=[1], final=final, acks=[])
    c.expect("BYE", 200, "ok")


def over_proxy(c, d, uri="sip:198.51.100.5;lr", keep_second_ack=True):
    """INVITE, 200 and ACK on two hops through a proxy that record-routes; requests, finals, ACKs of each hop."""
    first = d.invite().to(PROXY)
    second = record_routed(forwarded(first, PROXY, BOB, "z9hG4bK-p-1"), uri)
    ok = d.answer(second, 200, extra=copied_routes(second))
    back = returned(ok, PROXY, ALICE)
    ack = follow(d.ack(first, back), back)
    frames = [c.send(t, m) for t, m in ((0, first), (0.001, second), (2, ok), (2.001, back), (2.02, ack))]
    if keep_second_ack:
        frames.append(c.send(2.021, forwarded(ack.without("Route"), PROXY, BOB, "z9hG4bK-p-2")))
    return frames


@situation
def hop_without_its_ack(c):
    """Two hops; the ACK is captured on the first alone, but Bob does not repeat his 200: the capture lost a packet."""
    f = over_proxy(c, Dialog(), keep_second_ack=False)
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "acked", request=f[:1], final=f[3:4], acks=f[4:5])
    c.expect("INVITE", 200, "ok", request=f[1:2], final=f[2:3], ack="acked")


# --- where the capture begins and ends --------------------------------------------------------------------------------

@situation
def late_start_reinvite(c):
    """The capture begins with a re-INVITE, which is acknowledged."""
    d = Dialog()
    d.established, d.cseq[ALICE] = True, 7
    call(c, d)
    hang_up(c, d, 10)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[4], acks=[5])
    c.expect("BYE", 200, "ok")


@situation
def late_start_reinvite_unacked(c):
    """Not its look-alike: the re-INVITE is there, its 200 is repeated to the end, its ACK is not there."""
    d = Dialog()
    d.established, d.cseq[ALICE] = True, 7
    _, _, final = answered(c, d, LADDER)
    c.expect("INVITE", 200, "missing_ack", "missing", confidence="certain", request=[1], final=final, acks=[])


@situation
def late_start_gives_up(c):
    """The capture begins with the last copies of a 200, and the callee gives up: its INVITE is not in the capture."""
    d = Dialog()
    ok = d.answer(d.invite(), 200)
    finals = c.again([c.send(t, ok) for t in (0, 4, 8)])
    exchange(c, d, 8.5, d.request("BYE", by=BOB, extra=(ACK_TIMEOUT,)))
    c.expect("INVITE", 200, "incomplete", "unknown", request=[], final=finals, acks=[])
    c.expect("BYE", 200, "ok")


@situation
def mirror_of_ladder(c):
    """Every packet twice, 0.1 ms apart, and no ACK: eleven 200s, not twenty-two."""
    d, whole = Dialog(), type(c)()
    answered(whole, d, LADDER)
    firsts = []
    for t, frame in whole.frames:
        firsts.append(c.put(t / 1e6, frame))
        c.duplicates[c.put(t / 1e6 + 0.0001, frame)] = firsts[-1]
    c.again(firsts[3:])
    c.expect("INVITE", 200, "missing_ack", "missing", confidence="certain", request=[1, 2], provisional=[3, 4, 5, 6],
             final=list(range(7, 29)), acks=[])


@situation
def mirror_of_one_copy(c):
    """Its look-alike: a 200 and one copy, each twice. One copy is not three."""
    _, ok = pick_up(c, Dialog())
    c.put(2.0001, c.frames[3][1])
    c.send(2.5, ok)
    finals = [4, 5, 6, c.put(2.5001, c.frames[5][1])]
    c.again([4, 6])
    c.duplicates.update({5: 4, 7: 6})
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "unknown", request=[1], final=finals, acks=[])


# --- another port, transport, IP version, clock, shape ----------------------------------------------------------------

def other_way(name, doc, contact, bend, connect=None):
    """The call over UDP and IPv4, and its ACK to this Contact."""
    def play(c):
        d = Dialog()
        invite = ring(c, d)
        ok = d.answer(invite, 200).with_("Contact", f"<{contact}>")
        final = c.send(2, ok)
        ack = bend(follow(d.ack(invite, ok), ok))
        if connect:
            c.connect(2.01, ack.src, ack.dst)
        ack = c.send(2.02, ack)
        c.noise(3, 60)
        c.expect("INVITE", 200, "ok", "acked", request=[1], final=[final], acks=[ack])
    play.__doc__ = doc
    add(name, play)


other_way("ack_from_other_port", "The ACK comes from a port of its own.", f"sip:bob@{BOB}",
          lambda a: over(a, "UDP", ALICE.at(40404)))
other_way("ack_to_other_port", "The Contact has another port than the INVITE went to.", "sip:bob@203.0.113.20:5070",
          lambda a: a)
other_way("ack_over_tcp", "The Contact wants TCP, and the ACK has a connection of its own.",
          "sip:bob@203.0.113.20:5060;transport=tcp", lambda a: over(a, "TCP", ALICE.at(49300)), connect=True)
other_way("ack_over_ipv6", "The Contact is an IPv6 address.", f"sip:bob@{BOB6}", lambda a: over(a, "UDP", ALICE6))

ODD = {"Via": "v", "From": "f", "To": "t", "Call-ID": "i"}


def oddly_written(ack):
    for name, short in ODD.items():
        ack = ack.renamed(name, short)
    return (ack.with_("CSeq", "1\r\n\t ACK").renamed("CSeq", "cSEQ  ").renamed("Content-Length", "l")
            .with_("i", "  " + ack.value("i")).renamed("Max-Forwards", "max-forwards"))


other_way("ack_written_oddly", "Compact names, a folded CSeq, names in other cases, white space before a colon.",
          f"sip:bob@{BOB}", oddly_written)


@situation
def ack_300_ms_before_200(c):
    """Two captures merged, the caller's clock 0.3 s slow."""
    d = Dialog()
    invite = ring(c, d)
    ok = d.answer(invite, 200)
    ack, final = c.send(1.72, d.ack(invite, ok)), c.send(2, ok)
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[final], acks=[ack])


def fragmented_ack(c, d):
    """An offerless INVITE, and a long answer in the ACK, in IP fragments."""
    invite, ok = pick_up(c, d, body="")
    ack = d.ack(invite, ok, body=SDP + "a=x-note:" + "long " * 300 + "\r\n")
    last = c.fragments(2.02, udp(ack.src, ack.dst, bytes(ack), c.ident))
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[4], acks=[last])


@situation
def ack_in_ipv4_fragments(c):
    """The ACK is whole in the frame of its last fragment."""
    fragmented_ack(c, Dialog())


@situation
def ack_in_ipv6_fragments(c):
    """The same over IPv6."""
    fragmented_ack(c, Dialog(caller=ALICE6, callee=BOB6))


@situation
def ack_in_two_segments(c):
    """The ACK over TCP, cut in the middle of a header."""
    d = on_tcp(c)
    invite, ok = pick_up(c, d)
    ack = pieces(c, 2.02, d.ack(invite, ok), (120,))
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[4], final=[7], acks=[ack])


# --- forks, ringing, refreshes ----------------------------------------------------------------------------------------

@situation
def fork_with_one_tag(c):
    """A B2BUA passes on the 200s of two phones under one To tag: to the caller the second is the first again, with
    another Contact, and each has its ACK."""
    d = Dialog()
    invite = ring(c, d)
    frames = []
    for t, phone in ((2, "desk"), (2.5, "mobile")):
        ok = d.answer(invite, 200).with_("Contact", f"<sip:{phone}@203.0.113.20:5060>")
        frames += c.send(t, ok), c.send(t + 0.02, follow(d.ack(invite, ok), ok))
    c.noise(3, 60)
    c.again(frames[::2])
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=frames[::2], acks=frames[1::2])


@situation
def rings_three_minutes(c):
    """It rings for three minutes, a 180 each minute, before the 200 and its ACK."""
    d = Dialog()
    invite = ring(c, d)
    ringing = c.again([3, *(c.send(t, d.answer(invite, 180)) for t in (60, 120))])
    ok = d.answer(invite, 200)
    final, ack = c.send(180, ok), c.send(180.02, d.ack(invite, ok))
    hang_up(c, d, 190)
    c.expect("INVITE", 200, "ok", "acked", request=[1], provisional=[2, *ringing], final=[final], acks=[ack],
             ms=180000.0)
    c.expect("BYE", 200, "ok")


@situation
def update_is_never_acknowledged(c):
    """A session refresh by UPDATE gets a 200 with SDP, and no ACK (RFC 3311 5.1)."""
    d = Dialog()
    call(c, d)
    exchange(c, d, 30, d.request("UPDATE", body=SDP), body=SDP)
    c.noise(31, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[4], acks=[5])
    c.expect("UPDATE", 200, "ok", request=[6], final=[7], acks=[])


# --- other timers, other transports -----------------------------------------------------------------------------------

def ladder(t1, t2=4.0):
    """When copies are due: T1 doubling to T2, until 64*T1."""
    offsets, gap = [t1], t1
    while True:
        gap = max(t1, min(2 * gap, t2))
        if offsets[-1] + gap > 64 * t1:
            return tuple(round(o, 3) for o in offsets)
        offsets.append(offsets[-1] + gap)


assert ladder(0.5) == LADDER


def timed(t1, until, ack_at, state, doc, confidence=None):
    """Copies until then at this T1, perhaps an ACK."""
    def play(c):
        d = Dialog()
        invite, ok, final = answered(c, d, [o for o in ladder(t1) if o <= until])
        acks = [c.send(2 + ack_at, d.ack(invite, ok))] if ack_at else []
        if state == "acked":
            c.noise(3 + ack_at, 20)
        verdict = {"acked": "ok", "missing": "missing_ack", "late": "bad_ack"}[state]
        more = {"confidence": confidence} if confidence else {}
        cause = {"missing": "ack_not_seen", "late": "ack_late", "acked": None}[state]
        c.expect("INVITE", 200, verdict, state, cause, request=[1], final=final, acks=acks, **more)
    play.__doc__ = doc
    name = f"t1_{t1:g}_s_{state}" if t1 >= 1 else f"t1_{t1 * 1000:g}_ms_{state}"
    if ack_at:
        name += f"_at_{ack_at:g}_s".replace(".", "_")
    add(name + "_so_far" * (confidence == "likely"), play)


timed(1, 7, 7.5, "acked", "T1 = 1 s, and the ACK to the fourth 200 is the first.")
timed(1, 39, 40, "acked", "T1 = 1 s, and the ACK comes after 40 s of 64: in time.")
timed(1, 64, None, "missing", "T1 = 1 s, copies for 63 s, no ACK.", "certain")
timed(1, 32, None, "missing", "T1 = 1 s, copies for 31 s, where the capture ends.", "likely")
timed(1, 64, 80, "late", "T1 = 1 s, and the ACK comes after 80 s.")
timed(2, 20, 20.5, "acked", "T1 = 2 s, and the ACK comes after 20 s.")
timed(2, 128, None, "missing", "T1 = 2 s, copies for two minutes, no ACK.", "certain")
timed(0.1, 1, 1.2, "acked", "T1 = 100 ms, and the ACK comes after 1.2 s.")
timed(0.1, 7, None, "missing", "T1 = 100 ms, copies until 6.3 s, no ACK.", "certain")
timed(0.1, 7, 12, "late", "T1 = 100 ms, and the ACK comes after 12 s, when the callee has given up (6.4 s).")


@situation
def tcp_ladder_missing(c):
    """A 2xx is repeated on TCP too (RFC 3261 13.3.1.4), and not acknowledged."""
    d = on_tcp(c)
    _, ok = pick_up(c, d)
    final = c.again([7, *(c.send(2 + o, ok) for o in LADDER)])
    c.expect("INVITE", 200, "missing_ack", "missing", confidence="certain", request=[4], final=final, acks=[])


@situation
def tcp_ladder_acked(c):
    """Its look-alike: the ACK comes after the third copy, and ends them."""
    d = on_tcp(c)
    invite, ok = pick_up(c, d)
    final = c.again([7, *(c.send(2 + o, ok) for o in LADDER[:3])])
    ack = c.send(5.6, d.ack(invite, ok))
    c.noise(6, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[4], final=final, acks=[ack])


def not_repeated_on_tcp(c, contact, then=42):
    """A callee that does not repeat its 200 over TCP, no ACK for it, and the caller on the connection long after."""
    d = on_tcp(c)
    invite = ring(c, d)
    c.send(2, d.answer(invite, 200).with_("Contact", contact))
    other = Dialog("b", d.caller, d.callee, "TCP")
    exchange(c, other, then, other.request("OPTIONS"))
    c.noise(then + 1, 10)


@situation
def tcp_200_not_repeated(c):
    """The ACK is due on that connection, by its Contact, and is not there."""
    not_repeated_on_tcp(c, "<sip:bob@203.0.113.20:5060;transport=tcp>")
    c.expect("INVITE", 200, "missing_ack", "missing", "ack_not_seen", confidence="likely", request=[4], final=[7])
    c.expect("OPTIONS", 200, "ok")


@situation
def tcp_200_with_contact_of_udp(c):
    """Its look-alike: by its Contact the ACK goes over UDP, which the capture may not show."""
    not_repeated_on_tcp(c, "<sip:bob@203.0.113.20:5060>")
    c.expect("INVITE", 200, "ok", "unknown", request=[4], final=[7])
    c.expect("OPTIONS", 200, "ok")


@situation
def tcp_200_and_other_port(c):
    """Its look-alike: by its Contact the ACK takes another connection."""
    not_repeated_on_tcp(c, "<sip:bob@203.0.113.20:5070;transport=tcp>")
    c.expect("INVITE", 200, "ok", "unknown", request=[4], final=[7])
    c.expect("OPTIONS", 200, "ok")


@situation
def tcp_200_and_early_end(c):
    """Its look-alike: the caller is heard 20 s later, and the capture ends soon after."""
    not_repeated_on_tcp(c, "<sip:bob@203.0.113.20:5060;transport=tcp>", then=22)
    c.expect("INVITE", 200, "ok", "pending", request=[4], final=[7])
    c.expect("OPTIONS", 200, "ok")


# --- how calls end whose ACK was there --------------------------------------------------------------------------------

def ended(name, doc, after, notes=(), by=BOB, answer=(), refresh=None, **bye):
    """An acknowledged call, perhaps refreshed, that ends so many seconds after its 200."""
    def play(c):
        d = Dialog()
        invite = ring(c, d)
        ok = d.answer(invite, 200, extra=answer)
        final, ack = c.send(2, ok), c.send(2.02, d.ack(invite, ok))
        c.expect("INVITE", 200, "ok", "acked", request=[1], final=[final], acks=[ack], notes=list(notes))
        step = 10 if after < 100 else 200
        for t in range(step, int(after), step):
            c.noise(2 + t, 0)
            if t == refresh:
                exchange(c, d, 3 + t, d.request("UPDATE"), extra=answer)
                c.expect("UPDATE", 200, "ok")
        exchange(c, d, 2 + after, d.request("BYE", by=by, **bye))
        c.expect("BYE", 200, "ok")
        c.noise(3 + after, 60)
    play.__doc__ = doc
    add(name, play)


def reason(text):
    return {"extra": (("Reason", text),)}


HALF_HOUR = (("Require", "timer"), ("Session-Expires", "1800;refresher=uac"))
ended("session_timer_expired", "Nobody refreshes the session of 1800 s, and the callee hangs up 32 s before its end "
      "(RFC 4028 10).", 1768, ["session_timer_expired"], answer=HALF_HOUR)
ended("session_timer_expired_after_refresh", "The same with one refresh, and no second.", 600 + 1769,
      ["session_timer_expired"], answer=HALF_HOUR, refresh=600)
ended("session_timer_refreshed", "Its look-alike: a refresh 200 s before, and the callee just hangs up.", 1768,
      answer=HALF_HOUR, refresh=1600)
ended("session_without_timer", "Its look-alike: nobody has asked for a timer.", 1768)

ended("media_timeout", "The callee says that it heard no media.", 62, ["media_timeout"],
      **reason('SIP;cause=408;text="RTP Timeout"'))
ended("media_timeout_in_warning", "The same in a Warning.", 62, ["media_timeout"],
      extra=(("Warning", '399 pbx.example.net "Media timeout"'),))
ended("no_media_timeout", "Its look-alike: the media server is shut down, which is no timeout.", 62,
      **reason('SIP;cause=200;text="Media server shut down"'))

ended("ended_after_32_s", "A call of 32 s with its ACK; no reason is given, and none is due.", 32)
ended("ended_by_reason", "A call of 32 s with its ACK, which the callee ends for want of money.", 32,
      ["ended_by_reason"], **reason('SIP;cause=402;text="Credit exhausted"'))
ended("ended_by_reason_later", "Its look-alike: the same after 90 s, when nobody thinks of an ACK.", 90,
      **reason('SIP;cause=402;text="Credit exhausted"'))

ended("ack_sdp_reject", "The caller acknowledges the 200, and takes it back: it cannot use the answer's media.", 0.5,
      ["ack_sdp_reject"], by=ALICE, **reason('SIP;cause=488;text="Not Acceptable Here"'))
ended("ack_sdp_reject_by_warning", "The same, said in a Warning.", 0.5, ["ack_sdp_reject"], by=ALICE,
      extra=(("Warning", '304 alice.example.com "Media type not available"'),))
ended("hung_up_at_once", "Its look-alike: a BYE after half a second that says nothing.", 0.5, by=ALICE)
ended("sdp_rejected_later", "Its look-alike: a 488 in the Reason of a BYE after 10 s, as after a failed re-INVITE.", 10,
      by=ALICE, **reason('SIP;cause=488;text="Not Acceptable Here"'))


def crossed(c, bye):
    """CANCEL, its 200, and the 200 of the INVITE, which is acknowledged."""
    d = Dialog()
    invite = ring(c, d)
    cancel = d.cancel(invite)
    ok = d.answer(invite, 200)
    frames = [c.send(t, m) for t, m in ((5, cancel), (5.01, d.answer(cancel, 200)), (5.02, ok),
                                        (5.04, d.ack(invite, ok)))]
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=frames[2:3], acks=frames[3:], cancel=frames[:1],
             notes=[] if bye else ["late_200"])
    c.expect("CANCEL", 200, "ok", request=frames[:1], final=frames[1:2])
    if bye:
        hang_up(c, d, 5.1)
        c.expect("BYE", 200, "ok")
    c.noise(6, 60)


@situation
def late_200(c):
    """The 200 comes after the CANCEL and is acknowledged, but the call that nobody wants is not hung up."""
    crossed(c, bye=False)


@situation
def late_200_hung_up(c):
    """Its look-alike: it is hung up, as RFC 3261 9.1 has it."""
    crossed(c, bye=True)


def given_up(name, doc, after, rings, notes=()):
    def play(c):
        d = Dialog()
        invite = d.invite()
        c.send(0, invite)
        c.send(0.01, d.answer(invite, 100))
        if rings:
            c.send(0.1, d.answer(invite, 180))
        c.noise(1, after - 2)
        cancel, gone = d.cancel(invite), d.answer(invite, 487)
        frames = [c.send(after + i / 100, m) for i, m in enumerate((cancel, d.answer(cancel, 200), gone,
                                                                    d.ack(invite, gone)))]
        c.noise(after + 1, 60)
        c.expect("INVITE", 487, "outcome", "acked", request=[1], final=frames[2:3], acks=frames[3:],
                 cancel=frames[:1], notes=list(notes))
        c.expect("CANCEL", 200, "ok", request=frames[:1], final=frames[1:2])
    play.__doc__ = doc
    add(name, play)


given_up("cancelled_in_silence", "After 15 s in which nothing but a 100 has come, the caller gives up.", 15, False,
         ["cancelled_in_silence"])
given_up("cancelled_while_ringing", "Its look-alike: it has rung for 15 s.", 15, True)
given_up("cancelled_at_once", "Its look-alike: the caller gives up after 3 s, before anybody can wonder.", 3, False)
