"""What many places are built of: windows that cast light, furniture, trees, hills, water."""

# A list of points reads as a shape only while it stays together:
# fmt: off

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import RGB, WHITE, Art, Pts, arr, mix, mul, ribbon, spline
from engine.artist.comic.plates.rooms import SCREEN
from engine.artist.comic.stage import FOCAL, H, Stage, W, tint

LAMP: RGB = (255, 214, 140)
COLD: RGB = (216, 240, 255)


def lit(st: Stage, c: RGB, k: float = 0.5) -> RGB:
    """A colour of something outdoors at this hour: by night it sinks into the sky's."""
    return mix(mul(c, mix(st.sky.ambient, WHITE, 0.3)), st.sky.top, k * st.sky.dark)


def ridge(st: Stage, a: Art, y: float, amp: float, rgb: RGB, seed: float, step: int = 60) -> None:
    """A row of hills down to the picture's lower edge."""
    def high(x: float) -> float:
        return 0.5 + 0.6 * math.sin(x * 0.0052 + seed) + 0.3 * math.sin(x * 0.0141 + 2 * seed)

    top = spline([(x, y - amp * high(x)) for x in range(-60, W + 120, step)])
    body = np.vstack([top, [(W + 60, H), (-60, H)]])
    a.grad(body, (0, y - amp), (0, y + 260), [(rgb, 1), (mix(rgb, st.sky.low, 0.55), 1)])
    a.ink(top, 3.5, mul(rgb, (120, 120, 140)), (0, 0), 0.7)


def side_window(st: Stage, a: Art, x: float, z0: float, z1: float, y0: float = 0.9, y1: float = 2.6,
                frame: RGB = (226, 222, 220), rungs: int = 1) -> None:  # fmt: skip
    """A window in a side wall: its sky, its frame."""
    q = [(x, y1, z0), (x, y1, z1), (x, y0, z1), (x, y0, z0)]
    s = st.clip3(q)
    if len(s) < 3:
        return
    a.grad(s, (0, float(s[:, 1].min())), (0, float(s[:, 1].max())),
           [(st.sky.mid, 1), (mix(st.sky.low, WHITE, 0.25 * (1 - st.sky.dark)), 1)])
    for p, r in zip(q, q[1:] + q[:1], strict=True):
        st.seg(a, p, r, 0.09, frame)
    st.seg(a, (x, y0, (z0 + z1) / 2), (x, y1, (z0 + z1) / 2), 0.05, frame)
    for k in range(rungs):
        y = y0 + (y1 - y0) * (k + 1) / (rungs + 1)
        st.seg(a, (x, y, z0), (x, y, z1), 0.05, frame)


def cast(st: Stage, a: Art, x0: float, x1: float, z0: float, z1: float, skew: float = 0.5) -> None:
    """The light of a window on the floor: white by day, long and warm low in the sky, moon blue."""
    rgb, k, stretch = {
        "day": ((255, 250, 226), 0.42, 1.0), "dawn": ((255, 214, 180), 0.44, 1.5),
        "dusk": ((255, 170, 96), 0.46, 1.7), "night": ((150, 180, 255), 0.20, 1.0),
    }[st.time]  # fmt: skip
    w = (x1 - x0) * stretch
    st.quad(a, [(x0, 0.02, z1), (x0 + w, 0.02, z1 - skew), (x0 + w, 0.02, z0 - skew), (x0, 0.02,
        z0)],
            rgb, rgb, 0, k)
    mid = (z0 + z1) / 2
    st.seg(a, (x0, 0.024, mid), (x0 + w, 0.024, mid - skew), 0.05, mul(rgb, (120, 110, 120)), 0.35)


def chair(st: Stage, a: Art, x: float, z: float, rgb: RGB, back: float = 1.0,
    w: float = 0.22) -> None:
    """A chair seen from its back or front."""
    st.box(a, x - w, x + w, 0.42, 0.48, z - 0.2, z + 0.2, rgb, 2)
    for sx in (-1, 1):
        st.seg(a, (x + sx * w * 0.9, 0, z - 0.18), (x + sx * w * 0.9, 0.42, z - 0.18), 0.045,
            mul(rgb, (170, 160, 170)))
    st.box(a, x - w, x + w, 0.55, back, z + 0.16, z + 0.2, rgb, 2)


def desk(st: Stage, a: Art, x0: float, x1: float, z0: float, z1: float, rgb: RGB, y: float = 0.75,
         *, solid: bool = False) -> None:
    """A table with four legs, or a counter down to the floor."""
    if solid:
        st.box(a, x0, x1, 0, y - 0.06, z0, z1, mul(rgb, (206, 196, 204)), 2)
    else:
        for x in (x0 + 0.05, x1 - 0.05):
            st.seg(a, (x, 0, z1), (x, y, z1), 0.05, mul(rgb, (130, 124, 134)))
            st.seg(a, (x, 0, z0), (x, y, z0), 0.06, mul(rgb, (170, 160, 170)))
    st.box(a, x0 - 0.03, x1 + 0.03, y - 0.06, y, z0 - 0.03, z1 + 0.03, rgb, 2.2)


