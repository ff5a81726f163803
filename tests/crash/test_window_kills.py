"""The window killed at any moment while edits stream in: every acknowledged edit is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from engine.project.project import Project
from tests.crash.typist import LINE
from tests.gui.hands import small_project

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("CLIFF_WINDOW_KILLS", "50"))
ROUNDS = 5


def _kill_once(project: Path, first: int, chance: random.Random) -> int:
    """Start the window, kill everything of it after some edits; the last acknowledged number."""
    wanted, last = chance.randint(1, 15), first - 1
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "tests.crash.typist", str(project), str(first)]
    with subprocess.Popen(
        command, cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env=environment, start_new_session=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        for _ in range(wanted):
            text = process.stdout.readline()
            if text.endswith("\n"):
                last = int(text)
        (os.killpg if chance.random() < 0.5 else os.kill)(process.pid, signal.SIGKILL)
        for text in process.stdout:
            if text.endswith("\n"):
                last = int(text)
        process.wait(30)
    return last


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_no_acknowledged_edit_is_lost(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    project = small_project(tmp_path / "p.cliff", episodes=1)
    number = 1
    for _ in range(KILLS // ROUNDS):
        acknowledged = _kill_once(project, number, chance)
        assert acknowledged >= number
        with Project.open(project) as kept:
            line = next(n for n in kept.document.episodes[0].lines if n.id == LINE)
            stored = int(line.text.strip("Word ."))
            assert stored >= acknowledged
            assert not kept.verify()
        number = stored + 1
