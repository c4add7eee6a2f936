/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The message: bytes to start line, header rows and body (RFC 3261 7). One pass, no copies, no opinion: it takes legal
 * and illegal messages apart alike, never stops at the first oddity and never reads past the buffer. What is wrong with
 * a message is for faults.h to say.
 */
#ifndef SIPDIAG_MESSAGE_H
#define SIPDIAG_MESSAGE_H

#include "headers.h"

/* Rows beyond this many are counted, not kept. */
#define SIP_MAX_HEADERS 256

enum framing {
    FRAMING_DATAGRAM, /* UDP, SCTP, WebSocket: the datagram ends the body (RFC 3261 18.3, RFC 7118 5) */
    FRAMING_STREAM,   /* TCP, TLS: Content-Length alone ends it */
};

enum message_kind {
    NOT_SIP,
    SIP_REQUEST,
    SIP_RESPONSE,
};

/* One header row. `name` and `value` are trimmed of white space; a folded value holds its CRLFs. */
struct sip_header {
    struct slice row;  /* from the first byte of the name to the last before the line's end */
    struct slice name; /* empty where the row has no colon */
    struct slice value;
    enum header_id id;
    uint16_t next; /* index + 1 of the next row with the same id; 0: none */
};

struct sip_message {
    const char *base; /* what all offsets count from: the first byte given to the parser */
    enum message_kind kind;
    enum framing framing;
    bool cut;            /* the capture holds fewer bytes than were on the wire */
    bool headers_cut;    /* ... and the cut lies before the end of the header section */
    bool start_line_cut; /* ... and even before the end of the start line */
    bool has_header_end; /* the empty line was found */

    bool is_regular; /* start line and rows are of printable ASCII and end with CRLF, each row has a name, a token, and
                      * a colon, none is folded, and the empty line is there. False: perhaps not. */

    struct slice bare_line_end; /* the first line end of the header section that is a lone LF; else empty */

    struct slice start_line;  /* without its line end */
    struct slice method;      /* request: first word */
    struct slice request_uri; /* request: everything between method and version, trimmed */
    struct slice version;     /* request: last word when it looks like SIP/x.y; response: first word */
    struct slice status_word; /* response: second word */
    struct slice reason;      /* response: the rest */
    uint16_t status;          /* response: value of a three-digit status word, else 0 */

    struct sip_header headers[SIP_MAX_HEADERS];
    uint16_t header_count;
    uint16_t first[H_COUNT]; /* index + 1 of the first row with an id; 0: none */
    uint16_t last[H_COUNT];
    bool repeated; /* some id has more than one row */
    uint32_t headers_left_out;

    struct slice rest;       /* everything behind the empty line that the capture holds */
    struct slice body;       /* the part of `rest` that Content-Length, or the datagram, gives to this message */
    uint32_t rest_on_wire;   /* length of `rest` on the wire (more than rest.len where cut) */
    bool content_length_ok;  /* exactly one usable value */
    uint64_t content_length; /* that value */
    struct slice whole;      /* start line to end of body */
};

/* Could these bytes be the start of a SIP message: a method or SIP/x.y, then a version at the end of the first line; in
 * a datagram, also a first line that is meant as a request's, with SIP headers below (on a stream, that may be the
 * middle of a message)? Cheap, and never true for RTP, STUN or keep-alives. */
bool sip_message_looks_like(const char *bytes, size_t len, enum framing framing);

/* SIP-Version = "SIP" "/" 1*DIGIT "." 1*DIGIT, in any case (7.1, 25.1)? */
bool sip_version_is_wellformed(struct slice version);

/* Takes the message at `bytes` apart. `len` bytes are at hand; `wire_len` >= len were on the wire. `m` keeps pointing
 * into `bytes`. Blank lines before the start line are skipped (RFC 3261 7.5). Returns false, with kind NOT_SIP, when
 * there is no start line that even resembles SIP. Linear in len. */
bool sip_message_parse(struct sip_message *m, const char *bytes, size_t len, size_t wire_len, enum framing framing);

/* First row with this id, or NULL; and the one after a row. */
static inline const struct sip_header *sip_message_header(const struct sip_message *m, enum header_id id)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): a rule has a message */
    return m->first[id] ? &m->headers[m->first[id] - 1] : NULL;
}

static inline const struct sip_header *sip_message_next(const struct sip_message *m, const struct sip_header *row)
{
    return row->next ? &m->headers[row->next - 1] : NULL;
}

/* Value of the first row with this id; SLICE_NONE when there is none. */
static inline struct slice sip_message_value(const struct sip_message *m, enum header_id id)
{
    const struct sip_header *row = sip_message_header(m, id);
    return row ? row->value : SLICE_NONE;
}

static inline uint32_t sip_message_offset(const struct sip_message *m, const char *at)
{
    return (uint32_t)(at - m->base);
}

#endif
