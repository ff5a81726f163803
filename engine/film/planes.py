"""Planar YUV pictures: the only form in which the film room blends, because the encoder eats it.

A drawing (premultiplied BGRA) is converted once into premultiplied planes; from then on a blend is
one multiplication and one addition a plane. Nothing here knows about cuts, cameras or artists.

BT.709, limited range, 8 bit. The offsets (16, 128) are premultiplied too, so that
`target = planes + target * inverse_alpha / 255` is exact without special cases. Chroma is sited
in the middle of its four luma samples.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.artist.types import Picture

Plane = NDArray[np.uint8]
Target = tuple[Plane, Plane, Plane]
"""Y, U, V to paint into; U and V have half of Y's width and height."""

_KR, _KB = 0.2126, 0.0722  # ITU-R BT.709-6, item 3.2
_KG = 1 - _KR - _KB
_LUMA = np.array([[_KB * 219, _KG * 219, _KR * 219, 16]], np.float32) / np.float32(255)
_CHROMA = np.array(
    [
        [0.5 * 224, -_KG / (1 - _KB) / 2 * 224, -_KR / (1 - _KB) / 2 * 224, 128],
        [-_KB / (1 - _KR) / 2 * 224, -_KG / (1 - _KR) / 2 * 224, 0.5 * 224, 128],
    ],
    np.float32,
) / np.float32(255)
FAINT = 2
"""Alpha up to this value counts as nothing."""


