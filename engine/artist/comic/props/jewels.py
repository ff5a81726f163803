"""Small precious things: what is worn, given, inherited, locked and wound up."""

# A list of points reads as a shape only while it stays together:
# fmt: off

from __future__ import annotations

import math

import numpy as np

from engine.artist.comic.ink import INK, RGB, WHITE, Pts, arr, mix, mul, ribbon, rotate, spline
from engine.artist.comic.props.page import (
    GOLD,
    JADE,
    RED,
    SILVER,
    STEEL,
    Page,
    box,
    ellipse,
    lens,
    turned,
)

_NAIL = (540.0, 60.0)  # where hanging things hang, above the picture's middle


def _links(p: Page, line: Pts, r: float, rgb: RGB) -> None:
    """A chain along a line: every second link is seen from its edge."""
    steps = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(line, axis=0).T))])
    for k, s in enumerate(np.arange(0, steps[-1], r * 1.5)):
        x, y = np.interp(s, steps, line[:, 0]), np.interp(s, steps, line[:, 1])
        x1, y1 = np.interp(s + 4, steps, line[:, 0]), np.interp(s + 4, steps, line[:, 1])
        deg = math.degrees(math.atan2(y1 - y, x1 - x))
        link = rotate(ellipse(0, 0, r, r * (0.62 if k % 2 else 0.22), 20), deg) + (x, y)
        p.art.outline(link, r * 0.62, mul(rgb, (110, 96, 100)))
        p.art.outline(link, r * 0.34, mix(rgb, WHITE, 0.2))


def _hang(p: Page, degrees: float, y: float) -> tuple[float, float]:
    """Where a thing at height y hangs when it swings by an angle."""
    a = math.radians(degrees)
    long = y - _NAIL[1]
    return _NAIL[0] - math.sin(a) * long, _NAIL[1] + math.cos(a) * long


def _cord(p: Page, at: tuple[float, float], rgb: RGB, *, chain: bool) -> None:
    """Both halves of a necklace from out of the picture to the thing."""
    for sx in (-1, 1):
        q = spline([(540 + sx * 250, -150), (540 + sx * 130, 130), (at[0] + sx * 20, at[1])])
        if chain:
            _links(p, q, 17, rgb)
        else:
            p.art.ink(q, 16, mul(rgb, (120, 100, 110)), (0, 0))
            p.art.ink(q - (3, 0), 7, mix(rgb, WHITE, 0.25), (0, 0))


def pendant(p: Page) -> None:
    """A jade ring with a carved heart on a red cord, half of it perhaps missing."""
    if p.still:
        p.gloom(0.9)
        return
    deg = p.swing(6)
    x, y = _hang(p, deg, 420)
    cx, cy = _hang(p, deg * 1.15, 800)
    _cord(p, (x, y), RED if p.ancient else GOLD, chain=not p.ancient)
    p.art.c.save()
    p.art.c.rotate(deg, cx, cy)
    p.cel(ellipse(cx, y + 30, 34, 46), GOLD, 10)
    ring = ellipse(cx, cy, 268, 286, 80)
    p.art.fill(ring + (16, 20), (10, 20, 20), 0.3)
    p.cel(ring, JADE, 54, 8)
    p.art.fill(ellipse(cx - 60, cy - 70, 180, 180), mix(JADE, WHITE, 0.4), 0.35)
    for k in range(8):
        t = k * math.pi / 4
        c = np.array([cx + 186 * math.cos(t), cy + 200 * math.sin(t)])
        curl = np.array([c + (rotate(arr([(-46, 10), (-20, -26), (24, -22), (34, 8), (8, 22)]),
            90 - math.degrees(t)))])[0]
        p.art.line(curl, 10, mul(JADE, (110, 120, 120)), (0.1, 0.4), 0.85)
        p.art.line(curl - (3, 3), 4, mix(JADE, WHITE, 0.6), (0.1, 0.4), 0.8)
    hole = ellipse(cx, cy, 84, 90)
    p.art.fill(hole, mul(JADE, (60, 66, 80)))
    p.art.outline(hole, 7, p.art.line_of(JADE))
    p.art.line([(cx - 200, cy - 130), (cx - 120, cy - 226), (cx - 10, cy - 258)], 22, WHITE, (0.4,
        0.4), 0.75)
    for k in range(7):
        s = spline([(cx + (k - 3) * 9, cy + 300), (cx + (k - 3) * 15 - deg * 3, cy + 400),
            (cx + (k - 3) * 19 - deg * 6, cy + 500)])
        p.art.ink(s, 13, RED if p.ancient else mul(GOLD, (220, 200, 190)), (0, 0.2))
    p.cel(box(cx - 34, cy + 270, cx + 34, cy + 318, 12), GOLD, 8, 5)
    p.art.c.restore()
    p.star(cx - 130, cy - 200, 150, 0.3)
    p.star(cx + 190, cy + 90, 90, 0.8)


