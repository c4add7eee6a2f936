/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ack_causes.h"

#include "ack_trial.h"
#include "hops.h"
#include "ladders.h"

#define SHORT 96
#define LONG  200

/* What shows the cause is what the network said, not a SIP message. */
static void shown_by(struct ack_trial *trial, const char *what, bool by_requester, uint32_t frame, int64_t time)
{
    trial->v->evidence = NULL;
    trial->v->sign = (struct sign){frame, time, by_requester, what};
}

/* Where the ACK has to go next, by its address; 8.1.2. Only an address, or a name that DNS in the capture resolves. */
static unsigned next_hops(const struct ack_trial *trial, struct endpoint out[NAME_ADDRESSES])
{
    const struct name *name;
    unsigned count = 0;

    if (!leg_is_2xx(trial->leg)) {
        out[0] = trial->t->dst;
        return 1;
    }
    if (!trial->due.known)
        return 0;
    if (host_address(uri_destination(&trial->due.next_hop), &out[0])) {
        count = 1;
    } else {
        name = names_find(capture_names(trial->c), uri_destination(&trial->due.next_hop));
        for (; name && count < name->count; count++)
            out[count] = name->addresses[count];
    }
    for (unsigned i = 0; i < count; i++)
        out[i].port = uri_port(&trial->due.next_hop);
    return count;
}

/* The transport by which it has to go there. */
static bool by_stream(const struct ack_trial *trial)
{
    enum transport asked = trial->due.known ? uri_transport(&trial->due.next_hop) : TRANSPORT_UNKNOWN;

    return transport_is_reliable(leg_is_2xx(trial->leg) ? asked : trial->t->transport);
}

static const struct obstacle *obstacle_ahead(const struct ack_trial *trial, unsigned kinds, bool stream,
                                             struct endpoint *where)
{
    struct endpoint hops[NAME_ADDRESSES], sender = trial->sender->src;
    unsigned count = next_hops(trial, hops);
    const struct obstacle *found = NULL;

    sender.port = 0;
    for (unsigned i = 0; i < count && !found; i++) {
        found = obstacles_find(capture_obstacles(trial->c), &sender, &hops[i], kinds, stream,
                               trial->leg->response->time, trial->until);
        *where = hops[i];
    }
    return found;
}

static void say_due(struct ack_trial *trial)
{
    char due[LONG];

    if (leg_is_2xx(trial->leg) && trial->due.known)
        verdict_say(trial->v, "; the ACK had to go to %s", due_print(&trial->due, due, sizeof due));
}

/* An ACK that is not there. */

static bool icmp_ahead(struct ack_trial *trial)
{
    char where[ENDPOINT_TEXT_SIZE];
    struct endpoint hop;
    const struct obstacle *found = obstacle_ahead(trial, OBSTACLE_ICMP, by_stream(trial), &hop);

    if (!found)
        return false;
    shown_by(trial, "ICMP error", false, found->frame, found->time);
    verdict_say(trial->v,
                "; the ICMP error in frame %u says that %s, where the ACK was due, cannot be reached from there",
                found->frame, endpoint_print(&hop, where));
    return true;
}

static bool connection_ahead(struct ack_trial *trial)
{
    char where[ENDPOINT_TEXT_SIZE];
    struct endpoint hop;
    const struct obstacle *found = obstacle_ahead(trial, OBSTACLE_REFUSED | OBSTACLE_UNHEARD, true, &hop);

    if (!found || (found->kind == OBSTACLE_UNHEARD && trial->until - found->time < 3 * SECOND))
        return false;
    shown_by(trial, found->kind == OBSTACLE_REFUSED ? "RST" : "SYN without an answer", found->kind != OBSTACLE_REFUSED,
             found->frame, found->time);
    verdict_say(trial->v, "; the requester tried to connect to %s, where the ACK was due, and ",
                endpoint_print(&hop, where));
    if (found->kind == OBSTACLE_REFUSED)
        verdict_say(trial->v, "was refused in frame %u", found->frame);
    else
        verdict_say(trial->v,
                    found->count == 1 ? "got no answer to the SYN in frame %u"
                                      : "got no answer to the SYN in frame %u, sent %u times",
                    found->frame, found->count);
    return true;
}

