/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "message.h"

#include "chars.h"

/* One line: [at, end) without its line end; `next` is where the following one begins. */
struct line {
    const char *at;
    const char *end;
    const char *next;
    const char *bare_lf; /* that ended it, or a line that is folded into it; else NULL */
    bool ended;          /* a line end was there; else the buffer ended */
    bool regular;        /* nothing but printable ASCII, and a CRLF */
};

/* A line ends with CRLF (RFC 3261 7); a bare LF is taken as one too, since most receivers do. */
static struct line read_line(const char *at, const char *limit)
{
    const char *odd = skip_printable(at, limit);
    const char *lf = odd < limit ? memchr(odd, '\n', (size_t)(limit - odd)) : NULL;
    struct line line = {at, limit, limit, NULL, false, false};

    if (lf) {
        bool crlf = lf > at && lf[-1] == '\r';
        line.ended = true;
        line.next = lf + 1;
        line.end = crlf ? lf - 1 : lf;
        line.bare_lf = crlf ? NULL : lf;
        line.regular = crlf && lf - 1 == odd;
    }
    return line;
}

/* A line with the continuation lines behind it (7.3.1). */
static struct line read_folded(const char *at, const char *limit)
{
    struct line line = read_line(at, limit);

    if (line.end == line.at)
        return line; /* the empty line: what follows is the body, whatever it begins with */
    while (line.ended && line.next < limit && (*line.next == ' ' || *line.next == '\t')) {
        struct line more = read_line(line.next, limit);
        line.end = more.end;
        line.next = more.next;
        line.ended = more.ended;
        if (!line.bare_lf)
            line.bare_lf = more.bare_lf;
    }
    return line;
}

static const struct slice usual_version = SLICE_LITERAL("SIP/2.0");

/* SIP/1*DIGIT.1*DIGIT in any case (7.1, 25.1). */
static bool is_version(struct slice word)
{
    uint32_t n;

    if (slice_equal(word, usual_version))
        return true;
    if (word.len < 7 || !bytes_equal_nocase(word.at, "SIP/", 4))
        return false;
    word = slice_from(word, 4);
    n = span(word, C_DIGIT);
    if (n == 0 || n >= word.len || word.at[n] != '.')
        return false;
    word = slice_from(word, n + 1);
    return word.len && span(word, C_DIGIT) == word.len;
}

bool sip_version_is_wellformed(struct slice version)
{
    return is_version(version);
}

static struct slice first_word(struct slice line)
{
    return slice_of(line.at, span_until(line, C_LWS));
}

static struct slice last_word(struct slice line)
{
    uint32_t n = line.len;
    while (n > 0 && !char_is(line.at[n - 1], C_LWS))
        n--;
    return slice_from(line, n);
}

static bool is_method(struct slice word)
{
    return word.len > 0 && word.len <= 64 && span(word, C_TOKEN) == word.len && !g_ascii_isdigit(word.at[0]);
}

static const char *skip_blank_lines(const char *at, const char *limit)
{
    while (at < limit && (*at == '\r' || *at == '\n'))
        at++;
    return at;
}

/* Among the first rows from `at` on, is there a Via of SIP? HTTP and RTSP have a header of that name, too. */
static bool sip_via_ahead(const char *at, const char *limit)
{
    for (int left = 8; left && at < limit; left--) {
        struct line line = read_line(at, limit);
        struct slice row = slice_between(line.at, line.end);
        int64_t colon = slice_find(row, ':');

        if (colon > 0 && colon <= 16 && header_lookup(slice_trim(slice_of(row.at, (size_t)colon))) == H_VIA) {
            struct slice value = slice_trim(slice_from(row, (uint32_t)colon + 1));
            return value.len > 3 && g_ascii_strncasecmp(value.at, "SIP", 3) == 0;
        }
        at = line.next;
    }
    return false;
}

/* "sip:...", "<tel:..." */
static bool begins_like_uri(struct slice word)
{
    uint32_t n;

    if (word.len && word.at[0] == '<')
        word = slice_from(word, 1);
    n = span(word, C_ALPHA);
    return n > 1 && n < word.len && word.at[n] == ':';
}

/* A first line that is no start line by the letter, but is meant as a request's: a URI behind the first word, or run
 * into it, and SIP headers below. */
