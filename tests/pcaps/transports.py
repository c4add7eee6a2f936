# SPDX-License-Identifier: GPL-2.0-or-later
"""How messages travel: streams, WebSocket, TLS, fragments, tunnels. What is said is that of an ordinary call."""
from pathlib import Path

from calls import plain_call
from scene import add, call, hang_up, situation
from sip import ALICE, ALICE6, BOB, BOB6, SDP, Dialog, Host
from wire import COOKED, gre, gtp_u, ipip, udp, websocket, websocket_handshake

EDGE, CORE = Host("198.51.100.8"), Host("198.51.100.9")  # ends of the tunnels


def on_tcp(c):
    d = Dialog(caller=ALICE.at(49152), transport="TCP")
    c.connect(-0.01, d.caller, d.callee)
    return d


def pieces(c, t, msg, cuts):
    """One message in several segments, 10 ms apart; the number of the last."""
    data = bytes(msg)
    edges = [0, *cuts, len(data)]
    return [c.segment(t + i / 100, msg.src, msg.dst, data[a:b]) for i, (a, b) in enumerate(zip(edges, edges[1:]))][-1]


@situation
def tcp_two_in_one_segment(c):
    """Two requests in one segment, two responses in another: four messages in two frames."""
    d = on_tcp(c)
    options, info = d.request("OPTIONS"), d.request("MESSAGE", body="hello")
    c.segment(0, d.caller, d.callee, bytes(options) + bytes(info))
    c.segment(0.02, d.callee, d.caller, bytes(d.answer(options, 200)) + bytes(d.answer(info, 400)))
    c.expect("OPTIONS", 200, "ok", request=[4], final=[5], ms=20.0)
    c.expect("MESSAGE", 400, "failed", request=[4], final=[5], ms=20.0)


@situation
def tcp_three_segments(c):
    """An INVITE over three segments, cut inside a header name and inside the body."""
    d = on_tcp(c)
    invite = d.invite()
    whole = pieces(c, 0, invite, (150, len(bytes(invite)) - 40))
    ok = d.answer(invite, 200)
    final = pieces(c, 2, ok, (10,))
    ack = c.send(2.1, d.ack(invite, ok))
    c.expect("INVITE", 200, "ok", "acked", request=[whole], final=[final], acks=[ack], faults=[])


@situation
def tcp_starts_in_the_middle(c):
    """The second request begins in the middle of a segment and ends in the next."""
    d = on_tcp(c)
    options, invite = d.request("OPTIONS"), d.invite()
    both = bytes(options) + bytes(invite)
    cut = len(bytes(options)) + 100
    c.segment(0, d.caller, d.callee, both[:cut])
    c.segment(0.01, d.caller, d.callee, both[cut:])
    c.send(0.02, d.answer(options, 200))
    ok = d.answer(invite, 200)
    c.send(2, ok)
    c.send(2.02, d.ack(invite, ok))
    c.expect("OPTIONS", 200, "ok", request=[4], final=[6], ms=20.0)
    c.expect("INVITE", 200, "ok", "acked", request=[5], final=[7], acks=[8], ms=1990.0)


@situation
def tcp_retransmitted_segment(c):
    """TCP sends a segment again: no SIP retransmission (RFC 3261 17 has none on a reliable transport but the 2xx's)."""
    d = on_tcp(c)
    request = d.request("OPTIONS")
    c.send(0, request)
    seqs = c.streams[d.caller, d.callee]
    c.tcp(0.3, d.caller, d.callee, "PA", bytes(request), seqs[0] - len(bytes(request)), seqs[1])
    c.send(0.32, d.answer(request, 200))
    c.expect("OPTIONS", 200, "ok", final=[6], ms=320.0)


@situation
def web_socket(c):
    """SIP over WebSocket (RFC 7118): client frames masked, and no Content-Length, which is legal there."""
    client, server = ALICE.at(50000), BOB.at(80)
    d = Dialog(caller=client, callee=server, transport="WS")
    c.connect(-0.01, client, server)
    ask, agree = websocket_handshake("bob.example.net")
    c.segment(-0.005, client, server, ask)
    c.segment(-0.004, server, client, agree)
    c.style = lambda m: m.without("Content-Length")

    def send(t, msg):
        mask = b"\x37\xfa\x21\x3d" if msg.src == client else None
        return c.segment(t, msg.src, msg.dst, websocket(bytes(c.style(msg)), mask))
    c.send = send
    plain_call(c, d, first=6)


