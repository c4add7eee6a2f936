# SPDX-License-Identifier: GPL-2.0-or-later
"""The messages of a transaction as a drawing: time runs downwards, a line for each endpoint, an arrow for each message.

Where something is due and not there, a broken arrow; the cause stands below the arrow that shows it. Lengths are in
pixels of the drawing; texts are measured by their number of characters, and given room to spare.
"""

import re
from textwrap import wrap

from markup import cut, sentence, text

WIDTH = 680
TIME_RIGHT = 66  # where the times end
LEFT, RIGHT = 86, 570  # the outermost lifelines
FRAMES_LEFT = 582
LETTER, SMALL_LETTER, ENDPOINT_LETTER = 6.9, 6.2, 6.7  # a character of a label, of the cause, of an endpoint
ROW, STEP, LINE = 16, 36, 15
STUB = 180  # an arrow from somewhere else
MOST_LIFELINES = 4

# " to 192.0.2.1:5060": a message that did not take the way of the request; "on another hop": nor come from there.
ELSEWHERE = re.compile(r"^(?P<what>.*?)(?P<hop> on another hop)?(?: to (?P<to>\S+))?$", re.DOTALL)
# What the network says comes from a router, a name server or a host that is not on the drawing.
NETWORK = re.compile(r"^(ICMP|RST|SYN|DNS)\b")


