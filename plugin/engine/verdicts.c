/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verdicts.h"

#include "chars.h"

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

G_GNUC_PRINTF(2, 3)
static void say(struct verdict *v, const char *format, ...)
{
    size_t used = strlen(v->text);
    va_list args;

    va_start(args, format);
    g_vsnprintf(v->text + used, (gulong)(sizeof v->text - used), format, args);
    va_end(args);
    text_end_on_character(v->text);
}

static void blame(struct verdict *v, enum cause_id cause, enum confidence confidence, const struct sighting *evidence)
{
    v->cause = cause;
    v->confidence = confidence;
    v->evidence = evidence;
}

/* Why a request was rejected. */

/* The order of causes-400: weight of a fault as the cause of this response; smaller is weightier, -1: none at all. */
static int fault_class(const struct verdict *v, const struct fault *fault, uint16_t status)
{
    bool confirmed = v->claim && claim_agrees(v->claim, fault);
    uint16_t draws = cause_get(fault->cause)->status;

    if (status != 400)
        return draws == status ? 0 : -1;
    if (fault->cause == CAUSE_max_forwards_zero || draws == 0)
        return -1; /* answered 483, never 400 (16.3) */
    if (fault->certainty == CERTAIN)
        return confirmed ? 0 : 1;
    return confirmed ? 2 : fault->certainty == TOLERATED ? 4 : 5;
}

static const struct fault *weightiest(const struct verdict *v, const struct sighting *request, uint16_t status,
                                      int *best_class)
{
    const struct fault *best = NULL;

    *best_class = 6;
    for (uint16_t i = 0; request && i < request->fault_count; i++) {
        const struct fault *fault = &request->faults[i];
        int class = fault_class(v, fault, status);

        if (class >= 0 &&
            (class < *best_class || (class == *best_class && header_rank(fault->header) < header_rank(best->header)))) {
            best = fault;
            *best_class = class;
        }
    }
    return best;
}

static void say_words(struct verdict *v, const struct reply *reply, const char *lead)
{
    char words[256];

    claim_words(reply, words, sizeof words);
    if (words[0])
        say(v, "%s\"%s\"", lead, words);
}

/* A phrase that only repeats what the code says anyway. */
static bool phrase_is_standard(const struct transaction *t)
{
    return t->reply.warning.len == 0 &&
           (t->reply.reason_phrase.len == 0 || slice_is_nocase(slice_trim(t->reply.reason_phrase), "Bad Request"));
}

/* Has this tag been used in the call by anybody, in a request or in a response? */
static bool tag_known(const struct transaction *t, const struct transaction *other)
{
    if (slice_equal(other->from_tag, t->to_tag) || slice_equal(other->to_tag, t->to_tag))
        return true;
    for (const struct sighting *s = other->first; s; s = s->next)
        if (slice_equal(s->to_tag, t->to_tag))
            return true;
    return false;
}

/* The transaction that opened the dialog which `t`, by its From tag, belongs to; `*expected` is the To tag that is due
 * in it. */
static const struct transaction *dialog_of(const struct transaction *t, struct slice *expected)
{
    int left = 64;

    for (const struct transaction *other = t->call->newest; other && left; other = other->next_in_call, left--) {
        if (other == t || !other->request || other->to_tag.len || !other->final || other->final->status / 100 != 2 ||
            !other->final->to_tag.len || !t->from_tag.len || slice_is(other->method, "REGISTER"))
            continue;
        if (slice_equal(other->final->to_tag, t->from_tag)) {
            *expected = other->from_tag;
            return other;
        }
        if (slice_equal(other->from_tag, t->from_tag)) {
            *expected = other->final->to_tag;
            return other;
        }
    }
    return NULL;
}

/* A To tag that nobody in the call has used, although the capture saw the dialog begin under another one (12.2.2). From
 * the caller's side it may belong to a fork that went unseen; from the called side there is only one it can be. */
