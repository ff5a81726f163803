"""A user's hands: finds what is on the screen by its name and clicks, types, waits."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.studio import Studio
from engine.delivery.export import export_season  # noqa: F401 - loaded before it is timed
from engine.project.project import Project
from engine.series.document import Document
from engine.writer.dossier import read_premise
from engine.writer.season import write_season

W = TypeVar("W", bound=QWidget)
PREMISE = "A CEO's secret daughter is kidnapped by her father's rival, but she has a hidden power."


def pause(ms: int) -> None:
    """Let the event loop run; QTest's own wait keeps Python's other threads from running."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def until(condition: Callable[[], object], seconds: float = 60) -> bool:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        pause(20)
    return True


def find(root: QWidget, kind: type[W], name: str = "") -> W:
    """The visible widget of this kind and name, as soon as it is there."""

    def seen() -> list[W]:
        return [w for w in root.findChildren(kind, name or None) if w.isVisible()]

    assert until(seen, 10), f"no {kind.__name__} {name!r} is visible"
    return seen()[0]


def click(widget: QWidget, at: QPoint | None = None) -> None:
    """A click with the left button."""
    assert until(widget.isVisible, 5), widget
    assert widget.isEnabled(), widget
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at or widget.rect().center())


def key(
    widget: QWidget, which: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key."""
    QTest.keyClick(widget, which, modifier)


def write(widget: QWidget, text: str) -> None:
    """Replace all text by typing."""
    widget.setFocus()
    QTest.keyClick(widget, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(widget, text)


def small_project(folder: Path, episodes: int = 2, quality: str = "draft") -> Path:
    """A season that is quickly made."""
    from dataclasses import replace

    draft = write_season(read_premise(PREMISE), episodes=episodes)
    series = replace(draft.series, quality=quality)
    Project.create(folder, Document(series, draft.cast, draft.places, draft.episodes)).close()
    return folder


def opened(studio: Studio, folder: Path) -> Studio:
    """The studio with a project open and shown."""
    studio.open(folder)
    assert until(lambda: studio.context.shown is not None)
    return studio


def screenshot(studio: Studio, folder: Path | None, name: str) -> None:
    """Keep a picture of the window."""
    if folder is not None:
        QApplication.processEvents()
        pause(400)
        studio.window.grab().save(str(folder / f"{name}.jpg"), quality=88)
