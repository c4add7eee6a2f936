# SPDX-License-Identifier: GPL-2.0-or-later
"""No response: never answered, not answered yet, or not to be known (Timers B and F of RFC 3261 17.1)."""
from scene import INVITE_LADDER, LADDER, ring, situation
from sip import ALICE6, BOB, BOB6, Dialog
from wire import udp


@situation
def no_response_invite(c):
    """INVITE sent 7 times in 31.5 s, and then 20 s in which nothing comes."""
    frames = c.again(c.copies(Dialog().invite(), 0, INVITE_LADDER))
    c.noise(32, 20)
    c.expect("INVITE", None, "no_response", request=frames, final=[])
    c.frame(7, retransmissions="6")


@situation
def no_response_options(c):
    """OPTIONS sent 11 times in 31.5 s."""
    frames = c.again(c.copies(Dialog().request("OPTIONS"), 0, LADDER))
    c.noise(32, 20)
    c.expect("OPTIONS", None, "no_response", request=frames, final=[])


@situation
def options_pending(c):
    """OPTIONS sent once, and the capture ends 5 s later."""
    c.send(0, Dialog().request("OPTIONS"))
    c.noise(5, 0)
    c.expect("OPTIONS", None, "pending", request=[1])


@situation
def options_alone(c):
    """OPTIONS once, not repeated, and nothing at all from the other side: the capture sees one direction."""
    c.send(0, Dialog().request("OPTIONS"))
    c.noise(5, 60)
    c.expect("OPTIONS", None, "incomplete", request=[1])


@situation
def ringing_at_end(c):
    """Three minutes of ringing are no defect (Timer C is for proxies)."""
    ring(c, Dialog())
    c.noise(1, 180, step=60)
    c.expect("INVITE", None, "pending", request=[1], provisional=[2, 3], final=[])


def rejected_by_host(c, d):
    """OPTIONS, and the host says that nobody listens there. The SIP in the error is a quotation."""
    request = d.request("OPTIONS")
    quoted = udp(request.src, request.dst, bytes(request), c.ident)
    c.send(0, request)
    c.icmp_unreachable(0.01, d.callee, d.caller, quoted)
    c.noise(1, 5)
    c.expect("OPTIONS", None, "no_response", request=[1], final=[])
    c.frame(1, icmp_in="2")


@situation
def icmp_port_unreachable(c):
    """ICMP 3/3 quotes the OPTIONS."""
    rejected_by_host(c, Dialog())


@situation
def icmpv6_port_unreachable(c):
    """ICMPv6 1/4 quotes the OPTIONS."""
    rejected_by_host(c, Dialog(caller=ALICE6, callee=BOB6))


@situation
def icmp_then_answered(c):
    """The port was closed for the first sending only: the retransmission is answered, and all is well."""
    d = Dialog()
    request = d.request("OPTIONS")
    quoted = udp(request.src, request.dst, bytes(request), c.ident)
    c.send(0, request)
    c.icmp_unreachable(0.01, BOB, d.caller, quoted)
    c.send(0.5, request)
    c.send(0.52, d.answer(request, 200))
    c.again([1, 3])
    c.expect("OPTIONS", 200, "ok", request=[1, 3], final=[4], ms=520.0)
