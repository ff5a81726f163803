"""What the artist draws for the film room.

Pictures are premultiplied BGRA, uint8, shape (height, width, 4), gamma-encoded sRGB. The drawing
canvas is the frame times `OVERSCAN`, so that the camera can move: 1210 x 2150 pixels, the frame's
centre in its centre. All offsets are even, because chroma planes are half size.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.series.document import Look

Picture = NDArray[np.uint8]
FRAME_W, FRAME_H = 1080, 1920
CANVAS_W, CANVAS_H = 1210, 2150
OVERSCAN = CANVAS_W / FRAME_W


@dataclass(frozen=True, slots=True)
class SetSpec:
    """A plate to draw: template, time of day, mood, seed (see `document.Place`)."""

    plate: str
    time_of_day: str
    mood: str
    seed: int


@dataclass(frozen=True, slots=True)
class PlateLayers:
    """A background in depth. far is opaque; mid and near may be empty (alpha 0).

    light: canonical JSON of the light that falls on figures here (the artist's own format).
    """

    far: Picture
    mid: Picture
    near: Picture
    light: str


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """A person as placed in a shot. x: place of the head's centre, per cent of the frame's width.

    yaw: -100 (turned to the picture's left) to 100. framing: one of `document.FRAMINGS`.
    wash: an emotion of `document.EMOTIONS` that tints the picture (colour script).
    """

    look: Look
    gender: str
    age: str
    framing: str
    x: int
    yaw: int
    pose: str
    light: str  # JSON from PlateLayers.light
    wash: str = "neutral"
    back: bool = False


@dataclass(frozen=True, slots=True)
class FaceState:
    """One drawing of a head, quantised so that drawings repeat and can be kept.

    emotion: one of `document.EMOTIONS`; strength 0 to 4 quarters; viseme: one of
    `voice.types.VISEMES`; lids: 0 open, 1 half, 2 shut; gaze: -1 left, 0 at the camera or
    partner, 1 right, 2 down; tilt: -1, 0, 1 (a small roll of the head).
    """

    emotion: str = "neutral"
    strength: int = 2
    viseme: str = "rest"
    lids: int = 0
    gaze: int = 0
    tilt: int = 0


@dataclass(frozen=True, slots=True)
class Cel:
    """A drawing at (x, y) on the canvas; x, y, width and height are even."""

    picture: Picture
    x: int
    y: int


class Artist(Protocol):
    """A drawing backend. `body` lies under `head`; both under the plate's near layer."""

    name: str
    version: str

    def plate(self, spec: SetSpec) -> PlateLayers:
        """Draw a background."""
        ...

    def body(self, spec: FigureSpec) -> Cel:
        """The figure without what changes with the face."""
        ...

    def head(self, spec: FigureSpec, state: FaceState) -> Cel:
        """The head in one state, to be laid over `body` of the same spec."""
        ...

    def overlay(self, kind: str, phase: int, wash: str, seed: int) -> Picture:
        """A full-frame (1080 x 1920) comic device: speed, focus, flash, rain, petals, ... ."""
        ...
