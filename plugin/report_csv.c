/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * CSV by RFC 4180: a row of names, then one transaction a row, in the order of the capture. The same values as in the
 * record, those that are nested as columns of their own, those that are lists separated by spaces.
 */
#include "reports.h"

#include <stdio.h>

#include "engine/hops.h"
#include "filters.h"
#include "report_values.h"
#include "ws_compat.h"

#ifdef _WIN32
#define LINE_END "\n" /* standard output is in text mode there and puts the CR in front */
#else
#define LINE_END "\r\n"
#endif

/* What a spreadsheet takes for a formula: a cell that begins with one of these, in ASCII or in full width. */
static bool is_formula(const char *text)
{
    static const char *const beginnings[] = {
        "=", "+", "-", "@", "\t", "\r", "\xef\xbc\x9d", "\xef\xbc\x8b", "\xef\xbc\x8d", "\xef\xbc\xa0"};

    for (size_t i = 0; i < array_length(beginnings); i++)
        if (g_str_has_prefix(text, beginnings[i]))
            return true;
    return false;
}

static void put_text(GString *cell, const char *text)
{
    if (text && is_formula(text))
        g_string_append_c(cell, '\'');
    g_string_append(cell, text ? text : "");
}

static void put_allocated(GString *cell, char *text)
{
    put_text(cell, text);
    g_free(text);
}

static void put_slice(GString *cell, struct slice value)
{
    put_allocated(cell, slice_text(value));
}

static void put_number(GString *cell, uint64_t value)
{
    g_string_append_printf(cell, "%" G_GUINT64_FORMAT, value);
}

static void put_bool(GString *cell, bool value)
{
    put_text(cell, value ? "true" : "false");
}

static void put_endpoint(GString *cell, const struct endpoint *e)
{
    char text[ENDPOINT_TEXT_SIZE];

    put_text(cell, endpoint_print(e, text));
}

static void put_hop(GString *cell, const struct transaction *hop)
{
    if (hop)
        put_number(cell, hop->number);
}

static void put_start(GString *cell, const struct record *r)
{
    char text[TIME_TEXT_SIZE];

    put_text(cell, record_start(r, text));
}

static void put_interval(GString *cell, struct interval interval)
{
    if (interval.known)
        g_string_append_printf(cell, "%.3f", milliseconds(interval.ns));
}

static void put_claim_text(GString *cell, const struct record *r)
{
    char words[CLAIM_TEXT_SIZE];

    put_text(cell, record_claim_text(r, words));
}

/* Lists. */

static void put_id(GString *cell, enum cause_id cause)
{
    g_string_append_printf(cell, "%s%s", cell->len ? " " : "", cause_get(cause)->id);
}

static void put_faults(GString *cell, const struct record *r)
{
    const struct fault *fault;
    unsigned i = 0;

    while ((fault = record_next_fault(r, &i)))
        put_id(cell, fault->cause);
}

static void put_notes(GString *cell, const struct record *r)
{
    for (unsigned i = 0; i < r->v.note_count; i++)
        put_id(cell, r->v.notes[i].cause);
}

static void put_frame(void *cell, uint32_t frame)
{
    g_string_append_printf(cell, "%s%u", ((GString *)cell)->len ? " " : "", frame);
}

/* The columns. */

static const struct cause *cause_of(const struct record *r)
{
    return cause_get(r->v.bad ? r->v.cause : CAUSE_NONE);
}

#define COLUMN(name, put)                                                \
    static void column_##name(GString *cell, const struct record *r _U_) \
    {                                                                    \
        put;                                                             \
    }
#include "report_csv.def"
#undef COLUMN

static const struct column {
    const char *name;
    void (*put)(GString *cell, const struct record *r);
} columns[] = {
#define COLUMN(name, put) {#name, column_##name},
#include "report_csv.def"
#undef COLUMN
};

/* RFC 4180 2: quoted where it has to be, quotes inside doubled. */
static void print_cell(const char *text)
{
    if (!strpbrk(text, ",\"\r\n")) {
        fputs(text, stdout);
        return;
    }
    putchar('"');
    for (; *text; text++) {
        if (*text == '"')
            putchar('"');
        putchar(*text);
    }
    putchar('"');
}

static void print_row(const struct record *r, GString *cell)
{
    for (size_t i = 0; i < array_length(columns); i++) {
        g_string_truncate(cell, 0);
        columns[i].put(cell, r);
        if (i)
            putchar(',');
        print_cell(cell->str);
    }
    fputs(LINE_END, stdout);
}

static void print_names(void)
{
    for (size_t i = 0; i < array_length(columns); i++)
        printf("%s%s", i ? "," : "", columns[i].name);
    fputs(LINE_END, stdout);
}

void report_csv(const struct selection *selection)
{
    const struct capture *c = sipdiag_capture();
    GString *cell = g_string_new(NULL);
    struct record r;

    print_names();
    for (const struct transaction *t = capture_beyond(c, 0); t; t = capture_beyond(c, t->number)) {
        if (!selection_has(selection, t->number))
            continue;
        record_read(&r, t);
        print_row(&r, cell);
    }
    g_string_free(cell, TRUE);
    report_let_go(stderr, "sipdiag: ");
}
