/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "likes.h"

#include "capture.h"
#include "hash.h"

static guint unmodified_hash(gconstpointer t)
{
    return (guint)((const struct transaction *)t)->unmodified;
}

static gboolean same_unmodified(gconstpointer a, gconstpointer b)
{
    return ((const struct transaction *)a)->unmodified == ((const struct transaction *)b)->unmodified;
}

GHashTable *rejected_table_new(void)
{
    return g_hash_table_new(unmodified_hash, same_unmodified);
}

static struct slice address_bytes(const struct endpoint *e)
{
    return slice_of((const char *)e->address, e->len);
}

static guint kind_hash(gconstpointer p)
{
    const struct transaction *t = p;
    uint64_t hash = hash_slice(hash_seed(), t->method, 0);

    hash = hash_slice(hash, address_bytes(&t->src), 0);
    return (guint)hash_slice(hash, address_bytes(&t->dst), 0);
}

static gboolean same_kind(gconstpointer a, gconstpointer b)
{
    const struct transaction *x = a, *y = b;
    return slice_equal(x->method, y->method) && endpoint_same_host(&x->src, &y->src) &&
           endpoint_same_host(&x->dst, &y->dst);
}

static void let_held_go(gpointer before)
{
    transaction_let_held_go(before);
}

/* One that takes the place of another lets the headers of that one go. */
GHashTable *accepted_table_new(void)
{
    return g_hash_table_new_full(kind_hash, same_kind, let_held_go, NULL);
}

void accepted_table_free(GHashTable *table)
{
    g_hash_table_steal_all(table);
    g_hash_table_destroy(table);
}

uint64_t likes_unmodified(const struct capture *c, const struct sip_message *m, const struct identity *id,
                          const struct endpoint *dst)
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
    return hash_slice(hash_slice(hash, m->rest, 0), address_bytes(dst), 0);
}

const struct transaction *likes_rejected(const struct capture *c, const struct transaction *t)
{
    const struct transaction *rejected = g_hash_table_lookup(c->rejected, t);

    return rejected && rejected != t && endpoint_same_host(&rejected->src, &t->src) &&
                   endpoint_same_host(&rejected->dst, &t->dst) && slice_equal(rejected->request_uri, t->request_uri)
               ? rejected
               : NULL;
}

void likes_learn_rejected(struct capture *c, struct transaction *t)
{
    if (!g_hash_table_contains(c->rejected, t))
        g_hash_table_add(c->rejected, t);
}

void likes_learn_accepted(struct capture *c, struct transaction *t)
{
    g_hash_table_add(c->accepted, t);
}

const struct transaction *capture_accepted_like(const struct capture *c, const struct transaction *t)
{
    return g_hash_table_lookup(c->accepted, t);
}

static void forget(GHashTable *table, const struct transaction *t)
{
    if (g_hash_table_lookup(table, t) == t)
        g_hash_table_steal(table, t);
}

void likes_forget(struct capture *c, struct transaction *t)
{
    forget(c->rejected, t);
    forget(c->accepted, t);
}
