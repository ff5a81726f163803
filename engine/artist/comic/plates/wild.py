"""Places under the sky, and under the rock: camp tent, village, graveyard, cave, campus."""

# A list of points reads as a shape only while it stays together:
# fmt: off

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import RGB, WHITE, Art, arr, mix, mul, spline
from engine.artist.comic.plates.kit import bare_tree, beam, desk, leaves, lit, ridge, tree
from engine.artist.comic.plates.nature import tuft
from engine.artist.comic.plates.rooms import SCREEN, lamp
from engine.artist.comic.stage import FOCAL, H, Plate, Stage, W, tint


def tent(st: Stage) -> Plate:
    """A general's tent: canvas up to its pole, the camp behind its flap, map table, brazier."""
    a = st.far
    st.paint_sky(a)
    hy = H * st.horizon
    ridge(st, a, hy + 40, 120, lit(st, (120, 130, 120)), st.seed % 6)
    st.flat(a, -14, 14, 0.3, 26, 0, lit(st, (160, 146, 110)), lit(st, (120, 106, 84)))
    for x, z in ((-1.1, 15), (1.0, 17), (0.1, 20)):
        p, u = st.p((x, 0, z))[0], FOCAL / z
        a.cel(arr([p + (-u * 1.0, 0), p + (0, -u * 1.5), p + (u * 1.0, 0)]), lit(st,
            (226, 206, 166)), None, 12, lit(st, (110, 84, 60)), 2.4)
        a.fill(arr([p + (-u * 0.22, 0), p + (0, -u * 0.9), p + (u * 0.22, 0)]), lit(st,
            (90, 66, 50)))
        a.line([p + (0, -u * 1.5), p + (0, -u * 2.1)], 3, (60, 44, 40), (0, 0))
        a.fill(arr([p + (0, -u * 2.1), p + (u * 0.5, -u * 1.95), p + (0, -u * 1.8)]), (196, 40, 44))
    m = st.mid
    canvas: RGB = (214, 186, 140)
    apex = st.p((0, 4.6, 5.6))[0]
    floor = spline(st.p((-3.4, 0, 7.4), (3.4, 0, 7.4)))
    hang = spline([apex + (0, 130), (W * 0.5 + 60, 640), (W * 0.5 + 205, floor[0][1] + 6),
        (W * 0.5 - 205, floor[0][1] + 6), (W * 0.5 - 60, 640)], True)
    with m.clip(hang, inside=False):
        m.fill(arr([(-20, -20), (W + 20, -20), (W + 20, floor[0][1] + 4), (-20, floor[0][1] + 4)]),
               mul(canvas, (170, 156, 156)))
        for k in range(16):
            t0, t1 = -1.25 + 2.5 * k / 16, -1.25 + 2.5 * (k + 1) / 16
            q0, q1 = (apex + (math.sin(t) * 1500,
                math.cos(t) * 1500 if abs(t) < 1.05 else 1500 * math.cos(1.05)) for t in (t0, t1))
            c = mul(canvas, (255, 252, 248)) if k % 2 else mul(canvas, (224, 212, 206))
            shade = 1 - 0.4 * abs(t0 + t1) / 2.4
            m.grad(arr([apex, q0, q1]), tuple(apex), tuple(q0),
                [(mul(c, (int(255 * shade),) * 3), 1), (mul(c, (150, 130, 130)), 1)])
            m.ink(np.linspace(apex, q0, 10), 5, mul(canvas, (130, 110, 110)), (0, 0), 0.7)
        m.fill(arr([(-20, -20), (W + 20, -20), (W + 20, apex[1] - 90), (W * 0.5, apex[1]), (-20,
            apex[1] - 90)]), mul(canvas, (130, 116, 120)))
    m.outline(hang, 12, mul(canvas, (110, 90, 90)))
    for sx in (-1, 1):
        fold = spline([apex + (sx * 8, 150), (W * 0.5 + sx * 96, 640), (W * 0.5 + sx * 290,
            floor[0][1] + 6), (W * 0.5 + sx * 205, floor[0][1] + 6), (W * 0.5 + sx * 64, 660)],
            True)
        m.cel(fold, mul(canvas, (240, 226, 220)), None, 14, mul(canvas, (110, 90, 90)), 3)
    st.flat(m, -6, 6, 0.3, 7.4, 0, (150, 116, 84), (84, 62, 54))
    st.flat(m, -1.7, 1.7, 2.4, 6.6, 0.01, (150, 44, 44), (96, 28, 34))
    st.flat(m, -1.5, 1.5, 2.6, 6.4, 0.012, (180, 76, 56), (116, 44, 40))
    wood: RGB = (110, 72, 50)
    for sx in (-1, 1):
        beam(st, m, (sx * 1.9, 0, 6.6), (sx * 0.12, 4.5, 5.7), 0.13, wood)
    desk(st, m, -0.85, 0.85, 5.0, 5.9, (134, 88, 58), 0.8)
    mp = st.p((-0.7, 0.81, 5.8), (0.7, 0.81, 5.8), (0.78, 0.81, 5.05), (-0.78, 0.81, 5.05))
    m.cel(mp, (236, 214, 166), None, 4, (120, 84, 60), 2)
    m.line([mp[3] + (26, -14), mp.mean(0) + (-20, 4), mp[1] + (-30, 12)], 4, (170, 60, 50), (0, 0))
    for k in range(5):
        q = mp.mean(0) + (st.rng.uniform(-90, 90), st.rng.uniform(-14, 10))
        m.line([q, q + (0, -26)], 3, (60, 40, 40), (0, 0))
        m.fill(arr([q + (0, -26), q + (18, -20), q + (0, -13)]), ((200, 40, 44),
            (60, 90, 150))[k % 2])
    for k in range(5):
        x = 1.75 + 0.17 * k
        st.seg(m, (x, 0, 5.2), (x + 0.05, 2.1, 5.5), 0.035, (90, 60, 46))
        p, u = st.p((x + 0.05, 2.1, 5.5))[0], FOCAL / 5.5
        m.cel(arr([p + (-u * 0.05, 0), p + (0, -u * 0.26), p + (u * 0.05, 0)]), (200, 206, 220),
            None, 3, (60, 64, 84), 1.8)
        m.line([p, p + (-6, u * 0.12)], 10, (196, 40, 44), (0, 0.5))
    st.seg(m, (1.6, 1.0, 5.3), (2.6, 1.0, 5.3), 0.06, wood)
    p, u = st.p((-1.85, 0.62, 4.8))[0], FOCAL / 4.8
    for sx in (-1, 0, 1):
        m.line([p + (sx * u * 0.2, 0), p + (sx * u * 0.3, u * 0.62)], 9, (50, 44, 48), (0, 0))
    m.cel(spline([p + (-u * 0.34, -u * 0.08), p + (-u * 0.28, u * 0.14), p + (u * 0.28, u * 0.14),
        p + (u * 0.34, -u * 0.08)], True), (70, 60, 58), None, 8, (24, 20, 24), 3)
    m.glow(float(p[0]), float(p[1] - 30), 330, (255, 140, 50), 0.7, 1, SCREEN)
    for k in range(5):
        q = p + ((k - 2) * u * 0.1, -u * 0.06)
        m.fill(spline([q + (-14, 6), q + (-9, -26), q + (2, -52 - 22 * (k == 2)), q + (10, -22),
            q + (14, 6)], True), ((255, 150, 50), (255, 206, 90))[k % 2])
    st.alive(float(p[0]), float(p[1]) - 26, 210, (255, 150, 60), "flame", 50)
    n = st.near
    for x in (-0.72, 0.74):
        st.seg(n, (x, -0.5, 1.6), (x * 0.86, 3.5, 1.6), 0.13, (96, 64, 48))
        st.seg(n, (x - 0.03, -0.5, 1.59), (x * 0.86 - 0.03, 3.5, 1.59), 0.03, (150, 110, 80))
    st.ancient, st.ground, st.specks = True, (134, 92, 62), ("embers-few",)
    st.relight(0.6)
    return st.done("tent", lamp(st, -0.7, -0.4, 0.8, -0.4, (255, 200, 130), (246, 224, 196),
        (160, 126, 150), 0.7))


