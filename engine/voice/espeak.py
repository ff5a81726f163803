"""The embedded speaker: espeak-ng with six house voices that act."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np

from engine.base.canon import digest
from engine.base.codec import encode
from engine.base.errors import MakeError
from engine.voice.alignment import align, to_plain
from engine.voice.audio_io import write_wav
from engine.voice.espeak_lib import Espeak
from engine.voice.shaping import shape
from engine.voice.types import SAMPLE_RATE, SpeechRequest
from engine.voice.voices import reading

_BRACKETS = str.maketrans({"[": " ", "]": " ", "<": " ", ">": " ", "&": " "})
_PAUSE = re.compile(r"[—–]|-{2,}|…+|\.{3,}")


class EspeakSpeaker:
    """Speaks with espeak-ng. Equal requests give equal bytes."""

    name = "espeak"
    version = "2"

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
        seed = int(digest(encode(request))[:8], 16)
        sound, cut, factor = shape(said.samples, told, seed)
        write_wav(wav, sound)
        length = round(len(sound) * 1000 / SAMPLE_RATE)
        return to_plain(align(request.text, said, cut, factor, length))


def plain_text(text: str) -> str:
    """The line as espeak is to take it: no mark-up of its own, every character in its place."""
    return _PAUSE.sub(lambda hit: ", ".ljust(len(hit[0]))[: len(hit[0])], text.translate(_BRACKETS))
