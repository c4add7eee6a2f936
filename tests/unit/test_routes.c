/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "routes.h"
#include "support.h"

static struct sip_uri uri_of(const char *text)
{
    struct sip_uri uri;

    sip_uri_parse(&uri, slice_from_string(text));
    return uri;
}

static void same_place(void)
{
    /* clang-format off */
    static const struct {
        const char *a, *b;
        bool same;
    } rows[] = {
        {"sip:b@192.0.2.98", "sip:b@192.0.2.98", true},
        {"sip:b@192.0.2.98", "sip:b@192.0.2.98:5060", true},
        {"sip:b@192.0.2.98", "sip:b@192.0.2.98:5062", false},
        {"sip:b@192.0.2.98:5062", "sip:b@192.0.2.98:05062", true},
        {"sip:b@192.0.2.98", "sip:b@192.0.2.99", false},
        {"sip:b@192.0.2.98", "sip:b@192.0.2.98;transport=tcp;ob", true},
        {"sip:b@192.0.2.98", "sip:b@192.0.2.98?Subject=x", true},
        {"sip:b@192.0.2.98", "SIP:b@192.0.2.98", true},
        {"sip:b@192.0.2.98", "sip:B@192.0.2.98", false},
        {"sip:b@192.0.2.98", "sip:192.0.2.98", false},
        {"sip:b@192.0.2.98", "sip:bb@192.0.2.98", false},
        {"sip:%62@192.0.2.98", "sip:b@192.0.2.98", true},
        {"sip:%2a@192.0.2.98", "sip:%2A@192.0.2.98", true},
        {"sip:%zz@192.0.2.98", "sip:%zz@192.0.2.98", true},
        {"sip:b%@192.0.2.98", "sip:b@192.0.2.98", false},
        {"sip:b@PBX.example.com", "sip:b@pbx.EXAMPLE.com", true},
        {"sip:b@pbx.example.com", "sip:b@example.com", false},
        {"sip:b@[2001:db8::1]", "sip:b@[2001:DB8:0:0::1]:5060", true},
        {"sip:b@[2001:db8::1]", "sip:b@[2001:db8::2]", false},
        {"sip:b@192.0.2.98", "tel:+1", false},
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct sip_uri a = uri_of(rows[i].a), b = uri_of(rows[i].b);

        g_test_message("%s, %s", rows[i].a, rows[i].b);
        g_assert_cmpint(uri_same_place(&a, &b), ==, rows[i].same);
        g_assert_cmpint(uri_same_place(&b, &a), ==, rows[i].same);
    }
}

static void ports_and_transports(void)
{
    /* clang-format off */
    static const struct {
        const char *uri;
        enum transport transport;
        uint16_t port;
    } rows[] = {
        {"sip:h", TRANSPORT_UNKNOWN, 5060},
        {"sip:h:5062", TRANSPORT_UNKNOWN, 5062},
        {"sip:h:0", TRANSPORT_UNKNOWN, 5060},
        {"sip:h:65536", TRANSPORT_UNKNOWN, 5060},
        {"sip:h;transport=udp", TRANSPORT_UDP, 5060},
        {"sip:h;transport=TCP", TRANSPORT_TCP, 5060},
        {"sip:h;lr;Transport=tcp", TRANSPORT_TCP, 5060},
        {"sip:h;transport=tls", TRANSPORT_TLS, 5061},
        {"sip:h:5060;transport=tls", TRANSPORT_TLS, 5060},
        {"sip:h;transport=sctp", TRANSPORT_SCTP, 5060},
        {"sip:h;transport=ws", TRANSPORT_WS, 5060},
        {"sip:h;transport=wss", TRANSPORT_WSS, 5060},
        {"sip:h;transport=pigeon", TRANSPORT_UNKNOWN, 5060},
        {"sip:h;transport", TRANSPORT_UNKNOWN, 5060},
        {"sips:h", TRANSPORT_TLS, 5061},
        {"sips:h;transport=tcp", TRANSPORT_TLS, 5061},
        {"sips:h:5070", TRANSPORT_TLS, 5070},
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct sip_uri uri = uri_of(rows[i].uri);

        g_test_message("%s", rows[i].uri);
        g_assert_cmpint(uri_transport(&uri), ==, rows[i].transport);
        g_assert_cmpuint(uri_port(&uri), ==, rows[i].port);
    }
}

/* "uri uri+lr uri+r2+lr". */
static char *print_routes(const struct route_set *set)
{
    GString *out = g_string_new(set->unreadable ? "?" : "");

    for (unsigned i = 0; i < set->count && !set->unreadable; i++)
        g_string_append_printf(out, "%s%.*s%s%s", i ? " " : "", (int)set->items[i].text.len, set->items[i].text.at,
                               set->items[i].loose ? "+lr" : "", set->items[i].paired ? "+r2" : "");
    return g_string_free(out, FALSE);
}

#define TEN(x) x x x x x x x x x x

