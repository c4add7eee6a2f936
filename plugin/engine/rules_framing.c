/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where a message ends, and what its lines are made of (RFC 3261 7, 18.3).
 */
#include "rules.h"

#include "chars.h"

static bool only_padding(struct slice text)
{
    for (uint32_t i = 0; i < text.len; i++)
        if (text.at[i] != '\r' && text.at[i] != '\n' && text.at[i] != '\0')
            return false;
    return true;
}

static void content_length(struct scene *s)
{
    const struct sip_message *m = s->m;
    const struct sip_header *row = sip_message_header(m, H_CONTENT_LENGTH), *other;
    uint64_t value, again;
    char quote[QUOTE];

    if (!row) {
        if (m->framing == FRAMING_STREAM && m->has_header_end && m->headers_left_out == 0)
            ADD(s, content_length_missing_on_stream, H_CONTENT_LENGTH, m->start_line,
                "there is no Content-Length header, and the message came over %s", transport_name(s->transport));
        return;
    }
    if (!digits_value(row->value, &value)) {
        ADD(s, content_length_malformed, H_CONTENT_LENGTH, row->value.len ? row->value : row->row,
            "Content-Length is \"%s\"", slice_print(row->value, quote, sizeof quote));
        return;
    }
    for (other = sip_message_next(m, row); other; other = sip_message_next(m, other)) {
        if (!digits_value(other->value, &again) || again != value) {
            ADD(s, content_length_conflict, H_CONTENT_LENGTH, other->row, "Content-Length stands in rows that differ");
            return;
        }
    }
    if (!m->has_header_end || m->framing != FRAMING_DATAGRAM || m->cut)
        return;
    if (value > m->rest_on_wire)
        ADD(s, body_shorter_than_content_length, H_CONTENT_LENGTH, row->value,
            "Content-Length is %" G_GUINT64_FORMAT ", but the datagram holds %u octets of body", value,
            m->rest_on_wire);
    else if (value < m->rest.len && !only_padding(slice_from(m->rest, (uint32_t)value)))
        ADD(s, body_longer_than_content_length, H_CONTENT_LENGTH, row->value,
            "Content-Length is %" G_GUINT64_FORMAT ", and the datagram holds %u octets behind the headers", value,
            m->rest_on_wire);
}

const struct rule framing_rules[] = {
    {content_length, REQ | RESP, H_OTHER, ANY_METHOD},
    {NULL},
};
