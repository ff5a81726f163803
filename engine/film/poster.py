"""The season's poster: its people against its place, the title large, safe for every crop.

Feeds and shops cut posters to 1:1, 2:3 and 3:4 around the middle. Faces and title therefore stand
inside the middle square of 1080 pixels; above and below is only what may be lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import skia

from engine.artist.types import FRAME_H, FRAME_W, Artist, FaceState, PlateLayers
from engine.editor.types import Camera, Cut, FaceKey, Figure
from engine.film.cache import PlaneCache
from engine.film.cards import GOLD
from engine.film.cover import INK, fits, over, shade
from engine.film.pictures import Bgr, frame_picture
from engine.film.text import Paragraph, Run, Sheet, Style, balanced
from engine.series.document import CastMember

SIZES: Mapping[str, tuple[int, int]] = {
    "9x16": (1080, 1920), "3x4": (1080, 1440), "1x1": (1080, 1080), "2x3": (1080, 1620),
}  # fmt: skip
"""Width and height of each crop, around the middle of the poster."""
_TITLE_FLOOR = 1412
"""Where the words end, above the label: inside the middle square, which ends at 1500."""
_STANDS = ((("contempt", 3), 26, 45), (("cold", 2), 77, -45), (("firm", 3), 51, -12))
"""Expression, place in per cent and turn of the villain, the powerful one and the hero in front."""


def draw_poster(
    plate: PlateLayers, plate_key: str, people: Sequence[CastMember], artist: Artist,
    cache: PlaneCache, *, title: str, logline: str, label: str,
) -> Bgr:  # fmt: skip
    """The poster, 1920 x 1080 x 3 (blue, green, red). people: from back to front, at most three.

    Raises:
        EnvironmentFault: a letter has no font.
    """
    stands = _STANDS[len(_STANDS) - len(people) :] if len(people) < 3 else _STANDS
    figures = tuple(
        Figure(who.id, "bust" if at == len(people) - 1 else "medium", x, yaw, "stand",
               (FaceKey(0, FaceState(*face)),))
        for at, (who, (face, x, yaw)) in enumerate(zip(people, stands, strict=True))
    )[::-1]  # the film room draws the first figure in front  # fmt: skip
    cut = Cut("poster", "poster", "", 1, figures, Camera(zoom_from=1000, zoom_to=1000))
    picture = frame_picture(
        cut, 0, plate, plate_key, {who.id: who for who in people}, artist, cache
    )
    over(picture, _lettering(title, logline, label))
    return picture


def cropped(poster: Bgr, size: tuple[int, int]) -> Bgr:
    """The middle of a poster."""
    width, height = size
    left, top = (FRAME_W - width) // 2, (FRAME_H - height) // 2
    return np.ascontiguousarray(poster[top : top + height, left : left + width])


def _lettering(title: str, logline: str, label: str) -> Sheet:
    sheet = Sheet(FRAME_W, FRAME_H)
    shade(sheet.canvas, FRAME_H * 0.50, FRAME_H * 0.80, 225)
    box = skia.Rect.MakeLTRB(0, FRAME_H * 0.80, FRAME_W, FRAME_H)
    sheet.canvas.drawRect(box, skia.Paint(Color=skia.ColorSetARGB(225, *INK)))
    shade(sheet.canvas, 640, 0, 120)
    width = FRAME_W - 140
    size = next(s for s in (168, 148, 128, 110, 92, 76, 62) if s == 62 or fits(title, s, width))
    style = Style(size, outline=8, ink=INK, serif=True, line=110, shadow=18)
    body = balanced([Run(title)], style, width)
    small = Style(38, outline=3, ink=INK, line=124)
    about = balanced([Run(logline, GOLD)], small, width) if logline else None
    if about is not None and about.lines > 2:
        about = None  # a sentence that long is no line of a poster
    floor = _TITLE_FLOOR - (about.height + 20 if about else 0)
    body.paint(sheet.canvas, (FRAME_W - body.width) / 2, floor - body.height)
    if about is not None:
        about.paint(sheet.canvas, (FRAME_W - about.width) / 2, floor + 20)
    if label:
        mark = Paragraph([Run(label)], Style(44, outline=3, ink=INK, align="right"), width)
        mark.paint(sheet.canvas, 70, 1432)
    return sheet
