"""An artist whose figures were drawn before filming: placed, lit and given a face frame by frame.

Drawings stand where the comic artist would put the same figure, so exchanging one for the other
moves no cut. A drawing has one turn, one pose and the head held straight: `tilt` and `gaze` of a
face are not drawn, lids are open or shut, and a comic figure's turn is rounded to the view's. What
has no drawing is drawn by the comic artist. No model is loaded here.
"""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar, cast

import cv2
import numpy as np

from engine.artist.comic.artist import ComicArtist, light_of, middle_of, scale_of
from engine.artist.comic.raster import LEFT, RIM_PX, TOP, Box, lit, shifted
from engine.artist.comic.skull import NOSE_Y
from engine.artist.drawing import Drawing, Expression, load_drawing, load_expression
from engine.artist.guide import Mask, Placement, softened
from engine.artist.types import (
    CANVAS_H,
    CANVAS_W,
    FRAME_H,
    FRAME_W,
    Cel,
    FaceState,
    FigureSpec,
    Picture,
    PlateLayers,
    PropSpec,
    SetSpec,
)
from engine.artist.views import face_of, mouth_of, view_of
from engine.series.document import Look

DrawnView = tuple[Look, str, str, str, Path, Mapping[str, Path]]
"""look, gender, age, name of the view, file of the drawing, files of its faces by family."""

T = TypeVar("T")

_PLACED_BYTES, _READ_FILES = 120 << 20, 12
_LIDS_Y, _LIDS_FADE = NOSE_Y - 18.0, 10.0  # above it a blink's eyes, below the mouth that speaks
_EDGE = 3.0  # pixels of the drawing's own outline that no face covers
_RIM_ROOM = 2 * round(RIM_PX / 2 + 1)


@dataclass(frozen=True, slots=True)
class _Known:
    """One drawing with its faces, by family."""

    drawing: Path
    faces: Mapping[str, Path]


class DrawnArtist:
    """Figures from drawings; everything else as the comic artist does it."""

    name = "sdxl"

    def __init__(self, comic: ComicArtist, drawings: Sequence[DrawnView]) -> None:
        self._comic = comic
        self._known = {
            (look, gender, age, view): _Known(path, dict(faces))
            for look, gender, age, view, path, faces in drawings
        }
        self.version = _version(comic, drawings)
        self._drawings: OrderedDict[Path, Drawing] = OrderedDict()
        self._expressions: OrderedDict[Path, Expression] = OrderedDict()
        self._placed: OrderedDict[tuple[object, ...], tuple[Picture, Box]] = OrderedDict()
        self._held = 0

    def plate(self, spec: SetSpec) -> PlateLayers:
        """As the comic artist: a painted plate is a file and does not come from here."""
        return self._comic.plate(spec)

    def lowered(self, spec: FigureSpec) -> int:
        """As the comic artist: drawings stand where its figures would."""
        return self._comic.lowered(spec)

    def prop(self, spec: PropSpec) -> Cel:
        """As the comic artist."""
        return self._comic.prop(spec)

    def overlay(self, kind: str, phase: int, wash: str, seed: int) -> Picture:
        """As the comic artist. Raises MakeError for an unknown kind."""
        return self._comic.overlay(kind, phase, wash, seed)

    def body(self, spec: FigureSpec) -> Cel:
        """The whole drawing with its calm face, in the light of the plate."""
        known = self._find(spec)
        if known is None:
            return self._comic.body(spec)
        picture, box = self._base(known, spec)
        return shifted(_lit(picture, box, spec), box, _step(spec))

    def head(self, spec: FigureSpec, state: FaceState) -> Cel:
        """The face alone, to be laid over `body` of the same spec; nothing from behind."""
        known = self._find(spec)
        if known is None:
            return self._comic.head(spec, state)
        file = known.faces.get(face_of(state), known.faces.get("calm"))
        if spec.back or file is None:
            return Cel(np.zeros((2, 2, 4), np.uint8), 0, 0)
        face, box = self._face(known, file, mouth_of(state), spec, blink=state.lids == 2)
        return shifted(face, box, _step(spec))

    def _find(self, spec: FigureSpec) -> _Known | None:
        view = view_of(spec.framing, spec.yaw, spec.pose, back=spec.back)
        return self._known.get((spec.look, spec.gender, spec.age, view.name))

    def _base(self, known: _Known, spec: FigureSpec) -> tuple[Picture, Box]:
        """The drawing in the middle of the frame, in neutral light."""
        key = (known.drawing, spec.framing, spec.back)
        found = self._placed.get(key)
        if found is None:
            drawing = _recent(self._drawings, known.drawing, load_drawing)
            box = _box(drawing.place, spec)
            placed = _warped(drawing.picture, drawing.place, spec, box)
            found = self._keep(key, *_trimmed(placed, box))
        self._placed.move_to_end(key)
        return found

    def _face(
        self, known: _Known, file: Path, mouth: str, spec: FigureSpec, *, blink: bool
    ) -> tuple[Picture, Box]:
        """One face in the light of its plate, premultiplied with its share of the drawing."""
        key = (file, mouth, blink, spec.framing, spec.light)
        found = self._placed.get(key)
        if found is None:
            expression = _recent(self._expressions, file, load_expression)
            patch = _blinking(expression, mouth) if blink else expression.faces[mouth]
            picture, whole = self._base(known, spec)
            box = _meet(_box(expression.place, spec), whole)
            over, box = _trimmed(_warped(patch, expression.place, spec, box), box)
            found = self._keep(key, _lit_face(picture, whole, over, box, spec), box)
        self._placed.move_to_end(key)
        return found

    def _keep(self, key: tuple[object, ...], picture: Picture, box: Box) -> tuple[Picture, Box]:
        self._placed[key] = picture, box
        self._held += picture.nbytes
        while self._held > _PLACED_BYTES and len(self._placed) > 1:
            _, (old, _) = self._placed.popitem(last=False)
            self._held -= old.nbytes
        return picture, box


