"""What the film room takes and hands on."""

from __future__ import annotations

from dataclasses import dataclass

WIDTH, HEIGHT = 1080, 1920
SAFE = (60, 1056, 1020, 1632)
"""Where subtitles may stand: left, top, right, bottom in pixels (profiles narrow it)."""


@dataclass(frozen=True, slots=True)
class EncoderSettings:
    """Settings of every segment: part of its key, equal for all that are to be joined."""

    preset: str = "veryfast"
    crf: int = 19
    gop: int = 15
    bframes: int = 2
    codec: str = "libx264"
    version: str = ""  # of the encoder library, filled by `film.encoder.settings`


MEZZANINE = ("ultrafast", 14)
"""Preset and quality of pictures without words, which others encode again: near lossless, about
20 Mbit/s of drawings, at half the time of the preset that feeds get."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Targets and what was reached. LUFS and dBTP in hundredths."""

    lufs: int = -1400
    peak: int = -150
