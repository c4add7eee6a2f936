# SPDX-License-Identifier: GPL-2.0-or-later
"""sipdiag triage: reports on captures, in the order in which they were named."""

import os
import signal
import sys
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from capture import Capture, Reader
from formats import find_format
from forms import READERS, Tally
from inputs import find_captures
from merge import Merged
from options import report_option, tshark_options
from output import open_output, printable
from progress import Progress
from project import BAD, CLEAN, COMMAND, NO_SETUP, UNREADABLE, Failure
from shark import Sandbox

AHEAD = 64  # readings that may wait for their turn in the report


def run(arguments):
    paths, problems = find_captures(arguments.captures)
    for path, problem in problems:
        _complain(path, problem)
    if not paths:
        return UNREADABLE
    captures = [Merged(paths)] if arguments.merge and len(paths) > 1 else [Capture(path) for path in paths]
    jobs = min(arguments.jobs or os.cpu_count() or 1, len(captures))
    kind = find_format(arguments.format)
    with Sandbox() as sandbox:
        reader = Reader(sandbox, report_option(kind.form, arguments), tshark_options(arguments, sandbox))
        with _live_until_interrupted(reader), open_output(arguments.output) as stream:
            report = kind(stream)
            report.fail_on = arguments.fail_on
            status = _report(reader, captures, jobs, report, stream, not (arguments.filter or arguments.since))
            for path, problem in problems:
                report.add(path, iter(()), problem)
            report.finish()
    return UNREADABLE if problems else status


def _report(reader, captures, jobs, report, stream, whole):
    """Reads the captures and adds them to the report; the exit status that they deserve. `whole`: what was let go would
    have been in it."""
    status = CLEAN
    done = 0
    pool = ThreadPoolExecutor(jobs)
    with Progress(lambda: _how_far(captures, done)) as progress:
        try:
            for reading in _in_order(pool, reader.read, captures, max(jobs, AHEAD)):
                tally = Tally()
                with progress.hidden():
                    _add(report, reading, tally)
                    tally.bad_let_go = tally.bad_let_go + reading.bad_let_go if whole else 0
                    stream.flush()
                    for path, problem in reading.complaints:
                        _complain(path, problem)
                if reading.complaints:
                    status = UNREADABLE
                elif tally.fails(report.fail_on):
                    status = status or BAD
                done += 1
        except BaseException:
            reader.stop()
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
    return status


def _in_order(pool, read, captures, ahead):
    """As pool.map, but of the results only so many wait for their turn."""
    waiting = deque()
    for capture in captures:
        waiting.append(pool.submit(read, capture))
        if len(waiting) == ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _add(report, reading, tally):
    records = READERS[report.form](reading.report or (), tally)
    report.add(reading.name, records, reading.problem())
    for _ in records:  # a format may leave some alone; the exit status counts them
        pass
    if reading.report:
        reading.report.close()
    if not tally.complete and not reading.complaints:
        raise Failure(NO_SETUP, f"{printable(reading.name)}: the plugin gave no report; see {COMMAND} doctor")


def _how_far(captures, done):
    total = sum(capture.size or 0 for capture in captures)
    read = sum(capture.done() for capture in captures)
    words = [f"{done} of {len(captures)} captures"] if len(captures) > 1 else []
    return ", ".join(words + ([f"{100 * read // total} % read"] if total else ["reading"]))


@contextmanager
def _live_until_interrupted(reader):
    """With Ctrl-C a person ends the capture that comes in, and waits for the report; a second one ends us."""

    def interrupted(_number, _frame):
        signal.signal(signal.SIGINT, signal.default_int_handler)
        if not reader.is_live():
            raise KeyboardInterrupt
        os.write(sys.stderr.fileno(), b"\nsipdiag: waiting for the end of standard input; again to give up\n")

    previous = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, previous)


def _complain(path, problem):
    print(f"sipdiag: {printable(path)}: {problem}", file=sys.stderr)
