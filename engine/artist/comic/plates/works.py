"""Where people are healed, watched, locked up and fed: ward, laboratory, cell, kitchen."""

# A list of points reads as a shape only while it stays together:
# fmt: off

from __future__ import annotations

import math

import numpy as np
import skia

from engine.artist.comic.ink import RGB, WHITE, Art, arr, mix, mul, spline
from engine.artist.comic.plates.court import lantern
from engine.artist.comic.plates.kit import (
    COLD,
    LAMP,
    bricks,
    cast,
    desk,
    hanging_lamp,
    side_window,
)
from engine.artist.comic.plates.rooms import SCREEN, lamp, shell, window
from engine.artist.comic.stage import FOCAL, Plate, Stage, tint


def ward(st: Stage) -> Plate:
    """A sick-bed with its monitor, drip and curtain under a wide window."""
    shell(st, 2.9, 2.9, 6.6, (214, 230, 232), (176, 196, 204), (246, 250, 250))
    a = st.far
    st.wall(a, (-2.9, 6.58), (2.9, 6.58), 0, 0.95, (150, 196, 200), (130, 180, 188), 1.5)
    window(st, a, -2.2, 0.9, 1.1, 2.45, 6.57, 3, (240, 246, 248))
    for k in range(8):
        y = 2.42 - 0.09 * k
        st.seg(a, (-2.15, y, 6.5), (0.85, y, 6.5), 0.045, (250, 252, 252), 0.85)
    cast(st, a, -1.6, 0.3, 3.6, 5.6, 0.6)
    st.grid_floor(a, -2.9, 2.9, 0.5, 6.6, 0.003, 0.58, 0.58, (140, 164, 174), 0.01, 0.6)
    st.wall(a, (1.4, 6.57), (2.5, 6.57), 0, 2.1, (190, 176, 150), (170, 150, 126), 2)
    st.wall(a, (1.7, 6.55), (2.2, 6.55), 1.25, 1.85, (220, 240, 246), None, 1.5)
    for z in (2.4, 4.6):
        st.flat(a, -0.6, 0.6, z - 0.2, z + 0.2, 2.89, WHITE)
        st.blob_light(a, (0, 2.88, z), 0.7, COLD, 0.45)
        st.alive_at((0, 2.88, z), 0.5, COLD, "neon", 12, "far")
    m = st.mid
    x0, x1, z0, z1 = -1.75, -0.55, 3.9, 6.0
    for x in (x0, x1):
        for z in (z0, z1):
            st.seg(m, (x, 0.02, z), (x, 0.6, z), 0.05, (150, 160, 170))
    st.box(m, x0, x1, 0.46, 0.6, z0, z1, (180, 190, 198), 2)
    st.box(m, x0 + 0.03, x1 - 0.03, 0.6, 0.78, z0, z1, (250, 252, 252), 2)
    st.box(m, x0, x1, 0.62, 0.82, z0, z1 - 0.75, (130, 186, 206), 2)
    st.box(m, x0 + 0.2, x1 - 0.2, 0.78, 0.95, z1 - 0.6, z1 - 0.1, WHITE, 2)
    st.box(m, x0, x1, 0.6, 1.25, z1, z1 + 0.06, (150, 180, 190), 2)
    for k in range(7):
        z = z0 + 0.2 + 0.2 * k
        st.seg(m, (x1 + 0.02, 0.66, z), (x1 + 0.02, 1.0, z), 0.03, (206, 214, 220))
    st.seg(m, (x1 + 0.02, 1.0, z0 + 0.1), (x1 + 0.02, 1.0, z0 + 1.5), 0.045, (220, 226, 232))
    st.seg(m, (-0.2, 0, 5.6), (-0.2, 1.95, 5.6), 0.04, (150, 160, 172))
    st.seg(m, (-0.4, 1.93, 5.6), (0.0, 1.93, 5.6), 0.03, (150, 160, 172))
    bag = st.p((-0.36, 1.9, 5.6), (-0.14, 1.9, 5.6), (-0.17, 1.55, 5.6), (-0.33, 1.55, 5.6))
    m.cel(spline(bag, True), (206, 236, 246), None, 6, (80, 110, 130), 2)
    m.line([bag[3], bag[3] + (10, 90), st.p((x1, 0.85, 5.0))[0]], 3, (170, 200, 214), (0, 0))
    st.seg(m, (0.35, 0, 5.6), (0.35, 1.1, 5.6), 0.06, (150, 160, 172))
    st.box(m, 0.05, 0.65, 1.1, 1.55, 5.5, 5.7, (60, 70, 84), 2)
    s = st.wall(m, (0.1, 5.49), (0.6, 5.49), 1.16, 1.5, (16, 40, 44), (10, 28, 34))
    x, y = float(s[0][0]), float(s[:, 1].mean())
    w = float(s[1][0] - s[0][0])
    beat = [(x + w * k, y + d) for k, d in ((0, 0), (0.25, 0), (0.33, -22), (0.4, 20), (0.47, 0),
        (0.7, 0), (0.77, -18), (0.83, 0), (1, 0))]
    m.line(beat, 3.5, (90, 255, 160), (0, 0))
    st.alive(x + w / 2, y, 90, (90, 255, 170), "screen", 30)
    n = st.near
    for k in range(6):
        x = 1.62 - 0.14 * k
        st.quad(n, [(x, 3.2, 2.0), (x + 0.16, 3.2, 2.0), (x + 0.17, -0.4, 2.0), (x - 0.01, -0.4,
            2.0)],
                mix((140, 200, 206), WHITE, 0.14 * (k % 2)), mul((140, 200, 206), (160, 170, 180)),
                    2)
    st.ground, st.specks = (196, 210, 214), ("dust",)
    st.relight(0.72)
    return st.done("ward", lamp(st, -0.3, -0.85, 0.8, -0.4, (236, 250, 255),
        shadow=(150, 170, 200)))


