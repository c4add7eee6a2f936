/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who talks to whom: addresses, and pairs of hosts with when each direction was last heard. The pairs tell whether a
 * capture sees both directions of a hop.
 */
#ifndef SIPDIAG_ENDPOINTS_H
#define SIPDIAG_ENDPOINTS_H

#include <stdbool.h>
#include <stdint.h>

#include <wsutil/wmem/wmem.h>

struct endpoint {
    uint8_t len; /* of the address: 4, 16, or 0 when there is none */
    uint8_t address[16];
    uint16_t port;
};

bool endpoint_same_host(const struct endpoint *a, const struct endpoint *b);
bool endpoint_equal(const struct endpoint *a, const struct endpoint *b);
uint64_t endpoint_hash(uint64_t hash, const struct endpoint *e); /* takes up `hash`, see hash.h */

#define ENDPOINT_TEXT_SIZE 56

/* "192.0.2.1:5060", "[2001:db8::1]:5060", or "" where there is no address. Returns `out`. */
const char *endpoint_print(const struct endpoint *e, char out[ENDPOINT_TEXT_SIZE]);

/* "192.0.2.1", "2001:db8::1", or "". Returns `out`. */
const char *endpoint_print_host(const struct endpoint *e, char out[ENDPOINT_TEXT_SIZE]);

struct sighting;

/* Two hosts; with their ports where the transport has connections, or where both are one host. */
struct pair {
    struct endpoint low, high;
};

struct peers {
    struct pair pair;
    int64_t last_seen[2];              /* ns since 1970, by direction: 0 is low to high */
    uint32_t count[2];                 /* SIP messages, by direction */
    const struct sighting *desync[2];  /* newest message, by direction, behind which its connection is out of step */
    const struct sighting *resumed[2]; /* first message behind that one that was read all the same */
    uint32_t holders;                  /* what points to it: transactions, and what is behind `desync` */
    bool gap;                          /* the capture lacks or disorders segments of this connection */
};

struct peers_table;

struct peers_table *peers_table_new(wmem_allocator_t *allocator);

/* The part of it that is not the allocator's. */
void peers_table_free(struct peers_table *table);

/* Counts one that points to it, and one less; what nobody points to goes when there are many of that kind. */
struct peers *peers_hold(struct peers *peers);
void peers_let_go(struct peers_table *table, struct peers *peers);

/* The pair for src and dst, made on first sight; `*direction` is 0 or 1, the one in which src sends. `connection`: each
 * pair of ports is one of its own. */
struct peers *peers_get(struct peers_table *table, const struct endpoint *src, const struct endpoint *dst,
                        bool connection, unsigned *direction);

/* The pair for a and b if it was seen before, else NULL. */
const struct peers *peers_find(const struct peers_table *table, const struct endpoint *a, const struct endpoint *b,
                               bool connection);

#endif
