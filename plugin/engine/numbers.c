/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "numbers.h"

#include <string.h>

#include "spares.h"

#define PAGE 256

struct page {
    uint32_t live;
    void *things[PAGE];
};

struct numbers {
    wmem_array_t *pages; /* struct page *, NULL where all of it is removed */
    struct spares spares;
    uint32_t given;
};

struct numbers *numbers_new(wmem_allocator_t *allocator)
{
    struct numbers *numbers = wmem_new0(allocator, struct numbers);

    numbers->spares = spares_of(allocator, sizeof(struct page));
    numbers->pages = wmem_array_new(allocator, sizeof(struct page *));
    return numbers;
}

static struct page **page_for(const struct numbers *numbers, uint32_t index)
{
    return wmem_array_index(numbers->pages, index / PAGE);
}

uint32_t numbers_enter(struct numbers *numbers, void *thing)
{
    uint32_t index = numbers->given++;
    struct page *page;

    if (index % PAGE == 0) {
        page = memset(spares_take(&numbers->spares), 0, sizeof *page);
        wmem_array_append_one(numbers->pages, page);
    }
    page = *page_for(numbers, index);
    page->things[index % PAGE] = thing;
    page->live++;
    return index + 1;
}

void numbers_remove(struct numbers *numbers, uint32_t number)
{
    struct page **page = page_for(numbers, number - 1);

    (*page)->things[(number - 1) % PAGE] = NULL;
    if (--(*page)->live == 0 && numbers->given / PAGE > (number - 1) / PAGE) {
        spares_give(&numbers->spares, *page);
        *page = NULL;
    }
}

uint32_t numbers_given(const struct numbers *numbers)
{
    return numbers->given;
}

void *numbers_get(const struct numbers *numbers, uint32_t number)
{
    const struct page *page;

    if (number == 0 || number > numbers->given)
        return NULL;
    page = *page_for(numbers, number - 1);
    return page ? page->things[(number - 1) % PAGE] : NULL;
}

void *numbers_beyond(const struct numbers *numbers, uint32_t number)
{
    for (uint32_t index = number; index < numbers->given;) {
        const struct page *page = *page_for(numbers, index);

        if (page && page->things[index % PAGE])
            return page->things[index % PAGE];
        index = page ? index + 1 : (index / PAGE + 1) * PAGE;
    }
    return NULL;
}
