/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The guide: what a status code means, when it is seen, what to do about it. In own words, after RFC 3261 21 and the
 * RFCs behind the other codes of IANA's registry of SIP response codes, all of which it has.
 */
#ifndef SIPDIAG_STATUS_GUIDE_H
#define SIPDIAG_STATUS_GUIDE_H

#include "slice.h"

struct guide {
    const char *meaning;
    const char *when;
    const char *fix;
};

/* What the guide has on a code in answer to a method. */
struct guide_row {
    uint16_t status;    /* 1 to 6: a whole class, for its codes that are not registered */
    const char *method; /* NULL: any other */
    const char *source; /* the clause behind it: "RFC 3261 21.4.1" */
    struct guide guide;
};

/* The texts for a code in answer to a method. A code that is not registered gets those of its class. False when it is
 * no status code at all: outside of 100 to 699. */
bool status_guide(uint16_t status, struct slice method, struct guide *out);

/* The table, for who writes it out: by status, and within a status the row for any method last. */
unsigned status_guide_count(void);
const struct guide_row *status_guide_row(unsigned i);

#endif
