/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "digest.h"

#include "chars.h"

/* `quoted`: the grammar asks for a quoted-string. The others often come quoted as well, which auth-param allows. */
static const struct {
    struct slice name;
    bool quoted;
} params[DIGEST_PARAMS] = {
    [DIGEST_USERNAME] = {SLICE_LITERAL("username"), true},
    [DIGEST_USERNAME_EXT] = {SLICE_LITERAL("username*"), false},
    [DIGEST_REALM] = {SLICE_LITERAL("realm"), true},
    [DIGEST_NONCE] = {SLICE_LITERAL("nonce"), true},
    [DIGEST_URI] = {SLICE_LITERAL("uri"), true},
    [DIGEST_RESPONSE] = {SLICE_LITERAL("response"), true},
    [DIGEST_ALGORITHM] = {SLICE_LITERAL("algorithm"), false},
    [DIGEST_CNONCE] = {SLICE_LITERAL("cnonce"), true},
    [DIGEST_OPAQUE] = {SLICE_LITERAL("opaque"), true},
    [DIGEST_QOP] = {SLICE_LITERAL("qop"), false},
    [DIGEST_NC] = {SLICE_LITERAL("nc"), false},
};

const char *digest_param_name(enum digest_param p)
{
    return params[p].name.at;
}

/* Bytes up to the next comma, for a sentence to quote. */
static struct slice up_to_comma(struct slice s)
{
    int64_t comma = slice_find(s, ',');
    return slice_trim(comma < 0 ? s : slice_of(s.at, (size_t)comma));
}

static enum digest_param param_lookup(struct slice name)
{
    enum digest_param p = 0;

    while (p < DIGEST_PARAMS && !slice_equal_nocase(name, params[p].name))
        p++;
    return p;
}

/* token / quoted-string. `whole` is from the name to the end of the value. */
static void read_value(struct digest *d, struct slice *rest, enum digest_param p, const char *name)
{
    struct slice value = *rest, whole;
    bool quoted = rest->len && rest->at[0] == '"';
    uint32_t n = 0;

    if (quoted) {
        n = quoted_length(*rest);
        if (n == 0) {
            flaw_set(&d->flaw, slice_between(name, slice_end(*rest)), "a quotation mark that is never closed");
            return;
        }
        value = slice_of(rest->at + 1, n - 2);
    } else {
        while (n < rest->len && rest->at[n] != ',' && !char_is(rest->at[n], C_LWS))
            n++;
        value.len = n;
    }
    *rest = slice_from(*rest, n);
    whole = slice_between(name, rest->at);
    if (!quoted && n == 0)
        flaw_set_mild(&d->flaw, whole, "a parameter without a value");
    else if (p < DIGEST_PARAMS && params[p].quoted && !quoted)
        flaw_set_mild(&d->flaw, whole, "a value without quotation marks");
    if (p == DIGEST_PARAMS)
        return;
    if (!d->values[p].at)
        d->values[p] = value;
    else if (!slice_equal(d->values[p], value))
        flaw_set_mild(&d->flaw, whole, "a parameter that is there twice");
}

/* auth-param = auth-param-name EQUAL ( token / quoted-string ). Returns false at the end. */
static bool read_param(struct digest *d, struct slice *rest)
{
    struct slice name;

    /* An empty element is legal where lists are HTTP's (RFC 7230 7), and nobody minds. */
    while (rest->len && (rest->at[0] == ',' || char_is(rest->at[0], C_LWS)))
        *rest = slice_from(*rest, 1);
    if (rest->len == 0)
        return false;
    name = slice_of(rest->at, span(*rest, C_TOKEN));
    if (name.len == 0) {
        flaw_set(&d->flaw, up_to_comma(*rest), "text where a parameter was due");
        return false;
    }
    *rest = slice_from(*rest, name.len);
    skip_lws(rest);
    if (rest->len == 0 || rest->at[0] != '=') {
        flaw_set(&d->flaw, name, "a parameter without '='");
        return false;
    }
    *rest = slice_from(*rest, 1);
    skip_lws(rest);
    read_value(d, rest, param_lookup(name), name.at);
    skip_lws(rest);
    if (rest->len && rest->at[0] != ',')
        flaw_set(&d->flaw, up_to_comma(*rest), "text where a comma was due");
    return d->flaw.weight < FLAW_GRAVE;
}

static void check_hex(struct digest *d, enum digest_param p, unsigned lengths, const char *what)
{
    struct slice value = d->values[p];

    if (value.len &&
        (span(value, C_HEX) != value.len || value.len > 128 || value.len % 8 != 0 || !(lengths & 1u << value.len / 8)))
        flaw_set_mild(&d->flaw, value, what);
}

void digest_parse(struct digest *d, struct slice value)
{
    struct slice rest = slice_trim(value), ahead;

    memset(d, 0, sizeof *d);
    d->scheme = slice_of(rest.at, span(rest, C_TOKEN));
    d->is_digest = slice_is_nocase(d->scheme, "Digest");
    ahead = rest = slice_from(rest, d->scheme.len);
    skip_lws(&ahead);
    if (d->scheme.len == 0 || (!d->is_digest && ahead.len && ahead.at[0] == '=')) {
        flaw_set(&d->flaw, up_to_comma(slice_trim(value)), "no scheme in front of the parameters");
        return;
    }
    if (!d->is_digest)
        return;
    if (rest.len && rest.at == ahead.at) {
        flaw_set(&d->flaw, slice_of(rest.at, 1), "no space behind the scheme");
        return;
    }
    while (read_param(d, &rest))
        ;
    /* 32 digits for MD5 and AKA, 64 for SHA-256 and SHA-512-256 (RFC 7616 3.4.1, RFC 8760), 128 for SHA-512. */
    check_hex(d, DIGEST_RESPONSE, 1 << 4 | 1 << 8 | 1 << 16, "a response that is not 32 or 64 hexadecimal digits");
    check_hex(d, DIGEST_NC, 1 << 1, "an nc that is not 8 hexadecimal digits");
}
