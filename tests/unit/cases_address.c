/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "cases.h"

const struct byte_case address_cases[] = {
    {CAUSE_NONE},
};