def locket(p: Page) -> None:
    """An open locket that swings: a small face on one side, an engraving on the other."""
    if p.still:
        p.gloom(0.9)
        return
    deg = p.swing(5)
    x, y = _hang(p, deg, 470)
    cx, cy = _hang(p, deg, 800)
    _cord(p, (x, y), GOLD, chain=True)
    p.art.c.save()
    p.art.c.rotate(deg, cx, cy)
    p.cel(ellipse(cx, y + 6, 40, 40), GOLD, 10)
    for sx in (-1, 1):
        o = cx + sx * 212
        shell = spline([(cx + sx * 16, cy - 190), (o, cy - 250), (o + sx * 184, cy - 110),
            (o + sx * 170, cy + 110), (o, cy + 250), (cx + sx * 16, cy + 190)], True)
        p.cel(shell, GOLD, 26, 8)
        inner = o + (ellipse(0, 0, 140, 180) * (1, 1))[:, 0], cy + ellipse(0, 0, 140, 180)[:, 1]
        face = np.stack(inner, 1)
        p.art.fill(face, (250, 236, 206) if sx < 0 else mul(GOLD, (236, 220, 210)))
        if sx < 0:
            with p.art.clip(face):
                p.cel(spline([(o - 120, cy + 210), (o - 70, cy + 110), (o + 70, cy + 110),
                    (o + 120, cy + 210)], True), (150, 90, 104), 10, 4)
                p.cel(ellipse(o, cy - 10, 74, 92), (248, 214, 186), 14, 5)
                p.art.fill(spline([(o - 92, cy + 70), (o - 96, cy - 60), (o, cy - 128), (o + 96,
                    cy - 60), (o + 90, cy + 60), (o + 62, cy - 30), (o - 8, cy - 62), (o - 66,
                        cy - 20)], True), (70, 44, 48))
                for e in (-28, 28):
                    p.art.fill(ellipse(o + e, cy, 8, 11), INK)
                p.art.line([(o - 20, cy + 44), (o, cy + 52), (o + 20, cy + 44)], 5, (170, 70, 80))
        else:
            for k in range(4):
                p.art.line([(o - 84, cy - 70 + 46 * k), (o, cy - 78 + 46 * k),
                    (o + 84 - 30 * (k % 2), cy - 70 + 46 * k)], 7, mul(GOLD, (130, 110,
                    110)), (0.1, 0.2))
        p.art.outline(face, 6, p.art.line_of(GOLD))
    for k in (-120, 0, 120):
        p.cel(box(cx - 20, cy + k - 36, cx + 20, cy + k + 36, 10), GOLD, 6, 5)
    p.art.c.restore()
    p.star(cx + 300, cy - 170, 130, 0.3)
    p.star(cx - 330, cy + 120, 90, 0.75)


