"""The hours of a day and the moods of a place: colours of sky and lamp, and light inside rooms.

Colours and arithmetic only; which place has which lamps is the plates' business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import skia

from engine.artist.comic.ink import RGB, WHITE, Art, col, mix
from engine.artist.comic.raster import blank
from engine.artist.types import Glow, Picture


@dataclass(frozen=True)
class Sky:
    top: RGB
    mid: RGB
    low: RGB
    ambient: RGB
    key: RGB
    rim: RGB
    glass: RGB  # colour of lit windows
    dark: float  # 0 day .. 1 night


TIMES: dict[str, Sky] = {
    "day": Sky((92, 158, 226), (158, 206, 244), (232, 244, 252), (250, 248, 250),
               (255, 250, 236), (255, 252, 240), (206, 226, 244), 0),
    "dawn": Sky((112, 130, 196), (226, 172, 190), (255, 222, 184), (246, 226, 228),
                (255, 224, 196), (255, 216, 180), (255, 226, 180), 0.25),
    "dusk": Sky((64, 56, 128), (206, 92, 118), (255, 178, 104), (236, 200, 206),
                (255, 190, 130), (255, 170, 96), (255, 214, 140), 0.45),
    "night": Sky((12, 16, 44), (28, 36, 88), (74, 62, 128), (176, 182, 226),
                 (190, 206, 255), (140, 190, 255), (255, 220, 140), 1),
}  # fmt: skip
MOODS: dict[str, tuple[RGB, float]] = {
    "neutral": ((255, 255, 255), 0),
    "warm": ((255, 206, 150), 0.16),
    "cold": ((130, 170, 235), 0.20),
    "tense": ((150, 40, 60), 0.20),
    "tender": ((255, 180, 196), 0.18),
    "eerie": ((90, 170, 130), 0.18),
}


INDOORS: dict[str, RGB] = {
    "day": (255, 255, 255), "dawn": (226, 204, 214), "dusk": (216, 168, 160),
    "night": (98, 104, 160),
}  # fmt: skip
"""What a room's colours are multiplied by when no lamp burns in it."""
LAMP_R = 1.5  # metres; what glows wider is no lamp
_POOL = 6  # lamplight is painted at so much less than the size


def lamplight(
    size: tuple[int, int], hour: RGB, dark: float, lamps: Iterable[Glow], scale: float
) -> Picture:
    """What a room is multiplied by: the hour's colour, brightened around its lamps.

    size: of the drawing; dark: 0 day to 1 night; scale: canvas pixels a pixel of the drawing.
    """
    small, picture = blank(size[0] // _POOL, size[1] // _POOL)
    with small as canvas:
        canvas.clear(col(hour))
        canvas.scale(1 / _POOL, 1 / _POOL)
        pools = Art(canvas)
        for g in lamps:
            x, y, r = g.x / scale, g.y / scale, g.r / scale
            warm, k = mix(g.colour, WHITE, 0.4), min(0.6, 0.3 + 0.45 * dark)
            pools.glow(x, y, max(340.0, 3.4 * r), warm, k, 1.15, skia.BlendMode.kScreen)
    small.flushAndSubmit()
    return picture


def shine(picture: Picture, light: Picture) -> None:
    """Multiply a layer by a `lamplight`, in place; what is empty stays empty."""
    size = picture.shape[1], picture.shape[0]
    large = cv2.resize(light, size, interpolation=cv2.INTER_LINEAR)
    cv2.multiply(picture, large, dst=picture, scale=1 / 255)
