"""Primitives of synthesis: shaped noise, sustained textures, envelopes, notes. All float32.

Textures are made in the frequency domain (the PADsynth way): each partial becomes a narrow band of
random phases, and one inverse transform gives a seamless loop. That sounds like many players and
costs a few milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono (n) or stereo (n, 2), full scale 1."""


def generator(*numbers: int) -> np.random.Generator:
    """Random numbers that depend on `numbers` alone."""
    return np.random.Generator(np.random.PCG64(numbers))


def hertz(note: float) -> float:
    """Frequency of a MIDI note, A4 = 440 Hz."""
    return float(440.0 * 2 ** ((note - 69) / 12))


def times(n: int, rate: int) -> Samples:
    """Seconds of `n` samples."""
    return np.arange(n, dtype=np.float32) / np.float32(rate)


def noise(n: int, rng: np.random.Generator, low: float, high: float, rate: int) -> Samples:
    """Noise of RMS 1 between two frequencies, falling softly (12 dB an octave) outside."""
    size = _fast(n)
    spectrum = np.fft.rfft(rng.standard_normal(size, dtype=np.float32))
    freq = np.fft.rfftfreq(size, 1 / rate).astype(np.float32)
    shape = 1 / np.sqrt(1 + (freq / high) ** 4) / np.sqrt(1 + (low / np.maximum(freq, 1)) ** 4)
    found = np.fft.irfft(spectrum * shape, size)[:n].astype(np.float32)
    return level(found, 1.0)


def texture(
    n: int, rng: np.random.Generator, partials: Sequence[tuple[float, float]], spread: float,
    rate: int,
) -> Samples:  # fmt: skip
    """A seamless loop of `n` samples, RMS 1. partials: (hertz, amplitude); spread in cents."""
    count = n // 2 + 1
    power = np.zeros(count, np.float64)
    bin_hz = rate / n
    for freq, amplitude in partials:
        width = max(0.6, freq * (2 ** (spread / 1200) - 1)) / bin_hz
        centre = freq / bin_hz
        first, last = max(1, int(centre - 4 * width)), min(count - 1, int(centre + 4 * width) + 1)
        if first < last:
            bins = np.arange(first, last)
            power[first:last] += (
                amplitude / np.sqrt(width) * np.exp(-(((bins - centre) / width) ** 2))
            )
    phases = np.exp(2j * np.pi * rng.random(count))
    return level(np.fft.irfft(power * phases, n).astype(np.float32), 1.0)


def harmonics(freq: float, count: int, slope: float) -> list[tuple[float, float]]:
    """A tone's partials; amplitudes fall with number ** -slope."""
    return [(freq * k, k**-slope) for k in range(1, count + 1)]


def note(freq: float, seconds: float, rate: int, bright: float = 1.6) -> Samples:
    """A plucked or struck note that dies away."""
    t = times(int(seconds * rate), rate)
    found = np.zeros_like(t)
    for k in range(1, 7):
        if freq * k * (1 + 0.0004 * k * k) > rate * 0.45:
            break
        decay = np.exp(-t * (2.2 + 1.1 * k) / max(0.4, seconds))
        found += k**-bright * decay * np.sin(2 * np.pi * freq * k * (1 + 0.0004 * k * k) * t)
    return faded(found, int(0.004 * rate), int(0.08 * rate))


def sweep(n: int, rate: int, start: float, end: float, bend: float) -> Samples:
    """A sine that glides from `start` to `end` hertz with time constant `bend` seconds."""
    t = times(n, rate)
    freq = end + (start - end) * np.exp(-t / bend)
    found: Samples = np.sin(2 * np.pi * np.cumsum(freq, dtype=np.float64) / rate).astype(np.float32)
    return found


def decay(n: int, rate: int, seconds: float) -> Samples:
    """1 falling to 1/e in `seconds`."""
    found: Samples = np.exp(-times(n, rate) / seconds).astype(np.float32)
    return found


def faded(samples: Samples, first: int, last: int) -> Samples:
    """The samples with a raised-cosine start and end of so many samples."""
    found = samples.copy()
    fade(found, first, last)
    return found


def fade(samples: Samples, first: int, last: int) -> None:
    """Give the samples themselves a raised-cosine start and end of so many samples."""
    for count, part in ((first, slice(None, first)), (last, slice(len(samples) - last, None))):
        if 0 < count <= len(samples):
            ramp = (0.5 - 0.5 * np.cos(np.pi * (np.arange(count) + 0.5) / count)).astype(np.float32)
            ramp = ramp if part.stop is not None else ramp[::-1]
            samples[part] *= ramp if samples.ndim == 1 else ramp[:, None]


def level(samples: Samples, rms: float) -> Samples:
    """The samples at a given RMS; silence stays silence."""
    power = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
    found: Samples = samples * np.float32(rms / power) if power > 0 else samples
    return found


def peaked(samples: Samples, peak: float) -> Samples:
    """The samples with a given largest magnitude."""
    most = float(np.max(np.abs(samples), initial=0.0))
    found: Samples = samples * np.float32(peak / most) if most > 0 else samples
    return found


def stereo(left: Samples, right: Samples | None = None) -> Samples:
    """Two channels, shape (n, 2)."""
    return np.stack([left, left if right is None else right], axis=1).astype(np.float32)


def ramped(points: NDArray[np.float32], step: int, n: int) -> Samples:
    """`n` samples that go straight between values given every `step` samples."""
    ends = np.append(points, points[-1]).astype(np.float32)
    share = (np.arange(step, dtype=np.float32) / np.float32(step))[None, :]
    rows = ends[:-1, None] + (ends[1:] - ends[:-1])[:, None] * share
    flat = rows.reshape(-1)[:n]
    return flat if len(flat) == n else np.pad(flat, (0, n - len(flat)), mode="edge")


def _fast(n: int) -> int:
    """A size not below `n` that the transform likes."""
    size = 1 << max(4, n.bit_length() - 3)
    return -(-n // size) * size
