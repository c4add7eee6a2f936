# SPDX-License-Identifier: GPL-2.0-or-later
"""Each situation of tests/pcaps against what a person says of it, over every way in."""
import functools
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from support import BAD, PCAPS, SITUATIONS, capture, fields, lent, records, sandbox, scene, tshark

either_pass = pytest.mark.parametrize("two_pass", (False, True), ids=("one-pass", "two-pass"))


def situations(test):
    return pytest.mark.usefixtures("warmed_up")(pytest.mark.parametrize("name", SITUATIONS)(test))


def said(record):
    """A record in the words of the truth."""
    cause, claim, frames = record["cause"] or {}, record.get("claim") or {}, record["frames"]
    return {**{key: record.get(key) for key in ("method", "status", "verdict", "bad", "confidence", "src", "dst")},
            "ack": record["ack"]["state"], "prack": record["prack"]["state"],
            "notes": sorted(n["id"] for n in record["notes"]), "cause": cause.get("id"), "header": cause.get("header"),
            "claim": claim.get("id"), "reason": record.get("reason_phrase"),
            "request": frames["request"], "provisional": frames["provisional"], "final": frames["final"],
            "acks": frames["ack"], "cancel": frames["cancel"], "ms": record.get("response_time_ms"),
            "repeated": record["repeated_unmodified"], "faults": sorted({f["id"] for f in record["faults"]}),
            "certainty": {f["id"]: f["certainty"] for f in record["faults"]},
            "no_certain_fault": not any(f["certainty"] == "certain" for f in record["faults"])}


ACKS_BAD = {"missing", "wrong", "lost", "late"}
LINKS = ["transaction", "verdict", "request_in", "response_in", "retransmission_of", "duplicate_of"]


def told(name, two_pass=False):
    return records(capture(name), two_pass, scene(name).args)


@functools.cache
def frames(name):
    """Frame number -> {field without its prefix: text}."""
    extra = sorted({f for wanted in scene(name).fields.values() for f in wanted} - set(LINKS))
    rows = fields(capture(name), ["frame.number", *(f"sipdiag.{f}" for f in LINKS + extra)], args=scene(name).args)
    return {int(r["frame.number"]): {k.removeprefix("sipdiag."): v for k, v in r.items()} for r in rows}


@functools.cache
def bad_frames(name):
    rows = fields(capture(name), ["frame.number"], dfilter="sipdiag.bad", args=scene(name).args)
    return [int(r["frame.number"]) for r in rows]


@functools.cache
def layers(name):
    text = tshark("-2", "-n", "-r", capture(name), *lent(scene(name).args), "-T", "json").stdout
    return [frame["_source"]["layers"] for frame in json.loads(text)]


@pytest.fixture(scope="module")
def warmed_up(request):
    """Most of a test's time is tshark's start: have several start at once. What fails here fails again in its test."""
    def look(name):
        for view in (told, functools.partial(told, two_pass=True), frames, bad_frames, layers):
            with suppress(Exception):
                view(name)
    sandbox()
    names = {i.callspec.params["name"] for i in request.session.items if "warmed_up" in getattr(i, "fixturenames", ())}
    with ThreadPoolExecutor() as pool:
        list(pool.map(look, names))


@pytest.mark.parametrize("name", [n for n in SITUATIONS if not hasattr(scene(n), "artefact")])
def test_capture_is_reproduced(name):
    assert capture(name).read_bytes() == bytes(scene(name))


def test_no_capture_is_left_over():
    assert {p.stem for p in PCAPS.glob("*.pcap")} == set(SITUATIONS)


@situations
@either_pass
def test_records(name, two_pass):
    play = scene(name)
    found = [said(r) for r in told(name, two_pass)]
    if play.open_ended:  # nothing may be held against anybody
        assert found
        assert not [r for r in found if r["verdict"] in BAD - {"failed"} or not r["no_certain_fault"]]
        return
    assert [{k: r[k] for k in t} for r, t in zip(found, play.truth)] == play.truth
    assert len(found) == len(play.truth), found


@situations
def test_frames(name):
    """Links between frames, frame by frame; a retransmission or a duplicate that the truth does not name is none."""
    play = scene(name)
    at = frames(name)
    if play.open_ended:
        return
    for kind, wanted in (("retransmission_of", play.retransmitted), ("duplicate_of", play.duplicates)):
        assert {n: r[kind] for n, r in at.items() if r[kind]} == {n: str(f) for n, f in wanted.items()}, kind
    for number, wanted in play.fields.items():
        assert {k: at[number][k] for k in wanted} == wanted, number
    for transaction, truth in enumerate(play.truth, 1):
        for number in truth.get("request", []) + truth.get("final", []):
            shown = list(zip(at[number]["transaction"].split(","), at[number]["verdict"].split(",")))
            assert (str(transaction), truth["verdict"]) in shown, (number, at[number])
        for number in truth.get("final", []) if truth.get("request") else []:
            assert {int(n) for n in at[number]["request_in"].split(",")} & set(truth["request"]), (number, at[number])
        for number in truth.get("request", []) if truth.get("final") else []:
            assert {int(n) for n in at[number]["response_in"].split(",")} & set(truth["final"]), (number, at[number])


@situations
def test_bad_filter(name):
    """`-2 -Y sipdiag.bad`: request and final response of the bad transactions, all copies, and no other frame; where it
    is about a PRACK, the provisional response, too."""
    bad = [r for r in told(name) if r["bad"]]
    by_prack = [r for r in bad if r["verdict"] in ("missing_ack", "bad_ack") and r["ack"]["state"] not in ACKS_BAD]
    waiting = {copy["frame"] for r in by_prack for leg in r["prack"]["legs"] for copy in leg["copies"]
               if leg["copies"][0]["frame"] == r["prack"]["evidence"][0]}
    assert bad_frames(name) == sorted({n for r in bad for n in r["frames"]["request"] + r["frames"]["final"]} | waiting)


@situations
def test_json(name):
    """`-T json` parses, and shows the tree for each frame that Wireshark takes for SIP traffic; what it calls a
    continuation is no message."""
    for number, shown in enumerate(layers(name), 1):
        protocols = shown["frame"]["frame.protocols"].split(":")
        quoted = "icmp" in protocols or "icmpv6" in protocols
        if "sip" in protocols and not quoted and "Continuation line" not in str(shown["sip"]):
            assert "sipdiag" in shown, number
