# SPDX-License-Identifier: GPL-2.0-or-later
"""Why an ACK is missing, wrong or lost: for each cause the call that shows it, and beside it nearly the same frames
that must not bring it up. In the look-alikes `unacked_…` and `lost_…` the response is repeated all the same, for
another reason or for none that the capture shows; in `acked_…` it is not, and nothing is held against anybody."""
from dataclasses import replace

from scapy.layers.inet import ICMP

from acks import acked_wrongly
from scene import LADDER, exchange, hang_up, ring, situation
from sip import ALICE, BOB, CAROL, PROXY, SDP, Dialog, Host, follow, forwarded, returned, routed, uri_in
from wire import udp, websocket, websocket_handshake

HOME_BOB = Host("192.168.1.20")  # Bob's address behind a NAT
NAME = "<sip:bob@pbx.example.net>"
BOBS = "<sip:bob@203.0.113.20:5060>"
THROUGH = "sip:198.51.100.5;lr"  # the proxy, in its Record-Route
INNER = "sip:198.51.100.6;lr"    # another one behind it


def record_route(*uris):
    return tuple(("Record-Route", f"<{u}>") for u in uris)


def answer(c, contact=None, rows=(), d=None, bend=None, **invite):
    """A call that rings, and its 200 that is to be sent at 2 s."""
    d = d or Dialog()
    asked = ring(c, d, **invite)
    ok = d.answer(asked, 200, extra=rows)
    if contact:
        ok = ok.with_("Contact", contact)
    return d, asked, bend(ok) if bend else ok


def behind_proxy(c, *uris, contact=BOBS, **more):
    """The same between Alice and a proxy that puts these Record-Routes."""
    return answer(c, contact, record_route(*uris), Dialog(callee=PROXY), **more)


def goes_on(c, final, ack=None, then=None, t=2.0, offsets=LADDER):
    """The final response and its copies, an ACK 20 ms after each if there is one, and what happens 40 ms after each."""
    finals, acks = [], []
    for offset in (0, *offsets):
        finals.append(c.send(t + offset, final))
        if ack:
            acks.append(c.send(t + offset + 0.02, ack))
        if then:
            then(t + offset + 0.04)
    c.again(finals)
    if ack:
        c.again(acks)
    return finals, acks


def unacked(c, final, cause="ack_not_seen", then=None, request=1, **more):
    """No ACK in the capture, and the whole ladder."""
    finals, _ = goes_on(c, final, then=then)
    c.expect("INVITE", 200, "missing_ack", "missing", cause, request=[request], final=finals, acks=[], **more)


def wrong(c, final, ack, cause, request=1, **more):
    """Each copy has this ACK behind it, and the ladder goes on to its end."""
    finals, _ = goes_on(c, final, ack)
    c.expect("INVITE", 200, "bad_ack", "wrong", cause, request=[request], final=finals, **more)


def lost(c, final, ack, cause="ack_lost_path", then=None, request=1):
    finals, acks = goes_on(c, final, ack, then)
    c.expect("INVITE", 200, "bad_ack", "lost", cause, request=[request], final=finals, acks=acks)


def acked(c, final, ack, request=1, **more):
    """The 200 once, this ACK once, and a quiet minute."""
    final, ack = c.send(2, final), c.send(2.02, ack)
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[request], final=[final], acks=[ack], **more)


# --- ICMP -------------------------------------------------------------------------------------------------------------

AT_5070 = "<sip:bob@203.0.113.20:5070>"


def port_closed(c, port, payload=b"RTP or SIP, the quotation does not say"):
    return lambda t: c.icmp_brief(t, BOB, ALICE, udp(ALICE, BOB.at(port), payload, c.ident - 1))


@situation
def ack_icmp_at_contact(c):
    """The ACKs go to port 5070 of the Contact, past the filter of this capture; the errors about them do not."""
    _, _, ok = answer(c, AT_5070)
    unacked(c, ok, "ack_icmp", port_closed(c, 5070))


@situation
def unacked_icmp_of_media(c):
    """Its look-alike: the errors are about the media port."""
    _, _, ok = answer(c, AT_5070)
    unacked(c, ok, then=port_closed(c, 40000))


@situation
def unacked_icmp_before_answer(c):
    """Its look-alike: one error about port 5070 a second before the 200, none after."""
    _, _, ok = answer(c, AT_5070)
    port_closed(c, 5070)(1)
    unacked(c, ok)


@situation
def ack_icmp_quotes_ack(c):
    """Each ACK to the Contact's port 5070 comes back in an ICMP error."""
    d, invite, ok = answer(c, AT_5070)
    ack = follow(d.ack(invite, ok), ok)
    lost(c, ok, ack, "ack_icmp", port_closed(c, 5070, bytes(ack)))


@situation
def lost_icmp_of_media(c):
    """Its look-alike: the errors quote the media that Alice sends, the ACKs get lost without a word."""
    d, invite, ok = answer(c)
    lost(c, ok, d.ack(invite, ok), then=port_closed(c, 40000))


@situation
def acked_after_icmp(c):
    """Its look-alike: the port is not open yet for the first ACK; the second gets through, and the copies stop."""
    d, invite, ok = answer(c, AT_5070)
    ack = follow(d.ack(invite, ok), ok)
    finals, acks = [c.send(2, ok)], [c.send(2.02, ack)]
    port_closed(c, 5070, bytes(ack))(2.03)
    finals.append(c.send(2.5, ok))
    acks.append(c.send(2.52, ack))
    c.again(finals), c.again(acks)
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=finals, acks=acks)


