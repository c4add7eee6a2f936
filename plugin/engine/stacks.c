/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stacks.h"

#include "chars.h"
#include "glob.h"

static const struct {
    const char *name;
    enum stack family;
} stacks[STACK_COUNT] = {[STACK_UNKNOWN] = {"", STACK_UNKNOWN},
#define X(id, name, family) [STACK_##id] = {name, STACK_##family},
                         SIPDIAG_STACKS(X)
#undef X
};

const char *stack_name(enum stack stack)
{
    return stacks[stack].name;
}

bool stack_is(enum stack stack, enum stack family)
{
    return family != STACK_UNKNOWN && (stack == family || stacks[stack].family == family);
}

/* By header. First match wins. Asterisk says the same of itself with either of its channel drivers: the tag tells. */
/* clang-format off */
static const struct {
    const char *pattern;
    enum stack stack;
} products[] = {
    {"kamailio*", STACK_KAMAILIO},
    {"opensips*", STACK_OPENSIPS},
    {"openser*", STACK_SER},
    {"sip express router*", STACK_SER},
    {"ser (*", STACK_SER},
    {"asterisk*", STACK_ASTERISK},
    {"fpbx-*", STACK_ASTERISK},
    {"freeswitch*", STACK_FREESWITCH},
    {"drachtio*", STACK_DRACHTIO},
    {"*sofia-sip/*", STACK_SOFIA},
    {"pjsip*", STACK_PJSIP},
    {"pjsua*", STACK_PJSIP},
    {"microsip/*", STACK_PJSIP},
    {"*pjsip/*", STACK_PJSIP},
    {"*resiprocate*", STACK_RESIPROCATE},
    {"repro *", STACK_RESIPROCATE},
    {"restcomm*", STACK_JAIN},
    {"mobicents*", STACK_JAIN},
    {"jain*", STACK_JAIN},
    {"jitsi*", STACK_JAIN},
    {"baresip*", STACK_BARESIP},
    {"re v*", STACK_BARESIP},
    {"re/*", STACK_BARESIP},
    {"sip.js*", STACK_SIPJS},
    {"belle-sip*", STACK_BELLE_SIP},
    {"*(belle-sip/*", STACK_BELLE_SIP},
    {"linphone*", STACK_BELLE_SIP},
    {"*exosip*", STACK_EXOSIP},
    {"cisco*", STACK_CISCO},
    {"oracle*", STACK_ORACLE},
    {"acme packet*", STACK_ORACLE},
    {"acmepacket*", STACK_ORACLE},
    {"rtcc/*", STACK_MICROSOFT},
    {"microsoft*", STACK_MICROSOFT},
    {"*nksip*", STACK_NKSIP},
    {"twinkle*", STACK_TWINKLE},
    {"yate/*", STACK_YATE},
    {"pyvoip*", STACK_PYVOIP},
};
/* clang-format on */

static enum stack stack_of_product(struct slice server)
{
    for (size_t i = 0; server.len <= 1024 && i < G_N_ELEMENTS(products); i++)
        if (glob_fits(products[i].pattern, server))
            return products[i].stack;
    return STACK_UNKNOWN;
}

/* Lower-case hexadecimal, as all these write it. */
static bool is_hex(struct slice s)
{
    for (uint32_t i = 0; i < s.len; i++)
        if (!char_is(s.at[i], C_HEX) || g_ascii_isupper(s.at[i]))
            return false;
    return true;
}

/* `left` hex digits, '.' (stateless reply) or '-' (tm), `right` hex digits. */
static bool is_hex_pair(struct slice s, uint32_t left, uint32_t right)
{
    return s.len == left + 1 + right && (s.at[left] == '.' || s.at[left] == '-') && is_hex(slice_of(s.at, left)) &&
           is_hex(slice_from(s, left + 1));
}

static bool is_chan_sip_tag(struct slice tag)
{
    return tag.len == 10 && memcmp(tag.at, "as", 2) == 0 && is_hex(slice_from(tag, 2));
}

