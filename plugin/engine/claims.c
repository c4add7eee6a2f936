/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "claims.h"

#include "chars.h"

/* The shapes that many stacks share; whole words only, for "malformed topology" says nothing of To. */
/* clang-format off */
#define MISSING(name, cause, header)                                                                              \
    {"missing " name, cause, header}, {"missing " name " header*", cause, header},                              \
        {"*missing " name " header*", cause, header}, {"* missing " name, cause, header}
#define BAD(name, cause, header)                                                                                  \
    {"bad " name, cause, header}, {"bad " name " header*", cause, header}, {"invalid " name, cause, header},     \
        {"invalid " name " header*", cause, header}, {"malformed " name, cause, header},                         \
        {"malformed " name ":*", cause, header}, {"malformed " name ",*", cause, header},                         \
        {"malformed " name " header*", cause, header}
/* clang-format on */

/* First match wins: exact phrases of stacks first, the general shapes last. */
static const struct claim claims[] = {
    /* Kamailio, sanity module */
    {"cseq method does not match request method", CAUSE_cseq_method_mismatch, H_OTHER},
    {"missing method in cseq header", CAUSE_cseq_malformed, H_CSEQ},
    {"missing number in cseq header", CAUSE_cseq_malformed, H_CSEQ},
    {"cseq number is illegal", CAUSE_cseq_number_out_of_range, H_CSEQ},
    {"content-length mis-match", CAUSE_body_shorter_than_content_length, H_CONTENT_LENGTH},
    {"content-length body failure", CAUSE_body_shorter_than_content_length, H_CONTENT_LENGTH},
    {"content-length failure", CAUSE_content_length_malformed, H_CONTENT_LENGTH},
    {"bad request uri", CAUSE_request_uri_malformed, H_REQUEST_LINE},
    {"many from tag params", CAUSE_duplicate_tag_param, H_FROM},
    {"many to tag params", CAUSE_duplicate_tag_param, H_TO},
    {"invalid from header", CAUSE_from_malformed, H_FROM},
    {"invalid to header", CAUSE_to_malformed, H_TO},
    {"*transport missmatch in topmost via*", CAUSE_via_transport_mismatch, H_OTHER},
    {"*unsupported transport in topmost via*", CAUSE_via_transport_mismatch, H_OTHER},
    {"version not supported*", CAUSE_sip_version_unsupported, H_OTHER},
    /* SER family */
    {"transaction tuple incomplete*", CAUSE_missing_via, H_VIA},
    {"regretfully, we were not able to process the uri*", CAUSE_request_uri_malformed, H_REQUEST_LINE},
    {"bad to (*", CAUSE_to_malformed, H_TO},
    /* OpenSIPS */
    {"bad r-uri", CAUSE_request_uri_malformed, H_REQUEST_LINE},
    {"bad from uri", CAUSE_from_malformed, H_FROM},
    {"bad to uri", CAUSE_to_malformed, H_TO},
    /* reSIProcate */
    {"method mismatch btw request line and cseq", CAUSE_cseq_method_mismatch, H_OTHER},
    {"malformed request line", CAUSE_request_line_malformed, H_REQUEST_LINE},
    {"malformed topmost via header", CAUSE_via_malformed, H_VIA},
    {"bad request(*larger than datagram*", CAUSE_body_shorter_than_content_length, H_CONTENT_LENGTH},
    {"bad request(malformed content-length*", CAUSE_content_length_malformed, H_CONTENT_LENGTH},
    {"bad request(multiple values in single-value header*", CAUSE_duplicate_single_header, H_OTHER},
    {"registration requests can't have to: tags.", CAUSE_to_tag_outside_dialog, H_TO},
    /* JAIN-SIP */
    {"bad request (invalid content length*", CAUSE_body_shorter_than_content_length, H_CONTENT_LENGTH},
    {"bad request (from:*", CAUSE_from_malformed, H_FROM},
    {"bad request (to:*", CAUSE_to_malformed, H_TO},
    {"bad request (via:*", CAUSE_via_malformed, H_VIA},
    {"bad request (cseq:*", CAUSE_cseq_malformed, H_CSEQ},
    {"bad request (call-id:*", CAUSE_call_id_malformed, H_CALL_ID},
    /* Cisco */
    {"*'callid absent'*", CAUSE_missing_call_id, H_CALL_ID},
    {"*'malformed/missing url'*", CAUSE_request_uri_malformed, H_REQUEST_LINE},
    {"*'malformed/missing request line'*", CAUSE_request_line_malformed, H_REQUEST_LINE},
    {"*'malformed/missing from: field'*", CAUSE_from_malformed, H_FROM},
    {"*'malformed/missing to: field'*", CAUSE_to_malformed, H_TO},
    {"*'malformed/missing callid field'*", CAUSE_call_id_malformed, H_CALL_ID},
    {"*'malformed/missing via or cseq'*", CAUSE_via_malformed, H_VIA},
    {"*'error in cseq field'*", CAUSE_cseq_malformed, H_CSEQ},
    {"*'content length error'*", CAUSE_content_length_malformed, H_CONTENT_LENGTH},
    /* any stack: missing ..., then bad ..., then two that differ */
    MISSING("call-id", CAUSE_missing_call_id, H_CALL_ID),
    MISSING("cseq", CAUSE_missing_cseq, H_CSEQ),
    MISSING("max-forwards", CAUSE_missing_max_forwards, H_MAX_FORWARDS),
    MISSING("content-length", CAUSE_content_length_missing_on_stream, H_CONTENT_LENGTH),
    MISSING("via", CAUSE_missing_via, H_VIA),
    MISSING("from", CAUSE_missing_from, H_FROM),
    MISSING("to", CAUSE_missing_to, H_TO),
    {"*cseq*mismatch*", CAUSE_cseq_method_mismatch, H_CSEQ},
    {"*mismatch*cseq*", CAUSE_cseq_method_mismatch, H_CSEQ},
    {"invalid request-uri", CAUSE_request_uri_malformed, H_REQUEST_LINE},
    BAD("via", CAUSE_via_malformed, H_VIA),
    BAD("from", CAUSE_from_malformed, H_FROM),
    BAD("to", CAUSE_to_malformed, H_TO),
    BAD("cseq", CAUSE_cseq_malformed, H_CSEQ),
    BAD("call-id", CAUSE_call_id_malformed, H_CALL_ID),
    BAD("max-forwards", CAUSE_max_forwards_malformed, H_MAX_FORWARDS),
    BAD("content-length", CAUSE_content_length_malformed, H_CONTENT_LENGTH),
};

