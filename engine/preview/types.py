"""What the preview hands to its caller: pictures in shared memory, and stems as files."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

RATE = 48_000
SAMPLES = RATE // 30
"""Samples of one frame."""

FRAME, NEAR, PLAY, STILL = "frame", "near", "play", "still"
"""Kinds of `Shown`: what `show` asked for, a neighbour of it, a frame of `play`, a `still`."""


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A picture, BGRX in memory (QImage.Format_RGB32), read-only.

    frame: the frame that is seen, of the episode; of the cut where kind is "still".
    asked: the frame that was asked for; differs from `frame` only where kind is "near".
    stride: bytes a row. final: decoded from a finished segment, not composed here.
    slot: its place in the shared memory, -1 for a still, whose bytes are its own.
    generation: the number of the `load` that it belongs to, from 1. cut: id of the cut.
    `data` may be read until the picture is released, or the preview closed.
    """

    frame: int
    width: int
    height: int
    stride: int
    data: memoryview
    final: bool
    slot: int
    generation: int
    kind: str
    cut: str
    asked: int


@dataclass(frozen=True, slots=True)
class Sound:
    """The episode's stems: raw little-endian int16 stereo, `samples` long each, with no header.

    Added up they are the episode at about -16 LUFS; leaving one out mutes it. Paths are named by
    content: an equal path holds equal sound. frames: of pictures.
    """

    episode: str
    rate: int
    frames: int
    dialogue: Path
    music: Path
    effects: Path
    generation: int

    @property
    def samples(self) -> int:
        """Samples a channel."""
        return self.frames * SAMPLES
