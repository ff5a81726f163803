"""Markers on signals made for the purpose: a known peak, pause, rise and fall, and nothing else."""

from __future__ import annotations

from itertools import pairwise
from math import log2
from pathlib import Path

import numpy as np
import pytest

from engine.voice.audio_io import write_wav
from engine.voice.performance import Neutral, measure
from engine.voice.types import SAMPLE_RATE, Marker, Performance

NEUTRAL = Neutral((log2(150), 0.2), (-20.0, 5.0), (-10.0, 5.0))
SILENT = -200.0
NEAR_MS = 30


def tone(points: list[tuple[int, float]]) -> np.ndarray:
    """A voiced tone whose level goes straight between (ms, dB below full scale) points."""
    count = points[-1][0] * SAMPLE_RATE // 1000
    at = np.arange(count) * 1000 / SAMPLE_RATE
    level = np.interp(at, [ms for ms, _ in points], [db for _, db in points])
    wave = sum(np.sin(2 * np.pi * 150 * k * at / 1000) / k for k in range(1, 6))
    return (0.5 * wave * 10 ** (level / 20)).astype(np.float32)


def word(text: str, first: int, start: int, end: int) -> dict[str, object]:
    return {"text": text, "first": first, "last": first + len(text), "start_ms": start,
            "end_ms": end}  # fmt: skip


def played(folder: Path, points: list[tuple[int, float]], *words: dict[str, object]) -> Performance:
    """The performance of a signal. Words lie where they are said to."""
    wav = folder / "made.wav"
    write_wav(wav, tone(points))
    text = " ".join(str(w["text"]) for w in words)
    return measure(wav, text, {"words": list(words), "phones": []}, NEUTRAL)


def of(found: Performance, kind: str) -> list[Marker]:
    return [m for m in found.markers if m.kind == kind]


def swell(start: int, peak: int, end: int, top: float) -> list[tuple[int, float]]:
    """A word that grows from 9 dB below its top to it, and falls as much again."""
    return [(start - 1, SILENT), (start, top - 9), (peak, top), (end, top - 9), (end + 1, SILENT)]


@pytest.mark.parametrize("peak", [300, 520, 700])
def test_a_words_loudest_moment_is_a_peak(tmp_path: Path, peak: int) -> None:
    points = [(0, SILENT), *swell(200, peak, 900, -8), (1100, SILENT)]
    found = played(tmp_path, points, word("No", 0, 200, 900))
    (mark,) = of(found, "peak")
    assert mark.at_ms == pytest.approx(peak, abs=NEAR_MS)
    assert mark.strength == 100
    assert not of(found, "pause")
    assert not of(found, "attack")


def test_a_softer_word_is_a_weaker_peak_and_a_much_softer_one_none(tmp_path: Path) -> None:
    points = [(0, SILENT), *swell(200, 500, 800, -8), *swell(900, 1200, 1500, -11),
              *swell(1600, 1900, 2200, -16), (2400, SILENT)]  # fmt: skip
    words = (word("Not", 0, 200, 800), word("my", 4, 900, 1500), word("door", 7, 1600, 2200))
    loud, softer = of(played(tmp_path, points, *words), "peak")
    assert (loud.strength, softer.at_ms) == (100, pytest.approx(1200, abs=NEAR_MS))
    assert softer.strength == pytest.approx(50, abs=8)  # 3 of 6 dB


@pytest.mark.parametrize("silence", [130, 300, 640])
def test_a_silence_is_a_pause_and_the_sound_after_it_an_attack(
    tmp_path: Path, silence: int
) -> None:
    again = 700 + silence
    points = [(0, SILENT), *swell(200, 450, 700, -8), *swell(again, again + 250, again + 500, -8),
              (again + 700, SILENT)]  # fmt: skip
    words = (word("Stay", 0, 200, 700), word("here", 5, again, again + 500))
    found = played(tmp_path, points, *words)
    ((first, last),) = found.pauses
    assert first == pytest.approx(700, abs=NEAR_MS)
    assert last == pytest.approx(again, abs=NEAR_MS)
    (pause,), (attack,) = of(found, "pause"), of(found, "attack")
    assert (pause.at_ms, attack.at_ms) == (first, last)
    assert pause.strength == min(100, (last - first) // 8)
    assert attack.strength > 20


def test_a_gap_below_120_ms_and_silence_at_the_ends_are_no_pause(tmp_path: Path) -> None:
    points = [(0, SILENT), *swell(600, 800, 1000, -8), *swell(1080, 1300, 1500, -8), (2200, SILENT)]
    found = played(tmp_path, points, word("I", 0, 600, 1000), word("see", 2, 1080, 1500))
    assert found.pauses == ()
    assert not of(found, "pause")


def test_a_sudden_rise_is_a_surge_and_a_sudden_fall_a_drop(tmp_path: Path) -> None:
    points = [(0, -26.0), (600, -26.0), (660, -6.0), (1200, -6.0), (1260, -26.0), (1800, -26.0)]
    found = played(tmp_path, points, word("You", 0, 0, 1800))
    (surge,), (drop,) = of(found, "surge"), of(found, "drop")
    assert surge.at_ms == pytest.approx(660, abs=60)
    assert drop.at_ms == pytest.approx(1260, abs=60)
    assert surge.strength >= 36
    assert drop.strength >= 36


def test_a_steady_tone_has_neither(tmp_path: Path) -> None:
    found = played(tmp_path, [(0, -10.0), (1500, -10.0)], word("Ah", 0, 0, 1500))
    assert {m.kind for m in found.markers} <= {"peak"}
    assert set(found.level_db[5:-5]) <= {*range(-17, -10)}


def test_markers_come_in_order_of_time(tmp_path: Path) -> None:
    points = [(0, SILENT), *swell(200, 450, 700, -8), *swell(1000, 1200, 1400, -8),
              *swell(1800, 2000, 2300, -8), (2500, SILENT)]  # fmt: skip
    words = (word("a", 0, 200, 700), word("b", 2, 1000, 1400), word("c", 4, 1800, 2300))
    times = [m.at_ms for m in played(tmp_path, points, *words).markers]
    assert all(a <= b for a, b in pairwise(times))


def test_a_higher_voice_is_more_aroused_and_silence_holds_what_was(tmp_path: Path) -> None:
    wav = tmp_path / "high.wav"
    at = np.arange(SAMPLE_RATE) / SAMPLE_RATE
    means = []
    for hertz in (150, 190):
        wave = sum(np.sin(2 * np.pi * hertz * k * at) / k for k in range(1, 6)) * 0.2
        write_wav(wav, np.append(wave, np.zeros(SAMPLE_RATE // 2)).astype(np.float32))
        found = measure(wav, "Ah", {"words": [word("Ah", 0, 0, 1000)], "phones": []}, NEUTRAL)
        means.append(found.arousal[5])
        assert found.arousal[11:] == (found.arousal[10],) * len(found.arousal[11:])
    assert means[1] > means[0] + 10
