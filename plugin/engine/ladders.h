/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The intervals at which a response is repeated until it is acknowledged, read off its copies (RFC 3261 13.3.1.4,
 * 17.2.1; RFC 3262 3). Where they double from another interval than the usual T1, that is the sender's T1, and all
 * else scales with it.
 */
#ifndef SIPDIAG_LADDERS_H
#define SIPDIAG_LADDERS_H

#include "acks.h"

/* T1 of the capture's timing. */
int64_t ladder_usual_t1(const struct leg *leg);

/* The sender's T1. */
int64_t ladder_t1(const struct leg *leg);

/* 64*T1: when the sender gives up. */
int64_t ladder_timeout(const struct leg *leg);

/* The latest time by which the next copy is due, if the sender goes on; T1 of grace is in it. */
int64_t ladder_next(const struct leg *leg);

/* Have the copies gone on for about as long as a sender repeats them? */
bool ladder_to_the_end(const struct leg *leg);

/* And is no other one due before its time is over? */
bool ladder_is_over(const struct leg *leg);

#endif