def village(st: Stage) -> Plate:
    """A lane between mud walls and tiled roofs, a well, drying corn, hills, smoke from a hearth."""
    a = st.far
    st.paint_sky(a)
    hy = H * st.horizon
    ridge(st, a, hy - 60, 190, lit(st, (120, 146, 160)), st.seed % 7)
    ridge(st, a, hy + 20, 110, lit(st, (100, 136, 110)), 1.4 + st.seed % 5)
    for k in range(7):
        y = hy + 30 + 9 * k
        a.line([(-20, y), (W * 0.5, y - 12 + 5 * (k % 2)), (W + 20, y + 4)], 7, lit(st,
            ((170, 186, 96), (120, 156, 84))[k % 2]), (0, 0), 0.9)
    m = st.mid
    earth = lit(st, (190, 160, 118), 0.55)
    st.flat(m, -14, 14, 0.3, 15, 0, mix(earth, st.sky.low, 0.3), mul(earth, (150, 138, 136)))
    lane = spline([*st.p((-0.5, 0.003, 14), (-1.1, 0.003, 8), (-0.8, 0.003, 4), (-1.7, 0.003,
        1.1)), *st.p((1.5, 0.003, 1.1), (1.3, 0.003, 4), (0.5, 0.003, 8), (0.7, 0.003, 14))], True)
    m.grad(lane, (0, hy), (0, H), [(mix(mix(earth, WHITE, 0.3), st.sky.low, 0.25), 1),
        (mix(earth, WHITE, 0.1), 1)])
    m.outline(lane, 4, mul(earth, (130, 116, 116)), 0.6)
    _house(st, m, -4.6, -1.7, 9.0, 2.2)
    _house(st, m, 1.9, 4.9, 10.5, 2.1)
    _house(st, m, -6.4, -2.3, 5.4, 2.3)
    tree(st, m, 3.4, 7.6, (120, 160, 84), 5.2, 2.0)
    for x, z in ((1.5, 6.9), (1.9, 6.9), (2.3, 6.9), (2.7, 6.9), (3.1, 6.9), (3.5, 6.9)):
        st.seg(m, (x, 0, z), (x, 0.95, z), 0.07, lit(st, (130, 96, 66)))
    for y in (0.4, 0.75):
        st.seg(m, (1.4, y, 6.88), (3.7, y, 6.88), 0.05, lit(st, (130, 96, 66)))
    p, u = st.p((1.55, 0, 4.7))[0], FOCAL / 4.7
    stone = lit(st, (160, 156, 150))
    m.cel(spline([p + (-u * 0.5, -u * 0.5), p + (u * 0.5, -u * 0.5), p + (u * 0.54, 0), p + (0,
        u * 0.1), p + (-u * 0.54, 0)], False), stone, None, 16, mul(stone, (90, 86, 96)), 3)
    m.fill(spline([p + (-u * 0.5, -u * 0.5), p + (0, -u * 0.62), p + (u * 0.5, -u * 0.5), p + (0,
        -u * 0.38)], True), mul(stone, (110, 110, 130)))
    m.fill(spline([p + (-u * 0.36, -u * 0.5), p + (0, -u * 0.58), p + (u * 0.36, -u * 0.5), p + (0,
        -u * 0.42)], True), (24, 24, 36))
    for sx in (-1, 1):
        m.line([p + (sx * u * 0.44, -u * 0.4), p + (sx * u * 0.44, -u * 1.5)], 13, lit(st,
            (110, 78, 56)), (0, 0))
    m.line([p + (-u * 0.55, -u * 1.4), p + (u * 0.6, -u * 1.4)], 17, lit(st, (110, 78, 56)), (0, 0))
    m.line([p + (0, -u * 1.4), p + (0, -u * 0.62)], 4, (206, 176, 120), (0, 0))
    m.cel(arr([p + (-u * 0.14, -u * 0.8), p + (u * 0.14, -u * 0.8), p + (u * 0.1, -u * 0.56),
        p + (-u * 0.1, -u * 0.56)]), lit(st, (134, 96, 66)), None, 6, (50, 34, 30), 2)
    for x, z in ((0.9, 3.4), (1.15, 3.2), (1.3, 3.5)):
        q, v = st.p((x, 0, z))[0], FOCAL / z
        m.fill(spline([q + (-v * 0.12, -v * 0.04), q + (-v * 0.04, -v * 0.16), q + (v * 0.09,
            -v * 0.17), q + (v * 0.12, -v * 0.06), q + (0, 0)], True), (250, 246, 236))
        m.fill(arr([q + (v * 0.08, -v * 0.2), q + (v * 0.13, -v * 0.22), q + (v * 0.1,
            -v * 0.15)]), (214, 50, 44))
    for _ in range(60):
        x, y = st.rng.uniform(0, W), st.rng.uniform(H * 0.56, H)
        if abs(x - W / 2) > 130 + (y - H * 0.5) * 0.28:
            tuft(m, x, y, 16 + 46 * (y / H - 0.5), lit(st, (120, 156, 80)), st.rng)
    n = st.near
    for k in range(9):
        q = np.array([40.0 + 7 * (k % 3), 60.0 + 62 * k])
        n.cel(spline([q + (-24, 0), q + (-18, 46), q + (0, 70), q + (18, 46), q + (24, 0), q + (0,
            -12)], True), lit(st, (244, 186, 60), 0.4), None, 8, lit(st, (150, 96, 30)), 3)
    n.line([(-30, 40), (110, 30), (150, 60)], 22, lit(st, (96, 66, 50)), (0, 0.3))
    leaves(st, n, W + 10, 190, 190, lit(st, (110, 150, 76)), 30)
    st.ground, st.specks = (150, 116, 84), ("leaves",)
    st.drift("smoke", 230, 470, 150, 330, mix(WHITE, st.sky.mid, 0.2), 40, 30, "far")
    st.drift("cloud", 0, 100, W, 260, WHITE, 34, 12, "far")
    return st.done("village", lamp(st, -0.6, -0.75, 0.8, -0.4, shadow=(160, 146, 180)))


