"""Things of paper: what is written, printed, counted and signed."""

# A list of points reads as a shape only while it stays together:
# fmt: off

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import RGB, WHITE, Pts, arr, mix, mul, ribbon, spline
from engine.artist.comic.props.page import (
    GOLD,
    LOW,
    OLD_PAPER,
    PAPER,
    RED,
    WOOD,
    Page,
    box,
    ellipse,
    turned,
)

INKED: RGB = (52, 44, 66)


def _sheet(p: Page, left: float, top: float, right: float, low: float, rgb: RGB) -> Pts:
    """A sheet with one soft bend, its shadow and its folds."""
    q = arr([(left, top + 12), ((left + right) / 2, top - 8), (right, top + 16), (right + 10,
        low - 20),
             ((left + right) / 2, low + 10), (left - 8, low)])
    p.art.fill(q + (22, 30), (20, 12, 30), 0.28)
    p.cel(q, rgb, 22)
    for k in (1, 2):
        y = top + (low - top) * k / 3
        p.art.line([(left, y), ((left + right) / 2, y - 10), (right, y + 4)], 5, mul(rgb,
            (190, 180, 180)))
    return q


def _held(p: Page, q: Pts, y: float) -> None:
    p.hold_before(float(q[:, 0].min()), float(q[:, 0].max()), y)


def letter(p: Page) -> None:
    """A letter held up to be read; in old times a sheet with brushed columns."""
    rgb = OLD_PAPER if p.ancient else PAPER
    if not p.still:
        q = box(250, 330, 830, 1210)
        p.glint(q, 150, 0.22, 0.4)
        lift = 26 + p.swing(20)
        c = arr([(830, 1198), (830 - lift * 3, 1214), (834, 1198 - lift * 3)])
        p.art.fill(c, mul(rgb, (206, 196, 200)))
        p.art.outline(c, 5, p.art.line_of(rgb))
        return
    p.gloom(0.5)
    p.hold_behind(250, 830, 960)
    q = _sheet(p, 250, 330, 830, 1210, rgb)
    if p.ancient:
        for k in range(6):
            p.column(780 - 90 * k, 420, 1130 - 70 * (k % 3), 62, INKED)
            p.art.line([(742 - 90 * k, 390), (740 - 90 * k, 1150)], 2.5, (206, 90, 80), (0, 0), 0.6)
    else:
        p.text(310, 520, 430, 34, INKED)
        for k in range(9):
            p.text(310, 780 - (200 if k == 8 else 0), 530 + 62 * k, 27, INKED)
        p.art.line([(560, 1130), (620, 1090), (640, 1140), (700, 1100), (770, 1120)], 8, (40, 50,
            120))
    _held(p, q, 980)


def contract(p: Page) -> None:
    """A contract on the table with a seal, and the pen above the empty line."""
    if not p.still:
        x, y = 590 + p.swing(16), 1010 + 5 * math.sin(2 * p.turn)
        if p.ancient:
            p.rod(np.linspace((x + 10, y - 60), (x + 230, y - 640), 12), 34, (150, 104, 62))
            tip = arr([(x - 12, y - 60), (x - 20, y), (x, y + 62), (x + 34, y - 10), (x + 32,
                y - 52)])
            p.cel(tip, (70, 58, 60), 10)
        else:
            p.rod(np.linspace((x + 30, y - 70), (x + 250, y - 600), 12), 46, (40, 40, 56))
            p.rod(np.linspace((x + 96, y - 230), (x + 116, y - 280), 4), 50, GOLD)
            nib = arr([(x + 8, y - 84), (x, y + 20), (x + 56, y - 62)])
            p.cel(nib, GOLD, 10)
            p.art.line([(x + 4, y + 6), (x + 28, y - 66)], 4, (70, 50, 40))
        p.star(x + 110, y - 280, 70, 0.5)
        return
    p.top_down()
    under = turned(_rect(210, 250, 880, 1210), 5, (540, 700))
    p.cel(under, mul(PAPER, (226, 220, 224)), 10)
    q = turned(_rect(200, 230, 870, 1200), -3, (540, 700))
    p.art.fill(q + (20, 26), (20, 12, 30), 0.3)
    p.cel(q, PAPER, 20)
    p.art.c.save()
    p.art.c.rotate(-3, 540, 700)
    p.text(380, 700, 320, 52, INKED, 1)
    for k in range(9):
        if p.ancient:
            p.column(790 - 58 * k, 400, 1010 - (200 if k in (3, 8) else 0), 44, INKED)
        else:
            p.text(270, 810 - (260 if k in (3, 8) else 0), 420 + 58 * k, 24, INKED)
    p.art.line([(560, 1060), (800, 1060)], 5, INKED, (0, 0))
    p.art.line([(270, 1060), (480, 1060)], 5, INKED, (0, 0))
    p.art.line([(280, 1040), (330, 1000), (350, 1050), (410, 1000), (470, 1030)], 8, (40, 50, 120))
    s = box(300, 1080, 420, 1180, 8)
    p.art.outline(s, 12, RED)
    p.column(360, 1092, 1180, 44, RED)
    p.art.c.restore()
    p.gloom(0.35)


