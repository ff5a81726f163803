"""Where people are judged, taught, shown and sent away: court, classroom, theatre, station."""

# A list of points reads as a shape only while it stays together:
# fmt: off

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import RGB, WHITE, mix, mul, spline
from engine.artist.comic.plates.court import lantern
from engine.artist.comic.plates.kit import (
    LAMP,
    cast,
    chair,
    crowd,
    desk,
    hanging_lamp,
    lit,
    plank_floor,
    ridge,
    side_window,
)
from engine.artist.comic.plates.rooms import SCREEN, column, lamp, shell
from engine.artist.comic.stage import H, Plate, Stage, W, tint

_OAK: RGB = (126, 78, 52)


def courtroom(st: Stage) -> Plate:
    """The judge's bench under the scales, witness stand and rail, tall windows to the left."""
    shell(st, 4.0, 5.0, 9.5, (150, 106, 74), (120, 92, 78), (226, 216, 200))
    a = st.far
    for z in (2.6, 4.6, 6.6):
        side_window(st, a, -3.98, z, z + 1.2, 1.3, 4.1, (236, 226, 206), 2)
        cast(st, a, -3.6, -2.2, z - 0.2, z + 1.0)
    for x in np.arange(-3.8, 3.9, 0.95).tolist():
        st.wall(a, (x, 9.48), (x + 0.8, 9.48), 0.3, 3.7, mix(_OAK, WHITE, 0.06), _OAK, 1.5)
    st.wall(a, (-1.5, 9.46), (1.5, 9.46), 0.0, 4.4, (104, 60, 42), (84, 46, 36), 2)
    c = st.p((0, 3.62, 9.4))[0]
    for r, rgb in ((66, (226, 182, 96)), (56, (104, 30, 36))):
        a.c.drawCircle(float(c[0]), float(c[1]), r, a.paint(rgb))
    gold: RGB = (244, 206, 120)
    a.line([c + (0, -40), c + (0, 38)], 6, gold, (0, 0))
    a.line([c + (-36, -24), c + (36, -24)], 5, gold, (0, 0))
    for sx in (-1, 1):
        a.line([c + (sx * 34, -24), c + (sx * 46, 10), c + (sx * 22, 10), c + (sx * 34, -24)], 3,
            gold, (0, 0))
        a.fill(spline([c + (sx * 50, 10), c + (sx * 34, 26), c + (sx * 18, 10)], True), gold)
    a.line([c + (-22, 40), c + (22, 40)], 7, gold, (0, 0))
    for sx in (-1, 1):
        column(st, a, sx * 2.0, 9.2, 5.0, 0.2, (206, 186, 160))
        x = sx * 2.75
        st.seg(a, (x, 0.3, 9.2), (x, 3.0, 9.2), 0.05, (196, 160, 90))
        flag = st.p((x, 2.95, 9.2), (x + 0.5, 2.8, 9.2), (x + 0.42, 1.5, 9.2), (x, 1.3, 9.2))
        a.cel(spline(flag, True), (176, 36, 44), None, 8, (90, 16, 26), 2)
    m = st.mid
    st.box(m, -2.3, 2.3, 0, 0.35, 7.0, 9.0, mul(_OAK, (206, 196, 200)), 2)
    st.box(m, -0.42, 0.42, 1.2, 2.35, 8.5, 8.6, (96, 28, 34), 2.4)
    st.box(m, -1.9, 1.9, 0.35, 1.62, 7.2, 7.8, _OAK, 2.6)
    st.box(m, -2.0, 2.0, 1.62, 1.74, 7.1, 7.9, tint(_OAK, 1.22), 2.4)
    for x in (-1.3, 0.0, 1.3):
        st.wall(m, (x - 0.5, 7.19), (x + 0.5, 7.19), 0.55, 1.42, mix(_OAK, (60, 30, 26), 0.25),
            mix(_OAK, (60, 30, 26), 0.4), 1.8)
    for x in (-1.6, 1.6):
        hanging_lamp(st, m, x, 3.5, 6.4, 0.26, LAMP, (150, 110, 60))
    st.box(m, 2.1, 3.4, 0, 1.1, 5.6, 6.6, tint(_OAK, 0.94), 2.4)
    st.box(m, 2.0, 3.5, 1.1, 1.2, 5.5, 6.7, tint(_OAK, 1.2), 2.2)
    for x in np.arange(-3.6, 3.7, 0.4).tolist():
        if abs(x) > 0.7:
            st.seg(m, (x, 0, 4.2), (x, 0.86, 4.2), 0.06, tint(_OAK, 1.1))
    for x0, x1 in ((-3.9, -0.7), (0.7, 3.9)):
        st.box(m, x0, x1, 0.86, 0.96, 4.15, 4.27, tint(_OAK, 1.25), 2)
    n = st.near
    for x0, x1 in ((-2.4, -0.98), (0.98, 2.4)):
        st.box(n, x0, x1, 0.62, 0.72, 1.75, 2.4, (110, 64, 44), 3)
        st.box(n, x0 + 0.05, x1 - 0.05, -0.4, 0.62, 1.8, 2.3, (86, 50, 38), 3)
    st.box(n, 1.06, 1.34, 0.72, 0.8, 1.9, 2.2, (236, 228, 210), 2)
    st.ground, st.specks = (126, 78, 52), ("dust",)
    st.relight(0.8)
    return st.done("courtroom", lamp(st, -0.75, -0.6, 0.8, -0.4, shadow=(160, 134, 176)))


