# SPDX-License-Identifier: GPL-2.0-or-later
"""What is to be said of a capture whose flows are known. Pairing comes from how the flows were made, never from the bytes.
Verdicts follow from what the capture shows of them, by the rules that the documentation gives: an absence is held against
somebody only where it is proven."""
from collections import defaultdict

from flows import LADDER, T1, T2, TIMEOUT, WINDOW

RETRY = {401, 407}
OUTCOMES = {486, 600, 603, 607, 608, 487, 491}
SEVERITY = ("not_due", "acked", "elsewhere", "unknown", "pending", "late", "lost", "wrong", "missing")
BAD_ACK = {"late", "lost", "wrong", "missing"}


def copies_told_apart(frames):
    """Frame -> "", "d" or "r1", "r2", ...: by which sending it shows, and what came within the window."""
    kinds, latest = {}, {}
    for f in frames:
        key = (f.sending.transaction, *f.sending.key)
        if key not in latest:
            latest[key] = (f, 0, {f.sending})
            kinds[f] = ""
            continue
        last, again, sendings = latest[key]
        if f.sending in sendings or f.at - last.at < WINDOW:
            kinds[f] = "d"
            latest[key] = (f, again, sendings | {f.sending})
        else:
            kinds[f] = f"r{again + 1}"
            latest[key] = (f, again + 1, {f.sending})
    return kinds


def answered(t, now):
    """Was there a final response, captured or not?"""
    return any(s.transaction is t and s.role == "f" and s.at <= now for s in t.call.sendings)


