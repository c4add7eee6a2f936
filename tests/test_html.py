# SPDX-License-Identifier: GPL-2.0-or-later
"""The HTML report: what it says, that nothing from the wire is more than text in it, and how it works in Chromium."""
import base64
import hashlib
import importlib.util
import io
import itertools
import json
import random
import re
import shutil
import statistics
import subprocess
import sys

import pytest

from support import EXPECTED, ROOT, capture, records, triage

sys.path.insert(0, str(ROOT / "driver"))
import report_html  # noqa: E402
from report_html import Html, PLAIN_SECTIONS  # noqa: E402

html5lib = pytest.importorskip("html5lib")
if importlib.util.find_spec("selenium"):
    from browser import PROGRAMS, Chromium
    from selenium.webdriver.common.keys import Keys

    NO_BROWSER = [program for program in (*PROGRAMS, "pdftotext") if not shutil.which(program)]
else:
    NO_BROWSER = ["selenium"]
in_browser = pytest.mark.skipif(bool(NO_BROWSER), reason=f"not installed: {', '.join(NO_BROWSER)}")

STORIES = (
    "office",
    "ack_to_wrong_host",
    "hops_ack_not_forwarded",
    "ack_icmp_at_contact",
    "icmpv6_port_unreachable",
    "two_faults_and_words",
    "prack_wrong_rseq",
    "no_answer_invite",
    "responses_only",
    "ack_elsewhere",
    "repeated_unmodified",
    "ack_route_not_reversed",
)
HOSTILE = (
    "</script><script>window.pwned = 1</script>",
    '"><img src=x onerror=window.pwned=1>',
    "'><svg onload=alert(1)>",
    "</noscript></title></style><b>",
    "<!--",
    "]]>",
    "&lt;b&gt; &amp;",
    "\0\x01\x1b[2J",
    "\u202egnp.exe\u2066",
    "\ud800\udcff",
    "\ufffe\U0001ffff",
    "\u2028\x85",
    "café Ω 你好 שלום",
    "{{7*7}}${7*7}",
)
STRINGS = (
    "method",
    "reason_phrase",
    "call_id",
    "branch",
    "request_uri",
    "from",
    "to",
    "src",
    "dst",
    "transport",
    "user_agent",
    "server",
    "filter",
    "call_filter",
    "start",
)


def report(*captures):
    """Captures as (path, records, problem), or a list of records for one that is whole."""
    stream = io.BytesIO()
    html = Html(stream)
    for given in captures:
        html.add(*(given if isinstance(given, tuple) else ("a.pcap", iter(given), None)))
    html.finish()
    return stream.getvalue().decode()


def stories(*names):
    return [(f"{name}.pcap", records(capture(name)), None) for name in names or STORIES]


def parse(page):
    """The tree of a page that breaks no rule of HTML."""
    tree = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    for element in tree.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]
    return tree


def said(element):
    return " ".join("".join(element.itertext()).split())


def find(tree, path):
    return [element for element in tree.iterfind(f".//{path}")]


def a_bad_one(**members):
    record = json.loads(json.dumps(records(capture("ack_to_wrong_host"))[0]))
    record.update(members)
    return record


def many(count):
    """Bad ones, all different."""
    kinds = [record for _, found, _ in stories() for record in found if record["bad"]]
    chance = random.Random(7)
    for number in range(1, count + 1):
        record = dict(chance.choice(kinds))
        call = f"{chance.getrandbits(96):x}@example.com"
        record.update(
            transaction=number,
            call_id=call,
            src=f"192.0.2.{chance.randrange(250)}:5060",
            request_uri=f"sip:{chance.randrange(10**7)}@198.51.100.{chance.randrange(250)}",
            user_agent=f"Phone {chance.randrange(40)}",
            start=f"2026-01-31T10:{chance.randrange(10, 60)}:00.{number:06}Z",
            response_time_ms=chance.choice((None, chance.randrange(1, 10**6) / 1000)),
            filter=f"sipdiag.transaction == {number}",
            call_filter=f'sip.Call-ID == "{call}"',
        )
        yield record


# What it says.


