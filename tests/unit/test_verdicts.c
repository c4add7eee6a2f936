/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "support.h"

/* clang-format off */
#define INVITE "0 ab INVITE\n"
#define CONTACT " | Contact: <sip:b@192.0.2.98>"
#define ANSWER  "1 ba 200/INVITE t=B" CONTACT "\n"
#define BUSY   "1 ba 486/INVITE t=B\n"
#define AGAIN  "1.5 ba 200/INVITE t=B\n2.5 ba 200/INVITE t=B\n4.5 ba 200/INVITE t=B\n"
#define LADDER \
    AGAIN "8.5 ba 200/INVITE t=B\n12.5 ba 200/INVITE t=B\n16.5 ba 200/INVITE t=B\n20.5 ba 200/INVITE t=B\n" \
          "24.5 ba 200/INVITE t=B\n28.5 ba 200/INVITE t=B\n32.5 ba 200/INVITE t=B\n"
#define BUSY_AGAIN "1.5 ba 486/INVITE t=B\n2.5 ba 486/INVITE t=B\n"
#define ACK "ab ACK b=zy t=B u=sip:b@192.0.2.98\n"
#define RINGS "ba 183/INVITE t=B | Require: 100rel | RSeq: 7\n"
#define PRACK "ab PRACK b=zp n=2 t=B | RAck: 7 1 INVITE\n"
/* By way of the proxy p, on either side of it. */
#define RR " | Record-Route: <sip:192.0.2.112;lr>"
#define ROUTE " | Route: <sip:192.0.2.112;lr>"
#define VIA " b=z2 v=p.example.com | Via: SIP/2.0/UDP a.example.com;branch=z9hG4bK1"
#define BY_PROXY "0 ap INVITE\n1 pa 200/INVITE t=B" CONTACT RR "\n"
#define P_ACK "1.1 ap ACK b=zy t=B u=sip:b@192.0.2.98\n" /* without a Route */
#define P_AGAIN "1.5 pa 200/INVITE t=B\n2.5 pa 200/INVITE t=B\n4.5 pa 200/INVITE t=B\n"

/* The verdict on the first transaction: "state cause/confidence", or the state alone where it is not bad; then the
     state
 * of its ACK. */
struct row {
    const char *name, *script, *verdict, *ack;
};

