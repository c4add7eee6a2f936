/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From, To, Contact and the other headers that hold addresses (RFC 3261 20.10).
 */
#include "rules.h"

#include "chars.h"

static void address(struct scene *s, enum header_id header, const struct name_addr *na, enum cause_id cause)
{
    if (na->needs_brackets)
        fault_add_flaw(s, CAUSE_uri_needs_angle_brackets, CERTAIN, header, &na->flaw);
    else if (na->flaw.what)
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
    if (sip_message_value(s->m, H_FROM).len && !s->id->from.tag.len && !s->id->from.flaw.what && !is_rfc2543(s))
        ADD(s, from_tag_missing, H_FROM, rule_row(s->m, H_FROM), "From carries no tag");
    if (slice_is(s->m->method, "REGISTER") && s->id->to.tag.len)
        ADD(s, to_tag_outside_dialog, H_TO, s->id->to.tag, "To carries a tag, but a REGISTER belongs to no dialog");
}

static void contact(struct scene *s)
{
    const struct sip_header *row = sip_message_header(s->m, H_CONTACT);

    for (; row; row = sip_message_next(s->m, row)) {
        struct slice rest = row->value;
        while (rest.len && !slice_is(row->value, "*")) {
            struct name_addr na;
            name_addr_parse(&na, &rest, false);
            if (na.needs_brackets)
                fault_add_flaw(s, CAUSE_uri_needs_angle_brackets, CERTAIN, H_CONTACT, &na.flaw);
        }
    }
}

const struct rule address_rules[] = {
    {from_and_to, REQ | RESP, H_OTHER, ANY_METHOD},
    {tags, REQ, H_OTHER, ANY_METHOD},
    {contact, REQ, H_CONTACT, ANY_METHOD},
    {NULL},
};
