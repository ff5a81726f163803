"""The life of a place while nobody moves: flickering lamps, mist, steam, traffic, specks.

A plate names all this itself (`artist.types.Air`). It is laid over the finished picture, on twos,
small and soft, and where somebody stands before a lamp or a bank of mist, it stays behind them:
what figures cover is found once a cut. No layer of the picture is drawn again for it.
"""

from __future__ import annotations

import math
from typing import cast

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.artist.types import (
    CANVAS_H,
    CANVAS_W,
    FRAME_H,
    FRAME_W,
    Air,
    Artist,
    Drift,
    Glow,
    Picture,
)
from engine.editor.types import Cut
from engine.film.camera import Path
from engine.film.particles import FEW, MOTIONS, Specks
from engine.film.planes import Box, Plane, Planes, Target, blit, convert, crop, faded
from engine.film.scene import Scene, cast_picture

_Mask = NDArray[np.float32]

_COARSE = 4  # canvas pixels of the grid in which cover is kept
_MOST_GLOWS, _LARGEST = 5, 240  # lamps a cut, and their radius in pixels
_STEPS = 12  # levels of light a lamp goes through
_SPECKS_LEVEL = 190
_PUFFS, _RISE = 4, 105.0  # of steam; frames from the pot to nothing
_CARS, _CAR = 5, 7  # lights of traffic at once, and their radius
_BEAM_FRAMES = 240  # between two sweeps of a beam
_BANK_STEP = 4  # pixels that a bank of mist goes at a time
_INSIDE = ("far", "mid")


class Atmosphere:
    """What lives in one cut's place. Draws nothing over a thing that is shown alone but specks."""

    def __init__(self, cut: Cut, air: Air, path: Path, scene: Scene, artist: Artist) -> None:
        self._cut, self._path = cut, path
        weather = {e.kind for e in cut.effects}
        names = [s for s in air.specks if s.removesuffix(FEW) not in weather]
        self._specks = [_specks(name, cut, artist) for name in names]
        self._glows: list[_Lamp] = []
        self._drifts: list[_Passing] = []
        if not cut.prop and not cut.panels:
            cover = _cover(scene)
            lens = scene.lens
            lamps = sorted(
                (lens.glow(g) for g in air.glows), key=lambda g: (-g.power * g.r, g.x, g.y)
            )
            seen = [g for g in lamps if _in_frame(g, path)]
            self._glows = [_Lamp(g, cover, scene.blur) for g in seen[:_MOST_GLOWS]]
            self._drifts = [_Passing(lens.drift(d), cover, cut.seed) for d in air.drifts]

    def draw(self, frame: int, target: Target) -> None:
        """Lay what lives over `frame`; the picture changes on twos."""
        now = frame & ~1
        for lamp in self._glows:
            lamp.draw(now, self._path, target)
        for drift in self._drifts:
            drift.draw(now, self._path, target)
        for specks in self._specks:
            specks.draw(now, _SPECKS_LEVEL, target)


def _specks(name: str, cut: Cut, artist: Artist) -> Specks:
    kind = name.removesuffix(FEW)
    picture = artist.overlay(kind, 0, cut.wash, cut.seed % 97)
    return Specks(cast_picture(picture), MOTIONS[kind], few=True)


def _in_frame(glow: Glow, path: Path) -> bool:
    move = path.move(glow.layer, 0)
    x, y = move.factor * glow.x + move.x, move.factor * glow.y + move.y
    return -glow.r / 2 < x < FRAME_W + glow.r / 2 and -glow.r / 2 < y < FRAME_H + glow.r / 2


