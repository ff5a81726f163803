"""Models through the ordinary command: tiny ones of the real classes, from a library of folders.

What they write, speak and draw is noise. That it becomes a finished episode, kept with what it
cost, is what is tested here.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from engine.models.library import Library
from engine.project.project import Project
from engine.series.document import (
    CastMember,
    Document,
    Episode,
    Line,
    Place,
    Scene,
    Series,
    Shot,
)
from engine.series.takes import Slot
from engine.writer.dossier import read_premise
from engine.writer.season import write_season
from tests.artist.tiny_sdxl import tiny_models
from tests.voice.tiny_bark import tiny_folder
from tests.writer.tiny import llama

ROOT = Path(__file__).resolve().parents[2]
PREMISE = "a CEO's secret daughter is kidnapped by her father's rival and awakens a hidden power"
pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Home:
    """A machine with models: the library, and what a process there sees of it."""

    library: Path

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, "CLIFF_MODELS": str(self.library), "CLIFF_DEVICE": "cpu",
                "OMP_NUM_THREADS": "1"}  # fmt: skip

    def run(self, *arguments: object, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "app", *map(str, arguments)], env=self.environment,
            cwd=ROOT, text=True, capture_output=True, timeout=500,
        )  # fmt: skip
        assert done.returncode == code, done.stdout[-2500:] + done.stderr[-2500:]
        return done.stdout + done.stderr

    def events(self, *arguments: object, code: int = 0) -> list[dict[str, object]]:
        rows = self.run(*arguments, "--json", code=code).splitlines()
        return [json.loads(row) for row in rows if row.startswith("{")]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    base = tmp_path_factory.mktemp("models")
    library = Library(base / "library")
    library.add("tiny-writer", llama(base / "llama"), role="writer")
    library.add("bark", tiny_folder(base / "bark"))
    ids = {
        "sdxl-base": "sdxl-base", "sdxl-controlnet-lineart": "controlnet-lineart",
        "sdxl-vae-fp16-fix": "sdxl-vae-fp16", "sdxl-lightning-8step": "sdxl-lightning-8",
    }  # fmt: skip
    for name, folder in tiny_models(base / "sdxl").items():
        if name in ids:
            library.add(ids[name], folder)
    library.hourly_price = 3.5
    return Home(library.root)


@dataclass(frozen=True)
class Season:
    out: Path
    project: Path
    events: list[dict[str, object]]


@pytest.fixture(scope="module")
def season(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Season:
    """Written and spoken by models; the comic artist draws."""
    base = tmp_path_factory.mktemp("season")
    out, project = base / "out", base / "s.cliff"
    events = home.events(
        "make", PREMISE, "--episodes", 1, "--words", 35, "--quality", "draft", "--out", out,
        "--project", project, "--writer", "tiny-writer", "--candidates", 1, "--speaker", "bark",
        "--release", 1,  # random weights make noise, which the gate rightly stops
    )  # fmt: skip
    return Season(out, project, events)


def painted() -> Document:
    """An episode for a painter who takes seconds a picture: one person, one place, one view."""
    hero = CastMember("cast/hero", "Mira", "hero")
    spoken = ("Give it back.", "I never took your ring.", "Then whose hand is this?")
    lines = tuple(Line(f"ep01/line{n}", hero.id, text) for n, text in enumerate(spoken, 1))
    shots = tuple(
        Shot(f"ep01/shot{n}", line.id, (hero.id,), "close") for n, line in enumerate(lines, 1)
    )
    scene = Scene("ep01/scene1", "place/office", shots)
    episode = Episode("ep01", 1, "The Ring", cliff="question", lines=lines, scenes=(scene,))
    series = Series("Painted", "p", "en", episodes=1, quality="draft", artist="sdxl")
    place = Place("place/office", "the office", "office")
    return Document(series, (hero,), (place,), (episode,))


def test_models_write_and_speak_a_finished_episode(season: Season) -> None:
    assert not [e for e in season.events if e["kind"] == "failed"]
    assert (season.out / "ep01.mp4").stat().st_size > 100_000
    told = json.loads((season.out / "series.json").read_text("utf-8"))
    assert len(told["episodes"]) == 1
    with Project.open(season.project) as project:
        document = project.document
        assert (document.series.writer, document.series.speaker) == ("tiny-writer", "bark")
        assert backends(project, "speech") == {"bark"}
        assert backends(project, "performance") == backends(project, "segment") == {""}
        spoken = {t.slot.owner for t in project.all_takes() if t.slot.role == "speech"}
        assert spoken == {n.id for n in document.episodes[0].lines}


def backends(project: Project, role: str) -> set[str]:
    return {t.backend for t in project.all_takes() if t.slot.role == role}


def test_a_model_paints_a_finished_episode(home: Home, tmp_path: Path) -> None:
    folder, out = tmp_path / "p.cliff", tmp_path / "out"
    Project.create(folder, painted()).close()
    events = home.events("render", folder)
    assert not [e for e in events if e["kind"] == "failed"]
    home.run("export", folder, "--out", out, "--force", "--release", 1)
    assert (out / "ep01.mp4").stat().st_size > 10_000
    with Project.open(folder) as project:
        for role in ("plate", "drawing", "expression"):
            assert backends(project, role) == {"sdxl"}
        assert backends(project, "segment") == {""}
        shown = json.loads(project.takes(Slot("ep01/line1.0", "segment"))[-1].recipe)["inputs"]
        assert {name.split(" ")[0] for name in shown} == {"plate", "drawing", "face"}


def test_how_it_was_written_is_kept_with_the_project(season: Season) -> None:
    with Project.open(season.project) as project:
        record = json.loads(project.read_meta("note:writing") or "{}")
        text = {n.text for e in project.document.episodes for n in e.lines}
    embedded = write_season(read_premise(PREMISE), episodes=1, words=35)
    assert record["candidates"] == 1
    assert len(record["episodes"]) == 1
    assert record["fingerprint"]
    assert text.isdisjoint(n.text for e in embedded.episodes for n in e.lines)
    assert record["device_ms"] > 0


def test_time_and_price_of_the_device_are_kept_and_shown(home: Home, season: Season) -> None:
    with Project.open(season.project) as project:
        facts = [json.loads(t.meta) for t in project.all_takes() if t.backend]
        facts.append(json.loads(project.read_meta("note:writing") or "{}"))
    assert facts
    for fact in facts:
        assert fact["price"] == pytest.approx(3.5 * fact["device_ms"] / 3_600_000, rel=1e-6)
    spent = sum(fact["device_ms"] for fact in facts)
    assert spent > 0
    shown = home.run("status", season.project)
    assert f"graphics card: {spent / 1000:.1f} s in all" in shown


def test_one_changed_line_is_spoken_again_by_the_model_and_redraws_nothing(
    home: Home, season: Season, tmp_path: Path
) -> None:
    project = shutil.copytree(season.project, tmp_path / "copy.cliff")
    home.run("edit", project, "ep01/line2", "text=Nobody leaves this house tonight.")
    made = [str(e["slot"]) for e in home.events("render", project) if e["kind"] == "take"]
    roles = {Slot.parse(slot).role for slot in made}
    assert "ep01/line2:speech" in made
    assert [s for s in made if s.endswith(":speech")] == ["ep01/line2:speech"]
    assert not roles & {"plate", "portrait"}


def test_where_the_models_are_missing_their_takes_stay_and_what_stands_in_is_named(
    home: Home, season: Season, tmp_path: Path
) -> None:
    project = shutil.copytree(season.project, tmp_path / "copy.cliff")
    bare = Home(tmp_path / "no-models")
    assert bare.events("render", project)[-1]["kind"] != "take", "nothing is out of date"
    bare.run("edit", project, "ep01/line2", "text=Nobody leaves this house tonight.")
    events = bare.events("render", project)
    notes = [str(e["message"]) for e in events if e["kind"] == "note"]
    assert any("espeak stands in for bark" in note and "models" in note for note in notes)
    with Project.open(project) as opened:
        newest = opened.takes(Slot("ep01/line2", "speech"))[-1]
        assert newest.backend == ""


def test_a_missing_writer_is_stood_in_for_aloud(tmp_path: Path) -> None:
    told = Home(tmp_path / "none").run(
        "write", PREMISE, "--episodes", 2, "--writer", "llama-3.2-3b"
    )
    assert "planner stands in for llama-3.2-3b" in told
    assert "models fetch llama-3.2-3b" in told


def test_an_engine_that_does_not_exist_is_refused_with_those_that_do(tmp_path: Path) -> None:
    told = Home(tmp_path / "none").run("make", PREMISE, "--speaker", "brak", code=2)
    assert "brak" in told
    assert "bark" in told
    assert "espeak" in told
