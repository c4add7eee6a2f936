/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The pairing: messages in, transactions out. A transaction is what RFC 3261 17 calls one, seen on one hop: a request,
 * its responses, and, for an INVITE, the ACK (which for a 2xx is no part of it by the letter, but what people look
 * for). Matching follows 17.1.3 and 17.2.3, with the RFC 2543 rules where the branch lacks the cookie, never by
 * addresses: they change under NAT, tunnels and mirrors. Everything is learnt once, in the order of the capture;
 * nothing here judges.
 *
 * All of it lives in the allocator given to capture_new() and goes with it; within limits, calls go before. Times are
 * nanoseconds since 1970.
 */
#ifndef SIPDIAG_TRANSACTIONS_H
#define SIPDIAG_TRANSACTIONS_H

#include "arena.h"
#include "endpoints.h"
#include "faults.h"
#include "names.h"
#include "obstacles.h"
#include "replies.h"
#include "timing.h"

enum role {
    ROLE_REQUEST,
    ROLE_PROVISIONAL,
    ROLE_FINAL,
    ROLE_ACK,
    ROLE_NONE, /* counts for nothing: quoted in an ICMP error, or a response with an impossible status code */
};

struct capture;
struct transaction;
struct call;
struct leg;
struct ack;
struct returned;

/* What few messages have. */
struct sighting_extras {
    struct transaction *settles; /* of a request in a dialog: the INVITE whose 2xx had not been acknowledged by then */
    struct peers *desyncs;       /* the connection that it put out of step */
    const struct fault *faults;  /* only where it is its own sighting_alike(); NULL: none */
    uint16_t fault_count;
    uint16_t faults_left_out;
    uint32_t headers_left_out;
};

/* One message as seen in one frame. */
struct sighting {
    struct sighting *next, *previous; /* in its transaction, in the order of the capture */
    struct transaction *transaction;
    struct sighting *original; /* of a retransmission: the first copy; of a duplicate: what it duplicates; else NULL */
    union {                    /* see sighting_leg(), sighting_ack() */
        struct leg *leg;
        struct ack *ack;
    };
    const struct sighting_extras *extras; /* never NULL */
    int64_t time;
    uint64_t fingerprint; /* of all its bytes */
    struct slice to_tag;  /* of an ACK, a PRACK or a response */
    uint32_t frame;
    uint32_t offset;               /* of the message in the bytes of the frame that carried it */
    uint32_t retransmissions : 24; /* which retransmission this is: 1, 2, ...; of a first copy: 0 */
    uint32_t slot : 6;             /* in its page (sightings.h) */
    bool duplicate : 1;            /* else, where original is set, a retransmission */
    bool cut : 1;
    uint16_t ident; /* of the IP packet; 0: not known */
    uint16_t status : 10;
    uint16_t role : 3;
    bool backwards : 1; /* travels from the transaction's dst to its src */
    bool untimed : 1;   /* the capture does not say when: `time` is no time */
    bool unframed : 1;  /* is not to be found by its frame */
};

#define MAX_RETRANSMISSIONS ((1u << 24) - 1) /* the next ones have this number, too */

/* Of a final response to INVITE, or of a reliable provisional one; else NULL. */
static inline struct leg *sighting_leg(const struct sighting *s)
{
    return s->role == ROLE_PROVISIONAL || s->role == ROLE_FINAL ? s->leg : NULL;
}

/* Of an ACK or a PRACK: what it says; else NULL. */
static inline struct ack *sighting_ack(const struct sighting *s)
{
    return s->role == ROLE_ACK || s->role == ROLE_REQUEST ? s->ack : NULL;
}

/* The newer copy of a message; a packet that was captured before, by another clock, is not newer. */
static inline struct sighting *sighting_newer(struct sighting *newest, struct sighting *s)
{
    return newest && s->retransmissions < newest->retransmissions ? newest : s;
}

/* The first copy with the same bytes, which has their faults: copies of a response, or what a sender takes for a
 * retransmission, may differ. */
static inline const struct sighting *sighting_alike(const struct sighting *s)
{
    while (s->original && s->original->fingerprint == s->fingerprint && s->original->cut == s->cut)
        s = s->original;
    return s;
}

/* What a transaction is found by: the branch where it has the cookie; else the top Via and the CSeq number (17.2.3).
 * The Call-ID is in it for the sake of senders whose branches repeat. The method is told apart in the chain behind the
 * key. */
