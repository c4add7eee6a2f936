/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Credentials: Authorization and Proxy-Authorization (RFC 3261 22, RFC 7616). Which header: RFC 3261 tables 2 and 3;
 * what an ACK carries is never challenged (22.1), so it is left out here.
 */
#include "rules.h"

#include "chars.h"
#include "digest.h"

/* "realm, nonce": what RFC 7616 3.4 asks for and is not there. */
static const char *missing_params(const struct digest *d, char *out, size_t size)
{
    static const enum digest_param due[] = {DIGEST_USERNAME, DIGEST_REALM, DIGEST_NONCE, DIGEST_URI, DIGEST_RESPONSE};

    *out = '\0';
    for (size_t i = 0; i < G_N_ELEMENTS(due); i++) {
        bool hashed = due[i] == DIGEST_USERNAME && d->values[DIGEST_USERNAME_EXT].at;
        if (d->values[due[i]].at || hashed)
            continue;
        if (*out)
            g_strlcat(out, ", ", size);
        g_strlcat(out, digest_param_name(due[i]), size);
    }
    return out;
}

/* Before the first challenge, an IMS client sends nonce="" and response="" (3GPP TS 24.229 5.1.1.2): not computed. */
static bool is_computed(const struct digest *d)
{
    return d->values[DIGEST_NONCE].len && d->values[DIGEST_RESPONSE].len;
}

static void directives(struct scene *s, enum header_id header, struct slice value, const struct digest *d)
{
    char missing[64];
    struct slice qop = d->values[DIGEST_QOP];

    if (d->flaw.what)
        fault_add_flaw(s, CAUSE_authorization_malformed, CERTAIN, header, &d->flaw);
    if (d->flaw.weight == FLAW_GRAVE)
        return;
    if (*missing_params(d, missing, sizeof missing))
        ADD(s, authorization_malformed, header, value, "%s has no %s", header_name(header), missing);
    else if (qop.len && is_computed(d) && !(d->values[DIGEST_CNONCE].at && d->values[DIGEST_NC].at))
        ADD(s, authorization_malformed, header, qop, "%s has a qop, but no %s", header_name(header),
            d->values[DIGEST_NC].at       ? "cnonce"
            : d->values[DIGEST_CNONCE].at ? "nc"
                                          : "cnonce and no nc");
    else if (d->values[DIGEST_USERNAME].at && d->values[DIGEST_USERNAME].len == 0 && is_computed(d))
        fault_add(s, CAUSE_authorization_malformed, TOLERATED, header, value, "%s has an empty username",
                  header_name(header));
    else if (slice_find(qop, ',') >= 0)
        fault_add(s, CAUSE_authorization_malformed, TOLERATED, header, qop, "%s offers several qops instead of one",
                  header_name(header));
}

/* Up to the parameters. */
static struct slice stem(struct slice uri)
{
    uint32_t n = 0;

    while (n < uri.len && uri.at[n] != ';' && uri.at[n] != '?')
        n++;
    return slice_of(uri.at, n);
}

static bool is_broken(const struct sip_uri *uri)
{
    return uri->flaw.weight == FLAW_GRAVE;
}

/* Default port or none, parameters and headers: not compared, since clients differ there without harm. A URI that
 * cannot be read is for others to complain about. */
static bool same_resource(struct slice a, struct slice b)
{
    struct sip_uri one, other;

    if (slice_equal_nocase(stem(a), stem(b)))
        return true;
    sip_uri_parse(&one, a);
    sip_uri_parse(&other, b);
    if (is_broken(&one) || is_broken(&other))
        return true;
    return one.is_sip && other.is_sip && slice_equal_nocase(one.scheme, other.scheme) &&
           slice_equal(one.user, other.user) && slice_equal_nocase(one.host, other.host) &&
           (slice_equal(one.port, other.port) || (one.port.len == 0) != (other.port.len == 0));
}

/* Proxies rewrite the Request-URI and leave the credentials alone: only the first hop can be compared. */
static bool is_first_hop(const struct scene *s)
{
    struct slice value = sip_message_value(s->m, H_VIA);
    struct via via;

    if (!value.len || s->m->first[H_VIA] != s->m->last[H_VIA] || !rule_headers_complete(s->m))
        return false;
    via_parse(&via, &value);
    return slice_trim(value).len == 0;
}

static void resource(struct scene *s, enum header_id header, const struct digest *d)
{
    struct slice uri = d->values[DIGEST_URI];
    char quote[QUOTE], other[QUOTE];

    if (uri.len && s->m->request_uri.len && !same_resource(uri, s->m->request_uri) && is_first_hop(s))
        ADD(s, digest_uri_mismatch, header, uri, "the digest uri is \"%s\", the Request-URI \"%s\"",
            slice_print(uri, quote, sizeof quote), slice_print(s->m->request_uri, other, sizeof other));
}

static void credentials(struct scene *s, enum header_id header)
{
    const struct sip_message *m = s->m;
    const struct sip_header *row = sip_message_header(m, header);
    char quote[QUOTE];

    /* Several rows are for several realms (RFC 3261 22.3). The last row before a cut may have lost a fold. */
    for (; row; row = sip_message_next(m, row)) {
        struct digest d;

        if (m->headers_cut && row == &m->headers[m->header_count - 1])
            return;
        if (row->value.len == 0) {
            ADD(s, authorization_malformed, header, row->row, "the %s header is empty", header_name(header));
            continue;
        }
        digest_parse(&d, row->value);
        if (d.is_digest || d.flaw.what)
            directives(s, header, row->value, &d);
        else
            ADD(s, authorization_unknown_scheme, header, d.scheme, "%s is of the scheme \"%s\"", header_name(header),
                slice_print(d.scheme, quote, sizeof quote));
        if (d.is_digest)
            resource(s, header, &d);
    }
}

static void authorization(struct scene *s)
{
    credentials(s, H_AUTHORIZATION);
}

static void proxy_authorization(struct scene *s)
{
    credentials(s, H_PROXY_AUTHORIZATION);
}

/* clang-format off */
const struct rule credential_rules[] = {
    {authorization, REQUESTS & ~(M_ACK | M_CANCEL), H_AUTHORIZATION},
    {proxy_authorization, REQUESTS & ~(M_ACK | M_CANCEL), H_PROXY_AUTHORIZATION},
    {0},
};
/* clang-format on */
