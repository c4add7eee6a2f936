/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the unit tests share: exactly-sized copies of messages, so that a sanitizer sees each byte that is read too far, and
 * a small script language that feeds a capture.
 */
#ifndef SIPDIAG_TEST_SUPPORT_H
#define SIPDIAG_TEST_SUPPORT_H

#include <stdlib.h>
#include <time.h>

#include "chars.h"
#include "status_guide.h"
#include "verdicts.h"

/* A slice in prose: tests compare texts, not pointers. Owned by the caller. */
static inline char *text_of(struct slice s)
{
    return g_strndup(s.at ? s.at : "", s.len);
}

#define assert_slice(s, expected) \
    do { \
        char *text_ = text_of(s); \
        g_assert_cmpstr(text_, ==, (expected)); \
        g_free(text_); \
    } while (0)

/* A copy without a terminator that ends where its block ends. */
struct copy {
    char *bytes;
    size_t len;
};

static inline struct copy copy_of(const char *bytes, size_t len)
{
    struct copy c = {malloc(len ? len : 1), len};

    if (len)
        memcpy(c.bytes, bytes, len);
    return c;
}

/* A message with everything that is read off it. Large: keep it static or on the heap. */
struct reading {
    struct sip_message m;
    struct identity id;
    struct fault_list faults;
};

static inline bool read_message(struct reading *r, const char *bytes, size_t len, size_t wire_len,
                                enum transport transport)
{
    enum framing framing =
        transport == TRANSPORT_TCP || transport == TRANSPORT_TLS ? FRAMING_STREAM : FRAMING_DATAGRAM;

    if (!sip_message_parse(&r->m, bytes, len, wire_len, framing))
        return false;
    identity_read(&r->id, &r->m);
    faults_find(&r->faults, &r->m, &r->id, transport);
    return true;
}

/* What only the strictest receivers mind: a lesser instance of a cause that is graver as a rule. Never shown but beside
 * a refusal. */
static inline bool fault_is_odd(const struct fault *f)
{
    return f->certainty == LEGAL && cause_get(f->cause)->certainty != LEGAL;
}

/* "cause[bytes at fault] cause[bytes at fault]", a "~" in front of what is odd. */
static inline char *print_faults(const struct reading *r)
{
    GString *out = g_string_new(NULL);

    for (unsigned i = 0; i < r->faults.count; i++) {
        const struct fault *f = &r->faults.items[i];
        g_string_append_printf(out, "%s%s%s[%.*s]", i ? " " : "", fault_is_odd(f) ? "~" : "", cause_get(f->cause)->id,
                               (int)f->length, r->m.base + f->offset);
    }
    return g_string_free(out, FALSE);
}

/* --- scripts --------------------------------------------------------------------------------------------------------- */

/* A capture that a script was played into. One step a line:
 *
 *   SECONDS HOSTS WHAT [KEY=VALUE ...] [| header row]... [|| body]
 *
 * HOSTS are two letters, sender and receiver, with .tcp behind them where it is TCP; a is 192.0.2.97 and so on, A the
 * private 10.0.0.65. WHAT is a method, STATUS/METHOD, icmp:METHOD (an ICMP error that quotes it), fragment:STATUS/METHOD
 * (its first IP fragment), or "tick" (without HOSTS). What the network says: icmp (about a packet from the first host to
 * the second), syn, syn-ack and rst, each by its own direction; in place of HOSTS, dns:ask NAME, dns:fail NAME and
 * dns:HOST NAME (the name has the address of that host), asked by a. Keys and what they are when left out: n (CSeq number, 1), b
 * (branch, z9hG4bKx; "z..." stands for the cookie and more), f and t (tags of From, To; A and none), i (Call-ID, c), c
 * (method of CSeq), u (Request-URI), sp and dp (ports, 5060), ip (identification of the IP packet, not known), v (sent-by
 * of the top Via and its parameters, a.example.com), m (Max-Forwards, 70), p (reason phrase; "_" stands for a space), cut
 * (octets the capture lacks). A "-" leaves the thing out. In header rows and body, "\n" stands for CR LF. A row
 * "Content-Length: ..." takes the place of the true one. Frames count from 1. */
