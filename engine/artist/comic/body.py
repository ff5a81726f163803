"""Bodies and clothes: front-view patterns bent by the same kind of turn as the head.

Limbs and hands use ink-under: every part is first drawn swollen in ink, then all
parts are filled, so joints never show a seam. y runs down from the head origin.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Callable, Sequence

import numpy as np
import skia

from engine.artist.comic.face import FaceRig, HeadView
from engine.artist.comic.hair import (
    CAP_HALF,
    Hair,
    Lock,
    draw_lock,
    hair_line,
    hair_of,
    paint_back,
    paint_front,
    paint_tails,
    shine,
)
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
    rotate,
    smooth_profile,
    spline,
)
from engine.artist.comic.spec import CALM, SKINS, Character, Expression

# ---- proportions (same unit as the head) ---------------------------------
HEM_SAG = 9.0
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


def build_of(w: Character) -> Build:
    b = FEMALE if w.female else (ELDER if w.age == "elder" else MALE)
    leg = lambda y: b.hip_y + (y - b.hip_y) * w.stature
    k = w.build
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
        arm=tuple(v * (1 + (k - 1) * 0.8) for v in b.arm),
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
    "crossed": Pose(ArmPose(12, -94, "none", front=True), ArmPose(12, -101, "flat", 8, front=True)),
    "clasp": Pose(
        ArmPose(15, -58, "fist", -8, front=True), ArmPose(15, -56, "flat", -20, front=True)
    ),
    "chest": Pose(ArmPose(16, -128, "flat", 32, front=True), ArmPose(9, 0), 6),
    "point": Pose(ArmPose(9, 2), ArmPose(62, 96, "point", 0, 0.92, 0.80, True)),
    "pocket": Pose(ArmPose(19, -12, "none"), ArmPose(9, -1), 9),
    "chin": Pose(
        ArmPose(8, -158, "fist", 14, 0.96, 0.98, True), ArmPose(14, -96, "flat", 0, front=True)
    ),
    "fists": Pose(ArmPose(18, 8, "fist"), ArmPose(18, 8, "fist")),
}

# ---- hands: wrist at origin, +y along the forearm, +x to the thumb --------
FINGER = [(0, 1), (0.45, 0.96), (0.8, 0.84), (1, 0.45)]
HANDS: dict[str, dict] = {
    "relaxed": dict(
        palm=[(0, -4, 14), (1, 20, 19), (0, 46, 18)],
        fingers=[
            [(12, 40), (14, 62), (9, 82)],
            [(4, 44), (4, 70), (0, 92)],
            [(-5, 43), (-6, 68), (-8, 88)],
            [(-13, 38), (-15, 58), (-15, 76)],
        ],
        thumb=[(12, 8), (24, 28), (22, 56)],
    ),
    "flat": dict(
        palm=[(0, -4, 14), (1, 20, 19), (0, 46, 19)],
        fingers=[
            [(13, 40), (14, 66), (12, 90)],
            [(5, 44), (5, 74), (4, 100)],
            [(-4, 43), (-4, 72), (-4, 96)],
            [(-13, 38), (-14, 62), (-13, 82)],
        ],
        thumb=[(12, 6), (26, 22), (30, 48)],
    ),
    "fist": dict(
        palm=[(0, -4, 14), (0, 18, 20), (0, 46, 19)],
        fingers=[
            [(13, 40), (14, 52), (8, 60)],
            [(4, 42), (4, 57), (0, 62)],
            [(-5, 42), (-5, 56), (-8, 60)],
            [(-13, 38), (-14, 50), (-14, 54)],
        ],
        thumb=[(14, 12), (20, 32), (6, 44)],
    ),
    "point": dict(
        palm=[(0, -4, 14), (0, 18, 19), (0, 44, 18)],
        fingers=[
            [(12, 38), (14, 72), (14, 104)],
            [(4, 42), (5, 56), (10, 60)],
            [(-5, 42), (-4, 55), (2, 58)],
            [(-12, 38), (-12, 50), (-6, 53)],
        ],
        thumb=[(12, 10), (22, 30), (14, 50)],
    ),
}


@dataclass(frozen=True)
class BodyView:
    yaw: float = 0.0
    sway: float = 0.0

    def __call__(self, p, depth: float = 0.0) -> Pts:
        q = arr(p).copy()
        t, s = abs(self.yaw), (1 if self.yaw >= 0 else -1)
        x = q[:, 0] * s
        x = x * np.where(x < 0, 1 - 0.06 * t, 1 - 0.24 * t) + t * (
            np.interp(q[:, 1], (60, 160, 400, 700), (-4, 6, 14, 8)) + depth
        )
        hip = self.sway * np.interp(q[:, 1], (160, 420, 570, 1000, 1400), (0, 0.7, 1, 0.4, -0.2))
        return np.stack([x * s + hip, q[:, 1]], 1)


class Figure:
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
    ):
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

    # ------------------------------------------------------------ helpers
    def cel(self, p: Pts, rgb: RGB, depth: float = 14, line: bool = True, w: float = 2.6) -> None:
        self.a.cel(p, rgb, self.a.dark(rgb), depth, self.a.line_of(rgb) if line else None, w)

    def fold(self, pts: Sequence, w: float = 2.0, rgb: RGB | None = None, a: float = 0.9) -> None:
        self.a.ink(self.v(spline(pts)), w, self.a.line_of(rgb or self.base), (0.15, 0.7), a)

    def tuck(self, pts: Sequence, rgb: RGB | None = None, a: float = 0.75) -> None:
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

    # ------------------------------------------------------------ arms
    def shoulder(self, sx: int) -> Pts:
        return self.v(
            [(sx * (self.b.shoulder - self.b.arm[0] * 0.90), SHOULDER_Y + self.b.arm[0] * 0.98)]
        )[0]

    def arm_points(self, sx: int, p: ArmPose) -> tuple[Pts, Pts, Pts]:
        k = 1 - 0.10 * abs(self.v.yaw) * (sx == self.side)
        d = lambda deg, n: np.array(
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
        cuff: Callable | None = None,
        front: bool = False,
        pattern: Callable | None = None,
    ) -> None:
        """The upper arm goes behind the torso; the forearm too, unless the pose brings it forward."""
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
                [e + (sx * w2 * 0.2, -4), e + (-sx * w2 * 0.1, 3), e + (-sx * w2 * 0.5, 2)],
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
        inward = inward / max(np.linalg.norm(inward), 1e-6) if bend > 12 else np.array([-sx, 0.1])
        ax = (h - s) / max(np.linalg.norm(h - s), 1e-6)
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
            [root, root + (sx * r * 0.5, r * 0.25), root + (sx * r * 1.0, r * 0.2)],
            1.9,
            line,
            (0.05, 0.8),
        )

    def hand(self, sx: int, at: Pts, along: Pts, p: ArmPose) -> None:
        spec, k = HANDS[p.hand], self.b.hand
        ang = math.degrees(math.atan2(along[0], along[1])) - sx * p.hand_deg * -1
        place = lambda q: rotate(arr(q) * (-sx * k * (0.9 if self.who.female else 1), k), -ang) + at
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
        for f, g in zip(fs, fs[1:]):
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

    # ------------------------------------------------------------ torso
    def torso_half(self, ease: float, hem: float, flare: float = 0, waist_k: float = 1.0) -> Pts:
        b = self.b
        return arr(
            [
                (b.neck * 1.14, 138),
                (b.shoulder * 0.5, 162),
                (b.shoulder * 0.80, 176),
                (b.shoulder * 0.94 + ease * 0.5, 190),
                (b.shoulder * 0.965 + ease * 0.5, 214),
                (b.armpit + ease, ARMPIT_Y),
                (b.bust + ease, 304),
                (b.waist * waist_k + ease, b.waist_y),
                (b.hip + ease + flare * 0.6, b.hip_y),
                (b.hip + ease + flare, hem),
            ]
        )

    def torso(self, ease: float, hem: float, flare: float = 0, waist_k: float = 1.0) -> Pts:
        h = self.torso_half(ease, hem, flare, waist_k)
        n = self.b.neck
        dip = (
            [(-n * 0.95, 152), (-n * 0.5, 168), (0, PIT_Y + 14), (n * 0.5, 168), (n * 0.95, 152)]
            if not self.back
            else [(0, 134)]
        )
        low = spline(
            [
                (h[-1, 0], hem),
                (h[-1, 0] * 0.5, hem + HEM_SAG),
                (0, hem + HEM_SAG * 1.3),
                (-h[-1, 0] * 0.5, hem + HEM_SAG),
                (-h[-1, 0], hem),
            ]
        )
        return self.v(np.vstack([spline(flip(h)[::-1]), arr(dip), spline(h), low[1:-1]]))

    def garment(self, p: Pts, rgb: RGB, depth: float = 18) -> None:
        """Torso cloth: no contour where the sleeve grows out of the shoulder."""
        a, n = self.a, SIDE_SAMPLES
        a.fill(p, rgb)
        a.shade(p, a.dark(rgb), depth)
        dip = 5 if not self.back else 1
        line, right = a.line_of(rgb), p[n + dip : 2 * n + dip]
        a.ink(p[n - SEAM_TOP : n], 2.4, line, (0.4, 0.05))
        a.ink(right[:SEAM_TOP], 2.4, line, (0.05, 0.4))
        a.ink(p[: n - SEAM_LOW], 2.8, line, (0.02, 0.12))
        a.ink(right[SEAM_LOW:], 2.8, line, (0.12, 0.02))
        a.ink(np.vstack([p[2 * n + dip - 1 :], p[:1]]), 2.6, line, (0.02, 0.02))

    def neck(self, bare: bool) -> None:
        a, b = self.a, self.b
        half = [
            (b.neck + 4, 60),
            (b.neck, NECK_Y),
            (b.neck * 0.96, 128),
            (b.neck * 1.25, 148),
            (b.shoulder * 0.52, 166),
        ]
        half += (
            [
                (b.shoulder * 0.9, 180),
                (b.shoulder * 0.98, 204),
                (b.armpit, ARMPIT_Y),
                (b.bust - 2, 330),
            ]
            if bare
            else [(b.shoulder * 0.6, 190), (b.shoulder * 0.4, 330)]
        )
        p = self.v(np.vstack([spline(flip(half)), spline(half)[::-1]]))
        t = self.hv.yaw
        head = np.where(p[:, 1:] < 130, 1, 0) * np.array([[-6.0 * t, 0]])
        p = p + head * ((130 - p[:, 1:]) / 60).clip(0, 1)
        a.fill(p, self.skin)
        with a.clip(p):
            chin = self.hv(
                [(-60, 66), (-40, 100), (0, 124), (40, 100), (60, 66), (60, 30), (-60, 30)]
            )
            shadow = spline(chin + (-a.light.x * 8, 22), True)
            a.fill(shadow, self.skin_dark)
            a.shade(p, self.skin_dark, 10, 0.9)
            for sx in (-1, 1):
                a.ink(
                    self.v(
                        spline(
                            [
                                (sx * (b.neck * 0.72), 118),
                                (sx * b.neck * 0.42, 146),
                                (sx * 6, PIT_Y + 4),
                            ]
                        )
                    ),
                    1.6,
                    self.skin_line,
                    (0.5, 0.2),
                    0.65,
                )
                a.ink(
                    self.v(
                        spline(
                            [
                                (sx * 9, PIT_Y + 8),
                                (sx * b.neck * 1.6, PIT_Y + 4),
                                (sx * b.shoulder * 0.62, PIT_Y + 12),
                            ]
                        )
                    ),
                    1.8,
                    self.skin_line,
                    (0.2, 0.6),
                    0.7,
                )
            if self.who.has("dragon"):
                self.dragon()
        a.outline(p[: len(p)], 2.2, self.skin_line)

    def dragon(self) -> None:
        """A coiled dragon crawling up the neck: S-spine, scales, head with whiskers."""
        a, b = self.a, self.b
        s = -self.side
        ink = (34, 66, 78)
        sp = self.v(
            spline(
                [
                    (s * b.neck * 1.5, 186),
                    (s * b.neck * 0.5, 168),
                    (s * b.neck * 0.95, 146),
                    (s * b.neck * 0.35, 128),
                    (s * b.neck * 0.75, 106),
                ]
            )
        )
        half = smooth_profile(arclen(sp), [(0, 1.0), (0.4, 4.6), (0.8, 4.2), (1, 3)])
        a.fill(ribbon(sp, half), ink, 0.85)
        for i in range(3, len(sp) - 3, 3):
            n = (sp[i + 1] - sp[i - 1]) / 4
            q = np.array([-n[1], n[0]])
            a.line([sp[i] + q * 1.2, sp[i] + q * 2.6 + n * 0.6], 1.6, ink, (0, 0.7))
        h = sp[-1]
        a.fill(
            spline([h + (-6, 3), h + (-4, -7), h + (5, -8), h + (9, -2), h + (4, 4)], True),
            ink,
            0.9,
        )
        for d in ((12, -10), (13, -3)):
            a.line([h + (5, -4), h + (9, -7), h + d], 1.2, ink, (0, 0.6))

    # ------------------------------------------------------------ lower body
    def trousers(
        self,
        rgb: RGB,
        width: float = 1.0,
        shoe: RGB = (30, 26, 30),
        pattern: Callable | None = None,
    ) -> None:
        a, b = self.a, self.b
        ank = b.sole_y - 46
        for sx in (self.side, -self.side):
            ax = sx * (50 if not self.who.female else 36) + sx * self.pose.step
            kw, aw = 40 * width * self.who.build**0.5, 31 * width
            if self.who.female:
                kw, aw = kw * 0.82, aw * 0.84
            outer = [
                (sx * b.hip, b.hip_y - 40),
                (sx * (b.hip + 3), b.hip_y + 40),
                (ax + sx * kw * 1.15, (b.hip_y + b.knee_y) / 2),
                (ax + sx * kw, b.knee_y),
                (ax + sx * aw, ank),
            ]
            inner = [
                (ax - sx * aw, ank),
                (ax - sx * kw * 0.85, b.knee_y),
                (ax - sx * kw * 1.0, (b.crotch_y + b.knee_y) / 2),
                (-sx * 4, b.crotch_y),
                (-sx * 6, b.hip_y - 40),
            ]
            self.shoe(ax, sx, shoe)
            p = self.v(np.vstack([spline(outer), spline(inner)]))
            self.cel(p, rgb, 15)
            if pattern:
                with a.clip(p):
                    pattern()
            self.fold(
                [
                    (ax, b.hip_y + 60),
                    (ax + sx * 3, b.knee_y - 30),
                    (ax, b.knee_y + 40),
                    (ax, ank - 6),
                ],
                1.7,
                rgb,
                0.75,
            )
            for k, y in enumerate((b.knee_y - 14, b.knee_y + 10, ank - 34, ank - 16)):
                self.tuck(
                    [
                        (ax - sx * kw * 0.8, y),
                        (ax - sx * 4, y + 9),
                        (ax + sx * kw * 0.3, y + 6),
                        (ax - sx * 6, y + 15),
                    ],
                    rgb,
                )
                self.fold(
                    [(ax - sx * kw * 0.82, y), (ax - sx * 6, y + 8), (ax + sx * kw * 0.35, y + 5)],
                    1.8,
                    rgb,
                )
            self.fold(
                [(sx * 2, b.crotch_y), (sx * 34, b.crotch_y - 12), (sx * 62, b.crotch_y - 34)],
                1.9,
                rgb,
            )

    def shoe(self, ax: float, sx: int, rgb: RGB) -> None:
        y = self.b.sole_y
        t = self.v.yaw
        p = spline(
            [
                (ax - 24, y - 56),
                (ax + 24, y - 56),
                (ax + 27 + 8 * sx + 14 * max(t, 0), y - 14),
                (ax + 20 + 12 * sx + 20 * max(t, 0), y + 6),
                (ax - 20 + 12 * sx + 20 * min(t, 0), y + 6),
                (ax - 27 + 8 * sx + 14 * min(t, 0), y - 14),
            ],
            True,
        )
        q = self.v(p)
        self.cel(q, rgb, 7)
        with self.a.clip(q):
            self.a.fill(
                self.v([(ax - 60, y), (ax + 60, y), (ax + 60, y + 12), (ax - 60, y + 12)]),
                mul(rgb, (110, 110, 120)),
            )
        self.a.line(
            self.v(
                [(ax - 8 + 10 * sx, y - 30), (ax + 8 * sx, y - 22), (ax + 14 + 10 * sx, y - 30)]
            ),
            1.6,
            mix(rgb, WHITE, 0.4),
        )

    def bare_legs(self, shoe: RGB, sock: RGB | None = None) -> None:
        b, a = self.b, self.a
        for sx in (self.side, -self.side):
            x = sx * 34
            leg = spline(
                [
                    (x, b.crotch_y),
                    (x + sx * 2, (b.crotch_y + b.knee_y) / 2),
                    (x, b.knee_y),
                    (x + sx * 3, b.knee_y + 130),
                    (x, b.sole_y - 40),
                ]
            )
            half = smooth_profile(
                arclen(leg),
                [(0, 42), (0.25, 38), (0.45, 24), (0.52, 23), (0.68, 27), (0.92, 14), (1, 14)],
            )
            p = self.v(ribbon(leg, half))
            self.shoe_low(x, sx, shoe)
            a.cel(p, self.skin, self.skin_dark, 10, self.skin_line, 2.4)
            self.a.ink(
                self.v(spline([(x - 8, b.knee_y + 8), (x, b.knee_y + 13), (x + 9, b.knee_y + 7)])),
                1.6,
                self.skin_line,
                a=0.8,
            )
            if sock:
                m = arclen(leg) > 0.72
                self.cel(self.v(ribbon(leg[m], half[m] + 1.5)), sock, 7)

    def shoe_low(self, x: float, sx: int, rgb: RGB) -> None:
        y = self.b.sole_y
        q = self.v(
            spline(
                [
                    (x - 16, y - 40),
                    (x + 16, y - 40),
                    (x + 20 + 6 * sx, y - 8),
                    (x + 14 + 8 * sx, y + 6),
                    (x - 14 + 8 * sx, y + 6),
                    (x - 20 + 6 * sx, y - 8),
                ],
                True,
            )
        )
        self.cel(q, rgb, 6)

    # ------------------------------------------------------------ assemble
    def draw_body(self) -> None:
        """Hair behind, clothes, arms and neck: everything but the head."""
        from engine.artist.comic.outfits import OUTFITS

        if not self.back:
            paint_back(self.a, self.hair, self.hv, self.who)
            if self.who.hair == "high_ponytail":
                paint_tails(self.a, self.hair, self.hv, self.who)
        OUTFITS[self.who.outfit](self)

    def head(self) -> None:
        a, e = self.a, self.e
        a.c.save()
        a.c.rotate(e.roll, *map(float, (0, 100)))
        if self.back:
            self.back_head()
        else:
            if self.who.hair != "high_ponytail":
                paint_tails(a, self.hair, self.hv, self.who)
            rig = FaceRig(a, self.who, e, self.hv)
            rig.ears()
            rig.skin_mass()
            rig.features()
            rig.contour_ink()
            paint_front(a, self.hair, self.hv, self.who, rig.outline_pts)
            rig.over_hair()
        a.c.restore()

    def back_head(self) -> None:
        """Seen from behind: ears, a full skull of hair, strands falling from the crown."""
        a, w, h = self.a, self.who, self.hair
        rig = FaceRig(a, w, CALM, HeadView(0))
        rig.ears()
        skull = spline(
            np.vstack(
                [
                    flip(CAP_HALF)[::-1],
                    CAP_HALF[1:],
                    [(80, 50), (54, 92), (0, 100), (-54, 92), (-80, 50)],
                ]
            ),
            True,
        )
        a.fill(skull, w.hair_rgb)
        paint_back(a, Hair(h.cap, [m * (1.02, 1) for m in h.back], h.back_locks), HeadView(0), w)
        paint_tails(a, h, HeadView(0), w)
        long = max((m[:, 1].max() for m in h.back), default=90)
        low = max(96.0, long - 20)
        rng = np.random.default_rng(w.seed)
        for i, x in enumerate(np.linspace(-78, 78, 13)):
            draw_lock(
                a,
                Lock(
                    [
                        (x * 0.22, -134),
                        (x * 0.92 + rng.uniform(-4, 4), -84),
                        (x * 1.14, -10),
                        (x * (1.08 if low > 140 else 0.92), low * 0.62),
                        (x * (1.12 if low > 140 else 0.62), low + rng.uniform(-26, 12)),
                    ],
                    rng.uniform(13, 21),
                    0,
                    tone=rng.uniform(0, 0.5),
                ),
                HeadView(0),
                w,
                strands=1,
            )
        shine(a, Hair(skull, locks=[]), HeadView(0), w, skull)
        dome = spline(np.vstack([flip(CAP_HALF)[::-1], CAP_HALF[1:]]))
        a.ink(dome, 3.0, hair_line(w), (0.12, 0.12))


def disc(c: Pts, r: float) -> Pts:
    th = np.linspace(0, 2 * math.pi, 22, endpoint=False)
    return np.stack([np.cos(th) * r + c[0], np.sin(th) * r + c[1]], 1)