static bool name_ahead(struct ack_trial *trial)
{
    struct slice hop = uri_destination(&trial->due.next_hop);
    int64_t since = trial->leg->response->time;
    const struct name *name;
    struct endpoint address;
    char host[SHORT];

    if (!leg_is_2xx(trial->leg) || !trial->due.known || host_address(hop, &address))
        return false;
    name = names_find(capture_names(trial->c), hop);
    if (!name || name->count || !endpoint_same_host(&name->asker, &trial->sender->src))
        return false;
    slice_print(hop, host, sizeof host);
    if (name->failed >= since && name->failed <= trial->until) {
        shown_by(trial, "DNS answer without an address", false, name->failed_frame, name->failed);
        verdict_say(trial->v, "; the ACK had to go to %s, and DNS in frame %u says %s for that name", host,
                    name->failed_frame, names_rcode(name->rcode));
        return true;
    }
    if (name->asked >= since && name->asked <= trial->until - 2 * SECOND && name->answered < name->asked) {
        shown_by(trial, "DNS query without an answer", true, name->asked_frame, name->asked);
        verdict_say(trial->v, "; the ACK had to go to %s, and the DNS query for that name in frame %u got no answer",
                    host, name->asked_frame);
        return true;
    }
    return false;
}

/* The ACK came as far as the host from which this hop's INVITE left. */
static bool stopped_before(struct ack_trial *trial)
{
    const struct sighting *ack = ack_arrived_before(trial->t, trial->leg);
    char where[ENDPOINT_TEXT_SIZE];

    if (!ack)
        return false;
    trial->v->evidence = ack;
    verdict_say(trial->v, "; it came as far as %s in frame %u, which did not pass it on",
                endpoint_print(&ack->ack->dst, where), ack->frame);
    return true;
}

/* An ICMP error about the packets of the response. */
static bool response_was_refused(struct ack_trial *trial)
{
    const struct leg *leg = trial->leg;
    char went[ENDPOINT_TEXT_SIZE];
    const struct obstacle *found =
        obstacles_find(capture_obstacles(trial->c), &leg->src, &leg->dst, OBSTACLE_ICMP,
                       transport_is_reliable(trial->t->transport), leg->response->time, trial->until);

    if (!found)
        return false;
    shown_by(trial, "ICMP error", true, found->frame, found->time);
    verdict_say(trial->v, "; the ICMP error in frame %u says that the response could not be delivered to %s",
                found->frame, endpoint_print(&leg->dst, went));
    return true;
}

/* 18.2.2, RFC 3581 4. A response that takes the way back of its request arrives whatever its Via says. */
static bool response_went_astray(struct ack_trial *trial)
{
    const struct leg *leg = trial->leg;
    char went[ENDPOINT_TEXT_SIZE], due[ENDPOINT_TEXT_SIZE];
    bool by_via = endpoint_equal(&leg->dst, &leg->via), back = endpoint_equal(&leg->dst, &trial->t->src);

    if (transport_is_reliable(trial->t->transport) || !leg->via.len || !leg->dst.len || back)
        return false;
    trial->v->evidence = leg->response;
    trial->v->header = H_VIA;
    endpoint_print(&leg->dst, went);
    if (by_via) { /* as it should; but the port from which the request came is the one that a NAT holds open */
        if (!endpoint_same_host(&leg->dst, &trial->t->src))
            return false;
        trial->v->confidence = CONFIDENCE_POSSIBLE;
        verdict_say(trial->v,
                    "; the response went to %s as its Via says, but the INVITE came from %s and did not ask for rport",
                    went, endpoint_print(&trial->t->src, due));
    } else {
        verdict_say(trial->v, "; the response went to %s, but its top Via names %s", went,
                    endpoint_print(&leg->via, due));
    }
    return true;
}

