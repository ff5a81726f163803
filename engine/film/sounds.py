"""Sound effects, synthesised. Each is stereo at 48 kHz with a peak of 1; the mix sets the level."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import lru_cache

import numpy as np

from engine.film.tones import (
    Samples,
    decay,
    faded,
    generator,
    harmonics,
    hertz,
    level,
    noise,
    note,
    peaked,
    stereo,
    sweep,
    texture,
    times,
)

RATE = 48_000
_Maker = Callable[[np.random.Generator, int], Samples]


@lru_cache(maxsize=32)
def sound(kind: str, length_ms: int = 0, seed: int = 1) -> Samples:
    """The sound called `kind` (see `editor.types.SoundCue`), or "sting-threat", the sting of an
    ending. 0 ms means its own length.

    Raises:
        KeyError: there is no such sound.
    """
    maker, own_ms = _SOUNDS[kind]
    samples = RATE * (length_ms or own_ms) // 1000
    made = maker(generator(seed, zlib.crc32(kind.encode())), max(samples, RATE // 10))
    found = peaked(faded(made, 96, min(len(made) // 4, RATE // 8)), 1.0)
    found.setflags(write=False)
    return found


def _place(into: Samples, piece: Samples, at: int) -> None:
    end = min(len(into), at + len(piece))
    if 0 <= at < end:
        into[at:end] += piece[: end - at]


def _hit(rng: np.random.Generator, n: int) -> Samples:
    thump = sweep(n, RATE, 150, 36, 0.06) * decay(n, RATE, 0.28)
    crack = noise(n, rng, 900, 5200, RATE) * decay(n, RATE, 0.018) * 0.35
    body = [noise(n, rng, 60, 420, RATE) * decay(n, RATE, 0.13) * 0.28 for _ in range(2)]
    return stereo(thump + crack + body[0], thump + crack + body[1])


def _stinger(
    notes: tuple[int, ...], boom: float = 1.6, fall: float = 1.4, bell: int = 0, late: float = 0.0
) -> _Maker:
    """A chord struck by strings over a boom. notes: MIDI numbers; fall: seconds to die away;
    bell: a bell's note over it; late: seconds by which each note follows the one below."""

    def make(rng: np.random.Generator, n: int) -> Samples:
        t = times(n, RATE)
        loop = 1 << 16
        left, right = np.zeros(n, np.float32), np.zeros(n, np.float32)
        index = np.arange(n)
        groups = [(m,) for m in notes] if late else [notes]
        for number, group in enumerate(groups):
            partials = [p for m in group for p in harmonics(hertz(m), 12, 1.1)]
            strings = texture(loop, rng, partials, 18, RATE)
            own = np.maximum(t - late * number, 0)
            swell = np.minimum(1, own / 0.012) * (
                0.55 * np.exp(-own / 0.5) + 0.45 * np.exp(-own / fall)
            )
            swell *= (1 + 0.25 * np.sin(2 * np.pi * 5.6 * t) * np.minimum(1, t / 0.6)) / len(
                groups
            ) ** 0.5
            left += strings[index % loop] * swell
            right += strings[(index + loop // 2) % loop] * swell
        low = sweep(n, RATE, 92, 34, 0.12) * decay(n, RATE, 0.7) * boom
        air = noise(n, rng, 2500, 9000, RATE) * decay(n, RATE, 0.25) * 0.12
        found = stereo(left + low + air, right + low + air)
        if bell:
            _place(found, stereo(note(hertz(bell), 2.2, RATE, 1.1)) * np.float32(1.4), 0)
        return found

    return make


_STINGS: dict[str, _Maker] = {
    "question": _stinger((45, 57, 62, 64, 69), 0.7, 1.8),
    "reveal": _stinger((38, 50, 57, 61, 66, 68), 1.4, 1.8, 78),
    "threat": _stinger((26, 38, 39, 44, 45, 51), 2.2, 1.1),
    "arrival": _stinger((38, 45, 50, 57, 62, 69), 1.6, 1.6, 0, 0.06),
    "decision": _stinger((33, 45, 52, 57), 2.4, 0.5),
    "discovery": _stinger((50, 56, 62, 66, 72), 0.6, 1.8, 84, 0.09),
    "reversal": _stinger((38, 44, 50, 53, 59, 68), 1.8, 1.3, 0, 0.04),
}
"""A sting for each way in which an episode ends."""


def _whoosh(rng: np.random.Generator, n: int) -> Samples:
    t = np.linspace(0, 1, n, dtype=np.float32)
    left, right = np.zeros(n, np.float32), np.zeros(n, np.float32)
    for i, centre in enumerate((350, 800, 1700, 3400)):
        band = noise(n, rng, centre * 0.7, centre * 1.4, RATE) * (0.8**i)
        at = 0.28 + 0.1 * i
        shape = np.exp(-(((t - at) / 0.16) ** 2)) + 0.5 * np.exp(-(((t - 1.1 + at) / 0.2) ** 2))
        left += band * shape * np.sqrt(np.clip(1.15 - t, 0, 1))
        right += band * shape * np.sqrt(np.clip(t + 0.15, 0, 1))
    return stereo(left, right)


def _riser(rng: np.random.Generator, n: int) -> Samples:
    t = np.linspace(0, 1, n, dtype=np.float32)
    rise = t**2.2
    pitch = np.cumsum(110 * 2 ** (2.2 * t), dtype=np.float64) / RATE
    tone = np.zeros(n, np.float32)
    for ratio, amount in ((1, 1), (1.01, 0.8), (1.5, 0.5), (2.02, 0.4)):
        tone += (amount * np.sin(2 * np.pi * ratio * pitch)).astype(np.float32)
    tremor = 1 + 0.35 * np.sin(2 * np.pi * np.cumsum(5 + 9 * t) / RATE)
    air = noise(n, rng, 1800, 7000, RATE) * t**3 * 0.9
    return stereo(rise * tremor * tone * 0.5 + air, rise * tremor[::-1] * tone * 0.5 + air)


def _power(rng: np.random.Generator, n: int) -> Samples:
    t = times(n, RATE)
    rumble = noise(n, rng, 30, 110, RATE) * np.minimum(1, t / 0.15) * decay(n, RATE, 0.9) * 0.6
    found = stereo(rumble)
    found += stereo(sweep(n, RATE, 60, 220, 0.5) * decay(n, RATE, 0.6) * 0.5)
    for i, step in enumerate((0, 7, 12, 14, 19, 24, 26, 31)):
        bell = note(hertz(62 + step), 1.1, RATE, 1.3) * 0.42
        pan = 0.5 + 0.4 * np.sin(i * 2.1)
        sides = stereo(bell * np.sqrt(1 - pan), bell * np.sqrt(pan))
        _place(found, sides, int((0.05 + 0.075 * i) * RATE))
    return found


def _door(rng: np.random.Generator, n: int) -> Samples:
    found = np.zeros(n, np.float32)
    latch = noise(RATE // 20, rng, 1500, 5000, RATE) * decay(RATE // 20, RATE, 0.006) * 0.25
    _place(found, latch, 0)
    m = n - RATE // 12
    t = times(m, RATE)
    slam = noise(m, rng, 50, 900, RATE) * decay(m, RATE, 0.05) * 0.7
    for freq, amount, length in (
        (62, 1.3, 0.22),
        (98, 0.8, 0.16),
        (187, 0.5, 0.1),
        (331, 0.3, 0.06),
    ):
        slam += (amount * np.sin(2 * np.pi * freq * t) * np.exp(-t / length)).astype(np.float32)
    _place(found, slam, RATE // 12)
    for at in (0.24, 0.31, 0.36):
        rattle = noise(RATE // 25, rng, 700, 3000, RATE) * decay(RATE // 25, RATE, 0.008) * 0.12
        _place(found, rattle, int(at * RATE))
    return stereo(found)


def _phone(rng: np.random.Generator, n: int) -> Samples:
    found = np.zeros(n, np.float32)
    for ring in range(0, n, int(0.95 * RATE)):
        for i, m in enumerate((76, 80, 83, 88, 83, 80)):
            _place(found, note(hertz(m), 0.35, RATE, 2.0) * 0.6, ring + int(i * 0.095 * RATE))
        t = times(int(0.55 * RATE), RATE)
        hum = np.sign(np.sin(2 * np.pi * 155 * t)) * 0.06 * (1 + np.sin(2 * np.pi * 24 * t))
        _place(found, faded(hum.astype(np.float32), 400, 900), ring)
    found += noise(n, rng, 100, 300, RATE) * 0.002
    return stereo(found)


def _heart(rng: np.random.Generator, n: int) -> Samples:
    found = np.zeros(n, np.float32)
    size = int(0.24 * RATE)
    beat = sweep(size, RATE, 88, 42, 0.05) * decay(size, RATE, 0.075)
    skin = noise(size, rng, 40, 160, RATE) * decay(size, RATE, 0.05) * 0.12
    for at in range(0, max(1, n - size), int(0.72 * RATE)):
        _place(found, faded(beat + skin, 240, 800), at)
        _place(found, faded(beat * 0.62 + skin, 240, 800), at + int(0.2 * RATE))
    return stereo(found)


def _rain(rng: np.random.Generator, n: int) -> Samples:
    sides = [noise(n, rng, 900, 7500, RATE) * 0.25 for _ in range(2)]
    size = RATE // 60
    drop = noise(size, rng, 2000, 8000, RATE) * decay(size, RATE, 0.003)
    for _ in range(n * 22 // RATE):
        side, at = int(rng.integers(2)), int(rng.integers(max(1, n - size)))
        _place(sides[side], drop * np.float32(rng.uniform(0.15, 0.7)), at)
    return faded(stereo(*sides), min(n // 4, RATE // 3), min(n // 4, RATE // 2))


def _wind(rng: np.random.Generator, n: int) -> Samples:
    t = times(n, RATE)
    sides = []
    for _ in range(2):
        made = np.zeros(n, np.float32)
        for low, high in ((90, 260), (260, 620), (620, 1300)):
            speed, phase = rng.uniform(0.12, 0.4), rng.uniform(0, 6.28)
            gust = 0.35 + 0.65 * np.square(np.sin(np.pi * speed * t + phase))
            made += noise(n, rng, low, high, RATE) * gust * np.float32(200 / high)
        sides.append(made)
    return faded(stereo(*sides), min(n // 4, RATE // 2), min(n // 4, RATE))


def _crowd(rng: np.random.Generator, n: int) -> Samples:
    sides = [noise(n, rng, 200, 1200, RATE) * 0.05 for _ in range(2)]
    for _ in range(max(8, n * 16 // RATE)):
        size = int(rng.uniform(0.12, 0.3) * RATE)
        pitch = rng.uniform(100, 240)
        formant = rng.uniform(400, 1100)
        partials = [
            (pitch * k, np.exp(-(((pitch * k - formant) / 380) ** 2)) + 0.1 / k)
            for k in range(1, 12)
        ]
        voice = texture(_even(size), rng, partials, 40, RATE)
        piece = faded(voice, len(voice) // 3, len(voice) // 3) * np.float32(rng.uniform(0.04, 0.16))
        _place(sides[int(rng.integers(2))], piece, int(rng.integers(max(1, n - size))))
    return faded(stereo(*sides), min(n // 4, RATE // 2), min(n // 4, RATE // 2))


def _tears(rng: np.random.Generator, n: int) -> Samples:
    found = np.zeros((n, 2), np.float32)
    for i, (m, at) in enumerate(((81, 0.0), (77, 0.55), (74, 1.1), (69, 1.75))):
        tone = note(hertz(m), 1.6, RATE, 2.4)
        pan = 0.35 + 0.1 * i
        _place(found, stereo(tone * np.sqrt(1 - pan), tone * np.sqrt(pan)), int(at * RATE))
    echo = np.zeros_like(found)
    _place(echo, found[:, ::-1] * np.float32(0.3), int(0.21 * RATE))
    breath = level(noise(n, rng, 1200, 4000, RATE), 0.004)
    return found + echo + stereo(breath)


def _even(n: int) -> int:
    return n + n % 2


_SOUNDS: dict[str, tuple[_Maker, int]] = {
    "hit": (_hit, 900),
    "sting": (_stinger((38, 45, 50, 53, 56, 62, 68)), 2600),
    **{f"sting-{end}": (maker, 2600) for end, maker in _STINGS.items()},
    "whoosh": (_whoosh, 620),
    "riser": (_riser, 1500),
    "power": (_power, 1900),
    "door": (_door, 800),
    "phone": (_phone, 1750),
    "heart": (_heart, 1500),
    "rain": (_rain, 4000),
    "wind": (_wind, 4000),
    "crowd": (_crowd, 3500),
    "tears": (_tears, 3200),
}