@situation
def acked_fragmentation_needed(c):
    """Its look-alike: a router wants smaller packets (3/4), the next ACK comes in such, and the copies stop."""
    d, invite, ok = answer(c, body="")
    ack = d.ack(invite, ok, body=SDP + "a=x-note:" + "long " * 200 + "\r\n")
    finals, acks = [c.send(2, ok)], [c.send(2.02, ack)]
    c.icmp(2.03, PROXY, ALICE, ICMP(type=3, code=4, nexthopmtu=800), udp(ALICE, BOB, bytes(ack), c.ident - 1))
    finals.append(c.send(2.5, ok))
    acks.append(c.fragments(2.52, udp(ALICE, BOB, bytes(ack), c.ident)))
    c.again(finals), c.again(acks)
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=finals, acks=acks)


# --- connections ------------------------------------------------------------------------------------------------------

ON_TCP = "<sip:bob@203.0.113.20:5080;transport=tcp>"


def knocks(c, port, host=BOB):
    return lambda t: c.refused_connection(t, ALICE.at(49200 + c.ident), host.at(port))


@situation
def ack_connection_refused(c):
    """The Contact wants TCP on port 5080, and Alice's SYNs are refused there."""
    _, _, ok = answer(c, ON_TCP)
    unacked(c, ok, "ack_connection_refused", knocks(c, 5080))


@situation
def ack_connection_unanswered(c):
    """The same, but nothing answers the SYNs."""
    _, _, ok = answer(c, ON_TCP)
    unacked(c, ok, "ack_connection_refused", lambda t: c.syn(t, ALICE.at(49200), BOB.at(5080)))


@situation
def ack_connection_to_route_refused(c):
    """The way leads over the proxy's Record-Route, and the proxy refuses the connection."""
    _, _, ok = behind_proxy(c, "sip:198.51.100.5:5080;transport=tcp;lr")
    unacked(c, ok, "ack_connection_refused", knocks(c, 5080, PROXY))


@situation
def unacked_other_port_refused(c):
    """Its look-alike: Alice is refused at another port of Bob, that of a web page."""
    _, _, ok = answer(c, ON_TCP)
    unacked(c, ok, then=knocks(c, 443))


@situation
def unacked_other_host_refused(c):
    """Its look-alike: the same port, but Carol's."""
    _, _, ok = answer(c, ON_TCP)
    unacked(c, ok, then=knocks(c, 5080, CAROL))


@situation
def unacked_refused_before_answer(c):
    """Its look-alike: a SYN to the right port was refused a second before the 200, none was sent after it."""
    _, _, ok = answer(c, ON_TCP)
    knocks(c, 5080)(1)
    unacked(c, ok)


# --- names ------------------------------------------------------------------------------------------------------------

def unresolved(c, name, rcode):
    return lambda t: c.dns(t, ALICE, name, rcode=rcode)


@situation
def ack_dns_nxdomain(c):
    """The Contact is a name that does not exist."""
    _, _, ok = answer(c, NAME)
    unacked(c, ok, "ack_dns", unresolved(c, "pbx.example.net", 3))


@situation
def ack_dns_servfail(c):
    """The name server cannot say what the Contact's name is."""
    _, _, ok = answer(c, NAME)
    unacked(c, ok, "ack_dns", unresolved(c, "pbx.example.net", 2))


@situation
def ack_dns_unanswered(c):
    """The name server does not answer."""
    _, _, ok = answer(c, NAME)
    unacked(c, ok, "ack_dns", lambda t: c.asks_dns(t, ALICE, "pbx.example.net"))


@situation
def ack_dns_of_route(c):
    """The proxy's Record-Route has a name that only its own network knows; the Contact's name has nothing to do with
    it."""
    _, _, ok = behind_proxy(c, "sip:edge.internal;lr", contact=NAME)
    unacked(c, ok, "ack_dns", unresolved(c, "edge.internal", 3))


@situation
def unacked_dns_of_other_name(c):
    """Its look-alike: the name that does not exist is another's."""
    _, _, ok = answer(c, NAME)
    unacked(c, ok, then=unresolved(c, "www.example.org", 3))


@situation
def unacked_dns_no_srv_but_address(c):
    """Its look-alike: there is no SRV record, and then there is an address (RFC 3263 4.2)."""
    _, _, ok = answer(c, NAME)

    def resolve(t):
        c.dns(t, ALICE, "_sip._udp.pbx.example.net", kind="SRV", rcode=3)
        c.dns(t + 0.01, ALICE, "pbx.example.net", BOB.ip)
    unacked(c, ok, then=resolve)


@situation
def unacked_dns_of_contact_behind_route(c):
    """Its look-alike: the Contact's name does not exist, but the ACK has to go to the proxy's address."""
    _, _, ok = behind_proxy(c, THROUGH, contact=NAME)
    unacked(c, ok, then=unresolved(c, "pbx.example.net", 3))


@situation
def acked_dns_at_second_try(c):
    """Its look-alike: SERVFAIL, then the address, and the ACK."""
    d, invite, ok = answer(c, NAME)
    finals = [c.send(2, ok)]
    c.dns(2.01, ALICE, "pbx.example.net", rcode=2)
    finals.append(c.send(2.5, ok))
    c.dns(2.51, ALICE, "pbx.example.net", BOB.ip)
    ack = c.send(2.53, follow(d.ack(invite, ok), ok, BOB))
    c.again(finals)
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=finals, acks=[ack])


