"""Places at the water: dock, bridge, and the garden with its pond."""

# A list of points reads as a shape only while it stays together:
# fmt: off

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import RGB, WHITE, Art, arr, mix, mul, ribbon, spline
from engine.artist.comic.plates.kit import (
    LAMP,
    leaves,
    lit,
    ridge,
    stars_on_water,
    tree,
    water,
)
from engine.artist.comic.plates.rooms import SCREEN, lamp
from engine.artist.comic.plates.temple import roof
from engine.artist.comic.stage import FOCAL, H, Plate, Stage, W, tint


def dock(st: Stage) -> Plate:
    """Containers in stacks, a crane's red arm, a ship's bow, lamps on black water."""
    a = st.far
    st.paint_sky(a)
    hy = H * st.horizon
    st.skyline(a, hy + 10, -40, W + 40, (30, 150), mix(st.sky.mid, st.sky.top, 0.45),
        0.3 * st.sky.dark + 0.03, (40, 90))
    water(st, a, hy, hy + 330, (60, 96, 130))
    for x, c in ((180.0, (255, 214, 140)), (420.0, (255, 120, 90)), (640.0, (255, 226, 170))):
        stars_on_water(st, a, x, hy + 10, hy + 270, mix(c, st.sky.low, 0.5 * (1 - st.sky.dark)))
    hull: RGB = lit(st, (150, 44, 40))
    ship = spline([(620, hy + 150), (590, hy - 60), (700, hy - 70), (1160, hy - 80), (1160,
        hy + 190), (680, hy + 190)], False)
    a.cel(ship, hull, None, 26, mul(hull, (90, 80, 90)), 4)
    a.fill(arr([(640, hy + 120), (1160, hy + 110), (1160, hy + 190), (680, hy + 190)]), lit(st,
        (40, 44, 60)))
    for k in range(3):
        a.cel(arr([(850 + 20 * k, hy - 80 - 80 * k), (1160, hy - 90 - 80 * k), (1160,
            hy - 170 - 80 * k), (850 + 20 * k, hy - 160 - 80 * k)]), lit(st, (236, 232, 226)),
            None, 10, (90, 90, 110), 3)
        for i in range(4):
            x, y = 880 + 66 * i, hy - 136 - 82 * k
            a.fill(arr([(x, y), (x + 38, y), (x + 38, y + 26), (x, y + 26)]), mix((60, 80, 110),
                st.sky.glass, st.sky.dark))
    m = st.mid
    steel = lit(st, (206, 70, 50))
    for x in (150.0, 300.0):
        m.line([(x, hy + 240), (x + 10, hy - 420)], 20, steel, (0, 0))
    for k in range(8):
        y = hy + 200 - 78 * k
        m.line([(152, y), (304, y - 66)], 7, mul(steel, (190, 180, 190)), (0, 0))
        m.line([(304, y), (152, y - 66)], 7, mul(steel, (190, 180, 190)), (0, 0))
    m.line([(-30, hy - 430), (860, hy - 500)], 24, steel, (0, 0))
    m.line([(230, hy - 640), (860, hy - 505)], 8, mul(steel, (170, 160, 170)), (0, 0))
    m.line([(230, hy - 640), (-30, hy - 440)], 8, mul(steel, (170, 160, 170)), (0, 0))
    m.line([(230, hy - 640), (230, hy - 440)], 18, steel, (0, 0))
    m.line([(700, hy - 480), (700, hy - 190)], 4, (30, 28, 40), (0, 0))
    m.cel(arr([(640, hy - 190), (770, hy - 196), (770, hy - 130), (640, hy - 124)]), lit(st,
        (60, 110, 160)), None, 8, (20, 36, 56), 3)
    floor = lit(st, (132, 128, 126), 0.55)
    st.flat(m, -14, 14, 0.3, 12, 0, mix(floor, st.sky.low, 0.3), mul(floor, (140, 136, 146)))
    st.grid_floor(m, -14, 14, 0.5, 12, 0.003, 1.4, 1.4, mul(floor, (120, 116, 126)), 0.02, 0.5)
    cols: tuple[RGB, ...] = ((190, 66, 52), (56, 110, 150), (206, 150, 60), (70, 130, 110), (150,
        70, 110))
    for x0, z, rows in ((-5.4, 8.0, 3), (-3.9, 6.2, 2), (2.7, 6.6, 3), (3.6, 4.9, 2)):
        for k in range(rows):
            c = lit(st, cols[int(st.rng.integers(5))])
            st.box(m, x0, x0 + 2.1, 0.9 * k, 0.9 * k + 0.88, z, z + 1.8, c, 2.2)
            for i in range(9):
                st.seg(m, (x0 + 0.12 + 0.23 * i, 0.9 * k + 0.06, z - 0.01), (x0 + 0.12 + 0.23 * i,
                    0.9 * k + 0.82, z - 0.01), 0.045, mul(c, (170, 160, 170)))
    for x, z in ((-1.75, 7.6), (1.9, 9.4)):
        st.seg(m, (x, 0, z), (x, 3.6, z), 0.1, (50, 52, 66))
        st.seg(m, (x, 3.6, z), (x + 0.7, 3.7, z), 0.07, (50, 52, 66))
        p = st.p((x + 0.7, 3.6, z))[0]
        m.glow(float(p[0]), float(p[1]), 190, LAMP, 0.75 * (0.15 + st.sky.dark), 1, SCREEN)
        st.alive(float(p[0]), float(p[1]), 120, LAMP, "lamp", round(12 + 24 * st.sky.dark))
    n = st.near
    for x in (-0.86, 0.98):
        c2, u = st.p((x, 0.0, 1.5))[0], FOCAL / 1.5
        n.cel(spline([c2 + (-u * 0.11, 0), c2 + (-u * 0.1, -u * 0.24), c2 + (-u * 0.16, -u * 0.3),
            c2 + (0, -u * 0.36), c2 + (u * 0.16, -u * 0.3), c2 + (u * 0.1, -u * 0.24),
            c2 + (u * 0.11, 0)], True), (70, 64, 70), None, 14, (20, 18, 26), 4)
    n.line([(-40, 1560), (90, 1640), (150, 1500)], 22, (196, 164, 110), (0, 0))
    st.ground, st.specks = (110, 100, 96), ()
    st.drift("mist", -100, hy - 60, W + 200, 240, mix(st.sky.low, WHITE, 0.4), 26, 16, "far")
    st.drift("traffic", 0, hy - 6, 560, 8, (255, 226, 150), round(30 + 50 * st.sky.dark), 36, "far")
    return st.done("dock", lamp(st, -0.6, -0.65, 0.85, -0.35, shadow=(130, 134, 190), power=0.65))


