/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdicts.h"

#include "chars.h"
#include "refusals.h"
#include "silence.h"
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
        silence_judge(v, t, now);
    advise(v);
    summarise(v, t);
}
