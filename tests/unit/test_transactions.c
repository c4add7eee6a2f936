/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

/* A transaction a line: method, then its frames as q (request), p (provisional), f (final), a (ACK), - (counts for
 * nothing), with "d" behind a duplicate and "r" and its count behind a retransmission; then what it is tied to. */
static char *print_capture(const struct capture *c)
{
    GString *out = g_string_new(NULL);

    for (const struct transaction *t = capture_beyond(c, 0); t; t = capture_beyond(c, t->number)) {
        g_string_append_printf(out, "%s%.*s:", out->len ? "\n" : "", (int)t->method.len, t->method.at);
        for (const struct sighting *s = t->first; s; s = s->next) {
            g_string_append_printf(out, " %u%c", s->frame, "qpfa-"[s->role]);
            if (s->duplicate)
                g_string_append_c(out, 'd');
            else if (s->original)
                g_string_append_printf(out, "r%u", s->retransmissions);
        }
        if (t->extras->icmp)
            g_string_append_printf(out, " icmp %u", t->extras->icmp->frame);
        if (t->cancel)
            g_string_append_printf(out, " cancelled by %u", t->cancel->number);
        if (t->extras->invite)
            g_string_append_printf(out, " cancels %u", t->extras->invite->number);
        if (t->extras->repeats)
            g_string_append_printf(out, " repeats %u", t->extras->repeats);
        if (t->followed_up)
            g_string_append(out, " followed up");
    }
    return g_string_free(out, FALSE);
}

