"""What stands on a table: vessels, lights, flowers, remedies, and seals."""

# A list of points reads as a shape only while it stays together:
# fmt: off

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import INK, RGB, WHITE, Pts, arr, mix, mul, ribbon, rotate, spline
from engine.artist.comic.props.page import (
    GOLD,
    JADE,
    PAPER,
    RED,
    SCREEN,
    Page,
    box,
    ellipse,
    lens,
    turned,
)


def _mirror(half: list[tuple[float, float]], cx: float) -> Pts:
    """A turned vessel from the right half of its contour, top to bottom (x from the axis)."""
    right = spline(half)
    return np.vstack([right + (cx, 0), right[::-1] * (-1, 1) + (cx, 0)])


def glass(p: Page) -> None:
    """A wine glass whose wine still moves; in old times a bronze cup of three legs."""
    cx = 540
    if p.ancient:
        _jue(p)
        return
    bowl = _mirror([(210, 330), (226, 520), (200, 700), (110, 830), (26, 880)], cx)
    if not p.still:
        s = p.swing(16)
        wine = np.vstack([spline([(cx - 219, 560 + s), (cx - 80, 574 + s * 0.3), (cx + 80,
            566 - s * 0.3), (cx + 219, 560 - s)]), [(cx + 226, 1000), (cx - 226, 1000)]])
        with p.art.clip(bowl):
            p.art.grad(wine, (0, 560), (0, 880), [((170, 24, 50), 0.96), ((84, 6, 30), 1)])
            p.art.ink(wine[:28], 9, (236, 110, 130), (0, 0), 0.8)
        p.art.ink(bowl[4:22] - (34, 0), 16, WHITE, (0.3, 0.3), 0.65)
        p.art.ink(bowl[-24:-8] + (38, 0), 24, WHITE, (0.3, 0.3), 0.8)
        p.art.outline(bowl, 7, (70, 76, 104), closed=False)
        p.star(cx - 150, 400, 110, 0.3)
        return
    p.table(1090)
    p.shadow(cx, 1290, 560, 100)
    p.cel(_mirror([(22, 876), (16, 1000), (18, 1160), (60, 1220), (200, 1262), (210, 1282), (0,
        1310)], cx), (206, 216, 230), 14)
    p.art.fill(bowl, (222, 234, 246), 0.4)
    p.art.outline(ellipse(cx, 332, 210, 30), 6, (90, 96, 124))


def _jue(p: Page) -> None:
    bronze: RGB = (120, 128, 92)
    cx = 540
    if not p.still:
        k = p.swing(8)
        p.art.fill(ellipse(cx + 6, 536, 176 + k * 0.3, 34), (214, 160, 96))
        p.art.fill(ellipse(cx - 30 + k, 530, 70, 11), (255, 236, 190), 0.8)
        p.star(cx + 190, 500, 120, 0.3)
        return
    p.table(1090)
    p.shadow(cx, 1270, 660, 110)
    for dx, lean in ((-120, -60), (0, 10), (120, 70)):
        leg = np.vstack([spline([(cx + dx - 34, 860), (cx + dx + lean - 16, 1270)]),
            spline([(cx + dx + lean + 16, 1270), (cx + dx + 34, 860)])])
        p.cel(leg, mul(bronze, (210, 206, 210)), 10)
    p.cel(spline([(cx - 205, 545), (cx - 330, 470), (cx - 350, 520), (cx - 200, 660)], True),
        bronze, 18)
    p.cel(_mirror([(206, 536), (212, 700), (170, 850), (70, 910), (0, 920)], cx), bronze, 40, 8)
    p.art.fill(ellipse(cx, 536, 206, 46), mul(bronze, (120, 120, 120)))
    p.art.outline(ellipse(cx, 536, 206, 46), 7, p.art.line_of(bronze))
    for y in (640, 780):
        p.art.line([(cx - 206, y), (cx, y + 26), (cx + 206, y)], 8, (70, 76, 60), (0, 0))
    for k in range(5):
        x = cx - 140 + 70 * k
        p.art.line([(x - 22, 740), (x - 24, 690), (x + 20, 690), (x + 18, 726), (x - 4, 724)], 7,
            (196, 190, 120), (0.05, 0.2))
    ear = spline([(cx + 206, 620), (cx + 310, 640), (cx + 300, 800), (cx + 180, 810)])
    p.art.ink(ear, 40, p.art.line_of(bronze), (0, 0))
    p.art.ink(ear, 26, bronze, (0, 0))