def ring(p: Page) -> None:
    """A ring with a stone on a cushion."""
    stone: RGB = (214, 236, 255) if not p.ancient else (226, 60, 70)
    cx, cy = 540, 860
    if not p.still:
        p.star(cx - 60, cy - 330, 210, 0.22)
        p.star(cx + 90, cy - 240, 120, 0.62)
        p.star(cx - 190, cy + 120, 80, 0.85)
        top = _stone(cx, cy - 280)
        p.glint(top, 50, 0.7, 0.5)
        return
    p.cloth(980, (110, 30, 54) if not p.ancient else (70, 40, 92))
    p.shadow(cx, 1180, 660, 120)
    t = np.linspace(0, 2 * math.pi, 70)
    outer = np.stack([cx + 262 * np.cos(t), cy + 60 + 272 * np.sin(t)], 1)
    band = spline(outer[:-1], True, 3)
    for w, c in ((92, mul(GOLD, (120, 96, 90))), (78, GOLD), (34, mix(GOLD, WHITE, 0.35))):
        p.art.ink(np.vstack([band, band[:2]]) - (0, 3), w, c, (0, 0))
    for r in (302, 224):
        e = ellipse(cx, cy + 60, r, r * 1.04, 80)
        p.art.outline(e, 7, p.art.line_of(GOLD))
    for a0, a1 in ((200, 250), (20, 60)):
        tt = np.radians(np.linspace(a0, a1, 14))
        p.art.ink(np.stack([cx + 262 * np.cos(tt), cy + 60 + 272 * np.sin(tt)], 1), 20, WHITE,
            (0.3, 0.3), 0.85)
    for sx in (-1, 1):
        p.cel(spline([(cx + sx * 60, cy - 190), (cx + sx * 150, cy - 280), (cx + sx * 120,
            cy - 200), (cx + sx * 40, cy - 140)], True), GOLD, 8, 5)
    gem = _stone(cx, cy - 280)
    p.art.glow(cx, cy - 280, 330, stone, 0.5)
    p.cel(gem, stone, 40, 7)
    for q, c, al in (([(-150, -30), (-80, -110), (-50, -30)], WHITE, 0.9),
        ([(-50, -30), (0, -110), (50, -30)], mix(stone, WHITE, 0.5), 1),
                     ([(50, -30), (80, -110), (150, -30)], mul(stone, (170, 190, 220)),
                         1), ([(-50, -30), (50, -30), (0, 130)], mix(stone, WHITE, 0.35), 1),
                     ([(50, -30), (150, -30), (0, 130)], mul(stone, (140, 160, 206)),
                         1), ([(-150, -30), (-50, -30), (0, 130)], mul(stone, (200, 214, 236)), 1)):
        f = arr(q) + (cx, cy - 280)
        p.art.fill(f, c, al)
        p.art.outline(f, 3, mul(stone, (110, 120, 150)))


def _stone(x: float, y: float) -> Pts:
    return arr([(x - 80, y - 110), (x + 80, y - 110), (x + 150, y - 30), (x, y + 130), (x - 150,
        y - 30)])


