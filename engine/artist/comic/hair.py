"""Hair: caps, locks, shine, and how they are painted behind and before the face."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import skia

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
from engine.artist.comic.skull import HeadView
from engine.artist.comic.spec import SKINS, Character

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


SPIKE_PROFILE = [(0, 0.95), (0.45, 0.75), (1, 0.02)]


@dataclass
class Lock:
    pts: Points
    w: float
    lift: float = 10.0
    prof: Points = field(default_factory=lambda: LOCK_PROFILE)
    tone: float = 0.0  # -1 darker .. +1 lighter


@dataclass
class Hair:
    cap: Pts  # closed, front view
    back: list[Pts] = field(default_factory=list)  # closed shapes behind the body
    back_locks: list[Lock] = field(default_factory=list)
    locks: list[Lock] = field(default_factory=list)  # in front of the face
    tails: list[Lock] = field(default_factory=list)  # behind the head, above the body
    over: Callable[[Art, HeadView, Character], None] | None = None
    shine: float = 1.0
    cap_alpha: float = 1.0


def sym(locks: list[Lock]) -> list[Lock]:
    return locks + [
        Lock([(-x, y) for x, y in lk.pts], lk.w, lk.lift, lk.prof, lk.tone) for lk in locks
    ]


def cap(hairline: Points, vol: float = 1.0, low: float = 6, top: float = 0) -> Pts:
    """Outer skull curve closed by a hairline given left to right."""
    h = arr(CAP_HALF) * (1 + (vol - 1) * 0.55, vol)
    h[0, 1] -= top
    h[1, 1] -= top * 0.85
    h[2, 1] -= top * 0.4
    h[-1, 1] = low
    outer = spline(np.vstack([flip(h)[::-1], h[1:]]))
    inner = spline(hairline[::-1])
    return np.vstack([outer, inner])


def mass(half: Points) -> Pts:
    h = arr(half)
    return spline(np.vstack([flip(h), h[::-1]]), True)


def hair_line(w: Character) -> RGB:
    return mix(mul(w.hair_rgb, (110, 96, 116)), INK, 0.55 if sum(w.hair_rgb) < 420 else 0.3)


def lock_shape(lk: Lock, v: HeadView, scalp: bool) -> tuple[Pts, Pts, Pts]:
    warp = v.scalp if scalp else v
    spine = warp(spline(lk.pts), lk.lift)
    half = smooth_profile(arclen(spine), lk.prof) * lk.w
    return spine, ribbon(spine, half), half


def draw_lock(
    a: Art, lk: Lock, v: HeadView, w: Character, scalp: bool = True, strands: int = 2
) -> None:
    spine, body, _half = lock_shape(lk, v, scalp)
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
        draw_lock(a, Lock(lk.pts, lk.w, lk.lift, lk.prof, lk.tone), v, w)


def paint_tails(a: Art, h: Hair, v: HeadView, w: Character) -> None:
    for lk in h.tails:
        draw_lock(a, lk, v, w, True, 3)


def paint_front(a: Art, h: Hair, v: HeadView, w: Character, face: Pts | None) -> None:
    line = hair_line(w)
    p = v.scalp(h.cap, 6)
    if face is not None:  # cast shadow of fringe and cap on the skin
        dark = SKINS[w.skin][1]
        off = np.array([-a.light.x * 5, 9.0])
        with a.clip(face):
            a.fill(p + off, dark, 0.9)
            for lk in h.locks:
                a.fill(lock_shape(lk, v, True)[1] + off, dark, 0.9)
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
    for lk in h.locks:
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
        region = (
            skia.Op(region, path(lock_shape(lk, v, True)[1]), skia.PathOp.kUnion_PathOp) or region
        )
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
