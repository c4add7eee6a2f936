/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "params.h"

#include "chars.h"

/* token / host / quoted-string, and whatever else real stacks put there. */
static struct slice read_value(struct slice *rest, struct flaw *flaw)
{
    struct slice value = *rest;
    uint32_t n = 0;

    if (rest->len && rest->at[0] == '"') {
        n = quoted_length(*rest);
        if (n == 0) {
            flaw_set(flaw, *rest, "a quotation mark that is never closed");
            n = rest->len;
        }
    } else {
        n = span(*rest, C_VALUE);
        for (; n < rest->len && !char_is(rest->at[n], C_LWS) && rest->at[n] != ';' && rest->at[n] != ','; n++)
            if (!char_is(rest->at[n], C_VALUE) && rest->at[n])
                flaw_set_odd(flaw, slice_of(rest->at + n, 1),
                             "a parameter value that is no token, host or quoted text");
        if (n == 0)
            flaw_set_odd(flaw, slice_of(rest->at - 1, 1), "a parameter with an '=' and no value");
    }
    value.len = n;
    *rest = slice_from(*rest, n);
    return value;
}

/* A NUL ends a name, too: no text goes on behind it. */
static bool ends_name(char c)
{
    return char_is(c, C_LWS) || c == ';' || c == ',' || c == '"' || c == '\0';
}

bool param_read(struct slice *rest, struct param *param, struct flaw *flaw)
{
    const char *semicolon;
    uint32_t n;

    if (rest->at[0] != ';') {
        struct slice stray = *rest;
        while (stray.len && char_is(stray.at[stray.len - 1], C_LWS))
            stray.len--;
        flaw_set(flaw, stray, "text where a ';' or the end was due");
        *rest = slice_from(*rest, rest->len);
        return false;
    }
    semicolon = rest->at;
    *rest = slice_from(*rest, 1);
    skip_lws(rest);

    n = span(*rest, C_TOKEN);
    for (; n < rest->len && rest->at[n] != '=' && !ends_name(rest->at[n]); n++)
        flaw_set_odd(flaw, slice_of(rest->at + n, 1), "a parameter name that is no token");
    param->name = slice_of(rest->at, n);
    param->value = SLICE_NONE;
    param->whole = param->name;
    *rest = slice_from(*rest, n);
    if (n == 0 && rest->len == 0)
        flaw_set_mild(flaw, slice_of(semicolon, 1), "a ';' that nothing follows");
    else if (n == 0)
        flaw_set(flaw, slice_between(semicolon, rest->at + 1), "an empty parameter");

    struct slice ahead = *rest;
    skip_lws(&ahead);
    if (ahead.len && ahead.at[0] == '=') {
        ahead = slice_from(ahead, 1);
        skip_lws(&ahead);
        param->value = read_value(&ahead, flaw);
        *rest = ahead;
    }
    param->whole = slice_between(param->name.at, rest->at);
    return true;
}
