/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sightings.h"

#include "spares.h"

#define PAGE 48 /* sightings: about a memory page */

struct page {
    uint32_t used, live;
    uint32_t place; /* in the directory */
    struct sighting items[PAGE];
};

/* A page, or where one was. */
struct entry {
    struct page *page;
    uint32_t first_frame;
};

struct sightings {
    wmem_allocator_t *allocator;
    struct spares pages;
    struct entry *directory; /* in the order of the capture */
    uint32_t size, count;    /* entries that fit in, and that are there */
    uint32_t gone;           /* entries whose page is gone */
};

struct sightings *sightings_new(wmem_allocator_t *allocator)
{
    struct sightings *sightings = wmem_new0(allocator, struct sightings);

    sightings->allocator = allocator;
    sightings->pages = spares_of(allocator, sizeof(struct page));
    return sightings;
}

static struct page *newest_page(const struct sightings *sightings)
{
    return sightings->count ? sightings->directory[sightings->count - 1].page : NULL;
}

static struct page *page_of(const struct sighting *s)
{
    return (struct page *)((char *)(s - s->slot) - offsetof(struct page, items));
}

static bool page_is_full(const struct page *page)
{
    return page->used == PAGE;
}

/* Makes room for one more entry: by leaving out what is gone, where that is a half. */
static void directory_make_room(struct sightings *sightings)
{
    uint32_t kept = 0;

    if (sightings->gone <= sightings->size / 2) {
        sightings->size = MAX(64, sightings->size * 2);
        sightings->directory =
            wmem_realloc(sightings->allocator, sightings->directory, sightings->size * sizeof(struct entry));
        return;
    }
    for (uint32_t i = 0; i < sightings->count; i++) {
        if (!sightings->directory[i].page)
            continue;
        sightings->directory[i].page->place = kept;
        sightings->directory[kept++] = sightings->directory[i];
    }
    sightings->count = kept;
    sightings->gone = 0;
}

static struct page *page_new(struct sightings *sightings, uint32_t frame)
{
    struct page *page = spares_take(&sightings->pages);

    if (sightings->count == sightings->size)
        directory_make_room(sightings);
    page->used = page->live = 0;
    page->place = sightings->count;
    sightings->directory[sightings->count++] = (struct entry){page, frame};
    return page;
}

static void page_free(struct sightings *sightings, struct page *page)
{
    sightings->directory[page->place].page = NULL;
    sightings->gone++;
    spares_give(&sightings->pages, page);
}

struct sighting *sightings_add(struct sightings *sightings, uint32_t frame)
{
    struct page *page = newest_page(sightings);
    struct sighting *s;

    if (!page || page_is_full(page))
        page = page_new(sightings, frame);
    s = &page->items[page->used];
    memset(s, 0, sizeof *s);
    s->slot = (uint8_t)page->used++;
    s->frame = frame;
    page->live++;
    return s;
}

/* It stays in its place until the page goes: the frames on both sides of it are found past it. */
void sightings_let_go(struct sightings *sightings, struct sighting *s)
{
    struct page *page = page_of(s);

    s->transaction = NULL;
    if (--page->live == 0 && page_is_full(page))
        page_free(sightings, page);
}

static const struct sighting *following(const struct sightings *sightings, const struct sighting *s)
{
    const struct page *page = page_of(s);
    uint32_t place = page->place;

    if (s->slot + 1u < page->used)
        return s + 1;
    while (++place < sightings->count)
        if (sightings->directory[place].page)
            return sightings->directory[place].page->items;
    return NULL;
}

/* The last page that begins before this frame, or the first of all; where that is gone, the next one. */
static const struct page *page_for(const struct sightings *sightings, uint32_t frame)
{
    uint32_t low = 0, high = sightings->count;

    while (low + 1 < high) {
        uint32_t middle = low + (high - low) / 2;

        if (sightings->directory[middle].first_frame < frame)
            low = middle;
        else
            high = middle;
    }
    while (low < sightings->count && !sightings->directory[low].page)
        low++;
    return low < sightings->count ? sightings->directory[low].page : NULL;
}

static const struct sighting *first_from(const struct sightings *sightings, uint32_t frame)
{
    const struct page *page = page_for(sightings, frame);
    uint32_t low = 0, high = page ? page->used : 0;

    while (low < high) {
        uint32_t middle = low + (high - low) / 2;

        if (page->items[middle].frame < frame)
            low = middle + 1;
        else
            high = middle;
    }
    if (!page)
        return NULL;
    return low < page->used ? &page->items[low] : following(sightings, &page->items[page->used - 1]);
}

/* The frame at hand is, as a rule, the newest with SIP, or newer still. */
static const struct sighting *first_of_frame(const struct sightings *sightings, uint32_t frame)
{
    const struct page *page = newest_page(sightings);
    const struct sighting *s = page ? &page->items[page->used - 1] : NULL;

    if (!s || s->frame < frame)
        return NULL;
    while (s->frame == frame && s->slot && s[-1].frame == frame)
        s--;
    return s->frame == frame && s->slot ? s : first_from(sightings, frame);
}

const struct sighting *sightings_in_frame(const struct sightings *sightings, uint32_t frame,
                                          const struct sighting *after)
{
    const struct sighting *s = after ? following(sightings, after) : first_of_frame(sightings, frame);

    while (s && s->frame == frame && (!s->transaction || s->unframed))
        s = following(sightings, s);
    return s && s->frame == frame ? s : NULL;
}

void sightings_disown_frame(struct sightings *sightings, uint32_t frame)
{
    const struct page *page = newest_page(sightings);

    if (!page || page->items[page->used - 1].frame != frame)
        return;
    for (const struct sighting *s = first_from(sightings, frame); s; s = following(sightings, s))
        ((struct sighting *)s)->unframed = true;
}
