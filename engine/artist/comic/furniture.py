"""What a pose needs to rest on: chairs, a bed, a table's edge; and the bow to the floor.

A thing here is drawn with the pose, not with the place: it stands where the body is and moves
with it. Which seat it is comes with the pose (`Pose.seat`); old clothes sit on old ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from engine.artist.comic.ink import INK, RGB, WHITE, Pts, arr, flip, mix, mul, ribbon, spline
from engine.artist.comic.poses import ArmPose

if TYPE_CHECKING:
    from engine.artist.comic.body import Figure

_OLD = ("hanfu", "mantle", "tangzhuang")
_WOOD: RGB = (112, 66, 46)
_LEATHER: RGB = (62, 58, 70)
_OAK: RGB = (150, 106, 74)
_VELVET: RGB = (96, 60, 74)
_SHEET: RGB = (232, 238, 246)
_QUILT: RGB = (186, 206, 226)


def behind(f: Figure) -> None:
    """What stands behind who sits: a chair's back, a bed's head with its pillow."""
    if f.pose.legs == "sit":
        _seat(f)
    elif f.pose.legs == "bed":
        _bed(f)


def before(f: Figure) -> None:
    """What lies over the lap or stands before the body."""
    if f.pose.legs == "bed":
        _quilt(f)
    elif f.pose.legs == "table":
        _table(f)


def _seat(f: Figure) -> None:
    """The seat that suits place and time: `Pose.seat` names it, clothes tell the time."""
    old = f.who.outfit in _OLD
    match f.pose.seat:
        case "bench":
            _bench(f)
        case "plain":
            (_stool if old else _plain)(f)
        case "armchair" if not old:
            _armchair(f)
        case _:
            (_carved if old else _chair)(f)


def _mirrored(half: Sequence[tuple[float, float]]) -> Pts:
    q = spline(half)
    return np.vstack([q, flip(q)[::-1]])


def _chair(f: Figure) -> None:
    b, seat = f.b, f.b.hip_y + 40
    wide = max(b.hip, b.waist) + 62
    back = [
        (0, 226),
        (wide * 0.7, 230),
        (wide * 0.96, 268),
        (wide, seat - 60),
        (wide * 0.86, seat + 40),
    ]
    f.cel(f.v(_mirrored(back)), _LEATHER, 16)
    f.fold([(-wide * 0.7, 330), (0, 340), (wide * 0.7, 330)], 2.0, _LEATHER)
    for sx in (f.side, -f.side):
        for x, low in ((sx * (wide - 18), b.sole_y - 4), (sx * wide * 0.62, b.sole_y - 44)):
            post = [(x - 11, seat), (x + 11, seat), (x + 8, low), (x - 8, low)]
            f.cel(f.v(post), mul(_LEATHER, (180, 180, 190)), 4)
        x = sx * (wide + 12)
        rest = spline([(x, seat + 10), (x + sx * 8, 470), (x, 446), (x - sx * 26, 446)])
        f.a.ink(f.v(rest), 22, f.a.line_of(_LEATHER), (0, 0))
        f.a.ink(f.v(rest), 16, mix(_LEATHER, WHITE, 0.12), (0, 0))
    cushion = [(0, seat - 18), (wide * 0.9, seat - 14), (wide, seat + 14), (wide * 0.9, seat + 46),
               (0, seat + 52)]  # fmt: skip
    f.cel(f.v(_mirrored(cushion)), mix(_LEATHER, WHITE, 0.08), 12)


def _carved(f: Figure) -> None:
    b, seat = f.b, f.b.hip_y + 44
    wide = max(b.hip, b.shoulder) + 54
    for sx in (f.side, -f.side):
        x = sx * wide
        for x0, low in ((x, b.sole_y - 4), (x * 0.8, b.sole_y - 30)):
            leg = [(x0 - 9, seat), (x0 + 9, seat), (x0 + 8, low), (x0 - 8, low)]
            f.cel(f.v(leg), _WOOD, 5)
        arm = spline(
            [(x * 0.96, 300), (x * 1.08, 372), (x * 1.12, 456), (x * 0.98, 486), (x, seat)]
        )
        f.a.ink(f.v(arm), 17, f.a.line_of(_WOOD), (0, 0))
        f.a.ink(f.v(arm), 12, _WOOD, (0, 0))
        post = [(x * 0.9 - 9, 190), (x * 0.9 + 9, 190), (x * 0.94 + 9, seat), (x * 0.94 - 9, seat)]
        f.cel(f.v(post), _WOOD, 5)
    panel = [(0, 206), (wide * 0.5, 212), (wide * 0.52, seat), (0, seat)]
    f.cel(f.v(_mirrored(panel)), mix(_WOOD, INK, 0.25), 12)
    rail = [(0, 170), (wide * 0.6, 176), (wide * 1.02, 200), (wide * 1.08, 186), (wide * 1.04, 168),
            (wide * 0.6, 148), (0, 138)]  # fmt: skip
    f.cel(f.v(_mirrored(rail)), _WOOD, 8)
    board = [
        (-wide - 14, seat - 14),
        (wide + 14, seat - 14),
        (wide + 14, seat + 22),
        (-wide - 14, seat + 22),
    ]
    f.cel(f.v(board), mix(_WOOD, WHITE, 0.06), 6)


def _armchair(f: Figure) -> None:
    """Upholstered, winged and buttoned, on short turned feet: of drawing rooms."""
    b, seat = f.b, f.b.hip_y + 40
    wide = max(b.hip, b.waist) + 70
    cloth: RGB = mix(_VELVET, f.acc, 0.2)
    for sx in (f.side, -f.side):
        x, low = sx * wide * 0.9, b.sole_y
        foot = [(x - 12, low - 70), (x + 12, low - 70), (x + 5, low - 6), (x - 5, low - 6)]
        f.cel(f.v(foot), _WOOD, 5)
    back = [(0, 176), (wide * 0.45, 168), (wide * 0.86, 196), (wide * 1.06, 240), (wide * 1.0, 340),
            (wide * 0.94, seat + 60)]  # fmt: skip
    f.cel(f.v(_mirrored(back)), cloth, 20)
    for x in (-0.6, -0.2, 0.2, 0.6):
        for y in (250, 330):
            f.a.fill(f.v(_button(x * wide, y)), f.a.dark(cloth))
    box = [(-wide, seat + 20), (wide, seat + 20), (wide, b.sole_y - 64), (-wide, b.sole_y - 64)]
    f.cel(f.v(box), cloth, 18)
    cushion = [(0, seat - 22), (wide * 0.8, seat - 18), (wide * 0.88, seat + 12),
               (wide * 0.8, seat + 46), (0, seat + 50)]  # fmt: skip
    f.cel(f.v(_mirrored(cushion)), mix(cloth, WHITE, 0.1), 12)
    for sx in (f.side, -f.side):
        x, low = sx * (wide + 8), b.sole_y - 66
        arm = spline([(x - sx * 34, 452), (x, 436), (x + sx * 26, 462), (x + sx * 24, low),
                      (x - sx * 28, low), (x - sx * 34, seat)], True)  # fmt: skip
        f.cel(f.v(arm), mix(cloth, WHITE, 0.05), 14)


def _button(x: float, y: float) -> Pts:
    """A button of upholstery."""
    return arr([(x - 5, y), (x, y - 6), (x + 5, y), (x, y + 6)])


def _plain(f: Figure) -> None:
    """A wooden chair with slats: kitchens, classrooms, feasts."""
    b, seat = f.b, f.b.hip_y + 44
    wide = max(b.hip, b.waist) + 30
    for sx in (f.side, -f.side):
        x = sx * wide
        for x0, low in ((x * 0.96, b.sole_y - 4), (x * 0.74, b.sole_y - 40)):
            leg = [(x0 - 9, seat), (x0 + 9, seat), (x0 + 6, low), (x0 - 6, low)]
            f.cel(f.v(leg), _OAK, 5)
        post = [(x * 0.9 - 10, 232), (x * 0.9 + 10, 232), (x + 9, seat), (x - 9, seat)]
        f.cel(f.v(post), _OAK, 5)
    for y in (250, 336, 422):
        slat = [(-wide * 0.9, y), (0, y - 8), (wide * 0.9, y), (wide * 0.9, y + 44), (0, y + 38),
                (-wide * 0.9, y + 44)]  # fmt: skip
        f.cel(f.v(slat), mix(_OAK, INK, 0.1), 8)
    board = [(-wide - 10, seat - 16), (wide + 10, seat - 16), (wide + 14, seat + 18),
             (-wide - 14, seat + 18)]  # fmt: skip
    f.cel(f.v(board), mix(_OAK, WHITE, 0.08), 6)


def _stool(f: Figure) -> None:
    """A drum stool of the time before machines: no back, a belly of wood and two bands."""
    b, seat = f.b, f.b.hip_y + 40
    wide = max(b.hip, b.waist) + 22
    low = b.sole_y
    drum = [(0, seat), (wide, seat + 6), (wide * 1.14, (seat + low) / 2), (wide, low - 14),
            (0, low - 4)]  # fmt: skip
    f.cel(f.v(_mirrored(drum)), _WOOD, 20)
    for y in (seat + 40, low - 44):
        f.a.ink(f.v(spline([(-wide * 1.04, y), (0, y + 12), (wide * 1.04, y)])), 7,
                mix(_WOOD, INK, 0.4), (0, 0))  # fmt: skip
    top = [(0, seat - 20), (wide * 0.94, seat - 14), (wide, seat + 8), (wide * 0.9, seat + 22),
           (0, seat + 26)]  # fmt: skip
    f.cel(f.v(_mirrored(top)), mix(_WOOD, WHITE, 0.1), 8)


def _bench(f: Figure) -> None:
    """A long board on two trestles: streets, stations, gardens, corridors; of any time."""
    b, seat = f.b, f.b.hip_y + 46
    wide = max(b.hip, b.waist) + 190
    for sx in (f.side, -f.side):
        x = sx * wide * 0.8
        for dx in (-34, 34):
            leg = [(x - 10, seat), (x + 10, seat), (x + dx + 9, b.sole_y - 8),
                   (x + dx - 9, b.sole_y - 8)]  # fmt: skip
            f.cel(f.v(leg), mul(_OAK, (190, 186, 190)), 5)
    board = [(-wide, seat - 20), (wide, seat - 20), (wide + 8, seat + 20), (-wide - 8, seat + 20)]
    f.cel(f.v(board), _OAK, 8)
    f.a.ink(f.v([(-wide, seat), (wide, seat)]), 1.8, f.a.line_of(_OAK), (0, 0), 0.7)


def _bed(f: Figure) -> None:
    b, s = f.b, f.side
    old = f.who.outfit in _OLD
    frame: RGB = _WOOD if old else (206, 212, 220)
    head = [(-s * 330, 150), (s * 190, 150), (s * 190, b.sole_y), (-s * 330, b.sole_y)]
    f.cel(f.v(head), mix(frame, INK, 0.1), 14)
    rail = [(-s * 346, 132), (s * 206, 132), (s * 206, 166), (-s * 346, 166)]
    f.cel(f.v(rail), frame, 6)
    pillow = spline([(-s * 250, 250), (-s * 40, 216), (s * 120, 250), (s * 134, 430),
                     (-s * 60, 480), (-s * 262, 440)], True)  # fmt: skip
    f.cel(f.v(pillow), _SHEET, 16)
    side = [
        (-s * 346, b.hip_y - 10),
        (s * 620, b.hip_y + 30),
        (s * 620, b.sole_y),
        (-s * 346, b.sole_y),
    ]
    f.cel(f.v(side), _SHEET, 18)


def _quilt(f: Figure) -> None:
    b, s = f.b, f.side
    rgb: RGB = (
        mix(_QUILT, f.acc, 0.25) if f.who.outfit not in _OLD else mix((150, 54, 60), f.acc, 0.3)
    )
    top = spline([(-s * 190, b.hip_y + 10), (-s * 60, b.hip_y - 34), (s * 90, b.hip_y - 60),
                  (s * 240, b.hip_y - 36), (s * 420, b.hip_y + 4),
                  (s * 640, b.hip_y + 22)])  # fmt: skip
    low = spline([(s * 640, b.sole_y - 40), (s * 240, b.sole_y - 10), (-s * 240, b.sole_y - 40)])
    p = f.v(np.vstack([top, low]))
    f.cel(p, rgb, 18)
    fold = spline([(-s * 190, b.hip_y + 10), (-s * 60, b.hip_y - 34), (s * 90, b.hip_y - 60),
                   (s * 240, b.hip_y - 36)])  # fmt: skip
    f.cel(f.v(np.vstack([fold, fold[::-1] + (s * 6, 44)])), WHITE, 8)
    for x, dx in ((-40, -30), (150, 20), (330, 60)):
        f.fold([(s * x, b.hip_y + 16), (s * (x + dx * 0.4), b.hip_y + 130),
                (s * (x + dx), b.sole_y - 80)], 2.4, rgb)  # fmt: skip


def _table(f: Figure) -> None:
    b = f.b
    y = table_y(f)
    rgb: RGB = _WOOD if f.who.outfit in _OLD else (150, 112, 84)
    top = [(-440, y), (440, y), (520, y + 58), (-520, y + 58)]
    f.cel(arr(top), mix(rgb, WHITE, 0.12), 8)
    f.cel(arr([(-520, y + 58), (520, y + 58), (520, y + 96), (-520, y + 96)]), rgb, 8)
    f.cel(
        arr([(-480, y + 96), (480, y + 96), (480, b.sole_y), (-480, b.sole_y)]),
        mix(rgb, INK, 0.3),
        14,
    )


def table_y(f: Figure) -> float:
    """Where the far edge of the table lies, below the wrists of arms that lean on it."""
    wrists = [f.arm_points(sx, p)[2][1] for sx, p in ((f.side, f.pose.far), (-f.side, f.pose.near))]
    return float(max(wrists)) + 2


def bowed(f: Figure) -> None:
    """Forehead almost on the floor: back and haunches rise behind the head, hands lie before it."""
    b, s, rgb = f.b, f.side, f.base
    t, low = abs(f.v.yaw), f.b.sole_y
    wide = b.shoulder
    rump = spline([(-wide * 0.9 - s * 60 * t, low - 10), (-wide * 1.18 - s * 150 * t, 60),
                   (-wide * 0.8 - s * 190 * t, -74), (-s * 150 * t, -132),
                   (wide * 0.7 - s * 120 * t, -96),
                   (wide * 1.1 - s * 70 * t, 40), (wide * 1.0, low - 12)], True)  # fmt: skip
    f.cel(rump, mul(rgb, (212, 204, 218)), 22)
    back = spline([(-wide * 1.0, 176), (-wide * 0.96 - s * 20 * t, 66),
                   (-wide * 0.5 - s * 70 * t, -34),
                   (-s * 60 * t, -62), (wide * 0.5 - s * 40 * t, -36), (wide * 0.98, 66),
                   (wide * 1.02, 176),
                   (0, 214)], True)  # fmt: skip
    f.cel(back, rgb, 20)
    for x in (-0.4, 0.0, 0.45):
        f.a.line([(x * wide - s * 60 * t, -40), (x * wide * 1.1 - s * 16 * t, 40),
                  (x * wide * 1.2, 130)], 2.0, f.a.line_of(rgb), (0.3, 0.5), 0.8)  # fmt: skip
    long = f.who.outfit in ("hanfu", "mantle", "evening")
    if long:
        pool = spline([(-wide * 1.9 - s * 120 * t, low + 4), (-wide * 1.2 - s * 80 * t, low - 84),
                       (wide * 1.2 - s * 40 * t, low - 84),
                       (wide * 1.6, low + 4)], True)  # fmt: skip
        f.cel(pool, rgb, 16)


def above_chin() -> Pts:
    """What of the canvas shows hair behind a head that is bowed: the rest lies along the back."""
    low = 84.0
    return arr([(-900, -900), (900, -900), (900, low), (-900, low)])


def hands_before(f: Figure) -> None:
    """The arms of who bows: on the floor before the head, one hand beside the other."""
    b, low, rgb = f.b, f.b.sole_y, f.base
    long = f.who.outfit in ("hanfu", "mantle", "evening")
    for sx in (f.side, -f.side):
        root, elbow = (
            arr([(sx * b.shoulder * 0.86, 130)])[0],
            arr([(sx * b.shoulder * 1.14, low - 40)])[0],
        )
        hand = arr([(sx * 62, low - 6)])[0]
        w = b.arm[1] + (18 if long else 9)
        line = spline([root, elbow, hand - (hand - elbow) * 0.16])
        f.cel(ribbon(line, np.linspace(w, w * (1.2 if long else 0.72), len(line))), rgb, 10)
        f.hand(sx, hand - (hand - elbow) * 0.2, arr([(-sx * 60, 34)])[0], ArmPose(hand="spread"))
