# SPDX-License-Identifier: GPL-2.0-or-later
"""What the plugin adds to Wireshark's menus, tried by mouse in a real window."""
import pytest

from gui import READS_WINDOWS, Wireshark
from scene import Scene, exchange
from sip import Dialog
from support import capture, fields, records

pytestmark = READS_WINDOWS
OFFICE = capture("office")
SMALL = {"size": (1100, 900), "panes": (200, 640)}  # room enough, and less to read


def choose(w, *path):
    w.menu("Tools", "SIP Diagnosis", *path)


def warned(w, text):
    """Reads a message box and closes it."""
    w.read(text)
    w.confirm()


def test_from_one_bad_transaction_to_the_next(tmp_path):
    bad = [r for r in records(OFFICE) if r["bad"]]
    first, second = (r["frames"]["request"][0] for r in bad)
    with Wireshark(OFFICE, keep=tmp_path, **SMALL) as w:
        w.status("Packets: ")
        for entry, frame in (("Next Bad", first), ("Next Bad", second), ("Next Bad", first), ("Previous Bad", second),
                             ("Previous Bad", first)):
            choose(w, entry)
            w.read(f"Frame {frame}:")
        choose(w, "Show All Bad")
        w.status(f"Displayed: {len(fields(OFFICE, ['frame.number'], dfilter='sipdiag.bad'))} (")
        choose(w, "Next Bad")
        w.read(f"Frame {second}:")
        choose(w, "Filter on This Transaction")
        w.read(f"sipdiag.transaction == {bad[1]['transaction']}")
        choose(w, "Next Bad")
        warned(w, "only bad transaction that the display filter shows")
        w.filter("sip.Method == REGISTER")
        w.status("Displayed: ")
        choose(w, "Next Bad")
        warned(w, "The display filter hides the bad transactions, 2 of them")


def test_guide(tmp_path):
    with Wireshark(capture("400_cseq_method_mismatch"), "-g", "1", keep=tmp_path, **SMALL) as w:
        w.status("Packets: 2")
        choose(w, "Next Bad")
        warned(w, "This is the only bad transaction")
        choose(w, "Guide for This Status Code")
        w.read("400 in answer to OPTIONS (frame 2)", "What it means", "When it is seen", "What to do in general",
               "Verdict: failed (certain)", "Cause: CSeq method mismatch (cseq_method_mismatch)")
        w.click("Filter on it")
        w.read("sipdiag.transaction == 1")
        w.click("Close")
        w.gone("What it means")


def test_nothing_to_say(tmp_path):
    """No bad transaction; a packet without SIP; no capture."""
    with Wireshark(capture("call_tcp"), "-g", "1", keep=tmp_path, **SMALL) as w:
        w.status("Packets: ")
        w.read("[SYN]")
        choose(w, "Next Bad")
        warned(w, "No transaction of this capture is bad")
        for entry in ("Guide for This Status Code", "Filter on This Transaction", "Filter on This Call"):
            choose(w, entry)
            warned(w, "Select a packet with a SIP message first")
        w.press("ctrl+w")
        w.read("Welcome to Wireshark")
        for entry in ("Show All Bad", "Next Bad", "Filter on This Call", "Guide for This Status Code",
                      "Table of Transactions"):
            choose(w, entry)
            warned(w, "no capture is open")


def test_disabled(tmp_path):
    with Wireshark(OFFICE, "--disable-protocol", "sipdiag", keep=tmp_path, **SMALL) as w:
        w.status("Packets: ")
        choose(w, "Show All Bad")
        warned(w, "SIP Diagnosis is disabled")
        w.context_menu("Request: BYE", "Conversation Filter", "SIP transaction")  # it is grey
        w.press("Escape", "Escape", "Escape")
        assert not w.shows("sipdiag.")


def test_statistics_tree(tmp_path):
    with Wireshark(capture("ack_missing_bye"), keep=tmp_path, **SMALL) as w:
        w.status("Packets: 16")
        w.menu("Statistics", "SIP Diagnosis", "Verdicts and Causes")
        w.read("Topic / Item", "Verdicts 2", "missing_ack 1", "no ACK (ack_not_seen) 1", "responder 2",
               "203.0.113.20 1")
        w.press("ctrl+r")  # the window stays over a reload, and its filter works after it
        w.read("Verdicts 2")


def test_table_of_transactions(tmp_path):
    with Wireshark(OFFICE, keep=tmp_path, **SMALL) as w:
        w.status("Packets: ")
        w.menu("Telephony", "SIP Diagnosis Transactions")
        w.read("Requester", "1 ok")
        w.click("Verdict")  # sorts: the bad ones come first
        w.read("failed")


def test_click_on_a_transaction_filters(tmp_path):
    with Wireshark(capture("ack_missing_bye"), keep=tmp_path, **SMALL) as w:
        w.status("Packets: 16")
        choose(w, "Transactions to Filter by Click")
        w.read("Bad transactions", "missing_ack, 200 to INVITE, no ACK", "Other transactions", "ok, 200 to BYE")
        w.context_menu("ok, 200 to BYE", "Apply as Filter", "Selected")
        w.read("sipdiag.transaction==2")
        w.status("Displayed: 2")


HOSTILE = {"quotes": b'a"b\\c" or sip@x', "nul": b"a\0b@x", "octets": b"a\xff\xfeb@x", "umlaut": "ä@x".encode()}


