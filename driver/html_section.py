# SPDX-License-Identifier: GPL-2.0-or-later
"""One bad transaction of the HTML report: what happened, the cause, the evidence, what to do, and the drawing."""

from ladder import Ladder
from markup import cut, frames, milliseconds, sentence, text

ROLES = (("request", "request"), ("provisional", "provisional"), ("final", "final"), ("ack", "ACK"),
         ("cancel", "CANCEL"))
HEADING = 160  # characters of a URI that a heading takes
ACKS_AT_FAULT = ("missing", "wrong", "lost", "late")


def section(record, number, path):
    """`number` counts the bad transactions of the report; its neighbours and its row are known by theirs."""
    return (
        f'<section id="s{number}" aria-labelledby="h{number}"><header><h3 id="h{number}">'
        f"<span>{text(verdict_label(record.get('verdict')))}</span> {text(record.get('method') or '')} "
        f"<b>{text(cut(record.get('request_uri') or '', HEADING))}</b></h3>"
        f'<nav aria-label="Transaction {record.get("transaction")}"><a href="#r{number}">table</a> '
        f'<a rel="prev" href="#s{number - 1}">previous</a> <a rel="next" href="#s{number + 1}">next</a></nav>'
        f"<p>{' · '.join(_happened(record, path))}</p></header>"
        f"<dl>{''.join(_facts(record))}</dl>"
        f"<figure>{Ladder(record, f'l{number}').svg()}</figure></section>\n"
    )


def verdict_label(verdict):
    return (verdict or "unknown").replace("_", " ").replace("ack", "ACK")


def answer(record):
    """The final response in words."""
    if record.get("status") is None:
        return "no final response"
    return f"{record['status']} {record.get('reason_phrase') or ''}".strip()


def start(record):
    """To the microsecond, without the letters between."""
    return (record.get("start") or "").replace("T", " ").rstrip("Z")


def way(record):
    return f"{record.get('src') or '?'} → {record.get('dst') or '?'}"


def _happened(record, path):
    yield f"transaction {record.get('transaction')} of {text(path)}"
    took = record.get("response_time_ms")
    yield f"{text(answer(record))}{'' if took is None else f' after {milliseconds(took)} ms'}"
    yield f"{text(way(record))}, {text(record.get('transport') or '')}"
    yield f"{text(start(record))} UTC"


def _facts(record):
    """Rows of a list of definitions, those that say something."""
    for term, values in (
        ("Cause", _cause(record.get("cause") or {}, record.get("confidence"))),
        ("What to do", _what_to_do(record)),
        ("Evidence", _evidence(record)),
        ("Answer", _claim(record.get("claim") or {})),
        ("ACK due", _due(record)),
        ("Also found", map(_fault, _other_faults(record))),
        ("Note", map(_note, record.get("notes") or ())),
        ("Call", _call(record)),
        ("Programs", _programs(record)),
        ("Filter", _filters(record)),
    ):
        values = list(values)
        if values:
            yield f"<dt>{term}</dt>" + "".join(f"<dd>{value}</dd>" for value in values)


def _cause(cause, confidence):
    title = f"<strong>{text(cause['title'])}</strong>" if cause.get("title") else ""
    if title or confidence:
        yield f"{title} <em>{text(confidence or '')}</em>"
    if cause.get("text"):
        clause = f" <small>{text(cause['clause'])}</small>" if cause.get("clause") else ""
        yield text(sentence(cause["text"])) + clause


def _what_to_do(record):
    fix = (record.get("cause") or {}).get("fix")
    if fix:
        yield text(fix)
    if record.get("repeated_unmodified"):
        yield "The same request drew 400 before: do not repeat it without modification."


def _evidence(record):
    cause = record.get("cause") or {}
    place = [f"frame {cause['frame']}"] if cause.get("frame") else []
    place += [text(cause["header"])] if cause.get("header") else []
    place += [_bytes(cause)] if cause.get("length") else []
    if place:
        yield ", ".join(place)
    roles = ((name, (record.get("frames") or {}).get(role)) for role, name in ROLES)
    seen = " · ".join(f"{name} {frames(numbers)}" for name, numbers in roles if numbers)
    if seen:
        yield f"Frames: {seen}"
    copies = record.get("retransmissions")
    if copies:
        yield f"{copies} retransmission{'s' * (copies > 1)}"


def _bytes(place):
    first, length = place["offset"], place["length"]
    return f"byte {first} of the message" if length == 1 else f"bytes {first}–{first + length - 1} of the message"


def _claim(claim):
    if claim.get("text"):
        yield f"“{text(claim['text'])}”" + (f" ({text(claim['stack'])})" if claim.get("stack") else "")


def _due(record):
    """Where the ACK, or the PRACK, that is missing or wrong had to go."""
    for kind in ("ack", "prack"):
        ledger = record.get(kind) or {}
        if ledger.get("state") not in ACKS_AT_FAULT:
            continue
        for leg in ledger.get("legs") or ():
            due = leg.get("due") or {}
            said = [f"{kind.upper()} for the {leg.get('status')}"]
            said += [f"from {text(due['from'])}"] if due.get("from") else []
            said += [f"to <code>{text(due['request_uri'])}</code>"] if due.get("request_uri") else []
            said += [f"Route: <code>{text(', '.join(due['route']))}</code>"] if due.get("route") else []
            said += [f"CSeq {due['cseq']}"] if due.get("cseq") is not None else []
            yield ", ".join(said)


def _other_faults(record):
    cause = record.get("cause") or {}
    return (fault for fault in record.get("faults") or ()
            if (fault["id"], fault["offset"]) != (cause.get("id"), cause.get("offset")))


def _fault(fault):
    return (f"{text(sentence(fault['text']))} {text(fault['header'] or '')}, {_bytes(fault)} "
            f"<small>{text(fault['clause'] or '')}</small> <em>{text(fault['certainty'])}</em>")


def _note(note):
    return " ".join(text(sentence(words)) for words in (note["text"], note.get("fix")) if words)


def _call(record):
    uri = record.get("request_uri") or ""
    if len(uri) > HEADING:
        yield f"Request-URI: <code>{text(uri)}</code>"
    for name, member in (("Call-ID", "call_id"), ("From", "from"), ("To", "to"), ("CSeq", "cseq"),
                         ("Branch", "branch")):
        if record.get(member) is not None:
            yield f"{name}: <code>{text(record[member])}</code>"


def _programs(record):
    for name, value in (("User-Agent", record.get("user_agent")), ("Server", record.get("server"))):
        if value:
            yield f"{name}: {text(value)}"


def _filters(record):
    for member in ("filter", "call_filter"):
        if record.get(member):
            yield f'<code class="filter">{text(record[member])}</code>'