def lab(st: Stage) -> Plate:
    """Benches of glassware in colours, screens, a cabinet that glows."""
    shell(st, 3.1, 3.0, 7.6, (206, 216, 226), (150, 160, 174), (236, 240, 246))
    a = st.far
    st.grid_floor(a, -3.1, 3.1, 0.5, 7.6, 0.003, 0.62, 0.62, (120, 130, 146), 0.012, 0.6)
    for k in range(4):
        x = -2.8 + 1.45 * k
        st.wall(a, (x, 7.58), (x + 1.25, 7.58), 1.05, 2.5, (60, 78, 104), (44, 60, 86), 2)
        for y in (1.4, 1.85):
            st.seg(a, (x, y, 7.56), (x + 1.25, y, 7.56), 0.03, (150, 166, 190))
        for i in range(7):
            flask(st, a, x + 0.12 + 0.16 * i, 1.06 + 0.46 * (i % 3), 7.5, 0.13)
    st.wall(a, (-2.9, 7.57), (2.9, 7.57), 0, 0.95, (176, 188, 202), (140, 152, 170), 2)
    for z in (2.0, 4.0, 6.0):
        st.flat(a, -1.2, 1.2, z - 0.1, z + 0.1, 2.99, WHITE)
        st.blob_light(a, (0, 2.98, z), 0.8, COLD, 0.4)
    st.alive_at((0, 2.98, 4.0), 0.7, COLD, "neon", 14, "far")
    for k, c in enumerate(((40, 90, 150), (30, 110, 120))):
        x = 1.1 + 0.9 * k
        st.box(a, x - 0.4, x + 0.4, 1.15, 1.75, 7.3, 7.4, (34, 40, 54), 2)
        s = st.wall(a, (x - 0.35, 7.28), (x + 0.35, 7.28), 1.2, 1.7, c, mul(c, (150, 150, 170)))
        q = s.mean(0)
        for i in range(9):
            t = i / 8 * 6.28
            for sgn in (-1, 1):
                a.c.drawCircle(float(q[0] - 44 + 11 * i), float(q[1] + sgn * 22 * math.sin(t)), 4,
                    a.paint((150, 250, 255)))
        a.glow(float(q[0]), float(q[1]), 150, (120, 220, 255), 0.5, 1, SCREEN)
        st.alive(float(q[0]), float(q[1]), 90, (130, 230, 255), "screen", 30, "far")
    m = st.mid
    side_window(st, m, -3.08, 3.2, 5.4, 1.1, 2.4, (230, 236, 242))
    for x0, x1, z0, z1 in ((-2.6, -0.7, 4.6, 5.4), (0.8, 2.7, 4.0, 4.8)):
        desk(st, m, x0, x1, z0, z1, (236, 240, 246), 0.92, solid=True)
        for x in np.arange(x0 + 0.15, x1 - 0.1, 0.27).tolist():
            flask(st, m, x, 0.92, z0 + 0.2, st.rng.uniform(0.14, 0.24))
    x = -1.2
    st.seg(m, (x, 0.92, 5.1), (x, 1.5, 5.1), 0.05, (60, 66, 80))
    st.box(m, x - 0.16, x + 0.16, 0.92, 0.98, 4.95, 5.25, (60, 66, 80), 2)
    st.seg(m, (x, 1.5, 5.1), (x - 0.18, 1.32, 4.95), 0.12, (226, 230, 238))
    st.seg(m, (x - 0.2, 1.3, 4.95), (x - 0.14, 1.1, 4.95), 0.09, (60, 66, 80))
    n = st.near
    for x, h in ((-0.92, 0.34), (-1.18, 0.24), (1.02, 0.3)):
        flask(st, n, x, 0.5, 1.7, h)
    for x0, x1 in ((-1.8, -0.7), (0.8, 1.8)):
        st.box(n, x0, x1, -0.3, 0.5, 1.6, 2.1, (206, 212, 222), 3)
    st.ground, st.specks = (196, 204, 214), ("dust",)
    st.drift("steam", 250, 640, 140, 260, (220, 250, 255), 30, 26, "mid")
    st.relight(0.7)
    return st.done("lab", lamp(st, 0.4, -0.8, -0.8, -0.3, (170, 236, 255), (232, 242, 252), (140,
        156, 200)))


