/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "silence.h"

#include "hops.h"
#include "refusals.h"

/* These are sent before there is a final response, too (RFC 3262 3, RFC 3311 5.1). */
static bool is_early(const struct transaction *t)
{
    return slice_is(t->method, "PRACK") || slice_is(t->method, "UPDATE");
}

/* An ACK, or a later request of the same party that could not be without the answer: the capture lacks it. */
static bool was_answered_unseen(const struct transaction *t)
{
    int left = 64;

    if (t->ack)
        return true;
    for (const struct transaction *next = t->call->newest; next && next != t && left; next = next->next_in_call, left--)
        if (next->key.cseq > t->key.cseq && slice_equal(next->from_tag, t->from_tag) && !is_early(next) &&
            ((next->to_tag.len && !t->to_tag.len) || (next->has_credentials && !t->has_credentials)))
            return true;
    return false;
}

/* What a silence is judged by. */
struct trial {
    const struct capture *c;
    const struct transaction *t;
    int64_t now, waited, sending;
    bool peer_heard; /* since the request */
    bool timed_out;  /* the last of the retransmissions is due at 63*T1 */
    bool to_the_end; /* they went on for that long */
    bool proven;     /* the requester waited for an answer, and none came */
    struct verdict *v;
};

static bool heard_since(const struct trial *trial, int64_t time)
{
    const struct peers *peers = trial->t->peers;
    int64_t heard = peers->last_seen[!trial->t->direction];

    return heard > time && heard <= trial->now && !peers->gap;
}

static void open_trial(struct trial *trial, struct verdict *v, const struct capture *c, const struct transaction *t,
                       int64_t now)
{
    const struct timing *timing = t->call->timing;

    *trial = (struct trial){.c = c, .t = t, .now = now, .v = v};
    trial->waited = now - t->request->time;
    trial->sending = t->last_request->time - t->request->time;
    trial->peer_heard = heard_since(trial, t->request->time);
    trial->timed_out = trial->waited >= timing_timeout(timing) - 2 * timing->t1;
    trial->to_the_end = trial->sending >= timing_ladder_end(timing);
    trial->proven = transport_is_reliable(t->transport)
                        ? trial->peer_heard
                        : trial->to_the_end || (t->request_retransmissions >= 3 && trial->peer_heard);
}

static void never_answered(struct trial *trial, enum cause_id cause, enum confidence confidence,
                           const struct sighting *evidence)
{
    trial->v->state = VERDICT_NO_RESPONSE;
    trial->v->bad = true;
    verdict_blame(trial->v, cause, confidence, evidence);
}

/* "at 0, 0.5, 1.5, 3.5, 7.5 ... 31.5 s": the intervals tell a stack's timers, and whether somebody pressed redial. */
static void say_times(struct trial *trial)
{
    const struct transaction *t = trial->t;
    unsigned sent = 0, all = t->request_retransmissions + 1;

    for (const struct sighting *s = t->first; s && sent < 6; s = s->next)
        if (s->role == ROLE_REQUEST && !s->duplicate)
            verdict_say(trial->v, "%s%.3g", sent++ ? ", " : ", at ", seconds(s->time - t->request->time));
    if (all > sent)
        verdict_say(trial->v, "%s%.3g", all > sent + 1 ? " ... " : ", ", seconds(trial->sending));
    verdict_say(trial->v, " s");
}

static void say_sent(struct trial *trial)
{
    const struct transaction *t = trial->t;

    verdict_say(trial->v, "the %.*s in frame %u was sent ", (int)t->method.len, t->method.at, t->request->frame);
    if (t->request_retransmissions) {
        verdict_say(trial->v, "%u times in %.1f s", t->request_retransmissions + 1, seconds(trial->sending));
        say_times(trial);
    } else {
        verdict_say(trial->v, "once");
    }
}

/* What the network said. */

#define PROMPT SECOND /* what the network says later may be about another packet */

/* By the SIP that the error quotes, or by no more than the addresses; about the newest copy of the request, since an
 * earlier one may have met a port that was not open yet. */
