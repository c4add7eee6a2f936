/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "acks.h"

#include "capture.h"
#include "chars.h"
#include "hosts.h"
#include "ladders.h"

static const struct leg_extras no_leg_extras;

/* To write what few legs have. */
static struct leg_extras *leg_extras(struct leg *leg)
{
    if (leg->extras == &no_leg_extras)
        leg->extras = call_memory(leg->response->transaction->call, sizeof *leg->extras);
    return (struct leg_extras *)leg->extras;
}

/* The ACKs. */

bool ack_fits(const struct transaction *t, const struct leg *leg, const struct sighting *s)
{
    const struct ack *ack = s->ack;

    if (ack->cseq != t->key.cseq || ack->rseq != leg->rseq)
        return false;
    if (leg->status >= 300) /* 17.2.3: the branch is enough; without its cookie, the To tag counts, too */
        return ack->same_branch && s->transaction == t &&
               (t->key.has_cookie || leg->to_tag.len == 0 || slice_equal(leg->to_tag, s->to_tag));
    return !ack->other_call && slice_equal(leg->to_tag, s->to_tag) && slice_equal(t->from_tag, ack->from_tag);
}

/* Hosts tell hops apart; on one host, or behind one address, ports do. A connection of its own has a port of its own
 * at the end that opened it. */
bool ack_is_here(const struct transaction *t, const struct ack *ack)
{
    if (!endpoint_same_host(&ack->src, &t->src) || !endpoint_same_host(&ack->dst, &t->dst))
        return false;
    if (!endpoint_same_host(&t->src, &t->dst))
        return true;
    return ack->dst.port == t->dst.port && (ack->src.port == t->src.port || transport_is_reliable(ack->transport));
}

static void ack_enter(const struct transaction *t, struct leg *leg, struct sighting *s)
{
    bool here = ack_is_here(t, s->ack);

    if (!leg->ack || (here && !leg->ack_here)) {
        leg->awaited = ladder_next(leg);
        if (leg->extras->after_ack)
            leg_extras(leg)->after_ack = 0; /* one on another hop says nothing about the copies on this one */
    }
    if (!leg->ack)
        leg->ack = s;
    if (!here)
        return;
    if (!leg->ack_here)
        leg->ack_here = s;
    if (!s->duplicate) {
        leg->last_ack = s;
        leg->acks++;
    }
}

static bool same_invite(const struct transaction *t, struct slice from_tag, uint64_t cseq)
{
    return t->is_invite && t->key.cseq == cseq && slice_equal(t->from_tag, from_tag);
}

/* An ACK may have been captured before the response that it answers (merged captures, clock skew). */
static void take_early_acks(struct transaction *t, struct leg *leg)
{
    int left = MAX_HOPS;

    for (struct transaction *hop = t->call->newest; hop && left; hop = hop->next_in_call, left--) {
        if (!hop->ack || !same_invite(hop, t->from_tag, t->key.cseq))
            continue;
        for (struct sighting *s = hop->ack; s; s = s->next)
            if (s->role == ROLE_ACK && ack_fits(t, leg, s))
                ack_enter(t, leg, s);
    }
}

static struct slice join_rows(struct call *call, const struct sip_message *m, enum header_id id)
{
    const struct sip_header *row = sip_message_header(m, id);
    struct slice all = row ? row->value : SLICE_NONE;
    GString *joined;

    if (!row || !row->next)
        return call_text(call, all);
    joined = g_string_new_len(all.at, (gssize)all.len);
    while ((row = sip_message_next(m, row)) != NULL) {
        g_string_append(joined, ", ");
        g_string_append_len(joined, row->value.at, (gssize)row->value.len);
    }
    all = call_text(call, slice_of(joined->str, joined->len));
    g_string_free(joined, TRUE);
    return all;
}

/* Via values, as far as a byte counts. */
static uint8_t count_vias(const struct sip_message *m, const struct identity *id)
{
    const struct sip_header *row = sip_message_header(m, H_VIA);
    struct slice rest = id->via_rest;
    unsigned count = row && row->value.len; /* the top one is read already */

    while (row) {
        while (rest.len && count < UINT8_MAX) {
            struct via via;

            via_parse(&via, &rest);
            count++;
        }
        row = sip_message_next(m, row);
        rest = row ? row->value : SLICE_NONE;
    }
    return (uint8_t)count;
}

