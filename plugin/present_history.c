/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What came before and after: frames, times, the sequence, the ledger of acknowledgements.
 */
#include "engine/ack_flaws.h"
#include "engine/chars.h"
#include "engine/hops.h"
#include "engine/sequence.h"
#include "fields.h"
#include "packet-sipdiag.h"
#include "present_parts.h"

typedef const struct transaction *(*neighbour)(const struct transaction *);

static void add_hop(const struct stage *st, int field, neighbour find)
{
    const struct transaction *hop = is_asked_for(st, field) ? find(st->t) : NULL;

    if (hop)
        add_frame(st, field, hop->request);
}

void add_links(const struct stage *st)
{
    const struct transaction *t = st->t;

    add_frame(st, hf.request_in, t->request);
    add_frame(st, hf.response_in, t->final);
    add_frame(st, hf.ack_in, st->v->ack.ack ? st->v->ack.ack : t->ack);
    if (t->cancel)
        add_frame(st, hf.cancel_in, t->cancel->request);
    add_frame(st, hf.icmp_in, t->extras->icmp);
    add_hop(st, hf.previous_hop, hops_previous);
    add_hop(st, hf.next_hop, hops_next);
    if (st->s->original)
        add_frame(st, st->s->duplicate ? hf.duplicate_of : hf.retransmission_of, st->s->original);
    add_number(st, hf.retransmissions, st->s->retransmissions);
}

void add_times(const struct stage *st)
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
    item = add_string_below(sub, st, hf.ack_target, slice_print(due.request_uri, text, sizeof text));
    if (item)
        proto_item_append_text(item, ", CSeq %" G_GUINT64_FORMAT " ACK, from %s", st->t->key.cseq,
                               endpoint_print(&st->t->src, from));
    for (unsigned i = 0; i < due.routes.count; i++)
        add_string_below(sub, st, hf.ack_route, slice_print(due.routes.items[i].text, text, sizeof text));
}

void add_ledger(const struct stage *st)
{
    bool wanted = is_asked_for(st, hf.ack_target) || is_asked_for(st, hf.ack_route);
    proto_tree *sub;
    proto_item *item;

    if (!wanted || !(st->t->legs || st->t->extras->early))
        return;
    sub = proto_tree_add_subtree(own_tree(st), st->tvb, 0, 0, ett.ledger, &item, "What has to be acknowledged");
    generated(item);
    for (const struct leg *leg = st->t->extras->early; leg; leg = leg->next)
        add_leg(st, sub, leg);
    for (const struct leg *leg = st->t->legs; leg; leg = leg->next)
        add_leg(st, sub, leg);
}

/* The handshake and its gap, at a glance. */
void add_sequence(const struct stage *st)
{
    struct sequence sequence;
    char line[160];
    proto_tree *sub;
    proto_item *item;

    if (!is_asked_for(st, hf.sequence))
        return;
    sequence_read(&sequence, st->t, st->v);
    sub = proto_tree_add_subtree_format(own_tree(st), st->tvb, 0, 0, ett.sequence, &item, "Sequence, %u line%s",
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
