"""Particles that really fall: a device's drawing taken apart into its specks.

The artist draws petals, flakes or embers once for the whole frame. Each connected speck becomes a
small sprite that moves along its own path and comes in again at the other side, so that nothing
jumps and no second drawing is needed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from engine.artist.types import FRAME_H, FRAME_W, Picture
from engine.film.planes import FAINT, Planes, Target, blit, convert, faded


@dataclass(frozen=True, slots=True)
class Motion:
    """Steps of a middling speck in pixels a frame, and how far it sways to the sides."""

    across: float
    down: float
    sway: float


MOTIONS = {
    "petals": Motion(-2.2, 5.0, 26.0),
    "snow": Motion(-0.8, 4.2, 14.0),
    "embers": Motion(0.7, -3.4, 16.0),
    "sparkles": Motion(0.0, -0.5, 2.0),
}
"""The devices made of specks."""

_MOST = 90  # specks; more cost more time than they add
_MARGIN = 60  # a speck wraps round this far outside the frame


@dataclass(frozen=True, slots=True, eq=False)
class _Speck:
    planes: Planes
    x: int
    y: int
    pace: float
    phase: float


class Specks:
    """The specks of one drawing."""

    def __init__(self, picture: Picture, motion: Motion) -> None:
        self._motion = motion
        boxes = _boxes(picture[..., 3])
        self._specks = [_speck(picture, box, i) for i, box in enumerate(boxes)]
        self._faded: dict[int, list[Planes]] = {}

    def __len__(self) -> int:
        return len(self._specks)

    def draw(self, frame: int, level: int, target: Target) -> None:
        """Blend all specks where they are in `frame`, at `level` of 255 parts of their strength."""
        motion = self._motion
        if level not in self._faded:
            self._faded[level] = [faded(s.planes, level) for s in self._specks]
        for speck, planes in zip(self._specks, self._faded[level], strict=True):
            swing = math.sin(frame * 0.07 * speck.pace + speck.phase)
            x = speck.x + motion.across * speck.pace * frame + motion.sway * swing
            y = speck.y + motion.down * speck.pace * frame
            blit(target, planes, _round(x, FRAME_W), _round(y, FRAME_H))


def _round(position: float, length: int) -> int:
    """Even pixel, wrapped round a frame with margins."""
    whole = length + 2 * _MARGIN
    return 2 * round(((position + _MARGIN) % whole - _MARGIN) / 2)


def _boxes(alpha: Picture) -> list[tuple[int, int, int, int]]:
    """left, top, width, height of the largest connected specks, in a fixed order."""
    ink = (alpha > FAINT).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    rows = sorted((tuple(int(n) for n in row) for row in stats[1:]), key=lambda r: (-r[4], r))
    return [(r[0], r[1], r[2], r[3]) for r in rows[:_MOST] if r[4] >= 6]


def _speck(picture: Picture, box: tuple[int, int, int, int], number: int) -> _Speck:
    left, top = box[0] & ~1, box[1] & ~1
    right, bottom = (box[0] + box[2] + 1) & ~1, (box[1] + box[3] + 1) & ~1
    part = picture[top : min(bottom, FRAME_H), left : min(right, FRAME_W)]
    # larger specks are nearer and so move faster
    near = min(1.6, 0.6 + math.sqrt(box[2] * box[3]) / 40)
    return _Speck(convert(part), left, top, near, number * 2.399963)
