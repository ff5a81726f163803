"""How well word times are found by following espeak's reading: against the truth, and a guess.

Takes are espeak's own, so the truth is known; the guide is a house voice of the other gender, with
another pace and no emotion. Run as ``python -m tests.bench.word_times``.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import numpy as np

from engine.series.document import Voice
from engine.voice.alignment import Alignment, from_plain, guess
from engine.voice.audio_io import Samples, read_audio
from engine.voice.espeak import EspeakSpeaker
from engine.voice.forced import aligned
from engine.voice.types import SpeechRequest

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


def errors(found: Alignment, truth: Alignment) -> list[int]:
    """Distances of all word starts and ends, in ms."""
    pairs = zip(found.words, truth.words, strict=True)
    return [d for a, b in pairs for d in (abs(a.start_ms - b.start_ms), abs(a.end_ms - b.end_ms))]


def measured(
    language: str, method: Callable[[Samples, SpeechRequest], Alignment]
) -> tuple[list[int], list[float]]:
    """(errors in ms, seconds a line) of a method over all takes."""
    speaker = EspeakSpeaker()
    found: list[int] = []
    seconds: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "take.wav"
        for asked in takes(language):
            truth = from_plain(speaker.speak(asked, wav))
            samples = read_audio(wav)
            before = time.perf_counter()
            found += errors(method(samples, asked), truth)
            seconds.append(time.perf_counter() - before)
    return found, seconds


def main() -> None:
    """Print the table."""
    ways = {
        "guess": guessed,
        "forced": lambda samples, asked: aligned(samples, guide_of(asked)),
    }
    print("| language | way | median ms | 90 % below ms | s a line (median) |")
    print("|---|---|---|---|---|")
    for language, (name, way) in product(LINES, ways.items()):
        found, seconds = measured(language, way)
        print(f"| {language} | {name} | {np.median(found):.0f} | {np.percentile(found, 90):.0f} "
              f"| {np.median(seconds):.3f} |")  # fmt: skip


if __name__ == "__main__":
    main()
