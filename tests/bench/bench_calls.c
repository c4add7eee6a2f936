/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What it costs to learn and to judge whole calls, each with a Call-ID, branches and tags of its own, through a proxy
 * that records its route: bench_calls [COUNT [MIX [STEP [KEPT]]]]. A mix is what COUNT counts; a step includes those
 * before it, so that the instructions of one are what it takes more than the one before; of more transactions than KEPT
 * the oldest are let go. Times of two runs say nothing; hold two builds that run in turn against each other, or count
 * instructions: valgrind --tool=callgrind bench_calls 2000. `bench_calls parts` prints what is kept of a transaction.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "acks.h"
#include "verdicts.h"

#define ROUTE   "Record-Route: <sip:198.51.100.5;lr>\r\n"
#define CONTACT "Contact: <sip:alice@192.0.2.10>\r\n"
#define SDP     "v=0\r\no=- 1 1 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n"
#define BATCH   64 /* calls that are written before the clock runs */

struct shape {
    const char *start;
    char branch; /* which of the call's */
    bool tagged, back;
    const char *cseq, *rows, *body;
};

static const struct shape calls[] = {
    {"INVITE sip:bob@example.net SIP/2.0", 'i', false, false, "1 INVITE", CONTACT, SDP},
    {"SIP/2.0 100 Trying", 'i', false, true, "1 INVITE", "", ""},
    {"SIP/2.0 180 Ringing", 'i', true, true, "1 INVITE", ROUTE "Contact: <sip:bob@203.0.113.20>\r\n", ""},
    {"SIP/2.0 200 OK", 'i', true, true, "1 INVITE", ROUTE "Contact: <sip:bob@203.0.113.20>\r\n", SDP},
    {"ACK sip:bob@203.0.113.20 SIP/2.0", 'a', true, false, "1 ACK", "Route: <sip:198.51.100.5;lr>\r\n", ""},
    {"BYE sip:bob@203.0.113.20 SIP/2.0", 'b', true, false, "2 BYE", "Route: <sip:198.51.100.5;lr>\r\n", ""},
    {"SIP/2.0 200 OK", 'b', true, true, "2 BYE", "", ""},
};

static const struct shape invites[] = {
    {"INVITE sip:bob@example.net SIP/2.0", 'i', false, false, "1 INVITE", CONTACT, SDP},
    {"SIP/2.0 180 Ringing", 'i', true, true, "1 INVITE", ROUTE "Contact: <sip:bob@203.0.113.20>\r\n", ""},
    {"SIP/2.0 200 OK", 'i', true, true, "1 INVITE", ROUTE "Contact: <sip:bob@203.0.113.20>\r\n", SDP},
    {"ACK sip:bob@203.0.113.20 SIP/2.0", 'a', true, false, "1 ACK", "Route: <sip:198.51.100.5;lr>\r\n", ""},
};

static const struct shape options[] = {
    {"OPTIONS sip:bob@example.net SIP/2.0", 'o', false, false, "1 OPTIONS", CONTACT, ""},
    {"SIP/2.0 200 OK", 'o', true, true, "1 OPTIONS", "", ""},
};

static const struct mix {
    const char *name;
    const struct shape *shapes;
    size_t count;
} mixes[] = {
    {"calls", calls, G_N_ELEMENTS(calls)},
    {"invites", invites, G_N_ELEMENTS(invites)},
    {"options", options, G_N_ELEMENTS(options)},
};

static const char *const steps[] = {"write", "parse", "learn", "judge"};
enum step { WRITE, PARSE, LEARN, JUDGE };

/* A text of the message's own, as a frame has its own bytes. */
static char texts[BATCH * G_N_ELEMENTS(calls)][1024];
static size_t lengths[G_N_ELEMENTS(texts)];

static void write_message(size_t at, const struct shape *s, unsigned number)
{
    char tag[24] = "";

    if (s->tagged)
        snprintf(tag, sizeof tag, ";tag=b%u", number);
    lengths[at] = (size_t)snprintf(texts[at], sizeof texts[at],
                                   "%s\r\nVia: SIP/2.0/UDP 192.0.2.10:5060;branch=z9hG4bK-%u-%c\r\n%s"
                                   "From: <sip:alice@example.com>;tag=a%u\r\nTo: <sip:bob@example.net>%s\r\n"
                                   "Call-ID: call-%u@example.com\r\nCSeq: %s\r\n%s%sContent-Length: %zu\r\n\r\n%s",
                                   s->start, number, s->branch, s->back ? "" : "Max-Forwards: 70\r\n", number, tag,
                                   number, s->cseq, s->rows, s->body[0] ? "Content-Type: application/sdp\r\n" : "",
                                   strlen(s->body), s->body);
}

