"""What a painter draws over: the comic artist's figure in one view, its ink, where its face is.

Everything is in neutral light and in a window of the size that the painter paints. `Placement` says
where such a window lies in head units (`comic.artist.HEAD` of them from crown to chin), measured
from the head's centre: with it a painting is put into any framing exactly where the comic figure
would stand.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import cast

import cv2
import numpy as np
import skia
from numpy.typing import NDArray

from engine.artist.comic.acting import expression_of
from engine.artist.comic.body import Figure
from engine.artist.comic.design import design
from engine.artist.comic.head import HeadDrawer
from engine.artist.comic.ink import NEUTRAL, Art
from engine.artist.comic.poses import POSES
from engine.artist.comic.raster import blank
from engine.artist.comic.skull import HeadView, Skull
from engine.artist.comic.spec import CALM, Expression
from engine.artist.types import FaceState, Picture
from engine.artist.views import NEAR, PLAYED, View
from engine.series.document import Look

Mask = NDArray[np.float32]
"""Shares from 0 to 1, shape (height, width)."""

NEAR_SIZE, FAR_SIZE = (832, 1216), (640, 1536)
"""Sizes that SDXL was trained on: head and shoulders, a whole figure. About one megapixel each."""

TILE = 512
"""Pixels of one face; four of them are painted as one picture of 1024 x 1024."""

_REACH = {"near": 625.0, "far": 1e4, "back": 935.0}
"""How far down, in head units, any framing that the view serves can show."""

_MARGIN = 14.0  # head units of ground around a figure
_BODIES = 24  # a batch of faces and what comes next
_PROBE, _ROOM = 0.25, (-700.0, -330.0, 700.0, 1800.0)
_WEIGHT = {"near": 0.9, "far": 1.35, "back": 1.0}
_BROWS_Y = -52.0  # the face that changes begins above the brows
_JAW_ROOM, _SIDE_ROOM = 12.0, 3.0
_TILE_ROOM = 1.32
_VISEMES = {"shut": ("M", 0), "half": ("E", 0), "open": ("A", 0), "blink": ("M", 2)}


@dataclass(frozen=True, slots=True)
class Person:
    """As much of a cast member as a drawing needs."""

    look: Look
    gender: str
    age: str


@dataclass(frozen=True, slots=True)
class Placement:
    """A window on a figure. left, top: its corner in head units; scale: its pixels a head unit."""

    width: int
    height: int
    left: float
    top: float
    scale: float


class Guide:
    """Draws what painters paint over. Keeps recorded heads and bodies: of one view all faces are
    asked for, and a body takes most of the time of a figure."""

    def __init__(self) -> None:
        self._heads = HeadDrawer()
        self._bodies: OrderedDict[tuple[Person, View], skia.Picture] = OrderedDict()

    def window(self, who: Person, view: View) -> Placement:
        """The window that holds all of a figure that its view can show, as large as it can be."""
        left, top, right, bottom = self._bounds(who, view)
        bottom = min(bottom, _REACH[reach(view)])
        wide, tall = right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN
        sizes = (NEAR_SIZE,) if reach(view) != "far" else (FAR_SIZE, NEAR_SIZE)
        width, height = max(sizes, key=lambda s: min(s[0] / wide, s[1] / tall))
        scale = min(width / wide, height / tall)
        cut = bottom == _REACH[reach(view)]  # a cut figure goes on to the window's lower edge
        low = bottom if cut else bottom + _MARGIN
        return Placement(
            width, height, (left + right) / 2 - width / scale / 2, low - height / scale, scale
        )

    def face_window(self, who: Person, view: View) -> Placement:
        """The square around the face, `TILE` pixels wide."""
        points = self._face(who, view)
        (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
        side = max(right - left, bottom - top) * _TILE_ROOM
        x, y = (left + right) / 2 - side / 2, (top + bottom) / 2 - side / 2
        return Placement(TILE, TILE, float(x), float(y), TILE / float(side))

    def figure(
        self, who: Person, view: View, place: Placement, face: Expression | None = None
    ) -> Picture:
        """The comic figure on nothing, premultiplied BGRA; face None for the calm one."""
        drawn = face or calm()
        return _painted(place, lambda canvas: self._draw(canvas, who, view, drawn))

    def face_mask(self, who: Person, view: View, place: Placement, feather: float = 5.0) -> Mask:
        """1 where the face may change, 0 elsewhere, with a soft edge `feather` head units wide."""
        points = (self._face(who, view) - (place.left, place.top)) * place.scale
        mask = np.zeros((place.height, place.width), np.uint8)
        cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
        return softened(mask, feather * place.scale)

    def _bounds(self, who: Person, view: View) -> tuple[float, float, float, float]:
        left, top, right, bottom = _ROOM
        room = Placement(
            round((right - left) * _PROBE), round((bottom - top) * _PROBE), left, top, _PROBE
        )
        alpha = self.figure(who, view, room)[..., 3]
        x, y, w, h = cv2.boundingRect(np.ascontiguousarray(alpha))
        return left + x / _PROBE, top + y / _PROBE, left + (x + w) / _PROBE, top + (y + h) / _PROBE

    def _draw(self, canvas: skia.Canvas, who: Person, view: View, face: Expression) -> None:
        canvas.drawPicture(self._body(who, view))
        pose = POSES.get(view.pose, POSES["stand"])
        if not view.back and not pose.turned:
            character = design(who.look, who.gender, who.age)
            self._heads.draw(canvas, character, face, view.yaw / 100, _WEIGHT[reach(view)])

    def _body(self, who: Person, view: View) -> skia.Picture:
        """All of a figure that does not change with the face, recorded in head units."""
        known = self._bodies.pop((who, view), None)
        if known is None:
            left, top, right, bottom = _ROOM
            recorder = skia.PictureRecorder()
            canvas = recorder.beginRecording(skia.Rect(left, top, right, bottom))
            character = design(who.look, who.gender, who.age)
            pose = view.pose if view.pose in POSES else "stand"
            art = Art(canvas, NEUTRAL, _WEIGHT[reach(view)])
            figure = Figure(art, character, CALM, view.yaw / 100, pose, back=view.back)
            figure.draw_body()
            if figure.back:
                figure.head()
            known = recorder.finishRecordingAsPicture()
        self._bodies[who, view] = known
        if len(self._bodies) > _BODIES:
            self._bodies.popitem(last=False)
        return known

    def _face(self, who: Person, view: View) -> NDArray[np.float64]:
        """The outline of what changes with the face, in head units, shape (n, 2)."""
        character = design(who.look, who.gender, who.age)
        art = Art(skia.PictureRecorder().beginRecording(skia.Rect(1, 1)))
        wide = replace(calm(), mouth_open=0.75)
        points = Skull(art, character, wide, HeadView(view.yaw / 100)).contour()
        middle = points.mean(axis=0)
        away = points - middle
        grown = points + away / np.maximum(np.abs(away).max(axis=0), 1) * _SIDE_ROOM
        grown[:, 1] = np.maximum(grown[:, 1], _BROWS_Y)
        low = grown[:, 1] > middle[1] + 20
        grown[low, 1] += _JAW_ROOM * (grown[low, 1] - middle[1] - 20) / 60
        return np.asarray(grown, np.float64)


def reach(view: View) -> str:
    """Which window a view has: near, far or back."""
    if view.back:
        return "back"
    return "near" if view.framing in NEAR else "far"


def calm() -> Expression:
    """The face that a base drawing has: calm, mouth shut."""
    return expression_of(FaceState("calm", 4, "M"))


def part_face(family: str, part: str) -> Expression:
    """A face of a family with one of `FACE_PARTS`; the head stays where the base drawing has it.

    Marks that lie partly outside the face (sweat, a vein, gloom) are left out: they would be cut.
    """
    viseme, lids = _VISEMES[part]
    state = FaceState(PLAYED[family], 4, viseme, lids)
    base = calm()
    return replace(
        expression_of(state), roll=base.roll, pitch=base.pitch, sweat=0.0, vein=0.0, gloom=0.0
    )


def softened(mask: NDArray[np.uint8], feather: float) -> Mask:
    """A hard mask (0 or 255) with an edge that falls to 0 inside it over `feather` pixels."""
    if feather < 1:
        return cast("Mask", (mask > 127).astype(np.float32))
    edged = cv2.copyMakeBorder((mask > 127).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_CONSTANT)
    depth = cv2.distanceTransform(edged, cv2.DIST_L2, 3)[1:-1, 1:-1]
    share = np.clip((depth - 0.5) / feather, 0, 1)
    return cast("Mask", (share * share * (3 - 2 * share)).astype(np.float32))


def _painted(place: Placement, paint: Callable[[skia.Canvas], None]) -> Picture:
    surface, picture = blank(place.width, place.height)
    with surface as canvas:
        canvas.scale(place.scale, place.scale)
        canvas.translate(-place.left, -place.top)
        paint(canvas)
    surface.flushAndSubmit()
    return picture
