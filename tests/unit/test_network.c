/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Hosts and their addresses, what DNS says of names, and what the network says of packets.
 */
#include "hosts.h"
#include "names.h"
#include "obstacles.h"
#include "support.h"

/* Hosts. */

static const struct endpoint asker = {4, {192, 0, 2, 97}, 0};

static void addresses(void)
{
    /* clang-format off */
    static const struct {
        const char *host, *printed; /* NULL: no address */
    } rows[] = {
        {"192.0.2.1", "192.0.2.1:0"},
        {"[2001:db8::1]", "[2001:db8::1]:0"},
        {"2001:DB8:0::1", "[2001:db8::1]:0"}, /* as in received= (20.42) */
        {"[::ffff:192.0.2.1]", "[::ffff:192.0.2.1]:0"},
        {"0.0.0.0", "0.0.0.0:0"},
        {"192.0.2.256", NULL},
        {"192.0.2", NULL},
        {"192.0.2.1.5", NULL},
        {"192.0.2.1 ", NULL},
        {"1234", NULL},
        {"", NULL},
        {"[]", NULL},
        {"[", NULL},
        {"[2001:db8::1", NULL},
        {"[2001:db8::1::2]", NULL},
        {"[example.com]", NULL},
        {"example.com", NULL},
        {"abcd", NULL},
        {"0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000:0000", NULL},
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct copy copy = copy_of(rows[i].host, strlen(rows[i].host));
        char text[ENDPOINT_TEXT_SIZE];
        struct endpoint e;

        g_test_message("%s", rows[i].host);
        g_assert_cmpint(host_address(slice_of(copy.bytes, copy.len), &e), ==, rows[i].printed != NULL);
        g_assert_cmpint(e.len != 0, ==, rows[i].printed != NULL);
        if (rows[i].printed)
            g_assert_cmpstr(endpoint_print(&e, text), ==, rows[i].printed);
        free(copy.bytes);
    }
}

static void ports(void)
{
    static const struct {
        const char *digits;
        uint16_t port;
    } rows[] = {
        {"5062", 5062}, {"05062", 5062}, {"1", 1},     {"65535", 65535}, {"65536", 9},
        {"0", 9},       {"", 9},         {"5062x", 9}, {"-1", 9},        {"99999999999999999999999", 9},
    };

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpuint(host_port(slice_from_string(rows[i].digits), 9), ==, rows[i].port);
}

static void confined(void)
{
    /* clang-format off */
    static const struct {
        const char *host, *kind;
    } rows[] = {
        {"9.255.255.255", NULL},
        {"10.0.0.0", "a private address"},
        {"10.255.255.255", "a private address"},
        {"11.0.0.0", NULL},
        {"172.15.255.255", NULL},
        {"172.16.0.0", "a private address"},
        {"172.31.255.255", "a private address"},
        {"172.32.0.0", NULL},
        {"192.167.255.255", NULL},
        {"192.168.0.0", "a private address"},
        {"192.168.255.255", "a private address"},
        {"192.169.0.0", NULL},
        {"100.63.255.255", NULL},
        {"100.64.0.0", "a carrier's shared address"},
        {"100.127.255.255", "a carrier's shared address"},
        {"100.128.0.0", NULL},
        {"169.254.1.1", "a link-local address"},
        {"169.255.0.0", NULL},
        {"127.0.0.1", "a loopback address"},
        {"127.255.255.255", "a loopback address"},
        {"128.0.0.0", NULL},
        {"0.0.0.0", "an unspecified address"},
        {"0.0.0.1", NULL},
        {"192.0.2.1", NULL},
        {"[fbff::1]", NULL},
        {"[fc00::1]", "a private address"},
        {"[fdff::1]", "a private address"},
        {"[fe00::1]", NULL},
        {"[fe80::1]", "a link-local address"},
        {"[febf::1]", "a link-local address"},
        {"[fec0::1]", NULL},
        {"[::1]", "a loopback address"},
        {"[::]", "an unspecified address"},
        {"[::2]", NULL},
        {"[2001:db8::1]", NULL},
    };
    /* clang-format on */

    for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
        struct endpoint e;

        g_test_message("%s", rows[i].host);
        g_assert_true(host_address(slice_from_string(rows[i].host), &e));
        g_assert_cmpstr(endpoint_confined(&e), ==, rows[i].kind);
    }
    g_assert_null(endpoint_confined(&(struct endpoint){0}));
}

