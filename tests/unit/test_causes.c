/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Each cause has at least two cases that must bring it up and two look-alikes that must not.
 */
#include <stdio.h>

#include "cases.h"
#include "support.h"

static unsigned counted[CAUSE_COUNT][2];

static const struct byte_case *const tables[] = {core_cases, address_cases,   framing_cases,
                                                 body_cases, extension_cases, credential_cases};

static const struct fault *fault_of(const struct reading *r, enum cause_id cause)
{
    for (unsigned i = 0; i < r->faults.count; i++)
        if (r->faults.items[i].cause == cause && !fault_is_odd(&r->faults.items[i]))
            return &r->faults.items[i];
    return NULL;
}

/* "id id" of the faults but for that of `cause`. */
static char *others(const struct reading *r, enum cause_id cause)
{
    GString *out = g_string_new(NULL);

    for (unsigned i = 0; i < r->faults.count; i++)
        if (r->faults.items[i].cause != cause && !fault_is_odd(&r->faults.items[i]))
            g_string_append_printf(out, "%s%s", out->len ? " " : "", cause_get(r->faults.items[i].cause)->id);
    return g_string_free(out, FALSE);
}

/* All rows are run, and those that fail are listed: a table is mended as a whole. */
static unsigned failed;

static void complain(enum cause_id cause, enum outcome outcome, const char *what, const char *found)
{
    char *line = g_strdup_printf("%c %s: %s: %s", outcome == TRIGGERS ? '+' : '-', cause_get(cause)->id, what, found);
    char *printable = g_strescape(line, NULL);

    printf("# %s\n", printable);
    failed++;
    g_free(printable);
    g_free(line);
}

static void run_bytes(const struct byte_case *c)
{
    static struct reading r;
    enum transport transport = c->transport ? c->transport : TRANSPORT_UDP;
    char *text = bent_request(c->method, c->from, c->to, transport), *more, *where = NULL, *found;
    struct copy copy = copy_of(text, strlen(text));
    const struct fault *fault;
    bool right;

    for (size_t i = 0; i < copy.len; i++)
        if (copy.bytes[i] == 0x1a)
            copy.bytes[i] = '\0';
    g_assert_true(read_message(&r, copy.bytes, copy.len, copy.len, transport));
    check_reading(&r, copy.len);
    fault = fault_of(&r, c->cause);
    more = others(&r, c->cause);
    if (fault)
        where = text_of(slice_of(r.m.base + fault->offset, fault->length));
    right = c->outcome == TRIGGERS ? fault && (!c->where || strcmp(where, c->where) == 0) : !fault;
    if (!right || strcmp(more, c->more ? c->more : "") != 0) {
        char *what = g_strdup_printf("%s, \"%s\" becomes \"%s\"", c->method, c->from ? c->from : "", c->to);
        found = print_faults(&r);
        complain(c->cause, c->outcome, what, found);
        g_free(found);
        g_free(what);
    }
    counted[c->cause][c->outcome]++;
    g_free(where);
    g_free(more);
    free(copy.bytes);
    g_free(text);
}

static void bytes(void)
{
    failed = 0;
    for (size_t t = 0; t < G_N_ELEMENTS(tables); t++)
        for (const struct byte_case *c = tables[t]; c->cause; c++)
            run_bytes(c);
    g_assert_cmpuint(failed, ==, 0);
}

static void clean_ones(void)
{
    static const char *const methods[] = {"INVITE",    "OPTIONS", "BYE",     "CANCEL", "REGISTER", "PRACK",
                                          "SUBSCRIBE", "NOTIFY",  "PUBLISH", "INFO",   "REFER",    "MESSAGE",
                                          "UPDATE",    "100",     "200",     "400"};
    static struct reading r;

    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
        char *text = bent_request(methods[i], "", "", TRANSPORT_UDP), *found;
        struct copy copy = copy_of(text, strlen(text));

        g_assert_true(read_message(&r, copy.bytes, copy.len, copy.len, TRANSPORT_UDP));
        found = print_faults(&r);
        g_assert_cmpstr(found, ==, "");
        g_free(found);
        free(copy.bytes);
        g_free(text);
    }
}

static bool names(const struct verdict *v, enum cause_id cause)
{
    for (unsigned i = 0; i < v->note_count; i++)
        if (v->notes[i].cause == cause)
            return true;
    return v->cause == cause;
}

static void run_script(const struct script_case *c)
{
    static struct policy policy;
    GString *causes = g_string_new(NULL);
    struct play p;
    bool found = false;

    policy_default(&policy);
    play_script(&p, c->script);
    check_capture(p.capture);
    for (uint32_t n = 1; n <= capture_count(p.capture); n++) {
        static struct verdict v;
        verdict_judge(&v, p.capture, capture_transaction(p.capture, n), &policy);
        found |= names(&v, c->cause);
        g_string_append_printf(causes, "%s%s %s/%s", n > 1 ? ", " : "", verdict_name(v.state),
                               v.cause ? cause_get(v.cause)->id : "-", confidence_name(v.confidence));
        for (unsigned i = 0; i < v.note_count; i++)
            g_string_append_printf(causes, " (%s)", cause_get(v.notes[i].cause)->id);
    }
    if (found != (c->outcome == TRIGGERS))
        complain(c->cause, c->outcome, c->script, causes->str);
    counted[c->cause][c->outcome]++;
    g_string_free(causes, TRUE);
    play_close(&p);
}

static void scripts(void)
{
    static const struct script_case *const all[] = {script_cases, ack_cases};

    failed = 0;
    for (size_t t = 0; t < G_N_ELEMENTS(all); t++)
        for (const struct script_case *c = all[t]; c->cause; c++)
            run_script(c);
    g_assert_cmpuint(failed, ==, 0);
}

static void each_has_enough(void)
{
    unsigned lacking = 0;

    for (enum cause_id id = 1; id < CAUSE_COUNT; id++) {
        if (counted[id][TRIGGERS] < 2 || counted[id][LOOKALIKE] < 2) {
            printf("# %s: %u that bring it up, %u look-alikes\n", cause_get(id)->id, counted[id][TRIGGERS],
                   counted[id][LOOKALIKE]);
            lacking++;
        }
    }
    g_assert_cmpuint(lacking, ==, 0);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/causes/clean", clean_ones);
    g_test_add_func("/causes/bytes", bytes);
    g_test_add_func("/causes/scripts", scripts);
    g_test_add_func("/causes/each", each_has_enough); /* counts what the ones before ran */
    return run_tests();
}
