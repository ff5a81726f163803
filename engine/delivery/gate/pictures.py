"""Decodes a file's picture once and keeps of it the little that the judges need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from engine.delivery.gate.ink import Luma, Mask, ink
from engine.delivery.gate.packets import opened
from engine.delivery.gate.types import Check

WIDTH, HEIGHT = 1080, 1920
LOW = (135, 240)
_CELL = 5  # a block is 40 x 40 px
BAND = (1000, 1824)
"""Rows in which subtitles are looked for."""
TOP = (0, 420)
"""Rows in which the opening label is looked for."""
_WORDS = (round(0.55 * LOW[1] / _CELL), round(0.9 * LOW[1] / _CELL))
_DARK = 29  # video level: black is 16
_SAMPLES = 100
_CHECK_EVERY = 16


@dataclass(frozen=True)
class Footage:
    """What was kept. blocks: mean luma of each block outside of the subtitles' rows, a row a
    frame; dark: share of dark pixels of each frame; sample: evenly spaced small frames;
    words: lettering in `BAND` of the frames asked for; top: luma in `TOP` of those asked for.
    """

    blocks: NDArray[np.float32]
    dark: NDArray[np.float32]
    sample: NDArray[np.uint8]
    words: dict[int, Mask] = field(default_factory=dict)
    top: dict[int, Luma] = field(default_factory=dict)
    fault: str = ""


def watch(
    file: Path, frames: int, words: Sequence[int], top: Sequence[int], check: Check,
    most: int = 1 << 30,
) -> Footage:  # fmt: skip
    """Decode every frame. frames: how many there should be; words, top: numbers of frames whose
    lettering or upper part is wanted; most: how many frames are decoded at all.

    Raises:
        av.FFmpegError: the file cannot be opened.
    """
    every = max(1, frames // _SAMPLES)
    blocks: list[NDArray[np.float32]] = []
    dark: list[float] = []
    sample: list[NDArray[np.uint8]] = []
    wanted, upper = frozenset(words), frozenset(top)
    kept: dict[int, Mask] = {}
    tops: dict[int, Luma] = {}
    fault = ""
    with opened(file) as box:
        stream = box.streams.video[0]
        stream.codec_context.thread_count = 1  # the export already runs one process a core
        # a quarter of the time; what it smooths, edges of blocks, is finer than what is measured
        stream.codec_context.options = {"skip_loop_filter": "all"}
        try:
            for index, frame in enumerate(box.decode(stream)):
                if index >= most:
                    break
                if index % _CHECK_EVERY == 0:
                    check()
                luma = _luma(frame)
                low = _reduced(luma)
                blocks.append(_blocks(low))
                dark.append(np.count_nonzero(low <= _DARK) / low.size)
                if index % every == 0:
                    sample.append(low)
                if index in wanted:
                    kept[index] = ink(_sized(luma)[slice(*BAND)])
                if index in upper:
                    tops[index] = _sized(luma)[slice(*TOP)].copy()
                fault = fault or ("damaged frames" if frame.is_corrupt else "")
        except av.FFmpegError as exc:
            fault = str(exc)
    empty = np.zeros((0, LOW[1], LOW[0]), np.uint8)
    return Footage(
        np.stack(blocks) if blocks else np.zeros((0, 1), np.float32), np.array(dark, np.float32),
        np.stack(sample) if sample else empty, kept, tops, fault,
    )  # fmt: skip


def still(file: Path, at_ms: int, width: int = 270) -> bytes:
    """A small JPEG of the frame that is seen at a time; b"" where there is none.

    Raises:
        av.FFmpegError: the file cannot be read.
    """
    with opened(file) as box:
        stream = box.streams.video[0]
        base = float(stream.time_base or 1)
        box.seek(round(max(at_ms, 0) / 1000 / base), stream=stream)
        last: av.VideoFrame | None = None
        for frame in box.decode(stream):
            if last is not None and (frame.time or 0) * 1000 > at_ms + 1:
                break
            last = frame
        if last is None:
            return b""
        picture = last.to_ndarray(format="bgr24")
    height = round(picture.shape[0] * width / picture.shape[1])
    small = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
    return cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, 80])[1].tobytes()


def _luma(frame: av.VideoFrame) -> Luma:
    if (
        not frame.format.name.startswith(("yuv420p", "yuvj420p", "nv12"))
        or "10" in frame.format.name
    ):
        frame = frame.reformat(format="yuv420p")
    plane = frame.planes[0]
    rows: Luma = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
    return rows[: frame.height, : frame.width]


def _reduced(luma: Luma) -> NDArray[np.uint8]:
    """Halved as often as it goes: that is quicker than one large step."""
    small = luma
    while small.shape[1] >= 4 * LOW[0] and small.shape[0] >= 4 * LOW[1]:
        size = small.shape[1] // 2, small.shape[0] // 2
        small = np.asarray(cv2.resize(small, size, interpolation=cv2.INTER_AREA), np.uint8)
    return np.asarray(cv2.resize(small, LOW, interpolation=cv2.INTER_AREA), np.uint8)


def _sized(luma: Luma) -> Luma:
    if luma.shape == (HEIGHT, WIDTH):
        return luma
    return np.asarray(cv2.resize(luma, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA), np.uint8)


def _blocks(low: NDArray[np.uint8]) -> NDArray[np.float32]:
    rows, columns = LOW[1] // _CELL, LOW[0] // _CELL
    means = cv2.resize(low.astype(np.float32), (columns, rows), interpolation=cv2.INTER_AREA)
    return np.concatenate((means[: _WORDS[0]], means[_WORDS[1] :])).reshape(-1).astype(np.float32)
