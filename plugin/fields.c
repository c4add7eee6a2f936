/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fields.h"

struct sipdiag_fields hf;
struct sipdiag_subtrees ett;
struct sipdiag_experts ei;

#define FIELD(id, name, abbrev, type, display, strings, blurb)                 \
    {                                                                          \
        &hf.id,                                                                \
        {                                                                      \
            name, "sipdiag." abbrev, type, display, strings, 0x0, blurb, HFILL \
        }                                                                      \
    }
#define STRING(id, name, abbrev, blurb)      FIELD(id, name, abbrev, FT_STRING, BASE_NONE, NULL, blurb)
#define FLAG(id, name, abbrev, blurb)        FIELD(id, name, abbrev, FT_BOOLEAN, BASE_NONE, NULL, blurb)
#define TIME(id, name, abbrev, blurb)        FIELD(id, name, abbrev, FT_RELATIVE_TIME, BASE_NONE, NULL, blurb)
#define FRAME(id, name, abbrev, type, blurb) FIELD(id, name, abbrev, FT_FRAMENUM, BASE_NONE, FRAMENUM_TYPE(type), blurb)

static hf_register_info fields[] = {
    FIELD(transaction, "Transaction", "transaction", FT_UINT32, BASE_DEC, NULL,
          "Number of the transaction in the capture, from 1"),
    FIELD(call, "Call", "call", FT_UINT32, BASE_DEC, NULL,
          "Number of the call in the capture, from 1: all transactions with one Call-ID are one"),
    STRING(verdict, "Verdict", "verdict",
           "ok, challenged, redirected, outcome, failed, no_response, missing_ack, bad_ack, incomplete or pending"),
    FLAG(bad, "Bad transaction", "bad",
         "Present only on the request and the final response of a transaction that went wrong, or the response that "
         "lacks its PRACK"),
    STRING(confidence, "Confidence", "confidence", "How sure the verdict is: certain, likely or possible"),
    FRAME(request_in, "Request in", "request_in", FT_FRAMENUM_REQUEST, "Frame of the request"),
    FRAME(response_in, "Response in", "response_in", FT_FRAMENUM_RESPONSE, "Frame of the final response"),
    FRAME(ack_in, "ACK in", "ack_in", FT_FRAMENUM_ACK, "Frame of the ACK"),
    FRAME(cancel_in, "CANCEL in", "cancel_in", FT_FRAMENUM_NONE, "Frame of the CANCEL"),
    FRAME(retransmission_of, "Retransmission of", "retransmission_of", FT_FRAMENUM_RETRANS_PREV,
          "Frame in which this message was first sent"),
    FRAME(duplicate_of, "Duplicate of", "duplicate_of", FT_FRAMENUM_NONE,
          "Frame that holds the same message, captured at another point"),
    FRAME(icmp_in, "ICMP error in", "icmp_in", FT_FRAMENUM_NONE, "Frame of an ICMP error that quotes this transaction"),
    TIME(response_time, "Response time", "response_time", "From the request to the final response"),
    TIME(provisional_time, "Provisional time", "provisional_time",
         "From the request to the first provisional response"),
    TIME(ack_time, "ACK time", "ack_time", "From the final response to its ACK"),
    FIELD(retransmissions, "Retransmissions", "retransmissions", FT_UINT32, BASE_DEC, NULL,
          "How often this message has been sent again so far"),
    STRING(ack, "ACK", "ack", "not_due, pending, acked, missing, wrong, lost, late, elsewhere or unknown"),
    STRING(prack, "PRACK", "prack", "The same for a reliable provisional response"),
    STRING(ack_target, "ACK due to", "ack.target", "The Request-URI that the ACK to a 2xx has to have"),
    STRING(ack_route, "by way of", "ack.route", "The first route that the ACK to a 2xx has to take"),
    FRAME(sequence, "Sequence", "sequence", FT_FRAMENUM_NONE, "The messages of the transaction, in time"),
    FRAME(previous_hop, "Previous hop in", "previous_hop", FT_FRAMENUM_NONE,
          "Frame of the same request on the hop before this one"),
    FRAME(next_hop, "Next hop in", "next_hop", FT_FRAMENUM_NONE,
          "Frame of the same request on the hop behind this one"),
    STRING(note, "Note", "note", "Something that deserves a word although nothing is bad about it"),
    STRING(note_text, "Explanation", "note.text", "The note in a sentence"),
    STRING(note_fix, "What to do", "note.fix", "What to do about it, where something can be done"),
    FLAG(missing_ack, "Missing ACK", "missing_ack", "Present only when the final response was never acknowledged"),
    FLAG(no_response, "No response", "no_response", "Present only when the request was never answered"),
    FLAG(repeated_unmodified, "Repeated unmodified", "repeated_unmodified",
         "Present only when the request was sent again as it was after it had drawn 400"),
    STRING(cause, "Cause", "cause", "Why the transaction went wrong"),
    STRING(cause_header, "Header", "cause.header", "The header at fault"),
    STRING(cause_clause, "Clause", "cause.clause", "What the cause is measured by"),
    FRAME(cause_frame, "Evidence in", "cause.frame", FT_FRAMENUM_NONE, "Frame with the evidence"),
    STRING(cause_text, "Explanation", "cause.text", "The cause in a sentence"),
    STRING(cause_fix, "What to do", "cause.fix", "What to do about the cause, in whole sentences"),
    STRING(fault, "Fault", "fault", "A fault in the message's own bytes"),
    STRING(fault_header, "Header", "fault.header", "The header at fault"),
    STRING(fault_clause, "Clause", "fault.clause", "The rule that is broken"),
    STRING(
        fault_certainty, "Certainty", "fault.certainty",
        "certain: a rule is broken; tolerated: broken, but receivers accept it; suspect: legal, or answered otherwise"),
    STRING(fault_text, "Explanation", "fault.text", "The fault in a sentence"),
    FIELD(faults_left_out, "Faults left out", "faults_left_out", FT_UINT32, BASE_DEC, NULL,
          "Further faults of this message that are not listed"),
    FIELD(headers_left_out, "Headers left out", "headers_left_out", FT_UINT32, BASE_DEC, NULL,
          "Header rows of this message beyond the number that is looked at"),
    STRING(claim, "Which means", "claim", "The cause that the responder names"),
    STRING(claim_text, "The responder says", "claim.text",
           "Reason phrase, Warning and their like as they are on the wire"),
    STRING(claim_stack, "The responder is", "claim.stack", "The SIP stack that answered, by its name or by its habits"),
    STRING(status_meaning, "Meaning", "status.meaning", "What the status code means"),
    STRING(status_when, "When", "status.when", "When the status code is seen"),
    STRING(status_fix, "In general", "status.fix", "What to do about the status code"),
    FLAG(truncated, "Truncated", "truncated", "Present only when the capture holds a part of the message"),
};

