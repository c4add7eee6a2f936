# SPDX-License-Identifier: GPL-2.0-or-later
"""Times and memory with hyperfine, in rounds in which all programs take turns; instructions with valgrind.

A machine that others use, too, makes times differ; less so the time that the processor worked for a program (user and
system) than the time that went by. Ratios are taken within a round. Instructions hardly ever differ: they are what a
test can hold."""
import json
import re
import shlex
import statistics
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from programs import LONGEST, PROGRAMS, support

MEASURES = ("cpu", "wall", "memory")


@dataclass
class Runs:
    """Of one program on one capture, a number a round."""
    cpu: list = field(default_factory=list)     # seconds, user and system
    wall: list = field(default_factory=list)    # seconds
    memory: list = field(default_factory=list)  # peak, KiB


def ratio(runs, program, measure):
    """(median, half of what the rounds differ by) of a program over the one that it is held against, or None."""
    ours, theirs = (runs.get(name) for name in (program, PROGRAMS[program].against))
    if not ours or not theirs:
        return None
    each = [a / b for a, b in zip(getattr(ours, measure), getattr(theirs, measure))]
    return (statistics.median(each), (max(each) - min(each)) / 2) if each else None


def measured_once(capture, programs):
    """One round: a list of (program, seconds of the processor, seconds, KiB), in the order in which they ran."""
    folder = support.sandbox() / "home"
    result, peaks = folder / "hyperfine.json", folder / "peaks"
    lines = [shlex.join(["/usr/bin/time", "-a", "-o", str(peaks), "-f", "%M", "timeout", str(LONGEST),
                         *program.command(capture)]) for program in programs]
    for file in (result, peaks):
        file.unlink(missing_ok=True)
    subprocess.run(["hyperfine", "--runs", "1", "--shell", "none", "--ignore-failure", "--style", "none",
                    "--export-json", str(result), *lines], check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=support.environment(), cwd=folder,
                   **support.DROPPED)
    # A program that fails has a line of its own in front of its peak.
    kib = [int(line) for line in peaks.read_text().splitlines() if line.isdigit()]
    for program, found, peak in zip(programs, json.loads(result.read_text())["results"], kib, strict=True):
        if found["exit_codes"] == [0]:
            yield program, found["user"] + found["system"], found["mean"], peak
        else:
            print(f"{capture.name}: {program.name} failed or took more than {LONGEST} s: {found['exit_codes']}",
                  flush=True)


def timed(capture, rounds, programs=tuple(PROGRAMS)):
    """Program -> Runs. Every other round goes backwards, so that none always follows the same one."""
    runs = {name: Runs() for name in programs}
    for number in range(rounds):
        turn = [PROGRAMS[name] for name in programs if number == 0 or PROGRAMS[name].repeated]
        for program, *values in measured_once(capture, turn[::-1] if number % 2 else turn):
            for measure, value in zip(MEASURES, values):
                getattr(runs[program.name], measure).append(value)
    return {name: found for name, found in runs.items() if found.cpu}


# Callgrind's number, from the quicker of the tools that count.
COUNTER = ("valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null")
# The caches of a core of today, its second one as the last: valgrind knows two.
SIMULATOR = ("valgrind", "--tool=cachegrind", "--cache-sim=yes", "--branch-sim=yes", "--I1=32768,8,64",
             "--D1=32768,8,64", "--LL=524288,8,64", "--cachegrind-out-file=/dev/null")
# What a processor does and waits for, by the names that valgrind has for it.
EVENTS = {"I refs": "instructions", "I1 misses": "instructions that the first cache lacks",
          "D1 misses": "data that the first cache lacks", "LL misses": "either, that the second lacks",
          "Mispredicts": "jumps guessed wrong"}


def events(command, **more):
    """Name -> how many of a program that COUNTER or SIMULATOR runs."""
    done = subprocess.run([*map(str, command)], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, errors="replace", check=False, **more)
    found = {" ".join(name.split()): int(number.replace(",", ""))
             for name, number in re.findall(r"^==\d+== ([^:\n]+): +([\d,]+)(?: |$)", done.stderr, re.M)}
    if done.returncode or "I refs" not in found:
        raise RuntimeError(f"{command}: {done.stderr[-2000:]}")
    return found


def instructions(command, **more):
    """How many are executed by a program that COUNTER runs."""
    return events(command, **more)["I refs"]


def counted(captures, empty, programs, counter=COUNTER, names=("I refs",)):
    """Capture's name -> program -> event -> how many, without those that it takes to start and to end."""
    def count(job):
        name, program = job
        return events(PROGRAMS[program].command(captures.get(name, empty), *counter),
                      cwd=support.sandbox() / "home", **support.DROPPED)
    jobs = [(name, program) for name in ("", *captures) for program in programs]
    with ThreadPoolExecutor(2) as pool:
        found = dict(zip(jobs, pool.map(count, jobs)))
    return {name: {program: {event: found[name, program][event] - found["", program][event] for event in names}
                   for program in programs} for name in captures}


def counted_ratio(counts, program, event="I refs"):
    return counts[program][event] / counts[PROGRAMS[program].against][event]
