/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "report_values.h"

#include "engine/chars.h"

/* In octets. What a datagram holds has room; what a stream may hold, megabytes in one header, is cut. */
#define LONGEST_TEXT 65536

void record_read(struct record *r, const struct transaction *t)
{
    r->t = t;
    sipdiag_judge(&r->v, t);
}

struct slice record_reason_phrase(const struct record *r)
{
    const struct slice phrase = r->t->reply->reason_phrase;

    return r->t->final && !phrase.at ? SLICE_LITERAL("") : phrase;
}

const char *record_cause_header(const struct record *r)
{
    return r->v.bad && r->v.header != H_OTHER ? header_name(r->v.header) : NULL;
}

const struct fault *record_next_fault(const struct record *r, unsigned *i)
{
    const struct sighting *request = r->t->request;

    while (request && *i < request->extras->fault_count) {
        const struct fault *fault = &request->extras->faults[(*i)++];
        if (verdict_shows(&r->v, fault))
            return fault;
    }
    return NULL;
}

bool record_has_claim(const struct record *r)
{
    return r->v.bad && r->t->final && r->t->final->status >= 300;
}

const char *record_claim_text(const struct record *r, char out[CLAIM_TEXT_SIZE])
{
    return record_has_claim(r) ? claim_words(r->t->reply, out, CLAIM_TEXT_SIZE) : NULL;
}

const char *record_claim(const struct record *r)
{
    return record_has_claim(r) && r->v.claim ? cause_get(claim_cause(r->v.claim, r->v.fault))->id : NULL;
}

void record_frames(const struct record *r, enum frames_of which, void (*take)(void *data, uint32_t frame), void *data)
{
    static const enum role roles[] = {
        [FRAMES_REQUEST] = ROLE_REQUEST, [FRAMES_PROVISIONAL] = ROLE_PROVISIONAL, [FRAMES_FINAL] = ROLE_FINAL,
        [FRAMES_ACK] = ROLE_ACK,         [FRAMES_CANCEL] = ROLE_REQUEST,
    };
    const struct transaction *t = which == FRAMES_CANCEL ? r->t->cancel : r->t;

    if (!t)
        return;
    for (const struct sighting *s = t->first; s; s = s->next)
        if (s->role == roles[which])
            take(data, s->frame);
    for (const struct leg *leg = which == FRAMES_ACK ? t->legs : NULL; leg; leg = leg->next)
        if (leg->ack && leg->ack->transaction != t)
            take(data, leg->ack->frame);
}

static struct interval between(const struct sighting *from, const struct sighting *to)
{
    if (!from || !to || from->untimed || to->untimed)
        return (struct interval){0};
    return (struct interval){.known = true, .ns = to->time - from->time};
}

struct interval record_response_time(const struct record *r)
{
    return between(r->t->request, r->t->final);
}

struct interval record_provisional_time(const struct record *r)
{
    return between(r->t->request, r->t->provisional);
}

struct interval record_ack_time(const struct record *r)
{
    const struct leg *leg = r->t->legs;

    while (leg && !leg->ack)
        leg = leg->next;
    return leg ? between(leg->response, leg->ack) : between(NULL, NULL);
}

uint32_t record_retransmissions(const struct record *r)
{
    uint32_t count = 0;

    for (const struct sighting *s = r->t->first; s; s = s->next)
        count += (s->role == ROLE_REQUEST || s->role == ROLE_FINAL) && s->original && !s->duplicate;
    return count;
}

const char *record_start(const struct record *r, char out[TIME_TEXT_SIZE])
{
    int64_t ns = r->t->first->time;
    int64_t second = ns / SECOND - (ns % SECOND < 0);
    GDateTime *when; /* never NULL: 64 bits of nanoseconds do not leave the calendar */
    char *date;

    if (r->t->first->untimed)
        return NULL;
    when = g_date_time_new_from_unix_utc(second);
    date = g_date_time_format(when, "%Y-%m-%dT%H:%M:%S");
    g_snprintf(out, TIME_TEXT_SIZE, "%s.%06dZ", date, (int)((ns - second * SECOND) / 1000));
    g_free(date);
    g_date_time_unref(when);
    return out;
}

char *slice_text(struct slice s)
{
    size_t size = MIN((size_t)s.len * 4 + 8, LONGEST_TEXT);
    char *text;

    if (!s.at)
        return NULL;
    text = g_malloc(size);
    slice_print(s, text, size);
    return text;
}