def _house(st: Stage, m: Art, x0: float, x1: float, z: float, h: float) -> None:
    """A farmhouse: plaster on a stone foot, a door with red couplets, a tiled or thatched roof."""
    wall = lit(st, (232, 214, 180), 0.5)
    st.box(m, x0, x1, 0, h, z, z + 2.6, wall, 2)
    st.box(m, x0 - 0.02, x1 + 0.02, 0, 0.4, z - 0.02, z + 2.6, lit(st, (150, 144, 136)), 2)
    mid = (x0 + x1) / 2
    st.wall(m, (mid - 0.42, z - 0.03), (mid + 0.42, z - 0.03), 0, 1.75, lit(st, (110, 66, 48)),
        None, 2)
    for sx in (-1, 1):
        st.wall(m, (mid + sx * 0.55 - 0.09, z - 0.03), (mid + sx * 0.55 + 0.09, z - 0.03), 0.5,
            1.7, lit(st, (206, 44, 40)), None, 1.2)
        x = mid + sx * (x1 - x0) * 0.34
        glow = mix(lit(st, (84, 80, 90)), (255, 206, 120), 0.2 + 0.8 * min(1.0, st.sky.dark * 1.2))
        st.wall(m, (x - 0.3, z - 0.03), (x + 0.3, z - 0.03), 0.85, 1.45, glow, None, 2)
        st.seg(m, (x, 0.85, z - 0.04), (x, 1.45, z - 0.04), 0.04, (84, 54, 44))
        if st.sky.dark > 0.3:
            st.alive_at((x, 1.15, z), 0.5, (255, 200, 120), "flame", 22)
    roof: RGB = lit(st, (92, 94, 104)) if st.seed % 2 else lit(st, (190, 156, 96))
    e0, e1, r1, r0 = st.p((x0 - 0.45, h - 0.12, z - 0.5), (x1 + 0.45, h - 0.12, z - 0.5),
        (x1 - 0.1, h + 1.15, z + 1.3), (x0 + 0.1, h + 1.15, z + 1.3))
    body = np.vstack([spline([e0, (e0 + e1) / 2 + (0, 7), e1]),
        spline([r1, (r0 + r1) / 2 + (0, 6), r0])])
    m.cel(body, roof, None, 10, mul(roof, (90, 86, 96)), 3)
    for k in np.linspace(0.03, 0.97, 22).tolist():
        m.ink(np.linspace(r0 + (r1 - r0) * k, e0 + (e1 - e0) * k, 6), 3, mul(roof,
            (150, 146, 156)), (0, 0), 0.8)
    m.line([r0 + (-6, 0), (r0 + r1) / 2 + (0, 4), r1 + (6, 0)], 9, mul(roof, (150, 146, 156)), (0,
        0))


