/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"

/* Rows by what they are about; `more`: the faults that come with it. */
#define HIT_WITH(cause, method, from, to, where, more)                            \
    {                                                                             \
        CAUSE_##cause, TRIGGERS, method, from, to, where, more, TRANSPORT_UNKNOWN \
    }
#define HIT(cause, method, from, to, where) HIT_WITH(cause, method, from, to, where, NULL)
#define MISS(cause, method, from, to)                                             \
    {                                                                             \
        CAUSE_##cause, LOOKALIKE, method, from, to, NULL, NULL, TRANSPORT_UNKNOWN \
    }

#define X10(text)  text text text text text text text text text text
#define X250(text) X10(X10(text)) X10(X10(text)) X10(text) X10(text) X10(text) X10(text) X10(text)
#define TWICE      "duplicate_single_header"

const struct byte_case extension_cases[] = {
    HIT(replaces_targets_self, "INVITE", NULL, "Replaces: c@example.com;to-tag=1;from-tag=2",
        "c@example.com;to-tag=1;from-tag=2"),
    HIT(replaces_targets_self, "INVITE", NULL, "Replaces: c@example.com ;from-tag=2;to-tag=1;early-only", NULL),
    MISS(replaces_targets_self, "INVITE", NULL, "Replaces: C@example.com;to-tag=1;from-tag=2"),
    MISS(replaces_targets_self, "INVITE", NULL, "Replaces: c@example.com.;to-tag=1;from-tag=2"),

    /* REFER */
    HIT(refer_to_missing_or_multiple, "REFER", "Refer-To: <sip:carol@example.com>\r\n", "",
        "REFER sip:bob@example.com SIP/2.0"),
    HIT_WITH(refer_to_missing_or_multiple, "REFER", NULL, "r: <sip:dave@example.com>", "r: <sip:dave@example.com>",
             TWICE),
    HIT(refer_to_missing_or_multiple, "REFER", "carol@example.com>", "carol@example.com> , <sip:dave@example.com>",
        "<sip:dave@example.com>"),
    HIT(refer_to_missing_or_multiple, "REFER", "<sip:carol@example.com>", "", "Refer-To: "),
    MISS(refer_to_missing_or_multiple, "REFER", "Refer-To:", "r :"),
    MISS(refer_to_missing_or_multiple, "REFER", "<sip:carol@example.com>",
         "\r\n \"Doe, Carol\"\r\n <sip:carol,x@example.com;method=INVITE?Subject=a%2Cb>;x=\"1,2\""),
    MISS(refer_to_missing_or_multiple, "REFER", "<sip:carol@example.com>", "<cid:list@example.com>"),
    MISS(refer_to_missing_or_multiple, "INVITE", NULL, "Refer-To: <sip:a@b>, <sip:c@d>"),

    HIT(refer_to_malformed, "REFER", "<sip:carol@example.com>", "sip:carol@example.com?Replaces=a", "?"),
    HIT(refer_to_malformed, "REFER", "<sip:carol@example.com>", "<sip:carol@example.com", "<sip:carol@example.com"),
    HIT(refer_to_malformed, "REFER", "<sip:carol@example.com>", "1234", "1234"),
    HIT(refer_to_malformed, "REFER", "carol@example.com>", "carol@example.com?Replaces=a%40b;to-tag=1;from-tag=2>",
        ";"),
    HIT(refer_to_malformed, "REFER", "carol@example.com>",
        "carol@example.com?Replaces=a@b%3Bto-tag%3D1%3Bfrom-tag%3D2>", "@"),
    HIT(refer_to_malformed, "REFER", "carol@example.com>",
        "carol@example.com?Require=replaces&Replaces=a%40b%3Bto-tag%3D1>", "a%40b%3Bto-tag%3D1"),
    MISS(refer_to_malformed, "REFER", "carol@example.com>",
         "carol@example.com?Replaces=a%40b%3Bto-tag%3D1%3Bfrom-tag%3D2&Require=replaces>"),
    MISS(refer_to_malformed, "REFER", "carol@example.com>",
         "carol@example.com;x=1?replaces=a%3bFROM-TAG%3d1%3bTo-Tag%3d0%3bearly-only>"),
    MISS(refer_to_malformed, "REFER", "<sip:carol@example.com>", "sip:carol@example.com ; x=y"),
    MISS(refer_to_malformed, "REFER", "<sip:carol@example.com>", "<http://example.com/?a=b;c,d>"),
    MISS(refer_to_malformed, "REFER", "<sip:carol@example.com>", "<tel:+1-201-555-0123>"),
    MISS(refer_to_malformed, "MESSAGE", NULL, "Refer-To: <"),

    HIT(replaces_invalid, "INVITE", NULL, "Replaces: a@b;to-tag=1", "a@b;to-tag=1"),
    HIT(replaces_invalid, "INVITE", NULL, "Replaces: a@b;to-tag=;from-tag=1", "a@b;to-tag=;from-tag=1"),
    HIT(replaces_invalid, "INVITE", NULL, "Replaces: a;to-tag=1;from-tag=2;to-tag=3", "a;to-tag=1;from-tag=2;to-tag=3"),
    HIT(replaces_invalid, "INVITE", NULL, "Replaces:", "Replaces:"),
    HIT(replaces_invalid, "INVITE", NULL, "Replaces: ;to-tag=1;from-tag=2", ";to-tag=1;from-tag=2"),
    HIT(replaces_invalid, "INVITE", NULL, "Replaces: a;to-tag=1;from-tag=2, b;to-tag=1;from-tag=2",
        ", b;to-tag=1;from-tag=2"),
    HIT_WITH(replaces_invalid, "INVITE", NULL, "Replaces: a;to-tag=1;from-tag=2\r\nReplaces: b;to-tag=1;from-tag=2",
             "Replaces: b;to-tag=1;from-tag=2", TWICE),
    HIT(replaces_invalid, "INVITE", NULL, "Replaces: a;to-tag=1;from-tag=2\r\nJoin: a;to-tag=1;from-tag=2",
        "Join: a;to-tag=1;from-tag=2"),
    HIT(replaces_invalid, "REFER", NULL, "Replaces: a;to-tag=1;from-tag=2", "Replaces: a;to-tag=1;from-tag=2"),
    MISS(replaces_invalid, "INVITE", NULL, "Replaces: 1@192.0.2.1;to-tag=1;from-tag=2"),
    MISS(replaces_invalid, "INVITE", NULL,
         "REPLACES : a,b=\r\n ;\tFROM-TAG = 1 ; To-Tag=0;early-only;x=\"to-tag=1, 2\""),
    MISS(replaces_invalid, "INVITE", NULL, "Join: a;to-tag=1;from-tag=2"),
    MISS(replaces_invalid, "CANCEL", NULL, "Replaces: a"),
    MISS(replaces_invalid, "INVITE", NULL, "X-Replaces: a"),

    HIT(invite_replaces_in_dialog, "INVITE", "To: <sip:bob@example.com>",
        "To: <sip:bob@example.com>;tag=2\r\nReplaces: a;to-tag=1;from-tag=2", "Replaces: a;to-tag=1;from-tag=2"),
    HIT(invite_replaces_in_dialog, "INVITE", "To: <sip:bob@example.com>",
        "t:sip:bob@example.com;TAG=2\r\nReplaces: a;to-tag=1;from-tag=2;early-only",
        "Replaces: a;to-tag=1;from-tag=2;early-only"),
    MISS(invite_replaces_in_dialog, "INVITE", NULL, "Replaces: a;to-tag=1;from-tag=2"),
    MISS(invite_replaces_in_dialog, "INVITE", "To: <sip:bob@example.com>",
         "To: <sip:bob@example.com;tag=2>\r\nReplaces: a;to-tag=1;from-tag=2"),

    /* events */
    HIT(event_missing, "SUBSCRIBE", "Event: presence\r\n", "", "SUBSCRIBE sip:bob@example.com SIP/2.0"),
    HIT(event_missing, "NOTIFY", "Event: presence\r\n", "", "NOTIFY sip:bob@example.com SIP/2.0"),
    HIT(event_missing, "PUBLISH", "Event: presence\r\n", "Event:\r\n", "Event:"),
    MISS(event_missing, "SUBSCRIBE", "Event: presence", "o:presence"),
    MISS(event_missing, "NOTIFY", "Event: presence", "eVENT\t:\r\n presence"),
    MISS(event_missing, "REFER", "Refer-To", "Event:\r\nRefer-To"),

    HIT(event_malformed, "SUBSCRIBE", "presence", "presence, dialog", ","),
    HIT(event_malformed, "SUBSCRIBE", "presence", "presence..winfo", "presence..winfo"),
    HIT(event_malformed, "NOTIFY", "presence", "\"presence\"", "\"presence\""),
    HIT(event_malformed, "PUBLISH", "presence", ";id=1", NULL),
    HIT(event_malformed, "SUBSCRIBE", "presence", "dialog;id=\"1", "\"1"),
    HIT(event_malformed, "SUBSCRIBE", "presence", "dialog id=1", "dialog id=1"),
    HIT(event_malformed, "SUBSCRIBE", "presence", "dialog;", ";"),
    MISS(event_malformed, "SUBSCRIBE", "presence", "presence.winfo.winfo"),
    MISS(event_malformed, "SUBSCRIBE", "presence", "dialog ; id = 7 ;\r\n sla;call-id=\"a, b;c\""),
    MISS(event_malformed, "NOTIFY", "presence", "x-!%*_+`'~"),
    MISS(event_malformed, "NOTIFY", "presence", "ua-profile;vendor=\"a b\";effective-by=0"),
    MISS(event_malformed, "INVITE", NULL, "Event: a b"),

    HIT(subscription_state_missing, "NOTIFY", "Subscription-State: active;expires=600", "Subscription-State :\r\n\t",
        "Subscription-State :\r\n\t"),
    HIT(subscription_state_missing, "NOTIFY", "Subscription-State: active;expires=600\r\n", "",
        "NOTIFY sip:bob@example.com SIP/2.0"),
    HIT(subscription_state_missing, "NOTIFY", "active;expires=600", "", "Subscription-State: "),
    MISS(subscription_state_missing, "NOTIFY", "Subscription-State:", "SUBSCRIPTION-STATE :\r\n"),
    MISS(subscription_state_missing, "SUBSCRIBE", "Event", "Event"),
    MISS(subscription_state_missing, "NOTIFY", "active;expires=600", "terminated"),

    HIT(subscription_state_malformed, "NOTIFY", "active;expires=600", "active;expires=soon", "expires=soon"),
    HIT(subscription_state_malformed, "NOTIFY", "active;expires=600", ";expires=600", NULL),
    HIT(subscription_state_malformed, "NOTIFY", "active;expires=600", "active expires=600", "active expires=600"),
    HIT(subscription_state_malformed, "NOTIFY", "active;expires=600", "active, pending", ","),
    HIT(subscription_state_malformed, "NOTIFY", "active;expires=600", "terminated;retry-after=-1", "retry-after=-1"),
    MISS(subscription_state_malformed, "NOTIFY", "active;expires=600", "ACTIVE ; EXPIRES = 0060"),
    MISS(subscription_state_malformed, "NOTIFY", "active;expires=600",
         "terminated\r\n ;reason=noresource;retry-after=9;x=\"a,b\""),
    MISS(subscription_state_malformed, "NOTIFY", "active;expires=600", "waiting;new"),
    MISS(subscription_state_malformed, "INVITE", NULL, "Subscription-State: \""),

    HIT(subscribe_expires_zero_initial, "SUBSCRIBE", "600", "0", "0"),
    HIT(subscribe_expires_zero_initial, "SUBSCRIBE", "600", "000", "000"),
    MISS(subscribe_expires_zero_initial, "SUBSCRIBE", "600", "1"),
    MISS(subscribe_expires_zero_initial, "SUBSCRIBE", "To: <sip:bob@example.com>",
         "To: <sip:bob@example.com>;tag=2\r\nX: y"),
    MISS(subscribe_expires_zero_initial, "REGISTER", "3600", "0"),

    HIT(publish_type_unknown, "PUBLISH", NULL, "SIP-If-Match: x\r\nExpires: 0", "0"),
    HIT(publish_type_unknown, "PUBLISH", NULL, "Expires: 00", "00"),
    MISS(publish_type_unknown, "PUBLISH", NULL, "SIP-If-Match: x\r\nExpires: 60"),
    MISS(publish_type_unknown, "PUBLISH", "Content-Type: application/pidf+xml\r\nContent-Length: @\r\n\r\n<presence/>",
         "SIP-If-Match: x\r\nExpires: 0\r\nContent-Length: 0\r\n\r\n"),
    MISS(publish_type_unknown, "PUBLISH", NULL, "Expires: 3600"),

    /* PRACK */
    HIT(rack_missing_or_malformed, "PRACK", "RAck: 1 6 INVITE\r\n", "", "PRACK sip:bob@example.com SIP/2.0"),
    HIT(rack_missing_or_malformed, "PRACK", "1 6 INVITE", "1 INVITE", "1 INVITE"),
    HIT(rack_missing_or_malformed, "PRACK", "1 6 INVITE", "1 6", "1 6"),
    HIT(rack_missing_or_malformed, "PRACK", "1 6 INVITE", "1 6INVITE", "1 6INVITE"),
    HIT(rack_missing_or_malformed, "PRACK", "1 6 INVITE", "-1 6 INVITE", "-1 6 INVITE"),
    HIT(rack_missing_or_malformed, "PRACK", "1 6 INVITE", "1 6 INVITE x", "1 6 INVITE x"),
    MISS(rack_missing_or_malformed, "PRACK", "RAck: 1 6 INVITE", "rack:0776656\t\r\n  0006\t INVITE"),
    MISS(rack_missing_or_malformed, "PRACK", "1 6 INVITE", "4294967295 2147483647 X-new"),
    MISS(rack_missing_or_malformed, "BYE", NULL, "RAck: x"),

    /* times */
    HIT(session_expires_malformed, "INVITE", NULL, "Session-Expires: soon", "soon"),
    HIT(session_expires_malformed, "UPDATE", NULL, "x: ;refresher=uac", ";refresher=uac"),
    HIT(session_expires_malformed, "INVITE", NULL, "Session-Expires: 1800 refresher=uac", "1800 refresher=uac"),
    HIT(session_expires_malformed, "INVITE", NULL, "Session-Expires:", "Session-Expires:"),
    HIT(session_expires_malformed, "INVITE", NULL, "Session-Expires: 1800;;refresher=uac", ";;"),
    MISS(session_expires_malformed, "INVITE", NULL, "x:1800 ;refresher = UAC"),
    MISS(session_expires_malformed, "UPDATE", NULL, "session-expires :\r\n 0090\r\n ;new=\"a,b\""),
    MISS(session_expires_malformed, "BYE", NULL, "Session-Expires: x"),

    HIT(min_se_malformed, "INVITE", NULL, "Min-SE: 90s", "90s"),
    HIT(min_se_malformed, "UPDATE", NULL, "Min-SE: -90", "-90"),
    HIT(min_se_malformed, "INVITE", NULL, "Min-SE: 90, 120", ","),
    MISS(min_se_malformed, "INVITE", NULL, "min-se:0090"),
    MISS(min_se_malformed, "INVITE", NULL, "Min-SE: 90 ; x = y"),
    MISS(min_se_malformed, "REGISTER", NULL, "Min-SE: x"),

    HIT(expires_malformed, "REGISTER", "3600", "-1", "-1"),
    HIT(expires_malformed, "SUBSCRIBE", "600", "600;x=y", "600;x=y"),
    HIT(expires_malformed, "INVITE", NULL, "Expires:", "Expires:"),
    HIT(expires_malformed, "PUBLISH", NULL, "Expires: 3600s", "3600s"),
    HIT(expires_malformed, "REGISTER", "3600", "4294967296", "4294967296"),
    HIT(expires_malformed, "REGISTER", "3600", "Thu, 01 Dec 2044 16:00:00 GMT", "Thu, 01 Dec 2044 16:00:00 GMT"),
    MISS(expires_malformed, "REGISTER", "Expires: 3600", "EXPIRES :\r\n\t003600 "),
    MISS(expires_malformed, "REGISTER", "3600", "4294967295"),
    MISS(expires_malformed, "REGISTER", "3600", "0"),
    MISS(expires_malformed, "BYE", NULL, "Expires: never"),

    /* option tags */
    HIT(require_malformed, "INVITE", NULL, "Require:", "Require:"),
    HIT(require_malformed, "INVITE", NULL, "Require: 100rel timer", "100rel timer"),
    HIT(require_malformed, "REGISTER", NULL, "Require: path\r\nRequire: \"outbound\"", "\"outbound\""),
    HIT(require_malformed, "INVITE", NULL, "Require: 100rel,", ","),
    MISS(require_malformed, "INVITE", NULL, "REQUIRE:100rel ,\r\n precondition\r\nrequire: x.y-z"),
    MISS(require_malformed, "INVITE", NULL, "Require: 100REL,100rel"),
    MISS(require_malformed, "CANCEL", NULL, "Require:"),

    HIT(proxy_require_malformed, "INVITE", NULL, "Proxy-Require:", "Proxy-Require:"),
    HIT(proxy_require_malformed, "REGISTER", NULL, "Proxy-Require: sec-agree;q=1", "sec-agree;q=1"),
    HIT(proxy_require_malformed, "REGISTER", NULL, "Proxy-Require: a, ,b", ","),
    MISS(proxy_require_malformed, "INVITE", NULL, "Proxy-Require : sec-agree\t,com.nortelnetworks.firewall"),
    MISS(proxy_require_malformed, "REGISTER", NULL, "proxy-require:privacy\r\nProxy-Require: a"),
    MISS(proxy_require_malformed, "CANCEL", NULL, "Proxy-Require: \""),

    /* what upsets some receivers only */
    HIT(path_in_non_register, "INVITE", NULL, "Path: <sip:p;lr>", "Path: <sip:p;lr>"),
    HIT(path_in_non_register, "SUBSCRIBE", NULL, "PATH:<sip:p;lr>", "PATH:<sip:p;lr>"),
    MISS(path_in_non_register, "REGISTER", NULL, "Path: <sip:p;lr>,<sip:q;lr>"),
    MISS(path_in_non_register, "INVITE", NULL, "X-Path: <sip:p;lr>"),

    HIT(aor_unusable, "REGISTER", "To: <sip:alice@example.com>", "To: <tel:+12015550123>", "tel:+12015550123"),
    HIT(aor_unusable, "REGISTER", "To: <sip:alice@example.com>", "t: isbn:2983792873", "isbn:2983792873"),
    HIT(aor_unusable, "REGISTER", "To: <sip:alice@example.com>", "To: <sip:example.com>", "sip:example.com"),
    MISS(aor_unusable, "REGISTER", "To: <sip:alice@example.com>", "To: SIPS:alice@example.com"),
    MISS(aor_unusable, "REGISTER", "To: <sip:alice@example.com>", "To: <sip:+12015550123@example.com;user=phone>"),
    MISS(aor_unusable, "INVITE", "To: <sip:bob@example.com>", "To: <tel:+12015550123>"),

    HIT(field_too_long, "INVITE", "Call-ID: c@", "Call-ID: " X250("1") "@", NULL),
    HIT(field_too_long, "REGISTER", "<sip:alice@192.0.2.1>", "<sip:" X250("a") "@192.0.2.1>;q=1", NULL),
    HIT(field_too_long, "INVITE", "From: Alice <sip:alice@", "From: <sip:" X250("a") "@", NULL),
    MISS(field_too_long, "INVITE", "Call-ID: c@example.com", "Call-ID: " X250("1") "12345"),
    MISS(field_too_long, "INVITE", "From: Alice", "From: \"" X250("a") X250(" ") "\""),
    MISS(field_too_long, "REGISTER", "<sip:alice@192.0.2.1>", "<sip:alice@192.0.2.1>;x=\"" X250("a") "\""),

    HIT(diversion_malformed, "INVITE", NULL, "Diversion: sip:a@b;reason=busy", "sip:a@b"),
    HIT(diversion_malformed, "INVITE", NULL, "Diversion: <sip:a@b>;reason=busy, <sip:c@d", "<sip:c@d"),
    HIT(diversion_malformed, "INVITE", NULL, "CC-Diversion: <sip:a@b>;;counter=1", ";;"),
    MISS(diversion_malformed, "INVITE", NULL,
         "Diversion:\"Doe, J\"<tel:+1;a=b>\r\n ; reason = \"user, busy\" ;counter=1 , <sip:c@d>\r\ndiversion: "
         "<sip:e@f>"),
    MISS(diversion_malformed, "INVITE", NULL, "CC-Diversion: <sip:a@b>;reason=no-answer"),
    MISS(diversion_malformed, "BYE", NULL, "Diversion: x"),

    HIT(call_info_malformed, "SUBSCRIBE", NULL, "Call-Info: sip:a@b;appearance-index=1", "sip:a@b"),
    HIT(call_info_malformed, "INVITE", NULL, "Call-Info: answer-after=0", NULL),
    HIT(call_info_malformed, "INVITE", NULL, "Call-Info: \"x\" <sip:a@b>;purpose=icon", "\"x\""),
    MISS(call_info_malformed, "INVITE", NULL,
         "Call-Info: <http://a.example.com/b?c=d,e;f> ;purpose=icon,\r\n <cid:1@x>;purpose=info;x=\"1,2\""),
    MISS(call_info_malformed, "SUBSCRIBE", NULL, "call-info:<sip:a@b>;appearance-index=*"),
    MISS(call_info_malformed, "BYE", NULL, "Call-Info: x"),

    /* what receivers mostly do without */
    HIT(unused_header_malformed, "INVITE", NULL, "Allow: INVITE ACK BYE", "INVITE ACK BYE"),
    HIT(unused_header_malformed, "INVITE", NULL, "k: timer\r\nSupported: 100rel,,timer", ","),
    HIT(unused_header_malformed, "INVITE", NULL, "Allow-Events:", "Allow-Events:"),
    HIT(unused_header_malformed, "INVITE", NULL, "Accept: application/sdp, sdp", "sdp"),
    HIT(unused_header_malformed, "BYE", NULL, "Reason: Q.850;cause=16;text=\"x", "\"x"),
    HIT(unused_header_malformed, "BYE", NULL, "Reason: Q.850;text=Normal call clearing", "call clearing"),
    HIT(unused_header_malformed, "INVITE", NULL, "Timestamp: now", "now"),
    HIT(unused_header_malformed, "INVITE", NULL, "User-Agent:", "User-Agent:"),
    HIT(unused_header_malformed, "INVITE", NULL, "Content-Disposition: session; ;x=y", NULL),
    HIT(unused_header_malformed, "INVITE", NULL, "MIME-Version: one", "one"),
    HIT(unused_header_malformed, "INVITE", NULL, "Priority: very urgent", "very urgent"),
    HIT(unused_header_malformed, "INVITE", NULL, "Reply-To: bob", "bob"),
    HIT(unused_header_malformed, "REFER", NULL, "b: <sip:a@b", "<sip:a@b"),
    HIT(unused_header_malformed, "INVITE", NULL, "P-Asserted-Identity: <sip:a@b>, <sip:@c>", "@"),
    MISS(unused_header_malformed, "INVITE", NULL, "Allow:\r\nSupported:\r\nk:\r\nAccept:"),
    MISS(unused_header_malformed, "INVITE", NULL, "ALLOW:INVITE ,\r\n new!\r\nu: presence.winfo,x\r\nk:a"),
    MISS(unused_header_malformed, "INVITE", NULL, "Accept: */*, text / * ;q=0.5;level=\"1,2\",application/x-a+b;q = 1"),
    MISS(unused_header_malformed, "BYE", NULL,
         "Reason: SIP ;cause=200 ;text=\"Call completed; elsewhere, ok\", Q.850 ; cause=16\r\nReason: x"),
    MISS(unused_header_malformed, "INVITE", NULL, "Timestamp: 54.\t.5\r\nMIME-Version: 1.0"),
    MISS(unused_header_malformed, "INVITE", NULL,
         "User-Agent: a (b \"c;,\xc3\xa9) \r\nContent-Disposition: session ; handling = required"),
    MISS(unused_header_malformed, "INVITE", NULL,
         "Reply-To: \"Doe, J\" <sip:a@b>;x=y\r\nb : sip:a@b;cid=\"<x@y>\"\r\nP-Asserted-Identity: "
         "\"x\"<sip:a@b>,tel:+1"),
    MISS(unused_header_malformed, "OPTIONS", NULL, "Priority: very urgent\r\nReply-To: <"),
    MISS(unused_header_malformed, "INVITE", NULL, "NewFangled: ;;,,;\r\nP-Charging-Vector: x y"),

    {CAUSE_NONE},
};
