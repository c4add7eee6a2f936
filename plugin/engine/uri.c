/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "uri.h"

#include "chars.h"

/* The inside of [ ]: RFC 4291 text form. A third colon before an embedded IPv4 address comes from a slip in RFC 3261's
 * own grammar and is to be accepted (RFC 5118 4.10). */
static bool is_ipv6(struct slice text)
{
    char copy[64];
    char *triple;

    if (text.len >= sizeof copy || slice_find(text, ':') < 0 || slice_find(text, '\0') >= 0)
        return false;
    memcpy(copy, text.at, text.len);
    copy[text.len] = '\0';
    triple = strstr(copy, ":::");
    if (triple)
        memmove(triple, triple + 1, strlen(triple));
    return g_hostname_is_ip_address(copy);
}

static bool has_empty_label(struct slice host)
{
    for (uint32_t i = 0; i < host.len; i++)
        if (host.at[i] == '.' && (i == 0 || host.at[i - 1] == '.'))
            return true;
    return false;
}

static uint32_t reference_parse(struct slice text, struct slice *host, struct flaw *flaw)
{
    int64_t close = slice_find(text, ']');

    if (close < 0) {
        flaw_set(flaw, text, "an IPv6 address without its closing bracket");
        *host = text;
        return text.len;
    }
    *host = slice_of(text.at, (size_t)close + 1);
    if (!is_ipv6(slice_of(text.at + 1, (size_t)close - 1)))
        flaw_set(flaw, *host, "brackets around something that is no IPv6 address");
    return (uint32_t)close + 1;
}

uint32_t hostport_parse(struct slice text, bool lws_ok, struct slice *host, struct slice *port, struct flaw *flaw)
{
    uint32_t used, colon;
    uint64_t number;
    struct slice rest;

    *port = SLICE_NONE;
    if (text.len && text.at[0] == '[') {
        used = reference_parse(text, host, flaw);
    } else {
        used = span(text, C_HOST);
        *host = slice_of(text.at, used);
        if (used == 0)
            flaw_set(flaw, slice_of(text.at, text.len ? 1 : 0), "an empty host");
        else if (has_empty_label(*host))
            flaw_set(flaw, *host, "a host with an empty label");
    }

    rest = slice_from(text, used);
    colon = lws_ok ? span(rest, C_LWS) : 0;
    if (colon >= rest.len || rest.at[colon] != ':')
        return used;
    rest = slice_from(rest, colon + 1);
    if (lws_ok)
        rest = slice_from(rest, span(rest, C_LWS));
    *port = slice_of(rest.at, span(rest, C_DIGIT));
    used = (uint32_t)(slice_end(*port) - text.at);
    rest = slice_from(text, used);
    if (rest.len && (rest.at[0] == ':' || char_is(rest.at[0], C_HOST))) {
        uint32_t tail = 0;
        while (tail < rest.len && (rest.at[tail] == ':' || char_is(rest.at[tail], C_HOST)))
            tail++;
        struct slice bare = slice_between(text.at, rest.at + tail);
        if (is_ipv6(bare)) {
            flaw_set(flaw, bare, "an IPv6 address without brackets");
            *host = bare;
            *port = SLICE_NONE;
        } else {
            *port = slice_between(port->at, rest.at + tail);
            flaw_set(flaw, *port, "a port that is not a number");
        }
        return (uint32_t)(rest.at + tail - text.at);
    }
    if (port->len == 0)
        flaw_set(flaw, slice_between(host->at, port->at), "a colon without a port");
    else if (!digits_value(*port, &number) || number > 65535)
        flaw_set(flaw, *port, "a port above 65535");
    return used;
}

/* A run of characters of one class and %HH escapes; the first byte that is neither is the flaw. */
static void check_chars(struct slice text, unsigned classes, struct flaw *flaw, const char *what)
{
    for (uint32_t i = 0; i < text.len; i++) {
        if (text.at[i] == '%') {
            if (i + 2 >= text.len || !char_is(text.at[i + 1], C_HEX) || !char_is(text.at[i + 2], C_HEX)) {
                flaw_set(flaw, slice_of(text.at + i, MIN(3u, text.len - i)),
                         "a '%' that two hexadecimal digits do not follow");
                return;
            }
            i += 2;
        } else if (!char_is(text.at[i], classes)) {
            flaw_set(flaw, slice_of(text.at + i, 1), what);
            return;
        }
    }
}

