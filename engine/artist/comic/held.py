"""Things in hands: small drawings of what a line is about, at their own size, under the fingers.

Ten head units are about a centimetre. A thing is drawn around the middle of the closed hand: x to
the side to which the person is turned, y down; the hand is drawn over it afterwards. Small things
(a ring, a key) are drawn half as large again, or nobody would see what the line is about.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.artist.comic.ink import INK, RGB, WHITE, Points, Pts, arr, mix, rotate, spline

if TYPE_CHECKING:
    from engine.artist.comic.limbs import Limbs

HANGS = ("lamp", "pendant", "locket", "watch", "bag", "chain", "shoe", "mask", "rope")
"""What hangs down from the hand, so that the hand is held out."""
BROAD = ("book", "contract", "ledger", "file", "map", "box", "flowers")
"""What would hide a face beside it and is held before the own breast."""
HEAVY = ("sword", "bag", "instrument")
"""What is carried low, beside the leg."""

GOLD: RGB = (228, 184, 92)
SILVER: RGB = (206, 212, 224)
STEEL: RGB = (188, 198, 214)
PAPER: RGB = (246, 240, 224)
AGED: RGB = (230, 208, 164)
WOOD: RGB = (128, 82, 56)
JADE: RGB = (120, 188, 148)
RED: RGB = (186, 40, 48)
DARK: RGB = (44, 44, 56)
GLASS: RGB = (206, 228, 236)
OLD = "-old"
"""Behind the name of a thing that is as things were before machines."""


class Thing:
    """Where a thing is drawn: around a hand, mirrored and turned."""

    def __init__(self, f: Limbs, at: Pts, sx: int, degrees: float, *, old: bool) -> None:
        """at: the middle of the hand on the body's canvas; degrees: turned towards the partner;
        old: of the time before machines."""
        self._f, self._at, self._sx, self._degrees, self.old = f, at, sx, degrees, old

    def put(self, points: Points) -> Pts:
        """Points of the thing on the canvas."""
        found: Pts = rotate(arr(points), -self._degrees) * (self._sx, 1) + self._at
        return found

    def cel(self, points: Points, rgb: RGB, depth: float = 6, w: float = 2.2) -> Pts:
        """A closed shape in two tones with a contour."""
        p = self.put(points)
        self._f.cel(p, rgb, depth, True, w)
        return p

    def fill(self, points: Points, rgb: RGB, alpha: float = 1.0) -> None:
        """A flat shape."""
        self._f.a.fill(self.put(points), rgb, alpha)

    def line(self, points: Points, w: float, rgb: RGB, alpha: float = 1.0) -> None:
        """A stroke of even weight."""
        self._f.a.ink(self.put(spline(points)), w, rgb, (0.02, 0.02), alpha)

    def glow(self, x: float, y: float, r: float, rgb: RGB, alpha: float) -> None:
        """Light around a point."""
        cx, cy = self.put([(x, y)])[0]
        self._f.a.glow(float(cx), float(cy), r, rgb, alpha)

    def rows(self, x0: float, x1: float, ys: Sequence[float], rgb: RGB = (120, 112, 118)) -> None:
        """Lines of writing; every third one ends early."""
        for i, y in enumerate(ys):
            self.line([(x0, y), (x1 - (x1 - x0) * (0.35 if i % 3 == 2 else 0.0), y)], 2.4, rgb, 0.8)


def rect(x0: float, y0: float, x1: float, y1: float) -> list[tuple[float, float]]:
    """Four corners."""
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def soft(x0: float, y0: float, x1: float, y1: float, r: float) -> Pts:
    """A rectangle with rounded corners."""
    found = [
        (cx + r * math.cos(math.radians(a)), cy + r * math.sin(math.radians(a)))
        for cx, cy, a0 in ((x1 - r, y0 + r, -90), (x1 - r, y1 - r, 0), (x0 + r, y1 - r, 90),
                           (x0 + r, y0 + r, 180))
        for a in (a0, a0 + 30, a0 + 60, a0 + 90)
    ]  # fmt: skip
    return arr(found)


def ring_of(x: float, y: float, rx: float, ry: float) -> Pts:
    """An ellipse."""
    th = np.linspace(0, 2 * math.pi, 26, endpoint=False)
    return np.stack([x + rx * np.cos(th), y + ry * np.sin(th)], 1)


def _phone(t: Thing) -> None:
    t.cel(soft(-36, -104, 38, 44, 12), DARK)
    t.fill(soft(-30, -96, 32, 36, 6), (150, 206, 246))
    t.fill(rect(-22, -70, 24, -20), WHITE, 0.75)
    t.fill(rect(-22, -12, 8, -4), WHITE, 0.7)
    t.glow(0, -30, 90, (170, 214, 255), 0.35)


def _at_ear(t: Thing) -> None:
    """A phone seen from behind: its screen is at the ear."""
    t.cel(soft(-30, -92, 32, 46, 12), (58, 60, 76))
    t.fill(soft(-22, -84, 2, -50, 7), (34, 34, 46))
    for y in (-76, -60):
        t.fill(ring_of(-11, y, 6, 6), (120, 132, 160))


def _paper(t: Thing, rgb: RGB = PAPER) -> None:
    """A sheet of writing, its far corner bent."""
    t.cel([(-92, -196), (84, -206), (112, -180), (104, 66), (-86, 74)], rgb)
    t.fill([(84, -206), (112, -180), (82, -176)], mix(rgb, INK, 0.18))
    t.fill(rect(-62, -172, 36, -160), (96, 88, 98), 0.9)
    t.rows(-64, 80, range(-138, 44, 18))


def _contract(t: Thing) -> None:
    _paper(t)
    t.line([(-60, 52), (-30, 40), (-12, 54), (16, 42)], 3, (40, 52, 110))
    t.fill(ring_of(64, 38, 19, 19), RED, 0.85)


def _letter(t: Thing) -> None:
    t.cel(rect(-116, -96, 104, 40), AGED if t.old else PAPER)
    t.line([(-116, -96), (-6, -18), (104, -96)], 2.4, (120, 96, 84))
    t.cel(ring_of(-6, -20, 17, 17), RED, 4, 1.8)


def _photograph(t: Thing) -> None:
    t.cel(rect(-56, -118, 62, 28), WHITE)
    t.fill(rect(-46, -106, 52, -4), (176, 196, 208))
    for x, c in ((-18, (92, 66, 62)), (22, (60, 62, 92))):
        t.fill(ring_of(x, -62, 15, 18), (238, 204, 180))
        t.fill([(x - 15, -66), (x - 8, -84), (x + 8, -84), (x + 15, -66), (x, -72)], (60, 44, 44))
        t.fill([(x - 24, -4), (x - 16, -42), (x + 16, -42), (x + 24, -4)], c)


def _book(t: Thing, rgb: RGB = (112, 44, 52)) -> None:
    t.cel([(-66, -128), (64, -134), (72, 44), (-60, 50)], rgb)
    t.fill([(64, -134), (78, -126), (84, 40), (72, 44)], PAPER)
    t.line([(64, -134), (78, -126), (84, 40), (72, 44)], 2, INK)
    t.line([(-48, -112), (48, -117), (54, 26), (-44, 32), (-48, -112)], 2.4, GOLD)
    t.fill(rect(-26, -84, 30, -68), GOLD, 0.9)


def _file(t: Thing) -> None:
    t.cel([(-104, -196), (84, -206), (94, 66), (-96, 74)], PAPER)
    t.cel([(-114, -186), (-20, -190), (-10, -204), (44, -206), (52, -190), (76, -190), (86, 76),
           (-106, 84)], (212, 172, 108))  # fmt: skip
    t.fill(rect(-80, -140, 10, -112), WHITE, 0.9)
    t.fill(ring_of(36, -60, 24, 24), RED, 0.55)


def _card(t: Thing) -> None:
    t.cel(soft(-58, -64, 50, 6, 7), DARK if not t.old else AGED)
    t.fill(rect(-42, -48, -20, -32), GOLD)
    t.line([(-42, -14), (24, -14)], 3, GOLD)


def _money(t: Thing) -> None:
    if t.old:
        for x, y in ((-22, -30), (20, -34), (0, -54)):
            t.cel([(x - 30, y - 8), (x - 14, y + 2), (x, y - 8), (x + 14, y + 2), (x + 30, y - 8),
                   (x + 18, y + 18), (x - 18, y + 18)], SILVER)  # fmt: skip
        return
    for k in range(5):
        deg = -34 + 17 * k
        q = rotate(arr(rect(-30, -132, 30, 10)), -deg)
        t.cel(q, (196, 92, 96) if k % 2 else (206, 108, 104), 3, 1.8)
        t.fill(rotate(ring_of(0, -86, 14, 18), -deg), (244, 214, 206), 0.8)


def _map(t: Thing) -> None:
    t.cel([(-130, -168), (-60, -178), (10, -166), (80, -178), (120, -170), (114, 46), (70, 38),
           (4, 50), (-60, 40), (-124, 50)], AGED)  # fmt: skip
    t.line([(-100, 6), (-60, -60), (-10, -40), (40, -110), (90, -120)], 3, (150, 70, 50))
    t.line([(-110, -120), (-50, -100), (20, -130), (100, -60)], 3, (90, 130, 150))
    t.line([(82, -128), (98, -112)], 4, RED)
    t.line([(98, -128), (82, -112)], 4, RED)


def _scroll(t: Thing) -> None:
    t.cel(rect(-22, -150, 24, 120), (222, 188, 120))
    t.fill(rect(-22, -104, 24, -92), RED)
    t.fill(rect(-22, 64, 24, 76), RED)
    for y in (-164, 120):
        t.cel(soft(-15, y, 17, y + 16, 5), WOOD)


def _ring(t: Thing) -> None:
    t.line(np.vstack([ring_of(0, -34, 19, 20), ring_of(0, -34, 19, 20)[:1]]), 6, GOLD)
    t.cel([(-12, -60), (0, -76), (12, -60), (0, -48)], (200, 236, 250), 3, 1.8)
    t.glow(0, -62, 46, WHITE, 0.7)
    for d in ((16, 0), (0, 24)):
        t.line([(-d[0], -64 - d[1]), (d[0], -64 + d[1])], 2, WHITE)


def _key(t: Thing) -> None:
    t.cel(rect(-5, -108, 6, -8), GOLD, 3, 1.8)
    t.cel(rect(6, -106, 24, -96), GOLD, 2, 1.6)
    t.cel(rect(6, -86, 20, -77), GOLD, 2, 1.6)
    t.cel(ring_of(0, 6, 24, 22), GOLD, 4, 2)


def _hairpin(t: Thing) -> None:
    t.cel([(-3, 54), (3, 54), (6, -90), (-6, -90)], GOLD, 2, 1.8)
    for x, y in ((-16, -104), (16, -104), (0, -124), (-10, -86), (10, -86)):
        t.cel(ring_of(x, y, 13, 13), (232, 120, 140), 3, 1.6)
    t.cel(ring_of(0, -104, 8, 8), GOLD, 2, 1.4)
    for x in (-14, 0, 14):
        t.line([(x, -84), (x * 1.1, -50)], 2, GOLD)
        t.fill(ring_of(x * 1.1, -46, 5, 6), JADE)


def _pendant(t: Thing) -> None:
    t.line([(-5, 10), (-14, 50), (0, 96)], 3, RED)
    t.line([(5, 10), (14, 50), (0, 96)], 3, RED)
    t.cel(ring_of(0, 126, 32, 32), JADE, 6, 2)
    t.fill(ring_of(0, 126, 10, 10), mix(JADE, INK, 0.5))
    for x in (-5, 0, 5):
        t.line([(x * 0.4, 158), (x * 1.6, 206)], 3, RED)


def _locket(t: Thing) -> None:
    t.line([(-4, 8), (-16, 50), (0, 88)], 2.2, GOLD)
    t.line([(4, 8), (16, 50), (0, 88)], 2.2, GOLD)
    t.cel([(0, 136), (-32, 104), (-18, 84), (0, 96), (18, 84), (32, 104)], GOLD, 6, 2)


def _watch(t: Thing) -> None:
    t.line([(0, 8), (10, 44), (-4, 84)], 3, GOLD)
    t.cel(ring_of(0, 120, 34, 34), GOLD, 5, 2.2)
    t.fill(ring_of(0, 120, 25, 25), (250, 246, 232))
    t.line([(0, 120), (0, 102)], 3, INK)
    t.line([(0, 120), (13, 126)], 3, INK)


def _chain(t: Thing) -> None:
    for k in range(7):
        loop = ring_of(6 * math.sin(k * 1.3), 18 + 27 * k, 9, 16)
        t.line(np.vstack([loop, loop[:1]]), 5, STEEL)


def _glass(t: Thing) -> None:
    t.cel([(-4, 0), (4, 0), (5, 56), (30, 66), (-30, 66), (-5, 56)], GLASS, 3, 1.6)
    t.cel(
        [(-34, -96), (34, -96), (38, -44), (22, -8), (0, 2), (-22, -8), (-38, -44)], GLASS, 5, 1.8
    )
    t.fill([(-37, -50), (37, -50), (22, -10), (0, -1), (-22, -10)], (146, 26, 48), 0.9)
    t.line([(-22, -84), (-24, -56)], 4, WHITE)


def _cup(t: Thing) -> None:
    if t.old:
        t.cel([(-42, -42), (42, -42), (34, 4), (16, 18), (-16, 18), (-34, 4)], (226, 234, 236), 6)
        t.fill(ring_of(0, -42, 40, 9), (150, 110, 60))
        t.line([(-30, -14), (-10, -22), (10, -12), (30, -20)], 2.4, (70, 104, 160))
        return
    t.cel([(-36, -66), (36, -66), (30, 40), (-30, 40)], WHITE, 7)
    t.cel([(-38, -80), (38, -80), (36, -64), (-36, -64)], (70, 52, 48), 3, 1.8)
    t.fill([(-35, -34), (35, -34), (32, 10), (-32, 10)], (164, 116, 84))


def _bottle(t: Thing) -> None:
    if t.old:
        t.cel(spline([(-12, -96), (12, -96), (12, -66), (38, -30), (34, 34), (-34, 34), (-38, -30),
                      (-12, -66)], True), (204, 220, 216), 8)  # fmt: skip
        t.cel(soft(-11, -116, 11, -92, 6), RED)
        return
    t.cel([(-13, -150), (13, -150), (14, -88), (34, -58), (34, 60), (-34, 60), (-34, -58),
           (-14, -88)],
          (52, 84, 62), 8)  # fmt: skip
    t.fill(rect(-33, -36, 33, 30), PAPER)
    t.fill(rect(-18, -16, 18, -6), RED)


def _medicine(t: Thing) -> None:
    if t.old:
        t.cel(spline([(-8, -70), (8, -70), (10, -50), (26, -22), (18, 14), (-18, 14), (-26, -22),
                      (-10, -50)], True), (236, 240, 240), 5)  # fmt: skip
        t.cel(soft(-9, -86, 9, -66, 5), RED, 3, 1.8)
        t.line([(-14, -24), (0, -34), (14, -22)], 2.4, (70, 104, 160))
        return
    t.cel(soft(-28, -66, 28, 34, 8), (226, 140, 60), 6)
    t.fill(rect(-27, -40, 27, 6), WHITE)
    t.rows(-18, 18, (-30, -18, -6))
    t.cel(rect(-30, -90, 30, -64), WHITE, 4)


def _needle(t: Thing) -> None:
    if t.old:
        for x in (-9, 0, 9):
            t.line([(x * 0.4, 10), (x, -84)], 2.6, SILVER)
            t.fill(ring_of(x, -86, 3, 3), SILVER)
        return
    t.cel(rect(-13, -70, 13, 34), GLASS, 4, 1.8)
    t.fill(rect(-11, -40, 11, 32), (150, 214, 190), 0.8)
    t.line([(0, -70), (0, -134)], 2.4, STEEL)
    t.cel(rect(-5, 34, 5, 62), WHITE, 2, 1.6)
    t.cel(rect(-20, 60, 20, 68), WHITE, 2, 1.6)


def _knife(t: Thing) -> None:
    t.cel([(-11, -26), (13, -26), (15, -130), (4, -196), (-9, -150)], STEEL, 7)
    t.line([(2, -40), (3, -160)], 2, WHITE)
    t.cel(rect(-24, -36, 24, -24), GOLD, 3, 1.8)
    t.cel(soft(-12, -26, 12, 56, 6), (70, 46, 44), 4)


def _sword(t: Thing) -> None:
    t.cel([(-11, 44), (11, 44), (9, 520), (0, 566), (-9, 520)], STEEL, 6)
    t.line([(0, 60), (0, 500)], 2.2, WHITE)
    t.cel([(-52, 28), (-30, 38), (30, 38), (52, 28), (30, 50), (-30, 50)], GOLD, 4)
    t.cel(soft(-11, -62, 11, 34, 5), (78, 40, 44), 4)
    t.cel(ring_of(0, -70, 15, 13), GOLD, 3, 1.8)
    t.line([(4, -80), (20, -40), (10, 20)], 4, RED)


def _gun(t: Thing) -> None:
    t.cel([(-20, -46), (150, -50), (152, -22), (34, -18), (-16, -12)], (66, 68, 80), 6)
    t.cel([(-20, -16), (22, -16), (8, 62), (-30, 58)], (52, 44, 48), 5)
    t.line([(24, -16), (40, 6), (14, 14)], 3.4, (50, 50, 60))


def _lamp(t: Thing) -> None:
    if t.old:
        t.line([(0, 0), (0, 40)], 3, WOOD)
        t.glow(0, 120, 190, (255, 196, 110), 0.5)
        t.cel(spline([(-38, 46), (38, 46), (66, 110), (58, 168), (36, 196), (-36, 196), (-58, 168),
                      (-66, 110)], True), (246, 150, 76), 10)  # fmt: skip
        for k in (-0.5, 0.0, 0.5):
            t.line([(k * 60, 48), (k * 124, 118), (k * 60, 194)], 2, (160, 64, 40))
        t.fill(ring_of(0, 126, 26, 36), (255, 236, 170), 0.85)
        t.cel(rect(-40, 36, 40, 48), WOOD, 3)
        t.cel(rect(-36, 194, 36, 206), WOOD, 3)
        for x in (-6, 0, 6):
            t.line([(x * 0.5, 206), (x * 1.5, 258)], 3, RED)
        return
    t.cel([(-20, -30), (20, -30), (28, -66), (-28, -66)], DARK, 4)
    t.cel(soft(-17, -30, 17, 90, 7), DARK, 5)
    t.fill([(-26, -66), (26, -66), (150, -420), (-150, -420)], (255, 246, 206), 0.22)
    t.glow(0, -72, 70, (255, 250, 214), 0.8)


def _candle(t: Thing) -> None:
    t.cel(rect(-15, -86, 15, 46), (244, 232, 210), 5)
    t.line([(-12, -86), (-14, -60), (-10, -40)], 5, WHITE)
    t.glow(0, -116, 120, (255, 196, 100), 0.55)
    t.fill(spline([(0, -148), (12, -112), (0, -92), (-12, -112)], True), (255, 190, 80))
    t.fill(spline([(0, -130), (6, -110), (0, -98), (-6, -110)], True), (255, 246, 200))


def _box(t: Thing) -> None:
    t.cel(rect(-84, -70, 84, 24), WOOD, 10)
    t.cel([(-92, -98), (92, -98), (86, -66), (-86, -66)], mix(WOOD, WHITE, 0.12), 6)
    t.line([(-82, -6), (82, -6)], 3, GOLD)
    t.cel(soft(-14, -78, 14, -48, 5), GOLD, 3, 1.8)


def _seal(t: Thing) -> None:
    t.cel(rect(-36, -12, 36, 32), JADE, 7)
    t.cel(
        spline([(-26, -12), (-30, -44), (-8, -66), (20, -60), (30, -36), (26, -12)], True), JADE, 7
    )
    t.fill(rect(-36, 26, 36, 33), RED)
    t.line([(-10, -44), (6, -50), (16, -38)], 2.2, mix(JADE, INK, 0.5))


def _flowers(t: Thing) -> None:
    for x, y in ((-40, -150), (-6, -172), (34, -156), (-22, -120), (18, -122)):
        t.line([(0, -10), (x * 0.5, y * 0.6), (x, y)], 4, (84, 132, 84))
    t.cel([(-58, -104), (0, -84), (56, -104), (16, 30), (-14, 30)], (244, 226, 232), 8)
    for x, y, c in ((-42, -152, (226, 84, 108)), (0, -176, (240, 140, 150)),
                    (38, -158, (226, 84, 108)),
                    (-20, -122, (246, 180, 180)), (20, -124, (210, 60, 90))):  # fmt: skip
        t.cel(ring_of(x, y, 24, 22), c, 5, 1.8)
        t.line([(x - 9, y), (x, y - 8), (x + 8, y + 1), (x - 3, y + 6)], 2, mix(c, INK, 0.4))


def _mask(t: Thing) -> None:
    t.line([(-6, 4), (-46, 44)], 2.4, RED)
    t.cel(spline([(-62, 40), (0, 26), (62, 40), (60, 100), (24, 160), (0, 172), (-24, 160),
                  (-60, 100)], True), (244, 240, 236), 8)  # fmt: skip
    for x in (-28, 28):
        t.fill(spline([(x - 18, 84), (x, 72), (x + 18, 84), (x, 94)], True), INK)
    t.line([(-16, 138), (0, 144), (16, 138)], 4, RED)


def _shoe(t: Thing) -> None:
    t.cel(spline([(-30, 8), (16, 10), (30, 40), (96, 62), (100, 80), (-30, 80)], True),
          (176, 52, 70), 6)  # fmt: skip
    t.cel([(-30, 78), (-12, 78), (-20, 120), (-30, 120)], (150, 40, 58), 3)


def _recorder(t: Thing) -> None:
    t.cel(soft(-26, -96, 28, 36, 7), (96, 100, 112))
    t.fill(rect(-18, -84, 20, -50), (170, 214, 190))
    t.fill(ring_of(0, -26, 8, 8), RED)
    t.glow(0, -26, 26, (255, 80, 80), 0.6)


def _tape(t: Thing) -> None:
    if t.old:
        _scroll(t)
        return
    t.cel(soft(-74, -78, 70, 14, 7), DARK)
    t.fill(rect(-58, -66, 54, -34), PAPER)
    for x in (-30, 26):
        t.cel(ring_of(x, -14, 14, 14), SILVER, 3, 1.8)


def _bag(t: Thing) -> None:
    t.line([(-46, 96), (-20, 4), (20, 4), (46, 96)], 8, (84, 52, 40))
    t.cel(soft(-96, 84, 96, 238, 16), (140, 90, 62) if not t.old else (150, 132, 96), 12)
    t.line([(-94, 130), (0, 146), (94, 130)], 3, (84, 52, 40))
    t.cel(soft(-14, 132, 14, 158, 4), GOLD, 3, 1.8)


def _rope(t: Thing) -> None:
    for k in range(4):
        loop = ring_of(0, 62 + 5 * k, 44 - 5 * k, 66)
        t.line(np.vstack([loop, loop[:1]]), 11, (120, 88, 56))
        t.line(np.vstack([loop, loop[:1]]), 7, (204, 170, 116))


def _instrument(t: Thing) -> None:
    """A flute, which is carried as a stick is."""
    t.cel(soft(-9, -150, 9, 250, 6), (176, 140, 84), 4)
    for y in range(30, 220, 36):
        t.fill(ring_of(0, y, 4, 5), INK)
    t.line([(0, 250), (10, 300)], 4, RED)


def _clock(t: Thing) -> None:
    t.cel(ring_of(0, -50, 54, 54), GOLD, 8)
    t.fill(ring_of(0, -50, 42, 42), (250, 246, 232))
    t.line([(0, -50), (0, -80)], 4, INK)
    t.line([(0, -50), (20, -40)], 4, INK)


def _lock(t: Thing) -> None:
    t.line([(-20, -40), (-20, -74), (0, -90), (20, -74), (20, -40)], 9, SILVER)
    t.cel(soft(-34, -46, 34, 24, 7), GOLD, 6)
    t.fill(ring_of(0, -14, 7, 9), INK)


_DRAWN: Mapping[str, Callable[[Thing], None]] = {
    "phone": _phone, "letter": _letter, "contract": _contract, "pendant": _pendant, "ring": _ring,
    "hairpin": _hairpin, "locket": _locket, "watch": _watch, "clock": _clock, "key": _key,
    "lock": _lock, "glass": _glass, "cup": _cup, "bottle": _bottle, "knife": _knife,
    "sword": _sword, "chain": _chain, "lamp": _lamp, "candle": _candle, "photograph": _photograph,
    "book": _book, "ledger": lambda t: _book(t, (54, 68, 92)), "box": _box, "seal": _seal,
    "scroll": _scroll, "flowers": _flowers, "mask": _mask, "shoe": _shoe, "medicine": _medicine,
    "needle": _needle, "card": _card, "tape": _tape, "recorder": _recorder, "gun": _gun,
    "bag": _bag, "money": _money, "map": _map, "instrument": _instrument, "file": _file,
    "rope": _rope,
}  # fmt: skip
HOLDABLE = tuple(_DRAWN)
"""Things of `document.PROPS` that can be in a hand; the others are places, marks or lights."""

_LEAN = {"knife": 18.0, "letter": 8.0, "contract": 6.0, "file": 6.0, "flowers": 12.0, "phone": 8.0,
         "gun": 0.0, "sword": 14.0, "photograph": 8.0, "book": 6.0, "ledger": 6.0}  # fmt: skip


def hold(f: Limbs, at: Pts, along: Pts, sx: int, thing: str) -> None:
    """Draw `thing` in the hand whose wrist is `at`; nothing for what cannot be held. An old thing
    has `OLD` behind its name."""
    old, thing = thing.endswith(OLD), thing.removesuffix(OLD)
    draw = _at_ear if thing == "phone" and f.pose.near.over else _DRAWN.get(thing)
    if draw is None:
        return
    way = along / max(float(np.linalg.norm(along)), 1e-6)
    upright = 0.0 if thing in (*HANGS, "ring") else _LEAN.get(thing, 4.0)
    draw(Thing(f, at + way * 27 * f.b.hand, sx, upright, old=old))
