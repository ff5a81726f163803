"""Stems: the parts of the mix, of one length, and nothing missing from their sum."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.delivery.season import FinishedSeason, used
from engine.delivery.stems import rhythm
from engine.editor.types import FPS
from engine.film.mix import mix_episode
from engine.film.stems import take_apart
from engine.film.types import Loudness
from engine.film.waves import RATE, read_wave
from tests.delivery.world import Store, finished, season


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> FinishedSeason:
    return finished(Store(tmp_path_factory.mktemp("media")), *season(1))


def test_the_parts_add_up_to_the_master(one: FinishedSeason, tmp_path: Path) -> None:
    (item,) = one.episodes
    speech = {id: used(v).file for id, v in item.speech.items()}
    speakers = {line.id: line.speaker for line in one.document.episode(item.id).lines}
    assert item.music is not None
    parts = take_apart(item.cuts, speakers, speech, item.music, Loudness())
    mix_episode(item.cuts, speech, item.music, tmp_path / "mix.wav", Loudness())
    master = read_wave(tmp_path / "mix.wav")
    total = parts.music_and_effects + sum(parts.dialogue.values())
    length = item.cuts.frames * RATE // FPS
    assert {len(x) for x in (*parts.dialogue.values(), parts.music, parts.effects)} == {length}
    # the master fades as a whole at its end, its parts each for themselves
    body = slice(0, length - RATE)
    assert np.abs(total - master)[body].max() < 10 ** (-70 / 20)


def test_a_speaker_is_heard_in_nobody_else_s_stem(one: FinishedSeason) -> None:
    (item,) = one.episodes
    speech = {id: used(v).file for id, v in item.speech.items()}
    speakers = {line.id: line.speaker for line in one.document.episode(item.id).lines}
    assert item.music is not None
    cuts = replace(item.cuts, rooms=())
    parts = take_apart(cuts, speakers, speech, item.music, Loudness())
    for line in cuts.lines:
        first = line.first_ms * RATE // 1000
        for who, voice in parts.dialogue.items():
            heard = float(np.abs(voice[first : first + RATE // 5]).max())
            assert (heard > 0.01) == (who == speakers[line.line])


def test_the_rhythm_label_is_short_long_short_short() -> None:
    tone = np.abs(rhythm()[:, 0]) > 0.02
    blocks = tone[: len(tone) // 480 * 480].reshape(-1, 480).any(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], blocks, [False]]).astype(int)))
    lengths = [int(b - a) for a, b in zip(edges[::2], edges[1::2], strict=True)]
    unit = lengths[0]
    assert [round(n / unit) for n in lengths] == [1, 3, 1, 1]
