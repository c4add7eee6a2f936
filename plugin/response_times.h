/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Statistics > Service Response Time > SIP Diagnosis, and -z sipdiag,srt[,filter]: one row a transaction, the bad ones
 * first. Of Wireshark's tables it is the one whose rows a right click applies as filter, whatever the field: there the
 * index of a row is the transaction's number.
 */
#ifndef SIPDIAG_RESPONSE_TIMES_H
#define SIPDIAG_RESPONSE_TIMES_H

void response_times_add(int proto);

#endif
