/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A quick seeded 64-bit hash over several slices, sixteen bytes a step. Not cryptographic: the seed keeps a sender from
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

/* Both halves of the product of two words, folded into one. */
static inline uint64_t hash_fold(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t hash_word(const char *at, uint64_t mask)
{
    uint64_t word;

    memcpy(&word, at, 8);
    return word | mask;
}

/* One to seven bytes, some of them twice. */
static inline uint64_t hash_few(const char *at, uint32_t len)
{
    uint32_t head, tail;

    if (len < 4)
        return (uint64_t)(unsigned char)at[0] | (uint64_t)(unsigned char)at[len / 2] << 8 |
               (uint64_t)(unsigned char)at[len - 1] << 16;
    memcpy(&head, at, 4);
    memcpy(&tail, at + len - 4, 4);
    return (uint64_t)tail << 32 | head;
}

/* `fold`: OR'ed to each byte; 0x20 makes letters of either case equal. */
static inline uint64_t hash_slice(uint64_t hash, struct slice s, uint8_t fold)
{
    const uint64_t mask = UINT64_C(0x0101010101010101) * fold;
    uint64_t word = 0;
    uint32_t i = 0;

    for (; i + 16 <= s.len; i += 16) /* a sender that knows neither factor can make neither of them 0 */
        hash = hash_fold(hash_word(s.at + i, mask) ^ hash, hash_word(s.at + i + 8, mask) ^ (hash << 32 | hash >> 32));
    if (i + 8 <= s.len) {
        hash = hash_step(hash, hash_word(s.at + i, mask));
        i += 8;
    }
    if (i < s.len) /* what is left, with as much of what is in front of it as makes up a word */
        word = s.len >= 8 ? hash_word(s.at + s.len - 8, mask) : hash_few(s.at, s.len) | mask;
    return hash_step(hash_step(hash, word), s.len);
}

#endif
