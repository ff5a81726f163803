"""The temple court."""

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import (
    INK,
    RGB,
    WHITE,
    Art,
    mix,
    mul,
    spline,
)
from engine.artist.comic.plates.court import lantern
from engine.artist.comic.plates.nature import branch, pine
from engine.artist.comic.plates.rooms import column, lamp
from engine.artist.comic.stage import H, Plate, Stage, W, tint


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
        for bar in np.arange(-0.45, 0.5, 0.18):
            st.seg(m, (x + bar, 1.0, z - 0.04), (x + bar, 3.1, z - 0.04), 0.03, (84, 30, 28))
        for rung in np.arange(1.6, 3.1, 0.25):
            st.seg(m, (x - 0.5, rung, z - 0.04), (x + 0.5, rung, z - 0.04), 0.03, (84, 30, 28))
    for x in (-3.0, -1.26, 0, 1.26, 3.0):
        if x:
            column(st, m, x, 12.6, 3.7, 0.15, (180, 44, 40))
    roof(st, m, 3.5, 3.55, 4.7, 12.4, 2.3)
    roof(st, m, 2.5, 5.0, 6.2, 13.0, 1.5)
    st.box(m, -0.75, 0.75, 3.0, 3.5, 12.3, 12.35, (34, 44, 70))
    for knob in (-0.45, 0, 0.45):
        c = st.p((knob, 3.25, 12.28))[0]
        for q in (((-12, -8), (12, -8)), ((0, -14), (0, 14)), ((-12, 6), (12, 6))):
            m.line([c + q[0], c + q[1]], 3.5, (236, 196, 104), (0, 0))
    burner(st, m, 0, 7.4)
    for sx in (-1, 1):
        lantern(st, m, sx * 2.4, 3.0, 11.9, 0.28)
        pine(st, m, sx * 4.3, 9.6)
    n = st.near
    branch(st, n)
    st.ground, st.specks = (150, 140, 126), ("petals-few",)
    st.drift("smoke", 480, 560, 130, 300, WHITE, 40, 30, "mid")
    st.relight(0.35, ("near",))
    return st.done("temple", lamp(st, 0.6, -0.7, -0.85, -0.4, st.sky.rim, shadow=(170, 150, 190)))


def roof(st: Stage, a: Art, w: float, y0: float, y1: float, z: float, ridge: float) -> None:
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
    a.ink((e + (0, 8)), 5, (46, 30, 36), (0.06, 0.06))
    a.ink(t, 15, mul(tile, (130, 130, 140)), (0, 0))
    for q in (left, right):
        a.ink(q, 9, mul(tile, (130, 130, 140)), (0, 0))


def burner(st: Stage, a: Art, x: float, z: float) -> None:
    u, c = 1180 / z, st.p((x, 0, z))[0]
    bronze: RGB = (96, 84, 62)
    for sx in (-1, 1):
        a.line(
            [
                (c + (sx * u * 0.28, 0)),
                (c + (sx * u * 0.34, -u * 0.3)),
                (c + (sx * u * 0.24, -u * 0.48)),
            ],
            u * 0.1,
            mul(bronze, (160, 150, 150)),
            (0, 0),
        )
    bowl = spline(
        [
            (c + (-u * 0.5, -u * 0.88)),
            (c + (-u * 0.46, -u * 0.55)),
            (c + (0, -u * 0.38)),
            (c + (u * 0.46, -u * 0.55)),
            (c + (u * 0.5, -u * 0.88)),
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
        np.linspace((c + (-u * 0.56, -u * 0.88)), (c + (u * 0.56, -u * 0.88)), 10),
        u * 0.08,
        mix(bronze, (220, 180, 90), 0.4),
        (0.05, 0.05),
    )
    for k in (-0.2, 0, 0.2):
        a.line([(c + (u * k, -u * 0.9)), (c + (u * k, -u * 1.2))], 4, (150, 60, 50), (0, 0))
        sm = spline(
            [
                (c + (u * k, -u * 1.2)),
                (c + (u * (k + 0.1), -u * 1.6)),
                (c + (u * (k - 0.12), -u * 2.0)),
                (c + (u * (k + 0.1), -u * 2.6)),
            ]
        )
        a.ink(sm, u * 0.10, WHITE, (0.1, 0.8), 0.35)