def test_every_transaction_is_a_row_and_every_bad_one_a_section():
    given = stories()
    tree = parse(report(*given))
    rows = find(tree, "table[@id='transactions']/tbody/tr")
    wanted = [(path, record) for path, found, _ in given for record in found]
    assert len(rows) == len(wanted)
    sections = iter(find(tree, "div[@id='sections']/section"))
    for row, (path, record) in zip(rows, wanted):
        number, verdict, method, status, _, uri, way, *_, name = map(said, row.iterfind("td"))
        assert (number, method, name) == (str(record["transaction"]), record["method"], path)
        assert verdict.lower().replace(" ", "_") == record["verdict"]
        assert (status, uri) == (str(record["status"] or ""), record["request_uri"] or "")
        assert way == f"{record['src']} → {record['dst']}"
        assert (row.get("class") == "bad") == record["bad"]
        if record["bad"]:
            section = next(sections)
            assert row.find("td/a").get("href") == f"#{section.get('id')}"
            holds_what_the_record_says(section, record, path)
    assert next(sections, None) is None


def holds_what_the_record_says(section, record, path):
    words, cause = said(section), record["cause"]
    facts = words[: words.index("Ladder of")]
    for piece in (
        path,
        record["confidence"],
        cause["title"],
        cause["clause"],
        cause["fix"],
        record["call_id"],
        record["filter"],
        record["call_filter"],
        record["reason_phrase"],
        *(note["text"][1:] for note in record["notes"]),
    ):
        assert piece is None or " ".join(piece.split()) in facts
    assert cause["text"][1:] in facts
    if cause["frame"]:
        assert f"frame {cause['frame']}" in facts
    if cause.get("length", 0) > 1:
        assert (
            f"{cause['header']}, bytes {cause['offset']}–{cause['offset'] + cause['length'] - 1} of the message"
            in facts
        )
    for fault in record["faults"]:
        assert fault["text"][1:] in facts


@pytest.mark.parametrize("name", STORIES)
def test_ladder_has_an_arrow_for_each_step_and_the_cause_at_its_own(name):
    given = stories(name)
    tree = parse(report(*given))
    ladders = find(tree, "svg")
    bad = [record for record in given[0][1] if record["bad"]]
    assert len(ladders) == len(bad)
    for svg, record in zip(ladders, bad):
        steps, cause = record["sequence"], record["cause"]
        classes = [element.get("class").split()[0] for element in svg.iter() if element.get("class")]
        assert classes.count("arrow") == classes.count("head") == len(steps)
        assert [said(time) for time in svg.iterfind("text[@class='time']")] == [
            f"{step['time_ms'] / 1000:.3f} s" for step in steps
        ]
        gaps = [step for step in steps if step["frame"] is None]
        assert classes.count("what") == len(steps) and len(svg.findall("text[@class='what gap']")) == len(gaps)

        drawn = [element for element in svg if (element.get("class") or "-").split()[0] in ("arrow", "cause")]
        place = [element.get("class") for element in drawn].index("cause")
        at = [
            n
            for n, step in enumerate(steps)
            if step["frame"] and step["frame"] <= (cause["frame"] or 0) <= step["last_frame"]
        ]
        at = at or [n for n, step in enumerate(steps) if step["frame"] is None] or [len(steps) - 1]
        assert place == at[0] + 1
        box = drawn[place]
        assert float(box.get("y")) > arrow_y(drawn[place - 1])
        if drawn[place + 1 :]:
            assert float(box.get("y")) + float(box.get("height")) < arrow_y(drawn[place + 1])
        if cause["title"]:
            assert " ".join(map(said, svg.iterfind("text[@class='title']"))) == cause["title"]


def test_every_record_that_is_expected_of_the_plugin_is_drawn(monkeypatch):
    """In one page: what has been seen of arrows that go nowhere, cut messages, unknown ends."""
    monkeypatch.setattr(report_html, "PLAIN_SECTIONS", 10**6)
    files = sorted(EXPECTED.glob("*.ndjson"))
    found = [(path.name, [json.loads(line) for line in path.read_text("utf-8").splitlines()], None) for path in files]
    bad = [record for _, some, _ in found for record in some if record["bad"]]
    sections = find(parse(report(*found)), "section")[1:]
    assert len(sections) == len(bad) > 300
    for section, record in zip(sections, bad):
        arrows = [path for path in section.iter("path") if path.get("class").startswith("arrow")]
        assert len(arrows) == len(record["sequence"])
        for start, end in (re.match(r"M([\d.]+) \d+H([\d.]+)", arrow.get("d")).groups() for arrow in arrows):
            assert abs(float(start) - float(end)) > 50


def arrow_y(path):
    return float(re.match(r"M[\d.]+ (\d+)H", path.get("d"))[1])


