/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "transactions.h"

#include "acks.h"
#include "answers.h"
#include "chars.h"
#include "hash.h"
#include "history.h"
#include "returned.h"

#define MAX_CHAIN 32 /* transactions with one key that a message is held against, newest first */

/* What transactions are found by: the branch where it has the cookie; else the top Via and the CSeq number (17.2.3).
 * The Call-ID is in it for the sake of senders whose branches repeat. The method is told apart in the chain behind the
 * key. */
struct key {
    uint64_t hash;
    struct slice branch, sent_by, call_id;
    uint64_t cseq;
};

struct entry {
    struct key key;
    struct transaction *newest;
};

/* A key of a message, and what is there under it. */
struct place {
    struct key key;
    struct entry *entry; /* NULL: nothing yet */
};

#define RECENT 1024

/* A text that was kept lately: most texts come again within the call. */
struct recent {
    uint64_t hash;
    struct slice text;
};

struct capture {
    wmem_allocator_t *allocator;
    struct timing timing;
    wmem_map_t *by_key;    /* struct key -> struct entry */
    wmem_map_t *calls;     /* struct slice -> struct call */
    wmem_map_t *rejected;  /* uint64_t fingerprint -> transaction whose request drew 400 */
    wmem_map_t *accepted;  /* struct like -> struct accepted */
    struct recent *recent; /* RECENT of them, by hash */
    struct peers_table *peers;
    struct names *names;
    struct obstacles *obstacles;
    wmem_array_t *transactions; /* struct transaction *, by number - 1 */
    wmem_array_t *stretches;    /* int64_t: newest time of each */
    int64_t last_tick;
    uint64_t seed;
    uint32_t unplaced_acks;
};

/* Requests that one may be held against another: same method, same hosts. */
struct like {
    uint64_t hash;
    struct slice method;
    struct endpoint src, dst;
};

/* The newest transaction of its kind that was answered with 2xx. */
struct accepted {
    struct like like;
    struct transaction *newest;
};

#define MAX_HELD 8192 /* octets of a request's headers that are kept */

/* Tables. */

static guint key_hash(gconstpointer k)
{
    return (guint)((const struct key *)k)->hash;
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
    const struct key *x = a, *y = b;
    return x->hash == y->hash && x->cseq == y->cseq && slice_equal_nocase(x->branch, y->branch) &&
           slice_equal(x->call_id, y->call_id) && slice_equal_nocase(x->sent_by, y->sent_by);
}

static guint slice_hash(gconstpointer k)
{
    return (guint)hash_slice(hash_seed(), *(const struct slice *)k, 0);
}

static gboolean slice_same(gconstpointer a, gconstpointer b)
{
    return slice_equal(*(const struct slice *)a, *(const struct slice *)b);
}

static guint like_hash(gconstpointer k)
{
    return (guint)((const struct like *)k)->hash;
}

static gboolean like_equal(gconstpointer a, gconstpointer b)
{
    const struct like *x = a, *y = b;
    return slice_equal(x->method, y->method) && endpoint_same_host(&x->src, &y->src) &&
           endpoint_same_host(&x->dst, &y->dst);
}

struct capture *capture_new(wmem_allocator_t *allocator, const struct timing *timing)
{
    struct capture *c = wmem_new0(allocator, struct capture);

    c->allocator = allocator;
    c->timing = *timing;
    c->by_key = wmem_map_new(allocator, key_hash, key_equal);
    c->calls = wmem_map_new(allocator, slice_hash, slice_same);
    c->rejected = wmem_map_new(allocator, wmem_int64_hash, g_int64_equal);
    c->accepted = wmem_map_new(allocator, like_hash, like_equal);
    c->recent = wmem_alloc0_array(allocator, struct recent, RECENT);
    c->peers = peers_table_new(allocator);
    c->names = names_new(allocator);
    c->obstacles = obstacles_new(allocator);
    c->transactions = wmem_array_new(allocator, sizeof(struct transaction *));
    c->stretches = wmem_array_new(allocator, sizeof(int64_t));
    c->seed = hash_seed();
    return c;
}

static int64_t *stretch_end(const struct capture *c, uint32_t stretch)
{
    return wmem_array_index(c->stretches, stretch);
}

