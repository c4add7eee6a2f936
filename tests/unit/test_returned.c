/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "returned.h"
#include "support.h"

#define ROWS(via_host, branch, from, to, call_id, cseq)   \
    "Via: SIP/2.0/UDP " via_host ";branch=" branch "\r\n" \
    "From: " from "\r\nTo: " to "\r\nCall-ID: " call_id "\r\nCSeq: " cseq "\r\n"

#define ALICE "<sip:alice@example.com>;tag=A"
#define BOB   "<sip:bob@example.com>"
#define URI   "INVITE sip:bob@example.com SIP/2.0\r\n"
#define SAME  URI ROWS("a.example.com", "z9hG4bKx", ALICE, BOB, "c", "1 INVITE")

#define REQUEST  SAME "Max-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
#define RESPONSE "SIP/2.0 400 Bad Request\r\n" ROWS("a.example.com", "z9hG4bKx", ALICE, BOB ";tag=B", "c", "1 INVITE")

/* What a response to `request` with these rows and this body leaves in the transaction. */
static const struct transaction *answered(struct play *p, const char *request, const char *rows, const char *body)
{
    struct arrival there = {1, 0, SECOND, host('a'), host('b'), TRANSPORT_UDP, 0, false};
    struct arrival back = {2, 0, 2 * SECOND, host('b'), host('a'), TRANSPORT_UDP, 0, false};
    char *response = g_strconcat(RESPONSE, rows, "\r\n", body, NULL);

    play_open(p, WMEM_ALLOCATOR_SIMPLE);
    if (request)
        g_assert_nonnull(play_bytes(p, request, strlen(request), strlen(request), &there));
    g_assert_nonnull(play_bytes(p, response, strlen(response), strlen(response), &back));
    g_free(response);
    g_assert_cmpuint(capture_count(p->capture), ==, 1);
    check_capture(p->capture);
    return capture_transaction(p->capture, 1);
}

#define FRAGMENT "Content-Type: message/sipfrag\r\n"

static void nothing(void)
{
    static const struct {
        const char *what, *request, *rows, *body;
    } rows[] = {
        {"no body", REQUEST, FRAGMENT, ""},
        {"blank body", REQUEST, FRAGMENT, "\r\n\r\n"},
        {"no request", NULL, FRAGMENT, SAME},
        {"no type", REQUEST, "", SAME},
        {"another type", REQUEST, "Content-Type: text/plain\r\n", SAME},
        {"a longer type", REQUEST, "Content-Type: message/sipx\r\n", SAME},
        {"a response", REQUEST, FRAGMENT, "SIP/2.0 200 OK\r\n" ROWS("h", "z9hG4bKx", ALICE, BOB, "c", "1 INVITE")},
        {"no SIP", REQUEST, FRAGMENT, "hello\r\n"},
        {"a piece of a start line", REQUEST, FRAGMENT, "INVITE sip:bob@example.com SIP/2.0"},
        {"another call", REQUEST, FRAGMENT, URI ROWS("b", "z9hG4bKy", "<sip:x@y>;tag=Q", BOB, "d", "7 INVITE")},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct play p;
        g_test_message("%s", rows[i].what);
        g_assert_null(answered(&p, rows[i].request, rows[i].rows, rows[i].body)->extras->returned);
        play_close(&p);
    }
}

