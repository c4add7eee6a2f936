/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The guide: what a status code means, when it is seen, what to do about it. In own words, after RFC 3261 21.
 */
#ifndef SIPDIAG_STATUS_GUIDE_H
#define SIPDIAG_STATUS_GUIDE_H

#include "slice.h"

struct guide {
    const char *meaning;
    const char *when;
    const char *fix;
};

/* The texts for a code in answer to a method. False when the guide has nothing to say about the code. */
bool status_guide(uint16_t status, struct slice method, struct guide *out);

#endif
