# SPDX-License-Identifier: GPL-2.0-or-later
"""What was planted, what the stack answered and what sipdiag reports, one row a case: table.py [stack ...] prints it
as Markdown."""
import json
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]
import support  # noqa: E402
from cases import BY_NAME, LEGAL  # noqa: E402

CAPTURES = HERE / "captures"
# The codes that say so when the planted thing is the reason; a 400 may be about anything.
OWN_CODE = {"sip_version_unsupported": {505}, "request_uri_scheme_unsupported": {416, 479},
            "request_uri_malformed": {416, 479}, "request_uri_angle_brackets": {479},
            "request_line_malformed": {416, 505}, "event_missing": {489}, "event_malformed": {489},
            "to_tag_outside_dialog": {481}, "field_too_long": {414, 513}, "sdp_malformed": {488}}
# Codes with a reason of their own: credentials, an unknown user, package or body, no such dialog.
ELSEWHERE = {401, 403, 404, 407, 415, 420, 423, 480, 481, 489, 501}
# What a stack must treat better than the malformed request, or it minds something else: by case or by cause; else the
# plain request of that method.
TWIN = {"multipart_malformed": "invite_multipart", "event_semicolons": "event_with_id"}


@dataclass(frozen=True)
class Row:
    stack: str
    case: str
    planted: str
    transport: str
    drew: str          # status and phrase, or "" for no answer
    twin_drew: str     # the same of the request without the fault
    reported: str      # cause id, or ""
    confidence: str
    faults: tuple      # (id, certainty) of every fault that is reported in the request's bytes
    verdict: str

    @property
    def status(self):
        return int(self.drew.split()[0]) if self.drew else 0

    @property
    def legal(self):
        return self.planted == LEGAL

    @property
    def own_code(self):
        return self.status == 400 or self.status in OWN_CODE.get(self.planted, ())

    @property
    def refused(self):
        """Whether the stack refused the request for what was planted in it."""
        meant = self.own_code or self.status >= 400 and self.status not in ELSEWHERE
        return not self.legal and meant and self.drew != self.twin_drew

    @property
    def explainable(self):
        """Refused with a code that asks for an explanation from the request's bytes: not a bare 500."""
        return self.refused and self.own_code

    @property
    def accepted_ids(self):
        return {self.planted, *BY_NAME[self.case].also}

    @property
    def right(self):
        """Of a refused request: whether the planted cause is the one that is reported."""
        return self.reported in self.accepted_ids

    @property
    def accused(self):
        """Of a legal request: whether its bytes are blamed, but for what a strict receiver is known to mind."""
        certain = {i for i, certainty in self.faults if certainty == "certain"}
        blamed = {i for i, _ in self.faults if i == self.reported and self.confidence in ("certain", "likely")}
        return self.legal and bool((certain | blamed) - self.accepted_ids)

    @property
    def outcome(self):
        if self.legal:
            return "ACCUSED" if self.accused else "not accused"
        if self.refused:
            return "right" if self.right else "WRONG" if self.explainable else "other code"
        return "no answer" if not self.drew else "not refused"


def manifest(stack):
    return json.loads((CAPTURES / f"{stack}.json").read_text())


def stacks():
    return sorted(path.name.removesuffix(".json") for path in CAPTURES.glob("*.json"))


def by_port(stack, port):
    """The records of a capture, by the port that their case has for its own. There are several where a request came
    before, and where a request and its response are not seen to belong together."""
    decode = tuple(part for kind in ("udp", "tcp") for part in ("-d", f"{kind}.port=={port},sip"))
    found = {}
    for record in support.records(CAPTURES / f"{stack}.pcap.gz", args=decode):
        number = (record["src"] or "").rpartition(":")[2]
        if record["method"] not in ("ACK", "BYE", "CANCEL"):  # what the client does to end a call
            found.setdefault(number, []).append(record)
    return found


def rows(stack):
    told = manifest(stack)
    records = by_port(stack, told["port"])
    drew = {entry["case"]: entry["drew"] for entry in told["cases"]}
    for entry in told["cases"]:
        plain = f"plain_{BY_NAME[entry['case']].method.lower()}"
        told_of = records.get(str(entry["port"]), [])
        record = told_of[-1] if told_of else {}
        yield Row(stack, entry["case"], entry["planted"], entry["transport"], entry["drew"],
                  drew.get(TWIN.get(entry["case"]) or TWIN.get(entry["planted"]) or plain, ""),
                  (record.get("cause") or {}).get("id", ""), record.get("confidence") or "",
                  tuple((f["id"], f["certainty"]) for one in told_of for f in one["faults"]), record.get("verdict", ""))


def counted(found):
    refused = [r for r in found if r.refused]
    legal = [r for r in found if r.legal]
    asked = [r for r in refused if r.explainable]
    return len(refused), len(asked), sum(r.right for r in asked), len(legal), sum(r.accused for r in legal)


INTRODUCTION = """<!-- SPDX-License-Identifier: GPL-2.0-or-later -->
# Real stacks

Requests with one planted fault each, and odd ones that are legal, as real SIP stacks answered them on a loopback
interface; and what sipdiag says about each. `tests/stacks/lab.py` makes the captures, `tests/stacks/table.py` the page.
"Other code" is a refusal with a code that asks for no explanation from the request's bytes. What a stack answers
to the same request without its fault does not count as a refusal of the fault.
"""


def line(*cells):
    return "| " + " | ".join(" ".join(str(c).replace("|", "\\|").split()) for c in cells) + " |"


def markdown(names):
    every = {name: list(rows(name)) for name in names}
    yield INTRODUCTION
    yield line("stack", "version", "malformed, refused", "with 400 or a code made for it", "explained rightly",
               "odd and legal", "accused", "causes")
    yield line(*["---"] * 8)
    for name, found in every.items():
        causes = len({r.planted for r in found if r.refused})
        yield line(name, manifest(name)["version"], *counted(found), causes)
    whole = [r for found in every.values() for r in found]
    refused = [r for r in whole if r.refused]
    yield ""
    yield (f"{len(refused)} refusals of {len({r.case for r in refused})} different malformed requests with "
           f"{len({r.planted for r in refused})} causes; {len({r.case for r in whole if r.legal})} odd and legal ones.")
    for name, found in every.items():
        told = manifest(name)
        yield f"\n## {name} {told['version']}\n\n{told['about']}\n"
        yield line("case", "planted", "drew", "reported", "outcome")
        yield line(*["---"] * 5)
        for r in found:
            if r.refused or r.legal and (r.status >= 300 or r.accused):
                reported = f"{r.reported} ({r.confidence})" if r.reported else ""
                yield line(r.case, r.planted, f"`{r.drew}`" if r.drew else "no answer", reported, r.outcome)
        rest = Counter(r.outcome for r in found if not r.refused and not r.legal)
        yield "\n" + "; ".join(f"{n} malformed requests: {what}" for what, n in sorted(rest.items())) + "."


if __name__ == "__main__":
    print("\n".join(markdown(sys.argv[1:] or stacks())))
