/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdicts.h"

#include "chars.h"
#include "refusals.h"
#include "status_guide.h"

#define SHORT 96

const char *verdict_name(enum verdict_state state)
{
    static const char *const names[] = {"ok",          "challenged",  "redirected", "outcome",    "failed",
                                        "no_response", "missing_ack", "bad_ack",    "incomplete", "pending"};
    return names[state];
}

const char *confidence_name(enum confidence confidence)
{
    static const char *const names[] = {"certain", "likely", "possible"};
    return names[confidence];
}

void policy_default(struct policy *policy)
{
    static const uint16_t outcomes[] = {486, 600, 603, 607, 608};

    memset(policy, 0, sizeof *policy);
    for (size_t i = 0; i < G_N_ELEMENTS(outcomes); i++)
        policy->outcome[outcomes[i]] = true;
}

static double seconds(int64_t ns)
{
    return (double)ns / (double)SECOND;
}

void verdict_blame(struct verdict *v, enum cause_id cause, enum confidence confidence, const struct sighting *evidence)
{
    v->cause = cause;
    v->confidence = confidence;
    v->evidence = evidence;
}

/* How a transaction ended. */

static bool tried_again_or_open(const struct transaction *t, int64_t now)
{
    return t->followed_up || now - t->final->time < TIMEOUT;
}

/* 481 to a BYE that crossed the other side's BYE, or to a CANCEL that came after the final response, is nobody's fault.
 */
static bool crossed(const struct transaction *t)
{
    if (slice_is(t->method, "BYE"))
        return t->call->byes > 1;
    return slice_is(t->method, "CANCEL") && t->invite && t->invite->final;
}

static enum verdict_state state_of_final(const struct transaction *t, int64_t now, const struct policy *policy)
{
    uint16_t status = t->final->status;

    if (status < 300)
        return VERDICT_OK;
    if (status < 400)
        return VERDICT_REDIRECTED;
    switch (status) {
    case 401:
    case 407: return tried_again_or_open(t, now) ? VERDICT_CHALLENGED : VERDICT_FAILED;
    case 491: /* glare (14.1): nobody has to try again */ return VERDICT_OUTCOME;
    case 422:
    case 423:
    case 494: return tried_again_or_open(t, now) ? VERDICT_OUTCOME : VERDICT_FAILED;
    case 481: return crossed(t) ? VERDICT_OUTCOME : VERDICT_FAILED;
    case 487: return t->cancel || t->call->cancelled || t->call->byes ? VERDICT_OUTCOME : VERDICT_FAILED;
    default: return status < 700 && policy->outcome[status] ? VERDICT_OUTCOME : VERDICT_FAILED;
    }
}

static unsigned retransmissions_of(const struct leg *leg)
{
    return leg->newest->retransmissions;
}

static void explain_ack(struct verdict *v, const struct transaction *t)
{
    const struct leg *leg = v->ack.leg;
    const struct sighting *response = leg->response;
    char mine[SHORT], other[SHORT];

    verdict_blame(v, v->ack.cause, v->ack.confidence, v->ack.ack ? v->ack.ack : response);
    verdict_say(v, "the %u in frame %u ", response->status, response->frame);
    if (retransmissions_of(leg))
        verdict_say(v, "was sent %u times in %.1f s", retransmissions_of(leg) + 1,
                    seconds(leg->last_copy - response->time));
    else
        verdict_say(v, "was sent once");
    switch (v->ack.state) {
    case ACK_MISSING:
        verdict_say(v, ", and no ACK for it is in the capture");
        if (leg->bye && leg->bye->time - response->time <= 2 * TIMEOUT)
            verdict_say(v, "; the answering side gave up with BYE in frame %u, %.1f s after its response%s",
                        leg->bye->frame, seconds(leg->bye->time - response->time),
                        leg->bye_blames_ack ? ", and its Reason blames the ACK" : "");
        break;
    case ACK_LOST:
        verdict_say(v, ", %u of them after the right ACK in frame %u: it did not arrive, or was not accepted",
                    leg->after_ack, v->ack.ack->frame);
        break;
    case ACK_LATE:
        verdict_say(v, ", and the ACK in frame %u came %.1f s after it, when 64*T1 = 32 s had passed",
                    v->ack.ack->frame, seconds(v->ack.ack->time - response->time));
        break;
    default: /* ACK_WRONG */
        if (v->cause == CAUSE_ack_cseq) {
            v->header = H_CSEQ;
            verdict_say(
                v, ", but the ACK in frame %u carries CSeq number %" G_GUINT64_FORMAT " instead of %" G_GUINT64_FORMAT,
                v->ack.ack->frame, v->ack.ack->cseq, t->cseq);
        } else if (v->cause == CAUSE_ack_totag) {
            v->header = H_TO;
            verdict_say(v, ", but the ACK in frame %u carries the To tag \"%s\" instead of \"%s\"", v->ack.ack->frame,
                        slice_print(v->ack.ack->to_tag, other, sizeof other),
                        slice_print(leg->to_tag, mine, sizeof mine));
        } else {
            v->header = H_VIA;
            verdict_say(v, ", but the ACK in frame %u carries another branch than the INVITE (\"%s\")",
                        v->ack.ack->frame, slice_print(t->branch, mine, sizeof mine));
        }
        if (leg->after_wrong)
            verdict_say(v, ", and the response was repeated %u times after it", leg->after_wrong);
    }
}

