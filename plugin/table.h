/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Telephony > SIP Diagnosis Transactions, and -z sipdiag,transactions[,filter]: a table with a row for each
 * transaction.
 */
#ifndef SIPDIAG_TABLE_H
#define SIPDIAG_TABLE_H

void table_add(void);

#endif
