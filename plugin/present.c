/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "present.h"

#include "engine/ack_flaws.h"
#include "engine/chars.h"
#include "engine/hops.h"
#include "engine/sequence.h"
#include "engine/status_guide.h"
#include "fields.h"
#include "intake.h"
#include "packet-sipdiag.h"

/* What every part of the item needs. */
struct stage {
    const struct sighting *s;
    const struct transaction *t;
    const struct verdict *v;
    packet_info *pinfo;
    proto_tree *tree;
    tvbuff_t *tvb; /* the message's data source, else the frame's */
    bool located;  /* offsets into the message may be shown in tvb */
    bool first_copy;
    bool marked; /* carries the verdict: request or final response; the response that lacks its PRACK */
    bool shown;  /* somebody looks at the tree, or asks for all of it */
};

static proto_item *generated(proto_item *item)
{
    proto_item_set_generated(item);
    return item;
}

static proto_item *add_string(proto_tree *tree, const struct stage *st, int field, const char *text)
{
    return text && text[0] ? generated(proto_tree_add_string(tree, field, st->tvb, 0, 0, text)) : NULL;
}

static void add_flag(const struct stage *st, int field, bool present)
{
    if (present)
        generated(proto_tree_add_boolean(st->tree, field, st->tvb, 0, 0, TRUE));
}

static void add_frame(const struct stage *st, int field, const struct sighting *target)
{
    if (target && target->frame != st->s->frame)
        generated(proto_tree_add_uint(st->tree, field, st->tvb, 0, 0, target->frame));
}

static void add_interval(const struct stage *st, int field, const struct sighting *from, const struct sighting *to)
{
    int64_t ns = to->time - from->time;
    nstime_t value = {.secs = (time_t)(ns / SECOND), .nsecs = (int)(ns % SECOND)};

    if (from->untimed || to->untimed)
        return;
    generated(proto_tree_add_time(st->tree, field, st->tvb, 0, 0, &value));
}

/* Is the verdict about the PRACK of this provisional response? */
static bool lacks_prack(const struct sighting *s, const struct verdict *v)
{
    return (v->state == VERDICT_MISSING_ACK || v->state == VERDICT_BAD_ACK) && !ack_is_bad(v->ack.state) && s->leg &&
           s->leg == v->prack.leg;
}

bool present_marks(const struct sighting *s, const struct verdict *v)
{
    return s->role == ROLE_REQUEST || s->role == ROLE_FINAL || lacks_prack(s, v);
}

static void add_hop(const struct stage *st, int field, const struct transaction *hop)
{
    if (hop)
        add_frame(st, field, hop->request);
}

static void add_links(const struct stage *st)
{
    const struct transaction *t = st->t;

    add_frame(st, hf.request_in, t->request);
    add_frame(st, hf.response_in, t->final);
    add_frame(st, hf.ack_in, st->v->ack.ack ? st->v->ack.ack : t->ack);
    if (t->cancel)
        add_frame(st, hf.cancel_in, t->cancel->request);
    add_frame(st, hf.icmp_in, t->icmp);
    add_hop(st, hf.previous_hop, hops_previous(t));
    add_hop(st, hf.next_hop, hops_next(t));
    if (st->s->original)
        add_frame(st, st->s->duplicate ? hf.duplicate_of : hf.retransmission_of, st->s->original);
    if (st->s->retransmissions)
        generated(proto_tree_add_uint(st->tree, hf.retransmissions, st->tvb, 0, 0, st->s->retransmissions));
}

static void add_times(const struct stage *st)
{
    const struct transaction *t = st->t;

    if (!st->first_copy)
        return;
    if (t->request && st->s == t->provisional)
        add_interval(st, hf.provisional_time, t->request, st->s);
    if (t->request && st->s->role == ROLE_FINAL)
        add_interval(st, hf.response_time, t->request, st->s);
    if (st->s->role == ROLE_ACK && t->final)
        for (const struct leg *leg = t->legs; leg; leg = leg->next)
            if (leg->ack == st->s)
                add_interval(st, hf.ack_time, leg->response, st->s);
}

