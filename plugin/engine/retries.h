/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Final responses that ask for another try, and whether it came.
 */
#ifndef SIPDIAG_RETRIES_H
#define SIPDIAG_RETRIES_H

#include "transactions.h"

/* 3xx, 401, 407, 422, 423, 491 and 494. */
bool asks_for_retry(uint16_t status);

/* From now on, `t` waits for its next try; one that is there already counts. */
void retries_await(struct call *call, struct transaction *t);

/* A new transaction: is it the next try of any? */
void retries_learn(struct call *call, const struct transaction *next);

#endif
