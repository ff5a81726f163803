"""Clothes told apart by outline: a long coat, blouse and narrow skirt, a waistcoat, a mantle."""

from __future__ import annotations

import numpy as np

from engine.artist.comic.body import Figure
from engine.artist.comic.ink import INK, RGB, WHITE, arr, flip, mix, mul, spline
from engine.artist.comic.limbs import PIT_Y, disc
from engine.artist.comic.outfits.common import (
    SHIRT,
    armholes,
    arms,
    band_cuff,
    both,
    necktie,
    shirt_collar,
    side_folds,
    skirt,
)
from engine.artist.comic.outfits.traditional import hanfu


def coat(f: Figure) -> None:
    """A long open coat over a roll-neck: broad lapels, skirts to below the knee."""
    b, base = f.b, f.base
    under: RGB = mix(mul(base, (150, 150, 160)), f.acc, 0.25)
    hem = b.knee_y + 70
    back = f.v(np.vstack([spline([(-b.hip - 26, 520), (-b.hip - 44, hem - 8)]),
                          spline([(b.hip + 44, hem - 8), (b.hip + 26, 520)])]))  # fmt: skip
    f.cel(back, mul(base, (150, 140, 160)), 14)
    f.trousers(mul(under, (190, 190, 200)))
    cuff = band_cuff(mix(base, INK, 0.2))
    arms(f, False, cloth=base, ease=13, flare=4, cuff=cuff)
    f.neck(False)
    f.garment(f.torso(3, b.hip_y), under, 16)
    if f.back:
        whole = f.torso(15, hem, 34, 1.1)
        f.garment(whole, base, 22)
        f.fold([(0, b.waist_y), (3, b.knee_y), (0, hem)], 2.2, base)
    else:
        roll = f.v(spline([(-b.neck * 1.1, 118), (0, 128), (b.neck * 1.1, 118),
                           (b.neck * 1.2, 150), (0, 166), (-b.neck * 1.2, 150)], True))  # fmt: skip
        f.cel(roll, under, 7)
        both(f, lambda sx: _front(f, sx, hem))
    side_folds(f, base)
    armholes(f, base)
    arms(f, True, cloth=base, ease=13, flare=4, cuff=cuff)


def _front(f: Figure, sx: int, hem: float) -> None:
    b, base = f.b, f.base
    outer = spline(f.torso_half(15, hem, 34, 1.1)) * (sx, 1)
    edge = spline([(sx * 46, hem + 6), (sx * 30, b.hip_y), (sx * 22, b.waist_y),
                   (sx * 34, 260), (sx * b.neck * 1.2, 140)])  # fmt: skip
    f.cel(f.v(np.vstack([outer, edge])), base, 18)
    lapel = arr([(b.neck * 1.2, 128), (b.neck * 2.3, 158), (b.shoulder * 0.66, 236),
                 (b.shoulder * 0.5, 250), (b.shoulder * 0.6, 268), (24, b.waist_y - 30),
                 (34, 260), (b.neck * 1.2, 150)])  # fmt: skip
    f.cel(f.v(lapel * (sx, 1)), mix(base, WHITE, 0.1), 9, True, 2.4)
    for x, low in ((0.55, -10), (0.86, 4)):
        f.fold([(sx * b.waist * x, b.waist_y + 40), (sx * (b.hip * x + 12), b.knee_y - 80),
                (sx * (b.hip * x + 24), hem + low)], 2.2, base)  # fmt: skip
    flap = arr([(b.waist * 0.5, b.waist_y + 70), (b.hip * 0.98, b.waist_y + 62),
                (b.hip * 1.0, b.waist_y + 86), (b.waist * 0.52, b.waist_y + 94)])  # fmt: skip
    f.cel(f.v(flap * (sx, 1)), base, 5, True, 2.0)


def blouse(f: Figure) -> None:
    """A soft blouse with a bow at the neck and a narrow skirt to the knee."""
    b, base = f.b, f.base
    cloth: RGB = mix(f.acc, WHITE, 0.78)
    f.bare_legs((36, 28, 36))
    skirt(f, base, b.waist_y - 4, b.knee_y - 34, -20, 2)
    cuff = band_cuff(mix(cloth, WHITE, 0.3))
    arms(f, False, cloth=cloth, ease=12, cuff=cuff)
    f.neck(False)
    body = f.torso(5, b.waist_y + 14, -14, 1.0)
    f.garment(body, cloth, 16)
    side_folds(f, cloth)
    waist = b.waist + 3
    high = spline([(-waist, b.waist_y - 10), (0, b.waist_y), (waist, b.waist_y - 10)])
    low = spline([(-waist - 2, b.waist_y + 20), (0, b.waist_y + 30), (waist + 2, b.waist_y + 20)])
    band = f.v(np.vstack([high, low[::-1]]))
    f.cel(band, mix(base, INK, 0.3), 6)
    if not f.back:
        f.fold([(0, PIT_Y + 20), (2, 320), (0, b.waist_y - 8)], 1.8, cloth)
        both(f, lambda sx: _bow(f, sx, cloth))
        f.cel(disc(f.v([(0, PIT_Y - 2)], 6)[0], 9), f.acc, 4, True, 2)
    armholes(f, cloth)
    arms(f, True, cloth=cloth, ease=12, cuff=cuff)


