"""The six house voices and what emotions do to them, as data; resolves a request into a reading."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import log
from typing import Any

from engine.base.errors import UserInputError
from engine.voice.types import SpeechRequest

_OPPOSITE = {0: 3, 1: 4, 2: 5, 3: 0, 4: 1, 5: 2}


@dataclass(frozen=True, slots=True)
class HouseVoice:
    """A row of ``espeak.toml``; see there for units."""

    name: str
    gender: str
    variant: str
    age: str
    pitch: int
    span: int
    rate: int
    throat: float
    tilt: float
    peak_hz: float
    peak_db: float
    air: float
    breath: float
    husk: float
    jitter: float
    shimmer: float
    tremor: float
    creak: float


@dataclass(frozen=True, slots=True)
class Acting:
    """What the emotion makes of a line beyond the voice; units as in ``emotions.toml``.

    pitch in semitones holds age and take too. arousal: 0 to 100 of excitement that is breathed for.
    """

    pitch: float
    span: float
    slope: float
    final: float
    stress: float
    fade: float
    shake: float
    pause: float
    arousal: float
    tonal: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the synthesiser is told for one line. Units as in ``espeak.toml``; level in dB."""

    voice: str
    rate: int
    pitch: int
    span: int
    throat: float
    tilt: float
    peak_hz: float
    peak_db: float
    air: float
    breath: float
    husk: float
    jitter: float
    shimmer: float
    tremor: float
    creak: float
    level: float
    acting: Acting

    @property
    def pause(self) -> float:
        """Factor of the silences inside the line."""
        return self.acting.pause


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
    much = request.intensity / 100
    act: Mapping[str, float] = _table("emotions.toml")[request.emotion]
    aged = _aged(base, request.age)
    sway = _sway(request.take)
    pace = request.voice.pace / 100 * (1 + (act["rate"] - 1) * much) * sway[1]
    whispered = request.emotion == "whisper" and request.intensity >= 30
    variant = ("whisperf" if base.gender == "f" else "whisper") if whispered else base.variant
    return Reading(
        voice=f"{languages[tongue]['voice']}+{variant}",
        rate=round(base.rate * languages[tongue]["rate"] * pace * (aged.get("rate") or 1.0)),
        pitch=_pitch(base.pitch, request.voice.pitch / 100 * languages[tongue]["pitch"]),
        span=round(base.span * sway[2]),
        throat=base.throat + aged.get("throat", 0.0),
        tilt=base.tilt + aged.get("tilt", 0.0) + act["tense"] * much
        + (request.voice.brightness - 100) / 25,
        peak_hz=base.peak_hz,
        peak_db=base.peak_db,
        air=base.air,
        breath=base.breath + aged.get("breath", 0.0) + act["breath"] * much,
        husk=min(1.0, base.husk + aged.get("husk", 0.0)),
        jitter=base.jitter + aged.get("jitter", 0.0),
        shimmer=base.shimmer + aged.get("shimmer", 0.0),
        tremor=base.tremor + aged.get("tremor", 0.0),
        creak=min(1.0, base.creak + aged.get("creak", 0.0)),
        level=act["level"] * much + (request.voice.energy - 100) / 16,
        acting=Acting(
            pitch=act["pitch"] * much + sway[0] + aged.get("pitch", 0.0),
            span=1 + (act["span"] - 1) * much,
            slope=act["slope"] * much,
            final=act["final"] * much,
            stress=act["stress"] * much,
            fade=act["fade"] * much,
            shake=act["shake"] * much,
            pause=1 + (act["pause"] - 1) * much,
            arousal=max(0.0, act["arousal"]) * much,
            tonal=tongue == "zh",
        ),
    )  # fmt: skip


def _aged(base: HouseVoice, age: str) -> Mapping[str, float]:
    """What a speaker's age adds to a voice; nothing to one that is of that age by itself."""
    ages: Mapping[str, Mapping[str, float]] = _table("espeak.toml")["ages"]
    return {} if age == base.age else ages.get(age, {})


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
