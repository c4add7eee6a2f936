/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The verdict on a transaction: how it ended, whether that is bad, why, and how sure that is. Made anew each time it is
 * asked for, against the newest time of the capture, so that an absence is never final before its time.
 */
#ifndef SIPDIAG_VERDICTS_H
#define SIPDIAG_VERDICTS_H

#include "findings.h"

const char *verdict_name(enum verdict_state state);
const char *confidence_name(enum confidence confidence);

/* What counts, as far as that is a matter of taste. */
struct policy {
    bool outcome[700];        /* final responses that are outcomes of a call, not failures; 486, 600, 603, 607, 608 */
    bool bad[VERDICT_STATES]; /* states that are bad; failed, no_response, missing_ack, bad_ack */
};

/* As it says above. */
void policy_default(struct policy *policy);

/* Is this fault of the request shown beside the verdict? What is legal, or minded by the strictest receivers only, is
 * not, unless it is the cause. */
bool verdict_shows(const struct verdict *v, const struct fault *fault);

/* What happened, for a headline: "400 Bad Request: CSeq method mismatch". Returns `out`. */
const char *verdict_summary(const struct verdict *v, const struct transaction *t, char *out, size_t size);

void verdict_judge(struct verdict *v, const struct capture *c, const struct transaction *t,
                   const struct policy *policy);

#endif
