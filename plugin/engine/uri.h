/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * SIP and SIPS URIs by the grammar of RFC 3261 19.1.1 and 25.1; hosts after RFC 3986 3.2.2 and RFC 5118 4. Other
 * schemes are only looked at as far as RFC 3986 goes: a scheme, then visible characters.
 */
#ifndef SIPDIAG_URI_H
#define SIPDIAG_URI_H

#include "flaw.h"

struct sip_uri {
    struct slice scheme;
    bool is_sip;               /* sip or sips */
    struct slice user;         /* without password */
    struct slice host;         /* IPv6 references keep their brackets */
    struct slice port;         /* digits, or empty */
    struct slice params;       /* behind the host, from the first ';' */
    struct slice headers;      /* from the '?' */
    struct slice method_param; /* ;method=... as a whole, or empty */
    struct flaw flaw;
};

/* Takes a URI apart that stands alone (no angle brackets, no white space around). Always fills what can be told;
 * uri->flaw.what is NULL when the URI is well formed. */
void sip_uri_parse(struct sip_uri *uri, struct slice text);

/* Checks hostport = host [":" port], with white space around the colon where `lws_ok` (Via, 25.1 COLON). Returns how
 * many bytes belong to it. `host` and `port` are set as far as they could be told. */
uint32_t hostport_parse(struct slice text, bool lws_ok, struct slice *host, struct slice *port, struct flaw *flaw);

#endif