static uint32_t stretch_now(const struct capture *c)
{
    return wmem_array_get_count(c->stretches) - 1;
}

void capture_tick(struct capture *c, int64_t time)
{
    bool first = wmem_array_get_count(c->stretches) == 0;

    if (first || time - c->last_tick > STRETCH_GAP || c->last_tick - time > STRETCH_GAP)
        wmem_array_append_one(c->stretches, time);
    else if (time > *stretch_end(c, stretch_now(c)))
        *stretch_end(c, stretch_now(c)) = time;
    c->last_tick = time;
}

int64_t capture_now(const struct capture *c, const struct transaction *t)
{
    return *stretch_end(c, t->stretch);
}

bool capture_knows_peers(const struct capture *c, const struct endpoint *a, const struct endpoint *b,
                         enum transport transport)
{
    const struct peers *peers = peers_find(c->peers, a, b, transport_is_reliable(transport));
    return peers && peers->count[0] + peers->count[1] > 0;
}

void capture_lost_segment(struct capture *c, const struct endpoint *a, const struct endpoint *b)
{
    unsigned direction;

    peers_get(c->peers, a, b, true, &direction)->gap = true;
}

uint32_t capture_count(const struct capture *c)
{
    return wmem_array_get_count(c->transactions);
}

const struct transaction *capture_transaction(const struct capture *c, uint32_t number)
{
    return *(struct transaction **)wmem_array_index(c->transactions, number - 1);
}

struct names *capture_names(const struct capture *c)
{
    return c->names;
}

struct obstacles *capture_obstacles(const struct capture *c)
{
    return c->obstacles;
}

wmem_allocator_t *capture_allocator(const struct capture *c)
{
    return c->allocator;
}

uint32_t capture_unplaced_acks(const struct capture *c)
{
    return c->unplaced_acks;
}

static struct slice keep(struct capture *c, struct slice s)
{
    char *copy;

    if (!s.len)
        return SLICE_NONE;
    copy = wmem_alloc(c->allocator, (size_t)s.len + 1); /* a text off the wire may hold a NUL */
    memcpy(copy, s.at, s.len);
    copy[s.len] = '\0';
    return slice_of(copy, s.len);
}

struct slice capture_intern(struct capture *c, struct slice s)
{
    uint64_t hash;
    struct recent *recent;

    if (s.len == 0)
        return SLICE_NONE;
    hash = hash_slice(c->seed, s, 0);
    recent = &c->recent[hash % RECENT];
    if (recent->hash != hash || !slice_equal(recent->text, s)) {
        recent->hash = hash;
        recent->text = keep(c, s);
    }
    return recent->text;
}

static struct call *call_get(struct capture *c, struct slice call_id)
{
    struct call *call = wmem_map_lookup(c->calls, &call_id);

    if (!call) {
        call = wmem_new0(c->allocator, struct call);
        call->call_id = keep(c, call_id);
        call->timing = &c->timing;
        call->number = wmem_map_size(c->calls) + 1;
        wmem_map_insert(c->calls, &call->call_id, call);
    }
    return call;
}

static struct place place_of(const struct capture *c, const struct identity *id)
{
    struct place place = {{c->seed, id->via.branch, SLICE_NONE, id->call_id, 0}, NULL};
    struct key *key = &place.key;

    if (!id->via.has_cookie) {
        key->sent_by = id->via.sent_by;
        key->cseq = id->cseq.number;
    }
    key->hash = hash_slice(key->hash, key->branch, 0x20);
    key->hash = hash_slice(key->hash, key->sent_by, 0x20);
    key->hash = hash_slice(key->hash, key->call_id, 0);
    key->hash = hash_step(key->hash, key->cseq);
    place.entry = wmem_map_lookup(c->by_key, key);
    return place;
}

/* Finding. */

static struct transaction *chain_at(const struct place *place)
{
    if (!place->key.branch.len && !place->key.call_id.len)
        return NULL; /* what names nothing fits nothing */
    return place->entry ? place->entry->newest : NULL;
}

