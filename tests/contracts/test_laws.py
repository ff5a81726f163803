"""The laws of the house, executed: who may import whom, how long things may get, what is heavy."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("app", "widgets", "engine", "resources")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 60
MAX_DRAWING_LINES = 150
"""A drawing is one list of strokes in order; cutting it up would hide that order."""


def test_import_contracts() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_size_limits(path: Path) -> None:
    text = path.read_text("utf-8")
    assert text.count("\n") <= MAX_FILE_LINES
    drawing = "artist/comic" in path.as_posix()
    most = MAX_DRAWING_LINES if drawing else MAX_FUNCTION_LINES
    long = [
        f"{item.name}: {item.end_lineno - item.lineno + 1} lines"
        for item in ast.walk(ast.parse(text))
        if isinstance(item, ast.FunctionDef | ast.AsyncFunctionDef)
        and item.end_lineno is not None
        and item.end_lineno - item.lineno >= most
    ]
    assert not long


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_module_says_why_it_exists(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("engine.api", ("PySide6", "torch", "skia", "cv2", "av")),
        ("app.cli.parser", ("PySide6", "torch", "skia", "cv2", "av", "numpy")),
        ("engine.work.worker", ("PySide6", "torch")),
        ("engine.preview.client", ("PySide6", "torch", "skia", "cv2", "av")),
        ("app.__main__", ("PySide6", "numpy", "engine.api")),
        ("app.studio", ("torch", "skia", "cv2")),
    ],
)
def test_light_modules_pull_in_nothing_heavy(module: str, forbidden: tuple[str, ...]) -> None:
    code = f"import sys, {module}; print(*[m for m in {forbidden!r} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []


def test_widgets_run_where_there_is_no_engine() -> None:
    code = (
        "import sys; sys.modules.update(engine=None, app=None, numpy=None)\n"
        "import pkgutil, importlib, widgets\n"
        "for found in pkgutil.walk_packages(widgets.__path__, 'widgets.'):\n"
        "    importlib.import_module(found.name)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-2000:]


def test_only_the_theme_names_a_colour() -> None:
    hexadecimal = re.compile(r"[\"']#[0-9A-Fa-f]{6}\b|setStyleSheet\(")
    allowed = {"theme.py", "gui.py"}
    found = [
        str(path.relative_to(ROOT))
        for room in ("widgets", "app")
        for path in (ROOT / room).rglob("*.py")
        if path.name not in allowed and hexadecimal.search(path.read_text("utf-8"))
    ]
    assert not found


def test_no_distribution_brings_its_own_qt_with_cv2() -> None:
    import cv2

    assert not (Path(cv2.__file__).parent / "qt").exists()


def test_weights_are_never_unpickled() -> None:
    for path in SOURCES:
        for item in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [a.name for a in item.names] if isinstance(item, ast.Import) else []
            if isinstance(item, ast.ImportFrom):
                names = [item.module or ""]
            assert not {"pickle", "dill", "shelve"} & set(names), path