def classroom(st: Stage) -> Plate:
    """A green board with chalk on it, rows of desks, windows along the left."""
    shell(st, 3.4, 3.1, 8.4, (226, 222, 206), (176, 146, 112), (240, 240, 236))
    a = st.far
    plank_floor(st, a, -3.4, 3.4, 8.4, (176, 146, 112))
    for z in (1.9, 3.9, 5.9):
        side_window(st, a, -3.38, z, z + 1.5, 0.95, 2.65, (240, 240, 240), 1)
        cast(st, a, -3.1, -1.9, z, z + 1.3, 0.8)
    st.wall(a, (-2.1, 8.38), (2.1, 8.38), 0.85, 2.3, (120, 84, 60), (104, 70, 52), 2)
    s = st.wall(a, (-2.0, 8.37), (2.0, 8.37), 0.93, 2.22, (54, 96, 80), (40, 80, 68), 2)
    with a.clip(s):
        x0, y0, x1, y1 = s[:, 0].min(), s[:, 1].min(), s[:, 0].max(), s[:, 1].max()
        for k in range(4):
            y = y0 + (y1 - y0) * (0.2 + 0.2 * k)
            x = x0 + 26
            while x < x0 + (x1 - x0) * st.rng.uniform(0.5, 0.75):
                long = st.rng.uniform(14, 46)
                a.line([(x, y), (x + long / 2, y - 6), (x + long, y + 2)], 3.5, (236, 240, 232),
                    (0.1, 0.1), 0.8)
                x += long + 12
        cx, cy = x1 - 110, (y0 + y1) / 2
        a.line([(cx - 60, cy + 50), (cx, cy - 60), (cx + 60, cy + 50), (cx - 60, cy + 50)], 3.5,
            (250, 226, 150), (0, 0), 0.9)
        a.line([(cx, cy - 60), (cx, cy + 50)], 2.5, (250, 226, 150), (0, 0), 0.9)
    c = st.p((0, 2.66, 8.36))[0]
    a.c.drawCircle(float(c[0]), float(c[1]), 27, a.paint((250, 250, 250)))
    a.outline(np.stack([c[0] + 27 * np.cos(np.linspace(0, 6.28, 24)),
        c[1] + 27 * np.sin(np.linspace(0, 6.28, 24))], 1), 4, (60, 60, 80))
    a.line([c, c + (0, -18)], 3, (40, 40, 60), (0, 0))
    a.line([c, c + (12, 6)], 3, (40, 40, 60), (0, 0))
    for k in range(3):
        st.wall(a, (2.35 + 0.34 * k, 8.37), (2.6 + 0.34 * k, 8.37), 1.3, 1.8, ((236, 190, 120),
            (160, 200, 226), (236, 170, 170))[k], None, 1.5)
    st.box(a, -0.55, 0.55, 0, 1.05, 7.3, 7.7, (150, 104, 70), 2)
    m = st.mid
    wood: RGB = (206, 164, 112)
    for z in (6.2, 5.0, 3.8):
        for x in (-2.3, -0.95, 0.95, 2.3):
            desk(st, m, x - 0.42, x + 0.42, z, z + 0.42, wood, 0.74)
            chair(st, m, x, z - 0.45, (110, 130, 150), 0.86, 0.2)
            if st.rng.random() < 0.45:
                st.box(m, x - 0.2, x + 0.06, 0.74, 0.8, z + 0.1, z + 0.3, ((90, 130, 180),
                    (196, 90, 84), (240, 236, 226))[int(st.rng.integers(3))], 1.2)
    n = st.near
    st.box(n, -1.9, -0.72, 0.5, 0.58, 1.35, 1.9, wood, 3)
    st.box(n, -1.15, -0.86, 0.58, 0.66, 1.5, 1.75, (70, 110, 160), 2.4)
    st.box(n, 0.86, 2.0, 0.46, 0.54, 1.3, 1.8, wood, 3)
    st.ground, st.specks = wood, ("dust",)
    st.relight(0.85)
    return st.done("classroom", lamp(st, -0.8, -0.55, 0.8, -0.35, shadow=(160, 158, 196)))


