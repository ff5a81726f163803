"""A pinhole stage: rooms are built in metres and seen in perspective, on three layers."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
import skia

from engine.artist.comic.hours import (
    INDOORS,
    LAMP_R,
    MOODS,
    TIMES,
    lamplight,
    shine,
)
from engine.artist.comic.ink import (
    INK,
    RGB,
    WHITE,
    Art,
    Light,
    Points,
    Pts,
    arr,
    col,
    mix,
    mul,
    path,
    spline,
)
from engine.artist.comic.raster import blank
from engine.artist.types import Air, Drift, Glow, Picture

W, H = 1080, 1920
EYE = 1.45  # camera height, metres
FOCAL = 1180.0  # pixels at W = 1080
NEAR_Z = 0.25
FACE_TONE = {"front": 1.0, "top": 1.16, "left": 0.80, "right": 0.70, "bottom": 0.5}


def tint(c: RGB, k: float) -> RGB:
    return (
        mix(c, WHITE, min(1, k - 1))
        if k > 1
        else mul(c, (int(255 * k), int(255 * k * 0.97), int(255 * min(1, k * 1.06))))
    )


_STILL = Air()


@dataclass
class Plate:
    far: skia.Image
    mid: skia.Image
    near: skia.Image
    light: Light
    name: str = ""
    air: Air = _STILL


@dataclass
class Stage:
    time: str = "day"
    mood: str = "neutral"
    seed: int = 1
    yaw: float = 0.0  # degrees; 0 = one-point
    horizon: float = 0.46
    scale: float = 1.0  # output pixels per design pixel
    cam_x: float = 0.0
    layers: dict[str, Art] = field(default_factory=dict)
    specks: tuple[str, ...] = ()
    ancient: bool = False
    ground: RGB = (112, 84, 66)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)
        self.sky = TIMES[self.time]
        self.glows: list[Glow] = []
        self.drifts: list[Drift] = []
        self._surf: dict[str, skia.Surface] = {}
        self._pictures: dict[str, Picture] = {}
        for n in ("far", "mid", "near"):
            s, self._pictures[n] = blank(int(W * self.scale), int(H * self.scale))
            s.getCanvas().scale(self.scale, self.scale)
            self._surf[n] = s
            self.layers[n] = Art(s.getCanvas())
        self.far, self.mid, self.near = (self.layers[n] for n in ("far", "mid", "near"))

    # -------------------------------------------------------- projection
    def cam(self, p: Points) -> np.ndarray:
        q = np.asarray(p, float).reshape(-1, 3) - (self.cam_x, EYE, 0)
        a = math.radians(self.yaw)
        x, z = (
            q[:, 0] * math.cos(a) - q[:, 2] * math.sin(a),
            q[:, 0] * math.sin(a) + q[:, 2] * math.cos(a),
        )
        return np.stack([x, q[:, 1], z], 1)

    def project(self, c: np.ndarray) -> Pts:
        z = np.maximum(c[:, 2], NEAR_Z)
        return np.stack([W / 2 + FOCAL * c[:, 0] / z, H * self.horizon - FOCAL * c[:, 1] / z], 1)

    def p(self, *q: Points) -> Pts:
        return self.project(self.cam(q))

    def clip3(self, q: Points) -> Pts:
        """Polygon clipped against the near plane, then projected."""
        c, out = self.cam(q), []
        for a, b in zip(c, np.roll(c, -1, axis=0), strict=False):
            if a[2] >= NEAR_Z:
                out.append(a)
            if (a[2] >= NEAR_Z) != (b[2] >= NEAR_Z):
                out.append(a + (b - a) * (NEAR_Z - a[2]) / (b[2] - a[2]))
        return self.project(np.array(out)) if len(out) > 2 else np.zeros((0, 2))

    # -------------------------------------------------------- primitives
    def quad(
        self, a: Art, q: Points, rgb: RGB, rgb2: RGB | None = None, line: float = 0.0,
        alpha: float = 1.0,
    ) -> Pts:  # fmt: skip
        """Filled face; with rgb2, a gradient from the first edge to the opposite edge."""
        s = self.clip3(q)
        if len(s) < 3:
            return s
        if rgb2 is None:
            a.fill(s, rgb, alpha)
        else:
            e = self.p(*q)
            m0, m1 = (e[0] + e[1]) / 2, (e[2] + e[3]) / 2
            a.grad(s, tuple(m0), tuple(m1), [(rgb, alpha), (rgb2, alpha)])
        if line:
            a.c.drawPath(
                path(s),
                skia.Paint(
                    AntiAlias=True,
                    Style=skia.Paint.kStroke_Style,
                    StrokeWidth=line,
                    StrokeJoin=skia.Paint.kRound_Join,
                    Color=col(mix(mul(rgb, (90, 80, 100)), INK, 0.5), 0.8),
                ),
            )
        return s

    def wall(
        self, a: Art, p0: Points, p1: Points, y0: float, y1: float, rgb: RGB,
        rgb2: RGB | None = None, line: float = 0,
    ) -> Pts:  # fmt: skip
        """Vertical face between two floor points (x, z); gradient runs top to bottom."""
        return self.quad(
            a,
            [(p0[0], y1, p0[1]), (p1[0], y1, p1[1]), (p1[0], y0, p1[1]), (p0[0], y0, p0[1])],
            rgb,
            rgb2,
            line,
        )

    def flat(
        self, a: Art, x0: float, x1: float, z0: float, z1: float, y: float, rgb: RGB,
        rgb2: RGB | None = None, line: float = 0, alpha: float = 1.0,
    ) -> Pts:  # fmt: skip
        return self.quad(
            a, [(x0, y, z1), (x1, y, z1), (x1, y, z0), (x0, y, z0)], rgb, rgb2, line, alpha
        )

    def box(
        self, a: Art, x0: float, x1: float, y0: float, y1: float, z0: float, z1: float, rgb: RGB,
        line: float = 1.6,
    ) -> None:  # fmt: skip
        eye = self.cam_x
        if y1 < EYE:
            self.flat(
                a,
                x0,
                x1,
                z0,
                z1,
                y1,
                tint(rgb, FACE_TONE["top"]),
                tint(rgb, FACE_TONE["top"] * 0.94),
                line,
            )
        if y0 > EYE:
            self.flat(a, x0, x1, z0, z1, y0, tint(rgb, FACE_TONE["bottom"]), None, line)
        if x0 > eye or self.yaw > 12:
            self.wall(
                a,
                (x0, z1),
                (x0, z0),
                y0,
                y1,
                tint(rgb, FACE_TONE["left"]),
                tint(rgb, FACE_TONE["left"] * 0.8),
                line,
            )
        if x1 < eye or self.yaw < -12:
            self.wall(
                a,
                (x1, z0),
                (x1, z1),
                y0,
                y1,
                tint(rgb, FACE_TONE["right"]),
                tint(rgb, FACE_TONE["right"] * 0.8),
                line,
            )
        self.wall(a, (x0, z0), (x1, z0), y0, y1, rgb, tint(rgb, 0.82), line)

    def seg(self, a: Art, p: Points, q: Points, w: float, rgb: RGB, alpha: float = 1.0) -> None:
        """A bar of metric width w, tapering with distance."""
        c = self.cam([p, q])
        if c[:, 2].max() < NEAR_Z:
            return
        i = int(np.argmin(c[:, 2]))
        if c[i, 2] < NEAR_Z:
            j = 1 - i
            c[i] = c[j] + (c[i] - c[j]) * (c[j, 2] - NEAR_Z) / (c[j, 2] - c[i, 2])
        s = self.project(c)
        d = s[1] - s[0]
        n = np.array([-d[1], d[0]]) / max(np.linalg.norm(d), 1e-6)
        h = np.maximum(FOCAL * w / c[:, 2] / 2, 0.6)
        a.fill(
            np.array([s[0] + n * h[0], s[1] + n * h[1], s[1] - n * h[1], s[0] - n * h[0]]),
            rgb,
            alpha,
        )

    def grid_floor(
        self, a: Art, x0: float, x1: float, z0: float, z1: float, y: float, sx: float, sz: float,
        rgb: RGB, w: float = 0.015, alpha: float = 0.5,
    ) -> None:  # fmt: skip
        for x in np.arange(x0, x1 + 1e-6, sx):
            self.seg(a, (x, y, z0), (x, y, z1), w, rgb, alpha)
        for z in np.arange(z0, z1 + 1e-6, sz):
            self.seg(a, (x0, y, z), (x1, y, z), w, rgb, alpha)

    def blob_light(self, a: Art, at3: Points, r: float, rgb: RGB, alpha: float) -> None:
        x, y = self.p(at3)[0]
        z = self.cam([at3])[0, 2]
        a.glow(x, y, r * FOCAL / max(z, 0.3), rgb, alpha, 1, skia.BlendMode.kScreen)
        if r <= LAMP_R:
            layer = next(n for n, art in self.layers.items() if art is a)
            self.alive(x, y, 0.7 * r * FOCAL / max(z, 0.3), rgb, "lamp", 14, layer)

    # -------------------------------------------------------- life
    def alive(
        self, x: float, y: float, r: float, rgb: RGB, kind: str = "lamp", power: int = 40,
        layer: str = "mid",
    ) -> None:  # fmt: skip
        """A lamp at a point of the picture (design pixels) that will flicker in the film."""
        k = self.scale
        glow = Glow(round(x * k), round(y * k), max(4, round(r * k)), rgb, kind, power, layer)
        if -r < x < W + r and -r < y < H + r:
            self.glows.append(glow)

    def alive_at(self, at3: Points, r: float, rgb: RGB, kind: str = "flame", power: int = 40,
                 layer: str = "mid") -> None:  # fmt: skip
        """The same at a point of the room; r in metres."""
        x, y = self.p(at3)[0]
        z = max(float(self.cam([at3])[0, 2]), 0.3)
        self.alive(float(x), float(y), r * FOCAL / z, rgb, kind, power, layer)

    def drift(
        self, kind: str, x: float, y: float, w: float, h: float, rgb: RGB = WHITE, power: int = 30,
        pace: int = 20, layer: str = "far",
    ) -> None:  # fmt: skip
        """Something that passes inside a box (design pixels); see `artist.types.Drift`."""
        k = self.scale
        box = (round(x * k), round(y * k), round(w * k), round(h * k))
        self.drifts.append(Drift(kind, *box, rgb, power, pace, layer))

    # -------------------------------------------------------- atmosphere
    def paint_sky(self, a: Art, stars: bool = True, y1: float = H) -> None:
        s = self.sky
        a.grad(
            arr([(0, 0), (W, 0), (W, y1), (0, y1)]),
            (0, 0),
            (0, H * self.horizon * 1.05),
            [(s.top, 1), (s.mid, 1), (s.low, 1)],
        )
        if s.dark > 0.7 and stars:
            for x, y, r in zip(
                self.rng.uniform(0, W, 110),
                self.rng.uniform(0, H * 0.4, 110),
                self.rng.uniform(0.6, 2.6, 110),
                strict=False,
            ):
                a.fill(arr([(x - r, y), (x, y - r), (x + r, y), (x, y + r)]), WHITE, 0.75)
            a.glow(W * 0.78, H * 0.12, 210, (190, 206, 255), 0.5)
            a.c.drawCircle(W * 0.78, H * 0.12, 58, a.paint((250, 246, 226)))
            a.c.drawCircle(W * 0.78 - 12, H * 0.12 + 8, 9, a.paint((226, 220, 206), 0.7))
        elif s.dark > 0.2:
            a.glow(W * 0.3, H * self.horizon * 0.86, 520, s.key, 0.8)
            a.c.drawCircle(W * 0.3, H * self.horizon * 0.86, 74, a.paint((255, 246, 214)))
        self.clouds(a, 5, (H * 0.05, H * 0.30))

    def clouds(self, a: Art, n: int, ys: tuple[float, float]) -> None:
        s = self.sky
        lit, dark = mix(s.low, WHITE, 0.5 * (1 - s.dark)), mix(s.mid, s.top, 0.3)
        for _ in range(n):
            x, y, k = self.rng.uniform(-60, W), self.rng.uniform(*ys), self.rng.uniform(0.5, 1.3)
            bumps = [
                (
                    x + 46 * i * k,
                    y - k * 34 * math.sin(math.pi * i / 8) * self.rng.uniform(0.5, 1.4),
                )
                for i in range(9)
            ]
            p = spline(
                [
                    *bumps,
                    (x + 380 * k, y + 14 * k),
                    (x + 180 * k, y + 26 * k),
                    (x - 20 * k, y + 12 * k),
                ],
                True,
            )
            a.grad(p, (0, y - 40 * k), (0, y + 24 * k), [(lit, 0.85), (dark, 0.35)])

    def skyline(
        self, a: Art, base: float, x0: float, x1: float, tall: tuple[float, float], rgb: RGB,
        lit: float, w: tuple[float, float] = (60, 150),
    ) -> None:  # fmt: skip
        """A row of towers with window grids, roof kit and an edge light."""
        x = x0
        while x < x1:
            bw, bh = self.rng.uniform(*w), self.rng.uniform(*tall)
            top = base - bh
            body = arr([(x, base), (x, top), (x + bw, top), (x + bw, base)])
            step = self.rng.integers(0, 4)
            a.grad(
                body,
                (x, top),
                (x + bw * 0.5, base),
                [(mix(rgb, self.sky.low, 0.14), 1), (mix(rgb, self.sky.low, 0.45), 1)],
            )
            a.fill(
                arr([(x + bw * 0.72, top), (x + bw, top), (x + bw, base), (x + bw * 0.72, base)]),
                mul(rgb, (150, 150, 180)),
                0.6,
            )
            if step == 1:
                a.fill(
                    arr(
                        [
                            (x + bw * 0.2, top),
                            (x + bw * 0.2, top - 30),
                            (x + bw * 0.7, top - 30),
                            (x + bw * 0.7, top),
                        ]
                    ),
                    rgb,
                )
            if step == 2:
                a.line([(x + bw * 0.5, top), (x + bw * 0.5, top - 80)], 4, rgb, (0, 0.5))
                a.glow(x + bw * 0.5, top - 80, 16, (255, 70, 70), 0.9)
            if step == 3:
                a.fill(arr([(x, top), (x + bw * 0.5, top - 46), (x + bw, top)]), rgb)
            on, off = skia.Path(), skia.Path()
            cw, ch = 11, 17
            for wy in np.arange(top + 14, base - 8, ch):
                for wx in np.arange(x + 8, x + bw - 12, cw + 3):
                    (on if self.rng.random() < lit else off).addRect(
                        skia.Rect.MakeXYWH(float(wx), float(wy), cw - 3, ch - 7)
                    )
            a.fill(off, mix(rgb, self.sky.mid, 0.3), 0.55)
            a.fill(on, mix(self.sky.glass, WHITE, self.rng.uniform(0, 0.3)), 0.95)
            x += bw + self.rng.uniform(-8, 14)

    def shaft(
        self, a: Art, top: tuple[float, float], w0: float, bottom: tuple[float, float],
        w1: float, rgb: RGB, alpha: float,
    ) -> None:  # fmt: skip
        p = arr(
            [
                (top[0] - w0, top[1]),
                (top[0] + w0, top[1]),
                (bottom[0] + w1, bottom[1]),
                (bottom[0] - w1, bottom[1]),
            ]
        )
        a.grad(p, top, bottom, [(rgb, alpha), (rgb, 0)], BlendMode=skia.BlendMode.kScreen)

    def relight(self, power: float, names: tuple[str, ...] = ("far", "mid", "near")) -> None:
        """Bring layers drawn in daylight to their hour: dark but for the pools of its lamps.

        power: 0 lit as by day at any hour, 1 as dark as the hour allows. Before the mood.
        """
        if self.time != "day":
            hour = mix(WHITE, INDOORS[self.time], power)
            light = lamplight((W, H), hour, self.sky.dark, self.glows, self.scale)
            for name in names:
                self._surf[name].flushAndSubmit()
                shine(self._pictures[name], light)
                self._surf[name].notifyContentWillChange(skia.Surface.kRetain_ContentChangeMode)
            for g in self.glows:
                if g.layer in names:
                    x, y, r = g.x / self.scale, g.y / self.scale, g.r / self.scale
                    again = 0.5 * power * max(0.3, self.sky.dark)
                    self.layers[g.layer].glow(x, y, r, g.colour, again, 1, skia.BlendMode.kScreen)

    def night_in(self, a: Art) -> None:
        """Lights off: an interior multiplied by the ambient of its hour, before its lamps."""
        if self.sky.dark > 0.3:
            c = mix(self.sky.ambient, self.sky.mid, 0.42 * self.sky.dark)
            a.c.drawPaint(skia.Paint(Color=col(c), BlendMode=skia.BlendMode.kModulate))

    def halftone(
        self, a: Art, y0: float, y1: float, rgb: RGB, alpha: float, pitch: float = 15,
        up: bool = True, atop: bool = True,
    ) -> None:  # fmt: skip
        """Dot screen whose dots swell from y0 to y1 (or the other way)."""
        dots = skia.Path()
        for j, y in enumerate(np.arange(min(y0, y1), max(y0, y1), pitch * 0.866)):
            k = (y - y0) / (y1 - y0)
            r = pitch * 0.46 * max(0.0, k if up else 1 - k)
            if r < 0.7:
                continue
            for x in np.arange((j % 2) * pitch / 2, W, pitch):
                dots.addCircle(float(x), float(y), r)
        a.fill(
            dots, rgb, alpha, BlendMode=skia.BlendMode.kSrcATop if atop else skia.BlendMode.kSrcOver
        )

    def wash(
        self, a: Art, y0: float, y1: float, rgb: RGB, a0: float, a1: float,
        blend: Points = skia.BlendMode.kSrcATop,
    ) -> None:  # fmt: skip
        a.grad(
            arr([(0, 0), (W, 0), (W, H), (0, H)]),
            (0, y0),
            (0, y1),
            [(rgb, a0), (rgb, a1)],
            BlendMode=blend,
        )

    def done(self, name: str, light: Light, tone: bool = True) -> Plate:
        rgb, k = MOODS[self.mood]
        for n in ("far", "mid", "near"):
            a = self.layers[n]
            if k:
                a.c.drawPaint(skia.Paint(Color=col(rgb, k), BlendMode=skia.BlendMode.kSrcATop))
            if tone and n != "near":
                self.halftone(a, H * 0.58, H, mix(INK, self.sky.top, 0.3), 0.10, 16)
        img = {n: s.makeImageSnapshot() for n, s in self._surf.items()}
        air = Air(
            self.specks, tuple(self.glows), tuple(self.drifts), self.ancient, self.ground,
            round(100 * self.sky.dark),
        )  # fmt: skip
        return Plate(img["far"], img["mid"], img["near"], light, name, air)
