"""Streets and roofs at night, with neon and rain."""

from __future__ import annotations

import numpy as np
import skia

from engine.artist.comic.ink import (
    INK,
    RGB,
    WHITE,
    Art,
    Points,
    arr,
    mix,
    mul,
    spline,
)
from engine.artist.comic.plates.rooms import SCREEN, lamp
from engine.artist.comic.stage import H, Plate, Stage, W, tint


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
            arr([(p0 + (-16, 0)), (p0 + (16, 0)), (p1 + (46, 0)), (p1 + (-46, 0))]),
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
    st.ground = (110, 108, 124)
    st.drift("cloud", 0, 100, W, 300, WHITE, 30, 12, "far")
    st.drift("steam", 700, 640, 200, 360, WHITE, 26, 36, "mid")
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


def sign(st: Stage, a: Art, x: float, y: float, w: float, h: float, rgb: RGB) -> None:
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
    st.alive(x + w / 2, y + h / 2, max(w, h) * 0.8, rgb, "neon", round(14 + 26 * st.sky.dark))


def cable(a: Art, pts: Points) -> None:
    a.line(pts, 5, (18, 16, 28), (0, 0))


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
    for _ in range(26 if st.sky.dark > 0.2 else 6):  # wet reflections
        z, x = st.rng.uniform(1.0, 12), st.rng.uniform(-2.1, 2.1)
        p0, p1 = st.p((x, 0, z + 0.8), (x, 0, z * 0.78))
        w = 40 / z
        c = neon[int(st.rng.integers(5))] if st.sky.dark > 0.3 else (236, 244, 252)
        m.grad(
            arr([(p0 + (-w, 0)), (p0 + (w, 0)), (p1 + (w * 1.3, 0)), (p1 + (-w * 1.3, 0))]),
            tuple(p0),
            tuple(p1),
            [(c, 0.5), (c, 0)],
        )
    puddles = ((-0.9, 2.3, 0.8), (1.1, 3.6, 0.7), (0.2, 6, 1.1)) if st.sky.dark > 0.2 else ()
    for x, z, r in puddles:
        e = st.p((x - r, 0, z), (x, 0, z + r * 0.6), (x + r, 0, z), (x, 0, z - r * 0.4))
        m.fill(spline(e, True), mix(st.sky.low, WHITE, 0.3), 0.30)
        m.outline(spline(e, True), 2, mix(st.sky.low, WHITE, 0.5), 0.6)
    car(st, m, 1.35, 8.2, (150, 40, 54))
    n = st.near
    awning(n)
    st.ground, st.specks = (84, 84, 98), ("rain-few",) if st.sky.dark > 0.2 else ("dust",)
    st.drift("beam", 0, 760, W, 420, (255, 244, 214), 14, 120, "mid")
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


def shopfront(st: Stage, a: Art, sx: int, z: float, d: float, h: float, neon: RGB) -> None:
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
                float(s[:, 0].mean()),
                float(s[:, 1].mean()),
                float(s[2][1] - s[0][1]),
                neon,
                0.45 * st.sky.dark + 0.1,
                1,
                SCREEN,
            )


def streetlamp(st: Stage, a: Art, x: float, z: float, sx: int) -> None:
    st.seg(a, (x, 0, z), (x, 4.2, z), 0.10, (34, 34, 46))
    st.seg(a, (x, 4.2, z), (x - sx * 0.8, 4.4, z), 0.08, (34, 34, 46))
    if st.sky.dark > 0.2:
        st.blob_light(a, (x - sx * 0.8, 4.3, z), 1.1, (255, 226, 160), 0.9)
        p = st.p((x - sx * 0.8, 4.3, z))[0]
        q = st.p((x - sx * 0.8, 0, z))[0]
        st.shaft(a, tuple(p), 8, tuple(q), 1180 / z * 0.9, (255, 226, 170), 0.22)


def car(st: Stage, a: Art, x: float, z: float, rgb: RGB) -> None:
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


def awning(a: Art) -> None:
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
