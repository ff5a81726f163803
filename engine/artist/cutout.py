"""Cutting a painted figure out of its ground, knowing where the comic figure lies. Pure numpy.

Well inside the known outline all is figure, well outside all is ground; only a narrow band between
is judged. What looks like the ground around it and is joined to the ground is air; pixels at its
shore are as opaque as they are far from the ground's colour, measured by the strongest colour close
by (ink, as a rule). Where figure and ground are too much alike to tell, the known alpha stands.
Half-covered pixels get the colour of the figure beside them, so that no halo is left.
"""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.artist.guide import Mask
from engine.artist.types import Picture

Colours = NDArray[np.uint8]
"""Opaque BGR, shape (height, width, 3)."""

GROUND = (214, 214, 214)
"""BGR on which figures are painted: even, and neither paper white nor the colour of ink."""

GROWN, SHRUNK = 5, 4
"""Pixels outside and inside the known outline between which the edge is looked for."""

_AROUND = 9.0  # sigma of what counts as the colour of the ground around a pixel
_STROKE = 3  # pixels within which the strongest colour is the edge's own
_SPREAD = 0.7  # sigma of the figure's colour beside its edge
_ALIKE, _APART = 14.0, 40.0  # distances of colours: nothing can be told; the picture is trusted


def on_ground(figure: Picture, ground: tuple[int, int, int] = GROUND) -> Colours:
    """A premultiplied figure over an even ground, opaque."""
    rest = 255 - figure[..., 3:].astype(np.uint16)
    under = (np.array(ground, np.uint16) * rest + 127) // 255
    return np.minimum(figure[..., :3] + under, 255).astype(np.uint8)


def cut_out(painted: Colours, known: Picture) -> Picture:
    """The figure of a painting, premultiplied BGRA. known: the comic figure in the same window."""
    alpha = known[..., 3] / np.float32(255)
    inside, outside = _sure(alpha)
    colours = painted.astype(np.float32)
    ground = _around(colours, outside)
    matte = _matte(colours, ground, inside, outside, cast("Mask", alpha))
    clean = _edged(colours, matte)
    done = np.concatenate((clean * matte[..., None], 255 * matte[..., None]), axis=2)
    return np.round(np.clip(done, 0, 255)).astype(np.uint8)


def _sure(alpha: NDArray[np.floating]) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where there is figure, and where ground, whatever was painted."""
    solid, some = (alpha > 0.98).astype(np.uint8), (alpha > 0.02).astype(np.uint8)
    shrunk = cv2.erode(solid, _disc(SHRUNK), borderType=cv2.BORDER_REPLICATE)
    grown = cv2.dilate(some, _disc(GROWN))
    return shrunk > 0, grown == 0


def _disc(radius: int) -> NDArray[np.uint8]:
    size = (2 * radius + 1, 2 * radius + 1)
    return cast("NDArray[np.uint8]", cv2.getStructuringElement(cv2.MORPH_ELLIPSE, size))


def _around(colours: NDArray[np.float32], where: NDArray[np.bool_]) -> NDArray[np.float32]:
    """The mean colour of the pixels of `where` around each pixel."""
    weight = where.astype(np.float32)
    total = cv2.GaussianBlur(weight, (0, 0), _AROUND)[..., None]
    found = cv2.GaussianBlur(colours * weight[..., None], (0, 0), _AROUND)
    mean = np.median(colours[where], axis=0) if where.any() else np.array(GROUND)
    near = found / np.maximum(total, 1e-3)
    return np.where(total < 1e-3, mean, near).astype(np.float32)


def _matte(
    colours: NDArray[np.float32],
    ground: NDArray[np.float32],
    inside: NDArray[np.bool_],
    outside: NDArray[np.bool_],
    alpha: Mask,
) -> Mask:
    """Opacity from 0 to 1."""
    apart = np.linalg.norm(colours - ground, axis=2).astype(np.float32)
    strongest = cv2.dilate(apart, _disc(_STROKE))
    share = np.clip(apart / np.maximum(strongest, 1), 0, 1)
    trust = np.clip((strongest - _ALIKE) / (_APART - _ALIKE), 0, 1)
    told = share * trust + alpha * (1 - trust)
    air = _joined((told < 0.5) & ~inside, outside)
    shore = cv2.dilate(air.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    matte = np.where(shore, told, 1).astype(np.float32)
    matte[matte < 0.08] = 0
    matte[inside], matte[outside] = 1, 0
    return _whole(matte, inside)


def _joined(airy: NDArray[np.bool_], outside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The parts of `airy` that touch what is outside; a bright spot within the figure does not."""
    _, labels = cv2.connectedComponents((airy | outside).astype(np.uint8), connectivity=4)
    touched = np.unique(labels[outside])
    return np.isin(labels, touched[touched > 0])


def _whole(matte: Mask, inside: NDArray[np.bool_]) -> Mask:
    """Without specks that hang on nothing."""
    _, labels = cv2.connectedComponents((matte > 0.1).astype(np.uint8))
    kept = np.unique(labels[inside])
    return np.where(np.isin(labels, kept) | (labels == 0), matte, 0).astype(np.float32)


def _edged(colours: NDArray[np.float32], matte: Mask) -> NDArray[np.float32]:
    """The figure's own colours; half-covered pixels take those of whole ones beside them."""
    solid = (matte > 0.97).astype(np.float32)
    total = cv2.GaussianBlur(solid, (0, 0), _SPREAD)[..., None]
    beside = cv2.GaussianBlur(colours * solid[..., None], (0, 0), _SPREAD)
    known = (solid[..., None] > 0) | (total < 1e-4)
    return np.where(known, colours, beside / np.maximum(total, 1e-4)).astype(np.float32)
