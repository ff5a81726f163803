"""Speech taken apart into single periods and put together again: pitch, time and throat at will.

Pitch-synchronous overlap-add: Moulines and Charpentier, "Pitch-synchronous waveform processing
techniques for text-to-speech synthesis using diphones" (Speech Communication 9, 1990). Each grain
is read faster or slower than it was spoken, which moves the formants as a shorter or longer vocal
tract does and leaves pitch and pace alone. Knows no emotion and no voice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.voice.pitch import track
from engine.voice.types import SAMPLE_RATE

Samples = NDArray[np.float32]
Curve = NDArray[np.float64]
HOP_S = 0.01
"""Seconds between two values of every curve."""

_STEP = 4  # marks are sought at 12 kHz
_RATE = SAMPLE_RATE // _STEP
_FREE = 200.0  # grains a second where there is no voice
_GAP = 3  # frames without voice that are bridged inside a voiced stretch
_WIDEST = 900  # samples: the period of 53 Hz
_AT_ONCE = 64  # grains that stay in the processor's cache
_TABLE = (0.5 + 0.5 * np.cos(np.pi * np.arange(513) / 512)).astype(np.float32)
_SLACK = 0.14  # share of a period by which the next one may come early or late


@dataclass(frozen=True, slots=True)
class Taken:
    """Speech and where its periods lie. marks, periods: in samples; voiced: one flag a mark.

    f0: hertz every `HOP_S`, bridged over what is unvoiced; heard: where it was measured.
    """

    samples: Samples
    marks: Curve
    periods: Curve
    voiced: NDArray[np.bool_]
    f0: Curve
    heard: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Score:
    """How to put it together again; curves over the source's time, every `HOP_S`.

    stretch: seconds of the take for a second of the source. pitch: factor of F0. throat: speed at
    which grains are read. jitter, shimmer: spread of periods and of their loudness, as shares.
    halves: 0 to 1, by how much every second period is weaker (a creaking voice).
    """

    stretch: Curve
    pitch: Curve
    throat: float
    jitter: float
    shimmer: float
    halves: Curve


def taken(samples: Samples) -> Taken:
    """Find the periods of 48 kHz speech."""
    f0 = track(samples, SAMPLE_RATE)
    heard = _bridged(f0 > 0)
    filled = _filled(f0)
    low = np.convolve(samples, np.hanning(2 * _STEP + 1) / _STEP, "same")[::_STEP].astype(
        np.float32
    )
    marks: list[float] = []
    periods: list[float] = []
    voiced: list[bool] = []
    at, end = 0.0, len(low)
    while at < end - 1:
        frame = min(len(heard) - 1, int(at / _RATE / HOP_S))
        if heard[frame]:
            found, length = _run(low, filled, heard, frame, at)
            flag = True
        else:
            stop = _next(heard, frame) * HOP_S * _RATE
            found = list(np.arange(at, max(stop, at + 1), _RATE / _FREE))
            length, flag = [_RATE / _FREE] * len(found), False
        marks += found
        periods += length
        voiced += [flag] * len(found)
        at = found[-1] + length[-1]
    return Taken(
        samples, np.array(marks) * _STEP, np.array(periods) * _STEP, np.array(voiced), filled, heard
    )  # fmt: skip


def _bridged(flags: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Short gaps closed, single frames dropped."""
    wide = np.convolve(flags, np.ones(_GAP), "same") > 0
    kept = np.convolve(wide, np.ones(_GAP), "same") >= _GAP
    return kept & (np.convolve(flags, np.ones(5), "same") >= 2)


def _filled(f0: Curve) -> Curve:
    """F0 without holes, on a scale of octaves; 150 Hz where nothing was heard at all."""
    known = np.flatnonzero(f0 > 0)
    if not len(known):
        return np.full(len(f0), 150.0)
    found: Curve = 2 ** np.interp(np.arange(len(f0)), known, np.log2(f0[known]))
    return found


def _next(flags: NDArray[np.bool_], frame: int) -> int:
    """The first frame from `frame` on where a voice begins, or the end."""
    ahead = np.flatnonzero(flags[frame:])
    return frame + int(ahead[0]) if len(ahead) else len(flags) + 1


def _run(
    low: Samples, f0: Curve, heard: NDArray[np.bool_], frame: int, at: float
) -> tuple[list[float], list[float]]:
    """Marks and periods of one voiced stretch: each period looks most like the one before."""
    quiet = np.flatnonzero(~heard[frame:])
    stop = (frame + int(quiet[0]) if len(quiet) else len(heard)) * HOP_S * _RATE
    stop = min(stop, len(low) - 1)
    period = _RATE / f0[frame]
    first = int(at)
    begin = low[first : first + max(2, int(period))]
    now = float(first + int(np.argmax(begin)))
    marks, periods = [now], [period]
    while True:
        period = _RATE / f0[min(len(f0) - 1, int(now / _RATE / HOP_S))]
        if now + period >= stop:
            return marks, periods
        now = _follows(low, now, period)
        periods[-1] = now - marks[-1]
        marks.append(now)
        periods.append(period)


