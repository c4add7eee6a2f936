# SPDX-License-Identifier: GPL-2.0-or-later
"""What people see and filter on: columns, byte ranges, expert infos, preferences, the filter of a report, one pass."""
import json
import xml.etree.ElementTree as ElementTree

import pytest
from support import capture, fields, info, records, tshark

MISMATCH = capture("400_cseq_method_mismatch")


def frames(path, dfilter, *args):
    out = tshark(*args, "-n", "-r", path, "-Y", dfilter, "-T", "fields", "-e", "frame.number").stdout
    return [int(n) for n in out.split()]


# --- the Info column -------------------------------------------------------------------------------------------------

def test_info_suffix_names_the_cause():
    one, two = info(MISMATCH), info(MISMATCH, "-2")
    assert "[400: CSeq method mismatch]" not in one[0], "the response is not known yet"
    assert one[1].endswith("[400: CSeq method mismatch]")
    assert all(line.endswith("[400: CSeq method mismatch]") for line in two)


def test_info_suffix_can_be_switched_off():
    assert not any("[400" in line for line in info(MISMATCH, "-2", "-o", "sipdiag.info_suffix:FALSE"))


def test_info_of_good_calls_is_left_alone():
    assert not any("[" in line for line in info(capture("call_udp"), "-2") if "SIP" in line or "Request" in line)


@pytest.mark.parametrize("passes", [[], ["-2"]], ids=["one-pass", "two-pass"])
def test_custom_column(passes):
    columns = 'gui.column.format:"No.","%m","Verdict","%Cus:sipdiag.verdict:0:R"'
    out = tshark(*passes, "-n", "-r", MISMATCH, "-o", columns).stdout.split()
    assert out == ["1", "failed" if passes else "pending", "2", "failed"]


# --- bytes -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name, quoted", [
    ("400_cseq_method_mismatch", b"INVITE"),
    ("400_request_uri_angle_brackets", b"<sip:bob@example.net>"),
    ("400_request_uri_bad_escape", b"%4"),
    ("400_content_length_negative", b"-999"),
    ("400_via_malformed", b"50x60"),
    ("400_max_forwards_malformed", b"seventy"),
    ("400_request_uri_whitespace", b"sip:bob@example.net;x=y z"),  # a request that Wireshark shows as plain data
])
def test_fault_highlights_its_bytes(name, quoted):
    pdml = ElementTree.fromstring(tshark("-2", "-n", "-r", capture(name), "-T", "pdml").stdout)
    packet = pdml.findall("packet")[0]
    (fault,) = packet.iterfind(".//field[@name='sipdiag.fault']")
    (cause,) = packet.iterfind(".//field[@name='sipdiag.cause']")
    raw = tshark("-n", "-r", capture(name), "-T", "jsonraw", "-j", "frame", "-x").stdout
    frame = bytes.fromhex(json.loads(raw)[0]["_source"]["layers"]["frame_raw"][0])
    for item in (fault, cause):
        pos, size = int(item.get("pos")), int(item.get("size"))
        assert frame[pos:pos + size] == quoted


# --- expert infos ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name, expert, at", [
    ("400_cseq_method_mismatch", "bad_request", [2]),
    ("400_cseq_method_mismatch", "fault", [1]),
    ("ack_wrong_cseq", "wrong_ack", [4, 5, 8]),
    ("max_forwards_zero_483", "failed", [2]),
    ("no_response_options", "no_response", [1]),
    ("challenge_at_end", "challenge", [2]),
])
def test_expert_infos(name, expert, at):
    assert frames(capture(name), f"sipdiag.expert.{expert}", "-2") == at


def test_expert_text_is_a_sentence_to_act_on():
    (row,) = fields(MISMATCH, ["_ws.expert.message"], dfilter="sipdiag.expert.bad_request")
    assert row["_ws.expert.message"].startswith(
        "400 Bad Request: CSeq says INVITE, the request is OPTIONS")
    assert row["_ws.expert.message"].endswith("(RFC 3261 8.1.1.5), frame 1")


# --- one pass ----------------------------------------------------------------------------------------------------------

def test_one_pass_marks_a_400_at_once():
    assert frames(MISMATCH, "sipdiag.bad") == [2]


def test_one_pass_marks_the_second_retransmission_and_the_bye():
    (call, _) = records(capture("ack_missing_bye"))
    finals = call["frames"]["final"]
    marked = frames(capture("ack_missing_bye"), "sipdiag.bad")
    assert marked == finals[2:] + [finals[-1] + 1], "from the second retransmission on, and the BYE that gave up"
    assert frames(capture("ack_missing_bye"), "sipdiag.missing_ack") == marked


