"""A killed run loses nothing that it had announced, and the next one goes on."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from engine.base.errors import StudioError
from engine.edits.fields import set_field
from engine.project.project import Project
from engine.series.document import Document
from engine.writer.dossier import read_premise
from engine.writer.season import write_season

ROOT = Path(__file__).resolve().parents[2]
PREMISE = "a CEO's secret daughter is kidnapped by her father's rival"
KILLS = int(os.environ.get("CLIFF_KILLS", "50"))
BY_PROJECT = 10
ROUNDS = [min(BY_PROJECT, KILLS - at) for at in range(0, KILLS, BY_PROJECT)]


def _command(base: Path) -> list[str]:
    return [
        sys.executable, "-m", "app", "make", PREMISE, "--episodes", "1", "--quality", "draft",
        "--workers", "2", "--json", "--project", str(base / "p.cliff"), "--out", str(base / "o"),
    ]  # fmt: skip


def _start(base: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        _command(base), cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip


def _end(process: subprocess.Popen[str], *, group: bool) -> None:
    """Kill the command, or everything it started."""
    with contextlib.suppress(ProcessLookupError):
        (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)


def _taken(text: str) -> str:
    """The slot in a line that announces a take, or nothing."""
    if not text.endswith("\n"):
        return ""
    event = json.loads(text)
    return event["slot"] if event["kind"] == "take" else ""


def _killed_run(base: Path, chance: random.Random) -> tuple[bool, Counter[str]]:
    """Run the command, kill it at some moment, rather early than late.

    Whether it was killed before it ended by itself, and the slots whose takes were announced.
    """
    enough, found = min(chance.randint(0, 12), chance.randint(0, 12)), Counter[str]()
    with _start(base) as process:
        assert process.stdout is not None
        if enough == 0:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(chance.uniform(0.05, 1.2))
        while found.total() < enough and (text := process.stdout.readline()):
            found.update(filter(None, [_taken(text)]))
        _end(process, group=chance.random() < 0.5)
        process.wait(30)
        _end(process, group=True)
        for text in process.stdout:
            found.update(filter(None, [_taken(text)]))
    return process.returncode == -signal.SIGKILL, found


def _draft() -> Document:
    draft = write_season(read_premise(PREMISE, "auto", 1), episodes=1, words=60, seed=1)
    series = replace(draft.series, quality="draft")
    return Document(series, draft.cast, draft.places, draft.episodes)


def _edited(project: Project, chance: random.Random) -> Document:
    """Commit an edit of the kind a lead makes; what must be found again."""
    line = chance.choice(project.document.episodes[0].lines)
    words = f"{line.text} Number {chance.randint(1, 99)}."
    project.commit(set_field(project.document, line.id, "text", words))
    return project.document


@pytest.mark.slow
@pytest.mark.parametrize("number", range(len(ROUNDS)))
def test_nothing_announced_is_lost_however_often_the_run_is_killed(
    tmp_path: Path, number: int
) -> None:
    chance = random.Random(number)
    expected, announced, edits, kills = _draft(), Counter[str](), 0, 0
    while kills < ROUNDS[number]:
        killed, news = _killed_run(tmp_path, chance)
        kills += killed
        announced += news
        try:
            project = Project.open(tmp_path / "p.cliff")
        except StudioError as exc:
            code = exc.code
        else:
            code = ""
            with project:
                kept = Counter(str(take.slot) for take in project.all_takes())
                assert project.verify() == ()
                assert announced - kept == Counter()
                assert project.document == expected
                if not killed or chance.random() < 0.7:
                    expected, edits = _edited(project, chance), edits + 1
        assert not code or (code in ("no-project", "unfinished") and not announced and not edits)
    if number == 0:
        _finish(tmp_path, edits)


def _finish(base: Path, edits: int) -> None:
    """The edits can still be taken back, and the same command ends with a season."""
    with Project.open(base / "p.cliff") as project:
        before = {take.id for take in project.all_takes()}
        for _ in range(edits):
            assert project.undo() is not None
        assert project.undo() is None
        assert project.document == _draft()
    done = subprocess.run(_command(base), cwd=ROOT, text=True, capture_output=True, timeout=600)
    assert done.returncode == 0, done.stdout[-800:] + done.stderr
    assert (base / "o" / "series.json").is_file()
    with Project.open(base / "p.cliff") as project:
        assert before <= {take.id for take in project.all_takes()}
        assert project.verify() == ()