/* Names. */

static const struct name *find(const struct names *names, const char *text)
{
    return names_find(names, slice_from_string(text));
}

static void learn(struct names *names, const char *text, char letter, int64_t time)
{
    struct endpoint address = host(letter);

    names_learn_answer(names, slice_from_string(text), &asker, 0, &address, 1, 7, time);
}

static void names_are_learnt(void)
{
    wmem_allocator_t *allocator = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    struct names *names = names_new(allocator);
    struct endpoint a = host('a'), b = host('b');
    const struct name *name;

    g_assert_null(find(names, "h.example.com"));
    g_assert_false(names_is_at(names, slice_from_string("h.example.com"), &a));
    names_learn_query(names, slice_from_string("H.example.com."), &asker, 3, 30);
    name = find(names, "h.EXAMPLE.com");
    g_assert_nonnull(name);
    g_assert_cmpint(name->asked, ==, 30);
    g_assert_cmpuint(name->asked_frame, ==, 3);
    g_assert_cmpint(name->answered, ==, 0);
    g_assert_cmpint(name->failed, ==, 0);

    names_learn_answer(names, slice_from_string("h.example.com"), &asker, 3, NULL, 0, 4, 40);
    g_assert_cmpint(name->answered, ==, 40);
    g_assert_cmpint(name->failed, ==, 40);
    g_assert_cmpuint(name->failed_frame, ==, 4);
    g_assert_cmpuint(name->rcode, ==, 3);
    g_assert_cmpuint(name->count, ==, 0);

    learn(names, "h.example.com", 'a', 50);
    g_assert_cmpint(name->answered, ==, 50);
    g_assert_cmpint(name->failed, ==, 40);
    g_assert_true(names_is_at(names, slice_from_string("H.Example.Com."), &a));
    g_assert_false(names_is_at(names, slice_from_string("h.example.com"), &b));
    /* without its port; an address is where it is */
    a.port = 9;
    g_assert_true(names_is_at(names, slice_from_string("h.example.com"), &a));
    g_assert_true(names_is_at(names, slice_from_string("192.0.2.97"), &a));
    g_assert_false(names_is_at(names, slice_from_string("192.0.2.97"), &b));
    wmem_destroy_allocator(allocator);
}

static void addresses_of_a_name(void)
{
    wmem_allocator_t *allocator = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    struct names *names = names_new(allocator);
    struct endpoint first = host('a'), newest = host('f');

    for (char letter = 'a'; letter <= 'f'; letter++) {
        learn(names, "h", letter, letter);
        learn(names, "h", letter, letter); /* once */
    }
    g_assert_cmpuint(find(names, "h")->count, ==, NAME_ADDRESSES);
    g_assert_true(endpoint_same_host(&find(names, "h")->addresses[NAME_ADDRESSES - 1], &newest));
    g_assert_false(names_is_at(names, slice_from_string("h"), &first));
    wmem_destroy_allocator(allocator);
}

static void odd_names(void)
{
    wmem_allocator_t *allocator = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    struct names *names = names_new(allocator);
    char *longest = g_strnfill(70000, 'x'), *other = g_strnfill(70000, 'x');

    other[69999] = 'y';
    names_learn_query(names, SLICE_NONE, &asker, 1, 1);
    g_assert_null(names_find(names, SLICE_NONE));
    learn(names, ".", 'a', 1);
    g_assert_nonnull(find(names, "."));
    learn(names, longest, 'a', 1);
    g_assert_nonnull(find(names, longest));
    g_assert_null(find(names, other));
    g_free(longest);
    g_free(other);
    wmem_destroy_allocator(allocator);
}

