# SPDX-License-Identifier: GPL-2.0-or-later
"""Text from the wire as text of a page: nothing in it is markup, and all of it can be seen."""

from html import escape


def text(value):
    """Fit for an element and for a quoted attribute. What has no picture of its own (NUL, marks that turn the direction
    of writing, half of a surrogate pair) shows as its escape, as in \\u202e."""
    value = str(value)
    return escape(value if value.isprintable() else "".join(map(_shown, value)))


def _shown(character):
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def cut(value, length):
    """The text itself, or its beginning and an ellipsis."""
    return value if len(value) <= length else value[: length - 1] + "…"


def sentence(value):
    """As it stands between others: from a capital letter to a full stop."""
    return value[:1].upper() + value[1:] + ("" if value.endswith((".", "!", "?")) else ".")


def milliseconds(value):
    """As short as it is exact: 20, 0.412."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def frames(numbers):
    """1, 3–7: neighbours as a range."""
    ranges = []
    for number in numbers:
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(str(first) if first == last else f"{first}–{last}" for first, last in ranges)


def span(numbers):
    """As frames() in the room of a cell: 3–7, or 3 … 9 where others lie between."""
    if not numbers:
        return ""
    first, last = min(numbers), max(numbers)
    if first == last:
        return str(first)
    return f"{first}–{last}" if last - first < len(set(numbers)) else f"{first} … {last}"
