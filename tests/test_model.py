# SPDX-License-Identifier: GPL-2.0-or-later
"""Random call flows, whose pairing and verdicts are known by construction, against the engine's.

SIPDIAG_MODEL_FLOWS says how many captures to try, SIPDIAG_MODEL_SEED with which to begin, or "random". What fails is shrunk, and
printed with its seed."""
import json
import os
import random
import re
import subprocess
import sys

import pytest

from support import PLUGIN, TESTS, records

sys.path.insert(0, str(TESTS / "model"))
from choices import prompt, scene, shrunk  # noqa: E402
from flows import play  # noqa: E402
from sip import Host  # noqa: E402
from truth import BAD_ACK, Truth, answered  # noqa: E402
from wire import Capture, udp  # noqa: E402

FLOWS = int(os.environ.get("SIPDIAG_MODEL_FLOWS", "400"))
CHOSEN = os.environ.get("SIPDIAG_MODEL_SEED", "1")
SEED = random.randrange(10**9) if CHOSEN == "random" else int(CHOSEN)
BASE = 1_769_853_600_000  # milliseconds since 1970


# --- the engine --------------------------------------------------------------------------------------------------------

@pytest.fixture(scope="module")
def engine():
    program = os.environ.get("SIPDIAG_REPLAY") or str(PLUGIN.parent / "replay")
    with subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        def replay(frames):
            process.stdin.write(b"".join(map(line, frames)) + b"E\n")
            process.stdin.flush()
            return [json.loads(text) for text in iter(process.stdout.readline, b"\n")]
        yield replay
        process.stdin.close()
    assert process.returncode == 0


def line(frame):
    time = (BASE + frame.at) * 1_000_000
    if not frame.sending:
        return b"T %d\n" % time
    text = frame.sending.text.encode()
    (src, sport), (dst, dport) = frame.src, frame.dst
    return b"M %d %d %s %s %d %s %d %d\n%s" % (time, frame.ident, frame.sending.transaction.call.transport.encode(),
                                               src.encode(), sport, dst.encode(), dport, len(text), text)


# --- comparing ---------------------------------------------------------------------------------------------------------

def shown(frames):
    def row(f):
        if not f.sending:
            return "-"
        return f"{f.src[0]}:{f.src[1]} -> {f.dst[0]}:{f.dst[1]} {f.sending.text.splitlines()[0]}"
    return "\n".join(f"{f.number:4} {f.at / 1000:8.3f} {row(f)}" for f in frames)


def differences(found, expected):
    """`expected` holds sets where more than one word would be true."""
    if [r["sightings"] for r in found] != [t["sightings"] for t in expected]:
        return "\n".join(["found:", *(r["sightings"] for r in found), "expected:", *(t["sightings"] for t in expected)])
    wrong = [f"{key}: {record[key]}, not {value}\n{record}" for record, truth in zip(found, expected)
             for key, value in truth.items() if record[key] not in (value if isinstance(value, set) else {value})]
    return "\n".join(wrong + [f"the model's message has the fault {r['fault']}" for r in found if r["fault"]])


def check(judge, share=1.0, choose=scene, **options):
    """Flows by the thousand; the first for which `judge` has an answer fails, in its shortest form."""
    for seed in range(SEED, SEED + max(1, int(FLOWS * share))):
        chosen = choose(random.Random(seed), **options)
        if judge(play(chosen)):
            least = shrunk(chosen, lambda less: judge(play(less)))
            frames = play(least)
            pytest.fail("\n".join([f"SIPDIAG_MODEL_SEED={seed}", *map(str, least.specs), str(least.sight), shown(frames),
                                   judge(frames)]), pytrace=False)


def sightings(record):
    """(frame, role) of each."""
    return [(int(m[1]), m[2]) for m in re.finditer(r"\b(\d+)([qpfa-])", record["sightings"])]