def _rect(x0: float, y0: float, x1: float, y1: float) -> Pts:
    return arr([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])


def photograph(p: Page) -> None:
    """An old photograph of two people, one of them torn off or burnt at the edge."""
    frame = turned(_rect(230, 330, 850, 1120), -4, (540, 720))
    if not p.still:
        p.glint(frame, 170, 0.32, 0.45)
        return
    if p.ancient:
        p.top_down()
    else:
        p.top_down(mul(p.ground, (190, 180, 190)))
    p.art.fill(frame + (24, 30), (20, 12, 30), 0.38)
    p.cel(frame, (246, 240, 228), 14)
    p.art.c.save()
    p.art.c.rotate(-4, 540, 720)
    view = box(275, 375, 805, 980)
    with p.art.clip(view):
        sepia: RGB = (206, 178, 140)
        p.art.grad(view, (0, 375), (0, 980), [((236, 216, 180), 1), (sepia, 1)])
        p.art.fill(ellipse(540, 620, 330, 250), (244, 230, 200), 0.6)
        for x, tall, hair in ((420, 0, (70, 48, 44)), (650, -60, (54, 40, 40))):
            y = 640 + tall
            body = spline([(x - 150, 1010), (x - 120, y + 190), (x - 50, y + 120), (x + 50,
                y + 120), (x + 120, y + 190), (x + 150, 1010)], True)
            p.cel(body, (150, 104, 96) if x < 500 else (92, 84, 96), 20, 5)
            p.cel(box(x - 26, y + 60, x + 26, y + 150, 20), (226, 190, 160), 6, 4)
            p.cel(ellipse(x, y, 84, 104), (240, 206, 176), 14, 5)
            p.art.fill(spline([(x - 96, y + 40), (x - 104, y - 60), (x, y - 132), (x + 104,
                y - 60), (x + 94, y + 40), (x + 70, y - 36), (x - 10, y - 66), (x - 74, y - 30)],
                    True), hair)
            for e in (-32, 32):
                p.art.line([(x + e - 16, y + 6), (x + e, y), (x + e + 16, y + 6)], 6, hair)
            p.art.line([(x - 24, y + 52), (x, y + 60), (x + 24, y + 52)], 5, (150, 70, 70))
        p.art.line([(560, 380), (590, 520), (556, 660), (600, 800), (566, 985)], 10, (250, 246,
            236), (0.02, 0.02))
        p.art.line([(568, 380), (598, 520), (564, 660), (608, 800), (574, 985)], 4, (120, 96, 84),
            (0.02, 0.02))
    p.art.outline(view, 5, (120, 96, 84))
    p.text(330, 620, 1050, 34, (70, 60, 96))
    p.art.c.restore()
    with p.art.clip(frame):
        for r, tone in ((190, (150, 104, 66)), (150, (60, 38, 34)), (112, p.ground)):
            scorch = [(880 + r * (1 + 0.12 * math.sin(3.3 * t)) * math.cos(t),
                       1120 + r * math.sin(t)) for t in np.linspace(0, 6.1, 16)]
            p.art.fill(spline(scorch, True), tone)
    p.gloom(0.35)


