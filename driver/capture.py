# SPDX-License-Identifier: GPL-2.0-or-later
"""One capture through tshark: the plugin's report on it, and what was wrong with its files."""

import os
import re
import select
import shutil
import signal
import socket
import stat
import struct
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass, field
from typing import BinaryIO, Optional

from forms import bad_let_go
from inputs import STANDARD_INPUT
from output import printable
from project import COMMAND, NO_SETUP, USAGE, Failure

IN_MEMORY = 1 << 20  # bytes of a report
A_FEW_WORDS = 1 << 16  # bytes of complaints
PLUGIN_SAYS = "sipdiag: "

# A pcap file that has a header, and nothing else.
NO_PACKETS = struct.pack("=IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)

PARTLY = "; what could be read is reported"

# What Wireshark's programs say about a file, and how we say it: short, and without the name of the pipe it came
# through.
COMPLAINTS = [
    (r"cut short in the middle of a packet", "cut short in the middle of a packet" + PARTLY),
    (r"isn't a capture file in a format", "not a capture file"),
    (r"can't be written as", "not a capture of packets"),
    (r"has an interface ID that does not match", "not a capture of packets, or damaged"),
    (r"appears to be damaged or corrupt\.?\s*(?:\((.*)\))?", "damaged{}" + PARTLY),
]

# How files begin that hold a capture, yet not as tshark reads it. What Wireshark was built without comes here, too.
PACKED = [
    (b"\xfd7zXZ\0", "xz"),
    (b"BZh", "bzip2"),
    (b"PK\3\4", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x04\x22\x4d\x18", "lz4"),
]


@dataclass
class Reading:
    """What came of one capture. `complaints` says why a file could not be read, or not to its end: (file, problem)."""

    name: str
    report: Optional[BinaryIO] = None
    complaints: list = field(default_factory=list)
    bad_let_go: int = 0  # as far as standard error tells

    def problem(self):
        """The complaints in one line; None where there are none."""
        told = [text if path == self.name else f"{path}: {text}" for path, text in self.complaints]
        return "; ".join(told) or None


class Unreadable(Exception):
    """A file that cannot be opened, or that there is no use in opening."""


class Capture:
    """A file, or standard input, as tshark gets it: opened by us, for whoever runs tshark need not be allowed to."""

    def __init__(self, path):
        self.name = path
        self.size = self._size()  # in bytes; None for a pipe
        self._file = None
        self._closed = False

    def _size(self):
        try:
            status = os.fstat(0) if self.name == STANDARD_INPUT else os.stat(self.name)
            return status.st_size if stat.S_ISREG(status.st_mode) else None
        except OSError:  # open() will tell
            return None

    def open(self, _sandbox=None):
        """What tshark reads from. Raises Unreadable."""
        if self.size == 0:
            raise Unreadable("empty file")
        try:
            self._file = os.fdopen(os.dup(0), "rb") if self.name == STANDARD_INPUT else open(self.name, "rb")
        except OSError as error:
            raise Unreadable(error.strerror.lower()) from None
        if self._file.isatty():
            raise Unreadable("a terminal; a capture has to be piped in, as in: dumpcap -w - | sipdiag triage -")
        if self.size is None and not _has_data(self._file.fileno()):
            raise Unreadable("nothing came in")  # tshark would take it for a capture without packets
        return self._file

    def is_live(self):
        """Somebody may be at it who ends the capture, not us, with Ctrl-C."""
        return self.name == STANDARD_INPUT and self.size is None

    def done(self):
        """Bytes read so far: the process at the other end moves our offset, too."""
        if self._closed:
            return self.size or 0
        try:
            return min(os.lseek(self._file.fileno(), 0, os.SEEK_CUR), self.size)
        except (AttributeError, OSError, TypeError, ValueError):  # not open yet, closed just now, or a pipe
            return 0

    def explain(self, status, said):
        """The complaints, by what the program said that read it. None if all went well."""
        problem = explain("tshark", status, said)
        if problem and problem.startswith("not a capture file"):
            problem += self._packed()
        return [(self.name, problem)] if problem else []

    def _packed(self):
        try:
            start = os.pread(self._file.fileno(), 8, 0)
        except OSError:
            return ""
        kinds = [kind for magic, kind in PACKED if start.startswith(magic)]
        return f", or one compressed with {kinds[0]}, which tshark does not read here" if kinds else ""

    def close(self):
        self._closed = True
        if self._file:
            self._file.close()

    def stop(self):
        """There is nothing of our own to end."""


def _has_data(number):
    """Waits until something can be read from a pipe, or its other end is closed before anything came."""
    mode = os.fstat(number).st_mode
    if stat.S_ISSOCK(mode):
        with socket.socket(fileno=os.dup(number)) as connection:
            return bool(connection.recv(1, socket.MSG_PEEK))
    if stat.S_ISFIFO(mode):
        waiting = select.poll()
        waiting.register(number, select.POLLIN)
        return bool(waiting.poll()[0][1] & select.POLLIN)
    return False


class Reader:
    """Reads captures, several at a time if need be, with the same report and the same options."""

    def __init__(self, sandbox, report, options):
        self._sandbox = sandbox
        self._arguments = ["-n", "-q", "-r", "-", "-z", report, *options]
        self._running = {}
        self._lock = threading.Lock()
        self._stopped = False

    def read(self, capture):
        try:
            try:
                return self._run(capture, capture.open(self._sandbox))
            except Unreadable as problem:
                return Reading(capture.name, None, [(capture.name, str(problem))])
        finally:
            capture.close()

    def _run(self, capture, file):
        report = tempfile.SpooledTemporaryFile(IN_MEMORY)
        with tempfile.TemporaryFile() as words:
            process = self._start(capture, stdin=file, stdout=subprocess.PIPE, stderr=words)
            try:
                with process:
                    shutil.copyfileobj(process.stdout, report, 1 << 16)
            except OSError as error:
                process.kill()
                raise Failure(USAGE, f"the folder for temporary files: {error.strerror.lower()}") from None
            finally:
                with self._lock:
                    self._running.pop(process, None)
            said = _read(words)
            complaints = capture.explain(process.returncode, said)
            _pass_on(capture.name, said)
        empty = report.tell() == 0
        report.seek(0)
        return Reading(capture.name, None if empty else report, complaints, bad_let_go(said.encode()))

    def _start(self, capture, **streams):
        with self._lock:
            if self._stopped:
                raise Failure(USAGE, "stopped")
            # With Ctrl-C a person ends a live capture; tshark shall then read what is still on its way.
            process = self._sandbox.start("tshark", self._arguments, start_new_session=capture.is_live(), **streams)
            self._running[process] = capture
            return process

    def is_live(self):
        """Whether standard input is still coming in."""
        return any(capture.is_live() for capture in list(self._running.values()))  # no lock: a signal may ask

    def stop(self):
        """Ends what is still running; for an interrupted call."""
        with self._lock:
            self._stopped = True
            for process, capture in self._running.items():
                process.kill()  # one that waits for a pipe heeds nothing less
                capture.stop()


def _pass_on(name, said):
    """What the plugin itself has to say: that there is more than the report tells."""
    for line in said.splitlines():
        if line.startswith(PLUGIN_SAYS):
            print(f"{PLUGIN_SAYS}{printable(name)}: {line.removeprefix(PLUGIN_SAYS)}", file=sys.stderr)


def _read(words):
    words.seek(0)
    return words.read(A_FEW_WORDS).decode("utf-8", "replace")


def explain(program, status, said):
    """None if all went well. What is said all the same, such as that it runs as root, nobody needs to read."""
    if status == 0:
        return None
    if status < 0:
        return f"{program} was ended by {signal.Signals(-status).name}" + PARTLY
    text = re.sub(r"^((tshark|mergecap): |\*\* |Running as user .*$)", "", said, flags=re.MULTILINE).strip()
    first = text.splitlines()[0] if text else f"{program} ended with status {status}"
    if 'argument "sipdiag,' in text:
        raise Failure(NO_SETUP, f"tshark did not load the plugin; {COMMAND} doctor looks for the reason")
    for pattern, message in COMPLAINTS:
        found = re.search(pattern, text, re.DOTALL)
        if found:
            detail = found.group(1) if found.re.groups else None
            return message.format(f" ({' '.join(detail.split())})" if detail else "")
    return first.replace("The standard input ", "")
