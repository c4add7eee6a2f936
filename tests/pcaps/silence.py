# SPDX-License-Identifier: GPL-2.0-or-later
"""Why a request has no response: nobody answers, the network says so, the connection breaks, the answer arrives in
part, or nothing final follows a provisional one. Beside each the frames that look like it."""
from scene import INVITE_LADDER, LADDER, exchange, ring, situation
from sip import ALICE, BOB, CAROL, PROXY, SDP, Dialog, forwarded
from transports import on_tcp
from wire import udp

AFTER_100 = (0.5, *(4.5 + 4 * i for i in range(7)))  # RFC 3261 17.1.2.2: from T1 to T2 once a 1xx is there


def unanswered(c, method, offsets, cause, then=None, seconds=20):
    """The request and its copies, what happens 10 ms after each, and some time of nothing."""
    request = Dialog().invite() if method == "INVITE" else Dialog().request(method)
    sent = []
    for offset in (0, *offsets):
        sent.append(c.send(offset, request))
        if then:
            then(offset + 0.01, request)
    c.again(sent)
    c.noise(offsets[-1] + 0.5 if offsets else 0.5, seconds)
    if cause:
        c.expect(method, None, "no_response", cause=cause, request=sent, final=[])
    else:
        c.expect(method, None, "pending", request=sent, final=[])


@situation
def no_answer_invite(c):
    """Seven INVITEs in 31.5 s, and nothing comes (Timer B)."""
    unanswered(c, "INVITE", INVITE_LADDER, "no_answer")


@situation
def no_answer_options(c):
    """Eleven OPTIONS in 31.5 s, and nothing comes (Timer F)."""
    unanswered(c, "OPTIONS", LADDER, "no_answer")


@situation
def no_answer_yet(c):
    """Its look-alike: the capture ends after the third INVITE."""
    unanswered(c, "INVITE", INVITE_LADDER[:2], None, seconds=0)


@situation
def no_answer_but_trying(c):
    """Its look-alike: a 100 comes for the third INVITE, and the caller waits."""
    d = Dialog()
    invite = d.invite()
    sent = c.again(c.copies(invite, 0, INVITE_LADDER[:2]))
    trying = c.send(1.6, d.answer(invite, 100))
    c.noise(2, 30)
    c.expect("INVITE", None, "pending", request=sent, provisional=[trying], final=[])


# --- ICMP with 28 bytes of the packet ---------------------------------------------------------------------------------

def port_closed(c, port=5060, host=BOB):
    """An error about what Alice has sent there, with the IP and UDP headers and no SIP in it."""
    return lambda t, request: c.icmp_brief(t, host, ALICE, udp(ALICE, host.at(port), bytes(request), c.ident - 1))


@situation
def icmp_brief_options(c):
    """Each of three OPTIONS comes back as an error, and the sender gives up."""
    unanswered(c, "OPTIONS", LADDER[:2], "icmp_unreachable", port_closed(c), seconds=60)


@situation
def icmp_brief_invite(c):
    """The same with an INVITE that is sent once."""
    unanswered(c, "INVITE", (), "icmp_unreachable", port_closed(c), seconds=60)


@situation
def icmp_brief_other_port(c):
    """Its look-alike: the errors are about the media port, and the OPTIONS goes unanswered for 32 s."""
    unanswered(c, "OPTIONS", LADDER, "no_answer", port_closed(c, 40000))


@situation
def icmp_brief_other_host(c):
    """Its look-alike: the errors come from another host, about the same port there."""
    unanswered(c, "OPTIONS", LADDER, "no_answer", port_closed(c, host=CAROL))


@situation
def icmp_brief_other_port_at_end(c):
    """Its look-alike: one error about another port, and the capture ends two seconds later."""
    unanswered(c, "OPTIONS", (0.5, 1.5), None, port_closed(c, 5070), seconds=0)


@situation
def icmp_brief_then_answered(c):
    """Its look-alike: the server starts in time for the second OPTIONS."""
    d = Dialog()
    request = d.request("OPTIONS")
    sent = [c.send(0, request)]
    port_closed(c)(0.01, request)
    sent.append(c.send(0.5, request))
    final = c.send(0.52, d.answer(request, 200))
    c.again(sent)
    c.noise(1, 60)
    c.expect("OPTIONS", 200, "ok", request=sent, final=[final])


@situation
def icmp_brief_of_response(c):
    """Its look-alike: Alice sends her OPTIONS and is gone; the error is about Bob's response."""
    d = Dialog()
    request = d.request("OPTIONS")
    response = d.answer(request, 200)
    sent, final = c.send(0, request), c.send(0.02, response)
    c.icmp_brief(0.03, ALICE, BOB, udp(BOB, ALICE, bytes(response), c.ident - 1))
    c.noise(1, 60)
    c.expect("OPTIONS", 200, "ok", request=[sent], final=[final])


# --- TCP resets -------------------------------------------------------------------------------------------------------

