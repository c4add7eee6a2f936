# SPDX-License-Identifier: GPL-2.0-or-later
"""The pages name fields that exist and point to what is there; docs/ says what tables say."""
import os
import re
import subprocess
import sys

import pytest

from support import PLUGIN, ROOT, tshark

README = (ROOT / "README.md").read_text(encoding="utf-8")
GENERATED = {"causes": "docs/causes.md", "status": "docs/status-codes.md"}


def registered():
    lines = tshark("-G", "fields").stdout.splitlines()
    return {row.split("\t")[2] for row in lines if row.startswith("F\t") and row.split("\t")[2].startswith("sipdiag.")}


PAGES = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
NO_FIELDS = {"sipdiag.so", "sipdiag.dll"}  # what looks like one


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_page_names_fields_that_exist(page):
    """Fields and preferences, wherever they stand."""
    told = set(re.findall(r"(?<![\w/.])sipdiag(?:\.[a-z_]\w*)+", page.read_text(encoding="utf-8"))) - NO_FIELDS
    prefs = set(re.findall(r"^#?(sipdiag\.\w+):", tshark("-G", "defaultprefs").stdout, re.MULTILINE))
    assert told <= registered() | prefs, told - registered() - prefs


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.name)
def test_what_a_page_points_to_is_there(page):
    """Pictures, pages, and headings on them."""
    text = page.read_text(encoding="utf-8")
    for target, _, heading in re.findall(r"\]\(([^)#:\s]*)(#?)([^):\s]*)\)", text):
        there = page.parent / target if target else page
        assert there.exists(), target
        if heading and there.suffix == ".md":
            headings = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}, heading


@pytest.mark.parametrize("page", GENERATED)
def test_page_is_what_the_tables_say(page):
    generator = PLUGIN.parent / "write_docs"
    if os.environ.get("SIPDIAG_PLUGIN") and not generator.exists():
        pytest.skip(f"no generator beside {PLUGIN}")
    said = subprocess.run([generator, page], capture_output=True, text=True, check=True).stdout
    written = (ROOT / GENERATED[page]).read_text(encoding="utf-8")
    assert written == said, f"write {GENERATED[page]} anew: cmake --build build/release --target docs"


def test_fields_page_is_what_the_plugin_registers():
    sys.path.insert(0, str(ROOT / "tools"))
    from write_fields import page
    said = page(*(tshark("-G", about).stdout for about in ("fields", "defaultprefs")))
    assert (ROOT / "docs" / "fields.md").read_text(encoding="utf-8") == said
    assert registered() <= set(re.findall(r"`(sipdiag[\w.]+)`", said))


def test_every_cause_has_an_entry():
    table = (ROOT / "plugin" / "engine" / "causes.def").read_text(encoding="utf-8")
    ids = re.findall(r"^X\((\w+),", table, re.MULTILINE)
    page = (ROOT / GENERATED["causes"]).read_text(encoding="utf-8")
    entries = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^##|\Z)", page, re.MULTILINE | re.DOTALL))
    assert len(ids) > 100 and list(entries) == ids
    for name, entry in entries.items():
        assert re.search(r"^\*\*.+\*\*: .+\.$", entry, re.MULTILINE), name
        assert re.search(r"^```text\n[^`]+\n```$", entry, re.MULTILINE), name
        assert re.search(r"^What to do: .+\.$", entry, re.MULTILINE), name
        assert f"\n| [`{name}`](#{name}) | " in page


def test_every_verdict_is_explained():
    """docs/verdicts.md says when each cause is named that is no fault of a request."""
    table = (ROOT / "plugin" / "engine" / "causes.def").read_text(encoding="utf-8")
    ids = re.findall(r"^X\((\w+),", table[table.index('GROUP("Verdicts of a transaction")'):], re.MULTILINE)
    page = (ROOT / "docs" / "verdicts.md").read_text(encoding="utf-8")
    assert len(ids) > 40
    assert not [name for name in ids if f"`{name}`" not in page]


@pytest.mark.parametrize("page", GENERATED.values())
def test_readme_links_page(page):
    assert f"]({page})" in README
