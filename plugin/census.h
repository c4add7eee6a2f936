/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the statistics windows and their -z options have in common: each transaction of which a tap lets a message
 * through is counted once, by the verdict that holds in the end. Where the frames were visited before, in the GUI and
 * with -2, that is known at the first message. In one pass, a verdict changes while the capture is read, and an
 * absence shows at its end only: there the transactions wait until the taps are drawn.
 */
#ifndef SIPDIAG_CENSUS_H
#define SIPDIAG_CENSUS_H

#include "packet-sipdiag.h"

/* `ms`: the time of its first message that was let through, since the capture's beginning. */
typedef void (*census_count)(void *context, const struct transaction *t, const struct verdict *v, double ms);

struct census;

struct census *census_new(census_count count, void *context);
void census_free(struct census *census);

/* As if nothing had been counted. */
void census_reset(struct census *census);

/* To be called by the tap's packet callback: what the tap brought. */
void census_take(struct census *census, packet_info *pinfo, const struct sighting *s);

#endif
