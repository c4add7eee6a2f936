/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the cases of cases_extension.c and cases_credential.c do not look at: how sure a fault is, what its repair says,
 * and what is left unsaid where the capture cut the message off.
 */
#include "cases.h"
#include "support.h"

static void read_bent(struct reading *r, struct copy *c, const char *method, const char *from, const char *to)
{
    char *text = bent_request(method, from, to, TRANSPORT_UDP);

    *c = copy_of(text, strlen(text));
    g_assert_true(read_message(r, c->bytes, c->len, c->len, TRANSPORT_UDP));
    g_free(text);
}

static const struct fault *fault_of(const struct reading *r, enum cause_id cause)
{
    for (unsigned i = 0; i < r->faults.count; i++)
        if (r->faults.items[i].cause == cause)
            return &r->faults.items[i];
    return NULL;
}

/* An out-of-dialog NOTIFY without the headers of RFC 6665. */
#define TO_TAG  ";tag=2\r\nCall-ID: c@example.com\r\nCSeq: 7 NOTIFY\r\nContact: <sip:alice@192.0.2.1>\r\n"
#define NO_TAG  "\r\nCall-ID: c@example.com\r\nCSeq: 7 NOTIFY\r\nContact: <sip:alice@192.0.2.1>\r\n"
#define EVENT   "Event: presence\r\n"
#define ACTIVE  "Subscription-State: active;expires=600\r\n"
#define DIGEST  "Authorization: Digest username=\"a\", realm=\"b\", nonce=\"c\", uri=\"sip:bob@example.com\""
#define NO_MORE DIGEST ", response=\"6629fae49393a05397450978507c4ef1\""

static void certainties(void)
{
    static const struct {
        enum cause_id cause;
        enum certainty certainty;
        const char *method, *from, *to;
    } cases[] = {
        {CAUSE_event_missing, CERTAIN, "SUBSCRIBE", EVENT, ""},
        {CAUSE_event_missing, CERTAIN, "PUBLISH", EVENT, ""},
        {CAUSE_event_missing, TOLERATED, "NOTIFY", EVENT, ""},
        {CAUSE_subscription_state_missing, CERTAIN, "NOTIFY", ACTIVE, ""},
        {CAUSE_subscription_state_missing, TOLERATED, "NOTIFY", TO_TAG EVENT ACTIVE, NO_TAG EVENT},
        {CAUSE_refer_to_malformed, CERTAIN, "REFER", "carol@example.com>", "carol@example.com?Replaces=a;to-tag=1>"},
        {CAUSE_refer_to_malformed, TOLERATED, "REFER", "carol@example.com>", "carol@example.com?Replaces=a>"},
        {CAUSE_replaces_invalid, CERTAIN, "BYE", NULL, "Replaces: a"},
        {CAUSE_replaces_invalid, TOLERATED, "INVITE", NULL, "Replaces: a;to-tag=1;from-tag=2;"},
        {CAUSE_invite_replaces_in_dialog, LEGAL, "INVITE", "To: <sip:bob@example.com>",
         "To: <sip:bob@example.com>;tag=2\r\nReplaces: a;to-tag=1;from-tag=2"},
        {CAUSE_expires_malformed, CERTAIN, "REGISTER", "3600", "soon"},
        {CAUSE_expires_malformed, TOLERATED, "REGISTER", "3600", "\"Thu, 01 Dec 2044 16:00:00 GMT\""},
        {CAUSE_expires_malformed, TOLERATED, "REGISTER", "3600", "99999999999999999999999"},
        {CAUSE_require_malformed, TOLERATED, "INVITE", NULL, "Require: a,,b"},
        {CAUSE_require_malformed, CERTAIN, "INVITE", NULL, "Require: a,,b c"},
        {CAUSE_aor_unusable, LEGAL, "REGISTER", "To: <sip:alice@", "To: <http://"},
        {CAUSE_authorization_malformed, CERTAIN, "INVITE", NULL, DIGEST},
        {CAUSE_authorization_malformed, CERTAIN, "INVITE", NULL, NO_MORE ", qop=auth"},
        {CAUSE_authorization_malformed, TOLERATED, "INVITE", NULL, NO_MORE ", nc=1"},
        {CAUSE_authorization_malformed, TOLERATED, "INVITE", NULL, NO_MORE ", cnonce=x"},
    };
    static struct reading r;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        const struct fault *fault;
        struct copy c;

        g_test_message("%s: %s", cause_get(cases[i].cause)->id, cases[i].to);
        read_bent(&r, &c, cases[i].method, cases[i].from, cases[i].to);
        fault = fault_of(&r, cases[i].cause);
        g_assert_nonnull(fault);
        g_assert_cmpstr(certainty_name(fault->certainty), ==, certainty_name(cases[i].certainty));
        free(c.bytes);
    }
}

