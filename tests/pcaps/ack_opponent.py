# SPDX-License-Identifier: GPL-2.0-or-later
"""What somebody sent who wanted the ACK verdicts to be wrong: slow networks, errors about other packets, elements that
keep a dialog's identifiers, bodies that are no offers, names and URIs that lead elsewhere than they seem to."""
import functools

from scene import LADDER, call, exchange, pick_up, situation
from sip import ALICE, BOB, PROXY, SDP, Dialog, Host, forwarded, respond, returned
from wire import udp

SBC, SBC_IN, PBX = Host("198.51.100.9"), Host("10.0.0.9"), Host("10.0.0.20")


def opponent(play):
    """A situation in which whatever is sent twice, byte by byte, is a retransmission of the first sending."""
    @functools.wraps(play)
    def counted(c):
        send, first = c.send, {}

        def counting(t, message):
            frame = send(t, message)
            if first.setdefault(bytes(message), frame) != frame:
                c.retransmitted[frame] = first[bytes(message)]
            return frame
        c.send = counting
        play(c)
    return situation(counted)


@opponent
def callee_hangs_up_after_slow_ack(c):
    """The path is slow (RTT 1.6 s): two copies cross the ACK, then they stop, although the next was due at 3.5 s. The
    callee hangs up at 7 s."""
    d = Dialog()
    invite, ok = pick_up(c, d)
    ack = d.ack(invite, ok)
    finals, acks = [4], []
    for offset in (0, 0.5, 1.5):
        if offset:
            finals.append(c.send(2 + offset, ok))
        acks.append(c.send(2.02 + offset, ack))
    exchange(c, d, 9, d.request("BYE", by=BOB))
    c.noise(10, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=finals, acks=acks)
    c.expect("BYE", 200, "ok")


@opponent
def callee_hangs_up_after_slow_ack_early(c):
    """As above, but the callee hangs up at 2.9 s, before the next copy would have been due: nothing can be known."""
    d = Dialog()
    invite, ok = pick_up(c, d)
    ack = d.ack(invite, ok)
    for offset in (0, 0.5, 1.5):
        if offset:
            c.send(2 + offset, ok)
        c.send(2.02 + offset, ack)
    exchange(c, d, 4.9, d.request("BYE", by=BOB))
    c.noise(10, 60)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("BYE", 200, "ok")


@opponent
def icmp_an_hour_later(c):
    """The capture dropped one 200. The client did not repeat its OPTIONS, so it got it. An hour later the server is
    restarted, and one ping draws an ICMP error."""
    first = Dialog("first").request("OPTIONS")
    c.send(0, first)
    for k in range(1, 20):
        d = Dialog(f"k{k}")
        exchange(c, d, k * 200, d.request("OPTIONS"))
    c.icmp_brief(3950, BOB, ALICE, udp(ALICE, BOB, bytes(first)))
    c.expect("OPTIONS", None, "incomplete")
    for _ in range(1, 20):
        c.expect("OPTIONS", 200, "ok")


@opponent
def requests_only_then_icmp(c):
    """One direction only; all were answered, but for the last."""
    for k in range(6):
        c.send(k * 60, Dialog(f"k{k}").request("OPTIONS"))
        c.expect("OPTIONS", None, "incomplete")
    last = Dialog("last").request("OPTIONS")
    c.send(400, last)
    c.icmp_brief(400.01, BOB, ALICE, udp(ALICE, BOB, bytes(last)))
    c.noise(401, 40)
    c.expect("OPTIONS", None, "no_response", cause="icmp_unreachable")


@opponent
def reset_much_later(c):
    """The capture lacks the first 200 (its sequence numbers show the gap); the connection works on, and is reset much
    later."""
    a = ALICE.at(50001)
    c.connect(0, a, BOB)
    d = Dialog("one", caller=a, transport="TCP")
    c.send(1, d.request("OPTIONS"))
    c.streams[a, BOB][1] += 300
    d = Dialog("two", caller=a, transport="TCP")
    exchange(c, d, 60, d.request("OPTIONS"))
    c.reset(200, BOB, a)
    c.expect("OPTIONS", None, "incomplete")
    c.expect("OPTIONS", 200, "ok")


