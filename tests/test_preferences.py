# SPDX-License-Identifier: GPL-2.0-or-later
"""Preferences act: on the tree, on the experts and on the reports alike."""
import json
import re
import subprocess

import pytest

from support import capture, fields, info, records, triage, tshark

# Each state that may count as bad: the preference, a capture, the experts that go.
STATES = {
    "failed": ("count_failed", "400_cseq_method_mismatch", "bad_request"),
    "no_response": ("count_no_response", "no_response_options", "no_response"),
    "missing_ack": ("count_missing_ack", "ack_missing_bye", "missing_ack"),
    "bad_ack": ("count_bad_ack", "ack_lost", "wrong_ack"),
}
ONE_OR_TWO = pytest.mark.parametrize("two_pass", (False, True), ids=("one-pass", "two-pass"))


def option(name, value):
    return ("-o", f"sipdiag.{name}:{value}")


def bad_frames(name, two_pass, args=()):
    return [row["frame.number"] for row in fields(capture(name), ["frame.number"], two_pass, "sipdiag.bad", args)]


def text(name, args=()):
    return tshark("-n", "-q", "-r", capture(name), *args, "-z", "sipdiag,text").stdout


@pytest.mark.parametrize("state", STATES)
@ONE_OR_TWO
def test_state_does_not_count(state, two_pass):
    preference, name, expert = STATES[state]
    off, on = option(preference, "FALSE"), option(preference, "TRUE")
    assert bad_frames(name, two_pass, on) == bad_frames(name, two_pass)
    assert bad_frames(name, two_pass, off) == []
    flagged = f"sipdiag.expert.{expert} or sipdiag.cause or sipdiag.confidence or sipdiag.claim"
    assert bool(fields(capture(name), ["frame.number"], True, flagged))
    assert fields(capture(name), ["frame.number"], two_pass, flagged, off) == []
    with_it, without = (records(capture(name), two_pass, args) for args in (on, off))
    assert [r["verdict"] for r in with_it] == [r["verdict"] for r in without]
    assert state in {r["verdict"] for r in without if not r["bad"] and r["cause"] is None and r["claim"] is None}
    assert not any(r["bad"] for r in without)


@pytest.mark.parametrize("state", STATES)
def test_text_counts_the_same(state):
    preference, name, _ = STATES[state]
    assert f"{sum(r['bad'] for r in records(capture(name)))} bad\n" in text(name)
    out = text(name, option(preference, "FALSE"))
    assert " 0 bad\n" in out and f"1 {state}" in out and "\nCauses:" not in out and "   Do: " not in out


@pytest.mark.parametrize("state", STATES)
def test_tree_counts_the_same(state):
    preference, name, _ = STATES[state]
    out = tshark("-n", "-q", "-r", capture(name), *option(preference, "FALSE"), "-z", "sipdiag,tree").stdout
    causes = next(line.split() for line in out.splitlines() if line.startswith("Causes"))
    assert causes[1] == "0" and f"\n {state} " in out


@pytest.mark.parametrize("state", STATES)
def test_info_says_nothing(state):
    preference, name, _ = STATES[state]
    assert any("[" in line for line in info(capture(name), "-2"))
    assert not any("[" in line for line in info(capture(name), "-2", *option(preference, "FALSE")))


def verdicts(name, *args):
    return [r["verdict"] for r in records(capture(name), args=args)]


@ONE_OR_TWO
def test_t1(two_pass):
    """The OPTIONS was sent for 31.5 s: with a T1 of 2 s, its sender had not given up by then."""
    assert [r["verdict"] for r in records(capture("no_response_options"), two_pass)] == ["no_response"]
    assert [r["verdict"] for r in records(capture("no_response_options"), two_pass, option("t1", 2000))] == ["pending"]


def test_t1_of_those_who_show_their_own():
    """Ten copies of the 200 at T1 of 500 ms: that is what counts, and not what was set."""
    record = next(r for r in records(capture("ack_missing_bye"), args=option("t1", 1000)) if r["method"] == "INVITE")
    assert record["verdict"] == "missing_ack" and "T1 seems to be 0.5 s" in record["cause"]["text"]


@pytest.mark.parametrize("value", ("0", "1", "4294967295"))
@pytest.mark.parametrize("name", ("t1", "duplicate_window"))
def test_odd_times_do_no_harm(name, value):
    for situation in ("ack_missing_bye", "no_response_options", "mirror"):
        found = records(capture(situation), args=option(name, value))
        assert len(found) >= 1 and all(r["verdict"] for r in found)


def counted(name, field, *args):
    return sum(1 for row in fields(capture(name), [field], args=args) if row[field])


def test_duplicate_window():
    duplicates = counted("mirror", "sipdiag.duplicate_of")
    assert duplicates and not counted("mirror", "sipdiag.retransmission_of")
    off = option("duplicate_window", 0)
    assert counted("mirror", "sipdiag.retransmission_of", *off) + \
        counted("mirror", "sipdiag.duplicate_of", *off) == duplicates


def test_outcome_codes():
    assert verdicts("400_cseq_method_mismatch", *option("outcome_codes", "400,486")) == ["outcome"]
    assert bad_frames("400_cseq_method_mismatch", True, option("outcome_codes", "400")) == []


LIMITS = pytest.mark.parametrize("name, most", (("max_transactions", 12), ("max_messages", 60)))


