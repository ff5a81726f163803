"""What threatens and what is left: blades, a gun, a needle, a rope, a hand, blood, a shadow."""

# A list of points reads as a shape only while it stays together:
# fmt: off

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import INK, RGB, WHITE, Pts, arr, mix, mul, spline
from engine.artist.comic.props.page import (
    GOLD,
    RED,
    SCREEN,
    SILVER,
    SKIN,
    STEEL,
    WOOD,
    Page,
    box,
    ellipse,
    turned,
)

_BLOOD: RGB = (150, 10, 24)


def _fist(p: Page, x: float, y: float, deg: float, sleeve: tuple[float, float]) -> None:
    """A hand closed round a grip at (x, y) that runs along `deg` (0 up)."""
    p.sleeve((x + 120, y + 250), sleeve, 270, 380)
    def put(q: list[tuple[float, float]]) -> Pts:
        return turned(arr(q), deg, (0, 0)) + (x, y)
    p.palm(put([(-20, -180), (120, -170), (190, -60), (200, 120), (120, 240), (-10, 210), (-60,
        40)]))
    for k in range(4):
        yy = -150 + 92 * k
        p.finger(put([(140, yy - 10), (20, yy - 34), (-104, yy), (-112, yy + 36), (-40, yy + 50)]),
            96, nail=False)
    p.finger(put([(150, -120), (80, -236), (-10, -250), (-90, -220)]), 104)


def _blade(p: Page, base: tuple[float, float], tip: tuple[float, float], w: float, *,
    curved: bool) -> Pts:
    a, b = np.array(base, float), np.array(tip, float)
    d = (b - a) / np.hypot(*(b - a))
    n = np.array([-d[1], d[0]])
    long = float(np.hypot(*(b - a)))
    bow = long * 0.05 if curved else 0.0
    edge = spline([a + n * w, a + n * (w + bow) + d * long * 0.5,
        a + n * (w * 0.9 + bow) + d * long * 0.86, b])
    back = spline([b, a - n * w * 0.7 + d * long * (0.9 if curved else 0.93),
        a - n * (w - bow) + d * long * 0.5, a - n * w])
    return np.vstack([edge, back])