def hairpin(p: Page) -> None:
    """A golden hairpin: a flower at its head, drops of pearl that tremble."""
    rgb = GOLD if p.ancient else SILVER
    hx, hy = 390, 560
    if not p.still:
        for k, (dx, long) in enumerate(((-150, 300), (-60, 360), (40, 330))):
            s = p.swing(22, k * 0.9)
            line = spline([(hx + dx, hy + 60), (hx + dx + s * 0.5, hy + 60 + long / 2),
                (hx + dx + s, hy + 60 + long)])
            _links(p, line, 9, GOLD)
            p.cel(ellipse(hx + dx + s, hy + 80 + long, 30, 36), (250, 240, 236), 10, 5)
        p.star(hx - 20, hy - 60, 150, 0.3)
        p.star(820, 1010, 90, 0.7)
        return
    p.cloth(1080, (60, 44, 90))
    p.art.fill(ribbon(np.linspace((430, 640), (930, 1170), 20), 22) + (20, 30), (20, 12, 30), 0.35)
    pin = np.linspace((400, 580), (930, 1130), 24)
    body = ribbon(pin, np.linspace(26, 5, 24))
    p.cel(body, rgb, 12, 6)
    p.art.ink(pin - (5, 8), 9, WHITE, (0.1, 0.1), 0.7)
    for k in range(6):
        t = math.radians(60 * k + 10)
        c = (hx + 120 * math.cos(t), hy + 120 * math.sin(t))
        petal = spline([(hx + 30 * math.cos(t - 0.5), hy + 30 * math.sin(t - 0.5)),
            (c[0] + 60 * math.cos(t - 1.2),
            c[1] + 60 * math.sin(t - 1.2)), (hx + 206 * math.cos(t), hy + 206 * math.sin(t)),
                        (c[0] + 60 * math.cos(t + 1.2),
                            c[1] + 60 * math.sin(t + 1.2)), (hx + 30 * math.cos(t + 0.5),
                                hy + 30 * math.sin(t + 0.5))], True)
        p.cel(petal, (226, 74, 92) if p.ancient else (250, 214, 224), 18, 6)
        p.art.outline(petal, 4, GOLD)
        p.art.line([(hx + 60 * math.cos(t), hy + 60 * math.sin(t)), (hx + 160 * math.cos(t),
            hy + 160 * math.sin(t))], 6, GOLD, (0.1, 0.5))
    p.cel(ellipse(hx, hy, 58, 58), GOLD, 16)
    p.art.fill(ellipse(hx - 12, hy - 14, 30, 28), (250, 236, 220))
    for sx, sy in ((210, -70), (180, 150), (-190, -150)):
        leaf = lens((hx + sx * 0.4, hy + sy * 0.4), (hx + sx, hy + sy), 70)
        p.cel(leaf, JADE, 12, 5)
    p.gloom(0.4)


def watch(p: Page) -> None:
    """A wrist watch whose second hand runs; in old times an hour glass."""
    if p.ancient:
        _hourglass(p)
        return
    cx, cy = 540, 760
    if not p.still:
        beat = (p.t or 0.0) * 2 % 1  # two seconds a round, each with a little recoil
        t = math.radians(210 + 6 * math.floor((p.t or 0.0) * 2))
        t += math.radians(2.2) * math.exp(-9 * beat) * math.cos(40 * beat)
        p.art.line([(cx - 60 * math.sin(t), cy + 60 * math.cos(t)), (cx + 200 * math.sin(t),
            cy - 200 * math.cos(t))], 8, RED, (0, 0))
        p.art.fill(ellipse(cx, cy, 14, 14), RED)
        p.glint(ellipse(cx, cy, 236, 236), 80, 0.4, 0.6)
        return
    p.gloom(0.4)
    arm = spline([(360, -150), (350, 400), (320, 900), (330, 1400), (880, 1400), (800, 900), (760,
        400), (770, -150)], False)
    p.art.fill(arm, (250, 216, 190))
    p.art.shade(arm, p.art.dark((250, 216, 190)), 60)
    p.art.outline(arm, 8, p.art.line_of((250, 216, 190)), closed=False)
    strap = arr([(330, 640), (790, 640), (800, 900), (322, 900)])
    p.cel(strap, (70, 44, 40), 14)
    p.sleeve((590, 1290), (640, 2060), 560, 620)
    for x, y in ((cx, cy - 260), (cx, cy + 260)):
        p.cel(box(x - 90, y - 60, x + 90, y + 60, 20), STEEL, 14)
    p.cel(box(cx + 256, cy - 34, cx + 316, cy + 34, 12), STEEL, 8)
    p.art.fill(ellipse(cx + 18, cy + 26, 290, 290), (20, 12, 30), 0.35)
    p.cel(ellipse(cx, cy, 284, 284), STEEL, 30, 9)
    p.cel(ellipse(cx, cy, 238, 238), (246, 244, 240), 16, 6)
    for k in range(60):
        t = k * math.pi / 30
        r0 = 188 if k % 5 == 0 else 212
        p.art.line([(cx + r0 * math.sin(t), cy - r0 * math.cos(t)), (cx + 226 * math.sin(t),
            cy - 226 * math.cos(t))], 13 if k % 5 == 0 else 4, INK, (0, 0))
    for deg, long, w in ((-32, 130, 22), (54, 186, 15)):
        t = math.radians(deg)
        p.art.line([(cx - 30 * math.sin(t), cy + 30 * math.cos(t)), (cx + long * math.sin(t),
            cy - long * math.cos(t))], w, (40, 40, 56), (0, 0.2))
    p.gloom(0.5)


