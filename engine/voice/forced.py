"""Where the words of a take lie, found without a model: by following espeak's reading of the text.

The embedded voice reads the same line, and knows when it says what. Both sounds become short
spectra every 10 ms; the path through both that fits best (dynamic time warping, Sakoe and Chiba
1978) carries the times over. Used where an engine gives none, and for recordings of people.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.voice.alignment import Alignment, from_plain, to_plain
from engine.voice.audio_io import Samples, read_audio
from engine.voice.espeak import EspeakSpeaker
from engine.voice.types import SAMPLE_RATE, Phone, SpeechRequest, Word

Frames = NDArray[np.float64]
_HOP = SAMPLE_RATE // 100
_WINDOW = 1024  # 21 ms
_BANDS, _KEPT = 26, 12
_BELOW_PEAK_DB = 34.0
_SKIP_COST = (0.0, 0.5, 1.5)  # for passing over 0, 1, 2 frames; found by tests.bench.word_times
_HOLD_COST = 0.2
_BAND = 0.22
_MIN_MS = 20
_PAUSE = 8
_LEAST = 20
_LENGTH_COST = 0.12
_CUT_COST = 0.03
_CHOICES = 3


@dataclass(frozen=True, slots=True)
class _Sound:
    """features: (frames, dimensions), centred on what sounds. loud: which frames sound."""

    features: Frames
    level: Frames
    loud: NDArray[np.bool_]


def forced(wav: Path, request: SpeechRequest, led: bool = False) -> dict[str, object]:
    """The alignment of a take of `request.text`, as `Speaker.speak` returns one.

    led: a laugh or the like was asked for before the words; nothing is looked for behind them.

    Raises:
        UserInputError: no readable sound, or a language that espeak does not speak.
        MakeError: a text in which nothing is said.
    """
    samples = read_audio(wav)
    return to_plain(aligned(samples, request, led))


def aligned(samples: Samples, request: SpeechRequest, led: bool = False) -> Alignment:
    """The alignment of 48 kHz samples; see `forced`."""
    plain = replace(request, emotion="neutral", intensity=0, take=0, age="mature")
    read, known = _reading(plain)
    take, guide = _listened(samples), _listened(read)
    length_ms = round(len(samples) * 1000 / SAMPLE_RATE)
    if not take.loud.any() or not guide.loud.any():
        return known
    carried = _carried(known, _times(guide, take, led), length_ms)
    return replace(carried, words=_out_of_pauses(carried.words, take.loud))


@lru_cache(maxsize=64)
def _reading(request: SpeechRequest) -> tuple[Samples, Alignment]:
    """espeak's own reading of the line and what it knows of it."""
    with tempfile.TemporaryDirectory(prefix="reading-") as folder:
        wav = Path(folder) / "reading.wav"
        known = EspeakSpeaker().speak(request, wav)
        return read_audio(wav), from_plain(known)


@cache
def _mel() -> Frames:
    """(bins, bands): triangles equally wide on the mel scale, 90 Hz to 7 kHz."""
    low, high = (2595 * np.log10(1 + hertz / 700) for hertz in (90.0, 7000.0))
    edges = 700 * (10 ** (np.linspace(low, high, _BANDS + 2) / 2595) - 1)
    hertz = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE)[:, None]
    up = (hertz - edges[:-2]) / (edges[1:-1] - edges[:-2])
    down = (edges[2:] - hertz) / (edges[2:] - edges[1:-1])
    found: Frames = np.clip(np.minimum(up, down), 0, None)
    return found


@cache
def _cosines() -> Frames:
    """(bands, kept): the cosine transform without its first row, which is the level."""
    bands = np.arange(_BANDS)[:, None] + 0.5
    waves: Frames = np.cos(np.pi / _BANDS * bands * np.arange(1, _KEPT + 1)) * (2 / _BANDS) ** 0.5
    return waves