# --- the 200 did not get there ----------------------------------------------------------------------------------------

NAT, AT_HOME = Host("198.51.100.7", 1024), Host("192.168.1.10")


def from_nat(c):
    """Alice asks for rport from behind a NAT, and Bob fills it in (RFC 3581 4)."""
    d = Dialog(caller=NAT)
    d.via = lambda _, branch: f"SIP/2.0/UDP {AT_HOME};rport;branch={branch}"
    c.style = lambda m: m if not m.start.startswith("SIP/2.0") else m.with_(
        "Via", m.value("Via").replace(";rport;", ";received=198.51.100.7;rport=1024;"))
    return answer(c, d=d)


@situation
def ack_200_ignores_rport(c):
    """The 100 and the 180 go back through the NAT, the 200 to the private address in the Via."""
    _, _, ok = from_nat(c)
    unacked(c, ok.to(AT_HOME), "ack_no_200_delivery")


@situation
def unacked_rport_honoured(c):
    """Its look-alike: the 200 goes through the NAT too, which is not what the Via's sent-by says."""
    _, _, ok = from_nat(c)
    unacked(c, ok)


def from_other_port(c, back_to):
    """The INVITE comes from port 40404, its Via says 5060 and no rport."""
    d = Dialog()
    invite = d.invite()
    ok = d.answer(invite, 200)
    c.send(0, invite.from_(ALICE.at(40404)))
    c.send(0.01, d.answer(invite, 100).to(back_to))
    return ok.to(back_to)


@situation
def ack_200_to_sent_by_port(c):
    """The responses go to port 5060 of the Via, as they should; whether a NAT lets them in nobody here can say."""
    ok = from_other_port(c, ALICE)
    unacked(c, ok, "ack_no_200_delivery", confidence="possible")


@situation
def unacked_200_to_source_port(c):
    """Its look-alike: the responses go where the INVITE came from."""
    ok = from_other_port(c, ALICE.at(40404))
    unacked(c, ok)


# --- the 200 got there and was thrown away ----------------------------------------------------------------------------

def thrown_away(name, doc, bend):
    def play(c):
        _, _, ok = answer(c, bend=bend)
        unacked(c, ok, "ack_twoxx_dropped_by_caller")
    play.__name__, play.__doc__ = name, doc
    situation(play)


thrown_away("ack_200_without_contact", "The 200 has no Contact, and the dialog no target (RFC 3261 12.1.1).",
            lambda ok: ok.without("Contact"))
thrown_away("ack_200_with_two_vias", "The 200 reaches the caller with a Via too many (RFC 3261 18.1.2).",
            lambda ok: ok.again("Via", "SIP/2.0/UDP 192.0.2.11:5060;branch=z9hG4bK-stray"))
thrown_away("ack_200_body_missing", "The 200 announces more bytes than its datagram holds (RFC 3261 18.3).",
            lambda ok: ok.with_("Content-Length", "999"))


@situation
def unacked_compact_contact(c):
    """Its look-alike: the Contact is there, in its compact form."""
    _, _, ok = answer(c, bend=lambda ok: ok.renamed("Contact", "m"))
    unacked(c, ok)


@situation
def unacked_two_vias_at_proxy(c):
    """Its look-alike: the INVITE came from a proxy with two Vias, so has its 200."""
    d = Dialog()
    invite = forwarded(d.invite().to(PROXY), PROXY, BOB, "z9hG4bK-p-1")
    c.send(0, invite)
    unacked(c, d.answer(invite, 200))


@situation
def acked_200_body_missing(c):
    """Its look-alike: a 200 with that fault is acknowledged."""
    d, invite, ok = answer(c, bend=lambda ok: ok.with_("Content-Length", "999"))
    acked(c, ok, d.ack(invite, ok))


# --- private Contact --------------------------------------------------------------------------------------------------

def private(name, contact):
    def play(c):
        _, _, ok = answer(c, f"<sip:bob@{contact}>")
        unacked(c, ok, "ack_contact_private")
    play.__name__ = name
    play.__doc__ = f"Bob's packets come from 203.0.113.20, but his Contact is {contact}."
    situation(play)


private("ack_contact_private", "192.168.1.20")
private("ack_contact_carrier_nat", "100.64.3.7:5060")
private("ack_contact_loopback", "127.0.0.1:5060;transport=udp")


@situation
def ack_to_private_contact(c):
    """The same, and the ACKs to that address are in the capture."""
    d, invite, ok = answer(c, f"<sip:bob@{HOME_BOB}>")
    lost(c, ok, follow(d.ack(invite, ok), ok), "ack_contact_private")


@situation
def unacked_both_private(c):
    """Its look-alike: both are at home in one subnet."""
    _, _, ok = answer(c, d=Dialog(caller=AT_HOME, callee=HOME_BOB))
    unacked(c, ok)


@situation
def unacked_private_behind_route(c):
    """Its look-alike: the proxy record-routes, and Bob's private address is the proxy's affair."""
    _, _, ok = behind_proxy(c, THROUGH, contact=f"<sip:bob@{HOME_BOB}>")
    unacked(c, ok)


@situation
def lost_private_behind_route(c):
    """The same with an ACK along the route."""
    d, invite, ok = behind_proxy(c, THROUGH, contact=f"<sip:bob@{HOME_BOB}>")
    lost(c, ok, follow(d.ack(invite, ok), ok))


