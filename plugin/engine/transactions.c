/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transactions.h"

#include "acks.h"
#include "answers.h"
#include "capture.h"
#include "chars.h"
#include "hash.h"
#include "history.h"
#include "likes.h"
#include "pairing.h"
#include "retries.h"
#include "returned.h"

#define MAX_HELD 8192 /* octets of a request's headers that are kept */

/* A message on its way in. */
struct incoming {
    struct capture *c;
    const struct sip_message *m;
    const struct identity *id;
    const struct arrival *a;
    struct peers *peers; /* between which it travels ... */
    unsigned direction;  /* ... and which way */
    struct place place;
};

static struct incoming incoming_read(struct capture *c, const struct sip_message *m, const struct identity *id,
                                     const struct arrival *a)
{
    struct incoming in = {.c = c, .m = m, .id = id, .a = a, .place = pairing_place(c, id)};

    in.peers = peers_get(c->peers, &a->src, &a->dst, transport_is_reliable(a->transport), &in.direction);
    return in;
}

/* Transactions. */

static void set_peers(struct capture *c, struct transaction *t)
{
    unsigned direction;

    t->peers = peers_hold(peers_get(c->peers, &t->src, &t->dst, transport_is_reliable(t->transport), &direction));
    t->direction = (uint8_t)direction;
}

/* The part of a copy that is where `part` is in the original. */
static struct slice same_part(struct slice copy, struct slice original, struct slice part)
{
    return part.len ? slice_of(copy.at + (part.at - original.at), part.len) : SLICE_NONE;
}

static struct transaction *transaction_new(const struct incoming *in)
{
    struct capture *c = in->c;
    const struct identity *id = in->id;
    struct call *call = in->place.newest ? in->place.newest->call : call_get(c, id->call_id);
    struct transaction *t = call_memory(call, sizeof *t);
    struct slice from = sip_message_value(in->m, H_FROM);

    t->call = call;
    t->extras = &no_transaction_extras;
    t->reply = &no_reply;
    t->method = call_common_text(call, id->method);
    t->cseq_method = slice_equal(id->cseq.method, id->method) ? t->method : call_common_text(call, id->cseq.method);
    t->is_invite = slice_is(t->method, "INVITE");
    t->key.cseq = id->cseq.number;
    t->key.has_cookie = id->via.has_cookie;
    t->key.branch = call_text(call, id->via.branch);
    t->key.sent_by = call_text(call, id->via.sent_by);
    t->from = call_text(call, from);
    t->from_tag = same_part(t->from, from, id->from.tag);
    t->to = call_text(call, sip_message_value(in->m, H_TO));
    t->transport = (uint8_t)in->a->transport;
    t->src = in->m->kind == SIP_REQUEST ? in->a->src : in->a->dst;
    t->dst = in->m->kind == SIP_REQUEST ? in->a->dst : in->a->src;
    set_peers(c, t);

    t->next_in_call = call->newest;
    call->newest = t;
    call->transactions++;
    c->transactions++;
    pairing_enter(c, &in->place, t);
    t->number = numbers_enter(c->numbers, t);
    t->stretch = capture_stretch(c);
    return t;
}

/* Sightings. */

static struct sighting *sighting_new(const struct incoming *in, struct transaction *t, enum role role)
{
    struct sighting *s = sightings_add(in->c->sightings, in->a->frame);

    s->transaction = t;
    s->extras = &no_sighting_extras;
    s->offset = in->a->offset;
    s->time = in->a->time;
    s->untimed = in->a->untimed;
    s->role = role;
    s->status = in->m->status & 1023; /* three digits */
    s->ident = in->a->ident;
    s->cut = in->m->cut;
    if (in->m->headers_left_out)
        sighting_extras(s)->headers_left_out = in->m->headers_left_out;
    s->backwards = in->peers == t->peers && in->direction != t->direction;
    s->fingerprint = hash_slice(in->c->seed, in->m->whole, 0);
    in->c->messages++;
    return s;
}

/* One that counts as a message of the transaction. */
static struct sighting *message_new(const struct incoming *in, struct transaction *t, enum role role)
{
    t->cut |= in->m->headers_cut;
    return sighting_new(in, t, role);
}

/* The branch below the top Via: by it, a hop knows the one before it. */
static struct slice branch_below(const struct sip_message *m, const struct identity *id)
{
    const struct sip_header *row = sip_message_header(m, H_VIA);
    struct slice rest = id->via_rest;
    struct via via;

