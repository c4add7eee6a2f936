# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures whose times or sections are odd: the pairing stays, and nobody is accused for it."""
import json
import struct

import pytest

from support import capture, records, report, tshark

NAMES = ("call_udp", "cancelled", "fork_two_answers", "ack_missing_bye")


def frames_of(name):
    data = capture(name).read_bytes()
    at = 24
    while at < len(data):
        seconds, micro, size, _ = struct.unpack_from("<IIII", data, at)
        yield seconds * 1_000_000 + micro, data[at + 16:at + 16 + size]
        at += 16 + size


def pcap(frames):
    return struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1) + b"".join(
        struct.pack("<IIII", *divmod(t, 1_000_000), len(f), len(f)) + f for t, f in frames)


def block(kind, body):
    body += bytes(-len(body) % 4)
    return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)


def section(frames, timed=True):
    """Section header, one interface, and its frames: Enhanced Packet Blocks, or Simple ones, which have no time."""
    out = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)) + block(1, struct.pack("<HHI", 1, 0, 0))
    for t, f in frames:
        head = struct.pack("<IIIII", 0, t >> 32, t & 0xFFFFFFFF, len(f), len(f)) if timed else struct.pack("<I", len(f))
        out += block(6 if timed else 3, head + f)
    return out


@pytest.fixture
def file(tmp_path):
    tmp_path.chmod(0o755)

    def write(data):
        path = tmp_path / f"{abs(hash(data)):x}"
        path.write_bytes(data)
        return path
    return write


def pairing(found):
    return [(r["method"], r["status"], r["frames"]) for r in found]


def accused(found):
    return {(r["transaction"], r["verdict"]) for r in found if r["bad"]}


@pytest.mark.parametrize("two_pass", (False, True), ids=("one-pass", "two-pass"))
@pytest.mark.parametrize("name", NAMES)
class TestTimes:
    def test_backwards(self, name, two_pass, file):
        """The order of the file is that of the network; the clock runs the other way."""
        frames = list(frames_of(name))
        newest = frames[-1][0]
        found, usual = records(file(pcap([(2 * newest - t, f) for t, f in frames])), two_pass), records(capture(name))
        assert pairing(found) == pairing(usual)
        assert accused(found) <= accused(usual)

    def test_none(self, name, two_pass, file):
        found, usual = records(file(section(frames_of(name), timed=False)), two_pass), records(capture(name))
        assert pairing(found) == pairing(usual)
        assert accused(found) <= accused(usual)
        assert not [r for r in found if r["start"] or r["response_time_ms"] is not None]

    def test_1970(self, name, two_pass, file):
        """A device that does not know the date."""
        frames = list(frames_of(name))
        found = records(file(pcap([(t - frames[0][0], f) for t, f in frames])), two_pass)
        usual = records(capture(name))
        assert found[0]["start"] == "1970-01-01T00:00:00.000000Z"
        assert [{k: v for k, v in r.items() if k != "start"} for r in found] == \
            [{k: v for k, v in r.items() if k != "start"} for r in usual]

    def test_2106(self, name, two_pass, file):
        """As late as a pcap can say."""
        frames = list(frames_of(name))
        late = 0xFFFF_0000 * 1_000_000
        found = records(file(pcap([(t - frames[0][0] + late, f) for t, f in frames])), two_pass)
        assert found[0]["start"].startswith("2106-02-06")
        assert pairing(found) == pairing(records(capture(name)))


@pytest.mark.parametrize("cut", (1, 3, 5))
def test_two_sections(cut, file):
    """One capture in two sections, as two files laid one behind the other."""
    frames = list(frames_of("ack_missing_bye"))
    path = file(section(frames[:cut]) + section(frames[cut:]))
    assert report(path) == report(capture("ack_missing_bye"))


def test_sections_of_two_captures(file):
    """The second begins in 1970, without an order between them: each is judged by its own time."""
    one, two = list(frames_of("ack_missing_bye")), list(frames_of("400_cseq_method_mismatch"))
    other = [(t - two[0][0], f.replace(b"-a-", b"-q-").replace(b"a@example", b"q@example")) for t, f in two]
    path = file(section(one) + section(other))
    found = [json.loads(line) for line in tshark("-n", "-q", "-r", path, "-z", "sipdiag,json").stdout.splitlines()]
    expected = records(capture("ack_missing_bye")) + records(capture("400_cseq_method_mismatch"))
    assert [(r["method"], r["status"], r["verdict"]) for r in found] == \
        [(r["method"], r["status"], r["verdict"]) for r in expected]
