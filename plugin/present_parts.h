/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the parts of the "SIP Diagnosis" item are made with, and the parts themselves.
 */
#ifndef SIPDIAG_PRESENT_PARTS_H
#define SIPDIAG_PRESENT_PARTS_H

#include "engine/verdicts.h"
#include "ws_compat.h"

/* The item of one message, once there is one. */
struct own {
    proto_item *item;
    proto_tree *tree;
};

/* What every part of the item needs. */
struct stage {
    const struct sighting *s;
    const struct transaction *t;
    const struct verdict *v;
    packet_info *pinfo;
    proto_tree *frame; /* what is dissected of it; NULL where nobody asks for anything */
    int proto;
    int kind; /* of subtree: as it is coloured, and opens */
    struct own *own;
    tvbuff_t *tvb; /* the message's data source, else the frame's */
    bool located;  /* offsets into the message may be shown in tvb */
    bool first_copy;
    bool marked; /* carries the verdict: request or final response; the response that lacks its PRACK */
    bool shown;  /* somebody looks at the tree, or asks for all of it */
};

/* The item "SIP Diagnosis" of the message, and the tree below; made when they are first wanted. */
proto_item *own_item(const struct stage *st);
proto_tree *own_tree(const struct stage *st);

/* Does somebody look at the tree, or ask for this field? */
bool is_asked_for(const struct stage *st, int field);

/* Items. Everything here is computed: Wireshark puts it in brackets. NULL, an empty text, false, 0: no item. Nor is
 * there one where nobody looks and nobody asks for the field: nothing can be hung below what these return. */
proto_item *generated(proto_item *item);
proto_item *add_string(const struct stage *st, int field, const char *text);
proto_item *add_string_below(proto_tree *tree, const struct stage *st, int field, const char *text);
void add_flag(const struct stage *st, int field, bool present);
void add_number(const struct stage *st, int field, uint32_t number);
void add_frame(const struct stage *st, int field, const struct sighting *target);
void add_interval(const struct stage *st, int field, const struct sighting *from, const struct sighting *to);
void add_long_text(proto_tree *tree, const struct stage *st, int field, const char *name, const char *text);

/* Is the verdict about the PRACK of this provisional response? */
bool lacks_prack(const struct sighting *s, const struct verdict *v);

/* present_verdict.c */
void add_cause(const struct stage *st);
void add_verdict(const struct stage *st);
void add_faults(const struct stage *st);
void add_claim(const struct stage *st);
void add_guide(const struct stage *st);
void add_notes(const struct stage *st);

/* present_history.c */
void add_links(const struct stage *st);
void add_times(const struct stage *st);
void add_ledger(const struct stage *st);
void add_sequence(const struct stage *st);

/* present_experts.c */
void add_experts(const struct stage *st);

#endif
