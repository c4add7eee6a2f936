# SPDX-License-Identifier: GPL-2.0-or-later
"""The HTML report: one file that needs nothing else, neither a network nor, but for sorting and filtering, a script.

A browser takes a second for ten megabytes of page, or for some hundred thousand elements. So the rows and sections are
such that what is not on the screen is not laid out (report.css), and of many bad transactions only the first are plain
sections: the others are packed, and report.js unpacks those that are looked at. What is written waits in temporary
files until the totals that stand above it are known.
"""

import base64
import hashlib
import shutil
import tempfile
import zlib
from pathlib import Path

from html_section import answer, section, start, verdict_label, way
from markup import milliseconds, sentence, span, text
from project import version

PLAIN_SECTIONS = 200
PACK = 100  # sections, or rows of the table, that are handled as one
TOP = 10  # rows of a summary
MOST_NAMES = 10_000  # that a summary tells apart
MANY_CAPTURES = 10  # from here on, their list is folded

# The verdicts in the order of what is looked at first.
VERDICTS = ("failed", "no_response", "missing_ack", "bad_ack", "ok", "challenged", "redirected", "outcome", "pending",
            "incomplete")
COLUMNS = (("number", "No."), ("text", "Verdict"), ("text", "Method"), ("number", "Status"), ("text", "Cause"),
           ("text", "Request URI"), ("text", "From → to"), ("text", "Start (UTC)"), ("number", "Response (ms)"),
           ("number", "Frames"), ("text", "Capture"))


def _cause(record):
    """What a bad transaction is counted by, and what its row says."""
    if not record.get("bad"):
        return None
    return (record.get("cause") or {}).get("title") or f"refused with {answer(record)}"


def _peer(record):
    """The host that was asked, whatever the port."""
    host = (record.get("dst") or "an unknown host").rpartition(":")
    return host[0] or host[2]


def _words(record):
    """What a search finds beside the cells of the row: Call-ID, and who calls whom, without tags."""
    ends = ((record.get(end) or "").partition(">")[0] for end in ("from", "to"))
    return " ".join(filter(None, (record.get("call_id"), *ends)))


class View:
    """Transactions by a name: how many, and how many of them are bad. A name's number is what rows refer to."""

    def __init__(self, heading, name, of_all=True):
        self.heading, self.of_all = heading, of_all
        self._name = name
        self._counts = {}  # name -> [number, all, bad]

    def add(self, record):
        """Counts a record. Returns the number of its name; 0: it has none."""
        name = self._name(record)
        if name is None:
            return 0
        if len(self._counts) >= MOST_NAMES and name not in self._counts:
            name = "others"
        row = self._counts.setdefault(name, [len(self._counts) + 1, 0, 0])
        row[1] += 1
        row[2] += bool(record.get("bad"))
        return row[0]

    def __len__(self):
        return len(self._counts)

    def worst(self):
        """(name, number, all, bad) of those with bad ones, most of them first, then by most of all."""
        rows = ((name, *row) for name, row in self._counts.items() if row[2])
        return sorted(rows, key=lambda row: (-row[3], -row[2], row[0]))

    def get(self, name):
        return self._counts.get(name, (0, 0, 0))