def _hourglass(p: Page) -> None:
    cx, cy = 540, 800
    up = spline([(cx - 210, cy - 350), (cx - 200, cy - 200), (cx - 70, cy - 60), (cx - 14, cy),
        (cx + 14, cy), (cx + 70, cy - 60), (cx + 200, cy - 200), (cx + 210, cy - 350)])
    low = up * (1, -1) + (0, 2 * cy)
    if not p.still:
        sand: RGB = (236, 196, 120)
        k = p.t or 0.0
        p.art.line([(cx, cy - 10), (cx + p.swing(3), cy + 290)], 9, sand, (0, 0))
        for i in range(7):
            y = cy + 20 + ((i / 7 + 3 * k) % 1) * 260
            p.art.fill(ellipse(cx + 7 * math.sin(i * 2.4 + p.turn), y, 6, 8), mix(sand, WHITE, 0.4))
        p.art.fill(ellipse(cx, cy + 290, 40 + 8 * math.sin(p.turn), 16), mix(sand, WHITE, 0.25))
        p.glint(up, 70, 0.4, 0.3)
        return
    p.table(1150)
    p.shadow(cx, 1250, 700, 110)
    for q in (up, low):
        p.art.fill(q, (214, 232, 246), 0.55)
    sand = (226, 182, 104)
    with p.art.clip(up):
        p.art.fill(box(cx - 300, cy - 190, cx + 300, cy), sand)
    with p.art.clip(low):
        p.art.fill(spline([(cx - 250, cy + 360), (cx - 120, cy + 320), (cx, cy + 280), (cx + 120,
            cy + 320), (cx + 250, cy + 360), (cx, cy + 420)], True), sand)
    for q in (up, low):
        p.art.outline(q, 8, (70, 84, 110), closed=False)
        p.art.ink(q[6:20] + (16, 0), 12, WHITE, (0.3, 0.3), 0.8)
    for y in (cy - 400, cy + 400):
        p.cel(box(cx - 290, y - 46, cx + 290, y + 46, 16), (130, 60, 44), 14)
    for x in (cx - 260, cx + 260):
        p.rod(np.linspace((x, cy - 360), (x, cy + 360), 8), 40, (150, 76, 52))


def clock(p: Page) -> None:
    """A clock at two minutes to twelve whose pendulum goes; in old times an hourglass."""
    if p.ancient:
        _hourglass(p)
        return
    cx, cy = 540, 640
    if not p.still:
        deg = p.swing(11)
        t = math.radians(deg)
        end = (cx - 420 * math.sin(t), cy + 250 + 330 * math.cos(t))
        with p.art.clip(box(370, 905, 710, 1420)):
            p.art.line([(cx, cy + 180), end], 12, GOLD, (0, 0))
            p.cel(ellipse(end[0], end[1], 78, 78), GOLD, 22)
            p.art.fill(ellipse(end[0] - 22, end[1] - 24, 24, 20), WHITE, 0.7)
        s = math.radians(-12 + 3 * round((p.t or 0.0) * 2))
        p.art.line([(cx, cy), (cx + 196 * math.sin(s), cy - 196 * math.cos(s))], 14, INK, (0, 0.3))
        p.art.fill(ellipse(cx, cy, 20, 20), INK)
        return
    wood: RGB = (120, 66, 44)
    p.gloom(0.5)
    case = spline([(226, 620), (260, 420), (400, 310), (540, 282), (680, 310), (820, 420), (854,
        620)])
    body = np.vstack([case, [(830, 960), (800, 1480), (280, 1480), (250, 960)]])
    p.cel(body, wood, 40, 9)
    p.art.fill(box(350, 900, 730, 1440, 18), (40, 22, 26))
    p.art.outline(box(350, 900, 730, 1440, 18), 12, GOLD)
    p.cel(ellipse(cx, cy, 270, 270), GOLD, 22, 8)
    p.cel(ellipse(cx, cy, 236, 236), (250, 242, 222), 16, 6)
    for k in range(12):
        t = k * math.pi / 6
        inner, w = (176, 22) if k % 3 == 0 else (182, 12)
        p.art.line([(cx + inner * math.sin(t), cy - inner * math.cos(t)),
                    (cx + 220 * math.sin(t), cy - 220 * math.cos(t))], w, INK, (0, 0))
    p.art.line([(cx, cy), (cx - 8, cy - 132)], 24, INK, (0, 0.3))


