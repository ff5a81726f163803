"""The whole figure: torso, neck, legs, and the order in which it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
import skia

from engine.artist.comic import furniture, legs
from engine.artist.comic.face import FaceRig
from engine.artist.comic.hair import (
    CAP_HALF,
    Hair,
    Lock,
    draw_lock,
    hair_line,
    paint_back,
    paint_front,
    paint_tails,
    shine,
)
from engine.artist.comic.ink import (
    RGB,
    WHITE,
    Art,
    Pts,
    arclen,
    arr,
    flip,
    mix,
    mul,
    ribbon,
    smooth_profile,
    spline,
)
from engine.artist.comic.limbs import (
    ARMPIT_Y,
    HEM_SAG,
    PIT_Y,
    SEAM_LOW,
    SEAM_TOP,
    SIDE_SAMPLES,
    Limbs,
)
from engine.artist.comic.neck import paint_neck
from engine.artist.comic.skull import HeadView
from engine.artist.comic.spec import CALM


class Figure(Limbs):
    """The whole figure: torso, neck, legs, and the order in which it is drawn."""

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
        paint_neck(self, bare)

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
            spline(
                [(h + (-6, 3)), (h + (-4, -7)), (h + (5, -8)), (h + (9, -2)), (h + (4, 4))], True
            ),
            ink,
            0.9,
        )
        for d in ((12, -10), (13, -3)):
            a.line([(h + (5, -4)), (h + (9, -7)), h + d], 1.2, ink, (0, 0.6))

    def trousers(
        self,
        rgb: RGB,
        width: float = 1.0,
        shoe: RGB = (30, 26, 30),
        pattern: Callable[..., None] | None = None,
    ) -> None:
        if self.pose.legs not in legs.STRAIGHT:
            legs.clothed(self, rgb, width, shoe, pattern)
            return
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
            for _k, y in enumerate((b.knee_y - 14, b.knee_y + 10, ank - 34, ank - 16)):
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
        if self.pose.legs not in legs.STRAIGHT:
            legs.bare(self, shoe, sock)
            return
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

    def draw_body(self) -> None:
        """Hair behind, what the person sits on, clothes, arms and neck: everything but the head.

        The body leans about the head, whose place stays.
        """
        from engine.artist.comic.outfits import OUTFITS

        a = self.a
        if self.pose.legs == "bow":
            furniture.bowed(self)
            with a.clip(furniture.above_chin()):
                paint_back(a, self.hair, self.hv, self.who)
            furniture.hands_before(self)
            return
        if not self.back:
            paint_back(a, self.hair, self.hv, self.who)
            if self.who.hair == "high_ponytail":
                paint_tails(a, self.hair, self.hv, self.who)
        with self.leaning():
            furniture.behind(self)
            OUTFITS[self.who.outfit](self)
            self.cover()

    def draw_over(self) -> None:
        """Only the forearms and hands that lie before the head."""
        from engine.artist.comic.outfits import OUTFITS

        real, recorder = self.a, skia.PictureRecorder()
        aside = recorder.beginRecording(skia.Rect(1, 1))
        self.a, self.seen, self.over = replace(real, c=aside), real, True
        with self.leaning(real):
            OUTFITS[self.who.outfit](self)
        self.a, self.over, self.seen = real, False, None

    @contextmanager
    def leaning(self, art: Art | None = None) -> Iterator[None]:
        """The canvas turned and moved as the pose's line of action wants it."""
        canvas, pose = (art or self.a).c, self.pose
        canvas.save()
        canvas.translate(-self.side * pose.hunch * 0.7, -pose.hunch)
        canvas.rotate(self.side * pose.roll)
        yield
        canvas.restore()

    def cover(self) -> None:
        """What lies before the body but behind hands in front of it, drawn once."""
        if not self.covered:
            self.covered = True
            furniture.before(self)

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
        for _i, x in enumerate(np.linspace(-78, 78, 13)):
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
        shine(a, Hair(h.cap, locks=[]), HeadView(0), w, skull)
        dome = spline(np.vstack([flip(CAP_HALF)[::-1], CAP_HALF[1:]]))
        a.ink(dome, 3.0, hair_line(w), (0.12, 0.12))