def _posts(st: Stage, m: Art) -> None:
    """Carved stone posts and slabs along both sides."""
    stone = lit(st, (196, 190, 180))
    for z in (16, 12.4, 9.4, 7.0, 5.1, 3.6, 2.4):
        for x in (-2.2, 2.2):
            st.box(m, x - 0.13, x + 0.13, 0, 1.1, z - 0.13, z + 0.13, stone, 2)
            p, u = st.p((x, 1.2, z))[0], FOCAL / z
            m.c.drawCircle(float(p[0]), float(p[1]), u * 0.15, m.paint(stone))
            m.c.drawCircle(float(p[0] + u * 0.04), float(p[1] + u * 0.03), u * 0.1,
                m.paint(mul(stone, (190, 184, 196))))
    for x in (-2.2, 2.2):
        st.quad(m, [(x, 0.85, 26), (x, 0.1, 26), (x, 0.1, 1.2), (x, 0.85, 1.2)], tint(stone,
            0.9), stone, 2)


def _cables(st: Stage, m: Art) -> None:
    """The red tower, its cables, railings and lamps."""
    red = lit(st, (196, 66, 50))
    for x in (-2.5, 2.5):
        st.box(m, x - 0.24, x + 0.24, -1, 9.5, 13.0, 13.5, red, 3)
    for y in (4.2, 6.8, 9.0):
        st.box(m, -2.6, 2.6, y, y + 0.45, 13.05, 13.4, red, 3)
    for x in (-2.5, 2.5):
        pts = [(x, 9.3, 13.2), (x, 5.4, 7.4), (x, 3.4, 4.0), (x, 2.6, 1.2)]
        m.ink(spline(st.p(*pts)), 15, mul(red, (190, 170, 180)), (0, 0))
        back = [(x, 9.3, 13.2), (x, 4.0, 22), (x, 2.2, 30)]
        m.ink(spline(st.p(*back)), 7, mul(red, (190, 170, 180)), (0, 0))
        for z, y in ((10.6, 7.4), (8.4, 6.1), (6.6, 5.0), (5.2, 4.1), (4.2, 3.5), (3.2, 3.1),
            (2.4, 2.9)):
            st.seg(m, (x, 0.9, z), (x, y, z), 0.035, mul(red, (170, 150, 160)))
        st.seg(m, (x * 0.9, 1.05, 1.0), (x * 0.9, 1.05, 30), 0.08, (84, 90, 110))
        for z in np.arange(1.2, 22, 0.42).tolist():
            st.seg(m, (x * 0.9, 0, z), (x * 0.9, 1.05, z), 0.028, (84, 90, 110))
    for z in (10.5, 6.4, 3.9):
        for sx in (-1, 1):
            st.seg(m, (sx * 2.1, 0, z), (sx * 2.1, 3.0, z), 0.07, (60, 62, 80))
            p = st.p((sx * 1.85, 3.02, z))[0]
            st.seg(m, (sx * 2.1, 3.0, z), (sx * 1.8, 3.05, z), 0.05, (60, 62, 80))
            m.glow(float(p[0]), float(p[1]), 900 / z, LAMP, 0.8 * (0.12 + st.sky.dark), 1,
                SCREEN)
            st.alive(float(p[0]), float(p[1]), 620 / z, LAMP, "lamp",
                round(8 + 26 * st.sky.dark))


