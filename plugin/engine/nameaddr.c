/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nameaddr.h"

#include "chars.h"
#include "params.h"

/* display-name without quotes is *(token LWS). */
static void check_display(struct name_addr *na)
{
    for (uint32_t i = 0; i < na->display.len; i++) {
        char c = na->display.at[i];
        if ((unsigned char)c >= 0x80)
            na->raw_utf8_display = true;
        else if (!char_is(c, C_TOKEN | C_LWS)) {
            flaw_set(&na->flaw, slice_of(na->display.at + i, 1),
                     "an unquoted display name with a character that needs quotation marks");
            return;
        }
    }
}

static void read_display(struct name_addr *na, struct slice *text)
{
    struct slice rest = *text;
    uint32_t n;

    if (rest.at[0] == '"') {
        n = quoted_length(rest);
        if (n == 0) {
            flaw_set(&na->flaw, rest, "a quotation mark that is never closed");
            *text = slice_from(rest, rest.len);
            return;
        }
        na->display = slice_of(rest.at, n);
        rest = slice_from(rest, n);
        skip_lws(&rest);
        if (rest.len == 0 || rest.at[0] != '<')
            flaw_set(&na->flaw, slice_of(rest.at, rest.len ? 1 : 0), "a display name that no '<' follows");
    } else {
        int64_t open = slice_find(rest, '<');
        na->display = slice_trim(slice_of(rest.at, (size_t)open));
        check_display(na);
        rest = slice_from(rest, (uint32_t)open);
    }
    *text = rest;
}

static void read_bracketed(struct name_addr *na, struct slice *text)
{
    int64_t close = slice_find(*text, '>');

    na->bracketed = true;
    if (close < 0) {
        na->uri_text = slice_from(*text, 1);
        flaw_set(&na->flaw, *text, "a '<' that no '>' closes");
        *text = slice_from(*text, text->len);
        return;
    }
    na->uri_text = slice_of(text->at + 1, (size_t)close - 1);
    *text = slice_from(*text, (uint32_t)close + 1);
}

/* addr-spec: a URI that runs to the first ';', ',' or white space, since parameters behind it are the header's (20.10).
 */
static void read_bare(struct name_addr *na, struct slice *text, bool single)
{
    uint32_t n = 0;

    while (n < text->len && !char_is(text->at[n], C_LWS) && text->at[n] != ';' && (single || text->at[n] != ','))
        n++;
    na->uri_text = slice_of(text->at, n);
    for (uint32_t i = 0; i < n; i++) {
        if (text->at[i] == '?' || text->at[i] == ',') {
            na->needs_brackets = true;
            flaw_set(&na->flaw, slice_of(text->at + i, 1),
                     text->at[i] == '?' ? "a '?' in a URI that stands without angle brackets"
                                        : "a ',' in a URI that stands without angle brackets");
            break;
        }
    }
    *text = slice_from(*text, n);
}

/* No URI without a flaw holds white space. */
static void check_uri(struct name_addr *na)
{
    struct slice text = na->uri_text;
    uint32_t space;

    sip_uri_parse(&na->uri, text);
    if (!na->uri.flaw.what)
        return;
    space = span_until(text, C_LWS);
    if (space < text.len) {
        flaw_set(&na->flaw, slice_of(text.at + space, 1), "white space inside the URI");
        sip_uri_parse(&na->uri, slice_trim(text));
    }
    flaw_set_weight(&na->flaw, na->uri.flaw.weight, na->uri.flaw.where, na->uri.flaw.what);
}

void name_addr_parse(struct name_addr *na, struct slice *rest, bool single)
{
    struct slice text = *rest;
    struct param param;
    uint32_t i = 0;

    skip_lws(&text);
    memset(na, 0, offsetof(struct name_addr, uri));
    if (text.len == 0) {
        memset(&na->uri, 0, sizeof na->uri);
        na->params = SLICE_NONE;
        flaw_set(&na->flaw, text, "no address");
        *rest = text;
        return;
    }
    /* A '<' before any separator makes it a name-addr; a quotation mark in the middle is no separator. */
    while (text.at[0] != '"' && i < text.len && text.at[i] != '<' && text.at[i] != ';' && (single || text.at[i] != ','))
        i++;
    if (text.at[0] == '"' || (i < text.len && text.at[i] == '<')) {
        if (text.at[0] != '<')
            read_display(na, &text);
        if (text.len && text.at[0] == '<')
            read_bracketed(na, &text);
    } else {
        read_bare(na, &text, single);
    }
    if (na->uri_text.at)
        check_uri(na);
    else
        memset(&na->uri, 0, sizeof na->uri);

    na->params = text;
    while (param_next(&text, &param, &na->flaw)) {
        if (!slice_is_nocase(param.name, "tag"))
            continue;
        if (!na->tag.at)
            na->tag = param.value;
        else if (!na->second_tag.at)
            na->second_tag = param.whole;
    }
    na->params.len -= text.len;
    if (text.len && single)
        flaw_set(&na->flaw, slice_of(text.at, 1), "a ',' although the header takes one value only");
    *rest = text.len ? slice_from(text, 1) : text;
}