static bool icmp_says_so(struct trial *trial)
{
    const struct transaction *t = trial->t;
    const struct sighting *quote =
        t->extras->icmp && t->extras->icmp->time >= t->last_request->time ? t->extras->icmp : NULL;
    const struct obstacle *found = obstacles_find(capture_obstacles(trial->c), &t->src, &t->dst, OBSTACLE_ICMP,
                                                  transport_is_reliable(t->transport), t->last_request->time,
                                                  MIN(trial->now, t->last_request->time + PROMPT));
    uint32_t frame;

    if (!quote && !found)
        return false;
    frame = quote ? quote->frame : found->frame;
    never_answered(trial, CAUSE_icmp_unreachable, trial->timed_out ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, quote);
    if (!quote)
        trial->v->sign = (struct sign){found->frame, found->time, false, "ICMP error"};
    if (quote && quote->status)
        verdict_say(trial->v, "the %u to the %.*s in frame %u could not be delivered, says the ICMP error in frame %u",
                    quote->status, (int)t->method.len, t->method.at, t->request->frame, frame);
    else
        verdict_say(trial->v, "the %.*s in frame %u was answered by the ICMP error in frame %u and by nothing else",
                    (int)t->method.len, t->method.at, t->request->frame, frame);
    return true;
}

static bool connection_was_reset(struct trial *trial)
{
    const struct transaction *t = trial->t;
    const struct obstacle *found = NULL;

    if (transport_is_reliable(t->transport) && !t->peers->gap)
        found = obstacles_find(capture_obstacles(trial->c), &t->src, &t->dst, OBSTACLE_RESET, true, t->request->time,
                               MIN(trial->now, t->last_request->time + timing_timeout(t->call->timing)));
    if (!found)
        return false;
    never_answered(trial, CAUSE_connection_reset, CONFIDENCE_LIKELY, NULL);
    trial->v->sign = (struct sign){found->frame, found->time, false, "RST"};
    verdict_say(
        trial->v, "the %.*s in frame %u was sent on a connection that its receiver reset in frame %u, %.1f s later",
        (int)t->method.len, t->method.at, t->request->frame, found->frame, seconds(found->time - t->request->time));
    return true;
}

/* The answer came in IP fragments, of which only the first is here. */
static bool fragments_are_missing(struct trial *trial)
{
    const struct sighting *fragment = trial->t->extras->fragment;

    if (!fragment || !trial->timed_out || !(trial->proven || trial->t->request_retransmissions))
        return false;
    never_answered(trial, CAUSE_fragments_missing, CONFIDENCE_LIKELY, fragment);
    say_sent(trial);
    verdict_say(trial->v, "; its %u came in IP fragments, and only the first of them, frame %u, is in the capture",
                fragment->status, fragment->frame);
    return true;
}

/* A provisional response, and then nothing. */

#define TIMER_C (180 * SECOND) /* 16.6 step 11: a proxy gives up after more than three minutes */

/* 17.1.2.2: Timer F runs on in Proceeding, and the request is repeated. */
static bool non_invite_left_hanging(struct trial *trial)
{
    const struct transaction *t = trial->t;
    bool proven = transport_is_reliable(t->transport)
                      ? heard_since(trial, t->provisional->time)
                      : trial->to_the_end || (t->request_retransmissions >= 3 && trial->peer_heard);

    if (t->is_invite || !trial->timed_out || !proven)
        return false;
    never_answered(trial, CAUSE_no_final_response, trial->to_the_end ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY,
                   t->provisional);
    say_sent(trial);
    verdict_say(trial->v, "; a %u came in frame %u, and no final response in %.1f s", t->provisional->status,
                t->provisional->frame, seconds(trial->waited));
    return true;
}

/* 9.1: whoever accepts the CANCEL ends the INVITE with 487. */
static bool cancel_left_hanging(struct trial *trial)
{
    const struct transaction *t = trial->t, *cancel = t->cancel;

    if (!cancel || !cancel->final || cancel->final->status / 100 != 2 ||
        trial->now - cancel->final->time < timing_timeout(t->call->timing) || !heard_since(trial, cancel->final->time))
        return false;
    never_answered(trial, CAUSE_no_final_response, CONFIDENCE_LIKELY, cancel->final);
    verdict_say(
        trial->v,
        "the CANCEL in frame %u was accepted in frame %u, yet the INVITE in frame %u got no final response in %.1f s",
        cancel->request ? cancel->request->frame : 0, cancel->final->frame, t->request->frame,
        seconds(trial->now - cancel->final->time));
    return true;
}

