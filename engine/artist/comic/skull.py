"""The head without its features: how a turn bends it, contour, ears, skin, age."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.artist.comic.ink import (
    INK,
    WHITE,
    Art,
    Points,
    Pts,
    arr,
    flip,
    mix,
    mul,
    rotate,
    spline,
)
from engine.artist.comic.spec import SKINS, Character, Expression

# ---- proportions (head units) -------------------------------------------
EYE_X, EYE_Y = 36.5, 14.0
EYE_HALF = {"f": 22.5, "m": 21.0}
NOSE_Y, MOUTH_Y = 50.0, 74.0
MOUTH_HALF = {"f": 17.0, "m": 20.0}
BROW_GAP = {"f": 35.0, "m": 27.0}  # brow above the eye centre
EAR_X, EAR_TOP, EAR_LOW = 77.0, -2.0, 44.0
NOSE_LIFT = 24.0

FACE_HALF: dict[str, Points] = {
    "oval": [(71, -46), (74, -8), (69.5, 24), (57.5, 56), (38, 86), (15, 107), (0, 111)],
    "heart": [(74, -46), (76.5, -8), (70, 24), (55, 57), (33.5, 88), (12, 109), (0, 113)],
    "long": [(68, -46), (71.5, -8), (68, 28), (58, 62), (41, 93), (18, 115), (0, 119)],
    "square": [(72, -46), (75, -8), (73, 28), (66, 60), (50, 91), (24, 112), (0, 116)],
    "round": [(74, -46), (78, -8), (75.5, 24), (65, 56), (43.5, 86), (17, 104), (0, 108)],
}
"""Half contours, temple to chin: narrow below the cheekbone and pointed, as the web comic draws."""
MALE_JAW = 1.06
# eye style: (height up, height down, outer-corner tilt, iris radius x, y)
EYE_STYLE: dict[str, tuple[float, float, float, float, float]] = {
    "almond": (17.6, 9.6, -3.2, 13.8, 16.6),
    "round": (20.5, 10.8, -1.4, 14.8, 18.0),
    "phoenix": (15.2, 7.6, -7.0, 13.0, 15.0),
    "droopy": (13.0, 8.4, 2.6, 11.8, 13.2),
    "narrow": (13.0, 6.8, -4.4, 11.8, 13.4),
}
# three-quarter turn (at |yaw| = 1, about 35 degrees)
TURN_Y = (-150, -112, -60, 0, 50, 75, 108, 150)
TURN_SHIFT = (2, 9, 19, 23, 27, 26, 20, 4)
NEAR_X, NEAR_SCALE = (0, 40, 80, 120), (0.95, 0.95, 1.03, 1.03)
FAR_X, FAR_SCALE = (0, 60, 80, 120), (0.68, 0.66, 0.62, 0.72)
FAR_DENT = (0, -5.5, 2.0, -1.5, -3.0, 0)  # contour corrections on the far cheek
NEAR_JAW = (0, 0, -3, -11, -17, -10)  # and on the near jaw line
SKULL_BACK = 25.0
PITCH = 17.0  # head units by which the middle of a face turned down about 10 degrees sinks
ROLL_PIVOT = (0.0, 100.0)


@dataclass(frozen=True)
class HeadView:
    """Bends front-view points to a yaw (-1..1, + faces viewer's right) and pitch (+ down)."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0  # degrees, only for hair drawn behind the body

    def __call__(self, p: Points, lift: float = 0.0) -> Pts:
        q = arr(p).copy()
        t, s = abs(self.yaw), (1 if self.yaw >= 0 else -1)
        x, y = q[:, 0] * s, q[:, 1]
        ax = np.abs(x)
        k = np.where(x < 0, np.interp(ax, NEAR_X, NEAR_SCALE), np.interp(ax, FAR_X, FAR_SCALE))
        x = x * (1 + (k - 1) * t) + t * (np.interp(y, TURN_Y, TURN_SHIFT) + lift * 0.55)
        round_ = np.sqrt(1 - np.clip(q[:, 0] / 110, -0.95, 0.95) ** 2)  # nearer in the middle
        drop = self.pitch * (
            PITCH * np.cos(np.clip(y / 130, -1, 1) * math.pi / 2) * round_ + lift * 0.2
        )
        y = y * (1 - 0.045 * abs(self.pitch)) + drop
        return np.stack([x * s, y], 1)

    def scalp(self, p: Points, lift: float = 0.0) -> Pts:
        """As the face, but the skull also bulges backwards on the near side."""
        q = self(p, lift)
        t, s = abs(self.yaw), (1 if self.yaw >= 0 else -1)
        x0 = arr(p)[:, 0] * s
        k = np.clip((-x0 - 30) / 50, 0, 1)
        q[:, 0] -= s * SKULL_BACK * t * k * k * (3 - 2 * k)
        if self.roll:  # rigid at the skull, hanging free below
            f = np.interp(q[:, 1], (70, 300), (1, 0.15))[:, None]
            q = q + (rotate(q, self.roll, ROLL_PIVOT) - q) * f
        return q


class Skull:
    def __init__(self, art: Art, who: Character, expr: Expression, view: HeadView) -> None:
        self.art, self.who, self.e, self.v = art, who, expr, view
        self.skin, self.skin_dark = SKINS[who.skin]
        self.line = mix(mul(self.skin_dark, (120, 80, 84)), INK, 0.55)
        self.g = who.gender
        self.side = 1 if view.yaw >= 0 else -1  # direction of the turn
        self.t = abs(view.yaw)
        self.young = {"child": 1.22, "teen": 1.08}.get(who.age, 1.0)

    def contour(self) -> Pts:
        half = arr(FACE_HALF[self.who.face]).copy()
        if self.g == "m":
            half[3:6, 0] *= (MALE_JAW, 1.1, 1.18)
            half[5:, 1] += 2
        half[2:6, 0] *= 1 + (self.who.jaw - 1) * arr([(0, 0.35), (0, 0.8), (0, 1), (0, 1)])[:, 1]
        if self.who.age == "child":
            half[:, 1] *= np.where(half[:, 1] > 0, 0.90, 1)
            half[2:5, 0] *= (1.07, 1.13, 1.13)
        elif self.who.age == "elder":  # the cheek sinks and the jowl stays
            half[2, 0] *= 0.97
            half[4, 0] *= 1.05
        half[5:, 1] += (
            11 * max(0.0, self.e.mouth_open - 0.25) * (0.6 + 0.4 * (1 - self.e.mouth_round))
        )
        left, right = self.v(flip(half)), self.v(half)
        far, near = (right, left) if self.side > 0 else (left, right)
        far[:-1, 0] += self.side * self.t * arr([(d, 0) for d in FAR_DENT])[:, 0]
        near[:-1, 0] += self.side * self.t * arr([(d, 0) for d in NEAR_JAW])[:, 0]
        near[4, 1] -= 6 * self.t
        self.jaw = spline(np.vstack([left, right[::-1][1:]]))
        dome = self.v([(58, -92), (0, -114), (-58, -92)])
        return spline(np.vstack([left, right[::-1][1:], dome]), closed=True)

    def ears(self) -> None:
        for sx in (-1, 1):
            if self.t > 0.3 and sx == self.side:
                continue
            o = -sx * 7 * self.t * (1 if sx != self.side else 0)
            base = arr(
                [
                    (EAR_X - 8, EAR_TOP + 6),
                    (EAR_X + 5, EAR_TOP - 6),
                    (EAR_X + 13, EAR_TOP + 6),
                    (EAR_X + 8, 28),
                    (EAR_X + 1, EAR_LOW),
                    (EAR_X - 7, 36),
                ]
            ) * (sx, 1)
            p = self.v(spline(base, closed=True)) + (o * -1, 0)
            # it lies behind the cheek, so it has the tone of the face's shaded side
            bright = (self.art.light.x > 0) == (sx > 0)
            tone = mix(self.skin, self.skin_dark, 0.4 if bright else 0.8)
            self.art.cel(p, tone, mix(tone, self.skin_dark, 0.8), 7, self.line, 2.0)
            inner = self.v(
                spline(arr([(EAR_X + 2, 3), (EAR_X + 8, 8), (EAR_X + 2, 26)]) * (sx, 1))
            ) + (o * -1, 0)
            self.art.ink(inner, 1.4, self.line)
            if self.who.has("earrings"):
                self.earring(self.v([(sx * (EAR_X + 2), EAR_LOW)])[0] + (o * -1, 0))

    def earring(self, at: Pts) -> None:
        x, y = at
        gold = self.who.accent_rgb
        self.art.line([(x, y), (x, y + 14)], 1.6, mix(gold, INK, 0.4), (0, 0))
        drop = spline([(x, y + 10), (x + 6, y + 26), (x, y + 33), (x - 6, y + 26)], closed=True)
        self.art.cel(
            drop, mix(gold, WHITE, 0.35), mix(gold, INK, 0.25), 4, mix(gold, INK, 0.6), 1.4
        )
        self.art.fill(spline([(x - 3, y + 20), (x - 1, y + 18), (x - 1, y + 25)], True), WHITE, 0.9)

    def skin_mass(self) -> None:
        a, p = self.art, self.contour()
        self.outline_pts = p
        a.fill(p, self.skin)
        with a.clip(p):
            self.bloom(p)
            self.side_plane(p)
            cheek = self.v([(-46, 46), (46, 46), (0, NOSE_Y)])
            warm = mix(self.skin_dark, (240, 110, 100), 0.5)
            for i in (0, 1):
                k = 0.22 + 0.5 * self.e.blush
                a.glow(
                    cheek[i][0], cheek[i][1], 30, warm, k * (0.75 if self.g == "f" else 0.45), 0.62
                )
            a.glow(cheek[2][0], cheek[2][1] - 2, 13, warm, 0.22, 0.8)
            if self.who.age in ("elder", "mature"):
                self.age_lines()

    def bloom(self, p: Pts) -> None:
        """The soft gradient under the cel tones: light on the brow, warmth low and to the side."""
        a = self.art
        lx = 1 if a.light.x > 0 else -1
        warm = mix(self.skin_dark, (255, 150, 130), 0.25)
        a.grad(p, (lx * 34, 0), (-lx * 84, 30), [(warm, 0), (warm, 0.3, 0.55), (warm, 0.85, 1)])
        a.grad(p, (0, 40), (0, 122), [(warm, 0), (warm, 0.42)])
        top = self.v([(0, -48)], 8)[0]
        a.glow(top[0] + lx * 16, top[1], 46, WHITE, 0.34, 0.7)
        chin = self.v([(0, 97)], 8)[0]
        a.glow(chin[0] + lx * 3, chin[1], 11, WHITE, 0.32, 0.7)

    def side_plane(self, p: Pts) -> None:
        """Second tone: an offset crescent plus cheek hollow, jaw and eye-socket shapes."""
        a = self.art
        a.shade(p, self.skin_dark, 11, 0.7)
        lx = 1 if a.light.x > 0 else -1
        hollow = self.v(
            spline(
                arr([(80, 20), (57, 34), (49, 56), (40, 84), (20, 106), (60, 112), (90, 60)])
                * (-lx, 1),
                True,
            )
        )
        a.fill(hollow, self.skin_dark, 0.26 if self.g == "f" else 0.55)
        for sx in (-1, 1):
            k = 0.34 if sx == lx else 0.6
            socket = self.v(
                spline(
                    arr([(13, 2), (22, -8), (44, -9), (60, 0), (42, -2), (20, 6), (13, 18)])
                    * (sx, 1),
                    True,
                )
            )
            a.fill(socket, self.skin_dark, k * (0.55 if self.g == "f" else 0.95))
        under = self.v(spline([(-8, 86.5), (0, 85), (8, 86.5), (0, 90)], True), 6)
        a.fill(under, self.skin_dark, 0.5 if self.g == "f" else 0.7)
        if self.g == "f":  # shadow on the lids
            tint = mix(self.skin_dark, (216, 84, 104), 0.45)
            for sx in (-1, 1):
                lid = self.v([(sx * (EYE_X + 9), EYE_Y - 13)], 2)[0]
                a.glow(lid[0], lid[1], 22, tint, 0.42, 0.55)

    def age_lines(self) -> None:
        old = self.who.age == "elder"
        a, k = self.art, (0.65 if old else 0.18)
        for sx in (-1, 1):
            a.ink(
                self.v(spline(arr([(17, 52), (25, 62), (27, 76)]) * (sx, 1)), 4),
                1.9,
                self.line,
                (0.2, 0.6),
                k,
            )
            a.ink(
                self.v(spline(arr([(EYE_X - 14, 31), (EYE_X, 36), (EYE_X + 15, 30)]) * (sx, 1))),
                1.5,
                self.line,
                a=0.75 * k,
            )
            if old:
                for dy in (-5, 2):
                    a.ink(
                        self.v(spline(arr([(61, 12 + dy * 0.4), (69, 11 + dy * 2)]) * (sx, 1))),
                        1.4,
                        self.line,
                        a=0.52,
                    )
        if old:
            for y, w in ((-52, 30), (-41, 36)):
                a.ink(
                    self.v(spline([(-w, y + 2), (0, y - 1), (w, y + 2)]), 6), 1.4, self.line, a=0.36
                )

    def forehead_gloom(self) -> None:
        g = self.e.gloom
        if g < 0.05:
            return
        a = self.art
        with a.clip(self.outline_pts):
            top, low = self.v([(0, -110)])[0], self.v([(0, 40)])[0]
            a.grad(
                self.outline_pts,
                (0, top[1]),
                (0, low[1]),
                [
                    ((44, 40, 96), 0.85 * g, 0),
                    ((60, 60, 120), 0.5 * g, 0.62),
                    ((70, 80, 140), 0, 1),
                ],
            )
            for i, x in enumerate(range(-64, 70, 9)):
                y1 = -14 + 18 * math.sin(i * 2.3)
                a.ink(
                    self.v([(x, -100), (x, -50), (x, y1)], 4), 1.6, (36, 30, 70), (0, 0.7), 0.75 * g
                )

    def contour_ink(self) -> None:
        self.art.ink(self.jaw[6:-6], 2.2, self.line, (0.14, 0.14))

    def scar(self) -> None:
        """A stroke from brow to cheek."""
        self.art.ink(
            self.v(spline([(30, -40), (36, -10), (34, 44)]), 3), 2.6, (176, 84, 84), (0.3, 0.3)
        )
