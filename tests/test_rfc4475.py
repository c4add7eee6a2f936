# SPDX-License-Identifier: GPL-2.0-or-later
"""The torture messages of RFC 4475, each in one UDP datagram, where they are at hand."""
import pytest

from sip import ALICE, BOB
from support import CORPUS, fields
from wire import Capture

FOLDER = CORPUS / "rfc4475"
TABLE = FOLDER / "EXPECTED.tsv"
ROWS = [line.split("\t") for line in TABLE.read_text().splitlines()[1:]] if TABLE.is_file() else []


@pytest.mark.skipif(not ROWS, reason="no ../shared/corpus/rfc4475 beside the checkout")
@pytest.mark.parametrize("two_pass", (False, True), ids=("one-pass", "two-pass"))
@pytest.mark.parametrize("name, expect, ids", [(r[0], r[3], r[4].split("|") if r[3] != "clean" else []) for r in ROWS],
                         ids=[r[0] for r in ROWS])
def test_torture(name, expect, ids, two_pass, tmp_path):
    c = Capture()
    c.datagram(0, ALICE, BOB, (FOLDER / f"{name}.dat").read_bytes())
    path = tmp_path / f"{name}.pcap"
    path.write_bytes(bytes(c))
    frame, = fields(path, ["sipdiag.transaction", "sipdiag.fault", "sipdiag.fault.certainty"], two_pass)
    faults, certainties = (frame[f"sipdiag.{k}"].split(",") for k in ("fault", "fault.certainty"))
    assert "," not in frame["sipdiag.transaction"]  # dblreq: what follows the body is no second message
    if expect == "clean":
        assert "certain" not in certainties, faults
    else:
        assert set(ids) & set(faults), faults
