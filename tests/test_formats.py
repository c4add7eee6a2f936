# SPDX-License-Identifier: GPL-2.0-or-later
"""The formats of a triage report, on records that mean harm, and on the plugin's own."""
import csv
import io
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser

import pytest
from support import EXPECTED, ROOT, capture, triage

sys.path.insert(0, str(ROOT / "driver"))
from formats import FORMATS, find_format  # noqa: E402
from forms import READERS, Tally, read_csv, read_json, read_text  # noqa: E402
from output import printable  # noqa: E402
from report_markdown import code, text  # noqa: E402

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1"]
# What a name of a file or a word from the wire may hold.
EVIL = ['<script>alert("1")</script>', "a|b", "`code`", "``", "*bold* _it_ ~~no~~", "[x](http://e.example/)",
        "\x00\x01\x1b[31m", "\ufffe\uffff", "\udcff", "]]>", "<!--", "&amp;", "two\nlines\r\n# head", "\u202e\u2028",
        "@all", "#12", "```\nout", "\\", "x" * 100000, "", " ", *FORMULAS]


def record(name):
    """The first bad record that is expected of a situation."""
    rows = map(json.loads, (EXPECTED / f"{name}.ndjson").read_text(encoding="utf-8").splitlines())
    return next(row for row in rows if row["bad"])


def poisoned(value):
    """A record in which every text is that value."""
    def put(node, path=()):
        if isinstance(node, dict):
            return {name: put(child, (*path, name)) for name, child in node.items()}
        if isinstance(node, list):
            return [put(child, path) for child in node]
        keeps = isinstance(node, str) and path[-1] not in ("verdict", "confidence", "direction", "start", "state")
        return value if keeps else node

    return put(record("ack_missing_bye"))


def report(name, *captures, fail_on=frozenset({"bad"})):
    stream = io.BytesIO()
    made = find_format(name)(stream)
    made.fail_on = fail_on
    for path, records, problem in captures:
        made.add(path, iter(records), problem)
    made.finish()
    return stream.getvalue().decode()


# JUnit

SUITES = {"name", "time", "tests", "failures", "disabled", "errors"}
SUITE = {"name", "tests", "failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id", "package"}
CASE = {"name", "assertions", "time", "classname", "status"}
OUTCOMES = {"skipped": {"message"}, "error": {"type", "message"}, "failure": {"type", "message"}, "system-out": set()}


def check_junit(document):
    """As Jenkins' junit-10.xsd has it, and the counts as they are."""
    suites = ElementTree.fromstring(document.encode())
    assert suites.tag == "testsuites" and set(suites.attrib) <= SUITES
    found = {"tests": 0, "failure": 0, "error": 0, "skipped": 0}
    for suite in suites:
        assert suite.tag == "testsuite" and {"name", "tests"} <= set(suite.attrib) <= SUITE
        outcomes = []
        for case in suite:
            assert case.tag == "testcase" and {"name", "time", "classname"} <= set(case.attrib) <= CASE
            assert float(case.get("time")) >= 0 and len(case) <= 1
            for outcome in case:
                assert set(outcome.attrib) == OUTCOMES[outcome.tag] and len(outcome) == 0
                outcomes.append(outcome.tag)
        for kind, attribute in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(suite.get(attribute)) == outcomes.count(kind)
            found[kind] += outcomes.count(kind)
        assert int(suite.get("tests")) == len(suite)
        found["tests"] += len(suite)
    assert (int(suites.get("tests")), int(suites.get("failures")), int(suites.get("errors"))) == (
        found["tests"], found["failure"], found["error"])
    return suites


def test_junit_says_what_happened_and_what_to_do():
    suites = check_junit(report("junit", ("calls/a.pcap", [record("400_cseq_method_mismatch")], None)))
    case, = suites[0]
    failure, = case
    assert suites[0].get("name") == "calls/a.pcap" and suites[0].get("timestamp") == "2026-01-31T10:00:00"
    assert case.attrib == {"classname": "calls/a_pcap", "name": "#1 OPTIONS sip:bob@example.net", "time": "0.020"}
    assert failure.get("type") == "cseq_method_mismatch" and failure.get("message").startswith("CSeq says INVITE")
    for words in ("what: OPTIONS sip:bob@example.net: failed (400 CSeq",
                  "evidence: frame 1, bytes 211-216 of the message",
                  "clause: RFC 3261 8.1.1.5", "do: Write the request's own method", "filter: sipdiag.transaction == 1",
                  'filter for the call: sip.Call-ID == "a@example.com"', "->  OPTIONS, frame 1"):
        assert words in failure.text


