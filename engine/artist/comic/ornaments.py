"""What is worn in hair, and beards and braids."""

from __future__ import annotations

import numpy as np

from engine.artist.comic.hair import hair_line
from engine.artist.comic.ink import (
    INK,
    RGB,
    WHITE,
    Art,
    arr,
    mix,
    spline,
)
from engine.artist.comic.spec import Character
from engine.artist.comic.turn import HeadView


def ribbon_tie(a: Art, v: HeadView, w: Character) -> None:
    c = v.trailing([(46, -128)])[0]
    for s in (-1, 1):
        p = spline([c, (c + (s * 22, -20)), (c + (s * 30, 2)), (c + (s * 6, 6))], True)
        a.cel(p, w.accent_rgb, a.dark(w.accent_rgb), 5, a.line_of(w.accent_rgb), 2)
    a.cel(
        spline([(c + (-7, -6)), (c + (7, -6)), (c + (7, 7)), (c + (-7, 7))], True),
        w.accent_rgb,
        None,
        3,
        INK,
        1.8,
    )


def hairpins(a: Art, v: HeadView, w: Character) -> None:
    gold: RGB = (232, 190, 96)
    for s in v.sides:
        root = v.lock([(s * 60, -118)])[0]
        for k in range(5):
            q = root + 11 * np.array([np.cos(k * 1.257), np.sin(k * 1.257)])
            a.cel(
                spline([(q + (-6, 0)), (q + (0, -6)), (q + (6, 0)), (q + (0, 6))], True),
                mix(w.accent_rgb, WHITE, 0.5),
                None,
                3,
                INK,
                1.2,
            )
        a.cel(
            spline([(root + (-4, 0)), (root + (0, -4)), (root + (4, 0)), (root + (0, 4))], True),
            gold,
            None,
            2,
            INK,
            1.0,
        )


def strings(a: Art, v: HeadView, w: Character, lean: float) -> None:
    """The beads that hang from the pins, turned by `lean` degrees about them."""
    gold: RGB = (232, 190, 96)
    for s in v.sides:
        root = v.lock([(s * 60, -118)])[0]
        a.c.save()
        a.c.rotate(lean, float(root[0]), float(root[1]))
        for k in range(3):
            x, y = root[0] + s * (6 + 7 * k), root[1] + 40 + 6 * k
            a.line([(x, root[1] + 8), (x + s, y)], 1.2, mix(gold, INK, 0.4), (0, 0))
            bead = [(x + s - 3, y + 2), (x + s, y - 3), (x + s + 3, y + 2), (x + s, y + 10)]
            a.fill(spline(bead, True), gold)
        a.c.restore()


def crown_pin(a: Art, v: HeadView, w: Character) -> None:
    gold: RGB = (226, 202, 140) if luma_light(w) else (206, 214, 222)
    band = v.behind(
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
        ),
        30.0,
    )
    a.cel(band, gold, a.dark(gold), 6, mix(gold, INK, 0.75), 2.2)
    gem = v.behind(spline([(-5, -152), (0, -160), (5, -152), (0, -143)], True), 30.0)
    a.cel(gem, w.accent_rgb, None, 3, INK, 1.4)
    pin = v.behind([(-66, -150), (66, -158)], 30.0)
    a.ink(np.linspace(pin[0], pin[1], 12), 4.5, mix(gold, INK, 0.35), (0.05, 0.4))


def luma_light(w: Character) -> bool:
    return sum(w.accent_rgb) > 380


def near_braids(a: Art, v: HeadView, w: Character) -> None:
    """The braids before the shoulders; of a turned head only the near one."""
    braids(a, v, w, (-1, 1) if v.degrees < 10 else (-v.side,))


def far_braid(a: Art, v: HeadView, w: Character) -> None:
    """The braid on the far side of a turned head, behind its cheek."""
    braids(a, v, w, (v.side,) if 10 <= v.degrees < 60 else ())


def braids(a: Art, v: HeadView, w: Character, sides: tuple[int, ...]) -> None:
    """Plaits of seven crossings, tied in the colour of what is worn."""
    base, line = w.hair_rgb, hair_line(w)
    for s in sides:
        x, y = v.lock([(s * 84, 64)])[0]
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
    for s in v.sides:
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