def test_arrows_go_from_whom_to_whom():
    """The ACK goes to a third party; what another hop sent does not begin at the requester."""
    (elsewhere,) = find(parse(report(*stories("ack_to_wrong_host"))), "svg")
    ends = {
        said(text): float(text.get("x")) for text in elsewhere.iterfind("text") if text.get("class").startswith("end")
    }
    assert list(ends) == ["192.0.2.10:5060", "203.0.113.30:5060", "198.51.100.5:5060"]
    arrows = [
        re.match(r"M([\d.]+) \d+H([\d.]+)", path.get("d")).groups()
        for path in elsewhere.iterfind("path")
        if path.get("class").startswith("arrow")
    ]
    left, right = "86", "570"
    assert arrows[:5] == [(left, right), (right, left), (right, left), (right, left), (left, "328")]
    assert float(arrows[4][1]) == ends["203.0.113.30:5060"]
    assert not elsewhere.findall("circle")

    inner = find(parse(report(*stories("hops_ack_not_forwarded"))), "svg")[1]
    assert [said(text) for text in inner.iterfind("text") if said(text).startswith("ACK on")] == ["ACK on another hop"]
    assert len(inner.findall("circle")) == 1


def test_svg_can_be_read_without_being_seen():
    for svg in find(parse(report(*stories())), "svg"):
        assert svg.get("role") == "img"
        title, words = (svg.find(tag) for tag in ("title", "desc"))
        assert (svg.get("aria-labelledby"), svg.get("aria-describedby")) == (title.get("id"), words.get("id"))
        assert said(title).startswith("Ladder of the ") and said(words).count(" s to the ") >= 1


def test_totals_causes_and_peers():
    tree = parse(report(*stories("office")))
    found = records(capture("office"))
    bad = [record for record in found if record["bad"]]
    assert said(find(tree, "header/p")[0]) == f"office.pcap: {len(found)} transactions, {len(bad)} bad"
    assert said(find(tree, "title")[0]) == f"SIP diagnosis: {len(bad)} of {len(found)} transactions bad"
    chips = {said(chip.find("span")): int(said(chip.find("b"))) for chip in find(tree, "section[@id='summary']/ul/li")}
    assert chips == {
        verdict.replace("_", " ").replace("ack", "ACK"): sum(r["verdict"] == verdict for r in found)
        for verdict in {record["verdict"] for record in found}
    }
    tables = {
        said(table.find("caption")): [list(map(said, row)) for row in table.iter("tr")]
        for table in find(tree, "section[@id='summary']/table")
    }
    assert sorted(tables["Causes"]) == sorted([record["cause"]["title"], "1"] for record in bad)


def test_comparison_of_peers():
    found = [record for _, some, _ in stories() for record in some]
    tables = {
        said(table.find("caption")): [list(map(said, row)) for row in table.iter("tr")]
        for table in find(parse(report(*stories())), "section[@id='summary']/table")
    }
    peers = tables["Bad by the peer that was asked"]
    assert len(peers) > 1 and [int(bad) for _, bad, _ in peers] == sorted(
        (int(bad) for _, bad, _ in peers), reverse=True
    )
    for host, bad, of_all in peers:
        here = [record for record in found if record["dst"].rpartition(":")[0] == host]
        assert (int(bad), of_all) == (sum(record["bad"] for record in here), f"of {len(here)}")


def test_summaries_are_bounded(monkeypatch):
    monkeypatch.setattr(report_html, "MOST_NAMES", 50)
    given = [a_bad_one(user_agent=f"Phone {n}", dst=f"198.51.100.{n}:5060") for n in range(80)]
    tables = find(parse(report(given)), "section[@id='summary']/table")
    for table in tables[-2:]:
        rows = [list(map(said, row)) for row in table.iter("tr")]
        assert len(rows) == 10 and rows[0] == ["others", "30", "of 30"]
        assert said(table.find("caption")).endswith("(the first 10 of 51)")


def test_notes_on_what_is_not_bad():
    tree = parse(report(*stories("ack_elsewhere")))
    note = records(capture("ack_elsewhere"))[0]["notes"][0]["text"]
    assert note[1:] in said(find(tree, "div[@id='notes']")[0]) and not find(tree, "div[@id='sections']")


# What it is given may be anything.


def test_nothing_to_tell():
    assert "no SIP transaction" in said(parse(report(("empty.pcap", [], None))))
    assert "0 captures" in said(parse(report()))


def test_unreadable_captures_are_named():
    tree = parse(
        report(
            ("a.pcap", [], "not a capture file"),
            ("b.pcap", [a_bad_one()], "cut short; what could be read is reported"),
            ("c.pcap", [a_bad_one()], None),
        )
    )
    assert [said(line) for line in tree.findall("body/header/p")] == [
        "3 captures: 2 transactions, 2 bad",
        "a.pcap: not a capture file",
        "b.pcap: cut short; what could be read is reported",
    ]
    rows = [list(map(said, row)) for row in find(tree, "details[@id='captures']/table/tbody/tr")]
    assert rows == [
        ["a.pcap", "not a capture file", "0", "0"],
        ["b.pcap", "cut short; what could be read is reported", "1", "1"],
        ["c.pcap", "", "1", "1"],
    ]


