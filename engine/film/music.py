"""The score of an episode: motifs of those who drive the scenes, over harmony that follows tension.

A theme begins with a scene or with somebody's entry, and its bars are counted from there, so that
music turns where the picture does. The more tension the more notes, the lower the drums, the more
of a chord's neighbours sound. Bars of four end on the dominant and come home; the last does not.
Everything is made at 24 kHz, because little in it reaches 9 kHz, and doubled at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from engine.editor.types import FPS, Theme
from engine.film.instruments import RATE as _HALF
from engine.film.instruments import tone
from engine.film.themes import ENDINGS, Motif, chord, motif, pitch, progression
from engine.film.tones import (
    Samples,
    faded,
    generator,
    harmonics,
    hertz,
    texture,
)
from engine.film.waves import RATE, write_wave

_STEP = _HALF // 100  # samples between two values of an envelope
_LOOP = 1 << 17  # samples of a texture: 5.5 s
_PEAK = 0.7
_TAIL_S = 1.7
_LAST_S = 2.3  # how long the last chord stands

_MODES = {
    "minor": (0, 2, 3, 5, 7, 8, 10), "phrygian": (0, 1, 3, 5, 7, 8, 10),
    "dorian": (0, 2, 3, 5, 7, 9, 10), "major": (0, 2, 4, 5, 7, 9, 11),
    "yu": (0, 3, 5, 7, 10), "gong": (0, 2, 4, 7, 9), "shang": (0, 2, 5, 7, 10),
}  # fmt: skip
_BY_MOOD = {
    "neutral": ("minor", "yu"), "warm": ("major", "gong"), "cold": ("minor", "shang"),
    "tense": ("phrygian", "yu"), "tender": ("dorian", "gong"), "eerie": ("phrygian", "shang"),
}  # fmt: skip
_FIGURES = {"modern": "pulse", "ancient": "zheng", "supernatural": "harp"}
_PADS = {"modern": (1.35, 14), "ancient": (1.9, 6), "supernatural": (1.7, 26)}  # slope, cents
_VOWEL = ((640.0, 240.0), (1080.0, 220.0), (2600.0, 400.0))


@dataclass(frozen=True, slots=True)
class _Player:
    """What the themes of an episode share. beat: seconds."""

    key: int
    beat: float
    era: str
    seed: int


def compose_bed(
    frames: int, tension: Sequence[tuple[int, int]], seed: int, mood: str,
    themes: Sequence[Theme] = (), era: str = "modern", cliff: str = "question",
) -> Samples:  # fmt: skip
    """The score of `frames` pictures: stereo, 48 kHz, peak below 0.75.

    tension: (milliseconds, 0 to 100) in order of time; empty means 40 throughout. themes: from
    when on who is heard, in order of time; era: one of `themes.ERAS`. Equal arguments give equal
    samples.
    """
    n = frames * _HALF // FPS
    tense = _curve(tension, n)
    rng = generator(seed, 17)
    player = _Player(41 + int(rng.integers(8)), 60 / int(rng.integers(66, 88)), era, seed)
    told = tuple(themes) or (Theme(0, "", "hero", mood),)
    dry = np.zeros((n + 4 * _HALF, 2), np.float32)
    last = max(0, n - int(_LAST_S * _HALF))
    ends = [min(last, t.at_ms * _HALF // 1000) for t in told[1:]] + [last]
    for number, (theme, end) in enumerate(zip(told, ends, strict=True)):
        first = 0 if not number else min(last, theme.at_ms * _HALF // 1000)
        if end - first > _HALF // 2:
            _section(dry, first, end, theme, player, tense, number)
    _ending(dry, last, n, cliff, player)
    bed = dry[:n] + _room(dry, n)
    return _doubled(_rounded(bed), frames * RATE // FPS)


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


def _section(
    dry: Samples, first: int, end: int, theme: Theme, player: _Player, tense: Samples, turn: int
) -> None:
    """The bars of one theme, from sample to sample."""
    seven, five = _BY_MOOD.get(theme.mood, _BY_MOOD["neutral"])
    scale = _MODES[five if player.era == "ancient" else seven]
    who = motif(player.seed, theme.cast, theme.role, player.era)
    bar = int(4 * player.beat * _HALF)
    count = max(1, round((end - first) / bar))
    bar = (end - first) // count  # the last bar ends with the theme
    for number in range(count):
        at = first + number * bar
        now = float(tense[min(len(tense) - 1, (at + bar // 2) // _STEP)])
        order = progression(now, player.seed + turn + number // 4)
        home = number == 0 or (number == count - 1 and number % 4 != 3 and now < 0.5)
        degree = order[3] if number == count - 1 and count > 2 else order[number % 4]
        degree = 0 if home and count > 1 else degree
        notes = chord(scale, degree, now)
        _pad(dry, at, bar, notes, player, now, theme.mood)
        _figure(dry, at, bar, notes, player, now)
        _drums(dry, at, bar, player, now)
        if number % 4 == 0 or (number % 4 == 2 and now > 0.55):
            _state(dry, at, bar, who, scale, degree, player, now)


def _place(dry: Samples, sound: Samples, at: int, gain: float, pan: float) -> None:
    end = min(len(dry), at + len(sound))
    if end > at >= 0:
        for side, share in enumerate((np.sqrt(1 - pan), np.sqrt(pan))):
            dry[at:end, side] += sound[: end - at] * np.float32(gain * share * 1.41)


def _pad(
    dry: Samples, at: int, bar: int, notes: tuple[int, ...], player: _Player, now: float, mood: str
) -> None:
    """Held chords: strings, reeds or voices; low and thin when calm, wide and high when tense."""
    blend = int(0.45 * _HALF)
    size = min(bar + blend, len(dry) - at)
    loop = _chord(player.key, notes, player.era, now > 0.6)
    rows = np.resize(np.roll(loop, -(at % _LOOP)), size + _LOOP // 2)
    gain = np.float32(0.038 + 0.034 * now)
    for side, start in enumerate((0, _LOOP // 2)):
        part = rows[start : start + size]
        dry[at : at + size, side] += faded(part, min(size, blend), min(size, blend)) * gain
    low = tone("guqin" if player.era == "ancient" else "cello", player.key - 12 + notes[0] % 12,
               int(bar / _HALF * 100))  # fmt: skip
    _place(dry, low, at, 0.10 + 0.05 * now, 0.45)
    if now > 0.7 and mood != "warm":
        high = tone("violin", player.key + 36 + notes[-1] % 12, int(bar / _HALF * 100))
        t = np.arange(len(high), dtype=np.float32) / _HALF
        tremor = (0.7 + 0.3 * np.sin(2 * np.pi * 7 * t)).astype(np.float32)
        _place(dry, high * tremor, at, 0.05 * (now - 0.6) * 2.5, 0.62)


@lru_cache(maxsize=64)
def _chord(key: int, notes: tuple[int, ...], era: str, high: bool) -> Samples:
    """A loop of many players that hold a chord, RMS 1."""
    slope, spread = _PADS[era]
    partials: list[tuple[float, float]] = []
    for number, note in enumerate(notes):
        place = key + note % 12 + (12 if number == 0 else 24 if high and number > 1 else 12)
        for freq, much in harmonics(hertz(place), 9, slope):
            if era == "supernatural":
                much *= 0.25 + sum(np.exp(-(((freq - f) / w) ** 2)) for f, w in _VOWEL)
            elif era == "ancient" and round(freq / hertz(place)) % 2 == 0:
                much *= 0.5
            partials.append((freq, much * 0.85**number))
    found = texture(_LOOP, generator(key, *notes), partials, spread, _HALF)
    found.setflags(write=False)
    return found


def _figure(
    dry: Samples, at: int, bar: int, notes: tuple[int, ...], player: _Player, now: float
) -> None:
    """Broken chords: none when it is calm, quarters, eighths, then sixteenths."""
    if now < 0.3:
        return
    steps = 4 if now < 0.48 else 8 if now < 0.8 else 16
    name = _FIGURES[player.era]
    shape = (0, 2, 1, 2, 0, 2, 1, 3)
    for step in range(steps):
        note = notes[shape[step % 8] % len(notes)] % 12 + (12 if step % 4 == 3 else 0)
        weight = 1.0 if step % (steps // 2) == 0 else 0.6 if step % 2 == 0 else 0.42
        gain = (0.05 + 0.09 * (now - 0.3)) * weight
        sound = tone(name, player.key + 12 + note, 30)
        _place(dry, sound[: int(0.9 * _HALF)], at + bar * step // steps, gain, 0.36)


def _drums(dry: Samples, at: int, bar: int, player: _Player, now: float) -> None:
    """A large drum from middling tension on; a heart under the highest."""
    if now < 0.55:
        return
    beats = ((0, 1.0), (8, 0.6)) if now < 0.7 else ((0, 1.0), (6, 0.5), (8, 0.8), (14, 0.45))
    drum = tone("drum", 33 if player.era != "ancient" else 36, 50)
    for sixteenth, weight in beats:
        _place(dry, drum, at + bar * sixteenth // 16, 0.26 * weight * (now - 0.35), 0.5)
    if now > 0.8:
        heart = tone("drum", 27, 50)
        for sixteenth, weight in ((4, 0.8), (5, 0.5), (12, 0.8), (13, 0.5)):
            _place(dry, heart, at + bar * sixteenth // 16, 0.2 * weight, 0.5)


def _state(
    dry: Samples, at: int, bar: int, who: Motif, scale: tuple[int, ...], degree: int,
    player: _Player, now: float,
) -> None:  # fmt: skip
    """The motif: whole and slow when calm, its head alone and quick when there is no time."""
    slow = 1.25 if now < 0.35 else 1.0 if now < 0.75 else 0.75
    count = len(who.steps) if now < 0.75 else max(3, len(who.steps) - 2)
    eighth = bar / 8 * slow
    when = at + eighth / 2
    for step, held in zip(who.steps[:count], who.eighths[:count], strict=True):
        note = player.key + who.octave - 12 + pitch(scale, degree + step)
        seconds = max(0.25, held * eighth / _HALF)
        sound = tone(who.player, note, int(seconds * 20) * 5)
        _place(dry, sound, int(when), 0.15 - 0.03 * now, 0.58)
        when += held * eighth


def _ending(dry: Samples, at: int, n: int, cliff: str, player: _Player) -> None:
    """The chord that does not come home, after a breath of silence."""
    name, notes = ENDINGS.get(cliff, ENDINGS["question"])
    size = int(0.18 * _HALF)
    dry[max(0, at - size) : at] *= np.linspace(1, 0, at - max(0, at - size), dtype=np.float32)[
        :, None
    ]
    dry[at:] *= 0.0
    for number, note in enumerate(notes):
        sound = tone(name, player.key + note, int(_LAST_S * 100))
        start = at + int(0.12 * _HALF) + number * int(0.07 * _HALF)
        _place(dry, sound, start, 0.13 - 0.012 * number, 0.3 + 0.13 * number)
    loop = _chord(player.key, tuple(notes), player.era, True)
    size = min(n - at, int(_LAST_S * _HALF))
    swell = np.linspace(0, 1, size, dtype=np.float32) ** 2
    for side in range(2):
        dry[at : at + size, side] += np.resize(loop, size + 999)[side * 999 :][:size] * swell * 0.09
    _place(dry, tone("drum", 30, 50), at + int(0.12 * _HALF), 0.3, 0.5)


@lru_cache(maxsize=1)
def _hall() -> Samples:
    """A hall's answer: noise that dies away, treble first."""
    n = int(_TAIL_S * _HALF)
    t = np.arange(n, dtype=np.float32) / _HALF
    rng = generator(23)
    found = np.zeros((n, 2), np.float32)
    for low, high, length in ((120, 700, 0.5), (700, 2200, 0.38), (2200, 6000, 0.2)):
        for side in range(2):
            raw = rng.standard_normal(n, dtype=np.float32)
            spectrum = np.fft.rfft(raw)
            hz = np.fft.rfftfreq(n, 1 / _HALF)
            spectrum *= np.exp(-0.5 * (np.log2(np.maximum(hz, 1) / (low * high) ** 0.5) / 1.1) ** 2)
            found[:, side] += np.fft.irfft(spectrum, n).astype(np.float32) * np.exp(-t / length)
    found *= np.clip(t / 0.012, 0, 1)[:, None]
    return found / np.float32(np.sqrt(np.sum(np.square(found)) / 2))


