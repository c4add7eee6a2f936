/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The request line (RFC 3261 7.1) and the status line (7.2).
 */
#include "rules.h"

#include "chars.h"

static bool has_lws(struct slice text)
{
    return span_until(text, C_LWS) < text.len;
}

/* The request line with another URI in it. */
static void repair_line(struct scene *s, struct slice uri)
{
    char method[QUOTE], text[QUOTE * 2];

    fault_repair(s, "%s %s SIP/2.0", slice_print(s->m->method, method, sizeof method),
                 slice_print(uri, text, sizeof text));
}

/* Blank lines in front of a message are to be ignored on a stream (7.5), and mostly are on UDP. */
static void blank_in_front(struct scene *s)
{
    struct slice blank = slice_between(s->m->base, s->m->start_line.at);

    if (blank.len == 0 || s->m->framing == FRAMING_STREAM)
        return;
    if (blank.len == 1)
        ADD(s, bare_lf_or_cr, H_REQUEST_LINE, blank, "a lone %s stands in front of the request line",
            blank.at[0] == '\n' ? "LF" : "CR");
    else
        fault_add(s, CAUSE_request_line_malformed, LEGAL, H_REQUEST_LINE, blank,
                  "a blank line stands in front of the request line");
}

static void request_line(struct scene *s)
{
    const struct sip_message *m = s->m;
    struct slice line = m->start_line, between;

    if (span(m->method, C_TOKEN) < m->method.len) {
        char quote[QUOTE];
        ADD(s, request_line_malformed, H_REQUEST_LINE, m->method,
            "the request line begins with \"%s\", which is no method", slice_print(m->method, quote, sizeof quote));
        return;
    }
    if (m->request_uri.len == 0) {
        ADD(s, request_line_malformed, H_REQUEST_LINE, line, "the request line has no Request-URI");
        return;
    }
    if (m->version.len == 0) {
        ADD(s, request_line_malformed, H_REQUEST_LINE, line, "the request line does not end in SIP/2.0");
        repair_line(s, m->request_uri);
        return;
    }
    if (!sip_version_is_wellformed(m->version)) {
        char quote[QUOTE];
        ADD(s, request_line_malformed, H_REQUEST_LINE, m->version,
            "the request line ends in \"%s\", which is no version of SIP",
            slice_print(m->version, quote, sizeof quote));
        repair_line(s, m->request_uri);
        return;
    }
    if (slice_is_nocase(m->version, "SIP/2.0")) {
        /* one SP on either side of the URI, nothing else */
        uint32_t spaces = line.len - m->method.len - m->request_uri.len - m->version.len;
        between = slice_between(slice_end(m->method), m->request_uri.at);
        if (spaces == 2 && m->method.at == line.at && slice_is(between, " ") &&
            line.at[m->method.len + 1 + m->request_uri.len] == ' ')
            return;
        bool tab = slice_find(line, '\t') >= 0;
        fault_add(s, CAUSE_request_line_malformed, tab ? CERTAIN : TOLERATED, H_REQUEST_LINE, line,
                  "the request line holds %s",
                  tab ? "a tab" : "extra spaces: one is due on either side of the Request-URI, none elsewhere");
        repair_line(s, m->request_uri);
    }
}

static void sip_version(struct scene *s)
{
    struct slice version = s->m->version;
    char quote[QUOTE];

    if (version.len && !slice_is_nocase(version, "SIP/2.0"))
        ADD(s, sip_version_unsupported, s->m->kind == SIP_REQUEST ? H_REQUEST_LINE : H_STATUS_LINE, version,
            "the version is %s, not SIP/2.0", slice_print(version, quote, sizeof quote));
}

static bool known_scheme(struct slice scheme)
{
    static const struct slice known[] = {
        SLICE_LITERAL("sip"), SLICE_LITERAL("sips"),  SLICE_LITERAL("tel"),     SLICE_LITERAL("urn"),
        SLICE_LITERAL("im"),  SLICE_LITERAL("pres"),  SLICE_LITERAL("service"), SLICE_LITERAL("h323"),
        SLICE_LITERAL("fax"), SLICE_LITERAL("modem"),
    };

    for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
        if (slice_equal_nocase(scheme, known[i]))
            return true;
    return false;
}

static void request_uri(struct scene *s)
{
    struct slice text = s->m->request_uri;
    struct sip_uri uri;
    char quote[QUOTE];

    if (text.len == 0)
        return;
    if (text.at[0] == '<' && text.at[text.len - 1] == '>') {
        ADD(s, request_uri_angle_brackets, H_REQUEST_LINE, text, "the Request-URI %s stands in angle brackets",
            slice_print(text, quote, sizeof quote));
        repair_line(s, slice_of(text.at + 1, text.len - 2));
        return;
    }
    sip_uri_parse(&uri, text);
    if (uri.flaw.what && has_lws(text)) { /* no URI without a flaw holds white space */
        ADD(s, request_uri_whitespace, H_REQUEST_LINE, text, "the Request-URI \"%s\" holds white space",
            slice_print(text, quote, sizeof quote));
        return;
    }
    if (uri.flaw.what) {
        fault_add(s, CAUSE_request_uri_malformed, flaw_certainty(&uri.flaw, CERTAIN), H_REQUEST_LINE,
                  uri.flaw.where.len ? uri.flaw.where : text, "the Request-URI %s has %s",
                  slice_print(text, quote, sizeof quote), uri.flaw.what);
        return;
    }
    if (!known_scheme(uri.scheme))
        ADD(s, request_uri_scheme_unsupported, H_REQUEST_LINE, uri.scheme, "the Request-URI has the scheme %s",
            slice_print(uri.scheme, quote, sizeof quote));
    if (uri.headers.len) {
        ADD(s, request_uri_has_headers, H_REQUEST_LINE, uri.headers, "the Request-URI carries the headers %s",
            slice_print(uri.headers, quote, sizeof quote));
        repair_line(s, slice_between(text.at, uri.headers.at));
    }
    if (uri.method_param.len)
        ADD(s, request_uri_method_param, H_REQUEST_LINE, uri.method_param, "the Request-URI carries %s",
            slice_print(uri.method_param, quote, sizeof quote));
}

static void status_code(struct scene *s)
{
    char quote[QUOTE];

    if (s->m->status < 100 || s->m->status > 699 || s->m->status_word.len != 3)
        ADD(s, status_code_out_of_range, H_STATUS_LINE, s->m->status_word.len ? s->m->status_word : s->m->start_line,
            "the status code is \"%s\"", slice_print(s->m->status_word, quote, sizeof quote));
}

/* clang-format off */
const struct rule start_line_rules[] = {
    {blank_in_front, REQUESTS | START_LINE, H_OTHER},
    {request_line, REQUESTS | START_LINE, H_OTHER},
    {request_uri, REQUESTS | START_LINE, H_OTHER},
    {sip_version, ALL | START_LINE, H_OTHER},
    {status_code, RESPONSES | START_LINE, H_OTHER},
    {0},
};
/* clang-format on */
