/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "response_times.h"

#include <epan/srt_table.h>

#include "census.h"
#include "engine/chars.h"

/* In its window, Wireshark takes a time for each row that grows with their number: with ten thousand of them it stands
 * still for minutes, with these for two seconds. */
static const struct kind {
    int most; /* rows in a window */
    const char *name, *full;
} kinds[] = {
    {800, "Bad transactions", "Bad transactions, the first 800 of them: for others use the display filter below"},
    {200, "Other transactions", "Other transactions, the first 200 of them: for others use the display filter below"},
};

/* The tables of one window, or -z option, are an array; what was counted into it. Nobody tells when a window goes. */
static GHashTable *censuses; /* GArray * -> struct census * */

/* "failed, 400 to OPTIONS, CSeq method mismatch, 192.0.2.1:5060 -> 192.0.2.2:5060, at 1.250 s, frames 1-4,
 * transaction 7" */
static void describe(char *out, size_t size, const struct transaction *t, const struct verdict *v, double ms)
{
    char method[40], src[ENDPOINT_TEXT_SIZE], dst[ENDPOINT_TEXT_SIZE];

    out[0] = '\0';
    text_append(out, size, "%s, ", verdict_name(v->state));
    if (t->final)
        text_append(out, size, "%u to ", t->final->status);
    text_append(out, size, "%s", slice_print(t->method, method, sizeof method));
    if (v->bad && v->cause)
        text_append(out, size, ", %s", cause_get(v->cause)->title);
    text_append(out, size, ", %s -> %s, at %.3f s, frames %u-%u, transaction %u", endpoint_print(&t->src, src),
                endpoint_print(&t->dst, dst), ms / 1000, t->first->frame, t->last->frame, t->number);
}

/* To the final response; of what got none, for how long it went on. */
static nstime_t duration_of(const struct transaction *t)
{
    const struct sighting *from = t->request ? t->request : t->first, *to = t->final ? t->final : t->last;
    int64_t ns = MAX(to->time - from->time, 0);

    return (nstime_t){.secs = (time_t)(ns / SECOND), .nsecs = (int)(ns % SECOND)};
}

/* What stands in the column of the index is the transaction's number: a click makes a filter of it. */
static void count(void *context, const struct transaction *t, const struct verdict *v, double ms)
{
    const struct kind *kind = &kinds[v->bad ? 0 : 1];
    srt_stat_table *table = g_array_index((GArray *)context, srt_stat_table *, v->bad ? 0 : 1);
    srt_procedure_t *row;
    char text[400];

    if (table->num_procs == kind->most && sipdiag_in_gui()) {
        table->name = kind->full;
        return;
    }
    describe(text, sizeof text, t, v, ms);
    init_srt_table_row(table, table->num_procs, text);
    row = &table->procedures[table->num_procs - 1];
    row->proc_index = (int)t->number;
    row->stats.num = 1;
    row->stats.min = row->stats.max = row->stats.tot = duration_of(t);
}

static void start(struct register_srt *srt _U_, GArray *tables)
{
    g_hash_table_remove(censuses, tables);
    for (size_t i = 0; i < array_length(kinds); i++)
        init_srt_table(kinds[i].name, NULL, tables, 0, "Transaction", "sipdiag.transaction", NULL);
}

static struct census *census_of(GArray *tables)
{
    struct census *census = g_hash_table_lookup(censuses, tables);

    if (!census) {
        census = census_new(count, tables);
        g_hash_table_insert(censuses, tables, census);
    }
    return census;
}

static tap_packet_status packet(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *item,
                                tap_flags_t flags _U_)
{
    census_take(census_of(((const srt_data_t *)data)->srt_array), pinfo, item);
    return TAP_PACKET_REDRAW;
}

void response_times_add(int proto)
{
    censuses = g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)census_free);
    register_srt_table(proto, "sipdiag", array_length(kinds), packet, start, NULL);
}

void response_times_forget(void)
{
    g_hash_table_remove_all(censuses);
}
