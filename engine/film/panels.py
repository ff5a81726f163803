"""Split pictures: each panel is a small film of its own, cut out along slanted gutters.

All panels of a cut share one scene, so a face drawn for one serves the other. What a panel shows is
moved until the head stands in the panel's middle. Panels come in with a slide; one that pushes
takes the picture before it along, as when the camera goes over a page.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
import skia

from engine.artist.types import FRAME_H, FRAME_W
from engine.editor.types import Cut, Panel
from engine.film.camera import HEAD_Y, Path
from engine.film.layers import CEL_CELL, Layer, Painter, make_layer, paste
from engine.film.planes import Box, Plane, Target, empty_target, window
from engine.film.scene import Scene
from engine.film.stack import Stack
from engine.film.text import Sheet

SLIDE, TRAVEL = 7, 12
"""Frames in which a panel slides in, and in which the camera goes from panel to panel."""
_GUTTER, _INK = 18, 30  # widths of the white line and of the ink around it, pixels
_EDGE = 16  # half of it, rounded up to even
_PAPER, _LINE = (246, 244, 236), (14, 10, 20)
_FRAME = Box(0, 0, FRAME_W, FRAME_H)


@dataclass(frozen=True, slots=True)
class _Window:
    """A panel ready to draw. shift: from the panel's pixels to those of its own picture."""

    panel: Panel
    box: Box
    shift: tuple[int, int]
    stack: Stack
    path: Path
    masks: tuple[Plane, Plane]
    gutter: Layer


class Panels:
    """The panels of one cut, in drawing order."""

    def __init__(self, cut: Cut, scene: Scene, painter: Painter) -> None:
        self._painter = painter
        self._windows = tuple(_window(cut, panel, scene, painter) for panel in cut.panels)
        self._spare: Target | None = None

    def hide(self, frame: int) -> bool:
        """Whether the panels leave nothing to be seen of the picture behind them."""
        if any(w.panel.push for w in self._windows):
            return all(_share(w.panel, frame) >= 1 for w in self._windows)
        whole = sum(w.masks[0].sum(dtype=np.int64) for w in self._windows) // 255
        covered = whole >= 0.99 * FRAME_W * FRAME_H
        return covered and all(_share(w.panel, frame) >= 1 for w in self._windows)

    def draw(self, frame: int, shown: int, target: Target) -> None:
        """Lay the panels over `target`. shown: the frame at which people stand still."""
        for item in self._windows:
            share = _share(item.panel, frame)
            if share <= 0:
                continue
            self._spare = self._spare or empty_target(FRAME_W, FRAME_H)
            picture = window(self._spare, item.box)
            self._compose(item, frame, shown, picture)
            if item.panel.push:
                _travel(item, share, target, picture)
            else:
                _lay(item, _offset(item, share), target, picture)

    def _compose(self, item: _Window, frame: int, shown: int, picture: Target) -> None:
        item.stack.update(shown)
        view, region = item.path.view(frame), item.stack.region
        left = max(0.0, view.left - region.left + (item.box.left + item.shift[0]) / view.zoom)
        top = max(0.0, view.top - region.top + (item.box.top + item.shift[1]) / view.zoom)
        for source, plane, step in zip(item.stack.planes, picture, (1, 2, 2), strict=True):
            self._painter.zoom(source, view.zoom, left / step, top / step, plane)


def behind(cut: Cut, order: tuple[int, ...]) -> tuple[int, ...]:
    """Who of `order` stands in the picture behind the panels: all who are not in one; where
    everybody is, the first."""
    inside = {i for panel in cut.panels for i in panel.figures}
    return tuple(i for i in order if i not in inside) or order[-1:]


def _share(panel: Panel, frame: int) -> float:
    """How far a panel has come: 0 outside, 1 in its place."""
    if not panel.slide:
        return 1.0 if frame >= panel.first else 0.0
    t = (frame - panel.first + 1) / (TRAVEL if panel.push else SLIDE)
    t = min(1.0, max(0.0, t))
    return t * t * (3 - 2 * t) if panel.push else 1 - (1 - t) ** 3


def _pixels(panel: Panel) -> np.ndarray:
    return np.array([(x * FRAME_W / 1000, y * FRAME_H / 1000) for x, y in panel.corners])


def _box(panel: Panel) -> Box:
    """The even part of the frame in which a panel lies."""
    corners = _pixels(panel)
    low, high = corners.min(axis=0), corners.max(axis=0)
    return Box(
        int(low[0]) & ~1, int(low[1]) & ~1, (int(high[0]) + 1) & ~1, (int(high[1]) + 1) & ~1
    ).meet(_FRAME)


def shift_of(cut: Cut, panel: Panel, lower: int = 0) -> tuple[int, int]:
    """From a panel's pixels to those of its own picture: its person's head comes to its middle,
    as far as that shows nothing outside the frame, for which the canvas has little to spare.

    lower: pixels by which that head stands below its framing's place."""
    if panel.push:
        return 0, 0
    box, head = _box(panel), cut.figures[panel.figures[0]]
    seen = np.clip(_pixels(panel), (0, 0), (FRAME_W, FRAME_H)).astype(np.float32)
    found = cv2.moments(seen)
    area = found["m00"] or 1.0
    x = _even(FRAME_W * head.x / 100 - found["m10"] / area)
    y = _even(FRAME_H * HEAD_Y[head.framing] + lower - found["m01"] / area)
    return (
        min(max(x, -box.left), FRAME_W - box.right),
        min(max(y, -box.top), FRAME_H - box.bottom),
    )