class Html:
    form = "json"

    def __init__(self, stream):
        self._stream = stream
        self._rows, self._sections, self._notes = (tempfile.TemporaryFile() for _ in range(3))
        self._captures = []  # (path, transactions, bad, problem)
        self._transactions = self._bad = self._noted = 0
        self._packed = []
        self._path = None
        self._verdicts = View("Verdict", lambda record: record.get("verdict"))
        self._views = (
            View("Causes", _cause, of_all=False),
            View("Bad by the peer that was asked", _peer),
            View("Bad by User-Agent of the requester", lambda record: record.get("user_agent") or "no User-Agent"),
            View("Bad by Server of who answered",
                 lambda record: None if record.get("status") is None else record.get("server") or "no Server"),
        )

    def add(self, path, records, problem):
        """One capture: what its transactions are, and None or what was wrong with the file."""
        before = self._transactions, self._bad
        for record in records:
            self._add_record(path, record)
        counts = self._transactions - before[0], self._bad - before[1]
        self._captures.append((path, *counts, problem))

    def finish(self):
        """Writes the report: what was counted, then what was set aside."""
        self._flush_pack()
        here = Path(__file__)
        style, script = (here.with_name(f"report.{kind}").read_text(encoding="utf-8") for kind in ("css", "js"))
        self._write(_head(style, script, self._title()))
        place = "table" if self._transactions else "end"
        self._write(f'<body>\n<a class="skip" href="#{place}">Skip to the table</a>\n'
                    f"<header>\n<h1>SIP diagnosis</h1>\n{self._lead()}</header>\n<main>\n")
        if self._transactions:
            self._write_summary()
        if len(self._captures) > 1:
            self._write(self._list_of_captures())
        if self._transactions:
            self._write_table()
        if self._bad:
            self._write('<div id="sections">\n<h2 id="s0">Bad transactions</h2>\n')
            self._copy(self._sections)
            self._write(f'<p id="s{self._bad + 1}">That was the last bad transaction.</p>\n</div>\n')
        if self._noted:
            self._write('<div id="notes">\n<h2>Notes on transactions that are not bad</h2>\n<ul>\n')
            self._copy(self._notes)
            self._write("</ul>\n</div>\n")
        self._write(f'</main>\n<footer id="end">sipdiag {text(version())}. Times are UTC, response times are from the '
                    f"request to the final response.</footer>\n<script>{script}</script>\n</body>\n</html>\n")

    def _add_record(self, path, record):
        bad = bool(record.get("bad"))
        self._bad += bad
        # The verdict, the views, the capture: what the filters of the page go by.
        groups = (self._verdicts.add(record), *(view.add(record) for view in self._views), len(self._captures) + 1)
        if self._transactions % PACK == 0:
            self._rows.write(b"<tbody>\n" if self._transactions == 0 else b"</tbody>\n<tbody>\n")
        self._transactions += 1
        self._rows.write(self._row(path, record, groups).encode())
        if bad:
            self._add_section(section(record, self._bad, path))
        elif record.get("notes"):
            self._noted += 1
            self._notes.write(_noted(path, record).encode())

    def _row(self, path, record, groups):
        number = text(record.get("transaction"))
        took = record.get("response_time_ms")
        bad = bool(record.get("bad"))
        cells = (
            f'<a href="#s{self._bad}">{number}</a>' if bad else number,
            text(verdict_label(record.get("verdict"))),
            text(record.get("method") or ""),
            text("" if record.get("status") is None else record["status"]),
            text(_cause(record) or ""),
            text(record.get("request_uri") or ""),
            text(way(record)),
            text(start(record)[:-3]),
            "" if took is None else milliseconds(took),
            span(sum((record.get("frames") or {}).values(), [])),
            text(path),
        )
        identity = f' id="r{self._bad}" class="bad"' if bad else ""
        return (f'<tr{identity} data-in="{" ".join(map(str, groups))}" data-words="{text(_words(record))}"><td>'
                f"{'<td>'.join(cells)}\n")

    def _add_section(self, html):
        if self._bad <= PLAIN_SECTIONS:
            self._sections.write(html.encode())
            return
        self._packed.append(html)
        if len(self._packed) == PACK:
            self._flush_pack()

    def _flush_pack(self):
        if not self._packed:
            return
        first, last = self._bad - len(self._packed) + 1, self._bad
        packed = base64.b64encode(zlib.compress("".join(self._packed).encode())).decode()
        self._sections.write(
            f'<div class="pack" id="p{first}" data-first="{first}" data-last="{last}"><noscript><p>The sections of bad '
            f"transactions {first} to {last} are packed: it takes JavaScript to show them.</p></noscript>"
            f'<script type="text/plain">{packed}</script></div>\n'.encode())
        self._packed = []

    def _title(self):
        return f"SIP diagnosis: {self._bad} of {_count(self._transactions, 'transaction')} bad"

    def _lead(self):
        """What was read, and what it comes to."""
        what = text(self._captures[0][0]) if len(self._captures) == 1 else _count(len(self._captures), "capture")
        if not self._transactions:
            verdict = "no SIP transaction"
        else:
            verdict = f"{_count(self._transactions, 'transaction')}, <strong>{self._bad or 'none'} bad</strong>"
        problems = "".join(f'<p class="problem"><b>{text(path)}</b>: {text(problem)}</p>\n'
                           for path, _, _, problem in self._captures if problem)
        return f"<p>{what}: {verdict}</p>\n{problems}"

    def _write_summary(self):
        chips = ""
        for verdict in VERDICTS:
            number, count, bad = self._verdicts.get(verdict)
            if count:
                chips += (f'<li{" class=bad" if bad else ""}><span data-view="0" data-name="{number}">'
                          f"{text(verdict_label(verdict))}</span> <b>{count}</b></li>\n")
        self._write(f'<section id="summary" aria-label="Summary">\n<ul>\n{chips}</ul>\n')
        for n, view in enumerate(self._views, 1):
            # One bad transaction tells its own story; a comparison takes two, and two to compare.
            if self._bad >= 1 + view.of_all and len(view) >= 1 + view.of_all:
                self._write(_summary(n, view))
        self._write("</section>\n")

    def _list_of_captures(self):
        troubled = any(problem for *_, problem in self._captures)
        rows = "".join(
            f'<tr{" class=bad" if bad or problem else ""}><td><span data-view="{len(self._views) + 1}" data-name="{n}">'
            f"{text(path)}</span>{f'<td>{text(problem or str())}' if troubled else ''}<td>{bad}<td>{count}\n"
            for n, (path, count, bad, problem) in enumerate(self._captures, 1))
        return (f'<details id="captures"{"" if len(self._captures) > MANY_CAPTURES else " open"}>\n'
                f"<summary>{len(self._captures)} captures</summary>\n<table>\n<thead><tr><th>Capture"
                f"{'<th>Problem' if troubled else ''}<th>Bad<th>Transactions</tr></thead>\n"
                f"<tbody>\n{rows}</tbody>\n</table>\n</details>\n")

    def _write_table(self):
        alone = len(self._captures) == 1
        kind, columns = ("alone", COLUMNS[:-1]) if alone else ("several", COLUMNS)
        heads = "".join(f'<th scope="col" data-sort="{sort}">{name}' for sort, name in columns)
        order = ",".join(map(verdict_label, VERDICTS))
        self._write('<h2 id="table">Transactions</h2>\n<form id="controls" role="search" hidden>\n'
                    '<label>Find <input type="search" name="find" placeholder="URI, address, Call-ID, From, To …">'
                    "</label>\n"
                    '<label><input type="checkbox" name="bad"> bad only</label>\n'
                    '<button type="reset">Show all</button> <output name="shown"></output>\n</form>\n')
        self._write(f'<table id="transactions" class="{kind}" aria-label="Transactions" '
                    f'data-order="{text(order)}">\n<thead><tr>{heads}</tr></thead>\n')
        if alone:
            self._rows_of_one_capture()
        else:
            self._copy(self._rows)
        self._write("</tbody>\n</table>\n")

    def _rows_of_one_capture(self):
        """The rows without their last cell, which says the same in all of them."""
        self._rows.seek(0)
        for line in self._rows:
            self._stream.write(line[: line.rindex(b"<td>")] + b"\n" if line.startswith(b"<tr") else line)

    def _write(self, html):
        self._stream.write(html.encode())

    def _copy(self, spool):
        spool.seek(0)
        shutil.copyfileobj(spool, self._stream)
        spool.close()