def key(p: Page) -> None:
    """A key that turns on its string, or lies in an open palm."""
    rgb = (176, 140, 84) if p.ancient else SILVER
    if not p.still:
        p.star(430, 520, 110, 0.25)
        p.glint(turned(box(470, 480, 640, 1020), -24, (540, 760)), 90, 0.6, 0.5)
        return
    p.gloom(0.5)
    p.sleeve((760, 1460), (900, 2060), 400, 480)
    for tip, root in (((196, 880), (330, 1120)), ((240, 690), (400, 1010)), ((360, 560),
        (500, 980)), ((520, 560), (610, 1000))):
        mid = ((tip[0] + root[0]) / 2 - 16, (tip[1] + root[1]) / 2 - 10)
        p.finger([root, mid, tip], 116, nail=False)
    p.palm([(300, 1080), (400, 960), (560, 930), (690, 980), (820, 1160), (850, 1420), (640, 1520),
        (440, 1400)])
    for q in ([(420, 1180), (540, 1120), (660, 1150)], [(400, 1080), (520, 1040), (650, 1060)],
        [(620, 1400), (560, 1260), (600, 1120)]):
        p.art.line(q, 6, p.art.line_of((250, 216, 190)), (0.3, 0.3), 0.6)
    p.finger([(800, 1330), (860, 1150), (820, 960), (740, 860)], 124, nail=False)
    p.art.c.save()
    p.art.c.rotate(-24, 540, 760)
    p.art.fill(box(520, 560, 590, 1080, 10) + (26, 30), (60, 24, 30), 0.35)
    bow = ellipse(545, 520, 118, 104)
    for w, c in ((66, mul(rgb, (110, 96, 110))), (52, rgb), (16, mix(rgb, WHITE, 0.6))):
        p.art.ink(np.vstack([bow, bow[:2]]) - (0, 4 if w == 16 else 0), w, c, (0, 0))
    p.rod(np.linspace((545, 610), (545, 1090), 10), 50, rgb)
    for y, w in ((960, 110), (1030, 84)):
        p.cel(box(566, y, 566 + w, y + 46), rgb, 8, 6)
    p.cel(box(505, 610, 585, 650, 10), rgb, 8)
    p.art.c.restore()
    p.gloom(0.2)


