/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "chars.h"

#define UNRESERVED (C_USER | C_PARAM | C_HEADER | C_URIC)
#define LETTER     (C_ALPHA | C_TOKEN | C_HOST | C_VALUE | C_SCHEME | UNRESERVED)
#define HEXLETTER  (LETTER | C_HEX)
#define NUMBER     (C_DIGIT | C_HEX | C_TOKEN | C_HOST | C_VALUE | C_SCHEME | UNRESERVED)

/* RFC 3261 25.1. */
/* clang-format off */
const uint16_t char_classes[256] = {
    ['\t'] = C_LWS,
    ['\n'] = C_LWS,
    ['\r'] = C_LWS,
    [' '] = C_LWS,
    ['A'] = HEXLETTER, ['B'] = HEXLETTER, ['C'] = HEXLETTER, ['D'] = HEXLETTER, ['E'] = HEXLETTER, ['F'] = HEXLETTER,
    ['a'] = HEXLETTER, ['b'] = HEXLETTER, ['c'] = HEXLETTER, ['d'] = HEXLETTER, ['e'] = HEXLETTER, ['f'] = HEXLETTER,
    ['G'] = LETTER, ['H'] = LETTER, ['I'] = LETTER, ['J'] = LETTER, ['K'] = LETTER, ['L'] = LETTER, ['M'] = LETTER,
    ['N'] = LETTER, ['O'] = LETTER, ['P'] = LETTER, ['Q'] = LETTER, ['R'] = LETTER, ['S'] = LETTER, ['T'] = LETTER,
    ['U'] = LETTER, ['V'] = LETTER, ['W'] = LETTER, ['X'] = LETTER, ['Y'] = LETTER, ['Z'] = LETTER,
    ['g'] = LETTER, ['h'] = LETTER, ['i'] = LETTER, ['j'] = LETTER, ['k'] = LETTER, ['l'] = LETTER, ['m'] = LETTER,
    ['n'] = LETTER, ['o'] = LETTER, ['p'] = LETTER, ['q'] = LETTER, ['r'] = LETTER, ['s'] = LETTER, ['t'] = LETTER,
    ['u'] = LETTER, ['v'] = LETTER, ['w'] = LETTER, ['x'] = LETTER, ['y'] = LETTER, ['z'] = LETTER,
    ['0'] = NUMBER, ['1'] = NUMBER, ['2'] = NUMBER, ['3'] = NUMBER, ['4'] = NUMBER,
    ['5'] = NUMBER, ['6'] = NUMBER, ['7'] = NUMBER, ['8'] = NUMBER, ['9'] = NUMBER,
    ['-'] = C_TOKEN | C_VALUE | C_HOST | C_SCHEME | UNRESERVED,
    ['.'] = C_TOKEN | C_VALUE | C_HOST | C_SCHEME | UNRESERVED,
    ['_'] = C_TOKEN | C_VALUE | C_HOST | UNRESERVED,
    ['!'] = C_TOKEN | C_VALUE | UNRESERVED,
    ['~'] = C_TOKEN | C_VALUE | UNRESERVED,
    ['*'] = C_TOKEN | C_VALUE | UNRESERVED,
    ['\''] = C_TOKEN | C_VALUE | UNRESERVED,
    ['('] = UNRESERVED,
    [')'] = UNRESERVED,
    ['%'] = C_TOKEN | C_VALUE | C_URIC,
    ['`'] = C_TOKEN | C_VALUE,
    ['+'] = C_TOKEN | C_VALUE | C_SCHEME | C_USER | C_PARAM | C_HEADER | C_URIC,
    ['&'] = C_USER | C_PARAM | C_URIC,
    ['='] = C_USER | C_URIC,
    ['$'] = C_USER | C_PARAM | C_HEADER | C_URIC,
    [','] = C_USER | C_URIC,
    [';'] = C_USER | C_URIC,
    ['?'] = C_USER | C_HEADER | C_URIC,
    ['/'] = C_USER | C_PARAM | C_HEADER | C_URIC,
    [':'] = C_VALUE | C_PARAM | C_HEADER | C_URIC,
    ['['] = C_VALUE | C_PARAM | C_HEADER | C_URIC,
    [']'] = C_VALUE | C_PARAM | C_HEADER | C_URIC,
    ['@'] = C_URIC,
    ['#'] = C_URIC,
};
/* clang-format on */

