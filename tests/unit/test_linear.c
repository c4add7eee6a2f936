/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Nothing in a capture may make the engine slow: four times the input takes about four times as long.
 */
#include "sequence.h"
#include "support.h"

#define MOST      40000
#define TOO_STEEP 10

static const char invite[] = "INVITE sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=A\r\n"
                             "To: <sip:b@c>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\n\r\n";
static const char ok[] = "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=A\r\n"
                         "To: <sip:b@c>;tag=B\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n";

static void feed(struct play *p, const char *text, bool back)
{
    static struct reading r;
    struct arrival a = {++p->frames,
                        0,
                        (int64_t)p->frames * (SECOND / 10),
                        host(back ? 'b' : 'a'),
                        host(back ? 'a' : 'b'),
                        TRANSPORT_UDP,
                        0,
                        false};

    g_assert_true(read_message(&r, text, strlen(text), strlen(text), a.transport));
    capture_learn(p->capture, &r.m, &r.id, &r.faults, &a);
}

static void judge(const struct play *p, uint32_t number)
{
    static struct policy policy;
    static struct verdict v;
    static struct sequence sequence;
    const struct transaction *t = capture_transaction(p->capture, number);

    policy_default(&policy);
    verdict_judge(&v, p->capture, t, &policy);
    sequence_read(&sequence, t, &v);
}

static void judge_last(const struct play *p)
{
    judge(p, capture_count(p->capture));
}

static void judge_all(const struct play *p)
{
    for (uint32_t number = 1; number <= capture_count(p->capture); number++)
        judge(p, number);
}

static void retransmissions(struct play *p, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        feed(p, invite, false);
    for (unsigned i = 0; i < n; i++)
        feed(p, ok, true);
    judge_last(p);
    g_assert_cmpuint(capture_count(p->capture), ==, 1);
    g_assert_cmpuint(capture_transaction(p->capture, 1)->request_retransmissions, ==, n - 1);
    g_assert_cmpuint(capture_transaction(p->capture, 1)->last->retransmissions, ==, n - 1);
}

/* `rows` of a request in one Call-ID, with numbers where they hold %u. */
static void many(struct play *p, unsigned n, const char *method, const char *via, unsigned copies_of_number)
{
    for (unsigned i = 0; i < n; i++) {
        char text[512];
        unsigned number = copies_of_number ? 1 : i;
        int len = g_snprintf(text, sizeof text,
                             "%s sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=%s%u\r\nFrom: <sip:a@b>;"
                             "tag=A\r\nTo: <sip:b@c>;tag=B\r\nCall-ID: c\r\nCSeq: %u %s\r\nMax-Forwards: 70\r\n\r\n",
                             method, via, i, number, method);
        g_assert_cmpint(len, <, (int)sizeof text);
        feed(p, text, false);
    }
    judge_last(p);
}

static void transactions_in_a_call(struct play *p, unsigned n)
{
    feed(p, invite, false);
    feed(p, ok, true);
    many(p, n, "INFO", "z9hG4bK", 0);
    g_assert_cmpuint(capture_count(p->capture), ==, n + 1);
}

static void invites_in_a_call(struct play *p, unsigned n)
{
    many(p, n, "INVITE", "z9hG4bK", 0);
    feed(p, ok, true);
}

static void acks_with_new_branches(struct play *p, unsigned n)
{
    feed(p, invite, false);
    feed(p, ok, true);
    many(p, n, "ACK", "z9hG4bK", 1);
    g_assert_cmpuint(capture_count(p->capture), ==, 1);
}

/* One message with this start line and CSeq; b and t: numbers for branch and To tag. */
static void feed_numbered(struct play *p, bool back, const char *line, unsigned b, unsigned t, unsigned number,
                          const char *method, const char *rows)
{
    char text[640];
    int len = g_snprintf(text, sizeof text,
                         "%s SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bK%u\r\nFrom: <sip:a@b>;tag=A\r\nTo: "
                         "<sip:b@c>;tag=%u\r\nCall-ID: c\r\nCSeq: %u %s\r\nMax-Forwards: 70\r\n%s\r\n",
                         line, b, t, number, method, rows);

    g_assert_cmpint(len, <, (int)sizeof text);
    if (g_str_has_prefix(line, "SIP"))
        memmove(text + strlen(line), text + strlen(line) + 8, (size_t)len - strlen(line) - 7);
    feed(p, text, back);
}

