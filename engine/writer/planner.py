"""The season plan: which beat each episode plays. Forward beam search over facts, small and seeded.

Beats have preconditions and effects on a set of facts; a plan is scored against the tension curve,
for turns that are due, for what earlier beats prepared, for variety and for promises left open.
"""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from statistics import StatisticsError, correlation

from engine.base.errors import MakeError
from engine.writer.data import Beat, beats, table
from engine.writer.rhythm import CURVE, TURNS, flavours, owed, sense, tension_at, unrest
from engine.writer.story import Story

__all__ = ["CURVE", "TURNS", "after", "holds", "plan", "tension_at", "tension_fit"]

_WIDTH, _WIDTH_SHORT = 70, 110
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
_FIT = 0.82
_CLOSE, _STRICT = 1.3, 4.0
"""Weight of the tension curve, and in a second search, when the first left the curve."""
_ENDS = ("end", "vfall")


@dataclass(frozen=True, slots=True)
class _Node:
    """The beginning of a season. used: its beats as a set."""

    score: float
    beats: tuple[_Known, ...]
    used: frozenset[str]
    facts: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """A beat with what one story makes of it, taken apart once.

    worth: taste, flavour and balance. must, none, some: facts that all, none, any of each have to
    hold. gives, takes: its effects. guards: of its scenes, () where one scene has none.
    """

    beat: Beat
    worth: float
    must: frozenset[str]
    none: frozenset[str]
    some: tuple[frozenset[str], ...]
    gives: frozenset[str]
    takes: frozenset[str]
    guards: tuple[frozenset[str], ...]

    @property
    def turns(self) -> bool:
        """Whether it turns the story."""
        return not TURNS.isdisjoint(self.beat.tags)


def plan(story: Story, episodes: int) -> tuple[str, ...]:
    """The beat of every episode, in order.

    Windows are widened step by step when nothing fits, so that a plan is found for any premise.

    Raises:
        MakeError: no plan even with open windows (the number of episodes is too large).
    """
    return _planned(story.text, story.tongue, story.seed, frozenset(story.flags), episodes)


@lru_cache(maxsize=64)
def _planned(
    text: str, tongue: str, seed: int, flags: frozenset[str], episodes: int
) -> tuple[str, ...]:
    """The plan of a story that has these facts; it depends on nothing else of it."""
    story = Story(text, tongue, seed, flags=set(flags))
    known = _known(story)
    for slack, whole in _SHAPES:
        if (whole and episodes < _FEWEST_WHOLE) or (slack < 0.1 and episodes < _SHORT):
            continue
        found = _search(story, known, episodes, slack, whole, _CLOSE)
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
    found: list[_Known] = []
    for id, beat in beats().items():
        if story.tongue not in beat.lines:
            continue
        positive = [need for need in beat.needs if not need.startswith("!")]
        guards = tuple(scene.guard for scene in beat.said(story.tongue).scenes)
        found.append(
            _Known(
                beat,
                4.0 * taste[id] + 0.9 * bool(beat.tags & lean) + favour.get(id, 0.0),
                frozenset(need for need in positive if "/" not in need),
                frozenset(need[1:] for need in beat.needs if need.startswith("!")),
                tuple(frozenset(need.split("/")) for need in positive if "/" in need),
                frozenset(beat.gives),
                frozenset(beat.takes),
                guards if all(guards) else (),
            )
        )
    return tuple(found)


def _search(
    story: Story, known: tuple[_Known, ...], episodes: int, slack: float, whole: bool, weight: float
) -> tuple[str, ...] | None:
    beam = [_Node(0.0, (), frozenset(), frozenset(story.flags))]
    width = _WIDTH if episodes >= _SHORT else _WIDTH_SHORT
    debts: dict[frozenset[str], float] = {}
    for at in range(episodes):
        share = _share(at, episodes)
        wanted = tension_at(share if episodes < _FEWEST_WHOLE else at / (episodes - 1))
        playable = [
            (one, _fitness(one, share, weight * _off(one.beat.tension - wanted)))
            for one in known
            if _timely(one.beat, at, episodes, share, slack, whole)
        ]
        best: dict[tuple[frozenset[str], frozenset[str], str], _Node] = {}
        for node in beam:
            for new in _steps(node, playable, story.tongue):
                key = (new.used, new.facts, new.beats[-1].beat.id)
                if key not in best or best[key].score < new.score:
                    best[key] = new
        done = min(1.0, share + 0.05)
        debts = {facts: owed(facts, done) for facts in {n.facts for n in best.values()}}
        beam = heapq.nlargest(width, best.values(), key=lambda n: n.score - debts[n.facts])
        if not beam:
            return None
    plans = {tuple(one.beat.id for one in node.beats): node for node in beam}
    fitting = [ids for ids in plans if tension_fit(ids) >= _FIT]
    if not fitting:
        return max(plans, key=tension_fit)
    return max(fitting, key=lambda ids: plans[ids].score - debts[plans[ids].facts])


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


def _fitness(one: _Known, share: float, off: float) -> float:
    """What a beat is worth at this place of the season, whatever went before."""
    low, high = one.beat.window
    outside = max(0.0, low - share, share - high)
    wall = 0.6 * ("wall" in one.beat.tags and abs(share - 0.47) < 0.03)
    return one.worth - off - 4 * outside + wall


def _steps(node: _Node, playable: Sequence[tuple[_Known, float]], tongue: str) -> Iterator[_Node]:
    """Every continuation of a season by one beat."""
    facts, recent = node.facts, node.beats[-3:]
    last = recent[-1].beat if recent else None
    tags = [one.beat.tags for one in recent[-2:]]
    made = frozenset().union(*(one.gives for one in recent))
    calm = next((back for back, one in enumerate(reversed(recent)) if one.turns), len(recent))
    held, mood = _held(node.beats), unrest(facts)
    for one, worth in playable:
        beat = one.beat
        if beat.id in node.used or not _open(one, facts):
            continue
        gain = worth + mood - 0.8 * sum(len(t & beat.tags) for t in tags)
        caused = len(made & one.must) + sum(not made.isdisjoint(s) for s in one.some)
        gain += min(1.2, 0.6 * caused)
        if calm >= 2:
            gain += 1.6 if one.turns else -5.0 * (calm - 1)
        if last is not None and _announced(last.id, beat.id, tongue):
            gain += 0.8
        gain += sense(facts, last, beat, held)
        yield _Node(
            node.score + gain,
            (*node.beats, one),
            node.used | {beat.id},
            (facts | one.gives) - one.takes,
        )


def _open(one: _Known, facts: frozenset[str]) -> bool:
    """Whether a beat may be played in this state, and one of its scenes too."""
    return (
        one.must <= facts
        and one.none.isdisjoint(facts)
        and not any(some.isdisjoint(facts) for some in one.some)
        and (not one.guards or any(holds(guard, facts) for guard in one.guards))
    )


def _held(season: tuple[_Known, ...]) -> int:
    """Episodes since the hero was last taken."""
    for back, one in enumerate(reversed(season)):
        if "captive" in one.gives:
            return back
    return len(season)


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
