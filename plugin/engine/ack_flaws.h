/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * An ACK held against what was due: in what it misses the response, and where it was not sent as RFC 3261 12.2.1.1,
 * 13.2.2.4 and 17.1.1.3 have it. None of this is held against anybody whose ACK was heeded.
 */
#ifndef SIPDIAG_ACK_FLAWS_H
#define SIPDIAG_ACK_FLAWS_H

#include "acks.h"
#include "routes.h"

/* In what an ACK that does not fit misses the leg. */
enum cause_id ack_mismatch(const struct transaction *t, const struct leg *leg, const struct sighting *ack);

/* The gravest flaw of an ACK that fits; CAUSE_NONE: it is as it should be, as far as the capture shows. */
enum cause_id ack_flaw(const struct capture *c, const struct transaction *t, const struct leg *leg,
                       const struct sighting *ack);

/* The fault in the ACK's own bytes that makes receivers drop it (it cannot be refused); NULL: none. */
const struct fault *ack_fault(const struct sighting *ack);

/* 13.2.2.4: the offer came in the 2xx, and no answer is in the ACK, although nothing else can have carried it. */
bool ack_lacks_answer(const struct transaction *t, const struct leg *leg, const struct sighting *ack);

/* An ICMP error says that the newest ACK was not delivered, the response was repeated, and no request of the dialog
 * that followed says that all is well. */
bool ack_was_refused(const struct capture *c, const struct leg *leg);

/* The ICMP error about this ACK, by the addresses of its packet; NULL: none. */
const struct obstacle *ack_icmp(const struct capture *c, const struct sighting *ack);

/* It went to where the INVITE went, and not by its own Route or Request-URI: wrong, or by way of an outbound proxy. */
bool ack_followed_invite(const struct capture *c, const struct transaction *t, const struct sighting *ack);

/* What was due on the hop of `t`: behind a proxy, the routes that lie behind are gone. `due->known` is false where the
 * proxy is not in the route set, so that the ACK does not have to come this way, and where the capture does not show
 * the beginning of the dialog, which alone makes the route set (12.2). */
void ack_due(struct due *due, const struct capture *c, const struct transaction *t, const struct leg *leg);

/* The ACK for this leg that arrived at the host from which the INVITE of `t` left; NULL: none is in the capture. */
const struct sighting *ack_arrived_before(const struct transaction *t, const struct leg *leg);

#endif
