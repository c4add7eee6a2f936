# SPDX-License-Identifier: GPL-2.0-or-later
"""Requests for real stacks: each is right but for one thing. Either that thing is a fault, named by its cause id, or it
is odd and legal."""
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "pcaps"))
from sip import SDP, message  # noqa: E402

LEGAL = "legal"
HUGE = "36893488147419103232"  # RFC 4475 3.1.2.4
PIDF = ('<?xml version="1.0" encoding="UTF-8"?><presence xmlns="urn:ietf:params:xml:ns:pidf" '
        'entity="sip:alice@example.com"><tuple id="t1"><status><basic>open</basic></status></tuple></presence>')
OFFER = SDP.replace("192.0.2.10", "127.0.0.1")
MULTIPART = f"--part\r\nContent-Type: application/sdp\r\n\r\n{OFFER}\r\n--part--\r\n"


@dataclass(frozen=True)
class Case:
    name: str
    planted: str            # a cause id, or LEGAL
    method: str
    bend: Callable          # Message -> Message or bytes
    transport: str = "UDP"
    also: tuple = ()        # ids that honestly name the same fault; of a legal request, what a strict receiver minds
    before: Callable = None  # Message -> Message, sent first: the case is in what was said before

    def good(self, src, dst):
        return good(self.method, self.name, src, dst, self.transport)


def good(method, name, src, dst, transport="UDP"):
    """A request without a fault, that `dst` can answer to `src`."""
    ident = name.replace("_", "-")
    user = ident if method in ("REGISTER", "PUBLISH") else "bob"  # one address of record a case
    there = f"<sip:{user}@{dst}>"
    here = there if method in ("REGISTER", "PUBLISH") else "<sip:alice@example.com>"
    uri = f"sip:{dst}" if method == "REGISTER" else there[1:-1]
    rows = [("Via", f"SIP/2.0/{transport} {src};branch=z9hG4bK-{ident}"), ("Max-Forwards", "70"),
            ("From", f"{here};tag={ident}"), ("To", there), ("Call-ID", f"{ident}@example.com"),
            ("CSeq", f"1 {method}")]
    if method in HAS_CONTACT:
        rows.append(("Contact", f"<sip:alice@{src}{';transport=tcp' if transport == 'TCP' else ''}>"))
    built = message(f"{method} {uri} SIP/2.0", (*rows, *ROWS.get(method, ())), BODIES.get(method, ""), src, dst,
                    transport)
    return built.with_("Content-Type", "application/pidf+xml") if method == "PUBLISH" else built


HAS_CONTACT = {"INVITE", "REGISTER", "SUBSCRIBE", "NOTIFY", "REFER", "UPDATE"}
ROWS = {"REGISTER": (("Expires", "600"),),
        "SUBSCRIBE": (("Event", "presence"), ("Expires", "600"), ("Accept", "application/pidf+xml")),
        "PUBLISH": (("Event", "presence"), ("Expires", "600")),
        "NOTIFY": (("Event", "presence"), ("Subscription-State", "active;expires=60")),
        "REFER": (("Refer-To", "<sip:carol@example.org>"),),
        "PRACK": (("RAck", "1 1 INVITE"),)}
BODIES = {"INVITE": OFFER, "MESSAGE": "Hello", "PUBLISH": PIDF}


# How a request is bent.
def swap(old, new):
    """In the start line."""
    return lambda m: m.started(m.start.replace(old, new, 1))


def uri(new):
    """The Request-URI; {dst} is the address that the stack listens at."""
    return lambda m: m.to_uri(new.replace("{dst}", str(m.dst)))


def user(new):
    return lambda m: m.to_uri(f"sip:{new}@{m.dst}")


def value(name, new):
    """A header's value; {src} and {dst} are addresses, {tag} the From tag."""
    return lambda m: m.with_(name, filled(new, m))


def filled(text, m):
    tag = m.value("Call-ID").partition("@")[0] if m.value("Call-ID") else ""
    return text.replace("{src}", str(m.src)).replace("{dst}", str(m.dst)).replace("{tag}", tag)


def part(name, old, new):
    """In a header's value."""
    return lambda m: m.with_(name, m.value(name).replace(filled(old, m), filled(new, m), 1))


def tail(name, more):
    """Behind a header's value."""
    return lambda m: m.with_(name, m.value(name) + filled(more, m))


def drop(*names):
    return lambda m: m.without(*names)


def twice(name, second=None):
    return lambda m: m.again(name, None if second is None else filled(second, m))


def row(text):
    """A row as it is, colon or not, behind the Max-Forwards."""
    return tail("Max-Forwards", "\r\n" + text)


def first_row(text):
    """A row as it is, right behind the start line."""
    return lambda m: m.started(f"{m.start}\r\n{text}")


def body(text, kind=None):
    def bend(m):
        m = replace(m, body=text).with_("Content-Length", str(len(text.encode())))
        return m.with_("Content-Type", kind) if kind else m
    return bend


def behind(text, length=None):
    """Octets behind the message."""
    def bend(m):
        m = m if length is None else m.with_("Content-Length", length)
        return replace(m, body=m.body + text)
    return bend


def in_front(octets):
    return lambda m: octets + bytes(m)


def octets(old, new):
    """Anywhere in the message."""
    return lambda m: bytes(m).replace(old, new)


def both(*bends):
    def bend(m):
        for one in bends:
            m = one(m)
        return m
    return bend


def as_is(m):
    return m


def compact(m):
    """All compact forms of RFC 3261 7.3.3 and of the event, refer and timer extensions."""
    for name, short in (("Via", "v"), ("From", "f"), ("To", "t"), ("Call-ID", "i"), ("Contact", "m"),
                        ("Content-Type", "c"), ("Content-Length", "l"), ("Event", "o"), ("Refer-To", "r")):
        m = m.renamed(name, short)
    return m


def odd_case(m):
    for name in ("Via", "Max-Forwards", "From", "To", "Call-ID", "CSeq", "Content-Length"):
        m = m.renamed(name, name.swapcase())
    return m


def space_before_colon(m):
    for name in ("Via", "From", "To", "Call-ID", "CSeq"):
        m = m.renamed(name, name + " \t")
    return m


def without_sdp(letter):
    """The offer without its lines of that letter."""
    return body("".join(line for line in OFFER.splitlines(True) if line[0] != letter))


DIGEST = ('Digest username="alice", realm="example.com", nonce="84a4cc6f3082121f32b42a2187831a9e", '
          'uri="sip:{dst}", response="7587245234b3434cc3412213e5f113a5"')


def digest(old="", new="", name="Authorization"):
    return value(name, DIGEST.replace(old, new, 1) if old else DIGEST)