def cup(p: Page) -> None:
    """Tea or coffee with steam."""
    cx, cy = 540, 760
    porcelain: RGB = (250, 246, 240)
    if not p.still:
        for k in range(3):
            rise = ((p.t or 0.0) + k / 3) % 1
            x = cx - 110 + 110 * k
            base, top = 720 - 260 * rise, 480 - 330 * rise
            q = spline([(x, base), (x + 44 * math.sin(p.turn + k * 2), (base * 2 + top) / 3),
                (x - 44 * math.sin(p.turn + k * 2), (base + 2 * top) / 3), (x + 26, top)])
            p.art.ink(q, 56, WHITE, (0.35, 0.6), 0.55 * math.sin(math.pi * rise))
        p.art.fill(ellipse(cx - 60 + p.swing(10), 748, 70, 9), (255, 240, 214), 0.7)
        return
    p.table(1040)
    p.shadow(cx, 1200, 760, 120)
    p.cel(ellipse(cx, 1180, 350, 66), porcelain, 14, 7)
    p.art.outline(ellipse(cx, 1172, 250, 40), 5, (190, 190, 206))
    if not p.ancient:
        ear = spline([(cx + 236, 830), (cx + 390, 800), (cx + 400, 980), (cx + 196, 1040)])
        p.art.ink(ear, 60, p.art.line_of(porcelain), (0, 0))
        p.art.ink(ear, 44, porcelain, (0, 0))
    p.cel(_mirror([(260, cy), (264, 880), (226, 1040), (120, 1150), (0, 1160)], cx), porcelain, 46,
        8)
    p.cel(ellipse(cx, cy, 262, 62), porcelain, 10, 7)
    p.art.fill(ellipse(cx, cy + 8, 236, 46), (150, 92, 46) if not p.ancient else (176, 160, 70))
    blue: RGB = (60, 92, 160)
    if p.ancient:
        for k in range(-2, 3):
            x = cx + 86 * k
            p.art.line([(x - 30, 990 - abs(k) * 6), (x, 900), (x + 34, 980 - abs(k) * 6)], 11,
                blue, (0.2, 0.3), 0.9)
            p.art.fill(ellipse(x, 884, 20, 20), blue, 0.9)
        p.art.line([(cx - 256, 840), (cx, 876), (cx + 256, 840)], 8, blue, (0, 0))
    else:
        p.art.line([(cx - 262, 850), (cx, 890), (cx + 262, 850)], 20, GOLD, (0, 0))
    p.art.ink(spline([(cx - 200, 850), (cx - 196, 960), (cx - 150, 1060)]), 22, WHITE, (0.3, 0.3),
        0.9)


