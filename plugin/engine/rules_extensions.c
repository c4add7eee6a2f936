/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Headers of methods and extensions: events, REFER, Replaces, PRACK, timers, option tags, and those that a receiver
 * mostly does without.
 */
#include "rules.h"

#include "chars.h"
#include "nameaddr.h"
#include "params.h"
#include "values.h"

/* Longest value that registrars of the SER family store, and longest URI that PJSIP takes, in octets. */
#define LONGEST_KNOWN_TO_PASS 255

/* `row` or the next one that may be judged: of the last row before a cut, a fold may be missing. */
static const struct sip_header *judged(const struct sip_message *m, const struct sip_header *row)
{
    return row && m->headers_cut && row == &m->headers[m->header_count - 1] ? NULL : row;
}

static void not_empty(struct slice value, struct flaw *flaw)
{
    if (value.len == 0)
        flaw_set(flaw, value, "no value");
}

static void one_address(struct slice value, struct flaw *flaw)
{
    struct name_addr na;

    name_addr_parse(&na, &value, true);
    *flaw = na.flaw;
}

static void addresses(struct slice value, struct flaw *flaw)
{
    do {
        struct name_addr na;
        name_addr_parse(&na, &value, false);
        if (na.flaw.what)
            *flaw = na.flaw;
    } while (value.len && !flaw->what);
}

/* Headers that have to be there. */

static void required(struct scene *s, enum cause_id cause, enum certainty certainty, enum header_id header)
{
    const struct sip_header *row = sip_message_header(s->m, header);

    if (!row && rule_headers_complete(s->m))
        fault_add(s, cause, certainty, header, s->m->start_line, "there is no %s header", header_name(header));
    else if (judged(s->m, row) && row->value.len == 0)
        fault_add(s, cause, certainty, header, row->row, "the %s header is empty", header_name(header));
}

/* The value of the first row, for headers that stand in one row only; SLICE_NONE where there is nothing to judge. */
static struct slice only_row(const struct scene *s, enum header_id header)
{
    const struct sip_header *row = judged(s->m, sip_message_header(s->m, header));
    return row && row->value.len ? row->value : SLICE_NONE;
}

/* A NOTIFY that nobody subscribed to, for message waiting or to make a phone restart, often goes without the headers of
 * RFC 6665; it is older than they are. */
static bool is_unsolicited(const struct scene *s)
{
    return s->method == M_NOTIFY && s->id->to.tag.len == 0;
}

/* Events: RFC 6665 8.2.1, 8.4. */

/* event-package *( "." event-template ), each a token without dots. */
static void event_type(struct slice type, struct flaw *flaw)
{
    if (!is_token(type))
        flaw_set(flaw, type, type.len ? "an event type that is no token" : "no event type");
    for (uint32_t i = 0; i < type.len; i++)
        if (type.at[i] == '.' && (i == 0 || i + 1 == type.len || type.at[i + 1] == '.'))
            flaw_set(flaw, type, "an event type with an empty part");
}

static void event(struct scene *s)
{
    struct slice rest = only_row(s, H_EVENT);
    struct flaw flaw = {0};

    required(s, CAUSE_event_missing, s->method == M_NOTIFY ? TOLERATED : CERTAIN, H_EVENT);
    if (!rest.len)
        return;
    event_type(value_head(&rest), &flaw);
    value_params(&rest, &flaw);
    value_end(rest, &flaw);
    if (flaw.what)
        fault_add_flaw(s, CAUSE_event_malformed, CERTAIN, H_EVENT, &flaw);
}

