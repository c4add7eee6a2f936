/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The post-dissector and the state of the open capture.
 */
#ifndef SIPDIAG_PACKET_H
#define SIPDIAG_PACKET_H

#include "engine/verdicts.h"
#include "ws_compat.h"

void proto_register_sipdiag(void);
void proto_reg_handoff_sipdiag(void);

/* The capture that is open, NULL between captures. */
const struct capture *sipdiag_capture(void);

/* Which capture that is: another number each time that one is opened or dissected anew. */
unsigned sipdiag_session(void);

/* Was the frame at hand new when it was dissected? When the taps get it, Wireshark calls it visited in any case. */
bool sipdiag_is_learning(void);

/* Is this Wireshark and not tshark? */
bool sipdiag_in_gui(void);

/* The SIP messages of a frame of it, as they were learnt: struct sighting *, in their order, as far as they are kept.
 * To be freed with g_ptr_array_unref(). */
GPtrArray *sipdiag_messages(uint32_t frame);

static inline const struct sighting *sipdiag_message(const GPtrArray *messages, unsigned i)
{
    return g_ptr_array_index(messages, i);
}

/* The verdict on a transaction by the preferences as they stand. */
void sipdiag_judge(struct verdict *v, const struct transaction *t);

#endif
