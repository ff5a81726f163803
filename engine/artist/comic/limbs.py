"""Bodies as measures, poses and hands; arms that bend, drawn ink under colour."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
import skia

from engine.artist.comic.hair import (
    Hair,
)
from engine.artist.comic.hairstyles import hair_of
from engine.artist.comic.hands import FINGER, HANDS
from engine.artist.comic.held import hold
from engine.artist.comic.ink import (
    INK,
    RGB,
    Art,
    Points,
    Pts,
    arclen,
    arr,
    mix,
    mul,
    path,
    ribbon,
    rotate,
    smooth_profile,
    spline,
)
from engine.artist.comic.poses import POSES, ArmPose, Pose
from engine.artist.comic.skull import HeadView
from engine.artist.comic.spec import CALM, SKINS, Character, Expression
from engine.artist.comic.turn import smooth

# ---- proportions (same unit as the head) ---------------------------------
HEM_SAG = 9.0
TWIST = 0.0085
"""Slope of the shoulders for each head unit by which the hips are out."""
ASIDE = (0.86, 1.0)
"""Turns between which shoulders follow a head into profile: only two who face each other."""
FRONT_Y, FRONT, FRONT_ASIDE = (60, 160, 400, 700), (-4, 6, 14, 8), (0, 20, 34, 22)
"""Head units by which the middle of the chest lies before the axis of a turned body, by height;
and how much further in profile."""
SLOPE_Y, SLOPE = (130, 175, 300, 470, 570, 720), (0, 1, 0.6, -0.35, -0.7, 0)
SIDE_SAMPLES, SEAM_TOP, SEAM_LOW = 82, 19, 44  # samples of a torso side: all, shoulder top, armpit
STRETCH = 0.93
"""How straight an arm is that goes to an aim: distance from shoulder to wrist by its length."""
NECK_Y, PIT_Y, SHOULDER_Y, ARMPIT_Y = 92.0, 160.0, 184.0, 272.0


@dataclass(frozen=True)
class Build:
    neck: float
    shoulder: float
    armpit: float
    bust: float
    waist: float
    hip: float
    waist_y: float
    hip_y: float
    crotch_y: float
    knee_y: float
    sole_y: float
    upper: float
    fore: float
    arm: tuple[float, float, float, float]
    hand: float


FEMALE = Build(25, 121, 92, 97, 72, 108, 424, 562, 640, 970, 1400, 168, 148, (27, 25, 20, 13), 0.86)
MALE = Build(
    36, 164, 128, 130, 106, 112, 462, 590, 668, 1010, 1460, 188, 164, (40, 36, 29, 18), 1.02
)
ELDER = Build(
    34, 142, 116, 120, 116, 118, 456, 580, 650, 960, 1380, 176, 154, (36, 32, 27, 17), 0.98
)

ELDER_FEMALE = Build(
    28, 116, 100, 105, 101, 116, 440, 572, 648, 960, 1372, 162, 146, (28, 26, 21, 14), 0.86
)
SMALL = {"child": (0.74, 0.70), "teen": (0.92, 0.95)}
"""Breadth and length of a young body against a grown one whose head is as large."""


def build_of(w: Character) -> Build:
    """The measures of a character's body, in head units."""
    grown, old = (FEMALE, ELDER_FEMALE) if w.female else (MALE, ELDER)
    b = old if w.age == "elder" else grown
    if w.age in SMALL:
        b = _smaller(b, *SMALL[w.age])

    def leg(y: float) -> float:
        return b.hip_y + (y - b.hip_y) * w.stature

    k = w.build
    limb = 1 + (k - 1) * 0.8
    return replace(
        b,
        shoulder=b.shoulder * k,
        armpit=b.armpit * k,
        bust=b.bust * k,
        waist=b.waist * (1 + (k - 1) * 0.8),
        hip=b.hip * (1 + (k - 1) * 0.4),
        neck=b.neck * (1 + (k - 1) * 0.8),
        crotch_y=leg(b.crotch_y),
        knee_y=leg(b.knee_y),
        sole_y=leg(b.sole_y),
        arm=(b.arm[0] * limb, b.arm[1] * limb, b.arm[2] * limb, b.arm[3] * limb),
    )


def _smaller(b: Build, wide: float, tall: float) -> Build:
    """A young body: narrower and shorter from the pit of the neck down."""
    down = {
        name: PIT_Y + (getattr(b, name) - PIT_Y) * tall
        for name in ("waist_y", "hip_y", "crotch_y", "knee_y", "sole_y")
    }
    across = {
        name: getattr(b, name) * wide for name in ("neck", "shoulder", "armpit", "bust", "hip")
    }
    w0, w1, w2, w3 = (width * (0.35 + 0.65 * wide) for width in b.arm)
    return replace(
        b,
        **down,
        **across,
        waist=b.waist * (0.25 + 0.75 * wide),
        upper=b.upper * tall,
        fore=b.fore * tall,
        arm=(w0, w1, w2, w3),
        hand=b.hand * (0.3 + 0.7 * wide),
    )


