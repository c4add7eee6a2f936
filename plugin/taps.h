/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The reports of tshark's -z option: sipdiag,text, sipdiag,json and sipdiag,csv, each with an optional
 * ",<display filter>" that selects the transactions of which at least one message passes.
 */
#ifndef SIPDIAG_TAPS_H
#define SIPDIAG_TAPS_H

void taps_register(void);

#endif
