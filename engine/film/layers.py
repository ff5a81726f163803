"""One layer of a picture in depth: its planes, and the cells that hold something.

Drawing a layer resamples it and blends it, cell by cell: empty cells cost nothing, opaque ones are
resized straight into the target. A blurred layer keeps all its planes at half size.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np

from engine.artist.types import Picture
from engine.film.planes import (
    Box,
    Cell,
    Plane,
    Planes,
    Target,
    blend,
    blit,
    cells,
    convert,
    crop,
    halved,
    ink_box,
)
from engine.film.zoom import Zoom

PLATE_CELL, CEL_CELL = 240, 120
_COARSE = 8  # pixels of the grid in which holes are searched
_TRIM = 8  # pixels kept around the ink, for resampling


@dataclass(frozen=True, slots=True)
class Move:
    """Where a layer's pixel (x, y) lands: (factor * x + x0, factor * y + y0)."""

    factor: float
    x: float
    y: float


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """Planes and their cells, with the upper left corner at even (x, y) of the canvas.

    `step` is 2 where luma is kept at half size, else 1. Cells count from the layer's own corner.
    """

    planes: Planes
    cells: tuple[Cell, ...]
    step: int = 1
    x: int = 0
    y: int = 0

    @property
    def opaque(self) -> bool:
        """Whether it covers everything behind it."""
        return self.planes.ia is None

    @property
    def box(self) -> Box:
        """Its extent on the canvas."""
        return Box(self.x, self.y, self.x + self.planes.width, self.y + self.planes.height)


def make_layer(picture: Picture, *, opaque: bool, half: bool, cell: int = PLATE_CELL) -> Layer:
    """Convert a drawing, trimmed to its ink. half: keep luma at half size (for blurred layers)."""
    if opaque:
        planes = convert(picture, opaque=True)
        whole = Cell(Box(0, 0, planes.width, planes.height), True)
        return Layer(halved(planes) if half else planes, (whole,), 2 if half else 1)
    full = Box(0, 0, picture.shape[1] & ~1, picture.shape[0] & ~1)
    alpha = cast("Plane", cv2.extractChannel(picture, 3))
    ink = ink_box(alpha)
    if ink is None:
        return Layer(convert(np.zeros((4, 4, 4), np.uint8)), ())
    box = Box(ink.left - _TRIM, ink.top - _TRIM, ink.right + _TRIM, ink.bottom + _TRIM).meet(full)
    part = picture[box.top : box.bottom, box.left : box.right]
    planes = convert(part)
    found = cells(alpha[box.top : box.bottom, box.left : box.right], cell)
    return Layer(halved(planes) if half else planes, found, 2 if half else 1, box.left, box.top)


def paste(target: Target, layer: Layer, origin: tuple[int, int], clip: Box) -> None:
    """Blend a layer unscaled; `origin`: the canvas point at the target's corner, both even.

    clip: the only part of the target that may change, in target pixels.
    """
    shift = (layer.x - origin[0], layer.y - origin[1])
    for cell in layer.cells:
        place = cell.box.moved(*shift).meet(clip)
        if place.solid:
            part = crop(layer.planes, place.moved(-shift[0], -shift[1]))
            if cell.opaque:
                part = Planes(part.y, part.u, part.v)
            blit(target, part, place.left, place.top)


def soften(picture: Picture, sigma: float) -> Picture:
    """Gaussian blur of a premultiplied picture; large blurs are done at a quarter of the size."""
    if sigma <= 0:
        return picture
    if sigma < 4:
        return cast("Picture", cv2.GaussianBlur(picture, (0, 0), sigma))
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / 4)
    return cast("Picture", cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR))


def holes(layer: Layer, size: tuple[int, int]) -> tuple[Box, ...]:
    """Where a layer on a canvas of (width, height) lets something behind it through."""
    width, height = size
    open_ = np.full((-(-height // _COARSE), -(-width // _COARSE)), 255, np.uint8)
    for box, opaque in layer.cells:
        if opaque:
            place = box.moved(layer.x, layer.y)
            rows = slice(-(-place.top // _COARSE), place.bottom // _COARSE)
            open_[rows, -(-place.left // _COARSE) : place.right // _COARSE] = 0
    found = cells(np.pad(open_, ((0, 1), (0, 1))), PLATE_CELL // _COARSE, margin=0)
    return tuple(Box(*(side * _COARSE for side in cell.box)) for cell in found)


class Painter:
    """Draws moved layers onto targets; keeps scratch memory. Not for use by two threads."""

    def __init__(self) -> None:
        self.zoom = Zoom()
        self._scratch: dict[str, Plane] = {}

    def draw(self, layer: Layer, target: Target, move: Move, luma_step: int = 1) -> None:
        """Blend `layer` onto `target`; luma_step 2: the target's luma is at half size."""
        bounds = Box(0, 0, target[1].shape[1] * 2, target[1].shape[0] * 2)
        move = Move(move.factor, move.x + move.factor * layer.x, move.y + move.factor * layer.y)
        for cell in layer.cells:
            box = bounds if layer.opaque else landing(cell.box, move).meet(bounds)
            if box.solid:
                self._draw_cell(layer, cell, target, move, box, luma_step)

    def _draw_cell(
        self, layer: Layer, cell: Cell, target: Target, move: Move, box: Box, luma_step: int
    ) -> None:
        left = max(0.0, (box.left - move.x) / move.factor)
        top = max(0.0, (box.top - move.y) / move.factor)
        planes = layer.planes
        sources = (planes.y, planes.u, planes.v)
        steps = (layer.step, 2, 2)
        inverse: dict[int, Plane] = {}
        for source, step, plane, out_step in zip(
            sources, steps, target, (luma_step, 2, 2), strict=True
        ):
            view = plane[
                box.top // out_step : box.bottom // out_step,
                box.left // out_step : box.right // out_step,
            ]
            factor = move.factor * step / out_step
            if cell.opaque or planes.ia is None or planes.ih is None:
                self.zoom(source, factor, left / step, top / step, view)
                continue
            if out_step not in inverse:
                alpha, alpha_step = (planes.ia, layer.step) if out_step == 1 else (planes.ih, 2)
                room = self._room(f"alpha{out_step}", view.shape)
                ratio = move.factor * alpha_step / out_step
                self.zoom(alpha, ratio, left / alpha_step, top / alpha_step, room)
                inverse[out_step] = room
            room = self._room("plane", view.shape)
            self.zoom(source, factor, left / step, top / step, room)
            blend(view, room, inverse[out_step])

    def _room(self, name: str, shape: tuple[int, ...]) -> Plane:
        size = shape[0] * shape[1]
        kept = self._scratch.get(name)
        if kept is None or kept.size < size:
            kept = self._scratch[name] = np.empty(size + size // 4, np.uint8)
        return kept[:size].reshape(shape[0], shape[1])


def landing(box: Box, move: Move) -> Box:
    """Where a box of a moved layer comes to lie, rounded up to even pixels."""
    return Box(
        _even_up(move.factor * box.left + move.x),
        _even_up(move.factor * box.top + move.y),
        _even_up(move.factor * box.right + move.x),
        _even_up(move.factor * box.bottom + move.y),
    )


def _even_up(value: float) -> int:
    return 2 * math.ceil(value / 2 - 1e-6)