def misplaced(found, frames):
    """Requests and responses are placed by construction. An ACK may have lost all that it belongs to but its call."""
    of = {f.number: f.sending for f in frames}
    expected = Truth(frames)
    rows = {t: " ".join(f"{f.number}{f.sending.role}{expected.kinds[f]}" for f in seen if f.sending.role != "a")
            for t, seen in expected.of.items()}
    told = [" ".join(w for w in r["sightings"].split() if "a" not in w) for r in found]
    for row in sorted(set(filter(None, told)) ^ set(filter(None, rows.values()))):
        yield f"{row}: {'said' if row in told else 'not said'}"
    for record in found:
        calls = {of[n].transaction.call for n, _ in sightings(record)}
        if len(calls) > 1:
            yield f"several calls in {record}"


# --- properties --------------------------------------------------------------------------------------------------------

def test_pairing_and_verdicts(engine):
    check(lambda frames: differences(engine(frames), list(Truth(frames).transactions())))


def accusations(found, frames):
    """What is said against somebody, and is not so, whatever the capture lacks. Where a CANCEL was accepted, nobody repeats
    anything that would show that the final response got lost (9.1): that neither it nor its ACK is there has to do."""
    of = {f.number: f.sending for f in frames}
    for record in found:
        first = next((of[n] for n, role in sightings(record) if role != "a"), None)
        if not first:
            continue
        t = first.transaction
        if record["verdict"] == "no_response" and record["cause"] != "no_final_response" and answered(t, frames[-1].at):
            yield f"no_response, but it was answered\n{record}"
        for key, dues in (("ack", t.legs), ("prack", t.early)):
            if record[key] in BAD_ACK and dues and all(due.heard for due in dues):
                yield f"{key} {record[key]}, but it was acknowledged\n{record}"


def test_loss(engine):
    """Whatever the capture lacks: what it has is paired as it belongs together, and nobody is accused of what was not so."""
    def judge(frames):
        found = engine(frames)
        return "\n".join([*misplaced(found, frames), *accusations(found, frames)])
    check(judge, 0.5, choose=prompt, loss=(1, 5, 20, 50))


def test_order(engine):
    """Frames that are milliseconds apart may stand in the file in any order: nothing else is said of them."""
    check(lambda frames: differences(engine(frames), list(Truth(frames).transactions())), 0.3, swap=(2, 5, 10))


# --- the same through tshark -------------------------------------------------------------------------------------------

NIGHT = 3600  # seconds: the capture rests for longer than a call can


def lay_down(capture, start, frames):
    for f in frames:
        if f.sending:
            capture.packet(start + f.at / 1000, udp(Host(*f.src), Host(*f.dst), f.sending.text.encode(), f.ident))
        else:
            capture.noise(start + f.at / 1000, 0)


def test_through_tshark(tmp_path):
    """Many captures, one after another in one file, each between hosts of its own."""
    capture, expected = Capture(), []
    for net in range(1, max(2, FLOWS // 60)):
        frames = play(prompt(random.Random(SEED + net)), net)
        before = len(capture.frames)
        lay_down(capture, net * NIGHT, frames)
        expected += [(truth, before, net) for truth in Truth(frames).transactions()]
    path = tmp_path / "flows.pcap"
    tmp_path.chmod(0o755)
    path.write_bytes(bytes(capture))
    found = records(path)
    assert len(found) == len(expected)
    for record, (truth, before, net) in zip(found, expected):
        where = f"SIPDIAG_MODEL_SEED={SEED}, capture {net}: {truth}\n{record}"
        seen = {role: [before + n for n, r in sightings(truth) if r == role] for role in "qpfa"}
        for name, role in (("request", "q"), ("provisional", "p"), ("final", "f")):
            assert record["frames"][name] == seen[role], where
        assert set(seen["a"]) <= set(record["frames"]["ack"]), where  # those of other hops are named, too
        assert record["verdict"] in truth["verdict"], where
        assert record["ack"]["state"] in truth["ack"] and record["prack"]["state"] in truth["prack"], where
