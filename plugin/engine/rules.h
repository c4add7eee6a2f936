/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the rule books rules_*.c share. A rule looks at one message and adds the faults it finds; its row in the book
 * says which messages it is for. RFC 3261 20: a header that does not apply to a method is ignored, so the row names the
 * methods for which tables 2 and 3 (and those of the extensions) do not have a "-".
 */
#ifndef SIPDIAG_RULES_H
#define SIPDIAG_RULES_H

#include "faults.h"
#include "methods.h"

#define QUOTE 72 /* longest piece of the wire that a sentence quotes */

/* What a rule gets to see. */
struct scene {
    const struct sip_message *m;
    const struct identity *id;
    enum transport transport;
    unsigned method; /* its bit, methods.h */
    struct fault_list *out;
};

/* A set of messages: requests by their method (methods.h), and the responses. */
enum { RESPONSES = M_OTHER << 1, REQUESTS = ANY_METHOD, ALL = REQUESTS | RESPONSES };
enum { START_LINE = RESPONSES << 1 }; /* beside them: not where the start line was cut off */

struct rule {
    void (*check)(struct scene *);
    unsigned messages;     /* those it is for */
    enum header_id header; /* only where this header is there; H_OTHER: always */
};

/* The books: each ends with a row of zeros. */
extern const struct rule start_line_rules[], core_rules[], via_rules[], address_rules[], framing_rules[];
extern const struct rule extension_rules[], credential_rules[], body_rules[];

/* Adds a fault: the bytes (an `at` of NULL stands for the start line) and a sentence without its full stop. */
G_GNUC_PRINTF(6, 7)
void fault_add(struct scene *s, enum cause_id cause, enum certainty certainty, enum header_id header,
               struct slice where, const char *format, ...);

/* The same with the certainty that the table of causes gives. */
#define ADD(s, cause, header, where, ...) \
    fault_add(s, CAUSE_##cause, cause_get(CAUSE_##cause)->certainty, header, where, __VA_ARGS__)

/* The certainty of a flaw in a place where a grave one has the certainty `grave`. */
enum certainty flaw_certainty(const struct flaw *flaw, enum certainty grave);

/* Adds what a grammar check found: "Via has an empty host: ...". `certainty` is that of a grave flaw. */
void fault_add_flaw(struct scene *s, enum cause_id cause, enum certainty certainty, enum header_id header,
                    const struct flaw *flaw);

/* Writes down what should stand there instead of the fault that was added last: a whole line, as it is to be sent. */
G_GNUC_PRINTF(2, 3)
void fault_repair(struct scene *s, const char *format, ...);

/* The first row with this id as a whole; SLICE_NONE when there is none. */
struct slice rule_row(const struct sip_message *m, enum header_id id);

/* May the absence of a header be held against the message? Not where the capture, or our own limit, cut rows off. */
bool rule_headers_complete(const struct sip_message *m);

/* RFC 2543 senders know neither branch cookie nor the rules that came with it (RFC 3261 17.2.3). */
static inline bool is_rfc2543(const struct scene *s)
{
    return !s->id->via.has_cookie;
}

#endif
