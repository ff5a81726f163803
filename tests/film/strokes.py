"""Finds text-like strokes the way an independent checker does: bright runs with dark sides."""

from __future__ import annotations

import numpy as np


def strokes(luma: np.ndarray, bright: int = 180, drop: int = 110, reach: int = 9) -> np.ndarray:
    """Runs of 2 to 56 bright pixels with a `drop` darker one within `reach` on both sides.

    Returns an array of (row, first column, last column + 1).
    """
    flags = np.zeros((luma.shape[0], luma.shape[1] + 2), np.int8)
    flags[:, 1:-1] = luma >= bright
    edges = np.diff(flags, axis=1)
    row, start = np.nonzero(edges == 1)
    end = np.nonzero(edges == -1)[1]
    width = end - start
    fits = (width >= 2) & (width <= 56) & (start >= reach) & (end + reach <= luma.shape[1])
    row, start, end = row[fits], start[fits], end[fits]
    offsets = np.arange(reach)
    left = luma[row[:, None], start[:, None] - 1 - offsets].min(axis=1).astype(int)
    right = luma[row[:, None], end[:, None] + offsets].min(axis=1).astype(int)
    peak = luma[row, (start + end) // 2].astype(int)
    kept = (peak - left >= drop) & (peak - right >= drop)
    return np.stack([row, start, end], axis=1)[kept]


def mask(luma: np.ndarray, found: np.ndarray) -> np.ndarray:
    """The runs as a picture, grown by one pixel."""
    picture = np.zeros((luma.shape[0] + 2, luma.shape[1] + 2), bool)
    for row, start, end in found:
        picture[row : row + 3, start : end + 2] = True
    return picture[1:-1, 1:-1]


def tallest_line(still: np.ndarray) -> int:
    """Height of the tallest stretch of rows with two or more runs, over gaps of up to 4 rows."""
    starts = np.diff(np.pad(still, ((0, 0), (1, 0))).astype(np.int8), axis=1) == 1
    rows = np.flatnonzero(starts.sum(axis=1) >= 2)
    best = first = last = 0
    for row in rows:
        first = row if not best or row - last > 5 else first
        last = row
        best = max(best, last - first + 1)
    return int(best)
