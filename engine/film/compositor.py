"""Composes the frames of one cut straight into the encoder's planes.

Order: stack (background, figures, near layer) -> camera -> air -> motion blur -> panels -> whip
-> effects -> titles -> subtitle. Frames are asked for in ascending order; asking for one frame
alone is allowed.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from engine.artist.types import FRAME_H, FRAME_W, Artist, PlateLayers, air_of
from engine.editor.types import Cut
from engine.film.air import Atmosphere
from engine.film.blur import accumulate, shutter, smear, whip, whipped
from engine.film.cache import PlaneCache
from engine.film.camera import Path, View
from engine.film.effects import Effects
from engine.film.heads import words_floor
from engine.film.layers import Painter
from engine.film.panels import Panels, behind
from engine.film.planes import Box, Target, blit, empty_target, window
from engine.film.scene import Scene
from engine.film.stack import Stack
from engine.film.subtitles import Subtitles
from engine.film.titles import Titles
from engine.series.document import CastMember

_FRAME = Box(0, 0, FRAME_W, FRAME_H)


class Compositor:
    """The picture of one cut. Holds about 40 MB beside the cache."""

    def __init__(
        self,
        cut: Cut,
        plate: PlateLayers,
        plate_key: str,
        cast: Mapping[str, CastMember],
        artist: Artist,
        cache: PlaneCache,
    ) -> None:
        self._cut = cut
        self._path = Path(cut)
        self._painter = Painter()
        scene = Scene(cut, plate, plate_key, cast, artist, cache)
        self._stack = Stack(scene, self._path, self._painter, behind(cut, scene.order))
        self._panels = Panels(cut, scene, self._painter) if cut.panels else None
        self._frozen = min((e.first for e in cut.effects if e.kind == "freeze"), default=cut.frames)
        self._air = Atmosphere(cut, air_of(plate.air), self._path, scene, artist)
        self._effects = Effects(cut, artist, cache)
        self._subtitles, self._titles = (
            Subtitles(cut.cues, words_floor(cut, scene.low)),
            Titles(cut.titles, cut, scene.low),
        )
        self._screen: Target | None = None  # what a resting camera saw last
        self._screen_view: View | None = None
        self._spare: Target | None = None

    def compose(self, frame: int, target: Target) -> None:
        """Paint `frame` (0 to frames - 1) into `target`, 1080 x 1920."""
        shown = min(frame, self._frozen)
        if self._panels is None or not self._panels.hide(frame):
            self._whole(frame, shown, target)
        if self._panels is not None:
            self._panels.draw(frame, shown, target)
        whipped(target, whip(self._cut, frame))
        self._effects.apply(frame, target, shown)
        for title in self._titles.at(frame):
            blit(target, title.planes, title.x, title.y)
        subtitle = self._subtitles.at(frame)
        if subtitle is not None:
            blit(target, subtitle.planes, subtitle.x, subtitle.y)

    def _whole(self, frame: int, shown: int, target: Target) -> None:
        """The picture of the whole frame, with its motion blur."""
        changed = self._stack.update(shown)
        view = self._path.view(frame)
        shut = shutter(self._cut, self._path, frame)
        if shut.growth:
            self._spare = self._spare or empty_target(FRAME_W, FRAME_H)
            accumulate(self._look, view, shut, target, self._spare)
            self._screen_view = None
        else:
            self._see(frame, view, changed, target)
            self._air.draw(shown, target)
            smear(target, shut)

    def _see(self, frame: int, view: View, changed: Box | None, target: Target) -> None:
        """The camera's picture; a resting camera resamples only what changed."""
        if _plain(view):
            self._look(view, target)
            return
        if view == self._screen_view and self._screen is not None:
            if changed is not None:
                self._look(view, self._screen, self._on_screen(changed, view))
        elif self._path.view(frame + 1) == view:
            self._screen = self._screen or empty_target(FRAME_W, FRAME_H)
            self._screen_view = view
            self._look(view, self._screen)
        else:
            self._screen_view = None
            self._look(view, target)
            return
        for plane, kept in zip(target, self._screen, strict=True):
            np.copyto(plane, kept)

    def _look(self, view: View, target: Target, part: Box = _FRAME) -> None:
        """Resample the stack into `part` of the frame."""
        left = max(0.0, view.left - self._stack.region.left + part.left / view.zoom)
        top = max(0.0, view.top - self._stack.region.top + part.top / view.zoom)
        for source, plane, step in zip(
            self._stack.planes, window(target, part), (1, 2, 2), strict=True
        ):
            self._painter.zoom(source, view.zoom, left / step, top / step, plane)

    def _on_screen(self, changed: Box, view: View) -> Box:
        """The even part of the frame that shows a box of the stack, with a margin."""
        region = self._stack.region
        left = (changed.left + region.left - view.left) * view.zoom
        top = (changed.top + region.top - view.top) * view.zoom
        right = (changed.right + region.left - view.left) * view.zoom
        bottom = (changed.bottom + region.top - view.top) * view.zoom
        box = Box(
            int(left - 2) & ~1, int(top - 2) & ~1, int(right + 4) & ~1, int(bottom + 4) & ~1
        ).meet(_FRAME)
        return box if box.solid else Box(0, 0, 2, 2)


def _plain(view: View) -> bool:
    """Whether the camera merely copies: no magnification, whole even pixels."""
    return view.zoom == 1.0 and view.left % 2 == 0 and view.top % 2 == 0
