/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acks.h"

#include "chars.h"

#define MAX_HOPS 64 /* INVITE transactions of a call that one message is held against, newest first */

static bool is_2xx(const struct leg *leg)
{
    return leg->status / 100 == 2;
}

/* Does this ACK complete this leg? By branch for 3xx-6xx (17.1.1.3), by dialog on any path for 2xx (13.2.2.4). A
 * response without To tag, as low-level parsers send it, takes any. */
static bool ack_fits(const struct transaction *t, const struct leg *leg, const struct sighting *ack, bool same_branch)
{
    if (ack->cseq != t->cseq)
        return false;
    if (!is_2xx(leg))
        return same_branch && (leg->to_tag.len == 0 || slice_equal(leg->to_tag, ack->to_tag));
    return slice_equal(leg->to_tag, ack->to_tag);
}

static void ack_enter(struct leg *leg, struct sighting *ack)
{
    if (!leg->ack)
        leg->ack = ack;
}

static bool same_invite(const struct transaction *t, struct slice from_tag, uint64_t cseq)
{
    return t->is_invite && t->cseq == cseq && slice_equal(t->from_tag, from_tag);
}

/* An ACK may have been captured before the response that it answers (merged captures, clock skew). */
static void take_early_acks(struct transaction *t, struct leg *leg)
{
    int left = MAX_HOPS;

    for (struct transaction *hop = t->call->newest; hop && left; hop = hop->next_in_call, left--) {
        if (!hop->ack || !same_invite(hop, t->from_tag, t->cseq))
            continue;
        for (struct sighting *s = hop->ack; s; s = s->next)
            if (s->role == ROLE_ACK && ack_fits(t, leg, s, hop == t && s->same_branch))
                ack_enter(leg, s);
    }
}

struct leg *acks_leg(const struct transaction *t, struct slice to_tag, uint16_t status)
{
    for (struct leg *leg = t->legs; leg; leg = leg->next)
        if (leg->status == status && slice_equal(leg->to_tag, to_tag))
            return leg;
    return NULL;
}

static struct leg *leg_open(wmem_allocator_t *allocator, struct transaction *t, struct sighting *s)
{
    struct leg **end = &t->legs;
    unsigned count = 0;

    for (; *end; end = &(*end)->next)
        if (++count == MAX_LEGS)
            return NULL;
    *end = wmem_new0(allocator, struct leg);
    (*end)->response = (*end)->newest = s;
    (*end)->status = s->status;
    (*end)->last_copy = s->time;
    (*end)->to_tag = s->to_tag;
    return *end;
}

void acks_learn_response(wmem_allocator_t *allocator, struct transaction *t, struct sighting *s)
{
    struct leg *leg = acks_leg(t, s->to_tag, s->status);
    bool prompted;

    if (!leg) {
        leg = s->leg = leg_open(allocator, t, s);
        if (leg)
            take_early_acks(t, leg);
        return;
    }
    s->leg = leg;
    leg->newest = s;
    if (s->duplicate)
        return;
    /* A repeated request is answered with the same response again (17.2.1): that says nothing about the ACK. */
    prompted = t->last_request && t->last_request->time > leg->last_copy;
    if (!prompted && s->time - leg->last_copy >= SPACING) {
        leg->gap = s->time - leg->last_copy;
        leg->retransmissions++;
        if (leg->ack && s->time > leg->ack->time)
            leg->after_ack++;
        if (leg->wrong_count)
            leg->after_wrong++;
    }
    leg->last_copy = s->time;
}

static const struct leg *leg_2xx(const struct transaction *t, struct slice to_tag)
{
    for (const struct leg *leg = t->legs; leg; leg = leg->next)
        if (is_2xx(leg) && slice_equal(leg->to_tag, to_tag))
            return leg;
    return NULL;
}

/* How well an ACK that no branch places goes with an INVITE transaction of its sender; 0: not at all. */
static int closeness(const struct transaction *t, const struct identity *id, bool same_hop)
{
    bool same_number = t->cseq == id->cseq.number;
    const struct leg *leg;

    if (!t->is_invite || !slice_equal(t->from_tag, id->from.tag))
        return 0;
    leg = leg_2xx(t, id->to.tag);
    if (same_number && leg)
        return same_hop ? 6 : 5;
    if (leg && !leg->ack && same_hop)
        return 4;
    if (same_number)
        return same_hop ? 3 : 2;
    return same_hop ? 1 : 0;
}

