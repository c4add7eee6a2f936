# SPDX-License-Identifier: GPL-2.0-or-later
"""A situation: the frames that happen and, beside them, what a person says of them. The truth is written by hand
from the scenario, never taken from the plugin's output."""
from wire import Capture

SITUATIONS = {}  # name -> function that plays it into a Scene
BAD = {"failed", "no_response", "missing_ack", "bad_ack"}
NOT_SAID = object()

# RFC 3261 17.1.1.2 (Timer A: INVITE, doubling), 17.1.2.2 and 13.3.1.4 (Timer E, G and the 2xx: doubling up to T2).
INVITE_LADDER = (0.5, 1.5, 3.5, 7.5, 15.5, 31.5)
LADDER = (0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5)


class Scene(Capture):
    def __init__(self, **options):
        super().__init__(**options)
        self.truth = []         # one dict a transaction, in order of first appearance
        self.retransmitted = {}  # frame -> frame of the first sending: these and no others
        self.duplicates = {}     # frame -> frame it is a second sight of: these and no others
        self.fields = {}         # frame -> {field: value}
        self.args = ()           # what tshark needs for this capture
        self.open_ended = False  # the transactions are not listed, only their limits

    def expect(self, method, status, verdict, ack="not_due", cause=NOT_SAID, **more):
        """What is not said is not compared, but for these: only a bad transaction has a cause, and only the
        verdicts of BAD are bad."""
        record = {"method": method, "status": status, "verdict": verdict, "bad": verdict in BAD, "ack": ack, **more}
        if cause is not NOT_SAID or verdict not in BAD:
            record["cause"] = None if cause is NOT_SAID else cause
        self.truth.append(record)

    def again(self, frames):
        """The first of these is a sending, the rest are its retransmissions."""
        self.retransmitted.update({f: frames[0] for f in frames[1:]})
        return frames

    def frame(self, number, **fields):
        self.fields.setdefault(number, {}).update(fields)


def situation(play=None, **options):
    def register(play):
        add(play.__name__, play, **options)
        return play
    return register(play) if play else register


def add(name, play, **options):
    assert name not in SITUATIONS, name

    def build():
        scene = Scene(**options)
        play(scene)
        return scene
    build.__doc__ = play.__doc__
    SITUATIONS[name] = build


def ring(c, d, t=0.0, **more):
    """INVITE, 100, 180: three frames."""
    invite = d.invite(**more)
    c.send(t, invite)
    c.send(t + 0.01, d.answer(invite, 100))
    c.send(t + 0.1, d.answer(invite, 180))
    return invite


def pick_up(c, d, t=0.0, **more):
    """ring() and the 200 two seconds after the INVITE: four frames, no ACK."""
    invite = ring(c, d, t, **more)
    ok = d.answer(invite, 200)
    c.send(t + 2, ok)
    return invite, ok


def call(c, d, t=0.0, **more):
    """pick_up() and the ACK: five frames."""
    invite, ok = pick_up(c, d, t, **more)
    ack = d.ack(invite, ok)
    c.send(t + 2.02, ack)
    return invite, ok, ack


def exchange(c, d, t, request, status=200, phrase=None, **more):
    """A request and its final response 20 ms later."""
    response = d.answer(request, status, phrase, **more)
    return [c.send(t, request), c.send(t + 0.02, response)]


def hang_up(c, d, t, by=None):
    return exchange(c, d, t, d.request("BYE", by=by))
