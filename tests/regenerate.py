#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes tests/expected/<situation>.ndjson anew, all or those named. Read the difference before you commit it."""
import sys

from support import EXPECTED, SITUATIONS, capture, report, scene


def main(names):
    EXPECTED.mkdir(exist_ok=True)
    if not names:
        for stale in EXPECTED.glob("*.ndjson"):
            stale.unlink()
    for name in names or SITUATIONS:
        (EXPECTED / f"{name}.ndjson").write_text(report(capture(name), args=scene(name).args), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