struct transaction *acks_owner(const struct call *call, struct transaction *by_branch, const struct identity *id,
                               const struct peers *peers, unsigned direction)
{
    struct transaction *best = by_branch;
    int best_closeness = 0, left = MAX_HOPS;

    if (by_branch || !call || !id->call_id.len)
        return by_branch;
    for (struct transaction *t = call->newest; t && left; t = t->next_in_call, left--) {
        int c = closeness(t, id, t->peers == peers && t->direction == direction);
        if (c > best_closeness) {
            best = t;
            best_closeness = c;
        }
    }
    return best;
}

void acks_learn_ack(const struct call *call, struct sighting *s, const struct identity *id)
{
    struct transaction *owner = s->transaction;
    bool fits = false;
    int left = MAX_HOPS;

    for (struct leg *leg = owner->legs; leg; leg = leg->next) {
        if (ack_fits(owner, leg, s, s->same_branch)) {
            ack_enter(leg, s);
            fits = true;
        }
    }
    for (struct transaction *t = call->newest; t && left; t = t->next_in_call, left--) {
        if (t == owner || !same_invite(t, id->from.tag, s->cseq))
            continue;
        for (struct leg *leg = t->legs; leg; leg = leg->next) {
            if (is_2xx(leg) && ack_fits(t, leg, s, false)) {
                ack_enter(leg, s);
                fits = true;
            }
        }
    }
    if (fits || s->duplicate)
        return;
    for (struct leg *leg = owner->legs; leg; leg = leg->next)
        if (!leg->ack && leg->wrong_count < MAX_WRONG_ACKS && s->time >= leg->response->time)
            leg->wrong[leg->wrong_count++] = s;
}

static bool has_word(struct slice text, const char *word)
{
    uint32_t len = (uint32_t)strlen(word);

    for (uint32_t i = 0; i + len <= text.len; i++) {
        bool begins = i == 0 || !g_ascii_isalnum(text.at[i - 1]);
        bool ends = i + len == text.len || !g_ascii_isalnum(text.at[i + len]);
        if (begins && ends && slice_is_nocase(slice_of(text.at + i, len), word))
            return true;
    }
    return false;
}

/* Reason: SIP;cause=408;text="ACK Timeout" and the like (RFC 3326). */
static void read_reason(struct leg *leg, const struct sip_message *m)
{
    static const char *const absent[] = {"timeout", "timed", "missing", "received", "no", "without"};
    struct slice reason = sip_message_value(m, H_REASON);

    leg->bye_timed_out = has_word(reason, "SIP") && has_word(reason, "408");
    for (size_t i = 0; i < G_N_ELEMENTS(absent); i++)
        if (has_word(reason, "ACK") && has_word(reason, absent[i]))
            leg->bye_blames_ack = true;
}

static bool dialog_is(const struct transaction *t, const struct leg *leg, const struct identity *id)
{
    return (slice_equal(t->from_tag, id->from.tag) && slice_equal(leg->to_tag, id->to.tag)) ||
           (slice_equal(t->from_tag, id->to.tag) && slice_equal(leg->to_tag, id->from.tag));
}

void acks_learn_request(const struct call *call, struct sighting *s, const struct identity *id,
                        const struct sip_message *m)
{
    int left = MAX_HOPS;

    if (!id->to.tag.len)
        return;
    for (struct transaction *t = call->newest; t && left; t = t->next_in_call, left--) {
        for (struct leg *leg = t->legs; leg; leg = leg->next) {
            if (leg->ack && leg->after_ack == 0)
                continue; /* acknowledged: nothing of this is asked for */
            if (!leg->ack && is_2xx(leg) && slice_is(m->method, "BYE") && dialog_is(t, leg, id))
                s->ends = t;
            if (slice_equal(t->from_tag, id->from.tag) && slice_equal(leg->to_tag, id->to.tag)) {
                leg->caller_next = s;
            } else if (slice_equal(t->from_tag, id->to.tag) && slice_equal(leg->to_tag, id->from.tag) && !leg->bye &&
                       slice_is(m->method, "BYE")) {
                leg->bye = s;
                read_reason(leg, m);
            }
        }
    }
}