#define CONTACT "Contact: <sip:b@192.0.2.98>\r\nRecord-Route: <sip:192.0.2.98;lr>\r\n"

/* One Call-ID for all of them. */
static void calls_in_a_call(struct play *p, unsigned n)
{
    for (unsigned i = 0; i < n / 4; i++) {
        feed_numbered(p, false, "INVITE sip:b@c", 4 * i, 0, i, "INVITE", "");
        feed_numbered(p, true, "SIP/2.0 200 OK", 4 * i, i, i, "INVITE", CONTACT);
        feed_numbered(p, false, "ACK sip:b@192.0.2.98", 4 * i + 1, i, i, "ACK", "");
        feed_numbered(p, false, "BYE sip:b@192.0.2.98", 4 * i + 2, i, i + 1, "BYE", "Reason: SIP;cause=200\r\n");
    }
    judge_all(p);
}

/* Neither ACK nor BYE: each is looked for among the others. */
static void calls_without_ack(struct play *p, unsigned n)
{
    for (unsigned i = 0; i < n / 4; i++) {
        feed_numbered(p, false, "INVITE sip:b@c", i, 0, i, "INVITE", "");
        for (unsigned copy = 0; copy < 3; copy++) {
            feed_numbered(p, true, "SIP/2.0 200 OK", i, i, i, "INVITE", CONTACT);
            p->frames += 10;
        }
    }
    judge_all(p);
}

/* As seen on both sides of a proxy. */
static void hops_in_a_call(struct play *p, unsigned n)
{
    for (unsigned i = 0; i < n / 4; i++) {
        char below[64];
        g_snprintf(below, sizeof below, "Via: SIP/2.0/UDP a;branch=z9hG4bK%u\r\n", i ? 2 * i - 2 : 0);
        feed_numbered(p, i % 2, "INVITE sip:b@c", 2 * i, 0, 1, "INVITE", below);
        feed_numbered(p, !(i % 2), "SIP/2.0 200 OK", 2 * i, 1, 1, "INVITE", CONTACT);
        feed_numbered(p, i % 2, "ACK sip:b@192.0.2.98", 2 * i + 1, 1, 1, "ACK", below);
    }
    judge_all(p);
}

static void wrong_acks(struct play *p, unsigned n)
{
    feed(p, invite, false);
    feed(p, ok, true);
    for (unsigned i = 0; i < n; i++)
        feed_numbered(p, false, "ACK sip:b@192.0.2.98", i, i, i + 2, "ACK", "");
    judge_last(p);
}

/* Each answered by a copy of the 200. */
static void acks_of_copies(struct play *p, unsigned n)
{
    feed(p, invite, false);
    for (unsigned i = 0; i < n / 2; i++) {
        feed(p, ok, true);
        p->frames += 10;
        feed(p,
             "ACK sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKy\r\nFrom: <sip:a@b>;tag=A\r\nTo: "
             "<sip:b@c>;tag=B\r\n"
             "Call-ID: c\r\nCSeq: 1 ACK\r\nMax-Forwards: 70\r\n\r\n",
             false);
    }
    judge_last(p);
}

static void acks_of_forks(struct play *p, unsigned n)
{
    feed_numbered(p, false, "INVITE sip:b@c", 0, 0, 1, "INVITE", "");
    for (unsigned i = 0; i < n / 2; i++) {
        feed_numbered(p, true, "SIP/2.0 200 OK", 0, i, 1, "INVITE", CONTACT);
        feed_numbered(p, false, "ACK sip:b@192.0.2.98", i + 1, i, 1, "ACK", "");
    }
    judge_last(p);
}

