/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pairing.h"

#include "acks.h"
#include "capture.h"
#include "hash.h"

static guint key_hash(gconstpointer k)
{
    return (guint)((const struct key *)k)->hash;
}

static gboolean key_equal(gconstpointer a, gconstpointer b)
{
    const struct key *x = a, *y = b;
    return x->hash == y->hash && x->has_cookie == y->has_cookie && slice_equal_nocase(x->branch, y->branch) &&
           slice_equal(*x->call_id, *y->call_id) &&
           (x->has_cookie || (x->cseq == y->cseq && slice_equal_nocase(x->sent_by, y->sent_by)));
}

GHashTable *pairing_table_new(void)
{
    return g_hash_table_new(key_hash, key_equal);
}

static struct transaction *transaction_of(struct key *key)
{
    return (struct transaction *)key; /* its first member */
}

struct place pairing_place(const struct capture *c, const struct identity *id)
{
    struct place place = {{c->seed, &id->call_id, id->via.branch, id->via.sent_by, id->cseq.number, id->via.has_cookie},
                          NULL};
    struct key *key = &place.key;

    key->hash = hash_slice(key->hash, key->branch, 0x20);
    key->hash = hash_slice(key->hash, id->call_id, 0);
    if (!key->has_cookie)
        key->hash = hash_step(hash_slice(key->hash, key->sent_by, 0x20), key->cseq);
    place.newest = transaction_of(g_hash_table_lookup(c->by_key, key));
    return place;
}

void pairing_enter(struct capture *c, const struct place *place, struct transaction *t)
{
    t->key.hash = place->key.hash;
    t->key.call_id = &t->call->call_id;
    t->next_same_key = place->newest;
    g_hash_table_add(c->by_key, &t->key);
}

/* All with one key are of one call, and go together. */
void pairing_forget(struct capture *c, struct transaction *t)
{
    g_hash_table_remove(c->by_key, &t->key);
}

static struct transaction *chain_at(const struct place *place)
{
    if (!place->key.branch.len && !place->key.call_id->len)
        return NULL; /* what names nothing fits nothing */
    return place->newest;
}

/* RFC 2543 matching holds the tags against each other, too; To differs only where a dialog begins. */
static bool tags_fit(const struct transaction *t, const struct identity *id)
{
    return t->key.has_cookie || slice_equal(t->from_tag, id->from.tag);
}

/* A transaction is over 64*T1 after its last message (Timers J, L, D): a request with the same identifiers later on is
 * a new one of a sender that repeats itself. */
static bool is_over(const struct transaction *t, int64_t time)
{
    return t->last && t->request && time - t->last->time > timing_timeout(t->call->timing);
}

struct transaction *pairing_for_request(const struct place *place, const struct identity *id, int64_t time)
{
    int left = MAX_CHAIN;

    for (struct transaction *t = chain_at(place); t && left; t = t->next_same_key, left--)
        if (slice_equal(t->method, id->method) && t->key.cseq == id->cseq.number && tags_fit(t, id) &&
            !is_over(t, time))
            return t;
    return NULL;
}

/* 17.1.3: branch, and the method in CSeq. A responder copies the request's CSeq even where that names another method;
 * some get its number wrong, so a differing number is taken only where nothing fits better and no response is there
 * yet. */
struct transaction *pairing_for_response(const struct place *place, const struct identity *id)
{
    struct transaction *by_number = NULL, *by_method = NULL, *any = NULL;
    int left = MAX_CHAIN;

    for (struct transaction *t = chain_at(place); t && left; t = t->next_same_key, left--) {
        bool number = t->key.cseq == id->cseq.number;

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
    return id->via.has_cookie && id->via.branch.len > 7 && slice_equal_nocase(id->via.branch, t->key.branch);
}

static bool only_call_id_differs(const struct transaction *t, const struct identity *id)
{
    return same_branch(t, id) && id->cseq.number == t->key.cseq && slice_equal(id->cseq.method, t->cseq_method);
}

/* What the response and the request both tell is the same. */
static bool nothing_contradicts(const struct transaction *t, const struct identity *id)
{
    return (!id->call_id.len || !t->call->call_id.len || slice_equal(id->call_id, t->call->call_id) ||
            same_branch(t, id)) &&
           (!id->via.branch.len || slice_equal_nocase(id->via.branch, t->key.branch)) &&
           (!id->cseq.method.len || slice_equal(id->cseq.method, t->cseq_method) ||
            slice_equal(id->cseq.method, t->method));
}

struct transaction *pairing_by_hop(const struct capture *c, const struct identity *id, const struct peers *peers,
                                   unsigned direction, int64_t time)
{
    struct transaction *found = NULL;
    uint32_t count = capture_count(c);
    bool complete = id->via.branch.len && id->call_id.len && id->cseq.method.len;

    for (uint32_t i = count; i > 0 && count - i < MAX_CHAIN; i--) {
        struct transaction *t = numbers_get(c->numbers, i);

        if (!t || t->peers != peers || t->direction == direction || !t->last_request || t->final ||
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

struct transaction *pairing_for_method(const struct place *place, const char *method)
{
    int left = MAX_CHAIN;

    for (struct transaction *t = chain_at(place); t && left; t = t->next_same_key, left--)
        if (slice_is(t->method, method))
            return t;
    return NULL;
}

struct transaction *pairing_other_call(const struct capture *c, const struct identity *id, const struct peers *peers,
                                       unsigned direction)
{
    uint32_t count = capture_count(c);

    for (uint32_t i = count; i > 0 && count - i < MAX_CHAIN; i--) {
        struct transaction *t = numbers_get(c->numbers, i);

        if (t && t->peers == peers && t->direction == direction && acks_fits_but_for_call(t, id))
            return t;
    }
    return NULL;
}
