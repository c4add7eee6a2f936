/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cseq.h"
#include "nameaddr.h"
#include "params.h"
#include "support.h"
#include "via.h"

/* The bytes that a flaw points to, behind a "?" where it is mild and "~" where it is odd; "-" where there is none. */
static void check_flaw(const struct flaw *flaw, const char *expected)
{
    static const char *const marks[] = {"-", "~", "?", ""};
    char *where = text_of(flaw->where), *text = g_strconcat(marks[flaw->weight], where, NULL);

    g_assert_true((flaw->what != NULL) == (flaw->weight != FLAW_NONE));
    g_assert_cmpstr(text, ==, expected);
    g_free(text);
    g_free(where);
}

static void digits(void)
{
    static const struct {
        const char *text;
        bool ok;
        uint64_t value;
    } cases[] = {
        {"0", true, 0},
        {"0068", true, 68},
        {"18446744073709551615", true, UINT64_MAX},
        {"18446744073709551616", false, UINT64_MAX},
        {"99999999999999999999999999", false, UINT64_MAX},
        {"", false, 0},
        {"-1", false, 0},
        {"1 ", false, 0},
        {"0x1", false, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        uint64_t value = 7;
        g_assert_cmpint(digits_value(slice_from_string(cases[i].text), &value), ==, cases[i].ok);
        g_assert_cmpuint(value, ==, cases[i].value);
    }
}

static void quoted(void)
{
    static const struct {
        const char *text;
        uint32_t len;
    } cases[] = {
        {"\"\"", 2}, {"\"a\" b", 3}, {"\"a\\\"b\"", 6}, {"\"\\\\\"", 4}, {"\"a", 0}, {"\"a\\\"", 0}, {"\"", 0},
        {"\"\\", 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].text, strlen(cases[i].text));
        g_assert_cmpuint(quoted_length(slice_of(c.bytes, c.len)), ==, cases[i].len);
        free(c.bytes);
    }
}

static char pick(GRand *rand, const char *letters, gsize count)
{
    return letters[g_rand_int_range(rand, 0, (gint32)count)];
}

/* What is scanned several octets at a time, against one at a time: any length, any place, each end. */
static void scans(void)
{
    static const char letters[] = "aZ09:: ~\t\r\n\x01\x1f\x7f\x80\xff";
    GRand *rand = g_rand_new_with_seed(2234);

    for (unsigned round = 0; round < 200000; round++) {
        char text[40];
        gsize len = (gsize)g_rand_int_range(rand, 0, sizeof text), odd = 0, colon = 0, digits = 0, begin = 0, end = len;
        bool dull = g_rand_boolean(rand); /* long runs, too */
        struct copy c;
        struct slice s;

        for (gsize i = 0; i < len; i++)
            text[i] = dull && g_rand_int_range(rand, 0, 24) ? '7' : pick(rand, letters, sizeof letters);
        c = copy_of(text, len);
        s = slice_of(c.bytes, len);
        while (odd < len && text[odd] >= 0x20 && text[odd] <= 0x7e)
            odd++;
        while (colon < odd && text[colon] != ':')
            colon++;
        while (digits < len && text[digits] >= '0' && text[digits] <= '9')
            digits++;
        while (begin < len && text[begin] && strchr(" \t\r\n", text[begin]))
            begin++;
        while (end > begin && text[end - 1] && strchr(" \t\r\n", text[end - 1]))
            end--;
        g_assert_cmpuint((gsize)(skip_printable(s.at, slice_end(s)) - s.at), ==, odd);
        g_assert_cmpuint((gsize)(skip_printable_until(s.at, slice_end(s), ':') - s.at), ==, colon);
        g_assert_cmpuint(span(s, C_DIGIT), ==, digits);
        g_assert_true(slice_trim(s).at == s.at + begin);
        g_assert_cmpuint(slice_trim(s).len, ==, end - begin);
        skip_lws(&s);
        g_assert_true(s.at == c.bytes + begin);
        g_assert_cmpuint(s.len, ==, len - begin);
        free(c.bytes);
    }
    g_rand_free(rand);
}