    if (!rest.len && row && (row = sip_message_next(m, row)) != NULL)
        rest = row->value;
    if (!rest.len)
        return SLICE_NONE;
    via_parse(&via, &rest);
    return via.branch;
}

static uint64_t hash_branch(const struct capture *c, struct slice branch)
{
    return branch.len ? hash_slice(c->seed, branch, 0x20) | 1 : 0;
}

static struct sighting *first_copy(struct sighting *s)
{
    while (s->original)
        s = s->original;
    return s;
}

/* The sighting of the same IP packet at another point, whose clock may be off; NULL: there is none, or it cannot be
 * told.
 */
static struct sighting *find_packet(const struct transaction *t, const struct sighting *s)
{
    int left = MAX_CHAIN;

    for (struct sighting *p = s->ident ? t->last : NULL; p && left; p = p->previous, left--)
        if (p->ident == s->ident && p->role == s->role && p->fingerprint == s->fingerprint &&
            s->time - p->time < SKEW && p->time - s->time < SKEW)
            return p;
    return NULL;
}

/* Appends to the transaction; tells duplicates and retransmissions from first copies. `last` is the newest copy of the
 * same message, NULL for a first copy. The same message within the window is one message captured twice, at two points
 * or on two interfaces. */
static void sighting_add(struct transaction *t, struct sighting *s, struct sighting *last)
{
    struct sighting *packet = find_packet(t, s);
    int64_t window = t->call->timing->duplicate_window;

    s->previous = t->last;
    if (t->last)
        t->last->next = s;
    else
        t->first = s;
    t->last = s;
    t->sightings++;
    if (packet)
        last = packet;
    if (!last)
        return;
    s->duplicate = packet || (s->time - last->time < window && last->time - s->time < window);
    if (s->duplicate) {
        s->original = last->duplicate ? last->original : last;
        s->retransmissions = last->retransmissions;
    } else {
        s->original = first_copy(last);
        s->retransmissions = MIN(last->retransmissions + 1, MAX_RETRANSMISSIONS);
    }
}

/* The newest sighting with the same role and bytes, as far back as it can matter. */
static struct sighting *find_copy(const struct transaction *t, const struct sighting *s)
{
    int left = MAX_CHAIN;

    for (struct sighting *p = t->last; p && left; p = p->previous, left--)
        if (p->role == s->role && p->fingerprint == s->fingerprint)
            return p;
    return NULL;
}

static void keep_faults(struct sighting *s, const struct fault_list *list)
{
    struct call *call = s->transaction->call;
    struct sighting_extras *extras;
    struct fault *kept;

    if (list->left_out)
        sighting_extras(s)->faults_left_out = list->left_out;
    if (list->count == 0 || sighting_alike(s) != s)
        return;
    kept = call_memory(call, list->count * sizeof *kept);
    for (uint16_t i = 0; i < list->count; i++) {
        kept[i] = list->items[i];
        kept[i].text = call_text(call, slice_from_string(list->items[i].text)).at;
        kept[i].repair = call_text(call, slice_from_string(list->items[i].repair)).at;
    }
    extras = sighting_extras(s);
    extras->faults = kept;
    extras->fault_count = list->count;
}

static bool same_faults(const struct sighting_extras *a, const struct sighting_extras *b)
{
    if (a->fault_count != b->fault_count)
        return false;
    for (uint16_t i = 0; i < a->fault_count; i++)
        if (a->faults[i].cause != b->faults[i].cause || a->faults[i].header != b->faults[i].header)
            return false;
    return true;
}

/* What the fingerprint leaves out (branch, CSeq number, Call-ID, tags) may be just what the refusal was about. */
static bool was_mended(const struct transaction *t, const struct transaction *before)
{
    struct history past;

    return !same_faults(t->request->extras, before->request->extras) ||
           (history_find(&past, before) && !history_find(&past, t));
}

/* Is it, by all its bytes, a request that drew 400 before? Its faults are known by now. */
static void learn_repetition(struct capture *c, struct transaction *t)
{
    const struct transaction *before = likes_rejected(c, t);

    if (!before || was_mended(t, before))
        return;
    transaction_extras(t)->repeats = before->number;
    transaction_extras(t)->repeats_frame = before->request->frame;
}

