/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ack_states.h"

#include "ack_flaws.h"
#include "hops.h"
#include "ladders.h"

const char *ack_state_name(enum ack_state state)
{
    static const char *const names[ACK_STATES] = {"not_due", "pending", "acked",     "missing", "wrong",
                                                  "lost",    "late",    "elsewhere", "unknown"};
    return names[state];
}

bool ack_is_bad(enum ack_state state)
{
    return state == ACK_MISSING || state == ACK_WRONG || state == ACK_LOST || state == ACK_LATE;
}

/* What a leg is judged by. */
struct trial {
    const struct capture *c;
    const struct transaction *t;
    const struct leg *leg;
    int64_t now;
    bool to_the_end; /* the copies went on until 64*T1 */
    bool on_time;    /* the answering side's BYE came when that was over */
    bool at_the_end; /* it came just then */
    bool gave_up;    /* it ended the copies */
    struct ack_verdict *v;
};

static void set(struct trial *trial, enum ack_state state, enum confidence confidence, enum cause_id cause)
{
    trial->v->state = state;
    trial->v->confidence = confidence;
    trial->v->cause = cause;
}

/* Did the responder stop repeating itself before its time, and live on? Then an ACK got through, on another path. A
 * final response ends the copies of a provisional one (RFC 3262 3). */
static bool stopped_early(const struct trial *trial)
{
    const struct leg *leg = trial->leg;
    const struct sighting *final = leg->rseq ? trial->t->final : NULL;
    int64_t due = ladder_next(leg);

    if (leg->caller_next && leg->caller_next->time > due && !trial->to_the_end)
        return true;
    if (final && final->time > leg->last_copy && final->time <= due)
        return false;
    return trial->now > due && !trial->to_the_end && !trial->gave_up && !(trial->on_time && leg->extras->bye_timed_out);
}

/* The responder went on as if it had not got the ACK: two copies or more behind it, to the end, to a BYE by which it
 * gives up, or as long as the capture goes. One copy or two may have crossed the ACK on a slow network. */
static bool goes_on(const struct trial *trial)
{
    const struct leg *leg = trial->leg;
    bool ended = trial->gave_up && (trial->on_time || leg->extras->after_ack >= 4);

    return leg->extras->after_ack >= 2 && (trial->to_the_end || ended || leg->extras->bye_blames_ack ||
                                           (leg->extras->after_ack >= 3 && trial->now < ladder_next(leg)));
}

/* Was this ACK sent by somebody whose INVITE this hop passes on? An ACK of the other leg of a back-to-back user agent
 * that keeps the dialog's identifiers was not. */
static bool is_upstream(const struct transaction *t, const struct ack *ack)
{
    for (int hops = 0; hops < MAX_HOPS; hops++) {
        const struct transaction *previous = hops_previous(t);

        if (endpoint_same_host(&ack->src, &t->src))
            return true;
        if (!previous)
            return t->below != 0; /* who is behind is not in the capture */
        t = previous;
    }
    return false;
}

static enum confidence proven(const struct trial *trial)
{
    return ladder_is_over(trial->leg) || trial->leg->extras->bye_blames_ack || (trial->gave_up && trial->at_the_end)
               ? CONFIDENCE_CERTAIN
               : CONFIDENCE_LIKELY;
}

static void judge_unheeded(struct trial *trial)
{
    const struct leg *leg = trial->leg;
    enum cause_id flaw;

    if (!leg->ack_here && (ack_arrived_before(trial->t, leg) || !is_upstream(trial->t, leg->ack->ack))) {
        set(trial, ACK_MISSING, CONFIDENCE_LIKELY, leg->rseq ? CAUSE_prack_not_seen : CAUSE_ack_not_seen);
        return;
    }
    flaw = leg->rseq ? CAUSE_NONE : ack_flaw(trial->c, trial->t, leg, trial->v->ack);
    set(trial, flaw ? ACK_WRONG : ACK_LOST, proven(trial), flaw);
}

/* 64*T1 after the response, and when no further copy was due. */
static bool is_late(const struct trial *trial, const struct sighting *ack)
{
    const struct leg *leg = trial->leg;

    return !leg->rseq && ack->time - leg->response->time > ladder_timeout(leg) + ladder_usual_t1(leg) &&
           ack->time > leg->awaited && ack->time <= trial->now;
}