static bool explain_by_tag(struct verdict *v, const struct transaction *t)
{
    struct slice expected;
    const struct transaction *opened = t->to_tag.len ? dialog_of(t, &expected) : NULL;
    char mine[SHORT], due[SHORT];
    int left = 64;

    if (!opened)
        return false;
    for (const struct transaction *other = t->call->newest; other && left; other = other->next_in_call, left--)
        if (other != t && tag_known(t, other))
            return false;
    v->by_history = (struct fault){.cause = CAUSE_to_tag_outside_dialog,
                                   .certainty = SUSPECT,
                                   .header = H_TO,
                                   .offset = t->to_tag_offset,
                                   .length = t->to_tag.len,
                                   .text = cause_get(CAUSE_to_tag_outside_dialog)->title};
    v->fault = &v->by_history;
    v->header = H_TO;
    blame(v, CAUSE_to_tag_outside_dialog,
          slice_equal(expected, opened->from_tag) ? CONFIDENCE_LIKELY : CONFIDENCE_POSSIBLE, t->request);
    say(v, "To carries the tag \"%s\", which nobody else in this call uses; ",
        slice_print(t->to_tag, mine, sizeof mine));
    say(v, "the dialog that the %.*s in frame %u opened has \"%s\"", (int)opened->method.len, opened->method.at,
        opened->request->frame, slice_print(expected, due, sizeof due));
    return true;
}

static void explain_400(struct verdict *v, const struct transaction *t)
{
    int class;
    const struct fault *fault = weightiest(v, t->request, 400, &class);
    bool read_before = t->provisional != NULL;

    if (v->claim && class > 2) { /* the responder names a cause, the bytes do not show it */
        blame(v, v->claim->cause, CONFIDENCE_LIKELY, t->final);
        v->header = v->claim->header;
        say_words(v, &t->reply, "the responder says ");
        say(v, t->request->cut ? "; the capture holds only a part of the request"
                               : "; the request's bytes do not show it");
        return;
    }
    if (fault) {
        bool other_words = v->claim || !phrase_is_standard(t);
        bool doubt =
            class == 1 && (other_words || read_before || header_rank(fault->header) > header_rank(H_CONTENT_LENGTH));
        blame(v, fault->cause,
              class > 2 ? CONFIDENCE_POSSIBLE
              : doubt   ? CONFIDENCE_LIKELY
                        : CONFIDENCE_CERTAIN,
              t->request);
        v->fault = fault;
        v->header = fault->header;
        say(v, "%s", fault->text);
        if (class == 5)
            say(v, ", which is no error by itself but upsets some receivers");
        else if (class == 4)
            say(v, ", which most receivers accept");
        if (!phrase_is_standard(t))
            say_words(v, &t->reply, v->claim && class == 1 ? "; but the responder says " : "; the responder says ");
        if (read_before)
            say(v, "; a %u came first, so the next hop had read the request", t->provisional->status);
        return;
    }
    if (explain_by_tag(v, t))
        return;
    blame(v, t->request->cut ? CAUSE_cannot_tell : CAUSE_application_policy, CONFIDENCE_POSSIBLE, t->request);
    say(v, t->request->cut ? "the capture holds only a part of the request, and that part shows no fault"
                           : "no fault found in the request's bytes");
    if (read_before)
        say(v,
            "; a %u came first, so the next hop had read the request: the refusal comes from the application or "
            "from further on",
            t->provisional->status);
    if (!phrase_is_standard(t))
        say_words(v, &t->reply, "; the responder says ");
}

