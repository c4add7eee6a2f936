# SPDX-License-Identifier: GPL-2.0-or-later
"""The calls: what the caller does, to whom and which way, and what is then true of the INVITE on each hop."""
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Callable

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "stacks"), str(HERE.parent / "pcaps"), str(HERE)]
from caller import again, ask, authorized, cancelling, one_after_another, stay, talk, wait  # noqa: E402
from cases import as_is, drop, part, swap, uri, value  # noqa: E402
from client import first  # noqa: E402
from phone import next_hop, uri_of  # noqa: E402

NORMAL = "normal"
CLOSED, DEAF = 5998, 5997  # ports of the phone's host: nobody there, and somebody who never answers
DROPPED, REJECTED = "dropped", "rejected"  # what a firewall does with an ACK, see lab.py


def every(number, n):
    """Which copies of a final response are acknowledged: INVITE's number, copy's number."""
    return True


def never(number, n):
    return False


def once(number, n):
    return n == 1


def but_first(number, n):
    return n > 1


def first_invite(number, n):
    return number == 1


def pracked(call, rows):
    call.send_prack(rows, None)


def with_rack(rack):
    return lambda call, rows: call.send_prack(rows, rack)


def unpracked(call, rows):
    pass


def due(call, ack):
    return ack


def to_port(port):
    """To another port of the next hop."""
    return lambda call, ack: ack.to(ack.dst.at(port))


def to_invited(call, ack):
    """Where the INVITE went."""
    return ack.to(call.there)


def to_contact(call, ack):
    return ack.to(next_hop(uri_of(first(call.final[1], "Contact")))[1])


def over_udp(call, ack):
    return replace(ack, transport="UDP").with_("Via", ack.value("Via").replace("/TCP", "/UDP"))


def routes(choose):
    """An ACK whose Route values are chosen anew."""
    def bend(ack):
        i = [name for name, _ in ack.rows].index("Route")
        chosen = tuple(("Route", v) for v in choose([v for n, v in ack.rows if n == "Route"]))
        rest = tuple(row for row in ack.rows if row[0] != "Route")
        return replace(ack, rows=rest[:i] + chosen + rest[i:])
    return bend


def invited_uri(call, ack):
    return ack.to_uri(call.to_uri)


def invited_branch(call, ack):
    return ack.with_("Via", call.invites[1].value("Via"))


def loosely(call, ack):
    """A strict route taken for a loose one: the Contact in the Request-URI."""
    rows = call.final[1]
    return ack.to_uri(uri_of(first(rows, "Contact"))).with_("Route", first(rows, "Record-Route"))


@dataclass(frozen=True)
class Case:
    name: str
    act: Callable = talk()                # what the call does once it is answered
    bend: Callable = as_is                # the ACK
    where: Callable = due                 # (call, ack) -> ack: what needs to know the call, and where it goes
    acknowledges: Callable = every
    confirm: Callable = pracked
    bend_invite: Callable = as_is
    cseq: int = 1                         # the INVITE that it is about
    delay: float = 0.0                    # seconds until the first copy is acknowledged
    user: str = "alice"
    offers: bool = True
    silent: bool = False                  # no answer in the ACK
    firewall: str = ""


@dataclass(frozen=True)
class Truth:
    """Of the INVITE on a hop; what is not said is not claimed."""
    ack: str = ""
    cause: str = ""
    prack: str = ""


FINE = Truth()
UNSEEN = Truth("missing", "ack_not_seen")
STOPPED = Truth("missing", "ack_not_forwarded")


def wrong(cause):
    return Truth("wrong", cause)


def lost(cause):
    return Truth("lost", cause)


def missing(cause):
    return Truth("missing", cause)


