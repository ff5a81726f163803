"""School and hospital clothes."""

from __future__ import annotations

from engine.artist.comic.body import Figure
from engine.artist.comic.ink import (
    INK,
    WHITE,
    Pts,
    arr,
    mix,
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
    shirt_collar,
    side_folds,
    skirt,
    striped_arm,
    stripes,
)


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


def hospital(f: Figure) -> None:
    a, b = f.a, f.b
    base = mix((228, 238, 248), f.base, 0.08)
    stripe = mix((96, 146, 204), f.base, 0.25)
    f.trousers(base, 1.12, (236, 236, 240), lambda: stripes(f, stripe, b.hip_y, b.sole_y, 0.7))

    def sleeve_stripes(g: Figure, sx: int, s: Pts, e: Pts, h: Pts, r: float, fore: bool) -> None:
        striped_arm(g, s, e, h, r, fore, stripe)

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
            a.fill((f.hv(spline([(-50, 80), (0, 130), (50, 80)], True)) + (0, 24)), f.skin_dark)
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