static void compared(void)
{
    static const struct {
        const char *what, *rows, *body;
        enum header_id header;
        const char *seen, *came;
    } rows[] = {
        {"same", FRAGMENT, SAME "\r\n", H_OTHER, "", ""},
        {"same, whole", FRAGMENT, REQUEST, H_OTHER, "", ""},
        {"type with parameter", "Content-Type: Message/SIPfrag;version=2.0\r\n", SAME "\r\n", H_OTHER, "", ""},
        {"message/sip", "c: message/sip\r\n", REQUEST, H_OTHER, "", ""},
        {"application/sip", "c: application/sip\r\n", REQUEST, H_OTHER, "", ""},
        {"folded", FRAGMENT,
         URI "From: <sip:alice@example.com>;tag=A\r\nTo:\r\n  <sip:bob@example.com>\r\n"
             "Via: SIP/2.0/UDP a.example.com;branch=z9hG4bKx\r\n",
         H_OTHER, "", ""},
        {"a few headers", FRAGMENT, URI "Via: SIP/2.0/UDP a.example.com;branch=z9hG4bKx\r\n", H_OTHER, "", ""},
        {"truncated in a row", FRAGMENT, URI "Via: SIP/2.0/UDP a.example.com;branch=z9hG4bKx\r\nFrom: <sip:ali",
         H_OTHER, "", ""},
        {"altered To", FRAGMENT, URI ROWS("a.example.com", "z9hG4bKx", ALICE, "<sip:bob@192.0.2.1>", "c", "1 INVITE"),
         H_TO, BOB, "<sip:bob@192.0.2.1>"},
        {"altered From", FRAGMENT,
         URI ROWS("a.example.com", "z9hG4bKx", "<sip:alice@1.2.3.4>;tag=A", BOB, "c", "1 INVITE"), H_FROM, ALICE,
         "<sip:alice@1.2.3.4>;tag=A"},
        {"lossy From", FRAGMENT, URI ROWS("a.example.com", "z9hG4bKx", "\xef\xbf\xbd " ALICE, BOB, "c", "1 INVITE"),
         H_OTHER, "", ""},
        {"altered Request-URI", FRAGMENT,
         "INVITE sip:bob@192.0.2.1 SIP/2.0\r\n" ROWS("a.example.com", "z9hG4bKx", ALICE, BOB, "c", "1 INVITE"),
         H_REQUEST_LINE, "sip:bob@example.com", "sip:bob@192.0.2.1"},
        {"altered method", FRAGMENT,
         "XINVITE sip:bob@example.com SIP/2.0\r\n" ROWS("a.example.com", "z9hG4bKx", ALICE, BOB, "c", "1 INVITE"),
         H_REQUEST_LINE, "INVITE", "XINVITE"},
        {"altered Via", FRAGMENT, URI ROWS("198.51.100.7:1024", "z9hG4bKx", ALICE, BOB, "c", "1 INVITE"), H_VIA,
         "a.example.com", "198.51.100.7:1024"},
        {"altered Call-ID", FRAGMENT, URI ROWS("a.example.com", "z9hG4bKx", ALICE, BOB, "c2", "1 INVITE"), H_CALL_ID,
         "c", "c2"},
        {"altered CSeq", FRAGMENT, URI ROWS("a.example.com", "z9hG4bKx", ALICE, BOB, "c", "2 INVITE"), H_CSEQ, "",
         "2 INVITE"},
        /* behind a proxy, which puts its own Via on top, and may retarget the request */
        {"proxied", FRAGMENT, "INVITE sip:bob@192.0.2.1 SIP/2.0\r\n" ROWS("p", "z9hG4bKp", ALICE, BOB, "c", "1 INVITE"),
         H_OTHER, "", ""},
        {"proxied, altered To", FRAGMENT, URI ROWS("p", "z9hG4bKp", ALICE, "<sip:b@c>", "c", "1 INVITE"), H_TO, BOB,
         "<sip:b@c>"},
        /* JAIN-SIP */
        {"stray length", FRAGMENT, "Content-Length: 99\r\n\r\n\r\n" REQUEST, H_OTHER, "", ""},
        {"stray type and length", "Server: x\r\n",
         "Content-Type: message/sipfrag\r\n\r\nContent-Length: 99\r\n\r\n\r\n" REQUEST, H_OTHER, "", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct play p;
        const struct returned *r;

        g_test_message("%s", rows[i].what);
        r = answered(&p, REQUEST, rows[i].rows, rows[i].body)->extras->returned;
        g_assert_nonnull(r);
        g_assert_cmpstr(header_name(r->header), ==, header_name(rows[i].header));
        assert_slice(r->seen, rows[i].seen);
        assert_slice(r->came, rows[i].came);
        if (r->header == H_OTHER && !r->fault.cause)
            g_assert_false(returned_shows_change(r));
        else
            g_assert_true(returned_shows_change(r));
        play_close(&p);
    }
    g_assert_false(returned_shows_change(NULL));
}

/* Faults that only the request that came back has. */
static void faulty(void)
{
    static const struct {
        const char *what, *request, *body;
        const char *cause;
        const char *at;
    } rows[] = {
        {"none", REQUEST, REQUEST, NULL, ""},
        {"new", REQUEST, URI ROWS("a.example.com", "z9hG4bKx", ALICE, "\"Bob <sip:bob@example.com>", "c", "1 INVITE"),
         "to_malformed", "\"Bob"},
        {"in both", URI ROWS("a.example.com", "z9hG4bKx", ALICE, "\"Bob <sip:bob@example.com>", "c", "1 INVITE") "\r\n",
         URI ROWS("a.example.com", "z9hG4bKx", ALICE, "\"Bob <sip:bob@example.com>", "c", "1 INVITE"), NULL, ""},
        {"left out", REQUEST, URI "Via: SIP/2.0/UDP a.example.com;branch=z9hG4bKx\r\n\r\n", NULL, ""},
        {"a line that is no header", REQUEST, SAME "no colon\r\n\r\n", "line_without_colon", "no colon"},
        {"a length that no longer fits", REQUEST, SAME "Content-Length: 7\r\n\r\nv=0", NULL, ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct play p;
        const struct returned *r;

        g_test_message("%s", rows[i].what);
        r = answered(&p, rows[i].request, FRAGMENT, rows[i].body)->extras->returned;
        g_assert_nonnull(r);
        g_assert_cmpstr(cause_get(r->fault.cause)->id, ==, rows[i].cause);
        g_assert_cmpint(r->fault.text != NULL, ==, rows[i].cause != NULL);
        if (rows[i].cause) {
            char *response = g_strconcat(RESPONSE, FRAGMENT, "\r\n", rows[i].body, NULL);
            g_assert_true(g_str_has_prefix(response + r->fault.offset, rows[i].at));
            g_assert_true(r->fault.text[0] && returned_shows_change(r));
            g_free(response);
        }
        play_close(&p);
    }
}

/* Wherever it is cut off, what came back unchanged is not called changed. */
static void every_prefix(void)
{
    for (size_t len = 0; len <= strlen(REQUEST); len++) {
        struct play p;
        char *body = g_strndup(REQUEST, len);

        g_assert_false(returned_shows_change(answered(&p, REQUEST, FRAGMENT, body)->extras->returned));
        play_close(&p);
        g_free(body);
    }
}

/* What a transaction keeps of the response's words. */
static void words_kept(void)
{
    struct play p;
    const struct transaction *t;

    t = answered(&p, REQUEST,
                 "User-Agent: phone\r\nP-Registrar-Error: Callid too long\r\nms-diagnostics-public: 1018\r\n"
                 "Reason: SIP;cause=400\r\nX-Other: 1\r\nx-my-error: y\r\n",
                 "");
    assert_slice(t->reply->server, "phone");
    assert_slice(t->reply->registrar_error, "Callid too long");
    assert_slice(t->reply->diagnostics, "1018");
    assert_slice(t->reply->reason, "SIP;cause=400");
    assert_slice(t->reply->x_error, "x-my-error: y");
    assert_slice(t->reply->method, "INVITE");
    play_close(&p);
    t = answered(&p, REQUEST, "Server: proxy\r\nUser-Agent: phone\r\nX-Error:\r\nError: z\r\n", "");
    assert_slice(t->reply->server, "proxy");
    assert_slice(t->reply->x_error, "");
    play_close(&p);
}

static void broken_status_line(void)
{
    static const struct {
        const char *response, *phrase;
    } rows[] = {
        {"SIP/2.0 400 Bad Request (To: x <sip:b\n:no)\r\nTo: y\r\n\r\n", "Bad Request (To: x <sip:b\n:no)"},
        {"SIP/2.0 400 Bad Request (To: x <sip:b\r\n:no)\r\nTo: y\r\n\r\n", "Bad Request (To: x <sip:b\r\n:no)"},
        {"SIP/2.0 400 Bad Request (To: x)\r\nTo: y\r\n\r\n", "Bad Request (To: x)"},
        {"SIP/2.0 400 Bad Request (To: x\r\nTo: y (z)\r\n\r\n", "Bad Request (To: x"},
        {"SIP/2.0 400 Bad Request\r\n:no)\r\n\r\n", "Bad Request"},
        {"SIP/2.0 400 Bad Request (", "Bad Request ("},
        {"SIP/2.0 400", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        static struct sip_message m;
        struct reply reply;
        struct copy c = copy_of(rows[i].response, strlen(rows[i].response));

        g_assert_true(sip_message_parse(&m, c.bytes, c.len, c.len, FRAMING_DATAGRAM));
        reply_read(&reply, &m);
        assert_slice(reply.reason_phrase, rows[i].phrase);
        free(c.bytes);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/returned/nothing", nothing);
    g_test_add_func("/returned/compared", compared);
    g_test_add_func("/returned/faulty", faulty);
    g_test_add_func("/returned/every prefix", every_prefix);
    g_test_add_func("/returned/words kept", words_kept);
    g_test_add_func("/returned/broken status line", broken_status_line);
    return run_tests();
}