def _listened(samples: Samples) -> _Sound:
    count = max(1, len(samples) // _HOP)
    padded = np.pad(samples.astype(np.float64), (_WINDOW // 2, _WINDOW + _HOP))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_HOP][:count]
    power = np.abs(np.fft.rfft(frames * np.hanning(_WINDOW), axis=1)) ** 2
    level = 10 * np.log10(power.sum(axis=1) + 1e-6)
    loud = level > level.max() - _BELOW_PEAK_DB
    bands = 10 * np.log10(power @ _mel() + power.sum() / count * 1e-5 + 1e-9)
    shape = bands @ _cosines()
    part = shape[loud] if loud.any() else shape
    shape = (shape - part.mean(axis=0)) / (part.std(axis=0) + 1e-6)
    shape = np.where(loud[:, None], shape, 0.0)
    heard = np.clip((level - level.max() + _BELOW_PEAK_DB) / _BELOW_PEAK_DB, 0, 1)
    slope = _slope(shape)
    rise = _slope(heard[:, None])
    features = np.hstack([shape, 1.2 * slope, 5.0 * heard[:, None], 8.0 * rise])
    return _Sound(features, level, loud)


def _slope(values: Frames) -> Frames:
    """Change over two frames to either side, a third smoothed."""
    wide = np.pad(values, ((2, 2), (0, 0)), mode="edge")
    return (2 * (wide[4:] - wide[:-4]) + (wide[3:-1] - wide[1:-3])) / 10


def _times(guide: _Sound, take: _Sound, led: bool) -> NDArray[np.int64]:
    """For each frame of the take the frame of the guide that it matches, never falling.

    A laugh before the words or babble behind them is left out where the rest fits better without
    it. Words may only begin and end where the take does, or at a pause.
    """
    start, stop = _ends(guide)
    first, last = _ends(take)
    begins, stops = _edges(take.loud)
    ends = (last,) if led else (last, *stops[-_CHOICES:])
    parts = product((first, *begins[:_CHOICES]), ends)
    best = min((_followed(guide, take, *part) for part in parts), key=lambda found: found.cost)
    first, last = best.first, best.last
    whole = np.empty(len(take.features), np.int64)
    whole[first:last] = best.path
    whole[:first] = np.maximum(0, start - np.arange(first, 0, -1))
    whole[last:] = np.minimum(len(guide.features) - 1, stop + np.arange(len(whole) - last))
    return whole


@dataclass(frozen=True, slots=True)
class _Match:
    """Frames `first` to `last` of the take followed through the whole guide."""

    first: int
    last: int
    path: NDArray[np.int64]
    cost: float


def _followed(guide: _Sound, take: _Sound, first: int, last: int) -> _Match:
    """A part of the take. Its cost a frame counts how unlike its length is to the guide's."""
    start, stop = _ends(guide)
    if last - first < _LEAST and (first, last) != _ends(take):
        return _Match(first, last, np.zeros(0, np.int64), np.inf)
    at = np.linspace(start, stop - 1, last - first)  # the guide at the take's pace
    near = np.round(at).astype(np.int64)
    path, cost = _warped(take.features[first:last], guide.features[near], ~guide.loud[near])
    unlike = abs(float(np.log((last - first) / (stop - start))))
    cut = 0.0 if last == _ends(take)[1] else _CUT_COST
    return _Match(first, last, near[path], cost + _LENGTH_COST * unlike + cut)


def _edges(loud: NDArray[np.bool_]) -> tuple[list[int], list[int]]:
    """Where sound begins again after pauses, and where it stops before them."""
    edges = np.flatnonzero(np.diff(np.r_[False, ~loud, False].astype(np.int8)))
    pairs = zip(edges[::2], edges[1::2], strict=True)
    inner = [(a, b) for a, b in pairs if b - a >= _PAUSE and a > 0 and b < len(loud)]
    return [int(b) for _, b in inner], [int(a) for a, _ in inner]


def _ends(sound: _Sound) -> tuple[int, int]:
    loud = np.flatnonzero(sound.loud)
    return int(loud[0]), int(loud[-1]) + 1


def _warped(
    here: Frames, there: Frames, quiet: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], float]:
    """Frame of `there` for each of `here`, and the cost a frame.

    Each step stays, goes on by one, or skips one or two. What is quiet in the guide may be dwelt
    on for nothing: pauses are a speaker's own.
    """
    rows, columns = len(here), len(there)
    size = there.shape[1]
    cost = np.maximum(
        (here**2).sum(axis=1)[:, None] + (there**2).sum(axis=1)[None] - 2 * here @ there.T, 0
    )
    cost = np.sqrt(cost / size)
    reach = max(25, round(_BAND * columns))
    centre = np.arange(rows) * columns // rows
    total = np.full(columns, np.inf)
    total[: min(columns, 8)] = cost[0, : min(columns, 8)]
    came = np.zeros((rows, columns), np.int8)
    hold = np.where(quiet, 0.0, _HOLD_COST)
    lone = np.full(3, np.inf)
    for row in range(1, rows):
        moves = np.stack([
            total + hold,
            np.concatenate((lone[:1], total[:-1])),
            np.concatenate((lone[:2], total[:-2])) + _SKIP_COST[1],
            np.concatenate((lone[:3], total[:-3])) + _SKIP_COST[2],
        ])  # fmt: skip
        best = moves.argmin(axis=0)
        came[row] = best
        total = moves[best, np.arange(columns)] + cost[row]
        low, high = centre[row] - reach, centre[row] + reach
        total[: max(0, low)] = np.inf
        total[max(0, high) :] = np.inf
    path = np.zeros(rows, np.int64)
    at = columns - 1 - int(total[::-1][:8].argmin())
    mean = float(total[at]) / rows
    for row in range(rows - 1, -1, -1):
        path[row] = at
        at -= int(came[row, at])
    return path, mean


def _carried(known: Alignment, path: NDArray[np.int64], length_ms: int) -> Alignment:
    """The guide's words and phonemes at the take's times."""

    def place(ms: int) -> int:
        frame = ms / 10
        at = int(np.searchsorted(path, frame, side="left"))
        return min(max(at * 10, 0), length_ms)

    words: list[Word] = []
    for word in known.words:
        start = max(place(word.start_ms), words[-1].start_ms if words else 0)
        start = min(start, max(0, length_ms - _MIN_MS))
        end = min(max(place(word.end_ms), start + _MIN_MS), length_ms)
        words.append(replace(word, start_ms=start, end_ms=end))
    phones = (Phone(p.symbol, p.viseme, place(p.start_ms), place(p.end_ms)) for p in known.phones)
    return Alignment(tuple(words), tuple(p for p in phones if p.end_ms > p.start_ms))


def _out_of_pauses(words: tuple[Word, ...], loud: NDArray[np.bool_]) -> tuple[Word, ...]:
    """No word begins or ends inside a silence of `_PAUSE` frames or more."""
    edges = np.flatnonzero(np.diff(np.r_[False, ~loud, False].astype(np.int8)))
    pauses = [(a * 10, b * 10) for a, b in zip(edges[::2], edges[1::2], strict=True)
              if b - a >= _PAUSE]  # fmt: skip
    kept: list[Word] = []
    for word in words:
        start, end = word.start_ms, word.end_ms
        for first, last in pauses:
            if first <= start < last < end:
                start = int(last)
            if start < first < end <= last:
                end = int(first)
        kept.append(replace(word, start_ms=start, end_ms=max(end, start)))
    return tuple(kept)
