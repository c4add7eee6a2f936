# SPDX-License-Identifier: GPL-2.0-or-later
"""Requests that draw a 400 (or 416, 483, 505), one fault each, with the words of a real stack; and the 400s that have
another reason. Clauses: RFC 3261 7.1, 7.3.1, 8.1.1, 18.3, 19.1.1, 20, 25.1."""
from legal import uri, value
from scene import add, exchange, situation
from sip import ALICE, CAROL, Dialog, respond

HUGE = "36893488147419103232"  # RFC 4475 3.1.2.4
PHONE_WARNING = ("Warning", "399 203.0.113.20 Bad Request - 'Malformed/Missing TO: field'")


def swap(old, new):
    """In the start line."""
    return lambda m: m.started(m.start.replace(old, new, 1))


def part(name, old, new):
    """In a header value."""
    return lambda m: m.with_(name, m.value(name).replace(old, new, 1))


def drop(name):
    return lambda m: m.without(name)


def twice(name, second=None):
    return lambda m: m.again(name, second)


# situation: method, what is bent, phrase, fault id, header at fault
FAULTS = {
    "request_line_double_space": ("OPTIONS", swap(" ", "  "), "Malformed Request Line",
                                  "request_line_malformed", None),
    "request_line_trailing_space": ("OPTIONS", lambda m: m.started(m.start + " "), "Bad Request",
                                    "request_line_malformed", None),
    "request_line_tab": ("OPTIONS", swap(" ", "\t"), "Bad Request", "request_line_malformed", None),
    "request_uri_angle_brackets": ("INVITE", uri("<sip:bob@example.net>"), "Bad Request URI",
                                   "request_uri_angle_brackets", None),
    "request_uri_whitespace": ("OPTIONS", uri("sip:bob@example.net;x=y z"), "bad r-uri",
                               "request_uri_whitespace", None),
    "request_uri_empty_host": ("INVITE", uri("sip:bob@"), "Bad Request", "request_uri_malformed", None),
    "request_uri_bad_port": ("INVITE", uri("sip:bob@example.net:99999"), "Bad Request URI",
                             "request_uri_malformed", None),
    "request_uri_ipv6_without_brackets": ("REGISTER", uri("sip:2001:db8::10"), "bad r-uri",
                                          "request_uri_malformed", None),
    "request_uri_bad_escape": ("INVITE", uri("sip:bob%4@example.net"), "Bad Request",
                               "request_uri_malformed", None),
    "request_uri_hash": ("INVITE", uri("sip:*31#@example.net"), "Bad Request URI", "request_uri_malformed", None),
    "request_uri_empty_user": ("OPTIONS", uri("sip:@example.net"), "Bad Request", "request_uri_malformed", None),
    "request_uri_has_headers": ("INVITE", uri("sip:bob@example.net?Subject=hi"), "Bad Request",
                                "request_uri_has_headers", None),
    "request_uri_method_param": ("INVITE", uri("sip:bob@example.net;method=REGISTER"), "Bad Request",
                                 "request_uri_method_param", None),
    "missing_via": ("OPTIONS", drop("Via"), "Missing mandatory header field", "missing_via", "Via"),
    "missing_from": ("OPTIONS", drop("From"), "Bad Request", "missing_from", "From"),
    "empty_from": ("REGISTER", value("From", ""), "Bad Request", "missing_from", "From"),
    "missing_to": ("REGISTER", drop("To"), "Bad Request", "missing_to", "To"),
    "missing_call_id": ("OPTIONS", drop("Call-ID"), "Missing Call-ID", "missing_call_id", "Call-ID"),
    "missing_cseq": ("REGISTER", drop("CSeq"), "Missing CSeq Header", "missing_cseq", "CSeq"),
    "missing_max_forwards": ("REGISTER", drop("Max-Forwards"), "Bad Request", "missing_max_forwards", "Max-Forwards"),
    "duplicate_from_differing": ("OPTIONS", twice("From", "<sip:eve@example.org>;tag=e"), "Bad From Header",
                                 "duplicate_single_header", "From"),
    "duplicate_to_identical": ("OPTIONS", twice("To"), "Bad Request", "duplicate_single_header", "To"),
    "duplicate_max_forwards": ("OPTIONS", twice("Max-Forwards", "5"), "Bad Max-Forwards Header",
                               "duplicate_single_header", "Max-Forwards"),
    "via_malformed": ("OPTIONS", part("Via", "192.0.2.10:5060", "192.0.2.10:50x60"), "Malformed topmost Via header",
                      "via_malformed", "Via"),
    "via_empty_parameter": ("INVITE", part("Via", ";branch", ";;branch"), "Bad Via Header",
                             "via_malformed", "Via"),
    "via_branch_missing": ("OPTIONS", value("Via", "SIP/2.0/UDP 192.0.2.10:5060"), "Bad Request",
                           "via_branch_missing", "Via"),
    "via_branch_empty_id": ("OPTIONS", value("Via", "SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK"), "Bad Request",
                            "via_branch_empty_id", "Via"),
    "via_transport_mismatch": ("OPTIONS", part("Via", "/UDP", "/TCP"), "Transport Missmatch in Topmost Via",
                               "via_transport_mismatch", "Via"),
    "from_unbalanced_quote": ("INVITE", value("From", '"Alice <sip:alice@example.com>;tag=a'), "Bad From Header",
                              "from_malformed", "From"),
    "from_missing_bracket": ("OPTIONS", value("From", "Alice <sip:alice@example.com;tag=a"), "Invalid From Header",
                             "from_malformed", "From"),
    "to_unquoted_comma": ("INVITE", value("To", "Bob, Smith <sip:bob@example.net>"), "Invalid To Header",
                          "to_malformed", "To"),
    "to_space_in_brackets": ("OPTIONS", value("To", "<sip:bob @example.net>"), "bad To uri", "to_malformed", "To"),
    "contact_needs_angle_brackets": ("REGISTER", value("Contact", "sip:alice@192.0.2.10?Route=%3Csip:example.org%3E"),
                                     "Bad Request", "uri_needs_angle_brackets", "Contact"),
    "from_tag_missing": ("REGISTER", value("From", "<sip:alice@example.com>"), "Bad Request",
                         "from_tag_missing", "From"),
    "duplicate_tag_param": ("INVITE", value("From", "<sip:alice@example.com>;tag=a;tag=b"), "Many From Tag Params",
                            "duplicate_tag_param", "From"),
    "to_tag_outside_dialog": ("REGISTER", value("To", "<sip:alice@example.com>;tag=x"),
                              "Registration requests can't have To: tags.", "to_tag_outside_dialog", "To"),
    "call_id_malformed": ("OPTIONS", value("Call-ID", "a b@example.com"), "Bad Request",
                          "call_id_malformed", "Call-ID"),
    "cseq_word_for_number": ("OPTIONS", value("CSeq", "one OPTIONS"), "Bad CSeq Header", "cseq_malformed", "CSeq"),
    "cseq_number_missing": ("OPTIONS", value("CSeq", "OPTIONS"), "Missing number in CSeq header",
                            "cseq_malformed", "CSeq"),
    "cseq_method_missing": ("REGISTER", value("CSeq", "1"), "Missing method in CSeq header", "cseq_malformed", "CSeq"),
    "cseq_number_out_of_range": ("OPTIONS", value("CSeq", HUGE + " OPTIONS"), "CSeq number is illegal",
                                 "cseq_number_out_of_range", "CSeq"),
    "cseq_number_33_bits": ("OPTIONS", value("CSeq", "4294967296 OPTIONS"), "Bad Request",
                            "cseq_number_out_of_range", "CSeq"),
    "cseq_method_mismatch": ("OPTIONS", value("CSeq", "1 INVITE"), "CSeq method does not match request method",
                             "cseq_method_mismatch", "CSeq"),
    "cseq_method_case": ("OPTIONS", value("CSeq", "1 options"), "Method mismatch btw Request Line and CSeq",
                         "cseq_method_mismatch", "CSeq"),
    "max_forwards_malformed": ("OPTIONS", value("Max-Forwards", "seventy"), "Malformed Max-Forwards",
                               "max_forwards_malformed", "Max-Forwards"),
    "body_shorter_than_content_length": ("INVITE", value("Content-Length", "400"),
                                         "Bad Request(Bad Content-Length (larger than datagram))",
                                         "body_shorter_than_content_length", "Content-Length"),
    "body_longer_than_content_length": ("INVITE", value("Content-Length", "20"), "Content-Length mis-match",
                                        "body_longer_than_content_length", "Content-Length"),
    "content_length_negative": ("INVITE", value("Content-Length", "-999"), "Bad Content-Length Header",
                                "content_length_malformed", "Content-Length"),
    "content_length_empty": ("OPTIONS", value("Content-Length", ""), "Content-Length Failure",
                             "content_length_malformed", "Content-Length"),
    "content_length_conflict": ("INVITE", twice("Content-Length", "7"), "Bad Content-Length Header",
                                "content_length_conflict", "Content-Length"),
}
# Violations that receivers are told or known to accept, and those that only some stacks mind; the rest is certain.
TOLERATED = {"request_line_double_space", "request_line_trailing_space", "request_uri_has_headers",
             "request_uri_method_param", "missing_max_forwards", "duplicate_to_identical", "via_branch_missing",
             "from_tag_missing", "call_id_malformed", "max_forwards_malformed"}
