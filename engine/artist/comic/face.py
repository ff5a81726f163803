"""The head: a front-view construction bent by a turn function, then inked.

Head unit: crown to chin = 220. Origin between the eyes and slightly above,
x to the viewer's right, y down. Every feature is authored once, in front view.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import skia

from engine.artist.comic.ink import (
    INK,
    WHITE,
    Art,
    Pts,
    arr,
    flip,
    mirror_join,
    mix,
    mul,
    path,
    ribbon,
    rotate,
    arclen,
    smooth_profile,
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

FACE_HALF: dict[str, list[tuple[float, float]]] = {
    "oval": [(73, -46), (76.5, -8), (73, 26), (62, 58), (43, 85), (18, 104), (0, 108)],
    "heart": [(75, -46), (78.5, -8), (73, 27), (60, 59), (38.5, 86), (15, 105.5), (0, 109.5)],
    "long": [(70, -46), (74, -8), (72, 28), (63, 62), (46, 91), (21, 112), (0, 116)],
    "square": [(74, -46), (78, -8), (76, 28), (70, 61), (54, 91), (27, 111), (0, 115)],
    "round": [(75, -46), (80, -8), (79, 26), (69, 58), (47, 85), (20, 101), (0, 104)],
}
MALE_JAW = 1.035
# eye style: (height up, height down, outer-corner tilt, iris radius x, y)
EYE_STYLE: dict[str, tuple[float, float, float, float, float]] = {
    "almond": (17.0, 9.5, -2.2, 13.4, 15.8),
    "round": (19.5, 10.5, -0.8, 14.4, 17.2),
    "phoenix": (15.0, 7.8, -6.0, 12.6, 14.2),
    "droopy": (12.4, 8.0, 2.5, 11.2, 12.2),
    "narrow": (13.2, 7.0, -3.6, 11.4, 12.6),
}
# three-quarter turn (at |yaw| = 1, about 35 degrees)
TURN_Y = (-150, -112, -60, 0, 50, 75, 108, 150)
TURN_SHIFT = (2, 9, 19, 23, 27, 26, 20, 4)
NEAR_X, NEAR_SCALE = (0, 40, 80, 120), (0.95, 0.95, 1.03, 1.03)
FAR_X, FAR_SCALE = (0, 60, 80, 120), (0.68, 0.66, 0.62, 0.72)
FAR_DENT = (0, -5.5, 2.0, -1.5, -3.0, 0)  # contour corrections on the far cheek
NEAR_JAW = (0, 0, -3, -11, -17, -10)  # and on the near jaw line
SKULL_BACK = 25.0
ROLL_PIVOT = (0.0, 100.0)


@dataclass(frozen=True)
class HeadView:
    """Bends front-view points to a yaw (-1..1, + faces viewer's right) and pitch (+ down)."""

    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0  # degrees, only for hair drawn behind the body

    def __call__(self, p, lift: float = 0.0) -> Pts:
        q = arr(p).copy()
        t, s = abs(self.yaw), (1 if self.yaw >= 0 else -1)
        x, y = q[:, 0] * s, q[:, 1]
        ax = np.abs(x)
        k = np.where(x < 0, np.interp(ax, NEAR_X, NEAR_SCALE), np.interp(ax, FAR_X, FAR_SCALE))
        x = x * (1 + (k - 1) * t) + t * (np.interp(y, TURN_Y, TURN_SHIFT) + lift * 0.55)
        drop = self.pitch * (11 * np.cos(np.clip(y / 130, -1, 1) * math.pi / 2) + lift * 0.12)
        y = y * (1 - 0.03 * abs(self.pitch)) + drop
        return np.stack([x * s, y], 1)

    def scalp(self, p, lift: float = 0.0) -> Pts:
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


class FaceRig:
    def __init__(self, art: Art, who: Character, expr: Expression, view: HeadView):
        self.art, self.who, self.e, self.v = art, who, expr, view
        self.skin, self.skin_dark = SKINS[who.skin]
        self.line = mix(mul(self.skin_dark, (120, 80, 84)), INK, 0.55)
        self.g = who.gender
        self.side = 1 if view.yaw >= 0 else -1  # direction of the turn
        self.t = abs(view.yaw)
        self.young = {"child": 1.22, "teen": 1.08}.get(who.age, 1.0)

    # ------------------------------------------------------------ contour
    def contour(self) -> Pts:
        half = arr(FACE_HALF[self.who.face]).copy()
        if self.g == "m":
            half[3:6, 0] *= MALE_JAW
            half[5:, 1] += 2
        if self.who.age == "child":
            half[:, 1] *= np.where(half[:, 1] > 0, 0.92, 1)
            half[2:5, 0] *= 1.05
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
            self.art.cel(p, self.skin, self.skin_dark, 5, self.line, 2.0)
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

    # ------------------------------------------------------------ skin
    def skin_mass(self) -> None:
        a, p = self.art, self.contour()
        self.outline_pts = p
        a.fill(p, self.skin)
        with a.clip(p):
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

    def side_plane(self, p: Pts) -> None:
        """Second tone: an offset crescent plus cheek hollow, jaw and eye-socket shapes."""
        a = self.art
        a.shade(p, self.skin_dark, 15, 0.92)
        lx = 1 if a.light.x > 0 else -1
        hollow = self.v(
            spline(
                arr([(80, 20), (57, 34), (49, 56), (40, 84), (20, 106), (60, 112), (90, 60)])
                * (-lx, 1),
                True,
            )
        )
        a.fill(hollow, self.skin_dark, 0.55 if self.g == "f" else 0.85)
        for sx in (-1, 1):
            k = 0.34 if sx == lx else 0.6
            socket = self.v(
                spline(
                    arr([(13, 2), (22, -8), (44, -9), (60, 0), (42, -2), (20, 6), (13, 18)])
                    * (sx, 1),
                    True,
                )
            )
            a.fill(socket, self.skin_dark, k * (0.8 if self.g == "f" else 1))
        under = self.v(spline([(-11, 86), (0, 84), (11, 86), (0, 91)], True), 6)
        a.fill(under, self.skin_dark, 0.75)

    def age_lines(self) -> None:
        a, k = self.art, (1.0 if self.who.age == "elder" else 0.35)
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
            if k == 1:
                for dy in (-5, 2):
                    a.ink(
                        self.v(spline(arr([(61, 12 + dy * 0.4), (69, 11 + dy * 2)]) * (sx, 1))),
                        1.4,
                        self.line,
                        a=0.8,
                    )
        if k == 1:
            for y, w in ((-52, 30), (-41, 36)):
                a.ink(
                    self.v(spline([(-w, y + 2), (0, y - 1), (w, y + 2)]), 6), 1.4, self.line, a=0.55
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

    # ------------------------------------------------------------ eyes
    def lids(self, sx: int) -> tuple[Pts, Pts, np.ndarray]:
        """Upper and lower lid polylines in front view; s runs inner(-1) to outer(+1)."""
        e, (up, low, tilt, _, _) = self.e, EYE_STYLE[self.who.eye]
        hw = EYE_HALF[self.g] * (1 + (self.young - 1) * 0.6)
        op = max(0.0, e.eye_open) * (1 - (e.wince if sx == self.wince_side() else 0))
        up, low = up * self.young, low * self.young
        if self.g == "m":
            up *= 0.90
        s = np.linspace(-1, 1, 25)
        dome = (1 - np.abs(s) ** 2.3) * (1 - 0.16 * s)
        dip = (1 - np.abs(s) ** 2.0) * (1 + 0.18 * s)
        base = tilt * s + 1.5 * (s < -0.7) * (-0.7 - s) * 6
        squint = min(1.0, e.lower_lid) * 0.62
        lo_y = base + low * dip * (1 - 1.25 * squint) - up * 0.12 * squint * dip
        shut = max(0.0, 1 - op / 0.30)  # below .3 the lids meet
        smile = e.lower_lid > 0.55
        up_y = base - up * dome * op - (2.0 * e.brow_in * e.furrow * (s < 0) * -s)
        rest = base + (low * 0.75 * dip if not smile else -up * 0.42 * dome)
        up_y = up_y + (rest - up_y) * shut
        lo_y = lo_y + (rest - lo_y) * shut
        x = sx * (EYE_X + hw * s)
        return (
            np.stack([x, EYE_Y + up_y], 1),
            np.stack([x, EYE_Y + np.maximum(lo_y, up_y + 0.4)], 1),
            s,
        )

    def wince_side(self) -> int:
        return -self.side

    def eye(self, sx: int) -> None:
        a, v, e = self.art, self.v, self.e
        up, lo, s = self.lids(sx)
        gap = float(np.max(lo[:, 1] - up[:, 1]))
        U, L = v(up, 2), v(lo, 2)
        if gap > 2.5:
            hole = np.vstack([U, L[::-1]])
            a.fill(hole, mix((255, 253, 252), self.skin_dark, 0.06))
            with a.clip(hole):
                self.iris(sx)
                lid_shadow = np.vstack([U + (0, -6), (U + (0, 4.6))[::-1]])
                a.fill(lid_shadow, (70, 40, 76), 0.38)
        self.lashes(sx, U, L, s, gap)

    def iris(self, sx: int) -> None:
        a, v, e = self.art, self.v, self.e
        rx, ry = EYE_STYLE[self.who.eye][3:]
        k = self.young * (0.92 if self.g == "m" else 1.10) * (0.72 + 0.28 * e.pupil)
        rx, ry = rx * k, ry * k
        cx = sx * EYE_X - sx * 1.2 + e.gaze_x * 7.0
        cy = EYE_Y - 2.2 + e.gaze_y * 5.5
        th = np.linspace(0, 2 * math.pi, 30, endpoint=False)
        ring = np.stack([np.cos(th), np.sin(th)], 1)
        disc = lambda f, dx=0.0, dy=0.0, fy=None: v(
            ring * (rx * f, ry * (fy or f)) + (cx + dx * rx, cy + dy * ry), 2
        )
        c, dark = self.who.eye_rgb, mul(self.who.eye_rgb, (72, 60, 84))
        outer = disc(1)
        y0, y1 = outer[:, 1].min(), outer[:, 1].max()
        a.fill(outer, mix(dark, INK, 0.6))
        a.grad(
            disc(0.88),
            (0, y0),
            (0, y1),
            [(dark, 1, 0), (c, 1, 0.55), (mix(c, (255, 236, 200), 0.55), 1, 1)],
        )
        a.fill(disc(0.46 * (0.5 + 0.5 * e.pupil), 0, -0.05), mix(dark, INK, 0.8))
        with a.clip(disc(0.86)):
            a.fill(disc(0.62, 0, 0.72, 0.36), mix(c, WHITE, 0.55), 0.55)
            a.fill(disc(1.05, 0, -0.78, 0.62), mix(dark, INK, 0.5), 0.55)
        lx = 1 if a.light.x > 0 else -1
        a.fill(disc(0.30, 0.36 * lx, -0.42, 0.32), WHITE)
        a.fill(disc(0.13, -0.42 * lx, 0.42), WHITE, 0.9)
        if e.tears > 0.2 or e.blush > 0.5:
            a.fill(disc(0.17, 0.12 * lx, 0.58, 0.12), WHITE, 0.85)

    def lashes(self, sx: int, U: Pts, L: Pts, s: np.ndarray, gap: float) -> None:
        a, fem = self.art, self.g == "f"
        lash = mix(mul(self.who.hair_rgb, (90, 80, 90)), INK, 0.75)
        thick = np.interp(s, [-1, -0.6, 0, 0.55, 1], [0.7, 2.0, 3.1, 4.4, 2.2]) * (
            1.0 if fem else 0.82
        )
        far = self.t * (sx == self.side)
        wing_len = (8.5 if fem else 4.5) * (1 - 0.45 * far)
        out = sx * wing_len
        tip = U[-1] + (out, -wing_len * 0.52)
        top = np.vstack([U - np.stack([np.zeros(len(s)), thick], 1), tip])
        a.fill(np.vstack([top, (U + (0, 0.5))[::-1]]), lash)
        if fem and gap > 6:
            for k, (dx, dy) in ((20, (4.5, -6.5)), (22, (6.5, -4.5))):
                root = U[k] - (0, thick[k] * 0.6)
                a.line(
                    [root, root + (sx * dx * 0.4, dy * 0.7), root + (sx * dx, dy)],
                    2.2,
                    lash,
                    (0, 0.8),
                )
        if gap > 2.5:
            m = s > -0.15
            a.ink(L[m] + (0, 0.8), 1.7 if fem else 1.5, self.line, (0.6, 0.15))
            a.ink(L[~m] + (0, 0.8), 0.9, self.line, (0.4, 0.2), 0.6)
            crease = U[4:-1] - np.stack([np.zeros(20), 5.2 + 1.6 * np.abs(s[4:-1])], 1)
            a.ink(crease, 1.3, self.line, (0.4, 0.3), 0.85)
        elif self.e.lower_lid < 0.5:
            a.ink(U[12:] + (0, 4.5), 1.0, self.line, a=0.5)

    # ------------------------------------------------------------ brows, nose
    def brow(self, sx: int, alpha: float = 1.0) -> None:
        e = self.e
        y = EYE_Y - BROW_GAP[self.g] * (1 + (self.young - 1) * 0.4)
        inner = (EYE_X - 22 - 5 * e.furrow, y + 3 - 12 * e.brow_in + 2.5 * e.furrow)
        body = (EYE_X - 4 - 2 * e.furrow, y - 3.5 - 6.5 * e.brow_in - 4 * e.brow_out)
        arch = (EYE_X + 11, y - 6 - 1.5 * e.brow_in - 9 * e.brow_out)
        tail = (EYE_X + 27, y + 3.0 - 8 * e.brow_out + 2 * e.brow_in)
        spine = self.v(spline(arr([inner, body, arch, tail]) * (sx, 1)), 3)
        w = (3.0 if self.g == "f" else 4.3) * (0.85 if self.who.age == "child" else 1)
        half = smooth_profile(arclen(spine), [(0, 0.42), (0.18, 1), (0.55, 0.85), (1, 0.1)]) * w
        grey = self.who.age == "elder"
        rgb = mix(self.who.hair_rgb, INK, 0.15 if grey else 0.55)
        if not grey and sum(self.who.hair_rgb) > 450:
            rgb = mul(self.who.hair_rgb, (130, 124, 136))
        self.art.fill(ribbon(spine, half), rgb, alpha)

    def frown_lines(self) -> None:
        if self.e.furrow > 0.3:
            y = EYE_Y - BROW_GAP[self.g] + 4
            for sx in (-1, 1):
                self.art.ink(
                    self.v(spline([(sx * 6, y - 9), (sx * 4.4, y), (sx * 6.5, y + 8)]), 6),
                    1.7,
                    self.line,
                    (0.4, 0.5),
                    min(1.0, self.e.furrow),
                )

    def nose(self) -> None:
        a, v = self.art, self.v
        lx = 1 if a.light.x > 0 else -1
        sh = self.side if self.t > 0.3 else -lx
        side = spline(
            arr([(3, 14), (8.5, 40), (11, 49), (4, 54), (-3, 55.5), (3, 47)]) * (sh, 1), True
        )
        a.fill(v(side, NOSE_LIFT * 0.55), self.skin_dark, 0.58)
        tip = v([(0, NOSE_Y + 3)], NOSE_LIFT)[0]
        for sx in (-1, 1):
            k = 1 - 0.75 * self.t * (sx == self.side)
            n = v(spline(arr([(2.6, 54.5), (5.6, 53.0), (7.6, 54.6)]) * (sx, 1)), NOSE_LIFT * 0.7)
            a.ink(n, 2.0 * k, self.line, (0.3, 0.3), 0.95)
            wing = v(spline(arr([(8.6, 45.5), (11.4, 50), (9.6, 54)]) * (sx, 1)), NOSE_LIFT * 0.45)
            a.ink(wing, 1.2 * k, self.line, (0.5, 0.4), 0.55 if self.g == "f" else 0.9)
        if self.t > 0.25:  # profile of the bridge on the far side
            b = spline(
                arr([(7.0, 4), (3.6, 20), (4.4, 36), (6.4, 47), (3.6, 53.5), (0, 55.0)])
                * (self.side, 1)
            )
            lift = np.interp(arr(b)[:, 1], [0, 20, 47, 56], [2, 10, NOSE_LIFT, NOSE_LIFT])
            q = np.vstack([v([p], l) for p, l in zip(b, lift)])
            a.ink(q[len(q) // 6 :], 2.1, self.line, (0.75, 0.25), min(1.0, self.t * 1.5))
        a.glow(tip[0] + lx * 2.5, tip[1] - 7, 5, WHITE, 0.55, 1.3)
        hl = v(
            spline([(lx * 1.5, 20), (lx * 2.2, 32), (lx * 1.5, 40), (lx * 0.2, 30)], True),
            NOSE_LIFT * 0.6,
        )
        a.fill(hl, WHITE, 0.35)

    # ------------------------------------------------------------ mouth
    def mouth(self) -> None:
        a, v, e = self.art, self.v, self.e
        hw = MOUTH_HALF[self.g] * e.mouth_width * (1 - 0.30 * e.mouth_round)
        s = np.linspace(-1, 1, 25)
        curve = e.mouth_curve
        ends = (
            -5.5 * curve * np.abs(s) ** 1.7
            - e.mouth_skew * 4.2 * (s * self.skew_side() > 0) * np.abs(s) ** 1.5
        )
        bow = 1.2 * (np.cos(s * math.pi * 2) * 0.5) * (1 - np.abs(s))
        mid_y = MOUTH_Y + ends + 1.8 * curve + bow
        op = max(0.0, e.mouth_open)
        arch = 1 - s * s
        up_y = mid_y - arch * (3.2 + 5 * e.mouth_round) * op
        lo_y = mid_y + arch ** (0.62 + 0.3 * (curve < 0)) * 28 * op * (1.08 - 0.2 * e.teeth)
        if curve < -0.3:  # snarl: the opening squares off
            up_y -= 3.5 * op * np.exp(-(((np.abs(s) - 0.55) / 0.25) ** 2)) * -curve
        up, lo = np.stack([s * hw, up_y], 1), np.stack([s * hw, lo_y], 1)
        U, L = v(up, 9), v(lo, 9)
        self.lips(U, L, s, op)
        if op > 0.05:
            self.mouth_inside(U, L, op)
        elif e.mouth_skew > 0.3:
            k = self.skew_side()
            end = U[-1 if k > 0 else 0]
            a.line([end + (k * 0.5, 2.5), end + (k * 3, -1.5), end + (k * 2, -5)], 1.5, self.line)
        a.ink(U, 2.4 if op < 0.05 else 2.1, mix(self.line, (96, 20, 36), 0.35), (0.28, 0.28))
        if op > 0.05:
            a.ink(L, 2.0, self.line, (0.2, 0.2))
        for i in (0, -1):
            d = -1 if i == 0 else 1
            a.line(
                [U[i] + (-d * 1.0, -0.3), U[i] + (d * 1.6, -1.4 * curve)],
                1.8,
                self.line,
                (0.3, 0.6),
            )

    def skew_side(self) -> int:
        return -self.side

    def lips(self, U: Pts, L: Pts, s: np.ndarray, op: float) -> None:
        a, fem = self.art, self.g == "f"
        tint = self.who.lips if fem else mix(self.skin_dark, (196, 96, 92), 0.45)
        k = 0.92 if fem else 0.55
        h_up = (4.6 if fem else 2.6) * (1 - s * s) ** 0.7 * (1 - 0.22 * np.exp(-((s / 0.16) ** 2)))
        h_lo = (6.4 if fem else 4.2) * (1 - s * s) ** 0.55 * (0.86 if op < 0.05 else 0.8)
        m = np.abs(s) <= 0.9
        up = np.vstack([U[m], (U - np.stack([0 * s, h_up], 1))[m][::-1]])
        lo = np.vstack([L[m], (L + np.stack([0 * s, h_lo], 1))[m][::-1]])
        a.fill(up, mul(tint, (222, 196, 204)), k * 0.9)
        a.fill(lo, tint, k * 0.85)
        mid = L[12] + (a.light.x * 2, h_lo[12] * 0.45)
        if fem:
            a.fill(
                spline([mid + (-4, 0), mid + (0, -1.1), mid + (4, 0), mid + (0, 1.1)], True),
                WHITE,
                0.6,
            )
        edge = (L + np.stack([0 * s, h_lo], 1))[8:17]
        a.ink(edge, 1.3, self.line, (0.4, 0.4), 0.6)

    def mouth_inside(self, U: Pts, L: Pts, op: float) -> None:
        a, hole = self.art, np.vstack([U, L[::-1]])
        a.fill(hole, (88, 18, 36))
        with a.clip(hole):
            clench = self.e.teeth
            h = float(np.max(L[:, 1] - U[:, 1]))
            if clench > 0.55:
                a.fill(np.vstack([U, (L - (0, 1.2 * (1 - clench)))[::-1]]), (250, 246, 244))
                mid = (U + L) / 2
                a.ink(mid, 1.4, (150, 110, 120), (0.1, 0.1), 0.9)
                for i in range(4, 22, 3):
                    a.ink(np.stack([U[i], L[i]]), 0.8, (170, 140, 150), (0.1, 0.1), 0.6)
            else:
                tongue = L[12]
                a.glow(tongue[0], tongue[1] + 2, max(6, h * 0.62), (226, 96, 106), 1.0, 0.7)
                edge = U + (L - U) * min(0.30, 6.5 / max(h, 1))
                a.fill(np.vstack([U - (0, 1), edge[::-1]]), (252, 249, 248))

    # ------------------------------------------------------------ emotion marks
    def tears(self) -> None:
        k = self.e.tears
        if k < 0.05:
            return
        a = self.art
        for sx in (-1, 1):
            _, lo, _ = self.lids(sx)
            root = lo[13]
            pool = self.v(np.vstack([lo[6:21] - (0, 1.6), (lo[6:21] + (0, 2.2))[::-1]]), 3)
            a.fill(pool, (214, 238, 255), 0.9)
            n = 10 + 38 * k
            pts = arr(
                [
                    root + (sx * 1, 1),
                    root + (sx * 3.5, n * 0.35),
                    root + (sx * 3, n * 0.7),
                    root + (sx * -1.5, n),
                ]
            )
            spine = self.v(spline(pts), 3)
            half = smooth_profile(
                arclen(spine), [(0, 1.4), (0.3, 2.0), (0.75, 2.8), (0.93, 4.2), (1, 0.4)]
            ) * (0.45 + 0.55 * k)
            body = ribbon(spine, half)
            a.grad(
                body,
                tuple(spine[0]),
                tuple(spine[-1]),
                [((226, 243, 255), 0.55), ((170, 214, 250), 0.9)],
            )
            a.outline(body, 1.1, (92, 128, 190), 0.8)
            if k > 0.5:
                a.fill(ribbon(spine[3:-4] - (1.0, 0), 0.7), WHITE, 0.9)
            if k > 0.6:
                d = self.v([(root[0] - sx * 7, root[1] + 58 * k)], 3)[0]
                drop = spline([d + (0, -7), d + (4, 1), d + (0, 5), d + (-4, 1)], True)
                a.fill(drop, (186, 222, 252), 0.9)
                a.outline(drop, 1.1, (92, 128, 190))

    def sweat(self) -> None:
        k = self.e.sweat
        if k < 0.05:
            return
        near = -self.side
        for i, (x, y, r) in enumerate(((66, -22, 1.0), (70, 26, 0.75), (52, -58, 0.6))):
            if k < 0.4 * i:
                continue
            d, r = self.v([(near * x, y)], 2)[0], r * (5.4 + 2 * k)
            drop = spline(
                [
                    d + (0, -2.1 * r),
                    d + (r * 0.8, -0.2 * r),
                    d + (r * 0.55, 0.8 * r),
                    d + (-r * 0.55, 0.8 * r),
                    d + (-r * 0.8, -0.2 * r),
                ],
                True,
            )
            self.art.fill(drop, (196, 228, 252), 0.92)
            self.art.outline(drop, 1.4, (70, 100, 160))
            self.art.fill(
                spline(
                    [d + (-r * 0.35, 0), d + (-r * 0.1, -r * 0.6), d + (-r * 0.05, r * 0.3)], True
                ),
                WHITE,
            )

    def vein(self) -> None:
        k = self.e.vein
        if k < 0.1:
            return
        near = -self.side
        cx, cy = self.v([(near * 62, -62)], 8)[0]
        r = 15 * (0.5 + 0.5 * k)
        for q in range(4):
            base = arr([(0.25, 1.0), (0.30, 0.52), (0.52, 0.30), (1.0, 0.25)]) * r
            p = rotate(spline(base), 90 * q + 12) + (cx, cy)
            self.art.ink(p, 5.4, WHITE, (0.1, 0.1), 0.9)
            self.art.ink(p, 3.6, (206, 26, 40), (0.12, 0.12))

    def blush_lines(self) -> None:
        k = self.e.blush
        if k < 0.45:
            return
        for sx in (-1, 1):
            for i in range(3):
                x = 40 + 7 * i
                p = self.v(arr([(x + 3, 40), (x - 2, 50)]) * (sx, 1), 2)
                self.art.ink(np.linspace(p[0], p[1], 8), 1.7, (222, 88, 96), (0.3, 0.3), k * 0.8)

    # ------------------------------------------------------------ assemble
    def features(self) -> None:
        self.forehead_gloom()
        self.nose()
        self.mouth()
        for sx in (-1, 1):
            self.eye(sx)
        self.frown_lines()
        self.blush_lines()
        for sx in (-1, 1):
            self.brow(sx)
        if self.who.has("scar"):
            self.scar()

    def scar(self) -> None:
        """A stroke from brow to cheek."""
        self.art.ink(
            self.v(spline([(30, -40), (36, -10), (34, 44)]), 3), 2.6, (176, 84, 84), (0.3, 0.3)
        )

    def contour_ink(self) -> None:
        self.art.ink(self.jaw[6:-6], 2.6, self.line, (0.12, 0.12))

    def over_hair(self) -> None:
        """Marks that must stay readable above the fringe."""
        for sx in (-1, 1):
            self.brow(sx, 0.5)
        self.tears()
        self.sweat()
        self.vein()
        if self.who.has("glasses"):
            self.glasses(False)
        if self.who.has("sunglasses"):
            self.glasses(True)
        if self.who.has("mask"):
            self.mask()

    def glasses(self, dark: bool) -> None:
        a, v = self.art, self.v
        frame = (26, 24, 30) if dark else (84, 64, 50)
        for sx in (-1, 1):
            w, h = (25, 15) if dark else (24, 17)
            box = arr(
                [
                    (-w, -h * 0.7),
                    (-w * 0.3, -h),
                    (w * 0.7, -h),
                    (w + 2, -h * 0.6),
                    (w * 0.9, h * 0.6),
                    (w * 0.3, h),
                    (-w * 0.6, h),
                    (-w, h * 0.4),
                ]
            ) * (sx, 1) + (sx * (EYE_X + 1), EYE_Y + 2)
            p = v(spline(box, True), 9)
            if dark:
                a.fill(p, (22, 22, 30), 0.94)
                with a.clip(p):
                    c = p.mean(0)
                    a.fill(
                        arr([c + (-16, 16), c + (2, -16), c + (11, -16), c + (-7, 16)]),
                        (150, 164, 190),
                        0.5,
                    )
                    a.fill(
                        arr([c + (0, 16), c + (16, -16), c + (19, -16), c + (3, 16)]),
                        (150, 164, 190),
                        0.32,
                    )
            else:
                a.fill(p, WHITE, 0.13)
                with a.clip(p):
                    c = p.mean(0)
                    a.fill(
                        arr([c + (-18, 16), c + (-2, -18), c + (5, -18), c + (-11, 16)]), WHITE, 0.3
                    )
            a.outline(p, 3.0 if dark else 2.4, frame)
            arm = v(arr([(EYE_X + 26, EYE_Y - 4), (EAR_X + 1, EYE_Y - 6)]) * (sx, 1), 3)
            a.ink(np.linspace(arm[0], arm[1], 8), 3, frame, (0.05, 0.1))
        a.ink(
            v(spline([(-EYE_X + 23, EYE_Y - 1), (0, EYE_Y - 6), (EYE_X - 23, EYE_Y - 1)]), 14),
            2.8,
            frame,
            (0, 0),
        )

    def mask(self) -> None:
        """Ornamental half mask over the eyes' lower face line: cheeks and nose stay covered."""
        a, v = self.art, self.v
        half = [(79, -26), (74, 4), (58, 34), (34, 40), (16, 36), (0, 46)]
        top = [(79, -26), (52, -30), (24, -18), (0, -10)]
        ring = np.vstack([spline(mirror_join(half)), spline(mirror_join(top))[::-1]])
        holes = [
            np.vstack([self.lids(sx)[0] - (0, 6), (self.lids(sx)[1] + (0, 5))[::-1]])
            for sx in (-1, 1)
        ]
        gold = self.who.accent_rgb
        a.c.save()
        for h in holes:
            a.c.clipPath(path(v(h, 9)), skia.ClipOp.kDifference, True)
        a.grad(
            v(ring, 9), (0, -30), (0, 46), [(mix(gold, WHITE, 0.45), 1), (mix(gold, INK, 0.35), 1)]
        )
        for sx in (-1, 1):
            for k in range(3):
                sw = arr([(66 - 8 * k, -18), (60 - 9 * k, 10 + 4 * k), (40 - 8 * k, 30)]) * (sx, 1)
                a.ink(v(spline(sw), 9), 1.8, mix(gold, INK, 0.6))
        a.c.restore()
        for h in holes:
            a.outline(v(h, 9), 1.8, mix(gold, INK, 0.7))
        a.outline(v(ring, 9), 2.6, mix(gold, INK, 0.75))
