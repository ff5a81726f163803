"""Parts of a room seen close: doors, windows, curtains; and machines of our time."""

# A list of points reads as a shape only while it stays together:
# fmt: off

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import INK, RGB, WHITE, Pts, arr, mix, mul, ribbon, spline
from engine.artist.comic.props.page import (
    GOLD,
    LOW,
    RED,
    SCREEN,
    SILVER,
    STEEL,
    TOP,
    Page,
    box,
    ellipse,
    turned,
)


def _sky(p: Page, q: Pts, y0: float, y1: float) -> None:
    top, low = mix((120, 178, 236), (18, 24, 66), p.dark), mix((236, 244, 252), (70, 66, 130),
        p.dark)
    p.art.grad(q, (0, y0), (0, y1), [(top, 1), (low, 1)])
    if p.dark > 0.5:
        with p.art.clip(q):
            p.art.glow(690, 480, 240, (206, 220, 255), 0.7)
            p.art.fill(ellipse(690, 480, 70, 70), (250, 246, 226))
            for _ in range(26):
                x, y = p.rng.uniform(200, 880), p.rng.uniform(y0, y0 + 500)
                p.art.fill(ellipse(x, y, 3, 3), WHITE, 0.9)


def door(p: Page) -> None:
    """A door that stands ajar: light falls through the gap, and the handle turns."""
    wood: RGB = (126, 40, 38) if p.ancient else (110, 72, 54)
    if not p.still:
        k = 0.5 + 0.5 * math.sin(p.turn)
        gap = arr([(742, TOP), (800 + 44 * k, TOP), (800 + 44 * k, LOW), (742, LOW)])
        p.art.fill(gap, (255, 240, 190))
        p.art.fill(arr([(742, 1500), (800 + 44 * k, 1500), (900 + 120 * k, LOW), (560, LOW)]),
            (255, 230, 170), 0.5)
        p.art.glow(790, 800, 620, (255, 226, 150), 0.22 + 0.16 * k, 1.8, SCREEN)
        p.art.line([(742, TOP), (742, LOW)], 11, mul(wood, (70, 60, 70)), (0, 0))
        if not p.ancient:
            bar = turned(box(560, 836, 720, 884, 22), 16 * k, (690, 860))
            p.cel(bar, GOLD, 14, 7)
        else:
            p.art.fill(ellipse(800 + 20 * k, 700, 12, 200), INK, 0.5)
        return
    p.gradient(mul(wood, (70, 64, 76)), mul(wood, (40, 36, 48)))
    leaf = arr([(110, TOP), (744, TOP), (744, LOW), (110, LOW)])
    p.cel(leaf, wood, 20, 10)
    if p.ancient:
        for y in (180, 1010):
            p.cel(box(190, y, 680, y + (740 if y < 500 else 700)), mul(wood, (200, 190, 196)), 12,
                7)
        for x in np.arange(250, 680, 84).tolist():
            p.art.line([(x, 190), (x, 910)], 15, (206, 150, 80), (0, 0))
        for y in np.arange(250, 920, 84).tolist():
            p.art.line([(200, y), (670, y)], 15, (206, 150, 80), (0, 0))
        p.cel(ellipse(610, 960, 84, 84), GOLD, 18, 8)
        ring = ellipse(610, 1050, 74, 90)
        p.art.outline(ring, 24, mul(GOLD, (120, 100, 100)))
        p.art.outline(ring, 14, GOLD)
    else:
        for y0, y1 in ((60, 560), (1020, 1640)):
            p.cel(box(200, y0, 650, y1, 10), mix(wood, WHITE, 0.07), 16, 7)
            p.art.outline(box(236, y0 + 36, 614, y1 - 36, 6), 6, mul(wood, (130, 116, 124)))
        p.cel(box(650, 740, 726, 1010, 26), mul(GOLD, (220, 206, 206)), 14, 7)
        p.art.fill(ellipse(688, 950, 13, 13), INK)
        p.art.fill(arr([(682, 950), (694, 950), (700, 986), (676, 986)]), INK)
        p.art.fill(ellipse(425, 800, 20, 20), GOLD)
        p.art.outline(ellipse(425, 800, 22, 22), 5, INK)
    p.gloom(0.45)


