# SPDX-License-Identifier: GPL-2.0-or-later
"""Each situation of tests/pcaps against what a person says of it, over every way in."""
import functools
import json

import pytest

from support import BAD, PCAPS, SITUATIONS, capture, fields, lent, records, scene, tshark

either_pass = pytest.mark.parametrize("two_pass", (False, True), ids=("one-pass", "two-pass"))
situations = pytest.mark.parametrize("name", SITUATIONS)


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


@functools.lru_cache(maxsize=2)  # they are large, and the tests of a situation follow each other
def seen(name):
    """Two passes in one run, as most of it is tshark's start: a list of (name, value) for each frame, as deep as they
    lie in `-T json`, and below it what `-z sipdiag,json` prints."""
    out = tshark("-2", "-n", "-r", capture(name), *lent(scene(name).args), "-T", "json", "-z", "sipdiag,json").stdout
    shown, end = json.JSONDecoder(object_pairs_hook=list).raw_decode(out)
    return shown, out[end:].lstrip("\n")


def told(name, two_pass=False):
    if two_pass:
        return [json.loads(line) for line in seen(name)[1].splitlines()]
    return records(capture(name), args=scene(name).args)


def values(node, field):
    """What the field has in a part of a frame, wherever it is."""
    for key, value in node:
        if key == field:
            yield value
        elif isinstance(value, list):
            yield from values(value, field)


@functools.lru_cache(maxsize=2)
def frames(name):
    """Frame number -> {field without its prefix: its values, with commas between them}."""
    wanted = {*LINKS, *(f for fields in scene(name).fields.values() for f in fields)}
    return {number: {f: ",".join(values(frame, f"sipdiag.{f}")) for f in wanted}
            for number, frame in enumerate(seen(name)[0], 1)}


def bad_frames(name):
    """What the filter lets pass: frame number -> its fields as `-T fields` prints them."""
    rows = fields(capture(name), ["frame.number", *(f"sipdiag.{f}" for f in LINKS)], dfilter="sipdiag.bad",
                  args=scene(name).args)
    return {int(r.pop("frame.number")): {k.removeprefix("sipdiag."): v for k, v in r.items()} for r in rows}


@pytest.mark.parametrize("name", [name for name in SITUATIONS if name != "tls"])  # whose keys are new at each run
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
    shown = bad_frames(name)
    assert sorted(shown) == sorted({n for r in bad for n in r["frames"]["request"] + r["frames"]["final"]} | waiting)
    for number, row in shown.items():
        assert row == {link: frames(name)[number][link] for link in LINKS}, number


@situations
def test_json(name):
    """`-T json` parses, and shows the tree for each frame that Wireshark takes for SIP traffic; what it calls a
    continuation is no message."""
    for number, frame in enumerate(seen(name)[0], 1):
        layers = dict(dict(dict(frame)["_source"])["layers"])
        protocols = dict(layers["frame"])["frame.protocols"].split(":")
        quoted = "icmp" in protocols or "icmpv6" in protocols
        if "sip" in protocols and not quoted and "Continuation line" not in str(layers["sip"]):
            assert "sipdiag" in layers, number
