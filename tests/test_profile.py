# SPDX-License-Identifier: GPL-2.0-or-later
"""The profile "SIP Diagnosis": this Wireshark reads every file of it without a word, its filters name fields that exist,
its colours can be told apart and read, and a person sees columns, colours and buttons."""
import csv
import functools
import itertools
import os
import re
import shutil
import subprocess

import pytest

from gui import READS_WINDOWS, Wireshark
from support import DROPPED, NOBODY, ROOT, capture, environment, readable, sandbox, tshark

NAME = "SIP Diagnosis"
PROFILE = ROOT / "profiles" / NAME


@functools.cache
def home():
    """A home that holds the profile."""
    folder = sandbox() / "profile-home"
    shutil.copytree(PROFILE, folder / ".config" / "wireshark" / "profiles" / NAME)
    for path in (folder, *folder.rglob("*")) if NOBODY else ():
        os.chown(path, NOBODY.pw_uid, NOBODY.pw_gid)
    return folder


def with_profile(*args):
    done = subprocess.run(["tshark", "-C", NAME, *map(str, args)], env={**environment(), "HOME": str(home())},
                          cwd=home(), stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
                          **DROPPED)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def rows(name):
    text = (PROFILE / name).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def colour_rules():
    """(name, filter, background, foreground), the colours as three numbers up to 65535."""
    for row in rows("colorfilters"):
        name, expression, colours = re.fullmatch(r"@([^@]+)@([^@]+)@(\[[\d,]+\]\[[\d,]+\])", row).groups()
        yield name, expression, *(tuple(map(int, colour.split(","))) for colour in re.findall(r"\[([\d,]+)\]", colours))


def buttons():
    return {row[1]: row[2] for row in csv.reader(rows("dfilter_buttons"))}


def saved_filters():
    return dict(re.fullmatch(r'"([^"]+)" (.+)', row).groups() for row in rows("dfilters"))


def columns():
    text = (PROFILE / "preferences").read_text(encoding="utf-8")
    return dict(re.findall(r'^\t"([^"]+)", "([^"]+)",?$', text, re.MULTILINE))


FILTERS = {**{name: expression for name, expression, *_ in colour_rules()}, **buttons(), **saved_filters()}


# Read as they are meant.


def test_tshark_reads_it_without_a_word():
    shown = with_profile("-2", "--color", "-r", readable(capture("400_cseq_method_mismatch")))
    assert "failed cseq_method_mismatch" in shown


def test_columns():
    assert list(columns()) == ["No.", "Time", "Source", "Destination", "Protocol", "Verdict", "Cause", "Response time",
                               "Paired frame", "Transaction", "Info"]
    shown = with_profile("-2", "-r", readable(capture("ack_missing_bye")), "-T", "tabs", "-Y",
                         "frame.number in {1, 4, 16}")
    shown = [[cell.strip() for cell in line.split("\t")] for line in shown.splitlines()]
    assert [row[6:11] for row in shown] == [
        ["missing_ack", "ack_not_seen", "", "4", "1"],
        ["missing_ack", "ack_not_seen", "2.000000000", "1", "1"],
        ["ok", "", "0.020000000", "15", "2"]]


def test_every_field_exists():
    """Those of columns and filters; what a filter language function or value is, has no dot."""
    known = {row.split("\t")[2] for row in tshark("-G", "fields").stdout.splitlines() if row[:1] in "FP"}
    named = set()
    for expression in FILTERS.values():
        named |= set(re.findall(r"[a-z][\w-]*(?:\.[\w-]+)+", re.sub(r'"[^"]*"', "", expression)))
    for fmt in columns().values():
        if fmt.startswith("%Cus:"):
            named |= set(fmt.split(":")[1].split(" or "))
    assert len(named) > 25 and not named - known


@pytest.mark.parametrize("name", FILTERS)
def test_filter_compiles(name):
    tshark("-r", capture("call_udp"), "-Y", FILTERS[name])


def test_buttons():
    assert list(buttons()) == ["Bad", "Missing ACK", "400", "No response", "Retransmissions", "This transaction",
                               "This call"]
    assert all(row[0] == "TRUE" and row[3] for row in csv.reader(rows("dfilter_buttons")))


def test_names_are_unique():
    for names in ([rule[0] for rule in colour_rules()], list(saved_filters())):
        assert len(set(names)) == len(names)


# Colours.

# Capture -> rule of each of some frames; what a person sees, as Wireshark picks it.
COLOURS = {
    "ack_missing_bye": {1: "SIP: ACK missing", 2: "SIP: part of a bad transaction", 14: "SIP: ACK missing", 16: "SIP"},
    "ack_wrong_cseq": {1: "SIP: ACK wrong, lost or late", 5: "SIP: part of a bad transaction"},
    "400_cseq_method_mismatch": {1: "SIP: failed", 2: "SIP: failed"},
    "400_request_line_double_space": {1: "SIP: failed"},
    "no_response_options": {1: "SIP: no response", 11: "SIP: no response", 12: "UDP"},
    "call_tcp": {1: "TCP SYN/FIN", 3: "TCP", 4: "SIP"},
    "invite_challenged": {1: "SIP: challenged, redirected, busy, declined, cancelled", 4: "SIP"},
    "icmp_port_unreachable": {"icmp": "ICMP errors"},
    "connection_reset_options": {"tcp.flags.reset == 1": "TCP RST"},
    "mirror": {"sipdiag.duplicate_of": "SIP: captured twice"},
    "copies_stop": {5: "SIP: sent again"},
    "options_pending": {1: "SIP: not over, or not all of it captured"},
    "fault_accepted_elsewhere": {"sipdiag.fault.certainty == \"certain\" && !sipdiag.bad": "SIP: breaks a rule"},
}


