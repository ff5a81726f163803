"""What floats, falls and rises through the air: small and sharp far off, large and soft near.

One drawing for the whole frame; the film room takes it apart and moves each speck. The wind blows
to the left, so whatever leans leans that way.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import skia

from engine.artist.comic.ink import RGB, WHITE, Art, Pts, mix, mul, rotate, spline
from engine.artist.comic.stage import H, W

SCREEN = skia.BlendMode.kScreen
_DEPTHS = ((46, 0.36, 0.0, 0.85), (24, 1.0, 0.0, 0.95), (7, 2.5, 7.0, 0.55))
"""How many, size, blur (sigma in pixels) and strength of specks far, middling and near."""


def _spread(seed: int, n: int, sizes: tuple[float, float]) -> Iterator[tuple[float, float, float]]:
    """n places (x, y) and sizes, spread so evenly that specks seldom touch."""
    rng = np.random.default_rng(seed)
    for k in range(n):
        x = ((k * 0.7548777 + rng.uniform(0, 0.06)) % 1) * W
        y = ((k * 0.5698403 + rng.uniform(0, 0.06)) % 1) * H
        yield x, y, rng.uniform(*sizes)


def _shape(a: Art, p: Pts, rgb: RGB, blur: float, alpha: float, depth: float) -> None:
    """A speck with its second tone; a near one is out of focus."""
    if blur:
        soft = skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur)
        a.fill(p, rgb, alpha, MaskFilter=soft)
        return
    a.fill(p, rgb, alpha)
    if depth > 3:
        a.shade(p, mul(rgb, (226, 186, 200)), depth)


def petals(a: Art, seed: int, rgb: RGB = (255, 186, 204)) -> None:
    """Petals of blossom."""
    rng = np.random.default_rng(seed + 3)
    for i, (n, size, blur, alpha) in enumerate(_DEPTHS):
        for x, y, r in _spread(seed + i, n // 2 + 2, (11 * size, 20 * size)):
            p = spline([(-r, 0), (-r * 0.2, -r * 0.55), (r * 0.8, -r * 0.3), (r * 0.6, 0),
                        (r * 0.8, r * 0.3), (-r * 0.2, r * 0.5)], True)  # fmt: skip
            turned = rotate(p, rng.uniform(0, 360)) * (1, 0.75) + (x, y)
            _shape(a, turned, mix(rgb, WHITE, rng.random() * 0.6), blur, alpha, r * 0.3)


def leaves(a: Art, seed: int) -> None:
    """Leaves of autumn and of bamboo."""
    rng = np.random.default_rng(seed + 5)
    tones: tuple[RGB, ...] = ((226, 150, 50), (206, 96, 46), (150, 160, 70), (236, 190, 80))
    for i, (n, size, blur, alpha) in enumerate(_DEPTHS):
        for x, y, r in _spread(seed + i, n // 2, (13 * size, 22 * size)):
            p = spline([(-r, 0), (-r * 0.3, -r * 0.42), (r * 0.5, -r * 0.3), (r * 1.1, 0),
                        (r * 0.5, r * 0.3), (-r * 0.3, r * 0.42)], True)  # fmt: skip
            turned = rotate(p, rng.uniform(0, 360)) * (1, 0.7) + (x, y)
            _shape(a, turned, tones[int(rng.integers(4))], blur, alpha, r * 0.3)


def snow(a: Art, seed: int) -> None:
    """Flakes."""
    for i, (n, size, _, alpha) in enumerate(_DEPTHS):
        for x, y, r in _spread(seed + i, n, (7 * size, 13 * size)):
            a.glow(x, y, r * (1.3 if i < 2 else 1.6), WHITE, alpha)


def rain(a: Art, seed: int) -> None:
    """Streaks, all leaning the same way: the slope of their fall."""
    for i, (n, size, blur, alpha) in enumerate(_DEPTHS):
        long, w = (90, 210, 420)[i], (2.0, 3.2, 8.0)[i]
        for x, y, k in _spread(seed + i, n, (0.8, 1.2)):
            s = np.linspace((x, y), (x - 0.18 * long * k, y + long * k), 6)
            strength = alpha * (0.45, 0.6, 0.32)[i]
            if blur:
                a.line(list(s), w, (206, 224, 255), (0.6, 0.3), strength * 0.6)
                a.line(list(s), w * 0.5, (226, 236, 255), (0.6, 0.3), strength * 0.6)
            else:
                a.ink(s, w * min(1.0, 0.6 + size), (222, 236, 255), (0.7, 0.1), strength)


def embers(a: Art, seed: int) -> None:
    """Sparks that rise from a fire."""
    rng = np.random.default_rng(seed + 7)
    for i, (n, size, _, alpha) in enumerate(_DEPTHS):
        for x, y, r in _spread(seed + i, n // 2, (4 * size + 2, 6 * size + 3)):
            a.glow(x, y, r * 3.2, (255, 130, 40), 0.55 * alpha)
            core = rotate(spline([(-r, 0), (0, -r * 0.5), (r * 1.6, 0), (0, r * 0.5)], True),
                          rng.uniform(0, 180)) + (x, y)  # fmt: skip
            a.fill(core, (255, 226, 150), alpha)


def dust(a: Art, seed: int) -> None:
    """Motes in the light of a room."""
    for i, (n, size, _, alpha) in enumerate(_DEPTHS):
        for x, y, r in _spread(seed + i, n // 2, (6 * size + 2, 9 * size + 3)):
            a.glow(x, y, r, (255, 246, 220), alpha * (0.75, 0.6, 0.3)[i])


def fireflies(a: Art, seed: int) -> None:
    """Fireflies, low over the ground."""
    for i, (n, size, _, alpha) in enumerate(_DEPTHS):
        for x, y, r in _spread(seed + i, n // 3, (5 * size + 3, 6 * size + 5)):
            low = H * 0.35 + y * 0.6
            a.glow(x, low, r * 4, (210, 255, 120), 0.5 * alpha)
            a.c.drawCircle(x, low, max(1.5, r * 0.5), a.paint((250, 255, 206), alpha))
