#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Prints docs/fields.md: the fields, expert infos and preferences as the plugin that was built registers them."""
import os
import re
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "driver"))
from shark import Sandbox  # noqa: E402

HEAD = """\
<!-- SPDX-License-Identifier: GPL-2.0-or-later -->
<!-- Written by tools/write_fields.py from what the plugin registers; CONTRIBUTING.md says how. -->
# Fields, expert infos and preferences

Every field stands for itself in display filters, columns, colour rules, `-T fields` and `-T json`. A field that is *present only
when true* is asked for by its bare name: `sipdiag.bad`, not `sipdiag.bad == 1`. The verdicts are explained in
[verdicts.md](verdicts.md), the ids in `sipdiag.cause`, `sipdiag.fault` and `sipdiag.claim` in [causes.md](causes.md).
"""

TYPES = {
    "FT_STRING": "string",
    "FT_BOOLEAN": "presence",
    "FT_UINT32": "number",
    "FT_RELATIVE_TIME": "seconds",
    "FT_FRAMENUM": "frame",
}


def ask(about):
    """What `tshark -G about` prints."""
    with Sandbox() as sandbox:
        process = sandbox.start("tshark", ["-G", about], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                stderr=subprocess.DEVNULL)
        return process.communicate()[0].decode()


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;")


def fields(listing):
    """Rows of F, name, filter name, type, parent, base, mask, description; the expert infos have no type."""
    for line in listing.splitlines():
        row = line.split("\t")
        if row[0] == "F" and row[2].startswith("sipdiag."):
            yield row[1], row[2], row[3], row[7] if len(row) > 7 else ""


def preferences(listing):
    """A comment of several lines, the last of which is Wireshark's own; then `#sipdiag.name: default`."""
    for comment, name, default in re.findall(r"((?:^# .*\n)+)^#?(sipdiag\.\w+): ?(.*)$", listing, re.MULTILINE):
        yield name, default, " ".join(line[2:].strip() for line in comment.splitlines()[:-1])


def page(field_listing, preference_listing):
    registered = list(fields(field_listing))
    lines = [HEAD, "## Fields", "", "| field | type | in Wireshark | shows |", "|---|---|---|---|"]
    for name, abbrev, kind, blurb in registered:
        if kind in TYPES:
            lines.append(f"| `{abbrev}` | {TYPES[kind]} | {cell(name)} | {cell(blurb or name)} |")
    lines += ["", "## Expert infos", "", "| filter | says |", "|---|---|"]
    lines += [f"| `{abbrev}` | {cell(name)} |" for name, abbrev, kind, _ in registered
              if abbrev.startswith("sipdiag.expert.")]
    lines += ["", "## Preferences", "",
              "In Wireshark under *Edit → Preferences → Protocols → SIP Diagnosis*; for tshark `-o NAME:VALUE`, for",
              "`./sipdiag triage` `--pref NAME:VALUE`.", "", "| preference | default | does |", "|---|---|---|"]
    lines += [f"| `{name}` | `{default}` | {cell(does)} |" for name, default, does in preferences(preference_listing)]
    return "\n".join(lines) + "\n"


def main(target=None):
    text = page(ask("fields"), ask("defaultprefs"))
    if target:
        Path(target).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    os.environ.setdefault("SIPDIAG_ROOT", str(Path(__file__).resolve().parent.parent))
    main(*sys.argv[1:])
