/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sequence.h"
#include "support.h"

#define INVITE  "0 ab INVITE | Contact: <sip:a@192.0.2.97>\n"
#define CONTACT " | Contact: <sip:b@192.0.2.98>"
#define ANSWER  "1 ba 200/INVITE t=B" CONTACT "\n"
#define AGAIN   "1.5 ba 200/INVITE t=B\n2.5 ba 200/INVITE t=B\n4.5 ba 200/INVITE t=B\n"
#define LADDER                                                                                              \
    AGAIN "8.5 ba 200/INVITE t=B\n12.5 ba 200/INVITE t=B\n16.5 ba 200/INVITE t=B\n20.5 ba 200/INVITE t=B\n" \
          "24.5 ba 200/INVITE t=B\n28.5 ba 200/INVITE t=B\n32.5 ba 200/INVITE t=B\n"
#define ACK(time) time " ab ACK b=zy t=B u=sip:b@192.0.2.98\n"
#define RINGS     "ba 183/INVITE t=B | Require: 100rel | RSeq: 7\n"
#define GAVE_UP   "6 ba BYE b=zb f=B t=A\n"

/* By way of the proxy p. */
#define RR    " | Record-Route: <sip:192.0.2.112;lr>"
#define BELOW " b=z2 v=p.example.com | Via: SIP/2.0/UDP a.example.com;branch=z9hG4bK1"
#define TWO_HOPS                                                                         \
    "0 ap INVITE b=z1\n.1 pb INVITE" BELOW "\n1 bp 200/INVITE t=B" BELOW RR CONTACT "\n" \
    "1.01 pa 200/INVITE t=B b=z1" RR CONTACT                                             \
    "\n1.1 ap ACK b=z3 t=B u=sip:b@192.0.2.98 | Route: <sip:192.0.2.112;lr>\n"

