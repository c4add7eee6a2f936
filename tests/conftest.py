# SPDX-License-Identifier: GPL-2.0-or-later
import pytest

import support


def pytest_sessionstart(session):
    if not support.PLUGIN.is_file():
        pytest.exit(f"no plugin at {support.PLUGIN}: build it, or name one in SIPDIAG_PLUGIN", returncode=3)


def pytest_collection_modifyitems(items):
    """First those that have several tsharks run at once; the others find their reports in the cache."""
    items.sort(key=lambda item: item.module.__name__ != "test_situations")