def test_a_thousand_captures():
    tree = parse(report(*((f"day/{n}.pcap", [a_bad_one(transaction=1)], None) for n in range(1000))))
    assert (
        len(find(tree, "details[@id='captures']/table/tbody/tr"))
        == len(find(tree, "table[@id='transactions']/tbody/tr"))
        == 1000
    )
    assert find(tree, "details[@id='captures']")[0].get("open") is None


@pytest.mark.parametrize("name", STORIES)
def test_what_is_not_known_is_left_out(name):
    """Each member in turn, then all that may be."""
    for record in records(capture(name))[:4]:
        members = [member for member in record if member not in ("schema", "transaction", "bad")]
        for missing in (*([member] for member in members), members):
            page = report([{**record, **dict.fromkeys(missing), "bad": True}])
            assert not re.search(r"\bNone\b", said(parse(page)))
            parse(report([{member: value for member, value in record.items() if member not in missing}]))


def test_long_ladders_and_long_texts():
    step = records(capture("office"))[0]["sequence"][0]
    steps = [{**step, "time_ms": n * 1000.0, "frame": n, "last_frame": n, "what": f"A{'B' * 70}"} for n in range(1, 41)]
    record = a_bad_one(
        sequence=steps,
        sequence_left_out=7,
        request_uri="sip:" + "x" * 2000,
        src="[2001:db8:1111:2222:3333:4444:5555:6666]:50600",
        dst="[2001:db8:aaaa:bbbb:cccc:dddd:eeee:ffff]:50600",
    )
    tree = parse(report([record]))
    (svg,) = find(tree, "svg")
    texts = [said(text) for text in svg.iter("text")]
    left_out = texts.index("⋮ 7 steps are left out ⋮")
    assert texts.index("frame 20") < left_out < texts.index("frame 21")
    for text in svg.iter("text"):
        assert 0 < float(text.get("y")) < float(svg.get("height"))
    (section,) = find(tree, "section[@id='s1']")
    for text in (record["src"], record["dst"], record["request_uri"]):
        assert text in said(section)
    assert len(said(section.find("header"))) < 500
    ends = [text for text in svg.iter("text") if text.get("class").startswith("end")]
    assert ends[0].get("y") != ends[-1].get("y")  # side by side there is no room


def hostile_records():
    for text in HOSTILE:
        record = a_bad_one(**{member: f"{text} in {member}" for member in STRINGS})
        for member in ("title", "text", "fix", "header", "clause"):
            record["cause"] = {**record["cause"], member: text}
        record["notes"] = [{"id": "x", "text": text, "fix": text, "frame": 1}]
        record["faults"] = [
            {"id": "x", "header": text, "clause": text, "certainty": text, "offset": 1, "length": 2, "text": text}
        ]
        record["claim"] = {"id": None, "text": text, "stack": text}
        record["sequence"] = [{**step, "what": f"{text} to {text.replace(' ', '_')}"} for step in record["sequence"]]
        record["ack"]["legs"][0]["due"].update(request_uri=text, route=[text, text])
        yield record
        yield {**record, "bad": False}


def test_text_from_the_wire_stays_text():
    paths = [f"{text}.pcap" for text in HOSTILE]
    page = report(*((path, hostile_records(), path) for path in paths))
    tree = parse(page)
    tame = parse(report(*(("a.pcap", [a_bad_one(), a_bad_one(bad=False)] * len(HOSTILE), "?") for _ in HOSTILE)))
    assert {element.tag for element in tree.iter() if isinstance(element.tag, str)} - {
        element.tag for element in tame.iter() if isinstance(element.tag, str)
    } <= {"ul", "li", "div"}
    assert len(find(tree, "script")) == len(find(tree, "style")) == 1
    for element in tree.iter():
        for name, value in element.attrib.items():
            assert name not in ("src", "style", "srcdoc", "action") and not str(name).startswith("on")
            assert name != "href" or re.fullmatch(r"#\w+", value)
    words = said(tree)
    assert all(character.isprintable() for character in words)
    for text in HOSTILE:
        shown = re.sub(r"\\[xuU]\w+", "", "".join(c if c.isprintable() else "" for c in text))
        assert " ".join(shown.split())[:12] in re.sub(r"\\(x\w\w|u\w{4}|U\w{8})", "", words)
    assert "\\x00\\x01\\x1b[2J" in words and "\\u202egnp.exe\\u2066" in words and "\\ud800\\udcff" in words