static enum verdict_state ack_verdict_state(enum ack_state state)
{
    switch (state) {
    case ACK_MISSING: return VERDICT_MISSING_ACK;
    case ACK_WRONG:
    case ACK_LOST:
    case ACK_LATE: return VERDICT_BAD_ACK;
    default: return VERDICT_OK;
    }
}

static void judge_final(struct verdict *v, const struct capture *c, const struct transaction *t, int64_t now,
                        const struct policy *policy)
{
    enum verdict_state by_ack = ack_verdict_state(v->ack.state);

    v->state = state_of_final(t, now, policy);
    if (v->state == VERDICT_FAILED) {
        v->bad = true;
        if (t->final->status == 401 || t->final->status == 407) {
            verdict_blame(v, CAUSE_challenge_unanswered, CONFIDENCE_LIKELY, t->final);
            verdict_say(v, "the challenge in frame %u %s, and no request with %scredentials followed in this Call-ID",
                        t->final->frame,
                        t->has_credentials ? "refuses the credentials that the request carried"
                                           : "asks for credentials",
                        t->has_credentials ? "other " : "");
        } else {
            refusal_explain(v, c, t);
        }
    } else if (by_ack != VERDICT_OK) {
        v->state = by_ack;
        v->bad = true;
        explain_ack(v, t);
    }
}

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

/* What to do, where no more is known than the cause. */
static void advise(struct verdict *v)
{
    const struct cause *cause = cause_get(v->cause);

    if (!v->bad || v->fix[0])
        return;
    if (v->fault && v->fault->repair)
        g_snprintf(v->fix, sizeof v->fix, "%s Send: \"%s\".", cause->fix, v->fault->repair);
    else if (cause->fix)
        g_strlcpy(v->fix, cause->fix, sizeof v->fix);
    text_end_on_character(v->fix);
}

bool verdict_shows(const struct verdict *v, const struct fault *fault)
{
    return fault->certainty != LEGAL || (v->fault == fault && v->bad);
}

static void summarise(struct verdict *v, const struct transaction *t)
{
    char phrase[48];

    if (t->final)
        g_snprintf(v->summary, sizeof v->summary, "%u %s", t->final->status,
                   slice_print(t->reply.reason_phrase, phrase, sizeof phrase));
    else if (t->request && slice_is(t->method, "ACK"))
        g_snprintf(v->summary, sizeof v->summary, "ACK without its INVITE");
    else if (t->provisional)
        g_snprintf(v->summary, sizeof v->summary, "%u, no final response yet", t->provisional->status);
    else
        g_snprintf(v->summary, sizeof v->summary, "no response");
    if (v->bad && v->cause && v->cause != CAUSE_ack_not_seen && v->cause != CAUSE_no_answer) {
        size_t used = strlen(v->summary);
        g_snprintf(v->summary + used, (gulong)(sizeof v->summary - used), ": %s", cause_get(v->cause)->title);
    }
    text_end_on_character(v->summary);
}

void verdict_judge(struct verdict *v, const struct capture *c, const struct transaction *t, const struct policy *policy)
{
    int64_t now = capture_now(c, t);

    memset(v, 0, offsetof(struct verdict, summary));
    v->summary[0] = v->text[0] = v->fix[0] = '\0';
    ack_judge(&v->ack, t, now, capture_unplaced_acks(c));
    if (!t->request)
        v->state = VERDICT_INCOMPLETE;
    else if (t->final)
        judge_final(v, c, t, now, policy);
    else
        judge_unanswered(v, t, now);
    if (v->state == VERDICT_NO_RESPONSE)
        explain_silence(v, t);
    advise(v);
    summarise(v, t);
}
