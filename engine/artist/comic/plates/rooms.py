"""Rooms of the rich, and the furniture that other places borrow."""

from __future__ import annotations

import itertools
import math

import numpy as np
import skia

from engine.artist.comic.ink import (
    RGB,
    WHITE,
    Art,
    Light,
    Pts,
    arr,
    mix,
    mul,
    ribbon,
    spline,
)
from engine.artist.comic.stage import H, Plate, Stage, tint

SCREEN = skia.BlendMode.kScreen


def lamp(
    st: Stage,
    key_x: float,
    key_y: float,
    rim_x: float = 0.8,
    rim_y: float = -0.4,
    rim: RGB | None = None,
    ambient: RGB | None = None,
    shadow: RGB = (170, 146, 196),
    power: float = 0.6,
) -> Light:
    s = st.sky
    hour = mix(WHITE, s.ambient, 0.7)  # a lit room is darker by night too
    around = mul(ambient, hour) if ambient else s.ambient
    return Light(key_x, key_y, s.key, shadow, around, rim or s.rim, rim_x, rim_y, power)


def shell(
    st: Stage, w: float, h: float, d: float, wall: RGB, floor: RGB, ceil: RGB, back: bool = True
) -> None:
    """An empty interior with gradient light: walls fall off to the camera, the back wall glows."""
    a = st.far
    st.flat(a, -w, w, 0.26, d, h, mul(ceil, (235, 235, 240)), mul(ceil, (120, 116, 136)))
    for sx in (-1, 1):
        st.quad(
            a,
            [(sx * w, h, d), (sx * w, 0, d), (sx * w, 0, 0.26), (sx * w, h, 0.26)],
            mul(wall, (230, 226, 236)) if sx < 0 else wall,
            mul(wall, (104, 98, 124)) if sx < 0 else mul(wall, (132, 126, 150)),
        )
    st.flat(a, -w, w, 0.26, d, 0, tint(floor, 1.12), mul(floor, (120, 112, 130)))
    if back:
        st.wall(a, (-w, d), (w, d), 0, h, tint(wall, 1.08), wall)
    trim = mix(wall, WHITE, 0.35)
    for sx in (-1, 1):  # cornice, skirting, ceiling coffers, corner shade
        st.seg(a, (sx * w, h - 0.06, 0.3), (sx * w, h - 0.06, d), 0.10, trim)
        st.seg(a, (sx * w, 0.07, 0.3), (sx * w, 0.07, d), 0.12, mul(trim, (190, 180, 190)))
        x0, x1 = st.p((sx * w, 0, d), (sx * (w - 0.5), 0, d))[:, 0]
        top, low = st.p((0, h, d), (0, 0, d))[:, 1]
        a.grad(
            arr([(x0, top), (x1, top), (x1, low), (x0, low)]),
            (x0, 0),
            (x1, 0),
            [((30, 20, 50), 0.28), ((30, 20, 50), 0)],
        )
    for k in (-0.5, 0, 0.5):
        st.seg(
            a, (w * k, h - 0.01, 0.3), (w * k, h - 0.01, d), 0.035, mul(ceil, (176, 170, 186)), 0.8
        )
    for z in np.arange(1.2, d, 1.6):
        st.seg(a, (-w, h - 0.01, z), (w, h - 0.01, z), 0.05, mul(ceil, (176, 170, 186)), 0.8)


def _city(st: Stage, a: Art, s: Pts, base: float) -> None:
    """Two rows of towers behind a pane whose corners are given."""
    top, low = s[0][1], s[2][1]
    yb = top + (low - top) * base
    st.skyline(
        a,
        yb + 40,
        s[0][0] - 40,
        s[1][0] + 40,
        (60, 300),
        mix(st.sky.mid, st.sky.top, 0.4),
        0.28 * st.sky.dark + 0.02,
        (34, 74),
    )
    st.skyline(
        a,
        low + 20,
        s[0][0] - 40,
        s[1][0] + 40,
        (90, 330),
        mix(st.sky.top, (30, 30, 52), 0.4),
        0.45 * st.sky.dark + 0.05,
        (56, 110),
    )


