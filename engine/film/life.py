"""What lives in a figure beside its face: breath, hair that swings after the head, hems in wind.

A drawing is bent by whole pixels: its rows are taken from a little lower while the chest is full,
and rows of loose hair or of a long skirt are moved sideways. Hair behind the shoulders, a tail and
wide sleeves are what lies far from the middle in their rows; they follow late and swing longer.
Nothing is drawn or resampled, so it costs a copy, and the copies of a few positions are kept.
Positions change on fours (7.5 a second). Faces are only lifted as a whole, never bent.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from engine.artist.types import FRAME_H, FRAME_W, FigureSpec
from engine.editor.types import Figure
from engine.film.camera import HEAD_HEIGHT, HEAD_Y, LEFT, TOP
from engine.film.layers import CEL_CELL, Layer
from engine.film.planes import Plane, Planes, cells

Rows = Callable[[NDArray[np.float64]], NDArray[np.float64]]
"""Pixels by the row of the canvas."""

Swing = tuple[Rows, Rows]
"""Pixels to the right by row, and the share of them by column."""

Stand = tuple[FigureSpec, int]
"""A figure, and the pixels by which its head stands below its framing's place."""

Pose = tuple[int, int, int]
"""Pixels by which the chest is lifted, by which the tips of hair before the shoulders hang to the
right, and by which hair behind them and sleeves do."""

STILL: Pose = (0, 0, 0)
ON_FOURS = 4
BREATH = 104
"""Frames of a breath: 17 a minute, an adult at rest breathes 12 to 20 times."""

_LIFT = {"extreme": 4, "close": 4, "bust": 3, "medium": 3, "cowboy": 2, "full": 2}
_SWAY, _WIND, _MOST = 1.4, 3.2, 6  # pixels of tips indoors, outdoors, and never more
_SWING, _DAMPING, _PERIOD = 4.0, 11.0, 20.0  # after the head tilts: pixels, frames, frames
_TIPS, _HEM = (0.60, 0.35), (2.7, 0.9)
"""Head heights below the head's centre where hair and hems begin to hang free, and how far on they
have their whole swing."""
_TURNED = 2.6  # pixels that hair still swings as a cut begins on somebody turned aside
_LATE, _LONGER = 8, 1.5  # frames by which back hair and sleeves follow, and how much longer
_STEP = 2  # pixels of their positions, so that few copies are needed
_WAIST = 1.9
_LONG = ("hanfu", "evening", "mantle")  # clothes that reach the floor, so that no foot slides
_WIDE = ("hanfu", "mantle")  # clothes with sleeves that hang free
_LOOSE = ("long_bangs", "wavy_side", "bun_pins", "topknot_long")  # hair down the back
_TAIL = "high_ponytail"
_BEHIND = (0.12, 0.5, 0.62, 0.74)
"""Head heights below the head's centre between which hair behind the neck swings: it begins, has
its whole swing, still has it, and is held by the shoulders."""
_SLEEVES = (1.25, 2.3, 2.7, 2.9)
_NECK, _ARMS, _FAR = (0.22, 0.34), (0.52, 0.74), (0.42, 0.62)
"""Head heights to the side from which hair, sleeves and a tail are free, and wholly so."""


def pose(figure: Figure, frame: int, seed: int, *, windy: bool) -> Pose:
    """How a figure is bent in `frame` of its cut. seed: no two people breathe as one."""
    n = frame // ON_FOURS * ON_FOURS
    share = (n + seed % BREATH) % BREATH / BREATH
    # in for two fifths of a breath, out for the rest
    full = share / 0.4 if share < 0.4 else (1 - share) / 0.6
    lift = round(_LIFT.get(figure.framing, 2) * full * full * (3 - 2 * full))
    sway = _aside(figure, n, seed, windy, 1.0)
    late = _aside(figure, n - _LATE, seed, windy, _LONGER)
    return (
        lift,
        max(-_MOST, min(_MOST, round(sway))),
        _STEP * round(max(-_MOST, min(_MOST, 1.3 * late)) / _STEP),
    )


def _aside(figure: Figure, n: int, seed: int, windy: bool, longer: float) -> float:
    """Pixels to the right by which what hangs free is away at frame `n`."""
    phase = seed % 628 / 100
    idle = math.sin(n / 14 + phase) + 0.5 * math.sin(n / 5.3 + 2 * phase) * windy
    away = (_WIND if windy else _SWAY) * idle - windy  # it blows to the left
    return away + _swing(figure, n, longer)