SUSPECT = {"via_branch_empty_id", "via_transport_mismatch", "to_tag_outside_dialog", "body_longer_than_content_length"}
CONFIRMED = {"request_line_double_space", "max_forwards_malformed", "via_transport_mismatch", "to_tag_outside_dialog",
             "body_longer_than_content_length"}  # by the words, among those that are not certain


def certainty(name):
    return "tolerated" if name in TOLERATED else "suspect" if name in SUSPECT else "certain"


def rejected(c, request, status, phrase, extra=()):
    """Request, final response, and the ACK that an INVITE's owes. A responder copies what it found."""
    d = Dialog()
    response = d.answer(request, status, phrase, extra=extra)
    c.send(0, request)
    c.send(0.02, response)
    if request.method == "INVITE":
        c.send(0.03, d.ack(request, response))


def fault(name, method, bend, phrase, cause, header):
    def play(c):
        request = bend(Dialog().request(method) if method != "INVITE" else Dialog().invite())
        rejected(c, request, 400, phrase)
        more = {"header": header} if header else {}
        if certainty(name) != "certain" and name not in CONFIRMED:
            more["confidence"] = "possible"
        c.expect(method, 400, "failed", "acked" if method == "INVITE" else "not_due", cause, request=[1], final=[2],
                 faults=[cause], certainty={cause: certainty(name)}, ms=20.0, reason=phrase, **more)
    play.__doc__ = f"{method} with {cause} draws 400 {phrase}."
    add(f"400_{name}", play)


