"""Motion blur of the finished picture, before any text.

Along a straight way it is a box filter on the planes (a shutter that stays open while the camera
moves evenly). Along a zoom it is temporal accumulation: the camera looks several times during the
shutter's opening and the looks are averaged. A whip is more than blur: the picture itself leaves
the frame, faster and faster, and the next one comes to rest from the other side.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np

from engine.editor.types import Cut
from engine.film.camera import Path, View
from engine.film.planes import Target

_BOX_PIXELS = 0.9  # of a straight blur at full length, per unit of strength
_ZOOM_SHARE = 0.0006  # growth between first and last look, per unit of strength
_LOOKS = 6
_WHIP_PIXELS = 13.0  # by which a whip moves the picture in all, per unit of strength
_WHIP_POWER = 2.2  # how suddenly it starts
_ZOOMING = ("push-in", "pull-out", "punch")


@dataclass(frozen=True, slots=True)
class Shutter:
    """What the shutter sees in one frame: box lengths in pixels, and extra growth of a zoom."""

    across: int = 0
    down: int = 0
    growth: float = 0.0


def shutter(cut: Cut, path: Path, frame: int) -> Shutter:
    """How the picture is smeared in `frame`; all zero when no blur effect is active."""
    strength = 0.0
    for effect in cut.effects:
        age = frame - effect.first
        if effect.kind == "blur" and 0 <= age < effect.frames:
            rise = min(1.0, (age + 1) / 2, (effect.frames - age) / max(1, effect.frames / 2))
            strength = max(strength, effect.strength * rise)
    if strength <= 0:
        return Shutter()
    if cut.camera.move in _ZOOMING:
        before, after = path.view(frame - 0.5), path.view(frame + 0.5)
        moved = abs(after.zoom / before.zoom - 1)
        return Shutter(growth=max(moved, strength * _ZOOM_SHARE))
    before, after = path.view(frame - 0.5), path.view(frame + 0.5)
    reach = strength * _BOX_PIXELS
    shaken = any(e.kind == "shake" and e.first <= frame < e.first + e.frames for e in cut.effects)
    if shaken and cut.camera.move != "pan":
        return Shutter(down=_odd(max(reach, abs(after.top - before.top))))
    return Shutter(across=_odd(max(reach, abs(after.left - before.left))))


def _odd(pixels: float) -> int:
    return int(pixels) | 1


def smear(target: Target, shut: Shutter) -> None:
    """Box-filter the planes along the shutter's axis, in place."""
    if shut.across < 3 and shut.down < 3:
        return
    for plane, step in zip(target, (1, 2, 2), strict=True):
        size = (max(1, shut.across // step) | 1, max(1, shut.down // step) | 1)
        np.copyto(plane, cv2.blur(plane, size))


def accumulate(
    look: Callable[[View, Target], None],
    view: View,
    shut: Shutter,
    target: Target,
    spare: Target,
) -> None:
    """Average several looks during a zoom into `target`; `spare` is overwritten."""
    for i in range(_LOOKS):
        seen = view.magnified(1 + shut.growth * i / (_LOOKS - 1))
        look(seen, target if i == 0 else spare)
        if i:
            for whole, plane in zip(target, spare, strict=True):
                cv2.addWeighted(whole, i / (i + 1), plane, 1 / (i + 1), 0, dst=whole)


@dataclass(frozen=True, slots=True)
class Whip:
    """Where a whip has carried the picture in a frame, and how far it went during it; pixels."""

    shift: int = 0
    length: int = 0


def whip(cut: Cut, frame: int) -> Whip:
    """The whip of a frame. One that starts with the cut comes to rest, any other takes leave."""
    for effect in cut.effects:
        age = frame - effect.first
        if not effect.kind.startswith("whip-") or not 0 <= age < effect.frames:
            continue
        side = 1 if effect.kind == "whip-right" else -1
        reach = effect.strength * _WHIP_PIXELS
        coming = effect.first == 0
        # frames of the way that lie between this frame, or the one before, and rest
        now, before = (effect.frames - age - 1, effect.frames - age) if coming else (age + 1, age)
        away, was = (reach * (n / effect.frames) ** _WHIP_POWER for n in (now, before))
        return Whip(side * (-round(away) if coming else round(away)), _odd(abs(away - was)))
    return Whip()


def whipped(target: Target, seen: Whip) -> None:
    """Carry the picture along, in place. What comes in from outside is its mirror image."""
    if not seen.shift and seen.length < 3:
        return
    for plane, step in zip(target, (1, 2, 2), strict=True):
        width = plane.shape[1]
        index = (np.arange(width) - seen.shift // step) % (2 * width)
        index = np.where(index < width, index, 2 * width - 1 - index)
        moved = np.take(plane, index, axis=1)
        length = max(1, seen.length // step) | 1
        np.copyto(plane, cv2.blur(moved, (length, 1)) if length > 1 else moved)
