#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Writes the captures of all situations beside this file, or those of the names given. The same bytes each time."""
import sys
from pathlib import Path

# Each of them adds its situations.
import ack_causes, ack_hops, ack_misled, ack_opponent, acks, bad_requests, calls  # noqa: E401,F401
import hostile, legal, lookalikes, office, pracks, refusals, silence, transports, unanswered  # noqa: E401,F401
from scene import SITUATIONS

HERE = Path(__file__).parent


def main(names):
    for name in names or SITUATIONS:
        scene = SITUATIONS[name]()
        if not hasattr(scene, "artefact"):
            (HERE / f"{name}.pcap").write_bytes(bytes(scene))


if __name__ == "__main__":
    main(sys.argv[1:])
