#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Every command of README and docs/ does what is printed below it. As a program it prints the pages' output anew.

A block ```console holds lines with `$ ` in front, each a command, and below it what a person sees; a line `…` stands for
any number of lines. They run in a copy of the checkout as a user has it: tshark without privileges and with the plugin
installed, ./sipdiag as whoever runs the tests."""
import functools
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from support import DRIVER, DROPPED, PCAPS, ROOT, environment, sandbox

# test_batch.py has the machines and the database that the commands of batch.md need.
PAGES = [ROOT / "README.md", *sorted(page for page in (ROOT / "docs").glob("*.md") if page.name != "batch.md")]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ (.+(?:(?<=\\)\n.+)*)\n", re.MULTILINE)
ANYTHING = "…"

# These change the machine, open a window or are this test itself: they have tests of their own.
ELSEWHERE = re.compile(r"^(\./sipdiag (test|install|uninstall|gui|doctor)\b|sudo |apt(-get)? |wireshark )")


def blocks(page):
    """Each as a list of (command, output)."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        words = COMMAND.split(block)
        assert words[0] == "", f"{page.name}: a block begins without a command:\n{block}"
        yield list(zip(words[1::2], words[2::2]))


@functools.cache
def checkout():
    """What a command may name: the driver and the captures, readable for anybody."""
    folder = Path(tempfile.mkdtemp(prefix="checkout-", dir=sandbox()))
    folder.chmod(0o777)
    (folder / "sipdiag").symlink_to(DRIVER)
    shutil.copytree(PCAPS, folder / "tests" / "pcaps", ignore=lambda _, names: [n for n in names if n.endswith(".py")])
    return folder


@functools.cache
def run(command):
    """What a person sees, both streams, and the exit status."""
    alone = "./sipdiag" not in command  # then it may go without privileges, and has to: root gets no plugin
    env = environment() if alone else {**os.environ, "TZ": "UTC", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(["bash", "-c", command], cwd=checkout(), env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False,
                          **(DROPPED if alone else {}))
    return done.stdout.decode(), done.returncode


def fits(said, printed):
    pieces = ("\n" + printed).split(f"\n{ANYTHING}\n")
    pattern = r"\n(?:.*\n)*".join(map(re.escape, pieces))
    return re.fullmatch(pattern, "\n" + said) is not None


CASES = [pytest.param(block, id=f"{page.stem}: {block[0][0][:60]}") for page in PAGES for block in blocks(page)]


@pytest.mark.parametrize("block", CASES)
def test_commands(block):
    """One after the other: what one writes, the next may read."""
    for command, printed in block:
        if ELSEWHERE.match(command):
            continue
        said, status = run(command)
        assert fits(said, printed), (command, said)
        assert status == 0 or (status == 1 and "triage" in command), (command, status)


def test_no_command_hides_in_another_kind_of_block():
    """A block of another kind has no command that is meant to be typed."""
    for page in PAGES:
        for kind, block in re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL):
            assert kind == "console" or not re.search(r"^(\$ |\./sipdiag|tshark )", block, re.MULTILINE), (page, block)


def renewed(block):
    lines = []
    for command, printed in zip(*[iter(COMMAND.split(block.group(1))[1:])] * 2):
        keep = ELSEWHERE.match(command) or fits(run(command)[0], printed)
        lines.append(f"$ {command}\n{printed if keep else run(command)[0]}")
    return "```console\n" + "".join(lines) + "```"


if __name__ == "__main__":
    for page in map(Path, sys.argv[1:] or PAGES):
        page.write_text(BLOCK.sub(renewed, page.read_text(encoding="utf-8")), encoding="utf-8")
