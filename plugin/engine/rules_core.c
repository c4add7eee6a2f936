/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What every message carries (RFC 3261 8.1.1): presence, repetition, and the headers that are no addresses.
 */
#include "rules.h"

#include "chars.h"

static void mandatory_headers(struct scene *s)
{
    static const struct {
        enum header_id header;
        enum cause_id cause;
    } mandatory[] = {
        {H_VIA, CAUSE_missing_via},         {H_FROM, CAUSE_missing_from}, {H_TO, CAUSE_missing_to},
        {H_CALL_ID, CAUSE_missing_call_id}, {H_CSEQ, CAUSE_missing_cseq},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(mandatory); i++) {
        enum header_id header = mandatory[i].header;
        const struct sip_header *row = sip_message_header(s->m, header);

        if (row && row->value.len == 0)
            fault_add(s, mandatory[i].cause, CERTAIN, header, row->row, "the %s header is empty", header_name(header));
        else if (!row && !s->m->headers_cut && s->m->headers_left_out == 0)
            fault_add(s, mandatory[i].cause, CERTAIN, header, s->m->start_line, "there is no %s header",
                      header_name(header));
    }
}

static void single_headers(struct scene *s)
{
    const struct sip_message *m = s->m;

    for (enum header_id id = 1; m->repeated && id < H_COUNT; id++) {
        const struct sip_header *first, *second;
        bool core;

        if (m->first[id] == m->last[id] || !header_is_single(id) || id == H_CONTENT_LENGTH)
            continue;
        first = sip_message_header(m, id);
        second = sip_message_next(m, first);
        core = header_rank(id) <= header_rank(H_MAX_FORWARDS);
        while (slice_equal(first->value, second->value) && second->next)
            second = sip_message_next(m, second);
        if (slice_equal(first->value, second->value))
            fault_add(s, CAUSE_duplicate_single_header, TOLERATED, id, second->row, "%s stands in two equal rows",
                      header_name(id));
        else
            fault_add(s, CAUSE_duplicate_single_header, core ? CERTAIN : TOLERATED, id, second->row,
                      "%s stands in two rows that differ", header_name(id));
    }
}

/* callid = word [ "@" word ]. '=' and ',' are outside `word`, and nobody minds; white space is the solid cause. */
static void call_id(struct scene *s)
{
    struct slice value = s->id->call_id;
    int64_t at = slice_find(value, '@');
    const char *end = slice_end(value), *space = skip_printable_until(value.at, end, ' ');

    while (space < end && !is_lws(*space)) /* mostly there is nothing left */
        space++;
    if (space < end) {
        ADD(s, call_id_malformed, H_CALL_ID, slice_of(space, 1), "the Call-ID holds white space");
        return;
    }
    if (at >= 0 && slice_find(slice_from(value, (uint32_t)at + 1), '@') >= 0)
        ADD(s, call_id_malformed, H_CALL_ID, value, "the Call-ID holds two '@'");
}

/* On a stream, the capture may lack the beginning of the request line: "IONS sip:..." for an OPTIONS. */
static bool may_be_the_rest_of(const struct scene *s, struct slice method)
{
    struct slice here = s->m->method;

    return s->m->framing == FRAMING_STREAM && here.len < method.len &&
           slice_equal(here, slice_from(method, method.len - here.len));
}

static void cseq(struct scene *s)
{
    const struct cseq *c = &s->id->cseq;
    char quote[QUOTE], other[QUOTE];

    if (!sip_message_value(s->m, H_CSEQ).len)
        return;
    if (c->flaw.what)
        fault_add_flaw(s, CAUSE_cseq_malformed, CERTAIN, H_CSEQ, &c->flaw);
    if (c->number >= (UINT64_C(1) << 31))
        ADD(s, cseq_number_out_of_range, H_CSEQ, c->number_text, "the CSeq number %s is not below 2^31",
            slice_print(c->number_text, quote, sizeof quote));
    if (s->m->kind == SIP_REQUEST && !c->flaw.what && !slice_equal(c->method, s->m->method) &&
        span(s->m->method, C_TOKEN) == s->m->method.len && !may_be_the_rest_of(s, c->method)) {
        ADD(s, cseq_method_mismatch, H_CSEQ, c->method, "CSeq says %s, the request is %s",
            slice_print(c->method, quote, sizeof quote), slice_print(s->m->method, other, sizeof other));
        fault_repair(s, "CSeq: %s %s", slice_print(c->number_text, quote, sizeof quote), other);
    }
}

static void max_forwards(struct scene *s)
{
    const struct sip_header *row = sip_message_header(s->m, H_MAX_FORWARDS);
    uint64_t value;
    char quote[QUOTE];

    if (!row) {
        if (rule_headers_complete(s->m)) {
            fault_add(s, CAUSE_missing_max_forwards, is_rfc2543(s) ? LEGAL : TOLERATED, H_MAX_FORWARDS,
                      s->m->start_line, "there is no Max-Forwards header");
            fault_repair(s, "Max-Forwards: 70");
        }
    } else if (!digits_value(row->value, &value) || value > 255) {
        ADD(s, max_forwards_malformed, H_MAX_FORWARDS, row->value.len ? row->value : row->row,
            "Max-Forwards is \"%s\", not a number from 0 to 255", slice_print(row->value, quote, sizeof quote));
    } else if (value == 0 && !slice_is(s->m->method, "ACK")) {
        ADD(s, max_forwards_zero, H_MAX_FORWARDS, row->value, "Max-Forwards is 0: no proxy may pass the request on");
    }
}

/* SIP-date ends in "GMT" (20.17). A receiver that does not need the date ignores it. */
static void date(struct scene *s)
{
    struct slice value = sip_message_value(s->m, H_DATE);
    char quote[QUOTE];

    if (value.len && (value.len < 3 || !slice_is(slice_from(value, value.len - 3), "GMT")))
        ADD(s, unused_header_malformed, H_DATE, value, "Date is \"%s\", not a time in GMT",
            slice_print(value, quote, sizeof quote));
}

/* clang-format off */
const struct rule core_rules[] = {
    {mandatory_headers, ALL, H_OTHER},
    {call_id, ALL, H_CALL_ID},
    {cseq, ALL, H_CSEQ},
    {single_headers, ALL, H_OTHER},
    {max_forwards, REQUESTS, H_OTHER},
    {date, REQUESTS, H_DATE},
    {0},
};
/* clang-format on */
