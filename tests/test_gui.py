# SPDX-License-Identifier: GPL-2.0-or-later
"""Wireshark itself, started under Xvfb: the plugin is there, and a person can see what it says."""
from gui import READS_WINDOWS, Wireshark
from support import capture, records

MISMATCH = capture("400_cseq_method_mismatch")
pytestmark = READS_WINDOWS
HIGHLIGHT = bytes((0x30, 0x8C, 0xC6))  # Qt's own style: selected rows, selected bytes


def highlighted_below(picture, y):
    """Pixel rows under `y` with a run of the highlight's colour. All of a byte's row has it, but for the glyphs."""
    return [n for n, row in enumerate(picture.rows()) if n > y and HIGHLIGHT * 8 in row]


def test_tree_list_bytes_and_experts(tmp_path):
    """A 400 as a user meets it: the Info column, the tree of the response, then the request and its bytes."""
    with Wireshark(MISMATCH, "-g", "2", keep=tmp_path) as w:
        w.read("SIP Diagnosis: OPTIONS failed", "[400: CSeq method mismatch]")
        w.click("SIP Diagnosis: OPTIONS failed")
        w.press("shift+Right")
        w.read("Cause: CSeq method mismatch", "CSeq says INVITE, the request is OPTIONS", "RFC 3261 8.1.1.5",
               "Request in: 1")

        w.press("ctrl+Up")  # to the request
        w.read("Frame 1: 282 bytes")
        (_, y), _ = w.read("Fault: cseq_method_mismatch", "Response in: 2")  # the tree stays open from frame to frame
        margin = y + 15  # pixels: under the row of the fault itself
        assert not highlighted_below(w.look(), margin)
        w.click("Fault: cseq_method_mismatch")
        cause = records(MISMATCH)[0]["faults"][0]
        w.read(f"(sipdiag.fault), {cause['length']} byte")  # the status bar
        assert highlighted_below(w.look(), margin)

        w.click("Analyze")
        w.click("Expert Information")
        w.read("Severity", "Group by summary")
        w.click("Group by summary")  # off: each with its own words
        w.click("Error", times=2)    # opens; without a window manager the dialog does not have the keyboard
        w.read("400 Bad Request: CSeq says INVITE")


def test_filter_typed_in(tmp_path):
    """Of an unacknowledged call's 16 frames the INVITE and the eleven 200s are bad, not the BYE."""
    with Wireshark(capture("ack_missing_bye"), keep=tmp_path) as w:
        w.read("Packets: 16")
        w.press("ctrl+slash")
        w.type("sipdiag.bad")
        w.read("Bad transaction: Boolean")  # the status bar: the field is known
        w.press("Return", "Return")  # the first may go to the list of completions
        w.read("Displayed: 12", "Status: 200 OK (INVITE)")
        assert not w.shows("Request: BYE") and not w.shows("180 Ringing")


def test_filter_from_the_command_line(tmp_path):
    """Wireshark applies it while it loads, so to what is known in one pass: the 400 is bad at once."""
    with Wireshark(MISMATCH, "-Y", "sipdiag.bad", keep=tmp_path) as w:
        w.read("Displayed: 1", "[400: CSeq method mismatch]")


def test_sequence_leads_to_its_frames(tmp_path):
    """Under a 200 without its ACK: the cause, the sequence with its gap, and a double click on a line of it."""
    with Wireshark(capture("ack_missing_bye"), "-g", "4", keep=tmp_path) as w:
        w.click("SIP Diagnosis: INVITE lacks its ACK")
        w.press("shift+Right")
        w.read("Cause: no ACK", "Sequence, 7 lines", "200 again, 10 times until 33.500 s", "no ACK",
               "What has to be acknowledged")
        w.click("BYE, frame 15", times=2)
        w.read("Frame 15:")
