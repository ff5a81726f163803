"""Inspects one finished episode: its boxes, its streams, its picture and its sound."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import av

from engine.delivery.gate.findings import finding
from engine.delivery.gate.judging import judge_seen, judge_sound
from engine.delivery.gate.looking import look
from engine.delivery.gate.packets import Streams, read_streams
from engine.delivery.gate.pictures import still
from engine.delivery.gate.script import judge_script, spoken_words
from engine.delivery.gate.sound import Sound, hear
from engine.delivery.gate.structure import judge_boxes, judge_streams
from engine.delivery.gate.types import Check, Expected, Finding, Inspection, Seen
from engine.delivery.gate.voices import line_spectra

_STILLS = 12
_UNSEEN = frozenset(("cue_length", "reading_speed", "peak", "loudness"))


def inspect_video(
    file: Path, expected: Expected, check: Check, seen: Seen | None = None
) -> Inspection:
    """Judge a file. seen: what an earlier inspection saw of the same pictures, so that they need
    not be decoded again; it is not used unless the file's own packets and the subtitles agree.

    Raises:
        Cancelled: from `check`.
        OSError: the file cannot be read.
    """
    found: list[Finding] = [*judge_script(expected), *judge_boxes(file, expected)]
    try:
        streams = read_streams(file, check)
        found += judge_streams(streams, expected)
        seen = _seen(file, streams, expected, check, seen)
    except (av.FFmpegError, ValueError) as exc:
        found.append(finding("file", expected.number, str(exc), "an MP4 file"))
        return Inspection(tuple(found), {"words": _words(expected)})
    if seen is not None:
        found += judge_seen(seen, expected)
    try:
        sound = hear(file, check)
    except (av.FFmpegError, ValueError) as exc:
        found.append(finding("sound_decodes", expected.number, str(exc), "sound"))
        sound = None
    if sound is not None:
        found += judge_sound(sound, expected)
    elif "audio" in streams.kinds:
        found.append(finding("sound_decodes", expected.number, "no sound", "sound"))
    return Inspection(
        tuple(_with_stills(file, found, check)),
        _figures(expected, streams, seen, sound),
        seen,
        line_spectra(sound, expected.lines) if sound is not None else (),
    )


def _seen(
    file: Path, streams: Streams, expected: Expected, check: Check, before: Seen | None
) -> Seen | None:
    if streams.picture is None:
        return None
    if before is not None and before.digest == streams.digest:
        same = tuple(one.cue for one in before.cues) == expected.cues
        if same and (before.label.height or not expected.label):
            return before
    return look(file, streams, expected, check)


def _with_stills(file: Path, found: list[Finding], check: Check) -> Iterator[Finding]:
    """The findings, each with the frame at its time where there is one to show."""
    cache: dict[int, bytes] = {}
    for one in found:
        check()
        if one.at_ms < 0 or one.check in _UNSEEN:
            yield one
            continue
        if one.at_ms not in cache and len(cache) < _STILLS:
            try:
                cache[one.at_ms] = still(file, one.at_ms)
            except av.FFmpegError:
                cache[one.at_ms] = b""  # what cannot be decoded has no picture; that is found too
        yield replace(one, still=cache.get(one.at_ms, b""))


def _words(expected: Expected) -> float:
    return round(spoken_words(" ".join(cue.text for cue in expected.cues)), 1)


def _figures(
    expected: Expected, streams: Streams, seen: Seen | None, sound: Sound | None
) -> dict[str, float]:
    figures = {"words": _words(expected), "cues": float(len(expected.cues))}
    if streams.picture is not None:
        figures["seconds"] = round(streams.picture.end - float(streams.picture.pts[0]), 3)
    if seen is not None:
        figures |= {
            "frames": float(seen.frames), "active": round(seen.active, 4),
            "black_ms": float(seen.black[1] - seen.black[0]),
            "frozen_ms": float(seen.frozen[1] - seen.frozen[0]),
            "changes": float(len(seen.changes_ms)), "label_px": float(seen.label.height),
            "label_ms": float(seen.label.held_ms),
        }  # fmt: skip
    if sound is not None:
        figures |= {"lufs": round(sound.lufs, 1), "peak": round(sound.peak, 1)}
    return figures