/* 12.1.1, 8.1.3.3, 18.1.2: what a user agent client cannot use, it drops. */
static bool response_is_unusable(struct ack_trial *trial)
{
    const struct leg *leg = trial->leg;
    const struct fault *fault = ack_fault(leg->response);
    struct verdict *v = trial->v;
    char theirs[SHORT], ours[SHORT];

    if (!leg_is_2xx(leg) || leg->response->cut)
        return false;
    v->evidence = leg->response;
    if (fault) {
        v->header = fault->header;
        verdict_say(v, "; the response itself is malformed, so that the requester may have dropped it: %s",
                    fault->text);
    } else if (!leg->contact.len && !trial->t->to_tag.len) {
        v->header = H_CONTACT;
        verdict_say(v, "; the response has no Contact, so that the requester does not know where to send the ACK");
    } else if (!slice_equal_nocase(leg->via_sent_by, trial->t->key.sent_by)) {
        v->header = H_VIA;
        verdict_say(v, "; the top Via of the response is %s, that of the INVITE %s, so that the requester drops it",
                    slice_print(leg->via_sent_by, theirs, sizeof theirs),
                    slice_print(trial->t->key.sent_by, ours, sizeof ours));
    } else if (leg->vias > 1 && trial->t->below == 0) {
        v->header = H_VIA;
        verdict_say(v, "; the response still has %u Via values although the requester is its last stop, which drops it",
                    leg->vias);
    } else {
        return false;
    }
    return true;
}

/* The callee behind a NAT tells an address that only its own network knows. With a Record-Route the ACK goes there
 * instead. WebSocket clients give .invalid names, which are no addresses. */
static bool contact_is_private(struct ack_trial *trial)
{
    const struct leg *leg = trial->leg;
    char target[SHORT], source[ENDPOINT_TEXT_SIZE];
    struct endpoint contact;
    const char *kind;

    if (!leg_is_2xx(leg) || leg->record_route.len || !trial->due.known ||
        !host_address(uri_destination(&trial->due.target), &contact))
        return false;
    kind = endpoint_confined(&contact);
    if (!kind || endpoint_confined(&leg->src) || endpoint_same_host(&contact, &leg->src))
        return false;
    trial->v->evidence = leg->response;
    trial->v->header = H_CONTACT;
    verdict_say(trial->v, "; the ACK has to go to the Contact %s, %s, but the response came from %s",
                slice_print(trial->due.target_text, target, sizeof target), kind, endpoint_print(&leg->src, source));
    return true;
}

static bool say_rewritten(struct ack_trial *trial, const struct sighting *one, struct slice contact,
                          const struct sighting *other, struct slice other_contact)
{
    char before[SHORT], after[SHORT];

    trial->v->evidence = other;
    trial->v->header = H_CONTACT;
    verdict_say(
        trial->v,
        "; the Contact of the response is %s in frame %u and %s in frame %u, so something on the way rewrites it",
        slice_print(contact, before, sizeof before), one->frame, slice_print(other_contact, after, sizeof after),
        other->frame);
    return true;
}

/* An element between two hops put an address into Contact that is neither its own, as a back-to-back user agent does,
 * nor that which the response came from, as a proxy does for a callee behind a NAT. */
static bool rewritten_between_hops(struct ack_trial *trial)
{
    const struct transaction *next = hops_next(trial->t), *previous = hops_previous(trial->t);
    const struct leg *inner = next ? acks_leg(next, trial->leg->to_tag, trial->leg->status) : trial->leg;
    const struct leg *outer = next       ? trial->leg
                              : previous ? acks_leg(previous, trial->leg->to_tag, trial->leg->status)
                                         : NULL;
    struct endpoint address;
    struct due in, out;

    if (!inner || !outer || slice_equal(inner->contact, outer->contact))
        return false;
    due_read(&in, inner->contact, SLICE_NONE);
    due_read(&out, outer->contact, SLICE_NONE);
    if (!in.known || !out.known || !host_address(out.target.host, &address) ||
        uri_same_place(&in.target, &out.target) || slice_equal_nocase(in.target.host, out.target.host) ||
        endpoint_same_host(&address, &outer->src) || endpoint_same_host(&address, &inner->src))
        return false;
    return say_rewritten(trial, inner->response, inner->contact, outer->response, outer->contact);
}

