/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Mutated and random bytes through the whole engine. The seed is fixed: what fails once fails again.
 */
#include "support.h"

#define ROUNDS 100000
#define BATCH  500 /* messages a capture */

static const char *const seeds[] = {
    "INVITE sip:bob@example.com;transport=udp SIP/2.0\r\nVia: SIP/2.0/UDP a.example.com:5060;branch=z9hG4bKx;rport\r\n"
    "Max-Forwards: 70\r\nFrom: \"Alice\" <sip:alice@example.com>;tag=A\r\nTo: <sip:bob@example.com>\r\nCall-ID: c@d\r\n"
    "CSeq: 1 INVITE\r\nContact: <sip:alice@192.0.2.1>, \"x\" <sip:y>;q=0.5\r\nContent-Length: 4\r\n\r\nv=0\n",
    "SIP/2.0 200 OK\r\nv: SIP/2.0/UDP a.example.com:5060;branch=z9hG4bKx;received=192.0.2.1\r\n"
    "f: \"Alice\" <sip:alice@example.com>;tag=A\r\nt: <sip:bob@example.com>;tag=B\r\ni: c@d\r\nCSeq: 1 INVITE\r\n"
    "Server: \xc3\xa9\r\nl: 0\r\n\r\n",
    "ACK sip:bob@[2001:db8::1]:5062 SIP/2.0\r\nVia: SIP/2.0/UDP a.example.com:5060;branch=z9hG4bKx\r\n"
    "Max-Forwards: 70\r\nFrom: <sip:alice@example.com>;tag=A\r\nTo: <sip:bob@example.com>;tag=B\r\nCall-ID: c@d\r\n"
    "CSeq: 1 ACK\r\nContent-Length: 0\r\n\r\n",
    "SIP/2.0 400 Bad Via Header\r\nVia: SIP/2.0/TCP a.example.com;branch=z9hG4bKx\r\nFrom: <sip:alice@example.com>;tag=A\r\n"
    "To: <sip:bob@example.com>;tag=B\r\nCall-ID: c@d\r\nCSeq: 1 INVITE\r\nWarning: 399 x \"Missing CSeq \xe2\x82\xac\"\r\n\r\n",
    "BYE sip:alice@192.0.2.1 SIP/2.0\r\nVia: SIP/2.0/UDP b;branch=z9hG4bKy (comment),\r\n SIP/2.0/TLS c;branch=1\r\n"
    "From: <sip:bob@example.com>;tag=B\r\nTo: <sip:alice@example.com>;tag=A\r\nCall-ID: c@d\r\nCSeq: 2 BYE\r\n"
    "Reason: SIP;cause=408\r\nMax-Forwards: 9\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n",
};

static const char *const pieces[] = {
    "\r\n", "\r\n\r\n", "\r\n ", "\n", "\"", "\\", "<", ">", ";", ",", ":", "(", ")", "[", "]", "%", "@", "?", "\0",
    "\xff", "\xc3\xa9", "\xe2\x82\xac", ";tag=", ";branch=", "Via: ", "l: 99999999999999999999\r\n", "SIP/2.0", " ", "\t",
    "-1", "4294967296", "To: x\r\n", "CSeq: 1 INVITE\r\n",
};

static void mutate(GString *text, GRand *rand)
{
    for (int left = g_rand_int_range(rand, 0, 6); left > 0 && text->len > 0; left--) {
        gsize at = (gsize)g_rand_int_range(rand, 0, (gint32)text->len);
        gsize wanted = (gsize)g_rand_int_range(rand, 1, 24), run = MIN(wanted, text->len - at);
        const char *piece = pieces[g_rand_int_range(rand, 0, G_N_ELEMENTS(pieces))];

        switch (g_rand_int_range(rand, 0, 6)) {
        case 0:
            text->str[at] = (char)g_rand_int_range(rand, 0, 256);
            break;
        case 1:
            g_string_erase(text, (gssize)at, (gssize)run);
            break;
        case 2: {
            char *copy = g_strndup(text->str + at, run);
            g_string_insert(text, g_rand_int_range(rand, 0, (gint32)text->len), copy);
            g_free(copy);
            break;
        }
        case 3:
            g_string_truncate(text, at);
            break;
        default:
            g_string_insert_len(text, (gssize)at, piece, *piece ? -1 : 1);
        }
    }
}

/* A regular message has none of the faults that its lines could have: the rules would have found none. */
static unsigned check_regular(struct reading *r, enum transport transport)
{
    static struct fault_list faults;

    if (!r->m.is_regular)
        return 0;
    r->m.is_regular = false;
    faults_find(&faults, &r->m, &r->id, transport);
    r->m.is_regular = true;
    g_assert_cmpuint(faults.count, ==, r->faults.count);
    for (unsigned i = 0; i < faults.count; i++) {
        g_assert_cmpint(faults.items[i].cause, ==, r->faults.items[i].cause);
        g_assert_cmpstr(faults.items[i].text, ==, r->faults.items[i].text);
    }
    return 1;
}

