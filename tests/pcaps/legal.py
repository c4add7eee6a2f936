# SPDX-License-Identifier: GPL-2.0-or-later
"""Odd and legal: what RFC 3261 allows, RFC 4475 3.1.1 demonstrates, or receivers are told to accept. Each answered 200,
none of it a certain fault."""
from dataclasses import replace

from scene import call, exchange, hang_up, situation
from sip import ALICE, BOB, Dialog


def value(name, new):
    return lambda m: m.with_(name, new)


def uri(new):
    return lambda m: m.to_uri(new)


def framed(front="", back="", length=None):
    """Bytes around the message: what the datagram holds besides it."""
    def bend(m):
        m = m if length is None else m.with_("Content-Length", length)
        return replace(m, start=front + m.start, body=m.body + back)
    return bend


def compact(m):
    """All compact forms of RFC 3261 7.3.3."""
    for name, short in (("Via", "v"), ("From", "f"), ("To", "t"), ("Call-ID", "i"), ("Contact", "m"),
                        ("Content-Type", "c"), ("Content-Length", "l")):
        m = m.renamed(name, short)
    return m


def odd_case(m):
    for name in ("Via", "Max-Forwards", "From", "To", "Call-ID", "CSeq", "Content-Length"):
        m = m.renamed(name, name.swapcase())
    return m


def spaced(m):
    for name in ("Via", "From", "To", "Call-ID", "CSeq"):
        m = m.renamed(name, name + " \t")
    return m


def two_vias(m):
    return m.with_("Via", m.value("Via") + " , SIP/2.0/TCP 198.51.100.5;branch=z9hG4bK-lower;received=198.51.100.6")


HEADERS = {
    "odd-case": odd_case,
    "space-before-colon": spaced,
    "folded": lambda m: m.with_("From", "\r\n <sip:alice@example.com>\r\n\t;tag=folded"),
    "compact": compact,
    "vias-in-one-row": two_vias,
    "via-with-space": value("Via", "SIP  / 2.0\t/ UDP  192.0.2.10 : 5060 ; branch = z9hG4bK-space"),
    "via-received-ipv6": lambda m: m.with_("Via", m.value("Via") + ";received=2001:db8::9:1"),
    "via-rport": lambda m: m.with_("Via", m.value("Via") + ";rport;alias;keep"),
    "via-lower-unknown": lambda m: m.again("Via", "SIP/2.0/UNKNOWN far.example.org;branch=z9hG4bK-x"),
    "leading-zeros": lambda m: m.with_("Max-Forwards", "0068").with_("CSeq", "0009 OPTIONS").with_(
        "Content-Length", "00"),
    "cseq-space": value("CSeq", "7  \t OPTIONS"),
    "empty-lists": lambda m: m.with_("Supported", "").with_("Subject", "").with_("Allow", "").with_("Accept", ""),
    "unknown-headers": lambda m: m.with_("NewFangledHeader", ";;,,;;,;").with_("X-Empty", "").with_("C%6Fntact", "x"),
    "call-id-base64": value("Call-ID", "YWJj/ZGVm+Zw=="),
    "max-forwards-zero": value("Max-Forwards", "0"),
    "date-utc": value("Date", "Fri, 01 Jan 2010 16:00:00 EST"),
}
ADDRESSES = {
    "quoted-name": value("From", r'"J. \"Bob\" <Jr>, the; 1st \\" <sip:alice@example.com>;tag=q'),
    "no-space-before-bracket": value("From", "caller<sip:alice@example.com>;tag=n"),
    "utf-8-name": value("From", '"Jürgen 日本" <sip:juergen@example.com>;tag=u'),
    "token-name": value("From", "Alice van der Berg <sip:alice@example.com>;tag=t"),
    "no-brackets": value("From", "sip:alice@example.com;tag=b"),
    "space-around-tag": value("From", "<sip:alice@example.com> ; tag = s"),
    "parameters": value("From", '<sip:alice@example.com>;tag=p;x-note="a;tag=b, c";lr'),
    "ipv6-reference": value("To", "<sip:bob@[2001:db8::20]:5062>"),
    "tel": value("To", "tel:+1-555-0100;phone-context=example.com"),
    "tel-star": value("From", "<tel:*31#+15550100>;tag=c"),
    "contact-with-headers": value("Contact", "<sip:alice@192.0.2.10?Route=%3Csip:example.org%3E&Subject=a%2Cb>;q=0.5"),
    "contact-instance": value("Contact", '<sip:alice@192.0.2.10;transport=udp>;'
                              '+sip.instance="<urn:uuid:00000000-0000-1000-8000-000A95A0E128>"'),
    "two-contacts": value("Contact", "<sip:a@example.com>, \"b, c\" <sip:b@example.com>;q=0.1"),
    "underscore-host": value("To", "<sip:bob@sip_gw.example.net>"),
    "trailing-dot": value("To", "<sip:bob@example.net.>"),
}
URIS = {
    "no-user": uri("sip:example.net"),
    "escaped-at": uri("sip:bob%40home@example.net"),
    "escaped-nul": uri("sip:bob%00@example.net"),
    "user-with-parameters": uri("sip:alice;day=tuesday?x=1@example.net"),
    "user-with-password": uri("sip:bob:s3cr&t=1+$,/@example.net"),
    "user-star": uri("sip:*72@example.net"),
    "user-phone": uri("sip:+15550100;phone-context=+1@example.net;user=phone"),
    "parameters": uri("sip:bob@example.net:5060;transport=UDP;lr;maddr=203.0.113.20;ttl=1;x-y=%20"),
    "ipv6": uri("sip:bob@[2001:db8::20]"),
    "ipv6-port": uri("sip:bob@[2001:db8::10:5070]:5070"),
    "ipv4-mapped": uri("sip:bob@[::ffff:203.0.113.20]"),
    "upper-case": uri("SIP:bob@EXAMPLE.NET"),
    "sips": uri("sips:bob@example.net"),
    "underscore": uri("sip:bob@sip_gw.example.net"),
    "tel": uri("tel:+1-555-0100"),
}
FRAMING = {
    "no-content-length": lambda m: m.without("Content-Length"),
    "crlf-in-front": framed("\r\n\r\n"),
    "octets-behind-body": framed(back="trailing octets", length="0"),
    "request-behind-body": framed(back="INVITE sip:joe@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.99\r\n\r\n",
                                  length="0"),
    "crlf-behind": framed(back="\r\n\r\n", length="0"),
}
RESPONSES = {
    "no-phrase": lambda r: r.started("SIP/2.0 200 "),
    "utf-8-phrase": lambda r: r.started("SIP/2.0 200 = 2**3 * 5**2 но сто"),
    "lower-case-version": lambda r: r.started("sip/2.0 200 OK"),
}