def _window(cut: Cut, panel: Panel, scene: Scene, painter: Painter) -> _Window:
    corners, box = _pixels(panel), _box(panel)
    figures = tuple(cut.figures[i] for i in panel.figures)
    path = Path(replace(cut, figures=figures, camera=panel.camera))
    order = tuple(i for i in scene.order if i in panel.figures)
    shift = shift_of(cut, panel, scene.low[panel.figures[0]])
    return _Window(
        panel, box, shift, Stack(scene, path, painter, order), path,
        _masks(corners, box),
        _gutter(corners, box),
    )  # fmt: skip


def _even(value: float) -> int:
    return 2 * round(value / 2)


def _masks(corners: np.ndarray, box: Box) -> tuple[Plane, Plane]:
    """Where the panel is seen within its box: 255 inside, for luma and for chroma."""
    size = (box.bottom - box.top, box.right - box.left)
    luma = np.zeros(size, np.uint8)
    shape = np.rint(corners - (box.left, box.top)).astype(np.int32)
    cv2.fillPoly(luma, [shape], 255)
    half = cv2.resize(luma, (size[1] // 2, size[0] // 2), interpolation=cv2.INTER_NEAREST)
    return luma, cast("Plane", half)


def _gutter(corners: np.ndarray, box: Box) -> Layer:
    """The panel's edge: ink, paper, ink; its sheet stands `_EDGE` beyond the box on each side."""
    sheet = Sheet(box.right - box.left + 2 * _EDGE, box.bottom - box.top + 2 * _EDGE)
    path = skia.Path()
    points = [skia.Point(x - box.left + _EDGE, y - box.top + _EDGE) for x, y in corners.tolist()]
    path.addPoly(points, True)
    for width, colour in ((_INK, _LINE), (_GUTTER, _PAPER)):
        paint = skia.Paint(AntiAlias=True, Color=skia.ColorSetRGB(*colour))
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(width)
        sheet.canvas.drawPath(path, paint)
    return make_layer(sheet.picture, opaque=False, half=False, cell=CEL_CELL)


def _offset(item: _Window, share: float) -> tuple[int, int]:
    """Where a panel on its way is drawn, from its place."""
    away = 1 - share
    box = item.box
    match item.panel.slide:
        case "left":
            return -_even(away * (box.right + _EDGE)), 0
        case "right":
            return _even(away * (FRAME_W - box.left + _EDGE)), 0
        case "up":
            return 0, -_even(away * (box.bottom + _EDGE))
        case "down":
            return 0, _even(away * (FRAME_H - box.top + _EDGE))
        case _:
            return 0, 0


def _lay(item: _Window, offset: tuple[int, int], target: Target, picture: Target) -> None:
    """Copy a panel's picture along its mask, and its gutter over it."""
    place = item.box.moved(*offset).meet(_FRAME)
    if place.solid:
        own = place.moved(-item.box.left - offset[0], -item.box.top - offset[1])
        views, parts = window(target, place), window(picture, own)
        for i, (view, part) in enumerate(zip(views, parts, strict=True)):
            mask = item.masks[0] if i == 0 else item.masks[1]
            step = 1 if i == 0 else 2
            seen = mask[own.top // step : own.bottom // step, own.left // step : own.right // step]
            np.copyto(view, part, where=seen > 0)
    left, top = item.box.left - _EDGE + offset[0], item.box.top - _EDGE + offset[1]
    paste(target, item.gutter, (-left, -top), _FRAME)


def _travel(item: _Window, share: float, target: Target, picture: Target) -> None:
    """The camera goes over the page: both pictures move, a gutter between them."""
    if share >= 1:
        for plane, part in zip(target, picture, strict=True):
            np.copyto(plane, part)
        return
    gone = _even(share * FRAME_W)
    from_right = item.panel.slide == "right"
    for i, (plane, part) in enumerate(zip(target, picture, strict=True)):
        step = 1 if i == 0 else 2
        cut, width = gone // step, plane.shape[1]
        row = np.concatenate((plane, part) if from_right else (part, plane), axis=1)
        start = cut if from_right else width - cut
        seen = row[:, start : start + width]
        speed = round(5 * share * (1 - share) * 40) // step | 1
        np.copyto(plane, cv2.blur(seen, (speed, 1)) if speed > 1 else seen)
        edge = width - cut if from_right else cut
        for half, value in ((_INK // step, _TONES[0][i]), (_GUTTER // step, _TONES[1][i])):
            plane[:, max(0, edge - half // 2) : max(0, edge + half // 2)] = value


_TONES = ((24, 130, 127), (225, 127, 129))
"""Luma and chroma of ink and paper."""
