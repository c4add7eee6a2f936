/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Statistics > SIP Diagnosis > Verdicts and Causes, and -z sipdiag,tree[,filter]: how many transactions ended how, why,
 * with which status code, and at which responder.
 */
#ifndef SIPDIAG_STATS_TREE_H
#define SIPDIAG_STATS_TREE_H

void stats_tree_add(void);

#endif
