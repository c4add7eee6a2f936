/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "sdp.h"

#include "chars.h"

#define LETTERS    26
#define AT(letter) ((letter) - 'a')

enum section { SESSION, MEDIA };

struct check {
    struct sdp *sdp;
    struct slice line;             /* the present one, without its end and the white space around it */
    struct slice subject;          /* how sentences call it: "o=", "m=audio" */
    const char *instead;           /* for the next flaw that is added */
    struct slice seen[2][LETTERS]; /* last line of each letter, by section */
    enum section section;
    struct slice media; /* the present m= line, its subject, and what it needs */
    struct slice media_subject;
    bool media_open; /* its port is not 0 */
    bool media_connected;
    bool media_labeled;
    bool mild_found;
};

static void add_flaw(struct check *k, const struct sdp_flaw *flaw)
{
    if (k->sdp->flaw_count == SDP_MAX_FLAWS || (flaw->flaw.weight < FLAW_GRAVE && k->mild_found))
        return;
    k->mild_found |= flaw->flaw.weight < FLAW_GRAVE;
    k->sdp->flaws[k->sdp->flaw_count++] = *flaw;
}

static void add_in_line(struct check *k, struct slice where, const char *what, enum flaw_weight weight)
{
    add_flaw(k, &(struct sdp_flaw){.flaw = {what, where, weight}, .subject = k->subject, .instead = k->instead});
    k->instead = NULL;
}

static void wrong(struct check *k, struct slice where, const char *what)
{
    add_in_line(k, where, what, FLAW_GRAVE);
}

