/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Bodies: Content-Type, multipart (RFC 2046), session descriptions (RFC 8866, RFC 3264).
 */
#include "rules.h"

const struct rule body_rules[] = {
    {NULL},
};
