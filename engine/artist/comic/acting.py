"""From a quantised face state to the continuous parameters that the head is drawn with."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

from engine.artist.comic.spec import CALM, Expression
from engine.artist.types import FaceState
from engine.base.errors import MakeError

_GAZE = {-1: (-0.6, 0.0), 0: (0.0, 0.0), 1: (0.6, 0.0), 2: (0.0, 0.6)}
_TILT_DEG = 5.0
_LIDS = {0: 1.0, 1: 0.45, 2: 0.0}


@cache
def _table() -> dict[str, Any]:
    text = files("resources").joinpath("artist", "expressions.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def expression_of(state: FaceState) -> Expression:
    """The face of a state. Raises MakeError for an emotion or viseme that has no drawing."""
    table = _table()
    if state.emotion not in table or state.viseme not in ("rest", *table["visemes"]):
        raise MakeError("no-face", f"There is no face {state.emotion!r} with {state.viseme!r}.")
    full = replace(CALM, **table[state.emotion])
    face = CALM.blend(full, min(4, max(0, state.strength)) / 4)
    face = _spoken(face, state.viseme)
    gaze_x, gaze_y = _GAZE.get(state.gaze, (0.0, 0.0))
    return replace(
        face,
        eye_open=face.eye_open * _LIDS.get(state.lids, 1.0),
        gaze_x=max(-1.0, min(1.0, face.gaze_x * (state.gaze == 0) + gaze_x)),
        gaze_y=max(-1.0, min(1.0, face.gaze_y + gaze_y)),
        roll=face.roll + _TILT_DEG * state.tilt,
        # the head's foreshortening is one of three, so that drawings of hair and ears repeat
        pitch=round(face.pitch * 2) / 2,
    )


def _spoken(face: Expression, viseme: str) -> Expression:
    """A mouth over an emotion: the emotion keeps its curve and part of its width."""
    if viseme == "rest":
        return replace(face, mouth_open=0.55 * face.mouth_open)
    mouth = _table()["visemes"][viseme]
    return replace(
        face,
        mouth_open=mouth["mouth_open"] * (0.85 + 0.3 * min(1.0, face.mouth_open)),
        mouth_round=mouth["mouth_round"],
        mouth_width=0.65 * mouth["mouth_width"] + 0.35 * face.mouth_width,
        teeth=max(min(face.teeth, 0.3), mouth["teeth"] * 0.6),
        mouth_skew=0.4 * face.mouth_skew,
    )


def values(face: Expression, names: tuple[str, ...]) -> tuple[float, ...]:
    """Some of a face's parameters, rounded so that equal drawings have equal keys."""
    return tuple(round(getattr(face, name), 2) for name in names)
