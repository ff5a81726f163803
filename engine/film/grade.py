"""The colour script: tints a picture by the emotion of the cut, and darkens a plate's corners.

Works on premultiplied pictures by multiplication only, so transparent layers stay correct. People
are tinted less than places, so that skin stays skin.
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

from engine.artist.types import CANVAS_H, Picture

_CORNER = 0.24  # how much darker the farthest corner is, as a share
_TINT, _TINT_PEOPLE = 0.6, 0.3


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


def graded_plate(picture: Picture, emotion: str) -> Picture:
    """A layer of a plate under the wash of `emotion`; an unknown one only darkens the corners."""
    height, width = picture.shape[:2]
    return _graded(picture, _tint(height, 0, height, emotion, _TINT) * _corners(height, width))


def graded_cel(picture: Picture, top: int, emotion: str) -> Picture:
    """A cel whose upper edge is at row `top` of the canvas under the wash of `emotion`."""
    height, width = picture.shape[:2]
    gains = _tint(CANVAS_H, top, height, emotion, _TINT_PEOPLE)
    wide = cv2.resize(gains, (width, height), interpolation=cv2.INTER_NEAREST)
    return _graded(picture, cast("NDArray[np.float32]", wide))


def _graded(picture: Picture, gains: NDArray[np.float32]) -> Picture:
    """The picture with every channel multiplied, kept premultiplied."""
    tinted = cv2.multiply(cv2.cvtColor(picture, cv2.COLOR_BGRA2BGR), gains, dtype=cv2.CV_8U)
    alpha = cv2.extractChannel(picture, 3)
    cv2.min(tinted, cv2.merge([alpha, alpha, alpha]), dst=tinted)
    # channels are taken apart and joined by OpenCV: numpy's strided copies take ten times as long
    found = cv2.cvtColor(tinted, cv2.COLOR_BGR2BGRA)
    return cast("Picture", cv2.insertChannel(alpha, found, 3))


def _tint(whole: int, top: int, rows: int, emotion: str, power: float) -> NDArray[np.float32]:
    """Factors (blue, green, red) for rows of a picture `whole` rows high: (rows, 1, 3)."""
    wash = washes().get(emotion, Wash((128, 128, 128), (128, 128, 128), 0))
    share = np.clip((np.arange(rows, dtype=np.float32) + top) / whole, 0, 1)[:, None]
    above, below = (np.array(c[::-1], np.float32) / 255 for c in (wash.top, wash.low))
    colour = above * (1 - share) + below * share
    tint = 1 + wash.strength / 100 * power * (2 * colour - 1)
    return np.asarray(tint[:, None, :], np.float32)


def _corners(height: int, width: int) -> NDArray[np.float32]:
    """Factors that fall off towards the corners: (height, width, 1)."""
    y = (np.arange(height, dtype=np.float32) / height - 0.45)[:, None] / 0.62
    x = (np.arange(width, dtype=np.float32) / width - 0.5)[None, :] / 0.75
    fall = np.clip((x * x + y * y) * 1.25 - 0.35, 0, 1)
    return np.asarray(1 - _CORNER * fall, np.float32)[..., None]