def _swing(figure: Figure, n: int, longer: float) -> float:
    """Hair goes on when the head stops: a damped swing after each tilt, and after a turn."""
    damping, period = _DAMPING * longer, _PERIOD * longer

    def wave(age: float) -> float:
        return math.exp(-age / damping) * math.cos(2 * math.pi * age / period)

    side = (figure.yaw > 0) - (figure.yaw < 0)
    found = -_TURNED * side * wave(max(0, n)) if n < 5 * damping else 0.0
    before = figure.faces[0].state.tilt
    for key in figure.faces:
        turned, before = key.state.tilt - before, key.state.tilt
        age = n - key.frame
        if turned and 0 <= age < 5 * damping:
            found -= _SWING * turned * wave(age)
    return found


def bent_head(layer: Layer, who: Stand, now: Pose) -> Layer:
    """A head lifted with the chest, its loose hair hung to the side."""
    tips = _tips(who, now[1], _TIPS), _everywhere
    return _bent(layer, lambda rows: np.full(len(rows), now[0]), (tips,))


def bent_body(layer: Layer, who: Stand, now: Pose) -> Layer:
    """A body whose chest is lifted, still from the waist down; a long hem, wide sleeves and hair
    behind the shoulders swing."""
    centre, tall = _head(who)

    def lift(rows: NDArray[np.float64]) -> NDArray[np.float64]:
        depth = (rows - centre) / tall
        return now[0] * np.clip((_WAIST - depth) / (_WAIST - 0.8), 0, 1)

    traits = dict(who[0].look.traits)
    swings: list[Swing] = []
    if traits.get("outfit") in _LONG:
        swings.append((_tips(who, now[1], _HEM), _everywhere))
    if traits.get("outfit") in _WIDE:
        swings.append((_between(who, now[2], _SLEEVES), _beside(who, _ARMS)))
    if traits.get("hair") in _LOOSE:
        swings.append((_between(who, now[2], _BEHIND), _beside(who, _NECK)))
    if traits.get("hair") == _TAIL:
        swings.append((_between(who, now[2], (-0.4, 0.5, 2.0, 2.1)), _beside(who, _FAR)))
    return _bent(layer, lift, tuple(swings))


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


def _everywhere(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.ones(len(columns))


def _between(who: Stand, sway: int, depths: tuple[float, float, float, float]) -> Rows:
    centre, tall = _head(who)

    def aside(rows: NDArray[np.float64]) -> NDArray[np.float64]:
        return sway * np.interp((rows - centre) / tall, depths, (0, 1, 1, 0))

    return aside


def _beside(who: Stand, free: tuple[float, float]) -> Rows:
    """The share by column: nothing in the middle of the figure, all of it far from there."""
    _, tall = _head(who)
    middle = LEFT + FRAME_W * who[0].x / 100

    def share(columns: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.interp(np.abs(columns - middle) / tall, free, (0, 1))

    return share


def _bent(layer: Layer, lift: Rows, swings: tuple[Swing, ...]) -> Layer:
    """The layer with each row taken from `lift` pixels lower, and moved right by its swings."""
    planes = layer.planes
    if planes.ia is None or planes.ih is None:
        return layer
    rows = layer.y + np.arange(planes.height, dtype=np.float64)
    columns = layer.x + np.arange(planes.width, dtype=np.float64)
    up = np.round(lift(rows)).astype(int)
    right = [(np.round(by_row(rows)).astype(int), share(columns)) for by_row, share in swings]
    right = [(pixels, share) for pixels, share in right if pixels.any()]
    if not up.any() and not right:
        return layer
    half_up = up[::2] // 2
    half_right = [(pixels[::2] // 2, share[::2]) for pixels, share in right]
    moved = Planes(
        _moved(planes.y, up, right),
        _moved(planes.u, half_up, half_right),
        _moved(planes.v, half_up, half_right),
        _moved(planes.ia, up, right),
        _moved(planes.ih, half_up, half_right),
    )
    assert moved.ia is not None
    return dataclasses.replace(layer, planes=moved, cells=cells(255 - moved.ia, CEL_CELL))


def _moved(
    plane: Plane,
    up: NDArray[np.int_],
    right: list[tuple[NDArray[np.int_], NDArray[np.float64]]],
) -> Plane:
    height, width = plane.shape
    found: Plane = plane[np.clip(np.arange(height) + up, 0, height - 1)]
    columns = np.arange(width)
    for pixels, share in right:
        edges = np.flatnonzero(np.diff(pixels)) + 1
        for first, last in pairwise((0, *edges.tolist(), height)):
            if pixels[first]:
                away = np.round(pixels[first] * share).astype(int)
                source = np.clip(columns - away, 0, width - 1)
                found[first:last] = found[first:last].take(source, axis=1)
    return found
