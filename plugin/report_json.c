/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * NDJSON: one transaction a line, in the order of the capture.
 */
#include "reports.h"

#include <stdio.h>

#include "engine/ack_flaws.h"
#include "engine/chars.h"
#include "engine/hops.h"
#include "engine/sequence.h"
#include "filters.h"
#include "report_values.h"
#include "ws_compat.h"

static void member_string(json_dumper *d, const char *name, const char *value)
{
    json_dumper_set_member_name(d, name);
    json_dumper_value_string(d, value); /* NULL: null */
}

/* Bytes off the wire, whole, as valid UTF-8. */
static void member_slice(json_dumper *d, const char *name, struct slice value)
{
    char *text = slice_text(value);

    member_string(d, name, text);
    g_free(text);
}

static void member_number(json_dumper *d, const char *name, uint64_t value)
{
    json_dumper_set_member_name(d, name);
    json_dumper_value_anyf(d, "%" G_GUINT64_FORMAT, value);
}

/* Nanoseconds, in milliseconds. */
static void member_ms(json_dumper *d, const char *name, int64_t ns)
{
    json_dumper_set_member_name(d, name);
    json_dumper_value_anyf(d, "%.3f", milliseconds(ns));
}

static void member_bool(json_dumper *d, const char *name, bool value)
{
    json_dumper_set_member_name(d, name);
    json_dumper_value_anyf(d, value ? "true" : "false");
}

static void member_null(json_dumper *d, const char *name)
{
    member_string(d, name, NULL);
}

static void member_frame(json_dumper *d, const char *name, uint32_t frame)
{
    if (frame)
        member_number(d, name, frame);
    else
        member_null(d, name);
}

static void begin_object(json_dumper *d, const char *name)
{
    json_dumper_set_member_name(d, name);
    json_dumper_begin_object(d);
}

static void begin_array(json_dumper *d, const char *name)
{
    json_dumper_set_member_name(d, name);
    json_dumper_begin_array(d);
}

static void dump_cause(json_dumper *d, const struct record *r)
{
    const struct verdict *v = &r->v;
    const struct cause *cause = cause_get(v->cause);

    if (!v->bad) {
        member_null(d, "cause");
        return;
    }
    begin_object(d, "cause");
    member_string(d, "id", cause->id);
    member_string(d, "title", cause->title);
    member_string(d, "header", record_cause_header(r));
    member_string(d, "clause", cause->clause);
    member_frame(d, "frame", v->frame);
    if (v->fault) {
        member_number(d, "offset", v->fault->offset);
        member_number(d, "length", v->fault->length);
    }
    member_string(d, "text", v->text);
    member_string(d, "fix", v->fix);
    json_dumper_end_object(d);
}

static void dump_faults(json_dumper *d, const struct record *r)
{
    const struct fault *fault;
    unsigned i = 0;

    begin_array(d, "faults");
    while ((fault = record_next_fault(r, &i))) {
        const struct cause *cause = cause_get(fault->cause);

        json_dumper_begin_object(d);
        member_string(d, "id", cause->id);
        member_string(d, "header", header_name(fault->header));
        member_string(d, "clause", cause->clause);
        member_string(d, "certainty", certainty_name(fault->certainty));
        member_number(d, "offset", fault->offset);
        member_number(d, "length", fault->length);
        member_string(d, "text", fault->text);
        json_dumper_end_object(d);
    }
    json_dumper_end_array(d);
}

static void dump_claim(json_dumper *d, const struct record *r)
{
    char words[CLAIM_TEXT_SIZE];

    if (!record_has_claim(r)) {
        member_null(d, "claim");
        return;
    }
    begin_object(d, "claim");
    member_string(d, "id", record_claim(r));
    member_string(d, "text", record_claim_text(r, words));
    member_string(d, "stack", r->v.stack ? stack_name(r->v.stack) : NULL);
    json_dumper_end_object(d);
}

static void frame_number(json_dumper *d, const struct sighting *s)
{
    if (s)
        json_dumper_value_anyf(d, "%u", s->frame);
}

/* The ledger of one final response: what was due, and every copy with the ACK that came before the next. */
static const struct sighting *ack_behind(const struct transaction *t, const struct leg *leg,
                                         const struct sighting *copy)
{
    /* a PRACK is a transaction of its own, and only the first that fits is remembered */
    const struct sighting *prack = leg->rseq && leg->ack && leg->ack->time >= copy->time ? leg->ack : NULL;

    for (const struct sighting *s = copy->next; s; s = s->next) {
        if (s->role == ROLE_ACK && ack_fits(t, leg, s))
            return s;
        if (s->leg == leg && !s->duplicate)
            return prack && prack->time < s->time ? prack : NULL;
    }
    return prack;
}

