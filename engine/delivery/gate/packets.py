"""Reads the streams of a file without decoding them: formats, times, key frames, a digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from numpy.typing import NDArray

from engine.delivery.gate.types import Check

_CHECK_EVERY = 256
_OPEN = {"protocol_whitelist": "file"}


@dataclass(frozen=True)
class Track:
    """A stream's packets in order of presentation. pts: s; keys: of each, whether it is a key
    frame; opens: whether the first in the file is one; closed: no packet after a key frame is
    shown before it; last: s that the last packet takes.
    """

    pts: NDArray[np.float64]
    keys: NDArray[np.bool_]
    opens: bool
    closed: bool
    last: float

    @property
    def first(self) -> float:
        """When it begins, s; what an encoder primes itself with does not count."""
        return max(0.0, float(self.pts[0]))

    @property
    def end(self) -> float:
        """When it ends, s."""
        return float(self.pts[-1]) + self.last


@dataclass(frozen=True)
class Streams:
    """What a file says of itself. kinds: of its streams; video: "codec profile pixels"; scan,
    colours: tags; aspect: of a pixel; audio: "codec rate channels"; digest: of the video packets.
    """

    kinds: tuple[str, ...]
    video: str = ""
    size: tuple[int, int] = (0, 0)
    aspect: float = 1.0
    colours: tuple[int, ...] = ()
    audio: str = ""
    picture: Track | None = None
    sound: Track | None = None
    digest: str = ""


def opened(file: Path) -> InputContainer:
    """A file as MP4 and nothing else, so that no playlist can name others.

    Raises:
        av.FFmpegError: it is none.
    """
    return av.open(f"file:{file}", format="mov", options=_OPEN)


def video_digest(file: Path) -> str:
    """Names the coded picture of a file: files with the same one show the same pictures.

    Raises:
        av.FFmpegError: the file cannot be read.
    """
    return read_streams(file, lambda: None).digest


def read_streams(file: Path, check: Check) -> Streams:
    """Formats and packets of a file.

    Raises:
        av.FFmpegError: the file cannot be read.
    """
    with opened(file) as box:
        kinds = tuple(s.type for s in box.streams)
        video = next(iter(box.streams.video), None)
        audio = next(iter(box.streams.audio), None)
        rows: dict[int, list[tuple[int, int, bool]]] = {}
        digest = hashlib.sha256()
        for count, packet in enumerate(box.demux()):
            if count % _CHECK_EVERY == 0:
                check()
            if packet.pts is None:
                continue
            row = (packet.pts, packet.duration or 0, packet.is_keyframe)
            rows.setdefault(packet.stream_index, []).append(row)
            if video is not None and packet.stream_index == video.index:
                digest.update(packet.pts.to_bytes(8, "big", signed=True))
                digest.update(bytes(packet))
        found = Streams(kinds)
        if video is not None:
            coded = video.codec_context
            digest.update(coded.extradata or b"")
            found = Streams(
                kinds, f"{coded.name} {coded.profile} {coded.pix_fmt}", (coded.width, coded.height),
                float(coded.sample_aspect_ratio or 1),
                (coded.colorspace, coded.color_trc, coded.color_primaries, coded.color_range),
                "", _track(rows.get(video.index, []), video.time_base), None, digest.hexdigest(),
            )  # fmt: skip
        if audio is None:
            return found
        heard = audio.codec_context
        return Streams(
            kinds, found.video, found.size, found.aspect, found.colours,
            f"{heard.name} {heard.sample_rate} {heard.channels}", found.picture,
            _track(rows.get(audio.index, []), audio.time_base), found.digest,
        )  # fmt: skip


def _track(rows: list[tuple[int, int, bool]], base: Fraction | None) -> Track | None:
    if not rows or base is None:
        return None
    table = np.array(rows, np.int64)
    order = np.argsort(table[:, 0], kind="stable")
    step = float(base)
    latest_key = np.maximum.accumulate(np.where(table[:, 2] > 0, table[:, 0], table[0, 0]))
    return Track(
        table[order, 0] * step,
        table[order, 2] > 0,
        bool(table[0, 2]),
        bool((table[:, 0] >= latest_key).all()),
        float(table[order[-1], 1]) * step,
    )
