/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The verdict as the files that judge fill it in: what was found, and the words for it. verdicts.h makes it.
 */
#ifndef SIPDIAG_FINDINGS_H
#define SIPDIAG_FINDINGS_H

#include "ack_states.h"
#include "chars.h"
#include "claims.h"

enum verdict_state {
    VERDICT_OK,
    VERDICT_CHALLENGED,
    VERDICT_REDIRECTED,
    VERDICT_OUTCOME,
    VERDICT_FAILED,
    VERDICT_NO_RESPONSE,
    VERDICT_MISSING_ACK,
    VERDICT_BAD_ACK,
    VERDICT_INCOMPLETE,
    VERDICT_PENDING,
    VERDICT_STATES,
};

/* Evidence that is no SIP message: what the network said of a packet. */
struct sign {
    uint32_t frame;
    int64_t time;
    bool forward;     /* sent by the requester, or about what goes to it */
    const char *what; /* "ICMP error"; NULL: there is none */
};

#define MAX_NOTES 4

/* Something that deserves a word although nothing is bad about it. */
struct note {
    enum cause_id cause;
    uint32_t frame; /* that shows it */
    char text[240]; /* a sentence without its full stop */
};

struct verdict {
    enum verdict_state state;
    bool bad;
    enum confidence confidence; /* of a bad verdict */
    struct ack_verdict ack;
    struct ack_verdict prack;
    enum cause_id cause;
    const struct fault *fault;       /* the primary one, where the cause is a fault in the request; else NULL */
    struct fault made;               /* what `fault` points to where it is none of the message's own list */
    enum header_id header;           /* at fault; H_OTHER: none */
    const struct sighting *evidence; /* the message that shows the cause; NULL: it is `sign` that does */
    struct sign sign;
    uint32_t frame;            /* that shows the cause; 0 when not bad */
    enum stack stack;          /* of the responder that refused the request; STACK_UNKNOWN: not known */
    bool stack_by_name;        /* it says so itself; else it is told by the shape of its answer */
    const struct claim *claim; /* what the responder names, where it names something */
    uint8_t note_count;
    char text[800]; /* the cause in a sentence without its full stop; empty when not bad */
    char fix[640];  /* what to do, in whole sentences; empty when not bad */
    struct note notes[MAX_NOTES];
};

/* Appends to the text of a verdict; names its cause. */
#define verdict_say(v, ...) text_append((v)->text, sizeof(v)->text, __VA_ARGS__)
void verdict_blame(struct verdict *v, enum cause_id cause, enum confidence confidence, const struct sighting *evidence);

/* Adds a note, unless there are MAX_NOTES. */
G_GNUC_PRINTF(4, 5)
void verdict_note(struct verdict *v, enum cause_id cause, uint32_t frame, const char *format, ...);

#endif