for name, row in FAULTS.items():
    fault(name, *row)


def other_code(c, bend, status, phrase, cause, method="OPTIONS"):
    rejected(c, bend(Dialog().request(method)), status, phrase)
    c.expect(method, status, "failed", cause=cause, request=[1], final=[2], faults=[cause])


@situation
def version_unsupported_505(c):
    """A version of the future, which Wireshark does not take for SIP."""
    other_code(c, swap("SIP/2.0", "SIP/7.0"), 505, "Version Not Supported", "sip_version_unsupported")


@situation
def max_forwards_zero_483(c):
    """Max-Forwards ran out at a proxy (RFC 3261 16.3)."""
    other_code(c, value("Max-Forwards", "0"), 483, "Too Many Hops", "max_forwards_zero")


@situation
def scheme_unsupported_416(c):
    """A scheme that the server does not know (RFC 4475 3.3.2)."""
    other_code(c, uri("nobodyKnowsThisScheme:totallyopaquecontent"), 416, "Unsupported URI Scheme",
               "request_uri_scheme_unsupported")


@situation
def method_unknown_501(c):
    """A method that the server does not know: nothing is wrong with the request's bytes."""
    rejected(c, Dialog().request("TAKE"), 501, "Not Implemented")
    c.expect("TAKE", 501, "failed", faults=[])


@situation
def content_length_missing_on_stream(c):
    """No Content-Length on TCP, where nothing else ends the message (RFC 3261 18.3)."""
    d = Dialog(caller=ALICE.at(49152), transport="TCP")
    c.connect(-0.01, d.caller, d.callee)
    exchange(c, d, 0, d.request("OPTIONS").without("Content-Length"), 400, "Bad Request")
    c.expect("OPTIONS", 400, "failed", cause="content_length_missing_on_stream", request=[4], final=[5],
             faults=["content_length_missing_on_stream"], header="Content-Length")


@situation
def via_udp_on_tcp(c):
    """The Via says UDP, the message came over TCP."""
    d = Dialog(caller=ALICE.at(49152), transport="TCP")
    c.connect(-0.01, d.caller, d.callee)
    exchange(c, d, 0, part("Via", "/TCP", "/UDP")(d.request("OPTIONS")), 400, "Bad Request")
    c.expect("OPTIONS", 400, "failed", cause="via_transport_mismatch", confidence="possible", request=[4], final=[5],
             faults=["via_transport_mismatch"])


@situation
def no_fault_found_400(c):
    """A 400 to a request that has nothing wrong: the reason is not in these bytes."""
    rejected(c, Dialog().invite(), 400, "Bad Request")
    c.expect("INVITE", 400, "failed", "acked", "application_policy", faults=[], request=[1], final=[2], acks=[3])


@situation
def trying_then_400(c):
    """A 100 first: the next hop understood the request, and something behind it did not."""
    d = Dialog()
    invite = d.invite()
    refused = d.answer(invite, 400)
    for t, msg in ((0, invite), (0.01, d.answer(invite, 100)), (0.5, refused), (0.52, d.ack(invite, refused))):
        c.send(t, msg)
    c.expect("INVITE", 400, "failed", "acked", "application_policy", faults=[], request=[1], provisional=[2], final=[3])