def test_junit_outcomes_follow_fail_on_and_the_state_of_the_capture():
    base = record("ack_missing_bye")
    rows = [base, *({**base, "verdict": verdict, "bad": False, "cause": None}
                    for verdict in ("ok", "pending", "incomplete"))]
    captures = ("a.pcap", rows, "cut short"), ("b.pcap", [], "not a capture file"), ("c.pcap", [], None)
    suites = check_junit(report("junit", *captures))
    assert [[outcome.tag for outcome in case] for case in suites[0]] == [
        ["failure"], [], ["skipped"], ["skipped"], ["error"]]
    assert suites[1][0][0].get("message") == "not a capture file" and len(suites[2]) == 0
    suites = check_junit(report("junit", *captures, fail_on=frozenset({"failed"})))
    assert [[outcome.tag for outcome in case] for case in suites[0]][0] == ["system-out"]
    # A verdict that Wireshark's preferences do not count as bad has no cause; --fail-on may count it.
    suites = check_junit(report("junit", ("a", [{**base, "bad": False, "cause": None}], None),
                                fail_on=frozenset({"missing_ack"})))
    assert suites[0][0][0].get("type") == "missing_ack"


@pytest.mark.parametrize("value", EVIL, ids=lambda value: repr(value[:20]))
def test_junit_is_xml_whatever_the_words(value):
    suites = check_junit(report("junit", (value, [poisoned(value)], value)))
    assert suites[0].get("name") is not None


# Markdown

class Page(HTMLParser):
    """The elements of a page in order, and the pieces of its text that are no code."""

    def __init__(self, document):
        super().__init__()
        self.elements, self.prose, self._code = [], [], 0
        made = subprocess.run(["cmark-gfm", "--unsafe", "-e", "table", "-e", "strikethrough", "-e", "autolink"],
                              input=document, capture_output=True, text=True, check=True)
        self.feed(made.stdout)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, *attrs))
        self._code += tag == "code"

    def handle_endtag(self, tag):
        self.elements.append(f"/{tag}")
        self._code -= tag == "code"

    def handle_data(self, data):
        if not self._code:
            self.prose.append(data)


@pytest.mark.parametrize("value", EVIL, ids=lambda value: repr(value[:20]))
def test_markdown_has_the_structure_that_we_gave_it(value):
    """As GitHub's own program reads it: the elements are those around a harmless word, and nobody is called."""
    plain, evil = (report("markdown", (word, [poisoned(word)], word)) for word in ("word", value))
    page, expected = Page(evil), Page(plain).elements
    assert set(page.elements) <= set(expected) and len(page.elements) > 60
    if 0 < len(value) < 100:  # an empty id and an endless filter are left out
        assert page.elements == expected
    assert not [piece for piece in page.prose if re.search(r"(?<!\w)[@#](?=\w)|https?://", piece)]
    assert all(character == "\n" or character.isprintable() for character in evil)


def test_markdown_spans():
    assert code("a") == "`a`" and code("a`b") == "``a`b``" and code("`a`") == "`` `a` ``" and code("") == "` `"
    assert text("<a> & *b* [c] _d_ `e` | f") == r"&lt;a&gt; &amp; \*b\* \[c\] \_d\_ \`e\` \| f"
    assert text("ask @bob about #7 at http://x.example") == (
        "ask @<!-- -->bob about #<!-- -->7 at http:<!-- -->//x.example")
    assert text("sip:a@example.com") == "sip:a@example.com"


def test_markdown_tells_ten_of_a_cause_and_counts_the_rest():
    base = record("400_cseq_method_mismatch")
    said = report("markdown", ("a.pcap", [{**base, "transaction": number} for number in range(1, 14)], None),
                  ("b.pcap", [], None), ("c.pcap", [{**base, "bad": False, "verdict": "ok", "cause": None}], None))
    assert said.startswith("## SIP diagnosis: 13 of 14 transactions bad\n")
    assert said.count("\n### ") == 10
    assert "3 more of *CSeq method mismatch* are left out here; " in said
    assert '`sipdiag.cause == "cseq_method_mismatch"` shows them all' in said
    assert "| CSeq method mismatch (`cseq_method_mismatch`) | 13 |" in said
    assert "2 captures with nothing bad." in said and "b.pcap" not in said


def test_markdown_names_thirty_captures_and_counts_the_rest():
    base = record("400_cseq_method_mismatch")
    said = report("markdown", *((f"{number}.pcap", [dict(base)], None) for number in range(34)))
    assert said.count("\n| `") == 30 + 1 and "\nand 4 more captures with something bad.\n" in said


def test_markdown_says_what_a_ticket_needs():
    said = report("markdown", ("calls/a.pcap", [record("ack_missing_bye")], None))
    for words in ("### `INVITE sip:bob@example.net`: `missing_ack`\n",
                  "- **Where**: `calls/a.pcap`, transaction 1, 2026-01-31T10:00:00",
                  "- **What happened**: `missing_ack` (200 OK), `192.0.2.10:5060` to `203.0.113.20:5060` over UDP",
                  "- **Cause (certain)**: the 200 in frame 4 was sent 11 times", "(RFC 3261 13.2.2.4, 17.1.1.3)\n",
                  "- **Evidence**: frame 4\n", "- **What to do**: See whether",
                  "- **Filter**: `sipdiag.transaction == 1`\n",
                  '- **Filter for the call**: `sip.Call-ID == "a@example.com"`\n',
                  "    2.500 s  <-  200 again, 10 times until 33.500 s, frames 5-14\n   33.500 s  ->  no ACK\n"):
        assert words in said, words