def test_policy_forbids_all_but_the_two_texts_of_the_page():
    tree = parse(report(*stories("office")))
    (meta,) = find(tree, "meta[@http-equiv='Content-Security-Policy']")
    policy = dict(part.strip().split(" ", 1) for part in meta.get("content").split(";"))
    assert policy.pop("default-src") == policy.pop("base-uri") == policy.pop("form-action") == "'none'"
    for kind in ("script", "style"):
        (element,) = find(tree, kind)
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert policy.pop(f"{kind}-src") == f"'sha256-{digest}'"
    assert not policy


@pytest.mark.skipif(not (ROOT / "driver" / "formats.py").exists(), reason="triage knows text and json alone")
def test_triage_writes_it(tmp_path):
    pages, office = tmp_path / "report.html", str(capture("office"))
    done = triage("--format", "html", "-o", pages, office)
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert pages.read_text(encoding="utf-8") == report((office, records(capture("office")), None))
    missing = triage("--format", "html", office, tmp_path / "nothing.pcap")
    assert missing.returncode == 2 and "nothing.pcap</b>: no such file" in missing.stdout


def test_report_is_the_same_each_time():
    assert report(*stories()) == report(*stories())


# How it works.


@pytest.fixture(scope="module")
def browser():
    with Chromium() as chromium:
        yield chromium


@pytest.fixture(autouse=True)
def still_quiet(request):
    """Whatever is done on the page: no request but for the page, no word on the console."""
    yield
    if "browser" in request.fixturenames and not NO_BROWSER:
        browser = request.getfixturevalue("browser")
        assert browser.complaints() == []
        assert {address.partition("#")[0] for address in browser.requests()} <= {
            browser.run("return location.href.split('#')[0]")
        }
        browser.show()
        browser.resize(1400, 1000)


@pytest.fixture
def office(tmp_path, browser):
    return opened(browser, tmp_path, *stories("office"))


def opened(browser, folder, *captures, place=""):
    path = folder / "report.html"
    path.write_text(report(*captures), encoding="utf-8")
    browser.open(path, place)
    return browser


CELLS = """return [...document.querySelectorAll("#transactions tbody tr")].map(
    (row) => row.cells[arguments[0]].textContent.trim())"""
PRESS_HEAD = """const head = document.querySelectorAll("#transactions thead th")[arguments[0]];
    head.querySelector("button").click(); return head.getAttribute("aria-sort")"""
FIND = """const field = document.forms[0].elements.find; field.value = arguments[0];
    field.dispatchEvent(new Event("input", {bubbles: true}))"""
VISIBLE = """return [...document.querySelectorAll("#sections section")].filter((one) => one.checkVisibility()).length"""


def natural(text):
    return [(0, int(part)) if part.isdigit() else (1, part.lower()) for part in re.findall(r"\d+|\D+", text)]


@in_browser
@pytest.mark.parametrize(
    "column,key",
    [
        (0, int),
        (3, int),
        (7, str),
        (8, float),
        (9, lambda text: int(re.match(r"\d+", text)[0])),
        (5, None),
        (6, None),
        (4, None),
        (2, None),
    ],
)
def test_columns_sort(office, column, key):
    before = office.run(CELLS, column)
    full = [cell for cell in before if cell]
    empty = [""] * before.count("")
    assert office.run(PRESS_HEAD, column) == "ascending"
    rising = office.run(CELLS, column)
    assert sorted(rising) == sorted(before) and rising[len(full) :] == empty
    if key:
        assert rising == sorted(full, key=key) + empty
    else:
        collated = office.run("return arguments[0].sort(new Intl.Collator('en', {numeric: true}).compare)", full)
        assert rising[: len(full)] == collated
    assert office.run(PRESS_HEAD, column) == "descending"
    assert office.run(CELLS, column) == list(reversed(rising[: len(full)])) + empty
    assert office.run("return document.querySelectorAll('th[aria-sort]').length") == 1
    assert len(office.run(CELLS, 0)) == len(set(office.run(CELLS, 0))) == len(before)


@in_browser
def test_verdicts_sort_by_weight(office):
    office.run(PRESS_HEAD, 1)
    cells = office.run(CELLS, 1)
    order = [
        label
        for label in (
            "failed",
            "no response",
            "missing ACK",
            "bad ACK",
            "ok",
            "challenged",
            "redirected",
            "outcome",
            "pending",
            "incomplete",
        )
        if label in cells
    ]
    assert [verdict for verdict, _ in itertools.groupby(cells)] == order


