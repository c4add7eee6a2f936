/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Multipart bodies: delimiter lines and the parts between them (RFC 2046 5.1.1; their use in SIP: RFC 5621). Preamble,
 * epilogue, and white space behind a delimiter are legal. A walk, one pass over the body; parts that are multiparts
 * themselves are handed out whole.
 */
#ifndef SIPDIAG_MULTIPART_H
#define SIPDIAG_MULTIPART_H

#include "flaw.h"

/* A walk. The flags are for when it has ended. */
struct multipart {
    struct slice boundary;
    struct slice rest;
    bool in_parts; /* the opening delimiter was found */
    bool closed;   /* ... and the closing one */
    bool glued;    /* the body ends with the closing delimiter, but not on a line of its own */
    bool unclear;  /* a line begins with the boundary and goes on: a delimiter to some receivers, to others none */
};

struct mime_part {
    struct slice content_type; /* empty: none, which stands for text/plain */
    struct slice body;
    bool encoded;           /* the body is not readable as it stands: gzip, base64, ... */
    struct slice stray_row; /* first line among the part's headers that is no header */
};

/* What is wrong with a boundary as such. */
void boundary_check(struct slice boundary, struct flaw *flaw);

/* Begins a walk over `body`. The boundary must not be empty. */
void multipart_open(struct multipart *mp, struct slice body, struct slice boundary);

/* The next part; false behind the last one. */
bool multipart_next(struct multipart *mp, struct mime_part *part);

#endif
