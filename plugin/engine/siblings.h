/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Two requests of one kind, one refused and one accepted: in what do they differ? Only what a sender does not change
 * from request to request counts: which headers there are, and the values of those that describe the sender and its
 * body.
 */
#ifndef SIPDIAG_SIBLINGS_H
#define SIPDIAG_SIBLINGS_H

#include "message.h"

/* Writes the difference into `out` as a phrase: "it alone has Require and Foo, it lacks Supported, Content-Type is
 * "a" there and "b" here"; empty where there is none. Printable UTF-8. Returns `out`. */
const char *siblings_difference(const struct sip_message *refused, const struct sip_message *accepted, char *out,
                                size_t size);

#endif