@in_browser
def test_filters(office):
    found = records(capture("office"))
    bad = [record for record in found if record["bad"]]
    press = """const button = [...document.querySelectorAll("button[aria-pressed]")].find(
                   (one) => one.textContent === arguments[0]);
               button.click(); return button.getAttribute("aria-pressed")"""

    assert office.run(VISIBLE) == len(bad)
    office.run("document.querySelector('[name=bad]').click()")
    assert len(office.run(CELLS, 0)) == len(bad) == office.run(VISIBLE)
    assert office.run(press, bad[0]["cause"]["title"]) == "true"
    assert office.run(CELLS, 0) == [str(bad[0]["transaction"])] and office.run(VISIBLE) == 1
    assert office.run("return document.querySelector('output').value") == f"1 of {len(found)} shown"
    assert office.run(press, bad[1]["cause"]["title"]) == "true"
    assert len(office.run(CELLS, 0)) == 2
    assert office.run(press, bad[0]["cause"]["title"]) == "false"
    assert office.run(CELLS, 0) == [str(bad[1]["transaction"])]

    office.run("document.querySelector('[type=reset]').click()")
    office.wait_for("return document.querySelector('output').value === ''")
    assert len(office.run(CELLS, 0)) == len(found) and not office.run(
        "return document.querySelectorAll('[aria-pressed=true]').length"
    )
    office.run(FIND, found[5]["call_id"].upper())
    assert office.run(CELLS, 0) == [
        str(record["transaction"]) for record in found if found[5]["call_id"] in record["call_id"]
    ]
    office.run(PRESS_HEAD, 0), office.run(PRESS_HEAD, 0)
    shown = [int(cell) for cell in office.run(CELLS, 0)]
    assert shown == sorted(shown, reverse=True) and len(shown) < len(found)
    office.run(FIND, "no such thing")
    assert office.run(CELLS, 0) == [] and office.run(VISIBLE) == 0


@in_browser
def test_captures_can_be_chosen(browser, tmp_path):
    opened(browser, tmp_path, *stories("office", "ack_to_wrong_host"))
    browser.run("[...document.querySelectorAll('#captures button')].pop().click()")
    assert browser.run(CELLS, 10) == ["ack_to_wrong_host.pcap"]


@in_browser
def test_keyboard(office):
    """Tab to everything in the order in which it stands; Enter sorts, follows and keeps its place."""
    focus = "return document.activeElement.textContent.trim() || document.activeElement.name"
    visited = []
    while True:
        office.press(Keys.TAB)
        if office.run("return document.activeElement === document.body"):
            break
        visited.append(office.run(focus))
        assert office.run("return getComputedStyle(document.activeElement).outlineStyle") != "none", visited
    assert visited[0] == "Skip to the table"
    places = [
        visited.index(text)
        for text in ("missing ACK", "find", "bad", "Show all", "No.", "Verdict", "Frames", "table", "next")
    ]
    assert places == sorted(places)
    office.run("document.querySelector('#transactions th button').focus()")
    office.press(Keys.ENTER)
    assert (
        office.run(focus) == "No." and office.run("return document.activeElement.parentElement.ariaSort") == "ascending"
    )
    office.run("document.querySelector('#transactions td a').focus()")
    office.press(Keys.ENTER)
    office.wait_for("return location.hash === '#s1'")
    office.press(Keys.TAB)
    assert office.run(focus) == "table"


@in_browser
def test_next_skips_what_is_filtered(browser, tmp_path):
    given = list(many(9))
    for number in (3, 7):
        given[number - 1]["call_id"] = "same call"
    opened(browser, tmp_path, given)
    for number, link, place in ((3, "prev", "#s0"), (3, "next", "#s7"), (7, "next", "#s10")):
        browser.run(FIND, "same call")
        browser.run("document.querySelector(`#s${arguments[0]} [rel=${arguments[1]}]`).click()", number, link)
        assert browser.run("return location.hash") == place


@in_browser
def test_roles(office):
    """Rows that are laid out as grids are rows all the same to who listens."""
    office.run("location.hash = '#s1'")
    office.wait_for("return document.getElementById('s1').getBoundingClientRect().top < 100")
    nodes = office.command("Accessibility.getFullAXTree")["nodes"]
    nodes = [(node["role"]["value"], node.get("name", {}).get("value", "")) for node in nodes if not node["ignored"]]
    roles = [role for role, _ in nodes]
    assert ("table", "Transactions") in nodes and ("columnheader", "Verdict") in nodes
    assert roles.count("cell") >= 10 * len(records(capture("office"))[:20]) and roles.count("columnheader") == 10
    assert ("image", "Ladder of the INVITE") in nodes or ("image", "Ladder of the REGISTER") in nodes
    assert ("searchbox", "Find") in nodes and ("checkbox", "bad only") in nodes