/* clang-format off */
/* The sequence of the first transaction, or of another one, without the white space in front. */
static const struct row {
    const char *name, *script;
    uint32_t number;
    const char *steps;
} rows[] = {
    {"a call", INVITE ".1 ba 100/INVITE\n.2 ba 180/INVITE t=B\n" ANSWER ACK("1.1")
     "60 ab BYE b=zb n=2 t=B\n60.1 ba 200/BYE b=zb n=2 t=B\n", 1,
     "0.000 s  ->  INVITE\n"
     "0.100 s  <-  100\n"
     "0.200 s  <-  180\n"
     "1.000 s  <-  200\n"
     "1.100 s  ->  ACK\n"},
    {"each message twice: mirror ports",
     INVITE "0.01 ab INVITE | Contact: <sip:a@192.0.2.97>\n" ANSWER "1.01 ba 200/INVITE t=B" CONTACT "\n" ACK("1.1")
     ACK("1.11"), 1,
     "0.000 s  ->  INVITE\n"
     "1.000 s  <-  200\n"
     "1.100 s  ->  ACK\n"},
    {"captured in the wrong order", ANSWER "0 ab INVITE\n" ACK("1.1"), 1,
     "-1.000 s  ->  INVITE\n"
     "0.000 s  <-  200\n"
     "0.100 s  ->  ACK\n"},
    {"no ACK", INVITE ANSWER LADDER "33 ba BYE b=zb f=B t=A\n33.1 ab 200/BYE b=zb f=B t=A\n", 1,
     "0.000 s  ->  INVITE\n"
     "1.000 s  <-  200\n"
     "1.500 s  <-  200 again, 10 times until 32.500 s\n"
     "32.500 s  ->  no ACK\n"
     "33.000 s  <-  BYE\n"},
    {"its BYE", INVITE ANSWER LADDER "33 ba BYE b=zb f=B t=A\n33.1 ab 200/BYE b=zb f=B t=A\n", 2,
     "0.000 s  ->  BYE\n"
     "0.100 s  <-  200\n"},
    {"an ACK among the copies", INVITE ".5 ab INVITE | Contact: <sip:a@192.0.2.97>\n" ANSWER "1.5 ba 200/INVITE "
     "t=B\n2.5 ba "
     "200/INVITE t=B\n" ACK("2.6") "4.5 ba 200/INVITE t=B\n60 tick\n", 1,
     "0.000 s  ->  INVITE\n"
     "0.500 s  ->  INVITE again\n"
     "1.000 s  <-  200\n"
     "1.500 s  <-  200 again, 2 times until 2.500 s\n"
     "2.600 s  ->  ACK\n"
     "4.500 s  <-  200 again\n"},
    {"copies and ACKs take turns", INVITE ANSWER ACK("1.1") "1.5 ba 200/INVITE t=B\n" ACK("1.6") "2.5 ba 200/INVITE "
     "t=B\n" ACK("2.6")
     "4.5 ba 200/INVITE t=B\n" ACK("4.6") "5 tick\n", 1,
     "0.000 s  ->  INVITE\n"
     "1.000 s  <-  200\n"
     "1.100 s  ->  ACK\n"
     "1.500 s  <-  200 again, 3 times until 4.500 s\n"
     "1.600 s  ->  ACK again, 3 times until 4.600 s\n"},
    {"the ACK of another call", INVITE ANSWER "1.1 ab ACK b=zy i=d t=B u=sip:b@192.0.2.98\n1.5 ba 200/INVITE t=B\n2.5 "
     "ba "
     "200/INVITE t=B\n3 tick\n", 1,
     "0.000 s  ->  INVITE\n"
     "1.000 s  <-  200\n"
     "1.100 s  ->  ACK\n"
     "1.500 s  <-  200 again, 2 times until 2.500 s\n"},
    {"two forks, one without ACK", INVITE ANSWER "1.1 ba 200/INVITE t=D" CONTACT "\n" ACK("1.2") "1.6 ba 200/INVITE "
     "t=D\n2.6 ba "
     "200/INVITE t=D\n4.6 ba 200/INVITE t=D\n5 tick\n", 1,
     "0.000 s  ->  INVITE\n"
     "1.000 s  <-  200\n"
     "1.100 s  <-  200\n"
     "1.200 s  ->  ACK\n"
     "1.600 s  <-  200 again, 3 times until 4.600 s\n"
     "4.600 s  ->  no ACK\n"},
    {"CANCEL", INVITE ".1 ba 100/INVITE\n5 ab CANCEL\n5.05 ba 200/CANCEL t=B\n5.1 ba 487/INVITE t=B\n5.2 ab ACK "
     "t=B\n", 1,
     "0.000 s  ->  INVITE\n"
     "0.100 s  <-  100\n"
     "5.000 s  ->  CANCEL\n"
     "5.050 s  <-  200 (CANCEL)\n"
     "5.100 s  <-  487\n"
     "5.200 s  ->  ACK\n"},
    {"PRACK", INVITE "1 " RINGS "1.1 ab PRACK b=zp n=2 t=B | RAck: 7 1 INVITE\n1.15 ba 200/PRACK b=zp n=2 t=B\n"
     "2 ba 200/INVITE t=B" CONTACT "\n" ACK("2.1"), 1,
     "0.000 s  ->  INVITE\n"
     "1.000 s  <-  183 (reliable)\n"
     "1.100 s  ->  PRACK\n"
     "2.000 s  <-  200\n"
     "2.100 s  ->  ACK\n"},
    {"no PRACK", INVITE "1 " RINGS "1.5 " RINGS "2.5 " RINGS "3 tick\n", 1,
     "0.000 s  ->  INVITE\n"
     "1.000 s  <-  183 (reliable)\n"
     "1.500 s  <-  183 (reliable) again, 2 times until 2.500 s\n"
     "2.500 s  ->  no PRACK\n"},
    {"the wrong PRACK", INVITE "1 " RINGS "1.1 ab PRACK b=zp n=2 t=B | RAck: 8 1 INVITE\n1.5 " RINGS "2.5 " RINGS "3 "
     "tick\n", 1,
     "0.000 s  ->  INVITE\n"
     "1.000 s  <-  183 (reliable)\n"
     "1.100 s  ->  PRACK\n"
     "1.500 s  <-  183 (reliable) again, 2 times until 2.500 s\n"},
    {"the ACK of the hop before", TWO_HOPS "1.5 bp 200/INVITE t=B" BELOW "\n2.5 bp 200/INVITE t=B" BELOW "\n4.5 bp "
     "200/INVITE "
     "t=B" BELOW "\n6 bp BYE f=B t=A b=zb\n", 2,
     "0.000 s  ->  INVITE\n"
     "0.900 s  <-  200\n"
     "1.000 s  ->  ACK on another hop to 192.0.2.112:5060\n"
     "1.400 s  <-  200 again, 3 times until 4.400 s\n"
     "4.400 s  ->  no ACK\n"
     "5.900 s  <-  BYE\n"},
    {"an ACK to another host", INVITE "1 ba 200/INVITE t=B | Contact: <sip:b@10.0.0.66>\n1.1 aB ACK b=zy t=B "
     "u=sip:b@10.0.0.66\n"
     AGAIN GAVE_UP, 1,
     "0.000 s  ->  INVITE\n"
     "1.000 s  <-  200\n"
     "1.100 s  ->  ACK to 10.0.0.66:5060\n"
     "1.500 s  <-  200 again, 3 times until 4.500 s\n"
     "6.000 s  <-  BYE\n"},
    {"the callee hangs up on a call that stands", INVITE ANSWER ACK("1.1") GAVE_UP, 1,
     "0.000 s  ->  INVITE\n"
     "1.000 s  <-  200\n"
     "1.100 s  ->  ACK\n"},
    {"the caller hangs up on a call without ACK", INVITE ANSWER LADDER "40 ab BYE b=zb n=2 t=B\n", 1,
     "0.000 s  ->  INVITE\n"
     "1.000 s  <-  200\n"
     "1.500 s  <-  200 again, 10 times until 32.500 s\n"
     "32.500 s  ->  no ACK\n"
     "40.000 s  ->  BYE\n"},
    /* nothing came */
    {"no response", "0 ab OPTIONS\n.5 ab OPTIONS\n1.5 ab OPTIONS\n31.5 ab OPTIONS\n40 tick\n", 1,
     "0.000 s  ->  OPTIONS\n"
     "0.500 s  ->  OPTIONS again, 3 times until 31.500 s\n"
     "31.500 s  <-  no response\n"},
    {"no final response", "0 ab OPTIONS\n.1 ba 100/OPTIONS\n.5 ab OPTIONS\n1.5 ab OPTIONS\n31.5 ab OPTIONS\n40 "
     "tick\n", 1,
     "0.000 s  ->  OPTIONS\n"
     "0.100 s  <-  100\n"
     "0.500 s  ->  OPTIONS again, 3 times until 31.500 s\n"
     "31.500 s  <-  no final response\n"},
    {"not yet", "0 ab OPTIONS\n.5 ab OPTIONS\n1 tick\n", 1,
     "0.000 s  ->  OPTIONS\n"
     "0.500 s  ->  OPTIONS again\n"},
    /* what the network says */
    {"an ICMP error that quotes the request", "0 ab OPTIONS\n.1 ba icmp:OPTIONS\n40 tick\n", 1,
     "0.000 s  ->  OPTIONS\n"
     "0.100 s  <-  ICMP error\n"
     "0.100 s  <-  no response\n"},
    {"an ICMP error that quotes nothing", "0 ab OPTIONS\n.5 ab OPTIONS\n.6 ab icmp\n40 tick\n", 1,
     "0.000 s  ->  OPTIONS\n"
     "0.500 s  ->  OPTIONS again\n"
     "0.600 s  <-  ICMP error\n"
     "0.600 s  <-  no response\n"},
    {"an ICMP error where the ACK is due", INVITE ANSWER "1.1 ab icmp\n" AGAIN GAVE_UP, 1,
     "0.000 s  ->  INVITE\n"
     "1.000 s  <-  200\n"
     "1.100 s  <-  ICMP error\n"
     "1.500 s  <-  200 again, 3 times until 4.500 s\n"
     "4.500 s  ->  no ACK\n"
     "6.000 s  <-  BYE\n"},
    {"a connection that was reset", "0 ab.tcp INVITE sp=40000\n.1 ba.tcp 100/INVITE dp=40000\n3 ba rst dp=40000\n", 1,
     "0.000 s  ->  INVITE\n"
     "0.100 s  <-  100\n"
     "3.000 s  <-  RST\n"
     "3.000 s  <-  no final response\n"},
    {"a fragment", "0 ab INVITE\n.1 ba fragment:200/INVITE t=B\n.5 ab INVITE\n.6 ba fragment:200/INVITE t=B\n40 "
     "tick\n", 1,
     "0.000 s  ->  INVITE\n"
     "0.100 s  <-  200, its first IP fragment\n"
     "0.500 s  ->  INVITE again\n"
     "0.500 s  <-  no response\n"},
};
/* clang-format on */