static void learn_message(struct capture *c, size_t at, bool back, uint32_t frame, enum step step)
{
    static const struct endpoint ends[2] = {{4, {192, 0, 2, 10}, 5060}, {4, {198, 51, 100, 5}, 5060}};
    static struct sip_message m;
    static struct identity id;
    static struct fault_list faults;
    struct arrival a = {frame, 42, frame * (SECOND / 1000), ends[back], ends[!back], TRANSPORT_UDP, 0, false};

    if (!sip_message_parse(&m, texts[at], lengths[at], lengths[at], FRAMING_DATAGRAM))
        abort();
    identity_read(&id, &m);
    faults_find(&faults, &m, &id, TRANSPORT_UDP);
    if (faults.count)
        abort();
    if (step >= LEARN)
        capture_learn(c, &m, &id, &faults, &a);
}

/* What the memory of a transaction of `invites` is made of, texts and tables apart. */
static void print_parts(void)
{
    static const struct {
        const char *name;
        size_t count, size;
    } parts[] = {
        {"sighting", G_N_ELEMENTS(invites), sizeof(struct sighting)},
        {"transaction", 1, sizeof(struct transaction)},
        {"leg", 1, sizeof(struct leg)},
        {"ack", 1, sizeof(struct ack)},
        {"call", 1, sizeof(struct call)},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        printf("%-12s %9zu bytes, %zu of them\n", parts[i].name, parts[i].size, parts[i].count);
}

/* Of this process, in nanoseconds: others may have the machine meanwhile. */
static int64_t processor_time(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

/* Nanoseconds that were spent on anything but writing the messages. */
static int64_t learn(struct capture *c, const struct mix *mix, unsigned count, enum step step)
{
    uint32_t frame = 0;
    int64_t spent = 0;

    for (unsigned first = 0; first < count; first += BATCH) {
        unsigned batch = MIN(BATCH, count - first);
        int64_t begin;

        for (size_t i = 0; i < batch * mix->count; i++)
            write_message(i, &mix->shapes[i % mix->count], first + (unsigned)(i / mix->count));
        begin = processor_time();
        for (size_t i = 0; i < batch * mix->count && step >= PARSE; i++)
            learn_message(c, i, mix->shapes[i % mix->count].back, ++frame, step);
        spent += processor_time() - begin;
    }
    return spent;
}

static uint32_t judge(struct capture *c)
{
    static struct verdict v;
    struct policy policy;
    uint32_t bad = 0;

    policy_default(&policy);
    for (uint32_t n = 1; n <= capture_count(c); n++) {
        const struct transaction *t = capture_transaction(c, n);

        if (!t) /* let go */
            continue;
        verdict_judge(&v, c, t, &policy);
        bad += v.bad;
    }
    return bad;
}

static size_t allocated(void)
{
    struct mallinfo2 info = mallinfo2();

    return info.uordblks + info.hblkhd;
}

static const struct mix *mix_named(const char *name)
{
    for (size_t i = 0; i < G_N_ELEMENTS(mixes); i++)
        if (strcmp(mixes[i].name, name) == 0)
            return &mixes[i];
    return NULL;
}

static bool step_named(const char *name, enum step *step)
{
    for (size_t i = 0; i < G_N_ELEMENTS(steps); i++)
        if (strcmp(steps[i], name) == 0) {
            *step = (enum step)i;
            return true;
        }
    return false;
}

int main(int argc, char **argv)
{
    unsigned count = argc > 1 ? (unsigned)atoi(argv[1]) : 100000;
    const struct mix *mix = mix_named(argc > 2 ? argv[2] : "calls");
    enum step step = JUDGE;
    struct limits limits = LIMITS_NONE;
    wmem_allocator_t *allocator;
    struct capture *c;
    int64_t spent, begin;
    uint32_t bad = 0;
    size_t before;

    if (argc == 2 && strcmp(argv[1], "parts") == 0) {
        print_parts();
        return 0;
    }
    if (!mix || count == 0 || (argc > 3 && !step_named(argv[3], &step))) {
        fprintf(stderr, "bench_calls [COUNT [calls|invites|options [write|parse|learn|judge [KEPT]]]]\n"
                        "bench_calls parts\n");
        return 2;
    }
    wmem_init();
    allocator = wmem_allocator_new(WMEM_ALLOCATOR_BLOCK);
    before = allocated();
    limits.transactions = argc > 4 ? (uint32_t)atoi(argv[4]) : 0;
    c = capture_new(allocator, &TIMING_DEFAULT, &limits);
    spent = learn(c, mix, count, step);
    printf("messages     %9zu\n", count * mix->count);
    printf("transactions %9u\n", capture_count(c));
    if (step >= PARSE)
        printf("learn        %9.0f ns a message\n", (double)spent / (double)(count * mix->count));
    if (step >= LEARN)
        printf("memory       %9.0f bytes a transaction\n", (double)(allocated() - before) / capture_count(c));
    if (step >= JUDGE) {
        begin = processor_time();
        bad = judge(c);
        printf("judge        %9.0f ns a transaction\n", (double)(processor_time() - begin) / capture_count(c));
    }
    capture_close(c);
    wmem_destroy_allocator(allocator);
    wmem_cleanup();
    return bad != 0;
}
