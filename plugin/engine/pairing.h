/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Which transaction a message belongs to: RFC 3261 17.1.3 and 17.2.3, and what is left to go by where what they need is
 * destroyed or missing.
 */
#ifndef SIPDIAG_PAIRING_H
#define SIPDIAG_PAIRING_H

#include "transactions.h"

/* The key of a message, and the newest transaction that is there under it; NULL: none yet. */
struct place {
    struct key key;
    struct transaction *newest;
};

/* A table for keys. */
GHashTable *pairing_table_new(void);

/* One look-up. The key points into `id`. */
struct place pairing_place(const struct capture *c, const struct identity *id);

/* Enters a new transaction of this place; its call is set. */
void pairing_enter(struct capture *c, const struct place *place, struct transaction *t);

/* Its call is let go. */
void pairing_forget(struct capture *c, struct transaction *t);

struct transaction *pairing_for_request(const struct place *place, const struct identity *id, int64_t time);
struct transaction *pairing_for_response(const struct place *place, const struct identity *id);

/* By method alone, for CANCEL and ACK (9.2, 17.2.3). */
struct transaction *pairing_for_method(const struct place *place, const char *method);

/* For a response that lost, or never got, what it is matched by: the only unanswered request in the other direction of
 * the same hop that it can answer. */
struct transaction *pairing_by_hop(const struct capture *c, const struct identity *id, const struct peers *peers,
                                   unsigned direction, int64_t time);

/* The INVITE of the same hop whose dialog this ACK is of but for the Call-ID. */
struct transaction *pairing_other_call(const struct capture *c, const struct identity *id, const struct peers *peers,
                                       unsigned direction);

#endif
