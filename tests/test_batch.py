# SPDX-License-Identifier: GPL-2.0-or-later
"""docs/batch.md: each command does what is printed below it, in the order of the page, and the parts make the whole.

Two sshds on the loopback interface are the other machines; where there is no sshd, a program that runs the command here
stands in for ssh. DuckDB comes from npm, as its command line does not come with Debian."""
import json
import os
import pwd
import re
import shlex
import shutil
import socket
import subprocess
import time
from pathlib import Path

import pytest
from support import (DRIVER, DROPPED, EXPECTED, PCAPS, ROOT, SITUATIONS, capture, environment, sandbox, scene,
                     triage)
from test_commands import BLOCK, COMMAND, fits

PAGE = ROOT / "docs" / "batch.md"
SSHD = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.xdist_group("batch")

DUCKDB = """#!/usr/bin/env node
// Stands in for DuckDB's command line: duckdb -csv -c SQL
import { DuckDBInstance } from "@duckdb/node-api";
const connection = await (await DuckDBInstance.create(":memory:")).connect();
const result = await connection.runAndReadAll(process.argv[process.argv.indexOf("-c") + 1]);
for (const row of [result.columnNames(), ...result.getRows()]) console.log(row.map(String).join(","));
"""

ELSEWHERE = """#!/bin/sh
# Stands in for ssh: runs the command here, as sshd does with the user's shell in the home folder.
while [ "${1#-}" != "$1" ]; do case $1 in -F | -l | -p | -i | -o) shift 2 ;; *) shift ;; esac; done
shift
[ "$1" != -- ] || shift
cd "$HOME" && PATH=$OTHER_PATH exec sh -c "$*"
"""


def commands(page):
    """(command, output), in the order of the page."""
    for block in BLOCK.findall(page.read_text(encoding="utf-8")):
        words = COMMAND.split(block)
        assert words[0] == "", f"a block begins without a command:\n{block}"
        yield from zip(words[1::2], words[2::2])


def program(path, text):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.fixture(scope="module")
def place():
    """A checkout with captures, in which anybody may write: tshark runs without privileges."""
    folder = sandbox() / "batch"
    folder.mkdir()
    folder.chmod(0o777)
    (folder / "sipdiag").symlink_to(DRIVER)
    shutil.copytree(PCAPS, folder / "tests" / "pcaps", ignore=lambda _, names: [n for n in names if n.endswith(".py")])
    program(folder / "bin" / "sipdiag", f'#!/bin/sh\nexec {shlex.quote(str(DRIVER))} "$@"\n')
    home = folder / "home"
    (home / "captures").mkdir(parents=True)
    shutil.copy(capture("call_udp"), home / "captures")
    return folder


@pytest.fixture(scope="module")
def hosts(place):
    """The file `hosts`, and the machines in it."""
    (place / "hosts").write_text("1/one\n1/two\n")
    if not SSHD:
        program(place / "bin" / "ssh", ELSEWHERE)
        yield "ssh is a stand-in: no sshd here"
        return
    folder = place / "ssh"
    folder.mkdir(mode=0o700)
    for key in ("host", "user"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key)], check=True)
    shutil.copy(folder / "user.pub", folder / "authorized")
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)
    daemons, lines = [], []
    for name in ("one", "two"):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        (folder / f"{name}.conf").write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {folder}/host\nAuthorizedKeysFile {folder}/authorized\n"
            f"PidFile none\nUsePAM no\nStrictModes no\nPasswordAuthentication no\nPermitRootLogin prohibit-password\n"
            # Not in anybody's own home, and without what his shell does when it starts.
            f"SetEnv PATH={place}/bin:{os.environ['PATH']} HOME={place}/home\n"
            f'ForceCommand cd {place}/home && exec sh -c "$SSH_ORIGINAL_COMMAND"\n')
        daemons.append(subprocess.Popen([SSHD, "-D", "-e", "-f", str(folder / f"{name}.conf")],
                                        stdin=subprocess.DEVNULL, stderr=open(folder / f"{name}.log", "wb")))
        lines.append(f"Host {name}\n  HostName 127.0.0.1\n  Port {port}\n  User {pwd.getpwuid(os.geteuid()).pw_name}\n"
                     f"  IdentityFile {folder}/user\n  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n"
                     "  LogLevel ERROR\n  BatchMode yes\n")
    (folder / "config").write_text("".join(lines))
    program(place / "bin" / "ssh", f'#!/bin/sh\nexec {shutil.which("ssh")} -F {folder}/config "$@"\n')
    try:
        until = time.monotonic() + 30
        for name in ("one", "two"):
            while subprocess.call([place / "bin" / "ssh", name, "true"], stderr=subprocess.DEVNULL):
                assert time.monotonic() < until, (folder / f"{name}.log").read_text()
                time.sleep(0.2)
        yield "sshd"
    finally:
        for daemon in daemons:
            daemon.terminate()
            daemon.wait()


@pytest.fixture(scope="module")
def duckdb(place):
    """DuckDB's command, or why there is none."""
    if shutil.which("duckdb"):
        return None
    if not shutil.which("npm"):
        return "no npm to install DuckDB with"
    try:
        done = subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(place / "bin"),
                               "@duckdb/node-api"], capture_output=True, text=True, timeout=180, check=False)
    except subprocess.TimeoutExpired:
        return "npm did not answer"
    if done.returncode:
        return f"npm could not install DuckDB: {(done.stderr or done.stdout).strip()[:200]}"
    program(place / "bin" / "duckdb.mjs", DUCKDB)
    (place / "bin" / "duckdb").symlink_to("duckdb.mjs")
    return None


