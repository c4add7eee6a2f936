/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "filters.h"

char *filter_transaction(wmem_allocator_t *pool, const struct transaction *t)
{
    return wmem_strdup_printf(pool, "sipdiag.transaction == %u", t->number);
}

static bool is_printable_ascii(struct slice s)
{
    uint32_t n = 0;

    while (n < s.len && g_ascii_isprint(s.at[n]))
        n++;
    return n == s.len;
}

char *filter_call(wmem_allocator_t *pool, const struct transaction *t)
{
    struct slice id = t->call->call_id;
    wmem_strbuf_t *filter;

    if (id.len == 0 || !is_printable_ascii(id))
        return NULL;
    filter = wmem_strbuf_new(pool, "sip.Call-ID == \"");
    for (uint32_t i = 0; i < id.len; i++) {
        if (id.at[i] == '"' || id.at[i] == '\\')
            wmem_strbuf_append_c(filter, '\\');
        wmem_strbuf_append_c(filter, id.at[i]);
    }
    wmem_strbuf_append_c(filter, '"');
    return wmem_strbuf_finalize(filter);
}
