/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Headers of methods and extensions: events, REFER, Replaces, PRACK, timers, option tags.
 */
#include "rules.h"

const struct rule extension_rules[] = {
    {NULL},
};
