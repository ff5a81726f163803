"""Ink and cel-paint primitives: splines, tapered strokes, two-tone shade, colour maths.

Everything is drawn from dense numpy polylines: warp first, ink afterwards, so a
line keeps its weight whatever view the points were bent into.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import skia
from numpy.typing import NDArray

Pts = NDArray[np.float64]
Points = Sequence[Any] | NDArray[Any]
"""Anything that `arr` turns into points: pairs, rows, an array."""
RGB = tuple[int, int, int]

INK: RGB = (34, 22, 38)
WHITE: RGB = (255, 255, 255)
SPLINE_STEPS = 9
TAPER_POWER = 0.75
TAPER_FLOOR = 0.10
WEIGHT_LIT = 0.72  # outline weight on the lit side
WEIGHT_DARK = 1.38  # and on the shadow side


# ------------------------------------------------------------------ colour
def mix(a: RGB, b: RGB, t: float) -> RGB:
    red, green, blue = (round(x + (y - x) * t) for x, y in zip(a, b, strict=True))
    return red, green, blue


def mul(a: RGB, b: RGB) -> RGB:
    red, green, blue = (x * y // 255 for x, y in zip(a, b, strict=True))
    return red, green, blue


def col(rgb: RGB, a: float = 1.0) -> int:
    red, green, blue = (max(0, min(255, int(v))) for v in rgb)
    return int(skia.Color(red, green, blue, max(0, min(255, int(a * 255)))))


def luma(c: RGB) -> float:
    return (0.3 * c[0] + 0.59 * c[1] + 0.11 * c[2]) / 255


# ------------------------------------------------------------------ geometry
def arr(points: Points) -> Pts:
    return np.asarray(points, float).reshape(-1, 2)


def spline(points: Points, closed: bool = False, steps: int = SPLINE_STEPS) -> Pts:
    """Centripetal Catmull-Rom through `points`, as a dense polyline."""
    p = arr(points)
    if len(p) < 3:
        return np.linspace(p[0], p[-1], steps + 1)
    q = (
        np.vstack([p[-1], p, p[0], p[1]])
        if closed
        else np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    )
    d = np.sqrt(np.linalg.norm(np.diff(q, axis=0), axis=1)).clip(1e-3)[:, None]
    p0, p1, p2, p3 = q[:-3], q[1:-2], q[2:-1], q[3:]
    d0, d1, d2 = d[:-2], d[1:-1], d[2:]
    m1 = ((p1 - p0) / d0 - (p2 - p0) / (d0 + d1) + (p2 - p1) / d1) * d1
    m2 = ((p2 - p1) / d1 - (p3 - p1) / (d1 + d2) + (p3 - p2) / d2) * d1
    t = np.linspace(0, 1, steps, endpoint=False)[None, :, None]
    t2, t3 = t * t, t * t * t
    out = (
        (2 * t3 - 3 * t2 + 1) * p1[:, None]
        + (t3 - 2 * t2 + t) * m1[:, None]
        + (3 * t2 - 2 * t3) * p2[:, None]
        + (t3 - t2) * m2[:, None]
    ).reshape(-1, 2)
    return out if closed else np.vstack([out, p[-1]])


def flip(p: Points) -> Pts:
    return arr(p) * (-1, 1)


def mirror_join(half: Points) -> Pts:
    """Left half (x>=0 mirrored) + right half reversed; `half` runs from side to centre."""
    h = arr(half)
    return np.vstack([flip(h), h[::-1][1:]])


def normals(p: Pts) -> Pts:
    d = np.gradient(p, axis=0)
    n = np.stack([-d[:, 1], d[:, 0]], 1)
    unit: Pts = n / np.linalg.norm(n, axis=1, keepdims=True).clip(1e-6)
    return unit


def arclen(p: Pts) -> Pts:
    s = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(p, axis=0), axis=1))])
    share: Pts = s / max(s[-1], 1e-6)
    return share


def ribbon(spine: Pts, half: np.ndarray | float) -> Pts:
    n = normals(spine) * (np.asarray(half)[..., None] if np.ndim(half) else half)
    return np.vstack([spine + n, (spine - n)[::-1]])


def profile(s: Pts, knots: Points) -> Pts:
    k = arr(knots)
    found: Pts = np.interp(s, k[:, 0], k[:, 1])
    return found


def smooth_profile(s: Pts, knots: Points) -> Pts:
    k = spline(knots)
    found: Pts = np.interp(s, k[:, 0], k[:, 1])
    return found


def rotate(p: Pts, deg: float, about: tuple[float, float] = (0, 0)) -> Pts:
    a = math.radians(deg)
    m = np.array([[math.cos(a), math.sin(a)], [-math.sin(a), math.cos(a)]])
    turned: Pts = (arr(p) - about) @ m + about
    return turned


def path(p: Pts, closed: bool = True) -> skia.Path:
    corners = np.asarray(p, float).tolist()  # numpy's own numbers, one by one, take thrice as long
    return skia.Path.Polygon([skia.Point(x, y) for x, y in corners], closed)


# ------------------------------------------------------------------ light
@dataclass(frozen=True)
class Light:
    """Direction points from the subject towards the lamp, in screen space."""

    x: float = -0.75
    y: float = -0.65
    key: RGB = (255, 250, 240)
    shadow: RGB = (176, 150, 196)  # multiplied into local colour for the second tone
    ambient: RGB = (255, 255, 255)  # multiplied over the whole figure
    rim: RGB = (255, 244, 220)
    rim_x: float = 0.8
    rim_y: float = -0.35
    rim_power: float = 0.55
    contrast: float = 1.0


NEUTRAL = Light()


# ------------------------------------------------------------------ artist
@dataclass
class Art:
    """A canvas with a light, a line scale and the habits of one inker."""

    c: skia.Canvas
    light: Light = NEUTRAL
    lw: float = 1.0
    rng: np.random.Generator = field(default_factory=lambda: np.random.default_rng(7))

    def paint(self, rgb: RGB, a: float = 1.0, **kw: object) -> skia.Paint:
        return skia.Paint(AntiAlias=True, Color=col(rgb, a), **kw)

    def fill(self, p: Pts | skia.Path, rgb: RGB, a: float = 1.0, **kw: object) -> None:
        self.c.drawPath(p if isinstance(p, skia.Path) else path(p), self.paint(rgb, a, **kw))

    def grad(
        self,
        p: Pts | skia.Path,
        a: tuple[float, float],
        b: tuple[float, float],
        stops: Sequence[tuple[Any, ...]],
        **kw: object,
    ) -> None:
        """Linear gradient; stops are (rgb, alpha) or (rgb, alpha, position)."""
        pos = [s[2] for s in stops] if len(stops[0]) > 2 else None
        sh = skia.GradientShader.MakeLinear(
            [skia.Point(*map(float, a)), skia.Point(*map(float, b))],
            [col(s[0], s[1]) for s in stops],
            pos,
        )
        self.c.drawPath(
            p if isinstance(p, skia.Path) else path(p), skia.Paint(AntiAlias=True, Shader=sh, **kw)
        )

    def glow(
        self,
        x: float,
        y: float,
        r: float,
        rgb: RGB,
        a: float = 1.0,
        sy: float = 1.0,
        blend: skia.BlendMode = skia.BlendMode.kSrcOver,
    ) -> None:
        self.c.save()
        self.c.translate(x, y)
        self.c.scale(1, sy)
        sh = skia.GradientShader.MakeRadial(
            skia.Point(0, 0), r, [col(rgb, a), col(rgb, a * 0.45), col(rgb, 0)], [0, 0.45, 1]
        )
        self.c.drawCircle(0, 0, r, skia.Paint(AntiAlias=True, Shader=sh, BlendMode=blend))
        self.c.restore()

    @contextmanager
    def clip(self, p: Pts | skia.Path, inside: bool = True) -> Iterator[None]:
        self.c.save()
        op = skia.ClipOp.kIntersect if inside else skia.ClipOp.kDifference
        self.c.clipPath(p if isinstance(p, skia.Path) else path(p), op, True)
        yield
        self.c.restore()

    def ink(
        self,
        p: Pts,
        w: float = 2.2,
        rgb: RGB = INK,
        taper: tuple[float, float] = (0.25, 0.25),
        a: float = 1.0,
    ) -> None:
        """One brush stroke: pressure ramps in and out over the tapered fractions."""
        if len(p) < 2:
            return
        s = arclen(p)
        rin = (s / taper[0]).clip(0, 1) if taper[0] > 0 else np.ones_like(s)
        rout = ((1 - s) / taper[1]).clip(0, 1) if taper[1] > 0 else np.ones_like(s)
        half = w * self.lw * 0.5 * np.maximum((rin * rout) ** TAPER_POWER, TAPER_FLOOR)
        self.fill(ribbon(p, half), rgb, a)

    def line(
        self,
        points: Points,
        w: float = 2.2,
        rgb: RGB = INK,
        taper: tuple[float, float] = (0.25, 0.25),
        a: float = 1.0,
    ) -> None:
        self.ink(spline(points), w, rgb, taper, a)

    def outline(
        self, p: Pts, w: float = 2.4, rgb: RGB = INK, a: float = 1.0, closed: bool = True
    ) -> None:
        """Contour whose weight follows the light: thin where lit, heavy where dark."""
        q = np.vstack([p, p[:2]]) if closed else p
        n = normals(q)
        area = np.sum(q[:-1, 0] * q[1:, 1] - q[1:, 0] * q[:-1, 1])
        out = -n if area > 0 else n  # outward normal
        facing = out @ np.array([self.light.x, self.light.y])
        weight = WEIGHT_DARK + (WEIGHT_LIT - WEIGHT_DARK) * (facing * 0.5 + 0.5)
        weight = weight * (1 + 0.12 * np.sin(np.arange(len(q)) * 0.31))
        self.fill(ribbon(q, w * self.lw * 0.5 * weight), rgb, a)

    def cel(
        self,
        p: Pts,
        base: RGB,
        shade: RGB | None = None,
        depth: float = 14.0,
        line: RGB | None = None,
        w: float = 2.4,
    ) -> None:
        """Flat tone, an offset second tone away from the light, then the contour."""
        self.fill(p, base)
        self.shade(p, shade or self.dark(base), depth)
        if line is not None:
            self.outline(p, w, line)

    def shade(self, p: Pts, rgb: RGB, depth: float, a: float = 1.0) -> None:
        self.c.save()
        self.c.clipPath(path(p), skia.ClipOp.kIntersect, True)
        lit = path(p + np.array([self.light.x, self.light.y]) * depth)
        self.c.clipPath(lit, skia.ClipOp.kDifference, True)
        self.c.drawPaint(self.paint(rgb, a))
        self.c.restore()

    def dark(self, rgb: RGB, k: float = 1.0) -> RGB:
        return mix(rgb, mul(rgb, self.light.shadow), min(1.0, k * self.light.contrast))

    def line_of(self, rgb: RGB, k: float = 0.72) -> RGB:
        """Coloured line art: ink leaning to the local colour."""
        return mix(mul(rgb, (120, 96, 120)), INK, k)
