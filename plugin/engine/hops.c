/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hops.h"

#define LOOK_BACK 64 /* transactions of a call, newest first */
#define MAX_HOPS  8

/* Does the request of `other` carry the top Via of `t` below its own: was it passed on from there? Where the bytes are
 * not at hand, by the hosts: it has to leave from where that one went. */
static bool came_from(const struct transaction *other, const struct transaction *t)
{
    struct sip_message m;

    if (!t->key.branch.len || !transaction_read_held(other, &m))
        return endpoint_same_host(&other->src, &t->dst);
    for (const struct sip_header *row = sip_message_header(&m, H_VIA); row; row = sip_message_next(&m, row)) {
        struct slice rest = row->value;
        while (rest.len) {
            struct via via;
            via_parse(&via, &rest);
            if (slice_equal_nocase(via.branch, t->key.branch))
                return true;
        }
    }
    /* a back-to-back user agent keeps no Via */
    return endpoint_same_host(&other->src, &t->dst);
}

static bool is_same_refusal(const struct transaction *other, const struct transaction *t)
{
    return other != t && other->request && other->final && other->final->status == t->final->status &&
           other->key.cseq == t->key.cseq && slice_equal(other->method, t->method) &&
           slice_equal(other->from_tag, t->from_tag) && !slice_equal(other->key.branch, t->key.branch) &&
           other->request->time >= t->request->time && other->final->time <= t->final->time;
}

const struct transaction *hops_origin(const struct transaction *t)
{
    const struct transaction *origin = t;

    for (int hops = 0; hops < MAX_HOPS; hops++) {
        const struct transaction *next = NULL;
        int left = LOOK_BACK;

        for (const struct transaction *other = t->call->newest; other && left; other = other->next_in_call, left--)
            if (is_same_refusal(other, origin) && (!next || other->final->time > next->final->time) &&
                came_from(other, origin))
                next = other;
        if (!next)
            break;
        origin = next;
    }
    return origin;
}

static bool same_final(const struct transaction *a, const struct transaction *b)
{
    return a->final && b->final && a->final->status == b->final->status &&
           slice_equal(a->final->to_tag, b->final->to_tag);
}

const struct transaction *hops_next(const struct transaction *t)
{
    const struct transaction *found = NULL;
    int left = LOOK_BACK;

    for (const struct transaction *other = t->call->newest; other && left && t->branch_hash;
         other = other->next_in_call, left--)
        if (other != t && other->below == t->branch_hash && slice_equal(other->method, t->method) &&
            (!found || !same_final(found, t) || same_final(other, t)))
            found = other;
    return found;
}

const struct transaction *hops_previous(const struct transaction *t)
{
    int left = LOOK_BACK;

    for (const struct transaction *other = t->call->newest; other && left && t->below;
         other = other->next_in_call, left--)
        if (other != t && other->branch_hash == t->below && slice_equal(other->method, t->method))
            return other;
    return NULL;
}

const struct sighting *hops_progress(const struct transaction *t)
{
    int left = LOOK_BACK;

    for (const struct sighting *s = t->provisional; s && left; s = s->next, left--)
        if (s->role == ROLE_PROVISIONAL && s->status > 100)
            return s;
    return NULL;
}