static const struct row acks[] = {
    /* not due */
    {"no INVITE", "0 ab OPTIONS\n.1 ba 200/OPTIONS\n", "ok", "not_due"},
    {"no final response", "0 ab INVITE\n1 ba 180/INVITE t=B\n", "pending", "not_due"},
    /* acked */
    {"2xx", INVITE ANSWER "1.1 " ACK, "ok", "acked"},
    {"2xx, from another place", INVITE ANSWER "1.1 xy ACK b=zy t=B\n", "ok", "acked"},
    {"2xx, seen before its response", INVITE ".99 " ACK ANSWER, "ok", "acked"},
    {"2xx, after some copies", INVITE ANSWER AGAIN "4.6 " ACK "60 tick\n", "ok", "acked"},
    {"2xx, one copy crosses the ACK", INVITE ANSWER "1.49 " ACK "1.5 ba 200/INVITE t=B\n60 tick\n", "ok", "acked"},
    {"2xx, just in time", INVITE ANSWER "32.5 " ACK, "ok", "acked"},
    {"486", INVITE BUSY "1.1 ab ACK t=B\n", "outcome", "acked"},
    {"486 without To tag", INVITE "1 ba 486/INVITE\n1.1 ab ACK t=Q\n", "outcome", "acked"},
    {"both forks", INVITE ANSWER "1.2 ba 200/INVITE t=C" CONTACT "\n1.3 ab ACK b=zy t=C\n1.4 " ACK, "ok", "acked"},
    /* pending */
    {"2xx, end of capture", INVITE ANSWER "1.5 ba 200/INVITE t=B\n2 tick\n", "ok", "pending"},
    {"486, end of capture", INVITE BUSY "20 tick\n", "outcome", "pending"},
    /* unknown */
    {"2xx, capture goes on in silence", INVITE ANSWER "60 tick\n", "ok", "unknown"},
    {"INVITE not captured", ANSWER LADDER "60 tick\n", "incomplete", "unknown"},
    {"copies stop, and the call lives on",
     INVITE ANSWER AGAIN "30 ab INFO b=zi n=2 t=B\n60 tick\n", "ok", "elsewhere"},
    {"repeated only because the INVITE is",
     INVITE ANSWER "1.5 ab INVITE\n1.6 ba 200/INVITE t=B\n2.5 ab INVITE\n2.6 ba 200/INVITE t=B\n60 tick\n", "ok",
     "unknown"},
    {"another fork's To tag, no copies", INVITE ANSWER "1.1 ab ACK b=zy t=Q\n60 tick\n", "ok", "unknown"},
    {"a cut ACK that fits nowhere", INVITE ANSWER LADDER "2 ab ACK b=zy i=- cut=60\n60 tick\n", "ok", "unknown"},
    {"duplicates are no retransmissions",
     INVITE ANSWER "1.01 ba 200/INVITE t=B\n1.02 ba 200/INVITE t=B\n1.03 ba 200/INVITE t=B\n60 tick\n", "ok",
     "unknown"},
    /* elsewhere: the dialog lives on */
    {"2xx, the caller asks for more", INVITE ANSWER "90 ab BYE b=zb n=2 t=B\n", "ok", "elsewhere"},
    {"2xx, the caller asks for more at once", INVITE ANSWER "1.3 ab INFO b=zi n=2 t=B\n1.4 tick\n", "ok", "pending"},
    {"2xx, so does the callee", INVITE ANSWER "90 ba INFO b=zi f=B t=A\n", "ok", "elsewhere"},
    {"2xx, a request of another dialog", INVITE ANSWER "90 ab INFO b=zi n=2 t=Q\n", "ok", "unknown"},
    {"2xx, copies to the end, and then a request", INVITE ANSWER LADDER "90 ab INFO b=zi n=2 t=B\n",
     "missing_ack ack_not_seen/certain", "missing"},
    {"486: there is no dialog", INVITE BUSY "90 ab INFO b=zi n=2 t=B\n", "outcome", "unknown"},
    /* T1 as the copies tell it */
    {"T1 is 1 s, an ACK at 40 s", INVITE ANSWER "2 ba 200/INVITE t=B\n4 ba 200/INVITE t=B\n40 " ACK, "ok", "acked"},
    {"T1 is 1 s, an ACK at 70 s", INVITE ANSWER "2 ba 200/INVITE t=B\n4 ba 200/INVITE t=B\n70 " ACK,
     "bad_ack ack_late/certain", "late"},
    {"T1 is 1 s, copies for 11 s, end of capture",
     INVITE ANSWER "2 ba 200/INVITE t=B\n4 ba 200/INVITE t=B\n8 ba 200/INVITE t=B\n12 ba 200/INVITE t=B\n15 tick\n",
     "missing_ack ack_not_seen/likely", "missing"},
    {"T1 is 1 s, a BYE at 64 s that timed out",
     INVITE ANSWER "2 ba 200/INVITE t=B\n4 ba 200/INVITE t=B\n65 ba BYE b=zb f=B t=A | Reason: SIP;cause=408\n",
     "missing_ack ack_not_seen/likely", "missing"},
    {"T1 is 0.1 s, copies for 6.3 s", INVITE ANSWER "1.1 ba 200/INVITE t=B\n1.3 ba 200/INVITE t=B\n1.7 ba 200/INVITE "
     "t=B\n"
     "2.5 ba 200/INVITE t=B\n4.1 ba 200/INVITE t=B\n7.3 ba 200/INVITE t=B\n60 tick\n", "missing_ack "
     "ack_not_seen/certain",
     "missing"},
    {"T1 is 0.1 s, an ACK at 10 s", INVITE ANSWER "1.1 ba 200/INVITE t=B\n1.3 ba 200/INVITE t=B\n1.7 ba 200/INVITE "
     "t=B\n10 "
     ACK, "bad_ack ack_late/certain", "late"},
    {"two gaps are not enough for that", INVITE ANSWER "1.1 ba 200/INVITE t=B\n1.3 ba 200/INVITE t=B\n10 " ACK, "ok",
     "acked"},
    /* missing */
    {"2xx, three copies, end of capture", INVITE ANSWER "1.5 ba 200/INVITE t=B\n2.5 ba 200/INVITE t=B\n3 tick\n",
     "missing_ack ack_not_seen/likely", "missing"},
    {"2xx, the copies stop early", INVITE ANSWER "1.5 ba 200/INVITE t=B\n2.5 ba 200/INVITE t=B\n60 tick\n", "ok",
     "unknown"},
    {"2xx, copies too close for a timer",
     INVITE ANSWER "1.06 ba 200/INVITE t=B\n1.12 ba 200/INVITE t=B\n1.18 ba 200/INVITE t=B\n1.2 tick\n", "ok",
     "pending"},
    {"2xx, the whole ladder", INVITE ANSWER LADDER "60 tick\n", "missing_ack ack_not_seen/certain", "missing"},
    {"2xx, given up with BYE", INVITE ANSWER AGAIN "9 ba BYE b=zb f=B t=A\n", "missing_ack ack_not_seen/likely",
     "missing"},
    {"2xx once, a BYE that says nothing", INVITE ANSWER "33 ba BYE b=zb f=B t=A\n", "ok", "unknown"},
    {"2xx once, a BYE that timed out, in time",
     INVITE ANSWER "33 ba BYE b=zb f=B t=A | Reason: SIP;cause=408\n", "missing_ack ack_not_seen/likely", "missing"},
    {"2xx once, a BYE that timed out, much later",
     INVITE ANSWER "200 tick\n290 ba BYE b=zb f=B t=A | Reason: SIP;cause=408\n", "ok", "unknown"},
    {"2xx once, a BYE that mentions an ACK",
     INVITE ANSWER "11 ba BYE b=zb f=B t=A | Reason: Q.850;cause=16;text=\"ack not relevant\"\n", "ok", "elsewhere"},
    {"2xx once, the BYE says why",
     INVITE ANSWER "11 ba BYE b=zb f=B t=A | Reason: SIP;cause=408;text=\"ACK timeout\"\n",
     "missing_ack ack_not_seen/certain", "missing"},
    {"2xx once, a BYE that tells another reason", INVITE ANSWER "11 ba BYE b=zb f=B t=A | Reason: Q.850;cause=16\n",
     "ok", "elsewhere"},
    {"486", INVITE BUSY BUSY_AGAIN, "missing_ack ack_not_seen/likely", "missing"},
    {"486, the copies stop early", INVITE BUSY BUSY_AGAIN "60 tick\n", "outcome", "unknown"},
    {"486 over TCP, the caller is heard", "0 ab.tcp INVITE\n1 ba.tcp 486/INVITE t=B\n34 ab.tcp OPTIONS b=zo i=d\n",
     "missing_ack ack_not_seen/likely", "missing"},
    {"486 over TCP, the caller is quiet", "0 ab.tcp INVITE\n1 ba.tcp 486/INVITE t=B\n34 tick\n", "outcome", "unknown"},
    {"500", INVITE "1 ba 500/INVITE t=B\n1.5 ba 500/INVITE t=B\n2.5 ba 500/INVITE t=B\n",
     "failed -/certain", "missing"},
    {"one of two forks",
     INVITE ANSWER "1.2 ba 200/INVITE t=C" CONTACT "\n1.3 ab ACK b=zy t=C\n1.5 ba 200/INVITE t=B\n2.5 ba 200/INVITE "
     "t=B\n",
     "missing_ack ack_not_seen/likely", "missing"},
    /* wrong */
    {"2xx, CSeq number of an INVITE that may be unseen", INVITE ANSWER "1.1 ab ACK b=zy t=B n=2\n", "ok", "pending"},
    {"2xx, and the ACK of a refused re-INVITE, which was first seen on the other side of a NAT",
     INVITE ANSWER "1.2 xb INVITE b=z2 n=2 t=B\n1.3 bx 488/INVITE b=z2 n=2 t=B\n1.4 ab ACK b=zy n=2 t=B\n"
     "1.5 ba 200/INVITE t=B\n2.5 ba 200/INVITE t=B\n", "missing_ack ack_not_seen/likely", "missing"},
    {"2xx, CSeq number, copies", INVITE ANSWER "1.1 ab ACK b=zy t=B n=2\n1.5 ba 200/INVITE t=B\n",
     "bad_ack ack_cseq/likely", "wrong"},
    {"2xx, no To tag", INVITE ANSWER "1.1 ab ACK b=zy\n", "bad_ack ack_totag/likely", "wrong"},
    {"2xx, another To tag, copies", INVITE ANSWER "1.1 ab ACK b=zy t=Q\n1.5 ba 200/INVITE t=B\n",
     "bad_ack ack_totag/likely", "wrong"},
    {"486, another branch", INVITE BUSY "1.1 ab ACK b=zy t=B\n", "bad_ack ack_branch/likely", "wrong"},
    {"486, and an ACK with another branch on the hop before, seen behind a NAT",
     "0 pb INVITE" VIA "\n.01 ap INVITE b=z1\n1 bp 486/INVITE t=B" VIA "\n1.01 pa 486/INVITE b=z1 t=B\n"
     "1.1 xp ACK b=zy t=B\n1.5 bp 486/INVITE t=B" VIA "\n2.5 bp 486/INVITE t=B" VIA "\n",
     "missing_ack ack_not_seen/likely", "missing"},
    {"2xx, From tag, copies", INVITE ANSWER "1.1 ab ACK b=zy t=B f=Q\n1.5 ba 200/INVITE t=B\n",
     "bad_ack ack_fromtag/likely", "wrong"},
    {"2xx, Call-ID, copies", INVITE ANSWER "1.1 ab ACK b=zy t=B i=d\n1.5 ba 200/INVITE t=B\n",
     "bad_ack ack_callid/likely", "wrong"},
    {"2xx, Call-ID, no copies", INVITE ANSWER "1.1 ab ACK b=zy t=B i=d\n60 tick\n", "ok", "unknown"},
    /* another way than it was due: held against nobody as long as the copies end */
    {"2xx, no Route, copies to a BYE", BY_PROXY P_ACK P_AGAIN "6 pa BYE b=zb f=B t=A\n",
     "bad_ack ack_route_set/likely", "wrong"},
    {"2xx, no Route, copies to the end of the capture", BY_PROXY P_ACK P_AGAIN "5 tick\n",
     "bad_ack ack_route_set/likely", "wrong"},
    {"2xx, no Route, the copies end", BY_PROXY P_ACK P_AGAIN "60 tick\n", "ok", "acked"},
    {"2xx, no Route, one copy", BY_PROXY P_ACK "1.5 pa 200/INVITE t=B\n1.6 tick\n", "ok", "acked"},
    {"2xx, no Route, no copies", BY_PROXY P_ACK "60 tick\n", "ok", "acked"},
    {"2xx, Request-URI, the whole ladder", INVITE ANSWER "1.1 ab ACK b=zy t=B\n" LADDER, "bad_ack "
     "ack_bad_ruri/certain", "wrong"},
    {"2xx, Request-URI, no copies", INVITE ANSWER "1.1 ab ACK b=zy t=B\n60 tick\n", "ok", "acked"},
    {"2xx, to another host, the whole ladder", INVITE ANSWER "1.1 ac ACK b=zy t=B u=sip:b@192.0.2.98\n" LADDER,
     "bad_ack ack_to_wrong_host/certain", "wrong"},
    {"2xx, to another host, no copies", INVITE ANSWER "1.1 ac ACK b=zy t=B u=sip:b@192.0.2.98\n60 tick\n", "ok",
     "acked"},
    {"2xx, the INVITE's branch, the whole ladder", INVITE ANSWER "1.1 ab ACK t=B u=sip:b@192.0.2.98\n" LADDER,
     "bad_ack ack_branch_reused/certain", "wrong"},
    {"2xx, the INVITE's branch, no copies", INVITE ANSWER "1.1 ab ACK t=B u=sip:b@192.0.2.98\n60 tick\n", "ok",
     "acked"},
    {"2xx, no answer to its offer, no copies",
     INVITE "1 ba 200/INVITE t=B" CONTACT " | Content-Type: application/sdp || v=0\\n\n1.1 " ACK "60 tick\n",
     "bad_ack ack_prack_confusion/likely", "wrong"},
    {"wrong, then right", INVITE ANSWER "1.1 ab ACK b=zy t=B n=2\n1.2 " ACK, "ok", "acked"},
    /* lost */
    {"2xx, the ladder goes on", INVITE ANSWER "1.1 " ACK LADDER, "bad_ack ack_not_repeated/likely", "lost"},
    {"2xx, each copy is acknowledged",
     INVITE ANSWER "1.1 " ACK "1.5 ba 200/INVITE t=B\n1.6 " ACK "2.5 ba 200/INVITE t=B\n2.6 " ACK
     "4.5 ba 200/INVITE t=B\n4.6 " ACK "5 tick\n", "bad_ack ack_lost_path/likely", "lost"},
    {"2xx, until the BYE", INVITE ANSWER "1.1 " ACK AGAIN "8.5 ba 200/INVITE t=B\n12 ba BYE b=zb f=B t=A\n",
     "bad_ack ack_not_repeated/likely", "lost"},
    {"2xx, on a slow network, and a BYE soon", INVITE ANSWER "1.1 " ACK AGAIN "9 ba BYE b=zb f=B t=A\n", "ok", "acked"},
    {"2xx, with a copy after 32 s", INVITE ANSWER LADDER "36 " ACK "60 tick\n", "ok", "acked"},
    {"486, another To tag, heeded", INVITE BUSY "1.1 ab ACK t=Q\n60 tick\n", "outcome", "acked"},
    {"486, no To tag, heeded", INVITE BUSY "1.1 ab ACK\n60 tick\n", "outcome", "acked"},
    {"2xx once, RTP timeout",
     INVITE ANSWER "33 ba BYE b=zb f=B t=A | Reason: SIP;cause=408;text=\"RTP Timeout\"\n", "ok", "unknown"},
    {"2xx once, a Reason that praises the ACK",
     INVITE ANSWER "33 ba BYE b=zb f=B t=A | Reason: SIP;cause=200;text=\"ACK received\"\n", "ok", "unknown"},
    {"2xx once, a Reason that needs no ACK",
     INVITE ANSWER "33 ba BYE b=zb f=B t=A | Reason: SIP;cause=200;text=\"no ACK needed\"\n", "ok", "unknown"},
    {"2xx of one packet seen by two clocks",
     "0 ab INVITE ip=1\n.5 ab INVITE ip=1\n1 ba 200/INVITE t=B ip=2" CONTACT "\n1.5 ba 200/INVITE t=B ip=2\n"
     "1.5 ba 200/INVITE t=B ip=3\n2 ba 200/INVITE t=B ip=3\n2.1 tick\n", "ok", "pending"},
    {"2xx, until the end of the capture", INVITE ANSWER "1.1 " ACK AGAIN "5 tick\n", "bad_ack ack_not_repeated/likely",
     "lost"},
    {"2xx, the copies stop", INVITE ANSWER "1.1 " ACK AGAIN "60 tick\n", "ok", "acked"},
    {"2xx, an ICMP error about it, a copy", INVITE ANSWER "1.1 " ACK "1.12 ab icmp\n1.5 ba 200/INVITE t=B\n1.6 tick\n",
     "bad_ack ack_icmp/likely", "lost"},
    {"2xx, an ICMP error about it, and a call", INVITE ANSWER "1.1 " ACK "1.12 ab icmp\n60 ab BYE b=zb n=2 t=B\n",
     "ok", "acked"},
    /* late */
    {"2xx", INVITE ANSWER "40 " ACK, "bad_ack ack_late/certain", "late"},
};

