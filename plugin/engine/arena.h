/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Memory that goes in one piece: what is learnt of a call lives in an arena of its own, so that letting the call go
 * gives all of it back. Structures grow from the front of a block, texts, which need no alignment, from its end.
 */
#ifndef SIPDIAG_ARENA_H
#define SIPDIAG_ARENA_H

#include "slice.h"
#include "spares.h"

struct block;

/* Where arenas have their blocks from. */
struct blocks {
    struct spares first, next;
};

struct blocks blocks_of(wmem_allocator_t *allocator);

struct arena {
    struct blocks *source;
    struct block *newest;
    char *front, *back; /* of what is free in the newest block */
};

/* Zeroed, aligned as any structure of ours wants it. */
void *arena_new(struct arena *arena, size_t size);

/* A copy with a NUL behind it, which the text itself may hold, too. SLICE_NONE for an empty one. */
struct slice arena_text(struct arena *arena, struct slice text);

/* Gives everything back; the arena may be, and as a rule is, in it itself. */
void arena_free(struct arena *arena);

#endif