def _backdrop(st: Stage, top: RGB, y0: float) -> None:
    """What hangs at the stage's back: lit cloth, or carved screens and a sun."""
    a = st.far
    if st.ancient:
        for x in np.arange(-3, 3.1, 1.0).tolist():
            st.wall(a, (x - 0.42, 11.7), (x + 0.42, 11.7), y0 + 0.3, 4.0, (226, 178, 104), (150,
                70, 50), 2)
        c = st.p((0, 3.0, 11.6))[0]
        a.c.drawCircle(float(c[0]), float(c[1]), 96, a.paint((250, 214, 120)))
        for t in np.linspace(0, 6.28, 10).tolist():
            a.line([c + (40 * math.cos(t), 40 * math.sin(t)), c + (86 * math.cos(t + 0.5),
                86 * math.sin(t + 0.5))], 9, (176, 50, 40), (0.2, 0.5))
    else:
        for k in range(7):
            x = -2.7 + 0.9 * k
            st.quad(a, [(x, 5.2, 11.7), (x + 0.5, 5.2, 11.7), (x + 0.4, y0, 11.6), (x + 0.1, y0,
                11.6)], tint(top, 1.12), mix(top, (30, 16, 40), 0.4))


def _seats(st: Stage) -> None:
    """Rows of red seats on both sides of the aisle."""
    m = st.mid
    for row, z in enumerate((6.4, 5.2, 4.1)):
        for x in np.arange(-3.4, 3.5, 0.62).tolist():
            if abs(x) > 0.5:
                st.box(m, x - 0.26, x + 0.26, 0.0, 0.92 + 0.02 * row, z, z + 0.12,
                    mul((150, 40, 52), (220 - 30 * row,) * 3), 2)