static void repairs(void)
{
    static const struct {
        const char *to, *repair;
    } cases[] = {
        {"sip:carol@example.com?Replaces=a%3Bto-tag%3D1", "Refer-To: <sip:carol@example.com?Replaces=a%3Bto-tag%3D1>"},
        {"sip:carol@example.com?Replaces=a;to-tag=1", NULL}, /* header or URI parameter? */
        {"sip:?Replaces=a", NULL},
        {"<sip:carol@example.com?Replaces=a;to-tag=1>", NULL},
    };
    static struct reading r;

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        struct copy c;

        read_bent(&r, &c, "REFER", "<sip:carol@example.com>", cases[i].to);
        g_assert_nonnull(fault_of(&r, CAUSE_refer_to_malformed));
        g_assert_cmpstr(fault_of(&r, CAUSE_refer_to_malformed)->repair, ==, cases[i].repair);
        free(c.bytes);
    }
}

/* Whatever the capture lacks, at most what the whole message says is said, and that only where it stands. A row that
 * ends where the capture does may go on with a fold. */
static void cuts(void)
{
    static const char *const rows[][2] = {
        {"REFER",
         "Require: a,\r\n b\r\nAuthorization: Digest username=\"a\",\r\n realm=\"b\", nonce=\"c\",\r\n"
         " uri=\"sip:bob@example.com\",\r\n response=\"6629fae49393a05397450978507c4ef1\"\r\nSupported: x,\r\n y"},
        {"NOTIFY",
         "Accept: a/b,\r\n c/d\r\nReason: a;\r\n b=c\r\nAllow: A,\r\n B\r\nP-Asserted-Identity:\r\n <sip:a@b>"},
        {"INVITE", "Replaces: a;\r\n to-tag=1;\r\n from-tag=2\r\nSession-Expires:\r\n 90\r\nMin-SE:\r\n 90\r\n"
                   "User-Agent:\r\n x\r\nDiversion:\r\n <sip:a@b>\r\nExpires:\r\n 9\r\nCall-Info:\r\n <sip:a@b>"},
        {"PRACK", "Proxy-Require:\r\n a\r\nTimestamp:\r\n 1\r\nMIME-Version:\r\n 1.0"},
    };
    static struct reading r;

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        char *text = bent_request(rows[i][0], NULL, rows[i][1], TRANSPORT_UDP);
        size_t whole = strlen(text);

        for (size_t len = 40; len <= whole; len++) {
            struct copy c = copy_of(text, len);
            char *found;

            g_assert_true(read_message(&r, c.bytes, c.len, whole, TRANSPORT_UDP));
            found = print_faults(&r);
            g_assert_cmpstr(found, ==, "");
            g_free(found);
            free(c.bytes);
        }
        g_free(text);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/extensions/certainties", certainties);
    g_test_add_func("/extensions/repairs", repairs);
    g_test_add_func("/extensions/cuts", cuts);
    return run_tests();
}
