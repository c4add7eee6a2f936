# SPDX-License-Identifier: GPL-2.0-or-later
"""The three forms of a report: the record and its schema, the same as CSV, the text; what they make of hostile words,
of odd captures, and of a wrong option."""
import copy
import csv
import functools
import io
import json
import re
import struct
import subprocess
from pathlib import Path

import jsonschema
import pytest

from scene import Scene, exchange
from sip import Dialog, Host
from support import (DROPPED, EXPECTED, ROOT, SITUATIONS, capture, environment, fields, lent, passes, readable, records,
                     sandbox, scene, triage, tshark)

SCHEMA = json.loads((ROOT / "docs" / "record.schema.json").read_text(encoding="utf-8"))
PAGE = (ROOT / "docs" / "reports.md").read_text(encoding="utf-8")
HOSTILE = [name for name in SITUATIONS if name.startswith("hostile_")]
MISMATCH = capture("400_cseq_method_mismatch")


def shown(path, form, *args):
    return tshark("-n", "-q", "-r", path, *args, "-z", f"sipdiag,{form}").stdout


# --- the schema ------------------------------------------------------------------------------------------------------

def objects(node):
    """Every part of a schema that describes an object."""
    if isinstance(node, dict):
        if "properties" in node:
            yield node
        for value in node.values():
            yield from objects(value)
    elif isinstance(node, list):
        for value in node:
            yield from objects(value)


def strict():
    """The schema of exactly what it names."""
    schema = copy.deepcopy(SCHEMA)
    for node in objects(schema):
        node["additionalProperties"] = False
    return jsonschema.Draft202012Validator(schema)


STRICT = strict()


@functools.cache
def golden():
    return [json.loads(line) for path in sorted(EXPECTED.glob("*.ndjson")) for line in path.open(encoding="utf-8")]


def test_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema"]["const"] == 1 == golden()[0]["schema"]


def test_every_golden_record_is_as_the_schema_says():
    wrong = [(record["call_id"], error.json_path, error.message) for record in golden()
             for error in STRICT.iter_errors(record)]
    assert wrong == []


@pytest.mark.parametrize("change", [
    lambda r: r.pop("filter"), lambda r: r.update(schema=2), lambda r: r.update(more=1), lambda r: r.update(status=99),
    lambda r: r.update(verdict="fine"), lambda r: r["cause"].update(more=1), lambda r: r["frames"]["final"].append(0),
    lambda r: r["ack"].update(state="gone"), lambda r: r["sequence"][0].update(direction="up"),
    lambda r: r["faults"][0].pop("offset"), lambda r: r.update(start="yesterday")])
def test_the_schema_tells_what_is_wrong(change):
    (record,) = [json.loads(line) for line in (EXPECTED / f"{MISMATCH.stem}.ndjson").open(encoding="utf-8")]
    assert not list(STRICT.iter_errors(record))
    change(record)
    assert list(STRICT.iter_errors(record))


def test_triage_prints_such_records_and_names_the_file():
    (line,) = triage("--format", "json", MISMATCH).stdout.splitlines()
    assert json.loads(line)["file"] == str(MISMATCH)
    assert not list(STRICT.iter_errors(json.loads(line)))


def members(node, path=""):
    """Every member that the schema names, as a path."""
    if "$ref" in node:
        node = SCHEMA["$defs"][node["$ref"].split("/")[-1]]
    for name, value in node.get("properties", {}).items():
        yield f"{path}.{name}"
        yield from members(value, f"{path}.{name}")
    if "items" in node:
        yield from members(node["items"], f"{path}[]")


def occurring(value, path=""):
    if isinstance(value, dict):
        for name, member in value.items():
            yield f"{path}.{name}"
            yield from occurring(member, f"{path}.{name}")
    elif isinstance(value, list):
        for item in value:
            yield from occurring(item, f"{path}[]")


def test_every_member_of_the_schema_occurs():
    """What an ACK and a PRACK can have is described together."""
    named_there = {path.replace(".prack", ".ack") for path in members(SCHEMA)} - {".file"}
    assert named_there == {path.replace(".prack", ".ack") for record in golden() for path in occurring(record)}


