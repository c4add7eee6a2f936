/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The verdict on a transaction: how it ended, whether that is bad, why, and how sure that is. Made anew each time it is
 * asked for, against the newest time of the capture, so that an absence is never final before its time.
 */
#ifndef SIPDIAG_VERDICTS_H
#define SIPDIAG_VERDICTS_H

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

const char *verdict_name(enum verdict_state state);
const char *confidence_name(enum confidence confidence);

/* Which final responses are outcomes of a call rather than failures; by default 486, 600, 603, 607, 608. */
struct policy {
    bool outcome[700];
};

void policy_default(struct policy *policy);

/* Evidence that is no SIP message: what the network said of a packet. */
struct sign {
    uint32_t frame;
    int64_t time;
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
    char summary[160]; /* what happened, for a headline: "400 Bad Request: CSeq method mismatch" */
    char text[800];    /* the cause in a sentence without its full stop; empty when not bad */
    char fix[640];     /* what to do, in whole sentences; empty when not bad */
    struct note notes[MAX_NOTES];
};

/* Is this fault of the request shown beside the verdict? What is legal, or minded by the strictest receivers only, is
 * not, unless it is the cause. */
bool verdict_shows(const struct verdict *v, const struct fault *fault);

/* For the files that fill a verdict in: appends to its text; names its cause. */
#define verdict_say(v, ...) text_append((v)->text, sizeof(v)->text, __VA_ARGS__)
void verdict_blame(struct verdict *v, enum cause_id cause, enum confidence confidence, const struct sighting *evidence);

/* Adds a note, unless there are MAX_NOTES. */
G_GNUC_PRINTF(4, 5)
void verdict_note(struct verdict *v, enum cause_id cause, uint32_t frame, const char *format, ...);

void verdict_judge(struct verdict *v, const struct capture *c, const struct transaction *t,
                   const struct policy *policy);

#endif