static void printing(void)
{
#define ELLIPSIS "\xe2\x80\xa6"
    static const struct {
        struct slice in;
        size_t size;
        const char *out;
    } cases[] = {
        {SLICE_LITERAL("plain"), 64, "plain"},
        {SLICE_LITERAL(""), 64, ""},
        {SLICE_LITERAL("caf\xc3\xa9"), 64, "caf\xc3\xa9"},
        {SLICE_LITERAL("caf\xc3"), 64, "caf\\xc3"},
        {SLICE_LITERAL("\xed\xa0\x80"), 64, "\\xed\\xa0\\x80"},
        {SLICE_LITERAL("\xc0\x80"), 64, "\\xc0\\x80"},
        {SLICE_LITERAL("a\0b"), 64, "a\\x00b"},
        {SLICE_LITERAL("a\x1b[31m\x7f"), 64, "a\\x1b[31m\\x7f"},
        {SLICE_LITERAL("a\r\n \tb"), 64, "a b"},
        {SLICE_LITERAL("a  b"), 64, "a  b"},
        {SLICE_LITERAL("\xe2\x80\xae"), 64, "\\xe2\\x80\\xae"}, /* right-to-left override */
        {SLICE_LITERAL("\xe2\x80\xa8"), 64, "\\xe2\\x80\\xa8"}, /* line separator */
        {SLICE_LITERAL("\xe2\x80\xa9"), 64, "\\xe2\\x80\\xa9"}, /* paragraph separator */
        {SLICE_LITERAL("abcdefgh"), 8, "abcd" ELLIPSIS},
        {SLICE_LITERAL("abc\xc3\xa9""defgh"), 8, "abc" ELLIPSIS},
        {SLICE_LITERAL("abc\x01""defgh"), 9, "abc" ELLIPSIS},
        {SLICE_LITERAL("abc"), 3, ""},
        {SLICE_LITERAL("abc"), 1, ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy in = copy_of(cases[i].in.at, cases[i].in.len);
        char *out = malloc(cases[i].size);
        g_assert_true(slice_print(slice_of(in.bytes, in.len), out, cases[i].size) == out);
        g_assert_cmpstr(out, ==, cases[i].out);
        free(out);
        free(in.bytes);
    }
}

static void uris(void)
{
    static const struct {
        const char *text, *user, *host, *port, *flaw;
    } cases[] = {
        {"sip:bob@example.com", "bob", "example.com", "", "-"},
        {"SIPS:bob@EXAMPLE.com:5061", "bob", "EXAMPLE.com", "5061", "-"},
        {"sip:example.com", "", "example.com", "", "-"},
        {"sip:bob:secret@example.com.;lr", "bob", "example.com.", "", "-"},
        {"sip:alice;day=tuesday@example.com", "alice;day=tuesday", "example.com", "", "-"},
        {"sip:1?/&=+$,@example.com", "1?/&=+$,", "example.com", "", "-"},
        {"sip:%00user%40x@example.com", "%00user%40x", "example.com", "", "-"},
        {"sip:*@a_b.example", "*", "a_b.example", "", "~_"},
        {"sip:b@[2001:db8::1]:5060;transport=udp?a=b", "b", "[2001:db8::1]", "5060", "-"},
        {"sip:b@[2001:db8::10:5070]", "b", "[2001:db8::10:5070]", "", "-"},
        {"sip:b@[::ffff:192.0.2.1]", "b", "[::ffff:192.0.2.1]", "", "-"},
        {"sip:b@[2001:db8:::192.0.2.1]", "b", "[2001:db8:::192.0.2.1]", "", "-"},
        {"sip:b@h;unknown;x=%41[1]", "b", "h", "", "-"},
        {"sip:h;method=BYE", "", "h", "", "-"},
        {"tel:+1-201-555-0123;phone-context=a", "+1-201-555-0123", "", "", "-"},
        {"tel:+1(201)555.0123;ext=12", "+1(201)555.0123", "", "", "-"},
        {"tel:*67#;phone-context=example.com", "*67#", "", "", "-"},
        {"tel:2aF;Phone-Context=+1", "2aF", "", "", "-"},
        {"tel:911", "911", "", "", "~911"},
        {"tel:911;xphone-context=1", "911", "", "", "~911"},
        {"tel:+1 201", "+1 201", "", "", " "},
        {"tel:*31#+15550100;phone-context=a", "*31#+15550100", "", "", "~+"},
        {"tel:+12x", "+12x", "", "", "x"},
        {"tel:+", "+", "", "", "+"},
        {"tel:-;phone-context=a", "-", "", "", "-"},
        {"tel:+12#", "+12#", "", "", "#"},
        {"sip:h.1", "", "h.1", "", "~h.1"},
        {"sip:192.0.2.256", "", "192.0.2.256", "", "~192.0.2.256"},
        {"sip:192.0.2.1", "", "192.0.2.1", "", "-"},
        {"sip:1-2.3com", "", "1-2.3com", "", "~1-2.3com"},
        {"sip:4.example", "", "4.example", "", "-"},
        {"sip:-a.example", "", "-a.example", "", "~-a"},
        {"sip:a-.example", "", "a-.example", "", "~a-"},
        {"sip:b:p;q@h", "b", "h", "", "~;"},
        {"sip:b@h;transport=", "b", "h", "", "~transport="},
        {"sip:b@h?", "b", "h", "", "??"},
        {"sip:b@h?Subject=a%20b&To=sip:c%40d", "b", "h", "", "-"},
        {"sip:b@h?Replaces=c@d;to-tag=1", "b", "h", "", "?@"},
        {"sip:b@h?Subject=a\"", "b", "h", "", "\""},
        {"s_p:b@h", "", "", "", "s_p:b@h"},
        {"s+p-1.x:b@h", "", "", "", "-"},
        {"urn:service:sos", "", "", "", "-"},
        {"", "", "", "", ""},
        {"example.com", "", "", "", "example.com"},
        {":b@h", "", "", "", ":b@h"},
        {"1sip:b@h", "", "", "", "1sip:b@h"},
        {"s p:b@h", "", "", "", "s p:b@h"},
        {"tel:", "", "", "", "tel"},
        {"http://a b", "", "", "", " "},
        {"sip:", "", "", "", ""},
        {"sip:@example.com", "", "example.com", "", "@"},
        {"sip:bob@", "bob", "", "", ""},
        {"sip:bob@;lr", "bob", "", "", ";"},
        {"sip:bo#b@example.com", "bo#b", "example.com", "", "#"},
        {"sip:bo%4@example.com", "bo%4", "example.com", "", "%4"},
        {"sip:bo%zz@example.com", "bo%zz", "example.com", "", "%zz"},
        {"sip:b[o]@example.com", "b[o]", "example.com", "", "["},
        {"sip:\"bob\"@example.com", "\"bob\"", "example.com", "", "\""},
        {"sip:b:p[@h", "b", "h", "", "["},
        {"sip:b@h:", "b", "h", "", "h:"},
        {"sip:b@h:65535", "b", "h", "65535", "-"},
        {"sip:b@h:65536", "b", "h", "65536", "65536"},
        {"sip:b@h:5o60", "b", "h", "5o60", "5o60"},
        {"sip:b@h:99999999999999999999", "b", "h", "99999999999999999999", "99999999999999999999"},
        {"sip:b@2001:db8::1", "b", "2001:db8::1", "", "2001:db8::1"},
        {"sip:b@[2001:db8::1", "b", "[2001:db8::1", "", "[2001:db8::1"},
        {"sip:b@[192.0.2.1]", "b", "[192.0.2.1]", "", "[192.0.2.1]"},
        {"sip:b@[]", "b", "[]", "", "[]"},
        {"sip:b@a..c", "b", "a..c", "", "a..c"},
        {"sip:b@.c", "b", ".c", "", ".c"},
        {"sip:b@h@i", "b", "h", "", "@"},
        {"sip:b@h{", "b", "h", "", "{"},
        {"sip:b@h;;lr", "b", "h", "", ";"},
        {"sip:b@h;=x", "b", "h", "", ";"},
        {"sip:b@h;a=<", "b", "h", "", "<"},
        {"sip:b@h?a=|", "b", "h", "", "|"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].text, strlen(cases[i].text));
        struct sip_uri uri;
        sip_uri_parse(&uri, slice_of(c.bytes, c.len));
        g_test_message("%s", cases[i].text);
        assert_slice(uri.user, cases[i].user);
        assert_slice(uri.host, cases[i].host);
        assert_slice(uri.port, cases[i].port);
        check_flaw(&uri.flaw, cases[i].flaw);
        free(c.bytes);
    }
}