/* Requests. */

/* They come and go, in all sizes: wmem would leave holes, and take new memory without end (spares.h). */
static void hold_request(struct capture *c, struct transaction *t, const struct sip_message *m)
{
    struct slice head = slice_between(m->start_line.at, m->rest.at);
    struct held *held;

    head.len = MIN(head.len, MAX_HELD);
    held = g_malloc(sizeof *held + head.len);
    held->link = (GList){.data = held};
    held->offset = sip_message_offset(m, head.at);
    held->len = head.len;
    memcpy(held->bytes, head.at, head.len);
    g_queue_push_tail_link(&c->held, &held->link);
    t->held = held;
}

static void describe_request(const struct incoming *in, struct transaction *t)
{
    const struct sip_message *m = in->m;
    const struct identity *id = in->id;
    struct call *call = t->call;

    t->request_uri = call_text(call, m->request_uri);
    t->user_agent = call_common_text(call, sip_message_value(m, H_USER_AGENT));
    t->to_tag = call_text(call, id->to.tag);
    t->to_tag_offset = id->to.tag.len ? sip_message_offset(m, id->to.tag.at) : 0;
    t->has_credentials = id->has_credentials;
    t->has_offer = m->rest_on_wire > 0;
    t->size = m->whole.len + (m->rest_on_wire - m->rest.len);
    t->branch_hash = hash_branch(in->c, id->via.branch);
    t->below = hash_branch(in->c, branch_below(m, id));
    t->unmodified = likes_unmodified(in->c, m, id, &t->dst);
    if (!slice_is(t->method, "ACK") && (!t->final || answer_needs_request(t->final->status)))
        hold_request(in->c, t, m);
}

static struct sighting *learn_request(const struct incoming *in)
{
    const struct arrival *a = in->a;
    /* What lies behind the cut may be what tells two requests apart. */
    bool nameless = in->m->headers_cut && (!in->id->via.branch.len || !in->id->call_id.len);
    struct transaction *t = nameless ? NULL : pairing_for_request(&in->place, in->id, a->time);
    struct sighting *s;
    bool fresh = !t;

    if (fresh)
        t = transaction_new(in);
    s = message_new(in, t, ROLE_REQUEST);
    sighting_add(t, s, t->last_request);
    t->last_request = sighting_newer(t->last_request, s);
    if (s->original && !s->duplicate)
        t->request_retransmissions++;
    acks_learn_request(s, in->m, in->id, a);
    if (t->request)
        return s;
    t->request = s;
    describe_request(in, t);
    if (!fresh) { /* its response was captured first */
        t->src = a->src;
        t->dst = a->dst;
        peers_let_go(in->c->peers, t->peers);
        set_peers(in->c, t);
    }
    retries_learn(t->call, t);
    if (slice_is(t->method, "BYE")) {
        t->call->byes++;
    } else if (slice_is(t->method, "CANCEL")) {
        struct transaction *invite = pairing_for_method(&in->place, "INVITE");

        t->call->cancelled = true;
        if (invite)
            transaction_extras(t)->invite = invite;
        if (invite && !invite->cancel)
            invite->cancel = t;
    }
    return s;
}

static struct sighting *learn_ack(const struct incoming *in)
{
    struct capture *c = in->c;
    const struct sip_message *m = in->m;
    const struct identity *id = in->id;
    struct transaction *by_branch = pairing_for_method(&in->place, "INVITE"), *t;
    struct sighting *s;

    t = acks_owner(by_branch ? NULL : call_find(c, id->call_id), by_branch, id, in->peers, in->direction);
    if (!t) {
        if (m->headers_cut && (!id->call_id.len || !id->from.tag.len))
            c->unplaced_acks++;
        t = pairing_for_method(&in->place, "ACK");
    }
    if (!t)
        t = pairing_other_call(c, id, in->peers, in->direction);
    if (!t)
        t = transaction_new(in);
    s = message_new(in, t, ROLE_ACK);
    s->to_tag = call_text(t->call, id->to.tag);
    s->ack = acks_read(t->call, m, id, in->a);
    s->ack->same_branch = t == by_branch || (t->key.has_cookie && slice_equal_nocase(id->via.branch, t->key.branch));
    s->ack->other_call = t->is_invite && !slice_equal(t->call->call_id, id->call_id);
    sighting_add(t, s, find_copy(t, s));
    if (!t->ack)
        t->ack = s;
    if (t->is_invite)
        acks_learn_ack(s);
    else if (!t->request) {
        t->request = t->last_request = s;
        describe_request(in, t);
    }
    return s;
}

