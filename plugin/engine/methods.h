/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The methods that rules tell apart, one bit each, so that a set of them is a number. Names are case-sensitive
 * (RFC 3261 7.1).
 */
#ifndef SIPDIAG_METHODS_H
#define SIPDIAG_METHODS_H

#include "slice.h"

/* clang-format off */
#define SIPDIAG_METHODS(X) \
    X(INVITE) X(ACK) X(OPTIONS) X(BYE) X(CANCEL) X(REGISTER) X(PRACK) X(SUBSCRIBE) X(NOTIFY) X(PUBLISH) X(INFO) \
    X(REFER) X(MESSAGE) X(UPDATE)
/* clang-format on */

enum method_index {
#define X(name) METHOD_INDEX_##name,
    SIPDIAG_METHODS(X)
#undef X
        METHOD_INDEX_OTHER
};

enum method {
#define X(name) M_##name = 1 << METHOD_INDEX_##name,
    SIPDIAG_METHODS(X)
#undef X
        M_OTHER = 1 << METHOD_INDEX_OTHER,
    ANY_METHOD = (M_OTHER << 1) - 1,
};

/* The bit of a method; M_OTHER for one that is not in the table. */
unsigned method_bit(struct slice name);

#endif
