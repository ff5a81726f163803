"""Where people trade, drink tea, read and hide: market, teahouse, study, alley."""

# A list of points reads as a shape only while it stays together:
# fmt: off

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import RGB, WHITE, Art, arr, mix, mul, spline
from engine.artist.comic.plates.city import sign
from engine.artist.comic.plates.court import lantern, lattice
from engine.artist.comic.plates.kit import (
    LAMP,
    beam,
    bricks,
    cast,
    crowd,
    desk,
    lit,
    plank_floor,
)
from engine.artist.comic.plates.nature import leaf as bamboo_leaf
from engine.artist.comic.plates.nature import stalk
from engine.artist.comic.plates.rooms import SCREEN, lamp, plant, shelf, shell, window
from engine.artist.comic.stage import FOCAL, H, Plate, Stage, tint

_CLOTHS: tuple[RGB, ...] = ((206, 60, 56), (240, 170, 60), (66, 130, 140), (226, 226, 214), (120,
    80, 140), (90, 140, 84))


def market(st: Stage) -> Plate:
    """Stalls with awnings along both sides, heaps of fruit, lanterns strung across, a crowd."""
    a = st.far
    st.paint_sky(a, False)
    old = lit(st, (150, 110, 90))
    for k, (x0, x1, y) in enumerate(((-5.6, -2.6, 3.6), (2.6, 5.6, 3.9), (-2.7, -0.9, 3.2), (1.0,
        2.8, 3.3))):
        z = 11.0 if k < 2 else 15.0
        st.box(a, x0, x1, 0, y, z, z + 2, mix(old, st.sky.low, 0.15 * (k > 1)), 2)
        if st.ancient or k % 2:
            q = st.p((x0 - 0.5, y, z - 0.4), (x1 + 0.5, y, z - 0.4), (x1 - 0.2, y + 0.9, z + 1),
                (x0 + 0.2, y + 0.9, z + 1))
            a.cel(q, lit(st, (70, 78, 90)), None, 10, (30, 30, 44), 3)
        for x in np.arange(x0 + 0.35, x1 - 0.4, 0.85).tolist():
            st.wall(a, (x, z - 0.02), (x + 0.5, z - 0.02), y - 1.4, y - 0.6, mix((80, 70, 80),
                st.sky.glass, 0.2 + 0.8 * st.sky.dark), None, 1.5)
    m = st.mid
    ground = lit(st, (156, 138, 120), 0.55)
    st.flat(m, -12, 12, 0.3, 18, 0, mix(ground, st.sky.low, 0.3), mul(ground, (140, 132, 140)))
    for _ in range(60):
        x, z = st.rng.uniform(-2.2, 2.2), st.rng.uniform(1.2, 12)
        p, u = st.p((x, 0.003, z))[0], FOCAL / z
        m.line([p, p + (u * 0.12, -u * 0.01), p + (u * 0.24, u * 0.006)], max(1.5, u * 0.012),
            mul(ground, (120, 112, 120)), (0.2, 0.3), 0.6)
    y = float(st.p((0, 0, 10))[0][1])
    crowd(st, m, y, 380, 690, 7, 80, lit(st, (70, 64, 84)), hats=st.ancient)
    for sx in (-1, 1):
        for k, z in enumerate((9.0, 6.6, 4.6)):
            _stall(st, m, sx, z, _CLOTHS[(k * 2 + (sx > 0) * 3 + st.seed) % 6])
    for k, (z, y2) in enumerate(((8.4, 3.3), (5.6, 3.0))):
        line = [(x, y2 - 0.42 * math.cos(x / 2.4 * 1.57), z) for x in np.linspace(-2.4, 2.4, 9)]
        m.ink(spline(st.p(*line)), 3, (40, 34, 44), (0, 0))
        for i, p3 in enumerate(line[1:-1]):
            if st.ancient or i % 2:
                lantern(st, m, p3[0], p3[1] - 0.34, z, 0.15)
            else:
                p = st.p(p3)[0]
                m.glow(float(p[0]), float(p[1] + 10), 300 / z, (255, 226, 150),
                    0.4 + 0.5 * st.sky.dark, 1, SCREEN)
                m.c.drawCircle(float(p[0]), float(p[1] + 10), 60 / z, m.paint((255, 246, 214)))
                if k:
                    st.alive(float(p[0]), float(p[1] + 10), 260 / z, (255, 226, 150), "lamp",
                        round(10 + 24 * st.sky.dark))
    n = st.near
    for x, c in ((-0.98, (226, 120, 50)), (1.02, (190, 50, 60))):
        _heap(st, n, x, 0.52, 1.5, 0.34, c)
        st.box(n, x - 0.42, x + 0.42, -0.4, 0.52, 1.45, 1.9, (134, 92, 62), 3)
    st.ground = (140, 100, 70)
    st.drift("steam", 730, 560, 150, 400, WHITE, 40, 44, "mid")
    return st.done("market", lamp(st, -0.5, -0.75, 0.8, -0.4, (255, 190,
        110) if st.sky.dark > 0.4 else None, shadow=(160, 136, 180)))


