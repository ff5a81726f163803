"""The first command of the README, in a clean copy: nothing done by hand, nothing done twice."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PARTS = ("app", "engine", "widgets", "resources", "installer", "pyproject.toml")


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[Path]:
    """What a clone holds, in a folder whose name has a space."""
    folder = tmp_path / "a clean copy"
    folder.mkdir()
    for part in PARTS:
        source = ROOT / part
        if source.is_dir():
            shutil.copytree(source, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / part)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def run(copy: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    gone = ("PYTHON", "VIRTUAL_ENV", "QT_", "DISPLAY", "WAYLAND_DISPLAY")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(gone)}
    return subprocess.run(
        ["bash", str(copy / "installer" / "run.sh"), *arguments],
        cwd=copy.parent,
        env={**clean, **env},
        capture_output=True,
        text=True,
        timeout=600,
    )


def test_a_clean_copy_sets_itself_up_once_and_works_from_anywhere(copy: Path) -> None:
    first = run(copy, "write", "A waitress is framed by her husband.", "--episodes", "2")
    assert first.returncode == 0, first.stderr[-2000:]
    assert "Setting up" in first.stderr
    assert "1." in first.stdout
    assert "2." in first.stdout
    assert (copy / ".venv" / "stamp").exists()
    inside = {path.name for path in copy.iterdir()}
    assert inside <= {*PARTS, ".venv", ".setup-lock"}, "nothing else was written"

    marker = (copy / ".venv" / "stamp").stat().st_mtime_ns
    again = run(copy)
    assert again.returncode == 0
    assert "usage:" in again.stdout
    assert again.stderr.startswith("There is no screen here")
    window = run(copy, "--smoke", QT_QPA_PLATFORM="offscreen")
    assert window.returncode == 0, window.stderr[-2000:]
    assert "window visible after" in window.stdout
    assert (copy / ".venv" / "stamp").stat().st_mtime_ns == marker

    (copy.parent / "taken").write_text("a file")
    refused = run(copy, "make", "A waitress is framed by her husband.", "--out", "taken")
    assert refused.returncode == 2
    assert "taken is a file" in refused.stderr


def test_an_unfit_python_is_named(copy: Path, tmp_path: Path) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("bash", "dirname", "cat", "cksum", "tr", "basename", "rm", "flock", "dpkg-query",
                 "grep", "id"):  # fmt: skip
        found = shutil.which(name)
        if found:
            (tools / name).symlink_to(found)
    done = run(copy, PATH=str(tools))
    assert done.returncode == 1
    assert "Python 3.11, 3.12 or 3.13 is needed" in done.stderr