/* '*' matches any text, all else itself in any case. Linear but for the last star, which is retried. */
static bool glob(const char *pattern, struct slice text)
{
    const char *star = NULL;
    uint32_t i = 0, mark = 0;

    while (i < text.len) {
        if (*pattern == '*') {
            star = pattern++;
            mark = i;
        } else if (*pattern && *pattern == g_ascii_tolower(text.at[i])) {
            pattern++;
            i++;
        } else if (star) {
            pattern = star + 1;
            i = ++mark;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}

/* warn-text = quoted-string at the end of the first warning-value (20.43); some stacks leave the quotes out. */
static struct slice warning_text(struct slice warning)
{
    int64_t quote = slice_find(warning, '"');

    if (quote >= 0) {
        struct slice quoted = slice_from(warning, (uint32_t)quote);
        uint32_t len = quoted_length(quoted);
        if (len > 2)
            return slice_of(quoted.at + 1, len - 2);
    }
    return warning;
}

const struct claim *claim_read(const struct reply *reply, struct slice *words)
{
    const struct slice texts[] = {warning_text(reply->warning), slice_trim(reply->reason_phrase)};

    for (size_t t = 0; t < G_N_ELEMENTS(texts); t++) {
        if (!texts[t].len || texts[t].len > 1024)
            continue;
        for (size_t i = 0; i < G_N_ELEMENTS(claims); i++) {
            if (glob(claims[i].pattern, texts[t])) {
                *words = texts[t];
                return &claims[i];
            }
        }
    }
    *words = SLICE_NONE;
    return NULL;
}

bool claim_agrees(const struct claim *claim, const struct fault *fault)
{
    return fault->cause == claim->cause || (claim->header != H_OTHER && fault->header == claim->header);
}

const char *claim_words(const struct reply *reply, char *out, size_t size)
{
    char phrase[128], warning[192];

    slice_print(reply->reason_phrase, phrase, sizeof phrase);
    slice_print(reply->warning, warning, sizeof warning);
    if (warning[0])
        g_snprintf(out, (gulong)size, "%s%sWarning: %s", phrase, phrase[0] ? "; " : "", warning);
    else
        g_strlcpy(out, phrase, size);
    text_end_on_character(out);
    return out;
}