/* RFC 2543 matching holds the tags against each other, too; To differs only where a dialog begins. */
static bool tags_fit(const struct transaction *t, const struct identity *id)
{
    return t->has_cookie || slice_equal(t->from_tag, id->from.tag);
}

/* A transaction is over 64*T1 after its last message (Timers J, L, D): a request with the same identifiers later on is
 * a new one of a sender that repeats itself. */
static bool is_over(const struct transaction *t, int64_t time)
{
    return t->last && t->request && time - t->last->time > timing_timeout(t->call->timing);
}

static struct transaction *find_for_request(const struct place *place, const struct identity *id, int64_t time)
{
    int left = MAX_CHAIN;

    for (struct transaction *t = chain_at(place); t && left; t = t->next_same_key, left--)
        if (slice_equal(t->method, id->method) && t->cseq == id->cseq.number && tags_fit(t, id) && !is_over(t, time))
            return t;
    return NULL;
}

/* 17.1.3: branch, and the method in CSeq. A responder copies the request's CSeq even where that names another method;
 * some get its number wrong, so a differing number is taken only where nothing fits better and no response is there
 * yet. */
static struct transaction *find_for_response(const struct place *place, const struct identity *id)
{
    struct transaction *by_number = NULL, *by_method = NULL, *any = NULL;
    int left = MAX_CHAIN;

    for (struct transaction *t = chain_at(place); t && left; t = t->next_same_key, left--) {
        bool number = t->cseq == id->cseq.number;

        if (!tags_fit(t, id) || slice_is(t->method, "ACK"))
            continue;
        if (slice_equal(t->cseq_method, id->cseq.method) && number) {
            if (slice_equal(t->method, id->cseq.method))
                return t;
            if (!by_number)
                by_number = t;
        }
        if (slice_equal(t->method, id->cseq.method) && t->request && !t->final && !by_method)
            by_method = t;
        if (!id->cseq.method.len && t->request && !t->final && !any)
            any = t;
    }
    return by_number ? by_number : by_method ? by_method : any;
}

/* A response whose Call-ID is not the request's, although branch, number and method are: the responder cut it where it
 * could not read on. By 17.1.3, the branch and the method are enough. */
static bool same_branch(const struct transaction *t, const struct identity *id)
{
    return id->via.has_cookie && id->via.branch.len > 7 && slice_equal_nocase(id->via.branch, t->branch);
}

static bool only_call_id_differs(const struct transaction *t, const struct identity *id)
{
    return same_branch(t, id) && id->cseq.number == t->cseq && slice_equal(id->cseq.method, t->cseq_method);
}

/* What the response and the request both tell is the same. */
static bool nothing_contradicts(const struct transaction *t, const struct identity *id)
{
    return (!id->call_id.len || !t->call->call_id.len || slice_equal(id->call_id, t->call->call_id) ||
            same_branch(t, id)) &&
           (!id->via.branch.len || slice_equal_nocase(id->via.branch, t->branch)) &&
           (!id->cseq.method.len || slice_equal(id->cseq.method, t->cseq_method) ||
            slice_equal(id->cseq.method, t->method));
}

/* A response that lost, or never got, what it is matched by: the only unanswered request in the other direction of
 * the same hop that it can answer. */
static struct transaction *find_by_hop(const struct capture *c, const struct identity *id, const struct peers *peers,
                                       unsigned direction, int64_t time)
{
    struct transaction *found = NULL;
    uint32_t count = capture_count(c);
    bool complete = id->via.branch.len && id->call_id.len && id->cseq.method.len;

    for (uint32_t i = count; i > 0 && count - i < MAX_CHAIN; i--) {
        struct transaction *t = *(struct transaction **)wmem_array_index(c->transactions, i - 1);

        if (t->peers != peers || t->direction == direction || !t->last_request || t->final ||
            slice_is(t->method, "ACK") || time - t->last_request->time > timing_timeout(&c->timing))
            continue;
        if (complete ? !only_call_id_differs(t, id) : !nothing_contradicts(t, id))
            continue;
        if (found)
            return NULL; /* either may be meant */
        found = t;
    }
    return found;
}

static struct transaction *find_method(const struct place *place, const char *method)
{
    int left = MAX_CHAIN;