@situation
def acked_private_contact(c):
    """Its look-alike: the ACK goes to where the 200 came from instead, and it is accepted."""
    d, invite, ok = answer(c, f"<sip:bob@{HOME_BOB}>")
    acked(c, ok, follow(d.ack(invite, ok), ok, BOB))


@situation
def unacked_invalid_contact(c):
    """Its look-alike: a browser has no address to give, and gives a name of .invalid (RFC 7118 5.2.1)."""
    client, server = BOB.at(50000), PROXY.at(80)
    d = Dialog(caller=server, callee=client, transport="WS")
    c.connect(-0.01, client, server)
    for t, src, dst, part in zip((-0.005, -0.004), (client, server), (server, client),
                                 websocket_handshake("edge.example.net")):
        c.segment(t, src, dst, part)

    def send(t, msg):
        mask = b"\x37\xfa\x21\x3d" if msg.src == client else None
        return c.segment(t, msg.src, msg.dst, websocket(bytes(msg), mask))
    c.send = send
    _, _, ok = answer(c, "<sip:bob@df7jal23ls0d.invalid;transport=ws>", d=d)
    unacked(c, ok, request=6)


# --- an application-level gateway -------------------------------------------------------------------------------------

def both_sides(c, d, acks):
    """Each packet before and behind a gateway, 1 ms apart: one packet seen twice, though the gateway writes a port of
    its own into the Contact of the 200."""
    def twice(t, msg):
        first, second = c.send(t, msg), c.send(t + 0.001, msg)
        c.duplicates[second] = first
    invite = d.invite()
    twice(0, invite)
    twice(0.01, d.answer(invite, 100))
    ok = d.answer(invite, 200)
    altered = ok.with_("Contact", "<sip:bob@203.0.113.20:5099>")
    ack = follow(d.ack(invite, altered), altered)
    sights, sent = [], []
    for offset in (0, *LADDER):
        sights.append((c.send(2 + offset, ok), c.send(2.001 + offset, altered)))
        c.duplicates[sights[-1][1]] = sights[-1][0]
        if acks:
            sent.append(c.send(2.02 + offset, ack))
    c.again([before for before, _ in sights])
    if acks:
        c.again(sent)
    c.expect("INVITE", 200, "bad_ack" if acks else "missing_ack", "lost" if acks else "missing", "ack_alg",
             request=[1, 2], provisional=[3, 4], final=[f for pair in sights for f in pair], acks=sent)


@situation
def ack_alg(c):
    """The 200 has one Contact before the gateway and another behind it; no ACK is seen."""
    both_sides(c, Dialog(), acks=False)


@situation
def ack_alg_lost(c):
    """The ACKs go to the port that the gateway wrote, and do not arrive."""
    both_sides(c, Dialog(), acks=True)


@situation
def unacked_contact_of_next_hop(c):
    """Its look-alike: two hops of a call through an element that puts its own Contact, and a branch and a Via less tell
    the hops apart."""
    d = Dialog()
    first = d.invite().to(PROXY)
    second = forwarded(first, PROXY, BOB, "z9hG4bK-p-1")
    inner = d.answer(second, 200)
    outer = returned(inner, PROXY, ALICE).with_("Contact", "<sip:bob@198.51.100.5:5060>")
    c.send(0, first)
    c.send(0.001, second)
    finals = [(c.send(2 + o, inner), c.send(2.001 + o, outer)) for o in (0, *LADDER)]
    for request, chain in ((1, 1), (2, 0)):
        frames = c.again([pair[chain] for pair in finals])
        c.expect("INVITE", 200, "missing_ack", "missing", "ack_not_seen", request=[request], final=frames, acks=[])


@situation
def unacked_second_phone(c):
    """Its look-alike: two phones pick up within 50 ms, each with its own To tag and Contact; the second one's 200 gets
    no ACK."""
    d = Dialog()
    invite = ring(c, d)
    desk, mobile = (d.answer(invite, 200, tag=tag).with_("Contact", f"<sip:{tag}@203.0.113.20:5060>")
                    for tag in ("desk", "mobile"))
    first = c.send(2, desk)
    ack = c.send(2.02, follow(d.ack(invite, desk), desk))
    finals, _ = goes_on(c, mobile, t=2.05)
    c.expect("INVITE", 200, "missing_ack", "missing", "ack_not_seen", request=[1], final=[first, *finals], acks=[ack])


# --- glare ------------------------------------------------------------------------------------------------------------

def cancelled_late(c, d, cancel):
    c.send(1.9, cancel)
    c.send(1.91, d.answer(cancel, 481))


@situation
def ack_glare_cancel(c):
    """CANCEL crosses the 200; the caller thinks that it is over, and does not acknowledge what comes."""
    d, invite, ok = answer(c)
    cancelled_late(c, d, d.cancel(invite))
    unacked(c, ok, "ack_glare", cancel=[4])
    c.expect("CANCEL", 481, "outcome", request=[4], final=[5])


@situation
def unacked_other_call_cancelled(c):
    """Its look-alike: the CANCEL is another call's."""
    d, _, ok = answer(c)
    other = Dialog("b")
    invite = other.invite()
    c.send(1, invite)
    cancelled = other.cancel(invite)
    c.send(1.8, cancelled)
    c.send(1.81, other.answer(cancelled, 200))
    gone = other.answer(invite, 487)
    c.send(1.82, gone)
    c.send(1.83, other.ack(invite, gone))
    unacked(c, ok, cancel=[])
    c.expect("INVITE", 487, "outcome", "acked", request=[4], final=[7], acks=[8], cancel=[5])
    c.expect("CANCEL", 200, "ok", request=[5], final=[6])


