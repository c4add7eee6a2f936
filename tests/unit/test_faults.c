/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

#define LINE "INVITE sip:bob@example.com SIP/2.0"
#define BRANCH ";branch=z9hG4bKx"
#define REST "Call-ID: c\r\n"

/* A clean INVITE. The cases bend one place of it. */
static const char clean[] = LINE "\r\n"
                                 "Via: SIP/2.0/UDP a.example.com" BRANCH "\r\n"
                                 "Max-Forwards: 70\r\n"
                                 "From: Alice <sip:alice@example.com>;tag=1\r\n"
                                 "To: <sip:bob@example.com>\r\n"
                                 "Call-ID: c@example.com\r\n"
                                 "CSeq: 7 INVITE\r\n"
                                 "Contact: <sip:alice@192.0.2.1>\r\n"
                                 "Content-Type: text/plain\r\n"
                                 "Content-Length: 4\r\n"
                                 "\r\n"
                                 "v=0\n";

#define DUPLICATE(row, fault) {row, row "\r\n" fault, "duplicate_single_header[" fault "]"}

static const struct {
    const char *from, *to; /* of the clean INVITE: this becomes that */
    const char *faults;    /* "" : a look-alike that is legal, or no proof of anything */
} cases[] = {
    {"", "", ""},
    /* request line */
    {LINE, "INVITE sip:bob@example.com", "request_line_malformed[INVITE sip:bob@example.com]"},
    {LINE, "INVITE SIP/2.0", "request_line_malformed[INVITE SIP/2.0]"},
    {LINE, "INVITE  sip:b@c SIP/2.0", "request_line_malformed[INVITE  sip:b@c SIP/2.0]"},
    {LINE, "INVITE sip:b@c SIP/2.0 ", "request_line_malformed[INVITE sip:b@c SIP/2.0 ]"},
    {LINE, "INVITE\tsip:b@c SIP/2.0", "request_line_malformed[INVITE\tsip:b@c SIP/2.0]"},
    {LINE, "INVITE <sip:b@c> SIP/2.0", "request_uri_angle_brackets[<sip:b@c>]"},
    {LINE, "INVITE sip:b@c; lr SIP/2.0", "request_uri_whitespace[sip:b@c; lr]"},
    {LINE, "INVITE sip:@c SIP/2.0", "request_uri_malformed[@]"},
    {LINE, "INVITE sip:#1@c SIP/2.0", "request_uri_malformed[#]"},
    {LINE, "INVITE sip:%231@c SIP/2.0", ""},
    {LINE, "INVITE sip:b@2001:db8::1 SIP/2.0", "request_uri_malformed[2001:db8::1]"},
    {LINE, "INVITE sip:b@[2001:db8::1] SIP/2.0", ""},
    {LINE, "INVITE sip: SIP/2.0", "request_uri_malformed[sip:]"},
    {LINE, "INVITE sip:b@c?Subject=x SIP/2.0", "request_uri_has_headers[?Subject=x]"},
    {LINE, "INVITE sip:b@c;method=BYE SIP/2.0", "request_uri_method_param[;method=BYE]"},
    {LINE, "INVITE sip:b@c;unknown=1 SIP/2.0", ""},
    {LINE, "INVITE nobody:b@c SIP/2.0", "request_uri_scheme_unsupported[nobody]"},
    {LINE, "INVITE tel:+15550123 SIP/2.0", ""},
    {LINE, "INVITE SIP:b_c@d_e.example. SIP/2.0", "~request_uri_malformed[_]"},
    {LINE, "INVITE sip:b@c sip/2.0", ""},
    {LINE, "INVITE sip:b@c SIP/7.0", "sip_version_unsupported[SIP/7.0]"},
    {LINE, "\r\n\r\n" LINE, "~request_line_malformed[\r\n\r\n]"},
    {LINE, "\n" LINE, "bare_lf_or_cr[\n]"},
    {LINE, "INVITE sip:b@c SIP/2.0x", "request_line_malformed[SIP/2.0x] sip_version_unsupported[SIP/2.0x]"},
    {LINE, "INVITE sip:b@c HTTP/1.1", "request_line_malformed[HTTP/1.1] sip_version_unsupported[HTTP/1.1]"},
    {LINE, "INV@ITE sip:b@c SIP/2.0", "request_line_malformed[INV@ITE]"},
    {LINE, "INVITEsip:b@c SIP/2.0", "request_line_malformed[INVITEsip:b@c]"},
    /* what every request carries */
    {"Via: SIP/2.0/UDP a.example.com" BRANCH "\r\n", "", "missing_via[" LINE "]"},
    {"From: Alice <sip:alice@example.com>;tag=1\r\n", "", "missing_from[" LINE "]"},
    {"To: <sip:bob@example.com>\r\n", "", "missing_to[" LINE "]"},
    {"Call-ID: c@example.com\r\n", "", "missing_call_id[" LINE "]"},
    {"CSeq: 7 INVITE\r\n", "", "missing_cseq[" LINE "]"},
    {"Max-Forwards: 70\r\n", "", "missing_max_forwards[" LINE "]"},
    {"Call-ID: c@example.com", "Call-ID:", "missing_call_id[Call-ID:]"},
    {"Call-ID", "i", ""},
    {"From", "F", ""},
    {"To:", "tO \t :", ""},
    {"Via:", "v:", ""},
    {"Contact: <sip:alice@192.0.2.1>\r\n", "", "contact_missing[" LINE "]"},
    {"Contact: ", "m:", ""},
    {"Content-Length: 4\r\n", "", ""},
    {"Max-Forwards", "NewFangled: ;;,,\r\nOrganization:\r\nMax-Forwards", ""},
    {"Max-Forwards", "User-Agent:\r\nMax-Forwards", "unused_header_malformed[User-Agent:]"},
    {"Max-Forwards", "Subject:\r\nSupported:\r\nAllow:\r\nMax-Forwards", ""},
    DUPLICATE("Max-Forwards: 70", "Max-Forwards: 69"),
    DUPLICATE("Call-ID: c@example.com", "i: c@example.com"),
    DUPLICATE("To: <sip:bob@example.com>", "t: <sip:carol@example.com>"),
    {"CSeq: 7 INVITE", "CSeq: 7 INVITE\r\nCSeq: 7 INVITE\r\nCSeq: 8 INVITE", "duplicate_single_header[CSeq: 8 INVITE]"},
    {"Max-Forwards", "Route: <sip:r;lr>\r\nRoute: <sip:s;lr>\r\nSupported: a\r\nSupported: b\r\nMax-Forwards", ""},
    {"Max-Forwards", "Proxy-Authorization: X a=\"b,c\"\r\nProxy-Authorization: X d=e\r\nMax-Forwards",
     "authorization_unknown_scheme[X] authorization_unknown_scheme[X]"},
    /* Via */
    {"SIP/2.0/UDP a", "SIP / 2.0 /\r\n UDP a", ""},
    {BRANCH, BRANCH ";rport;received=2001:db8::1;unknown=x (comment)", ""},
    {BRANCH, BRANCH ", SIP/2.0/UNKNOWN b;branch=z9hG4bKy", ""},
    {BRANCH, ";branch=z9hG4bK", "via_branch_empty_id[z9hG4bK]"},
    {BRANCH, ";branch=2543", ""},
    {BRANCH, "", "via_branch_missing[Via: SIP/2.0/UDP a.example.com]"},
    {BRANCH, ";" BRANCH, "via_malformed[;;]"},
    {"SIP/2.0/UDP a.example.com", "SIP/2.0/UDP a..b", "via_malformed[a..b]"},
    {"SIP/2.0/UDP a.example.com", "SIP/2.0/UDP a:x", "via_malformed[x]"},
    {"SIP/2.0/UDP a.example.com", "SIP/2.0/UDP 2001:db8::1", "via_malformed[2001:db8::1]"},
    {"SIP/2.0/UDP a.example.com", "SIP/2.0/UDP [2001:db8::1]", ""},
    {"SIP/2.0/UDP", "SIP/2.0/TCP", "via_transport_mismatch[TCP]"},
    {"SIP/2.0/UDP", "sip/2.0/udp", ""},
    /* From, To, Contact */
    {"Alice <", "\"A, \\\"B\\\" <sip:x>\" <", ""},
    {"Alice <", "Alice<", ""},
    {"Alice <", "\"Alice <", "from_malformed[\"Alice <sip:alice@example.com>;tag=1]"},
    {"Alice <", "A, B <", "from_malformed[,]"},
    {"Alice <", "J\xc3\xbcrgen <", "from_malformed[J\xc3\xbcrgen]"},
    {"Alice <", "\"J\xc3\xbcrgen\" <", ""},
    {"<sip:alice@example.com>;tag=1", "<sip:alice@example.com;tag=1", "from_malformed[<sip:alice@example.com;tag=1]"},
    {"Alice <sip:alice@example.com>;tag=1", "sip:alice@example.com;tag=1", ""},
    {"Alice <sip:alice@example.com>;tag=1", "sip:alice@example.com;tag=1;x=y;+z=\"<a,b>\"", ""},
    {"Alice <sip:alice@example.com>;tag=1", "sip:alice@example.com?x=y;tag=1", "uri_needs_angle_brackets[?]"},
    {"Alice <sip:alice@example.com>;tag=1", "<tel:+15550123>;tag=1", ""},
    {"Alice <sip:alice@example.com>;tag=1", "<sip:ali%00ce;d=1:p@x;lr?h=1>;tag=1", ""},
    {";tag=1", "", "from_tag_missing[From: Alice <sip:alice@example.com>]"},
    {";tag=1", ";tag=1;tag=1", "duplicate_tag_param[tag=1]"},
    {"To: <sip:bob@example.com>", "To: <sip:bob@example.com >", "to_malformed[ ]"},
    {"To: <sip:bob@example.com>", "To: <sip:bob@example.com>;tag=9", ""},
    {"<sip:alice@192.0.2.1>", "sip:alice@192.0.2.1?a=b", "uri_needs_angle_brackets[?]"},
    {"<sip:alice@192.0.2.1>", "\"a, b\" <sip:alice@192.0.2.1?Route=%3Csip:x%3E>;q=0.5", ""},
    {"<sip:alice@192.0.2.1>", "*", "contact_star_misuse[*]"},
    /* Call-ID, CSeq, Max-Forwards, Date */
    {"c@example.com", "a=b,c/+==@[::1]", ""},
    {"c@example.com", "c @example.com", "call_id_malformed[ ]"},
    {"c@example.com", "c@d@e", "call_id_malformed[c@d@e]"},
    {"c@example.com", "c\x01", "control_or_nul_octets[\x01]"},
    {"7 INVITE", "0009 \t INVITE", ""},
    {"7 INVITE", "2147483647 INVITE", ""},
    {"7 INVITE", "2147483648 INVITE", "cseq_number_out_of_range[2147483648]"},
    {"7 INVITE", "99999999999999999999 INVITE", "cseq_number_out_of_range[99999999999999999999]"},
    {"7 INVITE", "7 OPTIONS", "cseq_method_mismatch[OPTIONS]"},
    {"7 INVITE", "7 Invite", "cseq_method_mismatch[Invite]"},
    {"7 INVITE", "7", "cseq_malformed[7]"},
    {"7 INVITE", "INVITE", "cseq_malformed[INVITE]"},
    {"7 INVITE", "7 INVITE x", "cseq_malformed[ x]"},
    {": 70", ": 0070", ""},
    {": 70", ": 255", ""},
    {": 70", ": 256", "max_forwards_malformed[256]"},
    {": 70", ": -1", "max_forwards_malformed[-1]"},
    {": 70", ": seventy", "max_forwards_malformed[seventy]"},
    {": 70", ":", "max_forwards_malformed[Max-Forwards:]"},
    {": 70", ": 0", "max_forwards_zero[0]"},
    {"Max-Forwards", "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nMax-Forwards", ""},
    {"Max-Forwards", "Date: yesterday\r\nMax-Forwards", "unused_header_malformed[yesterday]"},
    /* the body */
    {"Length: 4", "Length: 0004", ""},
    {"Length: 4", "Length: 5", "body_shorter_than_content_length[5]"},
    {"Length: 4", "Length: 3", ""},
    {"Length: 4", "Length: 2", "body_longer_than_content_length[2]"},
    {"Length: 4", "Length: -4", "content_length_malformed[-4]"},
    {"Length: 4", "Length: four", "content_length_malformed[four]"},
    {"Length: 4", "Length:", "content_length_malformed[Content-Length:]"},
    {"Length: 4", "Length: 4\r\nl: 04", ""},
    {"Length: 4", "Length: 4\r\nl: 5", "content_length_conflict[l: 5]"},
    /* line ends and folds */
    {"Contact: <", "Contact:\r\n\t<", ""},
    {"\r\nContact", "\nContact", "bare_lf_or_cr[\n]"},
};