def flask(st: Stage, a: Art, x: float, y: float, z: float, h: float) -> None:
    """A flask or a tube with something coloured in it, standing at height y."""
    u, c = FOCAL / z, st.p((x, y, z))[0]
    rgb: RGB = ((90, 220, 170), (250, 150, 90), (230, 100, 160), (110, 170, 250), (250, 220,
        100))[int(st.rng.integers(5))]
    w = h * 0.42
    if st.rng.random() < 0.5:
        p = arr([c + (-u * w * 0.25, -u * h), c + (u * w * 0.25, -u * h), c + (u * w * 0.25,
            -u * h * 0.6), c + (u * w, 0), c + (-u * w, 0), c + (-u * w * 0.25, -u * h * 0.6)])
        level = 0.42
    else:
        p = arr([c + (-u * w * 0.3, -u * h), c + (u * w * 0.3, -u * h), c + (u * w * 0.3, 0),
            c + (-u * w * 0.3, 0)])
        level = 0.62
    a.fill(p, (236, 246, 252), 0.6)
    with a.clip(p):
        a.fill(arr([c + (-u * w, -u * h * level), c + (u * w, -u * h * level), c + (u * w, 4),
            c + (-u * w, 4)]), rgb, 0.9)
    a.outline(p, max(1.4, u * 0.008), (70, 90, 120))


