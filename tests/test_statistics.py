# SPDX-License-Identifier: GPL-2.0-or-later
"""The statistics that Wireshark shows in windows, as tshark prints them: each transaction once, by the
verdict of the report, in one pass as in two."""
import re
from collections import Counter

import pytest

from scene import Scene, exchange
from sip import Dialog, Host
from support import capture, passes, records, tshark

CAPTURES = ("office", "ack_missing_bye", "400_cseq_method_mismatch", "no_response_options", "invite_challenged",
            "tcp_two_in_one_segment", "icmp_port_unreachable")
ONE_OR_TWO = pytest.mark.parametrize("two_pass", (False, True), ids=("one-pass", "two-pass"))


def statistics(path, which, two_pass=False, dfilter=""):
    return tshark(*passes(two_pass), "-n", "-q", "-r", path, "-z", f"sipdiag,{which}{dfilter and ','}{dfilter}").stdout


def tree(text):
    """{(name, name below it, ...): count}"""
    found, path = {}, []
    for line in text.splitlines():
        row = re.match(r"( *)(\S.*?) {2,}(\d+) {2,}", line)
        if row:
            path[len(row[1]):] = [row[2]]
            found[tuple(path)] = int(row[3])
    return found


def host(endpoint):
    return endpoint.rpartition(":")[0] or "no address"


def expected(found):
    """The same of the report's records."""
    tally = Counter({("Verdicts",): 0, ("Causes",): 0, ("Status codes",): 0, ("By responder",): 0})
    for r in found:
        code = str(r["status"]) if r["status"] else "no final response"
        cause = r["cause"] and (f'{r["cause"]["title"]} ({r["cause"]["id"]})' if r["cause"]["id"] else
                                "no cause in the request: the status code says it")
        for path in (("Verdicts", r["verdict"]), ("Status codes", code, r["method"]),
                     ("By responder", host(r["dst"]), r["verdict"]), *([("Causes", cause)] if r["bad"] else [])):
            tally.update(path[:n] for n in range(1, len(path) + 1))
    return dict(tally)


@pytest.mark.parametrize("name", CAPTURES)
@ONE_OR_TWO
def test_tree_counts_what_the_report_says(name, two_pass):
    assert tree(statistics(capture(name), "tree", two_pass)) == expected(records(capture(name)))


@pytest.mark.parametrize("which", ("tree", "transactions", "srt"))
@pytest.mark.parametrize("name", CAPTURES)
def test_one_pass_says_what_two_say(name, which):
    assert statistics(capture(name), which) == statistics(capture(name), which, two_pass=True)


@ONE_OR_TWO
def test_tree_takes_a_display_filter(two_pass):
    """A transaction counts when one of its messages passes."""
    found = tree(statistics(capture("ack_missing_bye"), "tree", two_pass, "frame.number == 5"))
    assert found["Verdicts",] == found["Verdicts", "missing_ack"] == 1


def test_no_sip_no_transactions():
    assert not any(tree(statistics(capture("ack_missing_bye"), "tree", dfilter="dns")).values())


def test_two_trees_and_a_report_do_not_mix():
    out = tshark("-n", "-q", "-r", capture("office"), "-z", "sipdiag,tree", "-z", "sipdiag,tree,sip.Method == BYE",
                 "-z", "sipdiag,text").stdout
    assert out.count("Topic / Item") == 2 and out.count("sipdiag: ") == 1
    parts = [tree(part) for part in out.split("Topic / Item")[1:]]
    assert sorted(p["Verdicts",] for p in parts) == [tree(statistics(capture("office"), "tree", False, f))["Verdicts",]
                                                     for f in ("sip.Method == BYE", "")]


def test_many_hosts_are_summed_up(tmp_path):
    c = Scene()
    for n in range(300):
        d = Dialog(f"h{n}", callee=Host(f"198.51.{n // 200}.{n % 200 + 1}"))
        exchange(c, d, n, d.request("OPTIONS"))
    file = tmp_path / "hosts.pcap"
    file.write_bytes(bytes(c))
    found = tree(statistics(file, "tree"))
    assert found["By responder",] == 300 and found["By responder", "other hosts"] == 100
    assert sum(1 for path in found if path[0] == "By responder" and len(path) == 2) == 201


def rows(text):
    return [[cell.strip() for cell in line.split(" |")[:-1]] for line in text.splitlines() if re.match(r"\d+ \|", line)]


@pytest.mark.parametrize("name", CAPTURES)
def test_table_has_a_row_for_each_transaction(name):
    found = rows(statistics(capture(name), "transactions"))
    assert len(found) == len(records(capture(name)))
    for (number, verdict, cause, method, status, src, dst, start, time, first, last), r in zip(found,
                                                                                              records(capture(name))):
        assert (int(number), verdict, method, src, dst) == (r["transaction"], r["verdict"], r["method"], r["src"],
                                                            r["dst"])
        assert cause == (r["cause"] and r["cause"]["title"] or "") and status == str(r["status"] or "")
        assert float(start) >= 0 and int(first) <= int(last)
        if r["response_time_ms"] is None:
            assert time == ""
        else:
            assert float(time) * 1000 == pytest.approx(r["response_time_ms"], abs=.001)


def test_table_takes_a_display_filter():
    found = rows(statistics(capture("office"), "transactions", dfilter="sip.Status-Code >= 400"))
    assert found and all(int(status) >= 400 for _, _, _, _, status, *_ in found)


@pytest.mark.parametrize("name", CAPTURES)
def test_response_times(name):
    """The bad ones first, and each once."""
    out = statistics(capture(name), "srt")
    assert out.count("Filter: sipdiag.transaction\n") in (1, 2)
    found = re.findall(r"^ +\d+  (.*?), transaction (\d+) +1 +([\d.]+) +([\d.]+) +[\d.]+ +[\d.]+$", out, re.MULTILINE)
    ranked = sorted(records(capture(name)), key=lambda r: not r["bad"])
    assert [int(number) for _, number, *_ in found] == [r["transaction"] for r in ranked]
    for (text, _, least, most), r in zip(found, ranked):
        assert text.startswith(f'{r["verdict"]}, ') and f'{r["method"]}, ' in text
        assert f'{r["src"]} -> {r["dst"]}' in text and least == most
        assert not r["cause"] or not r["cause"]["title"] or r["cause"]["title"] in text
        if r["response_time_ms"] is not None:
            assert float(least) * 1000 == pytest.approx(r["response_time_ms"], abs=.001)
