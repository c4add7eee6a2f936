/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The ACK, the PRACK, and notes on how a call ended. The look-alikes are legal, or were heeded: an ACK that ends the
 * copies of its response is held against nobody.
 */
#include "cases.h"

/* clang-format off */
#define HIT(cause, script)  {CAUSE_##cause, TRIGGERS, script}
#define MISS(cause, script) {CAUSE_##cause, LOOKALIKE, script}

/* A call from 0 to 1 s, a to b, tags A and B. The target and the routes of the ACK come off the 200. */
#define CALLER      " | Contact: <sip:a@192.0.2.97>"
#define INVITE      "0 ab INVITE" CALLER "\n"
#define TO(uri)     " | Contact: <" uri ">"
#define CONTACT     TO("sip:b@192.0.2.98")
#define TARGET      " u=sip:b@192.0.2.98"
#define A200        "ba 200/INVITE t=B"
#define A486        "ba 486/INVITE t=B"
#define OK(rows)    "1 " A200 rows "\n"
#define ANSWER      OK(CONTACT)
#define BUSY        "1 " A486 "\n"
#define ACK(time)   time " ab ACK b=zy t=B" TARGET "\n"

/* Copies by the timer; those of FEW break off, or go on until a BYE; those of MANY go on to the end. */
#define FEW(what)  "1.5 " what "\n2.5 " what "\n4.5 " what "\n"
#define MANY(what) \
    FEW(what) "8.5 " what "\n12.5 " what "\n16.5 " what "\n20.5 " what "\n24.5 " what "\n28.5 " what "\n"
#define UNHEEDED   MANY(A200) "60 tick\n"
#define GAVE_UP    FEW(A200) "6 ba BYE b=zb f=B t=A\n"
#define HEEDED     "60 tick\n"

/* By way of the proxy p, 192.0.2.112, seen on either side of it. */
#define RR(uri)    " | Record-Route: <" uri ">"
#define ROUTE(uri) " | Route: <" uri ">"
#define P          "sip:192.0.2.112;lr"
#define Q          "sip:192.0.2.113;lr"
#define BELOW      " | Via: SIP/2.0/UDP a.example.com;branch=z9hG4bK1"
#define BEHIND     " b=z2 v=p.example.com"
#define TWO_HOPS(inner, outer) \
    "0 ap INVITE b=z1" CALLER "\n.1 pb INVITE" BEHIND BELOW CALLER "\n1 bp 200/INVITE t=B" BEHIND BELOW inner "\n" \
    "1.01 pa 200/INVITE t=B b=z1" outer "\n"
#define BOTH(time) time " bp 200/INVITE t=B" BEHIND BELOW "\n" time " pa 200/INVITE t=B b=z1\n"
#define BOTH_FEW   BOTH("1.5") BOTH("2.5") BOTH("4.5")
#define BOTH_MANY \
    BOTH_FEW BOTH("8.5") BOTH("12.5") BOTH("16.5") BOTH("20.5") BOTH("24.5") BOTH("28.5") "60 tick\n"
#define OUTER_ACK "1.1 ap ACK b=z3 t=B" TARGET ROUTE(P) "\n"
#define INNER_ACK "1.2 pb ACK b=z4 v=p.example.com t=B" TARGET " | Via: SIP/2.0/UDP a.example.com;branch=z9hG4bK3\n"

/* The same as seen before p alone. */
#define BY_PROXY(rows) "0 ap INVITE" CALLER "\n1 pa 200/INVITE t=B" CONTACT rows "\n"
#define P200           "pa 200/INVITE t=B"
#define UNHEEDED_P     MANY(P200) "60 tick\n"

/* The dialog is there; the caller asks for something else in it. */
#define DIALOG INVITE ANSWER ACK("1.1")

#define PAIR       RR("sip:10.0.0.80;r2=on;lr") RR("sip:192.0.2.112;r2=on;lr")
#define PAIR_ROUTE ROUTE("sip:192.0.2.112;r2=on;lr") ROUTE("sip:10.0.0.80;r2=on;lr")

/* RFC 3262 */
#define RINGS          "ba 183/INVITE t=B | Require: 100rel | RSeq: 7"
#define RELIABLE       INVITE "1 " RINGS "\n"
#define PRACK(time, rack) time " ab PRACK b=zp n=2 t=B | RAck: " rack "\n"