def hanging_lamp(st: Stage, a: Art, x: float, y: float, z: float, r: float = 0.2, rgb: RGB = LAMP,
                 shade: RGB = (60, 58, 70), kind: str = "lamp") -> None:
    """A lamp on its cord with a cone of light."""
    st.seg(a, (x, y + 2.5, z), (x, y, z), 0.02, (40, 36, 44))
    u = FOCAL / z
    c = st.p((x, y, z))[0]
    a.cel(arr([c + (-u * r * 0.3, -u * r * 0.7), c + (u * r * 0.3, -u * r * 0.7), c + (u * r, 0),
        c + (-u * r, 0)]),
          shade, None, 6, (20, 16, 24), 2.4)
    a.fill(spline([c + (-u * r * 0.9, 0), c + (0, u * r * 0.16), c + (u * r * 0.9, 0), c + (0,
        -u * r * 0.1)], True), (255, 250, 226))
    k = 0.35 + 0.65 * st.sky.dark
    a.glow(float(c[0]), float(c[1]), u * r * 3.2, rgb, 0.55 * k, 1, SCREEN)
    st.alive(float(c[0]), float(c[1]), u * r * 2.6, rgb, kind, round(16 + 26 * st.sky.dark))


def tree(st: Stage, a: Art, x: float, z: float, rgb: RGB, tall: float = 5.0, spread: float = 1.8,
         trunk: RGB = (88, 64, 56)) -> None:
    """A leafy tree of round masses: dark below, lit on the light's side."""
    c, u = st.p((x, 0, z))[0], FOCAL / z
    a.line([c, c + (u * 0.06, -u * tall * 0.35), c + (-u * 0.08, -u * tall * 0.6)], u * 0.26,
        lit(st, trunk), (0, 0.4))
    for sx in (-1, 1):
        a.line([c + (0, -u * tall * 0.4), c + (sx * u * 0.5, -u * tall * 0.62)], u * 0.1, lit(st,
            trunk), (0, 0.5))
    leaf = lit(st, rgb)
    for k, tone in enumerate((mul(leaf, (150, 160, 180)), leaf, mix(leaf,
        mix(st.sky.key, WHITE, 0.2), 0.28))):
        for _ in range(15 - 3 * k):
            t = st.rng.uniform(0, 6.28)
            d = st.rng.uniform(0.1, 1.0) * spread * (1 - 0.16 * k)
            q = c + (u * (d * math.cos(t) - 0.10 * k),
                -u * (tall * 0.74 + d * 0.55 * math.sin(t) + 0.16 * k))
            r = u * st.rng.uniform(0.3, 0.52) * spread / 1.8 * (1 - 0.18 * k)
            n = 14
            edge = [(q[0] + r * (1 + 0.13 * math.sin(5 * s + t * 9)) * math.cos(s),
                q[1] + r * 0.86 * (1 + 0.13 * math.sin(5 * s + t * 9)) * math.sin(s))
                    for s in np.linspace(0, 6.28, n, endpoint=False)]
            p = spline(edge, True, 4)
            a.fill(p, tone)
            if k:
                a.ink(p[: len(p) // 2], max(1.6, u * 0.012), mul(leaf, (100, 110, 120)), (0.3,
                    0.3), 0.5)


def bare_tree(st: Stage, a: Art, x: float, z: float, tall: float, rgb: RGB = (44, 36, 44)) -> None:
    """A dead tree: forked limbs that taper."""
    c, u = st.p((x, 0, z))[0], FOCAL / z

    def limb(p: Pts, deg: float, long: float, w: float, deep: int) -> None:
        t = math.radians(deg)
        q = p + (math.cos(t) * long, -math.sin(t) * long)
        m = (p + q) / 2 + (st.rng.uniform(-0.1, 0.1) * long, st.rng.uniform(-0.06, 0.06) * long)
        a.line([p, m, q], w, lit(st, rgb), (0, 0.9 if not deep else 0.3))
        if deep:
            for s in (-1, 1):
                limb(q, deg + s * st.rng.uniform(18, 44), long * st.rng.uniform(0.55, 0.78),
                    w * 0.6, deep - 1)

    limb(c, 88, u * tall * 0.38, u * 0.2, 4)


def water(st: Stage, a: Art, y0: float, y1: float, rgb: RGB, rows: int = 26) -> None:
    """A sheet of water with the sky in it and broken lines of light."""
    c = mix(rgb, st.sky.mid, 0.45)
    a.grad(arr([(-20, y0), (W + 20, y0), (W + 20, y1), (-20, y1)]), (0, y0), (0, y1),
           [(mix(c, st.sky.low, 0.6), 1), (mul(c, (150, 150, 180)), 1)])
    for _ in range(rows):
        k = st.rng.uniform(0, 1) ** 1.6
        y = y0 + 6 + (y1 - y0 - 10) * k
        x, long = st.rng.uniform(-40, W), (40 + 260 * k) * st.rng.uniform(0.5, 1.2)
        a.line([(x, y), (x + long / 2, y - 3), (x + long, y)], 2 + 5 * k, mix(st.sky.low, WHITE,
            0.45), (0.5, 0.5), 0.55)