static struct sequence *sequence_of(const struct play *p, uint32_t number)
{
    static struct sequence sequence;
    static struct policy policy;
    static struct verdict v;
    const struct transaction *t = capture_transaction(p->capture, number);

    policy_default(&policy);
    verdict_judge(&v, p->capture, t, &policy);
    sequence_read(&sequence, t, &v);
    return &sequence;
}

static char *print_sequence(const struct sequence *sequence)
{
    GString *out = g_string_new(NULL);
    char line[200];

    for (unsigned i = 0; i < sequence->count; i++) {
        step_print(&sequence->steps[i], line, sizeof line);
        g_string_append_printf(out, "%s\n", g_strchug(line));
    }
    return g_string_free(out, FALSE);
}

static void table(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const struct sequence *sequence;
        struct play p;
        char *out;

        g_test_message("%s", rows[i].name);
        play_script(&p, rows[i].script);
        sequence = sequence_of(&p, rows[i].number);
        out = print_sequence(sequence);
        g_assert_cmpstr(out, ==, rows[i].steps);
        g_assert_cmpuint(sequence->left_out, ==, 0);
        g_free(out);
        play_close(&p);
    }
}

/* As many forks that ring, each of them a step; none of them picks up. */
static const struct sequence *rings(struct play *p, unsigned forks)
{
    GString *script = g_string_new("0 ab OPTIONS\n31.5 ab OPTIONS\n0 ab INVITE b=zi i=d\n");

    for (unsigned i = 0; i < forks; i++)
        g_string_append_printf(script, "1.%04u ba 180/INVITE b=zi i=d t=B%u\n", i, i);
    g_string_append(script, "9 ab CANCEL b=zi i=d\n40 tick\n");
    play_script(p, script->str);
    g_string_free(script, TRUE);
    return sequence_of(p, 2);
}

