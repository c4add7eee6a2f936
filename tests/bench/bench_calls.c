/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What it costs to learn and to judge whole calls: seven messages each, every call with a Call-ID, branches and tags of
 * its own, through a proxy that records its route. Times of two runs say nothing; hold two builds that run in turn
 * against each other, or count instructions: valgrind --tool=callgrind bench_calls 2000.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>

#include "verdicts.h"

#define ROUTE "Record-Route: <sip:198.51.100.5;lr>\r\n"
#define SDP   "v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n"

struct shape {
    const char *start;
    char branch; /* which of the call's */
    bool tagged, back;
    const char *cseq, *rows, *body;
};

static const struct shape call[] = {
    {"INVITE sip:bob@example.net SIP/2.0", 'i', false, false, "1 INVITE", "Contact: <sip:alice@192.0.2.10>\r\n", SDP},
    {"SIP/2.0 100 Trying", 'i', false, true, "1 INVITE", "", ""},
    {"SIP/2.0 180 Ringing", 'i', true, true, "1 INVITE", ROUTE "Contact: <sip:bob@203.0.113.20>\r\n", ""},
    {"SIP/2.0 200 OK", 'i', true, true, "1 INVITE", ROUTE "Contact: <sip:bob@203.0.113.20>\r\n", SDP},
    {"ACK sip:bob@203.0.113.20 SIP/2.0", 'a', true, false, "1 ACK", "Route: <sip:198.51.100.5;lr>\r\n", ""},
    {"BYE sip:bob@203.0.113.20 SIP/2.0", 'b', true, false, "2 BYE", "Route: <sip:198.51.100.5;lr>\r\n", ""},
    {"SIP/2.0 200 OK", 'b', true, true, "2 BYE", "", ""},
};

static int write_message(char *out, size_t size, const struct shape *s, unsigned number)
{
    char tag[24] = "";

    if (s->tagged)
        snprintf(tag, sizeof tag, ";tag=b%u", number);
    return snprintf(out, size,
                    "%s\r\nVia: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-%u-%c\r\n%s"
                    "From: <sip:alice@example.com>;tag=a%u\r\nTo: <sip:bob@example.net>%s\r\n"
                    "Call-ID: call-%u@example.com\r\nCSeq: %s\r\n%s%sContent-Length: %zu\r\n\r\n%s",
                    s->start, number, s->branch, s->back ? "" : "Max-Forwards: 70\r\n", number, tag, number, s->cseq,
                    s->rows, s->body[0] ? "Content-Type: application/sdp\r\n" : "", strlen(s->body), s->body);
}

static void learn_call(struct capture *c, unsigned number, uint32_t *frame)
{
    static const struct endpoint ends[2] = {{4, {192, 0, 2, 10}, 5060}, {4, {198, 51, 100, 5}, 5060}};
    static struct sip_message m;
    static struct identity id;
    static struct fault_list faults;
    char text[1500];

    for (size_t i = 0; i < G_N_ELEMENTS(call); i++) {
        int len = write_message(text, sizeof text, &call[i], number);
        struct arrival a = {++*frame,     42, *frame * (SECOND / 1000), ends[call[i].back], ends[!call[i].back],
                            TRANSPORT_UDP, 0, false};

        if (!sip_message_parse(&m, text, (size_t)len, (size_t)len, FRAMING_DATAGRAM))
            abort();
        identity_read(&id, &m);
        faults_find(&faults, &m, &id, TRANSPORT_UDP);
        if (faults.count)
            abort();
        capture_learn(c, &m, &id, &faults, &a);
    }
}

int main(int argc, char **argv)
{
    static struct verdict v;
    unsigned calls = argc > 1 ? (unsigned)atoi(argv[1]) : 100000;
    wmem_allocator_t *allocator;
    struct policy policy;
    struct capture *c;
    uint32_t frame = 0, bad = 0;
    int64_t begin, learnt, judged;
    size_t before;

    wmem_init();
    allocator = wmem_allocator_new(WMEM_ALLOCATOR_BLOCK);
    policy_default(&policy);
    before = mallinfo2().uordblks + mallinfo2().hblkhd;
    c = capture_new(allocator, &TIMING_DEFAULT);
    begin = g_get_monotonic_time();
    for (unsigned n = 0; n < calls; n++)
        learn_call(c, n, &frame);
    learnt = g_get_monotonic_time();
    for (uint32_t n = 1; n <= capture_count(c); n++) {
        verdict_judge(&v, c, capture_transaction(c, n), &policy);
        bad += v.bad;
    }
    judged = g_get_monotonic_time();
    printf("learn  %7.0f ns a message, %6.0f ns a call\n", (double)(learnt - begin) * 1000 / frame,
           (double)(learnt - begin) * 1000 / calls);
    printf("judge  %7.0f ns a transaction\n", (double)(judged - learnt) * 1000 / capture_count(c));
    printf("memory %7.0f bytes a call of two transactions\n",
           (double)(mallinfo2().uordblks + mallinfo2().hblkhd - before) / calls);
    wmem_destroy_allocator(allocator);
    wmem_cleanup();
    return bad != 0;
}