def run(command, place):
    """What a person sees, and the exit status. tshark alone goes without privileges: root would get no plugin."""
    path = f"{place / 'bin'}:{os.environ['PATH']}"
    if command.startswith("tshark "):
        env, who = {**environment(), "PATH": path}, DROPPED
    else:
        env, who = {**os.environ, "PATH": path, "OTHER_PATH": path, "HOME": str(place / "home"), "TZ": "UTC",
                    "LC_ALL": "C.UTF-8", "PARALLEL_HOME": str(place / "home" / ".parallel")}, {}
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], cwd=place, env=env, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300, check=False, **who)
    return done.stdout.decode(), done.returncode


def test_every_command_of_the_page(place, hosts, duckdb):
    missing = []
    for command, printed in commands(PAGE):
        if duckdb and command.startswith("duckdb "):
            missing.append(command)
            continue
        said, status = run(command, place)
        assert status == 0 and fits(said, printed), f"$ {command}\n{said}"
    if missing:
        pytest.skip(f"all but {len(missing)} commands of DuckDB ran: {duckdb}")


# What comes of the page's commands is right.

def lines(path):
    """jq 1.6 rounds what a double does not hold, such as a CSeq number that is out of range."""
    return [json.loads(line, parse_int=float) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def made(place, hosts, duckdb):
    """The files that the page's commands write."""
    for command, _ in commands(PAGE):
        if ">" in command and not (place / command.split("> ")[-1].strip()).exists():
            run(command, place)
    return place


def one_call(folder, form, paths):
    command = ["./sipdiag", "triage", "--format", form, *paths]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False)


def test_records_of_the_parts_are_those_of_one_call(made):
    paths = sorted(str(path.relative_to(ROOT)) for path in PCAPS.glob("400_c*.pcap"))
    alone = one_call(made, "json", paths)
    assert (made / "all.ndjson").read_bytes() == (made / "remote.ndjson").read_bytes() == alone.stdout
    assert alone.returncode == 1 and len(alone.stdout.splitlines()) >= len(paths)


def test_csv_of_the_parts_is_that_of_one_call(made):
    paths = sorted(str(path.relative_to(ROOT)) for path in PCAPS.glob("400_c*.pcap"))
    alone = one_call(made, "csv", paths)
    assert (made / "all.csv").read_bytes() == alone.stdout


def test_bulk_of_records_is_what_elasticsearch_takes(made):
    bulk, records = lines(made / "bulk.ndjson"), lines(made / "all.ndjson")
    assert bulk[1::2] == records and len(bulk) == 2 * len(records)
    actions = bulk[::2]
    assert all(set(action) == {"index"} and action["index"]["_index"] == "sipdiag" for action in actions)
    assert len({action["index"]["_id"] for action in actions}) == len(records)
    assert (made / "bulk.ndjson").read_bytes().endswith(b"\n")


def test_bulk_of_messages_is_what_elasticsearch_takes(made):
    """Pairs of action and document; each field of ours that the mapping knows holds what the mapping says."""
    messages = lines(made / "messages.ndjson")
    assert len(messages) > 600 and len(messages) % 2 == 0
    assert all(set(action) == {"index"} and set(action["index"]) == {"_index"} for action in messages[::2])
    mapping = json.loads((made / "mapping.json").read_text(encoding="utf-8"))["mappings"]
    assert mapping["dynamic"] is True and mapping["properties"]["timestamp"] == {"type": "date"}
    kinds = mapping["properties"]["layers"]["properties"]["sipdiag"]["properties"]
    takes = {"long": lambda v: int(v) >= 0, "double": lambda v: float(v) >= 0, "boolean": lambda v: v in (True, False)}
    assert {kind["type"] for kind in kinds.values()} <= set(takes)
    held, verdicts = set(), set()
    for message in messages[1::2]:
        assert re.fullmatch(r"\d+", message["timestamp"])
        items = message["layers"]["sipdiag"]
        for item in items if isinstance(items, list) else [items]:
            verdicts.add(item.get("sipdiag_sipdiag_verdict"))
            for name in kinds.keys() & item.keys():
                values = item[name] if isinstance(item[name], list) else [item[name]]
                assert all(takes[kinds[name]["type"]](value) for value in values), (name, values)
                held.add(name)
    assert {f"sipdiag_sipdiag_{name}" for name in ("transaction", "bad", "response_in", "response_time")} <= held
    assert {"ok", "failed", "missing_ack"} <= verdicts


def test_two_hundred_captures_in_parallel_say_what_each_says_alone():
    """The expected records are those of one capture after the other; test_golden holds them."""
    plain = [name for name in sorted(SITUATIONS) if not scene(name).args][:200]
    assert len(plain) == 200
    done = triage("--format", "json", "--jobs", "4", *map(capture, plain), timeout=600)
    said = "".join(re.sub(r'"file":"[^"]*",', "", line) for line in done.stdout.splitlines(keepends=True))
    records = [json.loads(line) for line in said.splitlines()]
    assert done.returncode == 1 and done.stderr == ""
    expected = "".join((EXPECTED / f"{name}.ndjson").read_text(encoding="utf-8") for name in plain)
    assert records == [json.loads(line) for line in expected.splitlines()]
    files = [json.loads(line)["file"] for line in done.stdout.splitlines()]
    assert files == sorted(files) and {Path(file).stem for file in files} <= set(plain)

