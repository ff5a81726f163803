"""Makers of sound without pictures: stems for a mixing desk, and the episode to listen to.

48 kHz, 24 bit, all of one length and with the same first sample as the pictures. Stems are parts
of a production and carry their label as a record; what is made to be listened to begins with one
that is heard.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from engine.base.codec import decode
from engine.delivery.masters import sounds
from engine.delivery.orders import Order
from engine.editor.types import CutList
from engine.film.mix import mix_episode
from engine.film.stems import take_apart
from engine.film.tones import Samples
from engine.film.types import Loudness
from engine.film.waves import RATE, read_wave, write_wave

_UNIT_S = 0.12
_TONE_HZ, _LEVEL = 880.0, 0.16
MORSE = ".- .."
"""The rhythm label of GB 45438-2025, 5.3: short long, short short (A I in Morse code)."""


def stems(order: Order, folder: Path) -> None:
    """Dialogue a speaker, music, effects, and music with effects."""
    told = json.loads(order.facts)
    speech, music = sounds(order)
    parts = take_apart(
        decode(CutList, told["cuts"]), dict(told["speakers"]), speech, music,
        Loudness(told["lufs"], told["peak"]),
    )  # fmt: skip
    silence = np.zeros_like(parts.music)
    for name in order.files:
        track = Path(name).stem.partition("-")[2]
        if track == "music":
            found = parts.music
        elif track == "effects":
            found = parts.effects
        elif track == "m-and-e":
            found = parts.music_and_effects
        else:
            speaker = f"cast/{track.removeprefix('dialogue-')}"
            found = parts.dialogue.get(speaker, silence)
        write_wave(found, folder / name)


def audio(order: Order, folder: Path) -> None:
    """The whole mix as a sound file, the rhythm label in front of it unless it is switched off."""
    told = json.loads(order.facts)
    speech, music = sounds(order)
    out = folder / order.files[0]
    wanted = Loudness(told["lufs"], told["peak"])
    mix_episode(decode(CutList, told["cuts"]), speech, music, out, wanted)
    if told["label"]:
        write_wave(np.concatenate([rhythm(), read_wave(out)]), out)


def rhythm() -> Samples:
    """The rhythm label: tones of one and three units, a unit apart, and a pause; stereo."""
    unit = round(_UNIT_S * RATE)
    pieces: list[Samples] = [np.zeros(unit * 2, np.float32)]
    for sign in MORSE:
        length = {".": 1, "-": 3, " ": 0}[sign] * unit
        if length:
            at = np.arange(length, dtype=np.float32) / RATE
            tone = _LEVEL * np.sin(2 * np.pi * _TONE_HZ * at)
            edge = np.minimum(1, np.minimum(at, at[::-1]) / 0.008)
            pieces.append((tone * edge).astype(np.float32))
        pieces.append(np.zeros(unit if length else 2 * unit, np.float32))
    pieces.append(np.zeros(unit * 3, np.float32))
    return np.repeat(np.concatenate(pieces)[:, None], 2, axis=1)