@opponent
def callee_gone_after_call(c):
    """ACK, BYE, 200 to the BYE; then the callee's program ends (sipp does), and the next INVITE draws an ICMP error. The
    answered BYE shows that the dialog stood; the error quotes the INVITE of another call."""
    d = Dialog("a")
    invite, ok = pick_up(c, d)
    c.send(2.002, d.ack(invite, ok))
    exchange(c, d, 2.01, d.request("BYE"))
    other = Dialog("b").invite()
    c.send(2.1, other)
    c.icmp_unreachable(2.101, BOB, ALICE, udp(ALICE, BOB, bytes(other)))
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("BYE", 200, "ok")
    c.expect("INVITE", None, "no_response", cause="icmp_unreachable")


@opponent
def callee_gone_after_call_and_copy(c):
    """The same with one copy of the 200 that crossed the ACK, and 60 s of capture behind it."""
    d = Dialog("a")
    invite, ok = pick_up(c, d)
    ack = d.ack(invite, ok)
    c.send(2.4, ack)
    c.send(2.5, ok)
    c.send(2.51, ack)
    exchange(c, d, 4, d.request("BYE"))
    other = Dialog("b").invite()
    c.send(6, other)
    c.icmp_unreachable(6.001, BOB, ALICE, udp(ALICE, BOB, bytes(other)))
    c.noise(7, 60)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("BYE", 200, "ok")
    c.expect("INVITE", None, "no_response", cause="icmp_unreachable")


def b2bua(c, outside, inside, acks_outside, ack_inside=2.01):
    """An SBC that keeps Call-ID, tags and CSeq, and puts its own Via and Contact. Times of the 200s and of the ACKs."""
    d = Dialog(caller=ALICE, callee=SBC)
    invite = d.invite()
    via = lambda m, branch: m.with_("Via", f"SIP/2.0/UDP {SBC_IN};branch={branch}").from_(SBC_IN).to(PBX)
    passed = via(invite, "z9hG4bK-sbc-1").with_("Contact", f"<sip:alice@{SBC_IN}>")
    ok_in = respond(passed, 200, None, "a-callee", SDP, (("Contact", f"<sip:bob@{PBX}>"),))
    ok_out = respond(invite, 200, None, "a-callee", SDP, (("Contact", f"<sip:bob@{SBC}>"),))
    d.established = True
    ack = d.ack(invite, ok_out)
    events = [(0, invite), (0.01, passed)] + [(t, ok_in) for t in inside] + [(t, ok_out) for t in outside]
    events += [(t, ack) for t in acks_outside]
    if ack_inside:
        events.append((ack_inside, via(ack, "z9hG4bK-sbc-2").to_uri(f"sip:bob@{PBX}")))
    for t, message in sorted(events, key=lambda e: e[0]):
        c.send(t, message)
    return d


@opponent
def b2bua_caller_is_slow(c):
    """The SBC acknowledges inside at once. Outside, the first and only ACK comes after four 200s, and ends them. The
    call is hung up by the SBC at 12 s."""
    d = b2bua(c, [2.02, 2.52, 3.52, 5.52], [2], [5.9])
    exchange(c, d, 12, d.request("BYE", by=SBC))
    c.noise(13, 60)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("BYE", 200, "ok")


@opponent
def b2bua_caller_never_acks(c):
    """The caller owes the ACK. That of the SBC on the other side is right."""
    b2bua(c, [2.02 + o for o in (0, *LADDER)], [2], [])
    c.noise(35, 40)
    c.expect("INVITE", 200, "missing_ack", "missing", cause="ack_not_seen")
    c.expect("INVITE", 200, "ok", "acked")


