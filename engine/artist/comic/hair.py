"""Hair: a scalp cap, a back mass and tapered locks, all warped by the head view.

A lock is a leaf swept along a spine. Roots dissolve into the cap (no line at the
root), tips stay sharp, and the highlight is one serrated band that follows the skull.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Callable

import numpy as np
import skia

from engine.artist.comic.face import HeadView
from engine.artist.comic.ink import (
    INK,
    RGB,
    WHITE,
    Art,
    Pts,
    arclen,
    arr,
    flip,
    mix,
    mul,
    path,
    ribbon,
    smooth_profile,
    spline,
)
from engine.artist.comic.spec import SKINS, Character

CAP_HALF = [
    (0, -139),
    (38, -134),
    (68, -113),
    (86, -76),
    (91, -36),
    (86, 6),
]  # outer skull with hair
LOCK_PROFILE = [(0, 0.06), (0.12, 0.62), (0.36, 1.0), (0.7, 0.66), (1, 0.02)]
WAVE_PROFILE = [(0, 0.06), (0.14, 0.72), (0.4, 1.0), (0.78, 0.62), (1, 0.02)]
BANG_PROFILE = [(0, 0.05), (0.14, 0.55), (0.5, 0.96), (0.78, 0.80), (0.93, 0.42), (1, 0.02)]
RING_Y, RING_SAG, RING_HALF = -97.0, 40.0, 78.0
SPIKE_PROFILE = [(0, 0.95), (0.45, 0.75), (1, 0.02)]


@dataclass
class Lock:
    pts: list[tuple[float, float]]
    w: float
    lift: float = 10.0
    prof: list[tuple[float, float]] = field(default_factory=lambda: LOCK_PROFILE)
    tone: float = 0.0  # -1 darker .. +1 lighter


@dataclass
class Hair:
    cap: Pts  # closed, front view
    back: list[Pts] = field(default_factory=list)  # closed shapes behind the body
    back_locks: list[Lock] = field(default_factory=list)
    locks: list[Lock] = field(default_factory=list)  # in front of the face
    tails: list[Lock] = field(default_factory=list)  # behind the head, above the body
    over: Callable[[Art, HeadView, Character], None] | None = None
    shine: float = 1.0
    cap_alpha: float = 1.0


def sym(locks: list[Lock]) -> list[Lock]:
    return locks + [Lock([(-x, y) for x, y in l.pts], l.w, l.lift, l.prof, l.tone) for l in locks]


def cap(
    hairline: list[tuple[float, float]], vol: float = 1.0, low: float = 6, top: float = 0
) -> Pts:
    """Outer skull curve closed by a hairline given left to right."""
    h = arr(CAP_HALF) * (1 + (vol - 1) * 0.55, vol)
    h[0, 1] -= top
    h[1, 1] -= top * 0.85
    h[2, 1] -= top * 0.4
    h[-1, 1] = low
    outer = spline(np.vstack([flip(h)[::-1], h[1:]]))
    inner = spline(hairline[::-1])
    return np.vstack([outer, inner])


FRINGE = [(-80, 4), (-70, -34), (-48, -56), (0, -62), (48, -56), (70, -34), (80, 4)]
SWEPT = [
    (-80, 6),
    (-72, -30),
    (-60, -66),
    (-30, -84),
    (0, -86),
    (30, -84),
    (60, -66),
    (72, -30),
    (80, 6),
]
CENTRE = [
    (-80, 8),
    (-72, -22),
    (-58, -58),
    (-30, -86),
    (0, -102),
    (30, -86),
    (58, -58),
    (72, -22),
    (80, 8),
]


def mass(half: list[tuple[float, float]]) -> Pts:
    h = arr(half)
    return spline(np.vstack([flip(h), h[::-1]]), True)


# ------------------------------------------------------------------ styles
def long_bangs(w: Character) -> Hair:
    bang = lambda pts, w_, t=0.0: Lock(pts, w_, 10, BANG_PROFILE, t)
    bangs = [
        bang([(-4, -120), (-50, -88), (-72, -34), (-76, 22)], 13),
        bang([(14, -120), (52, -88), (72, -34), (74, 18)], 13),
        bang([(-4, -119), (-36, -76), (-55, -34), (-63, -6)], 12, 0.3),
        bang([(12, -119), (40, -76), (55, -34), (61, -9)], 12, 0.3),
        bang([(-2, -118), (-22, -68), (-35, -36), (-44, -16)], 11),
        bang([(10, -118), (26, -68), (36, -36), (39, -19)], 11),
        bang([(2, -117), (-6, -66), (-14, -38), (-21, -22)], 9, 0.4),
        bang([(8, -117), (12, -66), (13, -38), (9, -22)], 9, 0.2),
    ]
    sides = sym(
        [
            Lock([(72, -80), (87, -10), (82, 80), (76, 172)], 14, 0, WAVE_PROFILE),
            Lock([(70, -60), (79, 0), (72, 60), (66, 104)], 9, 2, tone=0.2),
        ]
    )
    back = mass([(56, -104), (86, -50), (95, 60), (104, 180), (104, 290), (84, 352), (0, 366)])
    ends = sym(
        [
            Lock([(88, 200), (100, 290), (88, 392)], 20, 0),
            Lock([(50, 220), (62, 310), (48, 404)], 22, 0),
            Lock([(10, 240), (18, 320), (6, 396)], 22, 0),
        ]
    )
    return Hair(cap(FRINGE), [back], ends, bangs + sides)


def wavy_side(w: Character) -> Hair:
    sweep = [
        Lock([(-26, -122), (20, -104), (62, -62), (80, 10), (74, 74)], 22, 8, WAVE_PROFILE),
        Lock([(-26, -122), (6, -92), (46, -58), (66, -14)], 16, 10, tone=0.35),
        Lock([(-28, -122), (-56, -92), (-74, -44), (-80, 14)], 17, 8, WAVE_PROFILE, 0.1),
    ]
    wave = lambda s, x, w_, n, t=0.0: Lock(
        [
            (s * x * 0.8, -84),
            (s * (x + 12), -20),
            (s * (x + 16), 40),
            (s * (x - 2), 100),
            (s * (x + 18), 164),
            (s * (x - 4), 226),
            (s * (x + 14), 226 + n),
        ],
        w_,
        0,
        WAVE_PROFILE,
        t,
    )
    sides = [
        wave(s, x, w_, n, t)
        for s in (-1, 1)
        for x, w_, n, t in ((92, 15, 40, 0), (80, 14, 66, 0.35), (68, 12, 44, 0))
    ]
    back = mass(
        [(60, -110), (94, -50), (108, 40), (98, 110), (114, 190), (104, 262), (66, 296), (0, 300)]
    )
    ends = sym(
        [
            Lock([(92, 150), (120, 220), (98, 322)], 18, 0, WAVE_PROFILE),
            Lock([(50, 200), (70, 262), (46, 340)], 18, 0),
        ]
    )
    return Hair(cap(CENTRE, 1.05, top=6), [back], ends, sides + sweep, shine=1.0)


def high_ponytail(w: Character) -> Hair:
    tail = [
        Lock([(30, -122), (92, -160), (138, -92), (128, 30), (152, 168)], 34, 0, WAVE_PROFILE),
        Lock([(36, -122), (98, -128), (118, -40), (104, 60), (116, 150)], 22, 0, WAVE_PROFILE, 0.3),
    ]
    bangs = [
        Lock([(-30, -112), (-56, -70), (-66, -6)], 13),
        Lock([(-20, -112), (-34, -62), (-30, -14)], 12, tone=0.3),
        Lock([(-6, -112), (18, -72), (30, -18)], 13),
        Lock([(4, -112), (44, -80), (62, -14)], 14, tone=0.2),
    ]
    wisps = sym([Lock([(72, -50), (82, 10), (74, 78)], 6, 2)])
    return Hair(cap(SWEPT), [], [], bangs + wisps, tail, ribbon_tie, 1.1)


def bob(w: Character) -> Hair:
    bangs = [
        Lock([(x * 0.8, -100), (x, -50), (x * 0.98, -6 + abs(x) * 0.06)], 15, tone=0.25 * (i % 2))
        for i, x in enumerate((-58, -38, -18, 2, 22, 42, 60))
    ]
    sides = sym(
        [
            Lock([(74, -86), (96, -10), (98, 56), (70, 102)], 19, 0, WAVE_PROFILE),
            Lock([(72, -60), (84, 0), (82, 60), (62, 92)], 12, 2, WAVE_PROFILE, 0.25),
        ]
    )
    return Hair(
        cap(FRINGE, 1.03),
        [mass([(60, -110), (98, -50), (110, 30), (106, 84), (72, 108), (0, 112)])],
        [],
        bangs + sides,
        shine=1.3,
    )


def bun_pins(w: Character) -> Hair:
    wings = sym([Lock([(4, -116), (40, -96), (66, -50), (80, 8)], 20, 8, WAVE_PROFILE)])
    sides = sym([Lock([(74, -40), (86, 40), (80, 130), (86, 230)], 10, 0, WAVE_PROFILE)])
    loops = [
        Lock(
            [(-10, -132), (-54, -176), (-30, -212), (4, -168)],
            15,
            0,
            [(0, 0.8), (0.5, 1), (1, 0.8)],
        ),
        Lock(
            [(10, -132), (54, -176), (30, -212), (-4, -168)], 15, 0, [(0, 0.8), (0.5, 1), (1, 0.8)]
        ),
        Lock([(-6, -130), (-4, -170), (8, -186)], 22, 0, [(0, 1), (0.6, 1), (1, 0.5)]),
    ]
    back = mass([(60, -100), (92, -40), (92, 60), (96, 200), (84, 330), (40, 380), (0, 384)])
    return Hair(cap(CENTRE, 1.02), [back], [], wings + sides, loops, hairpins)


def updo(w: Character) -> Hair:
    sweep = sym(
        [
            Lock([(6, -118), (50, -108), (78, -60), (82, 6)], 20, 6, WAVE_PROFILE),
            Lock([(4, -106), (34, -100), (58, -74), (72, -30)], 13, 8, tone=0.3),
        ]
    )
    bun = [
        Lock(
            [(-40, -126), (-28, -176), (28, -176), (40, -126)],
            30,
            0,
            [(0, 0.9), (0.5, 1.0), (1, 0.9)],
        )
    ]
    return Hair(
        cap(SWEPT, 1.06, top=6),
        [mass([(60, -100), (90, -40), (84, 30), (50, 60), (0, 66)])],
        [],
        sweep,
        bun,
        hairpins,
    )


def braids(w: Character) -> Hair:
    base = long_bangs(w)
    return Hair(
        cap(FRINGE),
        [mass([(60, -110), (92, -50), (90, 40), (60, 90), (0, 96)])],
        [],
        base.locks[:7] + sym([Lock([(72, -60), (80, 10), (72, 66)], 8, 2)]),
        [],
        twin_braids,
    )


def short_fringe(w: Character) -> Hair:
    top = [
        Lock([(-24, -122), (-76, -104), (-96, -46)], 15, 0, WAVE_PROFILE),
        Lock([(24, -124), (78, -104), (96, -50)], 15, 0, WAVE_PROFILE),
        Lock([(14, -122), (-40, -140), (-84, -96)], 12, 0, WAVE_PROFILE, 0.3),
        Lock([(-6, -124), (44, -146), (86, -102)], 12, 0, WAVE_PROFILE, 0.3),
    ]
    bangs = [
        Lock([(-50, -104), (-68, -56), (-62, -8)], 14),
        Lock([(-34, -110), (-48, -58), (-34, -8)], 15, tone=0.3),
        Lock([(-8, -114), (-20, -60), (-4, -6)], 15),
        Lock([(12, -112), (16, -60), (26, -14)], 14, tone=0.3),
        Lock([(34, -108), (48, -62), (46, -10)], 14),
        Lock([(56, -98), (70, -56), (66, -4)], 12),
    ]
    sides = sym([Lock([(78, -60), (86, -10), (77, 34)], 9, 0)])
    return Hair(
        cap(FRINGE, 1.0, -4),
        [mass([(60, -100), (88, -40), (80, 30), (52, 70), (0, 76)])],
        [],
        top + sides + bangs,
    )


def comma(w: Character) -> Hair:
    bangs = [
        Lock([(-24, -122), (14, -104), (50, -66), (58, -18), (36, -2)], 19, 10),
        Lock([(-24, -122), (2, -96), (32, -62), (40, -24)], 15, 11, tone=0.35),
        Lock([(-26, -122), (-54, -96), (-72, -52), (-70, -14)], 17, 8),
        Lock([(-24, -122), (26, -124), (72, -84), (82, -30)], 18, 4, tone=0.15),
    ]
    sides = sym([Lock([(80, -60), (86, -14), (76, 28)], 9, 0)])
    return Hair(
        cap(CENTRE, 1.02, -4, 5),
        [mass([(60, -100), (88, -40), (80, 30), (52, 72), (0, 76)])],
        [],
        sides + bangs,
    )


def slick_back(w: Character) -> Hair:
    line = [
        (-80, 2),
        (-74, -36),
        (-62, -66),
        (-44, -72),
        (-22, -88),
        (0, -82),
        (26, -90),
        (46, -74),
        (62, -66),
        (74, -36),
        (80, 2),
    ]
    quiff = [
        Lock([(-46, -74), (-44, -116), (-10, -150), (34, -146)], 15, 6, WAVE_PROFILE),
        Lock([(-20, -84), (-14, -124), (20, -152), (60, -132)], 15, 6, WAVE_PROFILE, 0.3),
        Lock([(8, -82), (16, -118), (48, -138), (78, -104)], 14, 5, WAVE_PROFILE),
        Lock([(36, -80), (54, -104), (76, -100), (90, -60)], 12, 3, WAVE_PROFILE, 0.2),
        Lock([(-60, -68), (-70, -104), (-46, -140), (-6, -150)], 14, 3, WAVE_PROFILE, 0.15),
        Lock([(-72, -40), (-88, -78), (-80, -116), (-46, -138)], 12, 0, WAVE_PROFILE),
    ]
    loose = [
        Lock([(-22, -98), (-40, -70), (-44, -38), (-34, -14)], 6.5, 10),
        Lock([(-16, -96), (-26, -66), (-22, -36)], 4.0, 10, tone=0.3),
    ]
    return Hair(
        cap(line, 1.02, -2, 4),
        [mass([(60, -100), (86, -40), (78, 30), (52, 66), (0, 70)])],
        [],
        quiff + loose + sym([Lock([(80, -56), (84, -16), (76, 26)], 7, 0)]),
        shine=0.9,
    )


def spiky(w: Character) -> Hair:
    top = [
        Lock(
            [(x * 0.7, -104), (x * 1.0, -140), (x * 1.3 + 10, -172 + abs(x) * 0.62)],
            17,
            0,
            SPIKE_PROFILE,
            0.25 * (i % 2),
        )
        for i, x in enumerate((-70, -46, -22, 4, 30, 54, 74))
    ]
    bangs = [
        Lock([(-40, -100), (-58, -70), (-52, -28)], 13),
        Lock([(-14, -106), (-26, -66), (-14, -24)], 13, tone=0.3),
        Lock([(14, -106), (18, -70), (30, -30)], 13),
        Lock([(40, -100), (56, -72), (58, -34)], 12, tone=0.2),
    ]
    return Hair(
        cap(SWEPT, 0.98, -8),
        [mass([(60, -100), (84, -40), (76, 30), (50, 60), (0, 64)])],
        [],
        top + bangs,
        shine=0.7,
    )


def topknot_long(w: Character) -> Hair:
    wings = sym(
        [
            Lock([(8, -116), (44, -98), (68, -54), (79, 0)], 17, 8, WAVE_PROFILE),
            Lock([(76, -50), (88, 40), (80, 140), (90, 262)], 12, 0, WAVE_PROFILE),
        ]
    )
    loose = [
        Lock([(-8, -108), (-34, -84), (-54, -40), (-60, 44)], 7, 10),
        Lock([(10, -108), (36, -82), (52, -44), (58, 20)], 6, 10),
    ]
    knot = [
        Lock(
            [(-24, -134), (-18, -178), (18, -184), (26, -136)],
            21,
            0,
            [(0, 0.9), (0.5, 1), (1, 0.9)],
        )
    ]
    back = mass([(60, -104), (92, -50), (94, 60), (104, 220), (104, 380), (70, 470), (0, 486)])
    ends = sym(
        [
            Lock([(88, 300), (102, 410), (80, 524)], 22, 0),
            Lock([(36, 320), (46, 430), (28, 540)], 26, 0),
        ]
    )
    return Hair(cap(CENTRE, 1.0), [back], ends, wings + loose, knot, crown_pin, 1.1)


def buzz(w: Character) -> Hair:
    line = [
        (-79, 6),
        (-75, -30),
        (-66, -52),
        (-56, -66),
        (-28, -78),
        (0, -76),
        (28, -78),
        (56, -66),
        (66, -52),
        (75, -30),
        (79, 6),
    ]
    h = cap(line, 0.925, 0)
    return Hair(h, [mass([(54, -90), (78, -40), (74, 20), (50, 50), (0, 56)])], [], [], shine=0.5)


def elder_combed(w: Character) -> Hair:
    line = [
        (-80, 4),
        (-76, -34),
        (-66, -72),
        (-48, -92),
        (-30, -88),
        (0, -84),
        (30, -88),
        (48, -92),
        (66, -72),
        (76, -34),
        (80, 4),
    ]
    sweep = [
        Lock([(-28, -86), (-34, -118), (-4, -144), (36, -138)], 15, 5, WAVE_PROFILE),
        Lock([(0, -84), (6, -116), (36, -136), (66, -112)], 14, 5, WAVE_PROFILE, 0.3),
        Lock([(28, -86), (44, -106), (70, -102), (86, -64)], 12, 3, WAVE_PROFILE),
        Lock([(-48, -90), (-66, -108), (-46, -136), (-10, -142)], 13, 3, WAVE_PROFILE, 0.2),
    ]
    return Hair(
        cap(line, 1.0, 4),
        [mass([(60, -100), (86, -40), (78, 30), (50, 60), (0, 64)])],
        [],
        sweep + sym([Lock([(80, -60), (86, -10), (78, 40)], 9, 0)]),
        over=beard,
    )


STYLES: dict[str, Callable[[Character], Hair]] = {
    f.__name__: f
    for f in (
        long_bangs,
        wavy_side,
        high_ponytail,
        bob,
        bun_pins,
        updo,
        braids,
        short_fringe,
        slick_back,
        spiky,
        topknot_long,
        buzz,
        elder_combed,
        comma,
    )
}


# ------------------------------------------------------------------ ornaments
def ribbon_tie(a: Art, v: HeadView, w: Character) -> None:
    c = v.scalp([(46, -128)])[0]
    for s in (-1, 1):
        p = spline([c, c + (s * 22, -20), c + (s * 30, 2), c + (s * 6, 6)], True)
        a.cel(p, w.accent_rgb, a.dark(w.accent_rgb), 5, a.line_of(w.accent_rgb), 2)
    a.cel(
        spline([c + (-7, -6), c + (7, -6), c + (7, 7), c + (-7, 7)], True),
        w.accent_rgb,
        None,
        3,
        INK,
        1.8,
    )


def hairpins(a: Art, v: HeadView, w: Character) -> None:
    gold: RGB = (232, 190, 96)
    for s in (-1, 1):
        root = v.scalp([(s * 60, -118)])[0]
        for k in range(5):
            q = root + 11 * np.array([np.cos(k * 1.257), np.sin(k * 1.257)])
            a.cel(
                spline([q + (-6, 0), q + (0, -6), q + (6, 0), q + (0, 6)], True),
                mix(w.accent_rgb, WHITE, 0.5),
                None,
                3,
                INK,
                1.2,
            )
        a.cel(
            spline([root + (-4, 0), root + (0, -4), root + (4, 0), root + (0, 4)], True),
            gold,
            None,
            2,
            INK,
            1.0,
        )
        for k in range(3):
            x = root[0] + s * (6 + 7 * k)
            a.line(
                [(x, root[1] + 8), (x + s, root[1] + 40 + 6 * k)], 1.2, mix(gold, INK, 0.4), (0, 0)
            )
            a.fill(
                spline(
                    [
                        (x + s - 3, root[1] + 42 + 6 * k),
                        (x + s, root[1] + 37 + 6 * k),
                        (x + s + 3, root[1] + 42 + 6 * k),
                        (x + s, root[1] + 50 + 6 * k),
                    ],
                    True,
                ),
                gold,
            )


def crown_pin(a: Art, v: HeadView, w: Character) -> None:
    gold: RGB = (226, 202, 140) if luma_light(w) else (206, 214, 222)
    band = v.scalp(
        spline(
            [
                (-32, -132),
                (-36, -166),
                (-20, -158),
                (0, -182),
                (20, -158),
                (36, -166),
                (32, -132),
                (0, -138),
            ],
            True,
        )
    )
    a.cel(band, gold, a.dark(gold), 6, mix(gold, INK, 0.75), 2.2)
    gem = v.scalp(spline([(-5, -152), (0, -160), (5, -152), (0, -143)], True))
    a.cel(gem, w.accent_rgb, None, 3, INK, 1.4)
    pin = v.scalp([(-66, -150), (66, -158)])
    a.ink(np.linspace(pin[0], pin[1], 12), 4.5, mix(gold, INK, 0.35), (0.05, 0.4))


def luma_light(w: Character) -> bool:
    return sum(w.accent_rgb) > 380


def twin_braids(a: Art, v: HeadView, w: Character) -> None:
    base, line = w.hair_rgb, hair_line(w)
    for s in (-1, 1):
        x, y = v([(s * 84, 64)])[0]
        for k in range(7):
            r = 17 - k * 1.1
            o = (6 if k % 2 else -6) * s
            p = spline(
                [
                    (x + o - r, y),
                    (x + o, y - 12),
                    (x + o + r, y),
                    (x + o + r * 0.3, y + 20),
                    (x + o - r * 0.4, y + 18),
                ],
                True,
            )
            a.cel(p, base, a.dark(base), 5, line, 1.8)
            y += 22
        tie = spline([(x - 8, y - 8), (x + 8, y - 8), (x + 7, y + 2), (x - 7, y + 2)], True)
        a.cel(tie, w.accent_rgb, None, 3, INK, 1.6)
        tuft = spline(
            [(x - 7, y), (x + 7, y), (x + 11, y + 20), (x + 2, y + 40), (x - 9, y + 22)], True
        )
        a.cel(tuft, base, a.dark(base), 5, line, 1.8)


def beard(a: Art, v: HeadView, w: Character) -> None:
    if not w.has("beard"):
        return
    line = hair_line(w)
    for s in (-1, 1):
        m = v(
            spline(arr([(0, 63), (10, 61), (22, 68), (26, 82), (18, 73), (4, 69)]) * (s, 1), True),
            14,
        )
        a.cel(m, mix(w.hair_rgb, WHITE, 0.15), a.dark(w.hair_rgb), 3, line, 1.6)
    goat = v(
        spline(
            [(-15, 96), (0, 90), (15, 96), (17, 116), (9, 136), (0, 152), (-9, 136), (-17, 116)],
            True,
        ),
        8,
    )
    a.cel(goat, mix(w.hair_rgb, WHITE, 0.1), a.dark(w.hair_rgb), 6, line, 2.0)
    for x in (-7, -1, 5):
        a.ink(v(spline([(x, 98), (x * 1.1, 116), (x * 0.6, 136)]), 8), 1.2, line, a=0.7)


# ------------------------------------------------------------------ painting
def hair_line(w: Character) -> RGB:
    return mix(mul(w.hair_rgb, (110, 96, 116)), INK, 0.55 if sum(w.hair_rgb) < 420 else 0.3)


def lock_shape(l: Lock, v: HeadView, scalp: bool) -> tuple[Pts, Pts, np.ndarray]:
    warp = v.scalp if scalp else v
    spine = warp(spline(l.pts), l.lift)
    half = smooth_profile(arclen(spine), l.prof) * l.w
    return spine, ribbon(spine, half), half


def draw_lock(
    a: Art, l: Lock, v: HeadView, w: Character, scalp: bool = True, strands: int = 2
) -> None:
    spine, body, half = lock_shape(l, v, scalp)
    base = mix(w.hair_rgb, mix(w.hair_rgb, (255, 226, 214), 0.35), max(0.0, l.tone) * 0.5)
    line, n = hair_line(w), len(spine)
    a.fill(body, base)
    a.shade(body, a.dark(w.hair_rgb), l.w * 0.55, 0.9)
    for k in range(strands):
        f = (-0.38, 0.34, 0.05)[k % 3]
        q = spine + (body[:n] - spine) * f
        a.ink(q[int(n * 0.2) : int(n * 0.92)], 1.0, line, (0.5, 0.5), 0.55)
    a.ink(body[:n][1:], 1.9, line, (0.45, 0.1))
    a.ink(body[n:][::-1][1:], 2.5, line, (0.45, 0.1))


def ring(v: HeadView, seed: int, n: int, half_x: float, length: tuple[float, float]) -> list[Pts]:
    """Angel ring: leaf glints laid along the strands, on an arc that follows the skull."""
    rng, out = np.random.default_rng(seed), []
    for x in np.linspace(-half_x, half_x, n):
        y = RING_Y + RING_SAG * (x / RING_HALF) ** 2 + rng.uniform(-2, 2)
        half = rng.uniform(*length) * (1 - 0.5 * (x / RING_HALF) ** 2) / 2
        lean = 0.55 * x / RING_HALF
        sp = np.linspace((x - lean * half, y - half), (x + lean * half, y + half), 9)
        out.append(
            ribbon(v.scalp(sp, 8), np.sin(np.pi * np.linspace(0.02, 0.98, 9)) * half_x / n * 1.05)
        )
    return out


def paint_back(a: Art, h: Hair, v: HeadView, w: Character) -> None:
    base = mul(w.hair_rgb, (206, 198, 214))
    for m in h.back:
        p = v.scalp(m)
        top, low = p[:, 1].min(), p[:, 1].max()
        a.fill(p, base)
        a.grad(
            p,
            (0, top),
            (0, low),
            [
                (mul(w.hair_rgb, (120, 108, 140)), 0.9, 0),
                (base, 0, 0.55),
                (mix(base, (255, 220, 220), 0.12), 0.6, 1),
            ],
        )
        with a.clip(p):
            n = 12
            for i in range(n):
                f = (i + 0.5) / n
                x0 = p[:, 0].min() + (p[:, 0].max() - p[:, 0].min()) * f
                bend = 8 * np.sin(i * 1.7)
                a.line(
                    [
                        (x0, top + 70 + 30 * np.sin(i * 2.1)),
                        (x0 + bend, (top + low) * 0.5),
                        (x0 - bend * 1.6, low - 40 - 36 * np.sin(i * 3.3)),
                    ],
                    1.5,
                    hair_line(w),
                    (0.5, 0.5),
                    0.38,
                )
        a.outline(p, 2.4, hair_line(w))
    for l in h.back_locks:
        draw_lock(a, Lock(l.pts, l.w, l.lift, l.prof, l.tone), v, w)


def paint_tails(a: Art, h: Hair, v: HeadView, w: Character) -> None:
    for l in h.tails:
        draw_lock(a, l, v, w, True, 3)


def paint_front(a: Art, h: Hair, v: HeadView, w: Character, face: Pts | None) -> None:
    line = hair_line(w)
    p = v.scalp(h.cap, 6)
    if face is not None:  # cast shadow of fringe and cap on the skin
        dark = SKINS[w.skin][1]
        off = np.array([-a.light.x * 5, 9.0])
        with a.clip(face):
            a.fill(p + off, dark, 0.9)
            for l in h.locks:
                a.fill(lock_shape(l, v, True)[1] + off, dark, 0.9)
    top, low = p[:, 1].min(), p[:, 1].max()
    a.fill(p, w.hair_rgb)
    lx = a.light.x
    a.grad(
        p,
        (lx * 90, top),
        (-lx * 90, low),
        [
            (mix(w.hair_rgb, (255, 230, 220), 0.22), 1, 0),
            (w.hair_rgb, 1, 0.45),
            (a.dark(w.hair_rgb, 1.0), 1, 1),
        ],
    )
    with a.clip(p):
        for i in range(9):
            x = -80 + 20 * i
            q = v.scalp(spline([(x * 0.12, -136), (x * 0.75, -104), (x * 1.02, -40)]), 6)
            a.ink(q, 1.2, line, (0.3, 0.5), 0.5)
    a.outline(p, 2.5, line)
    for l in h.locks:
        draw_lock(a, l, v, w)
    if h.shine > 0:
        shine(a, h, v, w, p)
    if h.over:
        h.over(a, v, w)


def shine(a: Art, h: Hair, v: HeadView, w: Character, capped: Pts) -> None:
    region = skia.Path()
    region.addPath(path(capped))
    for l in h.locks:
        region = (
            skia.Op(region, path(lock_shape(l, v, True)[1]), skia.PathOp.kUnion_PathOp) or region
        )
    glow = mix(w.hair_rgb, (255, 232, 222) if sum(w.hair_rgb) < 420 else WHITE, 0.55)
    a.c.save()
    a.c.clipPath(region, skia.ClipOp.kIntersect, True)
    k = min(1.0, h.shine)
    for p in ring(v, w.seed, 24, 72, (16, 34)):
        a.fill(p, glow, 0.42 * k)
    for p in ring(v, w.seed + 1, 15, 46, (7, 16)):
        a.fill(p, mix(glow, WHITE, 0.6), 0.6 * k)
    a.c.restore()


def hair_of(w: Character) -> Hair:
    return STYLES[w.hair](w)
