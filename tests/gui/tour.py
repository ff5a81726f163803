"""The story of a new lead, told by mouse and keyboard, with a picture of every step.

``python -m tests.gui.tour FOLDER [--language zh-CN] [--size 1920x1080]`` takes the pictures, on the
screen that DISPLAY names; the test walks the same way without keeping them.
"""

from __future__ import annotations

import argparse
import gc
import os
import tempfile
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QLinearGradient, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from app.gui import Desktop, application
from app.settings import Settings
from app.studio import Studio
from engine.series.takes import Slot
from tests.gui.hands import click, find, key, pause, screenshot, until, write
from tests.widgets.timeline_world import move, port, spot
from widgets.cast import CastCard
from widgets.line_row import LineRow
from widgets.parts import Choice, Dial

STORY = (
    "A CEO's secret daughter is kidnapped by her billionaire father's rival, but she has a hidden "
    "spiritual power."
)
TOO_LONG = (
    "You are wrong about me. I have no father, I have no name that you could sell, and nobody in "
    "this whole city will ever pay you for my life tonight."
)
CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


class Tour:
    """One walk. `shots`: where pictures go, None to take none."""

    def __init__(self, desktop: Desktop, folder: Path, shots: Path | None) -> None:
        self.desktop, self.folder, self.shots = desktop, folder, shots
        self.step = 0

    def walk(self, size: tuple[int, int] = (1440, 900)) -> Path:
        """The whole story; returns the folder of the exported season."""
        studio = self._start(size)
        for part in (
            self._write_and_read, self._change_a_line, self._voice, self._own_background,
            self._move_a_cut, self._make_and_watch, self._why, self._undo_four,
        ):  # fmt: skip
            part(studio)
        again = self._restart(studio, size)
        return self._export(again)

    def _picture(self, studio: Studio, name: str) -> None:
        self.step += 1
        screenshot(studio, self.shots, f"{self.step:02d}-{name}")

    def _start(self, size: tuple[int, int]) -> Studio:
        studio = self.desktop.show()
        studio.window.resize(*size)
        assert until(studio.start.isVisible)
        _take_the_keyboard(studio)
        self._picture(studio, "first-start")
        write(studio.start.story, STORY)
        return studio

    def _write_and_read(self, studio: Studio) -> None:
        click(find(studio.start, QAbstractButton, "write"))
        assert until(lambda: len(studio.context.cards) == 20)
        assert until(lambda: studio.player.frames > 0)
        assert until(lambda: all(studio.context.shown.file(Slot(m.id, "portrait"))
                                 for m in studio.context.shown.document.cast))  # fmt: skip
        self._picture(studio, "written")
        board = studio.arc.board
        at = board.visualRect(studio.arc.model.index(9)).center()
        QTest.mouseClick(board.viewport(), LEFT, pos=at)
        assert until(lambda: studio.context.episode_id == "ep10")
        self._picture(studio, "arc")
        first = board.visualRect(studio.arc.model.index(0)).center()
        QTest.mouseClick(board.viewport(), LEFT, pos=first)
        assert until(lambda: studio.context.episode_id == "ep01")

    def _row(self, studio: Studio, number: int) -> LineRow:
        episode = studio.context.episode
        assert episode is not None
        found = studio.script.row_of(episode.lines[number].id)
        assert isinstance(found, LineRow)
        return found

    def _change_a_line(self, studio: Studio) -> None:
        row = self._row(studio, 1)
        click(row.text.viewport())
        write(row.text, TOO_LONG)
        assert not row._faults.isHidden()
        self._picture(studio, "over-the-limit")
        write(row.text, "Wrong girl.")
        key(row.text, Qt.Key.Key_Return)
        assert until(lambda: studio.context.episode.lines[1].text == "Wrong girl.")
        assert row._faults.isHidden()
        self._picture(studio, "within")

    def _voice(self, studio: Studio) -> None:
        key(studio.window, Qt.Key.Key_2, CTRL)
        card = find(studio.cast, CastCard)
        click(card, QPoint(60, card.height() - 58))
        assert until(lambda: studio.player._audition is None, 20)
        dial = find(studio.voice, Dial, "voice-pitch")
        dial.setFocus()
        for _ in range(3):
            key(dial, Qt.Key.Key_PageUp)
        cast = studio.context.shown.document.cast[0].id
        assert until(lambda: studio.context.shown.document.member(cast).voice.pitch == 130)
        self._picture(studio, "voice")

    def _own_background(self, studio: Studio) -> None:
        key(studio.window, Qt.Key.Key_3, CTRL)
        place = studio.context.episode.scenes[0].place
        studio.context.choose(place)
        mine = self.folder / "my background.png"
        _paint(mine)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(mine))])
        none, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
        target = studio.inspector
        QApplication.sendEvent(target, QDragEnterEvent(QPoint(50, 50), copy, data, LEFT, none))
        QApplication.sendEvent(target, QDropEvent(QPointF(50, 50), copy, data, LEFT, none))
        assert until(lambda: studio.context.shown.state(Slot(place, "plate")) == "pinned")
        self._picture(studio, "own-background")

    def _move_a_cut(self, studio: Studio) -> None:
        assert until(lambda: studio.context.shown.state(Slot("ep01", "cut")) == "fresh")
        pause(200)
        clips = studio.timeline.canvas.stage.episode.view.shots
        edge = next(c for c in clips if not c.fixed and c.first > 0)
        panel = studio.timeline
        start = spot(panel, edge.first + edge.frames, "picture") - QPoint(1, 0)
        end = spot(panel, edge.first + edge.frames + 45, "picture")
        before = studio.player.frames
        QTest.mousePress(port(panel), LEFT, pos=start)
        move(panel, (start + end) / 2)
        move(panel, end)
        self._picture(studio, "moving-a-cut")
        QTest.mouseRelease(port(panel), LEFT, pos=end)
        assert until(lambda: studio.player.frames > before)

    def _why(self, studio: Studio) -> None:
        line = studio.context.episode.lines[1].id
        click(self._row(studio, 1))
        assert until(lambda: studio.context.subject.id == line)
        box = find(studio.inspector, Choice, "set-framing")
        box.picked.emit("full")
        assert until(lambda: studio.context.cards[0].state == "stale")
        assert until(lambda: studio.context.shown.state(Slot("ep01", "cut")) == "fresh")
        label = next(t.label for t in studio.inspector._view.tabs if "segment" in t.slot)

        def tab() -> QAbstractButton | None:
            every = studio.inspector.findChildren(QAbstractButton)
            return next((b for b in every if b.isVisible() and b.text() == label), None)

        assert until(tab)
        click(tab())
        assert until(lambda: bool(studio.inspector._view.why))
        self._picture(studio, "why-out-of-date")

    def _make_and_watch(self, studio: Studio) -> None:
        key(studio.window, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
        assert until(
            lambda: any(s.role == "segment" for s in studio.context.shown.look.running), 60
        )
        self._picture(studio, "making")
        assert until(lambda: studio.context.cards[0].state in ("fresh", "pinned"), 500)
        key(studio.timeline, Qt.Key.Key_Home)
        key(studio.window, Qt.Key.Key_Space)
        assert until(lambda: studio.player.frame > 70)
        self._picture(studio, "watching")
        key(studio.window, Qt.Key.Key_Space)
        assert not studio.player.playing

    def _undo_four(self, studio: Studio) -> None:
        before = studio.context.shown.document
        for _ in range(4):
            now = studio.context.shown.document
            key(studio.window, Qt.Key.Key_Z, CTRL)
            assert until(lambda n=now: studio.context.shown.document != n)
        assert studio.context.shown.document != before
        self._picture(studio, "undone")

    def _restart(self, studio: Studio, size: tuple[int, int]) -> Studio:
        project = studio.session.engine.folder
        studio.window.close()
        again = self.desktop.show()
        again.window.resize(*size)
        assert until(again.start.isVisible)
        _take_the_keyboard(again)
        self._picture(again, "started-again")
        again.open(project)
        assert until(lambda: again.context.shown is not None)
        for _ in range(4):
            now = again.context.shown.document
            key(again.window, Qt.Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
            assert until(lambda n=now: again.context.shown.document != n)
        self._picture(again, "redone")
        key(again.window, Qt.Key.Key_R, Qt.KeyboardModifier.ShiftModifier)
        assert until(lambda: again.context.cards[0].state in ("fresh", "pinned"), 500)
        studio.window.deleteLater()
        return again

    def _export(self, studio: Studio) -> Path:
        key(studio.window, Qt.Key.Key_E, CTRL)
        button = find(studio.export, QAbstractButton, "export-now")
        assert until(lambda: studio.export.folder.text() and button.isEnabled())
        out = Path(studio.export.folder.text())
        click(button)
        assert until(lambda: (out / "series.json").is_file(), 240)
        self._picture(studio, "exported")
        return out


def _take_the_keyboard(studio: Studio) -> None:
    """On a bare X server nobody gives the keyboard to a new window."""
    studio.window.activateWindow()
    assert until(studio.window.isActiveWindow, 10)


def _paint(file: Path) -> None:
    """A background of the lead's own."""
    image = QImage(1080, 1920, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    sky = QLinearGradient(0, 0, 0, 1920)
    for at, name in ((0.0, "#1b2a5c"), (0.55, "#b25a78"), (0.75, "#f2b37a"), (1.0, "#2a2433")):
        sky.setColorAt(at, QColor(name))
    painter.fillRect(image.rect(), sky)
    painter.setBrush(QColor("#ffe9b0"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(620, 760, 260, 260)
    painter.setBrush(QColor("#241d30"))
    for at in range(9):
        painter.drawRect(at * 130 - 20, 1180 + (at * 397) % 260, 118, 900)
    painter.end()
    assert image.save(str(file))


def main(arguments: list[str] | None = None) -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--language", default="en")
    parser.add_argument("--size", default="1440x900")
    options = parser.parse_args(arguments)
    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="tour-") as place:
        os.environ["CLIFFHANGER_PROJECTS"] = str(Path(place) / "seasons")
        application([])
        settings = Settings(Path(place) / "studio.ini")
        settings.language = options.language
        desktop = Desktop(settings)
        wide, tall = (int(n) for n in options.size.split("x"))
        print(Tour(desktop, Path(place), options.folder).walk((wide, tall)))
        if desktop.studio is not None:
            desktop.studio.window.close()
        gc.collect()


if __name__ == "__main__":
    main()
