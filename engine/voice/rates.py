"""Between our 48 kHz and the rates models were made for. Whole factors only, nothing shifted.

Windowed sinc (Kaiser window, about 90 dB down): Oppenheim and Schafer, "Discrete-Time Signal
Processing", 7.6.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.voice.types import SAMPLE_RATE

Samples = NDArray[np.float32]
_REACH = 32  # zero crossings of the sinc on each side
_BETA = 9.0


def lowered(samples: Samples, rate: int) -> Samples:
    """48 kHz samples at a lower `rate` that divides 48,000; sample n stays at its time."""
    step = _factor(rate)
    return np.convolve(samples, _taps(step), "same")[::step].astype(np.float32)


def raised(samples: Samples, rate: int) -> Samples:
    """Samples at `rate`, which divides 48,000, at 48 kHz."""
    step = _factor(rate)
    if step == 1:
        return samples.astype(np.float32)
    spread = np.zeros(len(samples) * step, np.float32)
    spread[::step] = samples * np.float32(step)
    return np.convolve(spread, _taps(step), "same").astype(np.float32)


def _factor(rate: int) -> int:
    step, left = divmod(SAMPLE_RATE, rate)
    if left or step < 1:
        raise ValueError(f"{rate} Hz does not divide {SAMPLE_RATE} Hz")
    return step


@cache
def _taps(step: int) -> Samples:
    """A low pass at 0.46 of the lower rate, gain 1."""
    if step == 1:
        return np.ones(1, np.float32)
    at = np.arange(-_REACH * step, _REACH * step + 1)
    taps: NDArray[np.float64] = np.sinc(0.92 * at / step) * np.kaiser(len(at), _BETA)
    found: Samples = (taps / taps.sum()).astype(np.float32)
    return found
