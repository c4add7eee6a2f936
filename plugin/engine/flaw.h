/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a grammar check found: the bytes at fault and what is wrong with them, as a phrase that continues
 * "the Via header: ...". Only the first flaw of a construct is kept; later ones mostly follow from it. A lighter one
 * gives way to a heavier one.
 */
#ifndef SIPDIAG_FLAW_H
#define SIPDIAG_FLAW_H

#include "slice.h"

enum flaw_weight {
    FLAW_NONE,
    FLAW_ODD,   /* against the letter of the grammar, and so common that only the strictest receivers mind */
    FLAW_MILD,  /* against the grammar, but read alike by everybody */
    FLAW_GRAVE, /* receivers cannot tell, or do not agree, what is meant */
};

struct flaw {
    const char *what; /* static text; NULL: no flaw */
    struct slice where;
    enum flaw_weight weight;
};

static inline void flaw_set_weight(struct flaw *flaw, enum flaw_weight weight, struct slice where, const char *what)
{
    if (weight > flaw->weight)
        *flaw = (struct flaw){what, where, weight};
}

static inline void flaw_set(struct flaw *flaw, struct slice where, const char *what)
{
    flaw_set_weight(flaw, FLAW_GRAVE, where, what);
}

static inline void flaw_set_mild(struct flaw *flaw, struct slice where, const char *what)
{
    flaw_set_weight(flaw, FLAW_MILD, where, what);
}

static inline void flaw_set_odd(struct flaw *flaw, struct slice where, const char *what)
{
    flaw_set_weight(flaw, FLAW_ODD, where, what);
}

#endif
