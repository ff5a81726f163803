"""``voices clone``: nothing without consent, and with it a reference that belongs to the member."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from engine.models.library import Library
from engine.project.project import Project
from engine.series.document import Series
from engine.series.takes import Slot
from engine.voice.audio_io import write_wav
from tests.graph.world import season
from tests.models.tiny import weights
from tests.voice.tiny_ears import spoken

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Slot("cast/hero", "reference")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A series spoken by Bark, whose models for cloning are not there."""
    library = Library(tmp_path / "library")
    library.add("bark", weights(tmp_path / "bark"))
    document = replace(season(1), series=Series("The Gate", "p", "en", episodes=1, speaker="bark"))
    Project.create(tmp_path / "p.cliff", document).close()
    write_wav(tmp_path / "lin.wav", spoken(tmp_path))
    return tmp_path / "p.cliff"


def clone(project: Path, *more: str) -> subprocess.CompletedProcess[str]:
    home = project.parent
    command = ["voices", "clone", str(project), "cast/hero", str(home / "lin.wav"), *more]
    return subprocess.run(
        [sys.executable, "-m", "app", *command], cwd=ROOT, text=True, capture_output=True,
        env={**os.environ, "CLIFF_MODELS": str(home / "library")},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ((), "--agree"),
        (("--agree", "--means", "written", "--relation", "actor"), "consent itself is missing"),
        (("--agree", "--relation", "friend"), "one's own voice"),
    ],
)
def test_without_whole_consent_nothing_is_taken(project, more, told) -> None:
    done = clone(project, *more)
    assert done.returncode == 2
    assert told in done.stderr
    with Project.open(project) as opened:
        assert opened.takes(REFERENCE) == ()
        assert opened.document.pins == ()


def test_a_recording_with_consent_becomes_the_members_reference(project) -> None:
    done = clone(project, "--agree", "--heard", "Lin Wan")
    assert done.returncode == 0, done.stderr
    assert "may be imitated by a machine" in done.stdout
    with Project.open(project) as opened:
        take = opened.takes(REFERENCE)[-1]
        assert (str(REFERENCE), take.id) in opened.document.pins
        record = json.loads(opened.media.path(dict(take.parts)["consent"]).read_text("utf-8"))
    assert (record["speaker"], record["scope"]) == ("Lin Wan", "The Gate")
    assert record["kept_sha256"] == take.blob
