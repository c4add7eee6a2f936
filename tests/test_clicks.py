# SPDX-License-Identifier: GPL-2.0-or-later
"""From a capture of a hundred calls to the bad one, its cause and the byte: the steps that docs/how-to.md shows."""
from gui import READS_WINDOWS, Wireshark
from support import ROOT, capture
from test_gui import highlighted_below

pytestmark = READS_WINDOWS
PROFILE = ROOT / "profiles" / "SIP Diagnosis"


def test_from_a_hundred_calls_to_the_byte(tmp_path):
    """The button Bad; the first bad request is selected with its cause in sight; a click on the cause marks its bytes."""
    with Wireshark(capture("office"), keep=tmp_path, profile=PROFILE, size=(1280, 1000), panes=(200, 360)) as w:
        w.read("Packets: 655")
        w.click("Bad", box=(0, 60, w.size[0], 95))
        w.read("Displayed: 14", "Frame 242:", "SIP Diagnosis: INVITE failed, 400 Bad Request: malformed From",
               "From has a quotation mark that is never closed", "What to do: Mend From at the byte shown")
        assert not highlighted_below(w.look(), 640)
        w.click("Cause: malformed From")
        w.read("(sipdiag.cause), 53 byte")
        assert highlighted_below(w.look(), 640)


def test_an_ok_message_keeps_its_tree_closed(tmp_path):
    with Wireshark(capture("office"), keep=tmp_path) as w:
        w.read("SIP Diagnosis: INVITE ok")
        assert not w.shows("Verdict: ok")