def bridge(st: Stage) -> Plate:
    """A suspension bridge seen along its walk: tower, cables, railings, the city over the river; a
    stone bridge with posts of old."""
    a = st.far
    st.paint_sky(a)
    hy = H * st.horizon
    if st.ancient:
        ridge(st, a, hy + 20, 150, lit(st, (110, 140, 150)), st.seed % 7)
        ridge(st, a, hy + 60, 90, lit(st, (84, 120, 110)), 2.0 + st.seed % 5)
    else:
        st.skyline(a, hy + 50, -40, W + 40, (90, 360), mix(st.sky.mid, st.sky.top, 0.4),
            0.34 * st.sky.dark + 0.03, (46, 96))
    water(st, a, hy + 46, hy + 420, (70, 110, 150), 34)
    for x in (90, 240, 820, 960):
        stars_on_water(st, a, x, hy + 60, hy + 330, mix((255, 206, 130), st.sky.low,
            0.6 * (1 - st.sky.dark)))
    m = st.mid
    floor = lit(st, (150, 140, 134), 0.55)
    st.flat(m, -2.3, 2.3, 0.3, 40, 0, mix(floor, st.sky.low, 0.3), mul(floor, (140, 136, 146)))
    for z in np.arange(0.8, 30, 0.8).tolist():
        st.seg(m, (-2.3, 0.003, z), (2.3, 0.003, z), 0.02, mul(floor, (120, 116, 126)), 0.6)
    if st.ancient:
        _posts(st, m)
    else:
        _cables(st, m)
    n = st.near
    side = lit(st, (110, 60, 60) if not st.ancient else (150, 144, 140))
    for sx in (-1, 1):
        st.seg(n, (sx * 1.0, -0.6, 1.5), (sx * 1.0, 0.7, 1.5), 0.10, mul(side, (170, 160, 170)))
        st.seg(n, (sx * 1.6, 0.72, 1.2), (sx * 0.82, 0.66, 2.6), 0.07, side)
    st.ground, st.specks = (130, 120, 116), ("leaves",) if st.ancient else ()
    st.drift("mist", -100, hy + 10, W + 200, 220, mix(st.sky.low, WHITE, 0.5), 30, 18, "far")
    if not st.ancient:
        st.drift("traffic", 0, hy + 40, W, 10, (255, 226, 160), round(24 + 60 * st.sky.dark), 60,
            "far")
    return st.done("bridge", lamp(st, -0.6, -0.7, 0.85, -0.35, shadow=(136, 140, 190), power=0.65))