@situation
def connection_reset_options(c):
    """The server resets the connection on which an OPTIONS came."""
    d = on_tcp(c)
    sent = c.send(0, d.request("OPTIONS"))
    c.reset(0.05, d.callee, d.caller)
    c.noise(1, 60)
    c.expect("OPTIONS", None, "no_response", cause="connection_reset", request=[sent], final=[])


@situation
def connection_reset_invite(c):
    """The same with an INVITE that had its 100."""
    d = on_tcp(c)
    invite = d.invite()
    sent, trying = c.send(0, invite), c.send(0.01, d.answer(invite, 100))
    c.reset(0.05, d.callee, d.caller)
    c.noise(1, 60)
    c.expect("INVITE", None, "no_response", cause="connection_reset", request=[sent], provisional=[trying], final=[])


@situation
def connection_reset_after_response(c):
    """Its look-alike: the connection is reset when all is said."""
    d = on_tcp(c)
    sent, final = exchange(c, d, 0, d.request("OPTIONS"))
    c.reset(0.05, d.callee, d.caller)
    c.noise(1, 60)
    c.expect("OPTIONS", 200, "ok", request=[sent], final=[final])


@situation
def connection_reset_elsewhere(c):
    """Its look-alike: another connection of the two is reset, and the capture ends."""
    d = on_tcp(c)
    other = ALICE.at(49160), BOB
    c.connect(-0.005, *other)
    sent = c.send(0, d.request("OPTIONS"))
    c.reset(0.05, *other[::-1])
    c.noise(2, 0)
    c.expect("OPTIONS", None, "pending", request=[sent], final=[])


@situation
def connection_reset_before_request(c):
    """Its look-alike: the connection is reset, Alice opens the next, and the request there is answered."""
    d = on_tcp(c)
    c.reset(0, d.callee, d.caller)
    d = Dialog(caller=ALICE.at(49153), transport="TCP")
    c.connect(0.1, d.caller, d.callee)
    sent, final = exchange(c, d, 0.2, d.request("OPTIONS"))
    c.noise(1, 60)
    c.expect("OPTIONS", 200, "ok", request=[sent], final=[final])


# --- fragments --------------------------------------------------------------------------------------------------------

LONG = SDP + "a=x-note:" + "long " * 300 + "\r\n"


def in_fragments(c, t, packet, whole):
    """All fragments, or the first alone."""
    before = len(c.frames)
    last = c.fragments(t, packet)
    if not whole:
        del c.frames[before + 1:]
    return last


def response_in_fragments(c, d, request, t, whole):
    return in_fragments(c, t, udp(BOB, ALICE, bytes(d.answer(request, 200, body=LONG)), c.ident), whole)


@situation
def fragments_missing(c):
    """Of each long 200 only the first fragment arrives, and the OPTIONS is repeated to the end of its time."""
    d = Dialog()
    unanswered(c, "OPTIONS", LADDER, "fragments_missing",
               lambda t, request: response_in_fragments(c, d, request, t, whole=False))


@situation
def fragments_of_media_missing(c):
    """Its look-alike: what is in pieces comes from Bob's media port."""
    unanswered(c, "OPTIONS", LADDER, "no_answer", lambda t, _: in_fragments(
        c, t, udp(BOB.at(40000), ALICE.at(40000), b"\x80\0\0\1" + bytes(1400), c.ident), whole=False))


@situation
def fragments_complete(c):
    """Its look-alike: the long 200 is there in all its pieces."""
    d = Dialog()
    request = d.request("OPTIONS")
    sent = c.send(0, request)
    final = response_in_fragments(c, d, request, 0.01, whole=True)
    c.noise(1, 60)
    c.expect("OPTIONS", 200, "ok", request=[sent], final=[final])


@situation
def fragments_complete_at_second_try(c):
    """Its look-alike: the first 200 loses its rest on the way, the second does not."""
    d = Dialog()
    request = d.request("OPTIONS")
    sent = [c.send(0, request)]
    response_in_fragments(c, d, request, 0.01, whole=False)
    sent.append(c.send(0.5, request))
    final = response_in_fragments(c, d, request, 0.51, whole=True)
    c.again(sent)
    c.noise(1, 60)
    c.expect("OPTIONS", 200, "ok", request=sent, final=[final])


# --- provisional, and nothing final -----------------------------------------------------------------------------------

def only_trying(c, offsets, then=None):
    """OPTIONS and a 100 for each copy."""
    d = Dialog()
    request = d.request("OPTIONS")
    trying = d.answer(request, 100)
    frames = [(c.send(o, request), c.send(o + 0.02, trying)) for o in (0, *offsets)]
    sent, said = (c.again(list(column)) for column in zip(*frames))
    return d, request, sent, said


@situation
def no_final_response_options(c):
    """A 100 for each OPTIONS, and nothing else until Timer F has run out and long after."""
    _, _, sent, said = only_trying(c, AFTER_100)
    c.noise(29, 60)
    c.expect("OPTIONS", None, "no_response", cause="no_final_response", request=sent, provisional=said, final=[])