static bool rewritten_on_the_way(struct ack_trial *trial)
{
    const struct leg *leg = trial->leg;

    if (leg->extras->altered)
        return say_rewritten(trial, leg->response, leg->contact, leg->extras->altered, leg->extras->altered_contact);
    return leg_is_2xx(leg) && rewritten_between_hops(trial);
}

/* 14.1: another INVITE of the same dialog, the other way, that was open at the same time. */
static const struct transaction *crossing_invite(const struct ack_trial *trial)
{
    const struct transaction *t = trial->t;
    int left = MAX_HOPS;

    for (const struct transaction *other = t->call->newest; other && left && t->to_tag.len;
         other = other->next_in_call, left--)
        if (other->is_invite && other->request && slice_equal(other->from_tag, t->to_tag) &&
            slice_equal(other->to_tag, t->from_tag) && other->request->time <= trial->leg->response->time &&
            (other->final ? other->final->time : other->last->time + timing_timeout(t->call->timing)) >=
                t->request->time)
            return other;
    return NULL;
}

/* 9.1: a 2xx that crosses the CANCEL is to be acknowledged, and the call ended with BYE. */
static bool crossed(struct ack_trial *trial)
{
    const struct transaction *t = trial->t, *other;

    if (leg_is_2xx(trial->leg) && t->cancel && t->cancel->request &&
        t->cancel->request->time < trial->leg->response->time + t->call->timing->t1) {
        trial->v->evidence = t->cancel->request;
        verdict_say(trial->v,
                    "; the caller had given up with the CANCEL in frame %u, and should have answered with ACK and BYE",
                    t->cancel->request->frame);
        return true;
    }
    other = crossing_invite(trial);
    if (!other)
        return false;
    trial->v->evidence = other->request;
    g_strlcpy(
        trial->v->fix,
        "Let the requester acknowledge the response to its INVITE whatever came from the other side meanwhile; an "
        "INVITE that crosses one's own is answered with 491.",
        sizeof trial->v->fix);
    verdict_say(trial->v, "; the other side's INVITE in frame %u crossed this one", other->request->frame);
    return true;
}

static bool unexplained(struct ack_trial *trial)
{
    say_due(trial);
    return true;
}

/* An ACK that fits and was not heeded. */

static bool icmp_about_ack(struct ack_trial *trial)
{
    const struct obstacle *found = ack_icmp(trial->c, trial->ack);
    char where[ENDPOINT_TEXT_SIZE];

    if (!found && trial->leg->last_ack)
        found = ack_icmp(trial->c, trial->leg->last_ack);
    if (!found)
        return false;
    shown_by(trial, "ICMP error", false, found->frame, found->time);
    verdict_say(trial->v, "; the ICMP error in frame %u says that it could not be delivered to %s", found->frame,
                endpoint_print(&trial->ack->ack->dst, where));
    return true;
}

/* The next hop of this ACK is in the capture, the ACK has to go that way, and is not there. */
static const struct transaction *hop_without_it(const struct ack_trial *trial)
{
    const struct transaction *next = hops_next(trial->t);
    const struct leg *leg = next ? acks_leg(next, trial->leg->to_tag, trial->leg->status) : NULL;
    struct due due;

    if (!trial->ack || !ack_is_here(trial->t, trial->ack->ack) || !leg || leg->ack_here ||
        !ack_arrived_before(next, leg))
        return NULL;
    ack_due(&due, trial->c, next, leg);
    return due.known && names_is_at(capture_names(trial->c), uri_destination(&due.next_hop), &next->dst) ? next : NULL;
}