def book(p: Page) -> None:
    """An open book; a page rises as if a draught turned it."""
    y = 820
    if not p.still:
        k = 0.5 + 0.5 * math.sin(p.turn)
        page = spline([(540, y - 250), (620, y - 330 - 30 * k), (760 - 40 * k, y - 330 - 90 * k),
            (800 - 70 * k, y - 290 - 110 * k)])
        low = page[::-1] + (18, 540)
        q = np.vstack([page, low])
        p.art.grad(q, (540, 0), (800, 0), [(mul(PAPER, (204, 194, 200)), 1), (PAPER, 1)])
        p.art.outline(q, 5, p.art.line_of(PAPER))
        return
    p.table(980)
    p.shadow(540, 1180, 940, 150)
    for sx in (-1, 1):
        cover = arr([(540, y - 220), (540 + sx * 440, y - 190), (540 + sx * 470, y + 350), (540,
            y + 360)])
        p.cel(cover, (120, 36, 44) if not p.ancient else (44, 60, 96), 14)
        for k in range(4):
            e = spline([(540, y - 236 - 5 * k), (540 + sx * 190, y - 300 - 4 * k), (540 + sx * 415,
                y - 220 - 3 * k)])
            f = spline([(540 + sx * 440, y + 318 - 4 * k), (540 + sx * 200, y + 250), (540,
                y + 322 - 4 * k)])
            q = np.vstack([e, f])
            p.art.fill(q, mix(PAPER, (206, 180, 140), 0.4 - 0.1 * k))
            p.art.outline(q, 4.5, p.art.line_of(PAPER))
        for k in range(10):
            yy = y - 190 + 46 * k
            row = spline([(540 + sx * 50, yy + 6), (540 + sx * 190, yy - 46), (540 + sx * 390,
                yy + 16)])
            if p.ancient:
                p.column(540 + sx * (70 + 34 * k), y - 200, y + 210, 36, INKED)
            else:
                p.art.ink(row[: int(len(row) * p.rng.uniform(0.6, 1))], 7, INKED, (0.02, 0.02), 0.6)
    ribbon_ = spline([(548, y - 230), (560, y + 100), (590, y + 330), (560, y + 470)])
    p.art.fill(ribbon(ribbon_, 13), RED)
    p.art.outline(ribbon(ribbon_, 13), 4, (110, 16, 30))
    p.gloom(0.3)


def ledger(p: Page) -> None:
    """An account book: columns of figures and one line underscored in red."""
    rgb = OLD_PAPER if p.ancient else PAPER
    if not p.still:
        k = min(1.0, (p.t or 0.0) * 2.2)
        p.art.line([(240, 918), (240 + 300 * k, 924), (240 + 600 * k, 914)], 15, RED, (0.02, 0.1),
            0.95)
        if k >= 1:
            p.art.line([(250, 938), (520, 944), (830, 936)], 9, RED, (0.02, 0.3), 0.85)
        return
    p.top_down()
    back = turned(_rect(150, 250, 930, 1260), 2, (540, 750))
    p.art.fill(back + (24, 30), (20, 12, 30), 0.38)
    p.cel(back, (44, 58, 84), 20)
    q = _rect(180, 280, 900, 1226)
    p.cel(q, rgb, 16)
    for x in (640, 760):
        p.art.line([(x, 290), (x, 1216)], 4, (196, 90, 84), (0, 0))
    for k in range(13):
        y = 370 + 64 * k
        p.art.line([(190, y + 22), (890, y + 22)], 2.5, (150, 170, 196), (0, 0))
        if p.ancient:
            for n in range(5):
                p.column(260 + 74 * n, y - 28, y + 18, 38, INKED)
        else:
            p.text(220, 600 - 120 * (k % 3), y, 26, INKED)
        p.text(660, 745, y, 22, INKED)
        p.text(782, 880, y, 24, RED if k == 8 else INKED)
    for k in range(7):
        p.art.c.drawCircle(196, 340 + 130 * k, 9, p.art.paint((30, 36, 54)))
    p.gloom(0.35)


