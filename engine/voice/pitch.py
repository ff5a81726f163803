"""Fundamental frequency of speech by normalised autocorrelation. Pure numpy, whole line at once.

Boersma, "Accurate short-term analysis of the fundamental frequency" (1993): the autocorrelation of
a windowed frame divided by that of the window has its highest peak at the period.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

LOW_HZ, HIGH_HZ = 65.0, 520.0
VOICED = 0.45
"""Height of the peak, 0 to 1, from which a frame counts as voiced."""
REACH = 1.25
"""Octaves by which a line's pitch leaves its median; what lies further is a resonance, not a voice:
the first formant of a deep voice rings at five times its pitch."""

_RATE = 12_000
_FRAME = 600  # 50 ms: three periods of the lowest voice
_HOP = 120  # 10 ms


def track(samples: NDArray[np.float32], rate: int) -> NDArray[np.float64]:
    """F0 in hertz for each 10 ms; 0 where the frame is unvoiced or silent."""
    step = rate // _RATE
    kernel = np.hanning(2 * step + 1)
    slow = np.convolve(samples, kernel / kernel.sum(), "same")[::step].astype(np.float64)
    count = max(1, len(slow) // _HOP)
    padded = np.pad(slow, (_FRAME // 2, _FRAME))
    frames = np.lib.stride_tricks.sliding_window_view(padded, _FRAME)[::_HOP][:count]
    window = np.hanning(_FRAME)
    frames = (frames - frames.mean(axis=1, keepdims=True)) * window
    size = 2048
    power = np.abs(np.fft.rfft(frames, size, axis=1)) ** 2
    correlation = np.fft.irfft(power, size, axis=1)[:, :_FRAME]
    own = np.fft.irfft(np.abs(np.fft.rfft(window, size)) ** 2, size)[:_FRAME]
    energy = np.maximum(correlation[:, :1], 1e-12)
    low, high = int(_RATE / HIGH_HZ), int(_RATE / LOW_HZ)
    ratio = (correlation[:, : high + 2] / energy) / np.maximum(own[: high + 2] / own[0], 1e-3)
    found = _peaks(ratio, low, high)
    silent = energy[:, 0] < 1e-5 * max(float(energy.max()), 1e-9)
    found[silent] = 0.0
    return _near_median(_without_jumps(_near_median(found)))


def _peaks(ratio: NDArray[np.float64], low: int, high: int) -> NDArray[np.float64]:
    """The best period of each frame, shorter periods preferred a little, with parabolic fit."""
    lags = np.arange(low, high + 1)
    score = ratio[:, low : high + 1] - 0.02 * np.log2(lags / low)
    best = score.argmax(axis=1) + low
    rows = np.arange(len(ratio))
    left, mid, right = (ratio[rows, best + d] for d in (-1, 0, 1))
    curve = left - 2 * mid + right
    shift = np.where(np.abs(curve) > 1e-9, 0.5 * (left - right) / np.where(curve == 0, 1, curve), 0)
    hertz = _RATE / (best + np.clip(shift, -0.5, 0.5))
    return np.where(mid >= VOICED, hertz, 0.0)


def _near_median(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Frames that no voice which speaks the others could reach are dropped."""
    if not (hertz > 0).any():
        return hertz
    octaves = np.log2(np.maximum(hertz, 1.0) / np.median(hertz[hertz > 0]))
    return np.where(np.abs(octaves) <= REACH, hertz, 0.0)


def _without_jumps(hertz: NDArray[np.float64]) -> NDArray[np.float64]:
    """Single frames that leap an octave away from both neighbours are dropped."""
    found = hertz.copy()
    for at in range(1, len(hertz) - 1):
        around = [v for v in (hertz[at - 1], hertz[at + 1]) if v > 0]
        if hertz[at] > 0 and around:
            near = min(abs(np.log2(hertz[at] / v)) for v in around)
            if near > 0.6:
                found[at] = 0.0
    return found
