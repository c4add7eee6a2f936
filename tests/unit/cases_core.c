/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The start line, the headers that every request carries, Via, Call-ID, CSeq and Max-Forwards. The comments that say
 * "trap" quote section 3 of the catalogue of causes: what is legal, or at least never proof.
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

/* The Request-URI of an OPTIONS. */
#define URI(outcome, cause, to, where) \
    {CAUSE_##cause, outcome, "OPTIONS", "sip:bob@example.com SIP", to " SIP", where, NULL, TRANSPORT_UNKNOWN}

#define LINE    "OPTIONS sip:bob@example.com SIP/2.0"
#define VIA     "Via: SIP/2.0/UDP a.example.com;branch=z9hG4bKx"
#define FROM    "From: Alice <sip:alice@example.com>;tag=1"
#define TO      "To: <sip:bob@example.com>"
#define CALL_ID "Call-ID: c@example.com"
#define CSEQ    "CSeq: 7 OPTIONS"
#define BRANCH  ";branch=z9hG4bKx"
#define CREDENTIALS(realm) \
    "Proxy-Authorization: Digest username=\"a\", realm=\"" realm "\", nonce=\"n\", uri=\"sip:bob@example.com\", " \
    "response=\"0123456789abcdef0123456789abcdef\""

const struct byte_case core_cases[] = {
    /* --- request line ------------------------------------------------------------------------------------------- */
    HIT(request_line_malformed, "OPTIONS", LINE, "OPTIONS sip:bob@example.com", "OPTIONS sip:bob@example.com"),
    HIT(request_line_malformed, "OPTIONS", LINE, "OPTIONS SIP/2.0", "OPTIONS SIP/2.0"),
    HIT(request_line_malformed, "OPTIONS", LINE, "OPTIONS  sip:b@c SIP/2.0", "OPTIONS  sip:b@c SIP/2.0"),
    HIT(request_line_malformed, "OPTIONS", LINE, "OPTIONS sip:b@c SIP/2.0 ", "OPTIONS sip:b@c SIP/2.0 "),
    HIT(request_line_malformed, "OPTIONS", LINE, " OPTIONS sip:b@c SIP/2.0", " OPTIONS sip:b@c SIP/2.0"),
    /* trap: white space is not legal in the Request-Line */
    HIT(request_line_malformed, "OPTIONS", LINE, "OPTIONS\tsip:b@c SIP/2.0", "OPTIONS\tsip:b@c SIP/2.0"),
    HIT(request_line_malformed, "OPTIONS", LINE, "OPTIONS sip:b@c\tSIP/2.0", "OPTIONS sip:b@c\tSIP/2.0"),
    /* trap: URI scheme, host, SIP/2.0: case-insensitive */
    MISS(request_line_malformed, "OPTIONS", LINE, "OPTIONS SIP:bob@EXAMPLE.com sip/2.0"),
    /* trap: extra CRLFs before the start line, keep-alives share the port */
    MISS(request_line_malformed, "OPTIONS", LINE, "\r\n\r\n" LINE),
    OVER(TCP, LOOKALIKE, request_line_malformed, "OPTIONS", LINE, "\r\n\r\n\r\n" LINE, NULL, NULL),
    /* trap: unknown methods */
    MISS(request_line_malformed, "NEW'METHOD!", "", ""),

    HIT(request_uri_angle_brackets, "OPTIONS", LINE, "OPTIONS <sip:bob@example.com> SIP/2.0", "<sip:bob@example.com>"),
    HIT(request_uri_angle_brackets, "REGISTER", "sip:example.com SIP", "<sip:example.com;lr> SIP",
        "<sip:example.com;lr>"),
    MISS(request_uri_angle_brackets, "OPTIONS", LINE, "OPTIONS sip:%3Cbob%3E@example.com SIP/2.0"),
    MISS(request_uri_angle_brackets, "OPTIONS", NULL, "Route: <sip:p.example.com;lr>"),

    URI(TRIGGERS, request_uri_whitespace, "sip:bob@example.com; lr", "sip:bob@example.com; lr"),
    URI(TRIGGERS, request_uri_whitespace, "sip:+1 555 0123@example.com", "sip:+1 555 0123@example.com"),
    URI(TRIGGERS, request_uri_whitespace, "sip:bob@\texample.com", "sip:bob@\texample.com"),
    URI(LOOKALIKE, request_uri_whitespace, "sip:+1%20555%200123@example.com", NULL),
    URI(LOOKALIKE, request_uri_whitespace, "sip:bob+smith@example.com", NULL),

    URI(TRIGGERS, request_uri_malformed, "sip:bob@", "sip:bob@"),
    URI(TRIGGERS, request_uri_malformed, "sip:@example.com", "@"),
    URI(TRIGGERS, request_uri_malformed, "bob@example.com", "bob@example.com"),
    URI(TRIGGERS, request_uri_malformed, "<sip:bob@example.com", "<sip:bob@example.com"),
    URI(TRIGGERS, request_uri_malformed, "sip:bob@example.com:sip", "sip"),
    URI(TRIGGERS, request_uri_malformed, "sip:bob@example.com:65536", "65536"),
    URI(TRIGGERS, request_uri_malformed, "sip:bob@a..b", "a..b"),
    URI(TRIGGERS, request_uri_malformed, "sip:bob@2001:db8::1", "2001:db8::1"),
    URI(TRIGGERS, request_uri_malformed, "sip:bob@[2001:db8::1", "[2001:db8::1"),
    URI(TRIGGERS, request_uri_malformed, "sip:bob@[example.com]", "[example.com]"),
    URI(TRIGGERS, request_uri_malformed, "sip:bob%4@example.com", "%4"),
    URI(TRIGGERS, request_uri_malformed, "sip:bob%zz@example.com", "%zz"),
    URI(TRIGGERS, request_uri_malformed, "sip:\"bob\"@example.com", "\""),
    URI(TRIGGERS, request_uri_malformed, "sip:b\\b@example.com", "\\"),
    URI(TRIGGERS, request_uri_malformed, "sip:b^b@example.com", "^"),
    URI(TRIGGERS, request_uri_malformed, "sip:b`b@example.com", "`"),
    URI(TRIGGERS, request_uri_malformed, "sip:{bob}@example.com", "{"),
    URI(TRIGGERS, request_uri_malformed, "sip:b|b@example.com", "|"),
    URI(TRIGGERS, request_uri_malformed, "sip:b[b@example.com", "["),
    URI(TRIGGERS, request_uri_malformed, "sip:bob@example.com;;lr", ";"),
    URI(TRIGGERS, request_uri_malformed, "sip:bob@example.com@example.org", "@"),
    /* trap: '#' must be %23 */
    URI(TRIGGERS, request_uri_malformed, "sip:#31#0155@example.com", "#"),
    URI(LOOKALIKE, request_uri_malformed, "sip:%2331%230155@example.com", NULL),
    /* trap: the user part is liberal; a password; '*'; no user */
    URI(LOOKALIKE, request_uri_malformed, "sip:a;/?&=+$,b@example.com", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:%00@example.com", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:alice;day=tuesday@example.com", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:user;par=u%40example.net@example.com", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:bob:pass&=+$,word@example.com", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:*@example.com", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:*86@example.com", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:user%40x@example.com", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:example.com", NULL),
    URI(LOOKALIKE, request_uri_malformed, "tel:+1-201-555-0123;phone-context=example.com", NULL),
    URI(LOOKALIKE, request_uri_malformed, "tel:7042;phone-context=example.com", NULL),
    /* trap: unknown URI parameters; escapes that need not be */
    URI(LOOKALIKE, request_uri_malformed, "sip:bob@example.com;unknown=%61:1/[x];flag", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:sips%3Abob%40example.com@example.net;unknown%2dparam", NULL),
    /* trap: underscore in host is ubiquitous, a trailing dot is legal */
    URI(LOOKALIKE, request_uri_malformed, "sip:bob@sip_1.example.com", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:bob@example.com.", NULL),
    /* trap: IPv6 in brackets; [2001:db8::10:5070] is an address, not address and port; a triple colon */
    URI(LOOKALIKE, request_uri_malformed, "sip:bob@[2001:db8::10]:5070", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:bob@[2001:db8::10:5070]", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:bob@[::ffff:192.0.2.10]", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:bob@[2001:db8:::192.0.2.1]", NULL),
    /* trap: no ;lr is a strict router: the Request-URI then holds a Route value */
    URI(LOOKALIKE, request_uri_malformed, "sip:p1.example.com:5060;maddr=192.0.2.1;transport=UDP", NULL),
    URI(LOOKALIKE, request_uri_malformed, "sip:p1.example.com;lr;ftag=1;did=a1.b2", NULL),

    URI(TRIGGERS, request_uri_has_headers, "sip:bob@example.com?Subject=x", "?Subject=x"),
    URI(TRIGGERS, request_uri_has_headers, "sip:bob@example.com;lr?Route=%3Csip:example.com%3E",
        "?Route=%3Csip:example.com%3E"),
    URI(LOOKALIKE, request_uri_has_headers, "sip:who?@example.com", NULL),
    URI(LOOKALIKE, request_uri_has_headers, "sip:bob@example.com;x=%3FSubject%3D1", NULL),
    /* trap: escaped headers in a Contact URI are legal */
    MISS(request_uri_has_headers, "REGISTER", "<sip:alice@192.0.2.1>",
        "<sip:alice@192.0.2.1?Route=%3Csip:example.com%3E>"),

    URI(TRIGGERS, request_uri_method_param, "sip:bob@example.com;method=BYE", ";method=BYE"),
    URI(TRIGGERS, request_uri_method_param, "sip:bob@example.com;transport=udp;METHOD=INVITE;lr", ";METHOD=INVITE"),
    URI(LOOKALIKE, request_uri_method_param, "sip:bob;method=BYE@example.com", NULL),
    URI(LOOKALIKE, request_uri_method_param, "sip:bob@example.com;methods=BYE;x-method=BYE", NULL),
    MISS(request_uri_method_param, "REGISTER", "<sip:alice@192.0.2.1>", "<sip:alice@192.0.2.1;method=MESSAGE>"),

    URI(TRIGGERS, request_uri_scheme_unsupported, "nobodyKnowsThisScheme:totallyopaquecontent",
        "nobodyKnowsThisScheme"),
    URI(TRIGGERS, request_uri_scheme_unsupported, "soap.beep://192.0.2.103:3002", "soap.beep"),
    URI(LOOKALIKE, request_uri_scheme_unsupported, "tel:+15550123", NULL),
    URI(LOOKALIKE, request_uri_scheme_unsupported, "sIpS:bob@example.com", NULL),
    URI(LOOKALIKE, request_uri_scheme_unsupported, "urn:service:sos", NULL),
    /* trap: odd schemes in To and From (unksm2) */
    MISS(request_uri_scheme_unsupported, "OPTIONS", "To: <sip:bob@example.com>", "To: <isbn:2983792873>"),

    HIT(sip_version_unsupported, "OPTIONS", "SIP/2.0\r\nVia", "SIP/7.0\r\nVia", "SIP/7.0"),
    HIT(sip_version_unsupported, "INVITE", "SIP/2.0\r\nVia", "SIP/2.1\r\nVia", "SIP/2.1"),
    HIT(sip_version_unsupported, "200", "SIP/2.0 200", "SIP/3.0 200", "SIP/3.0"),
    /* trap: SIP/2.0 is case-insensitive */
    MISS(sip_version_unsupported, "OPTIONS", "SIP/2.0\r\nVia", "sIp/2.0\r\nVia"),
    MISS(sip_version_unsupported, "200", "SIP/2.0 200", "sip/2.0 200"),
    MISS(sip_version_unsupported, "OPTIONS", NULL, "User-Agent: SIP/3.0 phone"),

    HIT(status_code_out_of_range, "200", "200 OK", "700 Odd", "700"),
    HIT(status_code_out_of_range, "200", "200 OK", "4294967301 better not break the receiver", "4294967301"),
    HIT(status_code_out_of_range, "200", "200 OK", "99 Early", "99"),
    HIT(status_code_out_of_range, "200", "200 OK", "0200 OK", "0200"),
    HIT(status_code_out_of_range, "200", "200 OK", "OK", "OK"),
    HIT(status_code_out_of_range, "200", "200 OK", "", "SIP/2.0 "),
    MISS(status_code_out_of_range, "200", "200 OK", "699 Unheard Of"),
    MISS(status_code_out_of_range, "100", "100 Trying", "199 Early Dialog Terminated"),
    /* trap: an empty Reason-Phrase, an odd one */
    MISS(status_code_out_of_range, "200", "200 OK", "200 "),
    MISS(status_code_out_of_range, "200", "200 OK", "200"),
    MISS(status_code_out_of_range, "200", "200 OK", "200 = 2**3 * 5**2 \xd0\xbd\xd0\xbe 700"),
    MISS(status_code_out_of_range, "400", "400 Bad Request", "400 Bad Request (f: <sip:a>"),

    /* --- what every request carries ----------------------------------------------------------------------------- */
    HIT(missing_via, "OPTIONS", VIA "\r\n", "", LINE),
    HIT(missing_via, "OPTIONS", VIA, "Via:", "Via:"),
    HIT(missing_from, "OPTIONS", FROM "\r\n", "", LINE),
    HIT(missing_from, "OPTIONS", FROM, "f : ", "f : "),
    HIT(missing_to, "OPTIONS", TO "\r\n", "", LINE),
    HIT(missing_to, "OPTIONS", TO, "To:", "To:"),
    HIT(missing_call_id, "OPTIONS", CALL_ID "\r\n", "", LINE),
    HIT(missing_call_id, "OPTIONS", CALL_ID, "Call-ID: ", "Call-ID: "),
    HIT(missing_cseq, "OPTIONS", CSEQ "\r\n", "", LINE),
    HIT(missing_cseq, "OPTIONS", CSEQ, "CSeq:", "CSeq:"),
    HIT(missing_cseq, "200", CSEQ "\r\n", "", "SIP/2.0 200 OK"),
    HIT(missing_max_forwards, "OPTIONS", "Max-Forwards: 70\r\n", "", LINE),
    HIT(missing_max_forwards, "REGISTER", "Max-Forwards: 70\r\n", "", "REGISTER sip:example.com SIP/2.0"),
    /* trap: header names are case-insensitive (MaX-fOrWaRdS) */
    MISS(missing_via, "OPTIONS", "Via", "vIA"),
    MISS(missing_from, "OPTIONS", "From", "fROM"),
    MISS(missing_to, "OPTIONS", "To:", "TO:"),
    MISS(missing_call_id, "OPTIONS", "Call-ID", "call-id"),
    MISS(missing_cseq, "OPTIONS", "CSeq", "CSEQ"),
    MISS(missing_max_forwards, "OPTIONS", "Max-Forwards", "MaX-fOrWaRdS"),
    /* trap: spaces and tabs before the colon are legal; folding behind it, even straight behind it, too */
    MISS(missing_via, "OPTIONS", "Via: ", "Via  \t:\r\n "),
    MISS(missing_from, "OPTIONS", "From: ", "From :\r\n\t\r\n "),
    MISS(missing_to, "OPTIONS", "To: ", "TO :"),
    MISS(missing_call_id, "OPTIONS", "Call-ID: ", "Call-ID\t:"),
    MISS(missing_cseq, "OPTIONS", "CSeq: ", "CSeq:\r\n  "),
    MISS(missing_max_forwards, "OPTIONS", "Max-Forwards: ", "Max-Forwards:\r\n\t"),
    /* trap: compact names */
    MISS(missing_via, "OPTIONS", "Via:", "v:"),
    MISS(missing_from, "OPTIONS", "From:", "f:"),
    MISS(missing_to, "OPTIONS", "To:", "T:"),
    MISS(missing_call_id, "OPTIONS", "Call-ID:", "i:"),
    MISS(missing_via, "200", "Via:", "V :"),
    /* trap: responses carry no Max-Forwards; an ACK and a CANCEL do */
    MISS(missing_max_forwards, "200", "", ""),
    /* trap: RFC 2543 peers: no cookie, no Max-Forwards */
    MISS(missing_max_forwards, "OPTIONS", BRANCH "\r\nMax-Forwards: 70", ";branch=1"),
    /* the CSeq method of a response is that of its request */
    MISS(missing_cseq, "200", CSEQ, "CSeq:7 OPTIONS"),

    HIT(duplicate_single_header, "OPTIONS", CALL_ID, CALL_ID "\r\ni: d@example.com", "i: d@example.com"),
    HIT(duplicate_single_header, "OPTIONS", FROM, FROM "\r\nFrom: <sip:x@y>;tag=2", "From: <sip:x@y>;tag=2"),
    HIT(duplicate_single_header, "OPTIONS", TO, TO "\r\nt: <sip:x@y>", "t: <sip:x@y>"),
    HIT(duplicate_single_header, "OPTIONS", CSEQ, CSEQ "\r\nCSeq: 7 INVITE", "CSeq: 7 INVITE"),
    HIT(duplicate_single_header, "OPTIONS", "Max-Forwards: 70", "Max-Forwards: 70\r\nMax-Forwards: 5",
        "Max-Forwards: 5"),
    HIT(duplicate_single_header, "OPTIONS", CSEQ, CSEQ "\r\n" CSEQ, CSEQ),
    HIT(duplicate_single_header, "MESSAGE", "Content-Type: text/plain", "Content-Type: text/plain\r\nc: text/html",
        "c: text/html"),
    /* trap: several Via, several Route are legal; lists and repeated rows are equivalent for list headers */
    MISS(duplicate_single_header, "OPTIONS", VIA, VIA "\r\n" VIA "y\r\nv: SIP/2.0/UDP c;branch=z9hG4bKz"),
    MISS(duplicate_single_header, "OPTIONS", NULL,
        "Route: <sip:p;lr>\r\nRoute: <sip:q;lr>\r\nRecord-Route: <sip:r;lr>\r\nRecord-Route: <sip:s>"),
    MISS(duplicate_single_header, "OPTIONS", NULL,
        "Supported: a\r\nk: b\r\nAllow: INVITE\r\nAllow: BYE\r\nAccept: a/b\r\nAccept: c/d"),
    MISS(duplicate_single_header, "REGISTER", NULL, "Contact: <sip:alice@192.0.2.2>\r\nm: <sip:alice@192.0.2.3>"),
    MISS(duplicate_single_header, "OPTIONS", NULL,
        "Warning: 399 a \"b\"\r\nWarning: 399 a \"c\"\r\nReason: SIP;cause=1\r\nReason: Q.850;cause=2"),
    /* trap: Proxy-Authorization for several realms; commas in them are parameters */
    MISS(duplicate_single_header, "OPTIONS", NULL, CREDENTIALS("a") "\r\n" CREDENTIALS("b, c")),
    /* trap: unknown headers */
    MISS(duplicate_single_header, "OPTIONS", NULL, "NewFangledHeader: 1\r\nNewFangledHeader: 2"),
    MISS(duplicate_single_header, "OPTIONS", NULL, "C%6Fntact: x\r\nC%6Fntact: y\r\nFro: x\r\nToo: x"),

    /* --- Via ---------------------------------------------------------------------------------------------------- */
    HIT(via_malformed, "OPTIONS", "SIP/2.0/UDP a.example.com", "SIP/2.0/UDP", "UDP"),
    HIT(via_malformed, "OPTIONS", "SIP/2.0/UDP a.example.com", "SIP/UDP a.example.com", "SIP/UDP a.exampl"),
    HIT(via_malformed, "OPTIONS", "a.example.com" BRANCH, "a..b" BRANCH, "a..b"),
    HIT(via_malformed, "OPTIONS", "a.example.com" BRANCH, "a:x" BRANCH, "x"),
    HIT(via_malformed, "OPTIONS", "a.example.com" BRANCH, "a:65536" BRANCH, "65536"),
    HIT(via_malformed, "OPTIONS", BRANCH, ";;" "branch=z9hG4bKx", ";;"),
    HIT(via_malformed, "OPTIONS", BRANCH, BRANCH ";;,;,,", ";;"),
    HIT(via_malformed, "OPTIONS", BRANCH, BRANCH " (never closed", "(never closed"),
    HIT(via_malformed, "OPTIONS", VIA, VIA "\r\nVia: SIP/2.0/UDP", "UDP"),
    HIT(via_malformed, "200", "SIP/2.0/UDP a.example.com", "SIP/2.0/UDP a:x", "x"),
    /* trap: white space around / ; = , inside SIP / 2.0 / UDP */
    MISS(via_malformed, "OPTIONS", "SIP/2.0/UDP a.example.com" BRANCH,
        "SIP  / 2.0\t/\r\n UDP   a.example.com : 5060 ; branch = z9hG4bKx ; rport"),
    MISS(via_malformed, "OPTIONS", BRANCH, BRANCH " , SIP / 2.0 / TCP b ; branch = 1 ,\r\n SIP/2.0/UDP c;branch=2"),
    /* trap: parameter names and tokens such as the transport are case-insensitive */
    MISS(via_malformed, "OPTIONS", "SIP/2.0/UDP a.example.com;branch", "sip/2.0/Udp A.Example.COM;BRANCH"),
    /* trap: unknown Via transports in lower Vias */
    MISS(via_malformed, "OPTIONS", BRANCH,
        BRANCH "\r\nVia: SIP/2.0/UNKNOWN b;branch=z9hG4bKy\r\nVia: SIP/2.0/TLS-SCTP c"),
    /* trap: rport without a value, alias, keep, ob, unknown parameters */
    MISS(via_malformed, "OPTIONS", BRANCH, BRANCH ";rport;alias;keep;ob;unknown;another=\"a;b,c\";x=1.2"),
    MISS(via_malformed, "OPTIONS", BRANCH, BRANCH ";ttl=1;maddr=224.2.0.1;comp=sigcomp (acme; \\) (inner))"),
    /* trap: IPv6: sent-by needs brackets; received takes it without them, and with them has to be handled */
    HIT(via_malformed, "OPTIONS", "UDP a.example.com", "UDP 2001:db8::1", "2001:db8::1"),
    MISS(via_malformed, "OPTIONS", "UDP a.example.com", "UDP [2001:db8::1]:5070"),
    MISS(via_malformed, "OPTIONS", BRANCH, ";received=2001:db8::9:255" BRANCH),
    MISS(via_malformed, "OPTIONS", BRANCH, ";received=[2001:db8::9:255]" BRANCH),
    /* trap: underscore and trailing dot in a host */
    MISS(via_malformed, "OPTIONS", "a.example.com;", "host_1.example.com.;"),

    HIT(via_branch_missing, "OPTIONS", BRANCH, "", "Via: SIP/2.0/UDP a.example.com"),
    HIT(via_branch_missing, "OPTIONS", BRANCH, ";branch;rport", "Via: SIP/2.0/UDP a.example.com;branch;rport"),
    HIT(via_branch_missing, "BYE", BRANCH, "\r\n" VIA, "Via: SIP/2.0/UDP a.example.com"),
    /* trap: RFC 2543 peers: no z9hG4bK */
    MISS(via_branch_missing, "OPTIONS", BRANCH, ";branch=1"),
    MISS(via_branch_missing, "OPTIONS", BRANCH, ";rport;Branch = z9hG4bKx"),
    MISS(via_branch_missing, "OPTIONS", BRANCH, BRANCH ", SIP/2.0/UDP b"),
    MISS(via_branch_missing, "200", BRANCH, ""),

    HIT(via_branch_empty_id, "OPTIONS", BRANCH, ";branch=z9hG4bK", "z9hG4bK"),
    HIT(via_branch_empty_id, "INVITE", BRANCH, ";branch=Z9HG4BK;rport", "Z9HG4BK"),
    MISS(via_branch_empty_id, "OPTIONS", BRANCH, ";branch=z9hG4bK0"),
    MISS(via_branch_empty_id, "OPTIONS", BRANCH, ";branch=z9hG4b"),
    MISS(via_branch_empty_id, "OPTIONS", BRANCH, BRANCH ", SIP/2.0/UDP b;branch=z9hG4bK"),

    HIT(via_transport_mismatch, "OPTIONS", "SIP/2.0/UDP", "SIP/2.0/TCP", "TCP"),
    OVER(TCP, TRIGGERS, via_transport_mismatch, "OPTIONS", "SIP/2.0/TCP", "SIP/2.0/udp", "udp", NULL),
    MISS(via_transport_mismatch, "OPTIONS", "SIP/2.0/UDP", "SIP/2.0/uDp"),
    OVER(TCP, LOOKALIKE, via_transport_mismatch, "OPTIONS", "SIP/2.0/TCP", "SIP/2.0/TLS", NULL, NULL),
    OVER(WS, LOOKALIKE, via_transport_mismatch, "OPTIONS", "SIP/2.0/WS", "SIP/2.0/WSS", NULL, NULL),
    MISS(via_transport_mismatch, "OPTIONS", BRANCH, BRANCH ", SIP/2.0/TCP b;branch=z9hG4bKy"),

    /* --- Call-ID, CSeq, Max-Forwards ---------------------------------------------------------------------------- */
    HIT(call_id_malformed, "OPTIONS", "c@example.com", "c d@example.com", " "),
    HIT(call_id_malformed, "OPTIONS", "c@example.com", "c@example.com\tx", "\t"),
    HIT(call_id_malformed, "OPTIONS", "c@example.com", "c@d@e", "c@d@e"),
    /* trap: '=' and ',' in Call-ID violate `word`, but practically nobody minds */
    MISS(call_id_malformed, "OPTIONS", "c@example.com", "YWJj/+==,ZA==@[2001:db8::1]"),
    MISS(call_id_malformed, "OPTIONS", "c@example.com", "intmeth.word%ZK-!.*_+'@word`~)(><:\\/\"][?}{"),
    MISS(call_id_malformed, "OPTIONS", "c@example.com", "a84b4c76e66710"),
    MISS(call_id_malformed, "OPTIONS", "c@example.com", "\r\n c@example.com \t"),

    HIT(cseq_malformed, "OPTIONS", "7 OPTIONS", "7", "7"),
    HIT(cseq_malformed, "OPTIONS", "7 OPTIONS", "OPTIONS", "OPTIONS"),
    HIT(cseq_malformed, "OPTIONS", "7 OPTIONS", "7OPTIONS", "7OPTIONS"),
    HIT(cseq_malformed, "OPTIONS", "7 OPTIONS", "-7 OPTIONS", "-7 OPTIONS"),
    HIT(cseq_malformed, "OPTIONS", "7 OPTIONS", "7 OPTIONS;x", ";x"),
    HIT(cseq_malformed, "OPTIONS", "7 OPTIONS", "7, OPTIONS", "7, OPTIONS"),
    /* trap: leading zeros, tabs, folds */
    MISS(cseq_malformed, "OPTIONS", "7 OPTIONS", "0009 OPTIONS"),
    MISS(cseq_malformed, "OPTIONS", "7 OPTIONS", "  7\t\r\n   OPTIONS  "),
    /* trap: unknown methods */
    MISS(cseq_malformed, "NEW'METHOD!", "7 ", "8 "),

    HIT(cseq_number_out_of_range, "OPTIONS", "7 OPTIONS", "2147483648 OPTIONS", "2147483648"),
    HIT(cseq_number_out_of_range, "OPTIONS", "7 OPTIONS", "36893488147419103232 OPTIONS", "36893488147419103232"),
    /* trap: the first CSeq may be any value below 2^31 */
    MISS(cseq_number_out_of_range, "OPTIONS", "7 OPTIONS", "2147483647 OPTIONS"),
    MISS(cseq_number_out_of_range, "OPTIONS", "7 OPTIONS", "0 OPTIONS"),
    MISS(cseq_number_out_of_range, "OPTIONS", "7 OPTIONS", "00000000000000000000002147483647 OPTIONS"),

    HIT(cseq_method_mismatch, "OPTIONS", "7 OPTIONS", "7 INVITE", "INVITE"),
    /* trap: methods are case-sensitive */
    HIT(cseq_method_mismatch, "OPTIONS", "7 OPTIONS", "7 Options", "Options"),
    HIT(cseq_method_mismatch, "OPTIONS", "OPTIONS sip:", "options sip:", "OPTIONS"),
    MISS(cseq_method_mismatch, "NEW'METHOD!", "", ""),
    MISS(cseq_method_mismatch, "OPTIONS", "7 OPTIONS", "7 \t\r\n OPTIONS "),
    /* a response names the method of its request */
    MISS(cseq_method_mismatch, "200", "7 OPTIONS", "7 INVITE"),

    HIT(max_forwards_malformed, "OPTIONS", ": 70", ": 256", "256"),
    HIT(max_forwards_malformed, "OPTIONS", ": 70", ": -1", "-1"),
    HIT(max_forwards_malformed, "OPTIONS", ": 70", ": seventy", "seventy"),
    HIT(max_forwards_malformed, "OPTIONS", ": 70", ":", "Max-Forwards:"),
    HIT(max_forwards_malformed, "OPTIONS", ": 70", ": 70;x", "70;x"),
    /* trap: leading zeros: Max-Forwards: 0068 */
    MISS(max_forwards_malformed, "OPTIONS", ": 70", ": 0068"),
    MISS(max_forwards_malformed, "OPTIONS", ": 70", ":\t255 "),
    MISS_BUT(max_forwards_malformed, "OPTIONS", ": 70", ": 0", "max_forwards_zero"),
    MISS(max_forwards_malformed, "OPTIONS", ": 70", ": 70\r\nX-Max-Forwards: seventy"),

    HIT(max_forwards_zero, "OPTIONS", ": 70", ": 0", "0"),
    HIT(max_forwards_zero, "INVITE", ": 70", ": 000", "000"),
    MISS(max_forwards_zero, "OPTIONS", ": 70", ": 1"),
    MISS(max_forwards_zero, "ACK", ": 70", ": 0"),
    MISS_BUT(max_forwards_zero, "OPTIONS", ": 70", ": -0", "max_forwards_malformed"),

    {CAUSE_NONE},
};
/* clang-format on */
