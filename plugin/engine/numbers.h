/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Things by their number, from 1 in the order in which they were entered. What is removed leaves no more behind than a
 * pointer for each few hundred.
 */
#ifndef SIPDIAG_NUMBERS_H
#define SIPDIAG_NUMBERS_H

#include <stdint.h>

#include <wsutil/wmem/wmem.h>

struct numbers;

struct numbers *numbers_new(wmem_allocator_t *allocator);

/* Enters a thing, which is not NULL; returns its number. */
uint32_t numbers_enter(struct numbers *numbers, void *thing);

void numbers_remove(struct numbers *numbers, uint32_t number);

/* How many numbers were given, what was removed included. */
uint32_t numbers_given(const struct numbers *numbers);

/* NULL where there is none, or no longer. */
void *numbers_get(const struct numbers *numbers, uint32_t number);

/* The first thing beyond this number; NULL at the end. */
void *numbers_beyond(const struct numbers *numbers, uint32_t number);

#endif
