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
from engine.writer.hand import hand
from engine.writer.rhythm import (
    CURVE,
    REVEALS,
    TURNS,
    Rests,
    answered,
    bits,
    flavours,
    kind_of,
    open_promises,
    owed,
    reveal_of,
    sense,
    tension_at,
    unrest,
    weighed,
)
from engine.writer.story import Story, phase

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
_SHAPES = (
    (0.026, True, True), (0.06, True, True), (0.026, True, False), (0.06, True, False),
    (0.12, True, False), (0.25, True, False), (1.0, True, False), (1.0, False, False),
)  # fmt: skip
"""(how far from its window a beat may stand, whether the villain's fall ends it, whether only what
was dealt is played): tried in turn."""
_FIT = 0.84
"""Correlation with the curve that a plan should have, in house above the bar of 0.8."""
_ENOUGH = 0.81
"""With as much a season stays within its windows; with less it tries the next shape."""
_STRETCHED = 0.07
"""Windows are stretched further only where nothing at all was found."""
_OPEN = 0.04
"""What a promise that is still open at the end counts, as correlation; other faults three times."""
_PAID, _TRIED = 0.65, 0.7
"""Shares of the season by which the opponent has paid once, and the goal was tried twice."""
_TURN_GAP = 3
"""Most episodes from one turn to the next."""
_CLOSE, _STRICT = 3.5, 8.0
"""Weight of the tension curve, and in a second search, when the first left the curve."""
_CHOSEN = 10.0
"""Worth of the reveal that was chosen for the season; three times as much another one costs."""
_WIDER = 2.5
"""Times the usual share that is dealt where the first hand makes no good plan."""
_TASTE = 5.0
"""How much a season may like one beat more than another, by premise and seed alone."""
_ENDS = ("end", "vfall")
_PLAIN = "hook"
"""The last hook without a planted twist: only where nothing else ends the season."""
_PULSE = frozenset(("move", "win", "pay", "goal"))
"""Tags that say what a beat is for, not what it is about: two running are no repetition."""


@dataclass(slots=True)
class _Node:
    """The beginning of a season. used, facts: its beats and its state as bits."""

    score: float
    beats: tuple[_Known, ...]
    used: int
    facts: int
    rests: Rests


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """A beat with what one story makes of it, taken apart once; facts are bits.

    bit: its own place among beats. kind: as of `rhythm.kind_of`. matter: its tags as bits. worth:
    taste, flavour and balance. must, none, some: facts that all, none, any of each have to hold.
    gives, takes: its effects. guards: of its scenes, () where one scene has none.
    """

    beat: Beat
    bit: int
    kind: int
    matter: int
    worth: float
    must: int
    none: int
    some: tuple[int, ...]
    gives: int
    takes: int
    guards: tuple[tuple[int, int], ...]


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
    library = _known(story)
    dealt, wider = hand(story), hand(story, _WIDER)
    few_known = tuple(one for one in library if one.beat.id in dealt)
    more_known = tuple(one for one in library if one.beat.id in wider)
    best: tuple[float, tuple[str, ...]] = (-9.0, ())
    for slack, whole, few in _SHAPES:
        if (whole and episodes < _FEWEST_WHOLE) or (slack < 0.1 and episodes < _SHORT):
            continue
        if best[1] and slack > _STRETCHED:
            break
        hands = (few_known, few_known, more_known) if few else (library, library)
        for at, known in enumerate(hands):
            found = _search(story, known, episodes, slack, whole, _STRICT if at else _CLOSE)
            if found is not None:
                best = max(best, (_worth(story, found), found), key=lambda pair: pair[0])
                if best[0] >= _FIT:
                    return best[1]
        if best[0] >= _ENOUGH:
            break
    if best[1]:
        return best[1]
    raise MakeError(
        "no-plan", f"No plan of {episodes} episodes fits this premise.", "Ask for fewer episodes."
    )


def _worth(story: Story, ids: tuple[str, ...]) -> float:
    """How near a plan is to the curve, less what it leaves open and rests too long."""
    facts, turned, open_for = frozenset(story.flags), -1, 0
    for at, id in enumerate(ids):
        facts = after(facts, beats()[id])
        if beats()[id].tags & TURNS:
            turned, open_for = at, max(open_for, at - turned)
    left = open_promises(facts)
    faults = len(left) + 3 * ("moleA" in left) + 3 * (open_for > _TURN_GAP)
    if len(ids) >= _FEWEST_WHOLE:
        paid = any("pay" in beats()[id].tags for id in ids[: round(_PAID * len(ids))])
        tries = sum("goal" in beats()[id].tags for id in ids[: round(_TRIED * len(ids))])
        faults += 6 * (not paid) + 3 * (tries < 2 and len(ids) >= _SHORT)
        faults += 6 * ("idPub" not in facts)
    return tension_fit(ids) - _OPEN * faults


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
    lean = flavours(story)
    favour, reveal = table("balance.toml")["favour"], reveal_of(story)
    found: list[_Known] = []
    for at, (id, beat) in enumerate(beats().items()):
        if story.tongue not in beat.lines:
            continue
        wanted = [need for need in beat.needs if not need.startswith("!")]
        guards = tuple(_guard(scene.guard) for scene in beat.said(story.tongue).scenes)
        found.append(
            _Known(
                beat,
                1 << at,
                kind_of(beat.tags),
                _matter(beat.tags),
                _TASTE * phase(story, id)
                + 0.9 * bool(beat.tags & lean)
                + (_CHOSEN * (1 if id == reveal else -3) if id in REVEALS else favour.get(id, 0.0)),
                bits(need for need in wanted if "/" not in need),
                bits(need[1:] for need in beat.needs if need.startswith("!")),
                tuple(bits(need.split("/")) for need in wanted if "/" in need),
                bits(beat.gives),
                bits(beat.takes),
                guards if all(any(guard) for guard in guards) else (),
            )
        )
    return tuple(found)