def window(
    st: Stage,
    a: Art,
    x0: float,
    x1: float,
    y0: float,
    y1: float,
    z: float,
    panes: int = 3,
    frame: RGB = (70, 74, 90),
    base: float = 0.62,
) -> None:
    """A view cut into a back wall: sky, skyline and mullions."""
    s = st.p((x0, y1, z), (x1, y1, z), (x1, y0, z), (x0, y0, z))
    with a.clip(s):
        st.paint_sky(a)
        top, low = s[0][1], s[2][1]
        if st.ancient:
            for k, tone in ((0.5, (120, 146, 150)), (0.72, (84, 116, 100))):
                hill = mix(tone, st.sky.top, 0.35 + 0.4 * st.sky.dark)
                bumps = [(x, top + (low - top) * k - 26 * math.sin(x * 0.02 + 9 * k))
                         for x in np.linspace(s[0][0] - 20, s[1][0] + 20, 14).tolist()]  # fmt: skip
                a.fill(np.vstack([spline(bumps), s[2:] + (0, 20)]), hill)
        else:
            _city(st, a, s, base)
        for k in (0.18, 0.55):
            x = s[0][0] + (s[1][0] - s[0][0]) * k
            a.fill(arr([(x, top), (x + 90, top), (x - 60, low), (x - 150, low)]), WHITE, 0.07)
    for i in range(panes + 1):
        x = x0 + (x1 - x0) * i / panes
        st.seg(a, (x, y0, z), (x, y1, z), 0.09, frame)
    for y in (y0, y1, y0 + (y1 - y0) * 0.78):
        st.seg(a, (x0, y, z), (x1, y, z), 0.08, frame)


def office(st: Stage) -> Plate:
    shell(st, 2.9, 3.3, 7.2, (92, 84, 92), (86, 66, 60), (206, 204, 214), True)
    a = st.far
    window(st, a, -2.7, 2.7, 0.32, 3.05, 7.19, 4, (44, 46, 58))
    for z in np.arange(1, 7.2, 1.0):
        st.seg(a, (-2.9, 0, z), (-2.9, 3.3, z), 0.03, (52, 44, 52))
        st.seg(a, (2.9, 0, z), (2.9, 3.3, z), 0.03, (52, 44, 52))
    for z in (2.2, 4.0, 5.8):
        for x in (-1.5, 1.5):
            st.flat(a, x - 0.55, x + 0.55, z - 0.16, z + 0.16, 3.29, (255, 250, 236))
            st.blob_light(a, (x, 3.28, z), 0.7, (255, 244, 220), 0.4)
    st.grid_floor(a, -2.9, 2.9, 0.5, 7.2, 0.005, 0.58, 0.58, (58, 44, 44), 0.012, 0.5)
    st.flat(a, -1.9, 1.9, 2.6, 6.2, 0.01, (64, 70, 104), (44, 46, 74))
    st.flat(a, -1.7, 1.7, 2.8, 6.0, 0.012, (82, 88, 124), (56, 60, 92))
    st.flat(a, -2.4, 2.4, 3.4, 7.1, 0.014, st.sky.low, st.sky.low, alpha=0.16)
    m = st.mid
    shelf(st, m, -2.88, 2.6, 5.6)
    plant(st, m, 2.35, 6.4, 1.0)
    st.box(m, -0.42, 0.42, 0.3, 1.42, 6.3, 6.7, (36, 32, 40))
    st.box(m, -1.45, 1.45, 0.70, 0.80, 4.9, 5.9, (92, 58, 44), 2)
    st.box(m, -1.35, 1.35, 0, 0.70, 5.0, 5.8, (70, 44, 36), 2)
    st.box(m, 0.25, 0.95, 0.82, 1.24, 5.3, 5.36, (34, 36, 44))
    st.box(m, -1.2, -0.7, 0.80, 0.88, 5.2, 5.55, (230, 226, 214))
    st.box(m, -0.35, -0.1, 0.80, 0.92, 5.05, 5.1, (206, 170, 90))
    painting(st, m, 2.88, 3.2, 4.9)
    n = st.near
    sofa(st, n, -2.2, -1.05, 1.6, 2.9, (58, 54, 72))
    st.wash(n, 0, H, (10, 8, 20), 0.1, 0.35)
    st.ground, st.specks = (92, 58, 44), ("dust",)
    st.relight(0.8)
    return st.done("office", lamp(st, 0.7, -0.55, -0.85, -0.3, st.sky.rim, shadow=(150, 136, 190)))


