"""Comic devices: lines, flashes, particles, tones, symbols, subtitles, colour script."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import skia

from engine.artist.comic.ink import (
    INK,
    RGB,
    WHITE,
    Art,
    arr,
    col,
    mix,
    path,
    ribbon,
    rotate,
    spline,
)
from engine.artist.comic.stage import H, W

SCREEN, MULT, SOFT = skia.BlendMode.kScreen, skia.BlendMode.kMultiply, skia.BlendMode.kSoftLight
FULL = arr([(0, 0), (W, 0), (W, H), (0, H)])


@dataclass(frozen=True)
class Script:
    """Colour script of an emotion: a top and bottom wash, how strong, and the vignette colour."""

    top: RGB
    low: RGB
    strength: float
    edge: RGB


COLOUR_SCRIPT: dict[str, Script] = {
    "calm": Script((210, 226, 246), (246, 236, 226), 0.12, (20, 20, 40)),
    "joy": Script((255, 236, 170), (255, 196, 170), 0.30, (120, 60, 40)),
    "tender": Script((255, 206, 214), (255, 190, 160), 0.34, (110, 40, 70)),
    "sorrow": Script((80, 112, 190), (120, 130, 200), 0.32, (10, 16, 50)),
    "anger": Script((150, 20, 30), (255, 90, 30), 0.46, (40, 0, 6)),
    "fear": Script((40, 30, 90), (60, 110, 110), 0.46, (6, 6, 26)),
    "surprise": Script((255, 250, 220), (180, 220, 255), 0.22, (30, 30, 60)),
    "contempt": Script((110, 60, 150), (60, 40, 90), 0.34, (24, 6, 40)),
    "determination": Script((255, 170, 80), (60, 60, 130), 0.32, (20, 14, 44)),
    "pain": Script((120, 20, 50), (60, 40, 80), 0.40, (30, 0, 16)),
}


def wash(a: Art, emotion: str, k: float = 1.0) -> None:
    s = COLOUR_SCRIPT[emotion]
    for mode, g in ((SOFT, 1.0), (MULT, 0.13)):
        a.grad(
            FULL,
            (0, 0),
            (0, H),
            [(s.top, s.strength * g * k), (s.low, s.strength * g * k)],
            BlendMode=mode,
        )


def vignette(a: Art, rgb: RGB = (10, 8, 24), k: float = 0.7) -> None:
    sh = skia.GradientShader.MakeRadial(
        skia.Point(W / 2, H * 0.44), H * 0.62, [col(rgb, 0), col(rgb, 0), col(rgb, k)], [0, 0.52, 1]
    )
    a.c.drawPaint(skia.Paint(Shader=sh))


def focus_lines(
    a: Art,
    cx: float,
    cy: float,
    r: float,
    rgb: RGB = INK,
    n: int = 120,
    seed: int = 1,
    alpha: float = 0.9,
    sy: float = 1.25,
) -> None:
    """Wedges from the frame converging on a subject; every needle has its own length and width."""
    rng, p = np.random.default_rng(seed), skia.Path()
    for k in range(n):
        t = (k + rng.uniform(-0.4, 0.4)) / n * 2 * math.pi
        d, w = np.array([math.cos(t), math.sin(t) * sy]), rng.uniform(0.002, 0.011)
        r0 = r * rng.uniform(0.95, 1.5)
        e0, e1 = (
            np.array([math.cos(t - w), math.sin(t - w) * sy]),
            np.array([math.cos(t + w), math.sin(t + w) * sy]),
        )
        p.addPath(path(arr([(cx, cy) + d * r0, (cx, cy) + e0 * H * 1.2, (cx, cy) + e1 * H * 1.2])))
    a.fill(p, rgb, alpha)


def speed_lines(
    a: Art, deg: float = 0, rgb: RGB = WHITE, n: int = 90, seed: int = 1, alpha: float = 0.8
) -> None:
    rng, p = np.random.default_rng(seed), skia.Path()
    for _ in range(n):
        y, x, long, w = (
            rng.uniform(-H * 0.6, H * 1.6),
            rng.uniform(-W, W),
            rng.uniform(400, 1500),
            rng.uniform(1, 8),
        )
        p.addPath(
            path(
                rotate(
                    arr([(x, y), (x + long, y - w / 2), (x + long, y + w / 2)]), deg, (W / 2, H / 2)
                )
            )
        )
    a.fill(p, rgb, alpha)


def impact_flash(
    a: Art,
    cx: float,
    cy: float,
    r: float,
    seed: int = 1,
    rgb: RGB = WHITE,
    core: RGB = (255, 232, 120),
) -> None:
    rng = np.random.default_rng(seed)
    for k, c, al in ((1.22, core, 0.75), (1.0, rgb, 0.96)):
        pts = []
        for i in range(44):
            t = i / 44 * 2 * math.pi
            q = r * k * (rng.uniform(0.95, 1.5) if i % 2 else rng.uniform(0.5, 0.66))
            pts.append((cx + math.cos(t) * q, cy + math.sin(t) * q * 1.1))
        a.fill(arr(pts), c, al)


def gloom_lines(
    a: Art, rgb: RGB = (26, 20, 58), k: float = 1.0, seed: int = 1, depth: float = 0.42
) -> None:
    rng, p = np.random.default_rng(seed), skia.Path()
    a.grad(FULL, (0, 0), (0, H * depth * 1.1), [(rgb, 0.8 * k), (rgb, 0)])
    for x in np.arange(-10, W + 20, 17):
        y, w = H * depth * rng.uniform(0.25, 1), rng.uniform(1.5, 4.5)
        p.addPath(path(arr([(x - w, -5), (x + w, -5), (x + rng.uniform(-3, 3), y)])))
    a.fill(p, rgb, 0.75 * k)


def halftone(
    a: Art,
    rgb: RGB = INK,
    alpha: float = 0.35,
    pitch: float = 18,
    frm: tuple[float, float] = (0, H),
    to: tuple[float, float] = (0, H * 0.55),
) -> None:
    """Dots largest at `frm`, vanishing at `to` (both points)."""
    p, d = skia.Path(), np.subtract(to, frm)
    n = float(d @ d)
    for j, y in enumerate(np.arange(0, H, pitch * 0.866)):
        x = np.arange((j % 2) * pitch / 2, W, pitch)
        k = 1 - ((x - frm[0]) * d[0] + (y - frm[1]) * d[1]) / n
        for xx, kk in zip(x, k, strict=False):
            if kk > 0.08:
                p.addCircle(float(xx), float(y), pitch * 0.52 * min(1.0, float(kk)))
    a.fill(p, rgb, alpha)


def sparkles(
    a: Art, n: int = 26, seed: int = 1, rgb: RGB = (255, 250, 224), y: tuple[float, float] = (0, H)
) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(n):
        x, yy, r = rng.uniform(0, W), rng.uniform(*y), rng.uniform(8, 40) ** 1.0
        a.glow(x, yy, r * 1.8, rgb, 0.7, 1, SCREEN)
        q = [
            (
                x
                + math.cos(k * math.pi / 4)
                * (r if k % 2 == 0 else r * 0.14)
                * (1.35 if k in (2, 6) else 1),
                yy
                + math.sin(k * math.pi / 4)
                * (r if k % 2 == 0 else r * 0.14)
                * (1.35 if k in (2, 6) else 1),
            )
            for k in range(8)
        ]
        a.fill(arr(q), WHITE, 0.95)


def bokeh(a: Art, n: int = 22, seed: int = 1, rgb: RGB = (255, 206, 170)) -> None:
    rng = np.random.default_rng(seed)
    for _ in range(n):
        x, y, r = rng.uniform(0, W), rng.uniform(0, H), rng.uniform(18, 90)
        a.c.drawCircle(
            x,
            y,
            r,
            a.paint(mix(rgb, WHITE, rng.random() * 0.6), rng.uniform(0.08, 0.28), BlendMode=SCREEN),
        )
        a.c.drawCircle(x, y, r, a.paint(WHITE, 0.14, Style=skia.Paint.kStroke_Style, StrokeWidth=2))


def aura(a: Art, cx: float, cy: float, rgb: RGB, seed: int = 1, r: float = 520) -> None:
    rng = np.random.default_rng(seed)
    a.glow(cx, cy, r, rgb, 0.5, 1.4, SCREEN)
    for _ in range(34):
        t, h = rng.uniform(-1, 1), rng.uniform(160, 520)
        x = cx + t * r * 0.8
        y = cy + r * rng.uniform(0.1, 0.9)
        sp = spline(
            [(x, y), (x + rng.uniform(-40, 40), y - h * 0.5), (x + rng.uniform(-30, 30), y - h)]
        )
        s = np.linspace(0, 1, len(sp))
        a.fill(
            ribbon(sp, np.sin(np.pi * s**0.6) * rng.uniform(3, 16)),
            mix(rgb, WHITE, 0.4),
            0.4,
            BlendMode=SCREEN,
        )