# --- preferences and reports -------------------------------------------------------------------------------------------

def test_outcome_codes_are_a_preference():
    busy = capture("busy")
    assert [r["verdict"] for r in records(busy)] == ["outcome"]
    out = tshark("-n", "-q", "-r", busy, "-o", "sipdiag.outcome_codes:600", "-z", "sipdiag,json").stdout
    assert [json.loads(line)["verdict"] for line in out.splitlines()] == ["failed"]


@pytest.mark.parametrize("passes", [[], ["-2"]], ids=["one-pass", "two-pass"])
def test_report_takes_a_display_filter(passes):
    path = capture("call_udp")
    assert len(records(path)) == 2
    out = tshark(*passes, "-n", "-q", "-r", path, "-z", 'sipdiag,json,sip.Method == "BYE"').stdout
    (only,) = [json.loads(line) for line in out.splitlines()]
    assert only["method"] == "BYE"
    text = tshark(*passes, "-n", "-q", "-r", path, "-z", "sipdiag,text,sip.Status-Code == 400").stdout
    assert text.splitlines()[-1] == "sipdiag: 0 transactions, 0 bad"


def test_report_says_what_is_wrong_with_a_filter():
    done = tshark("-n", "-q", "-r", MISMATCH, "-z", "sipdiag,json,no such filter", quiet=False)
    assert done.returncode != 0 and "no such filter" in done.stderr and done.stdout == ""


@pytest.mark.parametrize("name", ["400_body_longer_than_content_length", "400_body_shorter_than_content_length"])
@pytest.mark.parametrize("ask", [["-V"], ["-2", "-V"], ["-T", "json"], ["-Y", "sipdiag.bad", "-T", "fields", "-e", "sipdiag.cause.text"]],
                         ids=["tree", "two-pass-tree", "json", "fields"])
def test_the_whole_datagram_is_read_however_it_is_asked(name, ask):
    """Wireshark's own item ends with the body, or does not, by what the frame is dissected for."""
    (record,) = [r for r in records(capture(name)) if r["bad"]]
    start = record["cause"]["text"].split(";")[0]
    assert "octets" in start
    assert start in tshark("-n", "-r", capture(name), *ask).stdout


def test_a_long_explanation_is_readable():
    """Wireshark cuts a line of the tree at 240 octets; the field keeps the whole."""
    (record,) = [r for r in records(capture("octets_behind_the_body")) if r["bad"]]
    text = record["cause"]["text"]
    tree = tshark("-n", "-2", "-V", "-Y", "sipdiag.bad", "-r", capture("octets_behind_the_body")).stdout
    assert len(text) > 240
    for piece in text.split("; "):
        assert piece in tree
    shown = fields(capture("octets_behind_the_body"), ["sipdiag.cause.text"], dfilter="sipdiag.bad")
    assert shown[0]["sipdiag.cause.text"] == text


def test_text_report_says_what_happened_why_and_what_to_do():
    text = tshark("-n", "-q", "-r", MISMATCH, "-z", "sipdiag,text").stdout
    assert text == """\
Verdicts: 1 failed
Causes:
     1  CSeq method mismatch

#1 OPTIONS sip:bob@example.net: failed (400 CSeq method does not match request method), \
192.0.2.10:5060 -> 203.0.113.20:5060 UDP
   2026-01-31T10:00:00.000000Z, Call-ID a@example.com, CSeq 1
   Cause (certain): CSeq says INVITE, the request is OPTIONS; the responder says \
"CSeq method does not match request method" [RFC 3261 8.1.1.5], frame 1, bytes 211-216 of the message
   Do: Write the request's own method into CSeq; case counts. Send: "CSeq: 1 OPTIONS".
       0.000 s  ->  OPTIONS, frame 1
       0.020 s  <-  400, frame 2
   Filter: sipdiag.transaction == 1
   Filter for the call: sip.Call-ID == "a@example.com"

sipdiag: 1 transaction, 1 bad
"""


# --- Wireshark's own view ----------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", ["call_udp", "cancelled", "mirror", "tcp_two_in_one_segment"])
def test_nothing_of_wireshark_changes(name):
    def layers(plugin):
        out = json.loads(tshark("-2", "-n", "-r", capture(name), "-T", "json", plugin=plugin).stdout)
        for packet in out:
            packet["_source"]["layers"].pop("sipdiag", None)
        return out

    assert layers(plugin=True) == layers(plugin=False)
