# SPDX-License-Identifier: GPL-2.0-or-later
"""tshark as a process that is looked at while it works: its memory, its time; and its report, read as it comes."""
import json
import os
import re
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path.insert(0, str(HERE.parent))
import support  # noqa: E402

PAGE, TICK = os.sysconf("SC_PAGE_SIZE"), os.sysconf("SC_CLK_TCK")


@dataclass
class Look:
    """At a process, at some time."""
    at: int      # messages, or seconds
    memory: int  # bytes, resident
    cpu: float   # seconds, user and system


class Report(threading.Thread):
    """Reads `-z sipdiag,json`: all of it counts, what is bad is kept."""

    def __init__(self, stream):
        super().__init__(daemon=True)
        self.stream, self.records, self.bad, self.methods = stream, 0, [], {}
        self.start()

    def run(self):
        for line in self.stream:
            self.records += 1
            # To parse each of five million lines would take longer than to make them.
            if b'"bad":false' in line:
                method = line.split(b'"method":"', 1)[1].split(b'"', 1)[0]
            else:
                self.bad.append(json.loads(line))
                method = self.bad[-1]["method"].encode()
            self.methods[method] = self.methods.get(method, 0) + 1


class Watched:
    """A tshark. `front` are words in front of it: what may capture, say."""

    def __init__(self, *words, plugin=True, front=(), **more):
        env = support.environment() if plugin else support.environment(empty_folder())
        wanted = ["-q", "-z", "sipdiag,json" if plugin else "sip,stat"]  # with no report at all it would not dissect
        dropped = {} if front else support.DROPPED
        self.process = subprocess.Popen([*front, "tshark", "-n", *wanted, *words], env=env, stderr=subprocess.PIPE,
                                        stdout=subprocess.PIPE if plugin else subprocess.DEVNULL,
                                        cwd=support.sandbox() / "home", **dropped, **more)
        self.report, self.looks, self.said = Report(self.process.stdout) if plugin else None, [], ""

    def look(self, at):
        try:
            state = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
            pages = Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]
        except OSError:
            return
        self.looks.append(Look(at, int(pages) * PAGE, (int(state[11]) + int(state[12])) / TICK))

    def finish(self):
        """Waits for it, and for its report."""
        self.said = self.process.stderr.read().decode(errors="replace")
        if self.report:
            self.report.join()
        return self.process.wait()

    def let_go(self):
        """(transactions, bad ones) that are not in the report because of limits, as tshark says."""
        told = re.search(r"\((\d+) transactions?, (\d+) bad, \d+ messages?\) \w+ let go", self.said)
        return (int(told[1]), int(told[2])) if told else (0, 0)


def empty_folder():
    """Of plugins."""
    folder = support.sandbox() / "none"
    folder.mkdir(exist_ok=True)
    return folder