static const struct {
    const char *name, *script, *transactions;
} cases[] = {
    {"call",
     "0 ab INVITE\n"
     ".1 ba 100/INVITE\n"
     ".2 ba 180/INVITE t=B\n"
     "1 ba 200/INVITE t=B\n"
     "1.1 ab ACK b=zack t=B\n"
     "9 ba BYE b=zbye f=B t=A\n"
     "9.1 ab 200/BYE b=zbye f=B t=A\n",
     "INVITE: 1q 2p 3p 4f 5a\nBYE: 6q 7f"},
    {"duplicates are no retransmissions",
     "0 ab INVITE\n0.01 xy INVITE\n.099 ab INVITE\n.5 ab INVITE\n.51 ab INVITE\n1.5 ab INVITE\n",
     "INVITE: 1q 2qd 3qd 4qr1 5qd 6qr2"},
    {"100 ms is no duplicate any more", "0 ab OPTIONS\n.1 ab OPTIONS\n.1999 ab OPTIONS\n", "OPTIONS: 1q 2qr1 3qd"},
    {"duplicates of responses", "0 ab OPTIONS\n.1 ba 200/OPTIONS\n.11 ba 200/OPTIONS\n.3 ba 200/OPTIONS\n",
     "OPTIONS: 1q 2f 3fd 4fr1"},
    {"one IP packet at two points, whose clocks differ",
     "0 ab OPTIONS ip=7\n.5 ab OPTIONS ip=8\n1.2 ab OPTIONS ip=7\n1.7 ab OPTIONS ip=8\n", "OPTIONS: 1q 2qr1 3qd 4qd"},
    {"... and the copy that follows",
     "0 ab OPTIONS ip=7\n.5 ab OPTIONS ip=8\n1.2 ab OPTIONS ip=7\n1.5 ab OPTIONS ip=9\n", "OPTIONS: 1q 2qr1 3qd 4qr2"},
    {"the same identification, much later", "0 ab OPTIONS ip=7\n2 ab OPTIONS ip=7\n", "OPTIONS: 1q 2qr1"},
    {"the same identification, another message", "0 ab OPTIONS ip=7\n.5 ba 200/OPTIONS ip=7\n", "OPTIONS: 1q 2f"},
    {"a merged capture in the wrong order", "0 ab OPTIONS\n-.04 xy OPTIONS\n", "OPTIONS: 1q 2qd"},
    {"retransmitted provisional",
     "0 ab INVITE\n.1 ba 180/INVITE t=B\n.6 ba 180/INVITE t=B\n1 ba 183/INVITE t=B\n1.5 ba 180/INVITE t=B\n",
     "INVITE: 1q 2p 3pr1 4p 5pr2"},
    {"cancelled", "0 ab INVITE\n1 ab CANCEL\n1.1 ba 200/CANCEL t=B\n1.2 ba 487/INVITE t=B\n1.3 ab ACK t=B\n",
     "INVITE: 1q 4f 5a cancelled by 2\nCANCEL: 2q 3f cancels 1"},
    {"responses come from anywhere", "0 ab INVITE\n.1 yx 200/INVITE t=B\n", "INVITE: 1q 2f"},
    {"response before its request", "0 ba 200/OPTIONS\n.01 ab OPTIONS\n", "OPTIONS: 1f 2q"},
    {"response alone", "0 ba 200/OPTIONS\n.6 ba 200/OPTIONS\n", "OPTIONS: 1f 2fr1"},
    {"two methods, one branch", "0 ab OPTIONS\n0 ab INFO\n.1 ba 200/INFO\n.2 ba 404/OPTIONS\n",
     "OPTIONS: 1q 4f\nINFO: 2q 3f"},
    {"a branch that repeats in another call", "0 ab OPTIONS i=c\n1 ab OPTIONS i=d\n1.1 ba 200/OPTIONS i=d\n",
     "OPTIONS: 1q\nOPTIONS: 2q 3f"},
    {"a branch that repeats with another number",
     "0 ab OPTIONS n=1\n1 ab OPTIONS n=2\n1.1 ba 200/OPTIONS n=1\n1.2 ba 200/OPTIONS n=2\n",
     "OPTIONS: 1q 3f\nOPTIONS: 2q 4f"},
    {"the CSeq of the request is wrong", "0 ab INVITE c=OPTIONS\n.1 ba 400/OPTIONS t=B\n", "INVITE: 1q 2f"},
    {"the CSeq of the response is wrong", "0 ab OPTIONS n=6357\n.1 ba 400/OPTIONS n=1\n", "OPTIONS: 1q 2f"},
    {"RFC 2543: neither cookie nor branch",
     "0 ab OPTIONS b=- n=1\n.1 ba 200/OPTIONS b=- n=1\n1 ab OPTIONS b=- n=2\n1.1 ba 200/OPTIONS b=- n=2\n",
     "OPTIONS: 1q 2f\nOPTIONS: 3q 4f"},
    {"RFC 2543: one branch for all",
     "0 ab INVITE b=1 n=1\n.1 ba 407/INVITE b=1 n=1 t=B\n.2 ab ACK b=1 n=1 t=B\n"
     "1 ab INVITE b=1 n=2\n1.1 ba 200/INVITE b=1 n=2 t=C\n1.2 ab ACK b=1 n=2 t=C\n",
     "INVITE: 1q 2f 3a\nINVITE: 4q 5f 6a"},
    {"RFC 2543: tags tell apart", "0 ab OPTIONS b=1 f=A\n0 ab OPTIONS b=1 f=B\n1 ba 200/OPTIONS b=1 f=B\n",
     "OPTIONS: 1q\nOPTIONS: 2q 3f"},
    {"no Call-ID on the response", "0 ab OPTIONS\n.1 ba 400/OPTIONS i=-\n", "OPTIONS: 1q 2f"},
    {"a response without identifiers that may answer either of two",
     "0 ab OPTIONS\n.1 ab OPTIONS b=zy i=d\n.2 ba 400/OPTIONS b=- i=-\n", "OPTIONS: 1q\nOPTIONS: 2q\nOPTIONS: 3f"},
    {"an ACK without identifiers belongs to nobody",
     "0 ab INVITE b=- i=-\n.1 ba 486/INVITE b=- i=-\n.2 ab ACK b=- i=-\n", "INVITE: 1q 2f\nACK: 3a"},
    {"no Call-ID on the response, and nobody to take it",
     "0 ab OPTIONS\n.1 ba 400/INFO i=-\n.2 ab 400/OPTIONS i=-\n.3 xy 400/OPTIONS i=-\n",
     "OPTIONS: 1q\nINFO: 2f\nOPTIONS: 3f 4fr1"},
    {"two forks", "0 ab INVITE\n1 ba 200/INVITE t=B\n1.1 ba 200/INVITE t=C\n1.6 ba 200/INVITE t=B\n2 ab ACK b=z1 t=C\n",
     "INVITE: 1q 2f 3f 4fr1 5a"},
    {"ACK before its response", "0 ab INVITE\n1 ab ACK b=zack t=B\n1.01 ba 200/INVITE t=B\n", "INVITE: 1q 2a 3f"},
    {"ACK without its INVITE", "0 ab ACK b=z1 t=B\n.01 ab ACK b=z1 t=B\n", "ACK: 1a 2ad"},
    {"ACK on the hop behind",
     "0 ab INVITE b=z1\n.1 bc INVITE b=z2\n1 cb 200/INVITE b=z2 t=B\n1.1 ba 200/INVITE b=z1 t=B\n"
     "1.2 ab ACK b=z3 t=B\n1.3 bc ACK b=z4 t=B\n",
     "INVITE: 1q 4f 5a\nINVITE: 2q 3f 6a"},
    {"an ACK seen on both sides of a NAT, on the first of two hops",
     "0 ab INVITE b=z1\n.02 bc INVITE b=z2 v=b.example.com\n1 cb 200/INVITE b=z2 v=b.example.com t=B\n"
     "1.02 ba 200/INVITE b=z1 t=B\n1.1 xb ACK b=z3 t=B\n1.105 ab ACK b=z3 t=B\n"
     "1.12 bc ACK b=z4 v=b.example.com t=B\n",
     "INVITE: 1q 4f 5a 6ad\nINVITE: 2q 3f 7a"},
    {"an ACK with a branch of its own to a refused re-INVITE, while the first INVITE waits for its ACK",
     "0 ab INVITE b=z1\n1 ba 200/INVITE b=z1 t=B\n5 ab INVITE b=z2 n=2 t=B\n5.1 ba 488/INVITE b=z2 n=2 t=B\n"
     "5.2 ab ACK b=z3 n=2 t=B\n",
     "INVITE: 1q 2f\nINVITE: 3q 4f 5a"},
    {"challenge followed up",
     "0 ab REGISTER b=z1 n=1\n.1 ba 401/REGISTER b=z1 n=1\n.2 ab REGISTER b=z2 n=2 | Authorization: Digest x\n"
     ".3 ba 200/REGISTER b=z2 n=2\n",
     "REGISTER: 1q 2f followed up\nREGISTER: 3q 4f"},
    {"challenge not followed up: no credentials",
     "0 ab REGISTER b=z1 n=1\n.1 ba 401/REGISTER b=z1 n=1\n.2 ab REGISTER b=z2 n=2\n", "REGISTER: 1q 2f\nREGISTER: 3q"},
    {"redirection followed up",
     "0 ab INVITE b=z1 n=1\n.1 ba 302/INVITE b=z1 n=1 t=B\n.2 ab ACK b=z1 n=1 t=B\n.3 ac INVITE b=z2 n=2\n",
     "INVITE: 1q 2f 3a followed up\nINVITE: 4q"},
    {"sent again unmodified",
     "0 ab OPTIONS b=z1 n=1 i=c f=A\n.1 ba 400/OPTIONS b=z1 n=1 i=c f=A\n1 ab OPTIONS b=z2 n=2 i=d f=B\n",
     "OPTIONS: 1q 2f\nOPTIONS: 3q repeats 1"},
    {"sent again, but mended", "0 ab OPTIONS b=z1\n.1 ba 400/OPTIONS b=z1\n1 ab OPTIONS b=z2 n=2 | Supported: x\n",
     "OPTIONS: 1q 2f\nOPTIONS: 3q"},
    {"sent again to another host", "0 ab OPTIONS b=z1\n.1 ba 400/OPTIONS b=z1\n1 ac OPTIONS b=z2 n=2\n",
     "OPTIONS: 1q 2f\nOPTIONS: 3q"},
    {"sent again after another answer than 400", "0 ab OPTIONS b=z1\n.1 ba 404/OPTIONS b=z1\n1 ab OPTIONS b=z2 n=2\n",
     "OPTIONS: 1q 2f\nOPTIONS: 3q"},
    {"sent again before the answer", "0 ab OPTIONS b=z1\n.1 ab OPTIONS b=z2 n=2\n.2 ba 400/OPTIONS b=z1\n",
     "OPTIONS: 1q 3f\nOPTIONS: 2q"},
    {"sent again to another URI",
     "0 ab OPTIONS b=z1\n.1 ba 400/OPTIONS b=z1\n1 ab OPTIONS b=z2 n=2 u=sip:carol@example.com\n",
     "OPTIONS: 1q 2f\nOPTIONS: 3q"},
    {"the response to a CANCEL that is not captured", "0 ab INVITE\n1 ba 200/CANCEL\n2 ba 487/INVITE t=B\n",
     "INVITE: 1q 3f\nCANCEL: 2f"},
    {"a status that does not exist", "0 ab OPTIONS\n1 ba 799/OPTIONS\n2 ba 200/OPTIONS\n", "OPTIONS: 1q 2- 3f"},
    {"ICMP", "0 ab OPTIONS\n.1 ba icmp:OPTIONS\n.2 ba icmp:INFO\n", "OPTIONS: 1q icmp 2"},
};