def theatre(st: Stage) -> Plate:
    """A lit stage between red curtains; of old an opera stage with carved eaves and lanterns."""
    shell(st, 5.2, 6.2, 12.0, (70, 26, 40), (66, 30, 40), (40, 22, 36))
    a = st.far
    y0 = 1.05
    top = (92, 60, 110) if not st.ancient else (120, 60, 44)
    st.wall(a, (-3.2, 11.8), (3.2, 11.8), y0, 5.2, top, mix(top, (30, 16, 40), 0.5))
    _backdrop(st, top, y0)
    st.flat(a, -3.4, 3.4, 8.2, 11.8, y0, (206, 150, 100), (150, 96, 70))
    for x in np.arange(-3.2, 3.3, 0.5).tolist():
        st.seg(a, (x, y0 + 0.004, 8.2), (x, y0 + 0.004, 11.8), 0.02, (110, 66, 52), 0.7)
    st.wall(a, (-3.6, 8.2), (3.6, 8.2), 0, y0, (104, 40, 40), (60, 22, 32), 2)
    for x in np.arange(-3.2, 3.3, 0.8).tolist():
        p = st.p((x, y0 + 0.05, 8.15))[0]
        a.glow(float(p[0]), float(p[1]), 60, (255, 226, 150), 0.7, 0.7, SCREEN)
        st.alive(float(p[0]), float(p[1]), 50, (255, 226, 150), "lamp", 26, "far")
    m = st.mid
    red: RGB = (170, 26, 40)
    for sx in (-1, 1):
        for k in range(6):
            x = sx * (2.15 + 0.3 * k)
            st.quad(m, [(x, 5.4, 8.1), (x + sx * 0.3, 5.4, 8.1), (x + sx * 0.32, y0 - 0.05, 8.1),
                (x - sx * 0.06, y0 - 0.05, 8.1)], mix(red, WHITE, 0.10 * (k % 2)), mul(red,
                (130, 110, 130)), 2)
        tie = st.p((sx * 2.2, 2.2, 8.0), (sx * 3.6, 2.5, 8.0))
        m.line([tie[0], (tie[0] + tie[1]) / 2 + (0, 26), tie[1]], 14, (236, 190, 100), (0, 0))
    val = [st.p((x, 4.75 + 0.35 * abs(math.sin(x * 1.6)), 8.0))[0] for x in np.linspace(-4, 4, 33)]
    m.cel(np.vstack([spline(val), st.p((4, 6.2, 8), (-4, 6.2, 8))]), red, None, 14, (70, 8, 20), 4)
    m.ink(spline(val), 11, (240, 196, 110), (0, 0))
    st.box(m, -4.4, -3.6, 0, 6.2, 7.8, 8.1, (206, 160, 90) if not st.ancient else (150, 36, 40), 3)
    st.box(m, 3.6, 4.4, 0, 6.2, 7.8, 8.1, (206, 160, 90) if not st.ancient else (150, 36, 40), 3)
    if st.ancient:
        for x in (-3.1, 0.0, 3.1):
            lantern(st, m, x, 4.1, 7.4, 0.34)
    for k, x in enumerate((330, 540, 760)):
        st.shaft(m, (x + 60 * (k - 1), -20), 30, (540 + 90 * (k - 1), H * 0.46), 190, (255, 240,
            200), 0.34)
    _seats(st)
    st.flat(m, -0.5, 0.5, 0.3, 8.1, 0.01, (176, 40, 50), (96, 20, 36))
    n = st.near
    for x in (-1.0, 1.0):
        q = st.p((x - 0.34, 0.62, 1.5), (x + 0.34, 0.62, 1.5))
        back = spline([q[0] + (0, 400), q[0] + (6, 60), q[0] + (70, 0), q[1] + (-70, 0),
            q[1] + (-6, 60), q[1] + (0, 400)], False)
        n.cel(np.vstack([back, [(q[1][0], H + 60), (q[0][0], H + 60)]]), (110, 26, 40), None, 22,
            (40, 6, 16), 5)
    st.ground, st.specks = (110, 40, 40), ("dust",)
    st.relight(0.5)
    return st.done("theatre", lamp(st, 0.1, -0.95, 0.7, -0.6, (255, 226, 170), (236, 206, 206),
        (130, 96, 150), 0.8))


