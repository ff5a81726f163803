"""What a season owes its viewers: the tension curve, turns, promises kept, the flavours of a story.

Pure judgements on facts and beats; `planner` searches by them. Nothing here writes or reads words.
A state is a set of facts held as the bits of one whole number (`bits`): a plan weighs thousands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from engine.writer.data import Beat, beats
from engine.writer.story import Story, phase

CURVE = (
    (0.0, 6.0), (0.1, 5.0), (0.22, 7.0), (0.3, 5.0), (0.38, 6.0), (0.47, 9.0), (0.55, 6.0),
    (0.63, 8.0), (0.7, 6.0), (0.8, 8.0), (0.9, 9.0), (0.95, 10.0), (1.0, 8.0),
)  # fmt: skip
"""(share of the season, tension 0 to 10): peaks at the mid-season reveal and before the end."""

TURNS = frozenset(("reversal", "reveal", "escape", "exposed", "faceslap", "coup"))
"""Tags of beats that turn the story: one is due every two or three episodes."""

FLAVOURS = {
    "romance": frozenset(("love", "wedding", "triangle", "sacrifice")),
    "revenge": frozenset(("revenge", "faceslap", "vow", "humiliation", "debt")),
    "mystery": frozenset(("mystery", "discovery", "past", "proof", "irony")),
    "family": frozenset(("family", "father", "tears", "illness", "identity")),
    "court": frozenset(("court", "courtroom", "coup", "scandal", "temptation", "bargain")),
    "caper": frozenset(("caper", "disguise", "auction", "escape", "chase", "trap")),
}
"""Kinds of matter a season may lean to, by tags of beats; two of them are drawn for each."""

PROMISES = (
    ("moleA", ("moleOut",), 40.0), ("powA", ("powV", "idPub"), 3.0), ("aHurt", ("aSaved",), 8.0),
    ("debt", ("paid", "small", "won"), 4.0), ("tok", ("idPub", "small", "paid"), 2.0),
    ("idPub", ("met", "pLost"), 40.0), ("aGone", ("aBack",), 6.0),
    ("framed", ("heard", "cellTalk"), 4.0), ("offered", ("yes", "conf"), 2.0),
    ("eviV", ("tested", "moleOut", "bluffed"), 3.0), ("half", ("goalDone", "goalLost"), 6.0),
    ("plant1", ("plant2",), 6.0), ("denied", ("met", "heard", "moleOut"), 3.0),
    ("captive", ("escaped", "powV", "conf"), 3.0),
)  # fmt: skip
"""(opened by, kept by any of, weight): what a viewer waits for once it was begun."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something every season owes by a share of it. facts: any of these pays."""

    facts: tuple[str, ...]
    by: float
    weight: float


DUES = (
    Due(("try1",), 0.3, 40.0),
    Due(("ally",), 0.26, 40.0),
    Due(("powA", "idPub"), 0.5, 3.0),
    Due(("moleA",), 0.28, 10.0),
    Due(("crimeK",), 0.56, 60.0),
    Due(("plant1",), 0.46, 60.0),
    Due(("idPub",), 0.57, 60.0),
    Due(("kmet",), 0.36, 40.0),
    Due(("paid", "claimed", "heard", "audience", "small"), 0.6, 45.0),
    Due(("try2",), 0.6, 40.0),
    Due(("bait",), 0.82, 60.0),
    Due(("plant2",), 0.8, 60.0),
    Due(("goalDone", "goalLost"), 0.93, 90.0),
    Due(("conf",), 0.94, 60.0),
)
"""The hard marks of STORY.md 4: attempts at the goal, the reveal at mid-season, plants, a bait."""

_NOTICE = 0.22
"""How long before its mark, in shares of the season, something owed begins to press."""

REVEALS = {
    "identity": ("tok",), "alias_drop": (), "unmask": ("crimeK", "quest", "tok", "half"),
    "named": ("crimeK",), "power_public": ("powA",), "faceslap": ("tok", "half", "patron"),
}  # fmt: skip
"""Beats by which the hero's chief secret comes out: facts of which one has to be seen before."""