def cell(st: Stage) -> Plate:
    """Bars, a high window with one shaft of light, a plank bed, chains; stone of old."""
    stone: RGB = (122, 116, 118) if st.ancient else (126, 132, 134)
    shell(st, 2.3, 3.1, 5.4, stone, mul(stone, (196, 190, 196)), mul(stone, (150, 146, 156)))
    a = st.far
    dark = mul(stone, (120, 116, 130))
    bricks(st, a, -2.29, 0.6, 5.4, 3.1, dark, 0.34)
    bricks(st, a, 2.29, 0.6, 5.4, 3.1, dark, 0.34)
    bricks(st, a, -2.3, 5.39, 5.39, 3.1, dark, 0.34, flat=True, x1=2.3)
    s = st.p((-0.95, 2.75, 5.37), (0.05, 2.75, 5.37), (0.05, 2.05, 5.37), (-0.95, 2.05, 5.37))
    with a.clip(s):
        st.paint_sky(a, True)
    a.outline(s, 12, dark)
    for k in range(5):
        x = -0.83 + 0.19 * k
        st.seg(a, (x, 2.05, 5.35), (x, 2.75, 5.35), 0.045, (40, 38, 46))
    c = s.mean(0)
    st.shaft(a, (float(c[0]), float(c[1])), 90, (float(c[0]) + 330, 1500), 270, mix(st.sky.key,
        WHITE, 0.3), 0.42)
    st.alive(float(c[0]) + 150, float(c[1]) + 380, 320, st.sky.key, "lamp", 12, "far")
    m = st.mid
    wood: RGB = (120, 86, 60)
    st.box(m, -2.25, -1.2, 0.42, 0.5, 3.2, 5.2, wood if st.ancient else (104, 110, 116), 2)
    st.box(m, -2.2, -1.25, 0.5, 0.6, 3.25, 5.15, (150, 144, 120) if st.ancient else (176, 180,
        170), 2)
    for z in (3.3, 5.0):
        st.seg(m, (-1.25, 0, z), (-1.25, 0.44, z), 0.06, (60, 54, 54))
    for x in (0.75, 1.35):
        q = st.p((x, 2.15, 5.35), (x + 0.02, 1.7, 5.3), (x - 0.04, 1.3, 5.25))
        for k in np.linspace(0, 1, 9).tolist():
            p = q[0] * (1 - k) + q[2] * k
            m.c.drawOval(skia.Rect.MakeXYWH(float(p[0]) - 7, float(p[1]) - 10, 14, 20),
                m.paint((44, 42, 50)))
            m.c.drawOval(skia.Rect.MakeXYWH(float(p[0]) - 3, float(p[1]) - 5, 6, 10),
                m.paint(mul(stone, (150, 146, 150))))
        m.c.drawCircle(float(q[2][0]), float(q[2][1]) + 14, 17, m.paint((44, 42, 50)))
        m.c.drawCircle(float(q[2][0]), float(q[2][1]) + 14, 10,
            m.paint(mul(stone, (150, 146, 150))))
    if st.ancient:
        for _ in range(70):
            x, z = st.rng.uniform(-2.1, 2.1), st.rng.uniform(2.0, 4.8)
            p = st.p((x, 0.01, z))[0]
            m.line([p, p + (st.rng.uniform(-46, 46), st.rng.uniform(-14, 14))], 4, (196, 164, 96),
                (0.2, 0.4), 0.8)
        st.seg(m, (2.2, 1.9, 3.4), (1.95, 2.25, 3.4), 0.08, (90, 60, 44))
        p = st.p((1.93, 2.35, 3.4))[0]
        m.glow(float(p[0]), float(p[1]), 240, (255, 160, 60), 0.6, 1, SCREEN)
        m.fill(spline([p + (-16, 10), p + (-12, -26), p + (0, -56), p + (14, -24), p + (16, 10)],
            True), (255, 190, 80))
        st.alive(float(p[0]), float(p[1]) - 10, 150, (255, 170, 70), "flame", 46)
    else:
        st.box(m, 1.6, 2.2, 0, 0.42, 4.5, 5.1, (206, 212, 214), 2)
        hanging_lamp(st, m, 0.5, 2.6, 3.6, 0.16, (255, 240, 190), (70, 72, 78), "neon")
    n = st.near
    iron: RGB = (48, 46, 56)
    for x in (-0.86, -0.66, 0.68, 0.88):
        st.seg(n, (x, -0.5, 1.6), (x, 3.4, 1.6), 0.052, iron)
        st.seg(n, (x - 0.012, -0.5, 1.59), (x - 0.012, 3.4, 1.59), 0.012, (130, 130, 146))
    for x0, x1 in ((-1.2, -0.6), (0.62, 1.2)):
        st.seg(n, (x0, 2.2, 1.58), (x1, 2.2, 1.58), 0.07, iron)
        st.seg(n, (x0, 0.55, 1.58), (x1, 0.55, 1.58), 0.07, iron)
    st.ground, st.specks = mul(stone, (190, 186, 190)), ("dust",)
    st.relight(0.62)
    return st.done("cell", lamp(st, -0.3, -0.9, 0.8, -0.4, (255, 200, 140) if st.ancient else None,
        (214, 214, 226), (120, 120, 160), 0.7))


