/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "siblings.h"

#include "chars.h"

#define MOST 4 /* differences that are written out */

/* Headers whose values stay the same from one request of a sender to the next. */
static const enum header_id steady[] = {
    H_CONTENT_TYPE, H_CONTENT_ENCODING, H_REQUIRE, H_PROXY_REQUIRE, H_SUPPORTED,
    H_EVENT,        H_EXPIRES,          H_ACCEPT,  H_USER_AGENT,    H_SESSION_EXPIRES};

static bool has_row(const struct sip_message *m, const struct sip_header *like)
{
    if (like->id != H_OTHER)
        return m->first[like->id] != 0;
    for (uint16_t i = 0; i < m->header_count; i++)
        if (m->headers[i].id == H_OTHER && slice_equal_nocase(m->headers[i].name, like->name))
            return true;
    return false;
}

/* The headers that `m` has and `other` lacks, each once; true when there are any. */
static bool only_in(const struct sip_message *m, const struct sip_message *other, const char *lead, char *out,
                    size_t size)
{
    unsigned listed = 0;

    for (uint16_t i = 0; i < m->header_count && listed < MOST; i++) {
        const struct sip_header *row = &m->headers[i];
        bool seen = row->id == H_OTHER ? false : m->first[row->id] != i + 1;
        char name[40];

        if (!row->name.len || seen || has_row(other, row))
            continue;
        text_append(out, size, "%s%s", listed++ ? ", " : lead,
                    row->id != H_OTHER ? header_name(row->id) : slice_print(row->name, name, sizeof name));
    }
    return listed > 0;
}

const char *siblings_difference(const struct sip_message *refused, const struct sip_message *accepted, char *out,
                                size_t size)
{
    unsigned listed = 0;

    out[0] = '\0';
    only_in(refused, accepted, "only the refused one has ", out, size);
    only_in(accepted, refused, out[0] ? "; only the accepted one has " : "only the accepted one has ", out, size);
    for (size_t i = 0; i < G_N_ELEMENTS(steady) && listed < MOST; i++) {
        struct slice here = sip_message_value(refused, steady[i]), there = sip_message_value(accepted, steady[i]);
        char mine[48], theirs[48];

        if (!refused->first[steady[i]] || !accepted->first[steady[i]] || slice_equal(here, there))
            continue;
        text_append(out, size, "%s%s is \"%s\" in the refused one, \"%s\" in the accepted one", out[0] ? "; " : "",
                    header_name(steady[i]), slice_print(here, mine, sizeof mine),
                    slice_print(there, theirs, sizeof theirs));
        listed++;
    }
    return out;
}