static void uri_parts(void)
{
    struct sip_uri uri;

    sip_uri_parse(&uri, SLICE_LITERAL("sip:b@h;a=1;MeThOd=BYE;lr?x=1&y"));
    assert_slice(uri.params, ";a=1;MeThOd=BYE;lr");
    assert_slice(uri.method_param, ";MeThOd=BYE");
    assert_slice(uri.headers, "?x=1&y");
    g_assert_true(uri.is_sip);
    sip_uri_parse(&uri, SLICE_LITERAL("tel:1"));
    g_assert_false(uri.is_sip);
}

static void hostports(void)
{
    static const struct {
        const char *text;
        bool lws_ok;
        uint32_t used;
        const char *host, *port, *flaw;
    } cases[] = {
        {"a.b:1;x", false, 5, "a.b", "1", "-"},
        {"a : 1 ;x", true, 5, "a", "1", "-"},
        {"a : 1", false, 1, "a", "", "-"},
        {"a ;x", true, 1, "a", "", "-"},
        {"[::1]", true, 5, "[::1]", "", "-"},
        {"::1", false, 3, "::1", "", ":"},
        {"", true, 0, "", "", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].text, strlen(cases[i].text));
        struct slice host_text, port;
        struct flaw flaw = {0};
        g_assert_cmpuint(hostport_parse(slice_of(c.bytes, c.len), cases[i].lws_ok, &host_text, &port, &flaw), ==,
                         cases[i].used);
        assert_slice(host_text, cases[i].host);
        assert_slice(port, cases[i].port);
        check_flaw(&flaw, cases[i].flaw);
        free(c.bytes);
    }
}

