"""The head without its features: how a turn bends it, contour, ears, skin, age."""

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.features import features_of
from engine.artist.comic.ink import (
    INK,
    WHITE,
    Art,
    Points,
    Pts,
    arr,
    mix,
    mul,
    spline,
)
from engine.artist.comic.spec import SKINS, Character, Expression
from engine.artist.comic.turn import JAW_DEPTH, JAW_LOW, HeadView, smooth

__all__ = ["HeadView", "Skull"]

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


NOSE_Y_KNOTS = (2, 14, 28, 40, 48, 51.5, 54.5, 57.5, 61)
NOSE_OUT = (-2.5, -0.5, 4.5, 10.5, 16.5, 18.0, 14.0, 6.0, 1.5)
"""How far the bridge and the tip stand out before the face, from between the eyes to the lip."""


class Skull:
    def __init__(self, art: Art, who: Character, expr: Expression, view: HeadView) -> None:
        self.art, self.who, self.e, self.v = art, who, expr, view
        self.own = features_of(who)
        self.skin, self.skin_dark = SKINS[who.skin]
        self.line = mix(mul(self.skin_dark, (120, 80, 84)), INK, 0.55)
        self.g = who.gender
        self.side = view.side  # direction of the turn
        self.t = min(1.0, math.sin(math.radians(view.degrees)) / 0.6)
        self.young = {"child": 1.22, "teen": 1.08}.get(who.age, 1.0)

    def half(self) -> Pts:
        """Half of the outline from temple to chin, seen from the front."""
        half = arr(FACE_HALF[self.who.face]).copy()
        if self.g == "m":
            half[3:6, 0] *= (MALE_JAW, 1.1, 1.18)
            half[5:, 1] += 2
        half[2:6, 0] *= 1 + (self.who.jaw - 1) * arr([(0, 0.35), (0, 0.8), (0, 1), (0, 1)])[:, 1]
        own = self.own
        half[:, 0] *= (own.cheek, own.cheek, own.cheek, own.jaw, own.jaw, (own.jaw + 1) / 2, 1)
        half[4:, 1] += own.chin * arr([(0, 0.4), (0, 0.9), (0, 1)])[:, 1]
        if self.who.age == "child":
            half[:, 1] *= np.where(half[:, 1] > 0, 0.90, 1)
            half[2:5, 0] *= (1.07, 1.13, 1.13)
        elif self.who.age == "elder":  # the cheek sinks and the jowl stays
            half[2, 0] *= 0.97
            half[4, 0] *= 1.05
        half[5:, 1] += self.drop()
        return half

    def drop(self) -> float:
        """How far the chin sinks for an open mouth."""
        return 11 * max(0.0, self.e.mouth_open - 0.25) * (0.6 + 0.4 * (1 - self.e.mouth_round))

    def contour(self) -> Pts:
        """The outline of the skin; sets `jaw`, the part of it that is inked."""
        half = self.half()
        low = half[:, 1] + self.v.deep * np.array(JAW_LOW)
        near = self.v.edges(np.stack([-half[:, 0], low, np.array(JAW_DEPTH)], 1))
        far = self.far_edge(half)
        turned = smooth(self.v.degrees, 5, 30)
        brow = far[far[:, 1] > -46 - 50 * turned][::-1]
        self.jaw = np.vstack([spline(near)[:-1], brow])
        dome = self.v.edges([(0, -114, 52), (-58, -92, 30)])
        return np.vstack([spline(near)[:-1], far[::-1], dome])

    def far_edge(self, half: Pts) -> Pts:
        """From the top of the forehead to the chin on the side that the head is turned to."""
        curve = spline(np.vstack([[(0, -114), (34, -107), (58, -90), (69, -68)], half]))
        low = float(half[-1, 1])
        bend = (1 - np.cos(np.linspace(0, math.pi, 64))) / 2  # dense at forehead and chin
        y = np.sort(
            np.concatenate([-114 + (low + 114) * bend, np.arange(46.5, min(94.0, low - 8), 1.5)])
        )
        y[-1] = low
        relief, spread = self.relief(y)
        return self.v.outermost(np.interp(y, curve[:, 1], curve[:, 0]), y, relief, spread)

    def relief(self, y: Pts) -> tuple[Pts, Pts]:
        """What stands out in the middle of the face at each height, and how broad it is."""
        e, low = self.e, self.drop()
        small = {"child": 0.62, "teen": 0.9}.get(self.who.age, 1.0) * (0.9 if self.g == "f" else 1)
        nose = np.interp(y, NOSE_Y_KNOTS, NOSE_OUT, 0, 0) * small
        gap = 24 * max(0.0, e.mouth_open)
        parted = 9.0 * min(1.0, e.mouth_open * 2.5)
        full = (1.0 if self.g == "f" else 0.86) * (0.75 if self.who.age == "child" else 1.0)
        knots = (60, 65, 69.5, 73, 74.5 + gap * 0.5, 76 + gap, 80 + gap, 85 + gap * 0.9,
                 max(94 + low, 87 + gap), max(103 + low, 96 + gap))  # fmt: skip
        out = (1.0, 3.0, 9.5 * full, 7.5 * full, 5.5 - parted, 6.5 * full, 8.5 * full, 3.0, 3.6,
               2.0)  # fmt: skip
        lips = np.interp(y, knots, out, 0, 0) * smooth(self.v.degrees, 44, 60)
        chin = 11 * (1 - np.sqrt(1 - np.clip((y - y[-1] + 11) / 11, 0, 1) ** 2))
        brow = 3.0 * np.exp(-(((y + 14) / 12) ** 2)) * (self.g == "m")
        return nose + lips + brow - chin, np.where(y < 60, 8.0 + 4.0 * (y > 40), 20.0)

    def ears(self) -> None:
        """Both ears behind the cheeks; of a turned head only the near one, laid on it."""
        for sx in (-1, 1):
            if self.v.degrees > 10 and sx == self.side:
                continue
            if not self.turned:
                self.ear(sx)

    @property
    def turned(self) -> bool:
        """Whether the near ear is seen from the side and lies over the face's skin."""
        return self.v.degrees > 24

    def ear(self, sx: int) -> None:
        """One ear, thin from the front and broad from the side, half hidden by hair."""
        share = math.sin(math.radians(self.v.degrees)) if sx != self.side else 0.0
        out = arr([
            (EAR_X - 8, EAR_TOP + 6), (EAR_X + 5, EAR_TOP - 6), (EAR_X + 13, EAR_TOP + 6),
            (EAR_X + 8, 28), (EAR_X + 1, EAR_LOW), (EAR_X - 7, 36),
        ])  # fmt: skip
        depth = arr([(0, 0), (0, -7), (0, -25), (0, -21), (0, -7), (0, 2)])[:, 1]
        inner = arr([(EAR_X + 2, 3), (EAR_X + 8, 8), (EAR_X + 2, 26)])
        fold = arr([(0, -5), (0, -18), (0, -10)])[:, 1]
        hide = 0 if share else 5 * self.t

        def at(points: Pts, z: Pts) -> Pts:
            x = EAR_X - 4 + (points[:, 0] - EAR_X + 4) * (1 - 0.6 * share)
            away = -1 if sx != self.side else 1
            found = self.v.edges(np.stack([away * x, points[:, 1], z], 1))
            return spline(found, closed=len(points) > 3) - (sx * hide, 0)

        p = at(out, depth)
        # it lies behind the cheek, so it has the tone of the face's shaded side
        bright = (self.art.light.x > 0) == (sx > 0)
        tone = mix(self.skin, self.skin_dark, (0.4 if bright else 0.8) * (1 - 0.5 * share))
        self.art.cel(p, tone, mix(tone, self.skin_dark, 0.8), 7, self.line, 2.0)
        self.art.ink(at(inner, fold), 1.4, self.line)

    def earrings(self, lean: float) -> None:
        """What hangs from the ears that are seen, turned by `lean` degrees about the lobes."""
        for sx in (-1, 1):
            if self.v.degrees > 10 and sx == self.side:
                continue
            x = EAR_X if sx == self.side else -EAR_X
            lobe = self.v.edges([(x, EAR_LOW, -6)])[0]
            self.art.c.save()
            self.art.c.rotate(lean, float(lobe[0]), float(lobe[1]))
            self.earring(lobe)
            self.art.c.restore()

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
            for i in [(side + 1) // 2 for side in self.v.sides]:
                k = (0.22 + 0.5 * self.e.blush) * (1 - 0.3 * self.v.deep)
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
        cx = 0.75 * float(p[:, 0].min() + p[:, 0].max()) / 2
        a.grad(
            p,
            (cx + lx * 34, 0),
            (cx - lx * 84, 30),
            [(warm, 0), (warm, 0.3, 0.55), (warm, 0.85, 1)],
        )
        a.grad(p, (0, 40), (0, 122), [(warm, 0), (warm, 0.42)])
        top = self.v([(0, -48)], 8)[0]
        a.glow(top[0] + lx * 16 * (1 - self.v.deep), top[1], 46, WHITE, 0.34, 0.7)
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
        weak = 1 - 0.8 * self.t * (lx == self.side)  # a turned cheek lies open
        a.fill(hollow, self.skin_dark, (0.26 if self.g == "f" else 0.55) * weak)
        for sx in self.v.sides:
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
            for sx in self.v.sides:
                lid = self.v([(sx * (EYE_X + 9), EYE_Y - 13)], 2)[0]
                a.glow(lid[0], lid[1], 22, tint, 0.42, 0.55)

    def age_lines(self) -> None:
        old = self.who.age == "elder"
        a, k = self.art, (0.65 if old else 0.18)
        for sx in self.v.sides:
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
        """Shadow from above: with coldness one over the eyes, with fear pale blue and lines."""
        g = self.e.gloom
        if g < 0.05:
            return
        if self.e.brow_in < 0:
            self.menace(g)
            return
        a, outline = self.art, self.contour()
        with a.clip(outline):
            top, low = self.v([(0, -110)])[0], self.v([(0, 40)])[0]
            a.grad(
                outline,
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

    def menace(self, g: float) -> None:
        """The fringe's shadow, gone below the eyes: with a hard edge it would be a mask."""
        if g < 0.16:  # a trace of it would be a seam across the cheek
            return
        outline = self.contour()
        top, low = self.v([(0, -100)])[0], self.v([(0, 38)])[0]
        tone = mix(self.skin_dark, (70, 44, 96), 0.5)
        deep = min(1.0, g)
        self.art.grad(
            outline,
            (0, top[1]),
            (0, low[1]),
            [
                (tone, 0.9 * deep, 0),
                (tone, 0.75 * deep, 0.55),
                (tone, 0.5 * deep, 0.8),
                (tone, 0, 1),
            ],
        )

    def contour_ink(self) -> None:
        turned = smooth(self.v.degrees, 10, 40)
        first = round(6 + 10 * turned)
        self.art.ink(self.jaw[first:-6], 2.2, self.line, (0.14 + 0.1 * turned, 0.1))

    def scar(self) -> None:
        """A stroke from brow to cheek."""
        if 1 not in self.v.sides:
            return
        self.art.ink(
            self.v(spline([(30, -40), (36, -10), (34, 44)]), 3), 2.6, (176, 84, 84), (0.3, 0.3)
        )
