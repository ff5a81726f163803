"""Compares the voices of people by their mean spectra, so that listeners can tell them apart.

A voice is the mean of its lines' log spectra with the level taken out, of the loud windows alone,
where speech is well above the music.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from engine.delivery.gate.findings import limits
from engine.delivery.gate.sound import RATE, Sound
from engine.delivery.gate.types import Spoken

Spectrum = tuple[float, ...]
_WINDOW, _HOP, _BANDS = 1024, 512, 24
_LOW_HZ, _HIGH_HZ = 80, 7500
_LEAST_S, _QUIETEST = 0.3, 40
_LEAST_VARIANCE = 0.05


def line_spectra(sound: Sound, lines: Iterable[Spoken]) -> tuple[tuple[str, Spectrum], ...]:
    """(speaker, dB of each band) of every line that is loud for 0.3 s at least."""
    found = ((line.speaker, _spectrum(sound, line)) for line in lines)
    return tuple((speaker, spectrum) for speaker, spectrum in found if spectrum is not None)


def _spectrum(sound: Sound, line: Spoken) -> Spectrum | None:
    part = sound.samples[line.first_ms * RATE // 1000 : line.last_ms * RATE // 1000]
    if len(part) < _WINDOW:
        return None
    rows = sliding_window_view(part, _WINDOW)[::_HOP]
    power = (rows.astype(np.float64) ** 2).mean(axis=1)
    loud = rows[10 * np.log10(np.maximum(power, 1e-12)) > limits().speech_db]
    if len(loud) < _LEAST_S * RATE / _HOP:
        return None
    spectra = np.abs(np.fft.rfft(loud * np.hanning(_WINDOW), axis=1)) ** 2
    edges = np.round(np.geomspace(_LOW_HZ, _HIGH_HZ, _BANDS + 1) * _WINDOW / RATE).astype(int)
    bands = [spectra[:, a : max(b, a + 1)].mean(axis=1) for a, b in pairwise(edges.tolist())]
    levels = 10 * np.log10(np.stack(bands, axis=1) + 1e-9)
    whole = levels.mean(axis=1)
    shape = levels[whole >= np.percentile(whole, _QUIETEST)].mean(axis=0)
    return tuple(float(v) for v in shape - shape.mean())


def alike(voices: Mapping[str, Sequence[Spectrum]]) -> Iterator[tuple[str, str, float, float]]:
    """Two people whose voices cannot be told apart, how far apart they are in spreads of single
    lines, and their squared distance over what chance alone gives; only people with two lines.
    """
    usable = {k: np.array(v) for k, v in voices.items() if len(v) >= 2}
    spread = _spread(usable)
    for one, other in combinations(sorted(usable), 2):
        a, b = usable[one], usable[other]
        squared = float(((a.mean(axis=0) - b.mean(axis=0)) ** 2).mean())
        chance = spread * (1 / len(a) + 1 / len(b))
        apart = float(np.sqrt(max(squared - chance, 0) / spread))
        if apart < limits().voice_apart or squared / chance < limits().voice_evidence:
            yield one, other, apart, squared / chance


def _spread(voices: Mapping[str, NDArray[np.float64]]) -> float:
    """Mean variance of single lines around their speaker's mean, dB squared."""
    total, freedom = 0.0, 0
    for lines in voices.values():
        total += float(((lines - lines.mean(axis=0)) ** 2).mean(axis=1).sum())
        freedom += len(lines) - 1
    return max(total / freedom if freedom else 0.0, _LEAST_VARIANCE)