/* Responses. */

/* Value of the header by which this response explains itself. */
static struct slice answer_in(const struct sip_message *m, enum header_id *header)
{
    const struct answer *answer = answer_for(m->status);

    *header = answer ? answer->explains : H_OTHER;
    if (*header == H_ACCEPT && !sip_message_header(m, H_ACCEPT))
        *header = H_ACCEPT_ENCODING; /* 21.4.13: it is the one of the two that was minded */
    return *header != H_OTHER ? sip_message_value(m, *header) : SLICE_NONE;
}

static void keep_reply(struct capture *c, struct transaction *t, const struct sip_message *m)
{
    struct reply reply;
    struct slice *const texts[] = {&reply.warning, &reply.registrar_error, &reply.diagnostics,
                                   &reply.reason,  &reply.x_error,         &reply.answer};

    reply_read(&reply, m);
    reply.answer = answer_in(m, &reply.answer_header);
    reply.method = t->method;
    reply.reason_phrase = call_common_text(t->call, reply.reason_phrase);
    reply.server = call_common_text(t->call, reply.server);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        *texts[i] = call_text(t->call, *texts[i]);
    t->reply = texts_reply(c->texts, &t->call->arena, &reply);
}

static void keep_returned(struct transaction *t, const struct sip_message *m)
{
    struct returned found, *kept;

    if (!returned_read(&found, t, m))
        return;
    kept = call_memory(t->call, sizeof *kept);
    *kept = found;
    kept->came = call_text(t->call, found.came);
    kept->fault.text = found.fault.cause != CAUSE_NONE ? kept->text : NULL;
    transaction_extras(t)->returned = kept;
}

/* Any answer but a 400 shows that the request was read, and that its connection is in step. */
static void learn_resumption(const struct transaction *t)
{
    const struct sighting *desync = t->peers->desync[t->direction];

    if (desync && t->request && t->request != desync && t->request->time >= desync->time && t->final->status != 400 &&
        !t->peers->resumed[t->direction])
        t->peers->resumed[t->direction] = t->request;
}

static void learn_final(struct capture *c, struct transaction *t, struct sighting *s, const struct sip_message *m)
{
    t->final = s;
    learn_resumption(t);
    keep_reply(c, t, m);
    if (s->status >= 300) /* where it was taken, nobody asks how it came */
        keep_returned(t, m);
    if (t->held && s->status < 300)
        likes_learn_accepted(c, t);
    else if (t->held && !answer_needs_request(s->status))
        transaction_let_held_go(t);
    if (s->status == 400 && t->request)
        likes_learn_rejected(c, t);
    if (asks_for_retry(s->status))
        retries_await(t->call, t);
}

/* A receiver discards what is no status code (RFC 4475 3.1.2.19). */
static enum role role_of_status(uint16_t status)
{
    return status < 100 || status > 699 ? ROLE_NONE : status < 200 ? ROLE_PROVISIONAL : ROLE_FINAL;
}

/* The newest copy of this response that was there before. Copies of a final response may differ in bytes: what counts
 * is the status and, for an INVITE, the To tag. */
static struct sighting *copy_of_response(const struct transaction *t, const struct sighting *s, uint64_t rseq)
{
    const struct leg *leg = NULL;

    if (rseq)
        leg = acks_reliable_leg(t, s->to_tag, rseq);
    else if (s->role != ROLE_FINAL)
        return find_copy(t, s);
    else if (t->is_invite)
        leg = acks_leg(t, s->to_tag, s->status);
    else if (t->last_final && t->last_final->status == s->status)
        return t->last_final;
    return leg ? leg->newest : NULL;
}

static struct sighting *learn_response(const struct incoming *in)
{
    const struct sip_message *m = in->m;
    struct transaction *t = pairing_for_response(&in->place, in->id);
    enum role role = role_of_status(m->status);
    struct sighting *s;
    uint64_t rseq;

