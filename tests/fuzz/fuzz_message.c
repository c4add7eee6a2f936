/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any bytes, read as a datagram and as a stream, whole and cut: every slice lies in them, and a message that ends on a
 * stream is the same when nothing follows it.
 */
#include "support.h"

static void check_inside(const struct sip_message *m, size_t len, struct slice s)
{
    g_assert_true(!s.at || (s.at >= m->base && s.at <= m->base + len && s.len <= (size_t)(m->base + len - s.at)));
}

static void check_rows(const struct sip_message *m, size_t len)
{
    g_assert_cmpuint(m->header_count, <=, SIP_MAX_HEADERS);
    for (unsigned i = 0; i < m->header_count; i++) {
        const struct sip_header *row = &m->headers[i];

        check_inside(m, len, row->row);
        check_inside(m, len, row->name);
        check_inside(m, len, row->value);
        g_assert_true(row->next == 0 || (row->next > i + 1 && row->next <= m->header_count));
        g_assert_true(row->next == 0 || m->headers[row->next - 1].id == row->id);
    }
}

static void check_message(const struct sip_message *m, size_t len)
{
    const struct slice parts[] = {m->bare_line_end, m->start_line, m->method, m->request_uri, m->version,
                                  m->status_word,   m->reason,     m->rest,   m->body,        m->whole};

    g_assert_cmpint(m->kind, !=, NOT_SIP);
    for (size_t i = 0; i < G_N_ELEMENTS(parts); i++)
        check_inside(m, len, parts[i]);
    check_rows(m, len);
    g_assert_cmpuint(m->body.len, <=, m->rest.len);
    g_assert_cmpuint(m->rest_on_wire, >=, m->rest.len);
}

static void check_identity(const struct sip_message *m, size_t len)
{
    static struct identity id;

    identity_read(&id, m);
    check_inside(m, len, id.via.branch);
    check_inside(m, len, id.via_rest);
    check_inside(m, len, id.from.tag);
    check_inside(m, len, id.to.tag);
    check_inside(m, len, id.call_id);
    check_inside(m, len, id.method);
}

/* What follows a message on a stream is none of its business. */
static void check_alone(const struct sip_message *m)
{
    static struct sip_message alone;
    struct copy c = copy_of(m->whole.at, m->whole.len);

    g_assert_true(sip_message_parse(&alone, c.bytes, c.len, c.len, FRAMING_STREAM));
    g_assert_cmpuint(alone.header_count, ==, m->header_count);
    g_assert_cmpuint(alone.body.len, ==, m->body.len);
    g_assert_cmpuint(alone.whole.len, ==, m->whole.len);
    free(c.bytes);
}

static void read_as(const char *bytes, size_t len, size_t missing, enum framing framing)
{
    static struct sip_message m;

    sip_message_looks_like(bytes, len, framing);
    if (!sip_message_parse(&m, bytes, len, len + missing, framing))
        return;
    check_message(&m, len);
    check_identity(&m, len);
    if (framing == FRAMING_STREAM && !missing && m.has_header_end && m.content_length_ok &&
        m.content_length <= m.rest.len)
        check_alone(&m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (size_t missing = 0; missing < 200; missing += 100) {
        read_as((const char *)data, size, missing, FRAMING_DATAGRAM);
        read_as((const char *)data, size, missing, FRAMING_STREAM);
    }
    return 0;
}
