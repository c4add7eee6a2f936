/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a grammar check found: the bytes at fault and what is wrong with them, as a phrase that continues
 * "the Via header: ...". Only the first flaw of a construct is kept; later ones mostly follow from it. A mild one,
 * against the grammar but read alike by everybody, gives way to any other.
 */
#ifndef SIPDIAG_FLAW_H
#define SIPDIAG_FLAW_H

#include "slice.h"

struct flaw {
    const char *what; /* static text; NULL: no flaw */
    struct slice where;
    bool mild;
};

static inline void flaw_set(struct flaw *flaw, struct slice where, const char *what)
{
    if (!flaw->what || flaw->mild)
        *flaw = (struct flaw){what, where, false};
}

static inline void flaw_set_mild(struct flaw *flaw, struct slice where, const char *what)
{
    if (!flaw->what)
        *flaw = (struct flaw){what, where, true};
}

#endif