def _behind_glass(p: Page, view: Pts) -> None:
    """Rain by night, light that wanders over the pane by day."""
    with p.art.clip(view):
        if p.dark > 0.5:
            for k in range(34):
                y = ((k * 0.137 + 2 * (p.t or 0)) % 1) * 1240 + 130
                x = 190 + (k * 193) % 720
                p.art.ink(np.linspace((x + 18, y - 96), (x, y), 4), 5, (216, 230, 255), (0.7,
                    0.1), 0.6)
        else:
            p.art.fill(arr([(300, 220), (460, 220), (260, 1240), (100, 1240)]) + (p.swing(26),
                0), WHITE, 0.22)


def _sheers(p: Page) -> None:
    """Thin curtains on both sides in the draught."""
    for sx in (-1, 1):
        s = p.swing(34, 0.8 * sx)
        q = np.vstack([spline([(540 + sx * 460, 150), (540 + sx * (250 - s * 0.2), 500),
            (540 + sx * (330 - s), 1000), (540 + sx * (300 - s * 1.2), 1330)]),
            [(540 + sx * 560, 1340), (540 + sx * 560, 150)]])
        p.art.fill(q, (250, 246, 240), 0.88)
        for k in range(4):
            x = 540 + sx * (420 + 30 * k)
            p.art.line([(x, 160), (x - sx * 60, 700), (x - sx * (40 + s * 0.4), 1320)], 9,
                (206, 204, 220), (0.1, 0.1))
        p.art.outline(q, 6, (150, 146, 170), closed=False)


def window(p: Page) -> None:
    """A window with rain or a moon behind it; curtains or lattice before."""
    frame: RGB = (236, 230, 224) if not p.ancient else (110, 44, 40)
    view = box(180, 220, 900, 1240)
    if not p.still:
        _behind_glass(p, view)
        if not p.ancient:
            _sheers(p)
        return
    wall = mix(p.ground, (226, 214, 200), 0.5)
    p.gradient(mix(wall, WHITE, 0.05), mul(wall, (150, 140, 156)))
    p.cel(box(130, 170, 950, 1290), frame, 16, 9)
    _sky(p, view, 220, 1240)
    with p.art.clip(view):
        for k in range(9):
            x = 150 + 100 * k
            tall = 200 + 160 * ((k * 7) % 4)
            tone = mix((120, 130, 160), (24, 26, 60), p.dark)
            if p.ancient:
                p.art.fill(ellipse(x, 1240, 150, 150 + 30 * (k % 3)), mix((90, 130, 96),
                    (24, 40, 66), p.dark))
            else:
                p.art.fill(box(x, 1240 - tall, x + 86, 1240), tone)
                for y in np.arange(1260 - tall, 1220, 46).tolist():
                    if p.rng.random() < 0.3 + 0.4 * p.dark:
                        p.art.fill(box(x + 16, y, x + 40, y + 22), (255, 224, 140), 0.9)
    if p.ancient:
        for x in np.linspace(180, 900, 7).tolist():
            p.art.line([(x, 220), (x, 1240)], 17, frame, (0, 0))
        for y in np.linspace(220, 1240, 9).tolist():
            p.art.line([(180, y), (900, y)], 17, frame, (0, 0))
        p.art.fill(box(420, 220, 660, 1240), WHITE, 0.0)
    else:
        p.cel(box(526, 220, 554, 1240), frame, 6, 6)
        p.cel(box(180, 640, 900, 668), frame, 6, 6)
    p.art.outline(view, 9, mul(frame, (130, 120, 130)))
    p.cel(box(90, 1280, 990, 1350, 8), frame, 14, 8)


