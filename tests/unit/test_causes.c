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

static void run_bytes(const struct byte_case *c)
{
    static struct reading r;
    enum transport transport = c->transport ? c->transport : TRANSPORT_UDP;
    char *text = bent_request(c->method, c->from, c->to, transport), *more;
    struct copy copy = copy_of(text, strlen(text));
    const struct fault *fault;

    g_test_message("%s %s: %s, \"%s\" becomes \"%s\"", c->outcome == TRIGGERS ? "+" : "-", cause_get(c->cause)->id,
                   c->method, c->from ? c->from : "", c->to);
    g_assert_true(read_message(&r, copy.bytes, copy.len, copy.len, transport));
    check_reading(&r, copy.len);
    fault = fault_of(&r, c->cause);
    more = others(&r, c->cause);
    if (c->outcome == TRIGGERS) {
        g_assert_nonnull(fault);
        if (c->where)
            assert_slice(slice_of(r.m.base + fault->offset, fault->length), c->where);
    } else {
        g_assert_null(fault);
    }
    g_assert_cmpstr(more, ==, c->more ? c->more : "");
    counted[c->cause][c->outcome]++;
    g_free(more);
    free(copy.bytes);
    g_free(text);
}

static void bytes(void)
{
    for (size_t t = 0; t < G_N_ELEMENTS(tables); t++)
        for (const struct byte_case *c = tables[t]; c->cause; c++)
            run_bytes(c);
}

static void clean_ones(void)
{
    static const char *const methods[] = {"INVITE", "OPTIONS", "BYE",  "CANCEL", "REGISTER", "PRACK", "SUBSCRIBE",
                                          "NOTIFY", "PUBLISH", "INFO", "REFER",  "MESSAGE",  "UPDATE"};
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

static void scripts(void)
{
    static struct policy policy;

    policy_default(&policy);
    for (const struct script_case *c = script_cases; c->cause; c++) {
        struct play p;
        bool found = false;

        g_test_message("%s %s: %s", c->outcome == TRIGGERS ? "+" : "-", cause_get(c->cause)->id, c->script);
        play_script(&p, c->script);
        check_capture(p.capture);
        for (uint32_t n = 1; n <= capture_count(p.capture); n++) {
            static struct verdict v;
            verdict_judge(&v, p.capture, capture_transaction(p.capture, n), &policy);
            found |= v.cause == c->cause;
        }
        g_assert_true(found == (c->outcome == TRIGGERS));
        counted[c->cause][c->outcome]++;
        play_close(&p);
    }
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
