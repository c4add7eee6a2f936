/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Credentials: Authorization and Proxy-Authorization (RFC 3261 22, RFC 7616).
 */
#include "rules.h"

const struct rule credential_rules[] = {
    {NULL},
};
