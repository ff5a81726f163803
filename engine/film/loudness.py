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
_BLOCK, _OVERLAP = 1 << 14, 2400  # the high-pass has decayed by 100 dB after 50 ms
_AT_ONCE = 8  # blocks that fit into the processor's cache
_HOP = 4800  # a gating block is 400 ms with an overlap of 75 %

_TAPS, _PHASES = 32, 4
_GROUPS_AT_ONCE = 2048
GROUP = 32
"""Samples that share one gain of the limiter before it is smoothed."""
_WINDOW = GROUP + _TAPS - 1  # samples that a group's true peaks depend on
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
    made = np.empty((count, useful), np.float32)
    for first in range(0, count, _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        spectrum = np.fft.rfft(rows[part])
        spectrum *= _weights()
        made[part] = np.fft.irfft(spectrum, _BLOCK)[:, _OVERLAP:]
    flat = made.reshape(-1)[: len(channel) // _HOP * _HOP].reshape(-1, _HOP)
    sums: NDArray[np.float64] = np.einsum("ij,ij->i", flat, flat).astype(np.float64)
    return sums


def hop_powers(samples: Samples) -> NDArray[np.float64]:
    """Sum of squares of a K-weighted signal over all channels, in each 100 ms."""
    found = np.zeros(len(samples) // _HOP)
    for channel in samples.T:
        found += _powers(np.ascontiguousarray(channel))
    return found


def gated(hops: NDArray[np.float64]) -> float:
    """Loudness in LUFS of a signal of such hop powers (absolute gate -70, relative gate -10 LU)."""
    if len(hops) < 4:
        return SILENCE
    power = np.convolve(hops, np.ones(4), mode="valid") / (4 * _HOP)
    power = power[power > _power(SILENCE)]
    if not len(power):
        return SILENCE
    kept = power[power > power.mean() / 10]
    return float(-0.691 + 10 * np.log10(kept.mean()))


def integrated(samples: Samples) -> float:
    """Loudness of a stereo signal in LUFS."""
    return gated(hop_powers(samples))


def _power(lufs: float) -> float:
    return float(10 ** ((lufs + 0.691) / 10))


@lru_cache(maxsize=1)
def _interpolator() -> NDArray[np.float32]:
    """A windowed-sinc interpolator of four phases for a whole group, shape (window, 4 * group).

    BS.1770-5, annex 2, shows 12 taps a phase; that reads up to 0.4 dB too little on speech.
    """
    at = np.arange(_TAPS)[:, None] - (_TAPS // 2 - 1) - np.arange(_PHASES)[None, :] / _PHASES
    window = np.i0(6.0 * np.sqrt(1 - (2 * at / (_TAPS + 1)) ** 2))  # Kaiser
    taps = np.sinc(at) * window
    taps /= taps.sum(axis=0)
    found = np.zeros((_WINDOW, GROUP, _PHASES), np.float32)
    for i in range(GROUP):
        found[i : i + _TAPS, i] = taps
    return found.reshape(_WINDOW, GROUP * _PHASES)


def group_peaks(samples: Samples, floor: float) -> Samples:
    """Largest true magnitude (4 x oversampled) in each group of samples, over both channels.

    Groups whose samples stay below `floor` are not oversampled: they get their sample peak.
    """
    n = len(samples)
    count = -(-n // GROUP)
    found = np.zeros(count, np.float32)
    lead = _TAPS // 2 - 1
    for channel in samples.T:
        padded = np.zeros(lead + count * GROUP + _TAPS, np.float32)
        padded[lead : lead + n] = channel
        own = _highest(padded[lead : lead + count * GROUP].reshape(-1, GROUP))
        near = np.maximum(own, np.maximum(np.append(own[1:], 0), np.append(0, own[:-1])))
        loud = np.flatnonzero(near > floor)
        windows = sliding_window_view(padded, _WINDOW)[::GROUP]
        for first in range(0, len(loud), _GROUPS_AT_ONCE):
            part = loud[first : first + _GROUPS_AT_ONCE]
            between = _highest(windows[part] @ _interpolator())
            own[part] = np.maximum(own[part], between)
        found = np.maximum(found, own)
    return found


def _highest(rows: Samples) -> Samples:
    """The largest magnitude in each row of a power of two: by halves, which is quick."""
    found: Samples = np.abs(rows)
    while (half := found.shape[1] // 2) > 0:
        found = np.maximum(found[:, :half], found[:, half:])
    return found[:, 0]


def true_peak(samples: Samples) -> float:
    """True peak in dBTP; -120 for silence."""
    most = float(np.max(np.abs(samples), initial=0.0))
    if most < 1e-6:
        return -120.0
    return float(20 * np.log10(group_peaks(samples, most * 0.7).max()))


def limiter_gain(peaks: Samples, ceiling: float) -> Samples:
    """The limiter's gain for each group of samples, from `group_peaks`.

    The gain each peak needs is held over 8 ms on both sides and smoothed with a Hann window of
    that length, so that it never moves abruptly and is exactly 1 where nothing is too loud.
    """
    wanted = np.minimum(1, ceiling / np.maximum(peaks, 1e-9))
    width = 2 * _REACH + 1
    held = _least(np.pad(wanted, _REACH + 1 + _REACH, mode="edge"), width + 2)
    window = np.hanning(width + 2)[1:-1]
    smooth = np.convolve(held, window / window.sum(), mode="valid")
    return np.minimum(1, smooth).astype(np.float32)


def _least(values: Samples, width: int) -> Samples:
    """The least of each `width` neighbours, by windows that double."""
    found, reach = values, 1
    while reach < width:
        step = min(reach, width - reach)
        found = np.minimum(found[:-step], found[step:])
        reach += step
    return found


def limited(samples: Samples, ceiling: float) -> Samples:
    """The signal with its true peak below `ceiling` (linear), by a gain that looks ahead."""
    peaks = group_peaks(samples, ceiling * 0.7)
    if peaks.max(initial=0.0) <= ceiling:
        return samples
    gain = ramped(limiter_gain(peaks, ceiling), GROUP, len(samples))
    found: Samples = samples * gain[:, None]
    return found


class Leveller:
    """A signal whose loudness behind gain and limiter can be told without computing it.

    Peaks and loudness are measured once. The limiter takes from each 100 ms the share of the
    energy that it takes from the plain samples, which is right to a few hundredths of a LU.
    """

    def __init__(self, samples: Samples) -> None:
        self._samples = samples
        self._hops = hop_powers(samples)
        self._peaks: tuple[float, Samples] = (np.inf, np.zeros(0, np.float32))
        count = len(samples) // _HOP * (_HOP // GROUP)
        flat = samples[: count * GROUP].reshape(count, -1)
        self._energy = np.einsum("ij,ij->i", flat, flat).reshape(-1, _HOP // GROUP)
        self.loudness = gated(self._hops)

    def told(self, gain: float, ceiling: float) -> float:
        """Loudness to expect of `made` with the same arguments."""
        curve = self._curve(gain, ceiling)[: self._energy.size].reshape(self._energy.shape)
        before = np.maximum(self._energy.sum(axis=1), 1e-20)
        kept = np.einsum("ij,ij,ij->i", self._energy, curve, curve) / before
        return gated(self._hops * kept * gain**2)

    def made(self, gain: float, ceiling: float) -> Samples:
        """The signal times `gain` (linear), its true peak below `ceiling`."""
        found: Samples = self._samples * self.gains(gain, ceiling)[:, None]
        return found

    def gains(self, gain: float, ceiling: float) -> Samples:
        """What every sample is multiplied by in `made`, shape (n,)."""
        curve = self._curve(gain, ceiling) * np.float32(gain)
        return ramped(curve, GROUP, len(self._samples))

    def _curve(self, gain: float, ceiling: float) -> Samples:
        floor, peaks = self._peaks
        if floor > ceiling * 0.7 / gain:
            floor = ceiling * 0.5 / gain  # some gain more will not need them anew
            peaks = group_peaks(self._samples, floor)
            self._peaks = floor, peaks
        return limiter_gain(peaks * np.float32(gain), ceiling)
