"""The camera's way through a cut: where every layer lies in every frame. Pure arithmetic.

The canvas is larger than the frame; at zoom 1000 the frame shows its middle. Layers behind and in
front of the figures move and grow less or more than they (parallax). Positions are never allowed
to show anything outside the canvas.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from engine.artist.types import CANVAS_H, CANVAS_W, FRAME_H, FRAME_W
from engine.editor.types import Cut
from engine.film.layers import Move
from engine.film.planes import Box

LEFT, TOP = (CANVAS_W - FRAME_W) // 2, (CANVAS_H - FRAME_H) // 2
"""The frame's corner on the canvas at zoom 1000."""

PARALLAX = {"far": 0.35, "mid": 0.75, "figure": 1.0, "near": 1.6}
HEAD_Y = {
    "extreme": 0.37, "close": 0.385, "bust": 0.36, "medium": 0.33, "cowboy": 0.25, "full": 0.175,
}  # fmt: skip
"""Height of the head's centre in the frame by framing, as the artist places it."""
HEAD_HEIGHT = {
    "extreme": 0.78, "close": 0.335, "bust": 0.25, "medium": 0.185, "cowboy": 0.15, "full": 0.116,
}  # fmt: skip
"""Height of a head from crown to chin, share of the frame's height, as the artist draws it."""

_NEAR_SCALE = 1.06  # the near layer moves most, so it needs a wider margin
_ZOOM_DEPTH = 0.4  # how much of its parallax a layer shows in a zoom
_PUNCH_FRAMES = 5
_SHAKE_PIXELS = 0.36  # per unit of an effect's strength
_DRIFT_PIXELS = 5.0


@dataclass(frozen=True, slots=True)
class View:
    """The part of the canvas shown: its corner in canvas pixels and the magnification."""

    left: float
    top: float
    zoom: float

    def magnified(self, factor: float) -> View:
        """The same middle, magnified further by `factor` (at least 1)."""
        width, height = FRAME_W / self.zoom, FRAME_H / self.zoom
        rest = (1 - 1 / factor) / 2
        return View(self.left + width * rest, self.top + height * rest, self.zoom * factor)


class Path:
    """Camera positions of one cut. Frames may be fractional, for motion blur."""

    def __init__(self, cut: Cut) -> None:
        self._cut = cut
        self._camera = cut.camera
        self._shakes = [e for e in cut.effects if e.kind == "shake" and e.frames > 0]
        self._phase = (cut.seed * 2654435761 % 1000) / 1000 * 2 * math.pi
        front = [f for f in cut.figures if not f.back]
        if front:
            x = FRAME_W * (0.5 + (front[0].x / 100 - 0.5) * 0.4)
            y = FRAME_H * HEAD_Y.get(front[0].framing, 0.4)
        else:
            x, y = FRAME_W * 0.5, FRAME_H * 0.45
        self._anchor = (x, y)

    def view(self, n: float) -> View:
        """What frame `n` shows, shake included."""
        move = self.move("figure", n)
        x, y = self._shake(n)
        factor = move.factor
        x = _within(move.x + x, FRAME_W - factor * CANVAS_W)
        y = _within(move.y + y, FRAME_H - factor * CANVAS_H)
        return View(-x / factor, -y / factor, factor)

    def move(self, layer: str, n: float) -> Move:
        """Where a layer lies in the frame, without shake."""
        depth = PARALLAX[layer]
        share = self._progress(n)
        camera = self._camera
        zoom = camera.zoom_from + (camera.zoom_to - camera.zoom_from) * share
        grown = (zoom / 1000 - 1) * (1 - _ZOOM_DEPTH * (1 - depth))
        factor = (1 + grown) * (_NEAR_SCALE if layer == "near" else 1.0)
        factor = max(factor, FRAME_W / CANVAS_W + 1e-3)
        pan = (camera.pan_from + (camera.pan_to - camera.pan_from) * share) * FRAME_W / 1000
        sway_x, sway_y = self._sway(n)
        x = self._anchor[0] - factor * (LEFT + self._anchor[0]) + (sway_x - pan) * depth
        y = self._anchor[1] - factor * (TOP + self._anchor[1]) + sway_y * depth
        x = _within(x, FRAME_W - factor * CANVAS_W)
        return Move(factor, x, _within(y, FRAME_H - factor * CANVAS_H))

    def relative(self, layer: str, n: float, region: Box) -> Move:
        """Where a layer lies among the figures: in pixels of `region` of the canvas."""
        figure, own = self.move("figure", n), self.move(layer, n)
        return Move(
            own.factor / figure.factor,
            (own.x - figure.x) / figure.factor - region.left,
            (own.y - figure.y) / figure.factor - region.top,
        )

    def region(self) -> Box:
        """The even part of the canvas that is seen at some time in the cut."""
        views = [self.view(n) for n in range(self._cut.frames)]
        left = math.floor(min(v.left for v in views)) - 4
        top = math.floor(min(v.top for v in views)) - 4
        right = math.ceil(max(v.left + FRAME_W / v.zoom for v in views)) + 6
        bottom = math.ceil(max(v.top + FRAME_H / v.zoom for v in views)) + 6
        seen = Box(left & ~1, top & ~1, right & ~1, bottom & ~1)
        return seen.meet(Box(0, 0, CANVAS_W & ~1, CANVAS_H & ~1))

    def _progress(self, n: float) -> float:
        last = max(1, self._cut.frames - 1)
        t = min(1.0, max(0.0, n / last))
        if self._camera.move == "punch":
            t = min(1.0, max(0.0, n / _PUNCH_FRAMES))
            return 1 - (1 - t) ** 3 * (1 - 1.2 * t)
        return t if self._camera.move in ("drift", "hold") else t * t * (3 - 2 * t)

    def _sway(self, n: float) -> tuple[float, float]:
        if self._camera.move != "drift":
            return 0.0, 0.0
        t = n / 30
        x = math.sin(t * 1.7 + self._phase) + 0.4 * math.sin(t * 4.1 + 2 * self._phase)
        y = math.sin(t * 2.2 + 3 * self._phase) + 0.3 * math.sin(t * 4.9 + self._phase)
        return _DRIFT_PIXELS * x, 0.7 * _DRIFT_PIXELS * y

    def _shake(self, n: float) -> tuple[float, float]:
        x = y = 0.0
        for effect in self._shakes:
            age = n - effect.first
            if 0 <= age < effect.frames:
                size = effect.strength * _SHAKE_PIXELS * math.exp(-3.0 * age / effect.frames)
                x += size * math.sin(age * 2.3 + 0.9 + self._phase)
                y += 0.75 * size * math.cos(age * 2.9 + self._phase)
        # even steps: a shaken still picture is copied, not resampled
        return 2.0 * round(x / 2), 2.0 * round(y / 2)


def _within(offset: float, lowest: float) -> float:
    return min(0.0, max(lowest, offset))
