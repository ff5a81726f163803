"""Parts that several outfits share: sleeves, collars, cuffs, skirts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.artist.comic import legs
from engine.artist.comic.body import Figure
from engine.artist.comic.ink import (
    RGB,
    WHITE,
    Pts,
    arclen,
    arr,
    flip,
    mix,
    ribbon,
    smooth_profile,
    spline,
)
from engine.artist.comic.limbs import ARMPIT_Y, PIT_Y

SHIRT: RGB = (244, 244, 250)


def both(f: Figure, draw: Callable[[int], None]) -> None:
    for sx in (f.side, -f.side):
        draw(sx)


def arms(
    f: Figure,
    front: bool,
    cloth: RGB | None,
    ease: float,
    flare: float = 0.0,
    cuff: Callable[..., None] | None = None,
    pattern: Callable[..., None] | None = None,
) -> None:
    if front:
        f.cover()
    for sx in (f.side, -f.side):
        p = f.pose.far if sx == f.side else f.pose.near
        if p.front or not front:
            f.arm(sx, p, cloth, ease, flare, cuff, front, pattern)


def armholes(f: Figure, rgb: RGB) -> None:
    b = f.b
    for sx in (-1, 1):
        f.fold(
            [
                (sx * b.shoulder * 0.86, 186),
                (sx * b.shoulder * 0.84, 230),
                (sx * b.armpit * 0.98, ARMPIT_Y),
            ],
            2.2,
            rgb,
        )


def band_cuff(rgb: RGB) -> Callable[..., None]:
    def cuff(f: Figure, at: Pts, along: Pts, r: float, sx: int) -> None:
        d = along / max(float(np.linalg.norm(along)), 1e-6)
        n = np.array([-d[1], d[0]]) * r * 1.02
        q = arr([at + n - d * 3, at - n - d * 3, at - n * 0.97 + d * 8, at + n * 0.97 + d * 8])
        f.cel(q, rgb, 5, True, 2.0)

    return cuff


def side_folds(f: Figure, rgb: RGB) -> None:
    b = f.b
    for sx in (-1, 1):
        f.tuck(
            [
                (sx * b.waist, b.waist_y - 8),
                (sx * b.waist * 0.55, b.waist_y - 26),
                (sx * b.waist * 0.3, b.waist_y - 22),
                (sx * b.waist * 0.7, b.waist_y - 4),
            ],
            rgb,
        )
        f.fold(
            [
                (sx * b.waist * 1.02, b.waist_y - 10),
                (sx * b.waist * 0.62, b.waist_y - 28),
                (sx * b.waist * 0.34, b.waist_y - 24),
            ],
            1.9,
            rgb,
        )
        f.fold(
            [
                (sx * b.waist * 1.02, b.waist_y + 8),
                (sx * b.waist * 0.7, b.waist_y + 14),
                (sx * b.waist * 0.42, b.waist_y + 4),
            ],
            1.8,
            rgb,
        )
        f.fold(
            [
                (sx * b.armpit * 0.98, ARMPIT_Y + 4),
                (sx * b.armpit * 0.74, ARMPIT_Y + 34),
                (sx * b.armpit * 0.66, ARMPIT_Y + 76),
            ],
            1.8,
            rgb,
        )


def shirt_collar(f: Figure) -> None:
    n = f.b.neck
    for sx in (f.side, -f.side):
        p = f.v(
            arr(
                [
                    (sx * n * 1.02, 122),
                    (sx * n * 1.35, 146),
                    (sx * n * 0.95, 190),
                    (sx * 3, PIT_Y + 8),
                    (sx * n * 0.6, 146),
                ]
            )
        )
        f.cel(p, SHIRT, 6, True, 2.2)


def necktie(f: Figure, vy: float) -> None:
    a = f.a
    blade = f.v(
        arr([(-8, PIT_Y + 24), (8, PIT_Y + 24), (17, vy - 6), (0, vy + 18), (-17, vy - 6)]), 4
    )
    f.cel(blade, f.acc, 8, True, 2)
    with a.clip(blade):
        for k in range(9):
            y = PIT_Y + 30 + 26 * k
            p = f.v([(-22, y + 20), (22, y - 8)], 4)
            a.ink(np.linspace(p[0], p[1], 6), 3.0, mix(f.acc, WHITE, 0.35), (0, 0), 0.55)
    f.cel(
        f.v(arr([(-11, PIT_Y + 2), (11, PIT_Y + 2), (7, PIT_Y + 26), (-7, PIT_Y + 26)]), 4),
        f.acc,
        5,
        True,
        2,
    )


def lapel(f: Figure, sx: int, vy: float, base: RGB) -> None:
    n, b = f.b.neck, f.b
    outer = spline([(sx * n * 1.22, 134), (sx * n * 1.9, 176), (sx * b.shoulder * 0.52, 226)])
    notch = arr([(sx * b.shoulder * 0.43, 238), (sx * b.shoulder * 0.56, 252)])
    low = spline(
        [
            (sx * b.shoulder * 0.54, 258),
            (sx * b.shoulder * 0.3, (252 + vy) / 2 + 14),
            (sx * 2, vy + 6),
        ]
    )
    inner = spline([(sx * 2, vy), (sx * n * 1.1, 240), (sx * n * 1.16, 180), (sx * n * 1.08, 140)])
    p = f.v(np.vstack([outer, notch, low, inner]))
    f.cel(p, mix(base, WHITE, 0.09), 9, True, 2.4)
    f.a.ink(
        f.v(arr([(sx * b.shoulder * 0.43, 238), (sx * n * 1.3, 214)])),
        2.0,
        f.a.line_of(base),
        (0, 0.3),
    )


def skirt(
    f: Figure,
    rgb: RGB,
    top: float,
    hem: float,
    flare: float,
    pleats: int,
    plaid: bool = False,
    w0: float | None = None,
    irregular: bool = False,
) -> Pts:
    a, b = f.a, f.b
    if f.pose.legs not in legs.STRAIGHT:
        return legs.skirt(f, rgb, top, hem, w0 or b.waist, pleats)
    x0, x1 = w0 or b.waist, b.hip + flare
    n = pleats * 2
    s = np.linspace(-1, 1, n + 1)
    if irregular:
        s[1:-1] += np.random.default_rng(f.who.seed).uniform(-0.07, 0.07, n - 1)
    hemline = np.stack(
        [s * x1, hem + 9 * np.cos(s * 1.5) + np.where(np.arange(n + 1) % 2, 7, -4)], 1
    )
    side = spline([(x0, top), (b.hip * 0.5 + x1 * 0.5, (top + hem) / 2 - 20), (x1, hem)])
    p = f.v(np.vstack([flip(side), hemline[1:-1], side[::-1]]))
    f.cel(p, rgb, 16)
    with a.clip(p):
        for i, k in enumerate(s[1:-1]):
            q = f.v(
                spline(
                    [
                        (k * x0 * 0.98, top),
                        (k * (x0 + x1) * 0.52, (top + hem) / 2),
                        (k * x1, hem + 14),
                    ]
                )
            )
            if i % 2 == 0:
                w = smooth_profile(arclen(q), [(0, 0.5), (0.6, 5), (1, 9)]) * (
                    1 if pleats > 6 else 2.2
                )
                a.fill(ribbon(q + (w[:, None] * 0.5), w), a.dark(rgb), 0.85)
            a.ink(
                q if pleats > 6 or i % 2 == 0 else q[len(q) // 3 :],
                1.8,
                a.line_of(rgb),
                (0.05, 0.05) if pleats > 6 else (0.6, 0.1),
                0.85,
            )
        if plaid:
            for y in np.arange(top + 40, hem, 46):
                a.ink(
                    f.v(spline([(-x1, y + 4), (0, y + 14), (x1, y + 4)])),
                    3.0,
                    mix(rgb, WHITE, 0.45),
                    (0, 0),
                    0.5,
                )
    return p


def striped_arm(f: Figure, s: Pts, e: Pts, h: Pts, r: float, fore: bool, rgb: RGB) -> None:
    for p, q in ((e, h),) if fore else ((s, e),):
        d = (q - p) / max(float(np.linalg.norm(q - p)), 1e-6)
        n = np.array([-d[1], d[0]])
        for k in (-0.66, -0.22, 0.22, 0.66):
            f.a.ink(
                np.linspace(p + n * r * k - d * 6, q + n * r * k * 0.82 + d * 2, 6),
                4.6,
                rgb,
                (0, 0),
                0.8,
            )


def stripes(f: Figure, rgb: RGB, y0: float, y1: float, alpha: float = 0.85) -> None:
    for _i, x in enumerate(range(-170, 171, 17)):
        q = f.v(spline([(x, y0), (x * 0.86, (y0 + y1) / 2), (x * 1.02, y1)]))
        f.a.ink(q, 5.0, rgb, (0, 0), alpha)


def sparkle(f: Figure, n: int, y0: float, y1: float, half: float, rgb: RGB) -> None:
    rng = np.random.default_rng(f.who.seed + n)
    for x, y, r in zip(
        rng.uniform(-half, half, n), rng.uniform(y0, y1, n), rng.uniform(1.2, 3.4, n), strict=False
    ):
        q = f.v([(x, y)])[0]
        f.a.fill(
            arr(
                [
                    (q + (-r, 0)),
                    (q + (-r * 0.2, -r * 0.2)),
                    (q + (0, -r * 1.6)),
                    (q + (r * 0.2, -r * 0.2)),
                    (q + (r, 0)),
                    (q + (r * 0.2, r * 0.2)),
                    (q + (0, r * 1.6)),
                    (q + (-r * 0.2, r * 0.2)),
                ]
            ),
            rgb,
            0.9,
        )


def collar(
    f: Figure,
    sx: int,
    end_y: float,
    rgb: RGB,
    w: float,
    inset: float = 0,
    end_x: float | None = None,
) -> None:
    b = f.b
    x1 = -b.bust * 0.46 if end_x is None else -end_x
    sp = spline(
        [
            (sx * b.neck * 1.06, 124),
            (sx * (b.neck * 1.24 + inset * 0.3), 168),
            (sx * (10 + inset * 0.25), 248),
            (sx * x1, end_y),
        ]
        if end_x is None
        else [(sx * b.neck * 1.06, 124), (sx * (b.neck * 1.24 + inset * 0.3), 168), (sx * 4, end_y)]
    )
    half = smooth_profile(arclen(sp), [(0, w * 0.5), (0.25, w * 0.85), (1, w)])
    f.cel(f.v(ribbon(sp, half)), rgb, 7, True, 2.2)