def bottle(p: Page) -> None:
    """A bottle with a label; in old times a gourd or jar of wine with a red mark."""
    cx = 540
    green: RGB = (54, 104, 76)
    if p.ancient:
        body = _mirror([(70, 330), (76, 420), (250, 520), (320, 760), (290, 1040), (180, 1210), (0,
            1226)], cx)
    else:
        body = _mirror([(56, 250), (58, 470), (90, 540), (190, 660), (204, 800), (204, 1200), (180,
            1240), (0, 1252)], cx)
    if not p.still:
        p.glint(body, 80, 0.45, 0.2)
        drop = (p.t or 0.0)
        y = 560 + 700 * drop**2
        x = cx + (212 if not p.ancient else 330)
        p.cel(spline([(x, y - 40), (x + 17, y), (x, y + 22), (x - 17, y)], True), (200, 226, 240),
            6, 4)
        return
    p.table(1090)
    p.shadow(cx, 1240, 620, 110)
    rgb = (110, 70, 52) if p.ancient else green
    p.cel(body, rgb, 60, 9)
    p.art.ink(spline([(cx - 150, 700), (cx - 156, 900), (cx - 140,
        1120)] if not p.ancient else [(cx - 230, 640), (cx - 260, 800), (cx - 210, 1000)]), 30,
            WHITE, (0.3, 0.4), 0.6)
    if p.ancient:
        p.cel(box(cx - 92, 280, cx + 92, 350, 24), RED, 12)
        p.art.line([(cx - 80, 400), (cx, 420), (cx + 80, 400)], 22, RED, (0, 0))
        d = turned(box(cx - 150, 700, cx + 150, 1000), 45, (cx, 850))
        p.cel(d, (206, 44, 44), 14)
        p.column(cx, 740, 980, 190, INK)
    else:
        p.cel(box(cx - 60, 214, cx + 60, 330, 10), GOLD, 12)
        label = box(cx - 203, 820, cx + 203, 1120)
        p.cel(label, PAPER, 10, 6)
        p.text(cx - 150, cx + 150, 900, 54, (110, 30, 40), 1)
        p.text(cx - 120, cx + 120, 980, 26, INK)
        p.art.fill(ellipse(cx, 1054, 40, 40), GOLD)
    p.gloom(0.4)


def candle(p: Page) -> None:
    """A candle that burns down: flame, melted wax, a drop."""
    cx = 540
    if not p.still:
        p.flame(cx, 610, 250)
        k = p.t or 0.0
        y = 700 + 330 * min(1.0, k * 1.3)
        p.art.fill(spline([(cx + 96, y - 34), (cx + 112, y), (cx + 96, y + 18), (cx + 80, y)],
            True), (255, 250, 236), 0.95)
        return
    p.gloom(0.85)
    p.table(1090, mix(p.ground, (60, 40, 40), 0.3))
    p.art.glow(cx, 640, 900, (255, 190, 100), 0.42)
    p.art.glow(cx, 1250, 560, (255, 200, 120), 0.5, 0.3)
    wax: RGB = (250, 236, 210) if not p.ancient else (206, 44, 44)
    p.cel(ellipse(cx, 1230, 300, 66), GOLD, 18, 8)
    p.cel(_mirror([(110, 1090), (120, 1180), (190, 1226), (0, 1240)], cx), GOLD, 20, 7)
    body = spline([(cx - 112, 660), (cx - 60, 632), (cx, 648), (cx + 66, 630), (cx + 112, 664),
        (cx + 116, 1000), (cx + 112, 1150), (cx, 1166), (cx - 112, 1150), (cx - 116, 900)], True)
    p.cel(body, wax, 46, 8)
    p.art.grad(body, (0, 630), (0, 900), [((255, 246, 200), 0.9), ((255, 240, 200), 0)])
    for x, long in ((cx - 84, 230), (cx + 40, 130), (cx + 96, 330)):
        d = spline([(x - 18, 660), (x - 20, 660 + long * 0.7), (x, 660 + long), (x + 20,
            660 + long * 0.7), (x + 18, 660)])
        p.art.fill(d, mix(wax, WHITE, 0.3))
        p.art.outline(d, 4.5, p.art.line_of(wax), closed=False)
    p.art.line([(cx, 660), (cx + 6, 600)], 13, (50, 36, 40), (0, 0))