/* hostname and IPv4address of RFC 3261 25.1 and RFC 3986 3.2.2, as regular expressions: what fits has no flaw, and
 * nothing else. All of up to seven octets, and some longer ones. */
static void hosts_by_the_grammar(void)
{
#define LABEL(first) "[" first "]([A-Za-z0-9-]*[A-Za-z0-9])?"
#define OCTET        "(25[0-5]|2[0-4][0-9]|[01]?[0-9]?[0-9])"
    static const char letters[] = "a1.-", numbers[] = "0125....9";
    GRegex *good =
        g_regex_new("^(((" LABEL("A-Za-z0-9") "\\.)*" LABEL("A-Za-z") "\\.?)|(" OCTET "\\.){3}" OCTET ")$", 0, 0, NULL);
    GRand *rand = g_rand_new_with_seed(3986);

    g_assert_nonnull(good);
    for (unsigned round = 0; round < 60000; round++) {
        char text[20];
        gsize len = 0;
        struct slice at, port;
        struct flaw flaw = {0};
        struct copy c;

        if (round < 1 << 15) {
            for (unsigned rest = round; rest > 1; rest /= 4)
                text[len++] = letters[rest % 4];
        } else {
            for (int left = g_rand_int_range(rand, 1, 16); left > 0; left--)
                text[len++] = pick(rand, numbers, sizeof numbers - 1);
        }
        text[len] = '\0';
        c = copy_of(text, len);
        g_assert_cmpuint(hostport_parse(slice_of(c.bytes, len), false, &at, &port, &flaw), ==, len);
        if ((flaw.what == NULL) != g_regex_match(good, text, 0, NULL))
            g_error("%s: %s", text, flaw.what ? flaw.what : "no flaw");
        free(c.bytes);
    }
    g_rand_free(rand);
    g_regex_unref(good);
}