struct ack *acks_read(struct call *call, const struct sip_message *m, const struct identity *id,
                      const struct arrival *a)
{
    struct ack *ack = call_memory(call, sizeof *ack);

    ack->request_uri = call_text(call, m->request_uri);
    ack->route = join_rows(call, m, H_ROUTE);
    ack->from_tag = call_text(call, id->from.tag);
    ack->src = a->src;
    ack->dst = a->dst;
    ack->cseq = id->cseq.number;
    if (!digits_value(sip_message_value(m, H_MAX_FORWARDS), &ack->hops))
        ack->hops = UINT64_MAX;
    ack->transport = (uint8_t)a->transport;
    ack->vias = count_vias(m, id);
    ack->has_body = m->body.len > 0 || m->cut;
    return ack;
}

/* Learning: responses. */

struct leg *acks_leg(const struct transaction *t, struct slice to_tag, uint16_t status)
{
    for (struct leg *leg = t->legs; leg; leg = leg->next)
        if (leg->status == status && slice_equal(leg->to_tag, to_tag))
            return leg;
    return NULL;
}

struct leg *acks_reliable_leg(const struct transaction *t, struct slice to_tag, uint64_t rseq)
{
    for (struct leg *leg = t->extras->early; leg; leg = leg->next)
        if (leg->rseq == rseq && slice_equal(leg->to_tag, to_tag))
            return leg;
    return NULL;
}

static bool requires(const struct sip_message *m, const char *option)
{
    for (const struct sip_header *row = sip_message_header(m, H_REQUIRE); row; row = sip_message_next(m, row)) {
        struct slice rest = row->value;
        while (rest.len) {
            int64_t comma = slice_find(rest, ',');
            struct slice tag = comma < 0 ? rest : slice_of(rest.at, (size_t)comma);
            if (slice_is_nocase(slice_trim(tag), option))
                return true;
            rest = slice_from(rest, tag.len + 1);
        }
    }
    return false;
}

uint64_t acks_rseq(const struct sip_message *m)
{
    uint64_t rseq;

    if (m->status < 101 || m->status > 199 || !m->first[H_RSEQ] || !requires(m, "100rel") ||
        !digits_value(sip_message_value(m, H_RSEQ), &rseq))
        return 0;
    return rseq;
}

/* 18.2.2 and RFC 3581 4: where the top Via has a response go. */
static struct endpoint via_target(const struct via *via)
{
    struct endpoint e;

    if (!host_address(via->maddr.len ? via->maddr : via->received.len ? via->received : via->host, &e))
        e.len = 0;
    e.port = host_port(via->rport, host_port(via->port, slice_is_nocase(via->transport, "TLS") ? 5061 : 5060));
    return e;
}

/* A session description, alone or among other parts. */
static bool has_session(const struct sip_message *m)
{
    struct slice type = sip_message_value(m, H_CONTENT_TYPE);

    return m->body.len > 0 && (slice_is_nocase(slice_of(type.at, MIN(type.len, 15u)), "application/sdp") ||
                               slice_is_nocase(slice_of(type.at, MIN(type.len, 10u)), "multipart/"));
}

static void describe_response(struct call *call, struct leg *leg, const struct sip_message *m,
                              const struct identity *id, const struct arrival *a)
{
    uint64_t value;

    leg->src = a->src;
    leg->dst = a->dst;
    leg->via = via_target(&id->via);
    leg->via_sent_by = call_text(call, id->via.sent_by);
    leg->vias = count_vias(m, id);
    leg->has_offer = leg_is_2xx(leg) ? has_session(m) : m->body.len > 0;
    if (!leg_is_2xx(leg))
        return;
    leg->contact = call_text(call, sip_message_value(m, H_CONTACT));
    leg->record_route = join_rows(call, m, H_RECORD_ROUTE);
    if (digits_value(slice_of(sip_message_value(m, H_SESSION_EXPIRES).at,
                              span(sip_message_value(m, H_SESSION_EXPIRES), C_DIGIT)),
                     &value))
        leg->session_expires = (uint32_t)MIN(value, UINT32_MAX);
}

static struct leg *leg_open(struct leg **list, struct sighting *s, uint64_t rseq)
{
    struct leg **end = list;
    unsigned count = 0;

