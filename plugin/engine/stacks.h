/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Who answered: the SIP stack behind a response, told by its Server or User-Agent header or, weaker, by habits that
 * show in its To tag and its words; and what is known to upset it although the RFCs allow it, or tell receivers to
 * bear it.
 */
#ifndef SIPDIAG_STACKS_H
#define SIPDIAG_STACKS_H

#include "causes.h"
#include "replies.h"

/* clang-format off */
/* X(id, name, the stack that it is built on or descends from, and whose quirks it shares) */
#define SIPDIAG_STACKS(X)                              \
    X(SER, "SER family", UNKNOWN)                      \
    X(KAMAILIO, "Kamailio", SER)                       \
    X(OPENSIPS, "OpenSIPS", SER)                       \
    X(PJSIP, "PJSIP", UNKNOWN)                         \
    X(ASTERISK, "Asterisk (PJSIP)", PJSIP)             \
    X(CHAN_SIP, "Asterisk (chan_sip)", UNKNOWN)        \
    X(SOFIA, "Sofia-SIP", UNKNOWN)                     \
    X(FREESWITCH, "FreeSWITCH", SOFIA)                 \
    X(DRACHTIO, "drachtio", SOFIA)                     \
    X(RESIPROCATE, "reSIProcate", UNKNOWN)             \
    X(JAIN, "JAIN-SIP", UNKNOWN)                       \
    X(BARESIP, "baresip", UNKNOWN)                     \
    X(SIPJS, "SIP.js", UNKNOWN)                        \
    X(BELLE_SIP, "belle-sip", UNKNOWN)                 \
    X(EXOSIP, "eXosip", UNKNOWN)                       \
    X(CISCO, "Cisco", UNKNOWN)                         \
    X(ORACLE, "Oracle SBC", UNKNOWN)                   \
    X(MICROSOFT, "Microsoft", UNKNOWN)                 \
    X(NKSIP, "NkSIP", UNKNOWN)                         \
    X(TWINKLE, "Twinkle", UNKNOWN)                     \
    X(YATE, "Yate", UNKNOWN)                           \
    X(PYVOIP, "pyVoIP", UNKNOWN)
/* clang-format on */

enum stack {
    STACK_UNKNOWN = 0,
#define X(id, name, family) STACK_##id,
    SIPDIAG_STACKS(X)
#undef X
        STACK_COUNT,
};

/* "Kamailio"; empty for STACK_UNKNOWN. */
const char *stack_name(enum stack stack);

/* Is it this stack, or one of its family? Nothing is of the family of STACK_UNKNOWN. */
bool stack_is(enum stack stack, enum stack family);

/* The stack that a reply came from. `to_tag` is the response's, `branch` that of the request's top Via; `*by_header`
 * (may be NULL) tells whether the responder names itself, else it is an inference. */
enum stack stack_of_reply(const struct reply *reply, struct slice to_tag, struct slice branch, bool *by_header);

/* What this stack makes of a cause that others bear with: a sentence without its full stop, or NULL. */
const char *stack_quirk(enum stack stack, enum cause_id cause);

#endif
