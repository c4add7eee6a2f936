/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sequences of messages, learnt and judged. The input is a row of records, each
 *
 *   MARK, HOSTS, HOW, GAP, CUT, the message up to the next mark
 *
 * where the four octets say who sent it to whom, what became of it on which transport, how long after the one before,
 * and how much of it the capture lacks. What stands before the first mark has settings, a digit
 * each: T1, how many transactions are kept, how many messages.
 * seeds.py writes such inputs.
 */
#include "hops.h"
#include "sequence.h"
#include "support.h"

#define LATEST     (INT64_MAX / 2) /* any two times have a difference; intake sees to it, too */
#define MARK       "\n%%\n"
#define MARK_LEN   4
#define HEADER_LEN (MARK_LEN + 4)

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2, size_t size2, uint8_t *out,
                                 size_t max_out_size, unsigned int seed);

/* --- records ---------------------------------------------------------------------------------------------------------
 */

/* From `at` to the next mark, or to the end. */
static struct slice until_mark(const char *at, const char *end)
{
    for (const char *p = at; (p = memchr(p, MARK[0], (size_t)(end - p))); p++)
        if (end - p >= MARK_LEN && memcmp(p, MARK, MARK_LEN) == 0)
            return slice_between(at, p);
    return slice_between(at, end);
}

/* The record, mark and all, that begins at `at`, which is where a mark is or the input begins. */
static struct slice record_at(const char *at, const char *end)
{
    size_t mark = end - at >= MARK_LEN && memcmp(at, MARK, MARK_LEN) == 0 ? MARK_LEN : 0;
    return slice_between(at, slice_end(until_mark(at + mark, end)));
}

static unsigned count_records(struct slice input)
{
    unsigned count = 0;

    for (const char *at = input.at; at < slice_end(input); at = slice_end(record_at(at, slice_end(input))))
        count++;
    return count;
}

static struct slice nth_record(struct slice input, unsigned n)
{
    struct slice record = record_at(input.at, slice_end(input));

    while (n--)
        record = record_at(slice_end(record), slice_end(input));
    return record;
}

/* --- how a record came
 * ------------------------------------------------------------------------------------------------ */

struct world {
    struct play play;
    int64_t time;
    struct policy policy;
};

/* What a record is about. */
struct event {
    struct arrival arrival;
    struct slice bytes; /* sized exactly */
    size_t missing;
};

static struct endpoint host_of(unsigned octet)
{
    struct endpoint e = host("abcA"[octet & 3]);

    if ((octet & 12) == 4)
        e.port = 5062;
    else if ((octet & 12) == 8)
        e = (struct endpoint){16, {0x20, 0x01, 0x0d, 0xb8, [15] = (uint8_t)octet}, 5060};
    else if (octet == 15)
        e = (struct endpoint){0};
    return e;
}

/* The cube root of two to the power of the lower seven bits, in milliseconds; back in time where the upper bit is set.
 */
static int64_t gap_of(unsigned octet)
{
    static const int64_t us[] = {1000, 1260, 1587};
    int64_t gap = octet & 127 ? us[octet % 128 % 3] * 1000 << octet % 128 / 3 : 0;

    return octet & 128 ? -gap : gap;
}

static bool read_event(struct reading *r, const struct event *e)
{
    return read_message(r, e->bytes.at, e->bytes.len, e->bytes.len + e->missing, e->arrival.transport);
}

static void judge(const struct world *w, const struct transaction *t)
{
    static struct verdict v;
    static struct sequence sequence;
    char line[160], words[400];

    verdict_judge(&v, w->play.capture, t, &w->policy);
    sequence_read(&sequence, t, &v);
    for (unsigned i = 0; i < sequence.count; i++)
        g_assert_true(g_utf8_validate(step_print(&sequence.steps[i], line, sizeof line), -1, NULL));
    g_assert_true(g_utf8_validate(verdict_summary(&v, t, line, sizeof line), -1, NULL));
    g_assert_true(g_utf8_validate(v.fix, -1, NULL));
    for (unsigned i = 0; i < v.note_count; i++)
        g_assert_true(g_utf8_validate(v.notes[i].text, -1, NULL));
    if (t->final)
        claim_words(t->reply, words, sizeof words);
    for (unsigned i = 0; t->request && i < t->request->extras->fault_count; i++)
        verdict_shows(&v, &t->request->extras->faults[i]);
    hops_next(t);
    hops_previous(t);
}