/* Each 183 with another RSeq, and its PRACK. */
static void reliable_responses(struct play *p, unsigned n)
{
    feed_numbered(p, false, "INVITE sip:b@c", 0, 0, 1, "INVITE", "");
    for (unsigned i = 1; i < n / 2; i++) {
        char rows[64];
        g_snprintf(rows, sizeof rows, "Require: 100rel\r\nRSeq: %u\r\n", i);
        feed_numbered(p, true, "SIP/2.0 183 x", 0, 1, 1, "INVITE", rows);
        g_snprintf(rows, sizeof rows, "RAck: %u 1 INVITE\r\n", i);
        feed_numbered(p, false, "PRACK sip:b@c", i, 1, i + 1, "PRACK", rows);
    }
    judge_all(p);
}

static void wrong_pracks(struct play *p, unsigned n)
{
    feed_numbered(p, false, "INVITE sip:b@c", 0, 0, 1, "INVITE", "");
    feed_numbered(p, true, "SIP/2.0 183 x", 0, 1, 1, "INVITE", "Require: 100rel\r\nRSeq: 1\r\n");
    for (unsigned i = 2; i < n; i++) {
        char rows[64];
        g_snprintf(rows, sizeof rows, "RAck: %u 1 INVITE\r\n", i);
        feed_numbered(p, false, "PRACK sip:b@c", i, 1, i, "PRACK", rows);
    }
    judge_all(p);
}

static GString *head(const char *line, const char *branch, const char *to, const char *method)
{
    GString *text = g_string_new(NULL);

    g_string_printf(text,
                    "%s\r\nVia: SIP/2.0/UDP a;branch=%s\r\nFrom: <sip:a@b>;tag=A\r\nTo: <sip:b@c>%s\r\nCall-ID: c\r\n"
                    "CSeq: 1 %s\r\nMax-Forwards: 70\r\n",
                    line, branch, to, method);
    return text;
}

/* Record-Routes of a 200, Routes of its ACK, and of the others. */
static void routes(struct play *p, unsigned n)
{
    GString *answer = head("SIP/2.0 200 OK", "z9hG4bKx", ";tag=B", "INVITE");
    GString *ack = head("ACK sip:b@192.0.2.98 SIP/2.0", "z9hG4bKy", ";tag=B", "ACK");

    g_string_append(answer, "Contact: <sip:b@192.0.2.98>\r\nRecord-Route: <sip:p;lr>");
    g_string_append(ack, "Route: <sip:p;lr>");
    for (unsigned i = 0; i < n; i++) {
        g_string_append(answer, i % 2 ? "\r\nRecord-Route: <sip:p;lr>" : ", <sip:p;r2=on;lr>");
        g_string_append(ack, i % 2 ? "\r\nRoute: <sip:p;lr>" : ", <sip:p;lr>");
    }
    g_string_append(answer, "\r\n\r\n");
    g_string_append(ack, "\r\n\r\n");
    feed(p, invite, false);
    feed(p, answer->str, true);
    feed(p, ack->str, false);
    for (unsigned copy = 0; copy < 4; copy++) {
        p->frames += 10;
        feed(p, answer->str, true);
    }
    judge_last(p);
    g_string_free(answer, TRUE);
    g_string_free(ack, TRUE);
}

/* What the network says; judged for one call whose ACK is looked for in it. */

static void connections_to_one_host(struct play *p, unsigned n)
{
    struct endpoint a = host('a'), b = host('b');

    feed(p, invite, false);
    feed_numbered(p, true, "SIP/2.0 200 OK", 0, 1, 1, "INVITE", CONTACT);
    for (unsigned i = 0; i < n; i++) {
        a.port = (uint16_t)i;
        obstacles_learn_syn(capture_obstacles(p->capture), &a, &b, i, (int64_t)i);
        if (i % 3 == 1)
            obstacles_learn_syn_ack(capture_obstacles(p->capture), &b, &a);
        else if (i % 3 == 2)
            obstacles_learn_reset(capture_obstacles(p->capture), &b, &a, i, (int64_t)i);
    }
    judge_all(p);
}