def shelf(st: Stage, a: Art, x: float, z0: float, z1: float) -> None:
    st.quad(
        a,
        [(x + 0.02, 2.5, z1), (x + 0.02, 0, z1), (x + 0.02, 0, z0), (x + 0.02, 2.5, z0)],
        (74, 50, 44),
        (44, 30, 32),
    )
    cols = (
        (150, 60, 60),
        (70, 96, 140),
        (206, 190, 150),
        (60, 110, 96),
        (120, 84, 130),
        (40, 44, 60),
    )
    for y in np.arange(0.1, 2.4, 0.46):
        z = z0 + 0.08
        while z < z1 - 0.1:
            d = st.rng.uniform(0.05, 0.13)
            h = st.rng.uniform(0.22, 0.38)
            c = cols[int(st.rng.integers(len(cols)))]
            if st.rng.random() < 0.85:
                st.quad(
                    a,
                    [
                        (x + 0.05, y + h, z),
                        (x + 0.05, y + h, z + d),
                        (x + 0.05, y, z + d),
                        (x + 0.05, y, z),
                    ],
                    c,
                    mul(c, (150, 140, 160)),
                    1,
                )
            z += d + 0.01
        st.seg(a, (x + 0.06, y - 0.02, z0), (x + 0.06, y - 0.02, z1), 0.05, (104, 72, 58))


def painting(st: Stage, a: Art, x: float, z0: float, z1: float) -> None:
    q = [(x, 2.4, z0), (x, 2.4, z1), (x, 1.3, z1), (x, 1.3, z0)]
    s = st.quad(a, q, (228, 222, 208), (190, 178, 170), 4)
    with a.clip(s):
        c = s.mean(0)
        for k in range(4):
            a.fill(
                spline(
                    [
                        (c[0] - 120, c[1] + 40 + 16 * k),
                        (c[0] - 30, c[1] - 50 + 34 * k),
                        (c[0] + 40, c[1] + 6 + 20 * k),
                        (c[0] + 120, c[1] - 30 + 30 * k),
                        (c[0] + 120, c[1] + 160),
                        (c[0] - 120, c[1] + 160),
                    ],
                    True,
                ),
                mix((60, 84, 110), WHITE, 0.55 - 0.15 * k),
                0.8,
            )
    for p, q2 in zip(q, q[1:] + q[:1], strict=False):
        st.seg(a, p, q2, 0.06, (150, 116, 60))


def plant(st: Stage, a: Art, x: float, z: float, k: float = 1.0) -> None:
    st.box(a, x - 0.18, x + 0.18, 0, 0.42, z - 0.15, z + 0.15, (196, 190, 186))
    root = st.p((x, 0.45, z))[0]
    u = 1180 / z * k
    for i in range(13):
        ang = math.radians(-165 + 150 * i / 12)
        ln = u * st.rng.uniform(0.5, 0.95)
        tip = root + (math.cos(ang) * ln * 0.7, math.sin(ang) * ln)
        sp = spline([root, (root + tip) / 2 + (0, -u * 0.12), tip])
        s = np.linspace(0, 1, len(sp))
        g = mix((40, 104, 74), (120, 170, 90), st.rng.random() * 0.6)
        leaf = ribbon(sp, np.sin(np.pi * (0.08 + 0.9 * s)) * u * 0.055)
        a.fill(leaf, g)
        a.outline(leaf, 1.6, mul(g, (110, 120, 130)))
        a.ink(sp, 1.3, mix(g, WHITE, 0.4), (0.1, 0.3), 0.7)


def sofa(st: Stage, a: Art, x0: float, x1: float, z0: float, z1: float, rgb: RGB) -> None:
    st.box(a, x0, x0 + 0.32, 0, 0.86, z0, z1, rgb, 2.2)
    st.box(a, x0 + 0.32, x1, 0, 0.44, z0, z1, tint(rgb, 1.06), 2.2)
    for k in range(2):
        z = z0 + (z1 - z0) * k / 2
        st.flat(
            a,
            x0 + 0.34,
            x1 - 0.02,
            z + 0.03,
            z + (z1 - z0) / 2 - 0.03,
            0.45,
            tint(rgb, 1.16),
            tint(rgb, 1.02),
            2,
        )


