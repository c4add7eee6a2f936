/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdicts.h"

#include "ack_causes.h"
#include "chars.h"
#include "endings.h"
#include "refusals.h"
#include "silence.h"
#include "status_guide.h"

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
    static const enum verdict_state bad[] = {VERDICT_FAILED, VERDICT_NO_RESPONSE, VERDICT_MISSING_ACK, VERDICT_BAD_ACK};

    memset(policy, 0, sizeof *policy);
    for (size_t i = 0; i < G_N_ELEMENTS(bad); i++)
        policy->bad[bad[i]] = true;
    for (size_t i = 0; i < G_N_ELEMENTS(outcomes); i++)
        policy->outcome[outcomes[i]] = true;
}

/* How a transaction ended. */

static bool tried_again_or_open(const struct transaction *t, int64_t now)
{
    return t->followed_up || now - t->final->time < timing_timeout(t->call->timing);
}

/* 481 to a BYE that crossed the other side's BYE, or to a CANCEL that came after the final response, is nobody's fault.
 */
static bool crossed(const struct transaction *t)
{
    if (slice_is(t->method, "BYE"))
        return t->call->byes > 1;
    return slice_is(t->method, "CANCEL") && t->extras->invite && t->extras->invite->final;
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

/* The acknowledgements: that of a final response comes before that of a provisional one. */
static void judge_acks(struct verdict *v, const struct capture *c, const struct transaction *t, bool failed)
{
    struct ack_verdict *ack = ack_is_bad(v->ack.state) ? &v->ack : &v->prack;

    if (!ack_is_bad(ack->state))
        return;
    /* RFC 3262 3: without the PRACK, the INVITE ends with a 5xx. */
    if (failed && v->cause == CAUSE_NONE && t->final->status / 100 == 5 && v->prack.state == ACK_MISSING) {
        v->text[0] = v->fix[0] = '\0';
        ack_explain(v, &v->prack, c, t);
        return;
    }
    if (failed) { /* the refusal comes first; the cause of the ACK is told beside it */
        struct verdict aside = {0};
        ack_explain(&aside, ack, c, t);
        return;
    }
    ack_explain(v, ack, c, t);
    v->state = ack_verdict_state(ack->state);
    v->bad = true;
}

static void judge_final(struct verdict *v, const struct capture *c, const struct transaction *t, int64_t now,
                        const struct policy *policy)
{
    v->state = state_of_final(t, now, policy);
    v->bad = v->state == VERDICT_FAILED && policy->bad[VERDICT_FAILED];
    if (v->bad) {
        if (t->final->status == 401 || t->final->status == 407) {
            verdict_blame(v, CAUSE_challenge_unanswered, CONFIDENCE_LIKELY, t->final);
            verdict_say(v, "the challenge in frame %u %s, and no request with %scredentials followed in this Call-ID",
                        t->final->frame,
                        t->has_credentials ? "refuses the credentials that the request carried"
                                           : "asks for credentials",
                        t->has_credentials ? "other " : "");
        } else if (!ack_explain_refused_prack(v, t)) {
            refusal_explain(v, c, t);
        }
    }
    judge_acks(v, c, t, v->bad);
}

/* What is not bad is not explained. */
static void acquit(struct verdict *v)
{
    v->bad = false;
    v->cause = CAUSE_NONE;
    v->fault = NULL;
    v->claim = NULL;
    v->header = H_OTHER;
    v->evidence = NULL;
    v->sign = (struct sign){0};
    v->text[0] = v->fix[0] = '\0';
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

const char *verdict_summary(const struct verdict *v, const struct transaction *t, char *out, size_t size)
{
    char phrase[48];

    if (t->final)
        g_snprintf(out, size, "%u %s", t->final->status, slice_print(t->reply->reason_phrase, phrase, sizeof phrase));
    else if (t->request && slice_is(t->method, "ACK"))
        g_snprintf(out, size, "ACK without its INVITE");
    else if (t->provisional)
        g_snprintf(out, size, "%u, no final response yet", t->provisional->status);
    else
        g_snprintf(out, size, "no response");
    if (v->bad && v->cause && v->cause != CAUSE_no_answer)
        text_append(out, size, ": %s", cause_get(v->cause)->title);
    return out;
}

void verdict_judge(struct verdict *v, const struct capture *c, const struct transaction *t, const struct policy *policy)
{
    int64_t now = capture_now(c, t);

    memset(v, 0, offsetof(struct verdict, text));
    v->text[0] = v->fix[0] = '\0';
    ack_judge(&v->ack, c, t);
    prack_judge(&v->prack, c, t);
    if (!t->request) {
        v->state = VERDICT_INCOMPLETE;
    } else if (t->final) {
        judge_final(v, c, t, now, policy);
    } else {
        silence_judge(v, c, t, now);
        if (!v->bad && v->state != VERDICT_INCOMPLETE)
            judge_acks(v, c, t, false); /* a PRACK can be missing before there is a final response */
    }
    if (v->bad && !policy->bad[v->state])
        acquit(v);
    v->frame = v->evidence ? v->evidence->frame : v->sign.frame;
    endings_note(v, t, now);
    advise(v);
}
