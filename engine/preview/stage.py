"""One episode as a row of cuts, each decoded from its segment or composed: a picture for any frame.

Knows nothing of processes, slots or clocks; see `desk` for what is answered when.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import cv2

from engine.base.canon import digest
from engine.base.codec import encode
from engine.base.errors import MakeError
from engine.editor.codec import cutlist_from_json
from engine.editor.types import Cut, CutList
from engine.preview.canvas import Shrinker
from engine.preview.decoder import Segment
from engine.preview.live import LiveCuts
from engine.preview.plates import file_key
from engine.preview.reel import Reel
from engine.preview.store import FrameStore, Small

FRAME_BYTES = 150 << 20
_OPEN = 4  # segments, 20 MB each
_NEAR = 4  # frames by which an answer to scrubbing may miss


@dataclass(frozen=True, slots=True)
class Spot:
    """A cut in its place. first: its first frame in the episode; key: names its pictures."""

    cut: Cut
    first: int
    key: str
    segment: Path | None


@dataclass(frozen=True, slots=True)
class Picture:
    """A small picture and what it is of. frame: of the episode."""

    image: Small
    frame: int
    cut: str
    final: bool


class Stage:
    """The episode that is loaded. Not for use by two threads."""

    def __init__(self, cache: Path, size: tuple[int, int], on_fault: Callable[[str], None]) -> None:
        self._shrink = Shrinker(size)
        self._store = FrameStore(FRAME_BYTES)
        self._live = LiveCuts(cache, on_fault)
        self._on_fault = on_fault
        self._segments: OrderedDict[str, Segment] = OrderedDict()
        self._broken: set[str] = set()
        self._digests: dict[Cut, str] = {}
        self._spots: tuple[Spot, ...] = ()
        self._starts: list[int] = []
        self.cuts: CutList | None = None

    @property
    def frames(self) -> int:
        """Length of the episode, 0 when there is none."""
        return 0 if self.cuts is None else self.cuts.frames

    def load(self, reel: Reel) -> None:
        """Change to this reel. Raises StudioError or OSError when its cut list cannot be read."""
        cuts = cutlist_from_json(reel.cuts.read_text("utf-8"))
        self._live.load(reel)
        known = self._digests
        self._digests = {c: known.get(c) or digest([encode(c)]) for c in cuts.cuts}
        segments = dict(reel.segments)
        self._starts = [0, *accumulate(cut.frames for cut in cuts.cuts)][: len(cuts.cuts)]
        self._spots = tuple(
            self._spot(cut, first, segments.get(cut.id))
            for cut, first in zip(cuts.cuts, self._starts, strict=True)
        )
        self.cuts = cuts

    def _spot(self, cut: Cut, first: int, segment: Path | None) -> Spot:
        if segment is not None and file_key(segment) not in self._broken:
            return Spot(cut, first, file_key(segment), segment)
        return Spot(cut, first, self._live.key(cut, self._digests[cut]), None)

    def name(self, frame: int) -> tuple[str, int]:
        """What names the picture of a frame: equal names, equal pictures."""
        spot = self._at(frame)
        return spot.key, frame - spot.first

    def picture(self, frame: int, *, passing: bool = False) -> Picture:
        """The picture of a frame. passing: keep what is decoded on the way to it."""
        spot = self._at(frame)
        own = frame - spot.first
        image = self._store.get(spot.key, own)
        if image is None and spot.segment is not None:
            image = self._decoded(spot, own, passing)
            if image is None:
                return self.picture(frame)
        if image is None:
            image = self._shrink(self._live.compose(spot.cut, spot.key, own))
            self._store.put(spot.key, own, image)
        return Picture(image, frame, spot.cut.id, spot.segment is not None)

    def nearby(self, frame: int) -> Picture:
        """Quickly a picture that is close: one that is kept, or the keyframe before it."""
        spot = self._at(frame)
        own = frame - spot.first
        found = self._store.near(spot.key, own, _NEAR)
        if found is not None:
            return self.picture(spot.first + found)
        if spot.segment is None:
            return self.picture(frame)
        try:
            number, whole = self._segment(spot).key(own)
        except MakeError:
            self._break(spot)
            return self.picture(frame)
        image = self._store.get(spot.key, number)
        if image is None:
            image = self._shrink(whole)
            self._store.put(spot.key, number, image)
        return Picture(image, spot.first + number, spot.cut.id, True)

    def still(self, cut: str, frame: int, wide: int) -> tuple[Small, bool] | None:
        """A frame of a cut at a width, at most the preview's, and whether it is decoded.

        None when there is no such cut.
        """
        spot = next((s for s in self._spots if s.cut.id == cut), None)
        if spot is None:
            return None
        own = min(max(0, frame), spot.cut.frames - 1)
        image = self._store.get(spot.key, own)
        if image is None and spot.segment is not None:
            image = self._decoded(spot, own, False)
            if image is None:
                return self.still(cut, frame, wide)
        if image is None:
            image = self._shrink(self._live.once(spot.cut, spot.key, own))
        height, width = image.shape[:2]
        small = min(width, max(2, wide))
        size = (small, max(2, round(height * small / width)))
        scaled = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
        return scaled.astype("uint8", copy=False), spot.segment is not None

    def prepare(self, frame: int, count: int) -> Iterator[None]:
        """Draw what the next `count` live cuts from `frame` on need, one drawing a step."""
        first = bisect_right(self._starts, frame) - 1
        live = [s for s in self._spots[max(0, first) :] if s.segment is None]
        for spot in live[:count]:
            yield from self._live.prepare(spot.cut, spot.key)

    def close(self) -> None:
        """Close all files."""
        for segment in self._segments.values():
            segment.close()
        self._segments.clear()

    def _at(self, frame: int) -> Spot:
        return self._spots[bisect_right(self._starts, frame) - 1]

    def _decoded(self, spot: Spot, own: int, passing: bool) -> Small | None:
        """A frame of a segment, or None when that cannot be decoded and is live from now on."""
        image = None
        try:
            for number, whole in self._segment(spot).upto(own):
                if number == own or (passing and self._store.get(spot.key, number) is None):
                    image = self._shrink(whole)
                    self._store.put(spot.key, number, image)
        except MakeError:
            image = None
        if image is None:
            self._break(spot)
        return image

    def _segment(self, spot: Spot) -> Segment:
        found = self._segments.get(spot.key)
        if found is None:
            assert spot.segment is not None
            found = self._segments[spot.key] = Segment(spot.segment)
            if found.frames != spot.cut.frames:
                raise MakeError("bad-segment", f"It has {found.frames} frames.")
        self._segments.move_to_end(spot.key)
        while len(self._segments) > _OPEN:
            self._segments.popitem(last=False)[1].close()
        return found

    def _break(self, spot: Spot) -> None:
        """From now on compose this cut."""
        self._on_fault(f"The finished picture of {spot.cut.id} cannot be read. It is shown live.")
        self._broken.add(spot.key)
        segment = self._segments.pop(spot.key, None)
        if segment is not None:
            segment.close()
        self._spots = tuple(
            self._spot(s.cut, s.first, None) if s.key == spot.key else s for s in self._spots
        )