/* The state is that of the PRACK. */
static const struct row pracks[] = {
    {"no reliable response", INVITE "1 ba 183/INVITE t=B\n", "pending", "not_due"},
    {"right", INVITE "1 " RINGS "1.1 " PRACK, "pending", "acked"},
    {"right, after a copy", INVITE "1 " RINGS "1.5 " RINGS "1.6 " PRACK "60 tick\n", "pending", "acked"},
    {"end of capture", INVITE "1 " RINGS "1.2 tick\n", "pending", "pending"},
    {"silence", INVITE "1 " RINGS "60 tick\n", "pending", "unknown"},
    {"the copies stop", INVITE "1 " RINGS "1.5 " RINGS "2.5 " RINGS "60 tick\n", "pending", "unknown"},
    {"answered later without copies", INVITE "1 " RINGS "20 ba 200/INVITE t=B" CONTACT "\n20.1 " ACK, "ok",
     "elsewhere"},
    {"copies", INVITE "1 " RINGS "1.5 " RINGS "2.5 " RINGS "4.5 " RINGS "5 tick\n", "missing_ack prack_not_seen/likely",
     "missing"},
    {"copies to the end, refused",
     INVITE "1 " RINGS "1.5 " RINGS "2.5 " RINGS "4.5 " RINGS "8.5 " RINGS "16.5 " RINGS "32.5 " RINGS
     "33 ba 504/INVITE t=B\n33.1 ab ACK t=B\n", "failed prack_not_seen/certain", "missing"},
    {"another number, copies",
     INVITE "1 " RINGS "1.1 ab PRACK b=zp n=2 t=B | RAck: 8 1 INVITE\n1.5 " RINGS, "bad_ack prack_wrong/likely",
     "wrong"},
    {"another number, no copies", INVITE "1 " RINGS "1.1 ab PRACK b=zp n=2 t=B | RAck: 8 1 INVITE\n60 tick\n",
     "pending",
     "unknown"},
    {"right, and copies", INVITE "1 " RINGS "1.1 " PRACK "1.5 " RINGS "2.5 " RINGS "4.5 " RINGS "5 tick\n",
     "bad_ack prack_lost_path/likely", "lost"},
    {"right, and the copies stop", INVITE "1 " RINGS "1.1 " PRACK "1.5 " RINGS "2.5 " RINGS "4.5 " RINGS "60 tick\n",
     "pending",
     "acked"},
    {"the ACK comes first", INVITE "1 " RINGS "1.5 " RINGS "2.5 " RINGS "3 ba 200/INVITE t=B" CONTACT "\n3.5 ba "
     "200/INVITE t=B\n"
     "4.5 ba 200/INVITE t=B\n5 tick\n", "missing_ack ack_not_seen/likely", "missing"},
};

