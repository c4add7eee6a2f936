/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a responder says about itself and about the request in a final response: the words, raw, wherever the known
 * stacks put them. claims.h makes sense of them, stacks.h tells whose they are.
 */
#ifndef SIPDIAG_REPLIES_H
#define SIPDIAG_REPLIES_H

#include "message.h"

struct claim;

/* Raw bytes off the wire: print them before showing them. Empty where the response has none. */
struct reply {
    struct slice reason_phrase; /* may hold a line feed: see reply_read() */
    struct slice warning;
    struct slice server;          /* or User-Agent, which many user agents send instead */
    struct slice registrar_error; /* P-Registrar-Error */
    struct slice diagnostics;     /* ms-diagnostics, or ms-diagnostics-public */
    struct slice reason;
    struct slice x_error; /* the whole row of the first X-...-Error header, name and all */
    struct slice method;  /* of the request that was answered */
    struct slice answer;  /* value of the header that explains this status, answers.h: "90" of Min-SE */
    enum header_id answer_header;
    bool claim_known; /* what claim_read() found in it, where that was kept: */
    const struct claim *claim;
    struct slice claim_words;
};

/* Reads all but the method and the answer off a response; the slices point into it. JAIN-SIP quotes the header that it
 * could not parse in its reason phrase, line end and all, so that the end of the phrase looks like a header: it is put
 * back. */
void reply_read(struct reply *reply, const struct sip_message *m);

/* Does it say nothing beyond its reason phrase and its maker? Most do, and there are few such replies. */
bool reply_is_plain(const struct reply *reply);

#endif