static bool not_passed_on(struct ack_trial *trial)
{
    const struct transaction *next = hop_without_it(trial);
    char by[ENDPOINT_TEXT_SIZE], to[ENDPOINT_TEXT_SIZE];

    if (!next)
        return false;
    verdict_say(trial->v, "; it reached %s, which passed the INVITE on in frame %u, but no ACK goes from there to %s",
                endpoint_print(&trial->ack->ack->dst, by), next->request ? next->request->frame : 0,
                endpoint_print(&next->dst, to));
    return true;
}

static bool stopped_between_a_pair(struct ack_trial *trial)
{
    struct due due;
    bool paired = false;

    if (!trial->ack)
        return false;
    due_read(&due, trial->leg->contact, trial->leg->record_route);
    for (unsigned i = 0; due.known && i + 1 < due.routes.count; i++)
        paired |= due.routes.items[i].paired && due.routes.items[i + 1].paired;
    if (!paired || !not_passed_on(trial))
        return false;
    trial->v->header = H_RECORD_ROUTE;
    verdict_say(trial->v, "; that proxy records two routes of its own (r2=on), and has to take both off");
    return true;
}

static bool went_to_private_contact(struct ack_trial *trial)
{
    return trial->ack && endpoint_confined(&trial->ack->ack->dst) && contact_is_private(trial);
}

/* 13.2.2.4: each copy of the 2xx is acknowledged again. */
static bool only_once(struct ack_trial *trial)
{
    if (trial->leg->acks != 1 || trial->leg->extras->after_ack < 2 ||
        trial->leg->extras->after_ack < trial->leg->extras->retransmissions)
        return false;
    verdict_say(trial->v,
                "; only the first one was acknowledged, and an ACK that gets lost has to be sent again for each copy");
    return true;
}

static bool followed_invite(struct ack_trial *trial)
{
    char went[ENDPOINT_TEXT_SIZE], due[LONG];

    if (!ack_followed_invite(trial->c, trial->t, trial->ack))
        return false;
    trial->v->header = H_REQUEST_LINE;
    verdict_say(trial->v, "; it went to %s as the INVITE had, although by its own bytes it has to go to %s",
                endpoint_print(&trial->ack->ack->dst, went),
                slice_print(trial->due.next_hop_text.len ? trial->due.next_hop_text : trial->ack->ack->request_uri, due,
                            sizeof due));
    return true;
}

/* The tables: the first that the capture shows. */
struct test {
    enum cause_id cause;
    bool (*shows)(struct ack_trial *);
    enum confidence at_best;
};

static const struct test missing_tests[] = {
    {CAUSE_ack_no_200_delivery, response_was_refused, CONFIDENCE_CERTAIN},
    {CAUSE_ack_icmp, icmp_ahead, CONFIDENCE_CERTAIN},
    {CAUSE_ack_connection_refused, connection_ahead, CONFIDENCE_CERTAIN},
    {CAUSE_ack_dns, name_ahead, CONFIDENCE_CERTAIN},
    {CAUSE_ack_not_forwarded, stopped_before, CONFIDENCE_LIKELY},
    {CAUSE_ack_no_200_delivery, response_went_astray, CONFIDENCE_LIKELY},
    {CAUSE_ack_twoxx_dropped_by_caller, response_is_unusable, CONFIDENCE_LIKELY},
    {CAUSE_ack_contact_private, contact_is_private, CONFIDENCE_LIKELY},
    {CAUSE_ack_alg, rewritten_on_the_way, CONFIDENCE_LIKELY},
    {CAUSE_ack_glare, crossed, CONFIDENCE_LIKELY},
    {CAUSE_ack_not_seen, unexplained, CONFIDENCE_CERTAIN},
};

