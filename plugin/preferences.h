/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the user sets: Edit > Preferences > Protocols > SIP Diagnosis, or -o sipdiag.name:value. A change makes
 * Wireshark dissect the capture again.
 */
#ifndef SIPDIAG_PREFERENCES_H
#define SIPDIAG_PREFERENCES_H

#include "engine/timing.h"
#include "engine/verdicts.h"

void preferences_register(int proto);

/* They hold until the next change. */
const struct policy *preferences_policy(void);
const struct timing *preferences_timing(void);
const struct limits *preferences_limits(void);

/* Is the cause to be shown in the Info column? */
bool preferences_info_suffix(void);

#endif
