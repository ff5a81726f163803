"""Comic devices over the whole frame: lines, weather, light. Moving ones have four phases."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import skia

from engine.artist.comic import devices, weather
from engine.artist.comic.ink import INK, RGB, WHITE, Art
from engine.artist.comic.raster import blank
from engine.artist.types import FRAME_H, FRAME_W, Picture
from engine.base.errors import MakeError

_WARM: RGB = (255, 240, 220)
_AURA: Mapping[str, RGB] = {
    "angry": (255, 90, 60),
    "afraid": (120, 90, 220),
    "cold": (120, 190, 255),
}


def overlay(kind: str, phase: int, wash: str, seed: int) -> Picture:
    """Draw a device. phase: 0 to 3. Raises MakeError for an unknown kind."""
    if kind not in _DEVICES:
        raise MakeError("no-device", f"There is no device {kind!r}.", f"Use {', '.join(_DEVICES)}.")
    surface, picture = blank(FRAME_W, FRAME_H)
    with surface as canvas:
        _DEVICES[kind](Art(canvas), seed * 31 + phase % 4, wash)
    surface.flushAndSubmit()
    return picture


def _dim(art: Art, seed: int, wash: str) -> None:
    art.c.drawPaint(skia.Paint(Color=skia.ColorSetARGB(110, 8, 6, 20)))


_Draw = Callable[[Art, int, str], None]
_DEVICES: Mapping[str, _Draw] = {
    "focus": lambda a, s, w: devices.focus_lines(
        a, FRAME_W / 2, FRAME_H * 0.40, 470, WHITE if w in ("afraid", "grave") else INK, 110, s, 0.7
    ),
    "speed": lambda a, s, w: devices.speed_lines(a, -24, _WARM, 60, s, 0.6),
    "flash": lambda a, s, w: devices.impact_flash(a, FRAME_W / 2, FRAME_H * 0.42, 560, s),
    "gloom": lambda a, s, w: devices.gloom_lines(a, seed=s),
    "aura": lambda a, s, w: devices.aura(
        a, FRAME_W / 2, FRAME_H * 0.42, _AURA.get(w, (180, 210, 255)), s
    ),
    "halftone": lambda a, s, w: devices.halftone(a),
    "sparkles": lambda a, s, w: devices.sparkles(a, 26, s),
    "bokeh": lambda a, s, w: devices.bokeh(a, 22, s),
    "petals": lambda a, s, w: weather.petals(a, s),
    "leaves": lambda a, s, w: weather.leaves(a, s),
    "snow": lambda a, s, w: weather.snow(a, s),
    "rain": lambda a, s, w: weather.rain(a, s),
    "embers": lambda a, s, w: weather.embers(a, s),
    "dust": lambda a, s, w: weather.dust(a, s),
    "fireflies": lambda a, s, w: weather.fireflies(a, s),
    "vignette": lambda a, s, w: devices.vignette(a, (14, 8, 26), 0.7),
    "dim": _dim,
}
