/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ladders.h"

#define SMALLEST_T1 (SECOND / 12)
#define LARGEST_T1  (22 * SECOND / 10)

static bool is_about(int64_t value, int64_t expected)
{
    return value > expected * 7 / 10 && value < expected * 13 / 10;
}

/* The gap that follows this one: double, at most T2. */
static int64_t after(int64_t gap)
{
    return MIN(2 * gap, T2);
}

int64_t ladder_usual_t1(const struct leg *leg)
{
    return leg->response->transaction->call->timing->t1;
}

/* Two gaps tell a T1 that is larger than usual; a smaller one, by which less time has to pass before an ACK is called
 * missing, has to be borne out by a third. */
static int64_t by_gaps(const struct leg *leg)
{
    int64_t first = leg->extras->gaps[0], second = leg->extras->gaps[1], third = leg->extras->gaps[2],
            usual = ladder_usual_t1(leg);

    if (first < SMALLEST_T1 || first > LARGEST_T1 || is_about(first, usual) || !is_about(second, after(first)))
        return usual;
    if (first < usual && !is_about(third, after(second)))
        return usual;
    return first;
}

/* Whoever goes on for longer than 64*T1 has a larger T1, whichever gaps the capture lacks. */
int64_t ladder_t1(const struct leg *leg)
{
    int64_t t1 = by_gaps(leg);

    while (t1 < DAY && leg->last_copy - leg->response->time > 64 * t1 + t1)
        t1 *= 2;
    return t1;
}

int64_t ladder_timeout(const struct leg *leg)
{
    return 64 * ladder_t1(leg);
}

/* Provisional responses double without T2 as a limit. */
int64_t ladder_next(const struct leg *leg)
{
    int64_t t1 = ladder_t1(leg);
    int64_t most = leg->rseq ? 2 * leg->extras->gap : MAX(MAX(T2, t1), leg->extras->gap);
    int64_t gap = leg->extras->gap ? MIN(2 * leg->extras->gap, most) : t1;

    return leg->last_copy + gap + MAX(t1, ladder_usual_t1(leg));
}

/* The time from the first copy to when the next would be due. */
static int64_t reach(const struct leg *leg)
{
    int64_t gap = MIN(2 * leg->extras->gap, leg->rseq ? 2 * leg->extras->gap : MAX(T2, ladder_t1(leg)));

    return leg->last_copy + gap - leg->response->time;
}

/* The last quarter has to be there, and all but its last copy. */
bool ladder_to_the_end(const struct leg *leg)
{
    int64_t timeout = ladder_timeout(leg);

    return leg->extras->gap && leg->last_copy - leg->response->time >= timeout * 3 / 4 &&
           reach(leg) >= timeout - timeout / 20;
}

bool ladder_is_over(const struct leg *leg)
{
    return ladder_to_the_end(leg) && reach(leg) > ladder_timeout(leg);
}
