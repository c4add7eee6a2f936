/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Via: via-parm = sent-protocol LWS sent-by *( SEMI via-params ), RFC 3261 20.42, 25.1.
 */
#ifndef SIPDIAG_VIA_H
#define SIPDIAG_VIA_H

#include "flaw.h"

struct via {
    struct slice transport;
    struct slice host;     /* of sent-by */
    struct slice port;     /* of sent-by; may be empty */
    struct slice sent_by;  /* host to port */
    struct slice branch;   /* value; at == NULL when there is no branch parameter */
    struct slice received; /* RFC 3261 18.2.1 */
    struct slice maddr;
    struct slice rport; /* RFC 3581; at == NULL when there is none, or no value in it */
    bool has_cookie;    /* branch begins with z9hG4bK (8.1.1.7) */
    struct flaw flaw;
};

/* Reads one via-parm from the head of `rest` and advances it behind the value and the comma that follows it, if any. */
void via_parse(struct via *via, struct slice *rest);

#endif
