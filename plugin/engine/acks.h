/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ledger of what has to be acknowledged. Each final response to an INVITE opens a leg, one a To tag: a forked
 * INVITE has several, and each 2xx needs an ACK of its own (RFC 3261 13.2.2.4). Each reliable provisional response
 * opens one, too, for its PRACK (RFC 3262 3). A leg remembers where its acknowledgement is due, its response's copies,
 * the ACKs that fit, those that almost fit, and what the two sides did next.
 */
#ifndef SIPDIAG_ACKS_H
#define SIPDIAG_ACKS_H

#include "transactions.h"

#define MAX_LEGS       32 /* To tags a transaction */
#define MAX_WRONG_ACKS 4  /* kept a leg */
#define MAX_HOPS       64 /* INVITE transactions of a call that one message is held against, newest first */
#define LEG_GAPS       3

/* What an ACK or a PRACK says, for holding against what was due. */
struct ack {
    struct slice request_uri;
    struct slice route; /* all of its values, joined with commas */
    struct slice from_tag;
    struct endpoint src, dst;
    uint64_t cseq;     /* of a PRACK: the number in RAck */
    uint64_t rseq;     /* of a PRACK; else 0 */
    struct slice rack; /* of a PRACK: the whole value */
    uint64_t hops;     /* Max-Forwards; UINT64_MAX: none */
    uint8_t transport; /* enum transport */
    uint8_t vias;      /* 1: it comes from the party that built it */
    bool same_branch;  /* that of its INVITE */
    bool other_call;   /* its Call-ID is not that of its INVITE */
    bool has_body;
};

/* The BYE that ended a dialog, or its first copy. */
struct ending {
    struct sighting *bye;
    bool by_caller;
    struct slice reason, warning; /* values, as on the wire */
};

/* What few legs have: all that comes of a response that is repeated, or of an ACK that is wrong. */
struct leg_extras {
    int64_t gap;              /* between the two newest unprompted copies; 0 before the second */
    int64_t gaps[LEG_GAPS];   /* the first ones, from which T1 can be read */
    uint32_t retransmissions; /* spaced copies sent on the responder's own timer, not in reply to a repeated request */
    uint32_t after_ack;       /* those that came after a matching ACK */
    uint32_t after_wrong;     /* those that came after an ACK that does not match */
    uint32_t wrong_count;
    struct sighting *wrong[MAX_WRONG_ACKS];
    struct sighting *altered; /* a copy seen at another point with another Contact */
    struct slice altered_contact;
    bool bye_blames_ack; /* the Reason of the answering side's BYE says so in words */
    bool bye_timed_out;  /* ... is SIP;cause=408 */
};

struct leg {
    struct leg *next;
    struct sighting *response;    /* first copy */
    struct sighting *newest;      /* newest copy, duplicates included */
    struct sighting *ack;         /* first matching one, on whatever hop */
    struct sighting *ack_here;    /* first matching one on the hop of the INVITE */
    struct sighting *last_ack;    /* newest of those */
    struct sighting *bye;         /* first BYE of the answering side in this dialog */
    struct sighting *caller_next; /* newest request of the caller in this dialog; ACK, PRACK and CANCEL apart */
    struct sighting *callee_next; /* newest request of the answering side */
    const struct ending *ending;
    const struct leg_extras *extras; /* never NULL */
    struct slice to_tag;
    struct slice contact;      /* of the first copy: its first value ... */
    struct slice record_route; /* ... and all of these, joined with commas */
    struct slice via_sent_by;  /* of its top Via */
    uint64_t rseq;             /* of a reliable provisional response; 0: a final one */
    int64_t last_copy;         /* time of the newest copy that is no duplicate */
    int64_t awaited;           /* until when the next copy was due at the first ACK */
    int64_t refreshed;         /* the newest re-INVITE or UPDATE; 0: none */
    uint32_t session_expires;  /* seconds, of a 2xx; 0: none */
    uint32_t acks;             /* matching ones on this hop, duplicates apart */
    uint16_t status;
    struct endpoint src, dst; /* of its packet */
    struct endpoint via;      /* where its top Via has it go (18.2.2, RFC 3581 4); len 0: to a name */
    uint8_t vias;             /* that the response still carries */
    bool has_offer;           /* a session description */
};

static inline bool leg_is_2xx(const struct leg *leg)
{
    return leg->status / 100 == 2;
}

/* Does this ACK, or PRACK, complete this leg of `t`? By branch for 3xx-6xx (17.1.1.3), by dialog on any path for 2xx
 * (13.2.2.4), by RAck for a provisional response (RFC 3262 3). A response without To tag, as low-level parsers send it,
 * takes any. */
bool ack_fits(const struct transaction *t, const struct leg *leg, const struct sighting *ack);

/* Did the ACK travel the hop of `t`'s INVITE, in its direction? */
bool ack_is_here(const struct transaction *t, const struct ack *ack);

/* For transactions.c, as it learns. */

/* The leg that a final response to an INVITE is a copy for, or NULL; that of a reliable provisional response. */
struct leg *acks_leg(const struct transaction *t, struct slice to_tag, uint16_t status);
struct leg *acks_reliable_leg(const struct transaction *t, struct slice to_tag, uint64_t rseq);

/* RSeq of a reliable provisional response (RFC 3262 3); 0: it is none. */
uint64_t acks_rseq(const struct sip_message *m);

/* A copy of a final response to an INVITE, or of a reliable provisional one. */
void acks_learn_response(struct transaction *t, struct sighting *s, const struct sip_message *m,
                         const struct identity *id, const struct arrival *a);

/* What an ACK or a PRACK says. */
struct ack *acks_read(struct call *call, const struct sip_message *m, const struct identity *id,
                      const struct arrival *a);

/* The INVITE transaction that an ACK belongs to: the one with its branch (`by_branch`, may be NULL), else by dialog,
 * else the newest of the same caller on the same hop, which it may have been meant for; NULL when there is none. */
struct transaction *acks_owner(const struct call *call, struct transaction *by_branch, const struct identity *id,
                               const struct peers *peers, unsigned direction);

/* Is it the ACK for this INVITE of another Call-ID: everything else of the dialog is the same? */
bool acks_fits_but_for_call(const struct transaction *t, const struct identity *id);

/* Enters an ACK into every leg that it fits, on every hop; where it fits none, into those of its owner that it misses.
 */
void acks_learn_ack(struct sighting *s);

/* Any other request: it may belong to the dialog that a leg opened. */
void acks_learn_request(struct sighting *s, const struct sip_message *m, const struct identity *id,
                        const struct arrival *a);

#endif
