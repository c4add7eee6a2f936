/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "faults.h"

#include "chars.h"

/* What a rule gets to see. */
struct scene {
    const struct sip_message *m;
    const struct identity *id;
    enum transport transport;
    struct fault_list *out;
};

#define QUOTE 72 /* longest piece of the wire that a sentence quotes */

G_GNUC_PRINTF(6, 7)
static void add(struct scene *s, enum cause_id cause, enum certainty certainty, enum header_id header,
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
        cause, certainty, header, sip_message_offset(s->m, where.at ? where.at : s->m->start_line.at), where.len, text};
    va_start(args, format);
    g_vsnprintf(text, sizeof s->out->texts[0], format, args);
    va_end(args);
    text_end_on_character(text);
}

#define ADD(s, cause, header, where, ...) \
    add(s, CAUSE_##cause, cause_get(CAUSE_##cause)->certainty, header, where, __VA_ARGS__)

static struct slice row_of(const struct sip_message *m, enum header_id id)
{
    const struct sip_header *row = sip_message_header(m, id);
    return row ? row->row : SLICE_NONE;
}

/* RFC 2543 senders know neither branch cookie nor the rules that came with it (RFC 3261 17.2.3). */
static bool is_rfc2543(const struct scene *s)
{
    return !s->id->via.has_cookie;
}

static bool has_lws(struct slice text)
{
    for (uint32_t i = 0; i < text.len; i++)
        if (char_is(text.at[i], C_LWS))
            return true;
    return false;
}

/* Request line. */

static void request_line(struct scene *s)
{
    const struct sip_message *m = s->m;
    struct slice line = m->start_line, between;

    if (m->request_uri.len == 0) {
        ADD(s, request_line_malformed, H_REQUEST_LINE, line, "the request line has no Request-URI");
        return;
    }
    if (m->version.len == 0) {
        ADD(s, request_line_malformed, H_REQUEST_LINE, line, "the request line does not end in SIP/2.0");
        return;
    }
    if (slice_is_nocase(m->version, "SIP/2.0")) {
        /* one SP on either side of the URI, nothing else */
        uint32_t spaces = line.len - m->method.len - m->request_uri.len - m->version.len;
        between = slice_between(slice_end(m->method), m->request_uri.at);
        if (spaces == 2 && m->method.at == line.at && between.len == 1 && between.at[0] == ' ' &&
            slice_end(m->request_uri)[0] == ' ')
            return;
        bool tab = slice_find(line, '\t') >= 0;
        add(s, CAUSE_request_line_malformed, tab ? CERTAIN : TOLERATED, H_REQUEST_LINE, line,
            "the request line holds %s",
            tab ? "a tab" : "extra spaces: one is due on either side of the Request-URI, none elsewhere");
    }
}

static void sip_version(struct scene *s)
{
    struct slice version = s->m->version;
    char quote[QUOTE];

    if (version.len && !slice_is_nocase(version, "SIP/2.0"))
        ADD(s, sip_version_unsupported, s->m->kind == SIP_REQUEST ? H_REQUEST_LINE : H_STATUS_LINE, version,
            "the version is %s, not SIP/2.0", slice_print(version, quote, sizeof quote));
}

static bool known_scheme(struct slice scheme)
{
    static const char *const known[] = {"sip", "sips", "tel", "urn", "im", "pres", "service", "h323", "fax", "modem"};

    for (size_t i = 0; i < G_N_ELEMENTS(known); i++)
        if (slice_is_nocase(scheme, known[i]))
            return true;
    return false;
}

static void request_uri(struct scene *s)
{
    struct slice text = s->m->request_uri;
    struct sip_uri uri;
    char quote[QUOTE];

    if (text.len == 0)
        return;
    if (text.at[0] == '<' && text.at[text.len - 1] == '>') {
        ADD(s, request_uri_angle_brackets, H_REQUEST_LINE, text, "the Request-URI %s stands in angle brackets",
            slice_print(text, quote, sizeof quote));
        return;
    }
    if (has_lws(text)) {
        ADD(s, request_uri_whitespace, H_REQUEST_LINE, text, "the Request-URI \"%s\" holds white space",
            slice_print(text, quote, sizeof quote));
        return;
    }
    sip_uri_parse(&uri, text);
    if (uri.flaw.what) {
        add(s, CAUSE_request_uri_malformed, uri.flaw.mild ? TOLERATED : CERTAIN, H_REQUEST_LINE,
            uri.flaw.where.len ? uri.flaw.where : text, "the Request-URI %s has %s",
            slice_print(text, quote, sizeof quote), uri.flaw.what);
        return;
    }
    if (!known_scheme(uri.scheme))
        ADD(s, request_uri_scheme_unsupported, H_REQUEST_LINE, uri.scheme, "the Request-URI has the scheme %s",
            slice_print(uri.scheme, quote, sizeof quote));
    if (uri.headers.len)
        ADD(s, request_uri_has_headers, H_REQUEST_LINE, uri.headers, "the Request-URI carries the headers %s",
            slice_print(uri.headers, quote, sizeof quote));
    if (uri.method_param.len)
        ADD(s, request_uri_method_param, H_REQUEST_LINE, uri.method_param, "the Request-URI carries %s",
            slice_print(uri.method_param, quote, sizeof quote));
}

static void status_code(struct scene *s)
{
    char quote[QUOTE];

    if (s->m->status < 100 || s->m->status > 699 || s->m->status_word.len != 3)
        ADD(s, status_code_out_of_range, H_STATUS_LINE, s->m->status_word.len ? s->m->status_word : s->m->start_line,
            "the status code is \"%s\"", slice_print(s->m->status_word, quote, sizeof quote));
}

/* Presence and repetition. */

static void mandatory_headers(struct scene *s)
{
    static const struct {
        enum header_id header;
        enum cause_id cause;
    } mandatory[] = {
        {H_VIA, CAUSE_missing_via},         {H_FROM, CAUSE_missing_from}, {H_TO, CAUSE_missing_to},
        {H_CALL_ID, CAUSE_missing_call_id}, {H_CSEQ, CAUSE_missing_cseq},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(mandatory); i++) {
        enum header_id header = mandatory[i].header;
        const struct sip_header *row = sip_message_header(s->m, header);

        if (row && row->value.len == 0)
            add(s, mandatory[i].cause, CERTAIN, header, row->row, "the %s header is empty", header_name(header));
        else if (!row && !s->m->headers_cut && s->m->headers_left_out == 0)
            add(s, mandatory[i].cause, CERTAIN, header, s->m->start_line, "there is no %s header", header_name(header));
    }
}

static void single_headers(struct scene *s)
{
    const struct sip_message *m = s->m;

    for (enum header_id id = 1; id < H_COUNT; id++) {
        const struct sip_header *first, *second;
        bool core;

        if (m->first[id] == m->last[id] || !header_is_single(id) || id == H_CONTENT_LENGTH)
            continue;
        first = sip_message_header(m, id);
        second = sip_message_next(m, first);
        core = header_rank(id) <= header_rank(H_MAX_FORWARDS);
        while (second && slice_equal(first->value, second->value) && second->next)
            second = sip_message_next(m, second);
        if (slice_equal(first->value, second->value))
            add(s, CAUSE_duplicate_single_header, TOLERATED, id, second->row, "%s stands in two equal rows",
                header_name(id));
        else
            add(s, CAUSE_duplicate_single_header, core ? CERTAIN : TOLERATED, id, second->row,
                "%s stands in two rows that differ", header_name(id));
    }
}

/* Via. */

static void add_flaw(struct scene *s, enum cause_id cause, enum certainty certainty, enum header_id header,
                     const struct flaw *flaw)
{
    char quote[QUOTE];
    struct slice where = flaw->where.len ? flaw->where : row_of(s->m, header);

    if (flaw->mild)
        certainty = TOLERATED;
    if (flaw->where.len)
        add(s, cause, certainty, header, where, "%s has %s: \"%s\"", header_name(header), flaw->what,
            slice_print(flaw->where, quote, sizeof quote));
    else
        add(s, cause, certainty, header, where, "%s has %s", header_name(header), flaw->what);
}

static void via_grammar(struct scene *s)
{
    const struct sip_header *row = sip_message_header(s->m, H_VIA);
    bool top = true;

    for (; row; row = sip_message_next(s->m, row)) {
        struct slice rest = row->value;
        while (rest.len) {
            struct via via;
            via_parse(&via, &rest);
            if (via.flaw.what)
                add_flaw(s, CAUSE_via_malformed, top ? CERTAIN : TOLERATED, H_VIA, &via.flaw);
            top = false;
        }
    }
}

static void via_branch(struct scene *s)
{
    const struct via *via = &s->id->via;

    if (!via->sent_by.len)
        return;
    if (!via->branch.at || via->branch.len == 0)
        ADD(s, via_branch_missing, H_VIA, row_of(s->m, H_VIA), "the top Via has no branch parameter");
    else if (via->has_cookie && via->branch.len == 7)
        ADD(s, via_branch_empty_id, H_VIA, via->branch, "the branch of the top Via is z9hG4bK and nothing more");
}

static void via_transport(struct scene *s)
{
    const char *real = transport_name(s->transport);
    char quote[QUOTE];

    if (s->transport == TRANSPORT_UNKNOWN || !s->id->via.transport.len || slice_is_nocase(s->id->via.transport, real))
        return;
    /* A proxy in front may end the encryption: TLS and TCP, WSS and WS look alike from behind it. */
    if ((s->transport == TRANSPORT_TCP && slice_is_nocase(s->id->via.transport, "TLS")) ||
        (s->transport == TRANSPORT_WS && slice_is_nocase(s->id->via.transport, "WSS")) ||
        (s->transport == TRANSPORT_SCTP && slice_is_nocase(s->id->via.transport, "TLS-SCTP")))
        return;
    ADD(s, via_transport_mismatch, H_VIA, s->id->via.transport, "the top Via says %s, the request came over %s",
        slice_print(s->id->via.transport, quote, sizeof quote), real);
}

/* From, To, Contact. */

static void address(struct scene *s, enum header_id header, const struct name_addr *na, enum cause_id cause)
{
    if (na->needs_brackets)
        add_flaw(s, CAUSE_uri_needs_angle_brackets, CERTAIN, header, &na->flaw);
    else if (na->flaw.what)
        add_flaw(s, cause, CERTAIN, header, &na->flaw);
    else if (na->raw_utf8_display)
        add(s, cause, TOLERATED, header, na->display, "%s has a display name outside ASCII without quotation marks",
            header_name(header));
    if (na->second_tag.at)
        add(s, CAUSE_duplicate_tag_param, CERTAIN, header, na->second_tag, "%s carries two tag parameters",
            header_name(header));
}

static void from_and_to(struct scene *s)
{
    if (sip_message_value(s->m, H_FROM).len)
        address(s, H_FROM, &s->id->from, CAUSE_from_malformed);
    if (sip_message_value(s->m, H_TO).len)
        address(s, H_TO, &s->id->to, CAUSE_to_malformed);
}

static void tags(struct scene *s)
{
    if (sip_message_value(s->m, H_FROM).len && !s->id->from.tag.len && !s->id->from.flaw.what && !is_rfc2543(s))
        ADD(s, from_tag_missing, H_FROM, row_of(s->m, H_FROM), "From carries no tag");
    if (slice_is(s->m->method, "REGISTER") && s->id->to.tag.len)
        ADD(s, to_tag_outside_dialog, H_TO, s->id->to.tag, "To carries a tag, but a REGISTER belongs to no dialog");
}

static void contact(struct scene *s)
{
    const struct sip_header *row = sip_message_header(s->m, H_CONTACT);

    for (; row; row = sip_message_next(s->m, row)) {
        struct slice rest = row->value;
        while (rest.len && !slice_is(row->value, "*")) {
            struct name_addr na;
            name_addr_parse(&na, &rest, false);
            if (na.needs_brackets)
                add_flaw(s, CAUSE_uri_needs_angle_brackets, CERTAIN, H_CONTACT, &na.flaw);
        }
    }
}

/* Call-ID, CSeq, Max-Forwards, Date. */

/* callid = word [ "@" word ]. '=' and ',' are outside `word`, and nobody minds; white space is the solid cause. */
static void call_id(struct scene *s)
{
    struct slice value = s->id->call_id;
    int64_t at = slice_find(value, '@');

    for (uint32_t i = 0; i < value.len; i++) {
        if (char_is(value.at[i], C_LWS)) {
            ADD(s, call_id_malformed, H_CALL_ID, slice_of(value.at + i, 1), "the Call-ID holds white space");
            return;
        }
        if ((unsigned char)value.at[i] < 0x20 || value.at[i] == 0x7f) {
            ADD(s, call_id_malformed, H_CALL_ID, slice_of(value.at + i, 1), "the Call-ID holds a control octet");
            return;
        }
    }
    if (at >= 0 && slice_find(slice_from(value, (uint32_t)at + 1), '@') >= 0)
        ADD(s, call_id_malformed, H_CALL_ID, value, "the Call-ID holds two '@'");
}

static void cseq(struct scene *s)
{
    const struct cseq *c = &s->id->cseq;
    char quote[QUOTE], other[QUOTE];

    if (!sip_message_value(s->m, H_CSEQ).len)
        return;
    if (c->flaw.what)
        add_flaw(s, CAUSE_cseq_malformed, CERTAIN, H_CSEQ, &c->flaw);
    if (c->number >= (UINT64_C(1) << 31))
        ADD(s, cseq_number_out_of_range, H_CSEQ, c->number_text, "the CSeq number %s is not below 2^31",
            slice_print(c->number_text, quote, sizeof quote));
    if (s->m->kind == SIP_REQUEST && !c->flaw.what && !slice_equal(c->method, s->m->method))
        ADD(s, cseq_method_mismatch, H_CSEQ, c->method, "CSeq says %s, the request is %s",
            slice_print(c->method, quote, sizeof quote), slice_print(s->m->method, other, sizeof other));
}

static void max_forwards(struct scene *s)
{
    const struct sip_header *row = sip_message_header(s->m, H_MAX_FORWARDS);
    uint64_t value;
    char quote[QUOTE];

    if (!row) {
        if (!s->m->headers_cut && s->m->headers_left_out == 0 && !is_rfc2543(s))
            ADD(s, missing_max_forwards, H_MAX_FORWARDS, s->m->start_line, "there is no Max-Forwards header");
    } else if (!digits_value(row->value, &value) || value > 255) {
        ADD(s, max_forwards_malformed, H_MAX_FORWARDS, row->value.len ? row->value : row->row,
            "Max-Forwards is \"%s\", not a number from 0 to 255", slice_print(row->value, quote, sizeof quote));
    } else if (value == 0 && !slice_is(s->m->method, "ACK")) {
        ADD(s, max_forwards_zero, H_MAX_FORWARDS, row->value, "Max-Forwards is 0: no proxy may pass the request on");
    }
}

/* SIP-date ends in "GMT" (20.17). A receiver that does not need the date ignores it. */
static void date(struct scene *s)
{
    struct slice value = sip_message_value(s->m, H_DATE);
    char quote[QUOTE];

    if (value.len && (value.len < 3 || !slice_is(slice_from(value, value.len - 3), "GMT")))
        ADD(s, unused_header_malformed, H_DATE, value, "Date is \"%s\", not a time in GMT",
            slice_print(value, quote, sizeof quote));
}

/* Content-Length. */

static bool only_padding(struct slice text)
{
    for (uint32_t i = 0; i < text.len; i++)
        if (text.at[i] != '\r' && text.at[i] != '\n' && text.at[i] != '\0')
            return false;
    return true;
}

static void content_length(struct scene *s)
{
    const struct sip_message *m = s->m;
    const struct sip_header *row = sip_message_header(m, H_CONTENT_LENGTH), *other;
    uint64_t value, again;
    char quote[QUOTE];

    if (!row) {
        if (m->framing == FRAMING_STREAM && m->has_header_end && m->headers_left_out == 0)
            ADD(s, content_length_missing_on_stream, H_CONTENT_LENGTH, m->start_line,
                "there is no Content-Length header, and the message came over %s", transport_name(s->transport));
        return;
    }
    if (!digits_value(row->value, &value)) {
        ADD(s, content_length_malformed, H_CONTENT_LENGTH, row->value.len ? row->value : row->row,
            "Content-Length is \"%s\"", slice_print(row->value, quote, sizeof quote));
        return;
    }
    for (other = sip_message_next(m, row); other; other = sip_message_next(m, other)) {
        if (!digits_value(other->value, &again) || again != value) {
            ADD(s, content_length_conflict, H_CONTENT_LENGTH, other->row, "Content-Length stands in rows that differ");
            return;
        }
    }
    if (!m->has_header_end || m->framing != FRAMING_DATAGRAM || m->cut)
        return;
    if (value > m->rest_on_wire)
        ADD(s, body_shorter_than_content_length, H_CONTENT_LENGTH, row->value,
            "Content-Length is %" G_GUINT64_FORMAT ", but the datagram holds %u octets of body", value,
            m->rest_on_wire);
    else if (value < m->rest.len && !only_padding(slice_from(m->rest, (uint32_t)value)))
        ADD(s, body_longer_than_content_length, H_CONTENT_LENGTH, row->value,
            "Content-Length is %" G_GUINT64_FORMAT ", and the datagram holds %u octets behind the headers", value,
            m->rest_on_wire);
}

/* The table. */

enum { REQ = 1, RESP = 2, START_LINE = 4 };

static const struct {
    unsigned kinds;
    void (*check)(struct scene *);
} rules[] = {
    {REQ | START_LINE, request_line},
    {REQ | START_LINE, request_uri},
    {REQ | RESP | START_LINE, sip_version},
    {RESP | START_LINE, status_code},
    {REQ | RESP, mandatory_headers},
    {REQ | RESP, via_grammar},
    {REQ, via_branch},
    {REQ, via_transport},
    {REQ | RESP, from_and_to},
    {REQ, tags},
    {REQ | RESP, call_id},
    {REQ | RESP, cseq},
    {REQ | RESP, content_length},
    {REQ | RESP, single_headers},
    {REQ, max_forwards},
    {REQ, contact},
    {REQ, date},
};

void faults_find(struct fault_list *list, const struct sip_message *m, const struct identity *id,
                 enum transport transport)
{
    struct scene scene = {m, id, transport, list};
    unsigned kind = m->kind == SIP_REQUEST ? REQ : RESP;

    list->count = list->left_out = 0;
    for (size_t i = 0; i < G_N_ELEMENTS(rules); i++)
        if ((rules[i].kinds & kind) && !(m->start_line_cut && (rules[i].kinds & START_LINE)))
            rules[i].check(&scene);
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