def reinvited(c, crossing):
    """Alice re-INVITEs; Bob does so before he has answered her, or after a while. His is acknowledged, hers is not."""
    d, invite, ok = answer(c)
    acked_first = [c.send(2, ok), c.send(2.02, d.ack(invite, ok))]
    hers, his = d.invite(), d.invite(by=BOB)
    no = d.answer(his, 491 if crossing else 200)
    yes = d.answer(hers, 200)
    before = [c.send(10, hers)]
    if crossing:
        before += c.send(10.001, his), c.send(10.02, no), c.send(10.03, d.ack(his, no))
    finals, _ = goes_on(c, yes, t=10.1, offsets=LADDER)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=acked_first[:1], acks=acked_first[1:])
    c.expect("INVITE", 200, "missing_ack", "missing", "ack_glare" if crossing else "ack_not_seen",
             request=before[:1], final=finals, acks=[])
    if crossing:
        c.expect("INVITE", 491, "outcome", "acked", request=before[1:2], final=before[2:3], acks=before[3:])


@situation
def ack_glare_reinvites(c):
    """Two re-INVITEs cross: Alice refuses his with 491, Bob accepts hers, and she forgets the ACK."""
    reinvited(c, crossing=True)


@situation
def unacked_reinvite(c):
    """Its look-alike: her re-INVITE is the only one."""
    reinvited(c, crossing=False)


# --- an ACK that does not match ---------------------------------------------------------------------------------------

def mismatched(name, doc, bend, cause):
    def play(c):
        final = acked_wrongly(c, Dialog(), bend)
        c.expect("INVITE", 200, "bad_ack", "wrong", cause, request=[1], final=final)
    play.__name__, play.__doc__ = name, doc
    situation(play)


mismatched("ack_wrong_cseq_method", "The ACK's CSeq says INVITE (RFC 3261 8.1.1.5).",
           lambda a: a.with_("CSeq", "1 INVITE"), "ack_cseq")
mismatched("ack_wrong_from_tag", "The ACK has another From tag than the INVITE.",
           lambda a: a.with_("From", "<sip:alice@example.com>;tag=new"), "ack_fromtag")
mismatched("ack_wrong_call_id", "The ACK has another Call-ID, everything else is right.",
           lambda a: a.with_("Call-ID", "new@example.com"), "ack_callid")


def matching(name, doc, bend):
    """Look-alikes: what is different means the same; the ACKs get lost."""
    def play(c):
        d, invite, ok = answer(c)
        lost(c, ok, bend(follow(d.ack(invite, ok), ok)))
    play.__name__, play.__doc__ = name, doc
    situation(play)


matching("lost_cseq_with_zeros", "The ACK writes the same CSeq number with zeros and spaces.",
         lambda a: a.with_("CSeq", "0001   ACK"))
matching("lost_other_display_name", "The ACK's To and From have a name and other parameters, and the right tags.",
         lambda a: a.with_("To", '"Bob ;tag=x" <sip:bob@example.net>;x=1;tag=a-callee')
         .with_("From", "Alice <sip:alice@example.com>;tag=a-caller;y"))


@situation
def unacked_beside_other_call(c):
    """Two calls between the same two at once: the ACK of the one, with its Call-ID and tags, is no wrong ACK of the
    other."""
    d, _, ok = answer(c)
    other = Dialog("b")
    invite = other.invite()
    sent = c.send(1.9, invite)
    other_ok = other.answer(invite, 200)
    frames = []

    def acknowledge(t):
        if not frames:
            frames.extend((c.send(t, other_ok), c.send(t + 0.01, other.ack(invite, other_ok))))
    finals, _ = goes_on(c, ok, then=acknowledge)
    c.expect("INVITE", 200, "missing_ack", "missing", "ack_not_seen", request=[1], final=finals, acks=[])
    c.expect("INVITE", 200, "ok", "acked", request=[sent], final=frames[:1], acks=frames[1:])


@situation
def acked_486_branch_in_capitals(c):
    """Its look-alike: the branch of the ACK to a 486 is that of the INVITE in capitals, a token (RFC 3261 7.3.1)."""
    d = Dialog()
    invite = ring(c, d)
    busy = d.answer(invite, 486)
    ack = d.ack(invite, busy)
    c.send(2, busy)
    c.send(2.02, ack.with_("Via", ack.value("Via").replace("-a-1", "-A-1")))
    c.noise(3, 60)
    c.expect("INVITE", 486, "outcome", "acked", request=[1], final=[4], acks=[5])


# --- an ACK that cannot be read or goes no further --------------------------------------------------------------------

@situation
def ack_malformed_uri(c):
    """The ACK's Request-URI stands in angle brackets (RFC 3261 7.1), and the callee cannot read it."""
    d, invite, ok = answer(c)
    wrong(c, ok, d.ack(invite, ok).to_uri("<sip:bob@203.0.113.20:5060>"), "ack_malformed")


@situation
def acked_malformed_uri(c):
    """Its look-alike: a callee that reads it all the same."""
    d, invite, ok = answer(c)
    acked(c, ok, d.ack(invite, ok).to_uri("<sip:bob@203.0.113.20:5060>"))


matching("lost_semicolon_in_from", "A semicolon too much in the ACK's From, which stacks read over.",
         lambda a: a.with_("From", a.value("From") + ";"))