_MASKED = ("return", "haunt", "infiltrate", "swap", "bargain")
"""Openings after which the hero is not taken for who the hero is."""
_READY = 0.36
"""Share of the season by which the reveal of mid-season is prepared."""
_TURN, _MOVE, _WIN = 1, 2, 4
_CAUGHT = 0.9
"""Share of the season from which the opponent is on the defence."""
_ANSWER = 0.6
"""Worth of an episode that answers the one before."""

_DANGERS = frozenset(("captive", "host", "aHurt", "framed", "hunted", "called", "sick", "eviV",
                      "pOut", "denied", "clock", "rumour", "aGone"))  # fmt: skip


def tension_at(share: float) -> float:
    """The curve's tension at a share of the season."""
    for (a, low), (b, high) in pairwise(CURVE):
        if share <= b:
            return low + (high - low) * (share - a) / (b - a)
    return CURVE[-1][1]


def flavours(story: Story) -> frozenset[str]:
    """Tags that this season leans to: two flavours by seed, what the premise holds more likely."""
    rng = story.rng("flavours")
    lean = dict.fromkeys(FLAVOURS, 1.0)
    flags = story.flags
    for name, facts in (
        ("romance", ("love", "in:bargain")), ("family", ("parent", "secretkin")),
        ("mystery", ("dead", "missing", "in:haunt")), ("court", ("palace", "ruler", "in:trial")),
        ("caper", ("in:infiltrate", "in:swap")), ("revenge", ("wrong", "in:return")),
    ):  # fmt: skip
        lean[name] += 0.8 * sum(fact in flags for fact in facts)
    chosen = sorted(lean, key=lambda name: -(rng.random() ** (1 / lean[name])))[:2]
    return frozenset().union(*(FLAVOURS[name] for name in chosen))


@cache
def _places() -> dict[str, int]:
    """The bit of every fact that a beat needs, gives, takes, or that is weighed here."""
    known: dict[str, None] = {}
    for beat in beats().values():
        guards = [fact for lines in beat.lines.values() for s in lines.scenes for fact in s.guard]
        for need in (*beat.needs, *beat.gives, *beat.takes, *sorted(guards)):
            known.update(dict.fromkeys(need.lstrip("!").split("/")))
    for made, kept, _ in PROMISES:
        known.update(dict.fromkeys((made, *kept)))
    known.update(dict.fromkeys(fact for due in DUES for fact in due.facts))
    known.update(dict.fromkeys(sorted(_DANGERS)))
    return {fact: 1 << at for at, fact in enumerate(known)}


def bits(facts: Iterable[str]) -> int:
    """A set of facts as the bits of a number; facts that no beat asks for have none."""
    places = _places()
    found = 0
    for fact in facts:
        found |= places.get(fact, 0)
    return found


@cache
def weighed() -> int:
    """The facts, as bits, that `owed` looks at."""
    found = 0
    for mask, _, _ in _dues():
        found |= mask
    for made, kept, _ in _promises():
        found |= made | kept
    return found


@cache
def _dues() -> tuple[tuple[int, float, float], ...]:
    return tuple((bits(due.facts), due.by, due.weight) for due in DUES)


@cache
def _promises() -> tuple[tuple[int, int, float], ...]:
    return tuple((bits((made,)), bits(kept), weight) for made, kept, weight in PROMISES)


def reveal_of(story: Story) -> str:
    """The beat by which the hero's chief secret comes out at mid-season, by premise and seed.

    It is chosen before the plan, so that what prepares it is there in time (`REVEALS`). A hero
    whose gift is nerve speaks out rather; one with a gift that can be seen shows it rather; one
    who was shamed in public comes back to the same hall.
    """
    flags = story.flags
    nerve = "power:nerve" in flags
    weights = {"named": 0.9 if nerve else 0.5}
    if "alias" in flags:
        weights["alias_drop"] = 2.0
    else:
        weights["power_public"] = 0.7 if nerve else 1.0
    if not flags.isdisjoint(("secretkin", "parent", "in:swap", "in:inherit")):
        weights["identity"] = 1.2
    if not flags.isdisjoint(f"in:{one}" for one in _MASKED):
        weights["unmask"] = 2.2
    if not flags.isdisjoint(("in:disgrace", "in:trial", "in:contest", "in:bargain")):
        weights["faceslap"] = 1.2
    told = {id: w for id, w in weights.items() if story.tongue in beats()[id].lines}
    return max(told, key=lambda id: phase(story, f"reveal {id}") ** (1 / told[id]), default="named")


