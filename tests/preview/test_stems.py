"""Stems: exact length, silence where nothing is, the mix's own balance, nothing made twice."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.editor.types import SpokenLine
from engine.film.loudness import integrated
from engine.film.mix import mix_episode
from engine.film.types import Loudness
from engine.film.waves import read_wave, write_wave
from engine.preview import stems as module
from engine.preview.stems import Stems

from .world import FRAMES, World, speech


@pytest.fixture(scope="module")
def faults() -> list[str]:
    return []


@pytest.fixture(scope="module")
def stems(tmp_path_factory, faults) -> Stems:
    return Stems(tmp_path_factory.mktemp("stems"), faults.append)


def read(path: Path) -> np.ndarray:
    return np.fromfile(path, "<i2").reshape(-1, 2).astype(np.float32) / 32767


def made(stems: Stems, world: World, **changes) -> list[np.ndarray]:
    reel = replace(world.reel, **changes)
    return [read(path) for path in stems.make(world.cuts, dict(reel.speech), reel.music)]


def test_stems_are_exactly_as_long_as_the_pictures(stems, world):
    assert [found.shape for found in made(stems, world)] == [(FRAMES * 1600, 2)] * 3


def test_dialogue_is_silent_where_nobody_speaks(stems, world):
    dialogue, _, _ = made(stems, world)
    heard = np.zeros(len(dialogue), bool)
    for line in world.cuts.lines:
        heard[line.start_ms * 48 : (line.start_ms + 1000) * 48] = True
        assert np.abs(dialogue[line.first_ms * 48 : line.last_ms * 48]).max() > 0.1
    assert not dialogue[~heard].any()


def test_all_stems_together_are_the_films_mix(stems, world, tmp_path):
    mix_episode(world.cuts, dict(world.reel.speech), world.reel.music, tmp_path / "m.wav",
                Loudness())  # fmt: skip
    film, whole = read_wave(tmp_path / "m.wav"), sum(made(stems, world))
    assert np.corrcoef(film[:, 0], whole[:, 0])[0, 1] > 0.97
    assert np.abs(whole).max() <= 0.98


def test_seasons_are_heard_at_minus_sixteen():
    """The gain makes up for what the mix's working level is below the goal."""
    assert 20 * np.log10(module.GAIN) == pytest.approx(9.4)


def test_the_bed_yields_to_dialogue(stems, world):
    silent = made(stems, replace(world, cuts=replace(world.cuts, lines=())))[1]
    ducked = made(stems, world)[1]
    for line in world.cuts.lines:
        part = slice((line.first_ms + 100) * 48, (line.last_ms - 100) * 48)
        assert integrated(silent[part]) - integrated(ducked[part]) == pytest.approx(9, abs=0.5)


def test_a_line_without_a_take_and_a_missing_bed_are_silent(stems, world):
    whole, (dialogue, music, effects) = (
        made(stems, world), made(stems, world, speech=world.reel.speech[:1], music=None)
    )  # fmt: skip
    line = world.cuts.lines[1]
    assert not dialogue[line.start_ms * 48 : (line.start_ms + 1000) * 48].any()
    assert dialogue.any()
    assert not music.any()
    assert np.abs(effects - whole[2]).max() < 0.2


def test_equal_content_is_found_and_an_edit_has_new_files(world, tmp_path):
    stems = Stems(tmp_path / "s", print)
    takes, bed = dict(world.reel.speech), world.reel.music
    first = stems.make(world.cuts, takes, bed)
    written = [path.stat().st_ino for path in first]
    again = Stems(tmp_path / "s", print).make(world.cuts, takes, bed)
    assert again == first
    assert [path.stat().st_ino for path in again] == written
    other = tmp_path / "other.wav"
    write_wave(speech(1.0, 300), other)
    edited = stems.make(world.cuts, takes | {"l3": other}, bed)
    assert not set(edited) & set(first)
    line = world.cuts.lines[1].start_ms * 48
    assert np.array_equal(read(edited[0])[: line - 4800], read(first[0])[: line - 4800])


def test_old_stems_are_swept(world, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_SETS", 2)
    stems = Stems(tmp_path, print)
    for start in range(4):
        cuts = replace(world.cuts, lines=(SpokenLine("l1", start, 10, 20),))
        kept = stems.make(cuts, {}, None)
    assert len(list(tmp_path.iterdir())) == 6
    assert all(path.exists() for path in kept)


def test_sounds_that_cannot_be_read_are_named_and_silent(stems, world, faults, tmp_path):
    bad, gone = tmp_path / "bad.wav", tmp_path / "gone.wav"
    bad.write_bytes(b"RIFF....WAVEnonsense")
    dialogue, music, effects = made(
        stems, world, speech=(("l1", bad), ("l3", gone)), music=tmp_path / "gone2.wav"
    )
    assert not dialogue.any()
    assert not music.any()
    assert effects.any()
    assert ["l1" in faults[0], "l3" in faults[1], "music" in faults[2]] == [True] * 3