#define LABEL 200 /* octets of a line in the tree; Wireshark cuts it at 240 */

/* Where to break a text that is too long for one line: behind the last "; " or, failing that, the last space. */
static size_t line_break(const char *text)
{
    size_t at = 0, space = 0;

    for (size_t i = 0; i < LABEL; i++) {
        if (text[i] == ' ')
            space = i + 1;
        if (text[i] == ' ' && i > 0 && text[i - 1] == ';')
            at = i + 1;
    }
    return at ? at : space ? space : LABEL;
}

/* Without the space that the line breaks at. */
static int printed(const char *text, size_t shown)
{
    return (int)(shown && text[shown - 1] == ' ' ? shown - 1 : shown);
}

/* A text over as many lines as it takes; the field holds the whole. */
static void add_long_text(proto_tree *tree, const struct stage *st, int field, const char *name, const char *text)
{
    size_t len = strlen(text), shown = len > LABEL ? line_break(text) : len;

    if (len == 0)
        return;
    generated(
        proto_tree_add_string_format(tree, field, st->tvb, 0, 0, text, "%s: %.*s", name, printed(text, shown), text));
    for (text += shown, len -= shown; len; text += shown, len -= shown) {
        proto_item *more;

        shown = len > LABEL ? line_break(text) : len;
        proto_tree_add_subtree_format(tree, st->tvb, 0, 0, ett.cause, &more, "    %.*s", printed(text, shown), text);
        generated(more);
    }
}

/* Are these bytes of the message in st->tvb? What was read off a copy may lie elsewhere in this one. */
static bool holds(const struct stage *st, const struct fault *fault)
{
    return st->located && (uint64_t)st->s->offset + fault->offset + fault->length <= tvb_captured_length(st->tvb);
}

/* The answer first: what it is, why, what to do. Filters find the id, people read the title. */
static void add_cause(const struct stage *st)
{
    const struct verdict *v = st->v;
    const struct cause *cause = cause_get(v->cause);
    bool here = v->fault && v->evidence && sighting_alike(v->evidence) == sighting_alike(st->s) && holds(st, v->fault);
    proto_tree *sub;
    proto_item *item;

    if (v->cause) {
        item = proto_tree_add_string_format(
            st->tree, hf.cause, st->tvb, here ? (int)(st->s->offset + v->fault->offset) : 0,
            here ? (int)v->fault->length : 0, cause->id, "Cause: %s (%s)", cause->title, cause->id);
        sub = proto_item_add_subtree(generated(item), ett.cause);
    } else {
        sub = st->tree;
    }
    add_long_text(sub, st, hf.cause_text, "Explanation", v->text);
    add_long_text(sub, st, hf.cause_fix, "What to do", v->fix);
    add_string(sub, st, hf.cause_header, v->header != H_OTHER ? header_name(v->header) : NULL);
    add_string(sub, st, hf.cause_clause, cause->clause);
    if (v->frame)
        generated(proto_tree_add_uint(sub, hf.cause_frame, st->tvb, 0, 0, v->frame));
}

static void add_verdict(const struct stage *st)
{
    const struct verdict *v = st->v;

    add_string(st->tree, st, hf.verdict, verdict_name(v->state));
    if (st->marked && v->bad)
        add_string(st->tree, st, hf.confidence, confidence_name(v->confidence));
    add_flag(st, hf.bad, st->marked && v->bad);
    add_flag(st, hf.missing_ack, st->marked && v->ack.state == ACK_MISSING);
    add_flag(st, hf.no_response, st->marked && v->state == VERDICT_NO_RESPONSE);
    add_flag(st, hf.repeated_unmodified, st->marked && st->t->repeats);
    if (st->marked || st->s->role == ROLE_ACK) {
        proto_item *item = add_string(st->tree, st, hf.ack, ack_state_name(v->ack.state));
        if (v->ack.state == ACK_NOT_DUE)
            proto_item_set_hidden(item); /* there to be filtered on; noise to read */
    }
    if ((st->marked || st->s->role == ROLE_PROVISIONAL) && v->prack.state != ACK_NOT_DUE)
        add_string(st->tree, st, hf.prack, ack_state_name(v->prack.state));
    add_flag(st, hf.truncated, st->s->cut);
    generated(proto_tree_add_uint(st->tree, hf.transaction, st->tvb, 0, 0, st->t->number));
    if (st->t->call->call_id.len)
        generated(proto_tree_add_uint(st->tree, hf.call, st->tvb, 0, 0, st->t->call->number));
}

