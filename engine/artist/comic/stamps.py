"""Recorded drawings kept as pixels: replaying a head's hair costs more than all of its face.

A stamp lies on whole pixels and is painted from a place rounded to 1/64 pixel, so that a drawing
comes out the same whether its stamp was there before or not.
"""

from __future__ import annotations

import math
from collections import OrderedDict

import cv2
import numpy as np
import skia

from engine.artist.comic.raster import blank
from engine.artist.types import CANVAS_H, CANVAS_W

_ROOM = skia.Rect(-330, -300, 330, 800)  # head units in which hair before a face can lie
_LIMIT = 16
_FINE = 64

_Stamp = tuple[skia.Image, int, int]


class Stamps:
    """Pixels of recorded pictures by what they show and the place's fraction of a pixel."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[object, ...], _Stamp] = OrderedDict()

    def draw(self, canvas: skia.Canvas, name: tuple[object, ...], picture: skia.Picture) -> None:
        """Draw `picture` as `canvas` stands now. name: what it shows."""
        matrix = canvas.getTotalMatrix()
        x = round(matrix.getTranslateX() * _FINE)
        y = round(matrix.getTranslateY() * _FINE)
        shape = (matrix.getScaleX(), matrix.getSkewX(), matrix.getSkewY(), matrix.getScaleY())
        key = (*name, *(round(value, 5) for value in shape), x % _FINE, y % _FINE)
        stamp = self._kept.get(key)
        if stamp is None:
            stamp = _painted(picture, matrix, (x % _FINE) / _FINE, (y % _FINE) / _FINE)
            self._kept[key] = stamp
            if len(self._kept) > _LIMIT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        image, left, top = stamp
        canvas.save()
        canvas.resetMatrix()
        canvas.drawImage(image, x // _FINE + left, y // _FINE + top)
        canvas.restore()


def _painted(picture: skia.Picture, matrix: skia.Matrix, x: float, y: float) -> _Stamp:
    """The picture trimmed to its ink, and its corner from the whole pixel of its origin."""
    moved = skia.Matrix.MakeAll(
        matrix.getScaleX(), matrix.getSkewX(), x, matrix.getSkewY(), matrix.getScaleY(), y, 0, 0, 1
    )
    room = moved.mapRect(_ROOM)
    left = max(-CANVAS_W, math.floor(room.left()))
    top = max(-CANVAS_H, math.floor(room.top()))
    right = min(CANVAS_W, math.ceil(room.right()))
    bottom = min(CANVAS_H, math.ceil(room.bottom()))
    surface, pixels = blank(right - left, bottom - top)
    with surface as canvas:
        canvas.translate(-left, -top)
        canvas.concat(moved)
        canvas.drawPicture(picture)
    surface.flushAndSubmit()
    ink = cv2.boundingRect(np.ascontiguousarray(pixels[..., 3]))
    column, row, width, height = ink if ink[2] else (0, 0, 1, 1)
    image = surface.makeImageSnapshot(skia.IRect.MakeXYWH(column, row, width, height))
    return image, left + column, top + row
