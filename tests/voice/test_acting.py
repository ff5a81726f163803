"""What an emotion does can be heard and measured, in every house voice and both languages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.voice.pitch import REACH, track
from engine.voice.types import SAMPLE_RATE, Performance
from tests.voice.test_speech import LINES, perform, request

ACTED = ("angry", "neutral", "soft")
"""From the tensest to the calmest."""


def acted(folder: Path, text: str, language: str, base: int) -> list[Performance]:
    return [
        perform(folder, request(text, language, base, emotion=emotion, intensity=80))[0]
        for emotion in ACTED
    ]


def loudness(found: Performance) -> float:
    """Mean level of what is heard, in dB."""
    level = np.array(found.level_db)
    heard = level[level > level.max() - 25]
    return float(10 * np.log10((10 ** (heard / 10)).mean()))


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize("base", range(6))
def test_anger_is_above_neutral_and_neutral_above_softness(
    tmp_path: Path, language: str, base: int
) -> None:
    for text in LINES[language]:
        found = acted(tmp_path, text, language, base)
        angry, neutral, soft = [loudness(p) for p in found]
        assert angry > neutral + 3, text
        assert neutral > soft + 3, text
        tense, plain, easy = [p.mean_arousal for p in found]
        assert tense > plain + 8, text
        assert plain > easy + 5, text
        assert tense > 0 > easy, text


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize("base", range(6))
def test_a_plain_line_is_as_tense_as_the_voices_own_plain_reading(
    tmp_path: Path, language: str, base: int
) -> None:
    for text in LINES[language]:
        found, _ = perform(tmp_path, request(text, language, base))
        assert abs(found.mean_arousal) <= 25, text


@pytest.mark.parametrize("base", range(6))
def test_pitch_stays_in_the_voice(tmp_path: Path, base: int) -> None:
    """The first formant of a deep voice rings at 440 Hz; that is not its pitch."""
    for text in LINES["en"]:
        found, _ = perform(tmp_path, request(text, base=base))
        heard = np.array([f for f in found.f0_hz if f])
        assert np.abs(np.log2(heard / np.median(heard))).max() <= REACH + 0.02
        assert len(heard) > len(found.f0_hz) / 3


def test_a_ring_far_above_the_pitch_is_not_taken_for_it() -> None:
    t = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    voice = sum(np.sin(2 * np.pi * 90 * k * t) / k for k in range(1, 9))
    ring = np.sin(2 * np.pi * 440 * t)
    sound = np.where(t < 1.7, voice, ring).astype(np.float32) * 0.2
    found = track(sound, SAMPLE_RATE)
    assert np.median(found[:160]) == pytest.approx(90, rel=0.02)
    assert not found[180:].any()


def test_a_voice_may_rise_an_octave() -> None:
    t = np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE
    phase = 2 * np.pi * np.cumsum(110 * 2 ** (t / 2)) / SAMPLE_RATE
    sound = sum(np.sin(k * phase) / k for k in range(1, 6)).astype(np.float32) * 0.2
    found = track(sound, SAMPLE_RATE)[10:-10]
    assert (found > 0).all()
    assert found[-1] / found[0] > 1.8