@situation
def ack_max_forwards_0(c):
    """The ACK reaches the proxy with Max-Forwards 0, and the proxy may not send it on (RFC 3261 16.3, 3)."""
    d, invite, ok = behind_proxy(c, THROUGH)
    wrong(c, ok, follow(d.ack(invite, ok), ok).with_("Max-Forwards", "0"), "ack_maxfwd")


@situation
def acked_max_forwards_0(c):
    """Its look-alike: the callee is the last to receive it, and accepts it."""
    d, invite, ok = answer(c)
    acked(c, ok, d.ack(invite, ok).with_("Max-Forwards", "0"))


matching("lost_max_forwards_0", "Its look-alike: with 0 at its last hop, and lost for another reason.",
         lambda a: a.with_("Max-Forwards", "0"))


# --- the route --------------------------------------------------------------------------------------------------------

STRICT = "sip:198.51.100.5"
TARGET = uri_in(BOBS)


def misrouted(name, doc, uris, uri, route, cause, dst=None, **more):
    """Record-Routes of a 200, and the Request-URI and Route of its ACK; the second copy of the scenario is accepted."""
    def ack_of(c):
        d, invite, ok = behind_proxy(c, *uris, **more)
        return ok, routed(d.ack(invite, ok), uri, route, dst)

    def play(c):
        wrong(c, *ack_of(c), cause)

    def fine(c):
        acked(c, *ack_of(c))
    play.__name__, play.__doc__ = name, doc
    fine.__name__, fine.__doc__ = name.replace("ack_", "acked_", 1), f"The same, accepted: {doc[0].lower()}{doc[1:]}"
    situation(play)
    situation(fine)


misrouted("ack_strict_route_as_loose", "The proxy is a strict router, and the ACK treats it as a loose one.",
          [STRICT], TARGET, [STRICT], "ack_strict_route")
misrouted("ack_loose_route_as_strict", "The proxy is a loose router, and the ACK treats it as a strict one.",
          [THROUGH], THROUGH, [TARGET], "ack_strict_route", PROXY)
misrouted("ack_double_rr_one_route", "A proxy with two addresses puts two Record-Routes, and the ACK has one of them.",
          ["sip:10.0.0.5;r2=on;lr", "sip:198.51.100.5;r2=on;lr"], TARGET, ["sip:198.51.100.5;r2=on;lr"],
          "ack_double_rr")
misrouted("ack_without_route", "The ACK goes to the Contact and leaves out the route.", [THROUGH], TARGET, [],
          "ack_route_set")
misrouted("ack_route_not_reversed", "The ACK has the two routes in the order of the 200 (RFC 3261 12.1.2).",
          [INNER, THROUGH], TARGET, [INNER, THROUGH], "ack_route_set")
misrouted("ack_route_one_of_two", "Two proxies have put a Record-Route, and the ACK has the first one's only.",
          [INNER, THROUGH], TARGET, [THROUGH], "ack_route_set")


@situation
def ack_route_of_invite(c):
    """The ACK has the Route of the INVITE, which named a proxy that did not record-route."""
    preloaded = ("Route", "<sip:198.51.100.9;lr>")
    d, invite, ok = behind_proxy(c, THROUGH, extra=(preloaded,))
    wrong(c, ok, routed(d.ack(invite, ok), TARGET, ["sip:198.51.100.9;lr"], PROXY), "ack_route_set")


def rightly_routed(name, doc, uris, bend=lambda a: a, **more):
    """Look-alikes: the ACK follows its route, and gets lost behind the proxy."""
    def play(c):
        d, invite, ok = behind_proxy(c, *uris, **more)
        lost(c, ok, bend(follow(d.ack(invite, ok), ok)))
    play.__name__, play.__doc__ = name, doc
    situation(play)


rightly_routed("lost_strict_route", "A strict router in the Request-URI, the Contact last in the Route.", [STRICT])
rightly_routed("lost_double_rr", "Both Record-Routes of the one proxy, in the right order.",
               ["sip:10.0.0.5;r2=on;lr", "sip:198.51.100.5;r2=on;lr"])
rightly_routed("lost_two_routes", "Two proxies, reversed.", [INNER, THROUGH])
rightly_routed("lost_routes_in_one_row", "The two routes stand in one row, with names and other white space.",
               [INNER, THROUGH],
               lambda a: a.without("Route").with_("Route", f'"Edge" <{THROUGH}>  ,\r\n  <{INNER}>'))


@situation
def lost_route_behind_proxy(c):
    """Its look-alike: on the second hop the proxy has taken its own Route out of the ACK (RFC 3261 16.4), and the one
    Record-Route of the 200 has no Route beside it."""
    d = Dialog()
    invite = forwarded(d.invite().to(PROXY), PROXY, BOB, "z9hG4bK-p-1").with_("Record-Route", f"<{THROUGH}>")
    c.send(0, invite)
    ok = d.answer(invite, 200, extra=record_route(THROUGH))
    ack = forwarded(d.ack(invite, ok).from_(ALICE).with_("Via", d.via(ALICE, d.branch())), PROXY, BOB, "z9hG4bK-p-2")
    lost(c, ok, ack)