    for (; *end; end = &(*end)->next)
        if (++count == MAX_LEGS)
            return NULL;
    *end = call_memory(s->transaction->call, sizeof **end);
    (*end)->extras = &no_leg_extras;
    (*end)->response = (*end)->newest = s;
    (*end)->status = s->status;
    (*end)->rseq = rseq;
    (*end)->last_copy = s->time;
    (*end)->to_tag = s->to_tag;
    return *end;
}

static void note_gap(struct leg *leg, int64_t gap)
{
    for (unsigned i = 0; i < LEG_GAPS; i++) {
        if (leg->extras->gaps[i])
            continue;
        leg_extras(leg)->gaps[i] = gap;
        return;
    }
}

/* The same response at another point of its way: a router in between may have rewritten it. */
static void note_alteration(struct leg *leg, struct sighting *s, const struct sip_message *m)
{
    struct slice contact = sip_message_value(m, H_CONTACT);
    struct leg_extras *extras;

    if (leg->extras->altered || !leg->contact.len || !contact.len || slice_equal(leg->contact, contact))
        return;
    extras = leg_extras(leg);
    extras->altered = s;
    extras->altered_contact = call_text(s->transaction->call, contact);
}

static void learn_copy(const struct transaction *t, struct leg *leg, const struct sighting *s)
{
    /* A repeated request is answered with the same response again (17.2.1): that says nothing about the ACK. */
    bool prompted = t->last_request && t->last_request->time > leg->last_copy;
    int64_t gap = MIN(s->time - leg->last_copy, DAY);

    if (!prompted)
        note_gap(leg, gap);
    if (!prompted && gap >= timing_spacing(t->call->timing)) {
        struct leg_extras *extras = leg_extras(leg);

        extras->gap = gap;
        extras->retransmissions++;
        extras->after_ack += leg->ack && s->time > leg->ack->time;
        extras->after_wrong += extras->wrong_count > 0;
    }
    leg->last_copy = s->time;
}

void acks_learn_response(struct transaction *t, struct sighting *s, const struct sip_message *m,
                         const struct identity *id, const struct arrival *a)
{
    uint64_t rseq = s->role == ROLE_PROVISIONAL ? acks_rseq(m) : 0;
    struct leg *leg = rseq ? acks_reliable_leg(t, s->to_tag, rseq) : acks_leg(t, s->to_tag, s->status);

    if (!leg) {
        leg = s->leg = leg_open(rseq ? &transaction_extras(t)->early : &t->legs, s, rseq);
        if (!leg)
            return;
        describe_response(t->call, leg, m, id, a);
        if (!rseq)
            take_early_acks(t, leg);
        return;
    }
    s->leg = leg;
    leg->newest = sighting_newer(leg->newest, s);
    if (s->time - leg->last_copy < t->call->timing->duplicate_window)
        note_alteration(leg, s, m);
    if (!s->duplicate)
        learn_copy(t, leg, s);
}

/* Learning: ACKs. */

static const struct leg *leg_2xx(const struct transaction *t, struct slice to_tag)
{
    for (const struct leg *leg = t->legs; leg; leg = leg->next)
        if (leg_is_2xx(leg) && slice_equal(leg->to_tag, to_tag))
            return leg;
    return NULL;
}

/* A refusal that still waits for its ACK. */
static bool was_refused(const struct transaction *t, struct slice to_tag)
{
    for (const struct leg *leg = t->legs; leg; leg = leg->next)
        if (leg->status >= 300 && !leg->ack && slice_equal(leg->to_tag, to_tag))
            return true;
    return false;
}

/* How well an ACK that no branch places goes with an INVITE transaction of its sender; 0: not at all. */
static int closeness(const struct transaction *t, const struct identity *id, bool same_hop)
{
    bool same_number = t->key.cseq == id->cseq.number;
    const struct leg *leg;

    if (!t->is_invite)
        return 0;
    leg = leg_2xx(t, id->to.tag);
    if (!slice_equal(t->from_tag, id->from.tag)) /* its From tag alone may be wrong */
        return same_number && same_hop && leg && leg->to_tag.len && !leg->ack ? 1 : 0;
    if (same_number && (leg || was_refused(t, id->to.tag)))
        return same_hop ? 7 : 6;
    if (leg && !leg->ack && same_hop)
        return 5;
    if (same_number)
        return same_hop ? 4 : 3;
    return same_hop || (leg && !leg->ack) ? 2 : 0;
}