@pytest.mark.parametrize("name", COLOURS)
def test_rule_of_a_frame(name):
    for frame, rule in COLOURS[name].items():
        wanted = f"frame.number == {frame}" if isinstance(frame, int) else frame
        shown = with_profile("-2", "--color", "-r", readable(capture(name)), "-Y", wanted, "-T", "fields", "-e",
                             "frame.coloring_rule.name")
        assert set(shown.splitlines()) == {rule}, frame


def test_order():
    """Bad ones first, then what breaks in the network, then calm SIP."""
    names = [name for name, *_ in colour_rules()]
    wanted = ["SIP: ACK missing", "SIP: ACK wrong, lost or late", "SIP: failed", "SIP: no response", "SIP: sent again",
              "Bad TCP", "ICMP errors", "TCP RST", "SIP", "TCP", "UDP"]
    assert sorted(wanted, key=names.index) == wanted


def luminance(colour):
    """Relative luminance, as WCAG 2 defines it."""
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 65535 for v in colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lightness(colour):
    """L* of CIELAB, 0 to 100: equal steps look equal, to colour-blind people, too."""
    y = luminance(colour)
    return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27


OURS = [rule for rule in colour_rules() if rule[0].startswith("SIP")]


@pytest.mark.parametrize("rule", list(colour_rules()), ids=lambda rule: rule[0])
def test_text_can_be_read(rule):
    """Both colours are the rule's, so the theme does not matter. Wireshark's own rules are as they are."""
    _, _, background, foreground = rule
    assert contrast(background, foreground) >= (4.5 if rule in OURS or rule[0] == "RTP" else 4)


def test_bad_rules_differ_in_lightness():
    bad = [rule for rule in OURS if "sipdiag.bad" in rule[1]]
    assert len(bad) == 5
    for one, other in itertools.combinations(bad, 2):
        assert abs(lightness(one[2]) - lightness(other[2])) >= 10, (one[0], other[0])
    levels = [lightness(rule[2]) for rule in bad]
    assert levels == sorted(levels)  # the worse, the darker


def test_calm_rules_are_lighter_than_bad_ones():
    calm = [rule for rule in OURS if rule[0] in ("SIP", "SIP: sent again", "SIP: part of a bad transaction")]
    bad = [rule for rule in OURS if "sipdiag.bad &&" in rule[1]]
    assert len(calm) == 3
    assert min(lightness(rule[2]) for rule in calm) > max(lightness(rule[2]) for rule in bad) + 10


# How dichromats see a colour: Viénot, Brettel and Mollon 1999, on linear RGB.
BLIND = {
    "protanopia": ((0.11238, 0.88762, 0), (0.11238, 0.88762, 0), (0.00401, -0.00401, 1)),
    "deuteranopia": ((0.29275, 0.70725, 0), (0.29275, 0.70725, 0), (-0.02234, 0.02234, 1)),
}


@pytest.mark.parametrize("kind", BLIND)
def test_dichromats_tell_bad_rules_apart(kind):
    def seen(colour):
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 65535 for v in colour)]
        mixed = [max(0.0, sum(weight * part for weight, part in zip(row, linear))) for row in BLIND[kind]]
        return tuple(65535 * min(1, 12.92 * c if c <= 0.0031308 else 1.055 * c ** (1 / 2.4) - 0.055) for c in mixed)

    bad = [rule for rule in OURS if "sipdiag.bad" in rule[1]]
    for one, other in itertools.combinations(bad, 2):
        assert abs(lightness(seen(one[2])) - lightness(seen(other[2]))) >= 8, (one[0], other[0])
    for name, _, background, foreground in OURS:
        assert contrast(seen(background), seen(foreground)) >= 4.5, name


# A person's Wireshark.

def reads_windows(test):
    for mark in READS_WINDOWS:
        test = mark(test)
    return test


@pytest.fixture
def window(tmp_path):
    def opened(name, *args, **options):
        return Wireshark(capture(name), *args, keep=tmp_path, size=(1500, 900), panes=(420, 250), profile=PROFILE,
                         **options)
    return opened


@reads_windows
def test_columns_colours_and_buttons_in_a_window(window):
    """What it shows of an unacknowledged call: verdict and cause in columns, the rule's colour, the button's effect."""
    with window("ack_missing_bye") as w:
        w.read("Profile: SIP Diagnosis", "Response time", "Paired frame", "Missing ACK", "This transaction")
        w.read("missing_ack ack_not_seen")
        colours = {name: bytes(part // 257 for part in background) for name, _, background, _ in colour_rules()}
        rows = w.look().rows()
        for name in ("SIP: ACK missing", "SIP: part of a bad transaction", "SIP"):
            assert any(colours[name] * 50 in row for row in rows), name
        assert not any(colours["SIP: failed"] * 50 in row for row in rows)
        w.click("Bad")
        w.read("Displayed: 12")
        w.click("Retransmissions")
        w.read("Displayed: 10")


@reads_windows
def test_this_transaction_in_a_window(window):
    """The buttons that ask for the selected packet: of the call, its BYE and the answer; then the whole call."""
    with window("ack_missing_bye", "-g", "16") as w:
        w.read("Frame 16:", "Packets: 16")
        w.click("This transaction")
        w.read("sipdiag.transaction == ${sipdiag.transaction}", "Displayed: 2")
        w.click("This call")
        w.read("Displayed: 16")
