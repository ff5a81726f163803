"""The palace."""

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import (
    RGB,
    Art,
    arr,
    mix,
    mul,
    spline,
)
from engine.artist.comic.plates.rooms import SCREEN, column, lamp, shell
from engine.artist.comic.stage import Plate, Stage, W


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
    st.ground, st.specks = (120, 52, 44), ("dust",)
    st.relight(0.62)
    return st.done(
        "palace",
        lamp(st, -0.55, -0.7, 0.8, -0.4, (255, 196, 110), (252, 224, 206), (170, 130, 160), 0.7),
    )


def dragon_coil(st: Stage, a: Art, x: float, z: float) -> None:
    q = st.p(*[(x + 0.27 * math.sin(t * 7), 0.6 + 4 * t, z - 0.02) for t in np.linspace(0, 1, 60)])
    a.ink(q, 900 / z * 0.06, (228, 180, 84), (0.1, 0.3), 0.9)


def lattice(st: Stage, a: Art, x0: float, x1: float, y0: float, y1: float, z: float) -> None:
    st.wall(a, (x0, z), (x1, z), y0, y1, mix(st.sky.low, (255, 222, 160), 0.6), (232, 164, 96))
    for x in np.arange(x0, x1 + 0.01, 0.37):
        st.seg(a, (x, y0, z), (x, y1, z), 0.05, (84, 30, 30))
    for y in np.arange(y0, y1 + 0.01, 0.37):
        st.seg(a, (x0, y, z), (x1, y, z), 0.05, (84, 30, 30))
    for x in np.arange(x0, x1 + 0.01, 1.48):
        st.seg(a, (x, y0 - 0.6, z), (x, y1, z), 0.16, (104, 24, 30))


def lantern(st: Stage, a: Art, x: float, y: float, z: float, r: float) -> None:
    c = st.p((x, y, z))[0]
    u = 1180 / z * r
    a.line([(c + (0, -u * 3)), (c + (0, -u))], max(2, u * 0.08), (60, 30, 30), (0, 0))
    a.glow(c[0], c[1], u * 3, (255, 130, 60), 0.6, 1, SCREEN)
    layer = next(n for n, art in st.layers.items() if art is a)
    st.alive(float(c[0]), float(c[1]), u * 2, (255, 150, 80), "flame", 34, layer)
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
                    (c + (-u * 0.4, s * u * 0.8)),
                    (c + (u * 0.4, s * u * 0.8)),
                    (c + (u * 0.4, s * u * 1.0)),
                    (c + (-u * 0.4, s * u * 1.0)),
                ]
            ),
            (226, 178, 90),
        )
    for k in (-0.2, 0, 0.2):
        a.line([(c + (k * u, u)), (c + (k * u * 1.4, u * 1.9))], 2.5, (226, 60, 50), (0, 0.4))


def drape(a: Art, rgb: RGB) -> None:
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
