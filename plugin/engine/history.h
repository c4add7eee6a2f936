/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What is wrong with a request only because of what went before it in its call: a branch or a CSeq number used before,
 * a To tag of no dialog, a request behind the end of the dialog, a connection that is out of step.
 */
#ifndef SIPDIAG_HISTORY_H
#define SIPDIAG_HISTORY_H

#include "transactions.h"

struct history {
    enum cause_id cause;
    enum certainty certainty;
    enum header_id header;
    struct slice bytes;            /* at fault, in the request; empty where they cannot be pointed at */
    const struct sighting *before; /* what the request clashes with */
    char text[400];                /* a sentence without its full stop */
};

/* What the history holds against the request of `t`, weightiest first; false where there is nothing. Only what
 * the capture shows on the same hop and in the same direction counts. */
bool history_find(struct history *h, const struct transaction *t);

/* The To tag of `t` is one that nobody in the call has used, although the capture saw the dialog begin under another
 * one (RFC 3261 12.2.2). `*surely`: no unseen fork can have made it. */
bool history_to_tag(struct history *h, const struct transaction *t, bool *surely);

/* Does the capture hold the request that opened the dialog of `t`? */
bool history_dialog_seen(const struct transaction *t);

#endif
