# SPDX-License-Identifier: GPL-2.0-or-later
"""Why a request was refused, or never answered, where more is needed than its own bytes: requests that Wireshark does
not show as SIP, silence, requests of the same kind that were accepted, hops, history, other codes than 400, and what
the responder says. What the texts of the verdicts hold is for test_refusals.py."""
from dataclasses import replace

from bad_requests import drop, part, swap, twice
from legal import framed, uri, value
from scene import INVITE_LADDER, LADDER, add, call, exchange, hang_up, situation
from sip import ALICE, BOB, CAROL, PROXY, SDP, Dialog, forwarded, respond, returned
from transports import on_tcp
from wire import udp


def have(*rows):
    """These rows, new or in place of what is there."""
    def bend(m):
        for name, new in rows:
            m = m.with_(name, new)
        return m
    return bend


def refuse(c, d, t, request, status=400, phrase="Bad Request", **more):
    """A request, its final response 20 ms later and, where that is due, the ACK: the frames of the first two."""
    response = d.answer(request, status, phrase, **more)
    frames = [c.send(t, request), c.send(t + 0.02, response)]
    if request.method == "INVITE":
        c.send(t + 0.03, d.ack(request, response))
    return frames


def ask(method, name="a", **more):
    d = Dialog(name)
    return d, d.invite(**more) if method == "INVITE" else d.request(method, **more)


# --- on UDP, not shown as SIP by Wireshark ----------------------------------------------------------------------------

# situation: what is bent, cause, confidence. The server says no more than "Bad Request".
UNDECODED = {
    "no_version": (swap(" SIP/2.0", ""), "request_line_malformed", "certain"),
    "version_with_letter": (swap("SIP/2.0", "SIP/2.0x"), "request_line_malformed", "certain"),
    "version_of_http": (swap("SIP/2.0", "HTTP/1.1"), "request_line_malformed", "certain"),
    "space_in_uri": (uri("sip:bob smith@example.net"), "request_uri_whitespace", "certain"),
    "method_with_at": (swap("OPTIONS", "OPT@IONS"), "request_line_malformed", "certain"),
    "lone_lf_in_front": (framed(front="\n"), "bare_lf_or_cr", "possible"),
    "crlf_in_front": (framed(front="\r\n"), "request_line_malformed", "possible"),
}


def undecoded(name, bend, cause, confidence):
    def play(c):
        for t, d in enumerate((Dialog(), Dialog("b", ALICE.at(7060), BOB.at(7070)))):
            request = bend(d.request("OPTIONS"))
            frames = refuse(c, d, t, request)
            c.expect(request.method, 400, "failed", cause=cause, header="Request-Line", request=frames[:1],
                     final=frames[1:], ms=20.0, confidence=confidence)
    play.__doc__ = (f"OPTIONS with {name.replace('_', ' ')} draws 400: on port 5060, and on another port as the first "
                    "message of all between the two.")
    add(f"undecoded_{name}", play)


for key, row in UNDECODED.items():
    undecoded(key, *row)


@situation
def undecoded_but_accepted(c):
    """A blank line in front is for receivers to ignore (RFC 3261 7.5): answered 200, nothing is said of it."""
    d = Dialog()
    frames = exchange(c, d, 0, framed(front="\r\n")(d.request("OPTIONS")))
    c.expect("OPTIONS", 200, "ok", request=frames[:1], final=frames[1:], faults=[])


@situation
def given_up_by_wireshark(c):
    """Wireshark's dissector gives up in the middle of these: credentials without a single parameter, in front of what
    the request is known by; and a datagram that ends within a header row, although nothing cut it off."""
    d = Dialog()
    request = d.request("REGISTER")
    request = replace(request, rows=(request.rows[0], ("Authorization", "Digest"), *request.rows[1:]))
    first = refuse(c, d, 0, request, phrase="Bad Auth Credentials")
    other = Dialog("b")
    options = other.request("OPTIONS")
    whole = bytes(options)
    second = [c.datagram(1, ALICE, BOB, whole[:whole.index(b"Content-Length") + 9]),
              c.send(1.02, other.answer(options, 400, "Bad Request"))]
    c.expect("REGISTER", 400, "failed", cause="authorization_malformed", confidence="certain", header="Authorization",
             claim="authorization_malformed", request=first[:1], final=first[1:])
    c.expect("OPTIONS", 400, "failed", cause="header_section_unterminated", request=second[:1], final=second[1:])


SSDP = (b"NOTIFY * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nCACHE-CONTROL: max-age=1800\r\nNT: upnp:rootdevice\r\n"
        b"NTS: ssdp:alive\r\nUSN: uuid:1::upnp:rootdevice\r\nLOCATION: http://192.0.2.10/d.xml\r\n\r\n")
SEARCH = b'M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: ssdp:all\r\n\r\n'
SYSLOG = b"<134>Jan 31 10:00:00 sbc sipd[17]: dropped: "
RTP = b"\x80\x00\x00\x01\x00\x00\x00\xa0\x12\x34\x56\x78" + bytes(160)
STUN = bytes.fromhex("000100002112a442") + b"sipdiag-stun"
DNS = bytes.fromhex("12340100000100000000000004") + b"_sip\x04_udp\x07example\x03net\x00" + bytes.fromhex("00210001")


@situation
def datagrams_that_are_no_sip(c):
    """What else goes over UDP, on its own port and on 5060: SSDP, of which NOTIFY is a method of SIP, too; RTP, STUN,
    DNS; and a log line that quotes a request."""
    request = bytes(Dialog().request("OPTIONS"))
    quoted = SYSLOG + request.replace(b"\r\n", b" ")
    for t, (port, payload) in enumerate(((1900, SSDP), (1900, SEARCH), (40000, RTP), (3478, STUN), (53, DNS),
                                         (514, quoted), (514, SYSLOG + request), (5514, quoted), (5060, SSDP),
                                         (5060, SEARCH), (5060, RTP), (5060, STUN), (5060, DNS))):
        c.datagram(t, ALICE.at(port), BOB.at(port), payload)