@opponent
def b2bua_does_not_ack(c):
    """The SBC owes the ACK inside. That of the caller outside is right."""
    b2bua(c, [2.02], [2 + o for o in (0, *LADDER)], [2.05], None)
    c.noise(35, 40)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("INVITE", 200, "missing_ack", "missing")


@opponent
def ack_407_without_to_tag(c):
    """The ACK has the INVITE's branch and its To without the tag. 17.2.3 matches by branch, sent-by and method alone:
    the server took it, and repeated nothing."""
    d = Dialog()
    invite = d.invite()
    c.send(0, invite)
    refused = d.answer(invite, 407, extra=(("Proxy-Authenticate", 'Digest realm="x", nonce="1"'),))
    c.send(0.02, refused)
    c.send(0.03, d.ack(invite, refused).with_("To", "<sip:bob@example.net>"))
    again = d.invite(extra=(("Proxy-Authorization", 'Digest username="a", realm="x", nonce="1", uri="sip:bob@example.net"'
                             f', response="{"0" * 32}"'),))
    c.send(0.1, again)
    ok = d.answer(again, 200)
    c.send(2, ok)
    c.send(2.02, d.ack(again, ok))
    c.noise(3, 60)
    c.expect("INVITE", 407, "challenged", "acked")
    c.expect("INVITE", 200, "ok", "acked")


@opponent
def ack_486_of_another_hop(c):
    """The capture lacks the caller's ACK and the INVITE that the proxy sent on, but has the ACK of the proxy on its own
    hop. That one is not meant for the caller's."""
    d = Dialog(callee=PROXY)
    invite = d.invite()
    c.send(0, invite)
    passed = forwarded(invite, PROXY, BOB, "z9hG4bK-p1")
    refused = d.answer(passed, 486)
    c.send(1, returned(refused, PROXY, ALICE))
    c.send(1.01, d.ack(passed, refused).from_(PROXY).to(BOB))
    c.noise(2, 60)
    c.expect("INVITE", 486, "outcome", "unknown")


@opponent
def late_although_t1_is_larger(c):
    """T1 is 1 s; the capture lacks the copy at 1 s, so that T1 cannot be read. The ACK comes 40 s after the first 200,
    1 s after a copy: copies that go on beyond 32 s show that 64*T1 had not passed."""
    d = Dialog()
    invite, ok = pick_up(c, d)
    finals = [4, *[c.send(2 + o, ok) for o in (3, 7, 11, 15, 19, 23, 27, 31, 35, 39)]]
    ack = c.send(42, d.ack(invite, ok))
    exchange(c, d, 100, d.request("BYE"))
    c.noise(101, 10)
    c.expect("INVITE", 200, "ok", "acked", final=finals, acks=[ack])
    c.expect("BYE", 200, "ok")


@opponent
def media_timeout_408(c):
    """One 200 and no copy of it, over UDP: the callee had its ACK, on a way that is not captured. 32 s later it hangs up
    for want of media, with SIP;cause=408 and words that say so."""
    d = Dialog()
    pick_up(c, d)
    exchange(c, d, 34, d.request("BYE", by=BOB, extra=(("Reason", 'SIP;cause=408;text="RTP Timeout"'),)))
    c.noise(35, 30)
    c.expect("INVITE", 200, "ok", "unknown")
    c.expect("BYE", 200, "ok")


@opponent
def prack_seen_by_its_200(c):
    """The capture lacks the PRACK, but not its 200, which only one who got the PRACK sends."""
    d = Dialog()
    invite = d.invite()
    c.send(0, invite)
    ringing = d.answer(invite, 183, extra=(("Require", "100rel"), ("RSeq", "7")))
    for t in (0.1, 0.6, 1.6):
        c.send(t, ringing)
    prack = d.request("PRACK", extra=(("RAck", "7 1 INVITE"),))
    c.send(1.7, d.answer(prack, 200))
    ok = d.answer(invite, 200)
    c.send(3, ok)
    c.send(3.02, d.ack(invite, ok))
    exchange(c, d, 30, d.request("BYE"))
    c.noise(31, 20)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("PRACK", 200, "incomplete")
    c.expect("BYE", 200, "ok")


