# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures that look like a defect and are none, each beside the defect that it looks like: what the capture did not
see, two clocks, two points of capture, pauses, segments lost or out of order, and words that name no fault."""
from scapy.layers.inet import ICMP
from scapy.layers.inet6 import ICMPv6PacketTooBig

from acks import ACK_TIMEOUT, answered, refused
from bad_requests import rejected
from calls import CHALLENGE, CREDENTIALS
from legal import uri, value
from scene import LADDER, add, call, exchange, pick_up, ring, situation
from sip import ALICE, ALICE6, BOB, BOB6, PROXY, Dialog, Host
from transports import on_tcp
from wire import udp

ASKS = (("Proxy-Authenticate", CHALLENGE[1]),)
ANSWERS = (("Proxy-Authorization", CREDENTIALS[1]),)
ROUTER, ROUTER6 = PROXY, Host("2001:db8:9::1")


# --- one direction ----------------------------------------------------------------------------------------------------

@situation
def one_way_call(c):
    """Only the caller was captured. The INVITE is sent twice, but its ACK and BYE show that it was answered."""
    d = Dialog()
    invite = d.invite()
    sent = c.again(c.copies(invite, 0, (0.5,)))
    c.send(5, d.ack(invite, d.answer(invite, 200)))
    bye = c.send(30, d.request("BYE"))
    c.noise(31, 60)
    c.expect("INVITE", None, "incomplete", request=sent, final=[])
    c.expect("BYE", None, "incomplete", request=[bye])


@situation
def one_way_challenged_call(c):
    """The same with a 407 that was not captured either: the ACK with the INVITE's branch, and the next attempt."""
    d = Dialog()
    first = d.invite()
    sent = c.again(c.copies(first, 0, (0.5,)))
    c.send(0.6, d.ack(first, d.answer(first, 407)))
    second = d.invite(extra=ANSWERS)
    retry = c.send(0.61, second)
    c.send(3, d.ack(second, d.answer(second, 200)))
    c.noise(4, 60)
    c.expect("INVITE", None, "incomplete", request=sent, final=[])
    c.expect("INVITE", None, "incomplete", request=[retry], final=[])


@situation
def one_way_options_repeated(c):
    """OPTIONS sent twice and then no more, as after an answer in the second second; the peer was not captured."""
    sent = c.again(c.copies(Dialog().request("OPTIONS"), 0, (0.5,)))
    c.noise(1, 60)
    c.expect("OPTIONS", None, "incomplete", request=sent, final=[])


@situation
def options_given_up(c):
    """Not its look-alike: four sendings, and the peer is in the capture, for it answers something else later."""
    sent = c.again(c.copies(Dialog().request("OPTIONS"), 0, (0.5, 1.5, 3.5)))
    c.noise(4, 36)
    other = Dialog("b")
    exchange(c, other, 41, other.request("OPTIONS"))
    c.noise(42, 20)
    c.expect("OPTIONS", None, "no_response", confidence="likely", request=sent, final=[])
    c.expect("OPTIONS", 200, "ok")


# --- two points of capture, two files ---------------------------------------------------------------------------------

@situation
def nat_both_sides(c):
    """One request on both sides of a NAT, the clocks 60 ms apart: one sending, and nobody waits for anything."""
    request = Dialog().request("OPTIONS")
    inside = c.send(0, request)
    outside = c.send(0.06, request.from_(PROXY.at(1024)))
    c.duplicates[outside] = inside
    c.noise(1, 60)
    c.expect("OPTIONS", None, "incomplete", request=[inside, outside], final=[])


@situation
def four_points(c):
    """One 200, the same packet at four points of capture 60 ms apart. Its ACK went another way."""
    pick_up(c, Dialog())
    finals = [4] + [c.put(2 + 0.06 * i, c.frames[3][1]) for i in (1, 2, 3)]
    c.duplicates.update({f: 4 for f in finals[1:]})
    c.noise(3, 40)
    c.expect("INVITE", 200, "ok", "unknown", request=[1], final=finals, acks=[])


@situation
def capture_paused(c):
    """Two files in one, 50 minutes between them: the first ends half a second after an OPTIONS."""
    sent = c.again(c.copies(Dialog().request("OPTIONS"), 0, (0.5,)))
    call(c, Dialog("b"), 3000)
    c.expect("OPTIONS", None, "pending", request=sent, final=[])
    c.expect("INVITE", 200, "ok", "acked")


