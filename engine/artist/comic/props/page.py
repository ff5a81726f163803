"""The page on which a thing is drawn large, and what many things need: hands, tables, glints.

Coordinates are the frame's (1080 x 1920); the canvas reaches a little beyond it on all sides. A
thing's middle stands at about (540, 800), so that the lower third is left to subtitles. Drawn in
neutral light; who asks for the picture lays the plate's light on it.
"""

# A list of points reads as a shape only while it stays together:
# fmt: off

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import skia

from engine.artist.comic.ink import (
    INK,
    RGB,
    WHITE,
    Art,
    Points,
    Pts,
    arr,
    mix,
    mul,
    path,
    profile,
    ribbon,
    rotate,
    spline,
)

SCREEN = skia.BlendMode.kScreen
LEFT, TOP, RIGHT, LOW = -80.0, -130.0, 1160.0, 2050.0
"""The canvas' edges in coordinates of the frame."""

GOLD: RGB = (226, 178, 84)
SILVER: RGB = (196, 202, 216)
STEEL: RGB = (150, 158, 176)
JADE: RGB = (110, 178, 138)
PAPER: RGB = (244, 236, 216)
OLD_PAPER: RGB = (226, 202, 156)
WOOD: RGB = (132, 84, 56)
RED: RGB = (190, 38, 44)
SKIN: RGB = (250, 216, 190)


