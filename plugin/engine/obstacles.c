/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "obstacles.h"

#include "hash.h"

#include <glib.h>
#include <string.h>

#define MAX_ENDPOINTS 65536 /* beyond these, what has had nothing new for longest goes */
#define MAX_CHAIN     64    /* obstacles that are kept for one endpoint, the newest */

struct target {
    GList place; /* in `touched` */
    struct endpoint to;
    struct obstacle *newest;
    unsigned count;
};

struct obstacles {
    wmem_allocator_t *allocator;
    wmem_map_t *by_target;
    GQueue touched; /* targets, the one that had something new last at the end */
};

static guint target_hash(gconstpointer key)
{
    return (guint)endpoint_hash(hash_seed(), key);
}

static gboolean endpoint_same(gconstpointer a, gconstpointer b)
{
    return endpoint_equal(a, b);
}

struct obstacles *obstacles_new(wmem_allocator_t *allocator)
{
    struct obstacles *o = wmem_new(allocator, struct obstacles);

    o->allocator = allocator;
    o->by_target = wmem_map_new(allocator, target_hash, endpoint_same);
    g_queue_init(&o->touched);
    return o;
}

static void target_free(struct obstacles *o, struct target *target)
{
    for (struct obstacle *x = target->newest, *older; x; x = older) {
        older = x->older;
        wmem_free(o->allocator, x);
    }
    wmem_map_remove(o->by_target, &target->to);
    g_queue_unlink(&o->touched, &target->place);
    wmem_free(o->allocator, target);
}

static struct target *target_get(struct obstacles *o, const struct endpoint *to)
{
    struct target *target = wmem_map_lookup(o->by_target, to);

    if (target) {
        g_queue_unlink(&o->touched, &target->place);
    } else {
        if (o->touched.length == MAX_ENDPOINTS)
            target_free(o, g_queue_peek_head(&o->touched));
        target = wmem_new0(o->allocator, struct target);
        target->place.data = target;
        target->to = *to;
        wmem_map_insert(o->by_target, &target->to, target);
    }
    g_queue_push_tail_link(&o->touched, &target->place);
    return target;
}

static void drop_oldest(struct obstacles *o, struct target *target)
{
    struct obstacle **last = &target->newest;

    while ((*last)->older)
        last = &(*last)->older;
    wmem_free(o->allocator, *last);
    *last = NULL;
    target->count--;
}

static void add(struct obstacles *o, enum obstacle_kind kind, bool stream, const struct endpoint *from,
                const struct endpoint *to, uint32_t frame, int64_t time)
{
    struct target *target = target_get(o, to);
    struct obstacle *obstacle;

    if (target->count == MAX_CHAIN)
        drop_oldest(o, target);
    obstacle = wmem_new(o->allocator, struct obstacle);
    *obstacle = (struct obstacle){target->newest, kind, stream, *from, frame, 1, time};
    target->newest = obstacle;
    target->count++;
}

/* The SYN that waits for its answer. */
static struct obstacle *waiting(struct obstacles *o, const struct endpoint *from, const struct endpoint *to)
{
    const struct target *target = wmem_map_lookup(o->by_target, to);

    for (struct obstacle *x = target ? target->newest : NULL; x; x = x->older)
        if (x->kind == OBSTACLE_UNHEARD && endpoint_equal(&x->from, from))
            return x;
    return NULL;
}

void obstacles_learn_icmp(struct obstacles *o, const struct endpoint *from, const struct endpoint *to, bool stream,
                          uint32_t frame, int64_t time)
{
    add(o, OBSTACLE_ICMP, stream, from, to, frame, time);
}

void obstacles_learn_syn(struct obstacles *o, const struct endpoint *from, const struct endpoint *to, uint32_t frame,
                         int64_t time)
{
    struct obstacle *known = waiting(o, from, to);

    if (known)
        known->count++;
    else
        add(o, OBSTACLE_UNHEARD, true, from, to, frame, time);
}

/* Most SYNs are answered at once: their record goes. */
void obstacles_learn_syn_ack(struct obstacles *o, const struct endpoint *from, const struct endpoint *to)
{
    struct target *target = wmem_map_lookup(o->by_target, from);

    for (struct obstacle **x = target ? &target->newest : NULL; x && *x; x = &(*x)->older) {
        struct obstacle *found = *x;

        if (found->kind != OBSTACLE_UNHEARD || !endpoint_equal(&found->from, to))
            continue;
        *x = found->older;
        wmem_free(o->allocator, found);
        target->count--;
        break;
    }
    if (target && !target->count)
        target_free(o, target);
}

void obstacles_learn_reset(struct obstacles *o, const struct endpoint *from, const struct endpoint *to, uint32_t frame,
                           int64_t time)
{
    struct obstacle *syn = waiting(o, to, from);

    if (!syn) {
        add(o, OBSTACLE_RESET, true, to, from, frame, time);
        return;
    }
    syn->kind = OBSTACLE_REFUSED;
    syn->frame = frame;
    syn->time = time;
}

const struct obstacle *obstacles_find(const struct obstacles *o, const struct endpoint *from, const struct endpoint *to,
                                      unsigned kinds, bool stream, int64_t since, int64_t until)
{
    const struct target *target = wmem_map_lookup(o->by_target, to);
    const struct obstacle *found = NULL;

    for (const struct obstacle *x = target ? target->newest : NULL; x; x = x->older)
        if ((x->kind & kinds) && x->stream == stream && x->time >= since && x->time <= until &&
            (from->port ? endpoint_equal(&x->from, from) : endpoint_same_host(&x->from, from)))
            found = x;
    return found;
}