def scroll(p: Page) -> None:
    """An imperial scroll, unrolled between its rods, with a vermilion seal."""
    silk: RGB = (244, 206, 110)
    sway = p.swing(10)
    if p.still:
        p.gloom(0.7)
        return
    a = p.art
    for k, (c, w) in enumerate(((mul(silk, (190, 170, 160)), 330), (silk, 310), (OLD_PAPER, 268))):
        q = np.vstack([spline([(540 - w, 300), (540 - w + sway * 0.4, 760), (540 - w + sway,
            1190)]),
                       spline([(540 + w + sway, 1190), (540 + w + sway * 0.4, 760), (540 + w,
                           300)])])
        p.cel(q, c, 18 if k == 2 else 8, 6)
    for k in range(5):
        p.column(730 - 92 * k + sway * 0.4, 400, 1080 - (130 if k == 4 else 0), 66, INKED)
    s = box(338 + sway, 960, 458 + sway, 1090, 6)
    a.fill(s, RED)
    p.column(398 + sway, 975, 1080, 50, (250, 226, 200))
    for y, dx in ((280, 0.0), (1200, sway)):
        rod = np.linspace((170 + dx, y), (910 + dx, y), 10)
        p.rod(rod, 74, (150, 50, 44))
        for x in (160 + dx, 920 + dx):
            p.cel(ellipse(x, y, 40, 46), GOLD, 14)
    tassel = spline([(920 + sway, 1245), (930 + sway * 2, 1360), (920 + sway * 3, 1450)])
    a.ink(tassel, 26, RED, (0.1, 0.1))
    p.glint(box(240, 300, 840, 1190), 120, 0.3, 0.3)


def card(p: Page) -> None:
    """A card between two fingers: black with gold, or in old times a pass of jade."""
    q = turned(box(210, 500, 870, 920, 34), -9, (540, 700))
    if not p.still:
        p.glint(q, 120, 0.5, 0.6)
        p.star(800, 500, 110, 0.42)
        return
    p.gloom(0.6)
    p.sleeve((760, 1500), (900, LOW + 60), 250, 330)
    p.palm([(560, 1120), (700, 1010), (850, 1010), (930, 1180), (880, 1460), (640, 1480), (560,
        1300)])
    for x, y in ((930, 800), (880, 740)):
        p.finger([(x - 20, 1150), (x + 30, 960), (x - 50, y), (x - 170, y - 60)], 108, nail=False)
    rgb: RGB = (90, 150, 116) if p.ancient else (28, 26, 36)
    p.art.fill(q + (16, 26), (20, 12, 30), 0.35)
    p.cel(q, rgb, 20)
    p.art.outline(turned(box(236, 526, 844, 894, 24), -9, (540, 700)), 5, GOLD)
    p.art.c.save()
    p.art.c.rotate(-9, 540, 700)
    if p.ancient:
        for k in range(3):
            p.column(440 + 110 * k, 570, 850, 86, (236, 214, 140))
    else:
        p.cel(box(280, 640, 380, 720, 12), GOLD, 10, 4)
        p.art.line([(280, 680), (380, 680)], 4, (120, 80, 30), (0, 0))
        p.text(280, 800, 800, 40, GOLD, 1)
        p.text(280, 560, 860, 24, GOLD, 0.9)
        for k in range(3):
            p.art.fill(ellipse(730 + 34 * k, 590, 40, 40), GOLD, 0.4)
    p.art.c.restore()
    p.finger([(640, 1330), (600, 1180), (640, 1010), (730, 890)], 116)


def money(p: Page) -> None:
    """Bundles of notes, or in old times ingots and strings of coins."""
    if not p.still:
        if p.ancient:
            p.star(420, 760, 120, 0.2, (255, 240, 190))
            p.star(690, 850, 90, 0.6, (255, 240, 190))
            return
        k = p.swing(9)
        q = turned(_rect(300, 560, 760, 790), 6 + k * 0.4, (300, 790))
        _note(p, q)
        return
    p.table(960)
    p.shadow(540, 1170, 960, 170)
    if p.ancient:
        for x, y, s in ((330, 1060, 1.0), (720, 1080, 1.05), (520, 930, 1.0), (540, 1130, 1.1)):
            _ingot(p, x, y, s)
        for k in range(9):
            c = (210 + 46 * k, 1290 + 30 * math.sin(k))
            p.cel(ellipse(c[0], c[1], 52, 46), (196, 150, 84), 10, 5)
            p.art.fill(box(c[0] - 14, c[1] - 14, c[0] + 14, c[1] + 14), (70, 48, 40))
    else:
        for x, y in ((230, 1120), (520, 1130), (330, 985), (600, 1000), (400, 850)):
            _bundle(p, x, y)
    p.gloom(0.3)


