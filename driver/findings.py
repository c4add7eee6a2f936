# SPDX-License-Identifier: GPL-2.0-or-later
"""A transaction's record in words, for the formats that people read."""

from collections import namedtuple

SEQUENCE_HEAD = 20  # steps before those that are left out
ENOUGH = 160  # characters of a value from the wire, as in the text report

NOT_OVER = {"pending": "not over when the capture ended", "incomplete": "not all of it is in the capture"}

Cause = namedtuple("Cause", "id title")


def cut(value):
    """The value, or its beginning: a call must not fill the report with what it sends."""
    return value if len(value) <= ENOUGH else value[:ENOUGH - 1] + "…"


def request(record):
    """INVITE sip:bob@example.net"""
    return cut(" ".join(filter(None, (record["method"] or "a request", record["request_uri"]))))


def answer(record):
    """400 Bad Request; nothing where there was no final response."""
    return cut(f"{record['status']} {record['reason_phrase'] or ''}".rstrip()) if record["status"] else ""


def filters(record):
    """Display filters for the transaction and for its call, by name; one that is too long to be typed is none."""
    found = {"Filter": record["filter"], "Filter for the call": record["call_filter"]}
    return {name: value for name, value in found.items() if value and cut(value) == value}


def cause(record):
    """The cause as transactions are counted by it: one that has no id is told by its status code."""
    given = record["cause"]
    return Cause(given["id"], given["title"] or f"refused with {record['status']}")


def evidence(record):
    """frame 12, bytes 211-216 of the message (CSeq); None where the cause rests on nothing that is there."""
    given = record["cause"]
    if given["frame"] is None:
        return None
    words = f"frame {given['frame']}"
    if given.get("length"):
        first, last = given["offset"], given["offset"] + given["length"] - 1
        words += f", byte {first} of the message" if first == last else f", bytes {first}-{last} of the message"
    return words + (f" ({given['header']})" if given["header"] else "")


def sequence(record):
    """The messages as lines, one a step."""
    for number, step in enumerate(record["sequence"]):
        if number == SEQUENCE_HEAD and record["sequence_left_out"]:
            yield f"             ... {record['sequence_left_out']} lines are left out"
        yield _step(step)


def _step(step):
    line = f"{step['time_ms'] / 1000:9.3f} s  {step['direction']}  {step['what']}{' again' if step['again'] else ''}"
    if step["times"] > 1:
        line += f", {step['times']} times until {step['until_ms'] / 1000:.3f} s"
        line += f", frames {step['frame']}-{step['last_frame']}"
    elif step["frame"] is not None:
        line += f", frame {step['frame']}"
    return line