@situation
def lost_reinvite_keeps_route(c):
    """Its look-alike: the 200 to a re-INVITE has no Record-Route, and the ACK still takes the dialog's (RFC 3261
    12.2)."""
    d, invite, ok = behind_proxy(c, THROUGH)
    first = [c.send(2, ok), c.send(2.02, follow(d.ack(invite, ok), ok))]
    again = follow(d.invite(), ok)
    sent = c.send(10, again)
    yes = d.answer(again, 200).with_("Contact", BOBS)
    ack = routed(d.ack(again, yes), TARGET, [THROUGH])
    finals, acks = goes_on(c, yes, ack, t=10.1)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=first[:1], acks=first[1:])
    c.expect("INVITE", 200, "bad_ack", "lost", "ack_lost_path", request=[sent], final=finals, acks=acks)


# --- the Request-URI --------------------------------------------------------------------------------------------------

@situation
def ack_to_address_of_record(c):
    """The ACK's Request-URI is still that of the INVITE, not the Contact."""
    d, invite, ok = answer(c, "<sip:line-7@203.0.113.20:5060>")
    wrong(c, ok, d.ack(invite, ok).to_uri("sip:bob@example.net"), "ack_bad_ruri")


@situation
def ack_uri_has_route_host(c):
    """The ACK takes the right way, with the proxy's host in its Request-URI."""
    d, invite, ok = behind_proxy(c, THROUGH)
    wrong(c, ok, routed(d.ack(invite, ok), "sip:bob@198.51.100.5", [THROUGH]), "ack_bad_ruri")


@situation
def acked_at_address_of_record(c):
    """Its look-alike: the same, accepted."""
    d, invite, ok = answer(c, "<sip:line-7@203.0.113.20:5060>")
    acked(c, ok, d.ack(invite, ok).to_uri("sip:bob@example.net"))


def equivalent(name, doc, contact, uri):
    """Look-alikes: the ACK writes the Contact in another way (RFC 3261 19.1.4)."""
    def play(c):
        d, invite, ok = answer(c, contact)
        lost(c, ok, routed(d.ack(invite, ok), uri, dst=BOB))
    play.__name__, play.__doc__ = name, doc
    situation(play)


equivalent("lost_uri_escaped", "The ACK escapes a character that the Contact does not.",
           "<sip:bob@203.0.113.20:5060>", "sip:%62ob@203.0.113.20:5060")
equivalent("lost_uri_parameters_turned", "The ACK has the Contact's parameters in another order.",
           "<sip:bob@203.0.113.20:5060;transport=udp;line=7>", "sip:bob@203.0.113.20:5060;line=7;transport=UDP")
equivalent("lost_contact_without_brackets", "The parameters of a Contact without brackets are not the URI's.",
           "sip:bob@203.0.113.20:5060;expires=3600", "sip:bob@203.0.113.20:5060")


# --- where it is sent, and on what ------------------------------------------------------------------------------------

@situation
def ack_udp_to_tcp_contact(c):
    """The Contact wants TCP, and the ACK goes over UDP."""
    d, invite, ok = answer(c, "<sip:bob@203.0.113.20:5060;transport=tcp>")
    wrong(c, ok, follow(d.ack(invite, ok), ok), "ack_transport_mismatch")


@situation
def ack_udp_to_sips_contact(c):
    """The Contact is a sips URI, and the ACK goes over UDP (RFC 3261 26.2.2)."""
    d, invite, ok = answer(c, "<sips:bob@203.0.113.20:5060>")
    wrong(c, ok, follow(d.ack(invite, ok), ok), "ack_transport_mismatch")


@situation
def acked_udp_to_tcp_contact(c):
    """Its look-alike: the same, accepted."""
    d, invite, ok = answer(c, "<sip:bob@203.0.113.20:5060;transport=tcp>")
    acked(c, ok, follow(d.ack(invite, ok), ok))


@situation
def lost_on_open_connection(c):
    """Its look-alike: the Contact names no transport, and the ACK takes the connection that is there."""
    d = Dialog(caller=ALICE.at(49152), transport="TCP")
    c.connect(-0.01, d.caller, d.callee)
    _, invite, ok = answer(c, d=d)
    lost(c, ok, d.ack(invite, ok), request=4)


@situation
def acked_on_open_connection(c):
    """Its look-alike: a Contact with another port, and the ACK takes the connection that is there."""
    d = Dialog(caller=ALICE.at(49152), transport="TCP")
    c.connect(-0.01, d.caller, d.callee)
    _, invite, ok = answer(c, "<sip:bob@203.0.113.20:33412;transport=tcp>", d=d)
    acked(c, ok, routed(d.ack(invite, ok), "sip:bob@203.0.113.20:33412;transport=tcp", dst=BOB), request=4)


@situation
def lost_udp_to_udp_contact(c):
    """Its look-alike: the Contact wants UDP, in capitals."""
    d, invite, ok = answer(c, "<sip:bob@203.0.113.20:5060;transport=UDP>")
    lost(c, ok, follow(d.ack(invite, ok), ok))


@situation
def ack_to_wrong_host(c):
    """The proxy did not record-route and the ACK is for Bob's Contact, but it is sent to Carol."""
    d, invite, ok = behind_proxy(c)
    wrong(c, ok, follow(d.ack(invite, ok), ok, CAROL), "ack_to_wrong_host")


@situation
def ack_to_host_of_invite(c):
    """Its look-alike: it is sent to the proxy, as the INVITE was, which may be an outbound proxy that passes it on."""
    d, invite, ok = behind_proxy(c)
    lost(c, ok, follow(d.ack(invite, ok), ok, PROXY), "ack_to_wrong_host")


@situation
def ack_to_wrong_host_of_route(c):
    """The ACK's Route names the proxy, and the packet goes to Bob."""
    d, invite, ok = behind_proxy(c, THROUGH)
    wrong(c, ok, follow(d.ack(invite, ok), ok, BOB), "ack_to_wrong_host")


