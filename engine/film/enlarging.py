"""A finished picture at another size: decoded, resampled plane by plane, encoded again."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from engine.base.errors import MakeError
from engine.film.encoder import segment_writer, settings_of
from engine.film.types import MEZZANINE


def enlarge(source: Path, out: Path, width: int, height: int) -> int:
    """Write the video of `source` to `out` (mp4, no sound) at another size; returns the frames.

    Raises:
        MakeError: `source` holds no video that can be decoded.
    """
    frames = 0
    try:
        with (
            closing(av.open(str(source))) as film,
            segment_writer(out, settings_of(*MEZZANINE), size=(width, height)) as writer,
        ):
            film.streams.video[0].thread_type = "AUTO"
            for frame in film.decode(video=0):
                target = writer.target()
                for plane, wanted in zip(frame.planes, target, strict=True):
                    whole = np.frombuffer(memoryview(plane), np.uint8)
                    rows: NDArray[np.uint8] = whole.reshape(plane.height, plane.line_size)
                    part = rows[:, : plane.width]
                    size = (wanted.shape[1], wanted.shape[0])
                    wanted[:] = cv2.resize(part, size, interpolation=cv2.INTER_LANCZOS4)
                writer.write()
                frames += 1
    except av.FFmpegError as exc:
        raise MakeError(
            "unreadable-media", f"{source.name} cannot be read: {exc}.", "Make it again."
        ) from exc
    return frames