@in_browser
def test_without_scripts(browser, tmp_path):
    browser.command("Emulation.setScriptExecutionDisabled", value=True)
    try:
        opened(browser, tmp_path, list(many(PLAIN_SECTIONS + 5)))
        controls = (
            "return [...document.querySelectorAll('button, input')].filter((one) => one.checkVisibility()).length"
        )
        assert browser.run(controls) == 0
        assert len(browser.run(CELLS, 0)) == PLAIN_SECTIONS + 5
        assert browser.run(VISIBLE) == PLAIN_SECTIONS
        assert "it takes JavaScript" in browser.run("return document.querySelector('.pack').innerText")
    finally:
        browser.command("Emulation.setScriptExecutionDisabled", value=False)


@in_browser
def test_packed_sections_open_where_one_gets_to(browser, tmp_path):
    count = 3 * PLAIN_SECTIONS
    given = list(many(count))
    sections = "return document.querySelectorAll('#sections section').length"
    wanted = PLAIN_SECTIONS + 150
    opened(browser, tmp_path, given, place=f"#s{wanted}")
    browser.wait_for("return document.getElementById(arguments[0])?.matches(':target')", f"s{wanted}")
    assert given[wanted - 1]["call_id"] in browser.run(
        "return document.getElementById(arguments[0]).textContent", f"s{wanted}"
    )
    assert browser.run("return document.querySelector(':target button.copy').textContent") == "copy"
    assert browser.run("return Math.abs(document.querySelector(':target').getBoundingClientRect().top) < innerHeight")

    browser.run("[...document.querySelectorAll('#transactions a')].pop().click()")  # the last row
    browser.wait_for("return document.getElementById(arguments[0])?.matches(':target')", f"s{count}")
    browser.run("[...document.querySelectorAll('button')].find((one) => one.textContent === 'Unpack all').click()")
    browser.wait_for("return document.querySelectorAll('.pack, .packs').length === 0")
    assert browser.run(sections) == count
    ids = browser.run("return [...document.querySelectorAll('#sections section')].map((one) => one.id)")
    assert ids == [f"s{number}" for number in range(1, count + 1)]

    opened(browser, tmp_path, given)  # what is filtered away stays away when it is unpacked
    browser.run(FIND, given[-1]["call_id"])
    browser.wait_for("return document.getElementById(arguments[0])?.checkVisibility()", f"s{count}")
    assert browser.run(VISIBLE) == 1


@in_browser
def test_hostile_text_does_nothing(browser, tmp_path):
    opened(browser, tmp_path, *((f"{text}.pcap", hostile_records(), text) for text in HOSTILE))
    browser.run(
        "document.querySelector('[name=bad]').click();"
        "for (const one of document.querySelectorAll('#summary button')) one.click()"
    )
    assert browser.run("return typeof window.pwned") == "undefined"
    assert browser.run("return document.querySelectorAll('img, iframe, object, embed, link').length") == 0
    assert browser.run("return document.querySelectorAll('script:not(.pack script)').length") == 1


def luminance(colour):
    return sum(weight * int(part) for weight, part in zip((0.2126, 0.7152, 0.0722), re.findall(r"\d+", colour)))


# What is read, before what.
LEGIBLE = """const of = (name, what) => getComputedStyle(document.querySelector(name))[what];
    const card = of("#sections section", "backgroundColor");
    return [[of("body", "color"), of("body", "backgroundColor")], [of("dd", "color"), card], [of("dt", "color"), card],
            [of("h3 span", "color"), card], [of(".ladder .end", "fill"), card], [of(".ladder .time", "fill"), card],
            [of(".ladder .why", "fill"), of(".ladder .cause", "fill")],
            [of(".ladder .title", "fill"), of(".ladder .cause", "fill")],
            [of("#transactions td", "color"), of("#transactions", "backgroundColor")],
            [of("#transactions td:nth-child(8)", "color"), of("#transactions", "backgroundColor")],
            [of("#transactions a", "color"), of("#transactions", "backgroundColor")]]"""


def contrast(one, other):
    """By WCAG 2."""

    def light(colour):
        parts = [int(part) / 255 for part in re.findall(r"\d+", colour)[:3]]
        return sum(
            weight * (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4)
            for weight, part in zip((0.2126, 0.7152, 0.0722), parts)
        )

    dark, bright = sorted((light(one), light(other)))
    return (bright + 0.05) / (dark + 0.05)


