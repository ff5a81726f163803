"""From espeak's 22 kHz to a 48 kHz take: formants, tone, breath, a little room, level. Pure numpy.

Whole-signal spectra are used, because a line lasts a few seconds and one transform is cheap.
"""

from __future__ import annotations

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
_OVERSAMPLE = 4
_REFLECTIONS = ((0.0061, 0.16), (0.0113, 0.11), (0.0187, 0.08), (0.0271, 0.05))


def shape(samples: Samples, reading: Reading, seed: int) -> tuple[Samples, float, float]:
    """The finished take, and (seconds cut from the head, time factor) to move events by.

    An event at t seconds of espeak's samples lies at t / formant - cut in the take.
    """
    sound = _resampled(samples, reading.formant)
    sound = _toned(sound, reading)
    sound = sound + _breath(sound, reading.breath, seed)
    sound = _room(sound)
    sound, cut = trimmed(sound)
    return levelled(sound, reading.level), cut, 1.0 / reading.formant


def _resampled(samples: Samples, speed: float) -> Samples:
    """48 kHz, played `speed` times as fast: band-limited oversampling, then linear steps."""
    count = len(samples)
    size = 1 << max(8, (count - 1).bit_length())
    spectrum = np.fft.rfft(samples, size)
    dense = np.fft.irfft(spectrum, size * _OVERSAMPLE).astype(np.float32) * _OVERSAMPLE
    length = int(count / RATE / speed * SAMPLE_RATE)
    at = np.arange(length) * (RATE * _OVERSAMPLE * speed / SAMPLE_RATE)
    steps: Samples = np.interp(at, np.arange(len(dense)), dense).astype(np.float32)
    return steps


def _toned(sound: Samples, reading: Reading) -> Samples:
    """Equalised with zero phase: tilt about 1 kHz, one broad resonance, no rumble, less buzz."""
    size = 1 << max(8, (len(sound) - 1).bit_length())
    hertz = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    octaves = np.log2(np.maximum(hertz, 40) / 1000)
    gain = np.clip(octaves, -3.5, 3.2) * reading.tilt
    gain += reading.peak_db * np.exp(
        -0.5 * ((octaves - np.log2(reading.peak_hz / 1000)) / 0.38) ** 2
    )
    gain -= 26 * np.clip((hertz - 7600) / 3400, 0, 1.6)
    gain -= 40 * np.clip((75 - hertz) / 40, 0, 1)
    spectrum = np.fft.rfft(sound, size) * 10 ** (gain / 20)
    return np.fft.irfft(spectrum, size)[: len(sound)].astype(np.float32)


def _envelope(sound: Samples, window_s: float) -> Samples:
    size = max(1, int(window_s * SAMPLE_RATE))
    power = np.cumsum(np.concatenate(([0.0], sound.astype(np.float64) ** 2)))
    low = np.clip(np.arange(len(sound)) - size // 2, 0, len(sound))
    high = np.clip(low + size, 0, len(sound))
    level: Samples = np.sqrt((power[high] - power[low]) / size).astype(np.float32)
    return level


def _breath(sound: Samples, level_db: float, seed: int) -> Samples:
    """Noise that follows the voice, high-passed, `level_db` under it: less of a machine's buzz."""
    noise = np.random.default_rng(seed).standard_normal(len(sound)).astype(np.float32)
    noise = noise - np.concatenate((noise[:1], noise[:-1])) * 0.85
    return _envelope(sound, 0.02) * noise * np.float32(10 ** ((level_db + 14) / 20))


def _room(sound: Samples) -> Samples:
    """A few early reflections: a voice in a room, not in a wire."""
    wet = sound.copy()
    for delay, gain in _REFLECTIONS:
        steps = int(delay * SAMPLE_RATE)
        if steps < len(sound):
            wet[steps:] += np.float32(gain) * sound[:-steps]
    return wet


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
