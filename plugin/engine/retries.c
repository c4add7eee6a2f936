/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "retries.h"

#include "capture.h"

#define MAX_OPEN 8 /* of a call, that wait */

bool asks_for_retry(uint16_t status)
{
    switch (status) {
    case 401:
    case 407:
    case 422:
    case 423:
    case 491:
    case 494: return true;
    default: return status / 100 == 3;
    }
}

/* Was it tried again as asked, as far as this other transaction shows? One whose request the capture lacks, or cut, may
 * have carried the credentials. */
static bool is_follow_up(const struct transaction *next, const struct transaction *t)
{
    bool challenge = t->final->status == 401 || t->final->status == 407;

    if (next == t || next->key.cseq < t->key.cseq || !slice_equal(t->method, next->method))
        return false;
    /* 22.2 has the number raised; where it is not, the credentials tell the second try from the first. */
    if (next->key.cseq == t->key.cseq)
        return challenge && next->has_credentials && !t->has_credentials;
    return challenge ? next->has_credentials || !next->request || next->cut : slice_equal(t->from_tag, next->from_tag);
}

void retries_await(struct call *call, struct transaction *t)
{
    int left = MAX_CHAIN;

    /* Merged captures may show the next try before the answer that asks for it. */
    for (const struct transaction *next = call->newest; next && left; next = next->next_in_call, left--)
        if (is_follow_up(next, t))
            t->followed_up = true;
    if (t->followed_up)
        return;
    if (!call->open)
        call->open = call_memory(call, MAX_OPEN * sizeof(struct transaction *));
    for (size_t i = 0; i < MAX_OPEN; i++) {
        if (!call->open[i] || i + 1 == MAX_OPEN) {
            call->open[i] = t;
            return;
        }
    }
}

void retries_learn(struct call *call, const struct transaction *next)
{
    size_t kept = 0;

    if (!call->open)
        return;
    for (size_t i = 0; i < MAX_OPEN && call->open[i]; i++) {
        struct transaction *t = call->open[i];

        if (is_follow_up(next, t))
            t->followed_up = true;
        else
            call->open[kept++] = t;
    }
    while (kept < MAX_OPEN)
        call->open[kept++] = NULL;
}