static char *bend(const char *from, const char *to)
{
    const char *at = strstr(clean, from);

    g_assert_nonnull(at);
    return g_strdup_printf("%.*s%s%s", (int)(at - clean), clean, to, at + strlen(from));
}

/* Reads an exactly-sized copy, `missing` bytes of which the capture lacks. Free what it returns. */
static char *faults_of(const char *text, size_t missing, enum transport transport)
{
    static struct reading r;
    struct copy c = copy_of(text, strlen(text) - missing);
    char *out;

    g_assert_true(read_message(&r, c.bytes, c.len, strlen(text), transport));
    check_reading(&r, c.len);
    out = print_faults(&r);
    free(c.bytes);
    return out;
}

static void table(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *text = bend(cases[i].from, cases[i].to);
        char *found = faults_of(text, 0, TRANSPORT_UDP);
        g_test_message("\"%s\" becomes \"%s\"", cases[i].from, cases[i].to);
        g_assert_cmpstr(found, ==, cases[i].faults);
        g_free(found);
        g_free(text);
    }
}

/* What the capture cut off behind the request line cannot be found missing. */
static void cut_is_no_fault(void)
{
    for (size_t missing = 1; missing < sizeof clean - sizeof "INVITE sip:a"; missing++) {
        char *found = faults_of(clean, missing, TRANSPORT_UDP);
        g_assert_cmpstr(found, ==, "");
        g_free(found);
    }
}