def curtain(p: Page) -> None:
    """A curtain that moves: somebody may stand behind it."""
    rgb: RGB = (140, 34, 54) if p.seed % 2 else (92, 104, 140)
    if p.still:
        p.gradient((30, 22, 40), (16, 12, 24))
        p.art.glow(540, 800, 700, mix(p.ground, (255, 226, 170), 0.6), 0.5)
        return
    s = p.swing(40)
    for sx in (-1, 1):
        edge = spline([(540 + sx * 60, TOP), (540 + sx * (70 + s * 0.3), 500),
            (540 + sx * (20 + s), 1000), (540 + sx * (90 + s * 1.2), LOW)])
        q = np.vstack([edge, [(540 + sx * 640, LOW), (540 + sx * 640, TOP)]])
        p.art.grad(q, (540 + sx * 60, 0), (540 + sx * 600, 0), [(mix(rgb, WHITE, 0.14), 1),
            (mul(rgb, (120, 106, 126)), 1)])
        with p.art.clip(q):
            for k in range(7):
                x = 540 + sx * (110 + 84 * k)
                sway = s * sx * (1 - k / 8)
                f = spline([(x, TOP), (x + sway * 0.3 - sx * 14, 600), (x + sway, 1150),
                    (x + sway * 1.2, LOW)])
                p.art.fill(ribbon(f, np.linspace(10, 30, len(f))), mul(rgb, (140, 124, 146)), 0.8)
                p.art.ink(f - (sx * 30, 0), 8, mix(rgb, WHITE, 0.4), (0.1, 0.2), 0.6)
        p.art.outline(q, 9, mul(rgb, (80, 60, 84)), closed=False)
    hand = 890
    for k in range(4):
        y = hand + 54 * k
        p.finger([(690, y + 20), (620 + s * 0.5, y - 4), (560 + s, y - 2), (536 + s, y + 14)], 52)


def phone(p: Page) -> None:
    """A phone that lights up; in times before phones the letter takes its place."""
    left, right, top, low = 320.0, 760.0, 300.0, 1190.0
    view = box(left + 26, top + 30, right - 26, low - 30, 34)
    if not p.still:
        n = int((p.t or 0.0) * 24)
        lit = n % 12 < 9
        if lit:
            p.art.grad(view, (0, top), (0, low), [((60, 70, 150), 1), ((150, 70, 150), 1)])
        else:
            p.art.grad(view, (0, top), (0, low), [((26, 28, 60), 1), ((50, 26, 60), 1)])
        with p.art.clip(view):
            p.art.fill(ellipse(430, 1050, 330, 220), (230, 120, 150), 0.5)
            p.art.fill(ellipse(700, 1130, 300, 220), (250, 170, 120), 0.5)
            up = 40 * max(0.0, 1 - (p.t or 0.0) * 4)
            q = box(left + 56, 560 + up, right - 56, 730 + up, 30)
            p.art.fill(q, (250, 250, 255), 0.95)
            p.art.fill(ellipse(430, 645 + up, 44, 44), RED)
            p.art.line([(412, 632 + up), (430, 658 + up), (452, 628 + up)], 9, WHITE, (0, 0))
            p.art.line([(500, 622 + up), (650, 622 + up)], 18, (60, 60, 90), (0, 0))
            p.art.line([(500, 668 + up), (680, 668 + up)], 12, (150, 150, 176), (0, 0))
            p.art.line([(440, 430), (470, 400), (490, 440), (540, 400), (590, 440), (640, 404)],
                20, WHITE, (0, 0), 0.9)
            for k, c in enumerate(((70, 190, 110), (220, 60, 70))):
                r = 58 + (8 * math.sin(2 * p.turn) if k == 0 else 0)
                p.art.fill(ellipse(440 + 200 * k, 990, r, r), c)
                p.art.line([(414 + 200 * k, 996), (440 + 200 * k, 972), (466 + 200 * k, 996)], 14,
                    WHITE, (0.1, 0.1))
        p.art.glow(540, 740, 760, (170, 160, 255), 0.24 if lit else 0.06, 1.1, SCREEN)
        return
    p.gloom(0.7)
    p.hold_behind(left, right, 800)
    body = box(left, top, right, low, 62)
    p.cel(body, (28, 28, 38), 16, 9)
    p.art.outline(box(left + 10, top + 10, right - 10, low - 10, 54), 5, (120, 124, 150))
    p.art.fill(view, (26, 28, 60))
    p.hold_before(left, right, 800)