struct transaction *acks_owner(const struct call *call, struct transaction *by_branch, const struct identity *id,
                               const struct peers *peers, unsigned direction)
{
    struct transaction *best = by_branch;
    int best_closeness = 0, left = MAX_HOPS;

    if (by_branch || !call || !id->call_id.len)
        return by_branch;
    for (struct transaction *t = call->newest; t && left; t = t->next_in_call, left--) {
        int c = 2 * closeness(t, id, t->peers == peers && t->direction == direction);
        if (c && slice_equal_nocase(t->key.sent_by, id->via.sent_by))
            c++; /* addresses tell nothing on the other side of a NAT; its sender calls itself the same there */
        if (c > best_closeness) {
            best = t;
            best_closeness = c;
        }
    }
    return best;
}

bool acks_fits_but_for_call(const struct transaction *t, const struct identity *id)
{
    if (!same_invite(t, id->from.tag, id->cseq.number) || !id->from.tag.len || !id->to.tag.len)
        return false;
    for (const struct leg *leg = t->legs; leg; leg = leg->next)
        if (!leg->ack && slice_equal(leg->to_tag, id->to.tag))
            return true;
    return false;
}

static void enter_wrong(struct leg *leg, struct sighting *s)
{
    struct leg_extras *extras;

    if (leg->ack || leg->extras->wrong_count == MAX_WRONG_ACKS || s->time < leg->response->time)
        return;
    extras = leg_extras(leg);
    extras->wrong[extras->wrong_count++] = s;
}

/* One that bypasses the hops of its INVITE misses a 2xx on all of them; the others are acknowledged hop by hop
 * (17.1.1.3). */
static void learn_wrong(struct sighting *s)
{
    struct transaction *owner = s->transaction;
    bool bypasses = !ack_is_here(owner, s->ack);
    int left = MAX_HOPS;

    for (struct transaction *t = owner->call->newest; t && left; t = t->next_in_call, left--)
        if (t == owner || (bypasses && same_invite(t, owner->from_tag, owner->key.cseq)))
            for (struct leg *leg = t->legs; leg; leg = leg->next)
                if (t == owner || leg_is_2xx(leg))
                    enter_wrong(leg, s);
}

void acks_learn_ack(struct sighting *s)
{
    struct transaction *owner = s->transaction;
    bool fits = false;
    int left = MAX_HOPS;

    for (struct leg *leg = owner->legs; leg; leg = leg->next) {
        if (ack_fits(owner, leg, s)) {
            ack_enter(owner, leg, s);
            fits = true;
        }
    }
    for (struct transaction *t = owner->call->newest; t && left; t = t->next_in_call, left--) {
        if (t == owner || !same_invite(t, s->ack->from_tag, s->ack->cseq))
            continue;
        for (struct leg *leg = t->legs; leg; leg = leg->next) {
            if (leg_is_2xx(leg) && ack_fits(t, leg, s)) {
                ack_enter(t, leg, s);
                fits = true;
            }
        }
    }
    if (!fits && !s->duplicate)
        learn_wrong(s);
}

/* RAck = response-num LWS CSeq-num LWS Method (RFC 3262 7.2) */
static bool read_rack(const struct sip_message *m, struct ack *ack)
{
    struct slice value = sip_message_value(m, H_RACK), number = slice_of(value.at, span(value, C_DIGIT));

    if (!digits_value(number, &ack->rseq))
        return false;
    value = slice_trim(slice_from(value, number.len));
    number = slice_of(value.at, span(value, C_DIGIT));
    return digits_value(number, &ack->cseq) && slice_is(slice_trim(slice_from(value, number.len)), "INVITE");
}

/* A PRACK is a request of its own in the early dialog; what it acknowledges stands in RAck. */
static void learn_prack(struct sighting *s, const struct sip_message *m, const struct identity *id,
                        const struct arrival *a)
{
    struct call *call = s->transaction->call;
    struct ack *ack = acks_read(call, m, id, a);
    bool readable = read_rack(m, ack), fits = false;
    int left = MAX_HOPS;

    ack->rack = call_text(call, sip_message_value(m, H_RACK));
    s->ack = ack;
    s->to_tag = call_text(call, id->to.tag);
    for (struct transaction *t = call->newest; t && left && readable; t = t->next_in_call, left--) {
        for (struct leg *leg = t->extras->early; leg; leg = leg->next) {
            if (ack_fits(t, leg, s)) {
                ack_enter(t, leg, s);
                fits = true;
            }
        }
    }
    left = MAX_HOPS;
    for (struct transaction *t = call->newest; t && left && !fits; t = t->next_in_call, left--)
        if (ack_is_here(t, ack) && slice_equal(t->from_tag, id->from.tag))
            for (struct leg *leg = t->extras->early; leg; leg = leg->next)
                if (slice_equal(leg->to_tag, id->to.tag))
                    enter_wrong(leg, s);
}

