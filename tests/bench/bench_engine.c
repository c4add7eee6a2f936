/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * How long the engine takes for a message, step by step: a call with a registration in front of it, again and again.
 * Times of two runs say nothing; hold the steps of one run, or two builds run in turn, against each other.
 */
#include <stdio.h>
#include <stdlib.h>

#include "transactions.h"

#define COMMON                                                                       \
    "Max-Forwards: 70\r\nFrom: \"Alice\" <sip:alice@example.com>;tag=1928301774\r\n" \
    "Call-ID: a84b4c76e66710@pc33.example.com\r\nUser-Agent: bench 1.0\r\n"
#define VIA "Via: SIP/2.0/UDP pc33.example.com:5060;branch=z9hG4bK776asdhds;rport\r\n"
#define SDP                                                                                             \
    "v=0\r\no=alice 2890844526 2890844526 IN IP4 192.0.2.10\r\ns=-\r\nc=IN IP4 192.0.2.10\r\nt=0 0\r\n" \
    "m=audio 49172 RTP/AVP 0 8 101\r\na=rtpmap:0 PCMU/8000\r\na=rtpmap:8 PCMA/8000\r\n"                 \
    "a=rtpmap:101 telephone-event/8000\r\na=fmtp:101 0-15\r\na=sendrecv\r\n"

static const char *const messages[] = {
    "REGISTER sip:example.com SIP/2.0\r\n" VIA COMMON "To: <sip:alice@example.com>\r\nCSeq: 2 REGISTER\r\n"
    "Contact: <sip:alice@192.0.2.10:5060;transport=udp>;expires=3600;+sip.instance=\"<urn:uuid:0>\"\r\n"
    "Authorization: Digest username=\"alice\", realm=\"example.com\", nonce=\"84a4cc6f3082121f32b42a2187831a9e\", "
    "uri=\"sip:example.com\", response=\"7587245234b3434cc3412213e5f113a5\", algorithm=MD5\r\n"
    "Expires: 3600\r\nSupported: path, outbound\r\nContent-Length: 0\r\n\r\n",
    "INVITE sip:bob@example.com SIP/2.0\r\n" VIA COMMON "To: <sip:bob@example.com>\r\nCSeq: 3 INVITE\r\n"
    "Contact: <sip:alice@192.0.2.10:5060>\r\nAllow: INVITE, ACK, CANCEL, BYE, OPTIONS, UPDATE\r\n"
    "Supported: replaces, timer\r\nSession-Expires: 1800\r\nMin-SE: 90\r\nContent-Type: application/sdp\r\n"
    "Content-Length: 226\r\n\r\n" SDP,
    "SIP/2.0 180 Ringing\r\n" VIA COMMON "To: <sip:bob@example.com>;tag=a6c85cf\r\nCSeq: 3 INVITE\r\n"
    "Contact: <sip:bob@192.0.2.4>\r\nContent-Length: 0\r\n\r\n",
    "SIP/2.0 200 OK\r\n" VIA COMMON "To: <sip:bob@example.com>;tag=a6c85cf\r\nCSeq: 3 INVITE\r\n"
    "Contact: <sip:bob@192.0.2.4>\r\nContent-Type: application/sdp\r\nContent-Length: 226\r\n\r\n" SDP,
    "ACK sip:bob@192.0.2.4 SIP/2.0\r\n" VIA COMMON "To: <sip:bob@example.com>;tag=a6c85cf\r\nCSeq: 3 ACK\r\n"
    "Route: <sip:proxy.example.com;lr>\r\nContent-Length: 0\r\n\r\n",
    "BYE sip:bob@192.0.2.4 SIP/2.0\r\n" VIA COMMON "To: <sip:bob@example.com>;tag=a6c85cf\r\nCSeq: 4 BYE\r\n"
    "Route: <sip:proxy.example.com;lr>\r\nContent-Length: 0\r\n\r\n",
};

static struct sip_message m;
static struct identity id;
static struct fault_list faults;

/* Nanoseconds a message for the first `steps` of: parse, read the identity, find the faults. */
static double run(unsigned steps, unsigned rounds)
{
    size_t lengths[G_N_ELEMENTS(messages)];
    int64_t begin;
    uint64_t sum = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(messages); i++)
        lengths[i] = strlen(messages[i]);
    begin = g_get_monotonic_time();
    for (unsigned r = 0; r < rounds; r++) {
        for (size_t i = 0; i < G_N_ELEMENTS(messages); i++) {
            sip_message_parse(&m, messages[i], lengths[i], lengths[i], FRAMING_DATAGRAM);
            if (steps > 1)
                identity_read(&id, &m);
            if (steps > 2)
                faults_find(&faults, &m, &id, TRANSPORT_UDP);
            sum += m.header_count + faults.count;
        }
    }
    if (sum == 0)
        abort(); /* keeps the loop */
    return (double)(g_get_monotonic_time() - begin) * 1000.0 / rounds / G_N_ELEMENTS(messages);
}

int main(int argc, char **argv)
{
    static const char *const names[] = {"parse", "parse, identity", "parse, identity, faults"};
    unsigned rounds = argc > 1 ? (unsigned)atoi(argv[1]) : 200000;

    for (unsigned steps = 1; steps <= 3; steps++) {
        double best = run(steps, rounds);
        for (int again = 0; again < 4; again++) {
            double time = run(steps, rounds); /* MIN() would run it twice */
            best = MIN(best, time);
        }
        printf("%-24s %7.1f ns a message\n", names[steps - 1], best);
    }
    if (faults.count)
        printf("the last message has faults: the bench is wrong\n");
    return faults.count != 0;
}
