"""Suits, street clothes, evening dress."""

from __future__ import annotations

import numpy as np

from engine.artist.comic.body import Figure
from engine.artist.comic.ink import (
    INK,
    RGB,
    WHITE,
    arr,
    flip,
    mix,
    mul,
    spline,
)
from engine.artist.comic.limbs import PIT_Y, disc
from engine.artist.comic.outfits.common import (
    SHIRT,
    armholes,
    arms,
    band_cuff,
    both,
    lapel,
    necktie,
    shirt_collar,
    side_folds,
    skirt,
    sparkle,
)


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
