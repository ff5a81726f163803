"""Pictures without words: there when a delivery profile wants them, and independent of words."""

from __future__ import annotations

from dataclasses import replace

from engine.editor.types import Cue, CueWord, Title, textless
from engine.graph.derive import view_cuts
from engine.graph.plan import Planner
from engine.series.document import Document
from engine.series.takes import Slot
from engine.work.demand import whole_episode
from tests.graph.world import MAKERS, World, cut_of, season


def delivered(document: Document, profile: str) -> Document:
    return replace(document, series=replace(document.series, profile=profile))


def test_only_a_profile_that_wants_them_asks_for_pictures_without_words() -> None:
    world = World()
    feed = delivered(season(1), "douyin,tiktok")
    world.build(feed)
    assert not [s for s in world.plan(feed).assets if s.role in ("textless", "clean")]
    made = world.build(delivered(feed, "douyin,drama-app"))
    segments = [s for s in world.plan(feed).assets if s.role == "segment"]
    assert sorted(s.owner for s in made if s.role == "textless") == sorted(
        s.owner for s in segments
    )
    assert {s.role for s in made} == {"textless", "clean"}  # nothing else was made again
    assert Slot("ep01", "clean") in whole_episode(delivered(feed, "archive").series, "ep01")


def test_taking_the_profile_away_again_makes_nothing() -> None:
    world = World()
    document = delivered(season(1), "drama-app")
    world.build(document)
    assert world.build(delivered(document, "universal")) == []
    assert world.build(document) == []


def test_other_words_in_the_picture_leave_a_cut_without_words_as_it_is() -> None:
    episode = season(1).episodes[0]
    cut = cut_of(episode, {}).cuts[0]
    told = replace(
        cut,
        cues=(Cue(0, 10, (CueWord("word", 0),), " "),),
        titles=(Title("label", "AI-generated", 0, 20),),
    )
    marks = {
        view_cuts("", replace(cut_of(episode, {}), cuts=(textless(c),))).digests
        for c in (cut, told)
    }
    assert len(marks) == 1


def test_a_hardware_encoder_is_part_of_the_recipe_and_never_missed() -> None:
    software, card = World(), World()
    card.planner = Planner(
        replace(MAKERS, hardware=lambda: ('{"codec":"card"}', "{}")), card.cuts.__getitem__
    )
    plain = season(1)
    asked = replace(plain, series=replace(plain.series, encoder="hardware"))
    for world in (software, card):
        world.build(plain)
    assert software.build(asked) == []  # there is none: nothing changes
    made = card.build(asked)
    assert {slot.role for slot in made} == {"segment", "master"}
    assert card.build(plain) == []


def test_a_watermark_re_makes_the_pictures_and_nothing_else() -> None:
    world = World()
    plain = season(1)
    world.build(plain)
    hidden = replace(plain, series=replace(plain.series, watermark="seal"))
    assert {slot.role for slot in world.build(hidden)} == {"segment", "master"}
    assert world.build(plain) == []