const struct script_case ack_cases[] = {
    /* --- not there ---------------------------------------------------------------------------------------------- */
    HIT(ack_not_seen, INVITE ANSWER UNHEEDED),
    HIT(ack_not_seen, INVITE BUSY FEW(A486)),
    HIT(ack_not_seen, INVITE ANSWER "11 ba BYE b=zb f=B t=A | Reason: SIP;cause=408;text=\"ACK Timeout\"\n"),
    /* T1 of a second: 64 s */
    HIT(ack_not_seen, INVITE ANSWER "2 " A200 "\n4 " A200 "\n8 " A200 "\n12 " A200 "\n12.1 tick\n"),
    MISS(ack_not_seen, INVITE ANSWER ACK("1.1") HEEDED),
    MISS(ack_not_seen, INVITE ANSWER HEEDED),
    MISS(ack_not_seen, INVITE ANSWER FEW(A200) "30 ab INFO b=zi n=2 t=B\n60 tick\n"),
    MISS(ack_not_seen, "0 ab OPTIONS\n1 ba 200/OPTIONS\n1.5 ba 200/OPTIONS\n2.5 ba 200/OPTIONS\n60 tick\n"),
    MISS(ack_not_seen, INVITE "1 ba 180/INVITE t=B\n" FEW("ba 180/INVITE t=B") "200 tick\n"),

    HIT(ack_icmp, INVITE ANSWER "1.1 ab icmp\n" UNHEEDED),
    HIT(ack_icmp, INVITE OK(TO("sip:b@192.0.2.98:5080")) "1.1 ab icmp sp=6000 dp=5080\n" GAVE_UP),
    HIT(ack_icmp, BY_PROXY(RR(P)) "1.1 ap icmp\n" UNHEEDED_P),
    HIT(ack_icmp, INVITE BUSY "1.1 ab icmp\n" FEW(A486)),
    /* about an ACK that is there */
    HIT(ack_icmp, INVITE ANSWER ACK("1.1") "1.12 ab icmp\n" UNHEEDED),
    HIT(ack_icmp, INVITE OK(TO("sip:b@192.0.2.99")) "1.1 ac ACK b=zy t=B u=sip:b@192.0.2.99\n1.12 ac icmp\n" GAVE_UP),
    /* another port, another target, another sender, another transport, too early; the call lives on */
    MISS(ack_icmp, INVITE ANSWER "1.1 ab icmp dp=5080\n" UNHEEDED),
    MISS(ack_icmp, INVITE OK(TO("sip:b@192.0.2.99")) "1.1 ab icmp\n" UNHEEDED),
    MISS(ack_icmp, BY_PROXY(RR(P)) "1.1 ab icmp\n" UNHEEDED_P),
    MISS(ack_icmp, INVITE ANSWER "1.1 cb icmp\n" UNHEEDED),
    MISS(ack_icmp, INVITE ANSWER "1.1 ba icmp\n" UNHEEDED),
    MISS(ack_icmp, INVITE ANSWER "1.1 ab.tcp icmp\n" UNHEEDED),
    MISS(ack_icmp, INVITE ".9 ab icmp\n" ANSWER UNHEEDED),
    MISS(ack_icmp, INVITE ANSWER ACK("1.1") "1.12 ab icmp\n60 ab BYE b=zb n=2 t=B\n60.1 ba 200/BYE b=zb n=2 t=B\n"),
    MISS(ack_icmp, INVITE ANSWER "1.1 ab icmp\n" ACK("1.2") HEEDED),

    HIT(ack_connection_refused, INVITE OK(TO("sip:b@192.0.2.98:40112;transport=tcp")) "1.1 ab syn sp=6000 "
        "dp=40112\n1.11 ba rst sp=40112 dp=6000\n" UNHEEDED),
    HIT(ack_connection_refused, INVITE OK(TO("sip:b@192.0.2.98;transport=tcp")) "1.1 ab syn sp=6000\n2.1 ab syn "
        "sp=6000\n4.1 ab syn sp=6000\n" UNHEEDED),
    HIT(ack_connection_refused, BY_PROXY(RR("sip:192.0.2.112;transport=tcp;lr")) "1.1 ap syn sp=6000\n1.11 pa rst "
        "dp=6000\n" UNHEEDED_P),
    /* it is there; another port; before the response; just now; somebody else's; the ACK came over UDP in the end */
    MISS(ack_connection_refused, INVITE OK(TO("sip:b@192.0.2.98;transport=tcp")) "1.1 ab syn sp=6000\n1.11 ba syn-ack "
         "dp=6000\n" UNHEEDED),
    MISS(ack_connection_refused, INVITE OK(TO("sip:b@192.0.2.98;transport=tcp")) "1.1 ab syn sp=6000 dp=5061\n1.11 ba "
         "rst sp=5061 dp=6000\n" UNHEEDED),
    MISS(ack_connection_refused, INVITE ".1 ab syn sp=6000\n.11 ba rst dp=6000\n"
         OK(TO("sip:b@192.0.2.98;transport=tcp")) UNHEEDED),
    MISS(ack_connection_refused, INVITE OK(TO("sip:b@192.0.2.98;transport=tcp")) FEW(A200) "4.6 ab syn sp=6000\n4.7 "
         "tick\n"),
    MISS(ack_connection_refused, INVITE OK(TO("sip:b@192.0.2.98;transport=tcp")) "1.1 cb syn sp=6000\n1.11 bc rst "
         "dp=6000\n" UNHEEDED),
    MISS(ack_connection_refused, INVITE OK(TO("sip:b@192.0.2.98;transport=tcp")) "1.1 ab syn sp=6000\n1.11 ba rst "
         "dp=6000\n" ACK("1.2") HEEDED),
    /* the connection stood, and was closed */
    MISS(ack_connection_refused, INVITE OK(TO("sip:b@192.0.2.98;transport=tcp")) "1.1 ab syn sp=6000\n1.11 ba syn-ack "
         "dp=6000\n1.2 ba rst dp=6000\n" UNHEEDED),

    HIT(ack_dns, INVITE OK(TO("sip:b@pbx.internal")) "1.1 dns:ask pbx.internal\n1.12 dns:fail pbx.internal\n" UNHEEDED),
    HIT(ack_dns, INVITE OK(TO("sip:b@pbx.internal")) "1.1 dns:ask pbx.internal\n" UNHEEDED),
    HIT(ack_dns, BY_PROXY(RR("sip:p.internal;lr")) "1.1 dns:ask P.internal.\n1.12 dns:fail P.internal.\n" UNHEEDED_P),
    /* it has an address; in the end; another name; before; the name is not that of the next hop; just now */
    MISS(ack_dns, INVITE OK(TO("sip:b@pbx.internal")) "1.1 dns:ask pbx.internal\n1.12 dns:b pbx.internal\n" UNHEEDED),
    MISS(ack_dns, INVITE OK(TO("sip:b@pbx.internal")) "1.1 dns:ask pbx.internal\n1.12 dns:fail pbx.internal\n1.2 "
         "dns:b pbx.internal\n" UNHEEDED),
    MISS(ack_dns, INVITE OK(TO("sip:b@pbx.internal")) "1.1 dns:ask pbx.example.com\n1.12 dns:fail pbx.example.com\n"
         UNHEEDED),
    MISS(ack_dns, INVITE ".1 dns:ask pbx.internal\n.12 dns:fail pbx.internal\n" OK(TO("sip:b@pbx.internal")) UNHEEDED),
    MISS(ack_dns, "0 ap INVITE" CALLER "\n1 pa 200/INVITE t=B" TO("sip:b@pbx.internal") RR(P) "\n1.1 dns:ask "
         "pbx.internal\n1.12 dns:fail pbx.internal\n" UNHEEDED_P),
    MISS(ack_dns, INVITE OK(TO("sip:b@pbx.internal")) FEW(A200) "4.6 dns:ask pbx.internal\n4.7 tick\n"),
    MISS(ack_dns, INVITE OK(TO("sip:b@pbx.internal")) "1.1 dns:ask pbx.internal\n1.12 dns:fail pbx.internal\n1.2 ab "
         "ACK b=zy t=B u=sip:b@pbx.internal\n" HEEDED),

    HIT(ack_not_forwarded, TWO_HOPS(RR(P) CONTACT, RR(P) CONTACT) OUTER_ACK BOTH_MANY),
    HIT(ack_not_forwarded, TWO_HOPS(RR(P) CONTACT, RR(P) CONTACT) OUTER_ACK BOTH_FEW "6 bp BYE b=zb f=B t=A\n"),
    /* it was passed on; the proxy is not in the route set; on the other side of it nothing was repeated */
    MISS(ack_not_forwarded, TWO_HOPS(RR(P) CONTACT, RR(P) CONTACT) OUTER_ACK INNER_ACK BOTH_MANY),
    MISS(ack_not_forwarded, TWO_HOPS(CONTACT, CONTACT) "1.1 ab ACK b=z3 t=B" TARGET "\n" BOTH_MANY),
    MISS(ack_not_forwarded, TWO_HOPS(RR(P) CONTACT, RR(P) CONTACT) OUTER_ACK HEEDED),
    MISS(ack_not_forwarded, TWO_HOPS(RR(P) CONTACT, RR(P) CONTACT) BOTH_MANY),
    /* a 486 is acknowledged hop by hop
    MISS(ack_not_forwarded, "0 ap INVITE b=z1" CALLER "\n.1 pb INVITE" BEHIND BELOW CALLER "\n1 bp 486/INVITE t=B"
         BEHIND BELOW "\n1.01 pa 486/INVITE t=B b=z1\n1.1 ap ACK t=B b=z1\n" FEW("bp 486/INVITE t=B" BEHIND BELOW) "5 "
         "tick\n"), */

    HIT(ack_no_200_delivery, "0 ab INVITE v=192.0.2.97:5062" CALLER "\n1 ba 200/INVITE v=192.0.2.97:5062 dp=5062 t=B"
        CONTACT "\n" UNHEEDED),
    HIT(ack_no_200_delivery, "0 nb INVITE sp=40000 v=192.0.2.97;rport" CALLER "\n1 ba 200/INVITE "
        "v=192.0.2.97;received=192.0.2.110;rport=40000 t=B" CONTACT "\n" UNHEEDED),
    HIT(ack_no_200_delivery, "0 ab INVITE sp=40000 v=192.0.2.97;rport" CALLER "\n1 ba 486/INVITE "
        "v=192.0.2.97;rport=40000 t=B\n" FEW(A486)),
    /* the way back, whatever Via says; as Via says; over a connection; Via is a name */
    MISS(ack_no_200_delivery, "0 ab INVITE sp=40000 v=192.0.2.97" CALLER "\n1 ba 200/INVITE v=192.0.2.97 dp=40000 t=B"
         CONTACT "\n" UNHEEDED),
    MISS(ack_no_200_delivery, "0 nb INVITE sp=40000 v=192.0.2.97;rport" CALLER "\n1 bn 200/INVITE "
         "v=192.0.2.97;received=192.0.2.110;rport=40000 dp=40000 t=B" CONTACT "\n" MANY("bn 200/INVITE t=B") "60 "
         "tick\n"),
    MISS(ack_no_200_delivery, "0 ab INVITE v=192.0.2.97" CALLER "\n1 ba 200/INVITE v=192.0.2.97 t=B" CONTACT "\n"
         UNHEEDED),
    MISS(ack_no_200_delivery, "0 ab.tcp INVITE sp=40000 v=192.0.2.97" CALLER "\n1 ba.tcp 200/INVITE dp=40000 "
         "v=192.0.2.97 t=B" CONTACT "\n" MANY("ba.tcp 200/INVITE dp=40000 t=B") "60 tick\n"),
    MISS(ack_no_200_delivery, INVITE "1 ba 200/INVITE dp=5062 t=B" CONTACT "\n" ACK("1.1") HEEDED),
    MISS(ack_no_200_delivery, "0 ab INVITE v=192.0.2.97:5062" CALLER "\n1 ba 200/INVITE v=192.0.2.97:5062 dp=5062 t=B"
         CONTACT "\n" ACK("1.1") HEEDED),

    HIT(ack_twoxx_dropped_by_caller, INVITE OK("") UNHEEDED),
    HIT(ack_twoxx_dropped_by_caller, INVITE "1 ba 200/INVITE t=B v=b.example.com" CONTACT "\n" UNHEEDED),
    HIT(ack_twoxx_dropped_by_caller, INVITE OK(CONTACT " | Via: SIP/2.0/UDP b.example.com;branch=z9hG4bKq") UNHEEDED),
    HIT(ack_twoxx_dropped_by_caller, INVITE OK(CONTACT " | Content-Length: 500") UNHEEDED),
    /* the Contact of the dialog holds on (12.2.1.2); the Via of the hop before; a host in capitals; received and rport;
     * acknowledged all the same; a 486 has no Contact */
    MISS(ack_twoxx_dropped_by_caller, DIALOG "2 ab INVITE b=zr n=2 t=B\n3 ba 200/INVITE b=zr n=2 t=B\n3.5 ba "
         "200/INVITE b=zr n=2 t=B\n4.5 ba 200/INVITE b=zr n=2 t=B\n6.5 ba 200/INVITE b=zr n=2 t=B\n7 tick\n"),
    MISS(ack_twoxx_dropped_by_caller, TWO_HOPS(RR(P) CONTACT, RR(P) CONTACT) BOTH_MANY),
    MISS(ack_twoxx_dropped_by_caller, INVITE "1 ba 200/INVITE t=B v=A.Example.COM" CONTACT "\n" UNHEEDED),
    MISS(ack_twoxx_dropped_by_caller, INVITE "1 ba 200/INVITE t=B v=a.example.com;received=192.0.2.97;rport=5060"
         CONTACT "\n" UNHEEDED),
    MISS(ack_twoxx_dropped_by_caller, INVITE OK("") "1.1 ab ACK b=zy t=B\n" HEEDED),
    MISS(ack_twoxx_dropped_by_caller, INVITE BUSY FEW(A486)),

    HIT(ack_contact_private, INVITE OK(TO("sip:b@192.168.1.9")) UNHEEDED),
    HIT(ack_contact_private, INVITE OK(TO("sip:b@100.64.0.9:5062")) GAVE_UP),
    HIT(ack_contact_private, INVITE OK(TO("sip:b@127.0.0.1")) UNHEEDED),
    HIT(ack_contact_private, INVITE OK(TO("sip:b@[fe80::1]")) UNHEEDED),
    HIT(ack_contact_private, INVITE OK(TO("sip:b@10.0.0.66")) "1.1 aB ACK b=zy t=B u=sip:b@10.0.0.66\n" UNHEEDED),
    /* the callee is in the same network; a proxy is in the route set; a public one; a name; it worked */
    MISS(ack_contact_private, "0 AB INVITE" CALLER "\n1 BA 200/INVITE t=B" TO("sip:b@10.0.0.66") "\n" MANY("BA "
         "200/INVITE t=B") "60 tick\n"),
    MISS(ack_contact_private, "0 AB INVITE" CALLER "\n1 BA 200/INVITE t=B" TO("sip:b@192.168.1.9") "\n" MANY("BA "
         "200/INVITE t=B") "60 tick\n"),
    MISS(ack_contact_private, INVITE OK(TO("sip:b@192.168.1.9") RR(P)) UNHEEDED),
    MISS(ack_contact_private, INVITE OK(TO("sip:b@172.32.0.1")) UNHEEDED),
    MISS(ack_contact_private, INVITE OK(TO("sip:b@100.128.0.1")) UNHEEDED),
    MISS(ack_contact_private, INVITE OK(TO("sip:b@abc.invalid;transport=ws")) UNHEEDED),
    MISS(ack_contact_private, INVITE OK(TO("sip:b@192.168.1.9")) "1.1 ab ACK b=zy t=B u=sip:b@192.168.1.9\n" HEEDED),

    HIT(ack_alg, "0 aB INVITE" CALLER "\n1 Ba 200/INVITE t=B" TO("sip:b@10.0.0.66") "\n1.02 ba 200/INVITE t=B"
        TO("sip:b@192.0.2.98:1024") "\n" UNHEEDED),
    HIT(ack_alg, INVITE ANSWER "1.02 ba 200/INVITE t=B" TO("sip:b@192.0.2.120:1024") "\n1.1 ax ACK b=zy t=B "
        "u=sip:b@192.0.2.120:1024 dp=1024\n" UNHEEDED),
    HIT(ack_alg, TWO_HOPS(CONTACT, TO("sip:b@192.0.2.120:1024")) BOTH_MANY),
    /* the same at both points; seen later: the responder moved; a back-to-back user agent puts itself there; a proxy puts
     * the address there that it sees, or more parameters; acknowledged */
    MISS(ack_alg, "0 aB INVITE" CALLER "\n1 Ba 200/INVITE t=B" TO("sip:b@10.0.0.66") "\n1.02 ba 200/INVITE t=B"
         TO("sip:b@10.0.0.66") "\n" UNHEEDED),
    MISS(ack_alg, INVITE ANSWER "1.5 " A200 TO("sip:b@192.0.2.120") "\n2.5 " A200 TO("sip:b@192.0.2.120") "\n"),
    MISS(ack_alg, TWO_HOPS(CONTACT, TO("sip:192.0.2.112")) BOTH_MANY),
    MISS(ack_alg, TWO_HOPS(TO("sip:b@10.0.0.66"), TO("sip:b@192.0.2.98:5060")) BOTH_MANY),
    MISS(ack_alg, TWO_HOPS(CONTACT, TO("sip:b@192.0.2.98;alias=192.0.2.98~5060~1")) BOTH_MANY),
    MISS(ack_alg, INVITE ANSWER "1.02 ba 200/INVITE t=B" TO("sip:b@192.0.2.120:1024") "\n1.1 ab ACK b=zy t=B "
         "u=sip:b@192.0.2.120:1024\n" HEEDED),

    HIT(ack_glare, INVITE ".9 ab CANCEL\n" ANSWER "1.1 ba 200/CANCEL\n" UNHEEDED),
    HIT(ack_glare, INVITE ANSWER "1.1 ab CANCEL\n1.2 ba 481/CANCEL\n" UNHEEDED),
    HIT(ack_glare, DIALOG "9 ab INVITE b=zr n=2 t=B\n9.01 ba INVITE b=zs f=B t=A\n10 ba 200/INVITE b=zr n=2 t=B\n10.5 "
        "ba 200/INVITE b=zr n=2 t=B\n11.5 ba 200/INVITE b=zr n=2 t=B\n13.5 ba 200/INVITE b=zr n=2 t=B\n14 tick\n"),
    /* acknowledged and ended; a CANCEL long after; one re-INVITE after the other; of another dialog */
    MISS(ack_glare, INVITE ".9 ab CANCEL\n" ANSWER ACK("1.1") "1.2 ab BYE b=zb n=2 t=B\n1.3 ba 200/BYE b=zb n=2 t=B\n"),
    MISS(ack_glare, INVITE ANSWER FEW(A200) "4.6 ab CANCEL\n5 tick\n"),
    MISS(ack_glare, DIALOG "7 ba INVITE b=zs f=B t=A\n7.1 ab 200/INVITE b=zs f=B t=A | Contact: "
         "<sip:a@192.0.2.97>\n7.2 ba ACK b=zq f=B t=A u=sip:a@192.0.2.97\n9 ab INVITE b=zr n=2 t=B\n10 ba 200/INVITE "
         "b=zr n=2 t=B\n10.5 ba 200/INVITE b=zr n=2 t=B\n11.5 ba 200/INVITE b=zr n=2 t=B\n13.5 ba 200/INVITE b=zr n=2 "
         "t=B\n14 tick\n"),
    MISS(ack_glare, DIALOG "9 ab INVITE b=zr n=2 t=B\n9.01 ba INVITE b=zs f=X t=Y\n10 ba 200/INVITE b=zr n=2 "
         "t=B\n10.5 ba 200/INVITE b=zr n=2 t=B\n11.5 ba 200/INVITE b=zr n=2 t=B\n13.5 ba 200/INVITE b=zr n=2 t=B\n14 "
         "tick\n"),

    /* --- there, but not for this response ----------------------------------------------------------------------- */
    HIT(ack_cseq, INVITE ANSWER "1.1 ab ACK b=zy t=B n=2" TARGET "\n" FEW(A200)),
    HIT(ack_cseq, INVITE BUSY "1.1 ab ACK t=B n=2\n" FEW(A486)),
    HIT(ack_cseq, INVITE ANSWER "1.1 ab ACK b=zy t=B c=INVITE" TARGET "\n" UNHEEDED),
    MISS(ack_cseq, INVITE ANSWER "1.1 ab ACK b=zy t=B n=2" TARGET "\n"),
    MISS(ack_cseq, INVITE ANSWER "1.1 ab ACK b=zy t=B n=2" TARGET "\n1.2 ab ACK b=zz t=B" TARGET "\n"),
    MISS(ack_cseq, INVITE ANSWER "1.1 ab ACK b=zy t=B n=0001" TARGET "\n"),
    MISS(ack_cseq, INVITE ANSWER "1.1 ab ACK b=zy t=B c=INVITE" TARGET "\n" HEEDED),

    HIT(ack_totag, INVITE ANSWER "1.1 ab ACK b=zy t=Q" TARGET "\n" FEW(A200)),
    HIT(ack_totag, INVITE ANSWER "1.1 ab ACK b=zy" TARGET "\n"),
    MISS(ack_totag, INVITE ANSWER "1.1 ab ACK b=zy t=Q" TARGET "\n"),
    /* trap: no To tag in a response of a low-level parser: any will do */
    MISS(ack_totag, INVITE "1 ba 486/INVITE\n1.1 ab ACK t=Q\n"),
    MISS(ack_totag, INVITE ANSWER "1.1 ba 200/INVITE t=C" CONTACT "\n1.2 ab ACK b=zy t=C" TARGET "\n1.3 ab ACK b=zz "
         "t=B" TARGET "\n"),

    HIT(ack_fromtag, INVITE ANSWER "1.1 ab ACK b=zy t=B f=Q" TARGET "\n" FEW(A200)),
    HIT(ack_fromtag, INVITE ANSWER "1.1 ab ACK b=zy t=B f=-" TARGET "\n" UNHEEDED),
    HIT(ack_fromtag, INVITE ANSWER "1.1 ab ACK b=zy t=B f=a" TARGET "\n" GAVE_UP),
    /* nothing is repeated; then the right one; that of another dialog; of a 486, whose branch tells */
    MISS(ack_fromtag, INVITE ANSWER "1.1 ab ACK b=zy t=B f=Q" TARGET "\n" HEEDED),
    MISS(ack_fromtag, INVITE ANSWER "1.1 ab ACK b=zy t=B f=Q" TARGET "\n" ACK("1.2") HEEDED),
    MISS(ack_fromtag, INVITE ANSWER "1.1 ab ACK b=zy t=R f=Q" TARGET "\n" FEW(A200)),
    MISS(ack_fromtag, INVITE BUSY "1.1 ab ACK t=B f=Q\n" HEEDED),

    HIT(ack_callid, INVITE ANSWER "1.1 ab ACK b=zy t=B i=d" TARGET "\n" FEW(A200)),
    HIT(ack_callid, INVITE ANSWER "1.1 ab ACK b=zy t=B i=C" TARGET "\n" UNHEEDED),
    /* nothing is repeated; then the right one; that of another call, by its tags or as there is one; on another hop */
    MISS(ack_callid, INVITE ANSWER "1.1 ab ACK b=zy t=B i=d" TARGET "\n" HEEDED),
    MISS(ack_callid, INVITE ANSWER "1.1 ab ACK b=zy t=B i=d" TARGET "\n" ACK("1.2") FEW(A200) HEEDED),
    MISS(ack_callid, INVITE ANSWER "1.1 ab ACK b=zy t=Q i=d" TARGET "\n" UNHEEDED),
    MISS(ack_callid, INVITE ANSWER "1.05 ab INVITE b=zw i=d\n1.06 ba 200/INVITE b=zw i=d t=B" CONTACT "\n1.1 ab ACK "
         "b=zy t=B i=d" TARGET "\n" UNHEEDED),
    MISS(ack_callid, INVITE ANSWER "1.1 xy ACK b=zy t=B i=d" TARGET "\n" UNHEEDED),

    HIT(ack_branch, INVITE BUSY "1.1 ab ACK b=zy t=B\n"),
    HIT(ack_branch, INVITE "1 ba 603/INVITE t=B\n1.1 ab ACK b=zy t=B\n" FEW("ba 603/INVITE t=B")),
    MISS(ack_branch, INVITE BUSY "1.1 ab ACK t=B\n"),
    MISS(ack_branch, INVITE ANSWER ACK("1.1")),
    MISS(ack_branch, INVITE BUSY "1.1 ab ACK b=zy t=B\n1.2 ab ACK t=B\n"),

    /* --- there, but not as it was due --------------------------------------------------------------------------- */
    HIT(ack_malformed, INVITE ANSWER "1.1 ab ACK b=zy t=B v=a.example.com:99999" TARGET "\n" UNHEEDED),
    HIT(ack_malformed, INVITE ANSWER "1.1 ab ACK b=zy t=B" TARGET " | CSeq: 2 ACK\n" UNHEEDED),
    HIT(ack_malformed, INVITE ANSWER "1.1 ab ACK b=zy t=B" TARGET " | Content-Length: 99\n" GAVE_UP),
    /* accepted; of RFC 2543; what receivers are told to accept; a fault in what nobody has to read; cut by the capture */
    MISS(ack_malformed, INVITE ANSWER "1.1 ab ACK b=zy t=B v=a.example.com:99999" TARGET "\n" HEEDED),
    MISS(ack_malformed, INVITE ANSWER "1.1 ab ACK b=1 t=B m=-" TARGET "\n" UNHEEDED),
    MISS(ack_malformed, INVITE ANSWER "1.1 ab ACK b=zy t=B m=300" TARGET "\n" UNHEEDED),
    MISS(ack_malformed, INVITE ANSWER "1.1 ab ACK b=zy t=B" TARGET " | Date: yesterday | Warning: x\n" UNHEEDED),
    MISS(ack_malformed, INVITE ANSWER "1.1 ab ACK b=zy t=B cut=3" TARGET "\n" UNHEEDED),

    HIT(ack_maxfwd, BY_PROXY(RR(P)) "1.1 ap ACK b=zy t=B m=0" TARGET ROUTE(P) "\n" UNHEEDED_P),
    HIT(ack_maxfwd, BY_PROXY(RR(P)) "1.1 ap ACK b=zy t=B m=00" TARGET ROUTE(P) "\n" FEW(P200) "6 pa BYE b=zb f=B "
        "t=A\n"),
    /* a callee does not look at it; one more hop; it got through */
    MISS(ack_maxfwd, INVITE ANSWER "1.1 ab ACK b=zy t=B m=0" TARGET "\n" UNHEEDED),
    MISS(ack_maxfwd, BY_PROXY(RR(P)) "1.1 ap ACK b=zy t=B m=1" TARGET ROUTE(P) "\n" UNHEEDED_P),
    MISS(ack_maxfwd, BY_PROXY(RR(P)) "1.1 ap ACK b=zy t=B m=0" TARGET ROUTE(P) "\n" HEEDED),

    HIT(ack_strict_route, BY_PROXY(RR("sip:192.0.2.112")) "1.1 ap ACK b=zy t=B" TARGET ROUTE("sip:192.0.2.112") "\n"
        UNHEEDED_P),
    HIT(ack_strict_route, BY_PROXY(RR(P)) "1.1 ap ACK b=zy t=B u=" P ROUTE("sip:b@192.0.2.98") "\n" UNHEEDED_P),
    /* either as it should be; it got through; the second one is strict, which is for the first to deal with */
    MISS(ack_strict_route, BY_PROXY(RR("sip:192.0.2.112")) "1.1 ap ACK b=zy t=B u=sip:192.0.2.112"
         ROUTE("sip:b@192.0.2.98") "\n" UNHEEDED_P),
    MISS(ack_strict_route, BY_PROXY(RR(P)) "1.1 ap ACK b=zy t=B" TARGET ROUTE(P) "\n" UNHEEDED_P),
    MISS(ack_strict_route, BY_PROXY(RR("sip:192.0.2.112;lr=on")) "1.1 ap ACK b=zy t=B" TARGET
         ROUTE("sip:192.0.2.112;lr=on") "\n" UNHEEDED_P),
    MISS(ack_strict_route, BY_PROXY(RR("sip:192.0.2.112")) "1.1 ap ACK b=zy t=B" TARGET ROUTE("sip:192.0.2.112") "\n"
         HEEDED),
    MISS(ack_strict_route, BY_PROXY(RR("sip:192.0.2.113") RR(P)) "1.1 ap ACK b=zy t=B" TARGET ROUTE(P)
         ROUTE("sip:192.0.2.113") "\n" UNHEEDED_P),

    HIT(ack_double_rr, BY_PROXY(PAIR) "1.1 ap ACK b=zy t=B" TARGET ROUTE("sip:192.0.2.112;r2=on;lr") "\n" UNHEEDED_P),
    HIT(ack_double_rr, BY_PROXY(PAIR RR(Q)) "1.1 ap ACK b=zy t=B" TARGET ROUTE(Q) ROUTE("sip:10.0.0.80;r2=on;lr") "\n"
        FEW(P200) "6 pa BYE b=zb f=B t=A\n"),
    /* the proxy sends it to itself, or nowhere */
    HIT(ack_double_rr, TWO_HOPS(RR("sip:192.0.2.112;r2=on;lr") RR("sip:192.0.2.112:5070;r2=on;lr") CONTACT,
        RR("sip:192.0.2.112:5070;r2=on;lr") RR("sip:192.0.2.112;r2=on;lr") CONTACT) "1.1 ap ACK b=z3 t=B" TARGET
        ROUTE("sip:192.0.2.112;r2=on;lr") ROUTE("sip:192.0.2.112:5070;r2=on;lr") "\n" BOTH_MANY),
    /* both; it got through; two proxies; the whole route set is missing */
    MISS(ack_double_rr, BY_PROXY(PAIR) "1.1 ap ACK b=zy t=B" TARGET PAIR_ROUTE "\n" UNHEEDED_P),
    MISS(ack_double_rr, BY_PROXY(PAIR) "1.1 ap ACK b=zy t=B" TARGET ROUTE("sip:192.0.2.112;r2=on;lr") "\n" HEEDED),
    MISS(ack_double_rr, BY_PROXY(RR(Q) RR(P)) "1.1 ap ACK b=zy t=B" TARGET ROUTE(P) "\n" UNHEEDED_P),
    MISS(ack_double_rr, BY_PROXY(PAIR) "1.1 ap ACK b=zy t=B" TARGET "\n" UNHEEDED_P),

    HIT(ack_route_set, BY_PROXY(RR(P)) "1.1 ap ACK b=zy t=B" TARGET "\n" UNHEEDED_P),
    HIT(ack_route_set, BY_PROXY(RR(Q) RR(P)) "1.1 ap ACK b=zy t=B" TARGET ROUTE(Q) ROUTE(P) "\n" UNHEEDED_P),
    HIT(ack_route_set, BY_PROXY(RR(Q) RR(P)) "1.1 ap ACK b=zy t=B" TARGET ROUTE(P) "\n" UNHEEDED_P),
    HIT(ack_route_set, "0 ap INVITE" CALLER " | Route: <sip:outbound.example.com;lr>\n1 pa 200/INVITE t=B" CONTACT
        RR(P) "\n1.1 ap ACK b=zy t=B" TARGET ROUTE("sip:outbound.example.com;lr") "\n" UNHEEDED_P),
    /* in one row or in two; it got through; a default port said aloud; behind a proxy, which took its own off; a strict
     * router on the way rewrites it; none was recorded */
    MISS(ack_route_set, BY_PROXY(RR(Q) RR(P)) "1.1 ap ACK b=zy t=B" TARGET " | Route: <" P ">, <" Q ">\n" UNHEEDED_P),
    MISS(ack_route_set, BY_PROXY(RR(P)) "1.1 ap ACK b=zy t=B" TARGET "\n" HEEDED),
    MISS(ack_route_set, BY_PROXY(RR(Q) RR(P)) "1.1 ap ACK b=zy t=B" TARGET ROUTE(Q) ROUTE(P) "\n" FEW(P200) HEEDED),
    MISS(ack_route_set, BY_PROXY(RR(P)) "1.1 ap ACK b=zy t=B" TARGET ROUTE("sip:192.0.2.112:5060;lr") "\n" UNHEEDED_P),
    MISS(ack_route_set, TWO_HOPS(RR(P) CONTACT, RR(P) CONTACT) OUTER_ACK INNER_ACK BOTH_MANY),
    MISS(ack_route_set, BY_PROXY(RR("sip:192.0.2.113") RR(P)) "1.1 ap ACK b=zy t=B" TARGET ROUTE(P) "\n" UNHEEDED_P),
    MISS(ack_route_set, INVITE ANSWER ACK("1.1") UNHEEDED),

    HIT(ack_bad_ruri, INVITE ANSWER "1.1 ab ACK b=zy t=B\n" UNHEEDED),
    HIT(ack_bad_ruri, INVITE OK(TO("sip:b@192.0.2.98:5062")) ACK("1.1") UNHEEDED),
    HIT(ack_bad_ruri, INVITE ANSWER "1.1 ab ACK b=zy t=B u=sip:B@192.0.2.98\n" GAVE_UP),
    /* parameters, escapes, capitals of a host, a default port; it got through; a router rewrote the Contact on its way */
    MISS(ack_bad_ruri, INVITE OK(TO("sip:b@192.0.2.98;ob;x=y")) ACK("1.1") UNHEEDED),
    MISS(ack_bad_ruri, INVITE OK(TO("sip:%62@192.0.2.98:5060")) ACK("1.1") UNHEEDED),
    MISS(ack_bad_ruri, INVITE OK(TO("sip:b@PBX.example.com")) "1.1 ab ACK b=zy t=B u=sip:b@pbx.example.com\n" UNHEEDED),
    MISS(ack_bad_ruri, INVITE ANSWER "1.1 ab ACK b=zy t=B\n" HEEDED),
    MISS(ack_bad_ruri, INVITE ANSWER "1.1 ab ACK b=zy t=B\n" FEW(A200) HEEDED),
    MISS(ack_bad_ruri, INVITE ANSWER "1.02 ba 200/INVITE t=B" TO("sip:b@192.0.2.120:1024") "\n1.1 ab ACK b=zy t=B "
         "u=sip:b@192.0.2.120:1024\n" UNHEEDED),
    MISS(ack_bad_ruri, INVITE BUSY "1.1 ab ACK t=B u=sip:x@y\n" FEW(A486)),

    HIT(ack_transport_mismatch, INVITE OK(TO("sip:b@192.0.2.98;transport=tcp")) "1.1 ab ACK b=zy t=B "
        "u=sip:b@192.0.2.98;transport=tcp\n" UNHEEDED),
    HIT(ack_transport_mismatch, INVITE OK(TO("sips:b@192.0.2.98")) "1.1 ab ACK b=zy t=B u=sips:b@192.0.2.98\n" GAVE_UP),
    HIT(ack_transport_mismatch, BY_PROXY(RR("sip:192.0.2.112;transport=tcp;lr")) "1.1 ap ACK b=zy t=B" TARGET
        ROUTE("sip:192.0.2.112;transport=tcp;lr") "\n" UNHEEDED_P),
    /* over TCP; it got through; UDP is what it asks for; the next hop does not ask, the target behind it does */
    MISS(ack_transport_mismatch, INVITE OK(TO("sip:b@192.0.2.98;transport=tcp")) "1.1 ab.tcp ACK b=zy t=B sp=40000 "
         "u=sip:b@192.0.2.98;transport=tcp\n" UNHEEDED),
    MISS(ack_transport_mismatch, INVITE OK(TO("sip:b@192.0.2.98;transport=tcp")) "1.1 ab ACK b=zy t=B "
         "u=sip:b@192.0.2.98;transport=tcp\n" HEEDED),
    MISS(ack_transport_mismatch, INVITE OK(TO("sip:b@192.0.2.98;transport=UDP")) "1.1 ab ACK b=zy t=B "
         "u=sip:b@192.0.2.98;transport=UDP\n" UNHEEDED),
    MISS(ack_transport_mismatch, "0 ap INVITE" CALLER "\n1 pa 200/INVITE t=B" TO("sip:b@192.0.2.98;transport=tcp")
         RR(P) "\n1.1 ap ACK b=zy t=B u=sip:b@192.0.2.98;transport=tcp" ROUTE(P) "\n" UNHEEDED_P),

    HIT(ack_to_wrong_host, "0 ap INVITE" CALLER "\n1 pa 200/INVITE t=B" CONTACT "\n1.1 ax ACK b=zy t=B" TARGET "\n"
        UNHEEDED_P),
    HIT(ack_to_wrong_host, BY_PROXY(RR(P)) "1.1 ab ACK b=zy t=B" TARGET ROUTE(P) "\n" UNHEEDED_P),
    HIT(ack_to_wrong_host, INVITE OK(TO("sip:b@192.0.2.98:5062")) "1.1 ab ACK b=zy t=B dp=5070 u=sip:b@192.0.2.98:5062\n"
        UNHEEDED),
    HIT(ack_to_wrong_host, ".0 dns:c pbx.example.com\n0 ab INVITE" CALLER "\n" OK(TO("sip:b@pbx.example.com:5060")) "1.1 "
        "ax ACK b=zy t=B u=sip:b@pbx.example.com:5060\n" UNHEEDED),
    /* maybe an outbound proxy: the INVITE went there, too */
    MISS(ack_to_wrong_host, "0 ap INVITE" CALLER "\n1 pa 200/INVITE t=B" CONTACT "\n1.1 ap ACK b=zy t=B" TARGET "\n"
         UNHEEDED_P),
    /* maddr says where; SRV records may */
    MISS(ack_to_wrong_host, INVITE OK(TO("sip:b@pbx.example.com:5060;maddr=192.0.2.120")) "1.1 ax ACK b=zy t=B "
         "u=sip:b@pbx.example.com:5060;maddr=192.0.2.120\n" UNHEEDED),
    MISS(ack_to_wrong_host, ".0 dns:c pbx.example.com\n0 ab INVITE" CALLER "\n" OK(TO("sip:b@pbx.example.com")) "1.1 "
         "ax ACK b=zy t=B u=sip:b@pbx.example.com\n" UNHEEDED),
    /* the right one; it got through; a name that may be anywhere, or is there; the connection decides on the port */
    MISS(ack_to_wrong_host, BY_PROXY(RR(P)) "1.1 ap ACK b=zy t=B" TARGET ROUTE(P) "\n" UNHEEDED_P),
    MISS(ack_to_wrong_host, "0 ap INVITE" CALLER "\n1 pa 200/INVITE t=B" CONTACT "\n1.1 ap ACK b=zy t=B" TARGET "\n"
         HEEDED),
    MISS(ack_to_wrong_host, INVITE OK(TO("sip:b@pbx.example.com")) "1.1 ab ACK b=zy t=B u=sip:b@pbx.example.com\n"
         UNHEEDED),
    MISS(ack_to_wrong_host, "0 dns:c pbx.example.com\n0 dns:b pbx.example.com\n0 ab INVITE" CALLER "\n"
         OK(TO("sip:b@pbx.example.com")) "1.1 ab ACK b=zy t=B u=sip:b@pbx.example.com\n" UNHEEDED),
    MISS(ack_to_wrong_host, INVITE OK(TO("sip:b@192.0.2.98:5062;transport=tcp")) "1.1 ab.tcp ACK b=zy t=B sp=40000 "
         "u=sip:b@192.0.2.98:5062;transport=tcp\n" UNHEEDED),

    HIT(ack_branch_reused, INVITE ANSWER "1.1 ab ACK t=B" TARGET "\n" UNHEEDED),
    HIT(ack_branch_reused, INVITE ANSWER "1.1 ab ACK t=B" TARGET "\n" GAVE_UP),
    HIT(ack_branch_reused, INVITE ANSWER "1.1 ab ACK t=B" TARGET "\n" HEEDED), /* a note */
    /* a 486 wants it; one of its own; that of another INVITE; RFC 2543 has no branch, or the same for all */
    MISS(ack_branch_reused, "0 ab INVITE b=1" CALLER "\n1 ba 200/INVITE b=1 t=B" CONTACT "\n1.1 ab ACK b=1 t=B" TARGET
         "\n" HEEDED),
    MISS(ack_branch_reused, "0 ab INVITE b=-" CALLER "\n1 ba 200/INVITE b=- t=B" CONTACT "\n1.1 ab ACK b=- t=B" TARGET
         "\n" UNHEEDED),
    MISS(ack_branch_reused, INVITE BUSY "1.1 ab ACK t=B\n" FEW(A486)),
    MISS(ack_branch_reused, INVITE ANSWER ACK("1.1") UNHEEDED),
    MISS(ack_branch_reused, INVITE ANSWER ACK("1.1") "2 ab INVITE b=zy n=2 t=B\n2.1 ba 486/INVITE b=zy n=2 t=B\n2.2 "
         "ab ACK b=zy n=2 t=B\n" HEEDED),

    HIT(ack_prack_confusion, INVITE OK(CONTACT " | Content-Type: application/sdp || v=0\\n") ACK("1.1") HEEDED),
    HIT(ack_prack_confusion, INVITE ".5 ba 180/INVITE t=B\n" OK(CONTACT " | Content-Type: application/sdp || v=0\\n")
        ACK("1.1") HEEDED),
    /* the offer was in the INVITE; the answer is in the ACK, or in another one; the offer and its answer came early */
    MISS(ack_prack_confusion, "0 ab INVITE" CALLER " | Content-Type: application/sdp || v=0\\n\n" OK(CONTACT " | "
         "Content-Type: application/sdp || v=0\\n") ACK("1.1") HEEDED),
    MISS(ack_prack_confusion, INVITE OK(CONTACT " | Content-Type: application/sdp || v=0\\n") "1.1 ab ACK b=zy t=B"
         TARGET " | Content-Type: application/sdp || v=0\\n\n" HEEDED),
    MISS(ack_prack_confusion, INVITE ANSWER ACK("1.1") HEEDED),
    MISS(ack_prack_confusion, INVITE OK(CONTACT " | Content-Type: text/plain || Hello") ACK("1.1") HEEDED),
    MISS(ack_prack_confusion, INVITE ".5 " RINGS " | Content-Type: application/sdp || v=0\\n\n.6 ab PRACK b=zp n=2 "
         "t=B | RAck: 7 1 INVITE | Content-Type: application/sdp || v=0\\n\n.7 ba 200/PRACK b=zp n=2 t=B\n" OK(CONTACT
         " | Content-Type: application/sdp || v=0\\n") ACK("1.1") HEEDED),

    /* --- right, and not heeded ---------------------------------------------------------------------------------- */
    HIT(ack_lost_path, INVITE ANSWER ACK("1.1") "1.5 " A200 "\n" ACK("1.6") "2.5 " A200 "\n" ACK("2.6") "4.5 " A200
        "\n" ACK("4.6") "5 tick\n"),
    HIT(ack_lost_path, INVITE BUSY "1.1 ab ACK t=B\n1.5 " A486 "\n1.6 ab ACK t=B\n2.5 " A486 "\n2.6 ab ACK t=B\n4.5 "
        A486 "\n4.6 ab ACK t=B\n5 tick\n"),
    MISS(ack_lost_path, INVITE ANSWER ACK("1.1") FEW(A200) HEEDED),
    MISS(ack_lost_path, INVITE ANSWER ACK("1.49") "1.5 " A200 "\n" HEEDED),

    HIT(ack_not_repeated, INVITE ANSWER ACK("1.1") UNHEEDED),
    HIT(ack_not_repeated, INVITE ANSWER ACK("1.1") GAVE_UP),
    HIT(ack_not_repeated, INVITE ANSWER ACK("1.1") FEW(A200) "5 tick\n"),
    /* each copy has its own; the copies stop; one crossed it; no more than the INVITE was repeated */
    MISS(ack_not_repeated, INVITE ANSWER ACK("1.1") "1.5 " A200 "\n" ACK("1.6") "2.5 " A200 "\n" ACK("2.6") "4.5 " A200
         "\n" ACK("4.6") "5 tick\n"),
    MISS(ack_not_repeated, INVITE ANSWER ACK("1.1") FEW(A200) HEEDED),
    MISS(ack_not_repeated, INVITE ANSWER ACK("1.49") "1.5 " A200 "\n2 tick\n"),
    MISS(ack_not_repeated, INVITE ANSWER ACK("1.1") "1.5 ab INVITE\n1.6 " A200 "\n2.5 ab INVITE\n2.6 " A200 "\n4.5 ab "
         "INVITE\n4.6 " A200 "\n5 tick\n"),

    HIT(ack_late, INVITE ANSWER ACK("40")),
    HIT(ack_late, INVITE BUSY "34 ab ACK t=B\n"),
    MISS(ack_late, INVITE ANSWER ACK("32.5")),
    /* a long ringing: the ACK is due from the final response on; T1 of a second */
    MISS(ack_late, INVITE "1 ba 180/INVITE t=B\n180 " A200 CONTACT "\n" ACK("180.1")),
    MISS(ack_late, INVITE ANSWER "2 " A200 "\n4 " A200 "\n8 " A200 "\n12 " A200 "\n" ACK("40")),

    /* --- PRACK -------------------------------------------------------------------------------------------------- */
    HIT(prack_not_seen, RELIABLE FEW(RINGS)),
    HIT(prack_not_seen, RELIABLE FEW(RINGS) "8.5 " RINGS "\n16.5 " RINGS "\n33 ba 504/INVITE t=B\n33.1 ab ACK t=B\n"),
    /* not a reliable one, by this or by that; it is there; it stops; before the next copy is due */
    MISS(prack_not_seen, INVITE "1 ba 183/INVITE t=B | Require: 100rel\n" FEW("ba 183/INVITE t=B | Require: 100rel")),
    MISS(prack_not_seen, INVITE "1 ba 183/INVITE t=B | Supported: 100rel | RSeq: 7\n" FEW("ba 183/INVITE t=B | "
         "Supported: 100rel | RSeq: 7")),
    MISS(prack_not_seen, RELIABLE PRACK("1.1", "7 1 INVITE") HEEDED),
    MISS(prack_not_seen, RELIABLE "1.5 " RINGS "\n" PRACK("1.6", "7 1 INVITE") HEEDED),
    MISS(prack_not_seen, RELIABLE FEW(RINGS) HEEDED),
    MISS(prack_not_seen, RELIABLE "1.4 " A200 CONTACT "\n" ACK("1.45") HEEDED),

    HIT(prack_wrong, RELIABLE PRACK("1.1", "8 1 INVITE") FEW(RINGS)),
    HIT(prack_wrong, RELIABLE PRACK("1.1", "7 2 INVITE") FEW(RINGS)),
    HIT(prack_wrong, RELIABLE PRACK("1.1", "7 1 PRACK") FEW(RINGS)),
    /* the same number; for another fork; then the right one; nothing is repeated */
    MISS(prack_wrong, RELIABLE PRACK("1.1", "07  01 INVITE") HEEDED),
    MISS(prack_wrong, RELIABLE "1.1 ab PRACK b=zp n=2 t=Q | RAck: 8 1 INVITE\n" FEW(RINGS)),
    MISS(prack_wrong, RELIABLE PRACK("1.1", "8 1 INVITE") PRACK("1.2", "7 1 INVITE") HEEDED),
    MISS(prack_wrong, RELIABLE PRACK("1.1", "8 1 INVITE") HEEDED),

    HIT(prack_lost_path, RELIABLE PRACK("1.1", "7 1 INVITE") FEW(RINGS) "5 tick\n"),
    HIT(prack_lost_path, RELIABLE PRACK("1.1", "7 1 INVITE") FEW(RINGS) "8.5 " RINGS "\n16.5 " RINGS "\n32.5 " RINGS "\n40 tick\n"),
    /* one crossed it; the copies stop; another reliable response follows */
    MISS(prack_lost_path, RELIABLE PRACK("1.49", "7 1 INVITE") "1.5 " RINGS "\n2 tick\n"),
    MISS(prack_lost_path, RELIABLE PRACK("1.1", "7 1 INVITE") FEW(RINGS) HEEDED),
    MISS(prack_lost_path, RELIABLE PRACK("1.1", "7 1 INVITE") "1.5 ba 183/INVITE t=B | Require: 100rel | RSeq: 8\n1.6 "
         "ab PRACK b=zr n=3 t=B | RAck: 8 1 INVITE\n2.5 ba 183/INVITE t=B | Require: 100rel | RSeq: 9\n2.6 ab PRACK "
         "b=zs n=4 t=B | RAck: 9 1 INVITE\n5 tick\n"),

    /* --- notes -------------------------------------------------------------------------------------------------- */
    HIT(ack_elsewhere, INVITE ANSWER "90 ab BYE b=zb n=2 t=B\n90.1 ba 200/BYE b=zb n=2 t=B\n"),
    HIT(ack_elsewhere, INVITE ANSWER "1.5 " A200 "\n20 ab INFO b=zi n=2 t=B\n"),
    HIT(ack_elsewhere, INVITE ANSWER "90 ba BYE b=zb f=B t=A\n"),
    /* it is here; nothing shows that the call lives on; it does not; the callee gives up */
    MISS(ack_elsewhere, INVITE ANSWER ACK("1.1") "90 ab BYE b=zb n=2 t=B\n"),
    MISS(ack_elsewhere, INVITE ANSWER "90 tick\n"),
    MISS(ack_elsewhere, INVITE ANSWER MANY(A200) "90 ab INFO b=zi n=2 t=B\n"),
    MISS(ack_elsewhere, INVITE ANSWER "33 ba BYE b=zb f=B t=A\n"),
    MISS(ack_elsewhere, INVITE ANSWER "1.6 ab INFO b=zi n=2 t=B\n1.7 tick\n"),
    MISS(ack_elsewhere, INVITE ANSWER "90 ab INFO b=zi n=2 t=Q\n"),

    HIT(late_200, INVITE ".9 ab CANCEL\n.95 ba 200/CANCEL\n" ANSWER ACK("1.1") "60 tick\n"),
    HIT(late_200, INVITE ".2 ba 180/INVITE t=B\n.9 ab CANCEL\n" ANSWER ACK("1.1") "1.2 ba 481/CANCEL\n60 tick\n"),
    /* a BYE follows, of this side or that; there is time yet; the CANCEL came after; no CANCEL */
    MISS(late_200, INVITE ".9 ab CANCEL\n" ANSWER ACK("1.1") "1.2 ab BYE b=zb n=2 t=B\n60 tick\n"),
    MISS(late_200, INVITE ".9 ab CANCEL\n" ANSWER ACK("1.1") "20 ba BYE b=zb f=B t=A\n60 tick\n"),
    MISS(late_200, INVITE ".9 ab CANCEL\n" ANSWER ACK("1.1") "20 tick\n"),
    MISS(late_200, INVITE ANSWER "1.05 ab CANCEL\n" ACK("1.1") "60 tick\n"),
    MISS(late_200, INVITE ANSWER ACK("1.1") "60 tick\n"),
    MISS(late_200, INVITE ".9 ab CANCEL\n1 ba 487/INVITE t=B\n1.1 ab ACK t=B\n60 tick\n"),

    HIT(cancelled_in_silence, INVITE ".1 ba 100/INVITE\n20 ab CANCEL\n20.1 ba 200/CANCEL\n20.2 ba 487/INVITE "
        "t=B\n20.3 ab ACK t=B\n"),
    HIT(cancelled_in_silence, INVITE ".5 ab INVITE\n1.5 ab INVITE\n12 ab CANCEL\n"),
    HIT(cancelled_in_silence, INVITE ".1 ba 100/INVITE\n20 ab CANCEL\n20.1 ba 180/INVITE t=B\n"),
    /* it rang, or made another sound; given up soon; no CANCEL; answered */
    MISS(cancelled_in_silence, INVITE ".1 ba 100/INVITE\n9 ba 180/INVITE t=B\n20 ab CANCEL\n20.2 ba 487/INVITE "
         "t=B\n20.3 ab ACK t=B\n"),
    MISS(cancelled_in_silence, INVITE ".1 ba 100/INVITE\n9 ba 183/INVITE t=B\n20 ab CANCEL\n"),
    MISS(cancelled_in_silence, INVITE ".1 ba 100/INVITE\n5 ab CANCEL\n5.2 ba 487/INVITE t=B\n5.3 ab ACK t=B\n"),
    MISS(cancelled_in_silence, INVITE ".1 ba 100/INVITE\n20 ba 408/INVITE t=B\n20.1 ab ACK t=B\n"),
    MISS(cancelled_in_silence, INVITE ANSWER ACK("1.1") "20 ab CANCEL\n"),

    HIT(session_timer_expired, INVITE OK(CONTACT " | Session-Expires: 90;refresher=uac") ACK("1.1") "62 ba BYE b=zb "
        "f=B t=A\n"),
    HIT(session_timer_expired, INVITE OK(CONTACT " | x: 90") ACK("1.1") "45 ab UPDATE b=zu n=2 t=B\n135 ab BYE b=zb "
        "n=3 t=B\n"),
    HIT(session_timer_expired, DIALOG "75 ba BYE b=zb f=B t=A | Reason: SIP;cause=200;text=\"Session Timer "
        "expired\"\n"),
    /* refreshed in time; hung up in time; no timer; no ACK */
    MISS(session_timer_expired, INVITE OK(CONTACT " | Session-Expires: 90") ACK("1.1") "45 ab UPDATE b=zu n=2 t=B\n62 "
         "ba BYE b=zb f=B t=A\n"),
    MISS(session_timer_expired, INVITE OK(CONTACT " | Session-Expires: 90") ACK("1.1") "45 ba INVITE b=zu f=B t=A\n62 "
         "ab BYE b=zb n=2 t=B\n"),
    MISS(session_timer_expired, INVITE OK(CONTACT " | Session-Expires: 90") ACK("1.1") "30 ba BYE b=zb f=B t=A\n"),
    MISS(session_timer_expired, INVITE OK(CONTACT " | Session-Expires: 1800") ACK("1.1") "62 ba BYE b=zb f=B t=A\n"),
    MISS(session_timer_expired, DIALOG "62 ba BYE b=zb f=B t=A\n"),
    MISS(session_timer_expired, INVITE OK(CONTACT " | Session-Expires: 90") "62 ba BYE b=zb f=B t=A\n"),

    HIT(media_timeout, DIALOG "30 ba BYE b=zb f=B t=A | Reason: SIP;cause=408;text=\"RTP timeout\"\n"),
    HIT(media_timeout, DIALOG "70 ab BYE b=zb n=2 t=B | Warning: 399 x \"media inactivity detected\"\n"),
    /* other words; no words; nobody acknowledged that */
    MISS(media_timeout, DIALOG "30 ba BYE b=zb f=B t=A | Reason: SIP;cause=408;text=\"Request timeout\"\n"),
    MISS(media_timeout, DIALOG "30 ba BYE b=zb f=B t=A | Reason: Q.850;cause=16;text=\"Media released\"\n"),
    MISS(media_timeout, DIALOG "30 ba BYE b=zb f=B t=A\n"),
    MISS(media_timeout, INVITE ANSWER "11 ba BYE b=zb f=B t=A | Reason: SIP;cause=408;text=\"RTP timeout\"\n"),

    HIT(ack_sdp_reject, DIALOG "1.2 ab BYE b=zb n=2 t=B | Reason: SIP;cause=488;text=\"Not Acceptable Here\"\n"),
    HIT(ack_sdp_reject, DIALOG "1.2 ab BYE b=zb n=2 t=B | Warning: 304 x \"Media type not available\"\n"),
    /* later; another reason; no reason; another warning */
    MISS(ack_sdp_reject, DIALOG "20 ab BYE b=zb n=2 t=B | Reason: SIP;cause=488\n"),
    MISS(ack_sdp_reject, DIALOG "1.2 ab BYE b=zb n=2 t=B | Reason: Q.850;cause=16\n"),
    MISS(ack_sdp_reject, DIALOG "1.2 ab BYE b=zb n=2 t=B\n"),
    MISS(ack_sdp_reject, DIALOG "1.2 ab BYE b=zb n=2 t=B | Warning: 499 x \"y\"\n"),

    HIT(ended_by_reason, DIALOG "33 ba BYE b=zb f=B t=A | Reason: Q.850;cause=41;text=\"Temporary failure\"\n"),
    HIT(ended_by_reason, DIALOG "26 ab BYE b=zb n=2 t=B | Reason: SIP;cause=200;text=\"Call completed elsewhere\"\n"),
    /* at another time; without a reason; the ACK is blamed after all; it is not there */
    MISS(ended_by_reason, DIALOG "12 ba BYE b=zb f=B t=A | Reason: Q.850;cause=41\n"),
    MISS(ended_by_reason, DIALOG "90 ba BYE b=zb f=B t=A | Reason: Q.850;cause=41\n"),
    MISS(ended_by_reason, DIALOG "33 ba BYE b=zb f=B t=A\n"),
    MISS(ended_by_reason, DIALOG "33 ba BYE b=zb f=B t=A | Reason: SIP;cause=408;text=\"No ACK received\"\n"),
    MISS(ended_by_reason, INVITE ANSWER "33 ba BYE b=zb f=B t=A | Reason: Q.850;cause=41\n"),

    {CAUSE_NONE},
};
/* clang-format on */