def mansion(st: Stage) -> Plate:
    shell(st, 4.4, 6.0, 11.5, (214, 196, 176), (196, 178, 164), (232, 222, 206))
    a = st.far
    for i in range(-4, 5):
        for j in range(12):
            if (i + j) % 2:
                st.flat(a, i - 0.5, i + 0.5, j + 0.3, j + 1.3, 0.004, (122, 92, 84), (104, 76, 74))
    for x in (-2.9, 2.9):
        arch_window(st, a, x, 11.48)
    st.seg(a, (-4.4, 3.35, 11.4), (4.4, 3.35, 11.4), 0.2, (244, 234, 216))
    for sx in (-1, 1):
        for z in (4.2, 6.6, 9.0):
            column(st, a, sx * 3.85, z, 6.0, 0.26, (236, 224, 206))
    m = st.mid
    n_steps, z0 = 13, 6.6
    for k in reversed(range(n_steps)):  # grand stair, widening towards us
        w = 1.35 + 0.9 * (1 - k / n_steps) ** 2
        y, z = 0.19 * k, z0 + 0.30 * k
        st.wall(m, (-w, z), (w, z), y, y + 0.19, (206, 190, 172), (160, 142, 134), 1)
        st.flat(m, -w, w, z, z + 0.3, y + 0.19, (240, 230, 214), (222, 208, 192), 1)
        st.wall(m, (-0.72, z - 0.005), (0.72, z - 0.005), y, y + 0.19, (164, 34, 44), (120, 20, 36))
        st.flat(m, -0.72, 0.72, z, z + 0.3, y + 0.192, (196, 50, 56), (170, 36, 46))
    for sx in (-1, 1):
        pts = [
            (sx * (1.35 + 0.9 * (1 - k / n_steps) ** 2), 0.19 * k, z0 + 0.3 * k)
            for k in range(n_steps)
        ]
        for x, y, z in pts[::-1]:
            st.seg(m, (x, y + 0.1, z), (x, y + 1.0, z), 0.06, (250, 242, 226))
        for p, q in itertools.pairwise(pts):
            st.seg(m, (p[0], p[1] + 1.02, p[2]), (q[0], q[1] + 1.02, q[2]), 0.12, (112, 66, 48))
        st.box(m, pts[0][0] - 0.14, pts[0][0] + 0.14, 0, 1.25, z0 - 0.2, z0 + 0.05, (240, 230, 212))
        st.blob_light(m, (pts[0][0], 1.45, z0 - 0.1), 0.5, (255, 216, 140), 0.9)
    st.flat(m, -0.72, 0.72, 0.3, z0, 0.008, (176, 40, 50), (120, 24, 40))
    for x in (-0.66, 0.66):
        st.seg(m, (x, 0.01, 0.4), (x, 0.01, z0), 0.05, (226, 186, 104))
    chandelier(st, m, 0, 4.6, 6.2, 0.85)
    n = st.near
    column(st, n, -1.62, 2.6, 6.2, 0.30, (206, 190, 172))
    curtain(st, n, 1.10, 2.6, (126, 26, 44))
    st.ground, st.specks = (150, 110, 90), ("dust",)
    st.relight(0.62)
    return st.done("mansion", lamp(st, 0.45, -0.85, -0.8, -0.45, (255, 216, 150), (255, 240, 224)))


def arch_window(st: Stage, a: Art, x: float, z: float) -> None:
    half = [
        (x + 0.7 * math.cos(t), 4.4 + 0.7 * math.sin(t), z) for t in np.linspace(math.pi, 0, 15)
    ]
    s = st.p(*half, (x + 0.7, 0.9, z), (x - 0.7, 0.9, z))
    with a.clip(s):
        st.paint_sky(a, False)
        y = s[:, 1].max()
        for k in range(7):
            a.c.drawCircle(
                float(s[:, 0].min() + 30 * k),
                float(y - 8),
                30,
                a.paint(mix((40, 84, 62), st.sky.top, 0.5 * st.sky.dark)),
            )
    a.outline(s, 9, (246, 238, 222))
    st.seg(a, (x, 0.9, z), (x, 5.1, z), 0.06, (246, 238, 222))
    for y in (2.0, 3.1, 4.2):
        st.seg(a, (x - 0.7, y, z), (x + 0.7, y, z), 0.05, (246, 238, 222))


