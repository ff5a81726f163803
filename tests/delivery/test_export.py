"""The folder of a finished season: what lies in it, under which names, and what it spares."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from engine.base.errors import StudioError, UserInputError
from engine.delivery.export import Progress, Wish, ready_folder
from engine.delivery.names import slug
from engine.delivery.profiles import profiles
from engine.delivery.season import FinishedSeason
from engine.editor.types import FPS, CutList, SubtitleCue
from engine.series.document import Document, Voice
from tests.delivery.world import Store, finished, season, write
from tests.editor.world import TEXTS

LONG = "The night the seal on her wrist began to burn " * 8


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("media"))


@pytest.fixture(scope="module")
def one(store: Store) -> FinishedSeason:
    return finished(store, *season(1))


@pytest.fixture(scope="module")
def two(store: Store) -> FinishedSeason:
    return finished(store, *season(2))


def _read(out: Path) -> dict[str, Any]:
    return json.loads((out / "series.json").read_text("utf-8"))


def _files(out: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of every file, by its path in the folder."""
    return {
        str(path.relative_to(out)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in out.rglob("*")
        if path.is_file()
    }


def test_a_folder_holds_videos_subtitles_covers_and_the_manifest(
    two: FinishedSeason, tmp_path: Path
) -> None:
    done = write(two, tmp_path / "out")
    assert done.whole
    names = set(_files(tmp_path / "out"))
    assert names == {
        "series.json", "upload.csv", "upload.json", "ep01.mp4", "ep01.jpg", "ep01.srt",
        "ep12.mp4", "ep12.jpg", "ep12.srt",
    }  # fmt: skip
    assert set(done.written) == names - {"series.json"}
    assert _files(tmp_path / "out")["ep01.srt"][0].startswith(b"1\n00:00:")


@pytest.mark.parametrize("title", ["NUL.txt", "com1", LONG, "秘" * 300, "a/b: c?", "..."])
def test_a_season_of_any_title_finds_a_folder(
    one: FinishedSeason, tmp_path: Path, title: str
) -> None:
    named = replace(one.document, series=replace(one.document.series, title=title))
    out = tmp_path / slug(title)
    assert write(replace(one, document=named), out).whole
    assert out.parent == tmp_path
    assert _read(out)["title"] == title


def test_the_manifest_counts_what_is_exported(store: Store, tmp_path: Path) -> None:
    document, cuts = season(3)
    some = {id: one for id, one in cuts.items() if id != "ep02"}
    write(finished(store, document, some), tmp_path / "out")
    found = _read(tmp_path / "out")
    assert found["episode_count"] == 2
    assert [e["number"] for e in found["episodes"]] == [1, 12]
    assert [m["id"] for m in found["cast"]] == [m.id for m in document.cast]
    for entry in found["episodes"]:
        cut = cuts[f"ep{entry['number']:02d}"]
        assert entry["word_count"] == sum(len(text.split()) for _, text, *_ in TEXTS)
        assert len(entry["lines"]) == len(TEXTS)
        assert len(entry["cuts_s"]) == len(cut.cuts) - 1
        assert entry["duration_s"] == pytest.approx(cut.frames / FPS, abs=0.001)
        assert entry["cliffhanger"]["type"] == "reveal"
        assert entry["cliffhanger"]["text"] == "the seal on your wrist is mine."
        assert entry["cost"] == {"usd": 0.01, "cpu_s": 60.0}
        assert {entry[kind] for kind in ("video", "subtitles", "cover")} <= set(
            _files(tmp_path / "out")
        )


def test_the_manifest_names_a_voice_by_what_differs_from_the_house_voice(
    one: FinishedSeason, tmp_path: Path
) -> None:
    cast = one.document.cast
    low = replace(cast[1], voice=Voice(base=4, pitch=80))
    document = replace(one.document, cast=(cast[0], low, *cast[2:]))
    write(replace(one, document=document), tmp_path / "out")
    voices = [member["voice"] for member in _read(tmp_path / "out")["cast"]]
    assert voices[:2] == ["espeak young bright", "espeak mature deep, pitch 80%"]


def test_a_second_export_touches_nothing(two: FinishedSeason, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(two, out)
    before = _files(out)
    done = write(two, out)
    assert _files(out) == before
    assert done.written == ()
    assert done.kept == len(before) - 1


def _with_other_subtitle(cuts: CutList) -> CutList:
    first = cuts.subtitles[0]
    other = SubtitleCue(first.start_ms, first.end_ms, "Something else")
    return replace(cuts, subtitles=(other, *cuts.subtitles[1:]))


def test_one_changed_episode_touches_its_own_files_only(
    two: FinishedSeason, store: Store, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    write(two, out)
    before = _files(out)
    changed = replace(
        two.episodes[0], video=store.video(77), cuts=_with_other_subtitle(two.episodes[0].cuts)
    )
    write(replace(two, episodes=(changed, *two.episodes[1:])), out)
    after = _files(out)
    assert {name for name in before if before[name] != after[name]} == {
        "ep01.mp4", "ep01.srt", "series.json",
    }  # fmt: skip


def test_a_file_that_somebody_changed_is_written_again(one: FinishedSeason, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(one, out)
    whole = (out / "ep12.mp4").read_bytes()
    (out / "ep12.mp4").write_bytes(whole[:-1] + b"x")
    (out / "ep12.jpg").unlink()
    done = write(one, out)
    assert set(done.written) == {"ep12.mp4", "ep12.jpg"}
    assert (out / "ep12.mp4").read_bytes() == whole


def test_several_profiles_share_what_is_alike(one: FinishedSeason, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = write(one, out, "douyin,tiktok,instagram-reels,drama-app")
    assert done.whole
    assert sorted(done.folders) == ["douyin", "drama-app", "instagram-reels", "tiktok"]
    same = [(out / id / "ep12.mp4").read_bytes() for id in ("douyin", "tiktok")]
    other = [(out / id / "ep12.mp4").read_bytes() for id in ("instagram-reels", "drama-app")]
    assert same[0] == same[1]
    assert len({*same, *other}) == 3
    assert (out / "douyin" / "ep12.mp4").samefile(out / "tiktok" / "ep12.mp4")
    for id in done.folders:
        assert _read(out / id)["profile"] == id
        listed = {row["path"] for row in _read(out / id)["files"]}
        assert listed == set(_files(out / id)) - {"series.json"}


def test_the_archive_holds_everything(one: FinishedSeason, tmp_path: Path) -> None:
    done = write(one, tmp_path / "out", "archive")
    assert done.failed == ()
    names = set(_files(tmp_path / "out"))
    stems = {f"stems/ep12/ep12-{track}.wav" for track in (
        "dialogue-h", "dialogue-v", "dialogue-p", "music", "effects", "m-and-e",
    )}  # fmt: skip
    timelines = {f"timelines/ep12.{suffix}" for suffix in ("otio", "xml", "fcpxml", "edl")}
    draft = {f"timelines/jianying/ep12/{file}" for file in (
        "draft_content.json", "draft_meta_info.json", "ep12.mp4", "ep12.m4a",
    )}  # fmt: skip
    assert names == {
        "series.json", "upload.csv", "upload.json", "ep12.mp4", "ep12.textless.mp4", "ep12.jpg",
        "ep12.srt", "ep12.vtt", "ep12.ass", "ep12.ttml", "audio/ep12.wav", "shots.csv",
        "screenplay.fountain", "screenplay.pdf", "sheets/ep12.jpg", "sheets/season.jpg",
        *stems, *timelines, *draft,
    }  # fmt: skip


@pytest.mark.parametrize("manifest", ["{", "[]", '{"studio": "Another"}', "\xff"])
def test_a_folder_of_something_else_is_left_alone(
    one: FinishedSeason, tmp_path: Path, manifest: str
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "series.json").write_bytes(manifest.encode("latin-1"))
    with pytest.raises(UserInputError, match="other things"):
        write(one, out)
    assert [path.name for path in out.iterdir()] == ["series.json"]


def test_a_manifest_cannot_make_an_export_remove_files_elsewhere(
    one: FinishedSeason, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    write(one, out)
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    data = _read(out)
    data["files"] += [
        {"path": path, "sha256": "", "bytes": 4, "recipe": ""}
        for path in ("../mine.txt", str(mine), "a/../../mine.txt", "..\\mine.txt")
    ]
    (out / "series.json").write_text(json.dumps(data))
    write(one, out)
    assert mine.read_text() == "mine"


def test_what_an_export_that_died_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".ep01.mp4.77.tmp").write_bytes(b"half")
    ready_folder(tmp_path / "out")


def test_an_export_of_fewer_episodes_leaves_none_of_the_others(
    two: FinishedSeason, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    sheets = replace(profiles()["universal"], sheets=True, screenplay=True, sidecars=("srt", "vtt"))
    write(two, out, wanted=[sheets])
    assert (out / "sheets").is_dir()
    (out / "notes.txt").write_text("mine")
    write(replace(two, episodes=two.episodes[:1]), out, "universal")
    assert sorted(_files(out)) == [
        "ep01.jpg", "ep01.mp4", "ep01.srt", "notes.txt", "series.json", "upload.csv",
        "upload.json",
    ]  # fmt: skip
    assert not (out / "sheets").exists()


def test_nothing_finished_is_told(one: FinishedSeason, tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="render"):
        write(replace(one, episodes=()), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_broken_contract_stops_an_export_unless_forced(
    one: FinishedSeason, tmp_path: Path
) -> None:
    strict = replace(one.document, series=replace(one.document.series, words=20))
    broken = replace(one, document=strict)
    with pytest.raises(StudioError, match=r"ep12 breaks the contract.*--force"):
        write(broken, tmp_path / "out")
    assert _files(tmp_path / "out") == {}
    assert write(broken, tmp_path / "out", force=True).whole


def test_a_video_that_is_gone_keeps_its_episode_out_and_no_other(
    two: FinishedSeason, tmp_path: Path
) -> None:
    gone = replace(two.episodes[0], video=tmp_path / "missing")
    done = write(replace(two, episodes=(gone, *two.episodes[1:])), tmp_path / "out")
    assert [(r.profile, r.number) for r in done.refused] == [("universal", 1)]
    assert any("missing" in text for text in done.failed)
    names = set(_files(tmp_path / "out"))
    assert {"ep12.mp4", "ep12.jpg", "ep12.srt"} <= names
    assert not any(name.startswith("ep01") for name in names)
    assert [e["number"] for e in _read(tmp_path / "out")["episodes"]] == [12]


def test_an_episode_that_is_kept_out_leaves_the_earlier_one_in_place(
    two: FinishedSeason, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    write(two, out)
    before, told = _files(out), _read(out)["episodes"]
    gone = replace(two.episodes[0], video=tmp_path / "missing")
    write(replace(two, episodes=(gone, *two.episodes[1:])), out)
    assert {n: f for n, f in _files(out).items() if n.startswith("ep")} == {
        n: f for n, f in before.items() if n.startswith("ep")
    }
    assert _read(out)["episodes"] == told


def test_a_stopped_export_leaves_the_old_manifest(two: FinishedSeason, tmp_path: Path) -> None:
    out = tmp_path / "out"
    write(two, out)
    before = (out / "series.json").read_bytes()
    wish = Wish(studio="0")

    def stop(_: Progress) -> None:
        wish.cancel.set()

    changed = _renamed(two.document)
    done = write(replace(two, document=changed), out, wish=replace(wish, say=stop))
    assert done.cancelled
    assert (out / "series.json").read_bytes() == before
    assert not [name for name in _files(out) if ".being-written" in name or name.endswith(".tmp")]


def _renamed(document: Document) -> Document:
    return replace(document, series=replace(document.series, title="Another name"))


def test_labels_that_are_off_are_left_out_and_recorded(one: FinishedSeason, tmp_path: Path) -> None:
    series = replace(one.document.series, labels_off="metadata, credentials")
    write(replace(one, document=replace(one.document, series=series)), tmp_path / "out")
    assert b"AIGC" not in (tmp_path / "out" / "ep12.mp4").read_bytes()
    labels = _read(tmp_path / "out")["labels"]
    assert labels["carried"] == ["opening"]
    assert [row["label"] for row in labels["switched_off"]] == ["credentials", "metadata"]
    assert all("GB 45438" in r["law"] or "2024/1689" in r["law"] for r in labels["switched_off"])
