"""Frames of one finished segment, in any order.

One thread: segments are a single slice, and frame threads would hold back the very frame that is
asked for (they gained nothing when measured). Groups of pictures are closed, so a keyframe can be
decoded alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import av

from engine.base.errors import MakeError
from engine.editor.types import FPS

_FAR = 15  # frames to decode through rather than to seek: a group of the film's own segments


class Segment:
    """An open segment file. Holds about 20 MB; close it.

    Raises:
        MakeError: `bad-segment`, from every method, when the file cannot be decoded.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._container = av.open(str(path), format="mp4")
            self._stream = self._container.streams.video[0]
        except (av.FFmpegError, OSError, IndexError) as exc:
            raise self._bad() from exc
        self._stream.codec_context.thread_count = 1
        self._base = float(self._stream.time_base or 0) * FPS
        self._coming: Iterator[av.VideoFrame] | None = None
        self._next = 0  # the frame that comes next

    @property
    def frames(self) -> int:
        """How many it says it has."""
        return self._stream.frames

    def upto(self, wanted: int) -> Iterator[tuple[int, av.VideoFrame]]:
        """Decodes until `wanted`, which comes last; frames on the way come before it."""
        try:
            if self._coming is None or not self._next <= wanted < self._next + _FAR:
                self._seek(wanted)
                self._coming = self._container.decode(self._stream)
            assert self._coming is not None
            for frame in self._coming:
                number = self._number(frame)
                self._next = number + 1
                yield number, frame
                if number >= wanted:
                    return
        except (av.FFmpegError, OSError) as exc:
            raise self._bad() from exc
        self._coming = None
        raise self._bad()

    def key(self, wanted: int) -> tuple[int, av.VideoFrame]:
        """The keyframe at or before `wanted`, without the frames between."""
        self._coming = None
        try:
            self._seek(wanted)
            for packet in self._container.demux(self._stream):
                found = [*packet.decode(), *self._stream.codec_context.decode(None)]
                if found:
                    return self._number(found[0]), found[0]
        except (av.FFmpegError, OSError) as exc:
            raise self._bad() from exc
        raise self._bad()

    def close(self) -> None:
        """Give file and decoder back."""
        self._coming = None
        self._container.close()

    def _seek(self, frame: int) -> None:
        self._container.seek(round(frame / self._base), stream=self._stream, backward=True)

    def _number(self, frame: av.VideoFrame) -> int:
        if frame.pts is None:
            raise self._bad()
        return round(frame.pts * self._base)

    def _bad(self) -> MakeError:
        return MakeError("bad-segment", f"{self._path.name} cannot be decoded.", "Make it again.")