def column(st: Stage, a: Art, x: float, z: float, h: float, r: float, rgb: RGB) -> None:
    s = st.p((x - r, h, z), (x + r, h, z), (x + r, 0, z), (x - r, 0, z))
    a.grad(
        s,
        tuple(s[0]),
        tuple(s[1]),
        [
            (mul(rgb, (150, 142, 162)), 1, 0),
            (rgb, 1, 0.35),
            (tint(rgb, 1.2), 1, 0.5),
            (mul(rgb, (124, 114, 140)), 1, 1),
        ],
    )
    for k in (-0.6, -0.2, 0.2, 0.6):
        st.seg(
            a, (x + r * k, 0.3, z), (x + r * k, h - 0.3, z), 0.02, mul(rgb, (140, 132, 150)), 0.7
        )
    a.outline(s, 2.2, mul(rgb, (96, 84, 96)))
    for y0, y1, k in ((0, 0.28, 1.35), (h - 0.3, h, 1.4), (0.28, 0.36, 1.18)):
        st.box(a, x - r * k, x + r * k, y0, y1, z - 0.05, z + 0.05, tint(rgb, 1.05))


def curtain(st: Stage, a: Art, x: float, z: float, rgb: RGB, side: int = 1) -> None:
    top, _low = st.p((x, 6, z))[0], st.p((x, -0.4, z))[0]
    x0 = top[0]
    p = spline(
        [
            (x0 - 110 * side, -20),
            (x0 - 60 * side, 500),
            (x0 - 10 * side, 980),
            (x0 - 36 * side, 1300),
            (x0 - 60 * side, H + 20),
            (x0 + 700 * side, H + 20),
            (x0 + 700 * side, -20),
        ],
        True,
    )
    a.grad(
        p, (x0 - 100, 0), (x0 + 300, 0), [(mix(rgb, WHITE, 0.1), 1), (mul(rgb, (80, 70, 100)), 1)]
    )
    with a.clip(p):
        for k in range(6):
            xx = x0 + side * (-50 + 62 * k)
            sp = spline([(xx - 20, -20), (xx + 14, 600), (xx + 2, 1000), (xx - 10, H)])
            a.fill(ribbon(sp, np.linspace(6, 20, len(sp))), mul(rgb, (96, 80, 110)), 0.75)
            a.ink((sp + (-24, 0)), 4, mix(rgb, WHITE, 0.35), (0.2, 0.2), 0.5)
    a.outline(p, 4, mul(rgb, (70, 50, 70)))


def chandelier(st: Stage, a: Art, x: float, y: float, z: float, r: float) -> None:
    gold: RGB = (226, 182, 96)
    st.seg(a, (x, y + 1.6, z), (x, y, z), 0.04, (120, 92, 50))
    for tier, (rr, yy) in enumerate(((r, y), (r * 0.66, y + 0.38), (r * 0.34, y + 0.7))):
        ring = st.p(
            *[
                (x + rr * math.cos(t), yy, z + rr * math.sin(t))
                for t in np.linspace(0, 2 * math.pi, 30)
            ]
        )
        a.ink(ring, 7, mul(gold, (170, 150, 130)), (0, 0))
        a.ink(ring - (0, 2), 3.5, mix(gold, WHITE, 0.4), (0, 0))
        for _i, t in enumerate(np.linspace(0, 2 * math.pi, 14 - tier * 3, endpoint=False)):
            px, py = st.p((x + rr * math.cos(t), yy, z + rr * math.sin(t)))[0]
            u = 1180 / z
            for k in range(5):
                q = arr(
                    [
                        (px, py + u * 0.05 * k),
                        (px + u * 0.016, py + u * (0.05 * k + 0.022)),
                        (px, py + u * (0.05 * k + 0.046)),
                        (px - u * 0.016, py + u * (0.05 * k + 0.022)),
                    ]
                )
                a.fill(q, mix((214, 230, 255), WHITE, 0.5), 0.9)
            a.fill(
                arr(
                    [
                        (px - u * 0.012, py),
                        (px + u * 0.012, py),
                        (px + u * 0.012, py - u * 0.1),
                        (px - u * 0.012, py - u * 0.1),
                    ]
                ),
                (255, 250, 236),
            )
            a.glow(px, py - u * 0.12, u * 0.13, (255, 222, 150), 0.9, 1, SCREEN)
    st.blob_light(a, (x, y + 0.3, z), r * 2.4, (255, 214, 140), 0.6)