static void connections_to_many_hosts(struct play *p, unsigned n)
{
    struct endpoint a = host('a');

    for (unsigned i = 0; i < 4 * n; i++) {
        struct endpoint e = {4, {198, 18, (uint8_t)(i >> 8), (uint8_t)i}, (uint16_t)(i >> 16)};
        obstacles_learn_syn(capture_obstacles(p->capture), &a, &e, i, (int64_t)i);
        if (i % 2)
            obstacles_learn_syn_ack(capture_obstacles(p->capture), &e, &a);
    }
}

static void icmp_errors(struct play *p, unsigned n)
{
    struct endpoint a = host('a'), b = host('b');

    for (unsigned i = 0; i < n; i++)
        obstacles_learn_icmp(capture_obstacles(p->capture), &a, &b, false, i, (int64_t)i);
    feed(p, invite, false);
    feed(p, ok, true);
    judge_all(p);
}

static void dns_names(struct play *p, unsigned n)
{
    struct endpoint a = host('a');

    for (unsigned i = 0; i < n; i++) {
        char text[32];
        g_snprintf(text, sizeof text, "h%u.example.com", i);
        names_learn_query(capture_names(p->capture), slice_from_string(text), &a, i, (int64_t)i);
        names_learn_answer(capture_names(p->capture), slice_from_string(text), &a, 0, &a, 1, i, (int64_t)i);
    }
}

static void dns_answers(struct play *p, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        struct endpoint e = {4, {198, 18, (uint8_t)(i >> 8), (uint8_t)i}, 0};
        names_learn_answer(capture_names(p->capture), slice_from_string("h"), &e, 0, &e, 1, i, (int64_t)i);
    }
}

/* One branch for all of them. */
static void same_key(struct play *p, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        char text[512];
        g_snprintf(text, sizeof text,
                   "M%u sip:b@c SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=A\r\n"
                   "To: <sip:b@c>\r\nCall-ID: c\r\nCSeq: %u M%u\r\nMax-Forwards: 70\r\n\r\n",
                   i, i, i);
        feed(p, text, false);
    }
    g_assert_cmpuint(capture_count(p->capture), ==, n);
}

static void forks(struct play *p, unsigned n)
{
    feed(p, invite, false);
    for (unsigned i = 0; i < n; i++) {
        char text[512];
        g_snprintf(text, sizeof text,
                   "SIP/2.0 200 OK\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=A\r\n"
                   "To: <sip:b@c>;tag=%u\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\n\r\n",
                   i);
        feed(p, text, true);
    }
    judge_last(p);
}

static void responses_without_identifiers(struct play *p, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        feed(p, "SIP/2.0 400 x\r\n\r\n", i % 2);
}

/* One message with `head`, then `piece` 4 * n times, then `tail`; one with a body at the latest there. */
static void one_long(struct play *p, unsigned n, const char *head, const char *piece, const char *tail)
{
    GString *text = g_string_sized_new(4 * n * strlen(piece) + 256);

    g_string_assign(text, head);
    for (unsigned i = 0; i < 4 * n; i++)
        g_string_append(text, piece);
    g_string_append(text, tail);
    feed(p, text->str, false);
    judge_last(p);
    g_string_free(text, TRUE);
}

#define REQUEST                                                                               \
    "INVITE sip:a SIP/2.0\r\nVia: SIP/2.0/UDP a;branch=z9hG4bKx\r\nFrom: <sip:a@b>;tag=A\r\n" \
    "To: <sip:b@c>\r\nCall-ID: c\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContact: <sip:a@c>\r\n"

#define LONG_IN(name, head, piece, tail)         \
    static void name(struct play *p, unsigned n) \
    {                                            \
        one_long(p, n, head, piece, tail);       \
    }
#define LONG(name, head, piece)      LONG_IN(name, "OPTIONS sip:a SIP/2.0\r\n" head, piece, "\r\n\r\n")
#define LONG_BODY(name, type, piece) LONG_IN(name, REQUEST "Content-Type: " type "\r\n\r\n", piece, "")

