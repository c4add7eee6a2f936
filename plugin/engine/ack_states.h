/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The state of an ACK or a PRACK: what the ledger (acks.h) shows by now. Why it is so is for ack_causes.h to say.
 */
#ifndef SIPDIAG_ACK_STATES_H
#define SIPDIAG_ACK_STATES_H

#include "acks.h"

enum ack_state {
    ACK_NOT_DUE,
    ACK_PENDING,
    ACK_ACKED,
    ACK_MISSING,
    ACK_WRONG, /* it does not match, or is not what was due, and the response is repeated */
    ACK_LOST,  /* it is right, and the response is repeated all the same */
    ACK_LATE,
    ACK_ELSEWHERE, /* the dialog goes on without it: it bypassed the capture */
    ACK_UNKNOWN,
    ACK_STATES,
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

/* The worst of the transaction's final responses, and of its reliable provisional ones, as far as the capture goes. The
 * cause is left open but for what tells the state. */
void ack_judge(struct ack_verdict *verdict, const struct capture *c, const struct transaction *t);
void prack_judge(struct ack_verdict *verdict, const struct capture *c, const struct transaction *t);

/* missing, wrong, lost or late? */
bool ack_is_bad(enum ack_state state);

#endif