# --- never answered ---------------------------------------------------------------------------------------------------

# situation: method, what is bent, cause, header. None of these can be answered, or is, by the stacks that are known.
SILENT = {
    "missing_call_id": ("OPTIONS", drop("Call-ID"), "missing_call_id", "Call-ID"),
    "missing_cseq": ("INVITE", drop("CSeq"), "missing_cseq", "CSeq"),
    "malformed_via": ("INVITE", part("Via", "192.0.2.10:5060", "192.0.2.10:50x60"), "via_malformed", "Via"),
    "malformed_from": ("OPTIONS", value("From", '"Alice <sip:alice@example.com>;tag=a'), "from_malformed", "From"),
}


def silent(name, method, bend, cause, header):
    def play(c):
        frames = c.again(c.copies(bend(ask(method)[1]), 0, INVITE_LADDER if method == "INVITE" else LADDER))
        c.noise(32, 20)
        c.expect(method, None, "no_response", cause=cause, confidence="likely", header=header, request=frames,
                 final=[], faults=[cause])
    play.__doc__ = f"{method} with {cause}, sent to the end of its timer (RFC 3261 17.1): receivers drop it unread."
    add(f"silence_{name}", play)


for key, row in SILENT.items():
    silent(key, *row)


@situation
def silence_to_sound_requests(c):
    """Two requests to two hosts, neither answered: one is sound, the other lacks only Max-Forwards, which no receiver
    drops (RFC 3261 16.3)."""
    sound, lacking = Dialog().request("OPTIONS"), drop("Max-Forwards")(Dialog("b", callee=CAROL).request("OPTIONS"))
    frames = [[c.send(t + late, m) for late, m in ((0, sound), (0.01, lacking))] for t in (0, *LADDER)]
    first, second = (c.again(list(f)) for f in zip(*frames))
    c.noise(32, 20)
    c.expect("OPTIONS", None, "no_response", cause="no_answer", request=first, faults=[])
    c.expect("OPTIONS", None, "no_response", cause="no_answer", request=second, faults=["missing_max_forwards"])


@situation
def silence_and_icmp(c):
    """A request without CSeq, and the host says that nobody listens there: that, and not the fault, is the reason."""
    d = Dialog()
    request = drop("CSeq")(d.request("OPTIONS"))
    c.send(0, request)
    c.icmp_unreachable(0.01, BOB, ALICE, udp(ALICE, BOB, bytes(request), 1))
    c.noise(1, 40)
    c.expect("OPTIONS", None, "no_response", cause="icmp_unreachable", request=[1], faults=["missing_cseq"])
    c.frame(1, icmp_in="2")


# --- one of the same kind was accepted --------------------------------------------------------------------------------

# method: rows of the one that is accepted, rows of the one that is refused
SIBLINGS = {
    "OPTIONS": ((("Accept", "application/sdp"),), (("Subject", "probe"), ("Organization", "Example"))),
    "INVITE": ((("User-Agent", "Phone 1.0"),), (("User-Agent", "Phone 1.1"), ("Privacy", "id"))),
    "REGISTER": ((("Expires", "3600"),), (("Expires", "7200000"),)),
}


def sibling(method, accepted, refused):
    def play(c):
        d, request = ask(method, extra=accepted)
        first = exchange(c, d, 0, request)
        if method == "INVITE":
            c.send(0.04, d.ack(request, d.answer(request, 200)))
        d, request = ask(method, "b", extra=refused)
        second = refuse(c, d, 1, request)
        ack = "acked" if method == "INVITE" else "not_due"
        c.expect(method, 200, "ok", ack, request=first[:1], final=first[1:])
        c.expect(method, 400, "failed", ack, "application_policy", confidence="possible", request=second[:1],
                 final=second[1:], faults=[])
    play.__doc__ = f"{method} is accepted; another one, as sound, but with other headers, is refused."
    add(f"sibling_{method.lower()}", play)


for key, row in SIBLINGS.items():
    sibling(key, *row)

COMMA = value("To", "Bob, Smith <sip:bob@example.net>")


def accepted_fault(c, where, confidence):
    """A broken To is accepted in one OPTIONS and draws 400 in the next."""
    first, second = Dialog(callee=where), Dialog("b")
    one = exchange(c, first, 0, COMMA(first.request("OPTIONS")))
    two = refuse(c, second, 1, COMMA(second.request("OPTIONS")))
    c.expect("OPTIONS", 200, "ok", request=one[:1], final=one[1:], faults=["to_malformed"])
    c.expect("OPTIONS", 400, "failed", cause="to_malformed", confidence=confidence, request=two[:1], final=two[1:],
             header="To")


@situation
def fault_accepted_before(c):
    """The same To was accepted by the same server a second ago: it can hardly be the reason."""
    accepted_fault(c, BOB, "possible")


@situation
def fault_accepted_elsewhere(c):
    """Its look-alike: another server accepted it."""
    accepted_fault(c, CAROL, "certain")


# --- relayed ----------------------------------------------------------------------------------------------------------

TWO_HOPS = (ALICE, PROXY, BOB)
THREE_HOPS = (ALICE, PROXY, CAROL, BOB)


def hops_of(request, path, bend=None, at=0):
    """The request on each hop; `bend` is what the element does to it that sends it on hop `at`."""
    sent = [request.to(path[1])]
    for hop in range(1, len(path) - 1):
        sent.append(forwarded(sent[-1], path[hop], path[hop + 1], f"z9hG4bK-hop-{hop}"))
        if bend and hop == at:
            sent[-1] = bend(sent[-1])
    return sent