def by_call(found):
    """Call-ID -> its transactions, without the numbers that we gave."""
    calls = {}
    for record in found:
        calls.setdefault(record["call_id"], []).append(
            {name: value for name, value in record.items() if name not in ("transaction", "call", "filters")})
    return calls


@LIMITS
@ONE_OR_TWO
def test_limits(name, most, two_pass):
    """What is kept is judged as ever; what is not is counted, in the report or beside it, and is in no frame. What
    comes for a call that was let go begins a new one."""
    passes = ("-2",) if two_pass else ()
    everything = records(capture("office"), two_pass)
    done = tshark(*passes, "-n", "-q", "-r", capture("office"), *option(name, most), "-z", "sipdiag,json", quiet=False)
    kept = [json.loads(line) for line in done.stdout.splitlines()]
    calls, now = by_call(everything), by_call(kept)
    whole = [call for call in now if [r["frames"] for r in now[call]] == [r["frames"] for r in calls[call]]]
    assert whole and all(now[call] == calls[call] for call in whole) and len(kept) < len(everything)
    gone = [int(n) for n in re.findall(r"\d+", done.stderr.split("let go")[0])]
    bad = [r for r in everything if r["bad"] and r["call_id"] not in now]
    assert gone[2] == len(bad) > 0
    assert done.stderr.startswith("sipdiag: ") and gone[1] + len(kept) == kept[-1]["transaction"] >= len(everything)
    out = tshark(*passes, "-n", "-q", "-r", capture("office"), *option(name, most), "-z", "sipdiag,text").stdout
    assert done.stderr.removeprefix("sipdiag: ") in out
    if two_pass:
        shown = fields(capture("office"), ["sipdiag.transaction"], True, "sipdiag.transaction", option(name, most))
        assert {int(n) for row in shown for n in row["sipdiag.transaction"].split(",")} == \
            {r["transaction"] for r in kept}


def test_triage_passes_it_on():
    done = triage(capture("office"), "--pref", "sipdiag.max_messages:12", "--format", "csv", "--fail-on", "none")
    assert done.returncode == 0 and re.fullmatch(r"sipdiag: .+/office\.pcap: \d+ calls .* were let go .*\n", done.stderr)


def test_a_challenge_may_still_be_answered_when_it_is_let_go(tmp_path):
    """No timer ends that, and had the call been kept, the answer would have acquitted it. All other waits have one."""
    tmp_path.chmod(0o755)
    for name in ("challenge_unanswered", "ack_missing_bye"):
        first, *_ = records(capture(name))
        assert first["bad"]
        joined = tmp_path / f"{name}.pcap"
        subprocess.run(["mergecap", "-a", "-F", "pcap", "-w", str(joined), str(capture(name)), str(capture("call_udp"))],
                       check=True)
        joined.chmod(0o644)
        done = tshark("-n", "-q", "-r", joined, *option("max_transactions", 1), "-z", "sipdiag,json", quiet=False)
        assert f", {int(name == 'ack_missing_bye')} bad, " in done.stderr, (name, done.stderr)


@pytest.mark.parametrize("form", ("text", "json", "csv"))
def test_bad_ones_that_were_let_go_count_for_the_exit_status(form):
    """Not where a filter may have left them out."""
    given = (capture("office"), "--pref", "sipdiag.max_transactions:1", "--format", form)
    done = triage(*given)
    kept = {"text": ", 0 bad", "json": '"bad":false', "csv": "incomplete,false"}[form]
    assert kept in done.stdout.splitlines()[-1] and done.returncode == 1, done
    assert triage(*given, "--filter", "sip").returncode == 0
    assert triage(*given, "--fail-on", "bad_ack").returncode == 0


def test_limits_that_are_not_reached():
    given = (*option("max_transactions", 1000000), *option("max_messages", 1000000))
    assert records(capture("office"), args=given) == records(capture("office"))


@pytest.mark.parametrize("form", ("csv", "tree", "transactions", "srt"))
def test_limits_in_other_forms(form):
    """One call is all that is kept, and every other is let go while it is counted."""
    done = tshark("-n", "-q", "-r", capture("office"), *option("max_transactions", 1), "-z", f"sipdiag,{form}",
                  quiet=False)
    assert done.returncode == 0 and done.stdout
    assert ("let go" in done.stderr) == (form == "csv")


def test_defaults_are_what_is_written():
    """All defaults given: nothing changes."""
    said = [line for line in tshark("-G", "defaultprefs").stdout.splitlines() if line.startswith("#sipdiag.")]
    given = [part for line in said for part in ("-o", line.lstrip("#").replace(": ", ":", 1))]
    assert len(said) == 10
    for name in ("office", "ack_missing_bye"):
        assert records(capture(name), args=tuple(given)) == records(capture(name))


def test_preferences_have_help():
    lines = tshark("-G", "defaultprefs").stdout.splitlines()
    for at, line in enumerate(lines):
        if line.startswith("#sipdiag."):
            above = [text for text in lines[max(0, at - 8):at] if text.startswith("# ")]
            assert len(" ".join(above)) > 60, line


@pytest.mark.parametrize("wrong", ("t1:x", "outcome_codes:a-b", "no_such:1"))
def test_wrong_values_are_refused(wrong):
    done = tshark("-r", capture("office"), "-o", f"sipdiag.{wrong}", quiet=False)
    assert done.returncode != 0 and "sipdiag" in done.stderr