@dataclass
class Page:
    """What a thing's drawing gets. t: 0 to 1 round for what moves, None for what stands still.

    ancient: of the time before machines. dark: 0 day to 1 night. ground: what it lies on.
    """

    art: Art
    t: float | None
    ancient: bool
    dark: float
    ground: RGB
    seed: int
    rng: np.random.Generator = field(init=False)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)

    @property
    def still(self) -> bool:
        """Whether this is the drawing of what does not move."""
        return self.t is None

    @property
    def turn(self) -> float:
        """The phase as an angle, 0 where nothing moves."""
        return 2 * math.pi * (self.t or 0.0)

    def swing(self, degrees: float, lag: float = 0.0) -> float:
        """An angle that goes to and fro once a round."""
        return degrees * math.sin(self.turn - lag)

    # ------------------------------------------------------------ inking
    def cel(self, p: Pts, rgb: RGB, depth: float = 18, w: float = 6.5) -> None:
        """Flat tone, second tone and contour."""
        self.art.cel(p, rgb, None, depth, self.art.line_of(rgb), w)

    def rod(self, p: Pts, width: float, rgb: RGB, w: float = 5.5) -> None:
        """A bar along a line with a light and a dark side."""
        body = ribbon(p, width / 2)
        self.art.fill(body, rgb)
        n = len(p)
        side = np.vstack([body[n:], (p * 0.7 + body[n:][::-1] * 0.3)[::1]])
        self.art.fill(side, self.art.dark(rgb))
        self.art.ink(p + (body[:n] - p) * 0.45, width * 0.14, mix(rgb, WHITE, 0.6), (0.1, 0.1), 0.8)
        self.art.outline(body, w, self.art.line_of(rgb))

    def text(self, x0: float, x1: float, y: float, size: float, rgb: RGB, a: float = 0.8) -> None:
        """A row of writing that nobody can read: strokes of words' lengths."""
        x = x0
        while x < x1 - size:
            long = min(x1 - x, self.rng.uniform(1.6, 5.2) * size)
            wave = [
                (x + long * k / 6, y + self.rng.uniform(-0.22, 0.22) * size) for k in range(7)
            ]
            self.art.line(wave, size * 0.3, rgb, (0.05, 0.1), a)
            x += long + size * 0.8

    def column(self, x: float, y0: float, y1: float, size: float, rgb: RGB) -> None:
        """A column of brushed characters, as made up as `text`."""
        for y in np.arange(y0, y1 - size, size * 1.25).tolist():
            for _ in range(int(self.rng.integers(3, 6))):
                u, v = self.rng.uniform(-0.42, 0.2, 2)
                if self.rng.random() < 0.55:
                    q = [(x + u * size, y + v * size), (x + (u + 0.6) * size,
                        y + (v - 0.05) * size)]
                else:
                    q = [(x + u * size, y + v * size), (x + (u - 0.1) * size, y + (v + 0.6) * size)]
                self.art.line(q, size * 0.13, rgb, (0.05, 0.35), 0.9)

    # ------------------------------------------------------------ grounds
    def gradient(self, top: RGB, low: RGB, y0: float = TOP, y1: float = LOW,
        a: float = 1.0) -> None:
        """The whole width from y0 down in one gradient."""
        box = arr([(LEFT, y0), (RIGHT, y0), (RIGHT, LOW), (LEFT, LOW)])
        self.art.grad(box, (0, y0), (0, y1), [(top, a), (low, a)])

    def table(self, y: float = 1080, rgb: RGB | None = None) -> None:
        """A board seen from above its edge, with grain that runs away from us."""
        c = rgb or self.ground
        self.gradient(mix(c, WHITE, 0.16), mul(c, (120, 108, 122)), y, 1900)
        a = self.art
        for k in range(-9, 10):
            x = 540 + k * 90 + self.rng.uniform(-18, 18)
            far = 540 + (x - 540) * 0.55
            wave = [(far, y + 8), ((far + x) / 2 + self.rng.uniform(-14, 14), (y + 1500) / 2),
                (x + (x - 540) * 0.6, LOW)]
            a.line(wave, self.rng.uniform(3, 8), mul(c, (150, 136, 140)), (0.3, 0.2), 0.45)
        a.line([(LEFT, y), (540, y), (RIGHT, y)], 9, mix(c, WHITE, 0.5), (0, 0), 0.85)
        a.line([(LEFT, y + 9), (540, y + 9), (RIGHT, y + 9)], 6, mul(c, (90, 78, 96)), (0, 0), 0.8)

    def top_down(self, rgb: RGB | None = None) -> None:
        """A board seen straight from above: it fills the picture."""
        c = rgb or self.ground
        self.gradient(mix(c, WHITE, 0.10), mul(c, (150, 138, 150)))
        a = self.art
        for y in np.arange(TOP, LOW, 230).tolist():
            a.line([(LEFT, y), (540, y + 3), (RIGHT, y)], 7, mul(c, (110, 96, 106)), (0, 0), 0.7)
            for _ in range(9):
                x, yy = self.rng.uniform(LEFT, RIGHT), y + self.rng.uniform(24, 206)
                long = self.rng.uniform(160, 620)
                a.line([(x, yy), (x + long / 2, yy + self.rng.uniform(-9, 9)), (x + long, yy)],
                    self.rng.uniform(2.5, 6), mul(c, (176, 160, 160)), (0.4, 0.4), 0.5)
        a.glow(300, 420, 900, mix(c, WHITE, 0.65), 0.28)

    def cloth(self, y: float, rgb: RGB) -> None:
        """Heavy cloth in folds from y down."""
        edge = spline([(LEFT, y + 30), (160, y - 8), (420, y + 26), (700, y - 4), (960, y + 22),
            (RIGHT, y)])
        body = np.vstack([edge, [(RIGHT, LOW), (LEFT, LOW)]])
        a = self.art
        a.grad(body, (0, y), (0, LOW), [(mix(rgb, WHITE, 0.12), 1), (mul(rgb, (110, 96, 116)), 1)])
        for k in range(8):
            x = LEFT + 90 + k * 160 + self.rng.uniform(-30, 30)
            fold = spline([(x, y + 20), (x + self.rng.uniform(-60, 60), y + 300),
                (x + self.rng.uniform(-120, 120), LOW)])
            a.fill(ribbon(fold, np.linspace(4, 38, len(fold))), mul(rgb, (140, 122, 146)), 0.55)
            a.ink(fold + (-26, 0), 6, mix(rgb, WHITE, 0.4), (0.1, 0.4), 0.6)
        a.ink(edge, 8, mul(rgb, (90, 76, 96)), (0, 0), 0.8)

    def shadow(self, x: float, y: float, w: float, h: float, a: float = 0.55) -> None:
        """The dark where a thing touches its ground."""
        self.art.glow(x, y, w / 2, (20, 12, 26), a, h / w)

    def gloom(self, a: float = 0.55) -> None:
        """The room falls into the dark, most of all at its edges."""
        self.art.c.drawPaint(self.art.paint((16, 10, 28), 0.5 * a))
        shade = skia.GradientShader.MakeRadial(
            skia.Point(540, 820), 1250,
            [skia.Color(14, 8, 24, 0), skia.Color(14, 8, 24, 0), skia.Color(14, 8, 24,
                int(255 * a))],
            [0, 0.5, 1],
        )  # fmt: skip
        self.art.c.drawPaint(skia.Paint(Shader=shade))

    # ------------------------------------------------------------ light
    def glint(self, p: Pts, width: float = 90, power: float = 0.5, slant: float = 0.5) -> None:
        """A band of light that passes over a shape in the first half of a round."""
        if self.t is None:
            return
        k = self.t / 0.55
        if k > 1:
            return
        low, high = p.min(0), p.max(0)
        reach = (high[0] - low[0]) + abs(slant) * (high[1] - low[1]) + 2 * width
        x = low[0] - width - max(0.0, slant) * (high[1] - low[1]) + reach * k
        band = arr([(x, high[1]), (x + width, high[1]), (x + width + slant * (high[1] - low[1]),
            low[1]), (x + slant * (high[1] - low[1]), low[1])])
        with self.art.clip(p):
            self.art.fill(band, WHITE, power * math.sin(math.pi * k))
            self.art.fill(band + (width * 1.35, 0), WHITE, power * 0.5 * math.sin(math.pi * k))

    def star(self, x: float, y: float, r: float, at: float = 0.3, rgb: RGB = WHITE) -> None:
        """A four-pointed spark that opens and shuts once a round, at `at`."""
        if self.t is None:
            return
        k = max(0.0, 1 - abs(((self.t - at + 0.5) % 1) - 0.5) / 0.16)
        if k <= 0.02:
            return
        rr = r * k
        pts = [(x + math.cos(i * math.pi / 4) * (rr if i % 2 == 0 else rr * 0.13),
            y + math.sin(i * math.pi / 4) * (rr if i % 2 == 0 else rr * 0.13)) for i in range(8)]
        self.art.glow(x, y, rr * 1.1, rgb, 0.7 * k)
        self.art.fill(arr(pts), WHITE, 0.95)

    def flame(self, x: float, y: float, h: float) -> None:
        """A flame that stands on (x, y), licking to both sides; its light moves with it."""
        s, s2 = math.sin(self.turn), math.sin(3 * self.turn + 0.7)
        tall, lean = h * (1 + 0.07 * s2), h * (0.07 * s + 0.035 * s2)
        a = self.art
        a.glow(x, y - h * 0.4, h * (4.6 + 0.25 * s2), (255, 170, 70), 0.34, 1, SCREEN)
        a.glow(x, y - h * 0.4, h * (1.9 + 0.16 * s2), (255, 206, 120), 0.65, 1, SCREEN)
        for k, c in ((1.0, (255, 140, 40)), (0.74, (255, 208, 84)), (0.42, (255, 250, 222))):
            w, t = h * 0.23 * k, tall * k
            p = spline([(x - w * 0.5, y), (x - w, y - t * 0.26), (x - w * 0.5 + lean * k * 0.6,
                y - t * 0.62), (x + lean * k, y - t),
                        (x + w * 0.62 + lean * k * 0.5, y - t * 0.58), (x + w, y - t * 0.24),
                            (x + w * 0.5, y)], True)
            a.fill(p, c)

    # ------------------------------------------------------------ hands
    def finger(self, spine: Points, w: float, skin: RGB = SKIN, nail: bool = True) -> None:
        """A finger from its root to its tip."""
        s = spline(spine)
        half = profile(np.linspace(0, 1, len(s)), [(0, w * 0.52), (0.4, w * 0.5), (0.62, w * 0.47),
            (0.86, w * 0.4), (0.96, w * 0.25), (1, w * 0.08)])
        body = ribbon(s, half)
        a = self.art
        a.fill(body, skin)
        a.shade(body, a.dark(skin), w * 0.2)
        a.outline(body, 6, a.line_of(skin))
        mid = int(len(s) * 0.55)
        d = s[mid + 1] - s[mid]
        n = np.array([-d[1], d[0]]) / max(float(np.hypot(*d)), 1e-6)
        for k in (-0.02, 0.035):
            c = s[min(len(s) - 1, mid + int(k * len(s) * 2))]
            a.line([c - n * w * 0.26, c + d * 0.2, c + n * w * 0.26], 3.2, a.line_of(skin), (0.3,
                0.3), 0.7)
        if nail:
            tip, back = s[-2], s[int(len(s) * 0.80)]
            c, ax = (tip * 0.52 + back * 0.48), (tip - back)
            ax = ax / max(float(np.hypot(*ax)), 1e-6)
            m = np.array([-ax[1], ax[0]])
            oval = spline([c + ax * w * 0.26, c + m * w * 0.2 + ax * w * 0.1,
                c + m * w * 0.2 - ax * w * 0.16, c - ax * w * 0.24,
                c - m * w * 0.2 - ax * w * 0.16, c - m * w * 0.2 + ax * w * 0.1], True)
            a.fill(oval, mix(skin, (255, 190, 190), 0.55))
            a.fill(oval * 0.5 + (c + ax * w * 0.1) * 0.5, WHITE, 0.4)
            a.outline(oval, 3, a.line_of(skin), 0.8)

    def sleeve(self, p0: tuple[float, float], p1: tuple[float, float], w0: float,
        w1: float) -> None:
        """An arm's cloth from the wrist p0 out of the picture at p1: a suit's cuff or wide silk."""
        a, start, end = self.art, np.array(p0, float), np.array(p1, float)
        d = (end - start) / np.hypot(*(end - start))
        n = np.array([-d[1], d[0]])
        wide = 1.55 if self.ancient else 1.0
        rgb: RGB = (96, 44, 66) if self.ancient else (46, 50, 70)
        if not self.ancient:
            cuff = arr([start - n * w0 * 0.56 - d * 34, start + n * w0 * 0.56 - d * 34,
                start + n * w0 * 0.6 + d * 40, start - n * w0 * 0.6 + d * 40])
            self.cel(cuff, (240, 238, 244), 12)
        else:
            cuff = arr([start - n * w0 * 0.8 - d * 30, start + n * w0 * 0.8 - d * 30,
                start + n * w0 * 0.86 + d * 30, start - n * w0 * 0.86 + d * 30])
            self.cel(cuff, (214, 176, 104), 12)
        body = spline([start - n * w0 * 0.62 * wide, start + n * w0 * 0.62 * wide,
            end + n * w1 * 0.62 * wide, end - n * w1 * 0.62 * wide], True, 14)
        body = arr([start - n * w0 * 0.62 * wide, start + n * w0 * 0.62 * wide,
            end + n * w1 * 0.66 * wide, end - n * w1 * 0.66 * wide])
        self.cel(body, rgb, 34, 7)
        for k in (-0.25, 0.05, 0.3):
            q = spline([start + n * w0 * k + d * 30, start * 0.5 + end * 0.5 + n * w1 * (k + 0.1),
                end + n * w1 * k * 1.3])
            a.ink(q, 12, mul(rgb, (130, 120, 140)), (0.2, 0.4), 0.7)

    def palm(self, pts: Points, skin: RGB = SKIN) -> Pts:
        """The flat of a hand from its contour."""
        body = spline(pts, True)
        a = self.art
        a.fill(body, skin)
        a.shade(body, a.dark(skin), 26)
        a.outline(body, 6.5, a.line_of(skin))
        return body

    def hold_behind(self, left: float, right: float, y: float) -> None:
        """Palm and arm behind something flat that a right hand holds from below."""
        cx = (left + right) / 2
        self.sleeve((cx + 190, y + 760), (cx + 330, LOW + 60), 250, 330)
        self.palm([(left + 10, y + 60), (right + 26, y + 10), (right + 92, y + 190), (right + 70,
            y + 420), (cx + 300, y + 720), (cx + 90, y + 750), (left + 60, y + 480)])

    def hold_before(self, left: float, right: float, y: float) -> None:
        """Finger-tips round the left edge and the thumb over the right one."""
        for k, long in ((0, 84), (1, 96), (2, 90), (3, 70)):
            yy = y + 20 + 100 * k
            self.finger([(left - 46, yy + 30), (left - 8, yy + 2), (left + long * 0.6, yy - 6),
                (left + long, yy + 2)], 84)
        self.finger([(right + 66, y + 330), (right + 40, y + 150), (right - 40, y + 10),
            (right - 120, y - 60)], 104)


