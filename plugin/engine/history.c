/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "history.h"

#include "chars.h"

#define LOOK_BACK 64 /* transactions of a call, newest first */
#define SHORT     96

#define say(h, ...) text_append((h)->text, sizeof(h)->text, __VA_ARGS__)

static bool found(struct history *h, enum cause_id cause, enum header_id header, struct slice bytes,
                  const struct sighting *before)
{
    *h = (struct history){cause, cause_get(cause)->certainty, header, bytes, before, ""};
    return true;
}

/* Sent before `t` by the same side on the same hop, and not the same message seen again. */
static bool is_earlier(const struct transaction *other, const struct transaction *t)
{
    return other != t && other->request && other->number < t->number && other->request->time < t->request->time &&
           other->peers == t->peers && other->direction == t->direction &&
           t->request->time - other->request->time > t->call->timing->duplicate_window;
}

static bool was_accepted_before(const struct transaction *other, const struct transaction *t)
{
    return other->final && other->final->status / 100 == 2 && other->final->time <= t->request->time;
}

/* 8.1.1.7: a branch is new for each request. CANCEL and the ACK for a 3xx-6xx are other methods. */
static bool reuses(const struct transaction *t, const struct transaction *other)
{
    return is_earlier(other, t) && slice_equal(other->method, t->method) && other->key.cseq != t->key.cseq;
}

static const struct transaction *same_branch_before(const struct transaction *t)
{
    const struct transaction *other = t->next_same_key;

    for (int left = LOOK_BACK; other && left && !reuses(t, other); left--)
        other = other->next_same_key;
    return other && reuses(t, other) ? other : NULL;
}

static bool branch_reused(struct history *h, const struct transaction *t)
{
    const struct transaction *other;
    char quote[SHORT];

    if (!t->key.has_cookie || t->key.branch.len <= 7)
        return false;
    other = same_branch_before(t);
    /* A receiver that accepted the branch the second time does not refuse it the third time. */
    if (!other || (was_accepted_before(other, t) && same_branch_before(other)))
        return false;
    found(h, CAUSE_branch_reuse_different_cseq, H_VIA, t->key.branch, other->request);
    if (t->request->time - other->last->time > timing_timeout(t->call->timing))
        h->certainty = SUSPECT; /* 17.2: the receiver has forgotten that transaction */
    say(h, "the branch %s was used in frame %u, with CSeq number %" G_GUINT64_FORMAT,
        slice_print(t->key.branch, quote, sizeof quote), other->request->frame, other->key.cseq);
    return true;
}

/* The same request on its way back: it went in a circle, or turned at an element further on, and is no new one. */
static bool came_back(const struct transaction *t, const struct transaction *before)
{
    int left = LOOK_BACK;

    for (const struct transaction *other = t->call->newest; other && left; other = other->next_in_call, left--)
        if (other->request && other->key.cseq == t->key.cseq && slice_equal(other->method, t->method) &&
            !(other->peers == t->peers && other->direction == t->direction) &&
            other->request->time >= before->request->time && other->request->time <= t->request->time)
            return true;
    return false;
}

/* After a 503 the same request goes to another server, with nothing new in it but the branch (RFC 3263 4.3). */
static bool failed_over(const struct transaction *t)
{
    return t->final && t->final->status == 503;
}

/* The To tag of the dialog that the transaction belongs to, or opened. */
static struct slice dialog_tag(const struct transaction *t)
{
    return t->to_tag.len || !t->final ? t->to_tag : t->final->to_tag;
}

static bool counts_cseq(const struct transaction *t)
{
    return !slice_is(t->method, "CANCEL") && !slice_is(t->method, "ACK");
}

/* Do the two share a space of CSeq numbers: a dialog, or the REGISTERs of one Call-ID? */
static bool same_space(const struct transaction *other, const struct transaction *t)
{
    bool is_register = slice_is(t->method, "REGISTER");

    if (!counts_cseq(other) || slice_is(other->method, "REGISTER") != is_register)
        return false;
    return is_register ? slice_equal(other->to, t->to)
                       : slice_equal(other->from_tag, t->from_tag) && slice_equal(dialog_tag(other), t->to_tag);
}

/* Did the receiver accept this one, although its number was not higher than that of one before? */
static bool low_number_accepted(const struct transaction *t, const struct transaction *accepted)
{
    int left = LOOK_BACK;

    if (!was_accepted_before(accepted, t))
        return false;
    for (const struct transaction *other = accepted->next_in_call; other && left; other = other->next_in_call, left--)
        if (is_earlier(other, accepted) && other->key.cseq >= accepted->key.cseq && same_space(other, t))
            return true;
    return false;
}