class _Cover:
    """How much of a canvas point is free of figures: coarse planes, 1 free to 0 covered."""

    def __init__(self, free: _Mask) -> None:
        self._free = free

    def part(self, x: int, y: int, width: int, height: int) -> _Mask:
        """The freedom of a box of the canvas at full size, (height, width)."""
        left, top = x // _COARSE, y // _COARSE
        right, low = -(-(x + width) // _COARSE), -(-(y + height) // _COARSE)
        rows = np.clip(np.arange(top, max(low, top + 1)), 0, self._free.shape[0] - 1)
        columns = np.clip(np.arange(left, max(right, left + 1)), 0, self._free.shape[1] - 1)
        return cast("_Mask", cv2.resize(self._free[np.ix_(rows, columns)], (width, height)))

    def at(self, x: float, y: float) -> float:
        """The freedom of one point of the canvas."""
        row = min(self._free.shape[0] - 1, max(0, int(y / _COARSE)))
        return float(self._free[row, min(self._free.shape[1] - 1, max(0, int(x / _COARSE)))])


def _cover(scene: Scene) -> _Cover:
    """What the figures leave free, as they stand in the first frame."""
    free = np.ones((CANVAS_H // _COARSE, CANVAS_W // _COARSE), np.float32)
    heads = [scene.head(i, state) for i, state in enumerate(scene.states(0))]
    for layer in (*scene.bodies, *heads):
        inverse = layer.planes.ih
        if inverse is None or not layer.cells:
            continue
        step = _COARSE // 2
        small = cv2.resize(
            inverse, (inverse.shape[1] // step, inverse.shape[0] // step),
            interpolation=cv2.INTER_AREA,
        )  # fmt: skip
        top, left = layer.y // _COARSE, layer.x // _COARSE
        part = free[top : top + small.shape[0], left : left + small.shape[1]]
        part *= small[: part.shape[0], : part.shape[1]].astype(np.float32) / 255
    return _Cover(np.asarray(cv2.GaussianBlur(free, (0, 0), 1.5), np.float32))


def _sprite(alpha: _Mask, colour: tuple[int, int, int]) -> Planes:
    """Planes of one colour in a soft shape."""
    picture = np.empty((*alpha.shape, 4), np.float32)
    for i, level in enumerate((*colour[::-1], 255)):
        picture[..., i] = alpha * level
    return convert(cast("Picture", np.round(picture).astype(np.uint8)))


def _masked(planes: Planes, free: Plane, half: Plane) -> Planes:
    """The drawing where a mask of its size (and one of half its size) lets it be: 255 all of it."""
    if planes.ia is None or planes.ih is None:
        raise ValueError("an opaque picture cannot be masked")
    y, u, v = (
        cast("Plane", cv2.multiply(plane, mask, scale=1 / 255))
        for plane, mask in ((planes.y, free), (planes.u, half), (planes.v, half))
    )
    ia, ih = (
        cast("Plane", cv2.bitwise_not(cv2.multiply(cv2.bitwise_not(plane), mask, scale=1 / 255)))
        for plane, mask in ((planes.ia, free), (planes.ih, half))
    )
    return Planes(y, u, v, ia, ih)


def _ball(radius: int) -> _Mask:
    """A round glow, 1 in its middle to 0 at its rim: (2 radius, 2 radius)."""
    line = (np.arange(2 * radius, dtype=np.float32) - radius + 0.5) / radius
    far = np.sqrt(line[:, None] ** 2 + line[None, :] ** 2)
    return np.asarray(np.clip(1 - far, 0, 1) ** 1.7, np.float32)


class _Lamp:
    """One lamp's own light over the plate's, brighter and darker."""

    def __init__(self, glow: Glow, cover: _Cover, blur: float) -> None:
        self._glow = glow
        radius = min(_LARGEST, max(6, round(glow.r + 2 * blur))) & ~1
        self._left, self._top = glow.x - radius, glow.y - radius
        alpha = _ball(radius) * cover.part(self._left, self._top, 2 * radius, 2 * radius)
        strength = np.asarray(alpha * glow.power / 100, np.float32)
        self._planes = _sprite(strength, glow.colour)
        self._levels: dict[int, Planes] = {}
        self._phase = (glow.x * 7 + glow.y * 13) % 97

    def draw(self, frame: int, path: Path, target: Target) -> None:
        step = round(_STEPS * brightness(self._glow.kind, frame, self._phase))
        if step <= 0:
            return
        if step not in self._levels:
            self._levels[step] = faded(self._planes, round(255 * step / _STEPS))
        move = path.move(self._glow.layer, frame)
        x, y = move.factor * self._left + move.x, move.factor * self._top + move.y
        blit(target, self._levels[step], 2 * round(x / 2), 2 * round(y / 2))


def brightness(kind: str, frame: int, phase: int) -> float:
    """0 to 1: how bright a lamp of a kind (see `artist.types.Glow`) is in `frame`."""
    t = frame + 11 * phase
    if kind == "flame":
        return 0.6 + 0.22 * math.sin(0.53 * t) + 0.18 * math.sin(1.31 * t + phase)
    if kind == "neon":
        # a tube that stutters twice in four seconds
        return 0.1 if t % 120 in (3, 4, 5, 6, 10, 11, 64, 65) else 0.85 + 0.1 * math.sin(0.9 * t)
    if kind == "screen":
        return 0.55 + 0.4 * (t // 14 * 7919 % 13) / 13
    if kind == "star":
        return max(0.0, math.sin(0.11 * t))
    return 0.72 + 0.28 * math.sin(0.075 * t)


class _Passing:
    """Something that passes: mist, steam, cars' lights, a beam, a moving shadow."""

    def __init__(self, drift: Drift, cover: _Cover, seed: int) -> None:
        self._drift, self._cover = drift, cover
        self._rng = np.random.default_rng(abs(seed + drift.x * 3 + drift.y))
        self._power = drift.power / 100
        self._sprites: list[Planes] = []
        self._bank: Planes | None = None
        self._free: tuple[Plane, Plane] | None = None
        self._last: tuple[int, Planes] | None = None
        self._puffs: dict[tuple[int, int], Planes] = {}
        if drift.kind in ("mist", "cloud"):
            self._bank = _sprite(self._noise(), drift.colour)
            if drift.layer in _INSIDE:
                size = self._bank.width // 2, self._bank.height
                free = np.round(255 * cover.part(drift.x, drift.y, *size)).astype(np.uint8)
                half = cv2.resize(free, (size[0] // 2, size[1] // 2))
                self._free = free, cast("Plane", half)
        elif drift.kind in ("steam", "smoke"):
            base = drift.width * (0.30 if drift.kind == "steam" else 0.4)
            for grown in (0.5, 0.75, 1.0, 1.3):
                self._sprites.append(_sprite(_ball(max(8, round(base * grown))), drift.colour))
        elif drift.kind == "traffic":
            self._sprites.append(_sprite(_ball(_CAR) ** 0.5, drift.colour))
        elif drift.kind == "beam":
            line = np.sin(np.linspace(0, math.pi, 360, dtype=np.float32)) ** 2
            fall = np.sin(np.linspace(0.2, math.pi - 0.2, drift.height & ~1, dtype=np.float32))
            self._sprites.append(_sprite(fall[:, None] * line[None, :] * self._power, drift.colour))
        elif drift.kind == "shade":
            self._sprites = [self._leaf_shadow() for _ in range(2)]

    def draw(self, frame: int, path: Path, target: Target) -> None:
        kind = self._drift.kind
        if self._bank is not None:
            self._draw_bank(frame, path, target)
        elif kind in ("steam", "smoke"):
            self._draw_puffs(frame, path, target)
        elif kind == "traffic":
            self._draw_cars(frame, path, target)
        elif kind == "beam":
            self._draw_beam(frame, path, target)
        elif kind == "shade":
            for i, sprite in enumerate(self._sprites):
                sway = 14 * math.sin(frame * 0.045 + 2 * i)
                x = self._drift.x + self._drift.width * (0.08 + 0.5 * i) + sway
                self._put(sprite, x, self._drift.y + 90 * i, frame, path, target)

    def _put(
        self, sprite: Planes, x: float, y: float, frame: int, path: Path, target: Target
    ) -> None:
        """A sprite with its corner at a point of the canvas."""
        move = path.move(self._drift.layer, frame)
        place = move.factor * x + move.x, move.factor * y + move.y
        blit(target, sprite, *(2 * round(p / 2) for p in place))

    def _noise(self) -> _Mask:
        """A bank of mist twice as wide as its box, whose ends meet."""
        drift = self._drift
        rows = self._rng.random((5, 9)).astype(np.float32)
        fine = self._rng.random((9, 22)).astype(np.float32)
        size = (drift.width & ~1, drift.height & ~1)
        tile = np.zeros(size[::-1], np.float32)
        for grid, share in ((rows, 0.65), (fine, 0.35)):
            wide = np.concatenate((grid, grid, grid), axis=1)
            large = cv2.resize(wide, (3 * size[0], size[1]), interpolation=cv2.INTER_CUBIC)
            tile += share * large[:, size[0] : 2 * size[0]]
        bell = np.maximum(0, np.sin(np.linspace(0, math.pi, size[1], dtype=np.float32))) ** 1.5
        soft = np.clip((tile - 0.3) / 0.5, 0, 1) * bell[:, None] * self._power
        return np.asarray(np.concatenate((soft, soft), axis=1), np.float32)

    def _draw_bank(self, frame: int, path: Path, target: Target) -> None:
        """The bank where it has got to; behind figures."""
        drift = self._drift
        assert self._bank is not None
        wide = self._bank.width // 2
        shift = _BANK_STEP * round(drift.pace * frame / 30 / _BANK_STEP) % wide & ~1
        if self._last is None or self._last[0] != shift:
            left = wide - shift
            part = crop(self._bank, Box(left, 0, left + wide, self._bank.height))
            self._last = shift, part if self._free is None else _masked(part, *self._free)
        self._put(self._last[1], drift.x, drift.y, frame, path, target)

    def _draw_puffs(self, frame: int, path: Path, target: Target) -> None:
        drift = self._drift
        for i in range(_PUFFS):
            age = (frame * max(1, drift.pace) / 40 / _RISE + i / _PUFFS) % 1
            number = min(len(self._sprites) - 1, int(age * len(self._sprites)))
            sprite = self._sprites[number]
            sway = 0.16 * drift.width * math.sin(frame * 0.05 + 1.9 * i)
            x = drift.x + drift.width / 2 + sway
            y = drift.y + drift.height * (1 - age)
            strength = self._power * math.sin(math.pi * age) ** 0.8
            if drift.layer in _INSIDE:
                strength *= self._cover.at(x, y)
            level = round(255 * strength / 6) * 6
            if level <= 0:
                continue
            if (number, level) not in self._puffs:
                self._puffs[number, level] = faded(sprite, level)
            left, top = x - sprite.width / 2, y - sprite.height / 2
            self._put(self._puffs[number, level], left, top, frame, path, target)

    def _draw_cars(self, frame: int, path: Path, target: Target) -> None:
        drift = self._drift
        for i in range(_CARS):
            pace = drift.pace / 30 * (1 + 0.3 * math.sin(2.4 * i)) * (1 if i % 3 else -1)
            x = drift.x + (i * 0.37 * drift.width + pace * frame) % drift.width
            y = drift.y + drift.height * (0.3 if i % 3 else 0.8)
            strength = self._power * self._cover.at(x, y)
            level = round(255 * strength / 6) * 6
            if level <= 0:
                continue
            if (0, level) not in self._puffs:
                self._puffs[0, level] = faded(self._sprites[0], level)
            self._put(self._puffs[0, level], x - _CAR, y - _CAR, frame, path, target)

    def _draw_beam(self, frame: int, path: Path, target: Target) -> None:
        drift, sprite = self._drift, self._sprites[0]
        share = (frame + 60) % _BEAM_FRAMES / _BEAM_FRAMES
        if share < 0.45:
            x = drift.x - sprite.width + (drift.width + 2 * sprite.width) * share / 0.45
            self._put(sprite, x, drift.y, frame, path, target)

    def _leaf_shadow(self) -> Planes:
        """The blurred shadow of a bunch of leaves, 420 pixels square."""
        alpha: Plane = np.zeros((210, 210), np.uint8)
        for _ in range(26):
            x, y = (int(n) for n in self._rng.normal(105, 42, 2))
            size = int(self._rng.integers(9, 26)), int(self._rng.integers(5, 12))
            cv2.ellipse(alpha, (x, y), size, float(self._rng.integers(0, 180)), 0, 360, 255, -1)
        soft = cv2.GaussianBlur(alpha, (0, 0), 5)
        large = cv2.resize(soft, (420, 420), interpolation=cv2.INTER_LINEAR)
        shade = large.astype(np.float32) / 255 * self._power
        return _sprite(np.asarray(shade, np.float32), self._drift.colour)