static const struct row others[] = {
    {"no final response seen yet", "0 ab OPTIONS\n5 tick\n", "pending", ""},
    {"a ringing INVITE", "0 ab INVITE\n1 ba 180/INVITE t=B\n250 tick\n", "pending", ""},
    {"trying, and no more", "0 ab OPTIONS\n1 ba 100/OPTIONS\n250 tick\n", "incomplete", ""},
    {"never answered", "0 ab OPTIONS\n.5 ab OPTIONS\n7.5 ab OPTIONS\n27.5 ab OPTIONS\n31.5 ab OPTIONS\n40 tick\n",
     "no_response no_answer/certain", ""},
    {"given up early, the peer is heard",
     "0 ab OPTIONS\n.5 ab OPTIONS\n1.5 ab OPTIONS\n3.5 ab OPTIONS\n9 ba INFO b=zi i=d\n40 tick\n",
     "no_response no_answer/likely", ""},
    {"given up early, the peer is not heard",
     "0 ab OPTIONS\n.5 ab OPTIONS\n1.5 ab OPTIONS\n3.5 ab OPTIONS\n40 tick\n", "incomplete", ""},
    {"the answer came unseen: an ACK",
     "0 ab INVITE\n.5 ab INVITE\n31.5 ab INVITE\n32 ab ACK t=B\n40 tick\n", "incomplete", ""},
    {"the answer came unseen: a request in the dialog",
     "0 ab INVITE\n.5 ab INVITE\n31.5 ab INVITE\n32 ab BYE b=zy n=2 t=B\n40 tick\n", "incomplete", ""},
    {"491 left alone", "0 ab UPDATE\n1 ba 491/UPDATE\n90 tick\n", "outcome", ""},
    {"sent once over UDP", "0 ab OPTIONS\n40 tick\n", "incomplete", ""},
    {"sent once over UDP, duplicates", "0 ab OPTIONS\n.01 ab OPTIONS\n40 tick\n", "incomplete", ""},
    {"sent once over TCP, the peer is heard", "0 ab.tcp OPTIONS\n9 ba.tcp INFO b=zi i=d\n40 tick\n",
     "no_response no_answer/likely", ""},
    {"sent once over TCP, the peer is not heard", "0 ab.tcp OPTIONS\n40 tick\n", "incomplete", ""},
    {"the clock jumps", "0 ab OPTIONS\n.5 ab OPTIONS\n9000 tick\n", "pending", ""},
    {"ICMP", "0 ab OPTIONS\n.1 ba icmp:OPTIONS\n", "no_response icmp_unreachable/likely", ""},
    {"ICMP, and long silence", "0 ab OPTIONS\n.1 ba icmp:OPTIONS\n40 tick\n", "no_response icmp_unreachable/certain",
     ""},
    {"ICMP, then an answer", "0 ab OPTIONS\n.1 ba icmp:OPTIONS\n.6 ba 200/OPTIONS\n", "ok", ""},
    {"an ICMP error that quotes nothing", "0 ab OPTIONS\n.1 ab icmp\n9 tick\n", "no_response "
     "icmp_unreachable/likely", ""},
    {"an ICMP error about somebody else", "0 ab OPTIONS\n.1 cb icmp\n9 tick\n", "pending", ""},
    {"reset", "0 ab.tcp OPTIONS sp=40000\n1 ba rst dp=40000\n", "no_response connection_reset/likely", ""},
    {"reset while it rings", "0 ab.tcp INVITE sp=40000\n1 ba.tcp 180/INVITE dp=40000 t=B\n2 ba rst dp=40000\n",
     "pending", ""},
    {"reset after the answer", "0 ab.tcp OPTIONS sp=40000\n1 ba.tcp 200/OPTIONS dp=40000\n2 ba rst dp=40000\n", "ok",
     ""},
    {"a fragment, asked again", "0 ab INVITE\n.1 ba fragment:200/INVITE t=B\n.5 ab INVITE\n40 tick\n",
     "no_response fragments_missing/likely", ""},
    {"a fragment, not asked again", "0 ab INVITE\n.1 ba fragment:200/INVITE t=B\n40 tick\n", "incomplete", ""},
    {"a fragment, and the rest", "0 ab INVITE\n.1 ba fragment:200/INVITE t=B\n.1 ba 200/INVITE t=B\n.2 " ACK, "ok",
     "acked"},
    {"trying, and asked again to the end",
     "0 ab OPTIONS\n.1 ba 100/OPTIONS\n.5 ab OPTIONS\n7.5 ab OPTIONS\n31.5 ab OPTIONS\n40 tick\n",
     "no_response no_final_response/certain", ""},
    {"trying for three minutes, the peer is heard",
     "0 ab INVITE\n1 ba 100/INVITE\n190 ba INFO b=zi i=d\n191 tick\n", "pending", ""},
    {"trying for three minutes on two hops",
     "0 ap INVITE b=z1\n.1 pa 100/INVITE b=z1\n.1 pb INVITE b=z2 v=p.example.com | Via: SIP/2.0/UDP "
     "a.example.com;branch=z9hG4bK1\n.2 bp 100/INVITE b=z2 v=p.example.com\n190 pa OPTIONS b=z3 i=d\n200 tick\n",
     "no_response no_final_response/likely", ""},
    {"trying for three minutes, the peer is not heard", "0 ab INVITE\n1 ba 100/INVITE\n191 tick\n", "pending", ""},
    {"cancelled, no 487, the peer is heard",
     "0 ab INVITE\n1 ba 180/INVITE t=B\n2 ab CANCEL\n2.1 ba 200/CANCEL\n9 ba INFO b=zi i=d\n40 tick\n",
     "no_response no_final_response/likely", ""},
    {"cancelled, 487 may come yet",
     "0 ab INVITE\n1 ba 180/INVITE t=B\n2 ab CANCEL\n2.1 ba 200/CANCEL\n9 ba INFO b=zi i=d\n", "pending", ""},
    {"response alone", "0 ba 404/OPTIONS\n", "incomplete", ""},
    {"ACK alone", "0 ab ACK t=B\n", "incomplete", ""},
    {"redirected", "0 ab OPTIONS\n1 ba 302/OPTIONS\n", "redirected", ""},
    {"603", "0 ab OPTIONS\n1 ba 603/OPTIONS\n", "outcome", ""},
    {"404", "0 ab OPTIONS\n1 ba 404/OPTIONS\n", "failed -/certain", ""},
    {"401, end of capture", "0 ab REGISTER\n1 ba 401/REGISTER\n9 tick\n", "challenged", ""},
    {"401, left alone", "0 ab REGISTER\n1 ba 401/REGISTER\n90 tick\n", "failed challenge_unanswered/likely", ""},
    {"401, answered",
     "0 ab REGISTER\n1 ba 401/REGISTER\n2 ab REGISTER b=zy n=2 | Authorization: Digest x\n90 tick\n", "challenged", ""},
    {"423, tried again", "0 ab REGISTER\n1 ba 423/REGISTER\n2 ab REGISTER b=zy n=2\n90 tick\n", "outcome", ""},
    {"423, left alone", "0 ab REGISTER\n1 ba 423/REGISTER\n90 tick\n", "failed interval_too_brief/likely", ""},
    {"487 to a CANCEL", INVITE "1 ab CANCEL\n1.1 ba 487/INVITE t=B\n1.2 ab ACK t=B\n", "outcome", "acked"},
    {"487 unasked", INVITE "1 ba 487/INVITE t=B\n1.2 ab ACK t=B\n", "failed -/possible", "acked"},
    {"481 to a BYE", "0 ab BYE t=B\n1 ba 481/BYE t=B\n", "failed to_tag_outside_dialog/possible", ""},
    {"481 to BYEs that cross", "0 ab BYE t=B\n0 ba BYE b=zy f=B t=A\n1 ba 481/BYE t=B\n", "outcome", ""},
    {"a status that does not exist is no response", "0 ab OPTIONS\n1 ba 799/OPTIONS\n", "pending", ""},
    /* why 400 */
    {"certain fault", "0 ab INVITE c=OPTIONS\n1 ba 400/OPTIONS p=\n", "failed cseq_method_mismatch/certain",
     ""},
    {"certain fault, yet a 1xx came first",
     "0 ab INVITE c=OPTIONS\n.5 ba 100/OPTIONS\n1 ba 400/OPTIONS p=\n", "failed cseq_method_mismatch/likely", ""},
    {"words alone", "0 ab OPTIONS\n1 ba 400/OPTIONS | Warning: 399 x \"Missing From\"\n", "failed "
     "missing_from/possible", ""},
    {"words confirm", "0 ab OPTIONS n=x\n1 ba 400/OPTIONS | Warning: 399 x \"Invalid CSeq\"\n",
     "failed cseq_malformed/certain", ""},
    {"words contradict", "0 ab INVITE c=OPTIONS\n1 ba 400/OPTIONS | Warning: 399 x \"Missing From\"\n",
     "failed cseq_method_mismatch/likely", ""},
    {"tolerated fault", "0 ab OPTIONS u=sip:b@c;method=BYE\n1 ba 400/OPTIONS\n", "failed "
     "request_uri_method_param/possible",
     ""},
    {"the weightier fault", "0 ab OPTIONS u=sip:b@c;method=BYE n=x\n1 ba 400/OPTIONS p=\n", "failed "
     "cseq_malformed/certain",
     ""},
    {"no fault", "0 ab OPTIONS\n1 ba 400/OPTIONS\n", "failed application_policy/possible", ""},
    {"cut request", "0 ab OPTIONS cut=9\n1 ba 400/OPTIONS\n", "failed cannot_tell/possible", ""},
    /* other codes that a fault draws */
    {"416", "0 ab OPTIONS u=nobody:x\n1 ba 416/OPTIONS\n", "failed request_uri_scheme_unsupported/certain", ""},
    {"404 has nothing to do with it", "0 ab OPTIONS u=nobody:x\n1 ba 404/OPTIONS\n", "failed -/certain", ""},
};

