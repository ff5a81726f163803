"""The window under test: its own settings and projects, and nothing left behind afterwards."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from app.gui import Desktop, application
from app.messages import speak
from app.settings import Settings
from app.studio import Studio
from tests.gui.hands import until


@pytest.fixture(scope="session")
def qapp_cls() -> type[QApplication]:
    return QApplication


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setenv("CLIFFHANGER_PROJECTS", str(tmp_path / "projects"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    application([])


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    found = Settings(tmp_path / "studio.ini")
    found.language = "en"
    return found


@pytest.fixture
def desktop(settings: Settings) -> Iterator[Desktop]:
    """Opens windows; afterwards no window, thread or process of them is left."""
    before = set(threading.enumerate())
    made = Desktop(settings)
    yield made
    if made.studio is not None:
        made.studio.window.close()
        made.studio.window.deleteLater()
    gc.collect()
    left = [t for t in threading.enumerate() if t not in before and not t.name.startswith("Dummy")]
    assert until(lambda: not [t for t in left if t.is_alive()], 5), left
    speak("en")  # the language is the process's: other tests read English
    visible = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    assert not visible


@pytest.fixture
def studio(desktop: Desktop) -> Studio:
    found = desktop.show()
    found.window.resize(1440, 900)
    return found