LONG(via_values, "Via: SIP/2.0/UDP a", ", SIP/2.0/UDP a;branch=z9hG4bKx")
LONG(bad_via_values, "Via: ", ";,")
LONG(open_quotes, "Via: \"", "\\\"")
LONG(contact_quotes, "Contact: ", "a\",")
LONG(via_rows, "", "Via: SIP/2.0/UDP a\r\n")
LONG(via_comments, "Via: SIP/2.0/UDP a ", "(")
LONG(contacts, "Contact: <sip:a>", ",\"a\" <sip:b>;q=1")
LONG(folds, "Subject: x", "\r\n x")
LONG(folds_in_via, "Via: SIP/2.0/UDP a", "\r\n ;a=b")
LONG(parameters, "From: <sip:a>", ";a=b")
LONG(same_parameters, "To: <sip:a>", ";tag=b")
LONG(uri_parameters, "Contact: <sip:a", ";a=b")
LONG(uri_headers, "Contact: <sip:a?a=b", "&a=b")
LONG(escapes, "Contact: <sip:", "%41")
LONG(colons, "From: <sip:a@b", ":1")
LONG(blank_rows, "", " \r\n")
LONG(unknown_rows, "", "X-1: y\r\n")
LONG(rows_without_colon, "", "y\r\n")
LONG(rows_of_faults, "", "Expires: x\r\nTo: \"\r\nCSeq: a\r\nContent-Length: -1\r\nRequire: ;\r\n")
LONG(values_of_faults, "Contact: \"", ",<sip:\",;:a b>>")
LONG(credentials, "Authorization: Digest a=b", ",username=\"a\"")
LONG(credential_rows, "", "Authorization: Digest username=\"a\r\n")
LONG(options, "Require: a", ",a")
LONG(languages, "Accept-Language: a", ";q=1,a")
LONG(warnings, "Warning: 399 a \"a\"", ",399 a \"\\\"\"")
LONG(dates, "Date: ", "Thu, 01 Jan 1970 00:00:00 GMT ")
LONG_IN(start_line, "INVITE sip:a", " b", " SIP/2.0\r\n\r\n")
LONG_IN(blank_lines_in_front, "", "\r\n", REQUEST "\r\n")
LONG_BODY(sdp_lines, "application/sdp", "a=b\r\n")
LONG_BODY(sdp_media, "application/sdp", "m=audio 1 RTP/AVP 0\r\nc=x\r\n")
LONG_BODY(sdp_faults, "application/sdp", "v=1\r\no=\r\n=\r\nt=a\r\n")
LONG_BODY(sdp_formats, "application/sdp", "m=audio 1 RTP/AVP 0 0 0 0 0")
LONG_BODY(parts, "multipart/mixed;boundary=b", "--b\r\nContent-Type: application/sdp\r\n\r\nv=0\r\n")
LONG_BODY(part_rows, "multipart/mixed;boundary=b\r\n\r\n--b", "\r\nContent-Type: a/b")
LONG_BODY(part_folds, "multipart/mixed;boundary=b\r\n\r\n--b\r\nX: y", "\r\n z")
LONG_BODY(near_boundaries, "multipart/mixed;boundary=b", "--b--b")
LONG_BODY(nested_parts, "multipart/mixed;boundary=b", "--b\r\nContent-Type: multipart/mixed;boundary=b\r\n\r\n")
LONG_BODY(large_body, "text/plain", "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n")

/* Each in an answer of its own kind: what came back with it, and what it says of itself. */
static void one_long_answer(struct play *p, unsigned n, const char *rows, const char *piece)
{
    GString *text = head("SIP/2.0 400 Bad Request", "z9hG4bKx", ";tag=B", "INVITE");

    g_string_append(text, rows);
    for (unsigned i = 0; i < 4 * n; i++)
        g_string_append(text, piece);
    feed(p, invite, false);
    feed(p, text->str, true);
    judge_last(p);
    g_string_free(text, TRUE);
}

