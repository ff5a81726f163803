"""Scripts on their feet: when the first word falls, where scenes play, which things are shown."""

from __future__ import annotations

import tomllib

import pytest

from engine.series.document import PROPS
from engine.writer.data import SceneRows, _scene, beats, shots, table
from engine.writer.dossier import read_premise
from engine.writer.scripting import Said, Script
from engine.writer.season import story_for, write_season
from engine.writer.staging import Stager
from tests.writer.premises import PREMISES

MODERN, PALACE = PREMISES[2][0], PREMISES[1][0]


def script(*rows: Said, held: bool = False) -> Script:
    return Script(beats()["flicker"], rows, "question", held=held)


def stager(text: str = MODERN) -> Stager:
    story = story_for(read_premise(text), episodes=3, words=60, seed=1)
    return Stager(story, {})


def picture(template: str) -> Said:
    return Said("", "", "", template, template)


def spoken(speaker: str, text: str) -> Said:
    return Said(speaker, "V" if speaker == "H" else "H", "cold", text)


def test_a_second_picture_in_another_place_moves_the_episode() -> None:
    staged = stager().stage(1, script(
        picture("{market}, dawn."), spoken("H", "One."), spoken("V", "Two."),
        picture("{bridge}. Fog."), spoken("H", "Three."), spoken("V", "Four?"),
    ), ())  # fmt: skip
    first, second = staged.scenes
    assert first.place == "place/market-dawn-warm"
    assert second.place.startswith("place/bridge-dawn")
    assert [s.line for s in second.shots if s.line] == ["ep01/line3", "ep01/line4"]
    assert second.shots[0].framing == "full"


def test_without_a_named_place_a_captive_stays_in_the_cage() -> None:
    rows = (picture("A light."), spoken("H", "One."), spoken("V", "Two?"))
    at_large = stager().stage(1, script(*rows), ())
    held = stager().stage(1, script(*rows, held=True), ())
    assert held.place.id.startswith("place/cage-")
    assert at_large.place.id != held.place.id


@pytest.mark.parametrize("text", [MODERN, PALACE])
def test_the_first_words_fall_within_three_seconds(text: str) -> None:
    for episode in write_season(read_premise(text), episodes=12).episodes:
        silent = 0
        for shot in episode.shots:
            if shot.line:
                break
            silent += shot.hold_ms
        assert silent <= 3_000


def test_a_thing_is_shown_alone_and_the_era_knows_it() -> None:
    unknown = set(table("staging.toml")["unknown"]["ancient"])
    shown = [
        shot
        for episode in write_season(read_premise(PALACE), episodes=12).episodes
        for shot in episode.shots
        if shot.prop
    ]
    assert shown
    assert not {shot.prop for shot in shown} & unknown
    assert all(not shot.in_view and not shot.line for shot in shown)


@pytest.mark.parametrize("tongue", ["en", "zh"])
def test_every_insert_names_a_thing_that_can_be_drawn(tongue: str) -> None:
    rows = [row for kind in shots(tongue)["inserts"].values() for row in kind]
    assert {prop for _, _, prop in rows} <= {"", "token", *PROPS}
    assert set(table("staging.toml")["focus"].values()) <= set(shots(tongue)["inserts"])


def test_a_scene_may_be_written_for_a_state() -> None:
    rows = tomllib.loads('scene = ["? captive, !palace", "@ {cage}.", "V>H cold: Sit."]')["scene"]
    assert _scene(rows) == SceneRows(
        frozenset({"captive", "!palace"}), ("@ {cage}.", "V>H cold: Sit.")
    )


def test_no_era_without_machines_is_played_in_a_place_with_them() -> None:
    def played(text: str, slot: str) -> str:
        rows = (picture(f"{{{slot}}}."), spoken("H", "One."), spoken("V", "Two?"))
        return stager(text).stage(1, script(*rows), ()).place.plate

    for slot, plate in (("kitchen", "kitchen"), ("grave", "graveyard")):
        assert played(PALACE, slot) == plate + "-old"
        assert played(MODERN, slot) == plate