def garden(st: Stage) -> Plate:
    """A moon gate in a white wall, pond with lotus and arched bridge, pavilion, willow."""
    a = st.far
    st.paint_sky(a)
    hy = H * st.horizon
    ridge(st, a, hy - 10, 120, lit(st, (130, 160, 160)), st.seed % 6)
    for x, z, k in ((-5.2, 15.0, 1.0), (5.0, 14.0, 1.1), (1.6, 18.0, 0.9)):
        tree(st, a, x, z, (96, 146, 96), 4.6 * k, 1.9)
    wall = lit(st, (240, 236, 226), 0.55)
    st.wall(a, (-9, 12.5), (9, 12.5), 0, 2.9, wall, mul(wall, (206, 200, 206)), 2)
    tile = lit(st, (70, 80, 90))
    st.seg(a, (-9, 2.98, 12.4), (9, 2.98, 12.4), 0.34, tile)
    st.seg(a, (-9, 3.14, 12.4), (9, 3.14, 12.4), 0.1, tint(tile, 1.3))
    c, u = st.p((-1.55, 1.45, 12.4))[0], FOCAL / 12.4
    gate = np.stack([c[0] + u * 1.35 * np.cos(np.linspace(0, 6.28, 48)),
        c[1] + u * 1.35 * np.sin(np.linspace(0, 6.28, 48))], 1)
    with a.clip(gate):
        a.grad(gate, (0, float(c[1] - u)), (0, float(c[1] + u)), [(mix(st.sky.low, WHITE, 0.2), 1),
            (lit(st, (150, 180, 120)), 1)])
        for k in range(5):
            x = c[0] - 90 + 46 * k
            a.line([(x, c[1] + 130), (x + 14, c[1] - 140)], 11, lit(st, (84, 140, 90)), (0, 0.2))
            a.line([(x + 6, c[1] - 20), (x + 50, c[1] - 60)], 9, lit(st, (110, 164, 96)), (0.1,
                0.8))
    a.outline(gate, 15, lit(st, (120, 122, 130)))
    m = st.mid
    grass = lit(st, (132, 158, 96), 0.55)
    st.flat(m, -14, 14, 0.3, 12.3, 0, mix(grass, st.sky.low, 0.25), mul(grass, (150, 156, 150)))
    pond = spline(st.p((-4.6, 0.01, 7.6), (-1.0, 0.01, 9.6), (2.6, 0.01, 9.4), (5.4, 0.01, 7.2),
        (3.2, 0.01, 4.2), (0.2, 0.01, 3.6), (-3.4, 0.01, 4.6)), True)
    m.c.save()
    with m.clip(pond):
        water(st, m, float(pond[:, 1].min()), float(pond[:, 1].max()), (80, 140, 140), 18)
    m.c.restore()
    m.outline(pond, 9, lit(st, (130, 126, 120)))
    for x, z, r in ((-2.6, 5.4, 0.34), (-1.7, 6.4, 0.3), (0.9, 4.6, 0.32), (2.4, 6.0, 0.34), (3.1,
        5.2, 0.26), (-0.4, 8.0, 0.34)):
        e = spline(st.p((x - r, 0.02, z), (x, 0.02, z + r * 0.8), (x + r, 0.02, z), (x, 0.02,
            z - r * 0.7)), True)
        m.cel(e, lit(st, (70, 130, 84)), None, 6, lit(st, (30, 70, 50)), 2)
        if st.rng.random() < 0.7:
            q, v = st.p((x, 0.06, z))[0], FOCAL / z
            for k in (-1, 1, 0):
                m.cel(spline([q, q + (k * v * 0.12 - v * 0.05, -v * 0.12), q + (k * v * 0.16,
                    -v * 0.25), q + (k * v * 0.12 + v * 0.05, -v * 0.12)], True), lit(st,
                    (250, 170, 190)), None, 4, lit(st, (190, 70, 110)), 1.8)
    _arch(st, m)
    _pavilion(st, m, 3.5, 9.2)
    rock = lit(st, (150, 150, 156))
    for x, z, big in ((-4.3, 6.3, 1.0), (-3.7, 5.6, 0.7), (4.6, 5.2, 0.8)):
        q, v = st.p((x, 0, z))[0], FOCAL / z * big
        m.cel(spline([q + (-v * 0.6, 0), q + (-v * 0.5, -v * 0.7), q + (-v * 0.2, -v * 1.3),
            q + (v * 0.1, -v * 0.9), q + (v * 0.3, -v * 1.1), q + (v * 0.6, -v * 0.4),
            q + (v * 0.6, 0)], True), rock, None, 20, mul(rock, (90, 90, 100)), 3)
        for h in ((-0.1, -0.6), (0.25, -0.45)):
            m.fill(spline([q + (v * (h[0] - 0.1), v * h[1]), q + (v * h[0], v * (h[1] - 0.12)),
                q + (v * (h[0] + 0.1), v * h[1]), q + (v * h[0], v * (h[1] + 0.12))], True),
                mul(rock, (120, 120, 140)))
    n = st.near
    _willow(st, n)
    leaves(st, n, W + 10, 1560, 190, lit(st, (70, 120, 70)), 26)
    st.ancient, st.ground = True, (150, 140, 120)
    st.specks = ("fireflies",) if st.sky.dark > 0.7 else ("petals-few",)
    st.drift("shade", 0, 900, W, 700, (30, 50, 40), 16, 10, "mid")
    return st.done("garden", lamp(st, 0.6, -0.75, -0.8, -0.4, mix(st.sky.rim, (226, 255, 200),
        0.2), shadow=(150, 160, 180)))