def _steel(p: Page, q: Pts, base: tuple[float, float], tip: tuple[float, float]) -> None:
    a, b = np.array(base, float), np.array(tip, float)
    p.art.fill(q + (18, 26), (10, 6, 20), 0.35)
    p.cel(q, mix(STEEL, WHITE, 0.35), 16, 7)
    with p.art.clip(q):
        m = np.linspace(a, b, 20)
        half = np.vstack([m, q[: len(q) // 2][::-1]])
        p.art.fill(half, WHITE, 0.45)
        p.art.ink(m, 6, mul(STEEL, (150, 150, 170)), (0, 0.1))


def knife(p: Page) -> None:
    """A knife or dagger in a fist, the light running along its edge."""
    base, tip = (590.0, 1010.0), (330.0, 330.0)
    q = _blade(p, base, tip, 62, curved=not p.ancient)
    if not p.still:
        p.glint(q, 60, 0.95, -0.4)
        p.star(tip[0], tip[1], 170, 0.5)
        return
    p.gloom(0.6)
    _steel(p, q, base, tip)
    if p.ancient:
        p.cel(turned(box(440, 985, 740, 1045, 20), -21, (590, 1015)), GOLD, 10)
    grip = np.linspace((594, 1020), (700, 1300), 8)
    p.rod(grip, 96, (70, 44, 40))
    _fist(p, 640, 1170, -21, (1000, 2080))


def sword(p: Page) -> None:
    """A sword drawn half out of its scabbard: half the face it mirrors."""
    base, tip = (250.0, 1130.0), (960.0, 250.0)
    q = _blade(p, base, tip, 56, curved=False)
    if not p.still:
        p.glint(q, 110, 0.95, 0.8)
        p.star(700, 560, 170, 0.32)
        return
    p.gloom(0.6)
    _steel(p, q, base, tip)
    d = np.array([0.628, -0.778])
    n = np.array([0.778, 0.628])
    a = np.array(base)
    sheath = arr([a + d * 640 + n * 84, a + d * 1400 + n * 84, a + d * 1400 - n * 84,
        a + d * 640 - n * 84])
    p.cel(sheath, (70, 30, 44), 20, 8)
    for k in (655, 760, 1010):
        p.cel(arr([a + d * k + n * 92, a + d * (k + 64) + n * 92, a + d * (k + 64) - n * 92,
            a + d * k - n * 92]), GOLD, 10)
    for k in range(3):
        c = a + d * (860 + 50 * k)
        p.art.line([c - n * 60, c + d * 20, c + n * 60], 6, GOLD, (0.2, 0.2))
    p.cel(spline([a - n * 170 + d * 26, a - n * 60 - d * 30, a + n * 60 - d * 30,
        a + n * 170 + d * 26, a + n * 60 + d * 40, a - n * 60 + d * 40], True), GOLD, 16, 8)
    p.rod(np.linspace(a - d * 20, a - d * 330, 8), 80, (60, 36, 46))
    for k in range(6):
        c = a - d * (60 + 44 * k)
        p.art.line([c - n * 40, c + d * 26 + n * 40], 9, GOLD, (0, 0))
    _fist(p, float(a[0] - d[0] * 170), float(a[1] - d[1] * 170), 39, (60, 2080))


def gun(p: Page) -> None:
    """The mouth of a pistol, from the side it threatens; in old times a crossbow's iron point."""
    steel: RGB = (66, 68, 82)
    if not p.still:
        s = p.swing(3)
        p.star(250 + s, 560, 120, 0.3)
        p.glint(box(190, 470, 860, 690, 20), 90, 0.5, 0.5)
        return
    p.gloom(0.6)
    if p.ancient:
        for sx in (-1, 1):
            limb = spline([(400, 640), (380, 640 + sx * 240), (560, 640 + sx * 420)])
            p.rod(limb, 54, (110, 62, 46))
        p.art.line([(560, 220), (800, 640), (560, 1060)], 8, (226, 216, 200), (0, 0))
        p.rod(np.linspace((330, 660), (1160, 760), 8), 110, WOOD)
        p.rod(np.linspace((150, 600), (800, 640), 8), 24, (196, 160, 110))
        p.cel(arr([(40, 592), (190, 540), (170, 600), (190, 660)]), STEEL, 10, 7)
        _fist(p, 900, 900, 10, (1160, 2060))
        return
    p.cel(box(190, 600, 800, 690, 10), mul(steel, (190, 190, 200)), 20, 7)
    p.cel(spline([(830, 640), (900, 760), (960, 1120), (990, 1210), (790, 1250), (740, 1020), (690,
        720)], False), (48, 40, 44), 30, 8)
    p.cel(box(170, 460, 880, 630, 18), steel, 36, 9)
    for k in range(6):
        p.art.line([(720 + 26 * k, 480), (706 + 26 * k, 610)], 9, mul(steel, (120, 120, 130)), (0,
            0))
    p.cel(box(300, 500, 470, 560, 8), mul(steel, (150, 150, 160)), 10, 5)
    p.art.fill(ellipse(176, 545, 22, 46), (10, 8, 14))
    p.art.outline(ellipse(176, 545, 26, 54), 8, mix(steel, WHITE, 0.4))
    p.cel(box(200, 430, 250, 466, 6), steel, 6, 5)
    guard = spline([(480, 690), (490, 830), (600, 860), (700, 830)])
    p.art.ink(guard, 30, p.art.line_of(steel), (0, 0))
    p.art.ink(guard, 18, steel, (0, 0))
    p.sleeve((1000, 1290), (1160, 2060), 300, 420)
    p.palm([(760, 760), (930, 700), (1060, 860), (1110, 1180), (960, 1330), (800, 1260)])
    p.finger([(900, 760), (760, 730), (620, 750), (560, 790)], 92, nail=False)
    for k in range(3):
        p.finger([(990, 880 + 104 * k), (850, 850 + 104 * k), (740, 890 + 104 * k), (760,
            946 + 104 * k)], 100, nail=False)


def rope(p: Page) -> None:
    """A rope under strain, strand by strand giving way."""
    hemp: RGB = (200, 164, 110)
    if p.still:
        p.gloom(0.7)
        return
    s = p.swing(7)
    for x0, y0, x1, y1, w in ((540, -150, 536 + s, 680, 130), (544 + s, 900, 540, 2060, 130)):
        line = np.linspace((x0, y0), (x1, y1), 30)
        p.rod(line, w, hemp, 8)
        for k in range(0, 29, 1):
            c = line[k]
            q = spline([c + (-62, 34), c + (-6, 6), c + (62, -30)])
            p.art.ink(q, 9, mul(hemp, (120, 104, 100)), (0.15, 0.15), 0.9)
    for k in range(9):
        x = 478 + 15 * k
        up = spline([(x, 660), (x - 60 + 15 * k + p.swing(12, k), 730 + 12 * (k % 3)),
            (x - 110 + 27 * k + p.swing(20, k), 800)])
        low = spline([(x, 920), (x - 40 + 10 * k, 850), (x - 80 + 20 * k + p.swing(16, k), 790)])
        p.art.ink(up, 14, hemp, (0, 0.5))
        p.art.ink(low, 14, mul(hemp, (206, 196, 190)), (0, 0.5))
    for x in (520, 562):
        p.art.line([(x, 640), (x + s * 1.4, 790), (x, 940)], 24, p.art.line_of(hemp), (0, 0))
        p.art.line([(x, 640), (x + s * 1.4, 790), (x, 940)], 15, hemp, (0, 0))


def hand(p: Page) -> None:
    """An open hand reaching out of the dark; the fingers close a little."""
    if p.still:
        p.gloom(0.7)
        return
    s = p.swing(20)
    p.sleeve((600, 1420), (760, 2080), 300, 420)
    roots = ((330, 1010), (430, 900), (545, 870), (660, 910))
    tips = ((170, 700), (330, 440), (540, 370), (760, 460))
    p.palm([(300, 1040), (330, 960), (440, 880), (560, 850), (690, 890), (730, 1040), (720, 1250),
        (700, 1450), (480, 1450), (400, 1280), (330, 1180)])
    for k, (root, tip) in enumerate(zip(roots, tips, strict=True)):
        end = (tip[0] + s * (0.4 - 0.2 * k), tip[1] + abs(s) * 0.6 + s * 0.3)
        mid = ((root[0] + end[0]) / 2 + (k - 1.5) * 14, (root[1] + end[1]) / 2)
        p.finger([(root[0], root[1] + 50), mid, end], 112, nail=False)
    p.finger([(690, 1220), (820, 1080), (880 - s * 0.4, 920), (890 - s, 800)], 124, nail=False)
    for q in ([(400, 1030), (520, 990), (660, 1010)], [(400, 1130), (520, 1080), (640, 1150)],
        [(690, 1010), (600, 1120), (590, 1320)]):
        p.art.line(q, 7, p.art.line_of(SKIN), (0.3, 0.3), 0.6)


def blood(p: Page) -> None:
    """Drops that fall into a spreading stain."""
    if not p.still:
        k = p.t or 0.0
        r = 300 + 40 * k
        for i in range(3):
            q = (k * 1.5 + i / 3) % 1
            y = 180 + 780 * q**1.6
            if q < 0.92:
                p.cel(spline([(540, y - 66), (540 + 26, y), (540, y + 30), (540 - 26, y)], True),
                    _BLOOD, 10, 5)
        p.art.outline(ellipse(540, 1010, r * ((k * 3) % 1) + 20, (r * ((k * 3) % 1) + 20) * 0.24),
            6, (230, 90, 100), 1 - (k * 3) % 1)
        p.art.fill(ellipse(440 + p.swing(8), 985, 90, 12), (240, 120, 130), 0.8)
        return
    floor = mix(p.ground, (150, 146, 150), 0.4)
    p.table(560, floor)
    pool = spline([(540 + (390 + 60 * math.sin(3 * t + p.seed)) * math.cos(t),
        1020 + (140 + 24 * math.sin(5 * t)) * math.sin(t)) for t in np.linspace(0, 6.28, 22,
        endpoint=False)], True)
    p.art.fill(pool + (0, 12), (50, 4, 14), 0.6)
    p.cel(pool, _BLOOD, 26, 8)
    for _ in range(16):
        t, d = p.rng.uniform(0, 6.28), p.rng.uniform(470, 640)
        r = p.rng.uniform(8, 26)
        p.cel(ellipse(540 + d * math.cos(t), 1020 + d * 0.36 * math.sin(t), r * 1.5, r * 0.7),
            _BLOOD, 4, 4)
    p.art.ink(spline([(250, 960), (400, 920), (560, 915)]), 14, (226, 90, 100), (0.3, 0.3), 0.9)
    p.gloom(0.5)


def shoe(p: Page) -> None:
    """A lost shoe: a high heel, or an embroidered slipper."""
    rgb: RGB = (180, 26, 50) if not p.ancient else (206, 74, 96)
    if not p.still:
        p.star(330, 900, 130, 0.3)
        p.star(800, 700, 80, 0.75)
        return
    p.table(900)
    p.shadow(560, 1180, 900, 110)
    if p.ancient:
        p.cel(spline([(180, 1080), (150, 960), (210, 860), (300, 900), (470, 880), (800, 860),
            (900, 900), (930, 1060), (900, 1160), (500, 1190), (260, 1170)], True), rgb, 40, 9)
        p.cel(spline([(180, 1100), (300, 1180), (620, 1200), (910, 1150), (920, 1190), (600, 1240),
            (280, 1220)], True), (244, 236, 224), 8, 6)
        p.art.fill(spline([(480, 890), (640, 860), (820, 868), (890, 900), (820, 940), (640, 950),
            (500, 930)], True), (60, 20, 34))
        for x, y, r in ((300, 1010, 54), (400, 1060, 40), (230, 1080, 34)):
            for k in range(5):
                t = k * 1.257
                p.art.fill(ellipse(x + r * 0.6 * math.cos(t), y + r * 0.6 * math.sin(t), r * 0.4,
                    r * 0.4), (250, 226, 150))
            p.art.fill(ellipse(x, y, r * 0.3, r * 0.3), RED)
        p.art.line([(480, 1050), (620, 1000), (760, 1060), (880, 1010)], 10, GOLD, (0.1, 0.3))
        return
    heel = arr([(800, 800), (920, 790), (890, 1000), (868, 1200), (830, 1200), (830, 1010)])
    p.cel(heel, mul(rgb, (170, 160, 170)), 14, 8)
    p.cel(spline([(120, 1180), (130, 1100), (230, 1010), (400, 960), (560, 860), (700, 700), (800,
        620), (900, 640), (940, 720), (920, 820), (820, 860), (700, 920), (560, 1080), (420, 1180),
        (260, 1200)], True), rgb, 46, 9)
    p.art.fill(spline([(430, 970), (560, 890), (700, 730), (800, 650), (880, 670), (800, 760),
        (690, 830), (560, 960)], True), (70, 16, 30))
    p.art.ink(spline([(170, 1110), (260, 1040), (380, 1010)]), 22, WHITE, (0.3, 0.4), 0.85)
    p.art.line([(130, 1190), (400, 1196), (560, 1100), (700, 950)], 12, INK, (0.05, 0.2))


def feet(p: Page) -> None:
    """Somebody's legs, walking towards us; boots under a robe, or shoes under trousers."""
    if p.still:
        p.table(640)
        return
    p.art.c.translate(540, 1130)
    p.art.c.scale(1.35, 1.35)
    p.art.c.translate(-540, -1100)
    s = math.sin(p.turn)
    cloth: RGB = (54, 44, 70) if not p.ancient else (120, 40, 52)
    for sx in (-1, 1):
        lift = max(0.0, sx * s) * 90
        near = 1 + 0.10 * sx * s
        x, y = 540 + sx * 150, 1130 - lift + 40 * sx * s
        p.shadow(x, 1190 + 50 * sx * s, 360 * near, 80)
        if p.ancient:
            p.cel(spline([(x - 96 * near, y - 330), (x - 92 * near, y - 40), (x - 100 * near,
                y + 50), (x, y + 84), (x + 100 * near, y + 50), (x + 92 * near, y - 40),
                (x + 96 * near, y - 330)], False), (34, 28, 40), 22, 8)
            p.cel(spline([(x - 104 * near, y + 40), (x, y + 76), (x + 104 * near, y + 40),
                (x + 100 * near, y + 78), (x, y + 112), (x - 100 * near, y + 78)], True), (240,
                234, 224), 6, 6)
        else:
            p.cel(spline([(x - 84 * near, y - 40), (x - 110 * near, y + 40), (x - 70 * near,
                y + 120), (x, y + 140), (x + 70 * near, y + 120), (x + 110 * near, y + 40),
                (x + 84 * near, y - 40)], True), (36, 28, 32), 22, 8)
            p.art.ink(spline([(x - 50 * near, y + 40), (x - 44 * near, y + 90)]), 16, WHITE, (0.3,
                0.3), 0.7)
            p.cel(arr([(x - 130 * near, -150), (x + 130 * near, -150), (x + 104 * near, y - 10),
                (x, y + 16), (x - 104 * near, y - 10)]), cloth, 40, 9)
            p.art.line([(x, -150), (x + 6, 500), (x, y)], 8, mul(cloth, (130, 130, 140)), (0, 0.2))
    if p.ancient:
        hem = spline([(190, 850), (360, 910 + 20 * s), (540, 880), (720, 910 - 20 * s), (890, 850)])
        robe = np.vstack([[(300, -150)], hem, [(780, -150)]])
        p.cel(robe, cloth, 60, 9)
        p.art.ink(hem - (0, 30), 30, GOLD, (0.02, 0.02))
        for k in range(5):
            p.art.line([(360 + 90 * k, -150), (340 + 100 * k, 400), (300 + 120 * k + 16 * s, 850)],
                10, mul(cloth, (130, 120, 136)), (0, 0.2))


def shadow(p: Page) -> None:
    """A long shadow on a wall: somebody stands in a lit door, and moves."""
    if p.still:
        wall = mix(p.ground, (206, 190, 170), 0.45)
        p.gradient(mix(wall, WHITE, 0.1), mul(wall, (130, 116, 136)))
        for x in range(-60, 1160, 260):
            p.art.line([(x, -130), (x + 4, 2050)], 5, mul(wall, (190, 180, 190)), (0, 0), 0.6)
        door = arr([(170, 140), (910, 60), (950, 1500), (130, 1420)])
        p.art.fill(door, (255, 236, 186), 0.75)
        p.art.glow(540, 760, 900, (255, 226, 160), 0.4)
        p.gloom(0.85)
        return
    s = p.swing(22)
    c: RGB = (34, 22, 44)
    head = ellipse(560 + s, 520, 116, 140)
    body = spline([(330 + s * 0.5, 1420), (340 + s * 0.7, 900), (430 + s, 720), (520 + s, 680),
        (610 + s, 680), (700 + s, 730), (800 + s * 0.7, 920), (810 + s * 0.5, 1440)], False)
    hat = spline([(360 + s, 470), (450 + s, 440), (470 + s, 330), (560 + s, 300), (650 + s, 330),
        (670 + s, 440), (770 + s, 480), (560 + s, 520)], True)
    for q in (body, head, *(() if p.ancient else (hat,))):
        p.art.fill(q + (26, 12), c, 0.25)
        p.art.fill(q, c, 0.82)
    if p.ancient:
        p.art.fill(ellipse(560 + s, 370, 60, 56), c, 0.85)
        p.art.line([(450 + s, 350), (680 + s, 330)], 16, c, (0.1, 0.1))
    else:
        p.art.fill(spline([(800 + s * 0.7, 930), (900 + s, 1100), (880 + s, 1180), (790 + s,
            1150)], True), c, 0.82)
    p.art.glow(540, 300, 700, (255, 236, 190), 0.10 + 0.05 * math.sin(3 * p.turn), 1, SCREEN)


def needle(p: Page) -> None:
    """A syringe with a drop at its point; in old times a fan of golden needles."""
    if p.ancient:
        if not p.still:
            for k in range(5):
                p.star(250 + 145 * k, 420 - 60 * math.sin(k * 0.8), 90, (0.1 + 0.18 * k) % 1)
            return
        p.cloth(620, (60, 70, 120))
        for k in range(5):
            x = 250 + 145 * k
            top = 420 - 60 * math.sin(k * 0.8)
            p.art.line([(x + 14, top + 20), (x + 60, 1260)], 12, (20, 12, 30), (0, 0.3), 0.35)
            p.art.line([(x, top), (x + 26, 1260)], 15, mul(GOLD, (140, 120, 110)), (0, 0.5))
            p.art.line([(x - 2, top), (x + 24, 1250)], 8, mix(GOLD, WHITE, 0.3), (0, 0.5))
            p.rod(np.linspace((x - 1, top), (x + 9, top + 230), 6), 30, GOLD)
        p.cel(arr([(170, 900), (930, 880), (930, 990), (170, 1010)]), (206, 44, 60), 12)
        return
    a = np.array([250.0, 1180.0])
    d = np.array([0.62, -0.785])
    n = np.array([0.785, 0.62])
    if not p.still:
        tip, now = a + d * 1000, p.t or 0.0
        y = tip[1] + 20 + 420 * max(0.0, now - 0.3) ** 2 * 2
        r = 20 * min(1.0, now * 3)
        p.cel(spline([(tip[0], y - r * 1.8), (tip[0] + r, y), (tip[0], y + r), (tip[0] - r, y)],
            True), (190, 236, 240), 6, 4)
        p.star(float(tip[0]), float(tip[1]), 110, 0.2)
        return
    p.gloom(0.5)
    p.art.line([a + d * 760, a + d * 1000], 13, (70, 78, 96), (0, 0.3))
    p.art.line([a + d * 760 - n * 2, a + d * 1000 - n * 2], 6, SILVER, (0, 0.3))
    tube = arr([a + n * 70 + d * 180, a + n * 70 + d * 660, a + n * 26 + d * 730,
        a - n * 26 + d * 730, a - n * 70 + d * 660, a - n * 70 + d * 180])
    p.art.fill(tube, (226, 240, 248), 0.85)
    fluid = arr([a + n * 58 + d * 400, a + n * 58 + d * 655, a - n * 58 + d * 655,
        a - n * 58 + d * 400])
    p.art.fill(fluid, (120, 220, 170) if p.seed % 2 else (230, 120, 150), 0.85)
    p.art.outline(tube, 7, (70, 84, 110))
    for k in range(9):
        p.art.line([a + n * 66 + d * (230 + 48 * k),
            a + n * (26 if k % 2 else 4) + d * (230 + 48 * k)], 5, (70, 84, 110), (0, 0))
    p.art.line([a - n * 42 + d * 220, a - n * 42 + d * 640], 14, WHITE, (0.2, 0.2), 0.9)
    p.rod(np.linspace(a - d * 60, a + d * 390, 6), 40, STEEL)
    for s in (170, -70):
        p.cel(arr([a + n * 150 + d * s, a - n * 150 + d * s, a - n * 150 + d * (s + 34),
            a + n * 150 + d * (s + 34)]), SILVER, 8)
    p.sleeve((600, 1760), (640, 2080), 420, 460)
    p.palm([(360, 1600), (460, 1480), (640, 1440), (800, 1560), (830, 1800), (420, 1800)])
    p.finger([(770, 1640), (720, 1300), (640, 1090), (530, 985)], 120)
    p.finger([(440, 1680), (400, 1560), (310, 1400), (205, 1275)], 126)
