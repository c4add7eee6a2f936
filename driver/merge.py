# SPDX-License-Identifier: GPL-2.0-or-later
"""Several captures as one, in the order of time: the files of a ring buffer, or of two machines.

    mergecap - <file    each  ──▶  mergecap /dev/fd/5 /dev/fd/6 …  ──▶  tshark -r -

A mergecap stops at the first file that is cut short. So each file goes through one of its own first, which brings what
can be read of it and says where that ends. None of them keeps more than a few packets of a file in memory.
"""

import os
import resource
import signal
import subprocess

from capture import NO_PACKETS, Capture, Unreadable, explain
from inputs import describe
from project import USAGE, Failure

FILES_OF_OURS = 100  # that may be open beside those of the captures
FILES_OF_EACH = 4


class Merged:
    """What capture.Capture is, for several."""

    def __init__(self, paths):
        self._captures = [Capture(path) for path in paths]
        self.name = describe(paths)
        sizes = [capture.size for capture in self._captures]
        self.size = None if None in sizes else sum(sizes)
        self._unreadable = {}
        self._copies = {}
        self._mergecap = self._nothing = None

    def open(self, sandbox):
        _allow_files(FILES_OF_OURS + FILES_OF_EACH * len(self._captures))
        self._nothing = sandbox.folder / "no-packets.pcap"
        self._nothing.write_bytes(NO_PACKETS)
        pipes = []
        try:
            for capture in self._captures:
                try:
                    pipes.append(self._copy(capture, sandbox))
                except Unreadable as problem:
                    self._unreadable[capture] = str(problem)
            if pipes:
                self._mergecap = sandbox.start(
                    "mergecap", ["-w", "-", *(f"/dev/fd/{pipe}" for pipe in pipes)], pass_fds=pipes,
                    stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        finally:
            for pipe in pipes:
                os.close(pipe)
        return self._mergecap.stdout if pipes else subprocess.DEVNULL

    def _copy(self, capture, sandbox):
        """Starts the capture's own mergecap; returns the pipe that brings what it reads.

        Its second input, without packets, is for a capture that begins with the keys to it: Wireshark 4.0 cannot write
        that one before it knows the link type.
        """
        file = capture.open()
        pipe, end = os.pipe()
        sandbox.share(pipe)
        try:
            self._copies[capture] = sandbox.start(
                "mergecap", ["-w", "-", "-", str(self._nothing)], start_new_session=capture.is_live(), stdin=file,
                stdout=end, stderr=subprocess.PIPE)
        finally:
            os.close(end)
        return pipe

    def is_live(self):
        return any(capture.is_live() for capture in self._captures)

    def done(self):
        return sum(capture.done() for capture in self._captures)

    def explain(self, status, said):
        """The complaints: about each file, then what mergecap and tshark say of the whole."""
        complaints = []
        merged = self._end(self._mergecap) if self._mergecap else (0, "")
        for capture in self._captures:
            if capture in self._copies:
                status_of_copy, words = self._end(self._copies[capture])
                # Since Wireshark 4.4 mergecap ends well where the file did not; a word from it is a complaint.
                complaints += capture.explain(status_of_copy or bool(words.strip()), words)
            else:
                complaints.append((capture.name, self._unreadable[capture]))
        if not self._mergecap:  # nothing to read: tshark's word on that is none on a file
            return complaints
        for program, ending in (("mergecap", merged), ("tshark", (status, said))):
            problem = explain(program, *ending)
            if problem:
                complaints.append((self.name, problem))
        return complaints

    @staticmethod
    def _end(process):
        """Its status and its words. Who writes to a pipe that nobody reads has done nothing wrong."""
        if process.stdout:
            process.stdout.close()
        with process:
            said = process.stderr.read().decode("utf-8", "replace")
        return 0 if process.returncode == -signal.SIGPIPE else process.returncode, said

    def close(self):
        for capture in self._captures:
            capture.close()

    def stop(self):
        for process in (self._mergecap, *self._copies.values()):
            if process:
                process.kill()


def _allow_files(count):
    """Raises the limit of open files, which the programs that we start inherit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY or soft >= count:
        return
    if hard != resource.RLIM_INFINITY and hard < count:
        raise Failure(USAGE, f"--merge takes {count} open files for so many captures, the system allows {hard}: "
                             "merge them by parts with mergecap first")
    resource.setrlimit(resource.RLIMIT_NOFILE, (count, hard))
