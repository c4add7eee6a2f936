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

/* On a stream, what follows the declared body is the next message, or its beginning. A whole line that cannot be a
 * start line, such as the rest of a session description, proves that Content-Length is too small. */
static bool is_no_message(struct slice behind)
{
    uint32_t blank = 0;
    int64_t end;

    while (blank < behind.len && strchr("\r\n", behind.at[blank]) && behind.at[blank])
        blank++;
    behind = slice_from(behind, blank);
    end = slice_find(behind, '\n');
    return end > 1 && g_ascii_isprint(behind.at[0]) && behind.at[1] == '=' &&
           !sip_message_looks_like(behind.at, behind.len, FRAMING_STREAM);
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
    if (!m->has_header_end || m->cut)
        return;
    if (m->framing == FRAMING_STREAM) {
        if (value < m->rest.len && is_no_message(slice_from(m->rest, (uint32_t)value)))
            fault_add(s, CAUSE_body_longer_than_content_length, CERTAIN, H_CONTENT_LENGTH, row->value,
                      "Content-Length is %" G_GUINT64_FORMAT
                      ", but the body goes on behind it: the receiver takes the rest for the next message",
                      value);
        return;
    }
    if (value > m->rest_on_wire)
        ADD(s, body_shorter_than_content_length, H_CONTENT_LENGTH, row->value,
            "Content-Length is %" G_GUINT64_FORMAT ", but the datagram holds %u octets of body", value,
            m->rest_on_wire);
    else if (value < m->rest.len && !only_padding(slice_from(m->rest, (uint32_t)value)))
        ADD(s, body_longer_than_content_length, H_CONTENT_LENGTH, row->value,
            "Content-Length is %" G_GUINT64_FORMAT ", and the datagram holds %u octets behind the headers", value,
            m->rest_on_wire);
    else
        return;
    fault_repair(s, "Content-Length: %u", m->rest_on_wire);
}

/* The lines of the header section. */

/* The first control octet that is neither white space nor behind the backslash of a quoted-pair; -1: none. A CR that no
 * LF follows is one. */
static int64_t control_octet(struct slice row)
{
    bool quoted = false;

    for (uint32_t i = 0; i < row.len; i++) {
        unsigned char c = (unsigned char)row.at[i];

        quoted ^= c == '"';
        if (quoted && c == '\\')
            i++;
        else if ((c < 0x20 && c != '\t' && c != '\n' && c != '\r') || c == 0x7f ||
                 (c == '\r' && (i + 1 == row.len || row.at[i + 1] != '\n')))
            return i;
    }
    return -1;
}

static void octets_of(struct scene *s, struct slice row, enum header_id header)
{
    int64_t at = control_octet(row);
    const char *end;

    if (at >= 0 && row.at[at] == '\r')
        ADD(s, bare_lf_or_cr, header, slice_of(row.at + at, 1), "a CR stands alone, where a line ends with CR LF");
    else if (at >= 0)
        ADD(s, control_or_nul_octets, header, slice_of(row.at + at, 1), "there is the control octet 0x%02x",
            (unsigned char)row.at[at]);
    if (!g_utf8_validate_len(row.at, row.len, &end) && *end)
        ADD(s, invalid_utf8, header, slice_of(end, 1), "the byte 0x%02x is no part of a UTF-8 character",
            (unsigned char)*end);
}

/* Bytes outside printable ASCII make a row worth a closer look; most messages have none. */
static bool is_plain(struct slice row)
{
    return skip_printable(row.at, slice_end(row)) == slice_end(row);
}

static void octets(struct scene *s)
{
    const struct sip_message *m = s->m;

    if (!m->start_line_cut && !is_plain(m->start_line))
        octets_of(s, m->start_line, m->kind == SIP_REQUEST ? H_REQUEST_LINE : H_STATUS_LINE);
    for (uint16_t i = 0; i < m->header_count; i++)
        if (!is_plain(m->headers[i].row))
            octets_of(s, m->headers[i].row, m->headers[i].id);
}

static void line_ends(struct scene *s)
{
    const struct sip_message *m = s->m;

    if (m->bare_line_end.len)
        ADD(s, bare_lf_or_cr, H_HEADER_SECTION, m->bare_line_end, "a line ends with LF alone, not with CR LF");
    if (!m->has_header_end && !m->cut && m->framing == FRAMING_DATAGRAM)
        ADD(s, header_section_unterminated, H_HEADER_SECTION, m->start_line,
            "the message ends without the empty line that is due behind the headers");
}

/* HCOLON = *( SP / HTAB ) ":" SWS: white space before the colon is legal, a line end is not. */
static bool folded_before_colon(const struct sip_header *row)
{
    struct slice behind = slice_from(row->row, (uint32_t)(row->name.at - row->row.at) + row->name.len);
    int64_t line_end = slice_find(behind, '\n');

    return line_end >= 0 && line_end < slice_find(behind, ':');
}

static void row_shape(struct scene *s, const struct sip_header *row, bool first)
{
    char quote[QUOTE];

    if (first && (row->row.at[0] == ' ' || row->row.at[0] == '\t'))
        ADD(s, orphan_continuation, H_HEADER_SECTION, row->row,
            "the first line behind the start line begins with white space: "
            "it continues nothing");
    else if (!row->name.at)
        ADD(s, line_without_colon, H_HEADER_SECTION, row->row, "the line \"%s\" has no colon",
            slice_print(row->row, quote, sizeof quote));
    else if (row->name.len == 0 || span(row->name, C_TOKEN) < row->name.len)
        ADD(s, header_name_malformed, H_HEADER_SECTION, row->name.len ? row->name : row->row,
            "\"%s\" is no header name", slice_print(row->name, quote, sizeof quote));
    else if (folded_before_colon(row))
        ADD(s, header_name_malformed, H_HEADER_SECTION, row->name, "the line breaks between the name %s and its colon",
            slice_print(row->name, quote, sizeof quote));
}

static void rows(struct scene *s)
{
    const struct sip_message *m = s->m;

    /* A message that ends inside its headers ends inside a row, more often than not: that is one fault, not two. */
    uint16_t count = m->has_header_end || m->header_count == 0 ? m->header_count : m->header_count - 1;

    for (uint16_t i = 0; i < count; i++)
        if (m->headers[i].id == H_OTHER || (i == 0 && is_lws(m->headers[i].row.at[0])) ||
            slice_end(m->headers[i].name)[0] != ':')
            row_shape(s, &m->headers[i], i == 0);
}

/* What all these look for is not there in a regular message. */
static void lines(struct scene *s)
{
    if (s->m->is_regular)
        return;
    line_ends(s);
    rows(s);
    octets(s);
}

/* clang-format off */
const struct rule framing_rules[] = {
    {content_length, ALL, H_OTHER},
    {lines, ALL, H_OTHER},
    {0},
};
/* clang-format on */