static void transports(void)
{
    static const struct {
        enum transport real;
        const char *named, *faults;
        bool reliable;
    } rows[] = {
        {TRANSPORT_UNKNOWN, "UDP", "", false},
        {TRANSPORT_UDP, "UDP", "", false},
        {TRANSPORT_TCP, "TCP", "", true},
        {TRANSPORT_TCP, "tls", "", true},
        {TRANSPORT_TCP, "UDP", "via_transport_mismatch[UDP]", true},
        {TRANSPORT_TLS, "TLS", "", true},
        {TRANSPORT_TLS, "TCP", "via_transport_mismatch[TCP]", true},
        {TRANSPORT_SCTP, "SCTP", "", true},
        {TRANSPORT_SCTP, "TLS-SCTP", "", true},
        {TRANSPORT_WS, "WS", "", true},
        {TRANSPORT_WS, "WSS", "", true},
        {TRANSPORT_WSS, "WSS", "", true},
        {TRANSPORT_WSS, "WS", "via_transport_mismatch[WS]", true},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *via = g_strdup_printf("SIP/2.0/%s", rows[i].named);
        char *text = bend("SIP/2.0/UDP", via), *found = faults_of(text, 0, rows[i].real);
        g_test_message("%s over %s", rows[i].named, transport_name(rows[i].real));
        g_assert_cmpstr(found, ==, rows[i].faults);
        g_assert_cmpint(transport_is_reliable(rows[i].real), ==, rows[i].reliable);
        g_free(found);
        g_free(text);
        g_free(via);
    }
}

