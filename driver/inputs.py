# SPDX-License-Identifier: GPL-2.0-or-later
"""The captures that the words of a command line stand for."""

import glob
import os
import re
import stat

STANDARD_INPUT = "-"

# Also files that a ring buffer numbered (.pcap3) and files that are compressed.
CAPTURE_NAME = re.compile(r"\.(pcap|pcapng|cap|dmp|snoop)\d*(\.(gz|zst|lz4))?$", re.IGNORECASE)


def find_captures(names):
    """The captures, each once however often it is named, and what is wrong with names that stand for none."""
    paths, problems, seen = [], [], set()
    for name in names:
        found, wrong = _expand(name)
        problems += wrong
        for path in found:
            identity = _identity(path)
            if identity not in seen:
                seen.add(identity)
                paths.append(path)
    return paths, problems


def _identity(path):
    """The same for two names of one file: by a link, or by another way through the folders."""
    try:
        status = os.stat(path)
    except OSError:  # standard input; or gone again since we saw it
        return path
    return status.st_dev, status.st_ino


def _expand(name):
    """A folder to the captures in it, a pattern that the shell left alone to what it matches."""
    if name == STANDARD_INPUT:
        return [name], []
    try:
        os.stat(name)
    except OSError as error:
        # A file may be called "a[1].pcap": a name is a pattern only where nothing has it.
        matches = sorted(_existing(glob.iglob(name, recursive=True))) if glob.has_magic(name) else []
        if not matches:
            return [], [(name, "nothing matches" if glob.has_magic(name) else error.strerror.lower())]
    else:
        matches = [name]
    paths, problems = [], []
    for match in matches:
        found, wrong = _walk(match) if os.path.isdir(match) else ([match], [])
        paths += found
        problems += wrong
    return paths, problems


def _existing(paths):
    """A link to nothing matches a pattern, and is no capture."""
    return (path for path in paths if os.path.exists(path))


def _walk(folder):
    """The captures in a folder and those below it, in the order of their names; links to folders are not followed."""
    found, problems = [], []
    for place, _folders, files in os.walk(folder, onerror=lambda error: problems.append(_complaint(error))):
        for path in (os.path.join(place, file) for file in files if CAPTURE_NAME.search(file)):
            try:
                if stat.S_ISREG(os.stat(path).st_mode):  # a pipe would have us wait for who writes to it
                    found.append(path)
            except OSError as error:
                problems.append(_complaint(error))
    if not found and not problems:
        problems.append((folder, "no captures in this folder"))
    return sorted(found), problems


def _complaint(error):
    return error.filename, error.strerror.lower()


def describe(paths):
    """Several captures in a few words."""
    return paths[0] if len(paths) == 1 else f"{paths[0]} + {len(paths) - 1} more"
