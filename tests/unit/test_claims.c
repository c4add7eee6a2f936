/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "claims.h"
#include "support.h"
#include "texts.h"

static const char *name_of(const struct reply *reply)
{
    struct slice words;
    const struct claim *claim = claim_read(reply, &words);

    g_assert_cmpint(claim != NULL, ==, words.len != 0);
    g_assert_true(!claim || claim->cause != CAUSE_NONE);
    return claim ? cause_get(claim->cause)->id : "";
}

static const char *cause_of(const char *phrase, const char *warning)
{
    struct reply reply = {.reason_phrase = slice_from_string(phrase), .warning = slice_from_string(warning)};
    return name_of(&reply);
}

struct row {
    const char *words, *cause;
};

/* In any case, which all of them may take. */
static void check_phrases(const struct row *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char *lower = g_ascii_strdown(rows[i].words, -1), *upper = g_ascii_strup(rows[i].words, -1);
        g_test_message("%s", rows[i].words);
        g_assert_cmpstr(cause_of(rows[i].words, NULL), ==, rows[i].cause);
        g_assert_cmpstr(cause_of(lower, NULL), ==, rows[i].cause);
        g_assert_cmpstr(cause_of(upper, NULL), ==, rows[i].cause);
        g_free(lower);
        g_free(upper);
    }
}