/* Who reads an address looks for white space in a URI only where the URI has a flaw. */
static void white_space_is_a_flaw(void)
{
    static const char letters[] = "a1@:;?=%.&[]+ \t\r\n";
    static const char *const schemes[] = {"sip:", "sips:", "tel:", "tel:+", "urn:", "x:", ""};
    GRand *rand = g_rand_new_with_seed(5118);
    unsigned sound = 0;

    for (unsigned round = 0; round < 400000; round++) {
        GString *text = g_string_new(schemes[g_rand_int_range(rand, 0, G_N_ELEMENTS(schemes))]);
        struct sip_uri uri;

        for (int left = g_rand_int_range(rand, 0, 12); left > 0; left--)
            g_string_append_c(text, pick(rand, letters, sizeof letters - 1));
        sip_uri_parse(&uri, slice_of(text->str, text->len));
        sound += !uri.flaw.what;
        if (!uri.flaw.what)
            g_assert_null(strpbrk(text->str, " \t\r\n"));
        g_string_free(text, TRUE);
    }
    g_assert_cmpuint(sound, >, 1000);
    g_rand_free(rand);
}

/* "name=value" a parameter, joined by spaces; then the rest and the flaw. */
static void params(void)
{
    static const struct {
        const char *text, *out, *rest, *flaw;
    } cases[] = {
        {";a=1;b", "a=1 b", "", "-"},
        {" ; a = 1 ; b ,next", "a=1 b", ",next", "-"},
        {";a=\";,\\\"\";b", "a=\";,\\\"\" b", "", "-"},
        {";received=[::1];rport", "received=[::1] rport", "", "-"},
        {";a=;b", "a= b", "", "~="},
        {"", "", "", "-"},
        {"  ", "", "", "-"},
        {";;a", " a", "", ";;"},
        {";", "", "", "?;"},
        {";a=\"x", "a=\"x", "", "\"x"},
        {";a b;c", "a", "", "b;c"},
        {"x ", "", "", "x"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].text, strlen(cases[i].text));
        struct slice rest = slice_of(c.bytes, c.len);
        GString *out = g_string_new(NULL);
        struct flaw flaw = {0};
        struct param p;

        for (unsigned n = 0; param_next(&rest, &p, &flaw); n++)
            g_string_append_printf(out, "%s%.*s%s%.*s", n ? " " : "", (int)p.name.len, p.name.at, p.value.at ? "=" : "",
                                   (int)p.value.len, p.value.at ? p.value.at : "");
        g_assert_cmpstr(out->str, ==, cases[i].out);
        assert_slice(rest, cases[i].rest);
        check_flaw(&flaw, cases[i].flaw);
        g_string_free(out, TRUE);
        free(c.bytes);
    }
}

