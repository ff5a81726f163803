"""The embedded speaker: espeak-ng with six house voices that act."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np

from engine.base.canon import digest
from engine.base.codec import encode
from engine.base.errors import MakeError
from engine.voice.alignment import align, to_plain
from engine.voice.audio_io import write_wav
from engine.voice.breaths import LOUDEST_DB, drawn
from engine.voice.espeak_lib import Espeak, Utterance
from engine.voice.grains import HOP_S, Curve, places, played, taken
from engine.voice.prosody import planned
from engine.voice.shaping import HEAD_S, Samples, coloured, levelled, raised, trimmed
from engine.voice.types import SAMPLE_RATE, SpeechRequest
from engine.voice.voices import Reading, reading

_BRACKETS = str.maketrans({"[": " ", "]": " ", "<": " ", ">": " ", "&": " "})
_LEAD_S, _BREATHLESS = 0.34, 45.0  # a breath before a line of at least this arousal
_INSIDE = 10 ** (-12 / 20)  # breaths inside a line lie below what counts as a pause
_PAUSE = re.compile(r"[—–]|-{2,}|…+|\.{3,}")


class EspeakSpeaker:
    """Speaks with espeak-ng. Equal requests give equal bytes."""

    name = "espeak"
    version = "3"

    def __init__(self) -> None:
        self._espeak = Espeak()

    def speak(self, request: SpeechRequest, wav: Path) -> dict[str, object]:
        """Write a 48 kHz mono 16-bit WAV and return its alignment.

        Raises:
            UserInputError: no voice for the language. MakeError: nothing to say.
        """
        told = reading(request)
        text = plain_text(request.text)
        said = self._espeak.say(text, told.voice, told.rate, told.pitch, told.span)
        if not len(said.samples) or not np.any(np.abs(said.samples) > 1e-3):
            raise MakeError(
                "nothing-said", f"The line {request.text!r} has nothing to say.", "Write words."
            )
        sound, moved = acted_reading(request, said, told)
        write_wav(wav, sound)
        length = round(len(sound) * 1000 / SAMPLE_RATE)
        return to_plain(align(request.text, said, moved, length))


def acted_reading(
    request: SpeechRequest, said: Utterance, told: Reading
) -> tuple[Samples, Callable[[float], float]]:
    """The finished take, and where a second of espeak's reading lies in it."""
    seed = int(digest(encode(request))[:8], 16)
    rng = np.random.default_rng(seed)
    source = taken(raised(said.samples))
    plan = planned(request.text, said, source, told, rng)
    at, frames = places(plan.score.stretch), np.arange(len(plan.score.stretch) + 1) * HOP_S
    sound = coloured(played(source, plan.score, rng), told, rng)
    sound *= _gain(plan.gain, at, len(sound))
    kept, cut = trimmed(sound)
    ready = levelled(kept, told.level)

    def moved(second: float) -> float:
        return float(np.interp(second, frames, at)) - cut

    peak = _loudest(ready)
    for second, strength in plan.breaths:
        _lay_breath(ready, moved(second), strength, peak * _INSIDE, told, seed)
    lead = _LEAD_S if told.acting.arousal >= _BREATHLESS else 0.0
    if lead:
        front = np.zeros(int(lead * SAMPLE_RATE), np.float32)
        ready = np.concatenate((front, ready))
        _lay_breath(ready, lead + HEAD_S - 0.03, told.acting.arousal / 100, peak, told, seed)
    return ready, lambda second: moved(second) + lead


def _gain(curve: Curve, at: Curve, count: int) -> Samples:
    """The factor of each sample from dB every `HOP_S` of the source."""
    steps = np.arange(0, count + 479, 480) / SAMPLE_RATE
    coarse = 10 ** (np.interp(steps, at[:-1], curve) / 20)
    return np.interp(np.arange(count) / 480, np.arange(len(coarse)), coarse).astype(np.float32)


def _loudest(sound: Samples) -> float:
    """RMS of the loudest 10 ms."""
    rows = sound[: len(sound) // 480 * 480].reshape(-1, 480)
    return float(np.sqrt(np.mean(np.square(rows), axis=1).max(initial=1e-9)))


def _lay_breath(
    sound: Samples, end_s: float, strength: float, level: float, told: Reading, seed: int
) -> None:
    """A breath that ends at `end_s`, laid over what is there."""
    length = 0.22 + 0.14 * strength
    breath = drawn(length, told.throat, seed)
    last = int(end_s * SAMPLE_RATE)
    first = max(0, last - len(breath))
    if last > first and last <= len(sound):
        gain = level * 10 ** (LOUDEST_DB / 20) * min(1.0, 0.4 + 0.6 * strength)
        sound[first:last] += breath[len(breath) - (last - first) :] * np.float32(gain)


def plain_text(text: str) -> str:
    """The line as espeak is to take it: no mark-up of its own, every character in its place."""
    return _PAUSE.sub(lambda hit: ", ".ljust(len(hit[0]))[: len(hit[0])], text.translate(_BRACKETS))
