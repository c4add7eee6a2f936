/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hash.h"

uint64_t hash_seed(void)
{
    static uint64_t seed;

    if (!seed)
        seed = ((uint64_t)g_random_int() << 32) | g_random_int() | 1;
    return seed;
}