@situation
def no_final_response_options_yet(c):
    """Its look-alike: the capture ends after 20 s."""
    _, _, sent, said = only_trying(c, AFTER_100[:4])
    c.noise(20, 0)
    c.expect("OPTIONS", None, "pending", request=sent, provisional=said, final=[])


@situation
def final_response_after_30_s(c):
    """Its look-alike: the 200 comes after 30 s."""
    d, request, sent, said = only_trying(c, AFTER_100)
    final = c.send(30, d.answer(request, 200))
    c.noise(31, 60)
    c.expect("OPTIONS", 200, "ok", request=sent, provisional=said, final=[final])


def waits(c, seconds, rings=False):
    """An INVITE with its 100, perhaps a 180; the peer answers an OPTIONS each minute."""
    d, other = Dialog(), Dialog("b")
    invite = d.invite()
    sent, said = c.send(0, invite), [c.send(0.01, d.answer(invite, 100))]
    if rings:
        said.append(c.send(0.1, d.answer(invite, 180)))
    asked = [exchange(c, other, t, other.request("OPTIONS")) for t in range(50, seconds + 1, 50)]
    return sent, said, asked


def answered_meanwhile(c, asked):
    for request, response in asked:
        c.expect("OPTIONS", 200, "ok", request=[request], final=[response])


@situation
def no_final_response_invite(c):
    """Four minutes after its 100 the INVITE has no other response on two hops, while the peer answers OPTIONS: the
    element between them is a proxy, and has Timer C."""
    d = Dialog()
    first = d.invite().to(PROXY)
    second = forwarded(first, PROXY, BOB, "z9hG4bK-p-1")
    for t, msg in ((0, first), (0.001, d.answer(first, 100)), (0.002, second), (0.01, d.answer(second, 100))):
        c.send(t, msg)
    for t in (100, 245):
        other = Dialog(f"o{t}", callee=PROXY)
        exchange(c, other, t, other.request("OPTIONS"))
        other = Dialog(f"p{t}", caller=PROXY)
        exchange(c, other, t + 1, other.request("OPTIONS"))
    c.noise(246, 4)
    c.expect("INVITE", None, "no_response", cause="no_final_response", request=[1], provisional=[2], final=[])
    c.expect("INVITE", None, "pending", request=[3], provisional=[4], final=[], notes=["no_final_response"])
    for _ in range(4):
        c.expect("OPTIONS", 200, "ok")


@situation
def trying_for_four_minutes(c):
    """Its look-alike: one hop alone. A phone or a queue may say 100 and no more, and a 180 may have been lost."""
    sent, said, asked = waits(c, 250)
    c.expect("INVITE", None, "pending", request=[sent], provisional=said, final=[], notes=["no_final_response"])
    answered_meanwhile(c, asked)


@situation
def rings_for_four_minutes(c):
    """Its look-alike: it rings, which may take as long as it takes."""
    sent, said, asked = waits(c, 250, rings=True)
    c.expect("INVITE", None, "pending", request=[sent], provisional=said, final=[])
    answered_meanwhile(c, asked)


@situation
def trying_for_two_minutes(c):
    """Its look-alike: Timer C has not run out."""
    sent, said, asked = waits(c, 120)
    c.expect("INVITE", None, "pending", request=[sent], provisional=said, final=[])
    answered_meanwhile(c, asked)


def cancelled(c, gone_at=None, heard_at=None):
    """A CANCEL at 5 s with its 200; perhaps the 487, perhaps the peer again."""
    d, other = Dialog(), Dialog("b")
    invite = ring(c, d)
    cancel = d.cancel(invite)
    frames = exchange(c, d, 5, cancel)
    if gone_at:
        gone = d.answer(invite, 487)
        final, ack = c.send(gone_at, gone), c.send(gone_at + 0.02, d.ack(invite, gone))
        c.expect("INVITE", 487, "outcome", "acked", request=[1], final=[final], acks=[ack], cancel=frames[:1])
    else:
        c.expect("INVITE", None, "no_response" if heard_at else "pending",
                 cause="no_final_response" if heard_at else None, request=[1], final=[], cancel=frames[:1])
    c.expect("CANCEL", 200, "ok", request=frames[:1], final=frames[1:])
    if heard_at:
        answered_meanwhile(c, [exchange(c, other, heard_at, other.request("OPTIONS"))])
    else:
        c.noise(15.1, 0)


@situation
def no_final_response_after_cancel(c):
    """The CANCEL is accepted, the INVITE never gets its 487; 40 s later the peer is alive (RFC 3261 9.1: 64*T1)."""
    cancelled(c, heard_at=45)


@situation
def cancel_accepted_at_end(c):
    """Its look-alike: the capture ends 10 s after the CANCEL."""
    cancelled(c)


@situation
def cancel_accepted_487_after_10_s(c):
    """Its look-alike: the 487 takes 10 s."""
    cancelled(c, gone_at=15)