def graveyard(st: Stage) -> Plate:
    """Stones on a slope, a dead tree, iron fence, crows, mist; mounds and tablets of old."""
    a = st.far
    st.paint_sky(a)
    hy = H * st.horizon
    ridge(st, a, hy - 20, 130, lit(st, (110, 122, 140)), 0.6 + st.seed % 6)
    ridge(st, a, hy + 50, 80, lit(st, (80, 96, 96)), 2.2 + st.seed % 5)
    for k in range(6):
        x, y = 200 + 120 * k + st.rng.uniform(-40, 40), hy - 360 + st.rng.uniform(-90, 90)
        a.line([(x - 22, y - 9), (x - 9, y), (x, y + 5), (x + 9, y), (x + 22, y - 10)], 5, (30, 26,
            40), (0.3, 0.3))
    m = st.mid
    grass = lit(st, (112, 126, 92), 0.55)
    hill = spline([(-20, hy + 80), (240, hy + 20), (560, hy + 46), (860, hy - 20), (W + 20,
        hy + 30)])
    m.grad(np.vstack([hill, [(W + 20, H), (-20, H)]]), (0, hy), (0, H),
        [(mix(grass, st.sky.low, 0.4), 1), (mul(grass, (130, 136, 140)), 1)])
    m.ink(hill, 4, mul(grass, (90, 96, 100)), (0, 0), 0.8)
    bare_tree(st, m, -2.3, 7.5, 5.6)
    path = spline([*st.p((-0.2, 0.003, 12), (0.3, 0.003, 6), (-0.5, 0.003, 2.6), (-0.9, 0.003,
        1.1)), *st.p((1.0, 0.003, 1.1), (0.7, 0.003, 2.6), (1.2, 0.003, 6), (0.4, 0.003, 12))],
        True)
    m.grad(path, (0, hy), (0, H), [(mix((190, 180, 160), st.sky.mid, 0.4), 1),
        (lit(st, (150, 140, 126)), 1)])
    if not st.ancient:
        for x in np.arange(-6, 6.1, 0.34).tolist():
            st.seg(m, (x, 0.1, 11.5), (x, 1.5, 11.5), 0.05, (36, 34, 46))
        for y in (0.4, 1.3):
            st.seg(m, (-6, y, 11.5), (6, y, 11.5), 0.06, (36, 34, 46))
    rows = ((-3.2, 9.6), (-1.5, 9.2), (1.6, 9.4), (3.2, 9.0), (-2.4, 6.6), (1.9, 6.4), (3.3, 6.8),
        (-1.6, 4.6), (1.75, 4.3))
    for k, (x, z) in enumerate(rows):
        _stone(st, m, x + st.rng.uniform(-0.15, 0.15), z, k)
    for _ in range(90):
        x, y = st.rng.uniform(0, W), st.rng.uniform(hy + 90, H)
        tuft(m, x, y, 14 + 56 * (y / H - 0.5), lit(st, (120, 136, 96)), st.rng)
    n = st.near
    p, u = st.p((0.96, 0, 1.6))[0], FOCAL / 1.6
    slab = spline([p + (-u * 0.3, u * 0.5), p + (-u * 0.3, -u * 0.36), p + (-u * 0.16, -u * 0.6),
        p + (u * 0.16, -u * 0.6), p + (u * 0.3, -u * 0.36), p + (u * 0.34, u * 0.5)], False)
    n.cel(slab, lit(st, (110, 112, 124)), None, 26, (30, 28, 40), 5)
    for k in range(16):
        tuft(n, 20 + 22 * k, H - 120 + 40 * math.sin(k), 120, lit(st, (74, 92, 66)), st.rng)
    st.ground, st.specks = (110, 112, 104), ("leaves",) if st.sky.dark < 0.7 else ("fireflies",)
    st.drift("mist", -100, hy + 60, W + 200, 260, mix(WHITE, st.sky.mid, 0.45), 46, 22, "mid")
    return st.done("graveyard", lamp(st, 0.6, -0.7, -0.8, -0.4, shadow=(120, 130, 180), power=0.7))