class Box(NamedTuple):
    """left, top, right, bottom in pixels, right and bottom exclusive, all even."""

    left: int
    top: int
    right: int
    bottom: int

    def meet(self, other: Box) -> Box:
        """What both cover; empty boxes have no area (see `solid`)."""
        return Box(
            max(self.left, other.left),
            max(self.top, other.top),
            min(self.right, other.right),
            min(self.bottom, other.bottom),
        )

    def join(self, other: Box) -> Box:
        """The smallest box around both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )

    def moved(self, dx: int, dy: int) -> Box:
        """The box shifted; both steps must be even."""
        return Box(self.left + dx, self.top + dy, self.right + dx, self.bottom + dy)

    @property
    def solid(self) -> bool:
        """Whether it has any area."""
        return self.right > self.left and self.bottom > self.top

    @property
    def area(self) -> int:
        """Pixels inside, 0 if empty."""
        return max(0, self.right - self.left) * max(0, self.bottom - self.top)


@dataclass(frozen=True, slots=True, eq=False)
class Planes:
    """A drawing ready to blend. ia, ih: 255 minus alpha, full and half size; None if opaque."""

    y: Plane
    u: Plane
    v: Plane
    ia: Plane | None = None
    ih: Plane | None = None

    @property
    def width(self) -> int:
        """Pixels, even."""
        return int(self.u.shape[1]) * 2

    @property
    def height(self) -> int:
        """Pixels, even."""
        return int(self.u.shape[0]) * 2

    @property
    def arrays(self) -> tuple[Plane, ...]:
        """All planes in a fixed order."""
        rest = () if self.ia is None or self.ih is None else (self.ia, self.ih)
        return (self.y, self.u, self.v, *rest)

    @property
    def nbytes(self) -> int:
        """Memory held."""
        return sum(int(a.nbytes) for a in self.arrays)


def convert(picture: Picture, *, opaque: bool = False) -> Planes:
    """Planes of a premultiplied BGRA picture; an odd last row or column is dropped."""
    height, width = picture.shape[0] & ~1, picture.shape[1] & ~1
    full = np.ascontiguousarray(picture[:height, :width])
    half = cv2.resize(full, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
    y = cast("Plane", cv2.transform(full, _LUMA))
    chroma = cv2.transform(half, _CHROMA)
    u, v = cv2.split(chroma)
    if opaque:
        return Planes(y, cast("Plane", u), cast("Plane", v))
    return Planes(
        y,
        cast("Plane", u),
        cast("Plane", v),
        cast("Plane", cv2.bitwise_not(cv2.extractChannel(full, 3))),
        cast("Plane", cv2.bitwise_not(cv2.extractChannel(half, 3))),
    )


def halved(planes: Planes) -> Planes:
    """Luma and its alpha at half size too: for what is blurred anyway."""
    y = cv2.resize(planes.y, planes.u.shape[::-1], interpolation=cv2.INTER_AREA)
    return Planes(cast("Plane", y), planes.u, planes.v, planes.ih, planes.ih)


def faded(planes: Planes, level: int) -> Planes:
    """The drawing at `level` of 255 parts of its strength."""
    if level >= 255:
        return planes
    if planes.ia is None or planes.ih is None:
        raise ValueError("an opaque picture cannot be faded")
    gain = max(0, level) / 255
    y, u, v = (cast("Plane", cv2.convertScaleAbs(p, alpha=gain)) for p in planes.arrays[:3])
    ia, ih = (
        cast("Plane", cv2.convertScaleAbs(p, alpha=gain, beta=255 * (1 - gain)))
        for p in planes.arrays[3:]
    )
    return Planes(y, u, v, ia, ih)


def empty_target(width: int, height: int) -> Target:
    """Planes to paint into, black."""
    return (
        np.full((height, width), 16, np.uint8),
        np.full((height // 2, width // 2), 128, np.uint8),
        np.full((height // 2, width // 2), 128, np.uint8),
    )


def blend(target: Plane, plane: Plane, inverse: Plane) -> None:
    """`plane` over `target`, in place."""
    cv2.multiply(target, inverse, dst=target, scale=1 / 255)
    cv2.add(target, plane, dst=target)


def window(target: Target, box: Box, luma_step: int = 1) -> Target:
    """Views on the part of `target` inside `box`; luma_step 2: its luma is at half size."""
    rows = slice(box.top // luma_step, box.bottom // luma_step)
    columns = slice(box.left // luma_step, box.right // luma_step)
    half_rows, half_columns = (
        slice(box.top // 2, box.bottom // 2),
        slice(box.left // 2, box.right // 2),
    )
    return (
        target[0][rows, columns],
        target[1][half_rows, half_columns],
        target[2][half_rows, half_columns],
    )


def crop(planes: Planes, box: Box) -> Planes:
    """Views on a part of `planes` (all at full and half size)."""
    y, u, v = window((planes.y, planes.u, planes.v), box)
    if planes.ia is None or planes.ih is None:
        return Planes(y, u, v)
    ia, ih, _ = window((planes.ia, planes.ih, planes.ih), box)
    return Planes(y, u, v, ia, ih)


def blit(target: Target, planes: Planes, x: int, y: int) -> None:
    """`planes` over `target` with the upper left corner at even (x, y); what sticks out is cut."""
    height, width = target[0].shape
    place = Box(x, y, x + planes.width, y + planes.height)
    seen = place.meet(Box(0, 0, width, height))
    if not seen.solid:
        return
    part = planes if seen == place else crop(planes, seen.moved(-x, -y))
    views = window(target, seen)
    if part.ia is None or part.ih is None:
        for view, plane in zip(views, part.arrays, strict=True):
            np.copyto(view, plane)
        return
    blend(views[0], part.y, part.ia)
    blend(views[1], part.u, part.ih)
    blend(views[2], part.v, part.ih)


def ink_box(alpha: Plane, faint: int = FAINT) -> Box | None:
    """The even box around everything above `faint`, or None when there is nothing."""
    if not alpha.size:
        return None
    left, top, across, down = cv2.boundingRect((alpha > faint).view(np.uint8))
    if not across:
        return None
    height, width = alpha.shape
    return Box(
        left & ~1,
        top & ~1,
        min(width & ~1, (left + across + 1) & ~1),
        min(height & ~1, (top + down + 1) & ~1),
    )


class Cell(NamedTuple):
    """A rectangle of a layer that holds something; opaque ones need no blending."""

    box: Box
    opaque: bool


def cells(alpha: Plane, size: int, margin: int = 4) -> tuple[Cell, ...]:
    """Cover what is drawn with few rectangles of `size`-pixel cells.

    Empty cells are left out; equal neighbours are merged along rows, then down. `margin` pixels
    around a cell must agree before it counts as empty or opaque, for resampling reaches over.
    """
    height, width = (int(n) & ~1 for n in alpha.shape)
    grid = _grid(alpha, size, margin)
    open_runs: dict[tuple[int, int, int], int] = {}
    closed: list[tuple[tuple[int, int, int], int, int]] = []
    for j in range(len(grid) + 1):
        runs = set(_runs(grid[j])) if j < len(grid) else set()
        ended = [r for r in open_runs if r not in runs]
        closed.extend((run, open_runs.pop(run), j) for run in ended)
        for run in runs:
            open_runs.setdefault(run, j)
    found = []
    for (first, last, kind), top, bottom in sorted(closed, key=lambda c: (c[1], c[0])):
        box = Box(first * size, top * size, min(width, last * size), min(height, bottom * size))
        if kind == 1:
            inner = ink_box(alpha[box.top : box.bottom, box.left : box.right])
            if inner is None:
                continue
            grown = Box(inner.left - 2, inner.top - 2, inner.right + 2, inner.bottom + 2)
            box = grown.moved(box.left, box.top).meet(box)
        if box.solid:
            found.append(Cell(box, kind == 2))
    return tuple(found)


def _grid(alpha: Plane, size: int, margin: int) -> list[list[int]]:
    height, width = alpha.shape
    grid = []
    for y in range(0, height, size):
        band = alpha[max(0, y - margin) : y + size + margin]
        most, least = band.max(axis=0), band.min(axis=0)
        row = []
        for x in range(0, width, size):
            part = slice(max(0, x - margin), x + size + margin)
            empty, full = most[part].max() <= FAINT, least[part].min() >= 255 - FAINT
            row.append(0 if empty else 2 if full else 1)
        grid.append(row)
    return grid


def _runs(row: Sequence[int]) -> list[tuple[int, int, int]]:
    runs, start = [], 0
    for i in range(1, len(row) + 1):
        if i == len(row) or row[i] != row[start]:
            if row[start]:
                runs.append((start, i, row[start]))
            start = i
    return runs
