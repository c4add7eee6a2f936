/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A right click on a packet > Conversation Filter, or Colorize Conversation: SIP transaction, SIP call.
 */
#ifndef SIPDIAG_GUI_FILTERS_H
#define SIPDIAG_GUI_FILTERS_H

void gui_filters_add(void);

#endif
