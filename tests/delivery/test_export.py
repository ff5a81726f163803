"""The folder of a finished season: what lies in it, under which names, and what it spares."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from engine.base.errors import StudioError, UserInputError
from engine.delivery.export import export_season, ready_folder
from engine.delivery.names import slug
from engine.editor.cut import cut_episode
from engine.editor.rules import load_rules
from engine.editor.types import FPS, CutList
from engine.series.document import Document, Voice
from engine.work.events import FinishedEpisode
from tests.editor.world import TEXTS, performance, request

LONG = "The night the seal on her wrist began to burn " * 8


def _season(count: int) -> tuple[Document, dict[str, CutList]]:
    """A document of `count` episodes, the last one numbered 12, and their cut lists."""
    numbers = [*range(1, count), 12] if count > 1 else [12]
    cuts: dict[str, CutList] = {}
    episodes = []
    asked = request()
    for number in numbers:
        lines = tuple(
            replace(n, id=n.id.replace("ep03", f"ep{number:02d}")) for n in asked.episode.lines
        )
        one = replace(
            asked.episode, id=f"ep{number:02d}", number=number, title=f"T{number}", lines=lines
        )
        one = replace(one, scenes=tuple(
            replace(scene, shots=tuple(
                replace(s, line=s.line.replace("ep03", one.id)) for s in scene.shots
            ))
            for scene in one.scenes
        ))  # fmt: skip
        whole = replace(asked.document, episodes=(one,))
        spoken = tuple((line.id, performance(line.text)) for line in lines)
        cuts[one.id] = cut_episode(
            replace(asked, document=whole, episode=one, performances=spoken), load_rules()
        )
        episodes.append(one)
    return replace(asked.document, episodes=tuple(episodes)), cuts


def _finished(folder: Path, cuts: dict[str, CutList]) -> list[FinishedEpisode]:
    folder.mkdir(exist_ok=True)
    found = []
    for id, one in cuts.items():
        video, cover = folder / f"{id}-a", folder / f"{id}-b"
        video.write_bytes(f"video of {id}".encode())
        cover.write_bytes(f"cover of {id}".encode())
        found.append(FinishedEpisode(int(id[2:]), id, video, cover, one))
    return found


def _read(out: Path) -> dict[str, object]:
    return json.loads((out / "series.json").read_text("utf-8"))


def _contents(out: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in out.iterdir()}


def test_a_folder_holds_three_files_an_episode_and_the_manifest(tmp_path: Path) -> None:
    document, cuts = _season(2)
    path = export_season(document, _finished(tmp_path / "media", cuts), tmp_path / "out")
    assert path == tmp_path / "out" / "series.json"
    found = _contents(tmp_path / "out")
    assert set(found) == {
        "series.json", "ep01.mp4", "ep01.jpg", "ep01.srt", "ep12.mp4", "ep12.jpg", "ep12.srt",
    }  # fmt: skip
    assert found["ep12.mp4"] == b"video of ep12"
    assert found["ep01.jpg"] == b"cover of ep01"
    assert found["ep01.srt"].startswith(b"1\n00:00:")


@pytest.mark.parametrize("title", ["NUL.txt", "com1", LONG, "秘" * 300, "a/b: c?", "..."])
def test_a_season_of_any_title_finds_a_folder(tmp_path: Path, title: str) -> None:
    document, cuts = _season(1)
    named = replace(document, series=replace(document.series, title=title))
    out = tmp_path / slug(title)
    export_season(named, _finished(tmp_path / "media", cuts), out)
    assert out.parent == tmp_path
    assert _read(out)["title"] == title


def test_the_manifest_counts_what_is_exported(tmp_path: Path) -> None:
    document, cuts = _season(3)
    some = {id: one for id, one in cuts.items() if id != "ep02"}
    export_season(document, _finished(tmp_path / "media", some), tmp_path / "out")
    found = _read(tmp_path / "out")
    assert found["episode_count"] == 2
    assert [e["number"] for e in found["episodes"]] == [1, 12]
    assert [m["id"] for m in found["cast"]] == [m.id for m in document.cast]
    for entry in found["episodes"]:
        one = cuts[f"ep{entry['number']:02d}"]
        assert entry["word_count"] == sum(len(text.split()) for _, text, *_ in TEXTS)
        assert len(entry["lines"]) == len(TEXTS)
        assert len(entry["cuts_s"]) == len(one.cuts) - 1
        assert entry["duration_s"] == pytest.approx(one.frames / FPS, abs=0.001)
        assert entry["cliffhanger"]["type"] == "reveal"
        assert entry["cliffhanger"]["text"] == "the seal on your wrist is mine."
        assert {entry[kind] for kind in ("video", "subtitles", "cover")} <= set(
            _contents(tmp_path / "out")
        )


def test_the_manifest_names_a_voice_by_what_differs_from_the_house_voice(tmp_path: Path) -> None:
    document, cuts = _season(1)
    low = replace(document.cast[1], voice=Voice(base=4, pitch=80))
    document = replace(document, cast=(document.cast[0], low, *document.cast[2:]))
    export_season(document, _finished(tmp_path / "media", cuts), tmp_path / "out")
    voices = [member["voice"] for member in _read(tmp_path / "out")["cast"]]
    assert voices[:2] == ["espeak young bright", "espeak mature deep, pitch 80%"]


def test_a_second_export_replaces_the_first(tmp_path: Path) -> None:
    document, cuts = _season(1)
    finished = _finished(tmp_path / "media", cuts)
    export_season(document, finished, tmp_path / "out")
    before = _contents(tmp_path / "out")
    export_season(document, finished, tmp_path / "out")
    assert _contents(tmp_path / "out") == before
    finished[0].video.write_bytes(b"another")
    export_season(document, finished, tmp_path / "out")
    assert _contents(tmp_path / "out") == {**before, "ep12.mp4": b"another"}


@pytest.mark.parametrize("manifest", ["{", "[]", '{"studio": "Another"}', "\xff"])
def test_a_folder_of_something_else_is_left_alone(tmp_path: Path, manifest: str) -> None:
    document, cuts = _season(1)
    out = tmp_path / "out"
    out.mkdir()
    (out / "series.json").write_bytes(manifest.encode("latin-1"))
    with pytest.raises(UserInputError, match="other things"):
        export_season(document, _finished(tmp_path / "media", cuts), out)
    assert [path.name for path in out.iterdir()] == ["series.json"]


def test_what_an_export_that_died_left_is_no_hindrance(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".ep01.mp4.77.tmp").write_bytes(b"half")
    ready_folder(tmp_path / "out")


def test_an_export_of_fewer_episodes_leaves_none_of_the_others(tmp_path: Path) -> None:
    document, cuts = _season(2)
    finished = _finished(tmp_path, cuts)
    out = tmp_path / "out"
    export_season(document, finished, out, force=True)
    (out / "notes.txt").write_text("mine")
    export_season(document, finished[:1], out, force=True)
    kept = ["ep01.jpg", "ep01.mp4", "ep01.srt", "notes.txt", "series.json"]
    assert sorted(_contents(out)) == kept


def test_nothing_finished_is_told(tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="render"):
        export_season(_season(1)[0], [], tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_broken_contract_stops_an_export_unless_forced(tmp_path: Path) -> None:
    document, cuts = _season(1)
    document = replace(document, series=replace(document.series, words=20))
    finished = _finished(tmp_path / "media", cuts)
    with pytest.raises(StudioError, match=r"ep12 breaks the contract.*--force"):
        export_season(document, finished, tmp_path / "out")
    assert _contents(tmp_path / "out") == {}
    export_season(document, finished, tmp_path / "out", force=True)
    assert "ep12.mp4" in _contents(tmp_path / "out")


def test_a_video_that_is_gone_leaves_no_half_file(tmp_path: Path) -> None:
    document, cuts = _season(1)
    finished = _finished(tmp_path / "media", cuts)
    finished[0].video.unlink()
    with pytest.raises(StudioError):
        export_season(document, finished, tmp_path / "out")
    assert _contents(tmp_path / "out") == {}
