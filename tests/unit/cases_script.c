/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * History, the responder's words and its status codes, silence. "Trap" quotes section 3 of the catalogue of causes:
 * what is legal, or at least never proof.
 */
#include "cases.h"

/* clang-format off */
#define HIT(cause, script)  {CAUSE_##cause, TRIGGERS, script}
#define MISS(cause, script) {CAUSE_##cause, LOOKALIKE, script}

/* One exchange: an OPTIONS with these rows, and the answer. */
#define ASKED(rows, answer)         "0 ab OPTIONS" rows "\n.2 ba " answer "\n"
#define REFUSED(rows, code, rest)   ASKED(rows, code "/OPTIONS" rest)
/* The same 400 with other words. */
#define WORDS(words)                REFUSED("", "400", " p=" words)
/* Causes that a status code names: with and without the header that it is about; another code; an accepted request. */
#define BY_CODE(cause, code, rows, hint, other) \
    HIT(cause, REFUSED(rows, code, hint)), HIT(cause, REFUSED("", code, "")), \
    MISS(cause, REFUSED(rows, other, hint)), MISS(cause, REFUSED(rows, "200", hint)), \
    MISS(cause, REFUSED(rows, "400", hint))

/* A call, from 0 to 1 s: a calls b, tags A and B. */
#define CALL \
    "0 ab INVITE b=zi n=5 | Contact: <sip:a@192.0.2.1>\n.5 ba 200/INVITE b=zi n=5 t=B\n.6 ab ACK b=za n=5 t=B\n"
#define HANGUP "2 ab BYE b=zb n=6 t=B\n2.1 ba 200/BYE b=zb n=6 t=B\n"
#define INVITE "0 ab INVITE | Contact: <sip:a@192.0.2.1>\n"

/* A request that comes back in the body of the 400. */
#define RETURNED(line, call_id, cseq) \
    REFUSED("", "400", " | Content-Type: message/sipfrag || " line "\\n" \
    "Via: SIP/2.0/UDP a.example.com;branch=z9hG4bKx\\nMax-Forwards: 70\\nFrom: <sip:alice@example.com>;tag=A\\n" \
    "To: <sip:bob@example.com>\\nCall-ID: " call_id "\\nCSeq: " cseq "\\nContent-Length: 0\\n\\n")
#define OPTIONS_LINE "OPTIONS sip:bob@example.com SIP/2.0"

#define TEN(x)   x x x x x x x x x x
#define LONG_ROW " | Subject: " TEN(TEN("0123456789")) TEN("0123456789")
#define VIAS     TEN(" | Via: SIP/2.0/UDP b;branch=z9hG4bKy") TEN(" | Record-Route: <sip:b;lr>" " | k: x")