def relay(c, d, t, sent, status=400, phrase="Bad Request"):
    """All hops of a request, and its final response on the way back: the frames of the requests and of the finals."""
    requests = [c.send(t + hop / 1000, m) for hop, m in enumerate(sent)]
    response, finals = d.answer(sent[-1], status, phrase), []
    for hop in reversed(range(len(sent))):
        back = t + 0.02 + (len(sent) - hop) / 1000
        finals.insert(0, c.send(back, response))
        if sent[0].method == "INVITE":
            c.send(back + 0.0005, d.ack(sent[hop], response))
        response = returned(response, response.dst, sent[hop - 1].src)
    return requests, finals


def all_hops(c, requests, finals, causes, evidence, **more):
    """The same 400 on each hop, one cause a hop; `evidence` is the hop whose request shows it."""
    for hop, (request, final) in enumerate(zip(requests, finals)):
        c.expect("INVITE", 400, "failed", "acked", causes[hop], request=[request], final=[final], **more)
        c.frame(request, **{"cause.frame": str(requests[evidence])})


def stripped(m):
    """The last line of the body is taken out, and Content-Length stays as it was."""
    return replace(m, body=m.body[:m.body.rindex("m=")])


@situation
def relayed_broken_by_proxy(c):
    """The proxy takes a line out of the body and leaves Content-Length: the caller's own request was sound."""
    d = Dialog()
    found = relay(c, d, 0, hops_of(d.invite(), TWO_HOPS, stripped, 1))
    all_hops(c, *found, ["body_shorter_than_content_length"] * 2, 1, confidence="certain", header="Content-Length")
    c.truth[0]["faults"] = []


@situation
def relayed_broken_on_third_hop(c):
    """Two proxies, and the second adds a To of its own."""
    d = Dialog()
    found = relay(c, d, 0, hops_of(d.invite(), THREE_HOPS, twice("To", "<sip:eve@example.org>"), 2))
    all_hops(c, *found, ["duplicate_single_header"] * 3, 2, confidence="certain", header="To")
    c.truth[0]["faults"] = c.truth[1]["faults"] = []


@situation
def relayed_fault_of_the_caller(c):
    """The caller's To is broken, the proxy passes it on as it is, and the callee refuses it."""
    d = Dialog()
    found = relay(c, d, 0, hops_of(COMMA(d.invite()), TWO_HOPS))
    all_hops(c, *found, ["to_malformed"] * 2, 1, confidence="certain", header="To", faults=["to_malformed"])


@situation
def relayed_without_fault(c):
    """Nothing is wrong on any of three hops: to the first two, the 400 comes from further on."""
    d = Dialog()
    found = relay(c, d, 0, hops_of(d.invite(), THREE_HOPS))
    all_hops(c, *found, ["rejected_downstream"] * 2 + ["application_policy"], 2, confidence="possible", faults=[])


@situation
def relayed_mended_by_proxy(c):
    """The caller's INVITE lacks Max-Forwards, and the proxy adds it (RFC 3261 16.6): that was not what is refused."""
    d = Dialog()
    first, second = hops_of(d.invite(), TWO_HOPS)
    found = relay(c, d, 0, [drop("Max-Forwards")(first), second])
    all_hops(c, *found, ["rejected_downstream", "application_policy"], 1, confidence="possible")
    c.truth[0]["faults"] = ["missing_max_forwards"]


@situation
def ringing_then_400(c):
    """A 180 came first: whatever refused the INVITE then, the next hop had read it and passed it on."""
    d = Dialog()
    invite = d.invite()
    gone = d.answer(invite, 400, "Bad Request")
    for t, msg in ((0, invite), (0.2, d.answer(invite, 180)), (5, gone), (5.02, d.ack(invite, gone))):
        c.send(t, msg)
    c.expect("INVITE", 400, "failed", "acked", "rejected_downstream", confidence="possible", faults=[], request=[1],
             provisional=[2], final=[3])


@situation
def refused_by_the_proxy_itself(c):
    """Look-alike: the next hop refuses with 503, and the proxy makes a 400 of its own of that."""
    d = Dialog()
    first, second = hops_of(d.invite(), TWO_HOPS)
    busy, own = d.answer(second, 503), d.answer(first, 400, "Bad Request")
    for t, msg in ((0, first), (0.001, second), (0.02, busy), (0.021, d.ack(second, busy)), (0.03, own),
                   (0.04, d.ack(first, own))):
        c.send(t, msg)
    c.expect("INVITE", 400, "failed", "acked", "application_policy", faults=[], request=[1], final=[5])
    c.expect("INVITE", 503, "failed", "acked", None, faults=[], request=[2], final=[3])


@situation
def refused_before_the_second_hop(c):
    """Look-alike: the proxy refuses the broken INVITE, and passes the next one, mended, on to where it is accepted."""
    d = Dialog()
    refuse(c, d, 0, COMMA(d.invite()).to(PROXY))
    first, second = hops_of(d.invite(), TWO_HOPS)
    ok = d.answer(second, 200)
    for t, msg in ((1, first), (1.001, second), (1.1, ok), (1.101, returned(ok, PROXY, ALICE)),
                   (1.12, d.ack(first.to(BOB), ok))):
        c.send(t, msg)
    c.expect("INVITE", 400, "failed", "acked", "to_malformed", confidence="certain", request=[1], final=[2])
    c.expect("INVITE", 200, "ok", "acked", request=[4], final=[7])
    c.expect("INVITE", 200, "ok", "acked", request=[5], final=[6])


# --- what went before -------------------------------------------------------------------------------------------------

