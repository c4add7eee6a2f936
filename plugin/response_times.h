/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Statistics > Service Response Time > SIP Diagnosis, and -z sipdiag,srt[,filter]: one row a transaction, the bad ones
 * first. Of Wireshark's tables it is the one whose rows a right click applies as filter, whatever the field.
 */
#ifndef SIPDIAG_RESPONSE_TIMES_H
#define SIPDIAG_RESPONSE_TIMES_H

void response_times_add(int proto);

/* The capture goes: what was counted is of no use any more. */
void response_times_forget(void);

#endif
