"""Eight outfits, each a small pattern drawn on a Figure in front view and turned with it."""

from __future__ import annotations

from typing import Callable

import numpy as np

from engine.artist.comic.body import ARMPIT_Y, PIT_Y, Figure, disc
from engine.artist.comic.ink import (
    INK,
    RGB,
    WHITE,
    Pts,
    arclen,
    arr,
    flip,
    mix,
    mul,
    ribbon,
    smooth_profile,
    spline,
)

SHIRT: RGB = (244, 244, 250)


def both(f: Figure, draw: Callable[[int], None]) -> None:
    for sx in (f.side, -f.side):
        draw(sx)


def arms(f: Figure, front: bool, **kw) -> None:
    for sx in (f.side, -f.side):
        p = f.pose.far if sx == f.side else f.pose.near
        if p.front or not front:
            f.arm(sx, p, front=front, **kw)


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


def band_cuff(rgb: RGB) -> Callable:
    def cuff(f: Figure, at: Pts, along: Pts, r: float, sx: int) -> None:
        d = along / max(np.linalg.norm(along), 1e-6)
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


# ------------------------------------------------------------------ suit family
def suit(f: Figure, tie: bool = True, rgb: RGB | None = None) -> None:
    a, b, base = f.a, f.b, rgb or f.base
    cuff = band_cuff(SHIRT)
    f.trousers(mul(base, (232, 232, 236)))
    arms(f, False, cloth=base, ease=8, cuff=cuff)
    f.neck(False)
    hem = b.hip_y + 52
    body = f.torso(10, hem, 4)
    f.garment(body, base, 20)
    if not f.back:
        vy = b.waist_y - 44
        shirt = f.v(
            spline(
                [
                    (-b.neck * 1.15, 132),
                    (-b.neck * 1.5, 200),
                    (0, vy),
                    (b.neck * 1.5, 200),
                    (b.neck * 1.15, 132),
                    (0, PIT_Y + 4),
                ],
                True,
            )
        )
        a.fill(shirt, SHIRT)
        a.shade(shirt, (196, 198, 222), 12)
        if tie:
            necktie(f, vy)
        shirt_collar(f)
        both(f, lambda sx: lapel(f, sx, vy, base))
        f.fold([(2, vy), (6, vy + 70), (2, hem)], 2.2, base, 1)
        for y in (vy + 20, vy + 74):
            a.cel(disc(f.v([(-9, y)])[0], 5), mix(base, INK, 0.4), None, 2, INK, 1.2)
        both(
            f,
            lambda sx: f.fold(
                [(sx * b.waist * 0.5, b.waist_y + 66), (sx * b.waist * 0.92, b.waist_y + 60)],
                2.2,
                base,
            ),
        )
        if tie:
            pq = f.v(
                [
                    (b.bust * 0.42, 292),
                    (b.bust * 0.72, 288),
                    (b.bust * 0.66, 276),
                    (b.bust * 0.56, 282),
                    (b.bust * 0.47, 274),
                ]
            )
            f.cel(pq, f.acc, 4, True, 1.4)
    else:
        f.fold([(0, 196), (2, 360), (0, hem)], 2.0, base)
    side_folds(f, base)
    armholes(f, base)
    arms(f, True, cloth=base, ease=8, cuff=cuff)


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


def bodyguard(f: Figure) -> None:
    suit(f, True)
    if not f.back:  # ear-piece and lapel pin
        f.a.line(
            f.v(
                [
                    (f.side * -f.b.neck * 1.05, 40),
                    (f.side * -f.b.neck * 1.5, 84),
                    (f.side * -f.b.neck * 1.1, 128),
                ]
            ),
            2.2,
            (210, 210, 216),
            (0, 0.1),
        )
        f.cel(disc(f.v([(f.b.shoulder * 0.36, 262)])[0], 5), (214, 176, 90), 2)