def _fitted(st: Stage, m: Art, cab: RGB) -> None:
    """Wall cupboards and the refrigerator."""
    for x0, x1 in ((-2.65, -1.45), (0.85, 1.6)):
        st.box(m, x0, x1, 1.75, 2.5, 5.3, 5.7, cab, 2)
        for k in (0.5,):
            st.seg(m, (x0 + (x1 - x0) * k, 1.75, 5.29), (x0 + (x1 - x0) * k, 2.5, 5.29), 0.02,
                mul(cab, (150, 150, 156)))
    st.box(m, 1.75, 2.62, 0, 2.1, 4.7, 5.6, (206, 214, 220), 2.4)
    st.seg(m, (1.75, 1.3, 4.69), (2.62, 1.3, 4.69), 0.02, (140, 150, 160))
    for y in (1.0, 1.6):
        st.seg(m, (1.86, y - 0.14, 4.66), (1.86, y + 0.14, 4.66), 0.04, (120, 130, 144))


def _kitchen_walls(st: Stage, a: Art) -> None:
    """Tiles and a tiled floor, or the rafters of an old house."""
    if st.ancient:
        for x in np.arange(-2.6, 2.7, 0.65).tolist():
            st.seg(a, (x, 2.85, 0.5), (x, 2.85, 5.8), 0.12, (84, 56, 44))
    else:
        st.grid_floor(a, -2.7, 2.7, 0.5, 5.8, 0.003, 0.45, 0.45, (140, 104, 84), 0.012, 0.6)
        st.wall(a, (-2.7, 5.78), (2.7, 5.78), 0.9, 1.6, (236, 240, 236), (214, 222, 220))
        for y in (1.08, 1.25, 1.42, 1.6):
            st.seg(a, (-2.7, y, 5.77), (2.7, y, 5.77), 0.012, (170, 186, 186))
        for x in np.arange(-2.6, 2.7, 0.26).tolist():
            st.seg(a, (x, 0.9, 5.77), (x, 1.6, 5.77), 0.012, (170, 186, 186))


def kitchen(st: Stage) -> Plate:
    """Counters, stove with a steaming pot, pans on a rail, a window over the sink; a brick hearth
    of old."""
    wall: RGB = (226, 206, 180) if not st.ancient else (176, 150, 120)
    shell(st, 2.7, 2.9, 5.8, wall, (176, 140, 110), (240, 234, 224) if not st.ancient else (96, 70,
        54))
    a = st.far
    _kitchen_walls(st, a)
    window(st, a, -1.1, 0.5, 1.3, 2.35, 5.76, 2, (240, 236, 226) if not st.ancient else (90, 54,
        44))
    cast(st, a, -0.9, 0.5, 3.0, 4.6, 0.5)
    for x in (-1.25, 0.56):
        for k in range(3):
            st.quad(a, [(x + 0.06 * k, 2.45, 5.7), (x + 0.06 * k + 0.08, 2.45, 5.7),
                (x + 0.06 * k + 0.09, 1.25, 5.7), (x + 0.06 * k, 1.25, 5.7)],
                    mix((226, 110, 90), WHITE, 0.2 * (k % 2)), (190, 84, 76), 1.2)
    m = st.mid
    cab: RGB = (90, 130, 130) if not st.ancient else (150, 96, 70)
    if not st.ancient:
        _fitted(st, m, cab)
    st.box(m, -2.65, 1.6, 0, 0.86, 5.0, 5.7, cab, 2)
    for x in np.arange(-2.5, 1.5, 0.68).tolist():
        st.wall(m, (x, 4.99), (x + 0.6, 4.99), 0.1, 0.78, tint(cab, 1.12), tint(cab, 0.95), 1.8)
    st.box(m, -2.68, 1.66, 0.86, 0.93, 4.95, 5.7, (236, 226, 210) if not st.ancient else (120, 110,
        104), 2)
    _stove(st, m, -1.9, 5.2)
    st.seg(m, (-2.4, 2.05, 4.4), (-0.4, 2.05, 4.4), 0.035, (70, 64, 66))
    for k in range(5):
        x, u = -2.3 + 0.42 * k, FOCAL / 4.4
        p = st.p((x, 2.03, 4.4))[0]
        m.line([p, p + (0, u * 0.16)], 6, (60, 54, 58), (0, 0))
        m.c.drawCircle(float(p[0]), float(p[1] + u * 0.28), float(u * (0.10 + 0.02 * (k % 3))),
            m.paint(((70, 70, 80), (196, 120, 80), (90, 84, 90))[k % 3]))
        m.c.drawCircle(float(p[0] - u * 0.03), float(p[1] + u * 0.25), float(u * 0.055),
            m.paint(WHITE, 0.25))
    if st.ancient:
        lantern(st, m, 0.55, 2.2, 3.9, 0.16)
    else:
        hanging_lamp(st, m, 0.55, 2.15, 3.9, 0.24, LAMP, (206, 90, 60))
    n = st.near
    st.box(n, -1.7, -0.6, -0.4, 0.56, 1.6, 2.2, (150, 104, 76), 3)
    st.box(n, -1.8, -0.56, 0.56, 0.63, 1.55, 2.3, (226, 190, 140), 3)
    for x, y, c in ((-0.92, 0.68, (226, 70, 60)), (-1.06, 0.67, (120, 170, 70)), (-1.0, 0.75,
        (250, 170, 60))):
        p, u = st.p((x, y, 1.8))[0], FOCAL / 1.8
        m2 = np.stack([p[0] + u * 0.065 * np.cos(np.linspace(0, 6.28, 24)),
            p[1] + u * 0.06 * np.sin(np.linspace(0, 6.28, 24))], 1)
        n.cel(m2, c, None, 12, mul(c, (120, 110, 120)), 3)
    st.ground, st.specks = (226, 190, 140) if not st.ancient else (140, 96, 66), ("dust",)
    st.relight(0.72)
    return st.done("kitchen", lamp(st, 0.4, -0.75, -0.8, -0.4, (255, 220, 160), (250, 240, 226),
        (176, 150, 176)))


