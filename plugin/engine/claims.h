/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the responder itself says: its reason phrase and Warning, held against the phrases that the well-known stacks
 * use. A claim is a statement, not a proof; verdicts.h weighs it against the bytes.
 */
#ifndef SIPDIAG_CLAIMS_H
#define SIPDIAG_CLAIMS_H

#include "faults.h"
#include "transactions.h"

struct claim {
    const char *pattern;   /* lower case, '*' for any text; matched against a whole phrase in any case */
    enum cause_id cause;   /* what it means first of all */
    enum header_id header; /* any fault in this place agrees with it, too; H_OTHER: only the cause does */
};

/* The claim that a reply makes, or NULL where its words name no cause. `*words` is the phrase that was recognised. */
const struct claim *claim_read(const struct reply *reply, struct slice *words);

/* Does the fault bear out the claim? */
bool claim_agrees(const struct claim *claim, const struct fault *fault);

/* The words worth showing beside a failure: the reason phrase, and the Warning where there is one. Printable UTF-8. */
const char *claim_words(const struct reply *reply, char *out, size_t size);

#endif
