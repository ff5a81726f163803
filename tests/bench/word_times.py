"""How well word times are found by following espeak's reading: against the truth, and a guess.

Takes are espeak's own, so the truth is known; the guide is a house voice of the other gender, with
another pace and no emotion. Run as ``python -m tests.bench.word_times``.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

from engine.series.document import Voice
from engine.voice.alignment import Alignment, align, from_plain, guess
from engine.voice.audio_io import Samples, read_audio
from engine.voice.espeak import EspeakSpeaker, acted_reading, plain_text
from engine.voice.espeak_lib import Espeak
from engine.voice.forced import aligned
from engine.voice.types import SpeechRequest
from engine.voice.voices import reading

LINES = {
    "en": (
        "Cry louder, Mira. Your father is listening.",
        "Who opened the gate that night?",
        "I signed it because you told me she was already dead, and you knew she was not.",
        "Nobody leaves this house until the ring is back on my finger.",
    ),
    "zh-CN": (
        "哭大声点，让你父亲听听。",
        "那晚的门，是谁开的？",
        "我签字，是因为你告诉我她已经死了，可你知道她没有。",
        "戒指回到我手上之前，谁也别想离开这栋房子。",
    ),
}
EMOTIONS = (("neutral", 50), ("angry", 85), ("afraid", 80), ("soft", 85), ("broken", 80))
PACES = (85, 100, 115)
ACCENTS = {
    "en": ("en-gb-x-rp+klatt2", "en-gb-scotland+klatt4", "en-029+m3", "en-us-nyc+klatt3"),
    "zh-CN": ("cmn+klatt2", "yue+m3", "cmn-latn-pinyin+m3", "cmn+klatt4"),
}
Take = tuple[SpeechRequest, Samples, Alignment]


def takes(language: str) -> list[SpeechRequest]:
    """Every line by six voices, with emotions and paces turn by turn."""
    acts = list(product(EMOTIONS, PACES))
    return [
        SpeechRequest(text, language, Voice(base, pace=acts[n % len(acts)][1]),
                      "f" if base < 3 else "m", "young", *acts[n % len(acts)][0], take=n % 3)
        for n, (text, base) in enumerate(product(LINES[language], range(6)))
    ]  # fmt: skip


def guide_of(asked: SpeechRequest) -> SpeechRequest:
    """The same text by a voice of the other gender."""
    base = (asked.voice.base + 4) % 6 if asked.voice.base < 3 else (asked.voice.base + 2) % 6
    return replace(asked, voice=Voice(base), gender="f" if base < 3 else "m")


def guessed(samples: Samples, asked: SpeechRequest) -> Alignment:
    """What is known without a guide: words laid over what sounds."""
    from engine.voice.performance import _measured, _stretches

    loud = _measured(samples).loud
    return guess(asked.text, [(a * 10, b * 10) for a, b in _stretches(loud) if b - a >= 3])


def uneven(
    samples: Samples, truth: Alignment, chance: np.random.Generator
) -> tuple[Samples, Alignment]:
    """The take as if spoken unevenly in a noisy room: its speed (and pitch with it) wanders between
    0.75 and 1.35, noise lies 25 dB under it. With the words' true times."""
    count = len(samples)
    knots = chance.uniform(0.75, 1.35, 2 + count // 20_000)
    speed = np.interp(np.arange(count), np.linspace(0, count, len(knots)), knots)
    clock = np.cumsum(1 / speed)
    at = np.interp(np.arange(int(clock[-1])), clock, np.arange(count))
    moved = np.interp(at, np.arange(count), samples)
    noise = chance.standard_normal(len(moved)) * np.sqrt(np.mean(moved**2)) * 10 ** (-25 / 20)

    def place(ms: int) -> int:
        return round(float(clock[min(ms * 48, count - 1)]) / 48)

    words = [replace(w, start_ms=place(w.start_ms), end_ms=place(w.end_ms)) for w in truth.words]
    return (moved + noise).astype(np.float32), Alignment(tuple(words), ())


def errors(found: Alignment, truth: Alignment) -> list[int]:
    """Distances of all word starts and ends, in ms."""
    pairs = zip(found.words, truth.words, strict=True)
    return [d for a, b in pairs for d in (abs(a.start_ms - b.start_ms), abs(a.end_ms - b.end_ms))]


def acted(language: str) -> Iterator[Take]:
    """House voices."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "take.wav"
        for asked in takes(language):
            truth = from_plain(EspeakSpeaker().speak(asked, wav))
            yield asked, read_audio(wav), truth


def wandering(language: str) -> Iterator[Take]:
    """House voices, uneven and noisy."""
    chance = np.random.default_rng(7)
    for asked, samples, truth in acted(language):
        yield (asked, *uneven(samples, truth, chance))


def foreign(language: str) -> Iterator[Take]:
    """Other accents (Cantonese for Mandarin), most of them by Klatt's synthesis."""
    for n, asked in enumerate(takes(language)):
        voice = ACCENTS[language][n % len(ACCENTS[language])]
        told = replace(reading(asked), voice=voice)
        said = Espeak().say(plain_text(asked.text), voice, told.rate, told.pitch, told.span)
        samples, moved = acted_reading(asked, said, told)
        yield asked, samples, align(asked.text, said, moved, len(samples) // 48)


def laughing(language: str) -> Iterator[Take]:
    """A laugh or a sigh of somebody before the words, as Bark adds it."""
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "before.wav"
        before: list[Samples] = []
        for text, base, emotion in (("ha ha ha ha.", 2, "amused"), ("hhhh, ah.", 4, "whisper")):
            asked = SpeechRequest(text, "en", Voice(base), "m", "young", emotion, 80)
            EspeakSpeaker().speak(asked, wav)
            before.append(read_audio(wav))
    for n, (asked, samples, truth) in enumerate(acted(language)):
        late = round(len(before[n % 2]) / 48)
        words = [replace(w, start_ms=w.start_ms + late, end_ms=w.end_ms + late)
                 for w in truth.words]  # fmt: skip
        yield asked, np.concatenate([before[n % 2], samples]), Alignment(tuple(words), ())


KINDS: dict[str, Callable[[str], Iterator[Take]]] = {
    "acted": acted, "uneven, noisy": wandering, "other accents": foreign,
    "laugh before": laughing,
}  # fmt: skip
WAYS: dict[str, Callable[[Samples, SpeechRequest], Alignment]] = {
    "guess": guessed, "forced": lambda samples, asked: aligned(samples, guide_of(asked)),
    "led": lambda samples, asked: aligned(samples, guide_of(asked), led=True),
}  # fmt: skip


def main() -> None:
    """Print the table."""
    print("| takes | language | way | median ms | 90 % below ms | s a line (median) |")
    print("|---|---|---|---|---|---|")
    for (kind, some), language, (name, way) in product(KINDS.items(), LINES, WAYS.items()):
        found: list[int] = []
        seconds: list[float] = []
        for asked, samples, truth in some(language):
            before = time.perf_counter()
            found += errors(way(samples, asked), truth)
            seconds.append(time.perf_counter() - before)
        print(f"| {kind} | {language} | {name} | {np.median(found):.0f} "
              f"| {np.percentile(found, 90):.0f} | {np.median(seconds):.3f} |")  # fmt: skip


if __name__ == "__main__":
    main()
