/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From, To, Contact and the other headers that hold addresses (RFC 3261 20.10).
 */
#include "rules.h"

#include "chars.h"
#include "params.h"

static void address(struct scene *s, enum header_id header, const struct name_addr *na, enum cause_id cause)
{
    if (na->needs_brackets) {
        char uri[QUOTE * 2], params[QUOTE];
        fault_add_flaw(s, CAUSE_uri_needs_angle_brackets, CERTAIN, header, &na->flaw);
        fault_repair(s, "%s: <%s>%s", header_name(header), slice_print(na->uri_text, uri, sizeof uri),
                     slice_print(na->params, params, sizeof params));
    } else if (na->flaw.what)
        fault_add_flaw(s, cause, CERTAIN, header, &na->flaw);
    else if (na->raw_utf8_display)
        fault_add(s, cause, TOLERATED, header, na->display,
                  "%s has a display name outside ASCII without quotation marks", header_name(header));
    if (na->second_tag.at)
        fault_add(s, CAUSE_duplicate_tag_param, CERTAIN, header, na->second_tag, "%s carries two tag parameters",
                  header_name(header));
}

static void from_and_to(struct scene *s)
{
    if (sip_message_value(s->m, H_FROM).len)
        address(s, H_FROM, &s->id->from, CAUSE_from_malformed);
    if (sip_message_value(s->m, H_TO).len)
        address(s, H_TO, &s->id->to, CAUSE_to_malformed);
}

static void tags(struct scene *s)
{
    if (sip_message_value(s->m, H_FROM).len && !s->id->from.tag.len && !s->id->from.flaw.what)
        fault_add(s, CAUSE_from_tag_missing, is_rfc2543(s) ? LEGAL : TOLERATED, H_FROM, rule_row(s->m, H_FROM),
                  "From carries no tag");
    if (slice_is(s->m->method, "REGISTER") && s->id->to.tag.len)
        ADD(s, to_tag_outside_dialog, H_TO, s->id->to.tag, "To carries a tag, but a REGISTER belongs to no dialog");
}

/* Contact. */

/* delta-seconds; one beyond 2^32-1 is read as that (20.19). */
static bool is_seconds(struct slice value)
{
    return value.len && span(value, C_DIGIT) == value.len;
}

/* qvalue = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ) */
static bool is_qvalue(struct slice value)
{
    if (value.len == 0 || value.len > 5 || (value.at[0] != '0' && value.at[0] != '1') ||
        (value.len > 1 && value.at[1] != '.'))
        return false;
    for (uint32_t i = 2; i < value.len; i++)
        if (!char_is(value.at[i], C_DIGIT) || (value.at[0] == '1' && value.at[i] != '0'))
            return false;
    return true;
}

/* reg-id is a number from 1 to 2^31-1 (RFC 5626 4.2). */
static bool is_reg_id(struct slice value)
{
    uint64_t number;
    return digits_value(value, &number) && number > 0 && number < (UINT64_C(1) << 31);
}

static void contact_params(struct scene *s, const struct name_addr *na)
{
    static const struct {
        const char *name, *what;
        bool (*good)(struct slice);
        enum certainty certainty;
    } known[] = {
        {"expires", "a number of seconds", is_seconds, TOLERATED}, /* 10.2: SHOULD be read as 3600 */
        {"q", "a number from 0 to 1 with at most three decimals", is_qvalue, CERTAIN},
        {"reg-id", "a number from 1", is_reg_id, CERTAIN},
    };
    struct slice rest = na->params;
    struct flaw ignored = {0};
    struct param param;
    char quote[QUOTE];

    while (param_next(&rest, &param, &ignored))
        for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
            if (slice_is_nocase(param.name, known[i].name) && !known[i].good(param.value))
                fault_add(s, CAUSE_contact_param_invalid, known[i].certainty, H_CONTACT, param.whole,
                          "Contact has the parameter %s, which is not %s",
                          slice_print(param.whole, quote, sizeof quote), known[i].what);
}

/* A request that opens a dialog: its Contact is where the other side is to send. */
static bool opens_dialog(const struct scene *s)
{
    return (s->method & (M_INVITE | M_SUBSCRIBE | M_REFER)) && !s->id->to.tag.len;
}

/* 8.1.1.8: a sips: Request-URI or top Route asks for a sips: Contact. */
static bool wants_sips(const struct scene *s)
{
    struct slice route = sip_message_value(s->m, H_ROUTE), uri = s->m->request_uri;
    struct name_addr na;

    if (uri.len > 5 && slice_is_nocase(slice_of(uri.at, 5), "sips:"))
        return true;
    if (!route.len)
        return false;
    name_addr_parse(&na, &route, false);
    return slice_is_nocase(na.uri.scheme, "sips");
}

static void contact_value(struct scene *s, const struct name_addr *na)
{
    char quote[QUOTE];

    address(s, H_CONTACT, na, CAUSE_contact_malformed);
    if (na->flaw.weight == FLAW_GRAVE)
        return;
    contact_params(s, na);
    if (!opens_dialog(s) || na->uri.flaw.weight == FLAW_GRAVE)
        return;
    if (!na->uri.is_sip)
        ADD(s, contact_scheme, H_CONTACT, na->uri_text, "Contact holds %s, which is no SIP URI",
            slice_print(na->uri_text, quote, sizeof quote));
    else if (slice_is_nocase(na->uri.scheme, "sip") && wants_sips(s))
        ADD(s, contact_scheme, H_CONTACT, na->uri.scheme, "Contact is a sip: URI, although the request goes to sips:");
}