def test_every_member_is_described():
    for node in objects(SCHEMA):
        for name, member in node["properties"].items():
            target = SCHEMA["$defs"][member["$ref"].split("/")[-1]] if "$ref" in member else member
            assert member.get("description") or target.get("description"), name


def names_in(file, function):
    """The strings of the table that a C function looks up."""
    text = (ROOT / "plugin" / "engine" / file).read_text(encoding="utf-8")
    table = re.search(rf"^const char \*{function}\(.*?\{{.*?\{{(.*?)\}};", text, re.MULTILINE | re.DOTALL)[1]
    return list(dict.fromkeys(re.findall(r'"(\w+)"', table)))


@pytest.mark.parametrize("file, function, enum", [
    ("verdicts.c", "verdict_name", SCHEMA["properties"]["verdict"]["enum"]),
    ("faults.c", "transport_name", SCHEMA["properties"]["transport"]["enum"]),
    ("verdicts.c", "confidence_name", SCHEMA["$defs"]["confidence"]["enum"]),
    ("causes.c", "certainty_name", SCHEMA["$defs"]["certainty"]["enum"]),
    ("ack_states.c", "ack_state_name", SCHEMA["$defs"]["ack_state"]["enum"])])
def test_enumerations_are_those_of_the_plugin(file, function, enum):
    assert names_in(file, function) == enum


# --- CSV -------------------------------------------------------------------------------------------------------------

def named(member, key):
    return lambda r: (r[member] or {}).get(key)


def frames_of(role):
    return lambda r: " ".join(map(str, r["frames"][role]))


def ids(member):
    return lambda r: " ".join(item["id"] for item in r[member])


# column -> member of the record, in the order in which people asked for them
COLUMNS = {
    **{name: named("cause", key) for name, key in (
        ("cause", "id"), ("cause_title", "title"), ("cause_header", "header"), ("cause_clause", "clause"),
        ("cause_frame", "frame"), ("cause_offset", "offset"), ("cause_length", "length"), ("cause_text", "text"),
        ("cause_fix", "fix"))},
    "claim": named("claim", "id"), "claim_text": named("claim", "text"),
    "ack": named("ack", "state"), "ack_cause": named("ack", "cause"),
    "prack": named("prack", "state"), "prack_cause": named("prack", "cause"),
    "faults": ids("faults"), "notes": ids("notes"),
    **{f"{role}_frames": frames_of(role) for role in ("request", "provisional", "final", "ack", "cancel")},
}
FORMULA = re.compile("^[=+\\-@\t\r＝＋－＠]")


def cell(record, column):
    """What the cell has to hold."""
    value = COLUMNS.get(column, lambda r: r[column])(record)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"'{value}" if isinstance(value, str) and FORMULA.match(value) else str(value)


@functools.cache
def both(name, two_pass):
    """The records, and the CSV as it is, of one run."""
    out = tshark(*passes(two_pass), "-n", "-q", "-r", capture(name), *lent(scene(name).args), "-z", "sipdiag,csv",
                 "-z", "sipdiag,json").stdout
    lines = out.split("\n")
    return ([json.loads(line) for line in lines if line.startswith("{")],
            "\n".join(line for line in lines if not line.startswith("{")))


# Each column is made by one rule, whatever the situation: a part of them shows it.
CASES = [(name, two_pass) for two_pass, step in ((False, 4), (True, 12))
         for name in dict.fromkeys([*HOSTILE, "office", *list(SITUATIONS)[::step]])]


@pytest.mark.parametrize("name, two_pass", CASES, ids=lambda v: v if isinstance(v, str) else "-2" if v else "1")
def test_csv_says_what_the_record_says(name, two_pass):
    told, text = both(name, two_pass)
    header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert len(rows) == len(told) and bool(rows) == bool(scene(name).truth or scene(name).open_ended)
    for record, row in zip(told, rows):
        assert dict(zip(header, row, strict=True)) == {column: cell(record, column) for column in header}
    for record in told:  # every member is in a column but for what a cell cannot hold
        assert set(record) - set(header) == {"frames", "sequence", "sequence_left_out"}
    again = io.StringIO(newline="")
    csv.writer(again, lineterminator="\r\n").writerows([header, *rows])
    assert again.getvalue() == text, "RFC 4180, quotes only where they have to be"