def lamp(p: Page) -> None:
    """A table lamp that flickers; in old times a paper lantern on its stick."""
    cx = 540
    power = 0.72 + 0.2 * math.sin(p.turn) + 0.08 * math.sin(5 * p.turn)
    if p.ancient:
        if p.still:
            p.gloom(0.85)
            return
        dx = p.swing(34)
        shell = _mirror([(90, 430), (250, 520), (300, 740), (250, 950), (90, 1040)],
            cx) + np.stack([dx * 0.6 * np.ones(1), np.zeros(1)], 1)
        p.art.line([(cx, -140), (cx + dx * 0.3, 200), (cx + dx * 0.5, 400)], 16, (70, 40, 34), (0,
            0))
        p.art.glow(cx + dx * 0.6, 740, 860, (255, 170, 80), 0.42 * power, 1, SCREEN)
        p.cel(shell, (250, 186, 96), 40, 8)
        p.art.glow(cx + dx * 0.6, 800, 270, (255, 244, 200), 0.95 * power)
        for k in (-0.66, -0.3, 0.1, 0.45, 0.75):
            w = 300 * math.cos(k * 1.1)
            p.art.line([(cx + dx * 0.6 - w, 740 + 300 * k), (cx + dx * 0.6, 740 + 330 * k),
                (cx + dx * 0.6 + w, 740 + 300 * k)], 5, (190, 110, 50), (0, 0), 0.8)
        for y in (410, 1045):
            p.cel(box(cx + dx * 0.6 - 110, y - 30, cx + dx * 0.6 + 110, y + 30, 10), (110, 40, 34),
                10)
        p.column(cx + dx * 0.6, 640, 860, 170, (130, 50, 30))
        for k in (-30, 0, 30):
            p.art.line([(cx + dx * 0.6 + k, 1075), (cx + dx + k * 1.3, 1250)], 12, RED, (0, 0.3))
        return
    shade = arr([(cx - 170, 400), (cx + 170, 400), (cx + 330, 760), (cx - 330, 760)])
    if not p.still:
        p.art.grad(shade, (0, 400), (0, 770), [((255, 220, 150), 0.5 * power),
            ((255, 248, 214), power)])
        p.art.glow(cx, 700, 900, (255, 206, 130), 0.34 * power, 1, SCREEN)
        p.art.fill(arr([(cx - 320, 766), (cx + 320, 766), (cx + 520, 1100), (cx - 520, 1100)]),
            (255, 236, 180), 0.22 * power)
        return
    p.table(1100)
    p.shadow(cx, 1240, 560, 110)
    p.art.fill(ellipse(cx, 1210, 500, 90), (255, 230, 170), 0.35)
    p.cel(_mirror([(22, 750), (26, 880), (90, 960), (120, 1050), (60, 1140), (150, 1200), (200,
        1230), (0, 1250)], cx), (60, 110, 130), 30, 8)
    p.cel(shade, (240, 206, 150), 20, 9)
    for k in range(-3, 4):
        p.art.line([(cx + 48 * k, 404), (cx + 94 * k, 756)], 5, (196, 150, 96), (0, 0), 0.6)
    p.art.line([(cx + 150, 770), (cx + 152, 870)], 6, GOLD, (0, 0))
    p.art.fill(ellipse(cx + 152, 884, 14, 18), GOLD)


def bulb(p: Page) -> None:
    """A bare bulb that swings and flickers."""
    if p.ancient:
        candle(p)
        return
    if p.still:
        p.gloom(0.9)
        return
    deg = p.swing(9)
    n = round((p.t or 0.0) * 24)
    power = 0.35 if n in (5, 6, 9, 17) else 1.0
    p.art.c.save()
    p.art.c.translate(540, 330)
    p.art.c.scale(1.35, 1.35)
    p.art.c.translate(-540, -400)
    p.art.c.rotate(deg, 540, -300)
    p.art.glow(540, 760, 1000, (255, 220, 140), 0.4 * power, 1, SCREEN)
    p.art.line([(540, -300), (540, 430)], 16, (24, 20, 30), (0, 0))
    p.cel(box(466, 420, 614, 560, 20), (60, 56, 66), 16)
    for y in (470, 510):
        p.art.line([(466, y), (614, y)], 6, (30, 26, 36), (0, 0))
    glass_ = spline([(480, 560), (440, 640), (370, 740), (366, 860), (440, 970), (540, 1000), (640,
        970), (714, 860), (710, 740), (640, 640), (600, 560)], False)
    p.cel(glass_, mix((150, 130, 100), (255, 244, 200), power), 24, 7)
    p.art.glow(540, 820, 220, (255, 255, 236), 0.95 * power)
    p.art.line([(500, 620), (500, 780), (520, 740), (540, 790), (560, 740), (580, 780), (580,
        620)], 7, (150, 60, 20) if power > 0.5 else (220, 110, 40), (0, 0))
    p.art.line([(420, 720), (404, 800), (420, 880)], 18, WHITE, (0.3, 0.3), 0.85)
    p.art.c.restore()


