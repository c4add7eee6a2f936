/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The host part of a URI or of a Via as an address, and where on earth such an address can be reached from.
 */
#ifndef SIPDIAG_HOSTS_H
#define SIPDIAG_HOSTS_H

#include "endpoints.h"
#include "slice.h"

/* An IPv4 address or an IPv6 reference (25.1), brackets and all, as an endpoint without a port. False for a name. */
bool host_address(struct slice host, struct endpoint *out);

/* Digits as a port; `otherwise` where there are none, or no port that exists. */
uint16_t host_port(struct slice digits, uint16_t otherwise);

/* What kind of address it is where strangers cannot reach it: "a private address" (RFC 1918, RFC 4193), "a carrier's
 * shared address" (RFC 6598), "a link-local address", "a loopback address", "an unspecified address"; NULL for an
 * address that may be reached from anywhere. */
const char *endpoint_confined(const struct endpoint *e);

#endif
