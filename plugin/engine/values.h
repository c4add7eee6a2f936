/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The shapes that the values of many headers share: tokens, lists of them, numbers, each with or without parameters
 * (RFC 3261 25.1). A check sets the flaw of the first byte that does not fit; `value` is trimmed.
 */
#ifndef SIPDIAG_VALUES_H
#define SIPDIAG_VALUES_H

#include "flaw.h"

bool is_token(struct slice s);

/* What stands before the parameters, or before the comma in front of the next value; `rest` goes on behind it. */
struct slice value_head(struct slice *rest);

/* *( SEMI generic-param ), to the end or to a comma. */
void value_params(struct slice *rest, struct flaw *flaw);

/* For headers that take one value: nothing may be left behind it. */
void value_end(struct slice rest, struct flaw *flaw);

/* token *( COMMA token ); the same, or nothing; token alone. */
void check_tokens(struct slice value, struct flaw *flaw);
void check_optional_tokens(struct slice value, struct flaw *flaw);
void check_token(struct slice value, struct flaw *flaw);

/* token *( SEMI generic-param ), once; a list of those. */
void check_token_params(struct slice value, struct flaw *flaw);
void check_token_params_list(struct slice value, struct flaw *flaw);

/* delta-seconds *( SEMI generic-param ) */
void check_seconds_params(struct slice value, struct flaw *flaw);

/* [ accept-range *( COMMA accept-range ) ] (20.1) */
void check_accept(struct slice value, struct flaw *flaw);

/* 1*DIGIT [ "." *DIGIT ] [ LWS delay ] (20.38) */
void check_timestamp(struct slice value, struct flaw *flaw);

/* 1*DIGIT "." 1*DIGIT (20.24) */
void check_mime_version(struct slice value, struct flaw *flaw);

#endif
