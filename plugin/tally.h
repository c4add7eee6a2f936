/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Transactions counted by a name, such as that of the peer: how many there are of each, and how many of them are bad.
 * As much is printed as a person reads, however many names there are.
 */
#ifndef SIPDIAG_TALLY_H
#define SIPDIAG_TALLY_H

#include <stdbool.h>
#include <stdint.h>

#define TALLY_ROWS 10 /* printed of one tally; the rest is one row */

struct tally;

struct tally *tally_new(void);
void tally_free(struct tally *tally);

/* `name` is copied. */
void tally_add(struct tally *tally, const char *name, bool bad);

/* How many names. */
unsigned tally_size(const struct tally *tally);

/* Prints those with the most bad ones, most of them first, a row each, and the others together. `of_all`: says of how
 * many, too. */
void tally_print(const struct tally *tally, bool of_all);

#endif