def _stone(st: Stage, m: Art, x: float, z: float, k: int) -> None:
    """A gravestone or cross; of old a mound with a wooden tablet and paper money."""
    p, u = st.p((x, 0, z))[0], FOCAL / z
    grey = lit(st, mix((164, 164, 172), (130, 134, 130), (k % 3) / 3))
    dark = mul(grey, (90, 88, 100))
    if st.ancient:
        m.cel(spline([p + (-u * 0.75, 0), p + (-u * 0.5, -u * 0.5), p + (0, -u * 0.75),
            p + (u * 0.5, -u * 0.5), p + (u * 0.75, 0)], False), lit(st, (130, 116, 84)), None,
            u * 0.1, lit(st, (60, 50, 44)), 2.4)
        m.cel(arr([p + (-u * 0.16, 0), p + (-u * 0.16, -u * 0.85), p + (0, -u * 0.98),
            p + (u * 0.16, -u * 0.85), p + (u * 0.16, 0)]), grey, None, u * 0.05, dark, 2.2)
        for i in range(3):
            m.line([p + (0, -u * (0.74 - 0.2 * i)), p + (u * 0.02, -u * (0.62 - 0.2 * i))],
                u * 0.06, dark, (0.1, 0.2))
        m.fill(arr([p + (u * 0.3, -u * 0.5), p + (u * 0.5, -u * 0.54), p + (u * 0.48, -u * 0.3)]),
            (240, 236, 220))
        return
    lean = st.rng.uniform(-0.08, 0.08) * u
    if k % 4 == 1:
        m.cel(arr([p + (-u * 0.09, 0), p + (-u * 0.09 + lean, -u * 1.15), p + (u * 0.09 + lean,
            -u * 1.15), p + (u * 0.09, 0)]), grey, None, u * 0.04, dark, 2.4)
        m.cel(arr([p + (-u * 0.34 + lean, -u * 0.92), p + (u * 0.34 + lean, -u * 0.92),
            p + (u * 0.34 + lean, -u * 0.76), p + (-u * 0.34 + lean, -u * 0.76)]), grey, None,
            u * 0.04, dark, 2.4)
    else:
        m.cel(spline([p + (-u * 0.3, 0), p + (-u * 0.3 + lean, -u * 0.6), p + (-u * 0.2 + lean,
            -u * 0.82), p + (lean, -u * 0.9), p + (u * 0.2 + lean, -u * 0.82), p + (u * 0.3 + lean,
            -u * 0.6), p + (u * 0.3, 0)], False), grey, None, u * 0.09, dark, 2.4)
        for i in range(3):
            m.line([p + (-u * 0.16 + lean, -u * (0.6 - 0.13 * i)),
                p + (u * (0.16 - 0.05 * i) + lean, -u * (0.6 - 0.13 * i))], u * 0.03, dark, (0.1,
                0.1), 0.8)
    m.cel(arr([p + (-u * 0.4, 0), p + (-u * 0.36, -u * 0.12), p + (u * 0.36, -u * 0.12),
        p + (u * 0.4, 0)]), mul(grey, (206, 206, 214)), None, u * 0.04, dark, 2)
    if k % 3 == 0:
        for i in range(4):
            m.c.drawCircle(float(p[0] + (i - 1.5) * u * 0.1), float(p[1] - u * 0.06), u * 0.06,
                m.paint(((214, 60, 70), (250, 240, 230))[i % 2]))


