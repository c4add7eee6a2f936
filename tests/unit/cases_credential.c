/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"

/* Rows by what they are about; `more`: the faults that come with it. */
#define HIT_WITH(cause, method, from, to, where, more)                            \
    {                                                                             \
        CAUSE_##cause, TRIGGERS, method, from, to, where, more, TRANSPORT_UNKNOWN \
    }
#define HIT(cause, method, from, to, where) HIT_WITH(cause, method, from, to, where, NULL)
#define MISS_WITH(cause, method, from, to, more)                                  \
    {                                                                             \
        CAUSE_##cause, LOOKALIKE, method, from, to, NULL, more, TRANSPORT_UNKNOWN \
    }
#define MISS(cause, method, from, to) MISS_WITH(cause, method, from, to, NULL)

#define U        "username=\"alice\""
#define R        "realm=\"example.com\""
#define N        "nonce=\"dcd98b7102dd\""
#define URI      "uri=\"sip:bob@example.com\""
#define HEX32    "6629fae49393a05397450978507c4ef1"
#define RESPONSE "response=\"" HEX32 "\""
#define REST     R ", " N ", " URI ", " RESPONSE
#define GOOD     "Digest " U ", " REST
#define AUTH     "Authorization: "
#define PROXY    "Proxy-Authorization: "

