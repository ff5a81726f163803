"""The whole face: nose, mouth, marks of feeling, what is worn over the eyes."""

from __future__ import annotations

import math

import numpy as np
import skia

from engine.artist.comic.eyes import Eyes
from engine.artist.comic.ink import (
    INK,
    WHITE,
    Pts,
    arclen,
    arr,
    mirror_join,
    mix,
    mul,
    path,
    ribbon,
    rotate,
    smooth_profile,
    spline,
)
from engine.artist.comic.skull import EAR_X, EYE_X, EYE_Y, MOUTH_HALF, MOUTH_Y, NOSE_LIFT, NOSE_Y

NOSE: dict[str, tuple[float, float, float]] = {
    "small": (-2.5, 0.82, 0.55),
    "straight": (0.0, 0.95, 1.0),
    "broad": (1.0, 1.28, 0.9),
    "hooked": (3.0, 1.02, 1.35),
}
"""How far the tip sits lower, breadth of the wings, strength of the bridge."""

MOUTH: dict[str, tuple[float, float, float]] = {
    "small": (0.86, 1.05, 1.1),
    "full": (1.0, 1.3, 1.3),
    "wide": (1.14, 0.95, 1.0),
    "thin": (1.05, 0.62, 0.66),
}
"""Width, height of the upper and of the lower lip."""

CORNERS = 15.0
"""How far behind the middle of the lips the corners of a mouth lie, in head units."""


