"""Drawing on the film's canvas: tight pictures in place, and the plate's light on them.

Pictures are premultiplied BGRA in the native byte order of skia, whose fast path this is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from engine.artist.comic.ink import WHITE, Light, mix
from engine.artist.types import CANVAS_H, CANVAS_W, FRAME_H, FRAME_W, Cel, Picture

Box = tuple[int, int, int, int]
"""left, top, right, bottom on the canvas."""

LEFT, TOP = (CANVAS_W - FRAME_W) // 2, (CANVAS_H - FRAME_H) // 2
WHOLE: Box = (0, 0, CANVAS_W, CANVAS_H)
RIM_PX = 7.0
_COARSE = 16


def blank(width: int, height: int) -> tuple[skia.Surface, Picture]:
    """A surface over an empty picture; keep the picture as long as the surface is drawn on."""
    picture = np.zeros((height, width, 4), np.uint8)
    info = skia.ImageInfo.MakeN32Premul(width, height)
    surface = skia.Surface.MakeRasterDirect(info, picture, width * 4)
    return surface, picture


def drawn(box: Box, paint: Callable[[skia.Canvas], None]) -> Picture:
    """What `paint` draws in canvas coordinates, cut to `box`."""
    surface, picture = blank(box[2] - box[0], box[3] - box[1])
    with surface as canvas:
        canvas.translate(-box[0], -box[1])
        paint(canvas)
    surface.flushAndSubmit()
    return picture


def inked(paint: Callable[[skia.Canvas], None]) -> tuple[Picture, Box]:
    """What `paint` draws on the canvas, cut to an even box around its ink, and that box.

    It is painted once, on the whole canvas: finding the box on a small drawing first would take
    all of the geometry twice.
    """
    picture = drawn(WHOLE, paint)
    x, y, w, h = cv2.boundingRect(cv2.extractChannel(picture, 3))
    if not w or not h:
        return np.zeros((2, 2, 4), np.uint8), (0, 0, 2, 2)
    left, top = x & ~1, y & ~1
    right, bottom = min(CANVAS_W, (x + w + 1) & ~1), min(CANVAS_H, (y + h + 1) & ~1)
    return picture[top:bottom, left:right].copy(), (left, top, right, bottom)


def shifted(picture: Picture, box: Box, dx: int) -> Cel:
    """A cel moved sideways by an even number of pixels and cut to the canvas."""
    left, right = box[0] + dx, box[2] + dx
    cut_left, cut_right = max(0, -left), max(0, right - CANVAS_W)
    if cut_left + cut_right >= box[2] - box[0]:
        return Cel(np.zeros((2, 2, 4), np.uint8), 0, 0)
    kept = picture[:, cut_left : picture.shape[1] - cut_right]
    return Cel(np.ascontiguousarray(kept), left + cut_left, box[1])


def lit(picture: Picture, box: Box, light: Light, centre_x: float, centre_y: float) -> Picture:
    """The drawing in the plate's light: ambient, falloff to the dark side and the feet, and a rim.

    Multiplication and one addition only, so premultiplied pictures stay premultiplied.
    """
    gains = _gains(box, light, centre_x, centre_y)
    # channels are taken apart and joined by OpenCV: numpy's strided copies take ten times as long
    alpha = cast("NDArray[np.uint8]", cv2.extractChannel(picture, 3))
    colour = cv2.multiply(cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR), gains, dtype=cv2.CV_8U)
    cv2.add(colour, _rim(alpha, light), dst=colour)
    cv2.min(colour, cv2.merge([alpha, alpha, alpha]), dst=colour)
    found = cv2.cvtColor(colour, cv2.COLOR_BGR2BGRA)
    return cast("Picture", cv2.insertChannel(alpha, found, 3))


def _gains(box: Box, light: Light, centre_x: float, centre_y: float) -> NDArray[np.float32]:
    width, height = box[2] - box[0], box[3] - box[1]
    columns, rows = max(2, width // _COARSE), max(2, height // _COARSE)
    x = (np.linspace(box[0], box[2], columns, dtype=np.float32) - centre_x) / FRAME_W
    y = (np.linspace(box[1], box[3], rows, dtype=np.float32) - TOP) / FRAME_H
    side = 1.0 if light.x > 0 else -1.0
    dark = np.array(mix(light.shadow, (40, 30, 70), 0.35)[::-1], np.float32) / 255
    ambient = np.array(mix(light.ambient, WHITE, 0.45)[::-1], np.float32) / 255
    key = np.array(light.key[::-1], np.float32) / 255
    across = np.clip(0.5 - side * x / 0.8, 0, 1)[None, :, None] * 0.24
    down = np.clip((y - 0.45) / 0.55, 0, 1)[:, None, None] * 0.32
    head = (centre_y - TOP) / FRAME_H
    near = ((x - side * 0.22)[None, :] ** 2 + ((y - head)[:, None] * 1.6) ** 2) / 0.18
    glow = np.exp(-near)[..., None] * 0.16 * key
    shade = 1 - np.clip(across + down, 0, 0.5) * (1 - dark)
    coarse = ambient * shade + glow
    return cast(
        "NDArray[np.float32]",
        cv2.resize(coarse.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR),
    )


def _rim(alpha: NDArray[np.uint8], light: Light) -> NDArray[np.uint8]:
    """Light along the edge that faces the rim lamp: the silhouette without its shifted copy."""
    shift = [[1, 0, -light.rim_x * RIM_PX], [0, 1, -light.rim_y * RIM_PX]]
    move = np.array(shift, np.float32)
    size = (alpha.shape[1], alpha.shape[0])
    copy = cv2.warpAffine(alpha, move, size, flags=cv2.INTER_NEAREST)
    edge = cv2.subtract(alpha, copy)
    power = light.rim_power * 0.5
    channels = [cv2.convertScaleAbs(edge, alpha=power * level / 255) for level in light.rim[::-1]]
    return cast("NDArray[np.uint8]", cv2.merge(channels))