@dataclass(frozen=True)
class BodyView:
    yaw: float = 0.0
    sway: float = 0.0

    def __call__(self, p: Points, depth: float = 0.0) -> Pts:
        q = arr(p).copy()
        t, s = abs(self.yaw), (1 if self.yaw >= 0 else -1)
        aside = smooth(t, *ASIDE)
        x = q[:, 0] * s
        x = x * np.where(x < 0, 1 - 0.06 * t - 0.13 * aside, 1 - 0.24 * t - 0.28 * aside) + (
            np.interp(q[:, 1], FRONT_Y, FRONT) * t
            + np.interp(q[:, 1], FRONT_Y, FRONT_ASIDE) * aside
            + depth * t
        )
        hip = self.sway * np.interp(q[:, 1], (160, 420, 570, 1000, 1400), (0, 0.7, 1, 0.4, -0.2))
        # the shoulders slope against the hips, as the weight is on one leg
        slope = self.sway * TWIST * np.interp(q[:, 1], SLOPE_Y, SLOPE)
        return np.stack([x * s + hip, q[:, 1] + x * s * slope], 1)


def settled(b: Build, legs: str) -> Build:
    """The build as it is when the legs are folded: the floor comes up to who sits or kneels.

    Knees of robes and coats are where cloth begins to spread.
    """
    floor = floor_of(b, legs)
    if floor == b.sole_y:
        return b
    return replace(b, sole_y=floor, knee_y=min(b.knee_y, (b.hip_y + floor) / 2))


def floor_of(b: Build, legs: str) -> float:
    """How far below the head's centre the floor is, in head units. b: of the standing person."""
    shin = b.sole_y - b.knee_y
    match legs:
        case "kneel":
            return b.knee_y + 30
        case "knee":
            return b.hip_y + shin + 26
        case "sit":
            return b.hip_y + shin + 52
        case "floor":
            return b.hip_y + 78
        case "bow":
            return 250.0
        case "bed":
            return b.hip_y + shin + 10
        case _:
            return b.sole_y