@opponent
def three_points_400_ms_apart(c):
    """One link in three captures whose clocks are 0.4 s apart, merged: one 200, one ACK, a call of 5 s."""
    d = Dialog()
    invite = d.invite()
    ok = d.answer(invite, 200)
    ack = d.ack(invite, ok)
    bye = d.request("BYE", by=BOB)
    seen = [(0, invite), (1, ok), (1.02, ack), (6, bye), (6.02, d.answer(bye, 200))]
    for t, message in sorted(((t + skew, m) for skew in (0, 0.4, 0.8) for t, m in seen), key=lambda e: e[0]):
        c.send(t, message)
    c.noise(10, 60)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("BYE", 200, "ok")


@opponent
def body_that_is_no_offer(c):
    """The 200 to an INVITE without a body carries text, not a session description: there is nothing to answer."""
    d = Dialog()
    invite = d.invite(body="")
    c.send(0, invite)
    ok = d.answer(invite, 200, body="welcome")
    c.send(2, ok)
    c.send(2.02, d.ack(invite, ok))
    exchange(c, d, 20, d.request("BYE"))
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("BYE", 200, "ok")


def lost_beyond(c, contact, uri=None, dst=BOB, ask=None):
    """Each 200 is acknowledged as it should be; the ACKs are lost behind the capture point."""
    d = Dialog(callee=dst)
    invite = d.invite()
    c.send(0, invite)
    if ask:
        ask()
    ok = d.answer(invite, 200).with_("Contact", f"<{contact}>")
    ack = d.ack(invite, ok).to_uri(uri or contact)
    for offset in (0, *LADDER):
        c.send(2 + offset, ok)
        c.send(2.02 + offset, ack)
    c.noise(35, 40)
    c.expect("INVITE", 200, "bad_ack", "lost")  # not wrong: nothing is the matter with the ACK


@opponent
def ack_to_source_of_200(c):
    """The Contact is private, so the caller sends to where the 200 came from (Asterisk: nat=comedia, force_rport)."""
    lost_beyond(c, "sip:bob@10.1.1.5:5060")


@opponent
def ack_to_maddr(c):
    """19.1.1: maddr overrides the host."""
    lost_beyond(c, "sip:bob@192.0.2.99;maddr=203.0.113.20")


@opponent
def ack_by_outbound_proxy(c):
    """The caller sends everything to its outbound proxy, which did not record-route (8.1.2), as it sent the INVITE."""
    lost_beyond(c, "sip:bob@203.0.113.20", dst=PROXY)


@opponent
def ack_by_srv(c):
    """RFC 3263: SRV leads to 203.0.113.20; somebody's browser asked for the A record of the same name, a web server."""
    lost_beyond(c, "sip:bob@pbx.example.com",
                ask=lambda: c.dns(0.5, Host("192.0.2.77"), "pbx.example.com", "198.51.100.99"))


@opponent
def ack_to_fifth_address(c):
    """The name has more than four addresses; the ACK goes to one that was not kept (NAME_ADDRESSES)."""
    lost_beyond(c, "sip:bob@pbx.example.com",
                ask=lambda: c.dns(0.5, ALICE, "pbx.example.com", *[f"198.51.100.{k}" for k in range(101, 107)], BOB.ip))


def unacked(c, d, invite, ok, before=()):
    c.send(0, invite)
    events = [(2 + o, ok) for o in (0, *LADDER)]
    for i, (t, m) in enumerate(events):
        c.send(t, m)
        if i == 0:
            for act in before:
                act()
    c.noise(35, 40)


@opponent
def dns_without_aaaa(c):
    """Only AAAA is asked for (the A record is in the resolver's cache), and there is none: the name resolves."""
    d = Dialog()
    invite = d.invite()
    ok = d.answer(invite, 200).with_("Contact", "<sip:bob@pbx.example.com>")
    unacked(c, d, invite, ok, [lambda: c.dns(2.01, ALICE, "pbx.example.com", kind="AAAA")])
    c.expect("INVITE", 200, "missing_ack", "missing", "ack_not_seen")


