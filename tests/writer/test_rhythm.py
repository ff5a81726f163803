"""The pulse of a season over openings and seeds: turns, blows, points, the goal, promises.

What holds for every plan that the house makes is asked of many plans; a plan is quick to make.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from engine.writer.data import Beat, beats
from engine.writer.dossier import read_premise
from engine.writer.planner import after, plan, tension_fit
from engine.writer.rhythm import TURNS, Rests, answered, bits, kind_of, open_promises
from engine.writer.season import story_for
from engine.writer.story import Story

OPENINGS = ("abduct", "disgrace", "return", "bargain", "swap", "infiltrate", "inherit", "trial",
            "contest", "haunt")  # fmt: skip
PREMISE = {
    "en": "Glassblower Iris Vane wants to clear her dead brother's name before Conrad Holt, who "
    "framed him, sells the foundry.",
    "zh": "绣娘沈青禾要为死去的哥哥洗清冤屈，而陷害他的陆承远正要卖掉绣坊。",
}
SEEDS = (1, 2)
CASES = [(tongue, opening, seed) for tongue in PREMISE for opening in OPENINGS for seed in SEEDS]


@cache
def _told(tongue: str, opening: str, seed: int) -> Story:
    story = story_for(read_premise(PREMISE[tongue], "auto", seed), episodes=20, words=60, seed=seed)
    story.flags = {flag for flag in story.flags if not flag.startswith("in:")} | {f"in:{opening}"}
    return story


def _season(case: tuple[str, str, int]) -> list[Beat]:
    return [beats()[id] for id in plan(_told(*case), 20)]


def _numbers(season: list[Beat], *tags: str) -> list[int]:
    """Numbers of the episodes that have one of these tags."""
    return [at for at, beat in enumerate(season, 1) if not beat.tags.isdisjoint(tags)]


def _longest(numbers: list[int], end: int) -> int:
    return max(b - a for a, b in pairwise([0, *numbers, end]))


@pytest.mark.parametrize("case", CASES)
def test_a_season_has_the_pulse_of_its_form(case: tuple[str, str, int]) -> None:
    season = _season(case)
    assert _longest(_numbers(season, *TURNS), 21) <= 3
    caught = next(at for at, beat in enumerate(season, 1) if "conf" in beat.gives)
    moves = [at for at in _numbers(season, "move") if at < caught]
    assert _longest(moves, caught) <= 4
    points = _numbers(season, "win")
    assert points[0] <= 5
    assert _longest(points, 20) <= 5


@pytest.mark.parametrize("case", CASES)
def test_the_goal_is_tried_twice_early_and_once_at_the_end(case: tuple[str, str, int]) -> None:
    tries = _numbers(_season(case), "goal")
    assert len([at for at in tries if at < 15]) >= 2
    assert tries[0] <= 6
    assert tries[-1] >= 16


@pytest.mark.parametrize("case", CASES)
def test_the_opponent_pays_around_the_middle(case: tuple[str, str, int]) -> None:
    assert 6 <= _numbers(_season(case), "pay")[0] <= 13


@pytest.mark.parametrize("case", CASES)
def test_a_plan_keeps_to_the_curve_and_keeps_its_promises(case: tuple[str, str, int]) -> None:
    season = _season(case)
    assert tension_fit([beat.id for beat in season]) > 0.8
    facts = frozenset(_told(*case).flags)
    for beat in season:
        facts = after(facts, beat)
    assert set(open_promises(facts)) <= {"idPub"}  # a last talk of H and P finds no room in some
    assert season[-1].id.startswith("hook_")


@pytest.mark.parametrize("case", CASES)
def test_nobody_is_a_friend_before_he_was_met(case: tuple[str, str, int]) -> None:
    """Whoever has a line that cannot be dropped was met before, meets the hero now, or opens."""
    facts = frozenset(_told(*case).flags)
    for at, beat in enumerate(_season(case)):
        now = after(facts, beat)
        scenes = beat.said(case[0]).scenes
        for who, met in (("A", "ally"), ("K", "kmet")):
            if at and met not in now:
                assert not all(any(r.startswith(f"{who}>") for r in s.rows) for s in scenes), (
                    beat.id
                )
        facts = now


def test_rests_say_what_is_due() -> None:
    """Two calm episodes make a turn due, two without the opponent a move, three a point."""
    turn, move, win = (kind_of(frozenset((tag,))) for tag in ("reversal", "move", "win"))
    rests = Rests()
    assert rests.due(0.1) == 0
    calm = rests.after(0).after(0)
    assert calm.due(0.1) == turn | move
    assert calm.due(0.95) == turn
    assert calm.after(turn | move).after(0).due(0.1) == win
    assert calm.after(win).due(0.1) & win == 0


def test_a_blow_is_answered_by_the_other_side() -> None:
    move, win = kind_of(frozenset(("move",))), kind_of(frozenset(("win",)))
    assert answered(move, win) > 0
    assert answered(win, move) > 0
    assert answered(win, win) == answered(move, move) == answered(0, move) == 0


def test_a_state_counts_only_facts_that_beats_know() -> None:
    assert bits(("ally", "no such fact")) == bits(("ally",)) > 0
    assert bits(("ally", "captive")) == bits(("captive",)) | bits(("ally",))