static bool is_meant_as_request(struct slice text, const char *next, const char *limit)
{
    struct slice first = first_word(text), second = first_word(slice_trim(slice_from(text, first.len)));
    bool run_in = false;

    for (uint32_t i = 0; i + 4 < first.len && !run_in; i++)
        run_in = g_ascii_strncasecmp(first.at + i, "sip:", 4) == 0;
    return (begins_like_uri(second) || run_in) && sip_via_ahead(next, limit);
}

static bool is_status(struct slice text)
{
    return text.len && g_ascii_isdigit(text.at[0]);
}

bool sip_message_looks_like(const char *bytes, size_t len, enum framing framing)
{
    const char *limit = bytes + len;
    const char *at = skip_blank_lines(bytes, limit);
    struct line line;
    struct slice text, version;

    if (limit - at < 12 || !g_ascii_isprint(*at))
        return false;
    line = read_line(at, limit);
    text = slice_trim(slice_between(line.at, line.end));
    version = first_word(text);
    if (is_version(version))
        return framing == FRAMING_DATAGRAM || is_status(slice_trim(slice_from(text, version.len)));
    if (framing == FRAMING_DATAGRAM && line.ended && is_meant_as_request(text, line.next, limit))
        return true;
    version = last_word(text);
    if (!is_method(first_word(text)) || (!is_version(version) && !slice_is_nocase(version, "SIP/2")))
        return false;
    /* On a stream, "com SIP/2.0" is the rest of a request line whose beginning the capture lacks. */
    return framing == FRAMING_DATAGRAM ? version.at != text.at
                                       : slice_trim(slice_between(slice_end(first_word(text)), version.at)).len > 0;
}

/* Status-Line = SIP-Version SP Status-Code SP Reason-Phrase (7.2). */
static void split_status_line(struct sip_message *m, struct slice text)
{
    struct slice rest = slice_trim(slice_from(text, m->version.len));
    uint64_t status;

    m->kind = SIP_RESPONSE;
    m->status_word = first_word(rest);
    m->reason = slice_trim(slice_from(rest, m->status_word.len));
    if (digits_value(m->status_word, &status) && status <= 9999)
        m->status = (uint16_t)status;
}

/* A last word that is meant as a version, right or wrong: SIP/7.0, SIP2.0, HTTP/1.1. No URI looks like it. */
static bool names_version(struct slice word)
{
    if (slice_equal(word, usual_version))
        return true;
    if (slice_find(word, ':') >= 0 || slice_find(word, '@') >= 0)
        return false;
    return (word.len >= 3 && g_ascii_strncasecmp(word.at, "SIP", 3) == 0) || slice_find(word, '/') > 0;
}

/* Request-Line = Method SP Request-URI SP SIP-Version (7.1). The URI is what lies between the first word and a last
 * word that is a version, so that white space inside it stays visible to the rules. */
static void split_request_line(struct sip_message *m, struct slice text)
{
    struct slice last = last_word(text);

    m->kind = SIP_REQUEST;
    m->method = first_word(text);
    if (last.at == m->method.at)
        return;
    if (names_version(last))
        m->version = last;
    m->request_uri = slice_trim(slice_between(slice_end(m->method), m->version.at ? m->version.at : slice_end(text)));
}

/* `next` is the line behind it: what cannot be made out as a start line is one all the same where SIP headers follow.
 */
static bool read_start_line(struct sip_message *m, struct slice line, const char *next, const char *limit)
{
    struct slice text = slice_trim(line);
    struct slice first = first_word(text);

    m->start_line = line;
    if (is_version(first)) {
        m->version = first;
        split_status_line(m, text);
    } else if (is_method(first) || (m->framing == FRAMING_DATAGRAM && is_meant_as_request(text, next, limit))) {
        split_request_line(m, text);
    }
    return m->kind != NOT_SIP;
}

static void note_bare_lf(struct sip_message *m, const struct line *line)
{
    if (line->bare_lf && !m->bare_line_end.len)
        m->bare_line_end = slice_of(line->bare_lf, 1);
}

static void chain_header(struct sip_message *m, enum header_id id)
{
    if (m->first[id] == 0)
        m->first[id] = m->header_count;
    else {
        m->headers[m->last[id] - 1].next = m->header_count;
        m->repeated = true;
    }
    m->last[id] = m->header_count;
}