def _version(comic: ComicArtist, drawings: Sequence[DrawnView]) -> str:
    """What the drawings are, not where: files of a media store are named by their content."""
    found = hashlib.sha256(comic.version.encode())
    for look, gender, age, view, path, faces in drawings:
        found.update(repr((look, gender, age, view)).encode())
        for name, file in (("", path), *sorted(faces.items())):
            found.update(f"{name}={_content(file)};".encode())
    return found.hexdigest()[:24]


def _content(path: Path) -> str:
    if re.fullmatch(r"[0-9a-f]{64}", path.name):
        return path.name
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _recent(kept: OrderedDict[Path, T], path: Path, read: Callable[[Path], T]) -> T:
    if path not in kept:
        kept[path] = read(path)
        if len(kept) > _READ_FILES:
            kept.popitem(last=False)
    kept.move_to_end(path)
    return kept[path]


def _origin(spec: FigureSpec) -> tuple[float, float]:
    """The head's centre on the canvas, for a figure in the middle of the frame."""
    return LEFT + FRAME_W / 2, TOP + middle_of(spec) * FRAME_H


def _box(place: Placement, spec: FigureSpec) -> Box:
    """The even box on the canvas that a window covers."""
    (x, y), scale = _origin(spec), scale_of(spec)
    left, top = int(x + place.left * scale) & ~1, int(y + place.top * scale) & ~1
    right = int(x + (place.left + place.width / place.scale) * scale + 2) & ~1
    bottom = int(y + (place.top + place.height / place.scale) * scale + 2) & ~1
    return _meet((left, top, right, bottom), (0, 0, CANVAS_W & ~1, CANVAS_H & ~1))


def _meet(a: Box, b: Box) -> Box:
    left, top = max(a[0], b[0]), max(a[1], b[1])
    return left, top, max(left + 2, min(a[2], b[2])), max(top + 2, min(a[3], b[3]))


