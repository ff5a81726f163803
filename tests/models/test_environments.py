"""Weights without the libraries that run them: said before anything is tried, with the remedy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

from engine.models import environments
from engine.models.environments import environment_python
from engine.models.hardware import Hardware
from engine.models.library import Library
from engine.models.manifest import engines
from engine.models.overview import engine_rows
from tests.models import tiny

ROOT = Path(__file__).resolve().parents[2]
INSTALL = ("The model libraries are not installed.", "bash installer/models.sh")
USES = {"qwen3-4b": ("torch", "transformers"), "bark": ("torch", "transformers"),
        "sdxl-full": ("torch", "diffusers")}  # fmt: skip


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Library:
    """With the weights of `USES` and of Qwen3-TTS. What was found before is looked for anew."""
    monkeypatch.setattr(environments, "_found", set())
    monkeypatch.setenv("CLIFF_MODELS", str(tmp_path / "data" / "models"))
    monkeypatch.delenv("CLIFF_QWEN_PYTHON", raising=False)
    found = Library()
    for engine in (*USES, "qwen3-tts"):
        for model in engines()[engine].needs:
            found.add(model, tiny.weights(tmp_path / model))
    return found


def hide(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """For Python these packages are not there."""
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.parametrize("hidden", ["torch", "transformers", "diffusers"])
def test_each_role_needs_its_libraries(
    library: Library, hidden: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide(monkeypatch, hidden)
    for engine, used in USES.items():
        found = library.resolve(engine)
        assert found.ready == (hidden not in used)
        if not found.ready:
            assert (found.missing, found.remedy) == INSTALL
            assert (found.fingerprint, found.folders) == ("", ())


def test_embedded_engines_need_none(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "torch", "transformers", "diffusers")
    for engine in ("planner", "espeak", "comic", "endpoint"):
        assert library.resolve(engine).ready


def test_weights_that_are_missing_come_first(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide(monkeypatch, "torch")
    library.remove("bark")
    assert library.resolve("bark").remedy == "models fetch bark"


def test_what_is_installed_meanwhile_is_seen(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        hide(without, "diffusers")
        assert not library.resolve("sdxl-full").ready
    assert library.resolve("sdxl-full").ready


def test_qwen_has_an_environment_of_its_own(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = library.resolve("qwen3-tts")
    assert (found.missing, found.remedy) == (
        "Qwen3-TTS has no environment yet.", "bash installer/qwen-tts.sh"
    )  # fmt: skip
    python = environment_python(library.root)
    assert python.is_relative_to(tmp_path / "data" / "qwen-tts")
    python.parent.mkdir(parents=True)
    python.write_bytes(b"")
    hide(monkeypatch, "torch", "transformers")
    assert library.resolve("qwen3-tts").ready, "the studio's own libraries are no matter to it"
    monkeypatch.setenv("CLIFF_QWEN_PYTHON", str(tmp_path / "nowhere"))
    assert not library.resolve("qwen3-tts").ready


def test_the_table_says_it(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    hide(monkeypatch, "torch")
    rows = {row.id: row for row in engine_rows(library, Hardware())}
    assert (rows["bark"].state, rows["bark"].missing, rows["bark"].remedy) == ("missing", *INSTALL)
    assert rows["espeak"].state == "embedded"


def test_the_command_line_says_it(library: Library) -> None:
    code = (
        "import sys; sys.modules['torch'] = None\n"
        "from app.cli.main import run; sys.exit(run(['models', 'list', '--json']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True, timeout=60,
        check=True, env={**os.environ, "CLIFF_MODELS": str(library.root)},
    )  # fmt: skip
    rows = {row["id"]: row for row in json.loads(done.stdout)["engines"]}
    for engine in USES:
        assert (rows[engine]["missing"], rows[engine]["remedy"]) == INSTALL


def test_looking_is_quick_and_imports_nothing(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    hide(monkeypatch, "torch")
    times = []
    for _ in range(20):
        start = perf_counter()
        assert not library.resolve("sdxl-full").ready
        times.append(perf_counter() - start)
    assert sorted(times)[10] < 0.005
    code = (
        "import sys; from pathlib import Path; from engine.models.environments import lacking\n"
        "print(lacking('bark', 'speaker', Path()), lacking('sdxl', 'artist', Path()))\n"
        "print([m for m in ('torch', 'transformers', 'diffusers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"
