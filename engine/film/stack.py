"""Background, figures and near layer flattened on the canvas, renewed only where they changed.

The figures are never resampled here, only bent by whole pixels (`life`): the stack lives in their
pixels, and the camera resamples the stack once. Backgrounds move relative to it in small steps
("on twos"); a new face repairs only the box in which it differs from the old one.
"""

from __future__ import annotations

from typing import cast

import cv2
import numpy as np

from engine.artist.types import CANVAS_H, CANVAS_W
from engine.film.camera import Path
from engine.film.layers import Layer, Move, Painter, landing, paste
from engine.film.life import Pose
from engine.film.planes import Box, Plane, Target, empty_target, window
from engine.film.scene import Scene, State

_RIM = 4  # pixels of the far layer drawn around a hole in the middle one
_LAYERS = ("far", "mid", "near")
_REST = 3
"""Frames that backgrounds rest against the figures; the camera itself moves in every frame."""


class Stack:
    """The flattened picture of a cut's region of the canvas."""

    def __init__(
        self, scene: Scene, path: Path, painter: Painter, order: tuple[int, ...] | None = None
    ) -> None:
        """order: the figures to draw, the farthest first; all of the scene when not given."""
        self._scene, self._path, self._painter = scene, path, painter
        self._order = scene.order if order is None else order
        self.region = path.region()
        width = self.region.right - self.region.left
        height = self.region.bottom - self.region.top
        self.planes: Target = empty_target(width, height)
        self._whole = Box(0, 0, width, height)
        self._background = empty_target(width, height)
        if scene.half:
            half = np.full((height // 2, width // 2), 16, np.uint8)
            self._background = (half, *self._background[1:])
        self._at: dict[str, Move] = {}
        self._ticked = 0
        self._states: tuple[State, ...] = ()
        self._poses: tuple[Pose, ...] = ()
        self._heads: list[Layer] = []
        self._differences: dict[tuple[int, State, State, Pose], Box | None] = {}
        sharp = scene.blur <= 1.5
        self._tolerance = 0.5 if sharp else min(1.5, max(0.6, 0.3 * scene.blur))

    def update(self, frame: int) -> Box | None:
        """Bring the stack to `frame`; returns the part that changed, in region pixels, or None."""
        wanted = {name: self._path.relative(name, frame, self.region) for name in _LAYERS}
        states, poses = self._scene.states(frame), self._scene.poses(frame)
        rested = frame - self._ticked >= _REST
        if not self._at or (rested and self._moved(wanted) > self._tolerance):
            self._at, self._ticked = wanted, frame
            self._poses = poses
            self._take_heads(states)
            self._paint_background()
            self._repair(self._whole)
            return self._whole
        if states == self._states and poses == self._poses:
            return None
        if poses != self._poses:
            changed = self._bent(states, poses)
            self._poses = poses
        else:
            changed = self._changed(states)
        self._take_heads(states)
        if changed is not None:
            self._repair(changed)
        return changed

    def _take_heads(self, states: tuple[State, ...]) -> None:
        self._states = states
        self._heads = [
            self._scene.bent_head(i, state, pose)
            for i, (state, pose) in enumerate(zip(states, self._poses, strict=True))
        ]

    def _bent(self, states: tuple[State, ...], poses: tuple[Pose, ...]) -> Box | None:
        """The part of the region that changed figures cover when some are bent otherwise."""
        found: Box | None = None
        for i, (old, new) in enumerate(zip(self._poses, poses, strict=True)):
            if old != new or states[i] != self._states[i]:
                head = self._scene.bent_head(i, states[i], new)
                box = self._scene.bodies[i].box.join(self._heads[i].box).join(head.box)
                found = box if found is None else found.join(box)
        if found is None:
            return None
        here = found.moved(-self.region.left, -self.region.top).meet(self._whole)
        return here if here.solid else None

    def _moved(self, wanted: dict[str, Move]) -> float:
        """The farthest that a corner of any layer has to go, in pixels."""
        farthest = 0.0
        for name in _LAYERS:
            if not getattr(self._scene, name).cells:
                continue
            old, new = self._at[name], wanted[name]
            for x in (0, CANVAS_W):
                for y in (0, CANVAS_H):
                    grown = new.factor - old.factor
                    step_x = abs(grown * x + new.x - old.x)
                    step_y = abs(grown * y + new.y - old.y)
                    farthest = max(farthest, step_x, step_y)
        return farthest

    def _paint_background(self) -> None:
        step = 2 if self._scene.half else 1
        far, mid = self._at["far"], self._at["mid"]
        for hole in self._scene.holes:  # elsewhere the far layer is hidden
            seen = landing(hole, mid)
            box = Box(
                seen.left - _RIM, seen.top - _RIM, seen.right + _RIM, seen.bottom + _RIM
            ).meet(self._whole)
            if box.solid:
                moved = Move(far.factor, far.x - box.left, far.y - box.top)
                view = window(self._background, box, step)
                self._painter.draw(self._scene.far, view, moved, step)
        self._painter.draw(self._scene.mid, self._background, mid, step)

    def _repair(self, box: Box) -> None:
        """Lay background, figures and near layer again inside `box`."""
        self._copy_background(box)
        origin = (self.region.left, self.region.top)
        for i in self._order:
            paste(self.planes, self._scene.bent_body(i, self._poses[i]), origin, box)
            paste(self.planes, self._heads[i], origin, box)
        near = self._at["near"]
        part = Move(near.factor, near.x - box.left, near.y - box.top)
        self._painter.draw(self._scene.near, window(self.planes, box), part)

    def _copy_background(self, box: Box) -> None:
        views = window(self.planes, box)
        step = 2 if self._scene.half else 1
        sources = window(self._background, box, step)
        if step == 2:
            self._upsample(box, views[0])
        else:
            np.copyto(views[0], sources[0])
        for view, source in zip(views[1:], sources[1:], strict=True):
            np.copyto(view, source)

    def _upsample(self, box: Box, view: Plane) -> None:
        luma = self._background[0]
        if box == self._whole:
            cv2.resize(
                luma, (view.shape[1], view.shape[0]), dst=view, interpolation=cv2.INTER_LINEAR
            )
            return
        left, top = max(0, box.left // 2 - 2), max(0, box.top // 2 - 2)
        right = min(luma.shape[1], box.right // 2 + 2)
        bottom = min(luma.shape[0], box.bottom // 2 + 2)
        large = cast(
            "Plane",
            cv2.resize(
                luma[top:bottom, left:right], None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR
            ),
        )
        x, y = box.left - 2 * left, box.top - 2 * top
        np.copyto(view, large[y : y + view.shape[0], x : x + view.shape[1]])

    def _changed(self, states: tuple[State, ...]) -> Box | None:
        """The part of the region in which the new heads differ from those in the stack."""
        found: Box | None = None
        for i, (old, new) in enumerate(zip(self._states, states, strict=True)):
            if old == new:
                continue
            key = (i, old, new, self._poses[i])
            if key not in self._differences:
                self._differences[key] = difference(
                    self._heads[i], self._scene.bent_head(i, new, self._poses[i])
                )
            box = self._differences[key]
            if box is not None:
                found = box if found is None else found.join(box)
        if found is None:
            return None
        here = found.moved(-self.region.left, -self.region.top).meet(self._whole)
        return here if here.solid else None


def difference(first: Layer, second: Layer) -> Box | None:
    """The canvas box in which two drawings differ, or None where they are equal."""
    box = first.box.join(second.box)
    a, b = (_on(layer, box) for layer in (first, second))
    mask = (a[0] != b[0]) | (a[1] != b[1])
    chroma = (a[2] != b[2]) | (a[3] != b[3])
    rows = np.flatnonzero(mask.any(axis=1) | np.repeat(chroma.any(axis=1), 2))
    columns = np.flatnonzero(mask.any(axis=0) | np.repeat(chroma.any(axis=0), 2))
    if not len(rows):
        return None
    grown = Box(
        (int(columns[0]) - 2) & ~1,
        (int(rows[0]) - 2) & ~1,
        (int(columns[-1]) + 4) & ~1,
        (int(rows[-1]) + 4) & ~1,
    )
    return grown.moved(box.left, box.top).meet(box)


def _on(layer: Layer, box: Box) -> tuple[Plane, Plane, Plane, Plane]:
    """Luma, inverse alpha, U and V of a layer laid on an empty sheet of the size of `box`."""
    height, width = box.bottom - box.top, box.right - box.left
    planes = layer.planes
    if planes.ia is None:
        raise ValueError("heads are never opaque")
    y, u, v = (np.zeros(s, np.uint8) for s in ((height, width), *2 * ((height // 2, width // 2),)))
    ia = np.full((height, width), 255, np.uint8)
    place = layer.box.moved(-box.left, -box.top)
    views = window((y, u, v), place)
    for view, source in zip(views, (planes.y, planes.u, planes.v), strict=True):
        np.copyto(view, source)
    np.copyto(window((ia, u, v), place)[0], planes.ia)
    return y, ia, u, v
