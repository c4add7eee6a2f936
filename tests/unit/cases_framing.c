/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where a message ends, and what its lines are made of. "Trap" quotes section 3 of the catalogue of causes: what is
 * legal, or at least never proof.
 */
#include "cases.h"

/* clang-format off */
#define HIT(cause, method, from, to, where) \
    {CAUSE_##cause, TRIGGERS, method, from, to, where, NULL, TRANSPORT_UNKNOWN}
#define MISS(cause, method, from, to) \
    {CAUSE_##cause, LOOKALIKE, method, from, to, NULL, NULL, TRANSPORT_UNKNOWN}
#define MISS_BUT(cause, method, from, to, more) \
    {CAUSE_##cause, LOOKALIKE, method, from, to, NULL, more, TRANSPORT_UNKNOWN}
#define OVER(transport, outcome, cause, method, from, to, where, more) \
    {CAUSE_##cause, outcome, method, from, to, where, more, TRANSPORT_##transport}

#define LINE   "OPTIONS sip:bob@example.com SIP/2.0"
#define LENGTH "Content-Length: @"
#define END    LENGTH "\r\n\r\n"
#define SDP_BODY                                                                                         \
    "Content-Type: application/sdp\r\n" END "v=0\r\no=alice 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\n" \
    "t=0 0\r\nm=audio 4000 RTP/AVP 0 8\r\na=rtpmap:0 PCMU/8000\r\n"
/* Another message behind the first one. */
#define NEXT                                                                                             \
    "INVITE sip:joe@example.com SIP/2.0\r\nv: SIP/2.0/UDP a;branch=z9hG4bKy\r\nMax-Forwards: 70\r\n"     \
    "f: <sip:a@b>;tag=2\r\nt: <sip:joe@example.com>\r\ni: d\r\nCSeq: 8 INVITE\r\nm: <sip:a@b>\r\nl: 0\r\n\r\n"

const struct byte_case framing_cases[] = {
    /* --- Content-Length ----------------------------------------------------------------------------------------- */
    HIT(body_shorter_than_content_length, "MESSAGE", LENGTH, "Content-Length: 6", "6"),
    HIT(body_shorter_than_content_length, "INVITE", LENGTH, "l: 9999", "9999"),
    HIT(body_shorter_than_content_length, "OPTIONS", LENGTH, "Content-Length: 1", "1"),
    HIT(body_shorter_than_content_length, "200", LENGTH, "Content-Length: 1", "1"),
    /* on a stream, the rest is still to come */
    OVER(TCP, LOOKALIKE, body_shorter_than_content_length, "MESSAGE", LENGTH, "Content-Length: 6", NULL, NULL),
    /* trap: no Content-Length on UDP */
    MISS(body_shorter_than_content_length, "MESSAGE", LENGTH "\r\n", ""),
    /* trap: Content-Type with an empty body, an INVITE without SDP, are legal */
    MISS(body_shorter_than_content_length, "OPTIONS", LENGTH, "Content-Type: application/sdp\r\n" LENGTH),
    MISS(body_shorter_than_content_length, "INVITE", SDP_BODY, "Content-Length: 0\r\n\r\n"),
    MISS(body_shorter_than_content_length, "INVITE", NULL, "X-Content-Length: 9999"),
    MISS_BUT(body_shorter_than_content_length, "MESSAGE", LENGTH, "Content-Length: 4",
        "body_longer_than_content_length"),
    /* trap: compact names, leading zeros */
    MISS(body_shorter_than_content_length, "MESSAGE", LENGTH, "l:0005"),

    HIT(body_longer_than_content_length, "MESSAGE", LENGTH, "Content-Length: 4", "4"),
    HIT(body_longer_than_content_length, "OPTIONS", END, "Content-Length: 0\r\n\r\n" NEXT, "0"),
    OVER(TCP, TRIGGERS, body_longer_than_content_length, "INVITE", LENGTH, "Content-Length: 5", "5", NULL),
    OVER(TCP, TRIGGERS, body_longer_than_content_length, "INVITE", LENGTH, "l: 3", "3", NULL),
    /* trap: Content-Length: 0 plus CRLF padding */
    MISS(body_longer_than_content_length, "OPTIONS", END, "Content-Length: 0\r\n\r\n\r\n\r\n"),
    MISS(body_longer_than_content_length, "OPTIONS", END, "Content-Length: 0\r\n\r\n\x1a\x1a\x1a\x1a"),
    /* trap: pipelined messages in one segment */
    OVER(TCP, LOOKALIKE, body_longer_than_content_length, "OPTIONS", END, "Content-Length: 0\r\n\r\n" NEXT, NULL, NULL),
    OVER(TCP, LOOKALIKE, body_longer_than_content_length, "OPTIONS", END, "Content-Length: 0\r\n\r\n\r\n\r\n" NEXT,
        NULL, NULL),
    MISS(body_longer_than_content_length, "INVITE", LENGTH "\r\n", ""),

    OVER(TCP, TRIGGERS, content_length_missing_on_stream, "OPTIONS", LENGTH "\r\n", "", LINE, NULL),
    OVER(TLS, TRIGGERS, content_length_missing_on_stream, "REGISTER", "Content-Length", "X-Length",
        "REGISTER sip:example.com SIP/2.0", NULL),
    MISS(content_length_missing_on_stream, "OPTIONS", LENGTH "\r\n", ""),
    OVER(TCP, LOOKALIKE, content_length_missing_on_stream, "OPTIONS", LENGTH, "L : 0", NULL, NULL),
    OVER(WS, LOOKALIKE, content_length_missing_on_stream, "OPTIONS", LENGTH "\r\n", "", NULL, NULL),

    HIT(content_length_malformed, "MESSAGE", LENGTH, "Content-Length: -999", "-999"),
    HIT(content_length_malformed, "MESSAGE", LENGTH, "Content-Length: 5 octets", "5 octets"),
    HIT(content_length_malformed, "MESSAGE", LENGTH, "Content-Length:", "Content-Length:"),
    HIT(content_length_malformed, "MESSAGE", LENGTH, "l: 0x5", "0x5"),
    HIT(content_length_malformed, "MESSAGE", LENGTH, "l: 99999999999999999999", "99999999999999999999"),
    OVER(TCP, TRIGGERS, content_length_malformed, "MESSAGE", LENGTH, "Content-Length: 5, 5", "5, 5", NULL),
    MISS(content_length_malformed, "MESSAGE", LENGTH, "Content-Length: 0005"),
    MISS(content_length_malformed, "MESSAGE", LENGTH, "CONTENT-LENGTH\t:\r\n  5 \t"),
    MISS(content_length_malformed, "MESSAGE", LENGTH "\r\n", ""),

    HIT(content_length_conflict, "MESSAGE", LENGTH, "Content-Length: 5\r\nContent-Length: 4", "Content-Length: 4"),
    HIT(content_length_conflict, "OPTIONS", LENGTH, "l: 0\r\nContent-Length: x", "Content-Length: x"),
    MISS(content_length_conflict, "MESSAGE", LENGTH, "Content-Length: 5\r\nContent-Length: 5"),
    MISS(content_length_conflict, "MESSAGE", LENGTH, "l: 5\r\nContent-Length: 05"),
    MISS(content_length_conflict, "MESSAGE", LENGTH, LENGTH "\r\nX-Content-Length: 7"),

    /* --- lines -------------------------------------------------------------------------------------------------- */
    HIT(header_section_unterminated, "OPTIONS", END, "Content-Length: 0\r\n", LINE),
    HIT(header_section_unterminated, "OPTIONS", END, "Content-Length: 0", LINE),
    HIT(header_section_unterminated, "OPTIONS", END, "", LINE),
    OVER(TCP, LOOKALIKE, header_section_unterminated, "OPTIONS", END, "Content-Length: 0\r\n", NULL, NULL),
    MISS(header_section_unterminated, "OPTIONS", END, "\r\n"),
    /* a body may begin with white space: that continues nothing */
    MISS(header_section_unterminated, "MESSAGE", "Hello", " Hello"),
    MISS(line_without_colon, "MESSAGE", "Hello", "\tHello\r\n there"),
    OVER(TCP, LOOKALIKE, line_without_colon, "MESSAGE", "Hello", " Hello", NULL, NULL),
    /* what is left of an OPTIONS where the capture lacks the segment before */
    OVER(TCP, LOOKALIKE, cseq_method_mismatch, "OPTIONS", "OPTIONS", "IONS", NULL, NULL),
    MISS_BUT(header_section_unterminated, "OPTIONS", END, "Content-Length: 0\n\n", "bare_lf_or_cr"),

    HIT(bare_lf_or_cr, "OPTIONS", "\r\nTo", "\nTo", "\n"),
    HIT(bare_lf_or_cr, "OPTIONS", "SIP/2.0\r\nVia", "SIP/2.0\nVia", "\n"),
    HIT(bare_lf_or_cr, "OPTIONS", NULL, "Subject: a\rb", "\r"),
    HIT(bare_lf_or_cr, "OPTIONS", NULL, "Subject: a\n b", "\n"),
    HIT(bare_lf_or_cr, "200", "\r\nTo", "\nTo", "\n"),
    /* trap: folding behind the colon is legal; a folded line is one space */
    MISS(bare_lf_or_cr, "OPTIONS", NULL, "Subject: a\r\n\tb\r\n c"),
    /* lines of a body are the body's own business */
    MISS(bare_lf_or_cr, "MESSAGE", "Hello", "Hel\nlo\rx\n"),
    MISS(bare_lf_or_cr, "INVITE", "\r\no=alice", "\no=alice"),

    HIT(line_without_colon, "OPTIONS", NULL, "What is this", "What is this"),
    HIT(line_without_colon, "OPTIONS", "\r\nTo", "\r\nSubject\r\nTo", "Subject"),
    HIT(line_without_colon, "200", NULL, "Subject", "Subject"),
    MISS(line_without_colon, "OPTIONS", NULL, "Subject: a\r\n without a colon"),
    /* trap: unknown headers: NewFangledHeader, ;;,,;;,; as a value */
    MISS(line_without_colon, "OPTIONS", NULL, "NewFangledHeader:   newfangled value\r\n continued newfangled value"),
    MISS(line_without_colon, "OPTIONS", NULL, "UnknownHeaderWithUnusualValue: ;;,,;;,;"),
    /* trap: empty values: Accept, Accept-Encoding, Accept-Language, Allow, Supported, Subject, Organization, others */
    MISS(line_without_colon, "OPTIONS", NULL, "Accept:\r\nAccept-Encoding:\r\nAccept-Language: \r\nAllow:\r\nk:"),
    MISS(line_without_colon, "OPTIONS", NULL, "s :\r\nOrganization:\t\r\nX-Anything:"),
    /* trap: what is "-" for a method is ignored: Content-Type, Require, Proxy-Require in CANCEL */
    MISS(line_without_colon, "CANCEL", NULL, "Content-Type: a b c\r\nRequire: 100rel\r\nProxy-Require: x"),
    /* trap: oddities of Timestamp, Warning, User-Agent are nobody's business */
    MISS(line_without_colon, "OPTIONS", NULL, "Timestamp: 54\r\nWarning: Retransmission\r\nUser-Agent: a (b; c) <d>"),

    HIT(header_name_malformed, "OPTIONS", NULL, "Sub ject: x", "Sub ject"),
    HIT(header_name_malformed, "OPTIONS", NULL, "Sub@ject: x", "Sub@ject"),
    HIT(header_name_malformed, "OPTIONS", NULL, ": x", ": x"),
    HIT(header_name_malformed, "OPTIONS", NULL, "\"Subject\": x", "\"Subject\""),
    /* trap: a fold between the name and the colon is not legal */
    HIT(header_name_malformed, "OPTIONS", NULL, "Subject\r\n : x", "Subject"),
    HIT(header_name_malformed, "OPTIONS", NULL, "X-Header \r\n\t: x", "X-Header"),
    /* trap: spaces and tabs before the colon are */
    MISS(header_name_malformed, "OPTIONS", NULL, "Subject \t : x\r\nX-Header  : y"),
    /* trap: extension headers; C%6Fntact is one (esc02); any token will do (intmeth) */
    MISS(header_name_malformed, "OPTIONS", NULL, "C%6Fntact: x"),
    MISS(header_name_malformed, "OPTIONS", NULL, "extensionHeader-!.%*+_`'~: \xef\xbb\xbf\xe5\xa4\xa7"),
    /* trap: compact names: e k s o r b x u a j d y n, and letters that stand for nothing */
    MISS(header_name_malformed, "OPTIONS", NULL,
        "k: a\r\ns: b\r\nu: c\r\na: *;d\r\nj: *;d\r\nd: proxy\r\nw: x\r\nz: y"),

    HIT(orphan_continuation, "OPTIONS", "\r\nVia", "\r\n Via", " Via: SIP/2.0/UDP a.example.com;branch=z9hG4bKx"),
    HIT(orphan_continuation, "INVITE", "\r\nVia", "\r\n\tSIP/2.0\r\nVia", "\tSIP/2.0"),
    MISS(orphan_continuation, "OPTIONS", "70\r\n", "70\r\n \r\n\t\r\n"),
    MISS(orphan_continuation, "OPTIONS", "Via: ", "Via:\r\n "),
    MISS(orphan_continuation, "OPTIONS", LINE, "\r\n" LINE),

    HIT(control_or_nul_octets, "OPTIONS", NULL, "Subject: a\x01", "\x01"),
    HIT(control_or_nul_octets, "OPTIONS", NULL, "X-Odd: \x7f", "\x7f"),
    HIT(control_or_nul_octets, "OPTIONS", NULL, "User-Agent: phone\x1a", ""),
    HIT(control_or_nul_octets, "OPTIONS", "Alice <", "\"Al\x08ice\" <", "\x08"),
    HIT(control_or_nul_octets, "200", "OK", "O\x02K", "\x02"),
    MISS(control_or_nul_octets, "OPTIONS", NULL, "Subject:\ta\tb"),
    MISS(control_or_nul_octets, "OPTIONS", NULL, "Subject: \xe2\x80\x8b\xc2\x85"),
    /* trap: quoted-pairs; %00 in a user part */
    MISS(control_or_nul_octets, "OPTIONS", "Alice <", "\"Al\\\x01ice \\\x7f\" <"),
    MISS(control_or_nul_octets, "OPTIONS", "sip:bob@", "sip:%00%01@"),
    MISS(control_or_nul_octets, "MESSAGE", "Hello", "\x01\x1a\x7f"),

    HIT(invalid_utf8, "OPTIONS", NULL, "Subject: J\xfcrgen", "\xfc"),
    HIT(invalid_utf8, "OPTIONS", "Alice <", "\"J\xfcrgen\" <", "\xfc"),
    HIT(invalid_utf8, "OPTIONS", NULL, "Organization: \xc0\xaf", "\xc0"),
    HIT(invalid_utf8, "200", "OK", "\xe9t\xe9", "\xe9"),
    /* trap: UTF-8 in quoted strings, Subject, Organization, extension headers; a body in any encoding */
    MISS(invalid_utf8, "OPTIONS", "Alice <", "\"J\xc3\xbcrgen\" <"),
    MISS(invalid_utf8, "OPTIONS", NULL, "Subject: \xe5\xa4\xa7\xf0\x9f\x93\x9e\r\nOrganization: "
        "\xc3\x89\r\nX-Header: \xd0\xb0"),
    MISS(invalid_utf8, "200", "OK", "\xd0\x9e\xd0\x9a"),
    MISS(invalid_utf8, "MESSAGE", "Hello", "J\xfcrgen"),

    {CAUSE_NONE},
};
/* clang-format on */
