/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A quick seeded 64-bit hash over several slices, eight bytes a step. Not cryptographic: the seed keeps a sender from
 * choosing collisions, and every look-up compares the full bytes.
 */
#ifndef SIPDIAG_HASH_H
#define SIPDIAG_HASH_H

#include "slice.h"

/* Of this process, another each time; what a hash begins with. */
uint64_t hash_seed(void);

static inline uint64_t hash_step(uint64_t hash, uint64_t word)
{
    hash = (hash ^ word) * UINT64_C(0x9fb21c651e98df25);
    return hash ^ (hash >> 32);
}

/* `fold`: OR'ed to each byte; 0x20 makes letters of either case equal. */
static inline uint64_t hash_slice(uint64_t hash, struct slice s, uint8_t fold)
{
    const uint64_t mask = UINT64_C(0x0101010101010101) * fold;
    uint64_t word;
    uint32_t i = 0;

    for (; i + 8 <= s.len; i += 8) {
        memcpy(&word, s.at + i, 8);
        hash = hash_step(hash, word | mask);
    }
    word = 0;
    if (i < s.len) {
        memcpy(&word, s.at + i, s.len - i);
        word |= mask;
    }
    return hash_step(hash_step(hash, word), s.len);
}

#endif