def hostile_calls(folder):
    """Calls of two messages whose Call-IDs no filter can say as they are, or only with care."""
    c = Scene()
    for n, (name, call_id) in enumerate(HOSTILE.items()):
        d = Dialog(f"h{n}")
        request = d.request("OPTIONS").to_uri(f"sip:{name}@example.net").with_("Call-ID", "PLACE")
        for message in (request, d.answer(request, 200)):
            c.datagram(n, message.src, message.dst, bytes(message).replace(b"PLACE", call_id))
    file = folder / "hostile.pcap"
    file.write_bytes(bytes(c))
    return file


def test_conversation_filter_on_hostile_call_ids(tmp_path):
    with Wireshark(hostile_calls(tmp_path), keep=tmp_path, **SMALL) as w:
        w.status("Packets: 8")
        for number, name in enumerate(HOSTILE, 1):
            w.context_menu(f"sip:{name}@example.net", "Conversation Filter", "SIP call")
            w.read('sip.Call-ID == "a\\"b\\\\c' if name == "quotes" else f"sipdiag.call == {number}")
            w.status("Displayed: 2")
            w.press("ctrl+slash", "ctrl+a", "Delete", "Return")
            w.status("Displayed: 8")


def two_calls_in_a_segment(folder):
    c, a, b = Scene(), Dialog("left", transport="TCP"), Dialog("right", transport="TCP")
    client = a.caller.at(49152)
    c.connect(0, client, a.callee)
    requests = [d.request("OPTIONS") for d in (a, b)]
    c.segment(1, client, a.callee, b"".join(map(bytes, requests)))
    c.segment(2, a.callee, client, b"".join(bytes(d.answer(r, 200)) for d, r in zip((a, b), requests)))
    file = folder / "segment.pcap"
    file.write_bytes(bytes(c))
    return file


def test_conversation_filter_on_several_messages(tmp_path):
    with Wireshark(two_calls_in_a_segment(tmp_path), keep=tmp_path, **SMALL) as w:
        w.status("Packets: 5")
        w.context_menu("Request: OPTIONS", "Conversation Filter", "SIP transaction")
        w.read("sipdiag.transaction in {1, 2}")
        w.status("Displayed: 2")
        w.context_menu("Request: OPTIONS", "Conversation Filter", "SIP call")
        w.read('" or sip.Call-ID == "')
        w.status("Displayed: 2")


def test_conversation_filter_on_what_wireshark_takes_for_data(tmp_path):
    with Wireshark(capture("400_request_line_double_space"), keep=tmp_path, **SMALL) as w:
        w.status("Packets: 2")
        w.context_menu("Status: 400", "Conversation Filter", "SIP call")
        w.read("sipdiag.call == 1")
        w.status("Displayed: 2")


def test_preference_acts_at_once(tmp_path):
    """Changed by a right click on the item, it has the capture dissected again."""
    with Wireshark(capture("ack_missing_bye"), keep=tmp_path, **SMALL) as w:
        w.read("[no ACK]")
        w.context_menu("SIP Diagnosis: INVITE lacks", "Protocol Preferences", "Missing ACKs count as bad")
        w.gone("[no ACK]")
        choose(w, "Next Bad")
        warned(w, "No transaction of this capture is bad")


def many(folder, count):
    """OPTIONS, each answered, every tenth refused; made of one pair of frames, as scapy would take minutes."""
    c, d = Scene(), Dialog("NNNNN")
    request = d.request("OPTIONS")
    exchange(c, d, 0, request)
    exchange(c, d, 1, request.with_("CSeq", request.value("CSeq").replace("OPTIONS", "INVITE")), 400)
    whole = bytes(c)
    head, at, frames = whole[:24], 24, []
    while at < len(whole):
        size = 16 + int.from_bytes(whole[at + 8:at + 12], "little")
        frames.append(whole[at:at + size])
        at += size
    with open(folder / "many.pcap", "wb") as file:
        file.write(head)
        for n in range(count):
            for frame in frames[2:] if n % 10 == 3 else frames[:2]:
                file.write(frame.replace(b"NNNNN", b"%05d" % n))
    return folder / "many.pcap"


@pytest.mark.parametrize("window", ("Table of Transactions", "Transactions to Filter by Click"))
def test_ten_thousand_transactions(tmp_path, window):
    """The window is there, filled and sorted, in seconds, and the main window lives on."""
    with Wireshark(many(tmp_path, 10000), keep=tmp_path, **SMALL) as w:
        w.status("Packets: 20000")
        choose(w, window)
        w.until(w.dialogs, "the window")
        used = w.cpu_seconds()
        w.read("failed, 400 to OPTIONS" if "Click" in window else "Requester")
        assert w.cpu_seconds() - used < 10
        w.press("ctrl+Down")
        w.read("Frame 2:")


def test_capture_is_closed_under_open_windows(tmp_path):
    with Wireshark(capture("ack_missing_bye"), keep=tmp_path, **SMALL) as w:
        w.status("Packets: 16")
        choose(w, "Table of Transactions")
        w.read("Requester")
        w.press("ctrl+r")
        w.status("Packets: 16")
        w.read("Requester")
        w.press("ctrl+w")
        w.read("Welcome to Wireshark")
        w.click("Requester")  # sorts rows whose capture is gone
        choose(w, "Next Bad")
        warned(w, "no capture is open")