@cache
def _tags() -> tuple[str, ...]:
    """What beats are about, in a fixed order."""
    return tuple(sorted(frozenset().union(*(beat.tags for beat in beats().values())) - _PULSE))


def _matter(tags: frozenset[str]) -> int:
    """What a beat is about, as bits."""
    return sum(1 << at for at, tag in enumerate(_tags()) if tag in tags)


def _guard(facts: frozenset[str]) -> tuple[int, int]:
    """Facts that a scene wants to hold, and to be absent."""
    return (
        bits(fact for fact in facts if not fact.startswith("!")),
        bits(fact[1:] for fact in facts if fact.startswith("!")),
    )


def _search(
    story: Story, known: tuple[_Known, ...], episodes: int, slack: float, whole: bool, weight: float
) -> tuple[str, ...] | None:
    beam = [_Node(0.0, (), 0, bits(story.flags), Rests())]
    width = _WIDTH if episodes >= _SHORT else _WIDTH_SHORT
    debts: dict[int, float] = {}
    best: dict[tuple[int, int, int], _Node] = {}
    ready = bits(REVEALS[reveal_of(story)])
    seen = weighed() | ready
    for at in range(episodes):
        share = _share(at, episodes)
        wanted = tension_at(share if episodes < _FEWEST_WHOLE else at / (episodes - 1))
        playable = [
            (one, _fitness(one, share, weight * _off(one.beat.tension - wanted)))
            for one in known
            if _timely(one.beat, at, episodes, share, slack, whole)
        ]
        for strict in (True, False):
            best = {}
            for node in beam:
                for one, score in _steps(node, playable, share, story.tongue, strict):
                    facts = (node.facts | one.gives) & ~one.takes
                    key = (node.used | one.bit, facts, one.bit)
                    rival = best.get(key)
                    if rival is None or rival.score < score:
                        best[key] = _Node(score, (*node.beats, one), key[0], facts, node.rests)
            if best:
                break
        done, debts = min(1.0, share + 0.05), {}
        for node in best.values():
            open_now = node.facts & seen
            if open_now not in debts:
                debts[open_now] = owed(open_now, done, ready)
        beam = heapq.nlargest(width, best.values(), key=lambda n: n.score - debts[n.facts & seen])
        if not beam:
            return None
        for node in beam:
            node.rests = node.rests.after(node.beats[-1].kind)
    plans = {tuple(one.beat.id for one in node.beats): node for node in beam}
    fitting = [ids for ids in plans if tension_fit(ids) >= _FIT]
    if not fitting:
        return max(plans, key=tension_fit)
    return max(fitting, key=lambda ids: plans[ids].score - debts[plans[ids].facts & seen])


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
            return beat.id != _PLAIN or slack >= 1
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


def _steps(
    node: _Node,
    playable: Sequence[tuple[_Known, float]],
    share: float,
    tongue: str,
    strict: bool,
) -> Iterator[tuple[_Known, float]]:
    """Every beat that may continue a season, with the score it would then have.

    strict: whether only what the season's pulse asks for may.
    """
    facts, recent = node.facts, node.beats[-3:]
    last = recent[-1] if recent else None
    before = last.beat if last is not None else None
    near = [one.matter for one in recent[-2:]]
    made = 0
    for one in recent:
        made |= one.gives
    held, base = _held(node.beats), node.score + unrest(facts)
    due = node.rests.due(share) if strict else 0
    for one, worth in playable:
        if one.kind & due != due or one.bit & node.used or not _open(one, facts):
            continue
        gain = base + worth
        for matter in near:
            gain -= 0.8 * (matter & one.matter).bit_count()
        caused = (made & one.must).bit_count()
        for some in one.some:
            caused += bool(made & some)
        gain += min(1.4, 0.7 * caused)
        if last is not None:
            gain += answered(last.kind, one.kind)
            if _announced(last.beat.id, one.beat.id, tongue):
                gain += 0.8
        yield one, gain + sense(facts, before, one.beat, held)


def _open(one: _Known, facts: int) -> bool:
    """Whether a beat may be played in this state, and one of its scenes too."""
    if facts & one.must != one.must or facts & one.none:
        return False
    for some in one.some:
        if not facts & some:
            return False
    return not one.guards or any(facts & m == m and not facts & n for m, n in one.guards)


def _held(season: tuple[_Known, ...]) -> int:
    """Episodes since the hero was last taken."""
    for back, one in enumerate(reversed(season)):
        if "captive" in one.beat.gives:
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