@situation(snaplen=130)
def cut_to_130_bytes(c):
    """130 bytes of each frame hold no Call-ID and no To tag. Two calls that are in order stay so."""
    d = Dialog()
    invite, final, _ = refused(c, d)
    c.send(2.01, d.ack(invite, final))
    call(c, Dialog("b"), 10)
    c.noise(13, 60)
    c.open_ended = True


@situation(snaplen=130)
def cut_invites(c):
    """Two INVITEs of two calls, of which nothing but the branch is there to tell them apart: no retransmission."""
    first = c.send(0, Dialog().invite())
    second = c.send(10, Dialog("b").invite())
    c.noise(11, 60)
    c.expect("INVITE", None, "incomplete", request=[first], final=[])
    c.expect("INVITE", None, "incomplete", request=[second], final=[])


# --- the callee ends the call, or goes on, and no ACK is in the capture -----------------------------------------------

def callee_hangs_up(c, after, reason=None):
    """A 200 at 2 s, never repeated, and the callee's BYE so many seconds later; other traffic goes on throughout."""
    d = Dialog()
    answered(c, d)
    c.noise(3, after - 2, step=10 if after < 100 else 120)
    exchange(c, d, 2 + after, d.request("BYE", by=BOB, extra=(("Reason", reason),) if reason else ()))
    c.noise(4 + after, 60)


@situation
def session_refresh_failed(c):
    """Half an hour of call, ended by the callee with a 408: of its session refresh, not of the ACK."""
    callee_hangs_up(c, 1798, 'SIP;cause=408;text="Request Timeout"')
    c.expect("INVITE", 200, "ok", "elsewhere", request=[1], final=[4], acks=[])
    c.expect("BYE", 200, "ok")


@situation
def callee_hangs_up_at_30_s(c):
    """A short call: a callee that misses the ACK would have repeated its 200."""
    callee_hangs_up(c, 30)
    c.expect("INVITE", 200, "ok", "unknown", request=[1], final=[4], acks=[])
    c.expect("BYE", 200, "ok")


@situation
def reason_with_the_word_ack(c):
    """A Reason of the telephone network whose free text happens to hold the word."""
    callee_hangs_up(c, 3, 'Q.850;cause=16;text="Normal. ack not relevant"')
    c.expect("INVITE", 200, "ok", "elsewhere", request=[1], final=[4], acks=[])
    c.expect("BYE", 200, "ok")


@situation
def reason_blames_the_ack(c):
    """Not its look-alike: the 200 was not repeated either, but the callee says that it waited for the ACK."""
    callee_hangs_up(c, 32, ACK_TIMEOUT[1])
    c.expect("INVITE", 200, "missing_ack", "missing", request=[1], final=[4], acks=[])
    c.expect("BYE", 200, "ok")


def stops_after_three(c, ack="unknown"):
    """Three 200s in 1.5 s of the 32, then no more for a minute and a half: the ACK got through, on another way."""
    d = Dialog()
    _, _, final = answered(c, d, LADDER[:2])
    c.noise(4, 85)
    c.expect("INVITE", 200, "ok", ack, request=[1], final=final, acks=[])
    return d


@situation
def copies_stop(c):
    """Nothing of that call follows."""
    stops_after_three(c)
    c.noise(95, 20)


@situation
def copies_stop_then_bye(c):
    """The callee hangs up 90 s after its 200."""
    d = stops_after_three(c, "elsewhere")
    exchange(c, d, 92, d.request("BYE", by=BOB))
    c.expect("BYE", 200, "ok")


@situation
def copies_stop_then_reinvite(c):
    """The callee re-INVITEs 90 s after its 200, which it may only do in a call that stands."""
    call(c, stops_after_three(c, "elsewhere"), 92, by=BOB)
    c.noise(95, 20)
    c.expect("INVITE", 200, "ok", "acked")


@situation
def copies_of_486_stop(c):
    """Three 486s, and Timer G would have gone on for 30 s."""
    _, _, final = refused(c, Dialog(), LADDER[:2])
    c.noise(4, 60)
    c.expect("INVITE", 486, "outcome", "unknown", request=[1], final=final, acks=[])


