/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Credentials: scheme LWS auth-param *(COMMA auth-param), the value of Authorization and Proxy-Authorization
 * (RFC 3261 25.1, RFC 7616 3.4). Commas separate parameters here, never values of the header (RFC 3261 7.3.1).
 */
#ifndef SIPDIAG_DIGEST_H
#define SIPDIAG_DIGEST_H

#include "flaw.h"

enum digest_param {
    DIGEST_USERNAME,
    DIGEST_USERNAME_EXT, /* username*, RFC 7616 3.4 */
    DIGEST_REALM,
    DIGEST_NONCE,
    DIGEST_URI,
    DIGEST_RESPONSE,
    DIGEST_ALGORITHM,
    DIGEST_CNONCE,
    DIGEST_OPAQUE,
    DIGEST_QOP,
    DIGEST_NC,
    DIGEST_PARAMS
};

struct digest {
    struct slice scheme;
    bool is_digest;
    struct slice values[DIGEST_PARAMS]; /* without quotation marks; at == NULL where the parameter is not there. The
                                           first one counts where it is there twice. */
    struct flaw flaw;                   /* what follows a flaw that is not mild is not read */
};

/* Takes the value of one row apart. The parameters of schemes other than Digest are left alone. */
void digest_parse(struct digest *d, struct slice value);

/* "username", "nc", ... */
const char *digest_param_name(enum digest_param p);

#endif