def cave(st: Stage) -> Plate:
    """A hall of rock with the day in its mouth, dripstone, a still pool, crystals that glow."""
    a = st.far
    rock: RGB = mix((96, 88, 124), st.sky.top, 0.3 * st.sky.dark)
    a.grad(arr([(0, 0), (W, 0), (W, H), (0, H)]), (0, 0), (0, H), [(mul(rock, (120, 120, 140)), 1),
        (rock, 1), (mul(rock, (90, 86, 110)), 1)])
    mouth = spline([(560, 960), (540, 700), (590, 470), (720, 350), (880, 410), (960, 600), (950,
        900),
        (860, 1010), (660, 1016)], True)
    with a.clip(mouth):
        st.paint_sky(a)
        ridge(st, a, 880, 70, lit(st, (100, 140, 110)), st.seed % 5)
    a.outline(mouth, 16, mul(rock, (80, 76, 96)))
    a.glow(750, 700, 640, mix(st.sky.low, WHITE, 0.3), 0.5 * (1 - 0.6 * st.sky.dark), 1, SCREEN)
    for k in range(3):
        st.shaft(a, (700 + 50 * k, 520), 30, (260 + 190 * k, 1460), 130, mix(st.sky.key, WHITE,
            0.3), 0.26 * (1 - 0.5 * st.sky.dark))
    m = st.mid
    for x0, x1, tone, deep in ((-40, 400, 0.9, 0), (940, W + 40, 0.75, 1)):
        c = mul(rock, (int(255 * tone),) * 3)
        edge = x1 if not deep else x0
        s = -1 if not deep else 1
        pts = [(edge + s * st.rng.uniform(-10, 60), y) for y in np.linspace(-20, 1100, 9)]
        far_x = -40 if not deep else W + 40
        wall = np.vstack([spline(pts), [(edge - s * 60, 1240), (far_x, 1300), (far_x, -20)]])
        m.cel(wall, c, None, 60, (26, 22, 38), 6)
        for _ in range(9):
            x, y = st.rng.uniform(min(far_x, edge), max(far_x, edge)), st.rng.uniform(60, 1080)
            m.cel(spline([(x - 60, y + 10), (x - 20, y - 44), (x + 50, y - 30), (x + 70, y + 24),
                (x + 6, y + 46)], True), tint(c, 1.06), None, 18, mul(c, (120, 116, 130)), 2.5)
    ground = spline([(-20, 1130), (200, 1080), (420, 1010), (640, 1006), (860, 1080), (W + 20,
        1120)])
    m.grad(np.vstack([ground, [(W + 20, H), (-20, H)]]), (0, 1000), (0, H),
        [(mix(rock, st.sky.low, 0.28), 1), (mul(rock, (110, 104, 124)), 1)])
    m.ink(ground, 5, (26, 22, 38), (0, 0))
    pool = spline([(300, 1190), (470, 1120), (680, 1110), (820, 1170), (760, 1290), (540, 1330),
        (360, 1290)], True)
    glow: RGB = ((90, 220, 230), (150, 130, 255), (110, 230, 160))[st.seed % 3]
    m.grad(pool, (0, 1110), (0, 1330), [(mix(glow, st.sky.low, 0.5), 1),
        (mix(glow, (20, 30, 60), 0.6), 1)])
    m.outline(pool, 7, (30, 28, 46))
    for _ in range(12):
        x, y = st.rng.uniform(360, 720), st.rng.uniform(1140, 1300)
        m.line([(x, y), (x + 50, y - 3), (x + 100, y)], 4, mix(glow, WHITE, 0.5), (0.4, 0.4), 0.6)
    m.glow(560, 1220, 360, glow, 0.3, 0.5, SCREEN)
    for x, y, big, lean in ((170, 1130, 1.25, -12), (246, 1150, 0.8, 14), (100, 1170, 0.7, -26),
        (880, 1120, 1.0, 10), (950, 1150, 1.3, 20)):
        for dx, tall, d in ((-26, 130, lean - 8), (0, 220, lean), (30, 150, lean + 14)):
            b = np.array([x + dx * big, y])
            t = math.radians(d)
            tip = b + (math.sin(t) * tall * big, -math.cos(t) * tall * big)
            n2 = np.array([math.cos(t), math.sin(t)]) * 19 * big
            q = arr([b - n2, b - n2 * 0.8 + (tip - b) * 0.75, tip, b + n2 * 0.8 + (tip - b) * 0.75,
                b + n2])
            m.cel(q, mix(glow, (40, 40, 90), 0.25), None, 10, (30, 30, 70), 2.6)
            m.fill(arr([b - n2 * 0.6, b - n2 * 0.4 + (tip - b) * 0.75, tip, b]), mix(glow, WHITE,
                0.55), 0.75)
        m.glow(x, y - 90 * big, 240 * big, glow, 0.55, 1, SCREEN)
        st.alive(x, y - 90 * big, 190 * big, glow, "lamp", 34)
    _dripstone(st, m, rock, 7, 60, 330)
    n = st.near
    _dripstone(st, n, mul(rock, (130, 126, 150)), 4, 150, 270)
    for x, s in ((-30, 1), (W + 30, -1)):
        n.cel(spline([(x, 1480), (x + s * 110, 1560), (x + s * 150, 1700), (x + s * 260, 1800),
            (x + s * 290, H + 30), (x, H + 30)], True), mul(rock, (130, 126, 150)), None, 40, (16,
            14, 26), 5)
    st.ground, st.specks = (84, 80, 96), ("fireflies",)
    st.drift("mist", -100, 960, W + 200, 220, mix(glow, WHITE, 0.5), 30, 16, "mid")
    return st.done("cave", lamp(st, -0.1, -0.9, 0.8, -0.2, glow,
        mix(st.sky.ambient, (196, 200, 226), 0.6), (100, 100, 160), 0.8))


