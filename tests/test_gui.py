# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark itself, started under Xvfb: the plugin is there, and a person can see what it says."""
import shutil

import pytest

from gui import Wireshark
from support import ROOT, capture, fields, records

MISMATCH = capture("400_cseq_method_mismatch")
TOOLS = ("wireshark", "Xvfb", "xdotool", "import", "convert", "tesseract")
MISSING = [tool for tool in TOOLS if not shutil.which(tool)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")

def test_x(tmp_path):
    with Wireshark(MISMATCH, "-g", "2", keep=tmp_path) as w:
        w.read("SIP Diagnosis: failed", "[400: CSeq method mismatch]")
        w.look().save("/tmp/guitry/g1.png")
        w.click("SIP Diagnosis: failed")
        w.press("shift+Right")
        w.read("Verdict: failed")
        w.look().save("/tmp/guitry/g2.png")
        print(w.seen.text())
        w.press("ctrl+Up")
        w.look().save("/tmp/guitry/g3.png")
        w.click("Fault: cseq")
        w.look().save("/tmp/guitry/g4.png")
        print(w.seen.text())
        w.click("Analyze")
        w.click("Expert Information")
        w.read("Severity")
        w.look().save("/tmp/guitry/g5.png")
        print(w.seen.text())
