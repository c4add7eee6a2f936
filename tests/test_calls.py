# SPDX-License-Identifier: GPL-2.0-or-later
"""Real calls: whatever the caller does wrong with an ACK is named on every hop, and no other call is accused."""
import sys

import pytest

from support import TESTS

sys.path.append(str(TESTS / "calls"))
import judged  # noqa: E402

WAYS = {"direct", "rr", "rr2", "plain"}
pytestmark = pytest.mark.xdist_group("calls")


@pytest.fixture(scope="module")
def hops():
    return judged.hops()


@pytest.fixture(scope="module")
def calls():
    return list(judged.calls())


def ways(calls):
    """(phone, way, transport) of calls."""
    return {(phone, *call["to"].split("/")[1:]) for phone, call, _ in calls}


def test_every_call_is_there(calls, hops):
    assert not [call["call_id"] for _, call, found in calls if not found]
    said = {(hop.call["call_id"], hop.dst, hop.cseq) for hop in hops}
    told = {(call["call_id"], t["dst"], t["cseq"]) for _, call, _ in calls for t in call["truth"]}
    assert not told - said


def test_there_is_enough(calls):
    planted = [one for one in calls if one[1]["planted"]]
    normal = [one for one in calls if not one[1]["planted"]]
    assert len({call["case"] for _, call, _ in planted}) >= 30
    assert len({t["cause"] for _, call, _ in planted for t in call["truth"] if "cause" in t}) >= 20
    assert len(normal) >= 30
    for some in (planted, normal):
        assert {way for _, way, _ in ways(some)} >= WAYS
        assert {phone for phone, _, _ in ways(some)} == {"sipp", "baresip", "ours"}
    for phone in ("sipp", "baresip", "ours"):
        assert {(way, over) for p, way, over in ways(normal) if p == phone} >= {
            (way, over) for way in ("direct", "rr", "plain") for over in ("UDP", "TCP")}


def test_normal_calls_are_not_accused(calls):
    assert not [(call["call_id"], r["method"], r["dst"], r["verdict"], r["cause"]) for _, call, found in calls
                if not call["planted"] for r in found if r["bad"]]


def test_nothing_else_is_accused(calls):
    """Of a planted call: what is neither the INVITE nor the PRACK that it is about."""
    assert not [(call["call_id"], r["method"], r["dst"], r["verdict"], r["cause"]) for _, call, found in calls
                for r in found if r["bad"] and r["method"] not in ("INVITE", "PRACK")]


def test_accusations_are_right(hops):
    wrong = [str(hop) for hop in hops if hop.accused and not (hop.truth and hop.right)]
    right = [hop for hop in hops if hop.accused and hop.truth and hop.right]
    assert len(right) / (len(right) + len(wrong)) == 1.0, "\n".join(wrong)


def test_planted_causes_are_found(hops):
    planted = [hop for hop in hops if hop.truth]
    missed = [str(hop) for hop in planted if not hop.right]
    assert 1 - len(missed) / len(planted) >= 0.98, "\n".join(missed)


@pytest.mark.parametrize("phone", judged.manifests())
def test_passes_agree(phone):
    path = judged.CAPTURES / f"{phone}.pcap.gz"
    assert judged.support.report(path, True, judged.DECODE) == judged.support.report(path, False, judged.DECODE)