struct key {
    uint64_t hash;
    const struct slice *call_id;
    struct slice branch, sent_by;
    uint64_t cseq;
    bool has_cookie;
};

/* What few transactions have. */
struct transaction_extras {
    struct leg *early;               /* reliable provisional responses, one an RSeq and To tag, oldest first */
    struct sighting *icmp;           /* an ICMP error that quotes a message of this transaction; not in the list */
    struct sighting *fragment;       /* a response of which only the first IP fragment has come; not in the list */
    struct transaction *invite;      /* of a CANCEL: the INVITE's transaction */
    const struct returned *returned; /* the request as the responder sent it back (returned.h); NULL: it did not */
    uint32_t repeats;                /* the number of an earlier one whose request was the same and drew 400; 0: none */
    uint32_t repeats_frame;          /* that request's */
};

struct transaction {
    struct key key;
    struct transaction *next_same_key; /* older one with the same key */
    struct transaction *next_in_call;  /* older one with the same Call-ID */
    struct call *call;
    struct peers *peers;
    struct leg *legs; /* final responses to INVITE, one a To tag, oldest first */

    struct sighting *first, *last;
    struct sighting *request; /* first copy; NULL where it is not in the capture */
    struct sighting *last_request;
    struct sighting *provisional;
    struct sighting *final;
    struct sighting *last_final;
    struct sighting *ack;                    /* first one, right or wrong */
    struct transaction *cancel;              /* of an INVITE: the CANCEL's transaction */
    const struct transaction_extras *extras; /* never NULL */

    struct slice method, request_uri, from, from_tag, to, to_tag, cseq_method, user_agent;
    const struct reply *reply;   /* of the first final response; never NULL */
    struct held *held;           /* the request's headers, where they are kept; see transaction_read_held() */
    uint64_t unmodified;         /* fingerprint without branch, CSeq number, Call-ID and tags */
    uint64_t branch_hash, below; /* of its branch; of the branch below its top Via, 0: there is none */
    struct endpoint src, dst;    /* of the request; of a response without request, the other way round */
    uint32_t size;               /* of the request on the wire, octets */
    uint32_t to_tag_offset;      /* of to_tag in the request */
    uint32_t number;             /* from 1 */
    uint32_t stretch;            /* of the capture, in which it began */
    uint32_t sightings;          /* how many */
    uint32_t request_retransmissions;
    uint8_t transport;
    uint8_t direction; /* of the request in `peers` */
    bool is_invite : 1;
    bool has_credentials : 1;
    bool has_offer : 1;   /* the request has a body: a session description, as a rule */
    bool cut : 1;         /* a message of it was cut off by the capture before the end of its headers */
    bool followed_up : 1; /* a 3xx, 401, 407, 422, 423, 491 or 494 after which the same method was tried again as asked
                           */
};

/* A request's start line and headers as they were sent, for as long as they may be needed: until it is answered; after
 * that where it was refused, and for the newest that was accepted among its like. */
struct held {
    GList link;      /* in its capture's, with itself as data */
    uint32_t offset; /* in the message */
    uint32_t len;
    char bytes[];
};

/* Takes them apart; false where they are not kept. `m` points into them. */
bool transaction_read_held(const struct transaction *t, struct sip_message *m);

/* Where in the request a part of them is. */
static inline uint32_t transaction_held_offset(const struct transaction *t, struct slice part)
{
    return t->held->offset + (uint32_t)(part.at - t->held->bytes);
}

/* All transactions with one Call-ID. What is learnt of them lives in the call's arena and goes with it: nothing outside
 * of the call points into it but the tables of the capture. */
struct call {
    struct arena arena;
    struct slice call_id;
    struct capture *capture;
    const struct timing *timing; /* of its capture */
    struct transaction *newest;
    struct transaction **open;  /* final responses that ask for another try; NULL: none yet */
    struct call *older, *newer; /* by their last message */
    uint32_t transactions;      /* how many */
    uint32_t sightings;
    uint32_t byes;   /* BYE transactions */
    uint32_t number; /* from 1 */
    bool cancelled;
    bool unnamed; /* set by who shows it: a message of it cannot be found by the Call-ID */
};

/* For the files that learn: zeroed memory of the call; a copy of a text, shared where the same was kept lately. */
void *call_memory(struct call *call, size_t size);
struct slice call_text(struct call *call, struct slice text);

