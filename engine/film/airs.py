"""The air of places, synthesised in seamless loops: wind, sea, crickets, a clock, far people.

A layer has RMS 1 (a sparse one a peak near 12); `rooms` says how loud it is where. Everything is
made at 24 kHz: room tone has no treble to speak of.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from engine.film.tones import Samples, decay, faded, generator, harmonics, level, texture

RATE = 24_000
LOOP = 1 << 18  # 10.9 s
_Maker = Callable[[np.random.Generator], Samples]


@lru_cache(maxsize=16)
def air(name: str) -> Samples:
    """A loop of `LOOP` samples, mono; raises KeyError for what is no air."""
    found = AIRS[name](generator(zlib.crc32(name.encode()))).astype(np.float32)
    found.setflags(write=False)
    return found


def _band(rng: np.random.Generator, *parts: tuple[float, float, float]) -> Samples:
    """Noise with humps of (hertz, width in octaves, amount); it has no seam."""
    hz = np.maximum(np.fft.rfftfreq(LOOP, 1 / RATE), 1)
    shape = sum(a * np.exp(-0.5 * (np.log2(hz / f) / w) ** 2) for f, w, a in parts)
    spectrum = np.fft.rfft(rng.standard_normal(LOOP, dtype=np.float32)) * shape / np.sqrt(hz / 500)
    return level(np.fft.irfft(spectrum, LOOP).astype(np.float32), 1.0)


def _swell(rng: np.random.Generator, cycles: tuple[int, ...], depth: float) -> Samples:
    """1 on average, slow waves that fit into the loop."""
    at = np.arange(LOOP, dtype=np.float32) / LOOP * 2 * np.pi
    waves = sum(np.sin(n * at + rng.uniform(0, 6.28)) for n in cycles) / len(cycles) ** 0.5
    found: Samples = np.exp(depth * waves - depth**2 / 4).astype(np.float32)
    return found


def _lay(into: Samples, piece: Samples, at: int, gain: float) -> None:
    """Add a piece; what runs over the end comes in at the start."""
    at %= LOOP
    head = min(len(piece), LOOP - at)
    into[at : at + head] += piece[:head] * np.float32(gain)
    into[: len(piece) - head] += piece[head:] * np.float32(gain)


def _ping(freq: float, seconds: float, length: float, bend: float = 0.0) -> Samples:
    t = np.arange(int(seconds * RATE), dtype=np.float32) / RATE
    phase = np.cumsum(freq * (1 + bend * t)) / RATE
    return faded((np.sin(2 * np.pi * phase) * np.exp(-t / length)).astype(np.float32), 60, 400)


def _still(rng: np.random.Generator) -> Samples:
    return _band(rng, (110, 1.2, 1.0), (500, 1.4, 0.3))


def _vent(rng: np.random.Generator) -> Samples:
    return _band(rng, (130, 0.9, 1.0), (420, 0.8, 0.8), (1500, 0.8, 0.25))


def _hum(rng: np.random.Generator) -> Samples:
    return texture(LOOP, rng, [*harmonics(100, 6, 1.2), *harmonics(120, 5, 1.6)], 1.5, RATE)


def _wind(rng: np.random.Generator) -> Samples:
    low = _band(rng, (170, 0.7, 1.0)) * _swell(rng, (1, 2, 3), 0.5)
    high = _band(rng, (560, 0.5, 1.0)) * _swell(rng, (2, 3, 5), 0.8)
    return level(low + 0.5 * high, 1.0)


def _leaves(rng: np.random.Generator) -> Samples:
    return level(_band(rng, (3200, 0.8, 1.0), (900, 0.8, 0.2)) * _swell(rng, (1, 3, 7), 0.7), 1.0)


def _traffic(rng: np.random.Generator) -> Samples:
    far = _band(rng, (90, 1.0, 1.0), (420, 1.0, 0.4))
    near = _band(rng, (600, 0.9, 1.0)) * _swell(rng, (1, 2, 4), 1.1)
    return level(far + 0.35 * near, 1.0)


def _sea(rng: np.random.Generator) -> Samples:
    low = _band(rng, (150, 1.0, 1.0)) * _swell(rng, (2, 3), 0.6)
    wash = _band(rng, (1100, 1.0, 1.0)) * _swell(rng, (2, 3, 5), 1.0)
    return level(low + 0.6 * wash, 1.0)


def _engine(rng: np.random.Generator) -> Samples:
    motor = texture(LOOP, rng, harmonics(47, 9, 1.1), 25, RATE)
    return level(motor + 0.8 * _band(rng, (210, 1.0, 1.0), (900, 1.0, 0.15)), 1.0)


def _crickets(rng: np.random.Generator) -> Samples:
    found = np.zeros(LOOP, np.float32)
    for _ in range(5):
        freq, gap = rng.uniform(3900, 5200), rng.uniform(0.5, 0.9)
        chirp = np.concatenate([
            np.pad(_ping(freq, 0.022, 0.02), (0, 500)) for _ in range(int(rng.integers(3, 5)))
        ])  # fmt: skip
        loud = rng.uniform(0.3, 1.0)
        for turn in range(int(LOOP / RATE / gap)):
            at = (turn + rng.uniform(-0.05, 0.05)) * gap
            _lay(found, chirp, int(at * RATE), loud * rng.uniform(0.7, 1.0))
    return level(found, 1.0)


def _birds(rng: np.random.Generator) -> Samples:
    found = np.zeros(LOOP, np.float32)
    for _ in range(7):
        freq, at = rng.uniform(2300, 4600), rng.uniform(0, LOOP / RATE)
        for _ in range(int(rng.integers(2, 6))):
            call = _ping(freq * rng.uniform(0.9, 1.1), 0.09, 0.07, rng.uniform(-3, 3))
            _lay(found, call, int(at * RATE), rng.uniform(0.2, 1.0))
            at += rng.uniform(0.11, 0.22)
    return level(found, 1.0)


def _gulls(rng: np.random.Generator) -> Samples:
    found = np.zeros(LOOP, np.float32)
    for _ in range(3):
        at = rng.uniform(0, LOOP / RATE)
        for turn in range(int(rng.integers(2, 4))):
            cry = _ping(rng.uniform(1150, 1400), 0.38, 0.3, -0.7)
            cry = (cry + 0.5 * np.sign(cry) * cry**2).astype(np.float32)
            _lay(found, cry, int((at + 0.45 * turn) * RATE), rng.uniform(0.4, 1.0))
    return level(found, 1.0)


def _murmur(rng: np.random.Generator) -> Samples:
    """Far voices: syllables of many that nobody can understand."""
    found = _band(rng, (320, 0.8, 1.0), (900, 0.7, 0.3)) * np.float32(0.25)
    for _ in range(110):
        size = int(rng.uniform(0.14, 0.34) * RATE) // 2 * 2
        pitch, formant = rng.uniform(95, 230), rng.uniform(380, 1300)
        partials = [
            (pitch * k, np.exp(-(((pitch * k - formant) / 300) ** 2)) + 0.12 / k)
            for k in range(1, 12)
        ]
        piece = faded(texture(size, rng, partials, 50, RATE), size // 3, size // 2)
        _lay(found, piece, int(rng.integers(LOOP)), rng.uniform(0.2, 1.0))
    return level(found, 1.0)


def _clock(rng: np.random.Generator) -> Samples:
    return _sparse(rng, [(n * 0.5, _tick(rng, 2100 if n % 2 else 1700)) for n in range(21)])


def _tick(rng: np.random.Generator, freq: float) -> Samples:
    knock = rng.standard_normal(480, dtype=np.float32) * decay(480, RATE, 0.0015) * 0.5
    made = _ping(freq, 0.03, 0.006)
    made[:480] += knock
    return made


def _keys(rng: np.random.Generator) -> Samples:
    times = np.cumsum(rng.choice([0.11, 0.16, 0.23, 0.9], 30, p=[0.4, 0.3, 0.2, 0.1]))
    return _sparse(rng, [(float(t), _tick(rng, 900)) for t in times])


def _beep(rng: np.random.Generator) -> Samples:
    t = np.arange(int(0.09 * RATE), dtype=np.float32) / RATE
    tone = faded(np.sin(2 * np.pi * 940 * t).astype(np.float32), 120, 240)
    return _sparse(rng, [(0.3 + n * 1.092, tone) for n in range(10)])


def _drip(rng: np.random.Generator) -> Samples:
    made = []
    for at in (0.7, 3.1, 4.0, 7.4, 9.2):
        drop = _ping(rng.uniform(900, 1700), 0.12, 0.03, 2.5)
        echo = np.zeros(RATE, np.float32)
        for turn in range(5):
            first = int(turn * 0.13 * RATE)
            echo[first : first + len(drop)] += drop * np.float32(0.5**turn)
        made.append((at, echo))
    return _sparse(rng, made)


def _fire(rng: np.random.Generator) -> Samples:
    found = _band(rng, (240, 1.0, 1.0)) * np.float32(0.5)
    for _ in range(130):
        snap = rng.standard_normal(240, dtype=np.float32) * decay(240, RATE, 0.002)
        _lay(found, snap, int(rng.integers(LOOP)), rng.exponential(2.0))
    return level(found, 1.0)


def _glass(rng: np.random.Generator) -> Samples:
    return _sparse(rng, [
        (float(rng.uniform(0, 10)), _ping(rng.uniform(2400, 4700), 0.3, 0.07)) for _ in range(7)
    ])  # fmt: skip


def _chime(rng: np.random.Generator) -> Samples:
    return _sparse(rng, [
        (float(rng.uniform(0, 9)), _ping(f, 1.5, 0.5)) for f in (1175, 1397, 1568, 1865, 1397)
    ])  # fmt: skip


def _bell(rng: np.random.Generator) -> Samples:
    return _sparse(rng, [(2.0, _ping(523, 2.5, 0.9)), (7.5, _ping(523, 2.5, 0.9))])


def _rails(rng: np.random.Generator) -> Samples:
    low = _band(rng, (70, 0.8, 1.0), (300, 0.8, 0.3)) * _swell(rng, (1, 2), 0.9)
    return level(low, 1.0)


def _sparse(rng: np.random.Generator, events: list[tuple[float, Samples]]) -> Samples:
    """Single sounds, the loudest with a peak near 6: their RMS would say nothing."""
    found = np.zeros(LOOP, np.float32)
    for at, piece in events:
        _lay(found, piece, int(at * RATE), 6 * rng.uniform(0.6, 1.0))
    return found


AIRS: dict[str, _Maker] = {
    "still": _still, "vent": _vent, "hum": _hum, "wind": _wind, "leaves": _leaves,
    "traffic": _traffic, "sea": _sea, "engine": _engine, "crickets": _crickets, "birds": _birds,
    "gulls": _gulls, "murmur": _murmur, "clock": _clock, "keys": _keys, "beep": _beep,
    "drip": _drip, "fire": _fire, "glass": _glass, "chime": _chime, "bell": _bell,
    "rails": _rails,
}  # fmt: skip