def _dripstone(st: Stage, a: Art, rgb: RGB, n: int, w: float, tall: float) -> None:
    """Stalactites along the upper edge, longest at the sides."""
    for k in range(n):
        x = (k + 0.5) / n * W + st.rng.uniform(-40, 40)
        side = abs(x - W / 2) / (W / 2)
        long = tall * (0.35 + 0.75 * side) * st.rng.uniform(0.7, 1.1)
        half = w * st.rng.uniform(0.6, 1.1)
        q = spline([(x - half, -30), (x - half * 0.5, long * 0.45), (x, long), (x + half * 0.4,
            long * 0.5), (x + half, -30)], False)
        a.cel(q, rgb, None, half * 0.5, (20, 18, 32), 4)
        a.line([(x - half * 0.3, -10), (x - half * 0.12, long * 0.5)], 6, mix(rgb, WHITE, 0.25),
            (0.1, 0.6), 0.6)


def campus(st: Stage) -> Plate:
    """Brick hall with a clock tower over a lawn, ginkgo trees in leaf, path and bench."""
    a = st.far
    st.paint_sky(a)
    brick = lit(st, (176, 92, 72))
    trim = lit(st, (240, 230, 212))
    z = 15.0
    st.box(a, -7, 7, 0, 4.4, z, z + 3, brick, 2)
    st.wall(a, (-7, z - 0.02), (7, z - 0.02), 0, 0.6, lit(st, (190, 180, 170)), None, 1)
    glass = mix(mix((96, 130, 160), st.sky.mid, 0.4), st.sky.glass, 0.9 * st.sky.dark)
    for row in (0.9, 2.65):
        for x in np.arange(-6.6, 6.7, 0.95).tolist():
            if abs(x) > 1.25:
                st.wall(a, (x - 0.08, z - 0.03), (x + 0.58, z - 0.03), row - 0.1, row + 1.4, trim)
                st.wall(a, (x, z - 0.04), (x + 0.5, z - 0.04), row, row + 1.3, glass, mix(glass,
                    WHITE, 0.2), 1)
                st.seg(a, (x + 0.25, row, z - 0.05), (x + 0.25, row + 1.3, z - 0.05), 0.05, trim)
    st.seg(a, (-7.1, 4.45, z - 0.1), (7.1, 4.45, z - 0.1), 0.26, trim)
    st.box(a, -1.2, 1.2, 0, 7.4, z - 0.4, z + 1, tint(brick, 1.06), 2)
    st.box(a, -1.35, 1.35, 7.4, 7.7, z - 0.5, z + 1, trim, 2)
    spire = st.p((-1.3, 7.7, z - 0.4), (0, 9.9, z), (1.3, 7.7, z - 0.4))
    a.cel(spire, lit(st, (70, 96, 100)), None, 14, lit(st, (30, 44, 54)), 3)
    c, u = st.p((0, 6.5, z - 0.42))[0], FOCAL / z
    a.c.drawCircle(float(c[0]), float(c[1]), u * 0.7, a.paint(trim))
    a.c.drawCircle(float(c[0]), float(c[1]), u * 0.6, a.paint(mix((250, 246, 230), st.sky.glass,
        0.6 * st.sky.dark)))
    a.line([c, c + (0, -u * 0.45)], 5, (40, 40, 54), (0, 0))
    a.line([c, c + (u * 0.3, u * 0.14)], 5, (40, 40, 54), (0, 0))
    door = st.p((-0.6, 0, z - 0.42), (-0.6, 1.7, z - 0.42), (0, 2.3, z - 0.42), (0.6, 1.7,
        z - 0.42), (0.6, 0, z - 0.42))
    a.fill(spline(door), lit(st, (90, 54, 42)))
    a.outline(spline(door), 7, trim, closed=False)
    m = st.mid
    grass = lit(st, (122, 166, 86), 0.55)
    st.flat(m, -16, 16, 0.3, 14.5, 0, mix(grass, st.sky.low, 0.25), mul(grass, (160, 170, 150)))
    for k in range(6):
        z0 = 2.0 + 2 * k
        st.flat(m, -16, 16, z0, z0 + 1, 0.002, mix(grass, WHITE, 0.08), None, 0, 0.4)
    pave = lit(st, (216, 200, 176))
    st.quad(m, [(-0.75, 0.004, 14.4), (0.75, 0.004, 14.4), (1.25, 0.004, 0.5), (-1.25, 0.004,
        0.5)], mix(pave, st.sky.low, 0.2), mul(pave, (200, 190, 196)), 2)
    for zz in np.arange(1.0, 14, 0.8).tolist():
        st.seg(m, (-1.1, 0.006, zz), (1.1, 0.006, zz), 0.02, mul(pave, (170, 160, 166)), 0.6)
    gold: RGB = (240, 190, 70) if st.seed % 2 else (120, 176, 86)
    for x, zz, big in ((-3.9, 11.0, 1.0), (3.8, 10.4, 1.05), (-3.6, 7.0, 1.0), (3.7, 6.2, 0.95)):
        tree(st, m, x, zz, gold, 4.6 * big, 1.7)
    for _ in range(50):
        x, zz = st.rng.uniform(-4, 4), st.rng.uniform(1.6, 10)
        p, v = st.p((x, 0.01, zz))[0], FOCAL / zz
        m.fill(spline([p + (-v * 0.04, 0), p + (0, -v * 0.018), p + (v * 0.04, 0), p + (0,
            v * 0.016)], True), lit(st, mix(gold, (230, 120, 60), st.rng.random() * 0.5)), 0.9)
    st.box(m, -2.4, -1.45, 0.4, 0.46, 5.0, 5.4, lit(st, (140, 92, 62)), 2)
    st.box(m, -2.4, -1.45, 0.6, 0.9, 5.36, 5.4, lit(st, (140, 92, 62)), 2)
    for x in (-2.3, -1.55):
        st.seg(m, (x, 0, 5.1), (x, 0.4, 5.1), 0.06, (50, 50, 60))
    for x, zz in ((1.75, 8.6), (-1.8, 9.4), (1.9, 4.6)):
        st.seg(m, (x, 0, zz), (x, 2.6, zz), 0.07, (44, 48, 60))
        p, v = st.p((x, 2.75, zz))[0], FOCAL / zz
        m.c.drawCircle(float(p[0]), float(p[1]), v * 0.15, m.paint(mix((240, 240, 236), (255, 236,
            170), st.sky.dark)))
        m.glow(float(p[0]), float(p[1]), v * 0.9, (255, 226, 150), 0.7 * st.sky.dark, 1, SCREEN)
        if st.sky.dark > 0.3:
            st.alive(float(p[0]), float(p[1]), v * 0.6, (255, 226, 150), "lamp",
                round(30 * st.sky.dark))
    n = st.near
    leaves(st, n, 60, 40, 250, lit(st, gold), 46)
    leaves(st, n, W - 20, 130, 190, lit(st, gold), 30)
    st.ground, st.specks = (190, 176, 150), ("leaves",)
    st.drift("cloud", 0, 120, W, 280, WHITE, 36, 12, "far")
    return st.done("campus", lamp(st, -0.65, -0.75, 0.8, -0.4, shadow=(160, 150, 190)))
