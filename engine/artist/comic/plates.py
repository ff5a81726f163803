"""Twelve places. Each returns far / mid / near layers and the light a figure should take from it."""

from __future__ import annotations

import math
from typing import Callable

import numpy as np
import skia

from engine.artist.comic.ink import INK, RGB, WHITE, Light, arr, mix, mul, path, ribbon, spline
from engine.artist.comic.stage import H, W, Plate, Stage, tint

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
    return Light(
        key_x, key_y, s.key, shadow, ambient or s.ambient, rim or s.rim, rim_x, rim_y, power
    )


def rooftop(st: Stage) -> Plate:
    a = st.far
    st.paint_sky(a)
    hy = H * st.horizon
    st.skyline(
        a,
        hy + 60,
        -40,
        W + 40,
        (160, 470),
        mix(st.sky.mid, st.sky.top, 0.35),
        0.22 * st.sky.dark + 0.03,
        (46, 100),
    )
    st.wash(a, hy - 220, hy + 60, st.sky.low, 0, 0.35)
    m = st.mid
    st.skyline(
        m,
        hy + 230,
        -60,
        W + 60,
        (150, 400),
        mix(st.sky.top, (18, 18, 34), 0.45),
        0.45 * st.sky.dark + 0.08,
        (120, 210),
    )
    sign(st, m, 130, hy - 190, 74, 210, (255, 70, 140))
    sign(st, m, 872, hy - 60, 150, 70, (80, 220, 255))
    floor = mix((120, 118, 134), st.sky.top, 0.55 * st.sky.dark + 0.1)
    st.flat(m, -9, 9, 0.3, 7.0, 0, mix(floor, st.sky.low, 0.35), mul(floor, (120, 118, 140)))
    st.grid_floor(m, -9, 9, 0.6, 7.0, 0, 1.3, 1.1, mul(floor, (80, 80, 100)), 0.02, 0.6)
    for x, z, r in ((-1.4, 2.6, 0.7), (1.3, 3.8, 0.9), (0.2, 1.7, 0.45)):
        e = st.p((x - r, 0, z), (x, 0, z + r * 0.5), (x + r, 0, z), (x, 0, z - r * 0.45))
        m.fill(spline(e, True), mix(st.sky.mid, (255, 110, 180), 0.25), 0.35)
    st.box(m, -9, 9, 0, 0.95, 7.0, 7.3, tint(floor, 0.9))
    for x in np.arange(-5, 5.1, 0.62):
        st.seg(m, (x, 0.95, 7.1), (x, 1.62, 7.1), 0.05, (92, 96, 136))
    for y, w in ((1.62, 0.09), (1.28, 0.04)):
        st.seg(m, (-9, y, 7.1), (9, y, 7.1), w, (116, 120, 164))
    for x, c in (
        (-2.2, (255, 70, 140)),
        (-1.7, (255, 120, 170)),
        (1.9, (80, 220, 255)),
        (0.5, (255, 220, 150)),
        (2.5, (80, 200, 255)),
    ):
        p0, p1 = st.p((x, 0, 6.6), (x * 0.9, 0, 2.2))  # neon on wet concrete
        m.grad(
            arr([p0 + (-16, 0), p0 + (16, 0), p1 + (46, 0), p1 + (-46, 0)]),
            tuple(p0),
            tuple(p1),
            [(c, 0.38), (c, 0)],
            BlendMode=SCREEN,
        )
    for _ in range(30):
        x, z = st.rng.uniform(-2.5, 2.5), st.rng.uniform(1.3, 6)
        q = st.p(
            (x, 0.002, z),
            (x + 0.12, 0.002, z + 0.1),
            (x + 0.3, 0.002, z - 0.05),
            (x + 0.42, 0.002, z + 0.08),
        )
        m.ink(spline(q), 2.4, mul(floor, (80, 80, 110)), (0.3, 0.5), 0.7)
    st.box(m, 1.75, 3.4, 0, 1.25, 4.6, 5.8, (104, 108, 126))
    for k in range(6):
        st.seg(m, (1.85, 0.25 + 0.15 * k, 4.6), (3.3, 0.25 + 0.15 * k, 4.6), 0.05, (62, 64, 80))
    st.box(m, -3.4, -2.1, 0, 2.5, 5.0, 6.2, (92, 90, 112))
    st.wall(m, (-2.9, 4.99), (-2.35, 4.99), 0, 1.95, (58, 60, 78), (40, 40, 56), 2)
    st.blob_light(m, (-2.6, 2.2, 4.9), 0.75, (255, 200, 120), 0.8)
    n = st.near
    for sx in (0, 1):
        x = -30 if sx == 0 else W - 60
        n.grad(
            arr([(x, 980), (x + 90, 960), (x + 90, H), (x, H)]),
            (x, 0),
            (x + 90, 0),
            [((26, 26, 42), 1), ((54, 56, 84), 1)],
        )
    n.line([(-20, 1180), (W * 0.5, 1240), (W + 20, 1150)], 0.1, INK)
    cable(n, [(-20, 90), (400, 190), (W + 20, 60)])
    st.wash(n, 0, H, (10, 12, 30), 0, 0.2)
    return st.done(
        "rooftop",
        lamp(
            st,
            -0.75,
            -0.5,
            0.9,
            -0.35,
            (255, 96, 170) if st.sky.dark > 0.6 else None,
            shadow=(120, 120, 190),
            power=0.75,
        ),
    )


