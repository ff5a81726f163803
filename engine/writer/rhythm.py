"""What a season owes its viewers: the tension curve, turns, promises kept, the flavours of a story.

Pure judgements on facts and beats; `planner` searches by them. Nothing here writes or reads words.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from engine.writer.data import Beat
from engine.writer.story import Story

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

_PROMISES = (
    ("moleA", ("moleOut",), 6.0), ("powA", ("powV", "idPub"), 3.0), ("aHurt", ("aSaved",), 8.0),
    ("debt", ("paid", "small"), 4.0), ("tok", ("idPub", "small", "paid"), 2.0),
    ("idPub", ("met", "pOut", "pGone"), 2.0), ("aGone", ("aBack",), 6.0),
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
    Due(("try1",), 0.3, 20.0),
    Due(("ally",), 0.4, 6.0),
    Due(("powA", "idPub"), 0.5, 3.0),
    Due(("moleA",), 0.46, 6.0),
    Due(("crimeK",), 0.6, 14.0),
    Due(("plant1",), 0.46, 20.0),
    Due(("idPub",), 0.57, 30.0),
    Due(("paid", "claimed", "heard", "bluffed", "audience", "small"), 0.62, 7.0),
    Due(("try2",), 0.66, 20.0),
    Due(("bait",), 0.86, 20.0),
    Due(("plant2",), 0.84, 20.0),
    Due(("goalDone", "goalLost"), 0.93, 20.0),
)
"""The hard marks of STORY.md 4: attempts at the goal, the reveal at mid-season, plants, a bait."""

_NOTICE = 0.22
"""How long before its mark, in shares of the season, something owed begins to press."""

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


def owed(facts: frozenset[str], done: float) -> float:
    """What is open costs: marks that are overdue, and promises more and more as time runs out."""
    cost = sum(
        due.weight * min(1.0, (done - due.by) / _NOTICE + 1)
        for due in DUES
        if done > due.by - _NOTICE and facts.isdisjoint(due.facts)
    )
    late = max(0.0, done - 0.45) * 2
    if late:
        cost += late * sum(
            weight for made, kept, weight in _PROMISES if made in facts and facts.isdisjoint(kept)
        )
    return cost


def sense(facts: frozenset[str], last: Beat | None, beat: Beat, held: int) -> float:
    """What a viewer expects next: wounds are treated, hostages matter, tests follow claims.

    last: the beat before, None at the start. held: episodes since the hero was taken.
    """
    gain = 0.0
    if "aHurt" in facts and "aSaved" not in beat.gives:
        gain -= 6
    if "host" in facts and "host" not in beat.takes:
        gain -= 12
    if "framed" in facts and "framed" not in beat.takes:
        gain -= 3
    if "denied" in beat.gives and (last is None or "idPub" not in last.gives):
        gain -= 1.5
    if "bond" in beat.gives and "aSaved" in facts:
        gain += 0.8
    if "captive" in facts and "captive" not in beat.takes:
        gain -= 0.5 * max(0, held - 4)
    return gain


def unrest(facts: frozenset[str]) -> float:
    """Suspense of a state: one danger or two, neither none nor too many (Dramatis)."""
    dangers = len(facts & _DANGERS)
    return 0.3 if 1 <= dangers <= 2 else -0.3 * (dangers == 0 or dangers > 3)
