/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "layers.h"

static int ids[L_COUNT];
static uint64_t endings; /* a bit for each id modulo 64: nearly all others fail at this test */

void layers_init(void)
{
    static const char *const names[L_COUNT] = {"sip",  "data",      "udp",  "tcp",    "tls",
                                               "sctp", "websocket", "icmp", "icmpv6", "dns"};

    for (int i = 0; i < L_COUNT; i++)
        ids[i] = proto_get_id_by_filter_name(names[i]);
    for (int i = 0; i < L_COUNT; i++)
        if (ids[i] >= 0)
            endings |= UINT64_C(1) << (ids[i] & 63);
}

int layer_id(enum layer layer)
{
    return ids[layer];
}

enum layer layer_of(int id)
{
    enum layer layer = 0;

    if (!(endings >> (id & 63) & 1))
        return L_COUNT;
    while (layer < L_COUNT && ids[layer] != id)
        layer++;
    return layer;
}

unsigned layers_of(const packet_info *pinfo)
{
    unsigned layers = 0;

    for (wmem_list_frame_t *f = wmem_list_head(pinfo->layers); f; f = wmem_list_frame_next(f))
        layers |= 1u << layer_of(GPOINTER_TO_INT(wmem_list_frame_data(f)));
    return layers;
}
