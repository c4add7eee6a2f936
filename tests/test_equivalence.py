# SPDX-License-Identifier: GPL-2.0-or-later
"""One capture, one answer: in whatever order its frames are visited, however the file was split, merged or shuffled, and
whoever else reads it. And what others show is the same with the plugin and without. One pass against two: test_golden."""
import json
import random
import re
import struct
import subprocess

import pytest

from sharkd import home, others, own, sharkd, with_built_in
from support import SITUATIONS, capture, scene, tshark

TABLE = "nstat:sipdiag,transactions"


def load(process, name):
    return process.load(capture(name), scene(name).args)


def seen(process, numbers):
    return {n: own(process.tree(n)) for n in numbers}


# --- the order of visits -------------------------------------------------------------------------------------------------

def test_order_of_visits(some):
    """Some frames of each capture: in order, backwards, at random, between taps and filters, and all of it again after a
    reload."""
    dice = random.Random(1)
    with sharkd() as process:
        for name in some(SITUATIONS):
            count = load(process, name)
            numbers = sorted(dice.sample(range(1, count + 1), min(count, 6)))
            forwards, table = seen(process, numbers), process.tap(TABLE)
            marked = process.frames(filter="sipdiag.bad", column0="sipdiag.verdict:1")
            assert seen(process, reversed(numbers[::2])) == {n: forwards[n] for n in numbers[::2]}, name
            load(process, name)
            dice.shuffle(numbers)
            first = seen(process, numbers[:2])
            assert process.frames(filter="sipdiag.bad", column0="sipdiag.verdict:1") == marked, name
            assert {**first, **seen(process, numbers[2:])} == forwards, name
            assert process.tap(TABLE) == table, name


# --- others --------------------------------------------------------------------------------------------------------------

def expert_infos(process):
    return [info for tap in process.tap("expert") for info in tap["details"] if info["p"] != "SIP Diagnosis"]


def columns(process):
    """The packet list. The plugin adds to Info unless told not to."""
    return process.frames()


def without_times(value):
    if isinstance(value, dict):
        return {key: without_times(item) for key, item in value.items()}
    if isinstance(value, list):
        return [without_times(item) for item in value if not isinstance(item, float)]
    return value


def statistics(process, name):
    """Without what two processes without the plugin do not agree on, either: the set-up times of ACKs."""
    found = process.tap(name)
    return without_times(found) if name == "nstat:sip,stat" else found


# Wireshark's dissector gives up on a message of these, but only when somebody looks at its fields: a filter, a colour
# rule, a column, or the plugin. Then it does not learn from that message either.
GIVES_UP = {"given_up_by_wireshark"}


def test_others_show_the_same(some):
    """Trees, columns, colours, expert infos and statistics of Wireshark's own, over all captures."""
    quiet = home("quiet", preferences="sipdiag.info_suffix: FALSE\n")
    with sharkd(home=quiet) as with_plugin, sharkd(plugin=False) as without:
        for name in some(sorted(set(SITUATIONS) - GIVES_UP)):
            count = load(with_plugin, name)
            assert load(without, name) == count
            for number in range(1, count + 1):
                assert others(with_plugin.tree(number)) == others(without.tree(number)), (name, number)
            assert columns(with_plugin) == columns(without), name
            assert expert_infos(with_plugin) == expert_infos(without), name
            for tap in ("nstat:sip,stat", "conv:UDP", "conv:TCP", "endpt:IPv4", "rtp-streams"):
                assert statistics(with_plugin, tap) == statistics(without, tap), (name, tap)


# --- the neighbours ------------------------------------------------------------------------------------------------------

MATE = """\
Pdu sip_pdu Proto sip Transport udp/ip {
    Extract addr From ip.addr;
    Extract call_id From sip.Call-ID;
    Extract method From sip.CSeq.method;
};
Gop sip_call On sip_pdu Match (call_id) {
    Start (method="INVITE");
    Stop (method="BYE");
};
Done;
"""


def test_beside_other_post_dissectors():
    """TRANSUM, MATE and Community ID ask for fields and hold on to frames, too."""
    folder = home("crowded", enabled_protos="transum\ncommunityid\n", **{"sip.mate": MATE})
    home("crowded", preferences=f"mate.config: {folder}/.config/wireshark/sip.mate\n"
         "transum.udp_port_ranges: 5060\ntransum.tcp_port_ranges: 5060\n")
    company = set()
    with sharkd() as alone, sharkd(home=folder, plugins=with_built_in()) as crowded:
        for name in list(SITUATIONS)[::3]:
            count = load(alone, name)
            load(crowded, name)
            for number in range(1, count + 1):
                tree = crowded.tree(number)
                company |= {re.match(r"\w+", node["f"])[0] for node in tree if "f" in node}  # 4.6: communityid.hash
                assert own(tree) == own(alone.tree(number)), (name, number)
            assert crowded.tap(TABLE) == alone.tap(TABLE), name
    assert company >= {"mate", "transum", "communityid"}