def _stall(st: Stage, m: Art, sx: int, z: float, cloth: RGB) -> None:
    """One stall: posts, counter with heaps, a striped awning with a scalloped edge."""
    x0, x1 = (-3.5, -1.55) if sx < 0 else (1.55, 3.5)
    inner = x1 if sx < 0 else x0
    wood = lit(st, (140, 98, 66))
    for x in (x0, x1):
        st.seg(m, (x, 0, z), (x, 2.5, z), 0.09, wood)
    st.box(m, x0, x1, 0, 0.85, z, z + 0.8, wood, 2)
    for k, c in enumerate(((226, 120, 50), (120, 164, 70), (206, 60, 60))):
        _heap(st, m, x0 + 0.35 + 0.6 * k, 0.85, z + 0.2, 0.24, lit(st, c, 0.35))
    cols = (lit(st, cloth, 0.4), lit(st, (244, 234, 214), 0.4))
    n = 6
    for k in range(n):
        a0, a1 = x0 - 0.15 + (x1 - x0 + 0.3) * k / n, x0 - 0.15 + (x1 - x0 + 0.3) * (k + 1) / n
        c = cols[k % 2]
        st.quad(m, [(a0, 2.85, z + 0.6), (a1, 2.85, z + 0.6), (a1, 2.3, z - 0.7), (a0, 2.3,
            z - 0.7)], c, mul(c, (200, 190, 200)), 1.6)
        p0, p1 = st.p((a0, 2.3, z - 0.7), (a1, 2.3, z - 0.7))
        drop = FOCAL / z * 0.16
        m.cel(spline([p0, p0 + (0, drop * 0.6), (p0 + p1) / 2 + (0, drop), p1 + (0, drop * 0.6),
            p1], False), c, None, 5, mul(c, (110, 100, 110)), 2)
    p = st.p((inner - sx * 0.5, 2.05, z - 0.2))[0]
    bright = 0.25 + 0.75 * st.sky.dark
    m.glow(float(p[0]), float(p[1]), 760 / z, LAMP, 0.6 * bright, 1, SCREEN)
    m.c.drawCircle(float(p[0]), float(p[1]), 90 / z, m.paint((255, 244, 206)))
    st.alive(float(p[0]), float(p[1]), 560 / z, LAMP, "lamp", round(10 + 26 * st.sky.dark))


def _heap(st: Stage, a: Art, x: float, y: float, z: float, r: float, rgb: RGB) -> None:
    """Round fruit in a heap."""
    u = FOCAL / z
    p = st.p((x, y, z))[0]
    for row, count in ((0, 5), (1, 4), (2, 2)):
        for k in range(count):
            q = p + ((k - (count - 1) / 2) * u * r * 0.42, -u * r * (0.16 + 0.3 * row))
            b = u * r * 0.24
            ball = np.stack([q[0] + b * np.cos(np.linspace(0, 6.28, 18)),
                q[1] + b * np.sin(np.linspace(0, 6.28, 18))], 1)
            a.cel(ball, mix(rgb, WHITE, st.rng.uniform(0, 0.14)), None, b * 0.4, mul(rgb,
                (110, 90, 100)), max(1.4, b * 0.09))