def lock(p: Page) -> None:
    """A padlock on a chain; the shackle trembles."""
    rgb = GOLD if p.ancient else STEEL
    if not p.still:
        p.glint(box(300, 700, 780, 1160, 40), 110, 0.5, 0.5)
        p.star(700, 740, 110, 0.6)
        return
    p.gradient(mix(p.ground, WHITE, 0.06), mul(p.ground, (130, 120, 136)))
    for x in range(-60, 1160, 300):
        p.art.line([(x, -130), (x + 6, 900), (x, 2050)], 12, mul(p.ground, (90, 80, 92)), (0, 0),
            0.8)
        p.art.line([(x + 9, -130), (x + 15, 900), (x + 9, 2050)], 5, mix(p.ground, WHITE, 0.4), (0,
            0), 0.5)
    for y0, y1 in ((330, 760), (700, 300), (1000, 520)):
        _links(p, spline([(-80, y0), (300, (y0 + y1) / 2 + 60), (700, (y0 + y1) / 2 + 40), (1160,
            y1)]), 50, STEEL if not p.ancient else (140, 112, 84))
    p.shadow(560, 1000, 760, 560, 0.6)
    arch = spline([(400, 760), (398, 520), (450, 400), (540, 366), (630, 400), (682, 520), (680,
        760)])
    for w, c in ((92, mul(STEEL, (100, 96, 110))), (76, STEEL), (26, mix(STEEL, WHITE, 0.6))):
        p.art.ink(arch - (10 if w == 26 else 0, 0), w, c, (0, 0))
    p.cel(box(300, 700, 780, 1160, 44), rgb, 46, 10)
    p.art.outline(box(330, 730, 750, 1130, 30), 6, mul(rgb, (130, 116, 120)))
    p.cel(ellipse(540, 900, 76, 76), mul(rgb, (190, 176, 176)), 14)
    p.art.fill(ellipse(540, 888, 28, 28), INK)
    p.art.fill(arr([(526, 894), (554, 894), (568, 970), (512, 970)]), INK)
    p.gloom(0.6)


def chain(p: Page) -> None:
    """Shackles: an iron ring round a wrist, the chain taut and trembling."""
    iron: RGB = (120, 122, 138)
    if p.still:
        p.gradient(mix(p.ground, (40, 36, 50), 0.5), (20, 16, 28))
        for k in range(7):
            y = 100.0 + 300 * k
            p.art.line([(-80, y), (540, y + 8), (1160, y)], 9, (20, 16, 28), (0, 0), 0.6)
            for seam in range(-60 + 150 * (k % 2), 1200, 330):
                p.art.line([(seam, y), (seam + 4, y + 300)], 8, (20, 16, 28), (0, 0), 0.6)
        p.gloom(0.5)
        return
    s = p.swing(9)
    for k, (x0, x1) in enumerate(((250, 330), (850, 760))):
        line = spline([(x0, -150), ((x0 + x1) / 2 + s * (1 - 2 * k), 250), (x1, 620 + s)])
        _links(p, line, 52, iron)
    for sx in (-1, 1):
        x, y = 540.0 + sx * 220, 760.0 + s
        arm = spline([(x - 70 * sx, y - 40), (x - 76 * sx, y + 260), (x - 30 * sx, y + 700),
            (x + 10 * sx, 2060), (x + 320 * sx, 2060), (x + 160 * sx, y + 650), (x + 92 * sx,
            y + 200), (x + 82 * sx, y - 40)], False)
        p.art.fill(arm, (236, 196, 170))
        p.art.shade(arm, p.art.dark((236, 196, 170)), 40)
        p.art.outline(arm, 7, p.art.line_of((236, 196, 170)), closed=False)
        fist = spline([(x - 120, y - 60), (x - 110, y - 220), (x, y - 260), (x + 110, y - 220),
            (x + 124, y - 60), (x, y + 10)], True)
        p.cel(fist, (236, 196, 170), 30, 7)
        for k in range(3):
            p.art.line([(x - 60 + 58 * k, y - 236), (x - 66 + 60 * k, y - 120)], 7,
                p.art.line_of((236, 196, 170)), (0.1, 0.3))
        band = np.vstack([spline([(x - 118, y + 30), (x, y + 66), (x + 118, y + 30)]),
            spline([(x + 122, y + 150), (x, y + 190), (x - 122, y + 150)])])
        p.cel(band, iron, 26, 8)
        for pin in (-70, 70):
            p.cel(ellipse(x + pin, y + 110 + (10 if pin else 0), 20, 20), mul(iron,
                (190, 190, 200)),
                6, 4)
        p.cel(ellipse(x, y + 20, 54, 54), iron, 12, 7)
        p.art.fill(ellipse(x, y + 20, 26, 26), (30, 24, 36))
    p.star(690, 800, 100, 0.4)
