"""Loudness and true peak as ITU-R BS.1770-5 defines them, and a limiter. For 48 kHz only.

K-weighting is applied in the frequency domain block by block (overlap-save), because recursive
filters are slow without compiled code; the filters' memory is far shorter than the overlap.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from engine.film.tones import Samples, ramped

RATE = 48_000
SILENCE = -70.0
"""LUFS of the absolute gate, returned for silence."""

# BS.1770-5, annex 1, tables 1 and 2: head (shelf) and RLB (high-pass) filters at 48 kHz
_SHELF = ((1.53512485958697, -2.69169618940638, 1.19839281085285),
          (1.0, -1.69065929318241, 0.73248077421585))  # fmt: skip
_HIGH_PASS = ((1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621))
_BLOCK, _OVERLAP = 1 << 15, 9600  # the high-pass has decayed by 400 dB after 200 ms
_HOP = 4800  # a gating block is 400 ms with an overlap of 75 %

_TAPS, _PHASES = 32, 4
_GROUP = 32  # samples that share one gain of the limiter before it is smoothed
_REACH = 12  # groups of look-ahead and release: 8 ms


@lru_cache(maxsize=1)
def _weights() -> NDArray[np.complex64]:
    z = np.exp(-2j * np.pi * np.arange(_BLOCK // 2 + 1) / _BLOCK)
    found = np.ones_like(z)
    for above, below in (_SHELF, _HIGH_PASS):
        found *= np.polyval(above[::-1], z) / np.polyval(below[::-1], z)
    weights: NDArray[np.complex64] = found.astype(np.complex64)
    return weights


def _powers(channel: Samples) -> NDArray[np.float64]:
    """Sum of squares of the K-weighted signal in each 100 ms."""
    useful = _BLOCK - _OVERLAP
    count = max(1, -(-len(channel) // useful))
    padded = np.zeros(_OVERLAP + count * useful, np.float32)
    padded[_OVERLAP : _OVERLAP + len(channel)] = channel
    rows = sliding_window_view(padded, _BLOCK)[::useful]
    made = np.fft.irfft(np.fft.rfft(rows) * _weights(), _BLOCK)[:, _OVERLAP:]
    flat = made.reshape(-1)[: len(channel) // _HOP * _HOP].reshape(-1, _HOP)
    sums: NDArray[np.float64] = np.einsum("ij,ij->i", flat, flat).astype(np.float64)
    return sums


def integrated(samples: Samples) -> float:
    """Gated loudness of a stereo signal in LUFS (absolute gate -70, relative gate -10 LU)."""
    hops = sum(_powers(np.ascontiguousarray(samples[:, i])) for i in range(samples.shape[1]))
    assert isinstance(hops, np.ndarray)
    if len(hops) < 4:
        return SILENCE
    power = np.convolve(hops, np.ones(4), mode="valid") / (4 * _HOP)
    power = power[power > _power(SILENCE)]
    if not len(power):
        return SILENCE
    kept = power[power > power.mean() / 10]
    return float(-0.691 + 10 * np.log10(kept.mean()))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


@lru_cache(maxsize=1)
def _interpolator() -> NDArray[np.float32]:
    """A windowed-sinc interpolator of four phases, shape (taps, 4).

    BS.1770-5, annex 2, shows 12 taps a phase; that reads up to 0.4 dB too little on speech.
    """
    at = np.arange(_TAPS)[:, None] - (_TAPS // 2 - 1) - np.arange(_PHASES)[None, :] / _PHASES
    window = np.i0(6.0 * np.sqrt(1 - (2 * at / (_TAPS + 1)) ** 2))  # Kaiser
    taps = np.sinc(at) * window
    found: NDArray[np.float32] = (taps / taps.sum(axis=0)).astype(np.float32)
    return found


def group_peaks(samples: Samples, floor: float) -> Samples:
    """Largest true magnitude (4 x oversampled) in each group of samples, over both channels.

    Groups whose samples stay below `floor` are not oversampled: they get their sample peak.
    """
    n = len(samples)
    count = -(-n // _GROUP)
    found = np.zeros(count, np.float32)
    lead = _TAPS // 2 - 1
    for channel in samples.T:
        padded = np.zeros(lead + count * _GROUP + _TAPS, np.float32)
        padded[lead : lead + n] = channel
        own = np.abs(padded[lead : lead + count * _GROUP]).reshape(-1, _GROUP).max(axis=1)
        near = np.maximum(own, np.maximum(np.append(own[1:], 0), np.append(0, own[:-1])))
        loud = np.flatnonzero(near > floor)
        if len(loud):
            starts = loud[:, None] * _GROUP + np.arange(_GROUP + _TAPS - 1)[None, :]
            windows = sliding_window_view(padded[starts], _TAPS, axis=1)
            own[loud] = np.maximum(own[loud], np.abs(windows @ _interpolator()).max(axis=(1, 2)))
        found = np.maximum(found, own)
    return found


def true_peak(samples: Samples) -> float:
    """True peak in dBTP; -120 for silence."""
    most = float(np.max(np.abs(samples), initial=0.0))
    if most < 1e-6:
        return -120.0
    return float(20 * np.log10(group_peaks(samples, most * 0.7).max()))


def limited(samples: Samples, ceiling: float) -> Samples:
    """The signal with its true peak below `ceiling` (linear), by a gain that looks ahead.

    The gain each peak needs is held over 8 ms on both sides and smoothed with a Hann window of
    that length, so that it never moves abruptly and is exactly 1 where nothing is too loud.
    """
    peaks = group_peaks(samples, ceiling * 0.7)
    wanted = np.minimum(1, ceiling / np.maximum(peaks, 1e-9))
    if wanted.min() >= 1:
        return samples
    width = 2 * _REACH + 1
    held = sliding_window_view(np.pad(wanted, _REACH + 1, mode="edge"), width + 2).min(axis=1)
    window = np.hanning(width + 2)[1:-1]
    smooth = np.convolve(np.pad(held, _REACH, mode="edge"), window / window.sum(), mode="valid")
    gain = ramped(smooth.astype(np.float32), _GROUP, len(samples))
    found: Samples = samples * gain[:, None]
    return found