def reused_branch(c, extra=()):
    d = Dialog()
    first, second = d.request("OPTIONS"), d.request("OPTIONS")
    one = exchange(c, d, 0, first)
    two = refuse(c, d, 1, second.with_("Via", first.value("Via")), extra=extra)
    c.expect("OPTIONS", 200, "ok", request=one[:1], final=one[1:])
    c.expect("OPTIONS", 400, "failed", cause="branch_reuse_different_cseq", confidence="certain", header="Via",
             request=two[:1], final=two[1:], faults=[])


@situation
def branch_used_again(c):
    """The second OPTIONS has a CSeq number of its own and the branch of the first (RFC 3261 8.1.1.7)."""
    reused_branch(c)


@situation
def branch_used_again_and_words(c):
    """The same, and PJSIP says so, in a Warning that is none."""
    reused_branch(c, (("Warning", "Retransmission with different CSeq"),))


@situation
def cseq_falls_in_dialog(c):
    """INFO with 2, INFO with 1: 500 is what RFC 3261 12.2.2 orders, 400 is what some answer."""
    answers = (500, "Invalid CSeq", "certain"), (400, "Bad request", "likely")
    for t, (status, phrase, confidence) in enumerate(answers):
        d = Dialog(f"d{t}")
        call(c, d, 20 * t)
        exchange(c, d, 20 * t + 5, d.request("INFO"))
        d.cseq[ALICE] = 0
        frames = refuse(c, d, 20 * t + 6, d.request("INFO"), status, phrase)
        c.expect("INVITE", 200, "ok", "acked")
        c.expect("INFO", 200, "ok")
        c.expect("INFO", status, "failed", cause="cseq_not_increasing", confidence=confidence, header="CSeq",
                 request=frames[:1], final=frames[1:], faults=[])


@situation
def register_with_old_cseq(c):
    """The client counts anew in the same Call-ID; another one with a Call-ID of its own may begin where it likes."""
    d = Dialog()
    for t in (0, 1):
        exchange(c, d, t, d.request("REGISTER"))
    d.cseq[ALICE] = 0
    frames = refuse(c, d, 2, d.request("REGISTER"), extra=(("P-Registrar-Error", "Invalid CSeq number"),))
    other = Dialog("b")
    refuse(c, other, 3, other.request("REGISTER"), phrase="Quota exceeded")
    c.expect("REGISTER", 200, "ok")
    c.expect("REGISTER", 200, "ok")
    c.expect("REGISTER", 400, "failed", cause="register_out_of_order", confidence="certain", header="CSeq",
             claim="register_out_of_order", request=frames[:1], final=frames[1:], faults=[])
    c.expect("REGISTER", 400, "failed", cause="application_policy", claim=None, faults=[])


@situation
def info_after_bye(c):
    """The dialog is over, and an INFO comes late."""
    d = Dialog()
    call(c, d)
    hang_up(c, d, 10)
    refuse(c, d, 11, d.request("INFO"), 481, "Call/Transaction Does Not Exist")
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("BYE", 200, "ok")
    c.expect("INFO", 481, "failed", cause="unexpected_request_in_state", confidence="likely", request=[8], final=[9])


@situation
def second_invite_400(c):
    """A re-INVITE before the one before it has its final response: 500 by RFC 3261 14.2, and 400 from some."""
    d = Dialog()
    call(c, d)
    first, second = d.invite(), d.invite()
    no, ok = d.answer(second, 400, "Bad Request"), d.answer(first, 200)
    for t, msg in ((10, first), (10.01, d.answer(first, 100)), (11, second), (11.02, no),
                   (11.03, d.ack(second, no)), (12, ok), (12.01, d.ack(first, ok))):
        c.send(t, msg)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("INVITE", 200, "ok", "acked", request=[6], final=[11])
    c.expect("INVITE", 400, "failed", "acked", "unexpected_request_in_state", request=[8], final=[9], faults=[])


def too_small(m):
    """The Content-Length of all but the last line of the body."""
    return m.with_("Content-Length", str(m.body.encode().rindex(b"m=")))


@situation
def desync_refused_at_once(c):
    """On TCP, an INVITE whose Content-Length leaves out a line of the body: the callee finds no media, and says 400."""
    d = on_tcp(c)
    frames = refuse(c, d, 0, too_small(d.invite()))
    c.expect("INVITE", 400, "failed", "acked", "body_longer_than_content_length", confidence="certain",
             header="Content-Length", request=frames[:1], final=frames[1:])


@situation
def desync_hits_the_next(c):
    """The same INVITE is accepted, and the line that was left out spoils the OPTIONS behind it on the connection."""
    d = on_tcp(c)
    invite = too_small(d.invite())
    other = Dialog("b", d.caller, d.callee, "TCP")
    options = other.request("OPTIONS")
    ok = d.answer(invite, 200)
    for t, msg in ((0, invite), (0.1, options), (0.12, other.answer(options, 400, "Bad Request")), (1, ok),
                   (1.01, d.ack(invite, ok))):
        c.send(t, msg)
    c.expect("INVITE", 200, "ok", "acked", request=[4], final=[7])
    c.expect("OPTIONS", 400, "failed", cause="stream_framing_desync", header="Content-Length", request=[5], final=[6])
    c.frame(5, **{"cause.frame": "4"})


def no_history(c, method, frames, **more):
    """A request in which nothing is wrong is refused, and nothing before it is the reason."""
    c.expect(method, 400, "failed", cause="application_policy", confidence="possible", request=frames[:1],
             final=frames[1:], faults=[], **more)


@situation
def refused_and_retransmitted(c):
    """An INFO in a dialog and its 400, three times each: branch and CSeq are the same since the request is."""
    d = Dialog()
    call(c, d)
    request = d.request("INFO")
    frames = [refuse(c, d, t, request) for t in (5, 5.5, 6.5)]
    sent, finals = (c.again(list(f)) for f in zip(*frames))
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("INFO", 400, "failed", cause="application_policy", request=sent, final=finals, repeated=False)