def _warped(picture: Picture, place: Placement, spec: FigureSpec, box: Box) -> Picture:
    """A window's picture as it lies in `box` of the canvas, still premultiplied."""
    (x, y), factor = _origin(spec), scale_of(spec) / place.scale
    if factor < 0.6:  # cubic interpolation alone would skip lines
        size = round(place.width * factor), round(place.height * factor)
        picture = cast("Picture", cv2.resize(picture, size, interpolation=cv2.INTER_AREA))
        factor = 1.0
    left, top = x + place.left * scale_of(spec) - box[0], y + place.top * scale_of(spec) - box[1]
    half = (factor - 1) / 2  # pixels are measured from their middles
    move = np.array([[factor, 0, left + half], [0, factor, top + half]])
    size = box[2] - box[0], box[3] - box[1]
    moved = cv2.warpAffine(picture, move, size, flags=cv2.INTER_CUBIC)
    alpha = moved[..., 3]
    cv2.min(moved, cv2.merge([alpha, alpha, alpha, alpha]), dst=moved)
    return cast("Picture", moved)


def _trimmed(picture: Picture, box: Box) -> tuple[Picture, Box]:
    """Without empty margins; what is left has even sides."""
    x, y, width, height = cv2.boundingRect(np.ascontiguousarray(picture[..., 3]))
    inner = box[0] + (x & ~1), box[1] + (y & ~1), box[0] + x + width + 1, box[1] + y + height + 1
    tight = _meet((inner[0], inner[1], inner[2] & ~1, inner[3] & ~1), box)
    return np.ascontiguousarray(_crop(picture, box, tight)), tight


def _step(spec: FigureSpec) -> int:
    return round((spec.x - 50) / 200 * FRAME_W) * 2


def _lit(picture: Picture, box: Box, spec: FigureSpec) -> Picture:
    x, y = _origin(spec)
    return lit(picture, box, light_of(spec.light), x, y)


def _lit_face(base: Picture, whole: Box, over: Picture, box: Box, spec: FigureSpec) -> Picture:
    """The drawing with the face laid over it is lit, and only the face is kept of that."""
    room = _meet(
        (box[0] - _RIM_ROOM, box[1] - _RIM_ROOM, box[2] + _RIM_ROOM, box[3] + _RIM_ROOM), whole
    )
    page = _crop(base, whole, room).copy()
    share = _inside(over, _crop(base, whole, box))
    inner = _crop(page, room, box)
    inner[:] = _laid(inner, over, share)
    shone = _crop(_lit(page, room, spec), room, box).astype(np.float32)
    done = np.concatenate((shone[..., :3] * share, 255 * share), axis=2)
    return np.round(done).astype(np.uint8)


def _inside(over: Picture, base: Picture) -> Mask:
    """How much of the drawing a face covers, shape (h, w, 1): never its outermost pixels.

    Nor any that are not opaque: what is laid over those would make them more so.
    """
    alpha = np.ascontiguousarray(base[..., 3])
    solid = cv2.threshold(alpha, 254, 255, cv2.THRESH_BINARY)[1]
    inner = softened(cast("Picture", solid), _EDGE)
    return cast("Mask", np.minimum(over[..., 3] / np.float32(255), inner)[..., None])


def _laid(base: Picture, over: Picture, share: Mask) -> Picture:
    """The face over the drawing. over is premultiplied with its own alpha, at least `share`."""
    own = np.maximum(over[..., 3:], 1).astype(np.float32) / 255
    colour = over[..., :3] / own * share + base[..., :3] * (1 - share)
    return np.concatenate(
        (np.clip(np.round(colour), 0, 255).astype(np.uint8), base[..., 3:]), axis=2
    )


def _crop(picture: Picture, whole: Box, part: Box) -> Picture:
    rows = slice(part[1] - whole[1], part[3] - whole[1])
    return picture[rows, part[0] - whole[0] : part[2] - whole[0]]


def _blinking(expression: Expression, mouth: str) -> Picture:
    """Shut eyes over a mouth that goes on speaking."""
    place = expression.place
    y = np.arange(place.height, dtype=np.float32) / place.scale + place.top
    below = np.clip((y - _LIDS_Y) / _LIDS_FADE, 0, 1)[:, None, None]
    eyes, rest = expression.faces["blink"], expression.faces[mouth]
    return cast("Picture", np.round(eyes * (1 - below) + rest * below).astype(np.uint8))
