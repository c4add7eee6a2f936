/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What a person reads first: totals, the causes, then each bad transaction in four lines.
 */
#include "reports.h"

#include <stdio.h>

#include "engine/chars.h"
#include "engine/sequence.h"
#include "ws_compat.h"

#define LINE 160

struct totals {
    uint32_t all, bad;
    uint32_t by_state[VERDICT_STATES];
    uint32_t by_cause[CAUSE_COUNT];
};

static void count(struct totals *totals, const struct verdict *v)
{
    totals->all++;
    totals->by_state[v->state]++;
    if (v->bad) {
        totals->bad++;
        totals->by_cause[v->cause]++;
    }
}

static void print_totals(const struct totals *totals)
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
    printf("%s\n", first ? "no SIP in this capture" : "");
}

static void print_causes(struct totals *totals)
{
    if (totals->bad == 0)
        return;
    printf("Causes:\n");
    for (;;) {
        unsigned top = 0;
        for (unsigned i = 0; i < CAUSE_COUNT; i++)
            if (totals->by_cause[i] > totals->by_cause[top])
                top = i;
        if (totals->by_cause[top] == 0)
            return;
        printf("%6u  %s\n", totals->by_cause[top],
               top == CAUSE_NONE ? "refused with another code than 400" : cause_get(top)->title);
        totals->by_cause[top] = 0;
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
    for (unsigned i = 0; i < v->note_count; i++)
        printf("   Note: %s\n", v->notes[i].text);
}

static void print_bad(const struct transaction *t, const struct verdict *v)
{
    const struct cause *cause = cause_get(v->cause);
    char src[ENDPOINT_TEXT_SIZE], dst[ENDPOINT_TEXT_SIZE], uri[LINE], call_id[LINE], words[LINE];

    printf("\n#%u %.*s %s: %s", t->number, (int)t->method.len, t->method.at,
           slice_print(t->request_uri, uri, sizeof uri), verdict_name(v->state));
    if (t->final)
        printf(" (%u %s)", t->final->status, slice_print(t->reply.reason_phrase, words, sizeof words));
    printf(", %s -> %s %s\n", endpoint_print(&t->src, src), endpoint_print(&t->dst, dst), transport_name(t->transport));

    printf("   Call-ID %s, CSeq %" G_GUINT64_FORMAT "\n", slice_print(t->call->call_id, call_id, sizeof call_id),
           t->cseq);

    printf("   Cause (%s): %s%s%s%s", confidence_name(v->confidence), v->text, cause->clause ? " [" : "",
           cause->clause ? cause->clause : "", cause->clause ? "]" : "");
    if (v->fault && v->evidence)
        printf(v->fault->length > 1 ? ", frame %u, bytes %u-%u of the message" : ", frame %u, byte %u of the message",
               v->frame, v->fault->offset, v->fault->offset + v->fault->length - 1);
    printf("\n");
    printf("   Do: %s\n", v->fix);
    if (t->repeats)
        printf("   Note: the same request drew 400 in transaction #%u before and was repeated without modification.\n",
               t->repeats->number);
    print_notes(v);
    print_sequence(t, v);
}

/* Nothing is bad here, but somebody may wonder. */
static void print_noted(const struct transaction *t, const struct verdict *v)
{
    char uri[LINE];

    printf("#%u %.*s %s: %s\n", t->number, (int)t->method.len, t->method.at,
           slice_print(t->request_uri, uri, sizeof uri), verdict_name(v->state));
    print_notes(v);
}

void report_text(const struct selection *selection)
{
    const struct capture *c = sipdiag_capture();
    struct totals totals = {0};
    uint32_t noted = 0;
    struct verdict v;

    for (uint32_t number = 1; number <= capture_count(c); number++) {
        if (!selection_has(selection, number))
            continue;
        sipdiag_judge(&v, capture_transaction(c, number));
        count(&totals, &v);
    }
    print_totals(&totals);
    print_causes(&totals);
    for (uint32_t number = 1; number <= capture_count(c); number++) {
        if (!selection_has(selection, number))
            continue;
        sipdiag_judge(&v, capture_transaction(c, number));
        if (v.bad)
            print_bad(capture_transaction(c, number), &v);
        noted += !v.bad && v.note_count > 0;
    }
    if (noted)
        printf("\nNotes on transactions that are not bad:\n");
    for (uint32_t number = 1; noted && number <= capture_count(c); number++) {
        if (!selection_has(selection, number))
            continue;
        sipdiag_judge(&v, capture_transaction(c, number));
        if (!v.bad && v.note_count)
            print_noted(capture_transaction(c, number), &v);
    }
    printf("\nsipdiag: %u transaction%s, %u bad\n", totals.all, totals.all == 1 ? "" : "s", totals.bad);
}
