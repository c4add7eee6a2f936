/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A request without a final response: not over yet, not all of it captured, or never answered, and why. The client's
 * timers say when it is over: B and F (17.1.1.2, 17.1.2.2), a proxy's C (16.6 step 11), and 64*T1 after a CANCEL (9.1).
 */
#ifndef SIPDIAG_SILENCE_H
#define SIPDIAG_SILENCE_H

#include "findings.h"

/* Fills in the verdict on a transaction that has a request and no final response. */
void silence_judge(struct verdict *v, const struct capture *c, const struct transaction *t, int64_t now);

#endif