static void dump_copies(json_dumper *d, const struct transaction *t, const struct leg *leg)
{
    begin_array(d, "copies");
    for (const struct sighting *s = leg->response; s; s = s->next) {
        const struct sighting *ack;

        if (s->leg != leg || s->duplicate)
            continue;
        ack = ack_behind(t, leg, s);
        json_dumper_begin_object(d);
        member_number(d, "frame", s->frame);
        if (ack)
            member_number(d, "ack", ack->frame);
        else
            member_null(d, "ack");
        json_dumper_end_object(d);
    }
    json_dumper_end_array(d);
}

static void dump_due(json_dumper *d, const struct transaction *t, const struct leg *leg)
{
    char endpoint[ENDPOINT_TEXT_SIZE];
    struct due due;

    begin_object(d, "due");
    member_string(d, "from", endpoint_print(&t->src, endpoint));
    member_number(d, "cseq", t->key.cseq);
    if (leg->rseq) {
        member_number(d, "rseq", leg->rseq);
    } else if (leg_is_2xx(leg)) {
        ack_due(&due, sipdiag_capture(), t, leg);
        member_slice(d, "request_uri", due.known ? due.request_uri : SLICE_NONE);
        begin_array(d, "route");
        for (unsigned i = 0; due.known && i < due.routes.count; i++) {
            char text[256];
            json_dumper_value_string(d, slice_print(due.routes.items[i].text, text, sizeof text));
        }
        json_dumper_end_array(d);
    } else {
        member_slice(d, "request_uri", t->request_uri);
        member_slice(d, "branch", t->key.branch);
    }
    json_dumper_end_object(d);
}

static void dump_leg(json_dumper *d, const struct transaction *t, const struct leg *leg)
{
    json_dumper_begin_object(d);
    member_number(d, "status", leg->status);
    member_slice(d, "to_tag", leg->to_tag);
    dump_due(d, t, leg);
    dump_copies(d, t, leg);
    if (leg->ack) {
        member_number(d, "ack", leg->ack->frame);
        member_bool(d, "this_hop", leg->ack_here != NULL);
    } else {
        member_null(d, "ack");
    }
    json_dumper_end_object(d);
}

static void dump_evidence(json_dumper *d, const struct ack_verdict *ack)
{
    const struct leg *leg = ack->leg;

    begin_array(d, "evidence");
    if (leg) {
        frame_number(d, leg->response);
        if (leg->newest != leg->response)
            frame_number(d, leg->newest);
        frame_number(d, ack->ack);
        frame_number(d, ack->ack ? NULL : leg->bye);
    }
    json_dumper_end_array(d);
}

static void dump_ack(json_dumper *d, const struct transaction *t, const struct verdict *v)
{
    begin_object(d, "ack");
    member_string(d, "state", ack_state_name(v->ack.state));
    member_string(d, "cause", cause_get(v->ack.cause)->id);
    dump_evidence(d, &v->ack);
    begin_array(d, "legs");
    for (const struct leg *leg = t->legs; leg; leg = leg->next)
        dump_leg(d, t, leg);
    json_dumper_end_array(d);
    json_dumper_end_object(d);
    begin_object(d, "prack");
    member_string(d, "state", ack_state_name(v->prack.state));
    member_string(d, "cause", cause_get(v->prack.cause)->id);
    dump_evidence(d, &v->prack);
    begin_array(d, "legs");
    for (const struct leg *leg = t->extras->early; leg; leg = leg->next)
        dump_leg(d, t, leg);
    json_dumper_end_array(d);
    json_dumper_end_object(d);
}

static void dump_notes(json_dumper *d, const struct verdict *v)
{
    begin_array(d, "notes");
    for (unsigned i = 0; i < v->note_count; i++) {
        json_dumper_begin_object(d);
        member_string(d, "id", cause_get(v->notes[i].cause)->id);
        member_string(d, "text", v->notes[i].text);
        member_string(d, "fix", cause_get(v->notes[i].cause)->fix);
        member_number(d, "frame", v->notes[i].frame);
        json_dumper_end_object(d);
    }
    json_dumper_end_array(d);
}

static void member_hop(json_dumper *d, const char *name, const struct transaction *hop)
{
    if (hop)
        member_number(d, name, hop->number);
    else
        member_null(d, name);
}

static void take_frame(void *data, uint32_t frame)
{
    json_dumper_value_anyf(data, "%u", frame);
}

