# SPDX-License-Identifier: GPL-2.0-or-later
"""For people: the plugin's reports under the names of the captures; a table at the end where there are several."""

import os
import re

from forms import BAD_VERDICTS, LAST_LINE
from output import printable

BOLD, RED, PLAIN = b"\033[1m", b"\033[1;31m", b"\033[m"

# On a terminal: what the eye looks for.
COLOURS = [
    (re.compile(rb"#\d+ .*: (?:%s)\b.*" % "|".join(BAD_VERDICTS).encode()), RED),
    (re.compile(rb"Verdicts:.*| +Cause \(\w+\):| +Do:"), BOLD),
]


class Text:
    form = "text"

    def __init__(self, stream):
        self._stream = stream
        self._colours = COLOURS if _takes_colours(stream) else []
        self._rows = []

    def add(self, path, records, problem):
        counts = None
        for number, line in enumerate(records):
            if number == 0:
                self._heading(path)
            found = LAST_LINE.match(line.rstrip())
            if found:
                counts = int(found[1]), int(found[2])
            self._stream.write(self._coloured(line))
        self._rows.append((printable(path), counts, problem))

    def _heading(self, path):
        name = printable(path)
        blank = "\n" if self._rows else ""
        self._stream.write(self._bold(f"{blank}{name}\n{'=' * len(name)}\n".encode()))

    def _bold(self, text):
        return BOLD + text.rstrip(b"\n") + PLAIN + b"\n" if self._colours else text

    def _coloured(self, line):
        for pattern, colour in self._colours:
            found = pattern.match(line)
            if found:
                return colour + found[0] + PLAIN + line[found.end():]
        return line

    def finish(self):
        """The table: captures, transactions, bad ones, and what was wrong with a file."""
        if len(self._rows) < 2:
            return
        table = [("file", "transactions", "bad", "")]
        for file, counts, problem in self._rows:
            table.append((file, *(map(str, counts) if counts else "--"), problem or ""))
        read = [counts for _, counts, _ in self._rows if counts]
        table.append(("total", str(sum(all_ for all_, _ in read)), str(sum(bad for _, bad in read)), ""))
        widths = [max(len(row[column]) for row in table) for column in range(3)]
        self._stream.write(b"\n")
        for file, transactions, bad, problem in table:
            line = f"{file:{widths[0]}}  {transactions:>{widths[1]}}  {bad:>{widths[2]}}  {problem}"
            self._stream.write(f"{line.rstrip()}\n".encode())


def _takes_colours(stream):
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