static void name_addrs(void)
{
    static const struct {
        const char *text, *display, *uri, *tag, *flaw;
    } cases[] = {
        {"sip:a@b", "", "sip:a@b", "", "-"},
        {"sip:a@b;tag=1", "", "sip:a@b", "1", "-"},
        {"<sip:a@b;x=1?h=2>;TAG=1", "", "sip:a@b;x=1?h=2", "1", "-"},
        {"Alice Smith <sip:a@b>", "Alice Smith", "sip:a@b", "", "-"},
        {"caller<sip:a@b>;tag=1", "caller", "sip:a@b", "1", "-"},
        {"\"A \\\"x\\\" <,;>\" <sip:a@b>;tag=1", "\"A \\\"x\\\" <,;>\"", "sip:a@b", "1", "-"},
        {"\"\"<sip:a@b>", "\"\"", "sip:a@b", "", "-"},
        {"<tel:+1234>;x=\"a;b\";tag=9", "", "tel:+1234", "9", "-"},
        {"J\xc3\xbcrgen <sip:a@b>", "J\xc3\xbcrgen", "sip:a@b", "", "-"},
        {"", "", "", "", ""},
        {"\"A <sip:a@b>", "", "", "", "\"A <sip:a@b>"},
        {"\"A\" sip:a@b", "\"A\"", "", "", "s"},
        {"Alice, B <sip:a@b>", "Alice, B", "sip:a@b", "", ","},
        {"a@b <sip:a@b>", "a@b", "sip:a@b", "", "@"},
        {"<sip:a@b", "", "sip:a@b", "", "<sip:a@b"},
        {"< sip:a@b >", "", " sip:a@b ", "", " "},
        {"<sip:a b@c>", "", "sip:a b@c", "", " "},
        {"<>", "", "", "", ""},
        {"<sip:a@b:x>", "", "sip:a@b:x", "", "x"},
        {"sip:a@b?c=d", "", "sip:a@b?c=d", "", "?"},
        {"<sip:a@b>;;tag=1", "", "sip:a@b", "1", ";;"},
        {"<sip:a@b>, <sip:c@d>", "", "sip:a@b", "", ","},
        {"<sip:a@b> x", "", "sip:a@b", "", "x"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].text, strlen(cases[i].text));
        struct slice rest = slice_of(c.bytes, c.len);
        struct name_addr na;

        g_test_message("%s", cases[i].text);
        name_addr_parse(&na, &rest, true);
        assert_slice(na.display, cases[i].display);
        assert_slice(na.uri_text, cases[i].uri);
        assert_slice(na.tag, cases[i].tag);
        check_flaw(&na.flaw, cases[i].flaw);
        g_assert_cmpint(na.needs_brackets, ==, strcmp(cases[i].flaw, "?") == 0);
        free(c.bytes);
    }
}

/* Several values in a row: count, and each must get on. */
static void several_addresses(void)
{
    static const struct {
        const char *text;
        unsigned count;
    } cases[] = {
        {"<sip:a@b>,<sip:c@d>", 2},
        {"\"x, y\" <sip:a@b>;q=0.1 , sip:c@d;x=\"1,2\",\r\n <sip:e@f>", 3},
        {"<urn:uuid:1>;+sip.instance=\"<urn:x,y>\"", 1},
        {",,,", 3},
        {"\",,", 1},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].text, strlen(cases[i].text));
        struct slice rest = slice_of(c.bytes, c.len);
        unsigned count = 0;

        while (rest.len) {
            uint32_t before = rest.len;
            struct name_addr na;
            name_addr_parse(&na, &rest, false);
            g_assert_cmpuint(rest.len, <, before);
            count++;
        }
        g_assert_cmpuint(count, ==, cases[i].count);
        free(c.bytes);
    }
}

static void tags(void)
{
    struct slice rest = SLICE_LITERAL("<sip:a@b>;tag=1;x;Tag=\"2\"");
    struct name_addr na;

    name_addr_parse(&na, &rest, true);
    assert_slice(na.tag, "1");
    assert_slice(na.second_tag, "Tag=\"2\"");
}

