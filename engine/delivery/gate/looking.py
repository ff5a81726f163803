"""Looks at a file's picture and says what it shows; whether that is right is judged elsewhere."""

from __future__ import annotations

from pathlib import Path

from engine.delivery.gate import motion
from engine.delivery.gate.lettering import cue_seen, label_frames, label_seen, looks_for
from engine.delivery.gate.packets import Streams, read_streams
from engine.delivery.gate.pictures import watch
from engine.delivery.gate.structure import frame_step
from engine.delivery.gate.types import Check, Expected, LabelSeen, Seen


def look_opening(file: Path, least_ms: int, check: Check) -> LabelSeen:
    """The label in the opening picture of a file, of which no more is decoded.

    Raises:
        av.FFmpegError, ValueError: the file cannot be read.
    """
    track = read_streams(file, check).picture
    if track is None:
        return LabelSeen()
    step, frames = frame_step(track), len(track.pts)
    numbers = label_frames(step, frames)
    footage = watch(file, frames, (), numbers, check, max(numbers, default=0) + 1)
    return label_seen(footage, numbers, step, least_ms)


def look(file: Path, streams: Streams, expected: Expected, check: Check) -> Seen:
    """Decode the picture and measure it at the times of the subtitles and of the label.

    Raises:
        av.FFmpegError: the file cannot be opened.
    """
    track = streams.picture
    frames = len(track.pts) if track is not None else 0
    step = frame_step(track) if track is not None else 0.0
    looks = [looks_for(cue, expected.cues, step, frames) for cue in expected.cues]
    label = label_frames(step, frames) if expected.label else ()
    words = sorted({i for one in looks for i in one.all})
    footage = watch(file, frames, words, label, check)
    black, frozen = motion.longest_black(footage), motion.longest_frozen(footage)

    def span(run: tuple[int, int]) -> tuple[int, int]:
        return round(run[0] * step * 1000), round(run[1] * step * 1000)

    return Seen(
        streams.digest,
        len(footage.blocks),
        footage.fault or ("" if len(footage.blocks) == frames else "frames are missing"),
        motion.active_share(footage),
        span(black),
        span(frozen),
        tuple(round(at * step * 1000) for at in motion.hard_cuts(footage, step)),
        tuple(cue_seen(cue, one, footage) for cue, one in zip(expected.cues, looks, strict=True)),
        label_seen(footage, label, step, expected.label_ms),
        motion.prints(footage),
    )
