# SPDX-License-Identifier: GPL-2.0-or-later
"""JUnit's XML, as Jenkins, GitLab and others read it: a test suite a capture, a test case a transaction.

A transaction that --fail-on counts is a failure, whose text is for whoever opens the build's page; one that is not over
or not all there is skipped; a capture that could not be read, or not to its end, is an error.
"""

import re
import shutil
import tempfile
from xml.sax.saxutils import escape, quoteattr

from findings import NOT_OVER, answer, evidence, filters, request, sequence
from forms import record_fails
from output import shown

IN_MEMORY = 1 << 20
# XML 1.0, 2.2: all other characters cannot stand in a document, not even as a reference.
NO_CHARACTER = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
KINDS = ("tests", "failures", "errors", "skipped")


def text(value):
    return escape(_characters(value))


def attribute(value):
    return quoteattr(_characters(value))


def _characters(value):
    return NO_CHARACTER.sub("\ufffd", shown(str(value)))


# --fail-on may count a verdict that Wireshark's preferences do not: the record of such a transaction has no cause.
NO_CAUSE = dict.fromkeys(("id", "text", "clause", "fix"))


class Counts:
    """What a suite holds, and how long its transactions took."""

    def __init__(self):
        self.of = dict.fromkeys(KINDS, 0)
        self.seconds = 0.0

    def add(self, other):
        for kind in KINDS:
            self.of[kind] += other.of[kind]
        self.seconds += other.seconds

    def attributes(self, kinds=KINDS):
        return " ".join(f'{kind}="{self.of[kind]}"' for kind in kinds) + f' time="{self.seconds:.3f}"'


class JUnit:
    form = "json"
    fail_on = frozenset({"bad"})

    def __init__(self, stream):
        self._stream = stream
        self._suites = tempfile.SpooledTemporaryFile(IN_MEMORY)  # the totals stand in front of them
        self._total = Counts()

    def add(self, path, records, problem):
        counts = Counts()
        start = None
        with tempfile.SpooledTemporaryFile(IN_MEMORY) as cases:
            for record in records:
                start = start or record["start"]
                cases.write(self._transaction(path, record, counts).encode())
            if problem:
                outcome = f'<error type="capture" message={attribute(problem)}/>'
                cases.write(_case(path, "capture", counts, 0, "errors", outcome).encode())
            stamp = f' timestamp="{start[:19]}"' if start else ""
            self._suites.write(f"<testsuite name={attribute(path)} {counts.attributes()}{stamp}>\n".encode())
            cases.seek(0)
            shutil.copyfileobj(cases, self._suites)
        self._suites.write(b"</testsuite>\n")
        self._total.add(counts)

    def _transaction(self, path, record, counts):
        kind, outcome = None, ""
        if record_fails(record, self.fail_on):
            kind, given = "failures", record["cause"] or NO_CAUSE
            type_, message = given["id"] or record["verdict"], given["text"] or record["verdict"]
            outcome = (f"<failure type={attribute(type_)} message={attribute(message)}>"
                       f"{text(_explained(record))}</failure>")
        elif record["verdict"] in NOT_OVER:
            kind, outcome = "skipped", f'<skipped message="{NOT_OVER[record["verdict"]]}"/>'
        elif record["bad"]:  # --fail-on does not count it; who looks may read it all the same
            outcome = f"<system-out>{text(_explained(record))}</system-out>"
        name = f"#{record['transaction']} {request(record)}"
        return _case(path, name, counts, (record["response_time_ms"] or 0) / 1000, kind, outcome)

    def finish(self):
        totals = self._total.attributes(("tests", "failures", "errors"))
        self._stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="sipdiag" {totals}>\n'.encode())
        self._suites.seek(0)
        shutil.copyfileobj(self._suites, self._stream)
        self._suites.close()
        self._stream.write(b"</testsuites>\n")


def _case(path, name, counts, seconds, kind, outcome):
    """A test case, counted. Its class is the capture; readers cut a class at its dots."""
    counts.of["tests"] += 1
    counts.seconds += seconds
    if kind:
        counts.of[kind] += 1
    return (f'<testcase classname={attribute(path.replace(".", "_"))} name={attribute(name)} time="{seconds:.3f}">'
            f"{outcome}</testcase>\n")


def _explained(record):
    """What happened, what it rests on, what to do."""
    given = record["cause"] or NO_CAUSE
    rows = [
        ("what", f"{request(record)}: {record['verdict']}" + (f" ({answer(record)})" if answer(record) else "")),
        ("where", f"{record['src']} -> {record['dst']} {record['transport']}"),
        ("when", record["start"]),
        ("cause", given["text"] and f"{given['text']} ({record['confidence']})"),
        ("evidence", record["cause"] and evidence(record)),
        ("clause", given["clause"]),
        ("do", given["fix"]),
        *((name.lower(), value) for name, value in filters(record).items()),
    ]
    lines = [f"{name}: {' '.join(value.split())}" for name, value in rows if value]
    return "\n".join(["", *lines, *sequence(record), ""])
