/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Notes: what deserves a word although nothing is bad about it. Above all, why a call ended that was acknowledged as it
 * should be, when it looks as if the ACK were to blame.
 */
#ifndef SIPDIAG_ENDINGS_H
#define SIPDIAG_ENDINGS_H

#include "findings.h"

/* Adds the notes on an INVITE's transaction to its verdict. */
void endings_note(struct verdict *v, const struct transaction *t, int64_t now);

#endif
