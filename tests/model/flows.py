# SPDX-License-Identifier: GPL-2.0-or-later
"""Random call flows. A call is described by a few choices, so that a failing one prints short; playing it tells, by
construction, which message belongs to which transaction, and which ACK answers which response. Times are milliseconds.

What happens on the wire follows RFC 3261 17 and 13.3.1.4; what the capture sees of it is Sight's."""
import random
from dataclasses import dataclass, field

T1, T2, TIMEOUT = 500, 4000, 32000
TRIP = 20        # from one end of a hop to the other and to what comes of it
WINDOW = 100     # the same message again within this is one message captured twice
LADDER = (0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500)  # 17.1.2.2, 13.3.1.4
STEEP = (0, 500, 1500, 3500, 7500, 15500, 31500)                                # 17.1.1.2, RFC 3262 3: no T2

PHRASES = {100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 202: "Accepted", 302: "Moved Temporarily",
           401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 407: "Proxy Authentication Required",
           480: "Temporarily Unavailable", 486: "Busy Here", 487: "Request Terminated", 488: "Not Acceptable Here",
           491: "Request Pending", 500: "Server Internal Error", 503: "Service Unavailable", 504: "Server Time-out",
           603: "Decline"}
SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0\r\n"


# --- what is chosen ----------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Fate:
    """What becomes of a final response to an INVITE, and of its ACK.

    acked    each copy that arrives is acknowledged; `lost` copies do not arrive. The responder stops then.
    unseen   the same, but the ACK does not pass the capture point
    deaf     acknowledged as above, but the responder does not hear it, and repeats up to `copies`
    never    not acknowledged; the responder repeats up to `copies`
    branch, number, tag   an ACK that is wrong in this goes out for each copy, and the responder repeats up to `copies`
    late     acknowledged when all is over"""
    kind: str = "acked"
    lost: int = 0
    copies: int = 11          # the responder's own, with the first
    bye: str = ""             # of the responder when it gives up: "", "plain", "408", "blames"

    @property
    def heard(self):
        return self.kind in ("acked", "unseen")


@dataclass(frozen=True)
class Leg:
    status: int = 200
    fate: Fate = Fate()
    after: int = 1000         # behind the one before, or the ringing


@dataclass(frozen=True)
class Later:
    """A request in the dialog, once the call is up."""
    method: str = "BYE"
    by_caller: bool = True
    after: int = 2000
    leg: Leg = Leg()          # of a re-INVITE


@dataclass(frozen=True)
class Call:
    """An INVITE and what comes of it."""
    start: int = 0
    parties: int = 0
    transport: str = "UDP"
    nat: bool = False
    requests: int = 1                  # copies of the INVITE until something comes back
    provisional: tuple = (100, 180)
    reliable: str = ""                 # the 183 that is sent reliably: "acked", "unseen", "never"
    reliable_copies: int = 1
    cancelled: bool = False
    legs: tuple = (Leg(),)             # several: a fork, each with a To tag of its own; none: no final response
    hops: int = 1
    far: Fate = Fate()                 # of a 3xx-6xx on the second hop
    bypass: bool = False               # the proxy does not record-route: the ACK to a 2xx goes past it
    later: tuple = ()


@dataclass(frozen=True)
class Ask:
    """A request outside of dialogs, but for INVITE."""
    start: int = 0
    parties: int = 0
    transport: str = "UDP"
    method: str = "OPTIONS"
    requests: int = 1     # copies until an answer gets through, or altogether
    lost: int = 0         # so many of the answers do not get through
    status: int = 200     # 0: there is none
    retry: int = 0        # status of the next try, with credentials or a new Expires, after a 401, 407; 0: there is none


@dataclass(frozen=True)
class Sight:
    """What is captured."""
    mirror: str = ""      # seen twice: "", "all", "some", "nat" (the second time with another address)
    seed: int = 0
    end: int = 0          # nothing after this; 0: no end
    tail: int = 0         # the capture goes on for so long without SIP
    loss: int = 0         # so many frames of a hundred are not captured
    swap: int = 0         # frames this near to each other may stand in any order in the file


@dataclass(frozen=True)
class Scene:
    """Calls and requests that lie over each other, and what is captured of them."""
    specs: tuple = ()
    sight: Sight = Sight()


# --- what happens ------------------------------------------------------------------------------------------------------

