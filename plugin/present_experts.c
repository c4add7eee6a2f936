/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Expert infos: each verdict once or twice, on the frames that people look at.
 */
#include "fields.h"
#include "packet-sipdiag.h"
#include "present_parts.h"

/* The final response itself, and the copy from which on its missing ACK shows. */
static bool shows_ack_verdict(const struct stage *st)
{
    return (st->s->role == ROLE_FINAL || lacks_prack(st->s, st->v)) && !st->s->duplicate &&
           (st->first_copy || st->s->retransmissions == 2);
}

static const char *ack_words(const struct verdict *v)
{
    bool prack = !ack_is_bad(v->ack.state);

    switch (prack ? v->prack.state : v->ack.state) {
    case ACK_WRONG: return prack ? "PRACK wrong" : "ACK wrong";
    case ACK_LOST: return prack ? "PRACK lost" : "ACK lost";
    default: return prack ? "PRACK late" : "ACK late";
    }
}

void add_experts(const struct stage *st)
{
    const struct sighting *s = st->s;
    const struct transaction *t = st->t;
    const struct verdict *v = st->v;
    const char *clause = v->cause ? cause_get(v->cause)->clause : NULL;

    if (v->bad && shows_ack_verdict(st)) {
        if (v->state == VERDICT_FAILED && st->first_copy)
            expert_add_info_format(st->pinfo, own_item(st), s->status == 400 ? &ei.bad_request : &ei.failed,
                                   "%u %s: %s%s%s%s, frame %u", s->status,
                                   s->status == 400 ? "Bad Request" : "to the request", v->text, clause ? " (" : "",
                                   clause ? clause : "", clause ? ")" : "", v->frame ? v->frame : s->frame);
        else if (v->state == VERDICT_MISSING_ACK)
            expert_add_info_format(st->pinfo, own_item(st), &ei.missing_ack, "Missing %s: %s (%s)",
                                   ack_is_bad(v->ack.state) ? "ACK" : "PRACK", v->text, clause);
        else if (v->state == VERDICT_BAD_ACK)
            expert_add_info_format(st->pinfo, own_item(st), &ei.wrong_ack, "%s: %s (%s)", ack_words(v), v->text,
                                   clause);
    }
    if (v->bad && v->state == VERDICT_BAD_ACK && (s == v->ack.ack || s == v->prack.ack))
        expert_add_info_format(st->pinfo, own_item(st), &ei.wrong_ack, "%s: %s (%s)", ack_words(v), v->text, clause);
    if (v->bad && v->state == VERDICT_NO_RESPONSE && s == t->request)
        expert_add_info_format(st->pinfo, own_item(st), &ei.no_response, "No response: %s", v->text);
    if (t->extras->repeats && s == t->request)
        expert_add_info_format(st->pinfo, own_item(st), &ei.repeated_unmodified,
                               "The request of frame %u drew 400 and is repeated here without modification (RFC 3261 "
                               "21.4.1)",
                               t->extras->repeats_frame);
    if (s->extras->settles) {
        struct verdict settled;
        sipdiag_judge(&settled, s->extras->settles);
        if (settled.bad && settled.state == VERDICT_MISSING_ACK)
            expert_add_info_format(st->pinfo, own_item(st), &ei.missing_ack,
                                   "This %.*s belongs to a call whose ACK is missing: %s", (int)t->method.len,
                                   t->method.at, settled.text);
    }
    if (s->original && !s->duplicate)
        expert_add_info_format(st->pinfo, own_item(st), &ei.retransmission, "Retransmission %u of frame %u",
                               s->retransmissions, s->original->frame);
    if (!t->request && st->first_copy && s->role != ROLE_ACK)
        expert_add_info_format(st->pinfo, own_item(st), &ei.incomplete,
                               "The request that this answers is not in the capture");
    if (v->state == VERDICT_CHALLENGED && s == t->final)
        expert_add_info_format(st->pinfo, own_item(st), &ei.challenge, "%u asks for credentials%s", s->status,
                               t->followed_up ? ", which followed" : "");
}
