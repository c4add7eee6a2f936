/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Display filters for a person to apply: what shows one transaction, and what shows its whole call.
 */
#ifndef SIPDIAG_FILTERS_H
#define SIPDIAG_FILTERS_H

#include "packet-sipdiag.h"

/* "sipdiag.transaction == 7"; allocated in `pool`. */
char *filter_transaction(wmem_allocator_t *pool, const struct transaction *t);

/* "sip.Call-ID == \"a@example.com\"", which works without the plugin, too; allocated in `pool`. NULL where the Call-ID
 * is empty or holds what is not printable ASCII, as no filter can name it then. */
char *filter_call(wmem_allocator_t *pool, const struct transaction *t);

/* The same for all messages of a frame (sipdiag_messages()): "sipdiag.transaction in {7, 9}". A call that its Call-ID
 * does not name, or not in full, is shown by "sipdiag.call == 3"; NULL where no message is of a call. To be freed with
 * g_free(). */
char *filter_transactions(GPtrArray *messages);
char *filter_calls(GPtrArray *messages);

#endif
