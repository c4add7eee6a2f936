/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "present_parts.h"

#include "fields.h"

proto_item *generated(proto_item *item)
{
    proto_item_set_generated(item);
    return item;
}

proto_item *own_item(const struct stage *st)
{
    if (!st->own->item) {
        st->own->item = generated(proto_tree_add_item(st->frame, st->proto, st->tvb, 0, 0, ENC_NA));
        st->own->tree = proto_item_add_subtree(st->own->item, st->kind);
    }
    return st->own->item;
}

proto_tree *own_tree(const struct stage *st)
{
    own_item(st);
    return st->own->tree;
}

/* Wireshark would find that out by itself, at several times the cost. */
bool is_asked_for(const struct stage *st, int field)
{
    return proto_field_is_referenced(st->frame, field);
}

static bool is_string_asked_for(const struct stage *st, int field, const char *text)
{
    return text && text[0] && is_asked_for(st, field);
}

proto_item *add_string_below(proto_tree *tree, const struct stage *st, int field, const char *text)
{
    return is_string_asked_for(st, field, text) ? generated(proto_tree_add_string(tree, field, st->tvb, 0, 0, text))
                                                : NULL;
}

proto_item *add_string(const struct stage *st, int field, const char *text)
{
    return is_string_asked_for(st, field, text) ? add_string_below(own_tree(st), st, field, text) : NULL;
}

void add_flag(const struct stage *st, int field, bool present)
{
    if (present && is_asked_for(st, field))
        generated(proto_tree_add_boolean(own_tree(st), field, st->tvb, 0, 0, TRUE));
}

void add_number(const struct stage *st, int field, uint32_t number)
{
    if (number && is_asked_for(st, field))
        generated(proto_tree_add_uint(own_tree(st), field, st->tvb, 0, 0, number));
}

void add_frame(const struct stage *st, int field, const struct sighting *target)
{
    if (target && target->frame != st->s->frame)
        add_number(st, field, target->frame);
}

void add_interval(const struct stage *st, int field, const struct sighting *from, const struct sighting *to)
{
    int64_t ns = to->time - from->time;
    nstime_t value = {.secs = (time_t)(ns / SECOND), .nsecs = (int)(ns % SECOND)};

    if (from->untimed || to->untimed || !is_asked_for(st, field))
        return;
    generated(proto_tree_add_time(own_tree(st), field, st->tvb, 0, 0, &value));
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
void add_long_text(proto_tree *tree, const struct stage *st, int field, const char *name, const char *text)
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