struct play {
    wmem_allocator_t *allocator;
    struct capture *capture;
    uint32_t frames;
};

static inline struct endpoint host(char letter)
{
    if (g_ascii_isupper(letter))
        return (struct endpoint){4, {10, 0, 0, (uint8_t)letter}, 5060};
    return (struct endpoint){4, {192, 0, 2, (uint8_t)letter}, 5060};
}

static inline char *key_value(char **words, const char *key, const char *otherwise)
{
    for (char **w = words; *w; w++)
        if (g_str_has_prefix(*w, key) && (*w)[strlen(key)] == '=')
            return *w + strlen(key) + 1;
    return (char *)otherwise;
}

static inline void append_tag(GString *out, const char *name, const char *user, const char *tag)
{
    g_string_append_printf(out, "%s: <sip:%s@example.com>", name, user);
    if (strcmp(tag, "-") != 0)
        g_string_append_printf(out, ";tag=%s", tag);
    g_string_append(out, "\r\n");
}

/* "\n", a backslash and an n, becomes CR LF. */
static inline void append_unescaped(GString *out, const char *text)
{
    for (; *text; text++) {
        if (text[0] == '\\' && text[1] == 'n') {
            g_string_append(out, "\r\n");
            text++;
        } else {
            g_string_append_c(out, *text);
        }
    }
}

static inline void append_phrase(GString *out, const char *phrase)
{
    for (; *phrase; phrase++)
        g_string_append_c(out, *phrase == '_' ? ' ' : *phrase);
    g_string_append(out, "\r\n");
}

static inline GString *compose(const char *what, char **words, char **rows, const char *body, const char *transport)
{
    GString *out = g_string_new(NULL), *content = g_string_new(NULL);
    bool length_given = false;
    const char *slash = strchr(what, '/'), *method = slash ? slash + 1 : what;
    const char *branch = key_value(words, "b", "zx"), *call_id = key_value(words, "i", "c");
    const char *hops = key_value(words, "m", "70"), *via = key_value(words, "v", "a.example.com");

    if (slash) {
        g_string_append_printf(out, "SIP/2.0 %.3s ", what);
        append_phrase(out, key_value(words, "p", "Phrase"));
    } else {
        g_string_append_printf(out, "%s %s SIP/2.0\r\n", method, key_value(words, "u", "sip:bob@example.com"));
    }
    if (strcmp(branch, "-") == 0)
        g_string_append_printf(out, "Via: SIP/2.0/%s %s\r\n", transport, via);
    else
        g_string_append_printf(out, "Via: SIP/2.0/%s %s;branch=%s%s\r\n", transport, via, *branch == 'z' ? "z9hG4bK" : "",
                               *branch == 'z' ? branch + 1 : branch);
    if (!slash && strcmp(hops, "-") != 0)
        g_string_append_printf(out, "Max-Forwards: %s\r\n", hops);
    append_tag(out, "From", "alice", key_value(words, "f", "A"));
    append_tag(out, "To", "bob", key_value(words, "t", "-"));
    if (strcmp(call_id, "-") != 0)
        g_string_append_printf(out, "Call-ID: %s\r\n", call_id);
    g_string_append_printf(out, "CSeq: %s %s\r\n", key_value(words, "n", "1"), key_value(words, "c", method));
    for (; *rows; rows++) {
        append_unescaped(out, *rows);
        g_string_append(out, "\r\n");
        length_given |= g_str_has_prefix(*rows, "Content-Length:");
    }
    append_unescaped(content, body ? body : "");
    if (!length_given)
        g_string_append_printf(out, "Content-Length: %u\r\n", (unsigned)content->len);
    g_string_append_printf(out, "\r\n%s", content->str);
    g_string_free(content, TRUE);
    return out;
}

static inline struct sighting *play_bytes(struct play *p, const char *bytes, size_t len, size_t wire_len,
                                          const struct arrival *arrival)
{
    static struct reading r;
    struct copy c = copy_of(bytes, len);
    struct sighting *s = NULL;

    if (read_message(&r, c.bytes, c.len, wire_len, arrival->transport))
        s = capture_learn(p->capture, &r.m, &r.id, &r.faults, arrival);
    free(c.bytes);
    return s;
}