/* The row [at, end); `colon` is the first one in it, or NULL. */
static inline void add_header(struct sip_message *m, const char *at, const char *colon, const char *end)
{
    struct sip_header *header;

    if (m->header_count == SIP_MAX_HEADERS) {
        m->headers_left_out++;
        return;
    }
    header = &m->headers[m->header_count++];
    header->row = slice_of(at, (size_t)(end - at));
    header->next = 0;
    if (!colon) {
        header->name = SLICE_NONE;
        header->value = trim_between(at, end);
        header->id = H_OTHER;
        return;
    }
    header->name = trim_between(at, colon);
    header->value = trim_between(colon + 1, end);
    if (header->value.len == 0)
        header->value.at = colon + 1;
    header->id = header_lookup(header->name);
    if (header->id != H_OTHER)
        chain_header(m, header->id);
    else if (header->name.len == 0 || span(header->name, C_TOKEN) < header->name.len)
        m->is_regular = false;
}

/* On a stream, the next message may begin where a row was due. */
static bool is_next_message(const struct sip_message *m, const char *at, const char *limit)
{
    return m->framing == FRAMING_STREAM && sip_message_looks_like(at, (size_t)(limit - at), FRAMING_STREAM);
}

/* Rows of printable ASCII with a colon, that end with CRLF and are not folded, as nearly all are: from `at` to the
 * first that is different, or the last before `limit`. That one, which is returned, takes more care. */
static const char *add_plain_headers(struct sip_message *m, const char *at, const char *limit)
{
    for (;;) {
        const char *colon = skip_printable_until(at, limit, ':'), *end;

        if (colon == limit || *colon != ':' || is_lws(*at))
            return at;
        end = skip_printable(colon, limit);
        if (limit - end < 3 || end[0] != '\r' || end[1] != '\n' || end[2] == ' ' || end[2] == '\t' ||
            is_next_message(m, at, limit))
            return at;
        add_header(m, at, colon, end);
        at = end + 2;
    }
}

/* 18.3: a datagram without Content-Length is body to its end; a stream without one is taken to have none. */
static void bound_body(struct sip_message *m)
{
    const struct sip_header *row = sip_message_header(m, H_CONTENT_LENGTH);
    uint32_t len = m->framing == FRAMING_DATAGRAM ? m->rest.len : 0;

    m->content_length_ok = row && digits_value(row->value, &m->content_length);
    while (m->content_length_ok && (row = sip_message_next(m, row)) != NULL) {
        uint64_t again;
        m->content_length_ok = digits_value(row->value, &again) && again == m->content_length;
    }
    if (m->content_length_ok)
        len = m->content_length < m->rest.len ? (uint32_t)m->content_length : m->rest.len;
    m->body = slice_of(m->rest.at, len);
}

bool sip_message_parse(struct sip_message *m, const char *bytes, size_t len, size_t wire_len, enum framing framing)
{
    const char *limit = bytes + len;
    const char *start = skip_blank_lines(bytes, limit);
    struct line line;

    memset(m, 0, offsetof(struct sip_message, headers));
    memset(&m->header_count, 0, sizeof *m - offsetof(struct sip_message, header_count));
    m->base = bytes;
    m->framing = framing;
    m->cut = wire_len > len;

    line = read_line(start, limit);
    if (!read_start_line(m, slice_between(line.at, line.end), line.next, limit))
        return false;
    m->start_line_cut = m->cut && !line.ended;
    m->is_regular = line.regular;
    note_bare_lf(m, &line);

    while (line.ended && line.next < limit) {
        line = read_folded(add_plain_headers(m, line.next, limit), limit);
        if (line.end > line.at && is_next_message(m, line.at, limit)) {
            limit = line.at; /* the next message: the rest of this one is lost */
            break;
        }
        note_bare_lf(m, &line);
        if (line.end == line.at && line.ended) {
            m->has_header_end = true;
            m->is_regular &= line.regular;
            break;
        }
        if (m->cut && (!line.ended || line.next == limit))
            break; /* the row may go on, or be folded, where the capture does not */
        m->is_regular = false;
        add_header(m, line.at, memchr(line.at, ':', (size_t)(line.end - line.at)), line.end);
    }
    m->is_regular &= m->has_header_end;
    m->headers_cut = m->cut && !m->has_header_end;
    m->rest = slice_between(m->has_header_end ? line.next : limit, limit);
    m->rest_on_wire = m->rest.len + (uint32_t)(wire_len - len);
    bound_body(m);
    m->whole = slice_between(start, slice_end(m->body));
    return true;
}