static void judge_acked(struct trial *trial)
{
    const struct leg *leg = trial->leg;
    const struct sighting *ack = leg->ack_here ? leg->ack_here : leg->ack;

    trial->v->ack = ack;
    if (is_late(trial, ack))
        set(trial, ACK_LATE, CONFIDENCE_CERTAIN, CAUSE_ack_late);
    else if (goes_on(trial) || (ack_was_refused(trial->c, leg) && !stopped_early(trial)))
        judge_unheeded(trial);
    else if (ack_lacks_answer(trial->t, leg, ack))
        set(trial, ACK_WRONG, CONFIDENCE_LIKELY, CAUSE_ack_prack_confusion);
    else
        set(trial, ACK_ACKED, CONFIDENCE_CERTAIN, CAUSE_NONE);
}

/* True when one of the ACKs that almost fit can be held against its sender. Another tag may answer another fork of the
 * call, another CSeq number another INVITE, which the capture need not have seen: only repeated responses speak against
 * them. */
static bool judge_wrong(struct trial *trial)
{
    const struct leg *leg = trial->leg;
    bool goes_on = leg->extras->after_wrong >= 2 || (leg->extras->after_wrong == 1 && !stopped_early(trial));

    for (unsigned i = 0; i < leg->extras->wrong_count; i++) {
        const struct sighting *ack = leg->extras->wrong[i];
        enum cause_id cause = ack_mismatch(trial->t, leg, ack);
        bool speaks_for_itself = (cause == CAUSE_ack_branch || (cause == CAUSE_ack_totag && !ack->to_tag.len)) &&
                                 ack_is_here(trial->t, ack->ack);

        if (!goes_on && !speaks_for_itself)
            continue;
        trial->v->ack = ack;
        set(trial, ACK_WRONG, leg->extras->after_wrong ? proven(trial) : CONFIDENCE_LIKELY, cause);
        return true;
    }
    return false;
}

/* A PRACK that the capture lacks, and its answer, whatever it is, that it has. */
static bool prack_was_answered(const struct trial *trial)
{
    const struct transaction *t = trial->t;
    int left = MAX_HOPS;

    for (const struct transaction *other = t->call->newest; other && left; other = other->next_in_call, left--)
        if (slice_is(other->method, "PRACK") && !other->request && other->final &&
            other->final->time >= trial->leg->response->time && slice_equal(other->from_tag, t->from_tag))
            return true;
    return false;
}

/* Does Wireshark say of this transport where the capture lacks a part of it? */
static bool knows_gaps(uint8_t transport)
{
    return transport_is_reliable(transport) && transport != TRANSPORT_SCTP;
}

/* Does the 2xx have its ACK go to where the INVITE went, and by the same transport? A dialog that goes on shows that it
 * did not have to. */
static bool is_due_on_connection(const struct trial *trial)
{
    const struct leg *leg = trial->leg;
    struct endpoint next;
    struct due due;

    if (!leg_is_2xx(leg) || leg->caller_next || leg->callee_next)
        return false;
    ack_due(&due, trial->c, trial->t, leg);
    if (!due.known || !transport_is_reliable(uri_transport(&due.next_hop)) ||
        !host_address(uri_destination(&due.next_hop), &next))
        return false;
    next.port = uri_port(&due.next_hop);
    return endpoint_equal(&next, &trial->t->dst);
}

/* On a reliable transport nobody repeats a 3xx-6xx, and many do not repeat a 2xx either. But the requester is heard
 * long after on the connection on which the ACK was due, without an ACK, and no segment is missing there. */
static bool heard_without_it(const struct trial *trial)
{
    const struct transaction *t = trial->t;
    const struct leg *leg = trial->leg;
    int64_t seen = t->peers->last_seen[t->direction];

    return knows_gaps(t->transport) && !leg->rseq && !t->peers->gap &&
           seen > leg->response->time + ladder_timeout(leg) && seen <= trial->now &&
           (leg->status >= 300 || is_due_on_connection(trial));
}

