"""The work order of the bench: one season, for the studio and for the library-default run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from engine.artist.diffusion.figures import DrawingTask, FaceTask
from engine.artist.diffusion.plates import PlateTask
from engine.artist.drawing import Drawing
from engine.artist.guide import Person
from engine.artist.types import SetSpec
from engine.artist.views import PLAYED, PORTRAIT, parse_view
from engine.series.document import Look, Voice
from engine.voice.bark_prompts import Prompt, Vocabulary
from engine.voice.types import SpeechRequest

SIZE = (832, 1216)
"""Width and height of a picture of the target."""

PREMISE = "a CEO's secret daughter is kidnapped by her father's rival and awakens a hidden power"
VOICES = 6
_PLATES, _DRAWINGS, _ALL = 20, 58, 197
"""Pictures of a real season (python -m tests.artist.count): plates, views, all with the faces."""

_LINES = (
    "You signed my name on that contract before I ever walked into this house.",
    "Put the phone down, turn around slowly, and tell me who sent you here tonight.",
    "I was the child you buried, and I have come to collect what you owe me.",
)
"""Sentences of about four seconds."""

_SPEAKERS = (("f", "young"), ("m", "mature"), ("f", "mature"), ("m", "young"), ("f", "elder"),
             ("m", "elder"))  # fmt: skip
_SETS = ("rooftop", "office", "mansion", "hospital", "street", "palace", "bamboo", "bedroom",
         "banquet", "car", "warehouse", "temple")  # fmt: skip
_VIEWS = (PORTRAIT, "near-60-stand", "far+85-stand", "near+60-stand", "far-85-stand",
          "far+85-crossed", "near-back", "far-85-pocket", "far+85-clasp", "far-85-crossed",
          "far-85-hip")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """What is made. candidates: screenplays an episode. codes: semantic codes a line, 49.9 a
    second.

    whole_steps: every picture runs all steps of its mode; else as many as its kind leaves to the
    painter. sample: units of each stage that the library-default run makes. plain_steps: of its
    pictures; the pipeline's own default is 50. price: of an hour.
    """

    episodes: int = 20
    candidates: int = 4
    lines: int = 120
    images: int = 220
    codes: int = 200
    whole_steps: bool = True
    sample: int = 3
    plain_steps: int = 30
    price: float = 3.5

    @property
    def plates(self) -> int:
        """Plates of two pictures, their share as in a real season, at least one."""
        return max(1, round(self.images * _PLATES / _ALL / 2))

    @property
    def drawings(self) -> int:
        """Views of people, likewise."""
        return max(1, round(self.images * _DRAWINGS / _ALL))


def request(at: int) -> SpeechRequest:
    """Line number `at`; six voices take turns."""
    gender, age = _SPEAKERS[at % VOICES]
    text = _LINES[at % len(_LINES)]
    return SpeechRequest(text, "en", Voice(at % VOICES), gender, age, "neutral", 50)


def prompt(voice: int, bounds: Vocabulary, seconds: float = 10.0) -> Prompt:
    """A voice that never was, remembered for as long as Bark's own presets or longer: all the room
    for histories is used."""
    chance = np.random.default_rng(voice)
    fine = chance.integers(0, bounds.codebook, (8, round(75 * seconds)), np.int64)
    semantic = chance.integers(0, bounds.semantic, round(49.9 * seconds), np.int64)
    return Prompt(semantic, fine[:2].copy(), fine)


def plate_tasks(count: int) -> list[PlateTask]:
    """Backgrounds, all different."""
    return [
        PlateTask(SetSpec(_SETS[at % len(_SETS)], "night", "tense", at // len(_SETS) + 1), at)
        for at in range(count)
    ]


def drawing_tasks(count: int) -> list[DrawingTask]:
    """People in views, as many people as possible in each view before the next one."""
    people = [Person(Look(n + 1), gender, age) for n, (gender, age) in enumerate(_SPEAKERS)]
    both = list(product(_VIEWS, people))
    return [
        DrawingTask(both[at % len(both)][1], parse_view(both[at % len(both)][0]), at)
        for at in range(count)
    ]


def face_tasks(
    count: int, tasks: Sequence[DrawingTask], drawings: Sequence[Drawing]
) -> list[FaceTask]:
    """Faces of drawings that show one, all different as long as that is possible."""
    seen = [(t, d) for t, d in zip(tasks, drawings, strict=True) if not t.view.back]
    both = list(product(PLAYED, seen))
    found = []
    for at in range(count):
        face, (task, drawing) = both[at % len(both)]
        found.append(FaceTask(task.who, task.view, face, drawing, task.seed + at // len(both)))
    return found
