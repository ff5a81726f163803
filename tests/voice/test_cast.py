"""The six house voices as a cast: what they act is heard, and nobody is taken for another."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from engine.series.document import Voice
from engine.voice.alignment import from_plain
from engine.voice.audio_io import read_audio
from engine.voice.espeak import EspeakSpeaker
from engine.voice.performance import measure, neutral_of
from engine.voice.types import Performance, SpeechRequest

TEXTS = {
    "en": ("You told me the ledger burned that night.", "Why is it in your hand?"),
    "zh-CN": ("你说账本那晚烧掉了。", "它怎么在你手里？"),
    "hi": ("तुमने कहा था कि किताब जल गई।", "यह तुम्हारे हाथ में क्यों है?"),
    "pt-BR": ("Você disse que o livro queimou.", "Por que está na sua mão?"),
}
ACTED = ("soft", "grave", "neutral", "afraid", "angry")
AGES = ("young", "mature", "elder") * 2
BANDS = 24
SPEAKER = EspeakSpeaker()


def asked(language: str, base: int, emotion: str = "neutral", text: str = "") -> SpeechRequest:
    return SpeechRequest(
        text or TEXTS[language][0], language, Voice(base), "f" if base < 3 else "m", AGES[base],
        emotion, 80,
    )  # fmt: skip


@dataclass(frozen=True)
class Heard:
    emotion: str
    performance: Performance
    features: np.ndarray


def features(samples: np.ndarray, found: Performance) -> np.ndarray:
    """Long-term spectrum in dB of 24 bands from 100 Hz to 8 kHz less its mean; then middle and
    range of F0 in semitones."""
    frames = np.lib.stride_tricks.sliding_window_view(samples, 2048)[::1024]
    power = np.abs(np.fft.rfft(frames * np.hanning(2048), axis=1)) ** 2
    loud = power[power.sum(axis=1) > power.sum(axis=1).max() * 10**-3.5].mean(axis=0)
    place = np.digitize(np.fft.rfftfreq(2048, 1 / 48_000), np.geomspace(100, 8000, BANDS + 1)) - 1
    bands = [
        10 * np.log10(loud[place == n].mean()) if (place == n).any() else 0 for n in range(BANDS)
    ]
    pitch = 12 * np.log2([f for f in found.f0_hz if f])
    spread = np.subtract(*np.percentile(pitch, [85, 15]))
    return np.array([*(np.array(bands) - np.mean(bands)), np.median(pitch), spread])


@cache
def spoken(language: str) -> dict[int, list[Heard]]:
    """By voice: each emotion once; both texts are used."""
    import tempfile

    found: dict[int, list[Heard]] = {}
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "take.wav"
        for base in range(6):
            for emotion in ACTED if language in ("en", "zh-CN") else ACTED[::2]:
                request = asked(
                    language, base, emotion, TEXTS[language][emotion in ("neutral", "afraid")]
                )
                alignment = SPEAKER.speak(request, wav)
                seen = measure(wav, request.text, alignment, neutral_of(SPEAKER, request))
                found.setdefault(base, []).append(
                    Heard(emotion, seen, features(read_audio(wav), seen))
                )
    return found


def ranks(values: list[float]) -> np.ndarray:
    return np.argsort(np.argsort(values)).astype(float)


@pytest.mark.parametrize("language", TEXTS)
def test_the_arousal_that_is_asked_for_is_heard(language: str) -> None:
    """Spearman's rank correlation over 0.8 for every voice."""
    text = files("resources").joinpath("voice", "emotions.toml").read_text("utf-8")
    meant = {name: row["arousal"] for name, row in tomllib.loads(text).items()}
    for base, takes in spoken(language).items():
        wanted = ranks([meant[t.emotion] for t in takes])
        heard = ranks([t.performance.mean_arousal for t in takes])
        assert np.corrcoef(wanted, heard)[0, 1] > 0.8, base


@pytest.mark.parametrize("language", TEXTS)
def test_loud_and_soft_fast_and_slow_show_in_the_envelope(language: str) -> None:
    for base, takes in spoken(language).items():
        by = {t.emotion: t.performance for t in takes}
        assert max(by["angry"].level_db) > max(by["soft"].level_db) + 6, base
        pace = {e: len(p.words) / (p.words[-1].end_ms - p.words[0].start_ms) for e, p in by.items()}
        slow = pace.get("grave", pace["soft"])
        assert pace["angry"] > 1.1 * slow, base


@pytest.mark.parametrize("language", TEXTS)
def test_no_two_voices_are_nearer_than_twice_what_one_voice_varies(language: str) -> None:
    """Each feature in units of its own spread within voices; spectrum half, F0 half of the
    distance. The spread is the mean distance of a take from its voice's middle."""
    takes = {base: np.array([t.features for t in seen]) for base, seen in spoken(language).items()}
    middle = {base: rows.mean(axis=0) for base, rows in takes.items()}
    strays = np.concatenate([rows - middle[base] for base, rows in takes.items()])
    unit = np.sqrt((strays**2).mean(axis=0)) + 1e-9
    weights = np.array([*([0.5 / BANDS] * BANDS), 0.35, 0.15])

    def far(difference: np.ndarray) -> np.ndarray:
        return np.sqrt((weights * (difference / unit) ** 2).sum(axis=-1))

    within = float(np.sqrt((far(strays) ** 2).mean()))
    for one, other in combinations(takes, 2):
        assert far(middle[one] - middle[other]) >= 2 * within, (one, other)


def test_a_pause_is_as_long_as_the_emotion_asks(tmp_path: Path) -> None:
    lengths = {}
    for emotion in ("urgent", "neutral", "broken"):
        request = asked("en", 3, emotion, "I waited. You never came.")
        wav = tmp_path / f"{emotion}.wav"
        alignment = SPEAKER.speak(request, wav)
        seen = measure(wav, request.text, alignment, neutral_of(SPEAKER, request))
        lengths[emotion] = max(b - a for a, b in seen.pauses)
    assert lengths["urgent"] < lengths["neutral"] - 80
    assert lengths["neutral"] < lengths["broken"] - 100


def test_one_gasps_before_an_outburst_and_not_before_a_calm_line(tmp_path: Path) -> None:
    starts = {}
    for emotion in ("calm", "desperate"):
        wav = tmp_path / f"{emotion}.wav"
        words = from_plain(SPEAKER.speak(asked("en", 0, emotion), wav)).words
        starts[emotion] = words[0].start_ms
        before = read_audio(wav)[: (words[0].start_ms - 20) * 48]
        loudest = np.abs(read_audio(wav)).max()
        assert np.abs(before).max(initial=0) < 0.2 * loudest
    assert starts["calm"] < 120
    assert starts["desperate"] > starts["calm"] + 250


def test_an_elder_speaks_slower_and_less_steadily_than_a_grown_person(tmp_path: Path) -> None:
    heard = {}
    for age in ("mature", "elder"):
        wav = tmp_path / f"{age}.wav"
        request = replace(asked("en", 1), age=age)
        words = from_plain(SPEAKER.speak(request, wav)).words
        heard[age] = words[-1].end_ms - words[0].start_ms
    assert heard["elder"] > 1.05 * heard["mature"]
