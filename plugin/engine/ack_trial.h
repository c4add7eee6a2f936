/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the files share that explain an ACK: ack_causes.c and ack_words.c.
 */
#ifndef SIPDIAG_ACK_TRIAL_H
#define SIPDIAG_ACK_TRIAL_H

#include "ack_flaws.h"
#include "findings.h"

/* What the evidence is looked for in, and what is found. */
struct ack_trial {
    const struct capture *c;
    const struct transaction *t;
    const struct transaction *sender; /* the hop on which the ACK is due: this one, or one before that it bypasses */
    const struct leg *leg;
    const struct sighting *ack; /* NULL: none */
    int64_t until;              /* evidence counts from the response to this time */
    struct due due;             /* what was due there */
    struct verdict *v;
};

/* Says what is wrong with the ACK of this trial, whose state is wrong for this cause. */
void ack_say_flaw(struct ack_trial *trial, enum cause_id cause);

#endif
