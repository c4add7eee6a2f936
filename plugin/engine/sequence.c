/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sequence.h"

#define MAX_GATHERED 512 /* messages that are put in order; of more, the first */

struct gathered {
    const struct sighting *items[MAX_GATHERED];
    unsigned count;
    uint32_t left_out;
};

static bool is_listed(const struct gathered *g, const struct sighting *s)
{
    for (unsigned i = 0; i < g->count; i++)
        if (g->items[i] == s)
            return true;
    return false;
}

/* Into its place in time. Most come in order, so that the place is near the end. */
static void gather(struct gathered *g, const struct sighting *s)
{
    unsigned at = g->count;

    if (!s || s->duplicate)
        return;
    if (g->count == MAX_GATHERED) {
        g->left_out++;
        return;
    }
    while (at > 0 && g->items[at - 1]->time > s->time) {
        g->items[at] = g->items[at - 1];
        at--;
    }
    g->items[at] = s;
    g->count++;
}

/* What is left out is counted, not looked at: a flood must not cost more each time that it is shown. */
static void gather_all(struct gathered *g, const struct transaction *t)
{
    uint32_t seen = 0;

    for (const struct sighting *s = t->first; s && seen < MAX_GATHERED; s = s->next, seen++)
        gather(g, s);
    g->left_out += t->sightings - seen;
}

static void gather_foreign(struct gathered *g, const struct transaction *t, const struct sighting *s)
{
    if (s && s->transaction != t && !is_listed(g, s))
        gather(g, s);
}

static void gather_legs(struct gathered *g, const struct transaction *t, const struct leg *legs)
{
    for (const struct leg *leg = legs; leg; leg = leg->next) {
        gather_foreign(g, t, leg->ack);
        for (unsigned i = 0; i < leg->extras->wrong_count; i++)
            gather_foreign(g, t, leg->extras->wrong[i]);
        if (leg->ending && (!leg->ack || leg->extras->after_ack))
            gather_foreign(g, t, leg->ending->bye);
    }
}

/* The name of a message; a response is called by its code, and by its method where that is another. */
static void name_step(struct step *step, const struct sighting *s, const struct transaction *t)
{
    const struct slice *method = &s->transaction->method;

    if (s == t->extras->icmp)
        g_strlcpy(step->what, "ICMP error", sizeof step->what);
    else if (s == t->extras->fragment)
        g_snprintf(step->what, sizeof step->what, "%u, its first IP fragment", s->status);
    else if (s->role == ROLE_ACK)
        g_strlcpy(step->what, "ACK", sizeof step->what);
    else if (s->status && s->transaction != t)
        g_snprintf(step->what, sizeof step->what, "%u (%.*s)", s->status, (int)MIN(method->len, 24u), method->at);
    else if (s->status)
        g_snprintf(step->what, sizeof step->what, "%u", s->status);
    else
        slice_print(*method, step->what, sizeof step->what);
    if (sighting_leg(s) && s->leg->rseq)
        g_snprintf(step->what + strlen(step->what), sizeof step->what - strlen(step->what), " (reliable)");
}

/* The direction as on the hop of `t`; a BYE of the answering side goes back although it is a request. */
static bool goes_back(const struct sighting *s, const struct transaction *t)
{
    const struct transaction *own = s->transaction;
    bool turned = own != t && own->peers == t->peers && own->direction != t->direction;

    return s->backwards != turned;
}

/* Where a message went that did not take the hop of the INVITE. */
static void name_way(struct step *step, const struct sighting *s, const struct transaction *t)
{
    char to[ENDPOINT_TEXT_SIZE];
    size_t used = strlen(step->what);

    if (sighting_ack(s) && !ack_is_here(t, s->ack))
        g_snprintf(step->what + used, sizeof step->what - used, "%s%s",
                   endpoint_same_host(&s->ack->src, &t->src) ? " to " : " on another hop to ",
                   endpoint_print(&s->ack->dst, to));
    else if (!sighting_ack(s) && s->transaction != t && s->transaction->peers != t->peers)
        g_snprintf(step->what + used, sizeof step->what - used, " on another hop");
}