static inline uint16_t number_of(char **words, const char *key, const char *otherwise)
{
    return (uint16_t)atoi(key_value(words, key, otherwise));
}

static inline bool play_dns(struct play *p, const char *how, struct slice name, int64_t time)
{
    struct names *names = capture_names(p->capture);
    struct endpoint address = host(how[0]), asker = host('a');
    bool fails = strcmp(how, "fail") == 0;

    if (strcmp(how, "ask") == 0)
        names_learn_query(names, name, &asker, ++p->frames, time);
    else
        names_learn_answer(names, name, &asker, fails ? 3 : 0, &address, fails ? 0 : 1, ++p->frames, time);
    return true;
}

/* False where the step is about SIP. */
static inline bool play_network(struct play *p, const char *hosts, const char *what, char **words, int64_t time)
{
    struct obstacles *o = capture_obstacles(p->capture);
    struct endpoint from = host(hosts[0]), to = host(hosts[1]);
    bool stream = g_str_has_suffix(hosts, ".tcp");

    if (g_str_has_prefix(hosts, "dns:"))
        return play_dns(p, hosts + 4, slice_from_string(what), time);
    from.port = number_of(words, "sp", "5060");
    to.port = number_of(words, "dp", "5060");
    if (strcmp(what, "icmp") == 0)
        obstacles_learn_icmp(o, &from, &to, stream, ++p->frames, time);
    else if (strcmp(what, "syn") == 0)
        obstacles_learn_syn(o, &from, &to, ++p->frames, time);
    else if (strcmp(what, "rst") == 0)
        obstacles_learn_reset(o, &from, &to, ++p->frames, time);
    else if (strcmp(what, "syn-ack") == 0)
        ++p->frames, obstacles_learn_syn_ack(o, &from, &to);
    else
        return false;
    return true;
}

static inline void play_step(struct play *p, const char *line)
{
    char **halves = g_strsplit(line, " || ", 2); /* body */
    char **rows = g_strsplit(halves[0], " | ", -1);
    char **words = g_strsplit(g_strstrip(rows[0]), " ", -1);
    int64_t time = SECOND * 1000000 + (int64_t)(g_ascii_strtod(words[0], NULL) * 1000000) * 1000;

    if (strcmp(words[1], "tick") == 0) {
        capture_tick(p->capture, time);
    } else if (play_network(p, words[1], words[2], words + 3, time)) {
        capture_tick(p->capture, time);
    } else {
        bool tcp = g_str_has_suffix(words[1], ".tcp"), icmp = g_str_has_prefix(words[2], "icmp:");
        bool fragment = g_str_has_prefix(words[2], "fragment:"), aside = icmp || fragment;
        struct arrival a = {++p->frames, 0, time, host(words[1][0]), host(words[1][1]),
                            tcp ? TRANSPORT_TCP : TRANSPORT_UDP, number_of(words + 3, "ip", "0"), false};
        GString *text = compose(aside ? strchr(words[2], ':') + 1 : words[2], words + 3, rows + 1, halves[1],
                                tcp ? "TCP" : "UDP");
        size_t cut = (size_t)atoi(key_value(words + 3, "cut", "0"));

        a.src.port = number_of(words + 3, "sp", "5060");
        a.dst.port = number_of(words + 3, "dp", "5060");
        if (fragment) {
            static struct reading r;
            g_assert_true(read_message(&r, text->str, text->len, text->len + 1, a.transport));
            capture_tick(p->capture, time);
            capture_learn_fragment(p->capture, &r.m, &r.id, &a);
        } else if (icmp) {
            static struct reading r;
            g_assert_true(read_message(&r, text->str, text->len, text->len, a.transport));
            capture_tick(p->capture, time);
            capture_learn_icmp(p->capture, &r.m, &r.id, &a);
        } else {
            g_assert_nonnull(play_bytes(p, text->str, text->len - cut, text->len, &a));
        }
        g_string_free(text, TRUE);
    }
    g_strfreev(words);
    g_strfreev(rows);
    g_strfreev(halves);
}