@situation
def refused_cancel(c):
    """A CANCEL has the branch and the CSeq number of its INVITE (RFC 3261 9.1); so have, here, an ACK and the next."""
    d = Dialog()
    invite = d.invite()
    c.send(0, invite)
    c.send(0.1, d.answer(invite, 180))
    frames = refuse(c, d, 1, d.cancel(invite))
    no = d.answer(invite, 486)
    c.send(2, no)
    c.send(2.01, d.ack(invite, no))
    c.expect("INVITE", 486, "outcome", "acked", request=[1], final=[5], acks=[6], cancel=[3])
    no_history(c, "CANCEL", frames)


@situation
def refused_after_ack(c):
    """A re-INVITE is refused and acknowledged with its own CSeq number; the UPDATE behind it counts on."""
    d = Dialog()
    call(c, d)
    refuse(c, d, 10, d.invite(), 488, "Not Acceptable Here")
    frames = refuse(c, d, 11, d.request("UPDATE"))
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("INVITE", 488, "failed", "acked")
    no_history(c, "UPDATE", frames)


def forked(c, status, phrase):
    """A proxy sends an INVITE to one host on two branches: the first is accepted in the end, the second refused."""
    d = Dialog(caller=PROXY)
    desk = d.invite()
    d.cseq[PROXY] = 0
    mobile = d.invite()
    no, ok = d.answer(mobile, status, phrase, tag="mobile"), d.answer(desk, 200, tag="desk")
    for t, msg in ((0, desk), (0.2, mobile), (0.22, no), (0.23, d.ack(mobile, no)), (2, ok), (2.01, d.ack(desk, ok))):
        c.send(t, msg)
    c.expect("INVITE", 200, "ok", "acked", request=[1], final=[5])


@situation
def refused_fork(c):
    """A proxy forks to one host: two branches, one CSeq number."""
    forked(c, 400, "Bad Request")
    no_history(c, "INVITE", [2, 3], ack="acked")


@situation
def merged_fork(c):
    """The same, and the host sees that the second is the first on another way (RFC 3261 8.2.2.2)."""
    forked(c, 482, "Loop Detected")
    c.expect("INVITE", 482, "failed", "acked", "loop_or_breadth", request=[2], final=[3], faults=[])


@situation
def refused_prack(c):
    """A PRACK while the INVITE is open, which is its place, and an UPDATE behind it (RFC 3262, RFC 3311)."""
    d = Dialog()
    invite = d.invite(extra=(("Supported", "100rel"),))
    c.send(0, invite)
    c.send(0.2, d.answer(invite, 183, extra=(("Require", "100rel"), ("RSeq", "1")), body=SDP))
    prack = refuse(c, d, 0.4, d.request("PRACK", extra=(("RAck", "1 1 INVITE"),)))
    update = refuse(c, d, 0.8, d.request("UPDATE", body=SDP))
    ok = d.answer(invite, 200, body="")
    c.send(2, ok)
    c.send(2.02, d.ack(invite, ok))
    c.expect("INVITE", 200, "ok", "acked")
    no_history(c, "PRACK", prack)
    no_history(c, "UPDATE", update)


@situation
def refused_second_hop(c):
    """An INFO in a dialog through a proxy that stays in it: two hops, two branches, one CSeq number."""
    d = Dialog()
    call(c, d)
    (one, two), (there, back) = relay(c, d, 5, hops_of(d.request("INFO"), TWO_HOPS))
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("INFO", 400, "failed", cause="rejected_downstream", request=[one], final=[there], faults=[])
    no_history(c, "INFO", [two, back])


@situation
def refused_in_a_spiral(c):
    """An INFO in a dialog passes the proxy, a service, the proxy and the service again: the same hop twice."""
    d = Dialog()
    call(c, d)
    requests, finals = relay(c, d, 5, hops_of(d.request("INFO"), (ALICE, PROXY, CAROL, PROXY, CAROL, BOB)))
    c.expect("INVITE", 200, "ok", "acked")
    for hop, frames in enumerate(zip(requests, finals)):
        c.expect("INFO", 400, "failed", cause="rejected_downstream" if hop < 4 else "application_policy",
                 request=[frames[0]], final=[frames[1]], faults=[])


@situation
def refused_on_both_sides_of_nat(c):
    """Two captures in one, their clocks 60 ms apart: an INFO inside and outside of a NAT is one sending."""
    d = Dialog()
    call(c, d)
    outside = PROXY.at(1024)
    request = d.request("INFO")
    no = d.answer(request, 400, "Bad Request")
    sent = [c.send(5, request), c.send(5.06, request.from_(outside))]
    finals = [c.send(5.08, no.to(outside)), c.send(5.09, no)]
    c.duplicates.update({sent[1]: sent[0], finals[1]: finals[0]})
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("INFO", 400, "failed", cause="application_policy", request=sent, final=finals, faults=[])


# --- other codes ------------------------------------------------------------------------------------------------------

LONG = "sip:bob@example.net;x=" + "y" * 40
SIGNED = ("Identity", "eyJhbGciOiJFUzI1NiJ9.e30.c2ln;info=<https://cert.example.com/a.pem>")
MEET = ("Contact", "<sip:bob.smith@example.net>")

