/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "silence.h"

#include "refusals.h"

/* An ACK, or a later request of the same party that could not be without the answer: the capture lacks it. */
static bool was_answered_unseen(const struct transaction *t)
{
    int left = 64;

    if (t->ack)
        return true;
    for (const struct transaction *next = t->call->newest; next && next != t && left; next = next->next_in_call, left--)
        if (next->cseq > t->cseq && slice_equal(next->from_tag, t->from_tag) &&
            ((next->to_tag.len && !t->to_tag.len) || (next->has_credentials && !t->has_credentials)))
            return true;
    return false;
}

static void judge_unanswered(struct verdict *v, const struct transaction *t, int64_t now)
{
    int64_t waited = now - t->request->time;
    int64_t sending = t->last_request->time - t->request->time;
    int64_t heard = t->peers->last_seen[!t->direction];
    bool peer_heard = heard > t->request->time && heard <= now && !t->peers->gap;
    bool timed_out = waited >= TIMEOUT - 2 * T1; /* the last of the retransmissions is due at 63*T1 */
    bool to_the_end = sending >= LADDER_END;
    bool proven = transport_is_reliable(t->transport) ? peer_heard
                                                      : to_the_end || (t->request_retransmissions >= 3 && peer_heard);

    if (slice_is(t->method, "ACK") || t->cut || was_answered_unseen(t)) {
        v->state = VERDICT_INCOMPLETE;
        return;
    }
    if (t->provisional) {
        v->state = t->is_invite || !timed_out ? VERDICT_PENDING : VERDICT_INCOMPLETE;
        return;
    }
    if (t->icmp) {
        v->state = VERDICT_NO_RESPONSE;
        verdict_blame(v, CAUSE_icmp_unreachable, timed_out ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, t->icmp);
        verdict_say(v, "the %.*s in frame %u was answered by the ICMP error in frame %u and by nothing else",
                    (int)t->method.len, t->method.at, t->request->frame, t->icmp->frame);
    } else if (!timed_out) {
        v->state = VERDICT_PENDING;
        return;
    } else if (!proven) {
        /* Over UDP, a client that gets no answer sends again and again (17.1.1.2, 17.1.2.2): this one stopped. Over
         * TCP, nothing came from there since. Either way the answer may have been there, and only the capture lacks it.
         */
        v->state = VERDICT_INCOMPLETE;
        return;
    } else {
        v->state = VERDICT_NO_RESPONSE;
        verdict_blame(v, CAUSE_no_answer, to_the_end ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, t->request);
        if (t->request_retransmissions)
            verdict_say(v, "the %.*s in frame %u was sent %u times in %.1f s and never answered", (int)t->method.len,
                        t->method.at, t->request->frame, t->request_retransmissions + 1, seconds(sending));
        else
            verdict_say(v, "the %.*s in frame %u was sent once, and no answer came in %.1f s", (int)t->method.len,
                        t->method.at, t->request->frame, seconds(waited));
    }
    v->bad = true;
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

void silence_judge(struct verdict *v, const struct transaction *t, int64_t now)
{
    judge_unanswered(v, t, now);
    if (v->state == VERDICT_NO_RESPONSE)
        explain_silence(v, t);
}
