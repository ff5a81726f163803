"""From a voice's plain sound to its own: throat, tone, husk, breath, level. Pure numpy.

Whole-signal spectra are used, because a line lasts a few seconds and one transform is cheap. The
room in which somebody speaks is added by the mix, where the place is known.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from engine.voice.espeak_lib import RATE
from engine.voice.types import SAMPLE_RATE
from engine.voice.voices import Reading

Samples = NDArray[np.float32]
HEAD_S, TAIL_S = 0.04, 0.12
TARGET_RMS_DB = -21.0
CEILING_DB = -3.0
_FLOOR_DB = -48.0
_BLOCK, _GRID = 32, 1 << 13  # lengths that the transform likes
_HUSK_HZ = 3500.0
_LOOP = 1 << 18
_EVEN = 0.7  # share of the difference in loudness between voices that is taken away


def raised(samples: Samples) -> Samples:
    """espeak's samples at 48 kHz, by their spectrum: 22,050 to 48,000 is as 147 to 320."""
    parts = -(-len(samples) // (_BLOCK * 147)) * _BLOCK
    spectrum = np.fft.rfft(samples, parts * 147)
    made = np.fft.irfft(spectrum, parts * 320) * np.float32(320 / 147)
    return made[: int(len(samples) / RATE * SAMPLE_RATE)].astype(np.float32)


def coloured(sound: Samples, told: Reading, rng: np.random.Generator) -> Samples:
    """The sound with the voice's tone, its treble part noise, and breath over it.

    A synthetic voice buzzes because its highest harmonics are as regular as its lowest; in people
    they are mostly noise (Griffin and Lim, "Multiband excitation vocoder", IEEE ASSP 36, 1988).
    """
    size = -(-len(sound) // _GRID) * _GRID
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE).astype(np.float32)
    gain = _over(hertz, lambda at: 10 ** (_tone(at, told) / 20))
    spectrum = np.fft.rfft(sound, size) * gain
    upper = _over(hertz, lambda at: 1 / (1 + (_HUSK_HZ / np.maximum(at, 1)) ** 6))
    high = np.fft.irfft(spectrum * upper, size)[: len(sound)].astype(np.float32)
    low = np.fft.irfft(spectrum, size)[: len(sound)].astype(np.float32) - high
    grain, air = (_noise(name, len(sound), int(rng.integers(_LOOP))) for name in ("husk", "breath"))
    part = np.float32(told.husk)
    found = low + np.sqrt(1 - part**2) * high + part * _envelope(high, 0.004) * grain
    breath = np.float32(10 ** ((told.breath + 8) / 20)) * _envelope(low, 0.012) * air
    even = np.float32(_loudness(spectrum, hertz) ** _EVEN)
    made: Samples = ((found + breath) / even).astype(np.float32)
    return made


def _over(hertz: Samples, curve: Callable[[NDArray[np.float64]], NDArray[np.float64]]) -> Samples:
    """A smooth curve over frequency, worked out every 12 Hz."""
    at = np.arange(0, SAMPLE_RATE / 2 + 12, 12.0)
    return np.interp(hertz, at, curve(at)).astype(np.float32)


def _noise(name: str, count: int, first: int) -> Samples:
    """Noise of RMS 1 above `_HUSK_HZ`, or as breath is heard, from a loop."""
    return np.resize(np.roll(_loop(name), -first), count)


@cache
def _loop(name: str) -> Samples:
    rng = np.random.default_rng(31)
    hertz = np.fft.rfftfreq(_LOOP, 1 / SAMPLE_RATE)
    low, high, steep = (_HUSK_HZ, 9500.0, 6) if name == "husk" else (1300.0, 7500.0, 4)
    shape = 1 / (1 + (low / np.maximum(hertz, 1)) ** steep) / (1 + (hertz / high) ** 4)
    made = np.fft.irfft(np.fft.rfft(rng.standard_normal(_LOOP, dtype=np.float32)) * shape, _LOOP)
    found: Samples = (made / np.sqrt(np.mean(np.square(made)))).astype(np.float32)
    found.setflags(write=False)
    return found


def _tone(hertz: NDArray[np.float64], told: Reading) -> NDArray[np.float64]:
    """dB: tilt about 1 kHz, one broad resonance, no rumble, less of espeak's hiss."""
    octaves = np.log2(np.maximum(hertz, 40) / 1000)
    gain = np.clip(octaves, -3.5, 3.2) * told.tilt
    gain += told.peak_db * np.exp(-0.5 * ((octaves - np.log2(told.peak_hz / 1000)) / 0.38) ** 2)
    gain -= 3.5 * np.exp(-0.5 * ((octaves - np.log2(6.4)) / 0.35) ** 2)
    gain += 3.0 * np.exp(-0.5 * ((octaves - np.log2(2.6)) / 0.5) ** 2)  # consonants
    gain += 2.0 * np.exp(-0.5 * ((octaves - np.log2(0.22)) / 0.6) ** 2)
    gain += told.air / (1 + (7000 / np.maximum(hertz, 1)) ** 4)
    gain -= 22 * np.clip((hertz - 8600) / 3400, 0, 1.6)
    gain -= 40 * np.clip((75 - hertz) / 40, 0, 1)
    return gain


def _loudness(spectrum: NDArray[np.complexfloating], hertz: Samples) -> float:
    """How much louder the sound is to the ear than its power says, as a factor.

    The shelf of BS.1770's weighting, +4 dB above 1.7 kHz, and what a small loudspeaker leaves out.
    """
    power = spectrum.real**2 + spectrum.imag**2
    heard = _over(
        hertz,
        lambda at: (
            (1 + 1.5 / (1 + (1700 / np.maximum(at, 1)) ** 2)) / (1 + (180 / np.maximum(at, 1)) ** 4)
        ),
    )
    return float(np.sqrt(float(power @ heard) / max(float(power.sum()), 1e-12)))


def _envelope(sound: Samples, window_s: float) -> Samples:
    """RMS within a window, followed every millisecond."""
    step = SAMPLE_RATE // 1000
    rows = np.pad(sound, (0, -len(sound) % step)).reshape(-1, step)
    power = np.mean(np.square(rows), axis=1)
    width = max(1, round(window_s * 1000)) | 1
    power = np.convolve(power, np.ones(width) / width, "same")
    at = np.arange(len(sound), dtype=np.float32) / step - 0.5
    level: Samples = np.interp(at, np.arange(len(power)), np.sqrt(power)).astype(np.float32)
    return level


def trimmed(sound: Samples) -> tuple[Samples, float]:
    """Silence at both ends brought to `HEAD_S` and `TAIL_S`; returns the seconds cut in front."""
    level = _envelope(sound, 0.01)
    peak = float(level.max(initial=0.0))
    loud = np.flatnonzero(level > peak * 10 ** (_FLOOR_DB / 20)) if peak else np.zeros(0, int)
    if not len(loud):
        return sound, 0.0
    first = int(loud[0]) - int(HEAD_S * SAMPLE_RATE)
    last = int(loud[-1]) + int(TAIL_S * SAMPLE_RATE)
    front = np.zeros(max(0, -first), np.float32)
    back = np.zeros(max(0, last - len(sound)), np.float32)
    kept = np.concatenate((front, sound[max(0, first) : last], back))
    fade = np.linspace(0, 1, 96, dtype=np.float32)
    kept[:96] *= fade
    kept[-96:] *= fade[::-1]
    return kept, first / SAMPLE_RATE


def levelled(sound: Samples, level_db: float) -> Samples:
    """Speech at `TARGET_RMS_DB` plus the emotion's level, softly held under the ceiling."""
    level = _envelope(sound, 0.03)
    loud = sound[level > 0.2 * level.max(initial=1e-9)]
    rms = float(np.sqrt(np.mean(loud.astype(np.float64) ** 2))) if len(loud) else 1.0
    gain = 10 ** ((TARGET_RMS_DB + level_db) / 20) / max(rms, 1e-6)
    ceiling = np.float32(10 ** (CEILING_DB / 20))
    scaled = sound * np.float32(gain)
    knee = ceiling * np.float32(0.7)
    over = np.abs(scaled) > knee
    held = np.sign(scaled) * (
        knee + (ceiling - knee) * np.tanh((np.abs(scaled) - knee) / (ceiling - knee))
    )
    return np.where(over, held, scaled).astype(np.float32)
