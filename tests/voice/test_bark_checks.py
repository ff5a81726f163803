"""Cutting at clauses, and telling good takes from bad ones by measuring."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.text.measure import spoken_ms
from engine.voice.audio_io import read_audio
from engine.voice.checks import judge
from engine.voice.clauses import clauses
from engine.voice.types import SAMPLE_RATE
from tests.voice.test_speech import LINES, SPEAKER, request

RATE = SAMPLE_RATE


def letters(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def test_a_short_line_is_one_piece() -> None:
    for language, texts in LINES.items():
        for text in texts:
            (only,) = clauses(text, language, 11_000)
            assert letters(only.text) == letters(text)
            assert only.full


def test_cuts_fall_at_sentences_then_at_commas() -> None:
    text = "I saw the gate that night. Nobody came, nobody called, and you stood there laughing."
    found = clauses(text, "en", 5000)
    assert [c.text for c in found] == [
        "I saw the gate that night.",
        "Nobody came, nobody called, and you stood there laughing.",
    ] or all(c.text[-1] in ".," for c in found)
    assert found[-1].full
    zh = clauses("戒指回到我手上之前，谁也别想离开。我说到做到。", "zh-CN", 4000)
    assert [c.text for c in zh] == ["戒指回到我手上之前，", "谁也别想离开。我说到做到。"] or all(
        c.text[-1] in "。，" for c in zh
    )


@given(
    st.lists(
        st.sampled_from(
            ["no ", "father ", "gate, ", "night. ", "who? ", "Mr. ", "...", "— ", "开，", "的。"]
        ),
        min_size=1, max_size=60,
    ),
    st.sampled_from(["en", "zh"]),
    st.integers(1500, 12_000),
)  # fmt: skip
def test_no_letter_is_lost_and_every_piece_fits(
    parts: list[str], language: str, longest: int
) -> None:
    text = "".join(parts).strip()
    found = clauses(text, language, longest)
    assert "".join(letters(c.text) for c in found) == letters(text)
    assert all(spoken_ms(c.text, language) <= longest for c in found if len(c.text.split()) > 1)


@pytest.mark.parametrize("language", LINES)
@pytest.mark.parametrize("emotion", ["neutral", "angry", "whisper", "broken"])
def test_speech_is_good(tmp_path: Path, language: str, emotion: str) -> None:
    for base in range(6):
        for text in LINES[language]:
            SPEAKER.speak(request(text, language, base, emotion=emotion), tmp_path / "a.wav")
            sound = read_audio(tmp_path / "a.wav")
            assert judge(sound, RATE, spoken_ms(text, language), False).faults == ()


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    wav = tmp_path_factory.mktemp("good") / "a.wav"
    SPEAKER.speak(request(LINES["en"][0]), wav)
    return read_audio(wav)


def test_bad_takes_are_told_by_their_fault(sound: np.ndarray) -> None:
    expected = spoken_ms(LINES["en"][0], "en")
    chance = np.random.default_rng(1)
    at = np.arange(3 * RATE) / RATE
    hum = sum(np.sin(2 * np.pi * 120 * k * at) / k for k in range(1, 8)) * 0.1
    click = np.zeros(RATE, np.float32)
    click[5000:5200] = 0.5
    bad = {
        "silence": [np.zeros(RATE), np.zeros(0), sound * 1e-4, click],
        "clipped": [np.clip(sound * 40, -1, 1)],
        "too short": [sound[: RATE // 3]],
        "too long": [np.tile(sound, 5)],
        "hum": [hum, chance.standard_normal(3 * RATE) * 0.05],
        "loop": [np.tile(sound[RATE // 2 : RATE // 2 + RATE // 4], 14)],
    }
    for fault, samples in bad.items():
        for one in samples:
            found = judge(np.asarray(one, np.float32), RATE, expected, False)
            assert fault in found.faults, fault
            assert found.badness > 0
            assert found.audible == (fault != "silence")
    assert "no end" in judge(sound, RATE, expected, True).faults


def test_the_least_bad_is_told_from_worse(sound: np.ndarray) -> None:
    expected = spoken_ms(LINES["en"][0], "en")
    kinds = (sound, np.clip(sound * 40, -1, 1), sound[: RATE // 3], np.zeros(RATE, np.float32))
    found = [judge(one, RATE, expected, False).badness for one in kinds]
    assert found == sorted(found)
    assert found[0] == 0