static bool judge_missing(struct trial *trial)
{
    const struct leg *leg = trial->leg;
    enum cause_id unexplained = leg->rseq ? CAUSE_prack_not_seen : CAUSE_ack_not_seen;

    if (leg->extras->retransmissions >= 2) {
        if (stopped_early(trial) || (leg->rseq && prack_was_answered(trial)))
            return false;
        set(trial, ACK_MISSING, proven(trial), unexplained);
        return true;
    }
    /* Without a single copy, only the words of the one who gave up tell it from a call whose ACK went another way. */
    if (leg_is_2xx(leg) && leg->bye && !leg->caller_next &&
        (leg->extras->bye_blames_ack || (trial->on_time && leg->extras->bye_timed_out))) {
        set(trial, ACK_MISSING, leg->extras->bye_blames_ack ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, unexplained);
        return true;
    }
    if (heard_without_it(trial)) {
        set(trial, ACK_MISSING, CONFIDENCE_LIKELY, unexplained);
        return true;
    }
    return false;
}

/* The dialog goes on after the next copy would have been due, so that an ACK got through. A BYE of the answering side
 * at the time when it gives up does not show that. */
static bool lives_on(const struct trial *trial)
{
    const struct leg *leg = trial->leg;
    int64_t due = ladder_next(leg);

    if (leg->rseq) /* the call was answered when the next copy would have been due */
        return trial->t->final && trial->t->final->status < 300 && trial->t->final->time > due;
    if (!leg_is_2xx(leg) || trial->to_the_end)
        return false;
    if (leg->caller_next && leg->caller_next->time > due)
        return true;
    return leg->callee_next && leg->callee_next->time > due && leg->callee_next->time <= trial->now &&
           !(leg->callee_next == leg->bye &&
             (trial->on_time || leg->extras->bye_timed_out || leg->extras->bye_blames_ack));
}

static void judge_leg(struct ack_verdict *v, const struct capture *c, const struct transaction *t,
                      const struct leg *leg)
{
    struct trial trial = {.c = c, .t = t, .leg = leg, .now = capture_now(c, t), .v = v};
    int64_t timeout = ladder_timeout(leg), until_bye = leg->bye ? leg->bye->time - leg->response->time : 0;

    memset(v, 0, sizeof *v);
    v->leg = leg;
    trial.to_the_end = ladder_to_the_end(leg);
    trial.on_time = until_bye >= timeout * 3 / 4 && until_bye <= timeout * 5 / 4;
    trial.at_the_end = until_bye >= timeout * 15 / 16 && until_bye <= timeout * 9 / 8;
    trial.gave_up = leg->bye && (leg->extras->bye_blames_ack ||
                                 (leg->bye->time > leg->last_copy && leg->bye->time <= ladder_next(leg)));

    if (leg->ack)
        judge_acked(&trial);
    else if (!t->request || t->cut || capture_unplaced_acks(c))
        set(&trial, ACK_UNKNOWN, CONFIDENCE_POSSIBLE, CAUSE_NONE);
    else if (!judge_wrong(&trial) && !judge_missing(&trial))
        set(&trial,
            lives_on(&trial)                                        ? ACK_ELSEWHERE
            : trial.now - leg->response->time < ladder_timeout(leg) ? ACK_PENDING
                                                                    : ACK_UNKNOWN,
            CONFIDENCE_POSSIBLE, CAUSE_NONE);
}

static void judge_worst(struct ack_verdict *verdict, const struct capture *c, const struct transaction *t,
                        const struct leg *legs)
{
    static const uint8_t severity[ACK_STATES] = {
        [ACK_NOT_DUE] = 0, [ACK_ACKED] = 1, [ACK_ELSEWHERE] = 2, [ACK_UNKNOWN] = 3, [ACK_PENDING] = 4,
        [ACK_LATE] = 5,    [ACK_LOST] = 6,  [ACK_WRONG] = 7,     [ACK_MISSING] = 8,
    };

    memset(verdict, 0, sizeof *verdict);
    for (const struct leg *leg = legs; leg; leg = leg->next) {
        struct ack_verdict v;
        judge_leg(&v, c, t, leg);
        if (!verdict->leg || severity[v.state] > severity[verdict->state])
            *verdict = v;
    }
}

void ack_judge(struct ack_verdict *verdict, const struct capture *c, const struct transaction *t)
{
    judge_worst(verdict, c, t, t->legs);
}

void prack_judge(struct ack_verdict *verdict, const struct capture *c, const struct transaction *t)
{
    judge_worst(verdict, c, t, t->extras->early);
}