# --- whose ACK, whose retry, whose answer -----------------------------------------------------------------------------

@situation
def ack_of_unseen_reinvite(c):
    """The ACK with CSeq 2 is that of a re-INVITE which the capture lost together with its 200 and the first ACK."""
    d = Dialog()
    answered(c, d)
    c.noise(3, 40)
    again = d.invite()
    c.send(50, d.ack(again, d.answer(again, 200)))
    c.noise(51, 60)
    c.expect("INVITE", 200, "ok", "unknown", request=[1], final=[4])


@situation
def ack_with_challenged_number(c):
    """Not its look-alike: the ACKs carry the number of the challenged INVITE, and the 200 is repeated to the end."""
    d = Dialog()
    first = d.invite()
    refusal = d.answer(first, 407, extra=ASKS)
    for t, msg in enumerate((first, refusal, d.ack(first, refusal))):
        c.send(t / 100, msg)
    invite, ok = pick_up(c, d, 0.1, extra=ANSWERS)
    ack = d.ack(invite, ok).with_("CSeq", "1 ACK")
    finals, acks = [7], [c.send(2.12, ack)]
    for offset in LADDER:
        finals.append(c.send(2.1 + offset, ok))
        acks.append(c.send(2.12 + offset, ack))
    c.again(finals)
    c.again(acks)
    c.expect("INVITE", 407, "challenged", "acked", request=[1], final=[2])
    c.expect("INVITE", 200, "bad_ack", "wrong", "ack_cseq", confidence="certain", request=[4], final=finals)


@situation
def retry_before_challenge(c):
    """Two captures merged, the caller's clock 60 ms slow: what answers the 407 stands in front of it."""
    d = Dialog()
    first = d.invite()
    refusal = d.answer(first, 407, extra=ASKS)
    ack = d.ack(first, refusal)
    second = d.invite(extra=ANSWERS)
    trying, ok = d.answer(second, 100), d.answer(second, 200)
    messages = [(0, first), (0.01, refusal), (0.02, ack), (0.05, second), (0.06, trying), (2, ok),
                (2.02, d.ack(second, ok))]
    for t, msg in sorted(((t - 0.06 * (msg.src == ALICE), msg) for t, msg in messages), key=lambda pair: pair[0]):
        c.send(t, msg)
    c.noise(3, 60)
    c.expect("INVITE", 407, "challenged", "acked", request=[1], final=[4], acks=[2])
    c.expect("INVITE", 200, "ok", "acked", request=[3], provisional=[5], final=[7], acks=[6])


@situation
def retry_not_captured(c):
    """The REGISTER with credentials is not in the capture, but its 200 is."""
    d = Dialog()
    exchange(c, d, 0, d.request("REGISTER"), 401, extra=(CHALLENGE,))
    c.send(0.12, d.answer(d.request("REGISTER", extra=(CREDENTIALS,)), 200))
    c.noise(1, 60)
    c.expect("REGISTER", 401, "challenged", request=[1], final=[2])
    c.expect("REGISTER", 200, "incomplete", request=[], final=[3])


@situation
def cancel_crosses_200(c):
    """The 481 to a CANCEL is captured 10 ms before the 200 that the CANCEL crossed."""
    d = Dialog()
    invite = ring(c, d)
    cancel = d.cancel(invite)
    c.send(5, cancel)
    c.send(5.01, d.answer(cancel, 481))
    ok = d.answer(invite, 200)
    c.send(5.02, ok)
    c.send(5.04, d.ack(invite, ok))
    c.noise(6, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[6], acks=[7], cancel=[4])
    c.expect("CANCEL", 481, "outcome", request=[4], final=[5])


@situation
def glare_never_retried(c):
    """491 to both sides, and neither tries again: RFC 3261 14.1 lets them, it does not make them."""
    d = Dialog()
    call(c, d)
    hers, his = d.invite(), d.invite(by=BOB)
    no_hers, no_his = d.answer(hers, 491), d.answer(his, 491)
    for t, msg in ((10, hers), (10.001, his), (10.02, no_hers), (10.021, no_his), (10.04, d.ack(hers, no_hers)),
                   (10.041, d.ack(his, no_his))):
        c.send(t, msg)
    c.noise(11, 60)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("INVITE", 491, "outcome", "acked", request=[6], final=[8], acks=[10])
    c.expect("INVITE", 491, "outcome", "acked", request=[7], final=[9], acks=[11])