/* One row: of each value "transport sent-by branch", joined by " | ", and the first flaw of all. */
static void vias(void)
{
    static const struct {
        const char *text, *out, *flaw;
    } cases[] = {
        {"SIP/2.0/UDP a:1;branch=z9hG4bKx", "UDP a:1 z9hG4bKx", "-"},
        {"SIP  /\t2.0 / UDP  a : 1 ; branch = x", "UDP a : 1 x", "-"},
        {"SIP/2.0/UDP\r\n a", "UDP a -", "-"},
        {"sip/2.0/unknown [2001:db8::1]:5060;received=2001:db8::9;rport;alias", "unknown [2001:db8::1]:5060 -", "-"},
        {"SIP/2.0/TCP a;received=[::1];branch=b", "TCP a b", "-"},
        {"SIP/2.0/UDP a;branch=1,SIP/2.0/TCP b;branch=2 ,\r\n SIP/2.0/TLS c", "UDP a 1 | TCP b 2 | TLS c -", "-"},
        {"SIP/2.0/UDP a;x=\"b,c;d\\\"\";branch=1, SIP/2.0/TCP b", "UDP a 1 | TCP b -", "-"},
        {"SIP/2.0/UDP a;branch=1 (one, (two) \\) three) , SIP/2.0/TCP b", "UDP a 1 | TCP b -", "-"},
        {"SIP/2.0/UDP a (comment)", "UDP a -", "-"},
        {"SIP/2.0/UDP a;branch=1;branch=2", "UDP a 1", "-"},
        {"SIP/2.0/UDP a;branch=\"q\"", "UDP a \"q\"", "-"},
        {"SIP/2.0/UDP a;;branch=1", "UDP a 1", ";;"},
        {"SIP/2.0/UDP a;", "UDP a -", ";"},
        {"SIP/2.0/UDP a;branch=1 (open", "UDP a 1", "(open"},
        {"SIP/2.0/UDP a;x=\"open, SIP/2.0/TCP b", "UDP a -", "\"open, SIP/2.0/TCP b"},
        {"SIP/2.0/UDP a b", "UDP a -", "b"},
        {"SIP/2.0/UDP", "UDP  -", "UDP"},
        {"SIP/2.0/UDP ;branch=1", "UDP  1", "UDP "},
        {"SIP/2.0 a", "  -", "SIP/2.0 a"},
        {"a", "  -", "a"},
        {"SIP/2.0/UDP a:b", "UDP a:b -", "b"},
        {"SIP/2.0/UDP a:", "UDP a: -", "a:"},
        {"SIP/2.0/UDP 2001:db8::1;branch=1", "UDP 2001:db8::1 1", "2001:db8::1"},
        {"SIP/2.0/UDP a,,SIP/2.0/TCP b", "UDP a - |   - | TCP b -", ",SIP/2.0/TCP b"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].text, strlen(cases[i].text));
        struct slice rest = slice_of(c.bytes, c.len);
        GString *out = g_string_new(NULL);
        struct flaw flaw = {0};

        while (rest.len) {
            uint32_t before = rest.len;
            struct via via;
            via_parse(&via, &rest);
            g_assert_cmpuint(rest.len, <, before);
            g_string_append_printf(out, "%s%.*s %.*s ", out->len ? " | " : "", (int)via.transport.len, via.transport.at,
                                   (int)via.sent_by.len, via.sent_by.at);
            if (via.branch.at)
                g_string_append_len(out, via.branch.at, via.branch.len);
            else
                g_string_append_c(out, '-');
            if (via.flaw.what)
                flaw_set(&flaw, via.flaw.where, via.flaw.what);
        }
        g_test_message("%s", cases[i].text);
        g_assert_cmpstr(out->str, ==, cases[i].out);
        check_flaw(&flaw, cases[i].flaw);
        g_string_free(out, TRUE);
        free(c.bytes);
    }
}

