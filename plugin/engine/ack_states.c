/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ack_states.h"

/* When the answering side gives up and sends BYE: 64*T1, with room for other timers (RFC 3261 13.3.1.4). */
#define GIVE_UP_FROM (24 * SECOND)
#define GIVE_UP_TO   (40 * SECOND)

const char *ack_state_name(enum ack_state state)
{
    static const char *const names[] = {"not_due", "pending", "acked", "missing", "wrong", "lost", "late", "unknown"};
    return names[state];
}

static bool is_2xx(const struct leg *leg)
{
    return leg->status / 100 == 2;
}

/* When the next copy would have been due: T1 doubling to T2 (13.3.1.4, 17.2.1), by the spacing that was seen. */
static int64_t next_due(const struct leg *leg)
{
    int64_t gap = leg->gap ? MIN(2 * leg->gap, MAX(T2, leg->gap)) : T1;
    return leg->last_copy + gap + T1;
}

static void set(struct ack_verdict *v, enum ack_state state, enum confidence confidence, enum cause_id cause)
{
    v->state = state;
    v->confidence = confidence;
    v->cause = cause;
}

static void judge_acked(struct ack_verdict *v, const struct leg *leg, int64_t now)
{
    int64_t first = leg->response->time;
    bool to_the_end = leg->last_copy - first >= LADDER_END;
    bool gave_up = leg->bye && leg->bye->time > leg->last_copy && leg->bye->time <= next_due(leg) + T2;
    bool goes_on = leg->after_ack >= 3 && now < next_due(leg);

    v->ack = leg->ack;
    if (leg->ack->time - first > TIMEOUT + T1 && leg->ack->time <= now)
        set(v, ACK_LATE, CONFIDENCE_CERTAIN, CAUSE_ack_late);
    else if (leg->after_ack >= 2 && (to_the_end || gave_up || goes_on))
        set(v, ACK_LOST, to_the_end || leg->bye_blames_ack ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
            CAUSE_ack_lost_path);
    else
        set(v, ACK_ACKED, CONFIDENCE_CERTAIN, CAUSE_NONE);
}

/* In what an ACK misses a leg. */
static enum cause_id mismatch(const struct transaction *t, const struct leg *leg, const struct sighting *ack)
{
    if (ack->cseq != t->cseq)
        return CAUSE_ack_cseq;
    if (!slice_equal(leg->to_tag, ack->to_tag))
        return CAUSE_ack_totag;
    return CAUSE_ack_branch;
}

/* True when one of the ACKs that almost fit can be held against its sender. Another To tag may answer another fork of
 * the call, another CSeq number another INVITE, which the capture need not have seen: only repeated responses speak
 * against them. */
static bool judge_wrong(struct ack_verdict *v, const struct transaction *t, const struct leg *leg)
{
    for (unsigned i = 0; i < leg->wrong_count; i++) {
        const struct sighting *ack = leg->wrong[i];
        enum cause_id cause = mismatch(t, leg, ack);

        if (leg->after_wrong == 0 && (cause == CAUSE_ack_cseq || (cause == CAUSE_ack_totag && ack->to_tag.len)))
            continue;
        v->ack = ack;
        set(v, ACK_WRONG, leg->after_wrong ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, cause);
        return true;
    }
    return false;
}

/* Did the responder stop repeating itself before its time, and live on? Then an ACK got through, on another path. */
static bool stopped_early(const struct leg *leg, bool gave_up, int64_t now)
{
    int64_t due = next_due(leg);

    if (leg->caller_next && leg->caller_next->time > due)
        return true;
    return now > due && leg->last_copy - leg->response->time < LADDER_END && !gave_up;
}

static bool judge_missing(struct ack_verdict *v, const struct transaction *t, const struct leg *leg, int64_t now)
{
    int64_t seen, first = leg->response->time;
    int64_t until_bye = leg->bye ? leg->bye->time - first : 0;
    bool to_the_end = leg->last_copy - first >= LADDER_END;
    bool on_time = until_bye >= GIVE_UP_FROM && until_bye <= GIVE_UP_TO;
    bool gave_up =
        leg->bye && (leg->bye_blames_ack || (leg->bye->time > leg->last_copy && leg->bye->time <= next_due(leg)));

    if (leg->retransmissions >= 2) {
        if (stopped_early(leg, gave_up || (on_time && leg->bye_timed_out), now))
            return false;
        set(v, ACK_MISSING, to_the_end || gave_up ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, CAUSE_ack_not_seen);
        return true;
    }
    /* Without a single copy, only the words of the one who gave up tell it from a call whose ACK went another way. */
    if (is_2xx(leg) && leg->bye && !leg->caller_next && (leg->bye_blames_ack || (on_time && leg->bye_timed_out))) {
        set(v, ACK_MISSING, leg->bye_blames_ack ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, CAUSE_ack_not_seen);
        return true;
    }
    /* On a reliable transport nobody repeats a 3xx-6xx; but the requester is heard long after on the connection,
     * without an ACK. */
    seen = t->peers->last_seen[t->direction];
    if (!is_2xx(leg) && transport_is_reliable(t->transport) && !t->peers->gap && seen > first + TIMEOUT &&
        seen <= now) {
        set(v, ACK_MISSING, CONFIDENCE_LIKELY, CAUSE_ack_not_seen);
        return true;
    }
    return false;
}

static void judge_leg(struct ack_verdict *v, const struct transaction *t, const struct leg *leg, int64_t now,
                      uint32_t unplaced_acks)
{
    memset(v, 0, sizeof *v);
    v->leg = leg;
    if (leg->ack)
        judge_acked(v, leg, now);
    else if (!t->request || t->cut || unplaced_acks)
        set(v, ACK_UNKNOWN, CONFIDENCE_POSSIBLE, CAUSE_NONE);
    else if (!judge_wrong(v, t, leg) && !judge_missing(v, t, leg, now))
        set(v, now - leg->response->time < TIMEOUT ? ACK_PENDING : ACK_UNKNOWN, CONFIDENCE_POSSIBLE, CAUSE_NONE);
}

void ack_judge(struct ack_verdict *verdict, const struct transaction *t, int64_t now, uint32_t unplaced_acks)
{
    static const uint8_t severity[] = {
        [ACK_NOT_DUE] = 0, [ACK_ACKED] = 1, [ACK_UNKNOWN] = 2, [ACK_PENDING] = 3,
        [ACK_LATE] = 4,    [ACK_LOST] = 5,  [ACK_WRONG] = 6,   [ACK_MISSING] = 7,
    };

    memset(verdict, 0, sizeof *verdict);
    for (const struct leg *leg = t->legs; leg; leg = leg->next) {
        struct ack_verdict v;
        judge_leg(&v, t, leg, now, unplaced_acks);
        if (!verdict->leg || severity[v.state] > severity[verdict->state])
            *verdict = v;
    }
}