# --- files -----------------------------------------------------------------------------------------------------------------

def records_of(path):
    """The frames of a pcap: (microseconds, header and bytes)."""
    data = path.read_bytes()
    out, at = [], 24
    while at < len(data):
        seconds, micro, size, _ = struct.unpack_from("<IIII", data, at)
        out.append((seconds * 1_000_000 + micro, data[at:at + 16 + size]))
        at += 16 + size
    return data[:24], out


def written(path, header, frames):
    path.write_bytes(header + b"".join(raw for _, raw in frames))
    path.chmod(0o644)
    return path


def in_order(name):
    times = [at for at, _ in records_of(capture(name))[1]]
    return all(a < b for a, b in zip(times, times[1:]))


@pytest.mark.parametrize("form", ("pcap", "pcapng"))
def test_split_and_merged(tmp_path, form):
    """By editcap and mergecap; a pcapng that is merged has several interfaces."""
    tmp_path.chmod(0o755)
    with sharkd() as process:
        for name in list(filter(in_order, SITUATIONS))[::10]:
            numbers = range(1, load(process, name) + 1)
            whole, table = seen(process, numbers), process.tap(TABLE)
            subprocess.run(["editcap", "-F", form, "-c", "2", str(capture(name)), str(tmp_path / f"{name}.part")],
                           check=True)
            parts = sorted(tmp_path.glob(f"{name}_*.part"), key=lambda p: p.name)
            merged = tmp_path / f"{name}.merged"
            subprocess.run(["mergecap", "-F", form, "-w", str(merged), *map(str, parts)], check=True)
            merged.chmod(0o644)
            assert process.load(merged, scene(name).args) == len(numbers), name
            assert seen(process, numbers) == whole, name
            assert process.tap(TABLE) == table, name


def is_datagram(raw):
    """UDP in IPv4 on Ethernet, in one piece; the order of a stream's segments, and of fragments, is part of what they say."""
    frame = raw[16:]
    return frame[12:14] == b"\x08\0" and frame[23] == 17 and not (frame[20] & 0x3f or frame[21])


LINKS = ("request_in", "response_in", "cancel_in", "retransmission_of", "duplicate_of")
WORDS = ("verdict", "confidence", "ack", "prack", "cause", "retransmissions")


def links(process, back=lambda number: number):
    """Packet -> what is said of it, in all of its sightings together: which of two is the duplicate depends on which comes
    first. So does which of its hops is named for an ACK that went past this one; to what it belongs stands with the ACK."""
    fields = LINKS + WORDS
    asked = {f"column{i}": f"sipdiag.{field}:1" for i, field in enumerate(fields)}
    rows = {back(row["num"]): dict(zip(fields, row["c"])) for row in process.frames(**asked)}
    groups = {}
    for n, row in rows.items():
        for original in filter(None, row["duplicate_of"].split(",")):
            groups.setdefault(back(int(original)), {back(int(original))}).add(n)
    packet = {n: min(group) for group in groups.values() for n in group}
    told = {}
    for n, row in rows.items():
        here = told.setdefault(packet.get(n, n), {field: set() for field in fields})
        for field in LINKS:
            numbers = {back(int(v)) for v in row[field].split(",") if v}
            here[field] |= {packet.get(v, v) for v in numbers} - {packet.get(n)}
        for field in WORDS:
            here[field].add(row[field])
    return told


# A response sent again, and the second sighting of the one before, at the very same time: which is which can be told
# only when the second sighting does not come between.
TOLD_IN_ONE_ORDER = {"two_clocks"}