/* Of too many, the first and the last are kept. */
static void middle_left_out(void)
{
    static const struct {
        unsigned forks, left_out;
        uint32_t first_of_end; /* frame of the first step behind what is left out */
    } cases[] = {
        {10, 0, 0},
        {SEQUENCE_STEPS - 2, 0, 0},
        {SEQUENCE_STEPS - 1, 1, 24},
        {SEQUENCE_STEPS + 58, 60, 83},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct sequence *sequence;
        struct play p;

        g_test_message("%u forks", cases[i].forks);
        sequence = rings(&p, cases[i].forks);
        g_assert_cmpuint(sequence->left_out, ==, cases[i].left_out);
        g_assert_cmpuint(sequence->count, ==, MIN(cases[i].forks + 2, SEQUENCE_STEPS));
        g_assert_cmpstr(sequence->steps[0].what, ==, "INVITE");
        g_assert_cmpstr(sequence->steps[sequence->count - 1].what, ==, "CANCEL");
        for (unsigned s = 1; s < sequence->count; s++)
            g_assert_cmpint(sequence->steps[s].time, >=, sequence->steps[s - 1].time);
        if (cases[i].left_out)
            g_assert_cmpuint(sequence->steps[SEQUENCE_STEPS / 2].frame, ==, cases[i].first_of_end);
        play_close(&p);
    }
}

/* More messages than are put in order: they are counted all the same. */
static void far_too_many(void)
{
    const struct sequence *sequence;
    struct play p;

    sequence = rings(&p, 2000);
    g_assert_cmpuint(sequence->count, ==, SEQUENCE_STEPS);
    g_assert_cmpuint(sequence->left_out + SEQUENCE_STEPS, ==, 2002);
    play_close(&p);
}

static void little_room(void)
{
    struct play p;
    const struct sequence *sequence;

    play_script(&p, INVITE ANSWER AGAIN);
    sequence = sequence_of(&p, 1);
    for (size_t size = 1; size < 64; size++) {
        char *out = g_malloc(size);
        step_print(&sequence->steps[2], out, size);
        g_assert_cmpuint(strlen(out), <, size);
        g_free(out);
    }
    play_close(&p);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sequence/table", table);
    g_test_add_func("/sequence/middle left out", middle_left_out);
    g_test_add_func("/sequence/far too many", far_too_many);
    g_test_add_func("/sequence/little room", little_room);
    return run_tests();
}