def _note(p: Page, q: Pts) -> None:
    p.cel(q, (150, 190, 150), 8, 5)
    m = q.mean(0)
    p.art.outline(m + (q - m) * 0.88, 3.5, (70, 110, 84))
    p.art.fill(m + (ellipse(0, 0, 46, 54)), (110, 150, 118))


def _bundle(p: Page, x: float, y: float) -> None:
    for k in range(7):
        q = arr([(x, y - 16 * k), (x + 110, y - 90 - 16 * k), (x + 450, y - 70 - 16 * k), (x + 350,
            y + 22 - 16 * k)])
        p.art.fill(q, mix((150, 190, 150), WHITE, 0.06 * k))
        p.art.outline(q, 3.5, (66, 96, 76))
    top = arr([(x, y - 112), (x + 110, y - 186), (x + 450, y - 166), (x + 350, y - 74)])
    _note(p, top)
    band = arr([(x + 160, y - 92), (x + 262, y - 178), (x + 316, y - 174), (x + 218, y - 84),
        (x + 218, y + 12), (x + 160, y + 8)])
    p.cel(band, (240, 226, 190), 6, 4)


def _ingot(p: Page, x: float, y: float, s: float) -> None:
    body = spline([(x - 190 * s, y - 120 * s), (x - 150 * s, y), (x, y + 46 * s), (x + 150 * s, y),
        (x + 190 * s, y - 120 * s), (x + 96 * s, y - 66 * s), (x, y - 60 * s), (x - 96 * s,
        y - 66 * s)], True)
    p.cel(body, GOLD, 34)
    dome = ellipse(x, y - 84 * s, 100 * s, 56 * s)
    p.cel(dome, mix(GOLD, WHITE, 0.25), 18)


def map_(p: Page) -> None:
    """A map with a route and a cross at its end."""
    rgb = OLD_PAPER
    route = spline([(270, 1080), (360, 960), (330, 850), (470, 760), (600, 800), (690, 680), (660,
        560), (760, 470)])
    if not p.still:
        n = max(2, int(len(route) * min(1.0, (p.t or 0.0) * 1.5)))
        for i in range(0, n - 3, 5):
            p.art.ink(route[i : i + 4], 11, RED, (0, 0))
        if n >= len(route):
            for d in (-1, 1):
                p.art.line([(720, 470 - 40 * d), (800, 470 + 40 * d)], 18, RED, (0.1, 0.1))
        return
    p.top_down()
    edge = [(150 + p.rng.uniform(-14, 14), y) for y in np.linspace(1210, 300, 8)]
    edge += [(x, 300 + p.rng.uniform(-14, 14)) for x in np.linspace(240, 840, 6)]
    edge += [(930 + p.rng.uniform(-14, 14), y) for y in np.linspace(300, 1210, 8)]
    edge += [(x, 1215 + p.rng.uniform(-14, 14)) for x in np.linspace(840, 240, 6)]
    q = arr(edge)
    p.art.fill(q + (22, 28), (20, 12, 30), 0.36)
    p.cel(q, rgb, 20)
    with p.art.clip(q):
        p.art.line([(130, 620), (330, 660), (480, 560), (640, 610), (960, 540)], 34, (150, 186,
            196), (0, 0), 0.9)
        for x, y, s in ((310, 480, 1.0), (420, 440, 1.3), (540, 470, 1.0), (760, 900, 1.2), (660,
            960, 1.0), (850, 840, 1.0)):
            hill = arr([(x - 70 * s, y + 40), (x, y - 76 * s), (x + 70 * s, y + 40)])
            p.art.fill(hill, (206, 176, 126))
            p.art.fill(arr([(x, y - 76 * s), (x + 70 * s, y + 40), (x + 10, y + 40)]), (160, 124,
                90))
            p.art.line([hill[0], hill[1], hill[2]], 6, (96, 66, 56), (0, 0))
        for _ in range(12):
            u, v = p.rng.uniform(220, 860), p.rng.uniform(1000, 1180)
            p.art.fill(ellipse(u, v, 20, 24), (120, 144, 96))
            p.art.line([(u, v + 16), (u, v + 40)], 5, (96, 66, 56))
        for x in (380, 690):
            p.art.line([(x, 300), (x + 8, 760), (x - 4, 1215)], 5, mul(rgb, (170, 160, 160)), (0,
                0))
        star = ellipse(820, 1090, 66, 66)
        p.art.outline(star, 5, (96, 66, 56))
        p.art.fill(arr([(820, 1000), (836, 1090), (820, 1180), (804, 1090)]), (150, 50, 50))
        p.art.fill(arr([(730, 1090), (820, 1074), (910, 1090), (820, 1106)]), (96, 66, 56))
    p.gloom(0.35)


