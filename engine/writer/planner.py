"""The season plan: which beat each episode plays. Forward beam search over facts, small and seeded.

Beats have preconditions and effects on a set of facts; a plan is scored against the tension curve,
for turns that are due, for what earlier beats prepared, for variety and for promises left open.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from statistics import StatisticsError, correlation

from engine.base.errors import MakeError
from engine.writer.data import Beat, beats, table
from engine.writer.rhythm import CURVE, TURNS, flavours, owed, sense, tension_at
from engine.writer.story import Story

__all__ = ["CURVE", "TURNS", "after", "holds", "plan", "tension_at", "tension_fit"]

_WIDTH, _WIDTH_SHORT = 70, 160
_SHORT = 14
"""Below as many episodes there is little choice: more plans are kept and windows begin wider."""
_FEWEST_WHOLE = 9
"""Episodes that hold a whole arc; a shorter season is the beginning of one and ends open."""
_OPEN_END = 0.56
"""Share of a whole season at which a short one ends: at the reveal of mid-season."""
_CLIMAX = 17 / 19
"""Share of a season at which the villain is caught: the third from the end of twenty."""
_SHAPES = ((0.026, True), (0.06, True), (0.12, True), (0.25, True), (1.0, True), (1.0, False))
"""(how far from its window a beat may stand, whether the villain's fall ends it): tried in turn."""
_FIT = 0.84
_STRICT = 2.5
"""Weight of the tension curve in a second search, when the first left the curve."""
_ENDS = ("end", "vfall")


@dataclass(frozen=True, slots=True)
class _Node:
    score: float
    beats: tuple[str, ...]
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Known:
    """A beat with what one story makes of it. worth: taste and flavour; guards: of its scenes."""

    beat: Beat
    worth: float
    guards: tuple[frozenset[str], ...]


def plan(story: Story, episodes: int) -> tuple[str, ...]:
    """The beat of every episode, in order.

    Windows are widened step by step when nothing fits, so that a plan is found for any premise.

    Raises:
        MakeError: no plan even with open windows (the number of episodes is too large).
    """
    known = _known(story)
    for slack, whole in _SHAPES:
        if (whole and episodes < _FEWEST_WHOLE) or (slack < 0.1 and episodes < _SHORT):
            continue
        found = _search(story, known, episodes, slack, whole, 1.0)
        if found is None:
            continue
        if tension_fit(found) < _FIT:
            strict = _search(story, known, episodes, slack, whole, _STRICT)
            found = max(found, strict or found, key=tension_fit)
        return found
    raise MakeError(
        "no-plan", f"No plan of {episodes} episodes fits this premise.", "Ask for fewer episodes."
    )


def holds(needs: Sequence[str] | frozenset[str], facts: frozenset[str] | set[str]) -> bool:
    """Whether preconditions hold: "!fact" wants a fact to be absent, "a/b" any of several."""
    for need in needs:
        if need[0] == "!":
            if need[1:] in facts:
                return False
        elif need not in facts and (
            "/" not in need or not any(fact in facts for fact in need.split("/"))
        ):
            return False
    return True


def after(facts: frozenset[str], beat: Beat) -> frozenset[str]:
    """The facts after a beat."""
    return (facts | set(beat.gives)) - set(beat.takes)


def tension_fit(ids: Sequence[str]) -> float:
    """Correlation (Pearson) of a plan's tensions with the curve; 1.0 where it is undefined."""
    values = [beats()[id].tension for id in ids]
    if len(values) < 3:
        return 1.0
    curve = [tension_at(at / (len(values) - 1)) for at in range(len(values))]
    try:
        return correlation(values, curve)
    except StatisticsError:  # all alike
        return 1.0


def _known(story: Story) -> tuple[_Known, ...]:
    """The beats that this story can be told with, each with its seeded worth."""
    rng, lean = story.rng("plan"), flavours(story)
    taste = {id: rng.random() for id in beats()}
    favour = table("balance.toml")["favour"]
    return tuple(
        _Known(
            beat,
            4.0 * taste[id] + 0.9 * bool(beat.tags & lean) + favour.get(id, 0.0),
            tuple(scene.guard for scene in beat.said(story.tongue).scenes),
        )
        for id, beat in beats().items()
        if story.tongue in beat.lines
    )


def _search(
    story: Story, known: tuple[_Known, ...], episodes: int, slack: float, whole: bool, weight: float
) -> tuple[str, ...] | None:
    beam = [_Node(0.0, (), frozenset(story.flags))]
    for at in range(episodes):
        share = _share(at, episodes)
        wanted = tension_at(share if episodes < _FEWEST_WHOLE else at / (episodes - 1))
        playable = [k for k in known if _timely(k.beat, at, episodes, share, slack, whole)]
        best: dict[tuple[frozenset[str], frozenset[str], str], _Node] = {}
        for node in beam:
            for one in playable:
                beat = one.beat
                if (
                    beat.id in node.beats
                    or not holds(beat.needs, node.facts)
                    or not any(holds(guard, node.facts) for guard in one.guards)
                ):
                    continue
                off = weight * _off(one.beat.tension - wanted)
                new = _step(node, one, share, off, story.tongue)
                key = (frozenset(new.beats), new.facts, beat.id)
                if key not in best or best[key].score < new.score:
                    best[key] = new
        done = min(1.0, share + 0.05)
        beam = sorted(best.values(), key=lambda n: (-(n.score - owed(n.facts, done)), n.beats))
        beam = beam[: _WIDTH if episodes >= _SHORT else _WIDTH_SHORT]
        if not beam:
            return None
    fitting = [node for node in beam if tension_fit(node.beats) >= _FIT] or beam
    return max(fitting, key=lambda n: n.score - owed(n.facts, done)).beats


def _timely(beat: Beat, at: int, episodes: int, share: float, slack: float, whole: bool) -> bool:
    """Whether a beat may stand here: openings first, the fall and the last hook at their places."""
    if beat.id.startswith("o_") != (at == 0):
        return False
    ending = next((gives for gives in _ENDS if gives in beat.gives), "")
    if whole:
        place = {"end": episodes - 1, "vfall": episodes - 2}.get(ending)
        if (place is not None and place != at) or (place is None and at >= episodes - 2):
            return False
        if place == at:
            return True
    low, high = beat.window
    return at == 0 or low - slack <= share <= high + slack


def _share(at: int, episodes: int) -> float:
    """Where in a season of twenty an episode stands: the last three keep their places there."""
    if episodes < _FEWEST_WHOLE:
        return _OPEN_END * at / max(1, episodes - 1)
    if at <= episodes - 3:
        return _CLIMAX * at / (episodes - 3)
    return (17 + at - (episodes - 3)) / 19


def _off(distance: float) -> float:
    """What a beat costs whose tension is that far from the curve."""
    return 1.1 * abs(distance) + 0.15 * distance * distance


def _step(node: _Node, one: _Known, share: float, off: float, tongue: str) -> _Node:
    beat = one.beat
    recent = [beats()[id] for id in node.beats[-3:]]
    gain = one.worth - off
    gain -= 0.8 * sum(len(b.tags & beat.tags) for b in recent[-2:])
    made = {fact for b in recent for fact in b.gives}
    gain += min(1.2, 0.6 * sum(not made.isdisjoint(need.split("/")) for need in beat.needs))
    calm = next((back for back, b in enumerate(reversed(recent)) if b.tags & TURNS), len(recent))
    if calm >= 2:
        gain += 1.6 if beat.tags & TURNS else -4.0 * (calm - 1)
    if "wall" in beat.tags and abs(share - 0.47) < 0.03:
        gain += 0.6
    if recent and _announced(recent[-1].id, beat.id, tongue):
        gain += 0.8
    gain -= 4 * _outside(beat, share)
    gain += sense(node.facts, recent[-1] if recent else None, beat, _held(node.beats))
    return _Node(node.score + gain, (*node.beats, beat.id), after(node.facts, beat))


def _outside(beat: Beat, share: float) -> float:
    """How far from its window a beat stands, in shares of the season."""
    low, high = beat.window
    return max(0.0, low - share, share - high)


def _held(ids: tuple[str, ...]) -> int:
    """Episodes since the hero was last taken."""
    for back, id in enumerate(reversed(ids)):
        if "captive" in beats()[id].gives:
            return back
    return len(ids)


@cache
def _announced(id: str, coming: str, tongue: str) -> bool:
    """Whether somebody of one beat may end it by announcing the next."""
    here = _speakers(id, tongue)
    return any(set(tease.split()[1]) & here for tease in beats()[coming].said(tongue).teases)


@cache
def _speakers(id: str, tongue: str) -> frozenset[str]:
    scenes = beats()[id].said(tongue).scenes
    text = "\n".join(row for scene in scenes for row in scene.rows)
    return frozenset(re.findall(r"(?m)^[~!]*(?:\w+ )?([HVPATK])>", text))
