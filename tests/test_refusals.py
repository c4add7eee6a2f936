# SPDX-License-Identifier: GPL-2.0-or-later
"""What the sentences hold that say why a request was refused, and what to do about it."""
import pytest

import refusals
from support import capture, records


def causes(name):
    """The cause of each bad transaction, in their order."""
    return [r["cause"] for r in records(capture(name)) if r["bad"]]


def cause(name):
    return causes(name)[0]


# --- a request of the same kind that was accepted --------------------------------------------------------------------

@pytest.mark.parametrize("method, said", [
    ("options", ["only the refused one has Subject, Organization", "only the accepted one has Accept"]),
    ("invite", ["only the refused one has Privacy",
                'User-Agent is "Phone 1.1" in the refused one, "Phone 1.0" in the accepted one']),
    ("register", ['Expires is "7200000" in the refused one, "3600" in the accepted one']),
])
def test_sibling(method, said):
    text = cause(f"sibling_{method}")["text"]
    assert f"the {method.upper()} in frame 1, between the same hosts, was accepted" in text
    assert all(part in text for part in said), text


def test_fault_that_was_accepted_before():
    assert "the same receiver accepted that in frame 1" in cause("fault_accepted_before")["text"]
    assert "accepted" not in cause("fault_accepted_elsewhere")["text"]


# --- hops -------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name, origin, frame", [
    ("relayed_broken_by_proxy", "203.0.113.20:5060", 2),
    ("relayed_broken_on_third_hop", "203.0.113.20:5060", 3),
    ("relayed_fault_of_the_caller", "203.0.113.20:5060", 2),
    ("relayed_without_fault", "203.0.113.20:5060", 3),
])
def test_relayed(name, origin, frame):
    first, last = causes(name)[0], causes(name)[-1]
    assert f"comes from further on, from {origin}, which refused the request in frame {frame}" in first["text"]
    assert "further on" not in last["text"]


@pytest.mark.parametrize("name", ["refused_by_the_proxy_itself", "refused_before_the_second_hop"])
def test_not_relayed(name):
    assert all("further on" not in c["text"] for c in causes(name))


def test_ringing_first():
    assert "a 180 came first" in cause("ringing_then_400")["text"]


# --- what went before -------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name, said", [
    ("branch_used_again", ["z9hG4bK-a-1", "in frame 1", "with CSeq number 1"]),
    ("branch_used_again_and_words", ['the responder says "Bad Request; Warning: Retransmission with different CSeq"']),
    ("cseq_falls_in_dialog", ["the CSeq number is 1, not higher than the 2 of the INFO in frame 6"]),
    ("register_with_old_cseq", ["the CSeq number is 1, not higher than the 2 of the REGISTER in frame 3"]),
    ("info_after_bye", ["the BYE in frame 6 had ended the dialog"]),
    ("second_invite_400", ["the INVITE of the same dialog in frame 6 had no final response yet"]),
    ("desync_hits_the_next", ["the message in frame 4 on the same connection"]),
])
def test_history(name, said):
    text = cause(name)["text"]
    assert all(part in text for part in said), text


# --- other codes ------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", refusals.CODES)
def test_code_shows_both_headers(name):
    (status, phrase, _, mine, theirs, *_), found = refusals.CODES[name], causes("codes_and_headers")
    text = found[list(refusals.CODES).index(name)]["text"]
    for row in (mine, theirs):
        if isinstance(row, tuple):
            assert f'"{": ".join(row)}"' in text
    assert phrase in text, status


@pytest.mark.parametrize("status", refusals.MINIMA)
def test_minimum_shows_both_headers(status):
    _, _, mine, theirs, *_ = refusals.MINIMA[status]
    text = cause(f"asked_for_more_{status}")["text"]
    assert f'"{": ".join(mine)}"' in text and f'"{": ".join(theirs)}"' in text


def test_method_that_is_refused_and_listed():
    named, listed = causes("codes_and_headers")[:2]
    assert "lists the method all the same" not in named["text"]
    assert "lists the method all the same" in listed["text"]


def test_size_of_a_message_that_is_too_large():
    sizes = [c["text"] for c in causes("codes_and_headers") if c["id"] == "message_too_large"]
    assert len(sizes) == 2 and all("octets long" in text for text in sizes)


# --- what the responder says ------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name", refusals.WORDS)
def test_words_are_quoted(name):
    header, words = refusals.WORDS[name][3]
    text = causes("words_in_other_headers")[list(refusals.WORDS).index(name)]["text"]
    assert f"{header}: {words}".replace('"', '\\"') in text or f"{header}: {words}" in text


def test_request_that_was_sent_back():
    text = cause("sent_back_changed")["text"]
    assert 'To was "<sip:bob@example.net>" and came as "<sip:bob@203.0.113.20>"' in text
    assert "sent the request back, and it had arrived as it was captured" in cause("sent_back_unchanged")["text"]


def test_octets_behind_the_body():
    assert "Kamailio's sanity check refuses any Content-Length that differs" in cause("octets_behind_the_body")["text"]


# --- what to do -------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("name, line", [
    ("400_cseq_method_mismatch", "CSeq: 1 OPTIONS"),
    ("400_cseq_method_case", "CSeq: 1 OPTIONS"),
    ("400_missing_max_forwards", "Max-Forwards: 70"),
    ("400_request_uri_angle_brackets", "INVITE sip:bob@example.net SIP/2.0"),
    ("400_body_shorter_than_content_length", "Content-Length: {body}"),
    ("400_body_longer_than_content_length", "Content-Length: {body}"),
    ("octets_behind_the_body", "Content-Length: 13"),
])
def test_fix_holds_the_corrected_line(name, line):
    assert cause(name)["fix"].endswith(f'Send: "{line.format(body=len(refusals.SDP))}".')



def test_second_invite_500():
    assert "the INVITE of the same dialog in frame 6 had no final response yet" in cause("second_invite_500")["text"]


def test_415_shows_what_the_responder_takes():
    by_type, by_encoding = causes("type_and_encoding_415")
    assert '"Accept: text/plain"' in by_type["text"]
    assert '"Accept-Encoding: identity"' in by_encoding["text"]


@pytest.mark.parametrize("name", ["cseq_falls_in_dialog", "codes_and_headers", "words_in_other_headers"])
def test_words_are_said_once(name):
    assert all(c["text"].count("the responder says") <= 1 for c in causes(name))


def test_advice_of_a_desync_is_about_streams():
    assert "datagram" not in cause("desync_refused_at_once")["fix"]


def test_no_capture_is_asked_for_that_is_there():
    assert "Capture at the element" not in cause("relayed_without_fault")["fix"]


@pytest.mark.parametrize("name", ["undecoded_version_of_http", "undecoded_version_with_letter"])
def test_what_is_no_version_of_sip_is_malformed(name):
    assert all(r["confidence"] == "certain" for r in records(capture(name)))
    assert "505" not in cause(name)["text"]


def test_merged_request_is_no_circle():
    assert "in a circle" not in cause("merged_fork")["text"]


def test_history_shows_its_bytes():
    assert all(cause(name).get("length") for name in ("branch_used_again", "cseq_falls_in_dialog"))