const struct script_case script_cases[] = {
    /* --- history ------------------------------------------------------------------------------------------------ */
    HIT(to_tag_outside_dialog, CALL "2 ab BYE b=zb n=6 t=Q\n2.1 ba 481/BYE b=zb n=6 t=Q\n"),
    HIT(to_tag_outside_dialog, CALL "2 ab BYE b=zb n=6 t=B\x01\n2.1 ba 481/BYE b=zb n=6 t=B\x01\n"), /* mangled */
    HIT(to_tag_outside_dialog, CALL "2 ba BYE b=zb f=B t=Q\n2.1 ab 481/BYE b=zb f=B t=Q\n"),
    HIT(to_tag_outside_dialog, CALL "2 ab INFO b=zb n=6 t=Q\n2.1 ba 400/INFO b=zb n=6 t=Q\n"),
    MISS(to_tag_outside_dialog, CALL "2 ab INFO b=zb n=6 t=B\n2.1 ba 481/INFO b=zb n=6 t=B\n"),
    MISS(to_tag_outside_dialog, CALL "2 ab INFO b=zb n=6 t=Q\n2.1 ba 200/INFO b=zb n=6 t=Q\n"),
    /* another fork had that tag; BYEs that cross */
    MISS(to_tag_outside_dialog, "0 ab INVITE b=zi n=5\n.1 ba 180/INVITE b=zi n=5 t=Q\n.5 ba 200/INVITE b=zi n=5 t=B\n"
         ".6 ab ACK b=za n=5 t=B\n2 ab INFO b=zb n=6 t=Q\n2.1 ba 481/INFO b=zb n=6 t=Q\n"),
    /* a NOTIFY of another fork: the SUBSCRIBE is there */
    MISS(to_tag_outside_dialog, "0 ab SUBSCRIBE b=z1 | Event: x\n.1 ba 200/SUBSCRIBE b=z1 t=B\n.2 ba NOTIFY b=z2 f=D t=A "
         "| Event: x | Subscription-State: active\n.3 ab 481/NOTIFY b=z2 f=D t=A\n"),
    HIT(to_tag_outside_dialog, "2 ab INFO b=zb n=6 t=Q\n2.1 ba 481/INFO b=zb n=6 t=Q\n"),
    MISS(to_tag_outside_dialog, CALL "2 ab BYE b=zb n=6 t=B\n2 ba BYE b=zc f=B t=A\n2.1 ba 481/BYE b=zb n=6 t=B\n"),

    HIT(branch_reuse_different_cseq, "0 ab OPTIONS n=1\n.1 ba 200/OPTIONS n=1\n1 ab OPTIONS n=2\n1.1 ba 400/OPTIONS "
        "n=2\n"),
    /* accepted like that before */
    MISS(branch_reuse_different_cseq, "0 ab OPTIONS n=1\n.1 ba 200/OPTIONS n=1\n60 ab OPTIONS n=2\n60.1 ba 200/OPTIONS "
         "n=2\n120 ab OPTIONS n=3\n120.1 ba 400/OPTIONS n=3 p=Bad_number\n"),
    HIT(branch_reuse_different_cseq, "0 ab OPTIONS n=1\n1 ab OPTIONS n=2\n"
        "1.1 ba 400/OPTIONS n=2 | Warning: Retransmission with different CSeq\n"),
    HIT(branch_reuse_different_cseq, WORDS("Bad_Request | Warning: Retransmission with different CSeq")),
    /* a retransmission; CANCEL and ACK, which take the INVITE's branch; RFC 2543; the branch of another call */
    MISS(branch_reuse_different_cseq, "0 ab OPTIONS n=1\n1 ab OPTIONS n=1\n1.1 ba 400/OPTIONS n=1\n"),
    MISS(branch_reuse_different_cseq, INVITE "1 ab CANCEL\n1.1 ba 400/CANCEL\n1.2 ba 487/INVITE t=B\n1.3 ab ACK t=B\n"),
    MISS(branch_reuse_different_cseq, "0 ab OPTIONS b=1 n=1\n1 ab OPTIONS b=1 n=2\n1.1 ba 400/OPTIONS b=1 n=2\n"),
    MISS(branch_reuse_different_cseq, "0 ab OPTIONS n=1 i=c\n1 ab OPTIONS n=2 i=d\n1.1 ba 400/OPTIONS n=2 i=d\n"),
    MISS(branch_reuse_different_cseq, "0 ab OPTIONS n=1\n1 ab OPTIONS b=zy n=2\n1.1 ba 400/OPTIONS b=zy n=2\n"),

    HIT(transaction_id_collision, WORDS("Transaction-id_collision")),
    HIT(transaction_id_collision, REFUSED("", "400", " | Warning: 399 repro \"Transaction-id collision\"")),
    MISS(transaction_id_collision, WORDS("Transaction-id")),
    MISS(transaction_id_collision, REFUSED("", "500", " p=Transaction-id_collision")),
    MISS(transaction_id_collision, REFUSED("", "200", " p=Transaction-id_collision")),

    HIT(cseq_not_increasing, CALL "2 ab INFO b=zb n=6 t=B\n3 ab INFO b=zc n=4 t=B\n3.1 ba 500/INFO b=zc n=4 t=B\n"),
    HIT(cseq_not_increasing, CALL "2 ab INFO b=zb n=9 t=B\n3 ab INFO b=zc n=9 t=B\n3.1 ba 500/INFO b=zc n=9 t=B\n"),
    HIT(cseq_not_increasing, CALL "2 ab INFO b=zb n=9 t=B\n3 ab INFO b=zc n=8 t=B\n3.1 ba 400/INFO b=zc n=8 t=B\n"),
    HIT(cseq_not_increasing, REFUSED("", "400", " p=Stale_Cseq_Value")),
    /* trap: gaps of more than one inside a dialog are legal */
    MISS(cseq_not_increasing, CALL "2 ab INFO b=zb n=9 t=B\n3 ab INFO b=zc n=99 t=B\n3.1 ba 500/INFO b=zc n=99 t=B\n"),
    /* trap: a spiral: the same request twice over one link, with another branch */
    MISS(cseq_not_increasing, CALL "2 bc INFO b=z1 n=6 t=B\n2.05 cb INFO b=z2 n=6 t=B\n2.09 bc INFO b=z3 n=6 t=B\n"
         "2.2 cb 500/INFO b=z3 n=6 t=B\n"),
    /* each side counts on its own; a retransmission; another dialog of the call; accepted all the same */
    MISS(cseq_not_increasing, CALL "2 ba INFO b=zb n=1 f=B t=A\n2.1 ab 500/INFO b=zb n=1 f=B t=A\n"),
    MISS(cseq_not_increasing, CALL "2 ab INFO b=zb n=6 t=B\n2.5 ab INFO b=zb n=6 t=B\n3 ba 500/INFO b=zb n=6 t=B\n"),
    MISS(cseq_not_increasing, CALL "2 ab INFO b=zb n=9 t=B\n3 ab INFO b=zc n=9 t=C\n3.1 ba 500/INFO b=zc n=9 t=C\n"),
    MISS(cseq_not_increasing, CALL "2 ab INFO b=zb n=9 t=B\n3 ab INFO b=zc n=8 t=B\n3.1 ba 200/INFO b=zc n=8 t=B\n"),
    /* the next server after a 503 (RFC 3263 4.3) */
    MISS(cseq_not_increasing, CALL "2 ab INFO b=zb n=6 t=B\n2.1 ba 503/INFO b=zb n=6 t=B\n3 ab INFO b=zc n=6 t=B\n3.1 ba "
         "400/INFO b=zc n=6 t=B\n"),
    MISS(cseq_not_increasing, REFUSED("", "500", "")),

    HIT(register_out_of_order, "0 ab REGISTER n=5\n.1 ba 200/REGISTER n=5\n1 ab REGISTER b=zy n=4\n1.1 ba "
        "400/REGISTER b=zy n=4\n"),
    HIT(register_out_of_order, "0 ab REGISTER n=5\n1 ab REGISTER b=zy n=5\n1.1 ba 400/REGISTER b=zy n=5"
        " | P-Registrar-Error: Invalid CSeq number\n"),
    HIT(register_out_of_order, REFUSED("", "400", " | P-Registrar-Error: Out of order request")),
    /* a restart that was accepted; a receiver that never looked at the number */
    MISS(register_out_of_order, "0 ab REGISTER n=50\n.1 ba 200/REGISTER n=50\n60 ab REGISTER b=zy n=1 f=Z\n60.1 ba "
         "200/REGISTER b=zy n=1 f=Z\n90 ab REGISTER b=zz n=2 f=Z\n90.1 ba 400/REGISTER b=zz n=2 f=Z\n"),
    MISS(register_out_of_order, "0 ab REGISTER n=1\n.1 ba 200/REGISTER n=1\n60 ab REGISTER b=zy n=1\n60.1 ba "
         "200/REGISTER b=zy n=1\n90 ab REGISTER b=zz n=1\n90.1 ba 400/REGISTER b=zz n=1\n"),
    MISS(register_out_of_order, "0 ab REGISTER n=5\n1 ab REGISTER b=zy n=6\n1.1 ba 400/REGISTER b=zy n=6\n"),
    MISS(register_out_of_order, "0 ab REGISTER n=5\n1 ab REGISTER b=zy n=4 i=d\n1.1 ba 400/REGISTER b=zy n=4 i=d\n"),
    MISS(register_out_of_order, "0 ab REGISTER n=5\n1 ab REGISTER b=zy n=4\n1.1 ba 200/REGISTER b=zy n=4\n"),
    MISS(register_out_of_order, "0 ab OPTIONS n=5\n1 ab REGISTER b=zy n=4\n1.1 ba 400/REGISTER b=zy n=4\n"),

    HIT(unexpected_request_in_state, CALL HANGUP "3 ab INFO b=zc n=7 t=B\n3.1 ba 481/INFO b=zc n=7 t=B\n"),
    HIT(unexpected_request_in_state, CALL HANGUP "3 ba UPDATE b=zc f=B t=A | Contact: <sip:b@192.0.2.2>\n3.1 ab "
        "400/UPDATE b=zc f=B t=A\n"),
    HIT(unexpected_request_in_state, CALL "2 ab INVITE b=zc n=6 t=B\n3 ab INVITE b=zd n=7 t=B\n3.1 ba 400/INVITE "
        "b=zd n=7 t=B\n"),
    HIT(unexpected_request_in_state, WORDS("New_dialog_UAS_request_received_in_UAC_DialogSet")),
    MISS(unexpected_request_in_state, CALL "2 ab INFO b=zc n=7 t=B\n2.1 ba 481/INFO b=zc n=7 t=B\n"),
    /* a subscription outlives the BYE; an INVITE whose ACK is there was answered */
    MISS(unexpected_request_in_state, CALL HANGUP "3 ab SUBSCRIBE b=zc n=7 t=B | Event: refer\n3.1 ba 481/SUBSCRIBE b=zc "
         "n=7 t=B\n"),
    MISS(unexpected_request_in_state, CALL "2 ab INVITE b=zc n=6 t=B\n2.1 ab ACK b=ze n=6 t=B\n3 ab INVITE b=zd n=7 "
         "t=B\n3.1 ba 400/INVITE b=zd n=7 t=B\n"),
    MISS(unexpected_request_in_state, CALL HANGUP "3 ab NOTIFY b=zc n=7 t=B\n3.1 ba 481/NOTIFY b=zc n=7 t=B\n"),
    MISS(unexpected_request_in_state, CALL "2 ab BYE b=zb n=6 t=B\n2.5 ab INFO b=zc n=7 t=B\n2.6 ba 481/INFO b=zc "
        "n=7 t=B\n"
         "3 ba 200/BYE b=zb n=6 t=B\n"),
    MISS(unexpected_request_in_state, CALL HANGUP "3 ab INFO b=zc n=7 t=B\n3.1 ba 200/INFO b=zc n=7 t=B\n"),
    /* glare: nobody's fault */
    MISS(unexpected_request_in_state, CALL "2 ab INVITE b=zc n=6 t=B\n2 ba INVITE b=zd f=B t=A\n2.1 ba 491/INVITE "
        "b=zc n=6 t=B\n"),

    HIT(stream_framing_desync, "0 ab.tcp MESSAGE i=d b=zm | Content-Type: a/b | Content-Length: 5 || s=1\\ns=2\\n\n"
        "1 ab.tcp OPTIONS\n1.1 ba.tcp 400/OPTIONS\n"),
    HIT(stream_framing_desync, "0 ab.tcp MESSAGE i=d b=zm | Content-Type: a/b | Content-Length: 0 || v=0\\n\n"
        "1 ab.tcp OPTIONS\n1.1 ba.tcp 400/OPTIONS p=Malformed_Request\n"),
    /* the length is right; a datagram; another connection */
    /* what came in between was read */
    MISS(stream_framing_desync, "0 ab.tcp MESSAGE i=d b=zm | Content-Type: a/b | Content-Length: 5 || s=1\\ns=2\\n\n"
         ".1 ab.tcp OPTIONS i=e b=zo\n.2 ba.tcp 200/OPTIONS i=e b=zo\n9 ab.tcp OPTIONS\n9.1 ba.tcp 400/OPTIONS\n"),
    MISS(challenge_unanswered, "0 ab REGISTER\n.1 ba 401/REGISTER\n.2 ab REGISTER b=zy | Authorization: Digest x\n.3 ba "
         "200/REGISTER b=zy\n90 tick\n"),
    MISS(stream_framing_desync, "0 ab.tcp MESSAGE i=d b=zm | Content-Type: a/b || s=1\\ns=2\\n\n"
         "1 ab.tcp OPTIONS\n1.1 ba.tcp 400/OPTIONS\n"),
    MISS(stream_framing_desync, "0 ab MESSAGE i=d b=zm | Content-Type: a/b | Content-Length: 5 || s=1\\ns=2\\n\n"
         "1 ab OPTIONS\n1.1 ba 400/OPTIONS\n"),
    MISS(stream_framing_desync, "0 ab.tcp MESSAGE i=d b=zm | Content-Type: a/b | Content-Length: 5 || s=1\\ns=2\\n\n"
         "1 ac.tcp OPTIONS\n1.1 ca.tcp 400/OPTIONS\n"),
    /* trap: pipelined messages; CRLFs between them */
    MISS(stream_framing_desync, "0 ab.tcp MESSAGE i=d b=zm | Content-Type: a/b | Content-Length: 3 || s=1\\n\\n\n"
         "1 ab.tcp OPTIONS\n1.1 ba.tcp 400/OPTIONS\n"),

    /* --- what only the responder's words name ------------------------------------------------------------------- */
    HIT(replaces_targets_self, WORDS("INVITE_with_Replaces_into_its_own_call")),
    HIT(replaces_targets_self, REFUSED("", "400", " | Warning: 399 x \"Replaces names our own dialog\"")),
    MISS(replaces_targets_self, WORDS("Replaces_names_an_unknown_dialog")),
    MISS(replaces_targets_self, REFUSED("", "481", " p=Replaces_into_its_own_call")),
    MISS(replaces_targets_self, WORDS("Unknown_owner")),

    HIT(call_completion_state, "0 ab SUBSCRIBE | Event: call-completion | Contact: <sip:a@192.0.2.1>\n.2 ba 400/SUBSCRIBE p=No_such_call_completion_monitor\n"),
    HIT(call_completion_state, "0 ab SUBSCRIBE | Event: call-completion | Contact: <sip:a@192.0.2.1>\n.2 ba 400/SUBSCRIBE | Warning: 399 x \"Call completion not known\"\n"),
    MISS(call_completion_state, WORDS("Call_completion_failed")),
    MISS(event_malformed, WORDS("Invalid_event")),
    MISS(call_completion_state, WORDS("Call_complete")),
    MISS(call_completion_state, REFUSED("", "404", " p=No_call_completion_here")),
    MISS(call_completion_state, REFUSED("", "200", " p=Call_completion")),

    HIT(ims_identity_missing, WORDS("Bad_Request_-_Public_ID_in_P-Asserted-Identity_or_From_header_missing")),
    HIT(ims_identity_missing, WORDS("Bad_Request_-_P-Visited-Network-ID_header_missing")),
    HIT(ims_identity_missing, WORDS("Bad_Request_-_Private_ID_in_Authorization_/_username_token_missing")),
    MISS(ims_identity_missing, WORDS("Bad_Request_-_ID_missing")),
    MISS(ims_identity_missing, REFUSED("", "403", " p=Bad_Request_-_P-Visited-Network-ID_header_missing")),

    HIT(content_encoding_undecodable, REFUSED(" | Content-Type: a/b | e: gzip", "400",
        " p=Bad_Content-Encoding_Header")),
    HIT(content_encoding_undecodable, REFUSED("", "400", " | Warning: 399 x \"Content-Encoding is invalid\"")),
    MISS(content_encoding_undecodable, REFUSED(" | e: gzip", "400", "")),
    MISS(content_encoding_undecodable, WORDS("Content-Encoding:_gzip")),
    MISS(content_encoding_undecodable, WORDS("Bad_Content-Language_Header")),
    MISS(content_encoding_undecodable, REFUSED(" | e: gzip", "200", "")),

    HIT(field_too_long, REFUSED("", "400", " | P-Registrar-Error: Callid too long")),
    MISS(field_too_long, WORDS("Too_long_ago")),

    /* --- codes that say it -------------------------------------------------------------------------------------- */
    BY_CODE(message_too_large, "513", "", "", "414"),
    HIT(message_too_large, REFUSED("", "413", " | Retry-After: 5")),
    HIT(message_too_large, WORDS("Message_too_large")),
    BY_CODE(request_uri_too_long, "414", " u=sip:a.very.long.one@example.com", "", "413"),
    BY_CODE(method_unknown, "405", "", " | Allow: INVITE, ACK, BYE", "403"),
    HIT(method_unknown, REFUSED("", "501", " p=Not_Implemented")),
    BY_CODE(accept_mismatch, "406", " | Accept: text/plain", "", "488"),
    MISS(accept_mismatch, REFUSED(" | Accept: text/plain", "606", "")),
    BY_CODE(content_type_unsupported, "415", " | Content-Type: a/b", " | Accept: application/sdp", "488"),
    BY_CODE(extension_unsupported, "420", " | Require: nothingSupportsThis", " | Unsupported: nothingSupportsThis",
        "421"),
    HIT(extension_unsupported, REFUSED(" | Proxy-Require: noProxiesSupportThis", "420",
        " | Unsupported: noProxiesSupportThis")),
    BY_CODE(extension_required, "421", " | Supported: path", " | Require: sec-agree", "420"),
    BY_CODE(location_bad, "424", " | Geolocation: <cid:a@b>", "", "404"),
    BY_CODE(identity_problem, "428", " | Identity: a.b.c;info=<https://example.com/c>", "", "403"),
    HIT(identity_problem, REFUSED(" | y: a.b.c;info=<https://example.com/c>", "436", "")),
    HIT(identity_problem, REFUSED(" | y: a.b.c;info=<https://example.com/c>", "437", "")),
    HIT(identity_problem, REFUSED(" | y: a.b.c;info=<https://example.com/c>", "438", "")),
    BY_CODE(referrer_identity_missing, "429", " | Referred-By: <sip:r@example.com>", "", "403"),
    BY_CODE(flow_or_outbound, "430", " | Contact: <sip:a@192.0.2.1;ob>;reg-id=1", "", "480"),
    HIT(flow_or_outbound, REFUSED(" | Supported: outbound", "439", "")),
    BY_CODE(anonymity_disallowed, "433", " | Privacy: id", "", "403"),
    BY_CODE(ambiguous_address, "485", "", " | Contact: <sip:bob.b@example.com>", "300"),
    BY_CODE(event_unknown, "489", " | Event: no-such-package", " | Allow-Events: presence", "403"),
    BY_CODE(body_undecipherable, "493", " | Content-Type: application/pkcs7-mime", "", "415"),
    HIT(request_uri_scheme_unsupported, REFUSED(" u=nobody:x", "416", "")),
    MISS(request_uri_scheme_unsupported, REFUSED(" u=nobody:x", "404", "")),
    MISS(request_uri_scheme_unsupported, REFUSED(" u=nobody:x", "200", "")),
    /* asked to try again: not done in more than 32 s */
    HIT(session_interval_too_small, REFUSED(" | Session-Expires: 60", "422", " | Min-SE: 90") "60 tick\n"),
    HIT(session_interval_too_small, REFUSED(" | x: 60", "422", "") "60 tick\n"),
    MISS(session_interval_too_small, REFUSED(" | Session-Expires: 60", "422",
        " | Min-SE: 90") "1 ab OPTIONS b=zy n=2\n60 tick\n"),
    MISS(session_interval_too_small, REFUSED(" | Session-Expires: 60", "422", " | Min-SE: 90") "20 tick\n"),
    MISS(session_interval_too_small, REFUSED(" | Session-Expires: 60", "400", " | Min-SE: 90") "60 tick\n"),
    HIT(interval_too_brief, REFUSED(" | Expires: 60", "423", " | Min-Expires: 600") "60 tick\n"),
    HIT(interval_too_brief, REFUSED(" | Contact: <sip:a@192.0.2.1>;expires=60", "423", "") "60 tick\n"),
    MISS(interval_too_brief, REFUSED(" | Expires: 60", "423",
        " | Min-Expires: 600") "1 ab OPTIONS b=zy n=2\n60 tick\n"),
    MISS(interval_too_brief, REFUSED(" | Expires: 60", "423", " | Min-Expires: 600") "20 tick\n"),
    MISS(interval_too_brief, REFUSED(" | Expires: 60", "400", " | Min-Expires: 600") "60 tick\n"),
    HIT(security_agreement_required, REFUSED("", "494", " | Security-Server: tls") "60 tick\n"),
    HIT(security_agreement_required, REFUSED(" | Security-Client: tls", "494", "") "60 tick\n"),
    MISS(security_agreement_required, REFUSED("", "494", " | Security-Server: tls") "1 ab OPTIONS b=zy n=2\n60 tick\n"),
    MISS(security_agreement_required, REFUSED("", "421", " | Require: sec-agree | Security-Server: tls") "60 tick\n"),
    /* trap: a spiral (the same Call-ID back at the same element) is no loop */
    HIT(loop_or_breadth, REFUSED("", "482", "")),
    HIT(loop_or_breadth, REFUSED(" | Via: SIP/2.0/UDP b;branch=z9hG4bKy", "440", "")),
    HIT(loop_or_breadth, REFUSED("", "483", "")), /* it ran out further on */
    MISS(loop_or_breadth, REFUSED(" m=0", "483", "")),
    MISS(max_forwards_zero, REFUSED("", "483", "")),
    MISS(loop_or_breadth, "0 ab OPTIONS b=z1\n.1 bc OPTIONS b=z2\n.2 cb OPTIONS b=z3\n.3 bd OPTIONS b=z4\n.4 db "
        "400/OPTIONS b=z4\n"
         ".5 bc 400/OPTIONS b=z3\n.6 cb 400/OPTIONS b=z2\n.7 ba 400/OPTIONS b=z1\n"),
    /* trap: Max-Forwards: 0 is legal to send; 483 comes from proxies only, and is never 400 */
    HIT(max_forwards_zero, REFUSED(" m=0", "483", "")),
    HIT(max_forwards_zero, REFUSED(" m=000", "483", " p=Too_Many_Hops")),
    MISS(max_forwards_zero, REFUSED(" m=0", "400", "")),
    MISS(max_forwards_zero, REFUSED(" m=0", "200", "")),
    MISS(max_forwards_zero, REFUSED(" m=0", "404", "")),

    /* --- what only more than the request shows ------------------------------------------------------------------ */
    HIT(rejected_downstream, "0 ab OPTIONS b=z1\n.1 bc OPTIONS b=z2\n.2 cb 400/OPTIONS b=z2\n.3 ba 400/OPTIONS b=z1\n"),
    HIT(rejected_downstream, INVITE "1 ba 180/INVITE t=B\n3 ba 400/INVITE t=B\n3.1 ab ACK t=B\n"),
    /* the branches of a fork: none is further on than another */
    MISS(rejected_downstream, "0 pb OPTIONS b=z2\n.01 pd OPTIONS b=z3\n.3 dp 400/OPTIONS b=z3 t=D\n.5 bp 400/OPTIONS b=z2 "
         "t=B\n"),
    MISS(rejected_downstream, REFUSED("", "400", "")),
    MISS(rejected_downstream, "0 ab OPTIONS\n.1 ba 100/OPTIONS\n.2 ba 400/OPTIONS\n"),
    MISS(rejected_downstream, "0 ab OPTIONS b=z1\n.1 bc OPTIONS b=z2\n.2 cb 200/OPTIONS b=z2\n.3 ba 400/OPTIONS "
        "b=z1\n"),
    MISS(rejected_downstream, "0 ab OPTIONS n=x b=z1\n.1 bc OPTIONS n=x b=z2\n.2 cb 400/OPTIONS n=x b=z2\n.3 ba "
        "400/OPTIONS n=x b=z1\n"),

    HIT(altered_by_alg, RETURNED("OPTIONS sip:bob@192.168.1.1 SIP/2.0", "c", "1 OPTIONS")),
    HIT(altered_by_alg, RETURNED(OPTIONS_LINE, "d", "1 OPTIONS")),
    HIT(altered_by_alg, RETURNED(OPTIONS_LINE, "c", "1 INVITE")),
    HIT(altered_by_alg, RETURNED(OPTIONS_LINE, "c", "x OPTIONS")),
    MISS(altered_by_alg, RETURNED(OPTIONS_LINE, "c", "1 OPTIONS")),
    MISS(altered_by_alg, RETURNED(OPTIONS_LINE, "c", "1 \\n OPTIONS")),
    /* another request, of a back-to-back user agent; a response; another type of body */
    MISS(altered_by_alg, REFUSED("", "400",
        " | Content-Type: message/sipfrag || OPTIONS sip:x@y SIP/2.0\\nVia: SIP/2.0/UDP b;branch=z9hG4bKq"
         "\\nCall-ID: z\\nCSeq: 9 OPTIONS\\n\\n")),
    MISS(altered_by_alg, REFUSED("", "400",
        " | Content-Type: message/sipfrag || SIP/2.0 503 Service Unavailable\\n\\n")),
    MISS(altered_by_alg, REFUSED("", "400",
        " | Content-Type: text/plain || OPTIONS sip:x@y SIP/2.0\\nCall-ID: c\\n\\n")),

    /* trap: folding is legal - and some parsers fail on it */
    HIT(parser_limit_or_bug, REFUSED(" | Subject: a\\n b", "400", "")),
    HIT(parser_limit_or_bug, REFUSED(LONG_ROW, "400", " p=Bad_Request")),
    HIT(parser_limit_or_bug, REFUSED(VIAS, "400", " p=Bad_Request")),
    MISS(parser_limit_or_bug, REFUSED(" | Subject: a\\n b", "200", "")),
    MISS(parser_limit_or_bug, REFUSED(" | Subject: a\\n b", "404", "")),
    MISS(parser_limit_or_bug, REFUSED(" | Subject: a b", "400", "")),
    MISS(parser_limit_or_bug, REFUSED(" n=x | Subject: a\\n b", "400", "")),
    MISS(parser_limit_or_bug, REFUSED(" | Subject: a\\n b", "400", " p=Missing_From")),

    HIT(application_policy, REFUSED("", "400", "")),
    HIT(application_policy, WORDS("Bad_Request_-_Business_Initiated_Calls_Limit_Hit")),
    HIT(application_policy, REFUSED("", "400", " | Reason: Q.850;cause=1")),
    MISS(application_policy, REFUSED(" n=x", "400", "")),
    MISS(application_policy, WORDS("Missing_From")),
    MISS(application_policy, REFUSED("", "404", "")),
    MISS(application_policy, REFUSED(" cut=5", "400", "")),
    /* trap: a 400 with a wrong CSeq, without its Call-ID, its From tag or Via (seen in the wild) answers the request */
    HIT(application_policy, "0 ab OPTIONS n=6357\n.2 ba 400/OPTIONS n=1\n"),
    HIT(application_policy, "0 ab OPTIONS\n.2 ba 400/OPTIONS i=-\n"),
    HIT(application_policy, "0 ab OPTIONS\n.2 ba 400/OPTIONS f=-\n"),

    /* trap: snaplen, missing fragments: every verdict on lengths and ends becomes "cannot tell" */
    HIT(cannot_tell, REFUSED(" cut=5", "400", "")),
    HIT(cannot_tell, REFUSED(" cut=25", "400", "")),
    HIT(cannot_tell, REFUSED(" cut=9 | Content-Type: text/plain || Hello, this is a body", "400", "")),
    MISS(cannot_tell, REFUSED("", "400", "")),
    MISS(cannot_tell, REFUSED(" cut=5", "200", "")),
    MISS(cannot_tell, REFUSED(" cut=5", "400", " p=Missing_From")),
    MISS(body_shorter_than_content_length, REFUSED(" cut=9 | Content-Type: text/plain || Hello, this is a body",
        "400", "")),
    MISS(header_section_unterminated, REFUSED(" cut=30", "400", "")),
    MISS(missing_cseq, REFUSED(" cut=38", "400", "")),
    MISS(contact_missing, "0 ab INVITE cut=5\n.1 ba 400/INVITE t=B\n.2 ab ACK t=B\n"),
    MISS(content_length_missing_on_stream, "0 ab.tcp OPTIONS cut=10\n.1 ba.tcp 400/OPTIONS\n"),
    /* trap: RFC 2543 peers still are acceptable */
    MISS(missing_max_forwards, REFUSED(" b=1 m=-", "404", " b=1")),
    MISS(missing_max_forwards, REFUSED(" b=1 m=-", "200", " b=1")),
    MISS(from_tag_missing, REFUSED(" b=1 f=-", "404", " b=1 f=-")),
    MISS(via_branch_missing, REFUSED(" b=-", "404", " b=-")),

    HIT(challenge_unanswered, "0 ab REGISTER\n1 ba 401/REGISTER\n90 tick\n"),
    HIT(challenge_unanswered, INVITE "1 ba 407/INVITE t=B\n1.1 ab ACK t=B\n90 tick\n"),
    HIT(challenge_unanswered, "0 ab REGISTER\n1 ba 401/REGISTER\n2 ab REGISTER b=zy n=2\n90 tick\n"),
    MISS(challenge_unanswered, "0 ab REGISTER\n1 ba 401/REGISTER\n2 ab REGISTER b=zy n=2 | Authorization: Digest "
        "x\n90 tick\n"),
    MISS(challenge_unanswered, "0 ab REGISTER\n1 ba 401/REGISTER\n9 tick\n"),
    MISS(challenge_unanswered, "0 ab REGISTER\n1 ba 403/REGISTER\n90 tick\n"),

    /* --- no answer ---------------------------------------------------------------------------------------------- */
    HIT(no_answer, "0 ab OPTIONS\n.5 ab OPTIONS\n7.5 ab OPTIONS\n27.5 ab OPTIONS\n31.5 ab OPTIONS\n40 tick\n"),
    HIT(no_answer, "0 ab.tcp OPTIONS\n9 ba.tcp INFO b=zi i=d\n40 tick\n"),
    MISS(no_answer, "0 ab OPTIONS\n.5 ab OPTIONS\n7.5 ab OPTIONS\n27.5 ab OPTIONS\n31.5 ab OPTIONS\n31.6 ba "
        "200/OPTIONS\n40 tick\n"),
    MISS(no_answer, "0 ab OPTIONS\n.5 ab OPTIONS\n1.5 ab OPTIONS\n3.5 ab OPTIONS\n40 tick\n"),
    MISS(no_answer, "0 ab OPTIONS\n9 tick\n"),
    MISS(no_answer, "0 ab ACK t=B\n.5 ab ACK t=B\n31.5 ab ACK t=B\n40 tick\n"),

    HIT(icmp_unreachable, "0 ab OPTIONS\n.1 ba icmp:OPTIONS\n"),
    HIT(icmp_unreachable, "0 ab OPTIONS\n.1 ba icmp:OPTIONS\n40 tick\n"),
    MISS(icmp_unreachable, "0 ab OPTIONS\n.1 ba icmp:OPTIONS\n.6 ba 200/OPTIONS\n"),
    MISS(icmp_unreachable, "0 ab OPTIONS\n.1 ba icmp:INFO\n40 tick\n"),
    /* an error that quotes no more than the addresses */
    HIT(icmp_unreachable, "0 ab OPTIONS\n.1 ab icmp\n.5 ab OPTIONS\n.6 ab icmp\n"),
    MISS(icmp_unreachable, "0 ab OPTIONS\n.1 ab icmp dp=5062\n.5 ab OPTIONS\n.6 ab icmp dp=5062\n"),
    MISS(icmp_unreachable, "0 ab OPTIONS\n.1 ba icmp\n.5 ab OPTIONS\n"),
    MISS(icmp_unreachable, "0 ab OPTIONS\n.1 ab.tcp icmp\n.5 ab OPTIONS\n"),
    MISS(icmp_unreachable, "0 ab icmp\n.1 ab OPTIONS\n.5 ab OPTIONS\n"),
    /* the port was open by the second time; an error long after */
    MISS(icmp_unreachable, "0 ab OPTIONS\n.1 ab icmp\n.5 ab OPTIONS\n40 tick\n"),
    MISS(icmp_unreachable, "0 ab OPTIONS\n99 ab icmp\n"),

    HIT(connection_reset, "0 ab.tcp OPTIONS sp=40000\n3 ba rst dp=40000\n"),
    HIT(connection_reset, "0 ab.tcp INVITE sp=40000\n.1 ba.tcp 100/INVITE dp=40000\n3 ba rst dp=40000\n"),
    /* another connection, before the request or after its answer; by the requester; a call that rings; a datagram */
    MISS(connection_reset, "0 ab.tcp OPTIONS sp=40000\n3 ba rst dp=40001\n"),
    MISS(connection_reset, "0 ba rst dp=40000\n1 ab.tcp OPTIONS sp=40000\n"),
    MISS(connection_reset, "0 ab.tcp OPTIONS sp=40000\n1 ba.tcp 200/OPTIONS dp=40000\n3 ba rst dp=40000\n"),
    MISS(connection_reset, "0 ab.tcp OPTIONS sp=40000\n3 ab rst sp=40000\n"),
    MISS(connection_reset, "0 ab.tcp INVITE sp=40000\n.1 ba.tcp 180/INVITE dp=40000 t=B\n3 ba rst dp=40000\n"),
    MISS(connection_reset, "0 ab OPTIONS\n3 ba rst\n"),
    /* a SYN that was refused is no connection */
    MISS(connection_reset, "0 ab.tcp OPTIONS sp=40000\n1 ab syn sp=40000\n1.1 ba rst dp=40000\n"),

    HIT(fragments_missing, "0 ab INVITE\n.1 ba fragment:200/INVITE t=B\n.5 ab INVITE\n40 tick\n"),
    HIT(fragments_missing, "0 ab OPTIONS\n.5 ab OPTIONS\n1.5 ab OPTIONS\n1.6 ba fragment:404/OPTIONS\n3.5 ab OPTIONS\n"
        "40 tick\n"),
    /* the rest came; of another response; before its time; nobody asked again; only a 1xx */
    MISS(fragments_missing, "0 ab INVITE\n.1 ba fragment:200/INVITE t=B\n.1 ba 200/INVITE t=B\n.5 ab INVITE\n40 tick\n"),
    MISS(fragments_missing, "0 ab INVITE\n.1 ba fragment:200/INVITE i=d t=B\n.5 ab INVITE\n40 tick\n"),
    MISS(fragments_missing, "0 ab INVITE\n.1 ba fragment:200/INVITE t=B\n.5 ab INVITE\n9 tick\n"),
    MISS(fragments_missing, "0 ab INVITE\n.1 ba fragment:200/INVITE t=B\n40 tick\n"),
    MISS(fragments_missing, "0 ab INVITE\n.1 ba fragment:183/INVITE t=B\n.5 ab INVITE\n40 tick\n"),
    /* the capture lacks it: the caller does not */
    MISS(fragments_missing, "0 ab INVITE\n.1 ba fragment:200/INVITE t=B\n.5 ab INVITE\n.6 ab ACK b=zy t=B\n40 tick\n"),

    HIT(no_final_response, "0 ab OPTIONS\n.1 ba 100/OPTIONS\n.5 ab OPTIONS\n7.5 ab OPTIONS\n27.5 ab OPTIONS\n31.5 ab "
        "OPTIONS\n40 tick\n"),
    HIT(no_final_response, INVITE "1 ba 100/INVITE\n190 ba OPTIONS b=zo i=d\n195 tick\n"),
    HIT(no_final_response, INVITE "1 ba 180/INVITE t=B\n5 ab CANCEL\n5.1 ba 200/CANCEL\n20 ba OPTIONS b=zo i=d\n60 tick\n"),
    /* a phone rings for long; not for so long; nobody was heard since; it came; no CANCEL was accepted */
    MISS(no_final_response, INVITE "1 ba 180/INVITE t=B\n190 ba OPTIONS b=zo i=d\n195 tick\n"),
    MISS(no_final_response, INVITE "1 ba 100/INVITE\n170 ba OPTIONS b=zo i=d\n175 tick\n"),
    MISS(no_final_response, INVITE "1 ba 100/INVITE\n195 tick\n"),
    MISS(no_final_response, INVITE "1 ba 100/INVITE\n189 ba 408/INVITE t=B\n190 ba OPTIONS b=zo i=d\n195 tick\n"),
    MISS(no_final_response, INVITE "1 ba 180/INVITE t=B\n5 ab CANCEL\n5.1 ba 481/CANCEL\n20 ba OPTIONS b=zo i=d\n60 tick\n"),
    MISS(no_final_response, INVITE "1 ba 180/INVITE t=B\n5 ab CANCEL\n5.1 ba 200/CANCEL\n20 ba OPTIONS b=zo i=d\n30 tick\n"),
    MISS(no_final_response, "0 ab OPTIONS\n.1 ba 100/OPTIONS\n40 tick\n"),

    {CAUSE_NONE},
};
/* clang-format on */