#define MAX_NAMES 16384

static void too_many_names(void)
{
    wmem_allocator_t *allocator = wmem_allocator_new(WMEM_ALLOCATOR_BLOCK);
    struct names *names = names_new(allocator);
    char text[32];

    for (unsigned i = 0; i <= MAX_NAMES; i++) {
        g_snprintf(text, sizeof text, "h%u", i);
        names_learn_query(names, slice_from_string(text), &asker, i, i);
        g_assert_nonnull(find(names, text));
        if (i == MAX_NAMES / 2)
            learn(names, "h0", 'a', i);
    }
    g_assert_null(find(names, "h1")); /* what has had nothing new for longest goes */
    g_assert_cmpuint(find(names, "h0")->count, ==, 1);
    g_assert_nonnull(find(names, "h2"));
    for (unsigned i = 0; i < MAX_NAMES; i++) {
        g_snprintf(text, sizeof text, "n%u", i);
        learn(names, text, 'a', i);
    }
    g_assert_null(find(names, "h0"));
    g_assert_nonnull(find(names, "n0"));
    wmem_destroy_allocator(allocator);
}

static void rcodes(void)
{
    g_assert_cmpstr(names_rcode(0), ==, "no address");
    g_assert_cmpstr(names_rcode(2), ==, "SERVFAIL");
    g_assert_cmpstr(names_rcode(3), ==, "NXDOMAIN");
    g_assert_cmpstr(names_rcode(5), ==, "REFUSED");
    g_assert_cmpstr(names_rcode(6), ==, "an error");
    g_assert_cmpstr(names_rcode(65535), ==, "an error");
}

/* Obstacles. */

#define ANY (OBSTACLE_ICMP | OBSTACLE_REFUSED | OBSTACLE_UNHEARD | OBSTACLE_RESET)

static struct endpoint at(char letter, uint16_t port)
{
    struct endpoint e = host(letter);

    e.port = port;
    return e;
}