/* clang-format on */

/* `on`: the number of the transaction. */
static void judge(const struct row *row, uint32_t on, bool prack)
{
    static struct verdict v;
    static struct policy policy;
    struct play p;
    char *out;

    g_test_message("%s", row->name);
    play_script(&p, row->script);
    check_capture(p.capture);
    policy_default(&policy);
    verdict_judge(&v, p.capture, capture_transaction(p.capture, on), &policy);
    out = v.bad ? g_strdup_printf("%s %s/%s", verdict_name(v.state), v.cause ? cause_get(v.cause)->id : "-",
                                  confidence_name(v.confidence))
                : g_strdup(verdict_name(v.state));
    g_assert_cmpstr(out, ==, row->verdict);
    if (row->ack[0])
        g_assert_cmpstr(ack_state_name(prack ? v.prack.state : v.ack.state), ==, row->ack);
    g_free(out);
    play_close(&p);
}

static void ack_states(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(acks); i++)
        judge(&acks[i], 1, false);
}

static void prack_states(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(pracks); i++)
        judge(&pracks[i], 1, true);
}

/* clang-format off */
/* a calls b by way of p: 1 is the hop in front of the proxy, 2 the one behind it. */
#define TWO_HOPS(rr) \
    "0 ap INVITE b=z1\n.1 pb INVITE" VIA "\n1 bp 200/INVITE t=B" VIA rr CONTACT "\n1.01 pa 200/INVITE t=B b=z1" rr \
    CONTACT "\n"
