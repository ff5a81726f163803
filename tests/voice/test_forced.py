"""Word times by following espeak's reading: near the truth in other voices, moods and rooms."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from engine.base.errors import UserInputError
from engine.series.document import Voice
from engine.voice.alignment import Alignment, from_plain
from engine.voice.audio_io import Samples, read_audio, write_wav
from engine.voice.forced import aligned, forced
from engine.voice.types import SAMPLE_RATE, SpeechRequest
from tests.bench.word_times import errors, guessed, uneven
from tests.voice.test_speech import LINES, SPEAKER, request

WORDS = ["Cry", "louder", "Mira", "Your", "father", "is", "listening"]
CASES = [(language, text) for language, texts in LINES.items() for text in texts]


def take(folder: Path, asked: SpeechRequest) -> tuple[Samples, Alignment]:
    wav = folder / "take.wav"
    known = from_plain(SPEAKER.speak(asked, wav))
    return read_audio(wav), known


def other(asked: SpeechRequest, base: int) -> SpeechRequest:
    return replace(asked, voice=Voice(base), gender="f" if base < 3 else "m")


@pytest.mark.parametrize(("language", "text"), CASES)
def test_words_are_found_in_another_voice(tmp_path: Path, language: str, text: str) -> None:
    """A man's slow or fast, angry or soft take, by a woman's plain reading, and the other way."""
    found, guesses = [], []
    for base, guide, emotion, pace in (
        (4, 0, "angry", 115), (0, 5, "soft", 85), (3, 1, "afraid", 100), (2, 3, "neutral", 85),
    ):  # fmt: skip
        asked = replace(
            request(text, language, base, emotion=emotion, intensity=85),
            voice=Voice(base, pace=pace),
        )
        samples, truth = take(tmp_path, asked)
        found += errors(aligned(samples, other(asked, guide)), truth)
        guesses += errors(guessed(samples, asked), truth)
    assert np.median(found) <= 30
    assert np.mean(found) < 0.6 * np.mean(guesses)


@pytest.mark.parametrize(("language", "text"), CASES)
def test_an_uneven_noisy_take_is_followed(tmp_path: Path, language: str, text: str) -> None:
    chance = np.random.default_rng(4)
    found, guesses = [], []
    for base in (1, 4):
        asked = request(text, language, base)
        moved, truth = uneven(*take(tmp_path, asked), chance)
        found += errors(aligned(moved, other(asked, 5 - base)), truth)
        guesses += errors(guessed(moved, asked), truth)
    assert np.median(found) <= 60
    assert np.mean(found) < 0.8 * np.mean(guesses)


def test_a_pause_that_the_guide_has_not_is_no_word(tmp_path: Path) -> None:
    asked = request("Who opened the gate that night?")
    samples, truth = take(tmp_path, asked)
    cut = truth.words[2].start_ms  # before "the"
    at, gap = cut * 48, 700
    longer = np.concatenate([samples[:at], np.zeros(gap * 48, np.float32), samples[at:]])
    found = aligned(longer, other(asked, 4))
    for word, known in zip(found.words, truth.words, strict=True):
        late = gap if known.start_ms >= cut else 0
        assert word.start_ms == pytest.approx(known.start_ms + late, abs=90), word.text


@pytest.mark.parametrize("behind", [False, True])
def test_a_laugh_is_no_word(tmp_path: Path, behind: bool) -> None:
    """Before the words or behind them: somebody else's, with a short silence between."""
    laugh, _ = take(tmp_path, request("ha ha ha ha.", base=2, emotion="amused"))
    late = 0 if behind else len(laugh) // 48
    found = []
    for base, guide in ((0, 4), (4, 0), (1, 3), (3, 2)):
        asked = request("Nobody leaves this house until the ring is back.", base=base)
        samples, truth = take(tmp_path, asked)
        whole = np.concatenate([samples, laugh] if behind else [laugh, samples])
        heard = aligned(whole, other(asked, guide))
        words = [replace(w, start_ms=w.start_ms - late, end_ms=w.end_ms - late)
                 for w in heard.words]  # fmt: skip
        found.append(float(np.median(errors(Alignment(tuple(words), ()), truth))))
    assert sorted(found)[2] <= 40, "right in three of four at least"


def test_times_are_in_order_and_inside_whatever_is_heard(tmp_path: Path) -> None:
    asked = request(LINES["en"][0])
    chance = np.random.default_rng(2)
    strange = {
        "noise": chance.standard_normal(SAMPLE_RATE) * 0.1,
        "short": chance.standard_normal(SAMPLE_RATE // 20) * 0.1,
        "long": chance.standard_normal(12 * SAMPLE_RATE) * 0.1,
        "silent": np.zeros(SAMPLE_RATE),
    }
    for name, samples in strange.items():
        wav = tmp_path / f"{name}.wav"
        write_wav(wav, np.asarray(samples, np.float32))
        found = from_plain(forced(wav, asked))
        length = len(samples) * 1000 / SAMPLE_RATE
        assert [w.text for w in found.words] == WORDS
        assert all(0 <= w.start_ms <= w.end_ms <= length + 1 for w in found.words), name
        assert all(a.start_ms <= b.start_ms for a, b in pairwise(found.words)), name
        assert all(0 <= p.start_ms < p.end_ms <= length + 1 for p in found.phones), name


def test_it_takes_less_than_a_third_of_a_second(tmp_path: Path) -> None:
    asked = request("I signed it because you told me she was dead, and you knew she was not.")
    samples, _ = take(tmp_path, asked)
    aligned(samples, asked)  # espeak's reading is kept
    before = time.thread_time()
    aligned(samples, asked)
    assert time.thread_time() - before < 0.3


def test_a_language_that_espeak_has_not_is_refused(tmp_path: Path) -> None:
    wav = tmp_path / "a.wav"
    write_wav(wav, np.ones(SAMPLE_RATE, np.float32) * 0.1)
    with pytest.raises(UserInputError, match="No voice speaks"):
        forced(wav, request("Hallo.", "xx"))
