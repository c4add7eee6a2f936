/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "causes.h"

static const struct cause causes[CAUSE_COUNT] = {
#define GROUP(title)
#define X(id, certainty, status, title, clause, means, example, fix) \
    [CAUSE_##id] = {#id, certainty, status, title, clause, means, example, fix},
#include "causes.def"
#undef X
#undef GROUP
};

const struct cause *cause_get(enum cause_id id)
{
    return &causes[id];
}

const char *certainty_name(enum certainty c)
{
    static const char *const names[] = {"certain", "tolerated", "suspect", "suspect"};
    return names[c];
}