def _head(style, script, title):
    """No source of anything but this file; of scripts and styles, these two."""
    hashes = {name: base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
              for name, code in (("style", style), ("script", script))}
    policy = ("default-src 'none'; base-uri 'none'; form-action 'none'; "
              + "; ".join(f"{name}-src 'sha256-{digest}'" for name, digest in hashes.items()))
    return (f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            f'<meta name="color-scheme" content="light dark">\n<title>{text(title)}</title>\n'
            f"<style>{style}</style>\n</head>\n")


def _summary(number, view):
    worst = view.worst()
    rows = "".join(
        f'<tr><td><span data-view="{number}" data-name="{name_number}">{text(name)}</span>'
        f"<td>{bad}{f'<td>of {count}' if view.of_all else ''}</tr>\n"
        for name, name_number, count, bad in worst[:TOP])
    bounds = f" <small>(the first {TOP} of {len(worst)})</small>" if len(worst) > TOP else ""
    return f"<table><caption>{view.heading}{bounds}</caption>\n<tbody>\n{rows}</tbody>\n</table>\n"


def _noted(path, record):
    said = "".join(f"<p>{text(sentence(note['text']))}</p>" for note in record["notes"])
    return (f"<li><b>{text(verdict_label(record.get('verdict')))}</b> {text(record.get('method') or '')} "
            f"{text(record.get('request_uri') or '')} <small>transaction {text(record.get('transaction'))} of "
            f"{text(path)}, {text(start(record))}</small>{said}</li>\n")


def _count(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"