static const struct test lost_tests[] = {
    {CAUSE_ack_icmp, icmp_about_ack, CONFIDENCE_CERTAIN},
    {CAUSE_ack_double_rr, stopped_between_a_pair, CONFIDENCE_LIKELY},
    {CAUSE_ack_not_forwarded, not_passed_on, CONFIDENCE_LIKELY},
    {CAUSE_ack_contact_private, went_to_private_contact, CONFIDENCE_LIKELY},
    {CAUSE_ack_alg, rewritten_on_the_way, CONFIDENCE_LIKELY},
    {CAUSE_ack_not_repeated, only_once, CONFIDENCE_LIKELY},
    {CAUSE_ack_to_wrong_host, followed_invite, CONFIDENCE_POSSIBLE},
    {CAUSE_ack_lost_path, unexplained, CONFIDENCE_CERTAIN},
};

static enum cause_id try_all(struct ack_trial *trial, const struct test *tests, enum confidence confidence)
{
    for (;; tests++) {
        trial->v->confidence = MAX(confidence, tests->at_best); /* the larger, the less sure */
        if (tests->shows(trial))
            return tests->cause;
        trial->v->header = H_OTHER;
        trial->v->evidence = trial->ack ? trial->ack : trial->leg->response;
    }
}

/* Words. */

static void say_copies(struct verdict *v, const struct leg *leg)
{
    verdict_say(v, "the %u in frame %u ", leg->status, leg->response->frame);
    if (leg->newest->retransmissions)
        verdict_say(v, "was sent %u times in %.1f s", leg->newest->retransmissions + 1,
                    seconds(leg->last_copy - leg->response->time));
    else
        verdict_say(v, "was sent once");
}

static void say_scale(struct verdict *v, const struct leg *leg)
{
    if (ladder_t1(leg) != ladder_usual_t1(leg))
        verdict_say(v, " (T1 seems to be %.1f s)", seconds(ladder_t1(leg)));
}

/* A BYE at the time when the answering side gives up. */
static bool in_time(const struct leg *leg)
{
    int64_t after = leg->bye->time - leg->response->time, timeout = ladder_timeout(leg);

    return after >= timeout * 3 / 4 && after <= timeout * 5 / 4;
}

static void say_given_up(struct verdict *v, const struct leg *leg)
{
    if (leg->bye && leg->bye->time - leg->response->time <= 2 * ladder_timeout(leg))
        verdict_say(v, "; the answering side %s with BYE in frame %u, %.1f s after its response%s",
                    leg->extras->bye_blames_ack || in_time(leg) ? "gave up" : "hung up", leg->bye->frame,
                    seconds(leg->bye->time - leg->response->time),
                    leg->extras->bye_blames_ack ? ", and its Reason blames the ACK" : "");
}

static const char *ack_name(const struct leg *leg)
{
    return leg->rseq ? "PRACK" : "ACK";
}

static void explain_missing(struct ack_trial *trial, struct ack_verdict *ack)
{
    struct verdict *v = trial->v;

    if (trial->leg->ack)
        verdict_say(v, ", and no %s for it is seen on this hop", ack_name(trial->leg));
    else
        verdict_say(v, ", and no %s for it is in the capture", ack_name(trial->leg));
    say_given_up(v, trial->leg);
    if (trial->leg->rseq)
        stopped_before(trial);
    else
        ack->cause = try_all(trial, missing_tests, ack->confidence);
}

static void explain_lost(struct ack_trial *trial, struct ack_verdict *ack)
{
    struct verdict *v = trial->v;
    unsigned after = trial->leg->extras->after_ack;

    if (after)
        verdict_say(v, ", %u of them after the right %s in frame %u", after, ack_name(trial->leg), ack->ack->frame);
    else
        verdict_say(v, ", and acknowledged by the right %s in frame %u", ack_name(trial->leg), ack->ack->frame);
    say_given_up(v, trial->leg);
    if (trial->leg->rseq)
        ack->cause = CAUSE_prack_lost_path;
    else
        ack->cause = try_all(trial, lost_tests, ack->confidence);
}

