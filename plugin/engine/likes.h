/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Requests that one may be held against another: the same one that drew 400 before, unmodified (21.4.1), and one of the
 * same kind, between the same hosts, that was accepted.
 */
#ifndef SIPDIAG_LIKES_H
#define SIPDIAG_LIKES_H

#include "transactions.h"

GHashTable *rejected_table_new(void);
GHashTable *accepted_table_new(void);
void accepted_table_free(GHashTable *table);

/* Fingerprint of a request without what a new attempt changes in any case: branch, CSeq number, Call-ID, tags. */
uint64_t likes_unmodified(const struct capture *c, const struct sip_message *m, const struct identity *id,
                          const struct endpoint *dst);

/* The first transaction with the same request that drew 400; NULL: none, or `t` itself. */
const struct transaction *likes_rejected(const struct capture *c, const struct transaction *t);

/* Its request drew 400; 2xx. An accepted request takes the place of the one before it, whose headers go. */
void likes_learn_rejected(struct capture *c, struct transaction *t);
void likes_learn_accepted(struct capture *c, struct transaction *t);

/* Its call is let go. */
void likes_forget(struct capture *c, struct transaction *t);

#endif