# Case, whether it is planted or looks like it and is accepted, what is true between caller and next hop, what beyond
# a proxy (None: the same), and the calls: PHONE.USER/PATH/TRANSPORT.
PLANTED = (
    (Case("never", wait(), acknowledges=never), UNSEEN, None,
     "sipp.answer/direct/UDP sipp.answer/rr/UDP sipp.answer/plain/UDP sipp.answer/rr2/UDP "
     "baresip.bob/direct/UDP baresip.bob/direct/TCP baresip.bob/rr/UDP baresip.bob/rr/TCP baresip.bob/plain/UDP "
     "baresip.bob/plain/TCP ours.bob/direct/TCP ours.mute/rr/TCP ours.bob/plain/TCP"),
    (Case("never_refused", wait(33), acknowledges=never), UNSEEN, FINE,
     "sipp.refuse/direct/UDP baresip.nobody/direct/UDP ours.603/direct/UDP"),
    (Case("never_refused_heard", one_after_another(stay(34), ask), acknowledges=never), UNSEEN, None,
     "ours.486/direct/TCP"),
    (Case("contact_rewritten", wait()), missing("ack_alg"), None, "sipp.answer/alg/UDP baresip.bob/alg/UDP"),
    (Case("never_again", one_after_another(again(seconds=0), wait()), acknowledges=first_invite, cseq=2), UNSEEN, None,
     "baresip.bob/direct/UDP ours.bob/rr/TCP sipp.answer/rr/UDP"),
    (Case("other_cseq", wait(), bend=value("CSeq", "7 ACK")), wrong("ack_cseq"), None,
     "baresip.bob/direct/UDP baresip.bob/direct/TCP baresip.bob/rr/UDP baresip.bob/plain/UDP ours.bob/rr/TCP"),
    (Case("other_cseq_method", wait(), bend=value("CSeq", "1 INVITE")), wrong("ack_cseq"), None,
     "ours.bob/direct/UDP"),
    (Case("other_to_tag", wait(), bend=part("To", ";tag=", ";tag=x")), wrong("ack_totag"), None,
     "baresip.bob/direct/UDP baresip.bob/rr/TCP ours.bob/plain/UDP"),
    (Case("no_to_tag", wait(), bend=lambda m: m.with_("To", m.value("To").partition(";tag")[0])), wrong("ack_totag"),
     None, "baresip.bob/direct/UDP baresip.bob/direct/TCP ours.bob/rr/UDP"),
    (Case("other_from_tag", wait(), bend=part("From", ";tag=", ";tag=x")), wrong("ack_fromtag"), None,
     "baresip.bob/direct/UDP baresip.bob/rr/UDP ours.bob/direct/TCP"),
    (Case("other_call_id", wait(), bend=lambda m: m.with_("Call-ID", "x" + m.value("Call-ID"))),
     wrong("ack_callid"), None, "sipp.answer/direct/UDP baresip.bob/rr/UDP ours.bob/direct/TCP"),
    (Case("new_branch", wait(), bend=part("Via", "branch=z9hG4bK", "branch=z9hG4bKx")), wrong("ack_branch"), FINE,
     "baresip.nobody/direct/UDP ours.486/direct/UDP ours.603/rr/UDP sipp.refuse/rr/UDP"),
    (Case("invited_branch", wait(), where=invited_branch), wrong("ack_branch_reused"), None,
     "ours.bob/direct/UDP ours.bob/direct/TCP"),
    (Case("other_uri", wait(), bend=swap("bob@", "carol@")), wrong("ack_bad_ruri"), None,
     "ours.bob/direct/UDP ours.bob/direct/TCP"),
    (Case("invited_uri", wait(), where=invited_uri), wrong("ack_bad_ruri"), STOPPED,
     "sipp.answer/rr/UDP baresip.bob/rr/TCP baresip.bob/rr2/UDP"),
    (Case("no_route", wait(), bend=drop("Route")), wrong("ack_route_set"), STOPPED,
     "sipp.answer/rr/UDP baresip.bob/rr/TCP ours.bob/rr2/UDP"),
    (Case("route_order", wait(), bend=routes(lambda found: found[::-1]), where=to_invited), wrong("ack_route_set"),
     STOPPED, "sipp.answer/rr2/UDP baresip.bob/rr2/TCP"),
    (Case("one_route", wait(), bend=routes(lambda found: found[:1])), wrong("ack_double_rr"), STOPPED,
     "sipp.answer/rr2/UDP baresip.bob/rr2/TCP"),
    (Case("strict_as_loose", wait(), where=loosely), wrong("ack_strict_route"), STOPPED,
     "sipp.answer/strict/UDP baresip.bob/strict/UDP"),
    (Case("closed_port", wait(), where=to_port(CLOSED)), wrong("ack_to_wrong_host"), None,
     "sipp.answer/direct/UDP baresip.bob/direct/UDP baresip.bob/plain/UDP"),
    (Case("deaf_port", wait(), where=to_port(DEAF)), wrong("ack_to_wrong_host"), None,
     "sipp.answer/direct/UDP baresip.bob/direct/UDP"),
    (Case("proxys_other_port", wait(), where=to_port(5064)), wrong("ack_to_wrong_host"), STOPPED,
     "sipp.answer/rr/UDP baresip.bob/rr/UDP"),
    (Case("udp_for_tcp", wait(), where=over_udp), wrong("ack_transport_mismatch"), None,
     "ours.bob/direct/TCP ours.closedtcp/direct/UDP"),
    (Case("tcp_refused", wait()), missing("ack_connection_refused"), None,
     "sipp.tcponly/direct/UDP ours.closedtcp/direct/UDP sipp.tcponly/plain/UDP"),
    (Case("tcp_refused_to_proxy", wait()), lost("ack_not_forwarded"), missing("ack_connection_refused"),
     "sipp.tcponly/rr/UDP"),
    (Case("contact_closed", wait()), lost("ack_icmp"), None, "ours.closed/direct/UDP sipp.closed/direct/UDP"),
    (Case("name_unknown", wait()), missing("ack_dns"), None,
     "sipp.unnamed/direct/UDP ours.unnamed/direct/TCP sipp.unnamed/plain/UDP"),
    (Case("contact_private", wait()), missing("ack_contact_private"), None,
     "ours.private/direct/UDP sipp.private/direct/UDP"),
    (Case("contact_behind", wait()), lost("ack_contact_private"), None, "ours.behind/direct/UDP"),
    (Case("contact_missing", wait(), acknowledges=never), missing("ack_twoxx_dropped_by_caller"), None,
     "ours.contactless/direct/UDP ours.contactless/direct/TCP"),
    (Case("proxy_drops", wait(), user="unheard"), lost("ack_not_forwarded"), STOPPED,
     "sipp.answer/rr/UDP baresip.bob/rr/UDP baresip.bob/rr/TCP ours.bob/rr/TCP"),
    (Case("malformed_via", wait(), bend=part("Via", ";branch", ";;branch")), wrong("ack_malformed"), STOPPED,
     "sipp.answer/rr/UDP baresip.bob/rr/TCP"),
    (Case("malformed_sent_by", wait(), bend=part("Via", ":2", ":x2")), wrong("ack_malformed"), None,
     "ours.bob/direct/UDP"),
    (Case("via_without_transport", wait(), bend=part("Via", "SIP/2.0/UDP", "SIP/2.0")), wrong("ack_malformed"), None,
     "baresip.bob/direct/UDP baresip.bob/plain/UDP"),
    (Case("no_forwards_left", wait(), bend=value("Max-Forwards", "0")), wrong("ack_maxfwd"), STOPPED,
     "sipp.answer/rr/UDP baresip.bob/rr/TCP"),
    (Case("late", stay(39), delay=37), Truth("late", "ack_late"), None,
     "sipp.answer/direct/UDP baresip.bob/direct/UDP baresip.bob/rr/TCP"),
    (Case("no_answer", offers=False, silent=True), wrong("ack_prack_confusion"), None,
     "baresip.bob/direct/UDP sipp.answer/rr/TCP sipp.answer/direct/UDP"),
    (Case("late_200", cancelling(wait()), acknowledges=never), missing("ack_glare"), None,
     "sipp.late/direct/UDP ours.late/rr/TCP ours.late/direct/UDP"),
    (Case("other_sent_by", wait(), bend_invite=part("Via", ":2", ":3")), missing("ack_no_200_delivery"), UNSEEN,
     "sipp.answer/rr/UDP baresip.bob/rr/UDP"),
    (Case("first_only", wait(), acknowledges=once, firewall=DROPPED), lost("ack_not_repeated"), None,
     "baresip.bob/direct/UDP sipp.answer/direct/UDP"),
    (Case("first_only_heard", wait(), acknowledges=once), lost("ack_not_repeated"), None, "ours.deaf/direct/TCP"),
    (Case("firewall_drops", wait(), firewall=DROPPED), lost("ack_lost_path"), None,
     "baresip.bob/direct/UDP sipp.answer/direct/UDP"),
    (Case("unheard", wait()), lost("ack_lost_path"), None, "ours.deaf/direct/TCP"),
    (Case("firewall_rejects", wait(), firewall=REJECTED), lost("ack_icmp"), None,
     "baresip.bob/direct/UDP sipp.answer/direct/UDP"),
    (Case("no_prack", one_after_another(wait(), talk()), confirm=unpracked),
     Truth(cause="prack_not_seen", prack="missing"), None, "sipp.reliable/direct/UDP ours.early/rr/UDP"),
    (Case("no_prack_refused", one_after_another(wait(), talk()), confirm=unpracked), Truth(prack="missing"), None,
     "ours.strictly/direct/TCP"),
    (Case("other_rack", one_after_another(wait(), talk()), confirm=with_rack("8 1 INVITE")),
     Truth(cause="prack_wrong", prack="wrong"), None, "ours.early/direct/UDP ours.early/rr/TCP"),
    (Case("prack_dropped", one_after_another(wait(), talk()), user="hushed"),
     Truth(cause="prack_lost_path", prack="lost"), Truth(cause="prack_not_seen", prack="missing"),
     "sipp.reliable/rr/UDP"),
    (Case("no_final", cancelling(stay(37))), Truth(cause="no_final_response"), None, "ours.silent/direct/UDP"),
)
EVERYWHERE = ("sipp.answer/direct/UDP sipp.answer/direct/TCP sipp.answer/rr/UDP sipp.answer/rr/TCP "
              "sipp.answer/plain/UDP sipp.answer/plain/TCP sipp.answer/rr2/UDP "
              "baresip.bob/direct/UDP baresip.bob/direct/TCP baresip.bob/rr/UDP baresip.bob/rr/TCP "
              "baresip.bob/plain/UDP baresip.bob/plain/TCP baresip.bob/rr2/UDP baresip.bob/rr2/TCP "
              "ours.bob/direct/UDP ours.bob/direct/TCP ours.bob/rr/UDP ours.bob/rr/TCP "
              "ours.bob/plain/UDP ours.bob/plain/TCP")