def flowers(p: Page) -> None:
    """A bunch of flowers; a petal falls."""
    rose: RGB = (214, 40, 70) if p.seed % 2 else (250, 236, 240)
    heads = ((400, 520, 120), (640, 470, 130), (520, 700, 140), (300, 720, 110), (760, 690, 118),
        (540, 330, 104))
    if not p.still:
        k = p.t or 0.0
        x, y = 820 + 70 * math.sin(p.turn * 1.0), 620 + 640 * k
        p.cel(rotate(spline([(-44, 0), (0, -30), (44, 0), (0, 22)], True), 300 * k) + (x, y), rose,
            8, 4)
        p.star(400, 500, 70, 0.4)
        return
    p.table(1130)
    p.shadow(540, 1290, 600, 110)
    wrap = arr([(230, 760), (850, 740), (660, 1200), (740, 1310), (360, 1310), (430, 1200)])
    for x, y, r in heads:
        p.art.line([(540, 1150), ((540 + x) / 2, (1000 + y) / 2), (x, y)], 18, (70, 120, 70), (0,
            0))
        for sx in (-1, 1):
            leaf = lens((x + sx * r * 0.5, y + r * 0.5), (x + sx * r * 1.9, y + r * 1.1), r * 0.7)
            p.cel(leaf, (84, 140, 84), 12, 5)
    for x, y, r in heads:
        p.cel(spline([(x + r * math.cos(t) * (1 + 0.1 * math.sin(5 * t)),
            y + r * math.sin(t) * (1 + 0.1 * math.sin(5 * t))) for t in np.linspace(0, 6.28, 16,
                endpoint=False)], True), rose, r * 0.3, 6)
        for k in range(5):
            t0, rr = k * 1.3, r * (0.84 - 0.15 * k)
            arc = [(x + rr * math.cos(t0 + s),
                y + rr * 0.9 * math.sin(t0 + s)) for s in np.linspace(0, 3.6, 9)]
            p.art.line(arc, 6, mul(rose, (150, 110, 130)), (0.1, 0.4))
    p.cel(wrap, (244, 226, 206), 26, 8)
    for k in range(4):
        p.art.line([(320 + 130 * k, 770), (450 + 60 * k, 1190)], 6, (206, 180, 160), (0.1, 0.1))
    p.cel(spline([(420, 1180), (540, 1160), (670, 1180), (670, 1230), (540, 1216), (420, 1236)],
        True), RED, 10)
    for sx in (-1, 1):
        p.cel(spline([(546, 1200), (546 + sx * 90, 1130), (546 + sx * 170, 1170), (546 + sx * 120,
            1240)], True), RED, 12)