/* Learning: what happened next in the dialog. */

static bool holds(struct slice text, const char *phrase)
{
    uint32_t len = (uint32_t)strlen(phrase);

    for (uint32_t i = 0; i + len <= text.len; i++)
        if (g_ascii_strncasecmp(text.at + i, phrase, len) == 0 && (i == 0 || !g_ascii_isalnum(text.at[i - 1])) &&
            (i + len == text.len || !g_ascii_isalnum(text.at[i + len])))
            return true;
    return false;
}

static bool holds_any(struct slice text, const char *const *phrases)
{
    for (; *phrases; phrases++)
        if (holds(text, *phrases))
            return true;
    return false;
}

/* Reason: SIP;cause=408;text="ACK Timeout" and the like (RFC 3326). A timeout that is explained is not that of the ACK,
 * unless it says so. */
static void read_reason(struct leg *leg, struct slice reason)
{
    static const char *const absent[] = {"ack timeout",         "ack time-out",
                                         "ack timed out",       "ack missing",
                                         "missing ack",         "no ack",
                                         "without ack",         "ack not received",
                                         "did not receive ack", "waiting for ack",
                                         "ack never received",  "ack lost",
                                         "never received ack",  NULL};
    static const char *const needless[] = {"no ack needed", "no ack required", "no ack expected", "no ack due", NULL};

    bool blames = holds_any(reason, absent) && !holds_any(reason, needless);
    bool timed_out = holds(reason, "SIP") && holds(reason, "408") && (!holds(reason, "text") || blames);

    if (!blames && !timed_out)
        return;
    leg_extras(leg)->bye_blames_ack = blames;
    leg_extras(leg)->bye_timed_out = timed_out;
}

static void learn_bye(struct leg *leg, struct sighting *s, const struct sip_message *m, bool by_caller)
{
    struct call *call = s->transaction->call;
    struct ending *ending;

    if (!by_caller && !leg->bye) {
        leg->bye = s;
        read_reason(leg, sip_message_value(m, H_REASON));
    }
    if (leg->ending)
        return;
    ending = call_memory(call, sizeof *ending);
    *ending = (struct ending){s, by_caller, call_text(call, sip_message_value(m, H_REASON)),
                              call_text(call, sip_message_value(m, H_WARNING))};
    leg->ending = ending;
}

static void learn_in_dialog(struct leg *leg, struct sighting *s, const struct sip_message *m, bool by_caller)
{
    if (by_caller)
        leg->caller_next = s;
    else
        leg->callee_next = s;
    if (!leg->ack && !s->extras->settles)
        sighting_extras(s)->settles = leg->response->transaction;
    if (slice_is(m->method, "BYE"))
        learn_bye(leg, s, m, by_caller);
    else if (slice_is(m->method, "INVITE") || slice_is(m->method, "UPDATE"))
        leg->refreshed = s->time;
}

void acks_learn_request(struct sighting *s, const struct sip_message *m, const struct identity *id,
                        const struct arrival *a)
{
    struct slice from = id->from.tag, to = id->to.tag;
    int left = MAX_HOPS;

    if (!to.len || slice_is(m->method, "CANCEL"))
        return;
    if (slice_is(m->method, "PRACK")) {
        learn_prack(s, m, id, a);
        return;
    }
    for (struct transaction *t = s->transaction->call->newest; t && left; t = t->next_in_call, left--) {
        for (struct leg *leg = t->legs; leg; leg = leg->next) {
            if (!leg_is_2xx(leg))
                continue;
            if (slice_equal(t->from_tag, from) && slice_equal(leg->to_tag, to))
                learn_in_dialog(leg, s, m, true);
            else if (slice_equal(t->from_tag, to) && slice_equal(leg->to_tag, from))
                learn_in_dialog(leg, s, m, false);
        }
    }
}