static void fragment_rows(struct play *p, unsigned n)
{
    one_long_answer(p, n, "Content-Type: message/sipfrag\r\n\r\nINVITE sip:b@c SIP/2.0\r\n", "Via: SIP/2.0/UDP a\r\n");
}

static void warning_words(struct play *p, unsigned n)
{
    one_long_answer(p, n, "Warning: 399 a \"", "Missing ");
}

static void error_rows(struct play *p, unsigned n)
{
    one_long_answer(p, n, "", "X-Some-Error: a\r\n");
}

static const struct {
    const char *name;
    void (*work)(struct play *p, unsigned n);
} cases[] = {
    {"retransmissions", retransmissions},
    {"transactions in a call", transactions_in_a_call},
    {"INVITEs in a call", invites_in_a_call},
    {"ACKs with new branches", acks_with_new_branches},
    {"methods on one branch", same_key},
    {"forks", forks},
    {"calls in a call", calls_in_a_call},
    {"calls without ACK in a call", calls_without_ack},
    {"hops in a call", hops_in_a_call},
    {"wrong ACKs", wrong_acks},
    {"ACKs of copies", acks_of_copies},
    {"ACKs of forks", acks_of_forks},
    {"reliable responses", reliable_responses},
    {"wrong PRACKs", wrong_pracks},
    {"routes", routes},
    {"connections to one host", connections_to_one_host},
    {"connections to many hosts", connections_to_many_hosts},
    {"ICMP errors", icmp_errors},
    {"names in DNS", dns_names},
    {"answers of DNS", dns_answers},
    {"responses without identifiers", responses_without_identifiers},
    {"Via values", via_values},
    {"bad Via values", bad_via_values},
    {"open quotation", open_quotes},
    {"quotes in Contact", contact_quotes},
    {"Via rows", via_rows},
    {"Via comments", via_comments},
    {"Contact values", contacts},
    {"folds", folds},
    {"parameters", parameters},
    {"colons", colons},
    {"blank rows", blank_rows},
    {"folds in Via", folds_in_via},
    {"same parameters", same_parameters},
    {"parameters of a URI", uri_parameters},
    {"headers of a URI", uri_headers},
    {"escapes", escapes},
    {"unknown rows", unknown_rows},
    {"rows without colon", rows_without_colon},
    {"rows of faults", rows_of_faults},
    {"values of faults", values_of_faults},
    {"credentials", credentials},
    {"rows of credentials", credential_rows},
    {"option tags", options},
    {"languages", languages},
    {"warnings", warnings},
    {"dates", dates},
    {"words in a start line", start_line},
    {"blank lines in front", blank_lines_in_front},
    {"lines of SDP", sdp_lines},
    {"media of SDP", sdp_media},
    {"faults of SDP", sdp_faults},
    {"formats of SDP", sdp_formats},
    {"parts of a body", parts},
    {"rows of a part", part_rows},
    {"folds of a part", part_folds},
    {"near boundaries", near_boundaries},
    {"parts in parts", nested_parts},
    {"large body", large_body},
    {"rows of a fragment", fragment_rows},
    {"words of a warning", warning_words},
    {"rows of errors", error_rows},
};

static double seconds_for(size_t i, unsigned n)
{
    struct play p;
    double elapsed;

    play_open(&p, WMEM_ALLOCATOR_BLOCK);
    elapsed = cpu_seconds();
    cases[i].work(&p, n);
    elapsed = cpu_seconds() - elapsed;
    play_close(&p);
    return elapsed;
}

/* What takes no time is not compared; what seems steep gets a second try, as the machine may have had other things to
 * do. */
static void growth(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        double quarter = seconds_for(i, MOST / 4), all = seconds_for(i, MOST);

        if (all >= TOO_STEEP * MAX(quarter, 0.02)) {
            double again = seconds_for(i, MOST);
            all = MIN(all, again);
        }
        g_test_message("%s: %.3f s, %.3f s", cases[i].name, quarter, all);
        g_assert_cmpfloat(all, <, TOO_STEEP * MAX(quarter, 0.02));
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/linear/growth", growth);
    return run_tests();
}
