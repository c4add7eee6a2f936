/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ack_trial.h"

#define SHORT 96
#define LONG  200

/* Sentences about an ACK that is there: what it has and what was due. Each gets the slices that it shows. */

static void differs(struct ack_trial *trial, enum header_id header, const char *what, struct slice has,
                    struct slice due)
{
    char mine[SHORT], other[SHORT];

    trial->v->header = header;
    verdict_say(trial->v, ", but the ACK in frame %u %s \"%s\" instead of \"%s\"", trial->ack->frame, what,
                slice_print(has, mine, sizeof mine), slice_print(due, other, sizeof other));
}

static void wrong_cseq(struct ack_trial *trial)
{
    const struct fault *fault = ack_fault(trial->ack);

    trial->v->header = H_CSEQ;
    if (trial->ack->ack->cseq == trial->t->key.cseq && fault)
        verdict_say(trial->v, ", but of the ACK in frame %u it has to be said: %s", trial->ack->frame, fault->text);
    else
        verdict_say(trial->v,
                    ", but the ACK in frame %u carries CSeq number %" G_GUINT64_FORMAT " instead of %" G_GUINT64_FORMAT,
                    trial->ack->frame, trial->ack->ack->cseq, trial->t->key.cseq);
}

static void wrong_to_tag(struct ack_trial *trial)
{
    char due[SHORT];

    trial->v->header = H_TO;
    if (trial->ack->to_tag.len)
        differs(trial, H_TO, "carries the To tag", trial->ack->to_tag, trial->leg->to_tag);
    else
        verdict_say(trial->v, ", but the ACK in frame %u carries no To tag instead of \"%s\"", trial->ack->frame,
                    slice_print(trial->leg->to_tag, due, sizeof due));
}

static void wrong_from_tag(struct ack_trial *trial)
{
    differs(trial, H_FROM, "carries the From tag", trial->ack->ack->from_tag, trial->t->from_tag);
}

static void wrong_call_id(struct ack_trial *trial)
{
    char due[SHORT];

    trial->v->header = H_CALL_ID;
    verdict_say(trial->v, ", but the ACK in frame %u carries another Call-ID than the INVITE (\"%s\")",
                trial->ack->frame, slice_print(trial->t->call->call_id, due, sizeof due));
}

static void wrong_branch(struct ack_trial *trial)
{
    char due[SHORT];

    trial->v->header = H_VIA;
    verdict_say(trial->v, ", but the ACK in frame %u carries another branch than the INVITE (\"%s\")",
                trial->ack->frame, slice_print(trial->t->key.branch, due, sizeof due));
}

static void malformed(struct ack_trial *trial)
{
    const struct fault *fault = ack_fault(trial->ack);

    trial->v->fault = fault;
    trial->v->header = fault->header;
    verdict_say(trial->v, ", but the ACK in frame %u is malformed, and nobody can answer that: %s", trial->ack->frame,
                fault->text);
}

static void no_hops_left(struct ack_trial *trial)
{
    trial->v->header = H_MAX_FORWARDS;
    verdict_say(trial->v, ", but the ACK in frame %u has Max-Forwards 0 with a hop still to go", trial->ack->frame);
}

static void wrong_request_uri(struct ack_trial *trial)
{
    differs(trial, H_REQUEST_LINE, "has the Request-URI", trial->ack->ack->request_uri, trial->due.target_text);
}

static void strict_as_loose(struct ack_trial *trial)
{
    differs(trial, H_REQUEST_LINE,
            trial->due.strict ? "treats a strict route as a loose one: it has the Request-URI"
                              : "treats a loose route as a strict one: it has the Request-URI",
            trial->ack->ack->request_uri, trial->due.request_uri);
}

static void wrong_routes(struct ack_trial *trial)
{
    char has[SHORT], due[LONG];

    trial->v->header = H_ROUTE;
    if (trial->ack->ack->route.len)
        verdict_say(trial->v, ", but the ACK in frame %u has the Route %s", trial->ack->frame,
                    slice_print(trial->ack->ack->route, has, sizeof has));
    else
        verdict_say(trial->v, ", but the ACK in frame %u has no Route", trial->ack->frame);
    verdict_say(trial->v, "; by the Record-Route of the response it was due to %s",
                due_print(&trial->due, due, sizeof due));
}

static void wrong_transport(struct ack_trial *trial)
{
    char due[SHORT];

    trial->v->header = H_CONTACT;
    verdict_say(trial->v, ", but the ACK in frame %u went over %s, and %s asks for another transport",
                trial->ack->frame, transport_name(trial->ack->ack->transport),
                slice_print(trial->due.next_hop_text, due, sizeof due));
}

static void wrong_host(struct ack_trial *trial)
{
    const struct ack *ack = trial->ack->ack;
    char went[ENDPOINT_TEXT_SIZE], due[LONG];

    trial->v->header = ack->route.len ? H_ROUTE : H_REQUEST_LINE;
    verdict_say(trial->v, ", but the ACK in frame %u went to %s instead of %s", trial->ack->frame,
                endpoint_print(&ack->dst, went),
                slice_print(ack->route.len ? ack->route : ack->request_uri, due, sizeof due));
}

static void branch_again(struct ack_trial *trial)
{
    trial->v->header = H_VIA;
    verdict_say(trial->v,
                ", but the ACK in frame %u carries the branch of the INVITE, by which proxies take it for the ACK of a "
                "3xx-6xx and keep it",
                trial->ack->frame);
}

static void no_answer_in_it(struct ack_trial *trial)
{
    trial->v->header = H_BODY;
    verdict_say(
        trial->v,
        ", it carries the offer of a session since the INVITE has none, and the ACK in frame %u lacks the answer",
        trial->ack->frame);
}

static void wrong_rack(struct ack_trial *trial)
{
    char has[SHORT];

    trial->v->header = H_RACK;
    verdict_say(
        trial->v,
        ", but the PRACK in frame %u has RAck \"%s\" instead of \"%" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " INVITE\"",
        trial->ack->frame, slice_print(trial->ack->ack->rack, has, sizeof has), trial->leg->rseq, trial->t->key.cseq);
}

static const struct {
    enum cause_id cause;
    void (*say)(struct ack_trial *);
} flaws[] = {
    {CAUSE_ack_cseq, wrong_cseq},
    {CAUSE_ack_totag, wrong_to_tag},
    {CAUSE_ack_fromtag, wrong_from_tag},
    {CAUSE_ack_callid, wrong_call_id},
    {CAUSE_ack_branch, wrong_branch},
    {CAUSE_ack_malformed, malformed},
    {CAUSE_ack_maxfwd, no_hops_left},
    {CAUSE_ack_strict_route, strict_as_loose},
    {CAUSE_ack_double_rr, wrong_routes},
    {CAUSE_ack_route_set, wrong_routes},
    {CAUSE_ack_bad_ruri, wrong_request_uri},
    {CAUSE_ack_transport_mismatch, wrong_transport},
    {CAUSE_ack_to_wrong_host, wrong_host},
    {CAUSE_ack_branch_reused, branch_again},
    {CAUSE_ack_prack_confusion, no_answer_in_it},
    {CAUSE_prack_wrong, wrong_rack},
};

void ack_say_flaw(struct ack_trial *trial, enum cause_id cause)
{
    for (size_t i = 0; i < G_N_ELEMENTS(flaws); i++)
        if (flaws[i].cause == cause)
            flaws[i].say(trial);
}
