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

static const GPtrArray *headers(proto_tree *tree, enum layer layer)
{
    const GPtrArray *found = ids[layer] < 0 ? NULL : proto_get_finfo_ptr_array(tree, ids[layer]);
    return found && found->len ? found : NULL;
}

const field_info *layer_outermost(proto_tree *tree, enum layer layer)
{
    const GPtrArray *found = headers(tree, layer);
    return found ? g_ptr_array_index(found, 0) : NULL;
}

const field_info *layer_innermost(proto_tree *tree, enum layer layer)
{
    const GPtrArray *found = headers(tree, layer);
    return found ? g_ptr_array_index(found, found->len - 1) : NULL;
}

void layer_want(GArray *wanted, enum layer layer)
{
    if (ids[layer] >= 0)
        g_array_append_val(wanted, ids[layer]);
}
