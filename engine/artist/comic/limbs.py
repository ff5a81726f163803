"""Bodies as measures, poses and hands; arms that bend, drawn ink under colour."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import skia

from engine.artist.comic.hair import (
    Hair,
)
from engine.artist.comic.hairstyles import hair_of
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
from engine.artist.comic.skull import HeadView
from engine.artist.comic.spec import CALM, SKINS, Character, Expression

# ---- proportions (same unit as the head) ---------------------------------
HEM_SAG = 9.0
TWIST = 0.0085
"""Slope of the shoulders for each head unit by which the hips are out."""
SLOPE_Y, SLOPE = (130, 175, 300, 470, 570, 720), (0, 1, 0.6, -0.35, -0.7, 0)
SIDE_SAMPLES, SEAM_TOP, SEAM_LOW = 82, 19, 44  # samples of a torso side: all, shoulder top, armpit
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
class ArmPose:
    """Degrees from straight down; + is away from the body. Foreshortening per segment."""

    upper: float = 7.0
    fore: float = 2.0
    hand: str = "relaxed"
    hand_deg: float = 0.0
    fu: float = 1.0
    ff: float = 1.0
    front: bool = False


@dataclass(frozen=True)
class Pose:
    near: ArmPose = ArmPose()
    far: ArmPose = ArmPose()
    lean: float = 0.0
    step: float = 0.0


POSES: dict[str, Pose] = {
    "stand": Pose(ArmPose(9, 1), ArmPose(10, 2), 7),
    "hip": Pose(ArmPose(34, -50, "fist", 30, front=True), ArmPose(11, 0), 12),
    "crossed": Pose(
        ArmPose(12, -94, "none", front=True), ArmPose(12, -101, "flat", 8, front=True), 6
    ),
    "clasp": Pose(
        ArmPose(15, -58, "fist", -8, front=True), ArmPose(15, -56, "flat", -20, front=True), -5
    ),
    "chest": Pose(ArmPose(16, -128, "flat", 32, front=True), ArmPose(9, 0), 6),
    "point": Pose(ArmPose(9, 2), ArmPose(62, 96, "point", 0, 0.92, 0.80, True)),
    "pocket": Pose(ArmPose(19, -12, "none"), ArmPose(9, -1), 9),
    "chin": Pose(
        ArmPose(8, -158, "fist", 14, 0.96, 0.98, True), ArmPose(14, -96, "flat", 0, front=True)
    ),
    "fists": Pose(ArmPose(20, 6, "fist"), ArmPose(15, 4, "fist"), 5, 6),
    "open": Pose(
        ArmPose(24, 62, "flat", 24, 1.0, 0.86, True),
        ArmPose(20, 50, "flat", 20, 1.0, 0.86, True),
        8,
        4,
    ),
    "behind": Pose(ArmPose(20, -30, "none"), ArmPose(18, -28, "none"), -6, 4),
    "raise": Pose(ArmPose(34, 152, "fist", 4, 0.94, 0.96, True), ArmPose(16, 6, "fist"), 9, 6),
}

# ---- hands: wrist at origin, +y along the forearm, +x to the thumb --------
FINGER = [(0, 1), (0.45, 0.96), (0.8, 0.84), (1, 0.45)]
HANDS: dict[str, dict[str, Any]] = {
    "relaxed": {
        "palm": [(0, -4, 14), (1, 20, 19), (0, 46, 18)],
        "fingers": [
            [(12, 40), (14, 62), (9, 82)],
            [(4, 44), (4, 70), (0, 92)],
            [(-5, 43), (-6, 68), (-8, 88)],
            [(-13, 38), (-15, 58), (-15, 76)],
        ],
        "thumb": [(12, 8), (24, 28), (22, 56)],
    },
    "flat": {
        "palm": [(0, -4, 14), (1, 20, 19), (0, 46, 19)],
        "fingers": [
            [(13, 40), (14, 66), (12, 90)],
            [(5, 44), (5, 74), (4, 100)],
            [(-4, 43), (-4, 72), (-4, 96)],
            [(-13, 38), (-14, 62), (-13, 82)],
        ],
        "thumb": [(12, 6), (26, 22), (30, 48)],
    },
    "fist": {
        "palm": [(0, -4, 14), (0, 18, 20), (0, 46, 19)],
        "fingers": [
            [(13, 40), (14, 52), (8, 60)],
            [(4, 42), (4, 57), (0, 62)],
            [(-5, 42), (-5, 56), (-8, 60)],
            [(-13, 38), (-14, 50), (-14, 54)],
        ],
        "thumb": [(14, 12), (20, 32), (6, 44)],
    },
    "point": {
        "palm": [(0, -4, 14), (0, 18, 19), (0, 44, 18)],
        "fingers": [
            [(12, 38), (14, 72), (14, 104)],
            [(4, 42), (5, 56), (10, 60)],
            [(-5, 42), (-4, 55), (2, 58)],
            [(-12, 38), (-12, 50), (-6, 53)],
        ],
        "thumb": [(12, 10), (22, 30), (14, 50)],
    },
}


@dataclass(frozen=True)
class BodyView:
    yaw: float = 0.0
    sway: float = 0.0

    def __call__(self, p: Points, depth: float = 0.0) -> Pts:
        q = arr(p).copy()
        t, s = abs(self.yaw), (1 if self.yaw >= 0 else -1)
        x = q[:, 0] * s
        x = x * np.where(x < 0, 1 - 0.06 * t, 1 - 0.24 * t) + t * (
            np.interp(q[:, 1], (60, 160, 400, 700), (-4, 6, 14, 8)) + depth
        )
        hip = self.sway * np.interp(q[:, 1], (160, 420, 570, 1000, 1400), (0, 0.7, 1, 0.4, -0.2))
        # the shoulders slope against the hips, as the weight is on one leg
        slope = self.sway * TWIST * np.interp(q[:, 1], SLOPE_Y, SLOPE)
        return np.stack([x * s + hip, q[:, 1] + x * s * slope], 1)


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
    ) -> None:
        self.a, self.who, self.e, self.back = art, who, expr, back
        self.b = build_of(who)
        self.hv = HeadView(yaw if head_yaw is None else head_yaw, expr.pitch)
        self.pose = POSES[pose] if isinstance(pose, str) else pose
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
        k = 1 - 0.10 * abs(self.v.yaw) * (sx == self.side)

        def d(deg: float, n: float) -> Pts:
            return np.array(
                [sx * math.sin(math.radians(deg)) * n * k, math.cos(math.radians(deg)) * n]
            )

        s = self.shoulder(sx)
        e = s + d(p.upper, self.b.upper * p.fu)
        return s, e, e + d(p.fore, self.b.fore * p.ff)

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
        upper, fore = not front, front == p.front
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
        if cloth is not None and fore:
            self.arm_folds(sx, s, e, h, cloth, w2, p)
        elif fore:
            self.a.line(
                [(e + (sx * w2 * 0.2, -4)), (e + (-sx * w2 * 0.1, 3)), (e + (-sx * w2 * 0.5, 2))],
                1.5,
                line,
                (0.3, 0.6),
                0.7,
            )
        if cuff and fore:
            cuff(self, h, h - e, w3, sx)

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
        spec, k = HANDS[p.hand], self.b.hand
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