def teahouse(st: Stage) -> Plate:
    """A round window on bamboo, low tables with tea things, screens, paper lanterns."""
    wood: RGB = (122, 72, 48)
    shell(st, 3.0, 3.1, 6.8, (222, 196, 156), (134, 92, 64), (92, 60, 46))
    a = st.far
    plank_floor(st, a, -3.0, 3.0, 6.8, (134, 92, 64))
    c, u = st.p((0.0, 1.75, 6.78))[0], FOCAL / 6.78
    ring = np.stack([c[0] + u * 1.12 * np.cos(np.linspace(0, 6.28, 60)),
        c[1] + u * 1.12 * np.sin(np.linspace(0, 6.28, 60))], 1)
    with a.clip(ring):
        a.grad(ring, (0, float(c[1] - u)), (0, float(c[1] + u)), [(st.sky.mid, 1),
            (mix(st.sky.low, WHITE, 0.2), 1)])
        for k in range(6):
            stalk(st, a, float(c[0] - 170 + 66 * k), 15, lit(st, (96, 152, 96)), float(c[1] + 230))
        for _ in range(16):
            bamboo_leaf(a, float(c[0] + st.rng.uniform(-180, 180)),
                float(c[1] + st.rng.uniform(-190, 60)), 70, st.rng.uniform(40, 140), lit(st,
                (110, 170, 96)))
    a.outline(ring, 22, wood)
    a.outline(ring, 7, mix(wood, WHITE, 0.3))
    for sx in (-1, 1):
        x0, x1 = (-2.9, -1.5) if sx < 0 else (1.5, 2.9)
        lattice_wall(st, a, x0, x1, 0.4, 2.7, 6.76, wood)
    for z in (2.0, 4.2, 6.4):
        beam(st, a, (-3, 3.0, z), (3, 3.0, z), 0.2, wood)
    for x in (-2.95, 2.95):
        for z in (3.0, 5.6):
            st.seg(a, (x, 0, z), (x, 3.1, z), 0.22, mul(wood, (210, 200, 200)))
    cast(st, a, -0.9, 0.8, 3.8, 5.6, 0.4)
    m = st.mid
    for x, z in ((-1.75, 5.4), (1.75, 5.0), (-2.2, 3.6)):
        desk(st, m, x - 0.6, x + 0.6, z, z + 0.7, (150, 92, 60), 0.5)
        _tea_set(st, m, x, 0.5, z + 0.3, 1.0)
        for dx in (-0.82, 0.82):
            st.box(m, x + dx - 0.24, x + dx + 0.24, 0.06, 0.24, z + 0.1, z + 0.6, (196, 60, 56), 2)
    for x, z in ((-1.25, 4.6), (1.25, 4.2)):
        lantern(st, m, x, 2.3, z, 0.22)
    n = st.near
    st.box(n, 0.62, 1.9, 0.34, 0.42, 1.4, 2.1, (150, 92, 60), 3)
    _tea_set(st, n, 0.98, 0.42, 1.7, 1.0)
    st.seg(n, (-1.02, -0.5, 1.6), (-1.02, 3.4, 1.6), 0.17, mul(wood, (170, 160, 170)))
    st.drift("steam", 830, 1000, 150, 330, WHITE, 46, 34, "near")
    st.ancient, st.ground, st.specks = True, (150, 92, 60), ("dust",)
    st.relight(0.72)
    return st.done("teahouse", lamp(st, -0.4, -0.8, 0.8, -0.4, (255, 200, 130), (250, 234, 212),
        (166, 136, 166), 0.65))


def lattice_wall(st: Stage, a: Art, x0: float, x1: float, y0: float, y1: float, z: float,
    wood: RGB) -> None:
    """A paper screen in a wooden grid."""
    st.wall(a, (x0, z), (x1, z), y0, y1, mix(st.sky.low, (255, 236, 196), 0.7), (236, 200, 150))
    for x in np.linspace(x0, x1, 6).tolist():
        st.seg(a, (x, y0, z - 0.01), (x, y1, z - 0.01), 0.04, wood)
    for y in np.linspace(y0, y1, 8).tolist():
        st.seg(a, (x0, y, z - 0.01), (x1, y, z - 0.01), 0.04, wood)
    st.wall(a, (x0, z - 0.02), (x1, z - 0.02), 0.0, y0, mul(wood, (190, 180, 180)), None, 2)


