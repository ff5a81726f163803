"""What Bark is told for a line: whose voice, which words and sounds, how freely; and what is done
to the sound afterwards. Pure but for the tables in ``resources/voice/bark.toml``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from engine.base.errors import UserInputError
from engine.text.measure import spoken_ms
from engine.voice.alignment import spans
from engine.voice.clauses import clauses
from engine.voice.types import SpeechRequest
from engine.voice.voices import house_voices, reading

_STOP = re.compile(r"(?<![.!?。！？…])[.。](?=[\"'”’»」』）)\]]*\s*$)")
_LONGEST_WORD_TO_CALL = 14
_MARKED, _CALLED = 50, 75


@dataclass(frozen=True, slots=True)
class Piece:
    """One clause as it goes to the model. expected_ms: its speaking time. pause_ms: silence to
    the next one, 0 for the last."""

    text: str
    expected_ms: int
    pause_ms: int


@dataclass(frozen=True, slots=True)
class Acting:
    """A line as Bark is told it.

    preset: of the house voice. pieces: at least one. semantic, coarse, fine, ending: see
    `bark_stages.Heat`. tempo, pitch: factors on the sound, within what is honest; level: dB on top
    of the usual one; tilt: dB an octave above 1 kHz.
    clipped: what was asked for beyond the limits. led: a sound is asked for before the words.
    """

    preset: str
    pieces: tuple[Piece, ...]
    semantic: float
    coarse: float
    fine: float
    ending: float
    tempo: float
    pitch: float
    level: float
    tilt: float
    clipped: tuple[str, ...] = ()
    led: bool = False


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(files("resources").joinpath("voice", "bark.toml").read_text("utf-8"))


def acting(request: SpeechRequest, cloned: bool = False) -> Acting:
    """How a line is to be spoken. cloned: the voice has a prompt of its own, and its own pitch.

    Raises:
        UserInputError: a language that Bark and the alignment do not share; nothing to say.
    """
    table = _table()
    tongue = request.language.lower().partition("-")[0]
    if tongue not in table["languages"]:
        known = ", ".join(table["languages"])
        raise UserInputError(
            "no-language", f"Bark is not set up for {request.language}.", f"Use {known}."
        )
    if not spans(request.text):
        raise UserInputError(
            "nothing-said", f"The line {request.text!r} has nothing to say.", "Write words."
        )
    act, much = table["emotions"][request.emotion], request.intensity / 100
    preset, pitch = table["presets"][tongue][_base(request)]
    pitch = (1.0 if cloned else pitch) * request.voice.pitch / 100
    pitch *= 1.08 if request.age == "child" else 1.0
    pace = request.voice.pace / 100 * (1 + (act["pace"] - 1) * much)
    told = reading(request)
    heat = table["sampling"]
    kept_pace, kept_pitch = _within(pace, table["pace"]), _within(pitch, table["pitch"])
    return Acting(
        preset=preset,
        pieces=_pieces(request, tongue, told.pause),
        semantic=round(heat["semantic"] + act["warmth"] * much, 3),
        coarse=heat["coarse"],
        fine=heat["fine"],
        ending=heat["ending"],
        tempo=kept_pace,
        pitch=kept_pitch,
        level=told.level,
        tilt=(request.voice.brightness - 100) / 25,
        clipped=tuple(
            name
            for name, asked, kept in (("pace", pace, kept_pace), ("pitch", pitch, kept_pitch))
            if abs(asked - kept) > 0.005
        ),
        led=bool(act["sound"]) and request.intensity >= _MARKED,
    )


def neutral_acting(request: SpeechRequest, text: str, cloned: bool) -> Acting:
    """The same voice at rest, saying `text`."""
    return acting(replace(request, text=text, emotion="neutral", intensity=50, take=0), cloned)


def _base(request: SpeechRequest) -> int:
    """The house voice, exchanged for its opposite where the speaker is of the other gender."""
    base = request.voice.base % 6
    return base if house_voices()[base].gender == request.gender else (base + 3) % 6


def _within(value: float, limits: list[float]) -> float:
    return min(max(value, limits[0]), limits[1])


def _pieces(request: SpeechRequest, tongue: str, pause: float) -> tuple[Piece, ...]:
    table = _table()
    comma, stop = table["pause_ms"]
    cut = clauses(request.text, tongue, table["longest_ms"])
    found: list[Piece] = []
    for at, clause in enumerate(cut):
        first, last = at == 0, at == len(cut) - 1
        wait = 0 if last else round((stop if clause.full else comma) * pause)
        text = cued(clause.text, request.emotion, request.intensity, first, last)
        found.append(Piece(text, spoken_ms(clause.text, tongue), wait))
    return tuple(found)


def cued(text: str, emotion: str, intensity: int, first: bool = True, last: bool = True) -> str:
    """The text with the cues of an emotion. first, last: whether it begins and ends the line."""
    act = _table()["emotions"][emotion]
    plain = " ".join(text.replace("[", " ").replace("]", " ").replace("♪", " ").split())
    if intensity >= _CALLED and act["stress"]:
        plain = _called(plain)
    if intensity >= _MARKED and last and act["mark"]:
        mark = act["mark"] if plain.isascii() else {"!": "！", "...": "……"}[act["mark"]]
        plain = _STOP.sub(mark, plain)
    if intensity >= _MARKED and first and act["sound"]:
        plain = f"{act['sound']} {plain}"
    return plain


def _called(text: str) -> str:
    """The longest word in capitals, the last of equals: as a rule it carries the meaning."""
    words = [
        (last - first, first, last)
        for first, last in spans(text)
        if last - first <= _LONGEST_WORD_TO_CALL and text[first:last].isalpha()
    ]
    if not words:
        return text
    _, first, last = max(words)
    return text[:first] + text[first:last].upper() + text[last:]