/* "Bad Request (400/SL)": text, the error's number, the module. */
static bool ends_with_module(struct slice phrase)
{
    return glob_fits("* (*/sl)", phrase) || glob_fits("* (*/tm)", phrase);
}

/* Habits. The longer tag is younger: SER, OpenSER and OpenSIPS before 3.0 wrote four digits behind the separator. */
static enum stack stack_of_habits(const struct reply *reply, struct slice tag, struct slice branch)
{
    if (tag.len && slice_equal(tag, branch))
        return STACK_PJSIP;
    if (slice_is(tag, "badreq"))
        return STACK_JAIN;
    if (is_hex_pair(tag, 32, 8))
        return STACK_KAMAILIO;
    if (is_hex_pair(tag, 4, 32))
        return STACK_OPENSIPS;
    if (is_hex_pair(tag, 32, 4) || reply->registrar_error.len || ends_with_module(slice_trim(reply->reason_phrase)))
        return STACK_SER;
    if (is_chan_sip_tag(tag))
        return STACK_CHAN_SIP;
    if (!reply->server.len && tag.len == 16 && is_hex(tag))
        return STACK_BARESIP; /* others, which name themselves, write such tags, too */
    return STACK_UNKNOWN;
}

enum stack stack_of_reply(const struct reply *reply, struct slice to_tag, struct slice branch, bool *by_header)
{
    enum stack stack = stack_of_product(reply->server);

    if (by_header)
        *by_header = stack != STACK_UNKNOWN;
    if (stack == STACK_ASTERISK && is_chan_sip_tag(to_tag))
        return STACK_CHAN_SIP;
    /* A name that says nothing is often a configured one, over a stack that is known. */
    return stack != STACK_UNKNOWN ? stack : stack_of_habits(reply, to_tag, branch);
}