# name: status, phrase, method, what the request has, what the response has, cause, header. Headers are rows, quoted in
# the text of the verdict as they stand; what is no row of the request is None.
CODES = {
    "method": (405, "Method Not Allowed", "PUBLISH", None, ("Allow", "INVITE, ACK, BYE"), "method_unknown",
               "Request-Line"),
    "method-listed": (405, "Method Not Allowed", "SUBSCRIBE", None, ("Allow", "INVITE, SUBSCRIBE"), "method_unknown",
                      "Request-Line"),
    "entity": (413, "Request Entity Too Large", "MESSAGE", None, ("Retry-After", "60"), "message_too_large", None),
    "long-uri": (414, "Request-URI Too Long", "OPTIONS", uri(LONG), None, "request_uri_too_long", "Request-Line"),
    "type": (415, "Unsupported Media Type", "MESSAGE", ("Content-Type", "text/html"), ("Accept", "text/plain"),
             "content_type_unsupported", "Content-Type"),
    "tel": (416, "Unsupported URI Scheme", "OPTIONS", uri("tel:+1-555-0100"), None, "request_uri_scheme_unsupported",
            "Request-Line"),
    "require": (420, "Bad Extension", "OPTIONS", ("Require", "timer"), ("Unsupported", "timer"),
                "extension_unsupported", "Require"),
    "proxy-require": (420, "Bad Extension", "OPTIONS", ("Proxy-Require", "privacy"), ("Unsupported", "privacy"),
                      "extension_unsupported", "Proxy-Require"),
    "supported": (421, "Extension Required", "INVITE", ("Supported", "timer"), ("Require", "100rel"),
                  "extension_required", "Supported"),
    "no-identity": (428, "Use Identity Header", "INVITE", None, None, "identity_problem", "Identity"),
    "no-referrer": (429, "Provide Referrer Identity", "REFER", None, None, "referrer_identity_missing", "Referred-By"),
    "flow": (430, "Flow Failed", "INVITE", ("Contact", "<sip:alice@192.0.2.10;ob>"), None, "flow_or_outbound",
             "Contact"),
    "anonymous": (433, "Anonymity Disallowed", "INVITE",
                  ("From", '"Anonymous" <sip:anonymous@anonymous.invalid>;tag=a'), None, "anonymity_disallowed",
                  "From"),
    "identity-info": (436, "Bad Identity Info", "INVITE", SIGNED, None, "identity_problem", "Identity"),
    "signature": (438, "Invalid Identity Header", "INVITE", SIGNED, None, "identity_problem", "Identity"),
    "loop": (482, "Loop Detected", "INVITE", ("Via", "SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-loop"), None,
             "loop_or_breadth", "Via"),
    "hops": (483, "Too Many Hops", "OPTIONS", ("Max-Forwards", "70"), None, "loop_or_breadth", "Max-Forwards"),
    "ambiguous": (485, "Ambiguous", "INVITE", uri("sip:b@example.net"), MEET, "ambiguous_address", "Request-Line"),
    "event": (489, "Bad Event", "SUBSCRIBE", ("Event", "winfo"), ("Allow-Events", "presence"), "event_unknown",
              "Event"),
    "encrypted": (493, "Undecipherable", "MESSAGE", ("Content-Type", "application/pkcs7-mime"), None,
                  "body_undecipherable", "Content-Type"),
    "message": (513, "Message Too Large", "MESSAGE", None, None, "message_too_large", None),
}
ONLY_A_CODE = {"no-identity", "no-referrer", "hops"}  # nothing in either message shows what the code says


@situation
def codes_and_headers(c):
    """The codes that are about one header: what is in the request, and what the responder says about it."""
    for t, (name, (status, phrase, method, mine, theirs, cause, header)) in enumerate(CODES.items()):
        d, request = ask(method, name, **({"body": "hello"} if method in ("MESSAGE", "PUBLISH") else {}))
        request = mine(request) if callable(mine) else have(mine)(request) if mine else request
        frames = refuse(c, d, t, request, status, phrase, extra=(theirs,) if theirs else ())
        more = {} if name in ONLY_A_CODE else {"confidence": "certain"}
        c.expect(method, status, "failed", "acked" if method == "INVITE" else "not_due", cause, header=header,
                 request=frames[:1], final=frames[1:], no_certain_fault=True, **more)


# status: phrase, method, rows of the request, rows of the response, rows of the next try, cause, header
MINIMA = {
    422: ("Session Interval Too Small", "INVITE", ("Session-Expires", "60"), ("Min-SE", "90"),
          ("Session-Expires", "90"), "session_interval_too_small", "Session-Expires"),
    423: ("Interval Too Brief", "SUBSCRIBE", ("Expires", "30"), ("Min-Expires", "600"), ("Expires", "600"),
          "interval_too_brief", "Expires"),
    494: ("Security Agreement Required", "REGISTER", ("Security-Client", "tls"), ("Security-Server", "tls;q=0.2"),
          ("Security-Client", "tls"), "security_agreement_required", "Security-Client"),
}


def minimum(status, again):
    phrase, method, mine, theirs, better, cause, header = MINIMA[status]

    def play(c):
        d, request = ask(method, extra=(mine,))
        frames = refuse(c, d, 0, request, status, phrase, extra=(theirs,))
        ack = "acked" if method == "INVITE" else "not_due"
        if again:
            request = d.invite(extra=(better,)) if method == "INVITE" else d.request(method, extra=(better,))
            exchange(c, d, 0.1, request)
            if method == "INVITE":
                c.send(0.13, d.ack(request, d.answer(request, 200)))
        c.noise(1, 60)
        if again:
            c.expect(method, status, "outcome", ack, request=frames[:1], final=frames[1:])
            c.expect(method, 200, "ok", ack)
        else:
            c.expect(method, status, "failed", ack, cause, header=header, confidence="certain", request=frames[:1],
                     final=frames[1:])
    play.__doc__ = f"{status}, " + ("and the request again as it is asked for." if again else "and nothing follows.")
    add(f"asked_for_more_{status}{'_retried' if again else ''}", play)


for code in MINIMA:
    minimum(code, True)
    minimum(code, False)


@situation
def contact_expires_too_brief(c):
    """423 to a REGISTER that asks for its time in Contact, and to one that leaves it to the registrar."""
    d = Dialog()
    brief = refuse(c, d, 0, value("Contact", "<sip:alice@192.0.2.10>;expires=10")(d.request("REGISTER")), 423,
                   "Interval Too Brief", extra=(("Min-Expires", "60"),))
    c.noise(1, 60)
    c.expect("REGISTER", 423, "failed", cause="interval_too_brief", header="Contact", request=brief[:1],
             final=brief[1:])


