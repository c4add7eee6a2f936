/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The status codes with which a request is refused for what it says, and the header of the request and that of the
 * response which tell why: Require against Unsupported, Session-Expires against Min-SE. One row a code.
 */
#ifndef SIPDIAG_ANSWERS_H
#define SIPDIAG_ANSWERS_H

#include "causes.h"
#include "headers.h"

struct answer {
    uint16_t status;
    enum cause_id cause;     /* CAUSE_NONE: the code alone names none, a fault in the place may be one */
    enum header_id about;    /* in the request; H_OTHER: none in particular */
    enum header_id explains; /* in the response; H_OTHER: none */
    bool wants;              /* it is the absence of `about` that is minded */
    const char *text; /* what the code says of the request, as a sentence without its full stop; NULL without a cause */
};

/* The row of a status code; NULL where the code says nothing about how the request is made. */
const struct answer *answer_for(uint16_t status);

/* Does the explanation of this refusal want to read the request again? */
bool answer_needs_request(uint16_t status);

#endif
