#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the README's pictures, docs/pictures/*.png, all or those named: a real Wireshark with the plugin, on captures of
ours."""
import subprocess
import sys
import tempfile
from pathlib import Path

import support
from gui import Wireshark
from scene import LADDER, Scene, call, exchange, hang_up, pick_up
from sip import Dialog

TARGET = support.ROOT / "docs" / "pictures"


def refused():
    """A good call, and in the middle of it a request that is refused."""
    c, d = Scene(), Dialog("day1")
    call(c, d)
    other = Dialog("day2")
    request = other.request("OPTIONS")
    request = request.with_("CSeq", request.value("CSeq").replace("OPTIONS", "INVITE"))
    asked, _ = exchange(c, other, 6, request, 400)
    hang_up(c, d, 10)
    return c, asked


def unacknowledged():
    """A call whose answer names an address that only the callee's own network knows."""
    c, d = Scene(), Dialog("day3")
    answer = d.answer
    d.answer = lambda *a, **k: answer(*a, **k).with_("Contact", "<sip:bob@192.168.1.20>")
    _, ok = pick_up(c, d)
    for offset in LADDER:
        c.send(2 + offset, ok)
    exchange(c, d, 34, d.request("BYE", by=d.callee))
    return c, 4


# Picture -> story, heights of the panes, what is clicked, what has to be read then.
PICTURES = {
    "wireshark": (refused, (186, 350), ("SIP Diagnosis: OPTIONS failed", "Cause: CSeq method mismatch"),
                  ("(sipdiag.cause)", "CSeq says INVITE")),
    "missing-ack": (unacknowledged, (170, 470), ("SIP Diagnosis: INVITE lacks its ACK", "no ACK"),
                    ("ACK due to a private address", "again, 10 times until")),
}


def main(names):
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in names or PICTURES:
        story, panes, clicks, read = PICTURES[name]
        scene, frame = story()
        target = TARGET / f"{name}.png"
        with tempfile.TemporaryDirectory() as folder:
            capture = Path(folder) / "office-calls.pcap"
            capture.write_bytes(bytes(scene))
            with Wireshark(capture, "-g", str(frame), keep=folder, size=(1280, 800), font=9, panes=panes,
                           columns=(44, 86, 110, 110, 70, 60, 740)) as w:
                w.click(clicks[0])
                w.press("shift+Right")
                w.click(clicks[1])
                w.read(*read)
                w.look().save(target)
        subprocess.run(["convert", target, "-strip", "-colors", "256", f"png8:{target}"], check=True)
        print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
