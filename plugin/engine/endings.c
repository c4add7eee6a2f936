/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "endings.h"

#include "hops.h"
#include "ladders.h"

#define SHORT   96
#define PATIENT (10 * SECOND) /* callers that hear nothing for this long have waited for something */

/* Words of the Reason or the Warning of a BYE. */
static bool says(const struct ending *ending, const char *word)
{
    const struct slice texts[] = {ending->reason, ending->warning};
    uint32_t len = (uint32_t)strlen(word);

    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        for (uint32_t at = 0; at + len <= texts[i].len; at++)
            if (g_ascii_strncasecmp(texts[i].at + at, word, len) == 0)
                return true;
    return false;
}

static bool says_any(const struct ending *ending, const char *const *words)
{
    for (; *words; words++)
        if (says(ending, *words))
            return true;
    return false;
}

/* What is told of a call that has been answered, acknowledged and ended. */
struct end {
    const struct leg *leg;
    const struct ending *ending;
    int64_t after_answer, after_refresh, after_ack;
};

/* RFC 4028 10: the side that is not refreshed in time sends BYE, somewhat before the session expires. */
static bool session_expired(const struct end *end)
{
    static const char *const words[] = {"session timer", "session expired", "session timeout", "session-expires", NULL};
    int64_t expires = end->leg->session_expires * SECOND;
    int64_t margin = MIN(expires / 3, 32 * SECOND);

    if (says_any(end->ending, words))
        return true;
    return expires > 0 && end->ending->reason.len == 0 && end->after_refresh >= expires - margin - 2 * SECOND &&
           end->after_refresh <= expires + 5 * SECOND;
}

static bool media_stopped(const struct end *end)
{
    static const char *const media[] = {"rtp", "media", "audio", NULL};
    static const char *const words[] = {"timeout", "time out", "timed out", "inactivity", "no rtp", "no media", NULL};

    return says_any(end->ending, media) && says_any(end->ending, words);
}

/* 13.2.2.4: a caller that cannot use the answer acknowledges it and hangs up. Warnings 300 to 399 are about the session
 * description (20.43). */
static bool answer_refused(const struct end *end)
{
    struct slice code = slice_of(end->ending->warning.at, MIN(end->ending->warning.len, 3u));
    uint64_t number;
    bool warned = digits_value(code, &number) && number >= 300 && number <= 399;

    return end->after_ack >= 0 && end->after_ack <= SECOND &&
           (warned || says(end->ending, "cause=488") || says(end->ending, "cause=606"));
}

static bool near_timeout(const struct end *end)
{
    int64_t timeout = ladder_timeout(end->leg);

    return end->after_answer >= timeout * 3 / 4 && end->after_answer <= timeout * 5 / 4;
}

static bool ended_for_reason(const struct end *end)
{
    return near_timeout(end) && end->ending->reason.len > 0 && !end->leg->extras->bye_blames_ack;
}

static const struct {
    enum cause_id cause;
    bool (*shows)(const struct end *);
    const char *words;
} endings[] = {
    {CAUSE_session_timer_expired, session_expired, "the session was not refreshed in time"},
    {CAUSE_media_timeout, media_stopped, "the media stopped"},
    {CAUSE_ack_sdp_reject, answer_refused, "the caller could not use the answer"},
    {CAUSE_ended_by_reason, ended_for_reason, "its Reason says why"},
};

static void note_end(struct verdict *v, const struct transaction *t, const struct leg *leg)
{
    const struct ending *ending = leg->ending;
    char reason[SHORT];
    struct end end;

    if (!ending || !leg->ack || t->to_tag.len)
        return;
    end =
        (struct end){leg, ending, ending->bye->time - leg->response->time,
                     ending->bye->time - MAX(leg->response->time, leg->refreshed), ending->bye->time - leg->ack->time};
    for (size_t i = 0; i < G_N_ELEMENTS(endings); i++) {
        struct slice words = ending->reason.len ? ending->reason : ending->warning;

        if (!endings[i].shows(&end))
            continue;
        verdict_note(v, endings[i].cause, ending->bye->frame,
                     "the %s hung up %.1f s after the answer (frame %u): %s%s%s%s; the ACK was there (frame %u)",
                     ending->by_caller ? "caller" : "answering side", seconds(end.after_answer), ending->bye->frame,
                     endings[i].words, words.len ? " (\"" : "",
                     words.len ? slice_print(words, reason, sizeof reason) : "", words.len ? "\")" : "",
                     leg->ack->frame);
        return;
    }
}

static void note_elsewhere(struct verdict *v, const struct leg *leg)
{
    const struct sighting *next = leg->caller_next ? leg->caller_next : leg->callee_next;

    verdict_note(v, CAUSE_ack_elsewhere, next->frame,
                 "no ACK for the %u in frame %u is in the capture, yet the dialog goes on with frame %u: an ACK has "
                 "probably got through on another way",
                 leg->status, leg->response->frame, next->frame);
}

static void note_branch(struct verdict *v, const struct transaction *t, const struct leg *leg)
{
    if (leg_is_2xx(leg) && leg->ack && leg->ack->ack->same_branch && t->key.has_cookie)
        verdict_note(v, CAUSE_ack_branch_reused, leg->ack->frame,
                     "the ACK in frame %u carries the branch of the INVITE, and was accepted all the same",
                     leg->ack->frame);
}

/* 9.1: a 2xx that crosses a CANCEL is acknowledged and its call ended. */
static void note_late_answer(struct verdict *v, const struct transaction *t, const struct leg *leg, int64_t now)
{
    if (!t->cancel || !t->cancel->request || !leg_is_2xx(leg) || !leg->ack || leg->ending || leg->caller_next ||
        t->cancel->request->time > leg->response->time || now - leg->response->time < timing_timeout(t->call->timing))
        return;
    verdict_note(v, CAUSE_late_200, leg->response->frame,
                 "the %u in frame %u came after the CANCEL in frame %u and was acknowledged, but no BYE followed",
                 leg->status, leg->response->frame, t->cancel->request->frame);
}

/* Nothing but a 100 had come when the caller gave up: the call never reached anybody. */
static void note_silence(struct verdict *v, const struct transaction *t)
{
    const struct sighting *progress = hops_progress(t), *cancel = t->cancel ? t->cancel->request : NULL;

    if (!cancel || cancel->time - t->request->time < PATIENT || (progress && progress->time <= cancel->time) ||
        (t->final && t->final->time <= cancel->time))
        return;
    verdict_note(v, CAUSE_cancelled_in_silence, cancel->frame,
                 "the caller gave up after %.1f s (CANCEL in frame %u), in which %s came",
                 seconds(cancel->time - t->request->time), cancel->frame,
                 t->provisional && t->provisional->time <= cancel->time ? "nothing but a 100" : "no response");
}

void endings_note(struct verdict *v, const struct transaction *t, int64_t now)
{
    if (!t->is_invite || !t->request)
        return;
    note_silence(v, t);
    if (v->ack.state == ACK_ELSEWHERE)
        note_elsewhere(v, v->ack.leg);
    for (const struct leg *leg = v->ack.state == ACK_ACKED ? t->legs : NULL; leg; leg = leg->next) {
        note_branch(v, t, leg);
        note_late_answer(v, t, leg, now);
        note_end(v, t, leg);
    }
}
