/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A session description line by line, as far as a receiver needs it (RFC 8866 5; RFC 4566, RFC 3264 5): v=, o=, s=, c=,
 * t=, m=. Attributes and the lines that are there for people are not judged. What the world accepts although the
 * grammar does not is a mild flaw; line ends of LF alone and padding behind the last line are none.
 */
#ifndef SIPDIAG_SDP_H
#define SIPDIAG_SDP_H

#include "flaw.h"

#define SDP_MAX_FLAWS 4 /* at most one of them mild */

/* Either a line that is missing, or something in a line. */
struct sdp_flaw {
    struct flaw flaw; /* of a line that is missing: `where` is the one behind which, or the m= for which, it is due */
    struct slice subject; /* what has the flaw: "o=", "m=audio"; empty: the description as a whole */
    char missing;         /* letter of the line that is missing, or 0 */
    const char *instead;  /* the line as it could be, static; NULL: cannot be told */
};

struct sdp {
    uint32_t media;         /* m= lines */
    struct slice connected; /* network, address type and address of a sound o= line; what c= could hold */
    struct slice unlabeled; /* the first m= line with a port and without a=label (RFC 4574) */
    uint32_t flaw_count;
    struct sdp_flaw flaws[SDP_MAX_FLAWS];
};

/* Reads a session description. One pass, whatever it holds; nothing but padding has no flaw. */
void sdp_check(struct sdp *sdp, struct slice text);

#endif