@in_browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_legible_in_light_and_dark(office, scheme):
    office.show(scheme=scheme)
    pairs = office.run(LEGIBLE)
    for one, other in pairs:
        assert contrast(one, other) >= 4.5, (one, other)
    assert (luminance(pairs[0][1]) < 60) == (scheme == "dark")


@in_browser
@pytest.mark.parametrize("width", [360, 800, 1280, 2000])
def test_nothing_hangs_over_the_edge(browser, tmp_path, width):
    browser.resize(width, 900)
    long = a_bad_one(request_uri="sip:" + "x" * 2000, call_id="y" * 500, user_agent="z" * 300, reason_phrase="w" * 300)
    opened(browser, tmp_path, ("v" * 200 + ".pcap", [long, long], None), *stories("office"))
    assert browser.run("return document.documentElement.scrollWidth") <= width


@in_browser
def test_texts_of_the_ladder_stay_in_it(browser, tmp_path):
    opened(browser, tmp_path, *stories())
    outside = """return [...document.querySelectorAll("svg")].flatMap((svg) => {
        const { width, height } = svg.viewBox.baseVal;
        return [...svg.querySelectorAll("text")].filter((text) => {
            const box = text.getBBox();
            return box.x < 0 || box.x + box.width > width || box.y < 0 || box.y + box.height > height;
        }).map((text) => text.textContent) })"""
    browser.run("document.querySelectorAll('section').forEach((one) => { one.style.contentVisibility = 'visible' })")
    assert browser.run(outside) == []
    overfull = """return [...document.querySelectorAll("svg")].flatMap((svg) => {
        const end = (element) => element.getBBox().x + element.getBBox().width;
        return [...svg.querySelectorAll(".title, .why")].filter((text) => end(text) > end(svg.querySelector(".cause")))
            .map((text) => text.textContent) })"""
    assert browser.run(overfull) == []


@in_browser
def test_on_paper(browser, tmp_path):
    """White, with nothing to press, all sections, no ladder over two pages."""
    step = a_bad_one()["sequence"][0]
    given = [
        a_bad_one(
            filter=f"sipdiag.transaction == {number}",
            sequence=[{**step, "time_ms": 1e6 * number + 1000 * n, "frame": n, "last_frame": n} for n in range(1, length)],
        )
        for number, length in enumerate((7, 13, 13, 13, 21, 41, 41), 1)
    ]
    opened(browser, tmp_path, given)
    browser.show(scheme="dark")
    pdf = tmp_path / "report.pdf"
    pdf.write_bytes(browser.print())
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    for record in given:
        assert record["filter"] in text
        times = [f"{step['time_ms'] / 1000:.3f} s" for step in record["sequence"]]
        assert [all(time in page for time in times) for page in text.split("\f")].count(True) == 1
    for word in ("bad only", "Show all", "previous", "copy", "↕"):
        assert word not in text

    browser.show(media="print", scheme="dark")
    ink, paper = browser.run("return ['color', 'backgroundColor'].map((what) => getComputedStyle(document.body)[what])")
    assert paper == "rgb(255, 255, 255)" and contrast(ink, paper) > 10


@in_browser
def test_ten_thousand_bad_ones_open_and_sort_in_a_second(browser, tmp_path):
    """By the processor time of the page, all that a browser that has nothing else to do makes one wait for."""
    path = tmp_path / "report.html"
    path.write_text(report(many(10_000)), encoding="utf-8")
    browser.command("Performance.enable", timeDomain="threadTicks")

    def spent():
        metrics = {metric["name"]: metric["value"] for metric in browser.command("Performance.getMetrics")["metrics"]}
        return metrics["TaskDuration"]

    def costs(act):
        before = spent()
        act()
        browser.wait_for("return new Promise((shown) => requestAnimationFrame(() => setTimeout(() => shown(true))))")
        return spent() - before

    found = {"open": [], "sort": [], "find": []}
    for _ in range(3):
        browser.driver.get("about:blank")
        found["open"].append(costs(lambda: browser.driver.get(path.as_uri())))
        for column in (1, 4, 5, 6, 7, 8):
            found["sort"].append(costs(lambda: browser.run(PRESS_HEAD, column)))
        found["find"].append(costs(lambda: browser.run(FIND, "1")))
    print({what: [f"{seconds:.3f} s" for seconds in sorted(times)] for what, times in found.items()})
    for times in found.values():
        assert 0 < statistics.median(times) < 1
    browser.command("Performance.disable")
