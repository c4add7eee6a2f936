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

void faults_find(struct fault_list *list, const struct sip_message *m, const struct identity *id,
                 enum transport transport)
{
    struct scene scene = {m, id, transport, method_bit(id->method), list};
    unsigned kind = m->kind == SIP_REQUEST ? REQ : RESP;

    list->count = list->left_out = 0;
    for (size_t b = 0; b < G_N_ELEMENTS(books); b++)
        for (const struct rule *r = books[b]; r->check; r++)
            if ((r->kinds & kind) && (r->methods & scene.method) && (r->header == H_OTHER || m->first[r->header]) &&
                !(m->start_line_cut && (r->kinds & START_LINE)))
                r->check(&scene);
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
