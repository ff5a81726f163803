"""Breaths between words: noise shaped as a mouth that draws air in. Quiet, seeded, pure numpy."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from engine.voice.types import SAMPLE_RATE

Samples = NDArray[np.float32]
LOUDEST_DB = -25.0
"""A full breath against the line's loudest 10 ms; one inside a line is below -35 dB and no sound
that a pause could be mistaken for."""

_BANDS = ((620.0, 160.0, 0.5), (1650.0, 320.0, 1.0), (2900.0, 600.0, 0.7), (5200.0, 1800.0, 0.35))


def drawn(seconds: float, throat: float, seed: int) -> Samples:
    """A breath that is drawn, peak of its envelope 1. throat: as in ``espeak.toml``."""
    count = int(seconds * SAMPLE_RATE)
    start = int(np.random.default_rng(seed).integers(SAMPLE_RATE // 2))
    along = np.linspace(0, 1, count, dtype=np.float32)
    shape = np.clip(np.sin(np.pi * along**1.25), 0, 1) ** 1.4 * (1 - 0.25 * along)
    found: Samples = _air(round(throat, 2))[start : start + count] * shape
    return found


@lru_cache(maxsize=8)
def _air(throat: float) -> Samples:
    """Two seconds of air in a throat, RMS 1."""
    size = 1 << 17
    rng = np.random.default_rng(97)
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    shape = np.zeros_like(hertz)
    for centre, width, much in _BANDS:
        shape += much * np.exp(-0.5 * ((hertz - centre * throat) / width) ** 2)
    noise = np.fft.irfft(np.fft.rfft(rng.standard_normal(size, dtype=np.float32)) * shape, size)
    found: Samples = (noise / np.sqrt(np.mean(noise**2))).astype(np.float32)
    found.setflags(write=False)
    return found