ARTEFACT = Path(__file__).with_name("tls.pcap")  # made once by tls.py: keys and certificate are new at each run


def tls(c):
    """The plain call inside TLS 1.3, readable with the key log beside the capture."""
    c.artefact = ARTEFACT
    c.args = ("-o", f"tls.keylog_file:{ARTEFACT.with_suffix('.keylog')}")
    c.expect("INVITE", 200, "ok", "acked", faults=[])
    c.expect("BYE", 200, "ok", faults=[])


add("tls", tls)


def fragmented(c, d):
    """An INVITE with a long body in IP fragments: the frame with the last one is where it is whole."""
    invite = d.invite(body=SDP + "a=x-note:" + "long " * 300 + "\r\n")
    whole = c.fragments(0, udp(invite.src, invite.dst, bytes(invite), 77))
    ok = d.answer(invite, 200)
    final = c.send(2, ok)
    ack = c.send(2.02, d.ack(invite, ok))
    assert whole > 2
    c.expect("INVITE", 200, "ok", "acked", request=[whole], final=[final], acks=[ack], faults=[])


@situation
def ipv4_fragments(c):
    """An INVITE in IPv4 fragments."""
    fragmented(c, Dialog())


@situation
def ipv6_fragments(c):
    """An INVITE in IPv6 fragments."""
    fragmented(c, Dialog(caller=ALICE6, callee=BOB6))


@situation
def ipv4_fragment_lost(c):
    """The last fragment of an INVITE was not captured: nobody may say that its body is too short."""
    d = Dialog()
    invite = d.invite(body=SDP + "a=x-note:" + "long " * 300 + "\r\n")
    last = c.fragments(0, udp(invite.src, invite.dst, bytes(invite), 77))
    del c.frames[last - 1:]
    c.send(0.02, d.answer(invite, 100))
    refused = d.answer(invite, 400)
    c.send(0.03, refused)
    c.open_ended = True


def tunnelled(c, wrap):
    """Each packet of a call inside another; addresses are the inner ones."""
    def send(t, msg):
        there = (EDGE, CORE) if msg.src == ALICE else (CORE, EDGE)
        return c.packet(t, wrap(*there, udp(msg.src, msg.dst, bytes(msg), c.ident), c.ident))
    c.send = send
    plain_call(c, Dialog())
    for record in c.truth:
        record.update(src=str(ALICE), dst=str(BOB))


@situation
def tunnel_gre(c):
    """A call in GRE."""
    tunnelled(c, gre)


@situation
def tunnel_gtp(c):
    """A call in GTP-U, as of a phone on a mobile network."""
    tunnelled(c, gtp_u)


@situation
def tunnel_ipip(c):
    """A call in IP-in-IP."""
    tunnelled(c, ipip)


@situation
def vlan(c):
    """A call with VLAN tags."""
    def send(t, msg):
        return c.packet(t, udp(msg.src, msg.dst, bytes(msg), c.ident), vlan=42)
    c.send = send
    plain_call(c, Dialog())


@situation(linktype=COOKED)
def any_interface_gtp(c):
    """A capture on every interface of a gateway sees each message in its tunnel and out of it: one message each."""
    def send(t, msg):
        inner = udp(msg.src, msg.dst, bytes(msg), c.ident)
        there = (EDGE, CORE) if msg.src == ALICE else (CORE, EDGE)
        first = c.packet(t, gtp_u(*there, inner, c.ident))
        second = c.packet(t + 0.0002, inner)
        c.duplicates[second] = first
        return first
    c.send = send
    d = Dialog()
    call(c, d)
    hang_up(c, d, 10)
    c.expect("INVITE", 200, "ok", "acked", request=[1, 2], provisional=[3, 4, 5, 6], final=[7, 8], acks=[9, 10])
    c.expect("BYE", 200, "ok", request=[11, 12], final=[13, 14])
