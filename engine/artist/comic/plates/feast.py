"""The banquet hall and its tables."""

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import (
    WHITE,
    Art,
    spline,
)
from engine.artist.comic.plates.rooms import chandelier, curtain, lamp, shell
from engine.artist.comic.stage import H, Plate, Stage


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
    st.ground, st.specks = (236, 224, 214), ("dust",)
    st.relight(0.5)
    return st.done(
        "banquet",
        lamp(st, -0.35, -0.9, 0.85, -0.45, (255, 214, 140), (255, 236, 214), (186, 140, 166), 0.7),
    )


def round_table(st: Stage, a: Art, x: float, z: float) -> None:
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
        a.line([p, (p + (0, -u * 0.14))], max(2, u * 0.016), (255, 255, 255), (0, 0), 0.9)
        a.fill(
            spline(
                [
                    (p + (-u * 0.03, -u * 0.25)),
                    (p + (u * 0.03, -u * 0.25)),
                    (p + (u * 0.02, -u * 0.14)),
                    (p + (-u * 0.02, -u * 0.14)),
                ],
                True,
            ),
            (255, 226, 150),
            0.85,
        )
    for t in (3.5, 4.3, 5.1, 5.9):
        cx, cz = x + 1.25 * math.cos(t), z + 1.25 * math.sin(t)
        st.box(a, cx - 0.2, cx + 0.2, 0.42, 1.0, cz, cz + 0.05, (170, 40, 54))


def glass(a: Art, x: float, y: float, h: float) -> None:
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