/* The faults of the first copy are the faults of each with the same bytes. */
static void add_faults(const struct stage *st)
{
    const struct sighting *first = sighting_alike(st->s);

    for (unsigned i = 0; i < first->fault_count; i++) {
        const struct fault *fault = &first->faults[i];
        const struct cause *cause = cause_get(fault->cause);
        proto_item *item;
        proto_tree *sub;
        bool here;

        if (!verdict_shows(st->v, fault))
            continue;
        here = holds(st, fault);
        item = proto_tree_add_string(st->tree, hf.fault, st->tvb, here ? (int)(st->s->offset + fault->offset) : 0,
                                     here ? (int)fault->length : 0, cause->id);
        sub = proto_item_add_subtree(generated(item), ett.fault);
        proto_item_append_text(item, " (%s)", fault->text);
        proto_item_set_hidden(add_string(sub, st, hf.fault_text, fault->text)); /* the line above says it */
        add_string(sub, st, hf.fault_header, header_name(fault->header));
        add_string(sub, st, hf.fault_clause, cause->clause);
        add_string(sub, st, hf.fault_certainty, certainty_name(fault->certainty));
        if (fault->certainty == CERTAIN && st->first_copy)
            expert_add_info_format(st->pinfo, item, &ei.fault, "%s (%s)", fault->text, cause->clause);
        sub = proto_item_add_subtree(item, ett.fault); /* see present_sighting() */
    }
    if (first->faults_left_out)
        generated(proto_tree_add_uint(st->tree, hf.faults_left_out, st->tvb, 0, 0, first->faults_left_out));
    if (first->headers_left_out)
        generated(proto_tree_add_uint(st->tree, hf.headers_left_out, st->tvb, 0, 0, first->headers_left_out));
}

static void add_claim(const struct stage *st)
{
    char words[320];
    proto_item *item;
    proto_tree *sub;

    if (!st->marked || !st->v->bad || !st->t->final || st->t->final->status < 300)
        return;
    item = add_string(st->tree, st, hf.claim_text, claim_words(&st->t->reply, words, sizeof words));
    if (!item)
        return;
    sub = proto_item_add_subtree(item, ett.claim);
    if (st->v->claim)
        add_string(sub, st, hf.claim, cause_get(claim_cause(st->v->claim, st->v->fault))->id);
    add_string(sub, st, hf.claim_stack, stack_name(st->v->stack));
}

static void add_guide(const struct stage *st)
{
    struct guide guide;
    proto_tree *sub;
    proto_item *item;

    if (!st->s->status || !status_guide(st->s->status, st->t->method, &guide))
        return;
    sub = proto_tree_add_subtree_format(st->tree, st->tvb, 0, 0, ett.status, &item, "About %u", st->s->status);
    generated(item);
    add_string(sub, st, hf.status_meaning, guide.meaning);
    add_string(sub, st, hf.status_when, guide.when);
    add_string(sub, st, hf.status_fix, guide.fix);
}

/* Expert infos: each verdict once or twice, on the frames that people look at. */

/* The final response itself, and the copy from which on its missing ACK shows. */
static bool shows_ack_verdict(const struct stage *st)
{
    return (st->s->role == ROLE_FINAL || lacks_prack(st->s, st->v)) && !st->s->duplicate &&
           (st->first_copy || st->s->retransmissions == 2);
}

