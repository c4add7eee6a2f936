# SPDX-License-Identifier: GPL-2.0-or-later
import pytest

import support


def pytest_configure(config):
    config.addinivalue_line("markers", "xdist_group(name): run in one process, where pytest-xdist has several")
    config.addinivalue_line("markers", "windows: reads Wireshark's windows, which want the machine for themselves")


def pytest_sessionstart(session):
    if not support.PLUGIN.is_file():
        pytest.exit(f"no plugin at {support.PLUGIN}: build it, or name one in SIPDIAG_PLUGIN", returncode=3)


def group(item):
    """What shares something that takes long to make: a module says so itself, of a situation it is the reports."""
    mark = item.get_closest_marker("xdist_group")
    name = item.callspec.params.get("name") if hasattr(item, "callspec") else None
    return mark.args[0] if mark else name if name in support.SITUATIONS else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """The tests of a group run one after the other in one process. What takes longest begins."""
    places = {}
    for item in items:
        item.group = group(item)
        if item.group:
            item.add_marker(pytest.mark.xdist_group(item.group))
        places.setdefault(item.group or item.nodeid, len(places))
    items.sort(key=lambda item: (item.group in support.SITUATIONS, places[item.group or item.nodeid]))