static void learn(struct world *w, const struct event *e)
{
    static struct reading r;
    const struct sighting *s;

    if (!read_event(&r, e))
        return;
    check_reading(&r, e->bytes.len);
    s = capture_learn(w->play.capture, &r.m, &r.id, &r.faults, &e->arrival);
    g_assert_nonnull(s);
    judge(w, s->transaction);
}

static void learn_quoted(struct world *w, const struct event *e)
{
    static struct reading r;

    if (read_event(&r, e))
        capture_learn_icmp(w->play.capture, &r.m, &r.id, &e->arrival);
}

static void learn_fragment(struct world *w, const struct event *e)
{
    static struct reading r;

    if (read_event(&r, e))
        capture_learn_fragment(w->play.capture, &r.m, &r.id, &e->arrival);
}

static void tick(struct world *w, const struct event *e)
{
    capture_tick(w->play.capture, e->arrival.time);
}

static void lose_segment(struct world *w, const struct event *e)
{
    capture_lost_segment(w->play.capture, &e->arrival.src, &e->arrival.dst);
}

static void icmp(struct world *w, const struct event *e)
{
    obstacles_learn_icmp(capture_obstacles(w->play.capture), &e->arrival.src, &e->arrival.dst,
                         transport_is_reliable(e->arrival.transport), e->arrival.frame, e->arrival.time);
}

static void syn(struct world *w, const struct event *e)
{
    obstacles_learn_syn(capture_obstacles(w->play.capture), &e->arrival.src, &e->arrival.dst, e->arrival.frame,
                        e->arrival.time);
}

static void syn_ack(struct world *w, const struct event *e)
{
    obstacles_learn_syn_ack(capture_obstacles(w->play.capture), &e->arrival.src, &e->arrival.dst);
}

static void reset(struct world *w, const struct event *e)
{
    obstacles_learn_reset(capture_obstacles(w->play.capture), &e->arrival.src, &e->arrival.dst, e->arrival.frame,
                          e->arrival.time);
}

static void ask(struct world *w, const struct event *e)
{
    names_learn_query(capture_names(w->play.capture), e->bytes, &e->arrival.src, e->arrival.frame, e->arrival.time);
}

static void answer(struct world *w, const struct event *e)
{
    bool fails = e->missing != 0;

    names_learn_answer(capture_names(w->play.capture), e->bytes, &e->arrival.src, (uint16_t)e->missing, &e->arrival.dst,
                       fails ? 0 : 1, e->arrival.frame, e->arrival.time);
}

static void answer_empty(struct world *w, const struct event *e)
{
    names_learn_empty(capture_names(w->play.capture), e->bytes, e->arrival.time);
}

/* By the upper half of HOW; most of what comes is SIP. */
static void (*const kinds[16])(struct world *, const struct event *) = {
    learn, learn_quoted, learn_fragment, tick,         icmp,  syn,   syn_ack, reset,
    ask,   answer,       answer_empty,   lose_segment, learn, learn, learn,   learn,
};

static void play_record(struct world *w, struct slice record)
{
    const uint8_t *how = (const uint8_t *)record.at + MARK_LEN;
    struct slice message = slice_from(record, HEADER_LEN);
    struct copy c = copy_of(message.at, message.len);
    struct event e = {.bytes = slice_of(c.bytes, c.len), .missing = how[3]};

    w->time = CLAMP(w->time / 2 + gap_of(how[2]) / 2, -LATEST / 2, LATEST / 2) * 2;
    e.arrival = (struct arrival){
        .frame = ++w->play.frames,
        .time = w->time,
        .src = host_of(how[0] & 15),
        .dst = host_of(how[0] >> 4),
        .transport = (enum transport)((how[1] & 7) % (TRANSPORT_WSS + 1)),
        .ident = how[1] & 8 ? 7 : 0,
        .untimed = how[3] == 255,
    };
    capture_new_frame(w->play.capture, e.arrival.frame);
    kinds[how[1] >> 4](w, &e);
    free(c.bytes);
}