def _tea_set(st: Stage, a: Art, x: float, y: float, z: float, k: float) -> None:
    """A pot and three cups."""
    u, p = FOCAL / z * k, st.p((x, y, z))[0]
    clay: RGB = (136, 70, 54)
    body = spline([p + (-u * 0.13, -u * 0.02), p + (-u * 0.15, -u * 0.1), p + (-u * 0.07,
        -u * 0.19), p + (u * 0.07, -u * 0.19), p + (u * 0.15, -u * 0.1), p + (u * 0.13,
        -u * 0.02)], True)
    a.line([p + (u * 0.12, -u * 0.07), p + (u * 0.24, -u * 0.17)], u * 0.05, mul(clay,
        (190, 180, 190)), (0, 0.2))
    a.outline(spline([p + (-u * 0.13, -u * 0.15), p + (-u * 0.24, -u * 0.13), p + (-u * 0.2,
        -u * 0.04), p + (-u * 0.13, -u * 0.05)], True), u * 0.025, clay)
    a.cel(body, clay, None, u * 0.04, (50, 24, 24), max(1.6, u * 0.012))
    a.c.drawCircle(float(p[0]), float(p[1] - u * 0.21), u * 0.025, a.paint(clay))
    for dx in (-0.34, 0.34, 0.46):
        q = p + (u * dx, u * 0.03)
        cup = arr([q + (-u * 0.055, -u * 0.08), q + (u * 0.055, -u * 0.08), q + (u * 0.036, 0),
            q + (-u * 0.036, 0)])
        a.cel(cup, (240, 240, 236), None, u * 0.02, (90, 100, 130), max(1.4, u * 0.01))