static int *subtrees[] = {&ett.diagnosis, &ett.bad,    &ett.cause,    &ett.fault, &ett.claim,
                          &ett.status,    &ett.ledger, &ett.sequence, &ett.note};

#define EXPERT(id, group, severity, summary)                         \
    {                                                                \
        &ei.id,                                                      \
        {                                                            \
            "sipdiag.expert." #id, group, severity, summary, EXPFILL \
        }                                                            \
    }

static ei_register_info experts[] = {
    EXPERT(bad_request, PI_RESPONSE_CODE, PI_ERROR, "400 Bad Request: a request was refused as malformed"),
    EXPERT(missing_ack, PI_SEQUENCE, PI_ERROR, "Missing ACK: a final response was never acknowledged"),
    EXPERT(wrong_ack, PI_SEQUENCE, PI_ERROR, "Bad ACK: an ACK does not complete its transaction"),
    EXPERT(failed, PI_RESPONSE_CODE, PI_WARN, "A request failed"),
    EXPERT(no_response, PI_SEQUENCE, PI_WARN, "No response: a request was never answered"),
    EXPERT(repeated_unmodified, PI_PROTOCOL, PI_WARN, "A request was repeated unmodified after 400"),
    EXPERT(fault, PI_MALFORMED, PI_WARN, "A SIP message breaks a rule of its grammar or of RFC 3261"),
    EXPERT(retransmission, PI_SEQUENCE, PI_NOTE, "Retransmission"),
    EXPERT(incomplete, PI_SEQUENCE, PI_NOTE, "The capture does not hold the whole transaction"),
    EXPERT(challenge, PI_RESPONSE_CODE, PI_CHAT, "Credentials are asked for"),
};

void fields_register(int proto)
{
    for (size_t i = 0; i < array_length(fields); i++)
        *fields[i].p_id = -1;
    for (size_t i = 0; i < array_length(subtrees); i++)
        *subtrees[i] = -1;
    for (size_t i = 0; i < array_length(experts); i++)
        *experts[i].ids = (expert_field)EI_INIT;
    proto_register_field_array(proto, fields, array_length(fields));
    proto_register_subtree_array(subtrees, array_length(subtrees));
    expert_register_field_array(expert_register_protocol(proto), experts, array_length(experts));
}

void fields_open_what_is_bad(void)
{
    static bool done; /* once: whoever closes it wants it closed in the next capture, too */

    if (done)
        return;
    done = true;
    tree_expanded_set(ett.bad, TRUE);
    tree_expanded_set(ett.cause, TRUE);
}
