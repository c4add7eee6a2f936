/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * For each cause, what must bring it up and what looks like it and must not. A case bends one place of a request that
 * is clean, or is a script that is played into a capture. test_causes.c runs them all and counts them by cause.
 */
#ifndef SIPDIAG_TEST_CASES_H
#define SIPDIAG_TEST_CASES_H

#include "causes.h"
#include "faults.h"

enum outcome { TRIGGERS, LOOKALIKE };

/* Bytes alone: the fault is among those of the message, or no fault of that cause is. */
struct byte_case {
    enum cause_id cause;
    enum outcome outcome;
    const char *method;       /* of the clean request; a status code: the clean response with it */
    const char *from;         /* this, which occurs in it, ...; NULL: `to` is a new row in front of Content-Length */
    const char *to;           /* ... becomes this; the octet 0x1a stands for NUL */
    const char *where;        /* TRIGGERS: the bytes at fault; NULL: not compared */
    const char *more;         /* other faults that come with it, "id id"; NULL: the message has no other fault */
    enum transport transport; /* TRANSPORT_UNKNOWN stands for UDP */
};

/* History: a script (support.h); some transaction's verdict names the cause, be it in a note, or none does. */
struct script_case {
    enum cause_id cause;
    enum outcome outcome;
    const char *script;
};

/* The tables, one a file cases_*.c; each ends with a row of zeros. */
extern const struct byte_case core_cases[], address_cases[], framing_cases[], body_cases[], extension_cases[],
    credential_cases[];
extern const struct script_case script_cases[], ack_cases[];

/* A clean request of that method: INVITE, OPTIONS, BYE, CANCEL, REGISTER, PRACK, SUBSCRIBE, NOTIFY, PUBLISH, INFO,
 * REFER, MESSAGE, UPDATE, ACK or NEW'METHOD!; or a clean response, by its status code: 100, 200 or 400.
 * "Content-Length: @" stands for the length of what follows the headers. Static. */
const char *clean_request(const char *method);

/* The request with `from` made `to`, and the "@" replaced. Free it. `from` must occur. */
char *bent_request(const char *method, const char *from, const char *to, enum transport transport);

#endif
