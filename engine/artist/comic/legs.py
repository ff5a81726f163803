"""Folded legs: who sits, kneels, has fallen or walks away; in trousers, bare, or under a skirt.

All measures are in head units before the body's view bends them. Thighs that come forward are
foreshortened and go to the side to which the person is turned, so that knees tell where she faces.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.artist.comic.ink import RGB, Pts, arclen, arr, flip, mul, ribbon, smooth_profile, spline
from engine.artist.comic.limbs import Limbs, disc

STRAIGHT = ("stand", "table")
_AHEAD = 150.0
"""How far to the side a thigh goes that comes forward, at a full turn."""


@dataclass(frozen=True)
class Leg:
    """One leg: hip, knee, ankle; half widths of thigh, knee and ankle. toe: -1 or 1, where the foot
    points; 0 for a foot that is not seen. behind: the shin lies behind the thigh."""

    hip: tuple[float, float]
    knee: tuple[float, float]
    ankle: tuple[float, float]
    toe: int
    behind: bool = False


def legs_of(f: Limbs) -> tuple[Leg, Leg]:
    """The leg on the far side and the near one."""
    far, near = (leg(f, sx) for sx in (f.side, -f.side))
    return far, near


def leg(f: Limbs, sx: int) -> Leg:
    """The leg on one side (-1, 1) as the pose folds it."""
    b, s, t = f.b, f.side, abs(f.v.yaw)
    low = b.sole_y
    wide = (36 if f.who.female else 54) * (0.6 + 0.4 * f.who.build)
    hip = (sx * b.hip * 0.46, b.hip_y)
    far = sx == s
    ahead = s * t * _AHEAD
    match f.pose.legs:
        case "sit" | "bed":
            knee = (sx * wide * 1.25 + ahead, b.hip_y + (30 if far else 46))
            foot = (knee[0] + s * t * 6 - sx * (10 if f.who.female else -4), low - 40)
            return Leg(hip, knee, foot, s)
        case "kneel":
            knee = (sx * wide * 0.98 + ahead * 0.3, low - 26 - (8 if far else 0))
            return Leg(hip, knee, (knee[0] - s * (70 + 110 * t), low - 30), -s, True)
        case "knee" if far:
            knee = (sx * 40 + ahead * 0.9, b.hip_y + 26)
            return Leg(hip, knee, (knee[0] + s * 14, low - 40), s)
        case "knee":
            knee = (sx * wide * 0.5, low - 30)
            return Leg(hip, knee, (knee[0] - s * (90 + 100 * t), low - 34), -s, True)
        case "floor":
            up = 108 if far else 34
            knee = (s * (150 if far else 205), low - up)
            foot = (s * (262 if far else 330), low - (22 if far else 8))
            return Leg((sx * b.hip * 0.3, low - 58), knee, foot, s)
        case "cross":
            if far:
                return Leg(hip, (sx * 44, b.knee_y), (sx * 46, low - 44), sx)
            return Leg(hip, (sx * 14, b.knee_y - 6), (-sx * 4, low - 44), s)
        case _:  # walk: seen from behind, one foot lifts off
            if far:
                return Leg(hip, (sx * 40, b.knee_y - 20), (sx * 30, low - 120), 0)
            return Leg(hip, (sx * 46, b.knee_y), (sx * 34, low - 44), 0)


def clothed(
    f: Limbs, rgb: RGB, width: float, shoe: RGB, pattern: Callable[..., None] | None = None
) -> None:
    """Trousers on folded legs, with shoes; none under a quilt."""
    if f.pose.legs == "bed":
        return
    k = width * f.who.build**0.5 * (0.82 if f.who.female else 1.0)
    for one in legs_of(f):
        _foot(f, one, shoe, 1.0)
        shape = _limb(f, one, (45 * k, 42 * k, 30 * width), rgb, None)
        if pattern:
            for p in shape:
                with f.a.clip(p):
                    pattern()
        _creases(f, one, rgb, 42 * k)


def bare(f: Limbs, shoe: RGB, sock: RGB | None) -> None:
    """Naked folded legs with low shoes, and stockings where there are any; none under a quilt."""
    if f.pose.legs == "bed":
        return
    for one in legs_of(f):
        _foot(f, one, shoe, 0.72)
        _limb(f, one, (40, 25, 14), f.skin, f.skin_dark)
        if sock:
            k, e = arr([one.knee, one.ankle])
            line = spline([k + (e - k) * 0.5, k + (e - k) * 0.75, e])
            f.cel(f.v(ribbon(line, np.linspace(23, 16, len(line)))), sock, 7)


def _limb(
    f: Limbs, one: Leg, half: tuple[float, float, float], rgb: RGB, dark: RGB | None
) -> tuple[Pts, Pts]:
    hip, knee, ankle = arr([one.hip, one.knee, one.ankle])
    tone, line = (dark, f.skin_line) if dark else (f.a.dark(rgb), f.a.line_of(rgb))
    thigh = spline([hip, (hip + knee) / 2 + (0, -4), knee], steps=8)
    p = f.v(
        ribbon(
            thigh,
            smooth_profile(
                arclen(thigh), [(0, half[0]), (0.5, half[0] * 0.98), (1, half[1] * 0.96)]
            ),
        )
    )
    calf = (half[1] + half[2]) / 2 + (4 if dark else 2)
    shin = spline([knee, (knee + ankle) / 2, ankle], steps=8)
    q = f.v(
        ribbon(shin, smooth_profile(arclen(shin), [(0, half[1] * 0.94), (0.4, calf), (1, half[2])]))
    )
    cap = disc(f.v([one.knee])[0], half[1] * 0.92)
    if one.behind:
        shade = mul(rgb, (196, 184, 206))
        f.blob([q], shade, f.a.dark(shade), line, 8)
        f.blob([p], rgb, tone, line, 14, joints=[cap])
    elif f.pose.legs in ("sit", "bed", "knee"):
        f.blob([q], rgb, tone, line, 12)
        under = spline([knee + (-half[1], 8), knee + (0, half[1] * 1.5), knee + (half[1], 8)], True)
        with f.a.clip(q):
            f.a.fill(f.v(under), tone)  # the knee's shadow on the shin
        f.blob([p], rgb, tone, line, 12, joints=[cap])
    else:
        f.blob([p, q], rgb, tone, line, 13, joints=[cap])
    return p, q


def _creases(f: Limbs, one: Leg, rgb: RGB, r: float) -> None:
    hip, knee, ankle = arr([one.hip, one.knee, one.ankle])
    along = (ankle - knee) / max(float(np.linalg.norm(ankle - knee)), 1e-6)
    for k in (-0.5, 0.0, 0.5):
        root = knee + (k * r, r * 0.5)
        if not one.behind:
            f.fold(
                [root, root + along * 26 + (k * 4, 0), root + along * (60 - 20 * abs(k))], 1.9, rgb
            )
    way = knee - hip
    for k in (0.2, 0.36):
        at = hip + way * k
        f.fold([at + (-r * 0.5, 6), at + (0, 12), at + (r * 0.6, 2)], 1.8, rgb)


def _foot(f: Limbs, one: Leg, rgb: RGB, k: float) -> None:
    """A shoe in profile that points to `toe`, or a heel seen from behind."""
    x, y = one.ankle
    s = one.toe
    if one.behind:  # on its tip behind the knee
        p = [(x, y - 18 * k), (x + s * 62 * k, y - 16 * k), (x + s * 74 * k, y + 22), (x, y + 26)]
    elif s == 0:
        p = [(x - 22 * k, y - 14), (x + 22 * k, y - 14), (x + 26 * k, y + 44), (x - 26 * k, y + 44)]
    else:
        p = [(x - s * 26 * k, y - 16), (x + s * 22 * k, y - 16), (x + s * 46 * k, y + 14),
             (x + s * 86 * k, y + 28), (x + s * 84 * k, y + 44),
             (x - s * 30 * k, y + 44)]  # fmt: skip
    q = f.v(spline(p, True))
    f.cel(q, rgb, 7)
    with f.a.clip(q):
        sole = [(x - 120, y + 36), (x + 120, y + 36), (x + 120, y + 60), (x - 120, y + 60)]
        f.a.fill(f.v(sole), mul(rgb, (110, 110, 120)))


def skirt(f: Limbs, rgb: RGB, top: float, hem: float, w0: float, pleats: int) -> Pts:
    """A skirt or the lower part of a robe over folded legs; returns its outline on the canvas.

    top, hem: y of waist and hem as they would be standing, w0: half the waist.
    """
    long = hem > f.b.sole_y - 60
    shape, lines, lap = _draped(f, top, hem, w0, long=long)
    p = f.v(shape)
    f.cel(p, rgb, 16)
    with f.a.clip(p):
        if lap is not None:
            f.a.fill(f.v(lap), f.a.dark(rgb), 0.85)
        rng = np.random.default_rng(f.who.seed)
        for line in lines:
            q = f.v(spline(line))
            w = smooth_profile(arclen(q), [(0, 0.5), (0.6, 6), (1, 11)]) * rng.uniform(0.7, 1.2)
            f.a.fill(ribbon(q + w[:, None] * 0.5, w), f.a.dark(rgb), 0.8)
            f.a.ink(q, 2.0, f.a.line_of(rgb), (0.3, 0.1), 0.9)
    return p


_Lines = list[list[tuple[float, float]]]


def _draped(
    f: Limbs, top: float, hem: float, w0: float, *, long: bool
) -> tuple[Pts, _Lines, Pts | None]:
    """Outline, lines of folds, and what of the cloth falls down from the knees in shadow."""
    b, s, t = f.b, f.side, abs(f.v.yaw)
    low = b.sole_y if long else min(hem, b.sole_y - 10)
    match f.pose.legs:
        case "sit" | "bed":
            ahead, wide = s * t * _AHEAD, b.hip * 0.78 + (26 if long else 2)
            knee_y = b.hip_y + 34
            end = low - 6 if long else min(low, knee_y + 34)
            if f.pose.legs == "bed":
                end, long = knee_y + 40, False
            spread = 44 if long else -6
            left = [(-w0, top), (-b.hip - 8, b.hip_y - 20), (-wide + min(ahead, 0), knee_y),
                    (-wide - spread * 0.4 + ahead, end - 60 if long else end),
                    (-wide - spread + ahead, end)]  # fmt: skip
            right = [(w0, top), (b.hip + 8, b.hip_y - 20), (wide + max(ahead, 0), knee_y),
                     (wide + spread * 0.4 + ahead, end - 60 if long else end),
                     (wide + spread + ahead, end)]  # fmt: skip
            shape = _closed(left, right, f.who.seed, 8 if long else 4)
            lap = arr([(-wide + ahead - 60, knee_y + 34), (ahead, knee_y + 62),
                       (wide + ahead + 60, knee_y + 34), (wide + ahead + 60, end + 40),
                       (-wide + ahead - 60, end + 40)])  # fmt: skip
            lines: _Lines = [
                [(k * wide * 0.8 + ahead, knee_y + 20),
                 (k * wide * 0.9 + ahead, (knee_y + end) / 2),
                 (k * (wide + spread * 0.6) + ahead, end)]
                for k in (-0.7, -0.25, 0.2, 0.66)
            ] if long else []  # fmt: skip
            lines += [[(k * w0 * 0.6, b.hip_y - 30), (k * 40 + ahead * 0.5, b.hip_y),
                       (k * 66 + ahead, knee_y + 8)] for k in (-0.9, 0.9)]  # fmt: skip
            return shape, lines, lap if long else None
        case "floor":
            return _pool(f, top, w0, (s * 372 if long else s * 176, -s * 150))
        case "kneel" | "knee" if long:
            return _pool(f, top, w0, (s * (b.hip + 96), -s * (b.hip + 120 + 60 * t)))
        case _:
            half = spline([(w0, top), (b.hip + 4, b.hip_y), (b.hip + (70 if long else -2), low)])
            shape = np.vstack([half, flip(half)[::-1]])
            return shape, [[(k * w0, top), (k * b.hip, b.hip_y), (k * (b.hip + 20), low)]
                           for k in (-0.5, 0.4)], None  # fmt: skip


def _closed(left: list[tuple[float, float]], right: list[tuple[float, float]], seed: int,
            wave: float) -> Pts:  # fmt: skip
    """An outline from two sides and a wavy hem between their ends."""
    n = 9
    x = np.linspace(right[-1][0], left[-1][0], n)
    y = np.linspace(right[-1][1], left[-1][1], n) + wave * np.cos(np.arange(n) * 2.4 + seed)
    hem = spline(np.stack([x, y + 6], 1), steps=4)
    return np.vstack([spline(left)[::-1], spline(right), hem])


def _pool(
    f: Limbs, top: float, w0: float, ends: tuple[float, float]
) -> tuple[Pts, _Lines, Pts | None]:
    """Cloth that lies on the floor around who kneels or has fallen, between two x."""
    b = f.b
    (x1, x0), low = sorted(ends, reverse=True), b.sole_y
    up = 84.0 if f.pose.legs == "floor" else 120.0

    def side(x: float) -> list[tuple[float, float]]:
        sx = 1 if x > 0 else -1
        return [(sx * w0, top), (sx * (b.hip + 6), min(b.hip_y, low - up - 40)),
                (sx * (b.hip + 10) * 0.5 + x * 0.52, low - up * 0.7), (x * 0.86, low - 34),
                (x, low - 4)]  # fmt: skip

    shape = _closed(side(x0), side(x1), f.who.seed, 7)
    start = min(b.hip_y, low - up)
    lines: _Lines = [
        [(k * w0 * 0.7, start), (k * b.hip * 0.8, (start + low) / 2),
         ((x0 if k < 0 else x1) * abs(k) * 0.95, low)]
        for k in (-0.8, -0.42, 0.1, 0.5, 0.85)
    ]  # fmt: skip
    return shape, lines, None
