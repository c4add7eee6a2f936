/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The same request on other hops of the capture: where a refusal came from, and how far the request had got. Each hop
 * is a transaction of its own (RFC 3261 16.6, 16.7).
 */
#ifndef SIPDIAG_HOPS_H
#define SIPDIAG_HOPS_H

#include "transactions.h"

/* The same request on the farthest hop that the same refusal came from: what lies nearest to its origin is what has to
 * be explained. The branches of a fork lie side by side: none of them is the origin of another; of those behind a
 * proxy, the refusal that came last is the one that it may have passed on. `t` itself where there is none; `t` has a
 * request and a final response. */
const struct transaction *hops_origin(const struct transaction *t);

/* The INVITE, or whatever it is, as the next hop passed it on: the transaction that has this one's branch below its own
 * (RFC 3261 16.6); of a fork, the one with the same final response, else the first. NULL: not in the capture. */
const struct transaction *hops_next(const struct transaction *t);

/* The hop before this one, by the same token. */
const struct transaction *hops_previous(const struct transaction *t);

/* The first response that a hop further on made, or the application: anything from 101 to 199; NULL: none. */
const struct sighting *hops_progress(const struct transaction *t);

#endif
