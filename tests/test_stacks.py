# SPDX-License-Identifier: GPL-2.0-or-later
"""Real stacks: the cause of each refusal is the fault that was planted, no legal request is accused, and docs/stacks.md
says what the captures say."""
import sys

import pytest

from support import ROOT, TESTS

sys.path.insert(0, str(TESTS / "stacks"))
import table  # noqa: E402

# Not explained, and why.
KNOWN = {
    ("sofia", "content_length_conflict_tcp"),  # on TCP, Wireshark waits for the longer of the two lengths
}
STACKS = table.stacks()
pytestmark = pytest.mark.xdist_group("stacks")


@pytest.fixture(scope="module")
def rows():
    return [row for stack in STACKS for row in table.rows(stack)]


def test_refusals_are_explained(rows):
    wrong = {(r.stack, r.case) for r in rows if r.explainable and not r.right}
    assert wrong == KNOWN


def test_enough_is_explained(rows):
    answered = [r for r in rows if r.explainable and r.stack != "sipp"]  # whose answers are a script of ours
    assert len({r.case for r in answered}) >= 60
    assert sum(r.right for r in answered) >= 0.97 * len(answered)


def test_nothing_legal_is_accused(rows):
    legal = [r for r in rows if r.legal]
    assert len({r.case for r in legal}) >= 40
    assert not [(r.stack, r.case, r.reported, r.faults) for r in legal if r.accused]


def test_page_is_up_to_date():
    assert (ROOT / "docs" / "stacks.md").read_text(encoding="utf-8") == "\n".join(table.markdown(STACKS)) + "\n"