def screen(p: Page) -> None:
    """A monitor: a recording with a timer and a face in it; in old times a folding screen."""
    if p.ancient:
        _folding(p)
        return
    view = box(150, 360, 930, 1010, 16)
    if not p.still:
        k = p.t or 0.0
        p.art.grad(view, (0, 360), (0, 1010), [((36, 70, 84), 1), ((16, 34, 50), 1)])
        with p.art.clip(view):
            for x, tall in ((330.0, 0), (690.0, 50)):
                s = p.swing(14, x * 0.01)
                c: RGB = (150, 206, 206)
                p.art.fill(ellipse(x + s, 660 + tall, 66, 80), c, 0.8)
                p.art.fill(spline([(x - 150, 1020), (x - 110 + s * 0.5, 800 + tall), (x + s,
                    750 + tall), (x + 110 + s * 0.5, 800 + tall), (x + 150, 1020)]), c, 0.7)
            for y in np.arange(364, 1010, 13).tolist():
                p.art.line([(150, y), (930, y)], 3, (10, 30, 40), (0, 0), 0.35)
            bar = 360 + 650 * k
            p.art.fill(box(150, bar, 930, bar + 46), WHITE, 0.16)
            if int(k * 24) % 12 < 7:
                p.art.fill(ellipse(210, 420, 18, 18), (255, 60, 60))
            p.art.line([(250, 420), (350, 420)], 16, WHITE, (0, 0), 0.9)
            for i in range(4):
                p.art.fill(box(700 + 54 * i, 404, 738 + 54 * i, 438), WHITE,
                    0.85 if i < 3 or int(k * 24) % 2 else 0.5)
            p.art.line([(190, 960), (890, 960)], 10, (120, 150, 160), (0, 0))
            p.art.line([(190, 960), (190 + 700 * k, 960)], 10, (255, 80, 80), (0, 0))
        p.art.glow(540, 700, 800, (150, 230, 240), 0.2 + 0.05 * math.sin(4 * p.turn), 1, SCREEN)
        return
    p.table(1200)
    p.shadow(540, 1290, 620, 90)
    p.cel(arr([(470, 1060), (610, 1060), (640, 1250), (440, 1250)]), STEEL, 14)
    p.cel(ellipse(540, 1260, 220, 40), STEEL, 12)
    p.cel(box(110, 320, 970, 1070, 26), (36, 38, 50), 26, 10)
    p.art.fill(view, (16, 34, 50))
    for k in range(14):
        x = 250 + 44 * k
        p.cel(box(x, 1330, x + 36, 1360, 6), (60, 62, 76), 4, 3)


def _folding(p: Page) -> None:
    if not p.still:
        s = p.swing(18)
        c: RGB = (50, 30, 44)
        p.art.fill(ellipse(560 + s, 620, 90, 110), c, 0.5)
        p.art.fill(spline([(400 + s, 1260), (420 + s, 840), (560 + s, 740), (700 + s, 840),
            (730 + s, 1260)]), c, 0.5)
        return
    p.table(1230)
    for k in range(4):
        x0, x1 = 60 + 240 * k, 300 + 240 * k
        d = 46 if k % 2 else -46
        q = arr([(x0, 260 - d), (x1, 260 + d), (x1, 1330 + d * 0.5), (x0, 1330 - d * 0.5)])
        p.cel(q, (110, 40, 36), 12, 9)
        m = q.mean(0)
        inner = m + (q - m) * (0.84, 0.93)
        p.art.grad(inner, (0, 300), (0, 1300), [((250, 236, 200), 1), ((226, 190, 140), 1)])
        with p.art.clip(inner):
            p.art.line([(x0 - 20, 1200 - 200 * (k % 2)), (x0 + 120, 900), (x1 + 20, 760 + 90 * k)],
                26, (80, 70, 66), (0, 0.6))
            for _ in range(7):
                x, y = x0 + p.rng.uniform(20, 220), p.rng.uniform(620, 1100)
                p.art.fill(ellipse(x, y, 24, 24), (214, 70, 90), 0.9)
        p.art.outline(inner, 6, GOLD)