/* A phone may ring for long; whoever said 100 and no more has told the caller nothing. Of an element that is seen to
 * pass the INVITE on, and gets no answer either, it is known that it is a proxy, and should have given up. */
static bool trying_for_ever(struct trial *trial)
{
    const struct transaction *t = trial->t, *next = hops_next(t);

    if (!t->is_invite || hops_progress(t) || t->cancel || trial->waited < TIMER_C + 2 * T2 ||
        !heard_since(trial, t->provisional->time + TIMER_C))
        return false;
    if (!next || next->final || hops_progress(next)) {
        verdict_note(trial->v, CAUSE_no_final_response, t->provisional->frame,
                     "the INVITE in frame %u got a %u in frame %u and nothing else in %.0f s; a proxy gives up after "
                     "three minutes (Timer C)",
                     t->request->frame, t->provisional->status, t->provisional->frame, seconds(trial->waited));
        return false;
    }
    never_answered(trial, CAUSE_no_final_response, CONFIDENCE_LIKELY, t->provisional);
    verdict_say(
        trial->v,
        "the INVITE in frame %u got a %u in frame %u and nothing else in %.0f s, nor did it in frame %u, where it "
        "was passed on; a proxy gives up after three minutes (Timer C)",
        t->request->frame, t->provisional->status, t->provisional->frame, seconds(trial->waited),
        next->request ? next->request->frame : 0);
    return true;
}

static void judge_half_answered(struct trial *trial)
{
    if (non_invite_left_hanging(trial) || cancel_left_hanging(trial) || trying_for_ever(trial) ||
        (!hops_progress(trial->t) && connection_was_reset(trial)))
        return;
    trial->v->state = trial->t->is_invite || !trial->timed_out ? VERDICT_PENDING : VERDICT_INCOMPLETE;
}

static void judge_unanswered(struct trial *trial)
{
    const struct transaction *t = trial->t;

    if (slice_is(t->method, "ACK") || t->cut || was_answered_unseen(t)) {
        trial->v->state = VERDICT_INCOMPLETE;
    } else if (t->provisional) {
        judge_half_answered(trial);
    } else if (icmp_says_so(trial) || connection_was_reset(trial) || fragments_are_missing(trial)) {
        return;
    } else if (!trial->timed_out) {
        trial->v->state = VERDICT_PENDING;
    } else if (!trial->proven || t->extras->fragment) {
        /* Over UDP, a client that gets no answer sends again and again (17.1.1.2, 17.1.2.2): this one stopped. Over
         * TCP, nothing came from there since. Either way the answer may have been there, and only the capture lacks it.
         */
        trial->v->state = VERDICT_INCOMPLETE;
    } else {
        never_answered(trial, CAUSE_no_answer, trial->to_the_end ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, t->request);
        say_sent(trial);
        if (t->request_retransmissions)
            verdict_say(trial->v, ", and never answered");
        else
            verdict_say(trial->v, ", and no answer came in %.1f s", seconds(trial->waited));
    }
}

/* Receivers that cannot read a request drop it, as a rule (16.3, 18.3 order nothing else): where its bytes show why
 * they could not, that is the likely cause of the silence. */
static void explain_silence(struct verdict *v, const struct transaction *t)
{
    const struct fault *fault = v->cause == CAUSE_no_answer ? refusal_silent(t->request) : NULL;

    if (!fault)
        return;
    verdict_blame(v, fault->cause, CONFIDENCE_LIKELY, t->request);
    v->fault = fault;
    v->header = fault->header;
    verdict_say(v, ": %s, and many receivers drop such a request without an answer", fault->text);
}

void silence_judge(struct verdict *v, const struct capture *c, const struct transaction *t, int64_t now)
{
    struct trial trial;

    open_trial(&trial, v, c, t, now);
    judge_unanswered(&trial);
    if (v->state == VERDICT_NO_RESPONSE)
        explain_silence(v, t);
}
