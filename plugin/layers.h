/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The protocols that matter here, and which of them a frame has: looked up once a frame, as most frames end there.
 */
#ifndef SIPDIAG_LAYERS_H
#define SIPDIAG_LAYERS_H

#include "ws_compat.h"

enum layer { L_SIP, L_DATA, L_UDP, L_TCP, L_TLS, L_SCTP, L_WEBSOCKET, L_ICMP, L_ICMPV6, L_DNS, L_COUNT };

/* Looks the protocols up; call once they are all registered. */
void layers_init(void);

/* The protocol's number with Wireshark. */
int layer_id(enum layer layer);

/* L_COUNT where it is none of these. */
enum layer layer_of(int id);

/* A bit for each layer that Wireshark found in the frame. */
unsigned layers_of(const packet_info *pinfo);

/* Where a protocol's header stands, with its bytes; asked for by layer_want(). Tunnels bring several. NULL: there is
 * none. */
const field_info *layer_outermost(proto_tree *tree, enum layer layer);
const field_info *layer_innermost(proto_tree *tree, enum layer layer);

/* Asks Wireshark for a protocol's headers. */
void layer_want(GArray *wanted, enum layer layer);

static inline bool layers_have(unsigned layers, enum layer layer)
{
    return layers >> layer & 1;
}

/* No other transport than UDP, once or several times. */
static inline bool layers_are_of_udp(unsigned layers)
{
    return layers_have(layers, L_UDP) &&
           !(layers & (1u << L_TCP | 1u << L_TLS | 1u << L_SCTP | 1u << L_WEBSOCKET | 1u << L_ICMP | 1u << L_ICMPV6));
}

/* May such a frame tell anything about SIP? What carries media does not. */
static inline bool layers_tell(unsigned layers)
{
    return layers & (1u << L_SIP | 1u << L_DATA | 1u << L_TCP | 1u << L_ICMP | 1u << L_ICMPV6 | 1u << L_DNS);
}

#endif