    for (struct transaction *t = chain_at(place); t && left; t = t->next_same_key, left--)
        if (slice_is(t->method, method))
            return t;
    return NULL;
}

/* Learning. */

static uint64_t fingerprint_unmodified(const struct capture *c, const struct sip_message *m, const struct identity *id)
{
    uint64_t hash = hash_slice(c->seed, m->start_line, 0);

    for (uint16_t i = 0; i < m->header_count; i++) {
        const struct sip_header *h = &m->headers[i];
        switch (h->id) {
        case H_VIA:
            if (i + 1 == m->first[H_VIA])
                hash = hash_slice(hash_slice(hash, id->via.transport, 0), id->via.sent_by, 0);
            break;
        case H_CALL_ID: break;
        case H_CSEQ: hash = hash_slice(hash, id->cseq.method, 0); break;
        case H_FROM: hash = hash_slice(hash_slice(hash, id->from.display, 0), id->from.uri_text, 0); break;
        case H_TO: hash = hash_slice(hash_slice(hash, id->to.display, 0), id->to.uri_text, 0); break;
        default: hash = hash_slice(hash, h->row, 0);
        }
    }
    return hash_slice(hash, m->rest, 0);
}

static struct transaction *transaction_new(struct capture *c, const struct place *place, const struct sip_message *m,
                                           const struct identity *id, const struct arrival *a)
{
    struct transaction *t = wmem_new0(c->allocator, struct transaction);
    struct entry *entry = place->entry;
    unsigned direction;

    t->method = capture_intern(c, id->method);
    t->cseq_method = capture_intern(c, id->cseq.method);
    t->is_invite = slice_is(t->method, "INVITE");
    t->cseq = id->cseq.number;
    t->has_cookie = id->via.has_cookie;
    t->branch = keep(c, id->via.branch);
    t->sent_by = capture_intern(c, id->via.sent_by);
    t->from = capture_intern(c, sip_message_value(m, H_FROM));
    t->to = capture_intern(c, sip_message_value(m, H_TO));
    t->from_tag = keep(c, id->from.tag);
    t->transport = (uint8_t)a->transport;
    t->src = m->kind == SIP_REQUEST ? a->src : a->dst;
    t->dst = m->kind == SIP_REQUEST ? a->dst : a->src;
    t->peers = peers_get(c->peers, &t->src, &t->dst, transport_is_reliable(t->transport), &direction);
    t->direction = (uint8_t)direction;

    t->call = call_get(c, id->call_id);
    t->next_in_call = t->call->newest;
    t->call->newest = t;

    if (!entry) {
        entry = wmem_new0(c->allocator, struct entry);
        entry->key = place->key;
        entry->key.branch = t->branch;
        entry->key.call_id = t->call->call_id;
        if (place->key.sent_by.len)
            entry->key.sent_by = t->sent_by;
        wmem_map_insert(c->by_key, &entry->key, entry);
    }
    t->next_same_key = entry->newest;
    entry->newest = t;

    wmem_array_append_one(c->transactions, t);
    t->number = capture_count(c);
    t->stretch = stretch_now(c);
    return t;
}

