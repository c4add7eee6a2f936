/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A slice is a run of bytes that somebody else owns: pointer and length, no terminator. Everything the engine reads
 * out of a message is a slice of that message, valid as long as the message's buffer is.
 */
#ifndef SIPDIAG_SLICE_H
#define SIPDIAG_SLICE_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include <glib.h>

struct slice {
    const char *at;
    uint32_t len;
};

#define SLICE_NONE          ((struct slice){NULL, 0})
#define SLICE_LITERAL(text) ((struct slice){(text), sizeof(text) - 1})

static inline struct slice slice_of(const char *at, size_t len)
{
    return (struct slice){at, (uint32_t)len};
}

static inline struct slice slice_from_string(const char *text)
{
    return slice_of(text, text ? strlen(text) : 0);
}

static inline const char *slice_end(struct slice s)
{
    return s.at ? s.at + s.len : NULL;
}

/* Byte equality. */
static inline bool slice_equal(struct slice a, struct slice b)
{
    /* NOLINTNEXTLINE(clang-analyzer-core.NonNullParamChecker): what has a length has bytes */
    return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

/* Do `len` bytes differ in the case of ASCII letters at the most? Mostly, not even in that. */
static inline bool bytes_equal_nocase(const char *a, const char *b, uint32_t len)
{
    if (len && a[0] == b[0] && memcmp(a, b, len) == 0)
        return true;
    for (uint32_t i = 0; i < len; i++) {
        unsigned char differ = (unsigned char)(a[i] ^ b[i]), letter = (unsigned char)((a[i] | 0x20) - 'a');

        if (differ && (differ != 0x20 || letter > 'z' - 'a'))
            return false;
    }
    return true;
}

/* Equality that ignores the case of ASCII letters, as RFC 3261 7.3.1 has it for names and tokens. */
static inline bool slice_equal_nocase(struct slice a, struct slice b)
{
    return a.len == b.len && bytes_equal_nocase(a.at, b.at, a.len);
}

static inline bool slice_is(struct slice a, const char *text)
{
    return slice_equal(a, slice_from_string(text));
}

static inline bool slice_is_nocase(struct slice a, const char *text)
{
    return slice_equal_nocase(a, slice_from_string(text));
}

/* Offset of the first byte `c`, or -1. */
static inline int64_t slice_find(struct slice s, char c)
{
    const char *hit = s.at ? memchr(s.at, c, s.len) : NULL;
    return hit ? hit - s.at : -1;
}

/* The rest of a slice from `from` on; empty, at its end, where `from` lies beyond it. */
static inline struct slice slice_from(struct slice s, uint32_t from)
{
    if (from > s.len)
        from = s.len;
    return from == 0 ? s : slice_of(s.at + from, s.len - from); /* no arithmetic on SLICE_NONE */
}

static inline struct slice slice_between(const char *begin, const char *end)
{
    return slice_of(begin, end > begin ? (size_t)(end - begin) : 0);
}

#endif
