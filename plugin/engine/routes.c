/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes.h"

#include "chars.h"
#include "params.h"

static bool uri_param(const struct sip_uri *uri, const char *name, struct slice *value)
{
    struct slice rest = uri->params;
    struct flaw flaw = {0};
    struct param param;

    while (param_next(&rest, &param, &flaw)) {
        if (!slice_is_nocase(param.name, name))
            continue;
        *value = param.value;
        return true;
    }
    return false;
}

static void route_read(struct route *route, const struct name_addr *na)
{
    struct slice value;

    route->text = na->uri_text;
    route->uri = na->uri;
    route->loose = uri_param(&na->uri, "lr", &value);
    route->paired = uri_param(&na->uri, "r2", &value);
}

void route_set_read(struct route_set *set, struct slice rows, bool reversed)
{
    struct name_addr na;

    set->count = 0;
    set->unreadable = false;
    for (rows = slice_trim(rows); rows.len && !set->unreadable; rows = slice_trim(rows)) {
        name_addr_parse(&na, &rows, false);
        /* without brackets, lr is a parameter of the header, and nobody knows what was meant (20.30) */
        if (set->count == MAX_ROUTES || !na.uri.is_sip || !na.uri.host.len || !na.bracketed)
            set->unreadable = true;
        else
            route_read(&set->items[set->count++], &na);
    }
    for (unsigned i = 0; reversed && i < set->count / 2; i++) {
        struct route other = set->items[i];
        set->items[i] = set->items[set->count - 1 - i];
        set->items[set->count - 1 - i] = other;
    }
}

static void head_for(struct due *due)
{
    const struct route *first = due->routes.count ? &due->routes.items[0] : NULL;

    due->strict = first && !first->loose;
    due->request_uri = due->strict ? first->text : due->target_text;
    due->next_hop_text = first ? first->text : due->target_text;
    due->next_hop = first ? first->uri : due->target;
}

void due_read(struct due *due, struct slice contact, struct slice record_route)
{
    struct name_addr na;

    name_addr_parse(&na, &contact, false);
    route_set_read(&due->routes, record_route, true);
    due->target = na.uri;
    due->target_text = na.uri_text;
    due->known = na.uri_text.len > 0 && !due->routes.unreadable;
    head_for(due);
}

void due_pass(struct due *due, unsigned passed)
{
    due->routes.count -= passed;
    memmove(due->routes.items, due->routes.items + passed, due->routes.count * sizeof *due->routes.items);
    head_for(due);
}

uint16_t uri_port(const struct sip_uri *uri)
{
    return host_port(uri->port,
                     slice_is_nocase(uri->scheme, "sips") || uri_transport(uri) == TRANSPORT_TLS ? 5061 : 5060);
}

static bool same_host(struct slice a, struct slice b)
{
    struct endpoint x, y;

    if (slice_equal_nocase(a, b))
        return true;
    return host_address(a, &x) && host_address(b, &y) && endpoint_same_host(&x, &y);
}

/* The next octet, an escape taken for what it stands for. */
static int next_octet(struct slice *s)
{
    int octet;

    if (s->len == 0)
        return -1;
    octet = (unsigned char)s->at[0];
    if (octet == '%' && s->len >= 3 && char_is(s->at[1], C_HEX) && char_is(s->at[2], C_HEX)) {
        octet = g_ascii_xdigit_value(s->at[1]) * 16 + g_ascii_xdigit_value(s->at[2]);
        *s = slice_from(*s, 2);
    }
    *s = slice_from(*s, 1);
    return octet;
}

static bool same_user(struct slice a, struct slice b)
{
    int x, y;

    do {
        x = next_octet(&a);
        y = next_octet(&b);
    } while (x == y && x >= 0);
    return x == y;
}

bool uri_same_place(const struct sip_uri *a, const struct sip_uri *b)
{
    if (!a->is_sip || !b->is_sip)
        return slice_equal_nocase(a->scheme, b->scheme); /* what else is the same there is not for SIP to say */
    return same_user(a->user, b->user) && same_host(a->host, b->host) &&
           (host_port(a->port, 5060) == host_port(b->port, 5060) || uri_port(a) == uri_port(b));
}

