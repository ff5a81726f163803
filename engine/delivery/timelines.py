"""Timelines for other editors: OpenTimelineIO, FCP7 XML, FCPXML and EDL, all from one timeline.

One clip a cut, sound by stem where there are stems, subtitles as markers on the clips that show
them. Media are named relative to the timeline's folder, so an exported folder can be moved whole.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import opentimelineio as otio

from engine.base.codec import decode
from engine.delivery.orders import Order
from engine.editor.types import FPS, CutList, SubtitleCue

ADAPTERS: Mapping[str, str] = {
    "otio": "otio_json", "fcp7": "fcp_xml", "fcpxml": "fcpx_xml", "edl": "cmx_3600",
}  # fmt: skip
_UP = "../"
_META = "cliffhanger-studio"


@dataclass(frozen=True)
class Told:
    """What an order says of an episode. media: names of the files beside the timelines' folder."""

    form: str
    episode: Mapping[str, Any]
    cuts: CutList
    media: Mapping[str, Any]
    takes: Mapping[str, Any]
    series: str
    cast: Mapping[str, str]
    frame: tuple[int, int]


def told_by(order: Order) -> Told:
    """The facts of a timeline's or draft's order."""
    data = json.loads(order.facts)
    return Told(
        data["form"], data["episode"], decode(CutList, data["cuts"]), data["media"],
        data["takes"], data["series"], dict(data["cast"]), (data["frame"][0], data["frame"][1]),
    )  # fmt: skip


def timeline(order: Order, folder: Path) -> None:
    """One timeline file."""
    told = told_by(order)
    made = build(told)
    if told.form == "otio":
        made.metadata[_META]["AIGC"] = order.aigc
    if told.form == "edl":  # one track of pictures is all it can hold
        for track in [t for t in made.tracks if t.kind != otio.schema.TrackKind.Video]:
            made.tracks.remove(track)
    text = otio.adapters.write_to_string(made, ADAPTERS[told.form])
    (folder / order.files[0]).write_text(text, "utf-8")


def build(told: Told) -> otio.schema.Timeline:
    """The episode as a timeline: pictures, then one track of sound a stem."""
    number, title = told.episode["number"], told.episode["title"]
    made = otio.schema.Timeline(f"{told.series} {number:02d} {title}".strip())
    made.global_start_time = _at(0)
    made.metadata[_META] = {"series": told.series, "episode": number, "frame": list(told.frame)}
    made.tracks.append(_pictures(told))
    for name, clips in _sounds(told):
        track = otio.schema.Track(name, kind=otio.schema.TrackKind.Audio)
        _filled(track, clips)
        made.tracks.append(track)
    return made


def _pictures(told: Told) -> otio.schema.Track:
    track = otio.schema.Track("V1", kind=otio.schema.TrackKind.Video)
    media, total = told.media, told.cuts.frames
    first = media.get("textless") or media["burned"]
    cues = list(told.cuts.subtitles)
    at = 0
    for cut in told.cuts.cuts:
        span = otio.opentime.TimeRange(_at(at), _at(cut.frames))
        clip = otio.schema.Clip(cut.id, _media(first, total), span)
        others = {"DEFAULT_MEDIA": clip.media_reference}
        if media.get("burned") and media["burned"] != first:
            others["burned"] = _media(media["burned"], total)
        for take in told.takes.get(cut.id, ()):
            if not take["used"]:
                missing = otio.schema.MissingReference(
                    name=f"take {take['take']}", metadata={_META: dict(take)}
                )
                others[f"take {take['take']}"] = missing
        clip.set_media_references(others, "DEFAULT_MEDIA")
        clip.metadata[_META] = {
            "shot": cut.shot, "place": cut.place,
            "rules": list(dict.fromkeys(f"{d.rule}: {d.action}" for d in cut.decisions)),
            "camera": cut.camera.move, "takes": [dict(t) for t in told.takes.get(cut.id, ())],
            "people": [told.cast.get(f.cast, f.cast) for f in cut.figures],
        }  # fmt: skip
        for cue in [c for c in cues if at <= _frame(c.start_ms) < at + cut.frames]:
            clip.markers.append(_marker(cue, at + cut.frames))
        track.append(clip)
        at += cut.frames
    return track


def _marker(cue: SubtitleCue, end: int) -> otio.schema.Marker:
    """A subtitle as a marker, at most to the end of its clip. Times are those of the media."""
    first = _frame(cue.start_ms)
    length = max(1, min(_frame(cue.end_ms), end) - first)
    span = otio.opentime.TimeRange(_at(first), _at(length))
    return otio.schema.Marker(name=cue.text, marked_range=span, color="GREEN")


def _sounds(told: Told) -> Iterator[tuple[str, list[tuple[int, otio.schema.Clip]]]]:
    """Tracks of sound as (name, clips with the frame at which each begins)."""
    total = told.cuts.frames
    stems = told.media.get("stems") or ()
    if not stems:
        whole = told.media.get("burned") or told.media["textless"]
        clip = otio.schema.Clip("mix", _media(whole, total), _range(0, total))
        yield "mix", [(0, clip)]
        return
    speakers = {line["id"]: line["speaker"].rpartition("/")[2] for line in told.episode["lines"]}
    for file in stems:
        track = Path(file).stem.partition("-")[2]
        if track == "m-and-e":
            continue  # the sum of two that are there
        if not track.startswith("dialogue-"):
            clip = otio.schema.Clip(track, _media(file, total), _range(0, total))
            yield track, [(0, clip)]
            continue
        clips = []
        for line in told.cuts.lines:
            if speakers[line.line] == track.removeprefix("dialogue-"):
                first, last = _frame(line.first_ms), min(total, -(-line.last_ms * FPS // 1000))
                name = line.line.rpartition("/")[2]
                span = _range(first, last - first)
                clips.append((first, otio.schema.Clip(name, _media(file, total), span)))
        yield track, clips


def _filled(track: otio.schema.Track, clips: list[tuple[int, otio.schema.Clip]]) -> None:
    """Clips at their frames, silence between them; what overlaps begins a frame later."""
    at = 0
    for first, clip in clips:
        if first > at:
            track.append(otio.schema.Gap(source_range=_range(0, first - at)))
        elif first < at:
            late = at - first
            span = clip.source_range
            clip.source_range = _range(
                round(span.start_time.value) + late, round(span.duration.value) - late
            )
            first = at
        track.append(clip)
        at = first + round(clip.source_range.duration.value)


def _media(file: str, frames: int) -> otio.schema.ExternalReference:
    found = otio.schema.ExternalReference(_UP + file, _range(0, frames))
    found.name = Path(file).name
    return found


def _range(first: int, frames: int) -> otio.opentime.TimeRange:
    return otio.opentime.TimeRange(_at(first), _at(frames))


def _at(frame: int) -> otio.opentime.RationalTime:
    return otio.opentime.RationalTime(frame, FPS)


def _frame(ms: int) -> int:
    return round(ms * FPS / 1000)
