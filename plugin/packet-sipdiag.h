/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The post-dissector and the state of the open capture.
 */
#ifndef SIPDIAG_PACKET_H
#define SIPDIAG_PACKET_H

#include "engine/verdicts.h"

void proto_register_sipdiag(void);
void proto_reg_handoff_sipdiag(void);

/* The capture that is open, NULL between captures. */
const struct capture *sipdiag_capture(void);

/* The verdict on a transaction by the preferences as they stand. */
void sipdiag_judge(struct verdict *v, const struct transaction *t);

#endif
