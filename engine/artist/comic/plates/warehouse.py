"""The warehouse, its crates and drums."""

from __future__ import annotations

import math

import numpy as np
import skia

from engine.artist.comic.ink import (
    INK,
    RGB,
    WHITE,
    Art,
    mix,
    mul,
    path,
    spline,
)
from engine.artist.comic.plates.rooms import lamp, shell
from engine.artist.comic.stage import Plate, Stage, W


def warehouse(st: Stage) -> Plate:
    """An empty hall with crates, drums and one lamp."""
    _hall(st)
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
    st.ground, st.specks = (110, 100, 92), ("dust",)
    st.relight(0.6)
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


def crate(st: Stage, a: Art, x: float, y: float, z: float, w: float, h: float) -> None:
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


def drum(st: Stage, a: Art, x: float, z: float, rgb: RGB) -> None:
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


def _hall(st: Stage) -> None:
    """Ribbed walls, girders, the gate and its light."""
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