static void streams(void)
{
    char *tcp = bend("UDP", "TCP"), *found = faults_of(tcp, 0, TRANSPORT_TCP);
    char **parts = g_strsplit(tcp, "Content-Length: 4\r\n", 2), *without = g_strjoinv("", parts);

    g_assert_cmpstr(found, ==, "");
    g_free(found);
    found = faults_of(without, 0, TRANSPORT_TCP);
    g_assert_cmpstr(found, ==, "content_length_missing_on_stream[" LINE "]");
    g_free(found);
    found = faults_of(tcp, 2, TRANSPORT_TCP); /* the rest comes in the next segment, or was not captured */
    g_assert_cmpstr(found, ==, "");
    g_free(found);
    g_strfreev(parts);
    g_free(without);
    g_free(tcp);
}

static void responses(void)
{
    static const struct {
        const char *line, *faults;
    } rows[] = {
        {"SIP/2.0 200 OK", ""},
        {"SIP/2.0 200", ""},
        {"SIP/2.0 400 ", ""},
        {"SIP/2.0 699 Quite odd \xd0\x9e\xd0\x9a", ""},
        {"SIP/2.0 700 x", "status_code_out_of_range[700]"},
        {"SIP/2.0 99 x", "status_code_out_of_range[99]"},
        {"SIP/2.0 0200 x", "status_code_out_of_range[0200]"},
        {"SIP/2.0 OK", "status_code_out_of_range[OK]"},
        {"SIP/2.0", "status_code_out_of_range[SIP/2.0]"},
        {"SIP/3.0 200 OK", "sip_version_unsupported[SIP/3.0]"},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *text = g_strconcat(rows[i].line, "\r\nVia: SIP/2.0/UDP a\r\nFrom: <sip:a@b>\r\nTo: <sip:b@c>\r\n" REST
                                 "CSeq: 1 INVITE\r\n\r\n", NULL);
        char *found = faults_of(text, 0, TRANSPORT_UDP);
        g_test_message("%s", rows[i].line);
        g_assert_cmpstr(found, ==, rows[i].faults);
        g_free(found);
        g_free(text);
    }
}

