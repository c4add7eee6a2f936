#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the README's picture, docs/pictures/wireshark.png: a real Wireshark with the plugin, on a capture of ours."""
import subprocess
import sys
import tempfile
from pathlib import Path

import support
from gui import Wireshark
from scene import Scene, call, exchange, hang_up
from sip import Dialog

TARGET = support.ROOT / "docs" / "pictures" / "wireshark.png"


def story():
    """A good call, and in the middle of it a request that is refused."""
    c, d = Scene(), Dialog("day1")
    call(c, d)
    other = Dialog("day2")
    request = other.request("OPTIONS")
    request = request.with_("CSeq", request.value("CSeq").replace("OPTIONS", "INVITE"))
    asked, _ = exchange(c, other, 6, request, 400)
    hang_up(c, d, 10)
    return c, asked


def main(target):
    scene, asked = story()
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        capture = Path(folder) / "office-calls.pcap"
        capture.write_bytes(bytes(scene))
        with Wireshark(capture, "-g", str(asked), keep=folder, size=(1280, 800), font=9, panes=(186, 350),
                       columns=(44, 86, 110, 110, 70, 60, 740)) as w:
            w.click("SIP Diagnosis: OPTIONS failed")
            w.press("shift+Right")
            w.click("Cause: CSeq method mismatch")
            w.read("(sipdiag.cause)", "CSeq says INVITE")
            w.look().save(target)
    subprocess.run(["convert", target, "-strip", "-colors", "256", f"png8:{target}"], check=True)
    print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else TARGET)
