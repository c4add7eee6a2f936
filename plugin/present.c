/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "present.h"

#include "engine/chars.h"
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
    bool marked; /* carries the verdict: request or final response */
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

    generated(proto_tree_add_time(st->tree, field, st->tvb, 0, 0, &value));
}

static bool is_bad_role(const struct sighting *s)
{
    return s->role == ROLE_REQUEST || s->role == ROLE_FINAL;
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

/* The answer first: what it is, why, what to do. Filters find the id, people read the title. */
static void add_cause(const struct stage *st)
{
    const struct verdict *v = st->v;
    const struct cause *cause = cause_get(v->cause);
    bool here =
        v->fault && st->located && st->s->role == ROLE_REQUEST && v->evidence && v->evidence->transaction == st->t;
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
    if (v->evidence)
        generated(proto_tree_add_uint(sub, hf.cause_frame, st->tvb, 0, 0, v->evidence->frame));
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
    add_flag(st, hf.truncated, st->s->cut);
    generated(proto_tree_add_uint(st->tree, hf.transaction, st->tvb, 0, 0, st->t->number));
}

/* The faults of the first copy are the faults of each: the bytes are the same. */
static void add_faults(const struct stage *st)
{
    const struct sighting *first = st->s;

    while (first->original)
        first = first->original;
    for (unsigned i = 0; i < first->fault_count; i++) {
        const struct fault *fault = &first->faults[i];
        const struct cause *cause = cause_get(fault->cause);
        proto_item *item;
        proto_tree *sub;

        if (!verdict_shows(st->v, fault))
            continue;
        item =
            proto_tree_add_string(st->tree, hf.fault, st->tvb, st->located ? (int)(st->s->offset + fault->offset) : 0,
                                  st->located ? (int)fault->length : 0, cause->id);
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

    if (!st->marked || !st->v->bad || !st->t->final)
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
    return st->s->role == ROLE_FINAL && !st->s->duplicate && (st->first_copy || st->s->retransmissions == 2);
}

static void add_experts(const struct stage *st, proto_item *item)
{
    const struct sighting *s = st->s;
    const struct transaction *t = st->t;
    const struct verdict *v = st->v;
    const char *clause = v->cause ? cause_get(v->cause)->clause : NULL;

    if (v->bad && shows_ack_verdict(st)) {
        if (v->state == VERDICT_FAILED && st->first_copy)
            expert_add_info_format(
                st->pinfo, item, s->status == 400 ? &ei.bad_request : &ei.failed, "%u %s: %s%s%s%s, frame %u",
                s->status, s->status == 400 ? "Bad Request" : "to the request", v->text, clause ? " (" : "",
                clause ? clause : "", clause ? ")" : "", v->evidence ? v->evidence->frame : s->frame);
        else if (v->state == VERDICT_MISSING_ACK)
            expert_add_info_format(st->pinfo, item, &ei.missing_ack, "Missing ACK: %s (%s)", v->text, clause);
        else if (v->state == VERDICT_BAD_ACK)
            expert_add_info_format(st->pinfo, item, &ei.wrong_ack, "ACK %s: %s (%s)", ack_state_name(v->ack.state),
                                   v->text, clause);
    }
    if (v->state == VERDICT_BAD_ACK && s == v->ack.ack)
        expert_add_info_format(st->pinfo, item, &ei.wrong_ack, "ACK %s: %s (%s)", ack_state_name(v->ack.state), v->text,
                               clause);
    if (v->state == VERDICT_NO_RESPONSE && s == t->request)
        expert_add_info_format(st->pinfo, item, &ei.no_response, "No response: %s", v->text);
    if (t->repeats && s == t->request)
        expert_add_info_format(st->pinfo, item, &ei.repeated_unmodified,
                               "The request of frame %u drew 400 and is repeated here without modification (RFC 3261 "
                               "21.4.1)",
                               t->repeats->request->frame);
    if (s->ends) {
        struct verdict ended;
        sipdiag_judge(&ended, s->ends);
        if (ended.state == VERDICT_MISSING_ACK)
            expert_add_info_format(st->pinfo, item, &ei.missing_ack, "This BYE ends a call whose ACK is missing: %s",
                                   ended.text);
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
    proto_item_append_text(item, ": %.*s %s", (int)st->t->method.len, st->t->method.at, verdict_words(st->v->state));
    if (st->v->summary[0])
        proto_item_append_text(item, ", %s", st->v->summary);
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

/* In the first pass only: the final response has gone by unmarked. In later ones it carries the verdict itself. */
static void mark_ending_bye(const struct stage *st)
{
    struct verdict ended;

    if (!st->s->ends || PINFO_FD_VISITED(st->pinfo))
        return;
    sipdiag_judge(&ended, st->s->ends);
    if (ended.state != VERDICT_MISSING_ACK)
        return;
    add_flag(st, hf.bad, true);
    add_flag(st, hf.missing_ack, true);
}

void present_sighting(const struct sighting *s, int proto, tvbuff_t *frame_tvb, packet_info *pinfo, proto_tree *tree,
                      bool info_suffix)
{
    struct verdict v;
    struct stage st = {.s = s, .t = s->transaction, .v = &v, .pinfo = pinfo};
    proto_item *item;

    sipdiag_judge(&v, s->transaction);
    st.marked = is_bad_role(s);
    st.first_copy = !s->original;
    /* Bytes are highlighted where somebody can see it; looking for them is not free. */
    st.tvb = tree && PTREE_DATA(tree)->visible ? intake_locate(tree, s->offset) : NULL;
    st.located = st.tvb != NULL;
    if (!st.tvb)
        st.tvb = frame_tvb;

    item = generated(proto_tree_add_item(tree, proto, st.tvb, 0, 0, ENC_NA));
    st.tree = proto_item_add_subtree(item, ett.diagnosis);
    headline(&st, item);
    if (st.marked && v.bad)
        add_cause(&st);
    add_claim(&st);
    add_faults(&st);
    add_verdict(&st);
    mark_ending_bye(&st);
    add_links(&st);
    add_times(&st);
    add_guide(&st);
    add_experts(&st, item);
    st.tree = proto_item_add_subtree(
        item, ett.diagnosis); /* an expert info makes it one of its own kind, and the GUI would close it */
    if (info_suffix)
        suffix_info(&st);
}
