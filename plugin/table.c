/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "table.h"

#include "census.h"
#include "engine/chars.h"

enum column { NUMBER, VERDICT, CAUSE, METHOD, STATUS, FROM, TO, START, RESPONSE, FIRST, LAST, COLUMNS };

static stat_tap_table_item columns[COLUMNS] = {
    [NUMBER] = {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "No.", "%u"},
    [VERDICT] = {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Verdict", "%s"},
    [CAUSE] = {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Cause", "%s"},
    [METHOD] = {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Method", "%s"},
    [STATUS] = {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Status", "%s"},
    [FROM] = {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Requester", "%s"},
    [TO] = {TABLE_ITEM_STRING, TAP_ALIGN_LEFT, "Responder", "%s"},
    [START] = {TABLE_ITEM_FLOAT, TAP_ALIGN_RIGHT, "Start (s)", "%.6f"},
    [RESPONSE] = {TABLE_ITEM_STRING, TAP_ALIGN_RIGHT, "Response time (s)", "%s"},
    [FIRST] = {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "First frame", "%u"},
    [LAST] = {TABLE_ITEM_UINT, TAP_ALIGN_RIGHT, "Last frame", "%u"},
};

static struct census *census;
static guint allocated; /* rows */

static stat_tap_table_item_type text(const char *value)
{
    return (stat_tap_table_item_type){.type = TABLE_ITEM_STRING, .value.string_value = g_strdup(value)};
}

static stat_tap_table_item_type number(guint value)
{
    return (stat_tap_table_item_type){.type = TABLE_ITEM_UINT, .value.uint_value = value};
}

static void fill_row(stat_tap_table_item_type row[COLUMNS], const struct transaction *t, const struct verdict *v,
                     double ms)
{
    char method[40], status[16] = "", time[24] = "", src[ENDPOINT_TEXT_SIZE], dst[ENDPOINT_TEXT_SIZE];

    if (t->final)
        g_snprintf(status, sizeof status, "%u", t->final->status);
    if (t->final && t->request) /* as wide as it takes to sort by it, which is done by its characters */
        g_snprintf(time, sizeof time, "%12.6f", seconds(t->final->time - t->request->time));
    row[NUMBER] = number(t->number);
    row[VERDICT] = text(verdict_name(v->state));
    row[CAUSE] = text(v->bad && v->cause ? cause_get(v->cause)->title : "");
    row[METHOD] = text(slice_print(t->method, method, sizeof method));
    row[STATUS] = text(status);
    row[FROM] = text(endpoint_print(&t->src, src));
    row[TO] = text(endpoint_print(&t->dst, dst));
    row[START] = (stat_tap_table_item_type){.type = TABLE_ITEM_FLOAT, .value.float_value = ms / 1000};
    row[RESPONSE] = text(time);
    row[FIRST] = number(t->first->frame);
    row[LAST] = number(t->last->frame);
}

static void free_item(stat_tap_table_item_type *item)
{
    if (item->type == TABLE_ITEM_STRING)
        g_free((char *)item->value.string_value);
    item->type = TABLE_ITEM_NONE;
}

/* Windows that are open share the table and hold on to its rows: a row is used again, never freed while they may look
 * at it. */
static void count(void *context, const struct transaction *t, const struct verdict *v, double ms)
{
    stat_tap_table *table = context;
    stat_tap_table_item_type row[COLUMNS];
    guint next = table->num_elements;

    fill_row(row, t, v, ms);
    if (next < allocated) {
        for (unsigned c = 0; c < COLUMNS; c++)
            free_item(&table->elements[next][c]);
        memcpy(table->elements[next], row, sizeof row);
        table->num_elements++;
        return;
    }
    stat_tap_init_table_row(table, next, COLUMNS, row);
    allocated++;
}

static void reset(stat_tap_table *table)
{
    table->num_elements = 0;
    census_reset(census);
}

static void start(stat_tap_table_ui *ui)
{
    stat_tap_table *table = stat_tap_find_table(ui, "SIP transactions");

    if (table) {
        reset(table);
        return;
    }
    table = stat_tap_init_table("SIP transactions", COLUMNS, 0, NULL);
    stat_tap_add_table(ui, table);
    if (census)
        census_free(census);
    census = census_new(count, table);
    allocated = 0;
}

/* Called for the rows in use, when the last window goes: the others are to go with them. */
static void free_cell(stat_tap_table *table, guint row _U_, guint column _U_, stat_tap_table_item_type *item)
{
    table->num_elements = allocated;
    free_item(item);
}

static tap_packet_status packet(void *data _U_, packet_info *pinfo, epan_dissect_t *edt _U_, const void *item,
                                tap_flags_t flags _U_)
{
    census_take(census, pinfo, item);
    return TAP_PACKET_REDRAW;
}

void table_add(void)
{
    static stat_tap_table_ui ui = {
        .group = TELEPHONY_GROUP,
        .title = "SIP Diagnosis Transactions",
        .tap_name = "sipdiag",
        .cli_string = "sipdiag,transactions",
        .stat_tap_init_cb = start,
        .packet_func = packet,
        .stat_tap_reset_table_cb = reset,
        .stat_tap_free_table_item_cb = free_cell,
        .nfields = COLUMNS,
        .fields = columns,
    };

    register_stat_tap_table_ui(&ui);
}
