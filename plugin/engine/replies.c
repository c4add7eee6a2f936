/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "replies.h"

#include "chars.h"

/* "Bad Request (To: <sip:b@c" LF ":complaint)": the parenthesis is closed in what was taken for the first header. */
static struct slice whole_phrase(const struct sip_message *m)
{
    struct slice row = m->header_count ? m->headers[0].row : SLICE_NONE;
    bool broken = slice_find(m->reason, '(') >= 0 && slice_find(m->reason, ')') < 0;

    if (broken && row.len && m->headers[0].id == H_OTHER && row.at[row.len - 1] == ')')
        return slice_between(m->reason.at, slice_end(row));
    return m->reason;
}

static struct slice either(const struct sip_message *m, enum header_id first, enum header_id second)
{
    struct slice value = sip_message_value(m, first);
    return value.len ? value : sip_message_value(m, second);
}

static bool is_x_error(struct slice name)
{
    return name.len >= 7 && g_ascii_strncasecmp(name.at, "X-", 2) == 0 &&
           g_ascii_strncasecmp(slice_end(name) - 5, "Error", 5) == 0;
}

static struct slice x_error(const struct sip_message *m)
{
    for (uint16_t i = 0; i < m->header_count; i++)
        if (m->headers[i].value.len && is_x_error(m->headers[i].name))
            return slice_trim(m->headers[i].row);
    return SLICE_NONE;
}

void reply_read(struct reply *reply, const struct sip_message *m)
{
    *reply = (struct reply){
        .reason_phrase = whole_phrase(m),
        .warning = sip_message_value(m, H_WARNING),
        .server = either(m, H_SERVER, H_USER_AGENT),
        .registrar_error = sip_message_value(m, H_P_REGISTRAR_ERROR),
        .diagnostics = either(m, H_MS_DIAGNOSTICS, H_MS_DIAGNOSTICS_PUBLIC),
        .reason = sip_message_value(m, H_REASON),
        .x_error = x_error(m),
    };
}

bool reply_is_plain(const struct reply *r)
{
    return !r->warning.len && !r->registrar_error.len && !r->diagnostics.len && !r->reason.len && !r->x_error.len &&
           !r->answer.len && r->answer_header == H_OTHER;
}
