"""Sub-pixel zoom of a plane at the speed of an ordinary resize.

`cv2.resize` with a real factor keeps that factor exactly; only its source rectangle starts on a
whole pixel. Dropping c leading samples of the result moves the start by c / factor, so a pair
(first pixel, c) is searched that comes within a tenth of a pixel of the wanted start. It costs a
quarter of `warpAffine`, and a slow push-in moves as evenly as with it (step variation 3 %; whole
pixels only: 20 %). The pitfall: close to factor 1 no pair fits; then the plane is shifted first.
"""

from __future__ import annotations

import math
from typing import cast

import cv2
import numpy as np

from engine.film.planes import Plane

_TURNS, _MOST_DROPPED = 6, 128
_GOOD, _TOLERABLE = 0.03, 0.13  # pixels


class Zoom:
    """Resampling with scratch memory that is kept between calls. Not for use by two threads."""

    def __init__(self) -> None:
        self._wide = np.empty(0, np.uint8)
        self._shifted = np.empty(0, np.uint8)

    def __call__(
        self, source: Plane, factor: float, left: float, top: float, target: Plane
    ) -> None:
        """Fill `target` with `source` magnified by `factor`, from (left, top) of `source` on.

        left, top: the edge of the part shown, in source pixels (edges, not pixel centres).
        """
        height, width = target.shape
        # what lies outside the source repeats its last pixels
        left = min(max(0.0, left), source.shape[1] - 2)
        top = min(max(0.0, top), source.shape[0] - 2)
        if abs(factor - 1) < 1e-6:
            self._shift(source, left, top, target)
            return
        x, drop_x = _start(left, factor)
        y, drop_y = _start(top, factor)
        error = max(abs(x + drop_x / factor - left), abs(y + drop_y / factor - top))
        if error > _TOLERABLE:
            columns = min(math.ceil(width / factor) + 2, source.shape[1])
            rows = min(math.ceil(height / factor) + 2, source.shape[0])
            self._shifted = _roomy(self._shifted, rows * columns)
            part = self._shifted[: rows * columns].reshape(rows, columns)
            self._shift(source, left, top, part)
            drop_x = drop_y = 0
        else:
            columns = min(source.shape[1] - x, math.ceil((width + drop_x + 0.5) / factor) + 1)
            rows = min(source.shape[0] - y, math.ceil((height + drop_y + 0.5) / factor) + 1)
            part = source[y : y + rows, x : x + columns]
        self._enlarge(part, factor, (drop_x, drop_y), target)

    def _enlarge(self, part: Plane, factor: float, drop: tuple[int, int], target: Plane) -> None:
        rows, columns = int(part.shape[0] * factor + 0.5), int(part.shape[1] * factor + 0.5)
        self._wide = _roomy(self._wide, rows * columns)
        wide = self._wide[: rows * columns].reshape(rows, columns)
        done = cast(
            "Plane",
            cv2.resize(part, None, dst=wide, fx=factor, fy=factor, interpolation=cv2.INTER_LINEAR),
        )
        height, width = target.shape
        done = done[drop[1] : drop[1] + height, drop[0] : drop[0] + width]
        if done.shape != target.shape:
            short = (height - done.shape[0], width - done.shape[1])
            done = cast(
                "Plane",
                cv2.copyMakeBorder(done, 0, short[0], 0, short[1], cv2.BORDER_REPLICATE),
            )
        np.copyto(target, done)

    @staticmethod
    def _shift(source: Plane, left: float, top: float, target: Plane) -> None:
        height, width = target.shape
        x, y = round(left), round(top)
        whole = abs(left - x) < 1e-3 and abs(top - y) < 1e-3
        inside = (
            x >= 0 and y >= 0 and x + width <= source.shape[1] and y + height <= source.shape[0]
        )
        if whole and inside:
            np.copyto(target, source[y : y + height, x : x + width])
            return
        centre = (left + (width - 1) / 2, top + (height - 1) / 2)
        np.copyto(target, cast("Plane", cv2.getRectSubPix(source, (width, height), centre)))


def _roomy(buffer: Plane, size: int) -> Plane:
    return buffer if buffer.size >= size else np.empty(size + size // 4, np.uint8)


def _start(wanted: float, factor: float) -> tuple[int, int]:
    """First source pixel and leading result samples to drop, so that they come to `wanted`.

    Each sample dropped moves the fraction of the start by `drift`; the numbers of samples that
    bring it nearest to a whole pixel follow directly.
    """
    drift = 1 - 1 / factor
    first = math.floor(wanted)
    part = wanted - first
    best, found = 9.0, (max(0, math.floor(wanted + 0.5)), 0)
    for turn in range(_TURNS):
        whole = turn if drift > 0 else -turn
        dropped = max(0, round((whole - part) / drift))
        if dropped > _MOST_DROPPED or first - dropped + whole < 0:
            break
        error = abs(part + dropped * drift - whole)
        if error < best:
            best, found = error, (first - dropped + whole, dropped)
            if error < _GOOD:
                break
    return found
