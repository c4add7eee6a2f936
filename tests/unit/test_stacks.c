/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "stacks.h"
#include "support.h"

static void headers(void)
{
    static const struct {
        const char *server, *tag;
        enum stack stack;
    } rows[] = {
        {"kamailio (5.7.2 (x86_64/linux))", "", STACK_KAMAILIO},
        {"Kamailio S-CSCF", "", STACK_KAMAILIO},
        {"OpenSIPS (3.4.2 (x86_64/linux))", "", STACK_OPENSIPS},
        {"Sip EXpress router (0.8.12 (i386/linux))", "", STACK_SER},
        {"Asterisk PBX 20.5.0", "z9hG4bKx", STACK_ASTERISK},
        {"Asterisk PBX 11.25.3", "as0123abcd", STACK_CHAN_SIP},
        {"FPBX-16.0.40(18.9)", "", STACK_ASTERISK},
        {"FPBX-2.11.0(11.4.0)", "as0123abcd", STACK_CHAN_SIP},
        {"FreeSWITCH-mod_sofia/1.10.9", "", STACK_FREESWITCH},
        {"sofia-sip/1.12.11", "", STACK_SOFIA},
        {"drachtio 0.8", "", STACK_DRACHTIO},
        {"MicroSIP/3.21.5", "", STACK_PJSIP},
        {"PJSUA v2.13 Linux", "", STACK_PJSIP},
        {"baresip v3.5.1 (x86_64/Linux)", "", STACK_BARESIP},
        {"re v2.0.0", "", STACK_BARESIP},
        {"Linphone/4.4 (belle-sip/5.0)", "", STACK_BELLE_SIP},
        {"SomePhone/1.0 (belle-sip/5.0)", "", STACK_BELLE_SIP},
        {"SIP.js/0.11.5", "", STACK_SIPJS},
        {"Cisco-SIPGateway/IOS-15.2", "", STACK_CISCO},
        {"Oracle SBC", "", STACK_ORACLE},
        {"RTCC/7.0.0.0 SfBServer", "", STACK_MICROSOFT},
        {"Twinkle/1.10.2", "", STACK_TWINKLE},
        {"eXosip/5.3.0", "", STACK_EXOSIP},
        {"YATE/5.4.1", "", STACK_YATE},
        {"Restcomm 7.0", "", STACK_JAIN},
        {"pyVoIP 1.6", "", STACK_PYVOIP},
        {"reSIProcate", "", STACK_RESIPROCATE},
        /* nobody's */
        {"", "", STACK_UNKNOWN},
        {"Arcor/Arcor-1.02.005t2", "", STACK_UNKNOWN},
        {"my kamailio", "", STACK_UNKNOWN},
        {"recorder 1.0", "", STACK_UNKNOWN},
        {"service", "", STACK_UNKNOWN},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct reply reply = {.server = slice_from_string(rows[i].server)};
        bool by_header = false;

        g_test_message("%s", rows[i].server);
        g_assert_cmpstr(
            stack_name(stack_of_reply(&reply, slice_from_string(rows[i].tag), SLICE_LITERAL("z9hG4bKy"), &by_header)),
            ==, stack_name(rows[i].stack));
        g_assert_cmpint(by_header, ==, rows[i].stack != STACK_UNKNOWN);
    }
}

#define HEX4  "0a1f"
#define HEX8  "0a1f2b3c"
#define HEX16 HEX8 "99887766"
#define HEX32 HEX16 HEX16

static void habits(void)
{
    static const struct {
        const char *tag, *branch, *phrase, *registrar_error, *server;
        enum stack stack;
    } rows[] = {
        {"z9hG4bKabc", "z9hG4bKabc", "", "", "", STACK_PJSIP},
        {"z9hG4bKabc", "z9hG4bKabC", "", "", "", STACK_UNKNOWN},
        {"z9hG4bKabc", "z9hG4bKabcd", "", "", "", STACK_UNKNOWN},
        {"", "", "", "", "", STACK_UNKNOWN},
        {"badreq", "b", "", "", "", STACK_JAIN},
        {"badrequest", "b", "", "", "", STACK_UNKNOWN},
        {HEX32 "." HEX8, "b", "", "", "", STACK_KAMAILIO},
        {HEX32 "-" HEX8, "b", "", "", "", STACK_KAMAILIO},
        {HEX32 "." HEX4, "b", "", "", "", STACK_SER},
        {HEX32 "-" HEX4, "b", "", "", "", STACK_SER},
        {HEX4 "." HEX32, "b", "", "", "", STACK_OPENSIPS},
        {HEX32, "b", "", "", "", STACK_UNKNOWN},
        {HEX32 HEX8, "b", "", "", "", STACK_UNKNOWN},
        {HEX32 "_" HEX8, "b", "", "", "", STACK_UNKNOWN},
        {HEX32 "." HEX8 "0", "b", "", "", "", STACK_UNKNOWN},
        {HEX32 ".0a1f2B3c", "b", "", "", "", STACK_UNKNOWN},
        {HEX32 ".0a1g2b3c", "b", "", "", "", STACK_UNKNOWN},
        {HEX16, "b", "", "", "", STACK_BARESIP},
        {HEX16, "b", "", "", "Other/1.0", STACK_UNKNOWN},
        {HEX8 "99887A66", "b", "", "", "", STACK_UNKNOWN},
        {HEX16 "0", "b", "", "", "", STACK_UNKNOWN},
        {"as" HEX8, "b", "", "", "", STACK_CHAN_SIP},
        {"AS" HEX8, "b", "", "", "", STACK_UNKNOWN},
        {"as" HEX8 "0", "b", "", "", "", STACK_UNKNOWN},
        {"x", "b", "Bad Request (400/SL)", "", "", STACK_SER},
        {"x", "b", "Transaction tuple incomplete (-9/TM)", "", "", STACK_SER},
        {"x", "b", "Bad Request", "", "", STACK_UNKNOWN},
        {"x", "b", "Bad Request (SL)", "", "", STACK_UNKNOWN},
        {"x", "b", "", "Callid too long", "", STACK_SER},
        /* a name of its own over a stack that is known */
        {HEX32 "-" HEX8, "b", "", "", "TelcoSuite Proxy-CSCF", STACK_KAMAILIO},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct reply reply = {.reason_phrase = slice_from_string(rows[i].phrase),
                              .registrar_error = slice_from_string(rows[i].registrar_error),
                              .server = slice_from_string(rows[i].server)};
        bool by_header = true;

        g_test_message("%s", rows[i].tag);
        g_assert_cmpstr(stack_name(stack_of_reply(&reply, slice_from_string(rows[i].tag),
                                                  slice_from_string(rows[i].branch), &by_header)),
                        ==, stack_name(rows[i].stack));
        g_assert_false(by_header);
    }
}