@pytest.mark.parametrize("name", HOSTILE)
def test_no_cell_runs_or_breaks(name):
    _, text = both(name, False)
    for row in csv.reader(io.StringIO(text, newline="")):
        for value in row:
            assert value.isprintable(), ascii(value)
            assert not FORMULA.match(value), value


def test_the_page_lists_the_columns():
    table = PAGE[PAGE.index("| column | member |"):]
    assert re.findall(r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", table, re.MULTILINE))) \
        == shown(MISMATCH, "csv").split("\r\n")[0].split(",")


# --- text ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", HOSTILE)
def test_text_stays_text(name):
    text = shown(capture(name), "text")
    assert all(line.isprintable() for line in text.split("\n"))
    assert len(max(text.split("\n"), key=len)) < 1000
    (record,) = records(capture(name))
    assert f"#1 OPTIONS sip:bob@example.net: failed (403 {record['reason_phrase'][:100]}" in text


def test_the_filters_of_the_text_show_its_frames():
    text = shown(capture("office"), "text")
    bad = [r for r in records(capture("office")) if r["bad"]]
    filters = re.findall(r"^   Filter: (.+)\n   Filter for the call: (.+)$", text, re.MULTILINE)
    assert len(filters) == len(bad) == 2
    for record, (transaction, call) in zip(bad, filters):
        rows = fields(capture("office"), ["frame.number"], dfilter=transaction)
        numbers = sorted(sum(record["frames"].values(), []))
        assert [int(row["frame.number"]) for row in rows] == numbers
        rows = fields(capture("office"), ["frame.number"], dfilter=call)
        assert set(numbers) <= {int(row["frame.number"]) for row in rows}


@pytest.mark.parametrize("name", ["hostile_quotes", "hostile_formulas"])
def test_a_filter_survives_its_quotes(name):
    (record,) = records(capture(name))
    rows = fields(capture(name), ["frame.number"], dfilter=record["call_filter"])
    assert [row["frame.number"] for row in rows] == ["1", "2"]


@pytest.mark.parametrize("name", ["call_udp", "400_cseq_method_mismatch", "ack_contact_private"])
def test_one_bad_transaction_is_not_compared(name):
    assert "Bad of all" not in shown(capture(name), "text")


def test_a_note_says_what_to_do():
    (note,) = [n for r in records(capture("ack_elsewhere")) for n in r["notes"]]
    assert f"   Note: {note['text']}. {note['fix']}\n" in shown(capture("ack_elsewhere"), "text")


def test_what_a_request_lacks_is_told():
    assert ", no Call-ID, CSeq 1\n" in shown(capture("400_missing_call_id"), "text")


def peer(number):
    return Host(f"198.51.{100 + number // 200}.{1 + number % 200}")


@functools.cache
def made(name, frames):
    """A capture for one test, where an ordinary user can read it."""
    path = sandbox() / "captures" / name
    path.write_bytes(frames)
    return path


@functools.cache
def crowd(count):
    """So many peers; the first ones refuse one OPTIONS for each that comes before them, and answer one; the agents take
    turns by seven."""
    c = Scene()
    for number in range(count):
        for attempt in range(max(0, 15 - number) + 1):
            d = Dialog(f"{number}-{attempt}", callee=peer(number))
            request = d.request("OPTIONS", extra=(("User-Agent", f"Agent {number % 7}"),))
            exchange(c, d, number, request, 404 if attempt else 200, "Not Found" if attempt else None)
    return made(f"crowd-{count}.pcap", bytes(c))


def test_tables_are_ten_rows_and_the_rest():
    text = shown(crowd(40), "text").split("\n\n")[0]
    bad = [15 - number for number in range(15)]
    peers = [f"{n:6} of {n + 1:<3}  {peer(i).ip}" for i, n in enumerate(bad[:10])]
    agents = {a: [sum(max(0, 15 - i) for i in range(40) if i % 7 == a), 0] for a in range(7)}
    for a in agents:
        agents[a][1] = agents[a][0] + sum(i % 7 == a for i in range(40))
    rows = [f"{n:6} of {all_:<3}  Agent {a}" for a, (n, all_) in sorted(agents.items(), key=lambda row: -row[1][0])]
    assert text.splitlines() == [
        "Verdicts: 120 failed, 40 ok", "Causes:", "   120  refused with 404 Not Found",
        "Bad of all, by peer that was asked:", *peers,
        f"{sum(bad[10:]):6} of {sum(bad[10:]) + 30:<3}  30 others",
        "Bad of all, by User-Agent of the requester:", *rows]


def test_what_everybody_says_is_no_comparison():
    """None has a Server, so that there is no table of them."""
    assert "by Server" not in shown(crowd(40), "text")


def test_causes_are_bounded():
    c = Scene()
    for status in range(410, 440):
        d = Dialog(str(status))
        exchange(c, d, status, d.request("OPTIONS"), status, f"Words {status}")
    lines = shown(made("codes.pcap", bytes(c)), "text").split("\n\n")[0].splitlines()
    causes = lines[2:]
    assert len(causes) == 11 and re.fullmatch(r" +\d+  \d+ others", causes[-1])
    bad = [r for r in records(made("codes.pcap", bytes(c))) if r["bad"]]
    assert sum(int(line.split()[0]) for line in causes) == len(bad) > 20


# --- filters, and what is not there -----------------------------------------------------------------------------------

@pytest.mark.parametrize("two_pass", (False, True), ids=("one-pass", "two-pass"))
@pytest.mark.parametrize("dfilter, numbers", [('sip.Method == "BYE"', [2]), ("frame.number <= 5", [1]), ("sip", [1, 2]),
                                              ("sipdiag.transaction == 2", [2])])
def test_a_filter_chooses_alike_in_all_forms(dfilter, numbers, two_pass):
    path, flags = capture("call_udp"), passes(two_pass)
    out = shown(path, f"csv,{dfilter}", *flags)
    assert [int(row["transaction"]) for row in csv.DictReader(io.StringIO(out, newline=""))] == numbers
    out = shown(path, f"json,{dfilter}", *flags)
    assert [json.loads(line)["transaction"] for line in out.splitlines()] == numbers
    last = shown(path, f"text,{dfilter}", *flags).splitlines()[-1]
    assert last == f"sipdiag: {len(numbers)} transaction{'s' if len(numbers) > 1 else ''}, 0 bad"


def test_a_filter_that_nothing_passes():
    header = shown(MISMATCH, "csv")
    assert shown(MISMATCH, "json,tcp") == ""
    assert shown(MISMATCH, "csv,tcp") == header.split("\r\n")[0] + "\r\n"
    assert shown(MISMATCH, "text,tcp") == \
        "Verdicts: no transaction passes the filter\n\nsipdiag: 0 transactions, 0 bad\n"


def test_a_capture_without_sip():
    c = Scene()
    c.noise(0, 20)
    path = made("noise.pcap", bytes(c))
    assert shown(path, "json") == ""
    assert shown(path, "csv") == shown(MISMATCH, "csv").split("\r\n")[0] + "\r\n"
    assert shown(path, "text") == "Verdicts: no SIP in this capture\n\nsipdiag: 0 transactions, 0 bad\n"


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_an_empty_filter_is_none(form):
    assert shown(MISMATCH, f"{form},") == shown(MISMATCH, form)


# --- odd times --------------------------------------------------------------------------------------------------------

def pcapng(path, times):
    """The frames of a pcap file as pcapng; `times`: options of the interface, and what makes a block (its type and
    body) of a frame's microseconds, captured bytes and length."""
    def block(kind, body):
        body += bytes(-len(body) % 4)
        return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)

    old, at = path.read_bytes(), 24
    out, interface = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)), old[20:22] + bytes(6)
    options, make = times
    out += block(1, interface + options)
    while at < len(old):
        seconds, micros, size, length = struct.unpack("<IIII", old[at:at + 16])
        out += block(*make(seconds * 1_000_000 + micros, old[at + 16:at + 16 + size], length))
        at += 16 + size
    return out