/* clang-format off */
static void phrases(void)
{
    static const struct row rows[] = {
        {"CSeq method does not match request method", "cseq_method_mismatch"},
        {"Missing method in CSeq header", "cseq_malformed"},
        {"Missing number in CSeq header", "cseq_malformed"},
        {"CSeq number is illegal", "cseq_number_out_of_range"},
        {"Content-Length mis-match", "body_longer_than_content_length"},
        {"Ivalid To Header", "to_malformed"},
        {"Missing Contact-HF", "contact_missing"},
        {"Incorrect Max-Forwards", "max_forwards_malformed"},
        {"Content-Length Body Failure", "body_shorter_than_content_length"},
        {"Content-Length Failure", "content_length_malformed"},
        {"Bad Request URI", "request_uri_malformed"},
        {"Many From Tag Params", "duplicate_tag_param"},
        {"Many To Tag Params", "duplicate_tag_param"},
        {"Invalid From header", "from_malformed"},
        {"Invalid To header", "to_malformed"},
        {"Version Not Supported (R-URI)", "sip_version_unsupported"},
        {"Transaction tuple incomplete (400/TM)", "missing_via"},
        {"Regretfully, we were not able to process the URI (479/SL)", "request_uri_malformed"},
        {"Bad To (400/SL)", "to_malformed"},
        {"bad r-uri", "request_uri_malformed"},
        {"bad from uri", "from_malformed"},
        {"Bad To URI", "to_malformed"},
        {"Method mismatch btw Request Line and CSeq", "cseq_method_mismatch"},
        {"Malformed Request Line", "request_line_malformed"},
        {"Malformed topmost Via header", "via_malformed"},
        {"Bad Request(Bad Content-Length (larger than datagram))", "body_shorter_than_content_length"},
        {"Bad Request(Malformed Content-Length)", "content_length_malformed"},
        {"Bad Request(Multiple values in single-value header To)", "duplicate_single_header"},
        {"Registration requests can't have To: tags.", "to_tag_outside_dialog"},
        {"Bad Request (Invalid content length 3 / 4)", "body_shorter_than_content_length"},
        {"Bad Request (From: <x:parse error)", "from_malformed"},
        {"Bad Request (CSeq: x)", "cseq_malformed"},
        {"Bad Request - 'Callid absent'", "missing_call_id"},
        {"Bad Request - 'Malformed/Missing URL'", "request_uri_malformed"},
        {"Bad Request - 'Error in Cseq field'", "cseq_malformed"},
        {"Bad Request - 'Malformed/Missing TO: field'", "to_malformed"},
        {"Bad Request - 'Content length Error'", "content_length_malformed"},
        {"Missing Call-ID", "missing_call_id"},
        {"Missing Call-ID header field", "missing_call_id"},
        {"400 missing CSEQ", "missing_cseq"},
        {"Missing Max-Forwards", "missing_max_forwards"},
        {"Missing Content-Length header", "content_length_missing_on_stream"},
        {"Missing Via", "missing_via"},
        {"Missing From header", "missing_from"},
        {"Missing To", "missing_to"},
        {"Missing To header", "missing_to"},
        {"CSeq mismatch", "cseq_method_mismatch"},
        {"Bad Via Header", "via_malformed"},
        {"Bad Call-ID Header", "call_id_malformed"},
        {"Bad Max-Forwards Header", "max_forwards_malformed"},
        {"Invalid Request-URI", "request_uri_malformed"},
        {"Malformed To: header", "to_malformed"},
        {"  Invalid Via  ", "via_malformed"},
            /* Kamailio: sanity module, core, IMS, presence */
        {"Bad Headers", "line_without_colon"},
        {"Bad Expires Header", "expires_malformed"},
        {"Missing number in Expires header", "expires_malformed"},
        {"Expires value is illegal", "expires_malformed"},
        {"Bad Proxy Require Header", "proxy_require_malformed"},
        {"Bad Contact Header", "contact_malformed"},
        {"Bad Contact URI", "contact_malformed"},
        {"Bad Auth Header", "authorization_malformed"},
        {"Bad Auth Credentials", "authorization_malformed"},
        {"Auth Empty User", "authorization_malformed"},
        {"Auth Empty Nonce", "authorization_malformed"},
        {"Auth Empty Response", "authorization_malformed"},
        {"Unsupported Transport in Topmost Via", "via_transport_mismatch"},
        {"Transport Missmatch in Topmost Via", "via_transport_mismatch"},
        {"Transaction tuple incomplete (400/SL)", "missing_via"},
        {"Invalid character in q parameter (400/TM)", "contact_param_invalid"},
        {"Empty q parameter (400/TM)", "contact_param_invalid"},
        {"Q parameter too big (400/TM)", "contact_param_invalid"},
        {"Decimal part missing in q (400/TM)", "contact_param_invalid"},
        {"Bad URI (400/SL)", "request_uri_malformed"},
        {"Stale Cseq Value", "cseq_not_increasing"},
        {"Bad Request - Public ID in P-Asserted-Identity or From header missing", "ims_identity_missing"},
        {"Bad Request - Public ID in To header or Request-URI missing", "ims_identity_missing"},
        {"Bad Request - Private ID in Authorization / username token missing", "ims_identity_missing"},
        {"Bad Request - Error parsing Contact parameters", "contact_malformed"},
        {"Bad Request - P-Visited-Network-ID header missing", "ims_identity_missing"},
        {"Message too large", "message_too_large"},
        /* OpenSIPS */
        {"bad Via header", "via_malformed"},
        {"bad CSeq header", "cseq_malformed"},
        {"bad Content-Length header", "content_length_malformed"},
        {"bad header", "line_without_colon"},
        {"bad headers", "line_without_colon"},
        {"bad From uri", "from_malformed"},
        {"bad To uri", "to_malformed"},
        {"bad P-Preferred-Identity uri", "unused_header_malformed"},
        {"bad i-uri", "request_uri_malformed"},
        {"invalid body - content length 5 different than actual body 4", "body_shorter_than_content_length"},
        {"failed to parse R-URI", "request_uri_malformed"},
        {"invalid domain for R-URI", "request_uri_malformed"},
        {"invalid username for R-URI", "request_uri_malformed"},
        {"doesn't have 'Contact' header", "contact_missing"},
        {"failed to parse SDP message", "sdp_malformed"},
        {"failed to parse headers", "line_without_colon"},
        {"PATH header supported only for REGISTERs", "path_in_non_register"},
        /* Asterisk, PJSIP, chan_sip */
        {"Missing Contact header", "contact_missing"},
        {"Bad SDP", "sdp_malformed"},
        {"Missing media in SDP", "sdp_malformed"},
        {"Codec missing in SDP", "sdp_malformed"},
        {"Missing required header(s) (PJSIP_EMISSINGHDR)", "missing_from"},
        {"Invalid Request URI (PJSIP_EINVALIDREQURI)", "request_uri_malformed"},
        {"Bad Request (Refer-to missing)", "refer_to_missing_or_multiple"},
        {"Session-Expires Invalid Syntax", "session_expires_malformed"},
        {"Min-SE Invalid Syntax", "min_se_malformed"},
        {"Impossible Condition", "publish_type_unknown"},
        /* Sofia-SIP, FreeSWITCH: every header has such a phrase */
        {"Bad From Header", "from_malformed"},
        {"Bad To Header", "to_malformed"},
        {"Bad CSeq Header", "cseq_malformed"},
        {"Bad Content-Length Header", "content_length_malformed"},
        {"Bad Content-Type Header", "content_type_malformed"},
        {"Bad Require Header", "require_malformed"},
        {"Bad Record-Route Header", "record_route_malformed"},
        {"Bad RAck Header", "rack_missing_or_malformed"},
        {"Bad RSeq Header", "unused_header_malformed"},
        {"Bad Event Header", "event_malformed"},
        {"Bad Subscription-State Header", "subscription_state_malformed"},
        {"Bad Session-Expires Header", "session_expires_malformed"},
        {"Bad Min-SE Header", "min_se_malformed"},
        {"Bad SIP-If-Match Header", "unused_header_malformed"},
        {"Bad Content-Disposition Header", "unused_header_malformed"},
        {"Bad Date Header", "unused_header_malformed"},
        {"Bad Refer-To Header", "refer_to_malformed"},
        {"Missing Contact Header", "contact_missing"},
        {"Bad Session Description", "sdp_malformed"},
        {"Missing Event", "event_missing"},
        {"Missing Content-Type", "content_type_missing"},
        {"Authorization missing username", "authorization_malformed"},
        {"Authorization missing nonce", "authorization_malformed"},
        {"Authorization missing URI", "authorization_malformed"},
        {"Authorization missing response", "authorization_malformed"},
        {"Authorization has invalid qop", "authorization_malformed"},
        {"No Such Preliminary Response", "rack_missing_or_malformed"},
        /* reSIProcate */
        {"Missing mandatory header field", "missing_from"},
        {"Malformed CSeq header", "cseq_malformed"},
        {"Bad Request(Malformed Content-Length,Multiple values in single-value header To)", "content_length_malformed"},
        {"Malformed From, fix your code!", "from_malformed"},
        {"Malformed To, fix your code!", "to_malformed"},
        {"Malformed Call-Id, fix your code!", "call_id_malformed"},
        {"Malformed From, Malformed To, fix your code!", "from_malformed"},
        {"Malformed From, Malformed Call-Id, fix your code!", "from_malformed"},
        {"Malformed To, Malformed Call-Id, fix your code!", "to_malformed"},
        {"Malformed From, Malformed To, Malformed Call-Id, fix your code!", "from_malformed"},
        {"Malformed From: header", "from_malformed"},
        {"Malformed From header", "from_malformed"},
        {"Malformed Referred-By header", "unused_header_malformed"},
        {"Malformed Max-Forwards", "max_forwards_malformed"},
        {"Malformed header-field-value: <sip:b", "route_malformed"},
        {"Garbage Route Header.", "route_malformed"},
        {"Malformed Contact", "contact_malformed"},
        {"Invalid use of 'Contact: *'", "contact_star_misuse"},
        {"Bad/unsupported scheme in To: mailto", "aor_unusable"},
        {"Invalid auth header", "authorization_malformed"},
        {"Transaction-id collision", "transaction_id_collision"},
        {"New dialog UAS request received in UAC DialogSet", "unexpected_request_in_state"},
        {"Trying to use TLS with an IP-address in your Contact header won't work if you don't have a flow. Consider "
         "implementing outbound, or putting an FQDN in your contact header.", "flow_or_outbound"},
        {"Trying to use sigcomp on a connection-oriented protocol won't work if you don't have a flow.",
         "flow_or_outbound"},
        /* JAIN-SIP, whose phrase holds the line that it quotes, end and all, or loses what is behind the line's end */
        {"Bad Request (Bad header continuation.)", "orphan_continuation"},
        {"Bad Request (To: \"x <sip:b@c>\n:Illegal character)", "to_malformed"},
        {"Bad Request (To: \"x <sip:b@c>", "to_malformed"},
        {"Bad Request (t: \"x <sip:b@c>", "to_malformed"},
        {"Bad Request (f: x", "from_malformed"},
        {"Bad Request (Via: SIP/2.0/UDP\n:expecting host)", "via_malformed"},
        {"Bad Request (v: SIP/2.0/UDP\n:expecting host)", "via_malformed"},
        {"Bad Request (Call-ID: \n:)", "call_id_malformed"},
        {"Bad Request (i: \n:)", "call_id_malformed"},
        {"Bad Request (Content-Length: x\n:)", "content_length_malformed"},
        {"Bad Request (l: x\n:)", "content_length_malformed"},
        {"Bad Request (INVITE <sip:b@c> SIP/2.0\n:)", "request_line_malformed"},
        {"Bad Request (Extraneous characters at the end of the message)", "body_longer_than_content_length"},
        {"Extraneous characters at the end of the message", "body_longer_than_content_length"},
        {"Bad version SIP/7.0", "sip_version_unsupported"},
        {"Bad SIP version SIP/7.0", "sip_version_unsupported"},
        {"Refer-To header is missing", "refer_to_missing_or_multiple"},
        {"Missing a required header : Max-Forwards", "missing_max_forwards"},
        {"Request out of order", "cseq_not_increasing"},
        /* Cisco */
        {"Bad Request - 'Malformed/Missing Contact field'", "contact_malformed"},
        {"Bad Request - 'Malformed/Missing Record Route'", "record_route_malformed"},
        {"Bad Request - 'Malformed/Missing FROM: field'", "from_malformed"},
        {"Bad Request - 'Malformed/Missing CALLID field'", "call_id_malformed"},
        {"Bad Request - 'Malformed/Missing REQUEST LINE'", "request_line_malformed"},
        {"Bad Request - 'Malformed/Missing SIP CONTENT TYPE field'", "content_type_malformed"},
        {"Bad Request - 'Malformed/Missing VIA OR CSEQ'", "via_malformed"},
        {"Bad Request - 'Malformed/Missing Subscription-State Header'", "subscription_state_missing"},
        {"Bad Request - 'Malformed/Missing Require header'", "require_malformed"},
        {"Bad Request - 'Error in From and/or To field'", "from_malformed"},
        {"Bad Request - 'Invalid SDP information'", "sdp_malformed"},
        {"Bad Request - 'Invalid IP Address'", "request_uri_malformed"},
        {"Bad Request - 'Invalid Content-Id field'", "multipart_malformed"},
        {"Bad Request - 'Media Negotiation Failed'", "sdp_malformed"},
        {"Bad Request - 'Media info comparison failed'", "sdp_malformed"},
        {"Bad Request - 'Malformed REFER Request'", "refer_to_missing_or_multiple"},
        {"Bad Request - 'Malformed Refer-To Header'", "refer_to_malformed"},
        {"Bad Request - 'Malformed Replaces Header'", "replaces_invalid"},
        {"Bad Request - 'Malformed CC-Diversion Header'", "diversion_malformed"},
        {"Bad Request - 'Missing   Refer-By Header'", "refer_to_malformed"},
        {"Bad Request - 'Unable to obtain SIP method'", "request_line_malformed"},
        {"Bad Request - 'Unable to decode body'", "multipart_malformed"},
        {"Bad Request - 'Subscription Terminated'", "unexpected_request_in_state"},
        {"Bad Request - 'Body Expected'", "body_missing"},
        /* others */
        {"Malformed route header", "route_malformed"},
        {"Missing Contact", "contact_missing"},
        {"Missing CSeq Header", "missing_cseq"},
        {"Invalid From", "from_malformed"},
        {"bad request - more than one Replaces header (RFC 3891)", "replaces_invalid"},
        {"Bad Request - Invalid RAck", "rack_missing_or_malformed"},
        {"To URI not SIP or SIPS", "aor_unusable"},
        /* the general shapes */
        {"Missing Call ID", "missing_call_id"},
        {"CallID missing", "missing_call_id"},
        {"No CSeq", "missing_cseq"},
        {"No Contact header", "contact_missing"},
        {"Absent Max-Forwards", "missing_max_forwards"},
        {"Missing mandatory header: Call-ID", "missing_call_id"},
        {"Missing the 'To' header", "missing_to"},
        {"Request without a Call-ID", "missing_call_id"},
        {"Contact header missing", "contact_missing"},
        {"From header is malformed", "from_malformed"},
        {"Max-Forwards not present", "missing_max_forwards"},
        {"Missing From tag", "from_tag_missing"},
        {"Missing branch", "via_branch_missing"},
        {"Missing body", "body_missing"},
        {"Missing From and To", "missing_from"},
        {"Error in Via", "via_malformed"},
        {"Error parsing Record-Route", "record_route_malformed"},
        {"Syntax error in From header", "from_malformed"},
        {"Illegal To header", "to_malformed"},
        {"Garbage Contact", "contact_malformed"},
        {"Invalid Route header", "route_malformed"},
        {"Invalid Authorization header", "authorization_malformed"},
        {"Content-Length mismatch", "body_shorter_than_content_length"},
        {"Content-Length does not match the body", "body_shorter_than_content_length"},
        {"Digest URI mismatch", "digest_uri_mismatch"},
        {"CSeq mis-match", "cseq_method_mismatch"},
    };

    check_phrases(rows, G_N_ELEMENTS(rows));
}