static struct sighting *sighting_new(struct capture *c, struct transaction *t, const struct sip_message *m,
                                     const struct arrival *a, enum role role)
{
    struct sighting *s = wmem_new0(c->allocator, struct sighting);
    unsigned direction;
    const struct peers *peers = peers_get(c->peers, &a->src, &a->dst, transport_is_reliable(a->transport), &direction);

    s->transaction = t;
    s->frame = a->frame;
    s->offset = a->offset;
    s->time = a->time;
    s->untimed = a->untimed;
    s->role = (uint8_t)role;
    s->status = m->status;
    s->ident = a->ident;
    s->cut = m->cut;
    s->headers_left_out = m->headers_left_out;
    s->backwards = peers == t->peers && direction != t->direction;
    s->fingerprint = hash_slice(c->seed, m->whole, 0);
    if (m->headers_cut)
        t->cut = true;
    return s;
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
        s->retransmissions = last->retransmissions + 1;
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

static void keep_faults(struct capture *c, struct sighting *s, const struct fault_list *list)
{
    struct fault *kept;

    s->faults_left_out = list->left_out;
    if (list->count == 0 || sighting_alike(s) != s)
        return;
    kept = wmem_alloc_array(c->allocator, struct fault, list->count);
    for (uint16_t i = 0; i < list->count; i++) {
        kept[i] = list->items[i];
        kept[i].text = capture_intern(c, slice_from_string(list->items[i].text)).at;
        kept[i].repair = capture_intern(c, slice_from_string(list->items[i].repair)).at;
    }
    s->faults = kept;
    s->fault_count = list->count;
}

static bool same_faults(const struct sighting *a, const struct sighting *b)
{
    if (a->fault_count != b->fault_count)
        return false;
    for (uint16_t i = 0; i < a->fault_count; i++)
        if (a->faults[i].cause != b->faults[i].cause || a->faults[i].header != b->faults[i].header)
            return false;
    return true;
}

/* What the fingerprint leaves out (branch, CSeq number, Call-ID, tags) may be just what the refusal was about. */
static bool was_mended(const struct transaction *t)
{
    struct history past;

    return !same_faults(t->request, t->repeats->request) ||
           (history_find(&past, t->repeats) && !history_find(&past, t));
}

/* Final responses that ask for another try (3xx, 401, 407, 422, 423, 491, 494) wait in the call for it. */
static bool asks_for_retry(uint16_t status)
{
    switch (status) {
    case 401:
    case 407:
    case 422:
    case 423:
    case 491:
    case 494: return true;
    default: return status / 100 == 3;
    }
}

/* Was it tried again as asked, as far as this other transaction shows? One whose request the capture lacks, or cut, may
 * have carried the credentials. */
static bool is_follow_up(const struct transaction *next, const struct transaction *t)
{
    bool challenge = t->final->status == 401 || t->final->status == 407;

    if (next == t || next->cseq < t->cseq || !slice_equal(t->method, next->method))
        return false;
    /* 22.2 has the number raised; where it is not, the credentials tell the second try from the first. */
    if (next->cseq == t->cseq)
        return challenge && next->has_credentials && !t->has_credentials;
    return challenge ? next->has_credentials || !next->request || next->cut : slice_equal(t->from_tag, next->from_tag);
}

static void call_open(struct call *call, struct transaction *t)
{
    int left = MAX_CHAIN;

    /* Merged captures may show the next try before the answer that asks for it. */
    for (const struct transaction *next = call->newest; next && left; next = next->next_in_call, left--)
        if (is_follow_up(next, t))
            t->followed_up = true;
    if (t->followed_up)
        return;
    for (size_t i = 0; i < G_N_ELEMENTS(call->open); i++) {
        if (!call->open[i] || i + 1 == G_N_ELEMENTS(call->open)) {
            call->open[i] = t;
            return;
        }
    }
}

static void call_follow_up(struct call *call, const struct transaction *next)
{
    size_t kept = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(call->open) && call->open[i]; i++) {
        struct transaction *t = call->open[i];

        if (is_follow_up(next, t))
            t->followed_up = true;
        else
            call->open[kept++] = t;
    }
    while (kept < G_N_ELEMENTS(call->open))
        call->open[kept++] = NULL;
}

static struct like like_of(const struct capture *c, const struct transaction *t)
{
    struct like like = {c->seed, t->method, t->src, t->dst};

    like.hash = hash_slice(like.hash, t->method, 0);
    like.hash = hash_slice(like.hash, slice_of((const char *)t->src.address, t->src.len), 0);
    like.hash = hash_slice(like.hash, slice_of((const char *)t->dst.address, t->dst.len), 0);
    return like;
}

const struct transaction *capture_accepted_like(const struct capture *c, const struct transaction *t)
{
    struct like like = like_of(c, t);
    const struct accepted *accepted = wmem_map_lookup(c->accepted, &like);

    return accepted ? accepted->newest : NULL;
}

static void hold_request(struct capture *c, struct transaction *t, const struct sip_message *m)
{
    struct slice head = slice_between(m->start_line.at, m->rest.at);

    t->size = m->whole.len + (m->rest_on_wire - m->rest.len);
    t->held = keep(c, slice_of(head.at, MIN(head.len, MAX_HELD)));
    t->held_offset = sip_message_offset(m, head.at);
}

