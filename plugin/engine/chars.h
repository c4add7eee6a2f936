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
};

extern const uint16_t char_classes[256];

static inline bool char_is(char c, unsigned classes)
{
    return (char_classes[(unsigned char)c] & classes) != 0;
}

/* Number of leading bytes of `s` that are in `classes`. */
static inline uint32_t span(struct slice s, unsigned classes)
{
    uint32_t n = 0;
    while (n < s.len && char_is(s.at[n], classes))
        n++;
    return n;
}

/* Number of leading bytes of `s` that are in none of `classes`. */
static inline uint32_t span_until(struct slice s, unsigned classes)
{
    uint32_t n = 0;
    while (n < s.len && !char_is(s.at[n], classes))
        n++;
    return n;
}

/* `s` without the white space (folds included) at either end. */
static inline struct slice slice_trim(struct slice s)
{
    uint32_t lead = span(s, C_LWS);
    s = slice_from(s, lead);
    while (s.len && char_is(s.at[s.len - 1], C_LWS))
        s.len--;
    return s;
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
