/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The guide in a window: what the status code of a transaction means, when it is seen, what to do; and what became of
 * the transaction at hand, and why.
 */
#ifndef SIPDIAG_GUI_GUIDE_H
#define SIPDIAG_GUI_GUIDE_H

#include "packet-sipdiag.h"

/* Opens it for the transactions of a frame's messages. */
void gui_guide_open(GPtrArray *messages);

#endif