def _room(dry: Samples, n: int) -> Samples:
    """The hall's answer to the whole, a third as strong."""
    hall = _hall()
    size = -(-(n + len(hall)) // (1 << 15)) * (1 << 15)
    spectrum = np.fft.rfft(dry[:n].mean(axis=1), size)
    found = np.empty((n, 2), np.float32)
    for side in range(2):
        found[:, side] = np.fft.irfft(spectrum * np.fft.rfft(hall[:, side], size), size)[:n]
    return found * np.float32(0.34)


def write_bed(bed: Samples, file: Path) -> None:
    """Write a bed as 24-bit WAV."""
    write_wave(bed, file)


def _rounded(bed: Samples) -> Samples:
    """Peaks rounded off below `_PEAK`, both ends faded."""
    most = float(np.max(np.abs(bed), initial=0.0))
    if most > _PEAK * 0.7:
        bed = np.float32(_PEAK) * np.tanh(bed / np.float32(_PEAK))
    return faded(bed.astype(np.float32), min(len(bed), _HALF // 20), min(len(bed), _HALF // 2))


def _doubled(bed: Samples, n: int) -> Samples:
    """Twice the rate: new samples lie on a cubic through their neighbours."""
    found = np.empty((2 * len(bed), 2), np.float32)
    found[0::2] = bed
    padded = np.pad(bed, ((1, 2), (0, 0)), mode="edge")
    near = padded[1:-2] + padded[2:-1]
    found[1::2] = np.float32(0.5625) * near - np.float32(0.0625) * (padded[:-3] + padded[3:])
    return found[:n] if len(found) >= n else np.pad(found, ((0, n - len(found)), (0, 0)))