def stars_on_water(st: Stage, a: Art, x: float, y0: float, y1: float, rgb: RGB,
    w: float = 22) -> None:
    """The broken reflection of a lamp."""
    for y in np.arange(y0, y1, 15).tolist():
        k = (y - y0) / (y1 - y0)
        half = w * (0.5 + 1.2 * k) * st.rng.uniform(0.4, 1)
        dx = st.rng.uniform(-9, 9)
        a.line([(x + dx - half, y), (x + dx, y - 2), (x + dx + half, y)], 6, rgb, (0.4, 0.4),
            0.75 * (1 - 0.7 * k))


def crowd(st: Stage, a: Art, y: float, x0: float, x1: float, n: int, size: float, rgb: RGB, *,
    hats: bool = False) -> None:
    """People far off, as silhouettes with one second tone."""
    for k in range(n):
        x = x0 + (x1 - x0) * (k + st.rng.uniform(-0.3, 0.3)) / max(1, n - 1)
        s = size * st.rng.uniform(0.86, 1.12)
        c = mix(rgb, ((150, 70, 80), (70, 90, 140), (196, 170, 120), (90, 120,
            100))[int(st.rng.integers(4))], 0.35)
        body = spline([(x - s * 0.42, y), (x - s * 0.4, y - s * 0.9), (x - s * 0.14, y - s * 1.16),
            (x + s * 0.14, y - s * 1.16), (x + s * 0.4, y - s * 0.9), (x + s * 0.42, y)], False)
        a.fill(body, c)
        a.fill(body * (0.4, 1) + (x * 0.6 + s * 0.14, 0), mul(c, (150, 150, 170)), 0.6)
        a.c.drawCircle(float(x), float(y - s * 1.38), float(s * 0.23),
            a.paint(mix(c, (40, 30, 40), 0.45)))
        if hats and k % 2:
            a.fill(arr([(x - s * 0.42, y - s * 1.42), (x, y - s * 1.8), (x + s * 0.42,
                y - s * 1.42)]), mul(c, (206, 196, 150)))


def beam(st: Stage, a: Art, p: tuple[float, float, float], q: tuple[float, float, float], w: float,
    rgb: RGB) -> None:
    """A timber with a lit upper edge."""
    st.seg(a, p, q, w, rgb)
    up = w * 0.36
    st.seg(a, (p[0], p[1] + up, p[2]), (q[0], q[1] + up, q[2]), w * 0.2, tint(rgb, 1.3))


def bricks(st: Stage, a: Art, x: float, z0: float, z1: float, y1: float, rgb: RGB,
    row: float = 0.3, *, flat: bool = False,
           x1: float = 0.0) -> None:
    """Courses of stones on a side wall, or on a back wall from x to x1 when flat."""
    for i, y in enumerate(np.arange(0, y1, row).tolist()):
        if flat:
            st.seg(a, (x, y, z0), (x1, y, z0), 0.02, rgb, 0.55)
            for k in np.arange(x + (row if i % 2 else 0), x1, 2 * row).tolist():
                if st.rng.random() < 0.8:
                    st.seg(a, (k, y, z0), (k, y + row, z0), 0.02, rgb, 0.5)
        else:
            st.seg(a, (x, y, z0), (x, y, z1), 0.02, rgb, 0.55)
            for k in np.arange(z0 + (row if i % 2 else 0), z1, 2 * row).tolist():
                if st.rng.random() < 0.7:
                    st.seg(a, (x, y, k), (x, y + row, k), 0.02, rgb, 0.5)


def leaves(st: Stage, a: Art, x: float, y: float, r: float, rgb: RGB, n: int = 26) -> None:
    """A hanging bunch of large leaves at the picture's edge."""
    for _ in range(n):
        t, d = st.rng.uniform(0, 6.28), r * st.rng.uniform(0.1, 1)
        p = np.array([x + d * math.cos(t), y + d * 0.7 * math.sin(t)])
        q = p + (st.rng.uniform(-60, 60), st.rng.uniform(50, 120))
        s = np.linspace(p, q, 12)
        leaf = ribbon(s, np.sin(np.pi * np.linspace(0, 1, 12) ** 0.8) * 19)
        c = mix(rgb, mix(st.sky.key, WHITE, 0.2), st.rng.uniform(0, 0.35))
        a.fill(leaf, c)
        a.ink(s, 2.4, mul(c, (130, 140, 130)), (0.1, 0.4), 0.7)


def plank_floor(st: Stage, a: Art, x0: float, x1: float, z1: float, rgb: RGB,
    step: float = 0.32) -> None:
    """Boards that run away from us."""
    for x in np.arange(x0, x1, step).tolist():
        st.seg(a, (x, 0.004, 0.4), (x, 0.004, z1), 0.014, mul(rgb, (120, 110, 120)), 0.7)
        for _ in range(2):
            z = st.rng.uniform(1.0, z1)
            st.seg(a, (x, 0.005, z), (x + step, 0.005, z), 0.014, mul(rgb, (120, 110, 120)), 0.6)
