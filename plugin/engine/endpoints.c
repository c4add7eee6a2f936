/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "endpoints.h"

#include <stdio.h>
#include <string.h>

#include <glib.h>
#include <wsutil/inet_addr.h>

struct peers_table {
    wmem_allocator_t *allocator;
    wmem_map_t *pairs;
};

bool endpoint_same_host(const struct endpoint *a, const struct endpoint *b)
{
    return a->len == b->len && memcmp(a->address, b->address, a->len) == 0;
}

bool endpoint_equal(const struct endpoint *a, const struct endpoint *b)
{
    return a->port == b->port && endpoint_same_host(a, b);
}

static int endpoint_compare(const struct endpoint *a, const struct endpoint *b)
{
    int order = (int)a->len - (int)b->len;

    if (order == 0)
        order = memcmp(a->address, b->address, a->len);
    return order ? order : (int)a->port - (int)b->port;
}

const char *endpoint_print(const struct endpoint *e, char out[ENDPOINT_TEXT_SIZE])
{
    char host[46] = "";

    if (e->len == 4)
        ws_inet_ntop4(e->address, host, sizeof host);
    else if (e->len == 16)
        ws_inet_ntop6(e->address, host, sizeof host);
    snprintf(out, ENDPOINT_TEXT_SIZE, e->len == 16 ? "[%s]:%u" : "%s:%u", host, e->port);
    if (!host[0])
        out[0] = '\0';
    return out;
}

static guint peers_hash(gconstpointer key)
{
    const struct peers *p = key;
    guint8 bytes[36];

    memcpy(bytes, p->low.address, 16);
    memcpy(bytes + 16, p->high.address, 16);
    memcpy(bytes + 32, &p->low.port, 2);
    memcpy(bytes + 34, &p->high.port, 2);
    return wmem_strong_hash(bytes, sizeof bytes);
}

static gboolean peers_equal(gconstpointer a, gconstpointer b)
{
    const struct peers *p = a, *q = b;
    return endpoint_equal(&p->low, &q->low) && endpoint_equal(&p->high, &q->high);
}

struct peers_table *peers_table_new(wmem_allocator_t *allocator)
{
    struct peers_table *table = wmem_new0(allocator, struct peers_table);

    table->allocator = allocator;
    table->pairs = wmem_map_new(allocator, peers_hash, peers_equal);
    return table;
}

/* The key of a pair; returns the direction in which src sends. One host talking to itself is told apart by its ports.
 */
static unsigned peers_key(struct peers *key, const struct endpoint *src, const struct endpoint *dst, bool connection)
{
    unsigned direction = endpoint_compare(src, dst) > 0;

    memset(key, 0, sizeof *key);
    key->low = direction ? *dst : *src;
    key->high = direction ? *src : *dst;
    if (!connection && !endpoint_same_host(src, dst))
        key->low.port = key->high.port = 0;
    return direction;
}

const struct peers *peers_find(const struct peers_table *table, const struct endpoint *a, const struct endpoint *b,
                               bool connection)
{
    struct peers key;

    peers_key(&key, a, b, connection);
    return wmem_map_lookup(table->pairs, &key);
}

struct peers *peers_get(struct peers_table *table, const struct endpoint *src, const struct endpoint *dst,
                        bool connection, unsigned *direction)
{
    struct peers key, *pair;

    *direction = peers_key(&key, src, dst, connection);
    pair = wmem_map_lookup(table->pairs, &key);
    if (!pair) {
        pair = wmem_new(table->allocator, struct peers);
        *pair = key;
        wmem_map_insert(table->pairs, pair, pair);
    }
    return pair;
}
