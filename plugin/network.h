/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What frames without SIP tell about SIP: ICMP errors, TCP connections that were refused or reset, names that DNS could
 * not resolve, and the first fragment of a response whose rest never came.
 */
#ifndef SIPDIAG_NETWORK_H
#define SIPDIAG_NETWORK_H

#include "engine/transactions.h"
#include "ws_compat.h"

/* Looks the protocols up; call once they are all registered. */
void network_init(void);

/* Adds the fields to ask Wireshark for. */
void network_want_fields(GArray *wanted);

/* Learns what a frame that is dissected for the first time, and has these layers (layers.h), tells. Quick for frames
 * that tell nothing. */
void network_learn(struct capture *c, packet_info *pinfo, proto_tree *tree, unsigned layers);

#endif