# Nothing wrong, or odd and accepted.
UNBLAMED = (
    (Case("plain"), EVERYWHERE),
    (Case("long", talk(5)), "sipp.answer/rr/UDP baresip.bob/plain/UDP baresip.bob/rr/TCP"),
    (Case("mixed"), "baresip.bob/mixed/UDP baresip.bob/mixed/TCP"),
    (Case("strict"), "sipp.answer/strict/UDP baresip.bob/strict/UDP"),
    (Case("slow", delay=0.8), "sipp.answer/direct/UDP baresip.bob/rr/UDP baresip.bob/plain/TCP"),
    (Case("slower", talk(5), delay=4.2), "sipp.answer/rr/UDP baresip.bob/direct/TCP"),
    (Case("second_copy", talk(2), acknowledges=but_first),
     "sipp.answer/plain/UDP baresip.bob/direct/UDP ours.bob/rr/TCP"),
    (Case("third_time", talk(4)), "ours.slow/direct/UDP ours.slow/rr/TCP"),
    (Case("offerless", offers=False), "sipp.answer/rr/UDP baresip.bob/direct/UDP baresip.bob/plain/TCP"),
    (Case("again", one_after_another(again(), talk(0.5))),
     "sipp.answer/rr/UDP baresip.bob/direct/UDP baresip.bob/rr/TCP"),
    (Case("hold", one_after_another(again("sendonly"), again("sendrecv"), talk(0.5))),
     "sipp.answer/direct/UDP baresip.bob/rr/UDP baresip.bob/plain/TCP"),
    (Case("busy", stay(1)), "sipp.refuse/direct/UDP sipp.refuse/rr/UDP ours.486/rr/TCP"),
    (Case("declined", stay(1)), "ours.603/direct/UDP ours.603/plain/TCP"),
    (Case("moved", stay(1)), "ours.302/direct/UDP"),
    (Case("cancelled", cancelling()),
     "sipp.ring/direct/UDP baresip.rings/direct/TCP baresip.rings/rr/UDP ours.rings/rr/TCP"),
    (Case("late_200_acked", cancelling(talk())), "sipp.late/direct/UDP ours.late/rr/UDP"),
    (Case("authorized", authorized), "sipp.challenge/direct/UDP sipp.challenge/rr/UDP"),
    (Case("callee_leaves", wait(6)), "sipp.hang_up/direct/UDP sipp.hang_up/rr/UDP ours.leaver/plain/TCP "
     "ours.noisy/direct/UDP ours.expired/rr/UDP baresip.leaver/rr/UDP"),
    (Case("pracked", talk()), "sipp.reliable/direct/UDP sipp.reliable/rr/UDP ours.early/rr/TCP"),
    (Case("named"), "ours.named/direct/UDP ours.named/plain/TCP"),
    (Case("bypassed", bend=drop("Route"), where=to_contact), "sipp.answer/rr/UDP baresip.bob/rr/UDP"),
    (Case("udp_accepted", where=over_udp), "baresip.bob/direct/TCP baresip.bob/rr/TCP"),
    (Case("other_sent_by_repaired", talk(2), bend_invite=part("Via", ":2", ":3")), "baresip.bob/direct/UDP"),
    (Case("malformed_accepted", bend=value("Content-Length", "300")), "baresip.bob/direct/UDP"),
    (Case("other_uri_accepted", bend=uri("sip:carol@{dst}")), "baresip.bob/direct/UDP sipp.answer/direct/UDP"),
)