static void subscription_state(struct scene *s)
{
    struct slice rest = only_row(s, H_SUBSCRIPTION_STATE), head;
    struct flaw flaw = {0};
    struct param param;

    required(s, CAUSE_subscription_state_missing, is_unsolicited(s) ? TOLERATED : CERTAIN, H_SUBSCRIPTION_STATE);
    if (!rest.len)
        return;
    head = value_head(&rest);
    if (!is_token(head))
        flaw_set(&flaw, head, head.len ? "a state that is no token" : "no state");
    while (param_next(&rest, &param, &flaw))
        if ((slice_is_nocase(param.name, "expires") || slice_is_nocase(param.name, "retry-after")) &&
            (param.value.len == 0 || span(param.value, C_DIGIT) != param.value.len))
            flaw_set(&flaw, param.whole, "a time that is not a number of seconds");
    value_end(rest, &flaw);
    if (flaw.what)
        fault_add_flaw(s, CAUSE_subscription_state_malformed, CERTAIN, H_SUBSCRIPTION_STATE, &flaw);
}

/* Fetching the state once is legal (RFC 6665 4.4.3); Asterisk, for one, answers 400. */
static void fetch(struct scene *s)
{
    struct slice value = only_row(s, H_EXPIRES);
    uint64_t seconds;

    if (digits_value(value, &seconds) && seconds == 0 && s->id->to.uri_text.len && s->id->to.tag.len == 0)
        ADD(s, subscribe_expires_zero_initial, H_EXPIRES, value,
            "a SUBSCRIBE outside a dialog with Expires: 0 fetches the state once");
}

/* RFC 3903 4.1: which kind of PUBLISH it is, is told by SIP-If-Match, body and Expires. */
static void publish_type(struct scene *s)
{
    struct slice value = only_row(s, H_EXPIRES);
    bool has_tag = sip_message_header(s->m, H_SIP_IF_MATCH) != NULL;
    uint64_t seconds;

    if (!digits_value(value, &seconds) || seconds != 0)
        return;
    if (has_tag && s->m->body.len)
        ADD(s, publish_type_unknown, H_EXPIRES, value,
            "the PUBLISH ends a publication with Expires: 0, but has a body");
    else if (!has_tag && rule_headers_complete(s->m))
        ADD(s, publish_type_unknown, H_EXPIRES, value, "the PUBLISH has Expires: 0, but no SIP-If-Match says for what");
}

/* REFER and Replaces: RFC 3515, 3891. */

static bool holds(struct slice s, const char *text)
{
    uint32_t len = (uint32_t)strlen(text);

    for (; s.len >= len; s = slice_from(s, 1))
        if (slice_is_nocase(slice_of(s.at, len), text))
            return true;
    return false;
}

/* The value of ?Replaces=..., as it stands: escaped (RFC 3261 19.1.1). */
static struct slice embedded_replaces(const struct sip_uri *uri)
{
    struct slice rest = uri->headers;

    while (rest.len) { /* begins with '?' or '&' */
        struct slice header;
        int64_t end, equals;

        rest = slice_from(rest, 1);
        end = slice_find(rest, '&');
        header = end < 0 ? rest : slice_of(rest.at, (size_t)end);
        equals = slice_find(header, '=');
        if (equals >= 0 && slice_is_nocase(slice_of(header.at, (size_t)equals), "Replaces"))
            return slice_from(header, (uint32_t)equals + 1);
        rest = slice_from(rest, header.len);
    }
    return SLICE_NONE;
}

static void check_embedded(struct scene *s, const struct sip_uri *uri)
{
    struct slice replaces = embedded_replaces(uri);
    int64_t semicolon = slice_find(replaces, ';'), at = slice_find(replaces, '@');

    if (!replaces.at)
        return;
    if (semicolon >= 0)
        ADD(s, refer_to_malformed, H_REFER_TO, slice_of(replaces.at + semicolon, 1),
            "the Replaces inside Refer-To has a ';' that is not escaped as %%3B");
    else if (at >= 0)
        fault_add(s, CAUSE_refer_to_malformed, TOLERATED, H_REFER_TO, slice_of(replaces.at + at, 1),
                  "the Replaces inside Refer-To has an '@' that is not escaped as %%40");
    else if (!holds(replaces, "to-tag") || !holds(replaces, "from-tag"))
        fault_add(s, CAUSE_refer_to_malformed, TOLERATED, H_REFER_TO, replaces,
                  "the Replaces inside Refer-To has no %s", holds(replaces, "to-tag") ? "from-tag" : "to-tag");
}

