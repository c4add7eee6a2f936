# SPDX-License-Identifier: GPL-2.0-or-later
"""The engine without Wireshark: bench_calls with every mix, from ten thousand transactions to ten millions."""
import re
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from measure import COUNTER, instructions
from support import ROOT

BENCH = ROOT / "build" / "release" / "bench_calls"
TRANSACTIONS = {"calls": 2, "invites": 1, "options": 1}  # one of each mix
MESSAGES = {"calls": 7, "invites": 4, "options": 2}
SIZES = (10**4, 10**5, 10**6, 10**7)
COUNTED = 10**5      # instructions are counted up to here: valgrind is fifty times as slow
KEPT = 10**5         # where there are limits
NO_LIMITS = 3        # exit status
MOST = 10 * 10**9    # bytes that a run may need


@dataclass
class Cost:
    """Of one mix at one size. None: not measured."""
    mix: str
    transactions: int
    kept: int = 0               # at most; 0: all
    nanoseconds: float = None  # a message, learnt
    judging: float = None      # nanoseconds a transaction
    memory: float = None       # bytes a transaction
    instructions: float = None  # a message, learnt
    parsing: float = None       # of these: parsing, identity, faults


def printed(mix, count, *more):
    out = subprocess.run([BENCH, str(count), mix, *map(str, more)], capture_output=True, text=True, check=True).stdout
    return {line.split()[0]: float(line.split()[1]) for line in out.splitlines()}


def parts():
    """What is kept of a transaction of the mix "invites", texts and tables apart: (what, bytes, how many)."""
    out = subprocess.run([BENCH, "parts"], capture_output=True, text=True, check=True).stdout
    return [(name, int(size), int(count)) for name, size, count in re.findall(r"(\w+) +(\d+) bytes, (\d+)", out)]


def executed(mix, count):
    """(instructions a message, of these to parse it): each step's less those of the step before it."""
    with ThreadPoolExecutor(2) as pool:
        write, parse, learn = pool.map(lambda step: instructions([*COUNTER, BENCH, count, mix, step]),
                                       ("write", "parse", "learn"))
    messages = count * MESSAGES[mix]
    return (learn - write) / messages, (parse - write) / messages


def limited(mix, size, kept):
    """The Cost where only the newest are kept; none where the engine has no limits."""
    try:
        found = printed(mix, size // TRANSACTIONS[mix], "judge", kept)
    except subprocess.CalledProcessError as error:
        if error.returncode != NO_LIMITS:
            raise
    else:
        yield Cost(mix, size, kept, found["learn"], found["judge"], found["memory"])


def growing(mix, sizes=SIZES, counted=COUNTED):
    """A Cost for each size. One that would need too much memory is left without numbers."""
    memory = 0
    for size in sizes:
        cost, count = Cost(mix, size), size // TRANSACTIONS[mix]
        if memory * size < MOST:
            found = printed(mix, count, "judge")
            cost.nanoseconds, cost.judging, memory = found["learn"], found["judge"], found["memory"]
            cost.memory = memory
            if size <= counted:
                cost.instructions, cost.parsing = executed(mix, count)
        yield cost
