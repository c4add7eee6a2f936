# SPDX-License-Identifier: GPL-2.0-or-later
"""What was planted beside what sipdiag says of it: judged.py prints what differs."""
import functools
import json
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent)]
import support  # noqa: E402

CAPTURES = HERE / "captures"
SIP_PORTS = ("5062-5099", "5990-5999", "22000-24999", "32000-32999")  # beside 5060
DECODE = tuple(part for kind in ("udp", "tcp") for ports in SIP_PORTS for part in ("-d", f"{kind}.port=={ports},sip"))
BLAMED = {"missing", "wrong", "lost", "late"}


@dataclass(frozen=True)
class Hop:
    """An INVITE on one hop, and the call that it belongs to."""
    phone: str
    call: dict
    record: dict

    dst = property(lambda self: self.record["dst"])
    cseq = property(lambda self: self.record["cseq"])

    @property
    def truth(self):
        """What is true here, or nothing that is wrong."""
        return next((t for t in self.call["truth"] if (t["dst"], t["cseq"]) == (self.dst, self.cseq)), None)

    @property
    def states(self):
        return {kind: (self.record.get(kind) or {}).get("state") for kind in ("ack", "prack")}

    @property
    def causes(self):
        """A final response that says more than its ACK comes first in the record; the ACK has a cause of its own."""
        parts = [(self.record.get("cause") or {}).get("id")]
        return set(parts + [(self.record.get(kind) or {}).get("cause") for kind in ("ack", "prack")])

    @property
    def accused(self):
        return bool(self.record["bad"] or BLAMED & set(self.states.values()))

    @property
    def right(self):
        truth = self.truth
        states = all(self.states[kind] == truth[kind] for kind in ("ack", "prack") if kind in truth)
        return self.record["bad"] and states and truth.get("cause") in {None, *self.causes}

    def __str__(self):
        said = {k: v for k, v in self.states.items() if v not in (None, "not_due")}
        return f"{self.call['call_id']} to {self.dst}, {self.cseq} INVITE: {self.truth} but {self.record['verdict']} " \
               f"{said} {sorted(filter(None, self.causes))}"


def manifests():
    return {path.stem: json.loads(path.read_text()) for path in sorted(CAPTURES.glob("*.json"))}


@functools.cache
def records(phone):
    """By Call-ID."""
    found = {}
    for record in support.records(CAPTURES / f"{phone}.pcap.gz", args=DECODE):
        found.setdefault(record["call_id"], []).append(record)
    return found


def calls():
    """(phone, call, its records)"""
    for phone, told in manifests().items():
        for call in told["calls"]:
            yield phone, call, records(phone).get(call["call_id"], [])


def hops():
    return [Hop(phone, call, record) for phone, call, found in calls() for record in found
            if record["method"] == "INVITE"]


if __name__ == "__main__":
    for hop in hops():
        if hop.accused if hop.truth is None else not hop.right:
            print(hop)
