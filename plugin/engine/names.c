/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "names.h"

#include "hash.h"
#include "hosts.h"

#define MAX_NAMES 16384 /* beyond these, what has had nothing new for longest goes */

struct names {
    wmem_allocator_t *allocator;
    wmem_map_t *by_text;
    GQueue touched; /* the one that had something new last at the end */
};

static guint name_hash(gconstpointer key)
{
    return (guint)hash_slice(hash_seed(), *(const struct slice *)key, 0x20);
}

static gboolean name_equal(gconstpointer a, gconstpointer b)
{
    return slice_equal_nocase(*(const struct slice *)a, *(const struct slice *)b);
}

struct names *names_new(wmem_allocator_t *allocator)
{
    struct names *names = wmem_new(allocator, struct names);

    names->allocator = allocator;
    names->by_text = wmem_map_new(allocator, name_hash, name_equal);
    g_queue_init(&names->touched);
    return names;
}

static struct slice without_dot(struct slice name)
{
    if (name.len > 1 && name.at[name.len - 1] == '.')
        name.len--;
    return name;
}

static void name_free(struct names *names, struct name *name)
{
    wmem_map_remove(names->by_text, &name->text);
    g_queue_unlink(&names->touched, &name->place);
    wmem_free(names->allocator, (char *)name->text.at);
    wmem_free(names->allocator, name);
}

/* NULL for the root. */
static struct name *name_get(struct names *names, struct slice text)
{
    struct name *name;

    text = without_dot(text);
    if (!text.len)
        return NULL;
    name = wmem_map_lookup(names->by_text, &text);
    if (name) {
        g_queue_unlink(&names->touched, &name->place);
    } else {
        if (names->touched.length == MAX_NAMES)
            name_free(names, g_queue_peek_head(&names->touched));
        name = wmem_new0(names->allocator, struct name);
        name->place.data = name;
        name->text = slice_of(wmem_memdup(names->allocator, text.at, text.len), text.len);
        wmem_map_insert(names->by_text, &name->text, name);
    }
    g_queue_push_tail_link(&names->touched, &name->place);
    return name;
}

void names_learn_query(struct names *names, struct slice text, const struct endpoint *asker, uint32_t frame,
                       int64_t time)
{
    struct name *name = name_get(names, text);

    if (!name)
        return;
    if (name->asked > name->answered && endpoint_same_host(&name->asker, asker))
        return; /* asked again, still without an answer */
    name->asker = *asker;
    name->asked = time;
    name->asked_frame = frame;
}

static void add_address(struct name *name, const struct endpoint *address)
{
    for (unsigned i = 0; i < name->count; i++)
        if (endpoint_same_host(&name->addresses[i], address))
            return;
    if (name->count == NAME_ADDRESSES) {
        memmove(name->addresses, name->addresses + 1, (NAME_ADDRESSES - 1) * sizeof *name->addresses);
        name->count--;
    }
    name->addresses[name->count++] = *address;
}

void names_learn_answer(struct names *names, struct slice text, const struct endpoint *asker, uint16_t rcode,
                        const struct endpoint *addresses, unsigned count, uint32_t frame, int64_t time)
{
    struct name *name = name_get(names, text);

    if (!name)
        return;
    name->asker = *asker;
    name->answered = time;
    for (unsigned i = 0; i < count; i++)
        add_address(name, &addresses[i]);
    if (count)
        return;
    name->failed = time;
    name->failed_frame = frame;
    name->rcode = rcode;
}

void names_learn_empty(struct names *names, struct slice text, int64_t time)
{
    struct name *name = name_get(names, text);

    if (name)
        name->answered = time;
}

const struct name *names_find(const struct names *names, struct slice text)
{
    text = without_dot(text);
    return wmem_map_lookup(names->by_text, &text);
}

bool names_is_at(const struct names *names, struct slice host, const struct endpoint *address)
{
    const struct name *name;
    struct endpoint literal;

    if (host_address(host, &literal))
        return endpoint_same_host(&literal, address);
    name = names_find(names, host);
    for (unsigned i = 0; name && i < name->count; i++)
        if (endpoint_same_host(&name->addresses[i], address))
            return true;
    return false;
}

const char *names_rcode(uint16_t rcode)
{
    static const char *const known[] = {"no address", "FORMERR", "SERVFAIL", "NXDOMAIN", "NOTIMP", "REFUSED"};

    return rcode < G_N_ELEMENTS(known) ? known[rcode] : "an error";
}