static void table(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct play p;
        char *out;

        g_test_message("%s", cases[i].name);
        play_script(&p, cases[i].script);
        out = print_capture(p.capture);
        g_assert_cmpstr(out, ==, cases[i].transactions);
        check_capture(p.capture);
        g_free(out);
        play_close(&p);
    }
}

/* Each stretch of a capture has its own end; a jump of the clock, either way, begins another. */
static void stretches(void)
{
    static const struct {
        const char *script;
        int64_t first, second; /* newest time for either, in seconds after the base */
    } rows[] = {
        {"0 ab OPTIONS\n10 ab INFO\n300 tick\n200 tick\n", 300, 300},
        {"0 ab OPTIONS\n299 ab INFO\n", 299, 299},
        {"0 ab OPTIONS\n1 ab INFO\n302 tick\n", 1, 1},
        {"0 ab OPTIONS\n20 tick\n9000 ab INFO\n9005 tick\n", 20, 9005},
        {"0 ab OPTIONS\n-9000 ab INFO\n-8999 tick\n", 0, -8999},
    };
    const int64_t base = 1000000;

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct play p;
        play_script(&p, rows[i].script);
        g_assert_cmpint(capture_now(p.capture, capture_transaction(p.capture, 1)) / SECOND, ==, base + rows[i].first);
        g_assert_cmpint(capture_now(p.capture, capture_transaction(p.capture, 2)) / SECOND, ==, base + rows[i].second);
        play_close(&p);
    }
}