static const char *ack_words(const struct verdict *v)
{
    bool prack = !ack_is_bad(v->ack.state);

    switch (prack ? v->prack.state : v->ack.state) {
    case ACK_WRONG: return prack ? "PRACK wrong" : "ACK wrong";
    case ACK_LOST: return prack ? "PRACK lost" : "ACK lost";
    default: return prack ? "PRACK late" : "ACK late";
    }
}

static void add_experts(const struct stage *st, proto_item *item)
{
    const struct sighting *s = st->s;
    const struct transaction *t = st->t;
    const struct verdict *v = st->v;
    const char *clause = v->cause ? cause_get(v->cause)->clause : NULL;

    if (v->bad && shows_ack_verdict(st)) {
        if (v->state == VERDICT_FAILED && st->first_copy)
            expert_add_info_format(st->pinfo, item, s->status == 400 ? &ei.bad_request : &ei.failed,
                                   "%u %s: %s%s%s%s, frame %u", s->status,
                                   s->status == 400 ? "Bad Request" : "to the request", v->text, clause ? " (" : "",
                                   clause ? clause : "", clause ? ")" : "", v->frame ? v->frame : s->frame);
        else if (v->state == VERDICT_MISSING_ACK)
            expert_add_info_format(st->pinfo, item, &ei.missing_ack, "Missing %s: %s (%s)",
                                   ack_is_bad(v->ack.state) ? "ACK" : "PRACK", v->text, clause);
        else if (v->state == VERDICT_BAD_ACK)
            expert_add_info_format(st->pinfo, item, &ei.wrong_ack, "%s: %s (%s)", ack_words(v), v->text, clause);
    }
    if (v->bad && v->state == VERDICT_BAD_ACK && (s == v->ack.ack || s == v->prack.ack))
        expert_add_info_format(st->pinfo, item, &ei.wrong_ack, "%s: %s (%s)", ack_words(v), v->text, clause);
    if (v->bad && v->state == VERDICT_NO_RESPONSE && s == t->request)
        expert_add_info_format(st->pinfo, item, &ei.no_response, "No response: %s", v->text);
    if (t->repeats && s == t->request)
        expert_add_info_format(st->pinfo, item, &ei.repeated_unmodified,
                               "The request of frame %u drew 400 and is repeated here without modification (RFC 3261 "
                               "21.4.1)",
                               t->repeats->request->frame);
    if (s->settles) {
        struct verdict settled;
        sipdiag_judge(&settled, s->settles);
        if (settled.bad && settled.state == VERDICT_MISSING_ACK)
            expert_add_info_format(st->pinfo, item, &ei.missing_ack,
                                   "This %.*s belongs to a call whose ACK is missing: %s", (int)t->method.len,
                                   t->method.at, settled.text);
    }
    if (s->original && !s->duplicate)
        expert_add_info_format(st->pinfo, item, &ei.retransmission, "Retransmission %u of frame %u", s->retransmissions,
                               s->original->frame);
    if (!t->request && st->first_copy && s->role != ROLE_ACK)
        expert_add_info_format(st->pinfo, item, &ei.incomplete, "The request that this answers is not in the capture");
    if (v->state == VERDICT_CHALLENGED && s == t->final)
        expert_add_info_format(st->pinfo, item, &ei.challenge, "%u asks for credentials%s", s->status,
                               t->followed_up ? ", which followed" : "");
}

/* The whole. */

static const char *verdict_words(enum verdict_state state)
{
    switch (state) {
    case VERDICT_NO_RESPONSE: return "never answered";
    case VERDICT_MISSING_ACK: return "lacks its ACK";
    case VERDICT_BAD_ACK: return "has a bad ACK";
    default: return verdict_name(state);
    }
}

