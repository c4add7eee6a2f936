# SPDX-License-Identifier: GPL-2.0-or-later
"""Markdown to paste into a ticket: totals, then the bad transactions with all that it takes to act on them.

GitHub's Markdown, which trackers understand. What comes from the wire or from a file's name is either a span of code or
has nothing left in it that would be markup, a link or a call for a person.
"""

import re
import shutil
import tempfile
from collections import Counter

from findings import answer, cause, cut, evidence, filters, request, sequence
from forms import BAD_VERDICTS
from output import printable

IN_MEMORY = 1 << 20
CAPTURES = 30  # rows of their table
OF_A_CAUSE = 10  # transactions that are told in full: a ticket is no place for a thousand alike

MARKUP = re.compile(r"[\\`*_\[\]|~]")
ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# What trackers make links of: @somebody, #12, http://…, www.…
LINKS = re.compile(r"(?<!\w)[@#!](?=\w)|\b(?:https?|ftp):(?=//)|\bwww(?=\.)", re.IGNORECASE)
NOTHING = "<!-- -->"


def text(value):
    """As it reads, within a line."""
    value = "".join(ENTITIES.get(character, character) for character in printable(value or ""))
    return LINKS.sub(lambda found: found[0] + NOTHING, MARKUP.sub(lambda found: "\\" + found[0], value))


def code(value):
    """A span of code: a fence longer than any run of backticks inside."""
    value = printable(value or "") or " "
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", value)), default=0))
    blank = " " if value.strip() and (value[0] in "` " or value[-1] in "` ") else ""
    return f"{fence}{blank}{value}{blank}{fence}"


def row(*cells):
    return "| " + " | ".join(cells) + " |\n"


def cell_code(value):
    return code(value).replace("|", "\\|")


class Markdown:
    form = "json"

    def __init__(self, stream):
        self._stream = stream
        self._told = tempfile.SpooledTemporaryFile(IN_MEMORY)  # the summary stands in front of it
        self._captures = []
        self._more = 0
        self._clean = 0
        self._verdicts = Counter()
        self._causes = Counter()

    def add(self, path, records, problem):
        transactions = bad = 0
        for record in records:
            transactions += 1
            self._verdicts[record["verdict"]] += 1
            if record["bad"]:
                bad += 1
                self._add_bad(path, record)
        if not bad and not problem:
            self._clean += 1
        elif len(self._captures) < CAPTURES:
            self._captures.append((path, transactions, bad, problem))
        else:
            self._more += 1

    def _add_bad(self, path, record):
        self._causes[cause(record)] += 1
        if self._causes[cause(record)] <= OF_A_CAUSE:
            self._told.write("".join(_transaction(path, record)).encode())

    def finish(self):
        self._stream.write("".join(self._summary()).encode())
        self._told.seek(0)
        shutil.copyfileobj(self._told, self._stream)
        self._told.close()
        self._stream.write("".join(self._left_out()).encode())

    def _summary(self):
        bad, total = sum(self._causes.values()), sum(self._verdicts.values())
        yield f"## SIP diagnosis: {bad} of {total} transaction{'' if total == 1 else 's'} bad\n\n"
        if self._captures:
            yield row("capture", "transactions", "bad", "") + row("---", "---:", "---:", "---")
            for path, transactions, of_it, problem in self._captures:
                yield row(cell_code(path), str(transactions), str(of_it), text(problem or ""))
            yield f"\nand {self._more} more captures with something bad.\n\n" if self._more else "\n"
        if self._clean:
            yield f"{self._clean} capture{'' if self._clean == 1 else 's'} with nothing bad.\n\n"
        if self._verdicts:
            yield row("verdict", "transactions") + row("---", "---:")
            for verdict in sorted(self._verdicts, key=lambda name: (name not in BAD_VERDICTS, -self._verdicts[name])):
                yield row(cell_code(verdict), str(self._verdicts[verdict]))
            yield "\n"
        if self._causes:
            yield row("cause", "transactions") + row("---", "---:")
            for of, count in self._causes.most_common():
                yield row(text(of.title) + (f" ({cell_code(of.id)})" if of.id else ""), str(count))
            yield "\n"

    def _left_out(self):
        for of, count in self._causes.most_common():
            if count > OF_A_CAUSE:
                shown = f"; {code(f'sipdiag.cause == {chr(34)}{of.id}{chr(34)}')} shows them all" if of.id else ""
                yield f"{count - OF_A_CAUSE} more of *{text(of.title)}* are left out here{shown}.\n\n"


def _transaction(path, record):
    given = record["cause"]
    ended = code(record["verdict"]) + (f" ({text(answer(record))})" if answer(record) else "")
    where = f"{code(path)}, transaction {record['transaction']}" + (f", {record['start']}" if record["start"] else "")
    clause = f" ({text(given['clause'])})" if given["clause"] else ""
    yield f"### {code(request(record))}: {code(record['verdict'])}\n\n"
    for name, value in (
        ("Where", where),
        ("What happened", f"{ended}, {code(record['src'])} to {code(record['dst'])} over {text(record['transport'])}, "
                          f"Call-ID {code(cut(record['call_id'] or ''))}"),
        (f"Cause ({record['confidence']})", text(given["text"]) + clause),
        ("Evidence", text(evidence(record))),
        ("What to do", text(given["fix"])),
        *(("Note", text(note["text"])) for note in record["notes"]),
        *((name, code(value)) for name, value in filters(record).items()),
    ):
        if value:
            yield f"- **{name}**: {value}\n"
    lines = "".join(f"{printable(line)}\n" for line in sequence(record))
    yield f"\n```text\n{lines}```\n\n"