static void parse_params(struct sip_uri *uri)
{
    struct slice rest = uri->params;

    while (rest.len) { /* rest begins with ';' */
        struct slice name, param;
        int64_t end, equals;

        rest = slice_from(rest, 1);
        end = slice_find(rest, ';');
        param = end < 0 ? rest : slice_of(rest.at, (size_t)end);
        equals = slice_find(param, '=');
        name = equals < 0 ? param : slice_of(param.at, (size_t)equals);
        if (rest.len == 0)
            flaw_set_mild(&uri->flaw, slice_of(param.at - 1, 1), "a ';' that nothing follows");
        else if (name.len == 0)
            flaw_set(&uri->flaw, slice_of(param.at - 1, 1), "a parameter without a name");
        check_chars(name, C_PARAM, &uri->flaw, "a character that a URI parameter may not hold unescaped");
        if (equals >= 0) {
            struct slice value = slice_from(param, (uint32_t)equals + 1);
            int64_t second = slice_find(value, '=');
            if (second >= 0) {
                flaw_set_mild(&uri->flaw, slice_of(value.at + second, 1), "a second '=' in a parameter");
                value.len = (uint32_t)second;
            }
            check_chars(value, C_PARAM, &uri->flaw, "a character that a URI parameter may not hold unescaped");
        }
        if (slice_is_nocase(name, "method") && equals >= 0)
            uri->method_param = slice_of(param.at - 1, param.len + 1);
        rest = slice_from(rest, param.len);
    }
}

/* sip:user:password@host:port;params?headers */
static void parse_sip(struct sip_uri *uri, struct slice text)
{
    int64_t at = slice_find(text, '@'), colon, question;
    uint32_t used;

    if (at >= 0) {
        struct slice userinfo = slice_of(text.at, (size_t)at);
        colon = slice_find(userinfo, ':');
        uri->user = colon < 0 ? userinfo : slice_of(userinfo.at, (size_t)colon);
        if (uri->user.len == 0)
            flaw_set(&uri->flaw, slice_of(text.at, (size_t)at + 1), "an '@' without a user before it");
        check_chars(uri->user, C_USER, &uri->flaw, "a character that the user part may not hold unescaped");
        if (colon >= 0)
            check_chars(slice_from(userinfo, (uint32_t)colon + 1), C_USER, &uri->flaw,
                        "a character that the password may not hold unescaped");
        text = slice_from(text, (uint32_t)at + 1);
    }
    used = hostport_parse(text, false, &uri->host, &uri->port, &uri->flaw);
    text = slice_from(text, used);
    if (text.len && text.at[0] != ';' && text.at[0] != '?') {
        flaw_set(&uri->flaw, slice_of(text.at, 1),
                 text.at[0] == '@' ? "a second '@'" : "a character that a host may not hold");
        return;
    }
    question = slice_find(text, '?');
    uri->params = question < 0 ? text : slice_of(text.at, (size_t)question);
    if (question >= 0)
        uri->headers = slice_from(text, (uint32_t)question);
    parse_params(uri);
    if (uri->headers.len)
        check_chars(slice_from(uri->headers, 1), C_HEADER | C_URIC, &uri->flaw,
                    "a character that a URI header may not hold unescaped");
}

void sip_uri_parse(struct sip_uri *uri, struct slice text)
{
    int64_t colon = slice_find(text, ':');

    memset(uri, 0, sizeof *uri);
    if (text.len == 0) {
        flaw_set(&uri->flaw, text, "an empty URI");
        return;
    }
    /* scheme = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ), all of them token characters. */
    if (colon <= 0 || !g_ascii_isalpha(text.at[0]) || span(text, C_TOKEN) < colon) {
        flaw_set(&uri->flaw, text, "a URI without a scheme");
        return;
    }
    uri->scheme = slice_of(text.at, (size_t)colon);
    uri->is_sip = slice_is_nocase(uri->scheme, "sip") || slice_is_nocase(uri->scheme, "sips");
    text = slice_from(text, (uint32_t)colon + 1);
    if (uri->is_sip) {
        parse_sip(uri, text);
        return;
    }
    if (text.len == 0)
        flaw_set(&uri->flaw, uri->scheme, "a scheme with nothing behind it");
    check_chars(text, C_URIC, &uri->flaw, "a character that no URI may hold unescaped");
}
