# SPDX-License-Identifier: GPL-2.0-or-later
"""Who takes part: the addresses, the phones that are called and how they are started, the ways that lead to them."""
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from calls import CLOSED
from sip import Host
from stacks import launched, package
from uas import Uas

HERE = Path(__file__).resolve().parent
RTP = "10000-10998"
# Ports of the proxy, by way; what is not there is called directly.
PROXY_PORTS = {"rr": 5060, "rr2": 5062, "plain": 5064, "strict": 5066, "alg": 5068, "mixed": 5060}
# Of the callers, by what a firewall does with their ACKs.
FIRST_PORTS = {"": 22000, "dropped": 23000, "rejected": 24000}


@dataclass(frozen=True)
class Place:
    """Five addresses of TEST-NET-2: public ones, as far as anybody can tell from a packet."""
    number: int

    def ip(self, host):
        return f"198.51.100.{16 * self.number + host}"

    caller = property(lambda self: self.ip(1))
    proxy = property(lambda self: self.ip(2))
    phone = property(lambda self: self.ip(3))
    resolver = property(lambda self: self.ip(4))
    fenced = property(lambda self: self.ip(5))  # the callers behind the firewall: its ICMP is about nobody else
    net = property(lambda self: f"198.51.100.{16 * self.number}/28")


# SIPp's scenarios, a process each: what is called, the scenario, its keys.
SIPP = {
    "answer": ("answer", {}),
    "refuse": ("refuse", {}),
    "ring": ("ring", {}),
    "late": ("late", {}),
    "hang_up": ("hang_up", {"reason": 'Reason: Q.850;cause=16;text="Normal call clearing"'}),
    "challenge": ("challenge", {}),
    "reliable": ("reliable", {}),
    "tcponly": ("answer", {"contact": "sip:sipp@{phone}:5996;transport=tcp"}),
    "closed": ("answer", {"contact": "sip:sipp@{phone}:%d" % CLOSED}),
    "unnamed": ("answer", {"contact": "sip:sipp@gone.example.net:{port}"}),
    "private": ("answer", {"contact": "sip:sipp@10.20.30.40:5060"}),
}
SIPP_PORTS = {user: 5070 + i for i, user in enumerate(SIPP)}
OVER = {"u1": "", "t1": ";transport=tcp"}


def sipp(place, folder):
    """Scenarios of ours, SIPp's own retransmissions."""
    for user, (scenario, keys) in SIPP.items():
        for mode, over in OVER.items():
            port, room = SIPP_PORTS[user], folder / f"{user}-{mode}"
            room.mkdir()
            filled = {"contact": "sip:sipp@{phone}:{port}" + over, **keys}
            options = [word for key, text in filled.items()
                       for word in ("-key", key, text.format(phone=place.phone, port=port))]
            yield launched(room, "sipp", "-sf", HERE / "sipp" / f"{scenario}.xml", "-i", place.phone, "-p", str(port),
                           "-t", mode, "-max_retrans", "10", "-max_invite_retrans", "10", "-max_non_invite_retrans",
                           "10", "-nostdin", "-skip_rlimit", "-trace_err", *options)


def baresip(place, folder):
    """A phone that answers by itself, and another that hangs up when it hears nothing for two seconds."""
    modules = next(Path("/usr/lib").glob("**/baresip/modules"))
    for user, port, silence in (("bob", 5080, 0), ("leaver", 5084, 2)):  # and TLS one above
        room = folder / f"baresip-{user}"
        room.mkdir()
        text = (HERE / "baresip.conf").read_text()
        for name, value in (("PHONE", place.phone), ("PORT", port), ("SILENCE", silence), ("MODULES", modules)):
            text = text.replace(name, str(value))
        (room / "config").write_text(text)
        account = f"@{place.phone}:{port}>;regint=0;audio_codecs=pcmu"
        (room / "accounts").write_text(f"<sip:{user}{account};answermode=auto\n<sip:rings{account};answermode=manual\n")
        yield launched(room, "baresip", "-4", "-f", str(room))