static void refer_to(struct scene *s)
{
    const struct sip_header *row = sip_message_header(s->m, H_REFER_TO), *second;
    struct slice rest = only_row(s, H_REFER_TO), value = rest;
    struct name_addr na;
    uint16_t before;
    char uri[200];

    required(s, CAUSE_refer_to_missing_or_multiple, CERTAIN, H_REFER_TO);
    second = row ? sip_message_next(s->m, row) : NULL;
    if (second)
        ADD(s, refer_to_missing_or_multiple, H_REFER_TO, second->row,
            "Refer-To stands in two rows; a REFER carries exactly one");
    if (!rest.len)
        return;
    name_addr_parse(&na, &rest, false);
    if (rest.len)
        ADD(s, refer_to_missing_or_multiple, H_REFER_TO, slice_trim(rest),
            "Refer-To holds several values; a REFER carries exactly one");
    before = s->out->count;
    if (na.flaw.weight < FLAW_GRAVE)
        check_embedded(s, &na.uri);
    if (na.flaw.what && s->out->count == before)
        fault_add_flaw(s, CAUSE_refer_to_malformed, CERTAIN, H_REFER_TO, &na.flaw);
    if (na.needs_brackets && !na.uri.flaw.what && slice_equal(na.uri_text, value) && value.len < sizeof uri - 8)
        fault_repair(s, "Refer-To: <%s>", slice_print(value, uri, sizeof uri));
}

/* RFC 3891 6.1: callid, exactly one to-tag, exactly one from-tag. A tag of 0 stands for none (RFC 2543). */
static void replaces_value(struct scene *s, struct slice value)
{
    int64_t semicolon = slice_find(value, ';');
    struct slice rest = slice_from(value, semicolon < 0 ? value.len : (uint32_t)semicolon);
    struct flaw flaw = {0};
    struct param param;
    unsigned to_tags = 0, from_tags = 0;

    if (slice_trim(slice_between(value.at, rest.at)).len == 0)
        flaw_set(&flaw, value, "no Call-ID");
    while (param_next(&rest, &param, &flaw)) {
        to_tags += param.value.len && slice_is_nocase(param.name, "to-tag");
        from_tags += param.value.len && slice_is_nocase(param.name, "from-tag");
    }
    if (rest.len)
        flaw_set(&flaw, slice_trim(rest), "a second value");
    if (flaw.what)
        fault_add_flaw(s, CAUSE_replaces_invalid, CERTAIN, H_REPLACES, &flaw);
    if (flaw.weight == FLAW_GRAVE)
        return;
    if (s->id->call_id.len &&
        slice_equal(slice_trim(slice_of(value.at, semicolon < 0 ? value.len : (uint32_t)semicolon)), s->id->call_id))
        ADD(s, replaces_targets_self, H_REPLACES, value, "Replaces names the Call-ID of the INVITE itself");
    if (to_tags != 1 || from_tags != 1)
        ADD(s, replaces_invalid, H_REPLACES, value, "Replaces has %s %s",
            (to_tags != 1 ? to_tags : from_tags) ? "more than one" : "no", to_tags != 1 ? "to-tag" : "from-tag");
}

static void replaces(struct scene *s)
{
    const struct sip_message *m = s->m;
    const struct sip_header *row = sip_message_header(m, H_REPLACES), *second = sip_message_next(m, row);
    struct slice value = only_row(s, H_REPLACES);

    if (second)
        ADD(s, replaces_invalid, H_REPLACES, second->row, "Replaces stands in two rows; an INVITE carries one");
    else if (judged(m, row) && value.len == 0)
        ADD(s, replaces_invalid, H_REPLACES, row->row, "the Replaces header is empty");
    else if (value.len)
        replaces_value(s, value);
    if (sip_message_header(m, H_JOIN))
        ADD(s, replaces_invalid, H_REPLACES, rule_row(m, H_JOIN), "Replaces and Join contradict each other");
    /* RFC 3891 3 has no word on a re-INVITE; chan_sip answers 400. */
    if (s->id->to.tag.len)
        fault_add(s, CAUSE_invite_replaces_in_dialog, LEGAL, H_REPLACES, row->row,
                  "the INVITE with Replaces is sent inside a dialog: To carries a tag");
}