class Limbs:
    """One drawn person: order of layers, arms, clothes, head."""

    def __init__(
        self,
        art: Art,
        who: Character,
        expr: Expression = CALM,
        yaw: float = 0.0,
        pose: str | Pose = "stand",
        head_yaw: float | None = None,
        back: bool = False,
        aims: dict[int, Pts] | None = None,
    ) -> None:
        """aims: by side (-1, 1), where a wrist goes whatever the pose says, in head units."""
        self.pose = POSES[pose] if isinstance(pose, str) else pose
        self.a, self.who, self.e, self.back = art, who, expr, back or self.pose.turned
        self.aims, self.holds = aims or {}, ""
        self.over, self.seen, self.covered = False, cast("Art | None", None), False
        self.whole = build_of(who)
        self.b = settled(self.whole, self.pose.legs)
        self.hv = HeadView(yaw if head_yaw is None else head_yaw, expr.pitch)
        self.side = 1 if yaw >= 0 else -1
        self.v = BodyView(yaw, -self.side * self.pose.lean)
        self.skin, self.skin_dark = SKINS[who.skin]
        self.skin_line = mix(mul(self.skin_dark, (120, 80, 84)), INK, 0.55)
        self.base, self.acc = who.outfit_rgb, who.accent_rgb
        self.dark, self.line = art.dark(self.base), art.line_of(self.base)
        self.hair: Hair = hair_of(who)

    def cel(self, p: Pts, rgb: RGB, depth: float = 14, line: bool = True, w: float = 2.6) -> None:
        self.a.cel(p, rgb, self.a.dark(rgb), depth, self.a.line_of(rgb) if line else None, w)

    def fold(self, pts: Points, w: float = 2.0, rgb: RGB | None = None, a: float = 0.9) -> None:
        self.a.ink(self.v(spline(pts)), w, self.a.line_of(rgb or self.base), (0.15, 0.7), a)

    def tuck(self, pts: Points, rgb: RGB | None = None, a: float = 0.75) -> None:
        """Fold shadow: a leaf of second tone."""
        self.a.fill(self.v(spline(pts, True)), self.a.dark(rgb or self.base), a)

    def blob(
        self,
        parts: list[Pts],
        rgb: RGB,
        dark: RGB,
        line: RGB,
        depth: float,
        w: float = 2.4,
        joints: Sequence[Pts] = (),
    ) -> None:
        a = self.a
        off = np.array([-a.light.x, -a.light.y]) * 0.35 * a.lw
        for p in [*parts, *joints]:
            a.fill(p + off, line)
            a.c.drawPath(
                path(p),
                a.paint(
                    line,
                    1,
                    Style=skia.Paint.kStroke_Style,
                    StrokeWidth=w * a.lw * 1.25,
                    StrokeJoin=skia.Paint.kRound_Join,
                ),
            )
        for p in [*parts, *joints]:
            a.fill(p, rgb)
        for p in parts:
            a.shade(p, dark, depth)

    def shoulder(self, sx: int) -> Pts:
        at: Pts = self.v(
            [(sx * (self.b.shoulder - self.b.arm[0] * 0.90), SHOULDER_Y + self.b.arm[0] * 0.98)]
        )[0]
        return at

    def arm_points(self, sx: int, p: ArmPose) -> tuple[Pts, Pts, Pts]:
        """Shoulder, elbow and wrist; the wrist goes where it is wanted (`aims`)."""
        own = self.pose.aim if sx == self.side else self.pose.near_aim
        if sx in self.aims:
            return self.bent(sx, self.aims[sx])
        if own is not None:
            return self.bent(sx, np.array([self.side * own[0], own[1]]))
        k = 1 - 0.10 * abs(self.v.yaw) * (sx == self.side)

        def d(deg: float, n: float) -> Pts:
            return np.array(
                [sx * math.sin(math.radians(deg)) * n * k, math.cos(math.radians(deg)) * n]
            )

        s = self.shoulder(sx)
        e = s + d(p.upper, self.b.upper * p.fu)
        return s, e, e + d(p.fore, self.b.fore * p.ff)

    def bent(self, sx: int, to: Pts) -> tuple[Pts, Pts, Pts]:
        """An arm whose wrist is at `to`: the elbow hangs low. Too far an aim stretches the arm by a
        sixth at most; too near a one foreshortens it, as an arm that comes forward."""
        s = self.shoulder(sx)
        if (to - s)[0] * sx < 0:  # across the chest: the shoulder comes forward with the arm
            s = s + (-sx * 16, 8)
        way = to - s
        far = max(float(np.linalg.norm(way)), 1e-6)
        whole = self.b.upper + self.b.fore
        k = min(1.16, max(0.5, far / whole / STRETCH))
        u, f = self.b.upper * k, self.b.fore * k
        if far >= u + f:
            to, far = s + way / far * (u + f), u + f
        cos = (u * u + far * far - f * f) / max(2 * u * far, 1e-6)
        angle = math.acos(max(-1.0, min(1.0, cos)))
        first = math.atan2(way[1], way[0])
        elbows = [
            s + u * np.array([math.cos(first + t), math.sin(first + t)]) for t in (angle, -angle)
        ]
        return s, max(elbows, key=lambda e: float(e[1])), to

    def arm(
        self,
        sx: int,
        p: ArmPose,
        cloth: RGB | None,
        ease: float,
        flare: float = 0.0,
        cuff: Callable[..., None] | None = None,
        front: bool = False,
        pattern: Callable[..., None] | None = None,
    ) -> None:
        """The upper arm goes behind the torso; the forearm too, unless the pose brings it out."""
        s, e, h = self.arm_points(sx, p)
        rgb = cloth or self.skin
        dark = self.skin_dark if cloth is None else self.a.dark(cloth)
        line = self.skin_line if cloth is None else self.a.line_of(cloth)
        w0, w1, w2, w3 = (w + ease for w in self.b.arm)
        w3 += flare - ease * 0.1
        upper, fore = front == p.whole, front == p.front
        if p.over and fore and not self.before_head():
            return
        if fore and p.hand != "none":
            self.hand(sx, h, h - e, p)
        parts: list[Pts] = []
        if upper:
            up = spline([s, s + (e - s) * 0.5 + (sx * 2, 0), e], steps=8)
            parts.append(ribbon(up, smooth_profile(arclen(up), [(0, w0), (0.4, w1), (1, w2)])))
        if fore:
            fo = spline([e, e + (h - e) * 0.45 + (sx * 1.5, 0), h], steps=8)
            parts.append(
                ribbon(fo, smooth_profile(arclen(fo), [(0, w2), (0.3, w2 * 1.05), (1, w3)]))
            )
        joints = [disc(e, w2 * 0.99)] + ([disc(s, w0)] if upper else [])
        self.blob(parts, rgb, dark, line, 10, joints=joints)
        if not upper:  # hide the elbow's ink inside the sleeve it continues
            stub = np.linspace(e + (s - e) * 0.26, e, 6)
            self.a.fill(ribbon(stub, np.linspace(w2 * 0.96, w2 * 0.9, 6)), rgb)
        if pattern:
            for on, ff in ((upper, False), (fore, True)):
                if on:
                    pattern(self, sx, s, e, h, w2, ff)
        if fore:
            self.crook(sx, (s, e, h), cloth, w2, p)
        if cuff and fore:
            cuff(self, h, h - e, w3, sx)
        if p.over and fore:
            self.before_head()

    def crook(self, sx: int, at: tuple[Pts, Pts, Pts], cloth: RGB | None, r: float,
              p: ArmPose) -> None:  # fmt: skip
        """Folds in the crook of an arm, or the line of a bare one."""
        s, e, h = at
        if cloth is not None:
            self.arm_folds(sx, s, e, h, cloth, r, p)
            return
        self.a.line(
            [(e + (sx * r * 0.2, -4)), (e + (-sx * r * 0.1, 3)), (e + (-sx * r * 0.5, 2))],
            1.5,
            self.skin_line,
            (0.3, 0.6),
            0.7,
        )

    def before_head(self) -> bool:
        """Turn to the canvas before the head, or back from it; False where it is not drawn now."""
        if self.seen is None:
            return False
        self.a, self.seen = self.seen, self.a
        return True

    def arm_folds(self, sx: int, s: Pts, e: Pts, h: Pts, cloth: RGB, r: float, p: ArmPose) -> None:
        a, line = self.a, self.a.line_of(cloth)
        bend = abs(p.fore - p.upper)
        inward = (h + s) / 2 - e
        inward = (
            inward / max(float(np.linalg.norm(inward)), 1e-6) if bend > 12 else np.array([-sx, 0.1])
        )
        ax = (h - s) / max(float(np.linalg.norm(h - s)), 1e-6)
        for k, o in enumerate((-0.5, 0.05, 0.55)):
            root = e + inward * r * 0.92 + ax * o * r * 0.9
            end = (
                e
                - inward * r * (0.15 + 0.2 * (k == 1))
                + ax * o * r * (0.4 if bend > 12 else 1.3)
                + ax * 7
            )
            a.fill(
                spline([root, (root + end) / 2 + ax * 4, end, (root + end) / 2 - ax * 3], True),
                a.dark(cloth),
                0.8,
            )
            a.line([root, (root + end) / 2 - ax * 3, end], 2.0, line, (0.05, 0.8))
        root = s + (-sx * r * 0.7, r * 1.1)
        a.line(
            [root, (root + (sx * r * 0.5, r * 0.25)), (root + (sx * r * 1.0, r * 0.2))],
            1.9,
            line,
            (0.05, 0.8),
        )

    def hand(self, sx: int, at: Pts, along: Pts, p: ArmPose) -> None:
        """A hand at the wrist `at`, and before it what it holds; fingers lie over the thing."""
        spec, k = HANDS[p.hand], self.b.hand
        if self.holds and p.hand == "grip":
            hold(self, at, along, sx, self.holds)
        ang = math.degrees(math.atan2(along[0], along[1])) - sx * p.hand_deg * -1

        def place(q: Points) -> Pts:
            return rotate(arr(q) * (-sx * k * (0.9 if self.who.female else 1), k), -ang) + at

        pal = arr([(x, y) for x, y, _ in spec["palm"]])
        spine = spline(pal)
        ph = smooth_profile(
            arclen(spine),
            [(0, spec["palm"][0][2]), (0.45, spec["palm"][1][2]), (1, spec["palm"][2][2])],
        )
        parts = [place(ribbon(spine, ph))]
        fr = 5.0 if self.who.female else 6.0
        for f in spec["fingers"] + [spec["thumb"]]:
            q = spline(f)
            r = fr if f is not spec["thumb"] else fr * 1.15
            parts.append(place(ribbon(q, smooth_profile(arclen(q), FINGER) * r)))
            parts.append(disc(place([f[-1]])[0], r * k * 0.62))
        self.blob(parts, self.skin, self.skin_dark, self.skin_line, 4, 2.0)
        fs = spec["fingers"]
        for f, g in itertools.pairwise(fs):
            m = [(arr(f[i]) + arr(g[i]))[0] / 2 for i in range(3)]
            m[0] = m[0] + (0, 4)
            self.a.ink(place(spline(m)), 1.5, self.skin_line, (0.35, 0.15), 0.9)
        th = spline(spec["thumb"])
        self.a.ink(
            place(ribbon(th, smooth_profile(arclen(th), FINGER) * fr * 1.1)[: len(th)][3:]),
            1.5,
            self.skin_line,
            (0.3, 0.2),
            0.8,
        )


def disc(c: Pts, r: float) -> Pts:
    th = np.linspace(0, 2 * math.pi, 22, endpoint=False)
    return np.stack([np.cos(th) * r + c[0], np.sin(th) * r + c[1]], 1)
