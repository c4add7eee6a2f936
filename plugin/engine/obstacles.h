/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the network said of packets that did not get through: ICMP errors, TCP connections that were refused, never
 * answered or reset. Kept by the endpoint that the packet was for, whatever the packet held, so that an error which
 * quotes no more than the addresses counts, too.
 */
#ifndef SIPDIAG_OBSTACLES_H
#define SIPDIAG_OBSTACLES_H

#include "endpoints.h"

enum obstacle_kind {
    OBSTACLE_ICMP = 1,    /* destination unreachable */
    OBSTACLE_REFUSED = 2, /* a SYN was answered with RST */
    OBSTACLE_UNHEARD = 4, /* a SYN was not answered; its state until it is */
    OBSTACLE_RESET = 8,   /* RST on a connection, by the addressee */
};

struct obstacle {
    struct obstacle *older; /* for the same endpoint */
    enum obstacle_kind kind;
    bool stream;          /* TCP; else UDP, or another that has ports */
    struct endpoint from; /* who sent the packet that met it */
    uint32_t frame;       /* that says so: the ICMP error, the RST, the first SYN */
    uint32_t count;       /* SYNs */
    int64_t time;         /* of that frame */
};

struct obstacles;

struct obstacles *obstacles_new(wmem_allocator_t *allocator);

/* An ICMP error about a packet from `from` to `to`; TCP's SYN, SYN-ACK and RST by their own direction. */
void obstacles_learn_icmp(struct obstacles *o, const struct endpoint *from, const struct endpoint *to, bool stream,
                          uint32_t frame, int64_t time);
void obstacles_learn_syn(struct obstacles *o, const struct endpoint *from, const struct endpoint *to, uint32_t frame,
                         int64_t time);
void obstacles_learn_syn_ack(struct obstacles *o, const struct endpoint *from, const struct endpoint *to);
void obstacles_learn_reset(struct obstacles *o, const struct endpoint *from, const struct endpoint *to, uint32_t frame,
                           int64_t time);

/* The first obstacle of these kinds in that time between the two, on TCP or on UDP; NULL: none. `from` is compared by
 * host, and by port where it has one. */
const struct obstacle *obstacles_find(const struct obstacles *o, const struct endpoint *from, const struct endpoint *to,
                                      unsigned kinds, bool stream, int64_t since, int64_t until);

#endif