def study(st: Stage) -> Plate:
    """Walls of books, a desk with a green lamp, a globe; of old scrolls, brushes, a candle."""
    wood: RGB = (96, 58, 42)
    shell(st, 2.9, 3.2, 6.4, (110, 74, 60) if not st.ancient else (206, 178, 140), (122, 80, 58),
        (90, 62, 50))
    a = st.far
    plank_floor(st, a, -2.9, 2.9, 6.4, (122, 80, 58))
    st.flat(a, -1.6, 1.6, 2.0, 5.4, 0.01, (130, 36, 44), (90, 24, 36))
    st.flat(a, -1.45, 1.45, 2.15, 5.25, 0.012, (156, 60, 56), (110, 36, 44))
    if st.ancient:
        lattice(st, a, -1.15, 1.15, 0.9, 2.8, 6.38)
    else:
        window(st, a, -0.85, 0.85, 0.8, 2.7, 6.38, 2, (70, 44, 36))
        for sx in (-1, 1):
            for k in range(4):
                x = sx * (0.78 + 0.1 * k)
                st.quad(a, [(x, 2.9, 6.3), (x + sx * 0.12, 2.9, 6.3), (x + sx * 0.13, 0.1, 6.3),
                    (x - sx * 0.01, 0.1, 6.3)], mix((40, 90, 70), WHITE, 0.1 * (k % 2)), (24, 56,
                    48), 1.5)
    cast(st, a, -0.6, 0.7, 3.2, 5.2, 0.3)
    m = st.mid
    for x0, x1 in ((-2.8, -1.3), (1.3, 2.8)):
        _bookcase(st, m, x0, x1, 5.7)
    shelf(st, m, -2.88, 2.2, 5.4)
    st.box(m, -1.3, 1.1, 0, 0.7, 4.0, 4.9, wood, 2.4)
    st.box(m, -1.4, 1.2, 0.7, 0.8, 3.95, 5.0, tint(wood, 1.35), 2.4)
    for x in (-1.1, 0.35):
        st.wall(m, (x, 3.99), (x + 0.6, 3.99), 0.12, 0.62, tint(wood, 1.15), wood, 1.6)
    st.box(m, -0.45, 0.35, 0.8, 1.75, 5.2, 5.3, (110, 40, 40), 2.2)
    u, p = FOCAL / 4.3, st.p((-0.85, 0.8, 4.3))[0]
    if st.ancient:
        st.box(m, 0.25, 0.75, 0.8, 0.9, 4.2, 4.5, (50, 44, 50), 2)
        for k in range(4):
            q = st.p((0.32 + 0.11 * k, 0.9, 4.3))[0]
            m.line([q, q + (6, -u * 0.4)], 6, (170, 120, 70), (0, 0))
            m.line([q + (6, -u * 0.4), q + (8, -u * 0.5)], 9, (50, 40, 44), (0.1, 0.8))
        for k in range(3):
            st.box(m, -0.4 + 0.06 * k, 0.1, 0.8 + 0.06 * k, 0.85 + 0.06 * k, 4.2, 4.5,
                ((240, 226, 190), (120, 160, 180), (206, 170, 110))[k], 1.6)
        m.line([p, p + (0, -u * 0.2)], 15, (240, 226, 206), (0, 0))
        p = p + (0, -u * 0.2)
        m.fill(spline([p + (-8, 0), p + (-6, -16), p + (0, -34), p + (7, -15), p + (8, 0)], True),
            (255, 206, 90))
        st.alive(float(p[0]), float(p[1]) - 10, 150, (255, 190, 100), "flame", 44)
    else:
        m.line([p, p + (0, -u * 0.24)], 9, (206, 166, 90), (0, 0))
        m.cel(spline([p + (-u * 0.24, -u * 0.22), p + (-u * 0.2, -u * 0.36), p + (u * 0.2,
            -u * 0.36), p + (u * 0.24, -u * 0.22)], True), (40, 130, 90), None, 10, (14, 50, 40),
            2.4)
        p = p + (0, -u * 0.24)
        st.alive(float(p[0]), float(p[1]), 190, (255, 226, 150), "lamp", 26)
        st.box(m, 0.2, 0.62, 0.8, 0.88, 4.2, 4.5, (226, 220, 206), 1.6)
        q = st.p((0.86, 1.02, 4.4))[0]
        m.c.drawCircle(float(q[0]), float(q[1]), u * 0.17, m.paint((90, 150, 190)))
        m.fill(spline([q + (-20, -26), q + (14, -34), q + (24, -4), q + (-4, 18), q + (-28, 4)],
            True), (150, 180, 110))
        m.outline(np.stack([q[0] + u * 0.19 * np.cos(np.linspace(0, 6.28, 24)),
            q[1] + u * 0.19 * np.sin(np.linspace(0, 6.28, 24))], 1), 5, (196, 150, 80))
    m.glow(float(p[0]), float(p[1]), 330, (255, 214, 140), 0.3 + 0.4 * st.sky.dark, 1, SCREEN)
    n = st.near
    if st.ancient:
        plant(st, n, -1.15, 1.9, 0.7)
    st.box(n, 0.72, 1.5, -0.4, 0.6, 1.5, 2.1, (110, 40, 40), 3)
    st.box(n, 1.1, 1.6, 0.6, 1.2, 1.5, 2.1, (120, 46, 44), 3)
    st.ground, st.specks = (120, 74, 52), ("dust",)
    st.relight(0.75)
    return st.done("study", lamp(st, -0.5, -0.7, 0.8, -0.3, (255, 214, 140), (244, 226, 206),
        (150, 120, 156), 0.65))


