"""Backgrounds as canvases, and paintings as layers. Pure but for the brush it is given.

The merged comic plate is painted once, and then what lies behind its nearer layers is painted into
their place, so that nothing is seen twice when the camera moves. Layers are divided by the comic
plate's own alpha, with colours such that laid over each other they give the painting again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.artist.cutout import Colours
from engine.artist.diffusion.canvas import Canvas
from engine.artist.diffusion.prompts import plate_prompt
from engine.artist.portrait import strokes
from engine.artist.types import CANVAS_H, CANVAS_W, Picture, PlateLayers, SetSpec

SIZE = (768, 1344)
"""Width and height that SDXL was trained on nearest to the canvas' own shape."""

_LINE = 3.0  # sigma in painted pixels
_GROWN = 12  # canvas pixels around what is nearer that are painted anew behind it
_FEATHER = 8.0
_TONE, _COARSE = 60.0, 8  # sigma of the difference in tone between comic plate and painting
_FULL_W = round(CANVAS_H * SIZE[0] / SIZE[1])  # the canvas padded to the painted shape
_PAD = (_FULL_W - CANVAS_W) // 2


@dataclass(frozen=True, slots=True)
class PlateTask:
    """A background to paint. spec: what the comic artist draws; seed: of the painter's noise."""

    spec: SetSpec
    seed: int


def merged_canvas(task: PlateTask, layers: PlateLayers) -> Canvas:
    """The whole plate as the camera first sees it."""
    page = _to_paint(_flat(layers))
    prompt, negative = plate_prompt(task.spec)
    return Canvas(page, strokes(page, _LINE), prompt, negative, "plate", task.seed)


def behind_canvas(task: PlateTask, layers: PlateLayers, painted: Colours) -> Canvas | None:
    """The far layer, to be painted where nearer layers hide it; None when they hide nothing."""
    hidden = _hidden(layers)
    if not hidden.any():
        return None
    mask = _to_paint(hidden)
    mask = np.where(mask > 0, 255, 0).astype(np.uint8)
    far = _to_paint(np.ascontiguousarray(layers.far[..., :3]))
    toned = _in_tone(far, _to_paint(_flat(layers)), painted, mask)
    page = np.where(mask[..., None] > 0, toned, painted)
    prompt, negative = plate_prompt(task.spec, behind=True)
    return Canvas(page, strokes(far, _LINE), prompt, negative, "behind", task.seed, mask)


def plate_of(layers: PlateLayers, painted: Colours, behind: Colours | None) -> PlateLayers:
    """Layers of the canvas' size; the light is the comic plate's."""
    whole = _to_canvas(painted)
    far = whole
    if behind is not None:
        soft = cv2.GaussianBlur(_hidden(layers), (0, 0), _FEATHER / 2) / np.float32(255)
        soft = np.maximum(soft, (_nearer(layers) > 0).astype(np.float32))[..., None]
        far = np.round(whole * (1 - soft) + _to_canvas(behind) * soft).astype(np.uint8)
    middle = _without_near(layers, whole)
    mid = _over_to_give(middle, far, layers.mid[..., 3])
    seen = _laid(far, mid)
    near = _over_to_give(whole, seen, layers.near[..., 3])
    opaque = np.full((*far.shape[:2], 1), 255, np.uint8)
    return PlateLayers(np.concatenate((far, opaque), axis=2), mid, near, layers.light, layers.air)


def _flat(layers: PlateLayers) -> Colours:
    return _laid(_laid(np.ascontiguousarray(layers.far[..., :3]), layers.mid), layers.near)


def _laid(below: Colours, above: Picture) -> Colours:
    rest = 255 - above[..., 3:].astype(np.uint16)
    mixed = above[..., :3] + (below.astype(np.uint16) * rest + 127) // 255
    return np.minimum(mixed, 255).astype(np.uint8)


def _nearer(layers: PlateLayers) -> NDArray[np.uint8]:
    """Alpha of what stands before the far layer."""
    return np.maximum(layers.mid[..., 3], layers.near[..., 3])


def _hidden(layers: PlateLayers) -> NDArray[np.uint8]:
    """255 where the far layer is hidden or close to what hides it."""
    some = (_nearer(layers) > 2).astype(np.uint8) * 255
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _GROWN + 1, 2 * _GROWN + 1))
    return cast("NDArray[np.uint8]", cv2.dilate(some, disc))


def _to_paint(page: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """From the canvas to the painted size; the sides are drawn out a little."""
    right = _FULL_W - CANVAS_W - _PAD
    padded = cv2.copyMakeBorder(page, 0, 0, _PAD, right, cv2.BORDER_REPLICATE)
    return cast("NDArray[np.uint8]", cv2.resize(padded, SIZE, interpolation=cv2.INTER_AREA))


def _to_canvas(painted: Colours) -> Colours:
    large = cv2.resize(painted, (_FULL_W, CANVAS_H), interpolation=cv2.INTER_CUBIC)
    return np.ascontiguousarray(large[:, _PAD : _PAD + CANVAS_W], np.uint8)


def _in_tone(page: Colours, comic: Colours, painted: Colours, hidden: NDArray[np.uint8]) -> Colours:
    """A comic picture in the tone that the painting has around, where both show the same."""
    small = page.shape[1] // _COARSE, page.shape[0] // _COARSE
    weight = (hidden == 0).astype(np.float32)[..., None]
    step = (painted.astype(np.float32) - comic) * weight
    both = cv2.resize(np.concatenate((step, weight), axis=2), small, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(both, (0, 0), _TONE / _COARSE)
    step = soft[..., :3] / np.maximum(soft[..., 3:], 0.02)
    moved = cv2.resize(step, page.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    toned = np.clip(np.round(page + moved), 0, 255)
    return cast("Colours", toned.astype(np.uint8))


def _without_near(layers: PlateLayers, whole: Colours) -> Colours:
    """Far and middle layers as painted; where the near layer hides them, the comic ones in tone."""
    cover = layers.near[..., 3]
    if not cover.any():
        return whole
    comic = _laid(np.ascontiguousarray(layers.far[..., :3]), layers.mid)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * _GROWN + 1, 2 * _GROWN + 1))
    hidden = cv2.dilate((cover > 2).astype(np.uint8) * 255, disc)
    toned = _in_tone(comic, _flat(layers), whole, cast("NDArray[np.uint8]", hidden))
    soft = np.maximum(cv2.GaussianBlur(hidden, (0, 0), _FEATHER / 2), cover)[..., None]
    share = soft / np.float32(255)
    return np.round(whole * (1 - share) + toned * share).astype(np.uint8)


def _over_to_give(wanted: Colours, below: Colours, alpha: NDArray[np.uint8]) -> Picture:
    """The premultiplied layer of that alpha which over `below` gives `wanted`, where it can."""
    rest = (255 - alpha[..., None].astype(np.int32)) * below
    colour = np.clip(wanted.astype(np.int32) - (rest + 127) // 255, 0, alpha[..., None])
    return np.concatenate((colour.astype(np.uint8), alpha[..., None]), axis=2)
