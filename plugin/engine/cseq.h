/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * CSeq = 1*DIGIT LWS Method, RFC 3261 20.16.
 */
#ifndef SIPDIAG_CSEQ_H
#define SIPDIAG_CSEQ_H

#include "flaw.h"

struct cseq {
    struct slice number_text;
    struct slice method; /* empty where it could not be told */
    uint64_t number;     /* UINT64_MAX for digits beyond 64 bits; 0 with a flaw when there are none */
    struct flaw flaw;
};

void cseq_parse(struct cseq *cseq, struct slice value);

#endif