static void headline(const struct stage *st, proto_item *item)
{
    char summary[160];

    if (st->shown)
        proto_item_append_text(item, ": %.*s %s, %s", (int)st->t->method.len, st->t->method.at,
                               verdict_words(st->v->state), verdict_summary(st->v, st->t, summary, sizeof summary));
}

static void suffix_info(const struct stage *st)
{
    const struct verdict *v = st->v;
    const char *so_far, *gap;

    if (!st->marked || !v->bad)
        return;
    so_far = col_get_text(st->pinfo->cinfo, COL_INFO);
    gap = so_far && g_str_has_suffix(so_far, " ") ? "" : " ";
    if (st->t->final && v->state == VERDICT_FAILED)
        col_append_fstr(st->pinfo->cinfo, COL_INFO, "%s[%u%s%s]", gap, st->t->final->status, v->cause ? ": " : "",
                        v->cause ? cause_get(v->cause)->title : "");
    else if (v->cause)
        col_append_fstr(st->pinfo->cinfo, COL_INFO, "%s[%s]", gap, cause_get(v->cause)->title);
}

/* In the first pass only: the final response has gone by unmarked. In later ones it carries the verdict itself. A BYE,
 * or another request of the dialog, shows that no ACK will come, or that it went another way. */
static void mark_settled(const struct stage *st)
{
    struct verdict settled;

    if (!st->s->settles || PINFO_FD_VISITED(st->pinfo))
        return;
    sipdiag_judge(&settled, st->s->settles);
    if (settled.state == VERDICT_MISSING_ACK) {
        add_flag(st, hf.bad, settled.bad);
        add_flag(st, hf.missing_ack, true);
    } else if (settled.ack.state == ACK_ELSEWHERE && st->s->settles != st->t) {
        add_string(st->tree, st, hf.ack, ack_state_name(settled.ack.state));
    }
}

/* The ledger: for each 2xx where its ACK is due, and what came of it. */
static void add_leg(const struct stage *st, proto_tree *tree, const struct leg *leg)
{
    char tag[64], from[ENDPOINT_TEXT_SIZE], text[160];
    proto_item *item;
    proto_tree *sub;
    struct due due;

    sub = proto_tree_add_subtree_format(
        tree, st->tvb, 0, 0, ett.ledger, &item, "%u in frame %u, To tag %s, sent %u time%s: ", leg->status,
        leg->response->frame, leg->to_tag.len ? slice_print(leg->to_tag, tag, sizeof tag) : "missing",
        leg->newest->retransmissions + 1, leg->newest->retransmissions ? "s" : "");
    generated(item);
    if (leg->ack)
        proto_item_append_text(item, "%s in frame %u, %.3f s later", leg->rseq ? "PRACK" : "ACK", leg->ack->frame,
                               (double)(leg->ack->time - leg->response->time) / (double)SECOND);
    else
        proto_item_append_text(item, "no %s that fits", leg->rseq ? "PRACK" : "ACK");
    if (leg->acks > 1)
        proto_item_append_text(item, ", %u in all", leg->acks);
    if (!leg_is_2xx(leg))
        return;
    ack_due(&due, sipdiag_capture(), st->t, leg);
    if (!due.known)
        return;
    item = add_string(sub, st, hf.ack_target, slice_print(due.request_uri, text, sizeof text));
    if (item)
        proto_item_append_text(item, ", CSeq %" G_GUINT64_FORMAT " ACK, from %s", st->t->cseq,
                               endpoint_print(&st->t->src, from));
    for (unsigned i = 0; i < due.routes.count; i++)
        add_string(sub, st, hf.ack_route, slice_print(due.routes.items[i].text, text, sizeof text));
}

static void add_ledger(const struct stage *st)
{
    bool wanted = st->shown || proto_field_is_referenced(st->tree, hf.ack_target) ||
                  proto_field_is_referenced(st->tree, hf.ack_route);
    proto_tree *sub;
    proto_item *item;

    if (!wanted || !(st->t->legs || st->t->early))
        return;
    sub = proto_tree_add_subtree(st->tree, st->tvb, 0, 0, ett.ledger, &item, "What has to be acknowledged");
    generated(item);
    for (const struct leg *leg = st->t->early; leg; leg = leg->next)
        add_leg(st, sub, leg);
    for (const struct leg *leg = st->t->legs; leg; leg = leg->next)
        add_leg(st, sub, leg);
}

