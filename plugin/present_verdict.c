/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What went wrong, why, and what to do.
 */
#include "engine/status_guide.h"
#include "fields.h"
#include "present_parts.h"

/* Are these bytes of the message in st->tvb? What was read off a copy may lie elsewhere in this one. */
static bool holds(const struct stage *st, const struct fault *fault)
{
    return st->located && (uint64_t)st->s->offset + fault->offset + fault->length <= tvb_captured_length(st->tvb);
}

/* The answer first: what it is, why, what to do. Filters find the id, people read the title. */
void add_cause(const struct stage *st)
{
    const struct verdict *v = st->v;
    const struct cause *cause = cause_get(v->cause);
    bool here = v->fault && v->evidence && sighting_alike(v->evidence) == sighting_alike(st->s) && holds(st, v->fault);
    proto_tree *sub;
    proto_item *item;

    if (v->cause) {
        item = proto_tree_add_string_format(
            own_tree(st), hf.cause, st->tvb, here ? (int)(st->s->offset + v->fault->offset) : 0,
            here ? (int)v->fault->length : 0, cause->id, "Cause: %s (%s)", cause->title, cause->id);
        sub = proto_item_add_subtree(generated(item), ett.cause);
    } else {
        sub = own_tree(st);
    }
    add_long_text(sub, st, hf.cause_text, "Explanation", v->text);
    add_long_text(sub, st, hf.cause_fix, "What to do", v->fix);
    add_string_below(sub, st, hf.cause_header, v->header != H_OTHER ? header_name(v->header) : NULL);
    add_string_below(sub, st, hf.cause_clause, cause->clause);
    if (v->frame)
        generated(proto_tree_add_uint(sub, hf.cause_frame, st->tvb, 0, 0, v->frame));
}

void add_verdict(const struct stage *st)
{
    const struct verdict *v = st->v;

    add_string(st, hf.verdict, verdict_name(v->state));
    if (st->marked && v->bad)
        add_string(st, hf.confidence, confidence_name(v->confidence));
    add_flag(st, hf.bad, st->marked && v->bad);
    add_flag(st, hf.missing_ack, st->marked && v->ack.state == ACK_MISSING);
    add_flag(st, hf.no_response, st->marked && v->state == VERDICT_NO_RESPONSE);
    add_flag(st, hf.repeated_unmodified, st->marked && st->t->extras->repeats);
    if (st->marked || st->s->role == ROLE_ACK) {
        proto_item *item = add_string(st, hf.ack, ack_state_name(v->ack.state));
        if (v->ack.state == ACK_NOT_DUE)
            proto_item_set_hidden(item); /* there to be filtered on; noise to read */
    }
    if ((st->marked || st->s->role == ROLE_PROVISIONAL) && v->prack.state != ACK_NOT_DUE)
        add_string(st, hf.prack, ack_state_name(v->prack.state));
    add_flag(st, hf.truncated, st->s->cut);
    add_number(st, hf.transaction, st->t->number);
    if (st->t->call->call_id.len)
        add_number(st, hf.call, st->t->call->number);
}

/* The faults of the first copy are the faults of each with the same bytes. */
void add_faults(const struct stage *st)
{
    const struct sighting *first = sighting_alike(st->s);

    for (unsigned i = 0; i < first->extras->fault_count; i++) {
        const struct fault *fault = &first->extras->faults[i];
        const struct cause *cause = cause_get(fault->cause);
        proto_item *item;
        proto_tree *sub;
        bool here;

        if (!verdict_shows(st->v, fault))
            continue;
        here = holds(st, fault);
        item = proto_tree_add_string(own_tree(st), hf.fault, st->tvb, here ? (int)(st->s->offset + fault->offset) : 0,
                                     here ? (int)fault->length : 0, cause->id);
        sub = proto_item_add_subtree(generated(item), ett.fault);
        proto_item_append_text(item, " (%s)", fault->text);
        proto_item_set_hidden(add_string_below(sub, st, hf.fault_text, fault->text)); /* the line above says it */
        add_string_below(sub, st, hf.fault_header, header_name(fault->header));
        add_string_below(sub, st, hf.fault_clause, cause->clause);
        add_string_below(sub, st, hf.fault_certainty, certainty_name(fault->certainty));
        if (fault->certainty == CERTAIN && st->first_copy)
            expert_add_info_format(st->pinfo, item, &ei.fault, "%s (%s)", fault->text, cause->clause);
        /* NOLINTNEXTLINE(clang-analyzer-deadcode.DeadStores): what it returns has to go somewhere */
        sub = proto_item_add_subtree(item, ett.fault); /* see present_sighting() */
    }
    add_number(st, hf.faults_left_out, first->extras->faults_left_out);
    add_number(st, hf.headers_left_out, first->extras->headers_left_out);
}

void add_claim(const struct stage *st)
{
    char words[320];
    proto_item *item;
    proto_tree *sub;

    if (!st->marked || !st->v->bad || !st->t->final || st->t->final->status < 300 ||
        !claim_words(st->t->reply, words, sizeof words)[0])
        return;
    item = proto_tree_add_string(own_tree(st), hf.claim_text, st->tvb, 0, 0, words);
    sub = proto_item_add_subtree(generated(item), ett.claim);
    if (st->v->claim)
        add_string_below(sub, st, hf.claim, cause_get(claim_cause(st->v->claim, st->v->fault))->id);
    add_string_below(sub, st, hf.claim_stack, stack_name(st->v->stack));
}

void add_guide(const struct stage *st)
{
    bool wanted =
        is_asked_for(st, hf.status_meaning) || is_asked_for(st, hf.status_when) || is_asked_for(st, hf.status_fix);
    struct guide guide;
    proto_tree *sub;
    proto_item *item;

    if (!wanted || !st->s->status || !status_guide(st->s->status, st->t->method, &guide))
        return;
    sub = proto_tree_add_subtree_format(own_tree(st), st->tvb, 0, 0, ett.status, &item, "About %u", st->s->status);
    generated(item);
    add_string_below(sub, st, hf.status_meaning, guide.meaning);
    add_string_below(sub, st, hf.status_when, guide.when);
    add_string_below(sub, st, hf.status_fix, guide.fix);
}

void add_notes(const struct stage *st)
{
    for (unsigned i = 0; i < st->v->note_count && (st->marked || st->s->role == ROLE_ACK); i++) {
        const struct note *note = &st->v->notes[i];
        const struct cause *cause = cause_get(note->cause);
        proto_item *item = proto_tree_add_string(own_tree(st), hf.note, st->tvb, 0, 0, cause->id);
        proto_tree *sub = proto_item_add_subtree(generated(item), ett.note);

        proto_item_set_text(item, "Note: %s (%s)", cause->title, cause->id);
        add_long_text(sub, st, hf.note_text, "Explanation", note->text);
        add_long_text(sub, st, hf.note_fix, "What to do", cause->fix);
    }
}
