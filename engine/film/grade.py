"""The colour script: tints a plate by the emotion of the cut, and darkens its corners.

Works on premultiplied pictures by multiplication only, so transparent layers stay correct. The
artist tints the figures itself; this file brings the background to the same mood.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.artist.types import Picture

_CORNER = 0.24  # how much darker the farthest corner is, as a share
_TINT = 0.6


@dataclass(frozen=True, slots=True)
class Wash:
    """Colours (red, green, blue) at the top and the bottom, and strength in per cent."""

    top: tuple[int, int, int]
    low: tuple[int, int, int]
    strength: int


@cache
def washes() -> dict[str, Wash]:
    """The colour script, by emotion."""
    text = files("resources").joinpath("film", "washes.toml").read_text("utf-8")
    found = {}
    for name, entry in tomllib.loads(text).items():
        top, low = tuple(entry["top"]), tuple(entry["low"])
        found[name] = Wash(top, low, entry["strength"])
    return found


def graded(picture: Picture, emotion: str) -> Picture:
    """The layer under the wash of `emotion`; an unknown emotion only darkens the corners."""
    height, width = picture.shape[:2]
    gains = _gains(height, width, emotion)
    tinted = cv2.multiply(np.ascontiguousarray(picture[..., :3]), gains, dtype=cv2.CV_8U)
    alpha = np.ascontiguousarray(picture[..., 3])
    cv2.min(tinted, cv2.merge([alpha, alpha, alpha]), dst=tinted)
    return cast("Picture", cv2.merge([tinted[..., 0], tinted[..., 1], tinted[..., 2], alpha]))


def _gains(height: int, width: int, emotion: str) -> NDArray[np.float32]:
    """Factor for each pixel and channel (blue, green, red)."""
    wash = washes().get(emotion, Wash((128, 128, 128), (128, 128, 128), 0))
    share = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    top, low = (np.array(c[::-1], np.float32) / 255 for c in (wash.top, wash.low))
    colour = top * (1 - share) + low * share
    tint = 1 + wash.strength / 100 * _TINT * (2 * colour - 1)
    y = (np.arange(height, dtype=np.float32) / height - 0.45)[:, None] / 0.62
    x = (np.arange(width, dtype=np.float32) / width - 0.5)[None, :] / 0.75
    corner = 1 - _CORNER * np.clip((x * x + y * y) * 1.25 - 0.35, 0, 1)
    return np.ascontiguousarray(corner[..., None] * tint[:, None, :], np.float32)
