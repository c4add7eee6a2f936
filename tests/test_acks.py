# SPDX-License-Identifier: GPL-2.0-or-later
"""What people see of an ACK that is missing or wrong: the sentence, the sequence, what was due, the hops, one pass and
a live capture."""
import json
import re
import subprocess

import pytest

from support import DROPPED, capture, environment, fields, records, sandbox, tshark


def invites(name):
    return [r for r in records(capture(name)) if r["method"] == "INVITE"]


def cause(name, hop=0):
    return [r["cause"] for r in invites(name) if r["bad"]][hop]


def tree(name, frame):
    """The lines under SIP Diagnosis of a frame, without brackets."""
    text = tshark("-2", "-n", "-r", capture(name), "-V", "-Y", f"frame.number == {frame}").stdout
    lines = text[text.index("[SIP Diagnosis"):].splitlines()
    return [line.strip()[1:-1] for line in lines if line.strip().startswith("[")]


def values(name, field, frame, *passes):
    out = tshark(*passes, "-n", "-r", capture(name), "-Y", f"frame.number == {frame}", "-T", "fields", "-E",
                 "occurrence=a", "-e", f"sipdiag.{field}").stdout.strip()
    return out.split(",") if out else []


# --- the sentence: what happened, the frames, why ----------------------------------------------------------------------

@pytest.mark.parametrize("name, said", [
    ("ack_missing_bye", ["was sent 11 times in 31.5 s", "no ACK for it is in the capture", "gave up with BYE in frame 15",
                         "its Reason blames the ACK", "the ACK had to go to sip:bob@203.0.113.20:5060"]),
    ("ack_icmp_at_contact", ["the ICMP error in frame", "where the ACK was due, cannot be reached"]),
    ("ack_connection_refused", ["tried to connect to", "was refused in frame"]),
    ("ack_connection_unanswered", ["got no answer to the SYN in frame"]),
    ("ack_dns_nxdomain", ["pbx.example.net", "says NXDOMAIN for that name"]),
    ("ack_dns_unanswered", ["got no answer"]),
    ("ack_200_ignores_rport", ["the response went to", "its top Via names"]),
    ("ack_200_without_contact", ["the response has no Contact"]),
    ("ack_contact_private", ["sip:bob@192.168.1.20, a private address, but the response came from 203.0.113.20:5060"]),
    ("ack_contact_carrier_nat", ["a carrier's shared address"]),
    ("ack_alg", ["so something on the way rewrites it"]),
    ("ack_glare_cancel", ["had given up with the CANCEL in frame", "ACK and BYE"]),
    ("ack_without_route", ["has no Route", "by way of sip:"]),
    ("ack_to_address_of_record", ["has the Request-URI", 'instead of "sip:line-7@203.0.113.20:5060"']),
    ("ack_wrong_cseq", ["carries CSeq number 2 instead of 1"]),
    ("ack_wrong_call_id", ["carries another Call-ID"]),
    ("ack_max_forwards_0", ["Max-Forwards 0"]),
    ("ack_without_answer", ["carries the offer of a session", "lacks the answer"]),
    ("prack_wrong_rseq", ['has RAck "', 'instead of "']),
    ("t1_1_s_late_at_80_s", ["T1 seems to be 1.0 s", "64*T1 = 64 s had passed"]),
    ("no_answer_options", ["was sent 11 times in 31.5 s, at 0, 0.5, 1.5, 3.5, 7.5, 11.5 ... 31.5 s, and never answered"]),
    ("fragments_missing", ["came in IP fragments, and only the first of them"]),
    ("connection_reset_options", ["on a connection that its receiver reset in frame"]),
])
def test_sentence(name, said):
    text = next(r["cause"]["text"] for r in records(capture(name)) if r["bad"])
    assert all(part in text for part in said), text


@pytest.mark.parametrize("name", ["ack_missing_bye", "ack_icmp_at_contact", "ack_dns_nxdomain", "ack_connection_refused",
                                  "hops_ack_not_forwarded", "prack_lost"])
