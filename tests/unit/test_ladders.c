/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ladders.h"
#include "support.h"

enum kind { ANSWER, EARLY };

/* clang-format off */
/* Copies of a response at these intervals, in seconds, and what can be read off them. Times count from the response. */
static const struct row {
    const char *name, *gaps;
    enum kind kind;
    double t1, next; /* 64*T1 follows from T1 */
    bool to_the_end;
} rows[] = {
    {"no copy", "", ANSWER, .5, 1, false},
    {"one copy", ".5", ANSWER, .5, 2, false},
    {"T1 as usual", ".5 1 2", ANSWER, .5, 8, false},
    {"T2 is the most", ".5 1 2 4 4", ANSWER, .5, 16, false},
    {"T1 as usual, to the end", ".5 1 2 4 4 4 4 4 4 4", ANSWER, .5, 36, true},
    {"the last copy is not there", ".5 1 2 4 4 4 4 4 4", ANSWER, .5, 32, true},
    {"the last two are not there", ".5 1 2 4 4 4 4 4", ANSWER, .5, 28, false},
    {"T1 as usual, by a slow clock", ".58 1.1 2.2", ANSWER, .5, 8.38, false},
    {"T1 is 1 s", "1 2 4", ANSWER, 1, 12, false},
    {"T1 is 1 s: two gaps are enough", "1 2", ANSWER, 1, 8, false},
    {"T1 is 1 s, for 32 s", "1 2 4 4 4 4 4 4 4", ANSWER, 1, 36, false},
    {"T1 is 1 s, to the end", "1 2 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4", ANSWER, 1, 68, true},
    {"T1 is 2 s", "2 4 4", ANSWER, 2, 16, false},
    {"T1 is 2 s, to the end", "2 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4", ANSWER, 2, 128, true},
    {"T1 is 0.12 s", ".12 .24 .48 .96 1.92 3.84", ANSWER, .12, 12.06, true},
    {"T1 is 0.12 s, the last copy is not there", ".12 .24 .48 .96 1.92", ANSWER, .12, 8.06, false},
    {"T1 is 0.12 s, not to the end", ".12 .24 .48", ANSWER, .12, 2.3, false},
    {"T1 is 0.12 s: two gaps are not enough", ".12 .24", ANSWER, .5, 1.36, false},
    {"T1 is 0.25 s", ".25 .5 1 2 4 4 4", ANSWER, .25, 20.25, true},
    /* what doubles from nothing sensible is no T1 */
    {"too small", ".05 .1 .2 .4", ANSWER, .5, 2.05, false},
    {"too large", "4 8 16", ANSWER, .5, 44.5, true},
    {"a clock that jumps by a century", ".5 1 3e9", ANSWER, 131072, 3000262145.5, true},
    /* copies that the capture, or the network, lost */
    {"the first copy is lost", "1.5 2 4", ANSWER, .5, 12, false},
    {"the second copy is lost", ".5 3 4", ANSWER, .5, 12, false},
    {"the first two are lost", "3.5 4 4", ANSWER, .5, 16, false},
    {"the second and the third are lost", ".5 7 4", ANSWER, .5, 16, false},
    {"one is lost near the end", ".5 1 2 4 8 4 4 4", ANSWER, .5, 32, true},
    /* senders that know no doubling */
    {"every half second", ".5 .5 .5 .5", ANSWER, .5, 3.5, false},
    {"every second", "1 1 1 1", ANSWER, .5, 6.5, false},
    {"every 2 s", "2 2 2 2", ANSWER, .5, 12.5, false},
    {"every 4 s", "4 4 4 4", ANSWER, .5, 20.5, false},
    {"every 120 ms", ".12 .12 .12 .12", ANSWER, .5, 1.48, false},
    /* RFC 3262 3: no T2 */
    {"1xx", ".5 1 2 4", EARLY, .5, 16, false},
    {"1xx, the last copy is not there", ".5 1 2 4 8", EARLY, .5, 32, false},
    {"1xx, to the end", ".5 1 2 4 8 16", EARLY, .5, 64, true},
    {"1xx, T1 is 1 s", "1 2 4 8", EARLY, 1, 32, false},
};
/* clang-format on */

static const struct leg *play_copies(struct play *p, const struct row *row, bool mirrored)
{
    static const char *const responses[] = {"200/INVITE t=B", "183/INVITE t=B | Require: 100rel | RSeq: 1"};
    char **gaps = g_strsplit(row->gaps, " ", -1);
    GString *script = g_string_new("0 ab INVITE\n");
    const struct leg *leg;
    double time = 1;

    for (char **gap = gaps;; gap++) {
        g_string_append_printf(script, "%.3f ba %s\n", time, responses[row->kind]);
        if (mirrored)
            g_string_append_printf(script, "%.3f ba %s\n", time + .001, responses[row->kind]);
        if (!*gap)
            break;
        time += g_ascii_strtod(*gap, NULL);
    }
    play_script(p, script->str);
    leg = row->kind == EARLY ? capture_transaction(p->capture, 1)->extras->early : capture_transaction(p->capture, 1)->legs;
    g_assert_nonnull(leg);
    g_string_free(script, TRUE);
    g_strfreev(gaps);
    return leg;
}

#define assert_about(ns, expected) g_assert_cmpfloat_with_epsilon(seconds(ns), (expected), .01)

static void check(const struct row *row, bool mirrored)
{
    struct play p;
    const struct leg *leg;

    g_test_message("%s%s", row->name, mirrored ? ", seen at two ports" : "");
    leg = play_copies(&p, row, mirrored);
    g_assert_cmpuint(leg->response->frame, ==, 2);
    assert_about(ladder_timeout(leg), seconds(ladder_t1(leg)) * 64);
    if (row->t1 == .5)
        g_assert_cmpint(ladder_t1(leg), ==, TIMING_DEFAULT.t1);
    else
        assert_about(ladder_t1(leg), row->t1);
    assert_about(ladder_next(leg) - leg->response->time, row->next);
    g_assert_cmpint(ladder_to_the_end(leg), ==, row->to_the_end);
    play_close(&p);
}

static void intervals(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        check(&rows[i], false);
}

/* Each message twice, as mirror ports show it. */
static void mirror_ports(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        check(&rows[i], true);
}

/* Copies that answer copies of the INVITE tell the caller's timer, not the callee's. */
static void prompted(void)
{
    const struct leg *leg;
    struct play p;

    play_script(
        &p,
        "0 ab INVITE\n1 ba 200/INVITE t=B\n1.9 ab INVITE\n2 ba 200/INVITE t=B\n3.9 ab INVITE\n4 ba 200/INVITE t=B\n");
    leg = capture_transaction(p.capture, 1)->legs;
    g_assert_cmpint(ladder_t1(leg), ==, TIMING_DEFAULT.t1);
    g_assert_false(ladder_to_the_end(leg));
    g_assert_cmpuint(leg->extras->retransmissions, ==, 0);
    play_close(&p);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ladders/intervals", intervals);
    g_test_add_func("/ladders/mirror ports", mirror_ports);
    g_test_add_func("/ladders/prompted", prompted);
    return run_tests();
}
