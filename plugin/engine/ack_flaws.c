/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ack_flaws.h"

#include "hops.h"
#include "ladders.h"

enum cause_id ack_mismatch(const struct transaction *t, const struct leg *leg, const struct sighting *s)
{
    const struct ack *ack = s->ack;

    if (leg->rseq)
        return CAUSE_prack_wrong;
    if (ack->other_call)
        return CAUSE_ack_callid;
    if (ack->cseq != t->key.cseq)
        return CAUSE_ack_cseq;
    if (!slice_equal(leg->to_tag, s->to_tag))
        return CAUSE_ack_totag;
    if (!slice_equal(t->from_tag, ack->from_tag))
        return CAUSE_ack_fromtag;
    return CAUSE_ack_branch;
}

/* Of those that every receiver has to read (8.1.1); the first is the weightiest. */
const struct fault *ack_fault(const struct sighting *s)
{
    const struct fault *best = NULL;

    while (s->original)
        s = s->original;
    for (unsigned i = 0; i < s->extras->fault_count; i++)
        if (s->extras->faults[i].certainty == CERTAIN &&
            header_rank(s->extras->faults[i].header) <= header_rank(H_MAX_FORWARDS) &&
            (!best || header_rank(s->extras->faults[i].header) < header_rank(best->header)))
            best = &s->extras->faults[i];
    return best;
}

bool ack_lacks_answer(const struct transaction *t, const struct leg *leg, const struct sighting *s)
{
    int left = MAX_HOPS;

    if (leg->rseq || !leg_is_2xx(leg) || !leg->has_offer || t->has_offer || !t->request || t->cut || s->ack->has_body)
        return false;
    /* A reliable response, a PRACK or an UPDATE may have completed it, seen or unseen (RFC 3262 5, RFC 3311 5.1);
     * another ACK may hold it. */
    if (t->extras->early)
        return false;
    for (const struct transaction *other = t->call->newest; other && left; other = other->next_in_call, left--)
        if (slice_is(other->method, "PRACK") || slice_is(other->method, "UPDATE"))
            return false;
    for (const struct sighting *other = s->transaction->ack; other; other = other->next)
        if (other->role == ROLE_ACK && other->ack->has_body)
            return false;
    return true;
}

/* An error comes within the time of a round trip; what comes later may be about another packet to that port. */
const struct obstacle *ack_icmp(const struct capture *c, const struct sighting *s)
{
    return obstacles_find(capture_obstacles(c), &s->ack->src, &s->ack->dst, OBSTACLE_ICMP,
                          transport_is_reliable(s->ack->transport), s->time, s->time + SECOND);
}

bool ack_was_refused(const struct capture *c, const struct leg *leg)
{
    const struct sighting *newest = leg->last_ack ? leg->last_ack : leg->ack;
    bool stands = (leg->caller_next && leg->caller_next->time > newest->time) ||
                  (leg->callee_next && leg->callee_next->time > newest->time && leg->callee_next != leg->bye);

    return leg->extras->after_ack > 0 && !stands && ack_icmp(c, newest) != NULL;
}

static bool reached_sender_of(const struct transaction *t, const struct ack *ack)
{
    if (!endpoint_same_host(&ack->dst, &t->src))
        return false;
    return !endpoint_same_host(&t->src, &t->dst) || ack->dst.port == t->src.port;
}

const struct sighting *ack_arrived_before(const struct transaction *t, const struct leg *leg)
{
    const struct transaction *previous = hops_previous(t);
    const struct leg *theirs = previous ? acks_leg(previous, leg->to_tag, leg->status) : NULL;

    if (leg->status >= 300) /* acknowledged hop by hop */
        return NULL;
    if (leg->ack && !leg->ack_here && reached_sender_of(t, leg->ack->ack))
        return leg->ack;
    return theirs && theirs->ack_here && reached_sender_of(t, theirs->ack_here->ack) ? theirs->ack_here : NULL;
}

/* The leg that began the dialog on this hop, of the same caller: the route set is made there, once and for all. */
static const struct leg *first_leg(const struct transaction *t, const struct leg *leg)
{
    int left = MAX_HOPS;

    if (!t->to_tag.len)
        return leg;
    for (const struct transaction *other = t->call->newest; other && left; other = other->next_in_call, left--)
        if (other->is_invite && !other->to_tag.len && other->peers == t->peers && other->direction == t->direction &&
            slice_equal(other->from_tag, t->from_tag))
            for (const struct leg *found = other->legs; found; found = found->next)
                if (leg_is_2xx(found) && slice_equal(found->to_tag, leg->to_tag))
                    return found;
    return NULL;
}

/* Drops the routes up to the one that is the sender of this hop. */
static void pass_routes(struct due *due, const struct capture *c, const struct transaction *t)
{
    unsigned passed = 0;

    for (unsigned i = 0; i < due->routes.count; i++)
        if (names_is_at(capture_names(c), uri_destination(&due->routes.items[i].uri), &t->src) &&
            (!endpoint_same_host(&t->src, &t->dst) || uri_port(&due->routes.items[i].uri) == t->src.port))
            passed = i + 1;
    if (!passed)
        due->known = false;
    else
        due_pass(due, passed);
}

void ack_due(struct due *due, const struct capture *c, const struct transaction *t, const struct leg *leg)
{
    const struct leg *first = first_leg(t, leg);

    due_read(due, leg->contact, first ? first->record_route : SLICE_NONE);
    due->known = due->known && first;
    if (due->known && t->below)
        pass_routes(due, c, t);
}