def _bookcase(st: Stage, m: Art, x0: float, x1: float, z: float) -> None:
    """Shelves on the back wall: books, or scrolls in their pigeon-holes."""
    st.box(m, x0, x1, 0, 2.9, z, z + 0.4, (84, 50, 38), 2.4)
    cols = ((150, 56, 52), (60, 90, 130), (206, 176, 120), (56, 104, 86), (110, 70, 120), (44, 48,
        64))
    for y in np.arange(0.16, 2.8, 0.44).tolist():
        st.wall(m, (x0 + 0.07, z - 0.01), (x1 - 0.07, z - 0.01), y, y + 0.37, (40, 24, 22))
        x = x0 + 0.1
        while x < x1 - 0.18:
            if st.ancient:
                p, u = st.p((x + 0.06, y + 0.08, z - 0.02))[0], FOCAL / z
                for k in range(3):
                    q = p + ((k % 2) * u * 0.05, -k * u * 0.09)
                    m.c.drawCircle(float(q[0]), float(q[1]), u * 0.045,
                        m.paint(((240, 222, 176), (214, 190, 140))[k % 2]))
                    m.c.drawCircle(float(q[0]), float(q[1]), u * 0.016, m.paint((130, 70, 50)))
                x += 0.15
            else:
                d, h = st.rng.uniform(0.05, 0.11), st.rng.uniform(0.22, 0.35)
                c = cols[int(st.rng.integers(6))]
                st.wall(m, (x, z - 0.02), (x + d, z - 0.02), y, y + h, c, mul(c, (170, 160, 176)),
                    1)
                x += d + 0.008


def _fire_stairs(st: Stage, m: Art) -> None:
    """Iron landings and ladders along the left wall."""
    iron: RGB = mix((44, 42, 54), st.sky.top, 0.2)
    for y in (2.5, 4.7):
        for x in (-1.7, -1.0):
            st.seg(m, (x, y, 4.2), (x, y, 6.6), 0.05, iron)
            st.seg(m, (x, y + 0.85, 4.2), (x, y + 0.85, 6.6), 0.035, iron)
        for z in np.arange(4.2, 6.7, 0.3).tolist():
            st.seg(m, (-1.7, y, z), (-1.0, y, z), 0.04, iron)
            st.seg(m, (-1.0, y, z), (-1.0, y + 0.85, z), 0.025, iron)
    st.seg(m, (-1.05, 2.5, 4.3), (-1.05, 4.7, 6.4), 0.09, iron)
    st.seg(m, (-1.35, 2.5, 4.3), (-1.35, 4.7, 6.4), 0.05, iron)