def _bow(f: Figure, sx: int, cloth: RGB) -> None:
    loop = arr(
        [(3, PIT_Y - 4), (24, PIT_Y - 24), (42, PIT_Y - 10), (34, PIT_Y + 14), (10, PIT_Y + 6)]
    )
    tail = arr([(3, PIT_Y + 4), (14, PIT_Y + 2), (26, PIT_Y + 92), (8, PIT_Y + 84)])
    f.cel(f.v(tail * (sx, 1), 5), mix(cloth, f.acc, 0.5), 6, True, 2)
    f.cel(f.v(spline(loop * (sx, 1), True), 6), mix(cloth, f.acc, 0.5), 6, True, 2)


def waistcoat(f: Figure) -> None:
    """Shirt sleeves under a fitted waistcoat, with a tie: no jacket's square shoulders."""
    b, base = f.b, f.base
    f.trousers(mul(base, (190, 190, 200)))
    cuff = band_cuff(mix(SHIRT, base, 0.2))
    arms(f, False, cloth=SHIRT, ease=5, cuff=cuff)
    f.neck(False)
    f.garment(f.torso(4, b.hip_y - 6, -8, 1.0), SHIRT, 18)
    hem = b.hip_y - 8
    if not f.back:
        necktie(f, b.waist_y - 70)
    for sx in (f.side, -f.side):
        half = f.torso_half(5, hem, 2, 0.98)
        half[0] = (b.neck * (0.9 if f.back else 1.2), 142)
        half[1:5, 0] = np.array([0.46, 0.60, 0.64, 0.68]) * b.shoulder
        inner = [(sx * 2, hem + 16), (sx * 2, b.waist_y - 76), (sx * b.neck * 1.1, 250),
                 (sx * b.neck * 1.18, 160)]  # fmt: skip
        if f.back:
            inner = [(0, hem + 8), (0, 150)]
        f.cel(f.v(np.vstack([spline(half) * (sx, 1), arr(inner)])), base, 15)
        f.fold([(sx * b.waist * 0.4, b.waist_y + 20), (sx * b.waist * 0.85, b.waist_y + 14)],
               2.2, base)  # fmt: skip
    if not f.back:
        shirt_collar(f)
        for k in range(4):
            at = f.v([(-7, b.waist_y - 58 + 42 * k)])[0]
            f.a.cel(disc(at, 4.5), mix(f.acc, WHITE, 0.2), None, 2, INK, 1.2)
    arms(f, True, cloth=SHIRT, ease=5, cuff=cuff)


def mantle(f: Figure) -> None:
    """A court robe under a heavy mantle with a fur collar: the broadest outline of a cast."""
    a, b = f.a, f.b
    cloth = mix(f.base, INK, 0.42)
    end = b.sole_y - 50
    half = [(b.neck, 140), (b.shoulder * 0.9, 168), (b.shoulder * 1.22, 214),
            (b.shoulder * 1.5, min(470, end - 90)), (b.shoulder * 1.66, min(820, end - 30)),
            (b.shoulder * 1.72, end), (0, end + 20)]  # fmt: skip
    p = f.v(np.vstack([spline(flip(half))[::-1], spline(half)]))
    f.cel(p, cloth, 22)
    with a.clip(p):
        a.grad(p, (0, b.knee_y), (0, b.sole_y), [(f.acc, 0), (f.acc, 0.4)])
    hanfu(f)
    fur = mix(f.acc, (248, 244, 240), 0.72)
    for sx in (f.side, -f.side):
        rng = np.random.default_rng(f.who.seed)
        top = spline([(sx * b.neck * 0.9, 116), (sx * b.shoulder * 0.62, 138),
                      (sx * b.shoulder * 1.12, 196)])  # fmt: skip
        low = spline([(sx * b.shoulder * 1.02, 246), (sx * b.shoulder * 0.6, 210),
                      (sx * b.neck * 1.3, 236), (sx * b.neck * 1.1, 166)])  # fmt: skip
        low[1:-1:2] += rng.uniform(3, 9, (len(low[1:-1:2]), 1)) * (sx * 0.3, 1)
        top[1:-1:2] -= rng.uniform(2, 6, (len(top[1:-1:2]), 1)) * (0, 1)
        f.cel(f.v(np.vstack([top, low])), fur, 12)
    if not f.back:
        chain = f.v([(-b.neck * 1.1, 206), (0, 232), (b.neck * 1.1, 206)])
        f.a.line(chain, 3.4, (214, 178, 96), (0, 0))