# --- what the responder says ------------------------------------------------------------------------------------------

# name: method, what is bent, phrase, rows of the response, cause, header, faults. Words that a fault confirms make it
# certain; words alone are likely.
WORDS = {
    "registrar": ("REGISTER", value("To", "<sip:example.com>"), "Bad Request",
                  ("P-Registrar-Error", "No username in To URI"), "aor_unusable", "To"),
    "registrar-star": ("REGISTER", value("Contact", "*"), "Bad Request",
                       ("P-Registrar-Error", "* used in contact and expires is not zero"), "contact_star_misuse",
                       "Contact"),
    "pjsip": ("NOTIFY", drop("Subscription-State"), "Bad Request",
              ("Warning", '399 pbx "Missing Subscription-State header"'), "subscription_state_missing",
              "Subscription-State"),
    "pjsip-contact": ("INVITE", drop("Contact"), "Bad Request", ("Warning", '399 pbx "Bad/missing Contact header"'),
                      "contact_missing", "Contact"),
    "microsoft": ("OPTIONS", have(("Route", "sip:edge.example.com;lr")), "Malformed route header",
                  ("ms-diagnostics", '1018;reason="Parsing failure";source="edge.example.com"'), "route_malformed",
                  "Route"),
    "diagnostics": ("OPTIONS", drop("Call-ID"), "Bad Request",
                    ("ms-diagnostics", '1018;reason="Missing Call-ID header";source="edge.example.com"'),
                    "missing_call_id", "Call-ID"),
    "reason": ("OPTIONS", value("CSeq", "1 INVITE"), "Bad Request",
               ("Reason", 'SIP;cause=400;text="CSeq method mismatch"'), "cseq_method_mismatch", "CSeq"),
    "x-error": ("OPTIONS", drop("To"), "Bad Request", ("X-Edge-Error", "Missing To header"), "missing_to", "To"),
}


@situation
def words_in_other_headers(c):
    """The phrase says nothing, and another header of the 400 names what is wrong with the request."""
    for t, (name, (method, bend, phrase, says, cause, header)) in enumerate(WORDS.items()):
        d, request = ask(method, name)
        frames = refuse(c, d, t, bend(request), phrase=phrase, extra=(says,))
        c.expect(method, 400, "failed", "acked" if method == "INVITE" else "not_due", cause, claim=cause,
                 header=header, confidence="certain", request=frames[:1], final=frames[1:])


def sent_back(c, change, cause, **more):
    """A 400 with the request in its body, as it came there (RFC 3420)."""
    d = Dialog()
    request = d.request("OPTIONS")
    body = bytes(change(request)).decode()
    answer = respond(request, 400, "Bad Request", "b-tag", body).with_("Content-Type", "message/sipfrag")
    c.send(0, request)
    c.send(0.02, answer)
    c.expect("OPTIONS", 400, "failed", cause=cause, request=[1], final=[2], faults=[], **more)


@situation
def sent_back_unchanged(c):
    """The callee sends back what it got, and it is what the caller sent."""
    sent_back(c, lambda m: m, "application_policy", confidence="possible")


@situation
def sent_back_changed(c):
    """What the callee got has another To: something between the two has rewritten it."""
    sent_back(c, value("To", "<sip:bob@203.0.113.20>"), "altered_by_alg", confidence="likely", header="To")


@situation
def sent_back_from_further_on(c):
    """Its look-alike: a hop further on sends back what it got, with the Via that a proxy adds and one hop less."""
    sent_back(c, lambda m: forwarded(m, PROXY, BOB, "z9hG4bK-p"), "application_policy", confidence="possible")


@situation
def octets_behind_the_body(c):
    """The same MESSAGE to two servers: one, by its own word Kamailio, refuses octets behind the body, the other
    discards them (RFC 3261 18.3)."""
    strict, other = Dialog(), Dialog("b", callee=CAROL)
    bend = framed(back="trailing")
    one = refuse(c, strict, 0, bend(strict.request("MESSAGE", body="hello")),
                 extra=(("Server", "kamailio (5.6.3 (x86_64/linux))"),))
    two = exchange(c, other, 1, bend(other.request("MESSAGE", body="hello")))
    c.expect("MESSAGE", 400, "failed", cause="body_longer_than_content_length", confidence="likely",
             header="Content-Length", request=one[:1], final=one[1:], claim=None)
    c.expect("MESSAGE", 200, "ok", request=two[:1], final=two[1:], faults=[])



@situation
def log_line_with_a_request(c):
    """A log line with the request behind it as it came, line ends and all, to a port that is nobody's."""
    c.datagram(0, ALICE.at(5514), BOB.at(5514), SYSLOG + bytes(Dialog().request("OPTIONS")))


TEXTS = (b"cpu.load:1|g\nt:5|c\n", b"station 7\nt: 21.5\nf: 3\n",
         b"GET /x HTTP/1.1\r\nVia: 1.1 proxy\r\nHost: a\r\n\r\n",
         b"HTTP/1.1 200 OK\r\nVia: 1.1 proxy\r\n\r\n", b"hello\nFrom: a@b\nTo: c@d\n\nmail\n",
         b"OPTIONS rtsp://a RTSP/1.0\r\nCSeq: 1\r\n\r\n", b"RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n")


@situation
def texts_that_are_no_sip(c):
    """Measurements, mail, HTTP and RTSP over UDP: their second line begins with a name that SIP has, too."""
    for t, payload in enumerate(TEXTS):
        c.datagram(t, ALICE.at(20000 + t), BOB.at(21000 + t), payload)