/* Words that name nothing, or look like words that do. */
static void look_alikes(void)
{
    static const struct row rows[] = {
        {"", ""}, {"Bad Request", ""}, {"Bad request", ""}, {"Invalid request", ""}, {"Malformed Request", ""},
        {"Bad Request (400/TM)", ""}, {"Bad Request (400/SL)", ""}, {"Server Sanity Failure", ""}, {"Not Found", ""},
        {"Busy Here", ""}, {"OK", ""}, {"Invalid", ""}, {"Missing", ""}, {"Missing ", ""}, {"No", ""}, {"400", ""},
        {"Business Initiated Calls Limit Hit", ""}, {"Bad Request - Business Initiated Calls Limit Hit", ""},
        {"Trying to use TLS outbound", ""}, {"Not Acceptable", ""}, {"Unresolvable destination (478/SL)", ""},
        {"Send failed (477/SL)", ""}, {"Parsing failure", ""}, {"Unauthorized", ""}, {"Service Unavailable", ""},
        {"Missing tone of voice", ""}, {"Missing topology", ""}, {"Malformed topology", ""}, {"Bad tone", ""},
        {"Bad Gateway", ""}, {"Invalid destination", ""}, {"No route", ""}, {"No route to destination", ""},
        {"From here on", ""}, {"Bad to the bone", ""}, {"Missing to do list", ""}, {"Invalid number", ""},
        {"Invalid to@example.com", ""}, {"Missing route", ""}, {"Bad route set", ""}, {"No contact", ""},
        {"No contacts", ""}, {"Invalid contact information", ""}, {"Bad event package", ""}, {"Bad events", ""},
        {"Missing credentials", ""}, {"Invalid authorization", ""}, {"Missing authorization", ""},
        {"Invalid username", ""}, {"Missing header", ""}, {"Wrong Call-ID", ""}, {"Missing To tag", ""},
        {"Invalid date", ""}, {"Missing viable path", ""}, {"Bad frommage", ""}, {"No body", ""},
        {"Missing session", ""}, {"Number missing from database", ""}, {"User not present", ""},
        {"Bad X-Header Header", ""}, {"Contact the administrator", ""}, {"Mismatch", ""}, {"Call-ID", ""},
        {"Codec mismatch", ""}, {"IP missing from", ""}, {"Entry missing from: db", ""}, {"Trunk invalid to", ""},
        {"Route invalid to/from this destination", ""}, {"Account missing. Contact: support", ""},
        {"Bad Call ID number", ""}, {"Invalid Call ID presentation", ""}, {"Invalid event", "event_malformed"}, {"Bad Request (", ""}, {"Bad Request ()", ""}, {"(400/SL)", ""}, {" (/SL)", ""},
    };

    check_phrases(rows, G_N_ELEMENTS(rows));
}