/* "*" stands alone, in a REGISTER, and with Expires: 0 (10.2.2, 10.3 step 6: the one 400 that RFC 3261 orders). */
static void contact_star(struct scene *s, struct slice star, unsigned values)
{
    struct slice expires = sip_message_value(s->m, H_EXPIRES);
    uint64_t seconds = 1;

    if (s->method != M_REGISTER) {
        ADD(s, contact_star_misuse, H_CONTACT, star, "Contact is \"*\", which only a REGISTER may send");
    } else if (values > 1) {
        ADD(s, contact_star_misuse, H_CONTACT, star, "Contact: * stands beside another Contact");
    } else if (!sip_message_header(s->m, H_EXPIRES)) {
        if (rule_headers_complete(s->m)) {
            ADD(s, contact_star_misuse, H_CONTACT, star, "Contact is \"*\" and there is no Expires: 0");
            fault_repair(s, "Expires: 0");
        }
    } else if (!digits_value(expires, &seconds) || seconds != 0) {
        char quote[QUOTE];
        ADD(s, contact_star_misuse, H_CONTACT, star, "Contact is \"*\", but Expires is %s, not 0",
            slice_print(expires, quote, sizeof quote));
        fault_repair(s, "Expires: 0");
    }
}

static void contact(struct scene *s)
{
    struct slice star = SLICE_NONE, second = SLICE_NONE;
    unsigned values = 0;

    for (const struct sip_header *row = sip_message_header(s->m, H_CONTACT); row; row = sip_message_next(s->m, row)) {
        struct slice rest = row->value;

        if (rest.len == 0)
            ADD(s, contact_malformed, H_CONTACT, row->row, "Contact is empty");
        while (rest.len) {
            struct name_addr na;

            if (++values == 2)
                second = rest;
            if (rest.at[0] == '*' && (rest.len == 1 || char_is(rest.at[1], C_LWS) || strchr(",;", rest.at[1]))) {
                star = slice_of(rest.at, 1);
                rest = slice_from(rest, 1);
                skip_lws(&rest);
                rest = slice_from(rest, rest.len && rest.at[0] == ',' ? 1 : rest.len);
                continue;
            }
            name_addr_parse(&na, &rest, false);
            contact_value(s, &na);
        }
    }
    if (star.len)
        contact_star(s, star, values);
    else if (values > 1 && opens_dialog(s))
        ADD(s, contact_multiple, H_CONTACT, slice_trim(second),
            "Contact holds %u values; a request that opens a dialog carries one", values);
}

/* REFER and SUBSCRIBE open a dialog as INVITE does; a re-INVITE without Contact keeps the old target (12.2.1.1). RFC
 * 2543 senders knew no such rule. */
static void contact_presence(struct scene *s)
{
    if (sip_message_header(s->m, H_CONTACT) || !rule_headers_complete(s->m) || !opens_dialog(s))
        return;
    fault_add(s, CAUSE_contact_missing, is_rfc2543(s) ? LEGAL : CERTAIN, H_CONTACT, s->m->start_line,
              "there is no Contact header, and %.*s opens a dialog", (int)MIN(s->m->method.len, 16u), s->m->method.at);
}

/* Route and Record-Route: lists of name-addr, angle brackets and all (20.30, 20.34). */

static void routes(struct scene *s, enum header_id header, enum cause_id cause)
{
    const struct sip_header *row = sip_message_header(s->m, header);
    enum certainty certainty = header == H_ROUTE ? CERTAIN : cause_get(cause)->certainty;

    for (; row; row = sip_message_next(s->m, row)) {
        struct slice rest = row->value;

        if (rest.len == 0)
            fault_add(s, cause, certainty, header, row->row, "%s is empty", header_name(header));
        while (rest.len) {
            struct name_addr na;

            name_addr_parse(&na, &rest, false);
            if (na.flaw.what) {
                fault_add_flaw(s, cause, certainty, header, &na.flaw);
            } else if (!na.bracketed) {
                char quote[QUOTE];
                fault_add(s, cause, certainty, header, na.uri_text, "%s holds %s without angle brackets",
                          header_name(header), slice_print(na.uri_text, quote, sizeof quote));
            }
        }
    }
}

static void route(struct scene *s)
{
    routes(s, H_ROUTE, CAUSE_route_malformed);
}

static void record_route(struct scene *s)
{
    routes(s, H_RECORD_ROUTE, CAUSE_record_route_malformed);
}

/* clang-format off */
const struct rule address_rules[] = {
    {from_and_to, ALL, H_OTHER},
    {tags, REQUESTS, H_OTHER},
    /* "-" for the other methods, or not told */
    {contact, M_INVITE | M_OPTIONS | M_REGISTER | M_SUBSCRIBE | M_NOTIFY | M_REFER | M_UPDATE, H_CONTACT},
    {contact_presence, M_INVITE | M_SUBSCRIBE | M_REFER, H_OTHER},
    {route, REQUESTS, H_ROUTE},
    {record_route, REQUESTS & ~M_REGISTER, H_RECORD_ROUTE},
    {0},
};
/* clang-format on */