static inline void play_open_limited(struct play *p, wmem_allocator_type_t type, struct timing timing,
                                     struct limits limits)
{
    p->allocator = wmem_allocator_new(type);
    p->capture = capture_new(p->allocator, &timing, &limits);
    p->frames = 0;
}

static inline void play_open_timed(struct play *p, wmem_allocator_type_t type, struct timing timing)
{
    play_open_limited(p, type, timing, LIMITS_NONE);
}

static inline void play_open(struct play *p, wmem_allocator_type_t type)
{
    play_open_timed(p, type, TIMING_DEFAULT);
}

/* Read by other times than the usual ones. */
static inline void play_timed_script(struct play *p, struct timing timing, const char *script)
{
    char **lines = g_strsplit(script, "\n", -1);

    play_open_timed(p, WMEM_ALLOCATOR_SIMPLE, timing);
    for (char **line = lines; *line; line++)
        if (**line)
            play_step(p, *line);
    g_strfreev(lines);
}

static inline void play_script(struct play *p, const char *script)
{
    play_timed_script(p, TIMING_DEFAULT, script);
}

static inline void play_close(struct play *p)
{
    capture_close(p->capture);
    wmem_destroy_allocator(p->allocator);
}

/* Everything that holds for any capture, whatever was fed into it. */
static inline void check_capture(const struct capture *c)
{
    static struct policy policy;
    static struct verdict v;
    struct guide guide;
    char summary[160];

    policy_default(&policy);
    for (const struct transaction *t = capture_beyond(c, 0); t; t = capture_beyond(c, t->number)) {
        const struct sighting *previous = NULL;
        uint32_t again = 0;

        g_assert_true(capture_transaction(c, t->number) == t);
        g_assert_nonnull(t->first);
        g_assert_nonnull(t->call);
        for (const struct sighting *s = t->first; s; previous = s, s = s->next) {
            g_assert_true(s->transaction == t);
            g_assert_true(s->previous == previous);
            /* a retransmission goes back to the first copy, a duplicate to that which it is a duplicate of */
            g_assert_true(!s->original || s->original->transaction == t);
            g_assert_true(!s->original || !(s->duplicate ? s->original->duplicate : s->original->original != NULL));
            g_assert_true(!s->duplicate || s->original);
            g_assert_true(s->extras->fault_count == 0 || s->extras->faults);
            again += s->role == ROLE_REQUEST && s->original && !s->duplicate;
            for (unsigned i = 0; i < s->extras->fault_count; i++)
                g_assert_true(g_utf8_validate(s->extras->faults[i].text, -1, NULL));
        }
        g_assert_true(t->last == previous);
        g_assert_cmpuint(t->request_retransmissions, ==, again);
        verdict_judge(&v, c, t, &policy);
        g_assert_cmpint(v.state, <, VERDICT_STATES);
        g_assert_true(g_utf8_validate(v.text, -1, NULL));
        g_assert_true(g_utf8_validate(verdict_summary(&v, t, summary, sizeof summary), -1, NULL));
        g_assert_true(v.bad || v.cause == CAUSE_NONE);
        g_assert_true(!v.bad || v.frame);
        g_assert_true(!v.bad || v.text[0]);
        if (t->final)
            status_guide(t->final->status, t->method, &guide);
    }
}

static inline void check_reading(const struct reading *r, size_t len)
{
    g_assert_cmpuint(r->faults.count, <=, MAX_FAULTS);
    g_assert_true(r->faults.left_out == 0 || r->faults.count == MAX_FAULTS);
    for (unsigned i = 0; i < r->faults.count; i++) {
        const struct fault *f = &r->faults.items[i];
        g_assert_cmpuint((uint64_t)f->offset + f->length, <=, len);
        g_assert_true(f->cause > CAUSE_NONE && f->cause < CAUSE_COUNT);
        g_assert_true(f->text[0] && g_utf8_validate(f->text, -1, NULL));
    }
}

/* Processor time: what else the machine does at the moment does not count. */
static inline double cpu_seconds(void)
{
    return (double)clock() / CLOCKS_PER_SEC;
}

/* g_test with wmem around it. */
static inline int run_tests(void)
{
    int result;

    wmem_init();
    result = g_test_run();
    wmem_cleanup();
    return result;
}

#endif
