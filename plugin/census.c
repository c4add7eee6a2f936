/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "census.h"

struct waiting {
    uint32_t number;
    double ms;
};

struct census {
    census_count count;
    void *context;
    unsigned session;
    GByteArray *taken; /* a bit for each transaction's number */
    GArray *waiting;   /* struct waiting */
    bool listens;
    unsigned holders; /* who made it, and the listener */
};

struct census *census_new(census_count count, void *context)
{
    struct census *census = g_new0(struct census, 1);

    census->holders = 1;
    census->count = count;
    census->context = context;
    census->session = sipdiag_session();
    census->taken = g_byte_array_new();
    census->waiting = g_array_new(FALSE, FALSE, sizeof(struct waiting));
    return census;
}

/* When tshark ends, its listeners go one by one, in whatever order; none of them may be removed by another. */
static void let_go(void *data)
{
    struct census *census = data;

    if (--census->holders)
        return;
    g_byte_array_free(census->taken, TRUE);
    g_array_free(census->waiting, TRUE);
    g_free(census);
}

void census_free(struct census *census)
{
    census->count = NULL;
    let_go(census);
}

void census_reset(struct census *census)
{
    g_byte_array_set_size(census->taken, 0);
    g_array_set_size(census->waiting, 0);
    census->session = sipdiag_session();
}

/* False when it was taken before. */
static bool take(struct census *census, uint32_t number)
{
    guint had = census->taken->len, at = number / 8;
    guint8 bit = (guint8)(1u << number % 8);

    if (at >= had) {
        g_byte_array_set_size(census->taken, MAX(at + 1, 2 * had));
        memset(census->taken->data + had, 0, census->taken->len - had);
    }
    if (census->taken->data[at] & bit)
        return false;
    census->taken->data[at] |= bit;
    return true;
}

static void count(const struct census *census, const struct transaction *t, double ms)
{
    static struct verdict v;

    sipdiag_judge(&v, t);
    census->count(census->context, t, &v, ms);
}

static void settle(void *data)
{
    struct census *census = data;

    for (guint i = 0;
         i < census->waiting->len && census->count && census->session == sipdiag_session() && sipdiag_capture(); i++) {
        const struct waiting *w = &g_array_index(census->waiting, struct waiting, i);
        const struct transaction *t = capture_transaction(sipdiag_capture(), w->number);

        if (t) /* else it was let go in the meantime */
            count(census, t, w->ms);
    }
    g_array_set_size(census->waiting, 0);
}

/* A listener of its own is drawn before those that were there already: before the one that prints what was counted. */
static void listen(struct census *census)
{
    GString *error;

    if (census->listens)
        return;
    error = register_tap_listener("sipdiag", census, NULL, TL_REQUIRES_NOTHING, NULL, NULL, settle, let_go);
    if (error) {
        g_string_free(error, TRUE);
        return;
    }
    census->listens = true;
    census->holders++;
}

void census_take(struct census *census, packet_info *pinfo, const struct sighting *s)
{
    const struct transaction *t = s->transaction;
    struct waiting w = {t->number, nstime_to_msec(&pinfo->rel_ts)};

    if (census->session != sipdiag_session())
        census_reset(census);
    if (!take(census, t->number))
        return;
    if (!sipdiag_is_learning() || sipdiag_in_gui()) {
        count(census, t, w.ms);
        return;
    }
    listen(census);
    g_array_append_val(census->waiting, w);
}
