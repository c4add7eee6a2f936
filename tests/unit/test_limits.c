/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The limits of what is kept: they hold, what goes is counted and goes whole, and what stays is judged as it would be
 * without them.
 */
#include <malloc.h>

#include "spares.h"
#include "support.h"

static void open_limited(struct play *p, uint32_t transactions, uint32_t messages)
{
    play_open_limited(p, WMEM_ALLOCATOR_STRICT, TIMING_DEFAULT, (struct limits){transactions, messages});
}

static void play(struct play *p, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void play(struct play *p, const char *format, ...)
{
    va_list args;
    char *line;

    va_start(args, format);
    line = g_strdup_vprintf(format, args);
    va_end(args);
    play_step(p, line);
    g_free(line);
}

struct kept {
    uint32_t transactions, messages, calls;
};

static struct kept count_kept(const struct capture *c)
{
    GHashTable *calls = g_hash_table_new(NULL, NULL);
    struct kept kept = {0};

    for (const struct transaction *t = capture_beyond(c, 0); t; t = capture_beyond(c, t->number)) {
        kept.transactions++;
        kept.messages += t->sightings;
        g_hash_table_add(calls, t->call);
    }
    kept.calls = g_hash_table_size(calls);
    g_hash_table_destroy(calls);
    return kept;
}

/* Six messages, two transactions. */
static void play_call(struct play *p, unsigned n)
{
    play(p, "%u ab INVITE i=c%u b=z%ui f=A%u", n, n, n, n);
    play(p, "%u.1 ba 180/INVITE i=c%u b=z%ui f=A%u t=B", n, n, n, n);
    play(p, "%u.2 ba 200/INVITE i=c%u b=z%ui f=A%u t=B", n, n, n, n);
    play(p, "%u.3 ab ACK i=c%u b=z%ua f=A%u t=B", n, n, n, n);
    play(p, "%u.8 ab BYE i=c%u b=z%ub f=A%u t=B n=2", n, n, n, n);
    play(p, "%u.9 ba 200/BYE i=c%u b=z%ub f=A%u t=B n=2", n, n, n, n);
}

static void test_oldest_go(void)
{
    struct play p;
    struct let_go gone;

    open_limited(&p, 6, 0);
    for (unsigned n = 1; n <= 10; n++)
        play_call(&p, n);
    gone = capture_let_go(p.capture);
    g_assert_cmpuint(gone.calls, ==, 7);
    g_assert_cmpuint(gone.transactions, ==, 14);
    g_assert_cmpuint(gone.messages, ==, 42);
    g_assert_cmpuint(capture_count(p.capture), ==, 20);
    for (uint32_t number = 1; number <= 20; number++)
        g_assert_true((capture_transaction(p.capture, number) != NULL) == (number > 14));
    g_assert_cmpuint(capture_beyond(p.capture, 0)->number, ==, 15);
    g_assert_null(capture_beyond(p.capture, 20));
    check_capture(p.capture);
    play_close(&p);
}

/* What goes is judged first, as the capture stands then. */
static bool is_bad(const struct transaction *t)
{
    static struct verdict v;
    struct policy policy;

    policy_default(&policy);
    verdict_judge(&v, t->call->capture, t, &policy);
    return v.bad;
}

static void test_bad_ones_are_counted(void)
{
    struct play p;

    open_limited(&p, 3, 0);
    capture_ask_before_letting_go(p.capture, is_bad);
    play(&p, "0 ab INVITE i=deaf b=zdeaf");
    play(&p, "0.5 ba 200/INVITE i=deaf b=zdeaf t=B");
    for (unsigned n = 1; n <= 6; n++) /* the responder gives up after 32 seconds */
        play(&p, "%u ba 200/INVITE i=deaf b=zdeaf t=B", n * 5);
    play(&p, "40 ba BYE i=deaf b=zbye t=A f=B");
    play(&p, "40.1 ab 200/BYE i=deaf b=zbye t=A f=B");
    play(&p, "50 ab OPTIONS i=refused b=zrefused");
    play(&p, "50.1 ba 400/OPTIONS i=refused b=zrefused");
    g_assert_cmpuint(capture_let_go(p.capture).bad, ==, 0);
    for (unsigned n = 51; n <= 60; n++) {
        play(&p, "%u ab OPTIONS i=o%u b=zo%u", n, n, n);
        play(&p, "%u.1 ba 200/OPTIONS i=o%u b=zo%u", n, n, n);
        if (n == 51)
            g_assert_cmpuint(capture_let_go(p.capture).bad, ==, 1); /* the INVITE; that of its BYE is not */
    }
    g_assert_cmpuint(capture_let_go(p.capture).bad, ==, 2);
    g_assert_cmpuint(capture_let_go(p.capture).transactions, ==, 10);
    check_capture(p.capture);
    play_close(&p);
}

static void test_messages(void)
{
    struct kept kept = {0};
    struct play p;

    open_limited(&p, 0, 13);
    for (unsigned n = 1; n <= 50; n++) {
        play_call(&p, n);
        kept = count_kept(p.capture);
        g_assert_cmpuint(kept.messages, <=, 13);
    }
    g_assert_cmpuint(kept.calls, ==, 2);
    g_assert_cmpuint(capture_let_go(p.capture).messages, ==, 48 * 6);
    play_close(&p);
}

/* A call that is spoken in stays, however long ago it began. */
static void test_silent_go_first(void)
{
    struct kept kept;
    struct play p;

    open_limited(&p, 4, 0);
    play(&p, "0 ab INVITE i=long b=zlong");
    play(&p, "0.5 ba 200/INVITE i=long b=zlong t=B");
    for (unsigned n = 1; n <= 20; n++) {
        play(&p, "%u ab OPTIONS i=o%u b=zo%u", n, n, n);
        play(&p, "%u.5 ba 200/INVITE i=long b=zlong t=B", n);
    }
    g_assert_nonnull(capture_transaction(p.capture, 1));
    g_assert_cmpuint(capture_transaction(p.capture, 1)->sightings, ==, 22);
    kept = count_kept(p.capture);
    g_assert_cmpuint(kept.transactions, ==, 4);
    g_assert_cmpuint(capture_let_go(p.capture).calls, ==, 17);
    check_capture(p.capture);
    play_close(&p);
}

/* What comes for a call that was let go begins a new one. */
static void test_late_response(void)
{
    struct play p;
    const struct transaction *t;

    open_limited(&p, 1, 0);
    play(&p, "0 ab OPTIONS i=one b=zone");
    play(&p, "1 ab OPTIONS i=two b=ztwo");
    play(&p, "2 ba 200/OPTIONS i=one b=zone");
    t = capture_transaction(p.capture, 3);
    g_assert_nonnull(t);
    g_assert_null(t->request);
    g_assert_null(capture_transaction(p.capture, 1));
    g_assert_null(capture_transaction(p.capture, 2));
    check_capture(p.capture);
    play_close(&p);
}

/* Each copy of a request may draw an ICMP error, and each response come in fragments: they go with their transaction, and
 * count no more. */
static void test_beside_the_transaction(void)
{
    struct play p;

    open_limited(&p, 1, 0);
    play(&p, "0 ab INVITE i=one b=zone");
    play(&p, "0.1 ba icmp:INVITE i=one b=zone");
    play(&p, "0.2 ba icmp:INVITE i=one b=zone");
    play(&p, "0.3 ba icmp:INVITE i=one b=zone");
    play(&p, "0.4 ba fragment:200/INVITE i=one b=zone t=B");
    play(&p, "0.5 ba fragment:200/INVITE i=one b=zone t=B");
    g_assert_cmpuint(p.frames, ==, 6);
    play(&p, "1 ab OPTIONS i=two b=ztwo");
    play(&p, "2 ab OPTIONS i=three b=zthree");
    g_assert_null(capture_transaction(p.capture, 1));
    for (uint32_t frame = 1; frame <= 6; frame++)
        g_assert_null(capture_in_frame(p.capture, frame, NULL));
    g_assert_cmpuint(capture_let_go(p.capture).messages, ==, 7);
    play_close(&p);
}

/* What one call knows of another, by number, does not outlive that other. */
static void test_across_calls(void)
{
    struct play p;

    open_limited(&p, 2, 0);
    play(&p, "0 ab OPTIONS i=r0 b=zr0");
    play(&p, "0.5 ba 400/OPTIONS i=r0 b=zr0");
    play(&p, "1 ab OPTIONS i=r1 b=zr1");
    g_assert_cmpuint(capture_transaction(p.capture, 2)->extras->repeats, ==, 1);
    play(&p, "2 ab MESSAGE i=m b=zm");
    g_assert_null(capture_transaction(p.capture, 1));
    check_capture(p.capture);
    play(&p, "2.5 ba 200/MESSAGE i=m b=zm"); /* the newest that was accepted among its like */
    play(&p, "3 ab MESSAGE i=n b=zn");
    g_assert_true(capture_accepted_like(p.capture, capture_transaction(p.capture, 4)) ==
                  capture_transaction(p.capture, 3));
    play(&p, "4 ab OPTIONS i=x b=zx");
    g_assert_null(capture_transaction(p.capture, 3));
    g_assert_null(capture_accepted_like(p.capture, capture_transaction(p.capture, 4)));
    play_close(&p);
}

/* A message that put its connection out of step is let go; the next one on it is not held against it. */
static void test_desync(void)
{
    struct play p;

    open_limited(&p, 2, 0);
    play(&p, "0 ab.tcp MESSAGE i=d b=zd | Content-Length: 2 | Content-Type: text/plain || abcdefgh");
    play(&p, "1 ab.tcp OPTIONS i=e b=ze");
    play(&p, "2 ab.tcp OPTIONS i=f b=zf");
    play(&p, "3 ab.tcp OPTIONS i=g b=zg");
    play(&p, "3.1 ba.tcp 400/OPTIONS i=g b=zg");
    check_capture(p.capture);
    play_close(&p);
}

/* What is seen in a frame is found by its number, before and after others went. */
static void test_frames(void)
{
    struct play p;
    const struct sighting *s;

    open_limited(&p, 100, 0);
    for (unsigned n = 1; n <= 400; n++)
        play(&p, "%u ab OPTIONS i=f%u b=zf%u", n, n, n);
    for (uint32_t frame = 0; frame <= 402; frame++) {
        s = capture_in_frame(p.capture, frame, NULL);
        if (frame > 300 && frame <= 400) {
            g_assert_nonnull(s);
            g_assert_cmpuint(s->frame, ==, frame);
            g_assert_cmpuint(s->transaction->number, ==, frame);
            g_assert_null(capture_in_frame(p.capture, frame, s));
        } else {
            g_assert_null(s);
        }
    }
    play_close(&p);
}

static void test_several_in_a_frame(void)
{
    struct play p;
    const struct sighting *s = NULL;
    unsigned found = 0;

    play_open(&p, WMEM_ALLOCATOR_STRICT);
    for (unsigned n = 1; n <= 200; n++) {
        play(&p, "%u ab OPTIONS i=f%u b=zf%u", n, n, n);
        p.frames = n / 100; /* the frames 1, then 2 from the hundredth on */
    }
    while ((s = capture_in_frame(p.capture, 1, s)) != NULL)
        g_assert_cmpuint(s->transaction->number, ==, ++found);
    g_assert_cmpuint(found, ==, 100);
    while ((s = capture_in_frame(p.capture, 2, s)) != NULL)
        g_assert_cmpuint(s->transaction->number, ==, ++found);
    g_assert_cmpuint(found, ==, 200);
    g_assert_null(capture_in_frame(p.capture, 3, NULL));
    play_close(&p);
}

/* tshark -2 -R gives the number of a dropped frame to the next one. */
static void test_number_given_away(void)
{
    struct play p;
    const struct sighting *s;

    play_open(&p, WMEM_ALLOCATOR_STRICT);
    play(&p, "0 ab OPTIONS i=a b=za");
    play(&p, "1 ab OPTIONS i=b b=zb");
    capture_new_frame(p.capture, 2);
    p.frames = 1;
    play(&p, "2 ab OPTIONS i=c b=zc");
    s = capture_in_frame(p.capture, 2, NULL);
    g_assert_nonnull(s);
    g_assert_cmpuint(s->transaction->number, ==, 3);
    g_assert_null(capture_in_frame(p.capture, 2, s));
    g_assert_nonnull(capture_in_frame(p.capture, 1, NULL));
    capture_new_frame(p.capture, 2);
    g_assert_null(capture_in_frame(p.capture, 2, NULL));
    play_close(&p);
}

/* Whatever comes, and however little is kept. */
static void test_random(void)
{
    static const char *const what[] = {"INVITE",     "100/INVITE", "180/INVITE", "200/INVITE", "404/INVITE", "ACK",
                                       "BYE",        "200/BYE",    "CANCEL",     "487/INVITE", "REGISTER",   "401/REGISTER",
                                       "400/INVITE", "PRACK",      "icmp:INVITE", "OPTIONS",   "400/OPTIONS"};
    GRand *random = g_rand_new_with_seed(26);

    for (uint32_t round = 0; round < 40; round++) {
        struct limits limits = {(uint32_t)g_rand_int_range(random, 0, 9), (uint32_t)g_rand_int_range(random, 0, 30)};
        struct play p;

        open_limited(&p, limits.transactions, limits.messages);
        for (unsigned n = 0; n < 300; n++) {
            const char *message = what[g_rand_int_range(random, 0, G_N_ELEMENTS(what))];
            struct kept kept;

            play(&p, "%u %s%s %s i=c%d b=z%d t=B%d", n, g_rand_boolean(random) ? "ab" : "ba",
                 g_rand_int_range(random, 0, 4) ? "" : ".tcp", message, g_rand_int_range(random, 0, 7),
                 g_rand_int_range(random, 0, 5), g_rand_int_range(random, 0, 2));
            kept = count_kept(p.capture);
            g_assert_true(!limits.transactions || kept.transactions <= limits.transactions + (kept.calls == 1));
            g_assert_true(!limits.messages || kept.messages <= limits.messages);
            g_assert_cmpuint(kept.transactions + capture_let_go(p.capture).transactions, ==, capture_count(p.capture));
        }
        check_capture(p.capture);
        play_close(&p);
    }
    g_rand_free(random);
}

static size_t allocated(void)
{
    struct mallinfo2 info = mallinfo2();

    return info.uordblks + info.hblkhd;
}

/* Four times as many calls take no more room, although each comes from a host of its own. */
static void test_memory_is_flat(void)
{
    size_t used[2];

    for (unsigned i = 0; i < 2; i++) {
        unsigned calls = i ? 48000 : 12000;
        size_t before = allocated();
        struct kept kept;
        struct play p;

        p.allocator = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
        p.capture = capture_new(p.allocator, &TIMING_DEFAULT, &(struct limits){1000, 0});
        p.frames = 0;
        for (unsigned n = 0; n < calls; n++) {
            static struct reading r;
            struct endpoint from = {4, {10, (uint8_t)(n >> 16), (uint8_t)(n >> 8), (uint8_t)n}, 5060};
            struct arrival a = {++p.frames, 0, (int64_t)n * SECOND / 100, from, host('b'), TRANSPORT_UDP, 0, false};
            char *text = g_strdup_printf("OPTIONS sip:b@example.com SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK%u\r\n"
                                         "From: <sip:u%u@a>;tag=%u\r\nTo: <sip:b@example.com>\r\nCall-ID: %u\r\n"
                                         "CSeq: 1 OPTIONS\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n",
                                         n, n, n, n);

            g_assert_true(read_message(&r, text, strlen(text), strlen(text), TRANSPORT_UDP));
            capture_learn(p.capture, &r.m, &r.id, &r.faults, &a);
            g_free(text);
        }
        used[i] = allocated() - before; /* nothing under AddressSanitizer, which counts for itself */
        kept = count_kept(p.capture);
        g_assert_cmpuint(kept.transactions, ==, 1000);
        play_close(&p);
    }
    g_test_message("%zu octets, then %zu", used[0], used[1]);
    g_assert_cmpuint(used[1], <=, used[0] + used[0] / 5);
}

/* Nor do holes add up, in the memory that Wireshark has us use, when calls overlap, each ends when others are in their
 * middle, and one in a hundred goes on for long. */
static void test_holes_are_filled(void)
{
    static const struct {
        const char *message, *more;
        char branch;
    } steps[] = {{"ab INVITE", "", 'i'}, {"ba 180/INVITE", " t=B", 'i'},  {"ba 200/INVITE", " t=B", 'i'},
                 {"ab ACK", " t=B", 'a'}, {"ab BYE", " t=B n=2", 'b'}, {"ba 200/BYE", " t=B n=2", 'b'}};
    size_t before = allocated(), used[2] = {0};
    struct play p;

    if (!SPARES_KEPT) {
        g_test_skip("where every use of memory is watched, none is kept for the next one");
        return;
    }
    play_open_limited(&p, WMEM_ALLOCATOR_BLOCK, TIMING_DEFAULT, (struct limits){20000, 0});
    for (unsigned n = 0; n < 160000; n++) {
        for (unsigned step = 0; step < G_N_ELEMENTS(steps); step++) {
            unsigned call = n - step * 10;

            if (step * 10 > n)
                break;
            if (call % 100 || step < 4)
                play(&p, "%u.%u %s i=c%u b=z%u%c f=A%u%s", n / 100, step, steps[step].message, call, call,
                     steps[step].branch, call, steps[step].more);
        }
        if (n % 100 == 0 && n >= 200)
            play(&p, "%u.9 ba 200/INVITE i=c%u b=z%ui f=A%u t=B", n / 100, n - 200, n - 200, n - 200);
        if (n == 40000)
            used[0] = allocated() - before;
    }
    used[1] = allocated() - before;
    g_test_message("%zu octets, then %zu", used[0], used[1]);
    g_assert_cmpuint(used[1], <=, used[0] + used[0] / 10);
    play_close(&p);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/limits/oldest-go", test_oldest_go);
    g_test_add_func("/limits/bad-ones-are-counted", test_bad_ones_are_counted);
    g_test_add_func("/limits/messages", test_messages);
    g_test_add_func("/limits/silent-go-first", test_silent_go_first);
    g_test_add_func("/limits/late-response", test_late_response);
    g_test_add_func("/limits/beside-the-transaction", test_beside_the_transaction);
    g_test_add_func("/limits/across-calls", test_across_calls);
    g_test_add_func("/limits/desync", test_desync);
    g_test_add_func("/limits/frames", test_frames);
    g_test_add_func("/limits/several-in-a-frame", test_several_in_a_frame);
    g_test_add_func("/limits/number-given-away", test_number_given_away);
    g_test_add_func("/limits/random", test_random);
    g_test_add_func("/limits/memory-is-flat", test_memory_is_flat);
    g_test_add_func("/limits/holes-are-filled", test_holes_are_filled);
    return run_tests();
}
