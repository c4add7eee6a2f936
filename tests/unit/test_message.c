/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

static struct sip_message m;

static bool parse(const char *text, enum framing framing)
{
    return sip_message_parse(&m, text, strlen(text), strlen(text), framing);
}

static void start_lines(void)
{
    static const struct {
        const char *line;
        enum message_kind kind;
        const char *method_or_status, *uri_or_reason, *version;
    } cases[] = {
        {"INVITE sip:bob@example.com SIP/2.0", SIP_REQUEST, "INVITE", "sip:bob@example.com", "SIP/2.0"},
        {"\r\n\r\n\nINVITE sip:b@c SIP/2.0", SIP_REQUEST, "INVITE", "sip:b@c", "SIP/2.0"},
        {"invite sip:b@c sip/2.0", SIP_REQUEST, "invite", "sip:b@c", "sip/2.0"},
        {"INVITE  sip:b c@d  SIP/7.0 ", SIP_REQUEST, "INVITE", "sip:b c@d", "SIP/7.0"},
        {"INVITE sip:b@c", SIP_REQUEST, "INVITE", "sip:b@c", ""},
        {"INVITE SIP/2.0", SIP_REQUEST, "INVITE", "", "SIP/2.0"},
        {"INVITE", SIP_REQUEST, "INVITE", "", ""},
        {"SIP/2.0 200 OK", SIP_RESPONSE, "200", "OK", "SIP/2.0"},
        {"sip/2.0 180 Ringing now", SIP_RESPONSE, "180", "Ringing now", "sip/2.0"},
        {"SIP/2.0 100 ", SIP_RESPONSE, "100", "", "SIP/2.0"},
        {"SIP/2.0 4294967301 better not", SIP_RESPONSE, "0", "better not", "SIP/2.0"},
        {"SIP/2.0", SIP_RESPONSE, "0", "", "SIP/2.0"},
        {"", NOT_SIP, "", "", ""},
        {"\r\n\r\n", NOT_SIP, "", "", ""},
        {"\x80\x60 rtp", NOT_SIP, "", "", ""},
        {"<xml/>", NOT_SIP, "", "", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = g_strconcat(cases[i].line, "\r\n\r\n", NULL);
        g_assert_cmpint(parse(text, FRAMING_DATAGRAM), ==, cases[i].kind != NOT_SIP);
        g_assert_cmpint(m.kind, ==, cases[i].kind);
        if (m.kind == SIP_REQUEST) {
            assert_slice(m.method, cases[i].method_or_status);
            assert_slice(m.request_uri, cases[i].uri_or_reason);
        } else if (m.kind == SIP_RESPONSE) {
            g_assert_cmpint(m.status, ==, atoi(cases[i].method_or_status));
            assert_slice(m.reason, cases[i].uri_or_reason);
        }
        assert_slice(m.version, cases[i].version);
        g_free(text);
    }
}

static void looks_like_sip(void)
{
    static const struct {
        const char *text;
        bool yes;
    } cases[] = {
        {"OPTIONS sip:a SIP/2.0\r\n", true},    {"\r\nOPTIONS sip:a SIP/2.0\r\n", true},
        {"SIP/2.0 200 OK\r\n", true},           {"x a SIP/2.0 is cut he", false},
        {"\r\n\r\n", false},                    {"jaK\r\n", false},
        {"HTTP/1.1 200 OK\r\n\r\n", false},     {"GET / HTTP/1.1\r\n\r\n", false},
        {"RTSP/1.0 200 OK\r\n\r\n", false},     {"v=0 a line of SDP\r\n", false},
        {"", false},                            {"NOTIFY tel:1 SIP/17.2\n", true},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c = copy_of(cases[i].text, strlen(cases[i].text));
        g_assert_cmpint(sip_message_looks_like(c.bytes, c.len, FRAMING_DATAGRAM), ==, cases[i].yes);
        free(c.bytes);
    }
}

/* What the rules about lines need not look at. */
static void regular_messages(void)
{
    static const struct {
        const char *text;
        bool regular;
    } cases[] = {
        {"OPTIONS sip:a SIP/2.0\r\nFrom: a\r\nX-Any: b\r\nt:\r\n\r\n", true},
        {"OPTIONS sip:a SIP/2.0\r\nFrom \t: a\r\n\r\n", false},
        {"OPTIONS sip:a SIP/2.0\r\nFrom : a\r\n\r\n\x01\n", true},
        {"OPTIONS sip:a SIP/2.0\r\n\r\n", true},
        {"OPTIONS sip:a SIP/2.0\n\r\n", false},
        {"OPTIONS sip:a\x7f SIP/2.0\r\n\r\n", false},
        {"OPTIONS sip:a SIP/2.0\r\nFrom: a\n\r\n", false},
        {"OPTIONS sip:a SIP/2.0\r\nFrom: a\r\n\n", false},
        {"OPTIONS sip:a SIP/2.0\r\nFrom: a\r\n", false},
        {"OPTIONS sip:a SIP/2.0\r\nFrom: a\r\n b\r\n\r\n", false},
        {"OPTIONS sip:a SIP/2.0\r\n From: a\r\n\r\n", false},
        {"OPTIONS sip:a SIP/2.0\r\nFrom: \xc3\xa9\r\n\r\n", false},
        {"OPTIONS sip:a SIP/2.0\r\nFrom: a\rb\r\n\r\n", false},
        {"OPTIONS sip:a SIP/2.0\r\nno colon at all\r\n\r\n", false},
        {"OPTIONS sip:a SIP/2.0\r\n: a\r\n\r\n", false},
        {"OPTIONS sip:a SIP/2.0\r\nX Any: a\r\n\r\n", false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].text);
        g_assert_true(parse(cases[i].text, FRAMING_DATAGRAM));
        g_assert_cmpint(m.is_regular, ==, cases[i].regular);
    }
}

