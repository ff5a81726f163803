"""How a head turns: from points of the front view to any view between front and profile.

A face is a surface with depth, hair lies on a skull or hangs around it, and what is seen of both
follows from the angle; nothing is drawn twice for it. Three kinds of points turn differently:
features of the face (`HeadView()`), the outline of the hair (`scalp`) and locks on it (`lock`).
Knows no line and no colour.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from engine.artist.comic.ink import Points, Pts, arr, rotate

ANGLES = ((0.0, 0.25, 0.5, 0.65, 0.75, 0.85, 1.0), (0.0, 14.0, 29.0, 36.0, 42.0, 48.0, 90.0))
"""Degrees by the turn that a cut list asks for: 0.5 to 0.85 are three-quarter views in which both
eyes are seen; only two people who face each other are in profile."""

PIVOT = ((0.0, 14.0, 36.0, 50.0, 90.0), (0.0, 5.0, 13.0, 13.0, -3.0))
"""Head units by which the head stays behind its own turn, by degrees: it sits on the neck."""

DEPTH_Y = (-114, -100, -80, -50, -20, 4, 14, 30, 60, 74, 90, 104, 114, 126)
DEPTH = (52, 68, 80, 89, 90, 84, 83, 84, 85, 83, 82, 82, 81, 80)
"""How far the middle of the face lies before the axis of the ears, without nose and lips."""
WIDTH_Y = (-114, -60, 0, 40, 74, 100, 120)
WIDTH = (72, 82, 81, 79, 69, 58, 54)
"""Half breadth of the ellipse that the face is at each height."""
FLAT = 0.72
"""A face in three-quarter view is drawn flatter than it is: the far eye is a third narrower."""
JAW_DEPTH = (20.0, 9.0, 1.0, 3.0, 34.0, 60.0, 71.0)
"""Depth of the outline from temple to chin, by the points of `skull.FACE_HALF`."""
JAW_LOW = (0.0, 0.0, 7.0, 15.0, 9.0, 2.0, 0.0)
"""How much lower the same points lie in profile, where the jaw has a corner."""

HAIR_DEPTH, HAIR_WIDTH, HAIR_TALL = 96.0, 84.0, 152.0
BACK_REACH = 0.26  # how much farther the hair reaches behind the axis than to the side
PITCH = 17.0  # head units by which the middle of a face turned down about 10 degrees sinks
NOD = 0.13  # the same seen from the side: slope
ROLL_PIVOT = (0.0, 100.0)
HIDDEN = 60.0
"""Degrees from which nothing is seen of the far half of a face."""


def smooth(value: float, first: float, last: float) -> float:
    """0 below `first`, 1 above `last`, and a soft way between."""
    share = min(1.0, max(0.0, (value - first) / (last - first)))
    return share * share * (3 - 2 * share)


@dataclass(frozen=True)
class HeadView:
    """Bends front-view points to a yaw (-1..1, + faces viewer's right) and pitch (+ down)."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0  # degrees, only for hair drawn behind the body

    @cached_property
    def degrees(self) -> float:
        """Angle of the turn, 0 to 90."""
        return float(np.interp(abs(self.yaw), *ANGLES))

    @cached_property
    def side(self) -> int:
        """The side that the head is turned to: 1 to the picture's right."""
        return 1 if self.yaw >= 0 else -1

    @cached_property
    def deep(self) -> float:
        """How much of a profile the view is: 0 to three quarters, 1 from the side."""
        return smooth(self.degrees, 50, 82)

    @cached_property
    def sides(self) -> tuple[int, ...]:
        """The halves of the face that are seen, the far one first; -1 is the picture's left."""
        return (-self.side,) if self.degrees >= HIDDEN else (self.side, -self.side)

    @cached_property
    def _turned(self) -> tuple[float, float, float, float]:
        """Cosine, sine, the pivot's share, flatness."""
        angle = math.radians(self.degrees)
        flat = FLAT + (1 - FLAT) * smooth(self.degrees, 40, 85)
        return math.cos(angle), math.sin(angle), float(np.interp(self.degrees, *PIVOT)), flat

    def surface(self, x: Pts, y: Pts) -> Pts:
        """Depth of the face at points of the front view, without nose and lips."""
        _, _, _, flat = self._turned
        share = np.clip(np.abs(x) * flat / np.interp(y, WIDTH_Y, WIDTH), 0, 0.999)
        found: Pts = np.interp(y, DEPTH_Y, DEPTH) * np.sqrt(1 - share**2)
        return found

    def __call__(self, p: Points, lift: float = 0.0, round_: float = 0.0) -> Pts:
        """Features. lift: height over the face; round_: how much the mouth's corners lie behind
        its middle, over the square of 17 head units."""
        q = arr(p)
        cos, sin, pivot, flat = self._turned
        x, y = q[:, 0] * self.side, q[:, 1]
        if self.degrees > 1:  # what lies behind the far cheek gathers at its edge
            width = np.interp(y, WIDTH_Y, WIDTH) / flat
            slope = sin / cos * np.interp(y, DEPTH_Y, DEPTH) / width if cos > 1e-6 else 1e6
            horizon = width / np.sqrt(1 + slope**2)
            x = np.minimum(x, horizon)
        z = self.surface(x, y) + lift - round_ * (x / 17) ** 2 * sin
        return self._placed(q, x * cos + z * sin - pivot, lift)

    def edges(self, p: Points) -> Pts:
        """Points (x, y, depth); x < 0 is the side that the head is turned away from."""
        q = np.asarray(p, float).reshape(-1, 3)
        cos, sin, pivot, _ = self._turned
        flat = q[:, :2] * (self.side, 1)
        return self._placed(flat, q[:, 0] * cos + q[:, 2] * sin - pivot, 0)

    def outermost(self, half: Pts, y: Pts, relief: Pts, spread: Pts) -> Pts:
        """The far outline of a face: at each height what reaches out most.

        half: half breadth of the face at each y. relief: what stands out in the middle (nose,
        lips), spread: how broad it is.
        """
        cos, sin, pivot, _ = self._turned
        x = np.linspace(0, 1, 26)[None, :] * half[:, None]
        rows = np.broadcast_to(y[:, None], x.shape)
        z = self.surface(x, rows) + relief[:, None] * np.exp(-((x / spread[:, None]) ** 2))
        found = (x * cos + z * sin).max(axis=1) - pivot
        return self._placed(np.stack([half * self.side, y], 1), found, 0)

    def scalp(self, p: Points, lift: float = 0.0) -> Pts:
        """The outline of hair: deeper behind than broad; what hangs leaves the face free."""
        q = arr(p)
        cos, sin, pivot, _ = self._turned
        x, y = q[:, 0] * self.side, q[:, 1]
        front = 1 + 0.10 * sin**2
        hangs = np.clip((y + 30) / 80, 0, 1)
        far = front + (cos + 0.08 * sin - front) * hangs * smooth(self.degrees, 5, 60)
        k = np.where(x < 0, 1 + BACK_REACH * sin**1.5, far)
        shift = 8 * sin * cos * (1 - hangs)
        found = self._placed(q, x * k + shift + lift * 0.3 * sin - pivot, 0)
        if self.roll:  # rigid at the skull, hanging free below
            f = np.interp(found[:, 1], (70, 300), (1, 0.15))[:, None]
            found = found + (rotate(found, self.roll, ROLL_PIVOT) - found) * f
        return found

    def lock(self, p: Points, lift: float = 0.0) -> Pts:
        """Points of a lock that lies on the skull or hangs before the ears."""
        q = arr(p)
        cos, sin, pivot, _ = self._turned
        x = q[:, 0] * self.side
        z = self._hair(q)
        # on the far side it lies before the face, which is drawn flatter than the skull
        skin = self.surface(x, q[:, 1]) * np.clip((70 - q[:, 1]) / 60, 0, 1)
        skin = skin * np.clip((92 - x) / 18, 0, 1)
        z = np.where(x > 0, np.maximum(z, skin), z)
        return self._placed(q, x * cos + (z + lift * 0.5) * sin - pivot, 0)

    def combed(self, p: Points, lift: float = 0.0) -> Pts:
        """A lock combed from the hairline back over the crown."""
        q = arr(p)
        cos, sin, pivot, _ = self._turned
        back = np.linspace(0, 1, len(q)) ** 0.8
        z = self._hair(q) * (1 - back) + (lift * 0.5 - 62) * back
        aside = 1 - smooth(self.degrees, 5, 30)
        x = (q[0, 0] + (q[:, 0] - q[0, 0]) * aside) * self.side
        down = arr(
            np.stack([q[:, 0], q[:, 1] + 18 * back * (1 - aside)], 1)
        )  # it lies on the crown
        return self._placed(down, x * cos + z * sin - pivot, 0)

    def nearness(self, p: Points) -> float:
        """How far before the head's middle a lock's end hangs, negative behind; head units."""
        q = arr(p)
        cos, sin, _, _ = self._turned
        deep = self._hair(q) * cos - q[:, 0] * self.side * sin
        return float(np.mean(deep[len(q) // 2 :]))

    def behind(self, p: Points, depth: float) -> Pts:
        """What is tied at the back of the head, `depth` behind the axis."""
        q = arr(p)
        cos, sin, pivot, _ = self._turned
        x = q[:, 0] * self.side
        return self._placed(q, x * (cos**2 + 0.8 * sin**2) - depth * sin - pivot, 0)

    def trailing(self, p: Points) -> Pts:
        """A tail that falls to one side in the front view, and behind whoever turns."""
        q = arr(p)
        _, sin, pivot, _ = self._turned
        turned = smooth(self.degrees, 18, 30) > 0.5
        x = -np.abs(q[:, 0]) if turned else q[:, 0] * self.side
        return self._placed(q, x * (1 - 0.1 * sin) - 14 * sin - pivot, 0)

    def _hair(self, q: Pts) -> Pts:
        tall = np.sqrt(1 - np.clip(q[:, 1] / HAIR_TALL, -0.97, 0) ** 2)
        found: Pts = np.maximum(HAIR_DEPTH * tall * (1 - (q[:, 0] / HAIR_WIDTH) ** 2), -60.0)
        return found

    def _placed(self, q: Pts, x: Pts, lift: float) -> Pts:
        """Points at the turned x, sunk or raised by the pitch."""
        cos, sin, _, _ = self._turned
        y = q[:, 1]
        if self.pitch:
            round_ = np.sqrt(1 - np.clip(q[:, 0] / 110, -0.95, 0.95) ** 2)  # nearer in the middle
            middle = PITCH * np.cos(np.clip(y / 130, -1, 1) * math.pi / 2) * round_ + lift * 0.2
            y = y * (1 - 0.045 * abs(self.pitch) * cos) + self.pitch * (
                middle * cos + NOD * x * sin
            )
        return np.stack([x * self.side, y], 1)
