"""The bed: low music that follows the tension and leaves room for speech. Synthesised, seeded.

Layers brought in by tension: a drone, a pad of slowly changing chords, single notes where it is
calm, restless strings with a beat, and a heart. Key, mode, tempo and the order of chords come from
seed and mood. Everything is made at 24 kHz, because nothing in it reaches 8 kHz, and doubled at the
end.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from engine.editor.types import FPS
from engine.film.tones import (
    Samples,
    decay,
    faded,
    generator,
    harmonics,
    hertz,
    noise,
    note,
    ramped,
    stereo,
    sweep,
    texture,
)
from engine.film.waves import RATE, write_wave

_HALF = RATE // 2
_STEP = _HALF // 100  # samples between two values of an envelope
_LOOP = 1 << 18  # samples of a texture: 10.9 s
_PEAK = 0.7

# semitones above the key note: the scale, and chords as its degrees
_MODES: dict[str, tuple[tuple[int, ...], tuple[tuple[int, ...], ...]]] = {
    "minor": ((0, 2, 3, 5, 7, 8, 10), ((0, 2, 4), (5, 0, 2), (3, 5, 0), (4, 6, 1))),
    "phrygian": ((0, 1, 3, 5, 7, 8, 10), ((0, 2, 4), (1, 3, 5), (0, 2, 5), (6, 1, 3))),
    "dorian": ((0, 2, 3, 5, 7, 9, 10), ((0, 2, 4), (3, 5, 0), (6, 1, 3), (0, 3, 4))),
    "pentatonic": ((0, 3, 5, 7, 10), ((0, 1, 3), (2, 4, 0), (1, 3, 4), (0, 2, 3))),
    "gong": ((0, 2, 4, 7, 9), ((0, 2, 3), (4, 1, 2), (3, 0, 2), (1, 3, 4))),
}
_BY_MOOD = {
    "neutral": ("minor", "dorian", "pentatonic"),
    "warm": ("gong", "dorian", "pentatonic"),
    "cold": ("minor", "phrygian", "pentatonic"),
    "tense": ("minor", "phrygian", "minor"),
    "tender": ("gong", "pentatonic", "dorian"),
    "eerie": ("phrygian", "phrygian", "minor"),
    "palace": ("pentatonic", "gong", "pentatonic"),
}


def compose_bed(frames: int, tension: Sequence[tuple[int, int]], seed: int, mood: str) -> Samples:
    """The bed of an episode of `frames` pictures: stereo, 48 kHz, peak below 0.75.

    tension: (milliseconds, 0 to 100) in order of time; empty means 40 throughout. Equal arguments
    give equal samples.
    """
    n = frames * _HALF // FPS
    tense = _curve(tension, n)
    made = _material(seed, mood)
    rng = generator(0)
    rng.bit_generator.state = made.state
    bed = _drone(n, made.drone, tense)
    bed += _pad(n, made.pads, tense)
    bed += _strings(n, made.strings, tense)
    bed += _beat(n, rng, made.key, tense, made.eighth)
    bed += _plucks(n, rng, made.key, made.scale, tense)
    return _doubled(_rounded(bed), frames * RATE // FPS)


@dataclass(frozen=True, slots=True, eq=False)
class _Material:
    """What the beds of one seed and mood are made of, however long they are.

    drone, pads, strings: loops. eighth: seconds. state: of the random numbers that come next.
    """

    key: int
    scale: tuple[int, ...]
    drone: Samples
    pads: tuple[Samples, ...]
    strings: Samples
    eighth: float
    state: Mapping[str, Any]


@lru_cache(maxsize=2)
def _material(seed: int, mood: str) -> _Material:
    """Kept, because the episodes of a season and the versions of an episode share it."""
    rng = generator(seed, 17)
    key = 33 + int(rng.integers(8))
    names = _BY_MOOD.get(mood, _BY_MOOD["neutral"])
    scale, chords = _MODES[names[int(rng.integers(len(names)))]]
    order = [0, *(int(i) for i in rng.permutation(len(chords)))]
    low = [*harmonics(hertz(key), 6, 1.5), *harmonics(hertz(key + 7), 4, 1.8)]
    drone = texture(_LOOP, rng, low, 9, _HALF)
    pads = tuple(
        texture(_LOOP, rng, _chord(key + 24, scale, chord), 22, _HALF)
        for chord in dict.fromkeys(chords[i] for i in order)
    )
    tones = (key + 36, key + 36 + scale[1], key + 43, key + 42)  # a cluster around the fifth
    partials = [p for tone in tones for p in harmonics(hertz(tone), 8, 1.25)]
    strings = texture(_LOOP, rng, partials, 16, _HALF)
    eighth = 0.5 * 60 / int(rng.integers(78, 96))
    return _Material(key, scale, drone, pads, strings, eighth, rng.bit_generator.state)


def write_bed(bed: Samples, file: Path) -> None:
    """Write a bed as 24-bit WAV."""
    write_wave(bed, file)


def _curve(tension: Sequence[tuple[int, int]], n: int) -> Samples:
    """Tension 0 to 1 every `_STEP` samples, smoothed over about a second."""
    count = n // _STEP + 1
    at = np.arange(count) * 10.0
    points = tension or ((0, 40),)
    raw = np.interp(at, [p[0] for p in points], [p[1] / 100 for p in points])
    width = 90
    window = np.hanning(width + 2)[1:-1]
    padded = np.pad(raw, (width // 2, width - width // 2 - 1), mode="edge")
    found: Samples = np.convolve(padded, window / window.sum(), mode="valid").astype(np.float32)
    return found


def _gain(values: Samples, n: int) -> Samples:
    return ramped(values.astype(np.float32), _STEP, n)[:, None]


def _looped(loop: Samples, first: int, n: int) -> Samples:
    """`n` stereo samples of a loop; the right side is half a loop away, so that it sounds wide."""
    reps = -(-(first + n + _LOOP // 2) // _LOOP) + 1
    row = np.tile(loop, reps)
    other = first + _LOOP // 2
    return np.stack([row[first : first + n], row[other : other + n]], axis=1)


def _drone(n: int, loop: Samples, tense: Samples) -> Samples:
    breath = 1 + 0.12 * np.sin(np.arange(len(tense)) / 100 * 2 * np.pi / 7.3)
    gain = _gain((0.055 + 0.05 * tense) * breath.astype(np.float32), n)
    return _looped(loop, 0, n) * gain


def _pad(n: int, loops: Sequence[Samples], tense: Samples) -> Samples:
    """Chords of about seven seconds that flow into each other."""
    found = np.zeros((n, 2), np.float32)
    span, blend = 7 * _HALF, 2 * _HALF
    for i, first in enumerate(range(0, n, span)):
        size = min(span + blend, n - first)
        piece = _looped(loops[i % len(loops)], (i * 37_123) % (_LOOP // 2), size)
        found[first : first + size] += faded(piece, min(size, blend), min(size, blend))
    found[n - min(n, _HALF) :] *= np.linspace(1, 0.6, min(n, _HALF), dtype=np.float32)[:, None]
    calm = np.clip(1.1 - 0.7 * tense, 0.3, 1)
    return found * _gain(0.075 * calm, n)


def _chord(key: int, scale: tuple[int, ...], degrees: tuple[int, ...]) -> list[tuple[float, float]]:
    partials: list[tuple[float, float]] = []
    for i, degree in enumerate(degrees):
        octave, step = divmod(degree, len(scale))
        tone = key + scale[step] + 12 * octave
        partials += [(f, a * 0.85**i) for f, a in harmonics(hertz(tone), 7, 1.7)]
    return partials


def _strings(n: int, loop: Samples, tense: Samples) -> Samples:
    """A trembling cluster, heard from middling tension on."""
    steps = np.arange(len(tense)) / 100
    tremor = 0.75 + 0.25 * np.sin(2 * np.pi * 6.5 * steps)
    rise = np.clip((tense - 0.5) / 0.45, 0, 1) ** 1.5
    return _looped(loop, _LOOP // 3, n) * _gain(0.062 * rise * tremor, n)


def _beat(n: int, rng: np.random.Generator, key: int, tense: Samples, eighth: float) -> Samples:
    """Low pulses on the eighths, and a heart under the highest tension."""
    size = int(0.32 * _HALF)
    freq = hertz(key)
    pulse = sweep(size, _HALF, freq * 1.6, freq, 0.03) * decay(size, _HALF, 0.11)
    pulse = faded(
        pulse + noise(size, rng, 80, 700, _HALF) * decay(size, _HALF, 0.02) * 0.1, 60, 900
    )
    heart = sweep(size, _HALF, 80, 40, 0.05) * decay(size, _HALF, 0.09)
    heart = faded(heart, 160, 900)
    found = np.zeros(n + size, np.float32)
    for i in range(int(n / (eighth * _HALF))):
        at = int(i * eighth * _HALF)
        now = float(tense[min(len(tense) - 1, at // _STEP)])
        weight = (1.0, 0.35, 0.6, 0.35)[i % 4]
        if now > 0.45:
            found[at : at + size] += pulse * np.float32(0.28 * weight * min(1, (now - 0.45) * 2.6))
        if now > 0.74 and i % 4 in (0, 1):
            found[at : at + size] += heart * np.float32((0.3, 0.2)[i % 4] * (now - 0.7) * 3)
    return stereo(found[:n])


def _plucks(
    n: int, rng: np.random.Generator, key: int, scale: tuple[int, ...], tense: Samples
) -> Samples:
    """Single notes now and then where it is calm."""
    found = np.zeros((n + 3 * _HALF, 2), np.float32)
    at = 1.6
    while at * _HALF < n:
        first = int(at * _HALF)
        now = float(tense[min(len(tense) - 1, first // _STEP)])
        tone = key + 36 + scale[int(rng.integers(len(scale)))] + 12 * int(rng.integers(2))
        pan = float(rng.uniform(0.25, 0.75))
        if now < 0.62:
            piece = note(hertz(tone), 2.4, _HALF, 2.2) * np.float32(0.06 * (1 - now))
            for late, share in ((0, 1.0), (int(0.33 * _HALF), 0.35)):
                sides = stereo(piece * np.sqrt(1 - pan), piece * np.sqrt(pan)) * np.float32(share)
                found[first + late : first + late + len(sides)] += sides[
                    : len(found) - first - late
                ]
                pan = 1 - pan
        at += float(rng.choice([1.3, 1.95, 2.6, 3.9]))
    return found[:n]


def _rounded(bed: Samples) -> Samples:
    """Peaks rounded off below `_PEAK`, both ends faded."""
    most = float(np.max(np.abs(bed), initial=0.0))
    if most > _PEAK * 0.7:
        bed = np.float32(_PEAK) * np.tanh(bed / np.float32(_PEAK))
    return faded(bed.astype(np.float32), min(len(bed), _HALF // 3), min(len(bed), _HALF // 2))


def _doubled(bed: Samples, n: int) -> Samples:
    """Twice the rate: new samples lie between their neighbours."""
    found = np.empty((2 * len(bed), 2), np.float32)
    found[0::2] = bed
    found[1:-1:2] = 0.5 * (bed[:-1] + bed[1:])
    found[-1] = bed[-1]
    return found[:n] if len(found) >= n else np.pad(found, ((0, n - len(found)), (0, 0)))