static void explain_late(struct ack_trial *trial, const struct ack_verdict *ack)
{
    verdict_say(trial->v, ", and the ACK in frame %u came %.1f s after it, when 64*T1 = %.0f s had passed",
                ack->ack->frame, seconds(ack->ack->time - trial->leg->response->time),
                seconds(ladder_timeout(trial->leg)));
}

static void explain_wrong(struct ack_trial *trial, const struct ack_verdict *ack)
{
    unsigned after = trial->leg->ack ? trial->leg->extras->after_ack : trial->leg->extras->after_wrong;

    ack_say_flaw(trial, ack->cause);
    if (after)
        verdict_say(trial->v,
                    after == 1 ? ", and the response was repeated after it"
                               : ", and the response was repeated %u times after it",
                    after);
    say_given_up(trial->v, trial->leg);
}

/* A proxy that is not in the route set never sees the ACK: it is due from the hop before it (16.6 step 4). */
static void find_sender(struct ack_trial *trial)
{
    const struct transaction *t = trial->t;

    for (int hops = 0; t && hops < MAX_ROUTES; hops++, t = hops_previous(t)) {
        const struct leg *leg = t == trial->t ? trial->leg : acks_leg(t, trial->leg->to_tag, trial->leg->status);

        if (!leg)
            return;
        ack_due(&trial->due, trial->c, t, leg);
        if (!trial->due.known)
            continue;
        trial->sender = t;
        return;
    }
}

void ack_explain(struct verdict *v, struct ack_verdict *ack, const struct capture *c, const struct transaction *t)
{
    const struct leg *leg = ack->leg;
    struct ack_trial trial = {.c = c, .t = t, .leg = leg, .ack = ack->state == ACK_MISSING ? NULL : ack->ack, .v = v};

    trial.until = MIN(MAX(leg->last_copy, leg->bye ? leg->bye->time : ladder_next(leg)), capture_now(c, t));
    v->confidence = ack->confidence;
    v->evidence = ack->state == ACK_MISSING ? leg->response : ack->ack;
    trial.sender = t;
    if (leg_is_2xx(leg))
        find_sender(&trial);
    say_copies(v, leg);
    say_scale(v, leg);
    switch (ack->state) {
    case ACK_MISSING: explain_missing(&trial, ack); break;
    case ACK_LOST: explain_lost(&trial, ack); break;
    case ACK_LATE: explain_late(&trial, ack); break;
    default: explain_wrong(&trial, ack);
    }
    ack->confidence = v->confidence;
    v->cause = ack->cause;
}

static const struct leg *missed_leg(const struct transaction *t, const struct sighting *prack)
{
    int left = MAX_HOPS;

    for (const struct transaction *other = t->call->newest; other && left; other = other->next_in_call, left--)
        for (const struct leg *leg = other->extras->early; leg; leg = leg->next)
            for (unsigned i = 0; i < leg->extras->wrong_count; i++)
                if (leg->extras->wrong[i] == prack)
                    return leg;
    return NULL;
}

bool ack_explain_refused_prack(struct verdict *v, const struct transaction *t)
{
    const struct leg *leg = t->final->status == 481 && slice_is(t->method, "PRACK") ? missed_leg(t, t->request) : NULL;
    char has[SHORT];

    if (!leg)
        return false;
    verdict_blame(v, CAUSE_prack_wrong, CONFIDENCE_CERTAIN, t->request);
    v->header = H_RACK;
    verdict_say(v,
                "the PRACK in frame %u has RAck \"%s\", and the %u in frame %u, which waits for one, has RSeq "
                "%" G_GUINT64_FORMAT " and CSeq number %" G_GUINT64_FORMAT,
                t->request->frame, slice_print(t->request->ack->rack, has, sizeof has), leg->status,
                leg->response->frame, leg->rseq, leg->response->transaction->key.cseq);
    return true;
}