MALFORMED = (
    # Request line
    ("request_line_double_space", "request_line_malformed", "OPTIONS", swap(" ", "  ")),
    ("request_line_space_before_version", "request_line_malformed", "OPTIONS", swap(" SIP/2.0", "  SIP/2.0")),
    ("request_line_trailing_space", "request_line_malformed", "OPTIONS", swap("SIP/2.0", "SIP/2.0 ")),
    ("request_line_tab", "request_line_malformed", "OPTIONS", swap(" ", "\t")),
    ("request_line_without_version", "request_line_malformed", "OPTIONS", swap(" SIP/2.0", "")),
    ("request_line_without_uri", "request_line_malformed", "OPTIONS", lambda m: m.started("OPTIONS SIP/2.0")),
    ("request_line_fourth_word", "request_line_malformed", "OPTIONS", swap("SIP/2.0", "SIP/2.0 now"), "UDP",
     ("sip_version_unsupported", "request_uri_whitespace")),
    ("version_7", "sip_version_unsupported", "OPTIONS", swap("SIP/2.0", "SIP/7.0")),
    ("version_1", "sip_version_unsupported", "REGISTER", swap("SIP/2.0", "SIP/1.0")),
    ("version_not_sip", "sip_version_unsupported", "OPTIONS", swap("SIP/2.0", "HTTP/1.1"), "UDP",
     ("request_line_malformed",)),
    # Request-URI
    ("uri_angle_brackets", "request_uri_angle_brackets", "OPTIONS", uri("<sip:bob@{dst}>")),
    ("uri_angle_brackets_register", "request_uri_angle_brackets", "REGISTER", uri("<sip:{dst}>")),
    ("uri_space", "request_uri_whitespace", "OPTIONS", uri("sip:bob@{dst};x=y z"), "UDP",
     ("request_line_malformed",)),
    ("uri_space_in_user", "request_uri_whitespace", "OPTIONS", user("bob smith"), "UDP", ("request_line_malformed",)),
    ("uri_empty_host", "request_uri_malformed", "OPTIONS", uri("sip:bob@")),
    ("uri_only_scheme", "request_uri_malformed", "OPTIONS", uri("sip:")),
    ("uri_no_scheme", "request_uri_malformed", "OPTIONS", uri("bob@127.0.0.1"), "UDP",
     ("request_uri_scheme_unsupported",)),
    ("uri_port_letters", "request_uri_malformed", "OPTIONS", uri("sip:bob@127.0.0.1:50x60")),
    ("uri_port_too_large", "request_uri_malformed", "OPTIONS", uri("sip:bob@127.0.0.1:99999")),
    ("uri_ipv6_without_brackets", "request_uri_malformed", "OPTIONS", uri("sip:bob@2001:db8::10")),
    ("uri_ipv6_unclosed", "request_uri_malformed", "OPTIONS", uri("sip:bob@[2001:db8::10")),
    ("uri_bad_escape", "request_uri_malformed", "OPTIONS", user("bob%4")),
    ("uri_hash", "request_uri_malformed", "OPTIONS", user("*31#")),
    ("uri_quote", "request_uri_malformed", "OPTIONS", user('"bob"')),
    ("uri_backslash", "request_uri_malformed", "OPTIONS", user("bob\\smith")),
    ("uri_brace", "request_uri_malformed", "OPTIONS", user("{bob}")),
    ("uri_empty_user", "request_uri_malformed", "OPTIONS", user("")),
    ("uri_two_at", "request_uri_malformed", "OPTIONS", user("bob@home")),
    ("uri_empty_parameter", "request_uri_malformed", "OPTIONS", uri("sip:bob@{dst};;lr")),
    ("uri_host_comma", "request_uri_malformed", "OPTIONS", uri("sip:bob@exa,mple.com")),
    ("uri_headers", "request_uri_has_headers", "OPTIONS", uri("sip:bob@{dst}?Subject=hi")),
    ("uri_method_param", "request_uri_method_param", "OPTIONS", uri("sip:bob@{dst};method=REGISTER")),
    ("uri_scheme_unknown", "request_uri_scheme_unsupported", "OPTIONS", uri("nobodyKnowsThisScheme:totallyopaque")),
    ("uri_scheme_http", "request_uri_scheme_unsupported", "OPTIONS", uri("http://www.example.com/")),
    # Via
    ("via_port_letters", "via_malformed", "OPTIONS", part("Via", "127.0.0.1:", "127.0.0.1:x")),
    ("via_no_sent_by", "via_malformed", "OPTIONS", part("Via", " {src};", " ;")),
    ("via_no_transport", "via_malformed", "OPTIONS", part("Via", "SIP/2.0/UDP", "SIP/2.0")),
    ("via_no_space", "via_malformed", "OPTIONS", part("Via", "UDP ", "UDP")),
    ("via_empty_parameter", "via_malformed", "OPTIONS", part("Via", ";branch", ";;branch")),
    ("via_trailing_semicolon", "via_malformed", "OPTIONS", tail("Via", ";")),
    ("via_empty_values", "via_malformed", "OPTIONS", tail("Via", ";;,;,,")),  # RFC 4475 3.1.2.1
    ("via_sip_3", "via_malformed", "OPTIONS", part("Via", "SIP/2.0", "SIP/3.0")),
    ("via_unquoted_parameter", "via_malformed", "OPTIONS", tail("Via", ";x=<a@b>")),
    ("via_lower_malformed", "via_malformed", "OPTIONS",
     twice("Via", "SIP/2.0/UDP far.example.com:port;branch=z9hG4bK-x")),
    ("via_lower_empty_host", "via_malformed", "OPTIONS", twice("Via", "SIP/2.0/UDP ;branch=z9hG4bK-x")),
    ("via_branch_missing", "via_branch_missing", "OPTIONS", value("Via", "SIP/2.0/UDP {src}")),
    ("via_branch_missing_register", "via_branch_missing", "REGISTER", value("Via", "SIP/2.0/UDP {src}")),
    ("via_branch_empty_id", "via_branch_empty_id", "OPTIONS", value("Via", "SIP/2.0/UDP {src};branch=z9hG4bK")),
    ("via_branch_empty", "via_malformed", "OPTIONS", value("Via", "SIP/2.0/UDP {src};branch="), "UDP",
     ("via_branch_missing", "via_branch_empty_id")),
    ("via_tcp_on_udp", "via_transport_mismatch", "OPTIONS", part("Via", "/UDP", "/TCP")),
    ("via_udp_on_tcp", "via_transport_mismatch", "OPTIONS", part("Via", "/TCP", "/UDP"), "TCP"),
    ("via_missing", "missing_via", "OPTIONS", drop("Via")),
    ("via_empty", "missing_via", "OPTIONS", value("Via", ""), "UDP", ("via_malformed",)),
    # Missing and doubled
    ("from_missing", "missing_from", "OPTIONS", drop("From")),
    ("from_empty", "missing_from", "OPTIONS", value("From", ""), "UDP", ("from_malformed",)),
    ("to_missing", "missing_to", "OPTIONS", drop("To")),
    ("to_missing_register", "missing_to", "REGISTER", drop("To")),
    ("to_empty", "missing_to", "OPTIONS", value("To", ""), "UDP", ("to_malformed",)),
    ("call_id_missing", "missing_call_id", "OPTIONS", drop("Call-ID")),
    ("call_id_missing_register", "missing_call_id", "REGISTER", drop("Call-ID")),
    ("call_id_empty", "missing_call_id", "OPTIONS", value("Call-ID", ""), "UDP", ("call_id_malformed",)),
    ("cseq_missing", "missing_cseq", "OPTIONS", drop("CSeq")),
    ("cseq_missing_register", "missing_cseq", "REGISTER", drop("CSeq")),
    ("cseq_empty", "missing_cseq", "OPTIONS", value("CSeq", ""), "UDP", ("cseq_malformed",)),
    ("max_forwards_missing_register", "missing_max_forwards", "REGISTER", drop("Max-Forwards")),
    ("max_forwards_missing_invite", "missing_max_forwards", "INVITE", drop("Max-Forwards")),
    ("from_twice", "duplicate_single_header", "OPTIONS", twice("From", "<sip:eve@example.org>;tag=e")),
    ("from_twice_compact", "duplicate_single_header", "OPTIONS", row("f: <sip:eve@example.org>;tag=e")),
    ("to_twice", "duplicate_single_header", "OPTIONS", twice("To", "<sip:eve@example.org>")),
    ("to_twice_identical", "duplicate_single_header", "OPTIONS", twice("To")),
    ("call_id_twice", "duplicate_single_header", "OPTIONS", twice("Call-ID", "other@example.com")),
    ("cseq_twice", "duplicate_single_header", "OPTIONS", twice("CSeq", "8 OPTIONS")),
    ("max_forwards_twice", "duplicate_single_header", "OPTIONS", twice("Max-Forwards", "5")),
    ("content_type_twice", "duplicate_single_header", "MESSAGE", twice("Content-Type", "text/html"), "UDP",
     ("content_type_malformed",)),
    ("from_list", "duplicate_single_header", "OPTIONS", tail("From", ", <sip:eve@example.org>;tag=e"), "UDP",
     ("from_malformed",)),
    ("expires_twice", "duplicate_single_header", "REGISTER", twice("Expires", "60"), "UDP", ("expires_malformed",)),
    # From and To
    ("from_unbalanced_quote", "from_malformed", "OPTIONS", value("From", '"Alice <sip:alice@example.com>;tag={tag}')),
    ("from_missing_bracket", "from_malformed", "OPTIONS", value("From", "Alice <sip:alice@example.com;tag={tag}")),
    ("from_no_uri", "from_malformed", "OPTIONS", value("From", "Alice;tag={tag}")),
    ("from_empty_uri", "from_malformed", "OPTIONS", value("From", "<>;tag={tag}")),
    ("from_uri_port_letters", "from_malformed", "OPTIONS", value("From", "<sip:alice@example.com:port>;tag={tag}")),
    ("from_uri_port_too_large", "from_malformed", "OPTIONS", value("From", "<sip:alice@example.com:99999>;tag={tag}")),
    ("from_uri_empty_host", "from_malformed", "OPTIONS", value("From", "<sip:alice@>;tag={tag}")),
    ("from_space_in_uri", "from_malformed", "OPTIONS", value("From", "<sip:alice @example.com>;tag={tag}")),
    ("from_unquoted_comma", "from_malformed", "OPTIONS",
     value("From", "Bell, Alexander <sip:alice@example.com>;tag={tag}")),
    ("from_text_behind_bracket", "from_malformed", "OPTIONS", value("From", "<sip:alice@example.com> Alice;tag={tag}")),
    ("from_trailing_semicolon", "from_malformed", "OPTIONS", tail("From", ";")),
    ("from_tag_empty", "from_malformed", "OPTIONS", value("From", "<sip:alice@example.com>;tag="), "UDP",
     ("from_tag_missing",)),
    ("to_unbalanced_quote", "to_malformed", "OPTIONS", value("To", '"Mr. J. User <sip:j.user@example.com>')),
    ("to_missing_bracket", "to_malformed", "OPTIONS", value("To", "Bob <sip:bob@example.net")),
    ("to_unquoted_comma", "to_malformed", "OPTIONS", value("To", "Bob, Smith <sip:bob@example.net>")),
    ("to_space_in_brackets", "to_malformed", "OPTIONS", value("To", "<sip:bob @example.net>")),
    ("to_spaces_inside_brackets", "to_malformed", "OPTIONS", value("To", "< sip:bob@example.net >")),
    ("to_uri_empty_host", "to_malformed", "OPTIONS", value("To", "<sip:bob@>")),
    ("to_uri_port_letters", "to_malformed", "OPTIONS", value("To", "<sip:bob@example.net:sip>")),
    ("to_no_uri", "to_malformed", "OPTIONS", value("To", "Bob")),
    ("to_uri_hash", "to_malformed", "OPTIONS", value("To", "<sip:bo#b@example.net>")),
    ("to_semicolons", "to_malformed", "OPTIONS", tail("To", ";;,;,,")),
    ("from_needs_brackets", "uri_needs_angle_brackets", "OPTIONS",
     value("From", "sip:alice@example.com?Subject=hi;tag={tag}")),
    ("to_needs_brackets", "uri_needs_angle_brackets", "OPTIONS", value("To", "sip:bob,smith@example.net"), "UDP",
     ("to_malformed",)),
    ("contact_needs_brackets", "uri_needs_angle_brackets", "REGISTER",
     value("Contact", "sip:alice@{src}?Route=%3Csip:example.org%3E")),
    ("from_tag_missing_options", "from_tag_missing", "OPTIONS", value("From", "<sip:alice@example.com>")),
    ("from_tag_missing_register", "from_tag_missing", "REGISTER", lambda m: m.with_("From", m.value("To"))),
    ("from_tag_missing_invite", "from_tag_missing", "INVITE", value("From", "<sip:alice@example.com>")),
    ("from_tag_twice", "duplicate_tag_param", "OPTIONS", tail("From", ";tag=second")),
    ("to_tag_twice", "duplicate_tag_param", "OPTIONS", tail("To", ";tag=first;tag=second")),
    ("to_tag_on_register", "to_tag_outside_dialog", "REGISTER", tail("To", ";tag=unknown")),
    ("to_tag_on_invite", "to_tag_outside_dialog", "INVITE", tail("To", ";tag=unknown")),
    ("to_tag_on_options", "to_tag_outside_dialog", "OPTIONS", tail("To", ";tag=unknown")),
    # Call-ID and CSeq
    ("call_id_space", "call_id_malformed", "OPTIONS", value("Call-ID", "call id space@example.com")),
    ("call_id_two_at", "call_id_malformed", "OPTIONS", value("Call-ID", "call-id@two@example.com")),
    ("cseq_word_for_number", "cseq_malformed", "OPTIONS", value("CSeq", "one OPTIONS")),
    ("cseq_number_missing", "cseq_malformed", "OPTIONS", value("CSeq", "OPTIONS")),
    ("cseq_method_missing", "cseq_malformed", "OPTIONS", value("CSeq", "1")),
    ("cseq_method_missing_register", "cseq_malformed", "REGISTER", value("CSeq", "1")),
    ("cseq_negative", "cseq_malformed", "OPTIONS", value("CSeq", "-1 OPTIONS"), "UDP", ("cseq_number_out_of_range",)),
    ("cseq_no_space", "cseq_malformed", "OPTIONS", value("CSeq", "1OPTIONS")),
    ("cseq_third_word", "cseq_malformed", "OPTIONS", value("CSeq", "1 OPTIONS again")),
    ("cseq_2_to_the_31", "cseq_number_out_of_range", "OPTIONS", value("CSeq", "2147483648 OPTIONS")),
    ("cseq_2_to_the_32", "cseq_number_out_of_range", "OPTIONS", value("CSeq", "4294967296 OPTIONS")),
    ("cseq_huge", "cseq_number_out_of_range", "OPTIONS", value("CSeq", HUGE + " OPTIONS")),
    ("cseq_other_method", "cseq_method_mismatch", "OPTIONS", value("CSeq", "1 MESSAGE")),
    ("cseq_other_method_register", "cseq_method_mismatch", "REGISTER", value("CSeq", "1 OPTIONS")),
    ("cseq_method_case", "cseq_method_mismatch", "OPTIONS", value("CSeq", "1 options")),
    ("cseq_unknown_method", "cseq_method_mismatch", "OPTIONS", value("CSeq", "1 TAKE")),
    # Content-Length and framing
    ("body_too_short", "body_shorter_than_content_length", "MESSAGE", value("Content-Length", "400")),
    ("body_absent", "body_shorter_than_content_length", "OPTIONS", value("Content-Length", "20")),
    ("content_length_negative", "content_length_malformed", "MESSAGE", value("Content-Length", "-999")),
    ("content_length_empty", "content_length_malformed", "MESSAGE", value("Content-Length", "")),
    ("content_length_word", "content_length_malformed", "MESSAGE", value("Content-Length", "five")),
    ("content_length_fraction", "content_length_malformed", "MESSAGE", value("Content-Length", "5.0")),
    ("content_length_hex", "content_length_malformed", "MESSAGE", value("Content-Length", "0x5")),
    ("content_length_huge", "content_length_malformed", "MESSAGE", value("Content-Length", HUGE), "UDP",
     ("body_shorter_than_content_length",)),
    ("content_length_conflict", "content_length_conflict", "MESSAGE", twice("Content-Length", "7")),
    ("content_length_conflict_compact", "content_length_conflict", "MESSAGE", row("l: 7")),
    ("content_length_missing_tcp", "content_length_missing_on_stream", "OPTIONS", drop("Content-Length"), "TCP"),
    ("content_length_negative_tcp", "content_length_malformed", "MESSAGE", value("Content-Length", "-999"), "TCP"),
    ("content_length_word_tcp", "content_length_malformed", "MESSAGE", value("Content-Length", "five"), "TCP"),
    ("content_length_conflict_tcp", "content_length_conflict", "MESSAGE", twice("Content-Length", "7"), "TCP"),
    ("headers_unterminated", "header_section_unterminated", "OPTIONS", lambda m: bytes(m)[:-2]),
    ("headers_cut", "header_section_unterminated", "OPTIONS", lambda m: bytes(m)[:-4]),
    ("bare_lf", "bare_lf_or_cr", "OPTIONS", octets(b"\r\n", b"\n")),
    ("bare_cr", "bare_lf_or_cr", "OPTIONS", octets(b"\r\n", b"\r")),
    ("line_without_colon", "line_without_colon", "OPTIONS", row("this line has no colon")),
    ("line_without_colon_word", "line_without_colon", "OPTIONS", row("Supported")),
    ("line_without_colon_last", "line_without_colon", "OPTIONS", tail("Content-Length", "\r\nSubject hi")),
    ("name_with_space", "header_name_malformed", "OPTIONS", row("My Subject: hi")),
    ("name_empty", "header_name_malformed", "OPTIONS", row(": nameless"), "UDP", ("line_without_colon",)),
    ("name_with_bracket", "header_name_malformed", "OPTIONS", row("X-<a>: b")),
    ("name_folded", "header_name_malformed", "OPTIONS", row("Subject\r\n : hi"), "UDP", ("line_without_colon",)),
    ("orphan_continuation", "orphan_continuation", "OPTIONS", first_row(" Subject: hi")),
    ("orphan_continuation_tab", "orphan_continuation", "REGISTER", first_row("\tcontinued")),
    ("nul_in_subject", "control_or_nul_octets", "OPTIONS", row("Subject: a\0b")),
    ("nul_in_call_id", "control_or_nul_octets", "OPTIONS", part("Call-ID", "@", "\0@"), "UDP", ("call_id_malformed",)),
    ("nul_in_from", "control_or_nul_octets", "OPTIONS", value("From", "<sip:al\0ice@example.com>;tag={tag}"), "UDP",
     ("from_malformed",)),
    ("bell_in_to", "control_or_nul_octets", "OPTIONS", value("To", "<sip:b\ab@example.net>"), "UDP",
     ("to_malformed",)),
    ("max_forwards_word", "max_forwards_malformed", "OPTIONS", value("Max-Forwards", "seventy")),
    ("max_forwards_negative", "max_forwards_malformed", "OPTIONS", value("Max-Forwards", "-1")),
    ("max_forwards_empty", "max_forwards_malformed", "OPTIONS", value("Max-Forwards", "")),
    # Contact
    ("contact_missing_invite", "contact_missing", "INVITE", drop("Contact")),
    ("contact_missing_subscribe", "contact_missing", "SUBSCRIBE", drop("Contact")),
    ("contact_missing_refer", "contact_missing", "REFER", drop("Contact")),
    ("contact_empty", "contact_malformed", "REGISTER", value("Contact", "")),
    ("contact_missing_bracket", "contact_malformed", "REGISTER", value("Contact", "<sip:alice@{src}")),
    ("contact_unbalanced_quote", "contact_malformed", "REGISTER", value("Contact", '"Alice <sip:alice@{src}>')),
    ("contact_semicolons", "contact_malformed", "REGISTER", tail("Contact", ";;;;")),
    ("contact_empty_values", "contact_malformed", "REGISTER", tail("Contact", ",,")),
    ("contact_uri_port_letters", "contact_malformed", "REGISTER", value("Contact", "<sip:alice@127.0.0.1:port>")),
    ("contact_uri_empty_host", "contact_malformed", "REGISTER", value("Contact", "<sip:alice@>")),
    ("contact_word", "contact_malformed", "REGISTER", value("Contact", "alice")),
    ("contact_missing_bracket_invite", "contact_malformed", "INVITE", value("Contact", "<sip:alice@{src}")),
    ("contact_unbalanced_quote_invite", "contact_malformed", "INVITE", value("Contact", '"Alice <sip:alice@{src}>')),
    ("contact_uri_port_invite", "contact_malformed", "INVITE", value("Contact", "<sip:alice@127.0.0.1:port>")),
    ("contact_empty_invite", "contact_malformed", "INVITE", value("Contact", ""), "UDP", ("contact_missing",)),
    ("contact_semicolons_subscribe", "contact_malformed", "SUBSCRIBE", tail("Contact", ";;,")),
    ("star_with_expires", "contact_star_misuse", "REGISTER", value("Contact", "*")),
    ("star_without_expires", "contact_star_misuse", "REGISTER", both(value("Contact", "*"), drop("Expires"))),
    ("star_with_contact", "contact_star_misuse", "REGISTER", both(twice("Contact", "*"), value("Expires", "0"))),
    ("star_in_list", "contact_star_misuse", "REGISTER", both(value("Contact", "*, <sip:alice@{src}>"),
                                                           value("Expires", "0"))),
    ("star_in_invite", "contact_star_misuse", "INVITE", value("Contact", "*")),
    ("star_in_subscribe", "contact_star_misuse", "SUBSCRIBE", value("Contact", "*")),
    ("contact_two_invite", "contact_multiple", "INVITE", tail("Contact", ", <sip:alice@192.0.2.10>")),
    ("contact_mailto_invite", "contact_scheme", "INVITE", value("Contact", "<mailto:alice@example.com>")),
    ("contact_http_subscribe", "contact_scheme", "SUBSCRIBE", value("Contact", "<http://www.example.com/>")),
    ("contact_expires_word", "contact_param_invalid", "REGISTER", tail("Contact", ";expires=soon")),
    ("contact_expires_negative", "contact_param_invalid", "REGISTER", tail("Contact", ";expires=-1")),
    ("contact_expires_empty", "contact_param_invalid", "REGISTER", tail("Contact", ";expires=")),
    ("contact_q_two", "contact_param_invalid", "REGISTER", tail("Contact", ";q=2.0")),
    ("contact_q_word", "contact_param_invalid", "REGISTER", tail("Contact", ";q=high")),
    ("contact_q_empty", "contact_param_invalid", "REGISTER", tail("Contact", ";q=")),
    ("contact_q_negative", "contact_param_invalid", "REGISTER", tail("Contact", ";q=-0.5")),
    ("contact_q_decimals", "contact_param_invalid", "REGISTER", tail("Contact", ";q=0.12345")),
    ("contact_reg_id_word", "contact_param_invalid", "REGISTER",
     tail("Contact", ';+sip.instance="<urn:uuid:00000000-0000-1000-8000-000A95A0E128>";reg-id=one')),
    ("contact_too_long", "field_too_long", "REGISTER", value("Contact", f"<sip:alice@{{src}};x={'long' * 150}>")),
    ("call_id_too_long", "field_too_long", "REGISTER", value("Call-ID", "long" * 80 + "@example.com")),
    ("aor_tel", "aor_unusable", "REGISTER", value("To", "<tel:+15550100>")),
    ("aor_mailto", "aor_unusable", "REGISTER", value("To", "<mailto:alice@example.com>")),
    ("aor_without_user", "aor_unusable", "REGISTER", value("To", "<sip:example.com>")),
    ("aor_bad_escape", "aor_unusable", "REGISTER", value("To", "<sip:alice%4@example.com>"), "UDP", ("to_malformed",)),
    ("register_out_of_order", "register_out_of_order", "REGISTER",
     both(value("CSeq", "3 REGISTER"), tail("Via", "-2")), "UDP", ("cseq_not_increasing",),
     value("CSeq", "5 REGISTER")),
    # Expires, requirements, routes
    ("expires_word", "expires_malformed", "REGISTER", value("Expires", "soon")),
    ("expires_negative", "expires_malformed", "REGISTER", value("Expires", "-1")),
    ("expires_empty", "expires_malformed", "REGISTER", value("Expires", "")),
    ("expires_date", "expires_malformed", "REGISTER", value("Expires", "Sat, 01 Jan 2028 16:00:00 GMT")),
    ("expires_fraction", "expires_malformed", "SUBSCRIBE", value("Expires", "600.5")),
    ("expires_huge", "expires_malformed", "REGISTER", value("Expires", HUGE)),
    ("proxy_require_empty", "proxy_require_malformed", "OPTIONS", value("Proxy-Require", "")),
    ("proxy_require_commas", "proxy_require_malformed", "OPTIONS", value("Proxy-Require", "foo,,bar")),
    ("proxy_require_quote", "proxy_require_malformed", "OPTIONS", value("Proxy-Require", '"foo')),
    ("require_empty", "require_malformed", "OPTIONS", value("Require", "")),
    ("require_quote", "require_malformed", "OPTIONS", value("Require", '"100rel')),
    ("require_brackets", "require_malformed", "OPTIONS", value("Require", "<100rel>")),
    ("route_without_brackets", "route_malformed", "OPTIONS", value("Route", "sip:{dst};lr")),
    ("route_missing_bracket", "route_malformed", "OPTIONS", value("Route", "<sip:{dst};lr")),
    ("route_garbage", "route_malformed", "OPTIONS", value("Route", "garbage")),
    ("route_bad_port", "route_malformed", "OPTIONS", value("Route", "<sip:127.0.0.1:port;lr>")),
    ("route_empty", "route_malformed", "OPTIONS", value("Route", "")),
    ("record_route_missing_bracket", "record_route_malformed", "INVITE", value("Record-Route", "<sip:127.0.0.1;lr")),
    ("record_route_word", "record_route_malformed", "INVITE", value("Record-Route", "garbage")),
    ("record_route_empty", "record_route_malformed", "INVITE", value("Record-Route", "")),
    ("record_route_bad_port", "record_route_malformed", "INVITE", value("Record-Route", "<sip:127.0.0.1:port;lr>")),
    # Events, referral, 100rel, timer
    ("event_missing_subscribe", "event_missing", "SUBSCRIBE", drop("Event")),
    ("event_missing_notify", "event_missing", "NOTIFY", drop("Event")),
    ("event_missing_publish", "event_missing", "PUBLISH", drop("Event")),
    ("event_empty", "event_malformed", "SUBSCRIBE", value("Event", ""), "UDP", ("event_missing",)),
    ("event_quoted", "event_malformed", "SUBSCRIBE", value("Event", '"presence"'), "UDP", ("event_unknown",)),
    ("event_semicolons", "event_malformed", "SUBSCRIBE", value("Event", "presence;;=")),
    ("event_unbalanced_quote", "event_malformed", "SUBSCRIBE", value("Event", 'presence;id="1')),
    ("event_empty_notify", "event_malformed", "NOTIFY", value("Event", ""), "UDP", ("event_missing",)),
    ("event_twice", "duplicate_single_header", "SUBSCRIBE", twice("Event", "dialog"), "UDP", ("event_malformed",)),
    ("subscription_state_missing", "subscription_state_missing", "NOTIFY", drop("Subscription-State")),
    ("subscription_state_empty", "subscription_state_missing", "NOTIFY", value("Subscription-State", ""),
     "UDP", ("subscription_state_malformed",)),
    ("refer_to_missing", "refer_to_missing_or_multiple", "REFER", drop("Refer-To")),
    ("refer_to_twice", "refer_to_missing_or_multiple", "REFER", twice("Refer-To", "<sip:dave@example.org>"), "UDP",
     ("duplicate_single_header",)),
    ("refer_to_list", "refer_to_missing_or_multiple", "REFER", tail("Refer-To", ", <sip:dave@example.org>"), "UDP",
     ("refer_to_malformed",)),
    ("refer_to_missing_bracket", "refer_to_malformed", "REFER", value("Refer-To", "<sip:carol@example.org")),
    ("refer_to_empty", "refer_to_malformed", "REFER", value("Refer-To", ""), "UDP", ("refer_to_missing_or_multiple",)),
    ("refer_to_word", "refer_to_malformed", "REFER", value("Refer-To", "carol")),
    ("rack_missing", "rack_missing_or_malformed", "PRACK", drop("RAck")),
    ("rack_two_words", "rack_missing_or_malformed", "PRACK", value("RAck", "1 INVITE")),
    ("rack_word", "rack_missing_or_malformed", "PRACK", value("RAck", "one 1 INVITE")),
    ("rack_empty", "rack_missing_or_malformed", "PRACK", value("RAck", "")),
    ("session_expires_word", "session_expires_malformed", "INVITE", value("Session-Expires", "soon")),
    ("session_expires_empty", "session_expires_malformed", "INVITE", value("Session-Expires", "")),
    ("session_expires_negative", "session_expires_malformed", "INVITE", value("Session-Expires", "-1800")),
    ("session_expires_refresher", "session_expires_malformed", "INVITE",
     value("Session-Expires", "1800;refresher=me")),
    ("min_se_word", "min_se_malformed", "INVITE", value("Min-SE", "soon")),
    ("min_se_empty", "min_se_malformed", "INVITE", value("Min-SE", "")),
    ("replaces_twice", "replaces_invalid", "INVITE",
     both(value("Replaces", "a@example.com;to-tag=1;from-tag=2"),
          twice("Replaces", "b@example.com;to-tag=3;from-tag=4"))),
    ("replaces_without_to_tag", "replaces_invalid", "INVITE", value("Replaces", "a@example.com;from-tag=2")),
    ("replaces_without_tags", "replaces_invalid", "INVITE", value("Replaces", "a@example.com")),
    ("replaces_empty", "replaces_invalid", "INVITE", value("Replaces", "")),
    ("replaces_in_options", "replaces_invalid", "OPTIONS", value("Replaces", "a@example.com;to-tag=1;from-tag=2")),
    ("replaces_and_join", "replaces_invalid", "INVITE",
     both(value("Replaces", "a@example.com;to-tag=1;from-tag=2"),
          value("Join", "b@example.com;to-tag=3;from-tag=4"))),
    # Credentials
    ("digest_no_username", "authorization_malformed", "REGISTER", digest('username="alice", ')),
    ("digest_empty_username", "authorization_malformed", "REGISTER", digest('"alice"', '""')),
    ("digest_no_nonce", "authorization_malformed", "REGISTER", digest('nonce="84a4cc6f3082121f32b42a2187831a9e", ')),
    ("digest_no_response", "authorization_malformed", "REGISTER",
     digest(', response="7587245234b3434cc3412213e5f113a5"')),
    ("digest_empty_response", "authorization_malformed", "REGISTER", digest("7587245234b3434cc3412213e5f113a5")),
    ("digest_no_uri", "authorization_malformed", "REGISTER", digest(', uri="sip:{dst}"')),
    ("digest_no_realm", "authorization_malformed", "REGISTER", digest('realm="example.com", ')),
    ("digest_unbalanced_quote", "authorization_malformed", "REGISTER", digest('"alice"', '"alice')),
    ("digest_without_commas", "authorization_malformed", "REGISTER",
     lambda m: m.with_("Authorization", filled(DIGEST, m).replace('", ', '" '))),
    ("digest_only_scheme", "authorization_malformed", "REGISTER", value("Authorization", "Digest")),
    ("authorization_empty", "authorization_malformed", "REGISTER", value("Authorization", "")),
    ("proxy_digest_no_nonce", "authorization_malformed", "OPTIONS",
     digest('nonce="84a4cc6f3082121f32b42a2187831a9e", ', name="Proxy-Authorization")),
    ("proxy_digest_empty_response", "authorization_malformed", "OPTIONS",
     digest("7587245234b3434cc3412213e5f113a5", name="Proxy-Authorization")),
    ("digest_other_uri", "digest_uri_mismatch", "REGISTER", digest("sip:{dst}", "sip:other.example.org")),
    # Bodies
    ("content_type_missing_message", "content_type_missing", "MESSAGE", drop("Content-Type")),
    ("content_type_missing_invite", "content_type_missing", "INVITE", drop("Content-Type")),
    ("content_type_missing_publish", "content_type_missing", "PUBLISH", drop("Content-Type")),
    ("content_type_one_word", "content_type_malformed", "MESSAGE", value("Content-Type", "plain")),
    ("content_type_empty", "content_type_malformed", "MESSAGE", value("Content-Type", ""), "UDP",
     ("content_type_missing",)),
    ("content_type_slash", "content_type_malformed", "INVITE", value("Content-Type", "application/")),
    ("content_type_two", "content_type_malformed", "INVITE", value("Content-Type", "application/sdp, text/plain")),
    ("sdp_without_v", "sdp_malformed", "INVITE", without_sdp("v")),
    ("sdp_without_o", "sdp_malformed", "INVITE", without_sdp("o")),
    ("sdp_without_c", "sdp_malformed", "INVITE", without_sdp("c")),
    ("sdp_bad_m", "sdp_malformed", "INVITE", body(OFFER.replace("m=audio 40000 RTP/AVP 0", "m=audio"))),
    ("sdp_bad_port", "sdp_malformed", "INVITE", body(OFFER.replace("40000", "forty"))),
    ("sdp_garbage", "sdp_malformed", "INVITE", body("this is no session description\r\n")),
    ("body_missing_publish", "body_missing", "PUBLISH", both(body(""), drop("Content-Type"))),
    ("multipart_no_boundary", "multipart_malformed", "INVITE", body(MULTIPART, "multipart/mixed")),
    ("multipart_other_boundary", "multipart_malformed", "INVITE", body(MULTIPART, "multipart/mixed;boundary=other")),
    ("multipart_unclosed", "multipart_malformed", "INVITE",
     body(MULTIPART.replace("--part--\r\n", ""), "multipart/mixed;boundary=part")),
    ("date_malformed", "unused_header_malformed", "OPTIONS", value("Date", "yesterday")),
    ("accept_malformed", "unused_header_malformed", "OPTIONS", value("Accept", "application")),
    ("retry_after_word", "unused_header_malformed", "OPTIONS", value("Retry-After", "later")),
)