def school(f: Figure) -> None:
    a, b, base = f.a, f.b, f.base
    if f.who.female:
        f.bare_legs((44, 30, 34), (40, 44, 66))
        skirt(f, mix(base, INK, 0.15), b.waist_y + 20, b.crotch_y + 130, 60, 11, plaid=True)
    else:
        f.trousers(mix(base, INK, 0.45))
    cuff = band_cuff(SHIRT)
    arms(f, False, cloth=base, ease=7, cuff=cuff)
    f.neck(False)
    hem = b.hip_y + 6
    f.garment(f.torso(8, hem, 6, 1.06), base, 18)
    if not f.back:
        vy = b.waist_y - 80
        sh = f.v(
            spline(
                [
                    (-b.neck * 1.15, 134),
                    (-b.neck * 1.5, 200),
                    (0, vy),
                    (b.neck * 1.5, 200),
                    (b.neck * 1.15, 134),
                    (0, PIT_Y),
                ],
                True,
            )
        )
        a.fill(sh, SHIRT)
        a.shade(sh, (196, 198, 222), 9)
        shirt_collar(f)
        both(f, lambda sx: lapel(f, sx, vy, base))
        f.fold([(0, vy + 4), (3, hem)], 2.2, base, 1)
        for y in (vy + 26, vy + 76):
            a.cel(disc(f.v([(-9, y)])[0], 5.5), (226, 190, 96), None, 2, INK, 1.2)
        crest = f.v(
            spline(
                [
                    (b.bust * 0.42, 282),
                    (b.bust * 0.72, 280),
                    (b.bust * 0.7, 306),
                    (b.bust * 0.57, 318),
                    (b.bust * 0.44, 306),
                ],
                True,
            )
        )
        f.cel(crest, (226, 190, 96), 4, True, 1.5)
        for sx in (-1, 1):  # bow tie
            p = f.v(
                spline(
                    [
                        (sx * 3, PIT_Y + 14),
                        (sx * 30, PIT_Y - 2),
                        (sx * 36, PIT_Y + 14),
                        (sx * 27, PIT_Y + 32),
                    ],
                    True,
                ),
                6,
            )
            f.cel(p, f.acc, 6, True, 2)
            f.cel(
                f.v(
                    arr(
                        [
                            (sx * 3, PIT_Y + 22),
                            (sx * 9, PIT_Y + 22),
                            (sx * 20, PIT_Y + 72),
                            (sx * 8, PIT_Y + 64),
                        ]
                    ),
                    6,
                ),
                f.acc,
                4,
                True,
                1.8,
            )
        f.cel(
            f.v(arr([(-7, PIT_Y + 8), (7, PIT_Y + 8), (7, PIT_Y + 24), (-7, PIT_Y + 24)]), 6),
            f.acc,
            4,
            True,
            1.8,
        )
    side_folds(f, base)
    armholes(f, base)
    arms(f, True, cloth=base, ease=7, cuff=cuff)


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


def hospital(f: Figure) -> None:
    a, b = f.a, f.b
    base = mix((228, 238, 248), f.base, 0.08)
    stripe = mix((96, 146, 204), f.base, 0.25)
    f.trousers(base, 1.12, (236, 236, 240), lambda: stripes(f, stripe, b.hip_y, b.sole_y, 0.7))
    sleeve_stripes = lambda g, sx, s, e, h, r, fore: striped_arm(g, s, e, h, r, fore, stripe)
    arms(f, False, cloth=base, ease=11, flare=5, pattern=sleeve_stripes)
    f.neck(False)
    hem = b.hip_y + 70
    body = f.torso(13, hem, 10, 1.12)
    f.garment(body, base, 18)
    with a.clip(body):
        stripes(f, stripe, 140, hem + 10)
    if not f.back:
        v = f.v(
            spline(
                [
                    (-b.neck * 1.1, 138),
                    (-b.neck * 0.6, 190),
                    (0, 236),
                    (b.neck * 0.6, 190),
                    (b.neck * 1.1, 138),
                    (0, PIT_Y),
                ],
                True,
            )
        )
        a.fill(v, f.skin)
        a.shade(v, f.skin_dark, 12)
        with a.clip(v):
            a.fill(f.hv(spline([(-50, 80), (0, 130), (50, 80)], True)) + (0, 24), f.skin_dark)
        both(
            f,
            lambda sx: f.cel(
                f.v(
                    spline(
                        [
                            (sx * b.neck * 1.08, 130),
                            (sx * b.neck * 1.9, 168),
                            (sx * b.neck * 1.7, 222),
                            (sx * b.neck * 0.95, 206),
                            (sx * 4, 240),
                            (sx * b.neck * 0.62, 186),
                        ],
                        True,
                    )
                ),
                mix(base, WHITE, 0.3),
                6,
                True,
                2.2,
            ),
        )
        f.fold([(3, 240), (5, 400), (3, hem)], 2.0, base, 1)
        for y in (270, 350, 430, 510):
            a.cel(disc(f.v([(-8, y)])[0], 4.6), WHITE, (200, 206, 222), 2, (120, 130, 160), 1.2)
        pocket = f.v(
            arr(
                [
                    (b.bust * 0.3, 300),
                    (b.bust * 0.84, 300),
                    (b.bust * 0.82, 360),
                    (b.bust * 0.57, 370),
                    (b.bust * 0.32, 360),
                ]
            )
        )
        a.outline(pocket, 1.8, a.line_of(base))
    side_folds(f, base)
    armholes(f, base)
    arms(f, True, cloth=base, ease=11, flare=5, pattern=sleeve_stripes)