BARESIP_PORTS = {"leaver": 5084}


class Ours:
    """The phone of ours, in a thread, as if it were a process."""

    def __init__(self, here):
        self.uas = Uas(here)
        self.thread = threading.Thread(target=self.uas.run, daemon=True)
        self.thread.start()

    def stop(self):
        self.uas.running = False
        self.thread.join()


def ours(place, folder):
    """A phone of ours that minds every fault of an ACK."""
    yield Ours(Host(place.phone, 5090))


def kamailio(place, folder):
    room = folder / "kamailio"
    room.mkdir()
    config = room / "kamailio.cfg"
    config.write_text((HERE / "kamailio.cfg").read_text().replace("PROXY", place.proxy).replace("PHONE", place.phone))
    return launched(room, "/usr/sbin/kamailio", "-DD", "-E", "-m", "32", "-M", "8", "-w", str(room), "-Y", str(room),
                    "-f", str(config))


@dataclass(frozen=True)
class Kind:
    """A kind of phone, on a place of its own with a proxy."""
    name: str
    place: Place
    start: Callable    # (place, folder) -> processes
    version: Callable  # () -> text
    port: Callable     # user -> port


KINDS = {kind.name: kind for kind in (
    Kind("sipp", Place(1), sipp, package("sip-tester"), SIPP_PORTS.__getitem__),
    Kind("baresip", Place(2), baresip, package("baresip-core"), lambda user: BARESIP_PORTS.get(user, 5080)),
    Kind("ours", Place(3), ours, lambda: "", lambda user: 5090))}


@dataclass(frozen=True)
class Target:
    """Whom a call goes to, and how: PHONE.USER/WAY/TRANSPORT."""
    text: str

    @property
    def kind(self):
        return KINDS[self.text.partition(".")[0]]

    @property
    def user(self):
        return self.text.partition("/")[0].partition(".")[2]

    way = property(lambda self: self.text.split("/")[1])
    transport = property(lambda self: self.text.split("/")[2])

    @property
    def phone(self):
        return Host(self.kind.place.phone, self.kind.port(self.user))

    @property
    def hops(self):
        """Where the INVITE goes, one after the other."""
        proxy = PROXY_PORTS.get(self.way)
        return ([Host(self.kind.place.proxy, proxy)] if proxy else []) + [self.phone]

    @property
    def uri(self):
        over = ";transport=tcp" if self.transport == "TCP" else ""
        if self.way not in PROXY_PORTS:
            return f"sip:{self.user}@{self.phone}{over}"
        beyond = {"UDP": "TCP", "TCP": "UDP"}[self.transport] if self.way == "mixed" else self.transport
        return f"sip:{self.user}.{self.phone.port}.{beyond.lower()}@{self.hops[0]}{over}"


def firewall():
    """Drops, or rejects, what begins with ACK from the callers that have a port for that."""
    rule = "add rule inet lab input udp sport {}-{} @th,64,32 0x41434b20 {};"
    subprocess.run(["nft", "add table inet lab; add chain inet lab input { type filter hook input priority 0; };"
                    + rule.format(23000, 23999, "drop")
                    + rule.format(24000, 24999, "reject with icmp type admin-prohibited")], check=True)


def addresses():
    for kind in KINDS.values():
        for host in range(1, 6):
            subprocess.run(["ip", "addr", "add", f"{kind.place.ip(host)}/32", "dev", "lo"], check=True)
        # Whoever connects to these without an address of its own is the phone.
        for host in (kind.place.caller, kind.place.fenced, kind.place.proxy):
            subprocess.run(["ip", "route", "change", "local", host, "dev", "lo", "table", "local", "src",
                            kind.place.phone], check=True)
    subprocess.run(["ip", "route", "add", "192.168.0.0/16", "dev", "lo"], check=True)  # and nobody is there