@situation
def unasked_400(c):
    """A 400 whose request is not in the capture."""
    d = Dialog()
    c.send(0, d.answer(d.request("OPTIONS"), 400))
    c.expect("OPTIONS", 400, "incomplete", request=[], final=[1])


def two_faults(c, phrase, cause):
    request = Dialog().request("OPTIONS")
    request = value("From", '"Alice <sip:alice@example.com>;tag=a')(value("CSeq", "1 INVITE")(request))
    rejected(c, request, 400, phrase)
    c.expect("OPTIONS", 400, "failed", cause=cause, faults=["cseq_method_mismatch", "from_malformed"])


@situation
def two_faults_no_words(c):
    """From and CSeq are both wrong, and the words do not tell: From stands before CSeq in importance."""
    two_faults(c, "Bad Request", "from_malformed")


@situation
def two_faults_and_words(c):
    """The same request, but the responder names the CSeq."""
    two_faults(c, "CSeq method does not match request method", "cseq_method_mismatch")


@situation
def words_without_fault(c):
    """The responder misses a CSeq that the bytes have. Its words are all there is, and the bytes are against them."""
    rejected(c, Dialog().request("OPTIONS"), 400, "Missing CSeq Header")
    c.expect("OPTIONS", 400, "failed", cause="missing_cseq", confidence="possible", claim="missing_cseq", faults=[])


@situation
def words_in_warning(c):
    """A plain phrase, and the reason in a Warning without quotes, as phones write it: it names two faults at once."""
    rejected(c, drop("To")(Dialog().request("OPTIONS")), 400, "Bad Request", extra=(PHONE_WARNING,))
    c.expect("OPTIONS", 400, "failed", cause="missing_to", faults=["missing_to"], header="To")


@situation
def words_against_bytes(c):
    """The responder blames the From, the bytes show a certain fault in the CSeq: the bytes win, the words are shown."""
    rejected(c, value("CSeq", "1 INVITE")(Dialog().request("OPTIONS")), 400, "Invalid From Header")
    c.expect("OPTIONS", 400, "failed", cause="cseq_method_mismatch", claim="from_malformed",
             faults=["cseq_method_mismatch"])


def bad_options(name):
    return value("To", "Bob, Smith <sip:bob@example.net>")(Dialog(name).request("OPTIONS"))


def second_try(c, second, status, **more):
    d = Dialog()
    exchange(c, d, 0, bad_options("a"), 400, "Invalid To Header")
    exchange(c, d, 5, second, status)
    c.expect("OPTIONS", 400, "failed", cause="to_malformed", repeated=False)
    c.expect("OPTIONS", status, **more)


@situation
def repeated_unmodified(c):
    """The same request again but for branch, CSeq, Call-ID and tags, which RFC 3261 21.4.1 says not to send."""
    second = bad_options("b")
    second_try(c, second.with_("CSeq", "2 OPTIONS"), 400, verdict="failed", cause="to_malformed", repeated=True)


@situation
def repeated_mended(c):
    """The client mended its request and is answered."""
    second_try(c, Dialog("b").request("OPTIONS"), 200, verdict="ok", repeated=False)


@situation
def repeated_elsewhere(c):
    """The same request to another server, which may think otherwise."""
    second_try(c, bad_options("b").to(CAROL), 400, verdict="failed", cause="to_malformed", repeated=False)


@situation
def stripped_identifiers(c):
    """A request without Call-ID and From, and a 400 that has neither and a CSeq of its own: addresses and time pair
    them."""
    request = Dialog().request("REGISTER").without("Call-ID", "From")
    response = respond(request, 400, "Missing Call-ID").with_("CSeq", "0 REGISTER")
    c.send(0, request)
    c.send(0.02, response)
    c.noise(1, 60)
    c.expect("REGISTER", 400, "failed", cause="missing_call_id", request=[1], final=[2],
             faults=["missing_call_id", "missing_from"])


@situation
def malformed_invite_400(c):
    """An INVITE draws a 400 that is repeated for want of an ACK: the failure comes first, the ACK is told beside it."""
    d = Dialog()
    invite = value("CSeq", "1 OPTIONS")(d.invite())
    c.send(0, invite)
    finals = c.again(c.copies(d.answer(invite, 400), 0.02, (0.5, 1.5, 3.5)))
    c.expect("INVITE", 400, "failed", "missing", "cseq_method_mismatch", request=[1], final=finals, acks=[])
