"""What the voice room takes and hands on. Times in milliseconds from the start of the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from engine.base.canon import Json
from engine.base.errors import StudioError
from engine.series.document import Voice

SAMPLE_RATE = 48_000
VISEMES = ("rest", "M", "A", "E", "O", "U", "F", "L")
"""Mouths: at rest, lips pressed, open, spread, round open, round narrow, lip-teeth, tongue."""


@dataclass(frozen=True, slots=True)
class SpeechRequest:
    """One line to be spoken. take: 0 is the plain reading, higher numbers vary it."""

    text: str
    language: str
    voice: Voice
    gender: str
    age: str
    emotion: str
    intensity: int
    take: int = 0


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word: `text` as written, at code points `first` to `last` of the line's text."""

    text: str
    first: int
    last: int  # exclusive
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Phone:
    """One phoneme and the mouth that makes it."""

    symbol: str
    viseme: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Marker:
    """Something an editor can cut on. strength: 0 to 100.

    kind: peak (loudest point of a stressed word), surge (level or pitch rises fast), drop (falls
    away), attack (first sound after a pause), pause (silence of 120 ms or more).
    """

    kind: str
    at_ms: int
    strength: int


@dataclass(frozen=True, slots=True)
class Performance:
    """What was measured in a speech take.

    level_db: RMS of each 10 ms in dBFS, rounded to whole dB (-90 is silence).
    f0_hz: fundamental of each 10 ms in whole hertz, 0 where unvoiced.
    arousal: -100 to 100 for each 100 ms, against this voice's own neutral reading.
    pauses: (start_ms, end_ms) of silences inside the line of at least 120 ms.
    """

    duration_ms: int
    words: tuple[Word, ...]
    phones: tuple[Phone, ...]
    level_db: tuple[int, ...]
    f0_hz: tuple[int, ...]
    arousal: tuple[int, ...]
    pauses: tuple[tuple[int, int], ...]
    markers: tuple[Marker, ...]

    @property
    def mean_arousal(self) -> int:
        """Mean arousal of the line, -100 to 100."""
        return round(sum(self.arousal) / len(self.arousal)) if self.arousal else 0


class Speaker(Protocol):
    """A voice backend. Implement these two and the studio can speak with it."""

    name: str
    version: str

    def speak(self, request: SpeechRequest, wav: Path) -> dict[str, object]:
        """Write a 48 kHz mono 16-bit WAV; return its alignment (JSON-able; see `alignment`)."""
        ...


@dataclass(frozen=True, slots=True)
class Spoken:
    """What came of one request of a batch: a file, or the fault that kept it from being one.

    alignment: as `Speaker.speak` returns it; None where the engine gives none. neutral: the voice
    at rest, JSON of `performance.Neutral`, for engines whose neutral reading is dear; "" else.
    notes: facts for the take (retries, seconds of sound), never an input of anything.
    """

    alignment: Mapping[str, object] | None = None
    neutral: str = ""
    notes: Mapping[str, Json] = field(default_factory=dict)
    fault: StudioError | None = None


class BatchSpeaker(Protocol):
    """A voice backend that speaks many lines at once, each in a voice of its own."""

    name: str
    version: str

    def speak_all(
        self,
        requests: Sequence[SpeechRequest],
        prompts: Sequence[Path | None],
        wavs: Sequence[Path],
        check: Callable[[], None],
    ) -> list[Spoken]:
        """Write each request's 48 kHz mono 16-bit WAV; results stand in the order of requests.

        prompts: a cloned voice for each request (file that `cloning` wrote), None for the house
        voice. check: called at every decoding step; may raise `Cancelled`.
        """
        ...
