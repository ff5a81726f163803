"""What must hold in every document: each broken rule is named, with where it is broken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from engine.series.document import CastMember, Document, Episode, Scene, Shot
from engine.series.invariants import check, dangling
from tests.graph.world import season, with_line

Change = Callable[[Document], Document]


def test_a_sound_document_breaks_nothing() -> None:
    assert check(season()) == ()
    assert dangling(season()) == ()


def _episode(**changes: object) -> Change:
    return lambda d: replace(d, episodes=(replace(d.episodes[0], **changes), *d.episodes[1:]))


def _shot(at: int, **changes: object) -> Change:
    def change(document: Document) -> Document:
        scene = document.episodes[0].scenes[0]
        shots = tuple(replace(s, **changes) if i == at else s for i, s in enumerate(scene.shots))
        return _episode(scenes=(replace(scene, shots=shots),))(document)

    return change


def _line(**changes: object) -> Change:
    return lambda document: with_line(document, "ep01/line1", **changes)


def _scenes(change: Callable[[Scene], tuple[Scene, ...]]) -> Change:
    return lambda d: _episode(scenes=change(d.episodes[0].scenes[0]))(d)


def _cast(*members: CastMember) -> Change:
    return lambda document: replace(document, cast=(*document.cast, *members))


def _first(document: Document) -> Episode:
    return document.episodes[0]


CROWD = tuple(CastMember(f"cast/{i}", f"N{i}", "ally") for i in range(5))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_cast(*CROWD), "the cast has 7 members"),
        (_cast(CastMember("cast/hero", "Two", "ally")), "cast/hero occurs twice"),
        (_cast(CastMember("Hero", "Two", "ally")), "'Hero' is not an id of a cast"),
        (_cast(CastMember("cast/x", "Two", "clown")), "unknown role 'clown'"),
        (lambda d: replace(d, places=(*d.places, d.places[0])), "place/a occurs twice"),
        (
            lambda d: replace(d, places=(replace(d.places[0], mood="blue"), d.places[1])),
            "place/a has an unknown time of day or mood",
        ),
        (lambda d: replace(d, episodes=(_first(d), _first(d))), "ep01 occurs twice"),
        (_episode(id="ep1"), "'ep1' is not an id of a episode"),
        (_episode(cliff="hanger"), "ep01: unknown cliffhanger type 'hanger'"),
        (_episode(lines=()), "ep01: the lines are not shown once each, in order"),
        (
            lambda d: _episode(lines=_first(d).lines[::-1])(d),
            "ep01: the lines are not shown once each, in order",
        ),
        (_line(speaker="cast/nobody"), "ep01/line1: cast/nobody is not in the cast"),
        (_line(emotion="gloomy"), "ep01/line1: unknown emotion or intensity"),
        (_line(intensity=101), "ep01/line1: unknown emotion or intensity"),
        (_shot(0, prop="kettle"), "shows the unknown thing 'kettle'"),
        (_line(text=" \n"), "ep01/line1: has no words"),
        (_scenes(lambda s: (replace(s, place="place/c"),)), "place/c is not a place"),
        (_scenes(lambda s: (s, Scene("ep01/scene2", "place/a"))), "ep01/scene2: has no shots"),
        (
            _scenes(lambda s: (s, Scene("ep01/scene1", "place/a", (Shot("ep01/x", hold_ms=9),)))),
            "ep01: an id occurs twice",
        ),
        (_shot(0, id="ep02/shot1"), "ep01: an id belongs to another episode"),
        (_shot(0, id="ep01/shot2"), "ep01: an id occurs twice"),
        (_shot(1, framing="wide"), "ep01/shot2: unknown framing or negative hold"),
        (_shot(1, hold_ms=-1), "ep01/shot2: unknown framing or negative hold"),
        (_shot(0, hold_ms=0), "ep01/shot1: an action beat without length"),
        (_shot(0, in_view=("cast/nobody",)), "ep01/shot1: shows somebody who is not in the cast"),
    ],
)
def test_a_broken_rule_is_named(change: Change, said: str) -> None:
    assert [problem for problem in check(change(season())) if said in problem]


@pytest.mark.parametrize(
    "change",
    [
        _line(speaker="cast/nobody"),
        _scenes(lambda s: (replace(s, place="place/c"),)),
        _shot(0, in_view=("cast/hero", "cast/nobody")),
        lambda d: replace(d, cast=d.cast[:1]),
        lambda d: replace(d, places=()),
    ],
)
def test_a_name_that_leads_nowhere_is_told_apart(change: Change) -> None:
    found = dangling(change(season()))
    assert found
    assert set(found) <= set(check(change(season())))


def test_other_broken_rules_lead_somewhere() -> None:
    assert dangling(_line(text="")(season())) == ()
    assert dangling(_cast(*CROWD)(season())) == ()
