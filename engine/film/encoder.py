"""H.264 segments that can be joined by stream copy: the same settings, closed groups, fixed rate.

Writes frames into the encoder's own buffers; it knows nothing of what is in them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream

from engine.base.errors import UserInputError
from engine.editor.types import FPS
from engine.film.hardware import SOFTWARE, options_of
from engine.film.planes import Plane, Target
from engine.film.types import HEIGHT, WIDTH, EncoderSettings

_QUALITIES = {"final": ("veryfast", 19), "draft": ("superfast", 26)}
_SEARCH = {
    "me": "dia", "subme": 0, "partitions": "i4x4,i8x8",  # drawings move as wholes
    "b-adapt": 0, "weightp": 0,  # what fades or flashes does so for a few frames
    "rc-lookahead": 3,
}  # fmt: skip
"""A plain search and three frames of foresight: what x264 finds by looking closer, comic drawings
do not have. Against the preset with `me` and `subme` at their least, at crf 20, this takes 30 per
cent less time for equally many bytes and 0.9 dB of 47.8 (12 clips, 748 frames, final quality)."""
_HIGH = {"cabac": 1, "8x8dct": 1, "partitions": "none"}
"""What the preset ultrafast leaves out and makes a stream High profile rather than Baseline."""
TIMESCALE = {"movie_timescale": "48000"}
"""Frames and samples are whole numbers of it; the muxer's own 1000 cuts a last frame short."""

_BT709 = 1  # ITU-T H.273, tables 2 to 4: primaries, transfer and matrix of BT.709


def settings(quality: str) -> EncoderSettings:
    """Settings for "final" or "draft", with the version of the encoder that is installed.

    Raises:
        UserInputError: an unknown quality.
    """
    if quality not in _QUALITIES:
        known = " or ".join(_QUALITIES)
        raise UserInputError("quality", f"There is no quality {quality!r}.", f"Use {known}.")
    return settings_of(*_QUALITIES[quality])


def settings_of(preset: str, crf: int) -> EncoderSettings:
    """Settings with a preset of x264 and a constant rate factor."""
    return EncoderSettings(preset=preset, crf=crf, version=encoder_version())


@cache
def encoder_version() -> str:
    """libavcodec and x264 as they are: other versions may give other bytes."""
    codec = ".".join(str(n) for n in av.library_versions["libavcodec"])
    context = av.CodecContext.create("libx264", "w")
    context.width, context.height, context.pix_fmt = 64, 64, "yuv420p"
    context.time_base, context.framerate = Fraction(1, FPS), Fraction(FPS)
    context.options = {"preset": "ultrafast"}
    frame = av.VideoFrame(64, 64, "yuv420p")
    for plane in frame.planes:
        np.frombuffer(memoryview(plane), np.uint8)[:] = 128
    frame.pts = 0
    data = b"".join(bytes(p) for p in [*context.encode(frame), *context.encode(None)])
    found = re.search(rb"x264 - core (\d+)(?: r(\w+))?", data)
    core = "unknown" if found is None else b" r".join(g for g in found.groups() if g).decode()
    return f"libavcodec {codec}, x264 {core}"


def _new_frame(size: tuple[int, int]) -> av.VideoFrame:
    """A frame to paint into, tagged BT.709 limited."""
    frame = av.VideoFrame(*size, "yuv420p")
    frame.colorspace = _BT709
    frame.color_range = 1
    return frame


def _target_of(frame: av.VideoFrame) -> Target:
    """The frame's planes as arrays to write into."""
    views: list[Plane] = []
    for plane, divisor in zip(frame.planes, (1, 2, 2), strict=True):
        rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        views.append(rows[: frame.height // divisor, : frame.width // divisor])
    return views[0], views[1], views[2]


class SegmentWriter:
    """An open segment: paint into `target`, then `write`, frame by frame.

    One frame buffer serves all: the encoder copies it, and a fresh one a frame costs its page
    faults.
    """

    def __init__(
        self, container: av.container.OutputContainer, options: EncoderSettings, threads: int,
        size: tuple[int, int] = (WIDTH, HEIGHT),
    ) -> None:  # fmt: skip
        self._container = container
        stream = cast("VideoStream", container.add_stream(options.codec, rate=FPS))
        (stream.width, stream.height), stream.pix_fmt = size, "yuv420p"
        stream.time_base = Fraction(1, FPS)
        stream.options = dict(_options(options))
        context = stream.codec_context
        context.thread_count = threads
        context.thread_type = "FRAME" if threads > 1 else "NONE"
        context.color_range = 1
        context.colorspace = context.color_primaries = context.color_trc = _BT709
        self._stream = stream
        self._frame = _new_frame(size)
        self.frames = 0

    def target(self) -> Target:
        """The planes of the next frame, to be painted completely."""
        self._frame.make_writable()
        return _target_of(self._frame)

    def write(self) -> None:
        """Encode what was painted."""
        frame = self._frame
        frame.pts, frame.duration, frame.time_base = self.frames, 1, Fraction(1, FPS)
        self.frames += 1
        for packet in self._stream.encode(frame):
            self._container.mux(packet)

    def finish(self) -> None:
        """Encode what the encoder still holds."""
        for packet in self._stream.encode(None):
            self._container.mux(packet)


def _options(wanted: EncoderSettings) -> dict[str, str]:
    if wanted.codec != SOFTWARE:
        return options_of(wanted)
    parameters = {
        "open-gop": 0,
        "keyint": wanted.gop,
        "min-keyint": wanted.gop,
        "scenecut": 0,
        "stitchable": 1,
        "colorprim": "bt709",
        "transfer": "bt709",
        "colormatrix": "bt709",
        "range": "tv",
        **_SEARCH,
        **(_HIGH if wanted.preset == "ultrafast" else {}),
    }
    return {
        "preset": wanted.preset,
        "crf": str(wanted.crf),
        "g": str(wanted.gop),
        "bf": str(wanted.bframes),
        "profile": "high",
        "x264-params": ":".join(f"{k}={v}" for k, v in parameters.items()),
    }


@contextmanager
def segment_writer(
    path: Path, options: EncoderSettings, threads: int = 1,
    size: tuple[int, int] = (WIDTH, HEIGHT),
) -> Iterator[SegmentWriter]:  # fmt: skip
    """A writer to a new mp4 at `path`; the file is whole only when the block ends without error.

    size: width and height of its frames, even numbers.

    One thread each in as many processes as there are cores wastes least; the bytes depend on it.
    """
    with av.open(str(path), "w", format="mp4", options=TIMESCALE) as container:
        writer = SegmentWriter(container, options, threads, size)
        yield writer
        writer.finish()