/* An RFC 2543 sender knows neither branch cookie, nor From tag, nor Max-Forwards; nobody answers an ACK. */
static void look_alikes(void)
{
    static const struct {
        const char *text, *faults;
    } rows[] = {
        {"INVITE sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=1\r\nFrom: <sip:a@b>\r\nTo: <sip:b@c>\r\n" REST
         "CSeq: 1 INVITE\r\n\r\n",
         "~missing_max_forwards[INVITE sip:b@c SIP/2.0] ~from_tag_missing[From: <sip:a@b>] "
         "~contact_missing[INVITE sip:b@c SIP/2.0]"},
        {"ACK sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a" BRANCH "\r\nMax-Forwards: 0\r\nFrom: <sip:a@b>;tag=1\r\n"
         "To: <sip:b@c>;tag=2\r\n" REST "CSeq: 1 ACK\r\n\r\n", ""},
        {"REGISTER sip:c SIP/2.0\r\nVia: SIP/2.0/UDP a" BRANCH "\r\nMax-Forwards: 1\r\nFrom: <sip:a@b>;tag=1\r\n"
         "To: <sip:b@c>;tag=2\r\n" REST "CSeq: 1 REGISTER\r\nContact: *\r\nExpires: 0\r\n\r\n",
         "to_tag_outside_dialog[2]"},
        {"NOTE!'*x sip:c SIP/2.0\r\nVia: SIP/2.0/UDP a" BRANCH "\r\nMax-Forwards: 1\r\nFrom: <sip:a@b>;tag=1\r\n"
         "To: <sip:b@c>;tag=2\r\n" REST "CSeq: 1 NOTE!'*x\r\nContent-Length: 0\r\n\r\n\r\n\r\n", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *found = faults_of(rows[i].text, 0, TRANSPORT_UDP);
        g_assert_cmpstr(found, ==, rows[i].faults);
        g_free(found);
    }
}

static void beyond_the_limit(void)
{
    static struct reading r;
    GString *text = g_string_new(LINE "\r\n");

    for (unsigned i = 0; i < MAX_FAULTS + 10; i++)
        g_string_append(text, "Via: ;\r\n");
    g_string_append(text, "\r\n");
    g_assert_true(read_message(&r, text->str, text->len, text->len, TRANSPORT_UDP));
    check_reading(&r, text->len);
    g_assert_cmpuint(r.faults.count, ==, MAX_FAULTS);
    g_assert_cmpuint(r.faults.left_out, >=, 10);
    g_string_free(text, TRUE);
}

/* A sentence or two for the docs. */
static void check_meaning(const char *text)
{
    g_assert_cmpuint(strlen(text), >=, 40);
    g_assert_cmpuint(strlen(text), <=, 320);
    g_assert_true(g_ascii_isupper(text[0]));
    g_assert_true(g_str_has_suffix(text, ".") && !g_str_has_suffix(text, ".."));
    g_assert_null(strstr(text, "  "));
    for (const char *c = text; *c; c++)
        g_assert_true(g_ascii_isprint(*c));
}

/* A few rows for a code block: narrow enough to be read without scrolling, none of them ends the block. */
static void check_example(const char *text)
{
    char **lines = g_strsplit(text, "\n", -1);

    g_assert_cmpuint(strlen(text), >=, 6);
    g_assert_cmpuint(g_strv_length(lines), <=, 8);
    g_assert_false(g_str_has_suffix(text, "\n"));
    g_assert_null(strstr(text, "```"));
    for (char **line = lines; *line; line++) {
        g_assert_cmpuint(strlen(*line), <=, 100);
        g_assert_false(g_str_has_suffix(*line, " "));
        for (const char *c = *line; *c; c++)
            g_assert_true(g_ascii_isprint(*c));
    }
    g_strfreev(lines);
}

static void causes(void)
{
    GHashTable *seen = g_hash_table_new(g_str_hash, g_str_equal);

    for (enum cause_id id = CAUSE_NONE + 1; id < CAUSE_COUNT; id++) {
        const struct cause *c = cause_get(id);
        g_test_message("%s", c->id);
        g_assert_true(g_hash_table_add(seen, (gpointer)c->id));
        g_assert_cmpuint(strspn(c->id, "abcdefghijklmnopqrstuvwxyz0123456789_"), ==, strlen(c->id));
        g_assert_true(c->title[0] && c->fix[0] && g_str_has_suffix(c->fix, "."));
        g_assert_true(g_str_has_prefix(c->clause, "RFC ") || g_str_has_prefix(c->clause, "3GPP TS "));
        g_assert_true(c->status == 0 || (c->status >= 400 && c->status < 700));
        g_assert_true(certainty_name(c->certainty)[0]);
        check_meaning(c->means);
        check_example(c->example);
    }
    g_hash_table_destroy(seen);
    g_assert_null(cause_get(CAUSE_NONE)->id);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/faults/table", table);
    g_test_add_func("/faults/cut", cut_is_no_fault);
    g_test_add_func("/faults/transports", transports);
    g_test_add_func("/faults/streams", streams);
    g_test_add_func("/faults/responses", responses);
    g_test_add_func("/faults/look-alikes", look_alikes);
    g_test_add_func("/faults/beyond the limit", beyond_the_limit);
    g_test_add_func("/causes/table", causes);
    return run_tests();
}