static void header_rows(void)
{
    static const struct {
        const char *rows;
        enum header_id id;
        const char *value;
    } cases[] = {
        {"From: a\r\n", H_FROM, "a"},
        {"f: a\r\n", H_FROM, "a"},
        {"fRoM:a\r\n", H_FROM, "a"},
        {"From : a\r\n", H_FROM, "a"},
        {"From \t : \t a \t\r\n", H_FROM, "a"},
        {"From: a\n", H_FROM, "a"},
        {"Subject: one\r\n two\r\n\tthree\r\n", H_SUBJECT, "one\r\n two\r\n\tthree"},
        {"Subject:\r\n one\r\n", H_SUBJECT, "one"},
        {"s:\n one\n", H_SUBJECT, "one"},
        {"Subject:\r\n", H_SUBJECT, ""},
        {"Subject: a:b\r\n", H_SUBJECT, "a:b"},
        {"no colon at all\r\n", H_OTHER, "no colon at all"},
        {"C%6Fntact: a\r\n", H_OTHER, "a"},
        {": a\r\n", H_OTHER, "a"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = g_strconcat("OPTIONS sip:a SIP/2.0\r\n", cases[i].rows, "\r\n", NULL);
        g_assert_true(parse(text, FRAMING_DATAGRAM));
        g_assert_true(m.has_header_end);
        g_assert_cmpuint(m.header_count, ==, 1);
        g_assert_cmpint(m.headers[0].id, ==, cases[i].id);
        assert_slice(m.headers[0].value, cases[i].value);
        g_assert_true((cases[i].id != H_OTHER) == (sip_message_header(&m, cases[i].id) == &m.headers[0]));
        g_free(text);
    }
}

static void rows_are_chained(void)
{
    const struct sip_header *row;
    unsigned vias = 0;

    g_assert_true(parse("OPTIONS sip:a SIP/2.0\r\nVia: 1\r\nTo: x\r\nv: 2\r\nVIA: 3\r\n\r\n", FRAMING_DATAGRAM));
    for (row = sip_message_header(&m, H_VIA); row; row = sip_message_next(&m, row))
        g_assert_cmpint(row->value.at[0], ==, '1' + (int)vias++);
    g_assert_cmpuint(vias, ==, 3);
    g_assert_null(sip_message_header(&m, H_FROM));
    assert_slice(sip_message_value(&m, H_TO), "x");
    g_assert_null(sip_message_value(&m, H_FROM).at);
}

static void too_many_rows(void)
{
    for (unsigned n = SIP_MAX_HEADERS - 1; n <= SIP_MAX_HEADERS + 3; n++) {
        GString *text = g_string_new("OPTIONS sip:a SIP/2.0\r\n");
        for (unsigned i = 0; i < n; i++)
            g_string_append(text, "Via: x\r\n");
        g_string_append(text, "\r\nbody");
        g_assert_true(parse(text->str, FRAMING_DATAGRAM));
        g_assert_cmpuint(m.header_count, ==, MIN(n, SIP_MAX_HEADERS));
        g_assert_cmpuint(m.headers_left_out, ==, n - m.header_count);
        assert_slice(m.body, "body");
        g_string_free(text, TRUE);
    }
}

static void bodies(void)
{
    static const struct {
        const char *rows, *behind;
        enum framing framing;
        const char *body;
        bool usable;
    } cases[] = {
        {"", "body", FRAMING_DATAGRAM, "body", false},
        {"", "body", FRAMING_STREAM, "", false},
        {"l: 2\r\n", "body", FRAMING_DATAGRAM, "bo", true},
        {"l: 2\r\n", "body", FRAMING_STREAM, "bo", true},
        {"l: 0002\r\n", "body", FRAMING_STREAM, "bo", true},
        {"l: 9\r\n", "body", FRAMING_DATAGRAM, "body", true},
        {"l: 9\r\n", "body", FRAMING_STREAM, "body", true},
        {"l: 0\r\n", "body", FRAMING_DATAGRAM, "", true},
        {"l: -1\r\n", "body", FRAMING_DATAGRAM, "body", false},
        {"l: -1\r\n", "body", FRAMING_STREAM, "", false},
        {"l: 99999999999999999999\r\n", "body", FRAMING_DATAGRAM, "body", false},
        {"l: 2\r\nContent-Length: 2\r\n", "body", FRAMING_DATAGRAM, "bo", true},
        {"l: 2\r\nContent-Length: 3\r\n", "body", FRAMING_DATAGRAM, "body", false},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = g_strconcat("\r\nMESSAGE sip:a SIP/2.0\r\n", cases[i].rows, "\r\n", cases[i].behind, NULL);
        g_assert_true(parse(text, cases[i].framing));
        assert_slice(m.rest, cases[i].behind);
        assert_slice(m.body, cases[i].body);
        g_assert_cmpint(m.content_length_ok, ==, cases[i].usable);
        g_assert_cmpuint(m.rest_on_wire, ==, strlen(cases[i].behind));
        g_assert_true(m.whole.at == text + 2 && slice_end(m.whole) == slice_end(m.body));
        g_free(text);
    }
}

/* A cut may fall anywhere: in a row or behind it (which is then not looked at), in the body. */
static void cut_messages(void)
{
    static const struct {
        const char *text;
        unsigned missing;
        bool headers_cut;
        unsigned rows;
    } cases[] = {
        {"OPTIONS sip:a SIP/2.0\r\nTo: a\r\n\r\nbo", 2, false, 1},
        {"OPTIONS sip:a SIP/2.0\r\nTo: a\r\nFro", 2, true, 1},
        {"OPTIONS sip:a SIP/2.0\r\nTo: a\r\n", 2, true, 0}, /* the next line may be a fold of it */
        {"OPTIONS sip:a SIP/2.0\r\nTo: a\r\nFrom: b\r\n", 2, true, 1},
        {"OPTIONS sip:a SIP/2.0\r\nTo: a\r\n\r\n body", 0, false, 1}, /* the body may begin with white space */
        {"OPTIONS sip:a SIP/2.0\r\nTo: a\r\n\r\n\tbody", 3, false, 1},
        {"OPTIONS sip:a SIP/2.0\r\nTo: a\r\nFrom: b", 0, false, 2},
        {"OPTIONS sip:a SIP", 2, true, 0},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        size_t len = strlen(cases[i].text);
        g_assert_true(sip_message_parse(&m, cases[i].text, len, len + cases[i].missing, FRAMING_DATAGRAM));
        g_assert_cmpint(m.cut, ==, cases[i].missing != 0);
        g_assert_cmpint(m.headers_cut, ==, cases[i].headers_cut);
        g_assert_cmpuint(m.header_count, ==, cases[i].rows);
        g_assert_cmpuint(m.rest_on_wire, ==, m.rest.len + cases[i].missing);
    }
}

static void known_headers(void)
{
    static const char no_compact_form[] = "gpqhwz1-";
    unsigned letters = 0;

    for (enum header_id id = 1; id < H_COUNT; id++) {
        const char *name = header_name(id);
        char *lower = g_ascii_strdown(name, -1), *upper = g_ascii_strup(name, -1);
        char letter = header_compact(id), capital = g_ascii_toupper(letter);
        char *longer = g_strconcat(name, "s", NULL);

        g_assert_cmpint(header_lookup(slice_from_string(name)), ==, id);
        g_assert_cmpint(header_lookup(slice_from_string(lower)), ==, id);
        g_assert_cmpint(header_lookup(slice_from_string(upper)), ==, id);
        if (id != H_TO) /* whose compact form is its beginning */
            g_assert_cmpint(header_lookup(slice_of(name, strlen(name) - 1)), !=, id);
        g_assert_cmpint(header_lookup(slice_from_string(longer)), ==, H_OTHER);
        if (letter) {
            letters++;
            g_assert_cmpint(header_lookup(slice_of(&letter, 1)), ==, id);
            g_assert_cmpint(header_lookup(slice_of(&capital, 1)), ==, id);
        }
        g_assert_cmpuint(header_rank(id), >, 0);
        g_free(lower);
        g_free(upper);
        g_free(longer);
    }
    g_assert_cmpuint(letters, ==, 20);
    for (const char *c = no_compact_form; *c; c++)
        g_assert_cmpint(header_lookup(slice_of(c, 1)), ==, H_OTHER);
    g_assert_cmpint(header_lookup(SLICE_NONE), ==, H_OTHER);
    g_assert_cmpint(header_lookup(SLICE_LITERAL("X-Extension")), ==, H_OTHER);
    g_assert_cmpint(header_lookup(SLICE_LITERAL("V ia")), ==, H_OTHER);
    g_assert_cmpuint(header_rank(H_REQUEST_LINE), ==, 0);
    g_assert_cmpstr(header_name(H_REQUEST_LINE), ==, "Request-Line");
}

/* Messages whose every prefix is read: as a whole message, and as one that the capture cut. */
static const char *const whole_messages[] = {
    "\r\nINVITE sip:bob:pw@[2001:db8::1]:5060;transport=udp;method=BYE?a=%41 SIP/2.0\r\n"
    "Via : SIP / 2.0 / UDP a.example.com : 5060 ; branch = z9hG4bKx ; received=\"q\\\"\" (a (nested\\)) comment),\r\n"
    " SIP/2.0/TCP [2001:db8::2];branch=z9hG4bKy\r\n"
    "v: SIP/2.0/TLS c;;x\r\n"
    "From: \"A \\\" \xc3\xa9\" <sip:alice@example.com>;tag=1;tag=2\r\n"
    "t: bob%20x <sip:bob@[::ffff:192.0.2.1]>\r\n"
    "i: a@b@c\r\nCSeq: 4294967296\r\n INVITE x\r\nMax-Forwards: 0256\r\n"
    "Contact: sip:a@b?c, \"x,y\" <sip:d>;q=\"1\r\nDate: now\r\nl: 4\r\nl: 5\r\n\r\nv=0\r\n",
    "SIP/2.0 400 Bad \xe2\x82\xac\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nFrom: a <sip:a@b>;tag=1\r\n"
    "To: <sip:b@c\r\nCall-ID: x\r\nCSeq: 1 INVITE\r\nWarning: 399 x \"Missing \xc3\xa9\"\r\n\r\n",
    "REGISTER <sip:a b> SIP/3.0\nv:\nf:\nt:<>;tag=\ni:\nCSeq:\nExpires\nl:\n\n",
    "ACK sip: SIP/2.0\r\nVia: SIP/2.0/UDP :\r\nFrom: \"\r\nTo: <\r\nCall-ID: \x01\r\nCSeq: 1\r\nContact: *\r\n\r\n",
    "BYE sip:@[ SIP/2.0\r\nVia: SIP/2.0/UDP [::1]:99999;branch\r\nFrom: sip:a@b:c:d\r\nTo: x<y>z\r\nCSeq: x\r\n\r\n",
};

static void every_prefix(void)
{
    static struct reading r;
    struct arrival a = {1, 0, 0, host('a'), host('b'), TRANSPORT_UDP, 0, false};

    for (size_t i = 0; i < G_N_ELEMENTS(whole_messages); i++) {
        size_t len = strlen(whole_messages[i]);
        struct play p;

        play_open(&p, WMEM_ALLOCATOR_SIMPLE);
        for (size_t n = 0; n <= len; n++) {
            for (enum transport t = TRANSPORT_UNKNOWN; t <= TRANSPORT_WSS; t++) {
                struct copy c = copy_of(whole_messages[i], n);
                a.time += SECOND;
                a.transport = t;
                sip_message_looks_like(c.bytes, c.len, FRAMING_DATAGRAM);
                if (read_message(&r, c.bytes, c.len, t % 2 ? n : len, t)) {
                    check_reading(&r, n);
                    g_assert_nonnull(capture_learn(p.capture, &r.m, &r.id, &r.faults, &a));
                    capture_learn_icmp(p.capture, &r.m, &r.id, &a);
                }
                free(c.bytes);
            }
        }
        check_capture(p.capture);
        play_close(&p);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/message/start lines", start_lines);
    g_test_add_func("/message/looks like SIP", looks_like_sip);
    g_test_add_func("/message/regular messages", regular_messages);
    g_test_add_func("/message/header rows", header_rows);
    g_test_add_func("/message/rows are chained", rows_are_chained);
    g_test_add_func("/message/too many rows", too_many_rows);
    g_test_add_func("/message/bodies", bodies);
    g_test_add_func("/message/cut messages", cut_messages);
    g_test_add_func("/message/every prefix", every_prefix);
    g_test_add_func("/headers/known", known_headers);
    return run_tests();
}
