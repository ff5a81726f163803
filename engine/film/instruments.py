"""The score's players, synthesised at 24 kHz: plucked, struck, bowed, blown, sung. No samples.

Plucked strings are Karplus and Strong's ("Digital synthesis of plucked-string and drum timbres",
Computer Music Journal 7, 1983); bowed and blown ones read a period of their spectrum with a
vibrato that comes in late, as players do it. Every tone is mono with a peak near 1 and is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from engine.film.tones import Samples, faded, generator, hertz, noise, peaked, sweep, times

RATE = 24_000
_TABLE = 1024
_Body = tuple[tuple[float, float, float], ...]  # hertz, width in octaves, dB
_CELLO: _Body = ((220, 0.5, 5), (480, 0.4, 4), (1300, 0.5, 3))
_ERHU: _Body = ((700, 0.35, 7), (1500, 0.35, 6), (2700, 0.3, 4))
_HORN: _Body = ((340, 0.6, 5), (750, 0.4, 3))


@lru_cache(maxsize=400)
def tone(player: str, note: int, centiseconds: int) -> Samples:
    """A note as `player` plays it. note: MIDI number; centiseconds: how long it is held.

    Raises:
        KeyError: there is no such player.
    """
    made = PLAYERS[player](hertz(note), centiseconds / 100)
    found = peaked(made, 1.0)
    found.setflags(write=False)
    return found


def _string(freq: float, seconds: float, soft: float, loss: float, strike: float) -> Samples:
    """A plucked string. soft: 0 to 1, how dull the pluck is; loss: seconds to fall by 8.7 dB;
    strike: where it is plucked, as a share of its length."""
    period = RATE / freq
    count = max(4, round(period))
    rng = generator(round(freq * 10), count)
    row = rng.standard_normal(count)
    row -= np.roll(row, max(1, int(count * strike)))
    for _ in range(1 + int(soft * 6)):
        row = 0.5 * (row + np.roll(row, 1))
    row -= row.mean()
    turns = int(seconds * freq) + 2
    keep = np.exp(-1 / (freq * loss))
    share = min(0.5, 0.08 + 60 / freq * 0.3 + soft * 0.2)
    made = np.empty((turns, count), np.float32)
    for turn in range(turns):
        made[turn] = row
        row = keep * ((1 - share) * row + share * np.roll(row, 1))
    flat = made.reshape(-1)
    late = share / count  # the mean of neighbours delays by part of a sample
    at = np.arange(int(seconds * RATE)) * (count / period) * (1 + late)
    whole = np.interp(at, np.arange(len(flat)), flat)
    whole += np.interp(at * 1.0017, np.arange(len(flat)), flat) * 0.7
    return faded(whole.astype(np.float32), 24, int(0.08 * RATE))


def _period(freq: float, slope: float, body: _Body, odd: float = 1.0) -> Samples:
    """One period of a tone whose partials fall with number ** -slope, shaped by a body."""
    number = np.arange(1, max(2, min(40, int(9000 / freq))) + 1)
    gain = number**-slope * np.where(number % 2 == 0, odd, 1.0)
    for centre, width, much in body:
        gain *= 10 ** (much * np.exp(-0.5 * (np.log2(number * freq / centre) / width) ** 2) / 20)
    phase = generator(7).random(len(number)) * 2 * np.pi
    at = np.arange(_TABLE) / _TABLE * 2 * np.pi
    found: Samples = (gain @ np.sin(number[:, None] * at + phase[:, None])).astype(np.float32)
    return found


def _sustained(
    freq: float, seconds: float, period: Samples, rise: float, vibrato: float, air: float
) -> Samples:
    """A held tone. rise: seconds of its onset; vibrato: cents; air: noise of bow or breath."""
    n = int((seconds + 0.35) * RATE)
    t = times(n, RATE)
    depth = vibrato / 1200 * np.log(2) * np.clip((t - 0.25) / 0.5, 0, 1)
    slide = -0.012 * np.exp(-t / 0.05)  # a finger finds its place
    found = np.zeros(n, np.float32)
    for apart, beat in ((-0.0012, 5.1), (0.0012, 5.5)):
        step = freq * (1 + apart) * (1 + depth * np.sin(2 * np.pi * beat * t) + slide)
        phase = np.cumsum(step, dtype=np.float64) / RATE
        found += period[(phase * _TABLE).astype(np.int64) % _TABLE]
    found /= np.float32(np.abs(found).max() or 1)
    swell = np.clip(t / rise, 0, 1) ** 1.3 * (0.8 + 0.2 * np.sin(np.pi * t / max(t[-1], 0.1)))
    if air:
        grain = noise(n, generator(round(freq)), freq * 1.5, 6000, RATE)
        found += grain * (air * (0.35 + 0.65 * np.exp(-t / 0.12)))
    return faded((found * swell).astype(np.float32), 64, int(min(0.3, seconds) * RATE))


def _piano(freq: float, seconds: float) -> Samples:
    body = _string(freq, max(seconds, 1.6), 0.45, 0.9 * (220 / freq) ** 0.35, 0.13)
    knock = noise(1200, generator(5), 200, 1800, RATE) * np.exp(-times(1200, RATE) / 0.008)
    body[:1200] += knock * 0.12
    return body


def _zheng(freq: float, seconds: float) -> Samples:
    made = _string(freq, max(seconds, 2.0), 0.0, 0.75, 0.07)
    t = times(len(made), RATE)
    bend = np.cumsum(1 + 0.004 * np.clip((t - 0.2) / 0.3, 0, 1) * np.sin(2 * np.pi * 5 * t))
    found: Samples = np.interp(bend, np.arange(len(made)), made).astype(np.float32)
    return found


def _guqin(freq: float, seconds: float) -> Samples:
    return _string(freq, max(seconds, 2.4), 0.55, 1.3, 0.2)


def _harp(freq: float, seconds: float) -> Samples:
    return _string(freq, max(seconds, 1.8), 0.3, 0.7, 0.4)


def _pulse(freq: float, seconds: float) -> Samples:
    """A damped string under the palm."""
    return _string(freq, 0.3, 0.35, 0.12, 0.2)


def _cello(freq: float, seconds: float) -> Samples:
    return _sustained(freq, seconds, _period(freq, 1.25, _CELLO), 0.14, 14, 0.012)


def _erhu(freq: float, seconds: float) -> Samples:
    return _sustained(freq, seconds, _period(freq, 1.0, _ERHU), 0.1, 32, 0.02)


def _violin(freq: float, seconds: float) -> Samples:
    body: _Body = ((450, 0.4, 4), (1000, 0.4, 3), (2600, 0.5, 5))
    return _sustained(freq, seconds, _period(freq, 1.1, body), 0.12, 22, 0.015)


def _xiao(freq: float, seconds: float) -> Samples:
    return _sustained(freq, seconds, _period(freq, 2.1, (), 0.55), 0.09, 16, 0.07)


def _horn(freq: float, seconds: float) -> Samples:
    return _sustained(freq, seconds, _period(freq, 1.5, _HORN), 0.11, 5, 0.0)


def _voice(freq: float, seconds: float) -> Samples:
    body: _Body = ((620, 0.25, 10), (1080, 0.2, 8), (2650, 0.2, 7))
    return _sustained(freq, seconds, _period(freq, 1.6, body), 0.22, 26, 0.02)


def _bell(freq: float, seconds: float) -> Samples:
    """Partials of a struck bell: hum, prime, tierce, quint, nominal and above."""
    t = times(int(max(seconds, 3.0) * RATE), RATE)
    found = np.zeros_like(t)
    for ratio, much, length in (
        (0.5, 0.5, 2.6), (1.0, 1.0, 1.9), (1.19, 0.55, 1.4), (1.5, 0.3, 1.0), (2.0, 0.8, 1.0),
        (2.51, 0.3, 0.6), (3.01, 0.3, 0.45), (4.17, 0.2, 0.3), (5.43, 0.12, 0.18),
    ):  # fmt: skip
        if freq * ratio < RATE * 0.45:
            beat = 1 + 0.12 * np.sin(2 * np.pi * (0.7 + ratio * 0.3) * t)
            found += much * beat * np.exp(-t / length) * np.sin(2 * np.pi * freq * ratio * t)
    return faded(found.astype(np.float32), 36, int(0.3 * RATE))


def _drum(freq: float, seconds: float) -> Samples:
    """A large drum, skin and stick."""
    n = int(0.9 * RATE)
    t = times(n, RATE)
    skin = sweep(n, RATE, freq * 1.7, freq, 0.035) * np.exp(-t / 0.22)
    upper = np.sin(2 * np.pi * freq * 1.59 * t) * np.exp(-t / 0.09) * 0.4
    stick = noise(n, generator(11), 300, 2600, RATE) * np.exp(-t / 0.012) * 0.22
    return faded((skin + upper + stick).astype(np.float32), 16, 2400)


PLAYERS: dict[str, Callable[[float, float], Samples]] = {
    "piano": _piano, "zheng": _zheng, "guqin": _guqin, "harp": _harp, "pulse": _pulse,
    "cello": _cello, "erhu": _erhu, "violin": _violin, "xiao": _xiao, "horn": _horn,
    "voice": _voice, "bell": _bell, "drum": _drum,
}  # fmt: skip
"""By name; a player takes hertz and seconds."""
