# SPDX-License-Identifier: GPL-2.0-or-later
"""The forms in which the plugin reports (-z sipdiag,FORM), read line by line; and what decides the exit status."""

import csv
import json
import re
import sys
from collections import Counter

BAD_VERDICTS = ("failed", "no_response", "missing_ack", "bad_ack")

VERDICTS_LINE = re.compile(rb"Verdicts: ")
VERDICT_COUNT = re.compile(rb"(\d+) (\w+)")
# What was let go for the limits' sake: in the text, or on standard error where the report is for programs.
LET_GO = re.compile(rb"^(?:sipdiag: )?\d+ calls? \(\d+ transactions?, (\d+) bad, \d+ messages?\) (?:was|were) let go",
                    re.MULTILINE)
LAST_LINE = re.compile(rb"^sipdiag: (\d+) transactions?, (\d+) bad$")


class Tally:
    """What a report counts. `complete`: it was there to its end. `bad_let_go`: bad ones that are not in it."""

    def __init__(self):
        self.bad = 0
        self.bad_let_go = 0
        self.by_verdict = Counter()
        self.complete = False

    def add(self, verdict, bad):
        self.by_verdict[verdict] += 1
        self.bad += bad

    def transactions(self):
        return sum(self.by_verdict.values())

    def fails(self, fail_on):
        """Whether --fail-on, the set of what it names, finds fault with it."""
        return ("bad" in fail_on and self.bad + self.bad_let_go > 0) or any(self.by_verdict[verdict]
                                                                            for verdict in fail_on)


def bad_let_go(said):
    """How many, by what the plugin says of it."""
    found = LET_GO.search(said)
    return int(found[1]) if found else 0


def record_fails(record, fail_on):
    """The same of one transaction."""
    return ("bad" in fail_on and record["bad"]) or record["verdict"] in fail_on


def read_json(report, tally):
    """NDJSON: one dict a transaction."""
    for line in report:
        if not line.endswith(b"\n"):  # tshark was ended in the middle of it
            return
        record = json.loads(line)
        tally.add(record["verdict"], record["bad"])
        yield record
    tally.complete = True


def read_csv(report, tally):
    """RFC 4180: one list of cells a row, the names of the columns first."""
    csv.field_size_limit(sys.maxsize)
    rows = csv.reader(line.decode() for line in report)
    header = next(rows, None)
    if header is None:
        tally.complete = True
        return
    if not {"verdict", "bad"} <= set(header):  # tshark was ended in the middle of it
        return
    yield header
    verdict, bad = header.index("verdict"), header.index("bad")
    for row in rows:
        if len(row) < len(header):
            return
        tally.add(row[verdict], row[bad] == "true")
        yield row
    tally.complete = True


def read_text(report, tally):
    """For people: the lines as they are. Their first line has the verdicts, their last one the sum."""
    for line in report:
        if not tally.by_verdict and VERDICTS_LINE.match(line):
            tally.by_verdict = Counter({verdict.decode(): int(count) for count, verdict in VERDICT_COUNT.findall(line)})
        tally.bad_let_go += bad_let_go(line)
        last = LAST_LINE.match(line.rstrip())
        if last:
            tally.bad = int(last[2])
            tally.complete = True
        yield line


READERS = {"json": read_json, "csv": read_csv, "text": read_text}