static void odd(struct check *k, struct slice where, const char *what)
{
    add_in_line(k, where, what, FLAW_MILD);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

/* The next word. Fields stand one space apart; more than that, or a tab, is odd. */
static struct slice next_word(struct check *k, struct slice *rest)
{
    const char *begin = rest->at, *gap = begin, *end = slice_end(*rest), *word;

    while (gap < end && is_blank(*gap))
        gap++;
    if (gap - begin > 1 || (gap > begin && *begin == '\t'))
        odd(k, k->line, "more than one space between fields");
    word = gap;
    while (word < end && !is_blank(*word))
        word++;
    *rest = slice_between(word, end);
    return slice_between(gap, word);
}

/* Up to `most` words; returns how many there are. What is left stays in `rest`. */
static unsigned read_words(struct check *k, struct slice *rest, struct slice *words, unsigned most)
{
    unsigned count = 0;

    while (count < most && rest->len)
        words[count++] = next_word(k, rest);
    return count;
}

static bool is_digits(struct slice s)
{
    return s.len && span(s, C_DIGIT) == s.len;
}

/* Four numbers up to 255. Leading zeros are read as they are meant. */
static bool is_ipv4(struct slice s, unsigned *first)
{
    for (unsigned i = 0; i < 4; i++) {
        uint32_t n = span(s, C_DIGIT);
        uint64_t value;

        if (n == 0 || n > 3 || !digits_value(slice_of(s.at, n), &value) || value > 255)
            return false;
        if (i == 0)
            *first = (unsigned)value;
        s = slice_from(s, n);
        /* NOLINTNEXTLINE(clang-analyzer-core.NullDereference): what has a length has bytes */
        if (i < 3 && (s.len == 0 || s.at[0] != '.'))
            return false;
        s = slice_from(s, i < 3);
    }
    return s.len == 0;
}

/* Unlike in SIP, without brackets. The zone of a link-local address is of no use to anybody else, and harmless. */
static bool is_ipv6(struct slice s)
{
    char copy[64];
    int64_t zone = slice_find(s, '%');

    if (zone >= 0)
        s.len = (uint32_t)zone;
    if (s.len >= sizeof copy || slice_find(s, ':') < 0 || slice_find(s, '\0') >= 0)
        return false;
    memcpy(copy, s.at, s.len);
    copy[s.len] = '\0';
    return g_hostname_is_ip_address(copy);
}

/* A domain name: its last label is not a number (RFC 1123 2.1), or "192.0.2.300" would be one. */
static bool is_name(struct slice s)
{
    uint32_t n = s.len;

    if (s.len == 0 || span(s, C_HOST) != s.len)
        return false;
    while (n > 0 && char_is(s.at[n - 1], C_DIGIT))
        n--;
    return n == s.len || (n > 0 && s.at[n - 1] != '.');
}

/* What may follow an address: "/ttl" and "/ttl/count" (IPv4), "/count" (IPv6), and only where it is a group's. */
enum kind { NAME, UNICAST, GROUP4, GROUP6 };

static enum kind kind_of(struct slice host, bool v4, bool v6, unsigned first)
{
    if (v4)
        return first >= 224 && first < 240 ? GROUP4 : UNICAST;
    if (v6)
        return g_ascii_tolower(host.at[0]) == 'f' && g_ascii_tolower(host.at[1]) == 'f' ? GROUP6 : UNICAST;
    return NAME;
}

static void check_tail(struct check *k, struct slice address, struct slice tail, enum kind kind)
{
    uint64_t value = 0;
    unsigned numbers = 0;

    while (tail.len) { /* begins with '/' */
        struct slice number = slice_from(tail, 1);

        number.len = span(number, C_DIGIT);
        tail = slice_from(tail, number.len + 1);
        digits_value(number, &value);
        if (number.len == 0 || (tail.len && tail.at[0] != '/') || ++numbers > 2 ||
            (kind == GROUP4 && numbers == 1 && value > 255)) {
            wrong(k, address, "an address with neither time to live nor count behind the '/'");
            return;
        }
    }
    if (numbers > 1 ? kind == GROUP6 || kind == UNICAST : numbers && kind == UNICAST)
        odd(k, address, "a time to live on an address that takes none");
    else if (!numbers && kind == GROUP4)
        odd(k, address, "a multicast address without a time to live");
}

/* unicast-address / multicast-address (5.7). `needed`: media go there; that of o= is no more than part of a name. */
static void check_address(struct check *k, struct slice addrtype, struct slice address, bool needed)
{
    int64_t slash = slice_find(address, '/');
    struct slice host = slash < 0 ? address : slice_of(address.at, (size_t)slash);
    bool ip4 = slice_is_nocase(addrtype, "IP4"), ip6 = slice_is_nocase(addrtype, "IP6");
    unsigned first = 0;
    bool v4 = is_ipv4(host, &first), v6 = !v4 && is_ipv6(host);

    if (!ip4 && !ip6)
        odd(k, addrtype, "an address type other than IP4 and IP6");
    else if (!v4 && !v6 && !is_name(host))
        add_in_line(k, address, "an address that is neither an IP address nor a name", needed ? FLAW_GRAVE : FLAW_MILD);
    else if ((ip4 && v6) || (ip6 && v4))
        odd(k, slice_between(addrtype.at, slice_end(address)), "an address of another type than it says");
    else if (needed)
        check_tail(k, address, slice_from(address, host.len), kind_of(host, v4, v6, first));
}

/* nettype SP addrtype SP address. Networks other than the Internet have addresses of their own (RFC 3108, RFC 7195). */
static void check_connection(struct check *k, const struct slice *words, bool needed)
{
    if (slice_is_nocase(words[0], "IN"))
        check_address(k, words[1], words[2], needed);
}

static void version(struct check *k, struct slice value)
{
    uint64_t number;

    if (digits_value(value, &number) && number == 0)
        return;
    k->instead = "v=0";
    wrong(k, k->line, "a version other than 0");
}

/* sess-id and sess-version are 1*DIGIT of any length; senders that print them signed are understood. */
static void check_number(struct check *k, struct slice word, const char *what)
{
    if (is_digits(word))
        return;
    if (word.len > 1 && word.at[0] == '-' && is_digits(slice_from(word, 1)))
        odd(k, word, what);
    else
        wrong(k, word, what);
}

/* username SP sess-id SP sess-version SP nettype SP addrtype SP unicast-address (5.2) */
static void origin(struct check *k, struct slice value)
{
    struct slice words[6], rest = value;
    unsigned count = read_words(k, &rest, words, 6), before = k->sdp->flaw_count;

    if (count == 5 && is_blank(value.at[0])) { /* "o= 1 1 IN IP4 192.0.2.1" */
        odd(k, k->line, "an empty user name");
        memmove(words + 1, words, 5 * sizeof words[0]);
    } else if (count < 6) {
        wrong(k, k->line, "fewer than six fields");
        return;
    }
    check_number(k, words[1], "a session id that is no number");
    check_number(k, words[2], "a session version that is no number");
    if (rest.len)
        odd(k, k->line, "more than six fields");
    check_connection(k, words + 3, false);
    if (k->sdp->flaw_count == before)
        k->sdp->connected = slice_between(words[3].at, slice_end(words[5]));
}

static void connection(struct check *k, struct slice value)
{
    struct slice words[3], rest = value;

    if (read_words(k, &rest, words, 3) < 3) {
        wrong(k, k->line, "fewer than three fields");
        return;
    }
    check_connection(k, words, true);
    if (rest.len)
        odd(k, k->line, "more than three fields");
}

static void timing(struct check *k, struct slice value)
{
    struct slice words[2], rest = value;
    unsigned count = read_words(k, &rest, words, 2);

    if (rest.len)
        odd(k, k->line, "more than two times");
    k->instead = "t=0 0";
    if (count < 2)
        wrong(k, k->line, "fewer than two times");
    else if (!is_digits(words[0]) || !is_digits(words[1]))
        wrong(k, is_digits(words[0]) ? words[1] : words[0], "a time that is no number");
    k->instead = NULL;
}

/* RTP profiles take payload types as formats (8866 5.14). */
static bool is_rtp(struct slice proto)
{
    static const struct slice profiles[] = {SLICE_LITERAL("RTP/AVP"), SLICE_LITERAL("RTP/SAVP"),
                                            SLICE_LITERAL("RTP/AVPF"), SLICE_LITERAL("RTP/SAVPF")};

    for (size_t i = 0; i < G_N_ELEMENTS(profiles); i++) {
        uint32_t before = proto.len - profiles[i].len;

        if (proto.len >= profiles[i].len && slice_equal_nocase(slice_from(proto, before), profiles[i]) &&
            (before == 0 || proto.at[before - 1] == '/'))
            return true;
    }
    return false;
}

/* port ["/" integer]. False where the port is 0: the stream is not offered, and nobody looks further. */
static bool check_port(struct check *k, struct slice word)
{
    int64_t slash = slice_find(word, '/');
    struct slice port = slash < 0 ? word : slice_of(word.at, (size_t)slash);
    uint64_t number;

    if (!is_digits(port))
        wrong(k, word, "a port that is no number");
    else if (!digits_value(port, &number) || number > 65535)
        wrong(k, port, "a port above 65535");
    else if (number == 0)
        return false;
    else if (slash >= 0 && !is_digits(slice_from(word, (uint32_t)slash + 1)))
        wrong(k, word, "a number of ports that is no number");
    return true;
}

static void check_formats(struct check *k, struct slice rest, bool rtp)
{
    if (rest.len == 0)
        add_in_line(k, k->line, "no format", k->media_open ? FLAW_GRAVE : FLAW_MILD);
    while (rest.len) {
        struct slice format = next_word(k, &rest);
        uint64_t number;

        if (rtp && (!digits_value(format, &number) || number > 127)) {
            add_in_line(k, format, "a payload type that is no number from 0 to 127",
                        k->media_open ? FLAW_GRAVE : FLAW_MILD);
            return;
        }
    }
}

/* RFC 8866 5.7: c= stands for the whole session or in each media description; one that is not offered needs none. */
static void end_media(struct check *k)
{
    if (k->section == SESSION || !k->media_open)
        return;
    if (!k->media_connected && !k->seen[SESSION][AT('c')].at)
        add_flaw(k, &(struct sdp_flaw){
                        .flaw = {"no c= line", k->media, FLAW_GRAVE}, .subject = k->media_subject, .missing = 'c'});
    if (!k->media_labeled && !k->sdp->unlabeled.at)
        k->sdp->unlabeled = k->media;
}

/* media SP port ["/" integer] SP proto 1*(SP fmt) */
static void media(struct check *k, struct slice value)
{
    struct slice words[3], rest = value;
    unsigned count = read_words(k, &rest, words, 3);

    k->sdp->media++;
    k->media = k->line;
    k->media_open = true;
    k->media_connected = k->media_labeled = false;
    if (count)
        k->subject = slice_between(k->line.at, slice_end(words[0]));
    k->media_subject = k->subject;
    if (count < 3) {
        wrong(k, k->line, "fewer than four fields");
        k->media_open = false; /* nothing more to be said of it */
        return;
    }
    k->media_open = check_port(k, words[1]);
    check_formats(k, rest, is_rtp(words[2]));
}

static void attribute(struct check *k)
{
    static const struct slice label = SLICE_LITERAL("a=label:");

    if (k->line.len > label.len && slice_equal(slice_of(k->line.at, label.len), label))
        k->media_labeled = true;
}

static void content(struct check *k, char letter)
{
    struct slice value = slice_from(k->line, 2);

    switch (letter) {
    case 'a': attribute(k); break;
    case 'c':
        k->media_connected = true;
        connection(k, value);
        break;
    case 'm': media(k, value); break;
    case 'o': origin(k, value); break;
    case 't': timing(k, value); break;
    case 'v': version(k, value); break;
    default: break;
    }
}

/* One line that is not empty. `whole` has the white space around it. */
static void read_line(struct check *k, struct slice whole)
{
    char letter = k->line.at[0];
    struct slice *seen;

    k->subject = SLICE_NONE;
    if (k->line.len < 2 || k->line.at[1] != '=' || !char_is(letter, C_ALPHA)) {
        wrong(k, k->line, "a line that is not of the form x=...");
        return;
    }
    if (k->line.at != whole.at)
        odd(k, k->line, "white space in front of this line");
    k->subject = slice_of(k->line.at, 2);
    if (!g_ascii_islower(letter)) {
        odd(k, k->line, "a capital letter for its type");
        return;
    }
    if (letter == 'm') {
        end_media(k);
        k->section = MEDIA;
    }
    seen = &k->seen[k->section][AT(letter)];
    if (k->section == SESSION && seen->at && strchr("vosc", letter))
        odd(k, k->line, "a second line of its kind");
    *seen = k->line;
    if (letter == 's' && slice_end(whole) == k->line.at + 2) { /* 5.3: a single space or '-' where there is no name */
        k->instead = "s=-";
        odd(k, k->line, "no text");
    }
    content(k, letter);
}

/* The lines that must be there, in their order, with what may stand between them and the one before (5). */
static const struct {
    char letter;
    const char *behind;
    const char *what;
    const char *instead;
} due[] = {
    {'o', "v", "no o= line", NULL},
    {'s', "vo", "no s= line", "s=-"},
    {'t', "vosiuepcb", "no t= line", "t=0 0"},
};

/* The last of these lines of the session. */
static struct slice last_of(const struct check *k, const char *letters)
{
    struct slice last = SLICE_NONE;

    for (; *letters; letters++) {
        struct slice line = k->seen[SESSION][AT(*letters)];
        if (!last.at || (line.at && line.at > last.at))
            last = line;
    }
    return last;
}

static void check_presence(struct check *k)
{
    for (size_t i = 0; i < G_N_ELEMENTS(due); i++) {
        struct slice late = k->seen[MEDIA][AT(due[i].letter)];

        k->subject = slice_of(late.at, late.at ? 2 : 0);
        if (k->seen[SESSION][AT(due[i].letter)].at)
            continue;
        if (late.at)
            odd(k, late, "its place behind an m= line");
        else
            add_flaw(k, &(struct sdp_flaw){.flaw = {due[i].what, last_of(k, due[i].behind), FLAW_GRAVE},
                                           .missing = due[i].letter,
                                           .instead = due[i].instead});
    }
}

/* Receivers take the lines as they come, all but v=; the grammar has them in this order. */
static void check_order(struct check *k)
{
    const char *at = NULL;

    for (const char *order = "osct"; *order; order++) {
        struct slice line = k->seen[SESSION][AT(*order)];

        if (line.at && at && line.at < at) {
            k->subject = slice_of(line.at, 2);
            odd(k, line, "a place in front of a line that has to come before it");
            return;
        }
        at = line.at ? line.at : at;
    }
}

/* The next line, without its end: CRLF, LF (5: "parsers SHOULD be tolerant") or CR. */
static struct slice take_line(struct slice *rest)
{
    struct slice line;
    uint32_t n = (uint32_t)(skip_printable(rest->at, slice_end(*rest)) - rest->at);

    while (n < rest->len && rest->at[n] != '\r' && rest->at[n] != '\n')
        n++;
    line = slice_of(rest->at, n);
    if (n + 1 < rest->len && rest->at[n] == '\r' && rest->at[n + 1] == '\n')
        n++;
    *rest = slice_from(*rest, n + 1);
    return line;
}

static bool is_padding(char c)
{
    return c == '\r' || c == '\n' || c == '\0';
}

/* Empty lines and NULs behind the last line are nobody's trouble. */
static struct slice without_padding(struct slice text)
{
    while (text.len && is_padding(text.at[text.len - 1]))
        text.len--;
    return text;
}

/* Nothing else is told of what does not begin as a session description does: the rest follows from that. */
static bool begins(struct check *k)
{
    if (k->line.len >= 2 && k->line.at[0] == 'v' && k->line.at[1] == '=')
        return true;
    add_flaw(k, &(struct sdp_flaw){
                    .flaw = {"no v= line at its beginning", k->line, FLAW_GRAVE}, .missing = 'v', .instead = "v=0"});
    return false;
}

void sdp_check(struct sdp *sdp, struct slice text)
{
    struct check k;
    bool first = true, gap = false;

    memset(sdp, 0, sizeof *sdp);
    memset(&k, 0, sizeof k);
    k.sdp = sdp;
    text = without_padding(text);
    while (text.len) {
        struct slice whole = take_line(&text);

        k.line = slice_trim(whole);
        if (k.line.len == 0) {
            gap = true;
            continue;
        }
        if (first && !begins(&k))
            return;
        k.subject = SLICE_NONE;
        if (gap)
            odd(&k, k.line, "an empty line in front of this one");
        first = gap = false;
        read_line(&k, whole);
    }
    if (first)
        return;
    end_media(&k);
    check_presence(&k);
    check_order(&k);
}