@dataclass(eq=False)
class Transaction:
    method: str
    call: "Player"
    src: tuple
    dst: tuple
    branch: str
    number: int
    uri: str
    from_: tuple            # who, tag
    to: tuple
    to_tag: str = ""        # of the request
    vias: tuple = ()        # those below
    body: str = ""
    rows: tuple = ()
    legs: list = field(default_factory=list)
    early: list = field(default_factory=list)
    cancels: "Transaction" = None
    credentials: bool = False


@dataclass(eq=False)
class Due:
    """A response that is to be acknowledged."""
    transaction: Transaction
    status: int
    tag: str
    reliable: bool = False
    heard: bool = False     # the acknowledgement reaches the responder, sooner or later


@dataclass(eq=False)
class Sending:
    """A message put on the wire, once."""
    at: int
    transaction: Transaction
    role: str               # q, p, f, a
    key: tuple              # the same for copies of a message
    text: str
    src: tuple
    dst: tuple
    status: int = 0
    due: Due = None         # of a response
    fits: tuple = ()        # of an ACK or a PRACK: what it acknowledges
    flaw: str = ""          # of an ACK that fits nothing
    bypasses: bool = False  # of an ACK: it travels none of the hops of its INVITE
    dialog: tuple = ()      # of a request in a dialog: the two tags, its sender's first
    blames: str = ""        # of a BYE: its Reason
    seen: bool = True


TARGETS = {"INVITE", "REGISTER", "SUBSCRIBE", "UPDATE"}  # these carry a Contact
HOSTS = {"a": 192, "b": 203, "p": 198}


