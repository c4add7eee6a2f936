# SPDX-License-Identifier: GPL-2.0-or-later
"""One source for all versions of Wireshark. The script tests/versions builds and tests it on those that Debian has."""
import re

from support import ROOT

# By its number, or by whether there is what only some versions have.
CONDITION = re.compile(r"^[ \t]*#[ \t]*(?:if|elif).*(?:VERSION|\bWS_)|\bWS_AT_LEAST\b", re.MULTILINE)


def test_one_file_alone_asks_for_a_version():
    sources = (path for folder in ("plugin", "tests", "tools") for path in (ROOT / folder).rglob("*.[ch]"))
    asking = {path for path in sources if CONDITION.search(path.read_text(encoding="utf-8"))}
    assert asking == {ROOT / "plugin" / "ws_compat.h"}
