/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Why an ACK or a PRACK is missing, wrong, lost or late: evidence for and against each cause, in the order of its
 * strength, and the sentence that says so.
 */
#ifndef SIPDIAG_ACK_CAUSES_H
#define SIPDIAG_ACK_CAUSES_H

#include "findings.h"

/* Names the cause in `ack`, whose state is bad, and puts it into the verdict: cause, confidence, header, evidence,
 * text, and what to do where that is more than the cause's own advice. */
void ack_explain(struct verdict *v, struct ack_verdict *ack, const struct capture *c, const struct transaction *t);

/* A PRACK that was refused with 481 since its RAck names no response that waits for one (RFC 3262 3): true, and the
 * verdict says so. */
bool ack_explain_refused_prack(struct verdict *v, const struct transaction *t);

#endif
