"""From the film's planes to the preview's size: averaged plane by plane, then converted.

Averaging first leaves a quarter of the pixels to convert, and at half the film's size chroma is
not touched at all. libswscale converts, because OpenCV knows no BT.709.
"""

from __future__ import annotations

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter

from engine.artist.types import FRAME_H, FRAME_W
from engine.film.planes import Plane, Target
from engine.preview.store import Small


def planes_of(frame: av.VideoFrame) -> Target:
    """The planes of a yuv420p or yuv444p frame as arrays on its memory."""
    views: list[Plane] = []
    for plane in frame.planes:
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        views.append(rows[: plane.height, : plane.width])
    return views[0], views[1], views[2]


class Shrinker:
    """Makes small pictures of whole frames. Not for use by two threads. size: width, height."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self._reformatter = VideoReformatter()
        self._middle = av.VideoFrame(*size, "yuv444p")

    def __call__(self, frame: av.VideoFrame) -> Small:
        """The frame, read as BT.709 limited, as a picture of its own memory."""
        if frame.format.name not in ("yuv420p", "yuvj420p"):
            frame = frame.reformat(format="yuv420p")
        self._middle.make_writable()
        for source, small in zip(planes_of(frame), planes_of(self._middle), strict=True):
            if source.shape == small.shape:
                np.copyto(small, source)
            else:
                cv2.resize(source, self.size, dst=small, interpolation=cv2.INTER_AREA)
        return self._converted()

    def _converted(self) -> Small:
        width, height = self.size
        made = self._reformatter.reformat(
            self._middle, format="bgr24",
            src_colorspace=Colorspace.ITU709, dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.MPEG, dst_color_range=ColorRange.JPEG,
        )  # fmt: skip
        plane = made.planes[0]
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        return np.ascontiguousarray(rows[:height, : width * 3]).reshape(height, width, 3)


class Canvas:
    """A frame of the film's size to compose into."""

    def __init__(self) -> None:
        self.frame = av.VideoFrame(FRAME_W, FRAME_H, "yuv420p")
        self.target = planes_of(self.frame)

    def blacken(self) -> None:
        """Paint it black."""
        for plane, value in zip(self.target, (16, 128, 128), strict=True):
            plane[:] = value