def striped_arm(f: Figure, s: Pts, e: Pts, h: Pts, r: float, fore: bool, rgb: RGB) -> None:
    for p, q in ((e, h),) if fore else ((s, e),):
        d = (q - p) / max(np.linalg.norm(q - p), 1e-6)
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
    for i, x in enumerate(range(-170, 171, 17)):
        q = f.v(spline([(x, y0), (x * 0.86, (y0 + y1) / 2), (x * 1.02, y1)]))
        f.a.ink(q, 5.0, rgb, (0, 0), alpha)


def street(f: Figure) -> None:
    a, b, base = f.a, f.b, f.base
    tee = mix(f.acc, WHITE, 0.82)
    f.trousers((70, 88, 122), 1.05, (238, 238, 242))
    arms(f, False, cloth=base, ease=15, cuff=band_cuff(mix(base, INK, 0.35)))
    f.neck(False)
    hem = b.hip_y + 2
    inner = f.torso(2, hem - 8)
    f.cel(inner, tee, 14)
    a.ink(
        f.v(spline([(-b.neck * 1.2, 148), (0, PIT_Y + 24), (b.neck * 1.2, 148)])),
        4.5,
        mix(tee, INK, 0.25),
        (0.05, 0.05),
    )
    for sx in (f.side, -f.side):
        h = f.torso_half(17, hem, 4, 1.12)
        outer = spline(h)
        edge = spline([(sx * 44, hem), (sx * 50, 420), (sx * 44, 260), (sx * b.neck * 1.2, 140)])
        p = f.v(np.vstack([outer * (sx, 1), edge]))
        f.cel(p, base, 17)
        z = f.v(
            spline([(sx * 44, hem - 2), (sx * 50, 420), (sx * 44, 260), (sx * b.neck * 1.3, 152)])
        )
        a.ink(z, 3.6, (206, 206, 212), (0, 0.05))
        f.cel(
            f.v(
                arr(
                    [
                        (sx * 46, hem - 24),
                        (sx * (b.hip + 20), hem - 24),
                        (sx * (b.hip + 14), hem + 12),
                        (sx * 44, hem + 12),
                    ]
                )
            ),
            mix(base, INK, 0.35),
            8,
        )
        a.ink(
            f.v(
                spline(
                    [
                        (sx * b.shoulder * 0.3, 262),
                        (sx * b.shoulder * 0.55, 256),
                        (sx * b.armpit, 262),
                    ]
                )
            ),
            9,
            f.acc,
            (0, 0),
        )
        f.fold(
            [(sx * b.waist * 0.75, b.waist_y + 30), (sx * b.waist * 0.95, b.waist_y + 90)],
            2.6,
            base,
        )
    hood = [
        (b.neck * 1.1, 124),
        (b.neck * 2.0, 138),
        (b.neck * 2.3, 172),
        (b.neck * 1.5, 196),
        (b.neck * 1.0, 160),
    ]
    both(
        f, lambda sx: f.cel(f.v(spline(arr(hood) * (sx, 1), True)), mix(base, WHITE, 0.08), 8, True)
    )
    side_folds(f, base)
    armholes(f, base)
    arms(f, True, cloth=base, ease=15, cuff=band_cuff(mix(base, INK, 0.35)))


