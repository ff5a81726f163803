"""Timelines for other editors, read back: the same cuts, in and out points, words and sounds."""

from __future__ import annotations

import json
from pathlib import Path

import opentimelineio as otio
import pytest

from engine.delivery.packing import pack
from engine.delivery.performing import Job, perform_all
from engine.delivery.profiles import profiles
from engine.delivery.season import FinishedEpisode, FinishedSeason
from engine.delivery.timelines import ADAPTERS
from engine.editor.types import FPS
from tests.delivery.world import Store, finished, season

FORMS = {"otio": "otio", "fcp7": "xml", "fcpxml": "fcpxml", "edl": "edl"}


@pytest.fixture(scope="module")
def one(tmp_path_factory: pytest.TempPathFactory) -> FinishedSeason:
    return finished(Store(tmp_path_factory.mktemp("media")), *season(1))


@pytest.fixture(scope="module")
def files(one: FinishedSeason, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The timelines and the draft of the archive, by their suffix or name."""
    folder = tmp_path_factory.mktemp("out")
    found: dict[str, Path] = {}
    for order in pack(one, profiles()["archive"], "", "0").orders:
        if order.kind in ("timeline", "draft"):
            (done,) = perform_all([Job(order, folder)], None)
            assert done.error == ""
            found |= {Path(n).name.removeprefix("ep12."): folder / n for n in order.files}
    return found


def read(file: Path, form: str) -> otio.schema.Timeline:
    rate = {"rate": FPS} if form == "edl" else {}
    found = otio.adapters.read_from_file(str(file), ADAPTERS[form], **rate)
    if isinstance(found, otio.schema.SerializableCollection):
        found = next(x for x in found if isinstance(x, otio.schema.Timeline))
    return found


def pictures(timeline: otio.schema.Timeline) -> list[otio.schema.Clip]:
    (track,) = timeline.video_tracks()
    return [clip for clip in track if isinstance(clip, otio.schema.Clip)]


def spans(item: FinishedEpisode) -> list[tuple[str, int, int]]:
    found, at = [], 0
    for cut in item.cuts.cuts:
        found.append((cut.id, at, cut.frames))
        at += cut.frames
    return found


@pytest.mark.parametrize("form", FORMS)
def test_every_cut_is_a_clip_with_its_in_and_out_points(
    form: str, one: FinishedSeason, files: dict[str, Path]
) -> None:
    (item,) = one.episodes
    clips = pictures(read(files[FORMS[form]], form))
    found = [
        (c.name, round(c.source_range.start_time.value), round(c.source_range.duration.value))
        for c in clips
    ]
    assert found == spans(item)


@pytest.mark.parametrize("form", FORMS)
def test_every_subtitle_is_a_marker_at_its_frame(
    form: str, one: FinishedSeason, files: dict[str, Path]
) -> None:
    (item,) = one.episodes
    clips = pictures(read(files[FORMS[form]], form))
    found = [
        (m.name.casefold(), round(m.marked_range.start_time.rescaled_to(FPS).value))
        for c in clips
        for m in c.markers
    ]
    assert found == [
        (cue.text.casefold(), round(cue.start_ms * FPS / 1000)) for cue in item.cuts.subtitles
    ]


@pytest.mark.parametrize("form", FORMS)
def test_media_are_named_relative_to_the_timeline(form: str, files: dict[str, Path]) -> None:
    for clip in read(files[FORMS[form]], form).find_clips():
        url = clip.media_reference.target_url
        assert url.startswith(("../ep12.", "../stems/ep12/")), url


@pytest.mark.parametrize("form", ["otio", "fcp7", "fcpxml"])
def test_each_speaker_s_lines_lie_where_they_are_heard(
    form: str, one: FinishedSeason, files: dict[str, Path]
) -> None:
    (item,) = one.episodes
    timeline = read(files[FORMS[form]], form)
    wanted = {line.line.rpartition("/")[2]: line for line in item.cuts.lines}
    found: dict[str, float] = {}
    for track in timeline.audio_tracks():
        for clip in track:
            if isinstance(clip, otio.schema.Clip) and clip.name in wanted:
                begins = clip.range_in_parent().start_time.rescaled_to(FPS).value
                assert begins == clip.source_range.start_time.rescaled_to(FPS).value
                found[clip.name] = begins
    assert found == {n: round(line.first_ms * FPS / 1000) for n, line in wanted.items()}
    names = {clip.name for clip in timeline.find_clips()}
    assert {"music", "effects"} <= names


def test_otio_knows_takes_and_the_rules_behind_each_cut(
    one: FinishedSeason, files: dict[str, Path]
) -> None:
    (item,) = one.episodes
    for clip, cut in zip(pictures(read(files["otio"], "otio")), item.cuts.cuts, strict=True):
        names = set(clip.media_references())
        assert {"DEFAULT_MEDIA", "burned", "take old"} == names
        told = clip.metadata["cliffhanger-studio"]
        assert {row["take"] for row in told["takes"]} == {"old", "new"}
        assert {f"{d.rule}: {d.action}" for d in cut.decisions} == set(told["rules"])


def test_a_draft_has_the_cuts_the_mix_and_editable_words(
    one: FinishedSeason, files: dict[str, Path]
) -> None:
    (item,) = one.episodes
    data = json.loads(files["draft_content.json"].read_text("utf-8"))
    tracks = {track["type"]: track["segments"] for track in data["tracks"]}
    starts = [segment["target_timerange"]["start"] for segment in tracks["video"]]
    assert starts == [at * 1_000_000 // FPS for _, at, _ in spans(item)]
    assert len(tracks["audio"]) == 1
    texts = [json.loads(text["content"])["text"] for text in data["materials"]["texts"]]
    assert sorted(texts) == sorted(cue.text for cue in item.cuts.subtitles)
    times = [(s["target_timerange"]["start"], s["target_timerange"]["duration"])
             for s in tracks["text"]]  # fmt: skip
    assert times == [
        (cue.start_ms * 1000, (cue.end_ms - cue.start_ms) * 1000) for cue in item.cuts.subtitles
    ]
    paths = {m["path"].rpartition("/")[2] for m in data["materials"]["videos"]}
    assert paths == {"ep12.mp4"}
    assert str(Path.home()) not in files["draft_content.json"].read_text("utf-8")
    assert "/tmp" not in files["draft_content.json"].read_text("utf-8")