/* RFC 3891 3: MUST be rejected. An ACK or a CANCEL cannot be. */
static void replaces_elsewhere(struct scene *s)
{
    char quote[QUOTE];

    ADD(s, replaces_invalid, H_REPLACES, rule_row(s->m, H_REPLACES),
        "the %s carries Replaces, which is for INVITE only", slice_print(s->m->method, quote, sizeof quote));
}

/* Reliable provisional responses: RAck = response-num LWS CSeq-num LWS Method (RFC 3262 7.2). */
static void rack(struct scene *s)
{
    struct slice value = only_row(s, H_RACK), rest = value;
    bool ok = true;
    char quote[QUOTE];

    required(s, CAUSE_rack_missing_or_malformed, CERTAIN, H_RACK);
    if (!value.len)
        return;
    for (int number = 0; number < 2; number++) {
        uint32_t digits = span(rest, C_DIGIT), gap;
        rest = slice_from(rest, digits);
        gap = span(rest, C_LWS);
        rest = slice_from(rest, gap);
        ok = ok && digits && gap;
    }
    if (!ok || !is_token(rest))
        ADD(s, rack_missing_or_malformed, H_RACK, value, "RAck is \"%s\", not two numbers and a method",
            slice_print(value, quote, sizeof quote));
}

/* Times: RFC 4028 4 and 5, RFC 3261 20.19. */

static void session_timer(struct scene *s, enum header_id header, enum cause_id cause)
{
    const struct sip_header *row = judged(s->m, sip_message_header(s->m, header));
    struct flaw flaw = {0};

    if (!row)
        return;
    check_seconds_params(row->value, &flaw);
    if (flaw.what)
        fault_add_flaw(s, cause, CERTAIN, header, &flaw);
}

static void session_expires(struct scene *s)
{
    session_timer(s, H_SESSION_EXPIRES, CAUSE_session_expires_malformed);
}

static void min_se(struct scene *s)
{
    session_timer(s, H_MIN_SE, CAUSE_min_se_malformed);
}

/* RFC 2543 6.20 allowed a date as well. */
static bool is_date(struct slice value)
{
    return value.len > 3 && g_ascii_isalpha(value.at[value.at[0] == '"']) && holds(value, "GMT");
}

static void expires(struct scene *s)
{
    const struct sip_header *row = judged(s->m, sip_message_header(s->m, H_EXPIRES));
    char quote[QUOTE];
    uint64_t seconds;

    if (!row)
        return;
    if (row->value.len == 0)
        ADD(s, expires_malformed, H_EXPIRES, row->row, "the Expires header is empty");
    else if (span(row->value, C_DIGIT) != row->value.len)
        fault_add(s, CAUSE_expires_malformed, is_date(row->value) ? TOLERATED : CERTAIN, H_EXPIRES, row->value,
                  "Expires is \"%s\", not a number of seconds", slice_print(row->value, quote, sizeof quote));
    else if (!digits_value(row->value, &seconds) || seconds > UINT32_MAX)
        fault_add(s, CAUSE_expires_malformed, TOLERATED, H_EXPIRES, row->value, "Expires is %s, above 2^32-1",
                  slice_print(row->value, quote, sizeof quote));
}

/* Option tags: RFC 3261 20.29, 20.32. */

