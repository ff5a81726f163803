"""Every hair style: cap, back mass and locks, by character."""

from __future__ import annotations

from collections.abc import Callable

from engine.artist.comic.hair import (
    BANG_PROFILE,
    COMB_PROFILE,
    SPIKE_PROFILE,
    WAVE_PROFILE,
    Hair,
    Lock,
    cap,
    mass,
    sym,
)
from engine.artist.comic.ink import (
    Points,
)
from engine.artist.comic.ornaments import (
    beard,
    crown_pin,
    far_braid,
    hairpins,
    near_braids,
    ribbon_tie,
    strings,
)
from engine.artist.comic.spec import Character

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


def long_bangs(w: Character) -> Hair:
    def bang(pts: Points, w_: float, t: float = 0.0) -> Lock:
        return Lock(pts, w_, 10, BANG_PROFILE, t)

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
    return Hair(cap(FRINGE), [back], ends, bangs + sides, ears="hidden")


def wavy_side(w: Character) -> Hair:
    sweep = [
        Lock([(-26, -122), (20, -104), (62, -62), (80, 10), (74, 74)], 22, 8, WAVE_PROFILE),
        Lock([(-26, -122), (6, -92), (46, -58), (66, -14)], 16, 10, tone=0.35),
        Lock([(-28, -122), (-56, -92), (-74, -44), (-80, 14)], 17, 8, WAVE_PROFILE, 0.1),
    ]

    def wave(s: float, x: float, w_: float, n: float, t: float = 0.0) -> Lock:
        return Lock(
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
    return Hair(cap(CENTRE, 1.05, top=6), [back], ends, sides + sweep, shine=1.0, ears="hidden")


def high_ponytail(w: Character) -> Hair:
    tail = [
        Lock(
            [(30, -122), (92, -160), (138, -92), (128, 30), (152, 168)],
            34,
            0,
            WAVE_PROFILE,
            0.0,
            "trail",
        ),
        Lock(
            [(36, -122), (98, -128), (118, -40), (104, 60), (116, 150)],
            22,
            0,
            WAVE_PROFILE,
            0.3,
            "trail",
        ),
    ]
    bangs = [
        Lock([(-30, -112), (-56, -70), (-66, -6)], 13),
        Lock([(-20, -112), (-34, -62), (-30, -14)], 12, tone=0.3),
        Lock([(-6, -112), (18, -72), (30, -18)], 13),
        Lock([(4, -112), (44, -80), (62, -14)], 14, tone=0.2),
    ]
    wisps = sym([Lock([(72, -50), (82, 10), (74, 78)], 6, 2)])
    return Hair(cap(SWEPT), [], [], bangs + wisps, tail, ribbon_tie, shine=1.1)


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
        ears="hidden",
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
            0.0,
            "knot",
        ),
        Lock(
            [(10, -132), (54, -176), (30, -212), (-4, -168)],
            15,
            0,
            [(0, 0.8), (0.5, 1), (1, 0.8)],
            0.0,
            "knot",
        ),
        Lock([(-6, -130), (-4, -170), (8, -186)], 22, 0, [(0, 1), (0.6, 1), (1, 0.5)], 0.0, "knot"),
    ]
    back = mass([(60, -100), (92, -40), (92, 60), (96, 200), (84, 330), (40, 380), (0, 384)])
    return Hair(
        cap(CENTRE, 1.02), [back], [], wings + sides, loops, hairpins, dangle=strings, ears="turned"
    )


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
            0.0,
            "knot",
        )
    ]
    return Hair(
        cap(SWEPT, 1.06, top=6),
        [mass([(60, -100), (90, -40), (84, 30), (50, 60), (0, 66)])],
        [],
        sweep,
        bun,
        hairpins,
        dangle=strings,
    )


def braids(w: Character) -> Hair:
    base = long_bangs(w)
    return Hair(
        cap(FRINGE),
        [mass([(60, -110), (92, -50), (90, 40), (60, 90), (0, 96)])],
        [],
        base.locks[:7] + sym([Lock([(72, -60), (80, 10), (72, 66)], 8, 2)]),
        [],
        near_braids,
        far_braid,
        ears="turned",
    )


def short_fringe(w: Character) -> Hair:
    top = [
        Lock([(-24, -122), (-76, -104), (-96, -46)], 15, 0, WAVE_PROFILE, 0.0, "comb"),
        Lock([(24, -124), (78, -104), (96, -50)], 15, 0, WAVE_PROFILE, 0.0, "comb"),
        Lock([(14, -122), (-40, -140), (-84, -96)], 12, 0, WAVE_PROFILE, 0.3, "comb"),
        Lock([(-6, -124), (44, -146), (86, -102)], 12, 0, WAVE_PROFILE, 0.3, "comb"),
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
        Lock([(-24, -122), (14, -104), (50, -70), (60, -32), (42, -15)], 18, 10),
        Lock([(-24, -122), (2, -96), (32, -66), (42, -34)], 15, 11, tone=0.35),
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
    line = [(-80, 2), (-75, -34), (-66, -62), (-50, -84), (-24, -80), (2, -92), (28, -82),
            (52, -86), (66, -62), (75, -34), (80, 2)]  # fmt: skip
    # combed from the hairline over the crown, inside its outline: it is not taken for a bun
    combed = [
        Lock([(x0, y0), (x1, y1), (x2, y2)], wide, 5, COMB_PROFILE, tone, "comb")
        for x0, y0, x1, y1, x2, y2, wide, tone in (
            (-70, -52, -80, -82, -64, -106, 11, 0.0), (-56, -76, -64, -100, -46, -120, 12, 0.2),
            (-36, -80, -38, -106, -20, -126, 13, 0.0), (-12, -84, -10, -110, 8, -128, 13, 0.35),
            (12, -88, 20, -112, 34, -126, 13, 0.1), (36, -82, 46, -104, 54, -116, 12, 0.3),
            (56, -78, 70, -92, 74, -100, 10, 0.0),
        )
    ]  # fmt: skip
    sides = sym([Lock([(79, -52), (88, -22), (84, 10)], 8, 0, COMB_PROFILE)])
    stray = [Lock([(-22, -84), (-34, -66), (-32, -44), (-22, -30)], 4.5, 10)]
    return Hair(
        cap(line, 1.0, -2, 2),
        [mass([(60, -100), (86, -40), (78, 30), (52, 66), (0, 70)])],
        [],
        combed + sides + stray,
        shine=1.1,
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
            0.0,
            "knot",
        )
    ]
    back = mass([(60, -104), (92, -50), (94, 60), (104, 220), (104, 380), (70, 470), (0, 486)])
    ends = sym(
        [
            Lock([(88, 300), (102, 410), (80, 524)], 22, 0),
            Lock([(36, 320), (46, 430), (28, 540)], 26, 0),
        ]
    )
    return Hair(
        cap(CENTRE, 1.0), [back], ends, wings + loose, knot, crown_pin, shine=1.1, ears="turned"
    )


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
        Lock([(-28, -86), (-34, -118), (-4, -144), (36, -138)], 15, 5, WAVE_PROFILE, 0.0, "comb"),
        Lock([(0, -84), (6, -116), (36, -136), (66, -112)], 14, 5, WAVE_PROFILE, 0.3, "comb"),
        Lock([(28, -86), (44, -106), (70, -102), (86, -64)], 12, 3, WAVE_PROFILE, 0.0, "comb"),
        Lock([(-48, -90), (-66, -108), (-46, -136), (-10, -142)], 13, 3, WAVE_PROFILE, 0.2, "comb"),
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


def hair_of(w: Character) -> Hair:
    return STYLES[w.hair](w)
