# SPDX-License-Identifier: GPL-2.0-or-later
"""The names that people filter on are an interface: they are all there, with their types, and no others."""
import json

import pytest

from support import capture, fields, records, tshark

TYPES = {
    "FT_UINT32": "transaction call retransmissions faults_left_out headers_left_out",
    "FT_STRING": "verdict confidence ack ack.target ack.route prack note note.text note.fix cause cause.header cause.clause cause.text cause.fix fault fault.header"
                 " fault.clause fault.certainty fault.text claim claim.text claim.stack status.meaning status.when status.fix",
    "FT_BOOLEAN": "bad missing_ack no_response repeated_unmodified truncated",
    "FT_FRAMENUM": "request_in response_in ack_in cancel_in retransmission_of duplicate_of icmp_in cause.frame"
                   " sequence previous_hop next_hop",
    "FT_RELATIVE_TIME": "response_time provisional_time ack_time",
}
EXPERT = ("bad_request missing_ack wrong_ack failed no_response repeated_unmodified fault retransmission incomplete"
          " challenge")
WANTED = {f"sipdiag.{name}": kind for kind, names in TYPES.items() for name in names.split()}
WANTED |= {f"sipdiag.expert.{name}": "FT_NONE" for name in EXPERT.split()}
CAPTURES = ("call_udp", "ack_missing_bye", "400_cseq_method_mismatch", "tcp_two_in_one_segment")


def test_fields_and_types():
    rows = [line.split("\t") for line in tshark("-G", "fields").stdout.splitlines()]
    found = {row[2]: row[3] for row in rows if row[0] == "F" and row[2].startswith("sipdiag")}
    assert found == WANTED


@pytest.mark.parametrize("name", ("sipdiag.bad", "sipdiag.missing_ack", "sipdiag.no_response",
                                  "sipdiag.repeated_unmodified"))
def test_flags_are_there_only_when_true(name):
    """A bare field in a display filter tests presence."""
    assert fields(capture("call_udp"), ["frame.number"], dfilter=name) == []


@pytest.mark.parametrize("name", CAPTURES)
def test_disabled_is_gone(name):
    off = ("--disable-protocol", "sipdiag")
    frames = json.loads(tshark(*off, "-2", "-r", capture(name), "-T", "json").stdout)
    assert not [f for f in frames if "sipdiag" in f["_source"]["layers"]]
    assert not any(row["sipdiag.verdict"] for row in fields(capture(name), ["sipdiag.verdict"], args=off))


@pytest.mark.parametrize("name", CAPTURES)
@pytest.mark.parametrize("two_pass", ((), ("-2",)), ids=("one-pass", "two-pass"))
def test_others_fields_are_left_alone(name, two_pass):
    shown = [tshark(*two_pass, "-r", capture(name), "-T", "json", "-J", "frame eth ip udp tcp sip sdp",
                    plugin=plugin).stdout for plugin in (True, False)]
    with_plugin, without = ([{k: v for k, v in f["_source"]["layers"].items() if k not in ("sipdiag", "frame")}
                             for f in json.loads(text)] for text in shown)
    assert with_plugin == without


def test_report_takes_a_display_filter():
    lines = tshark("-q", "-r", capture("call_udp"), "-z", 'sipdiag,json,sip.CSeq.method == "BYE"').stdout.splitlines()
    assert [json.loads(line)["method"] for line in lines] == ["BYE"]


def test_record_keys():
    """Every key of the format is in every record."""
    record, = records(capture("400_cseq_method_mismatch"))
    assert set(record) >= {
        "schema", "transaction", "verdict", "bad", "confidence", "method", "status", "reason_phrase", "cause", "faults",
        "claim", "ack", "call_id", "cseq", "branch", "request_uri", "from", "to", "src", "dst", "transport",
        "user_agent", "server", "frames", "prack", "notes", "previous_hop", "next_hop", "start", "response_time_ms", "repeated_unmodified"}
    assert record["schema"] == 1 and record["start"] == "2026-01-31T10:00:00.000000Z"
    assert (record["src"], record["dst"], record["transport"]) == ("192.0.2.10:5060", "203.0.113.20:5060", "UDP")
    assert set(record["cause"]) == {"id", "title", "header", "clause", "frame", "offset", "length", "text", "fix"}
    assert record["cause"]["frame"] == 1


def test_fault_offsets_point_at_the_bytes():
    """Offsets count from the first byte of the message."""
    payload = capture("400_cseq_method_mismatch").read_bytes()
    payload = payload[payload.index(b"OPTIONS sip:"):]
    record, = records(capture("400_cseq_method_mismatch"))
    fault, = record["faults"]
    assert b"INVITE" in payload[fault["offset"]:fault["offset"] + fault["length"]]