def test_shuffled(tmp_path):
    """Neighbours within five milliseconds change places. Transactions may be numbered otherwise, and the first sighting
    of a packet may be the other one; what belongs together, and what is said of it, stays."""
    tmp_path.chmod(0o755)
    dice, swapped = random.Random(1), 0
    with sharkd() as process:
        for name in sorted(set(SITUATIONS) - TOLD_IN_ONE_ORDER):
            header, frames = records_of(capture(name))
            order = list(range(len(frames)))
            at = 0
            while at + 1 < len(order):
                (t, a), (u, b) = frames[at:at + 2]
                if abs(t - u) <= 5000 and is_datagram(a) and is_datagram(b) and dice.random() < 0.7:
                    order[at:at + 2] = at + 1, at
                    at += 1
                at += 1
            if order == sorted(order):
                continue
            swapped += 1
            load(process, name)
            before, table = links(process), process.tap(TABLE)
            shuffled = written(tmp_path / f"{name}.pcap", header, [frames[i] for i in order])
            process.load(shuffled, scene(name).args)
            assert links(process, lambda number, order=order: order[number - 1] + 1) == before, name
            if in_order(name):
                subprocess.run(["reordercap", str(shuffled), str(tmp_path / "back.pcap")], check=True, capture_output=True)
                assert records_of(tmp_path / "back.pcap")[1] == frames, name
    assert swapped > 20


# --- what is left out ----------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("wanted", ('sip.CSeq.method == "BYE"', "sip.Status-Code", "sip.Method", "frame.len > 420"))
def test_read_filter(wanted):
    """With -2 -R, a frame that is left out is read under the number of the next one that is not: what it held is shown
    nowhere."""
    for name in ("ack_missing_bye", "fork_two_answers", "tcp_two_in_one_segment", "mirror"):
        rows = tshark("-2", "-R", wanted, "-n", "-r", capture(name), "-T", "fields", "-E", "occurrence=a", "-e",
                      "sip.CSeq.method", "-e", "sipdiag.transaction").stdout.splitlines()
        for row in rows:
            methods, numbers = (cell.split(",") if cell else [] for cell in row.split("\t"))
            assert len(methods) == len(numbers), (name, row)


OUTPUTS = [("-T", "pdml"), ("-T", "json"), ("-T", "ek"), ("-V", "-x"), ("-T", "psml"), ("-z", "io,phs"),
           ("-z", "conv,udp"), ("-z", "conv,tcp"), ("-z", "sip,stat"), ("-z", "expert"), ("-z", "io,stat,10")]


def without_own(text, form):
    """What is left when the plugin's own tree is taken out."""
    if "pdml" in form:
        text = re.sub(r'(<pdml [^>]*) time="[^"]*"', r"\1", text, count=1)  # when it was printed
        return re.sub(r'  <proto name="sipdiag".*?\n  </proto>\n', "", text, flags=re.S)
    if "json" in form:
        return [{k: v for k, v in packet["_source"]["layers"].items() if k != "sipdiag"} for packet in json.loads(text)]
    if "ek" in form:
        return [{k: v for k, v in json.loads(line).get("layers", {}).items() if k != "sipdiag"}
                for line in text.split("\n") if line]
    if "io,phs" in form:
        return [line for line in text.splitlines() if not line.strip().startswith("sipdiag ")]
    if "expert" in form:
        rows = [line.split(None, 2) for line in text.splitlines() if line.strip()[:1].isdigit()]
        return [row for row in rows if not row[-1].startswith("SIP Diagnosis")]
    return re.sub(r"^\[SIP Diagnosis.*\n(    .*\n)*", "", text, flags=re.M)


def lines(text):
    return text.splitlines() if isinstance(text, str) else text


@pytest.fixture(scope="module")
def everything(tmp_path_factory):
    """All captures on Ethernet in one file, one behind the other."""
    folder = tmp_path_factory.mktemp("all")
    folder.chmod(0o755)
    parts = [p for p in (capture(name) for name in SITUATIONS) if p.read_bytes()[20:24] == b"\1\0\0\0"]
    header, frames = records_of(parts[0])[0], [frame for part in parts for frame in records_of(part)[1]]
    return written(folder / "all.pcap", header, frames)


@pytest.mark.parametrize("form", OUTPUTS, ids=lambda form: " ".join(form))
def test_outputs_of_others(everything, form):
    args = ("-q", *form) if form[0] == "-z" else form
    args = ("-n", "-r", everything, "-Y", "frame", *args)  # somebody looks, see GIVES_UP
    shown = [tshark("-o", "sipdiag.info_suffix:FALSE", *args, timeout=300).stdout,
             tshark(*args, plugin=False, timeout=300).stdout]
    with_plugin, without = (without_own(text, form) for text in shown)
    for here, there in zip(lines(with_plugin), lines(without)):
        assert here == there
    assert len(with_plugin) == len(without)