static void let_go(struct capture *c, struct transaction *t)
{
    wmem_free(c->allocator, (void *)t->held.at);
    t->held = SLICE_NONE;
}

/* An accepted request takes the place of the one before it. */
static void learn_accepted(struct capture *c, struct transaction *t)
{
    struct like like = like_of(c, t);
    struct accepted *accepted = wmem_map_lookup(c->accepted, &like);

    if (accepted) {
        let_go(c, accepted->newest);
    } else {
        accepted = wmem_new(c->allocator, struct accepted);
        accepted->like = like;
        wmem_map_insert(c->accepted, &accepted->like, accepted);
    }
    accepted->newest = t;
}

static void describe_request(struct capture *c, struct transaction *t, const struct sip_message *m,
                             const struct identity *id)
{
    struct transaction *rejected;

    t->request_uri = capture_intern(c, m->request_uri);
    t->user_agent = capture_intern(c, sip_message_value(m, H_USER_AGENT));
    t->to_tag = capture_intern(c, id->to.tag);
    t->to_tag_offset = id->to.tag.len ? sip_message_offset(m, id->to.tag.at) : 0;
    t->has_credentials = id->has_credentials;
    t->has_offer = m->rest_on_wire > 0;
    t->branch_hash = hash_branch(c, id->via.branch);
    t->below = hash_branch(c, branch_below(m, id));
    t->unmodified = hash_slice(fingerprint_unmodified(c, m, id), slice_of((const char *)t->dst.address, t->dst.len), 0);
    if (!slice_is(t->method, "ACK") && (!t->final || answer_needs_request(t->final->status)))
        hold_request(c, t, m);
    rejected = wmem_map_lookup(c->rejected, &t->unmodified);
    if (rejected && rejected != t && endpoint_same_host(&rejected->src, &t->src) &&
        endpoint_same_host(&rejected->dst, &t->dst) && slice_equal(rejected->request_uri, t->request_uri))
        t->repeats = rejected;
}

static struct sighting *learn_request(struct capture *c, const struct sip_message *m, const struct identity *id,
                                      const struct arrival *a)
{
    struct place place = place_of(c, id);
    /* What lies behind the cut may be what tells two requests apart. */
    bool nameless = m->headers_cut && (!id->via.branch.len || !id->call_id.len);
    struct transaction *t = nameless ? NULL : find_for_request(&place, id, a->time);
    struct sighting *s;
    bool fresh = !t;

    if (fresh)
        t = transaction_new(c, &place, m, id, a);
    s = sighting_new(c, t, m, a, ROLE_REQUEST);
    sighting_add(t, s, t->last_request);
    t->last_request = sighting_newer(t->last_request, s);
    if (s->original && !s->duplicate)
        t->request_retransmissions++;
    acks_learn_request(c, s, m, id, a);
    if (t->request)
        return s;
    t->request = s;
    describe_request(c, t, m, id);
    if (!fresh) { /* its response was captured first */
        unsigned direction;
        t->src = a->src;
        t->dst = a->dst;
        t->peers = peers_get(c->peers, &t->src, &t->dst, transport_is_reliable(t->transport), &direction);
        t->direction = (uint8_t)direction;
    }
    call_follow_up(t->call, t);
    if (slice_is(t->method, "BYE")) {
        t->call->byes++;
    } else if (slice_is(t->method, "CANCEL")) {
        t->call->cancelled = true;
        t->invite = find_method(&place, "INVITE");
        if (t->invite && !t->invite->cancel)
            t->invite->cancel = t;
    }
    return s;
}

/* The INVITE of the same hop whose dialog this is but for the Call-ID. */
static struct transaction *find_other_call(const struct capture *c, const struct identity *id,
                                           const struct peers *peers, unsigned direction)
{
    uint32_t count = capture_count(c);

    for (uint32_t i = count; i > 0 && count - i < MAX_CHAIN; i--) {
        struct transaction *t = *(struct transaction **)wmem_array_index(c->transactions, i - 1);
        if (t->peers == peers && t->direction == direction && acks_fits_but_for_call(t, id))
            return t;
    }
    return NULL;
}

