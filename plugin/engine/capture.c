/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "capture.h"

#include "hash.h"
#include "likes.h"
#include "pairing.h"

const struct sighting_extras no_sighting_extras;
const struct transaction_extras no_transaction_extras;
const struct reply no_reply;

/* Beginning and end. */

static guint call_id_hash(gconstpointer key)
{
    return (guint)hash_slice(hash_seed(), *(const struct slice *)key, 0);
}

static gboolean call_id_equal(gconstpointer a, gconstpointer b)
{
    return slice_equal(*(const struct slice *)a, *(const struct slice *)b);
}

struct capture *capture_new(wmem_allocator_t *allocator, const struct timing *timing, const struct limits *limits)
{
    struct capture *c = wmem_new0(allocator, struct capture);

    c->allocator = allocator;
    c->timing = *timing;
    c->limits = *limits;
    c->by_key = pairing_table_new();
    c->calls = g_hash_table_new(call_id_hash, call_id_equal);
    c->rejected = rejected_table_new();
    c->accepted = accepted_table_new();
    g_queue_init(&c->held);
    c->blocks = blocks_of(allocator);
    c->texts = texts_new(allocator, &c->blocks);
    c->peers = peers_table_new(allocator);
    c->names = names_new(allocator);
    c->obstacles = obstacles_new(allocator);
    c->sightings = sightings_new(allocator);
    c->numbers = numbers_new(allocator);
    c->stretches = wmem_array_new(allocator, sizeof(int64_t));
    c->seed = hash_seed();
    return c;
}

void capture_close(struct capture *c)
{
    g_hash_table_destroy(c->by_key);
    g_hash_table_destroy(c->calls);
    g_hash_table_destroy(c->rejected);
    accepted_table_free(c->accepted);
    peers_table_free(c->peers);
    for (GList *link; (link = g_queue_pop_head_link(&c->held)) != NULL;)
        g_free(link->data);
}

/* Time. */

uint32_t capture_stretch(const struct capture *c)
{
    return wmem_array_get_count(c->stretches);
}

void capture_tick(struct capture *c, int64_t time)
{
    bool leaps = c->ticking && (time - c->last_tick > STRETCH_GAP || c->last_tick - time > STRETCH_GAP);

    if (leaps)
        wmem_array_append_one(c->stretches, c->latest);
    if (leaps || !c->ticking || time > c->latest)
        c->latest = time;
    c->last_tick = time;
    c->ticking = true;
}

int64_t capture_now(const struct capture *c, const struct transaction *t)
{
    return t->stretch == capture_stretch(c) ? c->latest : *(int64_t *)wmem_array_index(c->stretches, t->stretch);
}

/* Who talks to whom. */

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

/* What is there. */

uint32_t capture_count(const struct capture *c)
{
    return numbers_given(c->numbers);
}

const struct transaction *capture_transaction(const struct capture *c, uint32_t number)
{
    return numbers_get(c->numbers, number);
}

const struct transaction *capture_beyond(const struct capture *c, uint32_t number)
{
    return numbers_beyond(c->numbers, number);
}

const struct sighting *capture_in_frame(const struct capture *c, uint32_t frame, const struct sighting *after)
{
    return sightings_in_frame(c->sightings, frame, after);
}

void capture_new_frame(struct capture *c, uint32_t frame)
{
    sightings_disown_frame(c->sightings, frame);
}

struct let_go capture_let_go(const struct capture *c)
{
    return c->let_go;
}

void capture_ask_before_letting_go(struct capture *c, bool (*is_bad)(const struct transaction *t))
{
    c->is_bad = is_bad;
}

struct names *capture_names(const struct capture *c)
{
    return c->names;
}

struct obstacles *capture_obstacles(const struct capture *c)
{
    return c->obstacles;
}

uint32_t capture_unplaced_acks(const struct capture *c)
{
    return c->unplaced_acks;
}

/* Calls. */

struct call *call_find(const struct capture *c, struct slice call_id)
{
    struct slice *key = g_hash_table_lookup(c->calls, &call_id);

    return key ? (struct call *)((char *)key - offsetof(struct call, call_id)) : NULL;
}

static struct call *call_new(struct capture *c, struct slice call_id)
{
    struct arena arena = {.source = &c->blocks};
    struct call *call = arena_new(&arena, sizeof *call);

    call->arena = arena;
    call->capture = c;
    call->timing = &c->timing;
    call->number = ++c->calls_seen;
    call->call_id = arena_text(&call->arena, call_id);
    g_hash_table_add(c->calls, &call->call_id);
    return call;
}

static void unlink_call(struct call *call)
{
    struct capture *c = call->capture;

    *(call->older ? &call->older->newer : &c->oldest) = call->newer;
    *(call->newer ? &call->newer->older : &c->newest) = call->older;
}

