# SPDX-License-Identifier: GPL-2.0-or-later
"""The README tells of the fields that exist, all of them, and shows a report as it is."""
import re

from support import ROOT, capture, tshark

README = (ROOT / "README.md").read_text(encoding="utf-8")


def registered():
    lines = tshark("-G", "fields").stdout.splitlines()
    return {row.split("\t")[2] for row in lines if row.startswith("F\t") and row.split("\t")[2].startswith("sipdiag.")}


def test_readme_lists_every_field_and_no_other():
    told = set(re.findall(r"`(sipdiag(?:\.\w+)+)`", README)) - {"sipdiag.bad`"}
    assert told == registered()


def test_readme_shows_the_report_as_it_is():
    report = tshark("-n", "-q", "-r", capture("400_cseq_method_mismatch"), "-z", "sipdiag,text").stdout
    assert f"```\n{report}```\n" in README


def test_readme_pictures_exist():
    for picture in re.findall(r"!\[[^]]*\]\(([^)]+)\)", README):
        assert (ROOT / picture).stat().st_size > 0
