/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ";name=value" tails of Via, From, To, Contact and their like: *( SEMI generic-param ), RFC 3261 25.1.
 */
#ifndef SIPDIAG_PARAMS_H
#define SIPDIAG_PARAMS_H

#include "chars.h"
#include "flaw.h"

struct param {
    struct slice whole; /* name to end of value, without the semicolon */
    struct slice name;
    struct slice value; /* quotes included where it is a quoted-string; at == NULL when there is no '=' */
};

/* What param_next() does where there is something to read: `rest` begins with neither white space nor a comma. */
bool param_read(struct slice *rest, struct param *param, struct flaw *flaw);

/* Reads the next parameter off `rest`, which it advances. Stops, returning false, at the end of `rest` or at a comma
 * outside quotes (then rest->at points to it). Values are read leniently: whatever is neither separator nor white space
 * belongs to them; a flaw is set for an empty parameter, an open quote, and text that no separator leads in, an odd one
 * for names and values outside the grammar. */
static inline bool param_next(struct slice *rest, struct param *param, struct flaw *flaw)
{
    skip_lws(rest);
    return rest->len && rest->at[0] != ',' && param_read(rest, param, flaw);
}

#endif