class Ladder:
    """The drawing of one record. `name` makes the ids in it its own."""

    def __init__(self, record, name):
        self._record, self._name = record, name
        self._steps = record.get("sequence") or []
        self._parts = []
        self._lifelines = self._place_lifelines()
        self._y = 0

    def svg(self):
        """The drawing; empty where there is nothing to draw."""
        if not self._steps:
            return ""
        top = self._draw_endpoints()
        arrows, self._parts = self._parts, []
        self._draw_steps()
        height = self._y + 14
        lines = "".join(f"M{x:g} {top}V{height - 4}" for x in self._lifelines.values())
        return (
            f'<svg class="ladder" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
            f'aria-labelledby="{self._name}-t" aria-describedby="{self._name}-d">'
            f'<title id="{self._name}-t">Ladder of the {text(self._record.get("method") or "unknown request")}</title>'
            f'<desc id="{self._name}-d">{text(self._in_words())}</desc>'
            f'<path class="line" d="{lines}"/>{"".join(arrows)}{"".join(self._parts)}</svg>'
        )

    def _place_lifelines(self):
        """Endpoint -> x: the requester, whoever else a message went to, the responder."""
        src, dst = (self._record.get(end) or f"unknown {end}" for end in ("src", "dst"))
        others = []
        for step in self._steps:
            to = ELSEWHERE.match(step["what"])["to"]
            if to and to not in (src, dst, *others) and len(others) < MOST_LIFELINES - 2:
                others.append(to)
        ends = [src, *others, dst if dst != src else f"{dst} itself"]
        return {end: LEFT + (RIGHT - LEFT) * n / (len(ends) - 1) for n, end in enumerate(ends)}

    def _draw_endpoints(self):
        """Names above the lifelines, in as many rows as keep them apart. Returns where the lifelines begin."""
        rows = [0]  # how far each is taken
        for n, (end, x) in enumerate(self._lifelines.items()):
            end = cut(end, 56)
            length = len(end) * ENDPOINT_LETTER
            last = n == len(self._lifelines) - 1
            left, anchor, at = (
                (x - 20, "first", x - 20) if n == 0
                else (WIDTH - 8 - length, "last", WIDTH - 8) if last
                else (x - length / 2, "middle", x)
            )
            row = next((row for row, taken in enumerate(rows) if taken < left), len(rows))
            rows[row : row + 1] = [left + length + 12]
            self._parts.append(f'<text class="end {anchor}" x="{at:g}" y="{(row + 1) * ROW}">{text(end)}</text>')
        self._y = len(rows) * ROW + 8
        return self._y

    def _draw_steps(self):
        left_out = self._record.get("sequence_left_out")
        shows_cause = self._step_of_cause()
        for n, step in enumerate(self._steps):
            if left_out and n == len(self._steps) // 2:
                self._draw_left_out(left_out)
            self._draw_step(step, step is shows_cause)
            if step is shows_cause:
                self._draw_cause()
        if shows_cause is None:
            self._draw_cause()

    def _step_of_cause(self):
        """The one with the frame of the cause; else the gap; None: none of them shows it."""
        frame = (self._record.get("cause") or {}).get("frame")
        for step in self._steps:
            if frame and step["frame"] and step["frame"] <= frame <= step["last_frame"]:
                return step
        return next((step for step in self._steps if step["frame"] is None), None)

    def _draw_step(self, step, hot):
        start, end, what = self._way(step)
        room = int(abs(end - start) / LETTER)
        lines = wrap(_label(step, what), room, max_lines=2, placeholder=" …") or [""]
        kind = " gap" if step["frame"] is None else " hot" if hot else " again" if step["again"] else ""

        self._y += STEP + LINE * (len(lines) - 1)
        for n, line in enumerate(reversed(lines)):
            self._write(f"what{kind}", (start + end) / 2, self._y - (10 if kind == " gap" else 6) - LINE * n, line)
        self._write("time", TIME_RIGHT, self._y + 4, f"{step['time_ms'] / 1000:.3f} s")
        self._draw_arrow(start, end, kind)
        if step["frame"] is not None:
            self._write(f"frame{kind}", FRAMES_LEFT, self._y + 4, _frames(step))

    def _way(self, step):
        """From x to x, and what goes there. A way that is not known begins or ends between the lifelines."""
        places = list(self._lifelines.values())
        forward = step["direction"] == "->"
        found = ELSEWHERE.match(step["what"])
        to = self._lifelines.get(found["to"])
        if to is not None:
            elsewhere = to + STUB if to == LEFT else to - STUB
            start = elsewhere if found["hop"] or to == places[0] else places[0]
            return start, to, found["what"] + (found["hop"] or "")
        start, end = (places[0], places[-1]) if forward else (places[-1], places[0])
        if NETWORK.match(step["what"]):
            middle = (start + end) / 2
            return (start, middle, step["what"]) if forward else (middle, end, step["what"])
        if found["hop"]:
            return start + (end - start) / 4, end - (end - start) / 4, step["what"]
        return start, end, step["what"]

    def _draw_arrow(self, start, end, kind):
        y, back = self._y, -7 if end > start else 7
        middle = (start + end) / 2
        cross = f"M{middle - 6:g} {y - 6}l12 12m0-12l-12 12" if kind == " gap" else ""
        self._parts.append(
            f'<path class="arrow{kind}" d="M{start:g} {y}H{end:g}"/>'
            f'<path class="head{kind}" d="M{end + back:g} {y - 4}L{end:g} {y}l{back} 4{cross}"/>'
        )
        if start not in self._lifelines.values():
            self._parts.append(f'<circle class="open" cx="{start:g}" cy="{y}" r="3"/>')
        if end not in self._lifelines.values():
            self._parts.append(f'<circle class="open" cx="{end:g}" cy="{y}" r="3"/>')

    def _draw_cause(self):
        cause = self._record.get("cause")
        if not cause:
            return
        width = RIGHT - LEFT - 44
        title = wrap(cause.get("title") or "why", int(width / LETTER), max_lines=2, placeholder=" …")
        room = int(width / SMALL_LETTER)
        lines = wrap(sentence(cause.get("text") or ""), room, max_lines=6, placeholder=" …")
        top, height = self._y + 9, LINE * (len(title) + len(lines)) + 12
        self._parts.append(
            f'<rect class="cause" x="{LEFT + 10}" y="{top}" width="{RIGHT - LEFT - 20}" height="{height}"/>'
        )
        self._y = top + 4
        for line in title:
            self._y += LINE
            self._write("title", LEFT + 20, self._y, line)
        for line in lines:
            self._y += LINE
            self._write("why", LEFT + 20, self._y, line)
        self._y = top + height - 4

    def _draw_left_out(self, count):
        self._y += STEP
        self._write("what out", (LEFT + RIGHT) / 2, self._y, f"⋮ {count} steps are left out ⋮")

    def _write(self, kind, x, y, words):
        self._parts.append(f'<text class="{kind}" x="{x:g}" y="{y}">{text(words)}</text>')

    def _in_words(self):
        """For who cannot see the drawing."""
        shows_cause = self._step_of_cause()
        title = (self._record.get("cause") or {}).get("title") or "why"
        lines = []
        for step in self._steps:
            way = "to the responder" if step["direction"] == "->" else "to the requester"
            line = f"{step['time_ms'] / 1000:.3f} s {way}: {_label(step, step['what'])}"
            line += f", {_frames(step)}" if step["frame"] is not None else ""
            line += f"; here: {title}" if step is shows_cause else ""
            lines.append(f"{line}.")
        return " ".join(lines)


def _label(step, what):
    again = " again" if step["again"] else ""
    repeats = f", {step['times']} times until {step['until_ms'] / 1000:.3f} s" if step["times"] > 1 else ""
    return f"{what}{again}{repeats}"


def _frames(step):
    first, last = step["frame"], step["last_frame"]
    return f"frame {first}" if first == last else f"{first}–{last}"