static struct sighting *learn_ack(struct capture *c, const struct sip_message *m, const struct identity *id,
                                  const struct arrival *a)
{
    struct place place = place_of(c, id);
    struct call *call = wmem_map_lookup(c->calls, &id->call_id);
    struct transaction *by_branch = find_method(&place, "INVITE"), *t;
    struct sighting *s;
    unsigned direction;
    struct peers *peers = peers_get(c->peers, &a->src, &a->dst, transport_is_reliable(a->transport), &direction);

    t = acks_owner(call, by_branch, id, peers, direction);
    if (!t) {
        if (m->headers_cut && (!id->call_id.len || !id->from.tag.len))
            c->unplaced_acks++;
        t = find_method(&place, "ACK");
    }
    if (!t)
        t = find_other_call(c, id, peers, direction);
    if (!t)
        t = transaction_new(c, &place, m, id, a);
    s = sighting_new(c, t, m, a, ROLE_ACK);
    s->to_tag = capture_intern(c, id->to.tag);
    s->ack = acks_read(c, m, id, a);
    s->ack->same_branch = t == by_branch || (t->has_cookie && slice_equal_nocase(id->via.branch, t->branch));
    s->ack->other_call = t->is_invite && !slice_equal(t->call->call_id, id->call_id);
    sighting_add(t, s, find_copy(t, s));
    if (!t->ack)
        t->ack = s;
    if (t->is_invite)
        acks_learn_ack(s);
    else if (!t->request) {
        t->request = t->last_request = s;
        describe_request(c, t, m, id);
    }
    return s;
}

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
    struct slice *const texts[] = {&t->reply.reason_phrase,   &t->reply.warning,     &t->reply.server,
                                   &t->reply.registrar_error, &t->reply.diagnostics, &t->reply.reason,
                                   &t->reply.x_error,         &t->reply.answer};

    reply_read(&t->reply, m);
    t->reply.answer = answer_in(m, &t->reply.answer_header);
    for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
        *texts[i] = capture_intern(c, *texts[i]);
    t->reply.method = t->method;
}

static void keep_returned(struct capture *c, struct transaction *t, const struct sip_message *m)
{
    struct returned found, *kept;

    if (!returned_read(&found, t, m))
        return;
    kept = wmem_new(c->allocator, struct returned);
    *kept = found;
    kept->came = keep(c, found.came);
    kept->fault.text = found.fault.cause != CAUSE_NONE ? kept->text : NULL;
    t->returned = kept;
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
    keep_returned(c, t, m);
    if (t->held.at && s->status < 300)
        learn_accepted(c, t);
    else if (t->held.at && !answer_needs_request(s->status))
        let_go(c, t);
    if (s->status == 400 && t->request && !wmem_map_lookup(c->rejected, &t->unmodified))
        wmem_map_insert(c->rejected, &t->unmodified, t);
    if (asks_for_retry(s->status))
        call_open(t->call, t);
}

/* A receiver discards what is no status code (RFC 4475 3.1.2.19). */
static enum role role_of_status(uint16_t status)
{
    return status < 100 || status > 699 ? ROLE_NONE : status < 200 ? ROLE_PROVISIONAL : ROLE_FINAL;
}