def tape(p: Page) -> None:
    """A cassette whose reels turn; in old times a bundle of bamboo slips."""
    if p.ancient:
        _slips(p)
        return
    body = box(150, 500, 930, 1020, 30)
    wheels = ((380, 740), (700, 740))
    if not p.still:
        for x, y in wheels:
            for k in range(6):
                a = k * math.pi / 3 + p.turn / 6 * 2
                p.art.line([(x + 34 * math.cos(a), y + 34 * math.sin(a)), (x + 58 * math.cos(a),
                    y + 58 * math.sin(a))], 17, (240, 240, 246), (0, 0))
            p.art.fill(ellipse(x, y, 30, 30), (20, 18, 26))
        p.glint(body, 110, 0.25, 0.5)
        return
    p.table(900)
    p.art.fill(body + (24, 34), (20, 12, 30), 0.4)
    p.cel(body, (48, 48, 60), 26, 9)
    p.cel(box(200, 546, 880, 900, 20), (240, 228, 200), 10, 6)
    p.art.fill(box(200, 546, 880, 596, 14), RED)
    p.text(250, 760, 650, 40, (50, 50, 100), 1)
    p.cel(box(270, 680, 810, 806, 60), (30, 28, 38), 12, 6)
    p.art.fill(ellipse(380, 740, 120, 58), (70, 44, 36))
    for x, y in wheels:
        p.cel(ellipse(x, y, 64, 64), (226, 226, 236), 10, 5)
        p.art.fill(ellipse(x, y, 58, 58), (20, 18, 26))
    p.cel(arr([(300, 1020), (340, 930), (740, 930), (780, 1020)]), (70, 70, 84), 10, 6)
    for x in (400, 540, 680):
        p.art.fill(ellipse(x, 984, 16, 16), (20, 18, 26))


def _slips(p: Page) -> None:
    slip: RGB = (206, 176, 116)
    if not p.still:
        p.glint(box(170, 420, 910, 1180), 130, 0.3, 0.4)
        s = p.swing(20)
        p.art.line([(560, 1100), (580 + s * 0.5, 1260), (560 + s, 1390)], 12, RED, (0, 0.2))
        return
    p.top_down()
    for k in range(10):
        x = 170 + 75 * k
        y = 400 + 12 * math.sin(k * 1.7)
        p.cel(box(x, y, x + 66, y + 780, 6), slip, 10, 6)
        p.column(x + 33, y + 50, y + 720, 44, INK)
    for y in (560, 1030):
        p.art.line([(160, y), (540, y + 12), (930, y)], 14, (150, 40, 44), (0, 0))
    p.gloom(0.4)


def recorder(p: Page) -> None:
    """A voice recorder that runs: a red light and a level; in old times the slips of a clerk."""
    if p.ancient:
        _slips(p)
        return
    left, right = 370.0, 710.0
    if not p.still:
        k = p.t or 0.0
        if int(k * 24) % 12 < 8:
            p.art.fill(ellipse(450, 440, 22, 22), (255, 60, 60))
            p.art.glow(450, 440, 130, (255, 70, 70), 0.6, 1, SCREEN)
        for i in range(13):
            tall = 24 + 90 * abs(math.sin(p.turn * 2 + i * 1.1) * math.sin(i * 0.9 + p.turn))
            p.art.fill(box(424 + 18 * i, 640 - tall, 434 + 18 * i, 640 + tall), (120, 250, 190))
        return
    p.gloom(0.6)
    p.hold_behind(left, right, 780)
    p.cel(box(left, 330, right, 1180, 46), (60, 62, 76), 26, 9)
    p.cel(box(left + 36, 480, right - 36, 800, 14), (18, 36, 34), 10, 6)
    for y in np.arange(360, 420, 22).tolist():
        for x in np.arange(560, 680, 26).tolist():
            p.art.fill(ellipse(x, y + 20, 7, 7), (20, 18, 26))
    p.cel(ellipse(540, 940, 90, 90), SILVER, 14)
    p.cel(ellipse(540, 940, 46, 46), RED, 10, 5)
    for x in (430, 650):
        p.cel(ellipse(x, 1080, 36, 36), STEEL, 8, 5)
    p.hold_before(left, right, 800)


