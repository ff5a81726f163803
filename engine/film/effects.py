"""What lies over the finished picture: lines, particles, gloom, flash, dim. Never text.

Comic devices come from the artist as full-frame drawings and are blended by cells; light and dark
are plain arithmetic on the planes.
"""

from __future__ import annotations

import dataclasses
import math

import cv2

from engine.artist.types import FRAME_H, FRAME_W, Artist, Picture
from engine.base.canon import Json
from engine.editor.types import Cut, Effect
from engine.film.cache import PlaneCache
from engine.film.ink import drain, invert
from engine.film.layers import Layer, make_layer, paste
from engine.film.particles import MOTIONS, Specks
from engine.film.planes import Box, Cell, Target, faded
from engine.film.scene import VERSION, cast_picture

PHASES = {
    "speed": 3, "focus": 3, "aura": 3, "gloom": 1, "vignette": 1,
}  # fmt: skip
"""Devices that the artist draws, and how many drawings take turns, each for two frames."""

_FRAME = Box(0, 0, FRAME_W, FRAME_H)
_RAMP = 4  # frames of fading in and out
_CELL = 120
_DRAINING = 9  # frames in which colour runs out
_DENSE = 0.45


def envelope(effect: Effect, frame: int) -> int:
    """Strength of a device in `frame`, 0 to 255 in steps of a quarter."""
    age = frame - effect.first
    if not 0 <= age < effect.frames:
        return 0
    ramp = min(_RAMP, max(1, effect.frames // 4))
    share = min(1.0, (age + 1) / ramp, (effect.frames - age) / ramp)
    full = 0.45 + 0.55 * min(100, effect.strength) / 100
    return round(255 * full * math.ceil(share * 4) / 4)


class Effects:
    """The effects of one cut, applied to finished frames."""

    def __init__(self, cut: Cut, artist: Artist, cache: PlaneCache) -> None:
        self._cut, self._artist, self._cache = cut, artist, cache
        self._devices = [e for e in cut.effects if e.kind in PHASES]
        self._drifting = [e for e in cut.effects if e.kind in MOTIONS]
        self._specks: dict[str, Specks] = {}
        self._layers: dict[tuple[str, int, int], Layer] = {}
        self._drains = [e for e in cut.effects if e.kind == "drain"]
        self._inverts = [e for e in cut.effects if e.kind == "invert"]
        self._dims = [e for e in cut.effects if e.kind == "dim"]
        self._flashes = [e for e in cut.effects if e.kind == "flash"]

    def apply(self, frame: int, target: Target, shown: int | None = None) -> None:
        """Lay everything that is active in `frame` over `target`.

        shown: the frame in which the air stands still, if it does.
        """
        for effect in self._devices:
            level = envelope(effect, frame)
            if level:
                phase = (frame - effect.first) // 2 % PHASES[effect.kind]
                key = (effect.kind, phase, level)
                if key not in self._layers:
                    self._layers[key] = self._device(*key)
                paste(target, self._layers[key], (0, 0), _FRAME)
        for effect in self._drifting:
            level = envelope(effect, frame)
            if level:
                still = frame if shown is None else shown
                self._drift(effect.kind).draw(still, level, target)
        for effect in self._drains:
            age = frame - effect.first
            if 0 <= age < effect.frames:
                drain(target, min(1.0, (age + 1) / _DRAINING) * effect.strength / 100)
        for effect in self._dims:
            darken(target, envelope(effect, frame) / 255 * 0.6)
        if any(0 <= frame - e.first < e.frames for e in self._inverts):
            invert(target)  # instead of a flash, which would leave nothing to turn round
            return
        for effect in self._flashes:
            age = frame - effect.first
            if 0 <= age < effect.frames:
                rest = (1 - age / effect.frames) ** 2
                lighten(target, rest * (0.35 + 0.6 * min(100, effect.strength) / 100))

    def _drift(self, kind: str) -> Specks:
        if kind not in self._specks:
            self._specks[kind] = Specks(self._drawing(kind, 0), MOTIONS[kind])
        return self._specks[kind]

    def _drawing(self, kind: str, phase: int) -> Picture:
        return cast_picture(self._artist.overlay(kind, phase, self._cut.wash, self._cut.seed))

    def _device(self, kind: str, phase: int, level: int) -> Layer:
        wash, seed = self._cut.wash, self._cut.seed
        recipe: list[Json] = [
            "device", self._artist.name, self._artist.version, VERSION, kind, phase, wash, seed,
        ]  # fmt: skip

        def draw() -> Layer:
            layer = make_layer(self._drawing(kind, phase), opaque=False, half=False, cell=_CELL)
            inked = sum(c.box.area for c in layer.cells)
            whole = Box(0, 0, layer.planes.width, layer.planes.height)
            # many small blends cost more than a large one
            dense = inked > _DENSE * whole.area
            return dataclasses.replace(layer, cells=(Cell(whole, False),)) if dense else layer

        def fade() -> Layer:
            full = self._cache.layer(recipe, draw)
            soft = tuple(c._replace(opaque=c.opaque and level >= 255) for c in full.cells)
            return dataclasses.replace(full, planes=faded(full.planes, level), cells=soft)

        return self._cache.layer([*recipe, level], fade, share=False)


def lighten(target: Target, share: float) -> None:
    """Move the picture towards white by `share` of the way."""
    _towards(target, (235, 128, 128), share)


def darken(target: Target, share: float) -> None:
    """Move the picture towards a deep blue black by `share` of the way."""
    _towards(target, (22, 134, 126), share)


def _towards(target: Target, colour: tuple[int, int, int], share: float) -> None:
    share = min(1.0, max(0.0, share))
    if share:
        for plane, value in zip(target, colour, strict=True):
            cv2.convertScaleAbs(plane, dst=plane, alpha=1 - share, beta=value * share)
