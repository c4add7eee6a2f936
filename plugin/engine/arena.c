/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "arena.h"

/* Octets of a block, but for the allocator's own header: the first one holds most calls' texts. */
#define FIRST_BLOCK 496
#define NEXT_BLOCK  240

#define LARGE 224 /* what is larger, and does not fit, gets a block of its own */

struct block {
    struct block *older;
    char bytes[];
};

static struct block *block_new(struct arena *arena, size_t size)
{
    struct block *block = wmem_alloc(arena->allocator, sizeof *block + size);

    block->older = arena->blocks;
    arena->blocks = block;
    return block;
}

static void make_room(struct arena *arena)
{
    size_t size = (arena->blocks ? NEXT_BLOCK : FIRST_BLOCK) - sizeof(struct block);

    arena->front = block_new(arena, size)->bytes;
    arena->back = arena->front + size;
}

void *arena_new(struct arena *arena, size_t size)
{
    char *at;

    size = (size + 7) & ~(size_t)7;
    if (size > LARGE && size > (size_t)(arena->back - arena->front))
        return memset(block_new(arena, size)->bytes, 0, size);
    if (size > (size_t)(arena->back - arena->front))
        make_room(arena);
    at = arena->front;
    arena->front += size;
    return memset(at, 0, size);
}

struct slice arena_text(struct arena *arena, struct slice text)
{
    size_t size = (size_t)text.len + 1;
    char *at;

    if (!text.len)
        return SLICE_NONE;
    if (size <= LARGE && size > (size_t)(arena->back - arena->front))
        make_room(arena);
    at = size <= (size_t)(arena->back - arena->front) ? (arena->back -= size) : block_new(arena, size)->bytes;
    memcpy(at, text.at, text.len);
    at[text.len] = '\0';
    return slice_of(at, text.len);
}

void arena_free(struct arena *arena)
{
    wmem_allocator_t *allocator = arena->allocator;

    for (struct block *block = arena->blocks, *older; block; block = older) {
        older = block->older;
        wmem_free(allocator, block);
    }
}
