"""The cover of an episode: its subject large, the title in display type, the AI label small.

A picture for a feed of thumbnails: few things, high contrast, readable at a tenth of its size.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import skia

from engine.artist.types import FRAME_H, FRAME_W, Artist, PlateLayers
from engine.base.errors import MakeError
from engine.base.fs import write_atomic
from engine.editor.types import Camera, Cut, Figure
from engine.film.cache import PlaneCache
from engine.film.cards import GOLD
from engine.film.pictures import Bgr, frame_picture
from engine.film.text import Paragraph, Run, Sheet, Style, balanced
from engine.series.document import CastMember

_QUALITY = 90
_MARGIN = 70
INK = (12, 8, 22)


def draw_cover(
    plate: PlateLayers,
    plate_key: str,
    figure: Figure,
    cast: Mapping[str, CastMember],
    artist: Artist,
    cache: PlaneCache,
    *,
    title: str,
    number: int,
    series: str,
    label: str,
    wash: str,
    out: Path,
) -> int:
    """Write a 1080 x 1920 JPEG to `out`; returns its size in bytes.

    figure: the subject; the first of its faces is drawn. label: the AI label, "" for none.

    Raises:
        MakeError: the subject is not in the cast. EnvironmentFault: a letter has no font.
    """
    cut = Cut(
        id="cover",
        shot="cover",
        place="",
        frames=1,
        figures=(figure,),
        camera=Camera(zoom_from=1040, zoom_to=1040),
        wash=wash,
    )
    picture = frame_picture(cut, 0, plate, plate_key, cast, artist, cache)
    over(picture, _lettering(title, number, series, label))
    done, data = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])
    if not done:
        raise MakeError("cover", f"The cover {out.name} could not be encoded.")
    write_atomic(out, data.tobytes())
    return len(data)


def over(picture: Bgr, sheet: Sheet) -> None:
    """Blend a sheet of the frame's size onto the picture, in place."""
    alpha = sheet.picture[..., 3:].astype(np.float32) / 255
    mixed = sheet.picture[..., :3] + picture * (1 - alpha)
    picture[:] = np.clip(mixed + 0.5, 0, 255)


def _lettering(title: str, number: int, series: str, label: str) -> Sheet:
    sheet = Sheet(FRAME_W, FRAME_H)
    shade(sheet.canvas, FRAME_H * 0.52, FRAME_H, 235)
    shade(sheet.canvas, 330, 0, 130)
    width = FRAME_W - 2 * _MARGIN
    size = next(s for s in (150, 132, 114, 98, 84, 70) if s == 70 or fits(title, s, width))
    style = Style(size, outline=7, ink=INK, serif=True, align="left", line=112, shadow=16)
    body = balanced([Run(title)], style, width)
    top = FRAME_H - 190 - body.height
    body.paint(sheet.canvas, _MARGIN, top)
    _number(sheet.canvas, number, top - 150)
    if series != title:
        small = Style(46, outline=4, ink=INK, align="left", line=112, tracking=1)
        laid = Paragraph([Run(series, GOLD)], small, width)
        if laid.lines == 1:
            laid.paint(sheet.canvas, _MARGIN, FRAME_H - 160)
    if label:
        mark = Paragraph([Run(label)], Style(40, outline=3, ink=INK, align="right"), width)
        mark.paint(sheet.canvas, _MARGIN, 70)
    return sheet


def fits(title: str, size: int, width: int) -> bool:
    laid = Paragraph([Run(title)], Style(size, serif=True, line=112), width)
    return laid.lines <= 2 and laid.widest_word <= width


def _number(canvas: skia.Canvas, number: int, y: float) -> None:
    """The episode's number on a slanted gold plate."""
    laid = Paragraph([Run(str(number), INK)], Style(88, align="left", line=100), 300)
    right = _MARGIN + laid.longest + 64
    plate = skia.Path()
    corners = [(_MARGIN + 18, y), (right + 18, y), (right, y + 116), (_MARGIN, y + 116)]
    plate.addPoly([skia.Point(*c) for c in corners], True)
    canvas.drawPath(plate, skia.Paint(AntiAlias=True, Color=skia.ColorSetRGB(*GOLD)))
    laid.paint(canvas, _MARGIN + 40, y + 12)


def shade(canvas: skia.Canvas, clear: float, dark: float, alpha: int) -> None:
    """Darken from nothing at height `clear` to `alpha` at height `dark`."""
    shader = skia.GradientShader.MakeLinear(
        [skia.Point(0, clear), skia.Point(0, dark)],
        [skia.ColorSetARGB(0, *INK), skia.ColorSetARGB(alpha, *INK)],
    )
    box = skia.Rect.MakeLTRB(0, min(clear, dark), FRAME_W, max(clear, dark))
    canvas.drawRect(box, skia.Paint(Shader=shader))