ODD = (
    # Names, rows, spaces: RFC 3261 7.3
    ("plain_options", "OPTIONS", as_is),
    ("plain_register", "REGISTER", as_is),
    ("plain_invite", "INVITE", as_is),
    ("plain_message", "MESSAGE", as_is),
    ("plain_subscribe", "SUBSCRIBE", as_is),
    ("plain_publish", "PUBLISH", as_is),
    ("plain_notify", "NOTIFY", as_is),
    ("plain_refer", "REFER", as_is),
    ("plain_prack", "PRACK", as_is),
    ("plain_options_tcp", "OPTIONS", as_is, "TCP"),
    ("plain_invite_tcp", "INVITE", as_is, "TCP"),
    ("odd_case", "OPTIONS", odd_case),
    ("compact_options", "OPTIONS", compact),
    ("compact_invite", "INVITE", compact),
    ("compact_register", "REGISTER", compact),
    ("space_before_colon", "OPTIONS", space_before_colon),
    ("no_space_behind_colon", "OPTIONS", octets(b": ", b":")),
    ("folded_from", "OPTIONS", value("From", "\r\n <sip:alice@example.com>\r\n\t;tag={tag}")),
    ("folded_via", "OPTIONS", part("Via", ";branch", "\r\n  ;branch")),
    ("folded_subject", "OPTIONS", value("Subject", "I am\r\n  here\r\n\tfor you")),
    ("space_in_via", "OPTIONS", value("Via", "SIP  / 2.0\t/ UDP  {src} ; branch = z9hG4bK-{tag}")),
    ("space_around_tag", "OPTIONS", value("From", "<sip:alice@example.com> ; tag = {tag}")),
    ("space_in_cseq", "OPTIONS", value("CSeq", "1  \t OPTIONS")),
    ("trailing_space_in_rows", "OPTIONS", octets(b"\r\nMax-Forwards: 70\r\n", b"\r\nMax-Forwards: 70  \t\r\n")),
    ("leading_zeros", "OPTIONS", both(value("Max-Forwards", "0068"), value("CSeq", "0009 OPTIONS"),
                                     value("Content-Length", "00"))),
    ("rows_in_other_order", "OPTIONS", lambda m: replace(m, rows=m.rows[::-1])),
    ("empty_lists", "OPTIONS", both(value("Supported", ""), value("Subject", ""), value("Allow", ""),
                                   value("Accept", ""), value("Organization", ""))),
    ("unknown_headers", "OPTIONS", both(value("NewFangledHeader", ";;,,;;,;"), value("X-Empty", ""))),
    ("escaped_header_name", "OPTIONS", value("C%6Fntact", "x")),  # RFC 4475 3.1.1.5: a token, and unknown
    ("unknown_method", "NEWMETHOD", as_is),
    ("utf8_subject", "OPTIONS", both(value("Subject", "Grüße 日本"), value("Organization", "Büro"))),
    # Via
    ("via_parameters", "OPTIONS", tail("Via", ";rport;alias;keep;ob;x-any=thing")),
    ("via_host_name", "OPTIONS", value("Via", "SIP/2.0/UDP client.example.com;rport;branch=z9hG4bK-{tag}")),
    ("via_received_ipv6", "OPTIONS",
     twice("Via", "SIP/2.0/UDP [2001:db8::9]:5060;branch=z9hG4bK-y;received=2001:db8::9")),
    ("via_several", "OPTIONS", both(twice("Via", "SIP/2.0/UNKNOWN far.example.org;branch=z9hG4bK-x"),
                                   twice("Via", "SIP/2.0/TCP [2001:db8::9]:5062;branch=z9hG4bK-y"))),
    ("via_list", "OPTIONS", tail("Via", " , SIP/2.0/TLS 198.51.100.5;branch=z9hG4bK-lower;received=198.51.100.6")),
    ("via_lower_case", "OPTIONS", part("Via", "SIP/2.0/UDP", "sip/2.0/udp")),
    # Addresses
    ("quoted_name", "OPTIONS", value("From", r'"J. \"Bob\" <Jr>, the; 1st \\" <sip:alice@example.com>;tag={tag}')),
    ("quoted_name_empty", "OPTIONS", value("To", '"" <sip:bob@{dst}>')),
    ("no_space_before_bracket", "OPTIONS", value("From", "caller<sip:alice@example.com>;tag={tag}")),
    ("utf8_name", "OPTIONS", value("From", '"Jürgen 日本" <sip:juergen@example.com>;tag={tag}')),
    ("token_name", "OPTIONS", value("From", "Alice van der Berg <sip:alice@example.com>;tag={tag}")),
    ("no_brackets", "OPTIONS", both(value("From", "sip:alice@example.com;tag={tag}"), value("To", "sip:bob@{dst}"))),
    ("unknown_parameters", "OPTIONS", value("From", '<sip:alice@example.com;x-u=1>;tag={tag};x-note="a;tag=b, c";lr')),
    ("ipv6_in_to", "OPTIONS", value("To", "<sip:bob@[2001:db8::20]:5062>")),
    ("tel_in_to", "OPTIONS", value("To", "<tel:+1-555-0100;phone-context=example.com>")),
    ("tel_in_from", "OPTIONS", value("From", "<tel:+15550100>;tag={tag}")),
    ("other_scheme_in_to", "OPTIONS", value("To", "<isbn:2983792873>"), "UDP", ("to_malformed",)),
    ("escaped_user_in_to", "OPTIONS", value("To", "<sip:sips%3Auser%40example.com@{dst}>")),
    ("underscore_host", "OPTIONS", value("To", "<sip:bob@sip_gw.example.net>"), "UDP", ("to_malformed",)),
    ("trailing_dot", "OPTIONS", value("To", "<sip:bob@example.net.>")),
    ("anonymous", "OPTIONS", value("From", '"Anonymous" <sip:anonymous@anonymous.invalid>;tag={tag}')),
    # Request-URIs
    ("uri_without_user", "OPTIONS", uri("sip:{dst}")),
    ("uri_escaped_at", "OPTIONS", user("bob%40home")),
    ("uri_escaped_nul", "OPTIONS", user("bob%00")),
    ("uri_user_parameters", "OPTIONS", user("bob;day=tuesday?x=1")),
    ("uri_password", "OPTIONS", user("bob:s3cr&t=1+$,")),
    ("uri_user_star", "OPTIONS", user("*72")),
    ("uri_user_phone", "OPTIONS", uri("sip:+15550100;phone-context=+1@{dst};user=phone")),
    ("uri_parameters", "OPTIONS", uri("sip:bob@{dst};transport=udp;x-y=%20;x-flag")),
    ("uri_upper_case", "OPTIONS", uri("SIP:bob@{dst}")),
    ("uri_long", "OPTIONS", uri("sip:bob@{dst};x-long=" + "unlimited" * 30)),
    # Identifiers and numbers
    ("call_id_base64", "OPTIONS", value("Call-ID", "YWJj/ZGVm+Zw=={tag}==")),
    ("call_id_odd_word", "OPTIONS", value("Call-ID", r"{tag}.!%*_+`'~()<>:\/[]?{}@w.x")),
    ("cseq_large", "OPTIONS", value("CSeq", "2147483647 OPTIONS")),
    ("cseq_zero", "OPTIONS", value("CSeq", "0 OPTIONS")),
    ("max_forwards_zero", "OPTIONS", value("Max-Forwards", "0"), "UDP", ("max_forwards_zero",)),
    ("max_forwards_missing", "OPTIONS", drop("Max-Forwards"), "UDP", ("missing_max_forwards",)),
    ("date_utc", "OPTIONS", value("Date", "Fri, 01 Jan 2010 16:00:00 EST"), "UDP", ("unused_header_malformed",)),
    ("rfc2543_options", "OPTIONS", both(drop("Max-Forwards", "Content-Length"), value("Via", "SIP/2.0/UDP {src}"),
                                       value("From", "<sip:alice@example.com>")), "UDP",
     ("via_branch_missing", "missing_max_forwards", "from_tag_missing")),
    ("rfc2543_branch", "OPTIONS", value("Via", "SIP/2.0/UDP {src};branch=rfc2543-{tag}")),
    # Framing: RFC 3261 7.5, 18.3
    ("no_content_length", "OPTIONS", drop("Content-Length")),
    ("no_content_length_message", "MESSAGE", drop("Content-Length")),
    ("crlf_in_front", "OPTIONS", in_front(b"\r\n\r\n")),
    ("crlf_in_front_tcp", "OPTIONS", in_front(b"\r\n\r\n"), "TCP"),
    ("octets_behind_body", "MESSAGE", behind(" and more octets"), "UDP", ("body_longer_than_content_length",)),
    ("request_behind_body", "OPTIONS",
     behind("INVITE sip:joe@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.99\r\n\r\n"), "UDP",
     ("body_longer_than_content_length",)),
    ("crlf_behind", "OPTIONS", behind("\r\n\r\n"), "UDP", ("body_longer_than_content_length",)),
    ("content_type_without_body", "OPTIONS", value("Content-Type", "application/sdp")),
    # Contact and registration
    ("register_query", "REGISTER", drop("Contact", "Expires")),
    ("register_star", "REGISTER", both(value("Contact", "*"), value("Expires", "0"))),
    ("contact_with_headers", "REGISTER", value("Contact", "<sip:alice@{src}?Route=%3Csip:example.org%3E&Subject=a>")),
    ("contact_instance", "REGISTER", tail("Contact", ';+sip.instance="<urn:uuid:00000000-0000-1000-8000-000A95A0E128>";'
                                                     "reg-id=1;q=0.5;expires=300")),
    ("contact_two", "REGISTER", value("Contact", '<sip:a@{src}>, "b, c" <sip:b@{src}>;q=0.1')),
    ("contact_no_brackets", "REGISTER", value("Contact", "sip:alice@{src};q=1.000")),
    ("contact_user_parameter", "REGISTER", value("Contact", "sip:+19725552222@{src};unknownparam")),
    ("contact_extra_parameter", "REGISTER", tail("Contact", ';x="a;b,c>";+g.3gpp.icsi-ref="urn%3Aurn-7%3Aims"')),
    ("contact_in_options", "OPTIONS", value("Contact", "<sip:alice@{src}>")),
    ("expires_largest", "REGISTER", value("Expires", "4294967295")),
    ("expires_zero", "REGISTER", value("Expires", "0")),
    # Routes, credentials, bodies, extensions
    ("route_strict", "OPTIONS", value("Route", "<sip:{dst}>")),
    ("route_several", "OPTIONS", both(value("Route", "<sip:{dst};lr>"), twice("Route", "<sip:{dst};lr;x=1>"))),
    ("record_route", "INVITE", value("Record-Route", '"P, 1" <sip:127.0.0.1;lr>;x=1, <sip:[2001:db8::1];lr>')),
    ("proxy_authorization_two_realms", "OPTIONS",
     both(digest(name="Proxy-Authorization"),
          lambda m: m.again("Proxy-Authorization", filled(DIGEST, m).replace("example.com", "example.org")))),
    ("digest_algorithm", "OPTIONS", lambda m: digest(name="Proxy-Authorization")(m).with_(
        "Proxy-Authorization", filled(DIGEST, m) + ", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"0a4f\"")),
    ("authorization_other_scheme", "OPTIONS", value("Authorization", 'NoOneKnowsThisScheme opaque-data="here"')),
    ("invite_without_offer", "INVITE", both(body(""), drop("Content-Type"))),
    ("invite_multipart", "INVITE", body(MULTIPART, 'multipart/mixed;boundary="part"')),
    ("sdp_c_in_media", "INVITE", body(OFFER.replace("c=IN IP4 127.0.0.1\r\n", "") + "c=IN IP4 127.0.0.1\r\n")),
    ("sdp_lf", "INVITE", body(OFFER.replace("\r\n", "\n"))),
    ("content_type_parameter", "MESSAGE", value("Content-Type", 'text/plain;charset="UTF-8"')),
    ("session_timer", "INVITE", both(value("Supported", "timer"), value("Session-Expires", "1800;refresher=uac"),
                                    value("Min-SE", "90"))),
    ("supported_list", "INVITE", value("Supported", "100rel, timer , replaces")),
    ("require_known_to_none", "OPTIONS", value("Require", "nothingSupportsThis")),
    ("proxy_require_known_to_none", "OPTIONS", value("Proxy-Require", "nothingSupportsThis")),
    ("event_with_id", "SUBSCRIBE", value("Event", "presence;id=1")),
    ("history", "INVITE", both(value("History-Info", "<sip:bob@example.net>;index=1"),
                              value("Diversion", "<sip:bob@example.net>;reason=no-answer"),
                              value("Reason", 'SIP;cause=200;text="a, b; c"'),
                              value("P-Asserted-Identity", '"A" <sip:alice@example.com>, <tel:+15550100>'))),
)


def legal(name, method, bend, transport="UDP", also=()):
    return Case(name, LEGAL, method, bend, transport, also)


CASES = tuple(Case(*entry) for entry in MALFORMED) + tuple(legal(*entry) for entry in ODD)
BY_NAME = {case.name: case for case in CASES}
assert len(BY_NAME) == len(CASES), "two cases have one name"
