# SPDX-License-Identifier: GPL-2.0-or-later
"""sipdiag triage: reports on captures, in the order in which they were named."""

import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor

from capture import Reader
from output import Progress, open_output
from project import BAD, CLEAN, NO_SETUP, UNREADABLE, USAGE, Failure
from shark import Sandbox

# Also files that a ring buffer numbered (.pcap3) and files that are compressed.
CAPTURE_NAME = re.compile(r"\.(pcap|pcapng|cap|dmp|snoop)\d*(\.(gz|zst|lz4))?$", re.IGNORECASE)
LAST_LINE = re.compile(rb"^sipdiag: (\d+) transactions?, (\d+) bad$")


def run(arguments):
    paths, problems = find_captures(arguments.captures)
    for path, problem in problems:
        _complain(path, problem)
    if not paths:
        return UNREADABLE
    jobs = min(arguments.jobs or os.cpu_count() or 1, len(paths))
    with Sandbox() as sandbox, open_output(arguments.output) as stream:
        reader = Reader(sandbox, arguments.format, _options(arguments, sandbox))
        presenter = {"text": Text, "json": Json}[arguments.format](stream)
        status = _report(reader, paths, jobs, presenter)
        presenter.finish()
    return UNREADABLE if problems else status


def find_captures(names):
    """The captures that the names stand for, and what is wrong with names that stand for none."""
    paths, problems = [], []
    for name in names:
        if not os.path.isdir(name):
            paths.append(name)
            continue
        found, unreadable = [], []
        for folder, folders, files in os.walk(name, onerror=unreadable.append):
            folders.sort()
            found += [os.path.join(folder, file) for file in files if CAPTURE_NAME.search(file)]
        problems += [(error.filename, error.strerror.lower()) for error in unreadable]
        if not found and not unreadable:
            problems.append((name, "no captures in this folder"))
        paths += sorted(found)
    return paths, problems


def _options(arguments, sandbox):
    options = []
    for rule in arguments.decode_as:
        options += ["-d", rule]
    for preference in arguments.pref:
        options += ["-o", preference]
    if arguments.keylog:
        try:
            options += ["-o", f"tls.keylog_file:{sandbox.lend(arguments.keylog, 'keylog')}"]
        except OSError as error:
            raise Failure(USAGE, f"{arguments.keylog}: {error.strerror.lower()}") from None
    return options


def _report(reader, paths, jobs, presenter):
    status = CLEAN
    progress = Progress(len(paths))
    with ThreadPoolExecutor(jobs) as pool:
        try:
            for number, reading in enumerate(pool.map(reader.read, paths)):
                progress.clear()
                if presenter.add(reading):
                    status = status or BAD
                if reading.problem:
                    status = UNREADABLE
                    _complain(reading.path, reading.problem)
                progress.show(number + 1)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            reader.stop()
            raise
        finally:
            progress.clear()
    return status


def _complain(path, problem):
    print(f"sipdiag: {_shown(path)}: {problem}", file=sys.stderr)


def _shown(text):
    """The text as it can be printed; a byte of a file name that is not UTF-8 becomes an escape, as in JSON."""
    return text.encode("utf-8", "backslashreplace").decode()


class Json:
    """NDJSON: the plugin's lines, each with the name of its capture."""

    def __init__(self, stream):
        self._stream = stream

    def add(self, reading):
        """Writes a capture's report; says how many of its transactions are bad."""
        bad = 0
        for line in reading.report or ():
            record = json.loads(line)
            bad += bool(record.get("bad"))
            record = {"schema": record.pop("schema", 1), "file": reading.path, **record}
            line = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
            self._stream.write(f"{_shown(line)}\n".encode())
        return bad

    def finish(self):
        pass


class Text:
    """The plugin's reports under the names of the captures; a table at the end where there are several."""

    def __init__(self, stream):
        self._stream = stream
        self._rows = [("file", "transactions", "bad", "")]

    def add(self, reading):
        """Writes a capture's report; says how many of its transactions are bad."""
        transactions = bad = None
        if reading.report:
            self._heading(reading.path)
            for line in reading.report:
                self._stream.write(line)
                last = LAST_LINE.match(line.rstrip())
                if last:
                    transactions, bad = int(last[1]), int(last[2])
        if bad is None and not reading.problem:
            raise Failure(NO_SETUP, f"{reading.path}: the plugin gave no report; see ./sipdiag doctor")
        counts = ("-", "-") if bad is None else (str(transactions), str(bad))
        self._rows.append((_shown(reading.path), *counts, reading.problem or ""))
        return bad

    def _heading(self, path):
        blank = "\n" if len(self._rows) > 1 else ""
        self._stream.write(f"{blank}{_shown(path)}\n{'=' * len(_shown(path))}\n".encode())

    def finish(self):
        if len(self._rows) < 3:
            return
        widths = [max(len(row[column]) for row in self._rows) for column in range(3)]
        self._stream.write(b"\n")
        for file, transactions, bad, problem in self._rows:
            line = f"{file:{widths[0]}}  {transactions:>{widths[1]}}  {bad:>{widths[2]}}  {problem}"
            self._stream.write(f"{line.rstrip()}\n".encode())