def headlights(p: Page) -> None:
    """Two lights that come out of the dark; in old times torches of riders."""
    if p.still:
        p.gradient((14, 14, 34), (24, 20, 32))
        road = arr([(440, 640), (640, 640), (1500, LOW), (-420, LOW)])
        p.art.grad(road, (0, 640), (0, LOW), [((40, 38, 54), 1), ((70, 66, 80), 1)])
        for n in range(0 if p.ancient else 8):
            y0, y1 = 680 + 26 * n * n, 700 + 26 * n * n + 14 * n
            w = 4 + 5 * n
            p.art.fill(arr([(540 - w, y0), (540 + w, y0), (540 + w * 1.3, y1), (540 - w * 1.3,
                y1)]), (226, 216, 180), 0.8)
        return
    k = p.t or 0.0
    s = 1 + 0.28 * k
    cy = 760 + 60 * k
    if p.ancient:
        for i, (x, y) in enumerate(((300.0, 820), (560.0, 700), (800.0, 860))):
            p.art.line([(x, y + 300), (x + 10, y)], 26, (70, 44, 34), (0, 0))
            sub = 0.9 + 0.1 * math.sin(p.turn * 3 + i * 2)
            p.flame(x + 10, y + 20, 210 * sub)
            horse = spline([(x - 90, y + 560), (x - 70, y + 380), (x, y + 300), (x + 90, y + 380),
                (x + 110, y + 560)])
            p.art.fill(horse, (16, 10, 22))
            p.art.fill(ellipse(x + 4, y + 300 + p.swing(8, i), 46, 60), (16, 10, 22))
        return
    p.art.fill(box(540 - 330 * s, cy - 40 * s, 540 + 330 * s, cy + 200 * s, 40), (18, 16, 28))
    p.art.fill(arr([(540 - 230 * s, cy - 170 * s), (540 + 230 * s, cy - 170 * s), (540 + 310 * s,
        cy - 20 * s), (540 - 310 * s, cy - 20 * s)]), (30, 34, 56))
    p.art.fill(box(540 - 150 * s, cy + 70 * s, 540 + 150 * s, cy + 130 * s, 12), (44, 44, 60))
    for sx in (-1, 1):
        x = 540.0 + sx * 244 * s
        p.art.glow(x, cy + 40 * s, 760 * s, (255, 240, 200), 0.5, 1, SCREEN)
        p.art.fill(arr([(x - 60, cy + 40), (x + 60, cy + 40), (x + sx * 420 + 330, LOW),
            (x + sx * 420 - 330, LOW)]), (255, 240, 206), 0.16)
        p.art.glow(x, cy + 40 * s, 230 * s, (255, 252, 236), 0.95)
        p.art.fill(ellipse(x, cy + 40 * s, 74 * s, 56 * s), (255, 255, 250))
        p.art.ink(np.linspace((x - 520 * s, cy + 40 * s), (x + 520 * s, cy + 40 * s), 12), 9, (255,
            250, 226), (0.5, 0.5), 0.7)


def bag(p: Page) -> None:
    """A bag left behind, its zip open on something that shines; or a cloth bundle."""
    leather: RGB = (86, 56, 48)
    if not p.still:
        p.star(500, 690, 130, 0.25, (255, 240, 190))
        p.star(620, 700, 90, 0.6, (255, 240, 190))
        return
    p.table(1000)
    p.shadow(540, 1220, 960, 140)
    if p.ancient:
        cloth: RGB = (70, 96, 140)
        p.cel(spline([(160, 1180), (150, 980), (300, 800), (540, 760), (780, 800), (930, 980),
            (920, 1180), (540, 1240)], True), cloth, 60, 9)
        for ear in ([(540, 780), (400, 640), (290, 560), (330, 700), (480, 790)], [(540, 780),
            (680, 640), (800, 560), (750, 710), (600, 790)]):
            p.cel(spline(ear, True), cloth, 16, 8)
        p.cel(ellipse(540, 790, 76, 64), mul(cloth, (210, 206, 210)), 16, 7)
        for x in (330, 430, 640, 760):
            p.art.line([(540, 830), ((540 + x) / 2, 930), (x, 1130)], 10, mul(cloth,
                (140, 136, 150)), (0.1, 0.4))
        for _ in range(12):
            p.art.fill(ellipse(p.rng.uniform(230, 850), p.rng.uniform(900, 1160), 15, 15), (214,
                220, 236), 0.7)
        return
    for sx in (-1, 1):
        q = spline([(540 + sx * 170, 780), (540 + sx * 160, 500), (540 + sx * 60, 420),
            (540 - sx * 20, 430)])
        p.art.ink(q, 50, p.art.line_of(leather), (0, 0))
        p.art.ink(q, 34, mul(leather, (220, 210, 210)), (0, 0))
    p.cel(spline([(120, 1200), (150, 860), (260, 740), (820, 740), (930, 860), (960, 1200), (540,
        1236)], True), leather, 60, 9)
    gap = spline([(270, 760), (540, 690), (810, 760), (540, 830)], True)
    p.art.fill(gap, (24, 14, 20))
    for k in range(4):
        x = 400 + 80 * k
        p.cel(box(x, 716, x + 74, 776, 6), (150, 190, 150) if p.seed % 2 else GOLD, 6, 4)
    p.art.outline(gap, 13, GOLD)
    for x in (300, 780):
        p.cel(box(x - 34, 770, x + 34, 1212), mul(leather, (200, 190, 196)), 10, 6)
        p.cel(box(x - 40, 930, x + 40, 1000, 10), GOLD, 10, 5)


