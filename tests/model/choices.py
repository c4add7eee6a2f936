# SPDX-License-Identifier: GPL-2.0-or-later
"""Draws random flows, and makes those that fail shorter."""
from dataclasses import fields, is_dataclass, replace

from flows import Ask, Call, Fate, Later, Leg, Scene, Sight

TO_2XX = ("acked", "unseen", "deaf", "never", "number", "tag", "late")
TO_REST = ("acked", "unseen", "deaf", "never", "branch", "late")
REFUSALS = (302, 401, 404, 407, 480, 486, 488, 491, 503, 603)
WAITS = (300, 1000, 2000, 5000, 20000, 40000)
STARTS = (0, 0, 100, 3000, 30000)


def fate(dice, kinds, transport):
    # what is not captured of a connection shows as a gap in it
    kinds = [k for k in kinds if transport == "UDP" or k != "unseen"]
    return Fate(dice.choice(kinds), dice.choice((0, 0, 1, 2, 3, 5)), dice.choice((11, dice.randint(1, 11))),
                dice.choice(("", "plain", "408", "blames")))


def accepted(dice, transport):
    return Leg(200, fate(dice, TO_2XX, transport), dice.choice(WAITS))


def refused(dice, transport):
    return Leg(dice.choice(REFUSALS), fate(dice, TO_REST, transport), dice.choice(WAITS))


def later(dice, transport):
    return Later(dice.choice(("BYE", "INFO", "UPDATE", "INVITE")), dice.random() < 0.5, dice.choice(WAITS),
                 dice.choice((accepted, refused))(dice, transport))


def call(dice):
    transport = dice.choice(("UDP", "UDP", "TCP"))
    legs = dice.choice((0, 1, 1, 1, 2, 3))
    legs = tuple(accepted(dice, transport) for _ in range(legs)) if legs != 1 or dice.random() < 0.6 else \
        (refused(dice, transport),)
    provisional = dice.choice(((100, 180), (), (100,), (180,), (183, 180)))
    if not legs and provisional == (100,):  # whoever says 100 and no more is judged by Timer C
        provisional = (100, 180)
    reliable = dice.choice(("", "", "acked", "unseen" if transport == "UDP" else "acked", "never"))
    return Call(dice.choice(STARTS), dice.randrange(4), transport, dice.random() < 0.2, dice.choice((1, 1, 2, 4, 7)),
                provisional, reliable, dice.randint(1, 7), dice.random() < 0.2, legs, dice.choice((1, 1, 2)),
                fate(dice, TO_REST, transport), dice.random() < 0.3,
                tuple(later(dice, transport) for _ in range(dice.choice((0, 1, 1, 2, 3)))))


def ask(dice):
    return Ask(dice.choice(STARTS), dice.randrange(4), dice.choice(("UDP", "TCP")),
               dice.choice(("OPTIONS", "REGISTER", "MESSAGE", "SUBSCRIBE")), dice.randint(1, 11),
               dice.choice((0, 0, 1, 2)), dice.choice((200, 200, 0, 401, 407, 403, 404, 503)), dice.choice((0, 200, 403)))


def scene(dice, loss=(0,), swap=(0,)):
    specs = tuple(dice.choice((call, call, ask))(dice) for _ in range(dice.choice((1, 1, 2, 3, 5))))
    end = dice.choice((0, dice.randint(1, 90000)))
    return Scene(specs, Sight(dice.choice(("", "", "all", "some", "nat")), dice.getrandbits(32), end,
                              dice.choice((0, 1000, 10000, 40000)), dice.choice(loss), dice.choice(swap)))


def prompt(dice, **options):
    """Where whoever is answered at all is answered before the third copy, and a gap in the capture does not show: two
    copies that went without an answer are proof, whatever the capture lacks."""
    def soon(fate):
        return replace(fate, lost=min(fate.lost, 1)) if fate.heard else fate

    def spec(s):
        s = replace(s, transport="UDP")
        if isinstance(s, Ask):
            return replace(s, requests=min(s.requests, 3) if s.status else s.requests, lost=0)
        return replace(s, requests=min(s.requests, 3), far=soon(s.far), legs=tuple(
            replace(leg, fate=soon(leg.fate)) for leg in s.legs), later=tuple(
                replace(r, leg=replace(r.leg, fate=soon(r.leg.fate))) for r in s.later),
            reliable_copies=s.reliable_copies if s.reliable == "never" else min(s.reliable_copies, 2))
    chosen = scene(dice, **options)
    return replace(chosen, specs=tuple(map(spec, chosen.specs)))


def simpler(value, default=None):
    """What is one step shorter than this, the largest steps first."""
    if is_dataclass(value):
        for f in fields(value):
            now = getattr(value, f.name)
            if now not in (f.default, ()):  # nothing is shorter than nothing
                yield replace(value, **{f.name: f.default})
            for less in simpler(now, f.default) if f.name not in ("status", "retry") else ():
                yield replace(value, **{f.name: less})
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        for i, item in enumerate(value):
            yield value[:i] + value[i + 1:]
            for less in simpler(item):
                yield value[:i] + (less,) + value[i + 1:]
    elif isinstance(value, int) and isinstance(default, int) and value > default + 1:
        yield (value + default) // 2
        if value < default + 20:
            yield value - 1


def shrunk(scene, fails):
    """The shortest scene in reach that still fails."""
    while True:
        scene, before = next((less for less in simpler(scene) if fails(less)), scene), scene
        if scene is before:
            return scene
