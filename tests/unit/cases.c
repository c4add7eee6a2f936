/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"

#define HEAD(method, uri, to)                                   \
    method " " uri " SIP/2.0\r\n"                               \
           "Via: SIP/2.0/UDP a.example.com;branch=z9hG4bKx\r\n" \
           "Max-Forwards: 70\r\n"                               \
           "From: Alice <sip:alice@example.com>;tag=1\r\n"      \
           "To: " to "\r\n"                                     \
           "Call-ID: c@example.com\r\n"                         \
           "CSeq: 7 " method "\r\n"
#define ANSWER(status, to)                               \
    "SIP/2.0 " status "\r\n"                             \
    "Via: SIP/2.0/UDP a.example.com;branch=z9hG4bKx\r\n" \
    "From: Alice <sip:alice@example.com>;tag=1\r\n"      \
    "To: " to "\r\n"                                     \
    "Call-ID: c@example.com\r\n"                         \
    "CSeq: 7 OPTIONS\r\n" LENGTH
#define BOB     "sip:bob@example.com"
#define NEW     "<sip:bob@example.com>"
#define DIALOG  "<sip:bob@example.com>;tag=2"
#define CONTACT "Contact: <sip:alice@192.0.2.1>\r\n"
#define LENGTH  "Content-Length: @\r\n\r\n"
#define SDP                                                                         \
    "v=0\r\no=alice 1 2 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\n" \
    "m=audio 4000 RTP/AVP 0 8\r\na=rtpmap:0 PCMU/8000\r\n"

static const struct {
    const char *method, *text;
} clean[] = {
    {"INVITE", HEAD("INVITE", BOB, NEW) CONTACT "Content-Type: application/sdp\r\n" LENGTH SDP},
    {"OPTIONS", HEAD("OPTIONS", BOB, NEW) LENGTH},
    {"BYE", HEAD("BYE", BOB, DIALOG) LENGTH},
    {"CANCEL", HEAD("CANCEL", BOB, NEW) LENGTH},
    {"REGISTER", HEAD("REGISTER", "sip:example.com", "<sip:alice@example.com>") CONTACT "Expires: 3600\r\n" LENGTH},
    {"PRACK", HEAD("PRACK", BOB, DIALOG) "RAck: 1 6 INVITE\r\n" LENGTH},
    {"SUBSCRIBE", HEAD("SUBSCRIBE", BOB, NEW) CONTACT "Event: presence\r\nExpires: 600\r\n" LENGTH},
    {"NOTIFY", HEAD("NOTIFY", BOB, DIALOG) CONTACT
     "Event: presence\r\nSubscription-State: active;expires=600\r\nContent-Type: application/pidf+xml\r\n" LENGTH
     "<presence/>"},
    {"PUBLISH",
     HEAD("PUBLISH", BOB, NEW) "Event: presence\r\nContent-Type: application/pidf+xml\r\n" LENGTH "<presence/>"},
    {"INFO", HEAD("INFO", BOB, DIALOG) LENGTH},
    {"REFER", HEAD("REFER", BOB, DIALOG) CONTACT "Refer-To: <sip:carol@example.com>\r\n" LENGTH},
    {"MESSAGE", HEAD("MESSAGE", BOB, NEW) "Content-Type: text/plain\r\n" LENGTH "Hello"},
    {"UPDATE", HEAD("UPDATE", BOB, DIALOG) CONTACT LENGTH},
    {"ACK", HEAD("ACK", BOB, DIALOG) LENGTH},
    {"NEW'METHOD!", HEAD("NEW'METHOD!", BOB, NEW) LENGTH},
    {"100", ANSWER("100 Trying", NEW)},
    {"200", ANSWER("200 OK", DIALOG)},
    {"400", ANSWER("400 Bad Request", DIALOG)},
};

const char *clean_request(const char *method)
{
    for (size_t i = 0; i < G_N_ELEMENTS(clean); i++)
        if (strcmp(clean[i].method, method) == 0)
            return clean[i].text;
    g_error("no clean %s", method);
    return NULL;
}

/* The first `from` in `text` becomes `to`. */
static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);

    if (!at)
        g_error("\"%s\" is not in the clean request", from);
    return g_strdup_printf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

char *bent_request(const char *method, const char *from, const char *to, enum transport transport)
{
    const char *text = clean_request(method), *body, *at;
    char *via = g_strconcat("SIP/2.0/", transport_name(transport), NULL);
    char *bent, *named = replaced(text, "SIP/2.0/UDP", via);

    g_free(via);
    if (from) {
        bent = replaced(named, from, to);
    } else {
        char *row = g_strdup_printf("%s\r\nContent-Length", to);
        bent = replaced(named, "Content-Length", row);
        g_free(row);
    }
    g_free(named);
    body = strstr(bent + strspn(bent, "\r\n"), "\r\n\r\n");
    at = strstr(bent, "Content-Length: @");
    if (body && at) {
        char *length = g_strdup_printf("Content-Length: %u", (unsigned)strlen(body + 4));
        char *whole = replaced(bent, "Content-Length: @", length);
        g_free(length);
        g_free(bent);
        bent = whole;
    }
    return bent;
}
