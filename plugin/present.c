/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "present.h"

#include "fields.h"
#include "intake.h"
#include "packet-sipdiag.h"
#include "present_parts.h"

bool lacks_prack(const struct sighting *s, const struct verdict *v)
{
    return (v->state == VERDICT_MISSING_ACK || v->state == VERDICT_BAD_ACK) && !ack_is_bad(v->ack.state) &&
           sighting_leg(s) && s->leg == v->prack.leg;
}

bool present_marks(const struct sighting *s, const struct verdict *v)
{
    return s->role == ROLE_REQUEST || s->role == ROLE_FINAL || lacks_prack(s, v);
}

static const char *verdict_words(enum verdict_state state)
{
    switch (state) {
    case VERDICT_NO_RESPONSE: return "never answered";
    case VERDICT_MISSING_ACK: return "lacks its ACK";
    case VERDICT_BAD_ACK: return "has a bad ACK";
    default: return verdict_name(state);
    }
}

static void headline(const struct stage *st)
{
    char summary[160];

    if (st->shown)
        proto_item_append_text(own_item(st), ": %.*s %s, %s", (int)st->t->method.len, st->t->method.at,
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

    if (!st->s->extras->settles || PINFO_FD_VISITED(st->pinfo))
        return;
    sipdiag_judge(&settled, st->s->extras->settles);
    if (settled.state == VERDICT_MISSING_ACK) {
        add_flag(st, hf.bad, settled.bad);
        add_flag(st, hf.missing_ack, true);
    } else if (settled.ack.state == ACK_ELSEWHERE && st->s->extras->settles != st->t) {
        add_string(st, hf.ack, ack_state_name(settled.ack.state));
    }
}

static void add_answer(const struct stage *st)
{
    if (st->marked && st->v->bad)
        add_cause(st);
    add_claim(st);
    add_sequence(st);
}

static void add_rest(const struct stage *st)
{
    add_verdict(st);
    mark_settled(st);
    add_notes(st);
    add_ledger(st);
    add_links(st);
    add_times(st);
    add_guide(st);
}

/* Its fields bring the item with them, and expert infos. It is there without any for who looks at the tree, or asks for
 * the protocol itself: Wireshark never makes a protocol's item for show, and one costs as much as ten fields. */
static bool wants_bare_item(const struct stage *st)
{
    return st->shown || proto_registrar_get_nth((guint)st->proto)->ref_type > HF_REF_TYPE_INDIRECT;
}

void present_sighting(const struct sighting *s, int proto, tvbuff_t *frame_tvb, packet_info *pinfo, proto_tree *tree,
                      bool info_suffix)
{
    struct verdict v;
    struct own own = {NULL, NULL};
    struct stage st = {
        .s = s, .t = s->transaction, .v = &v, .pinfo = pinfo, .frame = tree, .proto = proto, .own = &own};
    bool asked_for = proto_field_is_referenced(tree, proto); /* or one of its fields */

    sipdiag_judge(&v, s->transaction);
    st.marked = present_marks(s, &v);
    st.first_copy = !s->original;
    /* Bytes are highlighted where somebody can see it; looking for them is not free. */
    st.shown = tree && PTREE_DATA(tree)->visible;
    st.tvb = st.shown ? intake_locate(tree, s->offset) : NULL;
    st.located = st.tvb != NULL;
    if (!st.tvb)
        st.tvb = frame_tvb;
    st.kind = st.marked && v.bad ? ett.bad : ett.diagnosis;

    if (wants_bare_item(&st))
        own_item(&st);
    if (asked_for) {
        headline(&st);
        add_answer(&st);
    }
    add_faults(&st); /* with expert infos of their own */
    if (asked_for)
        add_rest(&st);
    add_experts(&st);
    if (own.item) /* an expert info makes it one of its own kind, and the GUI would close it */
        own.tree = proto_item_add_subtree(own.item, st.kind);
    if (info_suffix)
        suffix_info(&st);
}
