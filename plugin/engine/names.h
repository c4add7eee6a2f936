/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What the capture shows of DNS: which names were asked for, which addresses they have, and which could not be found.
 * SIP finds its next hop by these (RFC 3263).
 */
#ifndef SIPDIAG_NAMES_H
#define SIPDIAG_NAMES_H

#include "endpoints.h"
#include "slice.h"

#define NAME_ADDRESSES 4

/* All that is known about the addresses of one name. */
struct name {
    GList place; /* among the names by when there was something new */
    struct slice text;
    int64_t asked;         /* the first query for an address since the newest answer; 0: none */
    struct endpoint asker; /* who asked last, or was answered */
    uint32_t asked_frame;
    int64_t answered; /* the newest answer, of whatever kind; 0: none */
    int64_t failed;   /* the newest answer that brought no address; 0: none */
    uint32_t failed_frame;
    uint16_t rcode; /* of that one; 0 (NOERROR) without an address is a failure, too */
    uint8_t count;
    struct endpoint addresses[NAME_ADDRESSES]; /* without ports, newest last */
};

struct names;

struct names *names_new(wmem_allocator_t *allocator);

/* A query for an address of that name. */
void names_learn_query(struct names *names, struct slice name, const struct endpoint *asker, uint32_t frame,
                       int64_t time);

/* An answer to one: the addresses that it brings, none where it failed. */
void names_learn_answer(struct names *names, struct slice name, const struct endpoint *asker, uint16_t rcode,
                        const struct endpoint *addresses, unsigned count, uint32_t frame, int64_t time);

/* An answer that there is no IPv6 address: it says nothing about the name but that somebody answers. */
void names_learn_empty(struct names *names, struct slice name, int64_t time);

/* NULL where the capture has nothing about it. Case does not count, nor does a dot at the end. */
const struct name *names_find(const struct names *names, struct slice name);

/* Does the capture show that this host, a name or an address, is at that address? */
bool names_is_at(const struct names *names, struct slice host, const struct endpoint *address);

/* "NXDOMAIN", "SERVFAIL" ...; "no address" for NOERROR. */
const char *names_rcode(uint16_t rcode);

#endif
