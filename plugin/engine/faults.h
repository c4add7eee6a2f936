/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The rules: a message in, a list of faults out, each with the cause, the header, the bytes and a sentence. A rule
 * looks at one message only; what needs history belongs to transactions.h and verdicts.h. Where the capture cut a
 * message off, nothing is said about what the missing part might hold.
 */
#ifndef SIPDIAG_FAULTS_H
#define SIPDIAG_FAULTS_H

#include "causes.h"
#include "identity.h"

/* Faults beyond this many are counted, not kept. */
#define MAX_FAULTS 24

enum transport {
    TRANSPORT_UNKNOWN,
    TRANSPORT_UDP,
    TRANSPORT_TCP,
    TRANSPORT_TLS,
    TRANSPORT_SCTP,
    TRANSPORT_WS,
    TRANSPORT_WSS,
};

const char *transport_name(enum transport t);

/* Does the transport itself see to it that messages arrive (RFC 3261 17)? False when it is not known. */
bool transport_is_reliable(enum transport t);

struct fault {
    enum cause_id cause;
    enum certainty certainty;
    enum header_id header;
    uint32_t offset; /* from the message's base */
    uint32_t length;
    const char *text;   /* a sentence without its full stop, printable UTF-8; owned by whoever owns the fault */
    const char *repair; /* the line as it should be, where it can be written down, else NULL; owned likewise */
};

struct fault_list {
    uint16_t count;
    uint16_t left_out;
    struct fault items[MAX_FAULTS];
    char texts[MAX_FAULTS][184]; /* what the items' texts and repairs point to */
    char repairs[MAX_FAULTS][256];
};

/* Fills `list` with the faults of `m`, in the order of the rules. `id` is m's identity. */
void faults_find(struct fault_list *list, const struct sip_message *m, const struct identity *id,
                 enum transport transport);

#endif
