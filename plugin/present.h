/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A sighting to tree items, expert infos and the Info column. It decides nothing: it shows what the engine says.
 */
#ifndef SIPDIAG_PRESENT_H
#define SIPDIAG_PRESENT_H

#include "engine/verdicts.h"
#include "ws_compat.h"

/* Is this a message that carries the verdict? The request, the final response, all their copies; the response that
 * lacks its PRACK. */
bool present_marks(const struct sighting *s, const struct verdict *v);

/* Adds the "SIP Diagnosis" item of one message to the tree (which may be NULL or not shown). `frame_tvb` is where items
 * go whose message cannot be located. */
void present_sighting(const struct sighting *s, int proto, tvbuff_t *frame_tvb, packet_info *pinfo, proto_tree *tree,
                      bool info_suffix);

#endif
