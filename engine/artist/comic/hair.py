"""Hair: caps, locks, shine, and how they are painted behind and before the face."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import skia

from engine.artist.comic.features import features_of
from engine.artist.comic.ink import (
    INK,
    RGB,
    WHITE,
    Art,
    Points,
    Pts,
    arclen,
    arr,
    flip,
    mix,
    mul,
    path,
    ribbon,
    smooth_profile,
    spline,
)
from engine.artist.comic.spec import SKINS, Character
from engine.artist.comic.turn import HeadView, smooth

CAP_HALF = [
    (0, -139),
    (38, -134),
    (68, -113),
    (86, -76),
    (91, -36),
    (86, 6),
]  # outer skull with hair


LOCK_PROFILE = [(0, 0.06), (0.12, 0.62), (0.36, 1.0), (0.7, 0.66), (1, 0.02)]


WAVE_PROFILE = [(0, 0.06), (0.14, 0.72), (0.4, 1.0), (0.78, 0.62), (1, 0.02)]


BANG_PROFILE = [(0, 0.05), (0.14, 0.55), (0.5, 0.96), (0.78, 0.80), (0.93, 0.42), (1, 0.02)]


RING_Y, RING_SAG, RING_HALF = -97.0, 40.0, 78.0


COMB_PROFILE = [(0, 0.42), (0.3, 0.9), (0.65, 0.8), (1, 0.1)]


SPIKE_PROFILE = [(0, 0.95), (0.45, 0.75), (1, 0.02)]


@dataclass
class Lock:
    pts: Points
    w: float
    lift: float = 10.0
    prof: Points = field(default_factory=lambda: LOCK_PROFILE)
    tone: float = 0.0  # -1 darker .. +1 lighter
    place: str = "lock"  # how it turns: lock, comb, outline, knot (tied behind), trail (a tail)


@dataclass
class Hair:
    cap: Cap
    back: list[Pts] = field(default_factory=list)  # closed shapes behind the body
    back_locks: list[Lock] = field(default_factory=list)
    locks: list[Lock] = field(default_factory=list)  # in front of the face
    tails: list[Lock] = field(default_factory=list)  # behind the head, above the body
    over: Callable[[Art, HeadView, Character], None] | None = None
    under: Callable[[Art, HeadView, Character], None] | None = None  # on the far side
    dangle: Callable[[Art, HeadView, Character, float], None] | None = None  # hangs plumb
    shine: float = 1.0
    ears: str = "shown"  # hidden by locks, or only seen of a turned head: turned


def sym(locks: list[Lock]) -> list[Lock]:
    return locks + [
        Lock([(-x, y) for x, y in lk.pts], lk.w, lk.lift, lk.prof, lk.tone) for lk in locks
    ]


@dataclass(frozen=True)
class Cap:
    """Hair on the skull: a hairline, left to right, under an outer curve."""

    hairline: Points
    vol: float = 1.0
    low: float = 6.0
    top: float = 0.0

    def outer(self) -> Pts:
        """The outer curve from low on the left over the crown to low on the right."""
        h = arr(CAP_HALF) * (1 + (self.vol - 1) * 0.55, self.vol)
        h[:3, 1] -= self.top * np.array([1, 0.85, 0.4])
        h[-1, 1] = self.low
        return spline(np.vstack([flip(h)[::-1], h[1:]]))

    def seen(self, v: HeadView, higher: float = 0.0) -> Pts:
        """The closed outline in a view. Turned away it goes on behind the ear to the nape.

        higher: head units by which this person's hairline lies above the style's.
        """
        outer, line = self.outer(), spline(self.hairline)
        line[:, 1] -= higher * np.clip(1 - np.abs(line[:, 0]) / 72, 0, 1) ** 0.5
        if v.side < 0:
            outer, line = outer[::-1], line[::-1]
        skull, brow = v.scalp(outer, 6), v.lock(line, 3)
        front = v(line, 3)
        share = smooth(v.degrees, 4, 30)
        brow = front + (brow - front) * np.clip((np.abs(line[:, :1]) - 55) / 25, 0, 0.8)
        reach = brow[:, 0] * v.side
        if len(v.sides) == 1:  # in profile, the middle of the forehead
            reach = reach[: len(reach) // 2 + 1]
        last = int(np.argmax(reach))  # the far end of what is seen of the hairline
        if share > 0:
            edge = brow[last]
            keep = (outer[:, 0] * v.side < 0) | (skull[:, 1] < edge[1] - 6)
            skull, brow = skull[keep], brow[: last + 1]
            # at the far temple the hair lies down to the skin
            down = np.clip((skull[:, 1] - edge[1] + 46) / 40, 0, 1) ** 2 * share
            far = skull[:, 0] * v.side > 0
            skull[:, 0] += (edge[0] + v.side * 1.5 - skull[:, 0]) * down * far
        nape = v.edges([(-x, y, z) for x, y, z in NAPE])
        start = skull[:1]
        nape = start + (nape - start) * share
        behind = spline(np.vstack([brow[:1], nape[::-1], start])) if share > 0 else brow[:0]
        return np.vstack([skull, brow[::-1], behind])


NAPE = ((46.0, 36.0, -80.0), (30.0, 58.0, -58.0), (34.0, 66.0, -40.0), (60.0, 44.0, -28.0),
        (74.0, 24.0, -26.0), (80.0, 2.0, -19.0), (80.0, -8.0, -6.0))  # fmt: skip
"""From the back of the head to the nape, behind the ear and over it: x, y, depth."""


def cap(hairline: Points, vol: float = 1.0, low: float = 6, top: float = 0) -> Cap:
    """A cap from a hairline given left to right."""
    return Cap(hairline, vol, low, top)


def mass(half: Points) -> Pts:
    h = arr(half)
    return spline(np.vstack([flip(h), h[::-1]]), True)


def hair_line(w: Character) -> RGB:
    return mix(mul(w.hair_rgb, (110, 96, 116)), INK, 0.55 if sum(w.hair_rgb) < 420 else 0.3)


def lock_shape(lk: Lock, v: HeadView) -> tuple[Pts, Pts]:
    """Middle line and outline of a lock in a view."""
    line = spline(lk.pts)
    if lk.place == "knot":
        spine = v.behind(line, 30.0)
    elif lk.place == "trail":
        spine = v.trailing(line)
    elif lk.place == "comb":
        spine = v.combed(line, lk.lift)
    elif lk.place == "outline":
        spine = v.scalp(line, lk.lift)
    else:
        spine = v.lock(line, lk.lift)
    half = smooth_profile(arclen(spine), lk.prof) * lk.w
    return spine, ribbon(spine, half)


def draw_lock(a: Art, lk: Lock, v: HeadView, w: Character, strands: int = 2) -> None:
    """One lock: tone, light, strands, contour."""
    spine, body = lock_shape(lk, v)
    base = mix(w.hair_rgb, mix(w.hair_rgb, (255, 226, 214), 0.35), max(0.0, lk.tone) * 0.5)
    line, n = hair_line(w), len(spine)
    a.fill(body, base)
    a.shade(body, a.dark(w.hair_rgb), lk.w * 0.5, 0.75)
    light, tip = mix(base, (255, 226, 220), 0.3), mul(w.hair_rgb, (150, 134, 160))
    stops = [(tip, 0.55, 0), (light, 0.0, 0.3), (light, 0.5, 0.6), (tip, 0.35, 1)]
    a.grad(body, (spine[0, 0], spine[0, 1]), (spine[-1, 0], spine[-1, 1]), stops)
    for k in range(strands):
        f = (-0.38, 0.34, 0.05)[k % 3]
        q = spine + (body[:n] - spine) * f
        a.ink(q[int(n * 0.2) : int(n * 0.92)], 1.0, line, (0.5, 0.5), 0.55)
    a.ink(body[:n][1:], 1.5, line, (0.45, 0.1))
    a.ink(body[n:][::-1][1:], 2.0, line, (0.45, 0.1))


def band(v: HeadView, seed: int, middle: float, half: float, tall: tuple[float, float]) -> Pts:
    """A band on the arc of the skull whose two edges are combed into points along the strands."""
    rng = np.random.default_rng(seed)
    n = max(6, int(half / 2.6))
    x = middle + np.linspace(-half, half, 2 * n + 1)
    y = RING_Y + RING_SAG * (x / RING_HALF) ** 2
    ends = np.sqrt(np.clip(1 - ((x - middle) / half) ** 2, 0, 1))
    up = rng.uniform(*tall, len(x)) * ends * np.where(np.arange(len(x)) % 2, 0.9, 0.35)
    low = rng.uniform(*tall, len(x)) * ends * np.where(np.arange(len(x)) % 2, 0.3, 1.0)
    lean = 0.55 * x / RING_HALF
    top = np.stack([x - lean * up, y - up], 1)
    base = np.stack([x + lean * low, y + low], 1)
    return v.scalp(np.vstack([top, base[::-1]]), 8)


def paint_back(a: Art, h: Hair, v: HeadView, w: Character) -> None:
    base = mul(w.hair_rgb, (206, 198, 214))
    for m in h.back:
        p = v.scalp(m)
        top, low = p[:, 1].min(), p[:, 1].max()
        a.fill(p, base)
        a.grad(
            p,
            (0, top),
            (0, low),
            [
                (mul(w.hair_rgb, (120, 108, 140)), 0.9, 0),
                (base, 0, 0.55),
                (mix(base, (255, 220, 220), 0.12), 0.6, 1),
            ],
        )
        with a.clip(p):
            n = 12
            for i in range(n):
                f = (i + 0.5) / n
                x0 = p[:, 0].min() + (p[:, 0].max() - p[:, 0].min()) * f
                bend = 8 * np.sin(i * 1.7)
                a.line(
                    [
                        (x0, top + 70 + 30 * np.sin(i * 2.1)),
                        (x0 + bend, (top + low) * 0.5),
                        (x0 - bend * 1.6, low - 40 - 36 * np.sin(i * 3.3)),
                    ],
                    1.5,
                    hair_line(w),
                    (0.5, 0.5),
                    0.38,
                )
        a.outline(p, 2.4, hair_line(w))
    for lk in h.back_locks:
        draw_lock(a, Lock(lk.pts, lk.w, lk.lift, lk.prof, lk.tone, "outline"), v, w)


def hidden(lk: Lock, v: HeadView) -> bool:
    """Whether a lock before the face hangs on the far side of a turned head."""
    return lk.place in ("lock", "comb") and v.degrees > 10 and v.nearness(lk.pts) < -12


def hidden_locks(a: Art, h: Hair, v: HeadView, w: Character) -> None:
    """The locks of the far side, which show only where they stand out behind the face.

    In profile they would stick out before the forehead like a visor, so none is drawn there.
    """
    for lk in h.locks:
        if hidden(lk, v) and len(v.sides) == 2:
            draw_lock(a, lk, v, w)
    if h.under:
        h.under(a, v, w)


def curtain(h: Hair, v: HeadView) -> list[Lock]:
    """Long hair that falls behind the near ear of a turned head; the mass behind goes on below."""
    if v.degrees < 20 or not any(float(m[:, 1].max()) > 150 for m in h.back):
        return []
    near = -v.side
    return [
        Lock([(near * x0, -92), (near * x1, -20), (near * x2, 70), (near * x3, low)], wide, 0,
             WAVE_PROFILE, tone, "outline")
        for x0, x1, x2, x3, low, wide, tone in (
            (44, 70, 72, 62, 196, 21, 0.0), (66, 84, 88, 82, 214, 22, 0.2),
            (20, 48, 56, 48, 150, 15, 0.3),
        )
    ]  # fmt: skip


def paint_tails(a: Art, h: Hair, v: HeadView, w: Character) -> None:
    for lk in h.tails:
        draw_lock(a, lk, v, w, 3)


def paint_front(a: Art, h: Hair, v: HeadView, w: Character, face: Pts | None) -> None:
    line = hair_line(w)
    p = h.cap.seen(v, features_of(w).hairline)
    near = curtain(h, v) + [lk for lk in h.locks if not hidden(lk, v)]
    if face is not None:  # cast shadow of fringe and cap on the skin
        dark = SKINS[w.skin][1]
        off = np.array([-a.light.x * 5, 9.0])
        with a.clip(face):
            a.fill(p + off, dark, 0.9)
            for lk in near:
                a.fill(lock_shape(lk, v)[1] + off, dark, 0.9)
    top, low = p[:, 1].min(), p[:, 1].max()
    a.fill(p, w.hair_rgb)
    lx = a.light.x
    a.grad(
        p,
        (lx * 90, top),
        (-lx * 90, low),
        [
            (mix(w.hair_rgb, (255, 230, 220), 0.22), 1, 0),
            (w.hair_rgb, 1, 0.45),
            (a.dark(w.hair_rgb, 1.0), 1, 1),
        ],
    )
    with a.clip(p):
        for i in range(15):
            x = -84 + 12 * i
            q = v.scalp(spline([(x * 0.12, -136), (x * 0.75, -104), (x * 1.02, -40)]), 6)
            a.ink(q, 0.9 + 0.4 * (i % 3 == 0), line, (0.3, 0.5), 0.42)
    a.outline(p, 2.5, line)
    for lk in near:
        draw_lock(a, lk, v, w)
    if h.shine > 0:
        shine(a, h, v, w, p)
    if h.over:
        h.over(a, v, w)


def shine(a: Art, h: Hair, v: HeadView, w: Character, capped: Pts) -> None:
    """Gloss: a soft band round the skull with combed edges, and a bright core in the light."""
    region = skia.Path()
    region.addPath(path(capped))
    for lk in h.locks:
        if not hidden(lk, v):
            shape = path(lock_shape(lk, v)[1])
            region = skia.Op(region, shape, skia.PathOp.kUnion_PathOp) or region
    dark = sum(w.hair_rgb) < 420
    glow = mix(w.hair_rgb, (246, 226, 240) if dark else WHITE, 0.5)
    k = min(1.0, h.shine)
    a.c.save()
    a.c.clipPath(region, skia.ClipOp.kIntersect, True)
    lean = 10 if a.light.x > 0 else -10
    a.fill(band(v, w.seed, 0, 82, (15, 24)), glow, 0.24 * k)
    a.fill(band(v, w.seed + 1, lean, 60, (7, 15)), glow, 0.42 * k)
    a.fill(band(v, w.seed + 2, 3 * lean, 24, (3, 7)), mix(glow, WHITE, 0.7), 0.75 * k)
    a.c.restore()