class Player:
    """Plays one call or request into sendings."""

    def __init__(self, name, spec, net=0):
        self.name, self.spec = name, spec
        self.sendings, self.branches = [], 0
        self.transport = spec.transport
        pair = spec.parties
        nat = getattr(spec, "nat", False)
        port = 5060 if self.transport == "UDP" and not nat else 40000 + pair % 3
        self.a = (self.host("a", pair % 2, net), port)
        self.b = (self.host("b", pair // 2 % 2, net), 5060)
        self.p = (self.host("p", 0, net), 5060)
        self.number = {"a": 1, "b": 101}
        self.over = ";transport=tcp" if self.transport == "TCP" else ""
        self.record_route = ()
        self.tags = {"a": f"{name}-a", "b": f"{name}-b"}
        (self.play_call if isinstance(spec, Call) else self.play_ask)(spec)

    @staticmethod
    def host(kind, which, net):
        """`net` keeps the hosts of captures apart that stand in one file."""
        return f"{HOSTS[kind]}.{net // 256}.{net % 256}.{10 + which}"

    # messages

    def branch(self):
        self.branches += 1
        return f"z9hG4bK-{self.name}-{self.branches}"

    def via(self, address, branch):
        return f"SIP/2.0/{self.transport} {address[0]}:{address[1]};branch={branch}"

    def compose(self, start, vias, t, to_tag, method, rows=(), body=""):
        rows = [f"Via: {v}" for v in vias] + [
            f"From: <sip:{t.from_[0]}@example.com>;tag={t.from_[1]}",
            f"To: <sip:{t.to[0]}@example.com>" + (f";tag={to_tag}" if to_tag else ""),
            f"Call-ID: {self.name}@example.com", f"CSeq: {t.number} {method}", *rows]
        if body:
            rows.append("Content-Type: application/sdp")
        return "\r\n".join([start, *rows, f"Content-Length: {len(body)}", "", body])

    def open(self, method, src, dst, by="a", to_tag="", branch=None, vias=(), number=None, rows=(), body=""):
        peer = "b" if by == "a" else "a"
        uri = f"sip:{peer}@{dst[0]}:{dst[1]}" if to_tag else "sip:example.com" if method == "REGISTER" else \
            f"sip:{peer}@example.com"
        other = by if method == "REGISTER" else peer
        if number is None:
            number = self.number[by]
            self.number[by] += 1
        return Transaction(method, self, src, dst, branch or self.branch(), number, uri, (by, self.tags[by]),
                           (other, to_tag), to_tag, vias, body, rows)

    def put(self, *args, **more):
        self.sendings.append(Sending(*args, **more))
        return self.sendings[-1]

    def ask(self, at, t, **more):
        contact = (f"Contact: <sip:{t.from_[0]}@{t.src[0]}:{t.src[1]}>",) if t.method in TARGETS else ()
        text = self.compose(f"{t.method} {t.uri} SIP/2.0", (self.via(t.src, t.branch), *t.vias), t, t.to_tag, t.method,
                            ("Max-Forwards: 70", *contact, *t.rows), t.body)
        dialog = (t.from_[1], t.to_tag) if t.to_tag and t.method not in ("CANCEL", "PRACK") else ()
        self.put(at, t, "q", ("q", t), text, t.src, t.dst, dialog=dialog, **more)

    def answer(self, at, t, status, tag, rows=(), body="", due=None, **more):
        role = "p" if status < 200 else "f"
        contact = ()
        if t.method == "INVITE" and 101 <= status < 300:
            end = self.b if t.from_[0] == "a" else self.a
            contact = (f"Contact: <sip:{t.to[0]}@{end[0]}:{end[1]}{self.over}>", *self.record_route)
        text = self.compose(f"SIP/2.0 {status} {PHRASES[status]}", (self.via(t.src, t.branch), *t.vias), t,
                            "" if status == 100 else t.to_tag or tag, t.method, (*contact, *rows), body)
        self.put(at, t, role, (role, t, status, tag, rows), text, t.dst, t.src, status=status, due=due, **more)

    def exchange(self, at, t, status=200, copies=1, **more):
        """A request, sent so often, and its answer."""
        for offset in LADDER[:copies]:
            self.ask(at + offset, t, **more)
        if status:
            self.answer(at + LADDER[copies - 1] + TRIP, t, status, self.tags[t.to[0]])
        return at + LADDER[copies - 1] + 2 * TRIP

    def ack(self, at, t, due, branch, flaw="", dst=None, seen=True, vias=(), rows=()):
        """On the hop of `t`, unless it goes elsewhere. To a 2xx with a branch of its own, else with the INVITE's (13.2.2.4, 17.1.1.3)."""
        number, tag = t.number, due.tag
        if flaw == "number":
            number += 7
        if flaw == "tag":
            tag = f"{tag}-x"
        two = due.status < 300
        uri = t.uri
        if two:
            end = self.b if t.from_[0] == "a" else self.a
            uri = f"sip:{t.to[0]}@{end[0]}:{end[1]}{self.over}"
        text = self.compose(f"ACK {uri} SIP/2.0", (self.via(t.src, branch), *vias), t, tag, "ACK", ("Max-Forwards: 70", *rows))
        if number != t.number:
            text = text.replace(f"CSeq: {t.number} ACK", f"CSeq: {number} ACK")
        self.put(at, t, "a", ("a", t, branch, tag, number), text, t.src, dst or t.dst, seen=seen, flaw=flaw, bypasses=dst is not None,
                 fits=() if flaw else (due,))

    # flows

    def play_ask(self, spec):
        rows = ("Event: presence",) if spec.method == "SUBSCRIBE" else ()
        t = self.open(spec.method, self.a, self.b, rows=rows)
        repeats = spec.transport == "UDP"
        sent = LADDER[:spec.requests if repeats else 1]
        for offset in sent:
            self.ask(spec.start + offset, t)
        if not spec.status:
            return
        at = spec.start + sent[-1] + TRIP
        self.answer(at, t, spec.status, self.tags["b"])
        for offset in LADDER[len(sent):len(sent) + spec.lost] if repeats else ():
            self.ask(spec.start + offset, t)
            at = spec.start + offset + TRIP
            self.answer(at, t, spec.status, self.tags["b"])
        if spec.retry and spec.status in (401, 407):
            name = "Authorization" if spec.status == 401 else "Proxy-Authorization"
            uri = "sip:example.com" if spec.method == "REGISTER" else "sip:b@example.com"
            again = self.open(spec.method, self.a, self.b, rows=(*rows, (
                f'{name}: Digest username="a", realm="example.com", nonce="n", uri="{uri}", '
                'response="0123456789abcdef0123456789abcdef"')))
            again.credentials = True
            self.exchange(at + TRIP, again, spec.retry)

    def final(self, at, hops, leg, tag, far=None, bypass=False):
        """A final response on these hops, the nearest to its receiver first, and what becomes of it. Returns the time
        from which on the dialog may be used."""
        two = leg.status < 300
        body = SDP if two else ""
        end = at
        if two:
            dues = [Due(t, leg.status, tag, heard=leg.fate.heard) for t in hops]
            for t, due in zip(hops, dues):
                t.legs.append(due)
            acks = [self.branch() for _ in hops]
            end = self.spread(at, leg.fate, self.transport, True,
                              lambda when: [self.answer(when + TRIP * (len(hops) - 1 - i), t, leg.status, tag, body=body,
                                                        due=dues[i]) for i, t in enumerate(hops)],
                              lambda when, flaw, seen: self.ack_2xx(when, hops, dues, acks, flaw, seen, bypass))
            return end
        for i, t in enumerate(hops):
            fate = leg.fate if i == 0 else far
            due = Due(t, leg.status, tag, heard=fate.heard)
            t.legs.append(due)
            branch = t.branch if fate.kind != "branch" else self.branch()
            begin = at + TRIP * (len(hops) - 1 - i)
            end = max(end, self.spread(
                begin, fate, self.transport, False,
                lambda when, t=t, due=due: self.answer(when, t, leg.status, tag, due=due),
                lambda when, flaw, seen, t=t, due=due, branch=branch: self.ack(when, t, due, branch, flaw, seen=seen)))
        return end

    def ack_2xx(self, at, hops, dues, branches, flaw, seen, bypass):
        if bypass and len(hops) > 1:
            # from end to end, on a path of its own: it is shown with the INVITE that its sender sent
            self.ack(at, hops[0], dues[0], branches[0], flaw, dst=hops[-1].dst, seen=seen)
            if not flaw:
                self.sendings[-1].fits = tuple(dues)
            return
        vias, rows = (), [row.replace("Record-", "") for row in self.record_route]
        for i, t in enumerate(hops):
            self.ack(at + i * TRIP, t, dues[i], branches[i], flaw, seen=seen, vias=vias, rows=rows)
            vias, rows = (self.via(t.src, branches[i]), *vias), ()
            if not flaw:
                self.sendings[-1].fits = tuple(dues)

    def spread(self, at, fate, transport, two, answer, ack):
        """Copies of a final response and their ACKs; the time when all is over."""
        repeats = two or transport == "UDP"
        wait = 3 * TRIP
        most = fate.copies if repeats else 1
        offsets = LADDER[:most]
        flaw = fate.kind if fate.kind in (("number", "tag") if two else ("branch",)) else ""
        if fate.kind in ("acked", "unseen"):
            offsets = LADDER[:min(fate.lost, 6) + 1] if repeats else LADDER[:1]
        for i, offset in enumerate(offsets):
            answer(at + offset)
            if fate.kind in ("acked", "unseen"):
                if i == len(offsets) - 1:
                    ack(at + offset + wait, "", fate.kind == "acked")
            elif fate.kind == "deaf" or flaw:
                if i >= min(fate.lost, len(offsets) - 1):
                    ack(at + offset + wait, flaw, True)
        over = at + offsets[-1] + wait
        if fate.kind == "late":
            over = at + TIMEOUT + 6000
            ack(over, "", True)
        return over + TRIP

    def reliable(self, at, t, spec):
        due = Due(t, 183, self.tags["b"], True, spec.reliable != "never")
        t.early.append(due)
        rows = ("Require: 100rel", "RSeq: 1")
        offsets = STEEP[:spec.reliable_copies]
        for offset in offsets:
            self.answer(at + offset, t, 183, self.tags["b"], rows=rows, due=due)
        last = at + offsets[-1]
        if spec.reliable == "never":
            return last + (offsets[-1] or T1) + 100  # it gives up when the next copy would be due
        prack = self.open("PRACK", self.a, self.b, to_tag=self.tags["b"], rows=(f"RAck: 1 {t.number} INVITE",))
        begin = len(self.sendings)
        over = self.exchange(last + 3 * TRIP, prack)
        for s in self.sendings[begin:]:
            s.seen = spec.reliable != "unseen"
            s.fits = (due,) if s.role == "q" else ()
        return over

    def play_call(self, spec):
        near = self.open("INVITE", self.a, self.p if spec.hops > 1 else self.b, rows=("Supported: 100rel",), body=SDP)
        hops = [near]
        if spec.hops > 1:
            if not spec.bypass:
                self.record_route = (f"Record-Route: <sip:{self.p[0]}:{self.p[1]}{self.over};lr>",)
            far = self.open("INVITE", self.p, self.b, number=near.number, vias=(self.via(near.src, near.branch),),
                            rows=(*near.rows, *self.record_route), body=SDP)
            hops.append(far)
        copies = STEEP[:spec.requests if self.transport == "UDP" else 1]
        for offset in copies:
            self.ask(spec.start + offset, near)
        at = spec.start + copies[-1] + TRIP
        for t in hops[1:]:
            self.ask(at, t)
            at += TRIP
        for status in spec.provisional:
            for i, t in enumerate(reversed(hops)):
                self.answer(at + i * TRIP, t, status, self.tags["b"])
            at += TRIP * len(hops) + 200
        if spec.reliable and spec.hops == 1:
            at = self.reliable(at, near, spec)
            if spec.reliable == "never" and not spec.cancelled:
                self.final(at, hops, Leg(504), self.tags["b"], Fate())
                return
        if spec.cancelled and spec.provisional:
            for t in hops:
                cancel = self.open("CANCEL", t.src, t.dst, branch=t.branch, number=t.number)
                cancel.uri, cancel.cancels = t.uri, t
                self.exchange(at, cancel)
                at += TRIP
            self.final(at + 2 * TRIP, hops, Leg(487, spec.far), self.tags["b"], spec.far)
            return
        for i, leg in enumerate(spec.legs):
            at += leg.after
            over = self.final(at, hops, leg, self.tags["b"] + (f"-{i}" if i else ""), spec.far, spec.bypass)
            if leg.status >= 300:
                return
            if i == 0:
                self.go_on(max(over, at), at, leg, spec)

    def go_on(self, at, answered, leg, spec):
        """The dialog of the first 2xx."""
        if leg.fate.bye and leg.fate.kind in ("never", "deaf", "number", "tag"):
            copies = LADDER[:leg.fate.copies]
            gap = min(2 * (copies[-1] - copies[-2]), T2) if len(copies) > 1 else T1
            at = answered + (TIMEOUT if len(copies) == len(LADDER) else copies[-1] + gap)
            self.bye(at, "b", leg.fate.bye)
            return
        if spec.hops > 1:
            return
        for later in spec.later:
            at += later.after
            by = "a" if later.by_caller else "b"
            if later.method == "BYE":
                self.bye(at, by)
                return
            src, dst = (self.a, self.b) if later.by_caller else (self.b, self.a)
            t = self.open(later.method, src, dst, by, self.tags["b" if by == "a" else "a"],
                          body=SDP if later.method == "INVITE" else "")
            if later.method == "INVITE":
                self.ask(at, t)
                at = self.final(at + TRIP, [t], later.leg, t.to_tag)
            else:
                at = self.exchange(at, t)

    def bye(self, at, by, blames=""):
        hop_ends = (self.a, self.b) if self.spec.hops == 1 else (self.p, self.b)
        src, dst = hop_ends if by == "a" else hop_ends[::-1]
        reason = {"408": 'Reason: SIP;cause=408', "blames": 'Reason: SIP;cause=408;text="ACK Timeout"'}
        t = self.open("BYE", src, dst, by, self.tags["b" if by == "a" else "a"],
                      rows=(reason[blames],) if blames in reason else ())
        self.exchange(at, t, blames=blames)


# --- what is captured ---------------------------------------------------------------------------------------------------

@dataclass(eq=False)
class Frame:
    at: int
    sending: Sending    # None: not SIP
    src: tuple = ()
    dst: tuple = ()
    ident: int = 0
    number: int = 0


def play(scene, net=0):
    """The frames of the capture, in the order of their times."""
    specs, sight = scene.specs, scene.sight
    dice = random.Random(sight.seed)
    frames, ident = [], 0
    for i, spec in enumerate(specs):
        for s in Player(f"c{net}-{i}", spec, net).sendings:
            ident = ident % 65535 + 1
            if not s.seen:
                continue
            jitter = dice.randrange(5)
            frames.append(Frame(s.at + jitter, s, s.src, s.dst, ident))
            if sight.mirror in ("all", "nat") or sight.mirror == "some" and dice.random() < 0.5:
                at = s.at + jitter + 1 + dice.randrange(8)
                frames.append(Frame(at, s, *(natted(e, sight.mirror) for e in (s.src, s.dst)), ident))
    frames.sort(key=lambda f: f.at)
    if sight.end:
        frames = [f for f in frames if f.at <= sight.end]
    if sight.loss:
        frames = [f for f in frames if dice.randrange(100) >= sight.loss]
    if sight.swap:
        frames.sort(key=lambda f: f.at + dice.randrange(sight.swap))
    if frames and sight.tail:
        frames.append(Frame(frames[-1].at + sight.tail, None))
    for number, frame in enumerate(frames, 1):
        frame.number = number
    return frames


def natted(end, mirror):
    """The caller's address inside of a NAT (RFC 1918)."""
    return ("10.0.0.5", 5060) if mirror == "nat" and end[0].startswith("192.") else end