/* Where the ACK's own bytes have it go: its first Route, or its Request-URI where there is none or that route is a
 * strict one's (8.1.2, 16.12). */
static bool own_next_hop(const struct ack *ack, struct sip_uri *uri)
{
    struct route_set came;

    route_set_read(&came, ack->route, false);
    if (came.unreadable)
        return false;
    if (came.count && came.items[0].loose)
        *uri = came.items[0].uri;
    else
        sip_uri_parse(uri, ack->request_uri);
    return uri->is_sip && uri->host.len > 0;
}

/* Only where both are addresses, or DNS in the capture has all of the name's; without a port, SRV records may name
 * another host (RFC 3263 4.2). Where it went the way of the INVITE there may be an outbound proxy, and a response that
 * came from there shows that the host can be reached. */
static bool went_elsewhere(const struct capture *c, const struct ack *ack)
{
    const struct name *name;
    struct endpoint literal;
    struct slice host;
    struct sip_uri uri;
    bool is_address;

    if (!own_next_hop(ack, &uri))
        return false;
    host = uri_destination(&uri);
    is_address = host_address(host, &literal);
    name = is_address ? NULL : names_find(capture_names(c), host);
    if (!is_address && (!uri.port.len || !name || !name->count || name->count == NAME_ADDRESSES))
        return false;
    if (!names_is_at(capture_names(c), host, &ack->dst))
        return true;
    return is_address && !transport_is_reliable(ack->transport) && uri_port(&uri) != ack->dst.port;
}

bool ack_followed_invite(const struct capture *c, const struct transaction *t, const struct sighting *s)
{
    return endpoint_equal(&s->ack->dst, &t->dst) && went_elsewhere(c, s->ack);
}

static bool other_transport(const struct ack *ack)
{
    struct sip_uri uri;
    enum transport asked;

    if (!own_next_hop(ack, &uri))
        return false;
    asked = uri_transport(&uri);
    return ack->transport == TRANSPORT_UDP && (asked == TRANSPORT_TCP || asked == TRANSPORT_TLS);
}

/* 16.3 step 3: a proxy answers 483, but nothing can be answered to an ACK. The callee itself does not look at it. */
static bool out_of_hops(const struct capture *c, const struct leg *leg, const struct ack *ack)
{
    struct due due;

    due_read(&due, leg->contact, leg->record_route);
    return ack->hops == 0 && due.known &&
           (ack->route.len > 0 || !names_is_at(capture_names(c), uri_destination(&due.target), &ack->dst));
}

static enum cause_id route_cause(enum route_flaw flaw)
{
    static const enum cause_id causes[] = {
        [ROUTE_FITS] = CAUSE_NONE,
        [ROUTE_STRICT_AS_LOOSE] = CAUSE_ack_strict_route,
        [ROUTE_LOOSE_AS_STRICT] = CAUSE_ack_strict_route,
        [ROUTE_HALF_A_PAIR] = CAUSE_ack_double_rr,
        [ROUTE_MISSING] = CAUSE_ack_route_set,
        [ROUTE_REVERSED] = CAUSE_ack_route_set,
        [ROUTE_DIFFERS] = CAUSE_ack_route_set,
        [ROUTE_TARGET] = CAUSE_ack_bad_ruri,
    };
    return causes[flaw];
}

/* Whoever builds the ACK goes by the response as it reached him, on the hop where nobody stands in front of him. Where
 * something on the way rewrote the Contact, either will do. */
static enum cause_id routing_flaw(const struct transaction *t, const struct leg *leg, const struct ack *ack)
{
    const struct leg *first = first_leg(t, leg);
    struct route_set came;
    struct due due;
    enum route_flaw flaw;

    if (!first || (t->below && ack->vias == 1))
        return CAUSE_NONE; /* seen on a hop that this ACK did not take */
    route_set_read(&came, ack->route, false);
    due_read(&due, leg->contact, first->record_route);
    flaw = due_compare(&due, ack->request_uri, &came, ack->vias == 1);
    if (flaw && leg->extras->altered) {
        due_read(&due, leg->extras->altered_contact, first->record_route);
        flaw = due_compare(&due, ack->request_uri, &came, ack->vias == 1);
    }
    return route_cause(flaw);
}

enum cause_id ack_flaw(const struct capture *c, const struct transaction *t, const struct leg *leg,
                       const struct sighting *s)
{
    const struct ack *ack = s->ack;
    const struct fault *fault = ack_fault(s);
    enum cause_id cause;

    if (fault)
        return fault->cause == CAUSE_cseq_method_mismatch ? CAUSE_ack_cseq : CAUSE_ack_malformed;
    if (!leg_is_2xx(leg)) /* 17.1.1.3: the tag is copied from the response */
        return leg->to_tag.len && !slice_equal(leg->to_tag, s->to_tag) ? CAUSE_ack_totag : CAUSE_NONE;
    if (out_of_hops(c, leg, ack))
        return CAUSE_ack_maxfwd;
    cause = routing_flaw(t, leg, ack);
    if (cause)
        return cause;
    if (other_transport(ack))
        return CAUSE_ack_transport_mismatch;
    if (went_elsewhere(c, ack) && !endpoint_equal(&ack->dst, &t->dst) && !endpoint_equal(&ack->dst, &leg->src))
        return CAUSE_ack_to_wrong_host;
    return ack->same_branch && t->key.has_cookie ? CAUSE_ack_branch_reused : CAUSE_NONE;
}
