/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ( name-addr / addr-spec ) *( SEMI param ), the shape of From, To, Contact, Route and others (RFC 3261 20.10, 25.1).
 */
#ifndef SIPDIAG_NAMEADDR_H
#define SIPDIAG_NAMEADDR_H

#include "uri.h"

struct name_addr {
    struct slice display;  /* quotes included; empty when there is none */
    struct slice uri_text; /* without angle brackets */
    bool bracketed;
    struct slice tag;        /* value of the first tag parameter */
    struct slice second_tag; /* "tag=..." of the second one, where there is one */
    bool needs_brackets;     /* addr-spec holds ',' or '?' (20.10): flaw.where names the byte */
    bool raw_utf8_display;   /* octets above 127 outside quotes: against the grammar, widely accepted */
    struct flaw flaw;
    struct sip_uri uri;  /* parsed uri_text */
    struct slice params; /* behind the address, from the first ';' to the comma or the end */
};

/* Reads one value from the head of `rest` and advances it behind the value and the comma that follows it, if any.
 * `single`: the header takes one value only (From, To), so a comma is a flaw, not a separator. */
void name_addr_parse(struct name_addr *na, struct slice *rest, bool single);

#endif
