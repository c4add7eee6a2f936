/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The character classes of RFC 3261 25.1, one bit each, and the two scans that everything else is made of.
 */
#ifndef SIPDIAG_CHARS_H
#define SIPDIAG_CHARS_H

#include "slice.h"

enum char_class {
    C_ALPHA = 1 << 0,
    C_DIGIT = 1 << 1,
    C_HEX = 1 << 2,
    C_TOKEN = 1 << 3,  /* token */
    C_USER = 1 << 4,   /* unreserved and user-unreserved; also the password's, which is a subset */
    C_PARAM = 1 << 5,  /* unreserved and param-unreserved */
    C_HEADER = 1 << 6, /* unreserved and hnv-unreserved */
    C_HOST = 1 << 7,   /* letters, digits, '-', '.', and '_', which the grammar lacks and the world uses */
    C_LWS = 1 << 8,    /* space, tab, and the CR and LF of a fold */
    C_URIC = 1 << 9,   /* reserved, unreserved, '%', and '#', which RFC 3966 allows in a number */
    C_VALUE = 1 << 10, /* token, host, and what is around an IPv6 address */
    C_SCHEME = 1 << 11,
};

extern const uint16_t char_classes[256];

static inline bool char_is(char c, unsigned classes)
{
    return (char_classes[(unsigned char)c] & classes) != 0;
}

/* Number of leading bytes of `s` that are in `classes`. Four at a time, so that there is less to count. */
static inline uint32_t span(struct slice s, unsigned classes)
{
    const char *at = s.at, *end = slice_end(s);

    for (; end - at >= 4; at += 4) {
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): what has a length has bytes */
        if (!char_is(at[0], classes))
            return (uint32_t)(at - s.at);
        if (!char_is(at[1], classes))
            return (uint32_t)(at - s.at) + 1;
        if (!char_is(at[2], classes))
            return (uint32_t)(at - s.at) + 2;
        if (!char_is(at[3], classes))
            return (uint32_t)(at - s.at) + 3;
    }
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): what has a length has bytes */
    while (at < end && char_is(*at, classes))
        at++;
    return (uint32_t)(at - s.at);
}

/* Number of leading bytes of `s` that are in none of `classes`. */
static inline uint32_t span_until(struct slice s, unsigned classes)
{
    const char *at = s.at, *end = slice_end(s);

    while (at < end && !char_is(*at, classes))
        at++;
    return (uint32_t)(at - s.at);
}

/* Eight bytes a step. Both mark what they look for with the topmost bit of its byte; a carry may mark more bytes behind
 * the first, but misses none. */
#define EACH_BYTE(c) (UINT64_C(0x0101010101010101) * (c))

/* Bytes that are no printable ASCII: below 0x20, 0x7f, above 0x7f. */
static inline uint64_t mark_unprintable(uint64_t word)
{
    return (word | (word - EACH_BYTE(0x20)) | (word + EACH_BYTE(1))) & EACH_BYTE(0x80);
}

/* Bytes that are `c`. */
static inline uint64_t mark_byte(uint64_t word, unsigned char c)
{
    word ^= EACH_BYTE(c);
    return (word - EACH_BYTE(1)) & ~word & EACH_BYTE(0x80);
}

static inline uint64_t eight_bytes(const char *at)
{
    uint64_t word;

    memcpy(&word, at, sizeof word);
    return GUINT64_FROM_LE(word);
}

static inline const char *first_marked(const char *at, uint64_t marks)
{
    return at + __builtin_ctzll(marks) / 8;
}

static inline bool is_printable(char c)
{
    return (unsigned char)(c - 0x20) <= 0x7e - 0x20;
}

static inline const char *last_of_eights(const char *at, const char *limit)
{
    return limit - ((size_t)(limit - at) & 7);
}

/* The first byte from `at` on that is no printable ASCII; `limit` where there is none. */
static inline const char *skip_printable(const char *at, const char *limit)
{
    for (const char *last = last_of_eights(at, limit); at < last; at += 8) {
        uint64_t marks = mark_unprintable(eight_bytes(at));
        if (marks)
            return first_marked(at, marks);
    }
    while (at < limit && is_printable(*at))
        at++;
    return at;
}

/* The same, or the first byte `c`, where that comes before. */
static inline const char *skip_printable_until(const char *at, const char *limit, char c)
{
    for (const char *last = last_of_eights(at, limit); at < last; at += 8) {
        uint64_t word = eight_bytes(at), marks = mark_unprintable(word) | mark_byte(word, (unsigned char)c);
        if (marks)
            return first_marked(at, marks);
    }
    while (at < limit && is_printable(*at) && *at != c)
        at++;
    return at;
}

static inline bool is_lws(char c)
{
    return (unsigned char)c <= ' ' && char_is(c, C_LWS);
}

/* Advances behind the white space, folds included. */
static inline void skip_lws(struct slice *s)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): what has a length has bytes */
    while (s->len && is_lws(s->at[0])) {
        s->at++;
        s->len--;
    }
}

/* What is left without the white space (folds included) at either end. */
static inline struct slice trim_between(const char *begin, const char *end)
{
    while (begin < end && is_lws(*begin))
        begin++;
    while (begin < end && is_lws(end[-1]))
        end--;
    return slice_of(begin, (size_t)(end - begin));
}

static inline struct slice slice_trim(struct slice s)
{
    return trim_between(s.at, slice_end(s));
}

/* Value of a run of digits. False when `s` is empty, holds anything else, or is over 2^64-1 (`*out` is then UINT64_MAX
 * for a run of digits that is too large, else 0). Leading zeros are legal. */
bool digits_value(struct slice s, uint64_t *out);

/* Length of the quoted-string (RFC 3261 25.1) that `s` begins with, quotes included; 0 when it is not closed. */
uint32_t quoted_length(struct slice s);

/* Writes `s` into `out` as printable UTF-8 on one line: control octets, characters that break lines or are not seen,
 * and broken UTF-8 as \xNN, folds as one space, cut with an ellipsis where `size` ends. Returns `out`. */
const char *slice_print(struct slice s, char *out, size_t size);

/* Ends `text` where its UTF-8 stops being valid: inside the character that a buffer's end has cut. */
void text_end_on_character(char *text);

/* Appends to the text in `out`, of `size` octets in all; what does not fit is left out, by whole characters. */
G_GNUC_PRINTF(3, 4)
void text_append(char *out, size_t size, const char *format, ...);

#endif
