/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "texts.h"

#include "claims.h"
#include "hash.h"

#define RECENT     1024 /* a power of two */
#define COMMON     4096 /* a power of two */
#define MAX_COMMON 128  /* octets of a common text */
#define REPLIES    512  /* a power of two */

struct recent {
    uint64_t hash;
    struct slice text;
    uint32_t call; /* whose it is; 0: nothing here */
};

struct texts {
    struct arena common;
    struct slice commons[COMMON];   /* by hash: the first text that comes has the place */
    struct recent recent[RECENT];   /* by hash: the last one */
    struct reply *replies[REPLIES]; /* whose texts are common; by their hash, the first that comes has the place */
};

struct texts *texts_new(wmem_allocator_t *allocator, struct blocks *blocks)
{
    struct texts *texts = wmem_new0(allocator, struct texts);

    texts->common.source = blocks;
    return texts;
}

struct slice texts_keep(struct texts *texts, struct arena *arena, uint32_t call, struct slice text)
{
    uint64_t hash;
    struct recent *recent;

    if (!text.len)
        return SLICE_NONE;
    hash = hash_slice(hash_seed(), text, 0);
    recent = &texts->recent[hash & (RECENT - 1)];
    if (recent->hash != hash || recent->call != call || !slice_equal(recent->text, text))
        *recent = (struct recent){hash, arena_text(arena, text), call};
    return recent->text;
}

static struct slice *common_place(struct texts *texts, struct slice text)
{
    return &texts->commons[hash_slice(hash_seed(), text, 0) & (COMMON - 1)];
}

struct slice texts_common(struct texts *texts, struct arena *arena, uint32_t call, struct slice text)
{
    struct slice *common;

    if (!text.len)
        return SLICE_NONE;
    common = common_place(texts, text);
    if (!common->len && text.len <= MAX_COMMON)
        *common = arena_text(&texts->common, text);
    return slice_equal(*common, text) ? *common : texts_keep(texts, arena, call, text);
}

static bool is_common(struct texts *texts, struct slice text)
{
    return !text.len || common_place(texts, text)->at == text.at;
}

static bool is_same_text(struct slice a, struct slice b)
{
    return a.at == b.at; /* both are common */
}

/* One that many transactions share: what it claims is read once. */
static struct reply *reply_shared(struct texts *texts, const struct reply *reply)
{
    struct reply *kept = arena_new(&texts->common, sizeof *kept);

    *kept = *reply;
    kept->claim = claim_read(kept, &kept->claim_words);
    kept->claim_known = true;
    return kept;
}

const struct reply *texts_reply(struct texts *texts, struct arena *arena, const struct reply *reply)
{
    const struct slice parts[] = {reply->reason_phrase, reply->server, reply->method};
    struct reply **common, *kept;
    uint64_t hash = hash_seed();
    bool shared = reply_is_plain(reply);

    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++) {
        hash = hash_step(hash, (uintptr_t)parts[i].at);
        shared = shared && is_common(texts, parts[i]);
    }
    common = &texts->replies[hash & (REPLIES - 1)];
    if (shared && !*common)
        *common = reply_shared(texts, reply);
    if (shared && is_same_text((*common)->reason_phrase, reply->reason_phrase) &&
        is_same_text((*common)->server, reply->server) && is_same_text((*common)->method, reply->method))
        return *common;
    kept = arena_new(arena, sizeof *reply);
    *kept = *reply;
    return kept;
}