def evening(f: Figure) -> None:
    a, b, base = f.a, f.b, f.base
    shimmer = mix(base, WHITE, 0.45)
    arms(f, False, cloth=None, ease=0)
    p = skirt(f, base, b.waist_y - 6, b.sole_y - 4, 80, 4, irregular=True)
    with a.clip(p):
        a.grad(p, (0, b.hip_y), (0, b.sole_y), [(base, 0), (mul(base, (90, 70, 110)), 0.7)])
        sparkle(f, 46, b.waist_y, b.sole_y, b.hip + 60, shimmer)
    f.neck(True)
    half = [
        (6, 262),
        (b.bust * 0.42, 240),
        (b.bust * 0.84, 246),
        (b.armpit + 1, 268),
        (b.bust + 2, 304),
        (b.waist + 1, b.waist_y + 6),
    ]
    bod = f.v(np.vstack([spline(flip(half)), spline(half)[::-1]]))
    f.cel(bod, base, 15)
    with a.clip(bod):
        for sx in (-1, 1):
            a.fill(
                f.v(
                    spline(
                        [
                            (sx * 8, 300),
                            (sx * b.bust * 0.5, 322),
                            (sx * b.bust * 0.95, 306),
                            (sx * b.bust * 0.5, 340),
                        ],
                        True,
                    )
                ),
                a.dark(base),
                0.8,
            )
            for k in range(4):
                f.fold(
                    [
                        (sx * b.waist, b.waist_y - 6 - 22 * k),
                        (sx * b.waist * 0.4, b.waist_y - 26 - 26 * k),
                        (0, b.waist_y - 46 - 28 * k),
                    ],
                    1.6,
                    base,
                )
        sparkle(f, 26, 250, b.waist_y, b.bust, shimmer)
    belt = f.v(
        np.vstack(
            [
                spline(
                    [
                        (-b.waist - 2, b.waist_y - 8),
                        (0, b.waist_y + 2),
                        (b.waist + 2, b.waist_y - 8),
                    ]
                ),
                spline(
                    [
                        (-b.waist - 3, b.waist_y + 10),
                        (0, b.waist_y + 20),
                        (b.waist + 3, b.waist_y + 10),
                    ]
                )[::-1],
            ]
        )
    )
    f.cel(belt, f.acc, 5, True, 2)
    both(
        f,
        lambda sx: a.ink(
            f.v(
                spline(
                    [(sx * b.bust * 0.62, 244), (sx * b.neck * 2.0, 190), (sx * b.neck * 1.35, 152)]
                )
            ),
            4.0,
            base,
            (0.05, 0.1),
        ),
    )
    if not f.back:
        a.ink(
            f.v(spline([(-b.neck * 1.15, 146), (0, PIT_Y + 26), (b.neck * 1.15, 146)])),
            2.4,
            f.acc,
            (0.05, 0.05),
        )
        gem = f.v(
            spline([(-6, PIT_Y + 26), (0, PIT_Y + 20), (6, PIT_Y + 26), (0, PIT_Y + 40)], True)
        )
        f.cel(gem, mix(f.acc, WHITE, 0.4), 3, True, 1.5)
    arms(f, True, cloth=None, ease=0)


def sparkle(f: Figure, n: int, y0: float, y1: float, half: float, rgb: RGB) -> None:
    rng = np.random.default_rng(f.who.seed + n)
    for x, y, r in zip(
        rng.uniform(-half, half, n), rng.uniform(y0, y1, n), rng.uniform(1.2, 3.4, n)
    ):
        q = f.v([(x, y)])[0]
        f.a.fill(
            arr(
                [
                    q + (-r, 0),
                    q + (-r * 0.2, -r * 0.2),
                    q + (0, -r * 1.6),
                    q + (r * 0.2, -r * 0.2),
                    q + (r, 0),
                    q + (r * 0.2, r * 0.2),
                    q + (0, r * 1.6),
                    q + (-r * 0.2, r * 0.2),
                ]
            ),
            rgb,
            0.9,
        )


