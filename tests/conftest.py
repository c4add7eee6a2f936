# SPDX-License-Identifier: GPL-2.0-or-later
import zlib

import pytest

import support


def pytest_addoption(parser):
    parser.addoption("--by-turns", action="store_true",
                     help="read half of the situations in one pass and half in two, where all would be in both")


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


def is_its_turn(item):
    """Whether the situation is read in as many passes as this test has."""
    params = item.callspec.params if hasattr(item, "callspec") else {}
    if not {"name", "two_pass"} <= set(params):
        return True
    return bool(params["two_pass"]) == bool(zlib.crc32(params["name"].encode()) & 1)


@pytest.fixture
def some(request):
    """Picks from what one test goes through: all; where the situations take turns, one in four."""
    return lambda names: list(names)[::4 if request.config.option.by_turns else 1]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config, items):
    """The tests of a group run one after the other in one process. What takes longest begins."""
    if config.option.by_turns:
        config.hook.pytest_deselected(items=[item for item in items if not is_its_turn(item)])
        items[:] = filter(is_its_turn, items)
    places = {}
    for item in items:
        item.group = group(item)
        if item.group:
            item.add_marker(pytest.mark.xdist_group(item.group))
        places.setdefault(item.group or item.nodeid, len(places))
    items.sort(key=lambda item: (item.group in support.SITUATIONS, places[item.group or item.nodeid]))
