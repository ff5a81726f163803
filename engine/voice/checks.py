"""Whether a take that a model made can be used, by measuring it. Pure numpy; no text is recognised.

A generative voice now and then says nothing, drones, loops or rambles. These checks find that out
without another model; they do not find a wrong word.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
SILENT_DB = -50.0
"""RMS of 10 ms, in dBFS, below which nothing is heard."""

_BELOW_PEAK_DB = 34.0
_LEAST_HEARD_MS = 100
_CLIPPED = 0.01
_SHORTEST, _LONGEST, _SLACK_MS = 0.35, 2.6, 1500
_STEADY_DB = 2.2
_LOOP = 0.92
_BANDS = 20


@dataclass(frozen=True, slots=True)
class Verdict:
    """faults: in a few words each, () for a good take. heard_ms: how long something sounds.
    badness: 0 for a good take; the least is kept when all are bad."""

    faults: tuple[str, ...]
    heard_ms: int
    badness: int

    @property
    def audible(self) -> bool:
        """Whether it is worth keeping when nothing better comes."""
        return "silence" not in self.faults


def judge(samples: Samples, rate: int, expected_ms: int, ran_away: bool) -> Verdict:
    """Measure a take. expected_ms: speaking time of its text (`text.measure.spoken_ms`); a third
    of it up to 2.6 times and 1.5 s more are let pass. ran_away: the model had to be stopped."""
    level = levels(samples, rate)
    loud = level > max(SILENT_DB, float(level.max(initial=-90.0)) - _BELOW_PEAK_DB)
    heard = int(loud.sum()) * 10
    if heard < _LEAST_HEARD_MS:
        return Verdict(("silence",), heard, 1000)
    found: dict[str, int] = {}
    if float(np.mean(np.abs(samples) >= 0.99)) > _CLIPPED:
        found["clipped"] = 20
    if heard < expected_ms * _SHORTEST:
        found["too short"] = 60
    if heard > expected_ms * _LONGEST + _SLACK_MS:
        found["too long"] = 40
    if ran_away:
        found["no end"] = 30
    bands = _bands(samples, rate)[loud[: _frames(samples, rate)]]
    if _steady(bands):
        found["hum"] = 80
    elif _loops(bands):
        found["loop"] = 70
    return Verdict(tuple(found), heard, sum(found.values()))


def levels(samples: Samples, rate: int) -> NDArray[np.float64]:
    """RMS of each 10 ms in dBFS, -90 for silence."""
    count, step = _frames(samples, rate), rate // 100
    blocks = samples[: count * step].reshape(count, step).astype(np.float64)
    power: NDArray[np.float64] = 10 * np.log10((blocks**2).mean(axis=1) + 1e-9)
    return power


def _frames(samples: Samples, rate: int) -> int:
    return len(samples) // (rate // 100)


def _bands(samples: Samples, rate: int) -> NDArray[np.float64]:
    """(frames, bands): level in dB of each 10 ms in bands from 100 Hz to 8 kHz, over 30 ms."""
    step = rate // 100
    count = _frames(samples, rate)
    padded = np.pad(samples, (step, 2 * step)).astype(np.float64)
    frames = np.lib.stride_tricks.sliding_window_view(padded, 3 * step)[::step][:count]
    power = np.abs(np.fft.rfft(frames * np.hanning(3 * step), axis=1)) ** 2
    hertz = np.fft.rfftfreq(3 * step, 1 / rate)
    edges = np.geomspace(100, min(8000, rate / 2), _BANDS + 1)
    place = np.clip(np.digitize(hertz, edges) - 1, -1, _BANDS)
    sums = np.stack([power[:, place == n].sum(axis=1) for n in range(_BANDS)], axis=1)
    return 10 * np.log10(sums + 1e-9)


def _steady(bands: NDArray[np.float64]) -> bool:
    """A drone: over most of the take, hardly any band moves within half a second.

    Speech moves by 6 dB and more. Noise is told from speech by averaging over 100 ms first.
    """
    if len(bands) < 50:
        return False
    smooth = np.apply_along_axis(lambda b: np.convolve(b, np.ones(10) / 10, "valid"), 0, bands)
    parts = [smooth[at : at + 50] for at in range(0, max(1, len(smooth) - 49), 25)]
    moves = [float(part.std(axis=0).mean()) for part in parts]
    return float(np.median(moves)) < _STEADY_DB


def _loops(bands: NDArray[np.float64]) -> bool:
    """The same sound again and again: the spectra equal themselves some time later, to the end."""
    if len(bands) < 120:
        return False
    shapes = bands - bands.mean(axis=0)
    size = np.linalg.norm(shapes, axis=1) + 1e-9
    for lag in range(12, min(150, len(bands) // 3)):
        alike = (shapes[:-lag] * shapes[lag:]).sum(axis=1) / (size[:-lag] * size[lag:])
        if float(np.median(alike)) > _LOOP:
            return True
    return False
