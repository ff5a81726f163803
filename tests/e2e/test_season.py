"""A season from one sentence to files, and how little is made again after an edit."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.editor.types import CutList
from engine.project.project import Project
from engine.series.document import Document
from engine.series.takes import Slot
from engine.work.backends import cut_loader

ROOT = Path(__file__).resolve().parents[2]
PREMISE = "a CEO's secret daughter is kidnapped by her father's rival and awakens a hidden power"
EPISODES = 2
CHECKER = os.environ.get("CLIFF_CHECKER", "")
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Season:
    """What one command left behind."""

    out: Path
    project: Path
    events: list[dict[str, object]]

    @property
    def command(self) -> tuple[str, ...]:
        return (
            "make", PREMISE, "--episodes", f"{EPISODES}", "--quality", "draft", "--json",
            "--out", str(self.out), "--project", str(self.project),
        )  # fmt: skip


def _run(*arguments: str) -> list[dict[str, object]]:
    """Run a command that must succeed; its JSON events."""
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT, text=True, capture_output=True, timeout=900,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-1500:]
    assert done.stderr == ""
    return [json.loads(row) for row in done.stdout.splitlines() if row.startswith("{")]


def _made(events: list[dict[str, object]]) -> list[str]:
    return [str(event["slot"]) for event in events if event["kind"] == "take"]


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> Season:
    base = tmp_path_factory.mktemp("season")
    made = Season(base / "out", base / "p.cliff", [])
    made.events.extend(_run(*made.command))
    return made


def _manifest(season: Season) -> dict[str, object]:
    return json.loads((season.out / "series.json").read_text("utf-8"))


def _look(season: Season, episode: str) -> tuple[Document, CutList]:
    """The document, and the newest cut list of one episode."""
    with Project.open(season.project) as project:
        take = project.takes(Slot(episode, "cut"))[-1]
        return project.document, cut_loader(project.media)(take.blob)


def test_the_manifest_says_all_there_is_to_know(season: Season) -> None:
    found = _manifest(season)
    assert set(found) >= {
        "title", "logline", "language", "premise", "episode_count", "cast", "episodes",
    }  # fmt: skip
    assert (found["premise"], found["language"]) == (PREMISE, "en")
    assert found["episode_count"] == EPISODES == len(found["episodes"])
    cast = {member["id"] for member in found["cast"]}
    assert all(set(member) >= {"id", "name", "role", "voice"} for member in found["cast"])
    for number, episode in enumerate(found["episodes"], 1):
        assert set(episode) == {
            "number", "title", "video", "subtitles", "cover", "duration_s", "word_count", "lines",
            "cuts_s", "cliffhanger", "beat", "tension", "hook_ms", "seen", "subtitle_files",
            "cost",
        }  # fmt: skip
        assert episode["number"] == number
        assert set(episode["cliffhanger"]) == {"type", "text"}
        assert episode["cuts_s"] == sorted(set(episode["cuts_s"]))
        assert 0 < episode["cuts_s"][0] <= episode["cuts_s"][-1] < episode["duration_s"]
        ends = 0.0
        for line in episode["lines"]:
            assert set(line) >= {"speaker", "text", "start_s", "end_s", "emotion", "intensity"}
            assert line["speaker"] in cast
            assert ends <= line["start_s"] < line["end_s"] <= episode["duration_s"]
            ends = line["end_s"]


def test_every_file_of_the_manifest_is_there_and_nothing_else(season: Season) -> None:
    found = _manifest(season)
    episodes = found["episodes"]
    named = {episode[kind] for episode in episodes for kind in ("video", "subtitles", "cover")}
    listed = {row["path"] for row in found["files"]}
    assert named < listed
    assert {path.name for path in season.out.iterdir()} == {*listed, "series.json"}
    assert found["released"] == []
    for name in named:
        data = (season.out / name).read_bytes()
        kind = name.rpartition(".")[2]
        assert {"mp4": data[4:8] == b"ftyp", "jpg": data[:3] == b"\xff\xd8\xff",
                "srt": data.startswith(b"1\n00:00:")}[kind]  # fmt: skip


def test_progress_only_grows_and_names_every_finished_episode(season: Season) -> None:
    shares = [event["done"] for event in season.events if event["kind"] == "progress"]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1000 for share in shares)
    finished = [event["episode"] for event in season.events if event["kind"] == "episode"]
    assert sorted(finished) == list(range(1, EPISODES + 1))
    made = _made(season.events)
    assert len(set(made)) == len(made)


@pytest.mark.skipif(not CHECKER, reason="CLIFF_CHECKER names no checker")
def test_an_independent_checker_accepts_the_season(season: Season) -> None:
    done = subprocess.run(
        [sys.executable, CHECKER, str(season.out), "--episodes", f"{EPISODES}"],
        text=True, capture_output=True, timeout=400,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_a_second_run_makes_nothing_an_edit_only_what_follows_from_it(season: Season) -> None:
    _a_second_run_makes_nothing(season)
    _one_line_remakes_what_shows_or_sounds_it(season)


def _a_second_run_makes_nothing(season: Season) -> None:
    before = {path.name: path.read_bytes() for path in season.out.iterdir()}
    assert _made(_run(*season.command)) == []
    assert {path.name: path.read_bytes() for path in season.out.iterdir()} == before


def _one_line_remakes_what_shows_or_sounds_it(season: Season) -> None:
    document, _ = _look(season, "ep02")
    episode = document.episode("ep02")
    line = next(item for item in episode.lines[1:-1] if len(item.text.split()) > 3)
    shot = next(item.id for item in episode.shots if item.line == line.id)
    words = f"Certainly{' never' * (len(line.text.split()) - 1)}."  # about as long
    _run("edit", str(season.project), line.id, f"text={words}")
    made = _made(_run("render", str(season.project), "--json"))
    _, cuts = _look(season, "ep02")
    shown = {f"ep02/{cut.id}:segment" for cut in cuts.cuts if cut.shot == shot}
    assert shown
    assert sorted(made) == sorted(
        {f"{line.id}:speech", f"{line.id}:performance", "ep02:cut", "ep02:music", "ep02:mix",
         "ep02:master", *shown}
    )  # fmt: skip
    _run("export", str(season.project), "--out", str(season.out))
    texts = [row["text"] for row in _manifest(season)["episodes"][1]["lines"]]
    assert words in texts
    assert line.text not in texts
