# SPDX-License-Identifier: GPL-2.0-or-later
"""Captures of real SIP stacks that answer malformed requests and odd ones: lab.py [stack ...]

Starts each stack on a loopback interface, plays every case from a port of its own, and writes captures/STACK.pcap.gz
and captures/STACK.json, which says what was planted on which port."""
import contextlib
import gzip
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
import sipp_client  # noqa: E402
from cases import CASES  # noqa: E402
from client import Line, Play, linger  # noqa: E402
from sip import Host  # noqa: E402
from stacks import STACKS  # noqa: E402

CAPTURES = HERE / "captures"
FIRST_PORT = 21000  # of the cases, one after the other


@contextlib.contextmanager
def capture(port, path):
    """dumpcap, from when it captures."""
    running = subprocess.Popen(["dumpcap", "-q", "-P", "-i", "lo", "-f", f"port {port}", "-w", str(path)],
                               stderr=subprocess.PIPE, text=True)
    if not any(line.startswith("File:") for line in running.stderr):
        sys.exit("dumpcap cannot capture on lo: run as root, or as a member of the group wireshark")
    try:
        yield
    finally:
        running.terminate()
        running.wait()


def stop(group):
    """A process that leads a group, and all of the group."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        until = time.monotonic() + 5
        try:
            os.killpg(group.pid, how)
            while time.monotonic() < until:
                group.poll()
                os.killpg(group.pid, 0)
                time.sleep(0.1)
        except ProcessLookupError:
            break
    group.wait()


def by_ourselves(cases, there, folder):
    """Every case in turn, and what it drew."""
    lines = []
    for case, here in cases:
        line = Line(case.transport, here, there)
        lines.append(line)
        yield (Play(case, line)() or "").partition(" ")[2]
    linger(lines, 1)
    for line in lines:
        line.close()


def by_sipp(cases, there, folder):
    for case, here in cases:
        yield sipp_client.play(case, here, there, folder)


class Running:
    """A stack in a folder of its own; started again when a case has killed it."""

    def __init__(self, stack, folder):
        self.stack, self.folder, self.starts = stack, folder, 0
        self.process = None

    def alive(self):
        return self.process and self.process.poll() is None

    def start(self):
        self.starts += 1
        place = self.folder / str(self.starts)
        place.mkdir()
        self.process = self.stack.start(place, self.stack.port)
        time.sleep(self.stack.settle)
        if not self.alive():
            sys.exit(f"{self.stack.name} does not start:\n" + (place / "log").read_text(errors="replace"))

    def stop(self):
        stop(self.process)
        if keep := os.environ.get("SIPDIAG_LAB_LOG"):
            Path(keep).write_bytes(b"".join((self.folder / str(n + 1) / "log").read_bytes()
                                            for n in range(self.starts)))


def played(running):
    """The rows of the manifest."""
    stack, rows = running.stack, []
    chosen = [(case, Host("127.0.0.1", FIRST_PORT + i)) for i, case in enumerate(CASES)
              if case.transport in stack.transports and case.name in (stack.cases or (case.name,))]
    play = by_sipp if stack.cases else by_ourselves
    drawn = play(chosen, Host("127.0.0.1", stack.port), running.folder)
    for (case, here), drew in zip(chosen, drawn, strict=True):
        rows.append({"port": here.port, "transport": case.transport, "case": case.name, "planted": case.planted,
                     "drew": drew})
        if not running.alive():
            rows[-1]["died"] = True
            running.start()
    return rows


def manifest(stack, rows):
    head = {"stack": stack.name, "version": stack.version(), "about": stack.start.__doc__, "port": stack.port}
    text = json.dumps(head)[:-1] + ', "cases": [\n' + ",\n".join(map(json.dumps, rows)) + "\n]}\n"
    (CAPTURES / f"{stack.name}.json").write_text(text)


def run(stack):
    with tempfile.TemporaryDirectory(prefix=f"sipdiag-{stack.name}-") as folder:
        raw, running, began = Path(folder) / "capture.pcap", Running(stack, Path(folder)), time.monotonic()
        running.start()
        try:
            with capture(stack.port, raw):
                rows = played(running)
                time.sleep(1)
        finally:
            running.stop()
        (CAPTURES / f"{stack.name}.pcap.gz").write_bytes(gzip.compress(raw.read_bytes(), 9, mtime=0))
        manifest(stack, rows)
    died = [r["case"] for r in rows if "died" in r]
    print(f"{stack.name}: {len(rows)} cases, {sum(bool(r['drew']) for r in rows)} answered, "
          f"{time.monotonic() - began:.0f} s" + (f"; died of {', '.join(died)}" if died else ""), flush=True)


def apart():
    """Goes on in a network of its own that has nothing but loopback, on a machine without a name: nothing of this one
    gets into a capture, and nobody else's packets."""
    if not os.environ.get("SIPDIAG_LAB"):
        mapped = ["--map-root-user"] if os.geteuid() else []
        os.environ["SIPDIAG_LAB"] = "1"
        os.execvp("unshare", ["unshare", "--net", "--uts", "--mount", *mapped, sys.executable, *sys.argv])
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    subprocess.run(["hostname", "lab"], check=True)
    with tempfile.NamedTemporaryFile("w") as resolver:  # nobody answers there, and the stacks are told so at once
        resolver.write("nameserver 127.0.0.1\n")
        resolver.flush()
        subprocess.run(["mount", "--bind", resolver.name, "/etc/resolv.conf"], check=True)


def main(names):
    apart()
    CAPTURES.mkdir(exist_ok=True)
    for name in names or STACKS:
        stack = STACKS[name]
        if stack.needed():
            run(stack)
        else:
            print(f"{name} is not installed, and skipped: {stack.install}")


if __name__ == "__main__":
    main(sys.argv[1:])