/* clang-format off */
static const struct {
    enum stack stack;
    enum cause_id cause;
    const char *sentence;
} quirks[] = {
    /* SER family */
    {STACK_SER, CAUSE_field_too_long,
     "registrars of the SER family refuse a Contact or a Call-ID longer than their database takes: 255 octets mostly"},
    {STACK_SER, CAUSE_register_out_of_order,
     "registrars of the SER family answer 400 to a CSeq number lower than the one they stored for the same Call-ID"},
    {STACK_SER, CAUSE_cseq_not_increasing,
     "presence servers of the SER family answer 400, where RFC 3261 has 500"},
    {STACK_KAMAILIO, CAUSE_body_longer_than_content_length,
     "Kamailio's sanity check refuses any Content-Length that differs from the length of the body, also where octets "
     "are left over, which RFC 3261 18.3 has receivers discard"},
    {STACK_KAMAILIO, CAUSE_request_uri_scheme_unsupported,
     "Kamailio answers 400 \"Bad Request URI\" to a scheme that its parser does not know, where RFC 3261 has 416"},
    {STACK_KAMAILIO, CAUSE_via_branch_missing,
     "Kamailio's sanity check of the top Via, on in the configuration that is shipped, drops a request without a "
     "branch"},
    {STACK_KAMAILIO, CAUSE_duplicate_single_header,
     "Kamailio's sanity check fails on a second From, To, Call-ID or CSeq, also an equal one, and leaves the answer to "
     "its script"},
    {STACK_KAMAILIO, CAUSE_content_length_missing_on_stream,
     "Kamailio closes the connection unless tcp_accept_no_cl is set"},
    {STACK_KAMAILIO, CAUSE_flow_or_outbound,
     "Kamailio's registrar answers 400 \"Invalid Reg-Id number\" to a reg-id that it cannot use"},
    {STACK_OPENSIPS, CAUSE_body_longer_than_content_length,
     "OpenSIPS' sipmsg_validate refuses any Content-Length that differs from the length of the body"},
    {STACK_OPENSIPS, CAUSE_missing_max_forwards,
     "OpenSIPS' sipmsg_validate wants Max-Forwards unless it is called with the flag m"},
    {STACK_OPENSIPS, CAUSE_contact_missing,
     "OpenSIPS' sipmsg_validate wants a Contact in INVITE, UPDATE and REGISTER, although a REGISTER without one is a "
     "legal query"},
    {STACK_OPENSIPS, CAUSE_request_uri_malformed,
     "OpenSIPS' sipmsg_validate refuses characters in the host that others take, the underscore above all"},
    {STACK_OPENSIPS, CAUSE_path_in_non_register,
     "OpenSIPS' sipmsg_validate takes Path in REGISTER only"},
    {STACK_OPENSIPS, CAUSE_call_info_malformed,
     "OpenSIPS answers 400 \"Bad request\" to a SUBSCRIBE that seizes a line without a usable Call-Info"},
    /* PJSIP and Asterisk on it */
    {STACK_PJSIP, CAUSE_branch_reuse_different_cseq,
     "PJSIP takes it for a retransmission and answers 400 with \"Warning: Retransmission with different CSeq\""},
    {STACK_PJSIP, CAUSE_contact_scheme,
     "PJSIP opens no dialog with a Contact that is neither sip: nor sips:, and none with sip: where sips: is due"},
    {STACK_PJSIP, CAUSE_content_type_missing,
     "PJSIP passes over a body without Content-Type, so that an INVITE seems to carry no offer"},
    {STACK_PJSIP, CAUSE_unused_header_malformed,
     "PJSIP drops a request with any header that it parses and cannot read"},
    {STACK_PJSIP, CAUSE_parser_limit_or_bug,
     "PJSIP takes a limited number of values in one header"},
    {STACK_PJSIP, CAUSE_sip_version_unsupported,
     "PJSIP drops requests of another version instead of answering 505"},
    {STACK_PJSIP, CAUSE_siprec_requirements,
     "PJSIP answers 400 to a recording session without SDP, labels or rs-metadata"},
    {STACK_ASTERISK, CAUSE_subscribe_expires_zero_initial,
     "Asterisk answers 400 to an initial SUBSCRIBE with Expires: 0: it does not support fetching a state once"},
    {STACK_ASTERISK, CAUSE_field_too_long,
     "Asterisk's registrar answers 400 to a URI or a host that is longer than its buffers"},
    {STACK_ASTERISK, CAUSE_contact_scheme,
     "Asterisk answers 416 to a Contact that is neither sip: nor sips:"},
    {STACK_ASTERISK, CAUSE_refer_to_malformed,
     "Asterisk answers 400 to a Refer-To that is neither sip: nor sips:, or whose Replaces it cannot read"},
    {STACK_ASTERISK, CAUSE_publish_type_unknown,
     "Asterisk answers 400 where Expires, SIP-If-Match and body do not go together"},
    {STACK_ASTERISK, CAUSE_unexpected_request_in_state,
     "Asterisk answers 400 to a re-INVITE once a transfer has ended the call"},
    {STACK_CHAN_SIP, CAUSE_from_tag_missing,
     "chan_sip, set to pedantic, drops requests without a From tag"},
    {STACK_CHAN_SIP, CAUSE_unexpected_request_in_state,
     "chan_sip answers 400 \"Bad request\" to a request that its call is not ready for"},
    {STACK_CHAN_SIP, CAUSE_replaces_targets_self,
     "chan_sip answers 400 \"Bad request\" where RFC 3891 has 481"},
    {STACK_CHAN_SIP, CAUSE_publish_type_unknown,
     "chan_sip answers 400 \"Impossible Condition\" where Expires, SIP-If-Match and body do not go together"},
    {STACK_CHAN_SIP, CAUSE_call_completion_state,
     "chan_sip answers 400 to call completion that it has no monitor for"},
    {STACK_CHAN_SIP, CAUSE_content_type_unsupported,
     "chan_sip answers 400, not 415, to a NOTIFY of a transfer whose body is no message/sipfrag"},
    /* Sofia, and what is built on it */
    {STACK_SOFIA, CAUSE_duplicate_single_header,
     "Sofia-SIP takes a second row of a header that may stand once for a syntax error, also an equal one, and says "
     "\"Bad ... Header\""},
    {STACK_SOFIA, CAUSE_via_transport_mismatch,
     "Sofia-SIP drops a request whose top Via names another transport than it came over"},
    {STACK_SOFIA, CAUSE_message_too_large,
     "Sofia-SIP answers 413 to a message that exceeds its buffer"},
    {STACK_FREESWITCH, CAUSE_contact_missing,
     "FreeSWITCH answers 400 to a REGISTER without Contact where its profile does not allow asking for the bindings"},
    {STACK_DRACHTIO, CAUSE_unused_header_malformed,
     "drachtio answers 400 to any header that its parser refuses, needed or not"},
    {STACK_DRACHTIO, CAUSE_max_forwards_malformed,
     "drachtio answers 400 to any header that its parser refuses, Max-Forwards too"},
    {STACK_DRACHTIO, CAUSE_call_id_malformed,
     "drachtio answers 400 to any header that its parser refuses, Call-ID too"},
    {STACK_DRACHTIO, CAUSE_diversion_malformed,
     "drachtio answers 400 to any header that its parser refuses, needed or not"},
    {STACK_DRACHTIO, CAUSE_call_info_malformed,
     "drachtio answers 400 to any header that its parser refuses, needed or not"},
    {STACK_DRACHTIO, CAUSE_from_tag_missing,
     "drachtio answers 400 to an INVITE without a From tag"},
    /* the others */
    {STACK_RESIPROCATE, CAUSE_to_tag_outside_dialog,
     "reSIProcate answers 400, not 481, to a REGISTER whose To carries a tag"},
    {STACK_RESIPROCATE, CAUSE_transaction_id_collision,
     "repro answers 400 to a request with the transaction identifier of an ACK"},
    {STACK_RESIPROCATE, CAUSE_unexpected_request_in_state,
     "reSIProcate answers 400 to a new request in a dialog set that it opened itself"},
    {STACK_RESIPROCATE, CAUSE_flow_or_outbound,
     "reSIProcate's registrar answers 400 where the Contact can be reached over the present connection only and the "
     "client does not support outbound"},
    {STACK_JAIN, CAUSE_body_longer_than_content_length,
     "JAIN-SIP, set to strict, refuses octets behind the body"},
    {STACK_JAIN, CAUSE_cseq_not_increasing,
     "JAIN-SIP takes the request for one out of order"},
    {STACK_BARESIP, CAUSE_via_branch_missing,
     "baresip answers 400 to a request without a branch in the top Via"},
    {STACK_SIPJS, CAUSE_request_uri_scheme_unsupported,
     "SIP.js takes sip: only and answers 416 even to sips:"},
    {STACK_BELLE_SIP, CAUSE_missing_max_forwards,
     "belle-sip answers 400 to REGISTER, INVITE, CANCEL and BYE without Max-Forwards, although RFC 3261 16.3 lets a "
     "request without it pass"},
    {STACK_BELLE_SIP, CAUSE_from_tag_missing,
     "belle-sip answers 400 to any request without a From tag"},
    {STACK_CISCO, CAUSE_diversion_malformed,
     "Cisco answers 400 to a CC-Diversion that it cannot read"},
    {STACK_CISCO, CAUSE_content_encoding_undecodable,
     "Cisco answers 400 \"Unable to decode body\", where RFC 3261 has 415"},
};
/* clang-format on */

static const char *own_quirk(enum stack stack, enum cause_id cause)
{
    for (size_t i = 0; i < G_N_ELEMENTS(quirks); i++)
        if (quirks[i].stack == stack && quirks[i].cause == cause)
            return quirks[i].sentence;
    return NULL;
}

const char *stack_quirk(enum stack stack, enum cause_id cause)
{
    const char *sentence = NULL;

    for (; stack != STACK_UNKNOWN && !sentence; stack = stacks[stack].family)
        sentence = own_quirk(stack, cause);
    return sentence;
}
