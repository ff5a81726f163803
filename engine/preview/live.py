"""Frames of cuts that have no segment yet, composed by the film's own compositor.

A compositor goes forwards only, so a step back begins anew; with its drawings in memory that costs
about 20 ms. A cut that cannot be composed as it stands is shown with what of it can.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import av

from engine.artist.comic.artist import ComicArtist
from engine.artist.types import PlateLayers
from engine.base.canon import digest
from engine.base.codec import encode
from engine.base.errors import StudioError
from engine.editor.types import Cut
from engine.film.cache import PlaneCache
from engine.film.compositor import Compositor
from engine.film.scene import Scene
from engine.preview.canvas import Canvas
from engine.preview.plates import Plates
from engine.preview.reel import Reel
from engine.series.document import CastMember

_PLANE_BYTES = 160 << 20
_KEPT = 2  # compositors, 40 MB each: the cut that is shown, and the one before or after


@dataclass
class _Running:
    """A compositor and the frame that it composed last."""

    compositor: Compositor
    last: int = -1


class LiveCuts:
    """Composes any frame of any cut. on_fault: told in words what could not be shown, once."""

    def __init__(self, cache: Path, on_fault: Callable[[str], None]) -> None:
        self._artist = ComicArtist()
        self._planes = PlaneCache(_PLANE_BYTES, cache / "planes")
        self._plates = Plates(cache / "plates", self._artist)
        self._on_fault = on_fault
        self._cast: Mapping[str, CastMember] = {}
        self._looks: Mapping[str, str] = {}
        self._running: OrderedDict[str, _Running] = OrderedDict()
        self._canvas = Canvas()
        self._told: set[str] = set()
        self._prepared: set[str] = set()

    def load(self, reel: Reel) -> None:
        """Change to the places and people of this reel."""
        self._plates.load(reel)
        self._cast = {member.id: member for member in reel.cast}
        self._looks = {m.id: digest([encode(m.look), m.gender, m.age]) for m in reel.cast}

    def key(self, cut: Cut, content: str) -> str:
        """What names the picture of a cut; content: the cut's own digest."""
        who = [self._looks.get(figure.cast, "") for figure in cut.figures]
        return digest([content, self._plates.key(cut.place), *who])

    def compose(self, cut: Cut, key: str, frame: int) -> av.VideoFrame:
        """A frame of a cut, valid until the next call. Never fails: at worst it is black."""
        running = self._running.get(key)
        if running is not None and frame < running.last:
            running = None
        for attempt in (cut, self._bare(cut)):
            try:
                running = running or _Running(self._compositor(attempt))
                running.compositor.compose(frame, self._canvas.target)
            except Exception as exc:  # noqa: BLE001 - a bug in a drawing must not stop the film
                self._tell(key, cut, exc)
                running = None
                continue
            running.last = frame
            self._keep(key, running)
            return self._canvas.frame
        self._running.pop(key, None)
        self._canvas.blacken()
        return self._canvas.frame

    def prepare(self, cut: Cut, key: str) -> Iterator[None]:
        """Draw whatever of a cut is in no cache yet, one drawing a step."""
        if key in self._prepared:
            return
        try:
            scene = Scene(cut, *self._plate(cut), self._cast, self._artist, self._planes)
            yield
            for number, figure in enumerate(cut.figures):
                for state in dict.fromkeys(key.state for key in figure.faces):
                    scene.head(number, state)
                    yield
            compositor, canvas = self._compositor(cut), Canvas()
            for frame in _telling(cut):
                compositor.compose(frame, canvas.target)
                yield
        except Exception as exc:  # noqa: BLE001 - a bug in a drawing must not stop the film
            self._tell(key, cut, exc)
        self._prepared.add(key)

    def once(self, cut: Cut, key: str, frame: int) -> av.VideoFrame:
        """Like `compose`, for a frame that none will follow."""
        kept, self._running = self._running, OrderedDict()
        try:
            return self.compose(cut, key, frame)
        finally:
            self._running = kept

    def _plate(self, cut: Cut) -> tuple[PlateLayers, str]:
        return self._plates.layers(cut.place), self._plates.key(cut.place)

    def _compositor(self, cut: Cut) -> Compositor:
        return Compositor(cut, *self._plate(cut), self._cast, self._artist, self._planes)

    def _bare(self, cut: Cut) -> Cut:
        """What of a cut can be shown for certain: the place, and those who are known."""
        known = tuple(f for f in cut.figures if f.cast in self._cast and f.faces)
        return replace(cut, figures=known, effects=(), cues=(), titles=(), panels=())

    def _keep(self, key: str, running: _Running) -> None:
        self._running[key] = running
        self._running.move_to_end(key)
        while len(self._running) > _KEPT:
            self._running.popitem(last=False)

    def _tell(self, key: str, cut: Cut, exc: Exception) -> None:
        if key not in self._told:
            self._told.add(key)
            words = str(exc) if isinstance(exc, StudioError) else f"{type(exc).__name__}: {exc}"
            self._on_fault(f"Cut {cut.id} cannot be shown as it stands. {words}")


def _telling(cut: Cut) -> list[int]:
    """Frames that between them need every device, title and subtitle of a cut."""
    found = {0}
    for effect in cut.effects:
        found |= {effect.first + effect.frames // 2 + n for n in (0, 2, 4)}
    found |= {title.first for title in cut.titles} | {cue.first for cue in cut.cues}
    return sorted(n for n in found if 0 <= n < cut.frames)
