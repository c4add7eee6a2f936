/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From, To, Contact, Route and Record-Route. "Trap" quotes section 3 of the catalogue of causes: what is legal, or at
 * least never proof.
 */
#include "cases.h"

/* clang-format off */
#define HIT(cause, method, from, to, where) \
    {CAUSE_##cause, TRIGGERS, method, from, to, where, NULL, TRANSPORT_UNKNOWN}
#define MISS(cause, method, from, to) \
    {CAUSE_##cause, LOOKALIKE, method, from, to, NULL, NULL, TRANSPORT_UNKNOWN}

#define ALICE    "Alice <sip:alice@example.com>;tag=1"
#define BOB      "To: <sip:bob@example.com>"
#define CONTACT  "<sip:alice@192.0.2.1>"
#define TO_FROM(method, to) to "\r\nCall-ID: c@example.com\r\nCSeq: 7 " method "\r\nContact: <sip:alice@192.0.2.1>"

/* From of an OPTIONS, To of one, Contact of a REGISTER, a Route beside these. */
#define FROM_IS(outcome, cause, value, where) \
    {CAUSE_##cause, outcome, "OPTIONS", ALICE, value, where, NULL, TRANSPORT_UNKNOWN}
#define TO_IS(outcome, cause, value, where) \
    {CAUSE_##cause, outcome, "OPTIONS", BOB, "To: " value, where, NULL, TRANSPORT_UNKNOWN}
#define CONTACT_IS(outcome, cause, value, where) \
    {CAUSE_##cause, outcome, "REGISTER", CONTACT, value, where, NULL, TRANSPORT_UNKNOWN}
#define ROUTE_IS(outcome, value, where) \
    {CAUSE_route_malformed, outcome, "OPTIONS", NULL, "Route: " value, where, NULL, TRANSPORT_UNKNOWN}, \
    {CAUSE_record_route_malformed, outcome, "INVITE", NULL, "Record-Route: " value, where, NULL, TRANSPORT_UNKNOWN}

const struct byte_case address_cases[] = {
    /* --- From --------------------------------------------------------------------------------------------------- */
    FROM_IS(TRIGGERS, from_malformed, "\"Alice <sip:alice@example.com>;tag=1", "\"Alice <sip:alice@example.com>;tag=1"),
    FROM_IS(TRIGGERS, from_malformed, "\"Alice\\\" <sip:alice@example.com>;tag=1",
        "\"Alice\\\" <sip:alice@example.com>;tag=1"),
    FROM_IS(TRIGGERS, from_malformed, "Alice <sip:alice@example.com;tag=1", "<sip:alice@example.com;tag=1"),
    FROM_IS(TRIGGERS, from_malformed, "Alice <sip:alice@example.com >;tag=1", " "),
    FROM_IS(TRIGGERS, from_malformed, "Alice < sip:alice@example.com>;tag=1", " "),
    FROM_IS(TRIGGERS, from_malformed, "Bell, Alexander <sip:alice@example.com>;tag=1", ","),
    FROM_IS(TRIGGERS, from_malformed, "Alice (work) <sip:alice@example.com>;tag=1", "("),
    FROM_IS(TRIGGERS, from_malformed, "alice@work <sip:alice@example.com>;tag=1", "@"),
    FROM_IS(TRIGGERS, from_malformed, "J\xc3\xbcrgen <sip:alice@example.com>;tag=1", "J\xc3\xbcrgen"),
    FROM_IS(TRIGGERS, from_malformed, "<sip:@example.com>;tag=1", "@"),
    FROM_IS(TRIGGERS, from_malformed, "<alice@example.com>;tag=1", "alice@example.com"),
    FROM_IS(TRIGGERS, from_malformed, "<sip:alice@@example.com>;tag=1", "@"),
    FROM_IS(TRIGGERS, from_malformed, "<sip:alice@2001:db8::1>;tag=1", "2001:db8::1"),
    FROM_IS(TRIGGERS, from_malformed, "<sip:alice@example.com>;;tag=1", ";;"),
    FROM_IS(TRIGGERS, from_malformed, "<sip:alice@example.com> tag=1", "tag=1"),
    FROM_IS(TRIGGERS, from_malformed, "<>;tag=1", "From: <>;tag=1"),
    FROM_IS(TRIGGERS, from_malformed, "\"Alice\";tag=1", ";"),
    /* trap: quoted-pairs in display names; commas, semicolons, <> inside quoted strings are data; UTF-8 in them */
    FROM_IS(LOOKALIKE, from_malformed, "\"A. G. \\\"Al\\\" \\\\ <x>; , :\" <sip:alice@example.com>;tag=1", NULL),
    FROM_IS(LOOKALIKE, from_malformed, "\"J\xc3\xbcrgen \xe2\x98\xba\" <sip:alice@example.com>;tag=1", NULL),
    FROM_IS(LOOKALIKE, from_malformed, "\"\" <sip:alice@example.com>;tag=1", NULL),
    FROM_IS(LOOKALIKE, from_malformed, "\"Alice\"<sip:alice@example.com>;tag=1", NULL),
    /* trap: caller<sip:...> without white space is to be accepted (lwsdisp) */
    FROM_IS(LOOKALIKE, from_malformed, "caller<sip:caller@example.com>;tag=1", NULL),
    FROM_IS(LOOKALIKE, from_malformed, "A-li.ce !%*_+`'~ O'Hara <sip:alice@example.com>;tag=1", NULL),
    /* trap: white space around ; = < > and folds are legal */
    FROM_IS(LOOKALIKE, from_malformed, "Alice\r\n <sip:alice@example.com>  ;\ttag\r\n =  1  ; x", NULL),
    /* trap: parameter names, URI scheme and host are case-insensitive */
    FROM_IS(LOOKALIKE, from_malformed, "<SIP:alice@EXAMPLE.Com;Transport=TCP>;TAG=1", NULL),
    /* trap: unknown parameters, of header and URI; quoted values with separators */
    FROM_IS(LOOKALIKE, from_malformed, "<sip:alice@example.com;x;y=z>;tag=1;unknown;+a.b=\"<x,y>;\\\"z\";q=[::1]",
        NULL),
    /* trap: unbracketed sip:u@h;p: the parameters belong to the header (cparam01) */
    FROM_IS(LOOKALIKE, from_malformed, "sip:alice@example.com;tag=1;x=y", NULL),
    /* trap: the user part is liberal; a password; %00; no user; tel; odd schemes (unksm2) */
    FROM_IS(LOOKALIKE, from_malformed, "<sip:a;/?&=+$,%00b:p&=+$,@example.com>;tag=1", NULL),
    FROM_IS(LOOKALIKE, from_malformed, "<sip:example.com>;tag=1", NULL),
    FROM_IS(LOOKALIKE, from_malformed, "<tel:+15550123>;tag=1", NULL),
    FROM_IS(LOOKALIKE, from_malformed, "tel:+15550123;tag=1", NULL),
    /* ";isub=" 1*uric (RFC 3966 3) */
    FROM_IS(LOOKALIKE, from_malformed, "<tel:+15550123;isub=12,34@5?6>;tag=1", NULL),
    FROM_IS(LOOKALIKE, from_malformed, "<http://www.example.com/a?b=c>;tag=1", NULL),
    FROM_IS(LOOKALIKE, from_malformed, "<sips:alice@[2001:db8::1]:5061>;tag=1", NULL),
    FROM_IS(LOOKALIKE, from_malformed, "Anonymous <sip:anonymous@anonymous.invalid>;tag=1", NULL),
    /* trap: underscore in host names, trailing dot */
    FROM_IS(LOOKALIKE, from_malformed, "<sip:alice@my_host.example.com.>;tag=1", NULL),
    /* trap: headers in the URI of From are against table 1, and no reason (they stand in angle brackets) */
    FROM_IS(LOOKALIKE, from_malformed, "<sip:alice@example.com?h=1>;tag=1", NULL),
    /* trap: compact names, spaces before the colon */
    MISS(from_malformed, "OPTIONS", "From: ", "f\t :\t"),

    /* --- To ----------------------------------------------------------------------------------------------------- */
    TO_IS(TRIGGERS, to_malformed, "\"Mr. J. User <sip:bob@example.com>", "\"Mr. J. User <sip:bob@example.com>"),
    TO_IS(TRIGGERS, to_malformed, "\"Watson, Thomas\" < sip:bob@example.org >", " "),
    TO_IS(TRIGGERS, to_malformed, "<sip:bob@example.com", "<sip:bob@example.com"),
    TO_IS(TRIGGERS, to_malformed, "Bob; the builder <sip:bob@example.com>", "Bob"),
    TO_IS(TRIGGERS, to_malformed, "bob", "bob"),
    TO_IS(TRIGGERS, to_malformed, "<sip:bob@example.com>, <sip:carol@example.com>", ","),
    TO_IS(TRIGGERS, to_malformed, "<sip:bob#@example.com>", "#"),
    HIT(to_malformed, "200", "To: <sip:bob@example.com>", "To: <sip:bob@example.com", "<sip:bob@example.com;tag=2"),
    TO_IS(LOOKALIKE, to_malformed, "\"Watson, \\\"Thomas\\\"\" <sip:bob@example.org>", NULL),
    TO_IS(LOOKALIKE, to_malformed, "T. A. Watson <sip:t.watson@example.org>", NULL),
    TO_IS(LOOKALIKE, to_malformed, "sip:bob@example.com;x=y", NULL),
    TO_IS(LOOKALIKE, to_malformed, "<sip:%23bob@example.com>", NULL),
    /* trap: tel in To is recommended to be accepted */
    TO_IS(LOOKALIKE, to_malformed, "<tel:+15550123>", NULL),
    TO_IS(LOOKALIKE, to_malformed, "<urn:service:sos>", NULL),
    /* trap: no To tag in 100 Trying is correct; no tag in a 400 of a low-level parser is no proof of anything */
    MISS(to_malformed, "100", "", ""),
    MISS(to_malformed, "400", ";tag=2", ""),

    HIT(uri_needs_angle_brackets, "OPTIONS", ALICE, "sip:alice@example.com?x=y;tag=1", "?"),
    HIT(uri_needs_angle_brackets, "OPTIONS", BOB, "To: sip:bob,smith@example.com", ","),
    CONTACT_IS(TRIGGERS, uri_needs_angle_brackets, "sip:alice@192.0.2.1?Route=%3Csip:sip.example.com%3E", "?"),
    CONTACT_IS(LOOKALIKE, uri_needs_angle_brackets, "<sip:alice,a@192.0.2.1?Route=%3Csip:sip.example.com%3E>", NULL),
    CONTACT_IS(LOOKALIKE, uri_needs_angle_brackets, "\"who, me?\" <sip:alice@192.0.2.1>", NULL),
    /* trap: sip:u@h;p without brackets is no error, only another meaning; a list of them */
    CONTACT_IS(LOOKALIKE, uri_needs_angle_brackets, "sip:alice@192.0.2.1;expires=60 , sip:alice@192.0.2.2;q=0.1", NULL),
    FROM_IS(LOOKALIKE, uri_needs_angle_brackets, "sip:alice@example.com;tag=1;x=\"?,\"", NULL),

    HIT(from_tag_missing, "OPTIONS", ALICE, "Alice <sip:alice@example.com>", "From: Alice <sip:alice@example.com>"),
    HIT(from_tag_missing, "REGISTER", ALICE, "<sip:alice@example.com;tag=1>", "From: <sip:alice@example.com;tag=1>"),
    HIT(from_tag_missing, "BYE", ALICE, "\";tag=1\" <sip:alice@example.com>;gat=1",
        "From: \";tag=1\" <sip:alice@example.com>;gat=1"),
    FROM_IS(LOOKALIKE, from_tag_missing, "sip:alice@example.com ; Tag = 1", NULL),
    FROM_IS(LOOKALIKE, from_tag_missing, "<sip:alice@example.com>;x=\";\";y;tag=1", NULL),
    /* trap: RFC 2543 peers: no cookie, no From tag */
    MISS(from_tag_missing, "OPTIONS", "branch=z9hG4bKx\r\nMax-Forwards: 70\r\nFrom: " ALICE,
         "branch=1\r\nMax-Forwards: 70\r\nFrom: <sip:alice@example.com>"),
    MISS(from_tag_missing, "200", ";tag=1", ""),

    HIT(duplicate_tag_param, "OPTIONS", ALICE, ALICE ";tag=2", "tag=2"),
    HIT(duplicate_tag_param, "BYE", ";tag=2", ";x;tag=2;TAG=2", "TAG=2"),
    FROM_IS(LOOKALIKE, duplicate_tag_param, "\"tag=3;tag=4\" <sip:alice@example.com;tag=5;x-tag=6>;tag=1;xtag=2", NULL),
    FROM_IS(LOOKALIKE, duplicate_tag_param, "<sip:alice@example.com>;tag=1;x=\";tag=2\"", NULL),
    MISS(duplicate_tag_param, "BYE", "", ""),

    HIT(to_tag_outside_dialog, "REGISTER", "To: <sip:alice@example.com>", "To: <sip:alice@example.com>;tag=2", "2"),
    HIT(to_tag_outside_dialog, "REGISTER", "To: <sip:alice@example.com>",
        "To: sip:alice@example.com ; x ; TAG = a-b", "a-b"),
    /* trap: the To tag in a re-INVITE and in a BYE is due */
    MISS(to_tag_outside_dialog, "BYE", "", ""),
    MISS(to_tag_outside_dialog, "INVITE", BOB, BOB ";tag=2"),
    MISS(to_tag_outside_dialog, "REGISTER", "To: <sip:alice@example.com>", "To: <sip:alice@example.com;tag=2>"),

    /* --- Contact ------------------------------------------------------------------------------------------------ */
    HIT(contact_missing, "INVITE", "Contact: " CONTACT "\r\n", "", "INVITE sip:bob@example.com SIP/2.0"),
    HIT(contact_missing, "SUBSCRIBE", "Contact: " CONTACT "\r\n", "", "SUBSCRIBE sip:bob@example.com SIP/2.0"),
    HIT(contact_missing, "REFER", TO_FROM("REFER", ";tag=2"), "\r\nCall-ID: c@example.com\r\nCSeq: 7 REFER",
        "REFER sip:bob@example.com SIP/2.0"),
    /* trap: C%6Fntact is an unknown header, not Contact (esc02) */
    HIT(contact_missing, "INVITE", "Contact: <sip", "C%6Fntact: <sip", "INVITE sip:bob@example.com SIP/2.0"),
    MISS(contact_missing, "INVITE", "Contact: <sip", "M : <sip"),
    MISS(contact_missing, "INVITE", "Contact: <sip", "cONTACT\t:\r\n <sip"),
    /* trap: no Contact is legal in REGISTER (a query), BYE, CANCEL, ACK, OPTIONS, MESSAGE, INFO, PRACK, PUBLISH */
    MISS(contact_missing, "REGISTER", "Contact: " CONTACT "\r\nExpires: 3600\r\n", ""),
    MISS(contact_missing, "BYE", "", ""),
    MISS(contact_missing, "CANCEL", "", ""),
    MISS(contact_missing, "ACK", "", ""),
    MISS(contact_missing, "OPTIONS", "", ""),
    MISS(contact_missing, "MESSAGE", "", ""),
    MISS(contact_missing, "INFO", "", ""),
    MISS(contact_missing, "PRACK", "", ""),
    MISS(contact_missing, "PUBLISH", "", ""),
    MISS(contact_missing, "200", "", ""),
    /* ... and in a re-INVITE, which keeps the old target; an UPDATE or NOTIFY opens nothing */
    MISS(contact_missing, "INVITE", TO_FROM("INVITE", ""), ";tag=2\r\nCall-ID: c@example.com\r\nCSeq: 7 INVITE"),
    MISS(contact_missing, "UPDATE", "Contact: " CONTACT "\r\n", ""),
    MISS(contact_missing, "NOTIFY", "Contact: " CONTACT "\r\n", ""),
    MISS(contact_missing, "REFER", "Contact: " CONTACT "\r\n", ""),
    /* trap: RFC 2543 peers: no cookie, no Contact */
    MISS(contact_missing, "INVITE",
         "z9hG4bKx\r\nMax-Forwards: 70\r\nFrom: " ALICE "\r\n" BOB TO_FROM("INVITE", ""),
         "1\r\nMax-Forwards: 70\r\nFrom: " ALICE "\r\n" BOB "\r\nCall-ID: c@example.com\r\nCSeq: 7 INVITE"),

    CONTACT_IS(TRIGGERS, contact_malformed, "\"Joe\" <sip:joe@example.org>;;;;", ";;"),
    CONTACT_IS(TRIGGERS, contact_malformed, "", "Contact: "),
    CONTACT_IS(TRIGGERS, contact_malformed, "<sip:alice@192.0.2.1", "<sip:alice@192.0.2.1"),
    CONTACT_IS(TRIGGERS, contact_malformed, "\"Alice <sip:alice@192.0.2.1>", "\"Alice <sip:alice@192.0.2.1>"),
    CONTACT_IS(TRIGGERS, contact_malformed, "<sip:alice@192.0.2.1:port>", "port"),
    CONTACT_IS(TRIGGERS, contact_malformed, "<sip:alice@2001:db8::1>", "2001:db8::1"),
    CONTACT_IS(TRIGGERS, contact_malformed, "<sip:alice smith@192.0.2.1>", " "),
    CONTACT_IS(TRIGGERS, contact_malformed, "<sip:a@192.0.2.1>, <sip:b@192.0.2.1;x=%q>", "%q"),
    HIT(contact_malformed, "INVITE", CONTACT, "<sip:alice@192.0.2.1>;;", ";;"),
    HIT(contact_malformed, "INVITE", CONTACT, "<192.0.2.1>", "192.0.2.1"),
    /* trap: commas, semicolons, <> inside quoted strings or <...> are data: +sip.instance, +g.3gpp.icsi-ref */
    CONTACT_IS(LOOKALIKE, contact_malformed,
        "<sip:alice@192.0.2.1;ob>;reg-id=1;+sip.instance=\"<urn:uuid:00000000-0000-1000-8000-000A95A0E128>\"", NULL),
    CONTACT_IS(LOOKALIKE, contact_malformed,
        "<sip:alice@192.0.2.1>;+g.3gpp.icsi-ref=\"urn%3Aurn-7%3A3gpp,service;ims\";audio;methods=\"INVITE,BYE\"", NULL),
    /* trap: lists and repeated rows are equivalent */
    CONTACT_IS(LOOKALIKE, contact_malformed,
        "\"A, B\" <sip:a,b@192.0.2.1> , sip:c@192.0.2.1;q=1 ,\r\n <sip:d@192.0.2.1>\r\nm: <sip:e@192.0.2.1>", NULL),
    /* trap: escaped headers in a Contact URI inside <> are legal (regescrt); %00 (escnull) */
    CONTACT_IS(LOOKALIKE, contact_malformed, "<sip:alice@192.0.2.1?Route=%3Csip:sip.example.com%3E>", NULL),
    CONTACT_IS(LOOKALIKE, contact_malformed, "<sip:%00@192.0.2.1>, <sip:%00%00@192.0.2.1>", NULL),
    /* trap: parameters without brackets belong to the header (cparam01); unknown ones (cparam02) */
    CONTACT_IS(LOOKALIKE, contact_malformed, "sip:+19725552222@192.0.2.1;unknownparam;user=phone", NULL),
    CONTACT_IS(LOOKALIKE, contact_malformed, "<sip:+19725552222@192.0.2.1;unknownparam>;x=1", NULL),
    /* trap: IPv6 in brackets; no user; odd schemes (unksm2) */
    CONTACT_IS(LOOKALIKE, contact_malformed, "<sip:alice@[2001:db8::1]:5070>", NULL),
    CONTACT_IS(LOOKALIKE, contact_malformed, "<sip:192.0.2.1:5070;transport=TLS>", NULL),
    CONTACT_IS(LOOKALIKE, contact_malformed, "<name:John_Smith>", NULL),
    /* trap: a header that is "-" for the method is ignored: Contact in BYE and CANCEL */
    MISS(contact_malformed, "BYE", NULL, "Contact: <sip:;;"),
    MISS(contact_malformed, "CANCEL", NULL, "m: <sip:;;"),
    MISS(contact_malformed, "200", NULL, "Contact: <sip:;;"),

    HIT(contact_star_misuse, "INVITE", CONTACT, "*", "*"),
    HIT(contact_star_misuse, "SUBSCRIBE", CONTACT, " * ;x", "*"),
    HIT(contact_star_misuse, "REGISTER", CONTACT, "*", "*"),
    HIT(contact_star_misuse, "REGISTER", CONTACT "\r\nExpires: 3600", "*", "*"),
    HIT(contact_star_misuse, "REGISTER", CONTACT "\r\nExpires: 3600", "*, <sip:alice@192.0.2.1>\r\nExpires: 0", "*"),
    HIT(contact_star_misuse, "REGISTER", CONTACT "\r\nExpires: 3600", CONTACT "\r\nm: *\r\nExpires: 0", "*"),
    MISS(contact_star_misuse, "REGISTER", CONTACT "\r\nExpires: 3600", "*\r\nExpires: 0"),
    MISS(contact_star_misuse, "REGISTER", CONTACT "\r\nExpires: 3600", " * \r\neXPIRES : 000"),
    MISS(contact_star_misuse, "REGISTER", CONTACT "\r\nExpires: 3600", "\"*\" <sip:*@192.0.2.1>"),
    MISS(contact_star_misuse, "REGISTER", CONTACT, "sip:*@192.0.2.1"),
    MISS(contact_star_misuse, "BYE", NULL, "Contact: *"),

    HIT(contact_multiple, "INVITE", CONTACT, CONTACT ", <sip:alice@192.0.2.2>", "<sip:alice@192.0.2.2>"),
    HIT(contact_multiple, "SUBSCRIBE", CONTACT, CONTACT "\r\nm: sip:alice@192.0.2.2", "sip:alice@192.0.2.2"),
    MISS(contact_multiple, "REGISTER", CONTACT, CONTACT ", <sip:alice@192.0.2.2>"),
    MISS(contact_multiple, "INVITE", CONTACT, "\"A, B\" <sip:a,b@192.0.2.1>;+x=\"c,d\""),
    MISS(contact_multiple, "UPDATE", CONTACT, CONTACT ", <sip:alice@192.0.2.2>"),

    HIT(contact_scheme, "INVITE", CONTACT, "<tel:+15550123>", "tel:+15550123"),
    HIT(contact_scheme, "SUBSCRIBE", CONTACT, "<mailto:alice@example.com>", "mailto:alice@example.com"),
    HIT(contact_scheme, "INVITE", "sip:bob@example.com SIP", "sips:bob@example.com SIP", "sip"),
    HIT(contact_scheme, "INVITE", NULL, "Route: <sips:p.example.com;lr>", "sip"),
    MISS(contact_scheme, "INVITE", CONTACT, "<sips:alice@192.0.2.1>"),
    MISS(contact_scheme, "INVITE", CONTACT, "<SIP:alice@192.0.2.1>"),
    MISS(contact_scheme, "REGISTER", CONTACT, CONTACT ", <mailto:alice@example.com>, <tel:+15550123>"),
    MISS(contact_scheme, "OPTIONS", NULL, "Contact: <http://example.com>"),
    MISS(contact_scheme, "INVITE", NULL, "Route: <sip:p.example.com;lr>, <sips:q.example.com;lr>"),

    CONTACT_IS(TRIGGERS, contact_param_invalid, CONTACT ";expires=soon", "expires=soon"),
    CONTACT_IS(TRIGGERS, contact_param_invalid, CONTACT ";expires=-1", "expires=-1"),
    CONTACT_IS(TRIGGERS, contact_param_invalid, CONTACT ";x;Expires", "Expires"),
    CONTACT_IS(TRIGGERS, contact_param_invalid, CONTACT ";q=1.5", "q=1.5"),
    CONTACT_IS(TRIGGERS, contact_param_invalid, CONTACT ";q=0.1234", "q=0.1234"),
    CONTACT_IS(TRIGGERS, contact_param_invalid, CONTACT ";q=high", "q=high"),
    CONTACT_IS(TRIGGERS, contact_param_invalid, CONTACT ";reg-id=0", "reg-id=0"),
    CONTACT_IS(TRIGGERS, contact_param_invalid, CONTACT ";reg-id=a", "reg-id=a"),
    CONTACT_IS(LOOKALIKE, contact_param_invalid, CONTACT ";expires=0;q=0.5;reg-id=1", NULL),
    CONTACT_IS(LOOKALIKE, contact_param_invalid, CONTACT ";EXPIRES = 3600 ; Q = 1.000", NULL),
    CONTACT_IS(LOOKALIKE, contact_param_invalid, CONTACT ";q=0.;expires=007", NULL),
    /* trap: expires above 2^32-1: the receiver may take its default */
    CONTACT_IS(LOOKALIKE, contact_param_invalid, CONTACT ";expires=280297596632815", NULL),
    /* what stands in the URI, or in another parameter, is no parameter of Contact */
    CONTACT_IS(LOOKALIKE, contact_param_invalid, "<sip:alice@192.0.2.1;expires=soon;q=9>;x=\";q=9\";yq=9", NULL),

    /* --- Route, Record-Route ------------------------------------------------------------------------------------ */
    ROUTE_IS(TRIGGERS, "sip:p.example.com;lr", "sip:p.example.com"),
    ROUTE_IS(TRIGGERS, "<sip:p.example.com;lr", "<sip:p.example.com;lr"),
    ROUTE_IS(TRIGGERS, "<sip:p.example.com;lr>, <sip:q@>", NULL),
    ROUTE_IS(TRIGGERS, "<sip:p.example.com;lr>;;", ";;"),
    ROUTE_IS(TRIGGERS, "<sip:p.example.com;lr> <sip:q.example.com;lr>", "<sip:q.example.com;lr>"),
    ROUTE_IS(TRIGGERS, "<p.example.com;lr>", "p.example.com;lr"),
    HIT(route_malformed, "OPTIONS", NULL, "Route:", "Route:"),
    HIT(record_route_malformed, "INVITE", NULL, "Record-Route:", "Record-Route:"),
    /* trap: several Routes, rows or a list */
    ROUTE_IS(LOOKALIKE, "<sip:p.example.com;lr>,<sip:q.example.com;lr> ,\r\n <sip:r.example.com;lr>", NULL),
    /* trap: no ;lr is a strict router, which is legal; Record-Route without ;lr of RFC 2543 peers */
    ROUTE_IS(LOOKALIKE, "<sip:bob@p.example.com>", NULL),
    ROUTE_IS(LOOKALIKE, "\"a, b\" <sip:p.example.com:5070;maddr=192.0.2.1;transport=tcp>;x=y", NULL),
    ROUTE_IS(LOOKALIKE, "<sip:[2001:db8::1];lr;ftag=a.b-c;did=1.2;nat=yes>", NULL),
    ROUTE_IS(LOOKALIKE, "<sip:services.example.com;lr;unknownwith=value;unknown-no-value>", NULL),
    ROUTE_IS(LOOKALIKE, "<sip:p.example.com;lr=on;r2=on>,<sips:p_1.example.com.;lr>", NULL),
    /* trap: a header that is "-" for the method is ignored: Record-Route in REGISTER */
    MISS(record_route_malformed, "REGISTER", NULL, "Record-Route: sip:p;;"),
    MISS(record_route_malformed, "OPTIONS", NULL, "X-Record-Route: sip:p;;"),
    MISS(route_malformed, "OPTIONS", NULL, "X-Route: sip:p;;"),

    {CAUSE_NONE},
};
/* clang-format on */
