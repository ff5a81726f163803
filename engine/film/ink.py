"""Treatments of the whole picture as if it were printed: colour that runs out, impact frames.

Lookup tables on the planes, so they cost next to nothing. Nothing here knows when they are due.
"""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from engine.film.planes import Plane, Target

_INK, _PAPER = 20, 232  # luma of the darkest line and of bare paper
_TONES = (40, 92, 150, 206)
"""Luma of the flat tones that stand between them."""
_WARM = (126, 131)  # chroma of paper


def _posterised() -> Plane:
    """A luma table that gathers tones in a few flat ones with soft steps, brighter than before."""
    levels = np.array([_INK, *_TONES, _PAPER], np.float64)
    edges = np.array([48, 78, 112, 150, 188], np.float64)
    x = np.arange(256, dtype=np.float64)
    table = np.full(256, levels[0])
    for edge, low, high in zip(edges, levels[:-1], levels[1:], strict=True):
        table += (high - low) / (1 + np.exp(-(x - edge) / 3.2))
    return table.round().clip(16, 235).astype(np.uint8)


def _negative() -> Plane:
    """A luma table for a frame in hard white and black, turned round."""
    x = np.arange(256, dtype=np.float64)
    return (235 - 219 / (1 + np.exp(-(x - 104) / 7))).round().clip(16, 235).astype(np.uint8)


_PRINTED, _NEGATIVE = _posterised(), _negative()


def drain(target: Target, share: float) -> None:
    """Let the colour run out until ink on paper is left. share: 0 to 1."""
    if share <= 0:
        return
    share = min(1.0, share)
    printed = cast("Plane", cv2.LUT(target[0], _PRINTED))
    cv2.addWeighted(target[0], 1 - share, printed, share, 0, dst=target[0])
    for plane, warm in zip(target[1:], _WARM, strict=True):
        cv2.convertScaleAbs(plane, dst=plane, alpha=1 - share, beta=warm * share)


def invert(target: Target) -> None:
    """An impact frame: black is white."""
    np.copyto(target[0], cast("Plane", cv2.LUT(target[0], _NEGATIVE)))
    for plane in target[1:]:
        plane[:] = 128