static struct sighting *learn_response(struct capture *c, const struct sip_message *m, const struct identity *id,
                                       const struct arrival *a)
{
    struct place place = place_of(c, id);
    struct transaction *t = find_for_response(&place, id);
    enum role role = role_of_status(m->status);
    struct sighting *s, *last = NULL;
    bool reliable = false;
    unsigned direction;

    if (!t) {
        const struct peers *peers =
            peers_get(c->peers, &a->src, &a->dst, transport_is_reliable(a->transport), &direction);
        t = find_by_hop(c, id, peers, direction, a->time);
    }
    if (!t) {
        t = transaction_new(c, &place, m, id, a);
        call_follow_up(t->call, t);
    }
    s = sighting_new(c, t, m, a, role);
    s->to_tag = capture_intern(c, id->to.tag);

    /* Copies of a final response may differ in bytes: what counts is the status and, for an INVITE, the To tag. */
    if (role == ROLE_PROVISIONAL && t->is_invite && acks_rseq(m)) {
        const struct leg *leg = acks_reliable_leg(t, id->to.tag, acks_rseq(m));
        last = leg ? leg->newest : NULL;
        reliable = true;
    } else if (role != ROLE_FINAL) {
        last = find_copy(t, s);
    } else if (t->is_invite) {
        const struct leg *leg = acks_leg(t, id->to.tag, s->status);
        last = leg ? leg->newest : NULL;
    } else if (t->last_final && t->last_final->status == s->status) {
        last = t->last_final;
    }
    sighting_add(t, s, last);
    if (role == ROLE_PROVISIONAL && !t->provisional)
        t->provisional = s;
    if (t->is_invite && (reliable || role == ROLE_FINAL))
        acks_learn_response(c, t, s, m, id, a);
    if (role != ROLE_FINAL)
        return s;
    t->last_final = t->last_final && t->last_final->status == s->status ? sighting_newer(t->last_final, s) : s;
    if (!t->final)
        learn_final(c, t, s, m);
    return s;
}

struct sighting *capture_learn(struct capture *c, const struct sip_message *m, const struct identity *id,
                               const struct fault_list *faults, const struct arrival *a)
{
    struct sighting *s;
    unsigned direction;
    struct peers *peers = peers_get(c->peers, &a->src, &a->dst, transport_is_reliable(a->transport), &direction);

    capture_tick(c, a->time);
    if (m->kind == SIP_RESPONSE)
        s = learn_response(c, m, id, a);
    else if (slice_is(m->method, "ACK"))
        s = learn_ack(c, m, id, a);
    else
        s = learn_request(c, m, id, a);
    keep_faults(c, s, faults);
    if (s == s->transaction->request && s->transaction->repeats && was_mended(s->transaction))
        s->transaction->repeats = NULL;
    for (uint16_t i = 0; i < s->fault_count; i++)
        if (s->faults[i].cause == CAUSE_body_longer_than_content_length && s->faults[i].certainty == CERTAIN)
            peers->desync[direction] = s, peers->resumed[direction] = NULL;
    peers->last_seen[direction] = MAX(peers->last_seen[direction], a->time);
    peers->count[direction]++;
    return s;
}

/* The transaction of a message that an ICMP error quotes; the ACK to a 2xx belongs to that of its INVITE. */
static struct transaction *find_quoted(struct capture *c, const struct sip_message *m, const struct identity *id,
                                       const struct arrival *a)
{
    struct place place = place_of(c, id);
    unsigned direction;
    const struct peers *peers;

    if (m->kind == SIP_RESPONSE)
        return find_for_response(&place, id);
    if (!slice_is(m->method, "ACK"))
        return find_for_request(&place, id, a->time);
    peers = peers_get(c->peers, &a->src, &a->dst, false, &direction);
    return acks_owner(wmem_map_lookup(c->calls, &id->call_id), find_method(&place, "INVITE"), id, peers, direction);
}

struct sighting *capture_learn_icmp(struct capture *c, const struct sip_message *m, const struct identity *id,
                                    const struct arrival *a)
{
    struct transaction *t = find_quoted(c, m, id, a);
    struct sighting *s;
    bool cut;

    if (!t)
        return NULL;
    cut = t->cut;
    s = sighting_new(c, t, m, a, ROLE_NONE);
    t->cut = cut; /* an ICMP error quotes no more than it has to */
    if (!t->icmp)
        t->icmp = s;
    return s;
}

struct sighting *capture_learn_fragment(struct capture *c, const struct sip_message *m, const struct identity *id,
                                        const struct arrival *a)
{
    struct place place = place_of(c, id);
    struct transaction *t = m->kind == SIP_RESPONSE && m->status >= 200 ? find_for_response(&place, id) : NULL;
    struct sighting *s;
    bool cut;

    if (!t || t->final)
        return NULL;
    cut = t->cut;
    s = sighting_new(c, t, m, a, ROLE_NONE);
    t->cut = cut;
    if (!t->fragment)
        t->fragment = s;
    return s;
}
