/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "faults.h"

#include "chars.h"
#include "rules.h"

void fault_add(struct scene *s, enum cause_id cause, enum certainty certainty, enum header_id header,
               struct slice where, const char *format, ...)
{
    struct fault *fault;
    char *text;
    va_list args;

    if (s->out->count == MAX_FAULTS) {
        s->out->left_out += s->out->left_out < UINT16_MAX;
        return;
    }
    text = s->out->texts[s->out->count];
    fault = &s->out->items[s->out->count++];
    *fault = (struct fault){
        .cause = cause,
        .certainty = certainty,
        .header = header,
        .offset = sip_message_offset(s->m, where.at ? where.at : s->m->start_line.at),
        .length = where.len,
        .text = text,
    };
    va_start(args, format);
    g_vsnprintf(text, sizeof s->out->texts[0], format, args);
    va_end(args);
    text_end_on_character(text);
}

void fault_repair(struct scene *s, const char *format, ...)
{
    char *repair;
    va_list args;

    if (s->out->left_out || s->out->count == 0)
        return;
    repair = s->out->repairs[s->out->count - 1];
    va_start(args, format);
    g_vsnprintf(repair, sizeof s->out->repairs[0], format, args);
    va_end(args);
    text_end_on_character(repair);
    s->out->items[s->out->count - 1].repair = repair;
}

enum certainty flaw_certainty(const struct flaw *flaw, enum certainty grave)
{
    return flaw->weight == FLAW_GRAVE ? grave : flaw->weight == FLAW_MILD ? MAX(grave, TOLERATED) : LEGAL;
}

void fault_add_flaw(struct scene *s, enum cause_id cause, enum certainty certainty, enum header_id header,
                    const struct flaw *flaw)
{
    char quote[QUOTE];
    struct slice where = flaw->where.len ? flaw->where : rule_row(s->m, header);

    certainty = flaw_certainty(flaw, certainty);
    if (flaw->where.len)
        fault_add(s, cause, certainty, header, where, "%s has %s: \"%s\"", header_name(header), flaw->what,
                  slice_print(flaw->where, quote, sizeof quote));
    else
        fault_add(s, cause, certainty, header, where, "%s has %s", header_name(header), flaw->what);
}

struct slice rule_row(const struct sip_message *m, enum header_id id)
{
    const struct sip_header *row = sip_message_header(m, id);
    return row ? row->row : SLICE_NONE;
}

bool rule_headers_complete(const struct sip_message *m)
{
    return !m->headers_cut && m->headers_left_out == 0;
}

static const struct rule *const books[] = {
    start_line_rules, core_rules,      via_rules,        address_rules,
    framing_rules,    extension_rules, credential_rules, body_rules,
};

/* No more rules than this may be for one kind of message. */
#define MOST_RULES 64

/* The rules for one kind of message, a bit of the sets in the books, in the order of the books. Most rules are for few
 * methods: they are looked through once, not with each message. */
static const struct rule *const *rules_for(unsigned message)
{
    static const struct rule *chosen[METHOD_INDEX_OTHER + 2][MOST_RULES + 1];
    const struct rule **rules = chosen[__builtin_ctz(message)];
    unsigned count = 0;

    if (rules[0])
        return rules;
    for (size_t b = 0; b < G_N_ELEMENTS(books); b++) {
        for (const struct rule *r = books[b]; r->check; r++) {
            if (r->messages & message) {
                g_assert(count < MOST_RULES);
                rules[count++] = r;
            }
        }
    }
    return rules;
}

void faults_find(struct fault_list *list, const struct sip_message *m, const struct identity *id,
                 enum transport transport)
{
    struct scene scene = {m, id, transport, method_bit(id->method), list};
    const struct rule *const *rule = rules_for(m->kind == SIP_REQUEST ? scene.method : RESPONSES);

    list->count = list->left_out = 0;
    for (; *rule; rule++)
        if (((*rule)->header == H_OTHER || m->first[(*rule)->header]) &&
            !(m->start_line_cut && ((*rule)->messages & START_LINE)))
            (*rule)->check(&scene);
}

const char *transport_name(enum transport t)
{
    static const char *const names[] = {"unknown", "UDP", "TCP", "TLS", "SCTP", "WS", "WSS"};
    return names[t];
}

bool transport_is_reliable(enum transport t)
{
    return t != TRANSPORT_UDP && t != TRANSPORT_UNKNOWN;
}
