/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "multipart.h"

#include "chars.h"
#include "headers.h"

#define LONGEST 70 /* 5.1.1: "no more than 70 characters" */

enum delimiter { NO_DELIMITER, DELIMITER, CLOSE_DELIMITER };

/* bchars = ALPHA / DIGIT / "'" / "(" / ")" / "+" / "_" / "," / "-" / "." / "/" / ":" / "=" / "?" / space */
static bool is_bchar(char c)
{
    return char_is(c, C_ALPHA | C_DIGIT) || (c && strchr("'()+_,-./:=? ", c));
}

void boundary_check(struct slice boundary, struct flaw *flaw)
{
    if (boundary.len == 0)
        flaw_set(flaw, boundary, "an empty boundary");
    if (boundary.len > LONGEST)
        flaw_set_mild(flaw, boundary, "a boundary of more than 70 characters");
    for (uint32_t i = 0; i < boundary.len; i++) {
        if (!is_bchar(boundary.at[i])) {
            flaw_set_mild(flaw, slice_of(boundary.at + i, 1), "a character that a boundary may not hold");
            return;
        }
    }
    if (boundary.len && boundary.at[boundary.len - 1] == ' ')
        flaw_set_mild(flaw, boundary, "a boundary that ends in a space");
}

/* The next line, without its end; `rest` goes on behind it. */
static struct slice next_line(struct slice *rest)
{
    int64_t lf = slice_find(*rest, '\n');
    struct slice line = lf < 0 ? *rest : slice_of(rest->at, (size_t)lf);

    *rest = slice_from(*rest, lf < 0 ? rest->len : (uint32_t)lf + 1);
    if (lf > 0 && line.at[line.len - 1] == '\r')
        line.len--;
    return line;
}

static bool has_dash_boundary(struct slice text, struct slice boundary)
{
    return text.len >= boundary.len + 2 && text.at[0] == '-' && text.at[1] == '-' &&
           memcmp(text.at + 2, boundary.at, boundary.len) == 0;
}

/* delimiter = CRLF "--" boundary, then "--" where it closes, then white space. */
static enum delimiter classify(struct multipart *mp, struct slice line)
{
    struct slice tail;

    if (!has_dash_boundary(line, mp->boundary))
        return NO_DELIMITER;
    tail = slice_from(line, mp->boundary.len + 2);
    if (tail.len >= 2 && tail.at[0] == '-' && tail.at[1] == '-')
        return CLOSE_DELIMITER;
    if (span(tail, C_LWS) == tail.len)
        return DELIMITER;
    mp->unclear = true;
    return NO_DELIMITER;
}

/* Advances behind the next delimiter line; `before` is what stands in front of it. */
static enum delimiter find_delimiter(struct multipart *mp, struct slice *before)
{
    const char *begin = mp->rest.at;

    while (mp->rest.len) {
        struct slice line = next_line(&mp->rest);
        enum delimiter found = classify(mp, line);

        if (found != NO_DELIMITER) {
            *before = slice_between(begin, line.at);
            return found;
        }
    }
    *before = slice_between(begin, mp->rest.at);
    return NO_DELIMITER;
}

/* Does all that is left end in "--boundary--"? */
static bool ends_in_close(const struct multipart *mp, struct slice text)
{
    uint32_t len = mp->boundary.len + 4;

    text = slice_trim(text);
    if (text.len < len)
        return false;
    text = slice_from(text, text.len - len);
    return has_dash_boundary(text, mp->boundary) && text.at[len - 2] == '-' && text.at[len - 1] == '-';
}

/* Are the octets those of the content itself (RFC 2045 6.2)? */
static bool is_plain_encoding(struct slice value)
{
    return value.len == 0 || slice_is_nocase(value, "7bit") || slice_is_nocase(value, "8bit") ||
           slice_is_nocase(value, "binary");
}

static void part_header(struct mime_part *part, struct slice row)
{
    int64_t colon = slice_find(row, ':');
    struct slice name, value;
    enum header_id id;

    if (colon < 0) {
        if (!part->stray_row.at)
            part->stray_row = row;
        return;
    }
    name = slice_trim(slice_of(row.at, (size_t)colon));
    value = slice_trim(slice_from(row, (uint32_t)colon + 1));
    id = header_lookup(name);
    if (id == H_CONTENT_TYPE && !part->content_type.len)
        part->content_type = value;
    else if (id == H_CONTENT_ENCODING)
        part->encoded = true;
    else if (slice_is_nocase(name, "Content-Transfer-Encoding") && !is_plain_encoding(value))
        part->encoded = true;
}

/* body-part = MIME-part-headers [CRLF *OCTET] */
static void read_part(struct mime_part *part, struct slice text)
{
    memset(part, 0, sizeof *part);
    while (text.len) {
        struct slice row = next_line(&text);

        if (row.len == 0)
            break;
        while (text.len && (text.at[0] == ' ' || text.at[0] == '\t'))
            row = slice_between(row.at, slice_end(next_line(&text)));
        part_header(part, row);
    }
    part->body = text;
}

void multipart_open(struct multipart *mp, struct slice body, struct slice boundary)
{
    struct slice preamble;

    memset(mp, 0, sizeof *mp);
    mp->boundary = boundary;
    mp->rest = body;
    mp->in_parts = find_delimiter(mp, &preamble) == DELIMITER;
    if (!mp->in_parts)
        mp->rest = SLICE_NONE;
}

bool multipart_next(struct multipart *mp, struct mime_part *part)
{
    struct slice text;
    enum delimiter found;

    if (!mp->in_parts || mp->closed || mp->rest.len == 0)
        return false;
    found = find_delimiter(mp, &text);
    mp->closed = found == CLOSE_DELIMITER;
    mp->glued = found == NO_DELIMITER && ends_in_close(mp, text);
    /* the line end in front of a delimiter belongs to it */
    if (found != NO_DELIMITER && text.len && text.at[text.len - 1] == '\n')
        text.len--;
    if (found != NO_DELIMITER && text.len && text.at[text.len - 1] == '\r')
        text.len--;
    read_part(part, text);
    return true;
}
