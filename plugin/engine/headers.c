/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "headers.h"

static const struct {
    const char *name;
    uint8_t len;
    char compact;
    bool single;
    uint8_t rank;
} headers[H_PLACES] = {
    [H_OTHER] = {"", 0, 0, false, 11},
#define X(id, name, compact, single, rank) [H_##id] = {name, sizeof(name) - 1, compact, single, rank},
    SIPDIAG_HEADERS(X)
#undef X
        [H_REQUEST_LINE] = {"Request-Line", 0, 0, true, 0},
    [H_STATUS_LINE] = {"Status-Line", 0, 0, true, 0},
    [H_HEADER_SECTION] = {"header section", 0, 0, true, 6},
    [H_BODY] = {"body", 0, 0, true, 9},
};

static enum header_id lookup_compact(char letter)
{
    switch (letter | 0x20) {
    case 'v': return H_VIA;
    case 'f': return H_FROM;
    case 't': return H_TO;
    case 'i': return H_CALL_ID;
    case 'l': return H_CONTENT_LENGTH;
    case 'm': return H_CONTACT;
    case 'c': return H_CONTENT_TYPE;
    case 'o': return H_EVENT;
    case 'r': return H_REFER_TO;
    case 'b': return H_REFERRED_BY;
    case 'x': return H_SESSION_EXPIRES;
    case 'e': return H_CONTENT_ENCODING;
    case 's': return H_SUBJECT;
    case 'k': return H_SUPPORTED;
    case 'u': return H_ALLOW_EVENTS;
    case 'a': return H_ACCEPT_CONTACT;
    case 'j': return H_REJECT_CONTACT;
    case 'd': return H_REQUEST_DISPOSITION;
    case 'y': return H_IDENTITY;
    case 'n': return H_IDENTITY_INFO;
    default: return H_OTHER;
    }
}

enum header_id header_lookup(struct slice name)
{
    if (name.len == 1)
        return g_ascii_isalpha(name.at[0]) ? lookup_compact(name.at[0]) : H_OTHER;

/* clang-format off */
#define TRY(id) \
    if (bytes_equal_nocase(name.at, headers[id].name, name.len)) \
        return id
    switch (name.len) {
    case 2: TRY(H_TO); break;
    case 3: TRY(H_VIA); break;
    case 4: TRY(H_FROM); TRY(H_CSEQ); TRY(H_RACK); TRY(H_RSEQ); TRY(H_DATE); TRY(H_JOIN); TRY(H_PATH); break;
    case 5: TRY(H_ROUTE); TRY(H_EVENT); TRY(H_ALLOW); break;
    case 6: TRY(H_MIN_SE); TRY(H_SERVER); TRY(H_REASON); TRY(H_ACCEPT); break;
    case 7: TRY(H_CALL_ID); TRY(H_CONTACT); TRY(H_EXPIRES); TRY(H_REQUIRE); TRY(H_SUBJECT); TRY(H_WARNING);
        TRY(H_PRIVACY); break;
    case 8: TRY(H_REFER_TO); TRY(H_REPLACES); TRY(H_PRIORITY); TRY(H_REPLY_TO); TRY(H_IDENTITY); break;
    case 9: TRY(H_TIMESTAMP); TRY(H_SUPPORTED); TRY(H_DIVERSION); TRY(H_CALL_INFO); break;
    case 10: TRY(H_USER_AGENT); break;
    case 11: TRY(H_REFERRED_BY); TRY(H_MIN_EXPIRES); TRY(H_GEOLOCATION); TRY(H_UNSUPPORTED); TRY(H_RETRY_AFTER); break;
    case 12: TRY(H_RECORD_ROUTE); TRY(H_MAX_FORWARDS); TRY(H_CONTENT_TYPE); TRY(H_MIME_VERSION);
        TRY(H_ORGANIZATION); TRY(H_ALLOW_EVENTS); TRY(H_SIP_IF_MATCH); TRY(H_CC_DIVERSION); break;
    case 13: TRY(H_PROXY_REQUIRE); TRY(H_AUTHORIZATION); TRY(H_IDENTITY_INFO); break;
    case 14: TRY(H_CONTENT_LENGTH); TRY(H_ACCEPT_CONTACT); TRY(H_REJECT_CONTACT); TRY(H_MS_DIAGNOSTICS); break;
    case 15: TRY(H_SESSION_EXPIRES); TRY(H_SECURITY_CLIENT); TRY(H_SECURITY_SERVER); TRY(H_ACCEPT_ENCODING); break;
    case 16: TRY(H_CONTENT_ENCODING); break;
    case 17: TRY(H_P_REGISTRAR_ERROR); break;
    case 18: TRY(H_SUBSCRIPTION_STATE); break;
    case 19: TRY(H_PROXY_AUTHORIZATION); TRY(H_CONTENT_DISPOSITION); TRY(H_REQUEST_DISPOSITION);
        TRY(H_P_ASSERTED_IDENTITY); break;
    case 20: TRY(H_P_VISITED_NETWORK_ID); break;
    case 21: TRY(H_MS_DIAGNOSTICS_PUBLIC); break;
    default: break;
    }
#undef TRY
    /* clang-format on */
    return H_OTHER;
}

const char *header_name(enum header_id id)
{
    return headers[id].name;
}

char header_compact(enum header_id id)
{
    return headers[id].compact;
}

bool header_is_single(enum header_id id)
{
    return headers[id].single;
}

unsigned header_rank(enum header_id id)
{
    return headers[id].rank;
}
