/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "response_times.h"

#include <epan/srt_table.h>

#include "census.h"
#include "engine/chars.h"

/* "bad: failed, 400 to OPTIONS, CSeq method mismatch, 192.0.2.1:5060 -> 192.0.2.2:5060, at 1.250 s, frames 1-4" */
static void describe(char *out, size_t size, const struct transaction *t, const struct verdict *v, double ms)
{
    char method[40], src[ENDPOINT_TEXT_SIZE], dst[ENDPOINT_TEXT_SIZE];

    out[0] = '\0';
    text_append(out, size, "%s%s, ", v->bad ? "bad: " : "", verdict_name(v->state));
    if (t->final)
        text_append(out, size, "%u to ", t->final->status);
    text_append(out, size, "%s", slice_print(t->method, method, sizeof method));
    if (v->bad && v->cause)
        text_append(out, size, ", %s", cause_get(v->cause)->title);
    text_append(out, size, ", %s -> %s, at %.3f s, frames %u-%u", endpoint_print(&t->src, src),
                endpoint_print(&t->dst, dst), ms / 1000, t->first->frame, t->last->frame);
}

/* To the final response; of what got none, for how long it went on. */
static nstime_t duration_of(const struct transaction *t)
{
    const struct sighting *from = t->request ? t->request : t->first, *to = t->final ? t->final : t->last;
    int64_t ns = MAX(to->time - from->time, 0);

    return (nstime_t){.secs = (time_t)(ns / SECOND), .nsecs = (int)(ns % SECOND)};
}

static void count(void *context, const struct transaction *t, const struct verdict *v, double ms)
{
    srt_stat_table *table = context;
    nstime_t duration = duration_of(t);
    srt_procedure_t *row;
    char text[400];

    describe(text, sizeof text, t, v, ms);
    if ((int)t->number < table->num_procs)
        g_free(table->procedures[t->number].procedure);
    init_srt_table_row(table, (int)t->number, text);
    row = &table->procedures[t->number];
    time_stat_init(&row->stats);
    row->stats.num = 1;
    row->stats.min = row->stats.max = row->stats.tot = duration;
}

static void start(struct register_srt *srt _U_, GArray *tables)
{
    init_srt_table("SIP transactions", NULL, tables, 0, "Transaction", "sipdiag.transaction", NULL);
}

static bool has_row(const srt_stat_table *table, uint32_t number)
{
    return (int)number < table->num_procs && table->procedures[number].stats.num > 0;
}

/* A window takes its table with it and tells nobody: what it shows is counted without a census. tshark's table stays.
 */
static tap_packet_status packet(void *data, packet_info *pinfo, epan_dissect_t *edt _U_, const void *item,
                                tap_flags_t flags _U_)
{
    const srt_data_t *srt = data;
    srt_stat_table *table = g_array_index(srt->srt_array, srt_stat_table *, 0);
    const struct transaction *t = ((const struct sighting *)item)->transaction;
    static struct verdict v;

    if (has_row(table, t->number))
        return TAP_PACKET_DONT_REDRAW;
    if (census_is_final()) {
        sipdiag_judge(&v, t);
        count(table, t, &v, nstime_to_msec(&pinfo->rel_ts));
        return TAP_PACKET_REDRAW;
    }
    if (!table->table_specific_data)
        table->table_specific_data = census_new(count, table);
    census_take(table->table_specific_data, pinfo, item);
    return TAP_PACKET_REDRAW;
}

void response_times_add(int proto)
{
    register_srt_table(proto, "sipdiag", 1, packet, start, NULL);
}
