/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "answers.h"

/* clang-format off */
static const struct answer answers[] = {
    {405, CAUSE_method_unknown, H_REQUEST_LINE, H_ALLOW, false, "the responder does not take this method here"},
    {406, CAUSE_accept_mismatch, H_ACCEPT, H_OTHER, false, "the responder has nothing to send that the request accepts"},
    {413, CAUSE_message_too_large, H_BODY, H_RETRY_AFTER, false, "the request is too large for the responder"},
    {414, CAUSE_request_uri_too_long, H_REQUEST_LINE, H_OTHER, false, "the Request-URI is too long for the responder"},
    {415, CAUSE_content_type_unsupported, H_CONTENT_TYPE, H_ACCEPT, false, "the responder does not take a body of this type"},
    {416, CAUSE_request_uri_scheme_unsupported, H_REQUEST_LINE, H_OTHER, false, "the responder cannot use the scheme of the Request-URI"},
    {420, CAUSE_extension_unsupported, H_REQUIRE, H_UNSUPPORTED, false, "the request requires an extension that the responder does not support"},
    {421, CAUSE_extension_required, H_SUPPORTED, H_REQUIRE, true, "the responder insists on an extension"},
    {422, CAUSE_session_interval_too_small, H_SESSION_EXPIRES, H_MIN_SE, false, "the session interval is below the responder's minimum"},
    {423, CAUSE_interval_too_brief, H_EXPIRES, H_MIN_EXPIRES, false, "the expiry is below the responder's minimum"},
    {424, CAUSE_location_bad, H_GEOLOCATION, H_OTHER, false, "the responder cannot use the location"},
    {428, CAUSE_identity_problem, H_IDENTITY, H_OTHER, true, "the responder wants an Identity header"},
    {429, CAUSE_referrer_identity_missing, H_REFERRED_BY, H_OTHER, true, "the responder wants proof of who refers"},
    {430, CAUSE_flow_or_outbound, H_CONTACT, H_OTHER, false, "the connection that the registration names is gone"},
    {433, CAUSE_anonymity_disallowed, H_FROM, H_OTHER, false, "the responder takes no anonymous callers"},
    {436, CAUSE_identity_problem, H_IDENTITY, H_OTHER, false, "the responder could not fetch the certificate that Identity names"},
    {437, CAUSE_identity_problem, H_IDENTITY, H_OTHER, false, "the responder does not take the certificate that Identity names"},
    {438, CAUSE_identity_problem, H_IDENTITY, H_OTHER, false, "the signature in Identity does not fit the request"},
    {439, CAUSE_flow_or_outbound, H_CONTACT, H_OTHER, false, "the first hop does not support outbound, which the registration asks for"},
    {440, CAUSE_loop_or_breadth, H_VIA, H_OTHER, false, "the request would fork more often than its Max-Breadth allows"},
    {479, CAUSE_request_uri_malformed, H_REQUEST_LINE, H_OTHER, false, "the responder could not process the Request-URI"},
    {481, CAUSE_to_tag_outside_dialog, H_TO, H_OTHER, false, "the responder knows no such dialog or transaction"},
    {482, CAUSE_loop_or_breadth, H_VIA, H_OTHER, false, "the responder has seen this request before: through a loop, or by two branches of a fork that meet again"},
    {483, CAUSE_max_forwards_zero, H_MAX_FORWARDS, H_OTHER, false, "the request has run out of hops"},
    {485, CAUSE_ambiguous_address, H_REQUEST_LINE, H_CONTACT, false, "the Request-URI fits several parties"},
    {488, CAUSE_NONE, H_BODY, H_OTHER, false, NULL},
    {489, CAUSE_event_unknown, H_EVENT, H_ALLOW_EVENTS, false, "the responder does not know the event package"},
    {493, CAUSE_body_undecipherable, H_CONTENT_TYPE, H_OTHER, false, "the responder cannot open the encrypted body"},
    {494, CAUSE_security_agreement_required, H_SECURITY_CLIENT, H_SECURITY_SERVER, true, "the responder wants a security agreement"},
    {500, CAUSE_cseq_not_increasing, H_CSEQ, H_RETRY_AFTER, false, "the responder ran into an error"},
    {501, CAUSE_method_unknown, H_REQUEST_LINE, H_ALLOW, false, "the responder does not know the method"},
    {505, CAUSE_sip_version_unsupported, H_REQUEST_LINE, H_OTHER, false, "the responder does not know the SIP version"},
    {513, CAUSE_message_too_large, H_BODY, H_OTHER, false, "the request is too large for the responder"},
    {606, CAUSE_NONE, H_BODY, H_OTHER, false, NULL},
};
/* clang-format on */

const struct answer *answer_for(uint16_t status)
{
    for (size_t i = 0; i < G_N_ELEMENTS(answers); i++)
        if (answers[i].status == status)
            return &answers[i];
    return NULL;
}

bool answer_needs_request(uint16_t status)
{
    return status == 400 || answer_for(status) != NULL;
}
