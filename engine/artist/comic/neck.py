"""The neck between head and clothes: it follows the head's turn, its muscle and the chin's shadow.

Drawn with the body, so it must not depend on what a face does.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from engine.artist.comic.ink import WHITE, Pts, arr, flip, mix, spline
from engine.artist.comic.limbs import ARMPIT_Y, NECK_Y, PIT_Y
from engine.artist.comic.skull import Skull

if TYPE_CHECKING:
    from collections.abc import Callable

    from engine.artist.comic.body import Figure

    Bend = Callable[[Pts], Pts]

_BACK = ((0.0, 14.0, 36.0, 48.0, 90.0), (0.0, 4.0, 11.0, 11.0, 7.0))
"""Head units by which the top of the neck lies behind the middle of a head turned by degrees."""
_FREE = 70.0  # height at which its sides come out from behind jaw and hair


def paint_neck(f: Figure, bare: bool) -> None:
    """Neck and what is seen of the chest. bare: clothes leave the shoulders free."""
    a, b = f.a, f.b
    turned = math.sin(math.radians(f.hv.degrees))
    back = float(np.interp(f.hv.degrees, *_BACK))
    slim = 1 - 0.08 * turned
    half = [(b.neck * slim, 16), (b.neck * slim, NECK_Y), (b.neck * 0.97 * slim, 126),
            (b.neck * 1.16, 146), (b.shoulder * 0.52, 166)]  # fmt: skip
    half += (
        [(b.shoulder * 0.9, 180), (b.shoulder * 0.98, 204), (b.armpit, ARMPIT_Y),
         (b.bust - 2, 330)]
        if bare
        else [(b.shoulder * 0.6, 190), (b.shoulder * 0.4, 330)]
    )  # fmt: skip

    def bent(points: Pts) -> Pts:
        found = f.v(points)
        rise = ((150 - points[:, 1]) / 70).clip(0, 1.2)
        found[:, 0] -= f.hv.side * back * rise
        return found

    left, right = bent(spline(flip(half))), bent(spline(half))
    skin = np.vstack([left, right[::-1]])
    a.fill(skin, f.skin)
    with a.clip(skin):
        _shadow(f, skin)
        _muscles(f, bent)
        _collarbones(f, bent)
        if f.who.has("dragon"):
            f.dragon()
    for edge in (left, right):
        a.ink(edge[edge[:, 1] > _FREE], 2.2, f.skin_line, (0.12, 0.08))


def _shadow(f: Figure, skin: Pts) -> None:
    """The jaw's own outline thrown on the neck, and the turn of the neck away from the light."""
    a = f.a
    face = Skull(a, f.who, f.e, f.hv)
    face.contour()
    jaw = face.jaw[face.jaw[:, 1] > 50]
    wide = f.hv.side * 70 * math.sin(math.radians(f.hv.degrees))  # on to below the near ear
    jaw = np.vstack([jaw[:1] - (wide, 6), jaw])
    top = np.array([[jaw[-1, 0], 0.0], [jaw[0, 0], 0.0]])
    deep = mix(f.skin_dark, (150, 84, 104), 0.16)
    a.shade(skin, f.skin_dark, 11, 0.9)
    a.fill(np.vstack([jaw + (-a.light.x * 9, 25), top]), f.skin_dark)
    a.fill(np.vstack([jaw + (-a.light.x * 3, 10), top]), deep, 0.8)


def _muscles(f: Figure, bent: Bend) -> None:
    """The muscles from behind the ears to the pit of the neck; a man's throat."""
    a, b, hv = f.a, f.b, f.hv
    turned = math.sin(math.radians(hv.degrees))
    for sx in hv.sides:
        near = sx != hv.side
        top = b.neck * (0.86 - 0.2 * turned * near)
        line = [(sx * top, 84), (sx * (top * 0.72), 112), (sx * 13, 146), (sx * 5, PIT_Y + 5)]
        spine = bent(spline(line))
        plane = np.vstack([spine, bent(spline([(sx * 5, PIT_Y + 5), (sx * 22, 146),
                                               (sx * top, 118), (sx * top, 84)]))])  # fmt: skip
        a.fill(plane, f.skin_dark, 0.3)
        a.ink(spine[3:], 1.7, f.skin_line, (0.55, 0.15), 0.75)
    if not f.who.female and f.who.age not in ("child", "teen"):
        x = hv.side * 13 * turned
        knot = bent(arr([(x - 4, 116), (x + hv.side * 2, 122), (x - 3, 129)]))
        a.ink(spline(knot), 1.6, f.skin_line, (0.4, 0.4), 0.6)


def _collarbones(f: Figure, bent: Bend) -> None:
    """Both collarbones with the hollow over them, seen where clothes are open."""
    a, b = f.a, f.b
    for sx in (-1, 1):
        bone = [(sx * 8, PIT_Y + 7), (sx * 15, PIT_Y + 3), (sx * b.neck * 1.5, PIT_Y + 6),
                (sx * b.shoulder * 0.66, PIT_Y + 15)]  # fmt: skip
        line = bent(spline(bone))
        hollow = np.vstack([line[4:], (line[4:] - (0, 9))[::-1]])
        a.fill(hollow, f.skin_dark, 0.28)
        a.ink(line, 1.9, f.skin_line, (0.15, 0.6), 0.75)
        a.ink(line[6:-8] + (0, 3.2), 1.6, WHITE, (0.4, 0.5), 0.5)
    pit = bent(spline([(-5, PIT_Y + 6), (0, PIT_Y + 11), (5, PIT_Y + 6)]))
    a.ink(pit, 1.6, f.skin_line, (0.4, 0.4), 0.7)