def test_markdown_of_nothing():
    assert report("markdown", ("a.pcap", [], None)) == (
        "## SIP diagnosis: 0 of 0 transactions bad\n\n1 capture with nothing bad.\n\n")


# CSV

def table(document):
    return list(csv.reader(io.StringIO(document, newline="")))


@pytest.mark.parametrize("name", EVIL, ids=lambda value: repr(value[:20]))
def test_csv_prefixes_the_capture_and_defuses_its_name(name):
    rows = [["verdict", "bad"], ["ok", "false"], ['a "b"\r\nc', "x,y"]]
    document = report("csv", (name, rows, None), ("b.pcap", rows[:2], None))
    first = printable(name)
    first = f"'{first}" if first.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) else first
    assert table(document) == [["file", *rows[0]], [first, *rows[1]], [first, *rows[2]], ["b.pcap", *rows[1]]]
    assert document.endswith("\r\n")


def test_csv_of_standard_input_and_of_captures_that_gave_nothing():
    rows = [["verdict", "bad"], ["ok", "false"]]
    assert report("csv", ("a", [], "empty file"), ("-", rows, None)) == "file,verdict,bad\r\n-,ok,false\r\n"


def test_csv_says_what_json_says():
    """The two forms of the plugin's report, through the driver."""
    paths = [capture("ack_missing_bye"), capture("400_cseq_method_mismatch")]
    rows = table(triage("--format", "csv", *paths).stdout)
    records = list(map(json.loads, triage("--format", "json", *paths).stdout.splitlines()))
    assert rows[0][0] == "file" and len({len(row) for row in rows}) == 1 and rows.count(rows[0]) == 1
    names = ("file", "transaction", "verdict", "method", "call_id", "src", "start")
    assert [[dict(zip(rows[0], row))[name] for name in names] for row in rows[1:]] == [
        [str(row[name]) for name in names] for row in records]


# JSON

@pytest.mark.parametrize("value", EVIL, ids=lambda value: repr(value[:20]))
def test_json_is_one_line_a_transaction(value):
    given = poisoned(value)
    line, = report("json", (value, [dict(given)], None)).split("\n")[:-1]
    assert json.loads(line) == {**given, "file": value} and list(json.loads(line))[:2] == ["schema", "file"]


# Text

def test_text_ends_in_a_table_with_a_sum():
    def lines(transactions, bad):
        return [b"Verdicts: 1 ok\n", b"\n", f"sipdiag: {transactions} transactions, {bad} bad\n".encode()]

    said = report("text", ("a.pcap", lines(12, 3), None), ("b\n.pcap", [], "empty file"),
                  ("c", lines(5, 0), "cut short"))
    assert said.splitlines()[-5:] == ["file      transactions  bad",
                                      "a.pcap              12    3",
                                      "b\\n.pcap             -    -  empty file",
                                      "c                    5    0  cut short",
                                      "total               17    3"]
    alone = report("text", ("a.pcap", lines(12, 3), None))
    assert alone.splitlines()[:2] == ["a.pcap", "======"] and "total" not in alone


# What the forms tell about the exit status.

def tally(form, report_lines):
    counted = Tally()
    list(READERS[form](report_lines, counted))
    return counted


def test_forms_count_alike():
    rows = [{"verdict": "failed", "bad": True}, {"verdict": "ok", "bad": False},
            {"verdict": "missing_ack", "bad": True}]
    forms = {
        "json": [json.dumps(row).encode() + b"\n" for row in rows],
        "csv": [b"transaction,verdict,bad\r\n",
                *(f"1,{row['verdict']},{str(row['bad']).lower()}\r\n".encode() for row in rows)],
        "text": [b"Verdicts: 1 failed, 1 missing_ack, 1 ok\n", b"#1 ...\n", b"\n", b"sipdiag: 3 transactions, 2 bad\n"],
    }
    for form, lines in forms.items():
        counted = tally(form, lines)
        assert counted.complete and counted.bad == 2
        assert counted.by_verdict == {"failed": 1, "ok": 1, "missing_ack": 1}
        for fail_on, expected in (("bad", True), ("failed", True), ("bad_ack", False), ("missing_ack", True)):
            assert counted.fails(frozenset({fail_on})) is expected
        assert not counted.fails(frozenset())


@pytest.mark.parametrize("read, whole", [
    (read_json, b'{"verdict":"ok","bad":false}\n{"verdict":"failed","bad":true}\n'),
    (read_text, b"Verdicts: 1 failed\n\nsipdiag: 1 transaction, 1 bad\n"),
    (read_csv, b"verdict,bad,file\r\nok,false,a\r\nok,false,a\r\n"),
])
def test_a_report_that_breaks_off_is_read_as_far_as_it_goes(read, whole):
    """tshark may be ended in the middle of a line."""
    for length in range(len(whole)):
        counted = Tally()
        list(read(whole[:length].splitlines(keepends=True), counted))
        assert counted.bad <= 1


def test_every_format_is_where_the_table_says():
    for name, (_, title) in FORMATS.items():
        made = find_format(name)
        assert made.__name__ == title and made.form in READERS
