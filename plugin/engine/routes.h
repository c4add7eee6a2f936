/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Where a request within a dialog has to go: the remote target off the Contact, the route set off the Record-Route of
 * the response that made the dialog, in reverse, by loose or strict routing (RFC 3261 12.1.2, 12.2.1.1).
 */
#ifndef SIPDIAG_ROUTES_H
#define SIPDIAG_ROUTES_H

#include "faults.h"
#include "hosts.h"

#define MAX_ROUTES 12

struct route {
    struct slice text; /* the URI alone */
    struct sip_uri uri;
    bool loose;  /* has lr (16.12) */
    bool paired; /* r2=on: one of the two that a proxy with two addresses records */
};

struct route_set {
    unsigned count;
    bool unreadable; /* malformed, or more than MAX_ROUTES: nothing can be held against anybody */
    struct route items[MAX_ROUTES];
};

/* Reads the values of Route or Record-Route rows that are joined with commas; in their order, or reversed. */
void route_set_read(struct route_set *set, struct slice rows, bool reversed);

/* What a request has to carry and where it has to go. */
struct due {
    bool known;               /* a Contact, and what there is can be read */
    struct slice request_uri; /* the remote target, or the first route where that is strict */
    struct sip_uri target;    /* the remote target, parsed */
    struct slice target_text;
    struct route_set routes; /* the route set */
    bool strict;             /* its first one has no lr */
    struct slice next_hop_text;
    struct sip_uri next_hop; /* 8.1.2: the first route, else the remote target */
};

/* `contact`: the first value of the header; `record_route`: all of its values, as in the response. */
void due_read(struct due *due, struct slice contact, struct slice record_route);

/* The first `passed` routes lie behind. */
void due_pass(struct due *due, unsigned passed);

/* How a request misses what was due. */
enum route_flaw {
    ROUTE_FITS,
    ROUTE_STRICT_AS_LOOSE, /* the first route has no lr, and its URI is not the Request-URI */
    ROUTE_LOOSE_AS_STRICT, /* the first route has lr, its URI is the Request-URI, and the Contact ends the Route */
    ROUTE_HALF_A_PAIR,     /* one of two Record-Routes of a proxy is missing */
    ROUTE_MISSING,         /* no Route at all */
    ROUTE_REVERSED,        /* in the order of Record-Route */
    ROUTE_DIFFERS,
    ROUTE_TARGET, /* the Request-URI is not the Contact */
};

/* `first_hop`: it comes from the party that built it; behind a proxy, the routes that lie behind are gone. */
enum route_flaw due_compare(const struct due *due, struct slice request_uri, const struct route_set *came,
                            bool first_hop);

/* Do both lead to the same place: user, host and port? Parameters do not count, nor does an escape more or less. */
bool uri_same_place(const struct sip_uri *a, const struct sip_uri *b);

/* The transport that a URI asks for by its scheme or its parameter (19.1.1); TRANSPORT_UNKNOWN: leaves it open. */
enum transport uri_transport(const struct sip_uri *uri);

/* The host that a request goes to by this URI: maddr, where it has one (19.1.1). */
struct slice uri_destination(const struct sip_uri *uri);

/* Its port; where it has none, 5060, or 5061 for TLS (19.1.2). */
uint16_t uri_port(const struct sip_uri *uri);

/* Prints "sip:a@h via sip:p1;lr, sip:p2;lr", for people. Returns `out`. */
const char *due_print(const struct due *due, char *out, size_t size);

#endif