static void cookies(void)
{
    static const struct {
        const char *branch;
        bool cookie, there;
    } cases[] = {
        {";branch=z9hG4bKx", true, true}, {";branch=Z9HG4BKx", true, true}, {";branch=z9hG4bK", true, true},
        {";branch=z9hG4b", false, true},  {";branch=", false, true},        {";branch", false, true},
        {"", false, false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = g_strconcat("SIP/2.0/UDP a", cases[i].branch, NULL);
        struct slice rest = slice_from_string(text);
        struct via via;
        via_parse(&via, &rest);
        g_assert_cmpint(via.has_cookie, ==, cases[i].cookie);
        g_assert_cmpint(via.branch.at != NULL, ==, cases[i].there);
        g_free(text);
    }
}

static void cseqs(void)
{
    static const struct {
        const char *text;
        uint64_t number;
        const char *method, *flaw;
    } cases[] = {
        {"1 INVITE", 1, "INVITE", "-"},
        {"0009\t \r\n INVITE", 9, "INVITE", "-"},
        {"4294967296 x-Y.z", 4294967296, "x-Y.z", "-"},
        {"99999999999999999999 BYE", UINT64_MAX, "BYE", "-"},
        {"INVITE", 0, "INVITE", "INVITE"},
        {"-1 INVITE", 0, "-1", "-1 INVITE"},
        {"1", 1, "", "1"},
        {"1INVITE", 1, "INVITE", "1INVITE"},
        {"1 INVITE x", 1, "INVITE", " x"},
        {"1 <x>", 1, "", "1 <x>"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].text, strlen(cases[i].text));
        struct cseq cseq;
        cseq_parse(&cseq, slice_of(c.bytes, c.len));
        g_assert_cmpuint(cseq.number, ==, cases[i].number);
        assert_slice(cseq.method, cases[i].method);
        check_flaw(&cseq.flaw, cases[i].flaw);
        free(c.bytes);
    }
}

static void endpoints(void)
{
    struct endpoint v4 = {4, {192, 0, 2, 1}, 5060}, v6 = {16, {0x20, 0x01, 0x0d, 0xb8}, 5061}, none = {0};
    struct endpoint v4_other_port = v4;
    char out[ENDPOINT_TEXT_SIZE];

    v4_other_port.port++;
    g_assert_cmpstr(endpoint_print(&v4, out), ==, "192.0.2.1:5060");
    g_assert_cmpstr(endpoint_print(&v6, out), ==, "[2001:db8::]:5061");
    g_assert_cmpstr(endpoint_print(&none, out), ==, "");
    g_assert_true(endpoint_same_host(&v4, &v4_other_port));
    g_assert_false(endpoint_equal(&v4, &v4_other_port));
    g_assert_false(endpoint_same_host(&v4, &v6));
}

/* Pairs of hosts ignore the ports, but for a host that talks to itself. */
static void peer_pairs(void)
{
    wmem_allocator_t *allocator = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    struct peers_table *table = peers_table_new(allocator);
    struct endpoint a = host('a'), b = host('b'), a2 = host('a');
    unsigned there, back;
    struct peers *p;

    a2.port = 5070;
    g_assert_null(peers_find(table, &a, &b, false));
    p = peers_get(table, &a, &b, false, &there);
    g_assert_true(peers_get(table, &b, &a2, false, &back) == p);
    g_assert_cmpuint(there + back, ==, 1);
    g_assert_true(peers_find(table, &b, &a, false) == p);
    p = peers_get(table, &a, &a2, false, &there);
    g_assert_true(peers_get(table, &a2, &a, false, &back) == p);
    g_assert_cmpuint(there + back, ==, 1);
    a2.port = 5071;
    g_assert_null(peers_find(table, &a, &a2, false));
    wmem_destroy_allocator(allocator);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/chars/digits", digits);
    g_test_add_func("/chars/quoted", quoted);
    g_test_add_func("/chars/printing", printing);
    g_test_add_func("/uri/table", uris);
    g_test_add_func("/uri/parts", uri_parts);
    g_test_add_func("/uri/hostport", hostports);
    g_test_add_func("/params/table", params);
    g_test_add_func("/nameaddr/table", name_addrs);
    g_test_add_func("/nameaddr/several", several_addresses);
    g_test_add_func("/nameaddr/tags", tags);
    g_test_add_func("/chars/scans", scans);
    g_test_add_func("/via/table", vias);
    g_test_add_func("/via/cookies", cookies);
    g_test_add_func("/cseq/table", cseqs);
    g_test_add_func("/endpoints/endpoints", endpoints);
    g_test_add_func("/uri/hosts by the grammar", hosts_by_the_grammar);
    g_test_add_func("/uri/white space is a flaw", white_space_is_a_flaw);
    g_test_add_func("/endpoints/pairs", peer_pairs);
    return run_tests();
}
