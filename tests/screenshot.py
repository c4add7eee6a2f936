#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Makes the pictures of Wireshark in README and docs/, docs/pictures/*.png, all or those named: a real Wireshark with the plugin, on captures of
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


def office():
    """Half an hour with a hundred calls; the first bad request is selected."""
    frame = next(r["frames"]["request"][0] for r in support.records(support.capture("office")) if r["bad"])
    return support.scene("office"), frame


def just_opened():
    return support.scene("office"), 1


def opened(row, inner, *read):
    """The tree: a row of it is opened, and one below is selected."""
    def act(w):
        w.click(row)
        w.press("shift+Right")
        w.click(inner)
        w.read(*read)
    return act


def spread(w, x, y, width, height):
    """The dialog in front, where its columns can be seen."""
    dialog = w.dialogs()[-1]
    w.xdotool("windowmove", "--sync", dialog, x, y, "windowsize", "--sync", dialog, width, height)


def statistics_tree(w):
    w.menu("Statistics", "SIP Diagnosis", "Verdicts and Causes")
    w.read("By responder")
    spread(w, 190, 150, 900, 600)


def transactions_table(w):
    w.menu("Tools", "SIP Diagnosis", "Transactions to Filter by Click")
    w.read("Bad transactions")
    spread(w, 90, 190, 1100, 520)
    w.context_menu("frames 242-244", "Apply as Filter")
    w.read("Selected")


def tools_menu(w):
    w.menu("Tools", "SIP Diagnosis")
    w.read("Next Bad", "Guide for This Status Code")


def guide(w):
    w.menu("Tools", "SIP Diagnosis", "Guide for This Status Code")
    w.read("What it means")
    spread(w, 300, 130, 680, 640)
    w.read("Verdict: failed")


def conversation_filter(w):
    w.context_menu("Request: INVITE", "Conversation Filter")
    w.read("SIP call")


def one_click(w):
    w.click("Bad", box=(0, 60, w.size[0], 95))
    w.read("Displayed: 14", "Cause: malformed From", "What to do: Mend From")


def two_clicks(w):
    one_click(w)
    w.click("Cause: malformed From")
    w.read("(sipdiag.cause), 53 byte")


def many_colours(w):
    w.read("Profile: SIP Diagnosis", "no_response", "SIP Diagnosis: OPTIONS failed")


WIDE = {"columns": (70, 86, 110, 110, 70, 60, 714)}  # room for numbers of three digits
OURS = {"profile": support.ROOT / "profiles" / "SIP Diagnosis"}

# Picture -> story, heights of the panes, what is done until it is there to be seen, and how Wireshark is opened.
PICTURES = {
    "one-click": (just_opened, (190, 330), one_click, OURS),
    "two-clicks": (just_opened, (190, 330), two_clicks, OURS),
    "missing-ack": (unacknowledged, (170, 470), opened("SIP Diagnosis: INVITE lacks its ACK", "no ACK",
                                                       "ACK due to a private address", "again, 10 times until"), {}),
    "profile": (of_each_kind, (520, 110), many_colours, {**OURS, "size": (1440, 800)}),
    "statistics-tree": (office, (200, 540), statistics_tree, WIDE),
    "transactions-table": (office, (200, 540), transactions_table, WIDE),
    "tools-menu": (office, (200, 540), tools_menu, WIDE),
    "guide": (office, (200, 540), guide, WIDE),
    "conversation-filter": (office, (200, 540), conversation_filter, WIDE),
}


def main(names):
    TARGET.mkdir(parents=True, exist_ok=True)
    for name in names or PICTURES:
        story, panes, act, options = PICTURES[name]
        scene, frame = story()
        target = TARGET / f"{name}.png"
        with tempfile.TemporaryDirectory() as folder:
            capture = Path(folder) / "office-calls.pcap"
            capture.write_bytes(bytes(scene))
            with Wireshark(capture, "-g", str(frame), keep=folder, font=9, panes=panes,
                           **{"size": (1280, 800), "columns": (44, 86, 110, 110, 70, 60, 740), **options}) as w:
                w.read("Packets: ")
                act(w)
                w.look().save(target)
        subprocess.run(["convert", target, "-strip", "-colors", "256", f"png8:{target}"], check=True)
        print(f"{target}: {target.stat().st_size} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