def test_frames_of_the_sentence_exist(name):
    rows = fields(capture(name), ["frame.number"])
    for found in (r["cause"] for r in records(capture(name)) if r["bad"]):
        named = {int(n) for n in re.findall(r"frame (\d+)", found["text"])} | {found["frame"]}
        assert named <= set(range(1, len(rows) + 1)) and found["fix"]


def test_advice_on_crossed_invites_speaks_of_no_cancel():
    found = cause("ack_glare_reinvites")
    assert "CANCEL" not in found["fix"] and "491" in found["fix"]
    assert all(r["confidence"] == "likely" for r in invites("ack_glare_reinvites") if r["bad"])


def test_malformed_ack_highlights_its_bytes():
    found = cause("ack_malformed_uri")
    raw = capture("ack_malformed_uri").read_bytes()
    ack = raw[raw.index(b"ACK ", raw.index(b"SIP/2.0 200")):]
    assert found["length"] and ack[found["offset"]:found["offset"] + found["length"]].strip()


# --- the ledger --------------------------------------------------------------------------------------------------------

def test_ledger_says_what_is_due_and_which_copy_was_answered():
    record, = invites("ack_not_repeated")
    leg, = record["ack"]["legs"]
    assert leg["due"] == {"from": "192.0.2.10:5060", "cseq": 1, "request_uri": "sip:bob@203.0.113.20:5060", "route": []}
    assert leg["copies"][0] == {"frame": 4, "ack": 5}
    assert len(leg["copies"]) == 11 and not any(copy["ack"] for copy in leg["copies"][1:])


def test_ledger_of_each_fork():
    record, = invites("fork_one_unacked")
    assert {(leg["to_tag"], leg["ack"] is None) for leg in record["ack"]["legs"]} == {("desk", False), ("mobile", True)}


def test_route_set_is_reversed():
    record, = invites("ack_route_not_reversed")
    assert record["ack"]["legs"][0]["due"]["route"] == ["sip:198.51.100.5;lr", "sip:198.51.100.6;lr"]


def test_due_of_a_refusal_is_the_hop():
    record, = invites("ack_missing_486")
    due = record["ack"]["legs"][0]["due"]
    assert due["branch"] == record["branch"] and "route" not in due


@pytest.mark.parametrize("passes", [(), ("-2",)], ids=["one-pass", "two-pass"])
def test_target_and_route_are_fields(passes):
    assert values("ack_route_not_reversed", "ack.target", 4, *passes) == ["sip:bob@203.0.113.20:5060"]
    assert values("ack_route_not_reversed", "ack.route", 4, *passes) == ["sip:198.51.100.5;lr", "sip:198.51.100.6;lr"]


# --- the sequence ------------------------------------------------------------------------------------------------------

def test_sequence_shows_the_gap():
    lines = tree("ack_missing_bye", 4)
    at = next(i for i, line in enumerate(lines) if line.startswith("Sequence"))
    assert [" ".join(line.split()) for line in lines[at + 1:at + 8]] == [
        "0.000 s -> INVITE, frame 1", "0.010 s <- 100, frame 2", "0.100 s <- 180, frame 3",
        "2.000 s <- 200, frame 4 (this one)", "2.500 s <- 200 again, 10 times until 33.500 s, frames 5 to 14",
        "33.500 s -> no ACK", "34.000 s <- BYE, frame 15"]


@pytest.mark.parametrize("frame", [1, 2, 3, 4, 5])
def test_sequence_is_under_every_message(frame):
    assert values("call_udp", "sequence", frame, "-2") == ["1", "2", "3", "4", "5"]


def test_sequence_in_the_text_report():
    report = tshark("-n", "-q", "-r", capture("no_response_invite"), "-z", "sipdiag,text").stdout
    assert "0.000 s  ->  INVITE, frame 1\n" in report and "31.500 s  <-  no response\n" in report


# --- hops --------------------------------------------------------------------------------------------------------------

