# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures of real calls on a loopback interface, and of what a caller does wrong with its ACKs: lab.py

All calls are made at the same time, each from a port of its own. Writes captures/PHONE.pcap.gz and captures/PHONE.json,
which says what was planted, and what is true of it on each hop."""
import contextlib
import gzip
import json
import os
import random
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
from calls import DEAF, FINE, NORMAL, PLANTED, UNBLAMED  # noqa: E402: puts the folder of lab.capture in front
import lab  # noqa: E402
import places  # noqa: E402
from caller import Call  # noqa: E402
from names import Server  # noqa: E402
from sip import Host  # noqa: E402
from stacks import has  # noqa: E402

CAPTURES = HERE / "captures"
INSTALL = "apt-get install --no-install-recommends sip-tester kamailio baresip-core nftables iproute2"
CHATTER = 8.0  # seconds within which the calls begin


def planned():
    """(row of the manifest, case, target) of every call, with a port."""
    ports = dict(places.FIRST_PORTS)
    rows = [(case, truth, beyond, places.Target(text)) for case, truth, beyond, there in PLANTED
            for text in there.split()]
    rows += [(case, None, None, places.Target(text)) for case, there in UNBLAMED for text in there.split()]
    for case, truth, beyond, target in rows:
        place = target.kind.place
        here = Host(place.fenced if case.firewall else place.caller, ports[case.firewall])
        ports[case.firewall] += 1
        ident = f"{case.name}-{target.text}".replace("/", "-").replace("_", "-").replace(".", "-").lower()
        yield {"call_id": f"{ident}@{here.ip}", "case": case.name, "port": here.port, "to": target.text,
               "planted": bool(truth), "truth": list(told(case, truth, beyond, target))}, \
            Call(case, ident, here, target.uri, target.transport, place.resolver), target


def told(case, truth, beyond, target):
    """What is true of the INVITE on each hop."""
    for hop, true in zip(target.hops, (truth, beyond or truth)):
        if true and true != FINE:
            yield {"dst": str(hop), "cseq": case.cseq, **{k: v for k, v in asdict(true).items() if v}}


@contextlib.contextmanager
def running(kind, folder):
    """The phones, the proxy, the name server, and who never answers."""
    place, started = kind.place, []
    Server(place.resolver, place.phone).start()
    deaf = [(place.phone, DEAF), *((ip, port) for ip in (place.caller, place.fenced) for port in (10000, 10001))]
    sinks = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in deaf]
    for sink, there in zip(sinks, deaf):
        sink.bind(there)
    try:
        started.append(places.kamailio(place, folder))
        started.extend(kind.start(place, folder))
        time.sleep(2)
        for process in started:
            if isinstance(process, subprocess.Popen) and process.poll() is not None:
                sys.exit(f"{process.args} does not start: see its log with SIPDIAG_LAB_LOG")
        yield
    finally:
        for process in started:
            lab.stop(process) if isinstance(process, subprocess.Popen) else process.stop()
        for sink in sinks:
            sink.close()


def play(calls):
    """All at the same time, but for a little."""
    def later(call, seconds):
        time.sleep(seconds)
        call()
    chance = random.Random(1)
    threads = [threading.Thread(target=later, args=(call, chance.uniform(0, CHATTER))) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def manifest(kind, rows):
    head = {"phone": kind.name, "version": kind.version(), "about": kind.start.__doc__}
    text = json.dumps(head)[:-1] + ', "calls": [\n' + ",\n".join(map(json.dumps, rows)) + "\n]}\n"
    (CAPTURES / f"{kind.name}.json").write_text(text)


def main():
    if not has("sipp", "kamailio", "baresip", "nft", "ip", "dumpcap")():
        sys.exit(f"something is not installed: {INSTALL}")
    lab.apart()
    places.addresses()
    places.firewall()
    CAPTURES.mkdir(exist_ok=True)
    began, plan = time.monotonic(), list(planned())
    with tempfile.TemporaryDirectory(prefix="sipdiag-calls-") as folder, contextlib.ExitStack() as stack:
        folder = Path(folder)
        if keep := os.environ.get("SIPDIAG_LAB_LOG"):
            stack.callback(shutil.copytree, folder, keep, dirs_exist_ok=True)
        for kind in places.KINDS.values():
            (folder / kind.name).mkdir()
            stack.enter_context(running(kind, folder / kind.name))
        with contextlib.ExitStack() as captured:
            for kind in places.KINDS.values():
                only = f"0 or net {kind.place.net} and not portrange {places.RTP}"
                captured.enter_context(lab.capture(only, folder / f"{kind.name}.pcap"))
            play([call for _, call, _ in plan])
            time.sleep(1)
        for kind in places.KINDS.values():
            raw = (folder / f"{kind.name}.pcap").read_bytes()
            (CAPTURES / f"{kind.name}.pcap.gz").write_bytes(gzip.compress(raw, 9, mtime=0))
            manifest(kind, [row for row, _, target in plan if target.kind is kind])
    normal = sum(not row["planted"] for row, _, _ in plan)
    print(f"{len(plan)} calls, {normal} of them {NORMAL}, {time.monotonic() - began:.0f} s", flush=True)


if __name__ == "__main__":
    main()
