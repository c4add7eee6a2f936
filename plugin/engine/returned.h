/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The request as the responder got it. Some stacks send the offending request back in the body of their response
 * (message/sipfrag, RFC 3420; JAIN-SIP does so verbatim): held against the request that the capture saw, it proves, or
 * disproves, that something on the way changed it.
 */
#ifndef SIPDIAG_RETURNED_H
#define SIPDIAG_RETURNED_H

#include "transactions.h"

struct returned {
    enum header_id header; /* where it differs first, in the order of the request; H_OTHER: all that is kept is equal */
    struct slice seen;     /* that value in the captured request; for CSeq empty: t->key.cseq, t->cseq_method */
    struct slice came;     /* ... and in the one that came back */
    struct fault fault;    /* a certain fault that only the one that came back has; CAUSE_NONE: no such */
    char text[184];        /* what fault.text points to; fault.offset counts from the base of the response */
};

/* Reads the request in the body of `response`, the answer to t->request. False where there is none, or where it is
 * another request than t's, which a back-to-back user agent may have made of it. `seen` belongs to `t`, `came` is a
 * slice of the response. */
bool returned_read(struct returned *returned, const struct transaction *t, const struct sip_message *response);

/* Did the request change on its way, as far as it shows? Evidence for CAUSE_altered_by_alg. */
static inline bool returned_shows_change(const struct returned *returned)
{
    return returned && (returned->header != H_OTHER || returned->fault.cause != CAUSE_NONE);
}

#endif
