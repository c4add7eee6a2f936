/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Everything that is registered under a name: fields, subtrees, expert infos. The names are an interface.
 */
#ifndef SIPDIAG_FIELDS_H
#define SIPDIAG_FIELDS_H

#include "ws_compat.h"

struct sipdiag_fields {
    int transaction, call, verdict, bad, confidence;
    int request_in, response_in, ack_in, cancel_in, retransmission_of, duplicate_of, icmp_in;
    int response_time, provisional_time, ack_time;
    int retransmissions;
    int ack, prack, ack_target, ack_route, sequence, previous_hop, next_hop, note, note_text, note_fix;
    int missing_ack, no_response, repeated_unmodified;
    int cause, cause_header, cause_clause, cause_frame, cause_text, cause_fix;
    int fault, fault_header, fault_clause, fault_certainty, fault_text, faults_left_out, headers_left_out;
    int claim, claim_text, claim_stack;
    int status_meaning, status_when, status_fix;
    int truncated;
};

struct sipdiag_subtrees {
    int diagnosis, bad, cause, fault, claim, status, ledger, sequence, note;
};

struct sipdiag_experts {
    expert_field bad_request, missing_ack, wrong_ack, failed, no_response, repeated_unmodified, fault, retransmission,
        incomplete, challenge;
};

extern struct sipdiag_fields hf;
extern struct sipdiag_subtrees ett;
extern struct sipdiag_experts ei;

/* Registers all of it for the protocol. */
void fields_register(int proto);

/* Has the tree show what went wrong without a click, until somebody closes it. Call with the first capture: Wireshark
 * cannot be told before. */
void fields_open_what_is_bad(void);

#endif
