/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"

/* Pieces of the clean INVITE. */
#define ORIGIN  "o=alice 1 2 IN IP4 192.0.2.1\r\n"
#define CONNECT "c=IN IP4 192.0.2.1\r\n"
#define AUDIO   "m=audio 4000 RTP/AVP 0 8\r\n"
#define RTPMAP  "a=rtpmap:0 PCMU/8000\r\n"
#define SDP     "v=0\r\n" ORIGIN "s=-\r\n" CONNECT "t=0 0\r\n" AUDIO RTPMAP
#define TYPE    "Content-Type: application/sdp\r\n"
#define LENGTH  "Content-Length: @\r\n\r\n"
#define OFFER   TYPE LENGTH SDP
/* of the clean MESSAGE, PUBLISH and NOTIFY */
#define PLAIN  "Content-Type: text/plain\r\n" LENGTH "Hello"
#define PIDF   "Content-Type: application/pidf+xml\r\n" LENGTH "<presence/>"
#define STATUS "Event: presence\r\nSubscription-State: active;expires=600\r\n" PIDF

#define MIXED   "Content-Type: multipart/mixed;boundary=x\r\n" LENGTH
#define HELLO   "\r\nContent-Type: text/plain\r\n\r\nHello\r\n"
#define PART    "--x\r\nContent-Type: application/sdp\r\n\r\n"
#define SIPREC  "Require: siprec\r\n"
#define LABELED SDP "a=label:1\r\n"
#define META    "\r\n--x\r\nContent-Type: application/rs-metadata+xml\r\n\r\n<recording/>\r\n--x--\r\n"

