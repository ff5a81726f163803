"""The score and the places: motifs of people, ends, silence before a blow, walls and air."""

from __future__ import annotations

import tomllib
import wave
from importlib.resources import files

import numpy as np
import pytest

from engine.editor.eras import era_of
from engine.editor.types import Room, SoundCue, SpokenLine, Theme
from engine.film.airs import AIRS
from engine.film.instruments import PLAYERS, RATE, tone
from engine.film.mix import SPEECH, effects, silences, walls
from engine.film.music import compose_bed
from engine.film.rooms import airs, answered
from engine.film.themes import ENDINGS, ERAS, chord, motif, pitch, progression
from engine.series.document import CLIFF_TYPES, ROLES
from engine.voice.audio_io import read_stereo

FRAMES = 600
TENSION = ((0, 40), (10_000, 60), (20_000, 90))
ROOMS = tomllib.loads(files("resources").joinpath("film", "rooms.toml").read_text("utf-8"))


@pytest.mark.parametrize("player", [p for p in PLAYERS if p != "drum"])
def test_a_player_is_in_tune(player: str) -> None:
    """The note asked for is among the strongest partials, within 15 cents."""
    for number, freq in ((57, 220.0), (69, 440.0)):
        sound = tone(player, number, 100)[: RATE * 3 // 2]
        size = 1 << 18
        power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), size))
        hertz = np.fft.rfftfreq(size, 1 / RATE)
        near = np.flatnonzero(np.abs(np.log2(np.maximum(hertz, 1) / freq)) < 1 / 12)
        found = hertz[near[power[near].argmax()]]
        assert abs(1200 * np.log2(found / freq)) < 15
        assert power[near].max() > 0.1 * power.max()


@pytest.mark.parametrize("era", ERAS)
def test_everybody_has_a_motif_of_their_own_and_keeps_it(era: str) -> None:
    found = {role: motif(5, f"cast/{role}", role, era) for role in ROLES}
    assert all(4 <= len(m.steps) <= 8 and len(m.steps) == len(m.eighths) for m in found.values())
    four = [found[r] for r in ("hero", "villain", "power", "ally")]
    assert len({m.player for m in four}) == 4
    assert len({(m.steps, m.eighths) for m in found.values()}) == len(found)
    assert found["hero"] == motif(5, "cast/hero", "hero", era)
    others = {motif(seed, "cast/hero", "hero", era) for seed in range(30)}
    assert len(others) > 10, "another season has another"


def test_another_person_s_theme_changes_the_music_from_there_on() -> None:
    one = (Theme(0, "cast/hero", "hero", "cold"), Theme(10_000, "cast/ally", "ally", "cold"))
    other = (one[0], Theme(10_000, "cast/villain", "villain", "cold"))
    a, b = (compose_bed(FRAMES, TENSION, 4, "cold", t, "modern", "threat") for t in (one, other))
    early = slice(0, 9 * 48_000)
    assert np.abs(a[early] - b[early]).max() < 0.01
    assert np.sqrt(np.mean((a - b)[10 * 48_000 : 17 * 48_000] ** 2)) > 0.01


def test_the_more_tension_the_more_notes_and_the_dominant_asks_for_home() -> None:
    scale = (0, 2, 3, 5, 7, 8, 10)
    assert len(chord(scale, 0, 0.9)) > len(chord(scale, 0, 0.2))
    for tension in (0.2, 0.5, 0.9):
        for turn in range(3):
            order = progression(tension, turn)
            assert (order[0], order[-1]) == (0, 4)
            assert pitch(scale, order[-1]) == 7


@pytest.mark.parametrize("cliff", CLIFF_TYPES)
def test_every_cliffhanger_has_its_own_end_and_sting(cliff: str) -> None:
    assert cliff in ENDINGS
    plain = effects((SoundCue("sting", 0, 90),), 48_000)
    assert not np.array_equal(effects((SoundCue("sting", 0, 90),), 48_000, cliff), plain)


def test_the_music_stops_before_the_blow_and_not_for_a_tap() -> None:
    n = 4 * 48_000
    hard = silences((SoundCue("hit", 2000, 90),), n)
    assert hard[199] < 0.05
    assert hard[140] == 1
    assert hard[215] == 1
    assert (silences((SoundCue("hit", 2000, 40), SoundCue("door", 1000, 90)), n) == 1).all()


def test_every_place_has_air_and_walls() -> None:
    for name, plate in ROOMS["plates"].items():
        assert plate["walls"] in ROOMS["walls"], name
        for time in ("day", "night"):
            assert plate[time], name
            assert set(plate[time]) <= set(AIRS), name
            assert all(-50 <= much <= -24 for much in plate[time].values()), name


def test_air_is_heard_and_stays_far_below_a_voice() -> None:
    n = 6 * 48_000
    for plate in ("market", "bedroom"):
        found = airs((Room(0, plate, "day"),), n, SPEECH)
        level = 20 * np.log10(np.sqrt(np.mean(found**2)) / SPEECH)
        assert -42 < level < -12
    both = airs((Room(0, "market", "day"), Room(3000, "bedroom", "day")), n, SPEECH)
    assert np.mean(both[: n // 3] ** 2) > 4 * np.mean(both[-n // 3 :] ** 2)
    assert not airs((), n, SPEECH).any()


def test_a_cave_answers_longer_than_a_car_and_both_are_quieter_than_the_voice() -> None:
    rng = np.random.default_rng(2)
    take = np.zeros(48_000, np.float32)
    take[:9600] = rng.standard_normal(9600).astype(np.float32) * 0.1
    energy = {p: answered(take, Room(0, p, "day")) ** 2 for p in ("cave", "car")}
    late = {p: e[24_000:].sum() / e.sum() for p, e in energy.items()}
    assert late["cave"] > 0.1 > late["car"]
    assert all(e.sum() / 2 < 0.1 * (take**2).sum() for e in energy.values())
    line = SpokenLine("l", 0, 0, 1000)
    assert not walls((line,), (), take).any()
    assert walls((line,), (Room(0, "hall", "day"),), take).any()


@pytest.mark.parametrize(
    ("plates", "era"),
    [(("palace", "bedroom", "temple"), "ancient"), (("office", "car", "street"), "modern"),
     (("cave", "graveyard", "street"), "supernatural"), ((), "modern")],
)  # fmt: skip
def test_the_era_follows_the_places(plates: tuple[str, ...], era: str) -> None:
    assert era_of(plates, ("neutral",) * len(plates)) == era


def test_own_music_keeps_both_sides(tmp_path) -> None:
    file = tmp_path / "own.wav"
    left = (9000 * np.sin(np.arange(44_100) / 15)).astype("<i2")
    with wave.open(str(file), "wb") as target:
        target.setnchannels(2)
        target.setsampwidth(2)
        target.setframerate(44_100)
        target.writeframes(np.stack([left, np.zeros_like(left)], axis=1).tobytes())
    found = read_stereo(file)
    assert found.shape[1] == 2
    assert abs(len(found) - 48_000) < 200
    assert np.abs(found[:, 0]).max() > 0.2
    assert np.abs(found[:, 1]).max() < 0.01