def test_hops_know_each_other():
    first, second = invites("hops_ack_not_forwarded")
    assert (first["previous_hop"], first["next_hop"]) == (None, second["transaction"])
    assert (second["previous_hop"], second["next_hop"]) == (first["transaction"], None)
    assert values("hops_ack_not_forwarded", "next_hop", first["frames"]["request"][0], "-2") == [
        str(second["frames"]["request"][0])]


def test_one_hop_cites_the_frames_of_the_other():
    first, second = invites("hops_ack_not_forwarded")
    seen = first["frames"]["ack"][0]
    assert second["ack"]["state"] == "missing" and second["cause"]["frame"] == seen
    assert f"in frame {seen}, which did not pass it on" in second["cause"]["text"]
    assert f"passed the INVITE on in frame {second['frames']['request'][0]}" in first["cause"]["text"]


def test_legs_of_a_back_to_back_user_agent_are_strangers():
    assert all(r["previous_hop"] is None and r["next_hop"] is None for r in invites("hops_b2bua"))


# --- notes -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name, note, said", [
    ("session_timer_expired", "session_timer_expired", "the session was not refreshed in time"),
    ("media_timeout", "media_timeout", "the media stopped"),
    ("ack_elsewhere", "ack_elsewhere", "an ACK has probably got through on another way"),
    ("cancelled_in_silence", "cancelled_in_silence", "nothing but a 100 came"),
    ("late_200", "late_200", "no BYE followed"),
])
def test_note(name, note, said):
    record = invites(name)[0]
    found, = record["notes"]
    assert found["id"] == note and said in found["text"] and not record["bad"]
    report = tshark("-n", "-q", "-r", capture(name), "-z", "sipdiag,text").stdout
    assert f"Note: {found['text']}" in report
    assert {r["sipdiag.note"] for r in fields(capture(name), ["sipdiag.note"], dfilter="sipdiag.note")} == {note}


# --- one pass, and live ------------------------------------------------------------------------------------------------

def test_request_that_reuses_the_dialog_settles_the_ack():
    """In one pass the 200 has gone by; the caller's next request shows that its ACK took another way."""
    record, bye = records(capture("ack_elsewhere"))
    assert values("ack_elsewhere", "ack", record["frames"]["final"][0]) == ["pending"]
    assert values("ack_elsewhere", "ack", bye["frames"]["request"][0]) == ["not_due", "elsewhere"]
    assert values("ack_elsewhere", "ack", record["frames"]["final"][0], "-2") == ["elsewhere"]


def test_one_pass_marks_the_provisional_response_that_lacks_its_prack():
    record, = invites("prack_missing_silence")
    copies = [copy["frame"] for copy in record["prack"]["legs"][0]["copies"]]
    marked = tshark("-n", "-r", capture("prack_missing_silence"), "-Y", "sipdiag.bad", "-T", "fields", "-e",
                    "frame.number").stdout.split()
    assert [int(n) for n in marked] == copies[2:], "from the second retransmission on"
    shown = tshark("-2", "-n", "-r", capture("prack_missing_silence"), "-Y", "sipdiag.expert.missing_ack", "-T",
                   "fields", "-e", "frame.number").stdout.split()
    assert [int(n) for n in shown] == [copies[0], copies[2]]


def live(name, *args):
    """The capture through a pipe, as dumpcap hands it over."""
    done = subprocess.run(["tshark", "-n", "-l", "-i", "-", *args], input=capture(name).read_bytes(), env=environment(),
                          cwd=sandbox() / "home", capture_output=True, timeout=60, **DROPPED)
    if b"permission" in done.stderr.lower():
        pytest.skip("this user may not run dumpcap")
    return done.stdout.decode()


@pytest.mark.parametrize("name", ["ack_missing_bye", "hops_ack_not_forwarded", "prack_lost"])
def test_live_capture_says_the_same(name):
    live_records = [json.loads(line) for line in live(name, "-q", "-z", "sipdiag,json").splitlines()]
    assert live_records == records(capture(name))


def test_live_capture_marks_the_frame_that_proves_it():
    marked = live("ack_missing_bye", "-Y", "sipdiag.missing_ack", "-T", "fields", "-e", "frame.number").split()
    assert [int(n) for n in marked] == [*range(6, 15), 15]
