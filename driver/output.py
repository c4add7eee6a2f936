# SPDX-License-Identifier: GPL-2.0-or-later
"""Where a report goes: standard output, or a file that is written whole or not at all."""

import os
import sys
import tempfile
from contextlib import contextmanager

from project import USAGE, Failure


def shown(text):
    """The text as it can be printed; a byte of a file name that is not UTF-8 becomes an escape, as in JSON."""
    return text.encode("utf-8", "backslashreplace").decode()


def printable(text):
    """The text for a terminal, which must not take anything in it for more than text."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in shown(text))


@contextmanager
def open_output(path):
    """Yields a binary stream. A file comes into being under its name only when the block ends well."""
    try:
        if path is None:
            yield sys.stdout.buffer
            sys.stdout.buffer.flush()
            return
        if os.path.exists(path) and not os.path.isfile(path):  # a device or a pipe cannot be replaced
            with open(path, "wb") as stream:
                yield stream
            return
        with _written_aside(os.path.realpath(path)) as stream:
            yield stream
    except BrokenPipeError:
        raise
    except OSError as error:
        if path is None:  # what is still in the buffer has to go somewhere when Python ends
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        where = "standard output" if path is None else f"--output {shown(path)}"
        raise Failure(USAGE, f"{where}: {(error.strerror or str(error)).lower()}") from None


@contextmanager
def _written_aside(target):
    """A stream into a file beside the target, which takes its place at the end, or is gone."""
    number, temporary = tempfile.mkstemp(prefix=".sipdiag-", dir=os.path.dirname(target))
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