/* What the frame tells about a message, beside its bytes. */
struct arrival {
    uint32_t frame;
    uint32_t offset;
    int64_t time;
    struct endpoint src, dst;
    enum transport transport;
    uint16_t ident; /* of its IP packet (RFC 791), by which a packet seen twice is known; 0: not known */
    bool untimed;   /* the frame has no time stamp */
};

struct capture;

/* How much is kept; 0: all. When more comes, calls are let go, whole, those first that have been silent longest. */
struct limits {
    uint32_t transactions, messages;
};

#define LIMITS_NONE ((struct limits){0, 0})

/* What was let go. */
struct let_go {
    uint64_t calls, transactions, messages;
    uint64_t bad; /* of the transactions; see capture_ask_before_letting_go() */
};

/* An empty capture that is to be read by these times, within these limits; both are copied. */
struct capture *capture_new(wmem_allocator_t *allocator, const struct timing *timing, const struct limits *limits);

/* Its tables and the held requests, which are GLib's, go; all else when the allocator empties, not before. */
void capture_close(struct capture *c);

struct let_go capture_let_go(const struct capture *c);

/* Has each transaction judged before it is let go, while all of its call is still there: does it count as bad? */
void capture_ask_before_letting_go(struct capture *c, bool (*is_bad)(const struct transaction *t));

/* What is kept of its frame, in its order: the message behind `after`, or the first, where that is NULL; NULL at the
 * end. */
const struct sighting *capture_in_frame(const struct capture *c, uint32_t frame, const struct sighting *after);

/* Tells that a frame is read for the first time. Where its number was another frame's before (`tshark -2 -R` drops
 * frames and gives their numbers away), the messages of that one are in no frame any more. */
void capture_new_frame(struct capture *c, uint32_t frame);

/* Tells the time of a frame, SIP or not: absences are judged against the newest. */
void capture_tick(struct capture *c, int64_t time);

/* The newest time that counts for a transaction: of the unbroken stretch of the capture that it began in. Nothing can
 * be said to be absent from a time in which nobody captured. */
int64_t capture_now(const struct capture *c, const struct transaction *t);

/* Learns one message. Call in the order of the capture, once a message. Returns its sighting, never NULL. */
struct sighting *capture_learn(struct capture *c, const struct sip_message *m, const struct identity *id,
                               const struct fault_list *faults, const struct arrival *arrival);

/* What the capture shows of DNS and of packets that did not get through; for intake to fill in. */
struct names *capture_names(const struct capture *c);
struct obstacles *capture_obstacles(const struct capture *c);

/* Learns that an ICMP error quoted this message, of which little may be left. Returns a sighting that is in no list,
 * with the transaction that the quoted message belongs to; NULL when there is none. */
struct sighting *capture_learn_icmp(struct capture *c, const struct sip_message *m, const struct identity *id,
                                    const struct arrival *arrival);

/* Learns a response of which so far only the first IP fragment is here; the frame that completes it, if any, is learnt
 * as usual. Returns a sighting that is in no list, or NULL when it answers no request. */
struct sighting *capture_learn_fragment(struct capture *c, const struct sip_message *m, const struct identity *id,
                                        const struct arrival *arrival);

/* Has SIP been seen between these two, over this transport? */
bool capture_knows_peers(const struct capture *c, const struct endpoint *a, const struct endpoint *b,
                         enum transport transport);

/* Tells that the capture lacks segments of this TCP connection, or holds them in another order: what seems absent from
 * it may have been there. */
void capture_lost_segment(struct capture *c, const struct endpoint *a, const struct endpoint *b);

/* The newest transaction of that method between these hosts that was answered with 2xx and whose request is held; NULL
 * when there is none. */
const struct transaction *capture_accepted_like(const struct capture *c, const struct transaction *t);

/* How many transactions there are, those that were let go included. */
uint32_t capture_count(const struct capture *c);

/* By number, 1 to capture_count(); NULL where it was let go. */
const struct transaction *capture_transaction(const struct capture *c, uint32_t number);

/* The first one beyond a number; NULL at the end. */
const struct transaction *capture_beyond(const struct capture *c, uint32_t number);

/* ACKs whose headers were cut off so that they fit nowhere: with any of these, no ACK can be called missing. */
uint32_t capture_unplaced_acks(const struct capture *c);

#endif