#define INNER(time) time " bp 200/INVITE t=B" VIA "\n"
#define OUTER(time) time " pa 200/INVITE t=B b=z1\n"
#define BOTH        INNER("1.5") OUTER("1.51") INNER("2.5") OUTER("2.51") INNER("4.5") OUTER("4.51")
#define OUTER_ACK   "1.1 ap ACK b=z3 t=B u=sip:b@192.0.2.98" ROUTE "\n"
#define INNER_ACK \
    "1.12 pb ACK b=z4 v=p.example.com t=B u=sip:b@192.0.2.98 | Via: SIP/2.0/UDP a.example.com;branch=z9hG4bK3\n"

static const struct {
    const char *name, *script, *front, *front_ack, *behind, *behind_ack;
} hops[] = {
    {"it gets through", TWO_HOPS(RR) OUTER_ACK INNER_ACK "60 tick\n", "ok", "acked", "ok", "acked"},
    {"not passed on", TWO_HOPS(RR) OUTER_ACK BOTH "5 tick\n", "bad_ack ack_not_forwarded/likely", "lost",
     "missing_ack ack_not_forwarded/likely", "missing"},
    {"not passed on; the proxy keeps the copies", TWO_HOPS(RR) OUTER_ACK INNER("1.5") INNER("2.5") INNER("4.5") "5 "
     "tick\n", "ok",
     "acked", "missing_ack ack_not_forwarded/likely", "missing"},
    {"not passed on as far as the capture shows, and not repeated", TWO_HOPS(RR) OUTER_ACK "60 tick\n", "ok",
     "acked", "ok", "acked"},
    {"lost behind the proxy", TWO_HOPS(RR) OUTER_ACK INNER_ACK BOTH "5 tick\n", "bad_ack ack_not_repeated/likely",
     "lost",
     "bad_ack ack_not_repeated/likely", "lost"},
    {"past a proxy that is not in the route set", TWO_HOPS("") "1.1 ab ACK b=z3 t=B u=sip:b@192.0.2.98\n60 tick\n",
     "ok", "acked",
     "ok", "acked"},
    {"no ACK at all", TWO_HOPS(RR) BOTH "5 tick\n", "missing_ack ack_not_seen/likely", "missing", "missing_ack "
     "ack_not_seen/likely",
     "missing"},
};
/* clang-format on */

