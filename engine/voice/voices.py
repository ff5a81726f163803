"""The six house voices and what emotions do to them, as data; resolves a request into a reading."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log
from typing import Any

from engine.base.errors import UserInputError
from engine.voice.types import SpeechRequest

_OPPOSITE = {0: 3, 1: 4, 2: 5, 3: 0, 4: 1, 5: 2}
_RATE_LIMITS = (80, 420)


@dataclass(frozen=True, slots=True)
class HouseVoice:
    """A row of ``espeak.toml``; see there for units."""

    name: str
    gender: str
    variant: str
    pitch: int
    span: int
    rate: int
    formant: float
    tilt: float
    peak_hz: float
    peak_db: float
    breath: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the synthesiser is told for one line. Units as in ``espeak.toml``; level in dB."""

    voice: str
    rate: int
    pitch: int
    span: int
    formant: float
    tilt: float
    peak_hz: float
    peak_db: float
    breath: float
    level: float
    pause: float


@cache
def _table(name: str) -> dict[str, Any]:
    text = files("resources").joinpath("voice", name).read_text("utf-8")
    return tomllib.loads(text)


@cache
def house_voices() -> tuple[HouseVoice, ...]:
    """The six voices, in the order of `document.Voice.base`."""
    return tuple(HouseVoice(**row) for row in _table("espeak.toml")["voice"])


def reading(request: SpeechRequest) -> Reading:
    """How a line is to be read. Raises UserInputError for a language without a voice."""
    languages = _table("espeak.toml")["languages"]
    tongue = request.language.lower().partition("-")[0]
    if tongue not in languages:
        known = ", ".join(languages)
        raise UserInputError("no-language", f"No voice speaks {request.language}.", f"Use {known}.")
    base = house_voices()[request.voice.base % 6]
    if base.gender != request.gender:
        base = house_voices()[_OPPOSITE[request.voice.base % 6]]
    act = _table("emotions.toml")[request.emotion]
    much = request.intensity / 100
    sway = _sway(request.take)
    formant = base.formant * (1.12 if request.age == "child" else 1.0)
    semitones = act["pitch"] * much + sway[0] + (3.0 if request.age == "child" else 0.0)
    scale = request.voice.pitch / 100 * 2 ** (semitones / 12) / formant
    pace = request.voice.pace / 100 * (1 + (act["rate"] - 1) * much) * sway[1]
    whispered = request.emotion == "whisper" and request.intensity >= 30
    variant = ("whisperf" if base.gender == "f" else "whisper") if whispered else base.variant
    return Reading(
        voice=f"{languages[tongue]['voice']}+{variant}",
        rate=round(base.rate * languages[tongue]["rate"] * pace / formant),
        pitch=_pitch(base.pitch, scale),
        span=round(base.span * (1 + (act["span"] - 1) * much) * sway[2]),
        formant=formant,
        tilt=base.tilt + (request.voice.brightness - 100) / 25,
        peak_hz=base.peak_hz,
        peak_db=base.peak_db,
        breath=base.breath + act["breath"] * much,
        level=act["level"] * much + (request.voice.energy - 100) / 16,
        pause=1 + (act["pause"] - 1) * much,
    )


def _pitch(value: int, scale: float) -> int:
    """espeak's pitch scaled as a frequency: 0 to 99 spans about 0.58 to 1.9 of the voice's own."""
    ratio = 0.58 * (1.9 / 0.58) ** (value / 99) * scale
    return round(99 * log(max(ratio, 0.3) / 0.58) / log(1.9 / 0.58))


def _sway(take: int) -> tuple[float, float, float]:
    """How another take differs: semitones, pace, span. The first take does not."""
    if take == 0:
        return 0.0, 1.0, 1.0
    turn = (take * 0.618034) % 1.0
    return 1.6 * (turn - 0.5), 1.0 + 0.12 * (0.5 - ((turn * 7) % 1.0)), 0.85 + 0.4 * turn
