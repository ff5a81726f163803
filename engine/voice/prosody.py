"""What acting does to time, melody and loudness of a line that was read plainly. Pure, seeded.

Everything is laid over the reading's own course: a tone of Mandarin keeps its shape, a question of
English its rise. Pauses are those of the text's marks; a clause slows down towards its end and the
word that matters most is higher, louder and longer (Wightman and others, "Segmental durations in
the vicinity of prosodic phrase boundaries", JASA 91, 1992).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.voice.alignment import spans
from engine.voice.espeak_lib import RATE, Utterance
from engine.voice.grains import HOP_S, Score, Taken
from engine.voice.types import SAMPLE_RATE
from engine.voice.voices import Reading

Curve = NDArray[np.float64]
_SILENT_DB = 38.0
_SHORTEST_PAUSE = 6  # frames: a stop consonant is closed for up to 80 ms
_PAUSES_S = {",": 0.21, ".": 0.34, "…": 0.46}
_LONGEST_S = 1.1
_BEFORE_BREATH_S = 0.4
_FINAL_S, _FINAL_SLOWER = 0.22, 0.16
_FLUTTER = 0.09  # semitones: no voice holds a pitch (Klatt and Klatt, JASA 87, 1990)
_TONAL_SLOPE = 0.6  # share of slopes that leaves the tones of a language to be told apart
_SMALL = frozenset("的了吗呢吧啊是我你他她它们在不就也都还这那个和与")
_MARKS = ((re.compile(r"…|\.{2,}|[—–]|-{2,}"), "…"), (re.compile(r"[.!?。！？।॥;；:：]"), "."),
          (re.compile(r"[,，、]"), ","))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """score: how to put the line together. gain: dB every `HOP_S` of the source.

    breaths: (seconds of the source at which a breath ends, its strength 0 to 1).
    """

    score: Score
    gain: Curve
    breaths: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class _Clause:
    """Frames from the first to behind the last sound of what is said in one breath."""

    first: int
    last: int


def planned(
    text: str, said: Utterance, source: Taken, told: Reading, rng: np.random.Generator
) -> Plan:
    """How the line is to be acted. said, source: the plain reading and its periods."""
    count = len(source.f0)
    words = _words(text, said, count)
    silent = _silences(source.samples, count)
    clauses = _clauses(silent, count)
    key = _key(text, words)
    stretch = np.ones(count)
    _slow_words(stretch, words, key, told, rng)
    for clause in clauses:
        first = max(clause.first, clause.last - int(_FINAL_S / HOP_S))
        stretch[first : clause.last] *= 1 + _FINAL_SLOWER * np.linspace(0, 1, clause.last - first)
    breaths = _breathe(text, said, silent, stretch, told)
    gain = _loudness(clauses, words, key, told, count)
    pitch = _melody(source, clauses, words, key, told, rng)
    score = Score(
        stretch, pitch, told.throat, (told.jitter + told.acting.shake * 0.02) / 100,
        (told.shimmer + told.acting.shake * 0.08) / 100, _creak(source, clauses, told),
    )  # fmt: skip
    return Plan(score, gain, breaths)


def _words(text: str, said: Utterance, count: int) -> list[tuple[int, int, str]]:
    """(first frame, last frame, text) of the words whose start is known."""
    marks = spans(text)
    found: list[tuple[int, str]] = []
    for event in said.words:
        word = next((text[a:b] for a, b in marks if a <= event.first < b), "")
        if word:
            found.append((min(count - 1, int(event.sample / RATE / HOP_S)), word))
    ends = [at for at, _ in found[1:]] + [count]
    return [(at, max(end, at + 1), word) for (at, word), end in zip(found, ends, strict=True)]


def _silences(samples: NDArray[np.float32], count: int) -> list[tuple[int, int]]:
    """Frames of the pauses inside the line."""
    step = int(SAMPLE_RATE * HOP_S)
    rows = np.resize(samples, count * step) if len(samples) < count * step else samples
    power = np.mean(np.square(rows[: count * step].reshape(count, step)), axis=1)
    quiet = power < power.max() * 10 ** (-_SILENT_DB / 10)
    edges = np.flatnonzero(np.diff(np.r_[False, quiet, False].astype(np.int8)))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return [(int(a), int(b)) for a, b in pairs if b - a >= _SHORTEST_PAUSE or a == 0 or b == count]


def _clauses(silent: Sequence[tuple[int, int]], count: int) -> list[_Clause]:
    edges = [0, *(frame for pair in silent for frame in pair), count]
    return [_Clause(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a > 8]


def _key(text: str, words: Sequence[tuple[int, int, str]]) -> int:
    """The word that matters most: a long one, rather a late one; -1 where there is no choice."""
    if len(words) < 3:
        return -1
    weights = [
        0.0 if word in _SMALL or len(word) == 2 else len(word) ** 0.5 + 1.2 * at / len(words)
        for at, (_, _, word) in enumerate(words)
    ]
    return int(np.argmax(weights))


def _slow_words(
    stretch: Curve, words: Sequence[tuple[int, int, str]], key: int, told: Reading,
    rng: np.random.Generator,
) -> None:  # fmt: skip
    """Nobody speaks like a clock: words take a little more or less time, the main one more."""
    for at, (first, last, _) in enumerate(words):
        stretch[first:last] *= 1 + 0.05 * float(np.clip(rng.standard_normal(), -1.5, 1.5))
        if at == key:
            stretch[first:last] *= 1 + 0.05 * told.acting.stress


def _breathe(
    text: str, said: Utterance, silent: Sequence[tuple[int, int]], stretch: Curve, told: Reading
) -> tuple[tuple[float, float], ...]:
    """Give pauses their length, and say in which of them a breath is taken."""
    found: list[tuple[float, float]] = []
    marks = spans(text)
    for first, last in silent:
        if first == 0 or last >= len(stretch):
            continue
        after = [e.first for e in said.words if first - 4 <= e.sample / RATE / HOP_S <= last + 6]
        kind = _mark(text, marks, after[0]) if after else ""
        if not kind:  # the closure of a stop, no pause
            continue
        wanted = min(_LONGEST_S, _PAUSES_S[kind] * told.pause)
        stretch[first:last] = wanted / ((last - first) * HOP_S)
        if wanted >= _BEFORE_BREATH_S:
            found.append((last * HOP_S, 0.25 + told.acting.arousal / 200))
    return tuple(found)


def _mark(text: str, marks: Sequence[tuple[int, int]], after: int) -> str:
    """The kind of pause before the word that stands at code point `after`, "" for none."""
    before = max((last for _, last in marks if last <= after), default=0)
    gap = text[before : after + 1]
    return next((kind for pattern, kind in _MARKS if pattern.search(gap)), "")


def _loudness(
    clauses: Sequence[_Clause], words: Sequence[tuple[int, int, str]], key: int, told: Reading,
    count: int,
) -> Curve:  # fmt: skip
    """dB: each clause falls a little, the main word stands out, a broken voice dies away."""
    gain = np.zeros(count)
    for clause in clauses:
        size = clause.last - clause.first
        along = np.linspace(0, 1, size)
        gain[clause.first : clause.last] -= 1.2 * along + told.acting.fade * along**2
    if key >= 0:
        gain += _hill(words[key], count) * 1.1 * told.acting.stress
    return np.convolve(np.pad(gain, 4, mode="edge"), np.hanning(11)[1:-1] / 5, "valid")


def _hill(word: tuple[int, int, str], count: int) -> Curve:
    """1 in a word, 0 away from it, soft slopes of 60 ms."""
    flags = np.zeros(count)
    flags[word[0] : word[1]] = 1
    window = np.hanning(15)[1:-1]
    return np.convolve(np.pad(flags, 6, mode="edge"), window / window.sum(), "valid")


def _melody(
    source: Taken, clauses: Sequence[_Clause], words: Sequence[tuple[int, int, str]], key: int,
    told: Reading, rng: np.random.Generator,
) -> Curve:  # fmt: skip
    """Factor of F0 every `HOP_S`."""
    act, count = told.acting, len(source.f0)
    high = np.log2(source.f0) * 12
    middle = float(np.median(high[source.heard])) if source.heard.any() else float(high.mean())
    move = act.pitch + (high - middle) * (act.span - 1)
    share = _TONAL_SLOPE if act.tonal else 1.0
    for clause in clauses:
        along = np.linspace(0, 1, clause.last - clause.first)
        move[clause.first : clause.last] += act.slope * share * (0.5 - (1 - along))
        first = max(clause.first, clause.last - int(0.3 / HOP_S))
        move[first : clause.last] += act.final * share * np.linspace(0, 1, clause.last - first) ** 2
    if key >= 0:
        move += _hill(words[key], count) * act.stress * share
    move += _wander(count, 0.16, rng) * _FLUTTER
    shake = told.tremor + act.shake * 0.012
    if shake:
        times = np.arange(count) * HOP_S
        beat = np.cumsum(5.2 + 0.8 * _wander(count, 0.3, rng)) * HOP_S
        move += shake * np.sin(2 * np.pi * beat) * (0.7 + 0.3 * np.sin(times * 1.7))
    factor: Curve = 2 ** (np.clip(move, -9, 11) / 12)
    return factor


def _wander(count: int, seconds: float, rng: np.random.Generator) -> Curve:
    """Smooth chance of spread 1 that changes within `seconds`."""
    width = max(3, int(seconds / HOP_S))
    window = np.hanning(width + 2)[1:-1]
    raw = np.convolve(rng.standard_normal(count + width - 1), window, "valid")
    found: Curve = raw / np.sqrt(np.sum(window**2))
    return found


def _creak(source: Taken, clauses: Sequence[_Clause], told: Reading) -> Curve:
    """Where the voice falls low at the end of a clause, every second period weakens."""
    found = np.zeros(len(source.f0))
    for clause in clauses:
        size = clause.last - clause.first
        found[clause.first : clause.last] = np.linspace(-0.6, 1.0, size).clip(0, 1)
    return found * told.creak