static void dump_frames(json_dumper *d, const struct record *r)
{
    static const char *const names[] = {
        [FRAMES_REQUEST] = "request", [FRAMES_PROVISIONAL] = "provisional", [FRAMES_FINAL] = "final",
        [FRAMES_ACK] = "ack",         [FRAMES_CANCEL] = "cancel",
    };

    begin_object(d, "frames");
    for (enum frames_of which = 0; which < array_length(names); which++) {
        begin_array(d, names[which]);
        record_frames(r, which, take_frame, d);
        json_dumper_end_array(d);
    }
    json_dumper_end_object(d);
}

static void dump_step(json_dumper *d, const struct step *step)
{
    json_dumper_begin_object(d);
    member_ms(d, "time_ms", step->time);
    member_string(d, "direction", step->backwards ? "<-" : "->");
    member_string(d, "what", step->what);
    member_bool(d, "again", step->original != NULL);
    member_frame(d, "frame", step->frame);
    member_frame(d, "last_frame", step->last_frame);
    member_number(d, "times", step->copies + 1);
    member_ms(d, "until_ms", step->last);
    json_dumper_end_object(d);
}

static void dump_sequence(json_dumper *d, const struct transaction *t, const struct verdict *v)
{
    struct sequence sequence;

    sequence_read(&sequence, t, v);
    begin_array(d, "sequence");
    for (unsigned i = 0; i < sequence.count; i++)
        dump_step(d, &sequence.steps[i]);
    json_dumper_end_array(d);
    member_number(d, "sequence_left_out", sequence.left_out);
}

static void member_interval(json_dumper *d, const char *name, struct interval interval)
{
    if (interval.known)
        member_ms(d, name, interval.ns);
    else
        member_null(d, name);
}

static void dump_filters(json_dumper *d, const struct transaction *t)
{
    char *transaction = filter_transaction(NULL, t), *call = filter_call(NULL, t);

    member_string(d, "filter", transaction);
    member_string(d, "call_filter", call);
    wmem_free(NULL, transaction);
    wmem_free(NULL, call);
}

static void dump_transaction(json_dumper *d, const struct transaction *t)
{
    char endpoint[ENDPOINT_TEXT_SIZE], start[TIME_TEXT_SIZE];
    struct record r;

    record_read(&r, t);
    json_dumper_begin_object(d);
    member_number(d, "schema", RECORD_SCHEMA);
    member_number(d, "transaction", t->number);
    member_string(d, "verdict", verdict_name(r.v.state));
    member_bool(d, "bad", r.v.bad);
    member_string(d, "confidence", r.v.bad ? confidence_name(r.v.confidence) : NULL);
    member_slice(d, "method", t->method);
    if (t->final)
        member_number(d, "status", t->final->status);
    else
        member_null(d, "status");
    member_slice(d, "reason_phrase", record_reason_phrase(&r));
    dump_cause(d, &r);
    dump_faults(d, &r);
    dump_claim(d, &r);
    dump_ack(d, t, &r.v);
    dump_notes(d, &r.v);
    member_slice(d, "call_id", t->call->call_id);
    member_number(d, "cseq", t->key.cseq);
    member_slice(d, "branch", t->key.branch);
    member_slice(d, "request_uri", t->request_uri);
    member_slice(d, "from", t->from);
    member_slice(d, "to", t->to);
    member_string(d, "src", endpoint_print(&t->src, endpoint));
    member_string(d, "dst", endpoint_print(&t->dst, endpoint));
    member_string(d, "transport", transport_name(t->transport));
    member_slice(d, "user_agent", t->user_agent);
    member_slice(d, "server", t->reply->server);
    dump_frames(d, &r);
    member_hop(d, "previous_hop", hops_previous(t));
    member_hop(d, "next_hop", hops_next(t));
    member_string(d, "start", record_start(&r, start));
    member_interval(d, "response_time_ms", record_response_time(&r));
    member_interval(d, "provisional_time_ms", record_provisional_time(&r));
    member_interval(d, "ack_time_ms", record_ack_time(&r));
    member_number(d, "retransmissions", record_retransmissions(&r));
    dump_sequence(d, t, &r.v);
    dump_filters(d, t);
    member_bool(d, "repeated_unmodified", t->extras->repeats != 0);
    json_dumper_end_object(d);
}

void report_json(const struct selection *selection)
{
    const struct capture *c = sipdiag_capture();
    GString *line = g_string_new(NULL); /* to a file, the dumper would go character by character */

    for (const struct transaction *t = capture_beyond(c, 0); t; t = capture_beyond(c, t->number)) {
        json_dumper dumper = {.output_string = line};

        if (!selection_has(selection, t->number))
            continue;
        g_string_truncate(line, 0);
        dump_transaction(&dumper, t);
        json_dumper_finish(&dumper);
        fwrite(line->str, 1, line->len, stdout);
    }
    g_string_free(line, TRUE);
    report_let_go(stderr, "sipdiag: ");
}