def medicine(p: Page) -> None:
    """A bottle of pills, some spilt; in old times a gourd with a black bowl of steaming brew."""
    if p.ancient:
        cup(p)
        if p.still:
            p.cel(ellipse(540, 768, 236, 46), (50, 30, 26), 6, 5)
            for k in range(6):
                x = 200 + 130 * k
                p.art.line([(x, 1310), (x + 40, 1290), (x + 90, 1316)], 16, (120, 84, 50), (0.2,
                    0.4))
        return
    amber: RGB = (226, 130, 50)
    body = box(330, 520, 750, 1150, 40)
    if not p.still:
        p.glint(body, 80, 0.45, 0.2)
        roll = min(1.0, (p.t or 0.0) * 1.6)
        at = 640 + 190 * roll
        cap = turned(box(at - 60, 1236, at + 60, 1290, 27), 220 * roll, (at, 1262))
        p.cel(cap, (250, 250, 250), 10, 5)
        p.art.fill(turned(box(at, 1236, at + 60, 1290, 27), 220 * roll, (at, 1262)), (220, 60, 70))
        return
    p.table(1060)
    p.shadow(540, 1160, 640, 110)
    p.cel(body, amber, 60, 8)
    p.art.fill(box(360, 860, 720, 1120, 30), mul(amber, (200, 160, 150)), 0.8)
    for i in range(13):
        u, v = 390.0 + 100 * (i % 4) + p.rng.uniform(-20, 20), 900 + 80 * (i // 4)
        p.cel(turned(box(u - 40, v - 18, u + 40, v + 18, 18), p.rng.uniform(0, 180), (u, v)), (250,
            246, 240), 6, 4)
    p.cel(box(318, 640, 762, 900), PAPER, 12, 6)
    p.text(370, 640, 710, 44, (40, 60, 110), 1)
    for y in (780, 830):
        p.text(370, 720, y, 22, INK)
    p.art.fill(box(690, 660, 740, 880), RED)
    p.cel(box(310, 410, 770, 540, 20), (250, 250, 252), 20, 8)
    for k in range(12):
        p.art.line([(330 + 38 * k, 424), (330 + 38 * k, 526)], 6, (200, 200, 214), (0, 0))
    for x, y in ((250, 1270), (380, 1310), (330, 1220)):
        cap = turned(box(x - 60, y - 26, x + 60, y + 26, 26), p.rng.uniform(0, 90), (x, y))
        p.cel(cap, (250, 250, 250), 10, 5)


def _lion(p: Page, jade: RGB) -> None:
    """The guardian on a seal's knob: mane in curls, brows, a broad nose and fangs."""
    line = mul(jade, (96, 116, 116))
    p.cel(spline([(380, 750), (370, 620), (440, 540), (640, 540), (710, 620), (700, 750)], True),
          jade, 40, 9)
    for x in (446.0, 634.0):
        p.cel(ellipse(x, 724, 66, 44), mix(jade, WHITE, 0.12), 12, 7)
        for k in (-22, 0, 22):
            p.art.line([(x + k, 716), (x + k, 752)], 6, line, (0.1, 0.1))
    for k in range(11):
        t = math.pi * (0.98 + 1.04 * k / 10)
        x, y = 540 + 176 * math.cos(t), 500 + 168 * math.sin(t)
        p.cel(ellipse(x, y, 50, 50), jade, 12, 7)
        curl = [(x + r * math.cos(t + s), y + r * math.sin(t + s))
                for r, s in ((34, 0), (30, 1.2), (22, 2.4), (12, 3.8), (4, 5))]
        p.art.line(curl, 6, line, (0.1, 0.4))
    p.cel(ellipse(540, 510, 160, 150), mix(jade, WHITE, 0.14), 34, 9)
    for sx in (-1, 1):
        p.art.line([(540 + sx * 24, 462), (540 + sx * 70, 420), (540 + sx * 124, 452)], 19, line)
        p.art.fill(ellipse(540 + sx * 64, 482, 30, 26), WHITE, 0.9)
        p.art.fill(ellipse(540 + sx * 60, 484, 14, 17), INK)
        p.art.fill(arr([(540 + sx * 52, 598), (540 + sx * 80, 598), (540 + sx * 66, 636)]), WHITE)
    p.cel(spline([(500, 540), (540, 512), (580, 540), (600, 566), (540, 580), (480, 566)], True),
          jade, 10, 7)
    p.art.line([(450, 592), (540, 606), (630, 592)], 11, line)


def seal(p: Page) -> None:
    """A jade seal with a lion on its knob, above its own red print."""
    if not p.still:
        p.star(430, 620, 150, 0.25)
        p.star(700, 900, 90, 0.65)
        p.glint(arr([(300, 800), (780, 800), (800, 1080), (280, 1080)]), 110, 0.45, 0.4)
        return
    p.table(1030)
    paper = arr([(120, 1130), (960, 1120), (1080, 1420), (20, 1430)])
    p.cel(paper, PAPER, 10, 5)
    p.art.fill(arr([(330, 1200), (760, 1196), (810, 1350), (290, 1356)]), RED, 0.9)
    for k in range(3):
        p.art.line([(360 + 130 * k, 1220), (350 + 140 * k, 1330)], 18, PAPER, (0, 0))
        p.art.line([(330 + 130 * k, 1280), (420 + 136 * k, 1276)], 14, PAPER, (0, 0))
    p.shadow(560, 1110, 640, 110)
    jade = mix(JADE, WHITE, 0.25)
    p.cel(arr([(300, 800), (780, 800), (800, 1090), (280, 1090)]), jade, 50, 9)
    p.cel(arr([(300, 800), (370, 740), (710, 740), (780, 800)]), mix(jade, WHITE, 0.3), 10, 7)
    p.cel(arr([(280, 1060), (800, 1060), (800, 1110), (280, 1110)]), RED, 10, 7)
    _lion(p, jade)
    for k in range(4):
        p.art.line([(330 + 30 * k, 860), (330 + 30 * k, 960), (440 - 10 * k, 960)], 7, mul(jade,
            (140, 156, 150)), (0.1, 0.1), 0.7)
        p.art.line([(750 - 30 * k, 860), (750 - 30 * k, 960), (640 + 10 * k, 960)], 7, mul(jade,
            (140, 156, 150)), (0.1, 0.1), 0.7)
    p.gloom(0.4)


def mask(p: Page) -> None:
    """A mask: a white half face of a ball, or an opera mask; ribbons move."""
    cx, cy = 540, 760
    if not p.still:
        for sx in (-1, 1):
            s = p.swing(36, sx)
            q = spline([(cx + sx * 330, cy - 90), (cx + sx * (390 + s * 0.3), cy + 160),
                (cx + sx * (330 + s), cy + 420), (cx + sx * (400 + s), cy + 560)])
            p.art.fill(ribbon(q, 17), RED)
            p.art.outline(ribbon(q, 17), 5, (110, 16, 30))
        p.star(cx - 150, cy - 240, 120, 0.3)
        return
    p.gloom(0.9)
    face = spline([(cx - 330, cy - 200), (cx - 200, cy - 320), (cx, cy - 280), (cx + 200,
        cy - 320), (cx + 330, cy - 200), (cx + 330, cy + 60), (cx + 240, cy + 330), (cx + 90,
            cy + 460), (cx, cy + 480), (cx - 90, cy + 460), (cx - 240, cy + 330), (cx - 330,
            cy + 60)], True)
    p.art.fill(face + (24, 34), (10, 6, 20), 0.5)
    p.cel(face, (248, 244, 240), 70, 9)
    if p.ancient or p.seed % 2:
        with p.art.clip(face):
            p.art.fill(spline([(cx - 340, cy - 330), (cx + 340, cy - 330), (cx + 300, cy - 120),
                (cx + 60, cy - 40), (cx, cy - 130), (cx - 60, cy - 40), (cx - 300,
                cy - 120)], True), RED)
            for sx in (-1, 1):
                p.art.fill(spline([(cx + sx * 60, cy - 10), (cx + sx * 190, cy - 130),
                    (cx + sx * 340, cy - 190), (cx + sx * 320, cy + 60), (cx + sx * 170,
                    cy + 130)], True), (34, 26, 38))
                p.art.fill(spline([(cx + sx * 120, cy + 330), (cx + sx * 210, cy + 190),
                    (cx + sx * 260, cy + 330), (cx + sx * 170, cy + 400)], True), RED)
    for sx in (-1, 1):
        eye = spline([(cx + sx * 70, cy + 30), (cx + sx * 150, cy - 50), (cx + sx * 264, cy - 60),
            (cx + sx * 180, cy + 50)], True)
        p.art.fill(eye, (14, 8, 20))
        p.art.outline(eye, 10, GOLD)
        if not (p.ancient or p.seed % 2):
            p.art.line([(cx + sx * 66, cy - 90), (cx + sx * 170, cy - 170), (cx + sx * 300,
                cy - 160)], 18, GOLD, (0.2, 0.4))
            p.art.line([(cx + sx * 120, cy + 190), (cx + sx * 220, cy + 130), (cx + sx * 290,
                cy + 180)], 12, GOLD, (0.2, 0.4))
    p.art.line([(cx - 26, cy + 190), (cx, cy + 210), (cx + 26, cy + 190)], 10, (150, 130, 140))
    p.cel(spline([(cx - 96, cy + 330), (cx - 40, cy + 300), (cx, cy + 316), (cx + 40, cy + 300),
        (cx + 96, cy + 330), (cx, cy + 384)], True), RED, 10)
    p.art.outline(face, 5, GOLD)