/* clang-format off */
/* What the capture says (as in support.h), and who asks for what; the answer is "kind frame count", or "-". */
static const struct {
    const char *name, *script, *from, *to; /* "letter port", the port 0 for any */
    unsigned kinds;
    bool stream;
    double since, until;
    const char *found;
} obstacle_rows[] = {
    {"nothing", "0 tick\n", "a 0", "b 5060", ANY, false, 0, 9, "-"},
    {"an ICMP error", "1 ab icmp\n", "a 0", "b 5060", ANY, false, 0, 9, "icmp 1 1"},
    {"by its port", "1 ab icmp sp=7\n", "a 7", "b 5060", ANY, false, 0, 9, "icmp 1 1"},
    {"from another port", "1 ab icmp sp=7\n", "a 8", "b 5060", ANY, false, 0, 9, "-"},
    {"to another port", "1 ab icmp\n", "a 0", "b 5061", ANY, false, 0, 9, "-"},
    {"from another host", "1 ab icmp\n", "c 0", "b 5060", ANY, false, 0, 9, "-"},
    {"to another host", "1 ab icmp\n", "a 0", "c 5060", ANY, false, 0, 9, "-"},
    {"the other way", "1 ab icmp\n", "b 0", "a 5060", ANY, false, 0, 9, "-"},
    {"of another kind", "1 ab icmp\n", "a 0", "b 5060", ANY & ~OBSTACLE_ICMP, false, 0, 9, "-"},
    {"of another transport", "1 ab icmp\n", "a 0", "b 5060", ANY, true, 0, 9, "-"},
    {"about TCP", "1 ab.tcp icmp\n", "a 0", "b 5060", ANY, true, 0, 9, "icmp 1 1"},
    {"on the minute", "1 ab icmp\n", "a 0", "b 5060", ANY, false, 1, 1, "icmp 1 1"},
    {"before", "1 ab icmp\n", "a 0", "b 5060", ANY, false, 1.1, 9, "-"},
    {"after", "1 ab icmp\n", "a 0", "b 5060", ANY, false, 0, .9, "-"},
    {"the first of several", "1 ab icmp\n2 cb icmp\n3 ab icmp\n4 ab icmp\n", "a 0", "b 5060", ANY, false, 2, 9, "icmp "
     "3 1"},
    {"a SYN that waits", "1 ab syn sp=7\n", "a 0", "b 5060", ANY, true, 0, 9, "unheard 1 1"},
    {"SYNs that wait", "1 ab syn sp=7\n2 ab syn sp=7\n4 ab syn sp=7\n", "a 0", "b 5060", ANY, true, 0, 9, "unheard 1 "
     "3"},
    {"SYNs of two connections", "1 ab syn sp=7\n2 ab syn sp=8\n", "a 8", "b 5060", ANY, true, 0, 9, "unheard 2 1"},
    {"a SYN that was answered", "1 ab syn sp=7\n1.1 ba syn-ack dp=7\n", "a 0", "b 5060", ANY, true, 0, 9, "-"},
    {"another was answered", "1 ab syn sp=7\n1 ab syn sp=8\n1.1 ba syn-ack dp=8\n", "a 0", "b 5060", ANY, true, 0, 9,
     "unheard 1 1"},
    {"an answer to nothing", "1 ba syn-ack dp=7\n", "a 0", "b 5060", ANY, true, 0, 9, "-"},
    {"refused", "1 ab syn sp=7\n1.1 ba rst dp=7\n", "a 0", "b 5060", ANY, true, 0, 9, "refused 2 1"},
    {"refused at the second try", "1 ab syn sp=7\n2 ab syn sp=7\n2.1 ba rst dp=7\n", "a 0", "b 5060", ANY, true, 2, 9,
     "refused 3 2"},
    {"given up", "1 ab syn sp=7\n1.1 ab rst sp=7\n", "a 0", "b 5060", ANY, true, 0, 9, "unheard 1 1"},
    {"reset", "1 ab syn sp=7\n1.1 ba syn-ack dp=7\n3 ba rst dp=7\n", "a 7", "b 5060", ANY, true, 0, 9, "reset 3 1"},
    {"a connection from before the capture", "3 ba rst dp=7\n", "a 7", "b 5060", OBSTACLE_RESET, true, 0, 9, "reset 1 "
     "1"},
    {"a new connection from the same port", "1 ab syn sp=7\n1.1 ba rst dp=7\n2 ab syn sp=7\n", "a 7", "b 5060",
     OBSTACLE_UNHEARD, true, 0, 9, "unheard 3 1"},
};
/* clang-format on */

static struct endpoint endpoint_of(const char *text)
{
    return at(text[0], (uint16_t)atoi(text + 2));
}

static void obstacles_are_found(void)
{
    static const char *const kinds[] = {[OBSTACLE_ICMP] = "icmp",
                                        [OBSTACLE_REFUSED] = "refused",
                                        [OBSTACLE_UNHEARD] = "unheard",
                                        [OBSTACLE_RESET] = "reset"};
    const int64_t base = 1000000 * SECOND;

    for (size_t i = 0; i < G_N_ELEMENTS(obstacle_rows); i++) {
        struct endpoint from = endpoint_of(obstacle_rows[i].from), to = endpoint_of(obstacle_rows[i].to);
        const struct obstacle *found;
        struct play p;
        char *out;

        g_test_message("%s", obstacle_rows[i].name);
        play_script(&p, obstacle_rows[i].script);
        found =
            obstacles_find(capture_obstacles(p.capture), &from, &to, obstacle_rows[i].kinds, obstacle_rows[i].stream,
                           base + (int64_t)(obstacle_rows[i].since * 10 + .5) * (SECOND / 10),
                           base + (int64_t)(obstacle_rows[i].until * 10 + .5) * (SECOND / 10));
        out = found ? g_strdup_printf("%s %u %u", kinds[found->kind], found->frame, found->count) : g_strdup("-");
        g_assert_cmpstr(out, ==, obstacle_rows[i].found);
        g_free(out);
        play_close(&p);
    }
}

