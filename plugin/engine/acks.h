/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ACK ledger. Each final response to an INVITE opens a leg, one a To tag: a forked INVITE has several, and each 2xx
 * needs an ACK of its own (RFC 3261 13.2.2.4). A leg remembers its response's copies, the ACKs that fit, those that
 * almost fit, and what the two sides did next.
 */
#ifndef SIPDIAG_ACKS_H
#define SIPDIAG_ACKS_H

#include "transactions.h"

#define MAX_LEGS       32 /* To tags a transaction */
#define MAX_WRONG_ACKS 4  /* kept a leg */

struct leg {
    struct leg *next;
    struct sighting *response; /* first copy */
    struct sighting *newest;   /* newest copy, duplicates included */
    struct slice to_tag;
    uint16_t status;
    int64_t last_copy;        /* time of the newest copy that is no duplicate */
    int64_t gap;              /* between the two newest unprompted copies; 0 before the second */
    uint32_t retransmissions; /* spaced copies sent on the responder's own timer, not in reply to a repeated request */
    uint32_t after_ack;       /* those that came after a matching ACK */
    uint32_t after_wrong;     /* those that came after an ACK that does not match */
    struct sighting *ack;     /* first matching one */
    struct sighting *wrong[MAX_WRONG_ACKS];
    uint8_t wrong_count;
    struct sighting *bye;         /* first BYE of the answering side in this dialog */
    bool bye_blames_ack;          /* its Reason says so in words */
    bool bye_timed_out;           /* its Reason is SIP;cause=408 */
    struct sighting *caller_next; /* newest request of the caller in this dialog, ACKs apart */
};

/* For transactions.c, as it learns. */

/* The leg that a final response to an INVITE is a copy for, or NULL. */
struct leg *acks_leg(const struct transaction *t, struct slice to_tag, uint16_t status);

/* A copy of a final response to an INVITE. */
void acks_learn_response(wmem_allocator_t *allocator, struct transaction *t, struct sighting *s);

/* The INVITE transaction that an ACK belongs to: the one with its branch (`by_branch`, may be NULL), else by dialog,
 * else the newest of the same caller on the same hop, which it may have been meant for; NULL when there is none. */
struct transaction *acks_owner(const struct call *call, struct transaction *by_branch, const struct identity *id,
                               const struct peers *peers, unsigned direction);

/* Enters an ACK into every leg that it fits, on every hop; where it fits none, into those of its owner that it misses.
 */
void acks_learn_ack(const struct call *call, struct sighting *s, const struct identity *id);

/* Any other request: it may belong to the dialog that a leg opened. */
void acks_learn_request(const struct call *call, struct sighting *s, const struct identity *id,
                        const struct sip_message *m);

#endif
