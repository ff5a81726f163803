"""Hanfu and tangzhuang."""

from __future__ import annotations

import numpy as np

from engine.artist.comic.body import Figure
from engine.artist.comic.ink import (
    INK,
    RGB,
    WHITE,
    Pts,
    mix,
    ribbon,
    spline,
)
from engine.artist.comic.limbs import PIT_Y, disc
from engine.artist.comic.outfits.common import (
    armholes,
    arms,
    band_cuff,
    both,
    collar,
    side_folds,
    skirt,
)
from engine.artist.comic.poses import ArmPose


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
                (f.hv(spline([(-56, 80), (0, 136), (56, 80), (0, 60)], True)) + (0, 22)),
                f.skin_dark,
            )
        collar(f, -1, 262, under, 9, -26, 4)
        collar(f, -1, 262, trim, 16, -6, 4)
        collar(f, 1, vy + 10, under, 9, -22)
        collar(f, 1, vy + 10, trim, 17)  # wearer's left crosses over
    sash(f, sash_y)
    side_folds(f, base)
    sleeves(f, True, base, trim)


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
    a.line([(j + (0, -36)), j], 2, (70, 40, 40), (0, 0))
    a.cel(disc((j + (0, 12)), 13), (150, 206, 176), (98, 160, 140), 4, INK, 1.8)
    a.fill(disc((j + (0, 12)), 4.5), mix(f.base, INK, 0.4))
    for k in (-3, 0, 3):
        a.line([(j + (k, 26)), (j + (k * 1.6, 78))], 2.2, f.acc, (0, 0.4))


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
    if front:
        f.cover()
    for sx in (f.side, -f.side):
        p = f.pose.far if sx == f.side else f.pose.near
        if p.whole and not front:
            continue
        if p.front and not front:
            f.arm(sx, p, base, 12, front=False)
        elif p.front == front and (not p.over or f.before_head()):
            sleeve(f, sx, p, base, trim)
            if p.over:
                f.before_head()


def sleeve(f: Figure, sx: int, p: ArmPose, base: RGB, trim: RGB) -> None:
    """One wide sleeve: the whole of it, or before the body the forearm's part."""
    s, e, h = f.arm_points(sx, p)
    front, b = p.front and not p.whole, f.b
    a, r = f.a, b.arm[0] + 10
    if p.hand != "none":
        f.hand(sx, h, h - e, p)
    d = (h - e) / max(float(np.linalg.norm(h - e)), 1e-6)
    low = np.array([sx * 8, 150.0])
    hang = h + low * (0.55 if abs(d[1]) > 0.8 else 1.0) + d * 2
    out = np.array([-d[1], d[0]]) * (1 if (-d[1] * sx) > 0 else -1)
    if d[0] * sx > 0.3 and out[1] > 0:
        out = -out  # above a forearm that is held out
    if front and d[1] < -0.3:
        raised_sleeve(f, sx, (e, h), base, trim)
        return
    sh = f.v([(sx * b.shoulder * 0.74, 172)])[0]
    if front:  # forearm sleeve only
        sh = e + out * 20 - d * 20
        top = spline([sh, e + out * 32, h + out * 28])
    else:
        top = spline(
            [
                sh,
                (s + (sx * r * 0.62, -r * 0.62)),
                (s + (sx * r * 1.02, r * 0.1)),
                e + out * 34,
                h + out * 30,
            ]
        )
    mouth = spline([h + out * 30, (h + hang) / 2 + (sx * 12, 4), hang])
    under = spline(
        [
            hang,
            (e + hang) / 2 + (-sx * 22, 36),
            (s + (-sx * r * 0.5, r * 2.2)),
            (s + (-sx * r * 0.9, r * 0.2)),
        ]
        if not front
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


def raised_sleeve(f: Figure, sx: int, fore: tuple[Pts, Pts], base: RGB, trim: RGB) -> None:
    """The sleeve of a raised forearm: it slips back from the wrist, and its bag hangs down."""
    a, b = f.a, f.b
    e, h = fore
    d = (h - e) / max(float(np.linalg.norm(h - e)), 1e-6)
    n = np.array([-d[1], d[0]])
    n = n if n[0] * sx > 0 else -n
    m = e + (h - e) * 0.66
    wrist = np.vstack([m, h])
    w = b.arm[3]
    a.cel(ribbon(wrist, np.array([w * 1.25, w])), f.skin, f.skin_dark, 6, f.skin_line, 2.2)
    drop = 70 + 70 * min(1.0, abs(float(d[1])))
    low = e + np.array([sx * 10.0, drop])
    shape = spline(
        [m + n * 30, e + n * 46 + (0, 16), low + (sx * 26, -8), low + (-sx * 26, 0),
         e - n * 34 + (0, 26), m - n * 30], True,
    )  # fmt: skip
    f.cel(shape, base, 16)
    with a.clip(shape):
        band = [m + n * 40 + d * 8, m + n * 40 - d * 16, m - n * 40 - d * 16, m - n * 40 + d * 8]
        a.fill(np.array(band), trim)
        for k in (-0.5, 0.1, 0.6):
            a.line([e + n * 30 * k - d * 6, e + (sx * 14 * k, 40), low + (sx * 24 * k, 0)], 2.0,
                   a.line_of(base), (0.3, 0.4))  # fmt: skip
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
