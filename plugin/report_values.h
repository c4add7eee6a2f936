/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the record of a transaction says, whatever form it is printed in: report_json.c and report_csv.c ask here, so
 * that the two cannot differ.
 */
#ifndef SIPDIAG_REPORT_VALUES_H
#define SIPDIAG_REPORT_VALUES_H

#include "packet-sipdiag.h"

#define RECORD_SCHEMA 1 /* of docs/record.schema.json, which says when it changes */

struct record {
    const struct transaction *t;
    struct verdict v;
};

/* Judges `t` and makes its record. */
void record_read(struct record *r, const struct transaction *t);

/* Where there is nothing to tell, `at` is NULL; an empty phrase is one. */
struct slice record_reason_phrase(const struct record *r);

/* The header at fault, by its long name; NULL: none, or the transaction is not bad. */
const char *record_cause_header(const struct record *r);

/* The faults of the request that are shown: each call gives the next, NULL behind the last. `*i` begins at 0. */
const struct fault *record_next_fault(const struct record *r, unsigned *i);

#define CLAIM_TEXT_SIZE 320

/* Was the request refused? Then what the responder says of it: its words, printed into `out`, and the cause that they
 * name, NULL where they name none. */
bool record_has_claim(const struct record *r);
const char *record_claim_text(const struct record *r, char out[CLAIM_TEXT_SIZE]);
const char *record_claim(const struct record *r);

enum frames_of {
    FRAMES_REQUEST,
    FRAMES_PROVISIONAL,
    FRAMES_FINAL,
    FRAMES_ACK, /* its own ACKs, then those of another hop that acknowledged it */
    FRAMES_CANCEL,
};

/* Hands over the number of each frame, copies included, in the order of the capture. */
void record_frames(const struct record *r, enum frames_of which, void (*take)(void *data, uint32_t frame), void *data);

/* From one message to another: nanoseconds, where both are there and have a time. */
struct interval {
    bool known;
    int64_t ns;
};

static inline double milliseconds(int64_t ns)
{
    return (double)ns / 1e6;
}

struct interval record_response_time(const struct record *r);
struct interval record_provisional_time(const struct record *r);
struct interval record_ack_time(const struct record *r); /* of the first final response that has its ACK */

/* Requests and final responses that were sent again. */
uint32_t record_retransmissions(const struct record *r);

#define TIME_TEXT_SIZE 40

/* When its first message was captured, "2026-01-31T10:00:00.000000Z"; NULL where the capture does not say. */
const char *record_start(const struct record *r, char out[TIME_TEXT_SIZE]);

/* `s` as slice_print() writes it, all of it but for the end of what is very long; to be freed with g_free(). NULL where
 * `at` is. */
char *slice_text(struct slice s);

#endif
