"""Finds lettering in luma: thin bright strokes beside a dark edge, wherever they come from.

Works at the size of a 1080 x 1920 picture (larger ones are reduced first), because glyphs of the
studio and of any subtitle that can be read are 40 to 130 pixels high there.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Luma = NDArray[np.uint8]
Mask = NDArray[np.uint8]
Box = tuple[int, int, int, int]

_BRIGHT, _DARK = 160, 75
_EDGE = np.ones((19, 19), np.uint8)  # a stroke's middle is at most 9 px from its outline
_THICK = np.ones((33, 33), np.uint8)  # wider than any stroke of lettering
_JOIN = np.ones((13, 61), np.uint8)  # joins the letters of a row
_CANDIDATES = 3
_NEAR = np.ones((5, 5), np.uint8)


def ink(luma: Luma) -> Mask:
    """255 where lettering may be, else 0."""
    bright = cv2.threshold(luma, _BRIGHT - 1, 255, cv2.THRESH_BINARY)[1]
    edged = cv2.threshold(cv2.erode(luma, _EDGE), _DARK, 255, cv2.THRESH_BINARY_INV)[1]
    thick = cv2.morphologyEx(bright, cv2.MORPH_OPEN, _THICK)
    found = cv2.bitwise_and(cv2.bitwise_and(bright, edged), cv2.bitwise_not(thick))
    return np.asarray(found, np.uint8)


def grown(mask: Mask) -> Mask:
    """A mask grown by two pixels: what an encoder may move an edge by."""
    return np.asarray(cv2.dilate(mask, _NEAR), np.uint8)


def both(one: Mask, other: Mask) -> Mask:
    """Where both are."""
    return np.asarray(cv2.bitwise_and(one, other), np.uint8)


def without(one: Mask, other: Mask) -> Mask:
    """Where the first is and nothing of the other is near."""
    return np.asarray(cv2.bitwise_and(one, cv2.bitwise_not(grown(other))), np.uint8)


def amount(mask: Mask) -> int:
    """Pixels of it."""
    return int(cv2.countNonZero(mask))


def presence(text: Mask, other: Mask) -> float:
    """Share of some lettering that another picture shows at the same place: above 0.85 for the
    same words, below 0.55 for other words in the same place.
    """
    whole = amount(text)
    return amount(both(text, other)) / whole if whole else 0.0


def presence_higher_or_lower(block: Block, other: Mask) -> float:
    """As `presence`, of rows that may have moved up or down to keep clear of a face."""
    left, top, right, bottom = block.box
    words, column = block.mask[top:bottom, left:right], other[:, left:right]
    match = cv2.matchTemplate(column, words, cv2.TM_CCORR)
    return float(match.max()) / (255.0 * 255.0 * amount(words))


@dataclass(frozen=True, slots=True)
class Block:
    """Rows of lettering. box: left, top, right, bottom of its ink; mask: the ink alone."""

    box: Box
    mask: Mask


def rows_of_text(mask: Mask, middle: int, off: int) -> tuple[Block, ...]:
    """Rows of lettering whose middle is at most `off` from a column, each with the rows right
    above and below it that are centred alike; those with the most ink first, three at most.
    """
    joined = cv2.dilate(mask, _JOIN)
    count, marks, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    rows: list[tuple[int, int]] = []
    for index in range(1, count):
        left, top, width, height, _ = (int(v) for v in stats[index])
        part = mask[top : top + height, left : left + width]
        inside = marks[top : top + height, left : left + width] == index
        if abs(left + width / 2 - middle) <= off:
            rows.append((int(np.count_nonzero(part[inside])), index))
    rows.sort(reverse=True)
    found: list[Block] = []
    used: set[int] = set()
    for most, first in rows:
        if first in used or len(found) == _CANDIDATES:
            continue
        chosen = [
            index for pixels, index in rows
            if index == first or (
                pixels >= max(60, 0.06 * most) and _belongs(stats[first], stats[index])
            )
        ]  # fmt: skip
        used.update(chosen)
        kept = np.where(np.isin(marks, chosen), mask, 0).astype(np.uint8)
        left, top, width, height = cv2.boundingRect(kept)
        found.append(Block((left, top, left + width, top + height), kept))
    return tuple(found)


def _belongs(one: NDArray[np.int32], other: NDArray[np.int32]) -> bool:
    """Whether a second row is right above or below the first and centred alike."""
    gap = max(one[1], other[1]) - min(one[1] + one[3], other[1] + other[3])
    off = abs(one[0] + one[2] / 2 - other[0] - other[2] / 2)
    alike = 0.5 < other[3] / one[3] < 1.7
    return bool(gap < 40 and off < 40 and alike)


def glyphs(mask: Mask, least: int = 80) -> tuple[tuple[int, int, int, int], ...]:
    """left, top, width, height of every connected stroke of at least so many pixels."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return tuple(
        (int(x), int(y), int(w), int(h)) for x, y, w, h, area in stats[1:] if area >= least
    )
