/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the responder itself says: its reason phrase, Warning, P-Registrar-Error, ms-diagnostics, Reason and
 * X-...-Error, held against the phrases that the well-known stacks use and, failing these, against the general shapes
 * ("missing ...", "bad ...", "... mismatch"). A claim is a statement, not a proof; verdicts.h weighs it against the
 * bytes.
 */
#ifndef SIPDIAG_CLAIMS_H
#define SIPDIAG_CLAIMS_H

#include "faults.h"
#include "stacks.h"
#include "transactions.h"

/* Where a phrase counts, and on what condition. */
enum claim_bits {
    IN_WARNING = 1 << 0,
    IN_REGISTRAR = 1 << 1,
    IN_DIAGNOSTICS = 1 << 2,
    IN_REASON = 1 << 3,
    IN_X_ERROR = 1 << 4,
    IN_PHRASE = 1 << 5,
    ANYWHERE = (1 << 6) - 1,
    ANY_HEADER = 1 << 6, /* a fault in any header agrees */
    VAGUE = 1 << 7,      /* names a kind of fault: good for agreement, too little to blame `cause` alone */
    IF_STACK = 1 << 8,   /* counts only from its own stack ... */
    IF_PUBLISH = 1 << 9, /* ... or in answer to a PUBLISH */
};

struct claim {
    const char *pattern;   /* as in glob.h; for the general shapes the name of the thing */
    uint16_t bits;         /* of enum claim_bits */
    enum cause_id cause;   /* what it means first of all; CAUSE_NONE: words that say nothing */
    enum header_id header; /* any fault in this place agrees with it, too; H_OTHER: only the causes do */
    enum stack stack;      /* whose words these are; STACK_UNKNOWN: of several, or of anybody */
    enum cause_id also[5]; /* what else it may mean; CAUSE_NONE ends it */
};

/* The claim that a reply makes, or NULL where its words name no cause. `*words` is the phrase that was recognised. */
const struct claim *claim_read(const struct reply *reply, struct slice *words);

/* Does the fault bear out the claim? */
bool claim_agrees(const struct claim *claim, const struct fault *fault);

/* The cause to name for a claim, given the fault that is blamed (may be NULL): of all that it may mean, the one that
 * the fault is. CAUSE_NONE for a vague claim that no fault bears out. */
enum cause_id claim_cause(const struct claim *claim, const struct fault *fault);

/* The words worth showing beside a failure: the reason phrase, and what other headers say, by name. Printable UTF-8;
 * each is cut on its own, so that a long one does not hide the next. */
const char *claim_words(const struct reply *reply, char *out, size_t size);

#endif
