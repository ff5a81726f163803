"""The bamboo grove, and plants of other places."""

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import (
    RGB,
    WHITE,
    Art,
    arr,
    mix,
    mul,
    ribbon,
    spline,
)
from engine.artist.comic.plates.rooms import lamp
from engine.artist.comic.stage import H, Plate, Stage, W


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
    for _ in range(90):
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
    st.ground, st.specks = (150, 136, 100), ("fireflies",) if st.sky.dark > 0.7 else ("leaves",)
    st.drift("shade", 0, 900, W, 700, (30, 60, 40), 16, 10, "mid")
    st.relight(0.62, ("mid", "near"))
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


def stalk(
    st: Stage, a: Art, x: float, w: float, rgb: RGB, base: float, leaves: bool = False
) -> None:
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
            for _k in range(3):
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


def leaf(a: Art, x: float, y: float, ln: float, deg: float, rgb: RGB) -> None:
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


def tuft(a: Art, x: float, y: float, r: float, rgb: RGB, rng: np.random.Generator) -> None:
    for _k in range(4):
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


def pine(st: Stage, a: Art, x: float, z: float) -> None:
    u, c = 1180 / z, st.p((x, 0, z))[0]
    a.line(
        [c, (c + (u * 0.1, -u * 1.4)), (c + (-u * 0.12, -u * 3.2))], u * 0.2, (84, 62, 54), (0, 0.5)
    )
    for k in range(5):
        y, w = -u * (1.3 + 0.5 * k), u * (1.1 - 0.15 * k)
        o = u * (0.2 if k % 2 else -0.2)
        p = spline(
            [
                (c + (o - w, y + u * 0.1)),
                (c + (o - w * 0.5, y - u * 0.22)),
                (c + (o, y - u * 0.34)),
                (c + (o + w * 0.5, y - u * 0.22)),
                (c + (o + w, y + u * 0.1)),
                (c + (o, y + u * 0.16)),
            ],
            True,
        )
        g = mix((40, 92, 70), st.sky.top, 0.35 * st.sky.dark)
        a.cel(p, g, mul(g, (130, 140, 160)), u * 0.12, mul(g, (90, 90, 100)), 2.4)


def branch(st: Stage, a: Art) -> None:
    a.line([(W + 30, 60), (900, 130), (760, 90), (600, 170)], 34, (62, 40, 44), (0, 0.9))
    a.line([(930, 125), (880, 260), (800, 350)], 18, (62, 40, 44), (0, 0.9))
    for _ in range(60):
        t = st.rng.random()
        x, y = (W - t * 460 + st.rng.normal(0, 24), 90 + 80 * t + st.rng.normal(0, 44))
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
