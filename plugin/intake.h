/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * From a dissected frame to the SIP messages in it: their bytes, bounds, endpoints and transport. Few fields are asked
 * for: "sip"; "data" and "tcp.payload", for messages that Wireshark leaves undecoded; and what TCP says about lost and
 * disordered segments. Everything else is read from the bytes.
 */
#ifndef SIPDIAG_INTAKE_H
#define SIPDIAG_INTAKE_H

#include "engine/transactions.h"
#include "ws_compat.h"

struct intake_message {
    tvbuff_t *tvb;  /* data source that holds it */
    uint32_t start; /* in tvb */
    const char *bytes;
    size_t len;      /* bytes at hand: to the end of the datagram, or of what the stream gave */
    size_t wire_len; /* as sent; more than len where the capture cut it */
    bool undecoded;  /* Wireshark takes it for something else */
};

struct intake {
    GPtrArray *found; /* field infos, one a message; not owned */
    uint32_t ports[2];
    unsigned next;
    bool undecoded; /* none of them is SIP to Wireshark */
    enum transport transport;
    enum framing framing;
    bool icmp;         /* quoted in an ICMP or ICMPv6 error */
    bool icmp_refuses; /* ... that says the destination cannot be reached */
    struct arrival arrival;
    tvbuff_t *used_tvb; /* what the message before took */
    uint32_t used_end;
};

/* Looks the protocols up; call once they are all registered. */
void intake_init(void);

/* What a frame, or the capture until now, has of TCP; that of a frame by its layers (layers.h). */
enum streams { STREAMS_NONE, STREAMS_TCP, STREAMS_SIP };
enum streams intake_streams(unsigned layers);

/* Adds the fields to ask Wireshark for, by what the capture has had until now. */
void intake_want_fields(GArray *wanted, enum streams streams);

/* An address of Wireshark's as an endpoint; without length where it is neither IPv4 nor IPv6. */
struct endpoint intake_endpoint(const address *a, uint32_t port);

/* When a frame was captured: nanoseconds since 1970, from 1823 to 2116; 0 where it has no time stamp. */
int64_t intake_time(const packet_info *pinfo);

/* Begins with a frame that is dissected for the first time and has these layers (layers.h). `c` tells which hosts talk
 * SIP. False when there is no SIP in it; quick for such frames. */
bool intake_open(struct intake *in, packet_info *pinfo, proto_tree *tree, unsigned layers, struct capture *c);

/* The next message of the frame. SIP inside an earlier message's body or datagram is no message of its own. */
bool intake_next(struct intake *in, struct intake_message *m);

/* Tells how many bytes of `m` its message took. */
void intake_used(struct intake *in, const struct intake_message *m, size_t used);

/* The data source that holds the message which starts at `offset`, in a later pass; NULL when the tree does not tell.
 */
tvbuff_t *intake_locate(proto_tree *tree, uint32_t offset);

#endif
