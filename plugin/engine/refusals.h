/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Why a request was refused: what its bytes, the history of its call, the responder's own words, the same request on a
 * hop further on and accepted requests of the same kind say, weighed against each other. One primary cause.
 */
#ifndef SIPDIAG_REFUSALS_H
#define SIPDIAG_REFUSALS_H

#include "findings.h"

/* Fills in the cause of a verdict on a transaction whose final response refuses the request. */
void refusal_explain(struct verdict *v, const struct capture *c, const struct transaction *t);

/* The fault for which receivers drop a request instead of answering it; NULL when there is none. */
const struct fault *refusal_silent(const struct sighting *request);

#endif