static void route_sets(void)
{
    /* clang-format off */
    static const struct {
        const char *rows, *forward, *reversed;
    } rows[] = {
        {"", "", ""},
        {" ", "", ""},
        {"<sip:p;lr>", "sip:p;lr+lr", "sip:p;lr+lr"},
        {"<sip:p>", "sip:p", "sip:p"},
        {"<sip:p;lr>, <sip:q>", "sip:p;lr+lr sip:q", "sip:q sip:p;lr+lr"},
        {"<sip:p;lr=on> , \"Q, or so\" <sip:q;LR>,<sip:r;r2=on;lr>", "sip:p;lr=on+lr sip:q;LR+lr sip:r;r2=on;lr+lr+r2",
         "sip:r;r2=on;lr+lr+r2 sip:q;LR+lr sip:p;lr=on+lr"},
        /* parameters of the header are none of the URI's */
        {"<sip:p>;lr;r2=on", "sip:p", "sip:p"},
        {"<sip:p;clr>", "sip:p;clr", "sip:p;clr"},
        {"<tel:+1>", "?", "?"},
        {"<sip:p;lr>, x", "?", "?"},
        {"<sip:>", "?", "?"},
        {TEN("<sip:p>,") "<sip:p>", "sip:p sip:p sip:p sip:p sip:p sip:p sip:p sip:p sip:p sip:p sip:p",
         "sip:p sip:p sip:p sip:p sip:p sip:p sip:p sip:p sip:p sip:p sip:p"},
        {TEN("<sip:p>,") "<sip:p>,<sip:p>,<sip:p>", "?", "?"},
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct copy copy = copy_of(rows[i].rows, strlen(rows[i].rows));
        static struct route_set set;
        char *out;

        g_test_message("%s", rows[i].rows);
        route_set_read(&set, slice_of(copy.bytes, copy.len), false);
        g_assert_cmpuint(set.count, <=, MAX_ROUTES);
        out = print_routes(&set);
        g_assert_cmpstr(out, ==, rows[i].forward);
        g_free(out);
        route_set_read(&set, slice_of(copy.bytes, copy.len), true);
        out = print_routes(&set);
        g_assert_cmpstr(out, ==, rows[i].reversed);
        g_free(out);
        free(copy.bytes);
    }
}

static const char *flaw_name(enum route_flaw flaw)
{
    static const char *const names[] = {"fits",    "strict as loose", "loose as strict", "half a pair",
                                        "missing", "reversed",        "differs",         "target"};
    return names[flaw];
}

#define B   "<sip:b@192.0.2.98>"
#define P   "<sip:192.0.2.112;lr>"
#define Q   "<sip:192.0.2.113;lr>"
#define S   "<sip:192.0.2.115>" /* strict */
#define IN  "<sip:10.0.0.80;r2=on;lr>"
#define OUT "<sip:192.0.2.112;r2=on;lr>"
#define URI "sip:b@192.0.2.98"

/* clang-format off */
/* Contact and Record-Route of the response; Request-URI and Route of the request. */
static const struct compared {
    const char *contact, *record_route, *uri, *route;
    bool first_hop;
    const char *flaw;
} compared[] = {
    {B, "", URI, "", true, "fits"},
    {B, P, URI, P, true, "fits"},
    {B, P ", " Q, URI, Q "," P, true, "fits"},
    {B, P, "sip:b@192.0.2.98:5060;x=y", "<sip:192.0.2.112:5060;lr;x=y>", true, "fits"},
    {B, "<sip:p.example.com;lr>", URI, "<sip:P.Example.com;lr>", true, "fits"},
    {"b <sip:b@192.0.2.98>;expires=60, <sip:c@192.0.2.99>", "", URI, "", true, "fits"},
    /* strict routing as it should be */
    {B, S, "sip:192.0.2.115", B, true, "fits"},
    {B, P ", " S, "sip:192.0.2.115", P "," B, true, "fits"},
    /* each flaw */
    {B, S, URI, S, true, "strict as loose"},
    {B, S, URI, "", true, "strict as loose"},
    {B, P, "sip:192.0.2.112;lr", B, true, "loose as strict"},
    {B, Q "," P, "sip:192.0.2.112;lr", Q "," B, true, "loose as strict"},
    {B, IN "," OUT, URI, OUT, true, "half a pair"},
    {B, IN "," OUT, URI, IN, true, "half a pair"},
    {B, Q "," IN "," OUT, URI, OUT "," Q, true, "half a pair"},
    {B, P, URI, "", true, "missing"},
    {B, IN "," OUT, URI, "", true, "missing"},
    {B, P "," Q, URI, P "," Q, true, "reversed"},
    {B, P "," Q, URI, P, true, "differs"},
    {B, P, URI, Q, true, "differs"},
    {B, P, URI, "<sip:192.0.2.112:5070;lr>", true, "differs"},
    {B, P, URI, P "," Q, true, "differs"},
    {B, "", URI, P, true, "differs"},
    {B, IN "," OUT, URI, Q, true, "differs"},
    {B, "", "sip:bob@example.com", "", true, "target"},
    {B, P, "sip:bob@example.com", P, true, "target"},
    {B, P, "sip:b@192.0.2.98:5062", P, true, "target"},
    /* the routes come before the target */
    {B, P, "sip:bob@example.com", "", true, "missing"},
    /* behind a proxy */
    {B, P, URI, "", false, "fits"},
    {B, P "," Q, URI, P, false, "fits"},
    {B, P, "sip:bob@example.com", "", false, "target"},
    {B, S, URI, "", false, "fits"},
    {B, P, "sip:192.0.2.112;lr", B, false, "loose as strict"},
    /* a strict one further on, which rewrites both */
    {B, S "," P, "sip:192.0.2.115", B, false, "fits"},
    {B, S "," P, URI, P "," S, true, "fits"},
    /* nothing to go by */
    {"", P, URI, "", true, "fits"},
    {B, "<tel:+1>", URI, "", true, "fits"},
    {B, P, URI, "<tel:+1>", true, "fits"},
};
/* clang-format on */

