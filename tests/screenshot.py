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


def of_each_kind():
    """A good call, one that is refused, one that is never acknowledged, and a request that nobody answers."""
    c, d = Scene(), Dialog("day4")
    call(c, d)
    hang_up(c, d, 8)
    other = Dialog("day5")
    request = other.request("OPTIONS")
    asked, _ = exchange(c, other, 9, request.with_("CSeq", request.value("CSeq").replace("OPTIONS", "INVITE")), 400)
    lost = Dialog("day6")
    _, ok = pick_up(c, lost, 10)
    for offset in LADDER[:6]:
        c.send(12 + offset, ok)
    exchange(c, lost, 28, lost.request("BYE", by=lost.callee))
    ping = Dialog("day7").request("OPTIONS")
    for offset in (0, *LADDER[:5]):
        c.send(30 + offset, ping)
    call(c, Dialog("day8"), 70)
    return c, asked


# Picture -> story, heights of the panes, what is clicked, what has to be read then.
PICTURES = {
    "missing-ack": (unacknowledged, (170, 470), ("SIP Diagnosis: INVITE lacks its ACK", "no ACK"),
                    ("ACK due to a private address", "again, 10 times until")),
    "profile": (of_each_kind, (520, 110), (), ("Profile: SIP Diagnosis", "no_response", "SIP Diagnosis: OPTIONS failed")),
}
PROFILE = support.ROOT / "profiles" / "SIP Diagnosis"


def main(names):
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in names or PICTURES:
        story, panes, clicks, read = PICTURES[name]
        scene, frame = story()
        target = TARGET / f"{name}.png"
        with tempfile.TemporaryDirectory() as folder:
            capture = Path(folder) / "office-calls.pcap"
            capture.write_bytes(bytes(scene))
            wide = {"size": (1440, 800), "profile": PROFILE} if name == "profile" else {"size": (1280, 800)}
            with Wireshark(capture, "-g", str(frame), keep=folder, font=9, panes=panes,
                           columns=(44, 86, 110, 110, 70, 60, 740), **wide) as w:
                for click, opened in zip(clicks, (True, False)):
                    w.click(click)
                    if opened:
                        w.press("shift+Right")
                w.read(*read)
                w.look().save(target)
        subprocess.run(["convert", target, "-strip", "-colors", "256", f"png8:{target}"], check=True)
        print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
