# SPDX-License-Identifier: GPL-2.0-or-later
"""The driver as people call it: from anywhere, on files and folders, with its report where they want it."""
import json
import os
import shutil
import subprocess

import pytest
from support import DRIVER, PCAPS, capture, triage, version

MISMATCH, CALL = capture("400_cseq_method_mismatch"), capture("call_udp")


def run(*args, cwd="/", driver=DRIVER, **env):
    return subprocess.run([str(driver), *map(str, args)], cwd=cwd, env={**os.environ, **env}, stdin=subprocess.DEVNULL,
                          capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture
def folder(tmp_path):
    """Two captures and something else, in a folder whose name holds a space."""
    place = tmp_path / "my captures"
    (place / "deeper").mkdir(parents=True)
    shutil.copy(CALL, place / "b call.pcap")
    shutil.copy(MISMATCH, place / "deeper" / "a.pcap")
    (place / "notes.txt").write_text("not a capture\n")
    return place


def test_folder_as_json(folder):
    done = triage("--format", "json", folder)
    assert (done.returncode, done.stderr) == (1, "")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(os.path.basename(r["file"]), r["verdict"]) for r in rows] == [
        ("b call.pcap", "ok"), ("b call.pcap", "ok"), ("a.pcap", "failed")]
    assert list(rows[0])[:3] == ["schema", "file", "transaction"]


def test_relative_path_from_another_folder(folder):
    done = run("triage", "b call.pcap", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "sipdiag: 2 transactions, 0 bad"


def test_several_files_end_in_a_table(folder):
    lines = triage(folder).stdout.splitlines()
    assert lines[-4].split() == ["file", "transactions", "bad"]
    assert [line.split()[-2:] for line in lines[-3:]] == [["2", "0"], ["1", "1"], ["3", "1"]]


def test_output_file_is_whole_or_not_there(folder, tmp_path):
    report = tmp_path / "report.ndjson"
    done = triage("--format", "json", "-o", report, folder)
    assert (done.returncode, done.stdout) == (1, "")
    assert len(report.read_text().splitlines()) == 3
    nowhere = tmp_path / "no such folder" / "report"
    assert triage("-o", nowhere, folder).returncode == 2


def test_key_log_and_decode_as():
    """TLS needs its key log; a call on an odd port, to be told."""
    plain = triage("--format", "json", PCAPS / "tls.pcap")
    told = triage("--format", "json", "--keylog", PCAPS / "tls.keylog", PCAPS / "tls.pcap")
    assert plain.stdout == "" and len(told.stdout.splitlines()) > 0
    assert triage("--decode-as", "no such rule", CALL).returncode == 2


@pytest.mark.parametrize("args", [[], ["--format", "nonsense", CALL], ["--no-such-option"]])
def test_wrong_calls(args):
    done = triage(*args)
    assert done.returncode == 2 and done.stdout == "" and "Traceback" not in done.stderr


def test_empty_folder(tmp_path):
    assert triage(tmp_path).returncode == 2


@pytest.mark.parametrize("command", ["triage", "test", "install", "uninstall", "gui", "doctor"])
def test_each_command_explains_itself(command):
    done = run(command, "--help")
    assert done.returncode == 0 and done.stdout.startswith(f"usage: sipdiag {command}")


def test_install_and_uninstall(tmp_path):
    target = tmp_path / ".local/lib/wireshark/plugins" / version() / "epan" / "sipdiag.so"
    assert run("install", "--user", HOME=str(tmp_path)).returncode == 0
    assert target.is_file()
    assert run("uninstall", "--user", HOME=str(tmp_path)).returncode == 0
    assert not target.exists()


def test_second_call_sets_nothing_up():
    """Not a word of building, and the stamp stays as it is."""
    assert triage(CALL).stderr == "" and triage(CALL).stderr == ""
