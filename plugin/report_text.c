/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a person reads first: totals, the causes, who has to do with it, then each bad transaction: what happened, when,
 * why, what to do, the messages, and the filter that shows them.
 */
#include "reports.h"

#include <stdio.h>

#include "engine/chars.h"
#include "engine/sequence.h"
#include "filters.h"
#include "report_values.h"
#include "tally.h"
#include "ws_compat.h"

#define LINE 160

/* Words off the wire, or what to say where there are none. */
static const char *print_or(struct slice s, const char *otherwise, char out[LINE])
{
    return s.len ? slice_print(s, out, LINE) : otherwise;
}

/* What the bad transactions are counted by. Each name is written into `out`; NULL: there is none to count. */

static const char *by_cause(const struct record *r, char out[LINE])
{
    char phrase[LINE / 2];

    if (!r->v.bad)
        return NULL;
    if (r->v.cause != CAUSE_NONE)
        return cause_get(r->v.cause)->title;
    slice_print(record_reason_phrase(r), phrase, sizeof phrase);
    g_snprintf(out, LINE, "refused with %d %s", r->t->final ? r->t->final->status : 0, phrase);
    return out;
}

static const char *by_peer(const struct record *r, char out[LINE])
{
    return r->t->dst.len ? endpoint_print_host(&r->t->dst, out) : "an unknown host";
}

static const char *by_user_agent(const struct record *r, char out[LINE])
{
    return print_or(r->t->user_agent, "no User-Agent", out);
}

static const char *by_server(const struct record *r, char out[LINE])
{
    if (!r->t->final)
        return NULL;
    return print_or(r->t->reply->server, "no Server", out);
}

static const struct view {
    const char *heading;
    const char *(*name)(const struct record *r, char out[LINE]);
    bool of_all; /* a comparison, which says of how many */
} views[] = {
    {"Causes", by_cause, false},
    {"Bad of all, by peer that was asked", by_peer, true},
    {"Bad of all, by User-Agent of the requester", by_user_agent, true},
    {"Bad of all, by Server that answered", by_server, true},
};

/* All that is said before the transactions. */
struct totals {
    uint32_t all, bad;
    uint32_t by_state[VERDICT_STATES];
    struct tally *views[array_length(views)];
};

static void count(struct totals *totals, const struct record *r)
{
    char text[LINE];

    totals->all++;
    totals->bad += r->v.bad;
    totals->by_state[r->v.state]++;
    for (size_t i = 0; i < array_length(views); i++) {
        const char *name = views[i].name(r, text);
        if (name)
            tally_add(totals->views[i], name, r->v.bad);
    }
}

static void print_verdicts(const struct totals *totals, const char *none)
{
    static const enum verdict_state order[] = {
        VERDICT_FAILED,     VERDICT_NO_RESPONSE, VERDICT_MISSING_ACK, VERDICT_BAD_ACK, VERDICT_OK,
        VERDICT_CHALLENGED, VERDICT_REDIRECTED,  VERDICT_OUTCOME,     VERDICT_PENDING, VERDICT_INCOMPLETE};
    bool first = true;

    printf("Verdicts: ");
    for (size_t i = 0; i < array_length(order); i++) {
        if (totals->by_state[order[i]] == 0)
            continue;
        printf("%s%u %s", first ? "" : ", ", totals->by_state[order[i]], verdict_name(order[i]));
        first = false;
    }
    printf("%s\n", first ? none : "");
}

/* One bad transaction tells its own story; a comparison takes two, and two to compare. */
static void print_views(const struct totals *totals)
{
    for (size_t i = 0; i < array_length(views); i++) {
        unsigned least = views[i].of_all ? 2 : 1;

        if (totals->bad < least || tally_size(totals->views[i]) < least)
            continue;
        printf("%s:\n", views[i].heading);
        tally_print(totals->views[i], views[i].of_all);
    }
}

/* The messages and the gap among them: what a person would draw. */
static void print_sequence(const struct transaction *t, const struct verdict *v)
{
    struct sequence sequence;
    char line[LINE];

    sequence_read(&sequence, t, v);
    for (unsigned i = 0; i < sequence.count; i++) {
        const struct step *step = &sequence.steps[i];

        if (sequence.left_out && i == SEQUENCE_STEPS / 2)
            printf("             ... %u lines are left out\n", sequence.left_out);
        printf("   %s", step_print(step, line, sizeof line));
        if (step->copies)
            printf(", frames %u-%u", step->frame, step->last_frame);
        else if (step->frame)
            printf(", frame %u", step->frame);
        printf("\n");
    }
}

