/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Tools > SIP Diagnosis: from one bad transaction to the next, filters for what is selected, the guide for its status
 * code, and the windows with statistics. Wireshark alone has menus; in tshark nothing of it is ever called.
 */
#ifndef SIPDIAG_GUI_MENU_H
#define SIPDIAG_GUI_MENU_H

void gui_menu_add(int proto);

#endif
