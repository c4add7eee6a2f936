/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "via.h"

#include "chars.h"
#include "params.h"
#include "uri.h"

static const struct slice cookie = SLICE_LITERAL("z9hG4bK");

/* One token of sent-protocol, white space around it skipped. */
static struct slice read_token(struct slice *rest)
{
    struct slice token;

    skip_lws(rest);
    token = slice_of(rest->at, span(*rest, C_TOKEN));
    *rest = slice_from(*rest, token.len);
    return token;
}

static bool skip_token_and_slash(struct slice *rest)
{
    if (read_token(rest).len == 0)
        return false;
    skip_lws(rest);
    if (rest->len == 0 || rest->at[0] != '/')
        return false;
    *rest = slice_from(*rest, 1);
    return true;
}

/* protocol-name SLASH protocol-version SLASH, as everybody writes it. */
static bool skip_usual_protocol(struct slice *rest)
{
    static const struct slice usual = SLICE_LITERAL("SIP/2.0/");

    if (rest->len < usual.len || memcmp(rest->at, usual.at, usual.len) != 0)
        return false;
    *rest = slice_from(*rest, usual.len);
    return true;
}

/* RFC 2543 allowed a comment behind the parameters; comments nest. */
static void skip_comment(struct slice *rest, struct flaw *flaw)
{
    uint32_t depth = 0, i = 0;

    skip_lws(rest);
    if (rest->len == 0 || rest->at[0] != '(')
        return;
    do {
        if (rest->at[i] == '\\')
            i++;
        else if (rest->at[i] == '(')
            depth++;
        else if (rest->at[i] == ')')
            depth--;
        i++;
    } while (depth && i < rest->len);
    if (depth)
        flaw_set(flaw, *rest, "a comment that is never closed");
    *rest = slice_from(*rest, i);
}

static bool comment_ahead(struct slice rest)
{
    skip_lws(&rest);
    return rest.len && rest.at[0] == '(';
}

/* sent-protocol = protocol-name SLASH protocol-version SLASH transport */
static bool read_protocol(struct via *via, struct slice *rest)
{
    struct slice begin;

    skip_lws(rest);
    begin = *rest;
    /* NOLINTNEXTLINE(misc-redundant-expression): the second call goes on behind the first */
    if (skip_usual_protocol(rest) || (skip_token_and_slash(rest) && skip_token_and_slash(rest)))
        via->transport = read_token(rest);
    if (via->transport.len == 0)
        flaw_set(&via->flaw, slice_of(begin.at, MIN(begin.len, 16u)), "no sent-protocol such as SIP/2.0/UDP");
    return via->transport.len > 0;
}

static void skip_to_next(struct slice *rest)
{
    uint32_t i = 0;

    while (i < rest->len && rest->at[i] != ',') {
        uint32_t quoted = rest->at[i] == '"' ? quoted_length(slice_from(*rest, i)) : 1;
        i += quoted ? quoted : rest->len - i; /* an open quotation swallows the rest */
    }
    *rest = slice_from(*rest, i + 1);
}

void via_parse(struct via *via, struct slice *rest)
{
    struct slice text = *rest;
    struct param param;
    uint32_t used;

    memset(via, 0, sizeof *via);
    if (read_protocol(via, &text)) {
        uint32_t gap = span(text, C_LWS);
        text = slice_from(text, gap);
        if (gap == 0 || text.len == 0 || text.at[0] == ';' || text.at[0] == ',') {
            flaw_set(&via->flaw, slice_between(via->transport.at, text.at), "no sent-by behind the transport");
        } else {
            used = hostport_parse(text, true, &via->host, &via->port, &via->flaw);
            via->sent_by = slice_of(text.at, used);
            text = slice_from(text, used);
        }
        if (comment_ahead(text))
            skip_comment(&text, &via->flaw);
        while (!comment_ahead(text) && param_next(&text, &param, &via->flaw)) {
            if (!via->branch.at && slice_is_nocase(param.name, "branch"))
                via->branch = param.value.at ? param.value : slice_from(param.name, param.name.len);
            else if (slice_is_nocase(param.name, "received"))
                via->received = param.value;
            else if (slice_is_nocase(param.name, "maddr"))
                via->maddr = param.value;
            else if (slice_is_nocase(param.name, "rport"))
                via->rport = param.value;
        }
        skip_comment(&text, &via->flaw);
    }
    skip_lws(&text);
    via->has_cookie = via->branch.len >= cookie.len && slice_equal_nocase(slice_of(via->branch.at, cookie.len), cookie);
    if (text.len && text.at[0] != ',')
        flaw_set(&via->flaw, text, "text where a ';', a ',' or the end was due");
    *rest = text;
    skip_to_next(rest);
}