/* clang-format off */
#define CASE(id, result, kind, before, after, ...) \
    {.cause = CAUSE_##id, .outcome = result, .method = kind, .from = before, .to = after, __VA_ARGS__}
#define TYPE_MISSING(outcome, method, from, ...)   CASE(content_type_missing, outcome, method, from, __VA_ARGS__)
#define TYPE_MALFORMED(outcome, method, from, ...) CASE(content_type_malformed, outcome, method, from, __VA_ARGS__)
#define MULTIPART(outcome, ...)                    CASE(multipart_malformed, outcome, "MESSAGE", PLAIN, __VA_ARGS__)
#define SESSION(outcome, from, ...)                CASE(sdp_malformed, outcome, "INVITE", from, __VA_ARGS__)
#define BODY(outcome, method, from, ...)           CASE(body_missing, outcome, method, from, __VA_ARGS__)
#define RECORDING(outcome, ...)                    CASE(siprec_requirements, outcome, "INVITE", OFFER, __VA_ARGS__)
/* Browsers, with what is long about them. */
#define WEBRTC \
    "v=0\r\no=- 4611731400430051336 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1 2\r\n" \
    "a=extmap-allow-mixed\r\na=msid-semantic: WMS 7b1f\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 63 9 0 8 126\r\n" \
    "c=IN IP4 0.0.0.0\r\na=rtcp:9 IN IP4 0.0.0.0\r\na=ice-ufrag:XEeO\r\na=ice-pwd:uN/+x\r\na=ice-options:trickle\r\n" \
    "a=candidate:1 1 udp 2122260223 8f6e.local 53705 typ host generation 0\r\na=fingerprint:sha-256 AB:CD\r\n" \
    "a=setup:actpass\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\na=ssrc:1 cname:x y\r\n" \
    "m=video 0 UDP/TLS/RTP/SAVPF 96\r\na=bundle-only\r\na=mid:1\r\n" \
    "m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\nc=IN IP6 ::\r\na=mid:2\r\na=sctp-port:5000\r\n"

const struct byte_case body_cases[] = {
    /* a body, but what of? */
    TYPE_MISSING(TRIGGERS, "INVITE", TYPE, "", "v=0"),
    TYPE_MISSING(TRIGGERS, "MESSAGE", "Content-Type: text/plain\r\n", "", "Hello"),
    TYPE_MISSING(TRIGGERS, "PUBLISH", "Content-Type", "Content-Typ", "<presence/>"),
    TYPE_MISSING(TRIGGERS, "BYE", LENGTH, "\r\nReason given\r\nbelow", "Reason given"),
    TYPE_MISSING(TRIGGERS, "INFO", "@\r\n\r\n", "2\r\n\r\n\r\n", "\r\n"),
    TYPE_MISSING(LOOKALIKE, "INVITE", "Content-Type:", "c:"),
    TYPE_MISSING(LOOKALIKE, "INVITE", OFFER, LENGTH),                  /* offerless */
    TYPE_MISSING(LOOKALIKE, "OPTIONS", LENGTH, "\r\n\r\n"),                      /* padding */
    TYPE_MISSING(LOOKALIKE, "OPTIONS", "@\r\n\r\n", "0\r\n\r\n\r\n\r\n"),
    TYPE_MISSING(LOOKALIKE, "CANCEL", "@\r\n\r\n", "1\r\n\r\nx"),                /* "-" in table 2 */
    TYPE_MISSING(LOOKALIKE, "INFO", "@\r\n\r\n", "9\r\n\r\nx", NULL, "body_shorter_than_content_length"),
    TYPE_MISSING(LOOKALIKE, "INFO", "@\r\n\r\n", "-1\r\n\r\nx", NULL, "content_length_malformed"),
    TYPE_MISSING(LOOKALIKE, "INFO", LENGTH, "\r\nx", NULL, "content_length_missing_on_stream", TRANSPORT_TCP),

    TYPE_MALFORMED(TRIGGERS, "INVITE", "application/sdp", "sdp", "sdp"),
    TYPE_MALFORMED(TRIGGERS, "INVITE", "application/sdp", "application/", "application/"),
    TYPE_MALFORMED(TRIGGERS, "INVITE", "application/sdp", "/sdp", "/sdp"),
    TYPE_MALFORMED(TRIGGERS, "INVITE", "application/sdp", "application/*", "application/*"),
    TYPE_MALFORMED(TRIGGERS, "INVITE", "application/sdp", "", "Content-Type: "),
    TYPE_MALFORMED(TRIGGERS, "INVITE", "application/sdp", "application/sdp, text/plain", "text/plain"),
    TYPE_MALFORMED(TRIGGERS, "INVITE", "application/sdp", "application/sdp charset=utf-8", "charset=utf-8"),
    TYPE_MALFORMED(TRIGGERS, "INVITE", "application/sdp", "application/sdp;x=\"y", "\"y"),
    TYPE_MALFORMED(TRIGGERS, "INVITE", "application/sdp", "application/sdp;", ";"),        /* tolerated */
    TYPE_MALFORMED(TRIGGERS, "INVITE", "application/sdp", "application/sdp;charset", "charset"),
    TYPE_MALFORMED(LOOKALIKE, "INVITE", "application/sdp", "Application/SDP ; charset = utf-8"),
    TYPE_MALFORMED(LOOKALIKE, "INVITE", "application/sdp", "application\r\n /\tsdp"),
    TYPE_MALFORMED(LOOKALIKE, "MESSAGE", "text/plain", "text/plain;charset=\"UTF-8, or; so\";x-y=1"),
    TYPE_MALFORMED(LOOKALIKE, "MESSAGE", "text/plain", "application/vnd.3gpp.sms"),
    TYPE_MALFORMED(LOOKALIKE, "MESSAGE", "text/plain", "application/im-iscomposing+xml"),
    TYPE_MALFORMED(LOOKALIKE, "NOTIFY", "application/pidf+xml", "message/sipfrag;version=2.0"),
    TYPE_MALFORMED(LOOKALIKE, "INVITE", SDP, ""),
    TYPE_MALFORMED(LOOKALIKE, "CANCEL", NULL, "Content-Type: x"),

    MULTIPART(TRIGGERS, "Content-Type: multipart/mixed\r\n" LENGTH "--x" HELLO "--x--\r\n", "multipart/mixed"),
    MULTIPART(TRIGGERS, "Content-Type: multipart/mixed;boundary=\"\"\r\n" LENGTH "--x" HELLO "--x--\r\n",
              "multipart/mixed;boundary=\"\""),
    MULTIPART(TRIGGERS, MIXED "--y" HELLO "--y--\r\n", "--y"),
    MULTIPART(TRIGGERS, MIXED "Hello", "Hello"),
    MULTIPART(TRIGGERS, MIXED "--x--\r\n", "--x--"),
    MULTIPART(TRIGGERS, MIXED "--x" HELLO "--x" HELLO, "Hello"),
    MULTIPART(TRIGGERS, MIXED "--x" HELLO "--x\r\n", "--x"),
    MULTIPART(TRIGGERS, MIXED "--x\r\n\r\nHello--x--", "Hello--x--"), /* tolerated */
    MULTIPART(TRIGGERS, MIXED "--x\r\nContent-Type: text/plain\r\nHello\r\n\r\n--x--", "Hello"),
    MULTIPART(LOOKALIKE, MIXED "--x" HELLO "--x--"),
    MULTIPART(LOOKALIKE, MIXED "A preamble.\r\n\r\n--x \t" HELLO "--x" HELLO "--x-- \r\nAn epilogue.\r\n--x\r\n"),
    MULTIPART(LOOKALIKE, MIXED "--x\n\nHello\n--x--\n"),
    MULTIPART(LOOKALIKE, MIXED "--x\r\n\r\n--x\r\nContent-ID: <a@b>\r\nContent-Type: text/plain;\r\n charset=utf-8\r\n"
              "--x--"),
    MULTIPART(LOOKALIKE, "Content-Type: multipart/mixed;boundary=\"x y:z\"\r\n" LENGTH "--x y:z" HELLO "--x y:z--"),
    MULTIPART(LOOKALIKE, "Content-Type: multipart/mixed;boundary=----=_Part_1.2\r\n" LENGTH "------=_Part_1.2" HELLO
              "------=_Part_1.2--"),
    MULTIPART(LOOKALIKE, MIXED "--x\r\nContent-Type: multipart/related;boundary=xy\r\n\r\n--xy" HELLO "--xy--\r\n"
              "--x--"),
    MULTIPART(LOOKALIKE, "Content-Encoding: gzip\r\n" MIXED "\x1f\x8b"),
    MULTIPART(LOOKALIKE, MIXED),

    /* lines that are missing */
    SESSION(TRIGGERS, "v=0\r\n", "", "o=alice 1 2 IN IP4 192.0.2.1"),
    SESSION(TRIGGERS, "v=0\r\n", "\xef\xbb\xbfv=0\r\n", "\xef\xbb\xbfv=0"),
    SESSION(TRIGGERS, ORIGIN, "", "v=0"),
    SESSION(TRIGGERS, "s=-\r\n", "", "o=alice 1 2 IN IP4 192.0.2.1"),
    SESSION(TRIGGERS, "t=0 0\r\n", "", "c=IN IP4 192.0.2.1"),
    SESSION(TRIGGERS, "t=0 0\r\n", "b=AS:64\r\na=sendrecv\r\n", "b=AS:64"),
    SESSION(TRIGGERS, CONNECT, "", "m=audio 4000 RTP/AVP 0 8"),
    SESSION(TRIGGERS, CONNECT "t=0 0\r\n" AUDIO, "t=0 0\r\nm=video 5000 RTP/AVP 31\r\n" AUDIO CONNECT,
            "m=video 5000 RTP/AVP 31"),
    SESSION(TRIGGERS, SDP, "<sdp/>", "<sdp/>"),
    /* lines that are wrong */
    SESSION(TRIGGERS, "v=0", "v=1", "v=1"),
    SESSION(TRIGGERS, "alice 1 2", "1 2", "o=1 2 IN IP4 192.0.2.1"),
    SESSION(TRIGGERS, "alice 1 2", "Alice B 1 2", "B"),
    SESSION(TRIGGERS, "alice 1 2", "alice x1 2", "x1"),
    SESSION(TRIGGERS, "alice 1 2", "alice 1 2.5", "2.5"),
    SESSION(TRIGGERS, CONNECT, "c=IN IP4\r\n", "c=IN IP4"),
    SESSION(TRIGGERS, CONNECT, "c=IN IP4 192.0.2.300\r\n", "192.0.2.300"),
    SESSION(TRIGGERS, CONNECT, "c=IN IP4 (null)\r\n", "(null)"),
    SESSION(TRIGGERS, CONNECT, "c=IN IP4 192.0.2.1:4000\r\n", "192.0.2.1:4000"),
    SESSION(TRIGGERS, CONNECT, "c=IN IP6 [2001:db8::1]\r\n", "[2001:db8::1]"),
    SESSION(TRIGGERS, CONNECT, "c=IN IP4 224.2.1.1/x\r\n", "224.2.1.1/x"),
    SESSION(TRIGGERS, "t=0 0", "t=0", "t=0"),
    SESSION(TRIGGERS, "t=0 0", "t=0 never", "never"),
    SESSION(TRIGGERS, "audio 4000", "audio 70000", "70000"),
    SESSION(TRIGGERS, "audio 4000", "audio -1", "-1"),
    SESSION(TRIGGERS, "audio 4000", "audio 4000/x", "4000/x"),
    SESSION(TRIGGERS, "m=audio 4000 RTP/AVP 0 8", "m=audio 4000", "m=audio 4000"),
    SESSION(TRIGGERS, "RTP/AVP 0 8", "RTP/AVP", "m=audio 4000 RTP/AVP"),
    SESSION(TRIGGERS, "RTP/AVP 0 8", "RTP/AVP 0,8", "0,8"),
    SESSION(TRIGGERS, "RTP/AVP 0 8", "UDP/TLS/RTP/SAVPF 0 128", "128"),
    SESSION(TRIGGERS, "a=rtpmap:0 PCMU/8000", "a=fmtp:0 x=1;\r\ny-z=2", "y-z=2"),
    SESSION(TRIGGERS, "a=rtpmap:0 PCMU/8000", "rtpmap:0 PCMU/8000", "rtpmap:0 PCMU/8000"),
    SESSION(TRIGGERS, OFFER, MIXED PART "v=0\r\n" ORIGIN CONNECT "t=0 0\r\n" AUDIO "--x--",
            "o=alice 1 2 IN IP4 192.0.2.1"),
    /* tolerated */
    SESSION(TRIGGERS, "s=-", "s=", "s="),
    SESSION(TRIGGERS, "t=0 0", "t=0 0\r\n\r\na=x", "a=x"),
    SESSION(TRIGGERS, "t=0 0", "t=0  0", "t=0  0"),
    SESSION(TRIGGERS, "s=-\r\n" CONNECT, CONNECT "s=-\r\n", "c=IN IP4 192.0.2.1"),
    SESSION(TRIGGERS, "o=alice", "o=", "o= 1 2 IN IP4 192.0.2.1"),
    SESSION(TRIGGERS, CONNECT, "c=IN IP4 2001:db8::1\r\n", "IP4 2001:db8::1"),
    SESSION(TRIGGERS, CONNECT, "c=IN IP4 224.2.1.1\r\n", "224.2.1.1"),
    SESSION(TRIGGERS, "4000 RTP/AVP 0 8", "0 RTP/AVP", "m=audio 0 RTP/AVP"),
    /* what real ones send */
    SESSION(LOOKALIKE, SDP, WEBRTC),
    SESSION(LOOKALIKE, SDP, "v=0\no=- 1 1 IN IP4 192.0.2.1\ns= \nc=IN IP4 192.0.2.1\nt=0 0\nm=audio 4000 RTP/AVP 0"),
    SESSION(LOOKALIKE, SDP, SDP "\r\n\r\n"),
    SESSION(LOOKALIKE, SDP, "v=0\r\no=CiscoSystemsSIP-GW-UserAgent 3045 8425 IN IP4 192.0.2.1\r\ns=SIP Call\r\n"
            CONNECT "t=0 0\r\nm=audio 16384 RTP/AVP 18 0 8 101 19 \r\n" CONNECT "a=fmtp:18 annexb=no\r\n"),
    SESSION(LOOKALIKE, SDP, "v=0\r\no=Polycom 20518653823421345678901234567890 1 IN IP4 192.0.2.1\r\ns=Polycom IP\r\n"
            CONNECT "b=AS:512\r\nt=0 0\r\na=sendrecv\r\n" AUDIO "m=video 0 RTP/AVP 0\r\n"),
    SESSION(LOOKALIKE, CONNECT "t=0 0\r\n" AUDIO, "t=0 0\r\n" AUDIO CONNECT "m=video 5000 RTP/AVP 31\r\n" CONNECT),
    SESSION(LOOKALIKE, CONNECT "t=0 0\r\n" AUDIO, "t=0 0\r\nm=audio 0 RTP/AVP 0\r\na=inactive\r\n" AUDIO CONNECT),
    SESSION(LOOKALIKE, CONNECT, "c=IN IP4 host.example.com\r\n"),
    SESSION(LOOKALIKE, CONNECT, "c=IN IP4 224.2.1.1/127/3\r\n"),
    SESSION(LOOKALIKE, CONNECT, "c=IN IP6 FF15::101/3\r\n"),
    SESSION(LOOKALIKE, CONNECT, "c=IN IP6 2001:db8::ffff:192.0.2.1\r\n"),
    SESSION(LOOKALIKE, CONNECT, "c=IN IP4 0.0.0.0\r\n"), /* hold */
    SESSION(LOOKALIKE, CONNECT, "c=IN IP4 my_host\r\n"),
    SESSION(LOOKALIKE, CONNECT, "c=PSTN E164 +441134960123\r\n"),
    SESSION(LOOKALIKE, "t=0 0\r\n", "t=3034423619 3042462419\r\nr=7d 1h 0 25h\r\nz=2882844526 -1h\r\nt=0 0\r\n"),
    SESSION(LOOKALIKE, "s=-\r\n", "s=x\r\ni=\r\nu=http://example.com\r\ne=a@example.com\r\np=+1 2\r\n"),
    SESSION(LOOKALIKE, "audio 4000", "audio 4000/2"),
    SESSION(LOOKALIKE, RTPMAP, "m=image 6000 udptl t38\r\na=T38FaxVersion:0\r\n"),
    SESSION(LOOKALIKE, RTPMAP, "m=message 9 TCP/MSRP *\r\na=accept-types:text/plain\r\n"),
    SESSION(LOOKALIKE, RTPMAP, "m=application 5000 TCP/TLS/BFCP *\r\nm=text 1 TCP/WSS/x y\r\n"),
    SESSION(LOOKALIKE, RTPMAP, "a=X-vrzcap:vbd Ver=1 Mode=FaxPr\r\na=\r\na=silenceSupp:off - - - -\r\nx=unknown\r\n"),
    SESSION(LOOKALIKE, OFFER, LENGTH),
    SESSION(LOOKALIKE, SDP, ""),
    SESSION(LOOKALIKE, AUDIO RTPMAP, ""), /* RFC 3264 5: "zero or more media streams" */
    SESSION(LOOKALIKE, OFFER, "Content-Encoding: gzip\r\n" TYPE LENGTH "\x1f\x8b"),
    SESSION(LOOKALIKE, OFFER, TYPE "Content-Length: 20\r\n\r\n" SDP, NULL, "body_longer_than_content_length"),
    SESSION(LOOKALIKE, OFFER, TYPE "Content-Length: 20\r\n\r\n" SDP, NULL, NULL, TRANSPORT_TCP),
    SESSION(LOOKALIKE, OFFER, TYPE "Content-Length: 999\r\n\r\nv", NULL, "body_shorter_than_content_length"),
    SESSION(LOOKALIKE, OFFER, MIXED "--x" HELLO PART SDP "\r\n--x--"),
    SESSION(LOOKALIKE, OFFER, MIXED "--x\r\n" TYPE "Content-Transfer-Encoding: base64\r\n\r\ndj0wDQo=\r\n--x--"),
    CASE(sdp_malformed, LOOKALIKE, "MESSAGE", PLAIN, TYPE LENGTH "No offer, no answer"),

    BODY(TRIGGERS, "PUBLISH", PIDF, LENGTH, "PUBLISH sip:bob@example.com SIP/2.0"),
    BODY(TRIGGERS, "PUBLISH", PIDF, "Expires: 60\r\n" LENGTH, "PUBLISH sip:bob@example.com SIP/2.0"),
    BODY(TRIGGERS, "PUBLISH", LENGTH "<presence/>", "\r\n", NULL),
    BODY(LOOKALIKE, "PUBLISH", PIDF, "SIP-If-Match: dx200xyz\r\nExpires: 1800\r\n" LENGTH), /* refresh */
    BODY(LOOKALIKE, "PUBLISH", PIDF, "SIP-If-Match: dx200xyz\r\nExpires: 0\r\n" LENGTH),    /* removal */
    BODY(LOOKALIKE, "PUBLISH", NULL, "SIP-If-Match: dx200xyz"),                             /* change */
    BODY(LOOKALIKE, "PUBLISH", LENGTH "<presence/>", "Content-Length: 11\r\n\r\n", NULL,
         "body_shorter_than_content_length"),
    BODY(LOOKALIKE, "PUBLISH", PIDF, "Content-Length: 0\r\nContent-Length: 11\r\n\r\n", NULL,
         "content_length_conflict"),
    BODY(LOOKALIKE, "NOTIFY", STATUS, "Event: presence\r\nSubscription-State: pending\r\n" LENGTH),
    BODY(LOOKALIKE, "NOTIFY", STATUS, "Event: dialog\r\nSubscription-State: active\r\nContent-Type: a/b\r\n" LENGTH),
    BODY(LOOKALIKE, "NOTIFY", STATUS, "Event: message-summary\r\nSubscription-State: terminated\r\n" LENGTH),
    BODY(LOOKALIKE, "NOTIFY", STATUS, "Event: refer\r\nSubscription-State: terminated\r\n" LENGTH), /* odd */
    BODY(LOOKALIKE, "NOTIFY", STATUS, "Event: refer.x\r\nSubscription-State: active\r\n" LENGTH),
    BODY(LOOKALIKE, "NOTIFY", STATUS, "Event: refer\r\nSubscription-State: active\r\n"
         "Content-Type: message/sipfrag\r\n" LENGTH "SIP/2.0 100 Trying"),
    BODY(LOOKALIKE, "MESSAGE", PLAIN, LENGTH),

    RECORDING(TRIGGERS, SIPREC LENGTH, "siprec"),
    RECORDING(TRIGGERS, "Require: timer, SIPREC\r\n" TYPE LENGTH LABELED, "application/sdp"),
    RECORDING(TRIGGERS, SIPREC MIXED PART SDP META, "m=audio 4000 RTP/AVP 0 8"),
    RECORDING(TRIGGERS, SIPREC "Content-Type: application/rs-metadata\r\n" LENGTH "<recording/>",
              "application/rs-metadata"),
    RECORDING(LOOKALIKE, SIPREC MIXED PART LABELED META),
    RECORDING(LOOKALIKE, "Supported: siprec\r\n" TYPE LENGTH SDP),
    RECORDING(LOOKALIKE, "Require: siprecx, timer\r\n" TYPE LENGTH SDP),
    RECORDING(LOOKALIKE, SIPREC MIXED PART LABELED "m=audio 0 RTP/AVP 0\r\n" META),
    CASE(siprec_requirements, LOOKALIKE, "INVITE", "To: <sip:bob@example.com>",
         "Require: siprec\r\nTo: <sip:bob@example.com>;tag=9"),
    CASE(siprec_requirements, LOOKALIKE, "UPDATE", NULL, "Require: siprec"),
    {CAUSE_NONE},
};
/* clang-format on */
