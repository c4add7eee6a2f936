/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "hosts.h"

#include <wsutil/inet_addr.h>

#include "chars.h"

bool host_address(struct slice host, struct endpoint *out)
{
    bool reference = host.len > 2 && host.at[0] == '[' && host.at[host.len - 1] == ']';
    char text[48];

    memset(out, 0, sizeof *out);
    if (reference)
        host = slice_of(host.at + 1, host.len - 2);
    if (host.len == 0 || host.len >= sizeof text)
        return false;
    memcpy(text, host.at, host.len);
    text[host.len] = '\0';
    if (ws_inet_pton4(text, (ws_in4_addr *)(void *)out->address))
        out->len = 4;
    else if (memchr(text, ':', host.len) && ws_inet_pton6(text, (ws_in6_addr *)(void *)out->address))
        out->len = 16;
    return out->len != 0;
}

uint16_t host_port(struct slice digits, uint16_t otherwise)
{
    uint64_t port;

    return digits_value(digits, &port) && port > 0 && port <= UINT16_MAX ? (uint16_t)port : otherwise;
}

/* Ranges, the first that fits counts. */
static const struct range {
    uint8_t len;
    uint8_t bits;
    uint8_t prefix[16];
    const char *name;
} confined[] = {
    {4, 8, {10}, "a private address"},
    {4, 12, {172, 16}, "a private address"},
    {4, 16, {192, 168}, "a private address"},
    {4, 10, {100, 64}, "a carrier's shared address"},
    {4, 16, {169, 254}, "a link-local address"},
    {4, 8, {127}, "a loopback address"},
    {4, 32, {0}, "an unspecified address"},
    {16, 7, {0xfc}, "a private address"},
    {16, 10, {0xfe, 0x80}, "a link-local address"},
    {16, 128, {[15] = 1}, "a loopback address"},
    {16, 128, {0}, "an unspecified address"},
};

static bool in_range(const struct endpoint *e, const struct range *range)
{
    unsigned whole = range->bits / 8, rest = range->bits % 8;
    uint8_t mask = (uint8_t)(0xff00u >> rest);

    return e->len == range->len && memcmp(e->address, range->prefix, whole) == 0 &&
           (rest == 0 || ((e->address[whole] ^ range->prefix[whole]) & mask) == 0);
}

const char *endpoint_confined(const struct endpoint *e)
{
    for (size_t i = 0; i < G_N_ELEMENTS(confined); i++)
        if (in_range(e, &confined[i]))
            return confined[i].name;
    return NULL;
}
