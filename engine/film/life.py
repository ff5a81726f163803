"""What lives in a figure beside its face: breath, hair that swings after the head, hems in wind.

A drawing is bent by whole pixels: its rows are taken from a little lower while the chest is full,
and rows of loose hair or of a long skirt are moved sideways. Nothing is drawn or resampled, so it
costs a copy, and the copies of a few positions are kept. Positions change on fours (7.5 a second).
Faces are only lifted as a whole, never bent.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.artist.types import FRAME_H, FigureSpec
from engine.editor.types import Figure
from engine.film.camera import HEAD_HEIGHT, HEAD_Y, TOP
from engine.film.layers import CEL_CELL, Layer
from engine.film.planes import Plane, Planes, cells

Rows = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Pixels by the row of the canvas."""

Stand = tuple[FigureSpec, int]
"""A figure, and the pixels by which its head stands below its framing's place."""

Pose = tuple[int, int]
"""Pixels by which the chest is lifted, and by which the tips of hair hang to the right."""

STILL: Pose = (0, 0)
ON_FOURS = 4
BREATH = 104
"""Frames of a breath: 17 a minute, an adult at rest breathes 12 to 20 times."""

_LIFT = {"extreme": 4, "close": 4, "bust": 3, "medium": 3, "cowboy": 2, "full": 2}
_SWAY, _WIND, _MOST = 1.4, 3.2, 6  # pixels of tips indoors, outdoors, and never more
_SWING, _DAMPING, _PERIOD = 4.0, 11.0, 20.0  # after the head tilts: pixels, frames, frames
_TIPS, _HEM = (0.60, 0.35), (2.7, 0.9)
"""Head heights below the head's centre where hair and hems begin to hang free, and how far on they
have their whole swing."""
_WAIST = 1.9
_LONG = ("hanfu", "evening", "mantle")  # clothes that reach the floor, so that no foot slides


def pose(figure: Figure, frame: int, seed: int, *, windy: bool) -> Pose:
    """How a figure is bent in `frame` of its cut. seed: no two people breathe as one."""
    n = frame // ON_FOURS * ON_FOURS
    share = (n + seed % BREATH) % BREATH / BREATH
    # in for two fifths of a breath, out for the rest
    full = share / 0.4 if share < 0.4 else (1 - share) / 0.6
    lift = round(_LIFT.get(figure.framing, 2) * full * full * (3 - 2 * full))
    phase = seed % 628 / 100
    idle = math.sin(n / 14 + phase) + 0.5 * math.sin(n / 5.3 + 2 * phase) * windy
    sway = (_WIND if windy else _SWAY) * idle - windy + _swing(figure, n)  # it blows to the left
    return lift, max(-_MOST, min(_MOST, round(sway)))


def _swing(figure: Figure, n: int) -> float:
    """Hair goes on when the head stops: a damped swing after each tilt."""
    found, before = 0.0, figure.faces[0].state.tilt
    for key in figure.faces:
        turned, before = key.state.tilt - before, key.state.tilt
        age = n - key.frame
        if turned and 0 <= age < 5 * _DAMPING:
            wave = math.cos(2 * math.pi * age / _PERIOD)
            found -= _SWING * turned * math.exp(-age / _DAMPING) * wave
    return found


def bent_head(layer: Layer, who: Stand, now: Pose) -> Layer:
    """A head lifted with the chest, its loose hair hung to the side."""
    return _bent(layer, lambda rows: np.full(len(rows), now[0]), _tips(who, now[1], _TIPS))


def bent_body(layer: Layer, who: Stand, now: Pose) -> Layer:
    """A body whose chest is lifted, still from the waist down; a long hem swings."""
    centre, tall = _head(who)

    def lift(rows: NDArray[np.float64]) -> NDArray[np.float64]:
        depth = (rows - centre) / tall
        return now[0] * np.clip((_WAIST - depth) / (_WAIST - 0.8), 0, 1)

    long = dict(who[0].look.traits).get("outfit") in _LONG
    return _bent(layer, lift, _tips(who, now[1] if long else 0, _HEM))


def _head(who: Stand) -> tuple[float, float]:
    """Where a head's centre is on the canvas, and the height of a head, in pixels."""
    spec, lower = who
    framing = spec.framing if spec.framing in HEAD_Y else "medium"
    return TOP + HEAD_Y[framing] * FRAME_H + lower, HEAD_HEIGHT[framing] * FRAME_H


def _tips(who: Stand, sway: int, free: tuple[float, float]) -> Rows:
    centre, tall = _head(who)

    def aside(rows: NDArray[np.float64]) -> NDArray[np.float64]:
        depth = (rows - centre) / tall - free[0]
        return sway * np.clip(depth / free[1], 0, 1) ** 1.3

    return aside


def _bent(layer: Layer, lift: Rows, aside: Rows) -> Layer:
    """The layer with each row taken from `lift` pixels lower and moved `aside` pixels right."""
    planes = layer.planes
    if planes.ia is None or planes.ih is None:
        return layer
    rows = layer.y + np.arange(planes.height, dtype=np.float64)
    up, right = np.round(lift(rows)).astype(int), np.round(aside(rows)).astype(int)
    if not up.any() and not right.any():
        return layer
    half_up, half_right = up[::2] // 2, right[::2] // 2
    moved = Planes(
        _moved(planes.y, up, right),
        _moved(planes.u, half_up, half_right),
        _moved(planes.v, half_up, half_right),
        _moved(planes.ia, up, right),
        _moved(planes.ih, half_up, half_right),
    )
    assert moved.ia is not None
    return dataclasses.replace(layer, planes=moved, cells=cells(255 - moved.ia, CEL_CELL))


def _moved(plane: Plane, up: NDArray[np.int_], right: NDArray[np.int_]) -> Plane:
    height, width = plane.shape
    found: Plane = plane[np.clip(np.arange(height) + up, 0, height - 1)]
    columns = np.arange(width)
    edges = np.flatnonzero(np.diff(right)) + 1
    for first, last in pairwise((0, *edges.tolist(), height)):
        if right[first]:
            found[first:last] = found[first:last][:, np.clip(columns - right[first], 0, width - 1)]
    return found
