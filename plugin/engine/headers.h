/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The header fields that the engine knows by name: one table, from which come the ids, the look-up by long and compact
 * form (RFC 3261 7.3.3, 20), and what 7.3.1 says about repetition.
 */
#ifndef SIPDIAG_HEADERS_H
#define SIPDIAG_HEADERS_H

#include "slice.h"

/* clang-format off */
/* id, long name, compact form or 0, whether at most one row is legal (7.3.1), importance as evidence for a rejected
 * request: lower is weightier (the order of causes: what every receiver must parse comes first). */
#define SIPDIAG_HEADERS(X)                                                   \
    X(VIA, "Via", 'v', false, 1)                                             \
    X(FROM, "From", 'f', true, 2)                                            \
    X(TO, "To", 't', true, 3)                                                \
    X(CALL_ID, "Call-ID", 'i', true, 4)                                      \
    X(CSEQ, "CSeq", 0, true, 5)                                              \
    X(CONTENT_LENGTH, "Content-Length", 'l', true, 6)                        \
    X(CONTACT, "Contact", 'm', false, 7)                                     \
    X(ROUTE, "Route", 0, false, 7)                                           \
    X(RECORD_ROUTE, "Record-Route", 0, false, 7)                             \
    X(MAX_FORWARDS, "Max-Forwards", 0, true, 8)                              \
    X(CONTENT_TYPE, "Content-Type", 'c', true, 8)                            \
    X(EXPIRES, "Expires", 0, true, 8)                                        \
    X(REQUIRE, "Require", 0, false, 8)                                       \
    X(PROXY_REQUIRE, "Proxy-Require", 0, false, 8)                           \
    X(AUTHORIZATION, "Authorization", 0, false, 9)                           \
    X(PROXY_AUTHORIZATION, "Proxy-Authorization", 0, false, 9)               \
    X(EVENT, "Event", 'o', true, 9)                                          \
    X(REFER_TO, "Refer-To", 'r', true, 9)                                    \
    X(REFERRED_BY, "Referred-By", 'b', true, 9)                              \
    X(RACK, "RAck", 0, true, 9)                                              \
    X(RSEQ, "RSeq", 0, true, 9)                                              \
    X(REPLACES, "Replaces", 0, true, 9)                                      \
    X(SUBSCRIPTION_STATE, "Subscription-State", 0, true, 9)                  \
    X(SESSION_EXPIRES, "Session-Expires", 'x', true, 9)                      \
    X(MIN_SE, "Min-SE", 0, true, 9)                                          \
    X(MIN_EXPIRES, "Min-Expires", 0, true, 9)                                \
    X(CONTENT_DISPOSITION, "Content-Disposition", 0, true, 9)                \
    X(CONTENT_ENCODING, "Content-Encoding", 'e', false, 9)                   \
    X(MIME_VERSION, "MIME-Version", 0, true, 9)                              \
    X(DATE, "Date", 0, true, 10)                                             \
    X(TIMESTAMP, "Timestamp", 0, true, 10)                                   \
    X(ORGANIZATION, "Organization", 0, true, 10)                             \
    X(PRIORITY, "Priority", 0, true, 10)                                     \
    X(REPLY_TO, "Reply-To", 0, true, 10)                                     \
    X(SUBJECT, "Subject", 's', true, 10)                                     \
    X(SERVER, "Server", 0, true, 10)                                         \
    X(USER_AGENT, "User-Agent", 0, true, 10)                                 \
    X(SUPPORTED, "Supported", 'k', false, 10)                                \
    X(ALLOW_EVENTS, "Allow-Events", 'u', false, 10)                          \
    X(ACCEPT_CONTACT, "Accept-Contact", 'a', false, 10)                      \
    X(REJECT_CONTACT, "Reject-Contact", 'j', false, 10)                      \
    X(REQUEST_DISPOSITION, "Request-Disposition", 'd', false, 10)            \
    X(IDENTITY, "Identity", 'y', false, 10)                                  \
    X(IDENTITY_INFO, "Identity-Info", 'n', true, 10)                         \
    X(REASON, "Reason", 0, false, 10)                                        \
    X(WARNING, "Warning", 0, false, 10)                                      \
    X(P_REGISTRAR_ERROR, "P-Registrar-Error", 0, false, 10)                  \
    X(MS_DIAGNOSTICS, "ms-diagnostics", 0, false, 10)                        \
    X(MS_DIAGNOSTICS_PUBLIC, "ms-diagnostics-public", 0, false, 10)          \
    X(JOIN, "Join", 0, true, 9)                                              \
    X(SIP_IF_MATCH, "SIP-If-Match", 0, true, 9)                              \
    X(PATH, "Path", 0, false, 9)                                             \
    X(DIVERSION, "Diversion", 0, false, 10)                                  \
    X(CC_DIVERSION, "CC-Diversion", 0, false, 10)                            \
    X(CALL_INFO, "Call-Info", 0, false, 10)                                  \
    X(GEOLOCATION, "Geolocation", 0, false, 10)                              \
    X(PRIVACY, "Privacy", 0, false, 10)                                      \
    X(P_ASSERTED_IDENTITY, "P-Asserted-Identity", 0, false, 10)              \
    X(P_VISITED_NETWORK_ID, "P-Visited-Network-ID", 0, false, 10)            \
    X(SECURITY_CLIENT, "Security-Client", 0, false, 10)                      \
    X(SECURITY_SERVER, "Security-Server", 0, false, 10)                      \
    X(ACCEPT, "Accept", 0, false, 10)                                        \
    X(ACCEPT_ENCODING, "Accept-Encoding", 0, false, 10)                      \
    X(ALLOW, "Allow", 0, false, 10)                                          \
    X(UNSUPPORTED, "Unsupported", 0, false, 10)                              \
    X(RETRY_AFTER, "Retry-After", 0, true, 10)
/* clang-format on */

enum header_id {
    H_OTHER = 0, /* a header the engine has no name for: legal, and never a reason for anything */
#define X(id, name, compact, single, rank) H_##id,
    SIPDIAG_HEADERS(X)
#undef X
        H_COUNT,
    H_REQUEST_LINE = H_COUNT, /* not headers, but places where a fault can be */
    H_STATUS_LINE,
    H_HEADER_SECTION,
    H_BODY,
    H_PLACES
};

/* The id for a name as it stands on the wire, in any case, long or compact; H_OTHER when unknown. */
enum header_id header_lookup(struct slice name);

/* Canonical long name; "Request-Line", "Status-Line", "header section" and "body" for the places. */
const char *header_name(enum header_id id);

/* Compact form, or 0. */
char header_compact(enum header_id id);

/* RFC 3261 7.3.1: may this header stand in one row only? */
bool header_is_single(enum header_id id);

/* Importance of a fault in this place as the cause of a rejection; 0 is the weightiest (the start line). */
unsigned header_rank(enum header_id id);

#endif