def enhanced(micros, data, length):
    return 6, struct.pack("<IIIII", 0, micros >> 32, micros & 0xFFFFFFFF, len(data), length) + data


def moved(seconds):
    """if_tsoffset: all times are that much later."""
    return struct.pack("<HHqHH", 14, 8, seconds, 0, 0), enhanced


UNTIMED = b"", lambda _, data, length: (3, struct.pack("<I", length) + data)


def test_times_before_1970():
    path = made("old.pcapng", pcapng(capture("call_udp"), moved(-3_000_000_000)))
    told = records(path)
    assert [r["start"] for r in told] == ["1931-01-08T04:40:00.000000Z", "1931-01-08T04:40:10.000000Z"]
    assert [r["response_time_ms"] for r in told] == [2000.0, 20.0]
    path = made("just.pcapng", pcapng(MISMATCH, moved(-1_769_853_601)))
    assert [r["start"] for r in records(path)] == ["1969-12-31T23:59:59.000000Z"]


@pytest.mark.parametrize("seconds", [-(2 ** 63) + 1, 2 ** 63 - 1, 10 ** 10, -10 ** 10])
def test_times_that_no_clock_shows(seconds):
    told = records(made(f"far{seconds}.pcapng", pcapng(capture("call_udp"), moved(seconds))))
    assert [r["verdict"] for r in told] == ["ok", "ok"]
    for record in told:
        assert not list(STRICT.iter_errors(record))


