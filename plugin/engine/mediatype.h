/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Content-Type = media-type = m-type SLASH m-subtype *(SEMI m-parameter), RFC 3261 20.15, 25.1; the boundary of a
 * multipart after RFC 2046 5.1.1.
 */
#ifndef SIPDIAG_MEDIATYPE_H
#define SIPDIAG_MEDIATYPE_H

#include "flaw.h"

struct media_type {
    struct slice type;
    struct slice subtype;
    struct slice boundary; /* value of the first boundary parameter, without quotation marks; at == NULL: none */
    struct flaw flaw;
};

/* Reads the value of a Content-Type. Fills what can be told; flaw.what is NULL when it is well formed. Parameters that
 * only lack a name or a value are mild: the type can be read all the same. */
void media_type_parse(struct media_type *mt, struct slice text);

/* Is it type/subtype, in any case? A subtype of NULL stands for any. */
bool media_type_is(const struct media_type *mt, const char *type, const char *subtype);

#endif