static unsigned regular; /* messages so far */

static void one_message(struct play *p, GRand *rand, const GString *text, int64_t *time)
{
    static struct reading r;
    struct copy c = copy_of(text->str, text->len);
    gsize missing = g_rand_int_range(rand, 0, 8) ? 0 : (gsize)g_rand_int_range(rand, 1, 99);
    struct arrival a = {++p->frames, 0, *time, host((char)g_rand_int_range(rand, 'a', 'd')),
                        host((char)g_rand_int_range(rand, 'a', 'd')),
                        (enum transport)g_rand_int_range(rand, TRANSPORT_UNKNOWN, TRANSPORT_WSS + 1),
                        (uint16_t)g_rand_int_range(rand, 0, 3), false};

    *time += (int64_t)g_rand_int_range(rand, -20, 900) * (SECOND / 1000) +
             (g_rand_int_range(rand, 0, 200) ? 0 : 2 * STRETCH_GAP);
    sip_message_looks_like(c.bytes, c.len, FRAMING_DATAGRAM);
    if (read_message(&r, c.bytes, c.len, c.len + missing, a.transport)) {
        check_reading(&r, c.len);
        regular += check_regular(&r, a.transport);
        g_assert_nonnull(capture_learn(p->capture, &r.m, &r.id, &r.faults, &a));
        if (g_rand_int_range(rand, 0, 20) == 0)
            capture_learn_icmp(p->capture, &r.m, &r.id, &a);
    } else {
        capture_tick(p->capture, a.time);
    }
    free(c.bytes);
}

static void mutations(void)
{
    GRand *rand = g_rand_new_with_seed(3261);
    GString *text = g_string_new(NULL);
    int64_t time = 1000000 * SECOND;
    struct play p = {0};

    for (unsigned i = 0; i < ROUNDS; i++) {
        if (i % BATCH == 0)
            play_open(&p, WMEM_ALLOCATOR_SIMPLE);
        g_string_assign(text, seeds[g_rand_int_range(rand, 0, G_N_ELEMENTS(seeds))]);
        mutate(text, rand);
        one_message(&p, rand, text, &time);
        if (i % BATCH == BATCH - 1) {
            check_capture(p.capture);
            play_close(&p);
        }
    }
    g_assert_cmpuint(regular, >, ROUNDS / 10);
    g_string_free(text, TRUE);
    g_rand_free(rand);
}

/* Values of headers that are nothing but the characters that matter, and noise. */
static void noise(void)
{
    static const char letters[] = "\"\\<>;,:()[]%@?=/ \t\r\na1\xc3\xa9\x80\x01";
    static const char *const frames[][2] = {
        {"OPTIONS ", " SIP/2.0\r\n\r\n"},
        {"OPTIONS sip:a SIP/2.0\r\nVia: ", "\r\n\r\n"},
        {"OPTIONS sip:a SIP/2.0\r\nVia: SIP/2.0/UDP ", "\r\n\r\n"},
        {"OPTIONS sip:a SIP/2.0\r\nFrom: ", "\r\nTo: x\r\n\r\n"},
        {"OPTIONS sip:a SIP/2.0\r\nContact: ", "\r\n\r\n"},
        {"OPTIONS sip:a SIP/2.0\r\nCSeq: ", "\r\n\r\n"},
        {"OPTIONS sip:a SIP/2.0\r\n", "\r\n\r\n"},
        {"SIP/2.0 ", "\r\n\r\n"},
        {"", ""},
    };
    GRand *rand = g_rand_new_with_seed(4475);
    GString *text = g_string_new(NULL);
    int64_t time = 1000000 * SECOND;
    struct play p;

    play_open(&p, WMEM_ALLOCATOR_SIMPLE);
    for (unsigned i = 0; i < ROUNDS / 10; i++) {
        const char *const *frame = frames[g_rand_int_range(rand, 0, G_N_ELEMENTS(frames))];
        g_string_assign(text, frame[0]);
        for (int left = g_rand_int_range(rand, 0, 40); left > 0; left--)
            g_string_append_c(text, letters[g_rand_int_range(rand, 0, sizeof letters)]);
        g_string_append(text, frame[1]);
        one_message(&p, rand, text, &time);
    }
    check_capture(p.capture);
    play_close(&p);
    g_string_free(text, TRUE);
    g_rand_free(rand);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mutations/messages", mutations);
    g_test_add_func("/mutations/noise", noise);
    return run_tests();
}