enum setting { SETTING_T1, SETTING_TRANSACTIONS, SETTING_MESSAGES };

/* A digit of the settings; 0: it is not set. */
static unsigned setting(struct slice input, enum setting which)
{
    for (unsigned i = 0; i <= which; i++)
        if (i >= input.len || !g_ascii_isdigit(input.at[i]))
            return 0;
    return (unsigned)(input.at[which] - '0');
}

static struct timing timing_of(struct slice input)
{
    struct timing timing = TIMING_DEFAULT;

    if (setting(input, SETTING_T1))
        timing.t1 = setting(input, SETTING_T1) * SECOND / 4;
    return timing;
}

static struct limits limits_of(struct slice input)
{
    return (struct limits){setting(input, SETTING_TRANSACTIONS), 4 * setting(input, SETTING_MESSAGES)};
}

/* What is kept, by every way to it. */
static void judge_all(const struct world *w)
{
    const struct capture *c = w->play.capture;

    check_capture(c);
    for (uint32_t n = 1; n <= capture_count(c); n++)
        if (capture_transaction(c, n))
            judge(w, capture_transaction(c, n));
    for (uint32_t frame = 1; frame <= w->play.frames; frame++)
        for (const struct sighting *s = capture_in_frame(c, frame, NULL); s; s = capture_in_frame(c, frame, s))
            judge(w, s->transaction);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    wmem_init();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct world w;
    struct slice input = slice_of((const char *)data, size), record;

    play_open_limited(&w.play, WMEM_ALLOCATOR_SIMPLE, timing_of(input), limits_of(input));
    policy_default(&w.policy);
    w.time = 1000000 * SECOND;
    for (const char *at = input.at; at < slice_end(input); at = slice_end(record)) {
        record = record_at(at, slice_end(input));
        if (record.len >= HEADER_LEN && memcmp(record.at, MARK, MARK_LEN) == 0)
            play_record(&w, record);
    }
    judge_all(&w);
    play_close(&w.play);
    return 0;
}

/* --- whole records as what is mutated
 * --------------------------------------------------------------------------------- */

/* Drops, doubles or moves a record every other time; else libFuzzer works on the octets. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
    struct slice input = slice_of((const char *)data, size), from, to;
    GString *out;
    unsigned count;

    if (seed % 2 || size < HEADER_LEN || (count = count_records(input)) < 2)
        return LLVMFuzzerMutate(data, size, max_size);
    from = nth_record(input, seed / 8 % count);
    to = nth_record(input, seed / 8 / count % count);
    out = g_string_sized_new(max_size);
    for (const char *at = input.at; at < slice_end(input); at += record_at(at, slice_end(input)).len) {
        struct slice record = record_at(at, slice_end(input));
        if (at == to.at && seed / 2 % 4 != 0)
            g_string_append_len(out, from.at, from.len);
        if (at != from.at || seed / 2 % 4 > 1)
            g_string_append_len(out, record.at, record.len);
    }
    size = MIN(out->len, max_size);
    memcpy(data, out->str, size);
    g_string_free(out, TRUE);
    return size;
}

/* Records of the one and of the other, each in its order. */
size_t LLVMFuzzerCustomCrossOver(const uint8_t *data1, size_t size1, const uint8_t *data2, size_t size2, uint8_t *out,
                                 size_t max_out_size, unsigned int seed)
{
    const char *at[2] = {(const char *)data1, (const char *)data2};
    const char *end[2] = {at[0] + size1, at[1] + size2};
    size_t size = 0;

    for (unsigned turn = seed; at[0] < end[0] || at[1] < end[1]; turn = turn * 1103515245u + 12345u) {
        unsigned from = at[0] == end[0] || (at[1] < end[1] && turn >> 16 & 1);
        struct slice record = record_at(at[from], end[from]);

        at[from] += record.len;
        if (turn >> 17 & 1 && size + record.len <= max_out_size) {
            memcpy(out + size, record.at, record.len);
            size += record.len;
        }
    }
    return size;
}
