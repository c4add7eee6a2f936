/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "values.h"

#include "chars.h"
#include "params.h"

bool is_token(struct slice s)
{
    return s.len && span(s, C_TOKEN) == s.len;
}

struct slice value_head(struct slice *rest)
{
    struct slice head = *rest;
    uint32_t n = 0;

    while (n < rest->len && rest->at[n] != ';' && rest->at[n] != ',')
        n++;
    head.len = n;
    *rest = slice_from(*rest, n);
    return slice_trim(head);
}

void value_params(struct slice *rest, struct flaw *flaw)
{
    struct param param;

    while (param_next(rest, &param, flaw))
        ;
}

void value_end(struct slice rest, struct flaw *flaw)
{
    if (rest.len)
        flaw_set(flaw, slice_of(rest.at, 1), "a ',' although the header takes one value only");
}

/* RFC 3261 has no empty elements in its lists, as HTTP's have (RFC 7230 7); receivers skip them. */
void check_tokens(struct slice value, struct flaw *flaw)
{
    struct slice rest = value;

    if (value.len == 0)
        flaw_set(flaw, value, "no value");
    while (value.len) {
        int64_t comma = slice_find(rest, ',');
        struct slice element = slice_trim(comma < 0 ? rest : slice_of(rest.at, (size_t)comma));

        if (element.len == 0)
            flaw_set_mild(flaw, slice_of(comma < 0 ? rest.at - 1 : rest.at + comma, 1), "an empty element");
        else if (!is_token(element))
            flaw_set(flaw, element, "an element that is no token");
        if (comma < 0)
            return;
        rest = slice_from(rest, (uint32_t)comma + 1);
    }
}

void check_optional_tokens(struct slice value, struct flaw *flaw)
{
    if (value.len)
        check_tokens(value, flaw);
}

void check_token(struct slice value, struct flaw *flaw)
{
    if (!is_token(value))
        flaw_set(flaw, value, "a value that is no token");
}

static void token_params(struct slice *rest, struct flaw *flaw)
{
    struct slice whole = *rest, head = value_head(rest);

    if (!is_token(head))
        flaw_set(flaw, head.len ? head : whole, "a value that does not begin with a token");
    value_params(rest, flaw);
}

void check_token_params(struct slice value, struct flaw *flaw)
{
    token_params(&value, flaw);
    value_end(value, flaw);
}

void check_token_params_list(struct slice value, struct flaw *flaw)
{
    token_params(&value, flaw);
    while (value.len) {
        value = slice_from(value, 1);
        token_params(&value, flaw);
    }
}

void check_seconds_params(struct slice value, struct flaw *flaw)
{
    struct slice rest = value, head = value_head(&rest);

    if (head.len == 0 || span(head, C_DIGIT) != head.len)
        flaw_set(flaw, head.len ? head : value, "a value that is not a number of seconds");
    value_params(&rest, flaw);
    value_end(rest, flaw);
}

void check_accept(struct slice value, struct flaw *flaw)
{
    struct slice rest = value;

    while (rest.len) {
        struct slice range = value_head(&rest);
        int64_t slash = slice_find(range, '/');

        if (slash < 0 || !is_token(slice_trim(slice_of(range.at, (size_t)slash))) ||
            !is_token(slice_trim(slice_from(range, (uint32_t)slash + 1))))
            flaw_set(flaw, range, "a value that is not type/subtype");
        value_params(&rest, flaw);
        rest = slice_from(rest, 1); /* the comma */
    }
}

/* *DIGIT [ "." *DIGIT ] */
static void skip_decimal(struct slice *rest)
{
    *rest = slice_from(*rest, span(*rest, C_DIGIT));
    if (rest->len && rest->at[0] == '.')
        *rest = slice_from(*rest, 1 + span(slice_from(*rest, 1), C_DIGIT));
}

void check_timestamp(struct slice value, struct flaw *flaw)
{
    struct slice rest = value;
    uint32_t gap;

    skip_decimal(&rest);
    gap = span(rest, C_LWS);
    rest = slice_from(rest, gap);
    if (gap)
        skip_decimal(&rest);
    if (span(value, C_DIGIT) == 0 || rest.len)
        flaw_set(flaw, value, "a value that is no time in seconds");
}

void check_mime_version(struct slice value, struct flaw *flaw)
{
    uint32_t major = span(value, C_DIGIT);
    struct slice minor = slice_from(value, major + 1);

    if (major == 0 || major == value.len || value.at[major] != '.' || minor.len == 0 ||
        span(minor, C_DIGIT) != minor.len)
        flaw_set(flaw, value, "a value that is no version");
}