def oddities(c, family, bend_response=False):
    """One OPTIONS a second, each with its own Call-ID and its own oddity."""
    for t, (name, bend) in enumerate(family.items()):
        d = Dialog(name)
        request = d.request("OPTIONS")
        if bend_response:
            frames = c.send(t, request), c.send(t + 0.02, bend(d.answer(request, 200)))
        else:
            frames = exchange(c, d, t, bend(request))
        c.expect("OPTIONS", 200, "ok", request=[frames[0]], final=[frames[1]], ms=20.0, no_certain_fault=True)


@situation
def legal_headers(c):
    """Names, folding, compact forms, lists, numbers."""
    oddities(c, HEADERS)


@situation
def legal_addresses(c):
    """From, To, Contact."""
    oddities(c, ADDRESSES)


@situation
def legal_uris(c):
    """Request-URIs."""
    oddities(c, URIS)


@situation
def legal_framing(c):
    """What stands around a message in its datagram (RFC 3261 7.5, 18.3)."""
    oddities(c, FRAMING)


@situation
def legal_responses(c):
    """Status lines."""
    oddities(c, RESPONSES, bend_response=True)


@situation
def legal_compact_call(c):
    """A whole call in compact forms."""
    c.style = compact
    d = Dialog()
    call(c, d)
    hang_up(c, d, 10)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[4], acks=[5], no_certain_fault=True)
    c.expect("BYE", 200, "ok", request=[6], final=[7], no_certain_fault=True)


@situation
def keep_alives(c):
    """CRLFCRLF, NULs and STUN on the SIP port (RFC 5626 3.5) are no requests."""
    d = Dialog()
    stun = bytes.fromhex("000100002112a442") + b"sipdiag-stun"
    c.datagram(-3, ALICE, BOB, b"\r\n\r\n")
    c.datagram(-2, ALICE, BOB, bytes(4))
    c.datagram(-1, ALICE, BOB, stun)
    call(c, d)
    c.datagram(5, ALICE, BOB, b"\r\n\r\n")
    c.datagram(6, BOB, ALICE, b"jaK")
    c.datagram(7, ALICE, BOB, bytes(4))
    hang_up(c, d, 10)
    c.noise(20, 60)
    c.expect("INVITE", 200, "ok", "acked", request=[4], final=[7], acks=[8])
    c.expect("BYE", 200, "ok", request=[12], final=[13])
