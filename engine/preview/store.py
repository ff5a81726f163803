"""Frames that were shown lately, in the preview's size: stepping back and scrubbing find them."""

from __future__ import annotations

from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

Small = NDArray[np.uint8]
"""Blue, green, red; height x width x 3."""


class FrameStore:
    """Pictures by (source, frame); forgets those unused for longest. limit: bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._kept: OrderedDict[tuple[str, int], Small] = OrderedDict()
        self._held = 0

    def get(self, source: str, frame: int) -> Small | None:
        """The picture, if it is still there."""
        found = self._kept.get((source, frame))
        if found is not None:
            self._kept.move_to_end((source, frame))
        return found

    def near(self, source: str, frame: int, reach: int) -> int | None:
        """The frame closest to `frame` that is kept, at most `reach` away."""
        for distance in range(reach + 1):
            for number in (frame - distance, frame + distance):
                if (source, number) in self._kept:
                    return number
        return None

    def put(self, source: str, frame: int, picture: Small) -> None:
        """Keep a picture; it must not be written to any more."""
        old = self._kept.pop((source, frame), None)
        self._held += picture.nbytes - (0 if old is None else old.nbytes)
        self._kept[source, frame] = picture
        while self._held > self._limit and len(self._kept) > 1:
            self._held -= self._kept.popitem(last=False)[1].nbytes

    @property
    def held(self) -> int:
        """Bytes in memory."""
        return self._held
