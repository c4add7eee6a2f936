/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The times by which a capture is read. T1 is the timer that the others of RFC 3261 17 are made of; a network that is
 * known to be slower, or set up otherwise, has another one than 500 ms. Times are in nanoseconds.
 */
#ifndef SIPDIAG_TIMING_H
#define SIPDIAG_TIMING_H

#include <stdint.h>

#include <glib.h>

#define SECOND      INT64_C(1000000000)
#define T2          (4 * SECOND)     /* RFC 3261 17.1.2.2 */
#define SKEW        (2 * SECOND)     /* the same IP packet twice, by its identification, within this is one message */
#define DAY         (86400 * SECOND) /* no timer runs longer; what a forged clock says beyond it must not overflow */
#define STRETCH_GAP (300 * SECOND)   /* a jump of the clock by more than this, either way: nobody captured meanwhile */

struct timing {
    int64_t t1;               /* RFC 3261 17.1.1.1; what senders show of their own T1 (ladders.h) comes before it */
    int64_t duplicate_window; /* the same message twice within this is one message captured twice; below T1 */
};

/* T1 of 500 ms; 100 ms between two capture points. */
#define TIMING_DEFAULT ((struct timing){.t1 = SECOND / 2, .duplicate_window = SECOND / 10})

/* Timers B, F, H and the wait for an ACK to a 2xx: 64*T1. */
static inline int64_t timing_timeout(const struct timing *timing)
{
    return 64 * timing->t1;
}

/* Copies closer than this prove no timer: two capture points, or a slip. */
static inline int64_t timing_spacing(const struct timing *timing)
{
    return MIN(3 * SECOND / 10, timing->t1 * 3 / 5);
}

/* Copies that go on for this long have run to the end: the last two are due after 55*T1 and 63*T1. */
static inline int64_t timing_ladder_end(const struct timing *timing)
{
    return 52 * timing->t1;
}

static inline double seconds(int64_t ns)
{
    return (double)ns / (double)SECOND;
}

#endif