#define ALWAYS_FIT 19 /* digits, in 64 bits */

/* `value` is that of the digits before `begin`. */
static bool long_digits_value(struct slice s, uint32_t begin, uint64_t value, uint64_t *out)
{
    bool fits = true;

    for (uint32_t i = begin; i < s.len; i++) {
        unsigned digit = (unsigned char)s.at[i] - (unsigned)'0';
        if (digit > 9)
            return false;
        if (value > (UINT64_MAX - digit) / 10)
            fits = false;
        value = fits ? value * 10 + digit : UINT64_MAX;
    }
    *out = value;
    return fits;
}

bool digits_value(struct slice s, uint64_t *out)
{
    uint32_t few = MIN(s.len, ALWAYS_FIT);
    uint64_t value = 0;

    *out = 0;
    for (uint32_t i = 0; i < few; i++) {
        unsigned digit = (unsigned char)s.at[i] - (unsigned)'0';
        if (digit > 9)
            return false;
        value = value * 10 + digit;
    }
    if (s.len > few)
        return long_digits_value(s, few, value, out);
    *out = value;
    return s.len > 0;
}

uint32_t quoted_length(struct slice s)
{
    for (uint32_t i = 1; i < s.len; i++) {
        if (s.at[i] == '\\')
            i++;
        else if (s.at[i] == '"')
            return i + 1;
    }
    return 0;
}

/* Letters, signs, marks and the like; nothing that is not seen, turns text round or breaks a line. */
static bool is_shown(gunichar u)
{
    const GUnicodeType type = g_unichar_type(u);

    return g_unichar_isprint(u) && type != G_UNICODE_LINE_SEPARATOR && type != G_UNICODE_PARAGRAPH_SEPARATOR;
}

const char *slice_print(struct slice s, char *out, size_t size)
{
    static const char ellipsis[] = "\xe2\x80\xa6";
    const size_t reserve = sizeof ellipsis; /* the ellipsis and the terminator */
    size_t used = 0;
    uint32_t i = 0;

    while (i < s.len) {
        char piece[8];
        size_t piece_len;
        uint32_t taken = 1;
        unsigned char c = (unsigned char)s.at[i];

        if (char_is(s.at[i], C_LWS)) {
            taken = span(slice_from(s, i), C_LWS);
            if (taken == 1 || memchr(s.at + i, '\n', taken) == NULL)
                taken = 1;
            piece[0] = ' ';
            piece_len = 1;
        } else if (c >= 0x20 && c < 0x7f) {
            piece[0] = s.at[i];
            piece_len = 1;
        } else {
            gunichar u = c < 0x80 ? (gunichar)-1 : g_utf8_get_char_validated(s.at + i, (gssize)(s.len - i));
            if (u != (gunichar)-1 && u != (gunichar)-2 && is_shown(u)) {
                piece_len = (size_t)g_unichar_to_utf8(u, piece);
                taken = (uint32_t)piece_len;
            } else {
                piece_len = (size_t)g_snprintf(piece, sizeof piece, "\\x%02x", c);
            }
        }
        if (used + piece_len + reserve > size) {
            if (used + reserve <= size) {
                memcpy(out + used, ellipsis, sizeof ellipsis - 1);
                used += sizeof ellipsis - 1;
            }
            break;
        }
        memcpy(out + used, piece, piece_len);
        used += piece_len;
        i += taken;
    }
    out[used] = '\0';
    return out;
}

void text_end_on_character(char *text)
{
    const char *end;

    if (!g_utf8_validate(text, -1, &end))
        text[end - text] = '\0';
}

void text_append(char *out, size_t size, const char *format, ...)
{
    size_t used = strlen(out);
    va_list args;

    va_start(args, format);
    g_vsnprintf(out + used, (gulong)(size - used), format, args);
    va_end(args);
    text_end_on_character(out);
}