class FaceRig(Eyes):
    """The whole face: nose, mouth, marks of feeling, what is worn over the eyes."""

    def nose(self) -> None:
        a, v = self.art, self.v
        drop, broad, bridge = NOSE[self.who.nose]
        drop, broad = drop + self.own.nose, broad * self.own.wings
        high = NOSE_LIFT * (1 - 0.3 * v.deep)
        lx = 1 if a.light.x > 0 else -1
        sh = self.side if self.t > 0.3 else -lx
        low = arr([(0, drop)])
        side = spline(
            arr([(3, 14), (8 * broad, 41), (10 * broad, 49), (4, 54), (-3, 55.5), (3, 47)])
            * (sh, 1)
            + low * (0, 0.8),
            True,
        )
        a.fill(v(side, high * 0.55), self.skin_dark, 0.3 + 0.22 * bridge * (self.g == "m"))
        tip = v([(0, NOSE_Y + 3 + drop)], high)[0]
        for sx in self.v.sides:
            k = 1 - 0.75 * self.t * (sx == self.side)
            hole = arr([(2.4 * broad, 54.6), (5.0 * broad, 53.4), (7.0 * broad, 54.4)])
            n = v(spline(hole * (sx, 1) + low), high * 0.7)
            a.ink(n, 1.9 * k, self.line, (0.3, 0.3), 0.9)
            wing = arr([(8.2 * broad, 47), (10.6 * broad, 50.5), (9.0 * broad, 54)])
            p = v(spline(wing * (sx, 1) + low), high * 0.45)
            a.ink(p, 1.1 * k, self.line, (0.5, 0.4), 0.25 if self.g == "f" else 0.75)
        if self.t > 0.25 and self.v.degrees < 56:
            self.bridge(drop, bridge)
        a.glow(tip[0] + lx * 2.2, tip[1] - 6, 4.6, WHITE, 0.75, 1.2)
        ridge = [(lx * 1.4, 18), (lx * 2.2, 30), (lx * 1.4, 40), (lx * 0.2, 29)]
        a.fill(v(spline(ridge, True), high * 0.6), WHITE, 0.4)

    def bridge(self, drop: float, strength: float) -> None:
        """The nose's profile on the far side of a turned face."""
        hook = max(0.0, strength - 1) * 9
        pts = arr([(7.0, 6), (3.4 - hook * 0.6, 20), (3.8 + hook, 36), (6.2, 47 + drop * 0.6),
                   (3.6, 53.5 + drop), (0, 55.0 + drop)])  # fmt: skip
        b = spline(pts * (self.side, 1))
        lift = np.interp(arr(b)[:, 1], [0, 20, 47, 56], [2, 10, NOSE_LIFT, NOSE_LIFT])
        q = np.vstack([self.v([p], up) for p, up in zip(b, lift, strict=False)])
        first = len(q) // 6 if strength > 0.8 else len(q) * 2 // 5
        fade = (0.8, 0.25)
        self.art.ink(
            q[first:], 1.9, self.line, fade, min(1.0, self.t * 1.5) * min(1.0, strength + 0.2)
        )

    def mouth(self) -> None:
        a, v, e = self.art, self.v, self.e
        breadth = MOUTH[self.who.mouth][0] * self.own.mouth
        hw = MOUTH_HALF[self.g] * breadth * e.mouth_width * (1 - 0.30 * e.mouth_round)
        s = np.linspace(-1, 1, 25)
        curve = e.mouth_curve
        ends = (
            -5.5 * curve * np.abs(s) ** 1.7
            - e.mouth_skew * 4.2 * (s * self.skew_side() > 0) * np.abs(s) ** 1.5
        )
        bow = 1.2 * (np.cos(s * math.pi * 2) * 0.5) * (1 - np.abs(s))
        mid_y = MOUTH_Y + self.own.lips + ends + 1.8 * curve + bow
        op = max(0.0, e.mouth_open)
        arch = 1 - s * s
        up_y = mid_y - arch * (3.2 + 5 * e.mouth_round) * op
        lo_y = mid_y + arch ** (0.62 + 0.3 * (curve < 0)) * 28 * op * (1.08 - 0.2 * e.teeth)
        if curve < -0.3:  # snarl: the opening squares off
            up_y -= 3.5 * op * np.exp(-(((np.abs(s) - 0.55) / 0.25) ** 2)) * -curve
        up, lo = np.stack([s * hw, up_y], 1), np.stack([s * hw, lo_y], 1)
        up, low = v(up, 9, CORNERS), v(lo, 9, CORNERS)
        self.lips(up, low, s, op)
        if op > 0.05:
            self.mouth_inside(up, low, op)
        elif e.mouth_skew > 0.3:
            k = self.skew_side()
            end = up[-1 if k > 0 else 0]
            a.line(
                [(end + (k * 0.5, 2.5)), (end + (k * 3, -1.5)), (end + (k * 2, -5))], 1.5, self.line
            )
        seam = mix(self.line, (116, 20, 40), 0.5 if self.g == "f" else 0.25)
        a.ink(up, 2.0, seam, (0.3, 0.3))
        if op > 0.05:
            a.ink(low, 2.0, self.line, (0.2, 0.2))
        if self.g == "m" or abs(curve) > 0.3:
            for i, d in ((0, -1), (-1, 1)):
                if d not in v.sides:
                    continue
                tuck = [up[i] + (-d * 3.0, 0.4), up[i], up[i] + (d * 1.6, -2.0 * curve)]
                a.line(tuck, 1.4, self.line, (0.5, 0.5), 0.7)

    def skew_side(self) -> int:
        return -self.side

    def lips(self, up: Pts, low: Pts, s: np.ndarray, op: float) -> None:
        a, fem = self.art, self.g == "f"
        tint = self.who.lips if fem else mix(self.skin_dark, (190, 92, 90), 0.4)
        _, k_up, k_lo = MOUTH[self.who.mouth]
        bow = (
            1 - 0.3 * np.exp(-((s / 0.13) ** 2)) + 0.12 * np.exp(-(((np.abs(s) - 0.3) / 0.16) ** 2))
        )
        h_up = (5.4 if fem else 2.8) * k_up * (1 - s * s) ** 0.85 * bow
        h_lo = (7.2 if fem else 4.4) * k_lo * (1 - s * s) ** 0.62 * (0.9 if op < 0.05 else 0.82)
        m = np.abs(s) <= 0.94
        over = (up - np.stack([0 * s, h_up], 1))[m]
        below = (low + np.stack([0 * s, h_lo], 1))[m]
        rim = mix(tint, self.skin_dark, 0.35)
        deep = mul(tint, (224, 176, 190))
        alpha = 0.95 if fem else 0.6
        y = float(up[12, 1])
        ends = (0, y - float(h_up.max())), (0, y)
        a.grad(np.vstack([up[m], over[::-1]]), *ends, [(rim, alpha * 0.75), (deep, alpha)])
        y = float(low[12, 1])
        ends = (0, y), (0, y + float(h_lo.max()))
        a.grad(np.vstack([low[m], below[::-1]]), *ends,
               [(deep, alpha), (tint, alpha, 0.4), (rim, alpha * 0.7, 1)])  # fmt: skip
        mid = low[12] + (a.light.x * 2.5, h_lo[12] * 0.48)
        if fem:
            gloss = arr([(-5.4, 0.2), (-1.5, -1.5), (3.6, -0.6), (0, 1.0)])
            a.fill(spline(gloss + mid, True), WHITE, 0.72)
        a.ink(below[9:-9], 1.2, self.line, (0.4, 0.4), 0.5)

    def mouth_inside(self, up: Pts, low: Pts, op: float) -> None:
        a, hole = self.art, np.vstack([up, low[::-1]])
        a.fill(hole, (88, 18, 36))
        with a.clip(hole):
            clench = self.e.teeth
            h = float(np.max(low[:, 1] - up[:, 1]))
            if clench > 0.55:
                a.fill(np.vstack([up, (low - (0, 1.2 * (1 - clench)))[::-1]]), (250, 246, 244))
                mid = (up + low) / 2
                a.ink(mid, 1.4, (150, 110, 120), (0.1, 0.1), 0.9)
                for i in range(4, 22, 3):
                    a.ink(np.stack([up[i], low[i]]), 0.8, (170, 140, 150), (0.1, 0.1), 0.6)
            else:
                tongue = low[12]
                a.glow(tongue[0], tongue[1] + 2, max(6, h * 0.62), (226, 96, 106), 1.0, 0.7)
                edge = up + (low - up) * min(0.30, 6.5 / max(h, 1))
                a.fill(np.vstack([up - (0, 1), edge[::-1]]), (252, 249, 248))

    def tears(self) -> None:
        k = self.e.tears
        if k < 0.05:
            return
        a = self.art
        for sx in self.v.sides:
            _, lo, _ = self.lids(sx)
            root = lo[13]
            pool = self.v(np.vstack([lo[6:21] - (0, 1.6), (lo[6:21] + (0, 2.2))[::-1]]), 3)
            a.fill(pool, (214, 238, 255), 0.9)
            n = 10 + 38 * k
            pts = arr(
                [
                    (root + (sx * 1, 1)),
                    (root + (sx * 3.5, n * 0.35)),
                    (root + (sx * 3, n * 0.7)),
                    (root + (sx * -1.5, n)),
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
                drop = spline([(d + (0, -7)), (d + (4, 1)), (d + (0, 5)), (d + (-4, 1))], True)
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
                    (d + (0, -2.1 * r)),
                    (d + (r * 0.8, -0.2 * r)),
                    (d + (r * 0.55, 0.8 * r)),
                    (d + (-r * 0.55, 0.8 * r)),
                    (d + (-r * 0.8, -0.2 * r)),
                ],
                True,
            )
            self.art.fill(drop, (196, 228, 252), 0.92)
            self.art.outline(drop, 1.4, (70, 100, 160))
            self.art.fill(
                spline(
                    [(d + (-r * 0.35, 0)), (d + (-r * 0.1, -r * 0.6)), (d + (-r * 0.05, r * 0.3))],
                    True,
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
        for sx in self.v.sides:
            for i in range(3):
                x = 40 + 7 * i
                p = self.v(arr([(x + 3, 40), (x - 2, 50)]) * (sx, 1), 2)
                self.art.ink(np.linspace(p[0], p[1], 8), 1.7, (222, 88, 96), (0.3, 0.3), k * 0.8)

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
        for sx in self.v.sides:
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
                        arr([(c + (-16, 16)), (c + (2, -16)), (c + (11, -16)), (c + (-7, 16))]),
                        (150, 164, 190),
                        0.5,
                    )
                    a.fill(
                        arr([(c + (0, 16)), (c + (16, -16)), (c + (19, -16)), (c + (3, 16))]),
                        (150, 164, 190),
                        0.32,
                    )
            else:
                a.fill(p, WHITE, 0.13)
                with a.clip(p):
                    c = p.mean(0)
                    a.fill(
                        arr([(c + (-18, 16)), (c + (-2, -18)), (c + (5, -18)), (c + (-11, 16))]),
                        WHITE,
                        0.3,
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
            for sx in self.v.sides
        ]
        gold = self.who.accent_rgb
        a.c.save()
        for h in holes:
            a.c.clipPath(path(v(h, 9)), skia.ClipOp.kDifference, True)
        a.grad(
            v(ring, 9), (0, -30), (0, 46), [(mix(gold, WHITE, 0.45), 1), (mix(gold, INK, 0.35), 1)]
        )
        for sx in self.v.sides:
            for k in range(3):
                sw = arr([(66 - 8 * k, -18), (60 - 9 * k, 10 + 4 * k), (40 - 8 * k, 30)]) * (sx, 1)
                a.ink(v(spline(sw), 9), 1.8, mix(gold, INK, 0.6))
        a.c.restore()
        for h in holes:
            a.outline(v(h, 9), 1.8, mix(gold, INK, 0.7))
        a.outline(v(ring, 9), 2.6, mix(gold, INK, 0.75))
