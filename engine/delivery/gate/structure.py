"""Judges a file's boxes, streams and packets: what a platform looks at before it looks at films.

Formats are those of the platforms' own pages (docs/delivery.md): H.264 High, 8 bit 4:2:0, BT.709,
AAC, closed groups of pictures, index first.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from engine.delivery.boxes import Box, aigc_of, boxes, content
from engine.delivery.gate.findings import finding, limits
from engine.delivery.gate.packets import Streams, Track
from engine.delivery.gate.types import Expected, Finding

_FIELDS = frozenset((
    "Label", "ContentProducer", "ProduceID", "ReservedCode1", "ContentPropagator", "PropagateID",
    "ReservedCode2",
))  # fmt: skip
_VIDEO = "h264 High yuv420p"
_BT709, _FULL_RANGE = 1, 2
_UPRIGHT = (1 << 16, 0, 0, 1 << 16)
_RATES = ("44100", "48000")


def judge_boxes(file: Path, expected: Expected) -> Iterator[Finding]:
    """Findings on the structure of an MP4 file.

    Raises:
        OSError: the file cannot be read.
    """
    number, size = expected.number, file.stat().st_size
    if size > expected.megabytes * 1e6:
        yield finding("megabytes", number, f"{size / 1e6:.1f}", f"{expected.megabytes:g}")
    try:
        found = boxes(file)
    except (ValueError, struct.error) as exc:
        yield finding("file", number, str(exc), "whole boxes")
        return
    top = [box.path for box in found if "/" not in box.path]
    end = max((box.body + box.length for box in found), default=0)
    if top[:1] != ["ftyp"] or top.count("moov") != 1 or end != size:
        yield finding("file", number, " ".join(top) or "no boxes", "ftyp, one moov, nothing else")
    if "mdat" not in top or "moov" not in top or top.index("moov") > top.index("mdat"):
        yield finding("faststart", number, " ".join(top), "moov before mdat")
    lists = sum(box.path.endswith("/elst") for box in found)
    if lists and expected.edit_list == "none":
        yield finding("edit_list", number, f"{lists}", "none")
    yield from _turned(file, found, number)
    if expected.marked:
        yield from _record(file, number)


def _turned(file: Path, found: tuple[Box, ...], number: int) -> Iterator[Finding]:
    """A track header may turn the picture (ISO/IEC 14496-12, 8.3.2)."""
    for box in found:
        if box.path != "moov/trak/tkhd":
            continue
        head = content(file, box)
        at = 52 if head[:1] == b"\1" else 40
        if len(head) < at + 36:
            continue
        a, b, _, c, d = struct.unpack_from(">5i", head, at)
        if (a, b, c, d) != _UPRIGHT:
            yield finding("frame_size", number, "a picture that is turned or stretched", "upright")


def _record(file: Path, number: int) -> Iterator[Finding]:
    try:
        records = aigc_of(file)
    except (ValueError, struct.error) as exc:
        yield finding("aigc", number, str(exc), "one record")
        return
    wrong = f"{len(records)} records" if len(records) != 1 else _record_fault(records[0])
    if wrong:
        yield finding("aigc", number, wrong, "one record with seven fields")


def _record_fault(text: str) -> str:
    try:
        data = json.loads(text)
    except ValueError:
        return "no JSON"
    if not isinstance(data, dict) or not all(isinstance(v, str) for v in data.values()):
        return "no record of texts"
    if data.keys() != _FIELDS:
        return f"fields {', '.join(sorted(map(str, data)))}"
    if data["Label"] != "1" or not data["ContentProducer"].strip() or not data["ProduceID"].strip():
        return f"label {data['Label']!r}, producer {data['ContentProducer']!r}"
    return ""


def judge_streams(streams: Streams, expected: Expected) -> Iterator[Finding]:
    """Findings on formats, frame steps and lengths."""
    number = expected.number
    if sorted(streams.kinds) != ["audio", "video"]:
        yield finding("streams", number, " ".join(streams.kinds) or "none", "video, audio")
    if streams.picture is not None:
        yield from _format(streams, expected)
        yield from _steps(streams.picture, expected)
        yield from _lengths(streams, streams.picture, expected)
    name, _, shape = streams.audio.partition(" ")
    rate, _, channels = shape.partition(" ")
    if streams.sound is not None and (name != "aac" or rate not in _RATES or channels != "2"):
        yield finding("audio_format", number, streams.audio, "aac, 44100 or 48000 Hz, 2 channels")


def _format(streams: Streams, expected: Expected) -> Iterator[Finding]:
    number = expected.number
    if streams.video != _VIDEO:
        yield finding("video_format", number, streams.video, _VIDEO)
    if streams.colours[:3] != (_BT709,) * 3 or streams.colours[3] == _FULL_RANGE:
        shown = " ".join(map(str, streams.colours))
        yield finding("video_format", number, f"colours {shown}", "BT.709, video range")
    if streams.size != expected.frame or abs(streams.aspect - 1) > 1e-3:
        measured = f"{streams.size[0]}x{streams.size[1]}, pixels {streams.aspect:.3f}"
        yield finding("frame_size", number, measured, f"{expected.frame[0]}x{expected.frame[1]}")


def frame_step(track: Track) -> float:
    """The usual time from frame to frame in s, 0 for a single one."""
    return float(np.diff(track.pts).mean()) if len(track.pts) > 1 else 0.0


def _steps(track: Track, expected: Expected) -> Iterator[Finding]:
    steps = np.diff(track.pts)
    step = frame_step(track)
    off = np.abs(steps - np.median(steps)) * 1000 if len(steps) else np.zeros(1)
    rate, (least, most) = (1 / step if step > 0 else 0.0), expected.fps
    if not least <= rate <= most or off.max() > limits().step_off_ms:
        yield finding(
            "frame_rate", expected.number, f"{rate:.3f} a second, {off.max():.1f} ms off",
            f"{least:g} to {most:g}, {limits().step_off_ms:g} ms",
            round(float(track.pts[int(off.argmax())]) * 1000),
        )  # fmt: skip
    keys = np.append(track.pts[track.keys], track.pts[-1] + step)
    longest = float(np.diff(keys).max(initial=0)) if len(keys) > 1 else float("inf")
    opens = track.opens and bool(track.keys[0])
    if longest * 1000 > expected.gop_ms + 1 or not opens or not track.closed:
        measured = f"{longest:.2f} s{'' if opens else ', no first one'}"
        measured += "" if track.closed else ", open"
        yield finding("gop", expected.number, measured, f"{expected.gop_ms / 1000:g} s, closed")


def _lengths(streams: Streams, picture: Track, expected: Expected) -> Iterator[Finding]:
    number, step = expected.number, frame_step(picture)
    length = float(picture.pts[-1] - picture.pts[0]) + step
    least, most = expected.seconds
    if not least <= length <= most:
        yield finding("duration", number, f"{length:.2f} s", f"{least:g} to {most:g} s")
    planned = expected.frames * step
    if expected.frames and abs(planned - length) * 1000 > limits().manifest_ms:
        yield finding("duration_plan", number, f"{length:.3f} s", f"{planned:.3f} s")
    last = max((cue.end_ms for cue in expected.cues), default=0)
    if last > length * 1000 + limits().manifest_ms:
        yield finding("cue_inside", number, f"{last} ms", f"{length * 1000:.0f} ms", last)
    if streams.sound is None:
        return
    off = abs(streams.sound.end - streams.sound.first - length) * 1000
    if off >= limits().av_length_ms:
        yield finding("av_length", number, f"{off:.0f} ms", f"{limits().av_length_ms:g} ms")
    # without edit lists both tracks begin at 0, where pictures wait for their decoder and the
    # sound is led by as much silence
    shown = 0.0 if expected.edit_list == "none" else float(picture.pts[0])
    start = (streams.sound.first - shown) * 1000
    if abs(start) > limits().av_start_ms:
        yield finding("av_start", number, f"{start:.0f} ms", f"{limits().av_start_ms:g} ms", 0)