static void print_notes(const struct verdict *v)
{
    for (unsigned i = 0; i < v->note_count; i++) {
        const char *fix = cause_get(v->notes[i].cause)->fix;
        printf("   Note: %s%s%s\n", v->notes[i].text, fix ? ". " : "", fix ? fix : "");
    }
}

static void print_filters(const struct transaction *t)
{
    char *transaction = filter_transaction(NULL, t), *call = filter_call(NULL, t);

    printf("   Filter: %s\n", transaction);
    if (call && strlen(call) / 2 < LINE) /* it cannot be cut */
        printf("   Filter for the call: %s\n", call);
    wmem_free(NULL, transaction);
    wmem_free(NULL, call);
}

static void print_what(const struct record *r)
{
    const struct transaction *t = r->t;
    char method[LINE], uri[LINE], words[LINE];

    printf("#%u %s %s: %s", t->number, print_or(t->method, "(no method)", method),
           print_or(t->request_uri, "(no Request-URI)", uri), verdict_name(r->v.state));
    if (t->final)
        printf(" (%u %s)", t->final->status, slice_print(t->reply->reason_phrase, words, sizeof words));
}

static void print_bad(const struct record *r)
{
    const struct transaction *t = r->t;
    const struct verdict *v = &r->v;
    const struct cause *cause = cause_get(v->cause);
    const char *when;
    char src[ENDPOINT_TEXT_SIZE], dst[ENDPOINT_TEXT_SIZE], call_id[LINE], start[TIME_TEXT_SIZE];

    when = record_start(r, start);
    printf("\n");
    print_what(r);
    printf(", %s -> %s %s\n", endpoint_print(&t->src, src), endpoint_print(&t->dst, dst), transport_name(t->transport));
    printf("   %s, %s%s, CSeq %" G_GUINT64_FORMAT "\n", when ? when : "no time stamps",
           t->call->call_id.len ? "Call-ID " : "", print_or(t->call->call_id, "no Call-ID", call_id), t->key.cseq);

    printf("   Cause (%s): %s%s%s%s", confidence_name(v->confidence), v->text, cause->clause ? " [" : "",
           cause->clause ? cause->clause : "", cause->clause ? "]" : "");
    if (v->fault && v->evidence)
        printf(v->fault->length > 1 ? ", frame %u, bytes %u-%u of the message" : ", frame %u, byte %u of the message",
               v->frame, v->fault->offset, v->fault->offset + v->fault->length - 1);
    printf("\n");
    printf("   Do: %s\n", v->fix);
    if (t->extras->repeats)
        printf("   Note: the same request drew 400 in transaction #%u before and was repeated without modification.\n",
               t->extras->repeats);
    print_notes(v);
    print_sequence(t, v);
    print_filters(t);
}

/* Nothing is bad here, but somebody may wonder. */
static void print_noted(const struct record *r)
{
    print_what(r);
    printf("\n");
    print_notes(&r->v);
}

static void print_each(const GArray *numbers, void (*print)(const struct record *r))
{
    struct record r;

    for (guint i = 0; i < numbers->len; i++) {
        record_read(&r, capture_transaction(sipdiag_capture(), g_array_index(numbers, uint32_t, i)));
        print(&r);
    }
}

void report_text(const struct selection *selection)
{
    const struct capture *c = sipdiag_capture();
    GArray *bad = g_array_new(FALSE, FALSE, sizeof(uint32_t)), *noted = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    struct totals totals = {0};
    struct record r;

    for (size_t i = 0; i < array_length(views); i++)
        totals.views[i] = tally_new();
    for (const struct transaction *t = capture_beyond(c, 0); t; t = capture_beyond(c, t->number)) {
        if (!selection_has(selection, t->number))
            continue;
        record_read(&r, t);
        count(&totals, &r);
        if (r.v.bad)
            g_array_append_val(bad, t->number);
        else if (r.v.note_count)
            g_array_append_val(noted, t->number);
    }
    print_verdicts(&totals, capture_count(c) ? "no transaction passes the filter" : "no SIP in this capture");
    print_views(&totals);
    report_let_go(stdout, "\n");
    print_each(bad, print_bad);
    if (noted->len)
        printf("\nNotes on transactions that are not bad:\n");
    print_each(noted, print_noted);
    printf("\nsipdiag: %u transaction%s, %u bad\n", totals.all, totals.all == 1 ? "" : "s", totals.bad);

    for (size_t i = 0; i < array_length(views); i++)
        tally_free(totals.views[i]);
    g_array_free(bad, TRUE);
    g_array_free(noted, TRUE);
}