def sign(st: Stage, a, x: float, y: float, w: float, h: float, rgb: RGB) -> None:
    r = skia.RRect.MakeRectXY(skia.Rect.MakeXYWH(x, y, w, h), 10, 10)
    a.c.drawRRect(r, a.paint((22, 18, 38)))
    a.c.drawRRect(r, a.paint(rgb, 1, Style=skia.Paint.kStroke_Style, StrokeWidth=6))
    n = max(1, int(max(w, h) // 62))
    for i in range(n):
        cx, cy = (x + w / 2, y + h * (i + 0.5) / n) if h > w else (x + w * (i + 0.5) / n, y + h / 2)
        for q in (
            [(-18, -14), (18, -14)],
            [(0, -22), (0, 18)],
            [(-18, 4), (18, 4)],
            [(-14, 20), (16, 20)],
        ):
            a.line(
                [(cx + q[0][0], cy + q[0][1]), (cx + q[1][0], cy + q[1][1])],
                6,
                mix(rgb, WHITE, 0.6),
                (0, 0),
            )
    a.glow(
        x + w / 2, y + h / 2, max(w, h) * 1.1, rgb, 0.55 * (0.35 + 0.65 * st.sky.dark), 1, SCREEN
    )


def cable(a, pts) -> None:
    a.line(pts, 5, (18, 16, 28), (0, 0))


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


def window(
    st: Stage, a, x0, x1, y0, y1, z, panes: int = 3, frame: RGB = (70, 74, 90), base: float = 0.62
) -> None:
    """A view cut into a back wall: sky, skyline and mullions."""
    s = st.p((x0, y1, z), (x1, y1, z), (x1, y0, z), (x0, y0, z))
    with a.clip(s):
        st.paint_sky(a)
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
    return st.done("office", lamp(st, 0.7, -0.55, -0.85, -0.3, st.sky.rim, shadow=(150, 136, 190)))


def shelf(st: Stage, a, x: float, z0: float, z1: float) -> None:
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


def painting(st: Stage, a, x: float, z0: float, z1: float) -> None:
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
    for p, q2 in zip(q, q[1:] + q[:1]):
        st.seg(a, p, q2, 0.06, (150, 116, 60))


def plant(st: Stage, a, x: float, z: float, k: float = 1.0) -> None:
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


def sofa(st: Stage, a, x0, x1, z0, z1, rgb: RGB) -> None:
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
        for j in range(0, 12):
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
        for p, q in zip(pts, pts[1:]):
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
    return st.done("mansion", lamp(st, 0.45, -0.85, -0.8, -0.45, (255, 216, 150), (255, 240, 224)))


def arch_window(st: Stage, a, x: float, z: float) -> None:
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


def column(st: Stage, a, x: float, z: float, h: float, r: float, rgb: RGB) -> None:
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


def curtain(st: Stage, a, x: float, z: float, rgb: RGB, side: int = 1) -> None:
    top, low = st.p((x, 6, z))[0], st.p((x, -0.4, z))[0]
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
            a.ink(sp + (-24, 0), 4, mix(rgb, WHITE, 0.35), (0.2, 0.2), 0.5)
    a.outline(p, 4, mul(rgb, (70, 50, 70)))


def chandelier(st: Stage, a, x: float, y: float, z: float, r: float) -> None:
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
        for i, t in enumerate(np.linspace(0, 2 * math.pi, 14 - tier * 3, endpoint=False)):
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


def hospital_hall(st: Stage) -> Plate:
    shell(st, 1.75, 2.75, 14, (214, 226, 226), (176, 196, 204), (240, 244, 246))
    a = st.far
    for sx in (-1, 1):
        st.quad(
            a,
            [
                (sx * 1.74, 1.05, 14),
                (sx * 1.74, 0, 14),
                (sx * 1.74, 0, 0.3),
                (sx * 1.74, 1.05, 0.3),
            ],
            (146, 188, 186),
            (78, 116, 124),
        )
        st.seg(a, (sx * 1.70, 1.05, 0.3), (sx * 1.70, 1.05, 14), 0.10, (120, 92, 76))
        for z in (2.4, 5.0, 7.6, 10.2, 12.4):
            x = sx * 1.735
            st.quad(
                a,
                [(x, 2.15, z + 1.1), (x, 0, z + 1.1), (x, 0, z), (x, 2.15, z)],
                (196, 172, 148),
                (140, 116, 104),
                2.4,
            )
            st.quad(
                a,
                [
                    (x * 0.999, 1.9, z + 0.75),
                    (x * 0.999, 1.25, z + 0.75),
                    (x * 0.999, 1.25, z + 0.35),
                    (x * 0.999, 1.9, z + 0.35),
                ],
                (206, 232, 240),
                (140, 176, 196),
                2,
            )
            st.quad(
                a,
                [
                    (x * 0.995, 2.42, z + 0.8),
                    (x * 0.995, 2.24, z + 0.8),
                    (x * 0.995, 2.24, z + 0.3),
                    (x * 0.995, 2.42, z + 0.3),
                ],
                (60, 130, 150),
                (44, 104, 128),
                1,
            )
    for z in np.arange(1.4, 13.5, 1.9):
        st.flat(a, -0.5, 0.5, z, z + 0.85, 2.74, (255, 255, 255))
        st.blob_light(a, (0, 2.7, z + 0.4), 0.75, (220, 244, 255), 0.5)
        e = st.p((-0.55, 0, z), (0, 0, z + 0.8), (0.55, 0, z), (0, 0, z - 0.5))
        a.fill(spline(e, True), WHITE, 0.34)
    st.grid_floor(a, -1.75, 1.75, 0.4, 14, 0.003, 0.583, 0.583, (132, 156, 168), 0.01, 0.7)
    st.wall(a, (-0.85, 13.9), (0.85, 13.9), 0, 2.2, (190, 208, 214), (150, 176, 186), 2)
    st.wall(a, (-0.6, 13.88), (-0.06, 13.88), 1.2, 1.9, (250, 255, 255), (210, 236, 244), 1.5)
    st.wall(a, (0.06, 13.88), (0.6, 13.88), 1.2, 1.9, (250, 255, 255), (210, 236, 244), 1.5)
    st.box(a, -0.34, 0.34, 2.3, 2.5, 12.5, 12.55, (220, 50, 50))
    st.blob_light(a, (0, 2.4, 12.4), 0.6, (255, 60, 60), 0.7)
    m = st.mid
    for k in range(3):
        x, z = 1.28, 3.6 + k * 0.62
        st.box(m, x - 0.02, x + 0.42, 0.40, 0.46, z, z + 0.54, (70, 120, 160), 2)
        st.box(m, x + 0.36, x + 0.44, 0.46, 0.9, z, z + 0.54, (60, 106, 146), 2)
        st.seg(m, (x, 0, z + 0.05), (x, 0.4, z + 0.05), 0.035, (90, 96, 104))
    gx = -1.2
    st.box(m, gx - 0.35, gx + 0.35, 0.62, 0.74, 4.4, 6.2, (236, 244, 248), 2)
    for z in (4.5, 6.1):
        for x in (gx - 0.3, gx + 0.3):
            st.seg(m, (x, 0.05, z), (x, 0.62, z), 0.04, (130, 142, 152))
    st.box(m, gx - 0.3, gx + 0.3, 0.74, 0.84, 5.7, 6.1, (250, 252, 255), 2)
    st.seg(m, (gx - 0.34, 0.9, 4.4), (gx - 0.34, 0.9, 6.2), 0.03, (130, 142, 152))
    n = st.near
    st.seg(n, (0.93, -0.4, 1.5), (0.93, 2.15, 1.5), 0.035, (104, 118, 130))
    st.seg(n, (0.80, 2.13, 1.5), (1.06, 2.13, 1.5), 0.03, (104, 118, 130))
    bag = st.p((1.0, 2.1, 1.5), (1.13, 2.1, 1.5), (1.13, 1.82, 1.5), (1.0, 1.82, 1.5))
    n.grad(
        spline(bag, True),
        tuple(bag[0]),
        tuple(bag[2]),
        [((236, 248, 255), 0.9), ((166, 206, 226), 0.9)],
    )
    n.outline(spline(bag, True), 3, (70, 96, 120))
    tube = st.p(
        (1.06, 1.82, 1.5), (1.08, 1.5, 1.5), (0.98, 1.2, 1.5), (1.03, 0.9, 1.5), (0.9, 0.5, 1.5)
    )
    n.ink(spline(tube), 4, (150, 186, 206), (0, 0), 0.9)
    return st.done(
        "hospital",
        lamp(st, -0.2, -0.95, 0.8, -0.5, (236, 250, 255), (236, 246, 250), (150, 170, 196)),
    )


def street(st: Stage) -> Plate:
    a = st.far
    st.paint_sky(a, False)
    hy = H * st.horizon
    st.skyline(
        a,
        hy + 60,
        -40,
        W + 40,
        (180, 460),
        mix(st.sky.mid, st.sky.top, 0.4),
        0.3 * st.sky.dark + 0.04,
        (50, 110),
    )
    st.wash(a, hy - 300, hy, st.sky.low, 0, 0.5)
    m = st.mid
    road = mix((86, 88, 104), st.sky.top, 0.45 * st.sky.dark)
    st.flat(m, -12, 12, 0.27, 60, 0, mix(road, st.sky.low, 0.5), mul(road, (110, 110, 130)))
    neon = ((255, 80, 150), (90, 220, 255), (255, 200, 90), (150, 110, 255), (110, 240, 170))
    for sx in (-1, 1):
        z = 30.0
        while z > 2.4:
            d = st.rng.uniform(2.2, 3.6)
            hgt = st.rng.uniform(5.5, 11)
            shopfront(st, m, sx, z, min(d, z - 2.0), hgt, neon[int(st.rng.integers(5))])
            z -= d
        for z in (4.4, 9.5, 16):
            streetlamp(st, m, sx * 2.5, z, sx)
    for sx in (-1, 1):
        st.flat(
            m,
            sx * 2.2 if sx > 0 else -3.2,
            sx * 3.2 if sx > 0 else -2.2,
            0.3,
            34,
            0.06,
            mix(road, WHITE, 0.25),
            mix(road, INK, 0.2),
        )
        st.seg(m, (sx * 2.2, 0.05, 0.3), (sx * 2.2, 0.05, 34), 0.10, mix(road, WHITE, 0.35))
    for z in np.arange(1.2, 30, 2.2):
        st.flat(m, -0.07, 0.07, z, z + 1.1, 0.006, (240, 232, 206), alpha=0.8)
    for _ in range(26):  # wet reflections
        z, x = st.rng.uniform(1.0, 12), st.rng.uniform(-2.1, 2.1)
        p0, p1 = st.p((x, 0, z + 0.8), (x, 0, z * 0.78))
        w = 40 / z
        c = neon[int(st.rng.integers(5))] if st.sky.dark > 0.3 else (236, 244, 252)
        m.grad(
            arr([p0 + (-w, 0), p0 + (w, 0), p1 + (w * 1.3, 0), p1 + (-w * 1.3, 0)]),
            tuple(p0),
            tuple(p1),
            [(c, 0.5), (c, 0)],
        )
    for x, z, r in ((-0.9, 2.3, 0.8), (1.1, 3.6, 0.7), (0.2, 6, 1.1)):
        e = st.p((x - r, 0, z), (x, 0, z + r * 0.6), (x + r, 0, z), (x, 0, z - r * 0.4))
        m.fill(spline(e, True), mix(st.sky.low, WHITE, 0.3), 0.30)
        m.outline(spline(e, True), 2, mix(st.sky.low, WHITE, 0.5), 0.6)
    car(st, m, 1.35, 8.2, (150, 40, 54))
    rain(st, m, 150, 0.45)
    n = st.near
    awning(n)
    rain(st, n, 90, 0.8, 1.8)
    return st.done(
        "street",
        lamp(
            st,
            -0.7,
            -0.5,
            0.9,
            -0.3,
            (110, 214, 255),
            mix(st.sky.ambient, (190, 200, 226), 0.5),
            (120, 120, 184),
            0.75,
        ),
    )


def shopfront(st: Stage, a, sx: int, z: float, d: float, h: float, neon: RGB) -> None:
    x = sx * 3.2
    wall = mix((110, 100, 116), st.sky.top, 0.35 + 0.3 * st.sky.dark)
    wall = mix(wall, (150, 90, 80), st.rng.uniform(0, 0.25))
    st.quad(
        a,
        [(x, h, z), (x, 0, z), (x, 0, z - d), (x, h, z - d)],
        mix(wall, st.sky.low, 0.25),
        mul(wall, (140, 134, 156)),
        2,
    )
    glow = mix(st.sky.glass, (255, 240, 200), 0.3)
    lit = st.sky.dark > 0.3
    st.quad(
        a,
        [
            (x * 0.998, 2.3, z - 0.2),
            (x * 0.998, 0.3, z - 0.2),
            (x * 0.998, 0.3, z - d + 0.2),
            (x * 0.998, 2.3, z - d + 0.2),
        ],
        glow if lit else (120, 150, 170),
        mul(glow, (190, 160, 150)) if lit else (84, 110, 134),
        3,
    )
    for k in np.arange(0.2, d, 0.6):
        st.seg(a, (x * 0.996, 0.3, z - k), (x * 0.996, 2.3, z - k), 0.05, (50, 44, 56))
    st.quad(
        a,
        [
            (x * 0.97, 2.95, z - 0.1),
            (x * 0.97, 2.4, z - 0.1),
            (x * 0.97, 2.4, z - d + 0.1),
            (x * 0.97, 2.95, z - d + 0.1),
        ],
        mul(neon, (120, 110, 130)),
        mul(neon, (80, 70, 90)),
        2,
    )
    for k in np.arange(0.3, d - 0.2, 0.42):
        p = st.p((x * 0.965, 2.68, z - k))[0]
        u = 1180 / max(z - k, 1) * 0.12
        for q in (((-1, -0.6), (1, -0.6)), ((0, -1), (0, 1)), ((-1, 0.3), (1, 0.3))):
            a.line(
                [p + np.array(q[0]) * u * (0.6, 1), p + np.array(q[1]) * u * (0.6, 1)],
                max(2, u * 0.3),
                mix(neon, WHITE, 0.55),
                (0, 0),
            )
    if lit:
        st.blob_light(a, (x * 0.95, 2.68, z - d / 2), 0.9, neon, 0.5)
    for y in np.arange(3.5, h - 0.6, 1.25):
        for k in np.arange(0.3, d - 0.5, 0.85):
            on = st.rng.random() < 0.5 * st.sky.dark
            c = st.sky.glass if on else mix(wall, (20, 24, 44), 0.5)
            st.quad(
                a,
                [
                    (x * 0.998, y + 0.8, z - k),
                    (x * 0.998, y, z - k),
                    (x * 0.998, y, z - k - 0.5),
                    (x * 0.998, y + 0.8, z - k - 0.5),
                ],
                c,
                mul(c, (190, 180, 190)),
                1.5,
            )
    if st.rng.random() < 0.7 and z > 4:
        sx0 = sx * 2.75
        s = st.quad(
            a,
            [
                (sx0 - 0.3, 4.9, z - 0.4),
                (sx0 + 0.3, 4.9, z - 0.4),
                (sx0 + 0.3, 3.2, z - 0.4),
                (sx0 - 0.3, 3.2, z - 0.4),
            ],
            mul(neon, (70, 60, 90)),
            None,
            3,
        )
        if len(s):
            a.outline(s, 4, neon)
            for k in range(3):
                c = s.mean(0) + (0, (k - 1) * (s[2][1] - s[0][1]) * 0.3)
                u = (s[2][1] - s[0][1]) * 0.1
                for q in (((-1, -0.7), (1, -0.7)), ((0, -1), (0, 1)), ((-1, 0.4), (1, 0.4))):
                    a.line(
                        [c + np.array(q[0]) * u, c + np.array(q[1]) * u],
                        max(2, u * 0.26),
                        mix(neon, WHITE, 0.6),
                        (0, 0),
                    )
            a.glow(
                *map(float, s.mean(0)),
                float(s[2][1] - s[0][1]),
                neon,
                0.45 * st.sky.dark + 0.1,
                1,
                SCREEN,
            )


def streetlamp(st: Stage, a, x: float, z: float, sx: int) -> None:
    st.seg(a, (x, 0, z), (x, 4.2, z), 0.10, (34, 34, 46))
    st.seg(a, (x, 4.2, z), (x - sx * 0.8, 4.4, z), 0.08, (34, 34, 46))
    if st.sky.dark > 0.2:
        st.blob_light(a, (x - sx * 0.8, 4.3, z), 1.1, (255, 226, 160), 0.9)
        p = st.p((x - sx * 0.8, 4.3, z))[0]
        q = st.p((x - sx * 0.8, 0, z))[0]
        st.shaft(a, tuple(p), 8, tuple(q), 1180 / z * 0.9, (255, 226, 170), 0.22)


def car(st: Stage, a, x: float, z: float, rgb: RGB) -> None:
    st.box(a, x - 0.85, x + 0.85, 0.32, 0.85, z, z + 3.6, rgb, 2)
    st.box(a, x - 0.68, x + 0.68, 0.85, 1.36, z + 0.7, z + 2.6, (44, 50, 72), 2)
    for sx in (-1, 1):
        st.box(
            a, x + sx * 0.62 - 0.16, x + sx * 0.62 + 0.16, 0.52, 0.68, z - 0.02, z, (255, 80, 70)
        )
        st.blob_light(a, (x + sx * 0.62, 0.6, z), 0.55, (255, 60, 50), 0.85)
        st.box(
            a, x + sx * 0.7 - 0.13, x + sx * 0.7 + 0.13, 0, 0.34, z + 0.05, z + 0.4, (20, 20, 26)
        )


def rain(st: Stage, a, n: int, alpha: float, k: float = 1.0) -> None:
    for x, y, l in zip(
        st.rng.uniform(-40, W + 40, n), st.rng.uniform(-80, H, n), st.rng.uniform(50, 130, n)
    ):
        a.ink(
            np.linspace((x, y), (x - l * 0.16 * k, y + l * k), 6),
            2.2 * k,
            (214, 230, 255),
            (0.6, 0.1),
            alpha * 0.6,
        )


def awning(a) -> None:
    for i in range(9):
        x = i * 124 - 20
        p = arr(
            [
                (x, -10),
                (x + 124, -10),
                (x + 124, 120),
                (x + 108, 148),
                (x + 62, 158),
                (x + 16, 148),
                (x, 120),
            ]
        )
        c = (128, 34, 50) if i % 2 else (216, 200, 186)
        a.grad(p, (0, 0), (0, 160), [(mul(c, (90, 80, 110)), 1), (mul(c, (150, 140, 160)), 1)])
        a.outline(p, 3, (30, 18, 30))


def palace(st: Stage) -> Plate:
    shell(st, 4.6, 5.4, 12.5, (120, 34, 38), (92, 72, 70), (52, 34, 42))
    a = st.far
    st.grid_floor(a, -4.6, 4.6, 0.4, 12.4, 0.004, 1.15, 1.15, (54, 40, 44), 0.025, 0.7)
    st.flat(a, -1.2, 1.2, 0.3, 8.6, 0.01, (186, 56, 48), (120, 26, 36))
    for x in (-1.1, 1.1):
        st.seg(a, (x, 0.012, 0.4), (x, 0.012, 8.6), 0.07, (226, 180, 92))
    for z in np.arange(2, 12, 1.6):
        st.seg(a, (-4.6, 5.3, z), (4.6, 5.3, z), 0.28, (44, 92, 88))
        st.seg(a, (-4.6, 5.12, z), (4.6, 5.12, z), 0.05, (220, 172, 84))
    lattice(st, a, -4.4, 4.4, 0.6, 4.2, 12.45)
    st.blob_light(a, (0, 2.6, 12.2), 3.4, (255, 206, 120), 0.5)
    m = st.mid
    for z in (10.6, 8.2, 5.8):
        for sx in (-1, 1):
            column(st, m, sx * 3.1, z, 5.4, 0.28, (170, 34, 38))
            st.box(m, sx * 3.1 - 0.5, sx * 3.1 + 0.5, 4.75, 5.1, z - 0.1, z + 0.1, (40, 96, 92))
            dragon_coil(st, m, sx * 3.1, z)
            lantern(st, m, sx * 2.25, 4.1, z - 0.6, 0.26)
    for k in range(4):
        st.box(
            m,
            -2.1 + 0.18 * k,
            2.1 - 0.18 * k,
            0.16 * k,
            0.16 * (k + 1),
            8.8 + 0.35 * k,
            11,
            (170, 146, 118),
        )
    st.box(m, -1.35, 1.35, 0.64, 3.0, 10.9, 11.1, (150, 100, 44))
    s = st.p((-1.1, 2.8, 10.85), (1.1, 2.8, 10.85), (1.1, 0.8, 10.85), (-1.1, 0.8, 10.85))
    m.grad(s, tuple(s[0]), tuple(s[2]), [((228, 182, 88), 1), ((164, 96, 40), 1)])
    c = s.mean(0)
    for r in (88, 66, 40):
        th = np.linspace(0, 6.28, 40)
        m.ink(
            np.stack(
                [
                    c[0] + r * np.cos(th) * (1 + 0.08 * np.sin(6 * th)),
                    c[1] + r * np.sin(th) * (1 + 0.08 * np.sin(6 * th)),
                ],
                1,
            ),
            4,
            (124, 66, 28),
            (0, 0),
        )
    st.box(m, -0.62, 0.62, 0.64, 1.15, 10.0, 10.6, (196, 146, 62))
    st.box(m, -0.62, 0.62, 1.15, 2.1, 10.5, 10.62, (206, 156, 70))
    for x in (-0.7, 0.7):
        st.box(m, x - 0.1, x + 0.1, 1.0, 1.4, 10.0, 10.5, (206, 156, 70))
    n = st.near
    column(st, n, -1.72, 2.7, 5.6, 0.30, (124, 24, 32))
    column(st, n, 1.72, 2.7, 5.6, 0.30, (124, 24, 32))
    drape(n, (196, 150, 70))
    return st.done(
        "palace",
        lamp(st, -0.55, -0.7, 0.8, -0.4, (255, 196, 110), (252, 224, 206), (170, 130, 160), 0.7),
    )


def dragon_coil(st: Stage, a, x: float, z: float) -> None:
    q = st.p(*[(x + 0.27 * math.sin(t * 7), 0.6 + 4 * t, z - 0.02) for t in np.linspace(0, 1, 60)])
    a.ink(q, 900 / z * 0.06, (228, 180, 84), (0.1, 0.3), 0.9)


def lattice(st: Stage, a, x0, x1, y0, y1, z) -> None:
    st.wall(a, (x0, z), (x1, z), y0, y1, mix(st.sky.low, (255, 222, 160), 0.6), (232, 164, 96))
    for x in np.arange(x0, x1 + 0.01, 0.37):
        st.seg(a, (x, y0, z), (x, y1, z), 0.05, (84, 30, 30))
    for y in np.arange(y0, y1 + 0.01, 0.37):
        st.seg(a, (x0, y, z), (x1, y, z), 0.05, (84, 30, 30))
    for x in np.arange(x0, x1 + 0.01, 1.48):
        st.seg(a, (x, y0 - 0.6, z), (x, y1, z), 0.16, (104, 24, 30))


def lantern(st: Stage, a, x: float, y: float, z: float, r: float) -> None:
    c = st.p((x, y, z))[0]
    u = 1180 / z * r
    a.line([c + (0, -u * 3), c + (0, -u)], max(2, u * 0.08), (60, 30, 30), (0, 0))
    a.glow(c[0], c[1], u * 3, (255, 130, 60), 0.6, 1, SCREEN)
    th = np.linspace(0, 2 * math.pi, 30, endpoint=False)
    body = np.stack([c[0] + u * np.cos(th), c[1] + u * 0.86 * np.sin(th)], 1)
    a.grad(body, (c[0], c[1] - u), (c[0], c[1] + u), [((255, 120, 70), 1), ((206, 30, 36), 1)])
    for k in (-0.6, -0.2, 0.2, 0.6):
        a.ink(
            np.stack(
                [
                    c[0] + u * k * np.cos(np.linspace(-1.5, 1.5, 12)) * 1.1,
                    c[1] + u * 0.86 * np.sin(np.linspace(-1.5, 1.5, 12)),
                ],
                1,
            ),
            2,
            (255, 200, 120),
            (0, 0),
            0.7,
        )
    a.outline(body, 2.5, (110, 16, 26))
    for s in (-1, 1):
        a.fill(
            arr(
                [
                    c + (-u * 0.4, s * u * 0.8),
                    c + (u * 0.4, s * u * 0.8),
                    c + (u * 0.4, s * u * 1.0),
                    c + (-u * 0.4, s * u * 1.0),
                ]
            ),
            (226, 178, 90),
        )
    for k in (-0.2, 0, 0.2):
        a.line([c + (k * u, u), c + (k * u * 1.4, u * 1.9)], 2.5, (226, 60, 50), (0, 0.4))


def drape(a, rgb: RGB) -> None:
    for sx in (0, 1):
        pts = [(-20, -20), (560, -20), (420, 120), (250, 190), (110, 330), (60, 620), (-20, 760)]
        p = spline([(x if sx == 0 else W - x, y) for x, y in pts], True)
        a.grad(
            p, (0, 0), (0, 700), [(mul(rgb, (150, 120, 110)), 1), (mul(rgb, (220, 190, 170)), 1)]
        )
        with a.clip(p):
            for k in range(7):
                q = spline(
                    [
                        ((90 * k if sx == 0 else W - 90 * k), -20),
                        ((60 * k + 10) if sx == 0 else W - 60 * k - 10, 160),
                        ((14 * k) if sx == 0 else W - 14 * k, 620),
                    ]
                )
                a.ink(q, 9, mul(rgb, (110, 80, 80)), (0.1, 0.5), 0.6)
        a.outline(p, 4, mul(rgb, (90, 60, 60)))


def bamboo(st: Stage) -> Plate:
    a = st.far
    deep, lit = (
        mix((38, 92, 74), st.sky.top, 0.55 * st.sky.dark),
        mix((206, 236, 190), st.sky.low, 0.45),
    )
    a.grad(
        arr([(0, 0), (W, 0), (W, H), (0, H)]),
        (0, 0),
        (0, H * 0.75),
        [(mix(lit, st.sky.mid, 0.5), 1), (lit, 1), (deep, 1)],
    )
    a.glow(W * 0.62, H * 0.30, 620, mix(st.sky.key, WHITE, 0.3), 0.9)
    for x in np.sort(st.rng.uniform(-20, W + 20, 26)):
        stalk(
            st, a, x, st.rng.uniform(10, 18), mix(deep, lit, st.rng.uniform(0.45, 0.75)), H * 0.62
        )
    for k in range(4):
        st.shaft(
            a,
            (W * (0.45 + 0.13 * k), -20),
            26,
            (W * (0.15 + 0.2 * k), H * 0.72),
            90,
            mix(st.sky.key, WHITE, 0.4),
            0.30,
        )
    m = st.mid
    ground = mix((104, 116, 78), st.sky.top, 0.4 * st.sky.dark)
    st.flat(m, -14, 14, 0.3, 26, 0, mix(ground, lit, 0.5), mul(ground, (110, 120, 120)))
    edge = [
        (x, H * 0.52 + 14 * math.sin(x * 0.02) + 10 * math.sin(x * 0.057))
        for x in range(-20, W + 40, 40)
    ]
    m.fill(np.vstack([spline(edge), [(W + 20, H * 0.6), (-20, H * 0.6)]]), mix(deep, ground, 0.5))
    pathway = spline(
        [
            *st.p((-0.3, 0, 20), (-0.9, 0, 9), (-0.5, 0, 4), (-1.4, 0, 1.1)),
            *st.p((1.3, 0, 1.1), (1.2, 0, 4), (0.4, 0, 9), (0.2, 0, 20)),
        ],
        True,
    )
    m.grad(
        pathway, (0, H * 0.5), (0, H), [(mix((214, 206, 166), lit, 0.4), 1), ((150, 138, 104), 1)]
    )
    m.outline(pathway, 3, mul(ground, (100, 100, 100)), 0.7)
    for z in np.arange(2.0, 14, 0.9):
        x = 0.25 * math.sin(z * 1.9)
        e = st.p((x - 0.36, 0, z), (x, 0, z + 0.2), (x + 0.36, 0, z), (x, 0, z - 0.18))
        m.cel(spline(e, True), (186, 184, 166), (138, 136, 132), 4, (84, 80, 76), 2)
    for x, w in ((-30, 34), (90, 40), (232, 27), (356, 22), (742, 24), (856, 34), (985, 44)):
        stalk(
            st,
            m,
            x + st.rng.uniform(-12, 12),
            w,
            mix((58, 136, 84), deep, st.rng.uniform(0.1, 0.45)),
            H * (0.60 + 0.004 * w),
            True,
        )
    for i in range(90):
        x, y = st.rng.uniform(0, W), st.rng.uniform(H * 0.56, H)
        tuft(m, x, y, 20 + 60 * (y / H - 0.5), mix((70, 140, 76), deep, st.rng.random()), st.rng)
    n = st.near
    for x in (-40, W - 36):
        stalk(st, n, x, 92, (34, 92, 66), H + 80, True)
    for i in range(34):
        side = i % 2
        leaf(
            n,
            st.rng.uniform(-40, 300) if side else st.rng.uniform(W - 300, W + 40),
            st.rng.uniform(-60, 330),
            st.rng.uniform(90, 190),
            st.rng.uniform(40, 130),
            mix((28, 92, 60), (96, 168, 86), st.rng.random()),
        )
    return st.done(
        "bamboo",
        lamp(
            st,
            0.55,
            -0.8,
            0.8,
            -0.6,
            mix(st.sky.rim, (232, 255, 200), 0.4),
            mix(st.sky.ambient, (222, 244, 222), 0.6),
            (130, 170, 170),
            0.7,
        ),
    )


def stalk(st: Stage, a, x: float, w: float, rgb: RGB, base: float, leaves: bool = False) -> None:
    lean = st.rng.uniform(-40, 40)
    s = np.array([(x, base), (x + lean, -30)])
    q = np.linspace(s[0], s[1], 10)
    p = ribbon(q, w / 2)
    a.grad(
        p,
        (x - w / 2, 0),
        (x + w / 2, 0),
        [
            (mul(rgb, (140, 150, 160)), 1, 0),
            (mix(rgb, (240, 255, 200), 0.4), 1, 0.62),
            (mul(rgb, (170, 180, 170)), 1, 1),
        ],
    )
    y = base
    while y > -20:
        cx = x + lean * (base - y) / (base + 30)
        a.ink(
            spline([(cx - w * 0.6, y), (cx, y + w * 0.16), (cx + w * 0.6, y)]),
            max(2, w * 0.14),
            mul(rgb, (120, 130, 130)),
            (0.1, 0.1),
        )
        if leaves and st.rng.random() < 0.5 and y < base * 0.75:
            d = 1 if st.rng.random() < 0.5 else -1
            for k in range(3):
                leaf(
                    a,
                    cx,
                    y,
                    st.rng.uniform(60, 120),
                    90 - d * st.rng.uniform(20, 80),
                    mix(rgb, (160, 210, 110), st.rng.random() * 0.5),
                )
        y -= w * st.rng.uniform(5, 6.5) if w < 60 else 330
    if leaves:
        a.ink(p[:10], 2.5, mul(rgb, (80, 90, 90)), (0, 0))
        a.ink(p[10:], 2.5, mul(rgb, (80, 90, 90)), (0, 0))


def leaf(a, x: float, y: float, ln: float, deg: float, rgb: RGB) -> None:
    d = np.array([math.cos(math.radians(deg)), math.sin(math.radians(deg))])
    sp = spline(
        [
            (x, y),
            np.array((x, y)) + d * ln * 0.5 + (0, -ln * 0.08),
            np.array((x, y)) + d * ln + (0, ln * 0.08),
        ]
    )
    s = np.linspace(0, 1, len(sp))
    a.fill(ribbon(sp, np.sin(np.pi * s**0.8) * ln * 0.075), rgb)
    a.ink(sp, 1.6, mul(rgb, (130, 140, 130)), (0.1, 0.4), 0.8)


def tuft(a, x: float, y: float, r: float, rgb: RGB, rng) -> None:
    for k in range(4):
        dx = rng.uniform(-0.5, 0.5) * r
        a.line(
            [
                (x + dx * 0.3, y),
                (x + dx * 0.7, y - r * 0.5),
                (x + dx * 1.3, y - r * rng.uniform(0.7, 1.1)),
            ],
            5,
            rgb,
            (0, 0.9),
        )


def bedroom(st: Stage) -> Plate:
    shell(st, 2.5, 2.75, 6.0, (196, 176, 186), (176, 132, 104), (238, 230, 228))
    a = st.far
    for x in np.arange(-2.4, 2.5, 0.3):
        st.seg(a, (x, 0, 5.98), (x, 2.75, 5.98), 0.01, (170, 148, 164), 0.8)
    window(st, a, -0.35, 1.75, 0.95, 2.35, 5.97, 2, (246, 240, 236))
    for x, s in ((-0.62, 1), (2.0, -1)):
        for k in range(4):
            st.quad(
                a,
                [
                    (x + s * 0.11 * k - 0.08, 2.5, 5.9),
                    (x + s * 0.11 * k + 0.08, 2.5, 5.9),
                    (x + s * 0.10 * k + 0.09, 0.2, 5.9),
                    (x + s * 0.10 * k - 0.09, 0.2, 5.9),
                ],
                mix((232, 190, 196), WHITE, 0.2 * (k % 2)),
                (186, 130, 150),
                1.5,
            )
    st.seg(a, (-1.0, 2.52, 5.88), (2.4, 2.52, 5.88), 0.05, (120, 84, 66))
    for z in np.arange(0.4, 6, 0.32):
        st.seg(a, (-2.5, 0.003, z), (2.5, 0.003, z), 0.012, (134, 94, 74), 0.7)
    for i in range(24):
        x, z = st.rng.uniform(-2.5, 2.5), st.rng.integers(1, 18) * 0.32
        st.seg(a, (x, 0.004, z), (x, 0.004, z + 0.32), 0.012, (134, 94, 74), 0.7)
    st.quad(
        a,
        [(-1.4, 0.01, 4.9), (1.0, 0.01, 4.9), (0.4, 0.01, 2.4), (-2.0, 0.01, 2.4)],
        st.sky.low,
        st.sky.low,
        0,
        0.28,
    )
    st.quad(
        a,
        [(-2.49, 2.1, 3.6), (-2.49, 1.5, 3.6), (-2.49, 1.5, 2.8), (-2.49, 2.1, 2.8)],
        (240, 226, 206),
        (206, 176, 160),
        4,
    )
    st.flat(a, -1.7, 0.6, 1.6, 3.4, 0.008, (214, 196, 206), (176, 150, 170))
    for r in (0.85, 0.6, 0.3):
        ring = st.p(
            *[
                (-0.55 + 1.2 * r * math.cos(t), 0.01, 2.5 + r * math.sin(t))
                for t in np.linspace(0, 2 * math.pi, 40)
            ]
        )
        a.ink(ring, 5, (150, 110, 140), (0, 0), 0.7)
    st.night_in(a)
    m = st.mid
    st.box(m, 0.35, 2.3, 0.0, 0.34, 3.2, 5.6, (136, 92, 70), 2)
    st.box(m, 0.35, 2.3, 0, 1.25, 5.6, 5.75, (150, 104, 80), 2)
    st.box(m, 0.42, 2.25, 0.34, 0.56, 3.25, 5.6, (244, 238, 242), 2)
    st.box(m, 0.38, 2.28, 0.36, 0.60, 3.2, 4.7, (156, 176, 214), 2)
    for k in range(4):
        q = st.p(
            (0.5 + 0.4 * k, 0.605, 4.6), (0.62 + 0.42 * k, 0.605, 4.0), (0.5 + 0.44 * k, 0.605, 3.3)
        )
        m.ink(spline(q), 3.5, (108, 124, 168), (0.2, 0.6))
    for x in (0.6, 1.45):
        pil = st.p(
            (x, 0.62, 5.2), (x + 0.62, 0.62, 5.2), (x + 0.66, 0.80, 5.5), (x - 0.02, 0.80, 5.5)
        )
        m.cel(spline(pil, True), (252, 250, 252), (206, 200, 220), 8, (120, 104, 124), 2.4)
    st.box(m, -0.35, 0.2, 0, 0.52, 5.1, 5.6, (150, 104, 80), 2)
    st.box(m, -2.48, -1.95, 0, 2.1, 4.2, 5.5, (214, 196, 190), 2)
    st.seg(m, (-1.94, 0.1, 4.85), (-1.94, 2.0, 4.85), 0.02, (130, 106, 106))
    shelf(st, m, -2.48, 2.0, 2.7)
    st.night_in(m)
    lp = st.p((-0.08, 0.52, 5.3), (-0.08, 0.80, 5.3))
    m.line(lp, 6, (110, 80, 60), (0, 0))
    sh = st.p((-0.2, 1.1, 5.3), (0.04, 1.1, 5.3), (0.12, 0.80, 5.3), (-0.28, 0.80, 5.3))
    m.grad(sh, tuple(sh[0]), tuple(sh[2]), [((255, 246, 220), 1), ((255, 206, 130), 1)])
    m.outline(sh, 2.2, (150, 104, 70))
    st.blob_light(m, (-0.08, 0.95, 5.2), 2.2, (255, 206, 130), 0.8)
    n = st.near
    plant(st, n, -0.95, 1.75, 0.8)
    return st.done(
        "bedroom",
        lamp(
            st,
            -0.5,
            -0.6,
            0.8,
            -0.5,
            st.sky.rim,
            mix(st.sky.ambient, (255, 236, 224), 0.5),
            (180, 146, 186),
        ),
    )


def banquet(st: Stage) -> Plate:
    shell(st, 4.6, 4.8, 13, (206, 170, 126), (140, 60, 60), (244, 228, 196))
    a = st.far
    for sx in (-1, 1):
        for z in np.arange(2.6, 13, 1.9):
            x = sx * 4.58
            st.quad(
                a,
                [(x, 3.9, z + 1.3), (x, 0.9, z + 1.3), (x, 0.9, z), (x, 3.9, z)],
                (236, 208, 164),
                (178, 134, 100),
                3,
            )
            st.blob_light(a, (sx * 4.3, 2.9, z - 0.25), 0.8, (255, 216, 140), 0.85)
    for z in np.arange(2, 13, 1.8):
        st.seg(a, (-4.6, 4.7, z), (4.6, 4.7, z), 0.16, (224, 190, 130))
    for i in range(-5, 6):
        for j in range(14):
            e = st.p(
                (i - 0.25, 0.003, j + 0.5),
                (i, 0.003, j + 0.75),
                (i + 0.25, 0.003, j + 0.5),
                (i, 0.003, j + 0.25),
            )
            a.fill(e, (206, 150, 84), 0.35)
    st.wall(a, (-3.2, 12.98), (3.2, 12.98), 0.2, 4.0, (150, 30, 44), (96, 16, 34), 3)
    for x in np.arange(-3.1, 3.2, 0.32):
        st.seg(a, (x, 0.2, 12.9), (x, 4.0, 12.9), 0.10, (112, 18, 36), 0.7)
    st.box(a, -3.4, 3.4, 0, 0.4, 11.4, 12.9, (120, 70, 52))
    st.blob_light(a, (0, 2.4, 12), 3.0, (255, 206, 140), 0.55)
    m = st.mid
    chandelier(st, m, 0, 3.35, 6.2, 0.95)
    chandelier(st, m, 0, 3.7, 10.2, 0.8)
    for x, z in ((-2.9, 9.4), (2.9, 9.4), (-2.1, 6.4), (2.2, 6.0)):
        round_table(st, m, x, z)
    n = st.near
    u = H - 270
    e = spline(
        [(-160, u + 120), (120, u + 20), (430, u + 90), (480, u + 420), (-160, u + 420)], True
    )
    n.grad(e, (0, u), (0, H), [((246, 236, 226), 1), ((176, 150, 160), 1)])
    n.outline(e, 4, (110, 80, 90))
    for x, h in ((150, 230), (270, 200)):
        glass(n, x, u + 70, h)
    curtain(st, n, 1.12, 2.6, (120, 22, 44))
    return st.done(
        "banquet",
        lamp(st, -0.35, -0.9, 0.85, -0.45, (255, 214, 140), (255, 236, 214), (186, 140, 166), 0.7),
    )


def round_table(st: Stage, a, x: float, z: float) -> None:
    r = 0.85
    th = np.linspace(0, 2 * math.pi, 28, endpoint=False)
    top = st.p(*[(x + r * math.cos(t), 0.78, z + r * math.sin(t)) for t in th])
    lo = st.p(
        *[
            (x + r * 1.05 * math.cos(t), 0.05, z + r * 1.05 * math.sin(t))
            for t in np.linspace(math.pi, 2 * math.pi, 16)
        ]
    )
    hi = st.p(
        *[
            (x + r * math.cos(t), 0.78, z + r * math.sin(t))
            for t in np.linspace(math.pi, 2 * math.pi, 16)
        ]
    )
    skirt = np.vstack([hi, lo[::-1]])
    a.grad(
        skirt, tuple(hi.mean(0)), tuple(lo.mean(0)), [((250, 238, 226), 1), ((176, 146, 150), 1)]
    )
    for i in range(1, 15, 2):
        a.ink(np.linspace(hi[i], lo[i], 6), 3, (170, 140, 150), (0.5, 0), 0.8)
    a.fill(top, (255, 250, 244))
    a.outline(top, 2.2, (130, 100, 104))
    u = 1180 / z
    c = st.p((x, 0.78, z))[0]
    for k in range(7):
        q = c + (st.rng.uniform(-0.18, 0.18) * u, -u * st.rng.uniform(0.06, 0.26))
        a.c.drawCircle(
            float(q[0]),
            float(q[1]),
            float(u * 0.05),
            a.paint(((226, 70, 96), (250, 206, 210), (255, 240, 230))[k % 3]),
        )
    for t in np.linspace(0, 6.28, 7):
        p = st.p((x + r * 0.75 * math.cos(t), 0.78, z + r * 0.75 * math.sin(t)))[0]
        a.line([p, p + (0, -u * 0.14)], max(2, u * 0.016), (255, 255, 255), (0, 0), 0.9)
        a.fill(
            spline(
                [
                    p + (-u * 0.03, -u * 0.25),
                    p + (u * 0.03, -u * 0.25),
                    p + (u * 0.02, -u * 0.14),
                    p + (-u * 0.02, -u * 0.14),
                ],
                True,
            ),
            (255, 226, 150),
            0.85,
        )
    for t in (3.5, 4.3, 5.1, 5.9):
        cx, cz = x + 1.25 * math.cos(t), z + 1.25 * math.sin(t)
        st.box(a, cx - 0.2, cx + 0.2, 0.42, 1.0, cz, cz + 0.05, (170, 40, 54))


def glass(a, x: float, y: float, h: float) -> None:
    bowl = spline(
        [
            (x - 42, y - h),
            (x + 42, y - h),
            (x + 36, y - h * 0.62),
            (x, y - h * 0.42),
            (x - 36, y - h * 0.62),
        ],
        True,
    )
    a.fill(bowl, WHITE, 0.35)
    a.fill(
        spline(
            [
                (x - 40, y - h * 0.82),
                (x + 40, y - h * 0.82),
                (x + 34, y - h * 0.62),
                (x, y - h * 0.44),
                (x - 34, y - h * 0.62),
            ],
            True,
        ),
        (150, 20, 44),
        0.9,
    )
    a.outline(bowl, 3, (120, 96, 110))
    a.line([(x, y - h * 0.42), (x, y)], 5, (206, 200, 214), (0, 0))
    a.fill(spline([(x - 34, y), (x, y - 8), (x + 34, y), (x, y + 8)], True), (226, 220, 232))
    a.line([(x - 28, y - h * 0.92), (x - 26, y - h * 0.66)], 5, WHITE, (0.3, 0.3), 0.8)


def car_interior(st: Stage) -> Plate:
    a = st.far
    st.paint_sky(a, False)
    hy = H * 0.45
    st.skyline(
        a,
        hy + 70,
        -40,
        W + 40,
        (200, 560),
        mix(st.sky.mid, st.sky.top, 0.4),
        0.4 * st.sky.dark + 0.04,
        (60, 130),
    )
    a.grad(
        arr([(0, hy + 60), (W, hy + 60), (W, H), (0, H)]),
        (0, hy),
        (0, H * 0.7),
        [(mix((80, 80, 98), st.sky.low, 0.3), 1), ((34, 34, 48), 1)],
    )
    for k in range(26):
        x, y, r = st.rng.uniform(0, W), st.rng.uniform(hy - 160, hy + 130), st.rng.uniform(14, 46)
        c = ((255, 190, 90), (255, 90, 90), (120, 200, 255), (255, 240, 200))[k % 4]
        a.glow(x, y, r * 1.2, c, 0.55 * (0.3 + st.sky.dark), 1, SCREEN)
        a.c.drawCircle(x, y, r * 0.5, a.paint(c, 0.35))
    m = st.mid  # rear bench looking back through the rear window
    leather: RGB = (70, 52, 56)
    m.c.save()
    hole = spline([(170, 420), (540, 372), (910, 420), (965, 780), (540, 810), (115, 780)], True)
    m.c.clipPath(path(hole), skia.ClipOp.kDifference, True)
    m.grad(
        arr([(0, 0), (W, 0), (W, H), (0, H)]),
        (0, 0),
        (0, H),
        [((104, 92, 92), 1), ((60, 48, 56), 1), ((28, 22, 30), 1)],
    )
    m.c.restore()
    m.outline(hole, 12, (26, 22, 30))
    m.outline(hole, 3, (150, 146, 160))
    with m.clip(hole):
        for x in (250, 620):
            m.fill(arr([(x, 360), (x + 110, 360), (x - 60, 820), (x - 170, 820)]), WHITE, 0.08)
        for y in range(450, 800, 34):
            m.line([(100, y + 8), (540, y), (980, y + 8)], 2, (180, 120, 110), (0, 0), 0.3)
    for sx in (0, 1):
        side = spline(
            [
                (x if sx == 0 else W - x, y)
                for x, y in ((-30, 360), (70, 430), (112, 700), (96, 900), (-30, 930))
            ],
            True,
        )
        m.grad(side, (0, 380), (0, 930), [(st.sky.mid, 1), (mix(st.sky.low, (60, 60, 90), 0.4), 1)])
        m.outline(side, 9, (24, 20, 28))
    for x0, x1 in ((-30, 372), (392, 688), (708, W + 30)):
        seat = spline(
            [
                (x0, 980),
                (x0 + 30, 880),
                ((x0 + x1) / 2, 862),
                (x1 - 30, 880),
                (x1, 980),
                (x1 - 4, 1500),
                (x1, H + 20),
                (x0, H + 20),
                (x0 + 4, 1500),
            ],
            True,
        )
        m.grad(
            seat,
            (0, 860),
            (0, H),
            [
                (mix(leather, (206, 160, 140), 0.4), 1, 0),
                (leather, 1, 0.35),
                (mul(leather, (110, 100, 120)), 1, 1),
            ],
        )
        m.outline(seat, 4, (22, 14, 20))
        for k in range(1, 4):
            x = x0 + (x1 - x0) * k / 4
            m.line(
                [(x, 930), (x + 3, 1180), (x, 1500)], 4, mul(leather, (120, 100, 110)), (0.2, 0.2)
            )
            m.line(
                [(x + 6, 930), (x + 9, 1180), (x + 6, 1500)],
                2,
                mix(leather, WHITE, 0.3),
                (0.2, 0.2),
                0.6,
            )
        if x0 != 392:
            hr = spline(
                [
                    ((x0 + x1) / 2 - 105, 850),
                    ((x0 + x1) / 2 - 92, 742),
                    ((x0 + x1) / 2 + 92, 742),
                    ((x0 + x1) / 2 + 105, 850),
                ],
                True,
            )
            m.grad(hr, (0, 740), (0, 870), [(mix(leather, (206, 160, 140), 0.45), 1), (leather, 1)])
            m.outline(hr, 4, (22, 14, 20))
    for y in (150, 250):
        m.line([(0, y + 30), (540, y), (W, y + 30)], 4, (70, 58, 60), (0, 0))
    m.c.drawRRect(
        skia.RRect.MakeRectXY(skia.Rect.MakeXYWH(440, 130, 200, 52), 18, 18),
        m.paint((255, 240, 206)),
    )
    m.glow(540, 160, 330, (255, 226, 170), 0.55, 1, SCREEN)
    n = st.near
    for x in (64, W - 64):
        belt = ribbon(
            spline(
                [
                    (x, 700),
                    (x + (90 if x < 500 else -90), 1200),
                    (x + (150 if x < 500 else -150), H + 20),
                ]
            ),
            22,
        )
        n.fill(belt, (36, 34, 46))
        n.outline(belt, 3, (14, 12, 18))
    front = spline([(-60, H + 30), (-40, 1640), (110, 1560), (270, 1620), (300, H + 30)], True)
    n.grad(front, (0, 1560), (0, H), [((60, 46, 54), 1), ((24, 18, 26), 1)])
    n.outline(front, 5, (12, 8, 14))
    return st.done(
        "car",
        lamp(
            st,
            0.1,
            -0.9,
            -0.85,
            -0.3,
            st.sky.rim,
            mix(st.sky.ambient, (222, 200, 200), 0.5),
            (140, 126, 180),
            0.75,
        ),
    )


def warehouse(st: Stage) -> Plate:
    shell(st, 5.2, 5.6, 15, (96, 96, 104), (100, 92, 88), (62, 62, 72))
    a = st.far
    for sx in (-1, 1):
        for z in np.arange(0.6, 15, 0.34):
            st.seg(a, (sx * 5.18, 0, z), (sx * 5.18, 5.6, z), 0.03, (64, 64, 76), 0.7)
        for z in np.arange(2, 15, 3.2):
            st.seg(a, (sx * 5.05, 0, z), (sx * 5.05, 5.6, z), 0.22, (140, 84, 60))
    for z in np.arange(2, 15, 1.6):
        st.seg(a, (-5.2, 5.4, z), (5.2, 5.4, z), 0.14, (44, 44, 54))
        for x in np.arange(-4.8, 4.8, 1.2):
            st.seg(a, (x, 5.4, z), (x + 0.6, 4.9, z), 0.06, (50, 50, 60))
            st.seg(a, (x + 0.6, 4.9, z), (x + 1.2, 5.4, z), 0.06, (50, 50, 60))
        st.seg(a, (-5.2, 4.9, z), (5.2, 4.9, z), 0.08, (50, 50, 60))
    st.wall(a, (-1.9, 14.95), (1.9, 14.95), 0, 3.9, mix(st.sky.low, WHITE, 0.35), st.sky.low)
    for y in np.arange(0, 3.9, 0.3):
        st.seg(
            a, (-1.9, y + 1.9, 14.9), (1.9, y + 1.9, 14.9), 0.03, (110, 110, 124)
        ) if y < 2 else None
    st.wall(a, (-1.9, 14.9), (1.9, 14.9), 2.5, 3.9, (118, 118, 130), (88, 88, 100), 2)
    st.blob_light(a, (0, 1.4, 14.5), 3.6, st.sky.key, 0.8)
    st.quad(
        a,
        [(-1.9, 0.01, 14.8), (1.9, 0.01, 14.8), (3.4, 0.01, 2), (-3.4, 0.01, 2)],
        mix(st.sky.key, WHITE, 0.3),
        (100, 92, 88),
        0,
        0.45,
    )
    st.grid_floor(a, -5.2, 5.2, 0.4, 15, 0.005, 2.6, 2.4, (64, 58, 60), 0.03, 0.6)
    for _ in range(26):
        x, z = st.rng.uniform(-4, 4), st.rng.uniform(1.2, 9)
        q = st.p(*[(x + 0.2 * k * st.rng.uniform(-1, 1), 0.006, z + 0.25 * k) for k in range(5)])
        a.ink(spline(q), 2.5, (60, 52, 54), (0.3, 0.5), 0.7)
    for x in (-2.8, 2.8):
        for z in (5.0, 9.0):
            p, q = st.p((x, 5.2, z))[0], st.p((x * 0.8, 0, z - 1))[0]
            st.shaft(a, tuple(p), 20, tuple(q), 1180 / z * 1.3, (255, 236, 190), 0.25)
    m = st.mid
    for x, y, z, w, h in (
        (-3.6, 0, 8.5, 1.5, 1.3),
        (-3.4, 1.3, 8.7, 1.2, 1.0),
        (-2.6, 0, 6.2, 1.0, 0.9),
        (3.0, 0, 7.6, 1.6, 1.5),
        (3.2, 1.5, 7.9, 1.1, 0.9),
        (2.4, 0, 5.2, 0.9, 0.8),
    ):
        crate(st, m, x, y, z, w, h)
    for x, z in ((-1.9, 4.6), (-2.3, 4.9), (1.7, 4.3)):
        drum(st, m, x, z, (150, 60, 46) if x < 0 else (56, 92, 120))
    st.seg(m, (0, 5.4, 6), (0, 3.9, 6), 0.03, (30, 30, 36))
    sh = st.p((-0.12, 3.9, 6), (0.12, 3.9, 6), (0.34, 3.62, 6), (-0.34, 3.62, 6))
    m.fill(sh, (56, 70, 76))
    st.blob_light(m, (0, 3.55, 6), 1.0, (255, 232, 170), 0.95)
    n = st.near
    for k in range(9):
        y = -30 + 62 * k
        ring = spline([(W - 110, y), (W - 84, y + 34), (W - 110, y + 70), (W - 136, y + 34)], True)
        n.c.drawPath(
            path(ring), n.paint((34, 32, 40), 1, Style=skia.Paint.kStroke_Style, StrokeWidth=15)
        )
        n.c.drawPath(
            path(ring + (-3, -2)),
            n.paint((96, 92, 104), 1, Style=skia.Paint.kStroke_Style, StrokeWidth=4),
        )
    hook = spline([(W - 110, 590), (W - 70, 660), (W - 110, 740), (W - 160, 700)])
    n.ink(hook, 26, (34, 32, 40), (0, 0.5))
    crate(st, n, -1.35, -0.35, 1.9, 0.8, 0.9)
    return st.done(
        "warehouse",
        lamp(
            st,
            0.2,
            -0.9,
            -0.8,
            -0.4,
            mix(st.sky.rim, (255, 232, 190), 0.3),
            mix(st.sky.ambient, (214, 206, 206), 0.6),
            (136, 130, 166),
            0.75,
        ),
    )


def crate(st: Stage, a, x, y, z, w, h) -> None:
    wood: RGB = (168, 122, 80)
    st.box(a, x - w / 2, x + w / 2, y, y + h, z, z + w, wood, 2)
    for k in range(1, 5):
        st.seg(
            a,
            (x - w / 2, y + h * k / 5, z - 0.003),
            (x + w / 2, y + h * k / 5, z - 0.003),
            0.015,
            (104, 70, 46),
        )
    for x0, y0, x1, y1 in (
        (-0.5, 0.06, 0.5, 0.06),
        (-0.5, 0.94, 0.5, 0.94),
        (-0.46, 0, -0.46, 1),
        (0.46, 0, 0.46, 1),
        (-0.44, 0.1, 0.44, 0.9),
    ):
        st.seg(
            a,
            (x + w * x0, y + h * y0, z - 0.005),
            (x + w * x1, y + h * y1, z - 0.005),
            0.09 * w,
            (190, 144, 98),
        )


def drum(st: Stage, a, x: float, z: float, rgb: RGB) -> None:
    r, h = 0.29, 0.88
    th = np.linspace(0, 2 * math.pi, 26, endpoint=False)
    top = st.p(*[(x + r * math.cos(t), h, z + r * math.sin(t)) for t in th])
    lo = st.p(
        *[
            (x + r * math.cos(t), 0, z + r * math.sin(t))
            for t in np.linspace(math.pi, 2 * math.pi, 14)
        ]
    )
    body = np.vstack(
        [[(top[:, 0].min(), top[:, 1].mean())], lo, [(top[:, 0].max(), top[:, 1].mean())]]
    )
    a.grad(
        body,
        (body[:, 0].min(), 0),
        (body[:, 0].max(), 0),
        [
            (mul(rgb, (120, 110, 130)), 1, 0),
            (mix(rgb, WHITE, 0.25), 1, 0.4),
            (mul(rgb, (110, 100, 120)), 1, 1),
        ],
    )
    for y in (0.3, 0.6):
        a.ink(
            st.p(
                *[
                    (x + r * math.cos(t), y, z + r * math.sin(t))
                    for t in np.linspace(math.pi, 2 * math.pi, 14)
                ]
            ),
            5,
            mul(rgb, (130, 120, 130)),
            (0, 0),
        )
    a.outline(body, 2.4, INK)
    a.fill(top, mix(rgb, WHITE, 0.2))
    a.outline(top, 2.4, INK)


def temple(st: Stage) -> Plate:
    a = st.far
    st.paint_sky(a)
    hy = H * st.horizon
    for k, (amp, y) in enumerate(((130, -40), (90, 10))):
        c = mix(mix((90, 120, 150), st.sky.mid, 0.6), (46, 84, 90), 0.35 * k)
        ridge = [
            (
                x,
                hy
                + y
                - amp * (math.sin(x * 0.006 + k * 2) * 0.6 + math.sin(x * 0.017 + k) * 0.3 + 0.5),
            )
            for x in range(-40, W + 80, 50)
        ]
        a.grad(
            np.vstack([spline(ridge), [(W + 40, hy + 120), (-40, hy + 120)]]),
            (0, hy - 200),
            (0, hy + 80),
            [(c, 1), (mix(c, st.sky.low, 0.7), 1)],
        )
    m = st.mid
    stone = mix((176, 170, 160), st.sky.top, 0.4 * st.sky.dark)
    st.flat(m, -14, 14, 0.3, 16, 0, mix(stone, st.sky.low, 0.4), mul(stone, (130, 126, 136)))
    st.grid_floor(m, -14, 14, 0.4, 16, 0.004, 0.9, 0.9, mul(stone, (120, 116, 122)), 0.02, 0.7)
    for sx in (-1, 1):
        st.quad(
            m,
            [(sx * 5.2, 2.1, 16), (sx * 5.2, 0, 16), (sx * 5.2, 0, 1), (sx * 5.2, 2.1, 1)],
            (178, 60, 50),
            (112, 34, 40),
            2,
        )
        st.seg(m, (sx * 5.15, 2.15, 1), (sx * 5.15, 2.15, 16), 0.34, (58, 66, 74))
    for k in range(6):
        st.box(
            m,
            -3.2 + 0.12 * k,
            3.2 - 0.12 * k,
            0.17 * k,
            0.17 * (k + 1),
            11.2 + 0.3 * k,
            14.5,
            tint(stone, 1.05),
        )
    z = 13.2
    st.wall(m, (-3.0, z), (3.0, z), 1.0, 3.6, (150, 40, 40), (104, 26, 34), 2)
    for x in (-1.9, -0.63, 0.63, 1.9):
        st.wall(
            m,
            (x - 0.5, z - 0.02),
            (x + 0.5, z - 0.02),
            1.0,
            3.1,
            (236, 190, 120) if st.sky.dark > 0.3 else (112, 60, 44),
            (140, 66, 44),
            2,
        )
        for k in np.arange(-0.45, 0.5, 0.18):
            st.seg(m, (x + k, 1.0, z - 0.04), (x + k, 3.1, z - 0.04), 0.03, (84, 30, 28))
        for y in np.arange(1.6, 3.1, 0.25):
            st.seg(m, (x - 0.5, y, z - 0.04), (x + 0.5, y, z - 0.04), 0.03, (84, 30, 28))
    for x in (-3.0, -1.26, 0, 1.26, 3.0):
        if x:
            column(st, m, x, 12.6, 3.7, 0.15, (180, 44, 40))
    roof(st, m, 3.5, 3.55, 4.7, 12.4, 2.3)
    roof(st, m, 2.5, 5.0, 6.2, 13.0, 1.5)
    st.box(m, -0.75, 0.75, 3.0, 3.5, 12.3, 12.35, (34, 44, 70))
    for k in (-0.45, 0, 0.45):
        c = st.p((k, 3.25, 12.28))[0]
        for q in (((-12, -8), (12, -8)), ((0, -14), (0, 14)), ((-12, 6), (12, 6))):
            m.line([c + q[0], c + q[1]], 3.5, (236, 196, 104), (0, 0))
    burner(st, m, 0, 7.4)
    for sx in (-1, 1):
        lantern(st, m, sx * 2.4, 3.0, 11.9, 0.28)
        pine(st, m, sx * 4.3, 9.6)
    n = st.near
    branch(st, n)
    return st.done("temple", lamp(st, 0.6, -0.7, -0.85, -0.4, st.sky.rim, shadow=(170, 150, 190)))


def roof(st: Stage, a, w: float, y0: float, y1: float, z: float, ridge: float) -> None:
    eave = st.p(
        (-w - 0.9, y0 + 0.42, z),
        (-w, y0 + 0.05, z),
        (0, y0, z),
        (w, y0 + 0.05, z),
        (w + 0.9, y0 + 0.42, z),
    )
    top = st.p((ridge, y1, z + 1.2), (0, y1 - 0.02, z + 1.2), (-ridge, y1, z + 1.2))
    e, t = spline(eave), spline(top)
    left, right = (
        spline([t[-1], (t[-1] * 0.45 + e[0] * 0.55) + (14, 16), e[0]]),
        spline([e[-1], (t[0] * 0.45 + e[-1] * 0.55) + (-14, 16), t[0]]),
    )
    p = np.vstack([e, right[1:], t[1:], left[1:]])
    tile: RGB = mix((62, 82, 92), st.sky.top, 0.4 * st.sky.dark)
    a.grad(
        p,
        (0, t[:, 1].min()),
        (0, e[:, 1].max()),
        [(mix(tile, st.sky.low, 0.3), 1), (mul(tile, (150, 150, 160)), 1)],
    )
    with a.clip(p):
        for k in np.linspace(0, 1, 34):
            i, j = int(k * (len(e) - 1)), int((1 - k) * (len(t) - 1))
            a.ink(np.linspace(t[j], e[i], 8), 3.4, mul(tile, (110, 110, 130)), (0.1, 0))
    a.ink(e, 13, (196, 150, 80), (0.06, 0.06))
    a.ink(e + (0, 8), 5, (46, 30, 36), (0.06, 0.06))
    a.ink(t, 15, mul(tile, (130, 130, 140)), (0, 0))
    for q in (left, right):
        a.ink(q, 9, mul(tile, (130, 130, 140)), (0, 0))


def burner(st: Stage, a, x: float, z: float) -> None:
    u, c = 1180 / z, st.p((x, 0, z))[0]
    bronze: RGB = (96, 84, 62)
    for sx in (-1, 1):
        a.line(
            [c + (sx * u * 0.28, 0), c + (sx * u * 0.34, -u * 0.3), c + (sx * u * 0.24, -u * 0.48)],
            u * 0.1,
            mul(bronze, (160, 150, 150)),
            (0, 0),
        )
    bowl = spline(
        [
            c + (-u * 0.5, -u * 0.88),
            c + (-u * 0.46, -u * 0.55),
            c + (0, -u * 0.38),
            c + (u * 0.46, -u * 0.55),
            c + (u * 0.5, -u * 0.88),
        ]
    )
    a.grad(
        np.vstack([bowl]),
        tuple(c + (-u * 0.5, 0)),
        tuple(c + (u * 0.5, 0)),
        [(mix(bronze, WHITE, 0.35), 1), (bronze, 1), (mul(bronze, (100, 90, 100)), 1)],
    )
    a.outline(bowl, 3, INK)
    a.ink(
        np.linspace(c + (-u * 0.56, -u * 0.88), c + (u * 0.56, -u * 0.88), 10),
        u * 0.08,
        mix(bronze, (220, 180, 90), 0.4),
        (0.05, 0.05),
    )
    for k in (-0.2, 0, 0.2):
        a.line([c + (u * k, -u * 0.9), c + (u * k, -u * 1.2)], 4, (150, 60, 50), (0, 0))
        sm = spline(
            [
                c + (u * k, -u * 1.2),
                c + (u * (k + 0.1), -u * 1.6),
                c + (u * (k - 0.12), -u * 2.0),
                c + (u * (k + 0.1), -u * 2.6),
            ]
        )
        a.ink(sm, u * 0.10, WHITE, (0.1, 0.8), 0.35)


def pine(st: Stage, a, x: float, z: float) -> None:
    u, c = 1180 / z, st.p((x, 0, z))[0]
    a.line([c, c + (u * 0.1, -u * 1.4), c + (-u * 0.12, -u * 3.2)], u * 0.2, (84, 62, 54), (0, 0.5))
    for k in range(5):
        y, w = -u * (1.3 + 0.5 * k), u * (1.1 - 0.15 * k)
        o = u * (0.2 if k % 2 else -0.2)
        p = spline(
            [
                c + (o - w, y + u * 0.1),
                c + (o - w * 0.5, y - u * 0.22),
                c + (o, y - u * 0.34),
                c + (o + w * 0.5, y - u * 0.22),
                c + (o + w, y + u * 0.1),
                c + (o, y + u * 0.16),
            ],
            True,
        )
        g = mix((40, 92, 70), st.sky.top, 0.35 * st.sky.dark)
        a.cel(p, g, mul(g, (130, 140, 160)), u * 0.12, mul(g, (90, 90, 100)), 2.4)


def branch(st: Stage, a) -> None:
    a.line([(W + 30, 120), (820, 210), (640, 190), (470, 300)], 34, (62, 40, 44), (0, 0.9))
    a.line([(850, 205), (760, 330), (640, 420)], 18, (62, 40, 44), (0, 0.9))
    for _ in range(60):
        t = st.rng.random()
        x, y = (W - t * 600 + st.rng.normal(0, 26), 150 + 150 * t + st.rng.normal(0, 50))
        r = st.rng.uniform(9, 20)
        for k in range(5):
            d = np.array([math.cos(k * 1.257 + x), math.sin(k * 1.257 + x)]) * r
            a.c.drawCircle(
                float(x + d[0]),
                float(y + d[1]),
                r * 0.72,
                a.paint(mix((255, 190, 206), WHITE, st.rng.random() * 0.6)),
            )
        a.c.drawCircle(x, y, r * 0.34, a.paint((214, 70, 100)))


PLATES: dict[
    str, tuple[Callable[[Stage], Plate], str, str, float]
] = {  # builder, time, mood, camera yaw
    "rooftop": (rooftop, "night", "neutral", 0),
    "office": (office, "dusk", "neutral", -7),
    "mansion": (mansion, "day", "warm", 0),
    "hospital": (hospital_hall, "day", "cold", 0),
    "street": (street, "night", "cold", 0),
    "palace": (palace, "day", "warm", 0),
    "bamboo": (bamboo, "day", "neutral", 0),
    "bedroom": (bedroom, "night", "tender", 9),
    "banquet": (banquet, "night", "warm", 0),
    "car": (car_interior, "night", "neutral", 0),
    "warehouse": (warehouse, "dusk", "tense", 10),
    "temple": (temple, "dawn", "neutral", 0),
}


def plate(
    name: str, time: str | None = None, mood: str | None = None, seed: int = 1, scale: float = 1.0
) -> Plate:
    build, t, m, yaw = PLATES[name]
    return build(Stage(time or t, mood or m, seed, yaw, scale=scale))