#define MAX_ENDPOINTS 65536
#define MAX_CHAIN     64

static unsigned frame_of(const struct obstacles *o, struct endpoint to, int64_t since)
{
    struct endpoint from = at('a', 0);
    const struct obstacle *found = obstacles_find(o, &from, &to, ANY, false, since, INT64_MAX);

    return found ? found->frame : 0;
}

/* Of one endpoint, the newest are kept. */
static void too_many_of_one(void)
{
    wmem_allocator_t *allocator = wmem_allocator_new(WMEM_ALLOCATOR_SIMPLE);
    struct obstacles *o = obstacles_new(allocator);
    struct endpoint a = at('a', 1), b = at('b', 5060);

    for (unsigned i = 1; i <= 3 * MAX_CHAIN; i++)
        obstacles_learn_icmp(o, &a, &b, false, i, i);
    g_assert_cmpuint(frame_of(o, b, 0), ==, 2 * MAX_CHAIN + 1);
    g_assert_cmpuint(frame_of(o, b, 3 * MAX_CHAIN), ==, 3 * MAX_CHAIN);
    wmem_destroy_allocator(allocator);
}

static struct endpoint numbered(uint32_t number)
{
    struct endpoint e = {4, {198, 18, (uint8_t)(number >> 8), (uint8_t)number}, (uint16_t)(1 + (number >> 16))};

    return e;
}

/* Of more endpoints than there is room for, those that were heard of last are kept. */
static void too_many_endpoints(void)
{
    wmem_allocator_t *allocator = wmem_allocator_new(WMEM_ALLOCATOR_BLOCK);
    struct obstacles *o = obstacles_new(allocator);
    struct endpoint a = at('a', 1);

    for (uint32_t i = 0; i < 2 * MAX_ENDPOINTS; i++) { /* connections that stand */
        struct endpoint e = numbered(i);
        obstacles_learn_syn(o, &a, &e, i, i);
        obstacles_learn_syn_ack(o, &e, &a);
    }
    for (uint32_t i = 0; i <= MAX_ENDPOINTS; i++) {
        struct endpoint e = numbered(i);
        obstacles_learn_icmp(o, &a, &e, false, i + 1, i);
        g_assert_cmpuint(frame_of(o, e, 0), ==, i + 1);
        if (i == MAX_ENDPOINTS / 2)
            obstacles_learn_icmp(o, &a, &(struct endpoint){4, {198, 18, 0, 0}, 1}, false, 9, i);
    }
    g_assert_cmpuint(frame_of(o, numbered(0), 1), ==, 9);
    g_assert_cmpuint(frame_of(o, numbered(1), 0), ==, 0);
    g_assert_cmpuint(frame_of(o, numbered(2), 0), ==, 3);
    wmem_destroy_allocator(allocator);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/network/addresses", addresses);
    g_test_add_func("/network/ports", ports);
    g_test_add_func("/network/confined", confined);
    g_test_add_func("/network/names", names_are_learnt);
    g_test_add_func("/network/addresses of a name", addresses_of_a_name);
    g_test_add_func("/network/odd names", odd_names);
    g_test_add_func("/network/too many names", too_many_names);
    g_test_add_func("/network/rcodes", rcodes);
    g_test_add_func("/network/obstacles", obstacles_are_found);
    g_test_add_func("/network/too many of one", too_many_of_one);
    g_test_add_func("/network/too many endpoints", too_many_endpoints);
    return run_tests();
}
