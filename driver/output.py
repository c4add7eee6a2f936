# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a report goes: standard output, or a file that is written whole or not at all."""

import os
import sys
import tempfile
from contextlib import contextmanager

from project import USAGE, Failure


@contextmanager
def open_output(path):
    """Yields a binary stream. A file comes into being under its name only when the block ends well."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    target = os.path.realpath(path)
    try:
        if os.path.exists(target) and not os.path.isfile(target):  # a device or a pipe cannot be replaced
            with open(target, "wb") as stream:
                yield stream
            return
        number, temporary = tempfile.mkstemp(prefix=".sipdiag-", dir=os.path.dirname(target))
    except OSError as error:
        raise Failure(USAGE, f"{path}: {error.strerror.lower()}") from None
    try:
        with open(number, "wb") as stream:
            yield stream
        os.chmod(temporary, 0o666 & ~_umask())
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Progress:
    """A line on standard error that says how far we are; on a terminal only."""

    def __init__(self, total):
        self._total = total if total > 1 and sys.stderr.isatty() else 0

    def show(self, done):
        if self._total:
            print(f"\rsipdiag: {done} of {self._total} captures", end="", file=sys.stderr, flush=True)

    def clear(self):
        if self._total:
            print("\r\033[K", end="", file=sys.stderr, flush=True)