/* 12.2.1.1 and 10.2: within a dialog, and for the REGISTERs of one Call-ID, the number rises. */
static bool cseq_too_low(struct history *h, const struct transaction *t)
{
    bool is_register = slice_is(t->method, "REGISTER");
    int left = LOOK_BACK;

    if ((!is_register && !t->to_tag.len) || !counts_cseq(t))
        return false;
    for (const struct transaction *other = t->call->newest; other && left; other = other->next_in_call, left--) {
        if (!is_earlier(other, t) || !same_space(other, t))
            continue;
        if (low_number_accepted(t, other))
            return false; /* a restart, or a receiver that does not look */
        if (other->key.cseq < t->key.cseq || (other->key.cseq == t->key.cseq && slice_equal(other->method, t->method) &&
                                              (came_back(t, other) || failed_over(other))))
            continue;
        found(h, is_register ? CAUSE_register_out_of_order : CAUSE_cseq_not_increasing, H_CSEQ, SLICE_NONE,
              other->request);
        say(h,
            "the CSeq number is %" G_GUINT64_FORMAT ", not higher than the %" G_GUINT64_FORMAT
            " of the %.*s in frame %u",
            t->key.cseq, other->key.cseq, (int)other->method.len, other->method.at, other->request->frame);
        return true;
    }
    return false;
}

/* A dialog ends with its BYE; a second INVITE waits for the end of the first (14.1). */
static bool out_of_place(struct history *h, const struct transaction *t)
{
    int left = LOOK_BACK;

    /* Subscriptions, those of REFER above all, outlive the BYE (RFC 5057 4.2, 5.3). */
    if (!t->to_tag.len || slice_is(t->method, "BYE") || slice_is(t->method, "NOTIFY") ||
        slice_is(t->method, "SUBSCRIBE"))
        return false;
    for (const struct transaction *other = t->call->newest; other && left; other = other->next_in_call, left--) {
        bool forward = slice_equal(other->from_tag, t->from_tag) && slice_equal(other->to_tag, t->to_tag);
        bool backward = slice_equal(other->from_tag, t->to_tag) && slice_equal(other->to_tag, t->from_tag);

        if (other == t || !other->request || other->request->time >= t->request->time || !(forward || backward))
            continue;
        if (slice_is(other->method, "BYE") && other->final && other->final->status / 100 == 2 &&
            other->final->time < t->request->time) {
            found(h, CAUSE_unexpected_request_in_state, H_OTHER, SLICE_NONE, other->request);
            say(h, "the BYE in frame %u had ended the dialog", other->request->frame);
            return true;
        }
        if (t->is_invite && other->is_invite && forward && is_earlier(other, t) &&
            (!other->ack || other->ack->time > t->request->time) &&
            (!other->final || other->final->time > t->request->time)) {
            found(h, CAUSE_unexpected_request_in_state, H_OTHER, SLICE_NONE, other->request);
            say(h, "the INVITE of the same dialog in frame %u had no final response yet", other->request->frame);
            return true;
        }
    }
    return false;
}

/* On a connection, the message before this one went on behind the end that its Content-Length gave it. */
static bool out_of_step(struct history *h, const struct transaction *t)
{
    const struct sighting *desync = t->peers->desync[t->direction], *resumed = t->peers->resumed[t->direction];

    if (!transport_is_reliable(t->transport) || !desync || desync == t->request || desync->time > t->request->time)
        return false;
    if (resumed && resumed->time < t->request->time)
        return false; /* what came in between was read: the receiver is in step again */
    found(h, CAUSE_stream_framing_desync, H_CONTENT_LENGTH, SLICE_NONE, desync);
    say(h,
        "the message in frame %u on the same connection goes on behind the end that its Content-Length gives it, so "
        "that the receiver reads on from the middle of its body",
        desync->frame);
    return true;
}

bool history_find(struct history *h, const struct transaction *t)
{
    return t->request && (branch_reused(h, t) || cseq_too_low(h, t) || out_of_step(h, t) || out_of_place(h, t));
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
    int left = LOOK_BACK;

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

bool history_to_tag(struct history *h, const struct transaction *t, bool *surely)
{
    struct slice expected;
    const struct transaction *opened = t->to_tag.len ? dialog_of(t, &expected) : NULL;
    char mine[SHORT], due[SHORT];
    int left = LOOK_BACK;

    if (!opened)
        return false;
    for (const struct transaction *other = t->call->newest; other && left; other = other->next_in_call, left--)
        if (other != t && tag_known(t, other))
            return false;
    found(h, CAUSE_to_tag_outside_dialog, H_TO, t->to_tag, opened->request);
    say(h, "To carries the tag \"%s\", which nobody else in this call uses; ",
        slice_print(t->to_tag, mine, sizeof mine));
    say(h, "the dialog that the %.*s in frame %u opened has \"%s\"", (int)opened->method.len, opened->method.at,
        opened->request->frame, slice_print(expected, due, sizeof due));
    /* From the called side there is only one tag that the caller can have. */
    *surely = slice_equal(expected, opened->from_tag);
    return true;
}

bool history_dialog_seen(const struct transaction *t)
{
    struct slice expected;
    int left = LOOK_BACK;

    /* A fork of a SUBSCRIBE sends NOTIFY with a tag that no response has shown (RFC 6665 4.4.1). */
    for (const struct transaction *other = t->call->newest; other && left; other = other->next_in_call, left--)
        if (other != t && other->request && !other->to_tag.len && slice_equal(other->from_tag, t->to_tag))
            return true;
    return dialog_of(t, &expected) != NULL;
}
