/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "methods.h"

unsigned method_bit(struct slice name)
{
    static const struct slice names[] = {
#define X(name) {#name, sizeof #name - 1},
        SIPDIAG_METHODS(X)
#undef X
    };

    for (unsigned i = 0; i < G_N_ELEMENTS(names); i++)
        if (slice_equal(name, names[i]))
            return 1u << i;
    return M_OTHER;
}
