/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every cause that a verdict or a fault can name: one table, the source of the ids, the words, the clauses and the
 * docs.
 */
#ifndef SIPDIAG_CAUSES_H
#define SIPDIAG_CAUSES_H

#include <stdint.h>

/* How sure a fault is as the reason for a rejection. */
enum certainty {
    CERTAIN,   /* the grammar or a MUST is broken in something that every receiver has to read */
    TOLERATED, /* a violation that receivers are told, or known, to accept */
    SUSPECT,   /* legal, or answered with another code, but known to upset some stacks */
};

/* clang-format off */
/* id, certainty, the status code that this draws (0: none of its own), title, clause, what to do. */
#define SIPDIAG_CAUSES(X)                                                                                                   \
    /* the request line */                                                                                                  \
    X(request_line_malformed, CERTAIN, 400, "malformed request line", "RFC 3261 7.1",                                       \
      "Send exactly Method SP Request-URI SP SIP/2.0: one space each, nothing before, between or behind.")                  \
    X(request_uri_angle_brackets, CERTAIN, 400, "Request-URI in angle brackets", "RFC 3261 7.1",                            \
      "Send the Request-URI without < and >; brackets belong to From, To, Contact and Route only.")                         \
    X(request_uri_whitespace, CERTAIN, 400, "white space in the Request-URI", "RFC 3261 7.1",                               \
      "Escape the space as %20 or remove it; often a dialled number with spaces, or a display name that slipped in.")       \
    X(request_uri_malformed, CERTAIN, 400, "malformed Request-URI", "RFC 3261 19.1.1, 25.1",                                \
      "Mend the URI at the byte shown: escape reserved characters as %HH, put IPv6 addresses in brackets, give a host.")    \
    X(request_uri_has_headers, TOLERATED, 400, "header part in the Request-URI", "RFC 3261 19.1.1",                         \
      "Remove the part from '?' on: a Request-URI may not carry headers.")                                                  \
    X(request_uri_method_param, TOLERATED, 400, "method parameter in the Request-URI", "RFC 3261 19.1.1",                   \
      "Remove ;method=... from the Request-URI: it belongs to Contact, Refer-To and web pages.")                            \
    X(request_uri_scheme_unsupported, SUSPECT, 416, "unusual URI scheme", "RFC 3261 8.2.2.1",                               \
      "Address the request to a sip:, sips: or tel: URI; a receiver that cannot use the scheme answers 416.")               \
    X(sip_version_unsupported, SUSPECT, 505, "SIP version other than 2.0", "RFC 3261 7.1",                                  \
      "Send SIP/2.0 as the version; a receiver that knows no other answers 505.")                                           \
    /* the headers that every request carries */                                                                            \
    X(missing_via, CERTAIN, 400, "no Via", "RFC 3261 8.1.1.7", "Add Via with transport, sent-by and a branch.")             \
    X(missing_from, CERTAIN, 400, "no From", "RFC 3261 8.1.1.3", "Add From with a URI and a tag.")                          \
    X(missing_to, CERTAIN, 400, "no To", "RFC 3261 8.1.1.2", "Add To with the URI of the party that is addressed.")         \
    X(missing_call_id, CERTAIN, 400, "no Call-ID", "RFC 3261 8.1.1.4", "Add a Call-ID that is unique for the dialog.")      \
    X(missing_cseq, CERTAIN, 400, "no CSeq", "RFC 3261 8.1.1.5", "Add CSeq: a number and the request's method.")            \
    X(missing_max_forwards, TOLERATED, 400, "no Max-Forwards", "RFC 3261 8.1.1.6",                                          \
      "Add \"Max-Forwards: 70\"; most receivers do without, some answer 400.")                                              \
    X(duplicate_single_header, CERTAIN, 400, "header repeated", "RFC 3261 7.3.1",                                           \
      "Send this header once; look for an element on the way that adds a second one.")                                      \
    X(via_malformed, CERTAIN, 400, "malformed Via", "RFC 3261 20.42, 25.1",                                                 \
      "Mend the Via at the byte shown: SIP/2.0/TRANSPORT host[:port];branch=...")                                           \
    X(via_branch_missing, TOLERATED, 400, "no branch in the top Via", "RFC 3261 8.1.1.7",                                   \
      "Add ;branch=z9hG4bK... to the top Via, different for each request.")                                                 \
    X(via_branch_empty_id, SUSPECT, 400, "branch is the bare cookie", "RFC 3261 8.1.1.7",                                   \
      "Put a unique identifier behind z9hG4bK in the branch.")                                                              \
    X(via_transport_mismatch, SUSPECT, 400, "Via names another transport", "RFC 3261 8.1.1.7, 18.1.1",                      \
      "Write the transport that is really used into the top Via.")                                                          \
    X(from_malformed, CERTAIN, 400, "malformed From", "RFC 3261 20.20, 25.1",                                               \
      "Mend From at the byte shown: quote display names, close quotes and angle brackets, escape the URI.")                 \
    X(to_malformed, CERTAIN, 400, "malformed To", "RFC 3261 20.39, 25.1",                                                   \
      "Mend To at the byte shown: quote display names, close quotes and angle brackets, escape the URI.")                   \
    X(uri_needs_angle_brackets, CERTAIN, 400, "URI needs angle brackets", "RFC 3261 20.10",                                 \
      "Put the URI in < and >: without them it may hold no comma and no question mark.")                                    \
    X(from_tag_missing, TOLERATED, 400, "no tag on From", "RFC 3261 8.1.1.3",                                               \
      "Add ;tag=... to From; only RFC 2543 senders may leave it out.")                                                      \
    X(duplicate_tag_param, CERTAIN, 400, "two tags in one header", "RFC 3261 19.3, 25.1",                                   \
      "Send one tag parameter; look for an element on the way that adds a second one.")                                     \
    X(to_tag_outside_dialog, SUSPECT, 481, "To tag of no known dialog", "RFC 3261 8.1.1.2, 12.2.2",                \
      "Send the tag of the response that opened the dialog; a request that starts something new carries none.")                                                        \
    X(call_id_malformed, TOLERATED, 400, "malformed Call-ID", "RFC 3261 20.8, 25.1",                                        \
      "Use word[@word] without white space as the Call-ID.")                                                                \
    X(cseq_malformed, CERTAIN, 400, "malformed CSeq", "RFC 3261 20.16",                                                     \
      "Send CSeq as a decimal number, a space and the method.")                                                             \
    X(cseq_number_out_of_range, CERTAIN, 400, "CSeq number too large", "RFC 3261 8.1.1.5, 20.16",                           \
      "Start CSeq below 2^31 and count up from there.")                                                                     \
    X(cseq_method_mismatch, CERTAIN, 400, "CSeq method mismatch", "RFC 3261 8.1.1.5",                                       \
      "Write the request's own method into CSeq; case counts.")                                                             \
    X(max_forwards_malformed, TOLERATED, 400, "malformed Max-Forwards", "RFC 3261 20.22",                                   \
      "Send Max-Forwards as a number from 0 to 255; 70 is usual.")                                                          \
    X(max_forwards_zero, SUSPECT, 483, "Max-Forwards is 0", "RFC 3261 16.3",                                                \
      "Start with Max-Forwards: 70; if it began there, look for a loop.")                                                   \
    /* the length of the body */                                                                                            \
    X(body_shorter_than_content_length, CERTAIN, 400, "body shorter than Content-Length", "RFC 3261 18.3",                  \
      "Count the body's octets, each line end as two; look for an element that changes the body and not the length.")       \
    X(body_longer_than_content_length, SUSPECT, 400, "octets behind the body", "RFC 3261 18.3",                             \
      "Legal on datagrams (they are to be discarded), yet some receivers refuse it: make Content-Length count the body.")   \
    X(content_length_missing_on_stream, CERTAIN, 400, "no Content-Length on a stream", "RFC 3261 18.3, 20.14",              \
      "Add Content-Length: on TCP and TLS nothing else tells where the message ends.")                                      \
    X(content_length_malformed, CERTAIN, 400, "malformed Content-Length", "RFC 3261 20.14, 25.1",                           \
      "Send Content-Length as decimal digits only.")                                                                        \
    X(content_length_conflict, CERTAIN, 400, "Content-Length rows that differ", "RFC 3261 7.3.1, 20.14",                    \
      "Send one Content-Length; look for an element on the way that adds a second one.")                                    \
    /* what only a look at the response, or past the mandatory headers, shows */                                            \
    X(status_code_out_of_range, CERTAIN, 0, "status code out of range", "RFC 3261 7.2, 21",                                 \
      "Send a three-digit status code from 100 to 699.")                                                                    \
    X(unused_header_malformed, TOLERATED, 400, "malformed header of little use", "RFC 3261 20.17, 8.2.2",                   \
      "Mend the header; a receiver that does not need it has to ignore it.")                                                \
    /* verdicts of a transaction */                                                                                         \
    X(no_fault_found, SUSPECT, 400, "no fault found in the request's bytes", "RFC 3261 21.4.1",                             \
      "Look at the responder: its log, its policy, its state. The request is well formed as far as this capture shows.")    \
    X(cannot_tell, SUSPECT, 400, "request cut off in the capture", "RFC 3261 21.4.1",                                       \
      "Capture again with whole packets (snap length 0): the part of the request that matters may be missing.")             \
    X(challenge_unanswered, SUSPECT, 401, "challenge never answered", "RFC 3261 22.1, 22.2, 22.3",                          \
      "Check that the client has credentials for this realm and knows the algorithm that is asked for.")                    \
    X(no_answer, SUSPECT, 0, "no answer", "RFC 3261 17.1",                                                                  \
      "Check that the peer is up, that address, port and transport are right, and that no firewall drops either way.")      \
    X(icmp_unreachable, CERTAIN, 0, "refused by an ICMP error", "RFC 3261 18.4",                                            \
      "Check the address and port that the request was sent to, and the filter that answered with the ICMP error.")         \
    X(ack_not_seen, SUSPECT, 0, "no ACK", "RFC 3261 13.2.2.4, 17.1.1.3",                                                    \
      "See whether the requester got the response, and whether it can reach what the ACK has to go to: for a 2xx the "      \
      "response's Record-Route, else its Contact; for a 3xx-6xx the same hop as the INVITE.")        \
    X(ack_cseq, CERTAIN, 0, "ACK with another CSeq number", "RFC 3261 13.2.2.4, 17.1.1.3",                                  \
      "Send the ACK with the CSeq number of the INVITE that it acknowledges.")                                              \
    X(ack_totag, CERTAIN, 0, "ACK with another To tag", "RFC 3261 13.2.2.4, 17.1.1.3",                                      \
      "Copy the To tag of the response that is acknowledged into the ACK.")                                                 \
    X(ack_branch, CERTAIN, 0, "ACK with another branch", "RFC 3261 17.1.1.3",                                               \
      "Send the ACK for a 3xx-6xx response with the top Via branch of the INVITE.")                                         \
    X(ack_lost_path, SUSPECT, 0, "ACK lost or not accepted further on", "RFC 3261 13.3.1.4, 17.2.1",                        \
      "Follow the ACK from here to the sender of the response: firewall, NAT binding, or an element that drops it.")        \
    X(ack_late, CERTAIN, 0, "ACK came too late", "RFC 3261 13.3.1.4, 17.2.1",                                               \
      "Find what held the ACK back for more than 64*T1; the other side has given up by then.")
/* clang-format on */

enum cause_id {
    CAUSE_NONE = 0,
#define X(id, certainty, status, title, clause, fix) CAUSE_##id,
    SIPDIAG_CAUSES(X)
#undef X
        CAUSE_COUNT,
};

struct cause {
    const char *id;
    enum certainty certainty;
    uint16_t status;
    const char *title;
    const char *clause;
    const char *fix;
};

/* The row of a cause; for CAUSE_NONE a row of NULLs. */
const struct cause *cause_get(enum cause_id id);

/* "certain", "tolerated", "suspect". */
const char *certainty_name(enum certainty c);

#endif
