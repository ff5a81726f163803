"""People as canvases, and paintings as drawings and faces. Pure but for the brush it is given.

A drawing is painted over the comic figure of its view. A face is painted on the drawing: four
close-ups of it on one sheet, so that the painter sees them together, each with the comic artist's
line art of its mouth and eyes. Only what lies in the face mask is kept of a close-up; everything
else of a person is the drawing itself, whatever the face.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.artist.cutout import GROUND, Colours, cut_out, on_ground
from engine.artist.diffusion.canvas import Canvas
from engine.artist.diffusion.prompts import faces_prompt, figure_prompt, lora_of
from engine.artist.drawing import Drawing, Expression
from engine.artist.guide import TILE, Guide, Mask, Person, Placement, part_face
from engine.artist.portrait import strokes
from engine.artist.types import Picture
from engine.artist.views import FACE_PARTS, View

_LINE = 2.3  # head units around a stroke that tell it from its surroundings
_KEEP = 0.02  # of the face mask: below it a pixel stays what it was
_RING = 9  # pixels around the mask in which the painter's tone is compared with the drawing's
_MOST_TONE = 24.0  # levels that a tone is moved by at most
_PLACES = ((0, 0), (0, TILE), (TILE, 0), (TILE, TILE))  # rows and columns on the sheet


@dataclass(frozen=True, slots=True)
class DrawingTask:
    """A person to be drawn in one view. seed: of the noise; one a person, so that views agree."""

    who: Person
    view: View
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class FaceTask:
    """A family of faces (see `views.PLAYED`) to be painted on a drawing of that view."""

    who: Person
    view: View
    face: str
    drawing: Drawing
    seed: int


class Figures:
    """Prepares canvases and finishes paintings."""

    def __init__(self, guide: Guide | None = None) -> None:
        self._guide = guide or Guide()

    def drawing_canvas(self, task: DrawingTask) -> Canvas:
        """The comic figure on an even ground."""
        place = self._guide.window(task.who, task.view)
        page = on_ground(self._guide.figure(task.who, task.view, place))
        prompt, negative = figure_prompt(task.who, task.view)
        ink = strokes(page, _sigma(place))
        return Canvas(page, ink, prompt, negative, "drawing", task.seed, lora=lora_of(task.who))

    def drawing_of(self, task: DrawingTask, painted: Colours) -> Drawing:
        """The figure cut out of what was painted."""
        place = self._guide.window(task.who, task.view)
        return Drawing(cut_out(painted, self._guide.figure(task.who, task.view, place)), place)

    def face_canvas(self, task: FaceTask) -> Canvas:
        """The sheet of four close-ups of the drawing, with what a face changes already on it."""
        place = self._guide.face_window(task.who, task.view)
        base, parts = _close_up(task.drawing, place), self._parts(task, place)
        calm = on_ground(self._guide.figure(task.who, task.view, place))
        share = self._guide.face_mask(task.who, task.view, place)
        tiles = [_changed(base, calm, part, share) for part in parts]
        mask = np.where(share > _KEEP, 255, 0).astype(np.uint8)
        prompt, negative = faces_prompt(task.who, task.face)
        return Canvas(
            _sheet(tiles), _sheet([strokes(part, _sigma(place)) for part in parts]), prompt,
            negative, "expression", task.seed, _sheet([mask] * 4), lora_of(task.who),
        )  # fmt: skip

    def expression_of(self, task: FaceTask, painted: Colours) -> Expression:
        """The four faces of a painted sheet, each no more than its mask."""
        place = self._guide.face_window(task.who, task.view)
        base = _close_up(task.drawing, place)
        share = self._guide.face_mask(task.who, task.view, place)
        faces = {
            part: _patch(base, painted[y : y + TILE, x : x + TILE], share)
            for part, (y, x) in zip(FACE_PARTS, _PLACES, strict=True)
        }
        return Expression(faces, place)

    def _parts(self, task: FaceTask, place: Placement) -> list[Colours]:
        return [
            on_ground(self._guide.figure(task.who, task.view, place, part_face(task.face, part)))
            for part in FACE_PARTS
        ]


def _sigma(place: Placement) -> float:
    return max(2.0, _LINE * place.scale)


def _close_up(drawing: Drawing, place: Placement) -> Colours:
    """A drawing's part in another window, on the ground."""
    factor = place.scale / drawing.place.scale
    left = (drawing.place.left - place.left) * place.scale + (factor - 1) / 2
    top = (drawing.place.top - place.top) * place.scale + (factor - 1) / 2
    move = np.array([[factor, 0, left], [0, factor, top]])
    size = (place.width, place.height)
    moved = cv2.warpAffine(drawing.picture, move, size, flags=cv2.INTER_CUBIC)
    alpha = moved[..., 3]
    cv2.min(moved, cv2.merge([alpha, alpha, alpha, alpha]), dst=moved)
    return on_ground(cast("Picture", moved), GROUND)


def _changed(base: Colours, calm: Colours, part: Colours, share: Mask) -> Colours:
    """The drawing, changed as the comic artist changes the calm face into this one."""
    step = (part.astype(np.float32) - calm) * share[..., None]
    return np.clip(np.round(base + step), 0, 255).astype(np.uint8)


def _sheet(tiles: list[NDArray[np.uint8]]) -> NDArray[np.uint8]:
    """Four tiles as one picture, in the order of `_PLACES`."""
    upper, lower = np.concatenate(tiles[:2], axis=1), np.concatenate(tiles[2:], axis=1)
    return np.concatenate((upper, lower))


def _patch(base: Colours, painted: Colours, share: Mask) -> Picture:
    """What is kept of a close-up, premultiplied by the mask, in the tone of the drawing."""
    toned = np.clip(painted + _tone(base, painted, share), 0, 255)
    patch = np.concatenate((toned * share[..., None], 255 * share[..., None]), axis=2)
    return np.round(patch).astype(np.uint8)


def _tone(base: Colours, painted: Colours, share: Mask) -> NDArray[np.float32]:
    """By how much the coder changed what was not to be painted, just outside the face."""
    kept = (share <= _KEEP).astype(np.uint8)
    grown = cv2.dilate(1 - kept, np.ones((2 * _RING + 1, 2 * _RING + 1), np.uint8))
    ring = (grown > 0) & (kept > 0)
    if not ring.any():
        return np.zeros(3, np.float32)
    step = np.median(base[ring].astype(np.float32) - painted[ring], axis=0)
    moved = np.clip(step, -_MOST_TONE, _MOST_TONE)
    return cast("NDArray[np.float32]", moved.astype(np.float32))