def turned(p: Pts, degrees: float, about: Sequence[float]) -> Pts:
    """`p` rotated about a point."""
    return rotate(p, degrees, (float(about[0]), float(about[1])))


def ellipse(x: float, y: float, rx: float, ry: float, n: int = 48) -> Pts:
    """A closed oval."""
    t = np.linspace(0, 2 * math.pi, n, endpoint=False)
    return np.stack([x + rx * np.cos(t), y + ry * np.sin(t)], 1)


def box(x0: float, y0: float, x1: float, y1: float, r: float = 0.0) -> Pts:
    """A rectangle, with corners of radius r."""
    if r <= 0:
        return arr([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])
    q = []
    for cx, cy, a0 in ((x1 - r, y0 + r, -90), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90), (x0 + r,
        y0 + r, 180)):
        for k in range(7):
            t = math.radians(a0 + 15 * k)
            q.append((cx + r * math.cos(t), cy + r * math.sin(t)))
    return arr(q)


def lens(p0: Points, p1: Points, w: float) -> Pts:
    """A leaf between two points."""
    s = np.linspace(p0, p1, 24)
    return ribbon(s, np.sin(np.pi * np.linspace(0, 1, 24) ** 0.85) * w / 2)


def inside(p: Pts) -> skia.Path:
    """A shape to clip by."""
    return path(p)


__all__ = [
    "GOLD", "INK", "JADE", "LEFT", "LOW", "OLD_PAPER", "PAPER", "RED", "RIGHT", "SCREEN", "SILVER",
    "SKIN", "STEEL", "TOP", "WHITE", "WOOD", "Page", "box", "ellipse", "inside", "lens", "turned",
]  # fmt: skip
