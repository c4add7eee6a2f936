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

/* Is message `n` the first of its transaction, or its call, in the frame? */
static bool is_first(GPtrArray *messages, unsigned n, bool of_call)
{
    const struct transaction *t = sipdiag_message(messages, n)->transaction;

    for (unsigned i = 0; i < n; i++) {
        const struct transaction *other = sipdiag_message(messages, i)->transaction;
        if (of_call ? other->call == t->call : other == t)
            return false;
    }
    return true;
}

char *filter_transactions(GPtrArray *messages)
{
    GString *filter = g_string_new("sipdiag.transaction in {");
    unsigned count = 0, last = 0;

    for (unsigned i = 0; i < messages->len; i++)
        if (is_first(messages, i, false)) {
            last = sipdiag_message(messages, i)->transaction->number;
            g_string_append_printf(filter, count++ ? ", %u" : "%u", last);
        }
    g_string_append_c(filter, '}');
    if (count == 1)
        g_string_printf(filter, "sipdiag.transaction == %u", last);
    return g_string_free(filter, count == 0);
}

static void append_call(GString *filter, const struct transaction *t)
{
    char *call = t->call->unnamed ? NULL : filter_call(NULL, t);

    if (filter->len)
        g_string_append(filter, " or ");
    if (call)
        g_string_append(filter, call);
    else
        g_string_append_printf(filter, "sipdiag.call == %u", t->call->number);
    g_free(call);
}

char *filter_calls(GPtrArray *messages)
{
    GString *filter = g_string_new(NULL);

    for (unsigned i = 0; i < messages->len; i++)
        if (sipdiag_message(messages, i)->transaction->call->call_id.len && is_first(messages, i, true))
            append_call(filter, sipdiag_message(messages, i)->transaction);
    return g_string_free(filter, filter->len == 0);
}