static void comparisons(void)
{
    for (size_t i = 0; i < G_N_ELEMENTS(compared); i++) {
        const struct compared *c = &compared[i];
        static struct route_set came;
        static struct due due;

        g_test_message("%s, %s; %s, %s", c->contact, c->record_route, c->uri, c->route);
        due_read(&due, slice_from_string(c->contact), slice_from_string(c->record_route));
        route_set_read(&came, slice_from_string(c->route), false);
        g_assert_cmpstr(flaw_name(due_compare(&due, slice_from_string(c->uri), &came, c->first_hop)), ==, c->flaw);
    }
}

static void all_flaws_reached(void)
{
    for (enum route_flaw flaw = ROUTE_FITS; flaw <= ROUTE_TARGET; flaw++) {
        bool found = false;

        for (size_t i = 0; i < G_N_ELEMENTS(compared); i++)
            found |= strcmp(compared[i].flaw, flaw_name(flaw)) == 0;
        g_assert_true(found);
    }
}

static void what_is_due(void)
{
    /* clang-format off */
    static const struct {
        const char *contact, *record_route;
        unsigned passed;
        bool known, strict;
        const char *request_uri, *next_hop, *text;
    } rows[] = {
        {B, "", 0, true, false, URI, URI, URI},
        {"sip:b@192.0.2.98;expires=60", "", 0, true, false, URI, URI, URI},
        {B, P "," Q, 0, true, false, URI, "sip:192.0.2.113;lr",
         URI " by way of sip:192.0.2.113;lr, sip:192.0.2.112;lr"},
        {B, P "," Q, 1, true, false, URI, "sip:192.0.2.112;lr", URI " by way of sip:192.0.2.112;lr"},
        {B, P "," Q, 2, true, false, URI, URI, URI},
        {B, S, 0, true, true, "sip:192.0.2.115", "sip:192.0.2.115", URI " by way of sip:192.0.2.115"},
        {B, S "," P, 0, true, false, URI, "sip:192.0.2.112;lr", URI " by way of sip:192.0.2.112;lr, sip:192.0.2.115"},
        {B, S "," P, 1, true, true, "sip:192.0.2.115", "sip:192.0.2.115", URI " by way of sip:192.0.2.115"},
        {"", "", 0, false, false, "", "", ""},
        {B, "x", 0, false, false, URI, URI, URI},
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        static struct due due;
        char text[200];

        g_test_message("%s, %s", rows[i].contact, rows[i].record_route);
        due_read(&due, slice_from_string(rows[i].contact), slice_from_string(rows[i].record_route));
        if (rows[i].passed)
            due_pass(&due, rows[i].passed);
        g_assert_cmpint(due.known, ==, rows[i].known);
        g_assert_cmpint(due.strict, ==, rows[i].strict);
        assert_slice(due.request_uri, rows[i].request_uri);
        assert_slice(due.next_hop_text, rows[i].next_hop);
        g_assert_cmpstr(due_print(&due, text, sizeof text), ==, rows[i].text);
    }
}

/* Whatever room there is, it is filled and no more. */
static void little_room(void)
{
    static struct due due;

    due_read(&due, slice_from_string(B), slice_from_string(TEN(P ",") P));
    for (size_t size = 1; size < 64; size++) {
        char *out = g_malloc(size);

        due_print(&due, out, size);
        g_assert_cmpuint(strlen(out), <, size);
        g_assert_true(g_utf8_validate(out, -1, NULL));
        g_free(out);
    }
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/routes/same place", same_place);
    g_test_add_func("/routes/ports and transports", ports_and_transports);
    g_test_add_func("/routes/route sets", route_sets);
    g_test_add_func("/routes/comparisons", comparisons);
    g_test_add_func("/routes/all flaws reached", all_flaws_reached);
    g_test_add_func("/routes/what is due", what_is_due);
    g_test_add_func("/routes/little room", little_room);
    return run_tests();
}
