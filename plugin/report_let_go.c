/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <inttypes.h>

#include "reports.h"

static const char *ending(uint64_t count)
{
    return count == 1 ? "" : "s";
}

void report_let_go(FILE *out, const char *lead)
{
    struct let_go gone = capture_let_go(sipdiag_capture());

    if (gone.calls == 0)
        return;
    fprintf(out,
            "%s%" PRIu64 " call%s (%" PRIu64 " transaction%s, %" PRIu64 " bad, %" PRIu64
            " message%s) %s let go and %s not in this report: "
            "more came than the preferences sipdiag.max_transactions and sipdiag.max_messages allow\n",
            lead, gone.calls, ending(gone.calls), gone.transactions, ending(gone.transactions), gone.bad, gone.messages,
            ending(gone.messages), gone.calls == 1 ? "was" : "were", gone.calls == 1 ? "is" : "are");
}