def owed(facts: int, done: float, ready: int = 0) -> float:
    """What is open costs: marks that are overdue, and promises more and more as time runs out.

    ready: facts of which one prepares the reveal of mid-season, 0 where it needs nothing.
    """
    cost = 0.0
    if ready and done > _READY - _NOTICE and not facts & ready:
        cost += 20.0 * min(1.0, (done - _READY) / _NOTICE + 1)
    for mask, by, weight in _dues():
        if done > by - _NOTICE and not facts & mask:
            cost += weight * min(1.0, (done - by) / _NOTICE + 1)
    late = max(0.0, done - 0.45) * 2
    if late:
        for made, kept, weight in _promises():
            if facts & made and not facts & kept:
                cost += late * weight
    return cost


def open_promises(facts: frozenset[str]) -> tuple[str, ...]:
    """What was begun in this state and not kept, as the facts that opened it."""
    return tuple(made for made, kept, _ in PROMISES if made in facts and facts.isdisjoint(kept))


@dataclass(frozen=True, slots=True)
class Rests:
    """Episodes since the story last turned, the opponent last acted, the hero last won a point.

    The first point may wait for the fifth episode, later ones for the fourth after the last.
    """

    turn: int = 0
    move: int = 0
    win: int = -1

    def after(self, kind: int) -> Rests:
        """The rests after one more episode of this `kind_of`."""
        return Rests(
            0 if kind & _TURN else self.turn + 1,
            0 if kind & _MOVE else self.move + 1,
            0 if kind & _WIN else self.win + 1,
        )

    def due(self, share: float) -> int:
        """What the next episode has to be, as a `kind_of`: the season's pulse.

        At most two episodes running without a turn, two without a move of the opponent (until the
        opponent is caught, at nine tenths) and three without a point for the hero.
        """
        return (
            _TURN * (self.turn >= 2)
            | _MOVE * (self.move >= 2 and share < _CAUGHT)
            | _WIN * (self.win >= 3)
        )


def kind_of(tags: frozenset[str]) -> int:
    """Whether a beat turns the story, is a move of the opponent, a point for the hero: as bits."""
    return _TURN * (not TURNS.isdisjoint(tags)) | _MOVE * ("move" in tags) | _WIN * ("win" in tags)


def sense(facts: int, last: Beat | None, beat: Beat, held: int) -> float:
    """What a viewer expects next: wounds are treated, hostages matter, tests follow claims.

    last: the beat before, None at the start. held: episodes since the hero was taken.
    """
    gain = 0.0
    if facts & _pressing():
        if facts & _bit("aHurt") and "aSaved" not in beat.gives:
            gain -= 6
        if facts & _bit("host") and "host" not in beat.takes:
            gain -= 12
        if facts & _bit("framed") and "framed" not in beat.takes:
            gain -= 3
        if facts & _bit("captive") and "captive" not in beat.takes:
            gain -= 0.5 * max(0, held - 4)
        if facts & _bit("aSaved") and "bond" in beat.gives:
            gain += 0.8
    if "denied" in beat.gives and (last is None or "idPub" not in last.gives):
        gain -= 1.5
    return gain


@cache
def _pressing() -> int:
    return bits(("aHurt", "host", "framed", "captive", "aSaved"))


def answered(last: int, kind: int) -> float:
    """Worth of a beat that answers the one before: a point by the opponent, a blow by the hero.

    This is what makes it "therefore" and not "and then". last, kind: as of `kind_of`.
    """
    rivals = last & (_MOVE | _WIN)
    wanted = {_WIN: _MOVE, _MOVE: _WIN}.get(rivals, 0)
    return _ANSWER if kind & wanted else 0.0


@cache
def _bit(fact: str) -> int:
    return _places()[fact]


@cache
def _dangers() -> int:
    return bits(_DANGERS)


def unrest(facts: int) -> float:
    """Suspense of a state: one danger or two, neither none nor too many (Dramatis)."""
    dangers = (facts & _dangers()).bit_count()
    return 0.3 if 1 <= dangers <= 2 else -0.3 * (dangers == 0 or dangers > 3)
