/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The state of an ACK: what the ledger (acks.h) shows by now.
 */
#ifndef SIPDIAG_ACK_STATES_H
#define SIPDIAG_ACK_STATES_H

#include "acks.h"

enum ack_state {
    ACK_NOT_DUE,
    ACK_PENDING,
    ACK_ACKED,
    ACK_MISSING,
    ACK_WRONG,
    ACK_LOST,
    ACK_LATE,
    ACK_UNKNOWN,
};

const char *ack_state_name(enum ack_state state);

enum confidence {
    CONFIDENCE_CERTAIN,
    CONFIDENCE_LIKELY,
    CONFIDENCE_POSSIBLE,
};

struct ack_verdict {
    enum ack_state state;
    enum confidence confidence;
    enum cause_id cause;        /* CAUSE_NONE where there is nothing to blame */
    const struct leg *leg;      /* the one that decided; NULL when not due */
    const struct sighting *ack; /* the ACK that the state speaks of, or NULL */
};

/* The worst of the transaction's legs, as far as the capture goes by `now`. */
void ack_judge(struct ack_verdict *verdict, const struct transaction *t, int64_t now, uint32_t unplaced_acks);

#endif