def test_no_time_is_told_where_there_is_none():
    path = made("untimed.pcapng", pcapng(MISMATCH, UNTIMED))
    (record,) = records(path)
    assert record["verdict"] == "failed" and record["cause"]["id"] == "cseq_method_mismatch"
    assert record["start"] is record["response_time_ms"] is None
    assert not list(STRICT.iter_errors(record))
    assert "\n   no time stamps, Call-ID a@example.com, CSeq 1\n" in shown(path, "text")
    (row,) = csv.DictReader(io.StringIO(shown(path, "csv"), newline=""))
    assert row["start"] == row["response_time_ms"] == ""
    assert [r["sipdiag.response_time"] for r in fields(path, ["sipdiag.response_time"])] == ["", ""]
    told = records(made("untimed-call.pcapng", pcapng(capture("ack_missing_ladder"), UNTIMED)))
    assert not [r for r in told if r["bad"]], "no time has passed in which an ACK could be missing"


# --- the option -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("option", ["sipdiag", "sipdiag,", "sipdiag,xml", "sipdiag,textual", "sipdiag,JSON"])
def test_a_form_that_there_is_not(option):
    done = tshark("-n", "-q", "-r", MISMATCH, "-z", option, quiet=False)
    assert done.returncode == 1 and done.stdout == ""
    assert f"-z {option}: sipdiag takes text, json, csv" in done.stderr and len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("form", ["text", "json", "csv"])
@pytest.mark.parametrize("dfilter", ["bad(", "no.such.field", "sip.Method ==", ","])
def test_a_filter_that_is_none(form, dfilter):
    option = f"sipdiag,{form},{dfilter}"
    done = tshark("-n", "-q", "-r", MISMATCH, "-z", option, quiet=False)
    assert done.returncode == 1 and done.stdout == ""
    assert f"-z {option}: " in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_half_a_report_is_none(form):
    with open("/dev/full", "w", encoding="utf-8") as full:
        done = subprocess.run(["tshark", "-n", "-q", "-r", str(readable(MISMATCH)), "-z", f"sipdiag,{form}"],
                              stdout=full, stderr=subprocess.PIPE, env=environment(), text=True, check=False, **DROPPED)
    assert done.returncode == 2 and f"-z sipdiag,{form}: the report could not be written" in done.stderr


def test_a_disabled_plugin_is_told():
    done = tshark("--disable-protocol", "sipdiag", "-n", "-q", "-r", MISMATCH, "-z", "sipdiag,json", quiet=False)
    assert done.stdout == "" and "the protocol sipdiag is disabled" in done.stderr
