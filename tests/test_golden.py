# SPDX-License-Identifier: GPL-2.0-or-later
"""Whole records, line by line, as they were when somebody last looked at them; regenerate.py writes them anew."""
import pytest

from support import EXPECTED, SITUATIONS, capture, report, scene
from test_situations import seen


@pytest.mark.parametrize("name", SITUATIONS)
@pytest.mark.parametrize("two_pass", (False, True), ids=("one-pass", "two-pass"))
def test_golden(name, two_pass):
    expected = (EXPECTED / f"{name}.ndjson").read_text(encoding="utf-8")
    printed = seen(name)[1] if two_pass else report(capture(name), args=scene(name).args)
    assert printed.splitlines() == expected.splitlines()


def test_no_golden_file_is_left_over():
    assert {p.stem for p in EXPECTED.glob("*.ndjson")} == set(SITUATIONS)
