/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "glob.h"

bool glob_fits(const char *pattern, struct slice text)
{
    const char *star = NULL;
    uint32_t i = 0, mark = 0;

    while (i < text.len) {
        if (*pattern == '*') {
            star = pattern++;
            mark = i;
        } else if (*pattern && *pattern == g_ascii_tolower(text.at[i])) {
            pattern++;
            i++;
        } else if (star) {
            pattern = star + 1;
            i = ++mark;
        } else {
            return false;
        }
    }
    while (*pattern == '*')
        pattern++;
    return *pattern == '\0';
}
