/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Feeds captures from standard input to the engine and prints what it makes of them, one JSON object a transaction and
 * an empty line behind each capture: thousands a second, for the tests that compare it with a model (flows.py).
 *
 *   M TIME IDENT TRANSPORT SRC SPORT DST DPORT LENGTH   one message in one frame; LENGTH octets follow
 *   T TIME                                              a frame without SIP
 *   E                                                   the end of the capture
 *
 * TIME is in nanoseconds, TRANSPORT is UDP or TCP, addresses are IPv4. Frames count from 1.
 */
#include <stdio.h>
#include <stdlib.h>

#include <wsutil/inet_addr.h>

#include "verdicts.h"

static struct endpoint endpoint_of(const char *address, unsigned port)
{
    struct endpoint e = {.len = 4, .port = (uint16_t)port};

    if (!ws_inet_pton4(address, (ws_in4_addr *)e.address))
        exit(2);
    return e;
}

static void learn(struct capture *c, const struct arrival *a, const char *bytes, size_t len)
{
    static struct sip_message m;
    static struct identity id;
    static struct fault_list faults;
    enum framing framing = a->transport == TRANSPORT_TCP ? FRAMING_STREAM : FRAMING_DATAGRAM;

    if (!sip_message_parse(&m, bytes, len, len, framing))
        exit(2);
    identity_read(&id, &m);
    faults_find(&faults, &m, &id, a->transport);
    capture_learn(c, &m, &id, &faults, a);
}

/* "1q 2p 3f 4fd 5fr1 6a": the frames; d: a duplicate, r and a count: a retransmission. */
static void print_sightings(const struct transaction *t)
{
    for (const struct sighting *s = t->first; s; s = s->next) {
        printf("%s%u%c", s == t->first ? "" : " ", s->frame, "qpfa-"[s->role]);
        if (s->duplicate)
            putchar('d');
        else if (s->original)
            printf("r%u", s->retransmissions);
    }
}

static void print_capture(const struct capture *c, const struct policy *policy)
{
    static struct verdict v;

    for (uint32_t n = 1; n <= capture_count(c); n++) {
        const struct transaction *t = capture_transaction(c, n);

        verdict_judge(&v, c, t, policy);
        printf("{\"method\":\"%.*s\",\"sightings\":\"", (int)t->method.len, t->method.at);
        print_sightings(t);
        printf("\",\"verdict\":\"%s\",\"bad\":%s,\"cause\":\"%s\",\"ack\":\"%s\",\"prack\":\"%s\",\"cancelled_by\":%u,"
               "\"fault\":\"%s\"}\n",
               verdict_name(v.state), v.bad ? "true" : "false", v.cause ? cause_get(v.cause)->id : "",
               ack_state_name(v.ack.state), ack_state_name(v.prack.state), t->cancel ? t->cancel->number : 0,
               t->first->extras->fault_count ? cause_get(t->first->extras->faults->cause)->id : "");
    }
    putchar('\n');
    fflush(stdout);
}

int main(void)
{
    static char line[256], bytes[65536];
    wmem_allocator_t *allocator;
    struct policy policy;
    struct capture *c;
    uint32_t frame = 0;

    wmem_init();
    allocator = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    policy_default(&policy);
    c = capture_new(allocator, &TIMING_DEFAULT, &LIMITS_NONE);
    while (fgets(line, sizeof line, stdin)) {
        char transport[8], src[16], dst[16];
        unsigned ident, sport, dport;
        size_t len;
        int64_t time;

        if (line[0] == 'E') {
            print_capture(c, &policy);
            capture_close(c);
            wmem_free_all(allocator);
            c = capture_new(allocator, &TIMING_DEFAULT, &LIMITS_NONE);
            frame = 0;
        } else if (line[0] == 'T') {
            capture_tick(c, g_ascii_strtoll(line + 1, NULL, 10));
            frame++;
        } else if (sscanf(line, "M %" G_GINT64_FORMAT " %u %7s %15s %u %15s %u %zu", &time, &ident, transport, src,
                          &sport, dst, &dport, &len) == 8 &&
                   len <= sizeof bytes && fread(bytes, 1, len, stdin) == len) {
            struct arrival a = {.frame = frame + 1, .time = time, .ident = (uint16_t)ident};

            frame++;
            a.src = endpoint_of(src, sport);
            a.dst = endpoint_of(dst, dport);
            a.transport = strcmp(transport, "TCP") == 0 ? TRANSPORT_TCP : TRANSPORT_UDP;
            learn(c, &a, bytes, len);
        } else {
            return 2;
        }
    }
    capture_close(c);
    wmem_destroy_allocator(allocator);
    wmem_cleanup();
    return 0;
}