@opponent
def dns_of_another_host(c):
    """A host that is not the caller gets NXDOMAIN."""
    d = Dialog()
    invite = d.invite()
    ok = d.answer(invite, 200).with_("Contact", "<sip:bob@pbx.example.com>")
    unacked(c, d, invite, ok, [lambda: c.dns(2.1, Host("192.0.2.201"), "pbx.example.com", rcode=3)])
    c.expect("INVITE", 200, "missing_ack", "missing", "ack_not_seen")


@opponent
def old_reinvite_is_no_glare(c):
    """The callee's re-INVITE of ten minutes before, whose final response the capture lacks, crosses nothing."""
    d = Dialog()
    call(c, d)
    c.send(10, d.invite(by=BOB))
    again = d.invite()
    c.send(600, again)
    ok = d.answer(again, 200)
    c.copies(ok, 601, LADDER)
    c.noise(11, 700)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("INVITE", None, "pending")
    c.expect("INVITE", 200, "missing_ack", "missing", "ack_not_seen")


@opponent
def via_maddr(c):
    """18.2.2: the response goes to the maddr of the top Via."""
    d = Dialog()
    invite = d.invite()
    invite = invite.with_("Via", invite.value("Via") + ";maddr=192.0.2.44")
    unacked(c, d, invite, d.answer(invite, 200).to(Host("192.0.2.44")))
    c.expect("INVITE", 200, "missing_ack", "missing", "ack_not_seen")


@opponent
def undeliverable_200(c):
    """Each 200 draws an ICMP error from the caller: it never got one, and owes no ACK."""
    d = Dialog()
    invite = d.invite()
    c.send(0, invite)
    ok = d.answer(invite, 200)
    for o in (0, *LADDER):
        c.send(2 + o, ok)
        c.icmp_unreachable(2.01 + o, ALICE, BOB, udp(BOB, ALICE, bytes(ok)))
    c.noise(35, 40)
    c.expect("INVITE", 200, "missing_ack", "missing", "ack_no_200_delivery")


@opponent
def nul_in_request_uri(c):
    """A NUL in a text that is kept: what stands behind it in the report is heap memory, another each run."""
    d = Dialog()
    c.send(0, d.request("OPTIONS").to_uri("sip:b\0ob@example.net"))
    c.expect("OPTIONS", None, "pending")


@opponent
def sctp_ack_dropped(c):
    """The capture lacks one packet, the ACK to a 486 over SCTP. For TCP a gap in the sequence numbers keeps quiet about
    it; SCTP has TSNs, too, but they are not looked at."""
    d = Dialog("a", transport="SCTP")
    invite = d.invite()
    c.send(0, invite)
    c.send(1, d.answer(invite, 486))
    d = Dialog("b", transport="SCTP")
    exchange(c, d, 60, d.request("OPTIONS"))
    c.noise(61, 20)
    c.expect("INVITE", 486, "outcome", "unknown")
    c.expect("OPTIONS", 200, "ok")


@situation
def two_clocks(c):
    """One link in two captures whose clocks are half a second apart, merged: the 200 is sent once more before its ACK
    comes, and the identification of the IP packets tells which of the four are the same."""
    d, one = Dialog(), type(c)()
    invite, ok = pick_up(one, d)
    one.send(2.5, ok)
    one.send(2.55, d.ack(invite, ok))
    seen = sorted((t / 1e6 + skew, skew, n) for skew in (0, 0.5) for n, (t, _) in enumerate(one.frames))
    first = {}
    for t, _, n in seen:
        number = c.put(t, one.frames[n][1])
        if n in first:
            c.duplicates[number] = first[n]
        first.setdefault(n, number)
    c.retransmitted[first[4]] = first[3]
    c.noise(4, 60)
    c.expect("INVITE", 200, "ok", "acked")
