/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "claims.h"
#include "support.h"

static const char *cause_of(const char *phrase, const char *warning)
{
    struct reply reply = {slice_from_string(phrase), slice_from_string(warning), SLICE_NONE};
    struct slice words;
    const struct claim *claim = claim_read(&reply, &words);

    g_assert_cmpint(claim != NULL, ==, words.len != 0);
    return claim ? cause_get(claim->cause)->id : "";
}

static void phrases(void)
{
    static const struct {
        const char *phrase, *cause;
    } cases[] = {
        {"CSeq method does not match request method", "cseq_method_mismatch"},
        {"Missing method in CSeq header", "cseq_malformed"},
        {"Missing number in CSeq header", "cseq_malformed"},
        {"CSeq number is illegal", "cseq_number_out_of_range"},
        {"Content-Length mis-match", "body_shorter_than_content_length"},
        {"Content-Length Body Failure", "body_shorter_than_content_length"},
        {"Content-Length Failure", "content_length_malformed"},
        {"Bad Request URI", "request_uri_malformed"},
        {"Many From Tag Params", "duplicate_tag_param"},
        {"Many To Tag Params", "duplicate_tag_param"},
        {"Invalid From header", "from_malformed"},
        {"Invalid To header", "to_malformed"},
        {"Version Not Supported (R-URI)", "sip_version_unsupported"},
        {"Transaction tuple incomplete (400/TM)", "missing_via"},
        {"Regretfully, we were not able to process the URI (479/SL)", "request_uri_malformed"},
        {"Bad To (400/SL)", "to_malformed"},
        {"bad r-uri", "request_uri_malformed"},
        {"bad from uri", "from_malformed"},
        {"Bad To URI", "to_malformed"},
        {"Method mismatch btw Request Line and CSeq", "cseq_method_mismatch"},
        {"Malformed Request Line", "request_line_malformed"},
        {"Malformed topmost Via header", "via_malformed"},
        {"Bad Request(Bad Content-Length (larger than datagram))", "body_shorter_than_content_length"},
        {"Bad Request(Malformed Content-Length)", "content_length_malformed"},
        {"Bad Request(Multiple values in single-value header To)", "duplicate_single_header"},
        {"Registration requests can't have To: tags.", "to_tag_outside_dialog"},
        {"Bad Request (Invalid content length 3 / 4)", "body_shorter_than_content_length"},
        {"Bad Request (From: <x:parse error)", "from_malformed"},
        {"Bad Request (CSeq: x)", "cseq_malformed"},
        {"Bad Request - 'Callid absent'", "missing_call_id"},
        {"Bad Request - 'Malformed/Missing URL'", "request_uri_malformed"},
        {"Bad Request - 'Error in Cseq field'", "cseq_malformed"},
        {"Bad Request - 'Malformed/Missing TO: field'", "to_malformed"},
        {"Bad Request - 'Content length Error'", "content_length_malformed"},
        {"Missing Call-ID", "missing_call_id"},
        {"Missing Call-ID header field", "missing_call_id"},
        {"400 missing CSEQ", "missing_cseq"},
        {"Missing Max-Forwards", "missing_max_forwards"},
        {"Missing Content-Length header", "content_length_missing_on_stream"},
        {"Missing Via", "missing_via"},
        {"Missing From header", "missing_from"},
        {"Missing To", "missing_to"},
        {"Missing To header", "missing_to"},
        {"CSeq mismatch", "cseq_method_mismatch"},
        {"Bad Via Header", "via_malformed"},
        {"Bad Call-ID Header", "call_id_malformed"},
        {"Bad Max-Forwards Header", "max_forwards_malformed"},
        {"Invalid Request-URI", "request_uri_malformed"},
        {"Malformed To: header", "to_malformed"},
        {"  Invalid Via  ", "via_malformed"},
        /* words that name nothing */
        {"", ""},
        {"Bad Request", ""},
        {"Not Found", ""},
        {"Busy Here", ""},
        {"OK", ""},
        {"Missing tone of voice", ""},
        {"Missing Contact Header", ""},
        {"Invalid", ""},
        {"Business Initiated Calls Limit Hit", ""},
        {"Bad Event Header", ""},
        {"Trying to use TLS outbound", ""},
        {"Not Acceptable", ""},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(cases); i++) {
        char *lower = g_ascii_strdown(cases[i].phrase, -1), *upper = g_ascii_strup(cases[i].phrase, -1);
        g_test_message("%s", cases[i].phrase);
        g_assert_cmpstr(cause_of(cases[i].phrase, NULL), ==, cases[i].cause);
        g_assert_cmpstr(cause_of(lower, NULL), ==, cases[i].cause);
        g_assert_cmpstr(cause_of(upper, NULL), ==, cases[i].cause);
        g_free(lower);
        g_free(upper);
    }
}