static void warnings(void)
{
    static const struct row rows[] = {
        {"399 host \"Missing CSeq\"", "missing_cseq"},
        {"399 host Missing CSeq", "missing_cseq"},
        {"399 Missing CSeq", "missing_cseq"},
        {"399 host \"hello\", 399 host \"Missing CSeq\"", "missing_cseq"},
        {"399 host \"\", 399 host \"Missing CSeq\"", "missing_cseq"},
        {"399 Bad Request - 'Callid absent'", "missing_call_id"},
        {"399 10.0.0.1 \"Bad/missing Contact header\"", "contact_missing"},
        {"399 10.0.0.1 \"Found multiple Replaces headers\"", "replaces_invalid"},
        {"399 10.0.0.1:5060 Found multiple Replaces headers", "replaces_invalid"},
        {"399 h \"Missing Subscription-State header\"", "subscription_state_missing"},
        {"399 h \"Message body is not present\"", "body_missing"},
        {"399 h \"Message body is not dlgevent\"", "body_missing"},
        {"399 h \"The INVITE request must be SIPREC\"", "siprec_requirements"},
        {"399 h \"SIPREC INVITE must have a body\"", "siprec_requirements"},
        {"399 h \"SIPREC INVITE without SDP is not supported\"", "siprec_requirements"},
        {"399 h \"SDP must have label media attribute\"", "siprec_requirements"},
        {"399 h \"SIPREC INVITE must have a 'rs-metadata' Content-Type\"", "siprec_requirements"},
        {"399 h \"Invalid SDP media line (PJMEDIA_SDP_EINMEDIA)\"", "sdp_malformed"},
        {"399 h \"Missing SDP connection info line (PJMEDIA_SDP_EMISSINGCONN)\"", "sdp_malformed"},
        {"399 h \"Invalid message body\"", "multipart_malformed"},
        {"381 h \"SIPS Required\"", "contact_scheme"},
        {"Retransmission with different CSeq", "branch_reuse_different_cseq"},
        {"399 Retransmission with different CSeq", "branch_reuse_different_cseq"},
        {"399 h \"Retransmission with different CSeq\"", "branch_reuse_different_cseq"},
        {"392 1.2.3.4:5060 \"Noisy feedback tells:  pid=1 req_src_ip=1.2.3.4 in_uri=sip:missing from\"", ""},
        {"399 h \"Bad Request\"", ""}, {"399", ""}, {"\"", ""}, {"\"\"", ""}, {"", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("%s", rows[i].words);
        g_assert_cmpstr(cause_of("Bad Request", rows[i].words), ==, rows[i].cause);
    }
    g_assert_cmpstr(cause_of("Invalid From", "399 host \"Missing CSeq\""), ==, "missing_cseq");
    g_assert_cmpstr(cause_of("Invalid From", "399 host \"hello\""), ==, "from_malformed");
    g_assert_cmpstr(cause_of("Invalid From", "399 host \"never closed"), ==, "from_malformed");
    g_assert_cmpstr(cause_of("Bad Request", "\""), ==, "");
}

static void registrar_errors(void)
{
    static const struct row rows[] = {
        {"Invalid CSeq number", "register_out_of_order"},
        {"Out of order request", "register_out_of_order"},
        {"No username in To URI", "aor_unusable"},
        {"Error while parsing AOR", "aor_unusable"},
        {"Error while unescaping username", "aor_unusable"},
        {"Invalid expires param in contact", "contact_param_invalid"},
        {"Invalid q param in contact", "contact_param_invalid"},
        {"Message parse error", "line_without_colon"},
        {"To header not found", "missing_to"},
        {"Call-ID header not found", "missing_call_id"},
        {"CSeq header not found", "missing_cseq"},
        {"Expires parse error", "expires_malformed"},
        {"Contact parse error", "contact_malformed"},
        {"* used in contact and expires is not zero", "contact_star_misuse"},
        {"* used in contact and more than 1 contact", "contact_star_misuse"},
        {"Contact/received too long", "field_too_long"},
        {"Callid too long", "field_too_long"},
        {"Path parse error", "unused_header_malformed"},
        {"Invalid Reg-Id number", "contact_param_invalid"},
        {"SAR failed", ""},
        {"Too many registered contacts", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct reply reply = {.reason_phrase = SLICE_LITERAL("Bad Request"),
                              .registrar_error = slice_from_string(rows[i].words)};
        g_test_message("%s", rows[i].words);
        g_assert_cmpstr(name_of(&reply), ==, rows[i].cause);
    }
    /* elsewhere that is another complaint */
    g_assert_cmpstr(cause_of("Invalid CSeq number", NULL), ==, "cseq_malformed");
}

static void other_sources(void)
{
    static const struct {
        struct reply reply;
        const char *cause;
    } rows[] = {
        {{.diagnostics = SLICE_LITERAL("1018;reason=\"Parsing failure\";source=\"missing from\""),
          .reason_phrase = SLICE_LITERAL("Malformed route header")}, "route_malformed"},
        {{.diagnostics = SLICE_LITERAL("1018;reason=\"Parsing failure\"")}, ""},
        {{.diagnostics = SLICE_LITERAL("1018; Reason = \"Missing Call-ID\"")}, "missing_call_id"},
        {{.diagnostics = SLICE_LITERAL("1018")}, ""},
        {{.reason = SLICE_LITERAL("SIP;cause=400;text=\"Missing Contact header\"")}, "contact_missing"},
        {{.reason = SLICE_LITERAL("Q.850;cause=21, SIP ;cause=400 ;text=\"Bad From Header\"")}, "from_malformed"},
        {{.reason = SLICE_LITERAL("SIP;cause=400;text=Missing")}, ""},
        {{.reason = SLICE_LITERAL("SIP;cause=400;text=\"Missing Contact")}, ""},
        {{.reason = SLICE_LITERAL("SIP;text")}, ""},
        {{.x_error = SLICE_LITERAL("X-Carrier-Error: Invalid CSeq")}, "cseq_malformed"},
        {{.x_error = SLICE_LITERAL("X-Missing-From-Error: 17")}, ""},
        {{.x_error = SLICE_LITERAL("X-Error:")}, ""},
        /* the first that names something */
        {{.reason_phrase = SLICE_LITERAL("Bad From Header"), .x_error = SLICE_LITERAL("X-Error: none")},
         "from_malformed"},
        {{.reason_phrase = SLICE_LITERAL("Bad From Header"), .registrar_error = SLICE_LITERAL("Callid too long")},
         "field_too_long"},
        /* what counts from one stack, or for one method, only */
        {{.reason_phrase = SLICE_LITERAL("Invalid request"), .method = SLICE_LITERAL("PUBLISH")}, "body_missing"},
        {{.reason_phrase = SLICE_LITERAL("Invalid request"), .server = SLICE_LITERAL("kamailio (5.7.2)")},
         "body_missing"},
        {{.reason_phrase = SLICE_LITERAL("Invalid request"), .server = SLICE_LITERAL("OpenSIPS (3.4.2)")}, ""},
        {{.reason_phrase = SLICE_LITERAL("Invalid request"), .method = SLICE_LITERAL("SUBSCRIBE")}, ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("row %zu", i);
        g_assert_cmpstr(name_of(&rows[i].reply), ==, rows[i].cause);
    }
}
/* clang-format on */

/* phrase, cause and place of a fault that bears it out, or does not */
static void what_agrees(void)
{
    static const struct {
        const char *phrase;
        enum cause_id cause;
        enum header_id header;
        bool agrees;
    } rows[] = {
        {"Content-Length mis-match", CAUSE_body_longer_than_content_length, H_BODY, true},
        {"Content-Length mis-match", CAUSE_body_shorter_than_content_length, H_BODY, true},
        {"Content-Length mis-match", CAUSE_sdp_malformed, H_BODY, false},
        {"Bad From Header", CAUSE_duplicate_single_header, H_FROM, true},
        {"Bad From Header", CAUSE_duplicate_single_header, H_TO, false},
        {"Bad From Header", CAUSE_uri_needs_angle_brackets, H_FROM, true},
        {"Many To Tag Params", CAUSE_duplicate_tag_param, H_TO, true},
        {"Many To Tag Params", CAUSE_duplicate_tag_param, H_FROM, false},
        {"Bad Request URI", CAUSE_request_uri_scheme_unsupported, H_REQUEST_LINE, true},
        {"Bad Request URI", CAUSE_request_uri_angle_brackets, H_REQUEST_LINE, true},
        {"Bad Request URI", CAUSE_from_malformed, H_FROM, false},
        {"Bad Headers", CAUSE_header_name_malformed, H_OTHER, true},
        {"Bad Headers", CAUSE_expires_malformed, H_EXPIRES, true},
        {"Bad Headers", CAUSE_request_uri_malformed, H_REQUEST_LINE, false},
        {"Bad Headers", CAUSE_sdp_malformed, H_BODY, false},
        {"Missing mandatory header field", CAUSE_missing_cseq, H_CSEQ, true},
        {"Missing mandatory header field", CAUSE_cseq_malformed, H_CSEQ, false},
        {"Bad Request(Multiple values in single-value header To)", CAUSE_duplicate_single_header, H_TO, true},
        {"Bad Auth Header", CAUSE_authorization_malformed, H_PROXY_AUTHORIZATION, true},
        {"Bad Event Header", CAUSE_event_missing, H_EVENT, true},
        {"Malformed From, Malformed To, fix your code!", CAUSE_to_malformed, H_TO, true},
        {"Bad Date Header", CAUSE_unused_header_malformed, H_DATE, true},
        {"Bad Date Header", CAUSE_unused_header_malformed, H_SUPPORTED, false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct reply reply = {.reason_phrase = slice_from_string(rows[i].phrase)};
        struct fault fault = {.cause = rows[i].cause, .header = rows[i].header};
        struct slice words;
        const struct claim *claim = claim_read(&reply, &words);

        g_test_message("%s: %s", rows[i].phrase, cause_get(rows[i].cause)->id);
        g_assert_nonnull(claim);
        g_assert_cmpint(claim_agrees(claim, &fault), ==, rows[i].agrees);
    }
}

static void cause_named(void)
{
    struct reply vague = {.reason_phrase = SLICE_LITERAL("Missing mandatory header field")};
    struct reply several = {.reason_phrase = SLICE_LITERAL("Content-Length mis-match")};
    struct reply place = {.reason_phrase = SLICE_LITERAL("Bad Via Header")};
    struct fault no_via = {.cause = CAUSE_missing_via, .header = H_VIA};
    struct fault longer = {.cause = CAUSE_body_longer_than_content_length, .header = H_BODY};
    struct fault branch = {.cause = CAUSE_via_branch_missing, .header = H_VIA};
    struct slice words;
    const struct claim *claim;

    claim = claim_read(&vague, &words);
    g_assert_cmpint(claim_cause(claim, NULL), ==, CAUSE_NONE);
    g_assert_cmpint(claim_cause(claim, &no_via), ==, CAUSE_missing_via);
    g_assert_cmpint(claim_cause(claim, &longer), ==, CAUSE_NONE);
    claim = claim_read(&several, &words);
    g_assert_cmpint(claim_cause(claim, NULL), ==, CAUSE_body_longer_than_content_length);
    g_assert_cmpint(claim_cause(claim, &longer), ==, CAUSE_body_longer_than_content_length);
    g_assert_cmpint(claim_cause(claim, &no_via), ==, CAUSE_body_longer_than_content_length);
    claim = claim_read(&place, &words);
    g_assert_cmpint(claim_cause(claim, &branch), ==, CAUSE_via_malformed);
}

static void whose_words(void)
{
    static const struct {
        const char *phrase;
        enum stack stack;
    } rows[] = {
        {"Many To Tag Params", STACK_KAMAILIO},       {"bad r-uri", STACK_OPENSIPS},
        {"Garbage Route Header.", STACK_RESIPROCATE}, {"Bad Request - 'Body Expected'", STACK_CISCO},
        {"Impossible Condition", STACK_CHAN_SIP},     {"Missing Call-ID", STACK_UNKNOWN},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct reply reply = {.reason_phrase = slice_from_string(rows[i].phrase)};
        struct slice words;
        g_assert_cmpint(claim_read(&reply, &words)->stack, ==, rows[i].stack);
    }
}

/* What a reply claims that many share is read once; it is the same, and that of the method. */
static void shared_replies(void)
{
    static const char *const methods[] = {"SUBSCRIBE", "INVITE"};
    wmem_allocator_t *allocator = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    struct blocks blocks = blocks_of(allocator);
    struct texts *texts = texts_new(allocator, &blocks);
    struct arena arena = {.source = &blocks};

    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
        struct reply reply = {
            .reason_phrase = texts_common(texts, &arena, 1, SLICE_LITERAL("Missing Event header")),
            .method = texts_common(texts, &arena, 1, slice_from_string(methods[i])),
        };
        const struct reply *kept = texts_reply(texts, &arena, &reply);
        struct slice words, kept_words;

        g_assert_true(kept->claim_known);
        g_assert_true(texts_reply(texts, &arena, &reply) == kept);
        g_assert_true(claim_read(kept, &kept_words) == claim_read(&reply, &words));
        g_assert_true(slice_equal(kept_words, words));
        g_assert_cmpint(claim_read(kept, &words) != NULL, ==, i == 0); /* an INVITE has no event */
    }
    arena_free(&arena);
    wmem_destroy_allocator(allocator);
}

static void agreement(void)
{
    struct reply reply = {.reason_phrase = SLICE_LITERAL("Bad Via Header")};
    struct slice words;
    const struct claim *claim = claim_read(&reply, &words);
    struct fault same = {.cause = CAUSE_via_malformed, .header = H_VIA};
    struct fault same_place = {.cause = CAUSE_via_branch_missing, .header = H_VIA};
    struct fault other = {.cause = CAUSE_from_malformed, .header = H_FROM};

    g_assert_nonnull(claim);
    assert_slice(words, "Bad Via Header");
    g_assert_true(claim_agrees(claim, &same));
    g_assert_true(claim_agrees(claim, &same_place));
    g_assert_false(claim_agrees(claim, &other));
}

/* What is shown is valid UTF-8 at any size, and ends where the buffer does. */
static void words_shown(void)
{
    struct reply both = {.reason_phrase = SLICE_LITERAL("Bad \xe2\x82\xac"),
                         .warning = SLICE_LITERAL("399 x \"\x01\"")};
    struct reply one = {.warning = SLICE_LITERAL("399 x")}, none = {0};
    struct reply all = {
        .reason_phrase = SLICE_LITERAL("Bad\n:x)"),
        .warning = SLICE_LITERAL("399 x"),
        .registrar_error = SLICE_LITERAL("Callid too long"),
        .diagnostics = SLICE_LITERAL("1018"),
        .reason = SLICE_LITERAL("SIP;cause=400"),
        .x_error = SLICE_LITERAL("X-Some-Error: y"),
    };
    char out[256], small[40];

    g_assert_cmpstr(claim_words(&both, out, sizeof out), ==, "Bad \xe2\x82\xac; Warning: 399 x \"\\x01\"");
    g_assert_cmpstr(claim_words(&one, out, sizeof out), ==, "Warning: 399 x");
    g_assert_cmpstr(claim_words(&none, out, sizeof out), ==, "");
    g_assert_cmpstr(claim_words(&all, out, sizeof out), ==,
                    "Bad :x); Warning: 399 x; P-Registrar-Error: Callid too long; ms-diagnostics: 1018; "
                    "Reason: SIP;cause=400; X-Some-Error: y");
    g_assert_cmpstr(claim_words(&all, small, sizeof small), ==, "Bad :x); Warning: 399 x; P-Registrar-Er");
}

static void long_words(void)
{
    char *text = g_strnfill(2000, '*');
    struct slice words, many = slice_from_string(text);
    struct reply reply = {.reason_phrase = many,
                          .warning = many,
                          .server = many,
                          .registrar_error = many,
                          .diagnostics = many,
                          .reason = many,
                          .x_error = many,
                          .method = many,
                          .answer = many};
    char out[64];

    g_assert_null(claim_read(&reply, &words));
    claim_words(&reply, out, sizeof out);
    g_assert_cmpuint(strlen(out), <, sizeof out);
    g_free(text);
}

static void guide(void)
{
    static const char *const methods[] = {"INVITE", "REGISTER", "SUBSCRIBE", "BYE", "CANCEL", "OPTIONS", ""};
    struct guide g, any;

    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
        g_assert_true(status_guide(200, slice_from_string(methods[i]), &g));
        g_assert_true(g.meaning[0] && g.when[0] && g.fix[0]);
    }
    g_assert_true(status_guide(200, SLICE_LITERAL("invite"), &g));
    g_assert_true(status_guide(200, SLICE_LITERAL("PUBLISH"), &any));
    g_assert_cmpstr(g.meaning, ==, any.meaning); /* methods are case-sensitive */
    g_assert_true(status_guide(200, SLICE_LITERAL("INVITE"), &g));
    g_assert_cmpstr(g.meaning, !=, any.meaning);
    g_assert_true(status_guide(400, SLICE_NONE, &g));
    g_assert_false(status_guide(0, SLICE_LITERAL("INVITE"), &g));
    g_assert_false(status_guide(65535, SLICE_LITERAL("INVITE"), &g));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/claims/phrases", phrases);
    g_test_add_func("/claims/look-alikes", look_alikes);
    g_test_add_func("/claims/warnings", warnings);
    g_test_add_func("/claims/registrar errors", registrar_errors);
    g_test_add_func("/claims/other sources", other_sources);
    g_test_add_func("/claims/what agrees", what_agrees);
    g_test_add_func("/claims/cause named", cause_named);
    g_test_add_func("/claims/whose words", whose_words);
    g_test_add_func("/claims/shared replies", shared_replies);
    g_test_add_func("/claims/agreement", agreement);
    g_test_add_func("/claims/words shown", words_shown);
    g_test_add_func("/claims/long words", long_words);
    g_test_add_func("/guide/table", guide);
    return run_tests();
}
