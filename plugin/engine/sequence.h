/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The messages of a transaction as a person would draw them: one line each, in time, with the direction; repeated ones
 * folded, and a line where something is missing.
 */
#ifndef SIPDIAG_SEQUENCE_H
#define SIPDIAG_SEQUENCE_H

#include "findings.h"

#define SEQUENCE_STEPS 40

struct step {
    int64_t time, last; /* since the first message; of the newest copy that is folded in */
    uint32_t frame;     /* 0: nothing is there, and something is due */
    uint32_t last_frame;
    uint32_t copies;                 /* folded in here beside the first */
    const struct sighting *original; /* of a repeated message: its first copy, which is a step of its own */
    bool backwards;                  /* from the receiver of the request to its sender */
    char what[72];                   /* "INVITE", "200", "ACK to 192.0.2.1:5060", "ICMP error", "no ACK" */
};

struct sequence {
    unsigned count;
    uint32_t left_out;
    struct step steps[SEQUENCE_STEPS];
};

/* With the CANCEL, the PRACKs, the ACKs of other hops, the BYE that ended an unacknowledged call and what the network
 * said of it. Where there is too much, the middle is left out. */
void sequence_read(struct sequence *sequence, const struct transaction *t, const struct verdict *v);

/* "   2.500 s  <-  200 again, 10 times until 33.500 s", without the frames. Returns `out`. */
const char *step_print(const struct step *step, char *out, size_t size);

#endif