static void link_newest(struct call *call)
{
    struct capture *c = call->capture;

    call->older = c->newest;
    call->newer = NULL;
    *(c->newest ? &c->newest->newer : &c->oldest) = call;
    c->newest = call;
}

struct call *call_get(struct capture *c, struct slice call_id)
{
    struct call *call = call_find(c, call_id);

    if (!call) {
        call = call_new(c, call_id);
        link_newest(call);
    }
    return call;
}

static void call_touch(struct call *call)
{
    if (call == call->capture->newest)
        return;
    unlink_call(call);
    link_newest(call);
}

/* What is learnt of a call. */

void *call_memory(struct call *call, size_t size)
{
    return arena_new(&call->arena, size);
}

struct slice call_text(struct call *call, struct slice text)
{
    return texts_keep(call->capture->texts, &call->arena, call->number, text);
}

struct slice call_common_text(struct call *call, struct slice text)
{
    return texts_common(call->capture->texts, &call->arena, call->number, text);
}

struct sighting_extras *sighting_extras(struct sighting *s)
{
    if (s->extras == &no_sighting_extras)
        s->extras = call_memory(s->transaction->call, sizeof *s->extras);
    return (struct sighting_extras *)s->extras;
}

struct transaction_extras *transaction_extras(struct transaction *t)
{
    if (t->extras == &no_transaction_extras)
        t->extras = call_memory(t->call, sizeof *t->extras);
    return (struct transaction_extras *)t->extras;
}

bool transaction_read_held(const struct transaction *t, struct sip_message *m)
{
    const struct held *held = t->held;

    return held && sip_message_parse(m, held->bytes, held->len, held->len, FRAMING_DATAGRAM);
}

void transaction_let_held_go(struct transaction *t)
{
    g_queue_unlink(&t->call->capture->held, &t->held->link);
    g_free(t->held);
    t->held = NULL;
}

/* Letting go. */

/* Of the connection that it put out of step. */
static void forget_desync(struct capture *c, struct sighting *s)
{
    struct peers *peers = s->extras->desyncs;

    if (!peers)
        return;
    for (unsigned direction = 0; direction < 2; direction++)
        if (peers->desync[direction] == s)
            peers->desync[direction] = peers->resumed[direction] = NULL;
    peers_let_go(c->peers, peers);
}

static void let_sighting_go(struct capture *c, struct sighting *s)
{
    c->messages--;
    c->let_go.messages++;
    forget_desync(c, s);
    sightings_let_go(c->sightings, s);
}

static void let_sightings_go(struct capture *c, struct sighting *first)
{
    for (struct sighting *s = first, *next; s; s = next) {
        next = s->next;
        let_sighting_go(c, s);
    }
}

static void leave_peers(struct capture *c, struct transaction *t)
{
    for (unsigned direction = 0; direction < 2; direction++)
        if (t->request && t->peers->resumed[direction] == t->request)
            t->peers->desync[direction] = t->peers->resumed[direction] = NULL;
    peers_let_go(c->peers, t->peers);
}

static void let_transaction_go(struct capture *c, struct transaction *t)
{
    pairing_forget(c, t);
    likes_forget(c, t);
    leave_peers(c, t);
    let_sightings_go(c, t->first);
    let_sightings_go(c, t->extras->icmp);
    let_sightings_go(c, t->extras->fragment);
    numbers_remove(c->numbers, t->number);
    if (t->held)
        transaction_let_held_go(t);
    c->transactions--;
    c->let_go.transactions++;
}

static void let_call_go(struct call *call)
{
    struct capture *c = call->capture;

    for (const struct transaction *t = call->newest; t && c->is_bad; t = t->next_in_call)
        c->let_go.bad += c->is_bad(t);
    for (struct transaction *t = call->newest; t; t = t->next_in_call)
        let_transaction_go(c, t);
    g_hash_table_remove(c->calls, &call->call_id);
    unlink_call(call);
    c->let_go.calls++;
    arena_free(&call->arena);
}

static bool is_over(uint32_t kept, uint32_t most)
{
    return most && kept > most;
}

void capture_begin_message(struct capture *c)
{
    while (c->oldest &&
           (is_over(c->transactions, c->limits.transactions) || is_over(c->messages + 1, c->limits.messages)))
        let_call_go(c->oldest);
}

void capture_end_message(struct call *call)
{
    struct capture *c = call->capture;

    call_touch(call);
    while (c->oldest != call &&
           (is_over(c->transactions, c->limits.transactions) || is_over(c->messages, c->limits.messages)))
        let_call_go(c->oldest);
}