@situation
def identifiers_used_again(c):
    """A client that starts anew with the same Call-ID, branch and CSeq a minute later: another transaction, refused."""
    first, second = Dialog(), Dialog()
    one = exchange(c, first, 0, first.request("REGISTER"))
    c.noise(1, 50)
    two = exchange(c, second, 60, second.request("REGISTER"), 403)
    c.noise(61, 40)
    c.expect("REGISTER", 200, "ok", request=one[:1], final=one[1:], ms=20.0)
    c.expect("REGISTER", 403, "failed", request=two[:1], final=two[1:], ms=20.0)


@situation
def repeated_after_answer(c):
    """Not its look-alike: three seconds after the 200, which was lost, the same request is a retransmission."""
    d = Dialog()
    request = d.request("OPTIONS")
    one = exchange(c, d, 0, request)
    two = exchange(c, d, 3, request)
    for pair in zip(one, two):
        c.again(list(pair))
    c.noise(4, 60)
    c.expect("OPTIONS", 200, "ok", request=[one[0], two[0]], final=[one[1], two[1]], ms=20.0)


# --- streams ----------------------------------------------------------------------------------------------------------

def later_requests(c, d, *times):
    """The requester is heard again: on the connection of `d`, if that has one."""
    for t in times:
        exchange(c, d, t, d.request("OPTIONS"))
        c.expect("OPTIONS", 200, "ok")


def refused_on(c, d):
    """A call refused with 486 at 2 s on the connection of `d`: frames 4 to 7."""
    invite, final, _ = refused(c, d)
    return d.ack(invite, final)


@situation
def tcp_keep_alive_and_ack(c):
    """The ACK to a 486 stands behind a keep-alive in one segment (RFC 5626 3.5.1)."""
    d = on_tcp(c)
    ack = c.segment(2.02, d.caller, d.callee, b"\r\n\r\n" + bytes(refused_on(c, d)))
    c.noise(3, 30)
    c.expect("INVITE", 486, "outcome", "acked", request=[4], final=[7], acks=[ack])
    later_requests(c, Dialog("b", d.caller, d.callee, "TCP"), 42)


@situation
def tcp_keep_alive_between(c):
    """Two requests in one segment with a keep-alive between them."""
    d = on_tcp(c)
    first, second = d.request("OPTIONS"), d.request("OPTIONS")
    both = c.segment(0, d.caller, d.callee, bytes(first) + b"\r\n\r\n" + bytes(second))
    finals = c.send(0.02, d.answer(first, 200)), c.send(0.03, d.answer(second, 200))
    c.noise(1, 60)
    c.expect("OPTIONS", 200, "ok", request=[both], final=[finals[0]], ms=20.0)
    c.expect("OPTIONS", 200, "ok", request=[both], final=[finals[1]], ms=30.0)


@situation
def tcp_pong_and_200(c):
    """The answer to a keep-alive and a 200 in one segment (RFC 5626 4.4.1)."""
    d = on_tcp(c)
    request = d.request("OPTIONS")
    sent = c.send(0, request)
    final = c.segment(0.02, d.callee, d.caller, b"\r\n" + bytes(d.answer(request, 200)))
    c.noise(1, 50)
    c.expect("OPTIONS", 200, "ok", request=[sent], final=[final], ms=20.0)
    later_requests(c, d, 60)


@situation
def tcp_486_then_udp(c):
    """A 486 on TCP without an ACK; 40 s later the caller is heard over UDP, which says nothing of the connection."""
    d = on_tcp(c)
    refused_on(c, d)
    c.noise(3, 30)
    c.expect("INVITE", 486, "outcome", "unknown", request=[4], final=[7], acks=[])
    later_requests(c, Dialog("b"), 42)
    c.noise(43, 20)


@situation
def tcp_ack_segment_lost(c):
    """The capture lost the segment with the ACK to a 486: the next one's sequence number shows that there was one."""
    d = on_tcp(c)
    ack = refused_on(c, d)
    c.streams[d.caller, d.callee][0] += len(bytes(ack))
    c.noise(3, 30)
    c.expect("INVITE", 486, "outcome", "unknown", request=[4], final=[7], acks=[])
    later_requests(c, Dialog("b", d.caller, d.callee, "TCP"), 42, 82)


