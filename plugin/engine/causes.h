/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every cause that a verdict or a fault can name: one table, causes.def, is the source of the ids, the words,
 * the clauses and the docs.
 */
#ifndef SIPDIAG_CAUSES_H
#define SIPDIAG_CAUSES_H

#include <stdint.h>

/* How sure a fault is as the reason for a rejection. */
enum certainty {
    CERTAIN,   /* the grammar or a MUST is broken in something that every receiver has to read */
    TOLERATED, /* a violation that receivers are told, or known, to accept */
    SUSPECT,   /* answered with another code as a rule, or left to the receiver */
    LEGAL,     /* legal, or minded by the strictest receivers only: shown beside a refusal and nowhere else */
};

enum cause_id {
    CAUSE_NONE = 0,
#define GROUP(title)
#define X(id, certainty, status, title, clause, means, example, fix) CAUSE_##id,
#include "causes.def"
#undef X
#undef GROUP
    CAUSE_COUNT,
};

struct cause {
    const char *id;
    enum certainty certainty;
    uint16_t status;
    const char *title;
    const char *clause;
    const char *means;   /* what is wrong and why receivers mind; for the docs, as is the example */
    const char *example; /* a piece of a message, or a sketch of what happened; rows end in a line feed, but the last */
    const char *fix;
};

/* The row of a cause; for CAUSE_NONE a row of NULLs. */
const struct cause *cause_get(enum cause_id id);

/* "certain", "tolerated", "suspect"; for LEGAL "suspect", too. */
const char *certainty_name(enum certainty c);

#endif