static void option_tags(struct scene *s, enum header_id header, enum cause_id cause)
{
    const struct sip_header *row = judged(s->m, sip_message_header(s->m, header));

    for (; row; row = judged(s->m, sip_message_next(s->m, row))) {
        struct flaw flaw = {0};

        if (row->value.len == 0)
            fault_add(s, cause, CERTAIN, header, row->row, "the %s header is empty", header_name(header));
        else
            check_tokens(row->value, &flaw);
        if (flaw.what)
            fault_add_flaw(s, cause, CERTAIN, header, &flaw);
    }
}

static void require(struct scene *s)
{
    option_tags(s, H_REQUIRE, CAUSE_require_malformed);
}

static void proxy_require(struct scene *s)
{
    option_tags(s, H_PROXY_REQUIRE, CAUSE_proxy_require_malformed);
}

/* What upsets some receivers only. */

static void path(struct scene *s)
{
    char quote[QUOTE];

    ADD(s, path_in_non_register, H_PATH, rule_row(s->m, H_PATH), "the %s carries Path, which is for REGISTER only",
        slice_print(s->m->method, quote, sizeof quote));
}

/* RFC 3261 10.2 asks for sip or sips; a proxy passes other schemes on (RFC 4475 3.3.4), so the registrar has the word.
 */
static void address_of_record(struct scene *s)
{
    const struct sip_uri *uri = &s->id->to.uri;
    char quote[QUOTE];

    if (s->id->to.flaw.what || !uri->scheme.len)
        return;
    if (!uri->is_sip)
        fault_add(s, CAUSE_aor_unusable, LEGAL, H_TO, s->id->to.uri_text,
                  "To of the REGISTER is of the scheme \"%s\", not sip or sips",
                  slice_print(uri->scheme, quote, sizeof quote));
    else if (!uri->user.len)
        fault_add(s, CAUSE_aor_unusable, LEGAL, H_TO, s->id->to.uri_text, "To of the REGISTER names no user");
}

static void too_long(struct scene *s, enum header_id header, struct slice value)
{
    if (value.len > LONGEST_KNOWN_TO_PASS)
        ADD(s, field_too_long, header, value, "the %s%s is %u octets long", header_name(header),
            header == H_CALL_ID ? "" : " URI", value.len);
}

static void lengths(struct scene *s)
{
    struct slice contact = sip_message_value(s->m, H_CONTACT);

    too_long(s, H_CALL_ID, s->id->call_id);
    too_long(s, H_FROM, s->id->from.uri_text);
    too_long(s, H_TO, s->id->to.uri_text);
    if (contact.len > LONGEST_KNOWN_TO_PASS) {
        struct name_addr na;
        name_addr_parse(&na, &contact, false);
        too_long(s, H_CONTACT, na.uri_text);
    }
}

/* name-addr *( SEMI param ) in a list: Diversion (RFC 5806 7), and Call-Info, which has no display name (20.9). */
static void bracketed(struct scene *s, enum header_id header, enum cause_id cause, bool display_ok)
{
    const struct sip_header *row = judged(s->m, sip_message_header(s->m, header));

    for (; row; row = judged(s->m, sip_message_next(s->m, row))) {
        struct slice rest = row->value;
        do {
            struct name_addr na;
            name_addr_parse(&na, &rest, false);
            if (!na.bracketed || (na.display.len && !display_ok))
                flaw_set(&na.flaw, na.display.len ? na.display : na.uri_text, "a value that does not begin with <URI>");
            if (na.flaw.weight == FLAW_GRAVE) {
                fault_add_flaw(s, cause, LEGAL, header, &na.flaw);
                return;
            }
        } while (rest.len);
    }
}

static void diversion(struct scene *s)
{
    bracketed(s, H_DIVERSION, CAUSE_diversion_malformed, true);
}

static void cc_diversion(struct scene *s)
{
    bracketed(s, H_CC_DIVERSION, CAUSE_diversion_malformed, true);
}

static void call_info(struct scene *s)
{
    bracketed(s, H_CALL_INFO, CAUSE_call_info_malformed, false);
}

