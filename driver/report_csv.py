# SPDX-License-Identifier: GPL-2.0-or-later
"""CSV by RFC 4180: the plugin's rows, each with the name of its capture in front; one row of names for all."""

import codecs
import csv

from inputs import STANDARD_INPUT
from output import printable

# What a spreadsheet takes for a formula: a cell that begins with one of these, in ASCII or in full width. As the
# plugin has it.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def defused(text):
    return f"'{text}" if text.startswith(FORMULA) and text != STANDARD_INPUT else text


class Csv:
    form = "csv"

    def __init__(self, stream):
        self._writer = csv.writer(codecs.getwriter("utf-8")(stream), lineterminator="\r\n")
        self._has_header = False

    def add(self, path, records, _problem):
        name = defused(printable(path))
        header = next(records, None)
        if header and not self._has_header:
            self._writer.writerow(["file", *header])
            self._has_header = True
        self._writer.writerows([name, *row] for row in records)

    def finish(self):
        pass
