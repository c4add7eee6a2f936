/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"

const struct script_case script_cases[] = {
    {CAUSE_NONE},
};