def _arch(st: Stage, m: Art) -> None:
    """The hump of a stone bridge across the pond."""
    stone = lit(st, (214, 208, 198))
    up = [st.p((x, 0.25 + 0.95 * math.cos(x / 2.6 * 1.4) ** 2, 7.2))[0] for x in np.linspace(-2.4,
        2.4, 15)]
    low = [st.p((x, max(0.0, 0.62 * math.cos(x / 1.5 * 1.57)) if abs(x) < 1.5 else 0.0,
        7.2))[0] for x in np.linspace(2.5, -2.5, 17)]
    body = np.vstack([spline(up), low])
    m.cel(body, stone, None, 10, mul(stone, (110, 106, 116)), 3)
    for p in up[::2]:
        m.cel(arr([p + (-8, -66), p + (8, -66), p + (8, 0), p + (-8, 0)]), stone, None, 4,
            mul(stone, (110, 106, 116)), 2)
    rail = spline([p + (0, -52) for p in up])
    m.ink(rail, 9, stone, (0, 0))
    m.ink(rail + (0, 6), 3, mul(stone, (120, 116, 126)), (0, 0))


def _pavilion(st: Stage, m: Art, x: float, z: float) -> None:
    """A small open hall with a swept roof; it is drawn about its own axis."""
    red = lit(st, (176, 50, 46))
    st.box(m, x - 1.5, x + 1.5, 0, 0.25, z - 0.6, z + 0.6, lit(st, (196, 190, 180)), 2)
    for dx in (-1.2, -0.45, 0.45, 1.2):
        st.seg(m, (x + dx, 0.25, z), (x + dx, 2.3, z), 0.13, red)
    st.seg(m, (x - 1.3, 2.2, z), (x + 1.3, 2.2, z), 0.16, lit(st, (60, 110, 110)))
    st.seg(m, (x - 1.2, 0.75, z), (x + 1.2, 0.75, z), 0.07, red)
    m.c.save()
    d = float(st.p((x, 0, z))[0][0]) - W / 2
    m.c.translate(d, 0)
    roof(st, m, 1.35, 2.3, 3.4, z, 0.35)
    m.c.restore()
    c = st.p((x - 0.8, 1.9, z - 0.2))[0]
    m.glow(float(c[0]), float(c[1]), 120, (255, 150, 80), 0.3 + 0.5 * st.sky.dark, 1, SCREEN)
    m.cel(np.stack([c[0] + 20 * np.cos(np.linspace(0, 6.28, 20)),
        c[1] + 22 * np.sin(np.linspace(0, 6.28, 20))], 1), (226, 60, 44), None, 6, (110, 16, 20), 2)
    st.alive(float(c[0]), float(c[1]), 90, (255, 160, 80), "flame", round(16 + 34 * st.sky.dark))


def _willow(st: Stage, n: Art) -> None:
    """Willow branches that hang into the picture from above on the left."""
    g = lit(st, (104, 156, 84))
    n.line([(-60, -40), (60, 60), (250, 90), (430, 40)], 40, lit(st, (84, 66, 56)), (0, 0.9))
    for k in range(11):
        x = -30 + 44 * k
        long = (420 + 190 * math.sin(k * 1.9 + st.seed)) if k < 5 else 80 + 5 * k
        q = spline([(x, 40), (x + 16, 40 + long * 0.5), (x - 10, 40 + long)])
        n.ink(q, 5, mul(g, (150, 160, 150)), (0, 0.3))
        for i in range(3, len(q) - 1, 1):
            for s in (-1, 1):
                leaf = np.linspace(q[i], q[i] + (s * 17, 40), 6)
                n.fill(ribbon(leaf, np.array([0.5, 4, 6, 5, 3, 0.5])), mix(g,
                    mix(st.sky.key, WHITE, 0.2), 0.22 * ((i + k) % 2)))
