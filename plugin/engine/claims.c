/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "claims.h"

#include "chars.h"
#include "glob.h"
#include "methods.h"

#define LONGEST         1024 /* words beyond this are no phrase of anybody; JAIN-SIP quotes whole headers */
#define LONGEST_GENERAL 256  /* ... and no plain sentence about one header */
#define WARNINGS        8    /* quoted texts of one Warning row that are read */

/* The catalogue. First match wins; more special ones stand before more general ones. */
/* clang-format off */
#define SAYS(pattern, bits, cause, header, stack) \
    {pattern, bits, CAUSE_##cause, H_##header, STACK_##stack, {CAUSE_NONE}}
#define MAYBE(pattern, bits, cause, header, stack, ...) \
    {pattern, bits, CAUSE_##cause, H_##header, STACK_##stack, {__VA_ARGS__}}
#define NOTHING(pattern, bits) {pattern, bits, CAUSE_NONE, H_OTHER, STACK_UNKNOWN, {CAUSE_NONE}}
#define CISCO_(words) "*'" words "'*"

static const struct claim catalogue[] = {
    /* Words that say nothing, although they look as if they did. */
    NOTHING("bad request", ANYWHERE),
    NOTHING("malformed request", ANYWHERE),
    NOTHING("server sanity failure", ANYWHERE),
    NOTHING("noisy feedback tells*", IN_WARNING),

    /* Kamailio, sanity module. Its Content-Length check tests inequality; "body failure" is a body it cannot find. */
    MAYBE("bad request uri", ANYWHERE, request_uri_malformed, REQUEST_LINE, KAMAILIO,
          CAUSE_request_uri_scheme_unsupported, CAUSE_request_uri_angle_brackets, CAUSE_request_uri_whitespace),
    MAYBE("bad headers", ANYWHERE | ANY_HEADER | VAGUE, line_without_colon, OTHER, SER,
          CAUSE_header_name_malformed, CAUSE_orphan_continuation, CAUSE_header_section_unterminated),
    SAYS("ivalid to header", ANYWHERE, to_malformed, TO, KAMAILIO), /* so spelt in 5.6 */
    SAYS("missing method in cseq header", ANYWHERE, cseq_malformed, CSEQ, KAMAILIO),
    SAYS("missing number in cseq header", ANYWHERE, cseq_malformed, CSEQ, KAMAILIO),
    SAYS("cseq method does not match request method", ANYWHERE, cseq_method_mismatch, CSEQ, KAMAILIO),
    MAYBE("cseq number is illegal", ANYWHERE, cseq_number_out_of_range, CSEQ, KAMAILIO, CAUSE_cseq_malformed),
    /* A body that is too short shows in the bytes; where none does, it is line ends behind the body. */
    MAYBE("content-length mis-match", ANYWHERE, body_longer_than_content_length, CONTENT_LENGTH, KAMAILIO,
          CAUSE_body_shorter_than_content_length),
    MAYBE("content-length body failure", ANYWHERE, body_shorter_than_content_length, CONTENT_LENGTH, KAMAILIO,
          CAUSE_header_section_unterminated),
    SAYS("content-length failure", ANYWHERE, content_length_malformed, CONTENT_LENGTH, KAMAILIO),
    SAYS("missing number in expires header", ANYWHERE, expires_malformed, EXPIRES, KAMAILIO),
    SAYS("expires value is illegal", ANYWHERE, expires_malformed, EXPIRES, KAMAILIO),
    SAYS("bad proxy require header", ANYWHERE, proxy_require_malformed, PROXY_REQUIRE, KAMAILIO),
    SAYS("bad contact uri", ANYWHERE, contact_malformed, CONTACT, KAMAILIO),
    SAYS("bad auth header", ANYWHERE, authorization_malformed, AUTHORIZATION, KAMAILIO),
    SAYS("bad auth credentials", ANYWHERE, authorization_malformed, AUTHORIZATION, KAMAILIO),
    SAYS("auth empty user", ANYWHERE, authorization_malformed, AUTHORIZATION, KAMAILIO),
    SAYS("auth empty nonce", ANYWHERE, authorization_malformed, AUTHORIZATION, KAMAILIO),
    SAYS("auth empty response", ANYWHERE, authorization_malformed, AUTHORIZATION, KAMAILIO),
    SAYS("many from tag params", ANYWHERE, duplicate_tag_param, FROM, KAMAILIO),
    SAYS("many to tag params", ANYWHERE, duplicate_tag_param, TO, KAMAILIO),
    SAYS("*transport missmatch in topmost via*", ANYWHERE, via_transport_mismatch, OTHER, KAMAILIO),
    SAYS("*unsupported transport in topmost via*", ANYWHERE, via_transport_mismatch, OTHER, KAMAILIO),
    SAYS("version not supported*", ANYWHERE, sip_version_unsupported, OTHER, UNKNOWN),
    /* SER family: core, tm, sl, whose "(400/SL)" has been taken off here */
    MAYBE("transaction tuple incomplete", ANYWHERE | VAGUE, missing_via, VIA, SER,
          CAUSE_missing_from, CAUSE_missing_to, CAUSE_missing_call_id, CAUSE_missing_cseq),
    SAYS("regretfully, we were not able to process the uri*", ANYWHERE, request_uri_malformed, REQUEST_LINE, SER),
    SAYS("bad uri", ANYWHERE, request_uri_malformed, REQUEST_LINE, OPENSIPS),
    SAYS("invalid character in q parameter", ANYWHERE, contact_param_invalid, CONTACT, KAMAILIO),
    SAYS("empty q parameter", ANYWHERE, contact_param_invalid, CONTACT, KAMAILIO),
    SAYS("q parameter too big", ANYWHERE, contact_param_invalid, CONTACT, KAMAILIO),
    SAYS("decimal part missing in q", ANYWHERE, contact_param_invalid, CONTACT, KAMAILIO),
    /* SER family: registrar */
    MAYBE("invalid cseq number", IN_REGISTRAR, register_out_of_order, CSEQ, SER, CAUSE_cseq_not_increasing),
    SAYS("out of order request", IN_REGISTRAR, register_out_of_order, CSEQ, SER),
    SAYS("no username in to uri", ANYWHERE, aor_unusable, TO, SER),
    MAYBE("error while parsing aor", ANYWHERE, aor_unusable, TO, SER, CAUSE_to_malformed),
    SAYS("error while unescaping username", ANYWHERE, aor_unusable, TO, SER),
    SAYS("invalid expires param in contact", ANYWHERE, contact_param_invalid, CONTACT, SER),
    SAYS("invalid q param in contact", ANYWHERE, contact_param_invalid, CONTACT, SER),
    MAYBE("message parse error", IN_REGISTRAR | ANY_HEADER | VAGUE, line_without_colon, OTHER, SER,
          CAUSE_header_name_malformed, CAUSE_orphan_continuation, CAUSE_header_section_unterminated),
    MAYBE("to header not found", ANYWHERE, missing_to, TO, SER, CAUSE_to_malformed),
    MAYBE("call-id header not found", ANYWHERE, missing_call_id, CALL_ID, SER, CAUSE_call_id_malformed),
    MAYBE("cseq header not found", ANYWHERE, missing_cseq, CSEQ, SER, CAUSE_cseq_malformed),
    MAYBE("expires parse error", ANYWHERE, expires_malformed, EXPIRES, SER, CAUSE_contact_param_invalid),
    MAYBE("contact parse error", ANYWHERE, contact_malformed, CONTACT, SER, CAUSE_contact_param_invalid),
    SAYS("* used in contact and expires is not zero", ANYWHERE, contact_star_misuse, CONTACT, SER),
    SAYS("* used in contact and more than 1 contact", ANYWHERE, contact_star_misuse, CONTACT, SER),
    SAYS("contact/received too long", ANYWHERE, field_too_long, CONTACT, SER),
    /* Kamailio says so of an address of record that it cannot use, too. */
    MAYBE("callid too long", ANYWHERE, field_too_long, CALL_ID, SER, CAUSE_aor_unusable),
    SAYS("path parse error", ANYWHERE, unused_header_malformed, PATH, SER),
    MAYBE("invalid reg-id number", ANYWHERE, contact_param_invalid, CONTACT, KAMAILIO, CAUSE_flow_or_outbound),
    /* SEMS */
    SAYS("missing contact-hf", ANYWHERE, contact_missing, CONTACT, UNKNOWN),
    SAYS("incorrect max-forwards", ANYWHERE, max_forwards_malformed, MAX_FORWARDS, UNKNOWN),
    /* Kamailio, presence and resource lists */
    SAYS("invalid request", IN_PHRASE | IF_STACK | IF_PUBLISH, body_missing, BODY, KAMAILIO),
    SAYS("stale cseq value", ANYWHERE, cseq_not_increasing, CSEQ, KAMAILIO),
    /* Kamailio, IMS */
    SAYS("bad request - public id in p-asserted-identity*", ANYWHERE, ims_identity_missing, P_ASSERTED_IDENTITY,
         KAMAILIO),
    SAYS("bad request - public id in to*", ANYWHERE, ims_identity_missing, TO, KAMAILIO),
    MAYBE("bad request - private id*", ANYWHERE, ims_identity_missing, AUTHORIZATION, KAMAILIO,
          CAUSE_authorization_malformed),
    MAYBE("bad request - error parsing contact*", ANYWHERE, contact_malformed, CONTACT, KAMAILIO,
          CAUSE_contact_param_invalid),
    SAYS("bad request - p-visited-network-id*", ANYWHERE, ims_identity_missing, P_VISITED_NETWORK_ID, KAMAILIO),
    /* OpenSIPS: what an error_route has at hand, and sipmsg_validate() */
    MAYBE("bad r-uri", ANYWHERE, request_uri_malformed, REQUEST_LINE, OPENSIPS,
          CAUSE_request_uri_scheme_unsupported, CAUSE_request_uri_angle_brackets, CAUSE_request_uri_whitespace),
    SAYS("bad i-uri", ANYWHERE, request_uri_malformed, REQUEST_LINE, OPENSIPS),
    SAYS("bad from uri", ANYWHERE, from_malformed, FROM, OPENSIPS),
    SAYS("bad to uri", ANYWHERE, to_malformed, TO, OPENSIPS),
    SAYS("bad p-preferred-identity uri", ANYWHERE, unused_header_malformed, OTHER, OPENSIPS),
    MAYBE("bad header", ANYWHERE | ANY_HEADER | VAGUE, line_without_colon, OTHER, OPENSIPS,
          CAUSE_header_name_malformed, CAUSE_from_malformed, CAUSE_to_malformed),
    MAYBE("failed to parse headers", ANYWHERE | ANY_HEADER | VAGUE, line_without_colon, OTHER, OPENSIPS,
          CAUSE_header_name_malformed, CAUSE_max_forwards_malformed),
    MAYBE("invalid body - content length*", ANYWHERE, body_shorter_than_content_length, CONTENT_LENGTH, OPENSIPS,
          CAUSE_body_longer_than_content_length),
    SAYS("failed to parse r-uri*", ANYWHERE, request_uri_malformed, REQUEST_LINE, OPENSIPS),
    SAYS("invalid domain for r-uri*", ANYWHERE, request_uri_malformed, REQUEST_LINE, OPENSIPS),
    SAYS("invalid username for r-uri*", ANYWHERE, request_uri_malformed, REQUEST_LINE, OPENSIPS),
    SAYS("*doesn't have 'contact' header*", ANYWHERE, contact_missing, CONTACT, OPENSIPS),
    SAYS("path header supported only for register*", ANYWHERE, path_in_non_register, PATH, OPENSIPS),
    /* PJSIP, Asterisk on it */
    SAYS("retransmission with different cseq", ANYWHERE, branch_reuse_different_cseq, OTHER, PJSIP),
    MAYBE("bad/missing contact header", ANYWHERE, contact_missing, CONTACT, PJSIP,
          CAUSE_contact_malformed, CAUSE_contact_star_misuse, CAUSE_contact_scheme),
    SAYS("found multiple replaces headers", ANYWHERE, replaces_invalid, REPLACES, PJSIP),
    SAYS("message body is not present", ANYWHERE, body_missing, BODY, PJSIP),
    MAYBE("message body is not dlgevent", ANYWHERE, body_missing, BODY, PJSIP, CAUSE_content_type_unsupported),
    SAYS("the invite request must be siprec", ANYWHERE, siprec_requirements, BODY, PJSIP),
    SAYS("siprec invite must have a body", ANYWHERE, siprec_requirements, BODY, PJSIP),
    SAYS("siprec invite without sdp is not supported", ANYWHERE, siprec_requirements, BODY, PJSIP),
    SAYS("sdp must have label media attribute", ANYWHERE, siprec_requirements, BODY, PJSIP),
    SAYS("siprec invite must have a 'rs-metadata' content-type", ANYWHERE, siprec_requirements, BODY, PJSIP),
    SAYS("*(pjmedia_sdp_e*)*", ANYWHERE, sdp_malformed, BODY, PJSIP),
    SAYS("bad sdp", ANYWHERE, sdp_malformed, BODY, PJSIP),
    SAYS("missing media in sdp", ANYWHERE, sdp_malformed, BODY, PJSIP),
    MAYBE("missing required header(s)*", ANYWHERE | VAGUE, missing_from, OTHER, PJSIP,
          CAUSE_missing_to, CAUSE_missing_call_id, CAUSE_missing_cseq, CAUSE_missing_via, CAUSE_contact_missing),
    SAYS("sips required", IN_WARNING, contact_scheme, CONTACT, PJSIP),
    /* chan_sip */
    SAYS("bad request (refer-to missing)", ANYWHERE, refer_to_missing_or_multiple, REFER_TO, CHAN_SIP),
    SAYS("session-expires invalid syntax", ANYWHERE, session_expires_malformed, SESSION_EXPIRES, CHAN_SIP),
    SAYS("min-se invalid syntax", ANYWHERE, min_se_malformed, MIN_SE, CHAN_SIP),
    SAYS("impossible condition", ANYWHERE, publish_type_unknown, OTHER, CHAN_SIP),
    /* Sofia-SIP, FreeSWITCH; their "Bad ... Header" is a general shape */
    SAYS("bad session description", ANYWHERE, sdp_malformed, BODY, FREESWITCH),
    SAYS("authorization missing *", ANYWHERE, authorization_malformed, AUTHORIZATION, SOFIA),
    SAYS("authorization has invalid qop", ANYWHERE, authorization_malformed, AUTHORIZATION, SOFIA),
    SAYS("no such preliminary response", ANYWHERE, rack_missing_or_malformed, RACK, SOFIA),
    /* reSIProcate */
    MAYBE("missing mandatory header field", ANYWHERE | VAGUE, missing_from, OTHER, RESIPROCATE,
          CAUSE_missing_to, CAUSE_missing_call_id, CAUSE_missing_cseq, CAUSE_missing_via, CAUSE_missing_max_forwards),
    SAYS("method mismatch btw request line and cseq", ANYWHERE, cseq_method_mismatch, CSEQ, RESIPROCATE),
    SAYS("malformed request line", ANYWHERE, request_line_malformed, REQUEST_LINE, RESIPROCATE),
    SAYS("malformed topmost via header", ANYWHERE, via_malformed, VIA, RESIPROCATE),
    MAYBE("bad request(*larger than datagram*", ANYWHERE, body_shorter_than_content_length, CONTENT_LENGTH,
          RESIPROCATE, CAUSE_content_length_malformed, CAUSE_duplicate_single_header),
    MAYBE("bad request(malformed content-length*", ANYWHERE, content_length_malformed, CONTENT_LENGTH, RESIPROCATE,
          CAUSE_content_length_conflict, CAUSE_duplicate_single_header),
    SAYS("bad request(multiple values in single-value header*", ANYWHERE, duplicate_single_header, OTHER, RESIPROCATE),
    MAYBE("malformed from, malformed to, malformed call-id, fix your code!", ANYWHERE, from_malformed, FROM,
          RESIPROCATE, CAUSE_to_malformed, CAUSE_call_id_malformed),
    MAYBE("malformed from, malformed to, fix your code!", ANYWHERE, from_malformed, FROM, RESIPROCATE,
          CAUSE_to_malformed),
    MAYBE("malformed from, malformed call-id, fix your code!", ANYWHERE, from_malformed, FROM, RESIPROCATE,
          CAUSE_call_id_malformed),
    MAYBE("malformed to, malformed call-id, fix your code!", ANYWHERE, to_malformed, TO, RESIPROCATE,
          CAUSE_call_id_malformed),
    MAYBE("malformed header-field-value:*", ANYWHERE | ANY_HEADER | VAGUE, route_malformed, ROUTE, RESIPROCATE,
          CAUSE_record_route_malformed, CAUSE_contact_malformed),
    SAYS("garbage route header.", ANYWHERE, route_malformed, ROUTE, RESIPROCATE),
    SAYS("invalid use of 'contact: *'", ANYWHERE, contact_star_misuse, CONTACT, RESIPROCATE),
    SAYS("bad/unsupported scheme in to:*", ANYWHERE, aor_unusable, TO, RESIPROCATE),
    SAYS("registration requests can't have to: tags.", ANYWHERE, to_tag_outside_dialog, TO, RESIPROCATE),
    SAYS("invalid auth header", ANYWHERE, authorization_malformed, AUTHORIZATION, RESIPROCATE),
    SAYS("transaction-id collision", ANYWHERE, transaction_id_collision, OTHER, RESIPROCATE),
    SAYS("new dialog uas request received in uac dialogset", ANYWHERE, unexpected_request_in_state, OTHER, RESIPROCATE),
    SAYS("trying to use tls with an ip-address in your contact*", ANYWHERE, flow_or_outbound, CONTACT, RESIPROCATE),
    SAYS("trying to use sigcomp on a connection-oriented*", ANYWHERE, flow_or_outbound, CONTACT, RESIPROCATE),
    SAYS("invalid message body", ANYWHERE, multipart_malformed, BODY, RESIPROCATE),
    /* JAIN-SIP: "Bad Request (the header as it stands LF:complaint)"; compact names as they were sent */
    SAYS("bad request (bad header continuation.*", ANYWHERE, orphan_continuation, OTHER, JAIN),
    MAYBE("bad request (invalid content length*", ANYWHERE, body_shorter_than_content_length, CONTENT_LENGTH, JAIN,
          CAUSE_body_longer_than_content_length),
    SAYS("bad request (extraneous characters at the end*", ANYWHERE, body_longer_than_content_length, BODY, JAIN),
    SAYS("extraneous characters at the end of the message*", ANYWHERE, body_longer_than_content_length, BODY, JAIN),
    SAYS("bad request (from:*", ANYWHERE, from_malformed, FROM, JAIN),
    SAYS("bad request (f:*", ANYWHERE, from_malformed, FROM, JAIN),
    SAYS("bad request (to:*", ANYWHERE, to_malformed, TO, JAIN),
    SAYS("bad request (t:*", ANYWHERE, to_malformed, TO, JAIN),
    SAYS("bad request (via:*", ANYWHERE, via_malformed, VIA, JAIN),
    SAYS("bad request (v:*", ANYWHERE, via_malformed, VIA, JAIN),
    SAYS("bad request (cseq:*", ANYWHERE, cseq_malformed, CSEQ, JAIN),
    SAYS("bad request (call-id:*", ANYWHERE, call_id_malformed, CALL_ID, JAIN),
    SAYS("bad request (i:*", ANYWHERE, call_id_malformed, CALL_ID, JAIN),
    SAYS("bad request (content-length:*", ANYWHERE, content_length_malformed, CONTENT_LENGTH, JAIN),
    SAYS("bad request (l:*", ANYWHERE, content_length_malformed, CONTENT_LENGTH, JAIN),
    MAYBE("bad request (* sip/*", ANYWHERE, request_line_malformed, REQUEST_LINE, JAIN,
          CAUSE_request_uri_malformed, CAUSE_request_uri_angle_brackets, CAUSE_request_uri_whitespace),
    SAYS("bad version*", ANYWHERE, sip_version_unsupported, REQUEST_LINE, JAIN),
    SAYS("bad sip version*", ANYWHERE, sip_version_unsupported, REQUEST_LINE, JAIN),
    SAYS("refer-to header is missing", ANYWHERE, refer_to_missing_or_multiple, REFER_TO, JAIN),
    SAYS("request out of order", ANYWHERE, cseq_not_increasing, CSEQ, JAIN),
    /* Cisco: in quotes of its own, in the phrase or in an unquoted Warning */
    MAYBE(CISCO_("malformed/missing contact field"), ANYWHERE, contact_malformed, CONTACT, CISCO,
          CAUSE_contact_missing),
    SAYS(CISCO_("malformed/missing record route"), ANYWHERE, record_route_malformed, RECORD_ROUTE, CISCO),
    SAYS(CISCO_("malformed/missing url"), ANYWHERE, request_uri_malformed, REQUEST_LINE, CISCO),
    MAYBE(CISCO_("malformed/missing to: field"), ANYWHERE, to_malformed, TO, CISCO, CAUSE_missing_to),
    MAYBE(CISCO_("malformed/missing from: field"), ANYWHERE, from_malformed, FROM, CISCO, CAUSE_missing_from),
    MAYBE(CISCO_("malformed/missing callid field"), ANYWHERE, call_id_malformed, CALL_ID, CISCO,
          CAUSE_missing_call_id),
    SAYS(CISCO_("malformed/missing request line"), ANYWHERE, request_line_malformed, REQUEST_LINE, CISCO),
    MAYBE(CISCO_("malformed/missing sip content type field"), ANYWHERE, content_type_malformed, CONTENT_TYPE, CISCO,
          CAUSE_content_type_missing),
    MAYBE(CISCO_("malformed/missing via or cseq"), ANYWHERE, via_malformed, VIA, CISCO,
          CAUSE_cseq_malformed, CAUSE_missing_via, CAUSE_missing_cseq, CAUSE_cseq_method_mismatch),
    MAYBE(CISCO_("malformed/missing subscription-state header"), ANYWHERE, subscription_state_missing,
          SUBSCRIPTION_STATE, CISCO, CAUSE_subscription_state_malformed),
    SAYS(CISCO_("malformed/missing require header"), ANYWHERE, require_malformed, REQUIRE, CISCO),
    SAYS(CISCO_("callid absent"), ANYWHERE, missing_call_id, CALL_ID, CISCO),
    MAYBE(CISCO_("error in cseq field"), ANYWHERE, cseq_malformed, CSEQ, CISCO,
          CAUSE_cseq_number_out_of_range, CAUSE_cseq_method_mismatch, CAUSE_missing_cseq),
    MAYBE(CISCO_("error in from and/or to field"), ANYWHERE, from_malformed, FROM, CISCO,
          CAUSE_to_malformed, CAUSE_missing_to, CAUSE_missing_from),
    SAYS(CISCO_("invalid sdp information"), ANYWHERE, sdp_malformed, BODY, CISCO),
    MAYBE(CISCO_("invalid ip address"), ANYWHERE, request_uri_malformed, REQUEST_LINE, CISCO, CAUSE_sdp_malformed),
    SAYS(CISCO_("invalid content-id field"), ANYWHERE, multipart_malformed, BODY, CISCO),
    MAYBE(CISCO_("content length error"), ANYWHERE, content_length_malformed, CONTENT_LENGTH, CISCO,
          CAUSE_body_shorter_than_content_length, CAUSE_body_longer_than_content_length),
    SAYS(CISCO_("media negotiation failed"), ANYWHERE, sdp_malformed, BODY, CISCO),
    SAYS(CISCO_("media info comparison failed"), ANYWHERE, sdp_malformed, BODY, CISCO),
    MAYBE(CISCO_("malformed refer request"), ANYWHERE, refer_to_missing_or_multiple, REFER_TO, CISCO,
          CAUSE_refer_to_malformed),
    SAYS(CISCO_("malformed refer-to header"), ANYWHERE, refer_to_malformed, REFER_TO, CISCO),
    SAYS(CISCO_("malformed replaces header"), ANYWHERE, replaces_invalid, REPLACES, CISCO),
    SAYS(CISCO_("malformed cc-diversion header"), ANYWHERE, diversion_malformed, CC_DIVERSION, CISCO),
    MAYBE(CISCO_("missing*refer-by header"), ANYWHERE, refer_to_malformed, REFERRED_BY, CISCO,
          CAUSE_referrer_identity_missing),
    MAYBE(CISCO_("unable to obtain sip method"), ANYWHERE, request_line_malformed, REQUEST_LINE, CISCO,
          CAUSE_method_unknown),
    MAYBE(CISCO_("unable to decode body"), ANYWHERE, multipart_malformed, BODY, CISCO,
          CAUSE_content_encoding_undecodable),
    SAYS(CISCO_("subscription terminated"), ANYWHERE, unexpected_request_in_state, OTHER, CISCO),
    SAYS(CISCO_("body expected"), ANYWHERE, body_missing, BODY, CISCO),
    /* others */
    SAYS("malformed route header", ANYWHERE, route_malformed, ROUTE, MICROSOFT),
    SAYS("*more than one replaces header*", ANYWHERE, replaces_invalid, REPLACES, UNKNOWN),
    SAYS("*to uri not sip or sips*", ANYWHERE, aor_unusable, TO, UNKNOWN),
    SAYS("*replaces* own *", ANYWHERE, replaces_targets_self, REPLACES, UNKNOWN),
    SAYS("*call completion*", ANYWHERE, call_completion_state, EVENT, UNKNOWN),
    SAYS("message too large", ANYWHERE, message_too_large, OTHER, UNKNOWN),
    /* any stack: two that differ */
    SAYS("*digest*uri*mismatch*", ANYWHERE, digest_uri_mismatch, OTHER, UNKNOWN),
    SAYS("*cseq*mismatch*", ANYWHERE, cseq_method_mismatch, CSEQ, UNKNOWN),
    SAYS("*mismatch*cseq*", ANYWHERE, cseq_method_mismatch, CSEQ, UNKNOWN),
    SAYS("*cseq*mis-match*", ANYWHERE, cseq_method_mismatch, CSEQ, UNKNOWN),
    SAYS("*cseq*does not match*", ANYWHERE, cseq_method_mismatch, CSEQ, UNKNOWN),
    MAYBE("*content*length*mismatch*", ANYWHERE, body_shorter_than_content_length, CONTENT_LENGTH, UNKNOWN,
          CAUSE_body_longer_than_content_length),
    MAYBE("*content*length*mis-match*", ANYWHERE, body_shorter_than_content_length, CONTENT_LENGTH, UNKNOWN,
          CAUSE_body_longer_than_content_length),
    MAYBE("*content*length*does not match*", ANYWHERE, body_shorter_than_content_length, CONTENT_LENGTH, UNKNOWN,
          CAUSE_body_longer_than_content_length),
};

/* The general shapes: a word for what is wrong and the name of a thing. How much of a name it is: "Call-ID" means only
 * one thing; "From" is a word of English, and counts with nothing behind it that makes it one; "route" and
 * "authorization" are what a server has or has not, unless "header" or "field" is said. */
enum naming { UNMISTAKABLE, WORD_OF_ENGLISH, HEADER_IF_SAID };

static const struct subject {
    const char *name; /* '-' is a hyphen, a space or nothing */
    enum naming naming;
    struct claim missing, malformed;
} subjects[] = {
#define SUBJECT(name, naming, header, when_missing, when_malformed, ...) \
    {name, naming, SAYS(name, ANYWHERE, when_missing, header, UNKNOWN), \
     MAYBE(name, ANYWHERE, when_malformed, header, UNKNOWN, __VA_ARGS__)}
    SUBJECT("request-line", UNMISTAKABLE, REQUEST_LINE, NONE, request_line_malformed, CAUSE_request_uri_malformed),
    SUBJECT("request-uri", UNMISTAKABLE, REQUEST_LINE, NONE, request_uri_malformed,
            CAUSE_request_uri_angle_brackets, CAUSE_request_uri_whitespace, CAUSE_request_uri_scheme_unsupported),
    SUBJECT("r-uri", UNMISTAKABLE, REQUEST_LINE, NONE, request_uri_malformed,
            CAUSE_request_uri_angle_brackets, CAUSE_request_uri_whitespace, CAUSE_request_uri_scheme_unsupported),
    SUBJECT("via-branch", UNMISTAKABLE, VIA, via_branch_missing, via_malformed, CAUSE_via_branch_empty_id),
    SUBJECT("branch", WORD_OF_ENGLISH, VIA, via_branch_missing, via_malformed, CAUSE_via_branch_empty_id),
    SUBJECT("via", WORD_OF_ENGLISH, VIA, missing_via, via_malformed, CAUSE_NONE),
    SUBJECT("from-tag", UNMISTAKABLE, FROM, from_tag_missing, from_malformed, CAUSE_duplicate_tag_param),
    SUBJECT("from", WORD_OF_ENGLISH, FROM, missing_from, from_malformed, CAUSE_duplicate_single_header),
    SUBJECT("to-tag", UNMISTAKABLE, TO, NONE, to_malformed, CAUSE_duplicate_tag_param, CAUSE_to_tag_outside_dialog),
    SUBJECT("to", WORD_OF_ENGLISH, TO, missing_to, to_malformed, CAUSE_duplicate_single_header),
    SUBJECT("call-id", UNMISTAKABLE, CALL_ID, missing_call_id, call_id_malformed, CAUSE_duplicate_single_header),
    SUBJECT("cseq", UNMISTAKABLE, CSEQ, missing_cseq, cseq_malformed, CAUSE_cseq_number_out_of_range,
            CAUSE_cseq_method_mismatch, CAUSE_cseq_not_increasing, CAUSE_duplicate_single_header),
    SUBJECT("max-forwards", UNMISTAKABLE, MAX_FORWARDS, missing_max_forwards, max_forwards_malformed,
            CAUSE_duplicate_single_header),
    SUBJECT("content-length", UNMISTAKABLE, CONTENT_LENGTH, content_length_missing_on_stream, content_length_malformed,
            CAUSE_content_length_conflict, CAUSE_body_shorter_than_content_length,
            CAUSE_body_longer_than_content_length),
    SUBJECT("contact", WORD_OF_ENGLISH, CONTACT, contact_missing, contact_malformed, CAUSE_contact_param_invalid,
            CAUSE_contact_star_misuse, CAUSE_uri_needs_angle_brackets),
    SUBJECT("record-route", UNMISTAKABLE, RECORD_ROUTE, NONE, record_route_malformed, CAUSE_NONE),
    SUBJECT("route", HEADER_IF_SAID, ROUTE, NONE, route_malformed, CAUSE_NONE),
    SUBJECT("content-type", UNMISTAKABLE, CONTENT_TYPE, content_type_missing, content_type_malformed,
            CAUSE_content_type_unsupported, CAUSE_duplicate_single_header),
    SUBJECT("content-encoding", UNMISTAKABLE, CONTENT_ENCODING, NONE, content_encoding_undecodable,
            CAUSE_duplicate_single_header),
    SUBJECT("session-expires", UNMISTAKABLE, SESSION_EXPIRES, NONE, session_expires_malformed,
            CAUSE_duplicate_single_header),
    SUBJECT("min-se", UNMISTAKABLE, MIN_SE, NONE, min_se_malformed, CAUSE_duplicate_single_header),
    SUBJECT("expires", WORD_OF_ENGLISH, EXPIRES, NONE, expires_malformed, CAUSE_duplicate_single_header),
    SUBJECT("proxy-require", UNMISTAKABLE, PROXY_REQUIRE, NONE, proxy_require_malformed, CAUSE_NONE),
    SUBJECT("require", HEADER_IF_SAID, REQUIRE, NONE, require_malformed, CAUSE_NONE),
    SUBJECT("proxy-authorization", HEADER_IF_SAID, PROXY_AUTHORIZATION, NONE, authorization_malformed, CAUSE_NONE),
    SUBJECT("authorization", HEADER_IF_SAID, AUTHORIZATION, NONE, authorization_malformed, CAUSE_NONE),
    SUBJECT("event", WORD_OF_ENGLISH, EVENT, event_missing, event_malformed, CAUSE_event_missing,
            CAUSE_duplicate_single_header),
    SUBJECT("refer-to", UNMISTAKABLE, REFER_TO, refer_to_missing_or_multiple, refer_to_malformed,
            CAUSE_refer_to_missing_or_multiple),
    SUBJECT("rack", UNMISTAKABLE, RACK, rack_missing_or_malformed, rack_missing_or_malformed, CAUSE_NONE),
    SUBJECT("replaces", WORD_OF_ENGLISH, REPLACES, NONE, replaces_invalid, CAUSE_NONE),
    SUBJECT("subscription-state", UNMISTAKABLE, SUBSCRIPTION_STATE, subscription_state_missing,
            subscription_state_malformed, CAUSE_subscription_state_missing),
    SUBJECT("cc-diversion", UNMISTAKABLE, CC_DIVERSION, NONE, diversion_malformed, CAUSE_NONE),
    SUBJECT("diversion", HEADER_IF_SAID, DIVERSION, NONE, diversion_malformed, CAUSE_NONE),
    SUBJECT("call-info", UNMISTAKABLE, CALL_INFO, NONE, call_info_malformed, CAUSE_NONE),
    SUBJECT("sdp", UNMISTAKABLE, BODY, body_missing, sdp_malformed, CAUSE_NONE),
    SUBJECT("session-description", UNMISTAKABLE, BODY, body_missing, sdp_malformed, CAUSE_NONE),
    SUBJECT("message-body", UNMISTAKABLE, BODY, body_missing, multipart_malformed, CAUSE_sdp_malformed),
    SUBJECT("body", WORD_OF_ENGLISH, BODY, body_missing, multipart_malformed, CAUSE_sdp_malformed),
#undef SUBJECT
};

/* "Bad Date Header": any other header with a name. */
static const struct claim other_headers[H_COUNT] = {
#define X(id, name, compact, single, rank) \
    [H_##id] = MAYBE(name, ANYWHERE, unused_header_malformed, id, UNKNOWN, CAUSE_duplicate_single_header),
    SIPDIAG_HEADERS(X)
#undef X
};
/* clang-format on */

/* What is said of a thing, before its name or behind it. */
enum complaint { NO_COMPLAINT, MISSING, NONE_OF, MALFORMED };

struct expression {
    const char *words; /* '-' as in a subject's name */
    enum complaint complaint;
};

static const struct expression before[] = {
    {"missing", MISSING},
    {"no", NONE_OF},
    {"without", NONE_OF},
    {"lacks", MISSING},
    {"lacking", MISSING},
    {"absent", MISSING},
    {"bad", MALFORMED},
    {"malformed", MALFORMED},
    {"invalid", MALFORMED},
    {"illegal", MALFORMED},
    {"garbage", MALFORMED},
    {"garbled", MALFORMED},
    {"unparsable", MALFORMED},
    {"unparseable", MALFORMED},
    {"error-in", MALFORMED},
    {"error-parsing", MALFORMED},
    {"error-on", MALFORMED},
    {"failed-to-parse", MALFORMED},
    {"cannot-parse", MALFORMED},
    {"can't-parse", MALFORMED},
    {"could-not-parse", MALFORMED},
    {"unable-to-parse", MALFORMED},
};

static const struct expression behind[] = {
    {"missing", MISSING},        {"is-missing", MISSING},     {"absent", MISSING},          {"is-absent", MISSING},
    {"not-found", MISSING},      {"not-present", MISSING},    {"is-required", MISSING},     {"malformed", MALFORMED},
    {"is-malformed", MALFORMED}, {"invalid", MALFORMED},      {"is-invalid", MALFORMED},    {"parse-error", MALFORMED},
    {"is-illegal", MALFORMED},   {"syntax-error", MALFORMED}, {"parsing-error", MALFORMED},
};

static bool in_word(char c)
{
    return g_ascii_isalnum(c) || c == '-' || c == '_' || c == '\'';
}

/* Length of `words` at the head of `text`, a whole number of words; 0 where it is not there. */
static uint32_t words_at(const char *words, struct slice text)
{
    uint32_t i = 0;

    for (; *words; words++) {
        if (*words != '-') {
            if (i == text.len || g_ascii_tolower(text.at[i]) != *words)
                return 0;
            i++;
        } else if (i < text.len && strchr("- _", text.at[i])) {
            i++;
        }
    }
    return i < text.len && (g_ascii_isalnum(text.at[i]) || text.at[i] == '-' || text.at[i] == '_') ? 0 : i;
}

static uint32_t any_words_at(const char *const *list, struct slice text)
{
    uint32_t len = 0;

    for (; *list && !len; list++)
        len = words_at(*list, text);
    return len;
}

static struct slice skip_between_words(struct slice text)
{
    uint32_t i = 0;

    while (i < text.len && !g_ascii_isalnum(text.at[i]))
        i++;
    return slice_from(text, i);
}

static struct slice next_word(struct slice text)
{
    uint32_t i = 0;

    while (i < text.len && in_word(text.at[i]))
        i++;
    return skip_between_words(slice_from(text, i));
}

static enum complaint complaint_at(const struct expression *list, size_t count, struct slice text, uint32_t *len)
{
    for (size_t i = 0; i < count; i++) {
        *len = words_at(list[i].words, text);
        if (*len)
            return list[i].complaint;
    }
    return NO_COMPLAINT;
}

static const char *const header_words[] = {"header", "headers", "field", "fields", "header-field", "hdr", NULL};

/* May what stands behind a word of English follow the name of a header? */
static bool ends_a_name(struct slice text)
{
    static const char *const followers[] = {"header", "headers", "field",      "fields", "hdr", "value", "uri",
                                            "param",  "params",  "parameters", "and",    "or",  "is",    NULL};

    if (text.len <= 1)
        return true;
    if (text.at[0] == '.')
        return text.at[1] == ' ';
    if (text.at[0] != ' ')
        return strchr(":,;!?/()'\"", text.at[0]) != NULL;
    return !g_ascii_isalnum(text.at[1]) || any_words_at(followers, slice_from(text, 1)) != 0;
}

static const struct subject *subject_at(struct slice text, bool header_said, uint32_t *len)
{
    for (size_t i = 0; i < G_N_ELEMENTS(subjects); i++) {
        struct slice rest;

        *len = words_at(subjects[i].name, text);
        if (!*len)
            continue;
        rest = slice_from(text, *len);
        if (subjects[i].missing.header == H_CALL_ID && text.at[4] == ' ' && !ends_a_name(rest))
            continue; /* "Call ID number": the caller's */
        if (subjects[i].naming == UNMISTAKABLE || (subjects[i].naming == WORD_OF_ENGLISH && ends_a_name(rest)) ||
            (subjects[i].naming == HEADER_IF_SAID &&
             (header_said || any_words_at(header_words, skip_between_words(rest)))))
            return &subjects[i];
    }
    return NULL;
}

static const struct claim *claim_on(const struct subject *subject, enum complaint complaint)
{
    const struct claim *claim = complaint == MALFORMED ? &subject->malformed : &subject->missing;
    return claim->cause != CAUSE_NONE ? claim : NULL;
}

/* "<Name> header", of a header that is no subject. */
static const struct claim *other_header_at(struct slice text)
{
    uint32_t len = 0;
    enum header_id id;

    while (len < text.len && in_word(text.at[len]))
        len++;
    id = len > 1 ? header_lookup(slice_of(text.at, len)) : H_OTHER;
    return id != H_OTHER && any_words_at(header_words, skip_between_words(slice_from(text, len))) ? &other_headers[id]
                                                                                                  : NULL;
}

/* "Account missing. Contact: ...": does a sentence end in front of the next word? */
static bool sentence_ends(struct slice text)
{
    uint32_t i = 0;

    while (i < text.len && !g_ascii_isalnum(text.at[i]))
        if (strchr(".!;", text.at[i++]))
            return true;
    return false;
}

/* "IP missing from", "trunk invalid to": prepositions, where they close a phrase that begins before the complaint. */
static bool is_preposition(const struct subject *subject)
{
    return slice_is(slice_from_string(subject->name), "from") || slice_is(slice_from_string(subject->name), "to") ||
           slice_is(slice_from_string(subject->name), "via");
}

/* "missing mandatory header: Call-ID". `begins`: nothing stands in front that it may belong to. */
static const struct claim *complaint_before(struct slice text, bool begins)
{
    static const char *const places[] = {"in", "of", NULL};
    static const char *const fillers[] = {"the", "a",   "an",      "or",     "required", "mandatory", "sip",    "in",
                                          "of",  "top", "topmost", "single", "value",    "syntax",    "format", NULL};
    bool header_said = false;
    uint32_t len;
    enum complaint complaint = complaint_at(before, G_N_ELEMENTS(before), text, &len);

    if (complaint == NO_COMPLAINT || sentence_ends(slice_from(text, len)))
        return NULL;
    for (text = skip_between_words(slice_from(text, len)); text.len; text = next_word(text)) {
        const struct subject *subject = subject_at(text, header_said, &len);

        if (subject) {
            struct slice rest = skip_between_words(slice_from(text, len));
            if (complaint == NONE_OF && subject->naming != UNMISTAKABLE && !header_said &&
                !any_words_at(header_words, rest))
                return NULL; /* "no contact", "no body" */
            if (!begins && !header_said && is_preposition(subject) && !any_words_at(header_words, rest))
                return NULL;
            return claim_on(subject, complaint);
        }
        if (any_words_at(header_words, text))
            header_said = true;
        else if (complaint == MISSING && any_words_at(places, text))
            complaint = MALFORMED; /* "value missing in Contact": it is there, and lacks something */
        else if (!any_words_at(fillers, text))
            break;
    }
    return complaint == MALFORMED ? other_header_at(text) : NULL;
}

/* "Call-ID header is missing" */
static const struct claim *complaint_behind(struct slice text)
{
    uint32_t len, header_len;
    const struct subject *subject = subject_at(text, false, &len);
    enum complaint complaint;

    if (!subject)
        return NULL;
    text = skip_between_words(slice_from(text, len));
    header_len = any_words_at(header_words, text);
    if (!header_len && subject->naming != UNMISTAKABLE)
        return NULL;
    complaint = complaint_at(behind, G_N_ELEMENTS(behind), skip_between_words(slice_from(text, header_len)), &len);
    return complaint != NO_COMPLAINT ? claim_on(subject, complaint) : NULL;
}

static const struct claim *general_claim(struct slice text)
{
    const struct claim *claim = NULL;
    const char *previous = NULL;

    for (text = skip_between_words(text); text.len && !claim; text = next_word(text)) {
        bool begins = !previous;

        for (const char *c = previous; c && c < text.at; c++)
            begins |= !in_word(*c) && *c != ' ';
        previous = text.at;
        claim = complaint_before(text, begins);
        if (!claim)
            claim = complaint_behind(text);
    }
    return claim;
}

/* Headers that only some methods have: for the others, "Invalid event" is about something else. */
static bool fits_method(const struct claim *claim, struct slice method)
{
    unsigned due;

    if (claim->cause == CAUSE_publish_type_unknown)
        return !method.len || (method_bit(method) & M_PUBLISH);
    switch (claim->header) {
    case H_EVENT: due = M_SUBSCRIBE | M_NOTIFY | M_PUBLISH; break;
    case H_RACK: due = M_PRACK; break;
    case H_REFER_TO: due = M_REFER; break;
    case H_SUBSCRIPTION_STATE: due = M_NOTIFY; break;
    default: return true;
    }
    return !method.len || (method_bit(method) & due);
}

static bool counts(const struct claim *claim, const struct reply *reply, unsigned source)
{
    if (!(claim->bits & source) || !fits_method(claim, reply->method))
        return false;
    if (!(claim->bits & (IF_STACK | IF_PUBLISH)))
        return true;
    return ((claim->bits & IF_PUBLISH) && slice_is(reply->method, "PUBLISH")) ||
           ((claim->bits & IF_STACK) && stack_is(stack_of_reply(reply, SLICE_NONE, SLICE_NONE, NULL), claim->stack));
}

/* NULL, too, where the words are known to say nothing. */
static const struct claim *claim_of(const struct reply *reply, struct slice text, unsigned source)
{
    const struct claim *claim;

    if (!text.len || text.len > LONGEST)
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(catalogue); i++)
        if (counts(&catalogue[i], reply, source) && glob_fits(catalogue[i].pattern, text))
            return catalogue[i].cause != CAUSE_NONE ? &catalogue[i] : NULL;
    claim = text.len <= LONGEST_GENERAL ? general_claim(text) : NULL;
    return claim && fits_method(claim, reply->method) ? claim : NULL;
}

/* Where the words of each source are. */

/* "400 Missing CSeq": without the code that some repeat. */
static struct slice without_code(struct slice text)
{
    uint32_t digits = span(text, C_DIGIT);
    return digits == 3 && text.len > 4 && text.at[3] == ' ' ? slice_trim(slice_from(text, 4)) : text;
}

/* "host Missing CSeq": without the agent of an unquoted Warning. */
static struct slice without_word(struct slice text)
{
    int64_t space = slice_find(text, ' ');
    return space >= 0 ? slice_trim(slice_from(text, (uint32_t)space)) : text;
}

/* "Bad To (400/SL)": without the error number and module of the SER family. */
static struct slice without_module(struct slice text)
{
    if (glob_fits("* (*/sl)", text) || glob_fits("* (*/tm)", text))
        while (text.len && text.at[text.len - 1] != '(')
            text.len--;
    return text.len && text.at[text.len - 1] == '(' ? slice_trim(slice_of(text.at, text.len - 1)) : text;
}

/* The next quoted-string of `*rest`, without its quotes; `*rest` is put behind it. Empty when there is none. */
static struct slice next_quoted(struct slice *rest)
{
    int64_t quote = slice_find(*rest, '"');
    struct slice quoted = quote >= 0 ? slice_from(*rest, (uint32_t)quote) : SLICE_NONE;
    uint32_t len = quoted_length(quoted);

    if (len < 2)
        return SLICE_NONE;
    *rest = slice_from(quoted, len);
    return slice_of(quoted.at + 1, len - 2);
}

/* The text inside the quotes of reason="..." or text="...". */
static struct slice quoted_parameter(struct slice value, const char *name)
{
    for (struct slice rest = value; rest.len; rest = next_word(rest)) {
        uint32_t len = words_at(name, rest);
        struct slice at = slice_trim(slice_from(rest, len));

        if (len && at.len && at.at[0] == '=')
            return next_quoted(&at);
    }
    return SLICE_NONE;
}

/* Warning = warn-code agent quoted-string, and more of them behind commas (20.43). Some stacks leave out the quotes,
 * some all but the text. */
static const struct claim *claim_in_warning(const struct reply *reply, struct slice *words)
{
    struct slice rest = slice_trim(reply->warning);
    struct slice bare[3] = {rest, without_code(rest), without_word(without_code(rest))};
    const struct claim *claim = NULL;

    *words = next_quoted(&rest);
    if (words->len) {
        for (int left = WARNINGS; words->len && left; *words = next_quoted(&rest), left--)
            if ((claim = claim_of(reply, *words, IN_WARNING)))
                break;
        return claim;
    }
    for (size_t i = 0; i < G_N_ELEMENTS(bare) && !claim; i++) {
        *words = bare[i];
        claim = claim_of(reply, *words, IN_WARNING);
    }
    return claim;
}

static const struct claim *read_anew(const struct reply *reply, struct slice *words)
{
    int64_t colon = slice_find(reply->x_error, ':');
    const struct {
        unsigned source;
        struct slice text;
    } others[] = {
        {IN_REGISTRAR, slice_trim(reply->registrar_error)},
        {IN_DIAGNOSTICS, quoted_parameter(reply->diagnostics, "reason")},
        {IN_REASON, quoted_parameter(reply->reason, "text")},
        {IN_X_ERROR, slice_trim(slice_from(reply->x_error, (uint32_t)(colon + 1)))},
        {IN_PHRASE, without_module(without_code(slice_trim(reply->reason_phrase)))},
    };
    const struct claim *claim = claim_in_warning(reply, words);

    for (size_t i = 0; !claim && i < G_N_ELEMENTS(others); i++) {
        *words = others[i].text;
        claim = claim_of(reply, *words, others[i].source);
    }
    if (!claim)
        *words = SLICE_NONE;
    return claim;
}

const struct claim *claim_read(const struct reply *reply, struct slice *words)
{
    if (!reply->claim_known)
        return read_anew(reply, words);
    *words = reply->claim_words;
    return reply->claim;
}

/* Of these every header can have one: the place has to be the same as well. */
static bool happens_anywhere(enum cause_id cause)
{
    switch (cause) {
    case CAUSE_duplicate_single_header:
    case CAUSE_duplicate_tag_param:
    case CAUSE_uri_needs_angle_brackets:
    case CAUSE_unused_header_malformed:
    case CAUSE_field_too_long: return true;
    default: return false;
    }
}

static bool may_mean(const struct claim *claim, enum cause_id cause)
{
    bool found = cause == claim->cause;

    for (size_t i = 0; !found && i < G_N_ELEMENTS(claim->also) && claim->also[i] != CAUSE_NONE; i++)
        found = cause == claim->also[i];
    return found;
}

bool claim_agrees(const struct claim *claim, const struct fault *fault)
{
    if (claim->header != H_OTHER && fault->header == claim->header)
        return true;
    if ((claim->bits & ANY_HEADER) && fault->header > H_OTHER && fault->header < H_COUNT)
        return true;
    return may_mean(claim, fault->cause) && (claim->header == H_OTHER || !happens_anywhere(fault->cause));
}

enum cause_id claim_cause(const struct claim *claim, const struct fault *fault)
{
    bool vague = claim->bits & VAGUE;

    if (fault && claim_agrees(claim, fault) && (vague || may_mean(claim, fault->cause)))
        return fault->cause;
    return vague ? CAUSE_NONE : claim->cause;
}

const char *claim_words(const struct reply *reply, char *out, size_t size)
{
    const struct {
        const char *name;
        struct slice text;
    } parts[] = {
        {"", reply->reason_phrase},
        {"Warning: ", reply->warning},
        {"P-Registrar-Error: ", reply->registrar_error},
        {"ms-diagnostics: ", reply->diagnostics},
        {"Reason: ", reply->reason},
        {"", reply->x_error},
    };
    size_t used = 0;

    out[0] = '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(parts) && used < size; i++) {
        char text[160];

        slice_print(parts[i].text, text, sizeof text);
        if (text[0])
            used +=
                (size_t)g_snprintf(out + used, (gulong)(size - used), "%s%s%s", used ? "; " : "", parts[i].name, text);
    }
    text_end_on_character(out);
    return out;
}