@situation
def acked_over_outbound_proxy(c):
    """Its look-alike: a proxy that takes everything (RFC 3261 8.1.2) sends the ACK on."""
    d, invite, ok = behind_proxy(c)
    acked(c, ok, follow(d.ack(invite, ok), ok, PROXY))


def named(c, *addresses):
    """A Contact with a name, which the capture may resolve, and the ACK to Bob's address."""
    d, invite, ok = answer(c, NAME)
    if addresses:
        c.dns(1.5, ALICE, "pbx.example.net", *addresses)
    return ok, follow(d.ack(invite, ok), ok, BOB)


@situation
def lost_to_resolved_name(c):
    """Its look-alike: the Contact is a name, and DNS says that it is Bob's address."""
    lost(c, *named(c, CAROL.ip, BOB.ip))


@situation
def lost_to_unresolved_name(c):
    """Its look-alike: the Contact is a name, and nothing in the capture says whose."""
    lost(c, *named(c))


@situation
def ack_to_wrong_host_of_name(c):
    """The Contact is a name with a port, DNS says that it is Carol's address, and the ACK goes to the proxy's."""
    d, invite, ok = answer(c, "<sip:bob@pbx.example.net:5060>")
    c.dns(1.5, ALICE, "pbx.example.net", CAROL.ip)
    wrong(c, ok, follow(d.ack(invite, ok), ok, PROXY), "ack_to_wrong_host")


@situation
def lost_to_name_with_srv(c):
    """Its look-alike: without a port, SRV records may name another host than the address of the name (RFC 3263 4.2)."""
    d, invite, ok = answer(c, NAME)
    c.dns(1.5, ALICE, "pbx.example.net", CAROL.ip)
    lost(c, ok, follow(d.ack(invite, ok), ok, PROXY))


# --- branch, body, copies ---------------------------------------------------------------------------------------------

@situation
def ack_branch_reused(c):
    """The ACKs to a 2xx have the INVITE's branch, and the callee takes them for something else."""
    d, invite, ok = answer(c)
    wrong(c, ok, d.ack(invite, ok).with_("Via", invite.value("Via")), "ack_branch_reused")


@situation
def lost_rfc2543_branch(c):
    """Its look-alike: the same branch in all that an old stack sends, without the cookie, is no transaction id."""
    d = Dialog(cookie="1")
    d.branch = lambda: "1"
    _, invite, ok = answer(c, d=d)
    lost(c, ok, d.ack(invite, ok))


@situation
def ack_without_answer(c):
    """The 200 made the offer, and the ACK brings no answer (RFC 3261 13.2.2.4). Nobody repeats anything."""
    d, invite, ok = answer(c, body="")
    final, ack = c.send(2, ok), c.send(2.02, d.ack(invite, ok))
    c.noise(3, 60)
    c.expect("INVITE", 200, "bad_ack", "wrong", "ack_prack_confusion", confidence="likely", request=[1], final=[final],
             acks=[ack])


RELIABLE = (("Require", "100rel"), ("RSeq", "1"))


@situation
def acked_offer_answered_in_prack(c):
    """Its look-alike: the offer came in a reliable 183, the answer in the PRACK; the 200 only says it again."""
    d = Dialog()
    invite = d.invite(body="", extra=(("Supported", "100rel"),))
    c.send(0, invite)
    c.send(0.1, d.answer(invite, 183, extra=RELIABLE, body=SDP))
    exchange(c, d, 0.2, d.request("PRACK", body=SDP, extra=(("RAck", "1 1 INVITE"),)))
    ok = d.answer(invite, 200)
    acked(c, ok, d.ack(invite, ok))
    c.expect("PRACK", 200, "ok", request=[3], final=[4])


@situation
def acked_offer_in_invite(c):
    """Its look-alike: the INVITE made the offer, the 200 answered, the ACK has nothing to say."""
    d, invite, ok = answer(c)
    acked(c, ok, d.ack(invite, ok))
    hang_up(c, d, 70)
    c.expect("BYE", 200, "ok")


@situation
def acked_no_offer_at_all(c):
    """Its look-alike: neither the INVITE nor the 200 has a body, so the ACK needs none."""
    d, invite, ok = answer(c, body="", bend=lambda ok: replace(ok.without("Content-Type").with_("Content-Length", "0"),
                                                                body=""))
    acked(c, ok, d.ack(invite, ok))


@situation
def acked_copy_crossed(c):
    """The look-alike of an ACK that is not repeated: one copy of the 200 was under way when the ACK was sent."""
    d, invite, ok = answer(c)
    finals = [c.send(2, ok)]
    ack = c.send(2.45, d.ack(invite, ok))
    finals.append(c.send(2.5, ok))
    c.again(finals)
    c.noise(3, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=finals, acks=[ack])


@situation
def ack_once_then_bye(c):
    """One ACK, five more copies of the 200 that nobody acknowledges, and the callee hangs up."""
    d, invite, ok = answer(c)
    first = c.send(2, ok)
    ack = c.send(2.02, d.ack(invite, ok))
    finals = c.again([first, *(c.send(2 + o, ok) for o in LADDER)])
    exchange(c, d, 34, d.request("BYE", by=BOB))
    c.expect("INVITE", 200, "bad_ack", "lost", "ack_not_repeated", request=[1], final=finals, acks=[ack])
    c.expect("BYE", 200, "ok")
