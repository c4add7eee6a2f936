/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The forms of a report. Each writes the selected transactions of the open capture to standard output, and nothing
 * else.
 */
#ifndef SIPDIAG_REPORTS_H
#define SIPDIAG_REPORTS_H

#include <stdio.h>

#include "packet-sipdiag.h"

/* `selected` has a bit for each transaction number; NULL: all of them. */
struct selection {
    const uint8_t *bits;
    uint32_t size;
};

bool selection_has(const struct selection *selection, uint32_t number);

void report_text(const struct selection *selection);
void report_json(const struct selection *selection);
void report_csv(const struct selection *selection);

/* Writes a line that says what was let go by the limits of the preferences, if anything was. */
void report_let_go(FILE *out, const char *lead);

#endif