def hanfu(f: Figure) -> None:
    a, b, base, trim = f.a, f.b, f.base, f.acc
    under = mix(base, WHITE, 0.55)
    sash_y = b.waist_y - 30
    p = skirt(f, base, sash_y, b.sole_y - 2, 78, 6)
    with a.clip(p):
        a.grad(p, (0, b.knee_y), (0, b.sole_y), [(trim, 0), (trim, 0.55)])
        hem_pattern(f, b.sole_y - 60, b.hip + 70, trim)
    edge = f.v(spline([(18, sash_y), (30, b.knee_y), (56, b.sole_y)]))
    f.a.ink(edge, 15, a.line_of(trim), (0, 0))
    f.a.ink(edge, 11, trim, (0, 0))
    sleeves(f, False, base, trim)
    f.neck(False)
    body = f.torso(12, sash_y + 40, -6, 1.02)
    f.garment(body, base, 18)
    if not f.back:
        vy = sash_y
        v = f.v(
            spline(
                [
                    (-b.neck * 1.2, 138),
                    (-b.neck * 0.7, 190),
                    (4, 230),
                    (b.neck * 0.7, 190),
                    (b.neck * 1.2, 138),
                    (0, PIT_Y),
                ],
                True,
            )
        )
        a.fill(v, f.skin)
        with a.clip(v):
            a.fill(
                f.hv(spline([(-56, 80), (0, 136), (56, 80), (0, 60)], True)) + (0, 22), f.skin_dark
            )
        collar(f, -1, 262, under, 9, -26, 4)
        collar(f, -1, 262, trim, 16, -6, 4)
        collar(f, 1, vy + 10, under, 9, -22)
        collar(f, 1, vy + 10, trim, 17)  # wearer's left crosses over
    sash(f, sash_y)
    side_folds(f, base)
    sleeves(f, True, base, trim)


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


def sash(f: Figure, y: float) -> None:
    b, a = f.b, f.a
    w = b.waist + 13
    rgb = mix(f.acc, INK, 0.25)
    p = f.v(
        np.vstack(
            [
                spline([(-w, y - 4), (0, y + 6), (w, y - 4)]),
                spline([(-w - 2, y + 52), (0, y + 62), (w + 2, y + 52)])[::-1],
            ]
        )
    )
    f.cel(p, rgb, 10)
    for o in (14, 40):
        a.ink(
            f.v(spline([(-w, y + o), (0, y + o + 10), (w, y + o)])),
            2.4,
            (224, 190, 110),
            (0, 0),
            0.9,
        )
    for dx, n in ((-6, 150), (12, 190)):
        t = f.v(
            spline(
                [(dx - 9, y + 58), (dx + 9, y + 58), (dx + 15, y + 60 + n), (dx - 9, y + 66 + n)],
                True,
            )
        )
        f.cel(t, rgb, 5, True, 2)
    j = f.v([(-b.waist * 0.55, y + 92)])[0]
    a.line([j + (0, -36), j], 2, (70, 40, 40), (0, 0))
    a.cel(disc(j + (0, 12), 13), (150, 206, 176), (98, 160, 140), 4, INK, 1.8)
    a.fill(disc(j + (0, 12), 4.5), mix(f.base, INK, 0.4))
    for k in (-3, 0, 3):
        a.line([j + (k, 26), j + (k * 1.6, 78)], 2.2, f.acc, (0, 0.4))


def hem_pattern(f: Figure, y: float, half: float, rgb: RGB) -> None:
    for x in np.arange(-half, half, 34):
        q = f.v(
            spline(
                [(x, y + 26), (x + 8, y + 4), (x + 22, y + 8), (x + 18, y + 24), (x + 11, y + 18)]
            )
        )
        f.a.ink(q, 2.4, mix(rgb, WHITE, 0.6), (0.2, 0.3), 0.8)