/* The handshake and its gap, at a glance. */
static void add_sequence(const struct stage *st)
{
    struct sequence sequence;
    char line[160];
    proto_tree *sub;
    proto_item *item;

    if (!(st->shown || proto_field_is_referenced(st->tree, hf.sequence)))
        return;
    sequence_read(&sequence, st->t, st->v);
    sub = proto_tree_add_subtree_format(st->tree, st->tvb, 0, 0, ett.sequence, &item, "Sequence, %u line%s",
                                        sequence.count, sequence.count == 1 ? "" : "s");
    generated(item);
    for (unsigned i = 0; i < sequence.count; i++) {
        const struct step *step = &sequence.steps[i];

        step_print(step, line, sizeof line);
        if (!step->frame)
            item = proto_tree_add_subtree_format(sub, st->tvb, 0, 0, ett.sequence, NULL, "%s", line);
        else if (step->copies)
            item = proto_tree_add_uint_format(sub, hf.sequence, st->tvb, 0, 0, step->frame, "%s, frames %u to %u", line,
                                              step->frame, step->last_frame);
        else
            item = proto_tree_add_uint_format(sub, hf.sequence, st->tvb, 0, 0, step->frame, "%s, frame %u%s", line,
                                              step->frame, step->frame == st->s->frame ? " (this one)" : "");
        generated(item);
    }
}

static void add_notes(const struct stage *st)
{
    for (unsigned i = 0; i < st->v->note_count && (st->marked || st->s->role == ROLE_ACK); i++) {
        const struct note *note = &st->v->notes[i];
        const struct cause *cause = cause_get(note->cause);
        proto_item *item = add_string(st->tree, st, hf.note, cause->id);
        proto_tree *sub = proto_item_add_subtree(item, ett.note);

        proto_item_set_text(item, "Note: %s (%s)", cause->title, cause->id);
        add_long_text(sub, st, hf.note_text, "Explanation", note->text);
        add_long_text(sub, st, hf.note_fix, "What to do", cause->fix);
    }
}

void present_sighting(const struct sighting *s, int proto, tvbuff_t *frame_tvb, packet_info *pinfo, proto_tree *tree,
                      bool info_suffix)
{
    struct verdict v;
    struct stage st = {.s = s, .t = s->transaction, .v = &v, .pinfo = pinfo};
    proto_item *item;
    int kind;

    sipdiag_judge(&v, s->transaction);
    st.marked = present_marks(s, &v);
    st.first_copy = !s->original;
    /* Bytes are highlighted where somebody can see it; looking for them is not free. */
    st.shown = tree && PTREE_DATA(tree)->visible;
    st.tvb = st.shown ? intake_locate(tree, s->offset) : NULL;
    st.located = st.tvb != NULL;
    if (!st.tvb)
        st.tvb = frame_tvb;

    item = generated(proto_tree_add_item(tree, proto, st.tvb, 0, 0, ENC_NA));
    kind = st.marked && v.bad ? ett.bad : ett.diagnosis;
    st.tree = proto_item_add_subtree(item, kind);
    headline(&st, item);
    if (st.marked && v.bad)
        add_cause(&st);
    add_claim(&st);
    add_sequence(&st);
    add_faults(&st);
    add_verdict(&st);
    mark_settled(&st);
    add_notes(&st);
    add_ledger(&st);
    add_links(&st);
    add_times(&st);
    add_guide(&st);
    add_experts(&st, item);
    st.tree = proto_item_add_subtree(
        item, kind); /* an expert info makes it one of its own kind, and the GUI would close it */
    if (info_suffix)
        suffix_info(&st);
}
