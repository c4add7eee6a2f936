# SPDX-License-Identifier: GPL-2.0-or-later
"""One capture through tshark: the plugin's report on it, and what was wrong with the file."""

import io
import os
import re
import signal
import stat
import subprocess
import tempfile
import threading
from dataclasses import dataclass
from typing import BinaryIO, Optional

from project import NO_SETUP, USAGE, Failure

IN_MEMORY = 1 << 20  # bytes

PARTLY = "; what could be read is reported"

# What tshark says about a file, and how we say it: short, and without the name of the pipe it came through.
COMPLAINTS = [
    (r"cut short in the middle of a packet", "cut short in the middle of a packet" + PARTLY),
    (r"isn't a capture file in a format", "not a capture file"),
    (r"appears to be damaged or corrupt\.?\s*(?:\((.*)\))?", "damaged{}" + PARTLY),
]


@dataclass
class Reading:
    """What came of one capture. `problem` says why it could not be read, or not to its end."""

    path: str
    report: Optional[BinaryIO] = None
    problem: Optional[str] = None


class Reader:
    """Reads captures, several at a time if need be, with the same report and the same options."""

    def __init__(self, sandbox, report, options):
        self._sandbox = sandbox
        self._arguments = ["-n", "-q", "-r", "-", "-z", f"sipdiag,{report}", *options]
        self._running = set()
        self._lock = threading.Lock()

    def read(self, path):
        try:
            with open(path, "rb") as file:
                status = os.fstat(file.fileno())
                if stat.S_ISREG(status.st_mode) and status.st_size == 0:
                    return Reading(path, problem="empty file")
                return self._run(path, file)
        except FileNotFoundError:
            return Reading(path, problem="no such file")
        except OSError as error:
            return Reading(path, problem=error.strerror.lower())

    def _run(self, path, file):
        report = tempfile.TemporaryFile()
        with self._sandbox.start(
            "tshark", self._arguments, stdin=file, stdout=report, stderr=subprocess.PIPE
        ) as process:
            with self._lock:
                self._running.add(process)
            said = process.stderr.read().decode("utf-8", "replace")
            process.wait()
            with self._lock:
                self._running.discard(process)
        return Reading(path, _ready_to_read(report), _problem(process.returncode, said))

    def stop(self):
        """Ends what is still running; for an interrupted call."""
        with self._lock:
            for process in self._running:
                process.terminate()


def _ready_to_read(report):
    """None if it is empty. A small one moves to memory: of many captures not all may hold a file open."""
    report.seek(0)
    if os.fstat(report.fileno()).st_size > IN_MEMORY:
        return report
    with report:
        text = report.read()
    return io.BytesIO(text) if text else None


def _problem(status, said):
    """None if all went well. What tshark says all the same, such as that it runs as root, nobody needs to read."""
    if status == 0:
        return None
    if status < 0:
        return f"tshark was ended by {signal.Signals(-status).name}" + PARTLY
    text = re.sub(r"^(tshark: |\*\* |Running as user .*$)", "", said, flags=re.MULTILINE).strip()
    first = text.splitlines()[0] if text else f"tshark ended with status {status}"
    if 'argument "sipdiag,' in text:
        raise Failure(NO_SETUP, "tshark did not load the plugin; ./sipdiag doctor looks for the reason")
    for pattern, message in COMPLAINTS:
        found = re.search(pattern, text, re.DOTALL)
        if found:
            detail = found.group(1) if found.re.groups else None
            return message.format(f" ({' '.join(detail.split())})" if detail else "")
    if status == 1:  # a bad --pref or --decode-as: the same for every capture
        raise Failure(USAGE, first)
    return first.replace("The standard input ", "")
