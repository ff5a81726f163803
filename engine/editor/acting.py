"""How people act: reads `resources/rules/acting.toml` once and answers from it. No timing here."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import TypedDict

from engine.editor.view import ShotView

_LINGERING = 2  # quarters of what the last line left behind


class _Beat(TypedDict):
    emotion: str
    strength: int


class _Eyes(TypedDict):
    down: list[str]
    away: list[str]


class _Acting(TypedDict):
    reaction: dict[str, dict[str, str]]
    beat: dict[str, _Beat]
    pose: dict[str, list[str]]
    eyes: _Eyes


@lru_cache(maxsize=1)
def _tables() -> _Acting:
    file = resources.files("resources").joinpath("rules", "acting.toml")
    tables = tomllib.loads(file.read_text("utf-8"))
    return _Acting(
        reaction=tables["reaction"],
        beat=tables["beat"],
        pose=tables["pose"],
        eyes=tables["eyes"],
    )


def reaction(emotion: str, role: str) -> str:
    """How somebody in `role` looks while another speaks with `emotion`."""
    table = _tables()["reaction"][emotion]
    return table.get(role, table["all"])


def beat(effect: str) -> tuple[str, int]:
    """Emotion and strength of the subject when `effect` happens without words.

    An effect without an entry counts as none.
    """
    table = _tables()["beat"]
    found = table.get(effect, table["none"])
    return found["emotion"], found["strength"]


def pose(emotion: str, seed: int) -> str:
    """A pose that suits `emotion`, the same one for the same seed."""
    choice = _tables()["pose"][emotion]
    return choice[seed // 13 % len(choice)]


def looks_down(emotion: str) -> bool:
    """Whether the eyes sink after words of this emotion."""
    return emotion in _tables()["eyes"]["down"]


def looks_away(emotion: str) -> bool:
    """Whether somebody who feels so avoids the other's eyes between the words."""
    return emotion in _tables()["eyes"]["away"]


def subject_mood(view: ShotView) -> tuple[str, int]:
    """Emotion and strength (quarters) of a shot's subject as the script wants it."""
    line, effect = view.timed.line, view.timed.shot.effect
    if line is not None:
        return line.emotion, min(4, max(1, round(line.intensity / 25)))
    if effect or view.previous == "none" or not view.subject:
        return beat(effect)
    if view.subject == view.previous_speaker:
        return view.previous, _LINGERING
    return reaction(view.previous, view.role), _LINGERING