@situation
def trying_and_ringing_then_400(c):
    """A 100, a 180, and then a 400: the 180 shows that the next hop had passed the INVITE on, whatever came first."""
    d = Dialog()
    invite = d.invite()
    gone = d.answer(invite, 400, "Bad Request")
    for t, msg in ((0, invite), (0.01, d.answer(invite, 100)), (0.2, d.answer(invite, 180)), (5, gone),
                   (5.02, d.ack(invite, gone))):
        c.send(t, msg)
    c.expect("INVITE", 400, "failed", "acked", "rejected_downstream", confidence="possible", faults=[], request=[1],
             provisional=[2, 3], final=[4])


@situation
def second_invite_500(c):
    """A re-INVITE before the one before it has its final response: RFC 3261 14.2 orders 500 with Retry-After."""
    d = Dialog()
    call(c, d)
    first, second = d.invite(), d.invite()
    no, ok = d.answer(second, 500, "Server Internal Error", extra=(("Retry-After", "5"),)), d.answer(first, 200)
    for t, msg in ((10, first), (10.01, d.answer(first, 100)), (11, second), (11.02, no),
                   (11.03, d.ack(second, no)), (12, ok), (12.01, d.ack(first, ok))):
        c.send(t, msg)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("INVITE", 200, "ok", "acked", request=[6], final=[11])
    c.expect("INVITE", 500, "failed", "acked", "unexpected_request_in_state", request=[8], final=[9], faults=[])


@situation
def refused_by_both_forks(c):
    """A proxy forks to two hosts, and each refuses for itself; the one that was asked last is the first to answer."""
    d = Dialog(caller=PROXY)
    desk = d.invite()
    d.cseq[PROXY] = 0
    mobile = d.invite().to(CAROL)
    no_desk, no_mobile = (d.answer(m, 400, "Bad Request", tag=tag) for m, tag in ((desk, "desk"), (mobile, "mobile")))
    for t, msg in ((0, desk), (0.001, mobile), (0.02, no_mobile), (0.021, d.ack(mobile, no_mobile)), (0.03, no_desk),
                   (0.031, d.ack(desk, no_desk))):
        c.send(t, msg)
    for request, final in ((1, 5), (2, 3)):
        c.expect("INVITE", 400, "failed", "acked", "application_policy", request=[request], final=[final])
        c.frame(request, **{"cause.frame": str(request)})


@situation
def desync_long_past(c):
    """An INVITE with too small a Content-Length, and behind it, on the same connection, an OPTIONS that is accepted:
    the receiver is in step again, and the 400 to the MESSAGE after that has another reason."""
    d = on_tcp(c)
    invite = too_small(d.invite())
    other = Dialog("b", d.caller, d.callee, "TCP")
    options, text = other.request("OPTIONS"), other.request("MESSAGE", body="hello")
    ok = d.answer(invite, 200)
    for t, msg in ((0, invite), (0.1, ok), (0.2, d.ack(invite, ok)), (1, options), (1.1, other.answer(options, 200)),
                   (2, text), (2.1, other.answer(text, 400, "Bad Request"))):
        c.send(t, msg)
    c.expect("INVITE", 200, "ok", "acked")
    c.expect("OPTIONS", 200, "ok")
    c.expect("MESSAGE", 400, "failed", cause="application_policy", faults=[])


@situation
def type_and_encoding_415(c):
    """A body with a type and an encoding, and two servers that say which of the two they mind (RFC 3261 21.4.13)."""
    mine = have(("Content-Type", "text/html"), ("Content-Encoding", "gzip"))
    answers = ((("Accept", "text/plain"), "content_type_unsupported", "Content-Type"),
               (("Accept-Encoding", "identity"), "content_encoding_undecodable", "Content-Encoding"))
    for t, (says, cause, header) in enumerate(answers):
        d, request = ask("MESSAGE", f"d{t}", body="hello")
        frames = refuse(c, d, t, mine(request), 415, "Unsupported Media Type", extra=(says,))
        c.expect("MESSAGE", 415, "failed", cause=cause, header=header, confidence="certain", request=frames[:1],
                 final=frames[1:])


@situation
def version_2_0_refused_505(c):
    """505, and the request says SIP/2.0 as it should: it is not the request that is at fault."""
    d, request = ask("OPTIONS")
    frames = refuse(c, d, 0, request, 505, "Version Not Supported")
    c.expect("OPTIONS", 505, "failed", confidence="possible", request=frames[:1], final=frames[1:], faults=[])


# What is bent in the first try, and is what the fingerprint of `repeated_unmodified` leaves out.
MENDED = {
    "number": value("CSeq", "4294967296 OPTIONS"),
    "call-id": value("Call-ID", "a b@example.com"),
    "tag": value("From", "<sip:alice@example.com>;tag=a;tag=b"),
    "branch": value("Via", "SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK"),
}


@situation
def mended_and_accepted(c):
    """The client mends what the 400 was about, and is answered 200: nothing was repeated as it was."""
    for t, (name, bend) in enumerate(MENDED.items()):
        d = Dialog(name)
        d.address[BOB] = f"sip:{name}@example.net"
        exchange(c, d, t, bend(d.request("OPTIONS")), 400, "Bad Request")
        exchange(c, d, t + 0.5, d.request("OPTIONS"))
        c.expect("OPTIONS", 400, "failed", repeated=False)
        c.expect("OPTIONS", 200, "ok", repeated=False)


@situation
def repeated_to_the_second_server(c):
    """One request is refused by one server, then by another, and then sent to that one again as it was."""
    for t, (host, again) in enumerate(((CAROL, False), (BOB, False), (BOB, True))):
        d, request = ask("OPTIONS", f"d{t}")
        exchange(c, d, t, COMMA(request).to(host), 400, "Bad Request")
        c.expect("OPTIONS", 400, "failed", repeated=again)
