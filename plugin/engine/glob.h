/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Patterns for the words that responders use: lower case, '*' for any text, all else for itself in any case.
 */
#ifndef SIPDIAG_GLOB_H
#define SIPDIAG_GLOB_H

#include "slice.h"

/* Does the pattern fit the whole text? Linear but for the last star, which is tried again. */
bool glob_fits(const char *pattern, struct slice text);

#endif
