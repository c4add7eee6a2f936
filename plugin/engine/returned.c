/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "returned.h"

#include "chars.h"
#include "glob.h"

struct reading {
    struct sip_message m;
    struct identity id;
    struct fault_list faults;
};

static bool is_fragment_type(struct slice type)
{
    static const char *const types[] = {"message/sipfrag*", "message/sip",       "message/sip;*",       "message/sip *",
                                        "application/sip",  "application/sip;*", "application/sipfrag*"};

    for (size_t i = 0; i < G_N_ELEMENTS(types); i++)
        if (glob_fits(types[i], type))
            return true;
    return false;
}

/* The line that `*rest` begins with, trimmed; `*rest` is put behind it. */
static struct slice take_line(struct slice *rest)
{
    int64_t end = slice_find(*rest, '\n');
    struct slice line = end < 0 ? *rest : slice_of(rest->at, (size_t)end);

    *rest = end < 0 ? slice_from(*rest, rest->len) : slice_from(*rest, (uint32_t)end + 1);
    return slice_trim(line);
}

/* JAIN-SIP ends some headers of its own twice, so that the rest of them comes to stand in the body. */
static struct slice skip_stray_headers(struct slice body, struct slice *type)
{
    for (int left = 8; left; left--) {
        struct slice rest = body, line = take_line(&rest);

        if (glob_fits("content-type:*", line))
            *type = slice_trim(slice_from(line, 13));
        else if (line.len && !glob_fits("content-length:*", line))
            break;
        body = rest;
    }
    return body;
}

/* Equal but for white space, which a fold or an unfolding changes. */
static bool same_text(struct slice a, struct slice b)
{
    while (a.len && b.len) {
        uint32_t i = span(a, C_LWS), j = span(b, C_LWS);

        if ((i == 0) != (j == 0))
            return false;
        if (i == 0) {
            if (a.at[0] != b.at[0])
                return false;
            i = j = 1;
        }
        a = slice_from(a, i);
        b = slice_from(b, j);
    }
    return a.len == b.len;
}

/* A stack that keeps text as Unicode puts U+FFFD for what was none: not a change on the way. */
static bool is_lossy(struct slice s)
{
    for (uint32_t i = 0; i + 3 <= s.len; i++)
        if (memcmp(s.at + i, "\xef\xbf\xbd", 3) == 0)
            return true;
    return false;
}

static bool differs(struct slice seen, struct slice came)
{
    return seen.len && came.len && !same_text(slice_trim(seen), slice_trim(came)) && !is_lossy(came);
}

static bool cseq_differs(const struct transaction *t, const struct identity *id)
{
    return id->cseq.method.len && t->cseq_method.len &&
           (id->cseq.number != t->key.cseq || !slice_equal(id->cseq.method, t->cseq_method));
}

/* On the captured hop, nobody may change any of it. Further on, a proxy may change the Request-URI, and the top Via is
 * another one. */
static void compare(struct returned *r, const struct transaction *t, const struct reading *in, bool same_hop)
{
    const struct {
        enum header_id header;
        struct slice seen, came;
        bool every_hop;
    } values[] = {
        {H_REQUEST_LINE, t->method, in->m.method, true},
        {H_REQUEST_LINE, t->request_uri, in->m.request_uri, false},
        {H_VIA, t->key.sent_by, in->id.via.sent_by, false},
        {H_FROM, t->from, sip_message_value(&in->m, H_FROM), true},
        {H_TO, t->to, sip_message_value(&in->m, H_TO), true},
        {H_CALL_ID, t->call->call_id, in->id.call_id, true},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(values); i++) {
        if ((same_hop || values[i].every_hop) && differs(values[i].seen, values[i].came)) {
            r->header = values[i].header;
            r->seen = values[i].seen;
            r->came = values[i].came;
            return;
        }
    }
    if (cseq_differs(t, &in->id)) {
        r->header = H_CSEQ;
        r->came = sip_message_value(&in->m, H_CSEQ);
    }
}

static bool request_has(const struct sighting *request, enum cause_id cause)
{
    for (uint16_t i = 0; i < request->extras->fault_count; i++)
        if (request->extras->faults[i].cause == cause)
            return true;
    return request->extras->faults_left_out > 0 || request->cut;
}

/* A fragment may leave headers and the body out (RFC 3420 2), and says nothing of how the request was framed. */
static bool counts_in_fragment(const struct fault *fault, const struct sip_message *m)
{
    if (fault->certainty != CERTAIN || fault->header == H_CONTENT_LENGTH || fault->header == H_BODY ||
        fault->header == H_STATUS_LINE || fault->cause == CAUSE_header_section_unterminated ||
        fault->cause == CAUSE_stream_framing_desync || fault->cause == CAUSE_content_type_missing ||
        fault->cause == CAUSE_body_missing)
        return false;
    return fault->header == H_OTHER || fault->header >= H_COUNT || m->first[fault->header];
}

static void find_new_fault(struct returned *r, const struct transaction *t, struct reading *in, uint32_t offset)
{
    faults_find(&in->faults, &in->m, &in->id, TRANSPORT_UNKNOWN);
    for (uint16_t i = 0; i < in->faults.count; i++) {
        const struct fault *fault = &in->faults.items[i];

        if (!counts_in_fragment(fault, &in->m) || request_has(t->request, fault->cause))
            continue;
        r->fault = *fault;
        r->fault.offset += offset;
        r->fault.repair = NULL;
        g_strlcpy(r->text, fault->text, sizeof r->text);
        r->fault.text = r->text;
        return;
    }
}

static bool read_fragment(struct returned *r, const struct transaction *t, struct slice bytes, uint32_t offset,
                          struct reading *in)
{
    bool same_hop, in_a_line = bytes.at[bytes.len - 1] != '\n';

    /* It may end anywhere: taken for cut, a last line without its end is left out, and nothing is called missing. */
    if (!sip_message_parse(&in->m, bytes.at, bytes.len, (size_t)bytes.len + in_a_line, FRAMING_DATAGRAM) ||
        in->m.kind != SIP_REQUEST || in->m.start_line_cut)
        return false;
    in->m.cut = true;
    in->m.headers_cut = !in->m.has_header_end;
    identity_read(&in->id, &in->m);
    same_hop = sip_message_header(&in->m, H_VIA) && slice_equal_nocase(in->id.via.branch, t->key.branch);
    if (!same_hop && !slice_equal(in->id.call_id, t->call->call_id))
        return false;
    compare(r, t, in, same_hop);
    find_new_fault(r, t, in, offset);
    return true;
}

bool returned_read(struct returned *returned, const struct transaction *t, const struct sip_message *response)
{
    struct slice type = sip_message_value(response, H_CONTENT_TYPE), body = response->body;
    struct reading *in;
    bool read;

    memset(returned, 0, sizeof *returned);
    if (!t->request || !body.len)
        return false;
    body = skip_stray_headers(body, &type);
    if (!body.len || !is_fragment_type(type))
        return false;
    in = g_new(struct reading, 1);
    read = read_fragment(returned, t, body, sip_message_offset(response, body.at), in);
    g_free(in);
    return read;
}