def file(p: Page) -> None:
    """A closed file with a string and a stamp; a corner of what is in it shows."""
    tone: RGB = (206, 160, 104)
    q = turned(box(220, 320, 870, 1190, 14), 4, (540, 750))
    if not p.still:
        p.glint(q, 150, 0.25, 0.5)
        k = p.swing(14)
        s = spline([(600, 742), (640 + k * 0.6, 840), (610 + k, 930)])
        p.art.ink(s, 9, (120, 40, 40), (0, 0))
        return
    p.top_down()
    p.art.fill(q + (24, 30), (20, 12, 30), 0.38)
    p.cel(turned(_rect(260, 290, 880, 900), 8, (540, 750)), PAPER, 10)
    p.cel(q, tone, 22)
    p.art.c.save()
    p.art.c.rotate(4, 540, 750)
    flap = arr([(220, 320), (870, 320), (640, 720), (450, 720)])
    p.cel(flap, mix(tone, WHITE, 0.14), 14)
    for y in (690, 780):
        p.cel(ellipse(545, y, 36, 36), (150, 40, 44), 8, 4)
    p.art.line([(545, 690), (600, 740), (545, 780), (490, 740), (545, 690)], 7, (120, 40, 40), (0,
        0))
    stamp = turned(box(350, 930, 750, 1090, 10), -10, (540, 1000))
    p.art.outline(stamp, 13, RED, 0.85)
    p.art.c.rotate(-10, 540, 1000)
    if p.ancient:
        for k in range(4):
            p.column(410 + 90 * k, 955, 1060, 76, RED)
    else:
        p.text(385, 735, 1012, 66, RED, 0.85)
    p.art.c.restore()
    p.gloom(0.35)


def box_(p: Page) -> None:
    """A casket whose lid stands a little open, and light from within."""
    wood: RGB = (120, 52, 44) if p.ancient else WOOD
    if not p.still:
        k = 0.5 + 0.5 * math.sin(p.turn)
        gap = arr([(232, 742), (848, 742), (852, 800), (228, 800)])
        p.art.grad(gap, (0, 742), (0, 800), [((255, 246, 200), 0.6 + 0.4 * k),
            ((255, 206, 110), 0.9)])
        p.art.glow(540, 770, 560 + 70 * k, (255, 216, 130), 0.34 + 0.16 * k, 0.6)
        p.star(430 + 160 * k, 760, 90, 0.4, (255, 240, 190))
        return
    p.table(1000)
    p.shadow(540, 1180, 900, 150)
    lid = spline([(236, 640), (250, 470), (330, 372), (540, 340), (750, 372), (830, 470), (844,
        640)])
    p.cel(np.vstack([lid, [(844, 640), (236, 640)]]), mix(wood, WHITE, 0.08), 30, 8)
    p.cel(arr([(250, 640), (830, 640), (862, 742), (218, 742)]), mul(wood, (90, 80, 90)), 10, 7)
    p.art.fill(box(228, 736, 852, 806), (60, 30, 30))
    p.cel(box(216, 800, 864, 1170, 10), wood, 34, 8)
    for x in (290, 790):
        p.cel(box(x - 26, 800, x + 26, 1170), GOLD, 8, 5)
        p.cel(arr([(x - 24, 636), (x - 20, 396), (x + 20, 392), (x + 24, 636)]), GOLD, 8, 5)
    p.cel(box(470, 780, 610, 920, 16), GOLD, 16, 6)
    p.art.fill(ellipse(540, 836, 20, 20), (60, 36, 30))
    p.art.fill(arr([(530, 840), (550, 840), (558, 892), (522, 892)]), (60, 36, 30))
    for k in range(3):
        p.art.line([(240, 900 + 90 * k), (540, 908 + 90 * k), (840, 900 + 90 * k)], 4, mul(wood,
            (150, 130, 140)), (0.2, 0.2), 0.5)
    p.gloom(0.35)
