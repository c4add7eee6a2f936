/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a capture is made of, for the files that fill it: transactions.c, pairing.c, likes.c. Everybody else sees
 * transactions.h.
 */
#ifndef SIPDIAG_CAPTURE_H
#define SIPDIAG_CAPTURE_H

#include "numbers.h"
#include "replies.h"
#include "sightings.h"
#include "texts.h"
#include "transactions.h"

#define MAX_CHAIN 32 /* transactions with one key that a message is held against, newest first */

struct capture {
    wmem_allocator_t *allocator;
    struct timing timing;
    struct limits limits;
    GHashTable *by_key;   /* &transaction->key of the newest with it */
    GHashTable *calls;    /* &call->call_id */
    GHashTable *rejected; /* transactions whose request drew 400, by its fingerprint: the first of each */
    GHashTable *accepted; /* transactions whose request drew 2xx, by what it is like: the newest of each */
    struct blocks blocks; /* of calls */
    GQueue held;          /* requests: struct held */
    struct texts *texts;
    struct peers_table *peers;
    struct names *names;
    struct obstacles *obstacles;
    struct sightings *sightings;
    struct numbers *numbers; /* of transactions */
    wmem_array_t *stretches; /* int64_t: newest time of each that is over */
    int64_t latest;          /* of the present one */
    int64_t last_tick;
    bool ticking;
    uint64_t seed;
    uint32_t calls_seen;
    uint32_t unplaced_acks;
    uint32_t transactions, messages; /* kept */
    struct let_go let_go;
    bool (*is_bad)(const struct transaction *t); /* NULL: nobody is asked */
    struct call *oldest, *newest;                /* by their last message */
};

/* The call with this Call-ID, NULL: none; made where there is none. */
struct call *call_find(const struct capture *c, struct slice call_id);
struct call *call_get(struct capture *c, struct slice call_id);

/* A copy that other calls may share: of what is the same in many. */
struct slice call_common_text(struct call *call, struct slice text);

/* To write what few have. */
struct sighting_extras *sighting_extras(struct sighting *s);
struct transaction_extras *transaction_extras(struct transaction *t);

/* The ends of empty chains. */
extern const struct sighting_extras no_sighting_extras;
extern const struct transaction_extras no_transaction_extras;
extern const struct reply no_reply;

/* Before and after a message is learnt: calls are let go for the limits' sake; but not, behind the message, its own,
 * which on its own may be one transaction over them until the next message. */
void capture_begin_message(struct capture *c);
void capture_end_message(struct call *call);

uint32_t capture_stretch(const struct capture *c);

/* Lets the request's headers go. */
void transaction_let_held_go(struct transaction *t);

#endif
