# SPDX-License-Identifier: GPL-2.0-or-later
"""The command line of sipdiag triage."""

import argparse
import calendar
import os
import re
from datetime import datetime, timedelta

from formats import FORMATS
from forms import BAD_VERDICTS

LATEST = (1 << 31) - 1  # seconds since 1970 that Wireshark 4.0 can compare with
TIME = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*(?:Z|([+-])(\d\d):?(\d\d))?)?")
PREFERENCE = re.compile(r"[a-z][\w-]*\.[\w.-]+:.*")

DESCRIPTION = """\
Reports the SIP transactions of captures, the bad ones with the reason. A CAPTURE is a file in any format that tshark
reads, also compressed with gzip, zstd or LZ4; a folder, for the captures in it and below; a pattern such as
'day/**/*.pcap*'; or - for standard input, where Ctrl-C ends a live capture and leaves the report on it. A file that is
named twice is read once."""

EPILOG = """\
exit status: 0 nothing bad, by --fail-on; 1 something bad; 2 a capture could not be read, or not to its end, or the call
is wrong, and what could be read is reported; 3 set-up failed

examples:
  sipdiag triage call.pcapng
  sipdiag triage --format html -o report.html captures/
  sipdiag triage --merge --since 2026-01-31T10:00Z 'ring/*.pcapng'
  sipdiag triage --format junit -o sip.xml --fail-on missing_ack,bad_ack captures/
  dumpcap -i eth0 -w - | sipdiag triage -"""


def add_triage(commands):
    triage = commands.add_parser("triage", help="report on captures", description=DESCRIPTION, epilog=EPILOG,
                                 formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    triage.add_argument("captures", metavar="CAPTURE", nargs="+",
                        help="a file, a folder, a pattern, or - for standard input")

    report = triage.add_argument_group("the report")
    report.add_argument("--format", choices=list(FORMATS), default="text",
                        help="text for people; json: one transaction a line; csv: one a row; junit: one a test case; "
                        "markdown for a ticket; html: one file that holds all (default: text)")
    report.add_argument("-o", "--output", metavar="FILE", type=_output,
                        help="write the report here, whole or not at all (default: standard output)")
    report.add_argument("--fail-on", metavar="WHAT", type=_fail_on, default="bad",
                        help="what makes the exit status 1, and a failure in JUnit: bad, none, or some of "
                        f"{', '.join(BAD_VERDICTS)} with commas between (default: bad)")

    choice = triage.add_argument_group("which transactions")
    choice.add_argument("--filter", metavar="EXPR", type=_not_empty,
                        help="those of which a message matches this display filter; the messages that it leaves out "
                        "count for the verdict all the same")
    choice.add_argument("--since", metavar="TIME", type=_since,
                        help="those of which a message came at this time or later: 2026-01-31, 2026-01-31T10:00 or "
                        "2026-01-31T10:00:00.5+01:00; in UTC where there is no offset")

    reading = triage.add_argument_group("how captures are read")
    reading.add_argument("--merge", action="store_true",
                         help="all as one, in the order of time: for files that were rotated. Frames are counted as in "
                         "mergecap -w merged.pcapng CAPTURE...")
    reading.add_argument("--jobs", type=_positive, metavar="N",
                         help="captures to read side by side (default: one a processor)")
    reading.add_argument("--keylog", metavar="FILE", type=_not_empty, help="TLS key log that goes with the captures")
    reading.add_argument("-d", "--decode-as", metavar="RULE", action="append", default=[],
                         help="such as udp.port==5070,sip: tshark's -d; may be repeated")
    reading.add_argument("--pref", metavar="NAME:VALUE", action="append", default=[],
                         help="a preference of Wireshark's, such as sip.tls.port:5062: tshark's -o; may be repeated")
    return triage


def _fail(text):
    raise argparse.ArgumentTypeError(text)


def _positive(text):
    return int(text) if re.fullmatch(r"0*[1-9][0-9]{0,8}", text) else _fail(f"{text!r}: it takes a number, 1 or more")


def _not_empty(text):
    return text if text.strip() else _fail("nothing given")


def _output(text):
    if PREFERENCE.fullmatch(text) and not os.path.exists(text):
        _fail(f"{text!r} looks like a preference: --pref takes those; ./{text} is a file of this name")
    return _not_empty(text)


def _fail_on(text):
    """The set of what counts: verdicts, or "bad" for all that the plugin calls so."""
    if text in ("bad", "none"):
        return frozenset({text} - {"none"})
    verdicts = text.split(",")
    for verdict in verdicts:
        if verdict not in BAD_VERDICTS:
            _fail(f"{verdict!r}: it takes bad, none, or some of {','.join(BAD_VERDICTS)}")
    return frozenset(verdicts)


def _since(text):
    """Seconds since 1970, as text, for a display filter."""
    found = TIME.fullmatch(text.strip())
    try:
        day, minute, second, fraction, sign, hours, minutes = found.groups()
        moment = datetime.fromisoformat(f"{day}T{minute or '00:00'}:{second or '00'}")
        if sign:
            if int(hours) > 23 or int(minutes) > 59:
                raise ValueError
            moment -= timedelta(hours=int(sign + hours), minutes=int(sign + minutes))
    except (AttributeError, OverflowError, ValueError):
        _fail(f"{text!r}: it takes a date, or a date and a time, such as 2026-01-31 or 2026-01-31T10:00:00.5+01:00")
    seconds = min(max(calendar.timegm(moment.timetuple()), 0), LATEST)
    return f"{seconds}.{fraction}" if fraction else str(seconds)
