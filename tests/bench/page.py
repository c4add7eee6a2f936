# SPDX-License-Identifier: GPL-2.0-or-later
"""The tables, in Markdown; --write puts each between the marks that docs/performance.md has for it."""
import os
import platform
import re
import shutil
import subprocess
from dataclasses import dataclass

from captures import CAPTURES
from measure import EVENTS, counted_ratio, ratio
from programs import PROGRAMS, support

PAGE = support.ROOT / "docs" / "performance.md"
HELD = [name for name, program in PROGRAMS.items() if program.against]
TIMES = {"cpu": "Processor time", "wall": "Time that goes by", "memory": "Peak memory"}


@dataclass
class Target:
    """What design.md, now this page, promises."""
    what: str
    most: float
    found: float = None  # None: not measured
    shown: str = "{:.3f}"
    least: bool = False  # `most` is the least

    @property
    def met(self):
        return self.found >= self.most if self.least else self.found <= self.most


def table(head, rows):
    rule = ["---"] + ["---:"] * (len(head) - 1)
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in (head, rule, *rows))


def cell(runs, program, measure):
    found = ratio(runs, program, measure)
    if found is None:
        return "-"
    middle, spread = found
    return f"{middle:.2f}" if spread < 0.005 else f"{middle:.2f} ±{spread:.2f}"


def times(times_by_capture, measure):
    titles = [PROGRAMS[name].title for name in HELD]
    return table(["capture", *titles], ([name, *(cell(runs, program, measure) for program in HELD)]
                                        for name, runs in times_by_capture.items()))


def counts(counts_by_capture):
    some = next(iter(counts_by_capture.values()))
    held = [name for name in HELD if name in some]
    return table(["capture", *(PROGRAMS[name].title for name in held)],
                 ([name, *(f"{counted_ratio(found, program):.3f}" for program in held)]
                  for name, found in counts_by_capture.items()))


def waits(counts, messages):
    """What a message costs a processor, with the plugin and without."""
    return table(["of a message", PROGRAMS["stock"].title, PROGRAMS["plugin"].title, "ratio"],
                 ([title, *(f"{counts[program][event] / messages:,.0f}" for program in ("stock", "plugin")),
                   f"{counted_ratio(counts, 'plugin', event):.2f}"] for event, title in EVENTS.items()))


def number(value, form="{:,.0f}"):
    return "-" if value is None else form.format(value)


def engine(costs):
    head = ["mix", "transactions", "kept", "messages/s", "instructions a message", "of these to parse it",
            "to judge, ns", "bytes a transaction"]
    return table(head, ([c.mix, number(c.transactions), number(c.kept) if c.kept else "all",
                         number(c.nanoseconds and 1e9 / c.nanoseconds), number(c.instructions), number(c.parsing),
                         number(c.judging), number(c.memory)]
                        for c in costs))


PARTS = {"sighting": "a message: frame, time, fingerprint, links to its neighbours and to what it repeats",
         "transaction": "the transaction: its key, its parties, the links to its messages, what its request said",
         "leg": "its final response: where the ACK is due, what copies and ACKs there were",
         "ack": "its ACK: where it went, what it says",
         "call": "the call: what its transactions share"}


def parts(found, costs):
    """found: engine.parts(); what is left of the largest run's memory are texts and tables. "" without such a run."""
    whole = next((c.memory for c in reversed(costs) if c.mix == "invites" and c.memory), None)
    if whole is None:
        return ""
    rows = [(PARTS[name], count, size, count * size) for name, size, count in found]
    rest = whole - sum(size * count for _, size, count in found)
    return table(["of a transaction of four messages", "how many", "bytes each", "bytes"],
                 [*rows, ("texts, tables by which all of it is found, unused room", "", "", f"{rest:.0f}"),
                  ("together", "", "", f"{whole:.0f}")])


def captures(sizes):
    """sizes: name -> (size, frames, bytes)."""
    return table(["capture", "what it holds", "frames", "MB"],
                 ([name, CAPTURES[name][0].__doc__, f"{frames:,}", f"{octets / 1e6:.0f}"]
                  for name, (_, frames, octets) in sizes.items())).replace("---:", "---", 1)


def growth(costs):
    """Instructions a message at the largest size over those at the smallest, the worst mix."""
    found = []
    for mix in {c.mix for c in costs}:
        known = [c.instructions for c in costs if c.mix == mix and c.instructions]
        found += [known[-1] / known[0]] if len(known) > 1 else []
    return max(found, default=None)


def targets(times_by_capture, counts_by_capture, costs):
    def timed(capture, program, measure="cpu"):
        found = ratio(times_by_capture.get(capture, {}), program, measure)
        return found and found[0]

    def executed(capture, program):
        return counted_ratio(counts_by_capture[capture], program) if capture in counts_by_capture else None

    def cost(mix, size):
        return next((c for c in costs if c.mix == mix and c.transactions == size and c.memory and not c.kept), None)

    small, large = cost("calls", 10**5), cost("invites", 10**6)
    for capture in CAPTURES:
        most = 1.03 if capture == "media" else 1.15
        yield Target(f"`-Y sipdiag.bad`, {capture}: time", most, timed(capture, "plugin"))
        yield Target(f"`-Y sipdiag.bad`, {capture}: instructions", most, executed(capture, "plugin"))
    yield Target("`-2 -Y sipdiag.bad`, calls: time", 1.10, timed("calls", "plugin2"))
    yield Target("`-2 -Y sipdiag.bad`, calls: instructions", 1.10, executed("calls", "plugin2"))
    yield Target("disabled, calls: instructions", 1.005, executed("calls", "disabled"))
    for capture in CAPTURES:
        yield Target(f"peak memory, {capture}", 1.10, timed(capture, "plugin", "memory"))
    yield Target("engine, messages a second and core", 1e6, small and 1e9 / small.nanoseconds, "{:,.0f}", True)
    yield Target("bytes of a finished four-message transaction", 600, large and large.memory, "{:.0f}")
    yield Target("linear: instructions a message, largest size over smallest", 1.1, growth(costs))


def judged(found):
    return table(["target", "promised", "measured", "met"],
                 ([t.what, ("≥ " if t.least else "≤ ") + f"{t.most:,.12g}", t.shown.format(t.found),
                   "yes" if t.met else "**no**"] for t in found if t.found is not None))


def machine():
    model = re.search(r"model name\s*: (.*)", open("/proc/cpuinfo").read())
    gibibytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    said = subprocess.run(["tshark", "--version"], capture_output=True, text=True, check=True).stdout
    system = platform.freedesktop_os_release().get("PRETTY_NAME", platform.system())
    return (f"{os.cpu_count()} cores ({model[1] if model else platform.machine()}), {gibibytes:.0f} GiB, {system}, "
            f"Wireshark {re.search(r'[0-9.]+[0-9]', said)[0]}, "
            f"{shutil.which('cc') and compiler() or 'no compiler'}.")


def compiler():
    return subprocess.run(["cc", "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]


def write(tables):
    text = PAGE.read_text(encoding="utf-8")
    for name, content in tables.items():
        text, done = re.subn(rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda m: f"{m[1]}{content}\n{m[2]}", text,
                             flags=re.S)
        if done != 1:
            raise SystemExit(f"{PAGE}: {done} places for {name}")
    PAGE.write_text(text, encoding="utf-8")
