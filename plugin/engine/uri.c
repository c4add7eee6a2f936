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

/* Length of the IPv4address that `text` begins with, 1*3DIGIT "." ..., each up to 255 (RFC 3986 3.2.2 dec-octet); 0: it
 * begins with none. */
static uint32_t ipv4_length(struct slice text)
{
    const char *at = text.at, *end = slice_end(text);

    for (unsigned dots = 0;; dots++) {
        const char *octet = at;
        unsigned value = 0, digit;

        for (; at < end && at - octet < 3 && (digit = (unsigned char)*at - (unsigned)'0') <= 9; at++)
            value = value * 10 + digit;
        if (at == octet || value > 255)
            return 0;
        if (dots == 3)
            return (uint32_t)(at - text.at);
        if (at == end || *at++ != '.')
            return 0;
    }
}

/* Length of the labels of letters and digits, with single hyphens inside, that `text` begins with; 0 where the last one
 * does not begin with a letter, or there is none: nearly every name is of this kind, and soon told. */
static uint32_t plain_hostname_length(struct slice text)
{
    const char *at = text.at, *end = slice_end(text), *label = at;

    for (; at < end; at++) {
        if (char_is(*at, C_ALPHA | C_DIGIT))
            continue;
        if (*at != '.' && *at != '-')
            break;
        if (at == text.at || !char_is(at[-1], C_ALPHA | C_DIGIT))
            return 0;
        if (*at == '.')
            label = at + 1;
    }
    if (at == text.at || !char_is(at[-1], C_ALPHA | C_DIGIT) || !char_is(*label, C_ALPHA))
        return 0;
    return (uint32_t)(at - text.at);
}

/* Length of the host that `text` begins with, where it is an IPv4 address or a plain name; 0: look closer. */
static uint32_t sound_host_length(struct slice text)
{
    uint32_t n = ipv4_length(text);

    if (n == 0)
        n = plain_hostname_length(text);
    return n < text.len && char_is(text.at[n], C_HOST) ? 0 : n;
}

/* hostname = *( domainlabel "." ) toplabel [ "." ]; labels are of letters, digits and inner hyphens, and the last one
 * begins with a letter, by which it is told from an IPv4 address. */
