"""A kill at any moment of an export leaves the old file or the new one, and no worker."""

from __future__ import annotations

import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from engine.delivery.verify import verify

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("CLIFF_EXPORT_KILLS", "5"))


def _start(media: Path, out: Path, shade: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.crash.exporter", str(media), str(out), str(shade)],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def _whole(media: Path, out: Path, shade: int) -> None:
    with _start(media, out, shade) as process:
        assert process.wait(120) == 0


def _hashes(out: Path) -> dict[str, str]:
    return {
        str(f.relative_to(out)): hashlib.sha256(f.read_bytes()).hexdigest()
        for f in out.rglob("*")
        if f.is_file() and not any(part.startswith(".") for part in f.relative_to(out).parts)
    }


def _ended(group: int) -> bool:
    """Whether nothing of a process group is left."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)  # what is killed ends in its own time
    return False


def _killed(process: subprocess.Popen[str], chance: random.Random) -> None:
    """Kill the export or everything it started, at some moment of its work."""
    assert process.stdout is not None
    assert process.stdout.readline() == "begins\n"
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(chance.uniform(0, 2.5))
    with contextlib.suppress(ProcessLookupError):
        (os.killpg if chance.random() < 0.5 else os.kill)(process.pid, signal.SIGKILL)
    process.stdout.read()  # ends when the last process that could write has ended
    process.wait(30)


def test_no_kill_leaves_a_broken_file_or_a_worker(tmp_path: Path) -> None:
    media, out, chance = tmp_path / "media", tmp_path / "out", random.Random(KILLS)
    wanted = {}
    for shade in (0, 40):
        _whole(media, tmp_path / f"whole{shade}", shade)
        wanted[shade] = _hashes(tmp_path / f"whole{shade}")
    _whole(media, out, 0)
    for number in range(KILLS):
        with _start(media, out, 40 if number % 2 == 0 else 0) as process:
            _killed(process, chance)
        assert _ended(process.pid)
        for name, found in _hashes(out).items():
            assert found in (wanted[0][name], wanted[40][name]), name
    _whole(media, out, 40)
    assert _hashes(out) == wanted[40]
    assert not [
        p for p in verify(out).problems if p.check not in ("credentials", "label")
    ]  # films of twelve frames that nobody signed
    assert not list(out.rglob(".*"))