static void two_hops(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(hops); i++) {
        judge(&(struct row){hops[i].name, hops[i].script, hops[i].front, hops[i].front_ack}, 1, false);
        judge(&(struct row){hops[i].name, hops[i].script, hops[i].behind, hops[i].behind_ack}, 2, false);
    }
}

static void verdict_states(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
        judge(&others[i], 1, false);
}

/* The tables above reach each state there is. */
static void all_states_reached(void)
{
    for (enum verdict_state state = 0; state < VERDICT_STATES; state++) {
        bool found = false;
        for (size_t i = 0; i < G_N_ELEMENTS(acks); i++)
            found |= g_str_has_prefix(acks[i].verdict, verdict_name(state));
        for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
            found |= g_str_has_prefix(others[i].verdict, verdict_name(state));
        g_assert_true(found);
    }
    for (enum ack_state state = 0; state < ACK_STATES; state++) {
        bool found = false;
        for (size_t i = 0; i < G_N_ELEMENTS(acks); i++)
            found |= strcmp(acks[i].ack, ack_state_name(state)) == 0;
        g_assert_true(found);
    }
}

static void outcomes_are_a_policy(void)
{
    static struct policy policy;
    static struct verdict v;
    struct play p;

    play_script(&p, "0 ab OPTIONS\n1 ba 404/OPTIONS\n1 ab OPTIONS b=zy i=d\n2 ba 603/OPTIONS b=zy i=d\n");
    policy_default(&policy);
    policy.outcome[404] = true;
    policy.outcome[603] = false;
    verdict_judge(&v, p.capture, capture_transaction(p.capture, 1), &policy);
    g_assert_cmpint(v.state, ==, VERDICT_OUTCOME);
    verdict_judge(&v, p.capture, capture_transaction(p.capture, 2), &policy);
    g_assert_cmpint(v.state, ==, VERDICT_FAILED);
    play_close(&p);
}

