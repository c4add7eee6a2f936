# SPDX-License-Identifier: GPL-2.0-or-later
"""Bad input to every option: a message that names the option and what it takes, status 2, no file, no traceback."""
import os
import re
import subprocess

import pytest
from support import DRIVER, PCAPS, capture

CALL = str(capture("call_udp"))
NOTHING = str(PCAPS / "no such file")

# The command's words, and what the message has to say: the option, and what it takes or what is wrong.
TRIAGE = [
    ((), "CAPTURE"),
    ((NOTHING,), "no such file"),
    (("/proc/1/fdinfo/no*",), "nothing matches"),
    ((CALL, "--no-such-option"), "--no-such-option"),
    ((CALL, "--form", "json"), "--form"),
    ((CALL, "--format"), "--format"),
    ((CALL, "--format", "pdf"), "--format.*text.*json.*csv.*junit.*markdown.*html"),
    ((CALL, "--jobs", "0"), "--jobs.*'0'.*number, 1 or more"),
    ((CALL, "--jobs", "-3"), "--jobs"),
    ((CALL, "--jobs", "two"), "--jobs.*'two'.*number, 1 or more"),
    ((CALL, "--jobs", "1.5"), "--jobs.*number, 1 or more"),
    ((CALL, "--jobs", "9" * 30), "--jobs.*number, 1 or more"),
    ((CALL, "--merge=yes"), "--merge"),
    ((CALL, "--fail-on", ""), "--fail-on.*bad, none"),
    ((CALL, "--fail-on", "ok"), "--fail-on.*'ok'.*bad, none, or some of failed,no_response,missing_ack,bad_ack"),
    ((CALL, "--fail-on", "bad,failed"), "--fail-on.*'bad'"),
    ((CALL, "--fail-on", "failed,"), "--fail-on"),
    ((CALL, "--since", "yesterday"), "--since.*'yesterday'.*2026-01-31"),
    ((CALL, "--since", "10:00"), "--since.*a date, or a date and a time"),
    ((CALL, "--since", "2026-13-01"), "--since.*a date"),
    ((CALL, "--since", "2026-01-31T25:00"), "--since.*a date"),
    ((CALL, "--since", "2026-01-31T10:00+99:00"), "--since.*a date"),
    ((CALL, "--since", "0001-01-01T00:00+01:00"), "--since.*a date"),
    ((CALL, "--since", ""), "--since.*a date"),
    ((CALL, "--filter", ""), "--filter.*nothing given"),
    ((CALL, "--filter", "sip.Method =="), "--filter sip.Method ==: .*it takes a display filter"),
    ((CALL, "--filter", "no.such.field"), "--filter no.such.field: .*it takes a display filter"),
    ((CALL, "--filter", "sip) || (sip"), "--filter.*it takes a display filter"),
    ((CALL, "--since", "2026-01-31", "--filter", "=\n="), r"--filter =\\n=: .*it takes a display filter"),
    ((CALL, "--keylog", NOTHING), "--keylog .*no such file.*it takes a TLS key log"),
    ((CALL, "--keylog", str(PCAPS)), "--keylog .*is a directory.*it takes a TLS key log"),
    ((CALL, "--keylog", CALL), "--keylog .*no keys in it; it takes a TLS key log"),
    ((CALL, "--keylog", ""), "--keylog.*nothing given"),
    ((CALL, "--decode-as", "no such rule"), "--decode-as no such rule: .*it takes LAYER==SELECTOR,PROTOCOL"),
    ((CALL, "-d", "udp.port==5070,no_such_protocol"), "--decode-as udp.port==5070,no_such_prot.*it takes LAYER=="),
    ((CALL, "--pref", "no.such:1"), "--pref no.such:1: .*it takes NAME:VALUE"),
    ((CALL, "--pref", "nonsense"), "--pref nonsense: .*it takes NAME:VALUE"),
    ((CALL, "--pref", "sip.desegment_body:maybe"), "--pref sip.desegment_body:maybe: .*TRUE or FALSE"),
    ((CALL, "--pref", "sipdiag.t1:soon"), "--pref sipdiag.t1:soon: .*it takes NAME:VALUE"),
    ((CALL, "-o"), "-o"),
    ((CALL, "-o", ""), "-o.*nothing given"),
    ((CALL, "-o", "no such folder/report"), "--output no such folder/report: no such file or directory"),
    ((CALL, "-o", "."), "--output .: is a directory"),
    ((CALL, "-o", "sip.tls.port:5062"), "-o.*--pref"),
    ((CALL, "-o", CALL + "/report"), "--output .*: not a directory"),
]
OTHERS = [
    ((), "usage"),
    (("no_such_command",), "invalid choice.*triage.*install.*doctor"),
    (("--no-such-option",), "no-such-option|usage"),
    (("install", "--user", "--system"), "--system.*not allowed with.*--user"),
    (("install", "--nowhere"), "--nowhere"),
    (("install", "a file"), "a file"),
    (("uninstall", "--nowhere"), "--nowhere"),
    (("doctor", "--verbose"), "--verbose"),
    (("doctor", "it"), "it"),
    (("help", "no_such_command"), "invalid choice.*triage"),
    (("gui",), "FILE|CAPTURE"),
    (("gui", "--no-such-option", CALL), "--no-such-option"),
    (("gui", NOTHING), "no such file|no display"),
]
CASES = [(("triage", *args), said) for args, said in TRIAGE] + OTHERS


@pytest.mark.parametrize("args, said", CASES, ids=[" ".join(map(os.path.basename, args)) or "-" for args, _ in CASES])
def test_wrong_call(tmp_path, args, said):
    done = subprocess.run([DRIVER, *args], cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=120, check=False)
    assert done.returncode == 2, done
    assert done.stdout == "" and "Traceback" not in done.stderr
    message = done.stderr.strip().splitlines()[-1] if args else done.stderr
    assert re.search(said, message), done.stderr
    assert os.listdir(tmp_path) == []


def test_a_wrong_option_is_told_once_however_many_captures(tmp_path):
    done = subprocess.run([DRIVER, "triage", "--filter", "=", *sorted(PCAPS.glob("4*.pcap"))[:9]], cwd=tmp_path,
                          capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 2 and len(done.stderr.splitlines()) == 1


def test_help_of_triage_tells_all_options_and_statuses():
    said = subprocess.run([DRIVER, "triage", "--help"], capture_output=True, text=True, check=True).stdout
    for option in ("--format", "--output", "--fail-on", "--filter", "--since", "--merge", "--jobs", "--keylog",
                   "--decode-as", "--pref"):
        assert option in said
    assert re.search(r"^exit status: 0 .*; 1 .*; 2 .*; 3 ", said, re.MULTILINE | re.DOTALL)
    assert max(len(line) for line in said.splitlines()) <= 120
