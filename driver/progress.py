# SPDX-License-Identifier: GPL-2.0-or-later
"""A line on standard error that says how far we are: on a terminal only, and only for work that takes a while."""

import sys
import threading
from contextlib import contextmanager

PATIENCE = 1.0  # seconds without a word
INTERVAL = 0.25


class Progress:
    """Shows, until it is closed, what `status` says: a line of text, asked for at each turn."""

    def __init__(self, status):
        self._status = status
        self._closed = threading.Event()
        self._terminal = threading.Lock()
        self._showing = False
        self._thread = None
        if sys.stderr.isatty():
            self._thread = threading.Thread(target=self._run, daemon=True)
            self._thread.start()

    def _run(self):
        pause = PATIENCE
        while not self._closed.wait(pause):
            pause = INTERVAL
            line = self._status()
            with self._terminal:
                if not self._closed.is_set():
                    print(f"\r\033[Ksipdiag: {line}", end="", file=sys.stderr, flush=True)
                    self._showing = True

    @contextmanager
    def hidden(self):
        """For the time in which something else is written that may go to the terminal."""
        with self._terminal:
            if self._showing:
                print("\r\033[K", end="", file=sys.stderr, flush=True)
                self._showing = False
            yield

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._closed.set()
        if self._thread:
            with self.hidden():
                pass
