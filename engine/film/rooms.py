"""Where a voice is: the place's own air under it and its walls' answer. From ``rooms.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from engine.editor.types import Room
from engine.film.airs import LOOP, RATE, air
from engine.film.tones import Samples, generator

_BLEND_S = 0.25  # from one place's air to the next's
_AIR = 5.0  # dB by which all airs are raised together
_DOUBLE = 2  # the episode runs at twice the rate of what is made here


@cache
def _data() -> dict[str, Any]:
    text = files("resources").joinpath("film", "rooms.toml").read_text("utf-8")
    return tomllib.loads(text)


def _plate(name: str) -> dict[str, Any]:
    plates: dict[str, dict[str, Any]] = _data()["plates"]
    return plates.get(name, plates["office"])


def airs(rooms: Sequence[Room], n: int, unit: float) -> Samples:
    """The air of an episode of `n` samples at 48 kHz. unit: level of dialogue, linear."""
    if not rooms:
        return np.zeros((n, 2), np.float32)
    half = n // _DOUBLE + 1
    found = np.zeros((half, 2), np.float32)
    blend = int(_BLEND_S * RATE)
    starts = [room.at_ms * RATE // 1000 for room in rooms]
    for room, start, end in zip(rooms, starts, [*starts[1:], half], strict=True):
        first, last = max(0, start - blend if start else 0), min(half, end)
        if last <= first:
            continue
        loop = _air(room.plate, room.time in ("night", "dusk"))
        part = np.resize(np.roll(loop, -(first % LOOP), axis=0), (last - first, 2)).copy()
        rise = min(blend, len(part)) if start else 0
        if rise:
            ramp = np.linspace(0, 1, rise, dtype=np.float32)[:, None]
            part[:rise] *= ramp
            found[first : first + rise] *= 1 - ramp
        found[first:last] += part
    wide = np.repeat(found, _DOUBLE, axis=0)[:n]
    wide[1:-1:2] = 0.5 * (wide[:-2:2] + wide[2::2][: len(wide[1:-1:2])])
    made: Samples = wide * np.float32(unit)
    return made


@lru_cache(maxsize=6)
def _air(plate: str, dark: bool) -> Samples:
    """A loop of a place's air against dialogue of level 1, both sides."""
    layers: dict[str, float] = _plate(plate)["night" if dark else "day"]
    found = np.zeros((LOOP, 2), np.float32)
    for number, (name, much) in enumerate(layers.items()):
        loop = air(name) * np.float32(10 ** ((much + _AIR) / 20))
        found[:, 0] += loop
        found[:, 1] += np.roll(loop, LOOP // 2 if number == 0 else 200 + 37 * number)
    found.setflags(write=False)
    return found


def answered(take: Samples, room: Room) -> Samples:
    """What the walls of a place give back of a take at 48 kHz: stereo, longer than the take."""
    walls = _wall(_plate(room.plate)["walls"])
    even = np.pad(take, (0, len(take) % _DOUBLE))
    half = even.reshape(-1, _DOUBLE).mean(axis=1)
    length = len(half) + len(walls)
    size = -(-length // (1 << 12)) * (1 << 12)
    spectrum = np.fft.rfft(half, size)
    found = np.empty((length * _DOUBLE, 2), np.float32)
    for side in range(2):
        made = np.fft.irfft(spectrum * np.fft.rfft(walls[:, side], size), size)[:length]
        found[0::2, side] = made
        found[1:-1:2, side] = 0.5 * (made[:-1] + made[1:])
        found[-1, side] = 0
    return found


@cache
def _wall(name: str) -> Samples:
    """The answer of walls: a few early reflections, then noise that dies away, treble first."""
    told = _data()["walls"][name]
    n = int(told["seconds"] * 0.9 * RATE) + RATE // 50
    t = np.arange(n, dtype=np.float32) / RATE
    rng = generator(77)
    found = np.zeros((n, 2), np.float32)
    pre = min(0.018, 0.004 + told["seconds"] * 0.01)
    hz = np.fft.rfftfreq(n, 1 / RATE)
    dull = np.exp(-0.5 * (hz / told["dull"]) ** 2) * np.clip(hz / 250, 0, 1)
    for side in range(2):
        raw = rng.standard_normal(n, dtype=np.float32) * np.exp(-6.9 * t / told["seconds"])
        raw *= np.clip((t - pre) / 0.006, 0, 1)
        for number in range(6):
            at = int((pre + rng.uniform(0.001, 0.03) * (0.3 + told["seconds"])) * RATE)
            if at < n:
                raw[at] += (1 if number % 2 else -1) * 4 * 0.8**number
        found[:, side] = np.fft.irfft(np.fft.rfft(raw) * dull, n)
    power = np.sqrt(np.sum(np.square(found)) / 2)
    made: Samples = found * np.float32(10 ** (told["wet"] / 20) / power)
    made.setflags(write=False)
    return made
