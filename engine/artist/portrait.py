"""Portraits for cards, and the clean line art that a later artist draws over."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.artist.comic.raster import LEFT, TOP
from engine.artist.types import FRAME_H, FRAME_W, Artist, FaceState, FigureSpec, Picture
from engine.base.fs import write_atomic
from engine.series.document import Look

WIDTH, HEIGHT = 720, 960
_PAPER_TOP, _PAPER_LOW = (236, 226, 214), (206, 190, 176)


def portrait(artist: Artist, look: Look, gender: str, age: str) -> Picture:
    """A bust on a studio ground, 720 x 960 BGRA, opaque."""
    spec = FigureSpec(look, gender, age, "bust", 50, 25, "stand", "")
    share = np.linspace(0, 1, FRAME_H, dtype=np.float32)[:, None, None]
    ground = np.array(_PAPER_TOP) * (1 - share) + np.array(_PAPER_LOW) * share
    page = np.empty((FRAME_H, FRAME_W, 4), np.uint8)
    page[..., :3], page[..., 3] = np.broadcast_to(ground, (FRAME_H, FRAME_W, 3)), 255
    for cel in (artist.body(spec), artist.head(spec, FaceState("calm", 3))):
        lay(page, cel.picture, cel.x, cel.y)
    top, tall = 180, FRAME_W * HEIGHT // WIDTH
    cut = page[top : top + tall]
    return cast("Picture", cv2.resize(cut, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA))


def write_portrait(artist: Artist, look: Look, gender: str, age: str, path: Path) -> None:
    """Write the portrait as PNG."""
    done, data = cv2.imencode(".png", portrait(artist, look, gender, age))
    assert done
    write_atomic(path, data.tobytes())


def line_art(artist: Artist, spec: FigureSpec, state: FaceState) -> Picture:
    """Ink only, black on white, 1080 x 1920: dark strokes found against their surroundings."""
    page = np.full((FRAME_H, FRAME_W, 4), 255, np.uint8)
    for cel in (artist.body(spec), artist.head(spec, state)):
        lay(page, cel.picture, cel.x, cel.y)
    ink = strokes(np.ascontiguousarray(page[..., :3]))
    return cast("Picture", cv2.merge([ink, ink, ink, np.full_like(ink, 255)]))


def strokes(page: NDArray[np.uint8], sigma: float = 5.0) -> NDArray[np.uint8]:
    """Ink of an opaque BGR picture, black on white, shape (height, width).

    sigma: pixels of what counts as a stroke's surroundings, some three line widths.
    """
    grey = cv2.cvtColor(page, cv2.COLOR_BGR2GRAY)
    around = cv2.GaussianBlur(grey, (0, 0), sigma)
    darker = cv2.subtract(around, grey)
    return 255 - np.clip(darker.astype(np.int16) * 6 - 40, 0, 255).astype(np.uint8)


def lay(page: Picture, picture: Picture, x: int, y: int) -> None:
    """Blend a cel, placed on the canvas, over a page of the frame's size."""
    left, top = x - LEFT, y - TOP
    x0, y0 = max(0, left), max(0, top)
    x1 = min(page.shape[1], left + picture.shape[1])
    y1 = min(page.shape[0], top + picture.shape[0])
    if x1 <= x0 or y1 <= y0:
        return
    part = picture[y0 - top : y1 - top, x0 - left : x1 - left].astype(np.uint16)
    rest = 255 - part[..., 3:]
    under = page[y0:y1, x0:x1].astype(np.uint16)
    page[y0:y1, x0:x1] = np.minimum(part + (under * rest + 127) // 255, 255)