def station(st: Stage) -> Plate:
    """A platform: the train along the left, the roof's ribs, a clock, rails that run away."""
    a = st.far
    st.paint_sky(a)
    hy = H * st.horizon
    if st.ancient:
        ridge(st, a, hy + 20, 110, lit(st, (110, 140, 130)), 1.0 + st.seed % 5)
    else:
        towers = mix(st.sky.mid, st.sky.top, 0.4)
        st.skyline(a, hy + 30, -40, W + 40, (60, 240), towers, 0.3 * st.sky.dark + 0.03, (50, 110))
    st.flat(a, -12, 12, 0.3, 40, -0.9, mix((96, 90, 92), st.sky.low, 0.25), mul((96, 90, 92),
        (130, 126, 140)))
    for x in (1.9, 3.2):
        st.seg(a, (x, -0.85, 1), (x, -0.85, 40), 0.09, (190, 190, 200))
    for z in np.arange(1.4, 26, 0.7).tolist():
        st.seg(a, (1.6, -0.88, z), (3.5, -0.88, z), 0.16, (70, 56, 52), 0.9)
    m = st.mid
    body: RGB = (206, 214, 224) if not st.ancient else (48, 76, 70)
    body = mix(body, st.sky.mid, 0.25)
    stripe: RGB = (40, 110, 190) if not st.ancient else (206, 160, 90)
    st.quad(m, [(-1.75, 2.7, 26), (-1.75, -0.4, 26), (-1.75, -0.4, 0.8), (-1.75, 2.7, 0.8)],
        mul(body, (206, 206, 214)), body, 2)
    for y, w in ((0.5, 0.16), (2.45, 0.08)):
        st.seg(m, (-1.74, y, 0.8), (-1.74, y, 26), w, stripe)
    for z in np.arange(1.4, 25, 1.25).tolist():
        door = int(z / 1.25) % 4 == 1
        q = [(-1.73, 2.1, z), (-1.73, 2.1, z + 0.85), (-1.73, 0.1 if door else 1.05, z + 0.85),
            (-1.73, 0.1 if door else 1.05, z)]
        st.quad(m, q, mix((70, 84, 104), st.sky.glass, 0.25 + 0.75 * st.sky.dark),
            mix((54, 66, 90), st.sky.glass, 0.15 + 0.7 * st.sky.dark), 2)
    floor = mix((170, 164, 160), st.sky.top, 0.4 * st.sky.dark)
    st.flat(m, -1.5, 1.35, 0.3, 30, 0, mix(floor, st.sky.low, 0.25), mul(floor, (150, 146, 156)))
    st.grid_floor(m, -1.5, 1.35, 0.4, 24, 0.002, 0.475, 0.6, mul(floor, (130, 126, 136)), 0.012,
        0.6)
    for x in (-1.2, 1.1):
        st.flat(m, x - 0.07, x + 0.07, 0.3, 30, 0.004, (246, 206, 70), (216, 176, 60))
    st.wall(m, (1.35, 0.4), (1.35, 30), -0.9, 0, mul(floor, (140, 136, 146)), mul(floor,
        (110, 106, 120)))
    steel = mix((84, 96, 116), st.sky.top, 0.4 * st.sky.dark)
    for z in (12.6, 9.6, 6.6, 3.8):
        st.seg(m, (0.95, 0, z), (0.95, 3.5, z), 0.16, steel)
        st.seg(m, (-2.3, 3.75, z), (2.6, 3.35, z), 0.14, steel)
        st.seg(m, (0.95, 2.7, z), (2.1, 3.4, z), 0.09, steel)
        st.seg(m, (0.95, 2.7, z), (-0.2, 3.5, z), 0.09, steel)
        hanging_lamp(st, m, -0.35, 3.15, z - 0.6, 0.2, LAMP, (40, 44, 56))
    st.quad(m, [(-2.4, 3.9, 16), (2.7, 3.45, 16), (2.7, 3.45, 2.0), (-2.4, 3.9, 2.0)], mix(steel,
        WHITE, 0.12), mul(steel, (150, 146, 166)), 2)
    c = st.p((0.3, 2.75, 5.4))[0]
    st.seg(m, (0.3, 3.5, 5.4), (0.3, 2.95, 5.4), 0.05, steel)
    m.c.drawCircle(float(c[0]), float(c[1]), 48, m.paint((30, 34, 48)))
    m.c.drawCircle(float(c[0]), float(c[1]), 41, m.paint((252, 246, 226)))
    m.line([c, c + (0, -31)], 5, (30, 30, 44), (0, 0))
    m.line([c, c + (21, 8)], 5, (30, 30, 44), (0, 0))
    st.box(m, 0.35, 1.1, 0.4, 0.46, 4.2, 5.0, (150, 96, 60), 2)
    st.box(m, 1.04, 1.1, 0.46, 0.86, 4.2, 5.0, (150, 96, 60), 2)
    crowd(st, m, float(st.p((0, 0, 11))[0][1]), 500, 620, 4, 66, (60, 56, 76))
    n = st.near
    st.box(n, 0.74, 1.5, 0.0, 0.62, 1.5, 1.8, (120, 66, 48), 3)
    st.seg(n, (0.74, 0.3, 1.49), (1.5, 0.3, 1.49), 0.04, (226, 182, 110))
    st.seg(n, (-0.98, -0.4, 1.6), (-0.98, 3.4, 1.6), 0.13, mul(steel, (150, 146, 160)))
    st.drift("steam", 60, 1000, 420, 420, WHITE, 34, 60, "mid")
    st.drift("beam", 0, 500, W, 500, (255, 244, 214), 12, 90, "mid")
    st.ground, st.specks = (120, 112, 110), ("dust",)
    return st.done("station", lamp(st, 0.6, -0.7, -0.8, -0.4, shadow=(140, 140, 190)))
