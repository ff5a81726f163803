"""The season plan: which beat each episode plays. Forward beam search over facts, small and seeded.

Beats have preconditions and effects on a set of facts; a plan is scored against the tension curve,
for turns that are due, for what earlier beats prepared, for variety and for promises left open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from engine.base.errors import MakeError
from engine.writer.data import Beat, beats
from engine.writer.story import Story

CURVE = (
    (0.0, 6.0), (0.1, 5.0), (0.22, 7.0), (0.3, 5.0), (0.38, 6.0), (0.47, 9.0), (0.55, 6.0),
    (0.63, 8.0), (0.7, 6.0), (0.8, 8.0), (0.9, 9.0), (0.95, 10.0), (1.0, 8.0),
)  # fmt: skip
"""(share of the season, tension 0 to 10): peaks at the mid-season reveal and before the end."""

TURNS = frozenset(("reversal", "reveal", "escape", "exposed", "faceslap", "coup"))
"""Tags of beats that turn the story: one is due every two or three episodes."""
_WIDTH = 90
_PROMISES = (
    ("moleA", "moleOut", 6), ("powA", "powV", 6), ("aHurt", "aSaved", 6), ("debt", "paid", 3),
    ("tok", "idPub", 4), ("idPub", "met", 4),
)  # fmt: skip
_SLACKS = (0.026, 0.06, 0.12, 0.25, 1.0)


@dataclass(frozen=True, slots=True)
class _Node:
    score: float
    beats: tuple[str, ...]
    facts: frozenset[str]


def tension_at(share: float) -> float:
    """The curve's tension at a share of the season."""
    for (a, low), (b, high) in pairwise(CURVE):
        if share <= b:
            return low + (high - low) * (share - a) / (b - a)
    return CURVE[-1][1]


def plan(story: Story, episodes: int) -> tuple[str, ...]:
    """The beat of every episode, in order.

    Windows are widened step by step when nothing fits, so that a plan is found for any premise.

    Raises:
        MakeError: no plan even with open windows (the number of episodes is too large).
    """
    for slack in _SLACKS:
        found = _search(story, episodes, slack)
        if found is not None:
            return found
    raise MakeError(
        "no-plan", f"No plan of {episodes} episodes fits this premise.", "Ask for fewer episodes."
    )


def holds(needs: tuple[str, ...], facts: frozenset[str] | set[str]) -> bool:
    """Whether preconditions hold: "!fact" wants a fact to be absent, "a/b" any of several."""
    return all(
        need[1:] not in facts
        if need.startswith("!")
        else any(fact in facts for fact in need.split("/"))
        for need in needs
    )


def after(facts: frozenset[str], beat: Beat) -> frozenset[str]:
    """The facts after a beat."""
    return (facts | set(beat.gives)) - set(beat.takes)


def _search(story: Story, episodes: int, slack: float) -> tuple[str, ...] | None:
    rng = story.rng("plan")
    taste = {id: rng.random() for id in beats()}
    told = [beat for beat in beats().values() if story.tongue in beat.lines]
    beam = [_Node(0.0, (), frozenset(story.flags))]
    for at in range(episodes):
        share = at / max(1, episodes - 1)
        best: dict[tuple[frozenset[str], frozenset[str], str], _Node] = {}
        for node in beam:
            for beat in told:
                if not _legal(beat, node, at, episodes, share, slack):
                    continue
                new = _step(node, beat, share, taste, story.tongue)
                key = (frozenset(new.beats), new.facts, beat.id)
                if key not in best or best[key].score < new.score:
                    best[key] = new
        done = (at + 1) / episodes
        beam = sorted(
            best.values(), key=lambda n: (-(n.score - _open_promises(n.facts, done)), n.beats)
        )[:_WIDTH]
        if not beam:
            return None
    return max(beam, key=lambda n: n.score - _open_promises(n.facts, 1)).beats


def _legal(beat: Beat, node: _Node, at: int, episodes: int, share: float, slack: float) -> bool:
    if beat.id in node.beats or not holds(beat.needs, node.facts):
        return False
    if beat.id.startswith("o_") != (at == 0):
        return False
    if episodes < 14:
        return True
    low, high = beat.window
    if not low - slack <= share <= high + slack:
        return False
    last = {"hook": episodes - 1, "showdown": episodes - 2}
    return (beat.id == "hook") == (at == last["hook"]) and (
        (beat.id == "showdown") == (at == last["showdown"])
    )


def _step(node: _Node, beat: Beat, share: float, taste: dict[str, float], tongue: str) -> _Node:
    recent = [beats()[id] for id in node.beats[-3:]]
    gain = 2.6 * taste[beat.id] - 0.5 * abs(beat.tension - tension_at(share))
    gain -= 0.8 * sum(len(b.tags & beat.tags) for b in recent[-2:])
    made = {fact for b in recent for fact in b.gives}
    gain += min(1.6, 0.8 * len(made & set(beat.needs)))
    if not any(b.tags & TURNS for b in recent[-2:]) and beat.tags & TURNS:
        gain += 1.2
    if recent and any(
        set(t.split()[1]) & _speakers(recent[-1], tongue) for t in beat.said(tongue).teases
    ):
        gain += 0.8
    gain += _sense(node, beat, share)
    return _Node(node.score + gain, (*node.beats, beat.id), after(node.facts, beat))


def _sense(node: _Node, beat: Beat, share: float) -> float:
    """What a reader expects next: wounds are treated, hostages matter, tests follow claims."""
    facts, gain = node.facts, 0.0
    if "aHurt" in facts and beat.id != "heal":
        gain -= 5
    if "host" in facts and beat.id not in ("confess", "powreveal"):
        gain -= 3
    if "denied" in facts and beat.id in ("reunion", "oust"):
        gain -= 2
    if beat.id == "bond" and "aSaved" in facts:
        gain += 0.8
    if beat.id == "denied" and node.beats[-1] != "identity":
        gain -= 2
    if beat.id == "flicker" and share > 0.3:
        gain -= 1
    return gain


def _speakers(beat: Beat, tongue: str) -> set[str]:
    text = "\n".join(row for scene in beat.said(tongue).scenes for row in scene)
    return set(re.findall(r"(?m)^[~!]?(?:\w+ )?([HVPATK])>", text))


def _open_promises(facts: frozenset[str], share: float) -> float:
    """Promises still open cost more and more as the season runs out."""
    cost = float(sum(w for made, kept, w in _PROMISES if made in facts and kept not in facts))
    cost += 6 * ("powA" not in facts) + 3 * ("moleA" not in facts)
    cost += 5 * ("captive" in facts and share > 0.9)
    if share > 0.6 and "idPub" not in facts:
        cost += 30
    return cost * max(0.0, share - 0.45) * 2