/* clang-format off */
/* What is bad by default, and what is left of it where it does not count. */
static const struct {
    enum verdict_state state;
    const char *script;
} uncounted[] = {
    {VERDICT_FAILED, "0 ab INVITE c=OPTIONS\n1 ba 400/INVITE t=B\n1.1 ab ACK t=B\n"},
    {VERDICT_FAILED, "0 ab OPTIONS\n1 ba 401/OPTIONS\n90 tick\n"},
    {VERDICT_NO_RESPONSE, "0 ab OPTIONS\n.5 ab OPTIONS\n7.5 ab OPTIONS\n27.5 ab OPTIONS\n31.5 ab OPTIONS\n40 tick\n"},
    {VERDICT_NO_RESPONSE, "0 ab OPTIONS\n.1 ba icmp:OPTIONS\n"},
    {VERDICT_MISSING_ACK, INVITE ANSWER LADDER "60 tick\n"},
    {VERDICT_BAD_ACK, INVITE ANSWER "1.1 " ACK LADDER},
};
/* clang-format on */

static void bad_is_a_policy(void)
{
    static struct policy policy;
    static struct verdict v;
    struct play p;

    for (size_t i = 0; i < G_N_ELEMENTS(uncounted); i++) {
        play_script(&p, uncounted[i].script);
        for (unsigned counts = 0; counts < 2; counts++) {
            policy_default(&policy);
            policy.bad[uncounted[i].state] = counts;
            verdict_judge(&v, p.capture, capture_transaction(p.capture, 1), &policy);
            g_assert_cmpint(v.state, ==, uncounted[i].state);
            g_assert_cmpint(v.bad, ==, counts);
            g_assert_true((v.cause == CAUSE_NONE && !v.fault && !v.frame && !v.text[0] && !v.fix[0]) != counts);
        }
        play_close(&p);
    }
    /* What does not count does not stand in the way of what does: the ACK for a refusal. */
    play_script(&p, "0 ab INVITE\n1 ba 404/INVITE t=B\n1.5 ba 404/INVITE t=B\n2.5 ba 404/INVITE t=B\n4.5 ba 404/INVITE "
                    "t=B\n");
    policy_default(&policy);
    policy.bad[VERDICT_FAILED] = false;
    verdict_judge(&v, p.capture, capture_transaction(p.capture, 1), &policy);
    g_assert_cmpint(v.state, ==, VERDICT_MISSING_ACK);
    g_assert_true(v.bad);
    play_close(&p);
}

static void texts(void)
{
    static struct policy policy;
    static struct verdict v;
    struct play p;
    char summary[160];

    policy_default(&policy);
    play_script(&p, "0 ab INVITE c=OPTIONS\n1 ba 400/OPTIONS p=Odd\n");
    verdict_judge(&v, p.capture, capture_transaction(p.capture, 1), &policy);
    g_assert_cmpstr(verdict_summary(&v, capture_transaction(p.capture, 1), summary, sizeof summary), ==,
                    "400 Odd: CSeq method mismatch");
    g_assert_cmpstr(v.text, ==, "CSeq says OPTIONS, the request is INVITE; the responder says \"Odd\"");
    g_assert_cmpint(v.header, ==, H_CSEQ);
    g_assert_nonnull(v.fault);
    g_assert_cmpuint(v.evidence->frame, ==, 1);
    play_close(&p);
    play_script(&p, INVITE ANSWER AGAIN "9 ba BYE b=zb f=B t=A\n");
    verdict_judge(&v, p.capture, capture_transaction(p.capture, 1), &policy);
    g_assert_cmpstr(verdict_summary(&v, capture_transaction(p.capture, 1), summary, sizeof summary), ==,
                    "200 Phrase: no ACK");
    g_assert_cmpstr(v.text, ==,
                    "the 200 in frame 2 was sent 4 times in 3.5 s, and no ACK for it is in the capture; the "
                    "answering side hung up with BYE in frame 6, 8.0 s after its response; the ACK had to go to "
                    "sip:b@192.0.2.98");
    play_close(&p);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/verdicts/ACK states", ack_states);
    g_test_add_func("/verdicts/PRACK states", prack_states);
    g_test_add_func("/verdicts/two hops", two_hops);
    g_test_add_func("/verdicts/states", verdict_states);
    g_test_add_func("/verdicts/all states reached", all_states_reached);
    g_test_add_func("/verdicts/outcomes", outcomes_are_a_policy);
    g_test_add_func("/verdicts/what counts as bad", bad_is_a_policy);
    g_test_add_func("/verdicts/texts", texts);
    return run_tests();
}
