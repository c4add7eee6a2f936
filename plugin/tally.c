/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tally.h"

#include <stdio.h>
#include <stdlib.h>

#include <glib.h>
#include <wsutil/wmem/wmem.h>

struct row {
    char *name;
    uint32_t bad, all;
    unsigned order; /* of first appearance */
};

struct tally {
    GHashTable *by_name; /* the keys belong to the rows */
    GPtrArray *rows;
};

static void row_free(void *data)
{
    struct row *row = data;

    g_free(row->name);
    g_free(row);
}

struct tally *tally_new(void)
{
    struct tally *tally = g_new(struct tally, 1);

    tally->by_name = g_hash_table_new(wmem_str_hash, g_str_equal); /* seeded: the names come off the wire */
    tally->rows = g_ptr_array_new_with_free_func(row_free);
    return tally;
}

void tally_free(struct tally *tally)
{
    g_hash_table_destroy(tally->by_name);
    g_ptr_array_free(tally->rows, TRUE);
    g_free(tally);
}

void tally_add(struct tally *tally, const char *name, bool bad)
{
    struct row *row = g_hash_table_lookup(tally->by_name, name);

    if (!row) {
        row = g_new0(struct row, 1);
        row->name = g_strdup(name);
        row->order = tally->rows->len;
        g_ptr_array_add(tally->rows, row);
        g_hash_table_insert(tally->by_name, row->name, row);
    }
    row->all++;
    row->bad += bad;
}

unsigned tally_size(const struct tally *tally)
{
    return tally->rows->len;
}

static int worst_first(const void *a, const void *b)
{
    const struct row *p = *(struct row *const *)a, *q = *(struct row *const *)b;

    if (p->bad != q->bad)
        return p->bad < q->bad ? 1 : -1;
    if (p->all != q->all)
        return p->all < q->all ? 1 : -1;
    return p->order > q->order ? 1 : -1;
}

/* `width`: of the column that says of how many; 0: there is none. */
static void print_row(const struct row *row, int width)
{
    printf("%6u", row->bad);
    if (width)
        printf(" of %-*u", width, row->all);
    printf("  %s\n", row->name);
}

void tally_print(const struct tally *tally, bool of_all)
{
    unsigned count = tally->rows->len, shown = 0;
    const struct row **rows = g_new(const struct row *, count);
    struct row others = {0};
    char text[40];
    int width = 0;

    for (unsigned i = 0; i < count; i++) {
        rows[i] = tally->rows->pdata[i];
        others.bad += rows[i]->bad;
        others.all += rows[i]->all;
    }
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): it is pointers that are sorted */
    qsort(rows, count, sizeof *rows, worst_first);
    if (of_all)
        width = g_snprintf(text, sizeof text, "%u", others.all);
    /* A last name takes no more room than "1 other". */
    for (; shown < count && ((shown < TALLY_ROWS && rows[shown]->bad) || shown + 1 == count); shown++) {
        print_row(rows[shown], width);
        others.bad -= rows[shown]->bad;
        others.all -= rows[shown]->all;
    }
    if (shown < count) {
        g_snprintf(text, sizeof text, "%u others", count - shown);
        others.name = text;
        print_row(&others, width);
    }
    g_free(rows);
}
