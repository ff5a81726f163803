"""How a place is seen behind somebody: larger the closer they are, and another part from each side.

A picture and its answer stand before different parts of the same place, as if the camera had gone
round. What stands in front of everybody stays where it keeps clear of faces.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np

from engine.artist.types import CANVAS_H, CANVAS_W, FRAME_H, Drift, Glow, Picture
from engine.editor.types import Cut

_FACTORS = {"extreme": 1.5, "close": 1.36, "bust": 1.24, "medium": 1.12}
"""How much larger a place is than in a full figure: closer framings are made with longer lenses."""
_REACH = 0.85  # of what a larger plate has to spare at each side
_EYES = (CANVAS_H - FRAME_H) // 2 + round(0.35 * FRAME_H)
"""Row of the canvas that stays where it is: about the horizon."""
_INSIDE = ("far", "mid")


@dataclass(frozen=True, slots=True)
class Lens:
    """factor: magnification, at least 1; aside: canvas pixels by which the plate goes right."""

    factor: float
    aside: float

    def seen(self, picture: Picture) -> Picture:
        """A layer of a plate, of any size, through this lens."""
        if self == STILL:
            return picture
        height, width = picture.shape[:2]
        x, y = self.point(0, 0)
        x, y = x * width / CANVAS_W, y * height / CANVAS_H
        move = np.array([[self.factor, 0, x], [0, self.factor, y]], np.float32)
        return cast("Picture", cv2.warpAffine(picture, move, (width, height)))

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the canvas is seen."""
        middle = CANVAS_W / 2
        return (
            middle + self.factor * (x - middle) + self.aside,
            _EYES + self.factor * (y - _EYES),
        )

    def glow(self, glow: Glow) -> Glow:
        """A lamp where it is seen."""
        if self == STILL or glow.layer not in _INSIDE:
            return glow
        x, y = self.point(glow.x, glow.y)
        return replace(glow, x=round(x), y=round(y), r=round(glow.r * self.factor))

    def drift(self, drift: Drift) -> Drift:
        """Something that passes, where it is seen."""
        if self == STILL or drift.layer not in _INSIDE:
            return drift
        x, y = self.point(drift.x, drift.y)
        wide, high = drift.width * self.factor, drift.height * self.factor
        return replace(drift, x=round(x), y=round(y), width=round(wide), height=round(high))


STILL = Lens(1.0, 0.0)


def lens_of(cut: Cut) -> Lens:
    """The lens of a cut. A thing alone and several people in one picture have the middle
    of the place; split pictures that of their first person."""
    front = [f for f in cut.figures if not f.back]
    if cut.prop or not front:
        return STILL
    factor = _FACTORS.get(front[0].framing, 1.0)
    if len(front) > 1 and not cut.panels:
        return Lens(factor, 0.0)
    side = (front[0].x < 50) - (front[0].x > 50)
    return Lens(factor, side * round(_REACH * (factor - 1) * CANVAS_W / 2))
