/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Via (RFC 3261 20.42).
 */
#include "rules.h"

#include "chars.h"

/* The top Via is read already; those below only matter to who is to pass the response on. */
static void via_grammar(struct scene *s)
{
    const struct sip_header *row = sip_message_header(s->m, H_VIA);
    struct slice rest = s->id->via_rest;

    if (s->id->via.flaw.what)
        fault_add_flaw(s, CAUSE_via_malformed, CERTAIN, H_VIA, &s->id->via.flaw);
    for (;;) {
        while (rest.len) {
            struct via via;
            via_parse(&via, &rest);
            if (via.flaw.what)
                fault_add_flaw(s, CAUSE_via_malformed, TOLERATED, H_VIA, &via.flaw);
        }
        row = sip_message_next(s->m, row);
        if (!row)
            return;
        rest = row->value;
    }
}

static void via_branch(struct scene *s)
{
    const struct via *via = &s->id->via;

    if (!via->sent_by.len)
        return;
    if (!via->branch.at || via->branch.len == 0)
        /* With neither branch nor From tag it is a sender of RFC 2543 times, to be accepted (17.2.3). */
        fault_add(s, CAUSE_via_branch_missing, s->id->from.tag.len ? TOLERATED : LEGAL, H_VIA, rule_row(s->m, H_VIA),
                  "the top Via has no branch parameter");
    else if (via->has_cookie && via->branch.len == 7)
        ADD(s, via_branch_empty_id, H_VIA, via->branch, "the branch of the top Via is z9hG4bK and nothing more");
}

static void via_transport(struct scene *s)
{
    const char *real = transport_name(s->transport);
    char quote[QUOTE];

    if (s->transport == TRANSPORT_UNKNOWN || !s->id->via.transport.len || slice_is_nocase(s->id->via.transport, real))
        return;
    /* A proxy in front may end the encryption: TLS and TCP, WSS and WS look alike from behind it. */
    if ((s->transport == TRANSPORT_TCP && slice_is_nocase(s->id->via.transport, "TLS")) ||
        (s->transport == TRANSPORT_WS && slice_is_nocase(s->id->via.transport, "WSS")) ||
        (s->transport == TRANSPORT_SCTP && slice_is_nocase(s->id->via.transport, "TLS-SCTP")))
        return;
    ADD(s, via_transport_mismatch, H_VIA, s->id->via.transport, "the top Via says %s, the request came over %s",
        slice_print(s->id->via.transport, quote, sizeof quote), real);
}

/* clang-format off */
const struct rule via_rules[] = {
    {via_grammar, ALL, H_VIA},
    {via_branch, REQUESTS, H_VIA},
    {via_transport, REQUESTS, H_VIA},
    {0},
};
/* clang-format on */
