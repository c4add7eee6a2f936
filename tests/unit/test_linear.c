/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nothing in a capture may make the engine slow: four times the input takes about four times as long.
 */
#include "support.h"

#define MOST      40000
#define TOO_STEEP 10

static const char invite[] = "INVITE sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=A\r\n"
                             "To: <sip:b@c>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\n\r\n";
static const char ok[] = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=A\r\n"
                         "To: <sip:b@c>;tag=B\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n";

static void feed(struct play *p, const char *text, bool back)
{
    static struct reading r;
    struct arrival a = {++p->frames, 0, (int64_t)p->frames * (SECOND / 10), host(back ? 'b' : 'a'),
                        host(back ? 'a' : 'b'), TRANSPORT_UDP};

    g_assert_true(read_message(&r, text, strlen(text), strlen(text), a.transport));
    capture_learn(p->capture, &r.m, &r.id, &r.faults, &a);
}

static void judge_last(const struct play *p)
{
    static struct policy policy;
    static struct verdict v;

    policy_default(&policy);
    verdict_judge(&v, p->capture, capture_transaction(p->capture, capture_count(p->capture)), &policy);
}

static void retransmissions(struct play *p, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        feed(p, invite, false);
    for (unsigned i = 0; i < n; i++)
        feed(p, ok, true);
    judge_last(p);
    g_assert_cmpuint(capture_count(p->capture), ==, 1);
    g_assert_cmpuint(capture_transaction(p->capture, 1)->request_retransmissions, ==, n - 1);
    g_assert_cmpuint(capture_transaction(p->capture, 1)->last->retransmissions, ==, n - 1);
}

/* `rows` of a request in one Call-ID, with numbers where they hold %u. */
static void many(struct play *p, unsigned n, const char *method, const char *via, unsigned copies_of_number)
{
    for (unsigned i = 0; i < n; i++) {
        char text[512];
        unsigned number = copies_of_number ? 1 : i;
        int len = g_snprintf(text, sizeof text, "%s sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=%s%u\r\nFrom: <sip:a@b>;"
                             "tag=A\r\nTo: <sip:b@c>;tag=B\r\nCall-ID: c\r\nCSeq: %u %s\r\nMax-Forwards: 70\r\n\r\n",
                             method, via, i, number, method);
        g_assert_cmpint(len, <, (int)sizeof text);
        feed(p, text, false);
    }
    judge_last(p);
}

static void transactions_in_a_call(struct play *p, unsigned n)
{
    feed(p, invite, false);
    feed(p, ok, true);
    many(p, n, "INFO", "z9hG4bK", 0);
    g_assert_cmpuint(capture_count(p->capture), ==, n + 1);
}

static void invites_in_a_call(struct play *p, unsigned n)
{
    many(p, n, "INVITE", "z9hG4bK", 0);
    feed(p, ok, true);
}

static void acks_with_new_branches(struct play *p, unsigned n)
{
    feed(p, invite, false);
    feed(p, ok, true);
    many(p, n, "ACK", "z9hG4bK", 1);
    g_assert_cmpuint(capture_count(p->capture), ==, 1);
}

/* One branch for all of them. */
static void same_key(struct play *p, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        char text[512];
        g_snprintf(text, sizeof text, "M%u sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=A\r\n"
                   "To: <sip:b@c>\r\nCall-ID: c\r\nCSeq: %u M%u\r\nMax-Forwards: 70\r\n\r\n", i, i, i);
        feed(p, text, false);
    }
    g_assert_cmpuint(capture_count(p->capture), ==, n);
}

static void forks(struct play *p, unsigned n)
{
    feed(p, invite, false);
    for (unsigned i = 0; i < n; i++) {
        char text[512];
        g_snprintf(text, sizeof text, "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=A\r\n"
                   "To: <sip:b@c>;tag=%u\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n", i);
        feed(p, text, true);
    }
    judge_last(p);
}

static void responses_without_identifiers(struct play *p, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        feed(p, "SIP/2.0 400 x\r\n\r\n", i % 2);
}

/* One message with `head`, then `piece` n times. */
static void one_long(struct play *p, unsigned n, const char *head, const char *piece)
{
    GString *text = g_string_sized_new(n * strlen(piece) + 256);

    g_string_assign(text, head);
    for (unsigned i = 0; i < n; i++)
        g_string_append(text, piece);
    g_string_append(text, "\r\n\r\n");
    feed(p, text->str, false);
    judge_last(p);
    g_string_free(text, TRUE);
}

#define LONG(name, head, piece) \
    static void name(struct play *p, unsigned n) \
    { \
        one_long(p, n, "OPTIONS sip:a SIP/2.0\r\n" head, piece); \
    }

LONG(via_values, "Via: SIP/2.0/UDP a", ", SIP/2.0/UDP a;branch=z9hG4bKx")
LONG(bad_via_values, "Via: ", ";,")
LONG(open_quotes, "Via: \"", "\\\"")
LONG(contact_quotes, "Contact: ", "a\",")
LONG(via_rows, "", "Via: SIP/2.0/UDP a\r\n")
LONG(via_comments, "Via: SIP/2.0/UDP a ", "(")
LONG(contacts, "Contact: <sip:a>", ",\"a\" <sip:b>;q=1")
LONG(folds, "Subject: x", "\r\n x")
LONG(parameters, "From: <sip:a>", ";a=b")
LONG(colons, "From: <sip:a@b", ":1")
LONG(blank_rows, "", " \r\n")

static const struct {
    const char *name;
    void (*work)(struct play *p, unsigned n);
} cases[] = {
    {"retransmissions", retransmissions},
    {"transactions in a call", transactions_in_a_call},
    {"INVITEs in a call", invites_in_a_call},
    {"ACKs with new branches", acks_with_new_branches},
    {"methods on one branch", same_key},
    {"forks", forks},
    {"responses without identifiers", responses_without_identifiers},
    {"Via values", via_values},
    {"bad Via values", bad_via_values},
    {"open quotation", open_quotes},
    {"quotes in Contact", contact_quotes},
    {"Via rows", via_rows},
    {"Via comments", via_comments},
    {"Contact values", contacts},
    {"folds", folds},
    {"parameters", parameters},
    {"colons", colons},
    {"blank rows", blank_rows},
};

static double seconds_for(size_t i, unsigned n)
{
    struct play p;
    double elapsed;

    play_open(&p, WMEM_ALLOCATOR_BLOCK);
    elapsed = cpu_seconds();
    cases[i].work(&p, n);
    elapsed = cpu_seconds() - elapsed;
    play_close(&p);
    return elapsed;
}

/* What takes no time is not compared; what seems steep gets a second try, as the machine may have had other things to do. */
static void growth(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        double quarter = seconds_for(i, MOST / 4), all = seconds_for(i, MOST);

        if (all >= TOO_STEEP * MAX(quarter, 0.02)) {
            double again = seconds_for(i, MOST);
            all = MIN(all, again);
        }
        g_test_message("%s: %.3f s, %.3f s", cases[i].name, quarter, all);
        g_assert_cmpfloat(all, <, TOO_STEEP * MAX(quarter, 0.02));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linear/growth", growth);
    return run_tests();
}
