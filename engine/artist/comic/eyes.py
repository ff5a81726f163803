"""Eyes, lashes and brows, drawn on a skull."""

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import (
    INK,
    WHITE,
    Pts,
    arclen,
    arr,
    mix,
    mul,
    ribbon,
    smooth_profile,
    spline,
)
from engine.artist.comic.skull import BROW_GAP, EYE_HALF, EYE_STYLE, EYE_X, EYE_Y, Skull

BROW: dict[str, tuple[float, float, float]] = {
    "soft": (1.0, 2.6, 0.0),
    "straight": (1.15, -0.6, 1.0),
    "arched": (0.9, 5.0, 0.0),
    "thick": (1.45, 1.8, 0.0),
    "sharp": (1.2, 3.4, 3.4),
}
"""Weight, height of the arch, and how far the outer end is swept up (the inner one down)."""


class Eyes(Skull):
    """Eyes, lashes and brows, drawn on a skull."""

    def lids(self, sx: int) -> tuple[Pts, Pts, np.ndarray]:
        """Upper and lower lid polylines in front view; s runs inner(-1) to outer(+1)."""
        e, (up, low, tilt, _, _) = self.e, EYE_STYLE[self.who.eye]
        hw = EYE_HALF[self.g] * (1 + (self.young - 1) * 0.6)
        op = max(0.0, e.eye_open) * (1 - (e.wince if sx == self.wince_side() else 0))
        up, low = up * self.young * self.own.open, low * self.young * self.own.open
        tilt += self.own.tilt
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
        x = sx * (EYE_X + self.own.apart + hw * s)
        return (
            np.stack([x, EYE_Y + up_y], 1),
            np.stack([x, EYE_Y + np.maximum(lo_y, up_y + 0.4)], 1),
            s,
        )

    def wince_side(self) -> int:
        return -self.side

    def eye(self, sx: int) -> None:
        """One eye; seen from the side it ends in the curve of its cornea."""
        if sx not in self.v.sides:
            return
        a, v, deep = self.art, self.v, self.v.deep
        up, lo, s = self.lids(sx)
        gap = float(np.max(lo[:, 1] - up[:, 1]))
        first = round(9 * deep)
        up, low, s = v(up, 2)[first:], v(lo, 2)[first:], s[first:]
        if gap > 2.5:
            front = (up[:1] + low[:1]) / 2 + (self.side * 2.6 * deep, 0)
            hole = np.vstack([up, low[::-1], front])
            a.fill(hole, mix((255, 253, 252), self.skin_dark, 0.06))
            with a.clip(hole):
                self.iris(sx)
                lid_shadow = np.vstack([(up + (0, -6)), (up + (0, 4.6))[::-1]])
                a.fill(lid_shadow, (70, 40, 76), 0.38)
        self.lashes(sx, up, low, s, gap)

    def iris(self, sx: int) -> None:
        a, v, e = self.art, self.v, self.e
        rx, ry = EYE_STYLE[self.who.eye][3:]
        k = self.young * (0.95 if self.g == "m" else 1.08) * (0.72 + 0.28 * e.pupil)
        rx, ry = rx * k, ry * k
        cx = (
            sx * (EYE_X + self.own.apart)
            - sx * (1.2 + 3.0 * self.v.deep)
            + e.gaze_x * (7.0 - 3 * self.v.deep)
        )
        cy = EYE_Y - 2.2 + e.gaze_y * 5.5
        th = np.linspace(0, 2 * math.pi, 30, endpoint=False)
        ring = np.stack([np.cos(th), np.sin(th)], 1)

        def disc(f: float, dx: float = 0.0, dy: float = 0.0, fy: float | None = None) -> Pts:
            return v(ring * (rx * f, ry * (fy or f)) + (cx + dx * rx, cy + dy * ry), 2)

        c, dark = self.who.eye_rgb, mul(self.who.eye_rgb, (72, 56, 88))
        bright = mix(c, (255, 232, 190), 0.62)
        lx = 1 if a.light.x > 0 else -1
        outer = disc(1)
        y0, y1 = float(outer[:, 1].min()), float(outer[:, 1].max())
        a.fill(outer, mix(dark, INK, 0.7))
        stops = [(dark, 1, 0), (mix(dark, c, 0.6), 1, 0.4), (c, 1, 0.66), (bright, 1, 1)]
        a.grad(disc(0.9), (0, y0), (0, y1), stops)
        with a.clip(disc(0.9)):
            glow = disc(0.01, 0.1 * lx, 0.62)[0]
            a.glow(glow[0], glow[1], rx * 0.8, mix(bright, WHITE, 0.5), 0.75, 0.6)
            a.fill(disc(0.44 * (0.5 + 0.5 * e.pupil), 0, -0.04), mix(dark, INK, 0.85))
            a.fill(disc(1.05, 0, -0.84, 0.6), mix(dark, INK, 0.6), 0.62)
            a.fill(disc(0.5, -0.1 * lx, 0.80, 0.2), mix(bright, WHITE, 0.55), 0.7)
        a.fill(disc(0.29, 0.36 * lx, -0.40, 0.34), WHITE)
        a.fill(disc(0.12, -0.40 * lx, 0.34, 0.13), WHITE, 0.95)
        a.fill(disc(0.07, 0.06 * lx, -0.02, 0.08), WHITE, 0.8)
        if e.tears > 0.2 or e.blush > 0.5:
            a.fill(disc(0.2, 0.16 * lx, 0.62, 0.12), WHITE, 0.9)

    def lashes(self, sx: int, up: Pts, low: Pts, s: np.ndarray, gap: float) -> None:
        a, fem = self.art, self.g == "f"
        lash = mix(mul(self.who.hair_rgb, (90, 80, 90)), INK, 0.75)
        knots = [0.5, 1.9, 3.6, 5.0, 3.4] if fem else [0.6, 1.8, 2.9, 3.6, 1.8]
        thick = np.interp(s, [-1, -0.6, 0, 0.6, 1], knots)
        far = self.t * (sx == self.side)
        wing = (10.5 if fem else 4.5) * (1 - 0.5 * far)
        tip = up[-1] + (sx * wing, -wing * 0.62)
        root = up[-1] + (sx * wing * 0.22, 0.2)
        top = up - np.stack([np.zeros(len(s)), thick], 1)
        bend = top[-1] + (sx * wing * 0.3, -wing * 0.1)
        a.fill(np.vstack([top, bend, tip, root, (up + (0, 0.6))[::-1]]), lash)
        if fem and gap > 6:
            for k, (dx, dy) in ((-5, (3.4, -3.2)), (-3, (4.6, -3.4))):
                base = up[k] - (0, thick[k] * 0.8)
                a.line([base, base + (sx * dx * 0.35, dy * 0.6), base + (sx * dx, dy)], 1.5, lash,
                       (0, 0.85))  # fmt: skip
        if gap > 2.5 and self.v.deep > 0.5:  # the cornea, and the lashes before it
            front = (up[0] + low[0]) / 2 + (self.side * 2.6, 0)
            a.ink(spline([up[0], front, low[0]]), 1.1, self.line, (0.2, 0.3), 0.7)
            if fem:
                root = top[0]
                a.line([root, root + (self.side * 4, 0.5), root + (self.side * 8, -3)], 2.0, lash,
                       (0, 0.8))  # fmt: skip
        if gap > 2.5:
            m = s > -0.15
            a.ink(low[m] + (0, 0.7), 1.5, self.line, (0.6, 0.1))
            a.ink(low[~m] + (0, 0.7), 0.8, self.line, (0.4, 0.2), 0.5)
            if fem:
                for k in (-7, -4):
                    a.line([low[k] + (0, 0.6), low[k] + (sx * 1.4, 3.4)], 0.9, lash, (0, 0.8), 0.7)
            rise = 5.0 + 2.0 * np.abs(s[4:-1] - 0.2)
            crease = up[4:-1] - np.stack([0 * rise, rise + thick[4:-1] * 0.3], 1)
            a.ink(crease, 1.2, self.line, (0.45, 0.25), 0.8)
        elif self.e.lower_lid < 0.5:
            a.ink((up[-13:] + (0, 4.5)), 1.0, self.line, a=0.5)

    def brow(self, sx: int, alpha: float = 1.0) -> None:
        """One brow, as the feeling draws it."""
        if sx not in self.v.sides:
            return
        e = self.e
        own = self.own
        y = EYE_Y - (BROW_GAP[self.g] + own.gap) * (1 + (self.young - 1) * 0.4)
        heavy, arc, sweep = BROW[self.who.brow]
        heavy, arc, x = heavy * own.heavy, arc + own.arch, EYE_X + own.apart
        # a skewed mouth goes with one brow raised and the other pressed down
        y -= (5.0 if sx == -self.side else -2.0) * e.mouth_skew
        inner = (x - 21 - 5 * e.furrow, y + 3 + sweep - 12 * e.brow_in + 2.5 * e.furrow)
        body = (x - 4 - 2 * e.furrow, y - 2.5 - arc * 0.4 - 6.5 * e.brow_in - 4 * e.brow_out)
        arch = (x + 12, y - 3.5 - arc - 1.5 * e.brow_in - 9 * e.brow_out)
        tail = (x + 29, y + 3.5 - sweep - 8 * e.brow_out + 2 * e.brow_in)
        spine = self.v(spline(arr([inner, body, arch, tail]) * (sx, 1)), 3)
        w = (2.7 if self.g == "f" else 3.7) * heavy * (0.85 if self.who.age == "child" else 1)
        half = smooth_profile(arclen(spine), [(0, 0.5), (0.2, 1), (0.6, 0.82), (1, 0.06)]) * w
        grey = self.who.age == "elder"
        rgb = mix(self.who.hair_rgb, INK, 0.15 if grey else 0.55)
        if not grey and sum(self.who.hair_rgb) > 450:
            rgb = mul(self.who.hair_rgb, (130, 124, 136))
        self.art.fill(ribbon(spine, half), rgb, alpha)

    def frown_lines(self) -> None:
        if self.e.furrow > 0.3:
            y = EYE_Y - BROW_GAP[self.g] + 4
            for sx in self.v.sides:
                self.art.ink(
                    self.v(spline([(sx * 6, y - 9), (sx * 4.4, y), (sx * 6.5, y + 8)]), 6),
                    1.7,
                    self.line,
                    (0.4, 0.5),
                    min(1.0, self.e.furrow),
                )