enum transport uri_transport(const struct sip_uri *uri)
{
    static const struct {
        const char *name;
        enum transport transport;
    } names[] = {{"udp", TRANSPORT_UDP},   {"tcp", TRANSPORT_TCP}, {"tls", TRANSPORT_TLS},
                 {"sctp", TRANSPORT_SCTP}, {"ws", TRANSPORT_WS},   {"wss", TRANSPORT_WSS}};
    struct slice value;

    if (uri_param(uri, "transport", &value))
        for (size_t i = 0; i < G_N_ELEMENTS(names); i++)
            if (slice_is_nocase(value, names[i].name))
                return names[i].transport == TRANSPORT_TCP && slice_is_nocase(uri->scheme, "sips") ? TRANSPORT_TLS
                                                                                                   : names[i].transport;
    return slice_is_nocase(uri->scheme, "sips") ? TRANSPORT_TLS : TRANSPORT_UNKNOWN;
}

struct slice uri_destination(const struct sip_uri *uri)
{
    struct slice maddr;

    return uri_param(uri, "maddr", &maddr) && maddr.len ? maddr : uri->host;
}

static bool same_route(const struct route *a, const struct route *b)
{
    return same_host(a->uri.host, b->uri.host) && uri_port(&a->uri) == uri_port(&b->uri);
}

/* Is `came` the end of the list that begins behind the first `skip`? */
static bool equal_from(const struct route_set *routes, unsigned skip, const struct route_set *came, bool backwards)
{
    if (came->count != routes->count - skip)
        return false;
    for (unsigned i = 0; i < came->count; i++)
        if (!same_route(&routes->items[skip + i], &came->items[backwards ? came->count - 1 - i : i]))
            return false;
    return true;
}

/* All of the list but for one of two neighbours that are a pair. */
static bool lacks_half_a_pair(const struct route_set *routes, const struct route_set *came)
{
    for (unsigned left_out = 0; left_out < routes->count && came->count + 1 == routes->count; left_out++) {
        bool equal = routes->items[left_out].paired;

        for (unsigned i = 0; equal && i < came->count; i++)
            equal = same_route(&routes->items[i < left_out ? i : i + 1], &came->items[i]);
        if (equal)
            return true;
    }
    return false;
}

static enum route_flaw compare_strict(const struct due *due, const struct sip_uri *uri)
{
    return uri_same_place(uri, &due->routes.items[0].uri) ? ROUTE_FITS : ROUTE_STRICT_AS_LOOSE;
}

static enum route_flaw compare_routes(const struct due *due, const struct route_set *came)
{
    if (equal_from(&due->routes, 0, came, false))
        return ROUTE_FITS;
    if (came->count == 0)
        return ROUTE_MISSING;
    if (lacks_half_a_pair(&due->routes, came))
        return ROUTE_HALF_A_PAIR;
    return equal_from(&due->routes, 0, came, true) ? ROUTE_REVERSED : ROUTE_DIFFERS;
}

enum route_flaw due_compare(const struct due *due, struct slice request_uri, const struct route_set *came,
                            bool first_hop)
{
    enum route_flaw flaw = ROUTE_FITS;
    struct sip_uri uri;

    if (!due->known || came->unreadable)
        return ROUTE_FITS;
    sip_uri_parse(&uri, request_uri);
    if (due->strict)
        return first_hop ? compare_strict(due, &uri) : ROUTE_FITS;
    for (unsigned i = 0; i < due->routes.count; i++)
        if (!due->routes.items[i].loose)
            return ROUTE_FITS; /* a strict router on the way rewrites both (16.6 step 6) */
    if (due->routes.count && came->count && uri_same_place(&uri, &due->routes.items[0].uri) &&
        uri_same_place(&came->items[came->count - 1].uri, &due->target) && !uri_same_place(&uri, &due->target))
        return ROUTE_LOOSE_AS_STRICT;
    if (first_hop)
        flaw = compare_routes(due, came);
    if (flaw == ROUTE_FITS && !uri_same_place(&uri, &due->target))
        flaw = ROUTE_TARGET;
    return flaw;
}

const char *due_print(const struct due *due, char *out, size_t size)
{
    char text[96];

    out[0] = '\0';
    text_append(out, size, "%s", slice_print(due->target_text, text, sizeof text));
    for (unsigned i = 0; i < due->routes.count; i++)
        text_append(out, size, "%s%s", i ? ", " : " by way of ",
                    slice_print(due->routes.items[i].text, text, sizeof text));
    return out;
}
