/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Captures that are read by another T1, or another duplicate window, than the usual ones.
 */
#include "support.h"

#define MS     (SECOND / 1000)
#define USUAL  500, 100
#define SLOW   1000, 100
#define QUICK  100, 50
#define ASKED  "0 ab OPTIONS\n"
#define ANSWER "0 ab INVITE\n1 ba 200/INVITE t=B\n"
#define ACK    "ab ACK b=zy t=B\n"

/* The verdict on the first transaction, the state of its ACK, how many transactions there are and how often the first
 * request was sent again. */
/* clang-format off */
static const struct row {
    const char *script;
    int t1, window; /* ms */
    const char *verdict, *ack;
    uint32_t transactions, again;
} rows[] = {
    /* how long a requester waits */
    {ASKED ".5 ab OPTIONS\n1.5 ab OPTIONS\n3.5 ab OPTIONS\n40 tick\n", USUAL, "incomplete", "not_due", 1, 3},
    {ASKED ".5 ab OPTIONS\n1.5 ab OPTIONS\n3.5 ab OPTIONS\n40 tick\n", SLOW, "pending", "not_due", 1, 3},
    {ASKED "1 ab OPTIONS\n3 ab OPTIONS\n55 ab OPTIONS\n70 tick\n", SLOW, "no_response", "not_due", 1, 3},
    {ASKED ".1 ab OPTIONS\n.3 ab OPTIONS\n5.3 ab OPTIONS\n7 tick\n", USUAL, "pending", "not_due", 1, 3},
    {ASKED ".1 ab OPTIONS\n.3 ab OPTIONS\n5.3 ab OPTIONS\n7 tick\n", QUICK, "no_response", "not_due", 1, 3},
    /* how long an ACK may take */
    {ANSWER "40 tick\n", USUAL, "ok", "unknown", 1, 0},
    {ANSWER "40 tick\n", SLOW, "ok", "pending", 1, 0},
    {ANSWER "45 " ACK, USUAL, "bad_ack", "late", 1, 0},
    {ANSWER "45 " ACK, SLOW, "ok", "acked", 1, 0},
    /* which copies show that one is missing */
    {ANSWER "1.1 ba 200/INVITE t=B\n1.3 ba 200/INVITE t=B\n1.35 tick\n", USUAL, "ok", "pending", 1, 0},
    {ANSWER "1.1 ba 200/INVITE t=B\n1.3 ba 200/INVITE t=B\n1.35 tick\n", QUICK, "missing_ack", "missing", 1, 0},
    /* how long a challenge stays open */
    {ASKED "1 ba 401/OPTIONS\n40 tick\n", USUAL, "failed", "not_due", 1, 0},
    {ASKED "1 ba 401/OPTIONS\n40 tick\n", SLOW, "challenged", "not_due", 1, 0},
    /* when a transaction is over */
    {ASKED "1 ba 200/OPTIONS\n40 ab OPTIONS\n", USUAL, "ok", "not_due", 2, 0},
    {ASKED "1 ba 200/OPTIONS\n40 ab OPTIONS\n", SLOW, "ok", "not_due", 1, 1},
    /* what is captured twice */
    {ASKED ".2 ab OPTIONS\n", USUAL, "pending", "not_due", 1, 1},
    {ASKED ".2 ab OPTIONS\n", 500, 250, "pending", "not_due", 1, 0},
    {ASKED ".05 ab OPTIONS\n", USUAL, "pending", "not_due", 1, 0},
    {ASKED ".05 ab OPTIONS\n", 500, 0, "pending", "not_due", 1, 1},
    {"0 ab OPTIONS ip=7\n.05 ab OPTIONS ip=7\n", 500, 0, "pending", "not_due", 1, 0},
};
/* clang-format on */

static void check(const struct row *row)
{
    static struct policy policy;
    static struct verdict v;
    const struct transaction *t;
    struct play p;

    g_test_message("T1 %d ms, window %d ms:\n%s", row->t1, row->window, row->script);
    play_timed_script(&p, (struct timing){row->t1 * MS, row->window * MS}, row->script);
    check_capture(p.capture);
    t = capture_transaction(p.capture, 1);
    policy_default(&policy);
    verdict_judge(&v, p.capture, t, &policy);
    g_assert_cmpstr(verdict_name(v.state), ==, row->verdict);
    g_assert_cmpstr(ack_state_name(v.ack.state), ==, row->ack);
    g_assert_cmpuint(capture_count(p.capture), ==, row->transactions);
    g_assert_cmpuint(t->request_retransmissions, ==, row->again);
    play_close(&p);
}

static void verdicts(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        check(&rows[i]);
}

/* Another T1 scales what follows from it, and the usual one gives the values of RFC 3261. */
static void scale(void)
{
    struct timing usual = TIMING_DEFAULT, slow = {2 * SECOND, 0}, quick = {SECOND / 10, 0};

    g_assert_cmpint(timing_timeout(&usual), ==, 32 * SECOND);
    g_assert_cmpint(timing_spacing(&usual), ==, 300 * MS);
    g_assert_cmpint(timing_ladder_end(&usual), ==, 26 * SECOND);
    g_assert_cmpint(timing_timeout(&slow), ==, 128 * SECOND);
    g_assert_cmpint(timing_spacing(&slow), ==, 300 * MS);
    g_assert_cmpint(timing_ladder_end(&slow), ==, 104 * SECOND);
    g_assert_cmpint(timing_spacing(&quick), ==, 60 * MS);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/timing/verdicts", verdicts);
    g_test_add_func("/timing/scale", scale);
    return run_tests();
}
