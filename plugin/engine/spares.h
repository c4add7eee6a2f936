/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Things of one size that come and go: what is given back is kept for the next one. wmem looks at no more than a few of
 * the holes that it has, so that large things always find new memory while small ones nibble at the holes that large
 * ones left: a capture within limits would grow for as long as it runs.
 */
#ifndef SIPDIAG_SPARES_H
#define SIPDIAG_SPARES_H

#include <wsutil/wmem/wmem.h>

struct spares {
    wmem_allocator_t *allocator;
    size_t size;  /* octets of a thing, room for a pointer at least */
    void *newest; /* of what was given back; its first octets point to the one before */
};

static inline struct spares spares_of(wmem_allocator_t *allocator, size_t size)
{
    return (struct spares){allocator, size, NULL};
}

#if defined(__SANITIZE_ADDRESS__)
#define SPARES_KEPT 0 /* what is used after it was given back is to be seen */
#elif defined(__has_feature)
#define SPARES_KEPT !__has_feature(address_sanitizer)
#else
#define SPARES_KEPT 1
#endif

/* Not zeroed. */
static inline void *spares_take(struct spares *spares)
{
    void *thing = spares->newest;

    if (!thing)
        return wmem_alloc(spares->allocator, spares->size);
    spares->newest = *(void **)thing;
    return thing;
}

static inline void spares_give(struct spares *spares, void *thing)
{
    if (!SPARES_KEPT) {
        wmem_free(spares->allocator, thing);
        return;
    }
    *(void **)thing = spares->newest;
    spares->newest = thing;
}

#endif
