/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What tells a message's transaction and dialog: the parsed top Via, From, To, Call-ID and CSeq. Read once a message;
 * the rules (faults.h) and the pairing (transactions.h) both work on it.
 */
#ifndef SIPDIAG_IDENTITY_H
#define SIPDIAG_IDENTITY_H

#include "cseq.h"
#include "message.h"
#include "nameaddr.h"
#include "via.h"

struct identity {
    struct via via;        /* top Via; all empty where there is none */
    struct slice via_rest; /* what its row holds behind it */
    struct name_addr from;
    struct name_addr to;
    struct slice call_id;
    struct cseq cseq;
    struct slice method;  /* of the request line; for a response, of the CSeq (RFC 3261 17.1.3) */
    bool has_credentials; /* Authorization or Proxy-Authorization */
};

void identity_read(struct identity *id, const struct sip_message *m);

#endif
