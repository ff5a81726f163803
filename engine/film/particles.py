"""Particles that really move: a device's drawing taken apart into its specks.

The artist draws petals, flakes, dust or rain once for the whole frame, near ones large and soft,
far ones small. Each connected speck becomes a small sprite that moves along its own path, the near
ones faster, all in the same wind, and comes in again at the other side.
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
    """Steps of a middling speck in pixels a frame, and how far it sways to the sides.

    pulse: whether specks come and go, like fireflies and dust in a beam of light.
    """

    across: float
    down: float
    sway: float
    pulse: bool = False


MOTIONS = {
    "petals": Motion(-2.2, 5.0, 26.0),
    "leaves": Motion(-2.6, 4.4, 40.0),
    "snow": Motion(-0.8, 4.2, 14.0),
    "rain": Motion(-7.2, 40.0, 0.0),
    "embers": Motion(0.7, -3.4, 16.0),
    "sparkles": Motion(0.0, -0.5, 2.0),
    "dust": Motion(-0.25, -0.2, 16.0, pulse=True),
    "fireflies": Motion(0.3, -0.25, 44.0, pulse=True),
}
"""The devices made of specks. The wind blows to the left wherever there is any."""

FEW = "-few"
"""Behind a device's name: so thin that a place can have it all the time."""

_MOST, _FEWEST = 90, 14  # specks; more cost more time than they add
_MARGIN = 60  # a speck wraps round this far outside the frame, or its own size
_STEPS = 5  # levels of light through which a pulsing speck goes


@dataclass(frozen=True, slots=True, eq=False)
class _Speck:
    planes: Planes
    x: int
    y: int
    pace: float
    phase: float
    margin: int


class Specks:
    """The specks of one drawing. few: only a handful of them, spread over all sizes."""

    def __init__(self, picture: Picture, motion: Motion, *, few: bool = False) -> None:
        self._motion = motion
        boxes = _boxes(picture[..., 3])
        if few:
            chosen = np.linspace(0, len(boxes) - 1, min(_FEWEST, len(boxes)))
            boxes = [boxes[round(i)] for i in chosen]
        self._specks = [_speck(picture, box, i) for i, box in enumerate(boxes)]
        self._faded: dict[tuple[int, int], Planes] = {}

    def __len__(self) -> int:
        return len(self._specks)

    def draw(self, frame: int, level: int, target: Target) -> None:
        """Blend all specks where they are in `frame`, at `level` of 255 parts of their strength."""
        motion = self._motion
        for number, speck in enumerate(self._specks):
            shown = level
            if motion.pulse:
                wave = math.sin(frame * 0.05 * speck.pace + 2 * speck.phase)
                shown = round(level * math.ceil(_STEPS * max(0.0, wave)) / _STEPS)
                if not shown:
                    continue
            swing = math.sin(frame * 0.07 * speck.pace + speck.phase) if motion.sway else 0.0
            x = speck.x + motion.across * speck.pace * frame + motion.sway * swing
            y = speck.y + motion.down * speck.pace * frame
            place = _round(x, FRAME_W, speck.margin), _round(y, FRAME_H, speck.margin)
            blit(target, self._at(number, shown), *place)

    def _at(self, number: int, level: int) -> Planes:
        key = number, level
        if key not in self._faded:
            self._faded[key] = faded(self._specks[number].planes, level)
        return self._faded[key]


def _round(position: float, length: int, margin: int) -> int:
    """Even pixel, wrapped round a frame with margins."""
    whole = length + 2 * margin
    return 2 * round(((position + margin) % whole - margin) / 2)


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
    margin = max(_MARGIN, box[2] + 4, box[3] + 4)
    return _Speck(convert(part), left, top, near, number * 2.399963, margin)