/* Headers that a receiver is free to ignore (RFC 3261 8.2.2, 16.3): the first row with a flaw, of each. */
static void unused_headers(struct scene *s)
{
    static const struct {
        enum header_id header;
        unsigned methods;
        void (*check)(struct slice value, struct flaw *flaw);
    } unused[] = {
        {H_ALLOW, ANY_METHOD & ~(M_ACK | M_CANCEL), check_optional_tokens},
        {H_SUPPORTED, ANY_METHOD & ~M_ACK, check_optional_tokens},
        {H_ALLOW_EVENTS, ANY_METHOD & ~M_CANCEL, check_tokens},
        {H_ACCEPT, ANY_METHOD & ~(M_ACK | M_CANCEL), check_accept},
        {H_REASON, ANY_METHOD, check_token_params_list},
        {H_TIMESTAMP, ANY_METHOD, check_timestamp},
        {H_USER_AGENT, ANY_METHOD, not_empty},
        {H_CONTENT_DISPOSITION, ANY_METHOD & ~M_CANCEL, check_token_params},
        {H_MIME_VERSION, ANY_METHOD & ~M_CANCEL, check_mime_version},
        {H_PRIORITY, M_INVITE | M_SUBSCRIBE | M_MESSAGE, check_token},
        {H_REPLY_TO, M_INVITE | M_MESSAGE, one_address},
        {H_REFERRED_BY, ANY_METHOD & ~(M_ACK | M_CANCEL), one_address},
        {H_P_ASSERTED_IDENTITY, M_INVITE | M_BYE | M_OPTIONS | M_SUBSCRIBE | M_NOTIFY | M_REFER, addresses},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(unused); i++) {
        enum header_id header = unused[i].header;
        const struct sip_header *row = sip_message_header(s->m, header);
        struct flaw flaw = {0};

        if (!row || !(unused[i].methods & s->method))
            continue;
        for (row = judged(s->m, row); row; row = judged(s->m, sip_message_next(s->m, row))) {
            unused[i].check(row->value, &flaw);
            if (flaw.what)
                break;
        }
        if (flaw.what && flaw.where.len)
            fault_add_flaw(s, CAUSE_unused_header_malformed, TOLERATED, header, &flaw);
        else if (flaw.what && row)
            ADD(s, unused_header_malformed, header, row->row, "%s has %s", header_name(header), flaw.what);
    }
}

#define ANSWERED (ANY_METHOD & ~(M_ACK | M_CANCEL)) /* RFC 3261 20.29, 20.32: the two have no Require */

/* clang-format off */
const struct rule extension_rules[] = {
    {event, M_SUBSCRIBE | M_NOTIFY | M_PUBLISH, H_OTHER},
    {subscription_state, M_NOTIFY, H_OTHER},
    {refer_to, M_REFER, H_OTHER},
    {rack, M_PRACK, H_OTHER},
    {replaces, M_INVITE, H_REPLACES},
    {replaces_elsewhere, ANSWERED & ~M_INVITE, H_REPLACES},
    {require, ANSWERED, H_REQUIRE},
    {proxy_require, ANSWERED, H_PROXY_REQUIRE},
    {expires, M_INVITE | M_REGISTER | M_SUBSCRIBE | M_PUBLISH | M_MESSAGE | M_REFER, H_EXPIRES},
    {session_expires, M_INVITE | M_UPDATE, H_SESSION_EXPIRES},
    {min_se, M_INVITE | M_UPDATE, H_MIN_SE},
    {fetch, M_SUBSCRIBE, H_EXPIRES},
    {publish_type, M_PUBLISH, H_EXPIRES},
    {path, REQUESTS & ~M_REGISTER, H_PATH},
    {address_of_record, M_REGISTER, H_TO},
    {lengths, REQUESTS, H_OTHER},
    {diversion, M_INVITE, H_DIVERSION},
    {cc_diversion, M_INVITE, H_CC_DIVERSION},
    {call_info, ANSWERED & ~M_BYE, H_CALL_INFO},
    {unused_headers, REQUESTS, H_OTHER},
    {0},
};
/* clang-format on */