const struct byte_case credential_cases[] = {
    /* What is missing. */
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest " REST, "Digest " REST),
    HIT(authorization_malformed, "INVITE", NULL, PROXY "Digest " U ", " N ", " URI ", " RESPONSE, NULL),
    HIT(authorization_malformed, "BYE", NULL, AUTH "Digest " U ", " R ", " URI ", " RESPONSE, NULL),
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest " U ", " R ", " N ", " RESPONSE, NULL),
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest " U ", " R ", " N ", " URI, NULL),
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest", "Digest"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH, AUTH),
    HIT(authorization_malformed, "INVITE", NULL, AUTH GOOD "\r\n" AUTH "Digest " R, "Digest " R),
    HIT(authorization_malformed, "INVITE", NULL, AUTH GOOD ", qop=auth", "auth"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH GOOD ", qop=auth, nc=00000001", "auth"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH GOOD ", qop=\"auth\", cnonce=\"x\"", "auth"),
    /* What is not a list of parameters. */
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest " U " " REST, R),
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest " REST ", username=\"alice", "username=\"alice"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest username, " REST, "username"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest =x, " REST, "=x"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH GOOD "; algorithm=MD5", "; algorithm=MD5"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH GOOD ", " GOOD, "Digest"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH U ", " REST, U),
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest," U ", " REST, ","),
    /* What receivers put up with. */
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest username=alice, " REST, "username=alice"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest " U ", " R ", " N ", uri=sip:bob@example.com, " RESPONSE,
        "uri=sip:bob@example.com"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest username=\"\", " REST, NULL),
    HIT(authorization_malformed, "INVITE", NULL, AUTH GOOD ", qop=auth, cnonce=\"x\", nc=1", "1"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH GOOD ", qop=\"auth,auth-int\", cnonce=\"x\", nc=00000001",
        "auth,auth-int"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH "Digest " U ", " R ", " N ", " URI ", response=\"xyz\"", "xyz"),
    HIT(authorization_malformed, "INVITE", NULL, AUTH GOOD ", realm=\"other\"", "realm=\"other\""),

    MISS(authorization_malformed, "INVITE", NULL, AUTH GOOD),
    MISS(authorization_malformed, "INVITE", NULL, PROXY GOOD "\r\n" PROXY GOOD),
    MISS(authorization_malformed, "INVITE", NULL, "authorization : DIGEST\t" U "\r\n ,\r\n\t" REST),
    MISS(authorization_malformed, "INVITE", NULL,
         AUTH "Digest USERNAME = \"a, b = \\\"c\\\"\" ,Realm=\"\" , " N "," URI "," RESPONSE),
    MISS(authorization_malformed, "INVITE", NULL, AUTH "Digest " U ",, " REST ","),
    MISS(authorization_malformed, "INVITE", NULL,
         AUTH GOOD ", algorithm=MD5, cnonce=\"0a4f113b\", opaque=\"\", qop=auth, nc=00000001, x-new=\"1\", y=z"),
    MISS(authorization_malformed, "INVITE", NULL,
         AUTH GOOD ",algorithm=\"MD5\",cnonce=\"0a4f113b\",qop=\"auth\",nc=\"0000000A\",integrity-protected=yes"),
    MISS(authorization_malformed, "INVITE", NULL,
         AUTH "Digest username*=UTF-8''J%C3%A4s, " R ", " N ", " URI ", response=\"" HEX32 HEX32
              "\", algorithm=SHA-256"),
    MISS(authorization_malformed, "REGISTER", NULL,
         AUTH
         "Digest "
         "username=\"1@ims.example.com\",realm=\"ims.example.com\",uri=\"sip:example.com\",nonce=\"\",response=\"\""),
    MISS(authorization_malformed, "REGISTER", NULL,
         AUTH "Digest username=\"\",realm=\"x\",uri=\"sip:example.com\",nonce=\"\",response=\"\",qop=auth"),
    MISS(authorization_malformed, "CANCEL", NULL, AUTH "Digest"),
    MISS_WITH(authorization_malformed, "INVITE", NULL, AUTH "Bearer x=y", "authorization_unknown_scheme"),

    HIT(digest_uri_mismatch, "INVITE", NULL,
        AUTH "Digest " U ", " R ", " N ", uri=\"sip:carol@example.com\", " RESPONSE, "sip:carol@example.com"),
    HIT(digest_uri_mismatch, "INVITE", NULL,
        PROXY "Digest " U ", " R ", " N ", uri=\"sips:bob@example.com\", " RESPONSE, "sips:bob@example.com"),
    HIT(digest_uri_mismatch, "REGISTER", NULL, AUTH GOOD, "sip:bob@example.com"),
    HIT(digest_uri_mismatch, "INVITE", NULL, AUTH "Digest " U ", " R ", " N ", uri=\"tel:+1\", " RESPONSE, "tel:+1"),
    MISS(digest_uri_mismatch, "INVITE", NULL, AUTH GOOD),
    MISS(digest_uri_mismatch, "INVITE", NULL,
         AUTH "Digest " U ", " R ", " N ", uri=\"SIP:bob@EXAMPLE.com:5060;transport=udp\", " RESPONSE),
    MISS(digest_uri_mismatch, "INVITE", "Via: ",
         AUTH "Digest " U ", " R ", " N ", uri=\"sip:carol@example.com\", " RESPONSE
              "\r\nVia: SIP/2.0/UDP p;branch=z9hG4bKy\r\nVia: "),
    MISS(digest_uri_mismatch, "INVITE", "Via: ",
         AUTH "Digest " U ", " R ", " N ", uri=\"sip:carol@example.com\", " RESPONSE
              "\r\nVia: SIP/2.0/UDP p;branch=z9hG4bKy , "),

    HIT(authorization_unknown_scheme, "INVITE", NULL, AUTH "Basic QWxhZGRpbg==", "Basic"),
    HIT(authorization_unknown_scheme, "REGISTER", NULL, AUTH "Bearer abc.def.ghi", "Bearer"),
    HIT(authorization_unknown_scheme, "INVITE", NULL,
        PROXY "NTLM qop=\"auth\", realm=\"SIP Communications Service\", crand=\"a\"", "NTLM"),
    MISS(authorization_unknown_scheme, "INVITE", NULL, AUTH GOOD),
    MISS(authorization_unknown_scheme, "INVITE", NULL, AUTH "dIGEST " U ", " REST),
    MISS(authorization_unknown_scheme, "CANCEL", NULL, PROXY "Basic x"),

    {CAUSE_NONE},
};