static void families(void)
{
    g_assert_true(stack_is(STACK_KAMAILIO, STACK_SER));
    g_assert_true(stack_is(STACK_OPENSIPS, STACK_SER));
    g_assert_true(stack_is(STACK_FREESWITCH, STACK_SOFIA));
    g_assert_true(stack_is(STACK_DRACHTIO, STACK_SOFIA));
    g_assert_true(stack_is(STACK_ASTERISK, STACK_PJSIP));
    g_assert_true(stack_is(STACK_JAIN, STACK_JAIN));
    g_assert_false(stack_is(STACK_CHAN_SIP, STACK_PJSIP));
    g_assert_false(stack_is(STACK_SER, STACK_KAMAILIO));
    g_assert_false(stack_is(STACK_UNKNOWN, STACK_UNKNOWN));
    g_assert_false(stack_is(STACK_JAIN, STACK_UNKNOWN));
    g_assert_cmpstr(stack_name(STACK_UNKNOWN), ==, "");
    for (enum stack s = STACK_UNKNOWN + 1; s < STACK_COUNT; s++)
        g_assert_cmpstr(stack_name(s), !=, "");
}

static void quirks(void)
{
    static const struct {
        enum stack stack;
        enum cause_id cause;
        const char *part;
    } rows[] = {
        {STACK_KAMAILIO, CAUSE_body_longer_than_content_length, "sanity check"},
        {STACK_KAMAILIO, CAUSE_request_uri_scheme_unsupported, "Bad Request URI"},
        {STACK_KAMAILIO, CAUSE_via_branch_missing, "top Via"},
        {STACK_KAMAILIO, CAUSE_field_too_long, "SER family"},
        {STACK_OPENSIPS, CAUSE_body_longer_than_content_length, "sipmsg_validate"},
        {STACK_OPENSIPS, CAUSE_missing_max_forwards, "sipmsg_validate"},
        {STACK_ASTERISK, CAUSE_subscribe_expires_zero_initial, "Expires: 0"},
        {STACK_ASTERISK, CAUSE_branch_reuse_different_cseq, "PJSIP"},
        {STACK_ASTERISK, CAUSE_contact_scheme, "416"},
        {STACK_PJSIP, CAUSE_contact_scheme, "opens no dialog"},
        {STACK_FREESWITCH, CAUSE_duplicate_single_header, "Sofia-SIP"},
        {STACK_DRACHTIO, CAUSE_unused_header_malformed, "drachtio"},
        {STACK_DRACHTIO, CAUSE_via_transport_mismatch, "drops"},
        {STACK_BELLE_SIP, CAUSE_missing_max_forwards, "belle-sip"},
        {STACK_BELLE_SIP, CAUSE_from_tag_missing, "From tag"},
        {STACK_BARESIP, CAUSE_via_branch_missing, "baresip"},
        {STACK_SER, CAUSE_body_longer_than_content_length, NULL},
        {STACK_SOFIA, CAUSE_unused_header_malformed, NULL},
        {STACK_KAMAILIO, CAUSE_missing_max_forwards, NULL},
        {STACK_UNKNOWN, CAUSE_missing_max_forwards, NULL},
        {STACK_KAMAILIO, CAUSE_NONE, NULL},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        const char *sentence = stack_quirk(rows[i].stack, rows[i].cause);

        g_test_message("row %zu", i);
        g_assert_true((sentence != NULL) == (rows[i].part != NULL));
        g_assert_true(!sentence || strstr(sentence, rows[i].part));
    }
}

/* All of them are sentences that continue a text: no full stop, nothing that print cannot show. */
static void sentences(void)
{
    unsigned count = 0;

    for (enum stack s = 0; s < STACK_COUNT; s++) {
        for (enum cause_id c = 0; c < CAUSE_COUNT; c++) {
            const char *sentence = stack_quirk(s, c);

            if (!sentence)
                continue;
            count++;
            g_assert_cmpuint(strlen(sentence), >, 20);
            g_assert_cmpint(sentence[strlen(sentence) - 1], !=, '.');
            g_assert_null(strstr(sentence, "  "));
        }
    }
    g_assert_cmpuint(count, >, 40);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/stacks/headers", headers);
    g_test_add_func("/stacks/habits", habits);
    g_test_add_func("/stacks/families", families);
    g_test_add_func("/stacks/quirks", quirks);
    g_test_add_func("/stacks/sentences", sentences);
    return run_tests();
}