def sleeves(f: Figure, front: bool, base: RGB, trim: RGB) -> None:
    """Wide hanging sleeves: the forearm carries a bag of cloth that falls straight down."""
    a, b = f.a, f.b
    for sx in (f.side, -f.side):
        p = f.pose.far if sx == f.side else f.pose.near
        if front and not p.front:
            continue
        s, e, h = f.arm_points(sx, p)
        if p.front and not front:
            f.arm(sx, p, base, 12, front=False)
            continue
        r = b.arm[0] + 10
        if p.hand != "none":
            f.hand(sx, h, h - e, p)
        d = (h - e) / max(np.linalg.norm(h - e), 1e-6)
        low = np.array([sx * 8, 150.0])
        hang = h + low * (0.55 if abs(d[1]) > 0.8 else 1.0) + d * 2
        out = np.array([-d[1], d[0]]) * (1 if (-d[1] * sx) > 0 else -1)
        sh = f.v([(sx * b.shoulder * 0.74, 172)])[0]
        if front and p.front:  # forearm sleeve only
            sh = e + out * 20 - d * 20
            top = spline([sh, e + out * 32, h + out * 28])
        else:
            top = spline(
                [
                    sh,
                    s + (sx * r * 0.62, -r * 0.62),
                    s + (sx * r * 1.02, r * 0.1),
                    e + out * 34,
                    h + out * 30,
                ]
            )
        mouth = spline([h + out * 30, (h + hang) / 2 + (sx * 12, 4), hang])
        under = spline(
            [
                hang,
                (e + hang) / 2 + (-sx * 22, 36),
                s + (-sx * r * 0.5, r * 2.2),
                s + (-sx * r * 0.9, r * 0.2),
            ]
            if not (front and p.front)
            else [hang, (e + hang) / 2 + (-sx * 4, 50), e - out * 26, sh]
        )
        shape = np.vstack([top, mouth[1:], under[1:]])
        f.cel(shape, base, 18)
        with a.clip(shape):
            off = -d * 22 if abs(d[0]) > 0.3 else np.array([0, -24.0])
            a.fill(np.vstack([mouth + d * 4, (mouth + off)[::-1]]), trim)
            a.ink(mouth + off, 2.0, a.line_of(trim), (0, 0))
            for k in (0.25, 0.5, 0.75):
                m = s + (e - s) * (0.4 + k * 0.6)
                a.line(
                    [
                        m + out * 6,
                        (m + hang) / 2 + (-sx * 8, 0),
                        hang * k + e * (1 - k) + (-sx * 6, 50),
                    ],
                    2.0,
                    a.line_of(base),
                    (0.2, 0.6),
                )
        a.outline(shape, 2.6, a.line_of(base))


def tangzhuang(f: Figure) -> None:
    a, b, base = f.a, f.b, f.base
    f.trousers((38, 36, 44), 1.15, (28, 24, 28))
    cuff = band_cuff(mix(base, WHITE, 0.8))
    arms(f, False, cloth=base, ease=13, flare=8, cuff=cuff)
    f.neck(False)
    hem = b.hip_y + 96
    body = f.torso(14, hem, 14, 1.04)
    f.garment(body, base, 20)
    with a.clip(body):
        gold = mix(base, f.acc, 0.5)
        for j, y in enumerate(range(230, int(hem), 92)):
            for x in (-92, 0, 92) if j % 2 else (-140, -46, 46, 140):
                roundel(f, x, y, 26, gold)
    if not f.back:
        f.fold([(0, PIT_Y), (2, 400), (0, hem)], 2.4, base, 1)
        for y in range(int(PIT_Y) + 30, int(hem) - 40, 66):
            frog(f, y)
    both(
        f,
        lambda sx: f.cel(
            f.v(
                spline(
                    [
                        (sx * 2, PIT_Y + 6),
                        (sx * b.neck * 0.8, PIT_Y - 8),
                        (sx * b.neck * 1.14, 140),
                        (sx * b.neck * 1.1, 110),
                        (sx * b.neck * 0.74, 132),
                        (sx * 3, 142),
                    ],
                    True,
                )
            ),
            mix(base, INK, 0.12),
            6,
            True,
            2.4,
        ),
    )
    side_folds(f, base)
    armholes(f, base)
    arms(f, True, cloth=base, ease=13, flare=8, cuff=cuff)


def roundel(f: Figure, x: float, y: float, r: float, rgb: RGB) -> None:
    c = f.v([(x, y)])[0]
    f.a.ink(np.vstack([disc(c, r), disc(c, r)[:1]]), 2.0, rgb, (0, 0), 0.8)
    f.a.ink(np.vstack([disc(c, r * 0.5), disc(c, r * 0.5)[:1]]), 1.6, rgb, (0, 0), 0.7)
    for k in range(4):
        d = np.array([np.cos(k * 1.571 + 0.78), np.sin(k * 1.571 + 0.78)])
        f.a.line([c + d * r * 0.5, c + d * r * 0.95], 2.0, rgb, (0, 0.3), 0.8)


def frog(f: Figure, y: float) -> None:
    gold = f.acc
    for sx in (-1, 1):
        p = f.v(spline([(0, y), (sx * 16, y - 5), (sx * 30, y), (sx * 16, y + 5)], True))
        f.cel(p, gold, 3, True, 1.5)
    f.a.cel(disc(f.v([(0, y)])[0], 5), mix(gold, WHITE, 0.3), None, 2, INK, 1.4)


OUTFITS: dict[str, Callable[[Figure], None]] = {
    g.__name__: g for g in (suit, evening, hanfu, school, hospital, bodyguard, street, tangzhuang)
}