def _follows(low: Samples, now: float, period: float) -> float:
    """Where the period after the one around `now` lies."""
    half, slack = int(period * 0.5), max(1, int(period * _SLACK))
    centre, here = round(now + period), round(now)
    a, b = centre - slack - half, centre + slack + half + 1
    if here - half < 0 or b > len(low):
        return now + period
    pattern = low[here - half : here + half + 1]
    score = np.correlate(low[a:b], pattern, "valid")
    best = int(np.argmax(score))
    shift = 0.0
    if 0 < best < len(score) - 1:
        left, mid, right = (float(score[best + d]) for d in (-1, 0, 1))
        curve = left - 2 * mid + right
        shift = 0.5 * (left - right) / curve if curve < 0 else 0.0
    return float(centre - slack + best) + shift + (now - here)


def places(stretch: Curve) -> Curve:
    """Seconds of the take at the start of each frame of the source, and at its end."""
    return np.concatenate(([0.0], np.cumsum(stretch) * HOP_S))


def played(source: Taken, score: Score, rng: np.random.Generator) -> Samples:
    """The speech as the score wants it, as long as its stretch asks."""
    at = places(score.stretch)
    frames = np.arange(len(at)) * HOP_S
    grid = np.arange(0, at[-1], 0.001)
    back = np.interp(grid, at, frames)
    place = np.minimum((back / HOP_S).astype(int), len(score.pitch) - 1)
    voice = source.heard[np.minimum(place, len(source.heard) - 1)]
    hertz = np.where(
        voice, np.interp(back, frames[:-1], source.f0[: len(frames) - 1] * score.pitch), _FREE
    )
    phase = np.concatenate(([0.0], np.cumsum(hertz) * 0.001))
    when = np.interp(np.arange(int(phase[-1])), phase, np.append(grid, at[-1]))
    origin = np.interp(when, at, frames)
    place = np.minimum((origin / HOP_S).astype(int), len(score.pitch) - 1)
    voiced = source.heard[np.minimum(place, len(source.heard) - 1)]
    strays = rng.standard_normal((2, len(when)))
    apart = np.diff(when, append=at[-1])
    when = when + np.where(voiced, np.clip(strays[0], -2, 2) * score.jitter * apart, 0)
    gain = 1 + np.where(voiced, np.clip(strays[1], -2, 2) * score.shimmer, 0)
    odd = np.arange(len(when)) % 2 == 1
    gain = gain * np.where(odd & voiced, 1 - 0.3 * score.halves[place], 1.0)
    spread = np.where(voiced, 0, strays[1] * 0.0012)  # noise that is repeated must not hum
    chosen = _nearest(source.marks, (origin + spread) * SAMPLE_RATE)
    length = int(at[-1] * SAMPLE_RATE)
    return _laid(
        source, chosen, when * SAMPLE_RATE, apart * SAMPLE_RATE, gain, score.throat, length
    )


def _nearest(marks: Curve, wanted: Curve) -> NDArray[np.int64]:
    right = np.clip(np.searchsorted(marks, wanted), 1, max(1, len(marks) - 1))
    nearer = wanted - marks[right - 1] < marks[np.minimum(right, len(marks) - 1)] - wanted
    found: NDArray[np.int64] = np.clip(right - nearer, 0, len(marks) - 1).astype(np.int64)
    return found


def _laid(
    source: Taken, chosen: NDArray[np.int64], when: Curve, apart: Curve, gain: Curve,
    throat: float, length: int,
) -> Samples:  # fmt: skip
    """Grains added up. A grain reaches one period to both sides, as it was spoken."""
    reach = np.minimum(source.periods[chosen] / throat, _WIDEST)
    loud = gain * np.sqrt(np.clip(apart / np.maximum(reach, 1), 0.5, 1.6))
    padded = np.pad(source.samples, (2, 2))
    made = np.zeros(length + 2 * _WIDEST + 4, np.float32)
    first = np.round(when).astype(np.int64)
    late = (when - first).astype(np.float32)
    for start in range(0, len(when), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        most = int(reach[part].max()) + 1
        offset = np.arange(-most, most + 1, dtype=np.float32) - late[part, None]
        window = _hann(np.abs(offset) / reach[part, None].astype(np.float32))
        window *= loud[part, None].astype(np.float32)
        read = source.marks[chosen[part], None] + 2 + offset * throat
        low = np.clip(read.astype(np.int64), 0, len(padded) - 2)
        share = (read - low).astype(np.float32)
        window *= padded[low] * (1 - share) + padded[low + 1] * share
        for at, row in zip((first[part] - most + _WIDEST + 2).tolist(), window, strict=True):
            made[at : at + len(row)] += row[: max(0, len(made) - at)]
    return made[_WIDEST + 2 : _WIDEST + 2 + length]


def _hann(share: Samples) -> Samples:
    """The falling half of a Hann window, 1 at 0 and 0 from 1 on, from a table."""
    found: Samples = _TABLE[np.minimum(share * 512, 512).astype(np.int32)]
    return found