static struct step *add_step(struct sequence *q)
{
    if (q->count == SEQUENCE_STEPS) { /* the end tells more than the middle */
        memmove(&q->steps[SEQUENCE_STEPS / 2], &q->steps[SEQUENCE_STEPS / 2 + 1],
                (SEQUENCE_STEPS / 2 - 1) * sizeof *q->steps);
        q->count--;
        q->left_out++;
    }
    memset(&q->steps[q->count], 0, sizeof *q->steps);
    return &q->steps[q->count++];
}

/* The step that a repeated message folds into: the one before, or the one before that, where two messages take turns.
 */
static struct step *fold_into(struct sequence *q, const struct sighting *s)
{
    for (unsigned back = 1; s->original && back <= 2 && back <= q->count; back++) {
        struct step *step = &q->steps[q->count - back];

        if (!step->original)
            return NULL;
        if (step->original == s->original)
            return step;
    }
    return NULL;
}

static void add_message(struct sequence *q, const struct sighting *s, const struct transaction *t)
{
    struct step *step = fold_into(q, s);

    if (step) {
        step->copies++;
    } else {
        step = add_step(q);
        step->time = s->time - t->first->time;
        step->frame = s->frame;
        step->original = s->original;
        step->backwards = goes_back(s, t);
        name_step(step, s, t);
        name_way(step, s, t);
    }
    step->last = s->time - t->first->time;
    step->last_frame = s->frame;
}

/* Behind all that is not later. */
static void insert_step(struct sequence *q, const struct step *step)
{
    unsigned at;

    add_step(q);
    for (at = q->count - 1; at > 0 && q->steps[at - 1].time > step->time; at--)
        q->steps[at] = q->steps[at - 1];
    q->steps[at] = *step;
}

/* What is due and not there, behind what it should follow. */
static void insert_gap(struct sequence *q, const struct transaction *t, const struct verdict *v)
{
    const struct ack_verdict *ack = v->ack.state == ACK_MISSING ? &v->ack : &v->prack;
    struct step step = {0};

    if (ack->state == ACK_MISSING) {
        step.time = ack->leg->last_copy - t->first->time;
        g_strlcpy(step.what, ack->leg->rseq ? "no PRACK" : "no ACK", sizeof step.what);
    } else if (v->state == VERDICT_NO_RESPONSE) {
        for (unsigned i = 0; i < q->count; i++)
            step.time = MAX(step.time, q->steps[i].last);
        step.backwards = true;
        g_strlcpy(step.what, t->provisional ? "no final response" : "no response", sizeof step.what);
    } else {
        return;
    }
    step.last = step.time;
    insert_step(q, &step);
}

/* What the network said stands in no transaction. */
static void insert_sign(struct sequence *q, const struct transaction *t, const struct sign *sign)
{
    struct step step = {.frame = sign->frame, .last_frame = sign->frame, .backwards = !sign->forward};

    if (!sign->what)
        return;
    step.time = step.last = sign->time - t->first->time;
    g_strlcpy(step.what, sign->what, sizeof step.what);
    insert_step(q, &step);
}

void sequence_read(struct sequence *q, const struct transaction *t, const struct verdict *v)
{
    struct gathered g;

    g.count = 0;
    g.left_out = 0;
    q->count = 0;
    q->left_out = 0;
    gather_all(&g, t);
    if (t->cancel)
        gather_all(&g, t->cancel);
    gather_legs(&g, t, t->legs);
    gather_legs(&g, t, t->extras->early);
    gather(&g, t->extras->icmp);
    gather(&g, t->extras->fragment);
    for (unsigned i = 0; i < g.count; i++)
        add_message(q, g.items[i], t);
    q->left_out += g.left_out;
    insert_sign(q, t, &v->sign);
    insert_gap(q, t, v);
}

const char *step_print(const struct step *step, char *out, size_t size)
{
    g_snprintf(out, (gulong)size, "%9.3f s  %s  %s%s", seconds(step->time), step->backwards ? "<-" : "->", step->what,
               step->original ? " again" : "");
    if (step->copies)
        text_append(out, size, ", %u times until %.3f s", step->copies + 1, seconds(step->last));
    return out;
}