def alley(st: Stage) -> Plate:
    """A narrow lane: brick walls, fire stairs, pipes and wires, bins, a neon sign, wet ground."""
    a = st.far
    st.paint_sky(a)
    hy = H * st.horizon
    st.skyline(a, hy + 90, 320, 760, (300, 620), mix(st.sky.mid, st.sky.top, 0.5),
        0.3 * st.sky.dark + 0.05, (60, 110))
    brick = lit(st, (150, 84, 70), 0.5)
    st.flat(a, -1.75, 1.75, 0.3, 24, 0, mix(lit(st, (104, 100, 108), 0.6), st.sky.low, 0.25),
        lit(st, (56, 54, 66), 0.5))
    for sx in (-1, 1):
        c = brick if sx < 0 else mul(brick, (196, 190, 200))
        st.quad(a, [(sx * 1.75, 9, 22), (sx * 1.75, 0, 22), (sx * 1.75, 0, 0.5), (sx * 1.75, 9,
            0.5)], mix(c, st.sky.low, 0.2), mul(c, (170, 160, 176)), 0)
        bricks(st, a, sx * 1.74, 1.0, 12, 6.4, mul(c, (120, 110, 124)), 0.26)
        for z in (3.4, 5.6, 8.4, 11.6):
            for y in (2.1, 4.3):
                q = [(sx * 1.73, y + 1.2, z), (sx * 1.73, y + 1.2, z + 0.9), (sx * 1.73, y,
                    z + 0.9), (sx * 1.73, y, z)]
                on = st.rng.random() < 0.2 + 0.45 * st.sky.dark
                st.quad(a, q, mix((56, 64, 84), st.sky.glass, 0.9 if on else 0.1),
                    mix((44, 50, 70), st.sky.glass, 0.7 if on else 0.05), 3)
                st.seg(a, (sx * 1.72, y + 0.6, z), (sx * 1.72, y + 0.6, z + 0.9), 0.04, (60, 50,
                    54))
    m = st.mid
    _fire_stairs(st, m)
    for x, z in ((1.66, 6.2), (1.66, 3.6)):
        st.seg(m, (x, 0, z), (x, 8, z), 0.13, lit(st, (110, 104, 104)))
    for k, (y, z) in enumerate(((3.7, 3.6), (4.6, 5.4), (3.1, 7.6))):
        p0, p1 = st.p((-1.7, y, z), (1.7, y + 0.2, z))
        line = spline([p0, (p0 + p1) / 2 + (0, 46), p1])
        m.ink(line, 4, (20, 18, 28), (0, 0))
        if k == 1:
            for i in range(4):
                q = line[6 + 4 * i]
                c = lit(st, _CLOTHS[(i + st.seed) % 6], 0.4)
                m.cel(arr([q + (-24, 2), q + (26, 4), q + (30, 96), q + (-22, 92)]), c, None, 8,
                    mul(c, (90, 84, 96)), 2.4)
    neon = ((255, 70, 140), (80, 220, 255), (255, 170, 60))[st.seed % 3]
    p = st.p((1.15, 2.75, 5.0))[0]
    sign(st, m, float(p[0]) - 10, float(p[1]) - 110, 84, 250, neon)
    st.alive(float(p[0]) + 32, float(p[1]) + 15, 200, neon, "neon", round(26 + 26 * st.sky.dark))
    p0, p1 = st.p((1.0, 0, 5.0), (0.6, 0, 1.8))
    m.grad(arr([p0 + (-20, 0), p0 + (30, 0), p1 + (120, 0), p1 + (-130, 0)]), tuple(p0), tuple(p1),
        [(neon, 0.4 * (0.3 + st.sky.dark)), (neon, 0)], BlendMode=SCREEN)
    st.box(m, -1.7, -0.85, 0, 1.05, 5.0, 6.0, lit(st, (50, 96, 84)), 2.4)
    st.box(m, -1.74, -0.8, 1.05, 1.18, 4.95, 6.05, lit(st, (40, 76, 70)), 2.4)
    for k, (x, z) in enumerate(((1.3, 4.4), (1.05, 4.1), (1.4, 3.9))):
        q, u = st.p((x, 0, z))[0], FOCAL / z
        m.cel(spline([q + (-u * 0.2, 0), q + (-u * 0.24, -u * 0.2), q + (-u * 0.05, -u * 0.36),
            q + (0, -u * 0.44), q + (u * 0.05, -u * 0.36), q + (u * 0.24, -u * 0.18), q + (u * 0.2,
            0)], True), lit(st, ((40, 42, 54), (54, 56, 66), (34, 36, 48))[k]), None, 8, (14, 12,
            20), 2.4)
    for x, z, r in ((-0.3, 2.6, 0.5), (0.5, 4.2, 0.6), (-0.2, 6.8, 0.7)):
        e = st.p((x - r, 0.004, z), (x, 0.004, z + r * 0.6), (x + r, 0.004, z), (x, 0.004,
            z - r * 0.5))
        m.fill(spline(e, True), mix(st.sky.mid, neon, 0.3), 0.5)
        m.ink(spline(e[:3]), 3, mix(st.sky.low, WHITE, 0.4), (0.2, 0.2), 0.7)
    p = st.p((-0.75, 3.25, 8.6))[0]
    m.glow(float(p[0]), float(p[1]), 240, LAMP, 0.3 + 0.5 * st.sky.dark, 1, SCREEN)
    m.c.drawCircle(float(p[0]), float(p[1]), 12, m.paint((255, 244, 206)))
    st.alive(float(p[0]), float(p[1]), 150, LAMP, "neon", round(12 + 28 * st.sky.dark))
    n = st.near
    st.box(n, 0.74, 1.5, -0.4, 0.5, 1.5, 2.2, (110, 84, 60), 3)
    st.box(n, 0.9, 1.6, 0.5, 0.98, 1.7, 2.3, (130, 98, 66), 3)
    st.seg(n, (-0.96, -0.5, 1.5), (-0.96, 3.4, 1.5), 0.12, (52, 50, 62))
    st.drift("steam", 560, 520, 200, 520, mix(WHITE, st.sky.mid, 0.3), 44, 40, "mid")
    st.ground = (70, 66, 76)
    return st.done("alley", lamp(st, -0.55, -0.75, 0.9, -0.3, neon if st.sky.dark > 0.4 else None,
        shadow=(120, 116, 176), power=0.75))