static void explain_failure(struct verdict *v, const struct transaction *t)
{
    uint16_t status = t->final->status;
    struct slice words;
    const struct fault *fault;
    int class;

    v->claim = claim_read(&t->reply, &words);
    if (status == 400) {
        explain_400(v, t);
        return;
    }
    v->claim = NULL;
    v->evidence = t->final;
    v->confidence = CONFIDENCE_CERTAIN;
    fault = weightiest(v, t->request, status, &class);
    if (fault) {
        blame(v, fault->cause, status == 481 ? CONFIDENCE_POSSIBLE : CONFIDENCE_CERTAIN, t->request);
        v->fault = fault;
        v->header = fault->header;
        say(v, "%s", fault->text);
    } else if (status != 481 || !explain_by_tag(v, t)) {
        say(v, "the request was refused with %u", status);
        if (status == 487) { /* a CANCEL may have taken another path */
            v->confidence = CONFIDENCE_POSSIBLE;
            say(v, ", and the capture holds no CANCEL for it");
        }
    }
    say_words(v, &t->reply, "; the responder says ");
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

    blame(v, v->ack.cause, v->ack.confidence, v->ack.ack ? v->ack.ack : response);
    say(v, "the %u in frame %u ", response->status, response->frame);
    if (retransmissions_of(leg))
        say(v, "was sent %u times in %.1f s", retransmissions_of(leg) + 1, seconds(leg->last_copy - response->time));
    else
        say(v, "was sent once");
    switch (v->ack.state) {
    case ACK_MISSING:
        say(v, ", and no ACK for it is in the capture");
        if (leg->bye && leg->bye->time - response->time <= 2 * TIMEOUT)
            say(v, "; the answering side gave up with BYE in frame %u, %.1f s after its response%s", leg->bye->frame,
                seconds(leg->bye->time - response->time), leg->bye_blames_ack ? ", and its Reason blames the ACK" : "");
        break;
    case ACK_LOST:
        say(v, ", %u of them after the right ACK in frame %u: it did not arrive, or was not accepted", leg->after_ack,
            v->ack.ack->frame);
        break;
    case ACK_LATE:
        say(v, ", and the ACK in frame %u came %.1f s after it, when 64*T1 = 32 s had passed", v->ack.ack->frame,
            seconds(v->ack.ack->time - response->time));
        break;
    default: /* ACK_WRONG */
        if (v->cause == CAUSE_ack_cseq) {
            v->header = H_CSEQ;
            say(v, ", but the ACK in frame %u carries CSeq number %" G_GUINT64_FORMAT " instead of %" G_GUINT64_FORMAT,
                v->ack.ack->frame, v->ack.ack->cseq, t->cseq);
        } else if (v->cause == CAUSE_ack_totag) {
            v->header = H_TO;
            say(v, ", but the ACK in frame %u carries the To tag \"%s\" instead of \"%s\"", v->ack.ack->frame,
                slice_print(v->ack.ack->to_tag, other, sizeof other), slice_print(leg->to_tag, mine, sizeof mine));
        } else {
            v->header = H_VIA;
            say(v, ", but the ACK in frame %u carries another branch than the INVITE (\"%s\")", v->ack.ack->frame,
                slice_print(t->branch, mine, sizeof mine));
        }
        if (leg->after_wrong)
            say(v, ", and the response was repeated %u times after it", leg->after_wrong);
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

static void judge_final(struct verdict *v, const struct transaction *t, int64_t now, const struct policy *policy)
{
    enum verdict_state by_ack = ack_verdict_state(v->ack.state);

    v->state = state_of_final(t, now, policy);
    if (v->state == VERDICT_FAILED) {
        v->bad = true;
        if (t->final->status == 401 || t->final->status == 407) {
            blame(v, CAUSE_challenge_unanswered, CONFIDENCE_LIKELY, t->final);
            say(v, "the challenge in frame %u %s, and no request with %scredentials followed in this Call-ID",
                t->final->frame,
                t->has_credentials ? "refuses the credentials that the request carried" : "asks for credentials",
                t->has_credentials ? "other " : "");
        } else {
            explain_failure(v, t);
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
        blame(v, CAUSE_icmp_unreachable, timed_out ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, t->icmp);
        say(v, "the %.*s in frame %u was answered by the ICMP error in frame %u and by nothing else",
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
        blame(v, CAUSE_no_answer, to_the_end ? CONFIDENCE_CERTAIN : CONFIDENCE_LIKELY, t->request);
        if (t->request_retransmissions)
            say(v, "the %.*s in frame %u was sent %u times in %.1f s and never answered", (int)t->method.len,
                t->method.at, t->request->frame, t->request_retransmissions + 1, seconds(sending));
        else
            say(v, "the %.*s in frame %u was sent once, and no answer came in %.1f s", (int)t->method.len, t->method.at,
                t->request->frame, seconds(waited));
    }
    v->bad = true;
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
    v->summary[0] = v->text[0] = '\0';
    ack_judge(&v->ack, t, now, capture_unplaced_acks(c));
    if (!t->request)
        v->state = VERDICT_INCOMPLETE;
    else if (t->final)
        judge_final(v, t, now, policy);
    else
        judge_unanswered(v, t, now);
    summarise(v, t);
}
