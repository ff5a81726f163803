"""What the artist draws for the film room.

Pictures are premultiplied BGRA, uint8, shape (height, width, 4), gamma-encoded sRGB. The drawing
canvas is the frame times `OVERSCAN`, so that the camera can move: 1210 x 2150 pixels, the frame's
centre in its centre. All offsets are even, because chroma planes are half size.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from engine.base.codec import decode
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
class Glow:
    """A lamp that lives. x, y, r: canvas pixels; colour: red, green, blue; power: per cent.

    kind: flame (restless), neon (steady with drop-outs), lamp (breathes), screen (changes in
    steps), star (twinkles). layer: far, mid or near, for the camera.
    """

    x: int
    y: int
    r: int
    colour: tuple[int, int, int]
    kind: str = "lamp"
    power: int = 40
    layer: str = "mid"


@dataclass(frozen=True, slots=True)
class Drift:
    """Something that passes slowly inside a box of the canvas. pace: pixels a second, signed.

    kind: mist (a bank that goes sideways), cloud (the same, small), steam and smoke (rise from the
    middle of the box's lower edge), traffic (lights along the box), beam (light that sweeps over
    it), shade (leaves' or a curtain's shadow that sways).
    """

    kind: str
    x: int
    y: int
    width: int
    height: int
    colour: tuple[int, int, int] = (255, 255, 255)
    power: int = 30
    pace: int = 20
    layer: str = "far"


@dataclass(frozen=True, slots=True)
class Air:
    """What moves in a place by itself, and what its things are like.

    specks: particles in the air, names of `film.particles.MOTIONS`. ancient: whether things here
    are of the time before machines. ground: colour (red, green, blue) of what a thing lies on.
    dark: per cent, 0 by day to 100 by night.
    """

    specks: tuple[str, ...] = ()
    glows: tuple[Glow, ...] = ()
    drifts: tuple[Drift, ...] = ()
    ancient: bool = False
    ground: tuple[int, int, int] = (112, 84, 66)
    dark: int = 0


@lru_cache(maxsize=32)
def air_of(text: str) -> Air:
    """The `Air` of its JSON, a still one for "". Raises ValueError when it is damaged."""
    return decode(Air, json.loads(text or "{}"))


@dataclass(frozen=True, slots=True)
class PlateLayers:
    """A background in depth. far is opaque; mid and near may be empty (alpha 0).

    light: canonical JSON of the light that falls on figures here (the artist's own format).
    air: canonical JSON of an `Air`, "" for a place where nothing moves.
    """

    far: Picture
    mid: Picture
    near: Picture
    light: str
    air: str = ""


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody whom a figure of the same framing touches: who, where and in which pose."""

    look: Look
    gender: str
    age: str
    x: int
    pose: str
    legs: str = ""


@dataclass(frozen=True, slots=True)
class FigureSpec:
    """A person as placed in a shot. x: place of the head's centre, per cent of the frame's width.

    yaw: -100 (turned to the picture's left) to 100. framing: one of `document.FRAMINGS`.
    wash: an emotion of `document.EMOTIONS` that tints the picture (colour script).
    holds: a thing of `document.PROPS` in the hand, "" none; one from before machines has "-old"
    behind its name. other: whom the pose touches.
    legs: how who does not stand sits or kneels, whatever the arms do; "" as the pose has it.
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
    holds: str = ""
    other: Other | None = None
    legs: str = ""


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


PROP_PHASES = 16
"""Drawings of one round of a thing's own movement; each is shown for three frames."""


@dataclass(frozen=True, slots=True)
class PropSpec:
    """A thing shown alone. prop: one of `document.PROPS`. light, air: of the plate it is in.

    phase: 0 to `PROP_PHASES` - 1 for what moves, -1 for what stands still beneath it.
    """

    prop: str
    light: str
    air: str
    seed: int = 1
    phase: int = -1


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

    def lowered(self, spec: FigureSpec) -> int:
        """Canvas pixels by which somebody's head stands below its framing's usual place: positive
        for short people, negative for tall ones."""
        ...

    def prop(self, spec: PropSpec) -> Cel:
        """A thing that fills most of the frame, with what it lies on or who holds it."""
        ...

    def overlay(self, kind: str, phase: int, wash: str, seed: int) -> Picture:
        """A full-frame (1080 x 1920) comic device: speed, focus, flash, rain, petals, ... ."""
        ...