def _stove(st: Stage, a: Art, x: float, z: float) -> None:
    """A pot on a flame, and its steam."""
    u, p = FOCAL / z, st.p((x, 0.93, z))[0]
    if st.ancient:
        st.box(a, x - 0.6, x + 0.6, 0, 0.95, z - 0.4, z + 0.3, (150, 90, 70), 2.4)
        hole = spline([p + (-u * 0.22, u * 0.8), p + (-u * 0.22, u * 0.5), p + (0, u * 0.36),
            p + (u * 0.22, u * 0.5), p + (u * 0.22, u * 0.8)], True)
        a.fill(hole, (50, 24, 20))
        a.fill(hole * 0.6 + (p + (0, u * 0.66)) * 0.4, (255, 150, 50))
        a.glow(float(p[0]), float(p[1] + u * 0.62), u * 0.7, (255, 140, 50), 0.7, 1, SCREEN)
        st.alive(float(p[0]), float(p[1] + u * 0.6), u * 0.5, (255, 150, 60), "flame", 46)
    else:
        st.box(a, x - 0.45, x + 0.45, 0.1, 0.93, z - 0.26, z + 0.3, (60, 64, 74), 2.2)
        st.wall(a, (x - 0.34, z - 0.27), (x + 0.34, z - 0.27), 0.25, 0.6, (34, 30, 36), (90, 60,
            44), 2)
        a.glow(float(p[0]), float(p[1] - 4), u * 0.26, (90, 150, 255), 0.9, 0.3, SCREEN)
        st.alive(float(p[0]), float(p[1]), u * 0.2, (110, 160, 255), "flame", 50)
    pot = arr([p + (-u * 0.26, -u * 0.34), p + (u * 0.26, -u * 0.34), p + (u * 0.23, -u * 0.03),
        p + (-u * 0.23, -u * 0.03)])
    a.cel(pot, (176, 90, 60) if not st.ancient else (60, 54, 56), None, 9, (60, 30, 30), 2.6)
    a.fill(arr([p + (-u * 0.29, -u * 0.38), p + (u * 0.29, -u * 0.38), p + (u * 0.28, -u * 0.32),
        p + (-u * 0.28, -u * 0.32)]), (206, 210, 216))
    st.drift("steam", float(p[0]) - 90, float(p[1]) - 460, 180, 400, WHITE, 46, 40, "mid")