static void check_hostname(struct slice host, struct flaw *flaw)
{
    uint32_t begin = 0;

    for (uint32_t i = 0; i <= host.len; i++) {
        bool last = i == host.len || (i + 1 == host.len && host.at[i] == '.');

        if (i < host.len && host.at[i] != '.') {
            if (host.at[i] == '_')
                flaw_set_odd(flaw, slice_of(host.at + i, 1), "an underscore in the host");
            continue;
        }
        if (i == begin) {
            flaw_set(flaw, host, "a host with an empty label");
            return;
        }
        if (host.at[begin] == '-' || host.at[i - 1] == '-')
            flaw_set_odd(flaw, slice_of(host.at + begin, i - begin), "a host label that begins or ends with a hyphen");
        if (last) {
            if (g_ascii_isdigit(host.at[begin]))
                flaw_set_odd(flaw, host, "a host that is neither a name nor an IPv4 address");
            return;
        }
        begin = i + 1;
    }
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

/* Length of the digits that `text` begins with, and their value; 65536 for all that is more than a port may be. */
static uint32_t port_length(struct slice text, uint32_t *value)
{
    uint32_t n = 0;
    unsigned digit;

    *value = 0;
    for (; n < text.len && (digit = (unsigned char)text.at[n] - (unsigned)'0') <= 9; n++)
        *value = MIN(*value * 10 + digit, 65536u);
    return n;
}

uint32_t hostport_parse(struct slice text, bool lws_ok, struct slice *host, struct slice *port, struct flaw *flaw)
{
    uint32_t used, colon, number;
    struct slice rest;

    *port = SLICE_NONE;
    used = sound_host_length(text);
    if (used) {
        *host = slice_of(text.at, used);
    } else if (text.len && text.at[0] == '[') {
        used = reference_parse(text, host, flaw);
    } else {
        used = span(text, C_HOST);
        *host = slice_of(text.at, used);
        if (used == 0)
            flaw_set(flaw, slice_of(text.at, text.len ? 1 : 0), "an empty host");
        else
            check_hostname(*host, flaw);
    }

    rest = slice_from(text, used);
    colon = lws_ok ? span(rest, C_LWS) : 0;
    if (colon >= rest.len || rest.at[colon] != ':')
        return used;
    rest = slice_from(rest, colon + 1);
    if (lws_ok)
        skip_lws(&rest);
    *port = slice_of(rest.at, port_length(rest, &number));
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
    else if (number > 65535)
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

/* One ";name=value": 19.1.1, pname and pvalue are 1*paramchar. */
static void check_param(struct sip_uri *uri, struct slice param)
{
    static const char what[] = "a character that a URI parameter may not hold unescaped";
    int64_t equals = slice_find(param, '=');
    struct slice name = equals < 0 ? param : slice_of(param.at, (size_t)equals), value;

    if (name.len == 0)
        flaw_set(&uri->flaw, slice_of(param.at - 1, 1), "a parameter without a name");
    check_chars(name, C_PARAM, &uri->flaw, what);
    if (equals < 0)
        return;
    value = slice_from(param, (uint32_t)equals + 1);
    if (value.len == 0)
        flaw_set_odd(&uri->flaw, param, "a parameter with an '=' and no value");
    equals = slice_find(value, '=');
    if (equals >= 0) {
        flaw_set_mild(&uri->flaw, slice_of(value.at + equals, 1), "a second '=' in a parameter");
        value.len = (uint32_t)equals;
    }
    /* ";isub=" 1*uric (RFC 3966 3) */
    check_chars(value, uri->is_sip || !slice_is_nocase(name, "isub") ? C_PARAM : C_PARAM | C_URIC, &uri->flaw, what);
    if (slice_is_nocase(name, "method"))
        uri->method_param = slice_of(param.at - 1, param.len + 1);
}

static void parse_params(struct sip_uri *uri)
{
    struct slice rest = uri->params;

    while (rest.len) { /* rest begins with ';' */
        int64_t end;

        rest = slice_from(rest, 1);
        end = slice_find(rest, ';');
        if (rest.len == 0)
            flaw_set_mild(&uri->flaw, slice_of(rest.at - 1, 1), "a ';' that nothing follows");
        else
            check_param(uri, end < 0 ? rest : slice_of(rest.at, (size_t)end));
        rest = slice_from(rest, end < 0 ? rest.len : (uint32_t)end);
    }
}

/* headers = "?" header *( "&" header ), header = hname "=" hvalue. Separators that should have been escaped are mild:
 * Refer-To and Contact URIs of many phones carry them, and they are read as they are meant. */
static void check_headers(struct sip_uri *uri)
{
    struct slice text = slice_from(uri->headers, 1);

    for (uint32_t i = 0; i < text.len; i++)
        if (text.at[i] && strchr("@;,#", text.at[i]))
            flaw_set_mild(&uri->flaw, slice_of(text.at + i, 1), "a separator that a URI header may not hold unescaped");
    check_chars(text, C_HEADER | C_URIC, &uri->flaw, "a character that a URI header may not hold unescaped");
    if (text.len == 0)
        flaw_set_mild(&uri->flaw, uri->headers, "a '?' that nothing follows");
}

/* password = *( unreserved / escaped / "&" / "=" / "+" / "$" / "," ): narrower than user by three. */
static void check_password(struct slice text, struct flaw *flaw)
{
    check_chars(text, C_USER, flaw, "a character that the password may not hold unescaped");
    for (uint32_t i = 0; i < text.len; i++)
        if (text.at[i] == ';' || text.at[i] == '?' || text.at[i] == '/')
            flaw_set_odd(flaw, slice_of(text.at + i, 1), "a character that the password may not hold unescaped");
}

/* user [ ":" password ] "@"; `text` goes on behind it. */
static void parse_userinfo(struct sip_uri *uri, struct slice *text)
{
    uint32_t plain = span(*text, C_USER);
    bool whole = plain && plain < text->len && text->at[plain] == '@';
    int64_t at = whole ? plain : slice_find(*text, '@'), colon;
    struct slice userinfo;

    if (at < 0)
        return;
    userinfo = slice_of(text->at, (size_t)at);
    *text = slice_from(*text, (uint32_t)at + 1);
    if (whole) {
        uri->user = userinfo;
        return;
    }
    colon = slice_find(userinfo, ':');
    uri->user = colon < 0 ? userinfo : slice_of(userinfo.at, (size_t)colon);
    if (uri->user.len == 0)
        flaw_set(&uri->flaw, slice_of(userinfo.at, userinfo.len + 1), "an '@' without a user before it");
    check_chars(uri->user, C_USER, &uri->flaw, "a character that the user part may not hold unescaped");
    if (colon >= 0)
        check_password(slice_from(userinfo, (uint32_t)colon + 1), &uri->flaw);
}

/* sip:user:password@host:port;params?headers */
static void parse_sip(struct sip_uri *uri, struct slice text)
{
    int64_t question;
    uint32_t used;

    parse_userinfo(uri, &text);
    used = hostport_parse(text, false, &uri->host, &uri->port, &uri->flaw);
    text = slice_from(text, used);
    if (text.len && text.at[0] != ';' && text.at[0] != '?') {
        flaw_set(&uri->flaw, slice_of(text.at, 1),
                 text.at[0] == '@' ? "a second '@'" : "a character that a host may not hold");
        return;
    }
    uri->params = text;
    if (text.len == 0)
        return;
    question = slice_find(text, '?');
    uri->params = question < 0 ? text : slice_of(text.at, (size_t)question);
    parse_params(uri);
    if (question >= 0) {
        uri->headers = slice_from(text, (uint32_t)question);
        check_headers(uri);
    }
}

static bool tel_has_context(struct slice params)
{
    static const struct slice name = SLICE_LITERAL(";phone-context=");

    for (uint32_t i = 0; i + name.len < params.len; i++)
        if (params.at[i] == ';' && slice_equal_nocase(slice_of(params.at + i, name.len), name))
            return true;
    return false;
}

/* telephone-subscriber (RFC 3966 3): "+" and digits, or digits, letters A to F, '*' and '#' with a phone-context;
 * visual separators anywhere. */
static void parse_tel(struct sip_uri *uri, struct slice text)
{
    int64_t semicolon = slice_find(text, ';');
    struct slice number = semicolon < 0 ? text : slice_of(text.at, (size_t)semicolon);
    bool global = number.len && number.at[0] == '+';
    uint32_t digits = 0;

    uri->user = number;
    uri->params = semicolon < 0 ? SLICE_NONE : slice_from(text, (uint32_t)semicolon);
    for (uint32_t i = global ? 1 : 0; i < number.len; i++) {
        bool digit = char_is(number.at[i], global ? C_DIGIT : C_HEX) ||
                     (!global && (number.at[i] == '*' || number.at[i] == '#'));

        digits += digit;
        if (digit || (number.at[i] && strchr("-.()", number.at[i])))
            continue;
        if (!global && number.at[i] && strchr("+pPwW", number.at[i])) { /* service codes; pauses of RFC 2806 */
            flaw_set_odd(&uri->flaw, slice_of(number.at + i, 1), "a dial string in place of a telephone number");
        } else {
            flaw_set(&uri->flaw, slice_of(number.at + i, 1), "a character that a telephone number may not hold");
            return;
        }
    }
    if (digits == 0)
        flaw_set(&uri->flaw, number.len ? number : uri->scheme, "a telephone number without a digit");
    parse_params(uri);
    if (!global && !tel_has_context(uri->params))
        flaw_set_odd(&uri->flaw, number, "a local number without a phone-context");
}

/* scheme ":" = ALPHA *( ALPHA / DIGIT / "+" / "-" / "." ) ":". The length of the scheme; 0: there is none. */
static uint32_t scheme_length(struct slice text)
{
    uint32_t n = span(text, C_SCHEME);
    return n < text.len && text.at[n] == ':' && char_is(text.at[0], C_ALPHA) ? n : 0;
}

void sip_uri_parse(struct sip_uri *uri, struct slice text)
{
    uint32_t scheme;

    memset(uri, 0, sizeof *uri);
    if (text.len == 0) {
        flaw_set(&uri->flaw, text, "an empty URI");
        return;
    }
    scheme = scheme_length(text);
    if (!scheme) {
        flaw_set(&uri->flaw, text, "a URI without a scheme");
        return;
    }
    uri->scheme = slice_of(text.at, scheme);
    uri->is_sip = slice_is_nocase(uri->scheme, "sip") || slice_is_nocase(uri->scheme, "sips");
    text = slice_from(text, scheme + 1);
    if (uri->is_sip) {
        parse_sip(uri, text);
        return;
    }
    if (text.len == 0)
        flaw_set(&uri->flaw, uri->scheme, "a scheme with nothing behind it");
    else if (slice_is_nocase(uri->scheme, "tel"))
        parse_tel(uri, text);
    else
        check_chars(text, C_URIC, &uri->flaw, "a character that no URI may hold unescaped");
}