static void warnings(void)
{
    g_assert_cmpstr(cause_of("Bad Request", "399 host \"Missing CSeq\""), ==, "missing_cseq");
    g_assert_cmpstr(cause_of("Bad Request", "399 Bad Request - 'Callid absent'"), ==, "missing_call_id");
    g_assert_cmpstr(cause_of("Invalid From", "399 host \"Missing CSeq\""), ==, "missing_cseq");
    g_assert_cmpstr(cause_of("Invalid From", "399 host \"hello\""), ==, "from_malformed");
    g_assert_cmpstr(cause_of("Invalid From", "399 host \"never closed"), ==, "from_malformed");
    g_assert_cmpstr(cause_of("Bad Request", "\""), ==, "");
}

static void agreement(void)
{
    struct reply reply = {SLICE_LITERAL("Bad Via Header"), SLICE_NONE, SLICE_NONE};
    struct slice words;
    const struct claim *claim = claim_read(&reply, &words);
    struct fault same = {.cause = CAUSE_via_malformed, .header = H_VIA};
    struct fault same_place = {.cause = CAUSE_via_branch_missing, .header = H_VIA};
    struct fault other = {.cause = CAUSE_from_malformed, .header = H_FROM};

    g_assert_nonnull(claim);
    assert_slice(words, "Bad Via Header");
    g_assert_true(claim_agrees(claim, &same));
    g_assert_true(claim_agrees(claim, &same_place));
    g_assert_false(claim_agrees(claim, &other));
}

/* What is shown is valid UTF-8 at any size, and ends where the buffer does. */
static void words_shown(void)
{
    struct reply both = {SLICE_LITERAL("Bad \xe2\x82\xac"), SLICE_LITERAL("399 x \"\x01\""), SLICE_NONE};
    struct reply one = {SLICE_NONE, SLICE_LITERAL("399 x"), SLICE_NONE}, none = {0};
    char out[256];

    g_assert_cmpstr(claim_words(&both, out, sizeof out), ==, "Bad \xe2\x82\xac; Warning: 399 x \"\\x01\"");
    g_assert_cmpstr(claim_words(&one, out, sizeof out), ==, "Warning: 399 x");
    g_assert_cmpstr(claim_words(&none, out, sizeof out), ==, "");
}

static void long_words(void)
{
    char *text = g_strnfill(2000, '*');
    struct reply reply = {slice_from_string(text), slice_from_string(text), SLICE_NONE};
    struct slice words;
    char out[64];

    g_assert_null(claim_read(&reply, &words));
    claim_words(&reply, out, sizeof out);
    g_assert_cmpuint(strlen(out), <, sizeof out);
    g_free(text);
}

static void guide(void)
{
    static const char *const methods[] = {"INVITE", "REGISTER", "SUBSCRIBE", "BYE", "CANCEL", "OPTIONS", ""};
    struct guide g, any;

    for (size_t i = 0; i < G_N_ELEMENTS(methods); i++) {
        g_assert_true(status_guide(200, slice_from_string(methods[i]), &g));
        g_assert_true(g.meaning[0] && g.when[0] && g.fix[0]);
    }
    g_assert_true(status_guide(200, SLICE_LITERAL("invite"), &g));
    g_assert_true(status_guide(200, SLICE_LITERAL("PUBLISH"), &any));
    g_assert_cmpstr(g.meaning, ==, any.meaning); /* methods are case-sensitive */
    g_assert_true(status_guide(200, SLICE_LITERAL("INVITE"), &g));
    g_assert_cmpstr(g.meaning, !=, any.meaning);
    g_assert_true(status_guide(400, SLICE_NONE, &g));
    g_assert_false(status_guide(0, SLICE_LITERAL("INVITE"), &g));
    g_assert_false(status_guide(65535, SLICE_LITERAL("INVITE"), &g));
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/claims/phrases", phrases);
    g_test_add_func("/claims/warnings", warnings);
    g_test_add_func("/claims/agreement", agreement);
    g_test_add_func("/claims/words shown", words_shown);
    g_test_add_func("/claims/long words", long_words);
    g_test_add_func("/guide/table", guide);
    return run_tests();
}