static void details(void)
{
    const struct transaction *t;
    struct endpoint a = host('a'), b = host('b'), x = host('x');
    struct play p;

    play_script(&p, "0 ab INVITE n=8 | User-Agent: phone\n"
                    ".5 ab INVITE n=8 | User-Agent: phone\n"
                    "1 ba 400/INVITE n=8 t=B p=Bad | Warning: 399 x \"why\"\n");
    t = capture_transaction(p.capture, 1);
    assert_slice(t->method, "INVITE");
    assert_slice(t->key.branch, "z9hG4bKx");
    assert_slice(t->key.sent_by, "a.example.com");
    assert_slice(t->call->call_id, "c");
    assert_slice(t->from_tag, "A");
    assert_slice(t->user_agent, "phone");
    assert_slice(t->reply->reason_phrase, "Bad");
    assert_slice(t->reply->warning, "399 x \"why\"");
    g_assert_cmpuint(t->key.cseq, ==, 8);
    g_assert_cmpuint(t->request_retransmissions, ==, 1);
    g_assert_true(t->is_invite && t->key.has_cookie && !t->has_credentials && !t->cut);
    g_assert_true(endpoint_equal(&t->src, &a) && endpoint_equal(&t->dst, &b));
    g_assert_false(t->request->backwards);
    g_assert_true(t->final->backwards);
    g_assert_true(capture_knows_peers(p.capture, &b, &a, TRANSPORT_UDP));
    g_assert_false(capture_knows_peers(p.capture, &b, &x, TRANSPORT_UDP));
    play_close(&p);
}

static void cut_acks(void)
{
    struct play p;

    play_script(&p, "0 ab INVITE\n1 ba 200/INVITE t=B\n1.1 ab ACK b=zy i=- cut=60\n");
    g_assert_cmpuint(capture_unplaced_acks(p.capture), ==, 1);
    play_close(&p);
    play_script(&p, "0 ab INVITE\n1 ba 200/INVITE t=B\n1.1 ab ACK b=zy t=B cut=2\n");
    g_assert_cmpuint(capture_unplaced_acks(p.capture), ==, 0);
    play_close(&p);
}

/* Causes of the faults that go with a frame. */
static char *faults_of(const struct capture *c, uint32_t frame)
{
    GString *out = g_string_new(NULL);

    for (const struct sighting *s = capture_transaction(c, 1)->first; s; s = s->next) {
        const struct sighting *alike = sighting_alike(s);
        for (unsigned i = 0; s->frame == frame && i < alike->extras->fault_count; i++)
            g_string_append_printf(out, "%s ", cause_get(alike->extras->faults[i].cause)->id);
    }
    return g_string_free(out, FALSE);
}

/* A copy that is not the same has faults of its own, and none of the first. */
static void faults_of_copies(void)
{
    static const char *const expected[] = {"max_forwards_malformed ", "", "max_forwards_malformed ", "",
                                           "line_without_colon ",     ""};
    struct play p;

    play_script(&p, "0 ab OPTIONS m=x\n.5 ab OPTIONS\n1.5 ab OPTIONS m=x\n"
                    "2 ba 400/OPTIONS t=B\n2.5 ba 400/OPTIONS t=B | no colon\n3.5 ba 400/OPTIONS t=B\n");
    g_assert_cmpuint(capture_count(p.capture), ==, 1);
    for (size_t i = 0; i < G_N_ELEMENTS(expected); i++) {
        char *found = faults_of(p.capture, (uint32_t)i + 1);
        g_assert_cmpstr(found, ==, expected[i]);
        g_free(found);
    }
    play_close(&p);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/transactions/table", table);
    g_test_add_func("/transactions/stretches", stretches);
    g_test_add_func("/transactions/details", details);
    g_test_add_func("/transactions/cut ACKs", cut_acks);
    g_test_add_func("/transactions/faults of copies", faults_of_copies);
    return run_tests();
}
