/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "arena.h"

/* Octets of a block, but for the allocator's own header: the first one holds most calls' texts. */
#define FIRST_BLOCK 496
#define NEXT_BLOCK  240

#define LARGE 224 /* what is larger, and does not fit, gets a block of its own */

struct block {
    struct block *older;
    struct spares *home; /* NULL: its size is its own */
    char bytes[];
};

struct blocks blocks_of(wmem_allocator_t *allocator)
{
    return (struct blocks){spares_of(allocator, FIRST_BLOCK), spares_of(allocator, NEXT_BLOCK)};
}

static char *enter(struct arena *arena, struct block *block, struct spares *home)
{
    block->older = arena->newest;
    block->home = home;
    arena->newest = block;
    return block->bytes;
}

static char *large_new(struct arena *arena, size_t size)
{
    return enter(arena, wmem_alloc(arena->source->first.allocator, sizeof(struct block) + size), NULL);
}

static void make_room(struct arena *arena)
{
    struct spares *home = arena->newest ? &arena->source->next : &arena->source->first;

    arena->front = enter(arena, spares_take(home), home);
    arena->back = arena->front + home->size - sizeof(struct block);
}

void *arena_new(struct arena *arena, size_t size)
{
    char *at;

    size = (size + 7) & ~(size_t)7;
    if (size > LARGE && size > (size_t)(arena->back - arena->front))
        return memset(large_new(arena, size), 0, size);
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
    at = size <= (size_t)(arena->back - arena->front) ? (arena->back -= size) : large_new(arena, size);
    memcpy(at, text.at, text.len);
    at[text.len] = '\0';
    return slice_of(at, text.len);
}

void arena_free(struct arena *arena)
{
    wmem_allocator_t *allocator = arena->source->first.allocator;

    for (struct block *block = arena->newest, *older; block; block = older) {
        older = block->older;
        if (block->home)
            spares_give(block->home, block);
        else
            wmem_free(allocator, block);
    }
}