@situation
def tcp_out_of_order(c):
    """Two requests over three segments, of which the second was captured first: Wireshark, as it comes, does not put
    them in order."""
    d = on_tcp(c)
    options, invite = d.request("OPTIONS"), d.invite()
    data = bytes(options) + bytes(invite)
    ours, theirs = c.streams[d.caller, d.callee]
    edges = [0, len(data) * 3 // 10, len(data) * 6 // 10, len(data)]
    for i, part in enumerate((1, 0, 2)):
        start, end = edges[part:part + 2]
        c.tcp(i / 100, d.caller, d.callee, "PA", data[start:end], ours + start, theirs)
    c.streams[d.caller, d.callee][0] += len(data)
    c.send(0.05, d.answer(options, 200))
    busy = d.answer(invite, 486)
    c.send(0.06, busy)
    c.send(0.08, d.ack(invite, busy))
    c.noise(1, 60)
    c.open_ended = True


# --- ICMP that is no refusal ------------------------------------------------------------------------------------------

def on_the_way(name, error, doc, reporter=ROUTER, caller=ALICE, callee=BOB):
    def play(c):
        request = Dialog(caller=caller, callee=callee).request("OPTIONS")
        c.send(0, request)
        c.icmp(0.01, reporter, caller, error, udp(caller, callee, bytes(request), 1))
        c.noise(2, 0)
        c.expect("OPTIONS", None, "pending", request=[1], final=[])
    play.__doc__ = doc
    add(name, play)


on_the_way("icmp_fragmentation_needed", ICMP(type=3, code=4, nexthopmtu=1400),
           "A router wants smaller packets (3/4), and the sender's host sees to it.")
on_the_way("icmp_time_exceeded", ICMP(type=11, code=0),
           "One packet went in circles (11/0); the next sending may find its way.")
on_the_way("icmpv6_packet_too_big", ICMPv6PacketTooBig(mtu=1280),
           "The same as fragmentation needed.", ROUTER6, ALICE6, BOB6)


# --- words and bytes --------------------------------------------------------------------------------------------------

def unquoted_comma(c, phrase, confidence):
    rejected(c, value("To", "Bob, Smith <sip:bob@example.net>")(Dialog().request("OPTIONS")), 400, phrase)
    c.expect("OPTIONS", 400, "failed", cause="to_malformed", confidence=confidence, claim=None, header="To",
             certainty={"to_malformed": "certain"}, request=[1], final=[2])


@situation
def words_are_a_policy(c):
    """The To is broken beyond doubt, but the responder speaks of something else."""
    unquoted_comma(c, "Number not allowed", "likely")


@situation
def words_say_nothing(c):
    """Not its look-alike: the same To, and the words of the standard."""
    unquoted_comma(c, "Bad Request", "certain")


def trailing_semicolon(name, bend, cause):
    def play(c):
        rejected(c, bend(Dialog().request("OPTIONS")), 400, "Bad Request")
        c.expect("OPTIONS", 400, "failed", cause=cause, confidence="possible", certainty={cause: "tolerated"},
                 request=[1], final=[2])
    play.__doc__ = f"A semicolon too much at the end of the {name}, which stacks read over."
    add(f"400_{name}_trailing_semicolon", play)


trailing_semicolon("from", value("From", "<sip:alice@example.com>;tag=1;"), "from_malformed")
trailing_semicolon("via", lambda m: m.with_("Via", m.value("Via") + ";"), "via_malformed")
trailing_semicolon("request_uri", uri("sip:bob@example.net;"), "request_uri_malformed")


@situation
def words_that_name_no_header(c):
    """Phrases with the words of a fault that are about something else; nothing is wrong with the requests."""
    for i, phrase in enumerate(("Missing call leg id", "Missing FROM-domain permission", "Malformed topology")):
        d = Dialog(f"d{i}")
        frames = exchange(c, d, i, d.request("OPTIONS"), 400, phrase)
        c.expect("OPTIONS", 400, "failed", cause="application_policy", confidence="possible", claim=None, faults=[],
                 reason=phrase, request=frames[:1], final=frames[1:])