def instrument(p: Page) -> None:
    """A violin with its strings trembling; in old times a zither."""
    wood: RGB = (170, 84, 44)
    cx = 540
    if not p.still:
        for k in range(4):
            x = cx - 27 + 18 * k
            amp = 7 * math.sin(p.turn * 4 + k * 1.5)
            if p.ancient:
                y = 700 + 62 * k
                p.art.line([(120, y), (540, y + amp), (960, y)], 5, (244, 236, 214), (0, 0))
            else:
                p.art.line([(x, -140), (x + amp, 620), (x, 1010)], 5, (244, 240, 230), (0, 0))
        p.star(380, 720, 100, 0.3)
        return
    if p.ancient:
        p.table(930)
        p.shadow(540, 1080, 1000, 120)
        p.cel(spline([(60, 1040), (50, 760), (120, 620), (960, 600), (1040, 740), (1020, 1050),
            (540, 1090)], True), (96, 44, 40), 40, 9)
        p.cel(spline([(100, 960), (110, 680), (960, 660), (980, 960)], True), (130, 62, 48), 12, 6)
        for k in range(7):
            p.art.fill(ellipse(240 + 100 * k, 690, 13, 13), GOLD)
        p.cel(box(880, 660, 914, 970), (60, 30, 34), 6, 5)
        p.art.line([(90, 1030), (60, 1180), (100, 1290)], 18, RED, (0, 0.3))
        return
    p.gloom(0.6)
    body = spline([(cx, 480), (cx + 200, 500), (cx + 270, 620), (cx + 240, 740), (cx + 170, 800),
        (cx + 230, 880), (cx + 330, 1020), (cx + 310, 1220), (cx + 150, 1330), (cx, 1346),
                   (cx - 150, 1330), (cx - 310, 1220), (cx - 330, 1020), (cx - 230, 880),
                       (cx - 170, 800), (cx - 240, 740), (cx - 270, 620), (cx - 200, 500)], True)
    p.art.fill(body + (24, 30), (10, 6, 20), 0.4)
    p.cel(body, wood, 70, 10)
    m = body.mean(0)
    p.art.outline(m + (body - m) * 0.93, 5, (90, 40, 30))
    p.art.ink(spline([(cx - 220, 1000), (cx - 250, 1120), (cx - 180, 1240)]), 34, (250, 190, 130),
        (0.3, 0.3), 0.7)
    for sx in (-1, 1):
        p.art.line([(cx + sx * 96, 800), (cx + sx * 130, 850), (cx + sx * 110, 930),
            (cx + sx * 150, 1000), (cx + sx * 124, 1030)], 15, (40, 16, 16), (0.2, 0.2))
    p.cel(arr([(cx - 44, -140), (cx + 44, -140), (cx + 56, 780), (cx - 56, 780)]), (34, 24, 28),
        10, 7)
    p.cel(arr([(cx - 96, 966), (cx + 96, 966), (cx + 76, 1030), (cx - 76, 1030)]), (226, 176, 110),
        8, 6)
    p.cel(arr([(cx - 40, 1060), (cx + 40, 1060), (cx + 66, 1320), (cx - 66, 1320)]), (34, 24, 28),
        10, 7)
