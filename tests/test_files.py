# SPDX-License-Identifier: GPL-2.0-or-later
"""Files that are no captures, or not whole: a clear word, status 2, and what could be read is still reported."""
import json

import pytest

from support import capture, triage, tshark

WHOLE = capture("400_cseq_method_mismatch")


def empty(path):
    path.write_bytes(b"")


def text(path):
    path.write_text("To whom it may concern: this is a letter.\n" * 20)


def cut(path):
    path.write_bytes(capture("ack_missing_bye").read_bytes()[:-20])


def header_only(path):
    path.write_bytes(WHOLE.read_bytes()[:24])


def missing(path):
    path.unlink(missing_ok=True)


BROKEN = pytest.mark.parametrize("spoil", (empty, text, cut, missing), ids=lambda f: f.__name__)


@pytest.fixture
def file(tmp_path):
    tmp_path.chmod(0o755)
    return tmp_path / "given.pcap"


@pytest.mark.parametrize("spoil", (empty, text, cut), ids=lambda f: f.__name__)
@pytest.mark.parametrize("two_pass", ((), ("-2",)), ids=("one-pass", "two-pass"))
def test_tshark(spoil, two_pass, file):
    """tshark says what is wrong with the file; it does not crash, and the report is whole lines."""
    spoil(file)
    done = tshark(*two_pass, "-q", "-r", file, "-z", "sipdiag,json", quiet=False)
    assert done.returncode >= 0 and "assert" not in done.stderr.lower()
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if spoil is cut:
        assert lines[0]["verdict"] == "missing_ack"


@BROKEN
def test_triage(spoil, file):
    spoil(file)
    done = triage("--format", "json", file, WHOLE)
    assert done.returncode == 2
    assert file.name in done.stderr and "Traceback" not in done.stderr
    reported = [json.loads(line) for line in done.stdout.splitlines()]
    assert [r["cause"]["id"] for r in reported if r["file"].endswith(WHOLE.name)] == ["cseq_method_mismatch"]
    if spoil is cut:
        assert "missing_ack" in [r["verdict"] for r in reported if r["file"].endswith(file.name)]


def test_triage_of_a_capture_without_frames(file):
    header_only(file)
    done = triage("--format", "json", file)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name, status", (("call_udp", 0), ("ack_missing_bye", 1)))
def test_exit_status(name, status):
    done = triage(capture(name))
    assert (done.returncode, done.stderr) == (status, "")
