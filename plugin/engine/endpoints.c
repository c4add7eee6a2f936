/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "endpoints.h"

#include "hash.h"

#include <string.h>

#include <glib.h>
#include <wsutil/inet_addr.h>

#define FEW 4096 /* pairs that nobody minds */

struct peers_table {
    wmem_allocator_t *allocator;
    GHashTable *peers;    /* by its pair, its first member */
    struct peers *latest; /* asked for: several times a message */
    unsigned swept;       /* how many there were when those without holders went */
};

bool endpoint_same_host(const struct endpoint *a, const struct endpoint *b)
{
    return a->len == b->len && memcmp(a->address, b->address, a->len) == 0;
}

bool endpoint_equal(const struct endpoint *a, const struct endpoint *b)
{
    return a->port == b->port && endpoint_same_host(a, b);
}

uint64_t endpoint_hash(uint64_t hash, const struct endpoint *e)
{
    hash = hash_slice(hash, slice_of((const char *)e->address, e->len), 0);
    return hash_step(hash, e->port);
}

static int endpoint_compare(const struct endpoint *a, const struct endpoint *b)
{
    int order = (int)a->len - (int)b->len;

    if (order == 0)
        order = memcmp(a->address, b->address, a->len);
    return order ? order : (int)a->port - (int)b->port;
}

const char *endpoint_print_host(const struct endpoint *e, char out[ENDPOINT_TEXT_SIZE])
{
    out[0] = '\0';
    if (e->len == 4)
        ws_inet_ntop4(e->address, out, ENDPOINT_TEXT_SIZE);
    else if (e->len == 16)
        ws_inet_ntop6(e->address, out, ENDPOINT_TEXT_SIZE);
    return out;
}

const char *endpoint_print(const struct endpoint *e, char out[ENDPOINT_TEXT_SIZE])
{
    char host[ENDPOINT_TEXT_SIZE];

    endpoint_print_host(e, host);
    g_snprintf(out, ENDPOINT_TEXT_SIZE, e->len == 16 ? "[%.45s]:%u" : "%.45s:%u", host, e->port);
    if (!host[0])
        out[0] = '\0';
    return out;
}

static guint pair_hash(gconstpointer key)
{
    const struct pair *p = key;

    return (guint)endpoint_hash(endpoint_hash(hash_seed(), &p->low), &p->high);
}

static gboolean pair_equal(gconstpointer a, gconstpointer b)
{
    const struct pair *p = a, *q = b;
    return endpoint_equal(&p->low, &q->low) && endpoint_equal(&p->high, &q->high);
}

struct peers_table *peers_table_new(wmem_allocator_t *allocator)
{
    struct peers_table *table = wmem_new0(allocator, struct peers_table);

    table->allocator = allocator;
    table->peers = g_hash_table_new(pair_hash, pair_equal);
    return table;
}

void peers_table_free(struct peers_table *table)
{
    g_hash_table_destroy(table->peers);
}

struct peers *peers_hold(struct peers *peers)
{
    peers->holders++;
    return peers;
}

static gboolean free_unheld(gpointer key, gpointer value G_GNUC_UNUSED, gpointer data)
{
    struct peers_table *table = data;
    struct peers *peers = key;

    if (peers->holders || peers == table->latest)
        return FALSE;
    wmem_free(table->allocator, peers);
    return TRUE;
}

void peers_let_go(struct peers_table *table, struct peers *peers)
{
    if (--peers->holders || g_hash_table_size(table->peers) < FEW + 2 * table->swept)
        return;
    g_hash_table_foreach_remove(table->peers, free_unheld, table);
    table->swept = g_hash_table_size(table->peers);
}

/* The key of a pair; returns the direction in which src sends. One host talking to itself is told apart by its ports.
 */
static unsigned pair_of(struct pair *pair, const struct endpoint *src, const struct endpoint *dst, bool connection)
{
    unsigned direction = endpoint_compare(src, dst) > 0;

    pair->low = direction ? *dst : *src;
    pair->high = direction ? *src : *dst;
    if (!connection && !endpoint_same_host(src, dst))
        pair->low.port = pair->high.port = 0;
    return direction;
}

const struct peers *peers_find(const struct peers_table *table, const struct endpoint *a, const struct endpoint *b,
                               bool connection)
{
    struct pair pair;

    pair_of(&pair, a, b, connection);
    return g_hash_table_lookup(table->peers, &pair);
}

struct peers *peers_get(struct peers_table *table, const struct endpoint *src, const struct endpoint *dst,
                        bool connection, unsigned *direction)
{
    struct peers *peers = table->latest;
    struct pair pair;

    *direction = pair_of(&pair, src, dst, connection);
    if (peers && pair_equal(&peers->pair, &pair))
        return peers;
    peers = g_hash_table_lookup(table->peers, &pair);
    if (!peers) {
        peers = wmem_new0(table->allocator, struct peers);
        peers->pair = pair;
        g_hash_table_add(table->peers, peers);
    }
    table->latest = peers;
    return peers;
}