class Truth:
    def __init__(self, frames):
        self.now = frames[-1].at if frames else 0
        self.frames = [f for f in frames if f.sending]
        self.kinds = copies_told_apart(self.frames)
        self.of = defaultdict(list)
        for f in self.frames:
            self.of[f.sending.transaction].append(f)

    def fresh(self, frames, role):
        return [f for f in frames if f.sending.role == role and self.kinds[f] != "d"]

    def first(self, t, role):
        return next((f for f in self.of[t] if f.sending.role == role), None)

    # --- acknowledgements ---

    def in_dialog(self, due, since):
        """The newest request of each side in the dialog of this response, and the first BYE of the answering side."""
        t, newest, bye = due.transaction, {True: None, False: None}, None
        mine, theirs = t.from_[1], due.tag
        for f in self.frames:
            tags = f.sending.dialog
            if f.number <= since.number or not tags or f.sending.transaction.call is not t.call or \
                    set(tags) != {mine, theirs}:
                continue
            by_caller = tags[0] == mine
            newest[by_caller] = f
            if not by_caller and f.sending.transaction.method == "BYE":
                bye = bye or f
        return newest[True], newest[False], bye

    def state(self, due, holding=True):
        """Of the acknowledgement of one response: the states that are true of it, mostly one. An ACK that almost fits
        is held against its sender, or not."""
        t = due.transaction
        seen = [f for f in self.of[t] if f.sending.due is due]
        copies = [f.at for f in seen if self.kinds[f] != "d"]
        if not copies:
            return set()
        acks = [f for f in self.frames if due in f.sending.fits]
        here = [f for f in acks if f.sending.transaction is t or f.sending.transaction.method == "PRACK"]
        here = [f for f in here if (f.src[0], f.dst[0]) == (self.of[t][0].src[0], self.of[t][0].dst[0])]
        ack = (here or acks or [None])[0]
        first, last = copies[0], copies[-1]
        two = due.status < 300
        caller, callee, bye = self.in_dialog(due, seen[0]) if two and not due.reliable else (None, None, None)
        final = self.first(t, "f") if due.reliable else None

        def due_after(times):
            """When, at the latest, one more copy has come if nobody has acknowledged: and T1 to spare."""
            gap = 2 * (times[-1] - times[-2]) if len(times) > 1 else T1
            return times[-1] + (gap if due.reliable else min(gap, max(T2, gap // 2))) + T1

        next_due = due_after(copies)
        gap = copies[-1] - copies[-2] if len(copies) > 1 else 0
        reach = last + (2 * gap if due.reliable else min(2 * gap, T2)) - first
        to_end = bool(gap) and last - first >= TIMEOUT * 3 // 4 and reach >= TIMEOUT * 19 // 20
        blames = bye.sending.blames if bye else ""
        on_time = bool(bye) and abs(bye.at - first - TIMEOUT) <= TIMEOUT // 4
        gave_up = bool(bye) and (blames == "blames" or last < bye.at <= next_due)
        timed_out = blames in ("408", "blames")

        went_on = bool(caller) and caller.at > next_due and not to_end
        stopped = went_on or not (final and last < final.at <= next_due) and self.now > next_due and not to_end \
            and not gave_up and not (on_time and timed_out)

        if ack:
            until_ack = [c for c in copies if c <= ack.at] or copies[:1]
            if not due.reliable and ack.at - first > TIMEOUT + T1 and ack.at > due_after(until_ack):
                return {"late"}
            after = sum(c > ack.at for c in copies)
            ended = gave_up and (on_time or after >= 4)
            if after >= 2 and (to_end or ended or blames == "blames" or after >= 3 and self.now < next_due):
                return {"lost"} if here else {"lost", "missing"}
            return {"acked"}
        if not self.first(t, "q"):
            return {"unknown"}
        wrong = [f for f in self.frames if f.sending.flaw and not due.reliable and f.at >= first and self.kinds[f] != "d" and
                 (f.sending.transaction is t or f.sending.bypasses and self.is_hop(t, f.sending.transaction))]
        if wrong:
            after = sum(c > wrong[0].at for c in copies)
            if holding and (wrong[0].sending.flaw == "branch" or after >= 2 or after == 1 and not stopped):
                # Where its INVITE was first seen on the other side of a NAT, this may be another sender's.
                here = (wrong[0].src[0], wrong[0].dst[0]) == (self.of[t][0].src[0], self.of[t][0].dst[0])
                return {"wrong"} if here else {"wrong"} | self.state(due, holding=False)
        if len(copies) >= 3:
            if not stopped and not (due.reliable and self.prack_was_answered(due, first)):
                return {"missing"}
        elif two and not due.reliable and bye and not caller and (blames == "blames" or on_time and timed_out):
            return {"missing"}
        elif not due.reliable and t.call.transport == "TCP" and not (two and (caller or callee)) and \
                self.heard(t, t.src, t.dst, first + TIMEOUT):
            # Which way the ACK of a later INVITE goes, the first one tells, unless two took it.
            return {"missing", "unknown"} if two and self.forked(t.call) else {"missing"}
        if due.reliable:
            lives_on = bool(final) and final.sending.status < 300 and final.at > next_due
        else:
            lives_on = two and not to_end and (
                bool(caller) and caller.at > next_due or
                bool(callee) and callee.at > next_due and not (
                    bye and callee.sending.transaction is bye.sending.transaction and callee is bye and
                    (on_time or timed_out)))
        return {"elsewhere"} if lives_on else {"pending"} if self.now - first < TIMEOUT else {"unknown"}

    @staticmethod
    def forked(call):
        return len({s.due.tag for s in call.sendings if s.due and s.due.status < 300 and not s.due.reliable and
                    s.due.transaction.number == 1}) > 1

    @staticmethod
    def is_hop(t, u):
        return (t.call, t.method, t.number, t.from_) == (u.call, u.method, u.number, u.from_)

    def prack_was_answered(self, due, since):
        return any(t.method == "PRACK" and t.call is due.transaction.call and not self.first(t, "q") and
                   self.first(t, "f") and self.first(t, "f").at >= since for t in self.of)

    def worst(self, dues):
        states = {"not_due"}
        for due in dues:
            these = self.state(due)
            if these:
                states = {max(a, b, key=SEVERITY.index) for a in states for b in these}
        return states

    # --- verdicts ---

    def heard(self, t, src, dst, since):
        """Anything from one to the other; over TCP, on that connection."""
        def told(end):
            return end if t.call.transport == "TCP" else end[0]
        return any(f.at > since and f.sending.transaction.call.transport == t.call.transport and
                   told(f.src) == told(src) and told(f.dst) == told(dst) for f in self.frames)

    def followed_up(self, t, status):
        """A later try of the same method in the same call, with what was asked for."""
        return any(u is not t and u.call is t.call and u.method == t.method and u.number > t.number and
                   (status not in RETRY and status // 100 == 3 or u.credentials) for u in self.of)

    def of_final(self, t, final):
        status = final.sending.status
        if status < 300:
            return "ok"
        if status < 400:
            return "redirected"
        if status in RETRY:
            return "challenged" if self.followed_up(t, status) or self.now - final.at < TIMEOUT else "failed"
        return "outcome" if status in OUTCOMES else "failed"

    def of_silence(self, t, request):
        repeats = self.fresh(self.of[t], "q")
        sending = repeats[-1].at - request.at
        tcp = t.call.transport == "TCP"
        heard = self.heard(t, request.dst, request.src, request.at)
        timed_out = self.now - request.at >= TIMEOUT - 2 * T1
        if self.was_answered_unseen(t):
            return "incomplete"
        if self.first(t, "p"):
            cancel = next((u for u in self.of if u.cancels is t and self.first(u, "f")), None)
            accepted = self.first(cancel, "f") if cancel else None
            if accepted and self.now - accepted.at >= TIMEOUT and self.heard(t, request.dst, request.src, accepted.at):
                return "no_response"
            return "pending"
        if not timed_out:
            return "pending"
        to_end = sending >= 52 * T1
        return "no_response" if (heard if tcp else to_end or len(repeats) >= 4 and heard) else "incomplete"

    def was_answered_unseen(self, t):
        """An ACK, or a later request of the same party that could not be without the answer."""
        if any(f.sending.role == "a" for f in self.of[t]):
            return True
        return any(u.call is t.call and u.number > t.number and u.from_[1] == t.from_[1] and self.first(u, "q") and
                   u.method not in ("PRACK", "UPDATE", "ACK") and
                   (u.to_tag and not t.to_tag or u.credentials and not t.credentials) for u in self.of)

    def verdict(self, t, ack, prack):
        request, final = self.first(t, "q"), self.first(t, "f")
        if not request:
            return "incomplete"
        state = self.of_final(t, final) if final else self.of_silence(t, request)
        bad = ack if ack in BAD_ACK else prack
        if state in ("failed", "no_response") or bad not in BAD_ACK or state == "incomplete" and not final:
            return state
        return "missing_ack" if bad == "missing" else "bad_ack"

    def transactions(self):
        numbers = {t: n for n, t in enumerate(self.of, 1)}
        for t, frames in self.of.items():
            acks, pracks = self.worst(t.legs), self.worst(t.early)
            cancel = next((u for u in self.of if u.cancels is t and self.first(u, "q")), None)
            yield {"method": t.method,
                   "sightings": " ".join(f"{f.number}{f.sending.role}{self.kinds[f]}" for f in frames),
                   "ack": acks, "prack": pracks,
                   "verdict": {self.verdict(t, a, p) for a in acks for p in pracks},
                   "cancelled_by": numbers[cancel] if cancel else 0}


assert LADDER[-1] < TIMEOUT