    if (!t)
        t = pairing_by_hop(in->c, in->id, in->peers, in->direction, in->a->time);
    if (!t) {
        t = transaction_new(in);
        retries_learn(t->call, t);
    }
    s = message_new(in, t, role);
    s->to_tag = call_text(t->call, in->id->to.tag);
    rseq = role == ROLE_PROVISIONAL && t->is_invite ? acks_rseq(m) : 0;
    sighting_add(t, s, copy_of_response(t, s, rseq));
    if (role == ROLE_PROVISIONAL && !t->provisional)
        t->provisional = s;
    if (t->is_invite && (rseq || role == ROLE_FINAL))
        acks_learn_response(t, s, m, in->id, in->a);
    if (role != ROLE_FINAL)
        return s;
    t->last_final = t->last_final && t->last_final->status == s->status ? sighting_newer(t->last_final, s) : s;
    if (!t->final)
        learn_final(in->c, t, s, m);
    return s;
}

/* All. */

static bool ends_early(const struct sighting *s)
{
    for (uint16_t i = 0; i < s->extras->fault_count; i++)
        if (s->extras->faults[i].cause == CAUSE_body_longer_than_content_length &&
            s->extras->faults[i].certainty == CERTAIN)
            return true;
    return false;
}

static void learn_peers(const struct incoming *in, struct sighting *s)
{
    struct peers *peers = in->peers;

    if (ends_early(s)) {
        sighting_extras(s)->desyncs = peers_hold(peers);
        peers->desync[in->direction] = s;
        peers->resumed[in->direction] = NULL;
    }
    peers->last_seen[in->direction] = MAX(peers->last_seen[in->direction], in->a->time);
    peers->count[in->direction]++;
}

struct sighting *capture_learn(struct capture *c, const struct sip_message *m, const struct identity *id,
                               const struct fault_list *faults, const struct arrival *a)
{
    struct incoming in;
    struct sighting *s;

    capture_begin_message(c);
    in = incoming_read(c, m, id, a);
    capture_tick(c, a->time);
    if (m->kind == SIP_RESPONSE)
        s = learn_response(&in);
    else if (slice_is(m->method, "ACK"))
        s = learn_ack(&in);
    else
        s = learn_request(&in);
    keep_faults(s, faults);
    if (s == s->transaction->request)
        learn_repetition(c, s->transaction);
    learn_peers(&in, s);
    capture_end_message(s->transaction->call);
    return s;
}

/* The transaction of a message that an ICMP error quotes; the ACK to a 2xx belongs to that of its INVITE. */
static struct transaction *find_quoted(const struct incoming *in)
{
    if (in->m->kind == SIP_RESPONSE)
        return pairing_for_response(&in->place, in->id);
    if (!slice_is(in->m->method, "ACK"))
        return pairing_for_request(&in->place, in->id, in->a->time);
    return acks_owner(call_find(in->c, in->id->call_id), pairing_for_method(&in->place, "INVITE"), in->id, in->peers,
                      in->direction);
}

/* One that is in no list but this chain. Its headers may be cut: an ICMP error quotes no more than it has to. */
static struct sighting *add_aside(const struct incoming *in, struct transaction *t, struct sighting **chain)
{
    struct sighting *s = sighting_new(in, t, ROLE_NONE);

    if (*chain) {
        s->next = (*chain)->next;
        (*chain)->next = s;
    } else {
        *chain = s;
    }
    return s;
}

struct sighting *capture_learn_icmp(struct capture *c, const struct sip_message *m, const struct identity *id,
                                    const struct arrival *a)
{
    struct incoming in;
    struct transaction *t;
    struct sighting *s;

    capture_begin_message(c);
    in = incoming_read(c, m, id, a);
    t = find_quoted(&in);
    if (!t)
        return NULL;
    s = add_aside(&in, t, &transaction_extras(t)->icmp);
    capture_end_message(t->call);
    return s;
}

struct sighting *capture_learn_fragment(struct capture *c, const struct sip_message *m, const struct identity *id,
                                        const struct arrival *a)
{
    struct incoming in;
    struct transaction *t;
    struct sighting *s;

    capture_begin_message(c);
    in = incoming_read(c, m, id, a);
    t = m->kind == SIP_RESPONSE && m->status >= 200 ? pairing_for_response(&in.place, id) : NULL;
    if (!t || t->final)
        return NULL;
    s = add_aside(&in, t, &transaction_extras(t)->fragment);
    s->unframed = true;
    capture_end_message(t->call);
    return s;
}
