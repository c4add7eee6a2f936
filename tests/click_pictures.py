#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the pictures of docs/how-to.md's first steps: the office's hundred calls, after one click and after two."""
import subprocess
import tempfile

import support
from gui import Wireshark
from screenshot import PROFILE, TARGET


def keep(w, name):
    target = TARGET / f"{name}.png"
    w.look().save(target)
    subprocess.run(["convert", target, "-strip", "-colors", "256", f"png8:{target}"], check=True)
    print(f"{target}: {target.stat().st_size} bytes")


with tempfile.TemporaryDirectory() as folder, \
        Wireshark(support.capture("office"), keep=folder, profile=PROFILE, size=(1280, 800), font=9, panes=(190, 330)) as w:
    w.read("Packets: 655")
    w.click("Bad", where=lambda x, y: 60 < y < 95)
    w.read("Displayed: 14", "Cause: malformed From", "What to do: Mend From")
    keep(w, "one-click")
    w.click("Cause: malformed From")
    w.read("(sipdiag.cause), 53 byte")
    keep(w, "two-clicks")
