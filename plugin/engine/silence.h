/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A request without a final response: not over yet, not all of it captured, or never answered, and why.
 */
#ifndef SIPDIAG_SILENCE_H
#define SIPDIAG_SILENCE_H

#include "verdicts.h"

/* Fills in the verdict on a transaction that has a request and no final response. */
void silence_judge(struct verdict *v, const struct transaction *t, int64_t now);

#endif
